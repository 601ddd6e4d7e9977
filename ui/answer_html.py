"""An answer, or a whole conversation, as safe HTML.  Pure: nothing here reads an index, a file or a clock.

Everything that came from an article, a model or a person is escaped; the only markup in the result is our own: a small
Markdown (headings, lists, quotes, bold, italics) and the [n] of known citations.  Quotations are kept out of the
Markdown altogether, so that an asterisk or a "[2]" inside somebody's words stays what it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from itertools import groupby
from urllib.parse import urlencode, urlsplit

from assistant import Answer, Citation, Turn
from index import Article, IndexStatus, MentionType, Span, parse_day

HELD = re.compile("\ue000(\\d+)\ue001")  # stands for a piece that is HTML already, by its number
MARKER = re.compile(r"\[(\d{1,3})\]")
BACKSLASHED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>|~$])")
STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])")
LINE_START = re.compile(r"(?P<heading>#{1,6} +)|(?P<bullet>[-*] +)|(?P<number>\d{1,3}[.)] +)|(?P<quote>> ?)")
WRAPPED = {  # kind of block -> around all of it, around each
    "heading": ("{}", "<h4>{}</h4>"),
    "bullet": ("<ul>{}</ul>", "<li>{}</li>"),
    "number": ("<ol>{}</ol>", "<li>{}</li>"),
    "quote": ("<blockquote>{}</blockquote>", "<p>{}</p>"),
    "paragraph": ("{}", "<p>{}</p>"),
}
OPENING_MARKS = ("“", '"', "‘", "«", "„", "''")
NAMINGS = {
    MentionType.NOMINAL: "named by role",
    MentionType.PRONOMINAL: "named by pronoun",
    MentionType.IMPLICIT: "known from context",
}
INTERRUPTED = "Stopped before the answer was whole."
NO_ARTICLES = "<p>Add articles first: the Articles tab takes them.</p>"
WELCOME = '<div class="welcome"><h2>Who said what?</h2><p>Every answer is in the articles’ own words.</p>{}</div>'


def escape(text: str) -> str:
    """Text as it may stand in an element or in a quoted attribute."""
    return html.escape(text, quote=True)


def safe_link(url: str) -> str:
    """The address if it is plainly http or https, else nothing: `javascript:` and its like never become a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    plain = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s\x00-\x1f\\]", url)
    return url if plain else ""


def format_day(published: str) -> str:
    """A date as a person writes it: `2025-08-01` is "1 August 2025"; nothing where there is none."""
    known = parse_day(published)
    return f"{known.day} {known:%B %Y}" if known else ""


def joined(*parts: str) -> str:
    """The parts that there are, with dots between; not escaped."""
    return " · ".join(part for part in parts if part)


def address(article_id: str, span: Span | None = None) -> str:
    """The page's own address of an article, or of a passage in it."""
    place = {"start": str(span[0]), "end": str(span[1])} if span else {}
    return "?" + urlencode({"article": article_id, **place})


def reference(quote: str, speaker: str, article: Article | Citation) -> str:
    """A quotation with its citation, as plain text for the clipboard; it tells own words from the article's."""
    parts = (article.title, article.source, format_day(article.published), article.url)
    source = ", ".join(part for part in parts if part)
    own = quote.lstrip().startswith(OPENING_MARKS)
    who = f" — {speaker}" if own else f" — the article’s words for what {speaker} said"
    return f"“{bare(quote)}”" + (who if speaker else "") + (f" ({source})" if source else "")


def bare(quote: str) -> str:
    """A quotation on one line and without the marks around it."""
    words = " ".join(quote.split())
    return words[1:-1] if len(words) > 2 and words[0] + words[-1] in ("“”", '""', "‘’", "«»", "„“") else words


def copy_button(text: str, label: str = "Copy quotation", spoken: str = "Copy the quotation with its source") -> str:
    """The button that puts a text on the clipboard; `spoken` is what a screen reader calls it."""
    return f'<button type="button" class="small" data-copy="{escape(text)}" aria-label="{spoken}">{label}</button>'


def named(speaker: str, mention_type: MentionType | None, relayed_by: str = "") -> str:
    """Who speaks, escaped; how the article names them where that is not by name, and who tells what they said."""
    relay = f"relayed by {relayed_by}" if relayed_by else ""
    how = ", ".join(part for part in (NAMINGS.get(mention_type, "") if mention_type else "", relay) if part)
    return f"<b>{escape(speaker)}</b>" + (f" <i>({escape(how)})</i>" if how else "") if speaker else ""


def message(text: str) -> str:
    """A sentence for a person, read out by screen readers when it appears."""
    return f'<p class="notice" role="status">{escape(text)}</p>'


def counted(shown: int, total: int, noun: str) -> str:
    """How many there are, and how many of them are shown."""
    plural = f"{total:,} {noun}{'' if total == 1 else 's'}"
    return plural if shown == total else f"{plural}, the first {shown} shown: narrow them above"


def header(status: IndexStatus, mode: str) -> str:
    """The head of the page: its name and the state of the index."""
    days = " – ".join(dict.fromkeys(day for day in map(format_day, (status.first, status.last)) if day))
    articles, statements = (
        counted(n, n, noun) for n, noun in ((status.articles, "article"), (status.statements, "statement"))
    )
    return f'<header class="top"><h1>WhoSaid</h1><p>{escape(joined(articles, days, statements, mode))}</p></header>'


