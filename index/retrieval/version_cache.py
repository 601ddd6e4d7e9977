"""A value that is derived from one version of the index."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class VersionCache(Generic[T]):
    """The value derived from the version seen last.  Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cached: tuple[str, T] | None = None

    def get(self, version: str, make: Callable[[T | None], T]) -> T:
        """Return the value for `version`: the cached one, or else what `make` returns, given the earlier value.

        Other threads wait while a value is made.  Where `make` raises, the earlier value is kept.
        """
        with self._lock:
            if self._cached is None or self._cached[0] != version:
                self._cached = (version, make(self._cached[1] if self._cached else None))
            return self._cached[1]
