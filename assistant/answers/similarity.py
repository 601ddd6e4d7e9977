"""How alike two texts are in meaning: the cosine of their vectors, which are kept for the next question."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

KEPT = 20_000  # texts; 30 MB of vectors of 384 numbers

_vectors: WeakKeyDictionary[Embeddings, OrderedDict[str, NDArray[np.float32]]] = WeakKeyDictionary()
_lock = Lock()


def embed(encoder: Embeddings, texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the vectors of some texts [texts, hidden], each of length 1."""
    with _lock:
        known = _vectors.setdefault(encoder, OrderedDict())
        missing = [text for text in dict.fromkeys(texts) if text not in known]
    if missing:
        made = encoder.embed_documents(missing)
        with _lock:
            known.update(zip(missing, (np.array(vector, np.float32) for vector in made), strict=True))
    with _lock:
        found = [known[text] for text in texts]
        for text in texts:
            known.move_to_end(text)
        while len(known) > KEPT:
            known.popitem(last=False)
    return np.array(found, np.float32) if found else np.zeros((0, 1), np.float32)
