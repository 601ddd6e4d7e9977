"""Handle what stands beside the conversation: the open article, people, statements and articles."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import gradio as gr

from assistant import Settings
from index import (
    Article,
    ArticleIndex,
    BadArticleError,
    IndexingError,
    UpdateReport,
    load_articles,
    parse_day,
)
from ui import answer_html, sidebar_html
from ui.statement_handlers import Outputs, StatementHandlers

LISTED = 100  # articles that are shown at once
OFFSET = re.compile(r"\d{1,9}", re.ASCII)  # no text is longer; int() refuses thousands of digits
KEEP: Any = gr.skip()


class SidebarHandlers:
    """One method for each thing that a person can do beside the conversation."""

    def __init__(self, index: ArticleIndex, settings: Settings) -> None:
        self.index = index
        self.settings = settings
        self.said = StatementHandlers(index)

    # ---- the article

    def open(self, event: gr.EventData) -> Outputs:
        """Open the place whose address was clicked: article, tabs."""
        return self.opened(str(event.place)), gr.Tabs(selected="article")

    def opened(self, place: str) -> str:
        """Return the article that an address names, its passage marked, or a sentence if there is none."""
        query = {name: values[0] for name, values in parse_qs(place.lstrip("?")).items()}
        if "article" not in query:
            return sidebar_html.NOTHING_OPEN
        try:
            article = self.index.article(query["article"])
            copies = len(self.index.copies(article.id))
            start, end = query.get("start", ""), query.get("end", "")
            span = (int(start), int(end)) if OFFSET.fullmatch(start) and OFFSET.fullmatch(end) else None
            statement = self.index.statement_at(article.id, span) if span else None
        except BadArticleError:
            return sidebar_html.closed(sidebar_html.NO_ARTICLE)
        except IndexingError as error:
            return sidebar_html.closed(str(error))
        return sidebar_html.article(article, span, statement, copies)

    # ---- articles

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
        """Remove an article: articles, report, header."""
        try:
            self.index.remove([str(event.id)])
            report = "Removed."
        except BadArticleError:
            report = sidebar_html.NO_ARTICLE
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
            update = self.index.update(list(load_articles(files)), progress=progress)
        except IndexingError as error:
            return str(error)
        return describe_update(update)

    # ---- the index as a whole

    def header(self, note: str = "") -> str:
        """Return the state of the index, with what other processes wrote, and a note."""
        try:
            self.index.refresh()
            status = self.index.status()
            undated = sum(not parse_day(article.published) for article in self.index.articles())
        except IndexingError as error:
            return answer_html.message(str(error))
        return answer_html.header(status, undated, self.settings.model, note)

    def choices(self) -> Outputs:
        """What the filters offer now: outlets, outlet of a statement, people."""
        try:
            outlets = [(name, name) for name in self.index.sources()]
        except IndexingError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return gr.Dropdown(choices=outlets), gr.Dropdown(choices=[("All outlets", ""), *outlets]), self.said.people()


def described(article: Article) -> str:
    """Return the lower-case text by which an article is found in the list."""
    return f"{article.title} {article.source} {article.author} {article.published}".lower()


def describe_update(update: UpdateReport) -> str:
    """Return an update in words, skipped files by name alone: a person knows nothing of where uploads lie."""
    counts = {"added": update.added, "changed": update.changed, "already there": update.unchanged}
    parts = [f"{len(ids)} {what}" for what, ids in counts.items() if ids] or ["Nothing added"]
    skipped = [f"skipped {Path(skip.origin).name}: {skip.reason}" for skip in update.skipped]
    return ", ".join(parts) + ". " + " ".join(f"{sentence.rstrip('.')}." for sentence in [*skipped, *update.notices])
