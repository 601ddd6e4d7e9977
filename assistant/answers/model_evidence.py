"""An answer in quotation mode and the articles that it cites -> the numbered evidence for a language model.  Pure.

Each piece is a place that may be cited by its number.  It is described by whole sentences, with who says it, in which
role, what they did in the article's words, and where and when it stands; so are the sentences beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answers.composition import Item, cite
from assistant.answers.introductions import INTRODUCES, introductions
from assistant.answers.lines import GAP, SCRAP, joined, quoted_span, sentences_at, statement_line, written_day
from assistant.answers.selection import SURE_ENOUGH
from assistant.models import Answer, Citation, Role
from index import Article, Span, Statement, name_words, split_sentences
from prompts import prompt

PIECES = 12
NEAR = 350  # characters between a cited place and other statements of its speaker that are given with it
SENTENCE_END = re.compile(r"[.!?…][”’»'\")\]]*$")  # a heading has none
LONGEST_NEIGHBOUR = 60  # words of a sentence beside a piece, beyond which it is not given


@dataclass(frozen=True, slots=True)
class ModelEvidence:
    """What a model is given: citations under the numbers that it has to write, with their articles.

    `articles` and `statements` are those of the index, by the article's id.
    """

    citations: tuple[Citation, ...]
    articles: Mapping[str, Article]
    statements: Mapping[str, Sequence[Statement]]

    @property
    def texts(self) -> dict[str, str]:
        """The text of each article, by its id."""
        return {name: article.text for name, article in self.articles.items()}

    def describe(self) -> str:
        """Return each piece on one line: who says what in which sentences; in brackets where, and what is beside it.

        A headline, and a sentence beside pieces, is told once; one that stands in a piece is not told again.
        """
        told = {(c.article_id, number) for c in self.citations for number in self._sentences(c)}
        described: set[tuple[str, int]] = set()
        lines: list[str] = []
        for citation in self.citations:
            own = {(citation.article_id, number) for number in self._sentences(citation)}
            first = citation.article_id not in {name for name, _ in described}
            beside = [] if citation.role is Role.OTHER else self._describe_neighbours(citation, told)
            lines.append(self._describe_piece(citation, beside, first=first, again=own <= described))
            described |= own
        return "\n".join(lines)

    def _describe_piece(self, citation: Citation, beside: Iterable[str], *, first: bool, again: bool) -> str:
        """Return a piece on one line: its sentences, or where they are told `again`, its own words alone.

        `first` says that it is the first one of its article; then its headline is told.
        """
        article = self.articles[citation.article_id]
        sentences = [] if again else joined(article.text, self._sentences(citation))
        cue = citation.cue if any(word.isalpha() and len(word) > 1 for word in citation.cue.split()) else ""
        relayed = f", as {citation.relayed_by} tells it" if citation.relayed_by else ""
        where = [part for part in (citation.source, written_day(citation.published)) if part]
        mixed = any(
            s.speaker not in ("", citation.speaker) for s in self._statements_in(citation.article_id, sentences)
        )
        own_words = [prompt("own_words", speaker=citation.speaker or "", words=citation.quote)] if mixed else []
        headline = [f"under the headline “{citation.title}”"] if first and citation.title else []
        return prompt(
            "evidence",
            number=str(citation.number),
            speaker=_line(with_role(citation.speaker, article) if citation.speaker else "The article"),
            cue=_line(f"{cue or citation.speech_act or 'reports'}{relayed}"),
            words=_line(f" {GAP} ".join(article.text[a:b] for a, b in sentences) or f"{GAP} {citation.quote} {GAP}"),
            where=_line("; ".join([", ".join([*where, *headline]) or "no date", *own_words, *beside])),
        )

    def _describe_neighbours(self, citation: Citation, told: set[tuple[str, int]]) -> Iterator[str]:
        """Yield the sentence before a piece and the one behind it, with who says it, and add them to those told."""
        text = self.articles[citation.article_id].text
        sentences, numbers = split_sentences(text), self._sentences(citation)
        for place, number in (("before", numbers[0] - 1), ("after", numbers[-1] + 1)) if numbers else ():
            if (citation.article_id, number) in told or not 0 <= number < len(sentences):
                continue
            start, end = sentences[number]
            words = text[start:end].split()
            if SCRAP <= len(words) <= LONGEST_NEIGHBOUR and SENTENCE_END.search(words[-1]):
                told.add((citation.article_id, number))
                near = self._statements_in(citation.article_id, [(start, end)])
                speaker = " and ".join(dict.fromkeys(s.speaker for s in near if s.speaker)) or "the article"
                yield prompt("neighbour", place=place, speaker=_line(speaker), words=" ".join(words))

    def _statements_in(self, article_id: str, spans: Sequence[Span]) -> list[Statement]:
        """Return the statements of an article that stand at least in part in some spans of it."""
        known = self.statements.get(article_id, ())
        return [s for s in known if any(s.start < end and start < s.end for start, end in spans)]

    def _sentences(self, citation: Citation) -> list[int]:
        """Return the numbers of a piece's sentences: those of its place, and those that an answer shows with it."""
        return sentences_at(self.articles[citation.article_id].text, [*citation.shown, (citation.start, citation.end)])


