"""Statements' vectors out of their passages."""

import numpy as np
import pytest

from index.embedding.encoder import Encoded, Encoder
from index.embedding.late_chunking import BACKGROUND, SpanPooler
from index.indexing.passages import split_passages
from index.models import Article, Passage, Span

TEXT = "abc def ghi"
# Three words of three letters in a passage from 0 and one from 4, with embeddings that tell where they come from.
FIRST = Encoded(
    [1.0, 0.0], np.array([(0, 0), (0, 3), (4, 7), (0, 0)]), np.array([[9, 9], [1, 0], [0, 1], [9, 9]]) * 1.0
)
SECOND = Encoded([0.0, 1.0], np.array([(0, 3), (4, 7)]), np.array([[0.0, 3.0], [1.0, 1.0]]))
PASSAGES = [Passage("a", 0, 7, TEXT[:7]), Passage("a", 4, 11, TEXT[4:])]
CASES: dict[str, tuple[list[Span], list[float] | None]] = {
    "a word of one passage": ([(0, 3)], [1 - BACKGROUND, 0]),
    "a word of two": ([(4, 7)], [-BACKGROUND * 0.5**0.5, 1 - BACKGROUND * 0.5**0.5]),
    "a part of a word": ([(9, 10)], [0.5**0.5, 0.5**0.5 - BACKGROUND]),
    "several spans": ([(0, 3), (8, 11)], [2 / 5**0.5 - BACKGROUND * 0.5**0.5, 1 / 5**0.5 - BACKGROUND * 0.5**0.5]),
    "between the words": ([(3, 4)], None),
    "nothing": ([], None),
}


def pool_spans(spans: list[Span], passages: list[Passage], encoded: list[Encoded]) -> list[float] | None:
    pooler = SpanPooler(spans)
    for passage, encoding in zip(passages, encoded, strict=True):
        pooler.add(passage, encoding)
    return pooler.vector()


@pytest.mark.parametrize(("spans", "expected"), CASES.values(), ids=CASES)
def test_words_are_the_mean_of_their_states_less_the_background(
    spans: list[Span], expected: list[float] | None
) -> None:
    vector = pool_spans(spans, PASSAGES, [FIRST, SECOND])
    if expected is None:
        assert vector is None
    else:
        assert vector == pytest.approx(np.array(expected) / np.linalg.norm(expected))


def test_words_carry_what_is_spoken_of_around_them(encoder: Encoder) -> None:
    said = "“It is ours,” she said."
    near = {}
    for topic in ("fishing quota", "harbour"):
        article = Article("a", f"The mayor spoke about the new {topic}. {said}")
        split = split_passages(article, encoder.count_tokens)
        place = article.text.index("It is ours")
        vector = pool_spans([(place, place + 10)], split, encoder.encode([p.text for p in split]))
        assert vector is not None
        near[topic] = float(np.dot(vector, encoder.embed_query("fishing quota")))
    assert near["fishing quota"] > near["harbour"] + 0.1
