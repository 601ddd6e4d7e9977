"""The lease where a server fails or others are always faster."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from chromadb.errors import InternalError, UniqueConstraintError

from index import IndexLockedError, IndexStorageError
from index.storage.chroma_client import ChromaClient
from index.storage.lease import LEASES
from index.storage.store import IndexStore


class Collection:
    """A collection as chromadb lists it."""

    def __init__(self, number: int, until: float = 0.0) -> None:
        self.name = f"{LEASES}.{number:09d}"
        self.metadata: Mapping[str, Any] = {"holder": "process 1 on elsewhere, since then", "until": until}


class Server:
    """A server whose lease is free, and on which no collection can be created."""

    def __init__(self, error: Exception, faster: bool = False) -> None:
        self.error, self.faster = error, faster
        self.leases = [Collection(1)]

    def list_collections(self) -> list[Collection]:
        return self.leases

    def get_collection(self, name: str, **_: object) -> object:
        return Collection(1)

    def create_collection(self, name: str, **_: object) -> None:
        if self.faster:  # somebody took the number, and ran out at once
            self.leases = [Collection(int(name.rpartition(".")[2]))]
        raise self.error


def store(server: Server, folder: Path) -> IndexStore:
    return IndexStore(ChromaClient(lambda: (server, lambda: None), "http://server", False), folder, 0.5)


@pytest.mark.parametrize(
    "error", [InternalError("disk full"), httpx.ConnectError("disk full"), ValueError("disk full")], ids=repr
)
def test_a_server_that_creates_nothing_is_an_error_at_once(tmp_path: Path, error: Exception) -> None:
    started = time.monotonic()
    with (
        pytest.raises(IndexStorageError, match="http://server cannot be used: disk full"),
        store(Server(error), tmp_path).writing(),
    ):
        pass
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("error", [InternalError("taken"), UniqueConstraintError("taken")], ids=repr)
def test_who_is_always_too_late_gives_up_in_time(tmp_path: Path, error: Exception) -> None:
    started = time.monotonic()
    with (
        pytest.raises(IndexLockedError, match="process 1 on elsewhere"),
        store(Server(error, faster=True), tmp_path).writing(),
    ):
        pass
    assert time.monotonic() - started < 5
