"""Third-person pronouns, and nouns such as "the company" -> their antecedents.  Pure, but for the ranking of people
that it is given.

Of "he" and "she" rules tell whom they can stand for: people of their gender named or speaking shortly before, whom the
sentence does not go on to name.  Where several are left it is the nearest, unless the ranking surely prefers another.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from index.attribution.bodies import last_body
from index.attribution.decoding import log_odds
from index.attribution.entities import EntityTable
from index.attribution.entity import Entity
from index.attribution.spans import after_rule, paragraph_start
from index.models import Span
from index.text.lexicons import (
    FEMININE_PRONOUNS,
    FUNCTION_WORDS,
    HONORIFICS,
    MASCULINE_PRONOUNS,
    NEUTER_PRONOUNS,
    OPPOSITE_GENDER,
    ORGANIZATION_NOUNS,
    PLURAL_PRONOUNS,
    PRONOUNS,
    ROLE_NOUNS,
    TITLES_AND_SURNAMES,
)
from index.text.names import (
    ORGANIZATION,
    ORGANIZATION_NAME,
    POSSESSIVE,
    PROPER_NOUN,
    ROLE,
    agrees_with,
    gender_of,
    gender_of_first_name,
    name_key,
    normalize_token,
    pronoun_of,
)
from index.text.quotes import find_quotes
from index.text.sentences import split_sentences

# The speakers of the statements found so far whose sources begin in a part of the text, as (source, speaker).
SpeakersBetween = Callable[[int, int], Sequence[tuple[Span, str]]]
# The probabilities that a pronoun of a text stands for people, each given by their mentions.
Ranking = Callable[[str, Span, Sequence[Sequence[Span]]], Sequence[float]]

NEARLY_SURELY = 0.99  # probability from which a phrase for somebody is taken to be a person; of 64 read 61 were right
DEFINITE = re.compile(r"[Tt]he (?:[\w-]+ ){0,4}[\w-]+")
SURELY = 5.0  # log-odds by which the ranking must prefer another one to the nearest person
FARTHEST = 600  # characters before a paragraph in which an antecedent is looked for
# Whom "they" and "it" can stand for: "the ISW's analysts", "senior officials", "Zelenskyy's administration".
MODIFIERS = rf"(?:(?:{PROPER_NOUN}) ){{0,4}}(?:[a-z]+(?:an|ar|ent|ese|ior|ish|ist) )?"
PLURAL = re.compile(rf"(?:[Tt]he |\b)({MODIFIERS}(?i:{ROLE})s)\b")
BODY = re.compile(rf"(?:[Tt]he |\b)({MODIFIERS}(?i:{ORGANIZATION}))\b")
CLOSED = ("” ", '" ')
SENTENCE_END = re.compile(r"[.?!][”\"\']*\s|\n")
SUBORDINATORS = frozenset(
    """after although as at because before but by despite during for from given if in on since though unless until upon
    when whenever where while with without""".split()
)
# "she said flatly on Monday.", to the sentence's end
CLOSING_CLAUSE = re.compile(
    r"\w+(?: \w+ly)? \w+(?: \w+ly)?"
    r"(?: (?:on|in|at|to|during|after|last|this|later|then|again)\b[^.?!,\n]{0,60})?[.?!](?:\s|$)"
)
ASKED = re.compile(r"[\s.?!”\"]*(?:(?:When )?[Aa]sked|Pressed|Questioned|Responding)\b")
FIRST_WORD = re.compile(r"[\s.?!”\"]*(\w+)")
SUBJECT_NAME = re.compile(
    rf"[\s.?!”\"]*(?:The )?((?:{PROPER_NOUN})(?: (?:{PROPER_NOUN}))?) [a-z]"
)  # "Salmo did not smile."
# Whom a sentence is about without their name: "A spokeswoman for the harbour office declined", "Berg’s husband left".
INTRODUCED = re.compile(
    rf"""[\s.?!”\"]*
    (?:
        (?:(?:Asked|Speaking|{"|".join(sorted(word.title() for word in SUBORDINATORS))})\s
            [^.?!“”]{{2,120}},\s)?                                            # a clause in front
        [Aa]n?[ ]
        |(?=(?:(?:{PROPER_NOUN})[ ]){{0,3}}?[A-ZÀ-Þ][\w-]*(?:[’']s|s[’'])[ ])  # or a name in the possessive
    )
    (?P<role>
        (?:(?!(?:as|of|in|on|at|to|for|with|and|by|that|who)[ ])[\w’'-]+[ ]){{0,4}}?
        (?P<noun>{ROLE})
        (?:[ ](?:for|of|at|from|with)(?:[ ]the)?[ ]                          # whose spokesman, from where
            (?:(?>(?:{PROPER_NOUN})(?:[ ](?:{PROPER_NOUN}))*)(?:[ ](?:[a-z]+[ ])?(?:{ORGANIZATION}))?
                |(?:[a-z]+[ ])?(?:{ORGANIZATION})))?
    )(?=,?[ ][a-z])
    """,
    re.VERBOSE,
)
OPENING_OF = {"”": "“", "»": "«", '"': '"', "''": "''"}
MODIFIED = re.compile(rf" (?:{ROLE}|{ORGANIZATION})s?\b")  # "Berg supporters", "the Obama administration"
# Words that begin with a capital and are nobody's surname: "Republicans".
ROLES = ROLE_NOUNS - TITLES_AND_SURNAMES
NO_SURNAMES = ORGANIZATION_NOUNS | FUNCTION_WORDS | ROLES | {f"{noun}s" for noun in ROLES}
# "In Salmo" names no person.
LOCATIVE, LOCATIVE_START = re.compile(r"\b(?:in|at|near|outside) (?:the )?$"), re.compile(r"(?:In|At|Near|Outside) ")
PREPOSITION = re.compile(r" (?:for|of) ")
PHRASE_PREPOSITION = re.compile(r" (?:for|of|in|at|from|on|to|with) ")  # behind the head of a noun phrase


class Antecedent(NamedTuple):
    """Whom a pronoun stands for, and how certain it is that it is they and not the likeliest other."""

    name: str = ""
    certainty: float = 1.0


class PronounResolver:
    """Resolves the pronouns of one article.

    `rank` tells how well people fit a pronoun, as `AntecedentRanker.probabilities` does.
    """

    def __init__(self, entities: EntityTable, rank: Ranking) -> None:
        self.entities = entities
        self.rank = rank
        self.text = entities.text
        self._quotes = find_quotes(self.text)
        self._sentence_starts = [0, *(start for start, _ in split_sentences(self.text))]

    def resolve(self, pronoun: str, place: int, speakers: SpeakersBetween) -> Antecedent:
        """Return the antecedent of a normalized third-person pronoun at `place`; without a name if it is open.

        Of people, those are candidates whom its paragraph and what is in `reach` before it hold.
        """
        paragraph = paragraph_start(self.text, place)
        sentence = self.last_sentence(paragraph, place + 1)
        if pronoun in PLURAL_PRONOUNS | NEUTER_PRONOUNS:
            body = self.body(pronoun, sentence, place, speakers) or self.body(pronoun, paragraph, sentence, speakers)
            return Antecedent(body or self.previous_subject(pronoun, paragraph, sentence))
        if pronoun not in MASCULINE_PRONOUNS | FEMININE_PRONOUNS:
            return Antecedent()
        before = self.before_quotation(paragraph, paragraph + len(self.text[paragraph:sentence].rstrip()))
        if role := self.role_before(pronoun, (paragraph, before, place), speakers):
            return Antecedent(role)
        people = self.candidates(pronoun, self.reach(paragraph), place, speakers)
        excluded = self.named_behind(pronoun, sentence, place) | self.named_in_words(sentence, place)
        people = {name: mentions for name, mentions in people.items() if name not in excluded}
        surnames = self.unknown_surnames(self.reach(paragraph), place, people, speakers)
        everybody = people | surnames
        names = [*everybody]
        if len(names) > 1:
            probabilities = self.rank(self.text, (place, place + len(pronoun)), [*everybody.values()])
            odds = dict(zip(names, map(log_odds, probabilities), strict=True))
            second, best = sorted(names, key=lambda name: odds[name])[-2:]
            nearest = self.nearest(people, pronoun, (paragraph, before, sentence, place), speakers)
            is_sure = best in surnames or not nearest or odds[best] - odds[nearest] >= SURELY
            return Antecedent(best if is_sure else nearest, 1 / (1 + math.exp(odds[second] - odds[best])))
        return Antecedent(names[0] if names else "")

    def reach(self, paragraph: int) -> int:
        """Return where the text begins in which the antecedents of a paragraph's pronouns are looked for."""
        return after_rule(self.text, max(0, paragraph - FARTHEST), paragraph)

    def nearest(
        self,
        people: Mapping[str, Sequence[Span]],
        pronoun: str,
        places: tuple[int, int, int, int],
        speakers: SpeakersBetween,
    ) -> str:
        """Return whom of some people, with their mentions, the sentence, else the paragraph, else what stands before is
        about; '' if none.

        `places` are where the pronoun's paragraph begins, where it ends before the pronoun's sentence and a quotation
        in front of it, where the sentence begins, and where the pronoun stands.  Speakers go before others.
        """
        paragraph, before, sentence, place = places
        mentions = sorted((span, name) for name, spans in people.items() for span in spans)
        for start, end in ((sentence, place), (paragraph, before), (self.reach(paragraph), paragraph)):
            if found := [name for _, who in speakers(start, end) if (name := self.canonical(who)) in people]:
                return found[-1]
            if start == sentence and self.begins_with(pronoun, start, end):
                continue  # "He visited Salo, where he said": the first of them has its antecedent further up
            if found := [name for span, name in mentions if start <= span[0] < end]:
                return found[0] if start == sentence else found[-1]
        return ""

    def canonical(self, speaker: str) -> str:
        """Return the name under which a speaker is known in the article; their own where nothing is known of them."""
        entity = self.entities.find(speaker.split())
        return entity.canonical_name if entity else speaker

    def begins_with(self, pronoun: str, start: int, end: int) -> bool:
        """Return True if a part of the text begins with "he", or with "she", as a pronoun's gender is."""
        first = FIRST_WORD.match(self.text, start, end)
        return first is not None and first.group(1).casefold() == pronoun_of(pronoun)

    def role_before(self, pronoun: str, places: tuple[int, int, int], speakers: SpeakersBetween) -> str:
        """Return the role of somebody without a name for whom "he" or "she" stands: who spoke last in the paragraph, or
        whom the sentence before is about; '' if they have a name.  The `places` are those of `nearest`, but for the
        sentence's.
        """
        paragraph, before, place = places
        spoke = [who for _, who in speakers(paragraph, place) if self.agrees(who, pronoun)]
        if spoke and self.entities.find(spoke[-1].split()) is None:
            return spoke[-1]
        return self.introduced_role(paragraph, before, pronoun)

    def candidates(self, pronoun: str, start: int, end: int, speakers: SpeakersBetween) -> dict[str, list[Span]]:
        """Return the people who agree with a pronoun in gender among those whom a part of the text names, or who speak
        there, with their mentions: names, and other sources of their words.
        """
        named = [(first, last, entity) for first, last, entity in self.named_alone(start, end) if entity.is_person]
        inside = {place for first, last, _ in named for place in range(first, last)}
        sources = {source: who for source, who in speakers(start, end) if inside.isdisjoint(range(*source))}
        spoke = ((source, self.entities.find(who.split())) for source, who in sources.items())
        people: dict[str, list[Span]] = {}
        for first, last, entity in [*named, *((*source, entity) for source, entity in spoke if entity)]:
            if may_be(entity, pronoun):
                people.setdefault(entity.canonical_name, []).append((first, last))
        return people

    def unknown_surnames(
        self, start: int, end: int, people: Iterable[str], speakers: SpeakersBetween
    ) -> dict[str, list[Span]]:
        """Return the speakers in a part of the text who are called by one name that is nobody's of the `people`, with
        the sources in which they are.
        """
        known = {name_key(name.split())[-1:] for name in people}
        surnames: dict[str, list[Span]] = {}
        for source, who in speakers(start, end):
            has_article = self.text.startswith(("the ", "The "), *source)  # "the Chinese"
            if self.is_unknown_surname(who) and name_key([who]) not in known and not has_article:
                surnames.setdefault(who, []).append(source)
        return surnames

    def last_sentence(self, start: int, end: int) -> int:
        """Return where the last sentence of a part begins, or what follows the last quotation in it."""
        number = bisect_left(self._sentence_starts, end) - 1
        return max(start, self._sentence_starts[number], *(self.text.rfind(mark, start, end) for mark in CLOSED))

    def introduced_role(self, start: int, end: int, pronoun: str) -> str:
        """Return the role of somebody without a name whom the last sentence of a part is about; '' if there is none, or
        somebody else in it.
        """
        match = INTRODUCED.match(self.text, self.last_sentence(start, end), end)
        if match is None or not agrees_with({match["noun"]}, pronoun) or MODIFIED.match(self.text, match.end()):
            return ""
        if normalize_token(match["role"].split()[0]) in PRONOUNS | FUNCTION_WORDS:  # "He’s the founder"
            return ""
        others = [e for e in self.entities.between(match.end(), end) if e.is_person and e.agrees_in_gender(pronoun)]
        return "" if others else match["role"]

    def before_quotation(self, start: int, end: int) -> int:
        """Return where a part of the text ends without the quotation that it ends with."""
        last = start + len(self.text[start : end + 1].rstrip())  # the mark itself may stand right behind the part
        closing = next((mark for mark in OPENING_OF if self.text.endswith(mark, start, last)), None)
        quotation = self.text.rfind(OPENING_OF[closing], start, last - len(closing)) if closing else -1
        return end if quotation < 0 else start + len(self.text[start:quotation].rstrip())

    def named_alone(self, start: int, end: int) -> list[tuple[int, int, Entity]]:
        """Return the mentions in a part of the text that name somebody for themselves, as (start, end, entity): not
        Obama in "the Obama administration".
        """
        return [
            (first, last, entity)
            for first, last, entity in self.entities.mentioned(start, end)
            if not LOCATIVE.search(self.text[max(0, first - 10) : first]) and not LOCATIVE_START.match(self.text, first)
            if POSSESSIVE.search(self.text[first:last]) or not MODIFIED.match(self.text, last)
        ]

    def is_unknown_surname(self, speaker: str) -> bool:
        """Return True if a speaker is called by one word that can be a surname, and it is not clear whose."""
        is_surname = (
            re.fullmatch(PROPER_NOUN, speaker) is not None
            and speaker.istitle()
            and normalize_token(speaker) not in NO_SURNAMES
            and self.entities.find([speaker]) is None
        )
        if not is_surname:
            return False
        # "Metsa, the news agency, wrote"
        of_body = re.compile(rf"\b{re.escape(speaker)}, (?:the|an?) (?:[\w’'-]+ ){{0,4}}(?i:{ORGANIZATION})[,.]")
        return not of_body.search(self.text)

    def named_behind(self, pronoun: str, sentence: int, place: int) -> set[str]:
        """Return who cannot be the antecedent of a sentence's subject, as the sentence goes on to name them.

        "He praised Berg" is not of Berg (Chomsky, 1981, condition C).  Empty if a clause may come before the main one.
        """
        first = FIRST_WORD.match(self.text, sentence)
        if pronoun not in OPPOSITE_GENDER or first is None or first.group(1).casefold() in SUBORDINATORS:
            return set()
        end = SENTENCE_END.search(self.text, place)
        behind = self.entities.between(place, end.start() if end else len(self.text))
        return {entity.canonical_name for entity in behind}

    def named_in_words(self, sentence: int, place: int) -> set[str]:
        """Return who cannot be the antecedent of a pronoun, as what it says, or what it was asked, names them.

        "It suits Salo and Berg, she said" is not of Berg (Chomsky, 1981, condition C), nor is "Asked about Berg, she
        replied"; but who is named first may tell of themselves: "Berg was shocked by it, she said".
        """
        if ASKED.match(self.text, sentence):
            question = self.text.find(", ", sentence, place)
            return {entity.canonical_name for entity in self.entities.between(sentence, max(question, sentence))}
        if not self.text.endswith(", ", sentence, place) or not CLOSING_CLAUSE.match(self.text, place):
            return set()
        words = max(sentence, *(self.text.rfind(mark, sentence, place) for mark in ":;"))
        named = self.entities.between(words, place)
        people = [entity for _, _, entity in self.named_alone(words, place) if entity.is_person]
        surely = [entity for entity in people if entity.male + entity.female > 1]  # and no part of a town
        first = FIRST_WORD.match(self.text, words)
        is_subject = first is not None and first.group(1).casefold() not in OPPOSITE_GENDER
        themselves = (surely or people)[:1] if is_subject else []
        return {entity.canonical_name for entity in named} - {entity.canonical_name for entity in themselves}

    def body(self, pronoun: str, start: int, end: int, speakers: SpeakersBetween) -> str:
        """Return the last of a part of the text that "they" or "it" can stand for: people by their role, a body, or a
        speaker who is no person.
        """
        spoke = [(source[0], who) for source, who in speakers(start, end) if not self.is_person(who)]
        plural = self.told(PLURAL, start, end) if pronoun in PLURAL_PRONOUNS else []
        if plural:
            spoke = [each for each in spoke if PHRASE_PREPOSITION.split(each[1])[0].endswith("s")]
        if spoke:
            return max(spoke)[1]
        matches = plural or self.told(BODY, start, end)
        return max(((m.start(1), without_titles(m.group(1))) for m in matches), default=(0, ""))[1]

    def body_called(self, noun: str, place: int, speakers: SpeakersBetween) -> str:
        """Return which body "the company", or another such noun, stands for at `place`: the last such one that spoke or
        that the narrator named shortly before; '' if there is none.
        """
        start = self.reach(paragraph_start(self.text, place))
        return last_body(noun, self.told(ORGANIZATION_NAME, start, place), speakers(start, place), self.is_one)

    def described(self, phrase: str, place: Span) -> Antecedent:
        """Return whom a phrase such as "the Salmian senator" at `place` stands for: the person for whom "he" would
        nearly surely stand there; without a name if it is open, or may be somebody who was introduced without a name.
        """
        if not self.is_description(phrase):
            return Antecedent()
        noun = normalize_token(phrase.split()[-1])
        start = self.reach(paragraph_start(self.text, place[0]))
        introduced = re.compile(rf"\b[Aa]n? (?:[\w’'-]+ ){{0,5}}?{re.escape(noun)}\b")
        if introduced.search(self.text, start, place[0]):
            return Antecedent()
        people: dict[str, list[Span]] = {}
        for first, last, entity in self.named_alone(start, place[0]):
            is_place = entity.name[0] in self.entities.by_last and len(entity.name) > 1  # "Berg National Park"
            if entity.is_person and not is_place and may_be(entity, gender_of({noun})):
                people.setdefault(entity.canonical_name, []).append((first, last))
        if not people:
            return Antecedent()
        text = f"{self.text[: place[0]]}he{self.text[place[1] :]}"
        probabilities = self.rank(text, (place[0], place[0] + len("he")), [*people.values()])
        probability, best = max(zip(probabilities, people, strict=True))
        holders = {entity.canonical_name for entity in self.entities.entities if noun in entity.roles}
        is_holder = not holders or best in holders
        return Antecedent(best, probability) if is_holder and probability >= NEARLY_SURELY else Antecedent()

    def is_description(self, phrase: str) -> bool:
        """Return True if a phrase describes one person by a role, and not by whom they serve."""
        words = phrase.split()
        surnames = (word for word in words[1:-1] if normalize_token(word) in self.entities.by_last)
        is_owned = any(POSSESSIVE.search(word) for word in words[:-1]) or any(surnames)
        is_role = normalize_token(words[-1]) in ROLE_NOUNS and "of" not in words  # "the Department of Justice"
        return DEFINITE.fullmatch(phrase) is not None and is_role and not is_owned

    def is_one(self, name: str) -> bool:
        """Return True if a name is that of one person, as the article or its first word tells."""
        return self.is_person(name, surely=True) or bool(gender_of_first_name(normalize_token(name.split()[0])))

    def pair(self, place: int) -> list[str]:
        """Return whom "both" or "the two" stand for at `place`: the two people whom the sentence names before it, else
        one of the two sentences before; empty if it names fewer or more, and in brackets, which tell of what is before
        them: "Oulu and Turku (both voted for Berg)".
        """
        if self.text.endswith("(", 0, place):
            return []
        paragraph = paragraph_start(self.text, place)
        end = place
        for _ in range(3):
            start = self.last_sentence(paragraph, end)
            named = (entity for _, _, entity in self.named_alone(start, end) if entity.is_person)
            people = list(dict.fromkeys(entity.canonical_name for entity in named if not entity.is_organization))
            if people or start <= paragraph:
                break
            end = paragraph + len(self.text[paragraph:start].rstrip())
        return people if len(people) == 2 else []

    def told(self, pattern: re.Pattern[str], start: int, end: int) -> list[re.Match[str]]:
        """Return the matches in a part of the text that are the narrator's words, and do not stand in a quotation."""
        return [match for match in pattern.finditer(self.text, start, end) if not self.is_quoted(match.start())]

    def is_quoted(self, place: int) -> bool:
        """Return True if a place of the text stands in a quotation."""
        return any(start <= place < end for start, end in self._quotes)

    def previous_subject(self, pronoun: str, paragraph: int, sentence: int) -> str:
        """Return the name that begins the sentence before one that begins with "It", if it is no person's."""
        first = FIRST_WORD.match(self.text, sentence)
        if pronoun not in NEUTER_PRONOUNS or first is None or first.group(1) != "It":
            return ""
        end = paragraph + len(self.text[paragraph:sentence].rstrip())
        name = SUBJECT_NAME.match(self.text, self.last_sentence(paragraph, end), end)
        if name is None or self.is_person(name.group(1), surely=True):
            return ""
        is_name = re.search(rf"[a-z,] {re.escape(name.group(1))}\b", self.text)  # capitalised within a sentence too
        return name.group(1) if is_name else ""

    def is_person(self, speaker: str, surely: bool = False) -> bool:
        """Return True if a name is a person's; only where the article says so, if `surely`."""
        entity = self.entities.find(speaker.split())
        return entity is not None and not entity.is_organization and (entity.is_person or not surely)

    def agrees(self, speaker: str, pronoun: str) -> bool:
        """Return True if a speaker, a person or a role, agrees with a pronoun in gender."""
        entity = self.entities.find(speaker.split())
        if entity is None:
            words = [normalize_token(word) for word in PREPOSITION.split(speaker)[0].split()]
            return bool(words) and words[-1] in ROLE_NOUNS and agrees_with(words, pronoun)
        return may_be(entity, pronoun)


def may_be(entity: Entity, pronoun: str) -> bool:
    """Return True if an entity is one person, of whom the article tells no other gender than a pronoun's."""
    return entity.agrees_in_gender(pronoun) and not (entity.is_organization or entity.may_be_group)


def without_titles(name: str) -> str:
    """Return a body's name without the title of its owner: "President Berg's administration"."""
    words = name.split()
    while len(words) > 2 and normalize_token(words[0]) in HONORIFICS:
        words.pop(0)
    return " ".join(words)
