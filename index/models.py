"""The values that the index takes in and gives out.  All are frozen; all offsets are characters into `Article.text`,
end exclusive.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum

from index.errors import BadArticleError

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Article:
    """One article, cleaned once when it was read.  Unknown fields are empty, never guessed.

    `published` is an ISO 8601 date (`2025-08-01`) or empty.  `origin` says where it came from: a path, with `#3`
    behind it for the third record of a file, or `-` for standard input.  `given_id` says that the id is the record's
    own, `edited` names the fields that a person has set, with a space between them.
    """

    id: str
    text: str
    title: str = ""
    source: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    origin: str = ""
    given_id: bool = False
    sample: bool = False
    edited: str = ""

    @property
    def content_hash(self) -> str:
        """Hash of everything that is stored, but where it came from: an article is unchanged while this is."""
        kept = asdict(self)
        del kept["origin"]
        if not self.edited:
            del kept["edited"]
        return digest(json.dumps(kept, sort_keys=True, ensure_ascii=False))

    def quote(self, span: Span) -> str:
        """The text at a place.  Raises BadArticleError for a place outside the article."""
        start, end = span
        if not 0 <= start < end <= len(self.text):
            raise BadArticleError(f"article {self.id!r} has no characters {start} to {end}: it has {len(self.text)}")
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Passage:
    """A window of whole sentences of an article: `article.text[start:end] == text`."""

    article_id: str
    start: int
    end: int
    text: str


class SpeechAct(StrEnum):
    """What a cue does with its content."""

    SAID = "said"
    DENIED = "denied"
    NOT_SAID = "did not say"
    ASKED = "asked"
    ORDERED = "ordered"
    PROMISED = "promised"
    RELAYED = "relayed"


class MentionType(StrEnum):
    """How the text names a statement's speaker, surest first."""

    NAMED = "named"
    NOMINAL = "nominal"
    PRONOMINAL = "pronominal"
    IMPLICIT = "implicit"


class QuoteType(StrEnum):
    """Whether a statement's content is the speaker's own words."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what, at which place.

    `speaker` is the fullest name that the article has for who said it (empty where nobody can be named);
    `speaker_span` is where the sentence names them (None where it does not), `cue_span` the words that say that they
    said it, `spans` the content, in order.  `relayed_by` is who reports the words, where that is not the article
    itself.
    """

    article_id: str
    speaker: str
    speaker_span: Span | None
    cue_span: Span | None
    spans: tuple[Span, ...]
    speech_act: SpeechAct = SpeechAct.SAID
    quote_type: QuoteType = QuoteType.INDIRECT
    mention_type: MentionType = MentionType.NAMED
    relayed_by: str = ""
    context: Span | None = None  # the sentences around it, for what it is about
    confidence: float = 1.0  # 0 to 1: that somebody says so, times that a pronoun is not somebody else

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]


class SpeakerKind(StrEnum):
    """What a speaker is: somebody, a body of people, a role that has an owner, or several people."""

    PERSON = "person"
    BODY = "body"
    ROLE = "role"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker of the index: the name under which they stand, all names that articles have for them, most used first,
    and the number of their statements.
    """

    name: str
    kind: SpeakerKind
    names: tuple[str, ...]
    statements: int


class CorrectionKind(StrEnum):
    """What a person says: two names are one speaker's, or are not; a statement has another speaker."""

    SAME = "same"
    APART = "apart"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person put right about the speakers of the index, at an ISO 8601 time.

    `names` are the two names that are the same or apart, or the statement's one speaker (none where nobody is to be
    named).  A statement is known by its words and by the article in which they stand at `start`: by its id, its file or
    its address, so that it is found again where the article was changed around it.
    """

    kind: CorrectionKind
    names: tuple[str, ...]
    made: str
    article_id: str = ""
    origin: str = ""
    url: str = ""
    start: int = 0
    words: str = ""

    @property
    def id(self) -> str:
        """The name by which it is taken back.  What is said of the same two names, or the same words, has the same."""
        about = (self.article_id, str(self.start), self.words) if self.words else tuple(sorted(self.names))
        return digest("\n".join(about))[:12]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with its source and its content, as spans of a text, before the speaker is linked to an entity.

    `source` is empty where nobody is named near the cue.  `confidence` is the probability that it is a statement; 1 for
    what a pattern finds.
    """

    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to `until`, both included; None is open."""

    since: date | None = None
    until: date | None = None

    def holds(self, published: str) -> bool:
        """Whether a publication date lies in it; an undated article never lies in a bounded period."""
        if self.since is None and self.until is None:
            return True
        day = parse_day(published)
        return day is not None and (self.since or date.min) <= day <= (self.until or date.max)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.  `text` is the question's words; the rest narrows it.

    `speakers` are names as asked, `topic` the words of what it is about, `outlets` the sources that count (all if
    empty), `articles` the ids of the articles that do (all if empty).
    """

    text: str
    speakers: tuple[str, ...] = ()
    topic: str = ""
    period: Period = field(default_factory=Period)
    outlets: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One ranked result: a passage, or a statement with its speaker.  `article.text[start:end]` is its text.

    `score` is comparable within one search only.  `relevance` (0 to 1) is the probability that it is about the query's
    topic, `context_coverage` (0 to 1) the share of the topic's words in a statement and the text around it,
    `similarity` the cosine of a statement's vector and the topic's.
    """

    article: Article
    start: int
    end: int
    score: float
    relevance: float
    statement: Statement | None = None
    context_coverage: float = 0.0
    similarity: float = 0.0

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not taken in: which file, which record of it (None for the whole file), and why."""

    origin: str
    record: int | None
    reason: str

    def __str__(self) -> str:
        place = self.origin if self.record is None else f"{self.origin}, record {self.record}"
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The state of an index.  `first` and `last` are the earliest and latest ISO dates, empty where no article is
    dated.
    """

    articles: int
    passages: int
    statements: int
    copies: int
    first: str
    last: str
    encoder: str
    size_bytes: int
    version: str
    place: str


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What an update did, by article id; `notices` are sentences worth telling that stopped nothing."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notices: tuple[str, ...] = ()


ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_day(published: str) -> date | None:
    """The day of an ISO 8601 date or date-time; None where there is none."""
    match = ISO_DAY.match(published)
    try:
        return date.fromisoformat(match.group()) if match else None
    except ValueError:
        return None


def digest(text: str) -> str:
    """SHA-256 of a text, the first 32 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
