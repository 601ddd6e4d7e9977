"""Words of a question -> the words of the index that they may stand for: spellings, inflections, names and synonyms."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import Stemmer

from index.retrieval.speaker_linking import SpeakerIndex
from index.retrieval.synonyms import SynonymFinder
from index.text.lexicons import ROLE_NOUNS, STOP_WORDS
from index.text.names import ABBREVIATION, NAME_SEQUENCE
from index.text.transliteration import SpellingIndex

COUNTRY_LETTERS = 4  # letters from which a name is looked for in its demonym too
SPELLING_VARIANTS = 5  # other spellings of a name that are looked for
SYNONYM_WEIGHT = 0.7  # share of its weight that a term counts where only a synonym of it occurs
NAME_SIMILARITY = (
    0.85  # least cosine of a synonym that is written as a name: Latinos for Hispanics, not Latvia for Lithuania
)
MIN_WEIGHT = 0.05  # the weight of a person's first name, and the least weight of any term
WORDS = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W_]+(?:[’'][^\W_]+)?"
PROPER_NOUN = re.compile(
    rf"""(?:(?<=[\w,;–—-][ ])      # within a sentence,
         | (?:{ABBREVIATION})\.[ ])  # or behind a title or an initial
         ({CAPITAL})
         | (?<!\w)({CAPITAL})(?=[ ][A-ZÀ-Þ])  # or before another capitalised word""",
    re.VERBOSE,
)
STEMMER = Stemmer.Stemmer("english")


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A word that is looked for: its `spellings` in the index, itself among them, and its `weight` by IDF (0 to 1).

    Those of the spellings that are `variants` of a name match only where they are written as one: Comey is not come.
    `phrase` are the words of the name that it is part of, such as European Union; empty for other words and for people.
    `synonyms` are words of like meaning in the index, with their similarity (cosine).
    """

    word: str
    spellings: frozenset[str]
    weight: float
    phrase: frozenset[str] = frozenset()
    variants: frozenset[str] = frozenset()
    synonyms: Mapping[str, float] = field(default_factory=dict)

    def occurs(self, text: str) -> bool:
        """Return True if the term occurs in a text in one of its spellings."""
        matches = self.spellings & words_of(text)
        return bool(matches - self.variants) or bool(self.variants and self.variants & names_of(text))

    def matched_synonyms(self, text: str) -> list[str]:
        """Return the synonyms that occur in a text; one that is written as a name there must be the more similar."""
        matches = self.synonyms.keys() & words_of(text)
        names = names_of(text) if matches else frozenset()
        return sorted(word for word in matches if word not in names or self.synonyms[word] >= NAME_SIMILARITY)

    def coverage(self, text: str) -> float:
        """Return how much of the term occurs in a text: 1 for itself, less for a synonym, else 0."""
        return 1.0 if self.occurs(text) else SYNONYM_WEIGHT if self.matched_synonyms(text) else 0.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of a name of several words, and those of its acronyms that the index holds."""

    words: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()


