"""What a written sentence claims: whom it gives its words to, which words it asserts and which it negates.

Whom it gives words to is found by the index's tagger, which reads the sentence as it reads the articles.
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
    ORGANIZATION_NOUNS,
    PRONOUNS,
    STOP_WORDS,
    Span,
    SpeakerIndex,
    name_words,
    normalize_token,
    stem,
    strip_titles,
    tag_sentence,
)

REPORTING_VERB = re.compile(CUE)
ARTICLE_OR_BOTH = re.compile(r"(?:(?:both|the|an?|his|her|their|its)\s+)+", re.IGNORECASE)
CONJUNCTION = re.compile(r"\s*,?\s+and\s+(?:the\s+)?")

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


def find_subjects(sentence: str, masked: str, known: Collection[str]) -> list[Subject]:
    """Return those to whom a sentence gives words, in order; without any, the first speaker whom it names.

    `masked` is the sentence with its quotations and markers hidden: whoever is named in a quotation is not looked for.
    `known` holds the normalized last words of the speakers' names.
    """
    spans = sorted({source for attribution in tag_sentence(sentence) for source in attribution.source})
    subjects = [subject for span in spans if "·" not in masked[slice(*span)] for subject in read_source(sentence, span)]
    if subjects:
        return subjects
    names = ((match.start(), strip_titles(match.group().split(" "))) for match in NAME_SEQUENCE.finditer(masked))
    return [Subject(start, words) for start, words in names if _is_known(words, known)][:1]


def read_source(sentence: str, span: Span) -> list[Subject]:
    """Return whom a source names: several joined by "and", a role without a name, or nobody for a pronoun."""
    start, end = span
    comma = sentence.find(",", start, end)
    phrase = sentence[start : comma if comma > 0 else end].rstrip()
    opening = ARTICLE_OR_BOTH.match(phrase)
    begin = opening.end() if opening else 0
    words = phrase[begin:].split()
    if not words or all(normalize_token(word) in PRONOUNS for word in words):
        return [Subject(start)]
    parts = CONJUNCTION.split(phrase[begin:])
    organization = not ORGANIZATION_NOUNS.isdisjoint(map(normalize_token, words))
    if len(parts) > 1 and not organization and all(part[:1].isupper() for part in parts):
        return [Subject(start + phrase.find(part, begin), tuple(part.split())) for part in parts]
    name = words
    while name and name[0][0].islower():
        name = name[1:]  # military correspondent Ada Holm
    if not name:
        return [Subject(start, role=" ".join(words))]
    if name[-1][0].isupper() and not organization:
        runs = list(NAME_SEQUENCE.finditer(phrase[begin:]))
        name = list(strip_titles(runs[-1].group().split(" "))) if runs else name
        if not name:
            return [Subject(start, role=" ".join(words))]
    return [Subject(start, tuple(name))]


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
        stem(normalize_token(word))
        for word in TOKEN.findall(text)
        if word[0].islower()
        and len(word) > 2
        and word.casefold() not in STOPWORDS
        and not REPORTING_VERB.fullmatch(word)
        and not NEGATOR.fullmatch(word)
    ]


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
                found[stem(normalize_token(word))].add(sum(end <= token.start() for end in negators) % 2 == 1)
        start = clause_end
    return found
