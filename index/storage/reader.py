"""Reading the index in Chroma, which needs no lock."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from platformdirs import user_cache_path

from index.errors import IndexMismatchError, IndexStorageError
from index.models import digest
from index.storage.build import PREFIX, Build
from index.storage.chroma_client import ChromaClient
from index.storage.corrections import read_corrections
from index.storage.filters import Filters
from index.storage.manifest import (
    FORMAT,
    KINDS,
    READABLE_FORMATS,
    ArticleEntry,
    Kind,
    Manifest,
    Record,
    StoreSnapshot,
    manifest_from,
    revision_of,
)

MANIFEST = PREFIX  # the collection whose metadata are the manifest


class StoreReader:
    """The index in Chroma as it was last seen, which `refresh` brings up to date.

    `place` is the folder or address in words, `cache` a folder of this machine for what can be made anew.
    """

    def __init__(self, client: ChromaClient, cache: Path, wait: float) -> None:
        self.client = client
        self.cache = cache
        self._wait = wait
        self._refreshing = threading.RLock()
        self._snapshot: StoreSnapshot | None = None
        self._warm = False  # whether Chroma has read the vectors since it last connected

    @classmethod
    def in_folder(cls, folder: Path, create: bool = False, wait: float = 30.0) -> Self:
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
    def on_server(cls, url: str, token: str = "", create: bool = False, wait: float = 30.0) -> Self:
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
            self._snapshot = self._load(manifest)
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
        filters = filters or Filters()
        chosen = filters.statements if kind == "statements" else None

        def counts(name: str) -> bool:
            return revision_of(name) in snapshot.revisions and (chosen is None or name in chosen)

        return self.client.nearest(self._build().collection(kind), embedding, limit, filters.to_chroma(), counts)

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

    def close(self) -> None:
        """Let go of the files or the server."""
        self.client.close()

    # ---- inside

    def _reconnect(self) -> None:
        self.client.reconnect()
        self._warm = self._warm and not self.client.in_folder

    def _required(self) -> StoreSnapshot:
        if self._snapshot is None:
            raise _no_index(f"in {self.place}")
        return self._snapshot

    def _load(self, manifest: Manifest) -> StoreSnapshot:
        return Build(self.client, manifest.build).load(manifest, read_corrections(self.client))

    def _build(self) -> Build:
        return Build(self.client, self._required().manifest.build)

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


def _no_index(where: str) -> IndexStorageError:
    return IndexStorageError(f"there is no index {where}: make one with `python -m index PATH...`")
