"""Answer ordinary questions with sentences of the passages that search finds, and write them down for score_general.py.

usage: general.py PREFIX INDEX PREDICTIONS.jsonl [--by nearest|reader|ranker|assistant] [--passages N] [--least P]

PREFIX is the path up to _articles.jsonl and _questions.jsonl.  INDEX is an index of the articles, made by `python -m index --index INDEX
PREFIX_articles.jsonl` where it is not there.  `nearest` shows the two sentences whose vectors are nearest to the question's, `reader` the
sentence that holds the reader's best span, `ranker` the sentence that `index.reading.ranker` puts first; a question is refused where the
cosine, the margin or the probability is under P.  `assistant` is the whole program: the sentences of the first line of its answer.
Prints the milliseconds that answering takes beside searching, for `assistant` with searching.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from records import rows

from assistant import Assistant
from assistant.models import Role
from assistant.settings import Settings
from index import ArticleIndex, IndexSnapshot
from index.embedding.encoder import Encoder
from index.loading.loader import load_articles
from index.models import Evidence, Query
from index.reading.ranker import LEAST_PROBABILITY, AnswerRanker
from index.reading.reader import PassageReader
from index.retrieval.reranker import term_coverage
from index.retrieval.search import search
from index.text.sentences import split_sentences

LEAST = {"nearest": 0.62, "reader": 2.3, "ranker": LEAST_PROBABILITY}  # the best on the titles held out
Found = list[tuple[str, float]]  # sentences with how good they are, best first


def nearest(encoder: Encoder, question: str, evidence: Sequence[Evidence]) -> Found:
    """The two sentences nearest to the question, with their cosines."""
    texts = list({e.text[slice(*span)]: None for e in evidence for span in split_sentences(e.text)})
    asked, *others = encoder.embed_documents([question, *texts])
    cosines = [sum(a * b for a, b in zip(asked, other, strict=True)) for other in others]
    return sorted(zip(texts, cosines, strict=True), key=lambda found: -found[1])[:2]


def best_span(reader: PassageReader, question: str, evidence: Sequence[Evidence]) -> Found:
    """The sentence in which the reader's best span begins, with the span's margin."""
    spans = zip(evidence, reader.read(question, [e.text for e in evidence]), strict=True)
    item, span = max(((e, s) for e, s in spans if s), key=lambda pair: pair[1].margin)
    start, end = next(place for place in split_sentences(item.text) if span.start < place[1])
    return [(item.text[start:end], span.margin)]


def ranked(ranker: AnswerRanker, snapshot: IndexSnapshot, question: str, evidence: Sequence[Evidence]) -> Found:
    """The sentence that the ranker puts first, with the probability that it answers."""
    terms = snapshot.topic_terms(question)
    found = ranker.rank(question, [e.text for e in evidence], lambda text: term_coverage(terms, text))[:1]
    return [(evidence[s.passage].text[s.start : s.end], s.probability) for s in found]


def open_index(prefix: str, path: Path) -> ArticleIndex:
    """The index of the articles, made where it is not there."""
    if not path.exists():
        with ArticleIndex.open(path=path, create=True) as index:
            index.update(list(load_articles([f"{prefix}_articles.jsonl"])))
    return ArticleIndex.open(path=path)


def search_passages(snapshot: IndexSnapshot, question: str) -> list[Evidence]:
    """The passages that search finds for a question, best first."""
    return [e for e in search(snapshot, Query(question)) if e.statement is None]


def predict(snapshot: IndexSnapshot, given: argparse.Namespace) -> list[dict[str, Any]]:
    """A prediction for each question."""
    least = LEAST[given.by] if given.least is None else given.least
    reader = PassageReader()
    ranker = AnswerRanker(reader, snapshot.encoder)
    times, lines = [], []
    for row in rows(f"{given.prefix}_questions.jsonl"):
        question = row["question"]
        evidence = search_passages(snapshot, question)[: given.passages]
        began = time.perf_counter()
        found: Found = []
        if evidence and given.by == "nearest":
            found = nearest(snapshot.encoder, question, evidence)
        elif evidence and given.by == "reader":
            found = best_span(reader, question, evidence)
        elif evidence:
            found = ranked(ranker, snapshot, question, evidence)
        times.append(1000 * (time.perf_counter() - began))
        is_found = bool(found) and found[0][1] >= least
        quotes = [text for text, _ in found] if is_found else []
        line = {"id": row["id"], "found": is_found, "text": " ".join(quotes), "quotes": quotes}
        lines.append(line | {"evidence": [e.text for e in evidence], "score": found[0][1] if found else None})
    print(f"{given.by}: p50 {statistics.median(times):.0f} ms beside searching")
    return lines


def answered(index: ArticleIndex, given: argparse.Namespace) -> list[dict[str, Any]]:
    """The whole program's prediction for each question."""
    assistant = Assistant(index, Settings(model=""))
    times, lines = [], []
    for row in rows(f"{given.prefix}_questions.jsonl"):
        began = time.perf_counter()
        answer = assistant.answer(row["question"])
        times.append(1000 * (time.perf_counter() - began))
        quotes = [c.shown_text for c in answer.citations if c.role is not Role.OTHER][:1] if answer.found else []
        line = {"id": row["id"], "found": answer.found, "text": answer.text, "quotes": quotes}
        lines.append(line | {"evidence": [e.text for e in answer.evidence]})
    print(f"assistant: p50 {statistics.median(times):.0f} ms a question")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix")
    parser.add_argument("index", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--by", choices=[*LEAST, "assistant"], default="ranker")
    parser.add_argument("--passages", type=int, default=8)
    parser.add_argument("--least", type=float)
    given = parser.parse_args()
    with open_index(given.prefix, given.index) as index:
        whole = given.by == "assistant"
        lines = answered(index, given) if whole else index.read(lambda snapshot: predict(snapshot, given))
    written = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    given.predictions.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
