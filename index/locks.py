"""One writer at a time, in a folder by a file's lock and on a server by a lease.  Readers lock nothing."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexLockedError, IndexStorageError

LOCK = "writer.lock"
HOLDER = "writer.json"


@contextmanager
def folder_lock(folder: Path, wait: float) -> Iterator[None]:
    """Hold the folder's lock; the system lets go of it when the process ends, however it ends.

    Raises IndexLockedError, which names the holder, where it is still held after `wait` seconds.
    """
    lock = FileLock(folder / LOCK, timeout=wait)
    try:
        lock.acquire()
    except Timeout as error:
        raise locked(_read_holder(folder), str(folder), wait) from error
    except OSError as error:
        raise IndexStorageError(f"cannot write in the index's folder {folder}: {error.strerror or error}") from error
    try:
        _tell_holder(folder)
        yield
    finally:
        lock.release()


def who_we_are() -> str:
    """This process in words for a person: who holds the lock."""
    return f"process {os.getpid()} on {socket.gethostname()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"


def locked(holder: str, place: str, wait: float) -> IndexLockedError:
    return IndexLockedError(
        f"the index in {place} is being written to by {holder or 'another process'}; waited {wait:.0f} s: try again later"
    )


def _tell_holder(folder: Path) -> None:
    try:
        (folder / HOLDER).write_text(json.dumps({"holder": who_we_are(), "at": time.time()}), encoding="utf-8")
    except OSError as error:
        raise IndexStorageError(f"cannot write in the index's folder {folder}: {error.strerror or error}") from error


def _read_holder(folder: Path) -> str:
    try:
        return str(json.loads((folder / HOLDER).read_text(encoding="utf-8"))["holder"])
    except (OSError, ValueError, KeyError):
        return ""
