"""Find the files that paths, folders and globs lead to, each once."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.loading.parsers import ENDINGS
from index.models import Skipped


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark on what was loaded, which stopped nothing."""

    origin: str
    text: str

    def __str__(self) -> str:
        return f"{self.origin}: {self.text}"


FoundFile = str | Skipped | Notice  # a str is the absolute path of a file that exists, or "-"


def find_files(paths: Sequence[str | Path]) -> Iterator[FoundFile]:
    """Yield the files that paths, folders (with everything below) and globs lead to, in order; `-` is passed through.

    `~` is the home folder.  In folders, hidden entries are passed over and files of other kinds are reported in a
    notice.  Links are followed, and each folder and file is visited once, by however many ways it is reached.
    """
    seen: set[tuple[int, int]] = set()  # the files and folders visited so far, by device and inode
    for path in map(os.path.expanduser, map(str, paths)):
        if path == "-":
            yield path
        elif os.path.lexists(path) or not glob.has_magic(path):
            yield from _existing(os.path.abspath(path), seen)
        else:
            matches = sorted(glob.glob(path, recursive=True))
            if not matches:
                yield Skipped(path, None, "no file matches this pattern")
            for match in matches:
                yield from _existing(os.path.abspath(match), seen)


def system_reason(error: Exception) -> str:
    """Return in plain words why the system refused a file."""
    if isinstance(error, FileNotFoundError):
        return "does not exist"
    if isinstance(error, PermissionError):
        return "cannot be read: you do not have permission"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"


def _is_new(path: str, seen: set[tuple[int, int]]) -> bool:
    """Return True on the first visit.  Raises OSError or ValueError if the path leads nowhere."""
    status = os.stat(path)
    key = (status.st_dev, status.st_ino)
    new = key not in seen
    seen.add(key)
    return new


def _existing(path: str, seen: set[tuple[int, int]]) -> Iterator[FoundFile]:
    try:
        if not _is_new(path, seen):
            return
    except (OSError, ValueError) as error:  # a null character in the path is a ValueError
        yield Skipped(path, None, system_reason(error))
        return
    if os.path.isdir(path):
        yield from _folder(path, seen)
    elif os.path.isfile(path):
        yield path
    else:
        yield Skipped(path, None, "is not a regular file: pipe it in and give - as the path")


def _folder(path: str, seen: set[tuple[int, int]]) -> Iterator[FoundFile]:
    others: Counter[str] = Counter()
    empty = True
    for item in _below(path, seen, others):
        empty = False
        yield item
    if others:
        kinds = ", ".join(sorted(kind or "no ending" for kind in others))
        yield Notice(path, f"{others.total()} files of other kinds were left out ({kinds})")
    if empty:
        yield Skipped(path, None, f"has no file of a kind that can be read ({', '.join(ENDINGS)})")


def _below(path: str, seen: set[tuple[int, int]], others: Counter[str]) -> Iterator[FoundFile]:
    """Yield the files to read in a folder and below it; count the endings of the others in `others`."""
    try:
        names = sorted(name for name in os.listdir(path) if not name.startswith("."))
    except OSError as error:
        yield Skipped(path, None, system_reason(error))
        return
    for inner in (os.path.join(path, name) for name in names):
        ending = Path(inner).suffix.lower()
        if os.path.isdir(inner):
            if _is_new(inner, seen):
                yield from _below(inner, seen, others)
        elif ending in ENDINGS:
            yield from _existing(inner, seen)
        else:
            others[ending] += 1
