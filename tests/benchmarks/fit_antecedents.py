"""Find the weights of index/attribution/antecedents.py.

usage: fit_antecedents.py GAP_TRAIN.jsonl GAP_DEV.jsonl PREFIX

Learns from the pronouns of GAP (Webster et al., 2018), where each other person named before is taken for wrong, and from
pronouns made of PREFIX_articles.jsonl and PREFIX_attributions.jsonl (the training part): a source by name whose person
stands earlier in the paragraph is replaced by "he" or "she", and the marked sources before it are who spoke.  Prints F1 on
GAP_DEV, the share of made pronouns right in halves, and the weights.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from records import rows
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from index.attribution.antecedents import PersonMention, features, read_context
from index.attribution.coreference import FARTHEST
from index.attribution.entities import EntityTable
from index.attribution.entity import Entity
from index.attribution.spans import paragraph_start
from index.models import Span

STRENGTH = 0.1  # of the fit; the inverse of the regularization
MADE_WEIGHT = 3.0  # what a made pronoun counts beside one of GAP
LIKELY = 0.2  # probability from which the better candidate of GAP is taken
Named = tuple[int, int, int]  # start, end, number of the person


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates of one pronoun: numbers, features, and which are right; `asked` are the numbers of GAP's two."""

    people: list[int]
    features: list[dict[str, float]]
    is_right: list[bool]
    asked: tuple[int, ...] = ()


def can_be_meant(entity: Entity) -> bool:
    return not entity.is_organization and (entity.is_person or len(entity.name) > 1)


def group(
    text: str, pronoun: str, place: int, named: Sequence[Named], people: set[int], spoke: Sequence[tuple[int, int]],
    right: set[int], asked: tuple[int, ...] = (),
) -> Group:  # fmt: skip
    paragraph = paragraph_start(text, place)
    start = max(0, paragraph - FARTHEST)
    mentions = [PersonMention(*mention) for mention in named if start <= mention[0] < place]
    candidates = [person for person in dict.fromkeys(mention.person for mention in mentions) if person in people]
    context = read_context(text, pronoun, place, (start, paragraph), mentions, [s for s in spoke if s[0] >= start])
    values = [features(context, person) for person in candidates]
    return Group(candidates, values, [person in right for person in candidates], asked)


def of_gap(row: dict[str, Any]) -> Group:
    """Its two candidates are people even where the article does not tell so."""
    text, (place, end) = row["text"], row["pronoun"]
    pronoun, entities = text[place:end].casefold(), EntityTable(text)
    overlapping = [
        [entity for s, e, entity in entities.mentions if s < last and first < e and not entity.is_organization]
        for first, last, _ in row["candidates"]
    ]
    numbers = [id(some[0]) if some else number for number, some in enumerate(overlapping)]
    if numbers[0] == numbers[1]:
        numbers = [0, 1]
    own = [(first, last, n) for (first, last, _), n in zip(row["candidates"], numbers, strict=True) if n < 2]
    named = [(s, e, id(entity)) for s, e, entity in entities.mentions if can_be_meant(entity) or id(entity) in numbers]
    named = sorted(own + [m for m in named if not any(m[0] < last and first < m[1] for first, last, _ in own)])
    right = {n for n, (_, _, is_right) in zip(numbers, row["candidates"], strict=True) if is_right}
    agreeing = {id(entity) for entity in entities.entities if entity.agrees_in_gender(pronoun)}
    people = {*numbers, *agreeing} if right else {*numbers}
    return group(text, pronoun, place, named, people, [], right, tuple(numbers))


def made_pronouns(prefix: str) -> Iterator[Group]:
    marks: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(f"{prefix}_attributions.jsonl"):
        if row["speaker"] and len(row["source"]) == 1:
            marks[row["article"]].append(row)
    for article in rows(f"{prefix}_articles.jsonl"):
        entities = EntityTable(article["text"])
        speakers = sorted((mark["source"][0][0], mark["speaker"]) for mark in marks[article["id"]])
        for mark in marks[article["id"]]:
            entity = entities.find(mark["speaker"].split())
            if entity is not None and (made := replaced(article["text"], entities, entity, mark["source"][0])):
                yield of_news(*made, mark["source"][0][0], mark["speaker"], speakers)


