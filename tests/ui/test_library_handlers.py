"""The articles as a person handles them: found, ordered, chosen, added, edited, removed and brought back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import Assistant, Filters, Settings
from index import Article, ArticleIndex, Skipped, UpdateReport
from index.embedding.encoder import Encoder
from tests.ui.test_answer_html import Reader
from ui.library_handlers import LISTED, LibraryHandlers, in_order, outcome
from ui.library_html import Outcome

PIER = Article(
    "pier", "“The pier is closed,” said Mira Holm.", title="Pier closed", source="Courier", published="2025-03-04"
)
TUNNEL = Article(
    "tunnel",
    "“The tunnel is late,” said Otto Quark about the pier.",
    title="Tunnel",
    source="Argus",
    published="2025-05-01",
)
UNDATED = Article("undated", "The council met and said nothing.", title="Council")


@pytest.fixture(scope="module")
def do(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[LibraryHandlers]:
    settings = Settings(index=tmp_path_factory.mktemp("index"), upload_max_files=3)
    with ArticleIndex.open(settings, encoder=encoder, create=True) as index:
        index.update([PIER, TUNNEL, UNDATED])
        yield LibraryHandlers(index, settings)


def event(**data: Any) -> Any:
    return SimpleNamespace(**data)


def titles(markup: str) -> list[str]:
    reader = Reader(markup)
    return [
        values["aria-label"].removeprefix("Ask only: ") for _, values in reader.tags if values.get("type") == "checkbox"
    ]


# ---- the list


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", ["Tunnel", "Pier closed", "Council"]),
        ("pier", ["Tunnel", "Pier closed"]),
        ("PIER quark", ["Tunnel"]),
        ("argus tunnel", ["Tunnel"]),
        ("2025-03", ["Pier closed"]),
        ("holm", ["Pier closed"]),
        ("zeppelin", []),
        ("pier zeppelin", []),
    ],
)
def test_articles_are_found_by_title_outlet_date_and_text(do: LibraryHandlers, wanted: str, found: list[str]) -> None:
    assert titles(do.listed(wanted)) == found


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("newest", ["tunnel", "pier", "undated"]),
        ("oldest", ["pier", "tunnel", "undated"]),
        ("outlet", ["tunnel", "pier", "undated"]),
        ("title", ["undated", "pier", "tunnel"]),
    ],
)
def test_orders(order: str, expected: list[str]) -> None:
    assert [each.id for each in in_order([UNDATED, PIER, TUNNEL], order)] == expected


def test_tens_of_thousands_of_articles_come_page_by_page(do: LibraryHandlers, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [Article(str(number), "", title=f"Title {number}", published="2025-01-01") for number in range(30_000)]
    monkeypatch.setattr(do.index, "articles", lambda: many)
    started = time.process_time()
    first, last = do.listed(), do.listed(page=600)
    assert time.process_time() - started < 2
    assert "30,000 articles, page 1 of 600" in Reader(first).text
    assert len(titles(first)) == len(titles(last)) == LISTED
    assert titles(do.listed(page=99_999)) == titles(last), "there is no page behind the last"
    assert len(first) < 100_000


# ---- which articles are asked


def test_articles_are_chosen_and_lifted(do: LibraryHandlers) -> None:
    chosen = do.choose(event(id="pier", on=True), [])
    chosen = do.choose(event(id="tunnel", on=True), chosen)
    assert chosen == ["pier", "tunnel"]
    assert do.choose(event(id="pier", on=True), chosen) == ["tunnel", "pier"], "no article twice"
    assert do.choose(event(id="<gone>", on=True), chosen) == chosen
    assert Reader(do.chips(chosen)).text == "Pier closed×Tunnel×"
    assert do.choose(event(id="pier", on=False), chosen) == ["tunnel"]
    ticks = [values for _, values in Reader(do.listed(chosen=["pier"])).tags if values.get("type") == "checkbox"]
    assert [values["data-choose"] for values in ticks if "checked" in values] == ["pier"]


def test_a_question_is_answered_from_the_chosen_articles_alone(do: LibraryHandlers) -> None:
    assistant = Assistant(do.index, do.settings)
    question = "What did Mira Holm say about the pier?"
    assert {each.article_id for each in assistant.answer(question).citations} >= {"pier"}
    narrowed = assistant.answer(question, (), Filters(articles=("tunnel",)))
    assert not narrowed.found
    assert "Filter: only 1 chosen article." in narrowed.text
    assert {each.article_id for each in narrowed.citations} <= {"tunnel"}
    gone = assistant.answer(question, (), Filters(articles=("gone",)))
    assert "None of the chosen articles is here any longer." in gone.text


# ---- adding


def test_each_file_has_its_outcome_with_a_link(do: LibraryHandlers, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "empty.txt"
    good.write_text("Kiosk shut\n\nThe kiosk at the station of Salmo has been shut since Monday, its owner said.")
    bad.write_text("")
    reports = list(do.add_files([str(good), str(bad)]))
    assert Reader(reports[0]).text == "good.txt being read …empty.txt waiting"
    reader = Reader(reports[-1])
    assert "good.txt addedKiosk shut" in reader.text
    assert "empty.txt not added: is empty" in reader.text
    assert str(tmp_path) not in reports[-1]
    (link,) = reader.links()
    (added,) = (each for each in do.index.articles() if each.title == "Kiosk shut")
    assert link == f"?article={added.id}"
    assert "Add the outlet and date" in reader.text
    again = list(do.add_files([str(good)]))[-1]
    assert "good.txt already here" in Reader(again).text
    assert "4 files are too many at once: at most 3" in list(do.add_files([str(good)] * 4))[-1]


def test_a_pasted_text_is_added_with_what_was_said_of_it(do: LibraryHandlers) -> None:
    text = "The old mill of Salmo burned down on Monday night, and nobody was hurt, the mayor said."
    report, *fields = do.add_text(text, "Mill burns", "Courier", "soon")
    assert "is not a day" in report
    assert fields == [text, "Mill burns", "Courier", "soon"], "nothing that was typed is lost"
    assert "is not a single day" in do.add_text(text, "Mill burns", "Courier", "March 2025")[0]
    report, *fields = do.add_text(text, "Mill burns", "Courier", "4 March 2025")
    assert "Mill burns added" in Reader(report).text
    assert fields == ["", "", "", ""]
    (mill,) = (each for each in do.index.articles() if each.title == "Mill burns")
    assert (mill.source, mill.published) == ("Courier", "2025-03-04")
    assert "Paste the text" in do.add_text(" ", "", "", "")[0]


def test_an_address_inside_the_network_is_refused(do: LibraryHandlers) -> None:
    *_, (report, field) = do.add_address("http://127.0.0.1:9/a")
    assert "own network" in report
    assert field == "http://127.0.0.1:9/a"
    assert "Type the address" in list(do.add_address(" "))[-1][0]


def test_a_page_without_uploads_takes_nothing_in(do: LibraryHandlers) -> None:
    closed = LibraryHandlers(do.index, Settings(index=do.settings.index, upload_max_files=0))
    before = len(do.index.articles())
    assert "not added on this page" in closed.add_text("The old mill of Salmo burned.", "", "", "")[0]
    assert "not added on this page" in list(closed.add_address("https://news.example/a"))[-1][0]
    assert "too many" in list(closed.add_files(["a.txt"]))[-1]
    assert len(do.index.articles()) == before


@pytest.mark.parametrize(
    ("update", "articles", "told"),
    [
        (UpdateReport(added=("pier",)), (PIER,), Outcome("a", "added", (PIER,))),
        (UpdateReport(changed=("pier",)), (PIER,), Outcome("a", "changed", (PIER,))),
        (
            UpdateReport(added=("pier",), unchanged=("tunnel",)),
            (PIER, TUNNEL),
            Outcome("a", "1 added, 1 already here", (PIER, TUNNEL)),
        ),
        (UpdateReport(skipped=(Skipped("/tmp/x/a", None, "is empty"),)), (), Outcome("a", "not added: is empty")),
        (
            UpdateReport(added=("pier",), skipped=(Skipped("/tmp/x/a", 2, "has no text"),)),
            (PIER,),
            Outcome("a", "added", (PIER,), ("record 2 left out: has no text.",)),
        ),
        (
            UpdateReport(added=("pier",), notices=("/tmp/x/a: is odd", "The samples are gone.")),
            (PIER,),
            Outcome("a", "added", (PIER,), ("is odd", "The samples are gone.")),
        ),
        (UpdateReport(), (), Outcome("a", "nothing added")),
    ],
)
def test_outcomes(update: UpdateReport, articles: tuple[Article, ...], told: Outcome) -> None:
    assert outcome("a", update, articles) == told


# ---- changing


def test_outlet_and_date_are_set_later(do: LibraryHandlers) -> None:
    assert "is not a day" in do.save(event(id="undated", source="Argus", published="soon"))
    assert do.index.article("undated").source == ""
    saved = do.save(event(id="undated", source=" Argus  Daily ", published="1 March 2025"))
    assert "Saved for “Council”: Argus Daily · 1 March 2025." in saved
    assert (do.index.article("undated").source, do.index.article("undated").published) == ("Argus Daily", "2025-03-01")
    assert "no longer here" in do.save(event(id="gone", source="", published=""))


def test_a_removed_article_comes_back_whole(do: LibraryHandlers) -> None:
    before = do.index.article("pier"), do.index.statements_in("pier")
    told, removed, chosen = do.remove(event(id="pier"), ["pier", "tunnel"])
    assert "Removed “Pier closed”." in told
    assert "data-undo" in told
    assert chosen == ["tunnel"], "what is gone is not asked"
    assert "Pier closed" not in titles(do.listed())
    told, left = do.undo(removed)
    assert "“Pier closed” is back." in told
    assert left is None
    assert (do.index.article("pier"), do.index.statements_in("pier")) == before
    assert "no longer here" in do.remove(event(id="gone"), [])[0]
