"""Words -> words of like meaning in a vocabulary: tweets for Twitter, kids for children.

Two words are of like meaning where the packaged encoder finds them near in both of its ways: by what it holds of their
pieces before it reads them, which is quick enough for a whole vocabulary, and, the nearest few of these, by their
vectors when it reads each as a text.  By the first alone Hispanics were evangelicals, by the second alone Trump Bush.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from index.embedding.encoder import Encoder
from index.embedding.minilm import packaged_model, packaged_tokenizer

# Least cosines, found on the training questions.
PIECES, READ = 0.4, 0.75
FEW = 16  # words that are read
REMEMBERED = 10_000  # topics
MOST = 50_000  # words of a vocabulary that are looked through, the most frequent ones
SHORTEST = 3  # letters
NUMBERS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion trillion
    first second third fourth fifth sixth seventh eighth ninth tenth last half quarter""".split()
)


class SynonymFinder:
    """The words of a vocabulary, given with how frequent they are, by their meaning."""

    def __init__(self, vocabulary: Mapping[str, int], encoder: Encoder) -> None:
        self.encoder = encoder
        self._counts = vocabulary
        self._known: dict[tuple[str, ...], dict[str, dict[str, float]]] = {}

    def of(self, words: Iterable[str]) -> dict[str, dict[str, float]]:
        """For each word those of like meaning, lower-cased and without itself, with their similarity (cosine), most
        alike first.

        Numbers have none, and neither has any word for an encoder other than the packaged one, whose similarities the
        bounds are for.
        """
        asked = tuple(word.lower() for word in words)
        if asked not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[asked] = self._alike(asked)
        return self._known[asked]

    def _alike(self, asked: Sequence[str]) -> dict[str, dict[str, float]]:
        """Read the words together with those near them by their pieces, and keep those that are alike then too.

        All of a question are read at once, which is quicker; what is alike does not depend on the questions before.
        """
        known = [word for word in asked if self.encoder.packaged and _meaningful(word)]
        near = {word: others for word, others in zip(known, self._near(known), strict=True) if others}
        texts = list(dict.fromkeys([*near, *chain.from_iterable(near.values())]))
        read = dict(zip(texts, np.array(self.encoder.embed_documents(texts)), strict=True)) if texts else {}
        found: dict[str, dict[str, float]] = {word: {} for word in asked}
        for word, others in near.items():
            alike = [(float(read[word] @ read[other]), other) for other in others]
            found[word] = {other: likeness for likeness, other in sorted(alike, reverse=True) if likeness >= READ}
        return found

    def _near(self, words: Sequence[str]) -> list[list[str]]:
        """For each word the nearest few by their pieces."""
        if not words or not self._words:
            return [[] for _ in words]
        import torch  # NumPy's own threads would keep the encoder's waiting

        nearness = (torch.from_numpy(vectors(words)) @ torch.from_numpy(self._vectors).T).numpy()
        ranked = np.argsort(-nearness, axis=1, kind="stable")[:, : FEW + 1]
        return [
            [self._words[n] for n in row if nearness[place, n] >= PIECES and self._words[n] != word][:FEW]
            for place, (word, row) in enumerate(zip(words, ranked, strict=True))
        ]

    @cached_property
    def _words(self) -> list[str]:
        meaningful = [word for word in self._counts if _meaningful(word)]
        return sorted(meaningful, key=lambda word: (-self._counts[word], word))[:MOST]

    @cached_property
    def _vectors(self) -> NDArray[np.float32]:
        return vectors(self._words)


def vectors(words: Sequence[str]) -> NDArray[np.float32]:
    """For each word the mean of its pieces' vectors, of length 1 [words, hidden]."""
    table = _table()
    pieces = [encoding.ids for encoding in packaged_tokenizer().encode_batch(list(words), add_special_tokens=False)]
    ids = np.concatenate([np.array(its, np.int64) for its in pieces]) if pieces else np.zeros(0, np.int64)
    starts = np.cumsum([0, *map(len, pieces)])[:-1]
    sums = np.add.reduceat(table[ids], starts, axis=0) if len(ids) else np.zeros((0, table.shape[1]), np.float32)
    found: NDArray[np.float32] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return found


@lru_cache(maxsize=1)
def _table() -> NDArray[np.float32]:
    """The packaged encoder's vectors of word pieces [pieces, hidden], moved so that their mean is nought."""
    table = load_file(packaged_model() / "model.safetensors")["embeddings.word_embeddings.weight"]
    moved: NDArray[np.float32] = table - table.mean(axis=0)
    return moved


def _meaningful(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and word not in NUMBERS
