"""Answer questions as people type them, and write predictions for score_asked.py.

usage: asked.py QUESTIONS.jsonl OUT.jsonl [--shared FOLDER] [--index FOLDER] [--read]

Builds an index of FOLDER/articles/*.txt and of the first 60 records of FOLDER/bench/dev_articles.jsonl in a temporary folder, or
in the one at --index, which is used as it is where it is there.  The earlier questions of a conversation are answered first.
With --read the answers are printed for reading.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from records import rows

from assistant import Answer, Assistant, History, Turn
from assistant.settings import Settings
from index import ArticleIndex, load_articles

RECORDS = 60


def build(folder: Path, shared: Path) -> None:
    """Make the index that the questions are asked of."""
    with ArticleIndex.open(path=folder, create=True) as index, tempfile.TemporaryDirectory() as place:
        some = Path(place) / "articles.jsonl"
        with (shared / "bench" / "dev_articles.jsonl").open(encoding="utf-8") as lines:
            some.write_text("".join(islice(lines, RECORDS)), encoding="utf-8")
        index.update(list(load_articles([shared / "articles", some])))


def conversation(assistant: Assistant, question: dict[str, Any]) -> Answer:
    """Answer the questions of a conversation in turn; the last one's answer counts."""
    as_of = date.fromisoformat(question["as_of"]) if question.get("as_of") else None
    history: History = ()
    for earlier in question.get("history", []):
        history = (*history, Turn(earlier, assistant.answer(earlier, history, as_of=as_of)))
    return assistant.answer(question["question"], history, as_of=as_of)


def prediction(number: str, answer: Answer) -> dict[str, Any]:
    """An answer in score_asked.py's form."""
    citations = [{"quote": c.shown_text, "speaker": c.speaker, "role": c.role.value} for c in answer.citations]
    return {"id": number, "found": answer.found, "text": answer.text, "citations": citations}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--index", type=Path)
    parser.add_argument("--read", action="store_true", help="print the answers")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = given.index or Path(place) / "index"
        if not folder.exists():
            build(folder, given.shared)
        times = []
        with ArticleIndex.open(path=folder, check=False) as index, given.out.open("w", encoding="utf-8") as out:
            index.refresh()
            assistant = Assistant(index, Settings(model=""))
            assistant.answer("What is known?")
            for question in rows(given.questions):
                began = time.perf_counter()
                answer = conversation(assistant, question)
                times.append(time.perf_counter() - began)
                out.write(json.dumps(prediction(question["id"], answer), ensure_ascii=False) + "\n")
                if given.read:
                    print(
                        f"\n## {question['id']} {' // '.join([*question.get('history', []), question['question']])}\n\n{answer.text}"
                    )
    times.sort()
    print(
        f"a conversation: p50 {1000 * times[len(times) // 2]:.0f} ms, longest {1000 * times[-1]:.0f} ms",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
