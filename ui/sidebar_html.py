"""What stands beside the conversation as safe HTML: an article, who said what, the articles.."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from index import Article, QuoteType, Span, Statement
from ui.answer_html import address, bare, copy_button, counted, escape, format_day, joined, named, reference, safe_link

MARK_TAGS = {"speaker": "b", "quoted": "mark"}  # innermost first
NOTHING_OPEN = (
    '<div class="welcome"><h2>The evidence</h2>'
    "<p>Click a number in an answer: its article opens here, at the very words, with the speaker marked.</p></div>"
)
GONE = "This passage is not in the article: it may have changed."


def article(shown: Article, span: Span | None = None, said: Statement | None = None, copies: int = 0) -> str:
    """An article with a passage marked, and who speaks there.  A place that is not in it is told and not marked."""
    quoted = span if span and 0 <= span[0] < span[1] <= len(shown.text) else None
    speaker = said.speaker_span if said and quoted else None
    marks = {name: place for name, place in (("speaker", speaker), ("quoted", quoted)) if place}
    legend = GONE if span else ""
    if quoted:
        who = named(said.speaker, said.mention_type, said.relayed_by) if said else ""
        legend = '<mark class="quoted">quoted</mark> ' + (f'<b class="speaker">who says it</b>: {who}' if who else "")
    lines = (match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", shown.text))
    body = "".join(f"<p>{marked(shown.text, begin, end, marks)}</p>" for begin, end in lines)
    return (
        f'<article class="article"><header><h2 tabindex="-1">{escape(shown.title or "Untitled")}</h2>'
        f'<p class="byline">{escape(joined(shown.source, shown.author, format_day(shown.published)))}</p>'
        f'<p class="actions">{actions(shown, quoted, said, copies)}</p><p class="legend">{legend}</p></header>'
        f'{body}<button type="button" class="small" data-back>Back to the answer</button></article>'
    )


def actions(shown: Article, quoted: Span | None, said: Statement | None, copies: int) -> str:
    """What can be done with an open article, and what else there is to know of it."""
    link = safe_link(shown.url)
    words = reference(shown.quote(quoted), said.speaker if said else "", shown) if quoted else ""
    return joined(
        copy_button(words) if words else "",
        f'<a data-link href="{escape(address(shown.id, quoted))}">Link to this passage</a>' if quoted else "",
        f'<a href="{escape(link)}" target="_blank" rel="noopener noreferrer nofollow">Original</a>' if link else "",
        f"{copies} more with this text" if copies else "",
        "a sample" if shown.sample else "",
    )


def marked(text: str, begin: int, end: int, marks: Mapping[str, Span]) -> str:
    """A stretch of an article's text, escaped, with what lies in the marks marked."""
    edges = {min(max(edge, begin), end) for place in marks.values() for edge in place}
    parts = []
    for start, stop in pairwise(sorted({begin, end} | edges)):
        part = escape(text[start:stop])
        for name, place in marks.items():
            if place[0] <= start and stop <= place[1]:
                first = " first" if start == place[0] else ""
                part = f'<{MARK_TAGS[name]} class="{name}{first}">{part}</{MARK_TAGS[name]}>'
        parts.append(part)
    return "".join(parts)


def statements(found: Sequence[tuple[Article, Statement]], total: int) -> str:
    """Who said what: a list whose every line opens its article.  `total` is how many there were before it was cut."""
    lines = "".join(f"<li>{statement(*pair)}</li>" for pair in found)
    return f'<p class="count">{counted(len(found), total, "statement")}</p><ul class="list">{lines}</ul>'


def statement(inside: Article, said: Statement) -> str:
    """One statement: who, what they did, the words (in quotation marks only where they are their own), outlet, date."""
    words = escape(" … ".join(bare(inside.quote(span)) for span in said.spans))
    words = f"<q>{words}</q>" if said.quote_type is QuoteType.DIRECT else f"<span>{words}</span>"
    place = escape(address(said.article_id, (said.start, said.end)))
    who = f"{named(said.speaker or 'Somebody', said.mention_type, said.relayed_by)} {said.speech_act.value}"
    where = escape(joined(inside.source, format_day(inside.published) or "undated", inside.title))
    return f'<a data-open href="{place}">{who}: {words}<small>{where}</small></a>'


def library(found: Sequence[Article], total: int) -> str:
    """The articles, each to open or, once confirmed, to remove."""
    lines = []
    for each in found:
        title = escape(each.title or "Untitled")
        where = escape(joined(each.source, format_day(each.published) or "undated", "sample" if each.sample else ""))
        opens = f'<a data-open href="{escape(address(each.id))}">{title}<small>{where}</small></a>'
        sure = f'<button type="button" class="small danger" data-remove="{escape(each.id)}">Yes, remove it</button>'
        asks = f'<summary aria-label="Remove {title}">Remove</summary>Take it out of the index? {sure}'
        lines.append(f"<li>{opens}<details>{asks}</details></li>")
    return f'<p class="count">{counted(len(found), total, "article")}</p><ul class="list">{"".join(lines)}</ul>'
