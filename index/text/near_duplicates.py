"""Which articles are copies of one text, as wire reports are when several outlets print them.

Two articles are copies if at least 60 % of the runs of four words that either has are in both: a copy cut by a third
still counts, and so does one with every tenth word changed near its end.  The share (Jaccard's) is estimated from a
sketch of each text, the smallest of its runs' hashes (Broder, 1997, "On the resemblance and containment of documents").
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping

RUN = 4  # words
KEPT = 128  # hashes a sketch; the share is then estimated within .05
KEY = 16  # of these are looked up to find who may be a copy: copies have one of them in common but once in a million
SHARED = 0.6
WORD = re.compile(r"\w+")


def sketch(text: str) -> str:
    """The sketch of a text: up to 128 hashes of eight hexadecimal digits, ascending, joined."""
    words = WORD.findall(text.casefold())
    runs = (" ".join(words[first : first + RUN]) for first in range(max(1, len(words) - RUN + 1)))
    hashes = {zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs if run}
    return "".join(f"{number:08x}" for number in sorted(hashes)[:KEPT])


def group_duplicates(sketches: Mapping[str, str]) -> dict[str, str]:
    """For each article id the name of its group: the least id among the copies of one text.

    It depends on the articles alone and not on the order in which they came in.
    """
    marks = {name: [text[place : place + 8] for place in range(0, len(text), 8)] for name, text in sketches.items()}
    heads = {name: name for name in sketches}
    having: dict[str, list[str]] = {}
    for name in sorted(sketches):
        for other in {other for mark in marks[name][:KEY] for other in having.get(mark, ())}:
            if resemblance(marks[name], marks[other]) >= SHARED:
                first, second = sorted((_head(heads, name), _head(heads, other)))
                heads[second] = first
        for mark in marks[name][:KEY]:
            having.setdefault(mark, []).append(name)
    return {name: _head(heads, name) for name in sketches}


def resemblance(first: list[str], second: list[str]) -> float:
    """The estimated share of common runs, from two sketches' marks: 0 to 1."""
    least = set(sorted({*first, *second})[:KEPT])
    return len(least & set(first) & set(second)) / len(least) if least else 0.0


def _head(heads: dict[str, str], name: str) -> str:
    while heads[name] != name:
        heads[name] = heads[heads[name]]
        name = heads[name]
    return name
