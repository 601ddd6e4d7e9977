"""Articles -> records: passages, statements, and the vectors of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from index.attribution.extractor import StatementExtractor
from index.embedding.encoder import Encoded, Encoder
from index.embedding.late_chunking import SpanPooler
from index.indexing.passages import split_passages
from index.models import Article, Passage, Statement
from index.storage.manifest import (
    KINDS,
    ArticleRecords,
    Kind,
    Metadata,
    Record,
    content,
    make_entry,
    passage_metadata,
    record_id,
    revision,
    statement_metadata,
)

TOKENS = 50_000  # encoded together: what the encoder makes of them takes 77 MB, which an article's length must not set
Vectors = list[NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class PendingArticle:
    """An article that is to be written; `replaces` is the id of the article whose place it takes."""

    article: Article
    replaces: str = ""


def build_records(
    pending: Sequence[PendingArticle],
    encoder: Encoder,
    extractor: StatementExtractor,
    index_config: Mapping[str, str],
) -> list[ArticleRecords]:
    """Split articles into passages, extract their statements, and encode both.

    The statements are extracted while the encoder works: each leaves the processor idle where the other does not.  Of
    the token embeddings no more than a batch of TOKENS is held at once.
    """
    articles = [each.article for each in pending]
    count, limit = encoder.count_tokens, encoder.max_tokens
    split = [split_passages(article, count, limit) for article in articles]
    with ThreadPoolExecutor(1) as beside:
        extraction = beside.submit(extractor.extract, articles)
        encoded = encode_in_batches(encoder, [passage.text for passages in split for passage in passages])
        first = list(islice(encoded, 1))  # the first batch is encoded here
        extracted = extraction.result()
    encoded = chain(_drain(first), encoded)
    records = []
    for each, passages, statements in zip(pending, split, extracted, strict=True):
        article = each.article
        vectors = _vectors(encoder, article, passages, statements, encoded)
        metadata: dict[Kind, list[Metadata]] = {
            "passages": [passage_metadata(article, passage) for passage in passages],
            "statements": [statement_metadata(article, statement) for statement in statements],
        }
        entry = make_entry(article, index_config, len(passages), len(statements), each.replaces)
        records.append(ArticleRecords(entry, article, _records(article, index_config, metadata, vectors)))
    return records


def encode_in_batches(encoder: Encoder, texts: Sequence[str]) -> Iterator[Encoded]:
    """Yield what the encoder makes of texts, in order, encoding up to TOKENS tokens at a time when they are asked for.

    What was yielded is not held any longer.
    """
    batch, tokens = list[str](), 0
    for text in texts:
        length = min(encoder.count_tokens(text), encoder.max_tokens)
        if batch and tokens + length > TOKENS:
            yield from _drain(encoder.encode(batch))
            batch, tokens = [], 0
        batch.append(text)
        tokens += length
    if batch:
        yield from _drain(encoder.encode(batch))


def _drain(encoded: list[Encoded]) -> Iterator[Encoded]:
    encoded.reverse()
    while encoded:
        yield encoded.pop()


def _vectors(
    encoder: Encoder,
    article: Article,
    passages: Sequence[Passage],
    statements: Sequence[Statement],
    encoded: Iterator[Encoded],
) -> dict[Kind, Vectors]:
    """Return the vectors of an article's passages, which are the next ones encoded, and of its statements.

    A statement's vector is pooled from its tokens in the passages where the encoder averages tokens, and is that of its
    words by themselves where it does not, or where they have no token.
    """
    poolers = [SpanPooler(statement.spans) for statement in statements] if encoder.uses_mean_pooling else []
    of_passages = list(_pool(zip(passages, islice(encoded, len(passages)), strict=True), poolers))
    of_statements: list[list[float] | None] = [None] * len(statements)
    for number, pooler in enumerate(poolers):
        of_statements[number] = pooler.vector()
    missing = [number for number, vector in enumerate(of_statements) if vector is None]
    words = [content(article.text, statements[number]) for number in missing]
    for number, alone in zip(missing, encode_in_batches(encoder, words), strict=True):
        of_statements[number] = alone.vector
    return {"passages": of_passages, "statements": [np.array(vector, np.float32) for vector in of_statements]}


def _pool(encoded: Iterable[tuple[Passage, Encoded]], poolers: Sequence[SpanPooler]) -> Iterator[NDArray[np.float32]]:
    """Yield the passages' vectors; meanwhile each statement takes what it needs of them, in order of place."""
    waiting = sorted(poolers, key=lambda pooler: -pooler.start)
    active: list[SpanPooler] = []
    for passage, encoding in encoded:
        while waiting and waiting[-1].start < passage.end:
            active.append(waiting.pop())
        active = [pooler for pooler in active if pooler.end > passage.start]
        for pooler in active:
            pooler.add(passage, encoding)
        yield np.array(encoding.vector, np.float32)


def _records(
    article: Article,
    index_config: Mapping[str, str],
    metadata: Mapping[Kind, Sequence[Metadata]],
    vectors: Mapping[Kind, Vectors],
) -> dict[Kind, list[Record]]:
    """Return an article's records of both kinds, numbered."""
    name = revision(article, index_config)
    return {
        kind: [
            Record(record_id(name, kind, number), *parts)
            for number, parts in enumerate(zip(metadata[kind], vectors[kind], strict=True))
        ]
        for kind in KINDS
    }
