"""Whether the cited places bear out what a claim says, part by part: its numbers, names, sense and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.verification.claims import (
    ASKING,
    NEGATOR,
    OPPOSITES,
    TOKEN,
    Subject,
    alike,
    content_words,
    days_in,
    denies,
    directions_in,
    gendered_words,
    names_in,
    numbers_in,
    polarity,
    surface_words,
)
from assistant.verification.evidence import Source
from assistant.verification.likeness import is_like
from assistant.verification.verbatim import find_verbatim
from index import (
    DOUBLE_QUOTES,
    SpeakerIndex,
    SpeechAct,
    find_draft_quotes,
    find_speech_act,
    normalize_token,
    parse_day,
    stem,
)

# The least share of a claim's content words that the cited places hold.  Of the statements of the training articles,
# laid against another one of the same article, 1.5 in 1,000 reach it; 8 in 1,000 would reach a half.
SUPPORT = 2 / 3
CLAUSE_SUPPORT = 1 / 2  # the least share of a single clause's
CLAUSE = re.compile(
    r"[,;:()—–]|\b(?:and|but|or|while|whereas|because|since|although|though|who|which|whose|where|after|before|until"
    r"|with|by|as|if|once|when|to)\b"
)
NEGATIVE_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")
NEGATING = {SpeechAct.DENIED, SpeechAct.NOT_SAID}


class Reason(StrEnum):
    """Why a sentence was dropped."""

    UNCITED = "it cites nothing that was given"
    QUOTATION = "a quotation is not in the cited place"
    SPEAKER = "the cited words are somebody else's"
    SENSE = "the cited place denies or asks what it asserts, or the other way round"
    UNSUPPORTED = "the cited place does not say this"
    INSTRUCTION = "it is an instruction, a link or markup"
    LEANS = "it leans on a sentence that was left out"


@dataclass(frozen=True, slots=True)
class Claim:
    """A part of a sentence, what it cites, and those to whom it gives its words.

    `masked` is `text` with its quotations and markers hidden, `content` is that without mentions and cues too.
    """

    text: str
    masked: str
    content: str
    mentions: tuple[tuple[tuple[str, ...], str], ...]  # the name of each mention, and what stands beside it
    sources: tuple[Source, ...]
    subjects: tuple[Subject, ...]
    cues: tuple[str, ...] = ()

    @property
    def quotes(self) -> list[str]:
        """The words of its quotations, without their marks."""
        return [self.text[slice(*quotation.inner)] for quotation in find_draft_quotes(self.text)[0]]

    @property
    def empty(self) -> bool:
        """Whether it says nothing that could be borne out."""
        return not self.quotes and not content_words(self.content) and not numbers_in(self.content)


def find_fault(claim: Claim, sources: Sequence[Source], speakers: SpeakerIndex) -> Reason | None:
    """Return why the places do not bear a claim out; None where they do."""
    if not quotations_stand(claim, sources):
        return Reason.QUOTATION
    if _sense_differs(claim, sources):
        return Reason.SENSE
    places = " ".join(f"{source.text} {source.sentences}" for source in sources)
    days = [day for source in sources if (day := parse_day(source.citation.published))]
    told = numbers_in(" ".join([places, *map(str, days)]))
    dates = days_in(places) | {form for day in days for form in (f"{day:%A}", f"{day:%B}")}
    if not numbers_in(claim.content) <= told or not days_in(claim.content) <= dates:
        return Reason.UNSUPPORTED
    ways = directions_in(places)
    known_ways = ways | {(way, "") for way, _ in ways}
    if not directions_in(claim.content) <= known_ways:
        return Reason.UNSUPPORTED
    told_of = gendered_words(places)
    if any((not her, word) in told_of and (her, word) not in told_of for her, word in gendered_words(claim.content)):
        return Reason.UNSUPPORTED
    voices = " ".join(f"{source.citation.speaker} {source.citation.source}" for source in sources)
    allowed = _known_names(" ".join([*(s.around for s in sources), voices]), speakers) | _calendar(days)
    if not all(_is_named(word, allowed) for word in names_in(claim.content)):
        return Reason.UNSUPPORTED
    if not all(_apposition_stands(name, beside, sources, allowed) for name, beside in claim.mentions):
        return Reason.UNSUPPORTED
    if not _words_stand(claim.content, f"{places} {voices}", " ".join(source.beside for source in sources)):
        return Reason.UNSUPPORTED
    return None


def quotations_stand(claim: Claim, sources: Sequence[Source]) -> bool:
    """Return whether every quotation of a claim is in one of the cited places."""
    return all(locate(quotation, sources) is not None for quotation in claim.quotes)


def locate(quotation: str, sources: Sequence[Source]) -> str | None:
    """Return a quotation in the article's characters with the writer's stop behind it; None where no place holds it.

    A comma or full stop before the closing mark is the writer's, as American usage has it; so are dots for an omission
    at either end, and the case of the first letter.  Words that the article gives as its own, and not as the
    speaker's, lose their marks.
    """
    quotation = quotation.strip()
    inner = re.sub(r"^(?:…|\.{3})\s*|[\s.,;:…]+$", "", quotation)
    stop = quotation[-1:] if quotation[-1:] in ".,;:" else ""
    forms = [(quotation, ""), (inner, stop), (inner[:1].swapcase() + inner[1:], stop)]
    for text, end in forms:
        for source in sources:
            place = find_verbatim(text, source.text) if source.cited else None
            if place is None or set(DOUBLE_QUOTES) & set(source.text[slice(*place)]):
                continue
            exact = source.text[slice(*place)]
            own = any(first <= place[0] and place[1] <= last for first, last in source.direct)
            return (f"“{exact}”" if own else exact) + end
    return None


def _sense_differs(claim: Claim, sources: Sequence[Source]) -> bool:
    """Return whether a claim asserts what its places deny or ask, denies what they assert, or negates another word."""
    cited = [source for source in sources if source.cited] or sources
    acts = {SpeechAct(source.citation.speech_act) for source in cited if source.citation.speech_act}
    if (acts & NEGATING and not denies(claim.text)) or (SpeechAct.ASKED in acts and not ASKING.search(claim.text)):
        return True
    denied = any(find_speech_act(cue) in NEGATING for cue in claim.cues)
    if denied and acts and not acts & NEGATING and not any(denies(source.citation.cue) for source in cited):
        return True
    if NEGATOR.search(claim.masked) and not any(denies(source.claim) for source in sources):
        return True
    places = ". ".join(source.claim for source in sources)
    if denied and acts & NEGATING:  # both deny it: what is denied has to be the same
        ours, theirs = polarity(claim.content), polarity(". ".join(source.text for source in sources))
    else:
        ours, theirs = polarity(_without_whole_clauses(claim.text, cited)), polarity(places)
    for word, ways in ours.items():
        others = [ways_there for other, ways_there in theirs.items() if is_related(word, other)]
        if others and ways.isdisjoint(set().union(*others)):
            return True
    written = {stem(normalize_token(word)) for word in TOKEN.findall(claim.content)}
    stems = {stem(normalize_token(word)) for word in TOKEN.findall(places)}
    if any(is_negated_form(word, other) for word in written - stems for other in stems - written):
        return True
    return any(word in written - stems and not others.isdisjoint(stems) for word, others in OPPOSITES.items())


def _without_whole_clauses(text: str, sources: Sequence[Source]) -> str:
    """Return a claim without those of its quotations that begin where a clause of the place does.

    Nothing before such a quotation can turn it round in its place, so that it says what it says there.
    """
    for quotation in reversed(find_draft_quotes(text)[0]):
        inner = text[slice(*quotation.inner)].strip(" .,;:")
        for source in sources:
            place = find_verbatim(inner, source.text) or find_verbatim(inner[:1].swapcase() + inner[1:], source.text)
            if place and not source.text[: place[0]].rstrip(" “\"'‘«„")[-1:].isalnum():
                text = f"{text[: quotation.outer[0]]}…{text[quotation.outer[1] :]}"
                break
    return text


def _words_stand(content: str, places: str, beside: str) -> bool:
    """Return whether the places hold enough of a claim's words, and of each of its clauses.

    What stands beside them counts for the whole, not for the least share, as a claim names what a place points back to.
    """
    stems = {stem(normalize_token(word)) for word in TOKEN.findall(places)}
    words = frozenset(surface_words(places))
    named = {stem(normalize_token(word)) for word in TOKEN.findall(beside)}
    shares = []
    pointed_to = 0
    for clause in CLAUSE.split(content):
        wanted = surface_words(clause)
        if wanted:
            told = [_is_told(word, stems, words) for word in wanted]
            shares.append((sum(told), len(wanted)))
            pointed_to += sum(
                stem(normalize_token(word)) in named for word, there in zip(wanted, told, strict=True) if not there
            )
    if any(told < CLAUSE_SUPPORT * count for told, count in shares):
        return False
    return sum(told for told, _ in shares) + pointed_to >= SUPPORT * sum(count for _, count in shares)


def _is_told(word: str, stems: set[str], words: frozenset[str]) -> bool:
    """Return whether a word, a form of it, or one of like meaning is among those of the places."""
    root = stem(normalize_token(word))
    if root in stems or any(is_related(root, other) for other in stems):
        return True
    return is_like(word.casefold(), words)


def is_negated_form(one: str, other: str) -> bool:
    """Return whether one stem is the other with a negative prefix: accept and unaccept(able)."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) > 4 and any(longer == f"{prefix}{shorter}" for prefix in NEGATIVE_PREFIXES)


