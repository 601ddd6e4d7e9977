"""What a file says of an article's day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from index.loading.metadata import parse_publication_date


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
