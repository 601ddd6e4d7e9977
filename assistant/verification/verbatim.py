"""Find a quotation in a source: verbatim but for the form of marks and white space.  Pure."""

from __future__ import annotations

import re

from index.models import Span
from index.text.quotes import DOUBLE_QUOTES, SINGLE_QUOTES

# What the same character may look like: marks and white space are all that a quotation may differ in.
DASHES = "-‐‑‒–—―−"
FOLDED = {
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
    **dict.fromkeys(SINGLE_QUOTES, "'"),
    **dict.fromkeys(DASHES, "-"),
    "…": "...",
}
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

WORD = re.compile(
    r"\d+(?:[.,]\d+)+|\w+(?:'\w+)*"
)  # "can't" and "1,000" are one word: a part of one says something else


def find(quotation: str, source: str) -> Span | None:
    """Where a quotation stands in a source: verbatim but for marks and white space, and never within a word."""
    wanted = fold(quotation.strip())[0].strip()
    if not re.search(r"\w", wanted):
        return None
    folded, offsets = fold(source)
    place = folded.find(wanted)
    while place >= 0:
        end = place + len(wanted)
        if _whole(folded, offsets, place) and _whole(folded, offsets, end):
            return offsets[place], offsets[end - 1] + 1
        place = folded.find(wanted, place + 1)
    return None


def fold(text: str) -> tuple[str, list[int]]:
    """A text with one form for each mark and single spaces, and the offset that each of its characters comes from.

    The offsets hold one more at the end: the text's length.
    """
    folded: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if character in INVISIBLE:
            continue
        if character.isspace():
            if folded and folded[-1] == " ":
                continue
            character = " "
        for part in FOLDED.get(character, character):
            if part == "'" and folded and folded[-1] == "'" and offsets[-1] == offset - 1:
                folded[-1] = '"'  # two apostrophes are one double mark
                continue
            folded.append(part)
            offsets.append(offset)
    return "".join(folded), [*offsets, len(text)]


def _whole(folded: str, offsets: list[int], place: int) -> bool:
    """Whether a place parts neither a word nor the several characters that one was folded to."""
    if any(word.start() < place < word.end() for word in WORD.finditer(folded)):
        return False
    return not 0 < place < len(folded) or offsets[place] != offsets[place - 1]
