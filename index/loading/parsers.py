"""Parse the bytes of a file into records: dictionaries with `text` and whatever else the file says of an article.

Everything that the libraries raise becomes a NotReadableError here, whose message is the reason alone.
"""

from __future__ import annotations

import codecs
import email.policy
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.errors import NotReadableError
from index.loading.boilerplate import is_prose
from index.loading.cleaning import CleanedText, clean_text
from index.loading.decoding import decode
from index.loading.library_logging import quiet_libraries

Record = Mapping[str, Any]

FRONT_MATTER = re.compile(
    r"""\s*---[^\S\n]*\n         # a line of three hyphens
        (.*?\n)?                 # YAML
        (?:---|\.\.\.)[^\S\n]*(?:\n|$)
    """,
    re.DOTALL | re.VERBOSE,
)
COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
# HTML is off: a tag in Markdown is text like any other, as it may well be what an article is about.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
LEAST_WORDS = 20  # in sentences, of an article on a page
LEAST_SENTENCE = 4  # words
LARGEST_UNPACKED = 100_000_000  # bytes of a docx file, which is packed
FORWARDED = re.compile(r"(?:(?:fwd?|re)\s*:\s*)+", re.IGNORECASE)
HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


def parse_text(data: bytes) -> Record:
    """Parse plain text."""
    return _record(clean_text(decode(data)), {})


def parse_markdown(data: bytes) -> Record:
    """Parse Markdown, with or without YAML front matter, into its text without markup."""
    text = re.sub(r"\r\n?", "\n", decode(data))
    fields: Any = {}
    front = FRONT_MATTER.match(text)
    if front:
        try:
            fields = yaml.safe_load(front[1] or "")
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise NotReadableError(f"has front matter that is not YAML: {_first_line(error)}") from error
        text = text[front.end() :] if isinstance(fields, dict) or not fields else text
    fields = fields if isinstance(fields, dict) else {}
    title = fields.get("title")
    return _record(clean_text(_without_markup(text), title=title if isinstance(title, str) else ""), fields)


def _without_markup(markdown: str) -> str:
    """Return the text of Markdown: its blocks separated by a blank line, the markers of its lists kept."""
    blocks: list[str] = []
    marker = ""
    for token in MARKDOWN.parse(COMMENT.sub("", markdown)):
        if token.type == "list_item_open":
            marker = f"{token.info}{token.markup} "
        elif token.type in ("inline", "fence", "code_block"):
            blocks.append(marker + (_inline_text(token) if token.type == "inline" else token.content))
            marker = ""
    return "\n\n".join(blocks)


def _inline_text(block: Token) -> str:
    """Return the text of a block of Markdown: pictures left out, of links the words."""
    breaks = {"softbreak": "\n", "hardbreak": "\n", "image": ""}
    return "".join(breaks.get(token.type, token.content) for token in block.children or [])


