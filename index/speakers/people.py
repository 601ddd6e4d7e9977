"""The names of people in all articles -> who is the same person.  Pure.

A first name with its short forms and spellings, a surname, what stands between them, a suffix and the gender that
titles and pronouns tell of have to agree.  A surname alone is the one person who bears it, or has nearly all statements
of those who do; else it stays by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.text.lexicons import NAME_SUFFIXES
from index.text.names import gender_of, name_key, normalize_token, same_first_name, strip_titles, without_accents
from index.text.transliteration import SpellingIndex, variants

NEARLY_ALL = 0.9  # of the statements of all who may be meant by a name: then it means this one
KNOWN = 10  # statements of a person whom other articles may call by the first name alone: Hillary, and no other Grant
KNOWN_TIMES = 3  # as many statements as "Mr. Berg" has must a person of other articles have to be him
LONG_SURNAME = 7  # letters, from which two spellings of one surname are taken for one
Together = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class PersonName:
    """The parts of a person's name, normalized: `middle` are the first letters of what stands between first name and
    surname; `first` is empty where only a surname is given; `gender` is "he", "she" or "".
    """

    text: str
    first: str
    middle: str
    last: str
    suffix: str
    gender: str

    @classmethod
    def read(cls, text: str, gender: str = "") -> PersonName:
        """Return the parts of a name, whose titles tell more of its gender than what is known of it otherwise."""
        words = text.split()
        core = list(strip_titles(words)) or words
        titles = {normalize_token(word) for word in words[: max(0, len(words) - len(core))]}
        key = name_key(core)
        last = normalize_token(words[-1])
        suffix = last if len(words) > 1 and last in NAME_SUFFIXES else ""
        normalized = [normalize_token(word) for word in core]
        first = key[0] if len(key) > 1 else normalized[0] if len(normalized) > 1 and len(normalized[0]) == 1 else ""
        begin = normalized.index(first) + 1 if first in normalized else 0
        between = [word for word in core[begin:-1] if normalize_token(word) in key[1:-1] or len(word.strip(".")) < 4]
        middle = "".join(_initials(word) for word in between)
        surname = without_accents(key[-1]) if key else ""
        return cls(text, without_accents(first), middle, surname, suffix, gender_of(titles) or gender)

    @property
    def is_full(self) -> bool:
        """Whether it has a first name that is written out."""
        return len(self.first) > 1

    def agrees(self, other: PersonName) -> bool:
        """Return True if nothing but perhaps the surname's spelling tells two names apart."""
        middle = self.middle.startswith(other.middle) or other.middle.startswith(self.middle)
        gender = not self.gender or not other.gender or self.gender == other.gender
        return middle and gender and self.suffix == other.suffix and self._first_agrees(other)

    def _first_agrees(self, other: PersonName) -> bool:
        if not self.first or not other.first:
            return True
        if len(self.first) == 1 or len(other.first) == 1:
            return self.first[0] == other.first[0]
        return same_first_name(self.first, other.first) or (
            self.first[0] == other.first[0] and bool(variants(self.first, {other.first: 1}))
        )


def group_people(
    names: Sequence[PersonName], counts: Mapping[str, int], together: Together, apart: Together
) -> dict[str, str]:
    """Return for each name's text the text of the name under which its person stands.

    `counts` are the numbers of statements by text.  `together` tells whether an article speaks of both names, which are
    then two spellings of nobody; `apart` whether a person said that two names are not one person's.
    """
    by_last: dict[str, list[PersonName]] = defaultdict(list)
    for name in sorted(names, key=lambda name: (-counts[name.text], name.text)):
        by_last[name.last].append(name)
    _join_spellings(by_last, together)
    groups: list[list[PersonName]] = []
    bare: list[tuple[PersonName, list[list[PersonName]]]] = []
    by_first: dict[str, list[list[PersonName]]] = defaultdict(list)
    for last in sorted(by_last):
        here = _group_full([name for name in by_last[last] if name.is_full], counts, together, apart)
        groups += here
        for group in here:
            for first in {name.first for name in group}:
                by_first[first].append(group)
        bare += [(name, here) for name in by_last[last] if not name.is_full]
    lone: dict[str, list[list[PersonName]]] = defaultdict(list)
    for name, bearers in bare:
        fitting = _fitting(name, bearers, apart)
        if not bearers and not name.first:
            by_name = _fitting(name, by_first.get(name.last, []), apart, by_first=True)
            fitting = [group for group in by_name if sum(counts[other.text] for other in group) >= KNOWN]
        chosen = _dominant(fitting, counts)
        if chosen and is_titled(name) and KNOWN_TIMES * counts[name.text] > sum(counts[other.text] for other in chosen):
            chosen, fitting = None, []  # "Mr. Berg", beside another Berg, is nobody little known
        if chosen is None:
            mates = _fitting(name, lone[name.last], apart) if not fitting else []
            chosen = _dominant(mates, counts)
        if chosen is None:
            chosen = []
            groups.append(chosen)
            lone[name.last].append(chosen)
        chosen.append(name)
    return {name.text: _main(group, counts) for group in groups for name in group}


