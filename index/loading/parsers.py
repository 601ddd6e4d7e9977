"""The bytes of a file -> records: dictionaries with `text` and whatever else the file says of an article.

Everything that the parsers raise becomes a NotReadableError here, whose message is the reason alone.
"""

from __future__ import annotations

import codecs
import io
import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

import charset_normalizer
import pypdf
import trafilatura
import yaml

from index.errors import NotReadableError
from index.loading.boilerplate import Cleaned, clean, is_prose

Record = Mapping[str, Any]

BOMS = (  # the longer ones first: UTF-16's begins UTF-32's
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE
)
WESTERN = frozenset("“”‘’‚„–—…•€£§©®°´·«»¡¿\u00a0™") | {chr(code) for code in range(0xC0, 0x100)}
MISPLACED = re.compile(r"[a-z][À-Þ][a-z]|\b[À-Þ]{2}")
CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\v\f\r\x1a\x1b")
CONTROL_SHARE = 0.02  # of a text's bytes; binary files have more
FRONT_MATTER = re.compile(r"\s*---[^\S\n]*\n(.*?\n)?(?:---|\.\.\.)[^\S\n]*(?:\n|$)", re.DOTALL)
MARKUP = (  # Markdown's marks and what stands in their place
    (re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL), ""),
    (re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)"), ""),
    (re.compile(r"\[([^\[\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"^ {0,3}#{1,6} +(.*)$", re.MULTILINE), r"\n\1\n"),
    (re.compile(r"^ {0,3}> ?", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,}|`{3,}.*|~{3,}.*)$", re.MULTILINE), ""),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=\S)([^*\n]+)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=\S)([^_\n]+)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])"), r"\1"),
)
LEAST_WORDS = 20  # in sentences, of an article on a page
LEAST_SENTENCE = 4  # words
HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
LOGGED = ("pypdf", "trafilatura", "htmldate", "charset_normalizer")  # what is wrong with a file is said once, by us

for name in LOGGED:
    logging.getLogger(name).setLevel(logging.CRITICAL)


def decode(data: bytes) -> str:
    """The text of bytes: by byte order mark, as UTF-8, as declared in HTML, as Western European, or as detected."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding, "is damaged: its byte order mark says otherwise")
    if len(data) - len(data.translate(None, CONTROLS)) > CONTROL_SHARE * len(data):
        raise NotReadableError("is not text but binary data")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data)


def plain(data: bytes) -> Record:
    """Plain text."""
    return _record(clean(decode(data)), {})


def markdown(data: bytes) -> Record:
    """Markdown, with or without YAML front matter; its marks are taken out."""
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
    for pattern, instead in MARKUP:
        text = pattern.sub(instead, text)
    title = fields.get("title")
    return _record(clean(text, title=title if isinstance(title, str) else ""), fields)


def html(data: bytes) -> Record:
    """A web page: its article, whose first paragraph is the headline, and what it says of itself, by trafilatura."""
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
    cleaned = clean((page.text or "") if page else "", title=(page.title or "") if page else "")
    told = sum(len(line.split()) for line in cleaned.text.split("\n\n") if is_prose(line, LEAST_SENTENCE))
    if told < LEAST_WORDS:
        raise NotReadableError("has no article in it")
    if cleaned.title and cleaned.title.casefold() not in cleaned.text.casefold():
        cleaned = replace(cleaned, text=f"{cleaned.title}\n\n{cleaned.text}")
    author = "" if not page.author else page.author.replace("; ", ", ")
    return _record(cleaned, {"author": author, "published": page.date, "source": page.sitename, "url": page.url})


def pdf(data: bytes) -> Record:
    """The text layer of a PDF."""
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
    cleaned = clean(HYPHENATED.sub("", text))
    if not cleaned.text:
        raise NotReadableError("has no text in it: it may be a scan")
    return _record(cleaned, {"author": author})


def json_records(data: bytes) -> Iterator[tuple[int | None, Record | NotReadableError]]:
    """The numbered records of a JSON file: a list, an object whose `articles` are one, or one object (number None)."""
    text = decode(data)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1 and isinstance(json_line(lines[0]), dict):  # JSON Lines by another name
            yield from enumerate(map(json_line, lines), start=1)
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


def json_line(line: str | bytes) -> Record | NotReadableError:
    """The record of one line."""
    try:
        value = json.loads(decode(line) if isinstance(line, bytes) else line)
    except NotReadableError as error:
        return error
    except (ValueError, RecursionError) as error:
        return NotReadableError(f"is not JSON: {_first_line(error)}")
    return value if isinstance(value, dict) else NotReadableError("is not a JSON object")


def sniff(data: bytes) -> str:
    """The ending that a file with this content should have."""
    head = data[:1024].lstrip(codecs.BOM_UTF8 + b" \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return ".pdf"
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")):
        return ".html"
    if head.startswith((b"{", b"[{")):
        return ".json"
    return ".md" if head.startswith(b"---") else ".txt"


ONE_ARTICLE: dict[str, Callable[[bytes], Record]] = {
    ".txt": plain,
    ".text": plain,
    ".md": markdown,
    ".markdown": markdown,
    ".html": html,
    ".htm": html,
    ".xhtml": html,
    ".pdf": pdf,
}
LINES = (".jsonl", ".ndjson")
ENDINGS = (*ONE_ARTICLE, ".json", *LINES)


def _legacy(data: bytes) -> str:
    """The text of bytes that are not UTF-8."""
    declared = DECLARED.search(data[:4096])
    if declared:
        try:
            return data.decode((declared[1] or declared[2]).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    western = data.decode("cp1252", "replace")
    odd = [char for char in western if char > "\x7f"]
    # English text has too few such bytes for a detector to tell Western from Central European encodings.
    if len(odd) < 0.06 * len(western) and WESTERN.issuperset(odd) and not MISPLACED.search(western):
        return western
    match = charset_normalizer.from_bytes(data).best()
    if match is None:
        raise NotReadableError("is not text in any known encoding")
    return str(match)


def _record(cleaned: Cleaned, fields: Record) -> Record:
    """A cleaned text with the fields that a file has of its own, which count before those found in the text."""
    said = {key: value for key, value in fields.items() if value not in (None, "")}
    return asdict(cleaned) | said | {"text": cleaned.text}


def _decoded(data: bytes, encoding: str, reason: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotReadableError(reason) from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
