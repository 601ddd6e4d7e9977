"""Handle what stands beside the conversation: the open article, people and statements."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs

import gradio as gr

from assistant import Settings
from index import ArticleIndex, BadArticleError, IndexingError, parse_day
from ui import answer_html, article_html
from ui.statement_handlers import Outputs, StatementHandlers

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
            return article_html.NOTHING_OPEN
        try:
            article = self.index.article(query["article"])
            copies = len(self.index.copies(article.id))
            start, end = query.get("start", ""), query.get("end", "")
            span = (int(start), int(end)) if OFFSET.fullmatch(start) and OFFSET.fullmatch(end) else None
            statement = self.index.statement_at(article.id, span) if span else None
            statements = self.index.statements_in(article.id)
        except BadArticleError:
            return article_html.closed(article_html.NO_ARTICLE)
        except IndexingError as error:
            return article_html.closed(str(error))
        return article_html.article(article, span, statement, copies, statements)

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
