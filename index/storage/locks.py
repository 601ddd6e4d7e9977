"""One writer at a time in a folder, by a file's lock.  Readers lock nothing."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexLockedError, IndexStorageError

LOCK = "writer.lock"
HOLDER = "writer.txt"

Check = Callable[[], None]


@contextmanager
def folder_lock(folder: Path, place: str, wait: float) -> Iterator[Check]:
    """Hold the folder's lock; the system lets go of it when the process ends, however it ends.

    Gives a function to call before each write, which has nothing to do here.  Raises IndexLockedError, which names the
    holder, where the lock is not free within `wait` seconds, and IndexStorageError where the folder cannot be written.
    """
    lock = FileLock(folder / LOCK, timeout=wait)
    try:
        lock.acquire()
        (folder / HOLDER).write_text(describe_process(), encoding="utf-8")
    except Timeout as error:
        raise locked_error(_read(folder / HOLDER), place, wait) from error
    except (OSError, NotImplementedError) as error:
        raise IndexStorageError(f"cannot write in the index's folder {place}: {error}") from error
    try:
        yield lambda: None
    finally:
        lock.release()


def describe_process() -> str:
    """Return the words by which another process is told who is writing."""
    return f"process {os.getpid()} on {socket.gethostname()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"


def locked_error(holder: str, place: str, wait: float) -> IndexLockedError:
    """Return the error that says who is writing."""
    who = holder or "another process"
    return IndexLockedError(f"{who} is writing to the index in {place}; waited {wait:.0f} s for it: try again later")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
