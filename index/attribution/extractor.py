"""Article -> Statements: who said what.

The tagger (or, without its weights, the rules) marks cues with their source and content; what is done here is the
rest: spans are brought to whole words and whole quotations, sources to names, a quotation without a cue of its own to
the speaker of the one before it, and words that one person reports of another to both.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from index.attribution.entities import EntityTable
from index.attribution.mention_linking import MentionLinker
from index.attribution.rules import CUE, RuleTagger, behind_quotations
from index.attribution.signatures import posts, signed
from index.attribution.tagger import Attribution, AttributionTagger
from index.attribution.transcripts import answers, transcribed
from index.models import Article, MentionType, QuoteType, Span, SpeechAct, Statement
from index.text.lexicons import (
    FEMININE_PRONOUNS,
    FIRST_PERSON_PRONOUNS,
    MASCULINE_PRONOUNS,
    ORGANIZATION_NOUNS,
    ROLE_NOUNS,
)
from index.text.names import NAME_SEQUENCE, PROPER_NAME, PROPER_NOUN, normalize_token
from index.text.quotes import find_quotes
from index.text.sentences import split_sentences

WEIGHTS = Path(__file__).parent.parent / "weights" / "tagger.safetensors"
WEIGHTS_SHA256 = "09c4db452dcd9897a3120ca8d6d38a527dfd8c979209f3dfd109a524724abb25"
METHOD = "9"  # raised when statements are found, or their vectors made, in another way
SURE = 0.4  # marks below this are left out; found on the training part

SENSES = (
    (
        SpeechAct.DENIED,
        r"\b(?:den(?:y|ies|ied|ying)|denial|reject\w*|dismiss\w*|refut\w+|disput\w+|rebut\w*|contradict\w*|disavow\w*)\b",
    ),
    (SpeechAct.NOT_SAID, r"\b(?:not|never|declin\w+|refus\w+|without|unconfirmed|stopped short)\b|n[’']t\b"),
    (SpeechAct.PROMISED, r"\b(?:promis\w+|vow\w*|pledg\w+|swor[en]|swear\w*|guarantee\w*)\b"),
    (
        SpeechAct.ORDERED,
        r"\b(?:order\w*|demand\w*|instruct\w*|command\w*|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:on|for))\b",
    ),
    (SpeechAct.ASKED, r"\b(?:ask\w*|inquir\w+|enquir\w+|question\w*|wonder\w*)\b"),
)
SENSE = [(speech_act, re.compile(pattern, re.IGNORECASE)) for speech_act, pattern in SENSES]
EDGES = " \t\n,;:–—-"
SCRAP = 25  # characters; shorter than this, beside a longer span, unquoted words are a slip
ASIDE = 8  # words that may stand between a cue and what it announces in another paragraph
NEAR = 1000  # characters; a quotation within another's words is looked for within these
LONG = 5  # words; a shorter quotation without a cue is a term, not a statement
# "ST SALMO (NW) — ", "SALMO, Aug. 3 — ": where an article was written is nobody's words.
DATELINE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ’'. -]{2,30}(?:[,(][\w.,() ]{1,30})? ?(?<=[ )])[—–-]{1,2}\s", re.MULTILINE)
# Words that somebody reports of somebody else within their own: "he told me", "Putin had said that".
RELAY = re.compile(
    rf"(?<![\w’'])(?P<who>[Hh]e|[Ss]he|{PROPER_NAME}) (?:had |has |also |once |then )*"
    r"(?P<cue>told (?:me|us|him|her|them|reporters)|said|told|asked|promised|explained|assured|warned|admitted)\b"
)
ATTRIBUTED = re.compile(rf"\b(?P<cue>attributed to|in the words of|as described by) (?P<source>{PROPER_NAME})")
ANNOUNCED = re.compile(rf"(?P<source>(?:(?:{PROPER_NOUN}) )+)(?:to |then |also |had )*(?P<cue>{CUE})\s?:\s*$")
UTTERED = (
    r"(?:claim|assertion|statement|remark|comment|argument|accusation|allegation|contention|suggestion|charge|promise|pledge"
    r"|vow|warning|threat|prediction|demand|tweet|post|line|quip|complaint|declaration|announcement|reply|answer|slogan)s?"
)
# "Berg’s claim that “...”", "the mayor’s “...” line": these are the owner's words, whatever another does with them.
OWNING = (
    rf"(?P<source>(?:(?:{PROPER_NOUN}) ){{0,3}}?(?:{PROPER_NOUN})|\b[Tt]he (?:[\w-]+ ){{0,2}}?[\w-]+)"
    r"(?:[’']s|(?<=s)[’'])"
    r" (?:[a-z-]+ ){0,2}?"
)
CLAIMED = re.compile(rf"{OWNING}(?P<cue>{UTTERED})(?: that|:)? $")
TERMED = re.compile(rf"{OWNING}$")
TERM = re.compile(rf" (?:[a-z-]+ )?(?P<cue>{UTTERED})\b")
OWNER = re.compile(rf"(?P<name>{PROPER_NAME})(?:[’']s|(?<=s)[’'])\s*\Z")
NARRATED = re.compile(r"(?:as|when|while) (?:he|she|they)\b")  # "..., he said as he arrived"
TRAILING_CUE = re.compile(rf"\s+(?:{CUE})\s*$")
NESTED = re.compile(r"[‘'](?P<words>[^“”]+?[,.!?])[’'],?\s*$")


class Marks(Protocol):
    """What finds the cues of texts, each with its source and content."""

    def marks(self, texts: Sequence[str]) -> list[list[Attribution]]:
        """Those of each text, in the order of the cues."""


class StatementExtractor:
    """Finds the statements of articles.  `version` names the method; an index made with another one is rebuilt."""

    def __init__(self, marks: Marks | None = None, version: str = "") -> None:
        """With the weights of this package, or by rules where they are not installed, unless `marks` are given."""
        if marks is None and WEIGHTS.is_file():
            marks, version = AttributionTagger(WEIGHTS), f"tagger-{WEIGHTS_SHA256[:12]}"
        self.marks = marks or RuleTagger()
        self.version = f"{version or 'rules'}/{METHOD}"

    def statements(self, articles: Sequence[Article]) -> list[list[Statement]]:
        """The statements of each article in the order of their place; what is in one does not depend on the others."""
        marks = self.marks.marks([article.text for article in articles])
        return [ArticleExtraction(article, its).statements() for article, its in zip(articles, marks, strict=True)]


class ArticleExtraction:
    """One article while its statements are read."""

    def __init__(self, article: Article, marks: list[Attribution]) -> None:
        self.article = article
        self.text = article.text
        self.marks = [mark for mark in marks if mark.confidence >= SURE or len(mark.content) == 0]
        self.people = EntityTable(self.text)
        self.references = MentionLinker(self.people)
        self.quotations = find_quotes(self.text)
        self.datelines = [match.span() for match in DATELINE.finditer(self.text)]
        self.sentences = split_sentences(self.text)
        self.starts = [start for start, _ in self.sentences]

    def statements(self) -> list[Statement]:
        """All of them: the marked ones, quotations that go on without a cue, and what is relayed."""
        found: list[Statement] = []
        for mark in self.marks:
            found += self.marked(mark, found)
        found += self.left_over(found)
        found += self.continued(found)
        found += self.attributed()
        found = self.announced(found)
        found = self.owned(found)
        found = self.signed(found)
        found = self.transcribed(found)
        found += [relayed for statement in found for relayed in self.relayed(statement)]
        return sorted(distinct(found), key=lambda statement: (statement.start, statement.end))

    def marked(self, mark: Attribution, before: list[Statement]) -> list[Statement]:
        """The statements of one mark: one for each speaker, none where nobody says it."""
        spans = self.tied(self.snapped(mark.content), mark.cue)
        if not spans:
            return []
        if marked := mark.source[0] if mark.source else self.owner(mark.cue):
            source = self.without_cue(self.word_bound(marked))
            said = [(s.speaker_span[0], s.speaker) for s in before if s.speaker_span and s.speaker]
            speakers = self.references.resolve(source, said)
        else:
            source = None
            speakers = self.implied(mark.cue, spans, before)
        return [
            self.statement(speaker, mention_type, source, mark, spans)
            for speaker, mention_type in speakers
            if mention_type is not MentionType.NOMINAL or names_somebody(speaker)
        ]

    def by_name(self, mark: Attribution, before: list[Statement]) -> list[Statement]:
        """Those of a mark whose speakers are plainly named."""
        return [s for s in self.marked(mark, before) if s.mention_type is MentionType.NAMED]

    def in_full(self, mark: Attribution, before: list[Statement]) -> list[Statement]:
        """Those of them whose full name the article holds, of words that are the speaker's own."""
        return [replace(s, quote_type=QuoteType.DIRECT) for s in self.by_name(mark, before) if " " in s.speaker]

    def statement(
        self, speaker: str, mention_type: MentionType, source: Span | None, mark: Attribution, spans: tuple[Span, ...]
    ) -> Statement:
        """A statement with everything that its words tell."""
        speech_act = self.speech_act(source, mark.cue)
        if speech_act in (
            SpeechAct.DENIED,
            SpeechAct.NOT_SAID,
        ):  # what is not denied may follow: "did not say so, instead speaking of ..."
            spans = (min(spans, key=lambda span: abs(span[0] - mark.cue[1])),)
        first = self.sentence_at(min(spans[0][0], mark.cue[0]))
        last = self.sentence_at(max(spans[-1][1] - 1, mark.cue[1] - 1))
        return Statement(
            self.article.id,
            speaker,
            source,
            self.word_bound(mark.cue),
            spans,
            speech_act,
            self.quote_type(spans),
            mention_type,
            context=(self.sentences[max(0, first - 1)][0], self.sentences[last][1]),
            confidence=round(mark.confidence, 3),
        )

    def owner(self, cue: Span) -> Span | None:
        """The name whose a cue is, where the tagger left it out: "Berg" of "Berg's claim"."""
        end = cue[0] + 2 if self.text[cue[0] : cue[0] + 2] in ("'s", "’s") else cue[0]
        match = OWNER.search(self.text, max(0, cue[0] - 60), end)
        return match.span("name") if match else None

    def implied(self, cue: Span, spans: tuple[Span, ...], before: list[Statement]) -> list[tuple[str, MentionType]]:
        """The speaker of a cue without a source: whoever spoke before in its sentence or, for a quotation, its
        paragraph.
        """
        start = self.sentences[self.sentence_at(cue[0])][0]
        if self.quote_type(spans) is not QuoteType.INDIRECT:
            start = self.text.rfind("\n", 0, cue[0]) + 1
        said = [s for s in before if s.cue_span and start <= s.cue_span[0] < cue[0] and s.speaker]
        return [(said[-1].speaker, MentionType.IMPLICIT)] if said else []

    def tied(self, spans: tuple[Span, ...], cue: Span) -> tuple[Span, ...]:
        """The spans that go with a cue: none behind a paragraph's end and somebody else's or the narrator's words, and
        beside others none of what the speaker did meanwhile.
        """
        kept: list[Span] = []
        first, last = cue
        said = [span for span in spans if not NARRATED.match(self.text, span[0])] or spans
        for span in sorted(said, key=lambda span: max(span[0] - cue[1], cue[0] - span[1])):
            gap = (last, span[0]) if span[0] >= last else (span[1], first)
            between = self.text[slice(*gap)] if gap[0] < gap[1] else ""
            if "\n" not in between.strip(" ") or len(between.split()) <= ASIDE:
                kept.append(span)
                first, last = min(first, span[0]), max(last, span[1])
        return tuple(sorted(kept))

    def left_over(self, found: list[Statement]) -> list[Statement]:
        """Quotations that no mark covers, and that a name and a cue follow."""
        more: list[Statement] = []
        for mark in behind_quotations(self.text, 0, len(self.text)):
            quotation = mark.content[0]
            if "\n" not in self.text[slice(*quotation)] and not any(
                covers(s.spans, quotation, 0.3) for s in (*found, *more)
            ):
                more += self.by_name(mark, [*found, *more])
        return more

    def continued(self, found: list[Statement]) -> list[Statement]:
        """Quotations that no mark covers, said by the speaker of the quotation before them in the paragraph, or left
        open by it.
        """
        more: list[Statement] = []
        for start, end in self.quotations:
            if len(self.text[start:end].split()) < LONG or any(covers(s.spans, (start, end), 0.3) for s in found):
                continue
            paragraph = self.text.rfind("\n", 0, start) + 1
            opened = self.left_open(paragraph, start)
            said = [
                s for s in found if opened <= s.start < start and s.quote_type is not QuoteType.INDIRECT and s.speaker
            ]
            if said:
                last = max(said, key=lambda statement: statement.start)
                context = (min(last.start, start), end)
                more.append(
                    replace(
                        last,
                        spans=((start, end),),
                        quote_type=QuoteType.DIRECT,
                        mention_type=MentionType.IMPLICIT,
                        context=context,
                    )
                )
        return more

    def attributed(self) -> list[Statement]:
        """Quotations, however short, that a sentence gives to somebody in so many words: "phrases attributed to X"."""
        found: list[Statement] = []
        for match in ATTRIBUTED.finditer(self.text):
            start = self.sentences[self.sentence_at(match.start())][0]
            inside = tuple(span for span in self.quotations if start <= span[0] and span[1] <= match.start())
            mark = Attribution(match.span("cue"), (match.span("source"),), inside, 1.0)
            found += self.by_name(mark, found)
        return found

    def announced(self, found: list[Statement]) -> list[Statement]:
        """Quotations right behind a name, a cue and a colon are that name's, whatever else was found of them."""
        for quotation in self.quotations:
            match = ANNOUNCED.search(self.text, max(0, quotation[0] - 90), quotation[0])
            if not match or match.end() != quotation[0]:
                continue
            mark = Attribution(match.span("cue"), (match.span("source"),), (quotation,), 1.0)
            found = self.given(found, self.by_name(mark, found))
        return found

    def owned(self, found: list[Statement]) -> list[Statement]:
        """Quotations that are called somebody's claim or remark are that one's, and another's only where the owner's
        name stands in the words, as in what is denied.
        """
        for quotation in self.quotations:
            behind = TERM.match(self.text, quotation[1])
            match = (TERMED if behind else CLAIMED).search(self.text, max(0, quotation[0] - 90), quotation[0])
            if not match or match.end() != quotation[0]:
                continue
            source, cue = match.span("source"), (behind or match).span("cue")
            around = [span for s in found for span in s.spans if span[0] <= quotation[0] and quotation[1] <= span[1]]
            content = next((span for span in around if cue[1] <= span[0]), quotation)
            said = self.marked(Attribution(cue, (source,), (content,), 1.0), found)
            named = [s for s in found if any(start <= source[0] and quotation[0] < end for start, end in s.spans)]
            others = [s for s in found if s not in named]
            found = named + self.given(
                others, [s for s in said if s.mention_type in (MentionType.NAMED, MentionType.NOMINAL)]
            )
        return found

    def signed(self, found: list[Statement]) -> list[Statement]:
        """Quotations and posts that are signed by a name are that name's, whatever else was found of them."""
        for mark in signed(self.text, self.quotations):
            found = self.given(found, self.in_full(mark, found))
        for mark in posts(self.text):
            name = self.text[slice(*mark.source[0])]  # of a person, else of what may be a group
            speaker = self.references.resolve(mark.source[0])[0][0] if NAME_SEQUENCE.fullmatch(name) else name
            post = self.statement(speaker, MentionType.NAMED, mark.source[0], mark, mark.content)
            found = self.given(found, [replace(post, quote_type=QuoteType.DIRECT)])
        return found

    def transcribed(self, found: list[Statement]) -> list[Statement]:
        """The lines of a transcript are theirs whose names they begin with; what they tell of others stays."""
        lines = transcribed(self.text)
        who = self.interviewed(lines[0].source[0][0]) if lines else ""
        for line in lines:
            if answers(self.text, line):
                answer = [self.statement(who, MentionType.IMPLICIT, None, line, line.content)] if who else []
                said = [replace(s, quote_type=QuoteType.DIRECT) for s in answer]
            else:
                said = self.in_full(line, found)
            if said:
                within = [s for s in found if self.told_within(s, line.content[0]) and s.speaker != said[0].speaker]
                others = [s for s in found if not self.told_within(s, line.content[0])]
                found = self.given(others, said)
                found += filter(None, map(self.in_its_sentence, within))
        return found

    @staticmethod
    def told_within(statement: Statement, words: Span) -> bool:
        """Whether words report a statement of somebody whom they name."""
        source = statement.speaker_span
        return source is not None and words[0] <= source[0] < words[1]

    def in_its_sentence(self, statement: Statement) -> Statement | None:
        """A statement that another's words report, without the sentences that follow, which are the other's."""
        source, cue = statement.speaker_span, statement.cue_span
        if source is None or cue is None:
            return statement
        start, end = self.sentences[self.sentence_at(cue[0])]
        if normalize_token(self.text[slice(*source)]) in FIRST_PERSON_PRONOUNS or not start <= source[0] < end:
            return None
        cut = [self.trimmed((max(a, start), min(b, end))) for a, b in statement.spans]
        spans = tuple(span for span in cut if span)
        return replace(statement, spans=spans) if spans else None

    def interviewed(self, end: int) -> str:
        """Who is named most before an interview begins; empty where nobody is, or two are."""
        people = [p for p in self.people.between(0, end) if not p.is_body and (p.likely or len(p.name) > 1)]
        known = [p for p in people if p.likely] or people
        named = Counter(person.display for person in known).most_common(2)
        return named[0][0] if named and (len(named) == 1 or named[0][1] > named[1][1]) else ""

    def given(self, found: list[Statement], said: list[Statement]) -> list[Statement]:
        """The statements found, and what somebody plainly said, of which nothing is left to others."""
        if not said:
            return found
        words = said[0].start, said[0].end
        return [less for s in found if (less := self.without(s, words))] + said

    def without(self, statement: Statement, words: Span) -> Statement | None:
        """A statement without words that are another's; None where nothing is left of it.

        Of a span that runs into them from another paragraph, what stands before that paragraph is left.
        """
        if not any(overlap(span, words) for span in statement.spans):
            return statement
        spans: list[Span] = []
        for span in statement.spans:
            if not overlap(span, words):
                spans.append(span)
            elif rest := self.trimmed((span[0], self.text.rfind("\n", span[0], words[0]))):
                spans.append(rest)
        return replace(statement, spans=tuple(spans), quote_type=self.quote_type(tuple(spans))) if spans else None

    def left_open(self, paragraph: int, start: int) -> int:
        """Where the paragraph begins whose speaker a quotation goes on with: the one before, where that left its
        quotation open.
        """
        if start != paragraph:
            return paragraph
        before = self.text[:paragraph].rstrip()
        earlier = before.rfind("\n") + 1
        return earlier if before.rfind("“") > max(before.rfind("”"), earlier - 1) else paragraph

    def relayed(self, statement: Statement) -> list[Statement]:
        """What a statement reports of somebody else's words."""
        found = []
        for start, end in statement.spans:
            for match in RELAY.finditer(self.text, start, end):
                speaker, mention_type = self.reported(match.group("who"), match.start(), statement)
                inner = self.inner(match, start, end)
                if speaker and speaker != statement.speaker and inner:
                    found.append(
                        replace(
                            statement,
                            speaker=speaker,
                            mention_type=mention_type,
                            spans=(inner,),
                            speech_act=SpeechAct.RELAYED,
                            speaker_span=match.span("who"),
                            cue_span=match.span("cue"),
                            relayed_by=statement.speaker,
                            quote_type=self.quote_type((inner,)),
                        )
                    )
        return found

    def reported(self, who: str, place: int, statement: Statement) -> tuple[str, MentionType]:
        """Whose words a statement reports; a pronoun within somebody's own words stands for another person than the
        speaker.
        """
        if normalize_token(who) in MASCULINE_PRONOUNS | FEMININE_PRONOUNS:
            if statement.quote_type is QuoteType.INDIRECT or statement.context is None:
                return "", MentionType.PRONOMINAL
            named = self.people.between(statement.context[0], place)
            others = [
                p for p in named if p.likely and p.display != statement.speaker and p.may_be(normalize_token(who))
            ]
            return (others[-1].display if others else ""), MentionType.PRONOMINAL
        person = self.people.find(who.split())
        return (person.display if person and (person.likely or len(person.name) > 1) else ""), MentionType.NAMED

    def inner(self, match: re.Match[str], start: int, end: int) -> Span | None:
        """The reported words: the quotation before the cue, else what follows it."""
        nested = NESTED.search(self.text, max(start, match.start() - NEAR), match.start())
        if nested:
            return nested.span("words")
        sentence = self.sentences[self.sentence_at(match.end() - 1)][1]
        quoted = self.text[match.end() : match.end() + 3].strip(" ,:")[:1] in ("‘", "'", "“", '"')
        after = self.trimmed((match.end(), end if quoted else min(end, sentence)))
        if after and self.text[after[0] : after[1]].startswith("that "):
            after = (after[0] + 5, after[1])
        return after if after and len(self.text[after[0] : after[1]].split()) >= 3 else None

    def snapped(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """Spans brought to whole words and to all of each quotation that they cover by a third; without scraps."""
        whole: list[Span] = []
        for span in spans:
            bound = self.trimmed(self.word_bound(span))
            if bound is None:
                continue
            for quotation in self.quotations:
                if overlap(bound, quotation) and covers((bound,), quotation, 0.3):
                    bound = (min(bound[0], quotation[0]), max(bound[1], quotation[1]))
            whole.append(bound)
        kept = [span for span in merged(self.text, whole) if any(map(str.isalnum, self.text[span[0] : span[1]]))]
        longest = max((end - start for start, end in kept), default=0)
        least = min(SCRAP, longest / 3)
        return tuple(s for s in kept if s[1] - s[0] >= least or self.quote_type((s,)) is not QuoteType.INDIRECT)

    def word_bound(self, span: Span) -> Span:
        """A span widened to whole words."""
        start, end = span
        while start > 0 and self.text[start - 1].isalnum() and self.text[start].isalnum():
            start -= 1
        while end < len(self.text) and self.text[end - 1].isalnum() and self.text[end].isalnum():
            end += 1
        return start, end

    def trimmed(self, span: Span) -> Span | None:
        """A span without the spaces, commas and dashes around it, without a dateline, and without quotation marks that
        close or open outside it.
        """
        start, end = span
        start = next((behind for first, behind in self.datelines if first <= start < behind), start)
        while start < end and self.text[start] in EDGES + "”»":
            start += 1
        while end > start and self.text[end - 1] in EDGES + "“«":
            end -= 1
        return (start, end) if start < end else None

    def without_cue(self, source: Span) -> Span:
        """A source without a verb that the tagger left at its end ("Berg said")."""
        match = TRAILING_CUE.search(self.text, *source)
        return (source[0], match.start()) if match and match.start() > source[0] else source

    def speech_act(self, source: Span | None, cue: Span) -> SpeechAct:
        """What the cue, with the words between it and its source, does with the content."""
        start = cue[0]
        if source and source[1] <= cue[0] and cue[0] - source[1] < 40:
            start = source[1]
        words = self.text[start : cue[1]]
        return next((speech_act for speech_act, pattern in SENSE if pattern.search(words)), SpeechAct.SAID)

    def quote_type(self, spans: tuple[Span, ...]) -> QuoteType:
        """Whether the content is quoted, in part or as a whole."""
        total = sum(end - start for start, end in spans)
        quoted = sum(overlap(span, quotation) for span in spans for quotation in self.quotations)
        return QuoteType.DIRECT if quoted >= 0.9 * total else QuoteType.MIXED if quoted else QuoteType.INDIRECT

    def sentence_at(self, place: int) -> int:
        """The number of the sentence in which a character stands."""
        return max(0, bisect_right(self.starts, place) - 1)


def names_somebody(role: str) -> bool:
    """Whether a role can be somebody's: it holds a noun for one, is a plural, or begins with a name."""
    words = [normalize_token(word) for word in role.split()]
    return bool(words) and (
        bool({*words} & (ROLE_NOUNS | ORGANIZATION_NOUNS)) or role[0].isupper() or words[-1].endswith("s")
    )


def overlap(one: Span, other: Span) -> int:
    """How many characters two spans share."""
    if one[1] <= other[0] or other[1] <= one[0]:  # nearly always, and asked very often
        return 0
    return min(one[1], other[1]) - max(one[0], other[0])


def covers(spans: tuple[Span, ...], part: Span, share: float) -> bool:
    """Whether the spans hold at least a share of a part."""
    return sum(overlap(span, part) for span in spans) >= share * (part[1] - part[0])


def merged(text: str, spans: list[Span]) -> list[Span]:
    """Spans in order, those that touch or have only white space between them as one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and not text[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def distinct(found: list[Statement]) -> list[Statement]:
    """Each speaker's words once, the surer mark kept."""
    best: dict[tuple[str, tuple[Span, ...]], Statement] = {}
    for statement in found:
        place = (statement.speaker, statement.spans)
        if place not in best or statement.confidence > best[place].confidence:
            best[place] = statement
    return list(best.values())
