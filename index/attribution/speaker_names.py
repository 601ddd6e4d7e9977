"""What a statement's speaker is called: somebody's name or description, or nothing where it is nobody's.  Pure."""

from __future__ import annotations

import re

from index.attribution.entities import EntityTable
from index.text.lexicons import FUNCTION_WORDS, MONTHS, ORGANIZATION_NOUNS, PRONOUNS, ROLE_NOUNS, WEEKDAYS
from index.text.names import normalize_token

SOFT_HYPHEN = "\u00ad"  # which a source may have put into a name, and which nobody sees
LONGEST_ABBREVIATION = 5  # characters with the full stop: "Corp."; behind a longer word it ends the sentence
NOT = re.compile(r"^\w+n[’']t\s", re.IGNORECASE)  # "Don't Republicans ..."
# Words in front of a name at the beginning of a sentence, which are no part of it.
LEADING = frozenset(
    """although amid among and as because besides but despite does did do given if like since so though unlike when
    where whether while why yet""".split()
)
TRAILING = WEEKDAYS | MONTHS | frozenset("and at by in of on or that the this to".split())
# Words behind a noun that begin what only says more of it: "the poll | out this week", "people | familiar with".
BEHIND_NOUN = re.compile(r"[a-z]{3,}ed|familiar|had|have|last|made|next|out|same|seen|taken|week|with|written|year")
AS_MANY = frozenset("few many much".split())  # "as many as a third of the voters"
QUANTITIES = frozenset("all any both dozens each every few half hundreds less least lot lots none nobody".split())
NO_NAMES = FUNCTION_WORDS | PRONOUNS | QUANTITIES | frozenset("jan feb mar apr aug sept oct nov dec".split())
PERSONAL = frozenset("i we you he she it they who whose that which what this there".split())


def speaker_name(name: str, entities: EntityTable) -> str:
    """Return a speaker's name or description without words that do not belong to it; '' if nobody is left."""
    words = NOT.sub("", name.replace(SOFT_HYPHEN, "")).split()
    while len(words) > 1 and normalize_token(words[0]) in LEADING and words[1] not in AS_MANY:
        words.pop(0)
    while len(words) > 1 and (normalize_token(words[-1]) in TRAILING or is_behind_noun(words)):
        words.pop()
    if words and words[-1].endswith(".") and len(words[-1]) > LONGEST_ABBREVIATION and words[-1].count(".") == 1:
        words[-1] = words[-1].rstrip(".")
    return " ".join(words) if is_somebody(words, entities) else ""


def is_behind_noun(words: list[str]) -> bool:
    """Return True if the last of some words only says more of a noun before it, and is not one with an article, a
    number or an adverb: "the accused", "those interviewed", "the newly elected".
    """
    before = normalize_token(words[-2])
    is_noun = before.isalpha() and before not in NO_NAMES and not before.endswith("ly")
    return is_noun and BEHIND_NOUN.fullmatch(words[-1]) is not None  # "Citizens United" has capitals


def is_somebody(words: list[str], entities: EntityTable) -> bool:
    """Return True if words can be a name or a description: no clause, more than function words and numbers, and not one
    word that only begins a sentence.
    """
    tokens = [normalize_token(word) for word in words]
    if not tokens or tokens[0] in PERSONAL:
        return False
    if all(token in NO_NAMES or len(token) < 2 or not re.search("[a-z]", token) for token in tokens):
        return False
    if len(words) > 1 or tokens[0].endswith("s") or tokens[0] in ROLE_NOUNS | ORGANIZATION_NOUNS:
        return True
    return not (words[0].istitle() and entities.is_plain_word(words[0])) or entities.find(words) is not None
