"""Two rankings as one."""

import pytest

from index.retrieval.candidates import reciprocal_rank_fusion


@pytest.mark.parametrize(
    ("rankings", "order"),
    [
        ([["a", "b"], ["a", "b"]], "ab"),
        ([["a", "b", "c"], ["c", "d"]], "cabd"),
        ([[], ["b"]], "b"),
        ([], ""),
    ],
    ids=["both agree", "in both before in one", "one is empty", "none"],
)
def test_reciprocal_rank_fusion(rankings: list[list[str]], order: str) -> None:
    scores = reciprocal_rank_fusion(rankings)
    assert sorted(scores, key=lambda name: (-scores[name], name)) == list(order)
    assert all(0 < score <= 2 / 61 for score in scores.values())
