"""What a person puts right about the speakers: it is kept, found again, obeyed at once, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import ArticleIndex, BadArticleError, Correction, CorrectionError, Query
from index.embedding.encoder import Encoder
from index.models import CorrectionKind, Span
from index.speakers.corrections import nearest_place
from tests.conftest import MakeArticle

QUAY = "“The quay will be ready in June,” she said."
HARBOUR = f"Mayor Anna Berg met the harbour master Lena Ostrov on Monday. “It is ours,” Berg said.\n\n{QUAY}"
TUNNEL = "“The tunnel comes too late,” said Eero Salo. Salo said that there was no money for it."


@pytest.fixture
def index(tmp_path: Path, encoder: Encoder) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(path=tmp_path / "index", encoder=encoder, create=True) as opened:
        yield opened


def speaker_of(index: ArticleIndex, words: str) -> str:
    """Return the speaker of the one statement that holds some words."""
    (speaker,) = {s.speaker for article, s in index.statements() if words in article.text[s.start : s.end]}
    return speaker


def place_of(index: ArticleIndex, words: str) -> tuple[str, int, int]:
    (place,) = {(a.id, s.start, s.end) for a, s in index.statements() if words in a.text[s.start : s.end]}
    return place


def test_a_statement_s_speaker_is_corrected_for_good(
    index: ArticleIndex, make_article: MakeArticle, tmp_path: Path, encoder: Encoder
) -> None:
    harbour = make_article(HARBOUR, origin="/news/harbour.txt")
    index.update([harbour, make_article(TUNNEL, id="tunnel")])
    before = speaker_of(index, "quay")
    version = index.read(lambda snapshot: snapshot.content_version)
    made = index.correct_speaker(*place_of(index, "quay"), "Lena Ostrov")
    assert before != speaker_of(index, "quay") == "Lena Ostrov"
    assert index.read(lambda snapshot: snapshot.content_version) != version
    quay = [a.text[s.start : s.end] for a, s in index.statements(speaker="Ostrov")]
    assert len(quay) == 1
    assert "quay" in quay[0]
    evidence = index.search(Query("quay", ("Lena Ostrov",), "quay"))
    assert evidence[0].statement is not None
    assert (evidence[0].statement.speaker, evidence[0].text) == ("Lena Ostrov", quay[0])
    assert index.speakers()["Lena Ostrov"] == 1

    longer = f"The harbour opens. It is new.\n\n{HARBOUR}"
    index.update([make_article(longer, origin="/news/harbour.txt")])  # its id is another one now
    assert harbour.id not in index.store.entries
    assert speaker_of(index, "quay") == "Lena Ostrov"
    index.rebuild()
    with ArticleIndex.open(path=tmp_path / "index", encoder=encoder) as other:
        assert speaker_of(other, "quay") == "Lena Ostrov"
        assert other.corrections() == (made,)

    again = index.correct_speaker(*place_of(index, "quay"), None)
    assert index.corrections() == (again,)  # in place of the first one, whose article has another id
    assert speaker_of(index, "quay") == ""
    index.take_back([again.id])
    assert (index.corrections(), speaker_of(index, "quay")) == ((), before)


def test_a_correction_waits_for_its_article(index: ArticleIndex, make_article: MakeArticle) -> None:
    index.update([make_article(HARBOUR, id="harbour"), make_article(TUNNEL, id="tunnel")])
    index.correct_speaker(*place_of(index, "quay"), "Lena Ostrov")
    index.remove(["harbour"])
    assert "Lena Ostrov" not in index.speakers()
    index.update([make_article(HARBOUR, id="harbour")])
    assert speaker_of(index, "quay") == "Lena Ostrov"


def test_what_cannot_be_corrected_is_said(index: ArticleIndex, make_article: MakeArticle) -> None:
    index.update([make_article(TUNNEL, id="tunnel")])
    place = place_of(index, "too late")
    for article_id, start, end in (("nowhere", *place[1:]), ("tunnel", 0, 0), ("tunnel", 9999, 10005)):
        with pytest.raises(BadArticleError, match="no statement"):
            index.correct_speaker(article_id, start, end, "Lena Ostrov")
    for name in ("", " \n", "a\x1b[2J", "x" * 300):
        with pytest.raises(CorrectionError, match="not a name"):
            index.correct_speaker(*place, name)
    with pytest.raises(CorrectionError, match=r"mean .Eero Salo."):
        index.join_speakers("Eero Sallo", "Eero Salo")
    with pytest.raises(CorrectionError, match="no correction"):
        index.take_back(["nowhere"])
    assert index.corrections() == ()


PLACES: dict[str, tuple[str, str, int, Span | None]] = {
    "where it was": ("no", "no. Yes. no", 0, (0, 2)),
    "nearest behind": ("no", "It is so. no. Yes and yes, then no", 8, (10, 12)),
    "nearest before": ("no", "no. Yes and yes, then. Not so", 20, (0, 2)),
    "gone": ("no", "Yes.", 0, None),
    "behind the end of a text that became shorter": ("no", "So no.", 90, (3, 5)),
    "nothing": ("", "Yes.", 0, None),
}


@pytest.mark.parametrize(("words", "text", "start", "expected"), PLACES.values(), ids=PLACES)
def test_where_corrected_words_stand_now(words: str, text: str, start: int, expected: Span | None) -> None:
    assert nearest_place(words, text, start) == expected


def test_what_is_said_of_one_thing_has_one_name() -> None:
    same = Correction(CorrectionKind.SAME, ("Anna Berg", "Berg"), "2025-01-01")
    apart = Correction(CorrectionKind.APART, ("Berg", "Anna Berg"), "2025-01-02")
    other = Correction(CorrectionKind.SAME, ("Anna Berg", "Ann Berg"), "2025-01-01")
    assert same.id == apart.id != other.id
