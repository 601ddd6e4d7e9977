"""An entity, a person or an organisation of one article, and the mentions of names from which entities are made."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from index.text.lexicons import (
    FEMININE_PRONOUNS,
    HONORIFICS,
    KIN_NOUNS,
    MASCULINE_PRONOUNS,
    ORGANIZATION_NOUNS,
    ROLE_NOUNS,
)
from index.text.names import NAME_SEQUENCE, gender_of_first_name, normalize_token, strip_titles

OFFICE = re.compile(r"\b(?P<noun>[\w’'-]+) of (?:the )?$")
OFFICE_LENGTH = 40  # characters before a name in which an office is looked for


@dataclass(slots=True)
class Entity:
    """One person or organisation of an article, while the article is read.

    `name` are its words normalized, `aliases` how often each form of it stands in the article, `roles` the normalized
    words of what the article calls them, `mention_offsets` where their mentions begin, in order; `named_in_full` where
    the first one with more than a surname begins, `surname_mentions` how many with the surname alone stand behind it.
    """

    name: tuple[str, ...]
    aliases: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)
    mention_offsets: list[int] = field(default_factory=list)
    named_in_full: int | None = None
    surname_mentions: int = 0
    female: int = 0  # evidence of the gender: pronouns and titles
    male: int = 0
    is_person: bool = False  # a title, a role, or a mention by surname says so

    @property
    def canonical_name(self) -> str:
        """The alias that the article uses most, the longer one where two are as frequent."""
        return max(self.aliases, key=lambda alias: (self.aliases[alias], len(alias)))

    @property
    def is_organization(self) -> bool:
        """Whether the name is that of a council, a party, a newspaper or the like."""
        return not ORGANIZATION_NOUNS.isdisjoint(self.name)

    @property
    def may_be_group(self) -> bool:
        """Whether the name may be that of several people, "Hispanic Republicans", as nothing says that it is one's."""
        return not self.is_person and self.name[-1].endswith("s")

    def agrees_in_gender(self, pronoun: str) -> bool:
        """Return True unless the gender evidence is against a third-person pronoun."""
        if pronoun in MASCULINE_PRONOUNS:
            return self.male >= self.female
        return self.female >= self.male if pronoun in FEMININE_PRONOUNS else True

    def has_gender(self, pronoun: str) -> bool:
        """Return True if the gender evidence favours that of "he" or "she" by more than one."""
        return (self.male - self.female) * (1 if pronoun == "he" else -1) > 1

    def add_gender_evidence(self, pronoun: str, times: int = 1) -> None:
        """Count that "he" or "she" was said of them; '' counts nothing."""
        self.male += times * (pronoun == "he")
        self.female += times * (pronoun == "she")


@dataclass(frozen=True, slots=True)
class NameMention:
    """Capitalised words that stand together at `start`, and the name among them; `is_behind_office` if more stand
    before them, which name an office: "leader of the Opposition Anna Berg".
    """

    start: int
    words: list[str]
    name: tuple[str, ...]
    is_behind_office: bool = False

    @property
    def end(self) -> int:
        return self.start + len(" ".join(self.words))

    @property
    def titles(self) -> set[str]:
        """The normalized words before the name."""
        return {normalize_token(word) for word in self.words[: len(self.words) - len(self.name)]}

    @property
    def titled_name(self) -> str:
        """The name with its titles, as it is written."""
        return " ".join([*(word for word in self.words if normalize_token(word) in HONORIFICS), *self.name])


def name_mentions(text: str) -> list[NameMention]:
    """Return all runs of capitalised words of a text, in order."""
    mentions = []
    for match in NAME_SEQUENCE.finditer(text):
        words = match.group().split(" ")
        has_office = is_behind_office(text, match.start(), words)
        words = words[-2:] if has_office else words
        mentions.append(NameMention(match.end() - len(" ".join(words)), words, strip_titles(words), has_office))
    return mentions


def is_behind_office(text: str, start: int, words: list[str]) -> bool:
    """Return True if a run's last two words are a person's name behind an office: "leader of the Opposition Anna Berg",
    "mayor of New York Anna Berg".
    """
    if len(words) < 3 or not gender_of_first_name(normalize_token(words[-2])):
        return False
    before = OFFICE.search(text, max(0, start - OFFICE_LENGTH), start)
    of_somebody = any(normalize_token(word) in HONORIFICS for word in words[:-2])  # "wife of President Anna Berg"
    return before is not None and normalize_token(before["noun"]) in ROLE_NOUNS - KIN_NOUNS and not of_somebody
