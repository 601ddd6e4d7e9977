"""All names of the index become entries: who is one person or body, who are two, and who is nobody that can be listed."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pytest

from index.models import Article, Correction, CorrectionKind, SpeakerKind
from index.speakers.entries import Entries, make_entries
from index.storage.fulltext import SpeakerMention


class Texts:
    """Articles' texts, each of which is one passage."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def texts(self, article_ids: Iterable[str]) -> Mapping[str, str]:
        return {name: self._texts[name] for name in article_ids}

    def texts_with(self, phrase: str, limit: int) -> list[tuple[str, str]]:
        holds = re.compile(rf"\b{re.escape(phrase)}\b", re.IGNORECASE)
        return [(name, text) for name, text in sorted(self._texts.items()) if holds.search(text)][:limit]


class Newsroom:
    """Mentions of speakers in articles, each with a text and a day."""

    def __init__(self) -> None:
        self.mentions: list[SpeakerMention] = []
        self.texts: dict[str, str] = {}
        self.days: dict[str, str] = {}

    def say(
        self, article: str, speaker: str, text: str = "", times: int = 1, before: str = "a", kind: str = "named",
        behind: str = "", day: str = "",
    ) -> Newsroom:  # fmt: skip
        """Add statements of a speaker, whom an article mentions in some words (their name if empty)."""
        for _ in range(times):
            number = len(self.mentions)
            words = text or speaker
            mention = SpeakerMention(f"r{number:04}", article, speaker, kind, words, before, behind, number, number + 1)
            self.mentions.append(mention)
            line = f"{before} {words} {behind}"
            self.texts[article] = f"{self.texts.get(article, '')}\n{line}"
        self.days.setdefault(article, day)
        return self

    def write(self, article: str, text: str, day: str = "") -> Newsroom:
        self.texts[article] = f"{self.texts.get(article, '')}\n{text}"
        self.days.setdefault(article, day)
        return self

    def entries(self, corrections: Sequence[Correction] = (), shuffled: int | None = None) -> Entries:
        mentions = list(self.mentions)
        if shuffled is not None:
            random.Random(shuffled).shuffle(mentions)
        articles = {name: Article(name, "", published=day) for name, day in self.days.items()}
        return make_entries(mentions, articles, corrections, (), Texts(self.texts))


def room(*names: tuple[str, int] | str, together: bool = False) -> Newsroom:
    """Return statements under names, each in an article of its own."""
    newsroom = Newsroom()
    for number, each in enumerate(names):
        name, times = each if isinstance(each, tuple) else (each, 1)
        newsroom.say("one" if together else f"a{number}", name, times=times)
    return newsroom


PEOPLE = room(
    ("Dora Trumm", 100), ("Dora J. Trumm", 8), ("Trumm", 40), ("Mrs. Trumm", 3), ("Hanna Clint", 30), ("Bill Clint", 20),
    ("Clint", 25), ("John Podest", 4), ("Podest", 2), ("Anna Berg", 9), ("Former mayor Anna Berg", 3), ("Karl Ostrov", 3),
    ("Lena Ostrov", 3), ("Ostrov", 2), ("Berg administration", 2), ("police", 5), ("spokesman", 4), ("Berg’s spokesman", 2),
    ("Joseph Vane", 5), ("Joe Vane", 1), ("George W. Bask", 20), ("George H.W. Bask", 9), ("Viktor Lukashenka", 5),
    ("Victor Lukashenko", 2), ("Martin Keel", 4), ("Martin Keel Jr.", 4), ("Peter Holm", 4), ("Paul Holm", 3),
    ("Otto Quist", 4), ("Mr. Quist", 2), ("Mrs. Quist", 3), ("OTTO QUIST", 1), ("Salmo’s Eero Lind", 1), ("Eero Lind", 4),
    ("Professors Eero Lind", 1), ("Pope Marius", 2), ("Marius", 5),
)  # fmt: skip
ONE = {
    "a bare surname": ("Podest", "John Podest"),
    "a surname that nearly all mean her by": ("Trumm", "Dora Trumm"),
    "a middle initial": ("Dora J. Trumm", "Dora Trumm"),
    "a title": ("Mrs. Trumm", "Dora Trumm"),
    "a role before the name": ("Former mayor Anna Berg", "Anna Berg"),
    "a plural role before the name": ("Professors Eero Lind", "Eero Lind"),
    "whose correspondent he is": ("Salmo’s Eero Lind", "Eero Lind"),
    "a short first name": ("Joe Vane", "Joseph Vane"),
    "another spelling": ("Victor Lukashenko", "Viktor Lukashenka"),
    "capitals": ("OTTO QUIST", "Otto Quist"),
    "a title and one name": ("Pope Marius", "Marius"),
    "one of two with a surname": ("Clint", "Clint"),
    "two with a surname": ("Bill Clint", "Bill Clint"),
    "brothers": ("Paul Holm", "Paul Holm"),
    "brother and sister": ("Ostrov", "Ostrov"),
    "a son": ("Martin Keel Jr.", "Martin Keel Jr."),
    "his father": ("Martin Keel", "Martin Keel"),
    "other middle initials": ("George H.W. Bask", "George H.W. Bask"),
    "his wife, by title": ("Mrs. Quist", "Mrs. Quist"),
    "he, by title": ("Mr. Quist", "Otto Quist"),
    "a body with a name in it": ("Berg administration", "Berg administration"),
    "a spokesman": ("Berg’s spokesman", "Berg’s spokesman"),
}


