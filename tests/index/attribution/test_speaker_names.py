"""What a speaker is called, and who is nobody."""

import pytest

from index.attribution.entities import EntityTable
from index.attribution.speaker_names import speaker_name

TEXT = "A diverse group of will and hope met Anna Berg in May. Will Salo came. Brown bread is brown. Hope Lind spoke."
NAMES = [
    ("a name", "Anna Berg", "Anna Berg"),
    ("an article", "The", ""),
    ("a letter", "A", ""),
    ("a quantity", "All", ""),
    ("a half", "Half", ""),
    ("a number", "2,316", ""),
    ("a date", "Sept. 15", ""),
    ("a word that begins a sentence", "Diverse", ""),
    ("a plural", "Officials", "Officials"),
    ("a role", "Mayor", "Mayor"),
    ("a name that is also a word", "Hope Lind", "Hope Lind"),
    ("a day behind", "Salmo Council Monday", "Salmo Council"),
    ("a preposition behind", "Salmo Council on Wednesday", "Salmo Council"),
    ("a negation in front", "Don’t Republicans", "Republicans"),
    ("a preposition in front", "Besides Norway", "Norway"),
    ("the sentence's end", "her supporters.", "her supporters"),
    ("an abbreviation", "Ferry Co.", "Ferry Co."),
    ("a clause", "who helped the council", ""),
    ("an owner whom nobody can tell", "whose", ""),
    ("a share", "38% of voters", "38% of voters"),
    ("what more is said of a poll", "Salmo harbour poll released", "Salmo harbour poll"),
    ("what more is said of people", "lawyers familiar with", "lawyers"),
    ("people who are called by what was done", "those interviewed", "those interviewed"),
    ("a name that ends in a participle", "Harbours United", "Harbours United"),
    ("a share behind a comparison", "as many as 40 percent of voters", "as many as 40 percent of voters"),
]


@pytest.mark.parametrize(("name", "expected"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES])
def test_a_speaker_is_somebody(name: str, expected: str) -> None:
    assert speaker_name(name, EntityTable(TEXT)) == expected
