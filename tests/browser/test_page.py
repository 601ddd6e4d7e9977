"""The chat as a person uses it, in a real browser: ask, read the evidence, bring articles in and out, come back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, picture
from tests.conftest import App

QUESTION = "What did Putin say about Kramatorsk?"
HOSTILE = {
    "title": "Otto Quark <script>alert(1)</script> **bold** [x](javascript:alert(2)) ${alert(3)} {{constructor}}",
    "source": "<img src=x onerror=alert(4)>",
    "published": "2025-07-14",
    "url": "javascript:alert(5)",
    "text": "“The zeppelins **fly** at [1] noon <img src=x onerror=alert(6)> and ${alert(7)} {{value}},” Otto Quark "
    'said.\n\nHe said that the zeppelins were his. <script>document.title = "taken"</script> </article><h1>No</h1>',
}


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the answer."""
    before = page.locator(".turns > li").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".turns > li")).to_have_count(before + 1)
    answered(page)


def answered(page: Page) -> None:
    """Wait for the end of an answer, which is drawn anew until then."""
    expect(page.get_by_role("log")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()


def in_view(page: Page, selector: str) -> bool:
    """Whether the middle of an element is what a person sees there."""
    found: bool = page.locator(selector).first.evaluate(
        """element => {
            const box = element.getClientRects()[0];
            const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return element.contains(seen);
        }"""
    )
    return found


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("name", "width", "height", "colours"),
    [
        ("chat.png", 1280, 800, "light"),
        ("chat-dark.png", 1280, 800, "dark"),
        ("chat-narrow.png", 390, 844, "light"),
        ("chat-narrow-dark.png", 390, 844, "dark"),
    ],
)
def test_ask_and_open_the_evidence(visit: Visit, name: str, width: int, height: int, colours: str) -> None:
    page = visit(width=width, height=height, colours=colours)
    page.locator(".welcome button").first.wait_for()
    ask(page, QUESTION)
    marker = page.locator(".answer .cite").first
    quoted = page.locator(".answer .words").first.inner_text()
    marker.click()
    expect(page.locator("#article mark.quoted").first).to_be_visible()
    page.wait_for_timeout(700)
    assert one_line(quoted) in one_line(
        " ".join(page.locator("#article mark.quoted.first, #article mark.quoted").all_inner_texts())
    )
    assert in_view(page, "#article mark.quoted.first")
    assert page.locator("#article b.speaker").count() > 0
    marks = page.evaluate(
        """() => ['mark.quoted', 'b.speaker'].map(mark => {
            const style = getComputedStyle(document.querySelector('#article .article > p ' + mark));
            return style.borderBottomStyle;
        })"""
    )
    assert marks == ["solid", "dotted"], "the marks differ in more than colour"
    header = page.locator("#article header")
    expect(header.locator(".byline")).to_contain_text(re.compile(r"\w+ · .*2025"))
    assert (header.get_by_role("link", name="Original").get_attribute("href") or "").startswith("https://example.org/")
    place = parse_qs(urlsplit(page.url).query)
    assert int(place["end"][0]) > int(place["start"][0])
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing sticks out"
    picture(page, name)


