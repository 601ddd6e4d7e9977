"""Text -> spans of its sentences.  Pure; for English news, and passable for other languages written with full stops.

A sentence ends at `.`, `!`, `?` or `…` with the quotation marks and brackets that close behind it, unless what stands
before is an abbreviation or what follows goes on in lower case; and always where a paragraph ends.  Lines that were
only wrapped to a width are one paragraph.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from index.models import Span


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


# Titles and the like: a name or a number follows, so they never end a sentence.
LEADING = _words(
    "mr mrs ms messrs mx dr prof sen sens rep reps gov gen col lt sgt capt cmdr maj adm brig cpl pvt rev hon st fr "
    "pres amb atty det supt vs e.g i.e cf viz al op ft mt"
)
# Abbreviations that also stand at the end of a sentence: they end one only where a typical first word follows.
TRAILING = _words(
    "jr sr inc corp co ltd llc plc bros dept univ assn est ave blvd rd etc approx ph.d "
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa "
    "tenn tex va vt wash wis wyo"
)
UNCAPITALISED = _words("etc approx est")  # the others are ordinary words in lower case
# Abbreviations only where a number follows: "No. 3", "pp. 4".
NUMBERING = _words("no nos p pp art sec fig vol ch")
# What typically begins a sentence and hardly ever continues a name.
STARTERS = _words(
    "the a an he she it they we you i this that these those but and or so if in on at for from with as by to of when "
    "while after before since there here what who why how his her its their our my not no yes also however meanwhile "
    "later now then still yet according although because both each some many most several one once under until "
    "during despite instead another all any even today yesterday"
)
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
    """The sentences of a text in order: without surrounding space, without overlap, covering all that is not space.

    No sentence crosses a blank line, or a line break that ends a paragraph (see `paragraphs`).
    """
    return list(_sentences(text))


@lru_cache(maxsize=64)  # an article is parted for its passages, for the tagger and for its statements
def _sentences(text: str) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, end in split_paragraphs(text):
        first = len(found)
        for cut in [*_cuts(text, start, end), end]:
            span = _trimmed(text, start, cut)
            start = cut
            if span is None:
                continue
            if len(found) > first and not any(map(str.isalnum, text[span[0] : span[1]])):
                found[-1] = (found[-1][0], span[1])  # a stray mark belongs to the sentence before it
            else:
                found.append(span)
    return tuple(found)


def split_paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text: parted by blank lines, and by line breaks where a line is not merely wrapped."""
    blocks = [_parts(text, start, end, LINE_BREAK) for start, end in _parts(text, 0, len(text), PARAGRAPH)]
    width = _wrap_width([[text[slice(*line)].strip() for line in block] for block in blocks])
    found: list[Span] = []
    for block in blocks:
        start = block[0][0]
        for line, following in pairwise(block):
            if not _goes_on(text[slice(*line)].strip(), text[slice(*following)].strip(), width):
                found.append((start, line[1]))
                start = following[0]
        found.append((start, block[-1][1]))
    return [span for span in (_trimmed(text, *part) for part in found) if span]


def _wrap_width(blocks: list[list[str]]) -> int:
    """The width that the lines of a text were wrapped to; 0 where they were not.

    They were where none of those with another one below is long, and many of those below begin in lower case.
    """
    pairs = [pair for block in blocks for pair in pairwise(block)]
    width = max((len(line) for line, _ in pairs), default=0)
    lower = sum(following[:1].islower() for _, following in pairs)
    return width if WRAP_WIDTHS[0] <= width <= WRAP_WIDTHS[1] and lower >= WRAPPED_SHARE * len(pairs) else 0


def _goes_on(line: str, following: str, width: int) -> bool:
    """Whether a line's paragraph goes on in the next line: in lower case, or because the line was full."""
    if following[:1].islower() and line[-1:] not in '.!?…:;”"':
        return True
    return width > 0 and len(line) + len(following.split(" ")[0]) >= FULL_SHARE * width


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Where sentences end within one paragraph."""
    cuts: list[int] = []
    begin = start
    for stop in STOP.finditer(text, start, end):
        if _ends_sentence(text, begin, end, stop):
            cuts.append(stop.end())
            begin = stop.end()
    return cuts


def _ends_sentence(text: str, begin: int, end: int, stop: re.Match[str]) -> bool:
    """Whether a stop ends the sentence that began at `begin`."""
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
    """Whether the full stop behind `word` marks an abbreviation, an initial or a list's number."""
    lower = word.lower()
    if lower in LEADING:
        return True
    if lower in NUMBERING:
        return following[0].isdigit()
    if word.isdigit():
        return not earlier
    if (lower in TRAILING and (word[0].isupper() or lower in UNCAPITALISED)) or (
        INITIALS.fullmatch(word) and word != "I"
    ):
        return following.lower() not in STARTERS
    return False


def _parts(text: str, start: int, end: int, between: re.Pattern[str]) -> list[Span]:
    """The spans between the matches of a pattern."""
    found: list[Span] = []
    for gap in between.finditer(text, start, end):
        found.append((start, gap.start()))
        start = gap.end()
    return [*found, (start, end)]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """A span without the space around it; None where nothing is left."""
    inner = text[start:end]
    stripped = inner.strip()
    if not stripped:
        return None
    start += inner.index(stripped)
    return start, start + len(stripped)
