"""A follow-up -> the whole question: what it leaves out is taken from the question before, and only that."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.models import Role, Turn
from assistant.questions.clause import Clause, clean_topic, is_clause
from assistant.questions.lexicon import (
    ANAPHORS,
    ATTITUDE,
    AUXILIARIES,
    GROUPS,
    KNOWN,
    PERFORMED,
    PERSONAL,
    QUESTION_WORDS,
    REACTING,
    SAYING,
    TOPIC_PREPOSITIONS,
    WHERE_OR_WHEN,
    inflected,
)
from assistant.questions.models import KEYWORDS, Question, QuestionKind
from assistant.questions.names import find_mentions, find_outlet, names_of, tokenize
from assistant.questions.referents import (
    AUXILIARY,
    Context,
    described_speaker,
    is_body,
    kinds_of,
    name_pronouns,
    name_referents,
    names_in,
    says_there,
    told_beside,
    with_owner,
)
from index import (
    FUNCTION_WORDS,
    HONORIFICS,
    NAME_SEQUENCE,
    ROLE_NOUNS,
    IndexSnapshot,
    Period,
    Span,
    SpeakerKind,
    normalize_token,
)

Kind = QuestionKind
ABOUT_NOTHING = frozenset(
    {Kind.GREETING, Kind.THANKS, Kind.HELP, Kind.COLLECTION, Kind.UNSUPPORTED_LANGUAGE, Kind.EMPTY}
)
OF_SPEAKERS = frozenset({Kind.SAID, Kind.WHEN, Kind.REACTION, Kind.WHETHER, Kind.COMPARE, Kind.OVERVIEW, Kind.WHO_SAID})
LEAD = re.compile(
    r"(?P<lead>(?:(?:and|but|also|then|or|plus|ok|okay|so|well)\b[\s,]*)*)"
    r"(?P<about>(?:what|how) about |(?:about|on|regarding) )?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
MORE = re.compile(
    # (tell me) more (please)
    r"(?:(?:can you )?(?:tell|show|give) (?:me|us) |read |see )?(?:some |a bit |even |any |the )?"
    r"(?:more|rest|others|all|all of (?:it|them)|remaining(?: ones)?)"
    r"(?: (?:please|details?|of (?:it|them|that|those)|quotes?|statements?|results?|about (?:it|that|this)))*"
    # go on; anything else; is there more
    r"|go on|continue|keep going|next|elaborate|(?:anything|something|what) else"
    r"|is (?:there|that) (?:more|all|anything (?:more|else))"
    # did she say anything else; what else did she say about it
    r"|(?:did|has|does) (?:he|she|they) (?:say|said|have) (?:anything|something) (?:else|more)"
    r"|what else (?:did|does|has|have|do) (?:he|she|they) (?:say|said|think)(?: (?:about|on) (?:it|that|this))?",
    re.IGNORECASE,
)
# What a bare question word asks of the question before.
BARE: tuple[tuple[re.Pattern[str], Kind, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind, what)
    for pattern, kind, what in (
        (r"(?:when|(?:what|which) (?:day|date))(?: (?:exactly|was|is|did|that|this|it|said))*", Kind.WHEN, "date"),
        (
            r"(?:why|how come|how so|what for|(?:for|on) what (?:reasons?|grounds))"
            r"(?: (?:exactly|so|not|was|is|that|this|it))*",
            Kind.FACT,
            "reason",
        ),
        (r"where(?: (?:exactly|was|is|that|this|it|said))*", Kind.FACT, "place"),
        (r"who(?: (?:exactly|else|said|says|was|is|that|this|it|so))*", Kind.WHO_SAID, ""),
        (r"(?:really|is (?:that|this|it) (?:so|true|right|correct|confirmed)|are you sure|says who)", Kind.WHETHER, ""),
    )
)  # fmt: skip
OTHERS = re.compile(r"\b(?:others|other people|(?:any|some|every)(?:one|body)(?: else)?|who else)\b", re.IGNORECASE)
OF_FACTS = frozenset({Kind.FACT, Kind.WHO_IS})
TRAILING = re.compile(
    r"(?<=\w),? (?:and )?(?:how (?:long|many|much|old|far|big|often)|when|where|why)$", re.IGNORECASE
)  # "the first briefing, how long"
UNCOUNTED = re.compile(rf"(?:and |but )?how (many|much) (?={AUXILIARY})", re.IGNORECASE)
IT_IS = re.compile(r"\b(?:is|was|will) it\b", re.IGNORECASE)
PLURAL = re.compile(r"(?!the )(?:[a-z-]+ )?[a-z-]*(?:[^s]s|men|people|children)")
COUNTED_GROUP = re.compile(
    rf"\b(?:many|(?:per ?cent|percentage|share|number|proportion) of) (?:the )?(?!{AUXILIARY})(?P<group>\w+)",
    re.IGNORECASE,
)
COUNTED = re.compile(rf"\bhow (many|much) (?!{AUXILIARY})(\w+)", re.IGNORECASE)
SPEAKING = inflected("say tell speak")
NOUN_WORDS = 3  # of a topic; with more of them it may be a clause


def split_lead(text: str) -> tuple[str, str, str]:
    """Return what leads a follow-up in: "and", "what about"; and the rest of it."""
    match = LEAD.fullmatch(text)
    assert match is not None  # every part of it may be empty
    return match["lead"].strip(" ,"), (match["about"] or "").strip(), match["rest"]


def complete(text: str, context: Context) -> Question:
    """Read a question against the one before it.  A whole question is read as it is."""
    question = completed(with_counted(text, context.before), context)
    own_names = names_in(text) or find_mentions(text, context.snapshot)
    lead, about, _ = split_lead(text)
    leaves_out = question.carried or question.corrections or lead or about or not own_names
    leaves_out = leaves_out or question.kind in (Kind.FACT, Kind.WHETHER) or says_there(text)
    leaves_out = leaves_out or (question.kind is Kind.SAID and not question.topic)
    if not leaves_out:
        return question
    near = cited_places(context.turn) or context.before.near  # where the answer before found nothing, what it went by
    if not near and (question.kind in (Kind.FACT, Kind.WHETHER) or question.carried):
        near = offered_places(context.turn)
    question = replace(question, near=near)
    if question.otherwise:
        question = replace(question, otherwise=replace(question.otherwise, near=near))
    asks_of_cited = question.kind is Kind.WHO_IS and question.near and question.topic.startswith("the ")
    if not asks_of_cited:
        return question
    query = replace(question.query, speakers=(), topic="")
    return replace(question, kind=Kind.FACT, what="other", asked=(), speakers=(), query=query)  # "what's the motive?"


def with_counted(text: str, before: Question) -> str:
    """Return a question for a number with what is counted, from the question before: "how many does Berg have?"."""
    bare, counted = UNCOUNTED.match(text), COUNTED.search(before.standalone)
    if bare is None or counted is None or bare[1].casefold() != counted[1].casefold():
        return text
    return f"{text[: bare.end()]}{counted[2]} {text[bare.end() :]}"


def cited_places(turn: Turn | None) -> tuple[tuple[str, Span], ...]:
    """Return the places that a turn's answer cites, without what others say; none where it found nothing."""
    answer = turn.answer if turn else None
    if answer is None or not answer.found:
        return ()
    return tuple((c.article_id, (c.start, c.end)) for c in answer.citations if c.role is not Role.OTHER)


