"""A writer that is killed at any moment: the next run brings the index to what a clean build gives.

The killed process is a fork of a helper (this file, run as a program), which has everything loaded and every vector
computed, so that a trial takes a second: the operation is real, from the articles to Chroma's and SQLite's files.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch

from index import Article, ArticleIndex, Statement
from index.attribution.extractor import StatementExtractor
from index.embedding.encoder import Encoded, Encoder
from index.indexing import writer
from index.indexing.passages import split_passages
from index.storage import store
from index.storage.chroma_client import ChromaClient
from index.storage.fulltext import FILE, FullTextIndex
from index.storage.manifest import KINDS
from index.storage.store import IndexStore
from tests.conftest import ROOT
from tests.index.storage.test_fulltext import contents

RANDOM_MOMENTS = 20
BERG = "Mayor Anna Berg opened the new harbour on Monday. “It is ours,” Berg said."
SALO = (
    "The tunnel will not be built before 2030, said Transport Minister Eero Salo. Nobody asked him about the harbour."
)
OLD = [
    Article("same", BERG, published="2024-05-13", source="Courier", given_id=True, origin="/news/same.txt"),
    Article("moved", BERG + " She left.", given_id=True, origin="/news/old-place.txt"),
    Article("changed", SALO, published="2024-05-13", given_id=True, origin="/news/changed.txt"),
    Article("removed", SALO + " He left.", given_id=True, origin="/news/removed.txt"),
    Article("before", "The ferry runs from May, Berg said.", origin="/news/edited.txt"),
]
NEW = [
    OLD[0],
    Article("moved", BERG + " She left.", given_id=True, origin="/news/new-place.txt"),
    Article("changed", SALO + " “No money,” he said.", source="Wire", given_id=True, origin="/news/changed.txt"),
    Article("after", "The ferry runs from June, Berg said. It is new.", origin="/news/edited.txt"),
    Article("added", "“Welcome,” Salo said. " * 8, given_id=True, origin="/news/added.txt"),
    Article("added too", "Taxes will rise, according to Salo.", given_id=True, origin="/news/too.txt"),
]


class Known(Encoder):
    """The real encoder, which remembers what it made of the articles above."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, Encoded] = {}

    def encode(self, texts: list[str]) -> list[Encoded]:
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known |= dict(zip(new, super().encode(new), strict=True))
        return [self.known[text] for text in texts]


class KnownFinder(StatementExtractor):
    """The real finder, which remembers the statements of the articles above."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[Article, list[Statement]] = {}

    def extract(self, articles: Sequence[Article]) -> list[list[Statement]]:
        new = [article for article in articles if article not in self.found]
        self.found |= dict(zip(new, super().extract(new), strict=True))
        return [self.found[article] for article in articles]


class Parts:
    """An encoder and a finder that know all the articles."""

    def __init__(self) -> None:
        self.encoder, self.extractor = Known(), KnownFinder()
        self.index_config = self.encoder.weights_hash
        for article in (*OLD, *NEW):
            self.encoder.encode([passage.text for passage in split_passages(article, self.encoder.count_tokens)])
        self.extractor.extract([*OLD, *NEW])

    def open(self, folder: Path) -> ArticleIndex:
        kept = IndexStore.in_folder(folder, create=True)
        return ArticleIndex(kept, self.encoder, self.extractor, FullTextIndex(folder / FILE))


def update(index: ArticleIndex, articles: Sequence[Article] = NEW) -> None:
    index.update(articles, prune=["/news"])


OPERATIONS: dict[str, tuple[list[Article], Callable[[ArticleIndex], object], list[Article]]] = {
    "update": (OLD, update, NEW),  # what was there, what is done, and what is there after it
    "fold": (OLD, update, NEW),
    "create": ([], update, NEW),
    "rebuild": (OLD, ArticleIndex.rebuild, OLD),
}


# ---- the helper


def trial(parts: Parts, folder: Path, operation: str, step: int) -> None:
    """Do an operation, and be killed before the given one of its writes; 0 is never."""
    count = 0

    def counted(function: Any) -> Any:
        def count_and_do(*what: Any, **how: Any) -> Any:
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*what, **how)

        return count_and_do

    ChromaClient._write = counted(ChromaClient._write)  # type: ignore[method-assign]
    FullTextIndex._insert = counted(FullTextIndex._insert)  # type: ignore[method-assign]
    FullTextIndex._delete = counted(FullTextIndex._delete)  # type: ignore[method-assign]
    writer.GROUP = 2
    if operation == "fold":
        store.MANY = 0
    index = parts.open(folder)
    started = time.monotonic()
    OPERATIONS[operation][1](index)
    print(json.dumps({"steps": count, "seconds": time.monotonic() - started}), flush=True)


def helper() -> None:
    """Answer each line (folder, operation, step, seconds) with what became of the trial."""
    parts = Parts()
    for line in sys.stdin:
        folder, operation, step, seconds = json.loads(line)
        child = os.fork()
        if not child:
            trial(parts, Path(folder), operation, step)
            os._exit(0)
        if seconds:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        ended = os.waitpid(child, 0)[1]
        if os.WIFSIGNALED(ended):
            print(json.dumps({"killed": os.WTERMSIG(ended)}), flush=True)
        elif ended:
            print(json.dumps({"failed": ended}), flush=True)


# ---- the tests


class Helper:
    """The running helper."""

    def __init__(self) -> None:
        environment = os.environ | {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.index.storage.test_kill"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, folder: Path, operation: str, step: int = 0, seconds: float = 0.0) -> dict[str, float]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps([str(folder), operation, step, seconds]), file=self.process.stdin, flush=True)
        answer: dict[str, float] = json.loads(self.process.stdout.readline())
        assert "failed" not in answer
        return answer


@pytest.fixture(scope="module")
def helper_process() -> Iterator[Helper]:
    running = Helper()
    yield running
    assert running.process.stdin is not None
    running.process.stdin.close()
    running.process.wait(20)


@pytest.fixture(scope="module")
def parts() -> Iterator[Parts]:
    """With one thread as the helper, whose numbers would else differ in their last digits."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield Parts()
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def prepared(parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, dict[str, Any]]]:
    """For an operation a folder with what is there before it, and what a clean build of what comes of it holds."""
    folder = tmp_path_factory.mktemp("prepared")
    made: dict[str, tuple[Path, dict[str, Any]]] = {}

    def prepare(operation: str) -> tuple[Path, dict[str, Any]]:
        if operation not in made:
            before, _, after = OPERATIONS[operation]
            (folder / operation).mkdir()
            if before:
                with parts.open(folder / operation) as index:
                    update(index, before)
            with parts.open(folder / f"{operation}-clean") as index:
                update(index, after)
                made[operation] = (folder / operation, everything(index, folder / f"{operation}-clean"))
        return made[operation]

    return prepare


