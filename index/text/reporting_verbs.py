"""Reporting verbs, each with the speech act that it reports, and patterns made from them.  Pure data."""

from __future__ import annotations

from index.models import SpeechAct

LEMMAS = {
    SpeechAct.SAID: """accuse acknowledge add admit advise affirm agree allege announce answer argue assert assure
        believe blame boast call caution charge claim comment complain concede conclude confirm contend continue
        counter cite criticise criticize declare denounce describe disclose emphasise emphasize estimate explain
        express hint imply indicate insist interject joke lament maintain mention note object observe point predict
        propose quip read reassert recall reiterate remark remind repeat reply report request respond retort reveal
        say signal state stress suggest tell testify tweet voice warn write""",
    SpeechAct.DENIED: "contradict deny disavow dismiss dispute rebut refute reject",
    SpeechAct.NOT_SAID: "decline refuse",
    SpeechAct.PROMISED: "guarantee pledge promise swear vow",
    SpeechAct.ORDERED: "command demand instruct order urge",
    SpeechAct.ASKED: "ask enquire inquire question wonder",
}
REPORTING_VERBS = {lemma: act for act, lemmas in LEMMAS.items() for lemma in lemmas.split()}
PAST = {
    "say": "said",
    "tell": "told",
    "write": "wrote",
    "read": "read",
    "swear": "swore|sworn",
    "speak": "spoke|spoken",
}


def inflected(verb: str) -> str:
    """Return a pattern of a verb's forms."""
    past = PAST.get(verb)
    if past:
        return rf"{verb}s?|{past}|{verb.removesuffix('e')}ing"
    if verb.endswith("y") and verb[-2] not in "aeo":
        return rf"{verb}|{verb[:-1]}ie[sd]|{verb}ing"
    return rf"{verb}(?:s|es)?|{verb.removesuffix('e')}(?:ed|{verb[-1]}ed|ing|{verb[-1]}ing)"


def any_form(verbs: list[str]) -> str:
    """Return a pattern of one of the forms of some verbs."""
    return rf"\b(?:{'|'.join(inflected(verb) for verb in verbs)})\b"


CUE = any_form(list(REPORTING_VERBS))
