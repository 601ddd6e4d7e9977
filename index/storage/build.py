"""One build of the index: three collections that hold its articles, passages and statements.

whosaid-<build>-articles      one record an article: its text and its catalogue entry, with its revision
whosaid-<build>-passages      the vectors, named <revision>:p<number>, with their places in the text
whosaid-<build>-statements    likewise, <revision>:s<number>
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.errors import IndexStorageError
from index.models import Correction
from index.storage.chroma_client import ChromaClient, pages
from index.storage.manifest import (
    KINDS,
    ArticleEntry,
    ArticleRecords,
    Kind,
    Manifest,
    Record,
    StoreSnapshot,
    entry_from,
    entry_metadata,
    revision_of,
)

PREFIX = "whosaid"
POINT = [1.0]  # the vector of records that are never searched by one
TRIES = 5
COPIED = 100  # articles copied at once


@dataclass(frozen=True, slots=True)
class Build:
    """The collections of a build, read and written through a client."""

    client: ChromaClient
    name: str

    @classmethod
    def create(cls, client: ChromaClient) -> Build:
        """Create the collections of a new, empty build."""
        build = cls(client, uuid.uuid4().hex[:8])
        for kind in ("articles", *KINDS):
            client.create_collection(build.collection(kind))
        return build

    def collection(self, kind: str) -> str:
        """Return the name of a collection."""
        return f"{PREFIX}-{self.name}-{kind}"

    # ---- reading

    def load(self, manifest: Manifest, corrections: tuple[Correction, ...]) -> StoreSnapshot:
        """Read all entries, without those that a newer article is taking the place of."""
        collection = self.collection("articles")
        for _ in range(TRIES):
            entries: dict[str, ArticleEntry] = {}
            count = self.client.count(collection)
            for page in self.client.get_all(collection, include=["metadatas"]):
                entries |= {
                    name: entry_from(name, kept) for name, kept in zip(page["ids"], page["metadatas"], strict=True)
                }
            if len(entries) == count == self.client.count(collection):
                break  # else somebody wrote in between, and a page began too late
        for name in [entry.replaces for entry in entries.values()]:
            entries.pop(name, None)
        return StoreSnapshot.of(manifest, entries.values(), corrections)

    def texts(self, entries: Iterable[ArticleEntry]) -> dict[str, str]:
        """Return the texts of articles by id.  Raise IndexStorageError where one was changed meanwhile."""
        texts: dict[str, str] = {}
        revisions = {entry.article.id: entry.revision for entry in entries}
        for page in self.client.get_by_id(self.collection("articles"), list(revisions), ["documents", "metadatas"]):
            for name, text, kept in zip(page["ids"], page["documents"], page["metadatas"], strict=True):
                if kept["revision"] == revisions[name]:
                    texts[name] = text
        if len(texts) < len(revisions):
            raise self._changed_meanwhile()
        return texts

    def records(self, kind: Kind, entries: Iterable[ArticleEntry], vectors: bool = False) -> Iterator[Record]:
        """Yield the records of articles, with their vectors if asked for.  Raise as `texts` does."""
        include = ["metadatas", "embeddings"] if vectors else ["metadatas"]
        ids, read = [name for entry in entries for name in entry.record_ids(kind)], 0
        for page in self.client.get_by_id(self.collection(kind), ids, include):
            read += len(page["ids"])
            embeddings = page["embeddings"] if vectors else [()] * len(page["ids"])
            yield from map(Record, page["ids"], page["metadatas"], embeddings)
        if read < len(ids):
            raise self._changed_meanwhile()

    # ---- writing

    def write(self, articles: Sequence[ArticleRecords]) -> None:
        """Add or replace articles: first their passages and statements, then the entries that make these count."""
        for kind in KINDS:
            self._write_records(kind, [record for each in articles for record in each.records[kind]])
        self._write_articles([(each.entry, each.article.text) for each in articles])

    def write_entries(self, entries: Sequence[ArticleEntry]) -> None:
        """Replace the entries of articles that are there."""
        ids, metadatas = [entry.article.id for entry in entries], [entry_metadata(entry) for entry in entries]
        self.client.update_metadatas(self.collection("articles"), ids, metadatas)

    def delete_articles(self, article_ids: Sequence[str]) -> None:
        """Delete articles' texts and entries; their records no longer count."""
        self.client.delete(self.collection("articles"), article_ids)

    def delete_records(self, entries: Iterable[ArticleEntry]) -> None:
        """Delete the passages and statements of articles as they were at these entries."""
        entries = list(entries)
        for kind in KINDS:
            self.client.delete(self.collection(kind), [name for each in entries for name in each.record_ids(kind)])

    def delete_uncounted(self, snapshot: StoreSnapshot) -> None:
        """Delete all articles and records that do not count in a snapshot of this build."""
        names = self.client.ids(self.collection("articles"))
        self.delete_articles(sorted(set(names) - snapshot.entries.keys()))
        for kind in KINDS:
            collection = self.collection(kind)
            ids = [name for name in self.client.ids(collection) if revision_of(name) not in snapshot.revisions]
            self.client.delete(collection, ids)

    def copy_to(self, target: Build, entries: Sequence[ArticleEntry]) -> None:
        """Copy articles with all their records into another build."""
        for some in pages(entries, COPIED):
            texts = self.texts(some)
            for kind in KINDS:
                target._write_records(kind, list(self.records(kind, some, vectors=True)))
            target._write_articles([(entry, texts[entry.article.id]) for entry in some])

    def keep_in_log(self) -> None:
        """Leave all later changes in Chroma's log, so that its files of vectors stay as they are."""
        for kind in ("articles", *KINDS):
            self.client.keep_in_log(self.collection(kind))

    def _write_records(self, kind: Kind, records: Sequence[Record]) -> None:
        ids = [record.id for record in records]
        vectors, metadatas = [record.embedding for record in records], [record.metadata for record in records]
        self.client.upsert(self.collection(kind), ids, vectors, metadatas)

    def _write_articles(self, articles: Sequence[tuple[ArticleEntry, str]]) -> None:
        self.client.upsert(
            self.collection("articles"),
            ids=[entry.article.id for entry, _ in articles],
            embeddings=[POINT for _ in articles],
            metadatas=[entry_metadata(entry) for entry, _ in articles],
            documents=[text for _, text in articles],
        )

    def _changed_meanwhile(self) -> IndexStorageError:
        return IndexStorageError(f"the index in {self.client.place} was changed while it was read: try again")
