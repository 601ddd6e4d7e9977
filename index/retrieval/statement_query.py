"""Who said what, as a list: the statements of an index narrowed by speaker, topic, period and outlet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from index.errors import IndexingError
from index.models import Article, Period, Statement, parse_day
from index.retrieval.search import lexicon
from index.storage.filters import Filters

if TYPE_CHECKING:
    from index.article_index import ArticleIndex


def statements(
    index: ArticleIndex,
    speaker: str | None = None,
    about: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    source: str | None = None,
) -> list[tuple[Article, Statement]]:
    """Statements with their articles (text included), by date, article and place; all where nothing narrows them.

    `speaker` is a name or a surname, also in another spelling; `about` are words that all occur in the statement or in
    the sentences around it; `source` is the outlet's name.  Raises IndexingError for a day that is not ISO 8601.
    """
    period = Period(_day(since), _day(until))
    names = lexicon(index).speakers.link(speaker) if speaker is not None else []
    if speaker is not None and not names:
        return []
    ids = index.fulltext.statement_ids(Filters(names, [source] if source is not None else [], period))
    if about is not None:
        about_it = _having(index, about)
        ids = [name for name in ids if name in about_it]
    found = index.fulltext.statements(ids)
    articles = index.articles_with_text({statement.article_id for statement in found.values()})
    rows = [(articles[s.article_id], s) for s in found.values() if s.article_id in articles]
    return sorted(rows, key=lambda row: (row[0].published, row[0].id, row[1].start))


def _having(index: ArticleIndex, about: str) -> set[str]:
    """The record ids of the statements in which, or around which, every telling word occurs."""
    everything = index.store.counts()["statements"]
    found = [
        {name for name, _ in index.fulltext.search("statements", [sorted(term.spellings)], everything)}
        for term in lexicon(index).terms(about)
    ]
    return set.intersection(*found) if found else set()


def _day(day: date | str | None) -> date | None:
    if day is None or isinstance(day, date):
        return day
    found = parse_day(day)
    if found is None:
        raise IndexingError(f"{day!r} is not a day: write it as 2025-08-31")
    return found
