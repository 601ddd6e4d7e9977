"""Names of people and organisations in one article: finding them, and bringing the forms of one name under one.

A surname goes with the full name that the article gives it; a role ("the Russian president") with the person whom the
article calls so; a pronoun with the person whom the sentences before it are about.  Where two people fit equally,
none is taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from index.spelling import Spellings
from index.values import Naming, Span

LONGEST_ROLE = 8  # words of a role that is shown because nobody is known to hold it
ROLE_NOUNS = frozenset(
    """adviser advisor aide ambassador analyst anchor archbishop attorney author billionaire bishop boss businessman
    businesswoman candidate captain chair chairman chairwoman chancellor chief coach columnist commander commentator
    commissioner congressman congresswoman correspondent counsel counterpart critic defendant democrat deputy diplomat
    director doctor economist editor envoy executive expert farmer founder general governor head historian host
    investigator journalist judge justice king lawmaker lawyer leader lieutenant manager mayor minister mogul mother
    father
    negotiator nominee officer official operative owner pollster pope premier president presenter prince prosecutor
    professor publisher queen representative republican reporter researcher scientist secretary senator sheriff speaker
    spokesman spokesperson spokeswoman strategist student surgeon treasurer veteran widow winner writer""".split()
)
LEADERS = frozenset("leader president premier chancellor minister counterpart".split())
TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady rev reverend pope king queen prince princess president
    vice senator sen rep representative congressman congresswoman gov governor mayor judge justice chief secretary
    minister prime chancellor premier ambassador general gen colonel col major maj captain capt lieutenant lt sgt
    sergeant
    admiral adm commander director chairman chairwoman chair speaker leader deputy attorney former then ex candidate
    nominee
    defense foreign interior finance state spokesman spokeswoman lawmaker first lady democratic republican sheriff
    officer
    pastor bishop archbishop cardinal father sister brother coach elder majority minority whip presumptive""".split()
)
SURNAMES = frozenset(
    "king bishop major elder prince pope judge justice chief sister coach".split()
)  # titles that are names too
FEMALE = frozenset(
    "mrs ms miss dame lady queen princess sister congresswoman chairwoman spokeswoman businesswoman".split()
)
MALE = frozenset("mr sir lord king prince father brother congressman chairman spokesman businessman pope".split())
STARTERS = frozenset(
    """the a an and but or so yet if when while after before since although though because as at by for from in into
    of on
    to with without according asked during despite instead however meanwhile still now then there this that these
    those it
    he she they we you i his her their our its my your what who how why where which not no yes both also even just
    only more
    most some many one two three new last next today yesterday monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december nor once until unless like
    earlier later read additionally moreover furthermore perhaps maybe photo image watch here let among amid speaking
    another other former then-candidate will can could should would is are was were do does did has have may might
    must""".split()
)
GROUPS = frozenset(
    """administration agency army association authority bank board bureau cabinet campaign center centre church
    coalition college
    commission committee company congress corporation council county court department embassy foundation fund government
    group hospital house institute institution journal magazine ministry movement network news newspaper office
    organization
    parliament party pentagon police post press school senate service society square staff street team times tower union
    university white kremlin gazette herald tribune street avenue republic kingdom""".split()
)
NEAR = 160  # characters; about the sentence before
CERTAIN = 10  # times as much as a pronoun near a name, a title tells of somebody's gender
HE, SHE, THEY, SELF = (
    frozenset(words.split())
    for words in ("he him his himself", "she her hers herself", "they them their", "i we me us who")
)
RELATIVE = frozenset({"who", "which", "whom"})
PRONOUNS = HE | SHE | THEY | SELF | {"it", "its", "one", "some", "others", "many", "those", "which", "that"}

