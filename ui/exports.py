"""What a person takes away: a conversation as a Markdown document with numbered sources, and files for the browser."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

from assistant import Citation, Turn
from ui.answer_html import ESCAPABLE, MORE, format_day, joined, safe_link
from ui.word_document import word_document

TYPES = {
    "md": "text/markdown",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def download(text: str, name: str, ending: str) -> str:
    """Return a file as JSON for page.js, which saves it; `text` is Markdown, or for the ending csv a table."""
    content = word_document(text) if ending == "docx" else text.encode("utf-8-sig" if ending == "csv" else "utf-8")
    coded = base64.b64encode(content).decode("ascii")
    return json.dumps({"name": f"{name}.{ending}", "type": TYPES[ending], "content": coded})


def conversation(turns: Sequence[Turn]) -> str:
    """Return a conversation as a Markdown document with numbered sources after each answer."""
    parts = ["# A conversation with WhoSaid"]
    for turn in turns:
        parts.append(f"## {plain(turn.question)}")
        if turn.answer is None:
            parts.append("*Stopped before there was an answer.*")
            continue
        parts.extend(f"*{plain(notice)}*" for notice in turn.answer.notices)
        parts.append(MORE.sub(r"\1", turn.answer.text.strip()))
        parts.append("\\\n".join(map(source, turn.answer.citations)))
    return "\n\n".join(part for part in parts if part) + "\n"


def source(citation: Citation) -> str:
    """Return a citation's source as a line of Markdown: number, speaker, outlet, date, title and address."""
    day = format_day(citation.published) or "undated"
    about = plain(joined(citation.speaker or "", citation.source, day, citation.title))
    link = safe_link(citation.url)
    return f"[{citation.number}] {about}" + (f" <{link}>" if link else "")


def plain(text: str) -> str:
    """Return text on one line, escaped so that Markdown shows it as it is."""
    return ESCAPABLE.sub(r"\\\g<0>", " ".join(text.split()))
