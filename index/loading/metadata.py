"""Find an article's headline, author and publication date in its text and fields.  Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from dateparser.date import DateDataParser

from index.loading.boilerplate import LONG_PROSE_WORDS, is_label, is_prose

HEADLINE_CHARACTERS = 250  # a longer first paragraph is text, not a headline
HEAD_LINES = 6  # in which an author or a date is looked for

BYLINE = re.compile(
    r"""(?i:written\ |reported\ |posted\ |published\ )?(?i:by):?\s+
        (?P<author>[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){1,4})      # two to five words with a capital
    """,
    re.VERBOSE,
)
DATE_LABEL = re.compile(r"(?:published|posted|date|first published)(?:\s+on|\s+at)?\s*[:|]?\s*", re.IGNORECASE)
# ISO 8601 and its kin; the day is the one written, whatever the time zone behind it.
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(?:[T\s].*)?", re.DOTALL)
# A date that ends with its year; a time of day behind it does not count: "at 3:15 PM", "10:00:00 GMT".
YEAR_LAST = re.compile(r"(.{3,40}?\b\d{4})\b(?:\W+(?:at\s+)?\d.*)?", re.DOTALL)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
DATELINE_LINES = 4  # the headline, what may stand below it, and where the text begins
# "ROTTERDAM, March 3, 2024 -", "RIO DE JANEIRO, Brazil, 3 Mar. 2024 (Reuters) —", "Riga, March 3, 2024 /Wire/ --"
DATELINE = re.compile(
    rf"""(?P<place>[A-ZÀ-Þ][\w.'’-]*(?:\ [A-ZÀ-Þ][\w.'’-]*){{0,3}})        # up to four words with a capital
        (?:,\ [A-Z][\w.]*(?:\ [A-Z][\w.]*)?)?,\s+                      # a state or country
        (?:[A-Z][a-z]+day,\s+)?
        (?P<date>{MONTH}\s+\d{{1,2}},\s+(?:19|20)\d\d|\d{{1,2}}\s+{MONTH}\s+(?:19|20)\d\d)
        (?P<agency>\s+\([A-Z][^()]{{1,30}}\)|\s+/[A-Z][^/]{{1,30}}/)?
        \s*(?:--|[-–—])\s*+
        (?!{MONTH}\s|\d)                                               # else it is a span of days
    """,
    re.VERBOSE,
)
DATE_PARSERS = [
    DateDataParser(
        languages=["en"],
        # Strict: day, month and year are there.  Absolute: neither "yesterday" nor the digits of a time stamp.
        settings={"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": order},
    )
    for order in ("DMY", "MDY")
]


def parse_publication_date(value: object) -> str:
    """Return the day of a date, a date-time or a text as ISO 8601; "" for what is no date or can be read in two ways.

    A text may be in ISO 8601 or RFC 2822, or be written in English.  The day is the one written, whatever the time zone
    behind it.  `01/08/2025` is January here and August there: "".
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _parse_date(value.strip()) if isinstance(value, str) else ""


@lru_cache(maxsize=1024)  # a feed's articles are of few days
def _parse_date(text: str) -> str:
    if iso := YEAR_FIRST.fullmatch(text):
        try:
            return date(int(iso[1]), int(iso[3]), int(iso[4])).isoformat()
        except ValueError:
            return ""
    written = YEAR_LAST.fullmatch(text)
    if written is None:
        return ""
    dates = {parser.get_date_data(written[1]).date_obj for parser in DATE_PARSERS}
    parsed = dates.pop()
    return "" if dates or parsed is None else parsed.date().isoformat()


def find_dateline(text: str) -> str:
    """Return the day of the dateline with which an article's text begins, as ISO 8601; "" if it has none.

    A dateline is a place in capitals, or any place before an agency's name, then a whole date, then a dash.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()][:DATELINE_LINES]
    datelines = [match for line in lines if (match := DATELINE.match(line))]
    days = {parse_publication_date(match["date"]) for match in datelines if match["agency"] or match["place"].isupper()}
    return days.pop() if len(days) == 1 else ""


def find_headline(paragraphs: Sequence[str]) -> str:
    """Return the first paragraph that can be a headline; "" if the text begins with a long paragraph."""
    labels: list[str] = []
    for paragraph in paragraphs:
        if len(paragraph) > HEADLINE_CHARACTERS or (labels and is_prose(paragraph)):
            break
        if not is_label(paragraph) and not any(find_byline(paragraph)):
            return paragraph
        labels.append(paragraph)
    return max(labels, key=lambda label: len(label.split()), default="")


def article_head(paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs around the headline, before the text begins."""
    prose = (number for number, line in enumerate(paragraphs) if number and is_prose(line, LONG_PROSE_WORDS))
    return list(paragraphs[: min(next(prose, len(paragraphs)), HEAD_LINES)])


def find_byline(paragraph: str) -> tuple[str, str]:
    """Return the author and the publication date that a paragraph states and states alone, each "" if it does not."""
    byline = BYLINE.fullmatch(paragraph)
    return byline["author"] if byline else "", parse_publication_date(DATE_LABEL.sub("", paragraph, count=1))
