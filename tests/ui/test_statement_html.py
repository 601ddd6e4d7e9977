"""People and who said what: lists, a person's page, comparisons and the time axis, as our own markup only."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest

from index import Article, QuoteType, SpeechAct, Statement
from tests.ui.test_answer_html import assert_only_our_markup
from ui import statement_html
from ui.statement_html import DOUBTFUL
from ui.statement_list import Listing, Row, Section, Selection, from_address

EVERYTHING = Selection()


def row(text: str = "Ann won.", published: str = "", speaker: str = "Ann", **fields: object) -> Row:
    article = Article(id="a", text=text, source="S", title="T", published=published, url="https://example.org/a")
    return article, Statement("a", speaker, None, None, ((0, len(text)),), **fields)  # type: ignore[arg-type]


def listing(*sections: Section, page: int = 1, pages: int = 1) -> Listing:
    return Listing(sections, page, pages, sum(section.total for section in sections))


def test_a_statement_is_the_article_s_own_sentence_with_the_words_in_bold() -> None:
    text = "It rained. Ann denied they had “won”. Then she left."
    inside = Article(id="a", text=text, source="S", title="T")
    said = Statement("a", "Ann", (11, 14), (15, 21), ((22, 30), (31, 36)), SpeechAct.DENIED, relayed_by="Bob")
    markup = statement_html.statements(listing(Section("", ((inside, said),), 1)), EVERYTHING)
    reader = assert_only_our_markup(markup)
    assert reader.inside["words"] == "Ann denied they had “won”."
    assert "<b>they had</b> <b>“won”</b>" in markup
    assert reader.text.startswith("1 statement")
    assert reader.inside["small"].startswith("Ann (relayed by Bob) denied · S · undated · T")
    assert parse_qs(reader.links()[1][1:]) == {"article": ["a"], "start": ["22"], "end": ["36"]}


def test_lines_in_doubt_are_folded_up_behind_the_others() -> None:
    sure, doubtful = row("Ann won.", confidence=DOUBTFUL), row("Ann lost.", confidence=DOUBTFUL - 0.01)
    for arranged in (EVERYTHING, Selection(people=("Ann", "Bob")), Selection(arrangement="timeline")):
        reader = assert_only_our_markup(
            statement_html.statements(listing(Section("Ann", (doubtful, sure), 2)), arranged)
        )
        assert reader.inside["summary"] == "1 probably"
        assert reader.text.index("Ann won.") < reader.text.index("1 probably") < reader.text.index("Ann lost.")


@pytest.mark.parametrize(("page", "buttons"), [(1, {"2"}), (2, {"1", "3"}), (3, {"2"})])
def test_statements_have_pages(page: int, buttons: set[str]) -> None:
    shown = listing(Section("", (row(), row()), 1205), page=page, pages=3)
    reader = assert_only_our_markup(statement_html.statements(shown, EVERYTHING))
    assert reader.inside["count"].startswith(f"1,205 statements, page {page} of 3")
    assert len(reader.links()) == 3
    assert {values["data-page"] for _, values in reader.tags if "data-page" in values} == buttons


def test_people_are_counted_and_can_be_compared() -> None:
    reader = assert_only_our_markup(statement_html.people([("Ann Lee", 2), ("<b>", 1)], 3))
    assert reader.text.startswith("3 people, the first 2 shown: type a part of a nameAnn Lee2 statements")
    for data in ("data-person", "data-compare"):
        assert [values[data] for _, values in reader.tags if data in values] == ["Ann Lee", "<b>"]


def test_the_names_a_person_is_found_under() -> None:
    reader = assert_only_our_markup(statement_html.chosen_people(["Ann Lee"], ["Ann Lee", "A. <Lee>"]))
    assert "Found under: Ann Lee, A. <Lee>" in reader.text
    assert [values["data-unlist"] for _, values in reader.tags if "data-unlist" in values] == ["Ann Lee"]
    assert "Found under" not in statement_html.chosen_people(["Ann", "Bob"])


def test_topics_are_headings_with_their_counts() -> None:
    sections = Section("<harbour>", (row(),), 7), Section("Other topics", (row(),), 1)
    reader = assert_only_our_markup(statement_html.statements(listing(*sections), EVERYTHING))
    assert reader.inside["topic"] == "<harbour> 7Other topics 1"


def test_people_side_by_side() -> None:
    sections = Section("Ann", (row(),), 60), Section("Bob", (row(speaker="Bob"),), 1)
    reader = assert_only_our_markup(statement_html.statements(listing(*sections), Selection(("Ann", "Bob"))))
    assert [tag for tag, _ in reader.tags].count("section") == 2
    assert "59 more" in reader.inside["beside"]
    assert [values["data-person"] for _, values in reader.tags if "data-person" in values] == ["Ann"]


def test_days_stand_on_an_axis_farther_apart_the_more_time_is_between() -> None:
    days = ["2024-01-01", "2024-01-02", "2024-01-05", "2024-01-25", "2024-06-25", "2026-12-01", ""]
    sections = [Section(f"day {day}", (row(published=day),), 1, day) for day in days]
    markup = statement_html.statements(listing(*sections), Selection(arrangement="timeline"))
    reader = assert_only_our_markup(markup)
    items = [values.get("class") for tag, values in reader.tags if tag == "li" and values.get("class")]
    assert items == ["gap0", "gap0", "gap1", "gap2", "gap3", "gap4", "gap0"]
    assert re.findall(r'class="gap">([^<]+)<', markup) == ["2 weeks later", "5 months later", "2 years later"]


@pytest.mark.parametrize(
    ("pair", "copied"),
    [
        pytest.param(
            row("“We won.”", "2024-01-02", quote_type=QuoteType.DIRECT),
            "“We won,” Ann said (S, 2 January 2024), https://example.org/a",
            id="own words",
        ),
        pytest.param(
            row("they had “won”", speech_act=SpeechAct.DENIED, quote_type=QuoteType.MIXED),
            "Ann denied, in the article’s words: “they had “won”” (S), https://example.org/a",
            id="the article's words",
        ),
        pytest.param(row("We won", speaker=""), "“We won” (S), https://example.org/a", id="nobody is named"),
    ],
)
def test_a_line_is_copied_as_it_is_pasted(pair: Row, copied: str) -> None:
    assert statement_html.quotation(*pair) == copied


def test_the_two_halves_of_a_quotation_are_copied_as_one() -> None:
    article = Article("a", "“We won,” said Ann, “and it is ours.”")
    said = Statement("a", "Ann", (15, 18), (10, 14), ((0, 9), (20, 37)), quote_type=QuoteType.DIRECT)
    assert statement_html.quotation(article, said) == "“We won, […] and it is ours,” Ann said"


# ---- the address of a list


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(
            ("Ann Lee",), about="the harbour & more", outlet="Courier", since="March 2024", until="2024", kind="own"
        ),
        Selection(("Ann", "Bob", "Eve"), kind="denied", arrangement="timeline", page=3),
    ],
    ids=["everything", "narrowed", "compared"],
)
def test_a_list_comes_back_from_its_address(selection: Selection) -> None:
    assert from_address(selection.address()) == selection


@pytest.mark.parametrize(
    ("place", "selection"),
    [
        ("", Selection()),
        ("?view=x&kind=x&page=x", Selection()),
        ("?page=-1", Selection()),
        ("?page=" + "9" * 5000, Selection()),
        ("?page=٣", Selection()),
        ("?person=a&person=a&person=b&person=c&person=d", Selection(("a", "b", "c"))),
        ("?about=" + "x" * 5000, Selection(about="x" * 200)),
    ],
    ids=["nothing", "unknown", "negative", "large", "digits", "people", "long"],
)
def test_a_crafted_address_is_read_as_far_as_it_can_be_meant(place: str, selection: Selection) -> None:
    assert from_address(place) == selection
