"""A cue -> what it does with its content: say, deny, not say, ask, order or promise.  Pure.

A negation counts for what it governs: "did not say" says nothing, "did not fail to say" says something, "did not
believe" denies, and "was not optimistic" is neither.
"""

from __future__ import annotations

import re

from index.models import SpeechAct
from index.text.reporting_verbs import LEMMAS, REPORTING_VERBS, any_form

# Beside the reporting verbs, what somebody does who tells something: not to do it is not to say.
TELLING_VERBS = """accuse address apologize apologise assail attack blame clarify corroborate comment commit define
    detail discuss elaborate endorse expand give identify interview name offer provide release rule share specify speak
    speculate talk weigh"""
TELLING = any_form(
    TELLING_VERBS.split()
    + [verb for verb, act in REPORTING_VERBS.items() if act is not SpeechAct.NOT_SAID and verb != "request"]
)
BELIEVING = r"(?:thinks?|thought|believe[sd]?|agree[sd]?|accept(?:s|ed)?|buys?|bought)"
NEGATOR = r"(?:\b(?:not|never|cannot|neither|nor)\b|n[’']t\b)"
# Words between a negator and the verb that it governs: auxiliaries, adverbs, verbs of will and power.
LIGHT = r"""(?:\s(?:\w+ly|yet|ever|even|so|far|also|quite|to|be|been|have|has|had|being|going|want|wanted|wish|willing
    |able|ready|prepared|inclined|allowed|dare|care|bother|at|all|once|in|position|a|or|and|come|out|explain|confirm
    |say))"""
IDENTIFIED = re.compile(
    r"\b(?:declin|refus|ask|request|insist)(?:e|es|ed|ing|s)?(?: on| that \w+)? (?:not )?(?:to )?(?:be|being) "
    r"(?:identified|named|quoted)\b",
    re.IGNORECASE,
)
# Two negations assert: "could not resist saying", "did not hesitate to call".
ASSERTED = re.compile(
    rf"""{NEGATOR}\s(?:\w+ly\s|even\s|have\s|be\s|been\s)*
    (?:resist|help|hesitat|fail|tire|tiring|shy|refus|declin|avoid|refrain|neglect|forget|forgot|stop(?!\sto\b)|mince|
       hold(?:ing)?\sback|only|just|merely|simply|least)\w*""",
    re.IGNORECASE | re.VERBOSE,
)
UNDENIED = re.compile(
    rf"{NEGATOR}{LIGHT}{{0,4}}\s{any_form(LEMMAS[SpeechAct.DENIED].split())}", re.IGNORECASE | re.VERBOSE
)
DISBELIEVED = re.compile(rf"{NEGATOR}{LIGHT}{{0,3}}\s{BELIEVING}\b", re.IGNORECASE | re.VERBOSE)
UNSAID = re.compile(
    rf"""{NEGATOR}{LIGHT}{{0,4}}\s(?:{TELLING}|(?:make|made|take|took|return|stop)\b)   # "did not immediately respond"
    |{NEGATOR}$                                                                         # "did not", "would not"
    |\b(?:declin|refus|fail|neglect|omit|forg[eo]t|un(?:able|willing)|reluctan|demurr)\w*\s(?:\w+\s){{0,2}}?
        to\s(?:\w+ly\s|even\s|be\s)?(?:{TELLING})
    |\b(?:avoid|refrain|stop|stopped|stopping)\w*\s(?:short\s)?(?:of\s|from\s)?(?:\w+ly\s)?(?={TELLING})\w+ing\b
    |\bavoid\w*\s(?:\w+\s){{0,2}}?(?:criticism|discussion|mention|reference)\b
    |\bunconfirmed\b|\bstop\w*\sshort\b
    |\bno\s(?:\w+\s)?(?:comment|mention|reference|response|reply|answers?|statement|details|word|explanation)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
WITHOUT = re.compile(rf"\bwithout\s(?:\w+ly\s|even\s)?(?={TELLING})\w+ing\b", re.IGNORECASE)
# A refusal without what is refused: it stands behind the cue, or is the content.
REFUSED = re.compile(r"\b(?:declin|refus)(?:e|es|ed|ing|als?)(?P<to> to)?$", re.IGNORECASE)
REFUSED_DEED = re.compile(rf"\s*to\s(?:\w+ly\s|even\s|be\s)?(?!(?:{TELLING}))\w+", re.IGNORECASE)
REFUSED_MORE = re.compile(r"\b(?:declin|refus)\w*\sto\b", re.IGNORECASE)
DENIED = re.compile(
    rf"""(?<!\ba\s)(?<!\bthe\s)(?<!\bthis\s)(?<!\bof\s)(?:{any_form(LEMMAS[SpeechAct.DENIED].split())})
    |\b(?:denial|rejection|dismissal|refutation|rebuttal|contradiction)s?\b""",
    re.IGNORECASE | re.VERBOSE,
)
# "dismissed Berg as a clown" says something of Berg; "denied him bail" says nothing.
OBJECTS = r"(?:him|her|them|us|me|you)\b"
CALLED = re.compile(rf"\s*(?:{OBJECTS}|(?:[A-Z][\w’'.-]*\s)+?)\s?as\s|\s*as\s")
WITHHELD = re.compile(rf"\s*(?:{OBJECTS}|entry|access|bail|permission|parole|tenure|service|a visa)\b", re.IGNORECASE)
OTHER_ACTS = [
    (
        SpeechAct.PROMISED,
        re.compile(any_form(LEMMAS[SpeechAct.PROMISED].split()), re.IGNORECASE),
    ),
    (
        SpeechAct.ORDERED,
        re.compile(
            rf"(?<!\bin )(?<!\band )(?:{any_form(LEMMAS[SpeechAct.ORDERED].split())})|\bcall(?:s|ed|ing)? (?:on|for)\b",
            re.IGNORECASE,
        ),
    ),
    (
        SpeechAct.ASKED,
        re.compile(
            rf"(?<!\bno )(?<!\bwithout )(?<!\bbeyond )(?<!\blittle )(?:{any_form(LEMMAS[SpeechAct.ASKED].split())})"
            r"|\b(?:inquir|enquir)(?:y|ies)\b",
            re.IGNORECASE,
        ),
    ),
]


def find_speech_act(cue: str, behind: str = "") -> SpeechAct:
    """Return the speech act of a cue, with the words between it and its source, and the words `behind` it where they
    are known; SAID where none other shows.
    """
    words = IDENTIFIED.sub("", cue).rstrip()
    if ASSERTED.search(words):
        return SpeechAct.SAID
    if UNDENIED.search(words):
        return SpeechAct.NOT_SAID
    if DISBELIEVED.search(words):
        return SpeechAct.DENIED
    without = WITHOUT.search(words)
    if UNSAID.search(words) or (without and not re.search(TELLING, words[: without.start()], re.IGNORECASE)):
        return SpeechAct.NOT_SAID
    if refused := REFUSED.search(words):
        return SpeechAct.SAID if REFUSED_DEED.match((refused["to"] or "") + behind) else SpeechAct.NOT_SAID
    if REFUSED_MORE.search(words):
        return SpeechAct.SAID
    if denied := DENIED.search(words):
        verb = denied.group().casefold()
        is_other = (verb.startswith("dismiss") and CALLED.match(behind)) or (
            verb.startswith(("deny", "deni")) and WITHHELD.match(behind)
        )
        return SpeechAct.SAID if is_other else SpeechAct.DENIED
    return next((act for act, pattern in OTHER_ACTS if pattern.search(words)), SpeechAct.SAID)
