"""The articles, passages and statements in Chroma: what counts, and how it changes.

The metadata of the collection `whosaid` are the manifest: which build is in use, what it was made with, its generation
(a new token after every change) and whether a change is half done.

A passage or statement counts only if its revision is the one in its article's entry.  So a change is: write the new
records, then the article's entry, which is the moment from which it counts, then delete the old records.  Wherever it
is cut off, the article is whole, old or new; what does not count is deleted by the next writer.

In a folder Chroma writes its files of vectors (HNSW) in place: killed meanwhile, it finds them damaged and gives back
nothing at all.  So no build in use ever writes them: all changes stay in Chroma's log, which is SQLite's and safe.
When that has grown long, everything is copied into a new build with complete files, which is then put to use.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from platformdirs import user_cache_path

from index.errors import IndexMismatchError, IndexStorageError
from index.models import digest
from index.storage.build import PREFIX, Build
from index.storage.chroma_client import ChromaClient
from index.storage.filters import Filters
from index.storage.lease import LeaseTable, server_lock
from index.storage.locks import Check, folder_lock
from index.storage.manifest import (
    FORMAT,
    KINDS,
    READABLE_FORMATS,
    ArticleEntry,
    ArticleRecords,
    Kind,
    Manifest,
    Record,
    StoreSnapshot,
    manifest_from,
    manifest_metadata,
    revision_of,
)

MANIFEST = PREFIX
LONG = 8000  # logged changes; each costs 0.2 ms whenever the index is opened, and copying a record 1 ms


class IndexStore:
    """The index in Chroma.  Reading needs no lock; everything that writes happens inside `writing`.

    `place` is the folder or address in words, `cache` a folder of this machine for what can be made anew.
    """

    def __init__(self, client: ChromaClient, cache: Path, wait: float) -> None:
        self.client = client
        self.cache = cache
        self._wait = wait
        self._refreshing = threading.RLock()
        self._replaced: list[ArticleEntry] = []  # whose records are to be deleted when nobody reads them any more
        self._snapshot: StoreSnapshot | None = None
        self._warm = False  # whether Chroma has read the vectors since it last connected

    @classmethod
    def in_folder(cls, folder: Path, create: bool = False, wait: float = 30.0) -> IndexStore:
        """Open the index in a folder.  Raise IndexStorageError where there is none, unless it is to be created."""
        absolute = folder.absolute()  # the process may change to another folder
        try:
            if create:
                absolute.mkdir(parents=True, exist_ok=True)
            exists = (absolute / "chroma.sqlite3").exists()
        except OSError as error:
            raise IndexStorageError(f"cannot use {folder} for the index: {error.strerror}") from error
        if not (exists or create):
            raise _no_index(f"in {folder}")
        return cls(ChromaClient.open_folder(absolute, str(folder)), absolute, wait)

    @classmethod
    def on_server(cls, url: str, token: str = "", create: bool = False, wait: float = 30.0) -> IndexStore:
        """Open the index on a Chroma server at http(s)://[user:password@]host:port[/tenant/database].

        Raise IndexStorageError where the server cannot be reached, or has no index unless it is to be created.
        """
        client = ChromaClient.open_server(url, token)
        store = cls(client, user_cache_path("whosaid") / digest(client.place)[:16], wait)
        if not create and store.snapshot is None:
            raise _no_index(f"on {store.place}")
        return store

    # ---- reading

    @property
    def place(self) -> str:
        """The folder or address of the index, in words."""
        return self.client.place

    def refresh(self, force: bool = False) -> bool:
        """See what other processes wrote; return True where something changed.

        Costs one small read where nothing did.  With `force` the articles are looked at even so: a writer that was
        killed may have changed some and not recorded it.
        """
        with self._refreshing:
            if self.client.guard is not None and self._snapshot is not None:
                return False  # while this process writes, no other one does
            manifest, known = self._read_manifest(), self._snapshot
            if manifest is None or (known and known.manifest.generation == manifest.generation and not force):
                return False
            self._reconnect()
            self._snapshot = Build(self.client, manifest.build).load(manifest)
            return True

    def warm(self) -> None:
        """Let Chroma read the vectors and what is logged of them, which it would else do within the next search."""
        with self._refreshing:
            if self._snapshot is not None and not self._warm:
                for kind in KINDS:
                    self.client.count(self._build().collection(kind))
                self._warm = True

    @property
    def snapshot(self) -> StoreSnapshot | None:
        """The index as last seen; None while nothing was ever put in."""
        if self._snapshot is None:
            self.refresh()
        return self._snapshot

    @property
    def entries(self) -> Mapping[str, ArticleEntry]:
        """The catalogue: an entry an article, by id."""
        snapshot = self.snapshot
        return snapshot.entries if snapshot else {}

    @property
    def generation(self) -> str:
        """The name of the index's present state, as last seen; empty while there is none."""
        snapshot = self.snapshot
        return snapshot.manifest.generation if snapshot else ""

    @property
    def content_version(self) -> str:
        """The version of the articles, passages and statements, as last seen; empty while there are none."""
        snapshot = self.snapshot
        return snapshot.content_version if snapshot else ""

    def texts(self, entries: Iterable[ArticleEntry]) -> dict[str, str]:
        """Return the texts of articles by id.  Raise IndexStorageError where one was changed meanwhile."""
        return self._build().texts(entries)

    def records(self, kind: Kind, entries: Iterable[ArticleEntry], vectors: bool = False) -> Iterator[Record]:
        """Yield the records of articles, with their vectors if asked for.  Raise as `texts` does."""
        return self._build().records(kind, entries, vectors)

    def nearest(
        self, kind: Kind, embedding: Sequence[float], limit: int, filters: Filters | None = None
    ) -> list[tuple[str, float]]:
        """Return (record id, cosine similarity) of the nearest passages or statements, best first, then by id.

        Records that do not count are left out; see `ChromaClient.nearest`.
        """
        snapshot = self.snapshot
        if snapshot is None:
            return []
        where = (filters or Filters()).to_chroma()
        collection = self._build().collection(kind)
        return self.client.nearest(
            collection, embedding, limit, where, lambda name: revision_of(name) in snapshot.revisions
        )

    def counts(self) -> dict[Kind, int]:
        """Return how many passages and statements count."""
        snapshot = self.snapshot
        return dict(snapshot.counts) if snapshot else dict.fromkeys(KINDS, 0)

    def size_bytes(self) -> int:
        """Return what the index takes on this machine's disk."""
        total = 0
        for path in self.cache.rglob("*"):
            with suppress(FileNotFoundError):  # another process may delete it meanwhile
                total += path.stat().st_size if path.is_file() else 0
        return total

    # ---- writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer; what an earlier one left half done is first finished or undone."""
        with self._lock() as check:
            try:
                self.refresh()
                self.client.guard = check
                self.client.ensure_collection(MANIFEST)
                self._recover()
                yield
                if self._snapshot is not None:
                    # until now they could still be read as they were before
                    self._build().delete_records(self._replaced)
                    self._publish(replace(self._snapshot.manifest, dirty=False))
                    self._compact(max(LONG, sum(self.counts().values()) // 4))
            finally:
                self.client.guard = None
                self._replaced = []

    def create_build(self) -> Build:
        """Create a new, empty build.  Nobody sees it before `activate_build`."""
        return Build.create(self.client)

    def activate_build(self, build: Build, index_config: Mapping[str, str]) -> None:
        """Use another build, made with these parts, from now on, and delete the one used so far."""
        self._activate(build, Manifest(build.name, uuid.uuid4().hex, index_config))

    def commit(self, articles: Sequence[ArticleRecords]) -> None:
        """Add or replace articles in the build in use; readers see them all at once."""
        snapshot, build = self._required(), self._build()
        self._publish(replace(snapshot.manifest, dirty=True))
        build.write(articles)
        replaced = [each.entry.replaces for each in articles if each.entry.replaces in snapshot.entries]
        names = dict.fromkeys([*replaced, *(each.article.id for each in articles)])
        old = [snapshot.entries[name] for name in names if name in snapshot.entries]
        logged = sum(len(each.records[kind]) for each in articles for kind in KINDS)
        self._publish_change(logged, put=[each.entry for each in articles], removed=replaced)
        self._replaced += old
        build.delete_articles(replaced)
        self._clear_replaced([each.entry for each in articles if each.entry.replaces])
        self._compact(max(LONG, sum(self.counts().values())))

    def remove(self, article_ids: Sequence[str]) -> None:
        """Remove articles with their passages and statements."""
        snapshot = self._required()
        self._publish(replace(snapshot.manifest, dirty=True))
        self._build().delete_articles(article_ids)
        old = [snapshot.entries[name] for name in article_ids]
        self._publish_change(sum(getattr(entry, kind) for entry in old for kind in KINDS), removed=article_ids)
        self._replaced += old

    def move(self, entries: Sequence[ArticleEntry]) -> None:
        """Record articles' new entries where nothing but their origin changed."""
        self._build().write_entries(entries)
        self._publish_change(0, put=entries)

    def close(self) -> None:
        """Let go of the files or the server."""
        self.client.close()

    # ---- inside

    def _lock(self) -> AbstractContextManager[Check]:
        if self.client.in_folder:
            return folder_lock(self.cache, self.place, self._wait)
        return server_lock(LeaseTable(self.client), self.place, self._wait)

    def _reconnect(self) -> None:
        self.client.reconnect()
        self._warm = self._warm and not self.client.in_folder

    def _required(self) -> StoreSnapshot:
        if self._snapshot is None:
            raise _no_index(f"in {self.place}")
        return self._snapshot

    def _build(self) -> Build:
        return Build(self.client, self._required().manifest.build)

    def _clear_replaced(self, entries: Sequence[ArticleEntry]) -> None:
        """Record that articles took the place of others, which are now gone."""
        cleared = [replace(entry, replaces="") for entry in entries]
        if cleared:
            self._build().write_entries(cleared)
            snapshot = self._required()
            self._snapshot = snapshot.updated(snapshot.manifest, put=cleared)

    def _recover(self) -> None:
        """Finish or undo what an earlier writer left half done."""
        self._drop_other_builds()
        if self._snapshot is None or not self._snapshot.manifest.dirty:
            return
        self._reconnect()
        # What is there may be newer than the generation that was published.
        snapshot = self._snapshot = self._build().load(self._snapshot.manifest)
        self._build().delete_uncounted(snapshot)
        self._clear_replaced([entry for entry in snapshot.entries.values() if entry.replaces])
        self._publish_change(0)
        self._publish(replace(self._required().manifest, dirty=False))

    def _compact(self, limit: int) -> None:
        """Rewrite the index into a new build once more than `limit` changes are in Chroma's log, to open it quickly."""
        snapshot = self._required()
        if not self.client.in_folder or snapshot.manifest.logged <= limit:
            return
        build = self.create_build()
        self._build().copy_to(build, list(snapshot.entries.values()))
        compacted = replace(snapshot.manifest, build=build.name, generation=uuid.uuid4().hex, dirty=False, logged=0)
        self._activate(build, compacted)

    def _activate(self, build: Build, manifest: Manifest) -> None:
        if self.client.in_folder:
            build.keep_in_log()
            self._reconnect()  # until then it goes by what it was before
        self._publish(manifest)
        self._drop_other_builds()

    def _drop_other_builds(self) -> None:
        used = f"{MANIFEST}-{self._snapshot.manifest.build}-" if self._snapshot else None
        for name in self.client.collections():
            if name.startswith(f"{MANIFEST}-") and not (used and name.startswith(used)):
                self.client.delete_collection(name)

    def _read_manifest(self) -> Manifest | None:
        metadata = self.client.metadata(MANIFEST)
        if not metadata:
            return None
        manifest = manifest_from(metadata)
        if manifest.format not in READABLE_FORMATS:
            raise IndexMismatchError(
                f"the index in {self.place} has format {manifest.format}, which this version cannot read: it reads "
                f"format {FORMAT}. Use the version that made it, or make a new index in another place"
            )
        return manifest

    def _publish_change(self, logged: int, *, put: Sequence[ArticleEntry] = (), removed: Sequence[str] = ()) -> None:
        """Publish a new generation with a changed catalogue; readers look at the index anew."""
        manifest = self._required().manifest
        manifest = replace(manifest, generation=uuid.uuid4().hex, logged=manifest.logged + logged)
        self._publish(manifest, put, removed)

    def _publish(self, manifest: Manifest, put: Sequence[ArticleEntry] = (), removed: Sequence[str] = ()) -> None:
        """Write the manifest, where it changed; from then on the catalogue is without `removed` and with `put`."""
        if self._snapshot is not None and manifest == self._snapshot.manifest:
            return
        with self._refreshing:
            self.client.set_metadata(MANIFEST, manifest_metadata(manifest))
            if self._snapshot is None or self._snapshot.manifest.build != manifest.build:
                self._snapshot = Build(self.client, manifest.build).load(manifest)
            else:
                self._snapshot = self._snapshot.updated(manifest, put=put, removed=removed)


def _no_index(where: str) -> IndexStorageError:
    return IndexStorageError(f"there is no index {where}: make one with `python -m index PATH...`")
