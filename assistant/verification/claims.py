"""What a written sentence claims: whom it gives its words to, which words it asserts and which it negates.  Pure.

A sentence is read with its quotations masked, so that no word of a quotation is taken for the writer's.  The reading
is made to refuse rather than to trust: where it errs, a right sentence is lost, not a wrong one kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from index import (
    CUE,
    FUNCTION_WORDS,
    HONORIFICS,
    NAME_SEQUENCE,
    PRONOUNS,
    STOP_WORDS,
    SpeakerIndex,
    name_words,
    normalize_token,
    strip_titles,
)

# Verbs of saying beyond the index's cues, and those that make somebody's mind known.
VERB = re.compile(
    rf"{CUE}|\b(?:thinks?|thought|wants?|wanted|hopes?|hoped|expects?|expected|threaten(?:s|ed)|refuse[sd]?|tells?|told|"
    r"rul(?:es|ed) out|vow(?:s|ed)|speaks?|spoke|plans?|planned|intends?|intended)\b"
)
AUXILIARY = re.compile(r"(?:\b(?:did|does|do|has|have|had|is|was|will|would|could|not|never)|n[’'`]t)\s+(?:\w+ly\s+)?$")
FINITE = re.compile(r"(?:ed|s|said|told|wrote|read|thought|spoke)$")
# What may stand between a subject and its verb.
BETWEEN = re.compile(
    r"(?:\s+(?:\w+ly|also|both|then|later|again|once|further|himself|herself|has|had|have|did|does|not|never|is|was))*\s+"
)
BEFORE_OBJECT = re.compile(
    r"\b(?:to|with|by|of|from|for|in|on|at|about|against|after|before|near|towards?|than|like|between)"
    rf"\s+(?:the\s+)?(?:[a-z]+\s+)?$|(?:{VERB.pattern})\s+(?:the\s+)?$"
)
BEHIND = re.compile(r"\s+(?:by\s+)?(?:the\s+)?(?:[a-z]+\s+){0,2}$")
NAMED_OTHERWISE = re.compile(r"(?P<according>\b[Aa]ccording to (?:the )?(?:[a-z]+ ){0,2}$)|(?P<by>\bby (?:the )?$)")
OWNED = re.compile(
    r"[’']s?\s+(?:own\s+)?(?:\w+\s+)?(?:words?|statements?|remarks?|comments?|views?|positions?|claims?|answers?|account|opinion)\b"
)
PHRASE_BEFORE_VERB = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts)\s+((?:[\w’'-]+\s+){0,3}[\w’'-]+)$")

NEGATOR = re.compile(
    r"\b(?:not(?! only)|never|no|none|nobody|nothing|nor|neither|without|cannot|den(?:y|ie[sd]|ying|ial)|refus\w+|"
    r"reject\w*|declin\w+|rul(?:e[sd]?|ing) out|fail(?:s|ed|ing)?)\b|n[’'`]t\b",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(
    r"[,;.!?()—–]|:(?=\s*[“\"«„‘'])|\b(?:but|although|while|whereas|because|since|however|though)\b"
)
TOKEN = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
AMOUNT = re.compile(
    r"\b(?:all|every|none|most|few|several|half|twice|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"(?:dozen|hundred|thousand|million|billion)s?)\b",
    re.IGNORECASE,
)
ENDINGS = "ations ation ments ment ingly ings ing ies ied edly ed es ly s e y"  # the longest first
SUFFIXES = ENDINGS.split()
# Words that claim nothing.  "Against" claims something: it turns a meaning round.
STOPWORDS = (
    FUNCTION_WORDS
    | PRONOUNS
    | STOP_WORDS
    | frozenset(
        """across around away concerning done itself making much part regarding see seen set themselves toward towards
    upon use used via way well whether whose within response article articles evidence quote quoted passage statement
    statements remark remarks comment comments word words tell tells""".split()
    )
) - {"against"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody to whom a sentence gives words: where, and under which name's words or which role.

    Both are empty for a pronoun, which stands for whoever was last spoken of.
    """

    start: int
    name: tuple[str, ...] = ()
    role: str = ""


def subjects(sentence: str, known: Collection[str]) -> list[Subject]:
    """Those to whom a sentence gives words or a mind, in order; with no verb of that kind, whoever it names first.

    `sentence` has its quotations masked; `known` holds the folded last words of the speakers' names.
    """
    names = [
        (match.start(), match.end(), strip_titles(match.group().split(" ")))
        for match in NAME_SEQUENCE.finditer(sentence)
    ]
    names = [name for name in names if name[2] and not all(normalize_token(word) in HONORIFICS for word in name[2])]
    found: dict[int, Subject] = {}
    for start, end, words in names:
        heads_line = re.match(r"\s*[:—–]", sentence[end:]) and not sentence[:start].strip(" -")
        owned = OWNED.match(sentence, _stem_end(sentence, start, end))
        if heads_line or owned or NAMED_OTHERWISE.search(sentence[:start]):
            found[start] = Subject(start, words)
    for verb in VERB.finditer(sentence):
        if FINITE.search(verb.group()) or AUXILIARY.search(sentence[: verb.start()]):
            for subject in _of_verb(sentence, verb, names, known):
                found.setdefault(subject.start, subject)
    if not found:
        firsts = [name for name in names if _is_known(name[2], known) and not BEFORE_OBJECT.search(sentence[: name[0]])]
        found = {start: Subject(start, words) for start, _, words in firsts[:1]}
    return [found[start] for start in sorted(found)]


