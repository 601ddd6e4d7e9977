"""A person's name in a topic and an article -> whether the article calls only other people by a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from index import (
    NAME_SEQUENCE,
    IndexSnapshot,
    SpeakerKind,
    gender_of_first_name,
    name_key,
    same_first_name,
    strip_titles,
)

Name = tuple[str, ...]  # normalized words


def namesake_filter(topic: str, snapshot: IndexSnapshot) -> Callable[[str], bool]:
    """Return the function that tells whether a text has the surname of a person whom the topic names in full in other
    people's names alone: for "Anna Berg", "Berg Salo", or "Eero Berg" and then "Berg".

    A text that holds the first name anywhere may mean who is asked about.
    """
    names = [name for name in names_in(topic) if len(name) > 1 and is_person(name, snapshot)]

    @cache  # an article has many statements
    def is_of_namesake(text: str) -> bool:
        return any(is_of_others(name, text) for name in names)

    return is_of_namesake


def is_person(name: Name, snapshot: IndexSnapshot) -> bool:
    """Return True if a full name is a person's: by its first name, or as the index has it."""
    if gender_of_first_name(name[0]):
        return True
    linked = snapshot.link_speaker(" ".join(name))
    return any(entry.kind is SpeakerKind.PERSON and entry.name in linked for entry in snapshot.speaker_entries())


def is_of_others(name: Name, text: str) -> bool:
    """Return True if a text calls only other people by a person's surname, and nobody by their first name."""
    words = text.casefold()
    first, last = name[0], name[-1]
    if first in words or last not in words:
        return False
    bearers = [other for other in names_in(text) if last in other]
    others = [bearer for bearer in bearers if len(bearer) > 1]
    if not others or any(same_first_name(first, other[0]) for other in others):
        return False
    return len(others) == len(bearers) or any(other[-1] == last for other in others)


def names_in(text: str) -> Iterator[Name]:
    """Yield the names in a text, without titles, in order."""
    return (name_key(strip_titles(match.group().split())) for match in NAME_SEQUENCE.finditer(text))
