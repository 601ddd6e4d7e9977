"""The page's HTML: our own markup only, whatever the articles, the model and the person wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import Answer, Citation, Filters, LeftOut, Role
from index import Article, IndexStatus, MentionType, Statement
from ui import answer_html, article_html, library_html, statement_html
from ui.history import restored, saved
from ui.statement_list import Listing, Section, Selection
from ui.turns import AskedTurn as Turn

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "[click](javascript:alert(1))",
    "![x](http://example.org/x.png)",
    "</p></div></mark><svg onload=alert(1)>",
    "${alert(1)} {{constructor.constructor('alert(1)')()}}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\ue0000\ue001 \ue00099\ue001",
    "**bold** _em_ `code` [1] [0] [99] \\[1\\]",
]
TAGS = {
    "a",
    "article",
    "b",
    "blockquote",
    "button",
    "details",
    "div",
    "em",
    "h2",
    "h3",
    "h4",
    "header",
    "i",
    "form",
    "input",
    "label",
    "li",
    "mark",
    "nav",
    "output",
}
TAGS |= {"ol", "p", "q", "section", "small", "span", "strong", "summary", "ul"}
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.lists(st.sampled_from(HOSTILE)).map(" ".join))


class Reader(HTMLParser):
    """What a browser would see: the tags with their attributes, and the text."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.text = ""
        self.inside: dict[str, str] = {}
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append((tag, values))
        if tag != "input":
            self.open.append(values.get("class", "").split(" ")[0] or tag)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        for name in self.open:
            self.inside[name] = self.inside.get(name, "") + data

    def links(self) -> list[str]:
        return [values["href"] for _, values in self.tags if "href" in values]


def assert_only_our_markup(markup: str) -> Reader:
    reader = Reader(markup)
    assert not reader.open, f"left open: {reader.open}"
    for tag, values in reader.tags:
        assert tag in TAGS
        assert not [name for name in values if name.startswith("on") or name in ("src", "style", "srcdoc")]
    assert all(link.startswith(("?article=", "?ask=", "?view=", "http://", "https://")) for link in reader.links())
    return reader


def citation(**changes: Any) -> Citation:
    values: dict[str, Any] = {
        "number": 1,
        "article_id": "a1",
        "title": "Talks",
        "source": "Courier",
        "published": "2025-08-01",
    }
    values |= {"url": "https://example.org/1", "start": 3, "end": 9, "quote": "we won", "speaker": "Ann Lee"}
    return Citation(**(values | changes))


def an_answer(text: str = "Ann Lee said “we won” [1]", **changes: Any) -> Answer:
    values: dict[str, Any] = {"question": "Who won?", "text": text, "citations": (citation(),), "found": True}
    return Answer(**(values | changes))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a & b < c", "<p>a &amp; b &lt; c</p>", id="escaped"),
        pytest.param("one\ntwo\n\nthree", "<p>one two</p><p>three</p>", id="paragraphs"),
        pytest.param("## Putin\n- a\n- b", "<h4>Putin</h4><ul><li>a</li><li>b</li></ul>", id="heading and list"),
        pytest.param("1. a\n   more\n2. b", "<ol><li>a more</li><li>b</li></ol>", id="numbered, continued"),
        pytest.param("> a\n> b", "<blockquote><p>a b</p></blockquote>", id="quote"),
        pytest.param("**a** and *b* and _c_", "<p><strong>a</strong> and <em>b</em> and <em>c</em></p>", id="emphasis"),
        pytest.param("2 * 3 * 4, snake_case_name, **", "<p>2 * 3 * 4, snake_case_name, **</p>", id="no emphasis"),
        pytest.param(r"\*a\* \[1\] \<b\>", "<p>*a* [1] &lt;b&gt;</p>", id="backslashes"),
        pytest.param("[a](http://x.example)", "<p>[a](http://x.example)</p>", id="no links but ours"),
        pytest.param("<b onclick=x>a</b>", "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>", id="no HTML"),
        pytest.param(
            "http://x.example <http://y.example>", "<p>http://x.example &lt;http://y.example&gt;</p>", id="no addresses"
        ),
        pytest.param("a\\\nb", "<p>a b</p>", id="a broken line goes on"),
        pytest.param("    a\n\n```\nb\n```", "<p>a</p><p>``` b ```</p>", id="no code"),
        pytest.param("", "", id="empty"),
    ],
)
def test_markdown(text: str, expected: str) -> None:
    assert answer_html.markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "links", "shown"),
    [
        pytest.param("Yes [1].", 1, "Yes 1.", id="known"),
        pytest.param("Yes [1][1]", 2, "Yes 11", id="twice"),
        pytest.param("Yes [2] [0] [-1] [01]", 0, "Yes [2] [0] [-1] [01]", id="unknown"),
        pytest.param("Yes [1", 0, "Yes [1", id="half a marker"),
        pytest.param(
            "Yes [1](javascript:alert(1))", 1, "Yes 1(javascript:alert(1))", id="a marker is no Markdown link"
        ),
    ],
)
def test_markers(text: str, links: int, shown: str) -> None:
    reader = assert_only_our_markup(answer_html.markdown(text, [citation()]))
    assert (len(reader.links()), reader.text) == (links, shown)


