"""Articles -> statements: who said what.

The tagger finds attributions; the steps here bring spans to whole words and quotations, link sources to entities, give
a quotation without a cue of its own to the speaker of the one before it, and words that one speaker reports of another
to both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from index.attribution.antecedents import installed_ranker
from index.attribution.entities import EntityTable
from index.attribution.mention_linking import Link, MentionLinker
from index.attribution.patterns import PATTERNS, Keep, Pattern, PatternMatch
from index.attribution.reported_speech import NestedSpeech
from index.attribution.spans import COVERED, TextLayout, covers, overlap, paragraph_start, whole_words
from index.attribution.speaker_names import speaker_name
from index.attribution.statement_table import StatementTable
from index.attribution.tagger import WEIGHTS, WEIGHTS_SHA256, AttributionTagger
from index.models import Article, Attribution, MentionType, QuoteType, Span, SpeechAct, Statement
from index.text.lexicons import FIRST_PERSON_PRONOUNS, FUNCTION_WORDS, ORGANIZATION_NOUNS, PRONOUNS, ROLE_NOUNS
from index.text.names import normalize_token
from index.text.reporting_verbs import CUE
from index.text.speech_acts import find_speech_act

METHOD = "27"  # raised when statements are found, or their vectors made, in another way
# Probability that an attribution is a statement, from which it tells who speaks in a paragraph, and from which it is
# one.  Of 840 statements of dev that were read one by one, .42, .45 and .48 keep .989, .986 and .983 of those in which
# something is said, and .072, .059 and .051 of what they keep are none; recall by people's marks: .767, .758, .748.
SPEAKER_FLOOR, FLOOR = 0.3, 0.45
ASIDE = 8  # words that may stand between a cue and what it announces in another paragraph
BEHIND = 60  # characters behind a cue that may tell what it denies or refuses
SHORTEST = 5  # words; a shorter quotation without a cue is a term, not a statement
NARRATION = re.compile(r"(?:as|when|while) (?:he|she|they)\b")  # "..., he said as he arrived"
SAID_OF = re.compile(r"(?:said|says|told \w+|wrote|tweeted|joked|quipped) (?:of|about) ")
FARTHEST_CUE = 300  # characters behind its source
DETERMINERS, POSSESSIVES = frozenset("the a an no some more most many".split()), frozenset("his her its their".split())
NOUN = re.compile(r" (?P<noun>[a-z]+) ")
# "did not respond to a request for comment": that somebody does not answer is told as what they say would be.
NO_ANSWER = re.compile(
    r"(?:\w+ )?(?:not|\w+n[’']t|declined|refused)\b[^.\n]{0,45}?\b(?:comment|requests?|questions|interview)\b"
)
BROKEN = re.compile("\n|[“”\"]|''")
CLAUSE_SUBJECT = re.compile(
    r"\b(?:and|but|while|as) (?P<subject>(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\. )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)"
    r" (?:has|had|have|is|was|were|are|will|would|said|told|\w+ed) "
)
TRAILING_CUE = re.compile(rf"\s+(?:{CUE})\s*$")


class Tagger(Protocol):
    """What finds the attributions of texts."""

    def tag(self, texts: Sequence[str]) -> list[list[Attribution]]:
        """Return those of each text in the order of their cues."""


class StatementExtractor:
    """Finds the statements of articles."""

    def __init__(self, tagger: Tagger | None = None, version: str = "") -> None:
        """Use the installed tagger, or another one whose results `version` names.

        Raises EncoderError if the tagger is missing.
        """
        self.tagger = tagger or AttributionTagger(WEIGHTS, WEIGHTS_SHA256)
        self._tagger_version = version

    @property
    def version(self) -> str:
        """The name of how statements are found; an index made with another one is rebuilt.

        Raises EncoderError if the weights of the installed tagger or ranker are not the published ones.
        """
        name = self._tagger_version
        if not name:
            name = self.tagger.version if isinstance(self.tagger, AttributionTagger) else type(self.tagger).__name__
        return f"{name}/{installed_ranker().version}/{METHOD}"

    def extract(self, articles: Sequence[Article]) -> list[list[Statement]]:
        """Return the statements of each article in the order of their place; no article's depend on the others."""
        tagged = self.tagger.tag([article.text for article in articles])
        return [
            ArticleExtraction(article, attributions).extract()
            for article, attributions in zip(articles, tagged, strict=True)
        ]


