"""What is text in a Markdown file, and what is markup."""

from __future__ import annotations

import time

import pytest

from index.loading.parsers import parse_markdown

HEAD = "The ferry from Salmo"
TAIL = "The ferry has not left the harbour of Salmo since the storm of last Monday, and nobody knows when it will."
MARKDOWN = {
    "emphasis": ("It is *very* **late** and ~~not~~ too_late_now.", "It is very late and not too_late_now."),
    "link": ("See [the plan](https://example.org/a_(b) 'Plan') of the port.", "See the plan of the port."),
    "reference link": ("See [the plan][1] of the port.\n\n[1]: https://example.org", "See the plan of the port."),
    "address": ("See <https://example.org/plan> for more.", "See https://example.org/plan for more."),
    "picture": ("It left. ![a ship](ship.png)", "It left."),
    "comment": ("It left <!-- at noon --> today.", "It left today."),
    "tag": ("The sign said <b>closed</b> & “no”.", "The sign said <b>closed</b> & “no”."),
    "escaped": (r"A \*star\* of \[sic\] 3 \< 4.", "A *star* of [sic] 3 < 4."),
    "entity": ("Berg &amp; Salo said so.", "Berg & Salo said so."),
    "heading": ("## What is next\n\nNobody knows it.", "What is next\n\nNobody knows it."),
    "underlined heading": ("What is next\n---\nNobody knows it.", "What is next\n\nNobody knows it."),
    "block quotation": ("> It is ours,\n> she said.", "It is ours, she said."),
    "rule": ("It left.\n\n* * *\n\nIt came back.", "It left.\n\nIt came back."),
    "list": ("- The pier is old.\n- The mayor is new.", "- The pier is old.\n\n- The mayor is new."),
    "numbered list": ("1. Read it.\n2. Sign it.", "1. Read it.\n\n2. Sign it."),
    "year at the beginning": ("2024. That was the year.", "2024. That was the year."),
    "fence": ("```\nNobody *knows* it.\n```", "Nobody *knows* it."),
    "table": ("| Who | What |\n|---|---|\n| Berg | opened it. |", "Who\n\nWhat\n\nBerg\n\nopened it."),
    "wrapped line": ("It left the\nharbour.", "It left the harbour."),
}


@pytest.mark.parametrize(("markdown", "text"), MARKDOWN.values(), ids=MARKDOWN)
def test_text_of_markdown(markdown: str, text: str) -> None:
    record = parse_markdown(f"# {HEAD}\n\n{markdown}\n\n{TAIL}".encode())
    assert record["text"] == f"{HEAD}\n\n{text}\n\n{TAIL}"
    assert record["title"] == HEAD


@pytest.mark.parametrize("markup", ["*a ", "**a", "[", "![a](", ">", "- ", "`", "<!--", "|a|b\n"])
def test_much_markup_takes_no_longer(markup: str) -> None:
    started = time.process_time()
    parse_markdown((markup * (30_000 // len(markup))).encode())
    assert time.process_time() - started < 10
