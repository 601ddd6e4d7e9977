"""The page: what stands on it, and which handler each thing calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import api

from assistant import Settings
from ui import answer_html, article_html
from ui.blocks import PRIVATE, day, html
from ui.handlers import ANSWERS_AT_ONCE, Handlers
from ui.library_tab import LibraryTab
from ui.statements_tab import StatementsTab

STATIC = Path(__file__).parent / "static"
SCRIPTS = ("taking_away.js", "reading.js", "page.js")  # in this order they hear of a key
FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]


def theme_options() -> dict[str, Any]:
    """Return the arguments of `launch` for the page's look: system fonts, our own style and script."""
    head = "".join(f"<script>{(STATIC / name).read_text(encoding='utf-8')}</script>" for name in SCRIPTS)
    theme = gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=FONTS, font_mono=MONO)
    return {"theme": theme, "css_paths": STATIC / "style.css", "head": head, "footer_links": [], "run_history": False}


def build(do: Handlers, settings: Settings) -> gr.Blocks:
    """Build the page over its handlers.  Its API is the answer function and nothing else."""
    page: gr.Blocks
    with gr.Blocks(title="WhoSaid", analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as page:
        kept = gr.Textbox(visible="hidden")  # the conversation, which page.js keeps in the browser
        chosen = gr.State([])  # ids of the articles to which questions are narrowed
        header = html("header", do.side.header())
        with gr.Row(elem_id="panes", equal_height=False):
            with gr.Column(elem_id="chat", scale=6, min_width=300):
                chat = Chat(do, kept, header, chosen)
            with gr.Column(elem_id="panel", scale=5, min_width=300):
                side = Panel(do, header, chosen, settings)
        side.opens_from(chat.conversation)
        for block in (chat.asked_articles, side.article, side.library.list):
            block.choose(do.library.choose, chosen, chosen, **PRIVATE)
        chat.conversation.again(do.library.unchoose, chosen, chosen, **PRIVATE)
        shown = [chat.conversation, kept, header, side.library.list, side.article]
        begun = page.load(do.restore, kept, shown, js="() => whosaid.current()", **PRIVATE)
        begun.then(None, js="() => whosaid.begin()", **PRIVATE)
        suggested = gr.Textbox(visible="hidden")
        begun.then(do.when_ready, None, [header, suggested], **PRIVATE).then(
            None, suggested, js="markup => whosaid.suggest(markup)", **PRIVATE
        )
        offers, changed = [chat.outlets, side.said.outlet, side.said.people], side.library.changed
        offered, *_ = [then(do.side.choices, None, offers, **PRIVATE) for then in (begun.then, *changed)]
        linked = offered.then(do.linked, None, [*chat.narrowing, chat.linked, chosen], **PRIVATE)
        linked.then(None, js="() => whosaid.openLinked()", **PRIVATE)
        api(do.answer, api_name="answer", queue=False)  # the queue knows no login of MCP clients
    page.queue(default_concurrency_limit=ANSWERS_AT_ONCE)
    return page


class Chat:
    """The conversation, what is asked with, and what is done with it."""

    def __init__(self, do: Handlers, kept: gr.Textbox, header: gr.HTML, chosen: gr.State) -> None:
        with gr.Row(elem_id="tools"):
            past = html("history", answer_html.PAST)
            new = gr.Button("New conversation", size="sm", elem_id="new")
            exports = html("exports", answer_html.EXPORTS)
        self.linked = html("linked")
        self.conversation = html("conversation", answer_html.WELCOME.format(""))
        complaint = html("complaint")
        chips = html("chips")
        self.asked_articles = html("asked-articles")
        chosen.change(do.library.chips, chosen, self.asked_articles, **PRIVATE)
        with gr.Row(elem_id="composer"):
            self.question = question = gr.Textbox(
                label="Your question",
                placeholder="Ask who said what, or what somebody said",
                container=False,
                max_lines=6,
                scale=9,
            )
            send = gr.Button("Ask", variant="primary", scale=1, min_width=80, elem_id="send")
            stop = gr.Button("Stop", variant="stop", scale=1, min_width=80, visible=False)
        html("queued", '<div class="queued"></div>')
        with gr.Accordion("Choose outlets and days", open=False, elem_id="filters"), gr.Row():
            self.outlets = gr.Dropdown(label="Outlets", choices=[], multiselect=True, min_width=200)
            since, until = day("From", "since"), day("To", "until")
        carrier = gr.Textbox(visible="hidden")

        self.narrowing = narrowing = [self.outlets, since, until]
        answered = [self.conversation, kept, question, send, stop, complaint]
        asked = gr.on([question.submit, send.click], do.ask, [question, *narrowing, kept, chosen], answered, **PRIVATE)
        # Gradio drops what is asked before it has seen the end of the answer, so Ask comes back only behind that.
        again = self.conversation.again(do.again, kept, answered, **PRIVATE)
        for event in (asked, again):
            event.then(do.ready, None, [send, stop, header], **PRIVATE)
        changed = [self.outlets.change, since.change, until.change]
        gr.on(changed, do.narrowed, narrowing, [chips, complaint], trigger_mode="always_last", **PRIVATE)
        for lift in (chips.lift, self.conversation.again):
            lift(do.lifted, narrowing, narrowing, **PRIVATE)
        stop.click(do.stop, kept, [self.conversation, send, stop], cancels=[asked, again], **PRIVATE)
        started = [self.conversation, kept, send, stop, self.linked]
        new.click(do.forget, None, started, cancels=[asked, again], **PRIVATE)
        past.reopen(do.reopened, None, started, cancels=[asked, again], **PRIVATE)
        kept.change(None, kept, js="text => whosaid.keep(text)", **PRIVATE)
        exports.export(do.export, kept, carrier, **PRIVATE).then(
            None, carrier, js="file => takingAway.save(file)", **PRIVATE
        )


class Panel:
    """What stands beside the conversation: the open article, people, who said what, and all articles."""

    def __init__(self, do: Handlers, header: gr.HTML, chosen: gr.State, settings: Settings) -> None:
        self.do = do.side
        done, self.correction = html("done"), html("correction")
        with gr.Tabs(elem_id="tabs") as self.tabs:
            with gr.Tab("Evidence", id="article"):
                self.article = html("article", article_html.NOTHING_OPEN)
            self.said = StatementsTab(self.do.said, self.tabs, header, self.correction)
            with gr.Tab("Articles", id="articles"):
                self.library = LibraryTab(do, header, done, chosen, settings)
        saved = self.article.save(do.saved_in_article, None, [done, self.article], **PRIVATE)
        self.library.relist(saved).then(None, js="() => reading.focus('#article details.edit summary')", **PRIVATE)
        self.library.relist(self.library.report.save(do.library.save, None, done, **PRIVATE))

    def opens_from(self, conversation: gr.HTML) -> None:
        """Let links in the conversation and in the lists open their article here, at the marked words; and let the
        buttons beside words ask here who said them.
        """
        for block in (conversation, self.article, self.said.statements):
            asked = block.wrong(self.do.said.corrections.ask, None, self.correction, **PRIVATE)
            asked.then(None, js="() => whosaid.top('#correction h3')", **PRIVATE)
        for block in (conversation, self.article, self.said.statements, self.library.list, self.library.report):
            opened = block.open(self.do.open, None, [self.article, self.tabs], **PRIVATE)
            opened.then(None, js="() => whosaid.reveal()", **PRIVATE)
