"""Articles in: every format, every way in which a file can be wrong."""

from __future__ import annotations

import email.message
import io
import json
import logging
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loading import loader as articles
from index.loading.library_logging import quiet_libraries
from index.loading.loader import Notice, load_articles
from index.loading.mending import mend
from index.models import Article, Skipped
from tests.conftest import ROOT

TITLE = "Harbour workers end their strike"
BODY = (
    "The harbour workers of Northport ended their strike on Tuesday after eleven days, and the owners said that the "
    "first ships would be unloaded this week.\n\n"
    "“We got less than we asked for and more than they offered,” said Ada Quill, the leader of the union, to "
    "those who had come to the gate.\n\n"
    "The mayor thanked both of them in a statement and did not say who will pay for the cranes that are to be bought "
    "from the south."
)
TEXT = f"{TITLE}\n\n{BODY}"


def pdf_of(lines: Sequence[str], password: str = "") -> bytes:
    """A PDF with one page of text, made by hand."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    stream = f"BT /F1 10 Tf 12 TL 50 780 Td {shown} ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    made = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj %s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"xref\n0 6\n0000000000 65535 f \n" + table
    made += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % made.index(b"xref\n0 6")
    if not password:
        return made
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made))
    writer.encrypt(password, algorithm="RC4-128")
    encrypted = io.BytesIO()
    writer.write(encrypted)
    return encrypted.getvalue()


def docx_of(text: str) -> bytes:
    document = docx.Document()
    document.core_properties.author = "Jo Marsh"
    for line in text.split("\n\n"):
        document.add_paragraph(line)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def packed(size: int) -> bytes:
    """A small file that is large once it is unpacked."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(size))
    return written.getvalue()


def email_of(content: str, kind: str = "plain", subject: str = TITLE) -> bytes:
    message = email.message.EmailMessage()
    message["Subject"], message["From"] = subject, "Jo Marsh <jo@example.org>"
    message["Date"] = "Fri, 01 Aug 2025 23:00:00 -0500"
    message.set_content(content, subtype=kind)
    return message.as_bytes()


