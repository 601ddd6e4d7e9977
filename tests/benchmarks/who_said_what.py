"""Answer the who-said-what questions in quotation mode, and measure time and memory.

usage: who_said_what.py PREFIX OUT.jsonl [--index FOLDER] [--weights FILE] [--cost]

Reads PREFIX_articles.jsonl and PREFIX_questions.jsonl, builds an index in a temporary folder (or uses the one at --index, which is
made where it is missing), answers every question and writes a prediction a line, in the form that score.py reads.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from assistant import Answer, Assistant
from assistant.settings import Settings
from index import Article, ArticleIndex, Statement, load_articles
from index.attribution.extractor import StatementExtractor
from index.attribution.tagger import AttributionTagger
from index.embedding.encoder import Encoder
from index.indexing.passages import split_passages

SOME, TIMES = 60, 4  # articles on which the cost of statements is measured, and how often


def prediction(number: str, answer: Answer) -> dict[str, Any]:
    """An answer in score.py's form."""
    return {
        "id": number,
        "passages": [{"article": e.article.id, "start": e.start, "end": e.end} for e in answer.evidence],
        "citations": [
            {"article": c.article_id, "start": c.start, "end": c.end, "role": c.role.value} for c in answer.citations
        ],
        "answer": answer.text,
        "abstained": not answer.found,
    }


def timed(index: ArticleIndex, articles: Path) -> None:
    """Bring the articles in and say how long it took."""
    index.encoder.embed_query("warm")
    began = time.perf_counter()
    report = index.update(list(load_articles([articles])), progress=shown)
    seconds = time.perf_counter() - began
    total = len(report.added) + len(report.changed)
    if total:
        print(f"indexing: {total / seconds:.2f} articles/s ({total} in {seconds:.0f} s)", file=sys.stderr)


def cost(extractor: StatementExtractor, articles: Path) -> None:
    """How much longer indexing with statements takes than without, and than embedding the passages, on some articles.

    Each is done several times and its shortest time counts: what else the machine does only adds to it.
    """
    some = [item for item in islice(load_articles([articles]), SOME) if isinstance(item, Article)]
    encoder = Encoder()
    texts = [p.text for a in some for p in split_passages(a, encoder.count_tokens, encoder.max_tokens)]
    seconds: dict[str, list[float]] = {"embedding": [], "without": [], "with": []}
    for _ in range(TIMES):
        for name, its_finder in (("without", Nobody(extractor.tagger)), ("with", extractor)):
            with tempfile.TemporaryDirectory() as folder:
                index = ArticleIndex.open(path=Path(folder) / name, encoder=encoder, create=True, check=False)
                index.extractor = its_finder
                seconds["embedding"].append(elapsed(encoder.embed_documents, texts))
                seconds[name].append(elapsed(index.update, some))
                index.close()
    embedding, without, whole = (min(each) for each in seconds.values())
    print(
        f"indexing takes {whole / without:.2f} times as long with statements as without ({whole:.1f} s, {without:.1f} s),"
        f" {whole / embedding:.2f} times embedding the passages ({embedding:.1f} s)",
        file=sys.stderr,
    )


class Nobody(StatementExtractor):
    """Finds nothing, for comparison."""

    def extract(self, articles: Sequence[Article]) -> list[list[Statement]]:
        return [[] for _ in articles]

    statements = extract


def elapsed(what: Callable[[Any], object], given: Any) -> float:
    """Seconds that it takes."""
    began = time.perf_counter()
    what(given)
    return time.perf_counter() - began


def shown(done: int, total: int | None, what: str) -> None:
    if done % 50 == 0:
        print(f"indexed {done} of {total}", file=sys.stderr, flush=True)


def answered(index: ArticleIndex, questions: Path) -> Iterator[dict[str, Any]]:
    """A prediction for each question; times are printed at the end."""
    assistant = Assistant(index, Settings(model=""))
    assistant.answer("What is known?")
    times = []
    with questions.open(encoding="utf-8") as lines:
        for line in lines:
            question = json.loads(line)
            began = time.perf_counter()
            answer = assistant.answer(question["question"])
            times.append(time.perf_counter() - began)
            yield prediction(question["id"], answer)
    times.sort()
    at = [1000 * times[min(len(times) - 1, int(share * len(times)))] for share in (0.5, 0.95)]
    print(f"a question: p50 {at[0]:.0f} ms, p95 {at[1]:.0f} ms", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix")
    parser.add_argument("out", type=Path)
    parser.add_argument("--index", type=Path, help="a folder in which the index is kept")
    parser.add_argument("--weights", type=Path, help="another tagger than the installed one")
    parser.add_argument("--cost", action="store_true", help="measure what finding statements adds to indexing")
    given = parser.parse_args()
    extractor = StatementExtractor()
    if given.weights:
        extractor = StatementExtractor(AttributionTagger(given.weights, sha256=""))
    if given.cost:
        cost(extractor, Path(f"{given.prefix}_articles.jsonl"))
    with tempfile.TemporaryDirectory() as folder:
        index = ArticleIndex.open(path=given.index or Path(folder) / "index", create=True, check=False)
        index.extractor = extractor
        index.refresh()
        timed(index, Path(f"{given.prefix}_articles.jsonl"))
        with given.out.open("w", encoding="utf-8") as out:
            for row in answered(index, Path(f"{given.prefix}_questions.jsonl")):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        index.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:.0f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
