"""Words of like meaning, by the real encoder."""

from collections.abc import Sequence
from typing import Any

import pytest

from index.embedding.encoder import Encoder
from index.retrieval.synonyms import SynonymFinder

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
    assert Encoder().embed_pieces([]).shape[0] == 0
    assert SynonymFinder({}, Encoder()).synonyms(["kids"]) == {"kids": {}}


def test_another_thread_may_empty_the_cache_at_any_time(synonyms: SynonymFinder) -> None:
    class Emptied(dict[tuple[str, ...], dict[str, dict[str, float]]]):
        def __setitem__(self, key: tuple[str, ...], value: dict[str, dict[str, float]]) -> None:
            super().__setitem__(key, value)
            self.clear()

    synonyms._known = Emptied()
    assert synonyms.synonyms(["three"]) == {"three": {}}


def test_only_new_words_are_embedded(synonyms: SynonymFinder, monkeypatch: pytest.MonkeyPatch) -> None:
    synonyms.synonyms(["kids"])
    embedded: list[str] = []

    embed = Encoder.embed_pieces

    def counted(encoder: Encoder, words: Sequence[str]) -> Any:
        embedded.extend(words)
        return embed(encoder, words)

    monkeypatch.setattr(Encoder, "embed_pieces", counted)
    words = {**WORDS, "youngsters": 2}
    del words["carrot"]
    later = SynonymFinder(words, synonyms.encoder, SynonymFinder(WORDS, synonyms.encoder, synonyms))
    assert later.synonyms(["taxes"]) == SynonymFinder(words, synonyms.encoder).synonyms(["taxes"])
    assert embedded[0] == "youngsters"
    assert embedded.count("boat") == 1  # by the finder without an earlier one
