"""What a person takes away: conversations and lists of statements, as Markdown documents and tables, and as files."""

from __future__ import annotations

import base64
import csv
import json
import re
from collections.abc import Sequence
from io import StringIO

from assistant import Citation, Turn
from index import Article, QuoteType
from ui.answer_html import MORE, format_day, joined, safe_link
from ui.statement_html import parts, sentence_span
from ui.statement_list import Listing, Row, Selection
from ui.word_document import word_document

TYPES = {
    "md": "text/markdown",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
FORMULA = tuple("=+-@＝＋－＠")  # what begins a formula in a spreadsheet (OWASP, CSV injection)
MARKUP = re.compile(r"[\\`*_{}\[\]()<>|~$&]|^[-+#]")  # what means something in Markdown, the last only first in a line
NUMBER = re.compile(r"^(\d{1,9})\.")  # begins a numbered list
COLUMNS = ("Speaker", "Verb", "Words", "Own words", "Sentence", "Outlet", "Date", "Title", "Address")


def download(text: str, name: str, ending: str) -> str:
    """Return a file as JSON for page.js, which saves it; `text` is Markdown, or for the ending csv a table."""
    content = word_document(text) if ending == "docx" else text.encode("utf-8-sig" if ending == "csv" else "utf-8")
    coded = base64.b64encode(content).decode("ascii")
    return json.dumps({"name": f"{name}.{ending}", "type": TYPES[ending], "content": coded})


def conversation(turns: Sequence[Turn]) -> str:
    """Return a conversation as a Markdown document with numbered sources after each answer."""
    blocks = ["# A conversation with WhoSaid"]
    for turn in turns:
        blocks.append(f"## {plain(turn.question)}")
        if turn.answer is None:
            blocks.append("*Stopped before there was an answer.*")
            continue
        blocks.extend(f"*{plain(notice)}*" for notice in turn.answer.notices)
        blocks.append(MORE.sub(r"\1", turn.answer.text.strip()))
        blocks.append("\\\n".join(source(c.number, c.speaker or "", c) for c in turn.answer.citations))
    return "\n\n".join(block for block in blocks if block) + "\n"


def source(number: int, speaker: str, place: Article | Citation) -> str:
    """Return a source as a line of Markdown: its number, speaker, outlet, date, title and address."""
    about = plain(joined(speaker, place.source, format_day(place.published) or "undated", place.title))
    link = safe_link(place.url)
    return f"[{number}] {about}" + (f" <{link}>" if link else "")


def statements(listing: Listing, selection: Selection) -> str:
    """Return a list of statements as a Markdown document, a line each, with numbered sources at its end."""
    who = " and ".join(selection.people) or "everybody"
    blocks = [f"# What {plain(who)} said" + (f" about {plain(selection.about)}" if selection.about else "")]
    numbers: dict[tuple[str, str], int] = {}
    sources: list[str] = []
    for section in listing.sections:
        blocks.append(f"## {plain(section.heading)}" if section.heading else "")
        lines = []
        for article, statement in section.rows:
            number = numbers.setdefault((statement.speaker, article.id), len(numbers) + 1)
            if number > len(sources):
                sources.append(source(number, statement.speaker, article))
            lines.append(f"- {sentence((article, statement))} — {plain(who_said((article, statement)))} [{number}]")
        blocks.append("\n".join(lines))
    blocks.append("\\\n".join(sources))
    return "\n\n".join(block for block in blocks if block) + "\n"


def table(listing: Listing) -> str:
    """Return a list of statements as CSV, of which no cell is read as a formula."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for section in listing.sections:
        writer.writerows([cell(value) for value in values(row)] for row in section.rows)
    return text.getvalue()


def values(row: Row) -> tuple[str, ...]:
    """Return the cells of a statement, in the order of `COLUMNS`."""
    article, statement = row
    words = " […] ".join(article.text[start:end] for start, end in statement.spans)
    begin, end = sentence_span(article.text, statement)
    own = {QuoteType.DIRECT: "yes", QuoteType.MIXED: "partly"}.get(statement.quote_type, "no")
    day, link = article.published[:10], safe_link(article.url)
    verb, sentences = statement.speech_act.value, article.text[begin:end]
    return statement.speaker, verb, words, own, sentences, article.source, day, article.title, link


def cell(text: str) -> str:
    """Return text as a cell of a table: what a spreadsheet would run as a formula has an apostrophe before it."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(FORMULA) else line


def sentence(row: Row) -> str:
    """Return a statement's sentences as Markdown, its words in bold."""
    article, statement = row
    written = ""
    for part, bold in parts(article.text, sentence_span(article.text, statement), statement):
        core = plain(part)
        before, after = (" " if part[:1].isspace() else ""), (" " if part[-1:].isspace() else "")
        written += before + (f"**{core}**" if bold and core else core) + after
    return " ".join(written.split())


def who_said(row: Row) -> str:
    """Return who said it and how, outlet and date."""
    article, statement = row
    day = format_day(article.published) or "undated"
    return joined(f"{statement.speaker or 'Somebody'} {statement.speech_act.value}", article.source, day)


def plain(text: str) -> str:
    """Return text on one line, escaped so that Markdown shows it as it is."""
    return NUMBER.sub(r"\1\\.", MARKUP.sub(r"\\\g<0>", " ".join(text.split())))
