"""One writer at a time on a server: a lease, held as the metadata of empty collections.

The lease with the highest number is in force.  It is free once it has run out; who takes it creates the next number,
which only one can, since a server holds each collection's name once.  It is given back by letting it run out, so that
numbers only grow, and who was slow does not create one that was used before.
"""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from index.errors import IndexingError, IndexLockedError, IndexStorageError
from index.storage.chroma_client import ChromaClient
from index.storage.locks import Check, describe_process, locked_error
from index.storage.manifest import Metadata

LEASES = "whosaid_lease"
LEASE = 20.0  # seconds for which a lease holds without being renewed
POLL = 0.25  # seconds between looks at a lease that somebody else holds


class LeaseTable:
    """The leases on a server: an empty collection each, whose name has its number."""

    def __init__(self, client: ChromaClient) -> None:
        self._client = client

    def list(self) -> dict[int, Metadata]:
        """Return all leases by number."""
        names = self._client.collections()
        return {int(name.rpartition(".")[2]): lease for name, lease in names.items() if name.startswith(LEASES)}

    def acquire(self, number: int, lease: Metadata) -> bool:
        """Create a lease; return False where its number is taken, by whoever came first.

        Raises IndexStorageError where the server cannot create it.
        """
        try:
            self._client.create_empty_collection(_name(number), lease)
        except IndexStorageError:
            # What a server answers where the name is taken differs by version.  A lease that was given up since has
            # left one with a higher number.
            if max(self.list(), default=0) >= number:
                return False
            raise
        return True

    def change(self, number: int, lease: Metadata) -> None:
        """Replace a lease.  Raises IndexStorageError where it is not there any more."""
        self._client.set_metadata(_name(number), lease, guarded=False)

    def delete(self, number: int) -> None:
        """Remove a lease."""
        self._client.delete_collection(_name(number), guarded=False)


@dataclass(slots=True)
class _Lease:
    """A lease of this process, which is renewed while a thread of it runs."""

    table: LeaseTable
    number: int
    holder: str
    runs_until: float

    def renew(self) -> None:
        until = time.time() + LEASE
        self.table.change(self.number, {"holder": self.holder, "until": until})
        self.runs_until = until

    def keep(self, done: threading.Event) -> None:
        while not done.wait(LEASE / 4):
            try:
                self.renew()
            except IndexingError:  # tried again until it runs out, which `check` then tells
                continue

    def check(self) -> None:
        """Raise IndexLockedError where the lease ran out, as when the machine slept: somebody else may be writing."""
        if time.time() > self.runs_until:
            raise IndexLockedError("lost the right to write to the server, which did not answer in time: run it again")


@contextmanager
def server_lock(table: LeaseTable, place: str, wait: float) -> Iterator[Check]:
    """Hold the server's lease; it runs out 20 s after the process was killed, and at once where that can be seen.

    Gives a function to call before each write, which raises IndexLockedError where the lease was lost.  The machines'
    clocks must agree within a few seconds.  Raises IndexLockedError, which names the holder, where the lease is not
    free within `wait` seconds, and IndexStorageError where the server fails.
    """
    lease = _acquire(table, place, wait)
    done = threading.Event()
    thread = threading.Thread(target=lease.keep, args=(done,), daemon=True)
    thread.start()
    try:
        yield lease.check
    finally:
        done.set()
        thread.join()
        with suppress(IndexingError):  # it was lost, and whoever has it deleted it
            table.change(lease.number, {"holder": lease.holder, "until": 0.0})


def _acquire(table: LeaseTable, place: str, wait: float) -> _Lease:
    holder = f"{describe_process()} ({uuid.uuid4().hex[:8]})"
    deadline = time.monotonic() + wait
    while True:
        leases = table.list()
        last = max(leases, default=0)
        if not last or _is_free(leases[last]):
            until = time.time() + LEASE
            if table.acquire(last + 1, {"holder": holder, "until": until}):
                leases = table.list()
                if max(leases) == last + 1:
                    for number in leases.keys() - {last + 1}:
                        table.delete(number)
                    return _Lease(table, last + 1, holder, until)
                table.delete(last + 1)  # this one came too late: others have gone on to higher numbers
        if time.monotonic() > deadline:
            raise locked_error(str(leases[max(leases)]["holder"]) if leases else "", place, wait)
        time.sleep(POLL)


def _name(number: int) -> str:
    return f"{LEASES}.{number:09d}"


def _is_free(lease: Metadata) -> bool:
    """Return whether a lease has run out, or its process was on this machine and is no more."""
    if time.time() > float(lease["until"]):
        return True
    words = str(lease["holder"]).split()
    if words[:1] != ["process"] or words[3].rstrip(",") != socket.gethostname():
        return False
    try:
        os.kill(int(words[1]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
