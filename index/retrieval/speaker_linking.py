"""Which of the index's speakers a name in a question means.  Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from index.text.lexicons import FUNCTION_WORDS, HONORIFICS, OPPOSITE_GENDER, ORGANIZATION_NOUNS, ROLE_NOUNS
from index.text.names import gender_of, name_key, normalize_token, same_first_name
from index.text.transliteration import SpellingIndex

SPOKEN = frozenset({"spokesman", "spokeswoman", "spokesperson"})
DOMINANT = 3  # times as many statements: then a surname alone means this namesake


class SpeakerIndex:
    """The names of an index's speakers, with how many statements each has."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self.words = {name: parts(name) for name in counts}
        self.by_word: dict[str, list[str]] = defaultdict(list)
        for name, words in self.words.items():
            for word in dict.fromkeys(words):
                self.by_word[word].append(name)
        self.spellings = SpellingIndex({word: len(names) for word, names in self.by_word.items()})

    def link(self, asked: str) -> list[str]:
        """The speakers that a name means, the one with most statements first; empty where none does.

        A full name means its namesakes with or without middle names and in other spellings, and the bare surname
        where most of whoever bears it is this person; a surname means everybody who bears it, unless one of them has
        most of the statements.
        """
        words = parts(asked)
        if not words:
            return []
        if len(words) > 1 and words[-1] in ROLE_NOUNS and (serving := self.serving(words)):
            return serving
        last = {words[-1], *self.spellings.variants(words[-1])}
        bearing = [name for word in last for name in self.by_word.get(word, ())]
        bearing = [name for name in bearing if gender(name) != OPPOSITE_GENDER.get(gender(asked))]
        same = [name for name in dict.fromkeys(bearing) if self.words[name] == words]
        if ORGANIZATION_NOUNS.intersection(words):
            return same or [name for name in self.counts if set(words) <= set(self.words[name])]
        people = [
            n
            for n in dict.fromkeys(bearing)
            if self.words[n][-1] in last and not ORGANIZATION_NOUNS.intersection(self.words[n])
        ]
        found = self.surname(people, words) if len(words) == 1 else self.full_name(people, words)
        return sorted({*same, *found}, key=lambda name: -self.counts[name]) or self.acronym(asked)

    def serving(self, words: tuple[str, ...]) -> list[str]:
        """Who has a role for somebody: "lawyer for Anna Berg" is "Berg’s lawyer"."""
        role = SPOKEN if words[-1] in SPOKEN else {words[-1]}
        return [n for n, its in self.words.items() if its and its[-1] in role and {*words[:-1]} <= {*its[:-1]}]

    def full_name(self, people: list[str], words: tuple[str, ...]) -> list[str]:
        """Those whose first name agrees, else is spelled alike; and the bare surname that is mostly theirs."""
        full = [name for name in people if len(self.words[name]) > 1]
        fitting = [name for name in full if same_first_name(words[0], self.words[name][0])]
        if not fitting:
            spelled = self.spellings.variants(words[0])
            fitting = [name for name in full if self.words[name][0] in spelled]
        bare = [name for name in people if len(self.words[name]) == 1]
        if OPPOSITE_GENDER.keys() <= {gender(name) for name in bare}:
            bare = [name for name in bare if not gender(name)]  # of Mr. and Mrs. Berg, which one is Anna is not known
        others = sum(self.counts[n] for n in people if n not in fitting and n not in bare)
        mine = sum(self.counts[n] for n in fitting)
        return fitting + (bare if mine >= others else [])

    def surname(self, people: list[str], words: tuple[str, ...]) -> list[str]:
        """Everybody with this surname, or the one with most of the statements; else whose first name it is, if nobody
        else's.
        """
        if not people:
            first = [
                n for n in self.by_word.get(words[0], ()) if self.words[n][0] == words[0] and len(self.words[n]) > 1
            ]
            return (
                first
                if len({self.words[n][-1] for n in first}) == 1
                and not ORGANIZATION_NOUNS.intersection(*map(parts, first))
                else []
            )
        totals: dict[str, int] = defaultdict(int)
        for name in people:
            totals[self.words[name][0] if len(self.words[name]) > 1 else ""] += self.counts[name]
        named = sorted((count, first) for first, count in totals.items() if first)
        if len(named) > 1 and named[-1][0] >= DOMINANT * named[-2][0]:
            return [n for n in people if len(self.words[n]) == 1 or same_first_name(named[-1][1], self.words[n][0])]
        return people

    def acronym(self, asked: str) -> list[str]:
        """The organisation that an acronym stands for."""
        letters = asked.strip().removeprefix("the ").removeprefix("The ").replace(".", "")
        if not (2 <= len(letters) <= 8 and letters.isupper()):
            return []
        capitals = {
            name: "".join(word[0] for word in name.split() if word[0].isupper())
            for name in self.counts
            if name[0:1].isupper()
        }
        return [name for name, initials in capitals.items() if initials in (letters, letters[1:]) and len(initials) > 1]


def parts(name: str) -> tuple[str, ...]:
    """A name's words folded, without titles in front, initials, particles and articles.

    "A spokesman for Berg" is "Berg’s spokesman", and not Berg.
    """
    words = owner_first([normalize_token(word) for word in name.split()])
    while len(words) > 1 and (words[0] in HONORIFICS or words[0] in FUNCTION_WORDS):
        words.pop(0)
    return name_key(words)


def owner_first(words: list[str]) -> list[str]:
    """A role's words behind those of whose it is; any other words as they are."""
    for place in range(1, len(words) - 1):
        if words[place] in ("for", "of") and words[place - 1] in ROLE_NOUNS:
            owner, role = words[place + 1 :], words[:place]
            return [word for word in owner if word not in HONORIFICS | FUNCTION_WORDS] + [
                w for w in role if w not in FUNCTION_WORDS
            ]
    return words


def gender(name: str) -> str:
    """The pronoun of whom a name's titles call; empty where they tell nothing of it."""
    return gender_of([normalize_token(word) for word in name.split()[:-1]])
