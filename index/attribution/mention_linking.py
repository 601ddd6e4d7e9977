"""Whom the source of a statement means: a name, a role, a pronoun.  Pure.

A role ("the Russian president") stands for the person whom the article calls so; a pronoun for the person whom the
sentences before it are about.  Where two people fit equally, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.attribution.entities import Entity, EntityTable
from index.models import MentionType, Span
from index.text.lexicons import (
    FEMININE_PRONOUNS,
    FUNCTION_WORDS,
    HONORIFICS,
    LEADER_NOUNS,
    MASCULINE_PRONOUNS,
    NAME_PARTICLES,
    NEUTER_PRONOUNS,
    OPPOSITE_GENDER,
    ORGANIZATION_NOUNS,
    PLURAL_PRONOUNS,
    PRONOUNS,
    RELATIVE_PRONOUNS,
    ROLE_NOUNS,
    TITLES_AND_ROLES,
)
from index.text.names import (
    NAME_SEQUENCE,
    ORGANIZATION,
    ORGANIZATION_NAME,
    POSSESSIVE,
    PROPER_NAME,
    PROPER_NOUN,
    ROLE,
    agrees_with,
    normalize_token,
    pronoun_of,
    strip_titles,
)

NO_NAMES = ORGANIZATION_NOUNS | FUNCTION_WORDS  # words that begin with a capital and are nobody's surname
LONGEST_NAME = 4  # words
LONGEST_ROLE = 8  # words of a role that is shown because nobody is known to hold it
SHORTLY = 400  # characters; about the paragraph before
NEAR = 160  # characters; about the sentence before
CUT = re.compile(
    r"[,;:(–—]|\s(?:who|whose|which|that|of|from|in|at|on|for|with|during|after|told|speaking|as|near|about(?! \d)"
    r"|and his|and her)\s"
)
UTTERANCE = (
    r"(?:own )?(?:words|remarks?|comments?|statements?|information|account"
    r"|view|views|opinion|estimates?|claims?|posts?|tweets?|speech)"
)
# What a source holds beyond a name where the verb or more of the sentence was taken for part of it: "Berg earlier has".
BEYOND = re.compile(
    r"\s(?:[a-z]+ed|ha[sd]|have|is|was|were|did|does|will|would|could|can|may|might|must|also|then|later|earlier|again|now|still"
    r"|even|all|both|just|never|once|ever|always|himself|herself|itself|themselves|who|whose|which|made|met|struck|spent|went|came"
    r"|took|gave|got|spoke|began|kept|left|held|led|lost|won|ran|saw|sat|stood|thought|brought|told|said|wrote|[-–—]+)(?!\w).*",
    re.DOTALL,
)
# Who "they" and "it" can be: "the ISW's analysts", "senior officials", "Zelenskyy's administration".
OWNED = rf"(?:(?:{PROPER_NOUN}) ){{0,4}}(?:[a-z]+(?:an|ar|ent|ese|ior|ish|ist) )?"
SEVERAL = re.compile(rf"(?:[Tt]he |\b)({OWNED}(?i:{ROLE})s)\b")
BODY = re.compile(rf"(?:[Tt]he |\b)({OWNED}(?i:{ORGANIZATION}))\b")
MARKS = {"”": "“", "»": "«", '"': '"', "''": "''"}
STOPS = (". ", "? ", "! ", "” ", '" ')
SENTENCE_END = re.compile(r"[.?!][”\"’']*\s|\n")
SUBORDINATE = frozenset(
    """after although as at because before but by despite during for from given if in on since though unless until upon
    when whenever where while with without""".split()
)
FIRST_WORD = re.compile(r"[\s.?!”\"]*(\w+)")
FIRST_ROLE = re.compile(rf"[\s.?!”\"]*([Tt]he (?:[\w’'-]+ ){{0,4}}?(?:{ROLE}))(?=,? [a-z])")
# Whom a sentence is about without their name: "A spokeswoman for the harbour office declined", "Berg’s husband left".
CLAUSES = "|".join(("Asked", "Speaking", *(word.title() for word in sorted(SUBORDINATE))))
INTRODUCED = re.compile(
    rf"[\s.?!”\"]*(?:(?:(?:{CLAUSES})\s[^.?!“”]{{2,120}},\s)?[Aa]n? "
    rf"|(?=(?:(?:{PROPER_NOUN}) ){{0,3}}?[A-ZÀ-Þ][\w-]*(?:[’']s|s[’']) ))"
    r"(?P<role>(?:(?!(?:as|of|in|on|at|to|for|with|and|by|that|who) )[\w’'-]+ ){0,4}?"
    rf"(?P<noun>{ROLE})"
    rf"(?: (?:for|of|at|from|with)(?: the)? (?:(?>{PROPER_NAME})(?: (?:[a-z]+ )?(?:{ORGANIZATION}))?|"
    rf"(?:[a-z]+ )?(?:{ORGANIZATION})))?)"
    r"(?=,? [a-z])"
)
# "Salmo did not smile. It announced ..."
CALLED_IT = re.compile(rf"[\s.?!”\"]*(?:The )?((?:{PROPER_NOUN})(?: (?:{PROPER_NOUN}))?) [a-z]")
# "a spokesman for Mayor Berg", "wife of Sen. Berg", not "Speaker of the House Rep. Berg" or "secretary of state Berg".
# In "A lawyer decides, she said" she is not the lawyer; in "When a lawyer decides, she said" she may be.
CLAUSE = r"\b(?i:after|although|as|because|before|but|despite|if|since|though|unless|until|when|whenever|where|while)\b"
WORDS_BEFORE = re.compile(rf"(?:(?!{CLAUSE})[^:;])*\w[,?!][”\"’]? ")
CUE_BEHIND = re.compile(r"\w+ (?:\w+ )?\w+[.,:;!?]")
SERVING = re.compile(
    rf"\b(?:(?:for|to|with|by|from)(?: the)? (?:(?i:{'|'.join(sorted(HONORIFICS))})\.? )+"
    r"|of (?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep|Gen|Senator|Governor|President|Mayor|Pope|King|Queen)\.? )(?=[A-Z][^,;:]*$)"
)
OWNERS = frozenset({"his", "her", "its"})
OF = re.compile(r" (?:for|of) ")
TRAILING = re.compile(
    r"(?<=\w)(?:\s+(?:himself|herself|themselves|itself|both|also|too|alike|in|on|at|and|that|who|which)|\s*[-–—]+)+$"
)


class MentionLinker:
    """Brings the sources in an article's text to the people whom they mean."""

    def __init__(self, people: EntityTable) -> None:
        self.people = people
        self.text = people.text

    def resolve(self, source: Span, before: Sequence[tuple[int, str]] = ()) -> list[tuple[str, MentionType]]:
        """Who a source names: (name, how it is named) for each of them; the name is empty where nobody can be told.

        `before` are the statements before it: (offset of their source, speaker).
        """
        text = (
            self.text[slice(*self.with_first(self.with_name(source)))].strip().removeprefix("by ").strip(" “”\"‘’',–—-")
        )
        text = self.alone(TRAILING.sub("", text))
        head = text.split(None, 1)[0].casefold() if text else ""
        if normalize_token(head) in PRONOUNS and all(
            normalize_token(word) in PRONOUNS | {"himself", "herself", "themselves"} for word in text.split()
        ):
            return [(self.antecedent(normalize_token(head), source[0], before), MentionType.PRONOMINAL)]
        if joined := re.fullmatch(
            rf"((?:[\w’'.-]+ ){{0,4}}?(?:{PROPER_NOUN})) [Aa]nd ((?:[\w’'.-]+ ){{0,4}}?(?:{PROPER_NOUN}))", text
        ):
            parts = [self.one(part, source[0]) for part in joined.groups()]
            if all(mention_type is MentionType.NAMED for _, mention_type in parts):
                return parts
        several = re.split(r",? and |, ", text)
        listed = len(several) > 2 and " and " in text
        if (listed or self.headed_by_two(several)) and all(NAME_SEQUENCE.fullmatch(part) for part in several):
            return [self.one(part, source[0]) for part in several]
        name, mention_type = self.one(text, source[0])
        if (
            mention_type is MentionType.NOMINAL
            and re.fullmatch(r"[Tt]he \w+", text)
            and normalize_token(text.split()[1]) in ROLE_NOUNS
        ):
            return [(self.meant_again(normalize_token(text.split()[1]), source[0], before) or name, mention_type)]
        if mention_type is MentionType.NOMINAL and head == "the" and self.people.find(name.split()) is None:
            return [(self.last_titled(text, source[0]) or name, mention_type)]
        return [(self.owned(name, source[0], before) if mention_type is MentionType.NOMINAL else name, mention_type)]

    def owned(self, role: str, place: int, before: Sequence[tuple[int, str]]) -> str:
        """A role with the name of whose it is: "her spokesman" as "Anna Berg’s spokesman"."""
        pronoun, _, rest = role.partition(" ")
        words = [normalize_token(word) for word in rest.split()]
        if normalize_token(pronoun) not in OWNERS or not (
            {*words} & (ROLE_NOUNS | ORGANIZATION_NOUNS) or rest.endswith("s")
        ):
            return role
        owner = self.antecedent(normalize_token(pronoun), place, before)
        return f"{owner}’s {rest}" if owner[:1].isupper() else role

    def alone(self, text: str) -> str:
        """A name without what the sentence says behind it; any other source as it is."""
        run = NAME_SEQUENCE.match(text)
        if run is None or not BEYOND.fullmatch(text, run.end()):
            return text
        return run.group() if self.people.bears(strip_titles(run.group().split())) else text

    def with_name(self, source: Span) -> Span:
        """A source that ends within "Mr. Berg", ended behind the name."""
        last = self.text[slice(*source)].rpartition(" ")[2]
        run = NAME_SEQUENCE.match(self.text, source[1] - len(last)) if normalize_token(last) in HONORIFICS else None
        return (source[0], max(source[1], run.end())) if run else source

    def with_first(self, source: Span) -> Span:
        """A source that is the second of two names that a headline begins with ("Berg, Holm agree"), with the first."""
        line = self.text.rfind("\n", 0, source[0]) + 1
        first, comma, behind = self.text[line : source[1]].partition(", ")
        second = line + len(first + comma) == source[0] and NAME_SEQUENCE.fullmatch(behind)
        return (line, source[1]) if second and self.headed_by_two([first, behind]) else source

    def headed_by_two(self, names: Sequence[str]) -> bool:
        """Whether these are two different people of the article."""
        people = [self.people.find(strip_titles(name.split())) for name in names if NAME_SEQUENCE.fullmatch(name)]
        return len(people) == len(names) == 2 and None not in people and people[0] is not people[1]

    def meant_again(self, role: str, place: int, before: Sequence[tuple[int, str]]) -> str:
        """Whom a bare role ("the president") stands for: the last speaker of its paragraph, if nothing is known
        against it.
        """
        paragraph = self.text.rfind("\n", 0, place) + 1
        said = [who for at, who in before if paragraph <= at < place]
        person = self.people.find(said[-1].split()) if said else None
        fits = (
            person is not None
            and person.likely
            and (role in person.roles or (role in LEADER_NOUNS and not person.roles))
        )
        return person.display if person and fits else ""

    def last_titled(self, text: str, place: int) -> str:
        """Whom "the Finnish senator" stands for where nobody is called so in full: the only senator named shortly
        before.
        """
        nouns = {
            normalize_token(part.split()[-1]) for part in CUT.split(text)[0].split(" and ") if part.split()
        } & ROLE_NOUNS
        near = self.people.between(max(0, place - SHORTLY), place)
        holders = {person.display for person in near if nouns & person.roles and not person.is_body}
        return holders.pop() if len(holders) == 1 else ""

    def one(self, text: str, place: int) -> tuple[str, MentionType]:
        """The name for a source that is neither a pronoun nor several people."""
        cut = CUT.search(text)
        head = text[: cut.start()].strip() if cut else text
        rest = text[cut.end() :].strip() if cut and cut.group() == "," else ""
        if owner := re.fullmatch(rf"((?:{PROPER_NOUN})(?: (?:{PROPER_NOUN}))*?)[’']s? (?:[a-z]+ )?{UTTERANCE}", head):
            text, head, rest = owner.group(1), owner.group(1), ""
        words = head.split()
        if not words:
            return "", MentionType.NOMINAL
        capitals = self.trailing_name(words)
        organisation = ORGANIZATION_NAME.match(without_article(text))
        if (
            organisation
            and not titled(capitals, words)
            and (ORGANIZATION_NOUNS & {normalize_token(word) for word in organisation.group().split()})
            and (not capitals or organisation.end() >= len(without_article(head).rstrip(".")))
        ):
            return self.organisation(organisation.group()), MentionType.NAMED
        if capitals:
            return self.named(capitals, words, place)
        behind = self.behind_title(text)
        if behind and rest[:1].isupper():  # "one delegate, Harbour Party chairwoman Anna Berg"
            return behind.display, MentionType.NAMED
        if rest and (name := self.leading_name(rest)):
            return self.named(name, words, place)
        if behind:
            return behind.display, MentionType.NAMED
        person = self.role(words, place) or self.leader(words, place)
        if person:
            return person.display, MentionType.NOMINAL
        if len(words) == 2 and words[0].casefold() == "the" and normalize_token(words[1]) in ORGANIZATION_NOUNS:
            return self.organisation(words[1]), MentionType.NOMINAL
        group = normalize_token(words[-1]) in ORGANIZATION_NOUNS and any(
            word[0].isupper() and normalize_token(word) not in FUNCTION_WORDS for word in words
        )
        whole = re.split(r"[,;:(–—]| (?:that|who|which|whose) ", text)[0].strip()
        return self.trimmed(
            head if group or len(whole.split()) > LONGEST_ROLE else whole
        ), MentionType.NAMED if group else MentionType.NOMINAL

    def organisation(self, name: str) -> str:
        """The article's fullest name for an organisation: what its acronym, or one word of its name, stands for."""
        for expansion in self.people.acronyms.values():
            if (
                expansion in name
                or normalize_token(name) in {normalize_token(word) for word in expansion.split()} & ORGANIZATION_NOUNS
            ):
                return expansion
        if " " in name:
            return name
        longer = {
            m.group() for m in ORGANIZATION_NAME.finditer(self.text) if name.capitalize() in m.group().split()[:-1]
        }
        return longer.pop() if len(longer) == 1 else name

    def named(self, name: Sequence[str], words: Sequence[str], place: int) -> tuple[str, MentionType]:
        """The article's fullest form of a name."""
        titles = {normalize_token(word) for word in words[: len(words) - len(name)]}
        if len(name) > LONGEST_NAME:  # a headline in capitals: whoever it begins with
            starts = [self.people.find(name[:size]) for size in (3, 2, 1)]
            if person := next((person for person in starts if person and person.likely), None):
                return person.display, MentionType.NAMED
        if expansion := self.people.acronyms.get(normalize_token(" ".join(name))):
            return expansion, MentionType.NAMED
        person = self.people.find(name, titles, place)
        return (person.display if person else " ".join(name)), MentionType.NAMED

    @staticmethod
    def trailing_name(words: Sequence[str]) -> tuple[str, ...]:
        """The capitalised words at the end of a noun phrase without its titles; empty where it ends in another noun."""
        last = len(words)
        while last and (words[last - 1][0].isupper() or (last < len(words) and words[last - 1] in NAME_PARTICLES)):
            last -= 1
        name = strip_titles(words[last:])
        return () if all(normalize_token(word) in TITLES_AND_ROLES for word in name) else name

    @staticmethod
    def leading_name(rest: str) -> tuple[str, ...]:
        """The name at the beginning of an apposition."""
        match = NAME_SEQUENCE.match(rest)
        name = strip_titles(match.group().split()) if match else ()
        return name if name and not all(normalize_token(word) in TITLES_AND_ROLES for word in name) else ()

    def behind_title(self, text: str) -> Entity | None:
        """The person whose name ends a long phrase, behind a title: "Speaker of the House Rep. Anna Berg"."""
        words = re.sub(r"\s*\([^()]*\)$", "", text).split()
        name = self.trailing_name(words)
        return self.people.find(name) if name and titled(name, words) and not SERVING.search(text) else None

    def role(self, words: Sequence[str], place: int) -> Entity | None:
        """The one person whom the article calls by this role, or the last one mentioned where several are."""
        folded = [normalize_token(word) for word in words if normalize_token(word) not in FUNCTION_WORDS]
        if not folded or folded[-1] not in ROLE_NOUNS:
            return None
        if any(POSSESSIVE.search(word) and self.people.find([POSSESSIVE.sub("", word)]) for word in words):
            return None  # "Putin's spokesman" is not Putin, and nobody else by name
        head, modifiers = folded[-1], folded[:-1]
        fitting = [p for p in self.people.unique() if self.called(p, head, modifiers)]
        if len(fitting) == 1:
            return fitting[0]
        if not modifiers or not fitting:
            return None
        latest = [max((at for at in p.places if at < place), default=-1) for p in fitting]
        return fitting[latest.index(max(latest))] if max(latest) >= 0 else None

    @staticmethod
    def called(person: Entity, head: str, modifiers: Sequence[str]) -> bool:
        """Whether a person's roles hold a role's noun and all its modifiers; countries and their adjectives agree by
        five letters.
        """
        if head not in person.roles and not (head in LEADER_NOUNS and modifiers and LEADER_NOUNS & person.roles):
            return False
        return all(any(role[:5] == word[:5] for role in person.roles) for word in modifiers)

    def leader(self, words: Sequence[str], place: int) -> Entity | None:
        """Whom "the Russian president" stands for where nobody is called so: who is left where another leads."""
        folded = [normalize_token(word) for word in words]
        if folded[0] != "the" or len(folded) < 3 or folded[-1] not in LEADER_NOUNS:
            return None
        people = [p for p in self.people.unique() if p.likely and not p.is_body]
        others = [p for p in people if LEADER_NOUNS & p.roles and not self.called(p, folded[-1], folded[1:-1])]
        free = [p for p in people if not p.roles and p.places and p.places[0] < place]
        near = self.people.between(max(self.text.rfind("\n", 0, place) + 1, place - NEAR), place)
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
        if pronoun in RELATIVE_PRONOUNS:
            return self.in_front(place)
        paragraph = self.text.rfind("\n", 0, place) + 1
        sentence = self.last_sentence(paragraph, place)
        if pronoun in PLURAL_PRONOUNS | NEUTER_PRONOUNS:
            near = (sentence, place), (paragraph, sentence)
            found = next(filter(None, (self.body(pronoun, *part, before) for part in near)), "")
            return found or self.called_it(pronoun, paragraph, sentence)
        if pronoun not in MASCULINE_PRONOUNS | FEMININE_PRONOUNS:
            return ""
        parts = (sentence, place), (paragraph, sentence), (max(0, paragraph - 600), paragraph)
        others = self.named_behind(pronoun, sentence, place)
        for start, end in parts:
            said = [who for at, who in before if start <= at < end and self.agrees(who, pronoun) and who not in others]
            behind_words = start == sentence and self.is_behind_words(start, end)
            if not behind_words and (role := self.introduced(start, end, pronoun)):
                return role
            if said:
                # May be a role that nobody is known to hold: then no one before it is meant.
                return next((who for who in reversed(said) if self.reads_as_name(who)), said[-1])
            if start == sentence and self.begins_with(pronoun, start, end):
                continue  # "She has asked twice, she said": the first of them has its antecedent further up
            if start == sentence and (subject := self.subject(start, end, pronoun)):
                return subject
            named = [p for p in self.standing(start, end) if p.likely and p.may_be(pronoun) and not p.is_body]
            named = [person for person in named if person.display not in others]
            if named:
                return named[0].display if start == sentence else named[-1].display
        surnames = [who for at, who in before if parts[-1][0] <= at < place and self.reads_as_surname(who)]
        return surnames[-1] if surnames else ""

    def last_sentence(self, start: int, end: int) -> int:
        """Where the last sentence of a part begins, with the full stop before it."""
        return max(start, *(self.text.rfind(stop, start, end) for stop in STOPS))

    def introduced(self, start: int, end: int, pronoun: str) -> str:
        """The role of somebody without a name whom the last sentence of a part is about, and nobody else in it."""
        end = self.before_words(start, end)
        last = self.last_sentence(start, end)
        phrase = INTRODUCED.match(self.text, last, end)
        if phrase is None or not agrees_with({phrase["noun"]}, pronoun):
            return ""
        if normalize_token(phrase["role"].split()[0]) in PRONOUNS | FUNCTION_WORDS:  # "He’s the founder"
            return ""
        others = [p for p in self.people.between(phrase.end(), end) if p.likely and p.may_be(pronoun)]
        return "" if others or self.modifies(phrase["role"], phrase.end()) else phrase["role"]

    def before_words(self, start: int, end: int) -> int:
        """Where a part of the text ends without the quotation that it ends with."""
        last = start + len(self.text[start : end + 1].rstrip())  # the mark itself may stand right behind the part
        closing = next((mark for mark in MARKS if self.text.endswith(mark, start, last)), None)
        quotation = self.text.rfind(MARKS[closing], start, last - len(closing)) if closing else -1
        return end if quotation < 0 else start + len(self.text[start:quotation].rstrip())

    def named_behind(self, pronoun: str, sentence: int, place: int) -> set[str]:
        """Who cannot be what a sentence's subject "he" or "she" stands for, as the sentence goes on to name them: "He
        praised Berg" is not of Berg (Chomsky, 1981, condition C).  Nobody where a clause may come before its main one.
        """
        first = FIRST_WORD.match(self.text, sentence)
        if pronoun not in OPPOSITE_GENDER or first is None or first.group(1).casefold() in SUBORDINATE:
            return set()
        end = SENTENCE_END.search(self.text, place)
        return {person.display for person in self.people.between(place, end.start() if end else len(self.text))}

    def is_behind_words(self, start: int, place: int) -> bool:
        """Whether a pronoun with its verb stands behind the words that are said in its sentence."""
        return bool(WORDS_BEFORE.fullmatch(self.text, start, place) and CUE_BEHIND.match(self.text, place))

    def reads_as_surname(self, speaker: str) -> bool:
        """Whether a speaker of whom nothing is known is called by one word that can be a surname."""
        unknown = self.people.find(speaker.split()) is None
        return (
            unknown
            and re.fullmatch(PROPER_NOUN, speaker) is not None
            and speaker.istitle()
            and normalize_token(speaker) not in NO_NAMES
        )

    def begins_with(self, pronoun: str, start: int, end: int) -> bool:
        """Whether a part of the text begins with "he", or with "she", as a pronoun's gender is."""
        first = FIRST_WORD.match(self.text, start, end)
        return first is not None and first.group(1).casefold() == pronoun_of(pronoun)

    def subject(self, start: int, end: int, pronoun: str) -> str:
        """Whom the role that a sentence begins with stands for ("The Oslo senator left, but she"); else empty."""
        phrase = FIRST_ROLE.match(self.text, start, end)
        if phrase is None:
            return ""
        name = self.one(phrase.group(1), start)[0]
        person = self.people.find(name.split()) or self.people.find(self.last_titled(phrase.group(1), start).split())
        return person.display if person and person.may_be(pronoun) else ""

    def standing(self, start: int, end: int) -> list[Entity]:
        """The people named in a part of the text for themselves: Obama is not in "the Obama administration"."""
        mentions = self.people.mentioned(start, end)
        return [who for first, last, who in mentions if not self.modifies(self.text[first:last], last)]

    def modifies(self, name: str, end: int) -> bool:
        """Whether a name stands before what it tells apart: "Berg supporters", not "Berg's supporters"."""
        behind = re.match(r" ([a-z]+?)s?\b", self.text[end : end + 20])
        return behind is not None and not POSSESSIVE.search(name) and behind.group(1) in ORGANIZATION_NOUNS | ROLE_NOUNS

    def reads_as_name(self, speaker: str) -> bool:
        """Whether a speaker is not called by plain words of the article, as a newspaper is (the Harbour Post)."""
        person = self.people.find(speaker.split())
        return person is None or person.likely or self.people.plain.isdisjoint(person.name)

    def body(self, pronoun: str, start: int, end: int, before: Sequence[tuple[int, str]]) -> str:
        """Whom "they" or "it" stands for in a part of the text: who are several, a body, or spoke as one; the last."""
        spoke = [(at, who) for at, who in before if start <= at < end and not self.is_person(who)]
        several = [*SEVERAL.finditer(self.text, start, end)] if pronoun in PLURAL_PRONOUNS else []
        called = several or ([] if spoke else [*BODY.finditer(self.text, start, end)])
        return max([*spoke, *((m.start(1), self.untitled(m.group(1))) for m in called)], default=(0, ""))[1]

    def called_it(self, pronoun: str, paragraph: int, sentence: int) -> str:
        """What else than a person the sentence before a sentence that begins with "it" begins with, by its name."""
        first = FIRST_WORD.match(self.text, sentence)
        if pronoun not in NEUTER_PRONOUNS or first is None or first.group(1) != "It":
            return ""
        name = CALLED_IT.match(self.text, self.last_sentence(paragraph, sentence), sentence)
        if name is None:
            return ""
        person = self.people.find(name.group(1).split())
        elsewhere = re.search(rf"[a-z,] {re.escape(name.group(1))}\b", self.text)  # so it is no plain word
        return name.group(1) if elsewhere and (person is None or not person.likely or person.is_body) else ""

    @staticmethod
    def untitled(name: str) -> str:
        """A body's name without the title of whose it is: "President Berg's administration"."""
        words = name.split()
        while len(words) > 2 and normalize_token(words[0]) in HONORIFICS:
            words.pop(0)
        return " ".join(words)

    def is_person(self, speaker: str) -> bool:
        person = self.people.find(speaker.split())
        return person is not None and not person.is_body

    def agrees(self, speaker: str, pronoun: str) -> bool:
        """Whether a speaker before it can be what a pronoun stands for."""
        person = self.people.find(speaker.split())
        if person is None:
            words = [normalize_token(word) for word in OF.split(speaker)[0].split()]
            return bool(words) and words[-1] in ROLE_NOUNS and agrees_with(words, pronoun)
        return person.may_be(pronoun) and not person.is_body

    def in_front(self, place: int) -> str:
        """Whom "who" or "which" stands for: the name or noun phrase right before it."""
        before = self.text[max(0, place - 60) : place]
        phrase = re.search(r"((?:[Tt]he )?(?:[\w’'.-]+ ){0,4}[\w’'.-]+),? $", before)
        named = [person for start, end, person in self.people.mentions if end <= place <= end + 2]
        if named:
            return named[-1].display
        words = phrase.group(1).split() if phrase else []
        starts = [at for at, word in enumerate(words) if word.casefold() == "the"]
        return self.one(" ".join(words[starts[-1] :]), place)[0] if starts else ""


def without_article(text: str) -> str:
    return re.sub(r"^[Tt]he ", "", text)


def titled(name: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a title or a role stands before the name that ends a phrase; for no name, whether one ends it."""
    return len(name) < len(words) and normalize_token(words[-len(name) - 1]) in TITLES_AND_ROLES
