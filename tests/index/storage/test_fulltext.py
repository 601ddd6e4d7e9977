"""The lexical index: words, spellings, filters, and that it follows the store whatever becomes of its file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index import Article, IndexStorageError, MentionType, Passage, Period, QuoteType, SpeechAct, Statement
from index.storage.filters import Filters
from index.storage.fulltext import FILE, FullTextIndex
from index.storage.manifest import (
    ArticleEntry,
    ArticleRecords,
    Record,
    make_entry,
    passage_metadata,
    record_id,
    revision,
    statement_metadata,
)
from index.storage.store import IndexStore

MADE_WITH = {"encoder": "none"}
HARBOUR = Article(
    "harbour",
    "Anna Berg opened the harbour. The café on the pier stays closed.\n\nThe harbour is ours, Berg said.",
    title="Mayor opens harbour",
    source="Courier",
    published="2024-05-13",
)
TUNNEL = Article("tunnel", "No tunnel before 2030, said Salo. The harbour is another matter.", source="Wire")
SAID = [
    (
        HARBOUR,
        Statement(
            "harbour", "Anna Berg", (85, 89), (90, 94), ((66, 83),), quote_type=QuoteType.DIRECT, context=(0, 95)
        ),
    ),
    (
        TUNNEL,
        Statement(
            "tunnel", "Eero Salo", (28, 32), (23, 27), ((0, 21),), SpeechAct.DENIED, mention_type=MentionType.NOMINAL
        ),
    ),
    (TUNNEL, Statement("tunnel", "", None, None, ((34, 45),))),
]


def change(article: Article) -> ArticleRecords:
    """An article whose passages are its lines."""
    name = revision(article, MADE_WITH)
    lines = [line for line in article.text.split("\n") if line]
    places = [(article.text.index(line), article.text.index(line) + len(line)) for line in lines]
    passages = [Passage(article.id, start, end, article.text[start:end]) for start, end in places]
    kept = [passage_metadata(article, passage) for passage in passages]
    said = [statement_metadata(article, statement) for of, statement in SAID if of is article]
    records = {
        "passages": [Record(record_id(name, "passages", n), each, [1.0, 0.0]) for n, each in enumerate(kept)],
        "statements": [Record(record_id(name, "statements", n), each, [1.0, 0.0]) for n, each in enumerate(said)],
    }
    return ArticleRecords(make_entry(article, MADE_WITH, len(kept), len(said), ""), article, records)  # type: ignore[arg-type]


def replace_article(records: ArticleRecords, replaced: str) -> ArticleRecords:
    """Records of an article that takes the place of another."""
    return replace(records, entry=replace(records.entry, replaces=replaced))


def make(folder: Path, *articles: Article) -> IndexStore:
    store = IndexStore.in_folder(folder, create=True)
    with store.writing():
        store.activate_build(store.create_build(), MADE_WITH)
        store.commit([change(article) for article in articles])
    return store


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[IndexStore, FullTextIndex]]:
    folder = tmp_path_factory.mktemp("lexical")
    store, fulltext = make(folder, HARBOUR, TUNNEL), FullTextIndex(folder / FILE)
    fulltext.sync(store)
    yield store, fulltext
    fulltext.close()


@pytest.fixture
def fulltext(both: tuple[IndexStore, FullTextIndex]) -> FullTextIndex:
    return both[1]


def texts(fulltext: FullTextIndex, words: Sequence[Sequence[str]], **narrowed: object) -> list[str]:
    hits = fulltext.search("passages", words, 10, Filters(**narrowed))  # type: ignore[arg-type]
    return [fulltext.passages([name])[name].text for name, _ in hits]


WORDS = [
    ("a word", [["pier"]], [0]),
    ("any of the words, the rarer one first", [["tunnel"], ["harbour"]], [2, 1, 0]),
    ("any of the spellings", [["salo", "sallo"]], [2]),
    ("without case and diacritics", [["CAFE"]], [0]),
    ("with diacritics that are not there", [["pïer"]], [0]),
    ("words in a row", [["Anna Berg"]], [0]),
    ("words that are not in a row", [["Berg Anna"]], []),
    ("no word", [], []),
    ("no spelling", [[]], []),
    ("signs alone", [["?!", "—"]], []),
    ("an operator", [["pier AND tunnel"]], []),
    ("quotation marks", [['"pier"']], [0]),
    ("a broken expression", [['pier" OR (']], []),
    ("a column", [["text:pier"]], []),
    ("a star", [["pie*"]], []),
    ("half a character", [["pier\ud800", "tunnel"]], [2, 0]),
    ("a character that ends a string elsewhere", [["pier\x00"]], [0]),
]


@pytest.mark.parametrize(("words", "expected"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_words(fulltext: FullTextIndex, words: list[list[str]], expected: list[int]) -> None:
    lines = [*HARBOUR.text.split("\n\n"), TUNNEL.text]
    assert texts(fulltext, words) == [lines[number] for number in expected]


NARROWED = [
    ("an outlet", {"outlets": ["Wire"]}, {"tunnel"}),
    ("no such outlet", {"outlets": ["Post"]}, set()),
    ("a period; the undated lies in none", {"period": Period(until=date(2030, 1, 1))}, {"harbour"}),
    ("its first day", {"period": Period(since=date(2024, 5, 13))}, {"harbour"}),
    ("a day later", {"period": Period(since=date(2024, 5, 14))}, set()),
    ("nothing", {}, {"harbour", "tunnel"}),
]


@pytest.mark.parametrize(("how", "expected"), [case[1:] for case in NARROWED], ids=[case[0] for case in NARROWED])
def test_filters(fulltext: FullTextIndex, how: dict[str, object], expected: set[str]) -> None:
    hits = fulltext.search("passages", [["harbour"]], 10, Filters(**how))  # type: ignore[arg-type]
    assert {passage.article_id for passage in fulltext.passages(name for name, _ in hits).values()} == expected


def test_scores_are_higher_for_better_ones(fulltext: FullTextIndex) -> None:
    scores = [score for _, score in fulltext.search("passages", [["harbour"], ["pier"]], 10)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0
    assert len(fulltext.search("passages", [["harbour"]], 1)) == 1
    assert fulltext.search("passages", [["harbour"]], 0) == []


def test_a_statement_is_found_by_its_words_before_those_around_it(fulltext: FullTextIndex) -> None:
    hits = fulltext.search("statements", [["harbour"]], 10)
    assert [statement.speaker for statement in fulltext.statements(name for name, _ in hits).values()] == [
        "",
        "Anna Berg",
    ]
    around = fulltext.search("statements", [["pier"]], 10)
    assert [statement.speaker for statement in fulltext.statements(name for name, _ in around).values()] == [
        "Anna Berg"
    ]


def test_statements_come_back_whole(fulltext: FullTextIndex) -> None:
    found = fulltext.statements(fulltext.statement_ids())
    assert list(found.values()) == [statement for _, statement in SAID]


STATEMENTS = [
    ("all, by article and place", {}, [], [0, 1, 2]),
    ("a speaker", {"speakers": ["Eero Salo"]}, [], [1]),
    ("speakers", {"speakers": ["Eero Salo", "Anna Berg"]}, [], [0, 1]),
    ("nobody like that", {"speakers": ["Salo"]}, [], []),
    ("an article", {}, ["tunnel"], [1, 2]),
    ("a period", {"period": Period(since=date(2024, 1, 1))}, [], [0]),
    ("an outlet and a speaker", {"outlets": ["Wire"], "speakers": ["Anna Berg"]}, [], []),
]


@pytest.mark.parametrize(
    ("how", "article_ids", "expected"), [case[1:] for case in STATEMENTS], ids=[case[0] for case in STATEMENTS]
)
def test_statement_ids(
    fulltext: FullTextIndex, how: dict[str, object], article_ids: list[str], expected: list[int]
) -> None:
    ids = fulltext.statement_ids(Filters(**how), article_ids=article_ids)  # type: ignore[arg-type]
    assert [fulltext.statements([name])[name] for name in ids] == [SAID[number][1] for number in expected]


@pytest.mark.parametrize(
    ("attributes", "newest_first", "expected"),
    [
        ({}, False, [1, 2, 0]),
        ({}, True, [0, 1, 2]),
        ({"quote_type": ["direct", "mixed"]}, False, [0]),
        ({"speech_act": ["denied"]}, False, [1]),
        ({"speech_act": ["denied", "said"], "quote_type": ["indirect"]}, False, [1, 2]),
    ],
    ids=["undated first", "newest first", "own words", "denials", "two attributes"],
)
def test_statements_are_listed_by_date_and_kind(
    fulltext: FullTextIndex, attributes: dict[str, list[str]], newest_first: bool, expected: list[int]
) -> None:
    ids, total = fulltext.list_statements(attributes=attributes, newest_first=newest_first)
    assert [*fulltext.statements(ids).values()] == [SAID[number][1] for number in expected]
    assert total == len(expected)


def test_a_speaker_narrows_the_search_of_statements(fulltext: FullTextIndex) -> None:
    assert fulltext.search("statements", [["tunnel"]], 10, Filters(["Anna Berg"])) == []
    assert len(fulltext.search("statements", [["tunnel"]], 10, Filters(["Eero Salo"]))) == 1


def test_speakers_and_vocabulary(fulltext: FullTextIndex) -> None:
    mentions = fulltext.speaker_mentions(["harbour", "tunnel"])
    places = {(m.article_id, m.speaker, m.mention_type, m.text, m.before, m.behind, m.start, m.end) for m in mentions}
    assert places == {
        ("harbour", "Anna Berg", "named", HARBOUR.text[85:89], HARBOUR.text[45:85], HARBOUR.text[89:], 66, 83),
        ("tunnel", "Eero Salo", "nominal", TUNNEL.text[28:32], TUNNEL.text[:28], TUNNEL.text[32:52], 0, 21),
        ("tunnel", "", "named", "", "", "", 34, 45),
    }
    assert fulltext.speaker_mentions(["nowhere"]) == []
    assert fulltext.most_quoted(5) == ["Anna Berg"], "a full name that is in the text"
    vocabulary = fulltext.vocabulary()
    assert (vocabulary["harbour"], vocabulary["cafe"], vocabulary["2030"]) == (3, 1, 1)
    assert vocabulary is fulltext.vocabulary(), "read once a generation"


MENTIONS = [
    ("a word", [["harbour"]], ["harbour", "tunnel"]),
    ("words in different passages of one article", [["pier"], ["ours"]], ["harbour"]),
    ("words of different articles", [["pier"], ["tunnel"]], []),
    ("in a spelling", [["sallo", "salo"]], ["tunnel"]),
    ("nothing", [], []),
    ("a word without spellings", [["harbour"], []], []),
]


@pytest.mark.parametrize(("words", "expected"), [case[1:] for case in MENTIONS], ids=[case[0] for case in MENTIONS])
def test_mentions(fulltext: FullTextIndex, words: list[list[str]], expected: list[str]) -> None:
    assert fulltext.mentions(words) == expected


def test_what_is_not_there_is_left_out(fulltext: FullTextIndex) -> None:
    assert fulltext.passages(["nothing:p0"]) == {}
    assert fulltext.statements(["nothing:s0"]) == {}
    assert fulltext.texts(["tunnel", "nothing"]) == {"tunnel": TUNNEL.text}


def test_more_names_than_a_query_of_sqlite_takes(fulltext: FullTextIndex) -> None:
    many = [f"Speaker {number}" for number in range(40_000)]
    assert len(fulltext.statement_ids(Filters([*many, "Anna Berg"]))) == 1


# ---- following the store


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a file holds, but its numbers; its index of words is checked against its texts."""
    database = sqlite3.connect(path)
    queries = {
        "articles": "SELECT * FROM articles ORDER BY 1",
        "passages": "SELECT id, article_id, start, end, text FROM passages p JOIN passage_words w ON w.rowid = number "
        "ORDER BY 1",
        "statements": "SELECT id, article_id, speaker, statement, content, context FROM statements s "
        "JOIN statement_words w ON w.rowid = number ORDER BY 1",
        "words": "SELECT * FROM passage_vocabulary ORDER BY 1",
    }
    for table in ("passage_words", "statement_words"):
        database.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    found = {name: database.execute(query).fetchall() for name, query in queries.items()}
    database.close()
    return found


