"""What the articles say about a topic, or what one article says: its most telling sentences, article by article."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answers.composition import Block, Item, heading
from assistant.answers.grouping import titled
from assistant.answers.lines import letters, sentence_line, sentences_at
from assistant.answers.selection import topic_coverage
from assistant.answers.similarity import embed
from assistant.questions.models import Question
from index import Article, Evidence, IndexSnapshot, Span, find_quotes, split_sentences

ONE_ARTICLE = re.compile(r"\b(?:the|this|that|an?) (?:article|story|piece|report|text)\b", re.IGNORECASE)
LINES = 6
ARTICLES = 6
WORDS = 190  # in all lines
READ = 60  # sentences of an article that are compared
HOLDS = 0.5  # of the topic, by weight, that a passage of an article must hold
CLOSE = 0.35  # of the best article's score: less is about something else
NEAR, CENTRAL, WORDED, EARLY = 1.0, 0.5, 0.5, 0.1  # what makes a sentence telling
ALIKE = 0.8  # cosine from which two sentences say the same
SHORT, LONG = 6, 45  # words of a sentence that is shown


@dataclass(frozen=True, slots=True)
class Source:
    """An article with the sentences of it that are about the topic, and how much it is."""

    article: Article
    sentences: tuple[Span, ...]
    score: float


def overview(question: Question, evidence: Sequence[Evidence], snapshot: IndexSnapshot) -> list[Block]:
    """Return a block for each article that is about the topic, with whole sentences; empty where none is."""
    coverage = topic_coverage(question, snapshot)
    sources = rank(evidence, coverage, question)
    if not sources:
        return []
    single = ONE_ARTICLE.search(question.text) is not None
    sources = sources[:1] if single else sources[:ARTICLES]
    if question.by_date:
        sources.sort(key=lambda source: source.article.published, reverse=True)
    each = max(1, LINES // len(sources))
    blocks, left, texts = list[Block](), WORDS, list[str]()
    for source in sources:
        article = source.article
        spans = telling(source, question, snapshot, coverage, each, whole=single)
        items: list[Item] = []
        for span in spans:
            item = Item(sentence_line(article, span), span)
            if item.line.text in texts or ((blocks or items) and item.line.words > left):
                continue
            left -= item.line.words
            texts.append(item.line.text)
            items.append(item)
        if items:
            blocks.append(Block(heading(article), tuple(items), outlet=False))
    return blocks


def rank(evidence: Sequence[Evidence], coverage: Callable[[str], float], question: Question) -> list[Source]:
    """Return the articles that are about the topic, most so first, with the sentences of their best passages."""
    places: dict[str, list[Evidence]] = {}
    for item in evidence:
        places.setdefault(item.article.id, []).append(item)
    sources = []
    for some in places.values():
        article = some[0].article
        passages = [e for e in some if e.statement is None][:4]
        held = max((coverage(f"{e.text}") for e in some), default=0.0)
        score = sum(sorted((e.score for e in passages), reverse=True)[:2]) * (
            0.2 + held + 0.5 * coverage(article.title)
        )
        if held < HOLDS or not passages:
            continue
        numbers = sentences_at(article.text, [(e.start, e.end) for e in passages])
        sentences = split_sentences(article.text)
        sources.append(Source(article, tuple(sentences[number] for number in numbers), score))
    sources.sort(key=lambda source: -source.score)
    return [source for source in sources if source.score >= CLOSE * sources[0].score]


def telling(
    source: Source,
    question: Question,
    snapshot: IndexSnapshot,
    coverage: Callable[[str], float],
    most: int,
    *,
    whole: bool,
) -> list[Span]:
    """Return the most telling sentences of an article, no two alike, in the order in which they stand.

    Telling are those near the topic and the middle of the article's meaning; of a whole article more those in the
    middle, of a topic more those that hold its words.
    """
    text = source.article.text
    quoted = find_quotes(text)
    spans = [span for span in (split_sentences(text) if whole else source.sentences) if readable(text, span, quoted)]
    title = letters(source.article.title)
    spans = [span for span in spans if letters(text[slice(*span)]) not in title] if title else spans
    spans = spans[:READ]
    if not spans:
        return []
    texts = [" ".join(text[slice(*span)].split()) for span in spans]
    vectors = embed(snapshot.encoder, [question.topic or question.text, *texts])
    topic, sentences = vectors[0], vectors[1:]
    middle = sentences.mean(axis=0)
    scores = NEAR * (sentences @ topic) + CENTRAL * (1 + whole) * (sentences @ middle)
    scores = scores + (1 - whole) * WORDED * np.array([coverage(words) for words in texts])
    scores = scores + EARLY * (1 + 2 * whole) * np.array([1 - number / len(spans) for number in range(len(spans))])
    return [spans[number] for number in sorted(diverse(scores, sentences, most))]


def diverse(scores: NDArray[np.float32], vectors: NDArray[np.float32], most: int) -> list[int]:
    """Return the numbers of the best scores, without those whose vectors are like a better one's."""
    chosen: list[int] = []
    for number in map(int, np.argsort(-scores)):
        if all(float(vectors[number] @ vectors[other]) < ALIKE for other in chosen):
            chosen.append(number)
        if len(chosen) == most:
            break
    return chosen


def readable(text: str, span: Span, quoted: Sequence[Span]) -> bool:
    """Whether a sentence can stand alone: no headline, neither a scrap nor very long, and no part of a quotation."""
    start, end = span
    sentence = text[start:end]
    ended = sentence.rstrip("”\"’')]")[-1:] in (".", "!", "?") and not sentence.endswith("...")
    parted = any((a <= start < b or a < end <= b) and not (start <= a and b <= end) for a, b in quoted)
    return ended and not parted and not titled(sentence) and SHORT <= len(sentence.split()) <= LONG
