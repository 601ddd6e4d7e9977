"""Questions with a question word or a verb: what X said, who said it, whether and when; who X is; and facts."""

from __future__ import annotations

import re

from assistant.questions.clause import LONGEST_NAME, Clause, clean_topic
from assistant.questions.lexicon import (
    ABOUT,
    ADVERBS,
    ANYTHING,
    ATTITUDE,
    AUXILIARIES,
    BE,
    DATE_NOUNS,
    DENIAL,
    DETERMINERS,
    FACT_ADJECTIVES,
    FEELING,
    GROUPS,
    NO_NAME,
    NOUNS_OF_SAYING,
    NUMBER_NOUNS,
    PERSON_NOUNS,
    PLACE_NOUNS,
    QUESTION_WORDS,
    REACTING,
    SAYING,
    STANCES,
    TALKING,
    THAT_SAYING,
    TOPIC_PREPOSITIONS,
)
from assistant.questions.models import QuestionKind
from assistant.questions.names import find_outlet
from assistant.questions.patterns import IS_IT_TRUE, STANDS_FOR
from assistant.questions.reading import Reading
from index import NAME_PARTICLES

MADE_PUBLIC = frozenset("said reported written announced claimed told".split())
SIDES = frozenset("against for critical opposed sceptical skeptical favour favor".split())


def read_who(clause: Clause) -> Reading | None:
    """Read who said, wants, criticised, ... something; or who somebody is; or who did something."""
    place = 0
    group = ""
    if clause.word(0) in ("which", "what") and clause.word(1) in GROUPS | PERSON_NOUNS:
        group, place = (clause.words[1] if clause.words[1] in GROUPS else ""), 1
    elif clause.word(0) == "whose" and clause.word(1) in NOUNS_OF_SAYING and clause.word(2) in BE:
        return Reading(QuestionKind.WHO_SAID, "", clause.topic(3))
    elif clause.word(0) not in ("who", "who's", "whos"):
        return None
    if clause.word(0) in ("who's", "whos"):
        return _who_is(clause, 1)
    place += 1
    while clause.word(place) in (ADVERBS - {"n't"}) | {
        "all",
        "was",
        "it",
        "that",
        "of",
        "the",
        "them",
        "those",
    } and not (clause.word(place) == "was" and clause.word(place + 1) != "it"):
        place += 1
    verb = clause.word(place)
    if verb in BE and clause.word(place + 1) in SAYING and clause.word(place + 1).endswith("ing"):
        place, verb = place + 1, clause.word(place + 1)
    elif verb in BE and (side := next((at for at in (place + 1, place + 2) if clause.word(at) in SIDES), None)):
        return Reading(QuestionKind.WHO_SAID, group, clause.topic(side + 1))
    if verb in BE and place == 1:
        return _who_is(clause, 2)
    if verb in SAYING | ATTITUDE:
        return Reading(QuestionKind.WHO_SAID, group, clause.topic_behind(place), denial=verb in DENIAL)
    if verb in AUXILIARIES and verb not in BE:
        return None
    return Reading(QuestionKind.FACT, "", clause.topic(place), "person")


def _who_is(clause: Clause, place: int) -> Reading:
    """Read who somebody is, where a name or a role is asked for; else who does something."""
    is_described = clause.word(place) in DETERMINERS and (_has_preposition(clause, place) or _does(clause, place))
    if _is_nominal(clause, place) and not is_described:
        name = clause.between(place)
        return Reading(QuestionKind.WHO_IS, name, name)
    return Reading(QuestionKind.FACT, "", clause.between(place), "person")


def _does(clause: Clause, place: int) -> bool:
    """Whether a noun has a participle behind it: "the lawmakers backing Berg"."""
    tokens = clause.tokens[place + 2 : len(clause) - 1]
    return any(token.word.endswith("ing") and clause.text[token.start].islower() for token in tokens)


def _has_preposition(clause: Clause, place: int) -> bool:
    return any(word in ("of", "in", "for", "at", "behind", "on") for word in clause.words[place:])


def _is_nominal(clause: Clause, place: int) -> bool:
    """Whether the words from a place on are names, or one noun phrase without a verb."""
    words = clause.words[place:]
    if not words:
        return False
    if mention := clause.mention_at(place):
        rest = words[mention.last - place :]
        return not rest or (rest[0] in ("and", "or") and _is_nominal(clause, mention.last + 1))
    if words[0] in DETERMINERS:
        return len(words) <= LONGEST_NAME + 1 and not any(word in SAYING | AUXILIARIES for word in words)
    named = [
        clause.is_name(at) or word in {"and", "of", "the", "for", *NAME_PARTICLES}
        for at, word in enumerate(clause.words)
        if at >= place
    ]
    return all(named) and words[0] not in ABOUT and len(words) <= 2 * LONGEST_NAME


