"""A question as typed -> what is asked, question by question.

It is cleared of politeness, its small words and names are spelled as they are meant, its period is read, and what is
left is read by its parts; a follow-up takes what it leaves out from the turns before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.models import NO_FILTERS, Answer, Filters, History, Turn
from assistant.questions.clause import split_subjects
from assistant.questions.dates import DatedText, lacks_year, read_period
from assistant.questions.follow_ups import ABOUT_NOTHING, cited_places, complete, split_lead
from assistant.questions.kinds import read_clause
from assistant.questions.language import is_foreign
from assistant.questions.lexicon import AUXILIARIES, KNOWN, PERSONAL, QUESTION_WORDS
from assistant.questions.models import Question, QuestionKind
from assistant.questions.names import find_outlet, knows, names_of, tokenize, write_names
from assistant.questions.patterns import without_politeness
from assistant.questions.reading import Reading
from assistant.questions.referents import Context
from assistant.questions.small_talk import read_small_talk
from assistant.questions.spelling import correct_rare_words, correct_small_words
from assistant.questions.wording import spelled_out
from index import IndexSnapshot, Period, Query, parse_day

REMEMBERED = 6  # turns
AS_HAPPENED = (QuestionKind.FACT,)  # kinds in which a day is when something happened, not when it was published
OPENERS = QUESTION_WORDS | AUXILIARIES
JOINT = re.compile(r"[?;]\s+(?=\w)|(?:,? and (?:also )?|,? but |, )(?=\w)", re.IGNORECASE)
OWNED = re.compile(r"(?P<owner>.+?)[’']s? [\w ]+")
OBJECTS = frozenset({"him", "her"})
INVERTED = frozenset("did does do has have is are was were".split())  # auxiliaries that begin a question
ENDINGS = ("ing", "ed", "er", "ers")  # "curing" is cure's
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)['‘][^'’]*['’](?!\w)")


@dataclass(frozen=True, slots=True)
class Cleared:
    """A question's text without politeness and with its words spelled as they are meant, and what was corrected."""

    text: str
    corrections: tuple[tuple[str, str], ...] = ()


def read_questions(
    text: str, history: History, filters: Filters, snapshot: IndexSnapshot, as_of: date
) -> list[Question]:
    """Read what is asked, against what the index holds: one question for each that the text has.

    A question that leaves something out takes it from the one before it, in the same text or an earlier turn.
    """
    asked = " ".join(text.split())
    kind = QuestionKind.EMPTY if not any(map(str.isalnum, asked)) else None
    kind = QuestionKind.UNSUPPORTED_LANGUAGE if kind is None and is_foreign(without_names(asked, snapshot)) else kind
    if kind:
        return [narrowed(plain_question(asked, kind, as_of), filters)]
    cleared = clear(asked, snapshot)
    small_talk = read_small_talk(asked) if asked != cleared.text else None
    small_talk = small_talk or read_small_talk(cleared.text)
    near = cited_places(history[-1]) if history else ()
    if small_talk and (near or small_talk.what != "cited"):
        question = plain_question(asked, small_talk.kind, as_of, small_talk.what, small_talk.topic)
        return [narrowed(replace(question, corrections=cleared.corrections, near=near), filters)]
    before, turn = question_before(history, snapshot, as_of)
    questions: list[Question] = []

    def read(part: str) -> Question:
        return read_one(asked, part, snapshot, as_of)

    for part in split_questions(cleared.text):
        if before is None:
            question = without_pronouns(read(split_lead(part)[2] or part))
        else:
            told = replace(before, corrections=())  # at its own question
            lead = "and " if questions else ""  # a second question of one text may leave out what it is about
            question = without_pronouns(complete(f"{lead}{part}", Context(told, turn, snapshot, read)))
        corrections = (*cleared.corrections, *question.corrections)
        question = replace(question, text=asked, corrections=corrections)
        if other := question.otherwise:
            question = replace(question, otherwise=replace(other, text=asked, corrections=corrections))
        questions.append(question)
        before, turn = question, None
    return [narrowed(question, filters) for question in questions]


def question_before(history: History, snapshot: IndexSnapshot, as_of: date) -> tuple[Question | None, Turn | None]:
    """Return the last question of the turns before that was about the articles, and its turn."""
    earlier = history[-REMEMBERED:]
    for place in range(len(earlier) - 1, -1, -1):
        question = read_questions(earlier[place].question, earlier[:place], NO_FILTERS, snapshot, as_of)[-1]
        if question.kind not in ABOUT_NOTHING:
            return as_answered(question, earlier[place].answer), earlier[place]
    return None, None


def as_answered(question: Question, answer: Answer | None) -> Question:
    """Return a question as its answer took it, by the words that this says were taken over."""
    other, taken = question.otherwise, answer.carried if answer else ""
    return other if other and taken == other.carried != question.carried else question


def without_pronouns(question: Question) -> Question:
    """Return a question in which nobody is asked about by a pronoun that could not be resolved."""
    asked = tuple(name for name in question.asked if name not in PERSONAL)
    return replace(
        question, asked=asked, query=replace(question.query, speakers=asked if question.query.speakers else ())
    )


def plain_question(asked: str, kind: QuestionKind, as_of: date, what: str = "", topic: str = "") -> Question:
    """Return a question without speakers."""
    return Question(asked, asked, kind, (), (), topic, Query(asked, (), topic), as_of, what=what)


def without_names(text: str, snapshot: IndexSnapshot) -> str:
    """Return a text without the words of the index's speakers: a foreign name makes no foreign question."""
    names = names_of(snapshot)
    return " ".join(text[t.start : t.end] for t in tokenize(text) if t.word not in names.words or t.word in OPENERS)