def test_an_article_has_an_address_and_the_conversation_survives(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    page.locator(".answer .cite").first.click()
    marked = page.locator("#article mark.quoted").first.inner_text()
    answer = page.locator(".turns").inner_text()
    page.reload()
    expect(page.locator("#article mark.quoted").first).to_have_text(marked)
    expect(page.locator(".turns > li")).to_have_count(1)
    assert page.locator(".turns").inner_text() == answer
    expect(page.locator(".answer .cite").first).to_be_visible()
    another = visit("?" + urlsplit(page.url).query)
    expect(another.locator("#article mark.quoted").first).to_have_text(marked)
    assert another.locator(".turns > li").count() == 0, "another person sees the article and not the conversation"
    page.locator(".answer .cite").last.click()
    page.wait_for_timeout(500)
    page.go_back()
    expect(page.locator("#article mark.quoted").first).to_have_text(marked)


def test_refusal(visit: Visit) -> None:
    page = visit()
    ask(page, "What did Biden say about Kramatorsk?")
    expect(page.locator(".answer.refusal")).to_contain_text("Biden")
    expect(page.locator(".answer.refusal")).to_contain_text(re.compile(r"\d+ articles"))


def test_a_follow_up_and_a_new_conversation(visit: Visit) -> None:
    page = visit()
    ask(page, QUESTION)
    ask(page, "And Lukashenko?")
    expect(page.locator(".turns > li").nth(1)).to_contain_text("Lukashenko")
    page.wait_for_timeout(700)
    tops = [(page.locator(part).bounding_box() or {})["y"] for part in (".question >> nth=1", "#conversation")]
    assert abs(tops[0] - tops[1]) < 20, "a new question comes to the top"
    assert in_view(page, "#composer textarea"), "a long conversation leaves the place to ask in sight"
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome button").first).to_be_visible()
    page.reload()
    expect(page.locator(".welcome button").first).to_be_visible()


def test_a_question_asked_the_moment_that_ask_is_back(visit: Visit) -> None:
    page = visit()
    page.get_by_label("Your question").fill(QUESTION)
    page.evaluate(
        """() => {
            const visible = () => document.querySelector("#send")?.checkVisibility();
            let answering = false;
            new MutationObserver((_, observer) => {
                answering ||= !visible();
                if (!answering || !visible()) return;
                observer.disconnect();
                const box = document.querySelector("#composer textarea");
                box.value = "And Lukashenko?";
                box.dispatchEvent(new Event("input", { bubbles: true }));
                setTimeout(() => document.querySelector("#send").click());
            }).observe(document.body, { subtree: true, childList: true, attributes: true });
        }"""
    )
    page.keyboard.press("Enter")
    expect(page.locator(".question")).to_have_text([QUESTION, "And Lukashenko?"])


def test_two_people_do_not_see_each_other(visit: Visit) -> None:
    ann, bob = visit(), visit()
    ask(ann, QUESTION)
    ask(bob, "What did Lukashenko say?")
    ask(ann, "And Lukashenko?")
    for page, questions in ((ann, [QUESTION, "And Lukashenko?"]), (bob, ["What did Lukashenko say?"])):
        page.reload()
        expect(page.locator(".question")).to_have_text(questions)


def test_example_questions_answer(visit: Visit) -> None:
    page = visit()
    example = page.locator(".welcome button").first
    question = example.inner_text()
    example.click()
    expect(page.locator(".question")).to_have_text(question)
    expect(page.locator(".answer:not(.refusal) .cite").first).to_be_visible()


def test_filters(visit: Visit) -> None:
    page = visit()
    page.get_by_role("button", name="Choose outlets and days").click()
    filters = page.locator("#filters")
    filters.get_by_label("From", exact=True).fill("1990-01-01")
    filters.get_by_label("To", exact=True).fill("1990")
    expect(page.locator("#chips .chip")).to_have_text(["from 1 January 1990×", "to 31 December 1990×"])
    ask(page, QUESTION)
    expect(page.locator(".answer")).to_have_class(re.compile("refusal"))
    for left in (1, 0):
        page.locator("#chips button").first.click()
        expect(page.locator("#chips .chip")).to_have_count(left)
    filters.get_by_label("Outlets").click()
    option = page.get_by_role("option").first
    outlet = option.inner_text().strip().lstrip("✓").strip()
    option.click()
    expect(page.locator("#chips .chip")).to_have_text([f"{outlet}×"])
    ask(page, "Who said what about Kramatorsk?")
    for line in page.locator(".turns > li").nth(1).locator(".sources li").all_inner_texts():
        assert outlet in line


def test_all_from_the_keyboard(visit: Visit) -> None:
    """Ask, open a source, come back, and reach every tab, without a mouse; what has the focus shows it."""
    page = visit()
    page.locator(".welcome button").first.wait_for()
    page.get_by_label("Your question").focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".answer .cite").first.wait_for()
    answered(page)
    reach(page, "document.activeElement.matches('.cite')", "Shift+Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    name = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert re.match(r"Source \d: ", name)
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('#article h2')")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('.cite')")
    reach(
        page, "document.activeElement.matches('[role=tab]') && document.activeElement.innerText === 'Statements'", "Tab"
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Statements")).to_have_attribute("aria-selected", "true")


def reach(page: Page, condition: str, key: str) -> None:
    """Press a key until the condition holds."""
    for _ in range(60):
        if page.evaluate(condition):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{condition} is not reached with {key}")


def test_copy_a_quotation_with_its_source(visit: Visit) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    page.get_by_role("button", name="Copy quotation 1 with its source").click()
    expect(page.locator(".sources").get_by_text("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.match(r"“.+,” Vladimir Putin said \(.+, .+2025\), https://example\.org/", copied)
    page.locator(".answer .cite").first.click()
    page.locator("#article [data-link]").click()
    page.wait_for_timeout(300)
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_export(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    ask(page, QUESTION)
    with page.expect_download() as download:
        page.locator("#exports summary").click()
        page.get_by_role("button", name="Export as Markdown").click()
    download.value.save_as(tmp_path / "conversation.md")
    text = (tmp_path / "conversation.md").read_text(encoding="utf-8")
    assert f"## {QUESTION}" in text
    assert re.search(r"^\[1\] Vladimir Putin · .*2025 · .*<https://example\.org/", text, re.MULTILINE)


def test_statements_are_listed_filtered_and_opened(visit: Visit) -> None:
    page = visit()
    page.get_by_role("tab", name="Statements").click()
    lines = page.locator("#statements li")
    expect(lines.first).to_be_visible()
    everything = page.locator("#statements .count").inner_text()
    page.get_by_role("tab", name="People").click()
    people = page.locator("#people .line")
    counts = [int(re.findall(r"(\d+) statement", text)[0]) for text in people.all_inner_texts()]
    assert counts == sorted(counts, reverse=True), "the most quoted first"
    page.get_by_label("Find a person").fill("tin vlad")
    expect(people).to_have_count(1)
    people.click()
    expect(page.get_by_role("tab", name="Statements")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#person .chip")).to_have_text("Vladimir Putin×")
    expect(page.locator("#statements .count")).not_to_have_text(everything)
    assert all("Vladimir Putin" in who for who in page.locator("#statements small").all_text_contents())
    some = page.locator("#statements .count").inner_text()
    page.locator("#panel").get_by_label("About").fill("Kramatorsk")
    expect(page.locator("#statements .count")).not_to_have_text(some)
    expect(lines.first).to_contain_text("Putin")
    lines.first.locator("a").click()
    expect(page.get_by_role("tab", name="Evidence")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#article mark.quoted").first).to_be_visible()


def test_upload_ask_and_remove(visit: Visit, own_app: App, tmp_path: Path) -> None:
    """An uploaded article is answered from at once, shown as what it says and no more, and gone once it is removed."""
    (tmp_path / "hostile.json").write_text(json.dumps(HOSTILE))
    (tmp_path / "empty.txt").write_text("")
    page = visit(own_app.address)
    page.get_by_role("tab", name="Articles").click()
    page.locator("#upload input[type=file]").set_input_files([tmp_path / "hostile.json", tmp_path / "empty.txt"])
    expect(page.locator("#report")).to_contain_text("hostile.json added")
    expect(page.locator("#report")).to_contain_text("empty.txt")
    assert "/tmp" not in page.locator("#report").inner_text()
    ask(page, "What did Otto Quark say about the zeppelins?")
    answer = page.locator(".turns > li")
    expect(answer).to_contain_text("The zeppelins **fly** at [1] noon <img src=x onerror=alert(6)>")
    answer.locator(".cite").first.click()
    expect(page.locator("#article h2")).to_contain_text(
        "Otto Quark <script>alert(1)</script> **bold** [x](javascript:alert(2))"
    )
    expect(page.locator("#article .article > p").first).to_contain_text("${alert(7)} {{value}}")
    assert page.locator("#article").get_by_role("link", name="Original").count() == 0
    assert page.locator("#article img, #article script, #article h1, .turns img").count() == 0
    assert page.title() == "WhoSaid"
    page.get_by_role("tab", name="Articles").click()
    page.get_by_label("Find an article").fill("otto quark")
    line = page.locator("#library li")
    expect(line).to_have_count(1)
    line.locator("summary").click()
    line.get_by_role("button", name="Yes, remove it").click()
    expect(page.locator("#library .count")).to_have_text("0 articles")
    ask(page, "What did Otto Quark say about the zeppelins?")
    expect(page.locator(".turns > li").last.locator(".refusal")).to_be_visible()


def test_limits_of_upload(visit: Visit, own_app: App, tmp_path: Path) -> None:
    files = []
    for number in range(21):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text("Nothing to see.")
    page = visit(own_app.address)
    page.get_by_role("tab", name="Articles").click()
    before = page.locator("#library .count").inner_text()
    page.locator("#upload input[type=file]").set_input_files(files)
    expect(page.locator("#report")).to_contain_text("21 files are too many at once: at most 20")
    (tmp_path / "large.txt").write_text("x" * 10_500_000)
    page.reload()
    page.get_by_role("tab", name="Articles").click()
    page.locator("#upload input[type=file]").set_input_files(tmp_path / "large.txt")
    expect(page.get_by_text(re.compile("maximum allowed size|too large", re.IGNORECASE)).first).to_be_visible()
    assert page.locator("#library .count").inner_text() == before


def test_the_chat_sees_what_the_command_line_adds(
    visit: Visit, own_app: App, tmp_path: Path, index_command: Callable[..., str]
) -> None:
    (tmp_path / "new.txt").write_text(
        "Harbour news\n\n“The lighthouse is sold,” said Mira Holm on Tuesday about the lighthouse.\n"
    )
    page = visit(own_app.address)
    ask(page, "What did Mira Holm say about the lighthouse?")
    expect(page.locator(".refusal")).to_be_visible()
    index_command(tmp_path / "new.txt")
    ask(page, "What did Mira Holm say about the lighthouse?")
    expect(page.locator(".turns > li").last).to_contain_text("The lighthouse is sold")


def test_the_server_reaches_no_other_host(app: App) -> None:
    assert app.reached == ""
