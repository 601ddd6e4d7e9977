"""The index as a LangChain retriever."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.article_index import ArticleIndex
from index.models import Evidence, Period, Query


class ArticleRetriever(BaseRetriever):
    """Finds `k` passages or statements for a question; the other options narrow the search as `Query`'s do."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: ArticleIndex
    k: int = 10
    speakers: tuple[str, ...] = ()
    topic: str = ""
    outlets: tuple[str, ...] = ()
    period: Period = Period()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        asked = Query(query, self.speakers, self.topic, self.period, self.outlets)
        return [_document(evidence) for evidence in self.index.search(asked, self.k)]


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