WORD = r"[A-ZÀ-ÖØ-Þ][\w’'-]*\w|[A-ZÀ-ÖØ-Þ]\.?"
PARTICLE = r"(?:de|del|della|der|den|di|du|da|la|le|van|von|bin|ibn|al|el|ul|st\.)"
# A run of capitalised words on one line, with the particles of names and the full stops of initials and titles within
# it.
ABBREVIATED = "|".join(
    rf"(?<=\b{short})" for short in "Mr Mrs Ms Dr Sen Rep Gov Gen Lt Col Sgt Capt Prof Rev St Jr Sr [A-Z]".split()
)
RUN = re.compile(
    rf"(?<![\w’'])(?:{WORD})(?:(?:(?:{ABBREVIATED})\.|(?<![’']s)(?<!s[’']))[ ](?:{PARTICLE}[ ])*(?:{WORD}))*"
)
POSSESSIVE = re.compile(r"[’']s?$")
SUFFIX = frozenset({"jr", "sr", "ii", "iii", "iv"})
CUT = re.compile(
    r"[,;:(–—]|\s(?:who|whose|which|that|of|from|in|at|on|for|with|during|after|told|speaking|as|near"
    r"|and his|and her)\s"
)
ORGANISATION = re.compile(rf"(?:{WORD})(?:[ ](?:of|for|the|on|and|in)(?: the)?[ ](?:{WORD})|[ ](?:{WORD}))*")
UTTERANCE = (
    r"(?:own )?(?:words|remarks?|comments?|statements?|information|account"
    r"|view|views|opinion|estimates?|claims?|post|tweet|speech)"
)
ACRONYM = re.compile(r"\(([A-Z]{2,8})\)")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word as names are compared: without possessive and full stops, lower-cased."""
    return POSSESSIVE.sub("", word.strip('“”"‘,;:!?()')).strip("’'").replace(".", "").casefold()


def bare(words: Sequence[str]) -> tuple[str, ...]:
    """A run's words without titles, demonyms before titles, and sentence starters in front of the name."""
    kept = list(words)
    if not kept or fold(kept[-1]) in TITLES - SURNAMES:
        return ()
    last_title = max((i for i, word in enumerate(kept[:-1]) if fold(word) in TITLES), default=-1)
    kept = kept[last_title + 1 :]
    while kept and fold(kept[0]) in STARTERS:
        kept.pop(0)
    while len(kept) > 1 and fold(kept[-1]) in SUFFIX:
        kept.pop()
    return tuple(POSSESSIVE.sub("", word) if i == len(kept) - 1 else word for i, word in enumerate(kept))


def key(words: Iterable[str]) -> tuple[str, ...]:
    """A name's words folded, initials left out where a surname remains."""
    folded = [fold(word) for word in words]
    full = [word for word in folded if len(word) > 1]
    return tuple(full or folded)


@dataclass(slots=True)
class Person:
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

    def may_be(self, pronoun: str) -> bool:
        """Whether what is known of them agrees with a pronoun."""
        if pronoun in HE:
            return self.male >= self.female
        return self.female >= self.male if pronoun in SHE else True