def replaced(text: str, entities: EntityTable, entity: Entity, source: Span) -> tuple[str, str] | None:
    """The text with a pronoun in a source's place, and the pronoun; None if nobody could tell whom it stands for."""
    start, end = source
    before = entities.between(paragraph_start(text, start), start)
    if entity.is_organization or entity not in before or not text[start].isupper() or len(text[start:end].split()) > 4:
        return None
    pronoun = "she" if entity.female > entity.male else "he"
    begins = re.search(r"(?:[.?!”\"]\s|\n)$", text[:start]) is not None
    return text[:start] + (pronoun.title() if begins else pronoun) + text[end:], pronoun


def of_news(text: str, pronoun: str, place: int, speaker: str, speakers: Sequence[tuple[int, str]]) -> Group:
    entities = EntityTable(text)
    named = [(start, end, id(entity)) for start, end, entity in entities.mentions if can_be_meant(entity)]
    people = {id(entity) for entity in entities.entities if entity.agrees_in_gender(pronoun)}
    spoke = [(at, id(entities.find(name.split()))) for at, name in speakers if at < place]
    return group(text, pronoun, place, named, people, spoke, {id(entities.find(speaker.split()))})


def fit(gap: Sequence[Group], made: Sequence[Group]) -> tuple[DictVectorizer, LogisticRegression]:
    vectorizer, model = DictVectorizer(), LogisticRegression(C=STRENGTH, max_iter=3000, fit_intercept=False)
    matrix = vectorizer.fit_transform([values for each in (*gap, *made) for values in each.features])
    weights = [weight for some, weight in ((gap, 1.0), (made, MADE_WEIGHT)) for each in some for _ in each.people]
    model.fit(matrix, [is_right for each in (*gap, *made) for is_right in each.is_right], sample_weight=weights)
    return vectorizer, model


def probabilities(each: Group, vectorizer: DictVectorizer, model: LogisticRegression) -> dict[int, float]:
    if not each.people:
        return {}
    values = model.predict_proba(vectorizer.transform(each.features))[:, 1]
    return dict(zip(each.people, values.tolist(), strict=True))


def f1(
    gap: Sequence[Group], gold: Sequence[dict[str, Any]], fitted: tuple[DictVectorizer, LogisticRegression]
) -> float:
    right = taken = total = 0
    for each, row in zip(gap, gold, strict=True):
        scores = probabilities(each, *fitted)
        best = max(each.asked, key=lambda person: scores.get(person, 0.0))
        is_taken = scores.get(best, 0.0) >= LIKELY
        answers = [candidate[2] for candidate in row["candidates"]]
        right += is_taken and answers[each.asked.index(best)]
        taken, total = taken + is_taken, total + sum(answers)
    return 2 * right / (taken + total)


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    gap, made = [of_gap(row) for row in rows(sys.argv[1])], list(made_pronouns(sys.argv[3]))
    dev = rows(sys.argv[2])
    print(
        f"{len(gap)} pronouns of GAP, {len(made)} made; F1 {f1([of_gap(row) for row in dev], dev, fit(gap, made)):.3f}"
    )
    for train, test in ((made[::2], made[1::2]), (made[1::2], made[::2])):
        fitted = fit(gap, train)
        scores = [(each, probabilities(each, *fitted)) for each in test if each.people]
        hits = [each.is_right[int(np.argmax(list(values.values())))] for each, values in scores]
        print(f"made pronouns right: {sum(hits)} of {len(test)}")
    vectorizer, model = fit(gap, made)
    for name, weight in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True):
        print(f'    "{name}": {weight:.3f},')


if __name__ == "__main__":
    main()
