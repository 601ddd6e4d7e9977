"""How sure it is that a statement is about a topic, and which passages are likelier to answer."""

import pytest

from index.models import Article, Passage
from index.retrieval.candidates import PassageCandidate
from index.retrieval.query_expansion import QueryTerm
from index.retrieval.reranker import passage_features, relevance, rerank_passages, term_coverage

FERRY = QueryTerm("ferry", frozenset({"ferry"}), 1.0)


def candidate(article: str, number: int, text: str, similarity: float, fused: float) -> PassageCandidate:
    start = 100 * number
    whole = Article(article, " " * start + text)
    passage = Passage(article, start, start + len(text), text)
    return PassageCandidate(f"{article}-{number}", whole, passage, similarity, fused)


ALONE = candidate("market", 0, "The market opened.", 0.5, 0.0150)
BESIDE = candidate("harbour", 1, "It sails at nine.", 0.5, 0.0149)
NEAR = candidate("harbour", 0, "The ferry sails.", 0.6, 0.0160)


def test_a_passage_is_likelier_where_its_article_is_near() -> None:
    found = [(e.article.id, e.text) for e in rerank_passages([ALONE, BESIDE, NEAR], [FERRY], [FERRY], [])]
    assert found == [("harbour", NEAR.passage.text), ("harbour", BESIDE.passage.text), ("market", ALONE.passage.text)]


def test_passages_for_somebodys_words_stay_in_the_order_of_their_fused_scores() -> None:
    salo = QueryTerm("salo", frozenset({"salo"}), 1.0)
    found = [e.text for e in rerank_passages([BESIDE, ALONE, NEAR], [FERRY], [FERRY], [salo])]
    assert found == [NEAR.passage.text, ALONE.passage.text, BESIDE.passage.text]
    assert rerank_passages([], [FERRY], [FERRY], []) == []


def test_passages_are_compared_with_the_best() -> None:
    values = passage_features([ALONE, BESIDE, NEAR], [FERRY], [])
    assert values["similarity"].tolist() == pytest.approx([-0.1, -0.1, 0.0])
    assert values["coverage"].tolist() == [-1.0, -1.0, 0.0]
    assert values["article"].tolist() == pytest.approx([0.0150 / 0.0320, 1.0, 1.0])
    assert values["rank"].tolist() == pytest.approx([0.6931, 1.0986, 0.0], abs=1e-4)


def test_coverage_is_the_share_by_weight() -> None:
    terms = [QueryTerm("ferry", frozenset({"ferry", "ferries"}), 0.75), QueryTerm("pier", frozenset({"pier"}), 0.25)]
    assert term_coverage(terms, "Two ferries left.") == 0.75
    assert term_coverage(terms, "The pier’s end, the ferry’s start.") == 1.0
    assert term_coverage([], "anything") == 0.0


def test_the_topic_in_the_words_counts_more_than_around_them() -> None:
    nothing = {"content": 0.0, "context": 0.0, "anaphoric": 0.0, "title": 0.0, "similarity": 0.2}
    assert relevance(nothing) < relevance(nothing | {"context": 1.0}) < relevance(nothing | {"content": 1.0})
