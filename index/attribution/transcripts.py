"""Interviews and debates as they are printed: each line begins with a name, or Q and A, and a colon.  Pure."""

from __future__ import annotations

import re
from collections import Counter

from index.attribution.tagger import Attribution
from index.text.names import NAME_SEQUENCE

LINE = re.compile(
    rf"^[ \t]*(?P<label>(?>{NAME_SEQUENCE.pattern}))(?P<cue>:)[ \t]+(?P<words>[^\s][^\n]*?)[ \t]*$", re.MULTILINE
)
LEAST = 3  # lines; fewer are a headline, a caption or a list
LENGTH = 6  # words of a line on average; shorter ones are a table
ANSWER, QUESTION = "A", "Q"


def transcribed(text: str) -> list[Attribution]:
    """The lines of a transcript, the label as source and the colon as cue; none where the text holds no transcript.

    It holds one where several lines begin with a label, one of the labels comes again, and the lines hold sentences.
    """
    lines = list(LINE.finditer(text))
    labels = Counter(line["label"] for line in lines)
    words = sum(word.isalpha() for line in lines for word in re.findall(r"\w+", line["words"]))
    if len(lines) < LEAST or len(labels) < 2 or max(labels.values()) < 2 or words < LENGTH * len(lines):
        return []
    return [Attribution(line.span("cue"), (line.span("label"),), (line.span("words"),), 1.0) for line in lines]


def answers(text: str, line: Attribution) -> bool:
    """Whether a line's label is the A of Q and A."""
    return text[slice(*line.source[0])] == ANSWER and re.search(rf"(?m)^[ \t]*{QUESTION}:", text) is not None