def everything(index: ArticleIndex, folder: Path) -> dict[str, Any]:
    """All that an index holds, in Chroma and beside it, whether it counts or not."""
    kept = index.store
    index.refresh()
    assert kept.snapshot is not None
    found: dict[str, Any] = {"dirty": kept.snapshot.manifest.dirty, "collections": len(kept.client.collections())}
    found["articles"] = sorted(
        zip(
            *[kept.client.get(kept._build().collection("articles"))[part] for part in ("ids", "documents")], strict=True
        )
    )
    found["entries"] = dict(sorted(kept.entries.items()))
    for kind in KINDS:
        page = kept.client.get(kept._build().collection(kind), include=["metadatas", "embeddings"])
        vectors = [[round(float(number), 4) for number in vector[:8]] for vector in page["embeddings"]]
        found[kind] = sorted(zip(page["ids"], map(sorted, map(dict.items, page["metadatas"])), vectors, strict=True))
        hits = kept.nearest(kind, index.encoder.embed_query(BERG), 1000)
        found[f"{kind} by vector"] = sorted(name for name, _ in hits)
    return found | {"lexical": contents(folder / FILE)}


def check_what_readers_see(index: ArticleIndex, operation: str) -> None:
    """Before anybody repaired anything: each article old or new, with all its records, and none twice."""
    before, _, after = OPERATIONS[operation]
    index.refresh()
    texts = {(article.id, article.text) for article in (*before, *after)}
    seen = {article.id: index.article(article.id).text for article in index.articles()}
    assert set(seen.items()) <= texts
    assert {article.id for article in before} & {article.id for article in after} <= seen.keys() or not before
    assert len(seen.keys() & {"before", "after"}) == (1 if before else len(seen.keys() & {"after"}))
    for kind in KINDS:
        hits = [name for name, _ in index.store.nearest(kind, index.encoder.embed_query(BERG), 1000)]
        assert sorted(hits) == sorted(n for entry in index.store.entries.values() for n in entry.record_ids(kind))
    assert len(index.fulltext.statement_ids()) == index.status().statements


def check_after_kill(parts: Parts, folder: Path, operation: str, clean: dict[str, Any]) -> None:
    with parts.open(folder) as index:
        check_what_readers_see(index, operation)
    with parts.open(folder) as index:
        if index.store.snapshot is None or operation != "rebuild":
            update(index, OPERATIONS[operation][2])
        else:
            index.rebuild()
        assert everything(index, folder) == clean


@pytest.mark.parametrize("operation", list(OPERATIONS))
def test_killed_at_each_boundary_between_two_writes(
    parts: Parts,
    helper_process: Helper,
    prepared: Callable[[str], tuple[Path, dict[str, Any]]],
    tmp_path: Path,
    operation: str,
) -> None:
    before, clean = prepared(operation)
    shutil.copytree(before, tmp_path / "whole")
    steps = int(helper_process(tmp_path / "whole", operation)["steps"])
    assert steps > 8
    with parts.open(tmp_path / "whole") as index:
        assert everything(index, tmp_path / "whole") == clean
    for step in range(1, steps + 1):
        folder = tmp_path / str(step)
        shutil.copytree(before, folder)
        assert helper_process(folder, operation, step) == {"killed": signal.SIGKILL}, step
        check_after_kill(parts, folder, operation, clean)
        shutil.rmtree(folder)


def test_killed_at_random_moments(
    parts: Parts, helper_process: Helper, prepared: Callable[[str], tuple[Path, dict[str, Any]]], tmp_path: Path
) -> None:
    before, clean = prepared("fold")
    shutil.copytree(before, tmp_path / "whole")
    started = time.monotonic()
    helper_process(tmp_path / "whole", "fold")
    whole = time.monotonic() - started
    moments = random.Random(1)
    killed = 0
    for number in range(RANDOM_MOMENTS):
        folder = tmp_path / str(number)
        shutil.copytree(before, folder)
        killed += "killed" in helper_process(folder, "fold", seconds=moments.uniform(0.1, 1.0) * whole)
        check_after_kill(parts, folder, "fold", clean)
        shutil.rmtree(folder)
    assert killed > RANDOM_MOMENTS / 2


if __name__ == "__main__":
    helper()
