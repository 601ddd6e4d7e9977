"""Reading the index as a whole: every question sees one version of it."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar

from index.attribution.extractor import StatementExtractor
from index.embedding.encoder import Encoder
from index.errors import BadArticleError, IndexStorageError
from index.models import Article, Correction, IndexStatus, Period, parse_day
from index.retrieval.analysis import EMPTY, IndexAnalysis
from index.retrieval.snapshot import IndexSnapshot
from index.storage.fulltext import FullTextIndex
from index.storage.manifest import ArticleEntry
from index.storage.store import IndexStore

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

TRIES = 3  # how often the index is read, where it changes meanwhile
P = ParamSpec("P")
T = TypeVar("T")


def _of_snapshot(method: Callable[Concatenate[IndexSnapshot, P], T]) -> Callable[Concatenate[IndexReader, P], T]:
    """Return a method of the index that calls this one of a snapshot."""

    @wraps(method)
    def of_index(index: IndexReader, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return index.read(lambda snapshot: method(snapshot, *args, **kwargs))

    return of_index


class IndexReader(ABC):
    """What can be asked of an index while others may write.  Safe to use from several threads."""

    def __init__(
        self, store: IndexStore, encoder: Encoder, extractor: StatementExtractor, fulltext: FullTextIndex
    ) -> None:
        self.store = store
        self.encoder = encoder
        self.extractor = extractor
        self.fulltext = fulltext
        self._analysis = IndexAnalysis(store, fulltext, encoder)
        self._writing = threading.RLock()

    @property
    @abstractmethod
    def index_config(self) -> dict[str, str]:
        """The names of the parts in use, of which an index made with others is not to be searched."""

    @abstractmethod
    def check(self) -> None:
        """Raises IndexMismatchError, which names each part, where the index was made with other parts."""

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
                snapshot = self._analysis.snapshot()
                result = read(snapshot)
            except IndexStorageError:
                if not left:
                    raise
                continue
            if not left or self._analysis.is_current(snapshot.stored):
                return result
        raise AssertionError("unreachable")

    search = _of_snapshot(IndexSnapshot.search)
    statements = _of_snapshot(IndexSnapshot.statements)
    statements_in = _of_snapshot(IndexSnapshot.statements_in)
    statement_at = _of_snapshot(IndexSnapshot.statement_at)
    speakers = _of_snapshot(IndexSnapshot.speakers)
    speaker_entries = _of_snapshot(IndexSnapshot.speaker_entries)
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
        return self._analysis.snapshot().articles(outlets, period)

    def articles_with_text(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """Return articles as last seen with their texts, by id; ids that are not in the index are left out."""
        return self._analysis.snapshot().articles_with_text(article_ids)

    def most_quoted(self, limit: int) -> list[str]:
        """Return full names of those quoted most as last seen, at once: before it is known who they all are."""
        return self.fulltext.most_quoted(limit)

    def sources(self) -> list[str]:
        """List the outlets of the articles as last seen, each once, by name."""
        return self._analysis.snapshot().sources()

    def copies(self, article_id: str) -> list[str]:
        """Return the ids of the other articles with the same text or nearly the same."""
        groups = self._analysis.duplicates()
        return [name for name, group in groups.items() if name != article_id and group == groups.get(article_id)]

    def status(self) -> IndexStatus:
        """Return what is in the index as last seen, how much, and what it was made with."""
        stored = self.store.snapshot or EMPTY
        entries = stored.entries.values()
        days = sorted(entry.article.published for entry in entries if parse_day(entry.article.published))
        groups = self._analysis.duplicates()
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

    def corrections(self) -> tuple[Correction, ...]:
        """Return all corrections, in the order in which they were made."""
        return self.read(lambda snapshot: snapshot.stored.corrections)

    def retriever(self, **options: Any) -> BaseRetriever:
        """Return this index as a LangChain retriever; see `ArticleRetriever` for the options."""
        from index.retrieval.langchain import ArticleRetriever  # heavy: LangChain's tracing

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


def _version() -> str:
    try:
        return version("whosaid")
    except PackageNotFoundError:  # run from the source folder without being installed
        return "0"
