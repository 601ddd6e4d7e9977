"""Questions as they were asked, and the addresses that ask them again."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from assistant import Answer, Filters
from ui.turns import AskedTurn, history, question_address


def turn(question: str, carried: str = "", **fields: object) -> AskedTurn:
    return AskedTurn(question, Answer(question, "", (), True, carried=carried), **fields)  # type: ignore[arg-type]


NARROWED = turn("c", "on b", filters=Filters(("Courier", "A & B"), "2025-01-01", "", ("a1",)), version="v1")


@pytest.mark.parametrize(
    ("turns", "fields"),
    [
        pytest.param([turn("a"), turn("b")], [("ask", "b")], id="by itself"),
        pytest.param([turn("a"), turn("b", "on a")], [("ask", "a"), ("ask", "b")], id="a follow-up"),
        pytest.param([turn("a"), turn("b"), turn("c", "on b")], [("ask", "b"), ("ask", "c")], id="no farther than needed"),
        pytest.param([turn("a"), turn("b", "on a", alone=True)], [("ask", "b")], id="asked alone"),
        pytest.param([turn("a", "on x")], [("ask", "a")], id="nothing is before it"),
        pytest.param([turn(str(n), "on a") for n in range(9)], [("ask", str(n)) for n in range(3, 9)], id="a long chain"),
        pytest.param(
            [turn("b"), NARROWED],
            [("ask", "b"), ("ask", "c"), ("outlet", "Courier"), ("outlet", "A & B"), ("since", "2025-01-01"), ("only", "a1"), ("version", "v1")],
            id="narrowed",
        ),
    ],
)  # fmt: skip
def test_an_address_asks_the_question_and_what_it_follows(
    turns: list[AskedTurn], fields: list[tuple[str, str]]
) -> None:
    place = question_address(turns)
    assert place.startswith("?")
    assert parse_qsl(place[1:]) == fields


def test_a_question_follows_those_from_the_last_that_was_asked_alone() -> None:
    turns = [turn("a"), turn("b", alone=True), turn("c")]
    assert [each.question for each in history(turns)] == ["b", "c"]
    assert [each.question for each in history(turns[:1])] == ["a"]
    assert history([]) == ()