def offered_places(turn: Turn | None) -> tuple[tuple[str, Span], ...]:
    """Return the places that a refusal offers."""
    offered = turn.answer.citations if turn and turn.answer and not turn.answer.found else ()
    return tuple((c.article_id, (c.start, c.end)) for c in offered)


def completed(text: str, context: Context) -> Question:
    """Return a question with what it leaves out."""
    lead, about, rest = split_lead(text)
    if (MORE.fullmatch(rest) or not rest) and not about:
        before = context.before
        kind = before.repeated or before.kind
        return replace(before, text=text, kind=Kind.MORE, repeated=kind, carried=carried_words(before, True, True))
    forms = [text.strip(" ?!."), *([] if about else [rest])]  # the "on" of "on what grounds" is no "about"
    bare = next(((kind, what) for pattern, kind, what in BARE if any(map(pattern.fullmatch, forms))), None)
    if bare:
        return ask_again(context, *bare)
    if is_elliptic(rest) and not asks_of_thing(rest, context):
        return add_to(rest, context)
    if (lead or about) and is_fragment(rest, context):
        return swap(with_owner(rest, 0, context), about, context)
    if context.before.kind in OF_FACTS:
        resolved, corrections = name_referents(rest, context)
        if corrections:
            return replace(context.read(resolved), text=text, corrections=corrections)
    resolved = name_pronouns(rest, context)
    question = context.read(resolved)
    return take_over(replace(question, text=text), resolved != rest, bool(lead), context)


