"""The statements of an article while they are found, looked up by place.  Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from index.attribution.spans import overlap
from index.models import Span, Statement

BUCKET = 500  # characters


class StatementTable:
    """Statements in the order in which they were added.

    A lookup reads only the buckets of text that it asks for, so it takes no longer the more statements there are.
    """

    def __init__(self) -> None:
        self._statements: dict[int, Statement] = {}
        self._contents: defaultdict[int, list[int]] = defaultdict(list)  # bucket -> numbers of statements
        self._sources: defaultdict[int, list[int]] = defaultdict(list)
        self._cues: defaultdict[int, list[int]] = defaultdict(list)
        self._added = 0

    def __iter__(self) -> Iterator[Statement]:
        return iter(self._statements.values())

    def add(self, statement: Statement) -> None:
        """Add a statement behind the others."""
        number = self._added
        self._added += 1
        self._statements[number] = statement
        for bucket in {bucket for span in statement.spans for bucket in _buckets(span)}:
            self._contents[bucket].append(number)
        if statement.speaker_span:
            self._sources[statement.speaker_span[0] // BUCKET].append(number)
        if statement.cue_span:
            self._cues[statement.cue_span[0] // BUCKET].append(number)

    def replace(self, number: int, statement: Statement | None) -> None:
        """Put a statement with the same source and cue, and no more content, in another's place; None removes it."""
        if statement is None:
            del self._statements[number]
        else:
            self._statements[number] = statement

    def overlapping(self, span: Span) -> list[tuple[int, Statement]]:
        """Return the statements, with their numbers, whose content shares characters with a span."""
        return [
            (number, statement)
            for number, statement in self._read(self._contents, span)
            if any(overlap(content, span) for content in statement.spans)
        ]

    def with_source_in(self, span: Span) -> list[tuple[int, Statement]]:
        """Return the statements, with their numbers, whose source begins in a span."""
        return [
            (number, statement)
            for number, statement in self._read(self._sources, span)
            if statement.speaker_span and span[0] <= statement.speaker_span[0] < span[1]
        ]

    def with_cue_in(self, span: Span) -> list[Statement]:
        """Return the statements whose cue begins in a span."""
        return [
            statement
            for _, statement in self._read(self._cues, span)
            if statement.cue_span and span[0] <= statement.cue_span[0] < span[1]
        ]

    def speakers_between(self, start: int, end: int) -> list[tuple[Span, str]]:
        """Return the speakers whose sources begin in a part of the text: (span of the source, speaker)."""
        return [
            (statement.speaker_span, statement.speaker)
            for _, statement in self.with_source_in((start, end))
            if statement.speaker_span and statement.speaker
        ]

    def _read(self, index: defaultdict[int, list[int]], span: Span) -> list[tuple[int, Statement]]:
        numbers = sorted({number for bucket in _buckets(span) for number in index.get(bucket, ())})
        return [(number, self._statements[number]) for number in numbers if number in self._statements]


def _buckets(span: Span) -> range:
    return range(span[0] // BUCKET, (max(span[1] - 1, span[0])) // BUCKET + 1)
