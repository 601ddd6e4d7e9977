"""Find the other spellings of a name in a vocabulary.  Pure.

Names that came through different alphabets differ in vowels and in how a consonant is written (Kharkiv, Charkow).  So
words are compared by their sounds in classes, as Daitch-Mokotoff Soundex and Metaphone do: all sounds of a short word;
of a long one the consonants, the first vowel's kind, and whether a vowel ends it.  Those that agree are ranked by
similarity.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby, islice, product

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

LONGEST = 40  # letters; what is longer is no name
SHORTEST = 4  # letters; shorter words have too many neighbours
LONG = 6  # letters; in longer words vowels inside may differ, and where they do not occur, one slip of the keyboard
SIMILARITY = 0.87, 0.72  # least mean similarity, in letters and in sound, of two short and of two long words
MOST_PRONUNCIATIONS = 12  # of one word

PLAIN = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "dj", "ð": "d", "þ": "th", "ı": "i"})
MARKS = str.maketrans("", "", "'’ʼ-")
# How a consonant is written, longer spellings first, and the classes that it may belong to; another letter is its own.
CONSONANTS: dict[str, tuple[str, ...]] = {
    "shch": ("S",), "tsch": ("C",), "sch": ("S",), "tch": ("C",), "dzh": ("J",), "sh": ("S",), "sz": ("S",),
    "cz": ("C",), "ch": ("C", "H"), "zh": ("J", "z"), "kh": ("H",), "ph": ("f",), "th": ("t",), "gh": ("g",),
    "dh": ("d",), "dj": ("J",), "ts": ("T",), "tz": ("T",), "ck": ("k",), "qu": ("k",), "q": ("k",), "x": ("ks",),
    "w": ("v",), "h": ("H",), "g": ("g", "H"), "j": ("", "J"), "c(?=[eiy])": ("s", "T"), "c$": ("k", "C", "T"),
    "c": ("k",), "š": ("S", "s"), "č": ("C", "k"), "ž": ("J", "z"), "ć": ("k", "C", "T"),
}  # fmt: skip
SOUND = re.compile("|".join([*(f"(?P<_{n}>{spelled})" for n, spelled in enumerate(CONSONANTS)), "[aeiouy]+", "."]))
CLASSES = list(CONSONANTS.values())
KINDS = {"a": "a", "e": "i", "i": "i", "y": "i", "o": "u", "u": "u"}  # vowels that are written for each other
VOWEL_KINDS = frozenset(KINDS.values())
SHARED = frozenset("blmnrvf")  # consonants that all spellings of a name have: each is always one sound of its own
ALIKE = str.maketrans("wp", "vf")  # ph is f
RESPELLED = (
    (re.compile(r"^[yj](?=e)"), ""),  # Yevgeny, Evgeny
    (re.compile(r"^y(?=[aiou])"), "j"),  # Yanukovich, Janukovich
    (re.compile(r"(?<=[^aeiouy])e$"), ""),  # Poutine, Putin
    (re.compile(r"[aeiouy]+[vw]$"), "iv"),  # -iv, -ov, -ev and -ow are one ending
    (re.compile(r"([^aeiouy]{1,4})\1"), r"\1"),  # Odessa, Odesa
)


def variants(word: str, vocabulary: Mapping[str, int]) -> list[str]:
    """Return the spellings of a name in a vocabulary, nearest first, without itself.

    The vocabulary's words are in lower case; its numbers say how frequent they are.  To look many names up, make a
    SpellingIndex once.
    """
    return SpellingIndex(vocabulary).variants(word)


class SpellingIndex:
    """The words of a vocabulary by their sound, to look many names up.  The numbers say how frequent the words are.

    Words are grouped by those letters that all spellings of a name share; how a group sounds is read when a name of it
    is first looked up.  Safe to use from several threads: at worst two read one group.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self.vocabulary = vocabulary
        self._groups: dict[frozenset[str], list[str]] = defaultdict(list)
        for word in vocabulary:
            self._groups[shared_letters(word)].append(word)
        self._sounding: dict[frozenset[str], Mapping[str, Sequence[tuple[str, str]]]] = {}

    def variants(self, word: str) -> list[str]:
        """Return the spellings of a name in the vocabulary, nearest first, without itself.

        If the word itself does not occur, words at an edit distance of 1 (OSA) from a long word count too.
        """
        lower = word.lower()
        similarities: dict[str, float] = {}
        sounding = self._sounds_of_group(shared_letters(lower))
        for key, sound in _sounds(word):
            for other, other_sound in sounding.get(key, ()):
                if other == lower:
                    continue
                in_letters = Indel.normalized_similarity(lower, other)
                similarity = (in_letters + Indel.normalized_similarity(sound, other_sound)) / 2
                if similarity >= SIMILARITY[min(len(lower), len(other)) >= LONG]:
                    similarities[other] = max(similarities.get(other, 0.0), similarity)
        if lower not in self.vocabulary and len(lower) >= LONG:
            slips = process.extract_iter(lower, self.vocabulary.keys(), scorer=OSA.distance, score_cutoff=1)
            similarities = {other: 1 - distance / len(lower) for other, distance, _ in slips} | similarities
        return sorted(similarities, key=lambda other: (-similarities[other], -self.vocabulary[other], other))

    def _sounds_of_group(self, letters: frozenset[str]) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return the words with these shared letters, each with its pronunciation, by key."""
        if letters not in self._sounding:
            table: dict[str, list[tuple[str, str]]] = defaultdict(list)
            for word in self._groups.get(letters, ()):
                for key, sound in _sounds(word):
                    table[key].append((word, sound))
            self._sounding[letters] = dict(table)
        return self._sounding[letters]


def shared_letters(word: str) -> frozenset[str]:
    """Return which of the consonants that sound alike in every alphabet a word has: p and f, v and w count as one."""
    folded = word.lower() if word.isascii() else _folded(word)
    return SHARED.intersection(folded.translate(ALIKE))


def _folded(word: str) -> str:
    """Return a word in lower-case Latin letters without accents, but for those that make a consonant another one.

    Return "" for a word in other letters.
    """
    lower = unicodedata.normalize("NFC", word.lower().translate(MARKS)).translate(PLAIN)
    letters = "".join(char if char in "šžčć" else unicodedata.normalize("NFKD", char)[0] for char in lower)
    return letters if re.fullmatch(r"[a-zšžčć]+", letters) else ""


@lru_cache(maxsize=300_000)  # a vocabulary that grew is mostly the one before
def _sounds(word: str) -> tuple[tuple[str, str], ...]:
    """Return the pronunciations of a word as (key, pronunciation); words that share a key may be spellings of one name.

    The key is the whole pronunciation, and for a long word also that without the vowels between its first and its end.
    """
    if len(word) > LONGEST:  # the patterns below take time quadratic in a run of vowels
        return ()
    folded = _folded(word)
    for pattern, replacement in RESPELLED:
        folded = pattern.sub(replacement, folded)
    if len(folded) < SHORTEST - 1:
        return ()
    sounds: list[tuple[str, ...]] = []
    for match in SOUND.finditer(folded):
        classes = _classes(match)
        if (match[0] == "g" and not sounds) or (match[0] == "ch" and len(folded) < LONG):
            classes = classes[:1]  # Gerald is not Herald, Chad not had
        sounds.append(classes)
    keyed: list[tuple[str, str]] = []
    for pronunciation in islice(product(*sounds), MOST_PRONUNCIATIONS):
        vowels = [number for number, sound in enumerate(pronunciation) if sound[:1] in VOWEL_KINDS]
        keyed.append(("".join(pronunciation), "".join(pronunciation)))
        if len(folded) >= LONG and vowels:
            skeleton = "".join(
                sound for number, sound in enumerate(pronunciation) if number not in vowels or number == 0
            )
            end = "+" if vowels[-1] == len(pronunciation) - 1 else "-"
            keyed.append((f"{skeleton}{end}{pronunciation[vowels[0]][0]}", "".join(pronunciation)))
    return tuple(keyed)


def _classes(match: re.Match[str]) -> tuple[str, ...]:
    """Return the classes of one sound; for a group of vowels their kinds, each once in a row."""
    if match.lastgroup:
        return CLASSES[int(match.lastgroup[1:])]
    return ("".join(kind for kind, _ in groupby(KINDS.get(letter, letter) for letter in match[0])),)
