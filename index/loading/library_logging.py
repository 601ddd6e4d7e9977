"""Keep the libraries that read files from logging: what is wrong with a file is reported once, by us."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

LOGGERS = tuple(map(logging.getLogger, ("pypdf", "trafilatura", "htmldate", "charset_normalizer")))
_lock = threading.Lock()
_levels: list[int] = []  # the loggers' own levels while any thread is inside
_inside = 0


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Silence the libraries' loggers; their levels are as before when the last thread has left."""
    global _inside
    with _lock:
        if not _inside:
            _levels[:] = [logger.level for logger in LOGGERS]
            for logger in LOGGERS:
                logger.setLevel(logging.CRITICAL)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                for logger, level in zip(LOGGERS, _levels, strict=True):
                    logger.setLevel(level)
