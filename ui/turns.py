"""A question as it was asked on the page, and the address that asks it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assistant import NO_FILTERS, Filters, Turn

EARLIER = 5  # questions before a follow-up that its address asks too


@dataclass(frozen=True, slots=True)
class AskedTurn(Turn):
    """A turn with what it was narrowed to and `version`, the name of the index's content that it was answered from.

    `alone` says that it was asked without what the turns before it are about.
    """

    filters: Filters = NO_FILTERS
    version: str = ""
    alone: bool = False


def history(turns: Sequence[AskedTurn]) -> tuple[AskedTurn, ...]:
    """Return the turns that a question behind them follows up: those from the last that was asked alone."""
    first = max((place for place, turn in enumerate(turns) if turn.alone), default=0)
    return tuple(turns[first:])


def question_address(turns: Sequence[AskedTurn]) -> str:
    """Return the page's address that asks the last of the turns again, narrowed as it was.

    A follow-up is asked behind the questions from which it took something over.
    """
    last, questions = turns[-1], [turns[-1].question]
    for place in range(len(turns) - 1, max(len(turns) - 1 - EARLIER, 0), -1):
        answer = turns[place].answer
        if turns[place].alone or not (answer and answer.carried):
            break
        questions.insert(0, turns[place - 1].question)
    narrowed = [("outlet", outlet) for outlet in last.filters.outlets]
    narrowed += [("since", last.filters.since), ("until", last.filters.until)]
    narrowed += [*(("only", name) for name in last.filters.articles), ("version", last.version)]
    return "?" + urlencode([*(("ask", question) for question in questions), *(each for each in narrowed if each[1])])
