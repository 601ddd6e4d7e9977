"""Candidate generation: the statements and passages nearest to a topic by vector (dense) or by words (BM25)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.models import Article, Passage, Query, Statement
from index.retrieval.corpus import CorpusSnapshot
from index.retrieval.query_expansion import QueryTerm
from index.storage.filters import Filters

CANDIDATES = 80  # of each ranking
RANK_CONSTANT = 60  # of reciprocal rank fusion, as in its paper


@dataclass(frozen=True, slots=True)
class StatementCandidate:
    """A statement with its article (text included) and its vector's similarity (cosine) to the topic."""

    article: Article
    statement: Statement
    similarity: float


@dataclass(frozen=True, slots=True)
class PassageCandidate:
    """A passage with its record's id, its article (text included), its similarity (cosine) to the question, and its
    score by reciprocal rank fusion.
    """

    record_id: str
    article: Article
    passage: Passage
    similarity: float
    fusion_score: float


def statement_candidates(
    snapshot: CorpusSnapshot,
    query: Query,
    terms: Sequence[QueryTerm],
    vector: Sequence[float],
    speakers: Sequence[str],
) -> Iterator[StatementCandidate]:
    """Yield the statements by these speakers (as linked; all if empty) nearest to a topic by vector or by words.

    `terms` and `vector` are the topic's.  A statement found by its words alone has the least similarity of the others.
    """
    filters = snapshot.filters(speakers, query.outlets, query.period, query.articles)
    nearest = snapshot.store.nearest("statements", vector, CANDIDATES, filters)
    by_words = snapshot.fulltext.search(
        "statements",
        [sorted(term.spellings | term.synonyms.keys()) for term in terms],
        CANDIDATES,
        filters,
    )
    similarity = dict(nearest)
    least = min(similarity.values(), default=0.0)
    statements = snapshot.statements_by_id({**similarity, **dict(by_words)})
    articles = snapshot.articles_with_text({statement.article_id for statement in statements.values()})
    for record_id, statement in statements.items():
        if statement.article_id in articles:
            yield StatementCandidate(articles[statement.article_id], statement, similarity.get(record_id, least))


def passage_candidates(
    snapshot: CorpusSnapshot, query: Query, terms: Sequence[QueryTerm], vector: Sequence[float]
) -> Iterator[PassageCandidate]:
    """Yield the passages nearest to a question by vector or by words, of which `terms` and `vector` are.

    A passage found by its words alone has the least similarity of the others.
    """
    filters = Filters((), query.outlets, query.period, query.articles)
    nearest = snapshot.store.nearest("passages", vector, CANDIDATES, filters)
    spellings = [sorted(term.spellings) for term in terms]
    by_words = snapshot.fulltext.search("passages", spellings, CANDIDATES, filters)
    scores = reciprocal_rank_fusion([[record_id for record_id, _ in ranking] for ranking in (nearest, by_words)])
    similarity = dict(nearest)
    least = min(similarity.values(), default=0.0)
    passages = snapshot.fulltext.passages(scores)
    articles = snapshot.articles_with_text({passage.article_id for passage in passages.values()})
    for name, passage in passages.items():
        if passage.article_id in articles:
            article = articles[passage.article_id]
            yield PassageCandidate(name, article, passage, similarity.get(name, least), scores[name])


def reciprocal_rank_fusion(rankings: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return for each id the sum of 1 / (60 + rank) over the rankings that hold it (Cormack, Clarke and Büttcher, 2009,
    DOI 10.1145/1571941.1572114).
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, record_id in enumerate(ranking, 1):
            scores[record_id] = scores.get(record_id, 0.0) + 1 / (RANK_CONSTANT + rank)
    return scores
