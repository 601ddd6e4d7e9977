"""Render the open article as safe HTML: its text with the passage, the speaker and all statements marked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
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
    wrong_speaker,
)
from ui.library_html import edit_form

BACK = '<button type="button" class="small" data-back>Back to the answer</button>'
GONE = "This passage is no longer in the article, which may have changed."
NO_ARTICLE = "This article is no longer here."
NOTHING_OPEN = (
    '<div class="welcome"><h2>No article open yet</h2>'
    "<p>Click a number in an answer to open its article here, at the quoted words, with the speaker marked.</p></div>"
)
NOBODY = "Nobody named"
VOICES = 8  # looks of speakers in style.css; more speakers than these share them
SHOWN_WORDS = 7  # of a statement in the list beside the text


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that is set off: in which element, with which attributes."""

    span: Span
    tag: str
    css: str
    attributes: str = ""


def article(
    shown: Article,
    span: Span | None = None,
    statement: Statement | None = None,
    copies: int = 0,
    statements: Sequence[Statement] = (),
) -> str:
    """Return an article with a passage and its speaker marked, or a notice if the passage is not in it.

    `statements` are all of the article's, by place: they are marked too, which shows once they are lit.
    """
    quoted = span if span and 0 <= span[0] < span[1] <= len(shown.text) else None
    speaker = statement.speaker_span if statement and quoted else None
    marks = statement_marks(statements)
    marks += [Mark(quoted, "mark", "quoted")] if quoted else []
    marks += [Mark(trimmed(shown.text, speaker), "b", "speaker")] if speaker else []
    legend = GONE if span else ""
    if quoted:
        who = named(statement.speaker, statement.mention_type, statement.relayed_by) if statement else ""
        legend = '<mark class="quoted">quoted</mark> ' + (f'<b class="speaker">who says it</b>: {who}' if who else "")
    lines = [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", shown.text)]
    title = escape(shown.title or "Untitled")
    if lines and is_headline(shown.text[slice(*lines[0])], shown.title):  # it stands on top, and not again below
        title = marked(shown.text, *lines.pop(0), marks)
    body = "".join(f"<p>{marked(shown.text, begin, end, marks)}</p>" for begin, end in lines)
    return (
        f'<article class="article"><header>{BACK}<h2 tabindex="-1">{title}</h2>'
        f'<p class="byline">{escape(joined(shown.source, shown.author, format_day(shown.published)))}</p>'
        f'<p class="actions">{actions(shown, quoted, statement, copies)}</p>{edit_form(shown)}'
        f'<p class="legend">{legend}</p></header>{statement_list(shown.text, statements)}{body}'
        f"{reading_tools(len(statements))}</article>"
    )


def is_headline(line: str, title: str) -> bool:
    """Return True for a first line that is the title, whatever its case, spaces and punctuation."""
    words = [re.findall(r"\w+", text.casefold()) for text in (line, title)]
    return bool(words[1]) and words[0] == words[1]


def actions(shown: Article, quoted: Span | None, statement: Statement | None, copies: int) -> str:
    """Return what can be done with an open article, and what else there is to know of it."""
    link = safe_link(shown.url)
    words = reference(shown.quote(quoted), statement.speaker if statement else "", shown) if quoted else ""
    return joined(
        copy_button(words) if words else "",
        f'<a data-link href="{escape(address(shown.id, quoted))}">Link to this passage</a>' if quoted else "",
        wrong_speaker(address(shown.id, quoted), statement.speaker) if quoted and statement else "",
        f'<a href="{escape(link)}" target="_blank" rel="noopener noreferrer nofollow">Original</a>' if link else "",
        f'<button type="button" class="small" data-choose="{escape(shown.id)}">Ask only this article</button>',
        f"{counted(copies, copies, 'more article')} with this text" if copies else "",
        "a sample" if shown.sample else "",
    )


def reading_tools(count: int) -> str:
    """Return the bar below the text: light the statements, go from one to the next, search in the text."""
    steps = "".join(
        f'<button type="button" class="small" data-step="{by}" aria-label="{label}" title="{label} ({key})">'
        f"{sign}</button>"
        for by, label, key, sign in ((-1, "Previous statement", "p", "‹"), (1, "Next statement", "n", "›"))
    )
    statements = (
        '<span class="steps"><button type="button" class="small" data-light aria-pressed="false">Show who says what'
        f'</button>{steps}<output class="at"></output></span>'
    )
    return (
        f'<div class="tools">{statements if count else ""}<span class="steps">'
        '<input type="search" placeholder="Search in this article" aria-label="Search in this article">'
        '<button type="button" class="small" data-hit="-1" aria-label="Previous match">‹</button>'
        '<button type="button" class="small" data-hit="1" aria-label="Next match">›</button>'
        '<output class="hits"></output></span></div>'
    )


# ---- statements


def voices(statements: Sequence[Statement]) -> dict[str, list[int]]:
    """Return the numbers of each speaker's statements, who says most first, then who speaks first."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, statement in enumerate(statements):
        numbers[statement.speaker].append(number)
    return dict(sorted(numbers.items(), key=lambda voice: (not voice[0], -len(voice[1]), voice[1][0])))


def statement_marks(statements: Sequence[Statement]) -> list[Mark]:
    """Return the marks of the words of all statements, each with its speaker's look, name and its own number."""
    looks = {speaker: number % VOICES for number, speaker in enumerate(voices(statements))}
    return [
        Mark(
            span,
            "span",
            f"said voice{looks[statement.speaker]}",
            f' data-said="{number}" data-who="{escape(statement.speaker or NOBODY)}"',
        )
        for number, statement in enumerate(statements)
        for span in statement.spans
    ]


def statement_list(text: str, statements: Sequence[Statement]) -> str:
    """Return the list beside the text: each speaker with their statements, each a button that leads to it."""
    if not statements:
        return ""
    groups = []
    for look, (speaker, numbers) in enumerate(voices(statements).items()):
        who = f'<span class="said voice{look % VOICES}">{escape(speaker or NOBODY)}</span>'
        lines = "".join(
            f'<li><button type="button" data-go="{number}">{escape(opening(text, statements[number]))}</button></li>'
            for number in numbers
        )
        first = f'<button type="button" class="who" data-go="{numbers[0]}">{who} <small>{len(numbers)}</small></button>'
        groups.append(f"<li>{first}<ol>{lines}</ol></li>")
    return f'<nav class="voices" aria-label="Who says what in this article"><ul>{"".join(groups)}</ul></nav>'


def opening(text: str, statement: Statement) -> str:
    """Return the first words of a statement."""
    words = text[slice(*statement.spans[0])].split()
    return " ".join(words[:SHOWN_WORDS]) + ("…" if len(words) > SHOWN_WORDS else "")


# ---- marks


def trimmed(text: str, span: Span) -> Span:
    """Return a span without the white space at its ends."""
    words = text[slice(*span)]
    return span[0] + len(words) - len(words.lstrip()), span[1] - len(words) + len(words.rstrip())


def marked(text: str, begin: int, end: int, marks: Sequence[Mark]) -> str:
    """Return a stretch of an article's text, escaped, with what lies in the marks set off, the last mark innermost."""
    near = [mark for mark in marks if mark.span[0] < end and mark.span[1] > begin]
    edges = {min(max(edge, begin), end) for mark in near for edge in mark.span}
    parts = []
    for start, stop in pairwise(sorted({begin, end} | edges)):
        part = escape(text[start:stop])
        for mark in reversed(near):
            if mark.span[0] <= start and stop <= mark.span[1]:
                first = " first" if start == mark.span[0] else ""
                part = f'<{mark.tag} class="{mark.css}{first}"{mark.attributes}>{part}</{mark.tag}>'
        parts.append(part)
    return "".join(parts)


def closed(sentence: str) -> str:
    """Return what stands in the place of an article that cannot be opened."""
    return f"<article>{message(sentence)}{BACK}</article>"
