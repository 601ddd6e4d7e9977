"""What a file says of its day -> an ISO 8601 date.  Pure; what can be read in two ways stays unread."""

from __future__ import annotations

import re
from datetime import date, datetime

MONTHS = re.compile(
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?",
    re.IGNORECASE,
)
ORDER = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
YEAR_FIRST = r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)(?:[T\s].*)?"
MONTH_NAMED = (
    r"(?:[A-Z][a-z]+day,?\s+|[A-Z][a-z]{2}\.?,\s+)?"  # Friday, or Fri,
    r"(?:(?P<day1>\d{1,2})(?:st|nd|rd|th)?\s+(?P<name1>[A-Z][a-z]+)\.?|(?P<name2>[A-Z][a-z]+)\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?)"
    r",?\s+(?P<year2>\d{4})\b(?:\W+(?:at\s+)?\d.*)?"
)
DAY = re.compile(rf"(?:{YEAR_FIRST}|{MONTH_NAMED})", re.DOTALL)


def day(value: object) -> str:
    """The day of a date, a date-time, or a text in ISO 8601, RFC 2822, or with the month in words; empty for all else.

    The day is the one written, whatever the time zone behind it.  `01/08/2025` is January here and August there: empty.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    match = DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return ""
    month = match["month"] or _month(match["name1"] or match["name2"])
    try:
        year, number = int(match["year"] or match["year2"]), int(match["day"] or match["day1"] or match["day2"])
        return date(year, int(month), number).isoformat()
    except ValueError:
        return ""


def _month(name: str) -> int:
    """The number of an English month, in full or short; 0 for another word."""
    return 1 + ORDER.index(name[:3].lower()) if MONTHS.fullmatch(name) else 0
