"""Chroma: collections, records, paging and the nearest neighbours of a vector.  Nothing else here knows it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError
from numpy.typing import NDArray

from index.errors import IndexStorageError
from index.storage.manifest import Metadata

EF_SEARCH = 400  # vectors that Chroma's graph keeps in sight: with its own 100, one of the nearest 80 in 80 was missed
PAGE = 2000  # records read at once; Chroma fails where it is to give back very many
NEVER = 2**31 - 1  # changes after which Chroma writes its files of vectors
SOON = 1000
T = TypeVar("T")
Connect = Callable[[], tuple[Any, Callable[[], None]]]  # a client of chromadb's, and what lets go of it
Vector = Sequence[float] | NDArray[np.float32]


class ChromaClient:
    """The connection to one Chroma database.  All that chromadb raises comes out as IndexStorageError.

    `place` is the folder or address in words.  `guard` is called before each change and raises where the right to write
    was lost; while it is None nothing may be changed.
    """

    def __init__(self, connect: Connect, place: str, in_folder: bool) -> None:
        self.place = place
        self.in_folder = in_folder
        self.guard: Callable[[], None] | None = None
        self._connect = connect
        self._client, self._disconnect = self._call(connect)

    @classmethod
    def open_folder(cls, folder: Path, place: str) -> ChromaClient:
        """Open the database in a folder, which must be absolute: a later reconnect opens it again."""

        def connect() -> tuple[Any, Callable[[], None]]:
            # Clients of one folder share what they once read of the vectors, and never see what another process wrote.
            SharedSystemClient.clear_system_cache()
            client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
            return client, client._system.stop  # for close() would now count the next one's users

        return cls(connect, place, True)

    @classmethod
    def open_server(cls, url: str, token: str = "") -> ChromaClient:
        """Connect to http(s)://[user:password@]host:port[/tenant/database].

        Raises IndexStorageError for another address, and where the server cannot be reached.
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
        names = dict(zip(("tenant", "database"), filter(None, address.path.split("/")), strict=False))

        def connect() -> tuple[Any, Callable[[], None]]:
            headers, settings = _credentials(address, token), Settings(anonymized_telemetry=False)
            client: Any = chromadb.HttpClient(host, port, secure, headers, settings, **names)
            return client, client.close

        return cls(connect, f"{address.scheme}://{host}:{port}{address.path.rstrip('/')}", False)

    def reconnect(self) -> None:
        """In a folder, read the vectors anew; who is reading them in another thread gets an error, and reads again."""
        if self.in_folder:
            old, (self._client, self._disconnect) = self._disconnect, self._call(self._connect)
            old()

    def close(self) -> None:
        """Let go of the files or the server."""
        self._disconnect()
        self._disconnect = lambda: None

    # ---- collections

    def collections(self) -> dict[str, Metadata]:
        """Return the metadata of all collections by name."""
        return {each.name: each.metadata or {} for each in self._call(self._client.list_collections)}

    def metadata(self, collection: str) -> Metadata | None:
        """Return a collection's metadata; None where there is no such collection."""
        try:
            found: Metadata = self._collection(collection).metadata or {}
        except IndexStorageError as error:
            if isinstance(error.__cause__, NotFoundError):
                return None
            raise
        return found

    def set_metadata(self, collection: str, metadata: Metadata, *, guarded: bool = True) -> None:
        """Replace a collection's metadata."""
        change = self._write if guarded else self._call
        change(self._collection(collection).modify, metadata=dict(metadata))

    def ensure_collection(self, collection: str) -> None:
        """Create a collection that holds metadata alone, unless it is there."""
        self._write(self._client.get_or_create_collection, collection, embedding_function=None)

    def create_collection(self, collection: str) -> None:
        """Create a collection of records with vectors that are compared by cosine."""
        how = {"hnsw": {"space": "cosine", "ef_search": EF_SEARCH, "sync_threshold": SOON}}
        self._write(self._client.create_collection, collection, configuration=how, embedding_function=None)

    def create_empty_collection(self, collection: str, metadata: Metadata) -> None:
        """Create a collection that holds metadata alone, without the right to write."""
        create = self._client.create_collection
        self._call(create, collection, metadata=dict(metadata), embedding_function=None)

    def delete_collection(self, collection: str, *, guarded: bool = True) -> None:
        """Delete a collection."""
        change = self._write if guarded else self._call
        change(self._client.delete_collection, collection)

    def keep_in_log(self, collection: str) -> None:
        """Leave all later changes of a collection in Chroma's log, so that its files of vectors stay as they are."""
        self._write(self._collection(collection).modify, configuration={"hnsw": {"sync_threshold": NEVER}})

    # ---- records

    def upsert(
        self,
        collection: str,
        ids: Sequence[str],
        embeddings: Sequence[Vector],
        metadatas: Sequence[Metadata],
        documents: Sequence[str] | None = None,
    ) -> None:
        """Add or replace records."""
        chroma = self._collection(collection)
        for part in self._batches(len(ids)):
            texts = {"documents": list(documents[part])} if documents is not None else {}
            kept, vectors = [dict(each) for each in metadatas[part]], np.array(embeddings[part], np.float32)
            self._write(chroma.upsert, ids=list(ids[part]), embeddings=vectors, metadatas=kept, **texts)

    def update_metadatas(self, collection: str, ids: Sequence[str], metadatas: Sequence[Metadata]) -> None:
        """Replace the metadata of records that are there."""
        chroma = self._collection(collection)
        for part in self._batches(len(ids)):
            self._write(chroma.update, ids=list(ids[part]), metadatas=[dict(each) for each in metadatas[part]])

    def delete(self, collection: str, ids: Sequence[str]) -> None:
        """Delete records; ids that are not there are passed over."""
        chroma = self._collection(collection)
        for part in self._batches(len(ids)):
            self._write(chroma.delete, ids=list(ids[part]))

    def count(self, collection: str) -> int:
        """Return the number of records; this also makes Chroma read the vectors and what is logged of them."""
        return int(self._call(self._collection(collection).count))

    def get(self, collection: str, **how: Any) -> Any:
        """Return records as Chroma gives them back."""
        return self._call(self._collection(collection).get, **how)

    def get_by_id(self, collection: str, ids: Sequence[str], include: Sequence[str]) -> Iterator[Any]:
        """Yield the records with these ids in pages; those that are not there are left out."""
        for some in pages(ids):
            yield self.get(collection, ids=some, include=list(include))

    def get_all(self, collection: str, include: Sequence[str], where: Any = None) -> Iterator[Any]:
        """Yield all records that fit in pages."""
        offset = 0
        while offset % PAGE == 0:  # only the last page is a short one
            page = self.get(collection, limit=PAGE, offset=offset, include=list(include), where=where)
            if not page["ids"]:
                return
            yield page
            offset += len(page["ids"])

    def ids(self, collection: str) -> list[str]:
        """Return the ids of all records."""
        return [name for page in self.get_all(collection, include=[]) for name in page["ids"]]

    def nearest(
        self, collection: str, embedding: Sequence[float], limit: int, where: Any, counts: Callable[[str], bool]
    ) -> list[tuple[str, float]]:
        """Return (record id, cosine similarity) of the nearest records that fit, best first, then by id.

        Records for whose id `counts` is False are left out.  Where there are more than `limit`, they are the nearest as
        far as Chroma's graph leads to them (HNSW: Malkov and Yashunin, 2018, DOI 10.1109/TPAMI.2018.2889473); where
        there are not, they are all.
        """
        chroma = self._collection(collection)
        total = self._call(chroma.count)
        asked = min(limit, total)
        while asked > 0:
            page = self._call(
                chroma.query,
                query_embeddings=[list(embedding)],
                n_results=asked,
                where=where,
                include=["embeddings"],
            )
            names, vectors = page["ids"][0], page["embeddings"][0]
            whole = asked == total
            if len(names) < asked:  # there is no more, or the graph leads to no more: vectors much alike crowd it
                scanned = list(self.get_all(collection, include=["embeddings"], where=where))
                names = [name for part in scanned for name in part["ids"]]
                vectors = [vector for part in scanned for vector in part["embeddings"]]
                whole = True
            scored = zip(names, cosine_similarities(vectors, embedding), strict=True)
            hits = [(name, similarity) for name, similarity in scored if counts(name)]
            if len(hits) >= limit or whole:
                return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]
            asked = min(2 * asked, total)  # some of those found do not count: look further
        return []

    # ---- inside

    def _collection(self, collection: str) -> Any:
        return self._call(self._client.get_collection, collection, embedding_function=None)

    def _batches(self, number: int) -> Iterator[slice]:
        """Yield the parts in which a number of records may be written."""
        size = int(self._call(self._client.get_max_batch_size)) if number else 1
        for first in range(0, number, size):
            yield slice(first, first + size)

    def _write(self, change: Callable[..., object], *what: object, **how: object) -> None:
        """Every change of records goes through here, one call each."""
        if self.guard is None:
            raise IndexStorageError("the index is written to only inside of IndexStore.writing()")
        self.guard()
        self._call(change, *what, **how)

    def _call(self, action: Callable[..., T], *what: object, **how: object) -> T:
        """The one place where Chroma's errors become ours."""
        try:
            return action(*what, **how)
        except (ChromaError, httpx.HTTPError, OSError, ValueError, RuntimeError, AttributeError) as error:
            raise IndexStorageError(f"the index in {self.place} cannot be used: {error}") from error


def pages(items: Sequence[T], size: int | None = None) -> Iterator[list[T]]:
    """Yield a sequence in parts of at most `size`, by default as many records as Chroma bears at once."""
    step = size or PAGE
    for first in range(0, len(items), step):
        yield list(items[first : first + step])


def cosine_similarities(vectors: Sequence[Sequence[float]], to: Sequence[float]) -> list[float]:
    """Return the cosine similarity of each of these vectors to another, to nine digits.

    Chroma's own distances of one and the same vector differ in the seventh digit, as it lies in its log or in a file.
    """
    target = np.asarray(to, dtype=np.float64)
    rows = np.asarray(vectors, dtype=np.float64).reshape(-1, len(target))
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(target)
    similarities: list[float] = (rows @ target / lengths.clip(1e-12)).round(9).tolist()
    return similarities


def _credentials(address: SplitResult, token: str) -> dict[str, str]:
    """Return the headers that say who asks: a token as Chroma and as others take it, or a name and a password."""
    if token:
        return {"Authorization": f"Bearer {token}", "X-Chroma-Token": token}
    if address.username:
        pair = f"{unquote(address.username)}:{unquote(address.password or '')}"
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    return {}
