"""Handle what a person does on the page: values in from Gradio, values and HTML out to it."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import gradio as gr

from assistant import Answer, AnswerDelta, Assistant, AssistantError, Filters, Settings, StatusEvent, Turn
from index import (
    Article,
    ArticleIndex,
    BadArticleError,
    IndexingError,
    Span,
    Statement,
    UpdateReport,
    parse_day,
    read,
)
from ui import answer_html, sidebar_html
from ui.history import exported, restored, saved

LISTED = 100  # lines of a list that are shown at once
FRAME = 0.05  # seconds between two pictures of an answer that is being written
API_EVIDENCE = 10  # ranked findings that the API gives; all of them would be most of the article texts
ANSWERS_AT_ONCE = 4
API_WAIT = 30.0  # seconds that a question over the API waits while others are answered
QUESTION_LIMIT = 2000  # characters
OFFSET = re.compile(r"\d{1,9}", re.ASCII)  # no text is longer; int() refuses thousands of digits
FAULT = (
    "WhoSaid has failed at this question through a fault of its own; its console has the details. "
    "Other questions may still be answered."
)
KEEP: Any = gr.skip()

Outputs = tuple[Any, ...]


class Handlers:
    """One method for each thing that a person can do.  Nothing about a person is kept here: see history.py."""

    def __init__(self, assistant: Assistant, index: ArticleIndex, settings: Settings) -> None:
        self.assistant = assistant
        self.index = index
        self.settings = settings
        self.api_slots = threading.BoundedSemaphore(ANSWERS_AT_ONCE)

    # ---- the conversation

    def ask(
        self, question: str, outlets: list[str], since: str, until: str, kept: Any, request: gr.Request
    ) -> Iterator[Outputs]:
        """Answer as it is written: conversation, what the browser keeps, question, Ask, Stop, complaint."""
        user = request.username or ""
        history = restored(kept, user)
        asked = question.strip()
        if not asked or too_long(asked):
            yield *(KEEP,) * 5, answer_html.message(too_long(asked)) if asked else ""
            return
        filters = Filters(tuple(outlets), iso(since), iso(until))
        turns = [*history, Turn(asked)]
        working = gr.Button(visible=False), gr.Button(visible=True)
        yield answer_html.conversation(turns, progress="Searching"), saved(turns, user), "", *working, ""
        for given in self.written(asked, tuple(history), filters):
            if isinstance(given, Answer):
                turns[-1] = Turn(asked, given)
            else:
                yield answer_html.conversation(turns, progress=given[0], draft=given[1]), *(KEEP,) * 5
        yield answer_html.conversation(turns), saved(turns, user), *(KEEP,) * 4

    def ready(self) -> Outputs:
        """After an answer: Ask, Stop, header."""
        return *at_rest(), self.header()

    def written(self, asked: str, history: tuple[Turn, ...], filters: Filters) -> Iterator[tuple[str, str] | Answer]:
        """Yield what is being done and what is written so far, some times a second; then the answer."""
        progress, draft, shown = "", "", 0.0
        try:
            for event in self.assistant.stream(asked, history, filters):
                match event:
                    case StatusEvent(text):
                        progress = text
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

    def stop(self, kept: Any, request: gr.Request) -> Outputs:
        """After the answering was cancelled: conversation, Ask, Stop."""
        return self.conversation(restored(kept, request.username or "")), *at_rest()

    def forget(self, request: gr.Request) -> Outputs:
        """A new conversation: conversation, what the browser keeps, Ask, Stop."""
        user = request.username or ""
        return self.conversation([]), saved([], user), *at_rest()

    def export(self, kept: Any, request: gr.Request) -> str:
        """The conversation as Markdown."""
        return exported(restored(kept, request.username or ""))

    def conversation(self, turns: list[Turn]) -> str:
        """The turns; where there are none, the example questions."""
        try:
            return answer_html.conversation(turns, [] if turns else self.assistant.examples())
        except (AssistantError, IndexingError) as error:
            return answer_html.message(str(error))

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
            given = self.assistant.answer(question, (), Filters(tuple(outlets or ()), iso(since), iso(until)))
        except (AssistantError, IndexingError) as error:
            raise gr.Error(str(error), print_exception=False) from error
        finally:
            self.api_slots.release()
        return replace(given, evidence=given.evidence[:API_EVIDENCE]).to_dict()

    # ---- the panel

    def open(self, event: gr.EventData) -> Outputs:
        """Open the place whose address was clicked: article, tabs."""
        return self.opened(str(event.place)), gr.Tabs(selected="article")

    def opened(self, place: str) -> str:
        """Return the article that an address names, its passage marked, or a sentence if there is none."""
        query = {name: values[0] for name, values in parse_qs(place.lstrip("?")).items()}
        try:
            article = self.index.article(query.get("article", ""))
            copies = len(self.index.copies(article.id))
            start, end = query.get("start", ""), query.get("end", "")
            span = (int(start), int(end)) if OFFSET.fullmatch(start) and OFFSET.fullmatch(end) else None
            statement = self.statement_at(article.id, span) if span else None
        except BadArticleError:
            return answer_html.message(sidebar_html.NO_ARTICLE)
        except IndexingError as error:
            return answer_html.message(str(error))
        return sidebar_html.article(article, span, statement, copies)

    def statement_at(self, article_id: str, span: Span) -> Statement | None:
        """Return the statement that shares most characters with a passage, or None."""
        statements = self.index.read(lambda snapshot: snapshot.statements_in(article_id))
        shared = {statement: min(statement.end, span[1]) - max(statement.start, span[0]) for statement in statements}
        best = max(shared, key=lambda statement: shared[statement], default=None)
        return best if best and shared[best] > 0 else None

    def statements(self, speaker: str | None, about: str, outlet: str | None, since: str, until: str) -> str:
        """List the statements of a speaker, on a topic, in an outlet and a period."""
        days = parse_day(iso(since)), parse_day(iso(until))
        try:
            statements = self.index.statements(speaker or None, about.strip() or None, *days, outlet or None)
        except IndexingError as error:
            return answer_html.message(str(error))
        return sidebar_html.statements(statements[:LISTED], len(statements))

    def library(self, wanted: str = "") -> str:
        """List the articles whose title, outlet or author holds the wanted words."""
        words = wanted.lower().split()
        try:
            self.index.refresh()
        except IndexingError as error:
            return answer_html.message(str(error))
        matches = [each for each in reversed(self.index.articles()) if all(word in described(each) for word in words)]
        return sidebar_html.library(matches[:LISTED], len(matches))

    def remove(self, event: gr.EventData, wanted: str) -> Outputs:
        """Take an article out: articles, report, header."""
        try:
            self.index.remove([str(event.id)])
            report = "Removed."
        except IndexingError as error:
            report = str(error)
        return self.library(wanted), answer_html.message(report), self.header()

    def add(self, files: list[str] | None, wanted: str, progress: gr.Progress = gr.Progress()) -> Outputs:  # noqa: B008
        """Take uploaded files in: articles, report, header, the emptied upload."""
        files = files or []
        if len(files) > self.settings.upload_max_files:
            report = (
                f"{len(files)} files are too many at once: at most {self.settings.upload_max_files}. Nothing was added."
            )
        else:
            report = self.added(files, lambda done, total, what: progress((done, total), desc=Path(what).name))
        return self.library(wanted), answer_html.message(report), self.header(), None

    def added(self, files: list[str], progress: Callable[[int, int | None, str], Any]) -> str:
        """Index the files and return what became of them in words."""
        try:
            update = self.index.update(list(read(files)), progress=progress)
        except IndexingError as error:
            return str(error)
        return describe_update(update)

    def header(self) -> str:
        """Return the state of the index, with what other processes wrote."""
        try:
            self.index.refresh()
            status = self.index.status()
            undated = sum(not parse_day(article.published) for article in self.index.articles())
        except IndexingError as error:
            return answer_html.message(str(error))
        return answer_html.header(status, undated, self.settings.model)

    def choices(self) -> Outputs:
        """What the filters offer now: outlets, speaker, outlet of a statement."""
        try:
            names, speaking = self.index.read(lambda snapshot: (snapshot.sources(), sorted(snapshot.speakers())))
        except IndexingError as error:
            raise gr.Error(str(error), print_exception=False) from error
        outlets, speakers = [(name, name) for name in names], [(name, name) for name in speaking]
        one_outlet, one_speaker = [("All outlets", ""), *outlets], [("Everybody", ""), *speakers]
        return gr.Dropdown(choices=outlets), gr.Dropdown(choices=one_speaker), gr.Dropdown(choices=one_outlet)

    def restore(self, kept: Any, request: gr.Request) -> Outputs:
        """The start of a visit: conversation, what the browser keeps, header, articles, article, question, Ask.

        Only now can something be asked: an earlier question would be lost under the conversation that is brought back.
        """
        user = request.username or ""
        turns = restored(kept, user)
        place = str(request.query_params)
        opened = self.opened(place) if "article=" in place else KEEP
        ready = gr.Textbox(interactive=True, placeholder="Who said what?"), gr.Button(interactive=True)
        return self.conversation(turns), saved(turns, user), self.header(), self.library(), opened, *ready


def at_rest() -> Outputs:
    """Ask and Stop while nothing is being answered."""
    return gr.Button(visible=True), gr.Button(visible=False)


def too_long(question: str) -> str:
    """Return the sentence that refuses a question over the limit, "" for one within it."""
    length = len(question.strip())
    if length <= QUESTION_LIMIT:
        return ""
    return f"A question can have at most {QUESTION_LIMIT:,} characters; this one has {length:,}. Please shorten it."


def iso(text: str | None) -> str:
    """Return the day that a person typed as ISO 8601, "" if there is none.  Raises gr.Error if it cannot be read."""
    day = parse_day((text or "").strip())
    if day is None and (text or "").strip():
        raise gr.Error("Please write a day like 2025-08-01.", print_exception=False)
    return day.isoformat() if day else ""


def described(article: Article) -> str:
    """Return the lower-case text by which an article is found in the list."""
    return f"{article.title} {article.source} {article.author} {article.published}".lower()


def describe_update(update: UpdateReport) -> str:
    """Return an update in words, skipped files by name alone: a person knows nothing of where uploads lie."""
    counts = {"added": update.added, "changed": update.changed, "already there": update.unchanged}
    parts = [f"{len(ids)} {what}" for what, ids in counts.items() if ids] or ["Nothing added"]
    skipped = [f"skipped {Path(skip.origin).name}: {skip.reason}" for skip in update.skipped]
    return ", ".join(parts) + ". " + " ".join(f"{sentence.rstrip('.')}." for sentence in [*skipped, *update.notices])
