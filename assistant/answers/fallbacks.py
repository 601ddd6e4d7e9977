"""What answers where no statement names the topic or its speaker as the question does: the text around it tells.

replied                  what somebody says right behind a question on the topic
said_in_articles_about   what somebody says in an article whose title or beginning names the topic
said_by_members          what those say on it whom the text calls members of a group: the police, experts
said_by_described        what somebody says on it whom the text introduces so: the detective, Anna Berg's husband
said_for                 what a spokesman, a lawyer or a campaign says for whom the question names
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.composition import Item, Part, by_heading
from assistant.answers.described import Description, described_speakers, introduction, speaks_for
from assistant.answers.grouping import is_headline, is_own, repeats_title
from assistant.answers.lines import escaped, sentence_line, shows
from assistant.answers.refusal import NEAR_MEANING, NEAR_TOPIC
from assistant.answers.selection import (
    NEAR_SIMILARITY,
    about_topic,
    by_speaker,
    merged,
    named,
    needed,
    said_by,
    select,
    topic_coverage,
)
from assistant.questions.models import Question
from index import (
    CONTEXT_THRESHOLD,
    RELEVANCE_THRESHOLD,
    Article,
    Evidence,
    IndexSnapshot,
    QueryTerm,
    SpeechAct,
    split_sentences,
    term_coverage,
)

FEW, MOST_WORDS = 3, 160  # lines of an answer, and the words in them
OFFICE = re.compile(r"[’']s? (?:office|team|camp|staff|people)$", re.IGNORECASE)  # who speak for whose it is
TIMES = frozenset("after before during when while".split())
OF_ANY_TIME = "These need not be of the time that is asked about:"
REPLY = 300  # characters between a question and what answers it
BEGINNING, MOSTLY = 2, 0.5  # sentences that tell what an article is about, and the share of the topic in them


def replied(question: Question, evidence: Sequence[Evidence], snapshot: IndexSnapshot) -> Part | None:
    """Return what those asked about say right behind a question on the topic, which is shown before it."""
    coverage = topic_coverage(question, snapshot)
    items = []
    for asking in evidence:
        statement, article = asking.statement, asking.article
        if statement is None or not question.topic or said_by(asking) in question.speakers:
            continue
        line = sentence_line(article, (asking.start, asking.end))
        if statement.speech_act is not SpeechAct.ASKED or coverage(line.text) < CONTEXT_THRESHOLD:
            continue
        for own in snapshot.statements_in(article.id):
            if own.speaker in question.speakers and 0 <= own.start - asking.end <= REPLY:
                found = Evidence(article, own.start, own.end, 0.0, 0.0, own)
                (item,) = named(question, [found], snapshot)
                apart = not shows(item.line, article.id, line.spans)
                items.append(replace(item, line=replace(item.line, lead=line.spans[0] if apart else None)))
    items = merged(items, [])[:FEW]
    return Part(True, (), tuple(by_heading(items))) if items else None


def said_in_articles_about(question: Question, evidence: Sequence[Evidence], snapshot: IndexSnapshot) -> Part | None:
    """Return what those asked about say in articles whose title or beginning names the topic, or at the time that it
    names, where most of their statements stand: of such an article all is about it, also words that do not name it.
    """
    terms = snapshot.topic_terms(question.topic) if question.topic else []
    is_time = not TIMES.isdisjoint(question.topic.split()[:1])  # "after she won"
    articles = {each.article.id: each.article for each in evidence if each.statement is None}
    own = [
        found
        for article in articles.values()
        if terms and (is_time or is_about(article, terms))
        for found in statements_by(question.speakers, article, snapshot)
    ]
    total = sum(snapshot.speakers().get(name, 0) for name in question.speakers)
    there = Counter(each.article.id for each in own)
    sure = [e for e in own if e.statement and e.statement.confidence >= needed(e) and 2 * there[e.article.id] >= total]
    items = [item for item in named(question, sure, snapshot) if not is_headline(item)]
    items = merged(sorted(items, key=lambda item: not is_own(item)), [])[:FEW]
    items = [replace(item, line=replace(item.line, lead=None)) for item in items]  # the note says what it is about
    items = items[:1] if sum(item.line.words for item in items) > MOST_WORDS else items
    if not items:
        return None
    which = "an article" if len({item.article.id for item in items}) == 1 else "articles"
    whence = f"{which} that may be of that" if is_time else f"{which} about it"
    note = f"None of these has the words “{escaped(question.topic)}”; they are from {whence}:"
    return Part(True, (note,), tuple(by_heading(items)))


def with_own_words(
    question: Question, items: Sequence[Item], evidence: Sequence[Evidence], snapshot: IndexSnapshot
) -> list[Item]:
    """Return the lines of an answer and, if they are few, behind them what those asked about say in their own words in
    the same articles: behind a headline whatever it is ("Berg on why the dam must go" has no reason in it), in an
    article about the topic what is near it in meaning, which need not name it; the nearest first.
    """
    terms = snapshot.topic_terms(question.topic) if question.topic else []
    likeness = {(e.article.id, e.start): e.similarity for e in evidence if e.statement}
    kept = [*items]
    for article in {item.article.id: item.article for item in items}.values():
        is_told = any(item.article.id == article.id and not repeats_title(item) for item in items)
        if is_told and not is_about(article, terms):
            continue
        own = [
            (likeness.get((article.id, item.statement.start), 0.0), item)
            for item in own_words_of(question.speakers, article, question, snapshot)
            if item.statement
        ]
        own.sort(key=lambda each: -each[0])
        kept = merged(kept, [item for like, item in own if like >= NEAR_SIMILARITY or not is_told])
    return by_speaker(kept[: max(FEW, len(items))])


def said_by_members(question: Question, snapshot: IndexSnapshot, room: int) -> Part | None:
    """Return what those say on the topic whom the text calls members of the group that is asked about."""
    description = Description.read(question.group)
    return said_by_those(question, snapshot, room, description, anyhow=True) if description else None


def said_by_described(question: Question, snapshot: IndexSnapshot, room: int) -> Part | None:
    """Return what somebody says on the topic whom the text introduces as the question calls them: by role or kin."""
    description = Description.read(question.asked[0]) if len(question.asked) == 1 else None
    if description is None:
        return None
    if TIMES.isdisjoint(question.topic.split()[:1]):
        return said_by_those(question, snapshot, room, description)
    at_any_time = replace(question, topic="", query=replace(question.query, topic=""))
    part = said_by_those(at_any_time, snapshot, room, description)
    return replace(part, opening=(OF_ANY_TIME, *part.opening)) if part else None


def said_by_those(
    question: Question, snapshot: IndexSnapshot, room: int, description: Description, *, anyhow: bool = False
) -> Part | None:
    """Return what those say on the topic who are introduced as described; of a group also what its other members say in
    an article about the topic, whose words need not name it.
    """
    on_topic = statements_on_topic(question, snapshot)
    ids = dict.fromkeys(e.article.id for e in on_topic)
    speakers = described_speakers(description, ids, snapshot, anyhow=anyhow)
    own = [e for e in on_topic if said_by(e) in speakers.get(e.article.id, ())]
    part = said_by_others(question, own, snapshot, room)
    if part is None or not question.topic:
        return part
    told = {item.speaker for item in part.items}
    terms = snapshot.topic_terms(question.topic)
    articles = {e.article.id: e.article for e in own}
    items = [
        next(iter(own_words_of(speaker, article, question, snapshot)), None)
        for article in articles.values()
        if is_about(article, terms)
        for speaker in sorted(speakers[article.id] - told)
    ]
    others = sorted((item for item in items if item), key=lambda item: (item.article.id, item.span))[:FEW]
    return replace(part, blocks=(*part.blocks, *by_heading(others)))


def own_words_of(speakers: Sequence[str], article: Article, question: Question, snapshot: IndexSnapshot) -> list[Item]:
    """Return the lines of what some speakers surely say in an article in their own words, in order."""
    own = statements_by(speakers, article, snapshot)
    items = named(question, [e for e in own if e.statement and e.statement.confidence >= needed(e)], snapshot)
    items = [replace(item, line=replace(item.line, lead=None)) for item in items]
    return [item for item in items if is_own(item) and not is_headline(item)]


def statements_by(speakers: Sequence[str], article: Article, snapshot: IndexSnapshot) -> list[Evidence]:
    """Return what some speakers say in an article, in order."""
    return [
        Evidence(article, statement.start, statement.end, 0.0, 0.0, statement)
        for statement in snapshot.statements_in(article.id)
        if statement.speaker in speakers and statement.spans
    ]


def is_about(article: Article, terms: Sequence[QueryTerm]) -> bool:
    """Return True if an article's title or beginning has most of a topic, by its terms."""
    return bool(terms) and term_coverage(terms, beginning(article)) >= MOSTLY