@pytest.fixture(scope="module")
def people() -> Entries:
    # Otto Quist is spoken of as "he", which tells that Mrs. Quist is somebody else.
    for number in range(3):
        PEOPLE.say(f"q{number}", "Otto Quist", "he", kind="pronominal")
    return PEOPLE.entries()


@pytest.mark.parametrize(("name", "entry"), ONE.values(), ids=ONE)
def test_one_person_has_one_name(people: Entries, name: str, entry: str) -> None:
    assert people.entry_of(name) == entry


@pytest.mark.parametrize(("full", "times", "entry"), [("Hanna Clint", 30, "Hanna Clint"), ("Hanna Clint", 3, "Hanna")])
def test_a_first_name_alone_is_that_of_somebody_known(full: str, times: int, entry: str) -> None:
    newsroom = room((full, times)).say("other", "Hanna", times=2).say("other", "Hanna", "she", kind="pronominal")
    assert newsroom.entries().entry_of("Hanna") == entry


@pytest.mark.parametrize(("times", "entry"), [(30, "Odo Hassel"), (4, "Mr. Hassel")])
def test_a_titled_name_is_that_of_somebody_known_elsewhere(times: int, entry: str) -> None:
    newsroom = room(("Odo Hassel", times)).say("other", "Mr. Hassel", times=3)  # of an article with another Hassel
    assert newsroom.entries().entry_of("Mr. Hassel") == entry


def test_a_newspaper_is_nobody_who_bears_its_name() -> None:
    newsroom = room(("Olli Lantern", 4)).say("other", "Lantern", "the Lantern", times=2).say("third", "Lantern")
    assert newsroom.entries().entry_of("Lantern") == "Lantern"
    by_surname = room(("Olli Lantern", 4)).say("other", "Lantern", "the Lantern").say("third", "Lantern", times=2)
    assert by_surname.entries().entry_of("Lantern") == "Olli Lantern"


def test_the_names_of_a_person(people: Entries) -> None:
    assert people.names_of("Dora Trumm") == ("Dora Trumm", "Trumm", "Dora J. Trumm", "Mrs. Trumm")


def test_nothing_depends_on_the_order(people: Entries) -> None:
    for shuffled in range(3):
        again = PEOPLE.entries(shuffled=shuffled)
        assert (again.names, again.kinds, again.forms) == (people.names, people.kinds, people.forms)


def test_what_an_article_calls_the_son_is_the_son_s() -> None:
    newsroom = room(("Martin Keel", 5))
    newsroom.say("son", "Martin Keel", "Martin Keel", behind=" Jr. said")
    newsroom.say("son", "Martin Keel", "he", kind="pronominal")
    entries = newsroom.entries()
    assert entries.entry_in("son", "Martin Keel") == "Martin Keel Jr."
    assert entries.entry_in("a0", "Martin Keel") == "Martin Keel"


BODIES = room(
    ("World Harbour Organization", 3), ("WHO", 2), ("W.H.O.", 1), ("Salmo Sailing Union", 1), ("SSU", 1),
    ("Salmo Skating Union", 1), ("The Northern Bank", 2), ("Northern Bank", 3), ("Fjord Police Department", 1), ("FPD", 1),
).write("x", "The Salmo Skating Union (SSU) met.")  # fmt: skip
ONE_BODY = {
    "an acronym": ("WHO", "World Harbour Organization"),
    "an acronym with stops": ("W.H.O.", "World Harbour Organization"),
    "the one that an article explains": ("SSU", "Salmo Skating Union"),
    "with the": ("The Northern Bank", "Northern Bank"),
    "a department": ("FPD", "Fjord Police Department"),
}


@pytest.mark.parametrize(("name", "entry"), ONE_BODY.values(), ids=ONE_BODY)
def test_one_body_has_one_name(name: str, entry: str) -> None:
    assert BODIES.entries().entry_of(name) == entry


