"""Quotation marks: where they open and close, and whether what they hold stands verbatim in another text.  Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.models import Span

# What the same character may look like: marks and white space are all that a quotation may differ in.
DOUBLE = '"“”„‟«»＂'
SINGLE = "'‘’‚‛`´‹›′"
DASHES = "-‐‑‒–—―−"
FOLDED = {**dict.fromkeys(DOUBLE, '"'), **dict.fromkeys(SINGLE, "'"), **dict.fromkeys(DASHES, "-"), "…": "..."}
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

CLOSERS = {"“": "”", "„": "“”", "‟": "”", "«": "»", '"': '"', "＂": "＂"}
SINGLE_OPENING = re.compile(r"(?:(?<=[\s(\[—–:-])|^)[‘'‚‛](?=[^\W_])")
WORD = re.compile(
    r"\d+(?:[.,]\d+)+|\w+(?:'\w+)*"
)  # "can't" and "1,000" are one word: a part of one says something else
SINGLE_CLOSING = re.compile(r"(?<=\S)[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in a text: `outer` with its marks, `inner` without them."""

    outer: Span
    inner: Span


def quotations(text: str) -> tuple[list[Quotation], bool]:
    """The outermost quotations in order, and whether every double mark has its other half.

    Single marks are quotations where one stands before a word and another one behind a word, the last such before the
    next opening one; elsewhere they are apostrophes.  A quotation that is never closed reaches to the text's end.
    """
    found: list[Quotation] = []
    closed = True
    place = 0
    while place < len(text):
        end: int | None = None
        if text[place] in DOUBLE:
            end = _closing(text, place)
            closed &= end is not None
            end = len(text) if end is None and text[place] in CLOSERS else end
        elif SINGLE_OPENING.match(text, place):
            end = _single_closing(text, place)
        if end is not None:
            found.append(Quotation((place, min(end + 1, len(text))), (place + 1, end)))
        place = place + 1 if end is None else end + 1
    return found, closed


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


def _closing(text: str, place: int) -> int | None:
    """Where the double mark at a place is closed; None where it is not, or where it closes what nothing opened."""
    closers = CLOSERS.get(text[place])
    if closers is None:
        return None
    depth = 1
    for offset in range(place + 1, len(text)):
        if text[offset] in closers:
            depth -= 1
        elif text[offset] == text[place]:
            depth += 1
        if depth == 0:
            return offset
    return None


def _single_closing(text: str, place: int) -> int | None:
    """Where a single mark is closed: the last closing one before the next opening one, or before a double mark."""
    following = SINGLE_OPENING.search(text, place + 1)
    limit = following.start() if following else len(text)
    double = next((i for i in range(place, limit) if text[i] in DOUBLE), limit)
    return max((mark.start() for mark in SINGLE_CLOSING.finditer(text, place + 2, double)), default=None)
