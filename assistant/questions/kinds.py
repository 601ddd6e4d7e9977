"""One question's words -> its kind, whom it asks about, and what about.

A question has an opener (a question word, an auxiliary, or none), a subject, a verb and the rest.  Whom it asks about
is the subject of a verb of saying, the owner of a noun of saying ("Berg's view of"), or the name in front ("Berg on");
what is left is the topic.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.questions.clause import LONGEST_NAME, Clause, clean_topic
from assistant.questions.lexicon import (
    ABOUT,
    ANYTHING,
    AUXILIARIES,
    BE,
    DETERMINERS,
    GROUPS,
    NOUN_OR_VERB,
    NOUNS_OF_SAYING,
    PERSONAL,
    QUESTION_WORDS,
    SAYING,
    TOPIC_PREPOSITIONS,
)
from assistant.questions.models import KEYWORDS, QuestionKind
from assistant.questions.names import find_outlet
from assistant.questions.patterns import ACCORDING_TO, ARTICLE, COMPARISONS, OVERVIEWS, STANCES
from assistant.questions.reading import Reading
from assistant.questions.referents import kinds_of
from assistant.questions.roles import holder_of
from assistant.questions.verbs import expected, read_fact, read_verb, read_what_is, read_who
from assistant.questions.wording import as_read
from index import FUNCTION_WORDS, HONORIFICS, KIN_NOUNS, ORGANIZATION_NOUNS, ROLE_NOUNS, IndexSnapshot, SpeakerKind

ASKING_LATE = frozenset("what which how whom".split())
SPEAKERS = ROLE_NOUNS | HONORIFICS | ORGANIZATION_NOUNS | GROUPS | KIN_NOUNS | PERSONAL.keys()
SURELY_SUBJECT = 2  # words before a verb of saying, or before a name in front of it, whatever they are
OF_ALL = frozenset("the latest news new what is what's are there any today recent".split())


def read_clause(text: str, snapshot: IndexSnapshot) -> Reading:
    """Read what one question asks for."""
    text = as_read(text)
    clause = Clause(text, snapshot)
    for reader in READERS:
        reading = reader(clause)
        if reading is not None:
            return reading
    return read_keywords(clause)


def read_according_to(clause: Clause) -> Reading | None:
    """Read "..., according to X": X's words, or those of an outlet."""
    for pattern in ACCORDING_TO:
        match = pattern.fullmatch(clause.text)
        if match is None:
            continue
        who, rest = match["who"].strip(" ,"), read_clause(match["rest"], clause.snapshot)
        outlets = find_outlet(who, clause.snapshot)
        if re.fullmatch(rf"(?:the |these |your )*{ARTICLE}", who, re.IGNORECASE):
            return rest
        is_speaker = bool(clause.snapshot.link_speaker(who))
        if rest.subject and is_speaker and not outlets:  # "what did the victim say, according to Berg": Berg's words
            holds = rest.topic.startswith(rest.subject)
            return Reading(QuestionKind.SAID, who, rest.topic if holds else f"{rest.subject} {rest.topic}", rest.what)
        if rest.subject or (outlets and not is_speaker):
            return replace(rest, outlets=outlets or (who.removeprefix("the "),))
        words = who.split()
        if not is_speaker and len(words) > 1 and words[0].casefold() in DETERMINERS and words[-1].islower():
            # "according to the website": whose words nobody can look for
            return Reading(QuestionKind.FACT, "", clean_topic(clause.text.strip(" ?!.")), rest.what)
        return Reading(QuestionKind.SAID, who, rest.topic, rest.what)
    return None


def read_in_outlet(clause: Clause) -> Reading | None:
    """Read a question that ends in the name of an outlet: "... in the Courier"."""
    for place in range(len(clause) - 1, max(1, len(clause) - LONGEST_NAME - 2), -1):
        if clause.words[place - 1] in ("in", "by", "from", "on", "with") and not clause.mention_at(place):
            outlets = find_outlet(clause.between(place), clause.snapshot)
            if outlets:
                rest = re.sub(r",?(?: as)?(?: reported| written| published)?$", "", clause.between(0, place - 1))
                return replace(read_clause(rest, clause.snapshot), outlets=outlets)
    return None


