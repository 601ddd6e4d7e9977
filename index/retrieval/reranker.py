"""Candidates -> Evidence, best first.

A statement's relevance is a logistic regression over how much of the topic occurs in its words, in the sentences around
it and in the headline, how near its vector is, and how sure its attribution is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.models import Evidence, QuoteType
from index.retrieval.candidates import PassageCandidate, StatementCandidate
from index.retrieval.query_expansion import QueryTerm, words_of

# A statement is taken to be about the topic from this relevance, or this share of the topic in the text around it.
RELEVANCE_THRESHOLD, CONTEXT_THRESHOLD = 0.07, 0.95
CONTEXT_CHARACTERS = 250  # before and behind a statement, in which its topic may occur
PARTIAL_PHRASE = 0.4  # weight of a word of a name of which another word is missing
COVERAGE_BOOST = 1.0  # added to the factor of a passage's score for all of the topic in it, and for all of the names
ANAPHORS = frozenset("it its they them their this that these those he him his she her there".split())
# Found by tests/benchmarks/fit_passages.py on questions of newsrooms: how likely a passage answers.
PASSAGE_WEIGHTS = {"rank": -0.51, "similarity": 6.26, "coverage": 2.27, "article": 6.98, "bias": -6.92}
# Where somebody's words are asked for the rank alone finds more: success@300 .957 for .952 on who-said-what's dev part.
RANK_ALONE = {"rank": -1.0, "similarity": 0.0, "coverage": 0.0, "article": 0.0, "bias": 0.0}
# Fitted by tests/benchmarks/fit_relevance.py on the training questions.
WEIGHTS = {
    "content": 6.5, "context": 1.8, "anaphoric": 0.6, "title": 0.5, "similarity": 2.0, "confidence": 2.4, "bias": -8.7,
}  # fmt: skip


def rerank_statements(candidates: Iterable[StatementCandidate], terms: Sequence[QueryTerm]) -> list[Evidence]:
    """Return statements by their relevance to a topic, highest first."""
    evidence = []
    for candidate in candidates:
        article, statement = candidate.article, candidate.statement
        values = features(candidate, terms)
        probability = relevance(values)
        if values["anaphoric"] >= CONTEXT_THRESHOLD:  # "It's ours", right after the topic was named
            probability = max(probability, RELEVANCE_THRESHOLD)
        around = article.text[max(0, statement.start - CONTEXT_CHARACTERS) : statement.end + CONTEXT_CHARACTERS]
        span = statement.start, statement.end
        coverage = term_coverage(terms, around)
        evidence.append(Evidence(article, *span, probability, probability, statement, coverage, candidate.similarity))
    return sorted(evidence, key=lambda item: (-item.relevance, item.article.id, item.start))


def rerank_passages(
    candidates: Iterable[PassageCandidate],
    question: Sequence[QueryTerm],
    topic: Sequence[QueryTerm],
    speakers: Sequence[QueryTerm],
) -> list[Evidence]:
    """Return passages by how likely they answer, likeliest first; for somebody's words by rank alone."""
    some = sorted(candidates, key=lambda candidate: candidate.record_id)
    if not some:
        return []
    values = passage_features(some, topic, speakers)
    weights = RANK_ALONE if speakers else PASSAGE_WEIGHTS
    weighted = sum(weights[name] * value for name, value in values.items())
    scores = 1 / (1 + np.exp(-weights["bias"] - weighted))
    evidence = []
    for number in np.argsort(-scores, kind="stable"):
        candidate, text = some[number], some[number].passage.text
        probability = term_coverage(question, text) * min(1.0, max(0.0, candidate.similarity) * 2)
        place = candidate.passage.start, candidate.passage.end
        evidence.append(Evidence(candidate.article, *place, float(scores[number]), probability))
    return evidence


def passage_features(
    candidates: Sequence[PassageCandidate], topic: Sequence[QueryTerm], speakers: Sequence[QueryTerm]
) -> dict[str, NDArray[np.float64]]:
    """Return what tells whether passages answer, each value [candidates].

    `rank` is the logarithm of the place by the fused score times one more than the shares of the topic and of the
    speakers' names in a passage.  The others compare a passage with the best: its vector's similarity and those shares
    with the highest, and the highest such score of its article with the highest of all, as a passage is likelier where
    others of its article are near too.
    """
    texts = [candidate.passage.text for candidate in candidates]
    coverage = np.array([term_coverage(topic, text) + term_coverage(speakers, text) for text in texts])
    fused = np.array([c.fusion_score for c in candidates]) * (1 + COVERAGE_BOOST * coverage)
    rank = np.empty(len(fused))
    rank[np.argsort(-fused, kind="stable")] = np.arange(1, len(fused) + 1)
    of_article: dict[str, float] = {}
    for candidate, score in zip(candidates, fused, strict=True):
        of_article[candidate.article.id] = max(of_article.get(candidate.article.id, 0.0), score)
    similarity = np.array([candidate.similarity for candidate in candidates])
    return {
        "rank": np.log(rank),
        "similarity": similarity - similarity.max(),
        "coverage": coverage - coverage.max(),
        "article": np.array([of_article[candidate.article.id] for candidate in candidates]) / fused.max(),
    }


def features(candidate: StatementCandidate, terms: Sequence[QueryTerm]) -> dict[str, float]:
    """Return what tells whether a statement is about a topic, each value 0 to 1."""
    article, statement = candidate.article, candidate.statement
    content = " ".join(article.text[start:end] for start, end in statement.spans)
    context = article.text[slice(*statement.context)] if statement.context else ""
    in_content = term_coverage(terms, content)
    in_context = max(0.0, term_coverage(terms, context) - in_content)
    anaphoric = statement.quote_type is not QuoteType.INDIRECT and not ANAPHORS.isdisjoint(words_of(content))
    return {
        "content": in_content,
        "context": in_context,
        "anaphoric": in_context * anaphoric,
        "title": max(0.0, term_coverage(terms, article.title) - in_content),
        "similarity": max(0.0, candidate.similarity),
        "confidence": statement.confidence,
    }


def relevance(values: Mapping[str, float]) -> float:
    """Return the probability, 0 to 1, that a statement with these features is about the topic."""
    return 1 / (1 + math.exp(-WEIGHTS["bias"] - sum(WEIGHTS[name] * value for name, value in values.items())))


def term_coverage(terms: Sequence[QueryTerm], text: str) -> float:
    """Return the IDF-weighted share of query terms found in `text`, 0 to 1.  A synonym counts 0.7, part of a name of
    several words 0.4.
    """
    total = sum(term.weight for term in terms)
    shares = {term.word: share for term in terms if (share := term.coverage(text))}
    covered = (
        term.weight * shares[term.word] * (1 if term.phrase <= shares.keys() else PARTIAL_PHRASE)
        for term in terms
        if term.word in shares
    )
    return sum(covered) / total if total else 0.0