def test_it_follows_what_is_added_changed_and_removed(tmp_path: Path) -> None:
    store, fulltext = make(tmp_path / "index", HARBOUR, TUNNEL), FullTextIndex(tmp_path / "one")
    fulltext.sync(store)
    with store.writing():
        store.commit([change(Article("harbour", "Closed again.")), change(Article("new", "Something else."))])
        store.remove(["tunnel"])
    fulltext.sync(store)
    fresh = FullTextIndex(tmp_path / "two")
    fresh.sync(store)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert fulltext.speaker_mentions(["harbour", "tunnel"]) == []
    assert "again" in fulltext.vocabulary()


def test_an_unchanged_article_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, fulltext = make(tmp_path, HARBOUR, TUNNEL), FullTextIndex(tmp_path / FILE)
    fulltext.sync(store)
    asked: list[str] = []
    read = store.texts

    def texts_of(entries: Iterable[ArticleEntry]) -> dict[str, str]:
        found = read(entries)
        asked.extend(found)
        return found

    monkeypatch.setattr(store, "texts", texts_of)
    with store.writing():
        store.commit([change(Article("new", "Something else."))])
    fulltext.sync(store)
    assert asked == ["new"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"no database at all " * 500),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
        lambda path: path.write_bytes(path.read_bytes()[:6000] + bytes(20_000) + path.read_bytes()[26_000:]),
    ],
    ids=["no database", "empty", "gone", "pages overwritten"],
)
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: object) -> None:
    store, fulltext = make(tmp_path / "index", HARBOUR, TUNNEL), FullTextIndex(tmp_path / "one")
    fulltext.sync(store)
    whole = contents(tmp_path / "one")
    fulltext.close()
    damage(tmp_path / "one")  # type: ignore[operator]
    fulltext = FullTextIndex(tmp_path / "one")
    for _ in range(2):  # some damage shows only when it is read
        with suppress(IndexStorageError):
            fulltext.sync(store)
            fulltext.statements(fulltext.statement_ids())
            fulltext.vocabulary()
            fulltext.passages(name for name, _ in fulltext.search("passages", [["harbour"], ["said"]], 10))
    fulltext.sync(store)
    fulltext.close()
    assert contents(tmp_path / "one") == whole


