"""A conversation as the browser keeps it, and as a person takes it away.

It lives in the browser's own storage and nowhere else: the server holds nobody's questions, so nobody can be shown
them.  What comes back from a browser is a stranger's data: turns that do not read as turns are left out.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from assistant import Turn
from ui.answer_html import ESCAPABLE, MORE, format_day, joined, safe_link

SAVED_TURNS = 50  # browsers give a page about five million characters
WHOLE_TURNS = 5  # the last ones, whose further findings are saved too
TURN = TypeAdapter(Turn)


def saved(turns: list[Turn], user: str) -> str:
    """Return the last turns as JSON for the browser, with the user they belong to.

    The evidence, which is long, is left out, and the further findings of all but the last turns.
    """
    kept: list[dict[str, Any]] = [
        {"question": turn.question, "answer": replace(turn.answer, evidence=()).to_dict() if turn.answer else None}
        for turn in turns[-SAVED_TURNS:]
    ]
    for turn in kept[:-WHOLE_TURNS]:
        if turn["answer"]:
            turn["answer"]["more"] = []
    return json.dumps({"user": user, "turns": kept}, ensure_ascii=False)


def restored(text: object, user: str) -> list[Turn]:
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


def exported(turns: list[Turn]) -> str:
    """Return the conversation as a Markdown document with numbered sources after each answer."""
    parts = ["# A conversation with WhoSaid"]
    for turn in turns:
        parts.append(f"## {plain(turn.question)}")
        if turn.answer is None:
            parts.append("*Stopped before there was an answer.*")
            continue
        parts.extend(f"*{plain(notice)}*" for notice in turn.answer.notices)
        parts.append(MORE.sub(r"\1", turn.answer.text.strip()))
        lines = []
        for citation in turn.answer.citations:
            link = safe_link(citation.url)
            about = plain(joined(citation.title, citation.source, format_day(citation.published)))
            lines.append(f"[{citation.number}]: {about}" + (f" <{link}>" if link else ""))
        parts.append("\\\n".join(lines))
    return "\n\n".join(part for part in parts if part) + "\n"


def plain(text: str) -> str:
    """Return text on one line, escaped so that Markdown shows it as it is."""
    return ESCAPABLE.sub(r"\\\g<0>", " ".join(text.split()))