SAYS = "He met all of the people of the town, and half of them were a diverse group. "
KINDS: dict[str, tuple[str, str, SpeakerKind | None]] = {
    "a word that begins a sentence": ("All", "", None),
    "another": ("Half", "", None),
    "an article": ("The", "", None),
    "a plain word": ("Diverse", "diverse", None),
    "a day": ("Monday", "", None),
    "a place and a day": ("Salmo Monday", "Salmo", SpeakerKind.BODY),
    "and somebody": ("And Fjordland", "Fjordland", SpeakerKind.BODY),
    "a month's letter": ("Feb. 1 letter", "Feb. letter", None),
    "a share": ("More than half", "", None),
    "a headline": ("Mayor Says Harbour Needs To Open", "Mayor Says Harbour Needs To Open", None),
    "a person": ("Nora Falk", "Nora Falk", SpeakerKind.PERSON),
    "a body": ("Harbour Council", "Harbour Council", SpeakerKind.BODY),
    "a role with an owner": ("Falk’s lawyer", "Falk’s lawyer", SpeakerKind.ROLE),
    "a role for somebody": ("spokesman for Nora Falk", "spokesman for Nora Falk", SpeakerKind.ROLE),
    "a role without an owner": ("fisherman", "fisherman", None),
    "a group": ("senior officials", "senior officials", SpeakerKind.GROUP),
    "some of a group": ("Several senior officials", "senior officials", SpeakerKind.GROUP),
    "a group by name": ("Salmo voters", "Salmo voters", SpeakerKind.GROUP),
    "a group by its deeds": ("smelters", "smelters", SpeakerKind.GROUP),
    "things": ("documents", "documents", None),
    "somebody's campaign": ("Falk’s campaign", "Falk’s campaign", SpeakerKind.BODY),
}


@pytest.mark.parametrize(("stored", "name", "kind"), KINDS.values(), ids=KINDS)
def test_who_is_a_speaker(stored: str, name: str, kind: SpeakerKind | None) -> None:
    newsroom = Newsroom().say("a", stored, before="It was so. ").write("b", SAYS)
    newsroom.write(
        "c", "They saw smelters who sang. In Fjordland and in Salmo it rained. They read documents which help."
    )
    entries = newsroom.entries()
    assert (entries.entry_of(stored), entries.kinds.get(name)) == (name, kind)


def test_a_role_is_joined_to_who_holds_it_at_the_time() -> None:
    newsroom = Newsroom()
    newsroom.say("old", "Olav Krag", "Fjordish President Olav Krag", day="2012-03-01")
    newsroom.say("new", "Marta Lund", "Marta Lund", day="2024-05-02")
    newsroom.write("new", "Marta Lund, the Fjordish president, arrived.")
    newsroom.say("told", "Fjordish president", "the Fjordish president", kind="nominal", day="2024-06-01")
    newsroom.say("then", "Fjordish president", "The Fjordish president", kind="nominal", day="2012-05-01")
    newsroom.say("long after", "Fjordish president", "the Fjordish president", kind="nominal", day="2031-01-01")
    newsroom.say("linked", "Nils Hage", "the Fjordish king", kind="nominal", day="2024-06-02")
    newsroom.say("once", "Fjordish king", "the Fjordish king", kind="nominal", day="2024-06-03")
    newsroom.say("any", "Fjordish president", "a Fjordish president", kind="nominal", day="2024-06-01")
    newsroom.say("bare", "president", "the president", kind="nominal", day="2024-06-01")
    entries = newsroom.entries()
    assert entries.entry_in("told", "Fjordish president") == "Marta Lund"
    assert entries.entry_in("then", "Fjordish president") == "Olav Krag"
    for article in ("long after", "any"):
        assert entries.entry_in(article, "Fjordish president") == "Fjordish president"
    assert entries.entry_in("bare", "president") == "president"
    assert entries.entry_in("once", "Fjordish king") == "Fjordish king"  # linked once, and nowhere said
    assert "Fjordish president" in entries.names_of("Marta Lund")


def test_names_are_joined_and_kept_apart_as_a_person_says() -> None:
    newsroom = room(("Anna Berg", 5), ("Berg", 2), ("Ann-Marie Falk", 3), ("Jorge Mario Falk", 1), ("Francis", 9))
    same = Correction(CorrectionKind.SAME, ("Jorge Mario Falk", "Francis"), "2025-01-01")
    apart = Correction(CorrectionKind.APART, ("Berg", "Anna Berg"), "2025-01-01")
    entries = newsroom.entries([same, apart])
    assert entries.entry_of("Berg") == "Berg"
    assert entries.entry_of("Francis") == entries.entry_of("Jorge Mario Falk") == "Jorge Mario Falk"
    assert entries.aliases()["Francis"] == "Jorge Mario Falk"
    assert Counter(entries.names.values())["Anna Berg"] == 1
    assert newsroom.entries().entry_of("Berg") == "Anna Berg"


def test_a_correction_of_names_that_are_nobody_s_or_not_there_harms_nobody() -> None:
    newsroom = room(("Anna Berg", 5), ("The", 2), ("Half", 1))
    same = [
        Correction(CorrectionKind.SAME, names, "2025") for names in (("The", "Anna Berg"), ("Ada Krog", "Lena Krog"))
    ]
    entries = newsroom.entries(same)
    assert (entries.entry_of("The"), entries.entry_of("Half"), entries.entry_of("Anna Berg")) == (
        "Anna Berg",
        "",
        "Anna Berg",
    )
    assert entries.entry_of("Ada Krog") == entries.entry_of("Lena Krog")
