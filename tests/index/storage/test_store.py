"""The store on a real Chroma in a folder: what counts, what is filtered, what is refused, and who may write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import Article, IndexLockedError, IndexMismatchError, IndexStorageError, Period, SpeechAct, Statement
from index.models import Passage
from index.storage import chroma_client
from index.storage import store as module
from index.storage.build import Build
from index.storage.filters import Filters
from index.storage.manifest import (
    STATEMENT,
    ArticleRecords,
    Record,
    make_entry,
    passage_metadata,
    record_id,
    revision,
    statement_metadata,
)
from index.storage.store import IndexStore

MADE_WITH = {"encoder": "by hand"}
EAST, NORTH, WEST = (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)
ROOT = Path(__file__).parents[3]


def change(
    name: str, vectors: Sequence[tuple[float, float]] = (EAST,), replaces: str = "", **fields: Any
) -> ArticleRecords:
    """An article with a passage a vector, and one statement by its author if it has one."""
    text = fields.pop("text", f"{name} said so.")
    article = Article(name, text, **fields)
    its_revision = revision(article, MADE_WITH)
    passages = [
        Record(record_id(its_revision, "passages", n), passage_metadata(article, Passage(name, 0, 4, text[:4])), vector)
        for n, vector in enumerate(vectors)
    ]
    said = [Statement(name, article.author, None, None, ((0, 4),))] if article.author else []
    statements = [
        Record(record_id(its_revision, "statements", n), statement_metadata(article, statement), vectors[0])
        for n, statement in enumerate(said)
    ]
    line = make_entry(article, MADE_WITH, len(passages), len(statements), replaces)
    return ArticleRecords(line, article, {"passages": passages, "statements": statements})


def make(folder: Path, *changes: ArticleRecords) -> IndexStore:
    store = IndexStore.in_folder(folder, create=True, wait=0.2)
    with store.writing():
        store.activate_build(store.create_build(), MADE_WITH)
        store.commit(changes)
    return store


def found(store: IndexStore, vector: tuple[float, float] = EAST, limit: int = 10, **narrowed: object) -> list[str]:
    """The ids of the articles of the nearest passages."""
    hits = store.nearest("passages", vector, limit, Filters(**narrowed))  # type: ignore[arg-type]
    names = {entry.revision: name for name, entry in store.entries.items()}
    return [names[hit.partition(":")[0]] for hit, _ in hits]


def record_ids(store: IndexStore, kind: str) -> list[str]:
    """The ids of all records that are there, whether they count or not."""
    return store.client.ids(store._build().collection(kind))


def texts(store: IndexStore, *names: str) -> dict[str, str]:
    return store.texts(store.entries[name] for name in names)


# ---- what counts


def test_what_was_put_in_is_found_by_its_vector(tmp_path: Path) -> None:
    store = make(tmp_path, change("a", [EAST]), change("b", [NORTH]), change("c", [WEST]))
    assert found(store) == ["a", "b", "c"]
    assert [round(similarity, 6) for _, similarity in store.nearest("passages", EAST, 3)] == [1, 0, -1]
    assert texts(store, "b") == {"b": "b said so."}
    assert store.counts() == {"passages": 3, "statements": 0}


def test_equal_vectors_come_in_the_order_of_their_names_wherever_they_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = [0.3, 0.1, -0.7]
    store = make(tmp_path, *(change(f"a{n}", [point]) for n in range(30)))
    near = store.nearest("passages", [0.2, -0.5, 0.1], 40)
    assert near == sorted(near, key=lambda hit: hit[0])
    assert len({similarity for _, similarity in near}) == 1
    monkeypatch.setattr(module, "MANY", 3)
    with store.writing():
        store.commit([change(f"b{n}", [point]) for n in range(30)])  # and all go from the log into files
    both = store.nearest("passages", [0.2, -0.5, 0.1], 60)
    assert both == sorted(both, key=lambda hit: hit[0])
    assert set(near) < set(both)


@pytest.mark.parametrize("apart", [0, 1e-6, 1e-4])
def test_nothing_is_lost_among_vectors_much_alike(tmp_path: Path, apart: float) -> None:
    """Chroma's graph leads to a part of them only."""
    noise = np.random.default_rng(0)
    point = noise.normal(size=384)
    alike = point + apart * noise.normal(size=(200, 384))
    store = make(tmp_path, *(change(f"a{n}", [vector.tolist()], source="Courier") for n, vector in enumerate(alike)))
    asked = (point + 0.3 * noise.normal(size=384)).tolist()
    assert sorted(found(store, asked, 200)) == sorted(store.entries)
    assert len(found(store, asked, 200, outlets=["Courier"])) == 200


