"""Past conversations, questions that wait, and what a question is narrowed to."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Visit, picture
from tests.browser.test_page import QUESTION, ask
from tests.conftest import Start

OTHER = "What did Lukashenko say?"


def test_the_page_stands_at_once_and_takes_a_question(visit: Visit, start_app: Start) -> None:
    """Right after the start, while the search gets ready: heading, suggestions, articles, and a question is answered."""
    page = visit(start_app().address)
    expect(page.locator("#conversation .welcome h2")).to_have_text("Who said what?")
    expect(page.locator(".welcome button")).to_have_count(4)
    page.get_by_role("tab", name="Articles").click()
    expect(page.locator("#library li")).to_have_count(10)
    ask(page, QUESTION)
    expect(page.locator(".answer .cite").first).to_be_visible()
    expect(page.locator("#header")).not_to_contain_text("getting the search ready")


def past(page: Page) -> list[str]:
    """The names of the past conversations, the list left open."""
    if not page.locator("#past").is_visible():
        page.get_by_role("button", name="Past conversations").click()
    return page.locator("#past .line").evaluate_all("lines => lines.map(line => line.firstChild.textContent)")


def test_past_conversations_are_kept_reopened_renamed_and_deleted(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome button").first).to_be_visible()
    ask(page, OTHER)
    assert past(page) == [OTHER, QUESTION]
    picture(page, "past.png")
    page.get_by_label("Search past conversations").fill("kramat")
    assert past(page) == [QUESTION]
    page.locator("#past .line").click()
    expect(page.locator(".question")).to_have_text(QUESTION)
    expect(page.locator(".answer .cite").first).to_be_visible()
    ask(page, "And Lukashenko?")
    page.reload()
    expect(page.locator(".question")).to_have_text([QUESTION, "And Lukashenko?"])
    past(page)
    page.get_by_role("button", name=f"Rename {QUESTION}").click()
    page.get_by_label("New name").fill("The town")
    page.keyboard.press("Enter")
    assert past(page) == ["The town", OTHER]
    page.get_by_role("button", name="Delete The town").click()
    assert past(page) == [OTHER]
    expect(page.locator("#conversation .welcome")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    assert past(page) == ["The town", OTHER]


def test_two_tabs_do_not_overwrite_each_other(visit: Visit) -> None:
    first = visit()
    context: BrowserContext = first.context
    second = context.new_page()
    second.goto(first.url)
    ask(first, QUESTION)
    ask(second, OTHER)
    ask(first, "And Lukashenko?")
    for page, questions in ((first, [QUESTION, "And Lukashenko?"]), (second, [OTHER])):
        page.reload()
        expect(page.locator(".question")).to_have_text(questions)
        past(page)
        expect(page.locator("#past .line")).to_have_count(2)
        assert sorted(past(page)) == sorted([QUESTION, OTHER])


def test_a_question_waits_for_the_answer_before_it(visit: Visit) -> None:
    """Also before the page has brought the conversation back; and the arrow brings the last question back."""
    page = visit()
    box = page.get_by_label("Your question")
    for question in (QUESTION, OTHER, "And Putin?"):
        box.fill(question)
        box.press("Enter")
        expect(box).to_have_value("")  # as a person sees it before going on typing
    expect(page.locator(".question")).to_have_text([QUESTION, OTHER, "And Putin?"])
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    expect(page.locator(".queued .chip")).to_have_count(0)
    box.press("ArrowUp")
    expect(box).to_have_value("And Putin?")
    box.press("Enter")
    box.press("Enter")
    expect(page.locator(".question")).to_have_count(4)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.wait_for_timeout(1500)
    expect(page.locator(".question")).to_have_count(4)


def test_a_long_question_is_refused_and_stays(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    box = page.get_by_label("Your question")
    long = "Who said that? " * 200
    box.fill(long)
    box.press("Enter")
    expect(page.locator("#complaint")).to_contain_text("at most 2,000 characters; this one has 2,999")
    expect(box).to_have_value(long)
    ask(page, OTHER)
    expect(page.locator("#complaint")).not_to_contain_text("at most")


def test_days_are_typed_as_people_write_them_and_refused_with_the_reason(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="Choose outlets and days").click()
    filters = page.locator("#filters")
    filters.get_by_label("From", exact=True).fill("August 2025")
    expect(page.locator("#chips .chip")).to_have_text(["from 1 August 2025×"])
    filters.get_by_label("To", exact=True).fill("1 March 2025")
    expect(page.locator("#complaint")).to_contain_text("From (1 August 2025) is after To (1 March 2025)")
    box = page.get_by_label("Your question")
    box.fill(QUESTION)
    box.press("Enter")
    page.wait_for_timeout(1000)
    expect(page.locator(".turns > li")).to_have_count(0)
    filters.get_by_label("To: choose in a calendar").fill("2025-08-18")
    expect(page.locator("#chips .chip")).to_have_text(["from 1 August 2025×", "to 18 August 2025×"])
    expect(page.locator("#complaint")).not_to_contain_text("is after")
    box.press("Enter")
    for line in page.locator(".sources li").all_inner_texts():
        assert re.search(r"August 2025", line)
    picture(page, "chips.png")