def html_of(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


H1 = f"<h1>{TITLE}</h1>"
LATIN = "<meta charset='windows-1252'>"
ARTICLE_HTML = f"<article>{H1}" + "".join(f"<p>{line}</p>" for line in BODY.split("\n\n")) + "</article>"
HEAD = (
    f"<title>{TITLE} | The Courier</title><meta property='og:title' content='{TITLE}'>"
    "<meta property='og:site_name' content='The Courier'><meta name='author' content='Jo Marsh'>"
    "<meta property='article:published_time' content='2025-08-01T09:00:00Z'>"
    "<link rel='canonical' href='https://example.org/strike'>"
)
AROUND = (
    "<nav><a href='/'>Home</a> <a href='/x'>World</a></nav>{}<h3>You may also like</h3><ul><li><a href='/1'>Penguins "
    "counted again</a></li></ul><h3>3 Comments</h3><p>Well said, Jim.</p><footer>© 2025 All rights reserved</footer>"
)
FRONT = (
    f"---\nid: strike-1\ntitle: {TITLE}\nsource: The Courier\nauthor: Jo Marsh\n"
    "published: 2025-08-01\nurl: https://example.org/a\n"
)


def only(items: Sequence[articles.Item]) -> Article:
    """The one article that was read, and nothing else."""
    assert len(items) == 1, items
    assert isinstance(items[0], Article), items
    return items[0]


def read_file(tmp_path: Path, name: str, data: bytes | str) -> list[articles.Item]:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(load_articles([path]))


STATED = {
    "title": TITLE,
    "source": "The Courier",
    "author": "Jo Marsh",
    "published": "2025-08-01",
}
BYLINES = TEXT.replace("\n\n", "\n\nBy Jo Marsh\n\nAugust 1, 2025\n\n", 1)
MARKED = "> A *quotation* with **[a link](https://example.org/x_(y))**, and snake_case_words."
UNMARKED = "A quotation with a link, and snake_case_words."
YAML_DATES = "---\ndate: 2025-08-01T10:00:00+02:00\nauthor: [Jo Marsh, Bo Hill]\n---\n"
HYPHENATED = [TITLE, "", "The harbour workers of Northport ended their strike on Tues-", "day, after eleven days."]
ODD_FIELDS = {"body": TEXT, "source": {"id": None, "name": "The Courier"}, "published_at": "2025-08-01T00:00:00Z"}
BAD_FIELDS = {
    "text": TEXT,
    "title": " A\n title ",
    "url": "javascript:alert(1)",
    "published": "01/08/2025",
    "author": 3,
}
FORMATS: dict[str, tuple[str, bytes | str, dict[str, object]]] = {
    "txt": ("a.txt", f"Skip to content\n\n{TEXT}\n\nLeave a Reply", {"title": TITLE, "text": TEXT}),
    "bom": ("a.txt", TEXT.encode("utf-8-sig"), {"title": TITLE, "text": TEXT}),
    "utf-16": ("a.txt", TEXT.encode("utf-16"), {"title": TITLE, "text": TEXT}),
    "utf-32": ("a.txt", TEXT.encode("utf-32"), {"title": TITLE, "text": TEXT}),
    "cp1252": ("a.txt", TEXT.encode("cp1252"), {"title": TITLE, "text": TEXT}),
    "no-ending": ("a", TEXT, {"title": TITLE, "text": TEXT}),
    "crlf": ("A.TXT", TEXT.replace("\n", "\r\n"), {"title": TITLE, "text": TEXT}),
    "control": ("a.txt", TEXT.replace("strike", "st\x00ri\x07ke"), {"title": TITLE, "text": TEXT}),
    "byline": ("a.txt", BYLINES, {"author": "Jo Marsh", "published": "2025-08-01", "text": TEXT}),
    "md": ("a.md", f"# {TITLE}\n\n{BODY}", {"title": TITLE, "text": TEXT, "given_id": False, "sample": False}),
    "front-matter": ("a.md", f"{FRONT}---\n{BODY}", STATED | {"id": "strike-1", "given_id": True, "text": BODY}),
    "sample": ("a.md", f"{FRONT}sample: true\n---\n\n{BODY}", {"sample": True, "url": "https://example.org/a"}),
    "yaml-dates": ("a.md", YAML_DATES + TEXT, {"published": "2025-08-01", "author": "Jo Marsh, Bo Hill"}),
    "empty-front-matter": ("a.md", "---\n---\n" + TEXT, {"title": TITLE, "text": TEXT}),
    "rule-on-top": ("a.md", "---\n\n" + TEXT, {"title": TITLE, "text": TEXT}),
    "md-marks": ("a.markdown", f"# {TITLE}\n\n{MARKED}\n\n{BODY}", {"text": f"{TITLE}\n\n{UNMARKED}\n\n{BODY}"}),
    "html": (
        "a.html",
        html_of(AROUND.format(ARTICLE_HTML), HEAD),
        STATED | {"text": TEXT, "url": "https://example.org/strike"},
    ),
    "html-without-data": (
        "a.htm",
        html_of(ARTICLE_HTML),
        {"title": TITLE, "text": TEXT, "published": "", "source": ""},
    ),
    "html-charset": ("a.html", html_of(ARTICLE_HTML, LATIN).decode().encode("cp1252"), {"text": TEXT}),
    "html-headline-outside": ("a.html", html_of(ARTICLE_HTML.replace(H1, ""), HEAD), {"title": TITLE, "text": TEXT}),
    "pdf": (
        "a.pdf",
        pdf_of(HYPHENATED),
        {"text": "\n\n".join([TITLE, "".join(HYPHENATED).split(TITLE)[1]]).replace("s-d", "sd")},
    ),
    "docx": (
        "a.docx",
        docx_of(BYLINES),
        {"title": TITLE, "text": TEXT, "author": "Jo Marsh", "published": "2025-08-01"},
    ),
    "eml": ("a.eml", email_of(BODY), {"title": TITLE, "text": BODY, "author": "Jo Marsh", "published": "2025-08-01"}),
    "eml-html": (
        "a.eml",
        email_of(html_of(ARTICLE_HTML).decode(), "html"),
        {"title": TITLE, "text": TEXT, "author": "Jo Marsh", "published": "2025-08-01"},
    ),
    "eml-passed-on": (
        "a.eml",
        email_of(BODY, subject=f"Fwd: Re: {TITLE}"),
        {"title": TITLE, "author": "", "published": ""},
    ),
    "dateline": ("a.txt", f"{TITLE}\n\nNORTHPORT, March 3, 2024 - {BODY}", {"published": "2024-03-03"}),
    "dateline-and-date": (
        "a.json",
        json.dumps({"text": "OSLO, March 3, 2024 - It is.", "date": "2025-08-01"}),
        {"published": "2025-08-01"},
    ),
    "json": ("a.json", json.dumps({"text": TEXT, "id": 7}), {"id": "7", "text": TEXT, "title": "", "given_id": True}),
    "json-odd-fields": ("a.json", json.dumps(ODD_FIELDS), {"source": "The Courier", "published": "2025-08-01"}),
    "json-articles": ("a.json", json.dumps({"status": "ok", "articles": [ODD_FIELDS]}), {"source": "The Courier"}),
    "json-lines-as-json": ("a.json", json.dumps({"text": TEXT}) + "\n", {"text": TEXT}),
    "jsonl": ("a.jsonl", json.dumps(BAD_FIELDS), {"title": "A title", "url": "", "published": "", "author": "3"}),
    "jsonl-bom-and-blank-line": (
        "a.ndjson",
        b"\xef\xbb\xbf\n" + json.dumps({"text": "", "body": TEXT}).encode(),
        {"text": TEXT},
    ),
}


@pytest.mark.parametrize(("name", "data", "fields"), FORMATS.values(), ids=FORMATS.keys())
def test_formats(tmp_path: Path, name: str, data: bytes | str, fields: dict[str, object]) -> None:
    article = only(read_file(tmp_path, name, data))
    assert {key: getattr(article, key) for key in fields} == fields
    assert article.origin.split("#")[0] == str(tmp_path / name)


def kept_texts() -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(
        lambda text: text.strip() and mend(text) == text
    )


@given(texts=st.lists(kept_texts(), min_size=1, max_size=4, unique=True))
def test_records_keep_their_text_to_the_character(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("records")
    records = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
    (folder / "a.json").write_text(json.dumps(records), "utf-8")
    (folder / "b.jsonl").write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), "utf-8")
    for name in ("a.json", "b.jsonl"):
        found = [item for item in load_articles([folder / name]) if isinstance(item, Article)]
        assert [article.text for article in found] == texts
        assert [article.origin for article in found] == [
            f"{folder / name}#{number + 1}" for number in range(len(texts))
        ]


