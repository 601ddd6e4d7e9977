"""Render the articles as safe HTML: their list, what became of those that were brought in, and how they are edited."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index import Article
from ui.answer_html import address, chip, counted, escape, format_day, joined

LINKS = 5  # articles of one file that are named
UNDO = '<button type="button" class="small" data-undo>Undo</button>'
DISMISS = '<button type="button" class="small" data-dismiss aria-label="Close this message">×</button>'


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one thing that was to be added: a file, a pasted text or a web address.

    `state` says it in a word or a sentence ("added", "not added: is empty"); `articles` are what came of it.
    """

    name: str
    state: str
    articles: tuple[Article, ...] = ()
    notices: tuple[str, ...] = ()


def library(listed: Sequence[Article], total: int, page: int, pages: int, chosen: Collection[str] = ()) -> str:
    """Return one page, counted from 1, of `total` articles: each to open, to choose, or, once confirmed, to remove."""
    lines = "".join(library_line(each, each.id in chosen) for each in listed)
    where = f", page {page} of {pages}" if pages > 1 else ""
    turns = [("Previous page", page - 1), ("Next page", page + 1)]
    buttons = "".join(
        f'<button type="button" class="small" data-page="{number}">{label}</button>'
        for label, number in turns
        if 1 <= number <= pages
    )
    count = f'<p class="count">{counted(total, total, "article")}{where}</p>'
    hint = '<p class="hint">Tick articles to ask only them.</p>' if total > 1 else ""
    return f'{count}{hint}<ul class="list">{lines}</ul>' + (f'<p class="pages">{buttons}</p>' if buttons else "")


def library_line(each: Article, is_chosen: bool) -> str:
    """Return the line of one article."""
    title = escape(each.title or "Untitled")
    where = escape(joined(each.source, format_day(each.published) or "undated", "sample" if each.sample else ""))
    ticked = " checked" if is_chosen else ""
    tick = f'<input type="checkbox" data-choose="{escape(each.id)}" aria-label="Ask only: {title}"{ticked}>'
    opens = f'<a data-open href="{escape(address(each.id))}">{title}<small>{where}</small></a>'
    sure = f'<button type="button" class="small danger" data-remove="{escape(each.id)}">Yes, remove it</button>'
    asks = f'<summary aria-label="Remove {title}">Remove</summary>Remove this article? {sure}'
    return f"<li>{tick}{opens}<details>{asks}</details></li>"


def report(outcomes: Sequence[Outcome]) -> str:
    """Return the list of what became of each thing, read out by screen readers as it grows."""
    lines = "".join(f"<li>{outcome_line(each)}</li>" for each in outcomes)
    return f'<div role="status"><ul class="outcomes">{lines}</ul></div>' if lines else ""


def outcome_line(outcome: Outcome) -> str:
    """Return one outcome: its name and state, links to its articles, and a form for what one article lacks."""
    links = "".join(
        f'<a data-open href="{escape(address(each.id))}">{escape(each.title or "Untitled")}</a>'
        for each in outcome.articles[:LINKS]
    )
    more = len(outcome.articles) - LINKS
    links += f"<span>and {more:,} more, in the list below</span>" if more > 0 else ""
    lacking = outcome.articles[:1] if len(outcome.articles) == 1 else ()
    forms = "".join(edit_form(each, is_open=True) for each in lacking if missing(each))
    notices = "".join(f"<small>{escape(notice)}</small>" for notice in outcome.notices)
    return f"<b>{escape(outcome.name)}</b> <span>{escape(outcome.state)}</span>{links}{notices}{forms}"


def missing(article: Article) -> str:
    """Return in words which of outlet and date an article does not have; "" where it has both."""
    parts = [name for name, value in (("outlet", article.source), ("date", article.published)) if not value]
    return " and ".join(parts)


def edit_form(article: Article, is_open: bool = False) -> str:
    """Return the form, folded up unless it is open, in which an article's outlet and date are set."""
    lacks = missing(article)
    label = f"Add the {lacks}" if lacks else "Change outlet or date"
    about = escape(article.title or "Untitled")
    fields = "".join(
        f'<label>{name}<input name="{field}" value="{escape(value)}" placeholder="{example}" maxlength="200"></label>'
        for name, field, value, example in (
            ("Outlet", "source", article.source, "Name of the outlet"),
            ("Date", "published", format_day(article.published), "1 March 2016"),
        )
    )
    save = f'<button type="submit" class="small" aria-label="Save outlet and date of {about}">Save</button>'
    form = f'<form class="edit" data-save="{escape(article.id)}">{fields}{save}</form>'
    unfolded = " open" if is_open else ""
    return f'<details class="edit"{unfolded}><summary>{label}</summary>{form}</details>'


def chosen_chips(chosen: Sequence[Article]) -> str:
    """Return a chip for each article to which questions are narrowed, with the button that lifts it."""
    titles = [(each.title or "Untitled", each.id) for each in chosen]
    return "".join(chip(title, f"Ask not only: {title}", **{"lift-article": name}) for title, name in titles)


def done(sentence: str, action: str = "") -> str:
    """Return what was just done, with the button that undoes it if there is one, read out by screen readers."""
    return f'<p class="notice done" role="status"><span>{escape(sentence)}</span>{action}{DISMISS}</p>'
