"""The encoder: vectors, token counts, and what is said when a model is missing or not the expected one."""

import json
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from index import EncoderError
from index.embedding import encoder as module
from index.embedding import minilm
from index.embedding.batching import BATCH_TOKENS, batches
from index.embedding.encoder import Encoder
from index.embedding.minilm import packaged_model

NEAR = 0.995  # cosine; bfloat16 gives slightly different vectors in different company
LONG = "The minister said that the harbour would be opened in May. " * 40


def test_vectors_have_length_one_and_like_meanings_are_near(encoder: Encoder) -> None:
    vectors = np.array(encoder.embed_documents(["The ferry left the harbour.", "A boat sailed.", "Taxes will rise."]))
    assert vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_a_vector_does_not_depend_on_the_texts_beside_it(encoder: Encoder) -> None:
    texts = ["Short.", LONG, "The council voted against it.", "“Never,” she said."]
    together = np.array(encoder.embed_documents(texts))
    alone = np.array([encoder.embed_query(text) for text in texts])
    assert (together * alone).sum(axis=1).min() > NEAR


def test_batches_hold_texts_of_like_length_and_no_more_than_fits() -> None:
    lengths = [10, BATCH_TOKENS + 1, 12, BATCH_TOKENS // 2, 11, BATCH_TOKENS // 2]
    assert batches(lengths) == [[1], [3, 5], [2, 4, 0]]
    assert batches([]) == []


def test_a_question_s_vector_is_that_of_sentence_transformers(encoder: Encoder) -> None:
    texts = ["Who opened the harbour?", "", "“Zoë’s café” — 12 %", LONG * 9]
    light = np.array(encoder.embed_documents(texts))
    whole = np.array([encoded.vector for encoded in encoder.encode(texts)])
    assert (light * whole).sum(axis=1).min() > NEAR


def test_a_question_needs_neither_transformers_nor_sentence_transformers() -> None:
    program = (
        "import sys; from index.embedding.encoder import Encoder; Encoder().embed_query('Who opened the harbour?')\n"
        "print({'transformers', 'sentence_transformers'} & sys.modules.keys())"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (result.stdout, result.stderr) == ("set()\n", "")


def test_tokens_have_their_offsets(encoder: Encoder) -> None:
    texts = ["The harbour is ours.", "Lukashenka “won’t”."]
    for text, encoded in zip(texts, encoder.encode(texts), strict=True):
        words = [text[start:end] for start, end in encoded.offsets if end > start]
        assert "".join(words) == text.replace(" ", "")
        assert encoded.token_embeddings.shape == (len(words) + 2, 384)
        mean = encoded.token_embeddings.mean(axis=0)
        assert mean @ encoded.vector / np.linalg.norm(mean) > NEAR


@pytest.mark.parametrize(("mode", "uses_mean_pooling"), [("mean", True), ("cls", False)])
def test_whether_a_vector_is_the_mean_of_its_tokens(tmp_path: Path, mode: str, uses_mean_pooling: bool) -> None:
    folder = shutil.copytree(packaged_model(), tmp_path / mode)
    kept = folder / "1_Pooling" / "config.json"
    pooling = {key: value for key, value in json.loads(kept.read_text()).items() if not key.startswith("pooling_mode")}
    kept.write_text(
        json.dumps({**pooling, f"pooling_mode_{mode}{'_token' * (mode == 'cls')}{'_tokens' * uses_mean_pooling}": True})
    )
    assert Encoder(str(folder)).uses_mean_pooling is uses_mean_pooling


def test_nothing_is_encoded_as_nothing(encoder: Encoder) -> None:
    assert encoder.embed_documents([]) == []


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 2), ("harbour", 3), ("Lukashenka", 5), (LONG, 2 + 40 * 12)],
    ids=["the model's own marks count", "word", "name in pieces", "longer than the encoder reads"],
)
def test_tokens_are_counted_to_the_end(encoder: Encoder, text: str, tokens: int) -> None:
    encoder.embed_query(LONG)  # which cuts the text off, and must leave nothing behind
    assert encoder.count_tokens(text) == tokens


def test_the_packaged_model_has_the_published_weights(encoder: Encoder) -> None:
    assert (encoder.name, encoder.max_tokens) == ("all-MiniLM-L6-v2", 256)
    assert encoder.weights_hash == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_a_model_may_be_named_by_its_path(encoder: Encoder) -> None:
    other = Encoder(str(packaged_model()))
    assert other.name == str(packaged_model())
    assert len(other.weights_hash) == 64
    assert np.dot(other.embed_query("harbour"), encoder.embed_query("harbour")) > NEAR


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(module, "packaged_model", lambda: tmp_path)
    with pytest.raises(EncoderError, match="does not hold the published weights of all-MiniLM-L6-v2"):
        Encoder().embed_query("harbour")
    (tmp_path / "model.safetensors").unlink()
    with pytest.raises(EncoderError, match=r"cannot be read from .*model\.safetensors: No such file"):
        _ = Encoder().weights_hash


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package_of_ours")
    with pytest.raises(
        EncoderError, match=r"all-MiniLM-L6-v2 is missing because the package no_such_package_of_ours is not"
    ):
        Encoder().embed_query("harbour")


def test_a_model_that_is_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"the text encoder '.*nowhere' cannot be loaded"):
        Encoder(str(tmp_path / "nowhere")).embed_query("harbour")


def test_loading_is_put_off_until_it_is_needed(tmp_path: Path) -> None:
    assert Encoder(str(tmp_path / "nowhere")).name.endswith("nowhere")


def unlocked_get(self: Any, instance: Any, owner: type | None = None) -> Any:
    """Get a cached property as Python 3.12 does: without a lock."""
    cache = vars(instance)
    if self.attrname not in cache:
        cache[self.attrname] = self.func(instance)
    return cache[self.attrname]


def test_threads_that_come_together_load_one_model(monkeypatch: pytest.MonkeyPatch) -> None:
    loads = []

    def load_slowly(name: str) -> SimpleNamespace:
        loads.append(name)
        time.sleep(0.2)
        backend = minilm.packaged_tokenizer()
        return SimpleNamespace(max_seq_length=256, tokenizer=SimpleNamespace(backend_tokenizer=backend))

    monkeypatch.setattr(module, "_load", load_slowly)
    # Up to Python 3.11 a cached property has a lock of its own, which would hide that there is no other.
    monkeypatch.setattr(cached_property, "__get__", unlocked_get)
    encoder = Encoder("slow")
    with ThreadPoolExecutor(8) as threads:
        counts = list(threads.map(encoder.count_tokens, ["harbour"] * 8))
    assert counts == [3] * 8
    assert loads == ["slow"]
