"""The same thing said in several places is one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from langchain_core.embeddings import Embeddings
from rapidfuzz import fuzz

from assistant.answers.composition import Item
from assistant.answers.lines import LONGEST, letters, trimmed, within
from assistant.answers.similarity import embed
from index import (
    Article,
    QuoteType,
    SpeechAct,
)

CONTRADICTS = (SpeechAct.DENIED, SpeechAct.NOT_SAID)
# Found on a table of pairs of our own (tests/assistant/answers/test_grouping.py) and on the training articles.
SAME_MEANING = 0.72  # cosine of two statements' words from which they say the same
CONTAINED = 0.6  # the same where all words of one stand in the other
SMALL = frozenset("that this these those would will could have been with from were they their about".split())
STEM = 4  # letters in which forms of one word agree
SAME_LETTERS = 92  # rapidfuzz ratio from which two wordings are one
CLOSING = "”\"'’)] "  # may stand behind a full stop
TITLED = 0.75  # of the longer words of a headline begin with a capital
COMPARED = 16  # items whose meaning is compared; those behind them are compared by letters
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
FULL = 200  # characters beyond which a wording is not fuller
PLAIN_DENIAL = re.compile(
    r"\b(?:(?:did|does|do|has|have|had|would|will|could) not|\w+n[’']t|denie[sd]|declined|refused|rejected)\b"
)
NOT = re.compile(r"\b(?:not|never|no|nobody|nothing|without|neither|nor)\b|n[’']t\b", re.IGNORECASE)


def merge_same(items: Sequence[Item], encoder: Embeddings) -> list[Item]:
    """Return the items, best first, without what one of them says already; that one has their places.

    Only what one speaker says is merged.  Words in one sentence are one line; the wording of a line is the fullest.
    """
    framed = merge_frames(items)
    compared = framed[:COMPARED]
    alike = [
        number
        for number, item in enumerate(compared)
        if any(item is not other and may_be_same(item, other) for other in compared)
    ]
    vectors = dict(zip(alike, embed(encoder, [meaning(compared[number]) for number in alike]), strict=True))
    groups: list[list[int]] = []
    for number, item in enumerate(framed):
        for group in groups:
            first = framed[group[0]]
            near = [float(vectors[number] @ vectors[other]) for other in group if {number, other} <= vectors.keys()]
            likeness = max(near, default=0.0)
            if same_thing(item, first, likeness):
                group.append(number)
                break
        else:
            groups.append([number])
    return [united([framed[number] for number in group]) for group in groups]


def merge_frames(items: Sequence[Item]) -> list[Item]:
    """Return the items with those of one speaker whose sentences overlap made one line, all of their words in bold."""
    kept: list[Item] = []
    for item in items:
        for place, other in enumerate(kept):
            if same_speaker(item, other) and overlap(item, other):
                kept[place] = framed(other, item)
                break
        else:
            kept.append(item)
    return kept


def overlap(one: Item, other: Item) -> bool:
    """Whether two items show a sentence in common, of one article or of a copy of it."""
    if one.article.id != other.article.id:
        return one.line.text == other.line.text and contradicts(one) == contradicts(other)
    return any(a < d and c < b for a, b in one.line.spans for c, d in other.line.spans)


def framed(item: Item, other: Item) -> Item:
    """Return an item with the words of another one in its sentences set in bold too."""
    line = item.line
    if item.article.id != other.article.id:
        return replace(item, same=(*item.same, other))
    bold = trimmed(item.article.text, within((*line.bold, *other.line.bold), line.spans))
    start, end = min(item.span[0], other.span[0]), max(item.span[1], other.span[1])
    inside = end - start <= LONGEST and any(a <= start and end <= b for a, b in line.spans)
    return replace(item, line=replace(line, bold=bold), span=(start, end) if inside else item.span)


def meaning(item: Item) -> str:
    """Return the words by which an item is compared: what is said, without who says it."""
    words = " ".join(item.article.text[start:end] for start, end in item.line.bold)
    return " ".join(words.split()) or item.line.text


def same_thing(one: Item, other: Item, likeness: float) -> bool:
    """Whether two items of one speaker say the same: like letters, or like meaning with the same numbers and sense."""
    words, others = meaning(one), meaning(other)
    if same_speaker(one, other) and contradicts(one) == contradicts(other) and words.split() == others.split():
        return True
    if not may_be_same(one, other):
        return False
    if fuzz.ratio(words.casefold(), others.casefold()) >= SAME_LETTERS:
        return True
    return likeness >= SAME_MEANING or (likeness >= CONTAINED and contains(words, others))


def may_be_same(one: Item, other: Item) -> bool:
    """Whether two items can say the same, before their meaning is compared: of one speaker, of one sense, with the same
    numbers, with a longer word in common, and not alike but for a word put in another's place.
    """
    if not same_speaker(one, other) or contradicts(one) != contradicts(other):
        return False
    words, others = meaning(one), meaning(other)
    if set(NUMBER.findall(words)) != set(NUMBER.findall(others)) or bool(NOT.search(words)) != bool(NOT.search(others)):
        return False
    return bool(stems(words) & stems(others)) and not substituted(words, others)


def stems(text: str) -> set[str]:
    """Return the first letters of a text's longer words."""
    return {word[:STEM] for word in re.findall(r"\w{4,}", text.casefold())} - {word[:STEM] for word in SMALL}


