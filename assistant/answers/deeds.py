"""Whether lines tell that somebody did something with their words: apologised, endorsed, denied, approved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.answers.composition import Item
from assistant.answers.grouping import contradicts
from assistant.answers.selection import NEGATED, approval_asked, attitude_asked, deeds_asked, has_form
from assistant.questions.lexicon import PERFORMED, SURELY_SAYING
from assistant.questions.models import Question

STEM = 6  # letters that a verb and its noun have in common: "apologise", "apology"


def names_saying(text: str) -> bool:
    """Return whether a question has a verb of saying: "did she predict"."""
    return has_form(text, SURELY_SAYING)


def in_asked_sense(items: Sequence[Item], question: Question) -> list[Item]:
    """Return the lines that deny, where a denial is asked for, and those in words of approval, or not approving, where
    approval is; else all.
    """
    if question.denial:
        return [item for item in items if contradicts(item) or NEGATED.search(item.line.text)]
    if approval_asked(question):
        return [item for item in items if attitude_asked(item.line.text) or NEGATED.search(item.line.text)]
    return list(items)


def lacks_deed(items: Iterable[Item], question: Question) -> bool:
    """Return True if it is asked whether or when somebody apologised, endorsed or thanked and no line has the word, nor
    the noun of it.
    """
    deeds = deeds_asked(question) & PERFORMED
    return bool(deeds) and not any(has_word(item, deeds) for item in items)


def has_word(item: Item, forms: Iterable[str]) -> bool:
    """Return True if a line has one of a verb's forms, or its noun."""
    stems = {form[:STEM] for form in forms}
    return not stems.isdisjoint(word[:STEM] for word in re.findall(r"\w+", item.line.text.casefold()))
