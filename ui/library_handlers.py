"""Handle the articles: their list, what is added, edited, removed and brought back, and which of them are asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from assistant import Settings
from index import (
    Article,
    ArticleIndex,
    BadArticleError,
    IndexingError,
    Notice,
    Skipped,
    UpdateReport,
    load_address,
    load_articles,
    load_text,
)
from ui import answer_html, library_html
from ui.days import DayError, read_one_day
from ui.library_html import Outcome

LISTED = 50  # articles on a page of the list
CHOSEN = 100  # articles that can be chosen at once
NUMBER = re.compile(r"\d{1,9}", re.ASCII)
OUTLET_LENGTH = 200  # characters
ORDERS = {"Newest first": "newest", "Oldest first": "oldest", "By outlet": "outlet", "By title": "title"}
NO_ARTICLE = "This article is no longer here."
NOTHING_ADDED = "Articles are not added on this page."
WAITING, READING = "waiting", "being read …"
PASTED = "Pasted text"
Item = Article | Skipped | Notice
Outputs = tuple[Any, ...]
KEEP: Any = gr.skip()


@dataclass(frozen=True, slots=True)
class View:
    """Which articles the list shows: words to find, order, page counted from 1, and the ids of those chosen."""

    wanted: str = ""
    order: str = "newest"
    page: int = 1
    chosen: tuple[str, ...] = ()


class LibraryHandlers:
    """One method for each thing that a person can do with the articles as a whole."""

    def __init__(self, index: ArticleIndex, settings: Settings) -> None:
        self.index = index
        self.settings = settings

    # ---- the list

    def listed(self, wanted: str = "", order: str = "newest", page: float | None = 1, chosen: Any = ()) -> str:
        """List one page of the articles whose title, outlet, author, date or text holds all of the wanted words."""
        try:
            self.index.refresh()
            matches = in_order(self.matching(wanted), order)
        except IndexingError as error:
            return answer_html.message(str(error))
        pages = max(1, -(-len(matches) // LISTED))
        number = min(max(1, int(page or 1)), pages)
        shown = matches[(number - 1) * LISTED : number * LISTED]
        return library_html.library(shown, len(matches), number, pages, set(chosen or ()))

    def matching(self, wanted: str) -> list[Article]:
        """Return the articles in which each word stands, in a part of what describes them or in their text."""
        matches = self.index.articles()
        for word in wanted.lower().split():
            within = set(self.index.mentions(word))
            matches = [each for each in matches if word in described(each) or each.id in within]
        return matches

    def turned(self, event: gr.EventData) -> int:
        """Return the page that was asked for."""
        number = str(event.number)
        return int(number) if NUMBER.fullmatch(number) else 1

    # ---- which articles are asked

    def choose(self, event: gr.EventData, chosen: list[str]) -> list[str]:
        """Return the ids of the articles that are asked, with or without the one that was ticked."""
        others = [name for name in chosen if name != str(event.id)]
        return self.known([*others, str(event.id)]) if event.on else others

    def unchoose(self, event: gr.EventData, chosen: list[str]) -> list[str]:
        """Return the ids of the articles that are asked where a question is asked again without a restriction."""
        return [] if event.again == "articles" else chosen

    def known(self, names: list[str]) -> list[str]:
        """Return those of these ids that are in the index, the last ones if there are very many."""
        here = {each.id for each in self.index.articles()}
        return [name for name in names if name in here][-CHOSEN:]

    def chips(self, chosen: list[str]) -> str:
        """Show which articles are asked."""
        by_id = {each.id: each for each in self.index.articles() if each.id in chosen}
        return library_html.chosen_chips([by_id[name] for name in chosen if name in by_id])

    # ---- adding

    def add_files(self, files: list[str] | None) -> Iterator[str]:
        """Take uploaded files in one by one: yields what became of each so far."""
        files = files or []
        if len(files) > self.settings.upload_max_files:
            yield answer_html.message(
                f"{len(files)} files are too many at once: at most {self.settings.upload_max_files}. Nothing was added."
            )
            return
        outcomes = [Outcome(Path(file).name, WAITING) for file in files]
        for number, file in enumerate(files):
            outcomes[number] = Outcome(outcomes[number].name, READING)
            yield library_html.report(outcomes)
            outcomes[number] = self.brought_in(outcomes[number].name, partial(load_articles, [file]))
        yield library_html.report(outcomes)

    def add_text(self, text: str, title: str, source: str, published: str) -> Outputs:
        """Take a pasted text in: report, and the fields, emptied where it was added."""
        fields = text, title, source, published
        if not self.settings.upload_max_files:
            return answer_html.message(NOTHING_ADDED), *fields
        if not text.strip():
            return answer_html.message("Paste the text of an article first."), *fields
        try:
            day = read_one_day(published)
        except DayError as error:
            return answer_html.message(str(error)), *fields
        named = title.strip() or PASTED
        outcome = self.brought_in(named, lambda: load_text(text, title.strip(), source.strip()[:OUTLET_LENGTH], day))
        return library_html.report([outcome]), *(("",) * 4 if outcome.articles else fields)

    def add_address(self, url: str) -> Iterator[Outputs]:
        """Take the page at a web address in: report, and the field, emptied where it was added."""
        url = url.strip()
        if not self.settings.upload_max_files:
            yield answer_html.message(NOTHING_ADDED), url
            return
        if not url:
            yield answer_html.message("Type the address of a page first, beginning with https://"), url
            return
        yield library_html.report([Outcome(url, READING)]), url
        limit = round(self.settings.upload_max_mb * 1_000_000)
        outcome = self.brought_in(url, lambda: load_address(url, limit, self.settings.private_addresses))
        yield library_html.report([outcome]), "" if outcome.articles else url

    def brought_in(self, name: str, load: Callable[[], Iterable[Item]]) -> Outcome:
        """Index what is loaded and return what became of it."""
        try:
            items = list(load())
            update = self.index.update(items)
        except IndexingError as error:
            return Outcome(name, f"not added: {error}")
        ids = [item.id for item in items if isinstance(item, Article)]
        here = {each.id: each for each in self.index.articles()}
        return outcome(name, update, tuple(here[each] for each in ids if each in here))

    # ---- changing

    def save(self, event: gr.EventData) -> str:
        """Set an article's outlet and date, and tell it."""
        try:
            day = read_one_day(str(event.published))
            article = self.index.article(str(event.id))
            source = " ".join(str(event.source).split())[:OUTLET_LENGTH]
            self.index.edit(article.id, source=source, published=day)
        except BadArticleError:
            return library_html.done(NO_ARTICLE)
        except (IndexingError, DayError) as error:
            return library_html.done(str(error))
        where = answer_html.joined(source or "no outlet", answer_html.format_day(day) or "no date")
        return library_html.done(f"Saved for “{article.title or 'Untitled'}”: {where}.")

    def remove(self, event: gr.EventData, chosen: list[str]) -> Outputs:
        """Remove an article: what was done, what Undo brings back, the articles that are asked."""
        try:
            article = self.index.article(str(event.id))
            self.index.remove([article.id])
        except BadArticleError:
            return library_html.done(NO_ARTICLE), None, chosen
        except IndexingError as error:
            return library_html.done(str(error)), KEEP, chosen
        sentence = f"Removed “{article.title or 'Untitled'}”."
        return library_html.done(sentence, library_html.UNDO), article, [name for name in chosen if name != article.id]

    def undo(self, removed: Article | None) -> Outputs:
        """Bring the article back that was removed last: what was done, what Undo brings back now."""
        if removed is None:
            return KEEP, None
        try:
            self.index.update([removed])
        except IndexingError as error:
            return library_html.done(str(error), library_html.UNDO), removed
        return library_html.done(f"“{removed.title or 'Untitled'}” is back."), None


