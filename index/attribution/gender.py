"""Gender evidence: the pronouns that follow a name, and how often they must to tell anything.  Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from index.text.lexicons import OPPOSITE_GENDER
from index.text.names import ROLE, pronoun_of

TITLE_WEIGHT = 10  # times as much as a pronoun near a name, a title tells of somebody's gender
MOSTLY = 3  # times as often as the other gender's a title or a pronoun must be said of a name to tell anything
FOLLOWING = 200  # characters behind a mention in which a pronoun may stand for it
GENDERED = re.compile(r"\b(?:he|his|him|she|her)\b", re.IGNORECASE)
SERVING = re.compile(rf"\b(?:{ROLE})s? (?:for|of|to) (?:(?:the )?\w+ ){{0,3}}$")  # "a spokesman for"


def following_pronoun(text: str, mention: int, start: int, end: int) -> str:
    """Return "he" or "she" for the first such pronoun of `text[start:end]`; '' if there is none near.

    The name at `mention` ends at `start`.  Behind "a spokesman for Berg" a pronoun tells nothing of Berg.
    """
    pronoun = GENDERED.search(text, start, min(end, start + FOLLOWING))
    if pronoun is None or SERVING.search(text, max(0, mention - 60), mention):
        return ""
    return pronoun_of(pronoun.group())


def frequent_pronoun(counts: Mapping[str, int]) -> str:
    """Return the pronoun that was counted MOSTLY times as often as the other; '' if none was."""
    for pronoun, other in OPPOSITE_GENDER.items():
        if counts.get(pronoun, 0) >= MOSTLY * max(1, counts.get(other, 0)):
            return pronoun
    return ""
