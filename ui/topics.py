"""Put texts together by what they are about: the names and the telling words that several of them share.  Pure."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from index import FUNCTION_WORDS, NAME_SEQUENCE, STOP_WORDS, normalize_token, stem, strip_titles

TOPICS = 12  # at most
SHARED = 2  # texts that a topic has at least
NAME_WEIGHT = 1.5  # of a name against a word that is as rare
WORD = re.compile(r"[^\W\d_][\w’'-]{3,}")


def group_by_topic(texts: Sequence[str], frequencies: Mapping[str, int], excluded: Collection[str] = ()) -> list[str]:
    """Return a topic for each text, "" where it shares none with another.

    Greedy set cover: again and again the name or word is taken that most texts without a topic share, each counted by
    its inverse document frequency.  `frequencies` are the numbers of passages that have a word; no topic has one of
    the `excluded` words, which are lower-case.
    """
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    holders: dict[str, set[int]] = defaultdict(set)
    weights: dict[str, float] = {}
    passages = max(frequencies.values(), default=1)
    for place, text in enumerate(texts):
        for key, label, weight in candidates(text, excluded):
            frequency = min(frequencies.get(normalize_token(word), 1) for word in label.split())
            labels[key][label] += 1
            holders[key].add(place)
            weights[key] = weight * math.log(1 + passages / frequency)
    topics = [""] * len(texts)
    left = set(range(len(texts)))
    for _ in range(TOPICS):
        shared = {key: len(places & left) for key, places in holders.items()}
        best = max(
            (key for key, count in shared.items() if count >= SHARED),
            key=lambda key: (shared[key] * weights[key], key),
            default=None,
        )
        if best is None:
            break
        for place in holders[best] & left:
            topics[place] = labels[best].most_common(1)[0][0]
        left -= holders[best]
    return topics


def candidates(text: str, excluded: Collection[str]) -> list[tuple[str, str, float]]:
    """Return what a text may be about: a key that its other forms share, how it is written here, and a weight."""
    found = []
    for match in NAME_SEQUENCE.finditer(text):
        words = strip_titles(match.group().split(" "))
        begins = not re.search(r"\w", text[: match.start()])
        if (len(words) > 1 or (words and not begins)) and not any(word.casefold() in excluded for word in words):
            found.append((" ".join(words).casefold(), " ".join(words), NAME_WEIGHT))
    for match in WORD.finditer(text):
        word = match.group()
        usual = word in STOP_WORDS or word in FUNCTION_WORDS
        if word.islower() and not usual and word not in excluded:
            found.append((stem(word), word, 1.0))
    return found
