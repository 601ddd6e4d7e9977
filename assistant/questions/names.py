"""The names in a question: how the index writes them, and whom it quotes under them.

Nothing here relies on the capital letters of the question: whether a word is a name is read from the articles that
hold it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from weakref import WeakKeyDictionary

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from assistant.questions.lexicon import (
    ABOUT,
    ADVERBS,
    ANYBODY,
    AUXILIARIES,
    DETERMINERS,
    NOUNS_OF_SAYING,
    PRONOUNS,
    QUESTION_WORDS,
    SAYING,
)
from index import (
    HONORIFICS,
    NAME_PARTICLES,
    ORGANIZATION_NOUNS,
    ROLE_NOUNS,
    IndexSnapshot,
    SpellingIndex,
    Vocabulary,
    is_common_word,
    normalize_token,
)

LONGEST_NAME = 6  # words
SAMPLED_ARTICLES = 6  # in which it is looked how a word is written
REMEMBERED_WORDS = 20_000
# Of a word's occurrences: capitalised; behind "in"; and of the capitalised ones, without another capitalised word.
NAME_SHARE, PLACE_SHARE, ALONE_SHARE = 0.6, 0.08, 0.2
SURE_SHARE = 0.95
LONGEST_WORD = 40  # characters in which the word before another is looked for
BEFORE, BEHIND = re.compile(r"([\w’'.-]*\w)[,;]? $"), re.compile(r" ([\w’'-]+)")
SHORTEST_MISSPELT = 5  # letters
TWO_SLIPS = 9  # letters from which a name may have two slips of the keyboard
ALIKE = 88  # rapidfuzz ratio from which a name is taken for an outlet's
WORD = re.compile(r"[^\W_](?:[\w’'.&-]*[^\W_])?")
CLOSED = frozenset(
    "and or but if as at by in from with without into than because while not no yes so such also more most".split()
)
CLOSED |= QUESTION_WORDS | AUXILIARIES | ABOUT | DETERMINERS | PRONOUNS | ANYBODY | ADVERBS | SAYING | NOUNS_OF_SAYING


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: `text[start:end]`, and the same folded."""

    start: int
    end: int
    word: str


