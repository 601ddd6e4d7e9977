"""The reader: what it finds in passages, how sure it is, and what it does with long, empty and foreign input."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedding.encoder import Encoder
from index.embedding.minilm import packaged_tokenizer
from index.errors import EncoderError
from index.reading.pairs import CAPITAL, IN_QUESTION, encode_pair, pad_pairs
from index.reading.ranker import LEAST_PROBABILITY, AnswerRanker
from index.reading.reader import ANSWER_TOKENS, PassageReader, span_scores, split_tokens

BRIDGE = (
    "The Velden bridge was opened on 3 May 1987 after six years of work. It was designed by Marta Lindqvist, an engineer "
    "from Uppsala. The city paid 40 million crowns for it."
)
FERRY = (
    "The old ferry between the islands stopped running last winter. Its captain, Tomas Brandt, now sells fish at the "
    "harbour, and the boat was sold to a museum in Bergen."
)
BAKERY = (
    "The bakery in Mill Street sells rye bread and plum cake. It is open every day but Monday, and it has nine seats."
)


def coverage_of(question: str) -> Callable[[str], float]:
    """The share of a question's words of four letters or more that stand in a text."""
    asked = {word.lower() for word in re.findall(r"\w{4,}", question)}
    return lambda text: len(asked & set(re.findall(r"\w+", text.lower()))) / max(1, len(asked))


@pytest.fixture(scope="module")
def reader() -> PassageReader:
    return PassageReader()


@pytest.fixture(scope="module")
def ranker(reader: PassageReader) -> AnswerRanker:
    return AnswerRanker(reader, Encoder())


@pytest.mark.parametrize(
    ("question", "passage", "answer"),
    [
        ("Who designed the Velden bridge?", BRIDGE, "Marta Lindqvist"),
        ("When was the Velden bridge opened?", BRIDGE, "1987"),
        ("How much did the city pay for the bridge?", BRIDGE, "40 million"),
        ("Who was the captain of the ferry?", FERRY, "Tomas Brandt"),
    ],
)
def test_finds_the_span(reader: PassageReader, question: str, passage: str, answer: str) -> None:
    (found,) = reader.read(question, [passage])
    assert found is not None
    assert answer in passage[found.start : found.end]


def test_prefers_the_passage_that_answers(reader: PassageReader, ranker: AnswerRanker) -> None:
    question, passages = "Who designed the Velden bridge?", [BAKERY, FERRY, BRIDGE]
    margins = [span.margin for span in reader.read(question, passages) if span]
    assert int(np.argmax(margins)) == 2
    best = ranker.rank(question, passages, coverage_of(question))[0]
    assert best.passage == 2
    assert BRIDGE[best.start : best.end] == "It was designed by Marta Lindqvist, an engineer from Uppsala."
    assert best.start <= best.answer[0] < best.answer[1] <= best.end


@pytest.mark.parametrize("mark", ["?", ""])
def test_knows_an_answer_in_other_words(ranker: AnswerRanker, mark: str) -> None:
    """Not the sentence with most of the question's words, and as well without a question mark."""
    question = f"Why did Marta Lindqvist quit the bridge company{mark}"
    passage = "Marta Lindqvist of the bridge company likes rowing. Ms Lindqvist stepped down because she fell ill."
    best = ranker.rank(question, [passage], coverage_of(question))[0]
    assert passage[slice(*best.answer)].endswith("she fell ill")
    assert best.probability >= LEAST_PROBABILITY


def test_tells_of_a_yes_or_a_no(ranker: AnswerRanker) -> None:
    question = "Was the old ferry sold to a museum?"
    best = ranker.rank(question, [BRIDGE, FERRY, BAKERY], coverage_of(question))[0]
    assert best.passage == 1
    assert FERRY[best.start : best.end].endswith("sold to a museum in Bergen.")
    assert best.probability >= LEAST_PROBABILITY


