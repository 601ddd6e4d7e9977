"""The spellings of a name: which are found, which other names are not taken for them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.transliteration import SpellingIndex, _sounds, shared_letters, variants

SAME = [
    ("lukashenko", "lukashenka"),
    ("chasiv", "chasov"),
    ("zelensky", "zelenskyy"),
    ("zelensky", "zelenskiy"),
    ("zelenskyy", "zelenskiy"),
    ("kyiv", "kiev"),
    ("kharkiv", "kharkov"),
    ("kharkiv", "charkiw"),
    ("odesa", "odessa"),
    ("danilov", "danylov"),
    ("lviv", "lvov"),
    ("luhansk", "lugansk"),
    ("chernihiv", "chernigov"),
    ("zaporizhzhia", "zaporozhye"),
    ("yanukovych", "janukowitsch"),
    ("tymoshenko", "timoshenko"),
    ("yevgeny", "evgeny"),
    ("prigozhin", "prigojine"),
    ("putin", "poutine"),
    ("mohammed", "muhammad"),
    ("hussein", "hossein"),
    ("gaddafi", "gadhafi"),
    ("tehran", "teheran"),
    ("milosevic", "milošević"),
    ("garcia", "garcía"),
    ("alexander", "aleksandr"),
    ("catherine", "katherine"),
    ("fisher", "fischer"),
]
OTHERS = [
    ("clinton", "clifton"),
    ("trump", "tramp"),
    ("trump", "triumph"),
    ("merkel", "markle"),
    ("biden", "boden"),
    ("biden", "bidding"),
    ("putin", "putting"),
    ("putin", "potion"),
    ("germany", "german"),
    ("eric", "erica"),
    ("gerald", "herald"),
    ("paris", "praise"),
    ("chad", "had"),
    ("minsk", "munch"),
    ("kramatorsk", "kramatorsky"),
    ("xi", "xo"),
]
ids = ["-".join(pair) for pair in SAME], ["-".join(pair) for pair in OTHERS]


@pytest.mark.parametrize(("one", "other"), SAME, ids=ids[0])
def test_spellings_of_one_name_find_each_other(one: str, other: str) -> None:
    vocabulary = {word: 1 for pair in SAME + OTHERS for word in pair}
    assert other in variants(one, vocabulary)
    assert one in variants(other, vocabulary)


@pytest.mark.parametrize(("one", "other"), OTHERS, ids=ids[1])
def test_other_words_are_not_spellings(one: str, other: str) -> None:
    vocabulary = {one: 1, other: 1}
    assert variants(one, vocabulary) == []
    assert variants(other, vocabulary) == []


@pytest.mark.parametrize(
    ("word", "vocabulary", "found"),
    [
        ("Kramtaorsk", {"kramatorsk": 3}, ["kramatorsk"]),
        ("Lukahsenko", {"lukashenko": 3}, ["lukashenko"]),
        ("Medinskyy", {"medinsky": 2}, ["medinsky"]),
        ("Clifton", {"clinton": 9, "clifton": 1}, []),
        ("Bidne", {"biden": 9}, []),
    ],
    ids=["swapped", "swapped-again", "one-more", "a-word-that-occurs-is-no-slip", "too-short-for-a-slip"],
)
def test_slips_of_the_keyboard(word: str, vocabulary: dict[str, int], found: list[str]) -> None:
    assert variants(word, vocabulary) == found


def test_nearest_first_and_never_the_word_itself() -> None:
    spellings = SpellingIndex({"zelensky": 2, "zelenskyy": 9, "zelenskiy": 1, "selinsky": 1})
    assert spellings.variants("Zelenskyy") == ["zelensky", "zelenskiy"]


@given(st.lists(st.from_regex(r"[bcfghjklnpstvwzšłéaeiou]{3,8}", fullmatch=True), min_size=2, max_size=40))
def test_words_of_one_sound_are_in_one_group(words: list[str]) -> None:
    """Words are only compared within their group, which must therefore hold all that may sound alike."""
    group_of: dict[str, frozenset[str]] = {}
    for word in [*words, *(word.replace("f", "ph").replace("w", "v") for word in words)]:
        for key, _ in _sounds(word):
            assert group_of.setdefault(key, shared_letters(word)) == shared_letters(word)


@pytest.mark.parametrize("word", ["", "1984", "ab", "Путин", "x" * 1000, "g20", "'", "ß", "\ud800"])
def test_odd_words_have_no_spellings(word: str) -> None:
    assert variants(word, {"kyiv": 1, "abcd": 1, "": 1, "1985": 1}) == []


@pytest.mark.parametrize("letters", ["a", "ae", "ka", "v"])
def test_a_very_long_word_takes_no_longer(letters: str) -> None:
    word = letters * 40_000
    started = time.process_time()
    assert variants(word, {word: 1, "kyiv": 1}) == []
    assert variants("kyiv", {word: 1, "kiev": 1}) == ["kiev"]
    assert time.process_time() - started < 1


@pytest.mark.parametrize(("length", "spellings"), [(40, 1), (41, 0)])
def test_words_of_forty_letters_are_compared_and_longer_ones_are_not(length: int, spellings: int) -> None:
    name = "lukashenka".ljust(length - 3, "n") + "vic"  # a run of one consonant sounds like one
    assert len(variants(name, {name: 1, name.replace("k", "c", 1): 1})) == spellings


@given(st.lists(st.text(max_size=12), max_size=8), st.text(max_size=12))
def test_any_words(words: list[str], word: str) -> None:
    vocabulary = {other.lower(): 1 for other in words}
    found = variants(word, vocabulary)
    assert set(found) <= set(vocabulary) - {word.lower()}
    assert len(set(found)) == len(found)
