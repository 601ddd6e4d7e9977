"""What the index keeps of an article: its entry in the catalogue, and a record for each passage and statement.  Pure.

A record's id is the revision of its article and a number (`3f2a...:p0`).  A revision is the digest of an article's
content and of what it was indexed with, so records of different revisions never have an id in common, and doing the
same work twice writes the same records.  Records hold places, not words: the words are in the article's text alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from index.models import Article, Correction, Passage, Statement, digest, parse_day
from index.text.near_duplicates import minhash_sketch

FORMAT = "2"  # of the metadata below; an index of an older format can be listed and rebuilt, and not searched
READABLE_FORMATS = frozenset({"1", FORMAT})
VERSION_BITS = 128
Kind = Literal["passages", "statements"]
KINDS: tuple[Kind, Kind] = ("passages", "statements")
Metadata = Mapping[str, Any]
STATEMENT = TypeAdapter(Statement)  # reads a statement from the JSON in its metadata


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is recorded of the index as a whole.

    `build` names the collections in use, `generation` is a new token after every change, `dirty` says that a change is
    half done, and `logged` counts the changes of records since the collections were made.
    """

    build: str
    generation: str
    index_config: Mapping[str, str]
    dirty: bool = False
    logged: int = 0
    format: str = FORMAT


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """The catalogue's line for one article; `article.text` is empty.

    `passages` and `statements` say how many records it has; `replaces` is the id of the article whose place it takes.
    """

    article: Article
    revision: str
    content_hash: str
    sketch: str
    passages: int
    statements: int
    replaces: str = ""

    def record_ids(self, kind: Kind) -> list[str]:
        """Return the ids of all its records of a kind."""
        return [record_id(self.revision, kind, number) for number in range(getattr(self, kind))]


@dataclass(frozen=True, slots=True)
class StoreSnapshot:
    """The index as it was at one time: its manifest, the entry of each article that is in it, and what was corrected.

    `counts` are the numbers of records.  Snapshots with the same `content_version` hold the same articles, passages and
    statements: it is the sum of the hashes of all revisions modulo 2^128, which does not depend on their order (AdHash:
    Bellare and Micciancio, 1997, DOI 10.1007/3-540-69053-0_13), so a change costs the hashes of what changed.
    """

    manifest: Manifest
    entries: Mapping[str, ArticleEntry]
    revisions: AbstractSet[str]
    counts: Mapping[Kind, int]
    content_version: str
    corrections: tuple[Correction, ...] = ()

    @property
    def speaker_version(self) -> str:
        """The name of all that tells who the speakers are: it changes with the statements and with the corrections."""
        corrected = "".join(f"{each.id} {each.made}\n" for each in self.corrections)
        return f"{self.content_version}-{digest(corrected)[:16]}" if corrected else self.content_version

    @classmethod
    def of(
        cls, manifest: Manifest, entries: Iterable[ArticleEntry] = (), corrections: tuple[Correction, ...] = ()
    ) -> StoreSnapshot:
        """Return the snapshot with these entries."""
        empty = cls(manifest, {}, frozenset(), dict.fromkeys(KINDS, 0), f"{0:032x}", corrections)
        return empty.updated(manifest, put=entries)

    def updated(
        self, manifest: Manifest, *, put: Iterable[ArticleEntry] = (), removed: Iterable[str] = ()
    ) -> StoreSnapshot:
        """Return a snapshot without the articles `removed`, then with the entries `put`; this one stays as it is."""
        put, removed = list(put), list(removed)
        if not (put or removed):
            return replace(self, manifest=manifest)
        entries, revisions, counts = dict(self.entries), set(self.revisions), dict(self.counts)
        total = int(self.content_version, 16)

        def count(entry: ArticleEntry, sign: int) -> int:
            for kind in KINDS:
                counts[kind] += sign * getattr(entry, kind)
            return sign * int(digest(entry.revision), 16)

        for name in dict.fromkeys([*removed, *(entry.article.id for entry in put)]):
            if old := entries.pop(name, None):
                revisions.discard(old.revision)
                total += count(old, -1)
        for entry in put:
            entries[entry.article.id] = entry
            revisions.add(entry.revision)
            total += count(entry, 1)
        version = f"{total % 2**VERSION_BITS:032x}"
        return StoreSnapshot(manifest, entries, revisions, counts, version, self.corrections)


