"""All stored names of the index -> entries: one a person, body, role or group, with all names of theirs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.attribution.entities import find_acronyms
from index.models import Article, Correction, CorrectionKind, MentionType, SpeakerKind, parse_day
from index.speakers.bodies import group_bodies
from index.speakers.casing import WordCasing
from index.speakers.kinds import NOBODY, NameReader, NameReading, bare_owner
from index.speakers.lookup import TextLookup
from index.speakers.people import PersonName, group_people
from index.speakers.role_holders import RoleHolders, definite_role
from index.storage.fulltext import SpeakerMention
from index.text.names import NAME_SEQUENCE, POSSESSIVE, name_key, normalize_token

SUFFIX = re.compile(r"[\s,]+(?P<suffix>Jr|Sr|II|III|IV)\b\.?")
LOOKED_UP = 60  # passages in which an acronym or a role is looked up
FEW = 10  # passages in which a noun is looked up
LONGEST_FORM = 4  # words of a mention that is listed among the names
Place = tuple[str, str]  # an article's id and a name as stored


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of an index.

    `labels` are the stored names, by article where they stand for somebody else there; `readings` what is read of each
    label, `names` the entry of each name that is read, `held` the entry by article and stored name where a role is held
    by somebody.  `kinds` are what the entries are, `forms` all of their names with how often each is used.
    """

    labels: Mapping[Place, str]
    readings: Mapping[str, NameReading]
    names: Mapping[str, str]
    held: Mapping[Place, str]
    kinds: Mapping[str, SpeakerKind | None]
    forms: Mapping[str, Mapping[str, int]]

    def entry_of(self, name: str) -> str:
        """Return the entry to which a name as stored, or as somebody gave it, belongs; '' for nobody's."""
        read = self.readings[name].name if name in self.readings else name
        return self.names.get(read, read)

    def entry_in(self, article_id: str, stored: str) -> str:
        """Return the entry that a stored name stands for in an article; '' for nobody's."""
        place = article_id, stored
        return self.held.get(place) or self.entry_of(self.labels.get(place, stored)) if stored else ""

    def knows(self, name: str) -> bool:
        """Return True if a name is that of an entry, or one of the names in an entry."""
        return name in self.readings or name in self.names or name in self.kinds

    def names_of(self, entry: str) -> tuple[str, ...]:
        """Return all names of an entry, most used first."""
        forms = self.forms.get(entry, {entry: 0})
        return tuple(sorted(forms, key=lambda form: (-forms[form], form)))

    def aliases(self) -> dict[str, str]:
        """Return the names that lead to an entry whose own name has not all of their words."""
        own = {entry: set(name_key(entry.split())) for entry in self.kinds}
        return {
            name: entry
            for name, entry in sorted(self.names.items())
            if name != entry and entry in own and not set(name_key(name.split())) <= own[entry]
        }


def make_entries(
    mentions: Sequence[SpeakerMention],
    articles: Mapping[str, Article],
    corrections: Sequence[Correction],
    given: Iterable[str],
    lookup: TextLookup,
) -> Entries:
    """Return the entries of all mentions of speakers; `given` are names that people put on statements.

    The same articles give the same entries in whatever order they came.
    """
    labels = label_names(mentions)
    by_label: dict[str, list[SpeakerMention]] = defaultdict(list)
    for mention in mentions:
        if mention.speaker:
            by_label[labels.get((mention.article_id, mention.speaker), mention.speaker)].append(mention)
    readings = read_names(mentions, by_label, lookup)
    joined_names = {name for each in corrections if each.kind is CorrectionKind.SAME for name in each.names}
    for name in sorted({*given, *joined_names}):  # whom a person names is somebody
        if not readings.get(name, NOBODY).name:
            readings[name] = NameReading(name, SpeakerKind.PERSON if name[:1].isupper() else None)
    uses = NameUses(readings, by_label)
    pairs: dict[CorrectionKind, list[tuple[str, str]]] = defaultdict(list)
    for each in corrections:
        if each.kind is not CorrectionKind.SPEAKER:
            one, other = (readings[name].name if name in readings else name for name in each.names)
            pairs[each.kind].append((one, other))
    names = uses.group(lookup, {frozenset(pair) for pair in pairs[CorrectionKind.APART]})
    for pair in pairs[CorrectionKind.SAME]:
        names = joined(names, *pair, uses)
    kinds: dict[str, SpeakerKind | None] = {}
    for name in sorted(names, key=lambda name: (-uses.counts[name], name)):
        kinds[names[name]] = kinds.get(names[name]) or uses.kinds[name]
    entries = Entries(labels, readings, names, {}, kinds, {})
    days = {name: parse_day(article.published) for name, article in articles.items()}
    entries = replace(entries, held=held_roles(mentions, entries, days, lookup))
    return replace(entries, forms=count_forms(mentions, entries))


