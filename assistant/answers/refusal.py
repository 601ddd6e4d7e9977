"""What is said where no article answers: what the question was taken to be about, and what came nearest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.composition import Block, Item, Part
from assistant.answers.described import Description
from assistant.answers.lines import count, escaped, written
from assistant.answers.selection import said_by
from assistant.models import Filters
from assistant.questions.clause import is_clause
from assistant.questions.dates import lacks_year
from assistant.questions.lexicon import DETERMINERS, GROUPS, WHERE_OR_WHEN
from assistant.questions.models import KEYWORDS, Question, QuestionKind
from index import FUNCTION_WORDS, Evidence, IndexSnapshot, Period, parse_day

BETWEEN = r"\W+(?:\w+\W+)?"  # two words of a name, and perhaps one more
NEAREST, CHECKED = 3, 200  # passages that are offered; articles whose text is read for a name
CLAUSE_OPENERS = FUNCTION_WORDS - WHERE_OR_WHEN - DETERMINERS
# The share of the topic around somebody's words, and the cosine with it, from which they may be about it.
NEAR_TOPIC, NEAR_MEANING = 0.2, 0.3


def refuse(
    question: Question, snapshot: IndexSnapshot, evidence: Sequence[Evidence], nearest: Sequence[Item], filters: Filters
) -> Part:
    """Return the part that says what was looked for and not found, what was searched, and what came nearest."""
    searched = snapshot.articles(question.query.outlets, question.query.period, question.query.articles)
    if not searched:
        return Part(False, (nothing_to_search(question, snapshot, filters),), evidence=tuple(evidence))
    own = any(said_by(e) in question.speakers and may_be_about_topic(e) for e in evidence)
    opening = missing(question, snapshot, searched_ids={article.id for article in searched}, has_own=own)
    opening = opening[:1].upper() + opening[1:]
    days = sorted(day for article in searched if (day := parse_day(article.published)))
    last = f" to {written(days[-1])}" if days and days[-1] != days[0] else ""
    span = f", published {written(days[0])}{last}" if days else ""
    filtered = f" {narrowed(question, filters)}" if narrowed(question, filters) else ""
    closing = f"Searched: {count(len(searched), 'article')}{span}.{filtered}{undated(question, snapshot)}"
    blocks = (Block("The nearest passages", tuple(nearest[:NEAREST])),) if nearest else ()
    return Part(False, (opening,), blocks, (closing,), evidence=tuple(evidence))


def missing(question: Question, snapshot: IndexSnapshot, searched_ids: set[str], *, has_own: bool) -> str:
    """Return the sentence that says what no article has; only names that the index knows are called mentioned.

    `has_own` says that those asked about say something that may be about the topic.
    """
    if question.kind is QuestionKind.WHO_IS:
        name = question.topic or " and ".join(question.asked)
        if not snapshot.mentions(name):
            return f"No article here mentions {escaped(name)}."
        return f"Nothing was found here that says who or what {escaped(name)} is."
    about = "" if WHERE_OR_WHEN.intersection(question.topic.split()[:1]) else "about "
    quoted = f"“{escaped(question.topic)}”"
    # "about “when she resigned”"
    as_clause = not CLAUSE_OPENERS.isdisjoint(question.topic.split()[:1]) or is_clause(question.topic)
    topic = f" {about}{quoted if as_clause else escaped(question.topic)}" if question.topic else ""
    taken = f", taken as a question about {quoted}"
    if question.carried and question.what == "reason":
        return "No sure reason for this was found here."
    if question.asks_members:
        return f"No statement{topic} by anybody who is surely one of the {escaped(question.group)} was found here."
    if not question.asked or question.what == KEYWORDS:
        as_typed = question.kind is QuestionKind.FACT and not question.carried
        return f"No sure answer to this was found here{taken if topic and not as_typed else ''}."
    who = " and ".join(map(escaped, question.asked))
    name = question.asked[0]
    named_in = searched_ids & set(named_articles(name, snapshot))
    is_group = name[:1].islower() or name.split()[-1].casefold() in GROUPS
    is_plural = len(question.asked) > 1 or (is_group and name.endswith("s"))
    verb = "are" if is_plural else "is"
    if question.speakers and not named_in and name.split()[-1][:1].isupper():
        # Who is quoted may be named by surname alone, or spelled otherwise.
        surnames = (name.split()[-1], question.speakers[0].split()[-1])
        named_in = searched_ids & {each for surname in surnames for each in snapshot.mentions_exactly(surname)}
    mentions = len(named_in)
    known = bool(question.speakers) or known_name(question.asked[0], snapshot)
    if known and mentions:
        articles = count(mentions, "article")
        if question.kind is QuestionKind.WHETHER:
            return f"{who} {verb} mentioned in {articles}, but nothing there surely answers this with yes or no."
        if question.kind is QuestionKind.WHEN:
            return f"{who} {verb} mentioned in {articles}, but none was found that tells when."
        if has_own and about:
            return f"{who} {verb} mentioned in {articles}; no statement by {who} there is surely{topic}."
        return f"{who} {verb} mentioned in {articles}, but no statement by {who}{topic} was found there."
    is_role = " " in name and (Description.read(name) is not None or name.startswith("both "))
    if not mentions and not is_role:  # whom a role calls may be named
        return f"No statement by {who}{topic} was found here: {who} {verb} not named in any article searched."
    return f"No statement by {who}{topic} was found here."


def may_be_about_topic(evidence: Evidence) -> bool:
    """Return True if words stand where the topic is spoken of, or come near it in meaning."""
    return evidence.context_coverage >= NEAR_TOPIC or evidence.similarity >= NEAR_MEANING


def named_articles(name: str, snapshot: IndexSnapshot) -> list[str]:
    """Return the ids of the articles that name somebody or something: of one word, where it stands with its capital; of
    several, where they follow each other with at most one word between two of them ("Anna K. Berg").
    """
    ids = snapshot.mentions_exactly(name) or snapshot.mentions(name)
    words = re.findall(r"\w+", re.sub("^[Tt]he ", "", name))
    if len(ids) > CHECKED or not words or (len(words) == 1 and not words[0].istitle()):
        return ids
    case = re.IGNORECASE if len(words) > 1 else re.NOFLAG
    named = re.compile(rf"\b{BETWEEN.join(words)}\b", case)
    texts = snapshot.articles_with_text(ids)
    return [each for each in ids if each in texts and named.search(f"{texts[each].title}\n{texts[each].text}")]


def known_name(name: str, snapshot: IndexSnapshot) -> bool:
    """Whether a name is written as one and its words stand in the articles."""
    return name[:1].isupper() and bool(snapshot.mentions(name))


def nothing_to_search(question: Question, snapshot: IndexSnapshot, filters: Filters) -> str:
    """Return the sentence that says which outlet or period left no article to search."""
    outlets = question.query.outlets
    if not snapshot.articles():
        return "There are no articles in the collection yet."
    if outlets and not snapshot.articles(outlets):
        if filters.outlets:
            return f"No article here is from {named(outlets)}, to which the search is narrowed."
        return f"No article here is from {named(outlets)}. The outlets are: {named(snapshot.sources())}."
    if filters.articles and not snapshot.articles(ids=filters.articles):
        return "None of the chosen articles is here any longer."
    days = sorted(day for article in snapshot.articles() if (day := parse_day(article.published)))
    there = f" The dated articles are from {written(days[0])} to {written(days[-1])}." if days else ""
    source = f" from {named(outlets)}" if outlets else ""
    by = " The filter asks for these days." if filters.since or filters.until else ""
    typed = question.period_text if lacks_year(question.period_text) else ""  # we would have to invent the year
    when = escaped(typed) or period_words(question.query.period)
    return f"No article{source} was published {when}, so nothing was searched.{by}{there}"


def narrowed(question: Question, filters: Filters) -> str:
    """Return the sentence that says which filters were on; empty where none was."""
    parts = []
    if filters.outlets:
        parts.append(f"only {named(filters.outlets)}")
    if filters.since or filters.until:
        parts.append(f"only articles published {period_words(question.query.period)}")
    if filters.articles:
        parts.append(f"only {count(len(filters.articles), 'chosen article')}")
    return f"Filter: {' and '.join(parts)}." if parts else ""


def period_words(period: Period) -> str:
    """Return a period in words."""
    since, until = period.since, period.until
    if since and until:
        return f"on {written(since)}" if since == until else f"from {written(since)} to {written(until)}"
    return f"from {written(since)} on" if since else f"until {written(until)}" if until else "at any time"


def undated(question: Question, snapshot: IndexSnapshot) -> str:
    """Return the sentence that says how many articles without a date a period leaves out; empty where none."""
    period = question.query.period
    if period.since is None and period.until is None:
        return ""
    left = sum(not article.published for article in snapshot.articles(question.query.outlets))
    return f" {count(left, 'article')} without a date left out." if left else ""


def named(names: Sequence[str]) -> str:
    return ", ".join(map(escaped, names))
