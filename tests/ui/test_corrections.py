"""A wrong speaker is put right on the page: offered, kept, listed, taken back, whatever was typed."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from index import Article, ArticleIndex, Correction, CorrectionKind, Statement
from index.embedding.encoder import Encoder
from tests.conftest import MakeArticle
from tests.ui.test_answer_html import Reader
from ui import correction_html
from ui.correction_handlers import GONE, NO_NAME, CorrectionHandlers

TEXT = (
    "“The bridge is closed,” said Mira Holm on Tuesday. Otto Quark denied that he had closed it.\n\n"
    "“The ferry is late,” said Ida Brandt."
)
PLACE = "?article=bridge&start=0&end=23"


@pytest.fixture
def do(tmp_path: Any, encoder: Encoder, make_article: MakeArticle) -> Iterator[CorrectionHandlers]:
    with ArticleIndex.open(path=tmp_path, encoder=encoder, create=True) as index:
        index.update([make_article(TEXT, id="bridge")])
        yield CorrectionHandlers(index)


def event(**data: str) -> Any:
    return SimpleNamespace(**data)


def test_a_speaker_is_put_right_and_taken_back(do: CorrectionHandlers) -> None:
    asked = Reader(do.ask(event(place=PLACE)))
    assert "Who said “The bridge is closed,”?" in asked.text
    near = [values["data-correct"] for _, values in asked.tags if "data-correct" in values]
    assert near == ["Otto Quark", ""], "the others in the paragraph, and nobody"
    everybody = {values["value"] for tag, values in asked.tags if tag == "option"}
    assert everybody == {"Mira Holm", "Otto Quark", "Ida Brandt"}
    told, listed = do.correct(event(place=PLACE, name="Ida Brandt"))
    assert "is now under <b>Ida Brandt</b>." in told
    assert "1 correction<" in listed
    assert do.index.speakers() == {"Ida Brandt": 2, "Otto Quark": 1}
    told, listed = do.correct(event(place=PLACE, name=""))
    assert "is now under nobody’s name." in told
    assert "1 correction<" in listed, "the later one takes the earlier one's place"
    assert "Mira Holm" not in do.index.speakers()
    (correction,) = do.index.corrections()
    assert do.take_back(event(id=correction.id))[1] == ""
    assert "Mira Holm" in do.index.speakers()
    do.take_back(event(id=correction.id))  # once more does no harm


@pytest.mark.parametrize(
    ("place", "name", "told"),
    [
        ("?article=gone&start=0&end=9", "Ida Brandt", GONE),
        ("?article=bridge", "Ida Brandt", GONE),
        ("?article=bridge&start=" + "1" * 5000 + "&end=x", "Ida Brandt", GONE),
        (PLACE, " ", NO_NAME),
        (PLACE, "x" * 300, NO_NAME),
    ],
    ids=["no article", "no place", "a crafted place", "no name", "a long name"],
)
def test_what_cannot_be_put_right_is_told(do: CorrectionHandlers, place: str, name: str, told: str) -> None:
    assert told in do.correct(event(place=place, name=name))[0]
    assert do.index.corrections() == ()


def test_a_correction_s_names_and_words_are_escaped() -> None:
    correction = Correction(CorrectionKind.SPEAKER, ("<b onclick=x>",), "", "a", words="“<script>” " + "long " * 99)
    for markup in (
        correction_html.done(correction),
        correction_html.corrections([correction]),
        correction_html.question("?x=<i>", "<script>", ["<i>"], ["<u>"]),
    ):
        reader = Reader(markup)
        assert not {"script", "i", "u"} & {tag for tag, _ in reader.tags}
        assert not any("onclick" in values for _, values in reader.tags)
    assert "long …”" in correction_html.done(correction)


@pytest.mark.parametrize(
    ("statement", "others"),
    [
        (Statement("a", "Ann", None, None, ((0, 3),)), ["Bob"]),
        (Statement("a", "Bob", None, None, ((5, 8),)), ["Ann"]),
        (Statement("a", "Eve", None, None, ((10, 13),)), []),
    ],
    ids=["first", "second", "another paragraph"],
)
def test_the_others_of_a_paragraph(statement: Statement, others: list[str]) -> None:
    said = [
        Statement("a", name, None, None, (span,))
        for name, span in (("Ann", (0, 3)), ("Bob", (5, 8)), ("", (4, 6)), ("Eve", (10, 13)))
    ]
    assert correction_html.others_near(Article("a", "one  two\n\nfour"), statement, said) == others
