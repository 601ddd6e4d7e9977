"""Entity linking of speakers: a name in a question -> the names of the index's speakers that it means.  Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from index.text.lexicons import FUNCTION_WORDS, HONORIFICS, OPPOSITE_GENDER, ORGANIZATION_NOUNS, ROLE_NOUNS
from index.text.names import gender_of, name_key, normalize_token, same_first_name
from index.text.transliteration import SpellingIndex

SPOKESPEOPLE = frozenset({"spokesman", "spokeswoman", "spokesperson"})
DOMINANCE = 3  # times as many statements as the next namesake: then a surname alone means this one
FAR_MORE = 10  # times as many statements as all who bear a name as a surname: then it means whose first name it is
ACRONYM_LETTERS = range(2, 9)


class SpeakerIndex:
    """The names of an index's speakers, with the number of statements of each.

    `aliases` are other names, each with the speaker's whose it is.
    """

    def __init__(self, counts: Mapping[str, int], aliases: Mapping[str, str] | None = None) -> None:
        self.counts = counts
        self.aliases = aliases or {}
        self.words = {name: name_words(name) for name in (*counts, *self.aliases)}
        self.by_word: dict[str, list[str]] = defaultdict(list)
        self.by_initials: dict[str, list[str]] = defaultdict(list)
        for name, words in self.words.items():
            for word in dict.fromkeys(words):
                self.by_word[word].append(name)
            self.by_initials[initials(name)].append(name)
        frequency = {word: len(names) for word, names in self.by_word.items()}
        self._spellings: SpellingIndex = SpellingIndex(frequency)

    def link(self, name: str) -> list[str]:
        """Link a name in a query to speakers of the index, by statement count; empty where none fits.

        A full name means its namesakes with or without middle names and in other spellings, and the bare surname
        where most statements of its bearers are this person's.  A surname means everybody who bears it, unless one of
        them has most of the statements.  An acronym, and "LA Times", means organisations, "Berg's lawyer" the lawyer of
        whoever bears that name.
        """
        words = name_words(name)
        if not words:
            return []
        if in_full := self._by_first_acronym(name):
            return in_full
        if len(words) > 1 and words[-1] in ROLE_NOUNS and (holders := self.role_holders(words)):
            return holders
        last = {words[-1], *self._spellings.variants(words[-1])}
        if len(words) == 1 and self._is_first_name(words[0]):  # Lindsey, where there is a Lindsay too
            last = {words[-1]}
        other_gender = OPPOSITE_GENDER.get(gender(name))
        bearers = dict.fromkeys(bearer for word in last for bearer in self.by_word.get(word, ()))
        candidates = [bearer for bearer in bearers if other_gender is None or gender(bearer) != other_gender]
        same = [bearer for bearer in candidates if self.words[bearer] == words]
        if ORGANIZATION_NOUNS.intersection(words):
            return self._by_count(same or self._with_words(words))
        people = [
            bearer
            for bearer in candidates
            if self.words[bearer][-1] in last and not ORGANIZATION_NOUNS.intersection(self.words[bearer])
        ]
        matches = self._by_surname(people, words[0]) if len(words) == 1 else self._by_full_name(people, words)
        return self._by_count({*same, *matches}) or self._by_acronym(name)

    def role_holders(self, words: tuple[str, ...]) -> list[str]:
        """Return who holds a role, the last of `words`, for whom the other words name: "lawyer for Anna Berg" for
        "Berg’s lawyer".
        """
        roles = SPOKESPEOPLE if words[-1] in SPOKESPEOPLE else {words[-1]}
        holders = {holder for role in roles for holder in self.by_word.get(role, ()) if self.words[holder][-1] == role}
        return self._by_count(holder for holder in holders if {*words[:-1]} <= {*self.words[holder][:-1]})

    def _by_full_name(self, people: list[str], words: tuple[str, ...]) -> list[str]:
        """Return the people whose first name agrees, or else is a spelling of it; and the bare surname if most of its
        statements are theirs.
        """
        full_names = [name for name in people if len(self.words[name]) > 1]
        matches = [name for name in full_names if same_first_name(words[0], self.words[name][0])]
        if not matches:
            variants = self._spellings.variants(words[0])
            matches = [name for name in full_names if self.words[name][0] in variants]
        surnames = [name for name in people if len(self.words[name]) == 1]
        if OPPOSITE_GENDER.keys() <= {gender(name) for name in surnames}:
            surnames = [name for name in surnames if not gender(name)]  # Anna Berg may be either, Mr. or Mrs. Berg
        of_others = sum(self._count(name) for name in people if name not in matches and name not in surnames)
        return matches + (surnames if sum(self._count(name) for name in matches) >= of_others else [])

    def _is_first_name(self, word: str) -> bool:
        """Return True if a word is the first name of some speakers and the surname of none."""
        bearers = [self.words[name] for name in self.by_word.get(word, ())]
        return any(words[0] == word and len(words) > 1 for words in bearers) and all(
            words[-1] != word for words in bearers
        )

    def _by_surname(self, people: list[str], word: str) -> list[str]:
        """Return the people with this surname, or the one with most of the statements.  Without any, or with far fewer
        statements than theirs, return the one whose first name it is.
        """
        total = sum(self._count(name) for name in people)
        first_named = self._by_first_name(word)
        if first_named and sum(self._count(name) for name in first_named) >= FAR_MORE * total:
            return first_named
        totals: dict[str, int] = defaultdict(int)
        for name in people:
            totals[self.words[name][0] if len(self.words[name]) > 1 else ""] += self._count(name)
        first_name = dominant({first: count for first, count in totals.items() if first})
        if first_name and len(totals.keys() - {""}) > 1:
            return [n for n in people if len(self.words[n]) == 1 or same_first_name(first_name, self.words[n][0])]
        return people

    def _by_first_name(self, word: str) -> list[str]:
        """Return the names of the one person with this first name, or of the one with most of the statements."""
        by_surname: dict[str, list[str]] = defaultdict(list)
        for name in self.by_word.get(word, ()):
            words = self.words[name]
            if words[0] == word and len(words) > 1 and not ORGANIZATION_NOUNS.intersection(words):
                by_surname[words[-1]].append(name)
        totals = {surname: sum(map(self._count, names)) for surname, names in by_surname.items()}
        return by_surname.get(dominant(totals), [])

    def _by_acronym(self, name: str) -> list[str]:
        """Return the organisations that an acronym stands for, whose first letter may be an article's."""
        letters = name.strip().removeprefix("the ").removeprefix("The ").replace(".", "")
        if len(letters) not in ACRONYM_LETTERS or not letters.isupper():
            return []
        return self._by_count(
            speaker for form in {letters, letters[1:]} if len(form) > 1 for speaker in self.by_initials.get(form, ())
        )

    def _by_first_acronym(self, name: str) -> list[str]:
        """Return the speakers whose first words an acronym of two or three letters stands for: "LA Times"."""
        first, _, rest = name.strip().removeprefix("the ").removeprefix("The ").partition(" ")
        letters, behind = first.replace(".", "").upper(), name_words(rest)
        if len(letters) not in (2, 3) or not behind or not (first.isupper() or behind[-1] in ORGANIZATION_NOUNS):
            return []
        alike = self.by_initials.get(letters + initials(rest.title()), ())
        return self._by_count(speaker for speaker in alike if self.words[speaker][-len(behind) :] == behind)

    def _with_words(self, words: tuple[str, ...]) -> list[str]:
        """Return the speakers whose names hold all of these words."""
        rarest = min((self.by_word.get(word, []) for word in words), key=len)
        return [name for name in rarest if {*words} <= {*self.words[name]}]

    def _by_count(self, names: Iterable[str]) -> list[str]:
        speakers = {self.aliases.get(name, name) for name in names}
        return sorted(speakers, key=lambda name: (-self.counts[name], name))

    def _count(self, name: str) -> int:
        """Return the number of statements of a speaker, of an alias only if it has another surname."""
        speaker = self.aliases.get(name, name)
        return self.counts[speaker] if speaker == name or self.words[speaker][-1:] != self.words[name][-1:] else 0


