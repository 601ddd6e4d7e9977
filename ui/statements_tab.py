"""The tabs of people and of who said what: a person's page, comparisons, and everybody's statements."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui import statement_html
from ui.blocks import PRIVATE, day, html
from ui.statement_handlers import StatementHandlers


class StatementsTab:
    """The list of people, and the list of statements with the fields that narrow and arrange it."""

    def __init__(self, do: StatementHandlers, tabs: gr.Tabs, header: gr.HTML, correction: gr.HTML) -> None:
        with gr.Tab("People", id="people"):
            wanted = gr.Textbox(label="Find a person", max_lines=1)
            self.people = html("people")
        with gr.Tab("Statements", id="statements") as tab:
            people, page, place = gr.State([]), gr.Number(1, visible="hidden"), gr.Textbox(visible="hidden")
            person = html("person")
            fields = self.fields()
            taken = html("taken", statement_html.EXPORTS)
            self.statements = html("statements")
            corrections = html("corrections")
            file = gr.Textbox(visible="hidden")
        wanted.change(do.people, wanted, self.people, trigger_mode="always_last", **PRIVATE)
        narrowed: list[Any] = [people, *fields]
        # A text's input event comes too early; its change event comes also when an address has set it.
        changed = [field.change if isinstance(field, gr.Textbox) else field.input for field in fields]
        events = [
            tab.select(lambda: None, **PRIVATE),
            gr.on(changed, do.first_page, [place, *narrowed], page, trigger_mode="always_last", **PRIVATE),
            header.visit(do.visited, None, [*narrowed, page, place, tabs], **PRIVATE),
            person.unlist(do.unlisted, people, [people, page], **PRIVATE),
            *(
                block.person(do.chosen, None, [people, page, tabs], **PRIVATE)
                for block in (self.people, self.statements)
            ),
            self.people.compare(do.compared, people, [people, page, tabs], **PRIVATE),
        ]
        tab.select(do.corrections.listed, None, corrections, **PRIVATE)
        corrected = [
            correction.correct(do.corrections.correct, None, [correction, corrections], **PRIVATE),
            correction.takeback(do.corrections.take_back, None, [correction, corrections], **PRIVATE),
            corrections.takeback(do.corrections.take_back, None, [correction, corrections], **PRIVATE),
        ]
        for event in corrected:
            event.then(None, js="() => whosaid.corrected()", **PRIVATE)
        turned = self.statements.turn(do.turned, None, page, **PRIVATE)
        for event in (*events, *corrected, turned):
            listed = event.then(do.statements, [*narrowed, page], [person, self.statements, place], **PRIVATE)
            listed = listed.then(None, place, js="place => whosaid.listed(place)", **PRIVATE)
            if event is turned:
                listed.then(None, js="() => whosaid.top('#statements')", **PRIVATE)
        taken.export(do.export, narrowed, file, **PRIVATE).then(
            None, file, js="file => takingAway.save(file)", **PRIVATE
        )

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
