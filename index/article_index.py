"""The index as a whole: articles go in and out, and are searched."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from index.attribution.extractor import StatementExtractor
from index.embedding.encoder import Encoded, Encoder
from index.embedding.late_chunking import pool_spans
from index.errors import BadArticleError, IndexMismatchError, IndexStorageError
from index.indexing.passages import SPLITTER, split_passages
from index.indexing.writer import GROUP, IndexWriter, PendingArticle
from index.loading.discovery import Notice
from index.models import (
    Article,
    Evidence,
    IndexStatus,
    Passage,
    Period,
    Query,
    Skipped,
    Statement,
    UpdateReport,
    parse_day,
)
from index.settings import IndexSettings
from index.storage.fulltext import FILE, FullTextIndex
from index.storage.manifest import (
    KINDS,
    ArticleEntry,
    ArticleRecords,
    Kind,
    Metadata,
    Record,
    StoreSnapshot,
    content,
    make_entry,
    passage_metadata,
    record_id,
    revision,
    statement_metadata,
)
from index.storage.store import FORMAT, Store, pages
from index.text.near_duplicates import group_duplicates

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

    from index.retrieval.snapshot import IndexSnapshot

TRIES = 3  # how often a search is done again because the index changed under it
Progress = Callable[[int, int | None, str], None]
T = TypeVar("T")


class ArticleIndex:
    """Articles with their passages and statements.  Safe to use from several threads; others may write meanwhile.

    The constructor takes ready parts; `open` makes them from the settings.
    """

    def __init__(self, store: Store, encoder: Encoder, extractor: StatementExtractor, fulltext: FullTextIndex) -> None:
        self.store = store
        self.encoder = encoder
        self.extractor = extractor
        self.fulltext = fulltext
        self._groups: tuple[str, dict[str, str]] = ("", {})
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
            store = Store.on_server(url, settings.chroma_token, create=create, wait=settings.lock_wait)
        else:
            store = Store.in_folder(Path(path or settings.index), create=create, wait=settings.lock_wait)
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
        view = self.store.view
        differing = differences(view.state.index_config, self.index_config) if view else []
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
            if self.store.view is None:
                self.store.switch(self.store.begin(), self.index_config)
            self.check()
            intake = IndexWriter(self.store, self._prepare)
            for number, item in enumerate(items, 1):
                intake.take(item)
                self.fulltext.sync(self.store)
                if progress:
                    progress(number, total, item.origin)
            intake.flush()
            if prune:
                intake.prune(prune)
            intake.remove_samples()
            self.fulltext.sync(self.store)
        return intake.report()

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

    def rebuild(self, progress: Progress | None = None) -> UpdateReport:
        """Make everything anew from the stored articles with the parts in use; until then the old index is used."""
        with self._writing, self.store.writing():
            view = self.store.view
            if view is None:
                raise IndexStorageError(
                    f"there is no index in {self.store.place}: make one with `python -m index PATH...`"
                )
            build, index_config, done = self.store.begin(), self.index_config, 0
            for some in pages(list(view.entries.values()), GROUP):
                texts = self.store.texts(some)
                articles = [replace(e.article, text=texts[e.article.id]) for e in some]
                self.store.fill(build, self._prepare([PendingArticle(article) for article in articles]))
                done += len(some)
                if progress:
                    progress(done, len(view.entries), some[-1].article.origin)
            self.store.switch(build, index_config)
            self.fulltext.sync(self.store)
        return UpdateReport(changed=tuple(view.entries))

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

    def articles(self, outlets: Sequence[str] = (), period: Period | None = None) -> list[Article]:
        """The articles without their texts, by date (undated first) and title."""
        chosen = [
            e.article
            for e in self.store.entries.values()
            if (not outlets or e.article.source in outlets) and (period is None or period.holds(e.article.published))
        ]
        return sorted(chosen, key=lambda article: (article.published, article.title, article.id))

    def article(self, article_id: str) -> Article:
        """An article with its text.  Raises BadArticleError where it is not there."""
        return self.steady(lambda: self._with_text(self._entry(article_id)))

    def articles_with_text(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """Articles with their texts, by id; those that are not there are left out."""
        entries = self.store.entries
        texts = self.fulltext.texts(article_ids)
        return {name: replace(entries[name].article, text=text) for name, text in texts.items() if name in entries}

    def copies(self, article_id: str) -> list[str]:
        """The ids of the other articles with the same text or nearly the same."""
        groups = self._copy_groups()
        return [name for name, group in groups.items() if name != article_id and group == groups.get(article_id)]

    def status(self) -> IndexStatus:
        """What is in the index, how much, and what it was made with."""
        entries = self.store.entries
        days = sorted(e.article.published for e in entries.values() if parse_day(e.article.published))
        groups = self._copy_groups()
        view = self.store.view
        counts = self.store.counts()
        index_config = view.state.index_config if view else self.index_config
        return IndexStatus(
            articles=len(entries),
            passages=counts["passages"],
            statements=counts["statements"],
            copies=len(groups) - len(set(groups.values())),
            first=days[0] if days else "",
            last=days[-1] if days else "",
            encoder=index_config["encoder"],
            size_bytes=self.store.size_bytes(),
            version=_version(),
            place=self.store.place,
        )

    # ---- searching it

    def search(self, query: Query, limit: int = 100) -> list[Evidence]:
        """The best evidence for a query, best first."""
        from index.retrieval.search import search  # it needs this class

        return self.steady(lambda: search(self, query, limit))

    def read(self, read: Callable[[IndexSnapshot], T]) -> T:
        """Run `read` against one snapshot; run it again, up to 3 times in all, if the index changes meanwhile."""
        from index.retrieval.snapshot import IndexSnapshot  # it needs this class

        return self.steady(lambda: read(IndexSnapshot(self)))

    def steady(self, read: Callable[[], T]) -> T:
        """Read from an index that does not change meanwhile: where it did, read again."""
        for left in reversed(range(TRIES)):
            self.refresh()
            before = self.store.view
            try:
                found = read()
            except IndexStorageError:
                if not left:
                    raise
                continue
            if not left or self._is_steady(before):
                return found
        raise AssertionError("unreachable")

    def _is_steady(self, before: StoreSnapshot | None) -> bool:
        """Whether the vectors and the words that are read are still those of a view."""
        return before is None or (
            self.store.view is before and self.fulltext.content_version() == before.content_version
        )

    def statements(
        self,
        speaker: str | None = None,
        about: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        source: str | None = None,
    ) -> list[tuple[Article, Statement]]:
        """Who said what: statements with their articles, by date; narrowed by speaker, topic, period and outlet."""
        from index.retrieval.statement_query import statements  # it needs this class

        return self.steady(lambda: statements(self, speaker, about, since, until, source))

    def retriever(self, **options: Any) -> BaseRetriever:
        """This index as a LangChain retriever; see `index.retriever.ArticleRetriever` for the options."""
        from index.retrieval.langchain import ArticleRetriever

        return ArticleRetriever(index=self, **options)

    # ---- inside

    def _prepare(self, drafts: Sequence[PendingArticle]) -> list[ArticleRecords]:
        """Split articles, find their statements, and encode all of them together.

        The statements are found while the encoder works: each leaves the processor idle where the other does not.
        """
        limit, count, index_config = self.encoder.max_tokens, self.encoder.count_tokens, self.index_config
        articles = [draft.article for draft in drafts]
        split = [split_passages(article, count, limit) for article in articles]
        with ThreadPoolExecutor(1) as beside:
            finding = beside.submit(self.extractor.statements, articles)
            encoded = iter(self.encoder.encode([passage.text for some in split for passage in some]))
            statements = finding.result()
        changes = []
        for draft, its_passages, said in zip(drafts, split, statements, strict=True):
            article, name = draft.article, revision(draft.article, index_config)
            read = list(islice(encoded, len(its_passages)))
            metadata: dict[Kind, list[Metadata]] = {
                "passages": [passage_metadata(article, passage) for passage in its_passages],
                "statements": [statement_metadata(article, statement) for statement in said],
            }
            vectors: dict[Kind, list[list[float]]] = {
                "passages": [encoding.vector for encoding in read],
                "statements": self._vectors(article, said, its_passages, read),
            }
            records = {
                kind: [
                    Record(record_id(name, kind, n), *what)
                    for n, what in enumerate(zip(metadata[kind], vectors[kind], strict=True))
                ]
                for kind in KINDS
            }
            line = make_entry(article, index_config, len(its_passages), len(said), draft.replaces)
            changes.append(ArticleRecords(line, article, records))
        return changes

    def _vectors(
        self, article: Article, said: Sequence[Statement], split: Sequence[Passage], read: Sequence[Encoded]
    ) -> list[list[float]]:
        """The statements' vectors: of the words in their passages, or by themselves where the encoder wants it so."""
        if not self.encoder.uses_mean_pooling:
            return self.encoder.embed_documents([content(article.text, statement) for statement in said])
        return [
            pool_spans(statement.spans, split, read) or self.encoder.embed_query(content(article.text, statement))
            for statement in said
        ]

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

    def _with_text(self, entry: ArticleEntry) -> Article:
        text = self.fulltext.texts([entry.article.id]).get(entry.article.id)
        if text is None:
            raise IndexStorageError(f"the article {entry.article.id!r} was changed while it was read: try again")
        return replace(entry.article, text=text)

    def _copy_groups(self) -> dict[str, str]:
        generation = self.generation
        if self._groups[0] != generation or not generation:
            sketches = {name: entry.sketch for name, entry in self.store.entries.items()}
            self._groups = (generation, group_duplicates(sketches))
        return self._groups[1]


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
