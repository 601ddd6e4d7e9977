"""Out of the page: files, paper and addresses; and asking again without what a question was narrowed to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Visit, picture
from tests.browser.test_page import QUESTION, answered, ask

FOLLOW_UP = "And Lukashenko?"


@pytest.fixture
def page(visit: Visit) -> Page:
    """A conversation of two questions, of which the second takes its topic from the first."""
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    ask(page, FOLLOW_UP)
    return page


def test_files_and_paper_from_the_keyboard(page: Page, tmp_path: Path) -> None:
    menu = page.locator("#exports summary")
    menu.focus()
    page.keyboard.press("Enter")
    picture(page, "export.png")
    page.keyboard.press("Escape")
    expect(page.locator("#exports button").first).to_be_hidden()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "whosaid.docx"
    download.value.save_as(tmp_path / "whosaid.docx")
    lines = [paragraph.text for paragraph in Document(str(tmp_path / "whosaid.docx")).paragraphs]
    assert {QUESTION, FOLLOW_UP} <= {*lines}
    assert [line for line in lines if re.match(r"\[1\] Vladimir Putin · .+2025 · .+ https://example\.org/", line)]
    page.pdf(path=tmp_path / "whosaid.pdf", format="A4")
    sheets = PdfReader(tmp_path / "whosaid.pdf").pages
    assert len(sheets) <= 3
    text = " ".join(sheet.extract_text() for sheet in sheets)
    assert QUESTION in text
    assert FOLLOW_UP in text
    assert "https://example.org/" in text
    for part in ("Export", "Copy", "Past conversations", "Statements", "Evidence", "Choose outlets", "10 articles"):
        assert part not in text


def test_an_answer_has_an_address_that_asks_again(page: Page, visit: Visit) -> None:
    page.get_by_role("link", name="Copy a link to this answer").last.click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.includes('ask='))")
    address = page.evaluate("navigator.clipboard.readText()")
    another = visit(address, width=390, height=844)
    expect(another.locator(".question")).to_have_text([QUESTION, FOLLOW_UP])
    answered(another)
    expect(another.locator(".turns > li").nth(1).locator(".sources li").first).to_be_visible()
    assert (
        another.locator(".turns > li").nth(1).locator(".answer").inner_text()
        == page.locator(".turns > li").nth(1).locator(".answer").inner_text()
    )
    expect(another.locator("#linked")).not_to_contain_text("changed")
    assert "ask=" not in another.url, "a reload does not ask again"
    narrowed = "?ask=What+did+Putin+say%3F&outlet=Harbour+Dispatch&since=August+2025&version=of-before"
    later = visit(narrowed)
    answered(later)
    expect(later.locator("#linked")).to_contain_text("The articles have changed since this link was made")
    expect(later.locator("#chips .chip")).to_have_text(["Harbour Dispatch×", "from 1 August 2025×"])
    expect(later.locator(".sources li").first).to_be_visible()
    assert all("Harbour Dispatch" in line for line in later.locator(".sources li").all_inner_texts())


def test_what_a_question_was_narrowed_to_is_lifted_and_asked_again(page: Page) -> None:
    turns = page.locator(".turns > li")
    expect(turns.nth(1).locator(".chip")).to_have_text(["on Kramatorsk, as before×"])
    turns.nth(1).get_by_role("button", name="Ask again without: on Kramatorsk, as before").click()
    expect(turns).to_have_count(3)
    expect(turns.nth(2).locator(".sources li").first).to_be_visible()
    expect(turns.nth(2).locator(".chip")).to_have_count(0)
    assert turns.nth(2).locator(".answer").inner_text() != turns.nth(1).locator(".answer").inner_text()
    page.get_by_role("button", name="Choose outlets and days").click()
    page.locator("#filters").get_by_label("From", exact=True).fill("August 2025")
    expect(page.locator("#chips .chip")).to_have_text(["from 1 August 2025×"])
    ask(page, QUESTION)
    expect(turns.nth(3).locator(".chip")).to_have_text(["from 1 August 2025×"])
    picture(page, "narrowed.png")
    turns.nth(3).locator(".chip button").click()
    expect(turns).to_have_count(5)
    expect(turns.nth(4).locator(".sources li").first).to_be_visible()
    expect(turns.nth(4).locator(".chip")).to_have_count(0)
    expect(page.locator("#chips .chip")).to_have_count(0)