def gather_evidence(
    quoted: Answer, articles: Mapping[str, Article], statements: Mapping[str, Sequence[Statement]]
) -> ModelEvidence:
    """Return the evidence for an answer in quotation mode, at most PIECES pieces, numbered from 1.

    They are its citations, what their speakers say near them, and its further findings, each place once.  `articles`
    and `statements` are those of the cited articles, by id; what is not in them is not given.
    """
    cited = [citation for citation in quoted.citations if citation.article_id in articles]
    near = [
        beside
        for citation in cited
        if citation.role is not Role.OTHER
        for beside in find_near(citation, articles[citation.article_id], statements.get(citation.article_id, ()))
    ]
    pieces: list[Citation] = []
    for citation in (*cited, *near, *(citation for citation in quoted.more if citation.article_id in articles)):
        if len(pieces) < PIECES and not any(_same_place(citation, other) for other in pieces):
            pieces.append(replace(citation, number=len(pieces) + 1))
    return ModelEvidence(tuple(pieces), articles, statements)


def find_near(citation: Citation, article: Article, statements: Sequence[Statement]) -> list[Citation]:
    """Return citations of the other statements of a cited place's speaker that stand near it, the nearest first."""
    surname = name_words(citation.speaker or "")[-1:]
    here = [s for s in statements if s.start < citation.end and citation.start < s.end]
    own = {citation.speaker, *(s.speaker for s in here if name_words(s.speaker)[-1:] == surname)}
    distances = {
        statement: max(statement.start - citation.end, citation.start - statement.end)
        for statement in statements
        if statement.speaker in own and surname and not statement.relayed_by and statement.confidence >= SURE_ENOUGH
    }
    near = sorted((s for s, distance in distances.items() if 0 <= distance <= NEAR), key=distances.__getitem__)
    return [
        cite(
            Item(
                statement_line(article, statement, lambda text: 1.0),
                quoted_span(article, statement),
                citation.role,
                statement,
                citation.speaker or statement.speaker,
            ),
            citation.number,
        )
        for statement in near
    ]


def with_role(speaker: str, article: Article) -> str:
    """Return a speaker's name with the words, before or behind it, by which an article says who that is, if it does."""
    best = max(introductions(speaker, article), key=lambda each: each.score, default=None)
    if best is None or best.score < INTRODUCES:
        return speaker
    words, name = article.text[slice(*best.words)], speaker.split()
    behind = words.startswith(name[0])
    if not behind:  # "Prime Minister Lund and Mayor Ada Holm": the last one's is hers
        words = re.split(r"\band\b|[,;]", words.removesuffix(speaker))[-1]
    role = " ".join(word for word in words.split() if word.strip(",") not in name).strip(", ")
    if not role:
        return speaker
    return f"{speaker}, {role}," if behind else f"{role} {speaker}"


def _same_place(one: Citation, other: Citation) -> bool:
    """Return whether two citations are of overlapping words of one speaker."""
    return (one.article_id, one.speaker) == (other.article_id, other.speaker) and (
        one.start < other.end and other.start < one.end
    )


def _line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())