def _of_verb(
    sentence: str, verb: re.Match[str], names: list[tuple[int, int, tuple[str, ...]]], known: Collection[str]
) -> list[Subject]:
    """Whoever says what one verb says; two where they are joined by "and"."""
    quoted_before = sentence[: verb.start()].rstrip(" ,")[-1:] in ("", "”")
    if quoted_before:  # “...,” said X
        for start, _, words in names:
            if start > verb.end() and BEHIND.fullmatch(sentence, verb.end(), start):
                return [Subject(start, words)]
    opening = max(sentence.rfind(stop, 0, verb.start()) for stop in (";", ". ")) + 1
    before = [name for name in names if opening <= name[0] and name[1] <= verb.start()]
    before = [name for name in before if not BEFORE_OBJECT.search(sentence[: name[0]])]
    last = next(
        (
            name
            for name in reversed(before)
            if _is_known(name[2], known) or BETWEEN.fullmatch(sentence, name[1], verb.start())
        ),
        None,
    )
    role = PHRASE_BEFORE_VERB.search(BETWEEN.sub(" ", sentence[opening : verb.start()]).rstrip())
    if role and not STOPWORDS.intersection(role[1].casefold().split()) and not _apposition(sentence, last):
        return [Subject(opening + role.start(), role=role[1])]
    if last is None:
        return [Subject(verb.start())]
    joined = [
        name for name in before if name[1] < last[0] and re.fullmatch(r"\s*,?\s*and\s+", sentence[name[1] : last[0]])
    ]
    return [Subject(start, words) for start, _, words in (*joined, last)]


def _apposition(sentence: str, name: tuple[int, int, tuple[str, ...]] | None) -> bool:
    """Whether a role stands behind a name to explain it: "Putin, the Russian president, said"."""
    return name is not None and sentence[name[1] :].lstrip().startswith(",")


def _stem_end(sentence: str, start: int, end: int) -> int:
    """Where a name ends without its possessive."""
    possessive = re.search(r"[’']s?$", sentence[start:end])
    return start + possessive.start() if possessive else end


def _is_known(words: Iterable[str], known: Collection[str]) -> bool:
    return any(normalize_token(word) in known for word in words)


def is_speaker(name: Sequence[str], speaker: str, speakers: SpeakerIndex) -> bool:
    """Whether a name in a draft means a speaker: by what the index knows, as in a question; else by its words."""
    if speaker in speakers.counts and (link := speakers.link(" ".join(name))):
        return speaker in link
    ours, theirs = [normalize_token(word) for word in name], list(name_words(speaker))
    if not ours or not theirs:
        return False
    if len(ours) == 1 or len(theirs) == 1:
        return any(alike(ours[-1], word) for word in theirs) or any(alike(word, theirs[-1]) for word in ours)
    return alike(ours[-1], theirs[-1]) and alike(ours[0], theirs[0])


def alike(one: str, other: str) -> bool:
    """Whether two words of names are one, spelled otherwise at most (Zelensky, Zelenskyy)."""
    return one == other or (min(len(one), len(other)) > 4 and one[0] == other[0] and fuzz.ratio(one, other) >= 85)


def names_in(sentence: str) -> list[str]:
    """The folded words of the names in a sentence; its first word counts only within a name of several words."""
    words: list[str] = []
    for match in NAME_SEQUENCE.finditer(sentence):
        name = strip_titles(match.group().split(" "))
        if match.start() <= len(sentence) - len(sentence.lstrip()) and name and re.search(r"(?:ing|ed|ly)$", name[0]):
            name = name[1:]  # "Asked", "Regarding", "Notably" at the beginning
        words += [normalize_token(word) for word in name if normalize_token(word) not in HONORIFICS]
    return words


def numbers_in(text: str) -> set[str]:
    """The numbers of a text, without separators of thousands and leading zeros, and its words for amounts."""
    digits = {number.replace(",", "").lstrip("0") or "0" for number in NUMBER.findall(text)}
    return digits | {amount.casefold().removesuffix("s") for amount in AMOUNT.findall(text)}


def content_words(text: str) -> list[str]:
    """The stems of what a text is about: neither its names and numbers, nor words of saying, nor small words."""
    return [
        stem(word)
        for word in TOKEN.findall(text)
        if word[0].islower()
        and len(word) > 2
        and word.casefold() not in STOPWORDS
        and not VERB.fullmatch(word)
        and not NEGATOR.fullmatch(word)
    ]


def stem(word: str) -> str:
    """A word without its English ending, so that advance, advances, advancing and advanced are one."""
    word = normalize_token(word)
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def polarity(text: str) -> dict[str, set[bool]]:
    """For each stem of a text, whether it is negated: by an odd number of negators before it in its clause.

    Two make an assertion ("did not deny"), or nearly so; a stem that stands in both ways has both.  Names have none.
    """
    found: dict[str, set[bool]] = defaultdict(set)
    start = 0
    for clause_end in [*(match.end() for match in CLAUSE_END.finditer(text)), len(text)]:
        clause = text[start:clause_end]
        negators = [match.end() for match in NEGATOR.finditer(clause)]
        for token in TOKEN.finditer(clause):
            word = token.group()
            if word[0].islower() and len(word) > 2 and word not in STOPWORDS and not NEGATOR.fullmatch(word):
                found[stem(word)].add(sum(end <= token.start() for end in negators) % 2 == 1)
        start = clause_end
    return found
