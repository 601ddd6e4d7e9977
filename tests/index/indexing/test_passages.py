"""Windows of whole sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.indexing.passages import WORDS, split_passages
from index.models import Article, Passage
from index.text.sentences import split_sentences


def count_words(text: str) -> int:
    """A tokenizer with two marks around the words, as BERT's has."""
    return len(text.split()) + 2


def count_bytes(text: str) -> int:
    """A tokenizer for which every byte is a token."""
    return len(text.encode("utf-8", "surrogatepass"))


def made(text: str, max_tokens: int = 256) -> list[Passage]:
    return split_passages(Article("a", text), count_words, max_tokens)


def sentence(words: int, name: str = "word") -> str:
    return " ".join([name.capitalize(), *[name] * (words - 1)]) + "."


@pytest.mark.parametrize(
    ("lengths", "sliding_windows"),
    [
        ([10], [(0, 1)]),
        ([20, 20, 20], [(0, 3)]),
        ([20, 20, 20, 20, 20], [(0, 3), (2, 5)]),
        ([30, 30, 30, 30], [(0, 2), (2, 4)]),
        ([100, 10], [(0, 1), (1, 2)]),
        ([50, 15, 50], [(0, 2), (1, 3)]),
        ([10] * 12, [(0, 6), (5, 11), (10, 12)]),
        ([], []),
    ],
    ids=["one", "just-full", "overlapping", "too-long-to-repeat", "long-alone", "short-repeated", "many", "none"],
)
def test_windows(lengths: list[int], sliding_windows: list[tuple[int, int]]) -> None:
    text = " ".join(sentence(length, f"w{place}x") for place, length in enumerate(lengths))
    spans = split_sentences(text)
    found = [(passage.start, passage.end) for passage in made(text)]
    assert found == [(spans[first][0], spans[last - 1][1]) for first, last in sliding_windows]


def test_a_window_crosses_paragraphs() -> None:
    text = "\n\n".join(sentence(15) for _ in range(4))
    assert [(passage.start, passage.end) for passage in made(text)] == [(0, len(text))]


def test_an_overlong_sentence_is_cut_at_spaces() -> None:
    text = sentence(100)
    found = made(text, max_tokens=30)
    assert all(count_words(passage.text) <= 30 for passage in found)
    assert " ".join(passage.text for passage in found) == text


def test_an_overlong_word_is_cut() -> None:
    found = split_passages(Article("a", "x" * 100), count_bytes, 30)
    assert "".join(passage.text for passage in found) == "x" * 100
    assert all(len(passage.text) <= 30 for passage in found)


@given(st.text(alphabet=st.sampled_from("aB.! \n”é中"), max_size=300), st.integers(4, 60))
def test_offsets_limits_and_cover(text: str, max_tokens: int) -> None:
    found = split_passages(Article("a", text), count_bytes, max_tokens)
    term_coverage = set()
    for passage in found:
        assert text[passage.start : passage.end] == passage.text == passage.text.strip()
        assert 0 < count_bytes(passage.text) <= max_tokens
        term_coverage |= set(range(passage.start, passage.end))
    assert all(place in term_coverage for place, char in enumerate(text) if not char.isspace())
    assert [passage.start for passage in found] == sorted({passage.start for passage in found})


@given(st.lists(st.integers(1, 90), min_size=1, max_size=30))
def test_sentences_stay_whole_and_windows_near_their_aim(lengths: list[int]) -> None:
    text = " ".join(map(sentence, lengths))
    spans = split_sentences(text)
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    found = made(text)
    for passage in found:
        assert passage.start in starts
        assert passage.end in ends
        assert len(passage.text.split()) < WORDS * 2 or (passage.start, passage.end) in spans
    for passage, following in pairwise(found):
        shared = text[following.start : passage.end] if following.start < passage.end else ""
        assert len(shared.split()) <= 0.4 * len(passage.text.split())
        assert following.end > passage.end
