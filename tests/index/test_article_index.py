"""The index as a whole, with the real encoder: what an update does, what it costs, copies, and what is refused."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import (
    Article,
    ArticleIndex,
    BadArticleError,
    IndexMismatchError,
    IndexSettings,
    IndexSnapshot,
    IndexStorageError,
    Notice,
    Period,
    Query,
    QuoteType,
    Skipped,
    UpdateReport,
    load_articles,
)
from index.embedding.encoder import Encoded, Encoder
from index.retrieval.langchain import ArticleRetriever
from index.storage.build import Build
from index.storage.fulltext import SpeakerMention
from tests.conftest import MakeArticle

BERG = (
    "Mayor Anna Berg opened the new harbour on Monday. “It is ours,” Berg said. She denied that it had cost too much."
)
SALO = (
    "The tunnel will not be built before 2030, according to Transport Minister Eero Salo. He said there was no money."
)
WIRE = " ".join(
    f"Paragraph {number} of the report says that the council met for the {number}th time and voted."
    for number in range(12)
)


class Counting(Encoder):
    """The real encoder, which counts what it encodes."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode(self, texts: list[str]) -> list[Encoded]:
        self.texts += texts
        return super().encode(texts)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(path=tmp_path / "index", encoder=counting(), create=True) as opened:
        yield opened


_COUNTING: list[Counting] = []


def counting() -> Counting:
    """One for all tests, for it takes a second to load."""
    if not _COUNTING:
        _COUNTING.append(Counting())
    _COUNTING[0].texts.clear()
    return _COUNTING[0]


def counts(done: UpdateReport) -> dict[str, int]:
    return {
        name: len(getattr(done, name))
        for name in ("added", "changed", "unchanged", "removed", "skipped", "notices")
        if getattr(done, name)
    }


# ---- what an update does


def test_added_changed_and_unchanged(index: ArticleIndex, make_article: MakeArticle) -> None:
    first, second = make_article(BERG, id="a"), make_article(SALO, id="b")
    assert counts(index.update([first, second])) == {"added": 2}
    done = index.update([first, replace(second, text=SALO + " He left."), make_article("Something else.", id="c")])
    assert (done.added, done.changed, done.unchanged) == (("c",), ("b",), ("a",))
    assert index.article("b").text.endswith("He left.")
    assert index.article("a") == first


def test_an_unchanged_article_costs_no_embedding(index: ArticleIndex, make_article: MakeArticle) -> None:
    articles = [make_article(BERG, id="a"), make_article(SALO, id="b")]
    index.update(articles)
    assert isinstance(index.encoder, Counting)
    index.encoder.texts.clear()
    before = index.generation
    assert counts(index.update(articles)) == {"unchanged": 2}
    assert index.encoder.texts == []
    assert index.generation == before
    index.update([*articles, make_article("One sentence more.", id="c")])
    assert index.encoder.texts == ["One sentence more."]


def test_what_is_known_of_an_article_may_change(index: ArticleIndex, make_article: MakeArticle) -> None:
    article = make_article(BERG, id="a")
    index.update([article])
    assert counts(index.update([replace(article, source="Courier", published="2024-05-13")])) == {"changed": 1}
    found = index.search(Query("harbour", outlets=("Courier",), period=Period(date(2024, 5, 13))))
    assert {evidence.article.source for evidence in found} == {"Courier"}


def test_a_file_that_moved_is_the_same_article(index: ArticleIndex, make_article: MakeArticle) -> None:
    article = make_article(BERG, origin="/old/a.txt")
    index.update([article])
    assert isinstance(index.encoder, Counting)
    index.encoder.texts.clear()
    moved = replace(article, origin="/new/a.txt")
    assert counts(index.update([moved])) == {"unchanged": 1}
    assert index.article(article.id).origin == "/new/a.txt"
    assert index.encoder.texts == []
    assert counts(index.update([moved])) == {"unchanged": 1}


def test_a_file_with_another_text_replaces_what_it_held(index: ArticleIndex, make_article: MakeArticle) -> None:
    old, new = make_article(BERG, origin="/a.txt"), make_article(BERG + " She left.", origin="/a.txt")
    index.update([old])
    assert counts(index.update([new])) == {"changed": 1}
    assert [article.id for article in index.articles()] == [new.id]
    assert counts(index.update([old])) == {"changed": 1}
    assert [article.id for article in index.articles()] == [old.id]


