"""What each thing that a person does gives back, whatever came in."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import gradio as gr
import pytest

from assistant import Answer, AnswerDelta, Assistant, Filters, Settings, StatusEvent
from index import Article, ArticleIndex, IndexStorageError
from index.embedding.encoder import Encoder
from tests.conftest import MakeArticle
from ui import handlers
from ui.__main__ import bring_samples
from ui.days import DayError, read_day, read_filters
from ui.handlers import ANSWERS_AT_ONCE, FRAME, GETTING_READY, Handlers
from ui.history import restored
from ui.library_handlers import LibraryHandlers
from ui.readiness import Readiness
from ui.turns import AskedTurn

DIGITS = "1" * 5000
NOBODY: Any = SimpleNamespace(username=None, query_params="")


@pytest.fixture(scope="module")
def bridge(make_article: MakeArticle) -> Article:
    text = "“The bridge is closed,” said Mira Holm, the harbour master, on Tuesday."
    return make_article(text, id="bridge", title="Bridge closed", published="2025-03-04")


@pytest.fixture(scope="module")
def do(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder, bridge: Article) -> Iterator[Handlers]:
    settings = Settings(index=tmp_path_factory.mktemp("index"))
    with ArticleIndex.open(settings, encoder=encoder, create=True) as index:
        index.update([bridge])
        yield Handlers(Assistant(index, settings), index, settings)


@pytest.mark.parametrize(
    ("start", "end"), [(DIGITS, "9"), ("1", DIGITS), ("-1", "9"), ("x", "y"), ("", "")], ids=lambda value: value[:5]
)
def test_a_crafted_link_opens_the_article_without_a_passage(do: Handlers, start: str, end: str) -> None:
    link = urlencode({"article": "bridge", "start": start, "end": end})
    request: Any = SimpleNamespace(username=None, query_params=link)
    for opened in (do.side.opened(f"?{link}"), do.restore(None, request)[4]):
        assert "Bridge closed</h2>" in opened
        assert "<mark" not in opened


def test_a_dead_link_is_told_without_folders_or_commands(do: Handlers) -> None:
    opened = do.side.opened("?article=gone")
    assert "This article is no longer here." in opened
    assert str(do.side.settings.index) not in opened
    assert "python" not in opened


def test_an_unreadable_state_is_told_in_the_header(do: Handlers, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise IndexStorageError("the index cannot be read at the moment")

    monkeypatch.setattr(do.index, "status", fail)
    assert "the index cannot be read at the moment" in do.header()


@pytest.mark.parametrize(("length", "refused"), [(2000, False), (2001, True)])
def test_a_question_over_the_limit_is_refused_and_not_cut(do: Handlers, length: int, refused: bool) -> None:
    question = "What did Mira Holm say? ".ljust(length, "x")
    updates = list(do.ask(question, [], "", "", "", NOBODY))
    assert (updates[0][2] != "") is refused, "the box keeps what was typed"
    assert ("this one has 2,001" in updates[-1][-1]) is refused
    if refused:
        with pytest.raises(gr.Error, match="at most 2,000 characters"):
            do.answer(question)


def test_the_api_answers_a_few_at_once_and_refuses_what_waits_too_long(
    do: Handlers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of more questions than there are slots, those over the limit are not begun."""
    begun, go_on = threading.Semaphore(0), threading.Event()

    def answer(question: str, *_: object) -> Answer:
        begun.release()
        go_on.wait(30)
        return Answer(question, "", (), False)

    monkeypatch.setattr(do.assistant, "answer", answer)
    monkeypatch.setattr(handlers, "API_WAIT", 0.2)
    with ThreadPoolExecutor() as pool:
        answers = [pool.submit(do.answer, "Who?") for _ in range(ANSWERS_AT_ONCE)]
        assert all(begun.acquire(timeout=30) for _ in answers)
        with pytest.raises(gr.Error, match="Too many questions"):
            do.answer("And who?")
        go_on.set()
        assert [each.result()["question"] for each in answers] == ["Who?"] * ANSWERS_AT_ONCE
    assert do.answer("And now?")["question"] == "And now?"


def test_samples_come_once_and_go_with_the_first_own_article(tmp_path: Any, encoder: Encoder, bridge: Article) -> None:
    settings = Settings(index=tmp_path)
    with ArticleIndex.open(settings, encoder=encoder, create=True) as index:
        bring_samples(index, settings)
        assert index.status().articles == 10
        (tmp_path / "own.txt").write_text("“The pier stays closed,” said Mira Holm.")
        *_, report = LibraryHandlers(index, settings).add_files([str(tmp_path / "own.txt")])
        assert "The ten sample articles were removed, as your own articles are in." in report
        mine = Article("mine", "A sample of the river’s water was taken on Monday.", sample=True)
        update = index.update([bridge, mine])
        assert not update.removed, "a field of one's own is no sample"
        own = [article.id for article in index.articles()]
        assert len(own) == 3
        index.remove(own)
        bring_samples(index, settings)
        assert index.status().articles == 0, "an emptied index stays empty"


