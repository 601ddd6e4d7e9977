"""`python -m index`: what it prints, where, and its exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from index.__main__ import main
from index.embedding.encoder import Encoder
from index.loading.loader import load_articles
from index.settings import IndexSettings
from tests.conftest import ROOT

BERG = """---
title: Mayor opens harbour
source: Salmo Courier
date: 2024-05-13
---
Mayor Anna Berg opened the new harbour on Monday. “We built it in two years, and it is ours,” Berg said.
"""
SALO = "The tunnel will not be built before 2030, said Transport Minister Eero Salo. He said that there was no money.\n"
Run = Callable[..., SimpleNamespace]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], encoder: Encoder) -> Run:
    """Runs a command in an empty folder; gives its exit status, output and messages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("index.article_index.Encoder", _loaded(encoder))
    for name in [name for name in os.environ if name.startswith("WHOSAID_")]:
        monkeypatch.delenv(name)

    def command(*arguments: str) -> SimpleNamespace:
        try:
            status = main(arguments)
        except SystemExit as left:
            status = int(left.code or 0)
        said = capsys.readouterr()
        return SimpleNamespace(status=status, out=said.out, err=said.err, lines=said.out.splitlines())

    return command


def _loaded(encoder: Encoder) -> type[Encoder]:
    """The encoder's class, of which each is the one that is loaded already."""

    class Loaded(Encoder):
        def __new__(cls, name: str = "") -> Loaded:
            return encoder if not name else super().__new__(cls)  # type: ignore[return-value]

    return Loaded


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "berg.md").write_text(BERG)
    (folder / "salo.txt").write_text(SALO)
    return folder


def counted(out: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in out.splitlines())


# ---- bringing articles in


def test_update_and_prune(run: Run, news: Path) -> None:
    told = run("news")
    assert told.status == 0
    assert told.lines == ["added: 2", "changed: 0", "unchanged: 0", "removed: 0", "skipped: 0"]
    assert told.err == "", "no bar where there is no terminal"
    (news / "berg.md").write_text(BERG.replace("two years", "three years"))
    (news / "salo.txt").unlink()
    told = run("news")
    assert counted(told.out) == {"added": "0", "changed": "1", "unchanged": "0", "removed": "0", "skipped": "0"}
    assert counted(run("news", "--prune").out)["removed"] == "1"
    assert [line.split("\t")[2] for line in run("list").lines] == ["Salmo Courier"]


def test_what_is_skipped_is_named_and_the_rest_goes_in(run: Run, news: Path) -> None:
    (news / "broken.jsonl").write_text('{"id": "x", "text": "One sentence was said."}\n{"text": \n')
    told = run("news", "nowhere.txt")
    assert told.status == 1
    assert counted(told.out) == {"added": "3", "changed": "0", "unchanged": "0", "removed": "0", "skipped": "2"}
    assert "broken.jsonl, record 2: " in told.err
    assert f"skipped: {news.parent / 'nowhere.txt'}: does not exist" in told.err
    assert "Traceback" not in told.err


def test_nothing_to_take_in_makes_no_index(run: Run, tmp_path: Path) -> None:
    assert run("nowhere.txt").status == 1
    assert not (tmp_path / ".whosaid").exists()


def test_articles_are_indexed_while_they_are_read(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "many.jsonl").write_text("".join(json.dumps({"text": f"{SALO} {n}"}) + "\n" for n in range(3)))
    index_existed = []

    def watched(*arguments: Any) -> Iterator[Any]:
        for item in load_articles(*arguments):
            index_existed.append((tmp_path / ".whosaid").exists())
            yield item

    monkeypatch.setattr("index.__main__.load_articles", watched)
    assert counted(run("many.jsonl").out)["added"] == "3"
    assert index_existed == [False, True, True], "made for the first article, before the others are read"


def test_pruning_removes_the_last_article_of_a_folder(run: Run, news: Path) -> None:
    run("news")
    for path in news.iterdir():
        path.unlink()
    pruned = run("news", "--prune")
    assert (pruned.status, counted(pruned.out)["removed"]) == (1, "2")
    assert "has no file of a kind that can be read" in pruned.err


def test_an_article_on_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(SALO.encode())))
    assert counted(run("-").out)["added"] == "1"
    assert run("status").status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--index", "there", "news"],
        ["news", "--index", "there"],
        ["news", "--index=there"],
        ["update", "--index", "there", "news"],
    ],
    ids=" ".join,
)
def test_the_folder_may_be_named_before_and_after(run: Run, news: Path, tmp_path: Path, arguments: list[str]) -> None:
    assert run(*arguments).status == 0
    assert (tmp_path / "there" / "chroma.sqlite3").exists()
    assert counted(run("--index", "there", "status").out)["articles"] == "2"
    assert counted(run("status", "--index", "there").out)["place"] == "there"


