"""An article that calls only other people by the name of whom a question is about."""

from collections.abc import Iterator

import pytest

from assistant.answers.namesakes import is_of_others
from index import Article, ArticleIndex
from tests.assistant.answers.asking import converse

CASES = [
    ("Anna Berg arrived. Berg left.", False),
    ("The mayor spoke. Berg left.", False),
    ("Berg Salo arrived.", True),
    ("Eero Berg arrived. Berg left.", True),
    ("Eero Berg arrived. His sister Anna left.", False),
    ("The Berg Bridge opened. Berg left.", False),
    ("The Bergen ferry left.", False),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_whose_name_an_article_holds(text: str, expected: bool) -> None:
    assert is_of_others(("anna", "berg"), text) is expected


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArticleIndex]:
    texts = {
        "harbour": "Mayor Karl Holm said that Anna Berg had sold the harbour too cheaply.",
        "school": "Mayor Karl Holm said that Eero Berg had built the best school in Oulu.",
    }
    with ArticleIndex.open(path=tmp_path_factory.mktemp("namesakes") / "index", create=True) as opened:
        opened.update([Article(name, text, title=name.title(), given_id=True) for name, text in texts.items()])
        yield opened


def test_words_on_a_namesake_are_no_answer(index: ArticleIndex) -> None:
    answer = converse(index, "What did Karl Holm say about Anna Berg?")
    assert {citation.article_id for citation in answer.citations} == {"harbour"}
    both = converse(index, "What did Karl Holm say about Berg?")
    assert {citation.article_id for citation in both.citations} == {"harbour", "school"}
