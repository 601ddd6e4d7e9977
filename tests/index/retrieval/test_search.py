"""Ranked evidence, from a real index."""

from collections.abc import Iterator
from datetime import date

import pytest

from index import ArticleIndex, Period, Query
from index.retrieval.query_expansion import SYNONYM_WEIGHT, QueryTerm, Vocabulary
from index.retrieval.reranker import RELEVANCE_THRESHOLD, term_coverage
from index.retrieval.synonyms import SynonymFinder
from tests.newsroom import ARTICLES


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(path=tmp_path_factory.mktemp("search") / "index", create=True) as opened:
        opened.update(ARTICLES)
        yield opened


def test_statements_of_those_asked_about_come_first(index: ArticleIndex) -> None:
    found = index.search(Query("What did Anna Berg say about the ferry?", ("Anna Berg",), "the ferry"))
    assert found[0].statement is not None
    assert found[0].statement.speaker == "Anna Berg"
    assert "ferry to Salmo would run" in found[0].text


def test_passages_are_found_by_words_and_by_meaning(index: ArticleIndex) -> None:
    found = index.search(Query("Is the pier expensive?"))
    assert any("most expensive pier" in e.text for e in found)
    link = index.search(Query("boat connection"))
    assert any("ferry" in e.text for e in link[:3])


def test_evidence_is_the_article_at_its_place(index: ArticleIndex) -> None:
    for evidence in index.search(Query("What did Salo say about the tunnel?", ("Salo",), "the tunnel")):
        assert evidence.text == index.article(evidence.article.id).text[evidence.start : evidence.end] != ""
        assert 0 <= evidence.relevance <= 1


def test_words_of_like_meaning_count_less(index: ArticleIndex) -> None:
    terms = [QueryTerm("kids", frozenset({"kids"}), 0.5, synonyms={"children": 0.89, "president": 0.8, "latvia": 0.83})]
    texts = ("the kids", "the children", "in Latvia now", "nobody")
    assert [term_coverage(terms, text) for text in texts] == [1, SYNONYM_WEIGHT, 0, 0]
    assert terms[0].matched_synonyms("The president of Latvia has children.") == ["children", "president"]
    vocabulary = {"children": 9, "president": 2}
    words = Vocabulary(vocabulary, {}, 10, SynonymFinder(vocabulary, index.encoder))
    assert [term.synonyms.keys() for term in words.topic_terms("kids presidencies")] == [{"children"}, set()]
    assert [term.synonyms for term in words.terms("kids")] == [{}]
    found = index.search(Query("What did Berg say was constructed?", ("Berg",), "constructed"))
    assert "We built it" in found[0].text
    assert RELEVANCE_THRESHOLD <= found[0].relevance < 1


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        (Query("harbour", outlets=("Northern Wire",)), {"tunnel"}),
        (Query("harbour", period=Period(date(2024, 5, 1), date(2024, 5, 31))), {"harbour"}),
        (Query("harbour", period=Period(until=date(2020, 1, 1))), set()),
        (Query("tunnel", outlets=("Salmo Courier",), period=Period(since=date(2024, 1, 1))), {"harbour"}),
    ],
    ids=["outlet", "period", "nothing in the period", "both; an undated article lies in no period"],
)
def test_filters(index: ArticleIndex, query: Query, articles: set[str]) -> None:
    assert {e.article.id for e in index.search(query)} == articles


def test_the_limit_is_kept(index: ArticleIndex) -> None:
    assert 0 < len(index.search(Query("the tunnel"), limit=3)) <= 3


def test_names_are_found_in_other_spellings_and_words_in_other_forms(index: ArticleIndex) -> None:
    spellings = {
        term.word: term.spellings for term in index.read(lambda snapshot: snapshot.terms("Lukashenko on tunnels"))
    }
    assert "lukashenka" in spellings["lukashenko"]
    assert "tunnel" in spellings["tunnels"]
