"""Articles -> records: what is held meanwhile, and that batches change nothing."""

from __future__ import annotations

import weakref
from collections.abc import Sequence

import numpy as np
import pytest

from index import Article, Statement
from index.attribution.extractor import StatementExtractor
from index.embedding.encoder import Encoded, Encoder
from index.indexing import pipeline
from index.indexing.pipeline import PendingArticle, build_records
from index.storage.manifest import KINDS, STATEMENT, content

CONFIG = {"encoder": "test"}


class Watched(Encoder):
    """An encoder of random states that knows how many tokens' states are held, and the most that ever were."""

    max_tokens = 256
    uses_mean_pooling = True

    def __init__(self) -> None:
        super().__init__()
        self.held = self.most = 0

    def count_tokens(self, text: str) -> int:
        return len(text.split()) + 2

    def encode(self, texts: list[str]) -> list[Encoded]:
        return [self._encoded(text) for text in texts]

    def _encoded(self, text: str) -> Encoded:
        number = self.count_tokens(text)
        states = np.random.default_rng(len(text)).normal(size=(number, 4)).astype(np.float32)
        self.held += number
        self.most = max(self.most, self.held)
        weakref.finalize(states, self._freed, number)
        ends = np.cumsum([0, *(len(word) + 1 for word in text.split()), 0])
        places = np.stack([ends, np.maximum(ends, np.roll(ends, -1) - 1)], axis=1)
        return Encoded([1.0, 0.0, 0.0, 0.0], places, states)

    def _freed(self, number: int) -> None:
        self.held -= number


class OneEach(StatementExtractor):
    """Every tenth sentence is a statement, and the first one goes on through the whole article."""

    version = "test"

    def __init__(self) -> None:
        pass

    def extract(self, articles: Sequence[Article]) -> list[list[Statement]]:
        spans = [
            [(0, len(a.text)), *((place, place + 40) for place in range(0, len(a.text) - 40, 600))] for a in articles
        ]
        return [
            [Statement(article.id, "Ann", None, None, (span,)) for span in each]
            for article, each in zip(articles, spans, strict=True)
        ]


def test_no_more_token_states_are_held_than_a_batch_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "TOKENS", 1000, raising=False)
    encoder = Watched()
    text = " ".join(f"The council met for the {n}th time today and voted on the harbour again." for n in range(1500))
    pending = [PendingArticle(Article(name, text, given_id=True)) for name in "abc"]
    records = build_records(pending, encoder, OneEach(), CONFIG)
    assert sum(len(each.records["passages"]) for each in records) > 500
    assert 500 < encoder.most <= 1000 + 256


class TwoSteps(Encoder):
    """The packaged encoder, which encodes each text by itself, so that batches cannot change its last digits."""

    def encode(self, texts: list[str]) -> list[Encoded]:
        return [super(TwoSteps, self).encode([text])[0] for text in texts]


def test_the_size_of_batches_changes_no_vector(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder, extractor = TwoSteps(), StatementExtractor()
    told = "Mayor Anna Berg opened the harbour on Monday. “It is ours,” Berg said. “Nobody will take it from us.” "
    pending = [PendingArticle(Article(name, told * 6, given_id=True)) for name in ("a", "b")]
    whole = build_records(pending, encoder, extractor, CONFIG)
    assert all(each.records["statements"] for each in whole)
    monkeypatch.setattr(pipeline, "TOKENS", 100)
    for each, other in zip(whole, build_records(pending, encoder, extractor, CONFIG), strict=True):
        assert each.entry == other.entry
        for kind in KINDS:
            for one, two in zip(each.records[kind], other.records[kind], strict=True):
                assert (one.id, one.metadata) == (two.id, two.metadata)
                assert np.array_equal(one.embedding, two.embedding)


def test_an_encoder_that_does_not_average_tokens_encodes_statements_alone(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "uses_mean_pooling", False)
    text = "“It is ours,” Anna Berg said."
    (records,) = build_records([PendingArticle(Article("a", text))], encoder, StatementExtractor(), CONFIG)
    (statement,) = records.records["statements"]
    words = content(text, STATEMENT.validate_json(statement.metadata["statement"]))
    assert "It is ours" in words
    # A question is read in float32, an article in bfloat16 where the processor has it.
    assert float(np.dot(statement.embedding, encoder.embed_query(words))) > 0.996
