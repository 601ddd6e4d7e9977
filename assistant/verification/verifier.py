"""A model's draft and the evidence that it was given -> what of it may leave.  Pure.

Each sentence of the draft stands or falls by the places that its own [n] point to:

- every quotation is verbatim in a cited place, but for typographic marks and white space; it leaves in the article's
  own characters, and without its marks where the article gives the words as its own;
- whoever the sentence gives its words to is the speaker of the cited place; a pronoun, or nobody, stands for whoever
  was spoken of last;
- what the place reports as denied, not said or asked is not written as said, and no word is asserted in one but
  negated in the other;
- its names stand in or near the place, its numbers in it, and so do most of its other words;
- it is no instruction, and holds no link and no markup.

A sentence that fails is dropped whole, as a part of it may say the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from assistant.models import Citation, Role
from assistant.verification.claims import (
    NEGATOR,
    TOKEN,
    Subject,
    alike,
    content_words,
    find_subjects,
    is_speaker,
    names_in,
    numbers_in,
    polarity,
)
from assistant.verification.draft_parser import MARKER, cited_parts, lines, masked, numbers_of
from assistant.verification.verbatim import find_verbatim
from index import (
    DOUBLE_QUOTES,
    Span,
    SpeakerIndex,
    SpeechAct,
    find_draft_quotes,
    name_words,
    normalize_token,
    parse_day,
    stem,
)

# The least share of a sentence's content words that the cited place holds.  Of the statements of the training articles,
# laid against another one of the same article, 1.5 in 1,000 reach it; 8 in 1,000 would reach a half.
SUPPORT = 2 / 3
AROUND = 300  # characters before and behind a place in which the names that a sentence uses may stand

MARKUP = re.compile(r"\]\(|<[a-zA-Z/!]|\bhttps?:|\bwww\.|\bjavascript:|!\[")
INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,30}\b(?:instructions?|prompts?|rules|above|previous)\b|\bsystem prompt\b",
    re.IGNORECASE,
)
ASKING = re.compile(r"\b(?:ask\w*|question\w*|wonder\w*|whether|inquir\w+|enquir\w+)\b|\?")
NEEDED = {
    SpeechAct.DENIED: NEGATOR,
    SpeechAct.NOT_SAID: NEGATOR,
    SpeechAct.ASKED: ASKING,
}  # what a sentence that cites it must hold


class Reason(StrEnum):
    """Why a sentence was dropped."""

    UNCITED = "it cites nothing that was given"
    QUOTATION = "a quotation is not in the cited place"
    SPEAKER = "the cited words are somebody else's"
    SENSE = "the cited place denies or asks what it asserts, or the other way round"
    UNSUPPORTED = "the cited place does not say this"
    INSTRUCTION = "it is an instruction, a link or markup"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence of a draft that does not leave, and why."""

    sentence: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a draft.  Its markers are numbered anew by first use, and `citations` stand in that order."""

    text: str
    citations: tuple[Citation, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A citation with the text of its place, what stands around it too, and which parts are somebody's own words."""

    citation: Citation
    text: str
    around: str
    direct: tuple[Span, ...]

    @property
    def claim(self) -> str:
        """The place's words, led by the cue where that denies them and they do not hold it themselves."""
        cue, speech_act = self.citation.cue, self.citation.speech_act
        if speech_act not in (SpeechAct.DENIED, SpeechAct.NOT_SAID) or (cue and cue in self.text):
            return self.text
        cue = cue if NEGATOR.search(cue) else f"did not {cue}"
        return f"{cue}: “{self.text}" if self.direct else f"{cue} {self.text}"  # own words already hold their "not"


@dataclass(frozen=True, slots=True)
class Claim:
    """A part of a sentence, what it cites, and those to whom it gives its words.  `masked` hides its quotations."""

    text: str
    masked: str
    sources: tuple[Source, ...]
    subjects: tuple[Subject, ...]

    @property
    def quotes(self) -> list[str]:
        """The words of its quotations, without their marks."""
        return [self.text[slice(*quotation.inner)] for quotation in find_draft_quotes(self.text)[0]]