def test_a_changed_article_is_the_new_one_alone(tmp_path: Path) -> None:
    store = make(tmp_path, change("a", [EAST, EAST]), change("b", [NORTH]))
    before = store.generation
    with store.writing():
        store.commit([change("a", [WEST], text="a took it back.")])
    assert store.generation != before
    assert found(store, WEST) == ["a", "b"]
    assert texts(store, "a") == {"a": "a took it back."}
    assert len(record_ids(store, "passages")) == 2


def test_a_removed_article_leaves_nothing(tmp_path: Path) -> None:
    store = make(tmp_path, change("a", author="Ann"), change("b", author="Ben"))
    with store.writing():
        store.remove(["a"])
    assert found(store) == ["b"]
    assert [len(record_ids(store, kind)) for kind in ("articles", "passages", "statements")] == [1, 1, 1]


def test_an_article_takes_the_place_of_another(tmp_path: Path) -> None:
    store = make(tmp_path, change("old"), change("b", [NORTH]))
    with store.writing():
        store.commit([change("new", replaces="old")])
    assert found(store) == ["new", "b"]
    assert store.entries["new"].replaces == ""
    with store.writing():
        store.commit([change("old", replaces="new")])
    assert found(store) == ["old", "b"]
    assert set(IndexStore.in_folder(tmp_path).entries) == {"old", "b"}


def test_old_records_do_not_hide_new_ones(tmp_path: Path) -> None:
    """Between a change and the end of an update the old records are still there, nearer than what counts."""
    store = make(tmp_path, change("a", [EAST] * 50))
    with store.writing():
        store.commit([change("a", [NORTH, NORTH, WEST], text="a again")])
        assert len(record_ids(store, "passages")) == 53
        assert found(store, EAST, 2) == ["a", "a"]
        assert len(found(store, EAST, 10)) == 3


def test_statements_are_read_as_they_were_written(tmp_path: Path) -> None:
    statement = Statement(
        "a", "Ann", (0, 1), None, ((2, 6), (7, 9)), SpeechAct.DENIED, relayed_by="Ben", context=(0, 10)
    )
    article = Article("a", "a said so.", author="Ann")
    record = change("a", author="Ann")
    kept = Record(record.records["statements"][0].id, statement_metadata(article, statement), EAST)
    store = make(tmp_path, ArticleRecords(record.entry, article, {"passages": [], "statements": [kept]}))
    back = list(store.records("statements", [replace(store.entries["a"], passages=0)], vectors=True))
    assert STATEMENT.validate_json(back[0].metadata["statement"]) == statement
    assert back[0].embedding == pytest.approx(EAST)


@pytest.mark.parametrize("page", [1, 3, 2000])
def test_reading_is_in_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    names = [f"a{number}" for number in range(7)]
    make(tmp_path, *(change(name, [EAST] * 4) for name in names))
    monkeypatch.setattr(chroma_client, "PAGE", page)
    store = IndexStore.in_folder(tmp_path)
    assert sorted(store.entries) == names
    assert len(record_ids(store, "passages")) == 28
    assert len(list(store.records("passages", store.entries.values()))) == 28


def test_a_long_log_is_folded_into_a_new_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make(tmp_path, *(change(f"a{n}", [EAST, (n, 1.0)], author="Ann") for n in range(5)))
    before = store.snapshot
    assert before is not None
    near = store.nearest("passages", (3.0, 1.0), 10)
    monkeypatch.setattr(module, "MANY", 3)
    with store.writing():
        store.commit([change("b", [WEST])])
    for each in (store, IndexStore.in_folder(tmp_path)):
        assert each.snapshot is not None
        assert each.snapshot.manifest.build != before.manifest.build
        assert each.snapshot.manifest.logged == 0
        assert [name for name, _ in each.nearest("passages", (3.0, 1.0), 10)] == [name for name, _ in near]
        assert found(each, WEST, 1) == ["b"]
        assert texts(each, "a3") == {"a3": "a3 said so."}
    assert len(store.client.collections()) == 4
    assert store.snapshot is not None
    collection = store.client._collection(store._build().collection("passages"))
    assert collection.configuration["hnsw"]["sync_threshold"] == chroma_client.NEVER


# ---- filters

NARROWED = [
    ("nothing", {}, ["a", "b", "c"]),
    ("an outlet", {"outlets": ["Wire"]}, ["b"]),
    ("outlets", {"outlets": ["Wire", "Courier"]}, ["a", "b"]),
    ("an outlet that is not there", {"outlets": ["Post"]}, []),
    ("since, that day included", {"period": Period(since=date(2024, 5, 13))}, ["a", "b"]),
    ("since, a day later", {"period": Period(since=date(2024, 5, 14))}, ["b"]),
    ("until; the undated lies in no period", {"period": Period(until=date(2024, 5, 13))}, ["a"]),
    ("a time of day counts for its day", {"period": Period(date(2024, 8, 2), date(2024, 8, 2))}, ["b"]),
    ("both", {"outlets": ["Wire"], "period": Period(until=date(2024, 6, 1))}, []),
]


