"""Render people and who said what as safe HTML."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index import Article, QuoteType, Span, Statement, parse_day, split_sentences, strip_quotes
from ui.answer_html import (
    address,
    chip,
    copy_button,
    counted,
    escape,
    format_day,
    joined,
    named,
    reference,
    wrong_speaker,
)
from ui.statement_list import COMPARED, Listing, Row, Section, Selection

DOUBTFUL = 0.65  # confidence; by hand, 9 of 43 statements under it were right, and 136 of 157 above
NEAR = 200  # characters from the words; what is farther away is not shown with them
EXPORTS = """
<details class="menu"><summary>Export this list</summary><div>
<button type="button" data-export="csv">Export as a table (CSV)</button>
<button type="button" data-export="md">Export as Markdown</button>
<button type="button" data-export="docx">Export for Word</button></div></details>"""
GAPS = (1, 7, 31, 365)  # days between two on the time axis, up to which they stand so far apart


def people(listed: Sequence[tuple[str, int]], total: int) -> str:
    """Return the list of people with their counts, each to open or to compare; `total` counts those not listed too."""
    lines = "".join(
        f'<li><button type="button" class="line" data-person="{escape(name)}">{escape(name)}'
        f"<small>{counted(count, count, 'statement')}</small></button>"
        f'<button type="button" class="small" data-compare="{escape(name)}" aria-label="Compare {escape(name)}">'
        "Compare</button></li>"
        for name, count in listed
    )
    plural = f"{total:,} {'person' if total == 1 else 'people'}"
    first = "" if len(listed) == total else f", the first {len(listed)} shown: type a part of a name"
    return f'<p class="count">{plural}{first}</p><ul class="list">{lines}</ul>'


def chosen_people(names: Sequence[str], found_under: Sequence[str] = ()) -> str:
    """Return the chips of the people whose statements are listed; of one alone, the names they are found under too."""
    chips = "".join(chip(name, f"Do not list {name}", unlist=name) for name in names)
    if len(names) == 1:
        more = f'<p class="count">To compare, choose up to {COMPARED - 1} more under People.</p>'
        under = ", ".join(map(escape, found_under))
        return chips + (f'<p class="count">Found under: {under}</p>' if under else "") + more
    return chips


def statements(listing: Listing, selection: Selection) -> str:
    """Return a page of a list of statements, arranged as it is selected."""
    where = f", page {listing.page} of {listing.pages}" if listing.pages > 1 else ""
    count = f"{counted(listing.total, listing.total, 'statement')}{where}"
    link = f'<a data-link href="{escape(selection.address())}">Copy a link to this list</a>'
    head = f'<p class="count"><span>{count}</span> {link}</p>'
    if len(selection.people) > 1:
        return f'{head}<div class="beside">{"".join(map(column, listing.sections))}</div>'
    if selection.arrangement == "timeline":
        return head + timeline(listing.sections) + turns(listing.page, listing.pages)
    return head + "".join(map(section, listing.sections)) + turns(listing.page, listing.pages)


def turns(page: int, pages: int) -> str:
    """Return the buttons that turn the page; "" where there is one page."""
    labels = [("Previous page", page - 1), ("Next page", page + 1)]
    buttons = "".join(
        f'<button type="button" class="small" data-page="{number}">{label}</button>'
        for label, number in labels
        if 1 <= number <= pages
    )
    return f'<p class="pages">{buttons}</p>' if pages > 1 else ""


def section(shown: Section) -> str:
    """Return statements under their heading."""
    heading = f'<h3 class="topic">{escape(shown.heading)} <span>{shown.total:,}</span></h3>' if shown.heading else ""
    return heading + lines(shown.rows)


def lines(rows: Sequence[Row]) -> str:
    """Return statements as lines of a list, those in doubt behind the others and folded up."""
    sure = [f"<li>{statement_line(*row)}</li>" for row in rows if row[1].confidence >= DOUBTFUL]
    doubtful = [f"<li>{statement_line(*row)}</li>" for row in rows if row[1].confidence < DOUBTFUL]
    folded = (
        f'<details class="probably"><summary>{len(doubtful)} probably</summary>'
        f'<ul class="list">{"".join(doubtful)}</ul></details>'
    )
    return (f'<ul class="list">{"".join(sure)}</ul>' if sure else "") + (folded if doubtful else "")


def column(shown: Section) -> str:
    """Return one person's statements in a comparison."""
    rest = shown.total - len(shown.rows)
    more = f'<button type="button" class="small" data-person="{escape(shown.heading)}">{rest:,} more</button>'
    return f"<section>{section(shown)}{more if rest > 0 else ''}</section>"