def substituted(words: str, others: str) -> bool:
    """Whether two texts differ in one word or two of one sentence's frame: “the ferry gets money”, “the school ...”."""
    one, other = (re.findall(r"\w+", text.casefold()) for text in (words, others))
    if len(one) != len(other):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return 0 < len(differing) <= 2 and all(a[:STEM] != b[:STEM] for a, b in differing)


def contains(words: str, others: str) -> bool:
    """Whether all of the longer words of one text stand in the other."""
    one, other = (set(re.findall(r"\w{4,}", text.casefold())) - SMALL for text in (words, others))
    return len(one) > 1 and len(other) > 1 and (one <= other or other <= one)


def same_speaker(one: Item, other: Item) -> bool:
    return one.speaker == other.speaker


def contradicts(item: Item) -> bool:
    """Whether an item is a denial, or says that something was not said."""
    return item.statement is not None and item.statement.speech_act in CONTRADICTS


def united(group: Sequence[Item]) -> Item:
    """Return one item for several that say the same: own words before a report, then the longest."""
    best = max(
        group,
        key=lambda item: (is_own(item), not repeats_title(item), says_so(item), min(len(meaning(item)), FULL)),
    )
    others = tuple(item for item in group if item is not best)
    places = [place for item in others for place in (replace(item, same=()), *item.same)]
    relevance = max(item.relevance for item in group)
    return replace(best, same=(*best.same, *places), relevance=relevance)


def says_so(item: Item) -> bool:
    """Whether a line that denies or does not confirm says in plain words that the speaker did or did not do so."""
    return contradicts(item) and PLAIN_DENIAL.search(item.line.text) is not None


def is_own(item: Item) -> bool:
    """Whether an item has the speaker's own words, in quotation marks."""
    statement = item.statement
    return statement is not None and statement.quote_type is not QuoteType.INDIRECT and not statement.relayed_by


def is_headline(item: Item) -> bool:
    """Whether a line is no sentence of the text but a headline, a caption or the like: it is written as headlines are,
    or has no full stop.
    """
    text = item.line.text.rstrip(CLOSING)
    return titled(text) or text[-1:] not in ".!?" or text.endswith("...")


def repeats_title(item: Item) -> bool:
    """Whether a line is a headline, or has the words of its article's, which tell less than those below it."""
    return is_headline(item) or is_heading(item.line.text, item.article)


def is_heading(text: str, article: Article) -> bool:
    """Whether a part of an article is written as a headline is, or repeats the article's headline."""
    return titled(text) or text.strip()[-1:].isalnum() or letters(text) in letters(article.title)


def titled(text: str) -> bool:
    """Whether a text is written as headlines are: most of its longer words begin with a capital."""
    long = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return len(long) >= 4 and sum(word[0].isupper() for word in long) >= TITLED * len(long)