def test_quoted_words_are_no_markdown() -> None:
    """Asterisks, markers and tags inside somebody's words stay words, also where the line breaks inside them."""
    quote = "we *won* [1] 2 <b> of **3**"
    reader = assert_only_our_markup(
        answer_html.markdown("She said “we *won* [1]\n2 <b> of **3**” [1]", [citation(quote=quote)])
    )
    assert reader.inside["words"] == quote
    assert len(reader.links()) == 1
    assert not {"em", "strong"} & {tag for tag, _ in reader.tags}


def test_quoted_words_may_come_escaped() -> None:
    """What quotation mode writes, with backslashes before what Markdown knows, is shown as the words themselves."""
    quote = "it’s [1] “*ours*” _now_!"
    written = r"- said: *it’s \[1\] “\*ours\*” \_now\_\!* — S [1]"
    reader = assert_only_our_markup(answer_html.markdown(written, [citation(quote=quote)]))
    assert (reader.inside["words"], reader.inside["em"]) == (quote, quote)
    assert len(reader.links()) == 1


def test_a_quotation_inside_another() -> None:
    """A short quotation that stands in a longer one too, and is a number, disturbs neither."""
    both = [citation(quote="We won 0 seats"), citation(number=2, quote="0")]
    reader = assert_only_our_markup(answer_html.markdown("“We won 0 seats” [1] and “0” [2]", both))
    assert reader.text == "“We won 0 seats” 1 and “0” 2"