def test_the_text_that_was_replaced_may_stand_elsewhere(index: ArticleIndex, make_article: MakeArticle) -> None:
    """One file was edited, and another now holds what it held: neither order loses one."""
    old, new = make_article(BERG, origin="/a.txt"), make_article(SALO, origin="/a.txt")
    for items in ([new, replace(old, origin="/b.txt")], [replace(old, origin="/b.txt"), new]):
        index.update([old])
        index.update(items)
        assert {article.origin for article in index.articles()} == {"/a.txt", "/b.txt"}
        index.remove([article.id for article in index.articles()])


def test_records_of_one_file_do_not_replace_each_other(index: ArticleIndex, make_article: MakeArticle) -> None:
    items = [make_article(f"{BERG} {number}", origin=f"/a.jsonl#{number}") for number in (1, 2, 3)]
    assert counts(index.update(items)) == {"added": 3}
    assert counts(index.update(items)) == {"unchanged": 3}


def test_a_record_at_the_front_of_a_feed_embeds_nothing_else(index: ArticleIndex, make_article: MakeArticle) -> None:
    """All others move one place down, and none of them takes the place of another."""
    texts = [f"{BERG} {number}" for number in range(3)]
    index.update([make_article(text, origin=f"/feed.json#{n}") for n, text in enumerate(texts, 1)])
    assert isinstance(index.encoder, Counting)
    index.encoder.texts.clear()
    feed = [make_article(text, origin=f"/feed.json#{n}") for n, text in enumerate(["The ferry runs.", *texts], 1)]
    assert counts(index.update(feed)) == {"added": 1, "unchanged": 3}
    assert index.encoder.texts == ["The ferry runs."]
    assert {article.origin for article in index.articles()} == {f"/feed.json#{n}" for n in (1, 2, 3, 4)}


def test_what_is_no_longer_in_a_feed_stays_and_is_told(index: ArticleIndex, make_article: MakeArticle) -> None:
    items = [make_article(f"{BERG} {number}", origin=f"/feed.json#{number}") for number in (1, 2, 3)]
    index.update([*items, make_article(SALO, origin="/other.json#1")])
    done = index.update(items[:1])
    assert len(index.articles()) == 4
    assert done.notices == (
        "/feed.json: 2 of the articles that came from this file are no longer in it; "
        "they stay in the index unless --prune is given",
    )
    done = index.update(items[:1], prune=["/feed.json"])
    assert (len(done.removed), done.notices) == (2, ())


def test_one_id_twice_in_an_update_is_the_last(index: ArticleIndex, make_article: MakeArticle) -> None:
    done = index.update([make_article(BERG, id="a"), make_article(SALO, id="a")])
    assert (done.added, done.changed) == (("a",), ("a",))
    assert index.article("a").text == SALO
    assert index.status().articles == 1


@pytest.mark.parametrize("number", [0, 1, 15, 16, 17, 40])
def test_groups_of_articles(index: ArticleIndex, make_article: MakeArticle, number: int) -> None:
    articles = [make_article(f"Sentence {n} was said.", id=f"a{n}") for n in range(number)]
    assert len(index.update(articles).added) == number
    assert {article.id: article.text for article in map(index.article, index.store.entries)} == {
        article.id: article.text for article in articles
    }
    assert len(index.search(Query("sentence"), limit=100)) == number


def test_what_was_skipped_and_what_is_worth_telling_come_through(
    index: ArticleIndex, make_article: MakeArticle
) -> None:
    skipped = Skipped("/b.jsonl", 3, "is no JSON")
    done = index.update([make_article(BERG, id="a"), skipped, Notice("/a.txt", "is not English")])
    assert (done.added, done.skipped, done.notices) == (("a",), (skipped,), ("/a.txt: is not English",))


