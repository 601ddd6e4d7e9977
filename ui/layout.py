"""The page: what stands on it, and which handler each thing calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import api

from assistant import Assistant, Settings
from index import ENDINGS, ArticleIndex
from ui import sidebar_html
from ui.handlers import ANSWERS_AT_ONCE, Handlers
from ui.history import EMPTY

STATIC = Path(__file__).parent / "static"
LISTEN = "whosaid.listen(element, trigger, ['open', 'remove'])"
FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def theme_options() -> dict[str, Any]:
    """Return the arguments of `launch` for the page's look: system fonts, our own style and script."""
    head = f"<script>{(STATIC / 'page.js').read_text(encoding='utf-8')}</script>"
    theme = gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=FONTS, font_mono=MONO)
    return {"theme": theme, "css_paths": STATIC / "style.css", "head": head, "footer_links": [], "run_history": False}


def build(assistant: Assistant, index: ArticleIndex, settings: Settings) -> gr.Blocks:
    """Build the page over ready parts.  Its API is the answer function and nothing else."""
    do = Handlers(assistant, index, settings)
    page: gr.Blocks
    with gr.Blocks(title="WhoSaid", analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as page:
        kept = gr.BrowserState(EMPTY, storage_key="whosaid", secret="not-a-secret")
        header = html("header", do.header())
        with gr.Row(elem_id="panes", equal_height=False):
            with gr.Column(elem_id="chat", scale=6, min_width=300):
                chat = Chat(do, kept, header)
            with gr.Column(elem_id="panel", scale=5, min_width=300):
                side = Panel(do, header, settings)
        side.opens_from(do, chat.conversation)
        shown = [chat.conversation, kept, header, side.library, side.article, chat.question, chat.send]
        page.load(do.restore, kept, shown, **PRIVATE).then(None, js="() => whosaid.begin()", **PRIVATE)
        for then in (page.load, *side.changed):
            then(do.choices, None, [chat.outlets, side.speaker, side.outlet], **PRIVATE)
        api(do.answer, api_name="answer", queue=False)  # the queue knows no login of MCP clients
    page.queue(default_concurrency_limit=ANSWERS_AT_ONCE)
    return page


def html(elem_id: str, value: str = "") -> Any:
    """Make a block of our own HTML that listens to its links and buttons.  Any: its events are named in LISTEN."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=LISTEN, apply_default_css=False)


def day(label: str) -> gr.Textbox:
    """Make a field for one day: text, which every keyboard and screen reader can do."""
    return gr.Textbox(label=label, placeholder="YYYY-MM-DD", max_lines=1, max_length=10, min_width=110)


class Chat:
    """The conversation, what is asked with, and what is done with it."""

    def __init__(self, do: Handlers, kept: gr.BrowserState, header: gr.HTML) -> None:
        with gr.Row(elem_id="tools"):
            new = gr.Button("New conversation", size="sm")
            export = gr.Button("Export as Markdown", size="sm")
        self.conversation = html("conversation")
        with gr.Row(elem_id="composer"):
            self.question = question = gr.Textbox(
                label="Your question",
                placeholder="Loading …",
                interactive=False,
                container=False,
                max_lines=6,
                scale=9,
            )
            self.send = send = gr.Button(
                "Ask", variant="primary", interactive=False, scale=1, min_width=80, elem_id="send"
            )
            stop = gr.Button("Stop", variant="stop", scale=1, min_width=80, visible=False)
        complaint = html("complaint")
        with gr.Accordion("Only some outlets or days", open=False, elem_id="filters"), gr.Row():
            self.outlets = gr.Dropdown(label="Outlets", choices=[], multiselect=True, min_width=200)
            since, until = day("From"), day("To")
        carrier = gr.Textbox(visible="hidden")

        asking = [question, self.outlets, since, until, kept]
        answered = [self.conversation, kept, question, send, stop, complaint]
        asked = gr.on([question.submit, send.click], do.ask, asking, answered, **PRIVATE)
        # Gradio drops what is asked before it has seen the end of the answer, so Ask comes back only behind that.
        asked.then(do.ready, None, [send, stop, header], **PRIVATE)
        stop.click(do.stop, kept, [self.conversation, send, stop], cancels=asked, **PRIVATE)
        new.click(do.forget, None, [self.conversation, kept, send, stop], cancels=asked, **PRIVATE)
        export.click(do.export, kept, carrier, **PRIVATE).then(
            None, carrier, js="text => whosaid.save(text)", **PRIVATE
        )


class Panel:
    """What stands beside the conversation: the open article, who said what, and all articles."""

    def __init__(self, do: Handlers, header: gr.HTML, settings: Settings) -> None:
        with gr.Tabs(elem_id="tabs") as self.tabs:
            with gr.Tab("Evidence", id="article"):
                self.article = html("article", sidebar_html.NOTHING_OPEN)
            with gr.Tab("Statements", id="statements") as statements:
                self.list_statements(do, statements)
            with gr.Tab("Articles", id="articles"):
                self.list_articles(do, header, settings)

    def list_statements(self, do: Handlers, tab: gr.Tab) -> None:
        """Who said what, with its filters."""
        with gr.Row():
            self.speaker = gr.Dropdown(label="Speaker", choices=[("Everybody", "")], value="", min_width=140)
            about = gr.Textbox(label="About", max_lines=1, min_width=140)
            self.outlet = gr.Dropdown(label="Outlet", choices=[("All outlets", "")], value="", min_width=140)
        with gr.Row():
            since, until = day("From"), day("To")
        self.statements = html("statements")
        narrowed = [self.speaker, about, self.outlet, since, until]
        typed = [event for field in (about, since, until) for event in (field.submit, field.blur)]
        triggers = [tab.select, self.speaker.change, self.outlet.change, *typed]
        gr.on(triggers, do.statements, narrowed, self.statements, **PRIVATE)

    def list_articles(self, do: Handlers, header: gr.HTML, settings: Settings) -> None:
        """All articles, and how they come and go."""
        limits = f"up to {settings.upload_max_files} files, each up to {settings.upload_max_mb:g} MB"
        upload = gr.File(
            label=f"Add articles: {limits}",
            file_count="multiple",
            file_types=list(ENDINGS),
            height=140,
            elem_id="upload",
            visible=settings.upload_max_files > 0,
        )
        report = html("report")
        wanted = gr.Textbox(label="Find an article", max_lines=1)
        self.library = html("library")
        wanted.change(do.library, wanted, self.library, **PRIVATE)
        listed = [self.library, report, header]
        added = upload.upload(
            do.add, [upload, wanted], [*listed, upload], api_visibility="private", show_progress_on=report
        )
        removed = self.library.remove(do.remove, wanted, listed, **PRIVATE)
        self.changed = [added.then, removed.then]

    def opens_from(self, do: Handlers, conversation: gr.HTML) -> None:
        """Links in the conversation and in the lists open their article here, and the page goes to the marked words."""
        for block in (conversation, self.article, self.statements, self.library):
            opened = block.open(do.open, None, [self.article, self.tabs], **PRIVATE)
            opened.then(None, js="() => whosaid.reveal()", **PRIVATE)