def read_what_is(clause: Clause) -> Reading | None:
    """Read what something is, or what it stands for."""
    match = STANDS_FOR.fullmatch(clause.text.strip(" ?!."))
    if match:
        return Reading(QuestionKind.WHO_IS, match["topic"], match["topic"])
    first = 1 if clause.word(0) in ("what's", "whats") else 2
    if not (first == 1 or (clause.word(0) == "what" and clause.word(1) in BE)) or len(clause) <= first:
        return None
    noun = first + (clause.words[first] in DETERMINERS)
    rest = clause.words[noun:]
    plain = (
        rest
        and len(rest) <= LONGEST_NAME
        and not any(word in ABOUT | SAYING | AUXILIARIES | NO_NAME or word.endswith("'s") for word in rest)
    )
    if plain or (rest and _is_nominal(clause, noun)):
        return Reading(QuestionKind.WHO_IS, clause.between(first), clause.between(first))
    return None


def read_verb(clause: Clause) -> Reading | None:
    """Read a question with a subject and a verb: "what did X say about T", "has X denied T", "when did X say T"."""
    opener = clause.word(0) if clause.word(0) in QUESTION_WORDS else ""
    if not opener and clause.word(0) not in AUXILIARIES:
        return None
    if match := IS_IT_TRUE.fullmatch(clause.text.strip(" ?!.")):
        return _whether(Clause(match["rest"] or "it", clause.snapshot), 0)
    counted = opener == "how" and clause.word(1) in FACT_ADJECTIVES
    asking = (
        counted or opener == "which" or (opener == "what" and clause.word(1) in NUMBER_NOUNS | DATE_NOUNS | PLACE_NOUNS)
    )
    auxiliary = next(
        (at for at, word in enumerate(clause.words) if word in AUXILIARIES and not clause.mention_at(at)), None
    )
    if not asking and opener and (auxiliary is None or auxiliary > 2):
        auxiliary = 0  # "what Berg said about it"
    if not opener:
        return _whether(clause, 1)
    verbs = SAYING | ATTITUDE | STANCES if opener == "why" else SAYING
    verb = clause.find_saying(auxiliary + 1, verbs) if auxiliary is not None else None
    passive = clause.word(auxiliary or 0) in BE or clause.word((auxiliary or 0) + 1) == "been"
    if (
        passive
        and opener == "what"
        and clause.word((auxiliary or 0) + 1 + (clause.word((auxiliary or 0) + 1) == "been")) in SAYING
    ):
        return _passive(clause, (auxiliary or 0) + 1)
    passive = passive or (verb is not None and clause.words[verb - 1] in BE)  # "when will it be confirmed"
    if verb is None or (passive and not clause.words[verb].endswith("ing")):
        return None
    return _asked_of_subject(clause, opener, auxiliary or 0, verb, asking)


def _asked_of_subject(clause: Clause, opener: str, auxiliary: int, verb: int, asking: bool) -> Reading | None:
    """Read a question word, a subject and its verb of saying."""
    word, subject, topic = clause.words[verb], clause.subject(auxiliary + 1, verb), clause.topic_behind(verb)
    if find_outlet(subject, clause.snapshot) and opener in ("what", "how"):
        return Reading(QuestionKind.OVERVIEW, "", topic, outlets=find_outlet(subject, clause.snapshot))
    about = clause.word(verb + 1) in ABOUT or verb + 1 == len(clause)
    if asking:
        return (
            Reading(QuestionKind.SAID, subject, clause.topic_behind(verb), expected(clause))
            if word in THAT_SAYING
            else None
        )
    if opener in ("what", "who", "whom"):
        return Reading(QuestionKind.SAID, subject, topic, "person" if opener != "what" else "")
    if opener == "when" and (word not in TALKING or clause.word(verb + 1) in TOPIC_PREPOSITIONS | {"of"}):
        return Reading(QuestionKind.WHEN, subject, topic, "date")
    if opener == "how" and word in REACTING:
        return Reading(QuestionKind.REACTION, subject, topic)
    if opener == "how" and word in FEELING and about | (word not in TALKING):
        return Reading(QuestionKind.SAID, subject, topic)
    if opener in ("why", "where") and word in THAT_SAYING:
        return Reading(QuestionKind.SAID, subject, topic, expected(clause))
    if opener == "why" and word in STANCES and clause.snapshot.link_speaker(subject):  # their words tell their reasons
        return Reading(QuestionKind.SAID, subject, topic, "reason")
    return None


