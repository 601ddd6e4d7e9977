"""Texts -> the vectors of all-MiniLM-L6-v2, in plain PyTorch."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from index.embedding.batching import batches
from index.embedding.bert import BertEncoder, word_vectors
from index.embedding.minilm import packaged_tokenizer

MAX_TOKENS = 256  # of a text that are read, as sentence-transformers reads them with this model


class SentenceEmbedder:
    """Embeds texts with the packaged model in `folder`: the mean of the tokens' states, of length 1.

    It runs in float32, in which a text as short as a question is twice as fast as in bfloat16.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.network = BertEncoder(folder).eval()
        self.tokenizer = packaged_tokenizer()

    @torch.inference_mode()
    def embed(self, texts: list[str]) -> list[list[float]]:
        """Return one vector [hidden] for each text, in order."""
        encodings = self.tokenizer.encode_batch(texts)
        rows = [
            torch.tensor(ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]])
            for ids in (encoding.ids for encoding in encodings)
        ]
        vectors: dict[int, list[float]] = {}
        for batch in batches([len(row) for row in rows]):
            ids = pad_sequence([rows[number] for number in batch], batch_first=True)
            mask = pad_sequence([torch.ones_like(rows[number]) for number in batch], batch_first=True)
            states = self.network(self.network.embed_words(ids), mask)
            means = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            vectors |= zip(batch, functional.normalize(means, dim=1).tolist(), strict=True)
        return [vectors[number] for number in range(len(texts))]

    @torch.inference_mode()
    def embed_pieces(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the mean of the embeddings of each word's pieces, which the layers have not seen: quick enough for a
        whole vocabulary.

        They are centred on the mean of all pieces, and of length 1 [words, hidden].
        """
        table = word_vectors(self.folder)
        encodings = self.tokenizer.encode_batch(list(words), add_special_tokens=False)
        pieces = [encoding.ids for encoding in encodings]
        starts = torch.tensor([0, *accumulate(map(len, pieces))][: len(pieces)], dtype=torch.int64)
        ids = torch.tensor([*chain.from_iterable(pieces)], dtype=torch.int64)
        means = functional.embedding_bag(ids, table, starts, mode="mean") - table.mean(0)
        vectors: NDArray[np.float32] = functional.normalize(means, dim=1).numpy()
        return vectors
