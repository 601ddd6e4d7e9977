"""Articles in; passages and statements out, kept in Chroma.  `ArticleIndex.open(...)` is the door."""

from index.article_index import ArticleIndex
from index.errors import (
    BadArticleError,
    EncoderError,
    IndexingError,
    IndexLockedError,
    IndexMismatchError,
    IndexStorageError,
    NotReadableError,
)
from index.loading.loader import Notice, read
from index.loading.parsers import ENDINGS
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
from index.text.sentences import split_sentences

__all__ = [
    "ENDINGS",
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
    "parse_day",
    "read",
    "split_sentences",
]