def markdown(text: str, citations: Sequence[Citation] = ()) -> str:
    """An answer's Markdown as HTML.  The [n] of the given citations become links to their passages."""
    held: list[str] = []

    def hold(markup: str) -> str:
        held.append(markup)
        return f"\ue000{len(held) - 1}\ue001"

    text = re.sub("[\ue000\ue001]", "", text)
    text = hold_quotations(text, citations, hold)
    text = BACKSLASHED.sub(lambda match: hold(escape(match[1])), text)
    markers = {str(citation.number): marker(citation) for citation in citations}
    text = MARKER.sub(lambda match: hold(markers[match[1]]) if match[1] in markers else match[0], text)
    return HELD.sub(lambda match: held[int(match[1])], blocks(text))


def hold_quotations(text: str, citations: Sequence[Citation], hold: Callable[[str], str]) -> str:
    """The text with its citations' words held, longest first, each as escaped HTML."""
    for quote in sorted({" ".join(citation.quote.split()) for citation in citations} - {""}, key=len, reverse=True):
        words = re.compile(r"(?<![\w\ue000])" + r"\s+".join(map(as_written, quote.split())) + r"(?!\w)")
        if words.search(text):
            text = words.sub(hold(f'<span class="words">{escape(quote)}</span>'), text)
    return text


def as_written(word: str) -> str:
    """A pattern for a word as Markdown may have it, with backslashes before what means something there."""
    return "".join((r"\\?" if BACKSLASHED.fullmatch(f"\\{char}") else "") + re.escape(char) for char in word)


def blocks(text: str) -> str:
    """Markdown's blocks as HTML, their text escaped.  A line that starts none goes on with the one before."""
    found: list[tuple[str, str]] = []
    fresh = True
    for line in map(str.strip, text.splitlines()):
        start = LINE_START.match(line)
        if start and start.lastgroup:
            found.append((start.lastgroup, line[start.end() :]))
        elif line and (fresh or found[-1][0] == "heading"):
            found.append(("paragraph", line))
        elif line:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line}")
        fresh = not line
    parts = []
    for kind, group in groupby(found, key=lambda block: block[0]):
        around, each = WRAPPED[kind]
        parts.append(around.format("".join(each.format(inline(body)) for _, body in group)))
    return "".join(parts)


def inline(text: str) -> str:
    """One block's text, escaped, with bold and italics."""
    return EMPHASIS.sub(r"<em>\2</em>", STRONG.sub(r"<strong>\1</strong>", escape(text)))


def marker(citation: Citation) -> str:
    """The [n] of a citation: a link to its passage on this page."""
    place = escape(address(citation.article_id, (citation.start, citation.end)))
    about = joined(citation.title, citation.source, format_day(citation.published))
    label = escape(f"Source {citation.number}: {about}")
    return f'<a class="cite" data-open href="{place}" aria-label="{label}" title="{label}">{citation.number}</a>'


def source_line(citation: Citation) -> str:
    """One citation under an answer: its marker, who speaks, where it stands, and the button that copies it."""
    speaker = citation.speaker or ""
    where = escape(joined(citation.source, format_day(citation.published), citation.title))
    spoken = f"Copy quotation {citation.number} with its source"
    copied = copy_button(reference(citation.quote, speaker, citation), "Copy", spoken)
    who = named(speaker, citation.mention_type, citation.relayed_by)
    return f"<li>{marker(citation)}<span>{joined(who, where)}</span>{copied}</li>"


def answer(given: Answer) -> str:
    """An answer with its notices and sources."""
    notices = "".join(map(message, given.notices))
    lines = "".join(map(source_line, given.citations))
    heading = "Sources" if given.found else "Nearest passages"
    sources = f'<section class="sources"><h4>{heading}</h4><ol>{lines}</ol></section>' if lines else ""
    kind = "answer" if given.found else "answer refusal"
    return f'<div class="{kind}">{notices}{markdown(given.text, given.citations)}</div>{sources}'


def conversation(turns: Sequence[Turn], examples: Sequence[str] = (), progress: str = "", draft: str = "") -> str:
    """All turns; without any, the example questions.  A last turn without an answer shows `progress` and `draft`."""
    if not turns:
        asked = (f'<button type="button" data-ask="{text}">{text}</button>' for text in map(escape, examples))
        offered = "".join(f"<li>{button}</li>" for button in asked)
        return WELCOME.format(f"<p>For example:</p><ul>{offered}</ul>" if offered else NO_ARTICLES)
    busy = bool(progress or draft)
    parts = []
    for number, turn in enumerate(turns, 1):
        reply = answer(turn.answer) if turn.answer else message(INTERRUPTED)
        if busy and number == len(turns):
            reply = f'<div class="answer draft">{markdown(draft)}</div><p class="progress">{escape(progress)}</p>'
        parts.append(f'<li><h3 class="question">{escape(turn.question)}</h3>{reply}</li>')
    state = f'role="log" aria-label="Conversation" aria-busy="{str(busy).lower()}"'
    return f'<div {state}><ol class="turns">{"".join(parts)}</ol></div>'
