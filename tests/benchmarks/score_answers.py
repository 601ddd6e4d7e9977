"""Whether a text holds one of a question's answers, as SQuAD compares words (Rajpurkar et al., 2016)."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

PUNCTUATION = set(string.punctuation) | set("‘’“”–—")


def normal(text: str) -> str:
    """Lower case, without punctuation, "a", "an" and "the"; a space at each end."""
    bare = "".join(letter for letter in text.lower() if letter not in PUNCTUATION)
    words = re.sub(r"\b(?:a|an|the)\b", " ", bare).split()
    return f" {' '.join(words)} "


def holds(text: str, answers: Iterable[str]) -> bool:
    """Whether one of the answers stands in a text as whole words."""
    words = normal(text)
    return any(answer.strip() and answer in words for answer in map(normal, answers))
