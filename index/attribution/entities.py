"""The people and organisations of one article.  Pure.

A surname goes with the full name that the article gives it; where two people fit equally, none is taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from index.text.lexicons import (
    FEMININE_PRONOUNS,
    FULL_TITLES,
    FUNCTION_WORDS,
    HONORIFICS,
    MASCULINE_PRONOUNS,
    OPPOSITE_GENDER,
    ORGANIZATION_NOUNS,
    ROLE_NOUNS,
    TITLES_AND_ROLES,
)
from index.text.names import (
    NAME_SEQUENCE,
    ORGANIZATION_NAME,
    ROLE,
    gender_of,
    name_key,
    normalize_token,
    pronoun_of,
    same_first_name,
    strip_titles,
)
from index.text.transliteration import SpellingIndex

CERTAIN = 10  # times as much as a pronoun near a name, a title tells of somebody's gender
MOSTLY = 3  # times as often as the other gender's a title or a pronoun must be said of a name to tell anything
LONGEST = 5  # words of a name; a longer run of capitalised words is a headline
ACRONYM = re.compile(r"\(([A-Z]{2,8})\)")
GENDERED = re.compile(r"\b(?:he|his|him|she|her)\b", re.IGNORECASE)
Called = tuple[frozenset[str], tuple[str, ...]]  # titles, and the surname behind them
SOMEBODY = re.compile(rf"\b[Aa]n? (?:[\w’'-]+ ){{0,3}}?(?:{ROLE})\b")
SERVED = re.compile(rf"\b(?:{ROLE})s? (?:for|of|to) (?:(?:the )?\w+ ){{0,3}}$")  # "a spokesman for"
FOLLOWING = 200  # characters behind a mention in which a pronoun may stand for it


@dataclass(slots=True)
class Entity:
    """One person or organisation of an article, while the article is read."""

    name: tuple[str, ...]
    forms: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)  # folded words of what the article calls them
    places: list[int] = field(default_factory=list)  # offsets of their mentions
    female: int = 0
    male: int = 0
    likely: bool = False  # a title, a role, or a mention by surname says that this is a person

    @property
    def display(self) -> str:
        """The form that the article uses most, the longer one where two are as frequent."""
        return max(self.forms, key=lambda form: (self.forms[form], len(form)))

    @property
    def is_body(self) -> bool:
        """Whether the name is a body's, of several people: a council, a party, a newspaper."""
        return not ORGANIZATION_NOUNS.isdisjoint(self.name)

    def may_be(self, pronoun: str) -> bool:
        """Whether what is known of them agrees with a pronoun."""
        if pronoun in MASCULINE_PRONOUNS:
            return self.male >= self.female
        return self.female >= self.male if pronoun in FEMININE_PRONOUNS else True

    def surely(self, pronoun: str) -> bool:
        """Whether more than one pronoun, or a title, tells that it stands for them."""
        return (self.male - self.female) * (1 if pronoun == "he" else -1) > 1

    def count(self, pronoun: str, times: int = 1) -> None:
        """Take it that "he" or "she" was said of them."""
        self.male += times * (pronoun == "he")
        self.female += times * (pronoun == "she")


@dataclass(frozen=True, slots=True)
class NameMention:
    """Capitalised words that stand together at `start`, and the name among them."""

    start: int
    words: list[str]
    name: tuple[str, ...]

    @property
    def titles(self) -> set[str]:
        """What stands before the name, folded."""
        return {normalize_token(word) for word in self.words[: len(self.words) - len(self.name)]}

    @property
    def called(self) -> str:
        """The name with its titles, as it is written."""
        return " ".join([*(word for word in self.words if normalize_token(word) in HONORIFICS), *self.name])

    @property
    def end(self) -> int:
        return self.start + len(" ".join(self.words))


Followed = tuple[NameMention, tuple[str, ...], str]  # a run, the name in it, folded, and the pronoun that follows


