"""What several tests need: the real encoder, articles, and the running chat as a person starts it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from index import Article, digest
from index.embedding.encoder import Encoder

ROOT = Path(__file__).parent.parent
START_SECONDS = 180
# Loaded by Python itself before the app: writes down every address outside this machine that the app tries to reach.
WATCH = """
import sys
LOCAL = ("127.", "::1", "localhost", "0.0.0.0", "/")
def watch(event, args):
    host = args[0] if event == "socket.getaddrinfo" else args[1] if event == "socket.connect" else None
    host = host[0] if isinstance(host, tuple) else host
    if host and not str(host).startswith(LOCAL):
        with open({log!r}, "a") as log:
            print(event, host, file=log)
sys.addaudithook(watch)
"""


@dataclass
class App:
    """A running chat: its address, what it printed so far, and the hosts elsewhere that it tried to reach."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def output(self) -> str:
        return (self.folder / "output.txt").read_text(encoding="utf-8", errors="replace")

    @property
    def reached(self) -> str:
        log = self.folder / "reached.txt"
        return log.read_text() if log.exists() else ""


Start = Callable[..., App]


@pytest.fixture(scope="session")
def start_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts `python -m ui` with arguments and WHOSAID_ settings over an index of its own; waits for its address."""
    running: list[App] = []

    def start(*arguments: str, **settings: str) -> App:
        folder = tmp_path_factory.mktemp("app")
        (folder / "watch").mkdir()
        (folder / "watch" / "sitecustomize.py").write_text(WATCH.format(log=str(folder / "reached.txt")))
        environment = {name: value for name, value in os.environ.items() if not name.startswith("WHOSAID_")}
        environment |= {f"WHOSAID_{name.upper()}": value for name, value in settings.items()}
        environment |= {"PYTHONPATH": f"{folder / 'watch'}{os.pathsep}{ROOT}", "WHOSAID_PORT": "0"}
        with (folder / "output.txt").open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "ui", *arguments],
                cwd=folder,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        app = App("", folder, process)
        running.append(app)
        deadline = time.monotonic() + START_SECONDS
        while "The chat is at " not in app.output:
            assert process.poll() is None, f"it ended at once:\n{app.output}"
            assert time.monotonic() < deadline, f"it did not start:\n{app.output}"
            time.sleep(0.2)
        app.address = app.output.partition("The chat is at ")[2].split()[0]
        return app

    yield start
    for app in running:
        app.process.terminate()
    for app in running:
        app.process.wait(20)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The packaged encoder, loaded once."""
    return Encoder()


MakeArticle = Callable[..., Article]


@pytest.fixture(scope="session")
def make_article() -> MakeArticle:
    """Makes an article of a text, with an id as `read` gives it unless one is given."""

    def make(text: str, **fields: Any) -> Article:
        given = fields.pop("id", "")
        name = given or digest("\n".join((text, fields.get("source", ""), fields.get("url", ""))))[:16]
        return Article(name, text, given_id=bool(given), **fields)

    return make
