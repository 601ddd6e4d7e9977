"""One writer at a time: in a folder by a file's lock, on a server by a lease.  Readers lock nothing."""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout

from index.errors import IndexingError, IndexLockedError, IndexStorageError

LOCK = "writer.lock"
HOLDER = "writer.txt"
LEASE = 20.0  # seconds for which a lease holds without being renewed
POLL = 0.25  # seconds between looks at a lease that somebody else holds

Check = Callable[[], None]


@contextmanager
def folder_lock(folder: Path, wait: float) -> Iterator[Check]:
    """Hold the folder's lock; the system lets go of it when the process ends, however it ends.

    Gives a function to call before each write, which has nothing to do here.  Raises IndexLockedError, which names the
    holder, where the lock is not free within `wait` seconds, and IndexStorageError where the folder cannot be written.
    """
    lock = FileLock(folder / LOCK, timeout=wait)
    try:
        lock.acquire()
        (folder / HOLDER).write_text(_this_process(), encoding="utf-8")
    except Timeout as error:
        raise _locked(_read(folder / HOLDER), str(folder), wait) from error
    except (OSError, NotImplementedError) as error:
        raise IndexStorageError(f"cannot write in the index's folder {folder}: {error}") from error
    try:
        yield lambda: None
    finally:
        lock.release()


class LeaseTable(Protocol):
    """Where writers on several machines leave notes for each other, each under a name and a number."""

    def notes(self) -> dict[int, Mapping[str, Any]]:
        """All notes by number."""

    def post(self, number: int, note: Mapping[str, Any]) -> bool:
        """Leave a note under a number that is free; False where it is taken, by whomever came first."""

    def change(self, number: int, note: Mapping[str, Any]) -> None:
        """Replace a note.  Raises IndexingError where it is not there any more."""

    def take_down(self, number: int) -> None:
        """Remove a note."""


@dataclass(slots=True)
class _Lease:
    """A note that is renewed while a thread of this process runs.

    The note with the highest number is the lease.  It is free once it has run out; who takes it posts the next number,
    which only one can.  It is given back by letting it run out, so that numbers only grow, and who was slow does not
    post one that was used before.
    """

    board: LeaseTable
    number: int
    holder: str
    runs_until: float

    def renew(self) -> None:
        until = time.time() + LEASE
        self.board.change(self.number, {"holder": self.holder, "until": until})
        self.runs_until = until

    def keep(self, done: threading.Event) -> None:
        while not done.wait(LEASE / 4):
            try:
                self.renew()
            except IndexingError:  # tried again until it runs out, which `check` then tells
                continue

    def check(self) -> None:
        """Raises IndexLockedError where the lease ran out, as when the machine slept: somebody else may be writing."""
        if time.time() > self.runs_until:
            raise IndexLockedError("lost the right to write to the server, which did not answer in time: run it again")


@contextmanager
def server_lock(board: LeaseTable, place: str, wait: float) -> Iterator[Check]:
    """Hold the server's lease; it runs out 20 s after the process was killed, and at once where that can be seen.

    Gives a function to call before each write, which raises IndexLockedError where the lease was lost.  The machines'
    clocks must agree within a few seconds.  Raises IndexLockedError, which names the holder, as `folder_lock` does.
    """
    lease = _acquire(board, place, wait)
    done = threading.Event()
    thread = threading.Thread(target=lease.keep, args=(done,), daemon=True)
    thread.start()
    try:
        yield lease.check
    finally:
        done.set()
        thread.join()
        with suppress(IndexingError):  # it was lost, and whoever has it took this note down
            board.change(lease.number, {"holder": lease.holder, "until": 0.0})


def _acquire(board: LeaseTable, place: str, wait: float) -> _Lease:
    holder = f"{_this_process()} ({uuid.uuid4().hex[:8]})"
    deadline = time.monotonic() + wait
    while True:
        notes = board.notes()
        last = max(notes, default=0)
        if not last or _is_free(notes[last]):
            until = time.time() + LEASE
            if board.post(last + 1, {"holder": holder, "until": until}):
                now = board.notes()
                if max(now) == last + 1:
                    for number in now.keys() - {last + 1}:
                        board.take_down(number)
                    return _Lease(board, last + 1, holder, until)
                board.take_down(last + 1)  # this one came too late: others have gone on to higher numbers
        elif time.monotonic() > deadline:
            raise _locked(str(notes[last]["holder"]), place, wait)
        time.sleep(POLL)


def _is_free(note: Mapping[str, Any]) -> bool:
    """Whether a lease has run out, or its process was on this machine and is no more."""
    if time.time() > float(note["until"]):
        return True
    words = str(note["holder"]).split()
    if words[:1] != ["process"] or words[3].rstrip(",") != socket.gethostname():
        return False
    try:
        os.kill(int(words[1]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _this_process() -> str:
    return f"process {os.getpid()} on {socket.gethostname()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _locked(holder: str, place: str, wait: float) -> IndexLockedError:
    who = holder or "another process"
    return IndexLockedError(f"{who} is writing to the index in {place}; waited {wait:.0f} s for it: try again later")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
