"""An index of the first format, written as the code of that time wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import chromadb
import pytest
from chromadb.config import Settings

from index import ArticleIndex, IndexMismatchError, Query
from index.__main__ import main
from index.embedding.encoder import Encoder

BERG = "Mayor Anna Berg opened the new harbour on Monday. “It is ours,” Berg said."
SALO = "The tunnel will not be built before 2030, said Transport Minister Eero Salo."
CONFIG = {
    "format": "1",
    "encoder": "all-MiniLM-L6-v2",
    "weights": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "splitter": "sentences-60/1",
    "statements": "tagger-1",
}
STATEMENT = {
    "article_id": "berg",
    "speaker": "Anna Berg",
    "speaker_span": [64, 68],
    "cue_span": [69, 73],
    "spans": [[51, 61]],
    "sense": "said",
    "form": "direct",
    "naming": "named",
    "relayed_by": "",
    "context": [0, 74],
    "confidence": 0.9,
}


def article(revision: str, **fields: Any) -> dict[str, Any]:
    """An article's metadata; an early one has neither `sample` nor a sketch."""
    kept = {
        "title": "",
        "source": "Courier",
        "author": "",
        "published": "2024-05-13",
        "url": "",
        "origin": "/news/berg.txt",
        "given_id": True,
        "revision": revision,
        "content_hash": "c" * 32,
        "fingerprint": "f" * 32,
        "passages": 1,
        "statements": 0,
        "replaces": "",
    }
    return kept | fields


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles, a passage each, and a statement."""
    client = chromadb.PersistentClient(str(tmp_path), Settings(anonymized_telemetry=False))
    state = {"format": "1", "build": "0a1b2c3d", "generation": "g", "dirty": False, "logged": 5}
    state |= {"made_with": json.dumps(CONFIG, sort_keys=True)}
    client.create_collection("whosaid", metadata=state, embedding_function=None)
    how: Any = {"hnsw": {"space": "cosine", "ef_search": 400, "sync_threshold": 1000}}
    kinds = {
        kind: client.create_collection(f"whosaid-0a1b2c3d-{kind}", configuration=how, embedding_function=None)
        for kind in ("articles", "passages", "statements")
    }
    metadatas = [article("r1", statements=1, sample=False, sketch="00000001"), article("r2", origin="/news/salo.txt")]
    kinds["articles"].add(["berg", "salo"], [[1.0], [1.0]], metadatas, [BERG, SALO])
    place = {"article_id": "berg", "source": "Courier", "day": 20240513, "start": 0, "end": 49}
    kinds["passages"].add(["r1:p0"], [[1.0] * 384], [place])
    kinds["passages"].add(["r2:p0"], [[0.5] * 384], [place | {"article_id": "salo"}])
    said = place | {"start": 51, "end": 61, "speaker": "Anna Berg", "statement": json.dumps(STATEMENT)}
    kinds["statements"].add(["r1:s0"], [[1.0] * 384], [said])
    client._system.stop()
    return tmp_path


def test_it_is_refused_by_name_with_the_command_that_rebuilds_it(folder: Path, encoder: Encoder) -> None:
    with pytest.raises(IndexMismatchError, match=r"format 1 \(in use: 2\).* `python -m index rebuild`"):
        ArticleIndex.open(path=folder, encoder=encoder)
    with ArticleIndex.open(path=folder, encoder=encoder, check=False) as index:
        assert [article.id for article in index.articles()] == ["berg", "salo"]
        assert (index.status().articles, index.status().statements) == (2, 1)
        with pytest.raises(IndexMismatchError):
            index.update([])


def test_it_is_rebuilt_from_its_texts(folder: Path, encoder: Encoder) -> None:
    with ArticleIndex.open(path=folder, encoder=encoder, check=False) as index:
        assert index.rebuild().changed == ("berg", "salo")
    with ArticleIndex.open(path=folder, encoder=encoder) as index:
        assert {evidence.article.id for evidence in index.search(Query("Who opened the harbour?"))} >= {"berg"}
        assert {article.id: article.text for article in map(index.article, index.store.entries)} == {
            "berg": BERG,
            "salo": SALO,
        }
        assert {statement.speaker for _, statement in index.statements()} >= {"Anna Berg"}
        assert index.article("salo").origin == "/news/salo.txt"
        assert index.update([index.article("berg")]).unchanged == ("berg",)


def test_an_article_is_removed_from_it(folder: Path, encoder: Encoder) -> None:
    with ArticleIndex.open(path=folder, encoder=encoder, check=False) as index:
        assert index.remove(["salo"]).removed == ("salo",)
    with pytest.raises(IndexMismatchError, match="format 1"):
        ArticleIndex.open(path=folder, encoder=encoder)
    with ArticleIndex.open(path=folder, encoder=encoder, check=False) as index:
        assert index.rebuild().changed == ("berg",)


def test_the_command_line_says_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["statements", "--index", str(folder)]) == 2
    assert "`python -m index rebuild`" in capsys.readouterr().err
    assert main(["rebuild", "--index", str(folder)]) == 0
    assert main(["statements", "--index", str(folder)]) == 0
    assert "Anna Berg" in capsys.readouterr().out
