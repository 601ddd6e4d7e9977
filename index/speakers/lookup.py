"""What the speakers' room asks of the texts of the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol


class TextLookup(Protocol):
    """The texts of the articles, as `FullTextIndex` has them."""

    def texts(self, article_ids: Iterable[str]) -> Mapping[str, str]:
        """Return articles' texts by id."""

    def texts_with(self, phrase: str, limit: int) -> Iterable[tuple[str, str]]:
        """Return (article id, text) of the first passages, by id, that hold a phrase in any case."""
