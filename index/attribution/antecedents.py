"""How well each person named before a pronoun fits as its antecedent: a logistic regression over mention pairs.  Pure.

The mention-pair model of Soon, Ng and Lim (2001).  Of people whom the article names equally often it prefers whom the
sentence before was about, and of speakers the last.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.lexicons import FEMININE_PRONOUNS, MASCULINE_PRONOUNS

# Found by tests/benchmarks/fit_antecedents.py.
WEIGHTS = {
    "bias": -1.511,
    "times named": 0.453,
    "named most": 0.258,
    "sentences with": 0.117,
    "same sentence": 0.731,
    "sentence before": -0.053,
    "distance": 0.044,
    "other paragraph": -0.740,
    "nearest": 0.097,
    "people between": -2.349,
    "same pronouns between": -0.582,
    "other pronouns between": 0.457,
    "is subject": 1.073,
    "is possessor": 0.635,
    "is oblique": -0.289,
    "first in sentence": -0.303,
    "first in sentence before": 0.472,
    "first in sentence before, pronoun begins": 0.926,
    "first in sentence before, pronoun again": -0.119,
    "first in text": 0.062,
    "object in clause": -0.137,
    "possessor in clause": 0.498,
    "subject in clause": -0.224,
    "last speaker": 1.068,
    "last speaker in paragraph": 0.145,
    "spoke in paragraph": 0.338,
    "other speaker in paragraph": -0.778,
}
HE, SHE = (re.compile(rf"\b(?:{'|'.join(sorted(words))})\b", re.I) for words in (MASCULINE_PRONOUNS, FEMININE_PRONOUNS))
SENTENCE_END = re.compile(r"[.?!][”\"’']*\s+|\n+")
CLAUSE_END = re.compile(
    r"""[,;:–—()]
    |\b(?:and|but|who|whom|which|that|when|while|after|before|because|as|where|if|although|though|since|until|so)\b""",
    re.VERBOSE,
)
POSSESSIVE = re.compile(r"[’']s?\s")
PREPOSITION_BEFORE = re.compile(
    r"""\b(?:of|to|for|with|from|by|at|in|on|against|about|over|under|between|than|like|as|after|before|behind|into|toward
        |towards|without|within|alongside|including|via)\s(?:\w+\s)?$""",
    re.VERBOSE,
)
VERB_BEHIND = re.compile(
    r"""\s(?!(?:and|or|of|in|on|at|to|for|with|as|from|by|who|that|but|when|while|after|before|the|a|an|his|her)\b)
        [a-z]+""",
    re.VERBOSE,
)
MOST = 5  # pronouns, sentences and names; more are not told apart


@dataclass(frozen=True, slots=True)
class PersonMention:
    """Where the text names a person, whose number it is."""

    start: int
    end: int
    person: int


@dataclass(frozen=True, slots=True)
class PronounContext:
    """A pronoun at `place` ("he", "her"), and before it: where its sentence and those before begin, the nearest first,
    the mentions of people in order, and (offset, person) of those who spoke, in order.
    """

    text: str
    pronoun: str
    place: int
    paragraph: int
    sentences: Sequence[int]
    mentions: Sequence[PersonMention]
    spoke: Sequence[tuple[int, int]]


def read_context(
    text: str,
    pronoun: str,
    place: int,
    window: tuple[int, int],
    mentions: Sequence[PersonMention],
    spoke: Sequence[tuple[int, int]],
) -> PronounContext:
    """Return the context of a pronoun; `window` are where the part that is read and the pronoun's paragraph begin."""
    start, paragraph = window
    begins = [start, *(match.end() for match in SENTENCE_END.finditer(text, start, place))]
    return PronounContext(text, pronoun, place, paragraph, begins[::-1], mentions, spoke)


def score(values: dict[str, float]) -> float:
    """Return the log odds of features."""
    return sum(WEIGHTS[name] * value for name, value in values.items())


def features(context: PronounContext, person: int) -> dict[str, float]:
    """Return the features of a person, mentioned in a context, as the antecedent of its pronoun."""
    text, place = context.text, context.place
    mine = [mention for mention in context.mentions if mention.person == person]
    last = mine[-1]
    gap = text[last.end : place]
    away = sentence_of(context, last.start)
    between = {m.person for m in context.mentions if m.start > last.start} - {person}
    counts = [sum(m.person == other for m in context.mentions) for other in {m.person for m in context.mentions}]
    same, other = (HE, SHE) if context.pronoun in MASCULINE_PRONOUNS else (SHE, HE)
    role = mention_role(text, last, context.sentences[min(away, len(context.sentences) - 1)])
    in_clause = away == 0 and not CLAUSE_END.search(gap)
    was_subject = first_named(context, 1) == person
    is_chain = same.search(text, context.sentences[0], place) is not None
    last_spoke = context.spoke[-1] if context.spoke else (-1, -1)
    return {
        "bias": 1.0,
        "times named": math.log(len(mine)),
        "named most": float(len(mine) == max(counts) and counts.count(max(counts)) == 1),
        "sentences with": len({sentence_of(context, m.start) for m in mine[-MOST:]}) / MOST,
        "same sentence": float(away == 0),
        "sentence before": float(away == 1),
        "distance": math.log1p(len(gap)),
        "other paragraph": float(last.start < context.paragraph),
        "nearest": float(not between),
        "people between": min(len(between), MOST) / MOST,
        "same pronouns between": min(len(same.findall(gap)), MOST) / MOST,
        "other pronouns between": min(len(other.findall(gap)), MOST) / MOST,
        **{f"is {kind}": float(role == kind) for kind in ("subject", "possessor", "oblique")},
        "first in sentence": float(first_named(context, 0) == person),
        "first in sentence before": float(was_subject),
        "first in sentence before, pronoun begins": float(was_subject and place - context.sentences[0] < 2),
        "first in sentence before, pronoun again": float(was_subject and is_chain),
        "first in text": float(context.mentions[0].person == person),
        "object in clause": float(in_clause and context.pronoun in ("him", "her")),
        "possessor in clause": float(in_clause and context.pronoun == "his"),
        "subject in clause": float(in_clause and context.pronoun in ("he", "she")),
        "last speaker": float(last_spoke[1] == person),
        "last speaker in paragraph": float(last_spoke[1] == person and last_spoke[0] >= context.paragraph),
        "spoke in paragraph": float(any(who == person and at >= context.paragraph for at, who in context.spoke)),
        "other speaker in paragraph": float(last_spoke[1] != person and last_spoke[0] >= context.paragraph),
    }


def sentence_of(context: PronounContext, place: int) -> int:
    """Return how many sentences before the pronoun's a place stands in."""
    return next((number for number, start in enumerate(context.sentences) if start <= place), len(context.sentences))


def first_named(context: PronounContext, away: int) -> int | None:
    """Return whom the sentence so many sentences before the pronoun's names first; None if nobody."""
    if away >= len(context.sentences):
        return None
    end = context.sentences[away - 1] if away else context.place
    start = context.sentences[away]
    return next((m.person for m in context.mentions if start <= m.start < end), None)


def mention_role(text: str, mention: PersonMention, sentence: int) -> str:
    """Return what a mention is in its clause, told by the words beside it: possessor, oblique, subject or object."""
    if POSSESSIVE.match(text, mention.end):
        return "possessor"
    if PREPOSITION_BEFORE.search(text, max(sentence, mention.start - 40), mention.start):
        return "oblique"
    return "subject" if VERB_BEHIND.match(text, mention.end) else "object"
