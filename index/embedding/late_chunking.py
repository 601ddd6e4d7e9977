"""Late chunking (Günther et al., 2024): the vector of a part of a text, pooled from the token embeddings of the whole.

Nothing is encoded twice, and the vector of "It is ours" carries something of what is spoken of around it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.embedding.encoder import Encoded
from index.models import Passage, Span

BACKGROUND = 0.3  # how much of the passage's own vector is taken off, so that a statement stands out from its passage


class SpanPooler:
    """The vector of the words at some spans of an article, pooled passage by passage; no passage's states are kept."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.start = min((start for start, _ in spans), default=0)
        self.end = max((end for _, end in spans), default=0)
        self._spans = spans
        self._words: NDArray[np.float64] | None = None
        self._background: NDArray[np.float64] | None = None

    def add(self, passage: Passage, encoded: Encoded) -> None:
        """Take what lies within the spans of a passage; passages may overlap."""
        if inside := _tokens_inside(self._spans, passage, encoded):
            words, background = encoded.token_embeddings[inside].sum(axis=0), len(inside) * np.array(encoded.vector)
            self._words = words.astype(np.float64) if self._words is None else self._words + words
            self._background = background if self._background is None else self._background + background

    def vector(self) -> list[float] | None:
        """Return the vector, of length 1; None where the spans have no token in the passages."""
        if self._words is None or self._background is None:
            return None
        pooled: list[float] = _unit(_unit(self._words) - BACKGROUND * _unit(self._background)).tolist()
        return pooled


def _tokens_inside(spans: Sequence[Span], passage: Passage, encoded: Encoded) -> list[int]:
    """Return the numbers of a passage's tokens that overlap the spans."""
    if not any(start < passage.end and end > passage.start for start, end in spans):
        return []
    starts, ends = (encoded.offsets + passage.start).T
    inside = np.zeros(len(encoded.offsets), np.bool_)
    for start, end in spans:
        inside |= (starts < end) & (ends > start)
    return [int(number) for number in np.flatnonzero(inside & (ends > starts))]


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