def timeline(sections: Sequence[Section]) -> str:
    """Return statements along an axis of days; the longer the time between two days, the farther they stand apart."""
    items, before = [], None
    for shown in sections:
        day = parse_day(shown.day)
        days = (day - before).days if day and before else 0
        gap = next((number for number, most in enumerate(GAPS) if days <= most), len(GAPS))
        between = f'<p class="gap">{time_between(days)} later</p>' if gap > 1 else ""
        heading = f"<h3>{escape(shown.heading)}</h3>"
        items.append(f'<li class="gap{gap}">{between}{heading}{lines(shown.rows)}</li>')
        before = day or before
    return f'<ol class="timeline">{"".join(items)}</ol>'


def time_between(days: int) -> str:
    """Return a number of days in words, in the largest unit of which there are two."""
    for length, unit in ((365, "years"), (30, "months"), (7, "weeks")):
        if days >= 2 * length:
            return f"{days // length} {unit}"
    return f"{days} days"


def statement_line(inside: Article, statement: Statement) -> str:
    """Return one statement as the article has it: its sentences, the words in bold, and who speaks, outlet, date."""
    begin, end = sentence_span(inside.text, statement)
    words = "".join(
        f"<b>{escape(part)}</b>" if bold else escape(part) for part, bold in parts(inside.text, (begin, end), statement)
    )
    where_said = address(statement.article_id, (statement.start, statement.end))
    who = named(statement.speaker or "Somebody", statement.mention_type, statement.relayed_by)
    where = escape(joined(inside.source, format_day(inside.published) or "undated", inside.title))
    did = statement.speech_act.value
    told = f'<span class="words">{words}</span><small>{who} {did} · {where}</small>'
    opens = f'<a data-open href="{escape(where_said)}">{told}</a>'
    wrong = wrong_speaker(where_said, statement.speaker)
    return f'{opens}<span class="buttons">{copy_button(quotation(inside, statement), "Copy")}{wrong}</span>'


def quotation(inside: Article, statement: Statement) -> str:
    """Return a statement's words with their source, as they are pasted."""
    spans = [inside.text[start:end] for start, end in statement.spans]
    words = " […] ".join(map(strip_quotes, spans)) if statement.quote_type is QuoteType.DIRECT else " […] ".join(spans)
    quote = f"“{words}”" if statement.quote_type is QuoteType.DIRECT else words
    return reference(quote, statement.speaker, inside, statement.speech_act.value)


def parts(text: str, sentences: Span, statement: Statement) -> list[tuple[str, bool]]:
    """Return the parts of a statement's sentences, each with whether it is of the statement's own words."""
    begin, end = sentences
    edges = sorted({begin, end, *(edge for span in statement.spans for edge in span)})
    return [
        (text[start:stop], any(s <= start and stop <= e for s, e in statement.spans))
        for start, stop in pairwise(edges)
        if text[start:stop]
    ]


def sentence_span(text: str, statement: Statement) -> Span:
    """Return where the sentences of a statement begin and end, with those near it that name who speaks."""
    places = [span for span in (statement.speaker_span, statement.cue_span) if span]
    near = [span for span in places if span[1] > statement.start - NEAR and span[0] < statement.end + NEAR]
    start = min(span[0] for span in (*near, *statement.spans))
    end = max(span[1] for span in (*near, *statement.spans))
    sentences = [span for span in split_sentences(text) if span[0] < end and span[1] > start]
    return min([start, *(span[0] for span in sentences)]), max([end, *(span[1] for span in sentences)])
