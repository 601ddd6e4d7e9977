"""Measure the statements that are found against those that people marked.

usage: statement_spans.py PREFIX [--weights FILE] [--every N]

Reads PREFIX_articles.jsonl and PREFIX_attributions.jsonl and prints precision, recall and
F1 of contents and of sources (a span counts where one covers half of the other's characters), how often the source of a content that
was found is the right one, the same for the speaker's name where people's marks give one, and the time per article.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from records import rows

from index.attribution.extractor import StatementExtractor
from index.attribution.tagger import WEIGHTS, AttributionTagger
from index.indexing.writer import GROUP
from index.models import Article, Span, Statement


def shared(one: list[Span], other: list[Span]) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)


def length(spans: list[Span]) -> int:
    return sum(end - start for start, end in spans)


def half(part: list[Span], whole: list[Span]) -> bool:
    """Whether `whole` covers half of `part`."""
    return bool(part) and 2 * shared(part, whole) >= length(part)


def alike(gold: str, found: str) -> bool:
    return gold.split()[-1].casefold() == (found.split() or [""])[-1].casefold()


def measure(
    extractor: StatementExtractor, articles: list[dict[str, Any]], marks: dict[str, list[dict[str, Any]]]
) -> dict[str, float]:
    counts: dict[str, int] = defaultdict(int)
    began = time.perf_counter()
    found = {}
    for first in range(0, len(articles), GROUP):
        some = [Article(a["id"], a["text"]) for a in articles[first : first + GROUP]]
        found |= dict(zip((a.id for a in some), extractor.extract(some), strict=True))
    seconds = time.perf_counter() - began
    for article in articles:
        gold, here = marks.get(article["id"], []), found[article["id"]]
        count(gold, here, counts)
    ratio = lambda top, bottom: round(counts[top] / max(1, counts[bottom]), 3)  # noqa: E731
    result = {"articles/s": round(len(articles) / seconds, 1)}
    for kind in ("content", "source"):
        precision, recall = ratio(f"{kind} right", f"{kind} found"), ratio(f"{kind} hit", f"{kind} gold")
        result |= {f"{kind} precision": precision, f"{kind} recall": recall}
        result[f"{kind} F1"] = round(2 * precision * recall / max(1e-9, precision + recall), 3)
    result["source right, of contents found"] = ratio("linked", "matched")
    result["speaker right, of contents found"] = ratio("speaker right", "speaker gold")
    return result


def count(gold: list[dict[str, Any]], here: list[Statement], counts: dict[str, int]) -> None:
    contents = [[tuple(s) for s in g["content"]] for g in gold]
    sources = [[tuple(s) for s in g["source"]] for g in gold]
    mine = [list(s.spans) for s in here]
    named = sorted({s.speaker_span for s in here if s.speaker_span})
    counts["content found"] += len(mine)
    counts["content gold"] += len(contents)
    counts["content right"] += sum(any(half(m, c) for c in contents) for m in mine)
    counts["content hit"] += sum(half(c, [s for m in mine for s in m]) for c in contents)
    counts["source found"] += len(named)
    counts["source gold"] += sum(bool(s) for s in sources)
    counts["source right"] += sum(any(half([n], s) for s in sources) for n in named)
    counts["source hit"] += sum(half(s, list(named)) for s in sources if s)
    for marked, content, source in zip(gold, contents, sources, strict=True):
        over = [s for s in here if half(content, list(s.spans)) and not s.relayed_by]
        if not over or not source:
            continue
        counts["matched"] += 1
        counts["linked"] += any(
            s.speaker_span and (half(source, [s.speaker_span]) or half([s.speaker_span], source)) for s in over
        )
        if marked["speaker"]:
            counts["speaker gold"] += 1
            counts["speaker right"] += any(alike(marked["speaker"], s.speaker) for s in over)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--every", type=int, default=1, help="measure on every Nth article only")
    given = parser.parse_args()
    articles = rows(Path(f"{given.prefix}_articles.jsonl"))[:: given.every]
    marks: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(Path(f"{given.prefix}_attributions.jsonl")):
        marks[row["article"]].append(row)
    extractor = StatementExtractor(AttributionTagger(given.weights, sha256=""))
    print(extractor.version, json.dumps(measure(extractor, articles, marks), indent=1))


if __name__ == "__main__":
    main()
