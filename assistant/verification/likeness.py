"""Whether two words are alike in meaning, by the encoder's vectors of each."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index import Encoder

LIKE = 0.6  # cosine from which one word may stand for another
LONGEST = 50_000  # words whose vectors are kept


@cache
def _encoder() -> Encoder:
    return Encoder()


_vectors: dict[str, NDArray[np.float32]] = {}


def is_like(word: str, words: Collection[str]) -> bool:
    """Return whether a word is alike in meaning to one of some words."""
    if len(_vectors) > LONGEST:
        _vectors.clear()
    missing = sorted({word, *words} - _vectors.keys())
    if missing:
        for each, vector in zip(missing, _encoder().embed_documents(missing), strict=True):
            _vectors[each] = np.array(vector, dtype=np.float32)
    return any(float(_vectors[word] @ _vectors[other]) >= LIKE for other in words if len(other) > 3)
