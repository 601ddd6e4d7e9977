"""The places that a draft cites, each with who says what in its sentences and in those beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from assistant.models import Citation
from assistant.verification.claims import NEGATOR
from index import Span, SpeechAct, Statement, find_draft_quotes, name_words, split_sentences

AROUND = 300  # characters before and behind a place in which the names that a sentence uses may stand
NEIGHBOURS = 1  # sentences before and behind those of the place whose statements may be told with it


@dataclass(frozen=True)
class Source:
    """A cited place of an article.

    `sentences` is the text of the sentences that it stands in, without what they say that others say; `nearby` are the
    statements in these sentences and in those beside them, as sources under the same number; `cited` is False for
    those.  `beside` is the text of the sentences beside it, for what "these agencies" are.
    """

    citation: Citation
    article: str
    sentences: str = ""
    nearby: tuple[Source, ...] = ()
    cited: bool = True
    beside: str = ""

    @property
    def speaker(self) -> str:
        """The name of who says it; empty where nobody is known."""
        return self.citation.speaker or ""

    @property
    def inside(self) -> list[Source]:
        """The statements of others that stand as a whole within the place."""
        return [source for source in self.nearby if source.cited]

    @property
    def text(self) -> str:
        """The words of the place, read from the article."""
        return self.article[self.citation.start : self.citation.end]

    @property
    def around(self) -> str:
        """The place with what stands around it."""
        return self.article[max(0, self.citation.start - AROUND) : self.citation.end + AROUND]

    @cached_property
    def direct(self) -> tuple[Span, ...]:
        """The parts of the place that are somebody's own words, as offsets into it."""
        start, end = self.citation.start, self.citation.end
        opening, closing = self.article.rfind("\n", 0, start) + 1, self.article.find("\n", end)
        # Doubled apostrophes are one mark; the replacement keeps every offset.
        paragraph = self.article[opening : closing if closing > 0 else len(self.article)].replace("''", '"\u2060')
        spans = [(a + opening - start, b + opening - start) for a, b in quoted_spans(paragraph)]
        return tuple(span for span in spans if span[1] > 0 and span[0] < end - start)

    @property
    def claim(self) -> str:
        """The words of the place, led by the cue where that denies them and they do not hold it themselves."""
        cue, speech_act = self.citation.cue, self.citation.speech_act
        if speech_act not in (SpeechAct.DENIED, SpeechAct.NOT_SAID) or (cue and cue in self.text):
            return self.text
        cue = cue if NEGATOR.search(cue) else f"did not {cue}"
        return f"{cue}: “{self.text}" if self.direct else f"{cue} {self.text}"  # own words already hold their "not"

    def about(self, name: Iterable[str]) -> str:
        """Return the sentences of the article that hold the last word of a name."""
        last = [*name][-1:]
        if not last:
            return ""
        word = re.compile(rf"\b{re.escape(last[0])}\b", re.IGNORECASE)
        spans = article_sentences(self.article)
        return " ".join(self.article[a:b] for a, b in spans if word.search(self.article, a, b))


@lru_cache(maxsize=1024)
def quoted_spans(paragraph: str) -> tuple[Span, ...]:
    """Return the insides of the quotations of a paragraph."""
    return tuple(quotation.inner for quotation in find_draft_quotes(paragraph)[0])


@lru_cache(maxsize=64)
def article_sentences(article: str) -> tuple[Span, ...]:
    """Return the sentences of an article."""
    return tuple(split_sentences(article))


def make_source(citation: Citation, article: str, statements: Sequence[Statement] = ()) -> Source:
    """Return the source of a citation; `statements` are those that the index has of the article."""
    sentences = article_sentences(article)
    at = [n for n, (a, b) in enumerate(sentences) if a < citation.end and citation.start < b]
    if not at:
        return Source(citation, article, article[citation.start : citation.end])
    start, end = sentences[at[0]][0], sentences[at[-1]][1]
    first, last = max(0, at[0] - NEIGHBOURS), min(len(sentences) - 1, at[-1] + NEIGHBOURS)
    window = sentences[first][0], sentences[last][1]
    others = [
        span
        for statement in statements
        if statement.speaker != citation.speaker
        for span in statement.spans
        if not (span[0] < citation.end and citation.start < span[1])
    ]
    nearby = tuple(
        Source(
            cite_statement(citation, statement, article),
            article,
            cited=citation.start <= statement.start and statement.end <= citation.end,
        )
        for statement in statements
        if statement.start < window[1] and window[0] < statement.end
        if statement.speaker and statement.relayed_by in ("", citation.speaker)
        if statement.speaker != citation.speaker
        or not (statement.start < citation.end and citation.start < statement.end)
    )
    beside = f"{article[window[0] : start]} {article[end : window[1]]}"
    return Source(citation, article, without(article, (start, end), others), nearby, beside=beside)


def cite_statement(citation: Citation, statement: Statement, article: str) -> Citation:
    """Return a citation of a statement beside a cited place, under the same number."""
    cue = article[slice(*statement.cue_span)] if statement.cue_span else ""
    return replace(
        citation,
        start=statement.start,
        end=statement.end,
        quote=article[statement.start : statement.end],
        speaker=statement.speaker,
        cue=cue,
        speech_act=statement.speech_act.value,
        relayed_by="",
    )


def without(text: str, part: Span, spans: Iterable[Span]) -> str:
    """Return a part of a text without some spans of the text."""
    kept, place = "", part[0]
    for start, end in sorted(spans):
        if end > place and start < part[1]:
            kept += text[place : max(place, start)] + " … "
            place = max(place, end)
    return kept + text[place : part[1]]


def has_role(source: Source, role: str) -> bool:
    """Return whether the article puts a role beside the name of who speaks: "Belarusian leader Ada Holm"."""
    words = name_words(source.speaker)
    if not words:
        return False
    name, role = re.escape(words[-1]), re.escape(role)
    pattern = rf"\b{role}\s+(?:[\w’'.-]+\s+){{0,2}}{name}\b|\b{name},\s+(?:the|an?)?\s*(?:\w+\s+){{0,2}}{role}\b"
    return re.search(pattern, source.article, re.IGNORECASE) is not None
