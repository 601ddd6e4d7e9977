"""What a written sentence claims: whom it gives its words to, which words it asserts and which it negates.

Whom it gives words to is found by the index's tagger, which reads the sentence as it reads the articles.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from index import (
    CUE,
    FUNCTION_WORDS,
    HONORIFICS,
    NAME_SEQUENCE,
    ORGANIZATION_NOUNS,
    PRONOUNS,
    ROLE_NOUNS,
    STOP_WORDS,
    Attribution,
    Span,
    SpeakerIndex,
    SpeechAct,
    find_speech_act,
    name_words,
    normalize_token,
    stem,
    strip_titles,
    tag_sentence,
)

REPORTING_VERB = re.compile(CUE)
ARTICLE_OR_BOTH = re.compile(r"(?:(?:both|the|an?|his|her|their|its)\s+)+", re.IGNORECASE)
CONJUNCTION = re.compile(r"\s*,?\s+and\s+(?:the\s+)?")

SECOND_PERSON = frozenset({"you", "yourself"})
# A conjunction, or a participle, that opens the clause before the main one.
SUBORDINATOR = re.compile(r"(?:^|\W)(?:after|before|while|when|as|although|though|once|since)$", re.IGNORECASE)
OWNED = re.compile(
    r"""(?P<name>[A-ZÀ-ÖØ-Þ][\w-]+(?:[ ][A-ZÀ-ÖØ-Þ][\w-]+)*)[’'`]s?[ ](?:own[ ])?(?:\w+[ ])?
        (?P<noun>words?|statements?|remarks?|comments?|views?|claims?|answers?|accounts?|opinion|predictions?|warnings?
                |assertions?|suggestions?|promises?|demands?|descriptions?)\b
    """,
    re.VERBOSE,
)

# What opens a sentence before the words that it gives somebody: "Ann Berg, the mayor, said:".
OPENING = re.compile(rf"[^:“”\"·]{{1,160}}?(?:(?P<colon>\s[a-z]\w*\s*:\s)|\s(?:{CUE})(?:,?\s*[“\"]|\s+that\b))")
BY_NAME = re.compile(rf"\bby (?:the )?(?P<name>{NAME_SEQUENCE.pattern})")

NEGATOR = re.compile(
    r"\b(?:not(?! only)|never|no|none|nobody|nothing|nor|neither|without|cannot|den(?:y|ie[sd]|ying|ial)|refus\w+|"
    r"reject\w*|declin\w+|rul(?:e[sd]?|ing) out|fail(?:s|ed|ing)? to)\b|n[’'`]t\b",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(
    r"[,;.!?()—–”»]|:(?=\s*[“\"«„‘'])|\b(?:but|although|while|whereas|because|since|however|though)\b"
)
TOKEN = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
AMOUNT = re.compile(
    r"\b(?:all|every|none|most|few|several|half|twice|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"(?:dozen|hundred|thousand|million|billion)s?)\b",
    re.IGNORECASE,
)
ASKING = re.compile(r"\b(?:ask\w*|question\w*|wonder\w*|whether|inquir\w+|enquir\w+)\b|\?")
DIRECTION = re.compile(
    r"\b(?P<way>(?:north|south)(?:[ -]?(?:east|west))?|east|west|cent(?:er|re|ral))(?:ern|ward|wards)?\b", re.IGNORECASE
)
CALENDAR = re.compile(rf"\b(?:{'|'.join([*calendar.day_name, *calendar.month_name[1:]])})\b")
# Words of which one turns the other round.
GENDERED = re.compile(r"\b(?:he|him|his|(?P<her>she|her|hers))\s+(?P<word>\w+)", re.IGNORECASE)
OPPOSITE_PAIRS = """right wrong, win lose, won lost, more less, more fewer, rise fall, increase decrease, up down,
    first last, old new, early late, open close, accept reject, support oppose, ally enemy, start stop, before after,
    high low, big small, large small, strong weak, true false, good bad, peace war, attack defend, advance retreat,
    success failure, succeed fail, friend enemy, safe dangerous, public secret, majority minority, guilty innocent,
    possible impossible, likely unlikely, give take, buy sell, allow forbid, faster slower, better worse, left right"""
OPPOSITES: dict[str, frozenset[str]] = {}
for _pair in OPPOSITE_PAIRS.split(","):
    _one, _other = map(stem, _pair.split())
    OPPOSITES[_one] = OPPOSITES.get(_one, frozenset()) | {_other}
    OPPOSITES[_other] = OPPOSITES.get(_other, frozenset()) | {_one}
# Words that claim nothing.  "Against" claims something: it turns a meaning round.
STOPWORDS = (
    FUNCTION_WORDS
    | PRONOUNS
    | STOP_WORDS
    | frozenset(
        """across addition aim around away came come comes coming contrast fact near
    purpose view views concerning done goal itself making much part regarding see seen set themselves toward towards
    upon use used via way well whether whose within response article articles evidence quote quoted passage statement
    statements remark remarks comment comments word words tell tells""".split()
    )
) - {"against"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody to whom a sentence gives words: by name, by role, or by a pronoun (then both are empty).

    `start` is where the sentence mentions them, `cue` where it says what they do, `begin` and `end` hold all that is
    given to them there.  `subordinate` says that this stands in a clause before the main one ("After Berg said ...,").
    """

    start: int
    name: tuple[str, ...] = ()
    role: str = ""
    begin: int = 0
    end: int = 0
    cue: int = 0
    cue_end: int = 0
    mention: Span = (0, 0)
    subordinate: bool = False

    @property
    def group(self) -> bool:
        """Whether several are meant without their names: "both men"."""
        return bool(self.role) and self.role.casefold().startswith("both")


def find_subjects(sentence: str, masked: str, known: Collection[str]) -> list[Subject]:
    """Return those to whom a sentence gives words, in order; without any, the first speaker whom it names.

    `masked` is the sentence with its quotations and markers hidden: whoever is named in a quotation is not looked for,
    nor is who speaks within what another says.  `known` holds the normalized last words of the speakers' names.
    """
    attributions = [a for a in tag_sentence(sentence) if a.source and "·" not in masked[slice(*a.source[0])]]
    contents = [(span, a) for a in attributions for span in a.content]
    subjects = [subject for match in OWNED.finditer(masked) if (subject := _owner(match))]
    for attribution in attributions:
        start = attribution.source[0][0]
        if any(a <= start < b and other is not attribution for (a, b), other in contents):
            continue
        spans = [attribution.cue, *attribution.source, *attribution.content]
        begin, end = min(a for a, _ in spans), max(b for _, b in spans)
        subordinate = bool(SUBORDINATOR.search(sentence[: min(attribution.cue[0], start)].rstrip()[-12:]))
        for span in attribution.source:
            subjects += [
                replace(
                    subject,
                    begin=begin,
                    end=end,
                    cue=attribution.cue[0],
                    cue_end=attribution.cue[1],
                    subordinate=subordinate,
                )
                for subject in read_source(sentence, span)
            ]
    subjects += _passive_subjects(masked, attributions, subjects, known)
    if subjects:
        return sorted(dict.fromkeys(subjects), key=lambda subject: subject.cue)
    names = ((match.start(), strip_titles(match.group().split(" "))) for match in NAME_SEQUENCE.finditer(masked))
    return [Subject(start, words, begin=start, cue=start) for start, words in names if _is_known(words, known)][:1]


def find_opening_name(masked: str, known: Collection[str]) -> tuple[tuple[str, ...], bool]:
    """Return the one name with which a sentence opens what it gives somebody, and whether a colon ends that opening.

    The name is () where there is none, or more than one.
    """
    opening = OPENING.match(masked)
    if opening is None:
        return (), False
    runs = [strip_titles(match.group().split(" ")) for match in NAME_SEQUENCE.finditer(opening.group())]
    names = [words for words in runs if _is_known(words[-1:], known)]
    body = tuple(opening.group().partition(":")[0].split()[:-1])  # "Salmo police said:"
    if not names and opening["colon"] and body and body[0][0].isupper() and _is_known(body[-1:], known):
        names = [body]
    return (names[0] if len(names) == 1 else ()), opening["colon"] is not None


def _passive_subjects(
    masked: str, attributions: Sequence[Attribution], subjects: Sequence[Subject], known: Collection[str]
) -> list[Subject]:
    """Return the speakers named behind "by" whom no attribution holds, as subjects of the attribution before them."""
    spans = [span for a in attributions for span in (a.cue, *a.source, *a.content)]
    passive: list[Subject] = []
    for match in BY_NAME.finditer(masked):
        words, start = strip_titles(match["name"].split(" ")), match.start("name")
        cues = [subject for subject in subjects if subject.cue < start]
        if cues and _is_known(words, known) and not any(a <= start < b for a, b in spans):
            passive.append(replace(cues[-1], name=words, role="", start=start, mention=match.span("name")))
    return passive


def _owner(match: re.Match[str]) -> Subject | None:
    """Return the owner of a possessive with a noun for what is said: "Berg’s claim"."""
    words = strip_titles(match["name"].split(" "))
    if not words:
        return None
    mention, noun = match.span("name"), match.span("noun")
    return Subject(mention[0], words, "", mention[0], noun[1], noun[0], noun[1], mention, subordinate=True)


def read_source(sentence: str, span: Span) -> list[Subject]:
    """Return whom a source names: several joined by "and", a role without a name, or nobody for a pronoun."""
    start, end = span
    comma = sentence.find(",", start, end)
    phrase = sentence[start : comma if comma > 0 else end].rstrip()
    opening = ARTICLE_OR_BOTH.match(phrase)
    begin = opening.end() if opening else 0
    words = phrase[begin:].split()
    whole = Subject(start, mention=span)
    if not words or all(normalize_token(word) in PRONOUNS | SECOND_PERSON for word in words):
        return [whole]
    if words[0][0].islower() and phrase[:4].casefold() == "both":
        return [replace(whole, role=phrase)]
    parts = CONJUNCTION.split(phrase[begin:])
    organization = not ORGANIZATION_NOUNS.isdisjoint(map(normalize_token, words))
    if len(parts) > 1 and not organization and all(part[:1].isupper() for part in parts):
        places = [phrase.find(part, begin) for part in parts]
        return [
            Subject(start + place, name_of(part), mention=(start + place, start + place + len(part)))
            for place, part in zip(places, parts, strict=True)
        ]
    while words and words[0][0].islower():
        words = words[1:]  # military correspondent Ada Holm
    if words and words[-1][0].islower() and normalize_token(words[-1]) in ROLE_NOUNS:
        return [replace(whole, role=phrase[begin:])]
    name = tuple(words) if organization or not words else name_of(" ".join(words))
    return [replace(whole, name=name) if name else replace(whole, role=phrase[begin:])]


def name_of(phrase: str) -> tuple[str, ...]:
    """Return the words of the name with which a phrase ends; all its words where it ends with a noun."""
    runs = list(NAME_SEQUENCE.finditer(phrase))
    if runs and runs[-1].end() == len(phrase):
        return strip_titles(runs[-1].group().split(" "))
    return tuple(phrase.split())


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


def directions_in(text: str) -> set[tuple[str, str]]:
    """Return each point of the compass in a text with the beginning of the name that follows it, if one does.

    The middle is one of them; "western", "westward" and "west" are one.
    """
    pairs = set()
    for match in DIRECTION.finditer(text):
        way = re.sub(r"[ -]", "", match["way"].casefold())
        name = re.match(r"[”’»\"']?\s+(?:[a-z]+\s+){0,2}([A-ZÀ-ÖØ-Þ]\w+)", text[match.end() :])
        pairs.add(("central" if way.startswith("cent") else way, name[1].casefold()[:5] if name else ""))
    return pairs


def gendered_words(text: str) -> set[tuple[bool, str]]:
    """Return each word behind "he" or "she" (or a form of it), with whether it is "she": {(True, "wins")}."""
    return {(match["her"] is not None, match["word"].casefold()) for match in GENDERED.finditer(text)}


def days_in(text: str) -> set[str]:
    """Return the weekdays and months that a text names."""
    return {match.group() for match in CALENDAR.finditer(text)}


def content_words(text: str) -> list[str]:
    """Return the stems of what a text is about."""
    return [stem(normalize_token(word)) for word in surface_words(text)]


def surface_words(text: str) -> list[str]:
    """Return the words of what a text is about: neither its names and numbers, nor words of saying, nor small words."""
    return [
        word
        for word in TOKEN.findall(text)
        if word[0].islower()
        and len(word) > 2
        and word.casefold() not in STOPWORDS
        and not REPORTING_VERB.fullmatch(word)
        and not NEGATOR.fullmatch(word)
    ]


def denies(text: str) -> bool:
    """Return whether a text holds a word that denies: a negator, or a verb or noun for a denial."""
    return bool(NEGATOR.search(text)) or find_speech_act(text) in (SpeechAct.DENIED, SpeechAct.NOT_SAID)


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
