"""A conversation as the browser keeps it, and as a person takes it away.

It lives in the browser's own storage and nowhere else: the server holds nobody's questions, so nobody can be shown
them.  What comes back from a browser is a stranger's data: turns that do not read as turns are left out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant import Answer, Citation, Role, Turn
from index import MentionType
from ui.answer_html import BACKSLASHED, format_day, joined, safe_link

KEPT_TURNS = 50  # browsers give a page about five million characters
NOBODY = {"user": "", "turns": []}


def stored(turns: list[Turn], user: str) -> dict[str, Any]:
    """The turns as plain data for the browser, marked with whose they are; the evidence, which is long, is left out."""
    kept = [
        {"question": turn.question, "answer": replace(turn.answer, evidence=()).to_dict() if turn.answer else None}
        for turn in turns[-KEPT_TURNS:]
    ]
    return {"user": user, "turns": kept}


def restored(data: Any, user: str) -> list[Turn]:
    """The turns that a browser kept; none where they are another user's or nothing that we stored."""
    if not isinstance(data, dict) or data.get("user") != user or not isinstance(data.get("turns"), list):
        return []
    turns = []
    for kept in data["turns"][-KEPT_TURNS:]:
        try:
            turns.append(Turn(str(kept["question"]), read_answer(kept["answer"]) if kept["answer"] else None))
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
    return turns


def read_answer(data: dict[str, Any]) -> Answer:
    """The opposite of `Answer.to_dict`, without evidence.  KeyError, TypeError or ValueError where it is no answer."""
    return Answer(
        question=str(data["question"]),
        text=str(data["text"]),
        citations=tuple(map(read_citation, data["citations"])),
        found=bool(data["found"]),
        total=int(data["total"]),
        mode=str(data["mode"]),
        notices=tuple(map(str, data["notices"])),
    )


def read_citation(data: dict[str, Any]) -> Citation:
    """A citation from plain data."""
    span = data["speaker_span"]
    return Citation(
        number=int(data["number"]),
        article_id=str(data["article_id"]),
        title=str(data["title"]),
        source=str(data["source"]),
        published=str(data["published"]),
        url=str(data["url"]),
        start=int(data["start"]),
        end=int(data["end"]),
        quote=str(data["quote"]),
        speaker=str(data["speaker"]) if data["speaker"] else None,
        role=Role(data["role"]),
        mention_type=MentionType(data["mention_type"]) if data["mention_type"] else None,
        speaker_span=(int(span[0]), int(span[1])) if span else None,
        cue=str(data["cue"]),
        speech_act=str(data["speech_act"]),
        relayed_by=str(data["relayed_by"]),
    )


def exported(turns: list[Turn]) -> str:
    """The conversation as a Markdown document with numbered sources after each answer."""
    parts = ["# A conversation with WhoSaid"]
    for turn in turns:
        parts.append(f"## {plain(turn.question)}")
        if turn.answer is None:
            parts.append("*Stopped before there was an answer.*")
            continue
        parts.extend(f"*{plain(notice)}*" for notice in turn.answer.notices)
        parts.append(turn.answer.text.strip())
        lines = []
        for citation in turn.answer.citations:
            link = safe_link(citation.url)
            about = plain(joined(citation.title, citation.source, format_day(citation.published)))
            lines.append(f"[{citation.number}]: {about}" + (f" <{link}>" if link else ""))
        parts.append("\\\n".join(lines))
    return "\n\n".join(part for part in parts if part) + "\n"


def plain(text: str) -> str:
    """Text on one line that Markdown shows as it is."""
    return "".join(f"\\{char}" if BACKSLASHED.fullmatch(f"\\{char}") else char for char in " ".join(text.split()))