def clear(text: str, snapshot: IndexSnapshot) -> Cleared:
    """Take politeness away and correct small words and names."""
    names = names_of(snapshot)
    text = re.sub(r"[\s?!.…]+$", "", re.sub(r"\s+([?,;])", r"\1", text))
    text, small = correct_small_words(text, lambda word: word in KNOWN or word in names.words or knows(word, snapshot))
    text = spelled_out(text)
    written = write_names(re.sub(r"[\s?!.]+$", "", without_politeness(text)) or text, snapshot)
    counts = snapshot.vocabulary.counts

    def is_word(word: str) -> bool:
        bases = {word} | {
            base + e for ending in ENDINGS if (base := word.removesuffix(ending)) != word for e in ("", "e")
        }
        return word in KNOWN or any(knows(base, snapshot) or snapshot.encoder.knows_word(base) for base in bases)

    spelled, rare = correct_rare_words(written.text, counts, is_word)
    return Cleared(spelled, (*small, *written.corrections, *rare))


def split_questions(text: str) -> list[str]:
    """Return the questions in a text: behind a question mark, or a question word with its verb behind "and"."""
    hidden = QUOTED.sub(lambda match: "x" * len(match.group()), text)
    parts, start = [], 0
    for match in JOINT.finditer(hidden):
        behind = [token.word for token in tokenize(hidden[match.end() : match.end() + 60])[:3]]
        before = tokenize(hidden[start : match.start()])
        ends = match.group()[0] in "?;"
        # "..., what" behind what is no question, and "spread between humans and what": one question
        alone = [token.word for token in tokenize(hidden[match.end() :])] == behind[:1]
        listed = before and before[0].word not in OPENERS and (match.group() == ", " or alone)
        if before and (ends or (begins_question(behind) and not listed)):
            parts.append(text[start : match.start()])
            start = match.end()
    parts.append(text[start:])
    return shared_clause([part.strip(" ,;") for part in parts if any(map(str.isalnum, part))])


def shared_clause(parts: Sequence[str]) -> list[str]:
    """Return the questions with the clause that two of them share: "when and where did she say it" are two."""
    whole = list(parts)
    for number in range(len(whole) - 2, -1, -1):
        if whole[number].casefold() in QUESTION_WORDS and whole[number + 1].split()[0].casefold() in QUESTION_WORDS:
            whole[number] += f" {whole[number + 1].partition(' ')[2]}"
    return whole


def begins_question(words: Sequence[str]) -> bool:
    """Return whether words begin a question of its own: a question word with its verb, or alone; or an auxiliary."""
    if words and words[0] in QUESTION_WORDS:
        return len(words) == 1 or words[0] == "who" or any(word in AUXILIARIES for word in words[1:3])
    return len(words) > 2 and words[0] in INVERTED


def read_one(asked: str, part: str, snapshot: IndexSnapshot, as_of: date) -> Question:
    """Read one question by itself, with its period."""
    day = latest_day(snapshot, as_of) if lacks_year(read_period(part, as_of).words) else as_of
    dated = read_period(part, day)
    if names_outlet(part, dated.words, snapshot):
        dated = DatedText(part)
    reading = read_clause(dated.rest or part, snapshot)
    if dated.words and reading.kind in AS_HAPPENED:
        dated = read_period(part, day, published=True)
        reading = read_clause(dated.rest or part, snapshot)
    if dated.words and not dated.rest.strip():
        reading = Reading(QuestionKind.OVERVIEW)
    if reading.topic.casefold() in OBJECTS and (owned := OWNED.fullmatch(reading.subject)):
        reading = replace(reading, topic=owned["owner"])  # "what did Berg's wife say about him"
    names, group = split_subjects(reading.subject, snapshot)
    speakers = tuple(dict.fromkeys(speaker for name in names for speaker in snapshot.link_speaker(name)))
    searched = () if reading.kind is QuestionKind.WHO_IS else tuple(names)
    for name in names:  # as it is to be written
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", part, re.IGNORECASE)
        part = part[: found.start()] + name + part[found.end() :] if found else part
    topic = "" if reading.kind is QuestionKind.FACT else reading.topic  # all of its words tell what it is about
    query = Query(part, searched, topic, dated.period, reading.outlets)
    return Question(
        asked, part, reading.kind, tuple(names), speakers, reading.topic, query, as_of,
        denial=reading.denial, group=group, by_date=reading.by_date, what=reading.what, period_text=dated.words,
        subject=reading.subject,
    )  # fmt: skip


def names_outlet(text: str, words: str, snapshot: IndexSnapshot) -> bool:
    """Return True if the words of a period are the end of an outlet's name in a text: "USA Today" is no day."""
    before = text.partition(words)[0].split()[-1:] if words else []
    return bool(before and find_outlet(f"{before[0]} {words}", snapshot))


def latest_day(snapshot: IndexSnapshot, as_of: date) -> date:
    """Return the last day up to `as_of` on which an article came out; `as_of` where none has a day."""
    days = (parse_day(article.published) for article in snapshot.articles())
    return max((day for day in days if day and day <= as_of), default=as_of)


def narrowed(question: Question, filters: Filters) -> Question:
    """Return the question narrowed by the filters as well: outlets only where it names none, days and articles in any
    case.
    """
    period = question.query.period
    period = Period(
        max(filter(None, (period.since, parse_day(filters.since))), default=None),
        min(filter(None, (period.until, parse_day(filters.until))), default=None),
    )
    outlets = question.query.outlets or tuple(filters.outlets)
    query = replace(question.query, period=period, outlets=outlets, articles=tuple(filters.articles))
    otherwise = narrowed(question.otherwise, filters) if question.otherwise else None
    return replace(question, query=query, otherwise=otherwise)