GOOD = json.dumps({"text": TEXT})


LINKS = html_of("<nav><a href='/'>Home</a></nav><ul><li><a>Ten harbours to see before winter comes</a></ul>")
WRONG: dict[str, tuple[str, bytes | str, int | None, str]] = {
    "empty": ("a.txt", b"", None, "is empty"),
    "blank": ("a.txt", b" \n\t ", None, "is empty"),
    "leftovers-only": ("a.txt", b"Skip to content\n\nLeave a Reply", None, "has no text"),
    "all-bytes": ("a.txt", bytes(range(256)) * 40, None, "binary"),
    "docx-damaged": ("a.docx", docx_of(TEXT)[:900], None, "not a Word document"),
    "docx-empty": ("a.docx", docx_of(""), None, "has no text"),
    "docx-bomb": ("a.docx", packed(100_000_001), None, "over 100 MB unpacked"),
    "eml-no-headers": ("a.eml", b"\n" + TEXT.encode(), None, "not an e-mail"),
    "eml-no-text": ("a.eml", email_of("  "), None, "not an e-mail with a text"),
    "eml-charset": ("a.eml", email_of(BODY).replace(b"utf-8", b"none-1"), None, "damaged e-mail"),
    "picture": ("a.txt", b"\x89PNG\r\n\x1a\n" + b"\0\x01\x02" * 99, None, "binary"),
    "half-a-character": ("a.txt", b"\xff\xfea", None, "byte order mark"),
    "big-txt": ("a.txt", b"a " * 10_000_001, None, "over 20 MB"),
    "big-pdf": ("a.pdf", b"%PDF-1.4" + b"x" * 20_000_000, None, "over 20 MB"),
    "big-line": ("a.jsonl", b'{"text": "' + b"a" * 20_000_000 + b'"}', 1, "line of over 20 MB"),
    "big-text": ("a.json", json.dumps({"text": "a " * 1_000_001}), None, "2,000,002 characters"),
    "json-cut": ("a.json", b"{", None, "is not JSON"),
    "json-deep": ("a.json", b"[" * 100_000, None, "is not JSON"),
    "json-number": ("a.json", b"3", None, "neither a JSON object nor"),
    "json-empty-list": ("a.json", b"[]", None, "neither a JSON object nor"),
    "json-list-of-numbers": ("a.json", b"[3]", 1, "is not a JSON object"),
    "json-no-text": ("a.json", b"{}", None, "has no text"),
    "json-text-number": ("a.json", b'{"text": 3}', None, "has no text"),
    "json-text-blank": ("a.json", b'{"text": " "}', None, "has no text"),
    "json-surrogate": ("a.json", b'{"text": "half \\ud800 pair"}', None, "surrogate"),
    "json-null": ("a.json", b'{"text": "null \\u0000 character"}', None, "null character"),
    "id-with-line-break": ("a.json", json.dumps({"text": TEXT, "id": "a\nb"}), None, "id"),
    "id-too-long": ("a.json", json.dumps({"text": TEXT, "id": "a" * 201}), None, "id"),
    "jsonl-empty": ("a.jsonl", b"", None, "is empty"),
    "jsonl-cut": ("a.jsonl", b'\n{"text": "a"\n', 1, "is not JSON"),
    "jsonl-list": ("a.jsonl", b"[1]", 1, "is not a JSON object"),
    "jsonl-long-number": ("a.jsonl", b'{"text": ' + b"1" * 5000 + b"}", 1, "is not JSON"),
    "front-matter-broken": ("a.md", b"---\ntitle: [\n---\nText", None, "front matter that is not YAML"),
    "front-matter-only": ("a.md", b"---\ntitle: x\n---\n", None, "has no text"),
    "html-links": ("a.html", LINKS, None, "no article"),
    "html-none": ("a.html", b"no markup at all", None, "no article"),
    "html-deep": ("a.html", b"<html>" * 5000, None, "no article"),
    "pdf-nothing": ("a.pdf", b"%PDF-1.4 nothing", None, "damaged PDF"),
    "pdf-cut": ("a.pdf", pdf_of(["Some text"])[:300], None, "damaged PDF"),
    "pdf-not": ("a.pdf", b"no pdf", None, "damaged PDF"),
    "pdf-scan": ("a.pdf", pdf_of([]), None, "scan"),
    "pdf-encrypted": ("a.pdf", pdf_of(["Some text"], password="x"), None, "encrypted"),
    "other-kind": ("a.odt", b"PK", None, "is a kind of file that cannot be read: .odt"),
}


