"""The index as a whole: articles go in and out, and are searched."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import replace
from functools import wraps
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from langchain_core.retrievers import BaseRetriever

from index.attribution.extractor import StatementExtractor
from index.embedding.encoder import Encoder
from index.errors import BadArticleError, IndexMismatchError, IndexStorageError
from index.indexing.editing import edited_records
from index.indexing.passages import SPLITTER
from index.indexing.pipeline import PendingArticle, build_records
from index.indexing.writer import GROUP, IndexWriter
from index.loading.discovery import Notice
from index.models import Article, IndexStatus, Period, Skipped, UpdateReport, parse_day
from index.retrieval.langchain import ArticleRetriever
from index.retrieval.query_expansion import Vocabulary
from index.retrieval.snapshot import IndexSnapshot
from index.retrieval.synonyms import SynonymFinder
from index.retrieval.version_cache import VersionCache
from index.settings import IndexSettings
from index.storage.chroma_client import pages
from index.storage.fulltext import FILE, FullTextIndex
from index.storage.manifest import FORMAT, ArticleEntry, ArticleRecords, Manifest, StoreSnapshot
from index.storage.store import IndexStore
from index.text.near_duplicates import group_duplicates

TRIES = 3  # how often the index is read, where it changes meanwhile
EMPTY = StoreSnapshot.of(Manifest("", "", {}))  # what is read while nothing was ever put in
Progress = Callable[[int, int | None, str], None]
P = ParamSpec("P")
T = TypeVar("T")


def _of_snapshot(method: Callable[Concatenate[IndexSnapshot, P], T]) -> Callable[Concatenate[ArticleIndex, P], T]:
    """Return a method of the index that calls this one of a snapshot."""

    @wraps(method)
    def of_index(index: ArticleIndex, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return index.read(lambda snapshot: method(snapshot, *args, **kwargs))

    return of_index


class ArticleIndex:
    """Articles with their passages and statements.  Safe to use from several threads; others may write meanwhile.

    The constructor takes ready parts; `open` makes them from the settings.
    """

    def __init__(
        self, store: IndexStore, encoder: Encoder, extractor: StatementExtractor, fulltext: FullTextIndex
    ) -> None:
        self.store = store
        self.encoder = encoder
        self.extractor = extractor
        self.fulltext = fulltext
        self._listing = VersionCache[tuple[Article, ...]]()
        self._vocabulary = VersionCache[Vocabulary]()
        self._near_duplicates = VersionCache[dict[str, str]]()
        self._writing = threading.RLock()

    @classmethod
    def open(
        cls,
        settings: IndexSettings | None = None,
        *,
        path: str | Path | None = None,
        url: str | None = None,
        encoder: Encoder | str | None = None,
        create: bool = False,
        check: bool = True,
    ) -> ArticleIndex:
        """The index in a folder or on a Chroma server, as the settings say or the arguments, which go before them.

        Raises IndexStorageError where there is none (unless `create`), and IndexMismatchError where it was made with
        other parts than those in use (unless not `check`: then it can be looked at and rebuilt, but not searched).
        """
        settings = settings or IndexSettings()
        url = settings.chroma_url if url is None and path is None else url
        if url:
            store = IndexStore.on_server(url, settings.chroma_token, create=create, wait=settings.lock_wait)
        else:
            store = IndexStore.in_folder(Path(path or settings.index), create=create, wait=settings.lock_wait)
        if not isinstance(encoder, Encoder):
            encoder = Encoder(settings.encoder if encoder is None else encoder)
        index = cls(store, encoder, StatementExtractor(), FullTextIndex(store.cache / FILE))
        if check:
            index.check()
            index.refresh()
        return index

    # ---- what it is made with

    @property
    def index_config(self) -> dict[str, str]:
        """The names of the parts in use, of which an index made with others is not to be searched."""
        return {
            "format": FORMAT,
            "encoder": self.encoder.name,
            "weights": self.encoder.weights_hash,
            "splitter": SPLITTER,
            "statements": self.extractor.version,
        }

    def check(self) -> None:
        """Raises IndexMismatchError, which names each part, where the index was made with other parts."""
        snapshot = self.store.snapshot
        differing = differences(snapshot.manifest.index_config, self.index_config) if snapshot else []
        if differing:
            parts = "; ".join(differing)
            raise IndexMismatchError(
                f"the index in {self.store.place} was made with other parts: {parts}. "
                "Make it anew with `python -m index rebuild`"
            )

    # ---- changing it

    def update(
        self,
        items: Iterable[Article | Skipped | Notice],
        *,
        prune: Sequence[str | Path] = (),
        progress: Progress | None = None,
    ) -> UpdateReport:
        """Bring articles in: new ones are added, changed ones replaced, unchanged ones cost nothing.

        With `prune`, articles that came from under one of these paths and were not among `items` are removed.
        `progress` is called with how many are done, of how many (None if that is not known), and what the last one was.
        """
        total = len(items) if isinstance(items, Sized) else None
        with self._writing, self.store.writing():
            if self.store.snapshot is None:
                self.store.activate_build(self.store.create_build(), self.index_config)
            self.check()
            self.fulltext.sync(self.store)
            writer = IndexWriter(self.store, self.fulltext, self._build_records)
            for number, item in enumerate(items, 1):
                writer.add(item)
                if progress:
                    progress(number, total, item.origin)
            writer.flush()
            writer.prune(prune)
            writer.remove_samples()
        return writer.report()

    def remove(self, article_ids: Iterable[str]) -> UpdateReport:
        """Remove articles.  Raises BadArticleError, and removes none, where one is not there."""
        with self._writing, self.store.writing():
            ids = list(dict.fromkeys(article_ids))
            for name in ids:
                self._entry(name)
            if ids:
                self.store.remove(ids)
            self.fulltext.sync(self.store)
        return UpdateReport(removed=tuple(ids))

    def edit(self, article_id: str, *, source: str, published: str) -> None:
        """Set an article's outlet and its date (ISO 8601 or empty).  Nothing is embedded again.

        They stay when the article is brought in again from a file that states none.  Raises BadArticleError where the
        article is not there.
        """
        with self._writing, self.store.writing():
            self.check()
            self.fulltext.sync(self.store)
            entry, before = self._entry(article_id), self.store.content_version
            records = edited_records(self.store, entry, self.index_config, source, published)
            if (
                records.entry.revision != entry.revision
            ):  # else its records would be replaced by themselves, and deleted
                self.store.commit([records])
                self.fulltext.add([records], before, self.store.content_version)

    def rebuild(self, progress: Progress | None = None) -> UpdateReport:
        """Make everything anew from the stored articles with the parts in use; until then the old index is used.

        The stored index may be of an older format.
        """
        with self._writing, self.store.writing():
            snapshot = self.store.snapshot
            if snapshot is None:
                raise IndexStorageError(
                    f"there is no index in {self.store.place}: make one with `python -m index PATH...`"
                )
            build, done = self.store.create_build(), 0
            for entries in pages(list(snapshot.entries.values()), GROUP):
                texts = self.store.texts(entries)
                articles = [replace(entry.article, text=texts[entry.article.id]) for entry in entries]
                build.write(self._build_records([PendingArticle(article) for article in articles]))
                done += len(entries)
                if progress:
                    progress(done, len(snapshot.entries), entries[-1].article.origin)
            self.store.activate_build(build, self.index_config)
            self.fulltext.sync(self.store)
        return UpdateReport(changed=tuple(snapshot.entries))

    def _build_records(self, pending: Sequence[PendingArticle]) -> list[ArticleRecords]:
        return build_records(pending, self.encoder, self.extractor, self.index_config)

    # ---- reading it

    def refresh(self) -> None:
        """See what other processes wrote.  Raises IndexMismatchError where one has rebuilt it with other parts."""
        if self.store.refresh():
            self.check()
        self.store.warm()
        self.fulltext.sync(self.store)
        self.store.warm()  # which is for nothing unless something had changed again

    @property
    def generation(self) -> str:
        """A name of the index's content: it changes when the content does."""
        return self.store.generation

    def read(self, read: Callable[[IndexSnapshot], T]) -> T:
        """Run `read` against one snapshot, up to 3 times if the index changes meanwhile (optimistic concurrency).

        Raises IndexMismatchError where another process has rebuilt the index with other parts, and IndexStorageError
        where it cannot be read.
        """
        for left in reversed(range(TRIES)):
            try:
                self.refresh()
                snapshot = self._snapshot()
                result = read(snapshot)
            except IndexStorageError:
                if not left:
                    raise
                continue
            if not left or self._is_current(snapshot.stored):
                return result
        raise AssertionError("unreachable")

    search = _of_snapshot(IndexSnapshot.search)
    statements = _of_snapshot(IndexSnapshot.statements)
    statements_in = _of_snapshot(IndexSnapshot.statements_in)
    statement_at = _of_snapshot(IndexSnapshot.statement_at)
    speakers = _of_snapshot(IndexSnapshot.speakers)
    link_speaker = _of_snapshot(IndexSnapshot.link_speaker)
    mentions = _of_snapshot(IndexSnapshot.mentions)

    def article(self, article_id: str) -> Article:
        """Return an article with its text.  Raises BadArticleError where it is not there."""

        def article(snapshot: IndexSnapshot) -> Article:
            self._entry(article_id)
            try:
                return snapshot.articles_with_text([article_id])[article_id]
            except KeyError:
                raise IndexStorageError(
                    f"the article {article_id!r} was changed while it was read: try again"
                ) from None

        return self.read(article)

    def articles(self, outlets: Sequence[str] = (), period: Period | None = None) -> list[Article]:
        """List the articles as last seen, without their texts, by date (undated first) and title."""
        return self._snapshot().articles(outlets, period)

    def articles_with_text(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """Return articles as last seen with their texts, by id; ids that are not in the index are left out."""
        return self._snapshot().articles_with_text(article_ids)

    def sources(self) -> list[str]:
        """List the outlets of the articles as last seen, each once, by name."""
        return self._snapshot().sources()

    def copies(self, article_id: str) -> list[str]:
        """Return the ids of the other articles with the same text or nearly the same."""
        groups = self._groups(self.store.snapshot or EMPTY)
        return [name for name, group in groups.items() if name != article_id and group == groups.get(article_id)]

    def status(self) -> IndexStatus:
        """Return what is in the index as last seen, how much, and what it was made with."""
        stored = self.store.snapshot or EMPTY
        entries = stored.entries.values()
        days = sorted(entry.article.published for entry in entries if parse_day(entry.article.published))
        groups = self._groups(stored)
        return IndexStatus(
            articles=len(entries),
            passages=stored.counts["passages"],
            statements=stored.counts["statements"],
            copies=len(groups) - len(set(groups.values())),
            first=days[0] if days else "",
            last=days[-1] if days else "",
            encoder=(stored.manifest.index_config or self.index_config)["encoder"],
            size_bytes=self.store.size_bytes(),
            version=_version(),
            place=self.store.place,
        )

    def retriever(self, **options: Any) -> BaseRetriever:
        """Return this index as a LangChain retriever; see `ArticleRetriever` for the options."""
        return ArticleRetriever(index=self, **options)

    # ---- inside

    def close(self) -> None:
        """Let go of the files."""
        self.fulltext.close()
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _entry(self, article_id: str) -> ArticleEntry:
        try:
            return self.store.entries[article_id]
        except KeyError:
            raise BadArticleError(
                f"no article {article_id!r} is in the index {self.store.place}: `python -m index list` shows what is"
            ) from None

    def _snapshot(self) -> IndexSnapshot:
        """Return the index as last seen."""
        stored = self.store.snapshot or EMPTY
        listing = self._listing.get(stored.manifest.generation, lambda _: _listed(stored))

        def vocabulary() -> Vocabulary:
            return self._vocabulary.get(stored.content_version, lambda earlier: self._analyse(stored, earlier))

        return IndexSnapshot(stored, self.store, self.fulltext, self.encoder, listing, vocabulary)

    def _analyse(self, stored: StoreSnapshot, earlier: Vocabulary | None) -> Vocabulary:
        """Return the words and speakers of a version.  Raises IndexStorageError where the index has changed since."""
        counts, speakers = self.fulltext.vocabulary(), self.fulltext.speakers()
        if not self._is_current(stored):
            raise IndexStorageError(f"the index in {self.store.place} was changed while it was read: try again")
        synonyms = SynonymFinder(counts, self.encoder, earlier.synonyms if earlier else None)
        return Vocabulary(counts, speakers, stored.counts["passages"], synonyms, earlier)

    def _is_current(self, stored: StoreSnapshot) -> bool:
        """Return True if the vectors and the full text are still those of a snapshot."""
        return stored is EMPTY or (
            self.store.snapshot is stored and self.fulltext.content_version() == stored.content_version
        )

    def _groups(self, stored: StoreSnapshot) -> dict[str, str]:
        """Return for each article the name of its group of near-duplicates."""

        def group(_: dict[str, str] | None) -> dict[str, str]:
            return group_duplicates({name: entry.sketch for name, entry in stored.entries.items()})

        return self._near_duplicates.get(stored.content_version, group)


def _listed(stored: StoreSnapshot) -> tuple[Article, ...]:
    """Return the articles without their texts, by date (undated first), title and id."""
    articles = (entry.article for entry in stored.entries.values())
    return tuple(sorted(articles, key=lambda article: (article.published, article.title, article.id)))


def differences(found: Mapping[str, str], expected: Mapping[str, str]) -> list[str]:
    """What an index was made with and what is in use, for each part in which they differ, in words."""
    return [
        f"{name} {found.get(name, 'none')[:40]} (in use: {expected.get(name, 'none')[:40]})"
        for name in dict.fromkeys([*expected, *found])
        if found.get(name) != expected.get(name)
    ]


def _version() -> str:
    try:
        return version("whosaid")
    except PackageNotFoundError:  # run from the source folder without being installed
        return "0"
