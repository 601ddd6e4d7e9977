"""A model's draft -> its lines, their sentences, and what each part of a sentence cites.  Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from index import Span, find_draft_quotes, split_sentences

MARKER = re.compile(r"[\[【]\s*\^?\d{1,4}(?:\s*[,;–-]\s*\^?\d{1,4})*\s*[\]】]")
UNFINISHED_MARKER = re.compile(r"\s*[\[【][\s\d,;^–-]*$")
LEADING_MARKERS = re.compile(rf"(?:\s*{MARKER.pattern})+[.,;]?")
LINE_PREFIX = re.compile(r"\s*((?:[-+•]|\d{1,2}[.)])\s+)?(?:[>#]+\s*)?")
RULE = re.compile(r"\s*(?:[=_~-]{3,}.*[=_~-]{3,}|[\W\d_]*)\s*")  # a line without words, or a fence's
LONGEST_RANGE = 20


def lines(draft: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of a draft: the mark of a list's item, and the line's sentences.  Emphasis is not kept."""
    draft = draft.replace("``", '"').replace("''", '"').replace("*", "").replace("`", "'")
    for line in draft.splitlines():
        if line.strip() and RULE.fullmatch(line):
            continue
        prefix = LINE_PREFIX.match(line)
        rest = line[prefix.end() :] if prefix else line
        yield (prefix[1] or "") if prefix else "", [rest[start:end].strip() for start, end in _sentences(rest)]


def _sentences(line: str) -> list[Span]:
    """The sentences of one line: no quotation is parted, and markers behind a sentence belong to it."""
    spans: list[Span] = []
    for start, end in split_sentences(line):
        if spans and not find_draft_quotes(line[slice(*spans[-1])])[1]:
            spans[-1] = (spans[-1][0], end)
            continue
        markers = LEADING_MARKERS.match(line, start)
        if spans and markers:
            spans[-1] = (spans[-1][0], markers.end())
            start = markers.end()
        if line[start:end].strip():
            spans.append((start, end))
    return spans


def finished(draft: str) -> str:
    """The part of a growing draft whose sentences are complete: not the last, to which a marker may still be added."""
    draft = UNFINISHED_MARKER.sub("", draft)
    head, newline, last = draft.rpartition("\n")
    spans = _sentences(last)
    return head + newline + (last[: spans[-1][0]] if spans else "")


def cited_parts(sentence: str, masked: str, known: Collection[int]) -> list[tuple[int, int, list[int]]]:
    """Start, end and numbers of the parts of a sentence that end in markers; markers to nothing do not count."""
    parts: list[tuple[int, int, list[int]]] = []
    begin, leading = 0, list[int]()
    for marker in MARKER.finditer(sentence):
        numbers = [number for number in numbers_of(marker.group()) if number in known]
        if re.search(r"[\w“]", masked[begin : marker.start()]):
            if leading or numbers:
                parts.append((begin, marker.end(), leading + numbers))
                begin, leading = marker.end(), []
        elif parts:
            parts[-1] = (parts[-1][0], marker.end(), parts[-1][2] + numbers)
            begin = marker.end()
        else:
            leading += numbers
    if leading:
        parts.append((begin, len(sentence), leading))
    if parts:
        parts[-1] = (parts[-1][0], len(sentence), parts[-1][2])
    return parts


def numbers_of(marker: str) -> list[int]:
    """The numbers of a marker: [1, 2] and [1-3] in full."""
    numbers: list[int] = []
    for part in re.split(r"[,;]", re.sub(r"[^\d,;–-]", "", marker)):
        ends = [int(number) for number in re.split(r"[–-]", part) if number][:2]
        numbers += range(ends[0], min(ends[-1], ends[0] + LONGEST_RANGE) + 1)
    return numbers


def unmarked(sentence: str) -> str:
    """Return a sentence with spaces for its markers, every other character in its place."""
    return MARKER.sub(lambda marker: " " * len(marker.group()), sentence)


def masked(sentence: str) -> str:
    """A sentence with its quotations and markers hidden, every character in its place."""
    hidden = list(sentence)
    for marker in MARKER.finditer(sentence):
        hidden[slice(*marker.span())] = " " * len(marker.group())
    for mark in find_draft_quotes(sentence)[0]:
        hidden[slice(*mark.outer)] = "“" + "·" * (mark.inner[1] - mark.inner[0]) + "”"
    return "".join(hidden)
