"""Find the weights of index/attribution/judgement.py on articles in which people marked who said what.

usage: fit_judgement.py PREFIX [--every N] [--first K]

Reads every Nth article from the Kth on of PREFIX_articles.jsonl and PREFIX_attributions.jsonl (the training part).  What
the tagger takes for an attribution is an example: a right one if people's marks cover half of its content.  The tagger has
seen these articles in its training; how often it is right at which confidence is nearly the same on others.
Prints what precision and recall the judgement has on articles that it was not fitted on, beside those of the tagger's
confidence, and the weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from records import rows
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from statement_spans import half

from index.attribution.extractor import ArticleExtraction
from index.attribution.judgement import features
from index.attribution.tagger import installed_tagger
from index.models import Article

STRENGTH = 0.1  # of the fit; the inverse of the regularization
PRECISIONS = (0.86, 0.88, 0.9, 0.92)


@dataclass(frozen=True, slots=True)
class Example:
    """An attribution of an article: its features, whether it is right, and how many marks it covers."""

    article: str
    features: dict[str, float]
    is_right: bool
    marks: int
    confidence: float


def examples(record: dict[str, Any], marks: Sequence[dict[str, Any]]) -> list[Example]:
    (attributions,) = installed_tagger().tag([record["text"]])
    extraction = ArticleExtraction(Article(record["id"], record["text"]), attributions)
    contents = [[(start, end) for start, end in mark["content"]] for mark in marks]
    some = []
    for attribution in attributions:
        spans = extraction.content_of(attribution)
        if spans and attribution.source:
            is_right = any(half([*spans], content) for content in contents)
            covered = sum(half(content, [*spans]) for content in contents)
            values = features(extraction.layout, attribution, spans)
            some.append(Example(record["id"], values, is_right, covered, attribution.confidence))
    return some


def fit(some: Sequence[Example]) -> tuple[DictVectorizer, LogisticRegression]:
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([example.features for example in some])
    model = LogisticRegression(C=STRENGTH, max_iter=1000, fit_intercept=False)
    return vectorizer, model.fit(matrix, [example.is_right for example in some])


def held_out(some: Sequence[Example]) -> NDArray[np.float64]:
    """The probability of each example by a fit on other articles."""
    result = np.zeros(len(some))
    for train, test in GroupKFold(5).split(some, groups=[example.article for example in some]):
        vectorizer, model = fit([some[number] for number in train])
        result[test] = model.predict_proba(vectorizer.transform([some[number].features for number in test]))[:, 1]
    return result


def print_curve(name: str, scores: NDArray[np.float64], some: Sequence[Example], total: int) -> None:
    order = np.argsort(-scores)
    precision = np.cumsum([some[n].is_right for n in order]) / np.arange(1, len(some) + 1)
    recall = np.cumsum([some[n].marks for n in order]) / total
    for least in PRECISIONS:
        last = int(np.flatnonzero(precision >= least).max(initial=0))
        print(f"{name}: precision {least}, recall {recall[last]:.3f}, from {scores[order[last]]:.3f} on")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    marks: dict[str, list[dict[str, Any]]] = {}
    for row in rows(f"{given.prefix}_attributions.jsonl"):
        marks.setdefault(row["article"], []).append(row)
    articles = rows(f"{given.prefix}_articles.jsonl")[given.first :: given.every]
    some = [example for article in articles for example in examples(article, marks.get(article["id"], []))]
    total = sum(len(marks.get(article["id"], [])) for article in articles)
    print_curve("confidence", np.array([example.confidence for example in some]), some, total)
    print_curve("judgement", held_out(some), some, total)
    vectorizer, model = fit(some)
    for name, weight in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True):
        print(f'    "{name}": {weight:.3f},')


if __name__ == "__main__":
    main()
