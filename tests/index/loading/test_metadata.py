"""What a file says of an article's day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from index.loading.metadata import find_dateline, parse_publication_date


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2025-08-01", "2025-08-01"),
        ("2025-8-1", "2025-08-01"),
        ("2025/08/01", "2025-08-01"),
        ("2025-08-01T23:30:00-05:00", "2025-08-01"),
        ("2025-08-01 10:00", "2025-08-01"),
        ("Fri, 01 Aug 2025 10:00:00 GMT", "2025-08-01"),
        ("Friday, August 1, 2025", "2025-08-01"),
        ("Aug. 1, 2025 at 3:15 PM", "2025-08-01"),
        ("1st August 2025", "2025-08-01"),
        ("3 Sept 2024", "2024-09-03"),
        (date(2025, 8, 1), "2025-08-01"),
        (datetime(2025, 8, 1, 23, tzinfo=UTC), "2025-08-01"),
        ("01/08/2025", ""),
        ("2025-13-01", ""),
        ("2025-02-30", ""),
        ("August 2025", ""),
        ("2025", ""),
        ("yesterday", ""),
        ("1 Foo 2025", ""),
        ("12025-08-01", ""),
        ("13/08/2025", "2025-08-13"),
        ("August 1, 2025 – 3:15 PM", "2025-08-01"),
        ("May 1, 2024 in brief", ""),
        ("30 February 2025", ""),
        ("20250801", ""),
        (20250801, ""),
        (None, ""),
        (["2025-08-01"], ""),
    ],
)
def test_publication_dates(value: object, iso: str) -> None:
    assert parse_publication_date(value) == iso


DATELINES = {
    "capitals": ("ROTTERDAM, March 3, 2024 - The port", "2024-03-03"),
    "below a headline": ("Port opens\n\nROTTERDAM, March 3, 2024 — The port", "2024-03-03"),
    "day first": ("RIO DE JANEIRO, Brazil, 3 Mar. 2024 – The port", "2024-03-03"),
    "state and weekday": ("ST. PAUL, Minn., Sunday, March 3, 2024 -- The port", "2024-03-03"),
    "agency": ("Riga, March 3, 2024 (Wire) - The port", "2024-03-03"),
    "newswire": ("Riga, Latvia, March 03, 2024 /NewsWire/ -- The port", "2024-03-03"),
    "no space": ("PARIS, March 3, 2024—The port", "2024-03-03"),
    "no year": ("ROTTERDAM, March 3 (Wire) - The port", ""),
    "month only": ("ROTTERDAM, March 2024 - The port", ""),
    "no dash": ("ROTTERDAM, March 3, 2024 was the day", ""),
    "no place": ("March 3, 2024 - The port", ""),
    "a person": ("Jane Roe, March 3, 2024 - The port", ""),
    "a life": ("JANE ROE, March 3, 1950 – June 4, 2024", ""),
    "a span": ("ROTTERDAM, March 3, 2024 - 9 March 2024", ""),
    "in a sentence": ("It began in ROTTERDAM, March 3, 2024 - and went on", ""),
    "no such day": ("ROTTERDAM, February 30, 2024 - The port", ""),
    "two ways": ("ROTTERDAM, 3/4/2024 - The port", ""),
    "far below": ("One.\nTwo.\nThree.\nFour.\nROTTERDAM, March 3, 2024 - The port", ""),
    "two of them": ("OSLO, March 3, 2024 - One.\n\nROME, March 4, 2024 - Two.", ""),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("text", "iso"), DATELINES.values(), ids=DATELINES)
def test_datelines(text: str, iso: str) -> None:
    assert find_dateline(text) == iso
