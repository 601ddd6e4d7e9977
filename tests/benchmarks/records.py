"""A file of JSON lines, as the benchmark keeps them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def rows(path: str | Path) -> list[dict[str, Any]]:
    """The records of a file, one a line."""
    with Path(path).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
