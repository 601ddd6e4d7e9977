"""Words that describe a speaker ("the head of the harbour", "detectives") -> who is introduced so.

A role, a kinship or a group in a question is met by the words in which an article introduces somebody: what stands
before the name and, behind a comma, after it.  Whoever is introduced so once is the same person in all of the article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.questions.lexicon import GROUPS, MEMBERS, OFFICES, SOMEBODY
from assistant.questions.names import WORD
from assistant.questions.roles import akin
from index import (
    FULL_TITLES,
    FUNCTION_WORDS,
    HONORIFICS,
    KIN_NOUNS,
    ORGANIZATION_NOUNS,
    ROLE_NOUNS,
    Article,
    IndexSnapshot,
    Statement,
    normalize_token,
)

AND = " and "
TITLE = 25  # characters before a name in which it stands what its bearer is
APPOSITION = re.compile(r", (?!who\b)[^,.;\n]{1,70}")
IN_GENERAL = re.compile(
    r"\b(attorney|consul|director|inspector|postmaster|secretary|solicitor|surgeon)[ -]general\b", re.IGNORECASE
)
SENTENCE_END = re.compile(r"\n|[.!?][”\"’']*\s(?=[“\"‘']?[A-Z])")
COMPLEMENT = re.compile(r" (?:of|for|at|from|in|with) ")
OFFICERS = (
    "spokesman|spokeswoman|spokesperson|press secretary|campaign|administration|office|government|manager|adviser|aide"
    "|lawyer|attorney|executive|head|director|officer|editor|team|ministry|chairman|chairwoman|MP|Party|leader|senator"
    "|researcher|representative"
)


@dataclass(frozen=True, slots=True)
class Description:
    """What a question calls somebody: the nouns of which one has to be theirs, and the other words, normalized."""

    nouns: frozenset[str]
    others: tuple[str, ...]

    @classmethod
    def read(cls, text: str, *, bodies: bool = False) -> Description | None:
        """Return the description that some words are, with `bodies` also of a body: "the ministry"; None for a name."""
        head, *rest = COMPLEMENT.split(text.casefold(), maxsplit=1)
        words = [normalize_token(word) for word in WORD.findall(head)]
        words = [word for word in words if word not in FUNCTION_WORDS]
        known = ROLE_NOUNS | HONORIFICS | KIN_NOUNS | GROUPS | SOMEBODY | OFFICES
        known |= ORGANIZATION_NOUNS if bodies else frozenset()
        noun = words[-1] if words else ""  # "Judge Anna Berg" is a name
        if {noun, noun.removesuffix("s")}.isdisjoint(known):
            return None
        behind = [normalize_token(word) for word in WORD.findall(" ".join(rest))]
        others = [word for word in (*words, *behind) if word != noun and word not in FUNCTION_WORDS]
        nouns = MEMBERS.get(noun, noun if noun in known - GROUPS else noun.removesuffix("s")).split()
        return cls(frozenset(nouns), tuple(others))

    def fits(self, introduction: str) -> int | None:
        """Return how many of the other words an introduction has, one less if it has none of the nouns but all of them
        ("the defence QC" for "the defence lawyer"); None if it has neither, or says nothing of a kinship asked for.
        """
        words = {normalize_token(word) for word in WORD.findall(IN_GENERAL.sub(r"\1", introduction))}
        shared = sum(any(akin(other, word) for word in words) for other in self.others)
        forms = words | {word.removesuffix("s") for word in words} | {FULL_TITLES.get(word, "") for word in words}
        if not self.nouns.isdisjoint(forms) or (shared and not self.nouns.isdisjoint(SOMEBODY)):
            return shared
        return shared - 1 if shared and shared == len(self.others) and not self.is_kin else None

    @property
    def is_kin(self) -> bool:
        return not self.nouns.isdisjoint(KIN_NOUNS)


def introduction(article: Article, statement: Statement) -> str:
    """Return the name of who makes a statement with what tells what they are; empty without a name.

    Of several who are named together it is the part with their name: "Mayor Anna Berg and | Judge Eero Salo".
    """
    span, text = statement.speaker_span, article.text
    if span is None:
        return ""
    start, end = span
    first = max(0, start - TITLE)
    name = text.find(statement.speaker.split()[-1], start, end) if statement.speaker else -1
    if name >= 0 and (joint := text.rfind(AND, start, name)) >= 0:
        first = start = joint + len(AND)
    if name >= 0 and (joint := text.find(AND, name, end)) >= 0:
        end = joint
    behind = APPOSITION.match(text, end)
    before = SENTENCE_END.split(text[first : start + 1])[-1]  # with the name's first letter
    return before + text[start + 1 : behind.end() if behind else end]


def described_speakers(
    description: Description, ids: Iterable[str], snapshot: IndexSnapshot, *, anyhow: bool = False
) -> dict[str, set[str]]:
    """Return by article who is introduced as described: those whose introductions have most of the other words.

    At least one of these words has to be met, unless nobody else is introduced so, or `anyhow`.
    """
    found: dict[tuple[str, str], int] = {}
    for article in snapshot.articles_with_text(list(ids)).values():
        for statement in snapshot.statements_in(article.id):
            shared = description.fits(introduction(article, statement)) if statement.speaker else None
            if shared is not None:
                key = article.id, statement.speaker
                found[key] = max(shared, found.get(key, 0))
    most = max(found.values(), default=0)
    is_met = most > 0 or not description.others or anyhow
    by_article: dict[str, set[str]] = defaultdict(set)
    for (article_id, speaker), shared in found.items():
        if shared == most and (is_met or (len(found) == 1 and not description.is_kin)):
            by_article[article_id].add(speaker)
    return dict(by_article)


def speaks_for(name: str, speaker: str, introduced: str) -> bool:
    """Return True if somebody is introduced as an officer, a spokesman or a body of whom a name is: "Berg's lawyer",
    "head of the port at Salmo Shipping", "the Berg campaign".
    """
    last = re.escape(name.split()[-1].removesuffix("s")) + "s?"  # the Greens are the Green Party
    text = f"{speaker}\n{introduced}"
    owned = rf"\b{last}(?:[’']s?)?(?: [\w-]+){{0,3}}? (?:{OFFICERS})\b"
    serving = rf"\b(?:{OFFICERS})\b(?: [\w’'-]+){{0,6}}? (?:for|of|at|to|with) (?:[\w’'.-]+ ){{0,4}}?{last}\b"
    return re.search(owned, text) is not None or re.search(serving, text) is not None
