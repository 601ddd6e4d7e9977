"""Which speakers a name in a question means."""

import pytest

from index.retrieval.speaker_linking import SpeakerIndex

COUNTS = {
    "Anna Berg": 12, "Berg": 3, "Paul Berg": 2, "Karl Ostrov": 4, "Lena Ostrov": 3, "Ostrov": 2, "Viktor Lukashenka": 5,
    "Berg administration": 6, "Institute for Northern Studies": 4, "Benjamin Hale": 2, "Marta J. Lind": 3, "Ursula von der Hagen": 4, "Von der Hagen": 1, "mayor": 1,
    "Joseph R. Vane": 3, "Paula Vane": 2, "Otto Quist": 4, "Mr. Quist": 2, "Mrs. Quist": 3,
    "Ursula Lind": 1, "Lena Vik": 3, "North Salmo Courier": 2, "North Salmo Council": 1, "Hale Quorn": 4, "Anton Viktor": 0,
    "spokesman for Berg": 2, "Karl Ostrov’s lawyer": 1, "governor of North Salmo": 1,
}  # fmt: skip

CASES = [
    ("full name, with the bare surname that is mostly hers", "Anna Berg", {"Anna Berg", "Berg"}),
    ("her brother, without the bare surname", "Paul Berg", {"Paul Berg"}),
    ("the surname, of whom has most of its statements", "Berg", {"Anna Berg", "Berg"}),
    ("the surname of two as frequent: both, under their own names", "Ostrov", {"Karl Ostrov", "Lena Ostrov", "Ostrov"}),
    ("another spelling", "Lukashenko", {"Viktor Lukashenka"}),
    ("particles", "Ursula von der Hagen", {"Ursula von der Hagen", "Von der Hagen"}),
    ("both names in another spelling", "Wiktor Lukaschenko", {"Viktor Lukashenka"}),
    ("a slip in the first name", "Benjmain Hale", {"Benjamin Hale"}),
    ("another spelling, with another first name", "Andrei Lukashenko", set()),
    ("an administration is not its head", "the Berg administration", {"Berg administration"}),
    ("acronym", "INS", {"Institute for Northern Studies"}),
    ("the first words by an acronym", "the NS Courier", {"North Salmo Courier"}),
    ("the same in small letters, of a noun for a body", "n.s. council", {"North Salmo Council"}),
    ("an acronym of other words", "OS Courier", set()),
    ("a short first name is no acronym", "Al Vik", set()),
    ("part of an organisation's name", "the Institute", {"Institute for Northern Studies"}),
    ("short first name", "Ben Hale", {"Benjamin Hale"}),
    ("another short first name", "Joe Vane", {"Joseph R. Vane"}),
    ("a first name that begins another", "Paul Vane", set()),
    ("title in front", "President Anna Berg", {"Anna Berg", "Berg"}),
    ("without the middle initial", "Marta Lind", {"Marta J. Lind"}),
    ("first name alone, where one bears it", "Marta", {"Marta J. Lind"}),
    ("first name alone, of whom has most of its statements", "Ursula", {"Ursula von der Hagen"}),
    ("first name alone of two as frequent", "Lena", set()),
    ("first name of one who has far more than who bears it as a surname", "Viktor", {"Viktor Lukashenka"}),
    ("a surname, though it is another's first name", "Hale", {"Benjamin Hale"}),
    ("one of a couple, who of them is Otto is not known", "Otto Quist", {"Otto Quist"}),
    ("one of a couple, by title", "Mrs. Quist", {"Otto Quist", "Mrs. Quist"}),
    ("somebody's spokesman", "Berg's spokesman", {"spokesman for Berg"}),
    ("somebody's spokeswoman", "the spokeswoman for Berg", {"spokesman for Berg"}),
    ("the lawyer of whoever has a surname", "Ostrov's lawyer", {"Karl Ostrov’s lawyer"}),
    ("a lawyer of somebody's", "the lawyer for Karl Ostrov", {"Karl Ostrov’s lawyer"}),
    ("a role with a place", "North Salmo's governor", {"governor of North Salmo"}),
    ("a place is not who governs it", "North Salmo", set()),
    ("nobody", "Biden", set()),
    ("nothing", "", set()),
]


ALIASES = {"SHU": "Salmo Harbour Union", "Anna Holm": "Anna Berg", "Marius": "Jorge Falk"}
ALIASED = SpeakerIndex({"Salmo Harbour Union": 2, "Anna Berg": 9, "Peter Holm": 3, "Jorge Falk": 4}, ALIASES)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("SHU", ["Salmo Harbour Union"]),
        ("Marius", ["Jorge Falk"]),
        ("Anna Holm", ["Anna Berg"]),
        ("Holm", ["Anna Berg"]),
        ("Peter Holm", ["Peter Holm"]),
    ],
)
def test_another_name_leads_to_the_speaker(asked: str, expected: list[str]) -> None:
    assert ALIASED.link(asked) == expected


@pytest.mark.parametrize(("asked", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_meant(asked: str, expected: set[str]) -> None:
    assert set(SpeakerIndex(COUNTS).link(asked)) == expected