# ---- days


@pytest.mark.parametrize(
    ("typed", "bounds"),
    [
        ("", None),
        ("  ", None),
        ("1 March 2016", ("2016-03-01", "2016-03-01")),
        ("March 1, 2016", ("2016-03-01", "2016-03-01")),
        ("1st march  2016", ("2016-03-01", "2016-03-01")),
        ("2016-03-01", ("2016-03-01", "2016-03-01")),
        ("2016/3/1", ("2016-03-01", "2016-03-01")),
        ("March 2016", ("2016-03-01", "2016-03-31")),
        ("2016-02", ("2016-02-01", "2016-02-29")),
        ("2016", ("2016-01-01", "2016-12-31")),
    ],
)
def test_days_as_people_type_them(typed: str, bounds: tuple[str, str] | None) -> None:
    result = read_day(typed)
    assert (result and (result[0].isoformat(), result[1].isoformat())) == bounds


@pytest.mark.parametrize("typed", ["soon", "30 February 2016", "2016-02-30", "2016-13", "1/2", "x" * 40, "٣"])
def test_what_is_no_day_is_told(typed: str) -> None:
    with pytest.raises(DayError, match=r"is not a day\. Write it like 1 March 2016, March 2016 or 2016-03-01"):
        read_day(typed)


def test_a_period_without_days_is_refused_with_the_reason() -> None:
    with pytest.raises(DayError, match=r"From \(1 May 2016\) is after To \(31 March 2016\)"):
        read_filters([], "May 2016", "March 2016")
    assert read_filters(None, "March 2016", "March 2016") == Filters((), "2016-03-01", "2016-03-31")


def test_restrictions_are_shown_and_lifted(do: Handlers) -> None:
    chips, complaint = do.narrowed(["Courier"], "May 2016", "March 2016")
    assert "Courier" in chips
    assert "is after" in complaint
    asked = list(do.ask("Who said that?", ["Courier"], "May 2016", "March 2016", "", NOBODY))
    assert len(asked) == 1, "it is not even asked"
    assert "is after" in asked[0][-1]
    lift: Any = SimpleNamespace(which="outlet", name="Courier")
    assert do.lifted(lift, ["Courier", "Dispatch"], "May 2016", "") == (["Dispatch"], "May 2016", "")
    lift = SimpleNamespace(which="since", name="")
    assert do.lifted(lift, ["Courier"], "May 2016", "x") == (["Courier"], "", "x")


# ---- getting ready


