"""Pronouns with the people named beside them, from which train_antecedents.py learns whom a pronoun stands for.

Some are marked by people: GAP (Webster et al., 2018) and OntoGUM (Zhu et al., 2021).  Of articles, in which nobody
marked what a pronoun stands for, are taken

- pronouns with one person of their gender named shortly before, and somebody of the other gender too: who is meant is
  sure without reading a word;
- names of people who were named shortly before, and somebody else too, with a pronoun in their place, as in WikiCREM
  (Kocijan et al., 2019);
- all other pronouns with somebody named near them, for a teacher to say whom they stand for.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import names

from index.attribution.entities import EntityTable
from index.attribution.entity import Entity
from index.models import Span

NEAR = 650  # characters before a pronoun in which people are looked for
LAST = 300  # characters before it within which its person is named
BEFORE, BEHIND = 850, 270  # characters of a text that are kept in front of a pronoun and behind it
MOST_SURE, MOST_REPLACED = 40, 16  # pronouns and names that are taken of one article
BEHIND_NAMED = 150  # characters behind it in which other people of OntoGUM are named
GENDERS = {"he": "he", "his": "he", "him": "he", "she": "she", "her": "she", "hers": "she"}
THIRD_PERSON = re.compile(r"\b(?:[Hh]e|[Hh]is|[Hh]im|[Ss]he|[Hh]er)\b")
SWAPPED = {"he": "she", "his": "her", "him": "her", "she": "he", "her": "his"}
OTHER_PRONOUNS = frozenset(
    "who himself herself i my me you your it its they their them this that which we our us".split()
)


@dataclass(frozen=True, slots=True)
class Example:
    """A pronoun in a text, and the people beside it by their mentions.

    `right` are the numbers of those whom it stands for; for none of the first `known` people where it is empty, or for
    nobody knows whom where none is known.  `start` is where the text begins in that from which it was cut.
    """

    text: str
    pronoun: Span
    people: tuple[tuple[Span, ...], ...]
    right: frozenset[int]
    known: int
    start: int = 0


def gap_example(record: dict[str, Any]) -> Example:
    """The two candidates with all their mentions, and behind them whoever else is named."""
    text, pronoun = record["text"], tuple(record["pronoun"])
    candidates = [(start, end) for start, end, _ in record["candidates"]]
    entities = EntityTable(text)
    people: list[list[Span]] = [[span] for span in candidates]
    numbers: dict[int, int] = {}
    for number, span in enumerate(candidates):
        for start, end, entity in entities.mentions:
            if start < span[1] and span[0] < end and not entity.is_organization:
                numbers[id(entity)] = -1 if id(entity) in numbers else number
    others: dict[int, list[Span]] = defaultdict(list)
    for start, end, entity in entities.mentions:
        if entity.is_organization or any(start < b and a < end for a, b in [*candidates, pronoun]):
            continue
        number = numbers.get(id(entity), -1)
        (people[number] if number >= 0 else others[id(entity)]).append((start, end))
    right = frozenset(number for number, (_, _, is_right) in enumerate(record["candidates"]) if is_right)
    return Example(text, pronoun, tuple(map(tuple, [*people, *others.values()])), right, len(candidates))


def ontogum_examples(record: dict[str, Any]) -> list[Example]:
    """The pronouns of a document with the names before them, each cluster with a name as a person."""
    text = record["text"]
    clusters = [[(start, end) for start, end in cluster] for cluster in record["clusters"]]
    words = lambda span: text[slice(*span)].casefold()  # noqa: E731
    examples = []
    for cluster in clusters:
        named = [span for span in cluster if is_name(text, span)]
        for start, end in cluster if named else ():
            if words((start, end)) not in GENDERS:
                continue
            first = max(0, start - NEAR)
            before = [span for span in named if first <= span[0] and span[1] <= start]
            others = [
                [span for span in other if first <= span[0] and span[1] <= start + BEHIND_NAMED and is_name(text, span)]
                for other in clusters
                if other is not cluster
            ]
            people = [before, *(other for other in others if other)]
            if before and len(people) > 1:
                examples.append(cut(text, (start, end), people))
    return examples


def is_name(text: str, span: Span) -> bool:
    """Whether a mention is a short one in which a word begins with a capital, and no pronoun."""
    words = text[slice(*span)]
    is_pronoun = words.casefold() in OTHER_PRONOUNS | GENDERS.keys()
    return not is_pronoun and len(words) < 60 and any(word[0].isupper() for word in words.split())


def sure_examples(text: str, rng: random.Random) -> list[Example]:
    """The pronouns of an article whose gender only one of the people shortly before has.  Of the same pronouns before
    them half are mentions of this person: the index knows of some whom they stand for.
    """
    mentions = [each for each in EntityTable(text).mentions if each[2].is_person and not each[2].is_organization]
    examples = []
    for match in THIRD_PERSON.finditer(text):
        gender = GENDERS[match.group().casefold()]
        near = [each for each in mentions if match.start() - NEAR <= each[0] and each[1] <= match.start()]
        people: dict[int, Entity] = {id(entity): entity for _, _, entity in near}
        agreeing = [entity for entity in people.values() if entity.agrees_in_gender(gender)]
        if len(agreeing) != 1 or len(people) == 1 or not agreeing[0].has_gender(gender):
            continue
        first = [agreeing[0], *(entity for entity in people.values() if entity is not agreeing[0])]
        spans = [[(start, end) for start, end, entity in near if entity is person] for person in first]
        if match.start() - spans[0][-1][1] <= LAST:
            before = THIRD_PERSON.finditer(text, spans[0][0][1], match.start())
            same = [each.span() for each in before if GENDERS[each.group().casefold()] == gender]
            spans[0] += [span for span in same if rng.random() < 0.5]
            examples.append(cut(text, match.span(), spans))
    return examples[:MOST_SURE]


# Where a name may be replaced by a pronoun: as a subject, or behind some prepositions.
REPLACEABLE = re.compile(
    r"""(?:[.?!”"]\s|,\ |\n
        |\b(?:and|but|that|as|when|because|while|after|before|if|than|by|to|with|for|of|said|from)\ )$""",
    re.VERBOSE,
)
OBJECT = re.compile(r"\b(?:by|to|with|for|of|from|than) $")
BEGINS = re.compile(r"""(?:[.?!][”"]?\s|\n)$""")


def replaced_examples(text: str, rng: random.Random) -> list[Example]:
    """Some surnames of an article, with pronouns in their place."""
    entities = EntityTable(text)
    mentions = [each for each in entities.mentions if each[2].is_person and not each[2].is_organization]
    examples = []
    for number, (start, end, person) in enumerate(mentions):
        before = text[max(0, start - 12) : start]
        if " " in text[start:end] or not REPLACEABLE.search(before):
            continue
        people: dict[int, list[Span]] = defaultdict(list)
        for s, e, entity in mentions[:number]:
            if start - NEAR <= s and e <= start:
                people[id(entity)].append((s, e))
        own = people.pop(id(person), [])
        if own and people and start - own[-1][1] <= LAST:
            gender = "she" if person.female > person.male or (not person.male and rng.random() < 0.3) else "he"
            owner = text[start:end].endswith(("'s", "’s"))
            form = 1 if owner else 2 if OBJECT.search(before) else 0
            pronoun = {"he": ("he", "his", "him"), "she": ("she", "her", "her")}[gender][form]
            pronoun = pronoun.title() if BEGINS.search(before) else pronoun
            changed = text[:start] + pronoun + text[end:]
            examples.append(cut(changed, (start, start + len(pronoun)), [own, *people.values()]))
    rng.shuffle(examples)
    return examples[:MOST_REPLACED]


def open_examples(text: str) -> list[Example]:
    """The pronouns of a text with everybody who is named near them, of whom nobody knows who is meant."""
    mentions = [each for each in EntityTable(text).mentions if not each[2].is_organization]
    examples = []
    for match in THIRD_PERSON.finditer(text):
        people: dict[int, list[Span]] = defaultdict(list)
        for start, end, entity in mentions:
            if match.start() - BEFORE <= start and end <= match.end() + BEHIND:
                people[id(entity)].append((start, end))
        if people:
            examples.append(replace(cut(text, match.span(), [*people.values()]), right=frozenset(), known=0))
    return examples


def cut(text: str, pronoun: Span, people: Sequence[Sequence[Span]]) -> Example:
    """An example of the text around a pronoun that stands for the first of some people."""
    first, end = max(0, pronoun[0] - BEFORE), pronoun[1] + BEHIND
    moved = [[(s - first, e - first) for s, e in mentions if first <= s and e <= end] for mentions in people]
    place = pronoun[0] - first, pronoun[1] - first
    return Example(text[first:end], place, tuple(map(tuple, moved)), frozenset({0}), len(people), first)


class Renaming:
    """Other names for people, from the frequent ones in the census of 1990 (package `names`)."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.last = census("dist.all.last")[:20_000]
        self.first = {"he": census("dist.male.first")[:600], "she": census("dist.female.first")[:1200]}

    def renamed(self, example: Example) -> Example:
        """The example with another name for each person, and half of the time with he and she exchanged.  The first
        names are of the pronoun's gender, which tells nothing then.
        """
        text, swap = example.text, self.rng.random() < 0.5
        word = text[slice(*example.pronoun)]
        gender = GENDERS[(swapped(word) if swap else word).casefold()]
        whose: dict[Span, int] = {example.pronoun: -1}
        words: dict[Span, str] = {
            match.span(): swapped(match.group()) if swap else match.group() for match in THIRD_PERSON.finditer(text)
        }
        for number, mentions in enumerate(example.people):
            last, first = self.rng.choice(self.last), self.rng.choice(self.first[gender])
            for span in mentions:
                whose[span] = number
                if span not in words:
                    name = text[slice(*span)]
                    owner = name[-2:] if name[-2:] in ("'s", "’s") else ""
                    words[span] = (f"{first} " if " " in name else "") + last + owner
        changed, done = "", 0
        people: list[list[Span]] = [[] for _ in example.people]
        pronoun = example.pronoun
        for (start, end), new in sorted(words.items()):
            if start < done:
                continue
            changed += text[done:start]
            span = len(changed), len(changed) + len(new)
            changed, done = changed + new, end
            number = whose.get((start, end))
            if number == -1:
                pronoun = span
            elif number is not None:
                people[number].append(span)
        return replace(example, text=changed + text[done:], pronoun=pronoun, people=tuple(map(tuple, people)))


def census(file: str) -> list[str]:
    """The names of a file of the package, the most frequent ones first."""
    return [line.split()[0].title() for line in Path(names.full_path(file)).read_text(encoding="ascii").splitlines()]


def swapped(pronoun: str) -> str:
    """The pronoun of the other gender."""
    other = SWAPPED.get(pronoun.casefold(), pronoun)
    return other.title() if pronoun[0].isupper() else other
