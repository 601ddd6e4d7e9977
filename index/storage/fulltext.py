"""The words of passages and statements in SQLite's FTS5: a cache of what is in Chroma.

Whoever writes feeds it from memory; what another process wrote is read from Chroma.  Ranked by BM25 (Robertson et al.,
1994).  It also keeps the articles' texts, so that what was found is read from here.
A file that is missing, damaged or of another version is made anew.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from index.errors import IndexStorageError
from index.models import Passage, Statement
from index.storage.chroma_client import pages
from index.storage.filters import Filters
from index.storage.manifest import (
    FORMAT,
    KINDS,
    STATEMENT,
    ArticleEntry,
    ArticleRecords,
    Kind,
    Record,
    content,
    day_number,
)
from index.storage.store import IndexStore

FILE = "fulltext-2.sqlite3"  # its version is part of its name, so that none has to be converted
OLD_FILE = "lexical-1.sqlite3"
PRIMARY = 0xFF  # of an error code of SQLite's: what kind it is, without the details
BEFORE, BEHIND = 40, 20  # characters around the mention of a speaker
T = TypeVar("T")
WAIT = 60.0  # seconds for another process that brings it up to date
CONTENT, CONTEXT = 1.0, 0.4  # what a word counts in a statement, and in the sentences around it
TOGETHER = 50  # articles brought up to date in one go
SCHEMA = """
CREATE TABLE known (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (article_id TEXT PRIMARY KEY, revision TEXT, source TEXT, day INTEGER, text TEXT) WITHOUT ROWID;
CREATE TABLE passages (number INTEGER PRIMARY KEY, id TEXT UNIQUE, article_id TEXT, start INTEGER, end INTEGER);
CREATE TABLE statements (number INTEGER PRIMARY KEY, id TEXT UNIQUE, article_id TEXT, speaker TEXT, statement TEXT);
CREATE INDEX passages_of ON passages (article_id);
CREATE INDEX statements_of ON statements (article_id);
CREATE INDEX statements_by ON statements (speaker);
CREATE VIRTUAL TABLE passage_words USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE statement_words USING fts5 (content, context, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab (passage_words, row);
"""
RANK = {"passages": "bm25(passage_words)", "statements": f"bm25(statement_words, {CONTENT}, {CONTEXT})"}
WORDS = {"passages": "passage_words", "statements": "statement_words"}


@dataclass(frozen=True, slots=True)
class SpeakerMention:
    """Who says a statement: the speaker's name as stored, the words that mention them and those right before and behind
    (empty where the sentence does not), and where the statement stands.
    """

    record_id: str
    article_id: str
    speaker: str
    mention_type: str
    text: str
    before: str
    behind: str
    start: int
    end: int


class FullTextIndex:
    """The full-text index in a file.  `add` and `sync` bring it up to date; all else reads what it then holds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._using = threading.RLock()
        self._vocabulary: tuple[str, dict[str, int]] = ("", {})
        self._database = self._open()

    # ---- bringing up to date

    def add(self, articles: Sequence[ArticleRecords], before: str, after: str) -> None:
        """Take over from memory what was just committed, which brought the store from one content version to another.

        Does nothing where the file does not hold the version before it: then `sync` reads what is missing.
        """
        with self._using, self._transaction():
            if self.content_version() == before:
                replaced = [each.entry.replaces for each in articles if each.entry.replaces]
                self._delete([*replaced, *(each.article.id for each in articles)])
                for each in articles:
                    self._insert_article(each.entry, each.article.text)
                    self._insert("passages", each.records["passages"], {each.article.id: each.article.text})
                    self._insert("statements", each.records["statements"], {each.article.id: each.article.text})
                self._set_content_version(after)

    def sync(self, store: IndexStore) -> None:
        """Make it hold what the store holds; articles whose revision is known cost nothing.

        What is stored in an older format is passed over: such an index is not searched.
        """
        with self._using:
            snapshot = store.snapshot
            if snapshot is None or snapshot.manifest.format != FORMAT:
                return
            if self.content_version() == snapshot.content_version:
                return
            with self._transaction():
                store.refresh(force=True)  # whoever comes second through the lock must not bring back an older state
                known = dict(self._database.execute("SELECT article_id, revision FROM articles"))
                wanted = {name: entry.revision for name, entry in store.entries.items()}
                self._delete([name for name, revision in known.items() if wanted.get(name) != revision])
                new = [entry for name, entry in store.entries.items() if known.get(name) != entry.revision]
                for some in pages(new, TOGETHER):
                    texts = store.texts(some)
                    for entry in some:
                        self._insert_article(entry, texts[entry.article.id])
                    for kind in KINDS:
                        self._insert(kind, store.records(kind, some), texts)
                self._set_content_version(store.content_version)

    def content_version(self) -> str:
        """Return the content version of the store that it holds; empty while it holds none."""
        rows = self._rows("SELECT value FROM known WHERE name = 'content_version'")
        return str(rows[0][0]) if rows else ""

    # ---- reading

    def search(
        self,
        kind: Kind,
        words: Sequence[Sequence[str]],
        limit: int,
        filters: Filters | None = None,
    ) -> list[tuple[str, float]]:
        """Return (record id, BM25) of the records with any of the words, best first; higher is better.

        Each item of `words` is a list of alternative spellings; one of several words is looked for as they stand.
        """
        match = _any([spelling for spellings in words for spelling in spellings])
        if not match or limit < 1:
            return []
        condition, values = (filters or Filters()).to_sql(kind)
        table = WORDS[kind]
        query = f"""SELECT r.id, -{RANK[kind]} FROM {table} JOIN {kind} r ON r.number = {table}.rowid
            JOIN articles a ON a.article_id = r.article_id WHERE {table} MATCH ? AND {condition}
            ORDER BY {RANK[kind]}, r.id LIMIT ?"""
        return [(str(name), float(score)) for name, score in self._rows(query, match, *values, limit)]

    def passages(self, record_ids: Iterable[str]) -> dict[str, Passage]:
        """Return passages by record id, in the order asked for; those that are not there are left out."""
        query = """SELECT r.id, r.article_id, r.start, r.end, w.text FROM passages r
            JOIN passage_words w ON w.rowid = r.number WHERE r.id IN (SELECT value FROM json_each(?))"""
        return self._in_order(record_ids, query, lambda *kept: Passage(*kept))

    def statements(self, record_ids: Iterable[str]) -> dict[str, Statement]:
        """Return statements by record id, in the order asked for; those that are not there are left out."""
        query = "SELECT id, statement FROM statements WHERE id IN (SELECT value FROM json_each(?))"
        return self._in_order(record_ids, query, STATEMENT.validate_json)

    def texts(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Return articles' texts by id, in the order asked for; those that are not there are left out."""
        query = "SELECT article_id, text FROM articles WHERE article_id IN (SELECT value FROM json_each(?))"
        return self._in_order(article_ids, query, str)

    def statement_ids(
        self,
        filters: Filters | None = None,
        *,
        article_ids: Sequence[str] = (),
    ) -> list[str]:
        """Return the record ids of statements, in the order of article and place."""
        condition, values = (filters or Filters()).to_sql("statements")
        if article_ids:
            condition += " AND r.article_id IN (SELECT value FROM json_each(?))"
            values.append(_json(article_ids))
        query = f"""SELECT r.id FROM statements r JOIN articles a ON a.article_id = r.article_id
            WHERE {condition} ORDER BY r.article_id, r.number"""
        return [str(name) for (name,) in self._rows(query, *values)]

    def list_statements(
        self,
        filters: Filters | None = None,
        *,
        words: Sequence[Sequence[str]] = (),
        limit: int | None = None,
        attributes: Mapping[str, Sequence[str]] | None = None,
        newest_first: bool = False,
    ) -> tuple[list[str], int]:
        """Return the record ids of the first `limit` statements by date (undated first, or last if the newest are
        first), article and place, and how many there are without the limit.

        Each item of `words` is a list of alternative spellings; one of each must stand in or around the statement.
        `attributes` are the values that a statement's attributes may have.
        """
        condition, values = (filters or Filters()).to_sql("statements")
        if words:
            condition += " AND r.number IN (SELECT rowid FROM statement_words WHERE statement_words MATCH ?)"
            values.append(" AND ".join(f"({_any(spellings)})" for spellings in words))
        for name, allowed in (attributes or {}).items():
            condition += " AND json_extract(r.statement, ?) IN (SELECT value FROM json_each(?))"
            values += [f"$.{name}", _json(allowed)]
        order = "DESC" if newest_first else "ASC"
        query = f"""SELECT r.id, count(*) OVER () FROM statements r JOIN articles a ON a.article_id = r.article_id
            WHERE {condition} ORDER BY a.day {order}, r.article_id, r.number LIMIT ?"""
        rows = self._rows(query, *values, -1 if limit is None else max(1, limit))
        return [str(name) for name, _ in rows][:limit], rows[0][1] if rows else 0

    def speaker_mentions(self, article_ids: Iterable[str]) -> list[SpeakerMention]:
        """Return who says each statement of some articles, as stored, by record."""
        place = "json_extract(r.statement, '$.speaker_span[0]')", "json_extract(r.statement, '$.speaker_span[1]')"
        query = f"""SELECT r.id, r.article_id, r.speaker, json_extract(r.statement, '$.mention_type'),
                ifnull(substr(a.text, 1 + {place[0]}, {place[1]} - {place[0]}), ''),
                ifnull(substr(a.text, max(1, {place[0]} - {BEFORE - 1}), min({BEFORE}, {place[0]})), ''),
                ifnull(substr(a.text, 1 + {place[1]}, {BEHIND}), ''),
                json_extract(r.statement, '$.spans[0][0]'), json_extract(r.statement, '$.spans[#-1][1]')
            FROM statements r JOIN articles a ON a.article_id = r.article_id
            WHERE r.article_id IN (SELECT value FROM json_each(?)) ORDER BY r.id"""
        return [SpeakerMention(*row) for row in self._rows(query, _json(article_ids))]

    def most_quoted(self, limit: int) -> list[str]:
        """Return the full names, as stored, of those with most statements, most first."""
        query = """SELECT speaker FROM statements WHERE json_extract(statement, '$.mention_type') = 'named'
            AND speaker LIKE '% %' GROUP BY speaker ORDER BY count(*) DESC, speaker LIMIT ?"""
        return [str(name) for (name,) in self._rows(query, limit)]

    def texts_with(self, phrase: str, limit: int) -> list[tuple[str, str]]:
        """Return (article id, text) of the first passages, by id, that hold a phrase in any case, at most `limit`."""
        query = """SELECT r.article_id, w.text FROM passage_words w JOIN passages r ON r.number = w.rowid
            WHERE passage_words MATCH ? ORDER BY r.id LIMIT ?"""
        match = _any([phrase])
        return self._rows(query, match, limit) if match else []

    def vocabulary(self) -> dict[str, int]:
        """Return each word, lower-cased and without diacritics, with the number of passages that have it."""
        with self._using:
            content_version = self.content_version()
            if self._vocabulary[0] != content_version:
                self._vocabulary = (content_version, dict(self._rows("SELECT term, doc FROM passage_vocabulary")))
            return self._vocabulary[1]

    def mentions(self, words: Sequence[Sequence[str]]) -> list[str]:
        """Return the ids of the articles, ascending, in which each of the words occurs, in any of its spellings."""
        query = """SELECT DISTINCT r.article_id FROM passage_words JOIN passages r ON r.number = passage_words.rowid
            WHERE passage_words MATCH ?"""
        matches = [_any(spellings) for spellings in words]
        articles = [{str(name) for (name,) in self._rows(query, match)} if match else set() for match in matches]
        return sorted(set.intersection(*articles)) if articles else []

    def close(self) -> None:
        """Let go of the file."""
        with self._using:
            self._database.close()

    # ---- inside

    def _insert_article(self, entry: ArticleEntry, text: str) -> None:
        article = entry.article
        row = (article.id, entry.revision, article.source, day_number(article.published), text)
        self._database.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", row)

    def _insert(self, kind: Kind, records: Iterable[Record], texts: Mapping[str, str]) -> None:
        """Insert passages or statements of articles, whose texts are given by id."""
        for record in records:
            kept, text = record.metadata, texts[record.metadata["article_id"]]
            if kind == "passages":
                start, end = kept["start"], kept["end"]
                row = (None, record.id, kept["article_id"], start, end)
                number = self._database.execute("INSERT INTO passages VALUES (?, ?, ?, ?, ?)", row).lastrowid
                words = "INSERT INTO passage_words (rowid, text) VALUES (?, ?)"
                self._database.execute(words, (number, text[start:end]))
            else:
                row = (None, record.id, kept["article_id"], kept["speaker"], kept["statement"])
                number = self._database.execute("INSERT INTO statements VALUES (?, ?, ?, ?, ?)", row).lastrowid
                statement = STATEMENT.validate_json(kept["statement"])
                around = text[slice(*statement.context)] if statement.context else ""
                words = "INSERT INTO statement_words (rowid, content, context) VALUES (?, ?, ?)"
                self._database.execute(words, (number, content(text, statement), around))

    def _delete(self, article_ids: Iterable[str]) -> None:
        ids = _json(article_ids)
        for kind in KINDS:
            chosen = f"FROM {kind} WHERE article_id IN (SELECT value FROM json_each(?))"
            self._database.execute(f"DELETE FROM {WORDS[kind]} WHERE rowid IN (SELECT number {chosen})", (ids,))
            self._database.execute(f"DELETE {chosen}", (ids,))
        self._database.execute("DELETE FROM articles WHERE article_id IN (SELECT value FROM json_each(?))", (ids,))

    def _set_content_version(self, version: str) -> None:
        self._database.execute("INSERT OR REPLACE INTO known VALUES ('content_version', ?)", (version,))

    def _open(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _delete_file(self._path.with_name(OLD_FILE))
            try:
                return _connect(self._path)
            except sqlite3.Error as error:
                if not _is_damage(error):
                    raise
                _delete_file(self._path)  # it is only a cache
                return _connect(self._path)
        except (sqlite3.Error, OSError) as error:
            raise IndexStorageError(f"the full-text index {self._path} cannot be opened: {error}") from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise self._translate(error) from error

    def _in_order(self, names: Iterable[str], query: str, make: Callable[..., T]) -> dict[str, T]:
        asked = list(names)
        matches = {name: make(*kept) for name, *kept in self._rows(query, _json(asked))}
        return {name: matches[name] for name in asked if name in matches}

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._using:
            try:
                return self._database.execute(query, values).fetchall()
            except sqlite3.Error as error:
                raise self._translate(error) from error

    def _translate(self, error: sqlite3.Error) -> IndexStorageError:
        """The one place where SQLite's errors become ours; a damaged file is replaced by an empty one."""
        if _is_damage(error):
            self._database.close()
            _delete_file(self._path)
            self._database = self._open()
            return IndexStorageError(f"the full-text index {self._path} was damaged and is made anew: try again")
        return IndexStorageError(f"the full-text index {self._path} cannot be used: {error}")


def _is_damage(error: sqlite3.Error) -> bool:
    """Return whether SQLite found the file itself damaged; a closed connection, for one, is no damage."""
    code = getattr(error, "sqlite_errorcode", None)  # None where Python's module raised it
    return code is not None and code & PRIMARY in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        if not database.execute("PRAGMA user_version").fetchone()[0]:
            _create(database)
    except BaseException:
        database.close()
        raise
    return database


def _create(database: sqlite3.Connection) -> None:
    database.execute("BEGIN EXCLUSIVE")
    if not database.execute("PRAGMA user_version").fetchone()[0]:  # else another process has just made it
        for statement in SCHEMA.split(";"):
            database.execute(statement)
        database.execute("PRAGMA user_version = 1")
    database.execute("COMMIT")


def _delete_file(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _json(names: Iterable[str]) -> str:
    return json.dumps(list(names))


def _any(spellings: Iterable[str]) -> str:
    """Return an FTS5 expression for any of the spellings; each is a quoted string, so nothing in it is an operator."""
    sound = [spelling.replace("\0", " ").encode("utf-8", "replace").decode() for spelling in spellings]
    return " OR ".join('"' + each.replace('"', '""') + '"' for each in sound if any(map(str.isalnum, each)))
