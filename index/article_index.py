"""The index as a whole: articles go in and out, and are searched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import replace
from pathlib import Path

from index.attribution.extractor import StatementExtractor
from index.embedding.encoder import Encoder
from index.errors import CorrectionError, IndexMismatchError, IndexStorageError
from index.index_reader import IndexReader
from index.indexing.editing import edited_records
from index.indexing.passages import SPLITTER
from index.indexing.pipeline import PendingArticle, build_records
from index.indexing.writer import GROUP, IndexWriter
from index.loading.discovery import Notice
from index.models import Article, Correction, CorrectionKind, Skipped, UpdateReport
from index.retrieval.snapshot import IndexSnapshot
from index.retrieval.speaker_corrections import name_correction, statement_correction
from index.settings import IndexSettings
from index.storage.chroma_client import pages
from index.storage.fulltext import FILE, FullTextIndex
from index.storage.manifest import FORMAT, ArticleRecords
from index.storage.store import IndexStore

Progress = Callable[[int, int | None, str], None]


class ArticleIndex(IndexReader):
    """Articles with their passages and statements.  Safe to use from several threads; others may write meanwhile.

    The constructor takes ready parts; `open` makes them from the settings.
    """

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

    # ---- correcting its speakers

    def correct_speaker(self, article_id: str, start: int, end: int, speaker: str | None) -> Correction:
        """Put the statement at a place of an article under another speaker, or under nobody's name.

        Kept beside the articles, through updates of the article in which the words stay.  Raises BadArticleError where
        no statement is there.
        """
        return self._correct(lambda snapshot: statement_correction(snapshot, article_id, (start, end), speaker))

    def join_speakers(self, name: str, other: str) -> Correction:
        """Say that two names are one speaker's."""
        return self._correct(lambda snapshot: name_correction(snapshot, CorrectionKind.SAME, name, other))

    def separate_speakers(self, name: str, other: str) -> Correction:
        """Say that two names are not one speaker's."""
        return self._correct(lambda snapshot: name_correction(snapshot, CorrectionKind.APART, name, other))

    def take_back(self, correction_ids: Iterable[str]) -> None:
        """Forget corrections.  Raises CorrectionError, and forgets none, where one is not there."""
        with self._writing, self.store.writing():
            removed = list(dict.fromkeys(correction_ids))
            for name in set(removed) - {each.id for each in self._analysis.snapshot().stored.corrections}:
                raise CorrectionError(f"there is no correction {name!r}: `python -m index corrections` lists them")
            self.store.correct([], removed)

    def _correct(self, make: Callable[[IndexSnapshot], tuple[Correction, Sequence[str]]]) -> Correction:
        """Keep a correction in place of others, given by id."""
        with self._writing, self.store.writing():
            correction, replaced = self.read(make)
            self.store.correct([correction], replaced)
        return correction

    def _build_records(self, pending: Sequence[PendingArticle]) -> list[ArticleRecords]:
        return build_records(pending, self.encoder, self.extractor, self.index_config)


def differences(found: Mapping[str, str], expected: Mapping[str, str]) -> list[str]:
    """What an index was made with and what is in use, for each part in which they differ, in words."""
    return [
        f"{name} {found.get(name, 'none')[:64]} (in use: {expected.get(name, 'none')[:64]})"
        for name in dict.fromkeys([*expected, *found])
        if found.get(name) != expected.get(name)
    ]
