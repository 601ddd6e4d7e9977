"""Spans of a text: what they share, where they begin and end, and what of the text they stand in.  Pure.

Everything is found by bisection, so that a text with many quotations takes no longer a character than another.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from index.models import QuoteType, Span
from index.text.quotes import find_quotes
from index.text.sentences import split_sentences

WORD_END, WORD_START = re.compile(r"[^\W_]-?$"), re.compile(r"-?[^\W_]")  # a hyphen joins the words beside it
EDGES = " \t\n,;:–—-"
FRAGMENT = 25  # characters; shorter than this, beside a longer span, unquoted words are a slip
COVERED = 0.3  # of a quotation; from there on all of it is meant
PARAGRAPH = 5000  # characters; a paragraph is not read farther back than this
# "ST SALMO (NW) — ", "SALMO, Aug. 3 — ": where an article was written is nobody's words.
DATELINE = re.compile(
    r"""^[A-ZÀ-Þ][A-ZÀ-Þ’'.\ -]{2,30}       # the place in capitals
        (?:[,(][\w.,()\ ]{1,30})?            # the agency or the date
        \ ?(?<=[\ )])[—–-]{1,2}\s            # a dash
    """,
    re.MULTILINE | re.VERBOSE,
)
RULE = re.compile(r"^[ \t]*(?:_{3,}|\*{3,}|-{3,}|(?:\* ){2,}\*)\.?[ \t]*$", re.MULTILINE)


def overlap(one: Span, other: Span) -> int:
    """Return how many characters two spans share."""
    if one[1] <= other[0] or other[1] <= one[0]:  # nearly always, and asked very often
        return 0
    return min(one[1], other[1]) - max(one[0], other[0])


def covers(spans: Sequence[Span], part: Span, share: float) -> bool:
    """Return True if the spans hold at least a share of a part."""
    return sum(overlap(span, part) for span in spans) >= share * (part[1] - part[0])


def merge(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans in order, those that touch or have only white space between them as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def whole_words(text: str, span: Span) -> Span:
    """Return a span widened to whole words; those that a hyphen joins are one."""
    start, end = span
    while start > 0 and is_inside_word(text, start):
        start -= 1
    while end < len(text) and is_inside_word(text, end):
        end += 1
    return start, end


def is_inside_word(text: str, place: int) -> bool:
    """Return True if a word goes on over a place: "fro|nt", "front|-runner", "front-|runner"."""
    before, behind = text[max(0, place - 2) : place], text[place : place + 2]
    is_dash = before.endswith("-") and behind.startswith("-")
    return not is_dash and WORD_END.search(before) is not None and WORD_START.match(behind) is not None


def paragraph_start(text: str, place: int) -> int:
    """Return where the line of a character begins, or PARAGRAPH characters before it where that is nearer."""
    nearest = max(0, place - PARAGRAPH)
    line_break = text.rfind("\n", nearest, place)
    return nearest if line_break < 0 else line_break + 1


def after_rule(text: str, start: int, end: int) -> int:
    """Return where the last line of underscores, stars or hyphens in a part of the text ends, else where it begins: in
    front of it another report stands.
    """
    return max((rule.end() for rule in RULE.finditer(text, start, end)), default=start)


class TextLayout:
    """The sentences, quotations and datelines of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.quotes = find_quotes(text)  # in order, none within another
        self.sentences = split_sentences(text)
        self._datelines = [match.span() for match in DATELINE.finditer(text)]
        self._quote_starts = [start for start, _ in self.quotes]
        self._quote_ends = [end for _, end in self.quotes]
        self._sentence_starts = [start for start, _ in self.sentences]
        self._dateline_starts = [start for start, _ in self._datelines]

    def sentence_at(self, place: int) -> int:
        """Return the number of the sentence in which a character stands."""
        return max(0, bisect_right(self._sentence_starts, place) - 1)

    def quotes_in(self, span: Span) -> list[Span]:
        """Return the quotations that share characters with a span, in order."""
        return self.quotes[bisect_right(self._quote_ends, span[0]) : bisect_left(self._quote_starts, span[1])]

    def quote_type(self, spans: Sequence[Span]) -> QuoteType:
        """Return whether spans are quoted, in part or as a whole."""
        total = sum(end - start for start, end in spans)
        quoted = sum(overlap(span, quote) for span in spans for quote in self.quotes_in(span))
        return QuoteType.DIRECT if quoted >= 0.9 * total else QuoteType.MIXED if quoted else QuoteType.INDIRECT

    def trim(self, span: Span) -> Span | None:
        """Return a span without the spaces, commas and dashes around it, without a dateline, and without quotation
        marks that close or open outside it; None if nothing is left.
        """
        start, end = span
        number = bisect_right(self._dateline_starts, start) - 1
        if number >= 0 and start < self._datelines[number][1]:
            start = self._datelines[number][1]
        while start < end and self.text[start] in EDGES + "”»":
            start += 1
        while end > start and self.text[end - 1] in EDGES + "“«":
            end -= 1
        return (start, end) if start < end else None

    def snap_to_quotes(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Return spans brought to whole words and to all of each quotation that they cover by COVERED; no fragments."""
        snapped: list[Span] = []
        for span in spans:
            bound = self.trim(whole_words(self.text, span))
            if bound is None:
                continue
            quotes = [quote for quote in self.quotes_in(bound) if covers((bound,), quote, COVERED)]
            if quotes:
                bound = min(bound[0], quotes[0][0]), max(bound[1], quotes[-1][1])
            snapped.append(bound)
        kept = [span for span in merge(self.text, snapped) if any(map(str.isalnum, self.text[span[0] : span[1]]))]
        longest = max((end - start for start, end in kept), default=0)
        shortest = min(FRAGMENT, longest / 3)
        return tuple(s for s in kept if s[1] - s[0] >= shortest or self.quote_type((s,)) is not QuoteType.INDIRECT)
