"""A role that an article does not explain ("the Salmian president") -> who holds it in articles of about the time."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from index.text.lexicons import FUNCTION_WORDS, ROLE_NOUNS
from index.text.names import NAME_SEQUENCE, normalize_token, strip_titles

WINDOW = 183  # days between two articles of about one time
NEARLY_ALL = 0.9  # of the articles' mentions of who holds the role: then it is this person
STEM = 5  # letters in which a country and its adjective agree
DEFINITE = re.compile(r"[Tt]he\s+((?:[\w’'-]+\s+){1,4}[\w’'-]+)$")
RoleKey = frozenset[str]


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom an article means by a role, and whether it has the name beside it."""

    person: str
    article_id: str
    beside: bool


class RoleHolders:
    """Who holds which role, by the articles that tell.

    `person_of` returns the name under which a person stands for a name in an article's text, '' for nobody's;
    `texts_with` passages with a phrase, each with its article's id; `days` are the articles' days (None for no day).
    """

    def __init__(
        self,
        person_of: Callable[[str], str],
        texts_with: Callable[[str], Iterable[tuple[str, str]]],
        days: Mapping[str, date | None],
    ) -> None:
        self._person_of = person_of
        self._texts_with = texts_with
        self._days = days
        self._told: dict[RoleKey, list[Holder]] = defaultdict(list)
        self._looked_up: set[str] = set()

    def add(self, role: str, person: str, article_id: str, beside: bool = False) -> None:
        """Note that an article means a person by a role: with the name beside it, or by what was linked to it."""
        self._told[role_key(role)].append(Holder(person, article_id, beside))

    def holder(self, role: str, day: date | None) -> str:
        """Return who nearly always holds a role in articles of about a day, or of no known day; '' for nobody.

        One article must have the name beside the role, or two must mean the same person by it.
        """
        if role not in self._looked_up:
            self._looked_up.add(role)
            self._look_up(role)
        near = [told for told in self._told[role_key(role)] if self._is_near(told.article_id, day)]
        counts = Counter(told.person for told in near)
        person = max(counts, key=lambda person: (counts[person], person), default="")
        mine = [told for told in near if told.person == person]
        is_sure = any(told.beside for told in mine) or len({told.article_id for told in mine}) > 1
        return person if is_sure and counts[person] >= NEARLY_ALL * counts.total() else ""

    def _is_near(self, article_id: str, day: date | None) -> bool:
        other = self._days[article_id]
        return day is None or other is None or abs((other - day).days) <= WINDOW

    def _look_up(self, role: str) -> None:
        """Read whom the articles name right beside the role: "Salmian President Anna Berg", "Anna Berg, the ..."."""
        words = r"\s+".join(map(re.escape, role.split()))
        for article_id, text in self._texts_with(role):
            for match in re.finditer(rf"\b{words}\b", text, re.IGNORECASE):
                if person := self._person_behind(text, match.end()) or self._person_before(text, match.start()):
                    self.add(role, person, article_id, True)

    def _person_behind(self, text: str, end: int) -> str:
        gap = re.compile(r",?\s+").match(text, end)
        run = NAME_SEQUENCE.match(text, gap.end()) if gap else None
        return self._person_of(" ".join(strip_titles(run.group().split(" ")))) if run else ""

    def _person_before(self, text: str, start: int) -> str:
        before = re.search(r"(?P<name>[^,;:.!?“”\"()\n]+),\s+(?:the\s+)?$", text[max(0, start - 80) : start])
        runs = list(NAME_SEQUENCE.finditer(before["name"])) if before else []
        if not before or not runs or runs[-1].end() != len(before["name"]):
            return ""
        return self._person_of(" ".join(strip_titles(runs[-1].group().split(" "))))


def definite_role(mention: str) -> str:
    """Return the role in a mention such as "the Salmian president"; '' where it is none, or has no word beside it."""
    match = DEFINITE.match(" ".join(mention.split()))
    words = match.group(1).split() if match else []
    if not words or normalize_token(words[-1]) not in ROLE_NOUNS:
        return ""
    return " ".join(words) if len(role_key(" ".join(words))) > 1 else ""


def role_key(role: str) -> RoleKey:
    """Return the words of a role by which it is compared: the first letters of each, in any order."""
    words = (normalize_token(word) for word in role.split())
    return frozenset(word[:STEM] for word in words if word not in FUNCTION_WORDS)