def test_the_page_does_not_wait_for_the_search(do: Handlers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the search is ready there are suggestions of those who are quoted most, and the header says so."""
    go_on = threading.Event()

    def find() -> list[str]:
        go_on.wait(30)
        return ["When did Mira Holm say that?"]

    monkeypatch.setattr(do, "readiness", Readiness(find, lambda: do.index.generation))
    do.readiness.start_in(0)
    assert "What did Mira Holm say?" in do.conversation([])
    assert "getting the search ready" in do.header()
    go_on.set()
    header, suggestions = do.when_ready()
    assert "getting the search ready" not in header
    assert "When did Mira Holm say that?" in suggestions


def test_what_is_written_is_not_called_getting_ready(do: Handlers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Suggestions may still be looked for when a model writes already."""

    def told(*_: object) -> Iterator[StatusEvent | AnswerDelta]:
        for event in (StatusEvent("Reading"), AnswerDelta("It is "), AnswerDelta("ours.")):
            yield event
            time.sleep(2 * FRAME)

    monkeypatch.setattr(do.assistant, "stream", told)
    monkeypatch.setattr(do, "readiness", Readiness(lambda: [], lambda: "never begun"))
    pictures = list(do.written(AskedTurn("What did Berg say?"), ()))
    assert pictures == [(GETTING_READY, ""), ("Reading", "It is "), ("Reading", "It is ours.")]


def test_each_picture_of_an_answer_says_which_buttons_there_are(do: Handlers) -> None:
    """What a later picture leaves as it was takes the change back on a browser that has not shown the first one yet."""
    updates = list(do.ask("What did Mira Holm say?", [], "", "", "", NOBODY))
    assert len(updates) > 1
    for _, _, _, ask, stop, _ in updates:
        assert not ask.visible, "Ask comes back behind the end of the answer, and not with it"
        assert stop.visible


def test_a_search_that_fails_leaves_the_page_usable(do: Handlers, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[str]:
        raise IndexStorageError("no")

    monkeypatch.setattr(do, "readiness", Readiness(fail, lambda: do.index.generation))
    do.readiness.start()
    assert "What did Mira Holm say?" in do.when_ready()[1]


# ---- people and statements


def test_people_are_found_by_any_part_of_a_name(do: Handlers) -> None:
    assert ">Mira Holm<" in do.side.said.people("OLM mi")
    assert "0 people" in do.side.said.people("nobody")


def test_a_persons_statements(do: Handlers) -> None:
    said = do.side.said
    person, statements, address = said.statements(["Mira Holm"], "", None, "", "")
    assert "Mira Holm" in person
    assert "<b>“The bridge is closed,”</b> said Mira Holm" in statements
    assert address == "?view=date&person=Mira+Holm"
    assert "Found under" not in person, "she has one name only"
    assert "0 statements" in said.statements(["Mira Holm"], "", None, "2026", "")[1]
    assert "is not a day" in said.statements([], "", None, "soon", "")[1]


@pytest.mark.parametrize(
    ("kind", "count"), [("", "1 statement<"), ("own", "1 statement<"), ("denied", "0 statements")], ids=str
)
@pytest.mark.parametrize("arrangement", ["date", "topic", "timeline"])
def test_statements_of_a_kind_in_every_arrangement(do: Handlers, kind: str, count: str, arrangement: str) -> None:
    assert count in do.side.said.statements(["Mira Holm"], "", "", "", "", kind, arrangement)[1]


def test_people_are_put_side_by_side_and_away(do: Handlers) -> None:
    event: Any = SimpleNamespace(name="d")
    assert do.side.said.compared(event, ["a", "b"])[:2] == (["a", "b", "d"], 1)
    assert do.side.said.compared(event, ["a", "b", "c"])[:2] == (["b", "c", "d"], 1)
    assert do.side.said.compared(event, ["d"])[:2] == (["d"], 1)
    assert do.side.said.unlisted(event, ["a", "d"]) == (["a"], 1)


@pytest.mark.parametrize(("about", "page"), [("the bridge", 3), ("", 1)])
def test_another_list_begins_with_its_first_page(do: Handlers, about: str, page: int) -> None:
    place = "?view=date&person=Mira+Holm&about=the+bridge&page=3"
    event: Any = SimpleNamespace(place=place)
    assert do.side.said.visited(event)[-3:-1] == (3, place)
    assert do.side.said.first_page(place, ["Mira Holm"], about) == page


@pytest.mark.parametrize("ending", ["csv", "md", "docx"])
def test_a_list_is_taken_away(do: Handlers, ending: str) -> None:
    event: Any = SimpleNamespace(format=ending)
    assert json.loads(do.side.said.export(event, ["Mira Holm"]))["name"] == f"statements.{ending}"
    with pytest.raises(gr.Error, match="is not a day"):
        do.side.said.export(event, ["Mira Holm"], "", "", "soon")


# ---- asking again


def test_a_question_is_asked_again_without_what_it_took_over(do: Handlers) -> None:
    kept: Any = ""
    for question in ("What did Mira Holm say about the bridge?", "And who is Mira Holm?", "And Otto Quark?"):
        kept = list(do.ask(question, ["Courier"], "", "", kept, NOBODY))[-1][1]
    before = restored(kept, "")
    assert before[-1].answer
    assert before[-1].answer.carried
    assert before[-1].version == do.index.generation
    event: Any = SimpleNamespace(turn="2", again="carried", name="")
    after = restored(list(do.again(event, kept, NOBODY))[-1][1], "")
    assert after[:-1] == before
    assert after[-1].answer
    assert (after[-1].question, after[-1].alone, after[-1].answer.carried) == ("And Otto Quark?", True, "")
    assert after[-1].filters == Filters(("Courier",))
    event = SimpleNamespace(turn="0", again="outlet", name="Courier")
    assert restored(list(do.again(event, kept, NOBODY))[-1][1], "")[-1].filters == Filters()


@pytest.mark.parametrize("place", ["9", "-1", "x", DIGITS], ids=lambda place: place[:5])
def test_a_crafted_turn_is_not_asked_again(do: Handlers, place: str) -> None:
    event: Any = SimpleNamespace(turn=place, again="carried", name="")
    assert len(list(do.again(event, "", NOBODY))) == 1


@pytest.mark.parametrize(
    ("query", "since", "changed"),
    [
        ("ask=Who%3F&since=May+2016&version={version}", "May 2016", False),
        ("ask=Who%3F&outlet=Nowhere&version=of-before", "", True),
        ("ask=Who%3F&since=" + "9" * 5000, "9" * 40, False),
    ],
    ids=["the same index", "another index", "crafted"],
)
def test_the_address_of_an_answer(do: Handlers, query: str, since: str, changed: bool) -> None:
    request: Any = SimpleNamespace(query_params=query.format(version=do.index.generation) + "&only=bridge&only=gone")
    _, first, _, note, chosen = do.linked(request)
    assert first == since
    assert chosen == ["bridge"]
    assert ("The articles have changed" in note) is changed
