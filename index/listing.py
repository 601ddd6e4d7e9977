"""Who said what, as a list: the statements of an index narrowed by speaker, topic, period and outlet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio

from index.errors import IndexingError
from index.values import Article, Period, Statement, parse_day

if TYPE_CHECKING:
    from index.article_index import ArticleIndex

ALIKE = 83.0  # rapidfuzz's ratio, from which two words are spellings of one name
WORD = re.compile(r"\w+")


def statements(
    index: ArticleIndex,
    speaker: str | None = None,
    about: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    source: str | None = None,
) -> list[tuple[Article, Statement]]:
    """Statements with their articles (text included), by date, article and place; all where nothing narrows them.

    `speaker` is a name or a part of one, in any spelling near it; `about` are words that all occur in the statement or in
    the sentences around it; `source` is the outlet's name.  Raises IndexingError for a day that is not ISO 8601.
    """
    names = matching(speaker, index.lexical.speakers()) if speaker is not None else []
    if speaker is not None and not names:
        return []
    outlets = [source] if source is not None else []
    period = Period(_day(since), _day(until))
    ids = index.lexical.statement_ids(speakers=names, outlets=outlets, period=period)
    if about is not None:
        about_it = _having(index, about)
        ids = [name for name in ids if name in about_it]
    found = index.lexical.statements(ids)
    articles = index.articles_with_text({statement.article_id for statement in found.values()})
    rows = [(articles[s.article_id], s) for s in (found[name] for name in ids) if s.article_id in articles]
    return sorted(rows, key=lambda row: (row[0].published, row[0].id, row[1].start))


def matching(asked: str, names: Iterable[str]) -> list[str]:
    """The names in which every word of the asked name occurs, in the same spelling or one near it."""
    words = _words(asked)
    return [name for name in names if words and all(_among(word, _words(name)) for word in words)]


def _having(index: ArticleIndex, about: str) -> set[str]:
    """The record ids of the statements in which, or around which, every word occurs."""
    vocabulary = index.lexical.vocabulary()
    everything = sum(entry.statements for entry in index.store.entries.values())
    found: list[set[str]] = []
    for word in _words(about):
        spellings = [word, *(other for other in vocabulary if _alike(word, other))]
        found.append({name for name, _ in index.lexical.search("statements", [spellings], everything)})
    return set.intersection(*found) if found else set()


def _among(word: str, others: list[str]) -> bool:
    return any(word == other or _alike(word, other) for other in others)


def _alike(word: str, other: str) -> bool:
    return len(word) > 3 and word[0] == other[0] and ratio(word, other) >= ALIKE


def _words(text: str) -> list[str]:
    """Words as they are compared: without case and diacritics."""
    plain = unicodedata.normalize("NFKD", text)
    return WORD.findall("".join(c for c in plain if not unicodedata.combining(c)).casefold())


def _day(day: date | str | None) -> date | None:
    if day is None or isinstance(day, date):
        return day
    found = parse_day(day)
    if found is None:
        raise IndexingError(f"{day!r} is not a day: write it as 2025-08-31")
    return found