class Vocabulary:
    """The words and the speakers of one version of the index.

    `counts` gives for each word, in ascending order, the number of passages that hold it, `speakers` for each speaker
    the number of their statements, `aliases` other names of theirs.
    """

    def __init__(
        self,
        counts: Mapping[str, int],
        speakers: Mapping[str, int],
        passages: int,
        synonyms: SynonymFinder | None = None,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self.counts = counts
        self.synonyms = synonyms
        self.speakers: SpeakerIndex = SpeakerIndex(speakers, aliases)
        self.passages = max(2, passages)
        self._words = sorted(counts)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._by_stem[stem(word)].append(word)
        self._spellings: SpellingIndex = SpellingIndex(counts)

    def topic_terms(self, text: str) -> list[QueryTerm]:
        """Return the terms of a topic, with synonyms for those that are no part of a name."""
        terms = self.terms(text)
        if self.synonyms is None:
            return terms
        synonyms = self.synonyms.synonyms(t.word for t in terms if not t.phrase and t.weight > MIN_WEIGHT)
        return [replace(t, synonyms=drop_role_synonyms(synonyms.get(t.word, {}))) for t in terms]

    def terms(self, text: str) -> list[QueryTerm]:
        """Return the informative words of a text, each once, in order; names, which are capitalised, in other spellings
        too.
        """
        terms: dict[str, QueryTerm] = {}
        first_names, phrases = self.first_names(text), self.phrases(text)
        for token in WORDS.findall(text):
            word = normalize_word(token)
            if word in STOP_WORDS or word in terms or (len(word) < 2 and not word.isdigit()):
                continue
            phrase = phrases.get(word, Phrase())
            spellings = {word, *self._by_stem.get(stem(word), ())}
            variants: set[str] = set()
            if token[0].isupper():
                variants = {*self._spellings.variants(word)[:SPELLING_VARIANTS], *self.demonyms(word)} - spellings
            spellings |= variants | phrase.acronyms
            weight = MIN_WEIGHT  # articles call people by their surnames
            if word not in first_names:
                weight = max(self.weight(spellings, variants), MIN_WEIGHT)
            as_names = frozenset(variants | phrase.acronyms)  # "'em" is not Elena Markova
            terms[word] = QueryTerm(word, frozenset(spellings), weight, phrase.words, as_names)
        return list(terms.values())

    def weight(self, spellings: Collection[str], variants: Collection[str]) -> float:
        """Return the inverse document frequency, 0 to 1, of the most frequent spelling; variants of a name count only
        where no other spelling occurs.
        """
        count = max((self.counts.get(spelling, 0) for spelling in spellings if spelling not in variants), default=0)
        count = count or max((self.counts.get(variant, 0) for variant in variants), default=0)
        return math.log(1 + self.passages / (1 + count)) / math.log(1 + self.passages)

    def demonyms(self, name: str) -> list[str]:
        """Return the words for who and what belongs to a place: Belarusians for Belarus, German for Germany."""
        if len(name) < COUNTRY_LETTERS:
            return []
        optional = "?" if name.endswith("y") else ""
        root = re.escape(name[:-1])
        fits = re.compile(rf"{root}(?:\w?(?:ian|an|n|ese|ish)){optional}s?|{re.escape(name)}is?").fullmatch
        return [word for word in self._starting_with(name[:-1]) if fits(word)]

    def phrases(self, text: str) -> dict[str, Phrase]:
        """For each word of a name of several words in a text, return that name, unless it is a speaker's."""
        phrases: dict[str, Phrase] = {}
        for match in NAME_SEQUENCE.finditer(text):
            words = [word for word in map(normalize_word, match.group().split()) if word not in STOP_WORDS]
            if len(words) > 1 and not self.speakers.link(match.group()):
                acronym = "".join(word[0] for word in words)
                known = acronym in self.counts and acronym not in STOP_WORDS
                phrase = Phrase(frozenset(words), frozenset({acronym} if known else ()))
                phrases |= dict.fromkeys(words, phrase)
        return phrases

    def first_names(self, text: str) -> set[str]:
        """Return the first names in a text of people whom the index quotes."""
        names = [match.group().split() for match in NAME_SEQUENCE.finditer(text)]
        speakers = [words for words in names if len(words) > 1 and self.speakers.link(" ".join(words))]
        return {normalize_word(word) for words in speakers for word in words[:-1]}

    def _starting_with(self, prefix: str) -> Iterator[str]:
        for place in range(bisect_left(self._words, prefix), len(self._words)):
            if not self._words[place].startswith(prefix):
                return
            yield self._words[place]


def stem(word: str) -> str:
    """Return the stem of the Snowball stemmer for English, without "ism" or "ist": racist and racism have one."""
    stemmed: str = STEMMER.stemWord(word)
    return stemmed[:-3] if len(stemmed) > 5 and stemmed.endswith(("ism", "ist")) else stemmed


@lru_cache(maxsize=65536)
def normalize_word(word: str) -> str:
    """Return a word lower-cased, without a possessive ending."""
    return re.sub(r"[’']s?$", "", word.lower())


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    """Return the normalised words of a text."""
    return frozenset(normalize_word(word) for word in WORDS.findall(text))


@lru_cache(maxsize=8192)
def names_of(text: str) -> frozenset[str]:
    """Return the normalised words of a text that are capitalised, and not because a sentence begins with them."""
    return frozenset(normalize_word("".join(words)) for words in PROPER_NOUN.findall(text))


def drop_role_synonyms(similarities: Mapping[str, float]) -> dict[str, float]:
    """Return synonyms with their similarity, without nouns for a role: nobody is a president for being like one.

    Words of one stem, Latino and Latinos, get the highest of their similarities.
    """
    best: dict[str, float] = {}
    for word, similarity in similarities.items():
        best[stem(word)] = max(similarity, best.get(stem(word), 0.0))
    kept = {word: best[stem(word)] for word in similarities}
    return {word: value for word, value in kept.items() if word not in ROLE_NOUNS or value >= NAME_SIMILARITY}
