"""What answers where no statement names the topic or its speaker as the question does: the text around it tells.

replied                  what somebody says right behind a question on the topic
said_in_articles_about   what somebody says in an article whose title or beginning names the topic
said_by_members          what those say on it whom the text calls members of a group: the police, experts
said_by_described        what somebody says on it whom the text introduces so: the detective, Anna Berg's husband
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answers.composition import Part, by_heading
from assistant.answers.grouping import is_headline, is_own
from assistant.answers.lines import escaped, sentence_line, shows
from assistant.answers.selection import merged, named, needed, said_by, select, topic_coverage
from assistant.questions.lexicon import MEMBERS
from assistant.questions.models import Question
from index import (
    CONTEXT_THRESHOLD,
    FUNCTION_WORDS,
    HONORIFICS,
    KIN_NOUNS,
    RELEVANCE_THRESHOLD,
    ROLE_NOUNS,
    Article,
    Evidence,
    IndexSnapshot,
    SpeechAct,
    normalize_token,
    split_sentences,
    term_coverage,
)

FEW, MOST_WORDS = 3, 160  # lines of an answer, and the words in them
TITLE = 25  # characters before a name in which it stands what its bearer is
APPOSITION = re.compile(r", (?!who\b)[^,.;\n]{1,70}")
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
    """Return what those asked about say in articles whose title or beginning names the topic: of such an article
    all is about it, also words that do not name it.
    """
    terms = snapshot.topic_terms(question.topic) if question.topic else []
    articles = {each.article.id: each.article for each in evidence if each.statement is None}
    own = [
        Evidence(article, statement.start, statement.end, 0.0, 0.0, statement)
        for article in articles.values()
        if terms and term_coverage(terms, beginning(article)) >= MOSTLY
        for statement in snapshot.statements_in(article.id)
        if statement.speaker in question.speakers and statement.spans
    ]
    sure = [e for e in own if e.statement and e.statement.confidence >= needed(e)]
    items = [item for item in named(question, sure, snapshot) if not is_headline(item)]
    items = merged(sorted(items, key=lambda item: not is_own(item)), [])[:FEW]
    items = [replace(item, line=replace(item.line, lead=None)) for item in items]  # the note says what it is about
    items = items[:1] if sum(item.line.words for item in items) > MOST_WORDS else items
    if not items:
        return None
    which = "an article" if len({item.article.id for item in items}) == 1 else "articles"
    note = f"None of these has the words “{escaped(question.topic)}”; they are from {which} about it:"
    return Part(True, (note,), tuple(by_heading(items)))


def said_by_members(question: Question, snapshot: IndexSnapshot, room: int) -> Part | None:
    """Return what those say on the topic whom the text calls members of the group that is asked about."""
    group = question.group.split()[-1:]
    nouns = [noun for word in group for noun in MEMBERS.get(word, word.removesuffix("s")).split()]
    if not nouns:
        return None
    member = re.compile(rf"\b(?:{'|'.join(nouns)})s?\b", re.IGNORECASE)
    return said_by_anybody(question, snapshot, room, lambda evidence: member.search(introduced(evidence)) is not None)


def said_by_described(question: Question, snapshot: IndexSnapshot, room: int) -> Part | None:
    """Return what somebody says on the topic whom the text introduces as the question calls them: by their role or
    kinship and its last other word; else, but for a kinship, in an article that has the other words.
    """
    words = [normalize_token(word) for word in " ".join(question.asked).split()]
    words = [word for word in words if word not in FUNCTION_WORDS]
    nouns = [word for word in words if word in ROLE_NOUNS | HONORIFICS | KIN_NOUNS]
    if question.speakers or not nouns or len(question.asked) > 1:
        return None
    noun, others = nouns[-1], [word for word in words if word != nouns[-1]]

    def is_called(evidence: Evidence) -> bool:
        around = {normalize_token(word) for word in introduced(evidence).split()}
        return noun in around and around.issuperset(others[-1:])

    def is_described(evidence: Evidence) -> bool:
        around = {normalize_token(word) for word in introduced(evidence).split()}
        in_article = {normalize_token(word) for word in evidence.article.text.split()}
        return noun in around and in_article.issuperset(others)

    called = said_by_anybody(question, snapshot, room, is_called)
    return called if called or noun in KIN_NOUNS else said_by_anybody(question, snapshot, room, is_described)


def said_by_anybody(
    question: Question, snapshot: IndexSnapshot, room: int, is_asked: Callable[[Evidence], bool]
) -> Part | None:
    """Return what those say on the topic who are asked about."""
    evidence = snapshot.search(replace(question.query, speakers=()))
    on_topic = [e for e in evidence if e.relevance >= RELEVANCE_THRESHOLD or not question.topic]
    anybody = replace(question, asked=(), speakers=())
    selection = select(anybody, list(filter(is_asked, on_topic)), snapshot, room=room)
    return Part(True, blocks=tuple(by_heading(selection.items)), more=selection.more) if selection.items else None


def introduced(evidence: Evidence) -> str:
    """Return the name of who makes a statement with what tells what they are: the words before it and, behind a comma,
    those behind it; empty without a name.
    """
    span, text = evidence.statement.speaker_span if evidence.statement else None, evidence.article.text
    if span is None:
        return ""
    behind = APPOSITION.match(text, span[1])
    return text[max(0, span[0] - TITLE) : behind.end() if behind else span[1]]


def beginning(article: Article) -> str:
    """Return an article's title and its first sentences, which tell what all of it is about."""
    ends = [end for _, end in split_sentences(article.text)[:BEGINNING]]
    return f"{article.title}\n{article.text[: max(ends, default=0)]}"
