"""Reading the evidence: what stays in sight, the way back, and an article on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, picture
from tests.browser.test_page import QUESTION, ask, in_view

TITLE = "#article h2"


def titles_of(page: Page, count: int) -> list[str]:
    """The titles of the articles behind the first citations that lead to different articles."""
    titles: list[str] = []
    for marker in page.locator(".answer .cite").all():
        marker.click()
        page.wait_for_timeout(1200)
        title = page.locator(TITLE).inner_text()
        if title not in titles:
            titles.append(title)
        if len(titles) == count:
            break
    return titles


def test_back_and_forward_go_through_articles(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    first, second = titles_of(page, 2)
    expect(page.locator(TITLE)).to_have_text(second)
    while page.locator(TITLE).inner_text() != first:
        page.go_back()
        page.wait_for_timeout(1000)
    page.go_forward()
    page.wait_for_timeout(1000)
    address = page.url
    while page.locator(TITLE).inner_text() != second:
        page.go_forward()
        page.wait_for_timeout(1000)
        assert page.url != address, "no article comes further on"
        address = page.url
    for _ in range(10):
        if "article=" not in page.url:
            break
        page.go_back()
        page.wait_for_timeout(500)
    expect(page.locator("#article")).to_contain_text("No article open yet")


def test_a_citation_keeps_tabs_and_title_in_sight(visit: Visit) -> None:
    page = visit(height=700)
    ask(page, QUESTION)
    page.locator(".answer .cite").last.click()
    expect(page.locator("#article mark.quoted").first).to_be_visible()
    page.locator("#article mark.quoted.first").evaluate("mark => mark.scrollIntoView({block: 'end'})")
    page.wait_for_timeout(800)
    assert in_view(page, "#tabs [role=tab]")
    assert in_view(page, TITLE)
    above = page.locator("#article header").evaluate(
        """header => {
            const box = header.getBoundingClientRect();
            const seen = document.elementFromPoint(box.x + 60, box.y - 3);
            return Boolean(seen.closest("article"));
        }"""
    )
    assert not above, "no text of the article shows above its title"


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_on_a_phone_an_article_is_a_sheet_over_the_chat(visit: Visit, colours: str) -> None:
    page = visit(width=390, height=844, colours=colours)
    ask(page, QUESTION)
    marker = page.locator(".answer .cite").first
    box = marker.bounding_box() or {}
    assert box["width"] >= 44
    assert box["height"] >= 44
    marker.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    marker.click()
    expect(page.locator("#article mark.quoted").first).to_be_visible()
    page.wait_for_timeout(900)
    assert in_view(page, TITLE)
    assert in_view(page, "#article mark.quoted.first")
    assert in_view(page, "#article [data-back]")
    picture(page, f"sheet-{colours}.png")
    page.get_by_role("button", name="Back to the answer").click()
    page.wait_for_timeout(700)
    assert in_view(page, ".answer .cite")
    assert abs(page.evaluate("scrollY") - place) < 500, "the chat is where it was"
    marker.click()
    page.wait_for_timeout(900)
    page.go_back()
    page.wait_for_timeout(900)
    assert in_view(page, ".answer .cite"), "the browser's Back closes the sheet"


def test_a_dead_link_is_told_without_folders_or_commands(visit: Visit) -> None:
    page = visit("?article=gone&start=" + "1" * 5000 + "&end=9")
    expect(page.locator("#article")).to_contain_text("This article is no longer here.")
    assert "python" not in page.locator("#article").inner_text()
    expect(page.get_by_label("Your question")).to_be_editable()
    ask(page, QUESTION)
