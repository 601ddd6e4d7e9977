"""The blocks that several parts of the page are made of, and how their events are wired."""

from __future__ import annotations

from typing import Any

import gradio as gr

EVENTS = ["open", "remove", "lift", "person", "turn", "reopen", "again", "export", "compare", "unlist", "visit"]
EVENTS += ["wrong", "correct", "takeback"]
EVENTS += ["choose", "save", "undo"]
LISTEN = f"whosaid.listen(element, trigger, {EVENTS}); reading.listen(element, trigger)"
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def html(elem_id: str, value: str = "") -> Any:
    """Make a block of our own HTML that listens to its links and buttons.  Any: its events are named in EVENTS."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=LISTEN, apply_default_css=False)


def day(label: str, elem_id: str) -> gr.Textbox:
    """Make a field for a day: text, beside which page.js puts a calendar."""
    return gr.Textbox(
        label=label,
        placeholder="1 March 2016",
        elem_id=elem_id,
        elem_classes="day",
        max_lines=1,
        max_length=40,
        min_width=140,
    )