def is_related(one: str, other: str) -> bool:
    """Return whether two stems are one, or one is a little longer: seiz(e) and seizur(e)."""
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) > 3 and len(longer) - len(shorter) <= 3 and longer.startswith(shorter))


def _apposition_stands(name: tuple[str, ...], beside: str, sources: Sequence[Source], allowed: set[str]) -> bool:
    """Return whether an article's sentences about somebody hold what a claim says beside their name."""
    content, names = content_words(beside), names_in(beside)
    if not content and not names and not numbers_in(beside):
        return True
    for source in sources:
        told = source.about(
            [normalize_token(word) for word in name] or [normalize_token(source.speaker.split(" ")[-1])]
        )
        stems = {stem(normalize_token(word)) for word in TOKEN.findall(told)}
        known = words_of(told) | allowed
        if (
            all(stem(normalize_token(word)) in stems for word in content)
            and all(_is_named(word, known) for word in names)
            and numbers_in(beside) <= numbers_in(told)
        ):
            return True
    return False


def _is_named(word: str, allowed: set[str]) -> bool:
    return word in allowed or any(alike(word, other) for other in allowed)


def _known_names(text: str, speakers: SpeakerIndex) -> set[str]:
    """Return the folded words of a text, with those of the full names of whom it names by surname."""
    words = words_of(text)
    return words | {
        part
        for word in words
        for name in speakers.by_word.get(word, ())
        for part in speakers.words[name]
        if speakers.words[name][-1] == word
    }


def words_of(text: str) -> set[str]:
    """Return the folded words of a text."""
    return {normalize_token(word) for word in re.findall(r"[\w’'.-]+", text)}


def _calendar(days: Iterable[date]) -> set[str]:
    """Return the names of the months and weekdays of some days."""
    return {day.strftime(form).casefold() for day in days for form in ("%B", "%b", "%A")}
