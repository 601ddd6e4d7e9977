"""Whom or what the pronouns of a follow-up stand for: who was asked about, named or cited just before.

`name_pronouns` is for questions of somebody's words, `name_referents` for ordinary ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.models import Role, Turn
from assistant.questions.clause import Clause
from assistant.questions.lexicon import (
    ATTITUDE,
    AUXILIARIES,
    GROUPS,
    OFFICES,
    PERSONAL,
    QUESTION_WORDS,
    SAYING,
    SOMEBODY,
    TOPIC_PREPOSITIONS,
)
from assistant.questions.models import Question, QuestionKind
from assistant.questions.names import find_mentions, tokenize
from index import (
    FUNCTION_WORDS,
    KIN_NOUNS,
    NAME_SEQUENCE,
    ORGANIZATION_NOUNS,
    ROLE_NOUNS,
    IndexSnapshot,
    SpeakerKind,
    gender_of_first_name,
    normalize_token,
)

Kind = QuestionKind
OBJECT_FORMS = {"him", "her", "them"}
# "did it criticize the mayor": a body, which says something
IT_SPEAKS = re.compile(
    r"\b(?:did|does|do|has|had|will|would) (?P<it>it) (?:also |ever |really )?(?P<verb>\w+)", re.IGNORECASE
)
REFERRING = re.compile(
    r"\b(?P<word>he|him|his|she|her|it|its|they|them|their|there)\b"
    r"(?!\s+(?:is|are|was|were|be|been|will|takes?|took|seems?|true|that)\b)",  # "how long does it take", "is there"
    re.IGNORECASE,
)
AUXILIARY = rf"(?:{'|'.join(sorted(AUXILIARIES))})\b"
ASKED_FOR = re.compile(
    rf"(?:what (?:is|was|are|were) (?P<thing>(?:the|a|an) [\w’' -]+)"
    rf"|(?:how many|what|which) (?P<things>(?!{AUXILIARY})[\w’' -]+?) {AUXILIARY}.*)$",
    re.IGNORECASE,
)  # "what is | the new hashtag", "how many | golf courses | have closed"
LAST_THING = re.compile(r"\b(?:the|an?|his|her|its|their) ((?:[\w’'-]+ ){0,2}[a-z][\w’'-]+)\W*$")
THERE = re.compile(r"\bthere\W*$", re.IGNORECASE)
OWNER = re.compile(r"(?P<word>his|her|their) (?P<owned>\w+)\b", re.IGNORECASE)
AT_PLACE = re.compile(r"\b(?:in|at|from|near|across) (?:the )?$", re.IGNORECASE)
OF_PERSONS = frozenset({"he", "him", "his", "she", "her"})
POSSESSIVES = frozenset({"his", "its", "their"})
GENDER = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}


@dataclass(frozen=True, slots=True)
class Context:
    """What a follow-up is read against: the question before and its turn, the index, and how a whole text is read."""

    before: Question
    turn: Turn | None
    snapshot: IndexSnapshot
    read: Callable[[str], Question]


def name_pronouns(text: str, context: Context) -> str:
    """Return a question with "he", "she", "him" ... replaced by whom they stand for; "it", where it says something, by
    the body that was asked about.
    """
    speaks = IT_SPEAKS.search(text)
    if speaks and speaks["verb"].casefold() in SAYING | ATTITUDE and len(context.before.asked) == 1:
        text = f"{text[: speaks.start('it')]}{context.before.asked[0]}{text[speaks.end('it') :]}"
    names = {word for word in (token.word for token in tokenize(text)) if word in PERSONAL}
    if not names:
        return text
    whole = context.read(text)
    owned = next((name for name in whole.asked if OWNER.match(name)), "").casefold()
    if owned and owned in text.casefold():
        text = with_owner(text, text.casefold().index(owned), context)
        whole = context.read(text)
    own = [name for name in whole.asked if name not in PERSONAL]
    subject = next((name for name in whole.asked if name in PERSONAL), "")
    clause = Clause(text, context.snapshot)
    named_here = [mention.name for mention in clause.mentions if not mention.place]
    taken: dict[str, str] = {}  # whom "he" and "she" stand for: "how did he answer her"

    def named(match: re.Match[str]) -> str:
        word = match.group().casefold()
        before = [m.name for m in clause.mentions if not m.place and clause.tokens[m.last - 1].end <= match.start()]
        owns = word == "his" or (word == "her" and is_possessive(text, match.end()))
        if owns and not whole.asked and any(may_be(name, word, context.snapshot) for name in before):
            return match.group()  # "did Berg get her boat back"
        is_object = word in ("him", "her") and not owns
        of_others = [name for gender, name in taken.items() if word in GENDER and (is_object or gender != GENDER[word])]
        first = not (own or (subject and subject != word))
        who = antecedent(word, context, first=first, is_object=is_object, other_than=[*own, *named_here, *of_others])
        if who and word in GENDER:
            taken[GENDER[word]] = who
        several = word in ("they", "them", "their")
        if not who or who in own or (several and context.before.kind is Kind.WHO_SAID):
            return match.group()
        return f"{who}'s" if owns or word == "their" else who

    # Within a question of its own subject, "he" of a clause behind it is mostly that subject.
    if own and not any(word in OBJECT_FORMS for word in names):
        return text
    for word in sorted(names, key=lambda word: (word != subject, word in OBJECT_FORMS)):  # who is asked about first
        text = re.sub(rf"\b{word}\b", named, text, count=1, flags=re.IGNORECASE)
    return text


def name_referents(text: str, context: Context) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a question with its first pronoun replaced by what the question before is about, and what was replaced.

    A question that is about something of its own stays as it is.
    """
    match = REFERRING.search(text)
    if match is None:
        return text, ()
    own, word = names_in(text), match["word"].casefold()
    if own and (word not in OF_PERSONS or names_in(text[: match.start()])):
        return text, ()  # but "how long has he known Salo" is about him
    name = referent(word, context, is_subject=stands_as_subject(text, match.start()), other_than=own)
    owned = OWNER.match(text, match.start())
    if owned and owned["owned"].casefold() in KIN_NOUNS:
        name = of_family(name, owned["owned"].casefold(), context)
    if not name:
        return text, ()
    owns = word in POSSESSIVES or (word == "her" and is_possessive(text, match.end()))
    written = f"in {name}" if word == "there" else f"{name}'s" if owns else name
    return f"{text[: match.start()]}{written}{text[match.end() :]}", ((match["word"], name),)