class People:
    """The people and organisations of one article."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.known: dict[tuple[str, ...], Person] = {}
        self.by_last: dict[str, list[Person]] = defaultdict(list)
        self.mentions: list[tuple[int, int, Person]] = []
        runs = [(m.start(), m.group()) for m in RUN.finditer(text)]
        self.spellings: Spellings | None = None
        self.plain = set(re.findall(r"\b[a-zà-ÿ]{2,}\b", text))
        self.read_full_names(runs)
        self.read_mentions(runs)
        self.read_roles()
        self.acronyms = self.read_acronyms()
        self.mentions.sort(key=lambda mention: mention[:2])
        self.places = [start for start, _, _ in self.mentions]
        self.read_genders()

    def read_full_names(self, runs: list[tuple[int, str]]) -> None:
        """Enter every name of two words or more; of "Unlike Anna Berg" what is known as a name without its first
        words.
        """
        names = [name for _, run in runs if len(key(name := self.without_words(bare(run.split(" "))))) > 1]
        counts = Counter(key(name) for name in names)
        for name in names:
            if len(name) > 2 and counts[key(name[-2:])] >= counts[key(name)]:
                name = name[-2:]
            folded = key(name)
            person = self.known.get(folded) or self.namesake(folded)
            if person is None:
                person = Person(folded)
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

    def namesake(self, folded: tuple[str, ...]) -> Person | None:
        """The person with the same first and last name, with or without middle names."""
        for person in self.by_last.get(folded[-1], ()):
            if person.name[0] == folded[0]:
                return person
        return None

    def read_mentions(self, runs: list[tuple[int, str]]) -> None:
        """Enter where each name stands, surnames and first names alone with the full name that they go with."""
        for start, run in runs:
            words = run.split(" ")
            name = self.without_words(bare(words))
            if not name:
                continue
            titles = {fold(word) for word in words[: len(words) - len(name)]}
            person = self.find(name, titles, start)
            if person is None and titles & TITLES:
                person = self.enter(name)
            if person is None:
                continue
            person.male += CERTAIN * bool(titles & MALE)
            person.female += CERTAIN * bool(titles & FEMALE)
            person.likely |= bool(titles & TITLES) or len(name) == 1
            person.roles |= titles & (ROLE_NOUNS | TITLES)
            if titles & TITLES:
                person.roles |= titles - STARTERS
            self.mentions.append((start, start + len(run), person))
            person.places.append(start)

    def enter(self, name: Sequence[str]) -> Person:
        """A new person, known by this name alone."""
        folded = key(name)
        person = self.known.get(folded)
        if person is None:
            person = self.known[folded] = Person(folded)
            self.by_last[folded[-1]].append(person)
        person.forms[" ".join(name)] += 1
        return person

    def find(self, name: Sequence[str], titles: Iterable[str] = (), place: int | None = None) -> Person | None:
        """The person that a name stands for in this article, or None where nobody or more than one fits.

        Of namesakes it is the only one named before `place`, else the one named far more often.
        """
        folded = key(name)
        if not folded:
            return None
        if folded in self.known:
            return self.known[folded]
        if len(folded) > 1:
            return self.namesake(folded)
        surname = folded[0] if folded[0] in self.by_last else next(iter(self.spelled(folded[0])), folded[0])
        fitting = [p for p in self.by_last.get(surname, []) if p.name[0] != surname or len(p.name) == 1]
        people = [p for p in fitting if not GROUPS.intersection(p.name)]
        if not fitting:
            first = [
                p
                for p in self.unique()
                if len(p.name) > 1 and p.name[0] == folded[0] and not GROUPS.intersection(p.name)
            ]
            return first[0] if len(first) == 1 else None
        gender = set(titles)
        if gender & FEMALE:
            people = [p for p in people if p.female >= p.male]
        elif gender & MALE:
            people = [p for p in people if p.male >= p.female]
        earlier = [p for p in people if place is not None and any(at < place for at in p.places)]
        return earlier[0] if len(earlier) == 1 else self.dominant(people or fitting)

    def spelled(self, surname: str) -> list[str]:
        """The article's other spellings of a surname, among the full names."""
        if self.spellings is None:
            self.spellings = Spellings({last: len(people) for last, people in self.by_last.items()})
        return self.spellings.variants(surname)

    @staticmethod
    def dominant(people: list[Person]) -> Person | None:
        """The one of several namesakes whom the article names in full far more often than the others."""
        if len(people) == 1:
            return people[0]
        ranked = sorted(people, key=lambda p: -p.forms.total())
        return ranked[0] if ranked and ranked[0].forms.total() >= 2 * ranked[1].forms.total() else None

    def unique(self) -> list[Person]:
        """Each person once."""
        return list({id(person): person for person in self.known.values()}.values())

    def read_roles(self) -> None:
        """Enter what the article calls each person: "lead negotiator X", "X, secretary of the Council", "the leader,
        X,".
        """
        for start, end, person in self.mentions:
            if GROUPS.intersection(person.name):
                continue
            before = self.text[max(0, start - 80) : start]
            after = self.text[end : end + 120]
            words = re.findall(r"[\w’'.-]+", re.split(r"[.;:!?\n“”\"]\s|,", before)[-1])
            if words and fold(words[-1]) in ROLE_NOUNS:
                person.roles |= {fold(word) for word in words[-4:]} - STARTERS
                person.likely = True
            called = re.search(r"((?:[\w’'-]+ ){0,3}[\w-]+), $", before)
            if called and fold(called.group(1).split()[-1]) in ROLE_NOUNS:
                person.roles |= {fold(word) for word in called.group(1).split()} - STARTERS
                person.likely = True
            apposition = re.match(r"(?:[’']s)?,\s([^,;:.!?“”()\n]{3,90})", after)
            if apposition:
                words = apposition.group(1).split()
                if any(fold(word) in ROLE_NOUNS for word in words[:6]):
                    person.roles |= {fold(word) for word in words} - STARTERS
                    person.likely = True
                    person.roles.add("".join(word[0] for word in words if word[:1].isupper()).casefold())

    def read_acronyms(self) -> dict[str, str]:
        """Acronyms in brackets behind the name that they stand for: "the Institute for the Study of War (ISW)"."""
        found: dict[str, str] = {}
        for match in ACRONYM.finditer(self.text):
            before = self.text[max(0, match.start() - 90) : match.start()].rstrip()
            names = [m.group() for m in ORGANISATION.finditer(before) if m.end() == len(before)]
            for name in names:
                capitals = [word for word in name.split() if word[0].isupper()]
                letters = match.group(1)
                while capitals and "".join(word[0] for word in capitals) != letters:
                    capitals.pop(0)
                if capitals:
                    found[letters.casefold()] = name[name.index(capitals[0]) :]
        return found

    def read_genders(self) -> None:
        """Count, for each person, the pronouns that follow their mentions before anybody else is named."""
        for (_, end, person), (following, _, _) in zip(
            self.mentions, [*self.mentions[1:], (len(self.text), 0, None)], strict=False
        ):
            for word in re.findall(
                r"\b(?:he|his|him|she|her)\b", self.text[end : min(following, end + 200)], re.IGNORECASE
            )[:1]:
                person.male += word.casefold() in HE
                person.female += word.casefold() in SHE

    def resolve(self, source: Span, before: Sequence[tuple[int, str]] = ()) -> list[tuple[str, Naming]]:
        """Who a source names: (name, how it is named) for each of them; the name is empty where nobody can be told.

        `before` are the statements before it: (offset of their source, speaker).
        """
        text = self.text[source[0] : source[1]].strip().removeprefix("by ").strip(" “”\"‘’',")
        head = text.split(None, 1)[0].casefold() if text else ""
        if fold(head) in PRONOUNS and all(
            fold(word) in PRONOUNS | {"himself", "herself", "themselves"} for word in text.split()
        ):
            return [(self.antecedent(fold(head), source[0], before), Naming.PRONOUN)]
        if joined := re.fullmatch(rf"((?:[\w’'.-]+ ){{0,4}}?(?:{WORD})) and ((?:[\w’'.-]+ ){{0,4}}?(?:{WORD}))", text):
            parts = [self.one(part, source[0]) for part in joined.groups()]
            if all(naming is Naming.NAME for _, naming in parts):
                return parts
        name, naming = self.one(text, source[0])
        if naming is Naming.ROLE and re.fullmatch(r"[Tt]he \w+", text) and fold(text.split()[1]) in ROLE_NOUNS:
            return [(self.meant_again(fold(text.split()[1]), source[0], before) or name, naming)]
        return [(name, naming)]

    def meant_again(self, role: str, place: int, before: Sequence[tuple[int, str]]) -> str:
        """Whom a bare role ("the president") stands for: the last speaker of its paragraph, if nothing is known
        against it.
        """
        paragraph = self.text.rfind("\n", 0, place) + 1
        said = [who for at, who in before if paragraph <= at < place]
        person = self.find(said[-1].split()) if said else None
        fits = person is not None and person.likely and (role in person.roles or (role in LEADERS and not person.roles))
        return person.display if person and fits else ""

    def one(self, text: str, place: int) -> tuple[str, Naming]:
        """The name for a source that is neither a pronoun nor several people."""
        if owner := re.fullmatch(rf"((?:(?:{WORD}) ?)+?)[’']s? {UTTERANCE}", text):
            text = owner.group(1)
        cut = CUT.search(text)
        head = text[: cut.start()].strip() if cut else text
        rest = text[cut.end() :].strip() if cut and cut.group() == "," else ""
        words = head.split()
        if not words:
            return "", Naming.ROLE
        capitals = self.trailing_name(words)
        organisation = ORGANISATION.match(text.removeprefix("the ").removeprefix("The "))
        titled = len(capitals) < len(words) and fold(words[-len(capitals) - 1]) in TITLES | ROLE_NOUNS
        if organisation and not titled and (GROUPS & {fold(word) for word in organisation.group().split()}):
            return self.organisation(organisation.group()), Naming.NAME
        if capitals:
            return self.named(capitals, words, place)
        if rest and (name := self.leading_name(rest)):
            return self.named(name, words, place)
        person = self.role(words, place) or self.leader(words, place)
        if person:
            return person.display, Naming.ROLE
        if len(words) == 2 and words[0].casefold() == "the" and fold(words[1]) in GROUPS:
            return self.organisation(words[1]), Naming.ROLE
        group = fold(words[-1]) in GROUPS and any(word[0].isupper() and fold(word) not in STARTERS for word in words)
        whole = re.split(r"[,;:(–—]| (?:that|who|which|whose) ", text)[0].strip()
        return self.trimmed(
            head if group or len(whole.split()) > LONGEST_ROLE else whole
        ), Naming.NAME if group else Naming.ROLE

    def organisation(self, name: str) -> str:
        """The article's fullest name for an organisation: what its acronym, or one word of its name, stands for."""
        for expansion in self.acronyms.values():
            if expansion in name or fold(name) in {fold(word) for word in expansion.split()} & GROUPS:
                return expansion
        if " " in name:
            return name
        longer = {m.group() for m in ORGANISATION.finditer(self.text) if name.capitalize() in m.group().split()[:-1]}
        return longer.pop() if len(longer) == 1 else name

    def named(self, name: Sequence[str], words: Sequence[str], place: int) -> tuple[str, Naming]:
        """The article's fullest form of a name."""
        titles = {fold(word) for word in words[: len(words) - len(name)]}
        if expansion := self.acronyms.get(fold(" ".join(name))):
            return expansion, Naming.NAME
        person = self.find(name, titles, place)
        return (person.display if person else " ".join(name)), Naming.NAME

    @staticmethod
    def trailing_name(words: Sequence[str]) -> tuple[str, ...]:
        """The capitalised words at the end of a noun phrase without its titles; empty where it ends in another noun."""
        last = len(words)
        while last and (words[last - 1][0].isupper() or (last < len(words) and words[last - 1] in PARTICLE)):
            last -= 1
        name = bare(words[last:])
        return () if all(fold(word) in ROLE_NOUNS | TITLES for word in name) else name

    @staticmethod
    def leading_name(rest: str) -> tuple[str, ...]:
        """The name at the beginning of an apposition."""
        match = RUN.match(rest)
        name = bare(match.group().split()) if match else ()
        return name if name and not all(fold(word) in ROLE_NOUNS | TITLES for word in name) else ()

    def role(self, words: Sequence[str], place: int) -> Person | None:
        """The one person whom the article calls by this role, or the last one mentioned where several are."""
        folded = [fold(word) for word in words if fold(word) not in STARTERS]
        if not folded or folded[-1] not in ROLE_NOUNS:
            return None
        if any(POSSESSIVE.search(word) and self.find([POSSESSIVE.sub("", word)]) for word in words):
            return None  # "Putin's spokesman" is not Putin, and nobody else by name
        head, modifiers = folded[-1], folded[:-1]
        fitting = [p for p in self.unique() if self.called(p, head, modifiers)]
        if len(fitting) == 1:
            return fitting[0]
        if not modifiers or not fitting:
            return None
        latest = [max((at for at in p.places if at < place), default=-1) for p in fitting]
        return fitting[latest.index(max(latest))] if max(latest) >= 0 else None

    @staticmethod
    def called(person: Person, head: str, modifiers: Sequence[str]) -> bool:
        """Whether a person's roles hold a role's noun and all its modifiers; countries and their adjectives agree by
        five letters.
        """
        if head not in person.roles and not (head in LEADERS and modifiers and LEADERS & person.roles):
            return False
        return all(any(role[:5] == word[:5] for role in person.roles) for word in modifiers)

    def leader(self, words: Sequence[str], place: int) -> Person | None:
        """Whom "the Russian president" stands for where nobody is called so: who is left where another leads."""
        folded = [fold(word) for word in words]
        if folded[0] != "the" or len(folded) < 3 or folded[-1] not in LEADERS:
            return None
        people = [p for p in self.unique() if p.likely and not GROUPS & set(p.name)]
        others = [p for p in people if LEADERS & p.roles and not self.called(p, folded[-1], folded[1:-1])]
        free = [p for p in people if not p.roles and p.places and p.places[0] < place]
        near = self.between(max(self.text.rfind("\n", 0, place) + 1, place - NEAR), place)
        if not others or len(free) != 1 or any(p not in free and not p.roles for p in near):
            return None
        return free[0]

    @staticmethod
    def trimmed(head: str) -> str:
        """A role as it is shown when nobody is known to hold it."""
        return re.sub(r"^(?:the|The|a|A|an|An)\s", "", head)

    def antecedent(self, pronoun: str, place: int, before: Sequence[tuple[int, str]]) -> str:
        """Whom a pronoun stands for: the one the sentence, else the sentence before it, is about; empty where that is
        open.
        """
        if pronoun in RELATIVE:
            return self.in_front(place)
        paragraph = self.text.rfind("\n", 0, place) + 1
        sentence = max(self.text.rfind(stop, paragraph, place) for stop in (". ", "? ", "! ", "” ", '" '))
        sentence = max(sentence, paragraph)
        if pronoun in THEY:
            said = [who for at, who in before if paragraph <= at < place]
            person = self.find(said[-1].split()) if said else None
            return said[-1] if said and (person is None or GROUPS.intersection(person.name)) else ""
        if pronoun not in HE | SHE:
            return ""
        for start, end in ((sentence, place), (paragraph, sentence), (max(0, paragraph - 600), paragraph)):
            said = [who for at, who in before if start <= at < end and self.agrees(who, pronoun)]
            if said:
                return said[-1]  # may be a role that nobody is known to hold: then no one before it is meant
            named = [
                p
                for p in self.between(start, end)
                if p.likely and p.may_be(pronoun) and not GROUPS.intersection(p.name)
            ]
            if named:
                return named[0].display if start == sentence else named[-1].display
        return ""

    def agrees(self, speaker: str, pronoun: str) -> bool:
        """Whether a speaker before it can be what a pronoun stands for."""
        person = self.find(speaker.split())
        if person is None:
            words = [fold(word) for word in speaker.split()]
            return bool(words) and words[-1] in ROLE_NOUNS
        return person.may_be(pronoun) and not GROUPS.intersection(person.name)

    def in_front(self, place: int) -> str:
        """Whom "who" or "which" stands for: the name or noun phrase right before it."""
        before = self.text[max(0, place - 60) : place]
        phrase = re.search(r"((?:[Tt]he )?(?:[\w’'.-]+ ){0,4}[\w’'.-]+),? $", before)
        named = [person for start, end, person in self.mentions if end <= place <= end + 2]
        if named:
            return named[-1].display
        words = phrase.group(1).split() if phrase else []
        starts = [at for at, word in enumerate(words) if word.casefold() == "the"]
        return self.one(" ".join(words[starts[-1] :]), place)[0] if starts else ""

    def between(self, start: int, end: int) -> list[Person]:
        """The people mentioned in a part of the text, in order."""
        return [
            person for _, _, person in self.mentions[bisect_left(self.places, start) : bisect_left(self.places, end)]
        ]
