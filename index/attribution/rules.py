"""Who said what by rules alone: the fall-back where the tagger's weights are not installed, and what it is measured
against.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.attribution.tagger import Attribution
from index.models import Span
from index.text.names import PROPER_NOUN
from index.text.sentences import split_sentences

VERBS = """accuse acknowledge add admit advise affirm agree allege announce answer argue ask assert assure believe blame
    boast call caution charge claim comment complain concede conclude confirm contend continue counter cite
    criticise criticize declare decline demand denounce deny describe disclose dismiss emphasise emphasize estimate
    explain express hint imply indicate insist interject joke lament maintain mention note object observe order
    pledge point predict promise propose question quip read reassert recall refute reiterate reject remark remind
    repeat reply report request respond retort reveal say signal state stress suggest swear tell testify tweet urge
    voice vow warn wonder write""".split()
PAST = {"say": "said", "tell": "told", "write": "wrote", "read": "read", "swear": "swore"}


def inflected(verb: str) -> str:
    """A pattern for a verb's forms."""
    past = PAST.get(verb)
    if past:
        return rf"{verb}s?|{past}|{verb.removesuffix('e')}ing"
    if verb.endswith("y") and verb[-2] not in "aeo":
        return rf"{verb}|{verb[:-1]}ie[sd]|{verb}ing"
    return rf"{verb}(?:s|es)?|{verb.removesuffix('e')}(?:ed|{verb[-1]}ed|ing)"


CUE = rf"\b(?:{'|'.join(inflected(verb) for verb in VERBS)})\b"
NOUN = (
    rf"(?:[Tt]he )?(?:[\w’'-]+ ){{0,4}}?(?:{PROPER_NOUN})(?: (?:{PROPER_NOUN})){{0,5}}"
    r"|[Hh]e|[Ss]he|[Tt]hey|[Tt]he (?:[\w-]+ ){0,3}[\w-]+"
)
QUOTED = r"[“«\"][^“”«»\"]{2,}[”»\"]"
BEFORE = re.compile(
    rf"(?P<source>{NOUN}) (?:also |has |had |have |later |then |did |not |n[’']t ){{0,3}}(?P<cue>{CUE})(?P<content>.*)",
    re.DOTALL,
)
AFTER = re.compile(
    rf"(?P<content>{QUOTED}),? (?:(?P<source>{NOUN}) (?P<cue>{CUE})|(?P<cue2>{CUE}) (?P<source2>{NOUN}))"
)
ACCORDING = re.compile(rf"(?P<cue>[Aa]ccording to) (?P<source>{NOUN})")


class RuleTagger:
    """Cue verbs and quotation marks, a sentence at a time."""

    def marks(self, texts: Sequence[str]) -> list[list[Attribution]]:
        """The cues of each text in order, with the name beside them and the rest of the sentence."""
        return [
            [mark for start, end in split_sentences(text) for mark in self.sentence(text, start, end)] for text in texts
        ]

    def sentence(self, text: str, start: int, end: int) -> list[Attribution]:
        """The marks of one sentence: the first pattern that fits."""
        if marks := behind_quotations(text, start, end):
            return marks[:1]
        if match := ACCORDING.search(text, start, end):
            rest: Span = (start, match.start()) if match.start() - start > end - match.end() else (match.end(), end)
            return [Attribution(match.span("cue"), (match.span("source"),), (rest,), 1.0)]
        if (match := BEFORE.search(text, start, end)) and text[match.start("content") : match.end("content")].strip(
            " .,"
        ):
            return [Attribution(match.span("cue"), (match.span("source"),), (match.span("content"),), 1.0)]
        return []


def behind_quotations(text: str, start: int, end: int) -> list[Attribution]:
    """The quotations in a part of a text that a name and a cue follow: “...,” Berg said."""
    found = []
    for match in AFTER.finditer(text, start, end):
        kind = "" if match.group("cue") else "2"
        found.append(
            Attribution(match.span("cue" + kind), (match.span("source" + kind),), (match.span("content"),), 1.0)
        )
    return found
