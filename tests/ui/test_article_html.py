"""An open article: its headline once, and all of its statements marked by speaker."""

from __future__ import annotations

import pytest

from index import Article, Statement
from tests.ui.test_answer_html import Reader, assert_only_our_markup
from ui import article_html

TEXT = (
    "Port opens\n\n“It is ours,” Ann Lee said. Bo Roe said it was late. “Too late,” said Roe.\n\nIt rained, Lee said."
)


def said(speaker: str, *words: str) -> Statement:
    spans = tuple((TEXT.index(part), TEXT.index(part) + len(part)) for part in words)
    return Statement("a", speaker, None, None, spans)


STATEMENTS = [
    said("Ann Lee", "“It is ours,”"),
    said("Bo Roe", "it was late"),
    said("Bo Roe", "“Too late,”"),
    said("", "It rained"),
]


@pytest.mark.parametrize(
    ("line", "title", "same"),
    [
        ("Port opens", "Port opens", True),
        ("PORT OPENS!", "“Port”  opens", True),
        ("Port opens today", "Port opens", False),
        ("Port", "Port opens", False),
        ("", "", False),
        ("…", "!", False),
    ],
)
def test_which_first_line_is_the_headline(line: str, title: str, same: bool) -> None:
    assert article_html.is_headline(line, title) is same


def test_the_headline_stands_once_and_keeps_its_marks() -> None:
    opened = article_html.article(Article("a", TEXT, title="PORT OPENS"), (0, 4))
    assert '<h2 tabindex="-1"><mark class="quoted first">Port</mark> opens</h2>' in opened
    assert "<p>Port" not in opened
    assert '<h2 tabindex="-1">Another</h2>' in article_html.article(Article("a", TEXT, title="Another"))
    assert "<p>Port opens</p>" in article_html.article(Article("a", TEXT, title="Another"))


def test_every_statement_is_marked_by_its_speaker() -> None:
    """Who says most comes first; who is not named comes last; each speaker has one look in text and list."""
    opened = article_html.article(Article("a", TEXT, title="T"), statements=STATEMENTS)
    reader = assert_only_our_markup(opened)
    marks = [
        (values["data-said"], values["data-who"], values["class"].split()[1])
        for _, values in reader.tags
        if "data-said" in values
    ]
    assert marks == [
        ("0", "Ann Lee", "voice1"),
        ("1", "Bo Roe", "voice0"),
        ("2", "Bo Roe", "voice0"),
        ("3", "Nobody named", "voice2"),
    ]
    goes = [values["data-go"] for _, values in reader.tags if "data-go" in values]
    assert goes == ["1", "1", "2", "0", "0", "3", "3"], "each speaker leads to the first of theirs, then each statement"
    assert reader.inside["voices"].startswith("Bo Roe 2it was late“Too late,”Ann Lee 1")


def test_marks_that_cross_are_nested() -> None:
    start = TEXT.index("ours")
    opened = article_html.article(Article("a", TEXT, title="T"), (start, start + 12), STATEMENTS[0], 0, STATEMENTS)
    assert 'voice1 first" data-said="0" data-who="Ann Lee">“It is </span>' in opened
    assert 'data-who="Ann Lee"><mark class="quoted first">ours,”</mark></span><mark class="quoted"> Ann' in opened
    assert not Reader(opened).open


def test_an_article_without_statements_has_no_list_of_them() -> None:
    opened = article_html.article(Article("a", "It rained."))
    assert "data-light" not in opened
    assert "<nav" not in opened
    assert "Search in this article" in opened
