"""Recognize and compare names of people and organizations by how they are written.  Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import names as census
from nicknames import NickNamer

from index.text.lexicons import (
    ABBREVIATED_TITLES,
    FEMALE_NOUNS,
    FUNCTION_WORDS,
    MALE_NOUNS,
    MASCULINE_PRONOUNS,
    NAME_PARTICLES,
    NAME_SUFFIXES,
    ORGANIZATION_NOUNS,
    PARTISANS,
    ROLE_NOUNS,
    TITLES_AND_ROLES,
    UNAMBIGUOUS_TITLES,
)

GENDER_RATIO = 20  # times as often as the other gender's a first name must be borne to tell of one
# Patterns to build others from, each to be put in a group of its own.
PROPER_NOUN = r"[A-ZÀ-ÖØ-Þ][\w’'-]*\w|[A-ZÀ-ÖØ-Þ]\.?"  # a word with a capital, or an initial
PROPER_NAME = rf"(?:{PROPER_NOUN})(?: (?:{PROPER_NOUN}))*"
ROLE = "|".join(sorted(ROLE_NOUNS))
ORGANIZATION = "|".join(sorted(ORGANIZATION_NOUNS))
# What ends in a full stop within a name: titles, Jr and Sr, initials.
ABBREVIATION = "|".join(
    rf"(?<=\b{word})" for word in [*sorted(map(str.capitalize, ABBREVIATED_TITLES)), "St", "Jr", "Sr", "[A-Z]"]
)

# A sequence of proper nouns on one line.  Verbose within its own group, so that its pattern can be a part of another.
NAME_SEQUENCE = re.compile(
    rf"""(?x:
         (?<![\w’'])(?<![Aa]nti-)(?<![Pp]ro-)(?<![Nn]on-)(?:{PROPER_NOUN})
         (?:
             (?: (?:{ABBREVIATION})\.              # behind an abbreviation the name goes on: Sen. Ruiz
               | (?<![’']s)(?<!s[’'])              # behind a possessive another one begins: Berg’s Salmo
             )
             [ ]
             (?:(?:{"|".join(sorted(NAME_PARTICLES))}|al|st\.)[ ])*
             (?:{PROPER_NOUN})
         )*
    )"""
)
# Proper nouns, with a preposition or a conjunction between any two of them: Ministry of the Interior.
ORGANIZATION_NAME = re.compile(
    rf"""(?:{PROPER_NOUN})
         (?: [ ](?:of|for|the|on|and|in)(?:[ ]the)?[ ](?:{PROPER_NOUN})
           | [ ](?:{PROPER_NOUN})
         )*
    """,
    re.VERBOSE,
)
POSSESSIVE = re.compile(r"[’']s?$")


def without_article(text: str) -> str:
    """Return a noun phrase without "the" in front."""
    return re.sub(r"^[Tt]he ", "", text)


@lru_cache(maxsize=65536)
def normalize_token(word: str) -> str:
    """Return a word as names are compared: without possessive, full stops and marks around it, case-folded."""
    return POSSESSIVE.sub("", word.strip('“”"‘,;:!?()')).strip("’'").replace(".", "").casefold()


def without_accents(word: str) -> str:
    """Return a word with its letters' accents taken away, as other articles may write a name: "Berán" as "Beran"."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


def strip_titles(words: Sequence[str]) -> tuple[str, ...]:
    """Return the name in a sequence of words: without titles, what stands before them, and sentence openers.

    Return () if the sequence ends with a title that is nobody's name.  "New" stays before two words: New York Times.
    """
    kept = list(words)
    while len(kept) > 1 and normalize_token(kept[-1]) in NAME_SUFFIXES:
        kept.pop()
    if not kept or normalize_token(kept[-1]) in UNAMBIGUOUS_TITLES:
        return ()
    last_title = max((i for i, word in enumerate(kept[:-1]) if normalize_token(word) in TITLES_AND_ROLES), default=-1)
    kept = kept[last_title + 1 :]
    while len(kept) > 1 and normalize_token(kept[0]) in PARTISANS:
        kept.pop(0)
    while kept and normalize_token(kept[0]) in FUNCTION_WORDS and (kept[0] != "New" or len(kept) < 3):
        kept.pop(0)
    return tuple(POSSESSIVE.sub("", word) if i == len(kept) - 1 else word for i, word in enumerate(kept))


def name_key(words: Iterable[str]) -> tuple[str, ...]:
    """Return the normalized words of a name under which it is found.

    Initials and particles are left out, of which De Berg has as many as Anna de Berg.
    """
    normalized = [normalize_token(word) for word in words]
    full = [word for word in normalized if len(word) > 1 and word not in NAME_PARTICLES]
    return tuple(full or normalized)


@lru_cache(maxsize=1)
def _nicknames() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=65536)
def same_first_name(one: str, other: str) -> bool:
    """Return True if two normalized first names can be one person's: equal, or a short form (Joe for Joseph)."""
    return one == other or other in _nicknames().nicknames_of(one) or one in _nicknames().nicknames_of(other)


@lru_cache(maxsize=1)
def _frequencies() -> dict[str, dict[str, float]]:
    """Return how frequent (in per cent of a gender) the first names of the United States' census of 1990 are."""
    files = {"he": census.FILES["first:male"], "she": census.FILES["first:female"]}
    rows = {who: [row.split() for row in Path(file).read_text("ascii").splitlines()] for who, file in files.items()}
    return {who: {row[0].casefold(): float(row[1]) for row in rows[who] if row} for who in rows}


def gender_of_first_name(name: str) -> str:
    """Return "she" or "he" for a normalized first name that is mostly of that gender; "" where it tells of none."""
    found = {who: frequencies.get(name, 0.0) for who, frequencies in _frequencies().items()}
    return next((who for who, often in found.items() if often > GENDER_RATIO * (sum(found.values()) - often)), "")


def gender_of(titles: Collection[str]) -> str:
    """Return "she" or "he" for the gender that normalized titles and roles tell of; "" if they tell of none."""
    return "she" if FEMALE_NOUNS.intersection(titles) else "he" if MALE_NOUNS.intersection(titles) else ""


def pronoun_of(word: str) -> str:
    """Return "he" or "she" for any form of it."""
    return "he" if normalize_token(word) in MASCULINE_PRONOUNS else "she"


def agrees_with(words: Collection[str], pronoun: str) -> bool:
    """Return True if a role's normalized words tell of no gender, or of that of any form of "he" or "she"."""
    return gender_of(words) in ("", pronoun_of(pronoun))
