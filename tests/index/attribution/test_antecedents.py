"""A pronoun among the people named beside it, as the network reads it, and what the network makes of it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from index.attribution.antecedents import BEFORE, AntecedentRanker, installed_ranker, read_pronoun
from index.attribution.entities import EntityTable
from index.attribution.extractor import ArticleExtraction
from index.attribution.mention_linking import MentionLinker
from index.embedding.minilm import packaged_tokenizer
from index.errors import EncoderError
from index.models import Article, Attribution, Span

TEXT = "Mayor Karl Holm thanked Eero Salo for the harbour. Holm resigned on Monday, and he said that he was tired."


def spans(text: str, name: str) -> list[Span]:
    """Where a name stands in a text."""
    return [(start, start + len(name)) for start in range(len(text)) if text.startswith(name, start)]


def test_the_network_reads_the_words_around_a_pronoun() -> None:
    start = TEXT.index("he said")
    read = read_pronoun(TEXT, (start, start + 2), [spans(TEXT, "Holm"), spans(TEXT, "Salo")])
    tokens = [packaged_tokenizer().id_to_token(number) for number in read.ids]
    assert (tokens[0], tokens[-1]) == ("[CLS]", "[SEP]")
    assert tokens[read.place] == "he"
    assert ["".join(tokens[first : last + 1]).replace("##", "") for first, last in read.mentions] == ["holm"] * 2 + [
        "salo"
    ]
    assert read.people == [0, 0, 1]
    assert len(read.features) == len(read.ids)


def test_a_mention_too_far_away_is_left_out() -> None:
    text = "Eero Salo left. " + "It rained. " * BEFORE + "Karl Holm stayed, he said."
    start = text.index("he said")
    read = read_pronoun(text, (start, start + 2), [[(0, 9)], spans(text, "Karl Holm")])
    assert read.near == [1]
    assert read.people == [0]
    assert installed_ranker().probabilities(text, (start, start + 2), [[(0, 9)], []]) == [0.0, 0.0]


def test_probabilities_do_not_depend_on_the_order_of_people() -> None:
    start = TEXT.index("he said")
    people = [spans(TEXT, "Holm"), spans(TEXT, "Salo")]
    one = installed_ranker().probabilities(TEXT, (start, start + 2), people)
    other = installed_ranker().probabilities(TEXT, (start, start + 2), people[::-1])
    assert one == pytest.approx(other[::-1], abs=0.01)
    assert sum(one) <= 1.001
    assert one[0] > 0.5


def test_the_ranking_chooses_among_those_whom_the_rules_leave() -> None:
    asked: list[list[list[str]]] = []

    def last_one(text: str, pronoun: Span, people: Sequence[Sequence[Span]]) -> list[float]:
        asked.append([[text[slice(*span)] for span in mentions] for mentions in people])
        return [*(0.0 for _ in people[1:]), 1.0]

    text = "Mayor Karl Holm met Minister Anna Berg and Governor Eero Salo. Dr. Lars Dahl came. Holm smiled. He praised Dahl."
    start = text.index("He praised")
    linker = MentionLinker(EntityTable(text), last_one)
    assert linker.link((start, start + 2))[0].speaker == "Eero Salo"
    assert asked == [[["Mayor Karl Holm", "Holm"], ["Governor Eero Salo"]]]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="install WhoSaid again"):
        AntecedentRanker(tmp_path / "none.safetensors")


@pytest.mark.parametrize(("probabilities", "name"), [([0.3, 0.6], "Karl Holm"), ([0.01, 0.9], "Eero Salo")])
def test_the_nearest_person_stays_unless_another_is_surely_preferred(probabilities: list[float], name: str) -> None:
    text = "Mayor Karl Holm met Governor Eero Salo, and he said no."
    start = text.index("he said")
    linker = MentionLinker(EntityTable(text), lambda *_: probabilities)
    assert linker.link((start, start + 2))[0].speaker == name


def test_a_person_whom_another_fits_nearly_as_well_is_in_doubt() -> None:
    text = "Mayor Karl Holm met Governor Eero Salo, and he said rain."
    start = text.index("he said")
    linker = MentionLinker(EntityTable(text), lambda *_: [0.5, 0.4])
    (link,) = linker.link((start, start + 2))
    assert link.speaker == "Karl Holm"
    assert 0.5 < link.certainty < 0.65
    words = Attribution((start + 3, start + 7), ((start, start + 2),), ((start + 8, start + 12),), confidence=0.8)
    extraction = ArticleExtraction(Article("a", text), [words])
    extraction.linker = linker
    assert [each.confidence for each in extraction.extract()] == [round(0.8 * link.certainty, 3)]
