"""The speakers of a real index, in step with every update."""

from __future__ import annotations

from pathlib import Path

from index import ArticleIndex, Query, Speaker, SpeakerKind
from index.embedding.encoder import Encoder
from tests.conftest import MakeArticle

TEXTS = {
    "quay": "Mayor Nora Falk opened the new quay on Monday. “The quay is ours,” Falk said. She said that it had cost little.",
    "cost": "“The quay cost four million,” Nora J. Falk told the council. Harbour master Lars Holm said that it was too much.",
    "wait": "The ferry is late again. “We wait for the quay every day,” Mrs. Falk said on Friday.",
    "brother": "“The quay is a mistake,” said Mr. Peter Falk, a fisherman. Half of the town agrees, Peter Falk said.",
    "union": "The Salmo Harbour Union (SHU) said that the quay was closed. The union said it would sue.",
    "short": "The SHU said that the quay would stay closed in winter.",
}


def test_the_speakers_are_the_same_in_whatever_order_articles_come(
    tmp_path: Path, encoder: Encoder, make_article: MakeArticle
) -> None:
    articles = [make_article(text, id=name, published="2024-05-01") for name, text in TEXTS.items()]
    entries: list[tuple[Speaker, ...]] = []
    for number, order in enumerate((articles, articles[::-1])):
        with ArticleIndex.open(path=tmp_path / str(number), encoder=encoder, create=True) as index:
            for article in order:
                index.update([article])
                index.speaker_entries()
            if number:
                index.update([make_article("“Nothing,” said Ada Krog.", id="gone")])
                index.remove(["gone"])
            entries.append(index.speaker_entries())
            if not number:
                continue
            words = {article.id for article, _ in index.statements(speaker="Nora Falk")}
            assert words == {"quay", "cost", "wait"}
            evidence = index.search(Query("quay", ("Nora Falk",), "quay"))
            speakers = {each.statement.speaker for each in evidence if each.statement}
            assert {"Nora Falk", "Peter Falk", "Salmo Harbour Union"} <= speakers
            assert index.link_speaker("SHU") == ["Salmo Harbour Union"]
    assert entries[0] == entries[1]
    by_name = {speaker.name: speaker for speaker in entries[0]}
    assert {"Nora Falk", "Nora J. Falk", "Mrs. Falk", "Falk"} <= {*by_name["Nora Falk"].names}
    assert by_name["Peter Falk"].kind is SpeakerKind.PERSON
    assert by_name["Salmo Harbour Union"].kind is SpeakerKind.BODY
    assert "SHU" in by_name["Salmo Harbour Union"].names
    assert "Half" not in by_name
