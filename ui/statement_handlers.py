"""Handle people and who said what: lists, a person's page, comparisons, and what is taken away of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from index import ArticleIndex, IndexingError
from ui import answer_html, exports, statement_html
from ui.correction_handlers import CorrectionHandlers
from ui.days import DayError
from ui.statement_list import COMPARED, LISTED, Selection, from_address, read_listing

Outputs = tuple[Any, ...]


class StatementHandlers:
    """One method for each thing that a person can do with people and statements."""

    def __init__(self, index: ArticleIndex) -> None:
        self.index = index
        self.corrections = CorrectionHandlers(index)

    def people(self, wanted: str = "") -> str:
        """List the people one of whose names holds all that was typed, in any part of it."""
        try:
            people = by_count(self.index.speakers(wanted))
        except IndexingError as error:
            return answer_html.message(str(error))
        return statement_html.people(people[:LISTED], len(people))

    def chosen(self, event: gr.EventData) -> Outputs:
        """Open a person's page: people, page, tabs."""
        return [str(event.name)], 1, gr.Tabs(selected="statements")

    def compared(self, event: gr.EventData, people: list[str]) -> Outputs:
        """Put a person beside those chosen before, of whom the first gives way if there are too many: as `chosen`."""
        return [*dict.fromkeys([*people, str(event.name)])][-COMPARED:], 1, gr.Tabs(selected="statements")

    def unlisted(self, event: gr.EventData, people: list[str]) -> Outputs:
        """List a person no more: people, page."""
        return [name for name in people if name != str(event.name)], 1

    def turned(self, event: gr.EventData) -> int:
        """Return the page that was asked for."""
        return from_address(f"page={event.number}").page

    def first_page(self, place: str | None, people: Sequence[str], *fields: Any) -> int:
        """Return the page to show now: the first, unless the fields are as in the address of what is shown."""
        shown = from_address(place or "")
        return shown.page if replace(shown, page=1) == selected(people, *fields) else 1

    def visited(self, event: gr.EventData) -> Outputs:
        """Open the list that an address names: people, its fields, page, address, tabs."""
        s = from_address(str(event.place))
        fields = (s.about, s.outlet if s.outlet in self.index.sources() else "", s.since, s.until, s.kind)
        return [*s.people], *fields, s.arrangement, s.page, s.address(), gr.Tabs(selected="statements")

    def statements(self, people: Sequence[str], *fields: Any) -> Outputs:
        """List who said what: people, statements, the list's address."""
        selection = selected(people, *fields)
        try:
            entries = self.index.speaker_entries() if len(people) == 1 else ()
            under = next((each.names for each in entries if people[0] in (each.name, *each.names)), ())
            listing = read_listing(self.index, selection)
        except (IndexingError, DayError) as error:
            return statement_html.chosen_people(people), answer_html.message(str(error)), ""
        chips = statement_html.chosen_people(people, under if under != (*people,) else ())
        return chips, statement_html.statements(listing, selection), selection.address()

    def export(self, event: gr.EventData, people: Sequence[str], *fields: Any) -> str:
        """Return all pages of the list as a file: a table, Markdown, or a Word document."""
        ending = str(event.format)
        selection = selected(people, *fields)
        try:
            listing = read_listing(self.index, selection, whole=True)
        except (IndexingError, DayError) as error:
            raise gr.Error(str(error), print_exception=False) from error
        if ending == "csv":
            return exports.download(exports.table(listing), "statements", ending)
        return exports.download(
            exports.statements(listing, selection), "statements", "docx" if ending == "docx" else "md"
        )


def by_count(statements: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return names with the number of their statements, most first, then by name."""
    return sorted(statements.items(), key=lambda person: (-person[1], person[0]))


def selected(
    people: Sequence[str],
    about: str | None = "",
    outlet: str | None = "",
    since: str | None = "",
    until: str | None = "",
    kind: str | None = "",
    arrangement: str | None = "date",
    page: float | None = 1,
) -> Selection:
    """Return what the fields of the page select."""
    number = max(1, int(page or 1))
    fields = ((about or "").strip(), outlet or "", since or "", until or "", kind or "", arrangement or "date")
    return Selection(tuple(people), *fields, number)
