"""Handle what a person does in the conversation: values in from Gradio, values and HTML out to it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant import Answer, AnswerDelta, Assistant, AssistantError, Filters, Settings, StatusEvent, Turn
from index import ArticleIndex, IndexingError
from ui import answer_html
from ui.days import DayError, read_filters
from ui.history import exported, restored, saved
from ui.readiness import Readiness
from ui.sidebar_handlers import KEEP, Outputs, SidebarHandlers

FRAME = 0.05  # seconds between two pictures of an answer that is being written
API_EVIDENCE = 10  # ranked findings that the API gives; all of them would be most of the article texts
ANSWERS_AT_ONCE = 4
API_WAIT = 30.0  # seconds that a question over the API waits while others are answered
READY_WAIT = 120.0  # seconds after which the page no longer says that the search is being made ready
QUESTION_LIMIT = 2000  # characters
SUGGESTIONS = 4
GETTING_READY = "Getting the search ready"
FAULT = (
    "WhoSaid has failed at this question through a fault of its own; its console has the details. "
    "Other questions may still be answered."
)


class Handlers:
    """One method for each thing that a person can do in the conversation.

    Nothing about a person is kept here: see history.py.  `side` handles what stands beside the conversation.
    """

    def __init__(self, assistant: Assistant, index: ArticleIndex, settings: Settings) -> None:
        self.assistant = assistant
        self.index = index
        self.side = SidebarHandlers(index, settings)
        self.api_slots = threading.BoundedSemaphore(ANSWERS_AT_ONCE)
        self.readiness = Readiness(assistant.examples, lambda: index.generation)

    # ---- asking

    def ask(
        self, question: str, outlets: list[str], since: str, until: str, kept: Any, request: gr.Request
    ) -> Iterator[Outputs]:
        """Answer as it is written: conversation, what the browser keeps, question, Ask, Stop, complaint."""
        user = request.username or ""
        history = restored(kept, user)
        asked = question.strip()
        try:
            filters = read_filters(outlets, since, until)
            complaint = too_long(asked)
        except DayError as error:
            complaint = str(error)
        if not asked or complaint:
            yield *(KEEP,) * 5, answer_html.message(complaint) if complaint else ""
            return
        turns = [*history, Turn(asked)]
        working = gr.Button(visible=False), gr.Button(visible=True)
        yield answer_html.conversation(turns, progress="Searching"), saved(turns, user), "", *working, ""
        for event in self.written(asked, tuple(history), filters):
            if isinstance(event, Answer):
                turns[-1] = Turn(asked, event)
            else:
                yield answer_html.conversation(turns, progress=event[0], draft=event[1]), *(KEEP,) * 5
        yield answer_html.conversation(turns), saved(turns, user), *(KEEP,) * 4

    def written(self, asked: str, history: tuple[Turn, ...], filters: Filters) -> Iterator[tuple[str, str] | Answer]:
        """Yield what is being done and what is written so far, some times a second; then the answer."""
        progress, draft, shown = "", "", 0.0
        try:
            for event in self.assistant.stream(asked, history, filters):
                match event:
                    case StatusEvent(text):
                        progress = text if self.readiness.is_ready() else GETTING_READY
                    case AnswerDelta(text):
                        draft += text
                    case Answer():
                        yield event
                        return
                if time.monotonic() - shown > FRAME:
                    yield progress, draft
                    shown = time.monotonic()
        except (AssistantError, IndexingError) as error:
            yield Answer(asked, "", (), False, notices=(str(error),))
        except Exception:  # a fault of ours: the console has it whole, and the person can go on
            logging.exception("a question could not be answered")
            yield Answer(asked, "", (), False, notices=(FAULT,))

    def ready(self) -> Outputs:
        """After an answer: Ask, Stop, header."""
        return *at_rest(), self.header()

    def stop(self, kept: Any, request: gr.Request) -> Outputs:
        """After the answering was cancelled: conversation, Ask, Stop."""
        return self.conversation(restored(kept, request.username or "")), *at_rest()

    def answer(
        self, question: str, outlets: list[str] | None = None, since: str = "", until: str = ""
    ) -> dict[str, Any]:
        """Answer a question about who said what in the indexed news articles: verbatim quotations with their sources.

        Args:
            question: The question, for example "What did Putin say about Kramatorsk?"
            outlets: Names of the outlets whose articles count; all where it is empty.
            since: First day of publication that counts, as YYYY-MM-DD; empty for no limit.
            until: Last day of publication that counts, as YYYY-MM-DD; empty for no limit.
        """
        if too_long(question):
            raise gr.Error(too_long(question), print_exception=False)
        if not self.api_slots.acquire(timeout=API_WAIT):
            raise gr.Error("Too many questions are being answered at the moment. Try again.", print_exception=False)
        try:
            result = self.assistant.answer(question, (), read_filters(outlets, since, until))
        except (AssistantError, IndexingError, DayError) as error:
            raise gr.Error(str(error), print_exception=False) from error
        finally:
            self.api_slots.release()
        return replace(result, evidence=result.evidence[:API_EVIDENCE]).to_dict()

    # ---- what a question is narrowed to

    def narrowed(self, outlets: list[str], since: str, until: str) -> Outputs:
        """Show each restriction in force: chips, complaint."""
        try:
            return answer_html.chips(read_filters(outlets, since, until)), ""
        except DayError as error:
            return answer_html.chips(Filters(tuple(outlets or ()))), answer_html.message(str(error))

    def lifted(self, event: gr.EventData, outlets: list[str], since: str, until: str) -> Outputs:
        """Take one restriction away: outlets, From, To."""
        which, name = str(event.which), str(event.name)
        left = [outlet for outlet in outlets or [] if which != "outlet" or outlet != name]
        return left, "" if which == "since" else since, "" if which == "until" else until

    # ---- the conversation as a whole

    def forget(self, request: gr.Request) -> Outputs:
        """Begin a new conversation: conversation, what the browser keeps, Ask, Stop."""
        user = request.username or ""
        return self.conversation([]), saved([], user), *at_rest()

    def reopened(self, event: gr.EventData, request: gr.Request) -> Outputs:
        """Open a past conversation: conversation, what the browser keeps, Ask, Stop."""
        user = request.username or ""
        turns = restored(event.kept, user)
        return self.conversation(turns), saved(turns, user), *at_rest()

    def export(self, kept: Any, request: gr.Request) -> str:
        """Return the conversation as Markdown."""
        return exported(restored(kept, request.username or ""))

    def conversation(self, turns: list[Turn]) -> str:
        """Return the turns; where there are none, suggestions."""
        try:
            return answer_html.conversation(turns, [] if turns else self.suggestions())
        except (AssistantError, IndexingError) as error:
            return answer_html.message(str(error))

    def suggestions(self) -> list[str]:
        """Return questions that the articles answer; until the search is ready, about those who are quoted most."""
        suggestions = self.readiness.suggestions()
        if suggestions is not None:
            return suggestions
        names = (name for name, _ in self.side.people_by_count() if " " in name)
        return [f"What did {name} say?" for name, _ in zip(names, range(SUGGESTIONS), strict=False)]

    def header(self) -> str:
        """Return the head of the page, which says if the search is not ready yet."""
        return self.side.header("" if self.readiness.is_ready() else GETTING_READY.lower())

    def when_ready(self) -> Outputs:
        """Once the search is ready: header, suggestions."""
        self.readiness.wait(READY_WAIT)
        return self.header(), self.conversation([])

    def restore(self, kept: Any, request: gr.Request) -> Outputs:
        """Begin a visit: conversation, what the browser keeps, header, articles, article."""
        user = request.username or ""
        turns = restored(kept, user)
        place = str(request.query_params)
        opened = self.side.opened(place) if "article=" in place else KEEP
        return self.conversation(turns), saved(turns, user), self.header(), self.side.library(), opened


def at_rest() -> Outputs:
    """Return Ask and Stop as they are while nothing is being answered."""
    return gr.Button(visible=True), gr.Button(visible=False)


def too_long(question: str) -> str:
    """Return the sentence that refuses a question over the limit, "" for one within it."""
    length = len(question.strip())
    if length <= QUESTION_LIMIT:
        return ""
    return f"A question can have at most {QUESTION_LIMIT:,} characters; this one has {length:,}. Please shorten it."