@dataclass(slots=True)
class DraftVerifier:
    """What is known while a draft is read: its sources, the speakers, and who was last spoken of."""

    sources: Mapping[int, Source]
    speakers: SpeakerIndex
    surnames: Collection[str]
    spoken_of: tuple[str, ...] = ()  # in the draft
    kept_of: tuple[str, ...] = ()  # in what is kept of it
    numbers: dict[int, int] = field(default_factory=dict)  # the draft's numbers of what is kept -> new ones

    def same(self, name: tuple[str, ...], source: Source) -> bool:
        """Whether a name means the speaker of a cited place."""
        return is_speaker(name, source.citation.speaker or "", self.speakers)

    def may_say(self, name: tuple[str, ...], source: Source) -> bool:
        """Whether the words of a cited place may be given to somebody: to its speaker, or to who relays them."""
        if not source.citation.speaker:
            return self.speaks_in(name, source)
        return self.same(name, source) or self.relays(name, source)

    def speaks_in(self, name: tuple[str, ...], source: Source) -> bool:
        """Whether the words of a cited place themselves say that somebody said something."""
        spoken = (" ".join(subject.name) for subject in find_subjects(source.text, masked(source.text), self.surnames))
        return any(is_speaker(name, other, self.speakers) for other in spoken)

    def relays(self, name: tuple[str, ...], source: Source) -> bool:
        """Whether a name means who reports the words of a cited place."""
        reporter = source.citation.relayed_by
        return bool(reporter) and is_speaker(name, reporter, self.speakers)

    def continues(self, source: Source, *, pronoun: bool) -> bool:
        """Whether a place may be cited without a name: who was last spoken of, before and after dropping, said it."""
        if not source.citation.speaker:
            return not pronoun or bool(self.spoken_of and self.may_say(self.spoken_of, source))
        if self.spoken_of and not self.same(self.spoken_of, source):
            return False
        if source.citation.relayed_by:
            return False
        return self.same(self.kept_of, source) if self.kept_of else source.citation.role is Role.ANSWER


def verify_draft(
    draft: str, findings: Sequence[Citation], texts: Mapping[str, str], speakers: SpeakerIndex | None = None
) -> Checked:
    """What of a draft may leave.

    `findings` are the citations that the model was given, under the numbers that it was given; `texts` holds the whole
    text of each cited article, `speakers` those that the index knows.  Without its article a citation is not used.
    """
    sources = {c.number: _source(c, texts[c.article_id]) for c in findings if c.article_id in texts}
    speakers = speakers or SpeakerIndex({})
    known = [*speakers.words.values(), *(name_words(c.speaker) for c in findings if c.speaker)]
    reader = DraftVerifier(sources, speakers, {words[-1] for words in known if words})
    written: list[str] = []
    dropped: list[Dropped] = []
    for prefix, sentences in lines(draft):
        outcomes = [(sentence, _checked(sentence, reader)) for sentence in sentences]
        dropped += [Dropped(sentence, outcome) for sentence, outcome in outcomes if isinstance(outcome, Reason)]
        kept = [outcome for _, outcome in outcomes if not isinstance(outcome, Reason)]
        if kept or not sentences:
            written.append(prefix * bool(kept) + " ".join(kept))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(written)).strip()
    citations = tuple(replace(sources[old].citation, number=new) for old, new in reader.numbers.items())
    return Checked(text, citations, tuple(dropped))


def _source(citation: Citation, text: str) -> Source:
    """A citation with its words and those around, read from the article and not from the citation."""
    start, end = citation.start, citation.end
    opening, closing = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    paragraph = text[opening : closing if closing > 0 else len(text)].replace(
        "''", '"\u2060'
    )  # doubled apostrophes are one mark
    direct = [
        (a + opening - start, b + opening - start) for a, b in (mark.inner for mark in find_draft_quotes(paragraph)[0])
    ]
    inside = tuple(span for span in direct if span[1] > 0 and span[0] < end - start)
    return Source(citation, text[start:end], text[max(0, start - AROUND) : end + AROUND], inside)


def _checked(sentence: str, reader: DraftVerifier) -> str | Reason:
    """A sentence as it may leave, or why it may not.  The reader learns of whom it speaks."""
    hidden = masked(sentence)
    named = find_subjects(_unmarked(sentence), hidden, reader.surnames)
    outcome = _verify_sentence(sentence, hidden, named, reader)
    if names := [subject.name for subject in named if subject.name]:
        reader.spoken_of = names[-1]
        if not isinstance(outcome, Reason):
            reader.kept_of = names[-1]
    return outcome


