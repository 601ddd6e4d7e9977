"""A model's draft and the evidence that it was given -> what of it may leave.

Each sentence of the draft stands or falls by the places that its own [n] point to:

- every quotation is verbatim in a cited place, but for typographic marks, white space and the case of its first
  letter; it leaves in the article's own characters, and without its marks where the article gives the words as its own;
- whoever a part of the sentence gives words to is the speaker of the cited place, or of a statement beside it that
  the index has; a pronoun stands for the main subject before it;
- what the place reports as denied, not said or asked is not written as said, and no word is asserted in one but
  negated in the other;
- its names stand in or near the place, its numbers in it, and so do most words of each of its clauses, as such or in
  words of like meaning;
- it is no instruction, and holds no link and no markup.

A sentence that fails is dropped whole, as a part of it may say the opposite.  One that leans on a dropped sentence
gets the name of whom it speaks in brackets, or is dropped too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from assistant.models import Citation, Role
from assistant.verification.claims import Subject, find_opening_name, find_subjects, is_speaker
from assistant.verification.draft_parser import MARKER, cited_parts, lines, masked, numbers_of, unmarked
from assistant.verification.evidence import Source, has_role, make_source
from assistant.verification.support import Claim, Reason, find_fault, locate, quotations_stand
from index import SpeakerIndex, Statement, find_draft_quotes, name_words, tag_sentences

MARKUP = re.compile(r"\]\(|<[a-zA-Z/!]|\bhttps?:|\bwww\.|\bjavascript:|!\[")
INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,30}\b(?:instructions?|prompts?|rules|above|previous)\b|\bsystem prompt\b",
    re.IGNORECASE,
)
# An opening that joins a sentence to the one before; without it the sentence says the same.
CONNECTIVE = re.compile(
    r"""(?: instead | rather | however | nevertheless | nonetheless | yet | but | and | so | thus | therefore | hence
          | (?:by|in)[ ]contrast | conversely | on[ ](?:the[ ]other[ ]hand|the[ ]contrary) | at[ ]the[ ]same[ ]time
          | in[ ](?:addition|turn|response|return|fact|particular) | additionally | moreover | furthermore | similarly
          | likewise | meanwhile | then | later | afterwards | finally | still | also | for[ ](?:example|instance)
        ),?\s+""",
    re.IGNORECASE | re.VERBOSE,
)
PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
# An opening that points back, to somebody or something that only the sentence before names.
LEANING = re.compile(
    r"""(?: (?:in|for|on|at|by|with|from|to|of|after|before|during|despite|because[ ]of)[ ])?
        (?: this | that | these | those | such | both | his | her | their | its | it | there
          | the[ ](?:same|latter|former|other|others|two) | another | others )\b""",
    re.IGNORECASE | re.VERBOSE,
)
Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence of a draft that does not leave, and why."""

    sentence: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a draft.  Its markers are numbered anew by first use, and `citations` stand in that order.

    `headless` says that the first sentence of the draft was dropped.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    kept: int = 0
    headless: bool = False


def verify_draft(
    draft: str,
    findings: Sequence[Citation],
    texts: Mapping[str, str],
    speakers: SpeakerIndex | None = None,
    statements: Mapping[str, Sequence[Statement]] | None = None,
) -> Checked:
    """Return what of a draft may leave.

    `findings` are the citations that the model was given, under the numbers that it was given; `texts` holds the whole
    text of each cited article, `speakers` those that the index knows, `statements` those that it has of each cited
    article.  Without its article a citation is not used.
    """
    cited = [c for c in findings if c.article_id in texts]
    told = statements or {}
    sources = {c.number: make_source(c, texts[c.article_id], told.get(c.article_id, ())) for c in cited}
    speakers = speakers or SpeakerIndex({})
    known = [*speakers.words.values(), *(name_words(c.speaker) for c in findings if c.speaker)]
    verifier = DraftVerifier(sources, speakers, {words[-1] for words in known if words})
    written: list[str] = []
    outcomes: list[tuple[str, str | Reason]] = []
    parts = list(lines(draft))
    tag_sentences(unmarked(sentence) for _, sentences in parts for sentence in sentences)
    for prefix, sentences in parts:
        line = [(sentence, verifier.verify(sentence)) for sentence in sentences]
        kept = [outcome for _, outcome in line if not isinstance(outcome, Reason)]
        if kept or not sentences:
            written.append(prefix * bool(kept) + " ".join(kept))
        outcomes += line
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(written)).strip()
    dropped = tuple(Dropped(sentence, outcome) for sentence, outcome in outcomes if isinstance(outcome, Reason))
    citations = tuple(replace(sources[old].citation, number=new) for old, new in verifier.numbers.items())
    headless = bool(outcomes) and isinstance(outcomes[0][1], Reason)
    return Checked(text, citations, dropped, len(outcomes) - len(dropped), headless)