@pytest.mark.parametrize("text", ["", " \n\n ", "half \ud800 a character", "a nul \x00"], ids=repr)
def test_a_text_that_cannot_be_kept_is_skipped(index: ArticleIndex, make_article: MakeArticle, text: str) -> None:
    done = index.update([make_article(text, id="a", origin="/a"), make_article(BERG, id="b")])
    assert (done.added, [skipped.origin for skipped in done.skipped]) == (("b",), ["/a"])


@pytest.mark.parametrize("name", ["a'b\"c", "../../etc", "x" * 200, "🗞 статья", "p:0", "{}", " "])
def test_ids_of_all_kinds(index: ArticleIndex, make_article: MakeArticle, name: str) -> None:
    index.update([make_article(BERG, id=name), make_article(SALO, id="b")])
    assert index.article(name).text == BERG
    assert {evidence.article.id for evidence in index.search(Query("Who opened the harbour?"))} >= {name}
    assert index.remove([name]).removed == (name,)
    assert [article.id for article in index.articles()] == ["b"]


def test_progress_is_told(index: ArticleIndex, make_article: MakeArticle) -> None:
    told: list[tuple[int, int | None, str]] = []
    items: list[Article | Skipped] = [make_article(BERG, id="a", origin="/a"), Skipped("/b", None, "empty")]
    index.update(items, progress=lambda *what: told.append(what))
    index.update(iter(items), progress=lambda *what: told.append(what))
    assert told == [(1, 2, "/a"), (2, 2, "/b"), (1, None, "/a"), (2, None, "/b")]


# ---- removing


def test_remove(index: ArticleIndex, make_article: MakeArticle) -> None:
    index.update([make_article(BERG, id="a"), make_article(SALO, id="b")])
    assert index.remove(["a", "a"]).removed == ("a",)
    status = index.status()
    assert (status.articles, len(index.fulltext.statement_ids())) == (1, status.statements)
    with pytest.raises(BadArticleError, match="no article 'a' is in the index"):
        index.remove(["b", "a"])
    assert [article.id for article in index.articles()] == ["b"]
    with pytest.raises(BadArticleError, match="python -m index list"):
        index.article("a")


PRUNED = [
    ("a folder", ["/news"], [], ["/else/c.txt", "/newsletter.txt"]),
    ("a folder with a skipped file", ["/news"], ["/news/a.txt"], ["/else/c.txt", "/news/a.txt", "/newsletter.txt"]),
    ("a record of it was skipped", ["/news"], ["/news/b.jsonl"], ["/else/c.txt", "/news/b.jsonl#1", "/newsletter.txt"]),
    ("a file", ["/news/a.txt"], [], ["/else/c.txt", "/news/b.jsonl#1", "/newsletter.txt"]),
    ("a file of records", ["/news/b.jsonl"], [], ["/else/c.txt", "/news/a.txt", "/newsletter.txt"]),
    ("everything", ["/"], [], []),
    ("nothing", [], [], ["/else/c.txt", "/news/a.txt", "/news/b.jsonl#1", "/newsletter.txt"]),
]


@pytest.mark.parametrize(("paths", "skipped", "left"), [case[1:] for case in PRUNED], ids=[case[0] for case in PRUNED])
def test_prune(
    index: ArticleIndex, make_article: MakeArticle, paths: list[str], skipped: list[str], left: list[str]
) -> None:
    origins = ["/news/a.txt", "/news/b.jsonl#1", "/newsletter.txt", "/else/c.txt"]
    index.update([make_article(f"{BERG} {origin}", origin=origin) for origin in origins])
    items = [Skipped(origin, None, "cannot be read") for origin in skipped]
    done = index.update(items, prune=paths)
    assert sorted(article.origin for article in index.articles()) == left
    assert len(done.removed) == len(origins) - len(left)


def test_what_is_still_there_is_not_pruned(index: ArticleIndex, make_article: MakeArticle) -> None:
    here, gone = make_article(BERG, origin="/news/a.txt"), make_article(SALO, origin="/news/b.txt")
    index.update([here, gone, make_article("From standard input.", origin="-")])
    assert index.update([here], prune=["/news"]).removed == (gone.id,)
    assert len(index.articles()) == 2