@pytest.fixture(scope="module")
def narrowed(tmp_path_factory: pytest.TempPathFactory) -> IndexStore:
    return make(
        tmp_path_factory.mktemp("narrowed"),
        change("a", [EAST], source="Courier", published="2024-05-13", author="Ann"),
        change("b", [(2.0, 1.0)], source="Wire", published="2024-08-02T09:30:00Z", author="Ben"),
        change("c", [NORTH], author="Ann"),
    )


@pytest.mark.parametrize(("how", "expected"), [case[1:] for case in NARROWED], ids=[case[0] for case in NARROWED])
def test_filters(narrowed: IndexStore, how: dict[str, Any], expected: list[str]) -> None:
    assert found(narrowed, **how) == expected


def test_statements_are_filtered_by_speaker(narrowed: IndexStore) -> None:
    assert len(narrowed.nearest("statements", EAST, 10, Filters(["Ann"]))) == 2
    assert len(narrowed.nearest("statements", EAST, 10, Filters(["Ann"], ["Courier"]))) == 1
    assert narrowed.nearest("statements", EAST, 10, Filters(["Nobody"])) == []


@pytest.mark.parametrize("limit", [0, 1, 2, 1000])
def test_the_limit_is_kept(narrowed: IndexStore, limit: int) -> None:
    assert len(narrowed.nearest("passages", EAST, limit)) == min(limit, 3)


# ---- what is refused


def test_there_must_be_an_index_to_read(tmp_path: Path) -> None:
    with pytest.raises(IndexStorageError, match=r"there is no index in .*nowhere: make one with `python -m index PATH"):
        IndexStore.in_folder(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_an_empty_index_has_nothing(tmp_path: Path) -> None:
    store = IndexStore.in_folder(tmp_path, create=True)
    assert (store.snapshot, store.generation, dict(store.entries)) == (None, "", {})
    assert store.nearest("passages", EAST, 5) == []


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexStorageError, match=r"cannot use .*file/index for the index: Not a directory"):
        IndexStore.in_folder(tmp_path / "file" / "index", create=True)


def test_a_relative_folder_stays_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "one")
    store = make(Path("index"), change("a"))
    monkeypatch.chdir(tmp_path / "two")
    with store.writing():
        store.commit([change("b", [NORTH])])
    store._reconnect()
    assert found(store) == ["a", "b"]
    assert store.place == "index"
    assert not list((tmp_path / "two").iterdir())
    assert set(IndexStore.in_folder(tmp_path / "one" / "index").entries) == {"a", "b"}


def test_a_file_that_is_deleted_while_sizes_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make(tmp_path, change("a"))
    (tmp_path / "gone").write_bytes(b"x" * 10_000_000)
    is_file = Path.is_file

    def is_file_and_then_deleted(path: Path) -> bool:
        answer = is_file(path)
        if path.name == "gone":
            path.unlink(missing_ok=True)
        return answer

    monkeypatch.setattr(Path, "is_file", is_file_and_then_deleted)
    assert 10_000 < store.size_bytes() < 10_000_000


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"no database " * 1000)
    with pytest.raises(IndexStorageError, match=r"cannot be used: .*not a database"):
        IndexStore.in_folder(tmp_path)


def test_another_format_is_named(tmp_path: Path) -> None:
    store = make(tmp_path, change("a"))
    assert store.snapshot is not None
    with store.writing():
        store._publish(replace(store.snapshot.manifest, format="9"))
    with pytest.raises(IndexMismatchError, match=r"has format 9, which this version cannot read: it reads format 2"):
        _ = IndexStore.in_folder(tmp_path).entries


def test_only_a_writer_writes(tmp_path: Path) -> None:
    store = make(tmp_path, change("a"))
    with pytest.raises(IndexStorageError, match=r"only inside of IndexStore\.writing"):
        store.commit([change("b")])
    assert list(IndexStore.in_folder(tmp_path).entries) == ["a"]


def test_a_failure_while_writing_is_undone_by_the_next_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make(tmp_path, change("a"))
    monkeypatch.setattr(Build, "_write_articles", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), store.writing():
        store.commit([change("b"), change("a", text="a again")])
    other = IndexStore.in_folder(tmp_path)
    assert (list(other.entries), texts(other, "a")) == (["a"], {"a": "a said so."})
    assert len(record_ids(other, "passages")) == 3
    with other.writing():
        pass
    assert len(record_ids(other, "passages")) == 1