@quiet_libraries()
def parse_html(data: bytes) -> Record:
    """Parse a web page: its article, whose first paragraph is the headline, and its metadata, by trafilatura."""
    import trafilatura  # heavy: every command would wait for it

    text = decode(data)
    try:
        page: Any = trafilatura.bare_extraction(
            text,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # the parser and the page's own metadata raise what they like
        raise NotReadableError(f"cannot be parsed as HTML: {_first_line(error)}") from error
    cleaned = clean_text((page.text or "") if page else "", title=(page.title or "") if page else "")
    prose = [line for line in cleaned.text.split("\n\n") if is_prose(line, LEAST_SENTENCE)]
    if sum(len(line.split()) for line in prose) < LEAST_WORDS:
        raise NotReadableError("has no article in it")
    if cleaned.title and cleaned.title.casefold() not in cleaned.text.casefold():
        cleaned = replace(cleaned, text=f"{cleaned.title}\n\n{cleaned.text}")
    author = "" if not page.author else page.author.replace("; ", ", ")
    return _record(cleaned, {"author": author, "published": page.date, "source": page.sitename, "url": page.url})


@quiet_libraries()
def parse_pdf(data: bytes) -> Record:
    """Parse the text layer of a PDF."""
    import pypdf  # heavy: loaded with the first of its files

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if not reader.is_encrypted or reader.decrypt(""):
            text = "\n".join(page.extract_text() for page in reader.pages)
            author = reader.metadata.author if reader.metadata else None
        else:
            text, author = "", None
    except Exception as error:  # a damaged file makes pypdf raise nearly anything
        text, author, damage = "", None, _first_line(error)
    else:
        damage = ""
    if b"/Encrypt" in data and not text:
        raise NotReadableError("is encrypted: save it without a password")
    if damage:
        raise NotReadableError(f"is a damaged PDF: {damage}")
    cleaned = clean_text(HYPHENATED.sub("", text))
    if not cleaned.text:
        raise NotReadableError("has no text in it: it may be a scan")
    return _record(cleaned, {"author": author})


@quiet_libraries()
def parse_docx(data: bytes) -> Record:
    """Parse a Word document: the text of its paragraphs, without tables, headers and footers."""
    import docx  # heavy: every command would wait for it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise ValueError(f"over {LARGEST_UNPACKED // 1_000_000} MB unpacked")
        document = docx.Document(io.BytesIO(data))
        text = "\n\n".join(paragraph.text for paragraph in document.paragraphs)
        author = document.core_properties.author
    except Exception as error:  # a damaged file makes the library raise nearly anything
        raise NotReadableError(f"is not a Word document that can be read: {_first_line(error)}") from error
    cleaned = clean_text(text)
    if not cleaned.text:
        raise NotReadableError("has no text in it")
    return _record(cleaned, {"author": author})


def parse_email(data: bytes) -> Record:
    """Parse an e-mail message: its plain text, or else its HTML, with subject, sender and date.

    Of a message that was passed on, sender and date are not the article's and stay empty.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    try:
        subject, sender, sent = (message.get(name) for name in ("subject", "from", "date"))
        body = message.get_body(("plain", "html"))
        content = body.get_content() if body else ""
    except Exception as error:  # headers and encodings that no mail program writes
        raise NotReadableError(f"is a damaged e-mail: {_first_line(error)}") from error
    if not (subject or sender) or body is None or not content.strip():
        raise NotReadableError("is not an e-mail with a text in it")
    title = " ".join(FORWARDED.sub("", subject or "", count=1).split())
    fields: dict[str, Any] = {"title": title}
    if subject and not FORWARDED.match(subject):
        fields["author"] = sender.addresses[0].display_name if sender and sender.addresses else ""
        fields["published"] = sent.datetime if sent else ""
    if body.get_content_subtype() == "html":
        return {**parse_html(content.encode()), **{key: value for key, value in fields.items() if value}}
    return _record(clean_text(content, title=title), fields)


def parse_json(data: bytes) -> Iterator[tuple[int | None, Record | NotReadableError]]:
    """Yield the numbered records of a JSON file: a list, an object whose `articles` are one, or one object (None)."""
    text = decode(data)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1 and isinstance(parse_json_line(lines[0]), dict):  # JSON Lines by another name
            yield from enumerate(map(parse_json_line, lines), start=1)
            return
        raise NotReadableError(f"is not JSON: {_first_line(error)}") from error
    if isinstance(value, dict) and isinstance(value.get("articles"), list):
        value = value["articles"]
    if isinstance(value, dict):
        yield None, value
    elif isinstance(value, list) and value:
        for number, item in enumerate(value, start=1):
            yield number, item if isinstance(item, dict) else NotReadableError("is not a JSON object")
    else:
        raise NotReadableError("is neither a JSON object nor a list of objects")


def parse_json_line(line: str | bytes) -> Record | NotReadableError:
    """Parse one line of JSON Lines; what is wrong with it is returned, for the other lines are good."""
    try:
        value = json.loads(decode(line) if isinstance(line, bytes) else line)
    except NotReadableError as error:
        return error
    except (ValueError, RecursionError) as error:
        return NotReadableError(f"is not JSON: {_first_line(error)}")
    return value if isinstance(value, dict) else NotReadableError("is not a JSON object")


def sniff_ending(data: bytes) -> str:
    """Return the ending that a file with this content should have."""
    head = data[:1024].lstrip(codecs.BOM_UTF8 + b" \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return ".pdf"
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")):
        return ".html"
    if head.startswith((b"{", b"[{")):
        return ".json"
    return ".md" if head.startswith(b"---") else ".txt"


ONE_ARTICLE: dict[str, Callable[[bytes], Record]] = {
    ".txt": parse_text,
    ".text": parse_text,
    ".md": parse_markdown,
    ".markdown": parse_markdown,
    ".html": parse_html,
    ".htm": parse_html,
    ".xhtml": parse_html,
    ".pdf": parse_pdf,
    ".docx": parse_docx,
    ".eml": parse_email,
}
LINES = (".jsonl", ".ndjson")
ENDINGS = (*ONE_ARTICLE, ".json", *LINES)


def _record(cleaned: CleanedText, fields: Record) -> Record:
    """Join a cleaned text with the fields that a file states, which go before those found in the text."""
    stated = {key: value for key, value in fields.items() if value not in (None, "")}
    return asdict(cleaned) | stated | {"text": cleaned.text}


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