@pytest.mark.parametrize("path", ["../news", "../news/*.txt", "~/news", "../work/../news/", "~/n*"])
def test_prune_by_any_way_to_write_a_path(
    index: ArticleIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    for name in ("news", "work"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "news" / "a.txt").write_text(BERG)
    (tmp_path / "news" / "b.txt").write_text(SALO)
    assert counts(index.update(load_articles([path]), prune=[path])) == {"added": 2}
    (tmp_path / "news" / "b.txt").unlink()
    assert counts(index.update(load_articles([path]), prune=[path])) == {"unchanged": 1, "removed": 1}
    assert [Path(article.origin).name for article in index.articles()] == ["a.txt"]


def test_a_path_under_which_nothing_lies_is_told(index: ArticleIndex, make_article: MakeArticle) -> None:
    index.update([make_article(BERG, origin="/news/a.txt")])
    done = index.update([], prune=["/olds", "/news/*.md", "-"])
    assert done.removed == ()
    assert done.notices == (
        "/olds: no article came from there, so none was removed",
        "/news/*.md: no article came from there, so none was removed",
    )
    assert counts(index.update([], prune=["/news"])) == {"removed": 1}


# ---- copies


def test_copies_stay_apart_and_are_known(index: ArticleIndex, make_article: MakeArticle) -> None:
    index.update(
        [
            make_article(WIRE, id="wire", source="Wire"),
            make_article("By our staff\n\n" + WIRE, id="courier", source="Courier"),
            make_article(BERG, id="other"),
        ]
    )
    assert index.copies("wire") == ["courier"]
    assert index.copies("courier") == ["wire"]
    assert index.copies("other") == index.copies("nowhere") == []
    assert (index.status().articles, index.status().copies) == (3, 1)
    index.remove(["wire"])
    assert index.copies("courier") == []


# ---- reading


def test_articles_are_listed_by_date_and_title(index: ArticleIndex, make_article: MakeArticle) -> None:
    index.update(
        [
            make_article(BERG, id="a", title="Z", published="2024-05-13", source="Courier"),
            make_article(SALO, id="b", title="A", published="2024-05-13", source="Wire"),
            make_article(WIRE, id="c", title="Undated"),
        ]
    )
    assert [article.id for article in index.articles()] == ["c", "b", "a"]
    assert [article.id for article in index.articles(outlets=["Wire"])] == ["b"]
    assert [article.id for article in index.articles(period=Period(since=date(2024, 1, 1)))] == ["b", "a"]
    assert {article.text for article in index.articles()} == {""}
    status = index.status()
    assert (status.first, status.last, status.encoder) == ("2024-05-13", "2024-05-13", "all-MiniLM-L6-v2")
    assert status.size_bytes > 10_000


def test_statements(index: ArticleIndex, make_article: MakeArticle) -> None:
    index.update(
        [
            make_article(BERG, id="a", published="2024-05-13", source="Courier"),
            make_article(SALO, id="b", source="Wire"),
        ]
    )
    everything = index.statements()
    assert len(everything) == index.status().statements > 1
    assert all(article.text[statement.start : statement.end] for article, statement in everything)
    assert {article.id for article, _ in index.statements(speaker="Salo")} == {"b"}
    assert {article.id for article, _ in index.statements(speaker="Eero Sallo")} <= {"b"}
    assert {article.id for article, _ in index.statements(about="tunnel")} == {"b"}
    assert {article.id for article, _ in index.statements(since="2024-05-13", until=date(2024, 5, 13))} == {"a"}
    assert {article.id for article, _ in index.statements(source="Wire")} == {"b"}
    assert index.statements(speaker="Nobody Atall") == []
    assert next(article.id for article, _ in index.statements(newest_first=True)) == "a"
    own = [statement for _, statement in everything if statement.quote_type is QuoteType.DIRECT]
    assert [statement for _, statement in index.statements(quote_types=[QuoteType.DIRECT])] == own != []


def test_a_list_of_statements_has_a_limit(
    index: ArticleIndex, make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.update(
        [make_article(BERG, id="a", published="2024-05-13"), make_article(SALO, id="b", published="2024-05-12")]
    )
    everything = index.statements()
    read: list[str] = []
    statements = index.fulltext.statements
    monkeypatch.setattr(index.fulltext, "statements", lambda ids: statements(read.extend(ids) or ids))
    for limit in (1, 2, len(everything)):
        read.clear()
        page = index.statements(limit=limit)
        assert (page, page.total) == (everything[:limit], len(everything))
        assert len(read) == limit
    assert index.statements(speaker="Berg", about="harbour", limit=1).total < len(everything)
    assert index.statements(about="harbour tunnel", limit=1).total == 0


def test_what_is_asked_of_the_speakers_and_places(index: ArticleIndex, make_article: MakeArticle) -> None:
    index.update([make_article(BERG, id="a", source="Courier"), make_article(SALO, id="b", source="Wire")])
    assert index.sources() == ["Courier", "Wire"]
    counts = index.speakers()
    assert {"Anna Berg", "Eero Salo"} <= counts.keys()
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
    assert index.speakers("sal", limit=1) == {"Eero Salo": counts["Eero Salo"]}
    assert index.speakers("eero berg") == {}
    assert index.link_speaker("Salo") == ["Eero Salo"]
    assert index.mentions("Tunnels") == ["b"]
    assert [s.article_id for s in index.statements_in("a")] == ["a"] * len(index.statements_in("a")) != []
    start = BERG.index("It is ours")
    at = index.statement_at("a", (start, start + 5))
    assert at is not None
    assert at.start <= start < at.end
    assert index.statement_at("a", (0, 5)) is None
    assert index.statement_at("nowhere", (0, 5)) is None


def test_a_question_reads_one_version(index: ArticleIndex, make_article: MakeArticle) -> None:
    index.update([make_article(BERG, id="a")])
    versions: list[str] = []
    speakers: list[list[str]] = []

    def read(snapshot: IndexSnapshot) -> list[str]:
        versions.append(snapshot.version)
        if len(versions) == 1:
            index.update([make_article(SALO, id="b")])
        speakers.append(snapshot.link_speaker("Salo"))
        return [article.id for article in snapshot.articles()]

    assert index.read(read) == ["a", "b"]
    assert len(set(versions)) == 2
    assert speakers == [["Eero Salo"]]


def test_a_read_is_tried_again_where_bringing_up_to_date_meets_a_change(
    index: ArticleIndex, make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.update([make_article(BERG, id="a")])
    sync, calls = index.fulltext.sync, iter([True])

    def change_once(store: object) -> None:
        if next(calls, False):
            raise IndexStorageError("the index was changed while it was read: try again")
        sync(index.store)

    monkeypatch.setattr(index.fulltext, "sync", change_once)
    assert index.search(Query("harbour"))
    calls = iter([True] * 3)
    with pytest.raises(IndexStorageError, match="was changed"):
        index.search(Query("harbour"))


def test_the_speakers_of_another_version_are_not_kept(
    index: ArticleIndex, make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process writes while the speakers are read."""
    index.update([make_article(BERG, id="a")])
    mentions, changes = index.fulltext.speaker_mentions, iter([True])

    def write_behind(article_ids: Iterable[str]) -> list[SpeakerMention]:
        read = mentions(article_ids)
        if next(changes, False):
            index.update([make_article(SALO, id="b")])
        return read

    monkeypatch.setattr(index.fulltext, "speaker_mentions", write_behind)
    assert {article.id for article, _ in index.statements(speaker="Salo")} == {"b"}


def test_the_retriever(index: ArticleIndex, make_article: MakeArticle) -> None:
    index.update(
        [make_article(BERG, id="a", title="Harbour", source="Courier"), make_article(SALO, id="b", source="Wire")]
    )
    documents = index.retriever(k=3).invoke("Who opened the harbour?")
    assert len(documents) <= 3
    for document in documents:
        kept = document.metadata
        assert index.article(kept["article_id"]).text[kept["start"] : kept["end"]] == document.page_content
    narrowed = ArticleRetriever(index=index, outlets=("Wire",)).batch(["harbour", "tunnel"])
    assert {document.metadata["source"] for found in narrowed for document in found} == {"Wire"}


# ---- what it was made with


def test_an_index_made_with_other_parts_is_refused_by_name(
    tmp_path: Path, encoder: Encoder, make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ArticleIndex.open(path=tmp_path, encoder=encoder, create=True) as index:
        index.update([make_article(BERG, id="a")])
    monkeypatch.setattr("index.article_index.SPLITTER", "sentences-99/1")
    with pytest.raises(IndexMismatchError) as raised:
        ArticleIndex.open(path=tmp_path, encoder=encoder)
    assert "splitter sentences-60" in str(raised.value)
    assert "sentences-99/1" in str(raised.value)
    assert "encoder" not in str(raised.value)
    assert "python -m index rebuild" in str(raised.value)
    with ArticleIndex.open(path=tmp_path, encoder=encoder, check=False) as index:
        assert (index.status().articles, [article.id for article in index.articles()]) == (1, ["a"])
        with pytest.raises(IndexMismatchError):
            index.update([make_article(SALO, id="b")])
        assert index.rebuild().changed == ("a",)
    with ArticleIndex.open(path=tmp_path, encoder=encoder) as index:
        assert index.search(Query("harbour"))


def test_an_update_reads_nothing_back(
    index: ArticleIndex, make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Build, "texts", lambda *_: pytest.fail("it was in memory"))
    monkeypatch.setattr(Build, "records", lambda *_: pytest.fail("it was in memory"))
    index.update([make_article(f"{BERG} {n}", id=f"a{n}") for n in range(20)])
    index.update([make_article(SALO, id="a3")])
    index.remove(["a5"])
    assert {evidence.article.id for evidence in index.search(Query("tunnel"))} >= {"a3"}


def test_another_encoder_is_named(tmp_path: Path, encoder: Encoder, make_article: MakeArticle) -> None:
    class Other(Encoder):
        weights_hash = "0123"

    with ArticleIndex.open(path=tmp_path, encoder=encoder, create=True) as index:
        index.update([make_article(BERG, id="a")])
    other = Other()
    other.name = "other-model"
    with pytest.raises(IndexMismatchError, match=r"encoder all-MiniLM-L6-v2 \(in use: other-model\); weights 53aa51"):
        ArticleIndex.open(path=tmp_path, encoder=other)


def test_a_rebuild_that_fails_leaves_the_old_index(
    tmp_path: Path, encoder: Encoder, make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [make_article(f"{BERG} {n}", id=f"a{n}") for n in range(20)]
    with ArticleIndex.open(path=tmp_path, encoder=encoder, create=True) as index:
        index.update(articles)
        before = [(e.article.id, e.start, e.text) for e in index.search(Query("harbour"))]
        calls = iter([False, True])
        encode = encoder.encode
        with monkeypatch.context() as patch:
            patch.setattr(encoder, "encode", lambda texts: 1 / 0 if next(calls) else encode(texts))
            with pytest.raises(ZeroDivisionError):
                index.rebuild()
        assert [(e.article.id, e.start, e.text) for e in index.search(Query("harbour"))] == before
        told: list[tuple[int, int | None, str]] = []
        index.rebuild(progress=lambda *what: told.append(what))
        assert [what[:2] for what in told] == [(16, 20), (20, 20)]
        assert [(e.article.id, e.start, e.text) for e in index.search(Query("harbour"))] == before
        assert len(index.store.client.collections()) == 4


def test_nothing_to_rebuild(index: ArticleIndex) -> None:
    with pytest.raises(IndexStorageError, match="there is no index"):
        index.rebuild()
    assert index.search(Query("harbour")) == []
    assert index.status().articles == 0


# ---- settings


@pytest.mark.parametrize("how", ["settings", "environment", "argument"])
def test_where_it_is(tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("WHOSAID_INDEX=from-file\nWHOSAID_OTHER=1\n")
    if how == "environment":
        monkeypatch.setenv("WHOSAID_INDEX", "environment")
    settings = IndexSettings(index=Path("settings")) if how == "settings" else None
    path = "argument" if how == "argument" else None
    with ArticleIndex.open(settings, path=path, encoder=encoder, create=True) as index:
        assert index.status().place == how
    assert IndexSettings().index == Path("environment" if how == "environment" else "from-file")


def test_it_may_be_closed_twice_and_then_says_so(tmp_path: Path, encoder: Encoder, make_article: MakeArticle) -> None:
    index = ArticleIndex.open(path=tmp_path, encoder=encoder, create=True)
    index.update([make_article(BERG, id="a")])
    index.close()
    index.close()
    with pytest.raises(IndexStorageError):
        index.search(Query("harbour"))


# ---- threads and processes


def test_readers_see_all_of_an_article_or_nothing_while_it_changes(
    tmp_path: Path, encoder: Encoder, make_article: MakeArticle
) -> None:
    def version(number: int) -> list[Article]:
        text = " ".join(f"Sentence {n} of version{number} was said by Berg." for n in range(30))
        return [make_article(f"{text} {name}", id=name) for name in "ab"]

    folder = tmp_path / "index"
    with ArticleIndex.open(path=folder, encoder=encoder, create=True) as index:
        index.update(version(0))
    indexes = [ArticleIndex.open(path=folder, encoder=encoder) for _ in range(2)]
    wrong: list[object] = []
    seen: set[str] = set()
    done = threading.Event()

    def read(index: ArticleIndex) -> None:
        def look() -> tuple[Sequence[str], set[str]]:
            hits = [name for name, _ in index.store.nearest("passages", encoder.embed_query("said by Berg"), 100)]
            texts = [passage.text for passage in index.fulltext.passages(hits).values()]
            return hits, {word for text in texts for word in text.split() if word.startswith("version")}

        while not done.is_set():
            hits, versions = index.read(lambda snapshot: look())
            passages = index.store.counts()["passages"]
            if len(versions) != 1 or not hits or len(hits) % 2 or len(hits) > passages:
                wrong.append((len(hits), versions))
            seen.update(versions)

    threads = [threading.Thread(target=read, args=(index,)) for index in (*indexes, indexes[0])]
    for thread in threads:
        thread.start()
    for number in range(1, 6):
        indexes[0].update(version(number))
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(seen) > 1
    for index in indexes:
        index.close()


# ---- set by a person


def test_an_outlet_and_a_date_are_set_without_embedding_again(index: ArticleIndex, make_article: MakeArticle) -> None:
    article = make_article(BERG, title="Harbour")
    index.update([article, make_article(SALO)])
    before = [statement for _, statement in index.statements(speaker="Berg")]
    encoder = counting()
    index.edit(article.id, source="Courier", published="2024-05-13")
    assert encoder.texts == []
    edited = index.article(article.id)
    assert (edited.source, edited.published, edited.text) == ("Courier", "2024-05-13", BERG)
    of_may = index.statements(since="2024-05-01", until="2024-05-31", source="Courier")
    assert [statement for _, statement in of_may] == before
    may = Query("harbour", period=Period(date(2024, 5, 1), date(2024, 5, 31)), outlets=("Courier",))
    assert {evidence.article.id for evidence in index.search(may)} == {article.id}
    index.edit(article.id, source="Courier", published="2024-05-13")
    assert index.search(may), "setting the same again loses nothing"
    with pytest.raises(BadArticleError):
        index.edit("gone", source="", published="")


def test_what_a_person_set_stays_when_the_article_is_brought_in_again(
    index: ArticleIndex, make_article: MakeArticle
) -> None:
    article = make_article(BERG, origin="/news/a.txt")
    index.update([article])
    index.edit(article.id, source="Courier", published="2024-05-13")
    assert counts(index.update([article])) == {"unchanged": 1}
    rewritten = make_article(BERG + " Nobody else spoke.", origin="/news/a.txt")
    assert counts(index.update([rewritten])) == {"changed": 1}
    assert (index.article(rewritten.id).source, index.article(rewritten.id).published) == ("Courier", "2024-05-13")
    stated = replace(rewritten, source="Dispatch")
    index.update([stated])
    assert (index.article(rewritten.id).source, index.article(rewritten.id).published) == ("Dispatch", "2024-05-13")


def test_a_search_is_narrowed_to_chosen_articles(index: ArticleIndex, make_article: MakeArticle) -> None:
    berg, salo = make_article(BERG), make_article(SALO)
    index.update([berg, salo])
    for chosen in (berg, salo):
        narrowed = Query("What was said about the cost of the tunnel?", articles=(chosen.id,))
        assert {evidence.article.id for evidence in index.search(narrowed)} == {chosen.id}