def _verify_sentence(sentence: str, hidden: str, named: Sequence[Subject], reader: DraftVerifier) -> str | Reason:
    """A sentence with its quotations and markers set right, or the first reason to drop it."""
    if not find_draft_quotes(sentence)[1]:
        return Reason.QUOTATION
    if MARKUP.search(sentence) or INSTRUCTION.search(hidden):
        return Reason.INSTRUCTION
    claims = _claims(sentence, hidden, named, reader)
    if not claims:
        return Reason.UNCITED
    used: list[Source] = []
    for claim in claims:
        if not _quotations_stand(claim, claim.sources):
            return Reason.QUOTATION
        for sources in _sources_by_speaker(claim, reader):
            if not sources:
                return Reason.SPEAKER
            if reason := _unsupported(claim, sources):
                sources = [source for source in sources if not _unsupported(claim, [source])]
                if not sources:
                    return reason
            used += sources
    return _rendered(sentence, used, reader)


def _claims(sentence: str, hidden: str, named: Sequence[Subject], reader: DraftVerifier) -> list[Claim]:
    """The parts of a sentence, each with what it cites; none where it cites nothing that was given.

    A part reaches to its markers; where they belong to several speakers, it is parted again where the next one speaks.
    """
    claims: list[Claim] = []
    for begin, end, numbers in cited_parts(sentence, hidden, reader.sources):
        sources = tuple(reader.sources[number] for number in dict.fromkeys(numbers))
        inside = [subject for subject in named if begin <= subject.start < end]
        cuts = [begin, end]
        if len({source.citation.speaker for source in sources}) > 1:
            cuts[1:1] = [b.start for a, b in pairwise(inside) if b.name and not _joined(hidden[a.start : b.start], a)]
        for start, stop in pairwise(cuts):
            speaking = tuple(subject for subject in inside if start <= subject.start < stop)
            claims.append(Claim(MARKER.sub("", sentence[start:stop]), hidden[start:stop], sources, speaking))
    return claims


def _joined(between: str, subject: Subject) -> bool:
    """Whether the next subject is one with this: "Putin and Lukashenko"."""
    words = between.replace(",", " ").split()
    return words[-1:] == ["and"] and len(words) <= len(subject.name) + 1


def _sources_by_speaker(claim: Claim, reader: DraftVerifier) -> list[list[Source]]:
    """For each to whom a claim gives its words, the cited places that bear that out; empty where none does."""
    names = [subject.name for subject in claim.subjects if subject.name]
    for role in [subject.role for subject in claim.subjects if subject.role]:
        if any(name_words(role) == name_words(s.citation.speaker or "") for s in claim.sources):
            names.append(tuple(role.split()))  # a speaker whom the article names no other way
        elif not any(role.casefold() in s.around.casefold() for s in claim.sources):
            return [[]]
    if not names:
        return [[s for s in claim.sources if reader.continues(s, pronoun=bool(claim.subjects))]]
    usable = [  # relayed words are not given to their speaker without a word of who relays them
        s for s in claim.sources if not s.citation.relayed_by or any(reader.relays(name, s) for name in names)
    ]
    told = [s for s in usable if any(reader.same(name, s) for name in names)]  # "X said that Y promised" is X's to say
    return [
        [s for s in usable if reader.may_say(name, s) or (s in told and reader.speaks_in(name, s))] for name in names
    ]


def _unsupported(claim: Claim, sources: Sequence[Source]) -> Reason | None:
    """Why the cited places do not bear a claim out; None where they do."""
    if not _quotations_stand(claim, sources):
        return Reason.QUOTATION
    if _sense_differs(claim, sources):
        return Reason.SENSE
    cited = " ".join(source.text for source in sources)
    near = " ".join(source.around for source in sources)
    days = [day for source in sources if (day := parse_day(source.citation.published))]
    if not numbers_in(claim.masked) <= numbers_in(" ".join([cited, *map(str, days)])):
        return Reason.UNSUPPORTED
    voices = " ".join(f"{source.citation.speaker} {source.citation.source}" for source in sources)
    allowed = _words(f"{near} {voices}") | _calendar(days)
    if not all(word in allowed or any(alike(word, other) for other in allowed) for word in names_in(claim.masked)):
        return Reason.UNSUPPORTED
    content = content_words(claim.masked)
    stems = {stem(normalize_token(word)) for word in TOKEN.findall(f"{near if claim.quotes else cited} {voices}")}
    if sum(word in stems for word in content) < SUPPORT * len(content):
        return Reason.UNSUPPORTED
    return None if claim.quotes or content else Reason.UNSUPPORTED


