"""The index as a LangChain retriever."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.models import Evidence, Period, Query


@runtime_checkable
class Searchable(Protocol):
    """What can be searched: an `ArticleIndex`, or one snapshot of it."""

    def search(self, query: Query, limit: int = 100) -> list[Evidence]: ...


class ArticleRetriever(BaseRetriever):
    """Return the `k` best passages and statements for a question; the other options filter as `Query`'s do."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Searchable
    k: int = 10
    speakers: tuple[str, ...] = ()
    topic: str = ""
    outlets: tuple[str, ...] = ()
    period: Period = Period()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        narrowed = Query(query, self.speakers, self.topic, self.period, self.outlets)
        return [_document(evidence) for evidence in self.index.search(narrowed, self.k)]


def _document(evidence: Evidence) -> Document:
    article = evidence.article
    metadata = {
        "article_id": article.id,
        "start": evidence.start,
        "end": evidence.end,
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "url": article.url,
        "score": evidence.score,
    }
    if evidence.statement is not None:
        metadata["speaker"] = evidence.statement.speaker
    return Document(page_content=evidence.text, metadata=metadata)
