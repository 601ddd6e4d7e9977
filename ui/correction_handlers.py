"""Handle corrections of who said something: asked for at a line, kept in the index for everybody, taken back."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import gradio as gr

from index import ArticleIndex, BadArticleError, CorrectionError, IndexingError, Span
from ui import answer_html, correction_html

OFFERED = 2000  # names that are offered while one is typed
GONE = "These words are no longer in the articles."
NO_NAME = "That is not a name. Type one, or choose Nobody."

Outputs = tuple[Any, ...]


class CorrectionHandlers:
    """One method for each thing that a person can do about a wrong speaker; each returns what stands above the list."""

    def __init__(self, index: ArticleIndex) -> None:
        self.index = index

    def ask(self, event: gr.EventData) -> str:
        """Ask who said the words at a place."""
        try:
            article_id, span = place_of(str(event.place))
            article, statement = self.index.article(article_id), self.index.statement_at(article_id, span)
            if statement is None:
                return answer_html.message(GONE)
            near = correction_html.others_near(article, statement, self.index.statements_in(article_id))
            words = article.quote((statement.start, statement.end))
            everybody = list(self.index.speakers())[:OFFERED]
        except BadArticleError:
            return answer_html.message(GONE)
        except IndexingError as error:
            return answer_html.message(str(error))
        return correction_html.question(str(event.place), words, near, everybody)

    def correct(self, event: gr.EventData) -> Outputs:
        """Put the words at a place under a name, under nobody's where it is empty: what was done, all corrections."""
        try:
            article_id, (start, end) = place_of(str(event.place))
            correction = self.index.correct_speaker(article_id, start, end, str(event.name) or None)
        except BadArticleError:
            return answer_html.message(GONE), gr.skip()
        except CorrectionError:
            return answer_html.message(NO_NAME), gr.skip()
        except IndexingError as error:
            return answer_html.message(str(error)), gr.skip()
        return correction_html.done(correction), self.listed()

    def take_back(self, event: gr.EventData) -> Outputs:
        """Take a correction back, none where the id is empty: what was done, all corrections."""
        try:
            if event.id:
                self.index.take_back([str(event.id)])
        except CorrectionError:
            pass  # somebody else was faster
        except IndexingError as error:
            return answer_html.message(str(error)), gr.skip()
        return answer_html.message("The correction is taken back.") if event.id else "", self.listed()

    def listed(self) -> str:
        """Return all corrections."""
        try:
            return correction_html.corrections(self.index.corrections())
        except IndexingError as error:
            return answer_html.message(str(error))


def place_of(address: str) -> tuple[str, Span]:
    """Return the article's id and the place of an address.  Raises BadArticleError for one without them."""
    query = {name: values[0] for name, values in parse_qs(address.lstrip("?")).items()}
    start, end = query.get("start", ""), query.get("end", "")
    if "article" not in query or not all(
        each.isascii() and each.isdecimal() and len(each) < 10 for each in (start, end)
    ):
        raise BadArticleError("the address names no place in an article")
    return query["article"], (int(start), int(end))
