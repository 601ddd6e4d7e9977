"""Find near-duplicates: articles of nearly the same text, as wire reports are when several outlets print them.

Two articles are near-duplicates if at least 60 % of the shingles of four words that either has are in both: one cut by
a third still counts, and so does one with every tenth word changed near its end.  The share (Jaccard's) is estimated by
MinHash: from a sketch of each text, the smallest of its shingles' hashes (Broder, 1997, "On the resemblance and
containment of documents").  Pure.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping

SHINGLE_WORDS = 4
SKETCH_HASHES = 128  # the share is then estimated within .05
LOOKUP_HASHES = 16  # of a sketch, to find candidates: near-duplicates share none of them once in a million
HASH_DIGITS = 8
THRESHOLD = 0.6
WORD = re.compile(r"\w+")


def minhash_sketch(text: str) -> str:
    """Return the sketch of a text: up to 128 hashes of eight hexadecimal digits, ascending, joined."""
    words = WORD.findall(text.casefold())
    starts = range(max(1, len(words) - SHINGLE_WORDS + 1))
    shingles = (" ".join(words[start : start + SHINGLE_WORDS]) for start in starts)
    hashes = {zlib.crc32(shingle.encode("utf-8", "surrogatepass")) for shingle in shingles if shingle}
    return "".join(f"{number:0{HASH_DIGITS}x}" for number in sorted(hashes)[:SKETCH_HASHES])


def group_duplicates(sketches: Mapping[str, str]) -> dict[str, str]:
    """Return for each article id the name of its group: the least id among the near-duplicates of one text.

    It depends on the articles alone and not on the order in which they came in.
    """
    hashes = {
        name: [sketch[place : place + HASH_DIGITS] for place in range(0, len(sketch), HASH_DIGITS)]
        for name, sketch in sketches.items()
    }
    heads = {name: name for name in sketches}
    by_hash: dict[str, list[str]] = {}
    for name in sorted(sketches):
        for other in {other for number in hashes[name][:LOOKUP_HASHES] for other in by_hash.get(number, ())}:
            if resemblance(hashes[name], hashes[other]) >= THRESHOLD:
                first, second = sorted((_head(heads, name), _head(heads, other)))
                heads[second] = first
        for number in hashes[name][:LOOKUP_HASHES]:
            by_hash.setdefault(number, []).append(name)
    return {name: _head(heads, name) for name in sketches}


def resemblance(first: list[str], second: list[str]) -> float:
    """Estimate the share of common shingles, 0 to 1, from the hashes of two sketches."""
    least = set(sorted({*first, *second})[:SKETCH_HASHES])
    return len(least & set(first) & set(second)) / len(least) if least else 0.0


def _head(heads: dict[str, str], name: str) -> str:
    """Return the head of a name's group, and shorten the way to it (union-find)."""
    while heads[name] != name:
        heads[name] = heads[heads[name]]
        name = heads[name]
    return name
