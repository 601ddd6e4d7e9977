"""Sentences that answer ordinary questions: which of them are shown, and what in them is the answer."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.answers.facts import Fact, best_facts, whole_answer
from assistant.questions.models import QuestionKind
from index import Article, ArticleIndex
from tests.assistant.answers.asking import question

FERRY = Article(
    "ferry",
    "Ferry line loses its captain\n\nAnna Berg will be replaced by Eero Salo in May. Berg leaves because she is ill. The ferry sails.",
    title="Ferry line loses its captain",
    given_id=True,
)
TUNNEL = Article(
    "tunnel", "The tunnel of the mayor is dug by now. “Nobody knows by whom,” Anna Berg said.", given_id=True
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(path=tmp_path_factory.mktemp("facts") / "index", create=True) as opened:
        opened.update([FERRY, TUNNEL])
        yield opened


def fact(article: Article, sentence: str, score: float, answer: str = "") -> Fact:
    start = article.text.rindex(sentence)
    found = article.text.index(answer, start) if answer else 0
    return Fact(article, (start, start + len(sentence)), score, (found, found + len(answer)) if answer else None)


REPLACED = fact(FERRY, "Anna Berg will be replaced by Eero Salo in May.", 0.6, "Eero Salo")
ILL = fact(FERRY, "Berg leaves because she is ill.", 0.5)
SAILS = fact(FERRY, "The ferry sails.", 0.3)
TITLE = fact(FERRY, "Ferry line loses its captain", 0.9)
DUG = fact(TUNNEL, "The tunnel of the mayor is dug by now.", 0.45)


def chosen(index: ArticleIndex, what: str, *facts: Fact, kind: QuestionKind = QuestionKind.FACT) -> list[Fact]:
    return index.read(
        lambda snapshot: best_facts(question(snapshot, "Who will replace Anna Berg?", kind, what=what), facts, snapshot)
    )


def test_a_second_sentence_is_nearly_as_sure_and_one_of_another_article_surer(index: ArticleIndex) -> None:
    assert chosen(index, "other", REPLACED, ILL, DUG, SAILS) == [REPLACED, ILL, SAILS]
    assert chosen(index, "other", REPLACED, replace(DUG, score=0.55)) == [REPLACED, replace(DUG, score=0.55)]
    assert chosen(index, "other", REPLACED, replace(SAILS, score=0.1)) == [REPLACED]


def test_whether_something_is_so_may_be_told_elsewhere(index: ArticleIndex) -> None:
    assert chosen(index, "", REPLACED, DUG, kind=QuestionKind.WHETHER) == [REPLACED, DUG]


def test_a_headline_counts_less_and_gives_no_reason(index: ArticleIndex) -> None:
    assert chosen(index, "other", TITLE, REPLACED) == [REPLACED, TITLE]
    assert chosen(index, "reason", TITLE, ILL) == [ILL]
    assert chosen(index, "reason", TITLE) == []
    assert chosen(index, "reason", TITLE, replace(ILL, score=0.1)) == []


def test_who_is_not_answered_by_who_is_asked_about(index: ArticleIndex) -> None:
    asked = fact(FERRY, "Berg leaves because she is ill.", 0.8, "Berg")
    assert chosen(index, "person", asked, REPLACED) == [REPLACED, asked]
    assert chosen(index, "other", asked, REPLACED) == [asked, REPLACED]


@pytest.mark.parametrize(
    ("text", "answer", "whole"),
    [
        ("It took a year and a half.", "a year", "a year and a half"),
        ("It took a year and a crew.", "a year", "a year"),
        ("Anna Berg (D-Oulu) left.", "Anna Berg (D", "Anna Berg (D-Oulu)"),
        ("Anna Berg (D-Oulu) left (soon).", "Anna Berg (D-Oulu)", "Anna Berg (D-Oulu)"),
    ],
)
def test_an_answer_is_whole(text: str, answer: str, whole: str) -> None:
    start = text.index(answer)
    assert text[slice(*whole_answer(text, (start, start + len(answer))))] == whole
