"""Weights in a file: whether they are those that are expected."""

from __future__ import annotations

import hashlib
from pathlib import Path

from index.errors import EncoderError


def require_weights(path: Path) -> None:
    """Raise EncoderError if the file of the weights is missing."""
    if not path.is_file():
        raise EncoderError(f"{path} is missing: install WhoSaid again")


def verified_sha256(path: Path, expected: str) -> str:
    """Return the SHA-256 of a file of weights.

    Raises EncoderError if they cannot be read, or are not the expected ones; empty expects none in particular.
    """
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(f"{path} cannot be read: {error.strerror}") from error
    if expected and sha256 != expected:
        raise EncoderError(f"{path} is damaged or from another version: install WhoSaid again")
    return sha256
