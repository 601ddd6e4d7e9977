"""The parts of the index as they are at one time, and what is looked up in them without ranking."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from index.embedding.encoder import Encoder
from index.models import Article, Period, Span, Speaker, Statement
from index.retrieval.query_expansion import QueryTerm, Vocabulary
from index.speakers.directory import SpeakerDirectory
from index.storage.filters import Filters
from index.storage.fulltext import FullTextIndex
from index.storage.manifest import StoreSnapshot
from index.storage.store import IndexStore


@dataclass(frozen=True, slots=True)
class CorpusSnapshot:
    """The articles of one version of the index with what searching them needs.  Made by `ArticleIndex.read`.

    `listing` are the articles without their texts, by date (undated first), title and id; `load_vocabulary` returns
    the words of this version and `load_directory` its speakers; both raise IndexStorageError where the index has
    changed since.
    """

    stored: StoreSnapshot
    store: IndexStore
    fulltext: FullTextIndex
    encoder: Encoder
    listing: tuple[Article, ...]
    load_directory: Callable[[], SpeakerDirectory]
    load_vocabulary: Callable[[], Vocabulary]

    @property
    def version(self) -> str:
        """The name of this state of the index: it changes with every change, of an article's origin too."""
        return self.stored.manifest.generation

    @property
    def content_version(self) -> str:
        """The digest of what is searched: it changes when an article, a passage, a statement or its speaker does."""
        return self.stored.speaker_version

    @property
    def vocabulary(self) -> Vocabulary:
        """The words and speakers of this version; made once per version, when it is first asked for."""
        return self.load_vocabulary()

    @property
    def directory(self) -> SpeakerDirectory:
        """The speakers of this version; made once per version, when they are first asked for."""
        return self.load_directory()

    def filters(
        self, speakers: Sequence[str], outlets: Sequence[str], period: Period, articles: Sequence[str] = ()
    ) -> Filters:
        """Return what narrows a search to speakers (as `link_speaker` names them), outlets, a period and articles."""
        stored, records = self.directory.stored_names(speakers) if speakers else ([], None)
        return Filters(stored, outlets, period, articles, records)

    def statements_by_id(self, record_ids: Iterable[str]) -> dict[str, Statement]:
        """Return statements under their speakers' names, by record id, in the order asked for."""
        statements = self.fulltext.statements(record_ids)
        return {name: self.directory.attribute(name, statement) for name, statement in statements.items()}

    def articles(
        self, outlets: Sequence[str] = (), period: Period | None = None, ids: Sequence[str] = ()
    ) -> list[Article]:
        """List the articles without their texts, by date (undated first) and title; only these ids if there are any."""
        if not outlets and period is None and not ids:
            return list(self.listing)
        return [
            article
            for article in self.listing
            if (not outlets or article.source in outlets)
            and (period is None or period.holds(article.published))
            and (not ids or article.id in ids)
        ]

    def articles_with_text(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """Return articles with their texts, by id; ids that are not in the index are left out."""
        entries = self.stored.entries
        texts = self.fulltext.texts(article_ids)
        return {name: replace(entries[name].article, text=text) for name, text in texts.items() if name in entries}

    def sources(self) -> list[str]:
        """List the outlets of the articles, each once, by name."""
        return sorted({article.source for article in self.listing if article.source})

    def speakers(self, matching: str = "", limit: int | None = None) -> Mapping[str, int]:
        """Return each speaker's name with the number of their statements, most first.

        Only those one of whose names contains all words of `matching`, in any case, and only the first `limit` of them.
        """
        words = matching.casefold().split()
        matches = (
            (speaker.name, speaker.statements)
            for speaker in self.directory.speakers
            if any(all(word in name.casefold() for word in words) for name in (speaker.name, *speaker.names))
        )
        return dict(islice(matches, limit))

    def speaker_entries(self) -> tuple[Speaker, ...]:
        """Return the speakers with all of their names, most statements first."""
        return self.directory.speakers

    def link_speaker(self, name: str) -> list[str]:
        """Link a name in a question to speakers of the index, by statement count; empty where none fits."""
        return self.vocabulary.speakers.link(name)

    def terms(self, text: str) -> list[QueryTerm]:
        """Return the informative words of a text, with their spellings in the index."""
        return self.vocabulary.terms(text)

    def topic_terms(self, text: str) -> list[QueryTerm]:
        """Return the informative words of a topic, with their spellings and synonyms in the index."""
        return self.vocabulary.topic_terms(text)

    def mentions(self, text: str) -> list[str]:
        """List the ids of the articles in which every informative word of a text occurs, in any of its spellings; a
        variant of a name that no article has counts only where it is written as a name.
        """
        terms = self.terms(text)
        ids = self.fulltext.mentions([sorted(term.spellings) for term in terms] or [[text]])
        unknown = [
            term
            for term in terms
            if term.variants and self.vocabulary.counts.keys().isdisjoint(term.spellings - term.variants)
        ]
        if not unknown:
            return ids
        texts = self.fulltext.texts(ids)
        return [name for name in ids if all(term.occurs(texts[name]) for term in unknown)]

    def mentions_exactly(self, name: str) -> list[str]:
        """List the ids of the articles with all words of a name as they are written: not Christian for Christie."""
        return self.fulltext.mentions([[word] for word in re.findall(r"\w+", name)])

    def statements_in(self, article_id: str) -> list[Statement]:
        """Return the statements of one article, by place."""
        ids = self.fulltext.statement_ids(article_ids=[article_id])
        return sorted(self.statements_by_id(ids).values(), key=lambda statement: statement.start)

    def statement_at(self, article_id: str, span: Span) -> Statement | None:
        """Return the statement of an article that shares most characters with `span`; None where none shares any."""
        shared = {s: min(s.end, span[1]) - max(s.start, span[0]) for s in self.statements_in(article_id)}
        best = max(shared, key=lambda statement: shared[statement], default=None)
        return best if best and shared[best] > 0 else None
