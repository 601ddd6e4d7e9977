"""Which files lie under a path or glob that somebody gave.  No file has to exist: what is asked for is what is gone."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path


class PrunePath:
    """A path, or a glob, whose files are compared with where articles came from.

    A path is taken both as it is written and with its links resolved.  A glob that is no existing file leads to the
    files that match it and to all that is below a folder that matches.
    """

    def __init__(self, path: str | Path) -> None:
        self.given = str(path)
        expanded = os.path.expanduser(self.given)
        self._is_glob = glob.has_magic(expanded) and not os.path.lexists(expanded)
        absolute = Path(os.path.abspath(expanded))
        self._pattern = absolute.parts
        self._tops = {absolute} if self._is_glob else {absolute, absolute.resolve()}

    def holds(self, file: str) -> bool:
        """Return whether a file, given by its absolute path, lies under it."""
        absolute = Path(os.path.abspath(file))
        if self._is_glob:
            return _matches(absolute.parts, self._pattern)
        return any(path == top or top in path.parents for path in {absolute, absolute.resolve()} for top in self._tops)


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Return whether a path, or a folder that it is in, matches a glob; hidden names need a dot in the pattern."""
    if not pattern:
        return True
    if pattern[0] == "**":
        if _matches(parts, pattern[1:]):
            return True
        return bool(parts) and not parts[0].startswith(".") and _matches(parts[1:], pattern)
    if not parts or (parts[0].startswith(".") and not pattern[0].startswith(".")):
        return False
    return fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])
