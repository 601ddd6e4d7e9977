"""The sample articles: what they must hold so that the example questions work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import index
from index.loading.loader import load_articles
from index.models import Article, parse_day

SAMPLES = Path(index.__file__).parent / "samples"


@pytest.fixture(scope="module")
def samples() -> list[Article]:
    items = list(load_articles([SAMPLES]))
    assert all(isinstance(item, Article) for item in items)
    return [item for item in items if isinstance(item, Article)]


def test_each_is_whole_and_marked(samples: list[Article]) -> None:
    assert 8 <= len(samples) <= 12
    for sample in samples:
        assert sample.sample
        assert sample.given_id
        assert sample.id.startswith("sample-")
        assert sample.title
        assert sample.source
        assert sample.author
        assert sample.url.startswith("https://example.org/")
        assert parse_day(sample.published) is not None
        assert 150 <= len(sample.text.split()) <= 350


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("“We’ll take it back. It’s ours,” Russian President Vladimir Putin said", 2),
        ("Chasiv Yar", 3),
        ("Chasov Yar", 1),
        ("Lukashenka", 1),
        ("Zelenskyy", 1),
        ("did not confirm any advance toward Kramatorsk", 1),
        ("“50 people turned out to be adults,” Medinsky added", 1),
        ("“a lot of noise about the kids”", 1),
        ("“It turned out there weren’t that many children,”", 1),
        ("“swallow the pill”", 1),
        ("said Oleksiy Danilov", 1),
        ("“‘It’s because I care about the people,’ he told me,”", 1),
    ],
)
def test_what_was_said_is_in_them(samples: list[Article], words: str, number: int) -> None:
    assert sum(words in sample.text for sample in samples) == number


@pytest.mark.parametrize("name", ["Biden", "Tusk"])
def test_who_is_not_in_them(samples: list[Article], name: str) -> None:
    assert not any(name in sample.title + sample.text for sample in samples)


def test_two_are_copies_of_one_text(samples: list[Article]) -> None:
    one, other = (
        set(re.findall(r"\w+", sample.text)) for sample in samples if "Northern Wire" in (sample.source, sample.author)
    )
    assert len(one & other) / len(one | other) > 0.9
    assert len({" ".join(sample.text.split()) for sample in samples}) == len(samples)
