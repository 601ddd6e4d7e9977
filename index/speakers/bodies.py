"""The names of bodies in all articles -> which are one body's: with "the" or not, an acronym and its words.  Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from index.text.names import normalize_token

NEARLY_ALL = 0.9  # of the places that explain an acronym: then it stands for this
ACRONYM = re.compile(r"(?:[A-Z]\.?){2,8}")
Apart = Callable[[str, str], bool]
Explain = Callable[[str], Mapping[str, int]]  # an acronym -> what the articles write out for it, and how often


def group_bodies(names: Sequence[str], counts: Mapping[str, int], explain: Explain, apart: Apart) -> dict[str, str]:
    """Return for each name the one under which its body stands: the one with most statements, written out if any is.

    An acronym is what the articles explain it with, or else the only body whose initials it has.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    acronyms: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=lambda name: (-counts[name], name)):
        if ACRONYM.fullmatch(name):
            acronyms[name.replace(".", "")].append(name)
        else:
            groups[body_key(name)].append(name)
    by_initials: dict[str, list[str]] = defaultdict(list)
    for key, group in groups.items():
        by_initials[initials(group[0])].append(key)
    for letters, forms in sorted(acronyms.items()):
        key = _explained(explain(letters)) or ""
        if key not in groups:
            keys = by_initials.get(letters, [])
            key = keys[0] if len(keys) == 1 and not key else ""
        for form in forms:
            fits = bool(key) and not any(apart(form, other) for other in groups[key])
            groups[key if fits else letters].append(form)
    return {name: main for group in groups.values() for main in [_main(group, counts)] for name in group}


def body_key(name: str) -> str:
    """Return the words of a body's name by which it is compared: folded, without "the" in front."""
    words = [normalize_token(word) for word in name.split()]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def initials(name: str) -> str:
    """Return the first letters of a name's capitalised words; empty for a name of one word."""
    capitals = [word for word in re.split(r"[\s-]+", name) if word[:1].isupper() and word.casefold() != "the"]
    return "".join(word[0] for word in capitals) if len(capitals) > 1 else ""


def _explained(meanings: Mapping[str, int]) -> str | None:
    """Return the key of the body that nearly all explanations give; None where there is no such."""
    keys: Counter[str] = Counter()
    for meaning, count in meanings.items():
        keys[body_key(meaning)] += count
    (key, count), *_ = keys.most_common(1) or [("", 0)]
    return key if count and count >= NEARLY_ALL * keys.total() else None


def _main(group: Sequence[str], counts: Mapping[str, int]) -> str:
    return min(group, key=lambda name: (bool(ACRONYM.fullmatch(name)), -counts[name], len(name), name))
