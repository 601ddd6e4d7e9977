"""Get the search ready beside the page: the first question's work is done before anybody asks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable


class Readiness:
    """Loads the encoder and finds suggestions in a thread, so that the page need not wait for either.

    `find` returns suggestions, and searches for them, which loads the encoder; `version` names the index's content.
    """

    def __init__(self, find: Callable[[], list[str]], version: Callable[[], str]) -> None:
        self._find = find
        self._version = version
        self._result: tuple[str, list[str]] = ("", [])
        self._working = threading.Lock()
        self._ready = threading.Event()

    def start(self) -> None:
        """Begin in a thread, unless one is at work."""
        if self._working.acquire(blocking=False):
            threading.Thread(target=self._run, name="readiness", daemon=True).start()

    def start_in(self, seconds: float) -> None:
        """Begin after some seconds, unless a page that was opened has begun it by then."""
        timer = threading.Timer(seconds, self.suggestions)
        timer.daemon = True
        timer.start()

    def is_ready(self) -> bool:
        """Return True once the first run has ended."""
        return self._ready.is_set()

    def wait(self, seconds: float) -> None:
        """Wait until the first run has ended, but not longer than this."""
        self._ready.wait(seconds)

    def suggestions(self) -> list[str] | None:
        """Return the suggestions for the index as it is; where there are none yet, begin to look for them."""
        version, suggestions = self._result
        if version == self._version():
            return suggestions
        self.start()
        return None

    def _run(self) -> None:
        try:
            version = self._version()
            self._result = version, self._find()
        except Exception:  # the page goes on without suggestions, and a question tells what is wrong
            logging.exception("the search could not be made ready")
        finally:
            self._working.release()
            self._ready.set()
