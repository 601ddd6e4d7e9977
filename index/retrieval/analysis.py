"""What is derived from the index as a whole: its listing, vocabulary, speakers and near-duplicates, once a version."""

from __future__ import annotations

from collections.abc import Mapping

from index.embedding.encoder import Encoder
from index.errors import IndexStorageError
from index.models import Article
from index.retrieval.query_expansion import Vocabulary
from index.retrieval.snapshot import IndexSnapshot
from index.retrieval.synonyms import SynonymFinder
from index.retrieval.version_cache import VersionCache
from index.speakers.directory import SpeakerDirectory, build_directory
from index.storage.fulltext import FullTextIndex, SpeakerMention
from index.storage.manifest import Manifest, StoreSnapshot
from index.storage.store import IndexStore
from index.text.near_duplicates import group_duplicates

EMPTY = StoreSnapshot.of(Manifest("", "", {}))  # what is read while nothing was ever put in


class IndexAnalysis:
    """Derives what reading needs from the store and the full text.  Safe to use from several threads."""

    def __init__(self, store: IndexStore, fulltext: FullTextIndex, encoder: Encoder) -> None:
        self._store = store
        self._fulltext = fulltext
        self._encoder = encoder
        self._listing = VersionCache[tuple[Article, ...]]()
        self._mentions = VersionCache[Mapping[str, tuple[str, tuple[SpeakerMention, ...]]]]()
        self._directory = VersionCache[SpeakerDirectory]()
        self._vocabulary = VersionCache[Vocabulary]()
        self._near_duplicates = VersionCache[dict[str, str]]()

    def snapshot(self) -> IndexSnapshot:
        """Return the index as last seen."""
        stored = self._store.snapshot or EMPTY
        listing = self._listing.get(stored.manifest.generation, lambda _: _listed(stored))

        def directory() -> SpeakerDirectory:
            return self._directory.get(stored.speaker_version, lambda _: self._speakers(stored))

        def vocabulary() -> Vocabulary:
            return self._vocabulary.get(
                stored.speaker_version,
                lambda earlier: self._words(stored, directory(), earlier.synonyms if earlier else None),
            )

        return IndexSnapshot(stored, self._store, self._fulltext, self._encoder, listing, directory, vocabulary)

    def is_current(self, stored: StoreSnapshot) -> bool:
        """Return True if the vectors, the corrections and the full text are still those of a snapshot."""
        return stored is EMPTY or (
            self._store.snapshot is stored and self._fulltext.content_version() == stored.content_version
        )

    def duplicates(self) -> dict[str, str]:
        """Return for each article the name of its group of near-duplicates."""
        stored = self._store.snapshot or EMPTY

        def group(_: dict[str, str] | None) -> dict[str, str]:
            return group_duplicates({name: entry.sketch for name, entry in stored.entries.items()})

        return self._near_duplicates.get(stored.content_version, group)

    def _speakers(self, stored: StoreSnapshot) -> SpeakerDirectory:
        """Return the speakers of a version.  Raises IndexStorageError where the index has changed since."""

        def read(
            earlier: Mapping[str, tuple[str, tuple[SpeakerMention, ...]]] | None,
        ) -> Mapping[str, tuple[str, tuple[SpeakerMention, ...]]]:
            known = {
                name: kept
                for name, kept in (earlier or {}).items()
                if name in stored.entries and kept[0] == stored.entries[name].revision
            }
            new: dict[str, list[SpeakerMention]] = {name: [] for name in stored.entries if name not in known}
            for mention in self._fulltext.speaker_mentions(new):
                new[mention.article_id].append(mention)
            self._demand(stored)
            return known | {name: (stored.entries[name].revision, tuple(each)) for name, each in new.items()}

        mentions = self._mentions.get(stored.content_version, read)
        articles = {name: entry.article for name, entry in stored.entries.items()}
        by_article = {name: of for name, (_, of) in mentions.items()}
        directory = build_directory(by_article, articles, stored.corrections, self._fulltext)
        self._demand(stored)
        return directory

    def _words(self, stored: StoreSnapshot, directory: SpeakerDirectory, earlier: SynonymFinder | None) -> Vocabulary:
        """Return the words and speakers of a version.  Raises IndexStorageError where the index has changed since."""
        counts = self._fulltext.vocabulary()
        self._demand(stored)
        synonyms = SynonymFinder(counts, self._encoder, earlier)
        passages = stored.counts["passages"]
        return Vocabulary(counts, directory.counts, passages, synonyms, directory.aliases)

    def _demand(self, stored: StoreSnapshot) -> None:
        """Raise IndexStorageError where the index is not that of a snapshot any more."""
        if not self.is_current(stored):
            raise IndexStorageError(f"the index in {self._store.place} was changed while it was read: try again")


def _listed(stored: StoreSnapshot) -> tuple[Article, ...]:
    """Return the articles without their texts, by date (undated first), title and id."""
    articles = (entry.article for entry in stored.entries.values())
    return tuple(sorted(articles, key=lambda article: (article.published, article.title, article.id)))
