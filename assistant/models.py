"""The values that the assistant gives out.  All are frozen; offsets are characters into the cited article's text, end
exclusive.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from index import Evidence, MentionType, Span


class Role(StrEnum):
    """What a citation stands for: the words of the one asked about, words that somebody reports of them, or somebody
    else's.
    """

    ANSWER = "answer"
    RELAYED = "relayed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in an article whose words are quoted: `article.text[start:end] == quote`.

    `number` is the [n] of the answer's text.  `shown` are the spans of the whole sentences that stand in the answer's
    line, in order, and `shown_text` their text, "[…]" where sentences between them are left out; `lead` is the sentence
    before them that names the topic, where they do not.  `speaker` is None where no speaker is known; `speaker_span` is
    where the article mentions them and `mention_type` how; `cue` is what they did in the article's words and
    `speech_act` its kind; `relayed_by` is who reports their words, where that is not the article itself.
    """

    number: int
    article_id: str
    title: str
    source: str
    published: str
    url: str
    start: int
    end: int
    quote: str
    speaker: str | None = None
    role: Role = Role.ANSWER
    mention_type: MentionType | None = None
    speaker_span: Span | None = None
    cue: str = ""
    speech_act: str = ""
    relayed_by: str = ""
    shown: tuple[Span, ...] = ()
    shown_text: str = ""
    lead: Span | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence that a language model wrote and that is no part of the answer, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    `text` is Markdown with [1] markers.  `found` is False for a refusal; then `citations` are the nearest passages,
    offered as such.  `more` are further citations, which the text does not show, numbered on from its last; `total` is
    how many there are.  `evidence` is what retrieval ranked, best first.  `mode` is "quotations" or the model's name;
    `notices` say what a person should know (a model that failed, ...).  `carried` is what was taken over from the turns
    before ("on Kramatorsk").  `left_out` are the sentences that a model wrote and the cited places do not bear out.
    """

    question: str
    text: str
    citations: tuple[Citation, ...]
    found: bool
    evidence: tuple[Evidence, ...] = ()
    total: int = 0
    mode: str = "quotations"
    notices: tuple[str, ...] = ()
    more: tuple[Citation, ...] = ()
    carried: str = ""
    left_out: tuple[LeftOut, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain lists, dictionaries, strings and numbers, ready for JSON; `evidence` as article_id, start, end, text,
        score, speaker.
        """
        return {
            "question": self.question,
            "text": self.text,
            "found": self.found,
            "citations": [asdict(citation) for citation in self.citations],
            "more": [asdict(citation) for citation in self.more],
            "evidence": [
                {
                    "article_id": e.article.id,
                    "start": e.start,
                    "end": e.end,
                    "text": e.text,
                    "score": e.score,
                    "speaker": e.statement.speaker if e.statement else None,
                }
                for e in self.evidence
            ],
            "total": self.total,
            "mode": self.mode,
            "notices": list(self.notices),
            "carried": self.carried,
            "left_out": [asdict(sentence) for sentence in self.left_out],
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of a conversation and the answer it got (None where it was interrupted)."""

    question: str
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """A stream event: what is being done, in words for a person ("searching 12 articles")."""

    text: str


@dataclass(frozen=True, slots=True)
class AnswerDelta:
    """A stream event: the next piece of the answer's Markdown.  The final Answer's text counts, not the sum of the
    pieces.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the person narrowed the search to: outlets (all if empty), ISO days (open if empty) and ids of articles (all
    if empty).
    """

    outlets: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    articles: tuple[str, ...] = ()


Event = StatusEvent | AnswerDelta | Answer
History = tuple[Turn, ...]
NO_FILTERS = Filters()
__all__ = [
    "NO_FILTERS",
    "Answer",
    "AnswerDelta",
    "Citation",
    "Event",
    "Filters",
    "History",
    "LeftOut",
    "Role",
    "StatusEvent",
    "Turn",
]
