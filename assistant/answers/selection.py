"""Evidence -> what an answer stands on: whose words, which others, or the refusal and what was nearest.

Every answer, in quotation mode and by a model, is made of these findings and of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant.models import Role
from assistant.questions.parser import Question, QuestionKind
from index import CONTEXT_THRESHOLD, RELEVANCE_THRESHOLD, Evidence, IndexSnapshot, QuoteType, SpeechAct

# Found on the training questions, as those in index/retrieval/reranker.py.
PASSAGE_ANSWERS = 0.35  # the same for a passage, where nobody's words are asked for
SURE, SURE_ENOUGH = 0.75, 0.5  # confidence that a statement needs, else it gives way to surer ones
CERTAIN = 0.65  # relevance from which the lower one is enough
OTHERS = 0.3
CLOSE = 0.6  # of the best's relevance: less is not what "who said" asks for
MOST = 5  # findings that stand for the answer
MOST_OTHERS = 3
NEAREST = 3
SAME = 92  # rapidfuzz ratio from which two wordings are one
CONTRADICTS = (SpeechAct.DENIED, SpeechAct.NOT_SAID)


@dataclass(frozen=True, slots=True)
class Finding:
    """Evidence with what it stands for."""

    role: Role
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Selection:
    """What an answer is made of.

    `findings` are in the order in which they are shown, empty for a refusal; `evidence` is all that was ranked. For a
    refusal, `nearest` is what came closest.  `total` is how many more findings there are; `mentions` in how many
    articles those asked about occur; `undated` how many articles were left out of a period because they have no date.
    """

    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    nearest: tuple[Evidence, ...]
    total: int
    mentions: int = 0
    undated: int = 0

    @property
    def found(self) -> bool:
        return any(finding.role is not Role.OTHER for finding in self.findings)


def select(question: Question, evidence: Sequence[Evidence], index: IndexSnapshot) -> Selection:
    """Decide what is shown.  Only words of those asked about stand for the answer, and only if they are about the
    topic.
    """
    if question.blank:
        return Selection((), (), (), 0)
    asked = bool(question.asked)
    statements = [e for e in evidence if e.statement is not None]
    mine = [e for e in statements if not asked or speaker(e) in question.speakers]
    answering = [e for e in mine if e.relevance >= RELEVANCE_THRESHOLD or not question.topic]
    answering = answering or [e for e in mine if e.context_coverage >= CONTEXT_THRESHOLD]
    if question.kind is QuestionKind.WHO_IS or (question.kind is QuestionKind.OTHER and not answering):
        answering = [e for e in evidence if e.statement is None and e.relevance >= PASSAGE_ANSWERS]
    if question.kind is QuestionKind.WHO:
        best = max((e.relevance for e in answering), default=0.0)
        answering = [e for e in answering if e.relevance >= CLOSE * best]
    if question.kind is QuestionKind.WHEN:  # what has no date does not tell when, unless nothing has one
        answering = [e for e in answering if e.article.published] or answering
    if question.denial:
        denied = [e for e in answering if e.statement and e.statement.speech_act is SpeechAct.DENIED]
        answering = denied or [e for e in answering if contradicts(e)]  # "did not confirm" is no denial
    kept = distinct(surest(answering))
    others = distinct([e for e in statements if e not in mine and e.relevance >= OTHERS], kept)
    undated = undated_articles(question, index)
    if not kept:
        nearest = [*others[:NEAREST], *[e for e in evidence if e.statement is None]][:NEAREST]
        return Selection((), tuple(evidence), tuple(nearest), 0, mentioned(question, index), undated)
    shown = by_speaker(kept[:MOST])
    beside = sorted(others[:MOST_OTHERS], key=lambda e: not contradicts(e))
    findings = [Finding(role_of(e), e) for e in shown] + [Finding(Role.OTHER, e) for e in beside if asked]
    return Selection(tuple(findings), tuple(evidence), (), len(kept) - len(shown), undated=undated)


def speaker(evidence: Evidence) -> str:
    """Who says it; empty for a passage."""
    return evidence.statement.speaker if evidence.statement else ""


def contradicts(evidence: Evidence) -> bool:
    """Whether it is a denial, or a refusal to say so."""
    return evidence.statement is not None and evidence.statement.speech_act in CONTRADICTS


def surest(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Those that are surely somebody's words, best first; the others only where there is none such."""
    sure = [e for e in evidence if e.statement is None or e.statement.confidence >= needed(e)]
    return sure or list(evidence)


def needed(evidence: Evidence) -> float:
    """The confidence that a statement needs: less in quotation marks, and less where it is surely about the topic."""
    quoted = evidence.statement is not None and evidence.statement.quote_type is not QuoteType.INDIRECT
    return SURE_ENOUGH if quoted or evidence.relevance >= CERTAIN else SURE


def role_of(evidence: Evidence) -> Role:
    """Words that somebody else reports of the speaker are relayed, not theirs."""
    return Role.RELAYED if evidence.statement and evidence.statement.relayed_by else Role.ANSWER


def by_speaker(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Each speaker's findings together, the speakers in the order of their best."""
    groups: dict[str, list[Evidence]] = {}
    for item in evidence:
        groups.setdefault(speaker(item), []).append(item)
    return [item for group in groups.values() for item in sorted(group, key=lambda e: role_of(e) is Role.RELAYED)]


def distinct(evidence: Iterable[Evidence], shown: Sequence[Evidence] = ()) -> list[Evidence]:
    """Without words that are shown already: the same place, a copy of the text, or nearly the same wording."""
    kept: list[Evidence] = []
    for item in evidence:
        if not any(repeats(item, other) for other in (*shown, *kept)):
            kept.append(item)
    return kept


def repeats(one: Evidence, other: Evidence) -> bool:
    """Whether two findings say the same: they overlap, or their words are alike."""
    if one.article.id == other.article.id and min(one.end, other.end) > max(one.start, other.start):
        return True
    return fuzz.ratio(one.text.casefold(), other.text.casefold()) >= SAME


def mentioned(question: Question, index: IndexSnapshot) -> int:
    """In how many articles the first of those asked about occurs by surname."""
    if not question.asked:
        return 0
    surname = question.asked[0].split()[-1]
    return len(index.mentions(surname.capitalize()))


def undated_articles(question: Question, index: IndexSnapshot) -> int:
    """How many articles a question about a period leaves out because they have no date."""
    period = question.query.period
    if period.since is None and period.until is None:
        return 0
    return sum(not article.published for article in index.articles(question.query.outlets))
