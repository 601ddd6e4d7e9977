"""The source of a statement -> the names of its speakers: a name, a role, an organisation, a pronoun.

Pure, but for the ranking of people for whom a pronoun can stand.

A role ("the Russian president") stands for the person whom the article calls so.  Where two people fit equally, none is
taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.attribution.antecedents import installed_ranker
from index.attribution.coreference import PronounResolver, Ranking, SpeakersBetween
from index.attribution.entities import LONGEST_BREAK, SENTENCE_START, EntityTable
from index.attribution.entity import Entity, name_mentions
from index.attribution.spans import after_rule, paragraph_start
from index.models import MentionType, Span
from index.text.lexicons import (
    FUNCTION_WORDS,
    HONORIFICS,
    LEADER_NOUNS,
    NAME_PARTICLES,
    ORGANIZATION_NOUNS,
    PRONOUNS,
    RELATIVE_PRONOUNS,
    ROLE_NOUNS,
    TITLES_AND_ROLES,
    WEEKDAYS,
)
from index.text.names import (
    NAME_SEQUENCE,
    ORGANIZATION_NAME,
    POSSESSIVE,
    PROPER_NAME,
    PROPER_NOUN,
    ROLE,
    gender_of,
    gender_of_first_name,
    normalize_token,
    strip_titles,
    without_article,
)

LONGEST_NAME = 4  # words
LONGEST_ORGANIZATION = 6  # words; a longer run of capitalised words is a headline
LONGEST_ROLE = 8  # words of a role that is shown because nobody is known to hold it
SHORTLY = 400  # characters; about the paragraph before
NEAR = 160  # characters; about the sentence before
# Where the head of a noun phrase ends.
HEAD_END = re.compile(
    r"""[,;:(–—]
    |\s(?:who|whose|which|that|of|from|in|at|on|for|with|during|after|told|speaking|as|near|within|outside|inside|among
        |including|about(?![ ]\d)
        |and[ ]his|and[ ]her)\s
    """,
    re.VERBOSE,
)
# "aides to Berg", "lawyers representing Berg": Berg is not who speaks.
AFTER_NOUN = "|".join(rf"(?<={noun}[ ])" for noun in ["s", *sorted(TITLES_AND_ROLES)])  # not "the acting Mayor Berg"
NAMED_BEHIND_HEAD = re.compile(
    rf"(?<=[a-z])\s(?:to|between|against|under|behind|around|inside|within|into|over|(?:{AFTER_NOUN})[a-z]+ing)\s"
    r"(?:the\s)?(?=[A-Z])"
)
PLURAL_OPENING = re.compile(
    r"[A-Z][a-z]+(?:s|men|people) (?:of|for|to|at|in|from|with|on|close|familiar|representing)\b"
    r"|(?:Half|(?:Twen|Thir|For|Fif|Six|Seven|Eigh|Nine)ty|[A-Z][a-z]+-[a-z]+) of\b"  # "Two-thirds of the delegates"
)
PEOPLES = re.compile(r"(?:ans|crats|ims|ews) ")  # "Americans in Turku", "Democrats on the council"
CLAUSE_START = re.compile(r"[,;:(–—]| (?:that|who|which|whose) ")
# "Berg's own words", "Berg's angry posts": Berg.
OWN_WORDS = re.compile(
    rf"""((?:{PROPER_NOUN})(?:[ ](?:{PROPER_NOUN}))*?)[’']s?[ ](?:[a-z]+[ ])?
    (?:own[ ])?
    (?:words|remarks?|comments?|statements?|information|account|view|views|opinion|estimates?|claims?|posts?|tweets?|speech)
    """,
    re.VERBOSE,
)
CONJUNCTION = re.compile(r"(,? (?:[Aa]nd|nor|as well as) |, )")
# Words of a number of people: "as many as forty percent (of the voters)".
NUMBERS = frozenset(
    """a about almost an as at dozen dozens few five fifty forty four half hundreds just least majority many more most
    nearly nine one over percent quarter roughly seven several six sixty some ten than third thirds thirty thousands
    three twenty two""".split()
)
# One of several people who are listed: "former Oulu Gov. Anna Berg", "Eero Salo of Turku".
LISTED = re.compile(
    rf"""(?!(?:who|whose|which|that|of|from|in|at|on|for|with|like|including|particularly|especially|such)\b)
    (?:[\w’'.-]+[ ]){{0,5}}?(?:{PROPER_NOUN})(?:[ ]of[ ](?:{PROPER_NAME.replace(" ", "[ ]")}))?(?:[ ]\([^()]*\))?
    """,
    re.VERBOSE,
)
# "a spokesman for nominee Berg", "wife of Sen. Berg", "friends of Mr. Berg", not "Speaker of the House Rep. Berg".
SERVING = re.compile(
    r"""\b(?:for|to|with|by|from)[ ][^,;:]*$
    |\bof[ ](?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep|Gen|Senator|Governor|President|Mayor|Pope|King|Queen)\.?[ ](?=[A-Z][^,;:]*$)
    |(?<=[a-rt-z]s)[ ]of[ ][^,;:]*$
    """,
    re.VERBOSE,
)
SERVED = re.compile(rf"\b[Aa]n? (?P<who>(?:[a-z-]+ ){{0,3}}(?:{ROLE}) (?:to|for|of|with)) $")
SOME_OF = re.compile(r"(?:(?:some|many|most|several|one|two|all|both) of )?")  # "some of her rivals"
# Two people, or some of a group, of whom the text before tells: "both candidates", "one of them".
PAIR = re.compile(r"(?:[Bb]oth|[Tt]he two)(?: (?:candidates|leaders|men|presidents|rivals|senators|women))?")
OF_THEM = re.compile(r"(?:[Oo]ne|[Ss]ome|[Mm]any|[Mm]ost|[Ss]everal|[Bb]oth|[Aa]ll|[Aa]nother|[Tt]wo) of them")
OWNERS = frozenset({"his", "her", "its"})
INDEFINITE = frozenset("a an one another some this".split())
NAME = re.compile(PROPER_NAME)
REFLEXIVE = frozenset({"himself", "herself", "themselves"})
CAPITAL_INSIDE = re.compile(r"(?:anti|pro|non)-[A-Z]")  # "the anti-Berg League" is not the Berg League
TRAILING = re.compile(
    r"(?<=\w)(?:\s+(?:himself|herself|themselves|itself|both|also|too|alike|in|on|at|and|that|who|which)|\s*[-–—]+)+$"
)
# "Berg earlier Monday (said)", "Berg later": when, and not who.
WHEN = re.compile(
    rf"(?<=\w),?\s(?:(?:earlier|later|late|early|also|again|recently|previously|repeatedly|once|(?:on|last|this)(?=\s))\s)*"
    rf"(?:earlier|later|again|recently|previously|repeatedly|{'|'.join(map(str.title, sorted(WEEKDAYS)))})$"
)
HEADLINE_PREPOSITION = re.compile(r"(?<=\w) (?:To|On|After|Over|About|Amid|Against)\b")  # "Berg To Voters: Stay Calm"
OFFICE = re.compile(r"(?:[\w’'-]+ ){1,8}")
OF_NOUN = re.compile(r" (?:the )?[\w’'-]+")
ARTICLE = re.compile(r"^(?:the|The|a|A|an|An)\s")
ACRONYM = re.compile(r" \([A-Z]{2,8}\)")  # "the Port Board (PB) President Anna Berg"
NOUN_PHRASE_END = re.compile(r"((?:[Tt]he )?(?:[\w’'.-]+ ){0,4}[\w’'.-]+),? $")


def no_speakers(start: int, end: int) -> Sequence[tuple[Span, str]]:
    """Return no speakers, for a source before which nothing was said."""
    return ()


class Link(NamedTuple):
    """Whom a source mentions: the name, '' if nobody can be told; how; and how certain it is that it is they."""

    speaker: str
    mention_type: MentionType
    certainty: float = 1.0


class MentionLinker:
    """Links the sources in an article's text to the entities that they mention."""

    def __init__(self, entities: EntityTable, rank: Ranking | None = None) -> None:
        """Link to these entities, the pronouns by the installed ranker or another one.

        Raises EncoderError if the installed ranker is missing.
        """
        self.entities = entities
        self.text = entities.text
        self.pronouns = PronounResolver(entities, rank or installed_ranker().probabilities)
        self._longer_names: dict[str, str] = {}

    def link(self, source: Span, speakers: SpeakersBetween = no_speakers) -> list[Link]:
        """Return each speaker whom a source mentions.  `speakers` are those of the statements found so far.

        Raises EncoderError if the ranker's weights are not the published ones.
        """
        text = self.text[slice(*self.complete_name(source))].strip().removeprefix("by ").strip(" “”\"‘’',–—-")
        text = ACRONYM.sub("", HEADLINE_PREPOSITION.split(WHEN.sub("", TRAILING.sub("", text)))[0])
        text = behind_office(self.as_within_sentence(text, source[0]))
        words = text.split()
        head = normalize_token(words[0]) if words else ""
        if (
            head == "whose" and len(words) > 1 and (owner := self.phrase_before(source[0]))
        ):  # "Berg, whose lawyers said"
            mark = "’" if owner.islower() and owner.endswith("s") else "’s"
            return [Link(f"{owner}{mark} {' '.join(words[1:])}", MentionType.NOMINAL)]
        if head in PRONOUNS and all(normalize_token(word) in PRONOUNS | REFLEXIVE for word in words):
            if head in RELATIVE_PRONOUNS:
                return [Link(self.phrase_before(source[0]), MentionType.PRONOMINAL)]
            antecedent = self.pronouns.resolve(head, source[0], speakers)
            return [Link(antecedent.name, MentionType.PRONOMINAL, antecedent.certainty)]
        if PAIR.fullmatch(text) and (people := self.pronouns.pair(source[0])):
            return [Link(name, MentionType.PRONOMINAL) for name in people]
        if OF_THEM.fullmatch(text):
            return [Link(self.pronouns.resolve("they", source[0], speakers).name, MentionType.PRONOMINAL)]
        if several := self.link_several(text, source[0]):
            return [Link(*each) for each in several]
        name, mention_type = self.link_mention(text, source[0])
        if mention_type is not MentionType.NOMINAL:
            return [Link(name, mention_type)]
        if re.fullmatch(r"[Tt]he \w+", text) and normalize_token(words[1]) in ROLE_NOUNS:
            found = self.repeated_role(normalize_token(words[1]), source[0], speakers)
        elif re.fullmatch(r"[Tt]he \w+(?:[’']s)?", text) and name == normalize_token(words[1]):
            found = self.pronouns.body_called(name, source[0], speakers)
        elif words and words[0].casefold() == "the" and self.entities.find(name.split()) is None:
            found = self.last_titled(text, source[0])
        else:
            return [Link(self.owned_role(name, source[0], speakers), mention_type)]
        if not found and name and name.split()[-1].islower():
            antecedent = self.pronouns.described(text, source)
            return [Link(antecedent.name or name, mention_type, antecedent.certainty)]
        return [Link(found or name, mention_type)]

    def as_within_sentence(self, text: str, place: int) -> str:
        """Return a source without the capital of its sentence's beginning, where that alone makes its first word look
        like a name: "Supporters of Berg".
        """
        opening = PLURAL_OPENING.match(text)
        if not opening or PEOPLES.search(opening.group()):
            return text
        if not SENTENCE_START.search(self.text, max(0, place - LONGEST_BREAK), place):
            return text
        word = text.split()[0]
        is_name = self.entities.find([word]) or re.search(rf"[a-z,] {word}\b", self.text)
        return text if is_name else text[0].lower() + text[1:]

    def link_several(self, text: str, place: int) -> list[tuple[str, MentionType]]:
        """Return the speakers of "Anna Berg and Eero Salo", a list of names, or the two whom a headline begins with
        ("Berg, Salo agree"); empty for any other source.

        What describes one of them, or all of them in front, is passed over: "two members, Anna Berg, a poet, and Salo".
        """
        parts = CONJUNCTION.split(text)
        names, joins = parts[::2], [*parts[1::2], ""]
        if len(names) == 1 or not all(names) or self.is_one(text, names):
            return []
        links: list[tuple[str, MentionType]] = []
        passed = False
        for number, (name, join) in enumerate(zip(names, joins, strict=True)):
            link = self.link_mention(name, place) if LISTED.fullmatch(name) else None
            if link and link[1] is MentionType.NAMED:
                if passed and joins[number - 1] == ", ":
                    break  # "two guests from Turku, Finland"
                links.append(link)
            elif number == 0 and (name.split()[-1].islower() and name.endswith("s") and join == ", "):
                continue
            elif number == 0 or not (name[0].islower() or ARTICLE.match(name)) or (join and not join.startswith(",")):
                return []
            else:
                passed = True
        is_list = any(join != ", " for join in joins[:-1]) or self.are_two_people(names)
        return links if is_list and len(links) > 1 else []

    def is_one(self, text: str, names: Sequence[str]) -> bool:
        """Return True if what is joined names nobody before its last part: "Organization for Trade and Development",
        "filmmaker and former mayor Anna Berg".
        """
        first = self.entities.find(strip_titles(names[0].split()))
        if len(names) > 2 or (first and first.is_person):
            return False
        if names[1][0].islower() and not ARTICLE.match(names[1]):
            return True
        is_name = names[1][0].isupper() and ORGANIZATION_NAME.fullmatch(without_article(text)) is not None
        has_noun = not ORGANIZATION_NOUNS.isdisjoint(normalize_token(word) for word in text.split())
        return is_name and has_noun and first is None and self.entities.find(names[1].split()) is None

    def are_two_people(self, names: Sequence[str]) -> bool:
        """Return True if two names are those of two different people of the article."""
        if len(names) != 2:
            return False
        first, second = (self.entities.find(strip_titles(name.split())) for name in names)
        return first is not None and second is not None and first is not second

    def link_mention(self, text: str, place: int) -> tuple[str, MentionType]:
        """Return the name for a source that is neither a pronoun nor several people, and its mention type."""
        named_behind = head_before_name(text)
        cut = named_behind or HEAD_END.search(text)
        head = text[: cut.start()].strip() if cut else text
        apposition = text[cut.end() :].strip() if cut and cut.group() == "," else ""
        if owner := OWN_WORDS.fullmatch(head):
            text, head, apposition = owner.group(1), owner.group(1), ""
        words = head.split()
        if not words:
            return "", MentionType.NOMINAL
        name = trailing_name(words) or self.plain_surname(words)
        if (is_body(name) or not is_titled(name, words)) and (organization := self.organization(text, head)):
            return self.link_organization(organization), MentionType.NAMED
        if name:
            return self.link_name(name, words, place), MentionType.NAMED
        if cut and cut.group() != "," and (apposed := self.apposed_person(text[cut.end() :])):
            return apposed.canonical_name, MentionType.NAMED
        titled = None if named_behind else self.name_behind_title(text)
        if titled and apposition[:1].isupper():  # "one delegate, Harbour Party chairwoman Anna Berg"
            return titled.canonical_name, MentionType.NAMED
        if apposition and (name := leading_name(apposition)):
            return self.link_name(name, words, place), MentionType.NAMED
        if titled:
            return titled.canonical_name, MentionType.NAMED
        return self.link_role(text, head, place)

    def plain_surname(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return a surname that is a plain word too, "Will" or "May", if the article names its bearer; else empty."""
        person = self.entities.find(words) if len(words) == 1 and words[0].istitle() else None
        is_surname = person is not None and person.is_person and person.name[-1] == normalize_token(words[0])
        return tuple(words) if is_surname else ()

    def organization(self, text: str, head: str) -> str:
        """Return the name of an organisation that ends the head of a noun phrase, with what belongs to it behind the
        head; '' if there is none, or somebody named before it is of the organisation ("Anna Berg of the Port Board").
        """
        last = len(head.rstrip("."))
        runs = (match for match in ORGANIZATION_NAME.finditer(text) if not text[: match.start()].endswith("."))
        ending = (match for match in runs if match.start() < last <= match.end())
        name = next((match.group() for match in ending), "")
        if ORGANIZATION_NOUNS.isdisjoint(normalize_token(word) for word in name.split()):
            return ""
        first = NAME.match(name)
        person = self.entities.find(strip_titles(first.group().split())) if first and first.group() != name else None
        return "" if person and person.is_person and not person.is_organization else without_article(name)

    def link_role(self, text: str, head: str, place: int) -> tuple[str, MentionType]:
        """Return the holder of a role or, if nobody is known to hold it, the role as it is shown; the mention type."""
        words = head.split()
        entity = self.role_holder(words, place) or self.other_leader(words, place)
        if entity:
            return entity.canonical_name, MentionType.NOMINAL
        if len(words) == 2 and words[0].casefold() == "the" and normalize_token(words[1]) in ORGANIZATION_NOUNS:
            return self.link_organization(POSSESSIVE.sub("", words[1])), MentionType.NOMINAL
        is_group = normalize_token(words[-1]) in ORGANIZATION_NOUNS and any(
            word[0].isupper() and normalize_token(word) not in FUNCTION_WORDS for word in words
        )
        phrase = CLAUSE_START.split(text)[0].strip()
        complement = HEAD_END.search(text, len(head) + 1)
        shortened = TRAILING.sub("", text[: complement.start()]) if complement else text
        whole = shortened if is_share(words) else head
        shown = next((each for each in (phrase, shortened) if len(each.split()) <= LONGEST_ROLE), whole)
        name = POSSESSIVE.sub("", ARTICLE.sub("", head if is_group else shown))
        return name, MentionType.NAMED if is_group else MentionType.NOMINAL

    def link_organization(self, name: str) -> str:
        """Return the article's fullest name for an organisation, of its acronym's expansion or one word of it."""
        for expansion in self.entities.acronyms.values():
            nouns = {normalize_token(word) for word in expansion.split()} & ORGANIZATION_NOUNS
            if expansion in name or normalize_token(name) in nouns:
                return expansion
        if " " in name:
            return name
        if name not in self._longer_names:
            matches = (match.group() for match in ORGANIZATION_NAME.finditer(self.text))
            longer = {
                match
                for match in matches
                if name.capitalize() in (words := match.split())[:-1] and len(words) <= LONGEST_ORGANIZATION
            }
            # "The Post" is the Salmo Post, and "the court" a court that is named more than once.
            ending = self.entities.find([name])
            is_known = ending is not None and ending.aliases.total() > name[0].islower()
            whole = ending.canonical_name if ending and is_known else name
            self._longer_names[name] = longer.pop() if len(longer) == 1 else whole
        return self._longer_names[name]

    def link_name(self, name: Sequence[str], words: Sequence[str], place: int) -> str:
        """Return the article's fullest form of a name that ends a noun phrase of these words."""
        titles = {normalize_token(word) for word in words[: len(words) - len(name)]}
        if len(name) > LONGEST_NAME:  # a headline in capitals: whoever it begins with
            starts = [self.entities.find(name[:size]) for size in (3, 2, 1)]
            if entity := next((entity for entity in starts if entity and entity.is_person), None):
                return entity.canonical_name
        if expansion := self.entities.acronyms.get(normalize_token(" ".join(name))):
            return expansion
        entity = self.entities.find(name, titles, place)
        return entity.canonical_name if entity else " ".join(name)

    def complete_name(self, source: Span) -> Span:
        """Return a source that ends within "Mr. Berg" or "a study by Berg" ended behind the name, and within "the
        secretary of state" behind the noun; any other as is.
        """
        last = self.text[slice(*source)].rpartition(" ")[2]
        if last == "of" and (noun := OF_NOUN.match(self.text, source[1])):
            return source[0], noun.end()
        is_title = normalize_token(last) in HONORIFICS
        start = source[1] - len(last) if is_title else source[1] + 1
        run = NAME_SEQUENCE.match(self.text, start) if is_title or last == "by" else None
        return (source[0], max(source[1], run.end())) if run else source

    def name_behind_title(self, text: str) -> Entity | None:
        """Return the person whose name ends a long phrase, behind a title: "Speaker of the House Rep. Anna Berg"."""
        words = re.sub(r"\s*\([^()]*\)$", "", text).split()
        name = trailing_name(words)
        if not name or is_body(name) or not is_titled(name, words) or SERVING.search(text):
            return None
        return self.entities.find(name)

    def apposed_person(self, rest: str) -> Entity | None:
        """Return the person whose full name stands right behind the first comma: "(spokesman for) the council, Anna
        Berg".
        """
        name = NAME_SEQUENCE.match(rest.partition(", ")[2])
        entity = self.entities.find(name.group().split()) if name and " " in name.group() else None
        return entity if entity and entity.is_person and not entity.is_organization else None

    def role_holder(self, words: Sequence[str], place: int) -> Entity | None:
        """Return the one person whom the article calls by this role, or the last one mentioned where several are; None
        for "a senator", who is somebody new.
        """
        if normalize_token(words[0]) in INDEFINITE:
            return None
        role = [normalize_token(word) for word in words if normalize_token(word) not in FUNCTION_WORDS]
        if not role or role[-1] not in ROLE_NOUNS:
            return None
        if any(POSSESSIVE.search(word) and self.entities.find([POSSESSIVE.sub("", word)]) for word in words):
            return None  # "Putin's spokesman" is not Putin, and nobody else by name
        head, modifiers = role[-1], role[:-1]
        fitting = [entity for entity in self.entities.entities if holds_role(entity, head, modifiers)]
        if len(fitting) == 1:
            return fitting[0]
        if not modifiers or not fitting:
            return None
        latest = [max((at for at in entity.mention_offsets if at < place), default=-1) for entity in fitting]
        return fitting[latest.index(max(latest))] if max(latest) >= 0 else None

    def other_leader(self, words: Sequence[str], place: int) -> Entity | None:
        """Return whom "the Russian president" stands for if nobody is called so: who is left where another leads."""
        role = [normalize_token(word) for word in words]
        is_told = any(word[0].isupper() for word in words[1:-1])
        if role[0] != "the" or not is_told or role[-1] not in LEADER_NOUNS:
            return None
        people = [e for e in self.entities.entities if e.is_person and not e.is_organization]
        others = [e for e in people if LEADER_NOUNS & e.roles and not holds_role(e, role[-1], role[1:-1])]
        if sharing := [e for e in others if not e.roles.isdisjoint(role[1:-1])]:  # "the Senate minority leader"
            return sharing[0] if len(sharing) == 1 else None
        free = [e for e in people if not e.roles and e.mention_offsets and e.mention_offsets[0] < place]
        near = self.entities.between(max(paragraph_start(self.text, place), place - NEAR), place)
        if not others or len(free) != 1 or any(entity not in free and not entity.roles for entity in near):
            return None
        return free[0]

    def repeated_role(self, role: str, place: int, speakers: SpeakersBetween) -> str:
        """Return whom a bare role ("the president") stands for: the last speaker of its paragraph, if nothing is known
        against it; else ''.
        """
        spoke = speakers(paragraph_start(self.text, place), place)
        entity = self.entities.find(spoke[-1][1].split()) if spoke else None
        if entity is None or not entity.is_person:
            return ""
        fits = role in entity.roles or (role in LEADER_NOUNS and not entity.roles)
        return entity.canonical_name if fits else ""

    def last_titled(self, text: str, place: int) -> str:
        """Return whom "the Finnish senator" stands for if nobody is called so in full: the only senator named shortly
        before; else ''.
        """
        phrases = HEAD_END.split(text)[0].split(" and ")
        nouns = {normalize_token(phrase.split()[-1]) for phrase in phrases if phrase.split()} & ROLE_NOUNS
        near = self.entities.between(after_rule(self.text, max(0, place - SHORTLY), place), place)
        holders = {e.canonical_name for e in near if nouns & e.roles and not e.is_organization}
        return holders.pop() if len(holders) == 1 else ""

    def owned_role(self, role: str, place: int, speakers: SpeakersBetween) -> str:
        """Return a role with its owner's name: "her spokesman" as "Anna Berg’s spokesman"; any other as it is."""
        some = SOME_OF.match(role)
        pronoun, _, rest = role[some.end() if some else 0 :].partition(" ")
        words = {normalize_token(word) for word in rest.split()}
        if normalize_token(pronoun) not in OWNERS or not (
            words & (ROLE_NOUNS | ORGANIZATION_NOUNS) or rest.endswith("s")
        ):
            return role
        owner = self.pronouns.resolve(normalize_token(pronoun), place, speakers).name
        return f"{owner}’s {rest}" if owner[:1].isupper() else role

    def phrase_before(self, place: int) -> str:
        """Return whom "who" or "which" stands for: the name or noun phrase right before it."""
        mentions = self.entities.mentioned(max(0, place - SHORTLY), place)
        named = [entity for _, end, entity in mentions if end <= place <= end + 2]
        if named and not named[-1].is_person:  # "Anna Berg, director of Salmo Partners, who said"
            start = self.pronouns.last_sentence(paragraph_start(self.text, place), place)
            described = [e for first, end, e in mentions if first >= start and e.is_person and self.text[end] == ","]
            named = described or named
        serving = SERVED.search(self.text, max(0, place - SHORTLY), mentions[-1][0]) if named else None
        if serving:  # "a longtime adviser to Anna Berg, who declined"
            return f"{serving['who']} {named[-1].canonical_name}"
        if named:
            return named[-1].canonical_name
        phrase = NOUN_PHRASE_END.search(self.text[max(0, place - 60) : place])
        words = phrase.group(1).split() if phrase else []
        articles = [number for number, word in enumerate(words) if word.casefold() == "the"]
        if articles:
            return self.link_mention(" ".join(words[articles[-1] :]), place)[0]
        first = max((number + 1 for number, word in enumerate(words) if word in FUNCTION_WORDS), default=len(words))
        group = words[first:]
        return " ".join(group) if group and group[-1].islower() and group[-1].endswith("s") else ""


def behind_office(text: str) -> str:
    """Return the name in a source that ends with one behind an office: "leader of the Opposition Anna Berg"."""
    last = next((run for run in reversed(name_mentions(text)) if run.end == len(text)), None)
    is_holder = last is not None and last.is_behind_office and OFFICE.fullmatch(text, 0, last.start)
    return " ".join(last.words) if last and is_holder else text


def is_share(words: Sequence[str]) -> bool:
    """Return True if the head of a noun phrase is a number, which tells nobody by itself: "fifty (of the officers)"."""
    return all(normalize_token(word) in NUMBERS or word[0].isdigit() for word in words)


def trailing_name(words: Sequence[str]) -> tuple[str, ...]:
    """Return the capitalised words at the end of a noun phrase without its titles; empty if it ends in another noun."""
    last = len(words)
    while last and may_be_in_name(words[last - 1], is_last=last == len(words)):
        last -= 1
    name = strip_titles(words[last:])
    return () if all(normalize_token(word) in TITLES_AND_ROLES for word in name) else name


def may_be_in_name(word: str, *, is_last: bool) -> bool:
    """Return True if a word may belong to a name that ends a noun phrase; behind "Berg’s" another one begins."""
    if is_last:
        return word[0].isupper()
    is_part = word[0].isupper() or word in NAME_PARTICLES or CAPITAL_INSIDE.match(word) is not None
    return is_part and not POSSESSIVE.search(word)


def leading_name(apposition: str) -> tuple[str, ...]:
    """Return the name at the beginning of an apposition; empty if there is none."""
    match = NAME_SEQUENCE.match(apposition)
    name = strip_titles(match.group().split()) if match else ()
    return () if all(normalize_token(word) in TITLES_AND_ROLES for word in name) else name


def holds_role(entity: Entity, noun: str, modifiers: Sequence[str]) -> bool:
    """Return True if an entity's roles hold a role's noun and all its modifiers.

    Countries and their adjectives agree by five letters.
    """
    if noun not in entity.roles and not (noun in LEADER_NOUNS and modifiers and LEADER_NOUNS & entity.roles):
        return False
    gender = gender_of({noun})  # Anna Berg is nobody's husband
    if gender and not entity.agrees_in_gender(gender):
        return False
    return all(any(role[:5] == word[:5] for role in entity.roles) for word in modifiers)


def head_before_name(text: str) -> re.Match[str] | None:
    """Return what stands between the head of "aides to Anna Berg" and the name behind it, which is not who speaks.

    None where there is no such name, or it is that of who speaks, as in "ambassador to Finland Anna Berg".
    """
    between = NAMED_BEHIND_HEAD.search(text)
    if between is None or HEAD_END.search(text, 0, between.start() + 1):
        return None
    name = trailing_name(text[between.end() :].split(",")[0].split())
    is_first = [bool(gender_of_first_name(normalize_token(word))) for word in name[:-1]]
    return None if len(is_first) > 1 and is_first[-1] and not is_first[0] else between


def is_body(name: Sequence[str]) -> bool:
    """Return True if a name ends in a noun for an organisation: "(Justice) Department"."""
    return bool(name) and normalize_token(name[-1]) in ORGANIZATION_NOUNS


def is_titled(name: Sequence[str], words: Sequence[str]) -> bool:
    """Return True if a title or a role stands before the name that ends a phrase; for no name, if one ends it."""
    return len(name) < len(words) and normalize_token(words[-len(name) - 1]) in TITLES_AND_ROLES
