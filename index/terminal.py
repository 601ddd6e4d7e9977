"""Texts and tables on a terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import Any

COLUMN_WIDTH = 24  # characters of a table's columns but the last


def print_table(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> None:
    """Print rows as a table of these columns, of which all but the last are cut where they are long."""
    heads = [name.upper().replace("_", " ") for name in columns]
    cells = [heads, *([printable(str(row[name])) or "-" for name in columns] for row in rows)]
    widths = [min(COLUMN_WIDTH, max(len(row[number]) for row in cells)) for number in range(len(columns) - 1)]
    rest = max(COLUMN_WIDTH, shutil.get_terminal_size().columns - sum(widths) - 2 * len(widths))
    for row in cells:
        fitted = [_shorten(cell, width).ljust(width) for cell, width in zip(row[:-1], widths, strict=True)]
        print("  ".join([*fitted, _shorten(row[-1], rest) if sys.stdout.isatty() else row[-1]]))


def _shorten(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def printable(text: str) -> str:
    """Return a text on one line and without the characters that control a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
