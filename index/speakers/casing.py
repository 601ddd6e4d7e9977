"""How the articles write their words, read where they mention speakers: which are names, and which are plain words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from index.storage.fulltext import SpeakerMention
from index.text.lexicons import FUNCTION_WORDS
from index.text.names import normalize_token

LOOKED_UP = 40  # passages in which a word is looked up that was not met often enough
ENOUGH = 2  # times that a word must have been met inside of sentences
ALONE = 0.2  # of the places of a name in which it stands without other capitals beside it
# Behind these a word has a capital because a sentence, a quotation or a headline begins.
OPENS_SENTENCE = re.compile(r"(?:^|[.!?:;—–\n“”\"‘\[(*•|-])[\s“\"‘'’)]*$")
MOST_CAPITALS = 1.5  # times as many words with a capital as without: else a line is a headline, which tells nothing
LOWER = re.compile(r"(?<![\w’'-])[^\W\d_A-ZÀ-ÖØ-Þ][\w’'-]*")
CAPITAL = re.compile(r"(?<=[\w,] )[A-ZÀ-ÖØ-Þ][\w’'-]*")  # inside of a sentence


class WordCasing:
    """Counts of words inside of sentences, with a capital and without.

    `texts_with` returns passages that hold a word; it is asked for words that the mentions do not tell enough of.
    """

    def __init__(self, mentions: Iterable[SpeakerMention], texts_with: Callable[[str, int], Iterable[str]]) -> None:
        self._capital: Counter[str] = Counter()
        self._lower: Counter[str] = Counter()
        self._texts_with = texts_with
        self._known: dict[str, tuple[int, int]] = {}
        for mention in mentions:
            _count(f"{mention.before}{mention.text}{mention.behind}", self._capital, self._lower)

    def is_plain(self, word: str) -> bool:
        """Return True if a word is written without a capital inside of sentences, more often than with one."""
        capital, lower = self._counts(word)
        return normalize_token(word) in FUNCTION_WORDS or lower > capital

    def is_name(self, word: str) -> bool:
        """Return True if a word is written with a capital inside of sentences, more often than without."""
        capital, lower = self._counts(word)
        return capital > lower

    @staticmethod
    def is_capital_inside(word: str, mentions: Iterable[SpeakerMention]) -> bool:
        """Return True if one of these mentions has a word with a capital inside of a sentence."""
        for mention in mentions:
            text = f"{mention.before}{mention.text}"
            place = text.find(word, len(mention.before))
            if place > 0 and not OPENS_SENTENCE.search(text, 0, place):
                return True
        return False

    def is_inside(self, words: Sequence[str]) -> bool:
        """Return True if some words stand together, as they are written, inside of a sentence."""
        phrase = " ".join(words)
        return any(
            not OPENS_SENTENCE.search(text, 0, match.start())
            for text in self._texts_with(phrase, LOOKED_UP)
            for match in re.finditer(rf"\b{re.escape(phrase)}\b", text)
        )

    def stands_alone(self, word: str) -> bool:
        """Return True if a word with a capital is a name by itself, and not mostly a part of longer ones."""
        beside = re.compile(rf"(?P<before>[\w’'.&-]+ )?\b{re.escape(word)}\b(?P<behind>[ -][\w’'-]+)?")
        alone = total = 0
        for text in self._texts_with(word, LOOKED_UP):
            for match in beside.finditer(text):
                before, behind = (match["before"] or "").strip(), (match["behind"] or "").strip(" -")
                total += 1
                alone += not any(
                    other[:1].isupper() and normalize_token(other) not in FUNCTION_WORDS - {"new"}
                    for other in (before, behind)
                )
        return total == 0 or alone >= ALONE * total

    def _counts(self, word: str) -> tuple[int, int]:
        folded = normalize_token(word)
        if folded not in self._known:
            capital, lower = self._capital[folded], self._lower[folded]
            if capital + lower < ENOUGH:
                here, there = Counter[str](), Counter[str]()
                for text in self._texts_with(word, LOOKED_UP):
                    _count(text, here, there)
                capital, lower = here[folded], there[folded]
            self._known[folded] = capital, lower
        return self._known[folded]


def _count(text: str, capital: Counter[str], lower: Counter[str]) -> None:
    """Count the words of a text, but for those of lines that are mostly in capitals."""
    for line in text.split("\n"):
        with_capital, without = CAPITAL.findall(line), LOWER.findall(line)
        if len(with_capital) <= MOST_CAPITALS * len(without):
            capital.update(map(normalize_token, with_capital))
            lower.update(map(normalize_token, without))
