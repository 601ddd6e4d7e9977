"""Render an answer, or a whole conversation, as safe HTML.  Pure: nothing here reads an index, a file or a clock.

Everything that came from an article, a model or a person is escaped; the only markup in the result is our own: a small
Markdown (headings, lists, quotes, bold, italics) and the [n] of known citations.  Quotations are kept out of the
Markdown altogether, so that an asterisk or a "[2]" inside somebody's words stays what it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from urllib.parse import urlencode, urlsplit

from markdown_it import MarkdownIt

from assistant import Answer, Citation, Filters
from index import Article, IndexStatus, MentionType, Span, parse_day, strip_quotes
from ui.turns import AskedTurn, question_address

HELD = re.compile("\ue000(\\d+)\ue001")  # stands for a piece that is HTML already, by its number
MARKER = re.compile(r"(?<!\\)\[(\d{1,3})\]")
MORE = re.compile(r"\[([\d,]+ more)\]\(#more\)")  # the link of an answer's text to its further findings
ESCAPABLE = re.compile(r"[\\`*_{}\[\]()#+\-.!<>|~$]")  # what means something in Markdown
OPENING_MARKS = ("“", '"', "‘", "«", "„", "''")
NAMINGS = {
    MentionType.NOMINAL: "named by role",
    MentionType.PRONOMINAL: "named by pronoun",
    MentionType.IMPLICIT: "known from context",
}
INTERRUPTED = "Stopped before the answer was complete."
PAST = """
<button type="button" class="small" popovertarget="past">Past conversations</button>
<aside id="past" popover aria-label="Past conversations">
<header><h2>Past conversations</h2><button type="button" class="small" popovertarget="past">Close</button></header>
<input type="search" placeholder="Search" aria-label="Search past conversations">
<ul class="list"></ul><p role="status"></p></aside>"""
EXPORTS = """
<details class="menu"><summary>Export</summary><div>
<button type="button" data-export="md">Export as Markdown</button>
<button type="button" data-export="docx">Export for Word</button>
<button type="button" data-print>Print</button></div></details>"""
NO_ARTICLES = "<p>There are no articles yet. Add some in the Articles tab.</p>"
WELCOME = '<div class="welcome"><h2>Who said what?</h2><p>Every answer is in the articles’ own words.</p>{}</div>'


def escape(text: str) -> str:
    """Return text as it may stand in an element or in a quoted attribute."""
    return html.escape(text, quote=True)


def safe_link(url: str) -> str:
    """Return the address if it is plainly http or https, else "": `javascript:` and its like never become a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    plain = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s\x00-\x1f\\]", url)
    return url if plain else ""


def format_day(published: str) -> str:
    """Return a date as a person writes it, `2025-08-01` as "1 August 2025"; "" where there is none."""
    day = parse_day(published)
    return f"{day.day} {day:%B %Y}" if day else ""


def joined(*parts: str) -> str:
    """Join the parts that are not empty with dots; nothing is escaped."""
    return " · ".join(part for part in parts if part)


def address(article_id: str, span: Span | None = None) -> str:
    """Return the page's own address of an article, or of a passage in it."""
    place = {"start": str(span[0]), "end": str(span[1])} if span else {}
    return "?" + urlencode({"article": article_id, **place})


def reference(quote: str, speaker: str, article: Article | Citation, verb: str = "said") -> str:
    """Return a quotation as a reporter pastes it, for the clipboard: “…,” X said (outlet, date), address.

    Words that the article has in no quotation marks are not passed off as the speaker's own.
    """
    words = strip_quotes(" ".join(quote.split()))
    own = quote.lstrip().startswith(OPENING_MARKS)
    if not speaker:
        text = f"“{words}”"
    elif own:
        text = f"“{words if words.endswith(('?', '!')) else words.rstrip('.,') + ','}” {speaker} {verb}"
    else:
        text = f"{speaker} {verb}, in the article’s words: “{words}”"
    place = ", ".join(part for part in (article.source, format_day(article.published)) if part)
    link = safe_link(article.url)
    return text + (f" ({place})" if place else "") + (f", {link}" if link else "")


