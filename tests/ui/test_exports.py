"""What a person takes away: Markdown, Word documents and tables, whatever the articles wrote."""

from __future__ import annotations

import base64
import csv
import json
from io import BytesIO, StringIO

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from index import Article, QuoteType, SpeechAct, Statement
from tests.ui.test_answer_html import an_answer, citation
from ui import exports
from ui.statement_list import Listing, Section, Selection
from ui.turns import AskedTurn
from ui.word_document import word_document

HARBOUR = Article(
    "a", "It rained. “We built *it* in two years,” Anna Berg said. She denied that it had cost too much.",
    title="Mayor opens harbour", source="Courier", published="2024-05-13", url="https://example.org/a",
)  # fmt: skip
OWN = Statement("a", "Anna Berg", (41, 50), (51, 55), ((11, 40),), quote_type=QuoteType.DIRECT)
DENIED = Statement("a", "Anna Berg", (57, 60), (61, 67), ((68, 93),), SpeechAct.DENIED)
LISTING = Listing((Section("", ((HARBOUR, OWN), (HARBOUR, DENIED)), 2),), 1, 1, 2)


def test_a_conversation_names_its_sources() -> None:
    hostile = citation(title="[x](javascript:alert(1)) <b>", url="javascript:alert(1)", published="")
    turns = [
        AskedTurn("Who *won*?", an_answer()),
        AskedTurn("And?", an_answer(citations=(hostile,))),
        AskedTurn("Now?"),
    ]
    text = exports.conversation(turns)
    assert "## Who \\*won\\*?\n\nAnn Lee said “we won” [1]\n\n" in text
    assert "[1] Ann Lee · Courier · 1 August 2025 · Talks <https://example.org/1>" in text
    assert "[1] Ann Lee · Courier · undated · \\[x\\]\\(javascript:alert\\(1\\)\\) \\<b\\>" in text
    assert "<javascript:" not in text
    assert text.endswith("## Now?\n\n*Stopped before there was an answer.*\n")


def test_a_conversation_for_word() -> None:
    file = json.loads(exports.download(exports.conversation([AskedTurn("Who *won*?", an_answer())]), "whosaid", "docx"))
    assert file["name"] == "whosaid.docx"
    document = Document(BytesIO(base64.b64decode(file["content"])))
    lines = [(each.style.name if each.style else "", each.text) for each in document.paragraphs]
    assert lines == [
        ("Heading 1", "A conversation with WhoSaid"),
        ("Heading 2", "Who *won*?"),
        ("Normal", "Ann Lee said “we won” [1]"),
        ("Normal", "[1] Ann Lee · Courier · 1 August 2025 · Talks https://example.org/1"),
    ]
    relations = document.part.rels.values()
    assert [each.target_ref for each in relations if each.reltype == RELATIONSHIP_TYPE.HYPERLINK] == [
        "https://example.org/1"
    ]


@pytest.mark.parametrize(
    ("markdown", "paragraphs"),
    [
        pytest.param("- a\n- **b** c", [("List Bullet", "a"), ("List Bullet", "b c")], id="bullets"),
        pytest.param("1. a\n2. b\n\nx\n\n1. c", [("List", "1. a"), ("List", "2. b"), ("Normal", "x"), ("List", "1. c")], id="numbers begin anew"),
        pytest.param("> a\n> b", [("Quote", "a b")], id="quotation"),
        pytest.param("a\\\nb", [("Normal", "a\nb")], id="line break"),
        pytest.param("##### deep", [("Heading 4", "deep")], id="deep heading"),
        pytest.param("<javascript:alert(1)> <b>", [("Normal", "<javascript:alert(1)> <b>")], id="no other links"),
        pytest.param("a\x00\x0b\ufffe\x1bb", [("Normal", "ab")], id="what XML does not allow"),
    ],
)  # fmt: skip
def test_markdown_for_word(markdown: str, paragraphs: list[tuple[str, str]]) -> None:
    document = Document(BytesIO(word_document(markdown)))
    assert [(each.style.name if each.style else "", each.text) for each in document.paragraphs] == paragraphs
    assert not [each for each in document.part.rels.values() if each.reltype == RELATIONSHIP_TYPE.HYPERLINK]


def test_bold_and_italics_for_word() -> None:
    runs = Document(BytesIO(word_document("a **b** *c* **d *e***"))).paragraphs[0].runs
    assert [(run.text, bool(run.bold), bool(run.italic)) for run in runs if run.text.strip()] == [
        ("a ", False, False), ("b", True, False), ("c", False, True), ("d ", True, False), ("e", True, True),
    ]  # fmt: skip


def test_statements_as_markdown() -> None:
    text = exports.statements(LISTING, Selection(("Anna Berg",), about="the *harbour*"))
    assert text.splitlines() == [
        "# What Anna Berg said about the \\*harbour\\*",
        "",
        "- **“We built \\*it\\* in two years,”** Anna Berg said. — Anna Berg said · Courier · 13 May 2024 [1]",
        "- She denied **that it had cost too much**. — Anna Berg denied · Courier · 13 May 2024 [1]",
        "",
        "[1] Anna Berg · Courier · 13 May 2024 · Mayor opens harbour <https://example.org/a>",
    ]


def test_statements_as_a_table() -> None:
    file = json.loads(exports.download(exports.table(LISTING), "statements", "csv"))
    content = base64.b64decode(file["content"])
    assert content.startswith(b"\xef\xbb\xbf"), "by which spreadsheets know UTF-8"
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == list(exports.COLUMNS)
    assert [row[:4] for row in rows[1:]] == [
        ["Anna Berg", "said", "“We built *it* in two years,”", "yes"],
        ["Anna Berg", "denied", "that it had cost too much", "no"],
    ]
    assert rows[1][4:] == [
        "“We built *it* in two years,” Anna Berg said.",
        "Courier",
        "2024-05-13",
        "Mayor opens harbour",
        "https://example.org/a",
    ]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Mr. Berg - 3 + 4 # 5!", "Mr. Berg - 3 + 4 # 5!"),
        ("1. Berg", "1\\. Berg"),
        ("12) Berg", "12\\) Berg"),
        ("- a", "\\- a"),
        ("# a", "\\# a"),
        ("*a* _b_ `c` [d](e) <f> &lt;", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\]\\(e\\) \\<f\\> \\&lt;"),
        ("a\n\n# b", "a # b"),
    ],
)
def test_text_in_markdown_is_shown_as_it_is(text: str, plain: str) -> None:
    assert exports.plain(text) == plain


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        (" =1", "'=1"),
        ("＝1", "'＝1"),
        ("1 = 1", "1 = 1"),
        ("two\nlines", "two lines"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert exports.cell(text) == cell