def dominant(totals: Mapping[str, int]) -> str:
    """Return whose total is DOMINANCE times the next one's, or the only one's; '' for nobody's."""
    ranked = sorted(totals, key=lambda key: (totals[key], key), reverse=True)
    if not ranked or (len(ranked) > 1 and totals[ranked[0]] < DOMINANCE * totals[ranked[1]]):
        return ""
    return ranked[0]


@lru_cache(maxsize=300_000)  # most speakers of the next version of an index are those of this one
def name_words(name: str) -> tuple[str, ...]:
    """Return a name's words folded, without initials, particles, and the titles and articles before it.

    A role stands behind whose it is: "a spokesman for Berg" has the words of "Berg’s spokesman", and not of Berg.
    """
    words = _owner_first([normalize_token(word) for word in name.split()])
    while len(words) > 1 and (words[0] in HONORIFICS or words[0] in FUNCTION_WORDS):
        words.pop(0)
    return name_key(words)


def _owner_first(words: list[str]) -> list[str]:
    """Move the words of a role behind those of whose it is; return any other words as they are."""
    for place in range(1, len(words) - 1):
        if words[place] in ("for", "of") and words[place - 1] in ROLE_NOUNS:
            owner, role = words[place + 1 :], words[:place]
            return [word for word in owner if word not in HONORIFICS | FUNCTION_WORDS] + [
                w for w in role if w not in FUNCTION_WORDS
            ]
    return words


@lru_cache(maxsize=300_000)
def initials(name: str) -> str:
    """Return the first letters of a name's capitalised words, empty where it does not begin with one."""
    return "".join(word[0] for word in name.split() if word[0].isupper()) if name[:1].isupper() else ""


def gender(name: str) -> str:
    """Return "he" or "she" where a name's titles tell it, else an empty string."""
    return gender_of([normalize_token(word) for word in name.split()[:-1]])