def _quotations_stand(claim: Claim, sources: Sequence[Source]) -> bool:
    """Return whether every quotation of a claim is in one of the places."""
    return all(_located(quotation, sources) is not None for quotation in claim.quotes)


def _sense_differs(claim: Claim, sources: Sequence[Source]) -> bool:
    """Whether a claim asserts what its places deny or ask, denies what they assert, or negates another word."""
    needed = [
        NEEDED[SpeechAct(source.citation.speech_act)] for source in sources if source.citation.speech_act in NEEDED
    ]
    if not all(pattern.search(claim.text) for pattern in needed):
        return True
    if NEGATOR.search(claim.masked) and not any(NEGATOR.search(source.claim) for source in sources):
        return True
    theirs = polarity(". ".join(source.claim for source in sources))
    return any(ways.isdisjoint(theirs[word]) for word, ways in polarity(claim.text).items() if word in theirs)


def _located(quotation: str, sources: Sequence[Source]) -> str | None:
    """A quotation in the article's characters with the writer's stop behind it; None where no place holds it.

    A comma or full stop before the closing mark is the writer's, as American usage has it; so are dots for an omission
    at either end.  Words that the article gives as its own, and not as the speaker's, lose their marks.
    """
    quotation = quotation.strip()
    inner = re.sub(r"^(?:…|\.{3})\s*|[\s.,;:…]+$", "", quotation)
    for text, stop in ((quotation, ""), (inner, quotation[-1:] if quotation[-1:] in ".,;:" else "")):
        for source in sources:
            place = find_verbatim(text, source.text)
            if place is None or set(DOUBLE_QUOTES) & set(source.text[slice(*place)]):
                continue
            exact = source.text[slice(*place)]
            own = any(start <= place[0] and place[1] <= end for start, end in source.direct)
            return (f"“{exact}”" if own else exact) + stop
    return None


def _rendered(sentence: str, used: Sequence[Source], reader: DraftVerifier) -> str | Reason:
    """A sentence with its quotations in the article's characters and new numbers for its markers that hold."""
    cited = {source.citation.number for source in used}
    numbers = dict(reader.numbers)

    def renumbered(text: str) -> str:
        kept = [n for marker in MARKER.findall(text) for n in numbers_of(marker) if n in cited]
        return "".join(f"[{numbers.setdefault(number, len(numbers) + 1)}]" for number in dict.fromkeys(kept))

    written, place = "", 0
    for start, end in [*(mark.outer for mark in find_draft_quotes(sentence)[0]), (len(sentence), len(sentence))]:
        between = MARKER.sub(lambda marker: renumbered(marker.group()), sentence[place:start])
        written += re.sub(r"\s+(?=[.,;:!?](?:\s|$))|(?<=\s)\s+", "", between)
        if start < end:
            inner = sentence[start + 1 : end - 1]
            exact = _located(MARKER.sub("", inner), used)
            if exact is None:
                return Reason.QUOTATION
            written += exact + (f" {renumbered(inner)}" if MARKER.search(inner) else "")
        place = end
    marks, closed = find_draft_quotes(written)
    if not closed or not all(any(written[slice(*mark.inner)] in source.text for source in used) for mark in marks):
        return Reason.QUOTATION  # the rule that everything rests on, looked at once more in what leaves
    reader.numbers = numbers
    return written.strip()


def _unmarked(sentence: str) -> str:
    """Return a sentence with spaces for its markers, every other character in its place."""
    return MARKER.sub(lambda marker: " " * len(marker.group()), sentence)


def _words(text: str) -> set[str]:
    """The folded words of a text."""
    return {normalize_token(word) for word in re.findall(r"[\w’'.-]+", text)}


def _calendar(days: Iterable[date]) -> set[str]:
    """The names of the months and weekdays of some days."""
    return {day.strftime(form).casefold() for day in days for form in ("%B", "%b", "%A")}