def is_elliptic(text: str) -> bool:
    """Return whether a question has no word that tells what it is about: "by how much", "how many people"."""
    words = [token.word for token in tokenize(text)]
    plain = all(word in KNOWN | FUNCTION_WORDS and word not in SAYING | GROUPS for word in words)
    return plain and not QUESTION_WORDS.isdisjoint(words) and PERSONAL.keys().isdisjoint(words)


def asks_of_thing(text: str, context: Context) -> bool:
    """Return True for "how long was it?" where "it" is what the question before ends in: "her first briefing"."""
    meant = name_referents(text, context)[1] if context.before.kind in OF_FACTS and IT_IS.search(text) else ()
    return any(name.startswith("the ") for _, name in meant)


def add_to(text: str, context: Context) -> Question:
    """Ask something more of what the question before is about, in its words."""
    before, alone = context.before, context.read(text)
    if alone.kind not in (Kind.FACT, Kind.WHEN):
        return alone
    apart = "" if AUXILIARIES.isdisjoint(token.word for token in tokenize(text)) else ","
    whole = f"{text}{apart} {without_question_word(before.standalone)}"
    query = replace(before.query, text=whole, speakers=(), topic="")
    return replace(
        alone, standalone=whole, topic=before.topic, query=query, carried=carried_words(before, True, True),
        period_text=before.period_text,
    )  # fmt: skip


def is_fragment(text: str, context: Context) -> bool:
    """Return whether a text has no question word in front and no verb of saying."""
    clause = Clause(text, context.snapshot)
    return clause.word(0) not in QUESTION_WORDS | AUXILIARIES and clause.find_saying(0) is None


def ask_again(context: Context, kind: Kind, what: str) -> Question:
    """Ask when, why, where or who of the question before."""
    before = context.before
    asked = before.asked if kind is not Kind.WHO_SAID else ()
    if kind is Kind.FACT or (kind is Kind.WHEN and before.kind in OF_FACTS):
        opener = {"reason": "why", "place": "where", "date": "when"}[what]
        rest = without_question_word(before.standalone)
        text = f"{opener} {rest[:1].lower()}{rest[1:]}"
        query = replace(before.query, text=text)
        carried = carried_words(before, False, True)
        return replace(before, kind=kind, what=what, standalone=text, query=query, carried=carried)
    excluding = before.speakers if kind is Kind.WHO_SAID and not before.topic else ()
    question = replace(before, kind=kind, what=what, excluding=excluding, denial=False)
    return written_out(question, asked, before.topic, context, bool(asked), True)


def without_question_word(text: str) -> str:
    """Return a question without the question word that it begins with, and without its mark."""
    text = TRAILING.sub("", text.strip(" ?"))
    return re.sub(rf"^(?:{'|'.join(sorted(QUESTION_WORDS))})\b ?", "", text, flags=re.IGNORECASE)