def described(article: Article) -> str:
    """Return the lower-case text by which an article is found in the list, beside its own text."""
    return f"{article.title} {article.source} {article.author} {article.published}".lower()


def in_order(articles: list[Article], order: str) -> list[Article]:
    """Return articles in an order; what has no date, outlet or title comes last."""
    if order in ("outlet", "title"):
        field = "source" if order == "outlet" else "title"
        named = sorted(articles, key=lambda each: each.published, reverse=True)
        return sorted(named, key=lambda each: (not getattr(each, field), getattr(each, field).casefold()))
    dated = sorted(articles, key=lambda each: each.published, reverse=order == "newest")
    return sorted(dated, key=lambda each: not each.published)


def outcome(name: str, update: UpdateReport, articles: tuple[Article, ...]) -> Outcome:
    """Return what an update did with one file, in words; reasons without the folder in which the upload lies."""
    counts = {"added": update.added, "changed": update.changed, "already here": update.unchanged}
    several = len(articles) > 1 or len(update.skipped) > 1
    parts = [f"{len(ids)} {what}" if several else what for what, ids in counts.items() if ids]
    whole = [skip for skip in update.skipped if skip.record is None]
    reasons = [f"not added: {skip.reason}" for skip in whole]
    records = [f"record {skip.record} left out: {skip.reason}." for skip in update.skipped if skip.record is not None]
    notices = [
        notice.partition(": ")[2] if notice.startswith(("/", "pasted ", "http")) else notice
        for notice in update.notices
    ]
    return Outcome(name, ", ".join([*parts, *reasons]) or "nothing added", articles, (*records, *notices))
