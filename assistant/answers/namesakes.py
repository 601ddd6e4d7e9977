"""A person's name in a topic and an article -> whether the article calls only other people by a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
    people = {speaker.name for speaker in snapshot.speaker_entries() if speaker.kind is SpeakerKind.PERSON}
    names = [
        name
        for name in full_names(topic)
        if gender_of_first_name(name[0]) or not people.isdisjoint(snapshot.link_speaker(" ".join(name)))
    ]
    return lambda text: any(is_of_others(name, text) for name in names)


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


def full_names(text: str) -> Iterator[Name]:
    """Yield the names of two words or more in a text."""
    return (name for name in names_in(text) if len(name) > 1)


def names_in(text: str) -> Iterator[Name]:
    """Yield the names in a text, without titles, in order."""
    return (name_key(strip_titles(match.group().split())) for match in NAME_SEQUENCE.finditer(text))