@dataclass(slots=True)
class DraftVerifier:
    """What is known while a draft is read: its sources, the speakers, and who was last spoken of."""

    sources: Mapping[int, Source]
    speakers: SpeakerIndex
    surnames: Collection[str]
    spoken_of: Name = ()  # in the draft
    kept_of: Name = ()  # in what is kept of it
    fell: bool = False  # the sentence before was dropped
    numbers: dict[int, int] = field(default_factory=dict)  # the draft's numbers of what is kept -> new ones

    # ---- sentences

    def verify(self, sentence: str) -> str | Reason:
        """Return a sentence as it may leave, or why it may not; remember whom it speaks of."""
        hidden = masked(sentence)
        if connective := CONNECTIVE.match(sentence):  # it tells nothing that a place could bear out
            hidden = " " * connective.end() + hidden[connective.end() :]
        subjects = find_subjects(unmarked(sentence), hidden, self.surnames)
        outcome = self._verify_sentence(sentence, hidden, subjects)
        if main := self._main_subject(subjects):
            self.spoken_of = main
        if not isinstance(outcome, Reason):
            self.kept_of = self.spoken_of
        self.fell = isinstance(outcome, Reason)
        return outcome

    def _main_subject(self, subjects: Sequence[Subject]) -> Name:
        """Return the name of whom a sentence is about: the first outside clauses before the main one, else any."""
        named = [subject for subject in subjects if subject.name]
        return next((s.name for s in named if not s.subordinate), named[0].name if named else ())

    def _verify_sentence(self, sentence: str, hidden: str, subjects: Sequence[Subject]) -> str | Reason:
        """Return a sentence with its quotations and markers set right, or the first reason to drop it."""
        if not find_draft_quotes(sentence)[1]:
            return Reason.QUOTATION
        if MARKUP.search(sentence) or INSTRUCTION.search(hidden):
            return Reason.INSTRUCTION
        claims = self._claims(sentence, hidden, subjects)
        if not claims:
            return Reason.UNCITED
        told = [claim for claim in claims if not claim.empty]
        if not told:
            return Reason.UNSUPPORTED
        if not self._opened_by_speaker(hidden, told):
            return Reason.SPEAKER
        used: list[Source] = []
        for claim in told:
            if not quotations_stand(claim, claim.sources):
                return Reason.QUOTATION
            for sources, beside in self._sources_by_speaker(claim, subjects):
                if not sources and not (beside and self._cited_speaker(claim, told)):
                    return Reason.SPEAKER
                borne = self._borne_out(claim, sources, beside)
                if isinstance(borne, Reason):
                    return borne
                used += borne
        upright = self._upright(sentence, hidden, subjects)
        return upright if isinstance(upright, Reason) else self._rendered(upright, used)

    def _borne_out(self, claim: Claim, sources: list[Source], beside: list[Source]) -> list[Source] | Reason:
        """Return the places that bear a claim out, the statements beside them taken into account; or a reason."""
        reason = find_fault(claim, sources or beside, self.speakers)
        if reason is None:
            return sources or beside
        if single := [s for s in sources or beside if find_fault(claim, [s], self.speakers) is None]:
            return single
        if sources and beside and find_fault(claim, [*sources, *beside], self.speakers) is None:
            return sources
        return reason

    def _opened_by_speaker(self, hidden: str, claims: Sequence[Claim]) -> bool:
        """Return whether who opens a sentence ("Berg said: ...") says, or relays, words of one of its places.

        Before a colon that is not who speaks beside a place: the whole sentence is given to them.
        """
        name, colon = find_opening_name(hidden, self.surnames)
        sources = [source for claim in claims for source in claim.sources]
        near = [n for s in sources for n in (s.inside if colon else s.nearby)]
        return not name or any(self.may_say(name, source) for source in (*sources, *near))

    def _cited_speaker(self, claim: Claim, claims: Sequence[Claim]) -> bool:
        """Return whether another claim of the sentence gives the words of one of a claim's places to who says them."""
        return any(
            self.same(name, source)
            for other in claims
            if other is not claim
            for subject in other.subjects
            for source in other.sources
            if source in claim.sources and (name := self._name(subject, other, ()))
        )

    def _upright(self, sentence: str, hidden: str, subjects: Sequence[Subject]) -> str | Reason:
        """Return a sentence that does not lean on a dropped one: with a name behind its pronoun, where it needs one."""
        if self.fell and (connective := CONNECTIVE.match(sentence)):
            sentence, hidden = sentence[connective.end() :], hidden[connective.end() :]
            sentence = sentence[:1].upper() + sentence[1:]
        if self.fell and LEANING.match(sentence):
            return Reason.LEANS
        leans = subjects and not subjects[0].name and not subjects[0].role
        if leans and self.spoken_of and self.kept_of != self.spoken_of and (pronoun := PRONOUN.search(hidden)):
            return f"{sentence[: pronoun.end()]} [{' '.join(self.spoken_of)}]{sentence[pronoun.end() :]}"
        return sentence

    # ---- claims

    def _claims(self, sentence: str, hidden: str, subjects: Sequence[Subject]) -> list[Claim]:
        """Return the parts of a sentence, each with what it cites; none where it cites nothing that was given.

        A part reaches to its markers, and is parted again where the next one speaks.  A part in which nobody speaks is
        said by whoever speaks in the one before it.
        """
        claims: list[Claim] = []
        speaking: tuple[Subject, ...] = ()
        for begin, end, numbers in cited_parts(sentence, hidden, self.sources):
            sources = tuple(self.sources[number] for number in dict.fromkeys(numbers))
            inside = [s for s in subjects if begin <= s.cue < end or (begin <= s.start < end and s.cue < begin)]
            groups = [tuple(group) for _, group in groupby(inside, key=lambda subject: subject.cue)]
            cuts = [begin]
            for before, after in pairwise(groups):
                cuts.append(max(cuts[-1], _boundary(before[0], after[0])))
            for start, stop, group in zip(cuts, [*cuts[1:], end], groups or [()], strict=True):
                speaking = group or speaking
                claims.append(self._claim(sentence, hidden, start, stop, sources, speaking))
        return claims

    def _claim(
        self, sentence: str, hidden: str, start: int, stop: int, sources: tuple[Source, ...], group: tuple[Subject, ...]
    ) -> Claim:
        """Return a part of a sentence as a claim: its content is what is left without mentions and cues."""
        content = list(hidden)
        for subject in group:
            for a, b in (subject.mention, (subject.cue, subject.cue_end)):
                content[a:b] = " " * (b - a)
        mentions = []
        for subject in group:
            phrase = hidden[slice(*subject.mention)]
            comma = phrase.find(",")
            if comma > 0 and subject.start >= start:
                mentions.append((subject.name, phrase[comma + 1 :]))
        return Claim(
            MARKER.sub("", sentence[start:stop]),
            hidden[start:stop],
            "".join(content)[start:stop],
            tuple(mentions),
            sources,
            group,
            tuple(sentence[subject.cue : subject.cue_end] for subject in group),
        )

    # ---- speakers

    def _sources_by_speaker(self, claim: Claim, subjects: Sequence[Subject]) -> list[tuple[list[Source], list[Source]]]:
        """Return for each to whom a claim gives its words the places that are theirs, and their words beside them."""
        if any(subject.group for subject in claim.subjects):
            speakers = list(dict.fromkeys(source.speaker for source in claim.sources))
            return [([source for source in claim.sources if source.speaker == speaker], []) for speaker in speakers]
        names: list[Name] = []
        for subject in claim.subjects:
            name = self._name(subject, claim, subjects)
            if name is None:
                return [([], [])]
            names += [name] if name else []
        if not names:
            return [([s for s in claim.sources if self.continues(s, pronoun=bool(claim.subjects))], [])]
        # Relayed words are not given to their speaker without a word of who relays them.
        usable = [s for s in claim.sources if not s.citation.relayed_by or any(self.relays(name, s) for name in names)]
        return [
            (
                [s for source in usable for s in (source, *source.inside) if self.may_say(name, s)],
                [near for source in usable for near in source.nearby if self.same(name, near)],
            )
            for name in names
        ]

    def _name(self, subject: Subject, claim: Claim, subjects: Sequence[Subject]) -> Name | None:
        """Return the name of a subject, () where the cited place has to tell, None where it is nobody's there."""
        if subject.name:
            return subject.name
        if subject.role:
            for source in claim.sources:
                if name_words(subject.role) == name_words(source.speaker) or has_role(source, subject.role):
                    return tuple(source.speaker.split())
            return () if any(subject.role.casefold() in s.around.casefold() for s in claim.sources) else None
        before = [s for s in subjects if s.name and not s.subordinate and s.mention[1] <= subject.start]
        return before[0].name if before else self.spoken_of

    def same(self, name: Name, source: Source) -> bool:
        """Return whether a name means the speaker of a cited place."""
        return is_speaker(name, source.speaker, self.speakers)

    def may_say(self, name: Name, source: Source) -> bool:
        """Return whether the words of a place may be given to somebody: to its speaker, or to who relays them."""
        if not source.speaker:
            return self.speaks_in(name, source)
        return self.same(name, source) or self.relays(name, source)

    def speaks_in(self, name: Name, source: Source) -> bool:
        """Return whether the words of a cited place themselves say that somebody said something."""
        spoken = (" ".join(subject.name) for subject in find_subjects(source.text, masked(source.text), self.surnames))
        return any(is_speaker(name, other, self.speakers) for other in spoken)

    def relays(self, name: Name, source: Source) -> bool:
        """Return whether a name means who reports the words of a cited place."""
        reporter = source.citation.relayed_by
        return bool(reporter) and is_speaker(name, reporter, self.speakers)

    def continues(self, source: Source, *, pronoun: bool) -> bool:
        """Return whether a place may be cited without a name: who was last spoken of and kept said it."""
        if not source.speaker:
            return not pronoun or bool(self.spoken_of and self.may_say(self.spoken_of, source))
        if (self.spoken_of and not self.same(self.spoken_of, source)) or source.citation.relayed_by:
            return False
        return self.same(self.kept_of, source) if self.kept_of else source.citation.role is Role.ANSWER

    # ---- writing

    def _rendered(self, sentence: str, used: Sequence[Source]) -> str | Reason:
        """Return a sentence with its quotations in the article's characters and new numbers for markers that hold."""
        cited = {source.citation.number for source in used}
        numbers = dict(self.numbers)

        def renumbered(text: str) -> str:
            kept = [n for marker in MARKER.findall(text) for n in numbers_of(marker) if n in cited]
            return "".join(f"[{numbers.setdefault(number, len(numbers) + 1)}]" for number in dict.fromkeys(kept))

        places = [source for source in self.sources.values() if source.citation.number in cited]
        written, place = "", 0
        for start, end in [*(mark.outer for mark in find_draft_quotes(sentence)[0]), (len(sentence), len(sentence))]:
            between = MARKER.sub(lambda marker: renumbered(marker.group()), sentence[place:start])
            written += re.sub(r"\s+(?=[.,;:!?](?:\s|$))|(?<=\s)\s+", "", between)
            if start < end:
                inner = sentence[start + 1 : end - 1]
                exact = locate(MARKER.sub("", inner), places)
                if exact is None:
                    return Reason.QUOTATION
                written += exact + (f" {renumbered(inner)}" if MARKER.search(inner) else "")
            place = end
        marks, closed = find_draft_quotes(written)
        if not closed or not all(any(written[slice(*mark.inner)] in s.text for s in places) for mark in marks):
            return Reason.QUOTATION  # the rule that everything rests on, looked at once more in what leaves
        self.numbers = numbers
        return written.strip()


def _boundary(before: Subject, after: Subject) -> int:
    """Return where a sentence is parted between two attributions."""
    if after.mention == before.mention:  # "Berg praised ..., saying that ...": named once for both
        return before.end if before.end <= after.cue else after.cue
    return after.begin if after.begin >= before.cue_end else after.start
