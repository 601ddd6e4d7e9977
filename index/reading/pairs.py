"""A question and a stretch of a passage as the one sequence that the reader's network takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Encoding

CLASSIFY, SEPARATE = 101, 102  # the marks of the encoder's vocabulary in front of a sequence and behind its parts
QUESTION_TOKENS = 48  # the most of a question that is read
CAPITAL, IN_QUESTION = 1, 2  # added up in a surface: the vocabulary has no capitals; the question's words stand out


@dataclass(frozen=True, slots=True)
class Pair:
    """A sequence `[CLS] question [SEP] passage [SEP]`, each list [tokens].

    The passage's tokens stand from `first` on and are at `offsets` (character spans) in its text.
    """

    ids: list[int]
    types: list[int]
    surfaces: list[int]
    first: int
    offsets: Sequence[tuple[int, int]]


def encode_pair(question: Encoding, text: str, passage: Encoding, start: int = 0, end: int | None = None) -> Pair:
    """Join a question and the tokens `start` to `end` of a passage, both encoded without the vocabulary's marks."""
    asked = question.ids[:QUESTION_TOKENS]
    ids, offsets = passage.ids[start:end], passage.offsets[start:end]
    known = set(asked)
    surfaces = [
        (CAPITAL if text[offset[0]].isupper() else 0) | (IN_QUESTION if token in known else 0)
        for token, offset in zip(ids, offsets, strict=True)
    ]
    first = len(asked) + 2
    return Pair(
        [CLASSIFY, *asked, SEPARATE, *ids, SEPARATE],
        [0] * first + [1] * (len(ids) + 1),
        [0] * first + surfaces + [0],
        first,
        offsets,
    )


def pad_pairs(pairs: Sequence[Pair]) -> tuple[NDArray[np.int64], ...]:
    """Return the pairs' vocabulary numbers, segments, surfaces and padding mask, each [pairs, longest's tokens]."""
    shape = len(pairs), max(len(pair.ids) for pair in pairs)
    ids, types, surfaces, mask = (np.zeros(shape, np.int64) for _ in range(4))
    for row, pair in enumerate(pairs):
        count = len(pair.ids)
        ids[row, :count], types[row, :count], surfaces[row, :count], mask[row, :count] = (
            pair.ids,
            pair.types,
            pair.surfaces,
            1,
        )
    return ids, types, surfaces, mask