@dataclass(frozen=True, slots=True)
class Record:
    """One passage or statement as it is kept; `embedding` is empty where it was not asked for."""

    id: str
    metadata: Metadata
    embedding: Sequence[float] | NDArray[np.float32] = ()


@dataclass(frozen=True, slots=True)
class ArticleRecords:
    """All that is to be written for one article, which is with its text."""

    entry: ArticleEntry
    article: Article
    records: Mapping[Kind, Sequence[Record]]


def record_id(revision: str, kind: Kind, number: int) -> str:
    """Return the id of a revision's passage or statement."""
    return f"{revision}:{kind[0]}{number}"


def revision_of(record: str) -> str:
    """Return the revision that a record's id belongs to."""
    return record.partition(":")[0]


def revision(article: Article, index_config: Mapping[str, str]) -> str:
    """Return the name of what an article's records will be when made with these parts."""
    return digest("\n".join((article.id, article.content_hash, json.dumps(dict(index_config), sort_keys=True))))[:24]


def manifest_metadata(manifest: Manifest) -> Metadata:
    """Return a manifest as Chroma's metadata."""
    return {
        "format": manifest.format,
        "build": manifest.build,
        "generation": manifest.generation,
        "made_with": json.dumps(dict(manifest.index_config), sort_keys=True),
        "dirty": manifest.dirty,
        "logged": manifest.logged,
    }


def manifest_from(metadata: Metadata) -> Manifest:
    """Return the manifest in metadata; of a format that is not readable, only the format is certain to be there."""
    return Manifest(
        build=metadata.get("build", ""),
        generation=metadata.get("generation", ""),
        index_config=json.loads(metadata.get("made_with", "{}")),
        dirty=metadata.get("dirty", False),
        logged=metadata.get("logged", 0),
        format=metadata["format"],
    )


def make_entry(
    article: Article, index_config: Mapping[str, str], passages: int, statements: int, replaces: str
) -> ArticleEntry:
    """Return the catalogue's line for an article, which is with its text."""
    return ArticleEntry(
        article=replace(article, text=""),
        revision=revision(article, index_config),
        content_hash=article.content_hash,
        sketch=minhash_sketch(article.text),
        passages=passages,
        statements=statements,
        replaces=replaces,
    )


def entry_metadata(entry: ArticleEntry) -> dict[str, Any]:
    """Return an entry as Chroma's metadata; the article's id and text are kept beside it."""
    kept = {name: value for name, value in asdict(entry.article).items() if name not in ("id", "text")}
    return kept | {each.name: getattr(entry, each.name) for each in fields(entry) if each.name != "article"}


def entry_from(article_id: str, metadata: Metadata) -> ArticleEntry:
    """Return the entry in an article's metadata; what an older format does not have is left empty."""
    own = {each.name: metadata[each.name] for each in fields(Article) if each.name in metadata}
    return ArticleEntry(
        article=Article(id=article_id, text="", **own),
        revision=metadata["revision"],
        content_hash=metadata.get("content_hash", ""),
        sketch=metadata.get("sketch", ""),
        passages=metadata.get("passages", 0),
        statements=metadata.get("statements", 0),
        replaces=metadata.get("replaces", ""),
    )


def passage_metadata(article: Article, passage: Passage) -> Metadata:
    """Return a passage as Chroma's metadata."""
    return _place(article, passage.start, passage.end)


def statement_metadata(article: Article, statement: Statement) -> Metadata:
    """Return a statement as Chroma's metadata: what can be filtered by, and all of it as JSON."""
    everything = STATEMENT.dump_json(statement).decode()
    return _place(article, statement.start, statement.end) | {"speaker": statement.speaker, "statement": everything}


def content(text: str, statement: Statement) -> str:
    """Return the words of a statement in its article's text, its spans joined."""
    return " ".join(text[start:end] for start, end in statement.spans)


def day_number(published: str) -> int:
    """Return a publication date as YYYYMMDD, for comparing; 0 where there is none."""
    day = parse_day(published)
    return day.year * 10000 + day.month * 100 + day.day if day else 0


def _place(article: Article, start: int, end: int) -> dict[str, Any]:
    day = day_number(article.published)
    return {"article_id": article.id, "source": article.source, "day": day, "start": start, "end": end}