def script(folder: Path, body: str) -> subprocess.Popen[str]:
    """Another process with a store on the folder; it prints, and goes on when it is told to."""
    lines = f"""
        from tests.index.storage.test_store import *
        store = IndexStore.in_folder(Path({str(folder)!r}), wait=0.2)
    """
    code = textwrap.dedent(lines) + textwrap.dedent(body)
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def test_a_full_disk_leaves_the_old_index(tmp_path: Path) -> None:
    """The disk is full where the process may write no file beyond a size."""
    make(tmp_path, change("a", text="a said so. " * 30_000))
    size = (tmp_path / "chroma.sqlite3").stat().st_size
    body = f"""
        import resource, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
        try:
            with store.writing():
                for number in range(20):
                    store.commit([change(f"b{{number}}", text="b said so. " * 20_000)])
        except IndexStorageError as error:
            print(error)
    """
    said, wrong = script(tmp_path, body).communicate(timeout=120)
    assert "cannot be used" in said, wrong
    assert "full" in said or "I/O" in said
    store = IndexStore.in_folder(tmp_path)
    assert "a" in store.entries
    with store.writing():
        store.commit([change("c")])
    assert texts(store, "c") == {"c": "c said so."}
    assert len(record_ids(store, "passages")) == len(store.entries)


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    make(tmp_path, change("a"))
    body = """
        import os
        if os.getuid() == 0:
            os.setgid(65534), os.setuid(65534)
        try:
            with IndexStore.in_folder(store.cache).writing():
                print("it may")
        except IndexStorageError as error:
            print(error)
    """
    for path in [tmp_path, *tmp_path.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in tmp_path.parents[:3]:
        path.chmod(path.stat().st_mode | 0o555)
    try:
        said, wrong = script(tmp_path, body).communicate(timeout=120)
    finally:
        for path in [tmp_path, *tmp_path.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert f"{tmp_path}" in said, wrong
    assert "cannot" in said
    assert list(IndexStore.in_folder(tmp_path).entries) == ["a"]


# ---- several processes


def test_the_second_writer_waits_and_then_says_who_holds_it(tmp_path: Path) -> None:
    make(tmp_path, change("a"))
    body = """
        with store.writing():
            print("holding", flush=True)
            input()
            store.commit([change("b")])
    """
    other = script(tmp_path, body)
    assert other.stdout is not None
    assert other.stdout.readline() == "holding\n"
    store = IndexStore.in_folder(tmp_path, wait=0.2)
    with (
        pytest.raises(IndexLockedError, match=rf"process {other.pid} on .* since .* is writing .*{tmp_path}"),
        store.writing(),
    ):
        pass
    store = IndexStore.in_folder(tmp_path, wait=60)
    threading.Timer(0.5, lambda: other.communicate("go on\n")).start()
    with store.writing():
        assert set(store.entries) == {"a", "b"}


def test_a_reader_sees_what_another_process_wrote(tmp_path: Path) -> None:
    store = make(tmp_path, change("a", [EAST] * 3))
    assert found(store, NORTH, 1) == ["a"]
    assert not store.refresh()
    body = """
        with store.writing():
            store.commit([change("b", [NORTH] * 3)])
            store.remove(["a"])
    """
    assert script(tmp_path, body).wait(120) == 0
    assert store.refresh()
    assert found(store, NORTH) == ["b"] * 3
    assert not store.refresh()


def test_two_stores_of_one_process_see_each_other(tmp_path: Path) -> None:
    first = make(tmp_path, change("a"))
    second = IndexStore.in_folder(tmp_path)
    for number, (writer, reader) in enumerate([(first, second), (second, first)] * 2):
        with writer.writing():
            writer.commit([change(f"b{number}", [NORTH])])
        assert reader.refresh()
        assert len(found(reader, NORTH, 10)) == number + 2


def test_opening_anew_again_and_again_keeps_no_files_open(tmp_path: Path) -> None:
    store = make(tmp_path, change("a"))

    def again() -> int:
        for _ in range(5):
            store._reconnect()
            assert found(store) == ["a"]
        return len(os.listdir("/proc/self/fd"))

    before = again()
    assert again() + again() <= 2 * before + 4


def test_made_with_is_kept(tmp_path: Path) -> None:
    view = make(tmp_path, change("a")).snapshot
    assert view is not None
    assert dict(view.manifest.index_config) == MADE_WITH
    assert json.loads(json.dumps(dict(view.manifest.index_config))) == MADE_WITH
