"""Words -> their synonyms in a vocabulary: tweets for Twitter, kids for children.

Two words are synonyms if the packaged encoder finds them similar in two ways: by its embeddings of their word pieces,
which is quick enough for a whole vocabulary, and by its vectors of the words themselves.  By the first alone
evangelicals were Hispanics, by the second alone Bush was Trump.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.embedding.encoder import Encoder

# Least cosines by word pieces, and by the encoder's vectors of the words; found on the training questions.
PIECES_SIMILARITY, ENCODER_SIMILARITY = 0.4, 0.75
NEAREST = 16  # candidates for a word, which are encoded
CACHED_TOPICS = 10_000
MOST_WORDS = 50_000  # of a vocabulary, the most frequent ones
SHORTEST = 3  # letters
NUMBERS = frozenset(
    """one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion trillion
    first second third fourth fifth sixth seventh eighth ninth tenth last half quarter""".split()
)


class SynonymFinder:
    """Find synonyms of query words in a vocabulary of words with their frequencies.

    Candidates are nearest neighbours of mean-pooled word-piece embeddings; they are rescored with the encoder.  With
    `earlier`, the finder of a vocabulary that was mostly the same, only words that are new are embedded.
    """

    def __init__(self, counts: Mapping[str, int], encoder: Encoder, earlier: SynonymFinder | None = None) -> None:
        self.encoder = encoder
        self._counts = counts
        self._known: dict[tuple[str, ...], dict[str, dict[str, float]]] = {}
        self._embedded: _Embedded = earlier._embedded if earlier else _Embedded([], None)
        self._is_embedded = False
        self._embedding = threading.Lock()

    def synonyms(self, words: Iterable[str]) -> dict[str, dict[str, float]]:
        """Return for each word its synonyms, lower-cased and without itself, with their similarity (cosine), most
        similar first.

        Numbers have none, and neither has any word for an encoder other than the packaged one, whose similarities the
        thresholds are for.
        """
        topic = tuple(word.lower() for word in words)
        synonyms = self._known.get(topic)
        if synonyms is None:
            synonyms = self._find(topic)
            if len(self._known) >= CACHED_TOPICS:
                self._known.clear()
            self._known[topic] = synonyms
        return synonyms

    def _find(self, topic: Sequence[str]) -> dict[str, dict[str, float]]:
        """Encode the words together with their candidates, and keep the candidates that are similar then too.

        All words of a topic are encoded at once, which is quicker; the similarity of two does not depend on the others.
        """
        known = [word for word in topic if self.encoder.packaged and _meaningful(word)]
        candidates = {word: near for word, near in zip(known, self._nearest(known), strict=True) if near}
        texts = list(dict.fromkeys([*candidates, *chain.from_iterable(candidates.values())]))
        vectors = dict(zip(texts, np.array(self.encoder.embed_documents(texts)), strict=True)) if texts else {}
        synonyms: dict[str, dict[str, float]] = {word: {} for word in topic}
        for word, near in candidates.items():
            ranked = sorted(((float(vectors[word] @ vectors[other]), other) for other in near), reverse=True)
            synonyms[word] = {other: similarity for similarity, other in ranked if similarity >= ENCODER_SIMILARITY}
        return synonyms

    def _nearest(self, words: Sequence[str]) -> list[list[str]]:
        """Return for each word the nearest few of the vocabulary by their word pieces."""
        known, vectors = self._vocabulary() if words else ([], None)
        if vectors is None or not known:
            return [[] for _ in words]
        import torch  # heavy; NumPy's own threads would keep the encoder's waiting

        similarity = (torch.from_numpy(self.encoder.embed_pieces(words)) @ torch.from_numpy(vectors).T).numpy()
        ranked = np.argsort(-similarity, axis=1, kind="stable")[:, : NEAREST + 1]
        return [
            [known[n] for n in row if similarity[place, n] >= PIECES_SIMILARITY and known[n] != word][:NEAREST]
            for place, (word, row) in enumerate(zip(words, ranked, strict=True))
        ]

    def _vocabulary(self) -> _Embedded:
        """Return the most frequent words with their vectors; made when it is first asked for."""
        with self._embedding:
            if not self._is_embedded:
                meaningful = [word for word in self._counts if _meaningful(word)]
                words = sorted(meaningful, key=lambda word: (-self._counts[word], word))[:MOST_WORDS]
                self._embedded, self._is_embedded = self._embed(words), True
            return self._embedded

    def _embed(self, words: list[str]) -> _Embedded:
        """Embed words, of which those that were embedded earlier keep their vectors."""
        earlier = self._embedded
        rows = {word: row for row, word in enumerate(earlier.words)}
        new = [word for word in words if word not in rows]
        vectors = self.encoder.embed_pieces(new)
        if earlier.vectors is not None:
            rows |= {word: len(earlier.words) + row for row, word in enumerate(new)}
            vectors = np.concatenate([earlier.vectors, vectors])[[rows[word] for word in words]]
        return _Embedded(words, vectors)


class _Embedded(NamedTuple):
    """Words with their vectors [words, hidden]."""

    words: list[str]
    vectors: NDArray[np.float32] | None


def _meaningful(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and word not in NUMBERS
