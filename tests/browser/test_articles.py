"""Reading an article with its statements lit, and the articles as a person adds, finds, chooses, edits and removes them."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, picture
from tests.browser.test_page import QUESTION, ask, in_view, reach
from tests.conftest import App

TITLE = "#article h2"
NOW = "#article .said.now"


def open_first(page: Page) -> None:
    """Open the first article of the list."""
    page.get_by_role("tab", name="Articles").click()
    page.locator("#library li a").first.click()
    expect(page.locator(TITLE)).to_be_visible()
    page.wait_for_timeout(700)


@pytest.mark.parametrize(("width", "height", "colours"), [(1280, 800, "light"), (390, 844, "dark")])
def test_an_article_is_read_statement_by_statement(visit: Visit, width: int, height: int, colours: str) -> None:
    page = visit(width=width, height=height, colours=colours)
    open_first(page)
    title = page.locator(TITLE).inner_text()
    assert page.locator(f"#article .article > p:text-is({title!r})").count() == 0, "the headline stands once"
    page.get_by_role("button", name="Show who says what").click()
    looks = page.locator("#article .article > p .said").evaluate_all(
        """pieces => Object.values(Object.fromEntries(pieces.map(piece => {
            const style = getComputedStyle(piece);
            return [piece.dataset.who, [style.backgroundColor, style.textDecorationLine, style.textDecorationStyle].join()];
        })))"""
    )
    assert len(set(looks)) == len(looks) > 1, "each speaker has a look of their own"
    assert all("underline" in look for look in looks), "which is no colour alone"
    lines = page.locator("#article [data-go]:not(.who)")  # by speaker: the last line is not the last statement
    page.locator(f'#article [data-go="{lines.count() - 1}"]:not(.who)').click()
    page.wait_for_timeout(700)
    assert in_view(page, NOW)
    page.get_by_role("button", name="Next statement").click()
    expect(page.locator("#article .at")).to_have_text(re.compile(r"^1 of \d+: \w+"))
    expect(page.locator(NOW).first).to_have_attribute("data-said", "0")
    picture(page, f"statements-{width}-{colours}.png")
    search = page.get_by_label("Search in this article")
    search.fill(" ".join(page.locator("#article .article > p").last.inner_text().split()[:2]).upper())
    expect(page.locator("#article .hits")).to_have_text(re.compile(r"^1 of \d+$"))
    assert page.evaluate("CSS.highlights.get('found').size") >= 1
    page.wait_for_timeout(700)
    assert page.evaluate(
        """() => {
            const place = [...CSS.highlights.get("found-now")][0].getBoundingClientRect();
            return document.querySelector("#article").contains(document.elementFromPoint(place.x + 2, place.y + 2));
        }"""
    ), "the match is in sight"
    search.fill("zzzz")
    expect(page.locator("#article .hits")).to_have_text("No match")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing sticks out"


def test_statements_and_matches_from_the_keyboard(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    page.locator(".answer .cite").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('#article h2')")
    page.keyboard.press("n")
    at = page.locator("#article .at")
    expect(at).to_have_text(re.compile(r"^\d+ of \d+"))
    number, count = map(int, re.findall(r"\d+", at.inner_text())[:2])
    page.keyboard.press("n")
    expect(at).to_have_text(re.compile(rf"^{number % count + 1} of {count}"))
    page.keyboard.press("p")
    expect(at).to_have_text(re.compile(rf"^{number} of {count}"))
    reach(page, "document.activeElement.matches('.tools input')", "Tab")
    page.keyboard.type("an")
    expect(page.locator("#article .hits")).to_have_text(re.compile(r"^1 of \d+"))
    page.keyboard.press("Enter")
    expect(page.locator("#article .hits")).to_have_text(re.compile(r"^2 of \d+"))
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#article .hits")).to_have_text(re.compile(r"^1 of \d+"))
    page.keyboard.press("Escape")
    expect(page.get_by_label("Search in this article")).to_have_value("")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('.cite')")


@pytest.mark.parametrize("width", [1280, 390])
def test_chosen_articles_alone_are_asked(visit: Visit, width: int) -> None:
    page = visit(width=width)
    page.get_by_role("tab", name="Articles").click()
    page.get_by_label("Find an article").fill("kramatorsk putin")
    expect(page.locator("#library .count").first).not_to_have_text(re.compile("^10 "))
    first = page.locator("#library li").first
    title = first.locator("a").inner_text().split("\n")[0]
    first.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    expect(page.locator("#asked-articles .chip")).to_have_text(f"{title}×")
    ask(page, "Who said what about Kramatorsk?")
    for line in page.locator(".turns > li .sources li").all_inner_texts():
        assert title in line
    expect(page.locator(".narrowed")).to_contain_text("only 1 chosen article")
    page.get_by_role("button", name=f"Ask not only: {title}").click()
    expect(page.locator("#asked-articles .chip")).to_have_count(0)
    expect(first.get_by_role("checkbox")).not_to_be_checked()
    page.get_by_label("Find an article").fill("")
    page.get_by_label("Order").click()
    page.get_by_role("option", name="By title").click()
    titles = page.locator("#library li a")
    expect(titles.first).to_have_text(re.compile("^A"))
    names = [text.split("\n")[0].casefold() for text in titles.all_inner_texts()]
    assert names == sorted(names)


@pytest.mark.parametrize("width", [1280, 390])
def test_articles_are_added_completed_removed_and_brought_back(
    visit: Visit, own_app: App, tmp_path: Path, width: int
) -> None:
    name = f"Kiosk {width} {time.time_ns() % 10**6}"  # another each time, as the chat keeps what it was given
    text = f"{name} shut\n\nThe {name} at the station has been shut since Monday. “It was time,” said Vera Lund, who ran it."
    (tmp_path / "kiosk.txt").write_text(text)
    (tmp_path / "none.txt").write_text("")
    page = visit(own_app.address, width=width)
    page.get_by_role("tab", name="Articles").click()
    page.locator("#upload input[type=file]").set_input_files([tmp_path / "kiosk.txt", tmp_path / "none.txt"])
    report = page.locator("#report")
    expect(report.locator("li").first).to_contain_text("kiosk.txt added")
    expect(report.locator("li").last).to_contain_text("none.txt not added: is empty")
    report.get_by_label("Outlet", exact=True).fill("Evening Post")
    report.get_by_label("Date", exact=True).fill("some day")
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text("is not a day")
    report.get_by_label("Date", exact=True).fill("4 March 2025")
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_contain_text(f"Saved for “{name} shut”: Evening Post · 4 March 2025.")
    line = page.locator("#library li", has_text=f"{name} shut")
    expect(line).to_contain_text("Evening Post · 4 March 2025")
    picture(page, f"articles-{width}.png")
    report.get_by_role("link", name=f"{name} shut").click()
    expect(page.locator("#article .byline")).to_have_text("Evening Post · 4 March 2025")
    page.get_by_text("Change outlet or date").click()
    page.locator("#article").get_by_label("Outlet", exact=True).fill("Morning Post")
    page.locator("#article").get_by_role("button", name="Save outlet and date").click()
    expect(page.locator("#article .byline")).to_have_text("Morning Post · 4 March 2025")
    if width < 900:
        page.get_by_role("button", name="Back to the answer").click()
    page.get_by_role("tab", name="Articles").click()
    line.locator("summary").click()
    line.get_by_role("button", name="Yes, remove it").click()
    expect(line).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(line).to_contain_text("Morning Post · 4 March 2025")


def test_a_pasted_text_and_an_address(visit: Visit, own_app: App) -> None:
    page = visit(own_app.address)
    page.get_by_role("tab", name="Articles").click()
    page.get_by_label("Web address of an article").fill("http://127.0.0.1:9/inside")
    page.keyboard.press("Enter")
    expect(page.locator("#report")).to_contain_text("own network")
    page.get_by_role("button", name="Paste a text").click()
    pasted = page.locator("#paste")
    pasted.get_by_label("Title").fill("Mill <b>burns</b>")
    pasted.get_by_label("Outlet of the text").fill("Courier")
    pasted.get_by_label("Date of the text", exact=True).fill("4 March 2025")
    pasted.get_by_label("Text", exact=True).fill(
        "“The old mill is gone,” said Vera Lund on Monday, the day after the fire."
    )
    pasted.get_by_role("button", name="Add the text").click()
    expect(page.locator("#report")).to_contain_text("Mill <b>burns</b> added")
    ask(page, "What did Vera Lund say about the old mill?")
    expect(page.locator(".turns > li").last).to_contain_text("The old mill is gone")
