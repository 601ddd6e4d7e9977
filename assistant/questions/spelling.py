"""Words that were mistyped ("whta", "abuot", "ukranian"), read as the words they were meant to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from rapidfuzz.distance import OSA

# In this order, where a word is as near to several of them.
QUESTION_WORDS = "what who which when where why how".split()
MEANT = [*QUESTION_WORDS, *"about said say says did does have according think thinks thought tell latest".split()]
MEANT += "articles article quotes statements summarise summarize compare between happened people everything".split()
MEANT += "anything anyone would could should their there they that this with from".split()
# Words of English that are one slip away from one of these: those of a list of 21,000 frequent words that are.
OTHER_WORDS = frozenset(
    """accordion antilles bout chow cold died domes dose doses form gould hampered hardened hat havre heir hen here
    particle particles recording sharpened shave shay show stay stays submarine summarized sway thee theme thick thin
    thing though three wheat whore width witch world wound""".split()
)
SHORT_FORMS = {"abt": "about", "bc": "because", "ppl": "people", "wld": "would"}  # as people type them in a hurry
SHORTEST = 3  # letters
CERTAIN = 4  # letters from which a letter may be missing or too many, wherever the word stands
LONG = 5  # letters from which a letter may be another
TWO_SLIPS = 8  # letters from which a word may have two slips
FIRST_WORDS = 2  # of a text; there a question word may be meant by a shorter one
RARE = 6  # letters from which a word that no article has may be a mistyping of one that they have
WORD = re.compile(r"[^\W\d_]+")


def correct_small_words(text: str, known: Callable[[str], bool]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a text with its small words corrected, and the pairs of a word as typed and as read.

    A word that `known` holds, as the index's words and names, is left alone.
    """
    corrections: list[tuple[str, str]] = []
    pieces, end = [], 0
    for number, match in enumerate(WORD.finditer(text)):
        word = match.group()
        meant = "" if known(word.casefold()) else nearest(word.casefold(), number < FIRST_WORDS)
        if meant:
            corrections.append((word, meant))
            meant = meant.capitalize() if word[0].isupper() else meant
        pieces += [text[end : match.start()], meant or word]
        end = match.end()
    return "".join([*pieces, text[end:]]), tuple(corrections)


def correct_rare_words(
    text: str, counts: Mapping[str, int], known: Callable[[str], bool]
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a text whose long words in lower case that no article has are written as the articles have them.

    A word is read as the most frequent of those one slip away; `counts` tells in how many passages a word stands.
    """
    corrections: list[tuple[str, str]] = []
    for word in dict.fromkeys(match.group() for match in WORD.finditer(text)):
        if len(word) < RARE or not word.islower() or known(word):
            continue
        likely = (each for each, count in counts.items() if count > 1 and each[0] == word[0])
        near = [each for each in likely if OSA.distance(word, each, score_cutoff=1) <= 1]
        if f"{word}s" in near or (not word.endswith("ss") and word.removesuffix("s") in near):  # another number
            continue
        if near:
            meant = max(near, key=lambda each: counts[each])
            text = re.sub(rf"\b{word}\b", meant, text)
            corrections.append((word, meant))
    return text, tuple(corrections)


def nearest(word: str, first: bool) -> str:
    """Return the small word that a word is a mistyping or a short form of; empty where it is none.

    A small word with an ending ("shown", "theres") is another word.
    """
    if word in SHORT_FORMS:
        return SHORT_FORMS[word]
    if len(word) < SHORTEST or word in MEANT or word in OTHER_WORDS:
        return ""
    near = []
    for place, meant in enumerate(MEANT):
        slips = 1 + (min(len(word), len(meant)) >= TWO_SLIPS)
        distance = OSA.distance(word, meant, score_cutoff=slips)
        swapped = sorted(word) == sorted(meant)
        enough = CERTAIN if len(word) != len(meant) else LONG
        likely = swapped or len(word) >= enough or (first and meant in QUESTION_WORDS and len(word) != len(meant))
        if distance <= slips and likely and not word.startswith(meant):
            near.append((distance, not swapped, meant[0] != word[0], place, meant))
    return min(near)[-1] if near else ""
