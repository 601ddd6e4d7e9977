"""The articles, passages and statements in Chroma.  Nothing else in the project knows Chroma.

Layout.  The metadata of the collection `whosaid` are the state: which build is in use, what it was made with, its
generation (a new token after every change) and whether a change is half done.  Each build is three collections:

    whosaid-<build>-articles      one record an article: its text and its catalogue entry, with its revision
    whosaid-<build>-passages      the vectors, named <revision>:p<number>, with their places in the text
    whosaid-<build>-statements    likewise, <revision>:s<number>

A passage or statement counts only if its revision is the one in its article's entry.  So a change is: write the new
records, then the article's entry, which is the moment from which it counts, then delete the old records.  Wherever it
is cut off, the article is whole, old or new; what does not count is deleted by the next writer.

In a folder Chroma writes its files of vectors (HNSW) in place: killed meanwhile, it finds them damaged and gives back
nothing at all.  So no build in use ever writes them: all changes stay in Chroma's log, which is SQLite's and safe.
When that has grown long, everything is copied into a new build with complete files, which is then put to use.
"""

from __future__ import annotations

import base64
import json
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, InternalError, NotFoundError, UniqueConstraintError
from platformdirs import user_cache_path

from index.errors import IndexMismatchError, IndexStorageError
from index.models import Period, digest
from index.storage.locks import Check, folder_lock, server_lock
from index.storage.manifest import (
    KINDS,
    ArticleEntry,
    ArticleRecords,
    Kind,
    Manifest,
    Metadata,
    Record,
    StoreSnapshot,
    entry_from,
    entry_metadata,
    revision_of,
)

FORMAT = "1"
STATE = "whosaid"
LEASES = "whosaid_lease"
SEARCHED = 400  # vectors that Chroma's graph keeps in sight: with its own 100, one of the nearest 80 in 80 was missed
PAGE = 2000  # records read at once; Chroma fails where it is to give back very many
POINT = [1.0]  # the vector of records that are never searched by one
NEVER = 2**31 - 1  # changes after which Chroma writes its files of vectors
SOON = 1000
LONG = 8000  # logged changes; each costs 0.2 ms whenever the index is opened, and copying a record 1 ms
T = TypeVar("T")
Connect = Callable[[], tuple[Any, Callable[[], None]]]  # a client of Chroma's, and what lets go of it