def test_the_environment_names_the_folder(
    run: Run, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHOSAID_INDEX", "from-environment")
    assert run("news").status == 0
    assert (tmp_path / "from-environment").exists()
    monkeypatch.setenv("WHOSAID_CHROMA_URL", "http://127.0.0.1:9")
    assert "127.0.0.1:9" in run("status").err
    assert run("status", "--index", "from-environment").status == 0, "what is named goes before the environment"


# ---- looking


def test_status(run: Run, news: Path) -> None:
    run("news")
    lines = counted(run("status").out)
    assert (lines["articles"], lines["first"], lines["last"]) == ("2", "2024-05-13", "2024-05-13")
    assert (lines["encoder"], lines["place"]) == ("all-MiniLM-L6-v2", ".whosaid")
    assert int(lines["passages"]) >= 2
    assert int(lines["statements"]) >= 2
    assert int(lines["size_bytes"]) > 10_000
    as_json = json.loads(run("status", "--json").out)
    assert {name: str(value) for name, value in as_json.items()} | {"size_bytes": 0} == lines | {"size_bytes": 0}


def test_list_and_remove(run: Run, news: Path) -> None:
    run("news")
    rows = [line.split("\t") for line in run("list").lines]
    assert [row[1:] for row in rows if row[1] != "-"] == [["2024-05-13", "Salmo Courier", "Mayor opens harbour"]]
    assert len(rows) == 2
    assert run("remove", rows[0][0], "nothing").status == 2
    assert len(run("list").lines) == 2
    told = run("remove", rows[0][0])
    assert (told.status, told.lines) == (0, ["removed: 1"])
    assert [line.split("\t")[0] for line in run("list").lines] == [rows[1][0]]


def test_a_title_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    record = {"id": "x", "text": SALO, "title": "\x1b[31mRed\x1b[0m\ttitle\u202e", "source": "a\r\nb"}
    (tmp_path / "x.jsonl").write_text(json.dumps(record))
    run("x.jsonl")
    out = run("list").out
    assert out.isascii()
    assert all(character.isprintable() or character in "\n\t" for character in out)
    assert len(out.splitlines()) == 1
    assert "[31mRed" in out


def test_rebuild_and_what_needs_it(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("news")
    monkeypatch.setattr("index.article_index.SPLITTER", "sentences-99/1")
    for command in (["news"], ["statements"]):
        told = run(*command)
        assert told.status == 2
        assert "python -m index rebuild" in told.err
    told = run("status")
    assert (told.status, counted(told.out)["articles"]) == (0, "2")
    assert "splitter" in told.err
    told = run("rebuild")
    assert (told.status, told.lines) == (0, ["rebuilt: 2"])
    assert run("statements").status == 0
    assert run("status").err == ""


# ---- who said what


def test_statements(run: Run, news: Path) -> None:
    run("news")
    table = run("statements", "--speaker", "Berg").lines
    assert table[0].split() == ["SPEAKER", "SPEECH", "ACT", "PUBLISHED", "SOURCE", "WORDS"]
    assert "it is ours" in table[1]
    rows = json.loads(run("statements", "--json").out)
    assert len(rows) == int(counted(run("status").out)["statements"])
    articles = {"berg": BERG.split("---\n", 2)[2], "salo": SALO}
    for row in rows:
        assert any(row["words"] in text for text in articles.values())
        assert row["end"] - row["start"] >= len(row["words"])
    read = list(csv.DictReader(io.StringIO(run("statements", "--csv").out)))
    assert [{name: str(value) for name, value in row.items()} for row in rows] == read


@pytest.mark.parametrize(
    ("arguments", "speakers"),
    [
        (["--speaker", "Anna Berg"], {"Anna Berg"}),
        (["--speaker", "Nobody"], set()),
        (["--about", "tunnel"], {"Eero Salo"}),
        (["--since", "2024-05-13", "--until", "2024-05-13"], {"Anna Berg"}),
        (["--since", "2024-05-14"], set()),
        (["--source", "Salmo Courier"], {"Anna Berg"}),
        (["--speaker", "Salo", "--about", "harbour"], set()),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_statements_narrowed(run: Run, news: Path, arguments: list[str], speakers: set[str]) -> None:
    run("news")
    told = run("statements", "--json", *arguments)
    assert told.status == 0
    assert {row["speaker"] for row in json.loads(told.out)} == speakers


# ---- what is wrong is said, without a traceback


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["status"], "there is no index in .whosaid: make one with `python -m index PATH...`"),
        (["list"], "there is no index in .whosaid"),
        (["remove", "x"], "there is no index in .whosaid"),
        (["rebuild"], "there is no index in .whosaid"),
        (["statements"], "there is no index in .whosaid"),
        (["status", "--chroma-url", "nowhere"], "'nowhere' is not the address of a Chroma server"),
        (["status", "--chroma-url", "http://127.0.0.1:9"], "the index in http://127.0.0.1:9 cannot be used"),
        (["news", "--encoder", "./no-model"], "the text encoder './no-model' cannot be loaded"),
        (["news", "--index", "file/below"], "cannot use file/below for the index: Not a directory"),
        (["remove"], "the following arguments are required: ID"),
        (["statements", "--csv", "--json"], "not allowed with argument"),
        (["news", "--purge"], "unrecognized arguments: --purge"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong(run: Run, news: Path, tmp_path: Path, arguments: list[str], words: str) -> None:
    (tmp_path / "file").write_text("")
    told = run(*arguments)
    assert told.status == 2
    assert words in told.err
    assert told.out == ""


def test_a_day_that_is_none(run: Run, news: Path) -> None:
    run("news")
    told = run("statements", "--since", "yesterday")
    assert (told.status, told.err) == (2, "error: 'yesterday' is not a day: write it as 2025-08-31\n")


def test_a_setting_that_is_wrong(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOSAID_LOCK_WAIT", "soon")
    told = run("news")
    assert told.status == 2
    assert told.err.startswith("error: WHOSAID_LOCK_WAIT: Input should be a valid number")


def test_a_password_in_the_server_s_address_is_not_shown() -> None:
    settings = IndexSettings(chroma_url="http://ann:hidden@127.0.0.1:9", chroma_token="secret")
    assert "hidden" not in repr(settings) + str(settings)
    assert "secret" not in repr(settings) + str(settings)


def test_help_names_the_commands_and_the_settings(run: Run) -> None:
    for arguments in (["--help"], []):
        told = run(*arguments)
        assert told.status == 0
        for word in ("--prune", "remove", "rebuild", "statements", "WHOSAID_INDEX", "WHOSAID_CHROMA_URL"):
            assert word in told.out


def test_as_a_program_into_a_pipe_that_is_closed(news: Path, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WHOSAID_")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "index", "--index", "there"]
    done = subprocess.run([*command, "news"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr, done.stdout.splitlines()[0]) == (0, "", "added: 2")
    with subprocess.Popen(
        [*command, "list"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.close()
        assert listing.stderr.read() == b""


def test_speakers_are_listed_and_corrected(run: Run) -> None:
    Path("berg.md").write_text(BERG)
    Path("salo.txt").write_text(SALO)
    run("berg.md", "salo.txt")
    listed = json.loads(run("speakers", "--json").out)
    assert {"Anna Berg", "Eero Salo"} <= {row["name"] for row in listed}
    assert all(row["statements"] > 0 and row["kind"] in ("person", "body", "role", "group") for row in listed)
    assert run("speakers").lines[0].split() == ["NAME", "STATEMENTS", "KIND", "ALSO"]

    place = json.loads(run("statements", "--json", "--about", "two years").out)[0]["place"]
    kept = run("speakers", "--wrong", place, "--speaker", "Lena Ostrov")
    assert "“We built it in two years, and it is ours,” is said by “Lena Ostrov”" in kept.lines[0]
    assert json.loads(run("statements", "--json", "--speaker", "Ostrov").out)[0]["place"] == place
    article, _, span = place.rpartition(":")
    address = f"http://127.0.0.1:7860/?article={article}&start={span.split('-')[0]}&end={span.split('-')[1]}"
    assert "is said by nobody" in run("speakers", "--wrong", address, "--speaker", "nobody").out

    assert run("speakers", "--same", "Eero Salo", "Anna Berg").status == 0
    exported = json.loads(run("speakers", "--corrections", "--json").out)
    assert [row["kind"] for row in exported] == ["speaker", "same"]
    assert [line.split()[0] for line in run("speakers", "--corrections").lines[1:]] == [row["id"] for row in exported]
    assert run("speakers", "--take-back", *(row["id"] for row in exported)).out == "taken back: 2\n"
    assert json.loads(run("speakers", "--json").out) == listed


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--wrong", "nowhere:1-5", "--speaker", "Anna Berg"), "no statement stands at 1 to 5"),
        (("--wrong", "nowhere", "--speaker", "Anna Berg"), "is not the place of a statement"),
        (("--wrong", "nowhere:1-5"), "go together"),
        (("--same", "Anna Berg", "Nobody Atall"), "no speaker is called 'Nobody Atall'"),
        (("--take-back", "nothing"), "no correction 'nothing'"),
    ],
    ids=["no statement", "no place", "no speaker", "unknown name", "unknown correction"],
)
def test_a_correction_that_cannot_be_made_says_why(run: Run, arguments: tuple[str, ...], reason: str) -> None:
    Path("berg.md").write_text(BERG)
    run("berg.md")
    failed = run("speakers", *arguments)
    assert (failed.status, reason in failed.err) == (2, True)
