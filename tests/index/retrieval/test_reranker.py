"""How sure it is that a statement is about a topic."""

from index.retrieval.query_expansion import QueryTerm
from index.retrieval.reranker import relevance, term_coverage


def test_coverage_is_the_share_by_weight() -> None:
    terms = [QueryTerm("ferry", frozenset({"ferry", "ferries"}), 0.75), QueryTerm("pier", frozenset({"pier"}), 0.25)]
    assert term_coverage(terms, "Two ferries left.") == 0.75
    assert term_coverage(terms, "The pier’s end, the ferry’s start.") == 1.0
    assert term_coverage([], "anything") == 0.0


def test_the_topic_in_the_words_counts_more_than_around_them() -> None:
    nothing = {"content": 0.0, "context": 0.0, "anaphoric": 0.0, "title": 0.0, "similarity": 0.2}
    assert relevance(nothing) < relevance(nothing | {"context": 1.0}) < relevance(nothing | {"content": 1.0})