def swap(rest: str, about: str, context: Context) -> Question:
    """Ask the same of somebody or something else: "and Lukashenko?", "what about Chasiv Yar?"."""
    before, snapshot = context.before, context.snapshot
    rest = (told_beside(rest.casefold(), context) if rest.casefold() in PERSONAL else "") or rest
    alone = context.read(rest)
    other = with_other_place(before.standalone, rest) or with_other_group(before.standalone, rest)
    place = re.match(r"(?:in|at|from|near) ", rest, re.IGNORECASE)
    if place and before.kind in OF_FACTS and not other:
        there = f"{before.standalone.strip(' ?')} {rest}"  # "how much does a nurse earn", "and in Kemi?"
        return replace(context.read(there), carried=f"on “{there}”")
    if re.match(rf"(?:{'|'.join(sorted(TOPIC_PREPOSITIONS))}) ", rest, re.IGNORECASE) or about in (
        "about",
        "on",
        "regarding",
    ):
        topic = clean_topic(re.sub(rf"^(?:{'|'.join(sorted(TOPIC_PREPOSITIONS))}) ", "", rest, flags=re.IGNORECASE))
        return written_out(before, before.asked, topic, context, True, False)
    if alone.query.period != Period() and not alone.asked and not alone.topic:
        question = replace(
            before, query=replace(before.query, period=alone.query.period), period_text=alone.period_text
        )
        return written_out(question, before.asked, before.topic, context, True, True)
    if before.kind in OF_FACTS and other:
        return replace(context.read(other), carried=f"on “{other}”")
    if outlets := find_outlet(rest, snapshot):
        question = replace(before, query=replace(before.query, outlets=outlets))
        return written_out(question, before.asked, before.topic, context, True, True)
    names_nobody = not whole_mention(rest, context) and not described_speaker(rest)
    if alone.asked and alone.topic and alone.kind is Kind.SAID and names_nobody:
        return alone
    rest = re.sub(r"[’']s?$", "", rest)  # "and Berg's?"
    person = whole_mention(rest, context) or described_speaker(rest) or unknown_name(rest, context)
    person = person or full_name(rest, snapshot)
    if before.kind in OF_FACTS and not person and NAME_SEQUENCE.fullmatch(rest) and names_in(before.standalone):
        person = rest  # "and Ohio?" behind "how was turnout in Missouri"
    if not person:
        if before.asked or before.kind in (Kind.OVERVIEW, Kind.WHO_SAID):
            # "what about the tunnel?" asks for no yes or no
            topical = replace(before, kind=Kind.SAID) if before.kind is Kind.WHETHER else before
            return written_out(topical, before.asked, clean_topic(rest), context, bool(before.asked), False)
        return alone
    if before.kind in (Kind.FACT, Kind.WHO_IS) or (before.kind is Kind.WHETHER and not before.asked):
        mentions = [mention.name for mention in find_mentions(before.standalone, snapshot)] or list(before.asked)
        mentions = mentions or names_in(before.standalone)
        mentions = [name for name in mentions if may_take_place(person, name, snapshot)]
        if mentions:  # whether a subject does something, and how much of an object
            old = mentions[0 if before.kind is Kind.WHETHER else -1]
            question = context.read(before.standalone.replace(old, person))
            question = replace(question, subject=person, carried=f"on “{question.standalone}”")
            who = mentions[0]
            said = replace(before, kind=Kind.SAID, what="")
            if who != person and is_body(person, snapshot):
                return meant_as_topic(question, said, (who,), person, context)
            topic = clean_topic(before.topic.replace(old, ""))
            if not topic or not kinds_of(person, snapshot):
                return question
            return replace(question, otherwise=written_out(said, (person,), topic, context, False, True))
    kind = (
        Kind.SAID
        if before.kind in (Kind.COMPARE, Kind.OVERVIEW, Kind.WHO_SAID, Kind.MORE, Kind.FACT, Kind.WHO_IS)
        else before.kind
    )
    question = replace(before, kind=kind, subject=person, group="")
    asked = context.read(f"what did {person} say").asked if described_speaker(rest) else (person,)
    by_them = written_out(question, asked or (person,), before.topic, context, False, True)
    # Of a person it is asked what they said of the same, unless the question before is about a person too.
    is_of_topic = is_body(person, context.snapshot) or bool(whole_mention(before.topic, context))
    if not before.asked or person in before.asked or not is_of_topic:
        return by_them
    return meant_as_topic(by_them, replace(before, kind=Kind.SAID), before.asked, person, context)


def may_take_place(new: str, old: str, snapshot: IndexSnapshot) -> bool:
    """Return True if somebody can stand in a question where another name does: no person for a group or a place, as in
    "why do super PACs pay more" or "who leads in Ohio".
    """
    kinds, of_old = kinds_of(new, snapshot), kinds_of(old, snapshot)
    if not kinds:
        return True
    if of_old:
        return bool(kinds & of_old)
    last = old.split()[-1]
    is_acronym = last[1:2].isupper()
    is_place = names_of(snapshot).usage(normalize_token(last), snapshot).place
    return not is_place and not (is_acronym and SpeakerKind.PERSON in kinds)


def with_other_place(text: str, place: str) -> str:
    """Return a question with another place, "and in Kemi?", for the one that it names so; empty where it names none."""
    preposition, _, name = place.partition(" ")
    if preposition.casefold() not in ("in", "at", "from", "near", "for") or not name:
        return ""
    for old in names_in(text):
        pattern = re.compile(rf"\b{preposition} (?:the )?{re.escape(old)}(?!\w)", re.IGNORECASE)
        if pattern.search(text):
            return pattern.sub(lambda _: place, text, count=1)
    return ""