def is_titled(name: PersonName) -> bool:
    """Return True for a surname behind a title that tells a gender: "Mr. Berg".  A name is stored with its title only
    if its article names somebody else with that surname.
    """
    title = normalize_token(name.text.split()[0])
    return not name.first and " " in name.text and gender_of({title}) != ""


def _group_full(
    names: Sequence[PersonName], counts: Mapping[str, int], together: Together, apart: Together
) -> list[list[PersonName]]:
    """Return the people among full names with one surname, most statements first.

    What fits two people who differ goes with the one who has nearly all statements, else it stays by itself.
    """
    agrees = {
        (one.text, other.text): one.agrees(other)
        and not apart(one.text, other.text)
        and (one.first == other.first or not together(one.text, other.text))
        for one in names
        for other in names
    }
    rivals = {
        name.text: sum(
            not agrees[one.text, other.text]
            for one in names
            for other in names
            if agrees[name.text, one.text] and agrees[name.text, other.text]
        )
        for name in names
    }
    groups: list[list[PersonName]] = []
    for name in sorted(names, key=lambda name: (rivals[name.text] > 0, -counts[name.text], name.text)):
        fitting = [group for group in groups if all(agrees[name.text, other.text] for other in group)]
        chosen = _dominant(fitting, counts)
        if chosen is None:
            groups.append([name])
        else:
            chosen.append(name)
    return groups


def _join_spellings(by_last: dict[str, list[PersonName]], together: Together) -> None:
    """Move the names under one spelling of a long surname to those under another, whose first names agree, unless an
    article speaks of both.
    """
    spellings: SpellingIndex = SpellingIndex({last: sum(1 for _ in names) for last, names in by_last.items() if last})
    order = sorted(by_last, key=lambda last: (-len(by_last[last]), last))
    for last in order:
        if len(last) < LONG_SURNAME:
            continue
        for other in sorted(spellings.variants(last)):
            if len(other) < LONG_SURNAME or not by_last[other] or not by_last[last]:
                continue
            ours = [name for name in by_last[last] if name.is_full]
            theirs = [name for name in by_last[other] if name.is_full]
            pairs = [(one, two) for one in ours for two in theirs]
            if not pairs or not all(one.agrees(two) and not together(one.text, two.text) for one, two in pairs):
                continue
            by_last[last] += by_last[other]
            by_last[other] = []


def _fitting(
    name: PersonName, groups: Sequence[list[PersonName]], apart: Together, by_first: bool = False
) -> list[list[PersonName]]:
    """Return the groups with which a name agrees; one that is a first name, by its gender alone."""
    return [
        group
        for group in groups
        if all(
            (not name.gender or not other.gender or name.gender == other.gender if by_first else name.agrees(other))
            and not apart(name.text, other.text)
            for other in group
        )
    ]


def _dominant(groups: Sequence[list[PersonName]], counts: Mapping[str, int]) -> list[PersonName] | None:
    """Return the only group, or the one with nearly all statements."""
    totals = [sum(counts[name.text] for name in group) for group in groups]
    if not groups or max(totals) < NEARLY_ALL * sum(totals):
        return None
    return groups[totals.index(max(totals))]


def _main(group: Sequence[PersonName], counts: Mapping[str, int]) -> str:
    """Return the name under which a person stands: a full one before a surname, then the one that is used most."""
    return min(group, key=lambda name: (not name.is_full, -counts[name.text], len(name.text), name.text)).text


def _initials(word: str) -> str:
    """Return the letter of a middle name, or the letters of initials that are written together ("H.W.")."""
    bare = word.replace(".", "")
    return bare.casefold() if "." in word and len(bare) < 4 and bare.isupper() else normalize_token(word)[:1]
