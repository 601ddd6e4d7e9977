"""The chat with a language model that takes its time, and the chat behind a login."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_page import QUESTION, ask
from tests.conftest import App, Start

SENTENCES = 40
BRIEFLY = "What did Lukashenko say about Kramatorsk?"  # is answered at once, with a sentence that nothing bears out


class SlowModel(BaseHTTPRequestHandler):
    """An OpenAI-compatible server whose model says its evidence again and again, a sentence every half second.

    To BRIEFLY it says its first piece of evidence twice, gives it to another between them, and is done.
    """

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert asked["stream"]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        told = asked["messages"][-1]["content"]
        evidence = re.findall(r"^\[(\d+)\] (.+?): (.+?) \(", told, re.MULTILINE)
        sentences = [f"{who}: {words} [{number}]\n\n" for number, who, words in evidence]
        if BRIEFLY[:-1] in told:
            stranger = f"Nora Falk said: {evidence[0][2]} [{evidence[0][0]}]\n\n"
            for sentence in (sentences[0], stranger, sentences[0]):
                self.tell({"content": sentence})
        else:
            for _, sentence in zip(range(SENTENCES), cycle(sentences), strict=False):
                self.tell({"content": sentence})
                time.sleep(0.5)
        self.tell({}, "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def tell(self, delta: dict[str, str], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "slow", "choices": [choice]}
        try:
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.flush()
        except OSError:  # whoever asked has gone: that is what Stop does
            self.server.gone.set()  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture(scope="module")
def slow_model() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), SlowModel)
    server.gone = threading.Event()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture(scope="module")
def writing(start_app: Start, slow_model: ThreadingHTTPServer) -> App:
    """The chat with the slow model."""
    address = f"http://127.0.0.1:{slow_model.server_port}/v1"
    return start_app(model="openai:slow", base_url=address, api_key="none")


@pytest.fixture(scope="module")
def guarded(start_app: Start) -> App:
    """The chat behind a login."""
    return start_app(users="ann:one,bob:two")


def test_stop(visit: Visit, writing: App, slow_model: ThreadingHTTPServer) -> None:
    """While an answer is written it can be stopped: the model is left, and the next question is answered from there."""
    page = visit(writing.address)
    expect(page.locator("#header")).to_contain_text("openai:slow")
    page.get_by_label("Your question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".progress")).to_contain_text("is writing")
    expect(page.locator(".draft")).to_contain_text("Putin")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".turns")).to_contain_text("Stopped before the answer was complete.")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    assert slow_model.gone.wait(20), "the model goes on writing"  # type: ignore[attr-defined]
    page.reload()
    expect(page.locator(".turns > li")).to_have_count(1)
    page.get_by_label("Your question").fill("What did Biden say about Kramatorsk?")
    page.keyboard.press("Enter")
    expect(page.locator(".turns .refusal")).to_be_visible()


def test_what_was_left_out_can_be_opened(visit: Visit, writing: App) -> None:
    """What the model gave to somebody else is no part of the answer; it is folded up below it, with the reason."""
    page = visit(writing.address)
    ask(page, BRIEFLY)
    expect(page.locator(".answer .notice")).to_contain_text("1 sentence of what openai:slow wrote left out")
    expect(page.locator(".answer")).to_contain_text("Lukashenko")
    expect(page.locator(".answer")).not_to_contain_text("Nora Falk")
    left_out = page.locator("details.left-out")
    expect(left_out.get_by_text("Nora Falk")).to_be_hidden()
    left_out.get_by_text("1 sentence left out: not borne out").click()
    expect(left_out.get_by_text("Nora Falk")).to_be_visible()
    expect(left_out).to_contain_text("the cited words are somebody else's")


def test_login(visit: Visit, guarded: App) -> None:
    """A person logs in on the page; whoever logs in after them in the same browser does not see their conversation."""
    page = visit(guarded.address)
    for user, password in (("ann", "one"), ("bob", "two")):
        assert page.get_by_text("Statements").count() == 0
        page.get_by_label("username").fill(user)
        page.get_by_label("password").fill(password)
        page.get_by_role("button", name="Login").click()
        expect(page.locator(".welcome button").first).to_be_visible()
        assert page.locator(".turns").count() == 0
        ask(page, QUESTION)
        page.goto(guarded.address + "logout")
        page.goto(guarded.address)
        page.get_by_label("username").wait_for()
