"""Statements -> vectors, out of what the encoder made of the passages that hold them.

Late chunking (Günther et al., 2024): a part of a text is the mean of its tokens' states in the whole.  So nothing is
encoded twice, and "It is ours" carries something of what is spoken of around it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.embedding.encoder import Encoded
from index.models import Passage, Span

BACKGROUND = 0.3  # how much of the passage's own vector is taken off, so that a statement stands out from its passage


def pool_spans(spans: Sequence[Span], passages: Sequence[Passage], encoded: Sequence[Encoded]) -> list[float] | None:
    """The vector, of length 1, of the words at these spans of an article, whose passages were encoded as given.

    None where they have no token.
    """
    hidden = len(encoded[0].vector) if encoded else 0
    words, background = np.zeros(hidden), np.zeros(hidden)
    for passage, read in zip(passages, encoded, strict=True):
        if inside := _inside(spans, passage, read):
            words += read.states[inside].sum(axis=0)
            background += len(inside) * np.array(read.vector)
    if not background.any():
        return None
    found: list[float] = _unit(_unit(words) - BACKGROUND * _unit(background)).tolist()
    return found


def _inside(spans: Sequence[Span], passage: Passage, read: Encoded) -> list[int]:
    """The numbers of a passage's tokens that lie within the spans, in part or whole."""
    if not any(start < passage.end and end > passage.start for start, end in spans):
        return []
    first, last = (read.places + passage.start).T
    chosen = np.zeros(len(read.places), np.bool_)
    for start, end in spans:
        chosen |= (first < end) & (last > start)
    return [int(number) for number in np.flatnonzero(chosen & (last > first))]


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
