"""Questions of known parts, and how an answer's lines are read back to the article's text."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from assistant.answers.extractive import answer_questions
from assistant.models import NO_FILTERS, Answer, Filters, History, Turn
from assistant.questions import read_questions
from assistant.questions.models import Question, QuestionKind
from index import Article, ArticleIndex, Period, Query
from index.retrieval.snapshot import IndexSnapshot

AS_OF = date(2024, 9, 1)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
ADDED = re.compile(r"(?<!\\)\[[^\]]*\]|(?<!\\)\*\*|(?<!\\)\*")


def question(
    snapshot: IndexSnapshot, text: str, kind: QuestionKind, asked: tuple[str, ...] = (), topic: str = "", **more: Any
) -> Question:
    """Return a question with these parts, its people linked to the index's speakers."""
    period, outlets = more.pop("period", Period()), more.pop("outlets", ())
    speakers = tuple(dict.fromkeys(speaker for name in asked for speaker in snapshot.link_speaker(name)))
    query = Query(text, asked, topic, period, outlets)
    return Question(text, text, kind, asked, speakers, topic, query, AS_OF, **more)


def ask(
    index: ArticleIndex,
    text: str,
    kind: QuestionKind = QuestionKind.SAID,
    asked: tuple[str, ...] = (),
    topic: str = "",
    history: History = (),
    filters: Filters = NO_FILTERS,
    **more: Any,
) -> Answer:
    """Return the answer to a question of these parts."""
    return index.read(
        lambda snapshot: answer_questions(
            [question(snapshot, text, kind, asked, topic, **more)], snapshot, history, filters
        )
    )


def converse(index: ArticleIndex, *texts: str) -> Answer:
    """Return the answer to the last of some questions that are asked one after the other."""
    turns: tuple[Turn, ...] = ()
    for text in texts:

        def answered(snapshot: IndexSnapshot, text: str = text, before: History = turns) -> Answer:
            return answer_questions(read_questions(text, before, NO_FILTERS, snapshot, AS_OF), snapshot, before)

        turns = (*turns, Turn(text, index.read(answered)))
    assert turns[-1].answer is not None
    return turns[-1].answer


def headed(name: str, title: str, text: str) -> Article:
    """Return an article that begins with its title."""
    return Article(name, f"{title}.\n\n{text}", title=title, source="Salmo Courier", given_id=True)


def plain(markdown: str) -> str:
    """Return Markdown as the article has it: without bold and brackets that were added, on one line."""
    without = ADDED.sub(" ", re.sub(r"\\([\[\]*\\])", lambda match: f"\ue000{ord(match[1])}\ue001", markdown))
    restored = re.sub("\ue000(\\d+)\ue001", lambda match: chr(int(match[1])), ESCAPE.sub(r"\1", without))
    return "".join(restored.split())


def lines(answer: Answer) -> list[str]:
    """Return the lines of an answer's lists."""
    return [line.removeprefix("- ") for line in answer.text.splitlines() if line.startswith("- ")]
