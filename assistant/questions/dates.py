"""The period that a question names ("last week", "since 3 May", "in August 2024"), counted from a given day.  Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from dateparser.date import DateDataParser

from index import Period, parse_day

MONTH_NAMES = {name.casefold() for names in (calendar.month_name, calendar.month_abbr) for name in names if name}
MONTH = rf"(?:{'|'.join(sorted(MONTH_NAMES | {'sept'}, key=len, reverse=True))})\.?"
WEEKDAY = rf"(?:{'|'.join(name.casefold() for name in calendar.day_name)})"
YEAR = r"(?:19|20)\d\d"
DAY = (
    rf"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}(?:,? {YEAR})?"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? {YEAR})?"
    rf"|{MONTH}(?: {YEAR})?|{YEAR}|today|yesterday)(?![\w-])"
)
ARTICLES = r"(?:articles?|stories|reports?|coverage|pieces|news)"
UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
NUMBERS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class DatedText:
    """A question without the words of its period, the period (open where it names none), and those words."""

    rest: str
    period: Period = ALWAYS
    words: str = ""


def read_period(text: str, as_of: date, published: bool = False) -> DatedText:
    """Read the period that a question names, and take its words out.

    A month or day without a year is the latest that is not after `as_of`; "last week" is the calendar week before
    (ISO 8601).  With `published`, only a period in which articles came out counts: "in articles from May" and "last
    week", but not "in May", which may be when something happened.
    """
    for pattern, meaning in PUBLISHED if published else PATTERNS:
        for match in pattern.finditer(text):
            period = meaning(match, as_of)
            if period is not None:
                rest = f"{text[: match.start()].rstrip(' ,')} {text[match.end() :].lstrip(' ,')}"
                return DatedText(rest.strip(), period, match.group().strip(" ,"))
    return DatedText(text)


def lacks_year(words: str) -> bool:
    """Return True if the words of a period name a month and no year: it is one in which articles came out."""
    named = re.search(rf"(?<!\w){MONTH}(?!\w)", words, re.IGNORECASE)
    return named is not None and re.search(rf"\b{YEAR}\b", words) is None


def counts_from_today(words: str) -> bool:
    """Return True for "last week", "yesterday": such a day is meant as that of publication, and never of an event."""
    return re.search(r"\b(?:today|yesterday|last|past|this)\b", words, re.IGNORECASE) is not None


def days(words: str, as_of: date) -> tuple[date, date] | None:
    """Return the first and last day of what a date expression names; None where there is no such day."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        day = parse_day(words)
        return (day, day) if day else None
    result = _parser(as_of).get_date_data(words)
    if result.date_obj is None:
        return None
    first = result.date_obj.date()
    if result.period == "month":
        return first.replace(day=1), first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if result.period == "year":
        return date(first.year, 1, 1), date(first.year, 12, 31)
    return first, first


@lru_cache(maxsize=16)
def _parser(as_of: date) -> DateDataParser:
    """Return a parser that takes a date without a year to be the last one before the day after `as_of`."""
    settings = {"RELATIVE_BASE": datetime.combine(as_of, datetime.max.time()), "PREFER_DATES_FROM": "past"}
    return DateDataParser(languages=["en"], settings={**settings, "PREFER_DAY_OF_MONTH": "first"})


def calendar_unit(unit: str, back: int, as_of: date) -> Period:
    """Return the calendar week, month or year that lies so many before the present one."""
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
    # A year that the second day names is the first one's too.
    first = days(match["first"], second[1]) if second else None
    return Period(min(first[0], second[0]), max(first[1], second[1])) if first and second else None


def _since(match: re.Match[str], as_of: date) -> Period | None:
    bounds = days(match["day"], as_of)
    if bounds is None:
        return None
    return Period(bounds[1] + timedelta(days=1) if match["how"].casefold() == "after" else bounds[0])


def _until(match: re.Match[str], as_of: date) -> Period | None:
    bounds = days(match["day"], as_of)
    if bounds is None:
        return None
    return Period(None, bounds[0] - timedelta(days=1) if match["how"].casefold() == "before" else bounds[1])


def _in(match: re.Match[str], as_of: date) -> Period | None:
    bounds = days(match["day"], as_of)
    return Period(*bounds) if bounds else None


def _unit(match: re.Match[str], as_of: date) -> Period | None:
    return calendar_unit(match["unit"].casefold(), int(match["how"].casefold() == "last"), as_of)


def _span(match: re.Match[str], as_of: date) -> Period | None:
    words = (match["number"] or "one").casefold()
    number = int(words) if words.isdigit() else NUMBERS.get(words)
    return None if number is None else Period(as_of - timedelta(days=number * UNITS[match["unit"].casefold()]), as_of)


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


Meaning = Callable[[re.Match[str], date], Period | None]
Patterns = tuple[tuple[re.Pattern[str], Meaning], ...]
BETWEEN = rf"(?:between|from) (?P<first>{DAY}) (?:and|to|until) (?P<second>{DAY})"
SINCE, UNTIL = rf"(?P<how>since|after) (?P<day>{DAY})", rf"(?P<how>before|until|till|up to) (?P<day>{DAY})"
IN = rf"(?:in|on|during|from|of) (?:the month of |the year )?(?P<day>{DAY})"
BY_ARTICLES = rf"(?:in |from )?(?:the )?{ARTICLES} (?:that were )?(?:published |dated |written )?"
RELATIVE: Patterns = (
    (
        _pattern(
            r"(?:in |during |over |within )?the (?:last|past) (?:(?P<number>\w+) )?(?P<unit>day|week|month|year)s?"
        ),
        _span,
    ),
    (_pattern(r"(?P<how>last|this) (?P<unit>week|month|year)"), _unit),
    (_pattern(rf"(?P<how>since) (?:last )?(?P<day>{WEEKDAY})"), _since),
    (_pattern(rf"(?:on )?(?P<day>today|yesterday|last {WEEKDAY})"), _in),
)
PUBLISHED: Patterns = (
    (_pattern(BY_ARTICLES + BETWEEN), _between),
    (_pattern(BY_ARTICLES + SINCE), _since),
    (_pattern(BY_ARTICLES + UNTIL), _until),
    (_pattern(BY_ARTICLES + IN), _in),
    *RELATIVE,
)
PATTERNS: Patterns = (
    *PUBLISHED[:4],
    (_pattern(BETWEEN), _between),
    (_pattern(SINCE), _since),
    (_pattern(UNTIL), _until),
    *RELATIVE,
    (_pattern(IN.replace("|from|of", "")), _in),
)
