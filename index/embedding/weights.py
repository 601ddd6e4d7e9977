"""Networks of ours, whose weights are in a file."""

from __future__ import annotations

import hashlib
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from index.embedding.minilm import has_bfloat16, packaged_model
from index.errors import EncoderError

if TYPE_CHECKING:
    from index.embedding.bert import TrainedNetwork

Network = TypeVar("Network", bound="TrainedNetwork")


class TrainedModel(ABC, Generic[Network]):
    """What a network in a file is used by.  The network is loaded when first needed, once however many threads ask.

    Raises EncoderError if the file is missing.
    """

    def __init__(self, weights: Path, sha256: str) -> None:
        """Take the file of the weights and the SHA-256 that it must have; empty for weights that are being measured."""
        if not weights.is_file():
            raise EncoderError(f"{weights} is missing: install WhoSaid again")
        self.weights = weights
        self.expected_sha256 = sha256
        self._loading = threading.Lock()
        self._loaded: Network | None = None

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the weights.  Raises EncoderError if they cannot be read or are not the expected ones."""
        try:
            with self.weights.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise EncoderError(f"{self.weights} cannot be read: {error.strerror}") from error
        if self.expected_sha256 and sha256 != self.expected_sha256:
            raise EncoderError(f"{self.weights} is damaged or from another version: install WhoSaid again")
        return sha256

    @property
    def version(self) -> str:
        """The name of what is found with these weights, made from their hash.  Raises EncoderError as `sha256` does."""
        return f"{self.weights.stem}-{self.sha256[:12]}"

    @property
    def _network(self) -> Network:
        if self._loaded is None:
            with self._loading:
                if self._loaded is None:
                    self._loaded = _load(self._network_type, self.weights, self.sha256)
        return self._loaded

    @staticmethod
    @abstractmethod
    def _network_type() -> type[Network]:
        """Return the network's class, which is imported with it: PyTorch is heavy."""


@lru_cache(maxsize=6)
def _load(network_type: Callable[[], type[Network]], weights: Path, sha256: str) -> Network:
    """Return the network with the weights of a file whose SHA-256 is given; all with the same weights share it."""
    import torch  # heavy: loaded with the network only

    network = network_type()(packaged_model())
    network.load(weights)
    return network.eval().to(torch.bfloat16 if has_bfloat16() else torch.float32)
