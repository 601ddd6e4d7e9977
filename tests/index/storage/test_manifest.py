"""Entries as metadata, and what a snapshot costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from index import Article
from index.storage.manifest import ArticleEntry, Manifest, StoreSnapshot, entry_from, entry_metadata, make_entry

CONFIG = {"encoder": "none"}
MANIFEST = Manifest("b", "g", CONFIG)


def entry(name: str, text: str = "", passages: int = 1) -> ArticleEntry:
    return make_entry(Article(name, text or name, source="Courier", given_id=True), CONFIG, passages, 2, "")


def test_an_entry_is_read_as_it_was_written() -> None:
    kept = replace(entry("a"), replaces="b")
    assert entry_from("a", entry_metadata(kept)) == kept


def test_the_content_version_tells_contents_and_not_their_order() -> None:
    first, second, third = entry("a"), entry("b"), entry("c")
    whole = StoreSnapshot.of(MANIFEST, [first, second, third])
    other = StoreSnapshot.of(MANIFEST, [third, first]).updated(MANIFEST, put=[second])
    assert whole.content_version == other.content_version
    versions = {
        StoreSnapshot.of(MANIFEST, entries).content_version
        for entries in ([], [first], [second], [first, second], [first, second, third], [entry("a", "again")])
    }
    assert len(versions) == 6


def test_a_change_and_its_contrary_are_none() -> None:
    before = StoreSnapshot.of(MANIFEST, [entry("a"), entry("b")])
    after = before.updated(replace(MANIFEST, generation="h"), put=[entry("a", "again", 5)], removed=["b"])
    assert set(after.entries) == {"a"}
    assert after.counts == {"passages": 5, "statements": 2}
    assert after.revisions == {after.entries["a"].revision}
    assert set(before.entries) == {"a", "b"}, "readers of the one before still see it"
    assert before.counts == {"passages": 2, "statements": 4}
    back = after.updated(MANIFEST, put=[entry("a"), entry("b")])
    assert back == before


class Counted(ArticleEntry):
    """An entry that counts how often its revision is read."""

    read = 0

    def __getattribute__(self, name: str) -> object:
        if name == "revision":
            Counted.read += 1
        return super().__getattribute__(name)


@pytest.fixture
def many() -> Iterator[StoreSnapshot]:
    entries = [Counted(Article(f"a{n}", ""), f"r{n}", "", "", 1, 1) for n in range(5000)]
    yield StoreSnapshot.of(MANIFEST, entries)
    Counted.read = 0


def test_a_change_costs_what_it_changes_and_not_the_whole_catalogue(many: StoreSnapshot) -> None:
    Counted.read = 0
    new = [Counted(Article(f"a{n}", ""), f"s{n}", "", "", 1, 1) for n in range(4990, 5006)]
    after = many.updated(replace(MANIFEST, generation="h"), put=new)
    assert (len(many.entries), len(after.entries)) == (5000, 5006)
    assert Counted.read < 100
