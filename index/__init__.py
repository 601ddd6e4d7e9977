"""Articles in; passages and statements out, kept in Chroma.  `ArticleIndex.open(...)` is the door."""

from index.article_index import ArticleIndex
from index.errors import (
    BadArticleError,
    EncoderError,
    IndexingError,
    IndexLockedError,
    IndexMismatchError,
    IndexStorageError,
    InvalidSettingError,
    NotReadableError,
)
from index.loading.discovery import Notice
from index.loading.loader import load_articles
from index.models import (
    Article,
    Evidence,
    IndexStatus,
    MentionType,
    Passage,
    Period,
    Query,
    QuoteType,
    Skipped,
    Span,
    SpeechAct,
    Statement,
    UpdateReport,
    digest,
    parse_day,
)
from index.settings import IndexSettings

__all__ = [
    "Article",
    "ArticleIndex",
    "BadArticleError",
    "EncoderError",
    "Evidence",
    "IndexLockedError",
    "IndexMismatchError",
    "IndexSettings",
    "IndexStatus",
    "IndexStorageError",
    "IndexingError",
    "InvalidSettingError",
    "MentionType",
    "NotReadableError",
    "Notice",
    "Passage",
    "Period",
    "Query",
    "QuoteType",
    "Skipped",
    "Span",
    "SpeechAct",
    "Statement",
    "UpdateReport",
    "digest",
    "load_articles",
    "parse_day",
]