def copy_button(text: str, label: str = "Copy quotation", spoken: str = "Copy the quotation with its source") -> str:
    """Return the button that copies a text; `spoken` is what a screen reader calls it."""
    return f'<button type="button" class="small" data-copy="{escape(text)}" aria-label="{spoken}">{label}</button>'


def wrong_speaker(place: str, speaker: str, spoken: str = "") -> str:
    """Return the button that asks who said the words at a place of this page; `spoken` tells which words they are."""
    label = escape(f"Wrong speaker: {speaker or 'Somebody'}{spoken}")
    return (
        f'<button type="button" class="small" data-wrong="{escape(place)}" aria-label="{label}">Wrong speaker</button>'
    )


def named(speaker: str, mention_type: MentionType | None, relayed_by: str = "") -> str:
    """Return the speaker, escaped, with how the article names them if not by name, and who relays their words."""
    relay = f"relayed by {relayed_by}" if relayed_by else ""
    how = ", ".join(part for part in (NAMINGS.get(mention_type, "") if mention_type else "", relay) if part)
    return f"<b>{escape(speaker)}</b>" + (f" <i>({escape(how)})</i>" if how else "") if speaker else ""


def message(text: str) -> str:
    """Return a sentence for a person, read out by screen readers when it appears."""
    return f'<p class="notice" role="status">{escape(text)}</p>'


def counted(shown: int, total: int, noun: str) -> str:
    """Say how many there are, and how many of them are shown."""
    plural = f"{total:,} {noun}{'' if total == 1 else 's'}"
    return plural if shown == total else f"{plural}, the first {shown} shown: narrow them above"


def header(status: IndexStatus, undated: int, model: str, note: str = "") -> str:
    """Return the head of the page: its name, how many articles from when, how answers are made, and a note."""
    days = " to ".join(dict.fromkeys(day for day in map(format_day, (status.first, status.last)) if day))
    articles = counted(status.articles, status.articles, "article")
    held = ", ".join(part for part in (articles, days, f"{undated:,} undated" if undated else "") if part)
    answers = f"answers written by {model}" if model else "answers in the articles’ own words"
    return f'<header class="top"><h1>WhoSaid</h1><p>{escape(joined(held, answers, note))}</p></header>'


def markdown_parser() -> MarkdownIt:
    """Return a parser of our small Markdown: headings, lists, quotes, bold, italics; no HTML and no links."""
    parser = MarkdownIt("zero").enable(["heading", "list", "blockquote", "emphasis", "escape", "newline"])
    for line_break in ("softbreak", "hardbreak"):
        parser.add_render_rule(line_break, lambda *_: " ")
    return parser


PARSER = markdown_parser()


def markdown(text: str, citations: Sequence[Citation] = (), more: bool = False) -> str:
    """Return an answer's Markdown as HTML.

    The [n] of the given citations become links to their passages; the link to further findings becomes a button that
    opens them if there are `more`, else plain words.
    """
    held: list[str] = []

    def hold(markup: str) -> str:
        held.append(markup)
        return f"\ue000{len(held) - 1}\ue001"

    text = re.sub("[\ue000\ue001]", "", text)
    button = '<button type="button" class="small" data-more>{}</button>'
    text = MORE.sub(lambda match: hold(button.format(match[1]) if more else match[1]), text)
    text = hold_quotations(text, citations, hold)
    markers = {str(citation.number): marker(citation) for citation in citations}
    text = MARKER.sub(lambda match: hold(markers[match[1]]) if match[1] in markers else match[0], text)
    tokens = PARSER.parse(text)
    for token in tokens:
        if token.type.startswith("heading"):
            token.tag = "h4"
    markup = str(PARSER.renderer.render(tokens, PARSER.options, {})).replace("\n", "")
    return HELD.sub(lambda match: held[int(match[1])], markup)