class Store:
    """The index in Chroma.  Reading needs no lock; everything that writes happens inside `writing`.

    All that Chroma raises comes out as IndexStorageError.  `place` is the folder or address in words, `cache` a folder
    of this machine for what can be made anew.
    """

    def __init__(self, connect: Connect, place: str, cache: Path, in_folder: bool, wait: float) -> None:
        self.place = place
        self.cache = cache
        self._connect = connect
        self._in_folder = in_folder
        self._wait = wait
        self._may_write: Check | None = None
        self._refreshing = threading.RLock()
        self._old: list[ArticleEntry] = []  # entries whose records are to be deleted when nobody reads them any more
        self._client, self._disconnect = self._call(connect)
        self._view: StoreSnapshot | None = None
        self._warm: Any = None  # the client that has read the vectors

    @classmethod
    def in_folder(cls, folder: Path, create: bool = False, wait: float = 30.0) -> Store:
        """The index in a folder.  Raises IndexStorageError where there is none, unless it is to be created."""
        try:
            if create:
                folder.mkdir(parents=True, exist_ok=True)
            found = (folder / "chroma.sqlite3").exists()
        except OSError as error:
            raise IndexStorageError(f"cannot use {folder} for the index: {error.strerror}") from error
        if not (found or create):
            raise IndexStorageError(f"there is no index in {folder}: make one with `python -m index PATH...`")

        def connect() -> tuple[Any, Callable[[], None]]:
            # Clients of one folder share what they once read of the vectors, and never see what another process wrote.
            SharedSystemClient.clear_system_cache()
            client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
            return client, client._system.stop  # for close() would now count the next one's users

        return cls(connect, str(folder), folder, True, wait)

    @classmethod
    def on_server(cls, url: str, token: str = "", create: bool = False, wait: float = 30.0) -> Store:
        """The index on a Chroma server at http(s)://[user:password@]host:port[/tenant/database].

        Raises IndexStorageError where the server cannot be reached, or has no index unless it is to be created.
        """
        try:
            address = urlsplit(url)
            host, secure = address.hostname or "", {"http": False, "https": True}[address.scheme]
            port = address.port or (443 if secure else 80)
        except (ValueError, KeyError):
            host = ""
        if not host:
            shown = url.rpartition("@")[2]  # without a password
            raise IndexStorageError(f"{shown!r} is not the address of a Chroma server: write it as http://host:port")
        place = f"{address.scheme}://{host}:{port}{address.path.rstrip('/')}"
        names = dict(zip(("tenant", "database"), filter(None, address.path.split("/")), strict=False))

        def connect() -> tuple[Any, Callable[[], None]]:
            headers, settings = _credentials(address, token), Settings(anonymized_telemetry=False)
            client: Any = chromadb.HttpClient(host, port, secure, headers, settings, **names)
            return client, client.close

        store = cls(connect, place, user_cache_path("whosaid") / digest(place)[:16], False, wait)
        if not create and store.view is None:
            raise IndexStorageError(f"there is no index on {place}: make one with `python -m index PATH...`")
        return store

    # ---- reading

    def refresh(self, force: bool = False) -> bool:
        """See what other processes wrote; True where something changed.  Costs one small read where nothing did.

        With `force` the articles are looked at even so: a writer that was killed may have changed some and not said so.
        """
        with self._refreshing:
            if self._may_write is not None and self._view is not None:
                return False  # while this process writes, no other one does
            state = self._read_state()
            known = self._view is not None and state is not None and state.generation == self._view.state.generation
            if state is None or (known and not force):
                return False
            self._reconnect()
            self._view = self._load(state)
            return True

    def warm(self) -> None:
        """Let Chroma read the vectors and what is logged of them, which it would else do within the next search."""
        with self._refreshing:
            if self._view is not None and self._warm is not self._client:
                for kind in KINDS:
                    self._call(self._collection(kind).count)
                self._warm = self._client

    @property
    def view(self) -> StoreSnapshot | None:
        """The index as last seen; None while nothing was ever put in."""
        if self._view is None:
            self.refresh()
        return self._view

    @property
    def entries(self) -> Mapping[str, ArticleEntry]:
        """The catalogue: an entry an article, by id."""
        return self.view.entries if self.view else {}

    @property
    def generation(self) -> str:
        """The name of the index's present state, as last seen; empty while there is none."""
        return self.view.state.generation if self.view else ""

    def texts(self, entries: Iterable[ArticleEntry]) -> dict[str, str]:
        """The texts of articles by id.  Raises IndexStorageError where one was changed meanwhile."""
        found: dict[str, str] = {}
        revisions = {entry.article.id: entry.revision for entry in entries}
        for ids in pages(list(revisions)):
            page = self._get("articles", ids=ids, include=["documents", "metadatas"])
            for name, text, kept in zip(page["ids"], page["documents"], page["metadatas"], strict=True):
                if kept["revision"] == revisions[name]:
                    found[name] = text
        if len(found) < len(revisions):
            raise IndexStorageError(f"the index in {self.place} was changed while it was read: try again")
        return found

    def records(self, kind: Kind, entries: Iterable[ArticleEntry], vectors: bool = False) -> Iterator[Record]:
        """The records of articles, with their vectors if asked for.  Raises as `texts` does."""
        include = ["metadatas", "embeddings"] if vectors else ["metadatas"]
        for ids in pages([name for entry in entries for name in entry.record_ids(kind)]):
            page = self._get(kind, ids=ids, include=include)
            if len(page["ids"]) < len(ids):
                raise IndexStorageError(f"the index in {self.place} was changed while it was read: try again")
            embeddings = page["embeddings"].tolist() if vectors else [()] * len(page["ids"])
            yield from map(Record, page["ids"], page["metadatas"], embeddings)

    def nearest(
        self,
        kind: Kind,
        embedding: Sequence[float],
        limit: int,
        *,
        speakers: Sequence[str] = (),
        outlets: Sequence[str] = (),
        period: Period | None = None,
    ) -> list[tuple[str, float]]:
        """(record id, cosine similarity) of the nearest passages or statements, best first, then by id.

        Only those of the given speakers (exact names), outlets and period; records that do not count are left out.
        Where there are more than `limit`, they are the nearest as far as Chroma's graph leads to them (HNSW: Malkov and
        Yashunin, 2018, DOI 10.1109/TPAMI.2018.2889473); where there are not, they are all.
        """
        view = self.view
        if view is None or limit < 1:
            return []
        collection = self._collection(kind)
        where, point = _where(speakers, outlets, period or Period()), [list(embedding)]
        total = self._call(collection.count)
        asked = min(limit, total)
        while asked:
            page = self._call(
                collection.query, query_embeddings=point, n_results=asked, where=where, include=["embeddings"]
            )
            names, vectors = page["ids"][0], page["embeddings"][0]
            whole = asked == total
            if len(names) < asked:  # there is no more, or the graph leads to no more: vectors much alike crowd it
                names, vectors, whole = *self._scanned(kind, where), True
            found = zip(names, similarities(vectors, embedding), strict=True)
            hits = [(name, near) for name, near in found if revision_of(name) in view.revisions]
            if len(hits) >= limit or whole:
                return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]
            asked = min(2 * asked, total)  # some of those found do not count: look further
        return []

    def _scanned(self, kind: Kind, where: Any) -> tuple[list[str], list[Sequence[float]]]:
        """The ids and vectors of all records that fit, read without Chroma's graph."""
        names: list[str] = []
        vectors: list[Sequence[float]] = []
        for page in self._pages(kind, where=where, include=["embeddings"]):
            names += page["ids"]
            vectors += list(page["embeddings"])
        return names, vectors

    def counts(self) -> dict[Kind, int]:
        """How many passages and statements count."""
        return {kind: sum(getattr(entry, kind) for entry in self.entries.values()) for kind in KINDS}

    def size_bytes(self) -> int:
        """What it takes on this machine's disk."""
        return sum(path.stat().st_size for path in self.cache.rglob("*") if path.is_file())

    # ---- writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer; what an earlier one left half done is first finished or undone."""
        with self._lock() as check:
            try:
                self.refresh()
                self._may_write = check
                self._write(self._client.get_or_create_collection, STATE, embedding_function=None)
                self._recover()
                yield
                if self._view is not None:
                    self._delete_old()
                    self._write_state(replace(self._view.state, dirty=False))
                    self._fold(max(LONG, sum(self.counts().values()) // 4))
            finally:
                self._may_write = None
                self._old = []

    def begin(self) -> str:
        """The name of a new, empty build.  Nobody sees it before `switch`."""
        build = uuid.uuid4().hex[:8]
        for kind in ("articles", *KINDS):
            how = {"hnsw": {"space": "cosine", "ef_search": SEARCHED, "sync_threshold": SOON}}
            name = f"{STATE}-{build}-{kind}"
            self._write(self._client.create_collection, name, configuration=how, embedding_function=None)
        return build

    def fill(self, build: str, changes: Sequence[ArticleRecords]) -> None:
        """Write articles into a build that is not in use."""
        for kind in KINDS:
            self._write_records(build, kind, [record for change in changes for record in change.records[kind]])
        self._write_articles(build, changes)

    def switch(self, build: str, index_config: Mapping[str, str]) -> None:
        """Use another build from now on, and delete the one used so far."""
        if self._in_folder:
            for kind in ("articles", *KINDS):
                collection = self._collection(kind, build)
                self._write(collection.modify, configuration={"hnsw": {"sync_threshold": NEVER}})
            self._reconnect()  # until then it goes by what it was before
        self._write_state(Manifest(build, uuid.uuid4().hex, index_config))
        self._drop_other_builds()

    def commit(self, changes: Sequence[ArticleRecords]) -> None:
        """Add or replace articles in the build in use; readers see them all at once."""
        view = self._required()
        self._write_state(replace(view.state, dirty=True))
        self.fill(view.state.build, changes)
        entries = dict(view.entries)
        gone = [change.entry.replaces for change in changes if change.entry.replaces in entries]
        old = [entries.pop(name) for name in [*gone, *(c.article.id for c in changes)] if name in entries]
        entries |= {change.article.id: change.entry for change in changes}
        self._next(entries, sum(len(change.records[kind]) for change in changes for kind in KINDS))
        self._old += old
        self._delete("articles", gone)
        self._settle([change.entry for change in changes if change.entry.replaces])
        self._fold(max(LONG, sum(self.counts().values())))

    def remove(self, article_ids: Sequence[str]) -> None:
        """Remove articles with their passages and statements."""
        view = self._required()
        self._write_state(replace(view.state, dirty=True))
        self._delete("articles", article_ids)
        entries = dict(view.entries)
        old = [entries.pop(name) for name in article_ids]
        self._next(entries, sum(getattr(entry, kind) for entry in old for kind in KINDS))
        self._old += old

    def move(self, entries: Sequence[ArticleEntry]) -> None:
        """Note articles' new entries where nothing but their origin changed."""
        self._write_entries(entries)
        self._next({**self._required().entries, **{entry.article.id: entry for entry in entries}}, 0)

    def close(self) -> None:
        """Let go of the files or the server."""
        self._disconnect()
        self._disconnect = lambda: None

    # ---- inside

    def _lock(self) -> AbstractContextManager[Check]:
        if self._in_folder:
            return folder_lock(self.cache, self._wait)
        return server_lock(_Board(self), self.place, self._wait)

    def _reconnect(self) -> None:
        """In a folder, read the vectors anew; who is reading them in another thread gets an error, and reads again."""
        if self._in_folder:
            old, (self._client, self._disconnect) = self._disconnect, self._call(self._connect)
            old()

    def _required(self) -> StoreSnapshot:
        if self._view is None:
            raise IndexStorageError(f"there is no index in {self.place}: make one with `python -m index PATH...`")
        return self._view

    def _write_records(self, build: str, kind: Kind, records: Sequence[Record]) -> None:
        collection = self._collection(kind, build)
        for some in pages(records, self._batch):
            self._write(
                collection.upsert,
                ids=[record.id for record in some],
                embeddings=[list(record.embedding) for record in some],
                metadatas=[dict(record.metadata) for record in some],
            )

    def _write_articles(self, build: str, changes: Sequence[ArticleRecords]) -> None:
        collection = self._collection("articles", build)
        for some in pages(changes, self._batch):
            self._write(
                collection.upsert,
                ids=[change.article.id for change in some],
                embeddings=[POINT for _ in some],
                documents=[change.article.text for change in some],
                metadatas=[entry_metadata(change.entry) for change in some],
            )

    def _write_entries(self, entries: Sequence[ArticleEntry]) -> None:
        collection = self._collection("articles")
        for some in pages(entries, self._batch):
            ids = [entry.article.id for entry in some]
            self._write(collection.update, ids=ids, metadatas=[entry_metadata(entry) for entry in some])

    def _settle(self, entries: Sequence[ArticleEntry]) -> None:
        """Forget that articles took the place of others, which are now gone."""
        settled = {entry.article.id: replace(entry, replaces="") for entry in entries}
        if settled:
            self._write_entries(list(settled.values()))
            view = self._required()
            self._view = StoreSnapshot(view.state, {**view.entries, **settled})

    def _delete_old(self) -> None:
        """Delete the records of what was replaced or removed, which until now could still be read as it was before."""
        for kind in KINDS:
            self._delete(kind, [name for entry in self._old for name in entry.record_ids(kind)])

    def _delete(self, kind: str, ids: Sequence[str]) -> None:
        collection = self._collection(kind)
        for some in pages(ids, self._batch):
            self._write(collection.delete, ids=some)

    def _recover(self) -> None:
        """Finish or undo what an earlier writer left half done."""
        self._drop_other_builds()
        if self._view is None or not self._view.state.dirty:
            return
        self._reconnect()
        view = self._view = self._load(self._view.state)  # what is there may be newer than its generation
        self._delete("articles", sorted(set(self._all_ids("articles")) - set(view.entries)))
        self._settle([entry for entry in view.entries.values() if entry.replaces])
        for kind in KINDS:
            self._delete(kind, [name for name in self._all_ids(kind) if revision_of(name) not in view.revisions])
        self._next(self._required().entries, 0)
        self._write_state(replace(self._required().state, dirty=False))

    def _fold(self, limit: int) -> None:
        """Copy everything into a new build where more changes than `limit` are logged, so that it opens quickly."""
        view = self._required()
        if not self._in_folder or view.state.logged <= limit:
            return
        build = self.begin()
        for some in pages(list(view.entries.values()), 100):
            texts = self.texts(some)
            articles = {entry.article.id: replace(entry.article, text=texts[entry.article.id]) for entry in some}
            for kind in KINDS:
                self._write_records(build, kind, list(self.records(kind, some, vectors=True)))
            self._write_articles(build, [ArticleRecords(entry, articles[entry.article.id], {}) for entry in some])
        self.switch(build, view.state.index_config)

    def _drop_other_builds(self) -> None:
        used = f"{STATE}-{self._view.state.build}-" if self._view else None
        for name in [collection.name for collection in self._call(self._client.list_collections)]:
            if name.startswith(f"{STATE}-") and not (used and name.startswith(used)):
                self._write(self._client.delete_collection, name)

    def _all_ids(self, kind: str) -> list[str]:
        return [name for page in self._pages(kind, include=[]) for name in page["ids"]]

    def _pages(self, kind: str, **what: Any) -> Iterator[Any]:
        """All that `_get` gives, as many records at once as Chroma bears; the last page is a short one."""
        offset = 0
        while offset % PAGE == 0:
            page = self._get(kind, limit=PAGE, offset=offset, **what)
            if not page["ids"]:
                return
            yield page
            offset += len(page["ids"])

    def _load(self, state: Manifest) -> StoreSnapshot:
        """All entries of a build, without those that a newer article is taking the place of."""
        collection = self._call(self._collection, "articles", state.build)
        for _ in range(5):
            entries: dict[str, ArticleEntry] = {}
            count = self._call(collection.count)
            for offset in range(0, count, PAGE):
                page = self._call(collection.get, limit=PAGE, offset=offset, include=["metadatas"])
                entries |= {
                    name: entry_from(name, kept) for name, kept in zip(page["ids"], page["metadatas"], strict=True)
                }
            if len(entries) == count == self._call(collection.count):
                break  # else somebody wrote in between, and a page began too late
        for name in [entry.replaces for entry in entries.values()]:
            entries.pop(name, None)
        return StoreSnapshot(state, entries)

    def _next(self, entries: Mapping[str, ArticleEntry], logged: int) -> None:
        """A new generation with this catalogue; readers look at the index anew."""
        state = self._required().state
        self._write_state(replace(state, generation=uuid.uuid4().hex, logged=state.logged + logged), entries)

    def _read_state(self) -> Manifest | None:
        try:
            kept = self._call(self._client.get_collection, STATE, embedding_function=None).metadata
        except IndexStorageError as error:
            if isinstance(error.__cause__, NotFoundError):
                return None
            raise
        if not kept:
            return None
        if kept["format"] != FORMAT:
            raise IndexMismatchError(
                f"the index in {self.place} has format {kept['format']}; this version reads {FORMAT}"
            )
        return Manifest(kept["build"], kept["generation"], json.loads(kept["made_with"]), kept["dirty"], kept["logged"])

    def _write_state(self, state: Manifest, entries: Mapping[str, ArticleEntry] | None = None) -> None:
        """Write the state, where it changed; `entries` is the catalogue from then on, if that changed."""
        if self._view is not None and state == self._view.state:
            return
        kept = {"format": FORMAT, "build": state.build, "generation": state.generation, "dirty": state.dirty}
        kept |= {"made_with": json.dumps(dict(state.index_config), sort_keys=True), "logged": state.logged}
        collection = self._call(self._client.get_collection, STATE, embedding_function=None)
        with self._refreshing:
            self._write(collection.modify, metadata=kept)
            if self._view is None or self._view.state.build != state.build:
                self._view = self._load(state)
            else:
                self._view = StoreSnapshot(state, self._view.entries if entries is None else entries)

    def _collection(self, kind: str, build: str = "") -> Any:
        name = f"{STATE}-{build or self._required().state.build}-{kind}"
        return self._call(self._client.get_collection, name, embedding_function=None)

    def _get(self, kind: str, **how: Any) -> Any:
        return self._call(self._collection(kind).get, **how)

    @property
    def _batch(self) -> int:
        return int(self._call(self._client.get_max_batch_size))

    def _write(self, change: Callable[..., object], *what: object, **how: object) -> None:
        """Every change to Chroma goes through here, one call each."""
        if self._may_write is None:
            raise IndexStorageError("the index is written to only inside of Store.writing()")
        self._may_write()
        self._call(change, *what, **how)

    def _call(self, action: Callable[..., T], *what: object, **how: object) -> T:
        """The one place where Chroma's errors become ours."""
        try:
            return action(*what, **how)
        except (ChromaError, httpx.HTTPError, OSError, ValueError, RuntimeError, AttributeError) as error:
            raise IndexStorageError(f"the index in {self.place} cannot be used: {error}") from error


class _Board:
    """The notes of writers on a server: collections, of whose names the server holds each once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._client = store._client

    def notes(self) -> dict[int, Metadata]:
        found = self._store._call(self._client.list_collections)
        return {int(each.name.rpartition(".")[2]): each.metadata for each in found if each.name.startswith(LEASES)}

    def post(self, number: int, note: Metadata) -> bool:
        name = f"{LEASES}.{number:09d}"
        try:
            self._client.create_collection(name, metadata=dict(note), embedding_function=None)
        except (UniqueConstraintError, InternalError):  # which of them depends on the server's version
            return False
        return True

    def change(self, number: int, note: Metadata) -> None:
        def modify() -> None:
            self._client.get_collection(f"{LEASES}.{number:09d}", embedding_function=None).modify(metadata=dict(note))

        self._store._call(modify)

    def take_down(self, number: int) -> None:
        self._store._call(self._client.delete_collection, f"{LEASES}.{number:09d}")


def pages(items: Sequence[T], size: int = PAGE) -> Iterator[list[T]]:
    """A sequence in parts of at most `size`."""
    for first in range(0, len(items), size):
        yield list(items[first : first + size])


def similarities(vectors: Sequence[Sequence[float]], to: Sequence[float]) -> list[float]:
    """The cosine similarity of each of these vectors to another.

    Chroma's own distances of one and the same vector differ in the seventh digit, as it lies in its log or in a file.
    """
    target = np.asarray(to, dtype=np.float64)
    rows = np.asarray(vectors, dtype=np.float64).reshape(-1, len(target))
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(target)
    found: list[float] = (rows @ target / lengths.clip(1e-12)).round(9).tolist()
    return found


def _credentials(address: SplitResult, token: str) -> dict[str, str]:
    """The headers that say who asks: a token as Chroma and as others take it, or a name and a password."""
    if token:
        return {"Authorization": f"Bearer {token}", "X-Chroma-Token": token}
    if address.username:
        pair = f"{unquote(address.username)}:{unquote(address.password or '')}"
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    return {}


def _where(speakers: Sequence[str], outlets: Sequence[str], period: Period) -> dict[str, Any] | None:
    """Chroma's filter; an undated article lies in no bounded period."""
    parts: list[dict[str, Any]] = []
    if speakers:
        parts.append({"speaker": {"$in": list(speakers)}})
    if outlets:
        parts.append({"source": {"$in": list(outlets)}})
    if period.since or period.until:
        parts.append({"day": {"$gte": int(f"{period.since:%Y%m%d}") if period.since else 1}})
    if period.until:
        parts.append({"day": {"$lte": int(f"{period.until:%Y%m%d}")}})
    return {"$and": parts} if len(parts) > 1 else (parts[0] if parts else None)