def label_names(mentions: Sequence[SpeakerMention]) -> dict[Place, str]:
    """Return for a stored name in an article the name with a suffix with which the article has it: the younger one is
    not the elder.
    """
    suffixes: dict[Place, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        if mention.mention_type != MentionType.NAMED or not mention.speaker.strip():
            continue
        surname = mention.speaker.split()[-1]
        text = f"{mention.text}{mention.behind}"
        start = text.find(surname)
        match = SUFFIX.match(text, start + len(surname)) if start >= 0 else None
        full = " " in mention.text.strip() or match
        if full:
            suffixes[mention.article_id, mention.speaker][match["suffix"] if match else ""] += 1
    labels = {}
    for place, counts in suffixes.items():
        (suffix, _), *others = counts.most_common()
        if suffix and not others:
            labels[place] = f"{place[1]} {suffix}{'.' if suffix in ('Jr', 'Sr') else ''}"
    return labels


def read_names(
    mentions: Sequence[SpeakerMention], by_label: Mapping[str, Sequence[SpeakerMention]], lookup: TextLookup
) -> dict[str, NameReading]:
    """Return what is read of each label."""
    casing = WordCasing(mentions, lambda word, limit: (text for _, text in lookup.texts_with(word, limit)))
    who: dict[str, bool] = {}

    def followed_by_who(noun: str) -> bool:
        if noun not in who:
            people, things = (
                sum(f"{noun} {word} " in text for word in words for _, text in lookup.texts_with(f"{noun} {word}", FEW))
                for words in (("who", "whose"), ("that", "which"))
            )
            who[noun] = people > things
        return who[noun]

    counts = Counter({label: len(of) for label, of in by_label.items()})
    reader = NameReader(casing, counts, followed_by_who)
    return {label: reader.read(label, by_label[label]) for label in sorted(by_label)}


class NameUses:
    """The names that were read, with the number of their statements, their articles, kinds and genders."""

    def __init__(self, readings: Mapping[str, NameReading], by_label: Mapping[str, Sequence[SpeakerMention]]) -> None:
        self.counts: Counter[str] = Counter()
        self.articles: dict[str, set[str]] = defaultdict(set)
        self.readings: dict[str, NameReading] = {}
        self.kinds: dict[str, SpeakerKind | None] = {}
        for label in sorted(readings, key=lambda label: (-len(by_label.get(label, ())), label)):
            reading, mentions = readings[label], by_label.get(label, ())
            if not reading.name:
                continue
            self.counts[reading.name] += len(mentions)
            self.articles[reading.name] |= {mention.article_id for mention in mentions}
            self.readings.setdefault(reading.name, reading)
            self.kinds[reading.name] = self.kinds.get(reading.name) or reading.kind

    def group(self, lookup: TextLookup, apart_names: set[frozenset[str]]) -> dict[str, str]:
        """Return for each name that of its entry."""

        def together(one: str, other: str) -> bool:
            return not self.articles[one].isdisjoint(self.articles[other])

        def apart(one: str, other: str) -> bool:
            return frozenset((one, other)) in apart_names

        people = [
            PersonName.read(name, self.readings[name].gender)
            for name, kind in self.kinds.items()
            if kind is SpeakerKind.PERSON
        ]
        entries = group_people(people, self.counts, together, apart)
        bodies = [
            name for name, kind in self.kinds.items() if kind is SpeakerKind.BODY and not self.readings[name].owner
        ]
        entries |= group_bodies(bodies, self.counts, lambda acronym: explanations(acronym, lookup), apart)
        return entries | self._group_phrases(entries)

    def _group_phrases(self, entries: Mapping[str, str]) -> dict[str, str]:
        """Return the entries of what is neither a person nor a body by name: what is the same but for capitals, and has
        the same owner.
        """
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name in sorted(self.kinds, key=lambda name: (-self.counts[name], name)):
            if name not in entries:
                reading = self.readings[name]
                owner = bare_owner(reading.owner)
                rest = reading.rest if owner else name
                key = entries.get(owner, owner.casefold()), " ".join(map(normalize_token, rest.split()))
                groups[key].append(name)
        return {name: group[0] for group in groups.values() for name in group}


def explanations(acronym: str, lookup: TextLookup) -> Counter[str]:
    """Return what the articles write out for an acronym, and in how many passages."""
    found: Counter[str] = Counter()
    for _, text in lookup.texts_with(acronym, LOOKED_UP):
        if meaning := find_acronyms(text).get(acronym.casefold()):
            found[meaning] += 1
    return found


def joined(names: Mapping[str, str], one: str, other: str, uses: NameUses) -> dict[str, str]:
    """Return the entries of names with those of two of them made one: under the name that is a speaker's, that is
    written out, and has most statements.
    """
    ours, theirs = names.get(one, one), names.get(other, other)

    def place(entry: str) -> tuple[bool, bool, int, str]:
        total = sum(uses.counts[name] for name, of in names.items() if of == entry)
        return uses.kinds.get(entry) is None, " " not in entry, -total, entry

    main = min((ours, theirs), key=place)
    known = {one: ours, other: theirs, **names}
    return {name: main if entry in (ours, theirs) else entry for name, entry in known.items()}


def held_roles(
    mentions: Sequence[SpeakerMention], entries: Entries, days: Mapping[str, date | None], lookup: TextLookup
) -> dict[Place, str]:
    """Return who holds a role that an article does not explain, by article and stored name."""
    by_words: dict[str, set[str]] = defaultdict(set)
    people = {entry for entry, kind in entries.kinds.items() if kind is SpeakerKind.PERSON}
    for name, entry in entries.names.items():
        if entry in people:
            by_words[" ".join(name_key(name.split()))].add(entry)
            by_words[name_key(name.split())[-1]].add(entry)

    def person_of(name: str) -> str:
        bearers = by_words.get(" ".join(name_key(name.split())), set()) if name else set()
        return next(iter(bearers)) if len(bearers) == 1 else ""

    holders = RoleHolders(person_of, lambda phrase: lookup.texts_with(phrase, LOOKED_UP), days)
    unexplained: dict[Place, set[str]] = defaultdict(set)
    for mention in mentions:
        role = definite_role(mention.text) if mention.mention_type == MentionType.NOMINAL else ""
        if role:
            entry = entries.entry_in(mention.article_id, mention.speaker)
            if entry in people:
                holders.add(role, entry, mention.article_id)
            elif entry and not entries.kinds.get(entry):
                unexplained[mention.article_id, mention.speaker].add(role)
    alone = {place: role for place, roles in unexplained.items() for role in roles if len(roles) == 1}
    held = {place: holders.holder(role, days[place[0]]) for place, role in alone.items()}
    return {place: person for place, person in held.items() if person}


def count_forms(mentions: Sequence[SpeakerMention], entries: Entries) -> dict[str, Counter[str]]:
    """Return how often each entry is called by each of its names: those that are stored, and short ones in the text."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        entry = entries.entry_in(mention.article_id, mention.speaker)
        stored = entries.labels.get((mention.article_id, mention.speaker), mention.speaker)
        name = entries.readings[stored].name if stored else ""
        words = mention.text.split()
        if mention.mention_type == MentionType.NAMED and entries.kinds.get(entry) is SpeakerKind.PERSON:
            text = POSSESSIVE.sub("", " ".join(words))
            match = NAME_SEQUENCE.fullmatch(text) if len(words) <= LONGEST_FORM else None
            if match and words and normalize_token(words[-1]) in {normalize_token(word) for word in name.split()}:
                forms[entry][text] += 1
                continue
        forms[entry][name] += 1
    for name, entry in entries.names.items():
        forms[entry].setdefault(name, 0)
    return forms
