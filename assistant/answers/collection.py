"""Answers about the program and about what the index holds; nothing of them is searched for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from assistant.answers.composition import Block, Item, Part, heading
from assistant.answers.lines import count, escaped, letters, sentence_line, written
from assistant.answers.selection import topic_coverage
from assistant.questions.models import Question, QuestionKind
from index import Article, IndexSnapshot, Span, SpeakerKind, parse_day, split_sentences

MOST = 10  # people, or articles, that are listed at first
LISTED = 100  # articles on a topic that are listed in all
ENGLISH_ONLY = "Only questions in English are understood so far. Please ask in English."
NOTHING_ASKED = "There is no question in this.  Ask, for example, what somebody said about something."


def converse(question: Question, snapshot: IndexSnapshot) -> Part:
    """Return the answer to a greeting, thanks, a question for help or one about the collection."""
    match question.kind:
        case QuestionKind.GREETING:
            return Part(True, (f"Hello. {holds(snapshot)} {ask_for(snapshot)}",))
        case QuestionKind.THANKS:
            return Part(True, ("You are welcome. Is there anything else to look up in the articles?",))
        case QuestionKind.HELP:
            return Part(True, (f"{holds(snapshot)} {CAN}", examples(snapshot)))
        case QuestionKind.COLLECTION:
            if question.topic:
                return articles_on(question, snapshot)
            if question.what == "cited":
                return cited(question, snapshot)
            return Part(True, (about(question.what, snapshot),))
        case QuestionKind.UNSUPPORTED_LANGUAGE:
            return Part(False, (ENGLISH_ONLY,))
        case _:
            return Part(False, (NOTHING_ASKED,))


CAN = (
    "Ask what somebody said about something, who said it, whether or when, who somebody is, or what the articles say "
    "about a topic. Every answer is made of the articles’ own sentences, each with a number that opens its place."
)


def holds(snapshot: IndexSnapshot) -> str:
    """Return a sentence on how many articles there are and from when."""
    articles = snapshot.articles()
    days = sorted(day for article in articles if (day := parse_day(article.published)))
    span = f", published {written(days[0])} to {written(days[-1])}" if days else ""
    undated = sum(not parse_day(article.published) for article in articles)
    without = f" ({undated:,} of them without a date)" if days and undated else ""
    if not articles:
        return "There are no articles in the collection yet."
    return f"There {'is' if len(articles) == 1 else 'are'} {count(len(articles), 'article')} here{span}{without}."


def most_quoted(snapshot: IndexSnapshot, most: int = MOST) -> list[tuple[str, int]]:
    """Return the people with most statements, and how many each has."""
    people = [each for each in snapshot.speaker_entries() if each.kind is SpeakerKind.PERSON]
    return [(each.name, each.statements) for each in people[:most]]


def ask_for(snapshot: IndexSnapshot) -> str:
    """Return a sentence that offers a question which the articles answer."""
    people = most_quoted(snapshot, 1)
    named = f", for example “What did {escaped(people[0][0])} say?”" if people else ""
    return f"Ask who said what in the articles{named}."


def examples(snapshot: IndexSnapshot) -> str:
    """Return questions about those who are quoted most, as a list."""
    people = [escaped(name) for name, _ in most_quoted(snapshot, 2)]
    if not people:
        return ""
    asked = [f"What did {people[0]} say?", f"Who is {people[-1]}?", "How many articles are there?"]
    return "\n".join(f"- {question}" for question in asked)


def articles_on(question: Question, snapshot: IndexSnapshot) -> Part:
    """Return the articles in which all words of a topic occur, each with the first sentence that has most of them.

    Those with the topic in their title come first, then the newest.
    """
    query, topic = question.query, escaped(question.topic)
    searched = snapshot.articles(query.outlets, query.period, query.articles)
    ids = set(snapshot.mentions(question.topic))
    coverage = topic_coverage(question, snapshot)
    found = sorted((article for article in searched if article.id in ids), key=lambda a: a.published, reverse=True)
    found.sort(key=lambda article: -round(coverage(article.title), 3))
    if not found:
        return Part(False, (f"No article here mentions “{topic}”. Searched: {count(len(searched), 'article')}.",))
    listed = [article.id for article in found[:LISTED]]
    texts = snapshot.articles_with_text(listed)
    items = [mention(texts[name], coverage) for name in listed if name in texts]
    verb = "mentions" if len(found) == 1 else "mention"
    rest = f" These are the first {LISTED}." if len(found) > LISTED else ""
    blocks = [Block(heading(item.article), (item,), outlet=False) for item in items[:MOST]]
    opening = f"{count(len(found), 'article')} {verb} “{topic}”.{rest}"
    return Part(True, (opening,), tuple(blocks), more=tuple(items[MOST:]))


def cited(question: Question, snapshot: IndexSnapshot) -> Part:
    """Return who wrote the articles that the answer before cites, for whom and when, as far as they say so."""
    texts = snapshot.articles_with_text(dict.fromkeys(name for name, _ in question.near))
    blocks = []
    for name in dict.fromkeys(name for name, _ in question.near if name in texts):
        article = texts[name]
        author = (
            f"Written by {escaped(article.author)}." if article.author else "The article does not say who wrote it."
        )
        first = split_sentences(article.text)[0]
        item = Item(sentence_line(article, first), first)
        blocks.append(
            Block(heading(article), (item,), " ".join(filter(None, (author, escaped(article.url)))), outlet=False)
        )
    return Part(True, ("The answer before cites:",), tuple(blocks))


def mention(article: Article, coverage: Callable[[str], float]) -> Item:
    """Return the first of the sentences of an article with most of a topic, but for its title."""
    text, title = article.text, letters(article.title)

    def place(span: Span) -> tuple[bool, float]:
        sentence = text[slice(*span)]
        held = coverage(sentence)
        return held > 0 and letters(sentence) not in title, held

    best = max(split_sentences(text), key=place)
    return Item(sentence_line(article, best), best)


def about(what: str, snapshot: IndexSnapshot) -> str:
    """Return what the index holds: its outlets, the people quoted most, its days, or how many articles."""
    if what == "outlets":
        counts = Counter(article.source for article in snapshot.articles())
        unnamed = counts.pop("", 0)
        listed = ", ".join(f"{escaped(name)} ({number:,})" for name, number in counts.most_common())
        rest = f" {count(unnamed, 'article')} without the name of an outlet." if unnamed else ""
        return (f"The articles are from {listed}." if listed else "No article names its outlet.") + rest
    if what == "most quoted":
        people = most_quoted(snapshot)
        listed = ", ".join(f"{escaped(name)} ({number:,})" for name, number in people)
        return f"Quoted most, by the number of statements: {listed}." if people else "Nobody is quoted in the articles."
    if what == "period":
        return holds(snapshot)
    sources = len(snapshot.sources())
    return holds(snapshot) + (f" They are from {count(sources, 'outlet')}." if sources else "")
