"""Articles in; passages and statements out, kept in Chroma.  `ArticleIndex.open(...)` is the door."""

from index.article_index import ArticleIndex
from index.articles import Notice, read
from index.errors import (
    BadArticleError,
    EncoderError,
    IndexingError,
    IndexLockedError,
    IndexMismatchError,
    IndexStorageError,
    NotReadableError,
)
from index.settings import IndexSettings
from index.values import (
    Article,
    Evidence,
    Form,
    Naming,
    Passage,
    Period,
    Query,
    Sense,
    Skipped,
    Span,
    Statement,
    Status,
    Update,
    digest,
    parse_day,
)

__all__ = [
    "Article",
    "ArticleIndex",
    "BadArticleError",
    "EncoderError",
    "Evidence",
    "Form",
    "IndexLockedError",
    "IndexMismatchError",
    "IndexSettings",
    "IndexStorageError",
    "IndexingError",
    "Naming",
    "NotReadableError",
    "Notice",
    "Passage",
    "Period",
    "Query",
    "Sense",
    "Skipped",
    "Span",
    "Statement",
    "Status",
    "Update",
    "digest",
    "parse_day",
    "read",
]