def hold_quotations(text: str, citations: Sequence[Citation], hold: Callable[[str], str]) -> str:
    """Return the text with its citations' words held, longest first, each as escaped HTML."""
    for quote in sorted({" ".join(citation.quote.split()) for citation in citations} - {""}, key=len, reverse=True):
        words = re.compile(r"(?<![\w\ue000])" + r"\s+".join(map(as_written, quote.split())) + r"(?!\w)")
        if words.search(text):
            text = words.sub(hold(f'<span class="words">{escape(quote)}</span>'), text)
    return text


def as_written(word: str) -> str:
    """Return a pattern for a word as Markdown may have it, with backslashes before what means something there."""
    return "".join((r"\\?" if ESCAPABLE.match(char) else "") + re.escape(char) for char in word)


def marker(citation: Citation) -> str:
    """Return the [n] of a citation: a link to its passage on this page."""
    place = escape(address(citation.article_id, (citation.start, citation.end)))
    about = joined(citation.title, citation.source, format_day(citation.published))
    label = escape(f"Source {citation.number}: {about}")
    number = f"<span>{citation.number}</span>"  # the link around it is larger where fingers have to find it
    return f'<a class="cite" data-open href="{place}" aria-label="{label}" title="{label}">{number}</a>'


def source_line(citation: Citation) -> str:
    """Return a citation's line under an answer: marker, speaker, source, and the button that copies it."""
    speaker = citation.speaker or ""
    where = escape(joined(citation.source, format_day(citation.published), citation.title))
    spoken = f"Copy quotation {citation.number} with its source"
    verb = citation.speech_act or "said"
    copied = copy_button(reference(citation.quote, speaker, citation, verb), "Copy", spoken)
    who = named(speaker, citation.mention_type, citation.relayed_by)
    printed = f'<small class="printed">{escape(link)}</small>' if (link := safe_link(citation.url)) else ""
    place = address(citation.article_id, (citation.start, citation.end))
    wrong = wrong_speaker(place, speaker, f", source {citation.number}") if speaker else ""
    return f"<li>{marker(citation)}<span>{joined(who, where)}{printed}</span>{copied}{wrong}</li>"


def answer(given: Answer) -> str:
    """Return an answer with its notices and sources."""
    notices = "".join(map(message, given.notices))
    lines = "".join(map(source_line, given.citations))
    heading = "Sources" if given.found else "Nearest passages"
    sources = f'<section class="sources"><h4>{heading}</h4><ol>{lines}</ol></section>' if lines else ""
    text = markdown(without_carried(given), given.citations, more=bool(given.more))
    kind = "answer" if given.found else "answer refusal"
    return f'<div class="{kind}">{notices}{text}</div>{more_findings(given)}{left_out(given)}{sources}'


def without_carried(given: Answer) -> str:
    """Return the answer's Markdown without the sentence that tells what was taken over: the page shows it as a chip."""
    words = r"\s+".join(map(as_written, f"{given.carried}, as before.".split()))
    return re.sub(words, "", given.text, count=1, flags=re.IGNORECASE) if given.carried else given.text


def more_findings(given: Answer) -> str:
    """Return the findings that the answer's text does not show, folded up; "" where it shows all."""
    more = given.more
    if not more:
        return ""
    lines = "".join(f"<li>{marker(each)}<span>{finding(each)}</span></li>" for each in more)
    return (
        f'<details class="more"><summary>{len(more)} more {"finding" if len(more) == 1 else "findings"}</summary>'
        f"<ol>{lines}</ol></details>"
    )


