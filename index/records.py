"""What the index keeps of an article: its entry in the catalogue, and a record for each passage and statement.  Pure.

A record's id is the revision of its article and a number (`3f2a...:p0`).  A revision is the digest of an article's
content and of what it was indexed with, so records of different revisions never have an id in common, and doing the
same work twice writes the same records.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

from index.copies import sketch
from index.values import Article, Form, Naming, Passage, Sense, Statement, digest, parse_day

Kind = Literal["passages", "statements"]
KINDS: tuple[Kind, Kind] = ("passages", "statements")
Metadata = dict[str, str | int | float | bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """The catalogue's line for one article; `article.text` is empty.  `replaces` is the id of the article it took the place of."""

    article: Article
    revision: str
    content_hash: str
    fingerprint: str
    sketch: str
    passages: int
    statements: int
    replaces: str = ""

    def record_ids(self, kind: Kind) -> list[str]:
        """The ids of all records of its revision."""
        return [record_id(self.revision, kind, number) for number in range(getattr(self, kind))]


@dataclass(frozen=True, slots=True)
class Record:
    """One passage or statement as it is kept; `embedding` is None where it was not asked for."""

    id: str
    document: str
    metadata: Metadata
    embedding: Sequence[float] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """All that is to be written for one article, which is with its text."""

    entry: Entry
    article: Article
    records: Mapping[Kind, Sequence[Record]]


def record_id(revision: str, kind: Kind, number: int) -> str:
    return f"{revision}:{kind[0]}{number}"


def revision_of(record: str) -> str:
    """The revision that a record's id belongs to."""
    return record.partition(":")[0]


def revision(article: Article, made_with: Mapping[str, str]) -> str:
    """The name of what an article's records will be when made with these parts."""
    return digest("\n".join((article.id, article.content_hash, json.dumps(dict(made_with), sort_keys=True))))[:24]


def entry(article: Article, name: str, passages: int, statements: int, replaces: str = "") -> Entry:
    """The catalogue's line for an article whose revision is `name`."""
    return Entry(
        article=replace(article, text=""),
        revision=name,
        content_hash=article.content_hash,
        fingerprint=article.fingerprint,
        sketch=sketch(article.text),
        passages=passages,
        statements=statements,
        replaces=replaces,
    )


def entry_metadata(entry: Entry) -> Metadata:
    kept: Metadata = {name: value for name, value in asdict(entry.article).items() if name not in ("id", "text")}
    kept |= {f.name: getattr(entry, f.name) for f in fields(entry) if f.name != "article"}
    return kept


def entry_from(article_id: str, metadata: Mapping[str, Any]) -> Entry:
    own = {f.name: metadata[f.name] for f in fields(Entry) if f.name != "article"}
    kept = {f.name: metadata[f.name] for f in fields(Article) if f.name not in ("id", "text")}
    return Entry(article=Article(id=article_id, text="", **kept), **own)


def passage_record(article: Article, passage: Passage, name: str, number: int, embedding: Sequence[float]) -> Record:
    metadata = _place(article, name, passage.start, passage.end)
    return Record(record_id(name, "passages", number), passage.text, metadata, embedding)


def statement_record(
    article: Article, statement: Statement, name: str, number: int, embedding: Sequence[float]
) -> Record:
    metadata = _place(article, name, statement.start, statement.end)
    metadata |= {"speaker": statement.speaker, "statement": json.dumps(asdict(statement), ensure_ascii=False)}
    return Record(record_id(name, "statements", number), content(article, statement), metadata, embedding)


def content(article: Article, statement: Statement) -> str:
    """The words of a statement, its spans joined."""
    return " ".join(article.quote(span) for span in statement.spans)


def passage_from(record: Record) -> Passage:
    kept = record.metadata
    return Passage(str(kept["article_id"]), int(kept["start"]), int(kept["end"]), record.document)


def statement_from(text: str) -> Statement:
    """The statement in a record's `statement` field."""
    kept = json.loads(text)
    for name in ("speaker_span", "cue_span", "context"):
        kept[name] = tuple(kept[name]) if kept[name] is not None else None
    kept["spans"] = tuple((start, end) for start, end in kept["spans"])
    kept |= {"sense": Sense(kept["sense"]), "form": Form(kept["form"]), "naming": Naming(kept["naming"])}
    return Statement(**kept)


def day_number(published: str) -> int:
    """A publication date as YYYYMMDD, for comparing; 0 where there is none."""
    day = parse_day(published)
    return day.year * 10000 + day.month * 100 + day.day if day else 0


def _place(article: Article, name: str, start: int, end: int) -> Metadata:
    return {
        "article_id": article.id,
        "revision": name,
        "start": start,
        "end": end,
        "source": article.source,
        "published": article.published,
        "day": day_number(article.published),
    }
