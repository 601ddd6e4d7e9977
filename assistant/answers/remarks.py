"""The program's own sentences in an answer: what was read and taken over, what is reported, what no line says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answers.composition import Item, counted
from assistant.answers.deeds import has_word
from assistant.answers.described import Description
from assistant.answers.facts import DATE
from assistant.answers.grouping import contradicts
from assistant.answers.lines import escaped, written_day
from assistant.answers.selection import NEGATED, Selection, deeds_asked, has_form, tells_of
from assistant.questions.lexicon import DENIAL
from assistant.questions.models import Question
from index import IndexSnapshot, SpeechAct, normalize_token

ON_TOPIC = 0.5  # share of the topic in a line, from which it can be a denial of it
CLEARLY = 0.8  # share of the topic in a line, from which it says what is asked
NO_COMMENT = re.compile(
    r"(?:\b(?:requests? for|declin\w+ to|refus\w+ to|not|without)|n[’']t)(?: \w+)? comment\b", re.IGNORECASE
)
OR = re.compile(r"\bor\b(?! not\b)", re.IGNORECASE)


def understood(question: Question) -> str:
    """Return a line that says which words were read otherwise than typed, and what was taken over; often empty."""
    pairs = [*question.corrections]
    if role := role_read(question):
        pairs.append((role, question.asked[0]))
    read = [f"“{escaped(typed)}” as {escaped(meant)}" for typed, meant in dict.fromkeys(pairs)]
    parts = [f"Read {' and '.join(read)}."] if read else []
    if question.carried:
        parts.append(f"{question.carried[:1].upper()}{escaped(question.carried[1:])}, as before.")
    return " ".join(parts)


def role_read(question: Question) -> str:
    """Return the role by which a question calls whom it is read to ask about; empty where it has a word of the name."""
    role = question.subject
    if len(question.asked) != 1 or not role or Description.read(role) is None:
        return ""
    name = {normalize_token(word) for word in question.asked[0].split()}
    return "" if name & {normalize_token(word) for word in role.split()} else role


def denials(question: Question, selection: Selection) -> str:
    """Return the sentence that says whether those who did not say so denied it, where a denial is asked for; empty
    where a line has a word for it: "The board rejected it, she said".
    """
    if not question.denial:
        return ""
    denied = any(
        has_form(item.line.text, DENIAL) or (item.statement and item.statement.speech_act is SpeechAct.DENIED)
        for item in selection.items
    )
    return "" if denied else "No article reports a denial; this is what was not confirmed:"


def reported(items: Sequence[Item], question: Question, coverage: Callable[[str], float]) -> str:
    """Return one line that says what is reported, as far as the sentences say it in plain words; `coverage` tells how
    much of the topic a text holds.
    """
    against = [
        item
        for item in items
        if contradicts(item) and NEGATED.search(item.line.text) and coverage(item.line.text) >= ON_TOPIC
    ]
    if against and against[0] is items[0]:
        denied = against[0].statement is not None and against[0].statement.speech_act is SpeechAct.DENIED
        not_said = "did not comment" if NO_COMMENT.search(against[0].line.text) else "did not confirm it"
        return f"{counted(against)}: {escaped(against[0].speaker)} {'denied it' if denied else not_said}."
    if OR.search(question.standalone):  # "is it high or low?" asks for neither yes nor no
        return f"{counted(items)} on this:"
    deeds, first = deeds_asked(question), items[0]
    is_theirs = first.speaker in question.speakers and not NEGATED.search(first.line.text)
    is_theirs = is_theirs and coverage(first.line.text) >= CLEARLY
    if is_theirs and tells_of(deeds, first.statement, first.article):
        return f"{counted([first])} says so:"
    words = re.findall(r"\w+", question.standalone.casefold())
    verb = next((word for word in words if word in deeds), "")
    is_told = any(has_word(item, deeds) for item in items)
    without = "" if is_told or not verb else f", without the word “{verb}”"
    return f"{counted(items)} on this{without}; whether that is a yes or a no is for you to judge:"


def day_told(item: Item) -> str:
    """Return the day that a line tells: the date in its sentence, the day that its weekday was, or its publication."""
    if item.line.inserts and (day := item.line.inserts[-1][1])[:1].isdigit():
        return day
    match = DATE.search(item.line.text)
    return " ".join(match.group().split()) if match else written_day(item.article.published)


def likened(question: Question, selection: Selection, snapshot: IndexSnapshot) -> str:
    """Return what of the topic none of the lines has, and the words of like meaning that they have in its place."""
    texts = [around(item) for item in selection.items]
    beside = [around(item) for item in selection.others]
    terms = snapshot.topic_terms(question.topic) if question.topic else []
    if terms and not any(term.coverage(text) for term in terms for text in texts):
        return f"None of these has the words “{escaped(question.topic)}”; they come nearest to them in meaning."
    notes = []
    for term in terms:
        others = dict.fromkeys(word for text in texts for word in term.matched_synonyms(text))
        if others and not any(term.occurs(text) for text in texts):
            others_say_it = any(term.occurs(text) for text in beside)
            these = f"the lines of {escaped(' and '.join(question.asked))}" if others_say_it else "these"
            typed = re.search(rf"\b{re.escape(term.word)}\b", question.topic, re.IGNORECASE)
            word = typed.group() if typed else term.word
            notes.append(f"None of {these} says “{escaped(word)}”; they say “{'”, “'.join(others)}”.")
    return " ".join(notes)


def around(item: Item) -> str:
    """Return a line with the words around it that tell what it is about."""
    statement, article = item.statement, item.article
    context = article.text[slice(*statement.context)] if statement and statement.context else ""
    return f"{article.title}\n{context}\n{item.line.text}"