def names_in(text: str) -> list[str]:
    """Return the names in a text in which they are written with capitals, without the question's first word."""
    runs = (match.group().split() for match in NAME_SEQUENCE.finditer(text))
    names = [" ".join(run[run[0].casefold() in QUESTION_WORDS | AUXILIARIES :]) for run in runs]
    return [name for name in names if name]


def says_there(text: str) -> bool:
    """Return True for a question of what was said where the article just cited is: "what did she say there?"."""
    return THERE.search(text) is not None


def points_back(text: str) -> bool:
    """Return True for a question that names nothing and has a pronoun, which only what was just told can explain."""
    return REFERRING.search(text) is not None and not names_in(text)


def stands_as_subject(text: str, start: int) -> bool:
    """Return True for a word behind nothing but a question word and an auxiliary, or what is counted: a subject."""
    return bool({token.word for token in tokenize(text[:start])[-1:]} & (AUXILIARIES | QUESTION_WORDS)) or not start


def referent(pronoun: str, context: Context, *, is_subject: bool, other_than: Sequence[str]) -> str:
    """Return what a pronoun of an ordinary question stands for; empty where nothing can be.

    A person is who the answer before names, where it was asked who; else whom the question before names, but for
    `other_than`.  A thing is what it names first, or last where the pronoun is no subject (parallel roles: Lappin and
    Leass, 1994), and no place in which something is.
    """
    before, answer = context.before, context.turn.answer if context.turn else None
    people = {mention.name for mention in find_mentions(before.standalone, context.snapshot) if not mention.place}
    names = names_in(before.standalone) or ([before.topic] if before.kind is Kind.WHO_IS and before.topic else [])
    names = [name for name in names if name not in other_than]
    if pronoun in OF_PERSONS:
        cited = answer.citations[0].quote if answer and answer.found and answer.citations else ""
        mentioned = {mention.name for mention in find_mentions(cited, context.snapshot)}
        told = [name for name in names_in(cited) if name in mentioned or is_full_name(name)]
        asks_who = before.kind is Kind.FACT and before.what == "person"
        known = [name for name in names if name in people]
        persons = [
            name for name in names if name in people or is_full_name(name) or before.kind is Kind.WHO_IS
        ]  # and not Orlando, the town
        order = [*(told if asks_who else []), *known, *persons]
        fitting = [name for name in order if may_be(name, pronoun, context.snapshot)]
        return min(fitting, key=lambda name: GENDER[pronoun] not in genders_of(name, context.snapshot), default="")
    bodies = [name for name in names if kinds_of(name, context.snapshot) == {SpeakerKind.BODY}]
    persons = [name for name in names if name in people and name not in bodies]
    if pronoun in ("they", "them", "their") and len(persons) > 1:
        return " and ".join(persons)
    things = [name for name in names if name not in people and (pronoun == "there" or not is_place(name, before))]
    fitting = things or bodies
    asked_for = ASKED_FOR.match(before.standalone)
    if not things and asked_for and pronoun != "there":
        return asked_for["thing"] or f"the {asked_for['things']}"
    if not fitting and pronoun == "it" and (last := LAST_THING.search(before.standalone)):
        return f"the {last[1]}"  # "where did she get her first briefing", "how long was it"
    return (fitting[0] if is_subject else fitting[-1]) if fitting else ""