def tokenize(text: str) -> list[Token]:
    """Return the words of a text with their places."""
    return [Token(m.start(), m.end(), m.group().casefold().replace("’", "'")) for m in WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody whom the index quotes, named in a text by the tokens from `first` up to `last` (exclusive)."""

    first: int
    last: int
    name: str
    place: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """How articles write a word: its usual form, whether it is a name, and whether that of a place.

    A word that is a name only beside others (New of New York) has them as `neighbours`.
    """

    form: str
    name: bool
    place: bool = False
    neighbours: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text in which names are written as in the index, and the words that were read as others."""

    text: str
    corrections: tuple[tuple[str, str], ...] = ()


class Names:
    """The names of an index, for the questions that are asked of it."""

    def __init__(self, snapshot: IndexSnapshot) -> None:
        self.words: dict[str, int] = defaultdict(int)
        self.pairs: set[tuple[str, str]] = set()
        self.surnames: set[str] = set()
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        for name, count in snapshot.speakers().items():
            for form in name.split():
                form = form.strip("“”\"‘’',;:()")
                if (word := normalize_token(form)) and any(map(str.isalpha, word)):
                    self.words[word] += count
                    forms[word][re.sub(r"[’']s?$", "", form)] += count
            self.pairs |= set(pairwise(map(normalize_token, name.split())))
            self.surnames |= {normalize_token(name.split()[-1])} if " " in name else set()
        self.forms = {word: counts.most_common(1)[0][0] for word, counts in forms.items()}
        self.spellings = SpellingIndex(self.words)
        self.usages: dict[str, Usage] = {}
        self.roles: dict[str, str] = {}

    def usage(self, word: str, snapshot: IndexSnapshot) -> Usage:
        """Return how the articles write a word; a word that none holds is taken for a name."""
        known = self.usages.get(word)
        if known is None:
            if len(self.usages) > REMEMBERED_WORDS:
                self.usages = {}
            known = self.usages[word] = look_up(word, snapshot)
        return known


_names: WeakKeyDictionary[Vocabulary, Names] = WeakKeyDictionary()


def names_of(snapshot: IndexSnapshot) -> Names:
    """Return the names of an index, made once for each state of it."""
    vocabulary = snapshot.vocabulary
    names = _names.get(vocabulary)
    if names is None:
        names = _names[vocabulary] = Names(snapshot)
    return names


def knows(word: str, snapshot: IndexSnapshot) -> bool:
    """Return whether the index's articles hold a word, in parts where it is written with a hyphen."""
    return all(part in snapshot.vocabulary.counts for part in re.findall(r"[^\W_]+", word))


def look_up(word: str, snapshot: IndexSnapshot) -> Usage:
    """Read from a few articles how a word is written there."""
    if not knows(word, snapshot):
        return Usage("", name=True)
    ids = snapshot.mentions(word)
    some = ids[:: max(1, len(ids) // SAMPLED_ARTICLES)][:SAMPLED_ARTICLES]
    pattern = re.compile(rf"(?<![\w’'-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
    total, alone, led, within_places = 0, 0, 0, 0
    forms: Counter[str] = Counter()
    neighbours: set[str] = set()
    for article in snapshot.articles_with_text(some).values():
        for match in pattern.finditer(article.text):
            form = match.group()
            before = BEFORE.search(article.text, max(0, match.start() - LONGEST_WORD), match.start())
            if before is None:  # the first word of a sentence
                forms[form] += 0
                continue
            behind = BEHIND.match(article.text, match.end())
            total += 1
            within_places += before[1].casefold() in ("in", "near", "into", "across")
            if form != form.lower():
                forms[form] += 1
                beside = {other[1].casefold() for other in (before, behind) if other and other[1][0].isupper()}
                alone += not beside
                led += not before[1][0].isupper()
                neighbours |= beside - CLOSED  # "the" of The New York Times is none
    share = forms.total() / total if total else float(any(form != form.lower() for form in forms))
    if share < NAME_SHARE:
        return Usage("", name=False)
    form = forms.most_common(1)[0][0]
    only_beside = (share < SURE_SHARE or not led) and alone < ALONE_SHARE * forms.total()
    return Usage(form, True, within_places >= PLACE_SHARE * max(1, total), frozenset(neighbours if only_beside else ()))


def write_names(text: str, snapshot: IndexSnapshot) -> WrittenText:
    """Write the names in a text as the index does, misspelt ones too: "mike pense" is Mike Pence."""
    names, tokens = names_of(snapshot), tokenize(text)
    written: list[str] = []
    corrections: list[tuple[str, str]] = []
    for place, token in enumerate(tokens):
        typed = text[token.start : token.end]
        beside = [normalize_token(tokens[at].word) if 0 <= at < len(tokens) else "" for at in (place - 1, place + 1)]
        form = written_name(token.word, beside, snapshot, names)
        if not form and token.word not in CLOSED and not knows(token.word, snapshot):
            before = written[place - 1] if place and tokens[place - 1].word not in CLOSED else ""
            form = misspelt_name(token.word, before, snapshot, names)
            if form:
                corrections.append((typed, form))
        written.append(form or typed)
    parts, end = [], 0
    for token, form in zip(tokens, written, strict=True):
        parts += [text[end : token.start], form]
        end = token.end
    return WrittenText("".join([*parts, text[end:]]), tuple(corrections))


def written_name(word: str, beside: Sequence[str], snapshot: IndexSnapshot, names: Names) -> str:
    """Return how the index writes a name, with the apostrophe that "trumps view" leaves out; empty for other words.

    `beside` are the words before and behind it, empty where there is none.
    """
    if word in CLOSED or not any(map(str.isalpha, word)):
        return ""
    bare = normalize_token(word)
    ending = word[len(bare) :] if word.startswith(bare) else ""
    usage = names.usage(bare, snapshot)
    in_pair = (beside[0] not in CLOSED and (beside[0], bare) in names.pairs) or (bare, beside[1]) in names.pairs
    owner = "" if ending else bare.removesuffix("s")
    of_pair = (beside[0], owner) in names.pairs and (beside[0], bare) not in names.pairs  # "anna bergs view"
    if of_pair and names.forms[owner][0].isupper() and names.forms[beside[0]][0].isupper():
        return f"{names.forms[owner]}'s"
    generic = bare in ROLE_NOUNS or bare in ORGANIZATION_NOUNS or bare in HONORIFICS
    if usage.form and (not usage.neighbours or bare in names.surnames) and not generic:
        return (names.forms.get(bare) or usage.form) + ending
    if in_pair and bare in names.forms and not (generic and bare in ROLE_NOUNS | HONORIFICS):
        return names.forms[bare] + ending
    if usage.form and usage.neighbours.intersection(beside) and bare not in ROLE_NOUNS | HONORIFICS:
        return usage.form + ending
    if owner != bare and len(owner) > 2 and owner not in CLOSED and not usage.form:
        of_owner = names.usage(owner, snapshot)
        is_word = knows(bare, snapshot) or snapshot.encoder.knows_word(bare)  # Mars is not Mar's
        if of_owner.form and not of_owner.neighbours and (owner in names.words or not is_word):
            return f"{names.forms.get(owner) or of_owner.form}'s"
    return ""


def misspelt_name(word: str, before: str, snapshot: IndexSnapshot, names: Names) -> str:
    """Return the name that a word of no article is a misspelling of; empty where there is none.

    `before` is the word in front of it: a first name must be that of somebody of this name.
    """
    ending = "'s" if word.endswith(("'s", "s'")) else ""
    bare = normalize_token(word)
    if len(bare) < SHORTEST_MISSPELT or not bare.isalpha() or is_common_word(bare):
        return ""
    slips = 1 + (len(bare) >= TWO_SLIPS)
    near = [
        other for other in names.words if other[0] == bare[0] and OSA.distance(other, bare, score_cutoff=slips) <= slips
    ]
    near.sort(key=lambda other: (OSA.distance(other, bare), -names.words[other]))
    for other in dict.fromkeys([*names.spellings.variants(bare), *near]):
        if len(other) < SHORTEST_MISSPELT - 1 or other in ROLE_NOUNS or not names.usage(other, snapshot).form:
            continue
        first = normalize_token(before)
        if (
            first
            and (first in names.words or not knows(first, snapshot))
            and not snapshot.link_speaker(f"{before} {other}")
        ):
            continue
        return names.forms[other] + ending
    return ""


def find_mentions(text: str, snapshot: IndexSnapshot) -> list[Mention]:
    """Return those whom the index quotes that a text names, longest names first at each place, in order."""
    names, tokens = names_of(snapshot), tokenize(text)
    mentions, place = [], 0
    while place < len(tokens):
        mention = mention_at(place, text, tokens, names, snapshot)
        if mention:
            mentions.append(mention)
        place = mention.last if mention else place + 1
    return mentions


def mention_at(place: int, text: str, tokens: list[Token], names: Names, snapshot: IndexSnapshot) -> Mention | None:
    """Return the mention that begins at a token: of whom most of its words are the name, else the longest."""
    last = place
    while last < min(len(tokens), place + LONGEST_NAME) and may_be_name(tokens[last].word, names, last > place):
        last += 1
        if tokens[last - 1].word.endswith(("'s", "s'")) or text[tokens[last - 1].end : tokens[last - 1].end + 1] == ",":
            break
    best: tuple[int, Mention] | None = None
    for end in range(last, place, -1):
        bare = [normalize_token(token.word) for token in tokens[place:end]]
        if bare[-1] in NAME_PARTICLES or (end - place == 1 and bare[0] in HONORIFICS):
            continue
        words_of_name = [word for word in bare if word not in NAME_PARTICLES]
        usages = [names.usage(word, snapshot) for word in words_of_name]
        if not any(usage.form for usage in usages) or (end - place == 1 and not usages[0].form):
            continue
        name = re.sub(r"[’']s?$", "", text[tokens[place].start : tokens[end - 1].end])
        speakers = snapshot.link_speaker(name)
        words = {normalize_token(word) for speaker in speakers for word in speaker.split()}
        if any(usage.neighbours and word not in words for word, usage in zip(words_of_name, usages, strict=True)):
            continue  # "New York" is nobody called York
        if end - place == 1 and bare[0] in ORGANIZATION_NOUNS and name.casefold() not in map(str.casefold, speakers):
            continue  # "news" is not the Daily News
        covered = sum(word in words for word in bare)
        if speakers and (best is None or covered > best[0]):
            is_place = usages[-1].place and bare[-1] not in names.surnames
            best = covered, Mention(place, end, name, is_place)
    if best is None or is_part_of_other(best[1], tokens, names, snapshot):
        return None
    return best[1]


def is_part_of_other(mention: Mention, tokens: Sequence[Token], names: Names, snapshot: IndexSnapshot) -> bool:
    """Return True for the first name of somebody who is not quoted: "Bryan" of "Bryan Pagliano" is no other Bryan; and
    for the last word of a place: "York" of "New York" is nobody's surname.
    """
    if mention.last - mention.first > 1:
        return False
    first = tokens[mention.first].word
    before = tokens[mention.first - 1].word if mention.first else ""
    beside = names.usage(normalize_token(first), snapshot).neighbours
    if before in beside and (before, normalize_token(first)) not in names.pairs:
        return True
    if mention.last == len(tokens):
        return False
    behind = tokens[mention.last].word
    if normalize_token(first) in names.surnames or first.endswith(("'s", "s'")) or behind in CLOSED:
        return False
    usage = names.usage(normalize_token(behind), snapshot)
    return bool(usage.form) and not usage.place and bool(snapshot.mentions(f"{first} {normalize_token(behind)}"))


def may_be_name(word: str, names: Names, within: bool) -> bool:
    """Whether a word can be part of a speaker's name."""
    bare = normalize_token(word)
    if bare in HONORIFICS or bare in ORGANIZATION_NOUNS:
        return True
    return (bare in NAME_PARTICLES and within) or (word not in CLOSED and bare in names.words)


def find_outlet(words: str, snapshot: IndexSnapshot) -> tuple[str, ...]:
    """Return the outlets that some words name: spelled otherwise, in short, or by their initials."""
    typed = [word for word in re.findall(r"[^\W_]+", words.casefold()) if word != "the"]
    if not typed:
        return ()
    matches = []
    for source in snapshot.sources():
        parts = [word for word in re.findall(r"[^\W_]+", source.casefold()) if word != "the"]
        whole, other = "".join(parts), "".join(typed)
        initials = {
            "".join(word[0] for word in parts),
            "".join(word[0] for word in re.findall(r"\w+", source.casefold())),
        }
        shortened = len(parts) == len(typed) > 1 and all(
            min(len(a), len(b)) > 2 and (a.startswith(b) or b.startswith(a)) for a, b in zip(parts, typed, strict=True)
        )
        alike = fuzz.ratio(whole, other) >= ALIKE and len(other) > 3
        by_initials = (len(other) > 2 and other in initials) or (
            len(typed) > 1 and len(whole) > 2 and whole == "".join(word[0] for word in typed)
        )
        if parts and (whole == other or shortened or alike or by_initials):
            matches.append(source)
    return tuple(matches)
