"""Find the quotations of a text by its quotation marks.  Pure.

There are two readings of the same marks.  `find_quotes` reads an article, where a mark may be missing and an apostrophe
may look like one: it stops at the paragraph's end.  `find_draft_quotes` reads a sentence whose quotations are checked:
quotations may be nested, no double mark may be without its other half, and what is never closed counts as quoted to the
end, so that nothing escapes the check.  Both take time in proportion to the length of the text.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

from index.models import Span

DOUBLE_QUOTES = '"“”„‟«»＂'
SINGLE_QUOTES = "'‘’‚‛`´‹›′"

OPENING = re.compile(
    r"""[“«„]
      | (?<!\w)''(?=\w)           # two apostrophes for a double mark
      | (?<![\w.,!?])"(?=\S)      # a straight mark behind a word or a stop closes, and never opens
      | (?<![\w.,!?])‘(?=\w)
    """,
    re.VERBOSE,
)
CLOSING = {
    "“": re.compile("”"),
    "«": re.compile("»"),
    "„": re.compile("[”“]"),
    "''": re.compile("''"),
    '"': re.compile('"'),
    # Behind punctuation, or before a space or punctuation; within a word it is an apostrophe.
    "‘": re.compile(r"(?<=[.,!?])’(?![^\W_])|’(?=[ ,.;:?!\n)]|\Z)"),
}
NEVER = (sys.maxsize, sys.maxsize)
RESUMABLE = "“«„"  # where a quotation goes on in the next paragraph, that one opens with the same mark again

DRAFT_CLOSING = {"“": "”", "„": "“”", "‟": "”", "«": "»", '"': '"', "＂": "＂"}
DRAFT_SINGLE_OPENING = re.compile(r"(?:(?<=[\s(\[—–:-])|^)[‘'‚‛](?=[^\W_])")
DRAFT_SINGLE_CLOSING = re.compile(r"(?<=\S)[’'](?!\w)")

PAIRS = (("''", "''"), ("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»"), ("„", "“"), ("„", "”"), ("'", "'"))


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in a text: `outer` with its marks, `inner` without them."""

    outer: Span
    inner: Span


def find_quotes(text: str) -> list[Span]:
    """Return the quotations of an article with their marks, in order.

    None goes beyond its paragraph, and none stands within another.  One that is left open runs to the end of its
    paragraph if the next paragraph opens with the same mark again; else its mark opens nothing.
    """
    quotes: list[Span] = []
    # For each mark the next closing one: it is looked for again only once it is passed, so the text is read once.
    closings: dict[str, Span] = dict.fromkeys(CLOSING, (-1, -1))
    paragraph_end = -1
    offset = 0
    while opening := OPENING.search(text, offset):
        mark, start = opening.group(), opening.start()
        offset = opening.end()
        if paragraph_end < start:
            line_break = text.find("\n", start)
            paragraph_end = line_break if line_break >= 0 else len(text)
        if closings[mark][0] < offset:
            closing = CLOSING[mark].search(text, offset)
            closings[mark] = closing.span() if closing else NEVER
        if closings[mark][1] <= paragraph_end:
            offset = closings[mark][1]
        elif mark in RESUMABLE and text[paragraph_end : paragraph_end + 3].strip()[:1] == mark:
            offset = paragraph_end
        else:
            continue
        quotes.append((start, offset))
    return quotes


def find_draft_quotes(text: str) -> tuple[list[Quotation], bool]:
    """Return the outermost quotations of a draft in order, and whether every double mark has its other half.

    Single marks are quotations where one stands before a word and another one behind a word, the last such before the
    next opening one; elsewhere they are apostrophes.  A quotation that is never closed reaches to the text's end.
    """
    quotes: list[Quotation] = []
    balanced = True
    offset = 0
    while offset < len(text):
        end: int | None = None
        if text[offset] in DOUBLE_QUOTES:
            end = _draft_closing(text, offset)
            balanced &= end is not None
            end = len(text) if end is None and text[offset] in DRAFT_CLOSING else end
        elif DRAFT_SINGLE_OPENING.match(text, offset):
            end = _draft_single_closing(text, offset)
        if end is not None:
            quotes.append(Quotation((offset, min(end + 1, len(text))), (offset + 1, end)))
        offset = offset + 1 if end is None else end + 1
    return quotes, balanced


def is_quoted(text: str) -> bool:
    """Return whether a text stands in one pair of quotation marks as a whole, a stop behind them aside."""
    return strip_quotes(text) != text.strip()


def strip_quotes(text: str) -> str:
    """Return a text without surrounding space, the pair of quotation marks around it, and a stop behind the pair."""
    text = text.strip()
    for opening, closing in PAIRS:
        for stop in ("", ".", ","):
            end = closing + stop
            if text.startswith(opening) and text.endswith(end) and len(text) > len(opening + end):
                return text[len(opening) : -len(end)]
    return text


def _draft_closing(text: str, opening: int) -> int | None:
    """Return where the double mark at an offset is closed; None if it is not, or if it closes what nothing opened."""
    closing = DRAFT_CLOSING.get(text[opening])
    if closing is None:
        return None
    depth = 1
    for offset in range(opening + 1, len(text)):
        if text[offset] in closing:
            depth -= 1
        elif text[offset] == text[opening]:
            depth += 1
        if depth == 0:
            return offset
    return None


def _draft_single_closing(text: str, opening: int) -> int | None:
    """Return the last closing single mark before the next opening one, or before a double mark; None without one."""
    following = DRAFT_SINGLE_OPENING.search(text, opening + 1)
    limit = following.start() if following else len(text)
    double = next((i for i in range(opening, limit) if text[i] in DOUBLE_QUOTES), limit)
    return max((mark.start() for mark in DRAFT_SINGLE_CLOSING.finditer(text, opening + 2, double)), default=None)