def is_place(name: str, before: Question) -> bool:
    """Return True if a question names something only as where it is about: "in Finland"."""
    start = before.standalone.find(name)
    return AT_PLACE.search(before.standalone, 0, start) is not None


def with_owner(text: str, start: int, context: Context) -> str:
    """Return a text in which a role or an office at a place is somebody's by name: "his campaign" is Berg's."""
    match = OWNER.match(text, start)
    owned = match["owned"].casefold() if match else ""
    if match is None or not (owned in ORGANIZATION_NOUNS | KIN_NOUNS or described_speaker(owned)):
        return text
    who = antecedent(match["word"].casefold(), context, first=True, is_object=False, other_than=())
    if owned in KIN_NOUNS:
        who = of_family(who, owned, context)
    return f"{text[:start]}{who}'s {text[match.start('owned') :]}" if who else text


def of_family(who: str, kin: str, context: Context) -> str:
    """Return whose mother, wife or the like a follow-up asks for: of `who` and those whom the question before has by
    any word, the one of whom the articles just cited have one; `who` where they have none.
    """
    answer = context.turn.answer if context.turn else None
    cited = dict.fromkeys(citation.article_id for citation in answer.citations) if answer else {}
    owners = [
        match["owner"]
        for article in context.snapshot.articles_with_text([*cited]).values()
        for match in re.finditer(rf"(?P<owner>[A-Z][\w-]+)[’']s? {kin}\b", article.text)
    ]
    words = {token.word for token in tokenize(context.before.standalone)}
    asked = [owner for owner in owners if owner.casefold() in words]
    has_one = bool(who) and who.split()[-1] in owners
    return asked[0] if asked and not has_one else who


def is_possessive(text: str, end: int) -> bool:
    """Return whether "her" at the place before `end` owns the word behind it."""
    following = re.match(r"\s+([a-z]+)", text[end:], re.IGNORECASE)
    return following is not None and following[1].casefold() not in TOPIC_PREPOSITIONS | {
        "say",
        "that",
        "a",
        "the",
        "to",
        "born",
    }