def test_a_marker_opens_its_passage_and_says_so() -> None:
    link = dict(Reader(answer_html.marker(citation(article_id="a&b #1"))).tags)["a"]
    assert parse_qs(link["href"][1:]) == {"article": ["a&b #1"], "start": ["3"], "end": ["9"]}
    assert link["aria-label"] == "Source 1: Talks · Courier · 1 August 2025"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("HTTPS://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("javascript://example.org/%0aalert(1)", False),
        ("ftp://example.org/a", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https:", False),
        ("https://example.org/\n<script>", False),
        ("http://[", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_only_plain_web_addresses_become_links(url: str, safe: bool) -> None:
    assert answer_html.safe_link(url) == (url if safe else "")
    opened = article_html.article(Article(id="a", text="x", url=url))
    assert (len(Reader(opened).links()) == 1) is safe


@settings(max_examples=150, deadline=None)
@given(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS), st.integers(0, 30), st.integers(0, 30))
def test_nothing_gets_through(texts: tuple[str, ...], start: int, end: int) -> None:
    """Property: whatever stands in any field, a browser sees only our markup, and all of the article's text."""
    first, second, third, title, source, quote = texts
    cited = citation(title=title, source=source, quote=quote, speaker=third, url=second, article_id=first)
    given = an_answer(
        f"{first} {quote} [1] {second}", question=third, citations=(cited,), notices=(second,), carried=title
    )
    assert_only_our_markup(answer_html.conversation([Turn(first, given), Turn(second)], draft=third, progress=title))
    assert_only_our_markup(answer_html.conversation([], examples=[first, second]))
    inside = Article(id=first, text=f"{first}\n\n{quote}", title=title, source=source, author=third, url=second)
    span = (start, end) if start < end <= len(inside.text) else None
    said = Statement(first, third, span, None, (span,), relayed_by=second) if span else None
    listing = Listing((Section(second, ((inside, said),) if said else (), 1),), 1, 1, 1)
    reader = assert_only_our_markup(article_html.article(inside, (start, end), said, 2, [said] if said else []))
    on_top = article_html.is_headline(inside.text.strip().split("\n")[0], title)
    if not on_top:
        assert "".join(inside.text.split()) in "".join(reader.text.split())
    if span and inside.quote(span).strip():
        words, marked = "".join(inside.quote(span).split()), "".join(reader.inside["quoted"].split())
        if on_top:  # the legend stands between the headline and the text
            marked = marked.replace("quoted", "", 1)
        assert words in marked if on_top else marked.endswith(words)
    assert_only_our_markup(
        library_html.library([inside], 5, 1, 2, [first])
        + statement_html.statements(listing, Selection((first,), about=second, outlet=third))
    )
    of_file = library_html.Outcome(first, second, (inside,) * 7, (third,))
    assert_only_our_markup(library_html.report([of_file, library_html.Outcome(title, source, (inside,))]))
    assert_only_our_markup(library_html.chosen_chips([inside]) + library_html.done(first, library_html.UNDO))
    assert_only_our_markup(
        statement_html.people([(first, 2)], 1)
        + statement_html.chosen_people([third], [second])
        + answer_html.chips(Filters((second,)))
    )
    assert_only_our_markup(answer_html.message(first))


def test_words_that_begin_in_the_headline_are_marked_on() -> None:
    opened = article_html.article(Article(id="a", text="Rain\n\nIt rained.", title="Rain"), (0, 8))
    assert assert_only_our_markup(opened).inside["quoted"] == "RainquotedIt"


def test_article_marks_words_and_speaker_apart() -> None:
    """Two marks that differ in tag and not in colour alone; a mark over two paragraphs is closed and opened between."""
    text = "Ann Lee spoke.\n“One.\n\nTwo,” she said."
    said = Statement("a", "Ann Lee", (28, 31), (32, 36), ((15, 27),), mention_type=MentionType.PRONOMINAL)
    opened = article_html.article(
        Article(id="a", text=text, title="T", source="S", author="B", published="2025-08-01"), (15, 27), said
    )
    assert '<mark class="quoted first">“One.</mark></p><p><mark class="quoted">Two,”</mark> ' in opened
    assert '<b class="speaker first">she</b>' in opened
    reader = assert_only_our_markup(opened)
    assert reader.inside["byline"] == "S · B · 1 August 2025"
    assert reader.inside["legend"] == "quoted who says it: Ann Lee (named by pronoun)"
    copied = next(values["data-copy"] for _, values in reader.tags if "data-copy" in values)
    assert copied == "“One. Two,” Ann Lee said (S, 1 August 2025)"


@pytest.mark.parametrize("span", [(5, 3), (0, 99), (-1, 2), (2, 2)])
def test_a_place_that_is_not_there_is_told(span: tuple[int, int]) -> None:
    reader = assert_only_our_markup(article_html.article(Article(id="a", text="Some words."), span))
    assert article_html.GONE in reader.text
    assert "quoted" not in reader.inside


def test_every_restriction_is_a_chip() -> None:
    reader = assert_only_our_markup(answer_html.chips(Filters(("Courier", "<b>"), "2016-03-01", "2016-03-31")))
    assert reader.text == "Courier×<b>×from 1 March 2016×to 31 March 2016×"
    lifts = [(values["data-lift"], values["data-name"]) for _, values in reader.tags if "data-lift" in values]
    assert lifts == [("outlet", "Courier"), ("outlet", "<b>"), ("since", ""), ("until", "")]
    assert answer_html.chips(Filters()) == ""


def test_the_mark_on_a_speaker_has_no_space_at_its_ends() -> None:
    said = Statement("a", "Ann Lee", (0, 8), None, ((13, 17),))
    opened = article_html.article(Article(id="a", text="Ann Lee said won."), (13, 17), said)
    assert '<b class="speaker first">Ann Lee</b> said' in opened


def test_removal_is_asked_first() -> None:
    reader = Reader(library_html.library([Article(id="a<1>", text="", title="T")], 1, 1, 1))
    tags = [tag for tag, _ in reader.tags]
    button = next(values for _, values in reader.tags if "data-remove" in values)
    assert button["data-remove"] == "a<1>"
    assert tags.index("details") < tags.index("summary") < tags.index("button")


@pytest.mark.parametrize(
    ("count", "first", "last", "undated", "model", "shown"),
    [
        (
            65,
            "2025-06-01",
            "2025-08-01",
            5,
            "",
            "65 articles, 1 June 2025 to 1 August 2025, 5 undated · answers in the articles’ own words",
        ),
        (1, "2025-06-01", "2025-06-01", 0, "openai:x", "1 article, 1 June 2025 · answers written by openai:x"),
        (0, "", "", 0, "", "0 articles · answers in the articles’ own words"),
    ],
    ids=["some undated", "one day, a model", "empty"],
)
def test_header_tells_the_state(count: int, first: str, last: str, undated: int, model: str, shown: str) -> None:
    status = IndexStatus(count, 9, 1200, 0, first, last, "e", 1, "1", ".")
    assert Reader(answer_html.header(status, undated, model)).inside["top"] == f"WhoSaid{shown}"


def test_turns_in_every_state() -> None:
    markup = answer_html.conversation(
        [Turn("a", an_answer()), Turn("b"), Turn("c")], progress="searching", draft="Ann [1]"
    )
    reader = assert_only_our_markup(markup)
    assert answer_html.INTERRUPTED in reader.text
    assert reader.inside["draft" if "draft" in reader.inside else "answer"].endswith("Ann [1]")
    assert reader.inside["progress"] == "searching"
    assert 'aria-busy="true"' in markup
    assert "Nearest passages" in answer_html.answer(an_answer(found=False))


# ---- what the browser keeps, and what is taken away


def test_a_conversation_survives_the_browser() -> None:
    full = citation(
        role=Role.RELAYED, mention_type=MentionType.NOMINAL, speaker_span=(1, 2), cue="said", speech_act="said"
    )
    turns = [
        Turn("a", an_answer(citations=(full, citation(number=2, speaker=None)), notices=("n",), total=3)),
        Turn("b"),
    ]
    assert restored(saved(turns, "ann"), "ann") == turns


def test_further_findings_are_folded_up_and_their_link_opens_them() -> None:
    more = (citation(number=2, quote="<b>we lost</b>"), citation(number=3, quote="so we did", speaker=None))
    given = Answer("Who won?", "Ann: “we won” [1]\n\n[2 more](#more)", (citation(),), True, more=more)
    markup = answer_html.answer(given)
    reader = assert_only_our_markup(markup)
    assert [values for tag, values in reader.tags if tag == "button" and "data-more" in values]
    assert reader.inside["more"].startswith(
        "2 more findings2<b>we lost</b>Ann Lee · Courier · 1 August 2025 · Talks3so"
    )
    assert len(reader.links()) == 4, "a marker in the text, one in the sources, and one a finding"
    plain = assert_only_our_markup(answer_html.answer(an_answer("Ann [1]\n\n[2 more](#more)")))
    assert "2 more" in plain.text
    assert "more" not in plain.inside
    assert not [values for _, values in plain.tags if "data-more" in values]


@pytest.mark.parametrize("found", [True, False])
def test_what_was_left_out_is_folded_up_and_no_part_of_the_answer(found: bool) -> None:
    left_out = (LeftOut("<b>Bob</b> won [1].", "it cites nothing that was given"), LeftOut("So there.", "no"))
    given = Answer("Who won?", "Ann: “we won” [1]", (citation(),), found, left_out=left_out)
    reader = assert_only_our_markup(answer_html.answer(given))
    assert reader.inside["left-out"] == (
        "2 sentences left out: not borne outThe language model wrote this; it is no part of the answer."
        "<b>Bob</b> won [1].it cites nothing that was givenSo there.no"
    )
    assert "Bob" not in reader.inside["answer"]
    assert not [values for tag, values in reader.tags if tag == "details" and "open" in values]
    assert len(reader.links()) == 2, "a marker in the text, one in the sources, none in what was left out"
    one = assert_only_our_markup(answer_html.answer(replace(given, left_out=left_out[:1])))
    assert one.inside["left-out"].startswith("1 sentence left out: not borne out")
    assert "left-out" not in assert_only_our_markup(answer_html.answer(an_answer("Ann [1]"))).inside
    assert restored(saved([Turn("Who won?", given)], ""), "") == [Turn("Who won?", given)]


def test_only_the_last_turns_keep_their_further_findings() -> None:
    turns = [Turn(str(number), Answer("q", "t", (), True, more=(citation(),))) for number in range(7)]
    data = json.loads(saved(turns, ""))["turns"]
    assert all(turn["answer"]["more"] == [] for turn in data[:2])
    assert not any(turn["answer"].get("more") == [] for turn in data[2:])


def test_nobody_gets_anothers_conversation() -> None:
    kept = saved([Turn("secret", an_answer())], "ann")
    assert [restored(kept, user) for user in ("bob", "")] == [[], []]


GOOD = {"question": "a", "answer": None}


@pytest.mark.parametrize(
    ("turns", "left"),
    [
        (None, 0),
        ("x", 0),
        ([None, 3, "x", [], {}], 0),
        ([GOOD, {"question": "a", "answer": {"text": "x"}}, GOOD], 2),
        ([{"question": "a", "answer": "x"}, GOOD], 1),
        ([GOOD | {"answer": an_answer().to_dict() | {"citations": [{"number": "x"}]}}], 0),
        ([GOOD | {"answer": an_answer().to_dict() | {"total": "many"}}], 0),
        ([GOOD | {"answer": an_answer().to_dict() | {"total": float("inf")}}], 0),
        ([GOOD | {"answer": an_answer().to_dict() | {"total": "1" * 5000}}], 0),
        ([GOOD | {"question": "\ud800"}], 0),
        ([GOOD | {"question": 3}], 0),
        ([GOOD] * 80, 50),
    ],
)
def test_rubbish_from_a_browser_is_left_out(turns: object, left: int) -> None:
    assert len(restored(json.dumps({"user": "", "turns": turns}), "")) == left


@pytest.mark.parametrize(
    "text",
    [
        *(None, 3, [], "", "x", "3", "[]", "{}", '{"turns": [{"question": "a", "answer": null}]}'),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param('{"user": "", "turns": [{"question": "a", "answer": {"total": %s}}]}' % ("1" * 5000), id="digits"),
    ],
)
def test_a_browser_that_kept_nothing_of_ours(text: object) -> None:
    assert restored(text, "") == []


@pytest.mark.parametrize(
    ("quote", "speaker", "expected"),
    [
        ("“We won.”", "Ann", "“We won,” Ann said (Courier, 1 August 2025), https://example.org/1"),
        ("“Did we win?”", "Ann", "“Did we win?” Ann said (Courier, 1 August 2025), https://example.org/1"),
        (
            "We\n won",
            "Ann",
            "Ann said, in the article’s words: “We won” (Courier, 1 August 2025), https://example.org/1",
        ),
        ("We\n won", "", "“We won” (Courier, 1 August 2025), https://example.org/1"),
    ],
)
def test_reference(quote: str, speaker: str, expected: str) -> None:
    assert answer_html.reference(quote, speaker, citation()) == expected
