"""Find the weights and thresholds of index/retrieval/reranker.py and assistant/answers/selection.py on the training questions.

usage: fit_relevance.py PREFIX INDEX

INDEX is an index of PREFIX's articles, made by who_said_what.py --index with a tagger that was not trained on them.  Every statement
of the speaker asked about is an example: about the topic if it covers half of a gold statement, left out if it lies on a neutral one.
Prints the weights of a logistic regression over the features of the reranker, and what refusing below each threshold would do.
"""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import numpy as np
from records import rows
from sklearn.linear_model import LogisticRegression

from assistant.models import NO_FILTERS
from assistant.questions.parser import Question, read_question
from index import ArticleIndex, IndexSnapshot
from index.retrieval.candidates import statement_candidates
from index.retrieval.reranker import features


def lies_on(spans: list[list[int]], mine: tuple[tuple[int, int], ...]) -> bool:
    total = sum(end - start for start, end in spans)
    got = sum(max(0, min(b, d) - max(a, c)) for a, b in spans for c, d in mine)
    return 2 * got >= total


def examples(snapshot: IndexSnapshot, question: Question, row: dict[str, Any]) -> list[tuple[list[float], bool | None]]:
    """Features and label of each statement by the speaker; the label is None where people's marks do not tell."""
    topic = question.topic or question.text
    terms, vector = snapshot.topic_terms(topic), snapshot.encoder.embed_query(topic)
    labelled = []
    for candidate in statement_candidates(snapshot, question.query, terms, vector, question.speakers):
        spans, article_id = candidate.statement.spans, candidate.article.id
        gold = [g["spans"] for g in row["gold"] if g["article"] == article_id]
        neutral = [n["spans"] for n in row["neutral"] if n["article"] == article_id]
        label: bool | None = any(lies_on(marked, spans) for marked in gold)
        if not label and any(lies_on(marked, spans) for marked in neutral):
            label = None
        labelled.append((list(features(candidate, terms).values()), label))
    return labelled


def labelled_groups(snapshot: IndexSnapshot) -> list[tuple[str, list[tuple[list[float], bool | None]]]]:
    """For each training question its kind and its examples."""
    groups = []
    for row in rows(f"{sys.argv[1]}_questions.jsonl"):
        question = read_question(row["question"], (), NO_FILTERS, snapshot, date(2016, 12, 31))
        linked = row["type"] != "who_said" and question.speakers
        groups.append((row["type"], examples(snapshot, question, row) if linked else []))
    return groups


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with ArticleIndex.open(path=sys.argv[2]) as index:
        groups = index.read(labelled_groups)
    data = [example for _, some in groups for example in some]
    known = [(values, label) for values, label in data if label is not None]
    x, y = np.array([v for v, _ in known]), np.array([label for _, label in known])
    model = LogisticRegression(C=1.0, max_iter=2000).fit(x, y)
    weights = dict(zip([*NAMES, "bias"], [*model.coef_[0], model.intercept_[0]], strict=True))
    print(
        {name: round(float(value), 2) for name, value in weights.items()},
        f"{len(y)} examples, {y.sum()} about the topic",
    )
    report(groups, model)


NAMES = ["content", "context", "anaphoric", "title", "similarity", "confidence"]


def report(groups: list[tuple[str, list[tuple[list[float], bool | None]]]], model: LogisticRegression) -> None:
    """For thresholds from .05 to .95: the share of each kind of question that would be answered."""
    best = [
        (kind, float(model.predict_proba(np.array([v for v, _ in some]))[:, 1].max()) if some else 0.0)
        for kind, some in groups
    ]
    print("threshold: answered of", sorted({kind for kind, _ in best}))
    for threshold in np.arange(0.05, 1.0, 0.05):
        shares = {}
        for kind in sorted({kind for kind, _ in best}):
            values = [value for other, value in best if other == kind]
            shares[kind] = round(float(np.mean([value >= threshold for value in values])), 3)
        print(f"{threshold:.2f}", shares)


if __name__ == "__main__":
    main()
