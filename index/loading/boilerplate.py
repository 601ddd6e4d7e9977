"""Remove boilerplate: what a site puts around an article's text.  Pure.

The rules work on paragraphs, for nothing else of the page is known: headings of comments and of lists of other
articles, single lines of navigation, sharing, consent, credit and copyright, teasers, and lines that repeat another
one.  What is doubtful stays in.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

from index.loading.boilerplate_patterns import (
    COMMENT_HEADINGS,
    CREDIT,
    CREDIT_WORDS,
    ELLIPSIS_END,
    LABELLED,
    LEFTOVERS,
    POINTER,
    RELATED_HEADINGS,
    SENTENCE_END,
    SITE_NAME,
)
from index.text.sentences import split_paragraphs

LABEL_WORDS = 3  # of the name of a section, or a menu's entry
PROSE_WORDS = 12  # a paragraph with as many that ends as a sentence does is prose
LONG_PROSE_WORDS = 20  # the same behind a list of other articles, whose teasers are prose too
BEGUN_WORDS = 50  # of prose, behind which headings of lists and comments count
LEFTOVER_CHARACTERS = 500  # a longer paragraph is the article's

LINE_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control characters, surrogates, soft hyphens, spaces of no width, and marks of direction and byte order.
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
PLAIN_MARKS = str.maketrans("“”„«»‘’‚`´–—‑", "\"\"\"\"\"'''''---")


def remove_boilerplate(text: str) -> list[str]:
    """Return the paragraphs of a page's or a file's text that belong to the article, each on one line."""
    return _without_repeats(_without_tail(_article_paragraphs(normalize_characters(text))))


def normalize_characters(text: str) -> str:
    """Return a text in NFC with plain line breaks and spaces, without invisible, control and surrogate characters."""
    text = INVISIBLE.sub("", LINE_BREAK.sub("\n", text))
    text = re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFC", text))
    return re.sub(r" ?\n ?", "\n", text).strip()


def is_prose(paragraph: str, words: int = PROSE_WORDS) -> bool:
    """Return True for a paragraph of whole sentences, as an article has and a list of links has not."""
    return SENTENCE_END.search(paragraph) is not None and len(paragraph.split()) >= words


def is_label(paragraph: str) -> bool:
    """Return True for a paragraph as short as the name of a section."""
    return len(paragraph.split()) <= LABEL_WORDS and not SENTENCE_END.search(paragraph)


def _article_paragraphs(text: str) -> list[str]:
    """Return the paragraphs up to the readers' comments, without lists of other articles and a site's own lines."""
    lines = [" ".join(text[start:end].split()) for start, end in split_paragraphs(text)]
    kept: list[str] = []
    number = prose_words = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        begun, short = prose_words >= BEGUN_WORDS, len(line) <= LEFTOVER_CHARACTERS
        if begun and short and COMMENT_HEADINGS.fullmatch(line):
            break
        if begun and short and RELATED_HEADINGS.fullmatch(line):
            number = _next_prose(lines, number)
        elif not (short and _is_leftover(line)):
            kept.append(line)
            prose_words += len(line.split()) if is_prose(line) else 0
    return kept


def _next_prose(lines: list[str], first: int) -> int:
    """Return the number of the first of two paragraphs of long prose in a row, where an article resumes."""
    for number in range(first, len(lines) - 1):
        if is_prose(lines[number], LONG_PROSE_WORDS) and is_prose(lines[number + 1], LONG_PROSE_WORDS):
            return number
    return len(lines)


def _is_leftover(line: str) -> bool:
    """Return True for a paragraph that by itself is a site's and not the article's."""
    patterns = (COMMENT_HEADINGS, RELATED_HEADINGS, LEFTOVERS, LABELLED, POINTER)
    if any(pattern.fullmatch(line) for pattern in patterns):
        return True
    return len(line.split()) <= CREDIT_WORDS and CREDIT.search(line) is not None


def _without_tail(lines: list[str]) -> list[str]:
    """Drop what follows the last sentence if that is labels, or teasers that break off."""
    last = max((number for number, line in enumerate(lines) if SENTENCE_END.search(line)), default=-1)
    if not any(map(is_prose, lines)):
        return lines
    tail = lines[last + 1 :]
    kept = [] if any(map(ELLIPSIS_END.search, tail)) else [line for line in tail if not is_label(line)]
    return lines[: last + 1] + kept


def _without_repeats(lines: list[str]) -> list[str]:
    """Keep each paragraph once: not again, not broken off with an ellipsis, and not with a site's name behind it."""
    folded = [line.casefold().translate(PLAIN_MARKS) for line in lines]
    ordered = sorted(set(folded))
    kept: list[str] = []
    seen: set[str] = set()
    for line, plain in zip(lines, folded, strict=True):
        if len(plain.split()) > LABEL_WORDS:
            opening = ELLIPSIS_END.sub("", plain).rstrip()
            whole = ordered[bisect_left(ordered, opening) :][:3] if opening != plain else []
            headline = SITE_NAME.split(plain, maxsplit=1)[0]
            named = headline != plain and headline in folded and len(headline.split()) > LABEL_WORDS
            if plain in seen or named or any(other.startswith(opening) and other != plain for other in whole):
                continue
            seen.add(plain)
        kept.append(line)
    return kept
