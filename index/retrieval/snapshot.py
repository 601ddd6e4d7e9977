"""One consistent state of the index, as a question reads it."""

from __future__ import annotations

from dataclasses import dataclass

from index.retrieval.corpus import CorpusSnapshot
from index.retrieval.search import search as search_snapshot
from index.retrieval.statement_query import list_statements


@dataclass(frozen=True, slots=True)
class IndexSnapshot(CorpusSnapshot):
    """The index at one time: everything that answering a question reads.  Made by `ArticleIndex.read`.

    `search` and `statements` are the functions of that name, with the snapshot as their first argument.
    """

    search = search_snapshot
    statements = list_statements
