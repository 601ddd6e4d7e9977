"""One question's words -> its kind, whom it asks about, and what about.

A question has an opener (a question word, an auxiliary, or none), a subject, a verb and the rest.  Whom it asks about
is the subject of a verb of saying, the owner of a noun of saying ("Berg's view of"), or the name in front ("Berg on");
what is left is the topic.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.questions.clause import LONGEST_NAME, Clause, clean_topic
from assistant.questions.lexicon import (
    ABOUT,
    ADVERBS,
    ATTITUDE,
    AUXILIARIES,
    BE,
    DATE_NOUNS,
    DENIAL,
    DETERMINERS,
    DISAGREEMENT,
    FACT_ADJECTIVES,
    FEELING,
    GROUPS,
    NO_NAME,
    NOUN_OR_VERB,
    NOUNS_OF_SAYING,
    NUMBER_NOUNS,
    PERSON_NOUNS,
    PLACE_NOUNS,
    QUESTION_WORDS,
    REACTING,
    SAYING,
    TALKING,
    THAT_SAYING,
    TOPIC_PREPOSITIONS,
)
from assistant.questions.models import QuestionKind
from assistant.questions.names import find_outlet
from assistant.questions.patterns import (
    ACCORDING_TO,
    ARTICLE,
    COMPARISONS,
    IS_IT_TRUE,
    OVERVIEWS,
    STANCE,
    STANDS_FOR,
)
from index.retrieval.snapshot import IndexSnapshot

SIDES = frozenset("against for critical opposed sceptical skeptical favour favor".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """What one question says by itself.

    `subject` are the words for those asked about (a pronoun where it is one), `topic` what it is about, and `outlets`
    those whose articles count; `disagreeing` says that it asks who is of another opinion.
    """

    kind: QuestionKind
    subject: str = ""
    topic: str = ""
    what: str = ""
    denial: bool = False
    by_date: bool = False
    outlets: tuple[str, ...] = ()
    disagreeing: bool = False


def read_clause(text: str, snapshot: IndexSnapshot) -> Reading:
    """Read what one question asks for."""
    text = re.sub(r"\b(?:have|has|had|got) to (?=say\b|tell\b)", "", text, flags=re.IGNORECASE)
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
        if rest.subject or (outlets and not clause.snapshot.link_speaker(who)):
            return replace(rest, outlets=outlets or (who.removeprefix("the "),))
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
    for pattern in OVERVIEWS:
        match = pattern.fullmatch(clause.text.strip(" ?!."))
        if match:
            topic = re.sub(
                r"^(?:that|which) (?:says?|is|are|deals? with) (?:that )?", "", match["topic"], flags=re.IGNORECASE
            )
            topic = re.sub(r" (?:that|which) (?:says?|tells?) (?:that |us )?", " ", topic, flags=re.IGNORECASE)
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
        if clause.words[place] not in NOUNS_OF_SAYING or clause.mention_at(place):
            continue
        owner = next((at for at in range(place - 1, max(first - 1, place - 4), -1) if _owns(clause, at)), None)
        if owner is not None and clause.is_subject(first, owner + 1):
            pronoun = {"his": "he", "her": "she", "their": "they"}.get(clause.words[owner])
            return Reading(QuestionKind.SAID, pronoun or clause.subject(first, owner + 1), clause.topic(place + 1))
        if all(
            word in DETERMINERS | {"all", "every", "latest", "recent", "direct", "exact"}
            for word in clause.words[first:place]
        ):
            return _statements_of(clause, place, first)
    return None


def _owns(clause: Clause, place: int) -> bool:
    """Whether a noun of saying behind a word can be that of whom the word names."""
    mention = clause.mention_at(place)
    if clause.words[place].endswith(("'s", "s'")) or clause.words[place] in ("his", "her", "their"):
        return True
    return mention is not None and mention.last == place + 1 and mention.first == 0


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
        return Reading(
            QuestionKind.WHO_SAID,
            group,
            clause.topic_behind(place),
            denial=verb in DENIAL,
            disagreeing=verb in DISAGREEMENT,
        )
    if verb in AUXILIARIES and verb not in BE:
        return None
    return Reading(QuestionKind.FACT, "", clause.topic(place), "person")


def _who_is(clause: Clause, place: int) -> Reading:
    """Read who somebody is, where a name or a role is asked for; else who does something."""
    if _is_nominal(clause, place) and not (clause.word(place) in DETERMINERS and _has_preposition(clause, place)):
        name = clause.between(place)
        return Reading(QuestionKind.WHO_IS, name, name)
    return Reading(QuestionKind.FACT, "", clause.between(place), "person")


def _has_preposition(clause: Clause, place: int) -> bool:
    return any(word in ("of", "in", "for", "at", "behind", "on") for word in clause.words[place:])


def _is_nominal(clause: Clause, place: int) -> bool:
    """Whether the words from a place on are names, or one noun phrase without a verb."""
    words = clause.words[place:]
    if not words:
        return False
    if mention := clause.mention_at(place):
        rest = words[mention.last - place :]
        return not rest or rest[0] in ("and", "or", ",")
    if words[0] in DETERMINERS:
        return len(words) <= LONGEST_NAME + 1 and not any(word in SAYING | AUXILIARIES for word in words)
    named = [
        clause.is_name(at) or word in ("and", "of", "the", "de", "van", "for")
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
    verb = clause.find_saying(auxiliary + 1) if auxiliary is not None else None
    passive = clause.word(auxiliary or 0) in BE or clause.word((auxiliary or 0) + 1) == "been"
    if (
        passive
        and opener == "what"
        and clause.word((auxiliary or 0) + 1 + (clause.word((auxiliary or 0) + 1) == "been")) in SAYING
    ):
        return _passive(clause, (auxiliary or 0) + 1)
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
    return None


def _whether(clause: Clause, first: int) -> Reading:
    """Read whether somebody said something; without a verb of saying, whether something is so."""
    verb = clause.find_saying(first)
    passive = first == 1 and clause.word(0) in BE and verb is not None and not clause.words[verb].endswith("ing")
    if verb is None:
        return Reading(QuestionKind.WHETHER, "", clean_topic(clause.between(first)))
    denial = clause.words[verb] in DENIAL
    if passive:
        by = next((at for at in range(verb + 1, len(clause)) if clause.words[at] == "by"), None)
        subject = clause.subject(by + 1, len(clause)) if by is not None else ""
        return Reading(QuestionKind.WHETHER, subject, clause.between(first, verb), denial=denial)
    subject = clause.subject(first, verb)
    if outlets := find_outlet(subject, clause.snapshot):
        return Reading(QuestionKind.OVERVIEW, "", clause.topic_behind(verb), outlets=outlets)
    return Reading(QuestionKind.WHETHER, subject, clause.topic_behind(verb), denial=denial)


def _passive(clause: Clause, verb: int) -> Reading:
    """Read "what was said about T (by X)"."""
    verb += clause.word(verb) == "been"
    by = next((at for at in range(verb + 1, len(clause)) if clause.words[at] == "by"), None)
    if by is None:
        return Reading(QuestionKind.OVERVIEW, "", clause.topic(verb + 1))
    end = next((at for at in range(by + 1, len(clause)) if clause.words[at] in TOPIC_PREPOSITIONS), len(clause))
    topic = (
        clause.topic(end)
        if end < len(clause)
        else clean_topic(re.sub(r"^(?:about|on|of) ", "", clause.between(verb + 1, by), flags=re.IGNORECASE))
    )
    return Reading(QuestionKind.SAID, clause.subject(by + 1, end), topic)


def read_stance(clause: Clause) -> Reading | None:
    """Read "where does X stand on T"."""
    match = STANCE.fullmatch(clause.text.strip(" ?!."))
    return Reading(QuestionKind.SAID, match["who"], clean_topic(match["topic"])) if match else None


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


def read_name_in_front(clause: Clause) -> Reading | None:
    """Read "X on T" and "X said about T"."""
    verb = clause.find_saying(0)
    if verb and clause.words[verb] not in NOUN_OR_VERB:
        return Reading(QuestionKind.SAID, clause.subject(0, verb), clause.topic_behind(verb))
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


def read_keywords(clause: Clause) -> Reading:
    """Read words without a verb: the words of the first person among them on the rest; else what is said of them."""
    people = [mention for mention in clause.mentions if not mention.place]
    if not people or (people[0].first > 0 and len(people) > 1):
        return Reading(QuestionKind.OVERVIEW, "", clean_topic(clause.text.strip(" ?!.")))
    person = people[0]
    rest = [clause.between(0, person.first), clause.between(person.last)]
    return Reading(QuestionKind.SAID, person.name, clean_topic(" ".join(filter(None, rest))))


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
