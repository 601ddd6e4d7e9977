"""A person's page: all their statements, narrowed, arranged, compared, with an address, and as files."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, picture
from tests.browser.test_page import QUESTION, ask, in_view, reach


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list of the statements' fields."""
    page.locator("#panel").get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option).click()


def count(page: Page) -> str:
    return page.locator("#statements .count span").first.inner_text()


def test_a_person_s_page_from_the_keyboard(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    page.get_by_role("tab", name="People").click()
    page.get_by_label("Find a person").fill("putin vlad")
    expect(page.locator("#people .line")).to_have_count(1)
    reach(page, "document.activeElement.matches('[data-person]')", "Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#person .chip")).to_have_text("Vladimir Putin×")
    expect(page.locator("#statements li").first).to_be_visible()
    everything = count(page)
    choose(page, "Show", "In their own words")
    expect(page.locator("#statements .count span").first).not_to_have_text(everything)
    for words in page.locator("#statements .words").all_text_contents():
        assert "“" in words
    choose(page, "Show", "Denied or not confirmed")
    expect(page.locator("#statements small").first).to_contain_text(re.compile("denied|did not say"))
    choose(page, "Show", "All statements")
    choose(page, "Arrange", "By topic")
    expect(page.locator("#statements .topic").first).to_be_visible()
    picture(page, "person-topics.png")
    page.locator("#panel").get_by_label("About").fill("Kramatorsk")
    choose(page, "Arrange", "Timeline")
    expect(page.locator("#statements .timeline h3").first).to_be_visible()
    days = page.locator("#statements .timeline h3").all_inner_texts()
    assert days == ["1 August 2025", "2 August 2025"]
    picture(page, "person-timeline.png")
    choose(page, "Outlet", "Northern Wire")
    expect(page.locator("#statements .timeline h3")).to_have_text(days[:1])
    page.locator("#taken summary").click()
    with page.expect_download() as download:
        page.locator("#taken").get_by_role("button", name="Export as a table").click()
    download.value.save_as(tmp_path / "list.csv")
    rows = list(csv.reader((tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert count(page) == "1 statement"
    assert len(rows) == 2
    assert {row[0] for row in rows[1:]} == {"Vladimir Putin"}
    another = visit("?" + page.url.partition("?")[2])
    expect(another.locator("#person .chip")).to_have_text("Vladimir Putin×")
    expect(another.locator("#statements .timeline h3")).to_have_text(days[:1])
    assert another.locator("#panel").get_by_label("About").input_value() == "Kramatorsk"
    another.locator("#statements [data-open]").first.click()
    expect(another.locator("#article mark.quoted").first).to_be_visible()
    another.go_back()
    expect(another.get_by_role("tab", name="Statements")).to_have_attribute("aria-selected", "true")
    expect(another.locator("#statements .timeline h3")).to_have_text(days[:1])


def test_a_wrong_speaker_is_put_right_for_everybody(visit: Visit) -> None:
    page = visit("?view=date&about=Kramatorsk&person=Vladimir+Putin")
    expect(page.locator("#statements li").first).to_be_visible()
    everything = count(page)
    page.get_by_role("button", name="Wrong speaker: Vladimir Putin").first.click()
    page.get_by_label("Somebody else").fill("Ida Brandt")
    page.evaluate("whosaid.top('#correction h3')")  # comes late on a slow machine: it takes the focus from nobody
    picture(page, "wrong-speaker.png")
    expect(page.get_by_label("Somebody else")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#correction")).to_contain_text("is now under Ida Brandt")
    expect(page.locator("#statements .count span").first).not_to_have_text(everything)
    another = visit("?view=date&person=Ida+Brandt")
    expect(another.locator("#statements li")).to_have_count(1)
    another.locator("#corrections summary").click()
    another.get_by_role("button", name="Take back").click()
    expect(another.locator("#statements .count span").first).to_have_text("0 statements")
    expect(another.locator("#corrections")).to_be_empty()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_wrong_speaker_at_an_answer_and_in_an_article(visit: Visit, width: int) -> None:
    page = visit(width=width, height=844)
    ask(page, QUESTION)
    wrong = page.locator(".sources").get_by_role("button", name="Wrong speaker: Vladimir Putin, source 1", exact=True)
    wrong.click()
    correction = page.locator("#correction")
    expect(correction.locator("h3")).to_be_focused()
    assert in_view(page, "#correction h3")
    correction.get_by_role("button", name="Cancel").click()
    expect(correction).to_be_empty()
    page.locator(".sources .cite").first.click()
    legend = page.locator("#article .legend")
    expect(legend).to_contain_text("Vladimir Putin")
    page.locator("#article").get_by_role("button", name="Wrong speaker").click()
    page.get_by_label("Somebody else").fill("Ida Brandt")
    page.keyboard.press("Enter")
    expect(correction).to_contain_text("is now under Ida Brandt")
    expect(legend).to_contain_text("Ida Brandt")
    picture(page, f"wrong-speaker-article-{width}.png")
    correction.get_by_role("button", name="Undo").click()
    expect(legend).to_contain_text("Vladimir Putin")


@pytest.mark.parametrize(("width", "colours"), [(1280, "light"), (390, "dark")])
def test_people_are_compared_on_one_topic(visit: Visit, width: int, colours: str) -> None:
    page = visit("?view=date&about=Kramatorsk", width=width, height=844, colours=colours)
    expect(page.locator("#statements li").first).to_be_visible()
    for name in ("Vladimir Putin", "Alexander Lukashenko"):
        page.get_by_role("tab", name="People").click()
        page.get_by_role("button", name=f"Compare {name}", exact=True).click()
        expect(page.locator("#person")).to_contain_text(name)
    columns = page.locator("#statements .beside section")
    expect(columns.locator("h3")).to_have_text([re.compile("^Vladimir Putin"), re.compile("^Alexander Lukashenko")])
    for column, name in ((columns.nth(0), "Putin"), (columns.nth(1), "Lukashenko")):
        assert all(name in who for who in column.locator("small b").all_text_contents())
    left, right = (column.bounding_box() or {} for column in columns.all())
    assert left["y"] == right["y"]
    assert right["x"] + right["width"] <= width
    columns.first.scroll_into_view_if_needed()
    picture(page, f"compared-{width}.png")
    page.get_by_role("button", name="Do not list Vladimir Putin").click()
    expect(page.locator("#person .chip")).to_have_text(["Alexander Lukashenko×"])
    expect(page.locator("#statements .beside")).to_have_count(0)
