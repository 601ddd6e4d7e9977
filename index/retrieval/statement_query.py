"""Who said what, as a list: the statements of the index, filtered by speaker, topic, period and outlet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from index.errors import IndexingError
from index.models import Article, Period, QuoteType, SpeechAct, Statement, parse_day
from index.retrieval.corpus import CorpusSnapshot


class StatementPage(list[tuple[Article, Statement]]):
    """The first statements of a list, each with its article; `total` is how many there are in all."""

    def __init__(self, rows: Iterable[tuple[Article, Statement]] = (), total: int = 0) -> None:
        super().__init__(rows)
        self.total = total


def list_statements(
    snapshot: CorpusSnapshot,
    speaker: str | None = None,
    about: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    source: str | None = None,
    limit: int | None = None,
    quote_types: Iterable[QuoteType] = (),
    speech_acts: Iterable[SpeechAct] = (),
    newest_first: bool = False,
) -> StatementPage:
    """Return statements with their articles (text included), by date (undated first), article and place; with
    `newest_first` the latest date is first and the undated are last.

    `speaker` is a name or a surname, also in another spelling; `about` are words that all occur in the statement or in
    the sentences around it; `source` is the outlet's name; `quote_types` and `speech_acts` are those that count, all if
    empty.  At most `limit` of them are read; the page's `total` says how many there are.  Raises IndexingError for a
    day that is not ISO 8601.
    """
    period = Period(_day(since), _day(until))
    names = snapshot.link_speaker(speaker) if speaker is not None else []
    words = [sorted(term.spellings) for term in snapshot.terms(about)] if about is not None else []
    if (speaker is not None and not names) or (about is not None and not words):
        return StatementPage()
    filters = snapshot.filters(names, [source] if source is not None else [], period)
    kinds: dict[str, list[str]] = {"quote_type": [*quote_types], "speech_act": [*speech_acts]}
    attributes = {name: values for name, values in kinds.items() if values}
    ids, total = snapshot.fulltext.list_statements(
        filters, words=words, limit=limit, attributes=attributes, newest_first=newest_first
    )
    statements = snapshot.statements_by_id(ids).values()
    articles = snapshot.articles_with_text({statement.article_id for statement in statements})
    rows = [(articles[s.article_id], s) for s in statements if s.article_id in articles]
    rows.sort(key=lambda row: (row[0].id, row[1].start))
    return StatementPage(sorted(rows, key=lambda row: row[0].published, reverse=newest_first), total)


def _day(day: date | str | None) -> date | None:
    if day is None or isinstance(day, date):
        return day
    parsed = parse_day(day)
    if parsed is None:
        raise IndexingError(f"{day!r} is not a day: write it as 2025-08-31")
    return parsed
