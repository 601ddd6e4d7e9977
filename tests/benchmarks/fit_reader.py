"""Find the weights and the threshold of index/reading/ranker.py on questions of titles that the reader was not trained on.

usage: fit_reader.py PREFIX INDEX

PREFIX is that of open_questions.py, INDEX an index of PREFIX_articles.jsonl (general.py makes one).  Each question is asked twice where that
can be: of the whole collection, and without the article that answers it.  A sentence of the first passages is an example; it answers if it
holds one of the answers and the question's article is there.  Prints the weights, and what each threshold does on titles that the weights
were not fitted on.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from general import open_index, search_passages
from numpy.typing import NDArray
from records import rows
from score_answers import holds
from sklearn.linear_model import LogisticRegression

from index import IndexSnapshot
from index.models import Evidence
from index.reading.ranker import WEIGHTS, AnswerRanker
from index.reading.reader import PassageReader
from index.retrieval.reranker import term_coverage

PASSAGES = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked once: its sentences' features [sentences, WEIGHTS but the bias] and which of them answer."""

    title: str
    answerable: bool
    features: NDArray[np.float64]
    answers: NDArray[np.bool_]


def asked(
    snapshot: IndexSnapshot, ranker: AnswerRanker, row: dict[str, Any], found: Sequence[Evidence], there: bool
) -> Asked:
    terms = snapshot.topic_terms(row["question"])
    some = ranker.features(row["question"], [e.text for e in found[:PASSAGES]], lambda text: term_coverage(terms, text))
    mine, *vectors = np.array(snapshot.encoder.embed_documents([row["question"], *(s.text for s in some)]))
    features = [
        [s.margin, float(vector @ mine), s.in_passage, s.in_sentence] for s, vector in zip(some, vectors, strict=True)
    ]
    answers = [there and holds(s.text, row["answers"]) for s in some]
    return Asked(row["title"], there, np.array(features).reshape(len(some), -1), np.array(answers, bool))


def fit(data: Sequence[Asked]) -> NDArray[np.float64]:
    """The weights, the bias last."""
    x, y = np.concatenate([q.features for q in data]), np.concatenate([q.answers for q in data])
    mean, spread = x.mean(0), x.std(0)
    model = LogisticRegression(max_iter=3000).fit((x - mean) / spread, y)
    coefficients = model.coef_[0] / spread
    return np.append(coefficients, model.intercept_[0] - coefficients @ mean)


def report(data: Sequence[Asked]) -> None:
    """For thresholds of the probability: hits, refusals and their mean, each title by weights of the others."""
    best, hits, there = [], [], []
    for title in sorted({q.title for q in data}):
        weights = fit([q for q in data if q.title != title])
        for q in (q for q in data if q.title == title):
            logits = q.features @ weights[:-1] + weights[-1] if len(q.features) else np.array([-np.inf])
            first = int(logits.argmax())
            best.append(1 / (1 + np.exp(-logits[first])))
            hits.append(bool(q.answers[first]) if len(q.answers) else False)
            there.append(q.answerable)
    probability, hit, answerable = np.array(best), np.array(hits), np.array(there)
    print(f"hit {hit[answerable].mean():.3f} of {answerable.sum()}, {(~answerable).sum()} without an answer")
    for least in np.arange(0.04, 0.8, 0.04):
        kept, refused = (hit & (probability >= least))[answerable].mean(), (probability < least)[~answerable].mean()
        print(f"{least:.2f} hit {kept:.3f} refused {refused:.3f} balanced {(kept + refused) / 2:.3f}")


def examples(snapshot: IndexSnapshot) -> list[Asked]:
    """Every question, asked once or twice."""
    ranker = AnswerRanker(PassageReader(), snapshot.encoder)
    data = []
    for row in rows(f"{sys.argv[1]}_questions.jsonl"):
        found = search_passages(snapshot, row["question"])
        data.append(asked(snapshot, ranker, row, found, True))
        if row["alone"]:
            others = [e for e in found if e.article.id != row["article_id"]]
            data.append(asked(snapshot, ranker, row, others, False))
    return data


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open_index(sys.argv[1], Path(sys.argv[2])) as index:
        data = index.read(examples)
    print({name: round(float(weight), 2) for name, weight in zip(WEIGHTS, fit(data), strict=True)})
    report(data)


if __name__ == "__main__":
    main()
