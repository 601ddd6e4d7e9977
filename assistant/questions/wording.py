"""A question in the words that people type -> in those that are read: “how come” as “why”, “hit back” as “respond”.

Pure.  A wording that differs in its words alone stands here, once; what differs in its form has a reader in kinds.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.questions.lexicon import KNOWN
from assistant.questions.patterns import ARTICLE
from index import FUNCTION_WORDS, KIN_NOUNS

Wording = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

NAME = r"(?-i:[A-Z])\S*(?: (?-i:[A-Z])\S*)*"
SUBJECT = rf"(?:(?:the|a|an|his|her|their) .+?|{NAME}|he|she|they)"
VERB = r"(?:(?:has|have|had|was|were|is|are|will|would|did) )?\w+"


def wordings(*pairs: tuple[str, str | Callable[[re.Match[str]], str]]) -> tuple[Wording, ...]:
    """Compile pairs of a pattern, in which the case of letters does not count, and what is written for it."""
    return tuple((re.compile(pattern, re.IGNORECASE), written) for pattern, written in pairs)


def owner(name: str) -> str:
    """Return a name with the mark of what is its bearer's behind it; "The" and "Which" as they are."""
    return f"{name} " if name.split()[-1].casefold() in KNOWN | FUNCTION_WORDS else f"{name}'s "


STATES = {
    "nc": "North Carolina", "nd": "North Dakota", "nh": "New Hampshire", "nj": "New Jersey", "nm": "New Mexico",
    "ny": "New York", "sc": "South Carolina", "sd": "South Dakota", "wv": "West Virginia",
}  # fmt: skip
SPELLED = wordings(
    # "whats anna berg think of it"
    (r"\b(what|where|why|how)(?:[’']s|s) (?=(?:[^\W\d_]\S* ){1,3}(?:think|want|mean|feel|say)\b)", r"\1 does "),
    (r"\b(who|what|where|when|how|why)(?:[’']s|s)(?= )", r"\1 is"),
    (r"\b(who|what|where|when|how|why)(?:[’']re|re)(?= )", r"\1 are"),
    (r"\b(what|where|when|how|why)[’']d(?= )", r"\1 did"),
    (r"\bhow come (?=\w)", "why "),
    # "what did Berg and Salo each say", "what about Berg specifically"
    (r"(?<=\w) (?:each|both)(?= (?:say|said|think|thought|want|wanted|feel|felt|claim|believe|respond|react)\b)", ""),
    (r"(?<=\w),? (?:specifically|in particular|exactly|precisely)(?=[?!. ]*$)", ""),
    (r",? according to (?:him|her|it|them)sel(?:f|ves)$", ""),
    (r"\bex[- ](?=\w)", "former "),
    (r"\bscotus\b", "the Supreme Court"),
    (rf"(?-i:\b(?:{'|'.join(STATES)})\b)", lambda match: STATES[match.group()]),  # in lower case: no "NY Daily News"
)
READ = wordings(
    (r"\b(?:have|has|had|got) to (?=say\b|tell\b)", ""),
    (r"^(?:in|on|at|by|to|from|for|with) (?=(?:which|what|whom|where|when)\b)", ""),
    (r"^(?:is|are|was|were) (.+?) of the (?:opinion|view|belief) that ", r"does \1 think that "),
    # "how did she hit back at Berg", "how did she take it": how she responded
    (
        r"\b(?:hit(?:s|ting)?|fir(?:e[sd]?|ing)|push(?:e[sd]|ing)?|str(?:ikes?|uck)|shoots?|shot|snap(?:s|ped)?) back"
        r"(?P<at> (?:at|on|against|to))?\b",
        lambda match: "respond to" if match["at"] else "respond",
    ),
    (
        r"(?<=\bhow )(?P<who>(?:did|does|has|have) .+? )(?:takes?|took|taken) (?:it|that|this|the news)(?=[ ?!.]*$)",
        r"\g<who>respond",
    ),
    # "what did anna berg husband say"
    (rf"\b({NAME})(?<![’'])(?<![’']s) (?=(?-i:{'|'.join(sorted(KIN_NOUNS))})\b)", lambda match: owner(match[1])),
    # "does the article say that Berg resigned", "was it Berg who resigned", "was it Salo that Berg called a liar"
    (
        rf"^(?:does|do|did) (?:the |this |any |your )*{ARTICLE} (?:say|mention|claim|report|tell)(?: us)?(?: that)? ",
        "is it true that ",
    ),
    (
        rf"^(?:is|was) it (?P<whom>{NAME}) (?:who|whom|that) (?P<subject>{SUBJECT}) (?P<verb>{VERB})\b",
        r"is it true that \g<subject> \g<verb> \g<whom>",
    ),
    (rf"^(?:is|was) it (?P<who>{NAME}) (?:who|that) ", r"is it true that \g<who> "),
)


def spelled_out(text: str) -> str:
    """Return a question with its short forms written in full: "why'd she go" as "why did she go"."""
    return replaced(text, SPELLED)


def as_read(text: str) -> str:
    """Return one question's clause in the words that its readers know."""
    return replaced(text, READ)


def replaced(text: str, table: tuple[Wording, ...]) -> str:
    """Return a text in which each wording of a table is replaced, one after the other."""
    for pattern, written in table:
        text = pattern.sub(written, text)
    return text