def with_other_group(text: str, group: str) -> str:
    """Return a question for a number with others who are counted: "what share of soldiers ...", "and women?"; empty
    where it counts nobody.
    """
    match = COUNTED_GROUP.search(text) if PLURAL.fullmatch(group) else None
    return f"{text[: match.start('group')]}{group}{text[match.end('group') :]}" if match else ""


def meant_as_topic(
    question: Question, before: Question, asked: tuple[str, ...], topic: str, context: Context
) -> Question:
    """Return a follow-up that can also be meant as one for what those who were asked about say on its name."""
    return replace(question, otherwise=written_out(before, asked, topic, context, True, False))


def whole_mention(text: str, context: Context) -> str:
    """Return the name of the speaker that a text is, and no place; else empty."""
    clause = Clause(text, context.snapshot)
    first = int(clause.word(0) == "the")
    mention = clause.mention_at(first) if len(clause) > first else None
    if mention is None and len(clause) == first + 1:
        return named_by_first_name(clause.words[first], context.snapshot)
    return mention.name if mention and mention.last == len(clause) and not mention.place else ""


def named_by_first_name(word: str, snapshot: IndexSnapshot) -> str:
    """Return the person whose first name a word is, if nobody else with it is quoted half as often; else empty.

    The president is nobody whose first name is President.
    """
    if word in ROLE_NOUNS | HONORIFICS:
        return ""
    bearers = [
        each
        for each in snapshot.speaker_entries()
        if each.kind is SpeakerKind.PERSON and " " in each.name and normalize_token(each.name.split()[0]) == word
    ]
    bearers.sort(key=lambda each: -each.statements)
    return bearers[0].name if bearers and all(2 * o.statements <= bearers[0].statements for o in bearers[1:]) else ""


def full_name(text: str, snapshot: IndexSnapshot) -> str:
    """Return a text that is a name of two words or three, whoever it is, behind "the" a speaker's; else empty."""
    name = text.removeprefix("the ")
    is_name = NAME_SEQUENCE.fullmatch(name) and 1 < len(name.split()) < 4
    return name if is_name and (name == text or snapshot.link_speaker(name)) else ""


def unknown_name(text: str, context: Context) -> str:
    """Return a name that stands in no article, where a text is one; else empty."""
    clause = Clause(text, context.snapshot)
    vocabulary = context.snapshot.vocabulary.counts
    unknown = (
        len(clause) and clause.words[-1] not in vocabulary and all(clause.is_name(at) for at in range(len(clause)))
    )
    return (
        " ".join(word[:1].upper() + word[1:] for word in clause.between(0).split())
        if unknown and context.before.asked
        else ""
    )


def take_over(question: Question, named: bool, led: bool, context: Context) -> Question:
    """Take the topic from the question before where it is pointed at ("about it"), or left out behind "and"."""
    before = context.before
    points = question.topic.casefold() in ANAPHORS
    open_kinds = (Kind.WHO_SAID, Kind.REACTION)
    others = OTHERS.search(question.text) is not None and not question.asked
    answers = not (REACTING | {"comment"}).isdisjoint(token.word for token in tokenize(question.text))
    is_open = question.kind is Kind.WHETHER and before.kind in OF_SPEAKERS and bool(before.topic) and not answers
    takes = led or question.kind in open_kinds or is_open
    left_out = not question.topic and (takes or (others and question.kind in OF_SPEAKERS))
    # "who agrees with her?": on what she was asked about
    of_speaker = named and question.kind is Kind.WHO_SAID and question.topic in before.asked and bool(before.topic)
    if is_said_by_other(question, before):
        return replace(written_out(question, question.asked, before.topic, context, False, True), otherwise=question)
    if points or left_out or of_speaker:
        excluding = before.speakers if question.kind in (Kind.WHO_SAID, Kind.WHETHER) or others else ()
        subject = question.topic if of_speaker else question.subject
        question = replace(question, excluding=() if question.asked else excluding, subject=subject)
        asked = question.asked if question.asked or question.kind in (Kind.WHO_SAID, Kind.OVERVIEW) or others else ()
        if points and question.asked and before.kind in OF_FACTS and question.kind is Kind.SAID:
            question = replace(question, kind=Kind.REACTION)
        return written_out(question, asked, before.topic, context, named, True)
    if named and question.kind is not Kind.WHO_SAID:
        speaks = set(question.asked) >= set(before.asked)
        of_them = before if speaks else replace(before, topic=" and ".join(before.asked))
        return replace(question, carried=carried_words(of_them, speaks, not speaks))
    return question