class ArticleExtraction:
    """One article while its statements are extracted."""

    def __init__(self, article: Article, attributions: list[Attribution]) -> None:
        self.article = article
        self.text = article.text
        self.attributions = attributions
        self.layout = TextLayout(self.text)
        self.entities = EntityTable(self.text)
        self.linker = MentionLinker(self.entities)
        self.nested_speech = NestedSpeech(self.layout, self.entities)
        self.found = StatementTable()
        self.unlikely_cues: set[Span] = set()

    def extract(self) -> list[Statement]:
        """Return all statements in the order of their place."""
        for attribution in self.attributions:
            for statement in self.from_attribution(attribution):
                self.found.add(statement)
        for statement in self.continuation_quotes():
            self.found.add(statement)
        for pattern in PATTERNS:
            self.apply(pattern)
        likely = (each for each in self.found if each.cue_span not in self.unlikely_cues)
        statements = [self.nested_speech.under_inner_speaker(each) for each in likely]
        statements += [nested for each in statements for nested in self.nested_speech.nested_attributions(each)]
        return sorted(most_confident(statements), key=lambda statement: (statement.start, statement.end))

    def from_attribution(self, attribution: Attribution) -> list[Statement]:
        """Return the statements of one attribution: one for each speaker, none if nobody says it."""
        spans = self.content_of(attribution)
        is_found = attribution.confidence < 1  # by the tagger, which also takes scraps for words
        if attribution.confidence < SPEAKER_FLOOR or not spans or (is_found and self.is_scrap(spans)):
            return []
        if attribution.confidence < FLOOR and not NO_ANSWER.match(self.text, attribution.cue[0]):
            self.unlikely_cues.add(whole_words(self.text, attribution.cue))
        if attribution.source:
            source = self.strip_trailing_cue(whole_words(self.text, attribution.source[0]))
            source = self.with_noun(self.nearest_subject(source, attribution.cue), attribution.cue)
            speakers = self.linker.link(source, self.found.speakers_between)
        else:
            source = None
            speakers = self.implicit_source(attribution.cue)
        return [self.statement(link, source, attribution, spans) for link in speakers]

    def content_of(self, attribution: Attribution) -> tuple[Span, ...]:
        """Return the content of an attribution in whole words and quotations, without what does not belong to it."""
        return self.keep_attached(self.layout.snap_to_quotes(attribution.content), attribution.cue)

    def is_scrap(self, spans: Sequence[Span]) -> bool:
        """Return True for nothing but function words and single letters, which tell nothing by themselves."""
        words = (normalize_token(word) for span in spans for word in self.text[slice(*span)].split())
        return all(word in FUNCTION_WORDS | PRONOUNS or len(word) < 2 for word in words)

    def statement(
        self, link: Link, source: Span | None, attribution: Attribution, spans: tuple[Span, ...]
    ) -> Statement:
        """Return a statement with everything that its words tell."""
        cue = attribution.cue
        speech_act = find_speech_act(self.cue_words(source, cue), self.text[cue[1] : cue[1] + BEHIND])
        if speech_act in (SpeechAct.DENIED, SpeechAct.NOT_SAID):
            # What is not denied may follow: "did not say so, instead speaking of ..."
            spans = (min(spans, key=lambda span: abs(span[0] - cue[1])),)
        first = self.layout.sentence_at(min(spans[0][0], cue[0]))
        last = self.layout.sentence_at(max(spans[-1][1] - 1, cue[1] - 1))
        return Statement(
            self.article.id,
            speaker_name(link.speaker, self.entities),
            source,
            whole_words(self.text, cue),
            spans,
            speech_act,
            self.layout.quote_type(spans),
            link.mention_type,
            context=(self.layout.sentences[max(0, first - 1)][0], self.layout.sentences[last][1]),
            confidence=round(attribution.confidence * link.certainty, 3),
        )

    def cue_words(self, source: Span | None, cue: Span) -> str:
        """Return the cue with the words between it and its source before it."""
        is_near = source is not None and source[1] <= cue[0] and cue[0] - source[1] < 40
        return self.text[source[1] if source and is_near else cue[0] : cue[1]]

    def implicit_source(self, cue: Span) -> list[Link]:
        """Return the speaker of a cue without a source: whoever spoke before in its sentence; none if nobody did.
        "Asked", they were asked by somebody else.
        """
        if self.text[slice(*cue)].casefold().startswith("asked"):
            return []
        start = self.layout.sentences[self.layout.sentence_at(cue[0])][0]
        speakers = [statement.speaker for statement in self.found.with_cue_in((start, cue[0])) if statement.speaker]
        return [Link(speakers[-1], MentionType.IMPLICIT)] if speakers else []

    def keep_attached(self, spans: tuple[Span, ...], cue: Span) -> tuple[Span, ...]:
        """Drop content in another paragraph than the cue unless at most ASIDE words stand between, and beside other
        content that of narration ("as he arrived") and beside a quotation what it is about ("..., she said of Berg").
        """
        kept: list[Span] = []
        first, last = cue
        told = [span for span in spans if not NARRATION.match(self.text, span[0])] or spans
        quoted = [span for span in told if self.layout.quote_type((span,)) is not QuoteType.INDIRECT]
        if quoted:
            told = [span for span in told if span in quoted or not self.is_topic(span, cue)]
        for span in sorted(told, key=lambda span: max(span[0] - cue[1], cue[0] - span[1])):
            gap = (last, span[0]) if span[0] >= last else (span[1], first)
            between = self.text[slice(*gap)] if gap[0] < gap[1] else ""
            if "\n" not in between.strip(" ") or len(between.split()) <= ASIDE:
                kept.append(span)
                first, last = min(first, span[0]), max(last, span[1])
        return tuple(sorted(kept))

    def is_topic(self, span: Span, cue: Span) -> bool:
        """Return True if content is what a cue's words are about: "said of Berg"."""
        return span[0] >= cue[1] and SAID_OF.fullmatch(self.text, cue[0], span[0]) is not None

    def nearest_subject(self, source: Span, cue: Span) -> Span:
        """Return the subject of the clause that a cue stands in, if another has begun behind its source: "Berg left and
        Mr. Salo has stayed, and vowed that ...".  No attribution of the training articles goes across one.
        """
        between = self.text[source[1] : cue[0]]
        if source[1] >= cue[0] or len(between) > FARTHEST_CUE or BROKEN.search(between):
            return source
        subjects = list(CLAUSE_SUBJECT.finditer(self.text, source[1], cue[0]))
        return subjects[-1].span("subject") if subjects else source

    def with_noun(self, source: Span, cue: Span) -> Span:
        """Return a source that lacks its noun with the word up to the cue: "the" or "recent" before "reports suggest".

        "His" stays alone, but for "his husband": in "his tweet says" it is he who does.
        """
        word = self.text[slice(*source)]
        behind = NOUN.fullmatch(self.text, source[1], cue[0])
        if behind is None or behind["noun"] in FUNCTION_WORDS:
            return source
        is_adjective = word.islower() and word not in FUNCTION_WORDS | PRONOUNS and not word.endswith("s")
        is_owned = word.casefold() in POSSESSIVES and behind["noun"] in ROLE_NOUNS | ORGANIZATION_NOUNS
        is_cut = word.casefold() in DETERMINERS or is_owned or (is_adjective and behind["noun"].endswith("s"))
        return (source[0], behind.end("noun")) if is_cut else source

    def strip_trailing_cue(self, source: Span) -> Span:
        """Return a source without a verb that the tagger left at its end ("Berg said")."""
        match = TRAILING_CUE.search(self.text, *source)
        return (source[0], match.start()) if match and match.start() > source[0] else source

    def continuation_quotes(self) -> list[Statement]:
        """Return quotations without an attribution, as their speaker's who said the one before in the paragraph, or
        left it open at the paragraph's end.
        """
        quoted = [s for s in self.found if s.quote_type is not QuoteType.INDIRECT and s.speaker]
        quoted.sort(key=lambda statement: statement.start)
        starts = [statement.start for statement in quoted]
        continued = []
        for quote in self.layout.quotes:
            start, end = quote
            if len(self.text[start:end].split()) < SHORTEST or self.is_claimed(quote):
                continue
            number = bisect_left(starts, start) - 1
            if number < 0 or starts[number] < self.continued_paragraph(start):
                continue
            before = quoted[bisect_left(starts, starts[number])]
            statement = replace(
                before,
                spans=(quote,),
                quote_type=QuoteType.DIRECT,
                mention_type=MentionType.IMPLICIT,
                context=(min(before.start, start), end),
            )
            continued.append(statement)
        return continued

    def is_claimed(self, quote: Span) -> bool:
        """Return True if a statement covers a quotation."""
        return any(covers(statement.spans, quote, COVERED) for _, statement in self.found.overlapping(quote))

    def continued_paragraph(self, start: int) -> int:
        """Return where the paragraph begins whose speaker a quotation at `start` goes on with: its own, or the one
        before if the quotation begins its paragraph and the one before left a quotation open.
        """
        paragraph = paragraph_start(self.text, start)
        if start != paragraph:
            return paragraph
        end = paragraph
        while end > 0 and self.text[end - 1].isspace():
            end -= 1
        previous = paragraph_start(self.text, end)
        opened, closed = (self.text.rfind(mark, previous, end) for mark in "“”")
        return previous if opened > closed else paragraph

    def apply(self, pattern: Pattern) -> None:
        """Add the statements of a pattern, whose words are nobody else's but for what the pattern keeps."""
        for match in pattern.find(self.layout, self.entities):
            statements = self.from_match(pattern, match)
            if not statements:
                continue
            words = statements[0].start, statements[0].end
            reports = self.take_reports(statements[0]) if pattern.keep is Keep.REPORTS else []
            self.reassign(words, match.attribution.source if pattern.keep is Keep.CLAIMS else ())
            for statement in (*statements, *reports):
                self.found.add(statement)

    def from_match(self, pattern: Pattern, match: PatternMatch) -> list[Statement]:
        """Return the statements of a pattern's match; none if its source is not mentioned as the pattern wants."""
        attribution = match.attribution
        if pattern.keep is Keep.CLAIMS:  # "his claim that “a tunnel” had cost nine million": all of it is the claim
            (quote,) = attribution.content
            contents = [span for _, statement in self.found.overlapping(quote) for span in statement.spans]
            around = [s for s in contents if s[0] <= quote[0] and quote[1] <= s[1] and attribution.cue[1] <= s[0]]
            attribution = replace(attribution, content=tuple(around[:1]) or (quote,))
        if match.speaker:
            source = attribution.source[0] if attribution.source else None
            link = Link(match.speaker, MentionType.NAMED if source else MentionType.IMPLICIT)
            statement = self.statement(link, source, attribution, attribution.content)
            statements = [replace(statement, speech_act=SpeechAct.ASKED) if match.is_question else statement]
        else:
            statements = [
                statement
                for statement in self.from_attribution(attribution)
                if statement.mention_type in pattern.mention_types
                and (not pattern.full_names or " " in f"{statement.speaker}{self.text[slice(*attribution.source[0])]}")
            ]
        if pattern.verbatim:
            statements = [replace(statement, quote_type=QuoteType.DIRECT) for statement in statements]
        return statements

    def reassign(self, words: Span, owner: Iterable[Span]) -> None:
        """Take words away from the statements found, but from those whose content holds their owner's name as well."""
        for number, statement in self.found.overlapping(words):
            is_kept = any(s[0] <= name[0] and words[0] < s[1] for s in statement.spans for name in owner)
            if not is_kept:
                self.found.replace(number, self.without(statement, words))

    def without(self, statement: Statement, words: Span) -> Statement | None:
        """Return a statement without words that are another's; None if nothing is left of it.

        Of a span that runs into them from another paragraph, what stands before that paragraph is left.
        """
        spans: list[Span] = []
        for span in statement.spans:
            if not overlap(span, words):
                spans.append(span)
            elif rest := self.layout.trim((span[0], self.text.rfind("\n", span[0], words[0]))):
                spans.append(rest)
        if not spans:
            return None
        return replace(statement, spans=tuple(spans), quote_type=self.layout.quote_type(spans))

    def take_reports(self, line: Statement) -> list[Statement]:
        """Remove the statements that a line of a transcript tells of others, and return them cut to their sentences."""
        reports = []
        for number, statement in self.found.with_source_in(line.spans[0]):
            self.found.replace(number, None)
            if statement.speaker != line.speaker and (cut := self.cut_to_sentence(statement)):
                reports.append(cut)
        return reports

    def cut_to_sentence(self, statement: Statement) -> Statement | None:
        """Return a reported statement without the sentences behind it, which are the reporter's; None if it is theirs
        as a whole.
        """
        source, cue = statement.speaker_span, statement.cue_span
        if source is None or cue is None:
            return statement
        start, end = self.layout.sentences[self.layout.sentence_at(cue[0])]
        if normalize_token(self.text[slice(*source)]) in FIRST_PERSON_PRONOUNS or not start <= source[0] < end:
            return None
        cut = [self.layout.trim((max(span[0], start), min(span[1], end))) for span in statement.spans]
        spans = tuple(span for span in cut if span)
        return replace(statement, spans=spans) if spans else None


def most_confident(statements: Iterable[Statement]) -> list[Statement]:
    """Return each speaker's words once, of equal ones the more confident."""
    best: dict[tuple[str, tuple[Span, ...]], Statement] = {}
    for statement in statements:
        key = statement.speaker, statement.spans
        if key not in best or statement.confidence > best[key].confidence:
            best[key] = statement
    return list(best.values())
