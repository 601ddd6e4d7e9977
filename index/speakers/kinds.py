"""What the name of a speaker names: a person, a body, a role that has an owner, a group; or nobody who can be listed.

Decided by how the name is written, by how the articles write its words elsewhere, and by how they speak of its bearer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.models import MentionType, SpeakerKind
from index.speakers.casing import WordCasing
from index.storage.fulltext import SpeakerMention
from index.text.lexicons import (
    FEMININE_PRONOUNS,
    FUNCTION_WORDS,
    HONORIFICS,
    MASCULINE_PRONOUNS,
    MONTHS,
    NAME_PARTICLES,
    NAME_SUFFIXES,
    ORGANIZATION_NOUNS,
    PLURAL_PRONOUNS,
    PRONOUNS,
    ROLE_NOUNS,
    SENTENCE_OPENERS,
    TITLES_AND_ROLES,
    WEEKDAYS,
)
from index.text.names import POSSESSIVE, gender_of, gender_of_first_name, normalize_token, pronoun_of, strip_titles

LONGEST_MENTION = 6  # words of a mention whose title tells a gender
MOST_CAPITALS = 5  # words with capitals in a row; more are a headline
TITLE_WEIGHT = 10  # a title tells as much of a gender as so many pronouns
MOSTLY = 3  # times as often as of the other gender a name must be spoken of
CALENDAR = MONTHS | WEEKDAYS
QUANTIFIERS = frozenset(
    """a an the some many most more several few both all any each every half none one two three four five six seven
    eight nine ten dozen hundred dozens hundreds thousands millions majority number percent nearly about only among over
    than least almost fully just around roughly overall another others other these those such no even so of as in
    """.split()
)
OPENERS = (QUANTIFIERS | FUNCTION_WORDS | SENTENCE_OPENERS) - {"new", "will", "may"}
PERSONAL = PRONOUNS - QUANTIFIERS | frozenset("whose our my your".split())
JOINING = frozenset("of the for and on in de la at &".split())  # small words within a name
# Where a noun phrase goes on behind its head.
HEAD_END = re.compile(
    r"[,;:(–—]|\s(?:who|whose|which|that|of|from|in|at|on|for|with|to|by|behind|across|inside|as|or|and|about)\s"
)
OWNED = re.compile(r"(?P<owner>.+?)[’']s?\s+(?P<rest>[a-z].*)")
ROLE_OF = re.compile(r"(?P<rest>(?:[\w-]+ ){0,3}?[\w-]+) (?:for|of|to) (?:the )?(?P<owner>[A-Z].*)")
SERVING = re.compile(r" (?:of|for|to|with|by) (?:the )?[A-Z]")  # "wife of Sen. Berg" is not Berg
OWNED_NAME = re.compile(r"\S+[’']s? (?P<name>[A-Z]\S+(?: [A-Z]\S+)+)")  # "Courier’s Anna Berg"
PERSON_PLURAL = re.compile(r"(?:people|police|\w*(?:men|women|children|ists|ians|crats|makers|goers))")
PLURAL = re.compile(r"[^s]s$|(?:ss|x|ch|sh)es$|ies$")
LETTERS = re.compile(r"[^\W\d_]{2,}|^(?:[A-Z]\.)*[A-Z]\.?$")
STOPPED = re.compile(r"(?:^|\s)((?:[A-Z]\.){2,}|Jr\.|Sr\.)\W*$")  # whose stop belongs to it
CUT_OFF = re.compile(r"(?:^|[\s(])((?:[A-ZÀ-ÖØ-Þ][\w’'-]*\w )+)$")  # words of a name right before a mention


@dataclass(frozen=True, slots=True)
class NameReading:
    """What is read of a stored name.

    `name` is it without what does not belong to it, empty where nothing is left that could be anybody; `kind` is None
    for somebody or something that is only described ("a voter", "the survey"), who is not listed.  `owner` and `rest`
    are the parts of "Berg’s spokesman", `gender` is "he", "she" or "".
    """

    name: str
    kind: SpeakerKind | None
    owner: str = ""
    rest: str = ""
    gender: str = ""


NOBODY = NameReading("", None)


class NameReader:
    """Reads the names under which statements are stored.

    `counts` are their numbers of statements; `followed_by_who` tells whether the articles have a noun before "who", as
    they have those for people.
    """

    def __init__(self, casing: WordCasing, counts: Counter[str], followed_by_who: Callable[[str], bool]) -> None:
        self._casing = casing
        self._counts = counts
        full = [name.split() for name in counts if " " in name and all(word[0].isupper() for word in name.split())]
        self._bearers = Counter(words[-1] for words in full)  # of a last word, how many full names have it
        self._followed_by_who = followed_by_who
        self._surnames = {
            words[-1]
            for words in full
            if normalize_token(words[0]) not in OPENERS
            and not is_acronym(words[-1])
            and not self._has_organization(words)
            and name_of(words)
            and not self._are_people(normalize_token(words[-1]), True)
        }

    def read(self, stored: str, mentions: Sequence[SpeakerMention]) -> NameReading:
        """Return what a stored name names, by itself and by its mentions in all articles."""
        words = trimmed(stored)
        plain = [normalize_token(word) for word in words if not is_acronym(word)]
        if not words or (len(plain) == len(words) and set(plain) <= PRONOUNS | FUNCTION_WORDS | QUANTIFIERS):
            return NOBODY
        if plain and plain[0] in PERSONAL and not is_acronym(words[0]):
            return NameReading(" ".join([words[0].lower(), *words[1:]]), None)
        while len(words) > 1 and normalize_token(words[0]) in OPENERS and words[0][0].isupper():
            words = words[1:] if words[1][0].isupper() else [words[0].lower(), *words[1:]]
        while len(words) > 1 and (words[-1] in FUNCTION_WORDS or normalize_token(words[-1]) in CALENDAR):
            words = words[:-1]
        if self._is_phrase(words):
            return self._read_phrase(words)
        if self._has_organization(words) or (len(words) == 1 and words[0] not in self._surnames):
            cut = cut_off_words(words, mentions)
            words = [*cut, *words] if cut and self._casing.is_inside([*cut, words[0]]) else words
        return self._read_name(self._without_plain_words(words), mentions)

    # ---- names

    def _is_phrase(self, words: Sequence[str]) -> bool:
        """Return True for words that are not a name from beginning to end."""
        name = name_of(words)
        if 1 < len(name) < len(words) and all(word[0].isupper() for word in name) and not self._has_organization(name):
            return SERVING.search(" ".join(words)) is not None  # "former mayor Anna Berg" is one
        if not words[0][0].isupper() or words[-1][0].islower() or OWNED.fullmatch(" ".join(words)):
            return True
        return any(word[0].islower() and word not in JOINING | NAME_PARTICLES for word in words)

    def _without_plain_words(self, words: list[str]) -> list[str]:
        """Return a name without the plain words before it that have a capital as a sentence begins with them: it stands
        without them elsewhere, or begins with a first name.
        """
        while len(words) > 2 and not self._is_title(words[0]) and self._casing.is_plain(words[0]):
            is_known = self._counts[" ".join(words[1:])] or self._bearers[words[-1]] > 1
            is_name = is_known or gender_of_first_name(normalize_token(words[1]))
            if not is_name or self._has_organization(words):
                break
            words = words[1:]
        if len(words) == 2 and self._counts[words[1]] > self._counts[" ".join(words)]:
            is_plural = PLURAL.search(words[1]) is not None and words[1] not in self._surnames
            return words[1:] if is_plural and self._casing.is_plain(words[0]) else words  # "Don’t Republicans"
        return words

    def _read_name(self, words: list[str], mentions: Sequence[SpeakerMention]) -> NameReading:
        if is_headline(words):
            place = next(
                (n for n, word in enumerate(words) if n and normalize_token(word) in FUNCTION_WORDS), len(words)
            )
            if not self._counts[" ".join(words[:place])]:
                return NameReading(" ".join(words), None)
            words = words[:place]  # "Berg To Salo: ..."
        if owned := OWNED_NAME.fullmatch(" ".join(words)):
            words = owned["name"].split() if not self._has_organization(owned["name"].split()) else words
        for cut in (" of ", " from ", " at "):  # "Anna Berg of the Courier", where Anna Berg is known
            head = " ".join(words).split(cut)[0]
            if len(head.split()) > 1 and self._counts[head]:
                words = head.split()
        for size in (3, 2):  # "Celebrities Anna Berg"
            if size < len(words) and self._counts[" ".join(words[-size:])]:
                words = words[-size:]
        if len(words) == 1:
            return self._read_word(words[0], mentions)
        folded = [normalize_token(word) for word in words]
        core = name_of(words)
        if not core or folded[-1] in ROLE_NOUNS:
            return NameReading(" ".join(words), None)  # a title that nobody is named with
        if self._are_people(folded[-1], True):
            return NameReading(" ".join(words), SpeakerKind.GROUP)
        suffix = [words[-1]] if folded[-1] in NAME_SUFFIXES else []
        titles = words[: len(words) - len(core) - len(suffix)]
        if self._has_organization(core) or (not titles and self._is_body(words, mentions)):
            return NameReading(" ".join(words), SpeakerKind.BODY)
        if len(core) > 1:
            titles = []
        titles = [word for word in titles if normalize_token(word) in HONORIFICS]
        name = " ".join([*titles, *core, *suffix])
        known = name.title() if name.isupper() else name
        name = known if self._counts[known] else name
        return NameReading(name, SpeakerKind.PERSON, gender=gender_evidence(mentions))

    def _read_word(self, word: str, mentions: Sequence[SpeakerMention]) -> NameReading:
        """Return the reading of a single word with a capital."""
        folded, pronouns = normalize_token(word), pronouns_of(mentions)
        if PERSON_PLURAL.fullmatch(folded) and word not in self._surnames:
            return NameReading(word, SpeakerKind.GROUP)
        if folded in CALENDAR:
            return NOBODY
        is_name = (
            word in self._surnames or self._casing.is_capital_inside(word, mentions) or not self._casing.is_plain(word)
        )
        if folded in TITLES_AND_ROLES or not is_name:
            return self._read_phrase([word.lower()])
        gender = gender_evidence(mentions)
        is_surname = word in self._surnames and not mostly_with_article(word, mentions)  # "the Guardian"
        if is_surname or gender or pronouns["he"]:
            return NameReading(word, SpeakerKind.PERSON, gender=gender)
        if PLURAL.search(word) and not is_acronym(word) and self._casing.is_name(word[:-1]):
            return NameReading(word, SpeakerKind.GROUP)
        kind = SpeakerKind.BODY if is_acronym(word) or self._casing.stands_alone(word) else None
        return NameReading(word, kind)

    def _is_body(self, words: Sequence[str], mentions: Sequence[SpeakerMention]) -> bool:
        """Return True if articles speak of a name as of a body, with "the" and "it", and never as of a person."""
        if any(is_acronym(word) for word in words) and not all(word.isupper() for word in words):
            return True
        pronouns = pronouns_of(mentions)
        if gender_of_first_name(normalize_token(words[0])) and not with_article(words[0], mentions):
            return False
        return not pronouns["he"] and (mostly_with_article(words[0], mentions) or pronouns["it"] > 0)

    @staticmethod
    def _has_organization(words: Sequence[str]) -> bool:
        return not ORGANIZATION_NOUNS.isdisjoint(map(normalize_token, words))

    def _is_title(self, word: str) -> bool:
        return normalize_token(word) in TITLES_AND_ROLES | NAME_PARTICLES

    # ---- phrases

    def _read_phrase(self, words: list[str]) -> NameReading:
        """Return the reading of a phrase with a plain noun: "Berg campaign", "Berg’s aides", "senior officials"."""
        if len(words) == 1 or (words[0][0].isupper() and self._casing.is_plain(words[0])):
            words = [words[0].lower(), *words[1:]]
        phrase = " ".join(words)
        count = 0
        while count < len(words) and (normalize_token(words[count]) in QUANTIFIERS or words[count][0].isdigit()):
            count += 1
        bare = words[count:]
        if not bare:
            return NOBODY
        match = OWNED.fullmatch(" ".join(bare)) or ROLE_OF.fullmatch(" ".join(bare))
        owner, rest = (match["owner"], match["rest"]) if match else ("", "")
        head = HEAD_END.split(rest or " ".join(bare))[0].split() or bare
        noun = normalize_token(head[-1])
        if not match and bare[0][0].isupper():
            place = next((number for number, word in enumerate(bare) if word[0].islower()), len(bare))
            owner, rest = " ".join(bare[:place]), " ".join(bare[place:])
        if self._are_people(noun) and not (match and match.re is ROLE_OF):
            return NameReading(" ".join(bare), SpeakerKind.GROUP, owner, rest)
        if not owner[:1].isupper() or normalize_token(owner) in FUNCTION_WORDS:
            return NameReading(phrase, None)
        if noun in ROLE_NOUNS and match:
            return NameReading(phrase, SpeakerKind.ROLE, owner, rest)
        if noun in ORGANIZATION_NOUNS and head[-1][0].islower() and not (match and match.re is ROLE_OF):
            return NameReading(phrase, SpeakerKind.BODY, owner, rest)
        return NameReading(phrase, None)

    def _are_people(self, noun: str, listed: bool = False) -> bool:
        """Return True for a plural noun for people; with `listed`, only for the plural of a role."""
        if PERSON_PLURAL.fullmatch(noun) and not listed:
            return True
        if not PLURAL.search(noun):
            return False
        singular = f"{noun[:-3]}y" if noun.endswith("ies") else noun[:-1]
        return singular in ROLE_NOUNS or noun[:-2] in ROLE_NOUNS or (not listed and self._followed_by_who(noun))


def name_of(words: Sequence[str]) -> tuple[str, ...]:
    """Return the name among some words: without titles, also plural ones ("Professors") and such as "Oscar-winner"."""
    name = strip_titles(words)
    while len(name) > 1:
        first = normalize_token(name[0])
        if not TITLES_AND_ROLES & {first.removesuffix("s"), first.split("-")[-1]}:
            break
        name = name[1:]
    return name


def trimmed(stored: str) -> list[str]:
    """Return the words of a stored name without marks around it, and without numbers and signs."""
    words = [word for word in stored.strip(" .,;:!?“”\"'‘’–—-()").split() if LETTERS.search(word)]
    if words and (last := STOPPED.search(stored)):
        words[-1] = last.group(1)
    return words


def is_acronym(word: str) -> bool:
    """Return True for a word of capitals: WHO, U.S."""
    bare = POSSESSIVE.sub("", word).replace(".", "")
    return len(bare) > 1 and bare.isupper() and bare.isalpha()


def is_headline(words: Sequence[str]) -> bool:
    """Return True for words with capitals that are no name: very many in a row, or small words with capitals inside."""
    run = longest = 0
    for word in words:
        run = run + 1 if word[0].isupper() else 0
        longest = max(longest, run)
    inside = {normalize_token(word) for word in words[1:] if word[0].isupper() and not is_acronym(word)}
    return longest > MOST_CAPITALS or bool(inside & (FUNCTION_WORDS - CALENDAR - {"will", "may", "new"}))


def cut_off_words(words: Sequence[str], mentions: Sequence[SpeakerMention]) -> list[str]:
    """Return the words of a body's name that stand before most of its mentions and were not taken with it ("New" of New
    York, "Republican" of the National Committee).
    """
    before: Counter[str] = Counter()
    for mention in mentions:
        text = f"{mention.before}{mention.text}"
        place = text.find(" ".join(words), max(0, len(mention.before) - 1))
        if place >= 0:
            match = CUT_OFF.search(text, 0, place)
            before[match.group(1).strip() if match else ""] += 1
    (cut, count), *_ = before.most_common(1) or [("", 0)]
    is_part = 2 * count > before.total() and not any(map(POSSESSIVE.search, cut.split()))
    return cut.split() if is_part else []


def with_article(word: str, mentions: Sequence[SpeakerMention]) -> int:
    """Return how many mentions by name begin with "the" and a word."""
    named = (mention.text for mention in mentions if mention.mention_type == MentionType.NAMED)
    return sum(text.startswith((f"the {word}", f"The {word}")) for text in named)


def mostly_with_article(word: str, mentions: Sequence[SpeakerMention]) -> bool:
    """Return True if most mentions by name begin with "the" and a word, as those of no person do."""
    named = sum(mention.mention_type == MentionType.NAMED for mention in mentions)
    return 2 * with_article(word, mentions) > named


def pronouns_of(mentions: Sequence[SpeakerMention]) -> Counter[str]:
    """Return how often articles speak of somebody as "he" (or "she"), "it" and "they"."""
    counts: Counter[str] = Counter()
    for mention in mentions:
        word = normalize_token(mention.text)
        personal = word in MASCULINE_PRONOUNS | FEMININE_PRONOUNS
        name = "he" if personal else "they" if word in PLURAL_PRONOUNS else word
        counts[name] += name in ("he", "they", "it")
    return counts


def gender_evidence(mentions: Sequence[SpeakerMention]) -> str:
    """Return "he" or "she" if titles and pronouns speak of somebody so, MOSTLY times as often as otherwise; else ''."""
    counts: Counter[str] = Counter()
    for mention in mentions:
        words = [normalize_token(word) for word in mention.text.split()]
        if len(words) == 1 and words[0] in MASCULINE_PRONOUNS | FEMININE_PRONOUNS:
            counts[pronoun_of(words[0])] += 1
        elif len(words) < LONGEST_MENTION and (gender := gender_of(words[:-1])):
            counts[gender] += TITLE_WEIGHT
    ranked = counts.most_common(2)
    other = ranked[1][1] if len(ranked) > 1 else 0
    return ranked[0][0] if ranked and ranked[0][1] >= MOSTLY * max(1, other) else ""


def bare_owner(owner: str) -> str:
    """Return an owner's name without a possessive ending."""
    return POSSESSIVE.sub("", owner.strip())
