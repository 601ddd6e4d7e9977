"""Days as a person types them ("1 March 2016", "March 2016", "2016-03-01"), and the period between two of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant import DAY, Filters, days
from ui.answer_html import format_day

TYPED = re.compile(rf"(?:{DAY})", re.IGNORECASE)
YEAR_AND_MONTH = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2}))?")


class DayError(ValueError):
    """A day that cannot be read, or a period in which no day lies; the message is a sentence for a person."""


def read_day(text: str) -> tuple[date, date] | None:
    """Return the first and last day of what was typed, None for nothing.  Raises DayError if it cannot be read."""
    words = " ".join(text.split())
    if not words:
        return None
    iso = YEAR_AND_MONTH.fullmatch(words)
    try:
        if iso and not iso["day"]:
            words = f"{date(int(iso['year']), int(iso['month']), 1):%B %Y}"
        elif iso:
            words = date(int(iso["year"]), int(iso["month"]), int(iso["day"])).isoformat()
        bounds = days(words, date.today()) if TYPED.fullmatch(words) else None
    except ValueError:
        bounds = None
    if bounds is None:
        raise DayError(f"“{words}” is not a day. Write it like 1 March 2016, March 2016 or 2016-03-01.")
    return bounds


def read_one_day(text: str) -> str:
    """Return the one day that was typed as ISO 8601, "" for nothing.  Raises DayError for a month or a year."""
    bounds = read_day(text)
    if bounds and bounds[0] != bounds[1]:
        raise DayError(f"“{' '.join(text.split())}” is not a single day. Write it like 1 March 2016 or 2016-03-01.")
    return bounds[0].isoformat() if bounds else ""


def read_filters(
    outlets: list[str] | None, since: str | None, until: str | None, articles: Sequence[str] = ()
) -> Filters:
    """Return what a person narrowed the search to; `articles` are ids.

    A month or year as `since` counts from its first day, as `until` to its last.  Raises DayError.
    """
    first, last = read_day(since or ""), read_day(until or "")
    if first and last and first[0] > last[1]:
        begin, end = (format_day(day.isoformat()) for day in (first[0], last[1]))
        raise DayError(f"From ({begin}) is after To ({end}), so no day is left. Change one of them.")
    days = first[0].isoformat() if first else "", last[1].isoformat() if last else ""
    return Filters(tuple(outlets or ()), *days, tuple(articles))
