"""Statements are put together by the names and words that they share."""

from __future__ import annotations

import pytest

from ui.topics import group_by_topic

FREQUENCIES = {"the": 500, "harbour": 9, "tunnel": 7, "money": 60, "people": 200, "salmo": 5, "berg": 30}


@pytest.mark.parametrize(
    ("texts", "topics"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param(["the harbour is ours"], [""], id="one text shares nothing"),
        pytest.param(
            ["the harbour is ours", "a new harbour", "no tunnel", "the tunnels are deep", "nothing at all"],
            ["harbour", "harbour", "tunnel", "tunnel", ""],
            id="words in all their forms",
        ),
        pytest.param(["the ferry to Salmo", "we love Salmo", "Salmo wins"], ["Salmo"] * 2 + [""], id="names"),
        pytest.param(
            ["people need the harbour", "people of the harbour", "people have money", "money for people"],
            ["harbour", "harbour", "money", "money"],
            id="rare words before common ones",
        ),
        pytest.param(
            ["no answer from Berg", "an answer for Berg"], ["answer", "answer"], id="without the speaker's own name"
        ),
        pytest.param(["The council of them", "The council of us"], ["council"] * 2, id="no function words"),
    ],
)
def test_topics(texts: list[str], topics: list[str]) -> None:
    assert group_by_topic(texts, FREQUENCIES, {"berg"}) == topics