@pytest.mark.parametrize(("name", "data", "record", "reason"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_with_a_file(
    tmp_path: Path, name: str, data: bytes | str, record: int | None, reason: str
) -> None:
    (skipped,) = read_file(tmp_path, name, data)
    assert isinstance(skipped, Skipped)
    assert (skipped.origin, skipped.record) == (str(tmp_path / name), record)
    assert reason in skipped.reason
    assert "\n" not in skipped.reason


def test_the_rest_goes_in(tmp_path: Path) -> None:
    lines = [GOOD, "{broken", json.dumps({"text": "Another text.", "id": "x"}), json.dumps({"id": "y"})]
    (tmp_path / "b.jsonl").write_text("\n".join(lines))
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_text(TEXT.replace("strike", "dispute"))
    items = list(load_articles([tmp_path, tmp_path / "missing.txt"]))
    assert [item.origin for item in items if isinstance(item, Article)] == [
        f"{tmp_path}/b.jsonl#1", f"{tmp_path}/b.jsonl#3", f"{tmp_path}/c.txt",
    ]  # fmt: skip
    skipped = [(item.origin, item.record) for item in items if isinstance(item, Skipped)]
    assert [(Path(origin).name, record) for origin, record in skipped] == [
        ("a.txt", None),
        ("b.jsonl", 2),
        ("b.jsonl", 4),
        ("missing.txt", None),
    ]


def test_an_overlong_line_does_not_hide_the_next(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "' + "a" * 45_000_000 + '"}\n' + GOOD)
    skipped, article = load_articles([tmp_path / "a.jsonl"])
    assert isinstance(skipped, Skipped)
    assert isinstance(article, Article)
    assert article.origin.endswith("#2")


def test_an_unreadable_file_and_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b").mkdir()
    (tmp_path / "c.txt").write_text(TEXT)
    forbidden = {str(tmp_path / "a.txt"), str(tmp_path / "b")}

    def refuse(function: Callable[..., object]) -> Callable[..., object]:
        def refusing(path: object, *more: object) -> object:
            if str(path) in forbidden:
                raise PermissionError(13, "Permission denied", path)
            return function(path, *more)

        return refusing

    # Permissions do not bind root, as whom tests may run: the calls refuse in their stead.
    monkeypatch.setattr("builtins.open", refuse(open))
    monkeypatch.setattr(os, "listdir", refuse(os.listdir))
    items = list(load_articles([tmp_path]))
    assert [type(item) for item in items] == [Skipped, Skipped, Article]
    assert all("permission" in item.reason for item in items if isinstance(item, Skipped))


def test_an_odd_path(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "nowhere.txt").symlink_to("missing")
    (tmp_path / "empty").mkdir()
    paths = ["pipe.txt", "loop.txt", "nowhere.txt", "empty", "missing.txt", "x" * 300, "*.pdf", "nul\0.txt"]
    items = list(load_articles([tmp_path / path for path in paths]))
    assert [type(item) for item in items] == [Skipped] * len(paths)
    reasons = [item.reason for item in items if isinstance(item, Skipped)]
    expected = ["not a regular file", "cannot be read", "does not exist", "no file of a kind", "does not exist"]
    expected += ["too long", "no file matches", "null"]
    assert all(word in reason for word, reason in zip(expected, reasons, strict=True)), reasons


def test_folders(tmp_path: Path) -> None:
    for place in ("one.txt", "deep/er/two.md", ".hidden.txt", ".git/three.txt", "deep/picture.jpg", "deep/notes"):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{TEXT} {place}")
    (tmp_path / "deep" / "up").symlink_to(tmp_path)
    (tmp_path / "again.txt").symlink_to(tmp_path / "one.txt")
    items = list(load_articles([tmp_path, tmp_path / "one.txt", f"{tmp_path}/**/*.md"]))
    found = [item.origin for item in items if isinstance(item, Article)]
    assert found == [str(tmp_path / "again.txt"), str(tmp_path / "deep/er/two.md")]
    (notice,) = (item for item in items if not isinstance(item, Article))
    assert isinstance(notice, Notice)
    assert "2 files of other kinds" in notice.text
    assert ".jpg" in notice.text


@pytest.mark.parametrize("pattern", ["*.txt", "**/*.txt", "?.txt", "[ab].txt"])
def test_globs(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    assert only(list(load_articles([f"{tmp_path}/{pattern}"]))).origin == str(tmp_path / "a.txt")


def test_a_name_that_looks_like_a_glob(tmp_path: Path) -> None:
    assert only(read_file(tmp_path, "a[1].txt", TEXT)).origin == str(tmp_path / "a[1].txt")


def test_a_relative_path_is_told_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    assert only(list(load_articles(["a.txt"]))).origin == str(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (TEXT.encode(), TITLE),
        (f"{FRONT}---\n{BODY}".encode(), TITLE),
        (html_of(ARTICLE_HTML, HEAD), TITLE),
        (json.dumps({"text": BODY, "title": "Record"}).encode(), "Record"),
        (pdf_of([TITLE, "", "The harbour workers ended their strike."]), TITLE),
    ],
    ids=["plain", "front-matter", "html", "json", "pdf"],
)
def test_standard_input(data: bytes, title: str) -> None:
    article = only(list(load_articles(["-"], io.BytesIO(data))))
    assert (article.title, article.origin) == (title, "-")


def test_nothing_on_standard_input() -> None:
    for stdin in (None, io.BytesIO(b"")):
        assert list(load_articles(["-"], stdin)) == [Skipped("-", None, "is empty")]


def test_the_same_article_keeps_its_id(tmp_path: Path) -> None:
    first = only(read_file(tmp_path, "a.txt", TEXT))
    moved = only(read_file(tmp_path, "b.txt", TEXT.replace("\n\n", "\r\n \r\n").replace(" ", "  ") + "\n\n"))
    edited = only(read_file(tmp_path, "c.txt", TEXT.replace("eleven", "twelve")))
    sourced = only(read_file(tmp_path, "d.md", f"---\nsource: The Courier\n---\n{TEXT}"))
    assert first.id == moved.id
    assert len({first.id, edited.id, sourced.id}) == 3


def test_twice_in_one_run(tmp_path: Path) -> None:
    records = [
        {"id": "x", "text": TEXT},
        {"id": "x", "text": BODY},
        {"id": "z", "text": TEXT},
        {"text": TEXT},
        {"text": TEXT},
    ]
    (tmp_path / "a.json").write_text(json.dumps(records))
    items = list(load_articles([tmp_path]))
    assert [type(item) for item in items] == [Article, Skipped, Article, Article, Notice]
    assert f"already used by {tmp_path}/a.json#1" in str(items[1])
    assert f"same article as {tmp_path}/a.json#4" in str(items[4])


GERMAN = "Der Minister sagte am Freitag, dass die Schiffe im Hafen bleiben, was auch immer die Gespräche bringen. " * 3
RUSSIAN = "Министр заявил в пятницу, что корабли останутся в гавани, чем бы ни закончились переговоры в столице. " * 3


@pytest.mark.parametrize(
    ("text", "noticed"),
    [(TEXT, False), ("Kurz, aber nicht Englisch.", False), (GERMAN, True), (RUSSIAN, True)],
    ids=["english", "too-short-to-tell", "german", "russian"],
)
def test_what_is_not_english_goes_in_with_a_notice(tmp_path: Path, text: str, noticed: bool) -> None:
    article, *notices = read_file(tmp_path, "a.jsonl", json.dumps({"text": text}))
    assert isinstance(article, Article)
    assert [isinstance(notice, Notice) and "English" in notice.text for notice in notices] == [True] * noticed


def test_russian_in_an_old_encoding(tmp_path: Path) -> None:
    article, _ = read_file(tmp_path, "a.txt", RUSSIAN.encode("cp1251"))
    assert isinstance(article, Article)
    assert article.text == RUSSIAN.strip()


@given(st.binary(max_size=300), st.sampled_from(["", ".txt", ".md", ".html", ".pdf", ".json", ".jsonl"]))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{ending}"
    path.write_bytes(data)
    items = list(load_articles([path]))
    assert items
    for item in items:
        if isinstance(item, Article):
            item.text.encode("utf-8")
            assert "\0" not in item.text
            assert item.text.strip()


def test_reading_logs_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 damaged")
    (tmp_path / "b.html").write_bytes(html_of(""))
    code = f"from index import load_articles; list(load_articles([{str(tmp_path)!r}]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr == ""


def test_the_host_program_s_log_levels_stay(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 damaged")
    (tmp_path / "b.html").write_bytes(html_of(ARTICLE_HTML))
    code = (
        "import logging, trafilatura; names = ['pypdf', 'trafilatura', 'htmldate', 'charset_normalizer']\n"
        "for name in names: logging.getLogger(name).setLevel(logging.INFO)\n"
        f"import index; list(index.load_articles([{str(tmp_path)!r}]))\n"
        "print({logging.getLogger(name).level for name in names} == {logging.INFO})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "True\n"


def test_libraries_are_quiet_until_the_last_thread_has_left() -> None:
    logger = logging.getLogger("pypdf")
    before = logger.level
    first, second = quiet_libraries(), quiet_libraries()
    with ThreadPoolExecutor(1) as thread:
        thread.submit(first.__enter__).result()
        second.__enter__()
        thread.submit(first.__exit__, None, None, None).result()
    assert logger.level == logging.CRITICAL
    second.__exit__(None, None, None)
    assert logger.level == before != logging.CRITICAL


def test_hostile_front_matter(tmp_path: Path) -> None:
    aliases = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    data = f"---\na0: &a0 [x]\n{aliases}title: *a11\nauthor: *a11\nsource: &s {{name: *s}}\n---\n{TEXT}"
    article = only(read_file(tmp_path, "a.md", data))
    assert (article.author, article.source) == ("", "")
