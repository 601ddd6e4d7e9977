"""The periods that questions name."""

from datetime import date

import pytest

from assistant.questions.dates import read_period

AS_OF = date(2026, 11, 22)  # a Sunday

CASES = [
    ("last week", "what did she say last week", ("2026-11-09", "2026-11-15")),
    ("this week", "what did she say this week", ("2026-11-16", "2026-11-22")),
    ("last month", "last month, what did she say", ("2026-10-01", "2026-10-31")),
    ("last year", "what did she say last year", ("2025-01-01", "2025-12-31")),
    ("past days", "what did she say in the past three days", ("2026-11-19", "2026-11-22")),
    ("past week", "what did she say in the last week", ("2026-11-15", "2026-11-22")),
    ("yesterday", "what did she say yesterday", ("2026-11-21", "2026-11-21")),
    ("month before now", "what did she say in August", ("2026-08-01", "2026-08-31")),
    ("month after now", "what did she say in December", ("2025-12-01", "2025-12-31")),
    ("month and year", "what did she say in August 2024 about tax", ("2024-08-01", "2024-08-31")),
    ("February of a leap year", "what did she say in Feb 2024", ("2024-02-01", "2024-02-29")),
    ("year", "what did she say in 2023", ("2023-01-01", "2023-12-31")),
    ("day, month first", "what did she say on August 17, 2025", ("2025-08-17", "2025-08-17")),
    ("day, day first", "what did she say on 17th of August 2025", ("2025-08-17", "2025-08-17")),
    ("ISO day", "what did she say on 2025-08-17", ("2025-08-17", "2025-08-17")),
    ("since", "what did she say since 3 May 2024", ("2024-05-03", None)),
    ("after", "what did she say after 3 May 2024", ("2024-05-04", None)),
    ("before", "what did she say before 2024", (None, "2023-12-31")),
    ("until", "what did she say until June 2024", (None, "2024-06-30")),
    ("between", "what did she say between May 1 and June 3, 2023", ("2023-05-01", "2023-06-03")),
    ("from to", "what did she say from 1 May 2023 to 3 June 2023", ("2023-05-01", "2023-06-03")),
    ("a name", "what did May say about the march on Rome", (None, None)),
    ("an event", "what did she say since the summit", (None, None)),
    ("no such day", "what did she say on February 30, 2024", (None, None)),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_period(text: str, expected: tuple[str | None, str | None]) -> None:
    period = read_period(text, AS_OF).period
    assert tuple(day and day.isoformat() for day in (period.since, period.until)) == expected


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("What did she say in August 2024 about tax", "What did she say about tax"),
        ("What did she say about tax last week", "What did she say about tax"),
        ("Since 3 May, what did she say about tax", "what did she say about tax"),
        ("What did she say about the summit", "What did she say about the summit"),
    ],
)
def test_what_is_left_of_the_question(text: str, rest: str) -> None:
    assert read_period(text, AS_OF).rest == rest
