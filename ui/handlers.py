"""Handle what a person does in the conversation: values in from Gradio, values and HTML out to it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import gradio as gr

from assistant import Answer, AnswerDelta, Assistant, AssistantError, Filters, Settings, StatusEvent
from index import ArticleIndex, IndexingError
from ui import answer_html, exports
from ui.days import DayError, read_filters
from ui.history import restored, saved
from ui.library_handlers import LibraryHandlers
from ui.readiness import Readiness
from ui.sidebar_handlers import KEEP, OFFSET, SidebarHandlers
from ui.statement_handlers import Outputs
from ui.turns import AskedTurn, history

FRAME = 0.05  # seconds between two pictures of an answer that is being written
API_EVIDENCE = 10  # ranked findings that the API gives; all of them would be most of the article texts
ANSWERS_AT_ONCE = 4
API_WAIT = 30.0  # seconds that a question over the API waits while others are answered
READY_WAIT = 120.0  # seconds after which the page no longer says that the search is being made ready
QUESTION_LIMIT = 2000  # characters
SUGGESTIONS = 4
DAY_LENGTH = 40  # characters
CHANGED = "The articles have changed since this link was made, so the answer may be another."
GETTING_READY = "Getting the search ready"
FAULT = (
    "WhoSaid has failed at this question through a fault of its own; its console has the details. "
    "Other questions may still be answered."
)


class Handlers:
    """One method for each thing that a person can do in the conversation.

    Nothing about a person is kept here: see history.py.  `side` handles what stands beside the conversation, `library`
    the articles as a whole.
    """

    def __init__(self, assistant: Assistant, index: ArticleIndex, settings: Settings) -> None:
        self.assistant = assistant
        self.index = index
        self.side = SidebarHandlers(index, settings)
        self.library = LibraryHandlers(index, settings)
        self.api_slots = threading.BoundedSemaphore(ANSWERS_AT_ONCE)
        self.readiness = Readiness(assistant.examples, lambda: index.generation)

    # ---- asking

    def ask(
        self,
        question: str,
        outlets: list[str],
        since: str,
        until: str,
        kept: Any,
        request: gr.Request,
        chosen: Sequence[str] = (),
    ) -> Iterator[Outputs]:
        """Answer as it is written: conversation, what the browser keeps, question, Ask, Stop, complaint."""
        asked = question.strip()
        try:
            filters = read_filters(outlets, since, until, chosen)
            complaint = too_long(asked)
        except DayError as error:
            complaint = str(error)
        if not asked or complaint:
            yield *(KEEP,) * 5, answer_html.message(complaint) if complaint else ""
            return
        yield from self.asked(AskedTurn(asked, filters=filters), kept, "", request)

    def again(self, event: gr.EventData, kept: Any, request: gr.Request) -> Iterator[Outputs]:
        """Ask an earlier question again without one of its restrictions; the outputs are those of `ask`."""
        turns, place = restored(kept, request.username or ""), str(event.turn)
        if not OFFSET.fullmatch(place) or int(place) >= len(turns):
            yield (KEEP,) * 6
            return
        before, which, name = turns[int(place)], str(event.again), str(event.name)
        filters, alone = without(before.filters, which, name), before.alone or which == "carried"
        yield from self.asked(AskedTurn(before.question, filters=filters, alone=alone), kept, KEEP, request)

    def asked(self, turn: AskedTurn, kept: Any, question: Any, request: gr.Request) -> Iterator[Outputs]:
        """Answer a turn that has no answer yet; `question` is what stands in the box meanwhile."""
        user = request.username or ""
        before = restored(kept, user)
        turns = [*before, turn]
        # Gradio sends what changed since the last yield and applies it in place, on a slow browser before what came
        # first is shown: buttons that a later yield left as they are (KEEP) never changed at all.
        working = gr.Button(visible=False), gr.Button(visible=True)
        yield answer_html.conversation(turns, progress="Searching"), saved(turns, user), question, *working, ""
        for event in self.written(turn, () if turn.alone else history(before)):
            if isinstance(event, Answer):
                turns[-1] = replace(turn, answer=event, version=self.index.generation)
            else:
                yield answer_html.conversation(turns, progress=event[0], draft=event[1]), KEEP, KEEP, *working, KEEP
        yield answer_html.conversation(turns), saved(turns, user), KEEP, *working, KEEP

    def written(self, turn: AskedTurn, before: tuple[AskedTurn, ...]) -> Iterator[tuple[str, str] | Answer]:
        """Yield what is being done and what is written so far, some times a second; then the answer."""
        asked, status, draft, shown = turn.question, "", "", 0.0
        try:
            for event in self.assistant.stream(asked, before, turn.filters):
                match event:
                    case StatusEvent(text):
                        status = text
                    case AnswerDelta(text):
                        draft += text
                    case Answer():
                        yield event
                        return
                if time.monotonic() - shown > FRAME:
                    yield status if draft or self.readiness.is_ready() else GETTING_READY, draft
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
        left = without(Filters(tuple(outlets or ()), since, until), str(event.which), str(event.name))
        return [*left.outlets], left.since, left.until

    # ---- the conversation as a whole

    def forget(self, request: gr.Request) -> Outputs:
        """Begin a new conversation: conversation, what the browser keeps, Ask, Stop, note on a link."""
        user = request.username or ""
        return self.conversation([]), saved([], user), *at_rest(), ""

    def reopened(self, event: gr.EventData, request: gr.Request) -> Outputs:
        """Open a past conversation: conversation, what the browser keeps, Ask, Stop, note on a link."""
        user = request.username or ""
        turns = restored(event.kept, user)
        return self.conversation(turns), saved(turns, user), *at_rest(), ""

    def export(self, event: gr.EventData, kept: Any, request: gr.Request) -> str:
        """Return the conversation as a file: Markdown, or a Word document."""
        text = exports.conversation(restored(kept, request.username or ""))
        return exports.download(text, "whosaid", "docx" if str(event.format) == "docx" else "md")

    def linked(self, request: gr.Request) -> Outputs:
        """Take over what the address of an answer narrows its question to: outlets, From, To, note, chosen articles."""
        query = parse_qs(str(request.query_params))
        if "ask" not in query:
            return (KEEP,) * 5
        with suppress(IndexingError):  # what is wrong with the index is told by the answer
            self.index.refresh()
        outlets = [name for name in query.get("outlet", []) if name in self.index.sources()]
        since, until = (query.get(name, [""])[0][:DAY_LENGTH] for name in ("since", "until"))
        changed = query.get("version", [self.index.generation])[0] != self.index.generation
        chosen = self.library.known(query.get("only", []))
        return outlets, since, until, answer_html.message(CHANGED) if changed else "", chosen

    def conversation(self, turns: list[AskedTurn]) -> str:
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
        return [f"What did {name} say?" for name in self.index.most_quoted(SUGGESTIONS)]

    def header(self) -> str:
        """Return the head of the page, which says if the search is not ready yet."""
        return self.side.header("" if self.readiness.is_ready() else GETTING_READY.lower())

    def relisted(self, *view: Any) -> Outputs:
        """After a change of the articles: their list, header."""
        return self.library.listed(*view), self.header()

    def saved_in_article(self, event: gr.EventData) -> Outputs:
        """Set the open article's outlet and date: what was done, the article."""
        return self.library.save(event), self.side.opened(str(event.place))

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
        return self.conversation(turns), saved(turns, user), self.header(), self.library.listed(), opened


def at_rest() -> Outputs:
    """Return Ask and Stop as they are while nothing is being answered."""
    return gr.Button(visible=True), gr.Button(visible=False)


def without(filters: Filters, which: str, name: str) -> Filters:
    """Return the filters without one restriction: an outlet by its name, "since", "until" or "articles"."""
    if which == "outlet":
        return replace(filters, outlets=tuple(outlet for outlet in filters.outlets if outlet != name))
    lifted: dict[str, Any] = {"since": {"since": ""}, "until": {"until": ""}, "articles": {"articles": ()}}
    return replace(filters, **lifted.get(which, {}))


def too_long(question: str) -> str:
    """Return the sentence that refuses a question over the limit, "" for one within it."""
    length = len(question.strip())
    if length <= QUESTION_LIMIT:
        return ""
    return f"A question can have at most {QUESTION_LIMIT:,} characters; this one has {length:,}. Please shorten it."
