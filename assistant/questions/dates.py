"""The period that a question names ("last week", "since 3 May", "in August 2024"), counted from a given day.  Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from index import Period

MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name and name != "May"} | {
    "sept": 9
}
MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
YEAR = r"(?:19|20)\d\d"
DAY = (
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}(?:,? {YEAR})?"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? {YEAR})?"
    rf"|{MONTH}(?: {YEAR})?|{YEAR}|today|yesterday)(?![\w-])"
)
UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
NUMBERS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}


def read_period(text: str, as_of: date) -> tuple[Period, str]:
    """The period that a question names and the question without its words; the open period where it names none.

    A month or day without a year is the latest that is not after `as_of`; "last week" is the calendar week before
    (ISO 8601).
    """
    for pattern, meaning in PATTERNS:
        for match in pattern.finditer(text):
            period = meaning(match, as_of)
            if period is not None:
                rest = f"{text[: match.start()].rstrip(' ,')} {text[match.end() :].lstrip(' ,')}"
                return period, rest.strip()
    return Period(), text


def days(words: str, as_of: date) -> tuple[date, date] | None:
    """The first and last day of what a date expression names; None where there is no such day."""
    words = words.casefold().replace(",", " ").replace(".", "")
    if words in ("today", "yesterday"):
        day = as_of - timedelta(days=words == "yesterday")
        return day, day
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
            return date.fromisoformat(words), date.fromisoformat(words)
        year = next((int(found) for found in re.findall(rf"\b{YEAR}\b", words)), None)
        month = next((MONTHS[word] for word in words.split() if word in MONTHS), None)
        number = next((int(found) for found in re.findall(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", words)), None)
        if month is None:
            return (date(year, 1, 1), date(year, 12, 31)) if year else None
        if year is None:
            year = as_of.year - (date(as_of.year, month, number or 1) > as_of)
        last = calendar.monthrange(year, month)[1]
        return date(year, month, number or 1), date(year, month, number or last)
    except ValueError:
        return None


def calendar_unit(unit: str, back: int, as_of: date) -> Period:
    """The calendar week, month or year that lies so many before the present one."""
    if unit == "week":
        start = as_of - timedelta(days=as_of.weekday() + 7 * back)
        return Period(start, start + timedelta(days=6))
    if unit == "month":
        months = as_of.year * 12 + as_of.month - 1 - back
        year, month = divmod(months, 12)
        return Period(date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1]))
    return Period(date(as_of.year - back, 1, 1), date(as_of.year - back, 12, 31))


def _between(match: re.Match[str], as_of: date) -> Period | None:
    second = days(match["second"], as_of)
    first = (
        days(match["first"], second[1]) if second else None
    )  # a year that the second day names is the first one's too
    return Period(min(first[0], second[0]), max(first[1], second[1])) if first and second else None


def _since(match: re.Match[str], as_of: date) -> Period | None:
    found = days(match["day"], as_of)
    return Period(found[1] + timedelta(days=1) if match["how"].casefold() == "after" else found[0]) if found else None


def _until(match: re.Match[str], as_of: date) -> Period | None:
    found = days(match["day"], as_of)
    if found is None:
        return None
    return Period(None, found[0] - timedelta(days=1) if match["how"].casefold() == "before" else found[1])


def _in(match: re.Match[str], as_of: date) -> Period | None:
    found = days(match["day"], as_of)
    return Period(*found) if found else None


def _unit(match: re.Match[str], as_of: date) -> Period | None:
    return calendar_unit(match["unit"].casefold(), int(match["how"].casefold() == "last"), as_of)


def _span(match: re.Match[str], as_of: date) -> Period | None:
    words = (match["number"] or "one").casefold()
    number = int(words) if words.isdigit() else NUMBERS.get(words)
    return None if number is None else Period(as_of - timedelta(days=number * UNITS[match["unit"].casefold()]), as_of)


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


Meaning = Callable[[re.Match[str], date], Period | None]
PATTERNS: tuple[tuple[re.Pattern[str], Meaning], ...] = (
    (_pattern(rf"(?:between|from) (?P<first>{DAY}) (?:and|to|until) (?P<second>{DAY})"), _between),
    (_pattern(rf"(?P<how>since|after) (?P<day>{DAY})"), _since),
    (_pattern(rf"(?P<how>before|until|till|up to) (?P<day>{DAY})"), _until),
    (
        _pattern(
            r"(?:in |during |over |within )?the (?:last|past) (?:(?P<number>\w+) )?(?P<unit>day|week|month|year)s?"
        ),
        _span,
    ),
    (_pattern(r"(?P<how>last|this) (?P<unit>week|month|year)"), _unit),
    (_pattern(rf"(?:in|on|during) (?:the month of |the year )?(?P<day>{DAY})"), _in),
    (_pattern(r"(?P<day>today|yesterday)"), _in),
)
