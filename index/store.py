"""The articles, passages and statements in Chroma.  Nothing else in the project knows Chroma.

Layout.  The collection `whosaid` holds the state: which build is in use, what it was made with, its generation (a new
token after every change) and whether a change is half done.  Each build is three collections:

    whosaid-<build>-articles      one record an article: its text and its catalogue entry, with its revision
    whosaid-<build>-passages      the vectors, named <revision>:p<number>
    whosaid-<build>-statements    likewise, <revision>:s<number>

A passage or statement counts only if its revision is the one in its article's entry.  So a change is: write the new
records, then the article's entry, which is the moment from which it counts, then delete the old records.  Wherever it
is cut off, the article is whole, old or new; what does not count is deleted by the next writer.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

import chromadb
import httpx
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError
from platformdirs import user_cache_path

from index.errors import IndexStorageError
from index.locks import folder_lock
from index.records import KINDS, Change, Entry, Kind, Record, entry_from, entry_metadata, revision_of
from index.values import Period, digest

FORMAT = "1"
STATE = "whosaid"
PAGE = 2000  # records read at once; Chroma fails where it is to give back very many
POINT = [1.0]  # the vector of records that are never searched by one
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class State:
    """What the state record says."""

    build: str
    generation: str
    made_with: Mapping[str, str]
    dirty: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The index as of one generation: its state, and the entry of each article."""

    state: State
    entries: Mapping[str, Entry]
    revisions: frozenset[str]