def read_overview(clause: Clause) -> Reading | None:
    """Read what the articles say on a topic."""
    if {"latest", "news", "new"}.intersection(clause.words) and OF_ALL.issuperset(clause.words):
        return Reading(QuestionKind.OVERVIEW, by_date=True)
    for pattern in OVERVIEWS:
        match = pattern.fullmatch(clause.text.strip(" ?!."))
        if match:
            topic = re.sub(
                r"^(?:that|which) (?:says?|is|are|deals? with) (?:that )?", "", match["topic"], flags=re.IGNORECASE
            )
            topic = re.sub(r" (?:that|which) (?:says?|tells?) (?:that |us )?", " ", topic, flags=re.IGNORECASE)
            if Clause(topic, clause.snapshot).find_saying(0):  # "summarise what Berg said"
                return read_clause(f"what {topic}", clause.snapshot)
            by_date = bool(match.groupdict().get("new")) and match.groupdict().get("new") != "up"
            return Reading(QuestionKind.OVERVIEW, "", clean_topic(topic), by_date=by_date)
    return None


def read_comparison(clause: Clause) -> Reading | None:
    """Read what two people or more say on one topic."""
    for pattern in COMPARISONS:
        match = pattern.fullmatch(clause.text.strip(" ?!."))
        if match is None:
            continue
        names, topic = match["names"], (match.groupdict().get("topic") or "").strip()
        verb = re.search(
            rf" (?:{'|'.join(sorted(SAYING - NOUN_OR_VERB | {'views', 'positions'}, key=len, reverse=True))})\b",
            names,
            re.IGNORECASE,
        )
        if not topic:
            end = re.search(
                rf" (?:{'|'.join(sorted(TOPIC_PREPOSITIONS))}) ",
                names[verb.start() :] if verb else names,
                re.IGNORECASE,
            )
            offset = verb.start() if verb else 0
            topic = names[offset + end.start() :] if end else ""
            names = names[: offset + end.start()] if end else names
        if verb:
            names = names[: verb.start()]
        names = re.sub(r" (?:vs\.?|versus|with|to|against) ", " and ", names, flags=re.IGNORECASE)
        topic = re.sub(rf"^ ?(?:{'|'.join(sorted(ABOUT))}|in) ", "", topic.strip(), flags=re.IGNORECASE)
        if re.search(r" and |, ", names):
            return Reading(QuestionKind.COMPARE, names, clean_topic(topic))
    return None


def read_noun_of_saying(clause: Clause) -> Reading | None:
    """Read "X's view of T", "statements by X about T", "quotes about T": a noun of saying and its owner."""
    first = 0
    if clause.word(0) in ("what", "how") and clause.word(1) in BE:
        first = 2
    elif clause.word(0) in QUESTION_WORDS | AUXILIARIES:
        return None
    for place in range(first, min(len(clause), first + LONGEST_NAME + 4)):
        anything = clause.words[place] in ANYTHING and clause.word(place + 1) in ("by", "from")
        if not (anything or clause.words[place] in NOUNS_OF_SAYING) or clause.mention_at(place):
            continue
        owners = (at for at in range(place - 1, max(first - 1, place - 4), -1) if _owns(clause, at, place, first))
        owner = next(owners, None)
        if owner is not None and clause.is_subject(first, owner + 1):
            pronoun = {"his": "he", "her": "she", "their": "they"}.get(clause.words[owner])
            return Reading(QuestionKind.SAID, pronoun or clause.subject(first, owner + 1), clause.topic(place + 1))
        if all(
            word in DETERMINERS | {"all", "every", "latest", "recent", "direct", "exact"}
            for word in clause.words[first:place]
        ):
            return _statements_of(clause, place, first)
    return None


def _owns(clause: Clause, place: int, noun: int, first: int) -> bool:
    """Whether a noun of saying behind a word can be that of whom the word names."""
    mention = clause.mention_at(place)
    word, behind = clause.words[place], clause.text[clause.tokens[place].end :]
    if word.endswith(("'s", "s'")) or word in ("his", "her", "their"):
        return True
    if word.endswith("s") and behind.startswith(("'", "’")):  # "Mills' view"
        return True
    return mention is not None and mention.last == noun and mention.first == first  # "whats Mills position on"


def _statements_of(clause: Clause, noun: int, first: int) -> Reading | None:
    """Read "statements by X about T", "quotes about T by X", "quotes about T"."""
    topics = [
        at
        for at in range(noun + 1, len(clause))
        if clause.words[at] in ABOUT - {"of", "for", "to"} and not clause.mention_at(at)
    ]
    owners = [at for at in range(noun + 1, len(clause)) if clause.words[at] in ("by", "from", "of")]
    if not topics and not owners:
        return None
    by_date = "latest" in clause.words[first:noun]
    topic = topics[0] if topics else len(clause)
    if owners and owners[0] < topic:
        return Reading(QuestionKind.SAID, clause.subject(owners[0] + 1, topic), clause.topic(topic), by_date=by_date)
    behind = [at for at in owners if at > topic and clause.words[at] in ("by", "from")]
    if behind and clause.is_subject(behind[-1] + 1, len(clause)):
        subject = clause.subject(behind[-1] + 1, len(clause))
        return Reading(QuestionKind.SAID, subject, clean_topic(clause.between(topic + 1, behind[-1])), by_date=by_date)
    return Reading(QuestionKind.SAID, "", clause.topic(topic), by_date=by_date)