def test_use_after_close_is_refused_and_leaves_the_file_alone(tmp_path: Path) -> None:
    store, fulltext = make(tmp_path / "index", HARBOUR, TUNNEL), FullTextIndex(tmp_path / "one")
    fulltext.sync(store)
    whole = contents(tmp_path / "one")
    fulltext.close()
    for use in (lambda: fulltext.speaker_mentions([]), fulltext.vocabulary, lambda: fulltext.sync(store)):
        with pytest.raises(IndexStorageError, match=r"full-text index .*one cannot be used: .*closed"):
            use()
    assert contents(tmp_path / "one") == whole


def test_what_was_committed_is_taken_over_from_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, fulltext = make(tmp_path / "index", HARBOUR, TUNNEL), FullTextIndex(tmp_path / "one")
    fulltext.sync(store)
    monkeypatch.setattr(store, "texts", lambda _: pytest.fail("it was in memory"))
    monkeypatch.setattr(store, "records", lambda *_: pytest.fail("it was in memory"))
    new = [change(Article("harbour", "Closed again.")), replace_article(change(Article("pier", "Open.")), "tunnel")]
    with store.writing():
        before = store.content_version
        store.commit(new)
        fulltext.add(new, before, store.content_version)
    fulltext.sync(store)
    monkeypatch.undo()
    fresh = FullTextIndex(tmp_path / "two")
    fresh.sync(store)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert set(fulltext.texts(["harbour", "pier", "tunnel"])) == {"harbour", "pier"}