class EntityTable:
    """The people and organisations of one article."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.known: dict[tuple[str, ...], Entity] = {}
        self.by_last: dict[str, list[Entity]] = defaultdict(list)
        self.mentions: list[tuple[int, int, Entity]] = []
        runs = [
            NameMention(m.start(), words, strip_titles(words))
            for m in NAME_SEQUENCE.finditer(text)
            for words in [m.group().split(" ")]
        ]
        self.spellings: SpellingIndex | None = None
        self.plain = set(re.findall(r"\b[a-zà-ÿ]{2,}\b", text))
        self.alone = {name_key(run.name)[0] for run in runs if len(run.name) == 1}
        self.titled = {name_key(run.name) for run in runs if run.titles & HONORIFICS}
        self.surnamed: dict[tuple[str, ...], bool] = {}
        self.read_full_names(runs)
        followed = self.followed(runs)
        self.read_genders_of_names(followed)
        self.by_title = self.part_by_title(followed)
        self.read_mentions(runs)
        self.read_roles()
        self.acronyms = self.read_acronyms()
        self.mentions.sort(key=lambda mention: mention[:2])
        self.places = [start for start, _, _ in self.mentions]
        self.read_genders()

    def read_full_names(self, runs: list[NameMention]) -> None:
        """Enter every name of two words or more; of "Unlike Anna Berg" what is known as a name without its first
        words.
        """
        names = [name for run in runs if len(name_key(name := self.without_words(run.name))) > 1]
        counts = Counter(name_key(name) for name in names)
        for name in names:
            if len(name) > 2 and counts[name_key(name[-2:])] >= counts[name_key(name)]:
                name = name[-2:]
            folded = name_key(name)
            if len(folded) > LONGEST:
                continue
            person = self.known.get(folded) or self.namesake(folded)
            if person is None:
                person = Entity(folded)
                self.by_last[folded[-1]].append(person)
            self.known[folded] = person
            person.forms[" ".join(name)] += 1

    def without_words(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """A name of three words and more without those in front that the article uses as plain words ("Unlike Anna
        Berg").
        """
        while len(name) > 2 and name[0].casefold() in self.plain:
            name = name[1:]
        return name

    def namesake(self, folded: tuple[str, ...]) -> Entity | None:
        """The person with the same last name and first name, or a short form of it, with or without middle names."""
        bearing = self.by_last.get(folded[-1], ())
        same = (person for person in bearing if person.name[0] == folded[0])
        return next(same, None) or next((p for p in bearing if same_first_name(p.name[0], folded[0])), None)

    def read_mentions(self, runs: list[NameMention]) -> None:
        """Enter where each name stands, surnames and first names alone with the full name that they go with."""
        for run in runs:
            start, words, name = run.start, run.words, self.without_words(run.name)
            if not name:
                continue
            titles = {normalize_token(word) for word in words[: len(words) - len(name)]}
            titles |= {FULL_TITLES[title] for title in titles & FULL_TITLES.keys()}
            person = self.find(name, titles, start)
            if person is None and titles & HONORIFICS:
                person = self.enter(name)
            if person is None:
                continue
            if len(name_key(name)) == 1:
                person.count(gender_of(titles), CERTAIN)
            person.likely |= bool(titles & HONORIFICS) or len(name) == 1
            person.roles |= titles & TITLES_AND_ROLES
            if titles & HONORIFICS:
                person.roles |= titles - FUNCTION_WORDS
            self.mentions.append((start, start + len(" ".join(words)), person))
            person.places.append(start)

    def enter(self, name: Sequence[str]) -> Entity:
        """A new person, known by this name alone."""
        folded = name_key(name)
        person = self.known.get(folded)
        if person is None:
            person = self.known[folded] = Entity(folded)
            self.by_last[folded[-1]].append(person)
        person.forms[" ".join(name)] += 1
        return person

    def find(self, name: Sequence[str], titles: Collection[str] = (), place: int | None = None) -> Entity | None:
        """The person that a name stands for in this article, or None where nobody or more than one fits.

        Of namesakes it is the only one named before `place`, else the one named far more often.
        """
        folded = name_key(name)
        if not folded:
            return None
        called = self.by_title.get((titles_of(titles), folded)) if titles and self.by_title else None
        if person := called or self.known.get(folded):
            return person
        if len(folded) > 1:
            return self.namesake(folded)
        surname = folded[0] if folded[0] in self.by_last else next(iter(self.spelled(folded[0])), folded[0])
        fitting = [p for p in self.by_last.get(surname, []) if p.name[0] != surname or len(p.name) == 1]
        people = [p for p in fitting if not p.is_body]
        if not people:
            first = [p for p in self.unique() if len(p.name) > 1 and p.name[0] == folded[0] and not p.is_body]
            if len(first) == 1 and self.has_surname(first[0]):
                return first[0]
            if not fitting:
                return None
        if gender := gender_of(titles):
            people = [p for p in people if p.may_be(gender)]
        earlier = [p for p in people if place is not None and any(at < place for at in p.places)]
        return earlier[0] if len(earlier) == 1 else self.dominant(people or fitting)

    def bears(self, name: Sequence[str]) -> bool:
        """Whether somebody in this article bears a name, one or several."""
        folded = name_key(name)
        return bool(folded) and (folded in self.known or folded[-1] in self.by_last or self.find(name) is not None)

    def has_surname(self, person: Entity) -> bool:
        """Whether the article uses the last word of a name as a surname: alone, behind a title, or in a name that reads
        as a person's.  The Berg Line is nobody whose first name is Berg.
        """
        if person.name not in self.surnamed:
            self.surnamed[person.name] = (
                person.name[-1] in self.alone or person.name in self.titled or self.reads_as_person(person)
            )
        return self.surnamed[person.name]

    def reads_as_person(self, person: Entity) -> bool:
        """Whether a full name stands beside a role, or more than once and never behind "the"."""
        forms = "|".join(map(re.escape, person.forms))
        places = [match.span() for match in re.finditer(rf"(?<!\w)(?:{forms})(?!\w)", self.text)] if forms else []
        if any(self.called(*place) for place in places):
            return True
        return len(places) > 1 and not any(
            self.text[max(0, start - 4) : start] in ("the ", "The ") for start, _ in places
        )

    def spelled(self, surname: str) -> list[str]:
        """The article's other spellings of a surname, among the full names."""
        if self.spellings is None:
            self.spellings = SpellingIndex({last: len(people) for last, people in self.by_last.items()})
        return self.spellings.variants(surname)

    @staticmethod
    def dominant(people: list[Entity]) -> Entity | None:
        """The one of several namesakes whom the article names in full far more often than the others."""
        if len(people) == 1:
            return people[0]
        ranked = sorted(people, key=lambda p: -p.forms.total())
        return ranked[0] if ranked and ranked[0].forms.total() >= 2 * ranked[1].forms.total() else None

    def unique(self) -> list[Entity]:
        """Each person once."""
        return list({id(person): person for person in self.known.values()}.values())

    def read_roles(self) -> None:
        """Enter what the article calls each person: "lead negotiator X", "X, secretary of the Council", "the leader,
        X,".
        """
        for start, end, person in self.mentions:
            if not person.is_body and (called := self.called(start, end)):
                person.roles |= called
                person.likely = True

    def called(self, start: int, end: int) -> set[str]:
        """What the text right before and behind a name calls whoever bears it; empty where it says nothing."""
        found: set[str] = set()
        before, after = self.text[max(0, start - 80) : start], self.text[end : end + 120]
        words = re.findall(r"[\w’'.-]+", re.split(r"[.;:!?\n“”\"]\s|,", before)[-1])
        if words and normalize_token(words[-1]) in ROLE_NOUNS:
            found |= {normalize_token(word) for word in words[-4:]} - FUNCTION_WORDS
        apposed = re.search(r"((?:[\w’'-]+ ){0,3}[\w-]+), $", before)
        if apposed and normalize_token(apposed.group(1).split()[-1]) in ROLE_NOUNS:
            found |= {normalize_token(word) for word in apposed.group(1).split()} - FUNCTION_WORDS
        apposition = re.match(r"(?:[’']s)?,\s([^,;:.!?“”()\n]{3,90})", after)
        if apposition:
            words = apposition.group(1).split()
            if any(normalize_token(word) in ROLE_NOUNS for word in words[:6]):
                found |= {normalize_token(word) for word in words} - FUNCTION_WORDS
                found.add("".join(word[0] for word in words if word[:1].isupper()).casefold())
        return found

    def read_acronyms(self) -> dict[str, str]:
        """Acronyms in brackets behind the name that they stand for: "the Institute for the Study of War (ISW)"."""
        found: dict[str, str] = {}
        for match in ACRONYM.finditer(self.text):
            before = self.text[max(0, match.start() - 90) : match.start()].rstrip()
            names = [m.group() for m in ORGANIZATION_NAME.finditer(before) if m.end() == len(before)]
            for name in names:
                capitals = [word for word in name.split() if word[0].isupper()]
                letters = match.group(1)
                while capitals and "".join(word[0] for word in capitals) != letters:
                    capitals.pop(0)
                if capitals:
                    found[letters.casefold()] = name[name.index(capitals[0]) :]
        return found

    def read_genders_of_names(self, followed: Iterable[Followed]) -> None:
        """Count, for those named in full, the titles before and the pronouns behind their names."""
        for run, name, said in followed:
            person = self.known.get(name) or self.namesake(name) if len(name) > 1 else None
            if person:
                person.count(gender_of(run.titles), CERTAIN)
                person.count(said)

    def followed(self, runs: list[NameMention]) -> list[Followed]:
        """Each run that holds a name, that name folded, and the pronoun that follows before anybody else is named."""
        named = [(run, name) for run in runs if (name := name_key(self.without_words(run.name)))]
        named = [(run, name) for run, name in named if name in self.known or name[-1] in self.by_last or run.titles]
        ends = [*(run.start for run, _ in named), len(self.text)][1:]
        return [
            (run, name, self.pronoun(run.start, run.end, end)) for (run, name), end in zip(named, ends, strict=True)
        ]

    def part_by_title(self, followed: Iterable[Followed]) -> dict[Called, Entity]:
        """Tell apart whom the titles before a surname call: "Mr. Berg" is not Anna Berg, and where there is a Mrs. Berg
        too, each is whoever alone is left.  Somebody who is nobody named in full is known as "Mr. Berg".

        A title that tells no gender ("President Berg") has that of the pronouns that follow.
        """
        pronouns: dict[Called, Counter[str]] = defaultdict(Counter)
        forms: dict[Called, Counter[str]] = defaultdict(Counter)
        for run, name, said in followed:
            if len(name) == 1 and run.titles & HONORIFICS:
                pronouns[titles_of(run.titles), name][said] += 1
                forms[titles_of(run.titles), name][run.called] += 1
        genders = {called: gender_of(called[0]) or mostly(pronouns[called]) for called in pronouns}
        by_name: dict[tuple[str, ...], dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        for called, gender in genders.items():
            if gender:
                by_name[called[1]][gender] += forms[called]
        people = {
            (name, gender): self.parted(name, gender, by_name[name]) for name in by_name for gender in by_name[name]
        }
        link = {called: people.get((called[1], gender)) for called, gender in genders.items()}
        return {called: person for called, person in link.items() if person}

    def parted(self, name: tuple[str, ...], gender: str, called: Mapping[str, Counter[str]]) -> Entity | None:
        """Whom a gender's titles before a surname call, entered if it is nobody named in full; None where the surname
        alone tells.
        """
        bearers = [p for p in self.by_last.get(name[0], ()) if len(p.name) > 1 and not p.is_body]
        fitting = [p for p in bearers if not p.surely(OPPOSITE_GENDER[gender])]
        if len(called) == 1 and (fitting or not bearers):
            return None
        mine, all_of_them = called[gender].total(), sum(forms.total() for forms in called.values())
        usual = mine >= MOSTLY * (all_of_them - mine)
        for person in fitting:
            others = [p for p in bearers if p is not person]
            apart = not any(p.may_be(gender) for p in others) if others else person.surely(gender)
            told = apart or (usual and self.dominant(bearers) is person)
            if (told and not person.may_be(OPPOSITE_GENDER[gender])) or (others and fitting == [person]):
                return person
        person = self.known[gender, *name] = Entity((gender, *name), called[gender])
        self.by_last[name[0]].append(person)
        return person

    def read_genders(self) -> None:
        """Count, for each person, the pronouns that follow their mentions by surname before anybody else is named."""
        following = [*(start for start, _, _ in self.mentions), len(self.text)][1:]
        for (start, end, person), behind in zip(self.mentions, following, strict=True):
            if len(name_key(strip_titles(self.text[start:end].split()))) < 2:
                person.count(self.pronoun(start, end, behind))

    def pronoun(self, name: int, start: int, end: int) -> str:
        """The first "he" or "she", in any form, of a part of the text, as far as it can stand for whose name is before
        it.
        """
        found = GENDERED.search(self.text, start, min(end, start + FOLLOWING))
        if (
            found is None
            or self.comes_between(start, found.start())
            or SERVED.search(self.text, max(0, name - 60), name)
        ):
            return ""
        return pronoun_of(found.group())

    def comes_between(self, start: int, end: int) -> bool:
        """Whether somebody without a name comes in behind a name: "Berg left. A spokeswoman said she ..."."""
        other = SOMEBODY.search(self.text, start, end)
        return other is not None and self.text[start : other.start()].strip() not in (",", "is", "was")

    def mentioned(self, start: int, end: int) -> list[tuple[int, int, Entity]]:
        """The mentions in a part of the text, in order: where they begin and end, and who is mentioned."""
        return self.mentions[bisect_left(self.places, start) : bisect_left(self.places, end)]

    def between(self, start: int, end: int) -> list[Entity]:
        """The people mentioned in a part of the text, in order."""
        return [person for _, _, person in self.mentioned(start, end)]


def titles_of(words: Collection[str]) -> frozenset[str]:
    """The titles among some words, in full."""
    return frozenset(FULL_TITLES.get(word, word) for word in HONORIFICS.intersection(words))


def mostly(pronouns: Mapping[str, int]) -> str:
    """The pronoun that was counted far more often than the other; empty where none was."""
    return next(
        (p for p in OPPOSITE_GENDER if pronouns.get(p, 0) >= MOSTLY * max(1, pronouns.get(OPPOSITE_GENDER[p], 0))), ""
    )
