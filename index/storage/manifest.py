"""What the index keeps of an article: its entry in the catalogue, and a record for each passage and statement.  Pure.

A record's id is the revision of its article and a number (`3f2a...:p0`).  A revision is the digest of an article's
content and of what it was indexed with, so records of different revisions never have an id in common, and doing the
same work twice writes the same records.  Records hold places, not words: the words are in the article's text alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal

from index.models import Article, MentionType, Passage, QuoteType, SpeechAct, Statement, digest, parse_day
from index.text.near_duplicates import sketch

Kind = Literal["passages", "statements"]
KINDS: tuple[Kind, Kind] = ("passages", "statements")
Metadata = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is said of the index as a whole.

    `build` names the collections in use, `generation` is a new token after every change, `dirty` says that a change is
    half done, and `logged` counts the changes of records since the collections were made.
    """

    build: str
    generation: str
    index_config: Mapping[str, str]
    dirty: bool = False
    logged: int = 0


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """The catalogue's line for one article; `article.text` is empty.

    `passages` and `statements` say how many records it has; `replaces` is the id of the article whose place it takes.
    """

    article: Article
    revision: str
    content_hash: str
    fingerprint: str
    sketch: str
    passages: int
    statements: int
    replaces: str = ""

    def record_ids(self, kind: Kind) -> list[str]:
        """The ids of all its records of a kind."""
        return [record_id(self.revision, kind, number) for number in range(getattr(self, kind))]


@dataclass(frozen=True, slots=True)
class StoreSnapshot:
    """The index as it was at one time: its state, and the entry of each article that is in it.

    `content_version` is the digest of all revisions: views with the same one hold the same articles, passages and statements.
    """

    state: Manifest
    entries: Mapping[str, ArticleEntry]
    revisions: frozenset[str] = field(init=False)
    content_version: str = field(init=False)

    def __post_init__(self) -> None:
        revisions = frozenset(entry.revision for entry in self.entries.values())
        object.__setattr__(self, "revisions", revisions)
        object.__setattr__(self, "content_version", digest("\n".join(sorted(revisions))))


@dataclass(frozen=True, slots=True)
class Record:
    """One passage or statement as it is kept; `embedding` is empty where it was not asked for."""

    id: str
    metadata: Metadata
    embedding: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class ArticleRecords:
    """All that is to be written for one article, which is with its text."""

    entry: ArticleEntry
    article: Article
    records: Mapping[Kind, Sequence[Record]]


def record_id(revision: str, kind: Kind, number: int) -> str:
    """The id of a revision's passage or statement."""
    return f"{revision}:{kind[0]}{number}"


def revision_of(record: str) -> str:
    """The revision that a record's id belongs to."""
    return record.partition(":")[0]


def revision(article: Article, index_config: Mapping[str, str]) -> str:
    """The name of what an article's records will be when made with these parts."""
    return digest("\n".join((article.id, article.content_hash, json.dumps(dict(index_config), sort_keys=True))))[:24]


def make_entry(
    article: Article, index_config: Mapping[str, str], passages: int, statements: int, replaces: str
) -> ArticleEntry:
    """The catalogue's line for an article, which is with its text."""
    return ArticleEntry(
        article=replace(article, text=""),
        revision=revision(article, index_config),
        content_hash=article.content_hash,
        fingerprint=article.fingerprint,
        sketch=sketch(article.text),
        passages=passages,
        statements=statements,
        replaces=replaces,
    )


def entry_metadata(entry: ArticleEntry) -> dict[str, Any]:
    """An entry as Chroma's metadata; the article's id and text are kept beside it."""
    kept = {name: value for name, value in asdict(entry.article).items() if name not in ("id", "text")}
    return kept | {each.name: getattr(entry, each.name) for each in fields(entry) if each.name != "article"}


def entry_from(article_id: str, metadata: Metadata) -> ArticleEntry:
    """The entry in an article's metadata."""
    own = {each.name: metadata[each.name] for each in fields(ArticleEntry) if each.name != "article"}
    kept = {each.name: metadata[each.name] for each in fields(Article) if each.name not in ("id", "text")}
    return ArticleEntry(article=Article(id=article_id, text="", **kept), **own)


def passage_metadata(article: Article, passage: Passage) -> Metadata:
    """A passage as Chroma's metadata."""
    return _place(article, passage.start, passage.end)


def statement_metadata(article: Article, statement: Statement) -> Metadata:
    """A statement as Chroma's metadata: what can be filtered by, and all of it as JSON."""
    everything = json.dumps(asdict(statement), ensure_ascii=False)
    return _place(article, statement.start, statement.end) | {"speaker": statement.speaker, "statement": everything}


def statement_from(text: str) -> Statement:
    """The statement in the JSON of its metadata."""
    kept = json.loads(text)
    for name in ("speaker_span", "cue_span", "context"):
        kept[name] = None if kept[name] is None else tuple(kept[name])
    kept["spans"] = tuple((start, end) for start, end in kept["spans"])
    kept |= {
        "speech_act": SpeechAct(kept["speech_act"]),
        "quote_type": QuoteType(kept["quote_type"]),
        "mention_type": MentionType(kept["mention_type"]),
    }
    return Statement(**kept)


def content(text: str, statement: Statement) -> str:
    """The words of a statement in its article's text, its spans joined."""
    return " ".join(text[start:end] for start, end in statement.spans)


def day_number(published: str) -> int:
    """A publication date as YYYYMMDD, for comparing; 0 where there is none."""
    day = parse_day(published)
    return day.year * 10000 + day.month * 100 + day.day if day else 0


def _place(article: Article, start: int, end: int) -> dict[str, Any]:
    day = day_number(article.published)
    return {"article_id": article.id, "source": article.source, "day": day, "start": start, "end": end}