def test_a_commit_upon_another_version_is_left_to_be_read(tmp_path: Path) -> None:
    store, fulltext = make(tmp_path / "index", HARBOUR), FullTextIndex(tmp_path / "one")
    new = [change(TUNNEL)]
    with store.writing():
        before = store.content_version
        store.commit(new)
        fulltext.add(new, before, store.content_version)
    assert fulltext.content_version() == ""
    fulltext.sync(store)
    assert set(fulltext.texts(["harbour", "tunnel"])) == {"harbour", "tunnel"}


def test_the_file_of_an_earlier_version_goes(tmp_path: Path) -> None:
    (tmp_path / "lexical-1.sqlite3").write_bytes(b"words of another time")
    FullTextIndex(tmp_path / FILE).close()
    assert [path.name for path in tmp_path.glob("*.sqlite3")] == [FILE]


def test_two_that_follow_do_not_bring_back_an_older_state(tmp_path: Path) -> None:
    make(tmp_path, HARBOUR)
    stores = [IndexStore.in_folder(tmp_path) for _ in range(2)]
    first, second = FullTextIndex(tmp_path / FILE), FullTextIndex(tmp_path / FILE)
    assert [len(store.entries) for store in stores] == [1, 1]
    with stores[0].writing():
        stores[0].commit([change(TUNNEL)])
    first.sync(stores[0])
    second.sync(stores[1])  # which has not looked since
    assert stores[0].snapshot is not None
    assert first.content_version() == second.content_version() == stores[0].snapshot.content_version
    assert len(first.mentions([["harbour"]])) == 2