def is_said_by_other(question: Question, before: Question) -> bool:
    """Return True for "what did Salo say?" behind a question of somebody else's words: it is mostly on the same."""
    asks = question.kind is Kind.SAID and bool(question.asked) and not question.topic
    is_other = set(question.asked).isdisjoint(before.asked) and not says_there(question.text)
    return asks and is_other and before.kind in OF_SPEAKERS and bool(before.topic)


def written_out(
    question: Question, asked: tuple[str, ...], topic: str, context: Context, by: bool, on: bool
) -> Question:
    """Return a follow-up as a whole question, with the period and the outlets of the one before where it has none.

    `by` and `on` say whether the speakers and the topic were taken over.
    """
    before = context.before
    speakers = tuple(dict.fromkeys(speaker for name in asked for speaker in context.snapshot.link_speaker(name)))
    if question.repeated:
        question = replace(question, kind=question.repeated, repeated=None)
    if question.what == KEYWORDS:
        question = replace(question, what="")  # written out, it is a sentence
    standalone = sentence(question, asked, topic)
    period = question.query.period if question.query.period != Period() else before.query.period
    query = replace(
        question.query, text=standalone, speakers=asked, topic=topic, period=period,
        outlets=question.query.outlets or before.query.outlets,
    )  # fmt: skip
    by = by and question.kind is not Kind.WHO_SAID
    carried = carried_words(replace(before, topic=topic, asked=asked), by, on)
    if period == before.query.period and before.period_text:
        carried += f" {before.period_text}"
    if query.outlets == before.query.outlets != ():
        carried += f" in {' and '.join(query.outlets)}"
    return replace(
        question, standalone=standalone, asked=asked, speakers=speakers, topic=topic, query=query,
        carried=carried.strip(), period_text=question.period_text or before.period_text,
    )  # fmt: skip


def carried_words(before: Question, by: bool, on: bool) -> str:
    """Return what was taken over, in words: "by Putin on Kramatorsk"; an ordinary question as it was asked."""
    if on and (before.kind is Kind.FACT or (before.kind is Kind.WHETHER and not before.asked)):
        return f"on “{before.standalone}”"
    about = "" if WHERE_OR_WHEN.intersection(before.topic.split()[:1]) else "on "
    parts = [
        f"by {' and '.join(before.asked)}" if by and before.asked else "",
        f"{about}{quoted_clause(before.topic)}" if on and before.topic else "",
    ]
    return " ".join(filter(None, parts))


def quoted_clause(topic: str) -> str:
    """Return a topic in quotation marks where it may be more than a noun: "on “she would vote for Berg”"."""
    return f"“{topic}”" if len(topic.split()) > NOUN_WORDS or is_clause(topic) else topic


def sentence(question: Question, asked: tuple[str, ...], topic: str) -> str:
    """Return a question in words, of its parts."""
    who, about = " and ".join(asked), f" about {topic}" if topic else ""
    if question.kind is Kind.WHEN:
        return f"When did {who or 'anybody'} speak{about}?"
    verbs = (token.word for token in tokenize(question.text) if token.word in SAYING | ATTITUDE | PERFORMED)
    verb = next((verb for verb in verbs if verb not in SPEAKING), "")
    if question.kind is Kind.WHO_SAID:
        return f"Who {verb or 'spoke'}{about}?"  # "who ridiculed it?"
    if question.kind is Kind.WHETHER:
        return f"Did {who or 'anybody'} {verb or 'say anything'}{about}?"  # "did she apologise?"
    if question.kind is Kind.REACTION:
        return f"How did {who or 'anybody'} respond to {topic or 'it'}?"
    if question.kind is Kind.OVERVIEW or not who:
        return f"What do the articles say{about}?"
    if question.kind is Kind.FACT and question.what == "reason":
        return f"Why did {who} say something{about}?"
    return f"What did {who} say{about}?"
