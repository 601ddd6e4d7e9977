"""axe-core finds no violation of WCAG 2.1 A and AA on any part of the page, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_page import QUESTION, ask
from tests.browser.test_people import choose

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands: rule, element and what is wrong with it."""
    page.wait_for_timeout(300)  # colours that change smoothly have changed
    return [
        f"{rule['id']}: {node['html'][:160]}: {node['failureSummary']}"
        for rule in Axe().run(page, options=RULES).response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("colours", "width"), [("light", 1280), ("dark", 390)])
def test_every_part_of_the_page_is_accessible(visit: Visit, colours: str, width: int) -> None:
    page = visit(colours=colours, width=width, height=844)
    expect(page.locator(".welcome button").first).to_be_visible()
    found = {"welcome": violations(page)}
    for tab in ("People", "Statements", "Articles"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel").locator(".list li").first).to_be_visible()
        found[tab] = violations(page)
    page.get_by_role("tab", name="People").click()
    page.locator("#people .line").first.click()
    choose(page, "Arrange", "Timeline")
    expect(page.locator("#statements .timeline h3").first).to_be_visible()
    page.locator("#taken summary").click()
    found["timeline, with the menu"] = violations(page)
    page.get_by_role("tab", name="People").click()
    page.locator("#people [data-compare]").nth(1).click()
    expect(page.locator("#statements .beside")).to_be_visible()
    found["compared"] = violations(page)
    page.get_by_role("button", name="Choose outlets and days").click()
    page.locator("#filters").get_by_label("From", exact=True).fill("2020")
    expect(page.locator("#chips .chip")).to_be_visible()
    ask(page, QUESTION)
    ask(page, "And Lukashenko?")
    found["answer"] = violations(page)
    page.locator(".answer .cite").first.click()
    expect(page.locator("#article mark.quoted").first).to_be_visible()
    found["article"] = violations(page)
    page.get_by_role("button", name="Show who says what").click()
    found["article, lit"] = violations(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Past conversations").click()
    found["past conversations"] = violations(page)
    assert {place: each for place, each in found.items() if each} == {}