def _whether(clause: Clause, first: int) -> Reading:
    """Read whether somebody said something; without a verb of saying, whether something is so."""
    verb = clause.find_saying(first, SAYING | ATTITUDE)  # "does she support it" asks for her words
    if verb is None:
        return Reading(QuestionKind.WHETHER, "", clean_topic(clause.between(first)))
    be = verb > first and clause.words[verb - 1] in BE  # "will it be confirmed"
    passive = (be or (first == 1 and clause.word(0) in BE)) and not clause.words[verb].endswith("ing")
    denial = clause.words[verb] in DENIAL
    if passive:
        by = next((at for at in range(verb + 1, len(clause)) if clause.words[at] == "by"), None)
        subject = clause.subject(by + 1, len(clause)) if by is not None else ""
        about = clause.between(first, verb - be)
        if by is None and be:  # whether it happens, and not who says so
            about = f"{about} {clause.words[verb]}"
        return Reading(QuestionKind.WHETHER, subject, about, denial=denial)
    subject = clause.subject(first, verb)
    if outlets := find_outlet(subject, clause.snapshot):
        return Reading(QuestionKind.OVERVIEW, "", clause.topic_behind(verb), outlets=outlets)
    topic = clause.topic_behind(verb)
    if clause.word(verb + 1) in ANYTHING and not denial:  # "did she say anything about it"
        return Reading(QuestionKind.SAID, subject, topic)
    kind = QuestionKind.REACTION if clause.words[verb] in REACTING and not topic else QuestionKind.WHETHER
    return Reading(kind, subject, topic, denial=denial)


def _passive(clause: Clause, verb: int) -> Reading | None:
    """Read "what was said about T (by X)"; None for "what was blamed for T", which asks for a fact."""
    verb += clause.word(verb) == "been"
    by = next((at for at in range(verb + 1, len(clause)) if clause.words[at] == "by"), None)
    if by is None and clause.words[verb] not in MADE_PUBLIC:
        return None
    if by is None:
        return Reading(QuestionKind.OVERVIEW, "", clause.topic(verb + 1))
    end = next((at for at in range(by + 1, len(clause)) if clause.words[at] in TOPIC_PREPOSITIONS), len(clause))
    topic = (
        clause.topic(end)
        if end < len(clause)
        else clean_topic(re.sub(r"^(?:about|on|of) ", "", clause.between(verb + 1, by), flags=re.IGNORECASE))
    )
    return Reading(QuestionKind.SAID, clause.subject(by + 1, end), topic)


def read_fact(clause: Clause) -> Reading | None:
    """Read every other question that begins with a question word: how many, where, why, ..."""
    opener = clause.word(0)
    if opener not in QUESTION_WORDS and opener not in ("what's", "whats", "where's", "when's", "how's"):
        return None
    place = 1
    if opener == "how" and clause.word(1) in FACT_ADJECTIVES:
        place = 2
    rest = list(range(place, len(clause)))
    dropped = next((at for at in rest[:6] if clause.words[at] in AUXILIARIES and not clause.mention_at(at)), None)
    parts = (
        [clause.between(place, dropped), clause.between(dropped + 1)]
        if dropped is not None
        else [clause.between(place)]
    )
    return Reading(QuestionKind.FACT, "", clean_topic(" ".join(filter(None, parts))), expected(clause))


def expected(clause: Clause) -> str:
    """Return what kind of answer a question word asks for."""
    opener, noun = clause.word(0), clause.word(1)
    if opener in ("when", "when's") or (opener in ("what", "which") and noun in DATE_NOUNS):
        return "date"
    if (opener == "how" and noun in FACT_ADJECTIVES) or (opener in ("what", "which") and noun in NUMBER_NOUNS):
        return "number"
    if opener in ("where", "where's") or (opener in ("what", "which") and noun in PLACE_NOUNS):
        return "place"
    if opener in ("who", "whom", "whose") or (opener in ("what", "which") and noun in PERSON_NOUNS | GROUPS):
        return "person"
    return "reason" if opener == "why" else "other"
