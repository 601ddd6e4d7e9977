"""One consistent state of an index, as a question reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from index.models import Article, Evidence, Period, Query, Statement
from index.retrieval.search import QueryTerm, Vocabulary, lexicon, search
from index.retrieval.statement_query import statements

if TYPE_CHECKING:
    from index.article_index import ArticleIndex


@dataclass(frozen=True, slots=True)
class IndexSnapshot:
    """The index at one time: everything that answering a question reads.  Made by `ArticleIndex.read`."""

    index: ArticleIndex

    @property
    def vocabulary(self) -> Vocabulary:
        """The words and speakers of the index."""
        return lexicon(self.index)

    def articles(self, outlets: Sequence[str] = (), period: Period | None = None) -> list[Article]:
        """List the articles without their texts, by date (undated first) and title."""
        return self.index.articles(outlets, period)

    def articles_with_text(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """Return articles with their texts, by id; ids that are not in the index are left out."""
        return self.index.articles_with_text(article_ids)

    def search(self, query: Query, limit: int = 100) -> list[Evidence]:
        """Return the best evidence for a query, best first."""
        return search(self.index, query, limit)

    def speakers(self) -> Mapping[str, int]:
        """Return each speaker's name with the number of their statements, most first."""
        return self.vocabulary.speakers.counts

    def link_speaker(self, name: str) -> list[str]:
        """Link a name in a question to speakers of the index, by statement count; empty where none fits."""
        return self.vocabulary.speakers.link(name)

    def sources(self) -> list[str]:
        """List the outlets of the articles, each once, by name."""
        return sorted({article.source for article in self.index.articles() if article.source})

    def terms(self, text: str) -> list[QueryTerm]:
        """Return the telling words of a text, with their spellings in the index."""
        return self.vocabulary.terms(text)

    def topic_terms(self, text: str) -> list[QueryTerm]:
        """Return the telling words of a topic, with their spellings and synonyms in the index."""
        return self.vocabulary.topic(text)

    def mentions(self, text: str) -> list[str]:
        """List the ids of the articles in which every telling word of a text occurs, in any of its spellings."""
        words = [sorted(term.spellings) for term in self.terms(text)] or [[text]]
        return self.index.fulltext.mentions(words)

    def statements(
        self,
        speaker: str | None = None,
        about: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        source: str | None = None,
    ) -> list[tuple[Article, Statement]]:
        """Return statements with their articles (text included), by date, article and place."""
        return statements(self.index, speaker, about, since, until, source)

    def statements_in(self, article_id: str) -> list[Statement]:
        """Return the statements of one article, in the order of their place."""
        ids = self.index.fulltext.statement_ids(article_ids=[article_id])
        return list(self.index.fulltext.statements(ids).values())