def left_out(given: Answer) -> str:
    """Return what a language model wrote and no cited place bears out, folded up; "" where there is none."""
    if not given.left_out:
        return ""
    sentences = "1 sentence" if len(given.left_out) == 1 else f"{len(given.left_out)} sentences"
    lines = "".join(f"<li>{escape(each.text)}<small>{escape(each.reason)}</small></li>" for each in given.left_out)
    return (
        f'<details class="left-out"><summary>{sentences} left out: not borne out</summary>'
        f"<p>The language model wrote this; it is no part of the answer.</p><ul>{lines}</ul></details>"
    )


def finding(citation: Citation) -> str:
    """Return one further finding: its words, who speaks, and where it stands."""
    words = escape(" ".join((citation.shown_text or citation.quote).split()))
    who = named(citation.speaker or "", citation.mention_type, citation.relayed_by)
    where = joined(who, escape(joined(citation.source, format_day(citation.published), citation.title)))
    return f'<span class="words">{words}</span><small>{where}</small>'


def restrictions(filters: Filters) -> list[tuple[str, str, str]]:
    """Return each restriction as its kind, its name where there may be several, and words for a person."""
    restricted = [("outlet", name, name) for name in filters.outlets]
    restricted += [("since", "", f"from {format_day(filters.since)}")] if filters.since else []
    restricted += [("until", "", f"to {format_day(filters.until)}")] if filters.until else []
    chosen = len(filters.articles)
    restricted += [("articles", "", f"only {counted(chosen, chosen, 'chosen article')}")] if chosen else []
    return restricted


def chips(filters: Filters) -> str:
    """Return each restriction in force with the button that lifts it; "" where there is none."""
    return "".join(
        chip(label, f"Lift the restriction: {label}", lift=which, name=name)
        for which, name, label in restrictions(filters)
    )


def chip(label: str, spoken: str, **data: str) -> str:
    """Return a chip with its button; `data` are the button's data attributes, `spoken` is its name."""
    values = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    button = f'<button type="button"{values} aria-label="{escape(spoken)}">×</button>'
    return f'<span class="chip">{escape(label)}{button}</span>'


def turn_chips(turn: AskedTurn, place: int) -> str:
    """Return what the question at this place was narrowed to, each with the button that asks again without it."""
    carried = turn.answer.carried if turn.answer else ""
    restricted = [("carried", "", f"{carried}, as before")] if carried else []
    markup = "".join(
        chip(label, f"Ask again without: {label}", again=which, name=name, turn=str(place))
        for which, name, label in [*restricted, *restrictions(turn.filters)]
    )
    return f'<p class="narrowed">{markup}</p>' if markup else ""


def answer_link(turns: Sequence[AskedTurn]) -> str:
    """Return the link that asks the last of the turns again."""
    place = escape(question_address(turns))
    return f'<p class="share"><a data-link href="{place}">Copy a link to this answer</a></p>'


def conversation(turns: Sequence[AskedTurn], examples: Sequence[str] = (), progress: str = "", draft: str = "") -> str:
    """Return all turns, or the example questions if there are none; `progress` and `draft` go to the last turn."""
    if not turns:
        asked = (f'<button type="button" data-ask="{text}">{text}</button>' for text in map(escape, examples))
        offered = "".join(f"<li>{button}</li>" for button in asked)
        return WELCOME.format(f"<p>For example:</p><ul>{offered}</ul>" if offered else NO_ARTICLES)
    busy = bool(progress or draft)
    parts = []
    for number, turn in enumerate(turns, 1):
        reply = answer(turn.answer) + answer_link(turns[:number]) if turn.answer else message(INTERRUPTED)
        if busy and number == len(turns):
            reply = f'<div class="answer draft">{markdown(draft)}</div><p class="progress">{escape(progress)}</p>'
        narrowed = turn_chips(turn, number - 1)
        parts.append(f'<li><h3 class="question">{escape(turn.question)}</h3>{narrowed}{reply}</li>')
    state = f'role="log" aria-label="Conversation" aria-busy="{str(busy).lower()}"'
    return f'<div {state}><ol class="turns">{"".join(parts)}</ol></div>'
