"""Render what stands beside the conversation as safe HTML: an article, who said what, the articles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from index import Article, Span, Statement
from ui.answer_html import (
    address,
    copy_button,
    counted,
    escape,
    format_day,
    joined,
    message,
    named,
    reference,
    safe_link,
)

MARK_TAGS = {"speaker": "b", "quoted": "mark"}  # innermost first
NOTHING_OPEN = (
    '<div class="welcome"><h2>No article open yet</h2>'
    "<p>Click a number in an answer to open its article here, at the quoted words, with the speaker marked.</p></div>"
)
BACK = '<button type="button" class="small" data-back>Back to the answer</button>'
GONE = "This passage is no longer in the article, which may have changed."
NO_ARTICLE = "This article is no longer here."


def article(shown: Article, span: Span | None = None, statement: Statement | None = None, copies: int = 0) -> str:
    """Return an article with a passage and its speaker marked, or a notice if the passage is not in it."""
    quoted = span if span and 0 <= span[0] < span[1] <= len(shown.text) else None
    speaker = statement.speaker_span if statement and quoted else None
    speaker = trimmed(shown.text, speaker) if speaker else None
    marks = {name: place for name, place in (("speaker", speaker), ("quoted", quoted)) if place}
    legend = GONE if span else ""
    if quoted:
        who = named(statement.speaker, statement.mention_type, statement.relayed_by) if statement else ""
        legend = '<mark class="quoted">quoted</mark> ' + (f'<b class="speaker">who says it</b>: {who}' if who else "")
    lines = (match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", shown.text))
    body = "".join(f"<p>{marked(shown.text, begin, end, marks)}</p>" for begin, end in lines)
    return (
        f'<article class="article"><header>{BACK}<h2 tabindex="-1">{escape(shown.title or "Untitled")}</h2>'
        f'<p class="byline">{escape(joined(shown.source, shown.author, format_day(shown.published)))}</p>'
        f'<p class="actions">{actions(shown, quoted, statement, copies)}</p><p class="legend">{legend}</p></header>'
        f"{body}</article>"
    )


def actions(shown: Article, quoted: Span | None, statement: Statement | None, copies: int) -> str:
    """Return what can be done with an open article, and what else there is to know of it."""
    link = safe_link(shown.url)
    words = reference(shown.quote(quoted), statement.speaker if statement else "", shown) if quoted else ""
    return joined(
        copy_button(words) if words else "",
        f'<a data-link href="{escape(address(shown.id, quoted))}">Link to this passage</a>' if quoted else "",
        f'<a href="{escape(link)}" target="_blank" rel="noopener noreferrer nofollow">Original</a>' if link else "",
        f"{counted(copies, copies, 'more article')} with this text" if copies else "",
        "a sample" if shown.sample else "",
    )


def trimmed(text: str, span: Span) -> Span:
    """Return a span without the white space at its ends."""
    words = text[slice(*span)]
    return span[0] + len(words) - len(words.lstrip()), span[1] - len(words) + len(words.rstrip())


def marked(text: str, begin: int, end: int, marks: Mapping[str, Span]) -> str:
    """Return a stretch of an article's text, escaped, with what lies in the marks marked."""
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


def closed(sentence: str) -> str:
    """Return what stands in the place of an article that cannot be opened."""
    return f"<article>{message(sentence)}{BACK}</article>"


def library(listed: Sequence[Article], total: int) -> str:
    """Return the list of articles, each to open or, once confirmed, to remove."""
    lines = []
    for each in listed:
        title = escape(each.title or "Untitled")
        where = escape(joined(each.source, format_day(each.published) or "undated", "sample" if each.sample else ""))
        opens = f'<a data-open href="{escape(address(each.id))}">{title}<small>{where}</small></a>'
        sure = f'<button type="button" class="small danger" data-remove="{escape(each.id)}">Yes, remove it</button>'
        asks = f'<summary aria-label="Remove {title}">Remove</summary>Remove this article? {sure}'
        lines.append(f"<li>{opens}<details>{asks}</details></li>")
    return f'<p class="count">{counted(len(listed), total, "article")}</p><ul class="list">{"".join(lines)}</ul>'
