"""A conversation as the browser keeps it.

It lives in the browser's own storage and nowhere else: the server holds nobody's questions, so nobody can be shown
them.  What comes back from a browser is a stranger's data: turns that do not read as turns are left out.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from pydantic import TypeAdapter

from ui.turns import AskedTurn

SAVED_TURNS = 50  # browsers give a page about five million characters
WHOLE_TURNS = 5  # the last ones, whose further findings are saved too
TURN = TypeAdapter(AskedTurn)


def saved(turns: list[AskedTurn], user: str) -> str:
    """Return the last turns as JSON for the browser, with the user they belong to.

    The evidence, which is long, is left out, and the further findings of all but the last turns.
    """
    kept: list[dict[str, Any]] = [
        asdict(replace(turn, answer=None))
        | {"answer": replace(turn.answer, evidence=()).to_dict() if turn.answer else None}
        for turn in turns[-SAVED_TURNS:]
    ]
    for turn in kept[:-WHOLE_TURNS]:
        if turn["answer"]:
            turn["answer"]["more"] = []
    return json.dumps({"user": user, "turns": kept}, ensure_ascii=False)


def restored(text: object, user: str) -> list[AskedTurn]:
    """Return the turns that a browser saved: none of another user's, and none that do not validate as turns."""
    try:
        data = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return []
    if not isinstance(data, dict) or data.get("user") != user or not isinstance(data.get("turns"), list):
        return []
    turns = []
    for turn in data["turns"][-SAVED_TURNS:]:
        try:
            turns.append(TURN.validate_json(json.dumps(turn), strict=True))
        except ValueError:
            continue
    return turns
