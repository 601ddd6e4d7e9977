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
from typing import Any

import charset_normalizer
import pypdf
import trafilatura
import yaml

from index.cleaning import clean, is_prose
from index.errors import NotReadableError

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
CONTROL_SHARE = 0.02  # of a text; binary files have more
FRONT_MATTER = re.compile(r"\s*---[^\S\n]*\n(.*?\n)?(?:---|\.\.\.)[^\S\n]*(?:\n|$)", re.DOTALL)
MARKUP = (  # Markdown's marks and what stands in their place
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), ""),
    (re.compile(r"\[([^\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"^\s{0,3}(?:#{1,6}\s+(.*?)\s*#*\s*)$", re.MULTILINE), r"\n\1\n"),
    (re.compile(r"^\s{0,3}>\s?", re.MULTILINE), ""),
    (re.compile(r"^\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|`{3,}.*|~{3,}.*)$", re.MULTILINE), ""),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=\S)([^*]+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=\S)([^_]+?)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])"), r"\1"),
)
HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
LOGGED = ("pypdf", "trafilatura", "htmldate", "charset_normalizer")  # what is wrong with a file is said once, by us

for name in LOGGED:
    logging.getLogger(name).setLevel(logging.CRITICAL)


def decode(data: bytes) -> str:
    """The text of bytes: by byte order mark, as UTF-8, as declared in HTML, as Western European, or as detected."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding, "is damaged: its byte order mark says otherwise")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _legacy(data)
    controls = sum(char < " " and char not in "\n\r\t\f\v\x1a\x1b" for char in text)
    if controls > CONTROL_SHARE * len(text):
        raise NotReadableError("is not text but binary data")
    return text


def plain(data: bytes) -> Record:
    """Plain text."""
    cleaned = clean(decode(data))
    return {"title": cleaned.title, "text": cleaned.text, "author": cleaned.author, "published": cleaned.published}


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
    cleaned = clean(text, title=str(fields.get("title") or ""))
    found = {"title": cleaned.title, "author": cleaned.author, "published": cleaned.published}
    return {**found, **fields, "text": cleaned.text}


def html(data: bytes) -> Record:
    """A web page: its article and what it says of itself, by trafilatura."""
    try:
        page: Any = trafilatura.bare_extraction(
            decode(data),
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except NotReadableError:
        raise
    except Exception as error:  # lxml and the page's own metadata raise what they like
        raise NotReadableError(f"cannot be parsed as HTML: {_first_line(error)}") from error
    text = clean(page.text or "", title=page.title or "").text if page else ""
    if not any(map(is_prose, text.split("\n\n"))):
        raise NotReadableError("has no article in it")
    return {
        "title": page.title,
        "text": text,
        "author": (page.author or "").replace("; ", ", "),
        "published": page.date,
        "source": page.sitename,
        "url": page.url,
    }


def pdf(data: bytes) -> Record:
    """The text layer of a PDF."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NotReadableError("is encrypted: save it without a password")
        text = "\n".join(page.extract_text() for page in reader.pages)
        author = str(reader.metadata.author or "") if reader.metadata else ""
    except NotReadableError:
        raise
    except Exception as error:  # a damaged file makes pypdf raise nearly anything
        raise NotReadableError(f"is a damaged PDF: {_first_line(error)}") from error
    cleaned = clean(HYPHENATED.sub("", text))
    if not cleaned.text:
        raise NotReadableError("has no text: it may be a scan")
    return {
        "title": cleaned.title,
        "text": cleaned.text,
        "author": author or cleaned.author,
        "published": cleaned.published,
    }


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
    # A detector tells the Western and the Central European encodings apart poorly on English text, which has few such bytes.
    if len(odd) < 0.06 * len(western) and WESTERN.issuperset(odd) and not MISPLACED.search(western):
        return western
    match = charset_normalizer.from_bytes(data).best()
    if match is None:
        raise NotReadableError("is not text in any known encoding")
    return str(match)


def _decoded(data: bytes, encoding: str, reason: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotReadableError(reason) from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
