"""Text -> tokens with the features that the tagger's network reads beside the vocabulary numbers.  Pure.

The packaged encoder's vocabulary has no capitals and no line breaks; `token_features` gives them back.  The trained
weights depend on these features bit for bit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.models import Span
from index.text.sentences import split_sentences

if TYPE_CHECKING:
    from tokenizers import Encoding

FIRST_PERSON = frozenset("i me my we us our".split())
OPENING = "“«„"
CLOSING = "”»"
QUOTATION_MARK = re.compile(rf'[{OPENING}{CLOSING}"]|\n\n')
CAPITAL, LINE_START, QUOTED, WORD_PIECE = 1, 2, 4, 8  # the bits of a token's features


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, all of one length.

    `ids` are vocabulary numbers, `features` those of `token_features`, `offsets` characters of the text.  `word` is the
    number of the first token of each token's word, `sentence` and `line` number its sentence and line, and
    `first_person` tells whether it is a pronoun of the first person.
    """

    ids: list[int]
    features: list[int]
    offsets: list[Span]
    word: NDArray[np.int64]
    sentence: NDArray[np.int64]
    line: NDArray[np.int64]
    first_person: NDArray[np.bool_]

    def is_quoted(self, span: Span) -> bool:
        """Return True if at least half of a range of tokens stands within quotation marks."""
        return 2 * sum(bool(number & QUOTED) for number in self.features[span[0] : span[1]]) >= span[1] - span[0]


def read_tokens(text: str, encoding: Encoding) -> Tokens:
    """Return the tokens of a text from the tokenizer's encoding of it, which has no special tokens."""
    offsets: list[Span] = encoding.offsets
    word = np.arange(len(offsets))
    for number in range(1, len(offsets)):
        start = offsets[number][0]
        if start == offsets[number - 1][1] and text[start - 1].isalnum() and text[start].isalnum():
            word[number] = word[number - 1]
    features = token_features(text, offsets)
    starts = np.array([start for start, _ in offsets])
    sentence = np.searchsorted([start for start, _ in split_sentences(text)], starts, side="right")
    line = np.cumsum([bool(number & LINE_START) for number in features])
    first_person = np.array([text[start:end].casefold() in FIRST_PERSON for start, end in offsets], dtype=bool)
    return Tokens(encoding.ids, features, offsets, word, sentence, line, first_person)


def token_features(text: str, offsets: Sequence[Span]) -> list[int]:
    """Return one number a token: the sum of CAPITAL, LINE_START, QUOTED and WORD_PIECE (a break inside a word)."""
    inside = quoted_characters(text)
    features: list[int] = []
    previous_end = 0
    for start, end in offsets:
        gap = text[previous_end:start]
        features.append(
            (CAPITAL if text[start : start + 1].isupper() else 0)
            | (LINE_START if "\n" in gap or start == 0 else 0)
            | (QUOTED if inside[start] else 0)
            | (WORD_PIECE if start == previous_end and start > 0 else 0)
        )
        previous_end = end
    return features


def quoted_characters(text: str) -> NDArray[np.bool_]:
    """Return for each character, and one behind the last, whether it stands inside double quotation marks.

    Straight marks open and close in turn within a paragraph.
    """
    inside = np.zeros(len(text) + 1, dtype=bool)
    opened: int | None = None
    for match in QUOTATION_MARK.finditer(text):
        mark, start = match.group(), match.start()
        if opened is None and mark in OPENING + '"':
            opened = start
        elif opened is not None and mark not in OPENING:
            inside[opened:start] = True
            opened = None
    inside[len(text) if opened is None else opened : len(text)] = True
    return inside
