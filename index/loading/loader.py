"""Load articles from files, folders, globs and standard input; what cannot be loaded is reported, the rest goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import NotReadableError
from index.loading.cleaning import clean_text
from index.loading.discovery import Notice, find_files, system_reason
from index.loading.mending import mend
from index.loading.metadata import find_dateline, parse_publication_date
from index.loading.parsers import LINES, ONE_ARTICLE, Record, parse_json, parse_json_line, sniff_ending
from index.loading.web import fetch
from index.models import Article, Skipped, digest

MAX_BYTES = 20_000_000  # of a file, and of a line of JSON Lines, which themselves may be of any size
MAX_CHARACTERS = 2_000_000  # of an article's text
MAX_ID = 200  # characters
UNKEEPABLE = re.compile(r"[\x00\ud800-\udfff]")  # neither UTF-8 nor SQLite's text search can hold them
CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
COMMON_WORDS = frozenset(
    ["the", "of", "and", "to", "that", "with", "by", "said", "has", "have", "are", "this", "from", "were", "which"]
)
ENGLISH_SHARE = 0.08  # of common words; in English news it is .11 and more, in other languages .03 and less
LANGUAGE_WORDS = 30  # fewer words tell nothing of the language

Item = Article | Skipped | Notice
Numbered = tuple[int | None, Record | NotReadableError]  # a record and its number, None for a file that is one article


def load_articles(paths: Sequence[str | Path], stdin: BinaryIO | None = None) -> Iterator[Item]:
    """Yield the articles of files, folders (with everything below) and globs, and of `stdin` for the path `-`.

    Nothing is raised: what cannot be read comes as Skipped in its place.  No article comes twice: a second record with
    an id that was used is skipped, and the same text from the same source and address is reported in a notice.  Files
    are read one by one, as the articles are asked for.
    """
    origins: dict[str, str] = {}
    for path in find_files(paths):
        if not isinstance(path, str):
            yield path
            continue
        try:
            for number, record in _records(path, stdin):
                yield from _items(record, path, number, origins)
        except OSError as error:
            yield Skipped(path, None, system_reason(error))
        except NotReadableError as error:
            yield Skipped(path, None, str(error))


def load_text(text: str, title: str = "", source: str = "", published: str = "") -> Iterator[Item]:
    """Yield the article of a text that somebody pasted, cleaned like that of a file, or why there is none."""
    cleaned = clean_text(text, title=title)
    stated = {name: value for name, value in (("source", source), ("published", published)) if value}
    record = asdict(cleaned) | stated
    yield from _items(record, f"pasted {digest(text)[:8]}", None, {})


def load_address(url: str, max_bytes: int = MAX_BYTES, private: bool = False) -> Iterator[Item]:
    """Yield the article at a web address, or why there is none; with `private`, also one inside this network."""
    try:
        data, place, ending = fetch(url, min(max_bytes, MAX_BYTES), private)
        record = dict(ONE_ARTICLE.get(ending, ONE_ARTICLE[".html"])(data))
    except NotReadableError as error:
        yield Skipped(url, None, str(error))
        return
    record["url"] = record.get("url") or place
    yield from _items(record, place, None, {})


def _items(record: Record | NotReadableError, path: str, number: int | None, origins: dict[str, str]) -> Iterator[Item]:
    """Yield the article of one record, with a notice if there is one; `origins` says where each id was met."""
    origin = path if number is None else f"{path}#{number}"
    try:
        article = _article(record, origin)
    except NotReadableError as error:
        yield Skipped(path, number, str(error))
        return
    if article.id not in origins:
        origins[article.id] = origin
        yield article
        if not _is_english(article.text):
            yield Notice(origin, "does not seem to be in English: it is indexed, but only English is supported so far")
    elif article.given_id:
        yield Skipped(path, number, f"its id {article.id!r} is already used by {origins[article.id]}")
    else:
        yield Notice(origin, f"is the same article as {origins[article.id]}")


def _records(path: str, stdin: BinaryIO | None) -> Iterator[Numbered]:
    """Yield the records of a file, or of standard input, whose format shows in how it begins."""
    if path == "-":
        data = stdin.read(MAX_BYTES + 1) if stdin else b""
        ending = sniff_ending(data)
    else:
        ending = Path(path).suffix.lower()
        if ending in LINES:
            yield from _lines(path)
            return
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        ending = ending or sniff_ending(data)
    if len(data) > MAX_BYTES:
        raise NotReadableError(f"is over {MAX_BYTES // 1_000_000} MB: split it, or convert it to JSON Lines (.jsonl)")
    if not data.strip():
        raise NotReadableError("is empty")
    if ending == ".json":
        yield from parse_json(data)
    elif ending in ONE_ARTICLE:
        yield None, ONE_ARTICLE[ending](data)
    else:
        raise NotReadableError(f"is a kind of file that cannot be read: {ending}")


def _lines(path: str) -> Iterator[Numbered]:
    """Yield the records of a JSON Lines file, which is never held in memory as a whole."""
    number = 0
    with open(path, "rb") as file:
        while line := file.readline(MAX_BYTES + 1):
            if not line.strip(b"\xef\xbb\xbf \t\r\n"):
                continue
            number += 1
            if len(line) <= MAX_BYTES:
                yield number, parse_json_line(line)
                continue
            yield (
                number,
                NotReadableError(f"is a line of over {MAX_BYTES // 1_000_000} MB"),
            )
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_BYTES)
    if not number:
        raise NotReadableError("is empty")


def _article(record: Record | NotReadableError, origin: str) -> Article:
    """Return the article of a record.  Raises NotReadableError with the reason if it has none."""
    if isinstance(record, NotReadableError):
        raise record
    text = next((record[key] for key in ("text", "body") if record.get(key)), None)
    if not isinstance(text, str) or not text.strip():
        raise NotReadableError("has no text: it needs a field `text` or `body` with words in it")
    if len(text) > MAX_CHARACTERS:
        raise NotReadableError(
            f"has {len(text):,} characters of text, but an article may have at most {MAX_CHARACTERS:,}: split it"
        )
    if UNKEEPABLE.search(text):
        raise NotReadableError("has a null character or half of a surrogate pair in its text, which cannot be stored")
    source, url = _line(record.get("source")), _address(record.get("url"))
    given = _given_id(record.get("id"))
    dates = (parse_publication_date(record.get(key)) for key in ("published", "published_at", "date"))
    mended = mend(text)
    return Article(
        id=given or digest("\n".join((" ".join(text.split()), source, url)))[:16],
        text=mended,
        title=_line(record.get("title")),
        source=source,
        author=_line(record.get("author")),
        published=next(filter(None, dates), "") or find_dateline(mended),
        url=url,
        origin=origin,
        given_id=bool(given),
        sample=record.get("sample") is True,
    )


def _given_id(value: Any) -> str:
    """Return a record's own id, "" if it has none.  Raises NotReadableError for an id that cannot be stored."""
    if value is None or isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    given = str(value).strip()
    if len(given) > MAX_ID or CONTROL.search(given):
        raise NotReadableError(f"has an id of over {MAX_ID} characters or with control characters in it")
    return given


def _line(value: Any) -> str:
    """Return a field as one line: a text, a number, several of them, or the `name` of an object; "" for all else."""
    parts = [
        part.get("name") if isinstance(part, dict) else part for part in (value if isinstance(value, list) else [value])
    ]
    texts = [str(part) for part in parts if isinstance(part, str | int | float) and not isinstance(part, bool)]
    return ", ".join(filter(None, (" ".join(mend(CONTROL.sub(" ", text)).split()) for text in texts)))


def _address(value: Any) -> str:
    """Return a web address; "" for anything else, `javascript:` included."""
    address = value.strip() if isinstance(value, str) else ""
    return address if re.fullmatch(r"https?://[^\s<>\"'\x00-\x1f]+", address, re.IGNORECASE) else ""


def _is_english(text: str) -> bool:
    """Return True if a text has as many of the commonest words as English has; a short text counts as English."""
    words = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    return len(words) < LANGUAGE_WORDS or sum(word in COMMON_WORDS for word in words) >= ENGLISH_SHARE * len(words)
