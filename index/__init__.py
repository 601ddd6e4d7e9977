"""Articles in; passages and statements out, kept in Chroma.  `ArticleIndex.open(...)` is the door.

Everything that others use of the index is imported from here.  Its rooms, of which each imports only those before it:

errors, models, settings   what can go wrong; the values that come in and go out; what can be set
text                       sentences, quotations, names and spellings of English text
loading                    files -> articles
embedding                  texts -> vectors
attribution                an article -> its statements: who said what, where
storage                    Chroma, and a full-text index made from it
speakers                   all statements -> the speakers, each with all of their names
indexing                   articles -> passages, statements and vectors, written to the storage
reading                    a question and passages -> the sentences that answer, with a probability
retrieval                  a query and a snapshot of the index -> ranked evidence, lists of statements, speakers
index_reader               every question reads one version of the index
article_index              `ArticleIndex`, which joins these, and changes the index
"""

from index.article_index import ArticleIndex
from index.attribution.tagger import tag_sentence, tag_sentences
from index.embedding.encoder import Encoder
from index.embedding.minilm import is_common_word
from index.errors import (
    BadArticleError,
    CorrectionError,
    EncoderError,
    IndexingError,
    IndexLockedError,
    IndexMismatchError,
    IndexStorageError,
    InvalidSettingError,
    NotReadableError,
)
from index.loading.discovery import Notice
from index.loading.loader import load_address, load_articles, load_text
from index.loading.parsers import ENDINGS
from index.models import (
    Article,
    Attribution,
    Correction,
    CorrectionKind,
    Evidence,
    IndexStatus,
    MentionType,
    Passage,
    Period,
    Query,
    QuoteType,
    Skipped,
    Span,
    Speaker,
    SpeakerKind,
    SpeechAct,
    Statement,
    UpdateReport,
    digest,
    parse_day,
)
from index.reading.ranker import LEAST_PROBABILITY, AnswerRanker, RankedSentence
from index.reading.reader import PassageReader
from index.retrieval.query_expansion import QueryTerm, Vocabulary, stem
from index.retrieval.reranker import CONTEXT_THRESHOLD, RELEVANCE_THRESHOLD, term_coverage
from index.retrieval.snapshot import IndexSnapshot
from index.retrieval.speaker_linking import SpeakerIndex, name_words
from index.retrieval.statement_query import StatementPage
from index.settings import IndexSettings, describe_settings, read_settings
from index.text.lexicons import (
    FULL_TITLES,
    FUNCTION_WORDS,
    HONORIFICS,
    KIN_NOUNS,
    NAME_PARTICLES,
    ORGANIZATION_NOUNS,
    PRONOUNS,
    ROLE_NOUNS,
    STOP_WORDS,
    UNAMBIGUOUS_TITLES,
)
from index.text.names import (
    NAME_SEQUENCE,
    gender_of_first_name,
    name_key,
    normalize_token,
    same_first_name,
    strip_titles,
)
from index.text.quotes import (
    DOUBLE_QUOTES,
    SINGLE_QUOTES,
    Quotation,
    find_draft_quotes,
    find_quotes,
    strip_quotes,
)
from index.text.reporting_verbs import CUE
from index.text.sentences import split_paragraphs, split_sentences
from index.text.speech_acts import find_speech_act
from index.text.transliteration import SpellingIndex

__all__ = [
    "CONTEXT_THRESHOLD",
    "CUE",
    "DOUBLE_QUOTES",
    "ENDINGS",
    "FULL_TITLES",
    "FUNCTION_WORDS",
    "HONORIFICS",
    "KIN_NOUNS",
    "LEAST_PROBABILITY",
    "NAME_PARTICLES",
    "NAME_SEQUENCE",
    "ORGANIZATION_NOUNS",
    "PRONOUNS",
    "RELEVANCE_THRESHOLD",
    "ROLE_NOUNS",
    "SINGLE_QUOTES",
    "STOP_WORDS",
    "UNAMBIGUOUS_TITLES",
    "AnswerRanker",
    "Article",
    "ArticleIndex",
    "Attribution",
    "BadArticleError",
    "Correction",
    "CorrectionError",
    "CorrectionKind",
    "Encoder",
    "EncoderError",
    "Evidence",
    "IndexLockedError",
    "IndexMismatchError",
    "IndexSettings",
    "IndexSnapshot",
    "IndexStatus",
    "IndexStorageError",
    "IndexingError",
    "InvalidSettingError",
    "MentionType",
    "NotReadableError",
    "Notice",
    "Passage",
    "PassageReader",
    "Period",
    "Query",
    "QueryTerm",
    "Quotation",
    "QuoteType",
    "RankedSentence",
    "Skipped",
    "Span",
    "Speaker",
    "SpeakerIndex",
    "SpeakerKind",
    "SpeechAct",
    "SpellingIndex",
    "Statement",
    "StatementPage",
    "UpdateReport",
    "Vocabulary",
    "describe_settings",
    "digest",
    "find_draft_quotes",
    "find_quotes",
    "find_speech_act",
    "gender_of_first_name",
    "is_common_word",
    "load_address",
    "load_articles",
    "load_text",
    "name_key",
    "name_words",
    "normalize_token",
    "parse_day",
    "read_settings",
    "same_first_name",
    "split_paragraphs",
    "split_sentences",
    "stem",
    "strip_quotes",
    "strip_titles",
    "tag_sentence",
    "tag_sentences",
    "term_coverage",
]