def said_for(question: Question, snapshot: IndexSnapshot, room: int) -> Part | None:
    """Return what those say on the topic who speak for whom the question asks about: a spokesman, a campaign."""
    if len(question.asked) != 1 or not question.topic:
        return None
    found = [e for e in snapshot.search(replace(question.query, speakers=())) if e.statement]
    # Introduced so once, they are the same in all of the article.
    serving = {(e.article.id, said_by(e)) for e in found if is_said_for(question, e)}
    own = [e for e in found if (e.article.id, said_by(e)) in serving and said_by(e) not in question.speakers]
    near = [
        replace(e, relevance=RELEVANCE_THRESHOLD)
        for e in (() if question.speakers else own)
        if e.context_coverage >= NEAR_TOPIC and e.similarity >= NEAR_MEANING
    ]
    part = said_by_others(question, about_topic(question, own) or near, snapshot, room)
    who = escaped(question.asked[0])
    note = f"No statement by {who} on this was found; these speak for {who} or are introduced with the name:"
    return replace(part, opening=(note,)) if part else None


def is_said_for(question: Question, evidence: Evidence) -> bool:
    """Return True for a statement by somebody who is introduced as speaking for whom a question asks about."""
    if evidence.statement is None or len(question.asked) != 1:
        return False
    introduced = introduction(evidence.article, evidence.statement)
    return speaks_for(OFFICE.sub("", question.asked[0]), said_by(evidence), introduced)


def statements_on_topic(question: Question, snapshot: IndexSnapshot) -> list[Evidence]:
    """Return the statements on the topic, whoever makes them; all that are found where no topic is asked about."""
    evidence = snapshot.search(replace(question.query, speakers=()))
    return [e for e in evidence if e.statement and (e.relevance >= RELEVANCE_THRESHOLD or not question.topic)]


def said_by_others(question: Question, evidence: Sequence[Evidence], snapshot: IndexSnapshot, room: int) -> Part | None:
    """Return the answer of statements of others than the question names, under their own names."""
    selection = select(replace(question, asked=(), speakers=()), evidence, snapshot, room=room)
    return Part(True, blocks=tuple(by_heading(selection.items)), more=selection.more) if selection.items else None


def beginning(article: Article) -> str:
    """Return an article's title and its first sentences, which tell what all of it is about."""
    ends = [end for _, end in split_sentences(article.text)[:BEGINNING]]
    return f"{article.title}\n{article.text[: max(ends, default=0)]}"
