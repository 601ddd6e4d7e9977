"""Who said what, as a person has it listed: whose statements, narrowed to what, and arranged how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from urllib.parse import parse_qs, urlencode

from index import Article, ArticleIndex, IndexSnapshot, QuoteType, SpeechAct, Statement, parse_day
from ui.answer_html import format_day
from ui.days import read_filters
from ui.topics import group_by_topic

LISTED = 100  # statements on a page
BESIDE = 50  # statements of each person in a comparison
MOST = 5000  # statements that are read for an arrangement that needs all of them, and for a file
COMPARED = 3  # people
TEXT_LENGTH = 200  # characters of a field that an address gives
KINDS: Mapping[str, Mapping[str, Any]] = {
    "": {},
    "own": {"quote_types": (QuoteType.DIRECT, QuoteType.MIXED)},
    "denied": {"speech_acts": (SpeechAct.DENIED, SpeechAct.NOT_SAID)},
}
ARRANGEMENTS = ("date", "topic", "timeline")
FIELDS = ("about", "outlet", "since", "until", "kind")
OTHER_TOPICS = "Other topics"
UNDATED = "Undated"

Row = tuple[Article, Statement]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is listed: of which people (everybody if none), about what, from which outlet and days (as typed), of which
    kind of `KINDS`, and in which of `ARRANGEMENTS`; `page` counts from 1.
    """

    people: tuple[str, ...] = ()
    about: str = ""
    outlet: str = ""
    since: str = ""
    until: str = ""
    kind: str = ""
    arrangement: str = "date"
    page: int = 1

    def address(self) -> str:
        """Return the page's own address of this list."""
        fields = [("view", self.arrangement), *(("person", name) for name in self.people)]
        fields += [(name, value) for name in FIELDS if (value := getattr(self, name))]
        return "?" + urlencode([*fields, ("page", str(self.page))] if self.page > 1 else fields)


def from_address(place: str) -> Selection:
    """Return the selection that an address names; what cannot be meant is left out."""
    query = parse_qs(place.lstrip("?"))
    first = {name: values[0][:TEXT_LENGTH] for name, values in query.items()}
    page = first.get("page", "1")
    selection = Selection(
        people=tuple(dict.fromkeys(query.get("person", [])))[:COMPARED],
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 8 else 1,
        **{name: first.get(name, "") for name in FIELDS},
    )
    return replace(
        selection,
        kind=selection.kind if selection.kind in KINDS else "",
        arrangement=first["view"] if first.get("view") in ARRANGEMENTS else "date",
    )


@dataclass(frozen=True, slots=True)
class Section:
    """Statements under a heading, which may be empty; `total` is how many it has on all pages."""

    heading: str
    rows: tuple[Row, ...]
    total: int
    day: str = ""  # ISO, where the heading is a day


@dataclass(frozen=True, slots=True)
class Listing:
    """One page, counted from 1, of a list of `total` statements on so many `pages`."""

    sections: tuple[Section, ...]
    page: int
    pages: int
    total: int


def read_listing(index: ArticleIndex, selection: Selection, whole: bool = False) -> Listing:
    """Read a page of a list, or with `whole` all of it, at most `MOST` statements.

    Raises DayError for a day that cannot be read, and IndexingError.
    """
    filters = read_filters([], selection.since, selection.until)
    days = parse_day(filters.since), parse_day(filters.until)

    def read(snapshot: IndexSnapshot) -> Listing:
        def rows(speaker: str | None, limit: int, newest_first: bool = True) -> tuple[list[Row], int]:
            page = snapshot.statements(
                speaker, selection.about.strip() or None, *days, selection.outlet or None, limit,
                newest_first=newest_first, **KINDS[selection.kind],
            )  # fmt: skip
            return list(page), page.total

        if len(selection.people) > 1:
            columns = [(name, *rows(name, MOST if whole else BESIDE)) for name in selection.people]
            sections = tuple(Section(name, tuple(found), total) for name, found, total in columns)
            return Listing(sections, 1, 1, sum(section.total for section in sections))
        speaker = selection.people[0] if selection.people else None
        if selection.arrangement == "date":
            found, total = rows(speaker, MOST if whole else selection.page * LISTED)
            headed = [("", "", row) for row in found]
        else:
            found, total = rows(speaker, MOST, selection.arrangement != "timeline")
            headed = by_day(found) if selection.arrangement == "timeline" else by_topic(found, snapshot)
        pages = max(1, -(-(len(headed) if selection.arrangement != "date" else total) // LISTED))
        page = min(selection.page, pages)
        shown = headed if whole else headed[(page - 1) * LISTED : page * LISTED]
        return Listing(tuple(sections_of(shown, headed)), page, pages, total)

    return index.read(read)


def sections_of(shown: Sequence[tuple[str, str, Row]], everything: Iterable[tuple[str, str, Row]]) -> Iterable[Section]:
    """Yield the sections of the rows that are shown, each a heading, a day and a statement with its article."""
    totals = {heading: len(list(group)) for heading, group in groupby(everything, key=lambda each: each[0])}
    for (heading, day), group in groupby(shown, key=lambda each: each[:2]):
        yield Section(heading, tuple(row for _, _, row in group), totals[heading], day)


def by_day(rows: Iterable[Row]) -> list[tuple[str, str, Row]]:
    """Return the rows with their days, in order; those of undated articles stand last."""
    dated = [(format_day(row[0].published) or UNDATED, row[0].published[:10], row) for row in rows]
    return sorted(dated, key=lambda each: (each[0] == UNDATED, each[1]))


def by_topic(rows: Sequence[Row], snapshot: IndexSnapshot) -> list[tuple[str, str, Row]]:
    """Return the rows under their topics, the most frequent topic first, what has none last."""
    texts = [" ".join(article.text[start:end] for start, end in statement.spans) for article, statement in rows]
    names = {word for _, statement in rows for word in statement.speaker.casefold().split()}
    topics = group_by_topic(texts, snapshot.vocabulary.counts, names)
    counts = {topic: topics.count(topic) for topic in set(topics)}
    headed = [(topic or OTHER_TOPICS, "", row) for topic, row in zip(topics, rows, strict=True)]
    return sorted(headed, key=lambda each: (each[0] == OTHER_TOPICS, -counts.get(each[0], 0), each[0]))