def antecedent(pronoun: str, context: Context, first: bool, is_object: bool, other_than: Sequence[str]) -> str:
    """Return whom a pronoun of a follow-up stands for: who was asked about, named, or cited; empty where nobody was.

    With `first` it is the subject: who was asked about goes before who is named in the topic.  An object is rather whom
    the topic names last.  It is none of `other_than`, whom the follow-up itself asks about.
    """
    before = context.before
    cited = (
        [c.speaker for c in context.turn.answer.citations if c.speaker and c.role is not Role.OTHER]
        if context.turn and context.turn.answer
        else []
    )
    in_topic = [mention.name for mention in find_mentions(before.topic, context.snapshot) if not mention.place]
    in_topic = in_topic or list(filter(is_full_name, names_in(before.topic)))  # somebody who is not quoted
    if is_object:
        in_topic.reverse()
    asked = list(before.asked)
    if pronoun in ("they", "them", "their"):
        return " and ".join(asked if len(asked) > 1 or not in_topic else asked or in_topic)
    order = [*asked, *(cited[:1] if before.kind is Kind.WHO_SAID else []), *in_topic, *cited[:1]]
    if not first and in_topic:
        order = [*in_topic, *order]
    link = context.snapshot.link_speaker
    asked_now = {speaker for name in other_than for speaker in link(name)}
    order = [name for name in order if name not in other_than and asked_now.isdisjoint(link(name))]
    if pronoun in OF_PERSONS:
        people = [name for name in order if not is_body(name, context.snapshot)]
        fitting = [name for name in people if may_be(name, pronoun, context.snapshot)]
        fitting.sort(key=lambda name: GENDER[pronoun] not in genders_of(name, context.snapshot))
        order = fitting or ([] if first else people)
    return next(iter(order), "")


def may_be(name: str, pronoun: str, snapshot: IndexSnapshot) -> bool:
    """Return True if "he" or "she" may stand for a name: for no body, and for nobody with the other's first name."""
    genders = genders_of(name, snapshot)
    is_group = not GROUPS.isdisjoint(name.split())  # "the workers there"
    return not (is_group or is_body(name, snapshot)) and (len(genders) != 1 or genders == {GENDER[pronoun]})


def genders_of(name: str, snapshot: IndexSnapshot) -> set[str]:
    """Return the genders that first names tell of those whom a name may mean, or of the name where nobody is known."""
    return {gender_by_name(each) for each in snapshot.link_speaker(name) or [name]} - {""}


def is_full_name(name: str) -> bool:
    """Return True for a name of several words that begins with a first name."""
    return " " in name and bool(gender_by_name(name))


def gender_by_name(name: str) -> str:
    """Return "he" or "she" where the first word of a name tells; else empty."""
    return gender_of_first_name(normalize_token(name.split()[0]))


def is_body(name: str, snapshot: IndexSnapshot) -> bool:
    """Return True if a name is that of a body of people, which nobody calls "he" or "she"."""
    return SpeakerKind.BODY in kinds_of(name, snapshot)


def kinds_of(name: str, snapshot: IndexSnapshot) -> set[SpeakerKind]:
    """Return what those are whom a name may mean: people, bodies, groups; empty where nobody is known."""
    linked = set(snapshot.link_speaker(name))
    return {entry.kind for entry in snapshot.speaker_entries() if entry.name in linked}


def told_beside(pronoun: str, context: Context) -> str:
    """Return whom a bare "and her?" stands for: somebody whom the lines just shown name, and the question before does
    not; empty where nobody is.
    """
    answer = context.turn.answer if context.turn else None
    for citation in answer.citations if answer and answer.found else ():
        for mention in find_mentions(citation.shown_text, context.snapshot):
            is_new = mention.name.split()[-1] not in context.before.standalone and not mention.place
            if is_new and pronoun in OF_PERSONS and may_be(mention.name, pronoun, context.snapshot):
                return mention.name
    return ""


def described_speaker(text: str) -> str:
    """Return a text that is a role or a group, such as "the pilots"; else empty."""
    words = [token.word for token in tokenize(re.split(r" (?:of|for|at|from|in) ", text)[0])]
    last = words[-1] if words else ""
    speaks = {last, last.removesuffix("s")} & (ROLE_NOUNS | GROUPS | SOMEBODY | OFFICES)
    return text if speaks and FUNCTION_WORDS.isdisjoint(words[1:]) else ""
