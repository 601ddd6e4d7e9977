"""The page: what stands on it, and which handler each thing calls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import api

from assistant import Settings
from index import ENDINGS
from ui import answer_html, sidebar_html, statement_html
from ui.handlers import ANSWERS_AT_ONCE, Handlers
from ui.sidebar_handlers import SidebarHandlers
from ui.statement_handlers import StatementHandlers

STATIC = Path(__file__).parent / "static"
EVENTS = ["open", "remove", "lift", "person", "turn", "reopen", "again", "export", "compare", "drop", "visit"]
LISTEN = f"whosaid.listen(element, trigger, {EVENTS})"
FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif"]
MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]
PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def theme_options() -> dict[str, Any]:
    """Return the arguments of `launch` for the page's look: system fonts, our own style and script."""
    head = f"<script>{(STATIC / 'page.js').read_text(encoding='utf-8')}</script>"
    theme = gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=FONTS, font_mono=MONO)
    return {"theme": theme, "css_paths": STATIC / "style.css", "head": head, "footer_links": [], "run_history": False}


def build(do: Handlers, settings: Settings) -> gr.Blocks:
    """Build the page over its handlers.  Its API is the answer function and nothing else."""
    page: gr.Blocks
    with gr.Blocks(title="WhoSaid", analytics_enabled=False, delete_cache=(3600, 3600), fill_width=True) as page:
        kept = gr.Textbox(visible="hidden")  # the conversation, which page.js keeps in the browser
        header = html("header", do.side.header())
        with gr.Row(elem_id="panes", equal_height=False):
            with gr.Column(elem_id="chat", scale=6, min_width=300):
                chat = Chat(do, kept, header)
            with gr.Column(elem_id="panel", scale=5, min_width=300):
                side = Panel(do.side, header, settings)
        side.opens_from(chat.conversation)
        shown = [chat.conversation, kept, header, side.library, side.article]
        begun = page.load(do.restore, kept, shown, js="() => whosaid.current()", **PRIVATE)
        linked = begun.then(do.linked, None, [*chat.narrowing, chat.linked], **PRIVATE)
        linked.then(None, js="() => whosaid.begin()", **PRIVATE)
        suggested = gr.Textbox(visible="hidden")
        begun.then(do.when_ready, None, [header, suggested], **PRIVATE).then(
            None, suggested, js="markup => whosaid.suggest(markup)", **PRIVATE
        )
        for then in (page.load, *side.changed):
            then(do.side.choices, None, [chat.outlets, side.said.outlet, side.said.people], **PRIVATE)
        api(do.answer, api_name="answer", queue=False)  # the queue knows no login of MCP clients
    page.queue(default_concurrency_limit=ANSWERS_AT_ONCE)
    return page


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


class Chat:
    """The conversation, what is asked with, and what is done with it."""

    def __init__(self, do: Handlers, kept: gr.Textbox, header: gr.HTML) -> None:
        with gr.Row(elem_id="tools"):
            past = html("history", answer_html.PAST)
            new = gr.Button("New conversation", size="sm", elem_id="new")
            exports = html("exports", answer_html.EXPORTS)
        self.linked = html("linked")
        self.conversation = html("conversation", answer_html.WELCOME.format(""))
        complaint = html("complaint")
        chips = html("chips")
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
        asked = gr.on([question.submit, send.click], do.ask, [question, *narrowing, kept], answered, **PRIVATE)
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
            None, carrier, js="file => whosaid.save(file)", **PRIVATE
        )


