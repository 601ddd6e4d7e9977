"""Split English text into sentences and paragraphs.  Pure; passable for other languages written with full stops.

A sentence ends at `.`, `!`, `?` or `…` with the quotation marks and brackets that close behind it, unless what stands
before is an abbreviation or what follows goes on in lower case; and always where a paragraph ends.  Lines that were
only wrapped to a width are one paragraph.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from index.models import Span
from index.text.lexicons import ABBREVIATED_TITLES, SENTENCE_OPENERS

# Abbreviations that never end a sentence, for a name or a number follows.
BEFORE_NAMES = ABBREVIATED_TITLES | frozenset(
    "messrs mx sens reps cmdr maj adm brig cpl pvt hon st fr amb atty det supt vs e.g i.e cf viz al op ft mt".split()
)
# Abbreviations that also stand at the end of a sentence: they end one only if a word follows that typically opens one.
AMBIGUOUS = frozenset(
    """jr sr inc corp co ltd llc plc bros dept univ assn est ave blvd rd etc approx ph.d
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun
    ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa
    tenn tex va vt wash wis wyo""".split()
)
LOWER_CASE = frozenset("etc approx est".split())  # of the ambiguous ones; the others are words if in lower case
# Abbreviations only if a number follows: "No. 3", "pp. 4".
BEFORE_NUMBERS = frozenset("no nos p pp art sec fig vol ch".split())
SPEAKING = (
    "said|says|asked|added|told|replied|wrote|insisted|declared|shouted|exclaimed|warned|answered|demanded|quipped"
)

PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
STOP = re.compile(
    r"""(?: (?P<mark>\.{2,}|…+|[.!?]+)  # the stop itself
            # what closes behind it, a note's number included
            (?P<close>(?:["'”’»›“«‹)\]]|[ \xa0\u202f]»(?!\w)|\[\d+\])*)
            (?=\s)
          | [。！？]+["'”’»」』）]* )                # scripts that write no space behind a stop
    """,
    re.VERBOSE,
)
WORD_BEFORE = re.compile(r"[^\s(\[\"“‘'«—–/]*$")
LONGEST = 40  # characters of a word that may be an abbreviation
NEXT_WORD = re.compile(r"[\W_]*([^\W_][\w'’-]*\.?)")
NAMED_SPEAKER = re.compile(rf"\s+(?:[A-Z][\w'’.-]+\s+){{1,3}}(?:{SPEAKING})\b")
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
LINE_BREAK = re.compile(r"\n")
WRAP_WIDTHS = 30, 120  # characters; shorter lines are a list, longer ones paragraphs
WRAPPED_SHARE = 0.4  # of the lines of wrapped text begin in lower case, and more
FULL_SHARE = 0.85  # of the width is filled, with the next line's first word, by a line that was wrapped


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of a text in order: without space around them, without overlap, covering all but space.

    No sentence crosses a blank line, or a line break that ends a paragraph (see `split_paragraphs`).
    """
    return list(_sentences(text))


@lru_cache(maxsize=64)  # an article is split for its passages, for the tagger and for its statements
def _sentences(text: str) -> tuple[Span, ...]:
    sentences: list[Span] = []
    for start, end in split_paragraphs(text):
        first = len(sentences)
        for cut in [*_cuts(text, start, end), end]:
            span = _trimmed(text, start, cut)
            start = cut
            if span is None:
                continue
            if len(sentences) > first and not any(map(str.isalnum, text[span[0] : span[1]])):
                sentences[-1] = (sentences[-1][0], span[1])  # a stray mark belongs to the sentence before it
            else:
                sentences.append(span)
    return tuple(sentences)


def split_paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a text: separated by blank lines, and by line breaks unless a line is merely wrapped."""
    blocks = [_parts(text, start, end, LINE_BREAK) for start, end in _parts(text, 0, len(text), PARAGRAPH)]
    width = _wrap_width([[text[slice(*line)].strip() for line in block] for block in blocks])
    paragraphs: list[Span] = []
    for block in blocks:
        start = block[0][0]
        for line, following in pairwise(block):
            if not _goes_on(text[slice(*line)].strip(), text[slice(*following)].strip(), width):
                paragraphs.append((start, line[1]))
                start = following[0]
        paragraphs.append((start, block[-1][1]))
    return [span for span in (_trimmed(text, *part) for part in paragraphs) if span]


def _wrap_width(blocks: list[list[str]]) -> int:
    """Return the width that the lines of a text were wrapped to; 0 if they were not.

    They were if none of those with another one below is long, and many of those below begin in lower case.
    """
    pairs = [pair for block in blocks for pair in pairwise(block)]
    width = max((len(line) for line, _ in pairs), default=0)
    lower = sum(following[:1].islower() for _, following in pairs)
    return width if WRAP_WIDTHS[0] <= width <= WRAP_WIDTHS[1] and lower >= WRAPPED_SHARE * len(pairs) else 0


def _goes_on(line: str, following: str, width: int) -> bool:
    """Return True if a line's paragraph goes on in the next line: in lower case, or because the line was full."""
    if following[:1].islower() and line[-1:] not in '.!?…:;”"':
        return True
    return width > 0 and len(line) + len(following.split(" ")[0]) >= FULL_SHARE * width


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Return the offsets where sentences end within one paragraph."""
    cuts: list[int] = []
    begin = start
    for stop in STOP.finditer(text, start, end):
        if _ends_sentence(text, begin, end, stop):
            cuts.append(stop.end())
            begin = stop.end()
    return cuts


def _ends_sentence(text: str, begin: int, end: int, stop: re.Match[str]) -> bool:
    """Return True if a stop ends the sentence that began at `begin`."""
    following = NEXT_WORD.match(text, stop.end(), end)
    if stop["mark"] is None or following is None:
        return True
    word = following[1]
    if word[0].islower():
        return False
    if stop["close"] and stop["mark"] != "." and NAMED_SPEAKER.match(text, stop.end(), end):
        return False  # “Why?” Lukashenko asked.
    if stop["mark"] != "." or stop["close"]:
        return True
    before = WORD_BEFORE.search(text, max(begin, stop.start() - LONGEST), stop.start())
    return before is None or not _abbreviates(before[0], text[begin : before.start()].strip(), word)


def _abbreviates(word: str, earlier: str, following: str) -> bool:
    """Return True if the full stop behind `word` marks an abbreviation, an initial or a list's number."""
    lower = word.lower()
    if lower in BEFORE_NAMES:
        return True
    if lower in BEFORE_NUMBERS:
        return following[0].isdigit()
    if word.isdigit():
        return not earlier
    if (lower in AMBIGUOUS and (word[0].isupper() or lower in LOWER_CASE)) or (
        INITIALS.fullmatch(word) and word != "I"
    ):
        return following.lower() not in SENTENCE_OPENERS
    return False


def _parts(text: str, start: int, end: int, between: re.Pattern[str]) -> list[Span]:
    """Return the spans between the matches of a pattern."""
    parts: list[Span] = []
    for gap in between.finditer(text, start, end):
        parts.append((start, gap.start()))
        start = gap.end()
    return [*parts, (start, end)]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Return a span without the space around it; None if nothing is left."""
    inner = text[start:end]
    stripped = inner.strip()
    if not stripped:
        return None
    start += inner.index(stripped)
    return start, start + len(stripped)