def read_stance(clause: Clause) -> Reading | None:
    """Read "where does X stand on T", "what reason did X give for T", "why is X angry about T"."""
    for pattern in STANCES:
        if match := pattern.fullmatch(clause.text.strip(" ?!.")):
            what = "reason" if clause.word(0) == "why" else ""
            return Reading(QuestionKind.SAID, match["who"], clean_topic(match["topic"] or ""), what)
    return None


def read_name_in_front(clause: Clause) -> Reading | None:
    """Read "X on T" and "X said about T"."""
    first = next((at for at, word in enumerate(clause.words) if word not in ANYTHING | {"that"}), 0)
    verb = clause.find_saying(first)  # "everything that Berg said"
    if verb and verb > first and says(clause, first, verb):
        return Reading(QuestionKind.SAID, clause.subject(first, verb), clause.topic_behind(verb))
    place = next(
        (
            at
            for at, word in enumerate(clause.words)
            if word in TOPIC_PREPOSITIONS | {"re"} and not clause.mention_at(at)
        ),
        None,
    )
    if not place:
        return None
    on = next((at for at, word in enumerate(clause.words) if word in ("on", "about")), 0)
    if 1 < on <= LONGEST_NAME and holder_of(clause.between(0, on), clause.snapshot):  # "governor of Oulu on taxes"
        return Reading(QuestionKind.SAID, clause.between(0, on), clause.topic(on))
    mention = clause.mention_at(0) or clause.mention_at(1)
    unknown = place <= LONGEST_NAME and all(
        clause.is_name(at) or clause.words[at] in ("and", "the") for at in range(place)
    )
    if (
        (mention and mention.last == place and not mention.place)
        or unknown
        or (clause.word(0) == "the" and clause.is_subject(0, place) and place <= LONGEST_NAME)
    ):
        return Reading(QuestionKind.SAID, clause.between(0, place), clause.topic(place))
    return None


def says(clause: Clause, first: int, verb: int) -> bool:
    """Return True if a word is surely the verb of the words before it: "Berg talks about the dam", "the board said";
    and not "harbour peace talks" or "Berg aide dam tweets".
    """
    if clause.words[verb] in NOUN_OR_VERB:
        return clause.mention_at(verb - 1) is not None and clause.word(verb + 1) in ABOUT

    def may_be_speaker(place: int) -> bool:
        word = clause.words[place]
        is_role = not SPEAKERS.isdisjoint({word, word.removesuffix("s")})
        return is_role or word in FUNCTION_WORDS or clause.mention_at(place) is not None or clause.is_name(place)

    mention = clause.mention_at(verb - 1)
    is_short = verb - first <= SURELY_SUBJECT or (mention is not None and mention.first - first <= SURELY_SUBJECT)
    return is_short or all(map(may_be_speaker, range(first, verb)))


def read_keywords(clause: Clause) -> Reading:
    """Read words without an opener: a question at their end ("the bridge cost how much?"), else the words of the first
    person among them on the rest, else what is said of them.
    """
    asked = next((at for at in range(1, len(clause)) if clause.words[at] in ASKING_LATE), None)
    if asked is None and len(clause) > 2 and clause.words[-1] in QUESTION_WORDS:
        asked = len(clause) - 1
    if asked is not None:
        late = Clause(clause.between(asked), clause.snapshot)
        return Reading(QuestionKind.FACT, "", clean_topic(clause.text.strip(" ?!.")), expected(late))
    people = [mention for mention in clause.mentions if not mention.place]
    known = [mention for mention in people if SpeakerKind.PERSON in kinds_of(mention.name, clause.snapshot)]
    people = known if people and people[0] not in known else people  # "Oulu primary Berg votes" is of Berg
    if not people or (people[0].first > 0 and len(people) > 1):
        return Reading(QuestionKind.OVERVIEW, "", clean_topic(clause.text.strip(" ?!.")), KEYWORDS)
    person = people[0]
    rest = [clause.between(0, person.first), clause.between(person.last)]
    return Reading(QuestionKind.SAID, person.name, clean_topic(" ".join(filter(None, rest))), KEYWORDS)


READERS: tuple[Callable[[Clause], Reading | None], ...] = (
    read_according_to,
    read_in_outlet,
    read_comparison,
    read_overview,
    read_stance,
    read_noun_of_saying,
    read_who,
    read_what_is,
    read_verb,
    read_fact,
    read_name_in_front,
)