class Statements:
    """The tabs of people and of who said what: a person's page, comparisons, and everybody's statements."""

    def __init__(self, do: StatementHandlers, tabs: gr.Tabs, header: gr.HTML) -> None:
        with gr.Tab("People", id="people"):
            wanted = gr.Textbox(label="Find a person", max_lines=1)
            self.people = html("people")
        with gr.Tab("Statements", id="statements") as tab:
            people, page, place = gr.State([]), gr.Number(1, visible="hidden"), gr.Textbox(visible="hidden")
            person = html("person")
            fields = self.fields()
            taken = html("taken", statement_html.EXPORTS)
            self.statements = html("statements")
            file = gr.Textbox(visible="hidden")
        wanted.change(do.people, wanted, self.people, trigger_mode="always_last", **PRIVATE)
        narrowed: list[Any] = [people, *fields]
        typed = [field.input for field in fields]
        events = [
            tab.select(lambda: None, **PRIVATE),
            gr.on(typed, lambda: 1, None, page, trigger_mode="always_last", **PRIVATE),
            header.visit(do.visited, None, [*narrowed, page, tabs], **PRIVATE),
            person.drop(do.dropped, people, [people, page], **PRIVATE),
            *(
                block.person(do.chosen, None, [people, page, tabs], **PRIVATE)
                for block in (self.people, self.statements)
            ),
            self.people.compare(do.compared, people, [people, page, tabs], **PRIVATE),
        ]
        turned = self.statements.turn(do.turned, None, page, **PRIVATE)
        for event in (*events, turned):
            listed = event.then(do.statements, [*narrowed, page], [person, self.statements, place], **PRIVATE)
            listed = listed.then(None, place, js="place => whosaid.listed(place)", **PRIVATE)
            if event is turned:
                listed.then(None, js="() => whosaid.top('#statements')", **PRIVATE)
        taken.export(do.export, narrowed, file, **PRIVATE).then(None, file, js="file => whosaid.save(file)", **PRIVATE)

    def fields(self) -> list[Any]:
        """Build the fields that narrow and arrange the list, in the order of a selection."""
        kinds = [("All statements", ""), ("In their own words", "own"), ("Denied or not confirmed", "denied")]
        arranged = [("By date", "date"), ("By topic", "topic"), ("Timeline", "timeline")]
        with gr.Row():
            about = gr.Textbox(label="About", max_lines=1, min_width=140)
            self.outlet = gr.Dropdown(label="Outlet", choices=[("All outlets", "")], value="", min_width=140)
            kind = gr.Dropdown(label="Show", choices=kinds, value="", filterable=False, min_width=140)
        with gr.Row():
            since, until = day("From", "said-since"), day("To", "said-until")
            arrangement = gr.Dropdown(label="Arrange", choices=arranged, value="date", filterable=False, min_width=140)
        return [about, self.outlet, since, until, kind, arrangement]


class Panel:
    """What stands beside the conversation: the open article, people, who said what, and all articles."""

    def __init__(self, do: SidebarHandlers, header: gr.HTML, settings: Settings) -> None:
        self.do = do
        with gr.Tabs(elem_id="tabs") as self.tabs:
            with gr.Tab("Evidence", id="article"):
                self.article = html("article", sidebar_html.NOTHING_OPEN)
            self.said = Statements(do.said, self.tabs, header)
            with gr.Tab("Articles", id="articles"):
                self.list_articles(header, settings)

    def list_articles(self, header: gr.HTML, settings: Settings) -> None:
        """Build the list of articles, with how they are added and removed."""
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
        self.library = html("library", self.do.library())
        wanted.change(self.do.library, wanted, self.library, **PRIVATE)
        listed = [self.library, report, header]
        added = upload.upload(
            self.do.add, [upload, wanted], [*listed, upload], api_visibility="private", show_progress_on=report
        )
        removed = self.library.remove(self.do.remove, wanted, listed, **PRIVATE)
        self.changed = [added.then, removed.then]

    def opens_from(self, conversation: gr.HTML) -> None:
        """Let links in the conversation and in the lists open their article here, at the marked words."""
        for block in (conversation, self.article, self.said.statements, self.library):
            opened = block.open(self.do.open, None, [self.article, self.tabs], **PRIVATE)
            opened.then(None, js="() => whosaid.reveal()", **PRIVATE)
