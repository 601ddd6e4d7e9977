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


def pool_spans(spans: Sequence[Span], passages: Sequence[Passage], encoded: Sequence[Encoded]) -> list[float] | None:
    """Return the vector, of length 1, of the words at these spans of an article; None if they hold no token.

    `encoded` are the article's passages as the encoder returned them.
    """
    hidden = len(encoded[0].vector) if encoded else 0
    words, background = np.zeros(hidden), np.zeros(hidden)
    for passage, encoding in zip(passages, encoded, strict=True):
        if tokens := _tokens_inside(spans, passage, encoding):
            words += encoding.token_embeddings[tokens].sum(axis=0)
            background += len(tokens) * np.array(encoding.vector)
    if not background.any():
        return None
    vector: list[float] = _unit(_unit(words) - BACKGROUND * _unit(background)).tolist()
    return vector


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
