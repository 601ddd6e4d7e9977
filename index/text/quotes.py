"""Text -> the spans of its quotations.  Pure."""

from __future__ import annotations

import re

from index.models import Span

OPENS = re.compile(r"[“«„]|(?<!\w)''(?=\w)|(?<![\w.,!?])\"(?=\S)|(?<![\w.,!?])‘(?=\w)")
CLOSES = {"“": "”", "«": "»", "„": "”“", "''": "''", '"': '"', "‘": "’"}


def quotations(text: str) -> list[Span]:
    """The quotations of a text with their marks, in order; none goes beyond its paragraph, and none stands within
    another.
    """
    found: list[Span] = []
    place = 0
    while opened := OPENS.search(text, place):
        start = opened.start()
        paragraph = text.find("\n", start)
        stop = len(text) if paragraph < 0 else paragraph
        end = closing(text, opened.group(), opened.end(), stop)
        if end is None:
            # A quotation left open runs to the end of its paragraph, where the next one opens again.
            end = stop if opened.group() in "“«„" and text[stop : stop + 3].strip()[:1] == opened.group() else None
        if end is not None:
            found.append((start, end))
        place = end or opened.end()
    return found


def closing(text: str, mark: str, start: int, stop: int) -> int | None:
    """Where a quotation ends, its closing mark included; an apostrophe within a word closes nothing."""
    for place in range(start, stop):
        if mark == "''":
            if text.startswith("''", place):
                return place + 2
        elif text[place] in CLOSES[mark] and (mark != "‘" or closes_single(text, place)):
            return place + 1
    return None


def closes_single(text: str, place: int) -> bool:
    """Whether a single mark closes a quotation: behind punctuation, or before a space or punctuation, never within a
    word.
    """
    after = text[place + 1 : place + 2]
    return not after.isalnum() and (text[place - 1] in ".,!?" or after in "  ,.;:?!\n)")
