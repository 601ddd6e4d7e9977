"""Encode texts: a sentence-transformers model as LangChain embeddings.

The default is the packaged all-MiniLM-L6-v2.  Where the processor has bfloat16 instructions the model runs in bfloat16,
elsewhere in float32.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from index.embedding.batching import batches
from index.embedding.minilm import PACKAGED_NAME, has_bfloat16, packaged_model, verified_weights_hash
from index.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

    from index.embedding.sentence_embedder import SentenceEmbedder


@dataclass(frozen=True, slots=True)
class Encoded:
    """An encoded text.

    `vector` is its embedding, of length 1.  `offsets` [tokens, 2] say where each token starts and ends in the text; the
    model's special tokens end where they start.  `token_embeddings` are [tokens, hidden].
    """

    vector: list[float]
    offsets: NDArray[np.int64]
    token_embeddings: NDArray[np.float32]


class Encoder(Embeddings):
    """A sentence encoder whose vectors have length 1.  The model is loaded when it is needed, once for all threads.

    `name` is a sentence-transformers name or path; empty is the packaged model.  Raises EncoderError if the model
    cannot be found or loaded, or if the packaged weights are not the published ones.
    """

    def __init__(self, name: str = "") -> None:
        self.name = name or PACKAGED_NAME
        self.packaged = not name
        self._loading = threading.RLock()
        self._loaded_model: SentenceTransformer | None = None
        self._loaded_embedder: SentenceEmbedder | None = None
        self._loaded_tokenizer: Tokenizer | None = None

    @cached_property
    def weights_hash(self) -> str:
        """SHA-256 of the weights: of the packaged file, or of all tensors of another model."""
        if self.packaged:
            return verified_weights_hash(packaged_model())
        total = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            total.update(key.encode())
            # Rounded, so that it is the same where the model runs in bfloat16 and where it does not.
            total.update(tensor.bfloat16().float().contiguous().numpy().tobytes())
        return total.hexdigest()

    @cached_property
    def max_tokens(self) -> int:
        """The most tokens of a text that are encoded, special tokens included; the model ignores the rest."""
        return int(self._model.max_seq_length or 256)

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of a text, special tokens included."""
        return len(self._tokenizer.encode(text).ids)

    def knows_word(self, word: str) -> bool:
        """Return True if a word in lower case is one of the tokenizer's vocabulary: the 30,000 most frequent ones."""
        return self._tokenizer.token_to_id(word) is not None

    @cached_property
    def uses_mean_pooling(self) -> bool:
        """Whether a text's vector is the mean of its token embeddings, as late chunking needs it."""
        kinds = [type(module).__name__ for module in self._model]
        return kinds[:2] == ["Transformer", "Pooling"] and (
            self._model[1].pooling_mode == "mean" and set(kinds[2:]) <= {"Normalize"}
        )

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector for each text.

        The packaged model does it without sentence-transformers: a question needs no more, and starts seconds sooner.
        """
        if not self.packaged:
            return [encoded.vector for encoded in self.encode(texts)]
        return self._sentence_embedder.embed(texts)

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        return self.embed_documents([text])[0]

    def embed_pieces(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the packaged model's mean embeddings of words' pieces, of length 1 [words, hidden]."""
        return self._sentence_embedder.embed_pieces(words)

    def encode(self, texts: list[str]) -> list[Encoded]:
        """Encode texts, in order.  Texts of like length go through the model together, to need little padding."""
        results: dict[int, Encoded] = {}
        encodings = self._tokenizer.encode_batch(texts)
        for batch in batches([min(len(encoding.ids), self.max_tokens) for encoding in encodings]):
            outputs: Any = self._model.encode(
                [texts[number] for number in batch],
                batch_size=len(batch),
                show_progress_bar=False,
                output_value=None,
            )
            for number, output in zip(batch, outputs, strict=True):
                vector = output["sentence_embedding"].float()
                vector = vector / vector.norm().clamp(min=1e-12)
                token_embeddings = output["token_embeddings"][output["attention_mask"].bool()].float().numpy()
                offsets = np.array(encodings[number].offsets, np.int64)[: len(token_embeddings)]
                results[number] = Encoded(vector.tolist(), offsets, token_embeddings)
        return [results[number] for number in range(len(texts))]

    @property
    def _sentence_embedder(self) -> SentenceEmbedder:
        with self._loading:
            if self._loaded_embedder is None:
                from index.embedding.sentence_embedder import SentenceEmbedder  # heavy: torch takes a second to import

                folder = packaged_model()
                verified_weights_hash(folder)
                self._loaded_embedder = SentenceEmbedder(folder)
            return self._loaded_embedder

    # Not cached properties: from Python 3.12 on these take no lock, and each thread would load a model of its own.
    @property
    def _model(self) -> SentenceTransformer:
        with self._loading:
            if self._loaded_model is None:
                if self.packaged:
                    verified_weights_hash(packaged_model())
                self._loaded_model = _load(str(packaged_model()) if self.packaged else self.name)
            return self._loaded_model

    @property
    def _tokenizer(self) -> Tokenizer:
        with self._loading:
            if self._loaded_tokenizer is None:
                from tokenizers import Tokenizer  # not needed to look at an index

                # A copy of its own: the model's tokenizer is set to truncate and pad by whoever used it last.
                tokenizer = Tokenizer.from_str(self._model.tokenizer.backend_tokenizer.to_str())
                tokenizer.no_truncation()
                tokenizer.no_padding()
                self._loaded_tokenizer = tokenizer
            return self._loaded_tokenizer


def _load(name: str) -> SentenceTransformer:
    """Load a model in the number format that is fastest here.  The one place where the library's errors become ours."""
    import torch  # heavy: seconds to import
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    # Loading takes a second, and its bar would stand between a command's own lines.
    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(name, device="cpu")
    except Exception as error:  # the library raises OSError, ValueError, KeyError, and its own
        raise EncoderError(f"the text encoder {name!r} cannot be loaded: {error}") from error
    return model.to(torch.bfloat16) if has_bfloat16() else model
