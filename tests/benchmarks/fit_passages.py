"""Find the weights by which index/retrieval/reranker.py ranks passages, on questions of which it is marked what answers them.

usage: fit_passages.py INDEX [--held-out]

Asks every fourth of the questions of news_questions.jsonl that are trained on; INDEX is an index of their articles.  A passage is an example;
it answers if it holds a whole answer.  Prints for what share of the questions one of the first so many passages answers, in today's order and
by the weights found, and these.  With `--held-out` it only measures today's order, on the questions that are held out.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from records import rows
from sklearn.linear_model import LogisticRegression
from train_reader import NEWS_QUESTIONS, held_out

from index import ArticleIndex, IndexSnapshot
from index.models import Query
from index.retrieval.candidates import passage_candidates
from index.retrieval.reranker import PASSAGE_WEIGHTS, passage_features

EVERY = 4  # one of so many questions that are trained on is asked
FIRST = (1, 3, 5, 8, 12, 20)
NAMES = [name for name in PASSAGE_WEIGHTS if name != "bias"]
# Of a question's passages: their features [passages, NAMES], and which of them answer.
Asked = tuple[NDArray[np.float64], NDArray[np.bool_]]


def asked(snapshot: IndexSnapshot, row: dict[str, Any]) -> Asked:
    """The features of a question's passages, and which of them answer."""
    question = row["question"]
    terms = snapshot.vocabulary.terms(question)
    found = list(passage_candidates(snapshot, Query(question), terms, snapshot.encoder.embed_query(question)))
    values = passage_features(found, snapshot.topic_terms(question), [])
    places = [(c.article.id, c.passage.start, c.passage.end) for c in found]
    right = [name == row["article"] and any(a <= s and e <= b for s, e in row["answers"]) for name, a, b in places]
    return np.stack([values[name] for name in NAMES], axis=1), np.array(right, bool)


def print_recall(name: str, weights: NDArray[np.float64], data: Sequence[Asked]) -> None:
    places = [np.flatnonzero(right[np.argsort(-(x @ weights), kind="stable")]) for x, right in data]
    first = np.array([found[0] if len(found) else np.inf for found in places])
    print(f"{name}: {len(data)} questions", *(f"@{n} {(first < n).mean():.3f}" for n in FIRST))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--held-out", action="store_true")
    given = parser.parse_args()
    some = [r for r in rows(NEWS_QUESTIONS) if r["answers"] and held_out(r["article"]) == given.held_out]
    some = some if given.held_out else some[::EVERY]
    with ArticleIndex.open(path=given.index, check=False) as index:
        data = index.read(lambda snapshot: [asked(snapshot, row) for row in some])
    print_recall("today", np.array([PASSAGE_WEIGHTS[name] for name in NAMES]), data)
    if not given.held_out:
        model = LogisticRegression(C=10, max_iter=1000)
        model.fit(np.concatenate([x for x, _ in data]), np.concatenate([right for _, right in data]))
        print_recall("fitted", model.coef_[0], data)
        print(dict(zip([*NAMES, "bias"], [*model.coef_[0].round(2), round(model.intercept_[0], 2)], strict=True)))


if __name__ == "__main__":
    main()
