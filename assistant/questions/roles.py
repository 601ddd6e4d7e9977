"""A role in a question ("the Belarusian president") -> the name of who has it, where the articles say so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from assistant.questions.names import CLOSED, REMEMBERED_WORDS, WORD, names_of, tokenize
from index import (
    FULL_TITLES,
    HONORIFICS,
    KIN_NOUNS,
    NAME_PARTICLES,
    ROLE_NOUNS,
    IndexSnapshot,
    SpeakerKind,
    normalize_token,
)

ROLE_ARTICLES = 30  # in which it is looked who has a role
APPOSITION = 60  # characters between a name and its role
DOMINANT = 3  # times as often as anybody else
NOT_IN_OFFICE = frozenset("former late acting deputy".split())
DEMONYM = 4  # letters in which a country and its adjective agree
NAME = r"[A-ZÀ-Þ][\w’'.-]+(?: (?:[A-ZÀ-Þ][\w’'.-]*|de|van|von|le|al))*"


def holder_of(role: str, snapshot: IndexSnapshot) -> str:
    """Return the name of who has a role, such as "the Belarusian president", where the articles say it; else empty."""
    names = names_of(snapshot)
    if role not in names.roles:
        if len(names.roles) > REMEMBERED_WORDS:
            names.roles = {}
        names.roles[role] = _read_holder(role, snapshot)
    return names.roles[role]


def _read_holder(role: str, snapshot: IndexSnapshot) -> str:
    """Count who stands in apposition to the words of a role, and who is quoted under them.

    Words behind "of" and those for a country may stand anywhere in the article: "the city manager, Jan Vos".
    """
    names = names_of(snapshot)
    words = [word for token in tokenize(role) if (word := normalize_token(token.word)) not in CLOSED | NAME_PARTICLES]
    nouns = [word for word in words if word in ROLE_NOUNS or word in HONORIFICS]
    if not nouns or not KIN_NOUNS.isdisjoint(nouns):  # whose father he is, an apposition hardly tells
        return ""
    # These stand beside the name: Berg's adviser is called so, and a former mayor former.
    owners = [word for word in words if word in names.surnames and names.usage(word, snapshot).name]
    owners = owners if NOT_IN_OFFICE.isdisjoint(words) else words
    title = next((short for short, full in FULL_TITLES.items() if full == nouns[-1]), nouns[-1])  # "Gov. Anna Berg"
    people = {speaker.name for speaker in snapshot.speaker_entries() if speaker.kind is SpeakerKind.PERSON}
    votes: Counter[str] = Counter()
    short = " ".join(title if word == nouns[-1] else word for word in words)  # "Gov. Berg" for "the governor of Oulu"
    ids = sorted({*snapshot.mentions(role), *snapshot.mentions(short)}) or snapshot.mentions(" ".join(nouns))
    for article in snapshot.articles_with_text(ids[:ROLE_ARTICLES]).values():
        anywhere = {normalize_token(word) for word in WORD.findall(article.text)}
        anywhere |= {nouns[-1]} & {FULL_TITLES.get(word, "") for word in anywhere}
        if not holds(anywhere, words):
            continue
        for match in re.finditer(rf"\b(?:{re.escape(nouns[-1])}\b|{title}\.)", article.text, re.IGNORECASE):
            for name, near in _appositions(article.text, *match.span()):
                if not holds(near, owners):
                    continue
                if title in near or holds(near, nouns):
                    near |= {nouns[-1]}
                    votes[name] += sum(holds(near, [word]) for word in words)
        for statement in snapshot.statements_in(article.id):
            if statement.speaker and statement.speaker_span is not None:
                named = {normalize_token(word) for word in WORD.findall(article.text[slice(*statement.speaker_span)])}
                votes[statement.speaker] += len(words) * holds(named, words)
    by_speaker: Counter[str] = Counter()
    for name, count in votes.items():
        if count and (speakers := [speaker for speaker in snapshot.link_speaker(name) if speaker in people]):
            by_speaker[speakers[0]] += count
    best = by_speaker.most_common(2)
    needed = DOMINANT if len(words) == 1 else 1  # "the president" alone may be anybody's
    return best[0][0] if best and (len(best) == 1 or best[0][1] > needed * best[1][1]) else ""


def _appositions(text: str, start: int, end: int) -> Iterator[tuple[str, set[str]]]:
    """The names next to a role's noun, with the words of the role: "President X of Y", "Y’s president, X",
    "X, the president of Y".
    """
    before, behind = text[max(0, start - 2 * APPOSITION) : start], text[end : end + 2 * APPOSITION]
    if match := re.match(rf"(?: of [\w’' -]{{2,40}}?)?,? ({NAME})", behind):
        role = re.split(r"[.;,]", before)[-1] + text[start:end] + match.group()[: match.start(1)]
        yield match[1], {normalize_token(word) for word in WORD.findall(role)}
    if match := re.search(rf"({NAME}),? (?:who (?:is|was) )?(?:the |a |an )?([\w’' -]{{0,{APPOSITION}}})$", before):
        role = f"{match[2]} {text[start:end]} {re.split('[.;,(]', behind)[0]}"
        yield match[1], {normalize_token(word) for word in WORD.findall(role)}


def holds(words: Collection[str], wanted: Iterable[str]) -> bool:
    """Whether all wanted words stand among others, a country as its adjective too."""
    return all(word in words or any(akin(word, other) for other in words) for word in wanted)


def akin(one: str, other: str) -> bool:
    """Whether two words are the same, or a country and its adjective."""
    if one == other:
        return True
    short = min(len(one), len(other))
    common = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), short)
    return common >= max(DEMONYM, short - 2)
