"""Article -> Passages: overlapping windows of whole sentences.  Pure."""

from __future__ import annotations

from collections.abc import Callable

from index.models import Article, Passage, Span
from index.text.sentences import split_sentences

SPLITTER = "sentences-60/1"  # names the method; an index made with another one is rebuilt
WORDS = 60  # a window's aim
OVERLAP = 0.4  # the most of a window, in words, that the next one repeats


def split_passages(article: Article, count_tokens: Callable[[str], int], max_tokens: int = 256) -> list[Passage]:
    """The passages of an article in order: every sentence is in one, most are whole, none has over `max_tokens`.

    Consecutive windows of about 60 words share about a sentence.  A sentence that is too long for the encoder is cut at
    spaces, and within a word only where it has none.
    """
    text = article.text
    units = [part for span in split_sentences(text) for part in _fitting(text, span, count_tokens, max_tokens)]
    found: list[Passage] = []
    first = term_coverage = 0
    while term_coverage < len(units):
        last = _window(text, units, first, count_tokens, max_tokens)
        if last <= term_coverage:  # the repeated sentence left no room for a new one
            first = term_coverage
            continue
        start, end = units[first][0], units[last - 1][1]
        found.append(Passage(article.id, start, end, text[start:end]))
        repeated, whole = _words(text, units[last - 1]), _words(text, (start, end))
        first, term_coverage = (last - 1 if repeated <= OVERLAP * whole else last), last
    return found


def _window(text: str, units: list[Span], first: int, count_tokens: Callable[[str], int], max_tokens: int) -> int:
    """The end of the window that begins with unit `first`: as near to the aim as whole units come, within the limit."""
    last, words = first + 1, _words(text, units[first])
    while last < len(units) and words + _words(text, units[last]) / 2 <= WORDS:
        words += _words(text, units[last])
        last += 1
    while last > first + 1 and count_tokens(text[units[first][0] : units[last - 1][1]]) > max_tokens:
        last -= 1
    return last


def _fitting(text: str, span: Span, count_tokens: Callable[[str], int], max_tokens: int) -> list[Span]:
    """A sentence, halved at the space nearest to its middle until each part is within the limit."""
    start, end = span
    if end - start == 1 or count_tokens(text[start:end]) <= max_tokens:
        return [span]
    middle = (start + end) // 2
    spaces = [place for place in range(start + 1, end - 1) if text[place].isspace()]
    cut = min(spaces, key=lambda place: abs(place - middle), default=middle)
    left, right = text[start:cut].rstrip(), text[cut:end].lstrip()
    parts = (start, start + len(left)), (end - len(right), end)
    return [piece for part in parts for piece in _fitting(text, part, count_tokens, max_tokens)]


def _words(text: str, span: Span) -> int:
    return len(text[slice(*span)].split())
