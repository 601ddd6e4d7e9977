"""Query -> ranked Evidence."""

from __future__ import annotations

from index.models import Evidence, Query
from index.retrieval.candidates import passage_candidates, statement_candidates
from index.retrieval.corpus import CorpusSnapshot
from index.retrieval.reranker import (
    CONTEXT_THRESHOLD,
    RELEVANCE_THRESHOLD,
    rerank_passages,
    rerank_statements,
)

SHARES = (40, 40, 20)  # of the result: statements of the speakers asked about, passages, statements of others
FURTHER = 2  # statements of the speakers asked about that precede the passages although they may be off the topic


def search(snapshot: CorpusSnapshot, query: Query, limit: int = 100) -> list[Evidence]:
    """Return the best evidence for a query, best first, at most `limit`.

    Statements of the speakers asked about that are about the topic come first, then passages, then statements of
    others.  Where no speaker is asked about, all statements count as theirs.
    """
    vocabulary, encoder = snapshot.vocabulary, snapshot.encoder
    topic = query.topic or query.text
    terms, vector = vocabulary.topic_terms(topic), encoder.embed_query(topic)
    linked = [name for asked in query.speakers for name in vocabulary.speakers.link(asked)]

    def statements(speakers: list[str]) -> list[Evidence]:
        return rerank_statements(statement_candidates(snapshot, query, terms, vector, speakers), terms)

    asked = statements(linked) if linked or not query.speakers else []
    others = statements([]) if query.speakers else []
    others = [item for item in others if item.statement and item.statement.speaker not in linked]
    question = vocabulary.terms(query.text)
    candidates = passage_candidates(
        snapshot, query, question, encoder.embed_query(query.text) if query.topic else vector
    )
    passages = rerank_passages(candidates, question, terms, vocabulary.terms(" ".join(query.speakers)))

    of_asked, of_passages, of_others = (max(1, round(limit * share / sum(SHARES))) for share in SHARES)
    on_topic: list[Evidence] = []
    further: list[Evidence] = []
    for item in asked[:of_asked]:
        relevant = item.relevance >= RELEVANCE_THRESHOLD or item.context_coverage >= CONTEXT_THRESHOLD
        (on_topic if relevant else further).append(item)
    ranked = [*on_topic, *further[:FURTHER], *passages[:of_passages], *further[FURTHER:], *others[:of_others]]
    return ranked[:limit]
