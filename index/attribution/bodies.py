"""A noun such as "the company" -> the body that it stands for.  Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from index.models import Span
from index.text.lexicons import ORGANIZATION_NOUNS
from index.text.names import ORGANIZATION, normalize_token, without_article

# What a body is called once it is named, and the words in the names of bodies that are called so.
KINDS_OF_BODY = tuple(
    (frozenset(called.split()), frozenset(nouns.split()))
    for called, nouns in (
        ("company corporation firm maker", "company corporation"),
        (
            "magazine network newspaper outlet paper tabloid",
            "gazette herald journal magazine network news newspaper post press times tribune",
        ),
        ("agency", "administration agency authority bureau commission department ministry office service"),
        (
            "center centre group institution organization",
            """academy alliance association center centre coalition committee council federation foundation fund group
            institute league movement museum organization society union""",
        ),
    )
)
# Called by their own noun alone: "the council".
OWN_NOUNS = frozenset(
    """association bank board bureau coalition commission committee council court department federation foundation
    institute league ministry museum society union university""".split()
)
BODY_NOUN = rf"(?:{ORGANIZATION}|giant|firm|maker|outlet|tabloid)"
CALLED_BEFORE = re.compile(rf"\b{BODY_NOUN} $")  # "the oil giant Salmo Oil"
# "Salmo Shipping, the parent company of", "Salmo magazine"
CALLED_BEHIND = re.compile(rf"(?:, (?:an?|the)(?: [a-z-]+){{0,3}}?)? {BODY_NOUN}\b")
LONGEST_NOUN = 30  # characters before a name in which what it is called stands
ACRONYM = re.compile(r"(?!GOP$)[A-Z]{3,6}")


def last_body(
    noun: str,
    named: Iterable[re.Match[str]],
    spoke: Sequence[tuple[Span, str]],
    is_person: Callable[[str], bool],
) -> str:
    """Return the last body that can be called by a noun, of the names in a text and of its speakers, who are given by
    their sources; '' if there is none.
    """
    kind = next((nouns for called, nouns in KINDS_OF_BODY if noun in called), None)
    if kind is None and noun not in OWN_NOUNS:
        return ""
    nouns = kind or {noun}
    speakers = {source: who for source, who in spoke if who[:1].isupper() and not is_person(who)}
    bodies = [(source[0], who) for source, who in speakers.items() if fits(who, nouns, kind is not None)]
    for match in named:
        name = without_article(match.group())
        is_speaker = any(first <= match.start() < last for first, last in speakers)
        is_described = kind is not None and is_called_body(match) and not is_person(name)
        if not is_speaker and fits(name, nouns, is_described):
            bodies.append((match.start(), name))
    return max(bodies, default=(0, ""))[1]


def fits(name: str, nouns: Collection[str], is_described: bool) -> bool:
    """Return True if one of some nouns stands in a body's name beside another word; of a name without any noun for a
    body, whether the text describes it as one.
    """
    words = set(map(normalize_token, name.split()))
    if words.isdisjoint(ORGANIZATION_NOUNS):
        return is_described
    return not (words.isdisjoint(nouns) or words <= ORGANIZATION_NOUNS)


def is_called_body(name: re.Match[str]) -> bool:
    """Return True if a name in a text is an acronym, or the words beside it call it a body."""
    text, (start, end) = name.string, name.span()
    before = CALLED_BEFORE.search(text, max(0, start - LONGEST_NOUN), start)
    return (
        ACRONYM.fullmatch(name.group()) is not None or before is not None or CALLED_BEHIND.match(text, end) is not None
    )
