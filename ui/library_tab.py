"""The tab of the articles: how they are added, found, chosen, edited and removed."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant import Settings
from index import ENDINGS
from ui.blocks import PRIVATE, day, html
from ui.handlers import Handlers
from ui.library_handlers import ORDERS

KINDS = "txt, md, html, pdf, docx, eml, json, jsonl"  # of ENDINGS, without their other spellings


class LibraryTab:
    """Adding articles, and their list.  `changed` are the `then` of all that changes which articles there are.

    `done` tells what was done and holds Undo, `chosen` the ids of the articles to which questions are narrowed.
    """

    def __init__(self, do: Handlers, header: gr.HTML, done: Any, chosen: gr.State, settings: Settings) -> None:
        self.do, self.header, self.done, self.chosen = do, header, done, chosen
        self.changed: list[Any] = []
        with gr.Column(visible=settings.upload_max_files > 0, elem_id="adding"):
            upload = self.upload(settings)
            self.report = html("report")
            address, add_page = self.address()
            pasted, add_text = self.pasted()
        with gr.Row(elem_id="finding"):
            wanted = gr.Textbox(label="Find an article", placeholder="In titles and texts", max_lines=1, min_width=180)
            order = gr.Dropdown(label="Order", choices=list(ORDERS.items()), value="newest", min_width=140)
        page = gr.Number(1, visible="hidden")
        self.list = html("library", do.library.listed())
        self.view = [wanted, order, page, chosen]
        gr.on([wanted.change, order.change], lambda: 1, None, page, trigger_mode="always_last", **PRIVATE).then(
            do.library.listed, self.view, self.list, **PRIVATE
        )
        self.list.turn(do.library.turned, None, page, **PRIVATE).then(
            do.library.listed, self.view, self.list, **PRIVATE
        ).then(None, js="() => whosaid.top('#finding')", **PRIVATE)
        added = upload.upload(do.library.add_files, upload, self.report, **PRIVATE)
        self.relist(added.then(lambda: None, None, upload, **PRIVATE))
        asked = gr.on(
            [add_page.click, address.submit], do.library.add_address, address, [self.report, address], **PRIVATE
        )
        self.relist(asked)
        self.relist(add_text.click(do.library.add_text, pasted, [self.report, *pasted], **PRIVATE))
        self.removing()

    def upload(self, settings: Settings) -> gr.File:
        """Build the field into which files are dropped."""
        limits = f"up to {settings.upload_max_files} files, each up to {settings.upload_max_mb:g} MB"
        return gr.File(
            label=f"Add articles: {limits} ({KINDS})",
            file_count="multiple",
            file_types=list(ENDINGS),
            height=130,
            elem_id="upload",
        )

    def address(self) -> tuple[gr.Textbox, gr.Button]:
        """Build the field for a web address and its button."""
        with gr.Row(elem_id="by-address"):
            field = gr.Textbox(label="Web address of an article", placeholder="https://", max_lines=1, scale=4)
            return field, gr.Button("Add the page", size="sm", scale=1, min_width=110)

    def pasted(self) -> tuple[list[gr.Textbox], gr.Button]:
        """Build the fields for a pasted text (text, title, outlet, date) and their button."""
        with gr.Accordion("Paste a text", open=False, elem_id="paste"):
            title = gr.Textbox(label="Title", max_lines=1, max_length=500)
            with gr.Row():
                outlet = gr.Textbox(label="Outlet of the text", max_lines=1, max_length=200, min_width=140)
                published = day("Date of the text", "pasted-day")
            text = gr.Textbox(label="Text", lines=6, max_lines=12)
            return [text, title, outlet, published], gr.Button("Add the text", size="sm", min_width=110)

    def removing(self) -> None:
        """Wire the removal of an article and its undo."""
        removed = gr.State(None)
        gone = self.list.remove(self.do.library.remove, self.chosen, [self.done, removed, self.chosen], **PRIVATE)
        self.relist(gone).then(None, js="() => reading.focus('#done button')", **PRIVATE)
        self.relist(self.done.undo(self.do.library.undo, removed, [self.done, removed], **PRIVATE))

    def relist(self, change: Any) -> Any:
        """Show the list and the header anew after a change, and count it among `changed`."""
        self.changed.append(change.then)
        return change.then(self.do.relisted, self.view, [self.list, self.header], **PRIVATE)
