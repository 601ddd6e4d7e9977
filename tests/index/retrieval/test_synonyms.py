"""Words of like meaning, by the real encoder."""

import pytest

from index.embedding.encoder import Encoder
from index.retrieval.synonyms import SynonymFinder, embed_pieces

WORDS = dict.fromkeys(
    """children kids tunnel bridge tweets tweet boat boats ferry harbour racist racial money taxes taxation latvia two
    three sluggish slowly carrot""".split(),
    1,
)


@pytest.fixture(scope="module")
def synonyms() -> SynonymFinder:
    return SynonymFinder(WORDS, Encoder())


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("Twitter", ["tweet", "tweets"]),
        ("kids", ["children"]),
        ("racism", ["racist", "racial"]),
        ("taxes", ["taxation"]),
        ("three", []),
        ("2024", []),
        ("carrot", []),
    ],
)
def test_words_of_like_meaning(synonyms: SynonymFinder, word: str, others: list[str]) -> None:
    found = synonyms.synonyms([word])[word.lower()]
    assert list(found) == others
    assert all(0.75 <= likeness < 1 for likeness in found.values())


def test_another_encoder_has_none() -> None:
    assert SynonymFinder(WORDS, Encoder("another/model")).synonyms(["kids"]) == {"kids": {}}


def test_an_empty_vocabulary_has_none() -> None:
    assert embed_pieces([]).shape[0] == 0
    assert SynonymFinder({}, Encoder()).synonyms(["kids"]) == {"kids": {}}