class Store:
    """The index in Chroma.  Reading needs no lock; everything that writes happens inside `writing`.

    All that Chroma raises comes out as IndexStorageError.
    """

    def __init__(
        self, connect: Callable[[], Any], place: str, cache: Path, lock: Callable[[], AbstractContextManager[None]]
    ):
        self.place = place
        self.cache = cache
        self._connect = connect
        self._lock = lock
        self._writer = False
        self._client = self._call(connect)
        self._view: View | None = None

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

        def connect() -> Any:
            # A client keeps what it read of the vectors and does not see what another process wrote.
            SharedSystemClient.clear_system_cache()
            return chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))

        return cls(connect, str(folder), folder, lambda: folder_lock(folder, wait))

    @classmethod
    def on_server(cls, url: str, token: str = "", create: bool = False, wait: float = 30.0) -> Store:
        """The index on a Chroma server at http(s)://[user:password@]host:port[/tenant/database].

        Raises IndexStorageError where the server cannot be reached, or has no index unless it is to be created.
        """
        address = urlsplit(url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise IndexStorageError(f"{url!r} is not the address of a Chroma server: write it as http://host:port")
        names = [part for part in address.path.split("/") if part]
        where = dict(zip(("tenant", "database"), names, strict=False))
        port = f":{address.port}" if address.port else ""
        place = f"{address.scheme}://{address.hostname}{port}{address.path.rstrip('/')}"
        cache = user_cache_path("whosaid") / digest(place)[:16]

        def connect() -> Any:
            return chromadb.HttpClient(
                host=address.hostname or "",
                port=address.port or (443 if address.scheme == "https" else 80),
                ssl=address.scheme == "https",
                headers=_credentials(address, token),
                settings=Settings(anonymized_telemetry=False),
                **where,
            )

        store = cls(connect, place, cache, nullcontext)
        if not create and store.view is None:
            raise IndexStorageError(f"there is no index on {place}: make one with `python -m index PATH...`")
        return store

    # ---- reading

    def refresh(self) -> bool:
        """See what other processes wrote; True where something changed.  Costs one small read where nothing did."""
        state = self._read_state()
        if state is None or (self._view is not None and state == self._view.state):
            return False
        if not self._writer:
            self._client = self._call(self._connect)
        self._view = self._load(state)
        return True

    @property
    def view(self) -> View | None:
        """The index as last seen; None while nothing was ever put in."""
        if self._view is None:
            self.refresh()
        return self._view

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The catalogue: an entry an article, by id."""
        return self.view.entries if self.view else {}

    @property
    def generation(self) -> str:
        """The name of the index's present state, as last seen; empty while there is none."""
        return self.view.state.generation if self.view else ""

    def texts(self, article_ids: Sequence[str]) -> dict[str, str]:
        """The texts of articles by id; those that are not there are left out."""
        found: dict[str, str] = {}
        if self.view is None:
            return found
        for ids in pages(article_ids):
            page = self._get("articles", ids=ids, include=["documents"])
            found |= dict(zip(page["ids"], page["documents"], strict=True))
        return found

    def records(self, kind: Kind, entries: Iterable[Entry]) -> Iterator[Record]:
        """The records of articles, without their vectors."""
        for ids in pages([name for entry in entries for name in entry.record_ids(kind)]):
            page = self._get(kind, ids=ids, include=["documents", "metadatas"])
            for name, document, metadata in zip(page["ids"], page["documents"], page["metadatas"], strict=True):
                yield Record(name, document, dict(metadata))

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
        """(record id, cosine similarity) of the nearest passages or statements, best first.

        Only those of the given speakers (exact names), outlets and period; records that do not count are left out.
        """
        view = self.view
        if view is None or limit < 1:
            return []
        where, point = _where(speakers, outlets, period or Period()), [list(embedding)]
        collection = self._collection(kind)
        total = self._call(collection.count)
        asked = min(limit, total)
        while asked:
            page = self._call(
                collection.query, query_embeddings=point, n_results=asked, where=where, include=["distances"]
            )
            names, distances = page["ids"][0], page["distances"][0]
            hits = [
                (n, 1.0 - float(d)) for n, d in zip(names, distances, strict=True) if revision_of(n) in view.revisions
            ]
            if len(hits) >= limit or len(names) < asked or asked == total:
                return hits[:limit]
            asked = min(2 * asked, total)  # some of those found do not count: look further
        return []

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
        with self._lock():
            self._client = self._call(self._connect)
            self._view = None
            self.refresh()
            self._writer = True
            try:
                self._recover()
                yield
                if self._view is not None and self._view.state.dirty:
                    self._write_state(replace(self._view.state, dirty=False))
            finally:
                self._writer = False

    def begin(self) -> str:
        """The name of a new, empty build.  Nobody sees it before `switch`."""
        build = uuid.uuid4().hex[:8]
        for kind in ("articles", *KINDS):
            name, space = f"{STATE}-{build}-{kind}", {"hnsw": {"space": "cosine"}}
            self._write(self._client.create_collection, name, configuration=space, embedding_function=None)
        return build

    def switch(self, build: str, made_with: Mapping[str, str]) -> None:
        """Use another build from now on, and delete the one used so far."""
        self._write_state(State(build, "", made_with))
        self._drop_other_builds()

    def fill(self, build: str, changes: Sequence[Change]) -> None:
        """Write articles into a build that is not in use."""
        self._write_records(build, changes)
        self._write_articles(build, changes)

    def commit(self, changes: Sequence[Change]) -> None:
        """Add or replace articles in the build in use; readers see them all at once."""
        view = self._required()
        self._mark_dirty()
        self._write_records(view.state.build, changes)
        self._write_articles(view.state.build, changes)
        entries = dict(view.entries)
        gone = [c.entry.replaces for c in changes if c.entry.replaces in entries]
        old = [entries[c.entry.article.id] for c in changes if c.entry.article.id in entries]  # of another revision
        old = [e for e in old if e.revision not in {c.entry.revision for c in changes}] + [
            entries[name] for name in gone
        ]
        for change in changes:
            entries[change.entry.article.id] = change.entry
        for name in gone:
            del entries[name]
        self._write_state(replace(view.state, dirty=True), entries)
        self._delete_articles(gone)
        self._delete_records(old)
        self._settle([c.entry for c in changes if c.entry.replaces])

    def remove(self, article_ids: Sequence[str]) -> None:
        """Remove articles with their passages and statements."""
        view = self._required()
        self._mark_dirty()
        self._delete_articles(article_ids)
        left = {name: entry for name, entry in view.entries.items() if name not in set(article_ids)}
        self._write_state(replace(view.state, dirty=True), left)
        self._delete_records([view.entries[name] for name in article_ids])

    def move(self, entries: Sequence[Entry]) -> None:
        """Note articles' new entries where nothing but their origin changed."""
        view = self._required()
        self._update_entries(entries)
        self._write_state(view.state, {**view.entries, **{entry.article.id: entry for entry in entries}})

    def close(self) -> None:
        """Let go of the client."""
        self._view = None

    # ---- inside

    def _required(self) -> View:
        if self._view is None:
            raise IndexStorageError(f"there is no index in {self.place}: make one with `python -m index PATH...`")
        return self._view

    def _mark_dirty(self) -> None:
        view = self._required()
        if not view.state.dirty:
            self._write_state(replace(view.state, dirty=True))

    def _write_records(self, build: str, changes: Sequence[Change]) -> None:
        for kind in KINDS:
            collection = self._collection(kind, build)
            for some in pages([record for change in changes for record in change.records[kind]], self._batch):
                self._write(
                    collection.upsert,
                    ids=[record.id for record in some],
                    embeddings=[list(record.embedding or ()) for record in some],
                    documents=[record.document for record in some],
                    metadatas=[record.metadata for record in some],
                )

    def _write_articles(self, build: str, changes: Sequence[Change]) -> None:
        collection = self._collection("articles", build)
        for some in pages(changes, self._batch):
            self._write(
                collection.upsert,
                ids=[change.article.id for change in some],
                embeddings=[POINT for _ in some],
                documents=[change.article.text for change in some],
                metadatas=[entry_metadata(change.entry) for change in some],
            )

    def _update_entries(self, entries: Sequence[Entry]) -> None:
        collection = self._collection("articles")
        for some in pages(entries, self._batch):
            ids = [entry.article.id for entry in some]
            self._write(collection.update, ids=ids, metadatas=[entry_metadata(entry) for entry in some])

    def _settle(self, entries: Sequence[Entry]) -> None:
        """Forget that articles took the place of others, which are now gone."""
        if not entries:
            return
        view = self._required()
        settled = [replace(entry, replaces="") for entry in entries]
        self._update_entries(settled)
        self._view = _view(view.state, {**view.entries, **{entry.article.id: entry for entry in settled}})

    def _delete_articles(self, article_ids: Sequence[str]) -> None:
        self._delete("articles", article_ids)

    def _delete_records(self, entries: Sequence[Entry]) -> None:
        for kind in KINDS:
            self._delete(kind, [name for entry in entries for name in entry.record_ids(kind)])

    def _delete(self, kind: str, ids: Sequence[str]) -> None:
        collection = self._collection(kind)
        for some in pages(ids, self._batch):
            self._write(collection.delete, ids=some)

    def _recover(self) -> None:
        """Finish or undo what an earlier writer left half done."""
        self._drop_other_builds()
        view = self._view
        if view is None or not view.state.dirty:
            return
        self._delete_articles(sorted(set(self._all_ids("articles")) - set(view.entries)))
        self._settle([entry for entry in view.entries.values() if entry.replaces])
        for kind in KINDS:
            self._delete(kind, [name for name in self._all_ids(kind) if revision_of(name) not in view.revisions])
        self._write_state(replace(self._required().state, dirty=False))

    def _drop_other_builds(self) -> None:
        used = f"{STATE}-{self._view.state.build}-" if self._view else None
        for name in [collection.name for collection in self._call(self._client.list_collections)]:
            if name.startswith(f"{STATE}-") and not (used and name.startswith(used)):
                self._write(self._client.delete_collection, name)

    def _all_ids(self, kind: str) -> list[str]:
        found: list[str] = []
        while True:
            page = self._get(kind, limit=PAGE, offset=len(found), include=[])["ids"]
            found += page
            if len(page) < PAGE:
                return found

    def _load(self, state: State) -> View:
        """All entries of a build, without those that a newer article has taken the place of."""
        for _ in range(5):
            entries: dict[str, Entry] = {}
            count = self._call(self._collection("articles", state.build).count)
            for offset in range(0, count, PAGE):
                page = self._get("articles", state.build, limit=PAGE, offset=offset, include=["metadatas"])
                entries |= {n: entry_from(n, m) for n, m in zip(page["ids"], page["metadatas"], strict=True)}
            if len(entries) == count == self._call(self._collection("articles", state.build).count):
                break  # else somebody wrote in between, and a page began too late
        for name in [entry.replaces for entry in entries.values()]:
            entries.pop(name, None)
        return _view(state, entries)

    def _read_state(self) -> State | None:
        collection = self._call(self._client.get_or_create_collection, STATE, embedding_function=None)
        found = self._call(collection.get, ids=["state"], include=["metadatas"])["metadatas"]
        if not found:
            return None
        kept = found[0]
        if kept["format"] != FORMAT:
            raise IndexStorageError(
                f"the index in {self.place} has format {kept['format']}; this version reads {FORMAT}"
            )
        return State(kept["build"], kept["generation"], json.loads(kept["made_with"]), kept["dirty"])

    def _write_state(self, state: State, entries: Mapping[str, Entry] | None = None) -> None:
        """Write the state under a new generation; `entries` is the catalogue from then on, if it changed."""
        state = replace(state, generation=uuid.uuid4().hex)
        kept = {"format": FORMAT, "build": state.build, "generation": state.generation, "dirty": state.dirty}
        kept["made_with"] = json.dumps(dict(state.made_with), sort_keys=True)
        collection = self._call(self._client.get_collection, STATE, embedding_function=None)
        self._write(collection.upsert, ids=["state"], embeddings=[POINT], metadatas=[kept])
        if self._view is None or self._view.state.build != state.build:
            self._view = self._load(state)
        else:
            self._view = _view(state, self._view.entries if entries is None else entries)

    def _collection(self, kind: str, build: str = "") -> Any:
        name = f"{STATE}-{build or self._required().state.build}-{kind}"
        return self._call(self._client.get_collection, name, embedding_function=None)

    def _get(self, kind: str, build: str = "", **how: Any) -> Any:
        return self._call(self._collection(kind, build).get, **how)

    @property
    def _batch(self) -> int:
        return int(self._call(self._client.get_max_batch_size))

    def _write(self, change: Callable[..., object], *what: object, **how: object) -> None:
        """Every single change to Chroma goes through here."""
        self._call(change, *what, **how)

    def _call(self, action: Callable[..., T], *what: object, **how: object) -> T:
        """The one place where Chroma's errors become ours."""
        try:
            return action(*what, **how)
        except (ChromaError, httpx.HTTPError, OSError, ValueError, RuntimeError) as error:
            raise IndexStorageError(f"the index in {self.place} cannot be used: {error}") from error


def _credentials(address: SplitResult, token: str) -> dict[str, str]:
    """The headers that say who asks: a token as Chroma and as others take it, or a name and a password."""
    if token:
        return {"Authorization": f"Bearer {token}", "X-Chroma-Token": token}
    if address.username:
        pair = f"{unquote(address.username)}:{unquote(address.password or '')}"
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    return {}


def pages(items: Sequence[T], size: int = PAGE) -> Iterator[list[T]]:
    """A sequence in parts of at most `size`."""
    for first in range(0, len(items), size):
        yield list(items[first : first + size])


def _view(state: State, entries: Mapping[str, Entry]) -> View:
    return View(state, entries, frozenset(entry.revision for entry in entries.values()))


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
