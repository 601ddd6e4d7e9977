"""Text -> the people and organisations of one article, with their aliases, roles and acronyms.  Pure.

A surname goes with the full name that the article gives it; where two people fit equally, none is taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import takewhile

from index.attribution.entity import Entity, NameMention, name_mentions
from index.attribution.gender import MOSTLY, TITLE_WEIGHT, following_pronoun, frequent_pronoun
from index.text.lexicons import (
    FULL_TITLES,
    FUNCTION_WORDS,
    HONORIFICS,
    OPPOSITE_GENDER,
    ROLE_NOUNS,
    TITLES_AND_ROLES,
    WEEKDAYS,
)
from index.text.names import (
    ORGANIZATION_NAME,
    POSSESSIVE,
    gender_of,
    gender_of_first_name,
    name_key,
    normalize_token,
    same_first_name,
    strip_titles,
)
from index.text.sentences import SPEAKING
from index.text.transliteration import SpellingIndex

LONGEST = 5  # words of a name; a longer run of capitalised words is a headline
ACRONYM = re.compile(r"\(([A-Z]{2,8})\)")
CLAUSE_START = re.compile(r"[.;:!?\n“”\"]\s|,")
PREPOSITION = re.compile(r" (?:for|to|with|by|against) ")  # "a spokesman for nominee Berg": Berg is the nominee alone
APPOSED_BEFORE = re.compile(r"((?:[\w’'-]+ ){0,3}[\w-]+), $")  # "the leader, "
AGE = re.compile(r", (?:aged )?[1-9]\d(?=[,.;] )")  # "Anna Berg, 55, ..."
# ", secretary of the Council,"
APPOSED_BEHIND = re.compile(r"(?:[’']s)?,\s([^,;:.!?“”()\n]{3,90}?)(?=[,;:.!?()\n]|\s(?:who|which|–|—|-)\s)")
CLAUSE = re.compile(rf"\b(?:{SPEAKING}|is|was|are|were|has|had|have)\b")  # "To Anna Berg, the mayor said that ..."
LOCATIVE = re.compile(r"\b(?:in|at|near|outside) (?:the )?$", re.IGNORECASE)  # "in Turku, the candidate said"
PREPOSITIONS = frozenset("of to for at from in by with".split())
SENTENCE_START = re.compile(r"(?:\A|[.?!:][”\"’')\]]*\s+[“\"‘'(]*|\n\s*[“\"‘'(]*)\Z")
OF_MANY = re.compile(r"(?:ans|crats|states)$")  # the end of a last word that may call many
LONGEST_BREAK = 12  # characters between two sentences
TitledName = tuple[frozenset[str], tuple[str, ...]]  # titles, and the surname behind them
FollowedName = tuple[NameMention, tuple[str, ...], str]  # a mention, its name's key, and the pronoun that follows


class EntityTable:
    """The people and organisations of one article."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.entities: list[Entity] = []
        self.by_key: dict[tuple[str, ...], Entity] = {}
        self.by_last: dict[str, list[Entity]] = defaultdict(list)
        self.by_first: dict[str, list[Entity]] = defaultdict(list)
        self.mentions: list[tuple[int, int, Entity]] = []
        self._spellings: SpellingIndex | None = None
        runs = name_mentions(text)
        self._lower_words = set(re.findall(r"\b[a-zà-ÿ]{2,}\b", text))
        self._alone = {name_key(run.name)[0] for run in runs if len(run.name) == 1}
        self._titled = {name_key(run.name) for run in runs if run.titles & HONORIFICS}
        self._surnamed: dict[tuple[str, ...], bool] = {}
        self._opened = self._opened_surnames(runs)
        self._read_full_names(runs)
        followed = self._followed(runs)
        self._read_genders_of_full_names(followed)
        self._by_title = self._split_by_title(followed)
        self._read_mentions(runs)
        self._read_roles()
        self.acronyms = find_acronyms(text)
        self.mentions.sort(key=lambda mention: mention[:2])
        self._mention_starts = [start for start, _, _ in self.mentions]
        self._read_genders()

    def find(self, name: Sequence[str], titles: Collection[str] = (), place: int | None = None) -> Entity | None:
        """Return the entity that a name stands for in this article; None if nobody or more than one fits.

        Of namesakes it is the only one named in full before `place`, else whom of those the text calls by the surname
        alone most often, else the one named in full far more often.
        """
        key = name_key(name)
        if not key:
            return None
        titled = self._by_title.get((full_titles(titles), key)) if titles and self._by_title else None
        if entity := titled or self.by_key.get(key):
            return entity
        if len(key) > 1:
            return self._namesake(key)
        is_known = key[0] in self.by_last or key[0] in self._lower_words
        surname = key[0] if is_known else next(iter(self._spelled(key[0])), key[0])
        fitting = [e for e in self.by_last.get(surname, []) if e.name[0] != surname or len(e.name) == 1]
        people = [e for e in fitting if not e.is_organization]
        if not people:
            by_first = [e for e in self.by_first.get(key[0], []) if len(e.name) > 1 and not e.is_organization]
            if len(by_first) == 1 and self._has_surname(by_first[0]):
                return by_first[0]
            if not fitting:
                return None
        if gender := gender_of(titles):
            people = [e for e in people if e.agrees_in_gender(gender)]
        earlier = [e for e in people if place is not None and e.named_in_full is not None and e.named_in_full < place]
        most = max((e.surname_mentions for e in earlier), default=0)
        usual = [e for e in earlier if len(earlier) == 1 or e.surname_mentions == most > 0]
        return usual[0] if len(usual) == 1 else dominant(people or fitting)

    def mentioned(self, start: int, end: int) -> list[tuple[int, int, Entity]]:
        """Return the mentions that begin in a part of the text, in order: (start, end, entity)."""
        return self.mentions[bisect_left(self._mention_starts, start) : bisect_left(self._mention_starts, end)]

    def between(self, start: int, end: int) -> list[Entity]:
        """Return the entities mentioned in a part of the text, in order."""
        return [entity for _, _, entity in self.mentioned(start, end)]

    def is_plain_word(self, word: str) -> bool:
        """Return True if the article also writes a word in lower case."""
        return word.casefold() in self._lower_words

    def _enter(self, key: tuple[str, ...], aliases: Counter[str] | None = None) -> Entity:
        """Return a new entity under a key."""
        entity = self.by_key[key] = Entity(key, Counter() if aliases is None else aliases)
        if len(key) > 1 and not entity.is_organization and (gender := gender_of_first_name(key[0])):
            entity.add_gender_evidence(gender, TITLE_WEIGHT)
            entity.is_person = True
        self.entities.append(entity)
        self.by_first[key[0]].append(entity)
        self.by_last[key[-1]].append(entity)
        return entity

    def _read_full_names(self, runs: list[NameMention]) -> None:
        """Enter every name of two words or more; of a longer one its last two if they are as frequent a name."""
        names = [name for run in runs if len(name_key(name := self._without_plain_words(run.name))) > 1]
        counts = Counter(name_key(name) for name in names)
        for name in names:
            if len(name) > 2 and counts[name_key(name[-2:])] >= counts[name_key(name)]:
                name = name[-2:]
            key = name_key(name)
            if len(key) > LONGEST:
                continue
            entity = self.by_key.get(key) or self._namesake(key) or self._enter(key)
            self.by_key[key] = entity
            entity.aliases[" ".join(name)] += 1

    def _opened_surnames(self, runs: list[NameMention]) -> set[tuple[str, ...]]:
        """Return the names that are words in front of a surname: "See Berg", "Liberal Builder Berg", beside Anna Berg.

        Somebody else has their last word.  Those of two words stand at the beginning of sentences alone, and the
        article also writes their first word in lower case; longer ones stand in the headline alone, as do those of two
        words that begin with no first name: "outside Oulu Berg rally", "Senator Endorsed Berg".
        """
        firsts: dict[str, set[str]] = defaultdict(set)
        within: set[tuple[str, ...]] = set()
        for run in runs:
            if len(run.name) > 1:
                firsts[normalize_token(run.name[-1])].add(run.name[0])
            if not SENTENCE_START.search(self.text, max(0, run.start - LONGEST_BREAK), run.start):
                within.add(run.name)
        headline = self.text.find("\n")
        below = {run.name for run in runs if run.start > headline}

        def are_two(name: tuple[str, ...]) -> bool:
            return name not in below and not gender_of_first_name(name_key(name)[0])

        return {
            run.name
            for run in runs
            if len(run.name) > 1
            and len(firsts[normalize_token(run.name[-1])]) > 1
            and (
                run.name not in below
                if len(run.name) > 2
                else (run.name not in within and run.name[0].casefold() in self._lower_words) or are_two(run.name)
            )
        }

    def _without_plain_words(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """Return a name without what only begins its sentence, and one of three words and more without those in front
        that the article also writes in lower case ("Unlike Anna Berg").
        """
        if name in self._opened:
            return name[-1:]
        while len(name) > 2 and name[0] != "New" and name[0].casefold() in self._lower_words:
            name = name[1:]
        return name

    def _namesake(self, key: tuple[str, ...]) -> Entity | None:
        """Return the person with the same last name and first name, or a short form of it; middle names may differ."""
        bearers = self.by_last.get(key[-1], ())
        same = next((e for e in bearers if e.name[0] == key[0]), None)
        return same or next((e for e in bearers if same_first_name(e.name[0], key[0])), None)

    def _read_mentions(self, runs: list[NameMention]) -> None:
        """Enter where each name stands, surnames and first names alone with the full name that they go with."""
        for run in runs:
            name = self._without_plain_words(run.name)
            if not name:
                continue
            # "Senator Endorsed Berg": Berg is no senator.
            before = () if run.name in self._opened else run.words[: len(run.words) - len(name)]
            titles = {normalize_token(word) for word in before}
            titles |= {FULL_TITLES[title] for title in titles & FULL_TITLES.keys()}
            entity = self.find(name, titles, run.start)
            if entity is None and titles & HONORIFICS:
                entity = self.by_key.get(name_key(name)) or self._enter(name_key(name))
                entity.aliases[" ".join(name)] += 1
            if entity is None:
                continue
            if len(name_key(name)) == 1:
                entity.add_gender_evidence(gender_of(titles), TITLE_WEIGHT)
                entity.surname_mentions += entity.named_in_full is not None
            elif entity.named_in_full is None:
                entity.named_in_full = run.start
            entity.is_person |= bool(titles & HONORIFICS) or (len(name) == 1 and not are_people(entity))
            entity.roles |= titles & TITLES_AND_ROLES
            if titles & HONORIFICS:
                entity.roles |= titles - FUNCTION_WORDS
            self.mentions.append((run.start, run.end, entity))
            entity.mention_offsets.append(run.start)

    def _has_surname(self, entity: Entity) -> bool:
        """Return True if the article uses the last word of a name as a surname: alone, behind a title, or in a name
        that reads as a person's.  The Berg Line is nobody whose first name is Berg.
        """
        if entity.name not in self._surnamed:
            self._surnamed[entity.name] = (
                entity.name[-1] in self._alone or entity.name in self._titled or self._reads_as_person(entity)
            )
        return self._surnamed[entity.name]

    def _reads_as_person(self, entity: Entity) -> bool:
        """Return True if a full name stands beside a role, or more than once and never behind "the"."""
        aliases = "|".join(map(re.escape, entity.aliases))
        spans = [m.span() for m in re.finditer(rf"(?<!\w)(?:{aliases})(?!\w)", self.text)] if aliases else []
        if any(adjacent_roles(self.text, *span) for span in spans):
            return True
        return len(spans) > 1 and not any(
            self.text[max(0, start - 4) : start] in ("the ", "The ") for start, _ in spans
        )

    def _spelled(self, surname: str) -> list[str]:
        """Return the article's other spellings of a surname, among the full names."""
        if self._spellings is None:
            self._spellings = SpellingIndex({last: len(bearers) for last, bearers in self.by_last.items()})
        return self._spellings.variants(surname)

    def _read_roles(self) -> None:
        """Enter what the article calls each person beside their name; only a person has a role, or an age."""
        for start, end, entity in self.mentions:
            if entity.is_organization or normalize_token(self.text[start:end].split()[-1]) in WEEKDAYS:
                continue  # "in New Hampshire Monday, the minister said"
            if roles := adjacent_roles(self.text, start, end):
                entity.roles |= roles
            entity.is_person |= bool(roles) or AGE.match(self.text, end) is not None

    def _followed(self, runs: list[NameMention]) -> list[FollowedName]:
        """Return each mention of a name, with the pronoun that follows before anybody else is named."""
        named = [(run, key) for run in runs if (key := name_key(self._without_plain_words(run.name)))]
        named = [(run, key) for run, key in named if key in self.by_key or key[-1] in self.by_last or run.titles]
        ends = [*(run.start for run, _ in named), len(self.text)][1:]
        return [
            (run, key, following_pronoun(self.text, run.start, run.end, end))
            for (run, key), end in zip(named, ends, strict=True)
        ]

    def _read_genders_of_full_names(self, followed: Iterable[FollowedName]) -> None:
        """Count, for those named in full, the titles before and the pronouns behind their names."""
        for run, key, pronoun in followed:
            entity = self.by_key.get(key) or self._namesake(key) if len(key) > 1 else None
            if entity:
                entity.add_gender_evidence(gender_of(run.titles), TITLE_WEIGHT)
                entity.add_gender_evidence(pronoun)

    def _split_by_title(self, followed: Iterable[FollowedName]) -> dict[TitledName, Entity]:
        """Return whom titles before a surname call: "Mr. Berg" is not Anna Berg, and where there is a Mrs. Berg too,
        each is whoever alone is left.  Somebody who is nobody named in full is known as "Mr. Berg".

        A title that tells no gender ("President Berg") has that of the pronouns that follow.
        """
        pronouns: dict[TitledName, Counter[str]] = defaultdict(Counter)
        aliases: dict[TitledName, Counter[str]] = defaultdict(Counter)
        for run, key, pronoun in followed:
            if len(key) == 1 and run.titles & HONORIFICS:
                pronouns[full_titles(run.titles), key][pronoun] += 1
                aliases[full_titles(run.titles), key][run.titled_name] += 1
        genders = {titled: gender_of(titled[0]) or frequent_pronoun(pronouns[titled]) for titled in pronouns}
        by_gender: dict[tuple[str, ...], dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        for (titles, key), gender in genders.items():
            if gender:
                by_gender[key][gender] += aliases[titles, key]
        people = {
            (key, gender): self._bearer(key, gender, by_gender[key]) for key in by_gender for gender in by_gender[key]
        }
        linked = {titled: people.get((titled[1], gender)) for titled, gender in genders.items()}
        return {titled: entity for titled, entity in linked.items() if entity}

    def _bearer(self, key: tuple[str, ...], gender: str, aliases: Mapping[str, Counter[str]]) -> Entity | None:
        """Return whom a gender's titles before a surname call, entered if it is nobody named in full.

        None if the surname alone tells.  `aliases` are the titled names by gender.
        """
        bearers = [e for e in self.by_last.get(key[0], ()) if len(e.name) > 1 and not e.is_organization]
        fitting = [e for e in bearers if not e.has_gender(OPPOSITE_GENDER[gender])]
        if len(aliases) == 1 and (fitting or not bearers):
            return None
        count, total = aliases[gender].total(), sum(each.total() for each in aliases.values())
        is_usual = count >= MOSTLY * (total - count)
        for entity in fitting:
            others = [e for e in bearers if e is not entity]
            is_only = not any(e.agrees_in_gender(gender) for e in others) if others else entity.has_gender(gender)
            is_meant = is_only or (is_usual and dominant(bearers) is entity)
            if (is_meant and not entity.agrees_in_gender(OPPOSITE_GENDER[gender])) or (others and fitting == [entity]):
                return entity
        return self._enter((gender, *key), aliases[gender])

    def _read_genders(self) -> None:
        """Count, for each person, the pronouns that follow their mentions by surname before anybody else is named."""
        ends = [*self._mention_starts, len(self.text)][1:]
        for (start, end, entity), next_start in zip(self.mentions, ends, strict=True):
            if len(name_key(strip_titles(self.text[start:end].split()))) < 2:
                entity.add_gender_evidence(following_pronoun(self.text, start, end, next_start))


def are_people(entity: Entity) -> bool:
    """Return True if a name may be that of many: "Muslim Americans", "House Democrats", not "Anna Evans"."""
    return OF_MANY.search(entity.name[-1]) is not None and not gender_of_first_name(entity.name[0])


def dominant(entities: Sequence[Entity]) -> Entity | None:
    """Return the one of several namesakes whom the article names in full at least twice as often as the others."""
    if len(entities) == 1:
        return entities[0]
    ranked = sorted(entities, key=lambda entity: -entity.aliases.total())
    return ranked[0] if ranked and ranked[0].aliases.total() >= 2 * ranked[1].aliases.total() else None


def full_titles(words: Collection[str]) -> frozenset[str]:
    """Return the titles among some normalized words, none of them shortened."""
    return frozenset(FULL_TITLES.get(word, word) for word in HONORIFICS.intersection(words))


def adjacent_roles(text: str, start: int, end: int) -> set[str]:
    """Return the normalized words of what the text right before and behind a name calls whoever bears it: "lead
    negotiator X", "X, secretary of the Council", "the leader, X,".
    """
    roles: set[str] = set()
    before, behind = text[max(0, start - 80) : start], text[end : end + 120]
    words = re.findall(r"[\w’'.-]+", PREPOSITION.split(CLAUSE_START.split(before)[-1])[-1])
    if words and normalize_token(words[-1]) in ROLE_NOUNS:
        roles |= {normalize_token(word) for word in words[-4:]} - FUNCTION_WORDS
    if apposition := APPOSED_BEFORE.search(before):
        words = apposition.group(1).split()
        if normalize_token(words[-1]) in ROLE_NOUNS:
            roles |= {normalize_token(word) for word in words} - FUNCTION_WORDS
    if apposition := APPOSED_BEHIND.match(behind):
        words = apposition.group(1).split()
        head = list(takewhile(lambda word: word not in PREPOSITIONS, words[:6]))
        nouns = {normalize_token(word) for word in head if not POSSESSIVE.search(word)}
        if nouns & ROLE_NOUNS and not LOCATIVE.search(before) and not CLAUSE.search(apposition.group(1)):
            others = {normalize_token(word) for word in words} - FUNCTION_WORDS - ROLE_NOUNS
            roles |= others | (nouns & ROLE_NOUNS)
            roles.add("".join(word[0] for word in words if word[:1].isupper()).casefold())  # its acronym
    return roles


def find_acronyms(text: str) -> dict[str, str]:
    """Return acronyms, in lower case, with what they stand for: "the Institute for the Study of War (ISW)"."""
    acronyms: dict[str, str] = {}
    for match in ACRONYM.finditer(text):
        before = text[max(0, match.start() - 90) : match.start()].rstrip()
        letters = match.group(1)
        for name in (m.group() for m in ORGANIZATION_NAME.finditer(before) if m.end() == len(before)):
            capitals = [word for word in name.split() if word[0].isupper()]
            while capitals and "".join(word[0] for word in capitals) != letters:
                capitals.pop(0)
            if capitals:
                acronyms[letters.casefold()] = name[name.index(capitals[0]) :]
    return acronyms
