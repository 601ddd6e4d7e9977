"""Find a quotation in a source: verbatim but for the form of marks and white space.  Pure."""

from __future__ import annotations

import re

from index import DOUBLE_QUOTES, SINGLE_QUOTES, Span

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


def find_verbatim(quotation: str, source: str) -> Span | None:
    """Return where a quotation stands in a source: verbatim but for marks and white space, never within a word.

    Takes time in proportion to the length of the source: its words are found once, and hits go forward through them.
    """
    wanted = fold(quotation.strip())[0].strip()
    if not re.search(r"\w", wanted):
        return None
    folded, offsets = fold(source)
    place = folded.find(wanted)
    if place < 0:
        return None
    inside = _inside_words(folded, offsets)
    while place >= 0:
        end = place + len(wanted)
        if not inside[place] and not inside[end]:
            return offsets[place], offsets[end - 1] + 1
        place = folded.find(wanted, place + 1)
    return None


def fold(text: str) -> tuple[str, list[int]]:
    """Return a text with one form for each mark and single spaces, and the offset of each of its characters.

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


def _inside_words(folded: str, offsets: list[int]) -> bytearray:
    """Return for each offset of a folded text, its end included, 1 where a cut would part what belongs together.

    That is a word, or the several characters to which one was folded.
    """
    inside = bytearray(len(folded) + 1)
    for word in WORD.finditer(folded):
        inside[word.start() + 1 : word.end()] = b"\x01" * (word.end() - word.start() - 1)
    for place in range(1, len(folded)):
        if offsets[place] == offsets[place - 1]:
            inside[place] = 1
    return inside
