"""How names are written and compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from index.text.names import NAME_SEQUENCE, ORGANIZATION_NAME, name_key, normalize_token, same_first_name, strip_titles

SEQUENCES = {
    "names": ("Anna Berg met Karl Ostrov.", ["Anna Berg", "Karl Ostrov"]),
    "abbreviated title": ("He met Sen. Ruiz and J. K. Owens.", ["He", "Sen. Ruiz", "J. K. Owens"]),
    "a full stop ends a name": ("She left Salmo. Berg stayed.", ["She", "Salmo", "Berg"]),
    "particles": ("Ursula von der Leyen of Salmo", ["Ursula von der Leyen", "Salmo"]),
    "possessive": ("Berg’s Salmo is old", ["Berg’s", "Salmo"]),
    "on one line": ("Anna Berg\nKarl Ostrov", ["Anna Berg", "Karl Ostrov"]),
    "within a word": ("the iPhone of McGee", ["McGee"]),
}


@pytest.mark.parametrize(("text", "names"), SEQUENCES.values(), ids=SEQUENCES)
def test_name_sequences(text: str, names: Sequence[str]) -> None:
    assert [match.group() for match in NAME_SEQUENCE.finditer(text)] == names
    part_of_another = re.compile(rf"(?:{NAME_SEQUENCE.pattern})")
    assert [match.group() for match in part_of_another.finditer(text)] == names


def test_an_organization_s_name_goes_on_behind_a_preposition() -> None:
    match = ORGANIZATION_NAME.match("Ministry of the Interior and Justice said so")
    assert match
    assert match.group() == "Ministry of the Interior and Justice"


STRIPPED = {
    "title": ("Mayor Anna Berg", ("Anna", "Berg")),
    "demonym and role": ("Russian President Vladimir Putin", ("Vladimir", "Putin")),
    "opener": ("But Berg", ("Berg",)),
    "weekday": ("Monday Berg", ("Berg",)),
    "suffix": ("Karl Ostrov Jr.", ("Karl", "Ostrov")),
    "possessive": ("Anna Berg’s", ("Anna", "Berg")),
    "a name that begins with New": ("New Salmo Radio", ("New", "Salmo", "Radio")),
    "new and a name": ("New Berg", ("Berg",)),
    "title alone": ("Prime Minister", ()),
    "title that is a surname": ("Stephen King", ("Stephen", "King")),
}


@pytest.mark.parametrize(("words", "name"), STRIPPED.values(), ids=STRIPPED)
def test_titles_are_stripped(words: str, name: tuple[str, ...]) -> None:
    assert strip_titles(words.split()) == name


def test_tokens_and_keys() -> None:
    assert [normalize_token(word) for word in ("“Berg’s", "U.S.", "Ostrov,”")] == ["berg", "us", "ostrov"]
    assert name_key(["Anna", "K.", "de", "Berg"]) == ("anna", "berg")
    assert name_key(["K."]) == ("k",)


@pytest.mark.parametrize(
    ("one", "other", "same"), [("joe", "joseph", True), ("anna", "anna", True), ("joe", "karl", False)]
)
def test_first_names(one: str, other: str, same: bool) -> None:
    assert same_first_name(one, other) == same_first_name(other, one) == same
