"""What people put right about speakers, kept in Chroma beside the articles.

They lie in a collection of their own, one record each, which no build of the index holds: a rebuild leaves them alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from index.models import Correction
from index.storage.build import POINT
from index.storage.chroma_client import ChromaClient

CORRECTIONS = "whosaid_corrections"  # not named as a build's collections are, which are deleted with their build
CORRECTION = TypeAdapter(Correction)


def read_corrections(client: ChromaClient) -> tuple[Correction, ...]:
    """Return all corrections in the order in which they were made."""
    if client.metadata(CORRECTIONS) is None:
        return ()
    kept = [text for page in client.get_all(CORRECTIONS, include=["documents"]) for text in page["documents"]]
    return tuple(sorted(map(CORRECTION.validate_json, kept), key=lambda each: (each.made, each.id)))


def write_corrections(client: ChromaClient, put: Sequence[Correction], removed: Sequence[str]) -> None:
    """Remove the corrections with these ids, then add others, or put them in place of those with their ids."""
    if client.metadata(CORRECTIONS) is None:
        client.create_collection(CORRECTIONS)
        client.keep_in_log(CORRECTIONS)
    client.delete(CORRECTIONS, removed)
    client.upsert(
        CORRECTIONS,
        ids=[each.id for each in put],
        embeddings=[POINT for _ in put],
        metadatas=[{"kind": each.kind} for each in put],
        documents=[CORRECTION.dump_json(each).decode() for each in put],
    )
