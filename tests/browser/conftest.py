"""A real browser on the real chat.  Without Debian's Chromium these tests are skipped, and in CI they fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import ROOT, App, Start

ARTEFACTS = ROOT / "tests" / "artefacts"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
SECONDS = 30_000  # as playwright counts: milliseconds
Visit = Callable[..., Page]
expect.set_options(timeout=SECONDS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run a test of the page once more where it fails: on a slow machine a click may come before the page is ready for it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print why a test failed at its first try: a second try that passes must not hide a fault."""
    for report in terminalreporter.getreports("rerun"):
        terminalreporter.section(f"first try of {report.nodeid}")
        terminalreporter.write_line(report.longreprtext)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = shutil.which("chromium")
    if not path:
        reason = "no Chromium here: install Debian's package `chromium` to run the browser tests"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def app(start_app: Start, chromium: Browser) -> App:
    """The chat over the sample articles, answering in quotations."""
    return start_app()


@pytest.fixture(scope="session")
def own_app(start_app: Start, chromium: Browser) -> App:
    """A chat of which the tests may change the articles: the samples go with the first that they bring in."""
    return start_app()


@pytest.fixture
def visit(chromium: Browser, app: App) -> Iterator[Visit]:
    """Opens the chat as one more person.  Afterwards: no script failed, and nothing was asked of any other host."""
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    failed: list[str] = []

    def enter(address: str = "", width: int = 1280, height: int = 800, colours: Any = "light", **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=colours, **options)
        context.set_default_timeout(SECONDS)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("dialog", lambda dialog: failed.append(f"a dialog opened: {dialog.message}"))
        page.goto(address if address.startswith("http") else app.address + address)
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not failed
    elsewhere = {
        url for url in asked if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1"
    }
    assert not elsewhere


def picture(page: Page, name: str) -> Path:
    """Keeps a picture of the page as an artefact."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.wait_for_timeout(700)  # smooth scrolling comes to rest
    page.screenshot(path=ARTEFACTS / name)
    return ARTEFACTS / name


@pytest.fixture
def index_command(own_app: App) -> Callable[..., str]:
    """Runs `python -m index` on the index of `own_app`, as somebody else at the same machine would."""

    def run(*arguments: object) -> str:
        command = [sys.executable, "-m", "index", *map(str, arguments)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=own_app.folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
