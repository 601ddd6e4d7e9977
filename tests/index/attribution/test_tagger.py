"""The tagger's parts that need no weights, and what it makes of a text with them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.attribution.decoding import average_words, runs
from index.attribution.tagger import WEIGHTS, WEIGHTS_SHA256, AttributionTagger, sliding_windows
from index.attribution.tokens import quoted_characters, token_features
from index.errors import EncoderError


@given(st.integers(1, 2000), st.integers(0, 150))
def test_windows_cover_every_token(length: int, phase: int) -> None:
    ranges = sliding_windows(length, phase)
    assert {place for first, end in ranges for place in range(first, end)} == set(range(length))
    assert all(0 <= first < end <= length and end - first <= 254 for first, end in ranges)


def test_the_last_window_is_whole() -> None:
    assert sliding_windows(600)[-1] == (600 - 254, 600)
    assert sliding_windows(10) == [(0, 10)]
    assert sliding_windows(0) == []


def test_features_tell_capitals_lines_quotations_and_pieces() -> None:
    text = "Berg said:\n“no-one”"
    offsets = [(0, 4), (5, 9), (9, 10), (11, 12), (12, 14), (14, 15), (15, 18), (18, 19)]
    assert token_features(text, offsets) == [1 | 2, 0, 8, 2 | 4, 4 | 8, 4 | 8, 4 | 8, 8]


def test_straight_marks_take_turns_within_a_paragraph() -> None:
    text = 'a "b" c "d\n\ne'
    assert [text[place] for place in np.flatnonzero(quoted_characters(text)) if text[place].isalpha()] == ["b", "d"]


@pytest.mark.parametrize(
    ("inside", "begins", "expected"),
    [
        ("0110", "0000", [(1, 3)]),
        ("1111", "1010", [(0, 2), (2, 4)]),
        ("1111", "1100", [(0, 4)]),
        ("0000", "0000", []),
        ("1001", "0000", [(0, 1), (3, 4)]),
    ],
)
def test_runs(inside: str, begins: str, expected: list[tuple[int, int]]) -> None:
    def flags(text: str) -> np.ndarray:
        return np.array([letter == "1" for letter in text])

    assert list(runs(flags(inside), flags(begins))) == expected


def test_the_pieces_of_a_word_get_one_value() -> None:
    values = np.array([[1.0], [0.0], [0.5]], np.float32)
    assert average_words(values, np.array([0, 0, 2])).tolist() == [[0.5], [0.5], [0.5]]


def test_attributions_of_a_sentence() -> None:
    tagger = AttributionTagger(WEIGHTS)
    text = "“We built it in two years,” said Anna Berg, the mayor."
    ((attribution,),) = tagger.tag([text])
    assert text[slice(*attribution.cue)] == "said"
    assert text[slice(*attribution.source[0])].startswith("Anna Berg")
    assert "We built it in two years" in text[slice(*attribution.content[0])]
    assert 0.5 < attribution.confidence <= 1
    assert tagger.tag(["", "  "]) == [[], []]
    assert tagger.tag([]) == []


def test_attributions_do_not_depend_on_the_texts_beside_theirs() -> None:
    tagger = AttributionTagger(WEIGHTS)
    said = (
        "The council met on day {}. “We built it in {} years,” said Anna Berg, the mayor, who denied that it was late. "
    )
    texts = ["".join(said.format(n, n) for n in range(size)) for size in (1, 2, 9, 15, 25, 40)]
    together = tagger.tag(texts)
    assert min(map(len, together)) > 0
    assert tagger.tag(texts[::-1]) == together[::-1]
    assert [tagger.tag([text])[0] for text in texts] == together


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"nowhere\.safetensors is missing"):
        AttributionTagger(tmp_path / "nowhere.safetensors")


def test_other_weights_than_the_published_ones_are_refused(tmp_path: Path) -> None:
    content = bytearray(WEIGHTS.read_bytes())
    content[-1] ^= 1
    flipped = tmp_path / "tagger.safetensors"
    flipped.write_bytes(content)
    tagger = AttributionTagger(flipped)
    for _ in range(2):  # the first refusal is not forgotten
        with pytest.raises(EncoderError, match=r"tagger\.safetensors is damaged or from another version"):
            tagger.tag(["“We wait,” said Anna Berg."])
    with pytest.raises(EncoderError, match="damaged"):
        _ = tagger.version


def test_the_version_follows_the_weights(tmp_path: Path) -> None:
    other = tmp_path / "other.safetensors"
    other.write_bytes(WEIGHTS.read_bytes()[:-1])
    assert AttributionTagger(other, sha256="").version != AttributionTagger(WEIGHTS).version
    assert AttributionTagger(WEIGHTS).version == f"tagger-{WEIGHTS_SHA256[:12]}"