def test_is_less_sure_where_nothing_answers(ranker: AnswerRanker) -> None:
    question = "Who designed the Velden bridge?"
    coverage = coverage_of(question)
    answered = ranker.rank(question, [BRIDGE, FERRY], coverage)[0].probability
    unanswered = ranker.rank(question, [BAKERY, FERRY], coverage)[0].probability
    assert 0 <= unanswered < 0.5 < answered <= 1


def test_reads_a_long_passage_to_its_end(reader: PassageReader) -> None:
    passage = f"{(BAKERY + ' ') * 30}{BRIDGE}"
    assert len(reader.score("Who designed the Velden bridge?", [passage])[0]) > 2
    (found,) = reader.read("Who designed the Velden bridge?", [passage])
    assert found is not None
    assert "Lindqvist" in passage[found.start : found.end]


def test_does_not_depend_on_the_passages_beside(reader: PassageReader) -> None:
    question = "When was the Velden bridge opened?"
    (alone,), (_, together) = reader.read(question, [BRIDGE]), reader.read(question, [FERRY * 3, BRIDGE])
    assert alone is not None
    assert together is not None
    assert (alone.start, alone.end) == (together.start, together.end)
    assert together.score == pytest.approx(alone.score, abs=0.2)


def test_takes_empty_input(reader: PassageReader, ranker: AnswerRanker) -> None:
    assert reader.read("Who?", []) == []
    assert reader.read("Who?", ["", " \n"]) == [None, None]
    assert reader.read(" ", [BRIDGE]) == [None]
    assert ranker.rank("Who?", [], coverage_of("Who?")) == []
    assert ranker.rank("", [BRIDGE], coverage_of("")) == []
    assert ranker.rank("Who?", [""], coverage_of("Who?")) == []


def test_a_sentence_of_two_passages_is_ranked_once(ranker: AnswerRanker) -> None:
    question = "Who designed the Velden bridge?"
    found = ranker.rank(question, [BRIDGE, BRIDGE], coverage_of(question))
    texts = [BRIDGE[sentence.start : sentence.end] for sentence in found]
    assert len(texts) == len(set(texts)) == 3


def test_weights_are_checked(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"nowhere\.safetensors is missing"):
        PassageReader(tmp_path / "nowhere.safetensors")
    wrong = tmp_path / "wrong.safetensors"
    wrong.write_bytes(b"something else")
    with pytest.raises(EncoderError, match="is damaged or from another version"):
        PassageReader(wrong).read("Who?", [BRIDGE])


@given(st.integers(0, 2000), st.integers(65, 256))
def test_stretches_cover_every_token(length: int, size: int) -> None:
    ranges = split_tokens(length, size)
    assert {place for first, end in ranges for place in range(first, end)} == set(range(length))
    assert all(0 <= first < end <= length and end - first <= size for first, end in ranges)


def test_scores_of_spans() -> None:
    logits = np.array([[1, 10], [2, 20], [3, 30]], np.float32)
    scores = span_scores(logits)
    assert scores.shape == (3, ANSWER_TOKENS)
    assert scores[:, :3].tolist() == [[11, 21, 31], [22, 32, -np.inf], [33, -np.inf, -np.inf]]


def test_pairs_mark_capitals_and_the_words_of_the_question() -> None:
    tokenizer = packaged_tokenizer()
    question, passage = (tokenizer.encode(text, add_special_tokens=False) for text in ("who met berg", "Anna met Berg"))
    pair = encode_pair(question, "Anna met Berg", passage)
    assert pair.first == 5
    assert pair.types == [0] * 5 + [1] * 4
    assert pair.surfaces[5:] == [CAPITAL, IN_QUESTION, CAPITAL | IN_QUESTION, 0]
    ids, _, _, mask = pad_pairs([pair, encode_pair(question, "Anna met Berg", passage, 0, 1)])
    assert ids.shape == (2, 9)
    assert mask.sum(axis=1).tolist() == [9, 7]
