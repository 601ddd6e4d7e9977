"""Markdown -> a Word document (.docx): headings, paragraphs, lists, quotations, bold, italics, links."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ui.answer_html import safe_link

RULES = ["heading", "list", "blockquote", "emphasis", "escape", "newline", "autolink"]
PARSER = MarkdownIt("zero").enable(RULES)
STYLES = {"bullet_list_open": "List Bullet", "ordered_list_open": "List", "blockquote_open": "Quote"}


def word_document(markdown: str) -> bytes:
    """Return a Markdown text as the bytes of a .docx file."""
    document = Document()
    style, number, containers = "", "", list[str]()
    for token in PARSER.parse(xml_text(markdown)):
        if token.type in STYLES:
            containers.append(STYLES[token.type])
        elif token.type in ("bullet_list_close", "ordered_list_close", "blockquote_close"):
            containers.pop()
        elif token.type == "heading_open":
            style = f"Heading {min(int(token.tag[1:]), 4)}"
        elif token.type == "heading_close":
            style = ""
        elif token.type == "list_item_open" and token.info:
            number = f"{token.info}. "  # written out: Word would count on from the list before
        elif token.type == "inline":
            paragraph = document.add_paragraph(number, style or (containers[-1] if containers else "Normal"))
            number = ""
            write(paragraph, token.children or [])
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def xml_text(text: str) -> str:
    """Return text without the characters that XML 1.0 does not allow."""
    allowed = (c for c in text if c in "\t\n" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")
    return "".join(allowed)


def write(paragraph: Paragraph, tokens: Iterable[Token]) -> None:
    """Write the inner parts of a Markdown paragraph as runs."""
    bold = italic = 0
    link: Any = None
    for token in tokens:
        bold += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
        italic += {"em_open": 1, "em_close": -1}.get(token.type, 0)
        if token.type == "link_open" and (address := safe_link(str(token.attrs["href"]))):
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            paragraph._p.append(link)
        elif token.type == "link_close":
            link = None
        elif token.type == "hardbreak":
            paragraph.add_run().add_break()
        elif text := " " if token.type == "softbreak" else token.content:
            run = paragraph.add_run(text)
            run.bold, run.italic = bool(bold) or None, bool(italic) or None
            if link is not None:
                run.underline = True
                link.append(run._r)
