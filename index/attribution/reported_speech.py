"""Nested attributions: words that one speaker reports of another within their own ("he told me").  Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from index.attribution.entities import EntityTable
from index.attribution.spans import PARAGRAPH, TextLayout
from index.models import MentionType, QuoteType, Span, SpeechAct, Statement
from index.text.lexicons import FEMININE_PRONOUNS, MASCULINE_PRONOUNS
from index.text.names import PROPER_NAME, normalize_token

NEAR = 1000  # characters before a cue within which a quotation within the quotation is looked for
SHORTEST = 3  # words of what is reported behind a cue
PERSON = rf"[Hh]e|[Ss]he|{PROPER_NAME}"
CUE = re.compile(
    rf"(?<![\w’'])(?P<source>{PERSON}) (?:had |has |also |once |then )*"
    r"(?P<cue>told (?:me|us|him|her|them|reporters)|said|told|asked|promised|explained|assured|warned|admitted)\b"
)
# "..., Berg said" and "..., said Berg", at the end of a content that somebody else tells of
TOLD = re.compile(
    r"(?:^|[,”\"’'])\s*"
    rf"(?:(?P<source>{PERSON}) (?P<cue>said|says|told \w+|added|wrote|tweeted|warned|argued)"
    rf"|(?P<cue_before>said|says|added|wrote) (?P<source_behind>{PERSON})),?\s*$"
)
INNER_QUOTE = re.compile(r"[‘'](?P<words>[^“”]+?[,.!?])[’'],?\s*$")
QUOTE_MARKS = frozenset("‘'“\"")


class NestedSpeech:
    """Finds what the statements of an article report of somebody else's words."""

    def __init__(self, layout: TextLayout, entities: EntityTable) -> None:
        self.layout = layout
        self.text = layout.text
        self.entities = entities

    def nested_attributions(self, statement: Statement) -> list[Statement]:
        """Return the statements of others that a statement's content reports, relayed by its speaker."""
        nested = []
        for start, end in statement.spans:
            for match in CUE.finditer(self.text, start, end):
                speaker, mention_type = self.nested_source(match["source"], match.start(), statement)
                content = self.nested_content(match, start, end)
                if speaker and speaker != statement.speaker and content:
                    frame = match.span("source"), match.span("cue")
                    nested.append(self.relayed(statement, speaker, mention_type, (content,), *frame))
        return nested

    def under_inner_speaker(self, statement: Statement) -> Statement:
        """Return a statement whose content ends with who says it as that speaker's, told by the other one: “No,” Berg
        said, according to the Courier.
        """
        for number, (start, end) in enumerate(statement.spans):
            match = TOLD.search(self.text[start:end])
            if match is None or statement.cue_span is None or statement.cue_span[0] < end:
                continue
            source, cue = ("source", "cue") if match["source"] else ("source_behind", "cue_before")
            speaker, mention_type = self.nested_source(match[source], start + match.start(), statement)
            words = self.layout.trim((start, start + min(match.start(source), match.start(cue))))
            spans = tuple(filter(None, (*statement.spans[:number], words, *statement.spans[number + 1 :])))
            if not speaker or speaker == statement.speaker or not spans:
                continue
            frame = ((start + match.start(part), start + match.end(part)) for part in (source, cue))
            return self.relayed(statement, speaker, mention_type, spans, *frame)
        return statement

    def relayed(
        self,
        statement: Statement,
        speaker: str,
        mention_type: MentionType,
        spans: tuple[Span, ...],
        speaker_span: Span,
        cue_span: Span,
    ) -> Statement:
        """Return words within a statement as those of somebody else, relayed by its speaker."""
        return replace(
            statement,
            speaker=speaker,
            mention_type=mention_type,
            spans=spans,
            speech_act=SpeechAct.RELAYED,
            speaker_span=speaker_span,
            cue_span=cue_span,
            relayed_by=statement.speaker,
            quote_type=self.layout.quote_type(spans),
        )

    def nested_source(self, source: str, place: int, statement: Statement) -> tuple[str, MentionType]:
        """Return the speaker of reported words; '' if nobody can be told.

        A pronoun within somebody's own words stands for another person than the speaker.
        """
        pronoun = normalize_token(source)
        if pronoun in MASCULINE_PRONOUNS | FEMININE_PRONOUNS:
            if statement.quote_type is QuoteType.INDIRECT or statement.context is None:
                return "", MentionType.PRONOMINAL
            others = [
                entity.canonical_name
                for entity in self.entities.between(max(statement.context[0], place - PARAGRAPH), place)
                if entity.is_person and entity.canonical_name != statement.speaker and entity.agrees_in_gender(pronoun)
            ]
            return (others[-1] if others else ""), MentionType.PRONOMINAL
        entity = self.entities.find(source.split())
        is_known = entity is not None and (entity.is_person or len(entity.name) > 1)
        return (entity.canonical_name if entity and is_known else ""), MentionType.NAMED

    def nested_content(self, match: re.Match[str], start: int, end: int) -> Span | None:
        """Return the reported words of a content (start, end): the inner quotation before the cue, else what follows
        the cue; None if there are too few.
        """
        quote = INNER_QUOTE.search(self.text, max(start, match.start() - NEAR), match.start())
        if quote:
            return quote.span("words")
        sentence_end = self.layout.sentences[self.layout.sentence_at(match.end() - 1)][1]
        is_quoted = self.text[match.end() : match.end() + 3].strip(" ,:")[:1] in QUOTE_MARKS
        content = self.layout.trim((match.end(), end if is_quoted else min(end, sentence_end)))
        if content and self.text.startswith("that ", *content):
            content = content[0] + len("that "), content[1]
        return content if content and len(self.text[slice(*content)].split()) >= SHORTEST else None
