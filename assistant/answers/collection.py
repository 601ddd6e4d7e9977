"""Answers about the program and about what the index holds; nothing of them is searched for."""

from __future__ import annotations

from collections import Counter

from assistant.answers.composition import Part
from assistant.answers.lines import count, escaped, written
from assistant.questions.models import Question, QuestionKind
from index import IndexSnapshot, SpeakerKind, parse_day

MOST = 10
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
