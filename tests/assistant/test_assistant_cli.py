"""`python -m assistant`: what it prints and how it ends."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.__main__ import ANSWERED, FAILED, INTERRUPTED, NOTHING_FOUND, main, shown
from assistant.models import Answer, Citation
from index import ArticleIndex
from tests.newsroom import ARTICLES

ROOT = Path(__file__).parents[2]
QUESTION = "What did Karl Ostrov say about the harbour?"
UNKNOWN = "What did Nora Falk say about the harbour?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "index"
    with ArticleIndex.open(path=path, create=True) as index:
        index.update(ARTICLES)
    return path


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither variables nor a `.env` of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("WHOSAID_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_an_answer_with_its_sources(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([QUESTION, "--index", str(folder)]) == ANSWERED
    printed = capsys.readouterr()
    assert "most expensive pier" in printed.out
    assert "\n[1] Mayor opens harbour, Salmo Courier, 2024-05-13 (harbour, characters " in printed.out
    assert "https://courier.example.org/harbour" in printed.out
    assert printed.err == ""


def test_an_answer_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([QUESTION, "--json", "--index", str(folder)]) == ANSWERED
    printed = json.loads(capsys.readouterr().out)
    assert printed["found"]
    assert printed["question"] == QUESTION


def test_a_refusal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([UNKNOWN, "--index", str(folder)]) == NOTHING_FOUND
    assert "No statement by Nora Falk about the harbour was found here" in capsys.readouterr().out


NARROWED = {
    "a day before": (["--until", "2024-05-12"], NOTHING_FOUND),
    "the day itself": (["--since", "2024-05-13", "--until", "2024-05-13"], ANSWERED),
    "another outlet": (["--outlet", "Northern Wire"], NOTHING_FOUND),
    "two outlets": (["--outlet", "Northern Wire", "--outlet", "Salmo Courier"], ANSWERED),
}


@pytest.mark.parametrize(("options", "status"), NARROWED.values(), ids=NARROWED)
def test_filters(folder: Path, options: list[str], status: int) -> None:
    assert main([QUESTION, "--index", str(folder), *options]) == status


def test_as_of_is_the_day_from_which_a_period_counts(folder: Path) -> None:
    asked = ["What did Karl Ostrov say about the harbour last week?", "--index", str(folder), "--as-of"]
    assert main([*asked, "2024-05-21"]) == ANSWERED
    assert main([*asked, "2024-09-01"]) == NOTHING_FOUND


WRONG = {
    "no index": ([QUESTION, "--index", "nowhere"], "python -m index"),
    "no such provider": ([QUESTION, "--index", "FOLDER", "--model", "nobody:m"], "provider:name"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG.values(), ids=WRONG)
def test_errors_are_one_line(
    folder: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder) if part == "FOLDER" else part for part in arguments]) == FAILED
    printed = capsys.readouterr()
    assert printed.out == ""
    assert message in printed.err
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--since", "yesterday"], ["--nonsense"], ["a", "b"]])
def test_wrong_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == FAILED
    assert "usage: python -m assistant" in capsys.readouterr().err


def test_help_tells_the_settings_and_the_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    printed = capsys.readouterr().out
    assert "WHOSAID_MODEL" in printed
    assert f"{NOTHING_FOUND} no article answers it" in printed


def test_questions_from_standard_input_are_one_conversation(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("What did Eero Salo say about the harbour?\n\nAnd Karl Ostrov?\n"))
    assert main(["--json", "--index", str(folder)]) == ANSWERED
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["question"] for answer in answers][-1] == "And Karl Ostrov?"
    assert "most expensive pier" in answers[-1]["text"]


def test_what_an_article_holds_does_not_reach_the_terminal_s_controls() -> None:
    citation = Citation(1, "x", "Title\x1b]0;owned\x07", "", "", "", 0, 3, "abc")
    printed = shown(Answer("q", "\\*abc\\* \x1b[2J\u202e [1]", (citation,), True))
    assert printed == "*abc* [2J [1]\n\nSources:\n[1] Title]0;owned (x, characters 0 to 3)"


MORE = Answer(
    "q",
    "- One\\. [1]\n\n[1 more](#more)",
    (Citation(1, "x", "First", "", "", "", 0, 4, "One."),),
    True,
    total=1,
    more=(Citation(2, "y", "Second", "", "", "", 0, 4, "Two.", speaker="Nora Falk", shown_text="Two\nlines."),),
)


def test_the_lines_that_are_not_shown_are_told_and_shown_with_all() -> None:
    assert shown(MORE) == ("- One. [1]\n\n1 more: --all shows them\n\nSources:\n[1] First (x, characters 0 to 4)")
    assert shown(MORE, everything=True) == (
        "- One. [1]\n\n1 more:\n\n- Nora Falk: Two lines. [2]\n\nSources:\n[1] First (x, characters 0 to 4)\n"
        "[2] Second (y, characters 0 to 4)"
    )


def test_an_interrupt_ends_it_without_a_traceback(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "--index", str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{QUESTION}\n")
    process.stdin.flush()
    assert process.stdout.readline()  # it has answered, and waits for the next question
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED
    assert "Traceback" not in errors
