"""The index on a real Chroma server, started by `chroma run`: several machines, one writer at a time."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import ArticleIndex, IndexLockedError, IndexStorageError, Query
from index.embedding.encoder import Encoder
from index.storage import lease
from index.storage.reader import MANIFEST
from index.storage.store import IndexStore
from tests.conftest import ROOT, MakeArticle
from tests.index.storage.test_store import record_ids

BERG = "Mayor Anna Berg opened the new harbour on Monday. “It is ours,” Berg said."
SALO = "The tunnel will not be built before 2030, said Transport Minister Eero Salo."
START_SECONDS = 60


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty server; what this machine keeps beside it lies in the test's folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    chroma = Path(sys.executable).parent / "chroma"
    command: list[str | Path] = [
        chroma,
        "run",
        "--path",
        tmp_path / "server",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=tmp_path)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{address}/api/v2/heartbeat", timeout=1).close()
            break
        except OSError:
            assert process.poll() is None, (tmp_path / "server.log").read_text()
            assert time.monotonic() < deadline, (tmp_path / "server.log").read_text()
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(20)


def script(server: str, body: str, cache: Path) -> subprocess.Popen[str]:
    """Another machine, which is to say: another process with a cache of its own."""
    head = f"""
        from tests.index.storage.test_server import *
        from index import Article
        def open_store(): return IndexStore.on_server({server!r}, create=True, wait=0.5)
        def open_index(): return ArticleIndex.open(url={server!r}, encoder=Encoder())
    """
    code = textwrap.dedent(head) + textwrap.dedent(body)
    environment = os.environ | {"XDG_CACHE_HOME": str(cache)}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment
    )


def test_update_search_change_remove_and_rebuild(server: str, encoder: Encoder, make_article: MakeArticle) -> None:
    with ArticleIndex.open(url=server, encoder=encoder, create=True) as index:
        assert len(index.update([make_article(BERG, id="a"), make_article(SALO, id="b")]).added) == 2
        assert index.search(Query("Who opened the harbour?"))[0].article.id == "a"
        assert index.update([make_article(BERG + " She left.", id="a")]).changed == ("a",)
        assert index.article("a").text.endswith("She left.")
        assert index.remove(["b"]).removed == ("b",)
        before = [evidence.text for evidence in index.search(Query("harbour"))]
        assert index.rebuild().changed == ("a",)
        assert [evidence.text for evidence in index.search(Query("harbour"))] == before
        assert index.status().place == server
    names = {name.split("-")[0] for name in IndexStore.on_server(server).client.collections()}
    assert names == {"whosaid", "whosaid_lease.000000004"}


def test_a_second_machine_needs_the_address_and_nothing_else(
    server: str, tmp_path: Path, encoder: Encoder, make_article: MakeArticle
) -> None:
    with ArticleIndex.open(url=server, encoder=encoder, create=True) as index:
        index.update([make_article(BERG, id="a"), make_article(SALO, id="b")])
        other = script(
            server,
            """
            index = open_index()
            print([evidence.article.id for evidence in index.search(Query("Who opened the harbour?"))][:1], flush=True)
            input()
            print(sorted({evidence.article.id for evidence in index.search(Query("ferry"))}), flush=True)
            """,
            tmp_path / "elsewhere",
        )
        assert other.stdout is not None
        assert other.stdout.readline() == "['a']\n"
        index.update([make_article("The ferry runs from May.", id="c")])
        index.remove(["a"])
        said, wrong = other.communicate("go on\n", timeout=120)
        assert said == "['b', 'c']\n", wrong
    assert list((tmp_path / "elsewhere").rglob("*.sqlite3"))


def test_one_writer_at_a_time(server: str, tmp_path: Path) -> None:
    body = """
        with open_store().writing():
            print("holding", flush=True)
            input()
    """
    other = script(server, body, tmp_path / "elsewhere")
    assert other.stdout is not None
    assert other.stdout.readline() == "holding\n"
    store = IndexStore.on_server(server, create=True, wait=0.5)
    with pytest.raises(IndexLockedError, match=rf"process {other.pid} on {socket.gethostname()}"), store.writing():
        pass
    other.communicate("go on\n", timeout=60)
    started = time.monotonic()
    with store.writing():
        pass
    assert time.monotonic() - started < 5, "it was given back at once"


def test_a_writer_that_was_killed_holds_nothing_and_loses_nothing(
    server: str, tmp_path: Path, encoder: Encoder, make_article: MakeArticle
) -> None:
    with ArticleIndex.open(url=server, encoder=encoder, create=True) as index:
        index.update([make_article(BERG, id="a"), make_article(SALO, id="b")])
    body = """
        index = open_index()
        index.store._publish_change = lambda *_, **__: (print("half done", flush=True), input())
        index.update([Article("a", "Another text.", given_id=True), Article("c", "Another article.", given_id=True)])
    """
    other = script(server, body, tmp_path / "elsewhere")
    assert other.stdout is not None
    assert other.stdout.readline() == "half done\n"
    other.kill()
    other.wait()
    with ArticleIndex.open(url=server, encoder=encoder) as index:
        index.update([make_article("Another text.", id="a"), make_article("Another article.", id="c")])
        assert {article.id for article in index.articles()} == {"a", "b", "c"}
        assert index.article("a").text == "Another text."
        assert len(record_ids(index.store, "passages")) == index.status().passages == 3


def test_a_lease_is_renewed_and_runs_out(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "LEASE", 1.0)
    monkeypatch.setattr(socket, "gethostname", lambda: "another-machine")
    first = IndexStore.on_server(server, create=True, wait=0.2)
    with first.writing():
        time.sleep(2.5)
        monkeypatch.setattr(socket, "gethostname", lambda: "this-machine")
        second = IndexStore.on_server(server, create=True, wait=0.2)
        with pytest.raises(IndexLockedError, match="on another-machine"), second.writing():
            pass
        first.client.ensure_collection(MANIFEST)
        monkeypatch.setattr(lease._Lease, "renew", lambda _: None)  # as when the machine sleeps
        time.sleep(1.5)
        with pytest.raises(IndexLockedError, match="lost the right to write"):
            first.client.ensure_collection(MANIFEST)
        with second.writing():
            second.client.ensure_collection(MANIFEST)


def test_what_cannot_be_reached_is_named(server: str, encoder: Encoder) -> None:
    with pytest.raises(IndexStorageError, match=r"there is no index on http://127\.0\.0\.1:\d+: make one with"):
        ArticleIndex.open(url=server, encoder=encoder)
    with pytest.raises(IndexStorageError, match=r"the index in http://127\.0\.0\.1:9 cannot be used: .*onnect"):
        ArticleIndex.open(url="http://127.0.0.1:9", encoder=encoder, create=True)


@pytest.mark.parametrize(
    "url", ["chroma", "ftp://host:1", "http://", "127.0.0.1:8000", "http://host:port", "http://[::1"]
)
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(IndexStorageError, match="is not the address of a Chroma server: write it as http://host:port"):
        IndexStore.on_server(url)


def test_a_password_is_sent_and_never_shown(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    address = server.replace("http://", "http://ann:s%40cret@")
    store = IndexStore.on_server(address, create=True)
    assert store.client._client._server._session.headers["authorization"] == "Basic YW5uOnNAY3JldA=="
    assert "cret" not in store.place + str(store.cache)
    store = IndexStore.on_server(server, token="abc", create=True)
    assert store.client._client._server._session.headers["x-chroma-token"] == "abc"
