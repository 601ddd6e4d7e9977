"""Quotations and posts that are signed: “...” and behind it a dash with the name of whose words they are.  Pure.

So stand a quotation that is set apart from the text, and a post from a social network as its page gives it to embed:
"The words — Name (@handle) Month D, YYYY".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.attribution.tagger import Attribution
from index.models import Span
from index.text.names import NAME_SEQUENCE

DASH = r"(?P<cue>[—–―]|--|(?<=\n)-)[ ]?"
SIGNATURE = re.compile(
    rf"(?P<gap>\s*){DASH}(?P<source>(?>{NAME_SEQUENCE.pattern}))"  # atomic: no name is worth trying twice
    r"(?P<role>(?: \([^()\n]{1,40}\))?(?:, [^\n]{1,90})?)\.?[ \t]*(?=\n|\Z)"
)
POST = re.compile(rf"(?<=\s){DASH}(?P<source>[A-ZÀ-Þ][^\n()@—–]{{1,60}}) \(@\w{{1,30}}\)[^\n]{{0,40}}$", re.MULTILINE)


def signed(text: str, quotations: Sequence[Span]) -> Iterator[Attribution]:
    """Those of a text's quotations that are signed, the dash as their cue and the name as their source.

    They fill their paragraphs: behind others a dash and a name may be the one who wrote the article.
    """
    for number, (start, end) in enumerate(quotations):
        match = SIGNATURE.match(text, end)
        if match is None or not _begins_line(text, start) or _is_byline(text, match):
            continue
        spans = [(start, end)]
        for before in reversed(quotations[:number]):  # each left open at the end of its paragraph
            if (
                text[before[1] - 1] in "”»\"'’"
                or text[before[1] : spans[0][0]].strip()
                or not _begins_line(text, before[0])
            ):
                break
            spans.insert(0, before)
        yield Attribution(match.span("cue"), (match.span("source"),), tuple(spans), 1.0)


def posts(text: str) -> Iterator[Attribution]:
    """The posts of a text, marked likewise: the line before a signature with an account, without markup around it."""
    for match in POST.finditer(text):
        end = len(text[: match.start()].rstrip())
        start = max(text.rfind(stop, 0, end) for stop in "\n<>") + 1
        if text[start:end].strip():
            yield Attribution(match.span("cue"), (match.span("source"),), ((start, end),), 1.0)


def _begins_line(text: str, place: int) -> bool:
    return not text[text.rfind("\n", 0, place) + 1 : place].strip()


def _is_byline(text: str, match: re.Match[str]) -> bool:
    """Whether a bare name stands apart at the end of the text, where who wrote it signs."""
    return "\n\n" in match["gap"] and not match["role"] and not text[match.end() :].strip()
