"""A question and passages -> the span of each passage that answers it best, and how likely the passage answers it.

The network of index/reading/network.py was trained by tests/benchmarks/train_reader.py.  Scores can be compared over
the passages of one question, as it was trained with several of them at once (Clark and Gardner, 2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.embedding.minilm import packaged_tokenizer
from index.embedding.weights import TrainedModel
from index.models import Span
from index.reading.pairs import QUESTION_TOKENS, Pair, encode_pair, pad_pairs

if TYPE_CHECKING:
    from index.reading.network import ReaderNetwork

WEIGHTS = Path(__file__).parents[1] / "weights" / "reader.safetensors"
WEIGHTS_SHA256 = "62fe9719d1b69c2884ff906f1ab5e515e65e94d9360895612ecf88e83bc3211a"
PAIR_TOKENS = 256  # the most of a question and a stretch of a passage, the marks included
OVERLAP_TOKENS = 64  # what consecutive stretches of a long passage share
ANSWER_TOKENS = 30  # the longest answer


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """The best answer in a passage: `passage[start:end]`.

    `score` is the sum of its start and end logits, comparable over the passages of one question; `null_score` what the
    network gives for the passage having no answer; `answerable` the logit that it answers the question.
    """

    start: int
    end: int
    score: float
    null_score: float
    answerable: float

    @property
    def margin(self) -> float:
        """How much rather this than no answer (Devlin et al., 2019): over 0 for the answer."""
        return self.score - self.null_score


@dataclass(frozen=True, slots=True)
class PassageLogits:
    """What the network says of a stretch of a passage.

    `offsets` [tokens, 2] are character spans in the passage; `spans` [tokens, ANSWER_TOKENS] are the scores of the
    answers that begin with a token and are so many tokens longer than one, -inf where they would go over the end.
    """

    offsets: NDArray[np.int64]
    spans: NDArray[np.float32]
    null_score: float
    answerable: float

    def best(self, within: Span | None = None) -> AnswerSpan | None:
        """Return the best answer, or the best within a character span; None where no token stands there."""
        first, end = self._tokens(within)
        if first >= end:
            return None
        scores = self._within(first, end)
        start, more = divmod(int(scores.argmax()), scores.shape[1])
        place = int(self.offsets[first + start, 0]), int(self.offsets[first + start + more, 1])
        return AnswerSpan(*place, float(scores[start, more]), self.null_score, self.answerable)

    def total(self, within: Span) -> float:
        """Return the log of the summed exponentials of all answers in a character span, less the null score.

        It is -inf where no token stands there.
        """
        first, end = self._tokens(within)
        if first >= end:
            return -np.inf
        scores = self._within(first, end)
        highest = scores.max()
        return float(highest + np.log(np.exp(scores - highest).sum()) - self.null_score)

    def _tokens(self, within: Span | None) -> Span:
        if within is None:
            return 0, len(self.offsets)
        first = int(np.searchsorted(self.offsets[:, 0], within[0]))
        return first, int(np.searchsorted(self.offsets[:, 1], within[1], side="right"))

    def _within(self, first: int, end: int) -> NDArray[np.float32]:
        """Return the scores of the answers among the tokens `first` to `end`."""
        width = min(end - first, self.spans.shape[1])
        over = np.arange(end - first)[:, None] + np.arange(width)[None] >= end - first
        scores: NDArray[np.float32] = np.where(over, -np.inf, self.spans[first:end, :width])
        return scores


class PassageReader(TrainedModel["ReaderNetwork"]):
    """Reads passages with the network whose weights are in a file.  The network is loaded when first needed.

    Raises EncoderError if the file is missing.
    """

    def __init__(self, weights: Path = WEIGHTS, sha256: str = WEIGHTS_SHA256) -> None:
        super().__init__(weights, sha256)

    def read(self, question: str, passages: Sequence[str]) -> list[AnswerSpan | None]:
        """Find the best answer in each passage; None for a passage without words, and for all if the question has none.

        Raises EncoderError if the weights cannot be read or are not the expected ones.
        """
        return [
            max((best for part in parts if (best := part.best())), key=lambda best: best.margin, default=None)
            for parts in self.score(question, passages)
        ]

    def score(self, question: str, passages: Sequence[str]) -> list[list[PassageLogits]]:
        """Score the answers of each passage, stretch by stretch where it is long; all are read in one batch.

        A passage without words has no stretches, and none has any if the question has no words.  Raises EncoderError as
        `read` does.
        """
        asked = packaged_tokenizer().encode(" ".join(question.split()), add_special_tokens=False)
        encodings = packaged_tokenizer().encode_batch(list(passages), add_special_tokens=False)
        size = PAIR_TOKENS - 3 - min(QUESTION_TOKENS, len(asked.ids))
        pairs: list[Pair] = []
        owners: list[int] = []
        for number, (text, encoding) in enumerate(zip(passages, encodings, strict=True)):
            for first, end in split_tokens(len(encoding.ids) if asked.ids else 0, size):
                pairs.append(encode_pair(asked, text, encoding, first, end))
                owners.append(number)
        found: list[list[PassageLogits]] = [[] for _ in passages]
        if pairs:
            for owner, logits in zip(owners, self._run(pairs), strict=True):
                found[owner].append(logits)
        return found

    def _run(self, pairs: Sequence[Pair]) -> list[PassageLogits]:
        import torch  # heavy: loaded with the network only

        with torch.inference_mode():
            outcome = self._network(*map(torch.from_numpy, pad_pairs(pairs)))
        logits, null, answerable = (tensor.float().numpy() for tensor in outcome)
        return [
            PassageLogits(
                np.array(pair.offsets, np.int64),
                span_scores(row[pair.first : pair.first + len(pair.offsets)]),
                float(null_score),
                float(answers),
            )
            for pair, row, null_score, answers in zip(pairs, logits, null, answerable, strict=True)
        ]

    @staticmethod
    def _network_type() -> type[ReaderNetwork]:
        from index.reading.network import ReaderNetwork  # heavy: loaded with the network only

        return ReaderNetwork


def split_tokens(length: int, size: int) -> list[Span]:
    """Return (first, end) token ranges of at most `size` that cover `length` tokens, the last one whole."""
    if length <= size:
        return [(0, length)] if length else []
    starts = range(0, length - size, size - OVERLAP_TOKENS)
    return [*((start, start + size) for start in starts), (length - size, length)]


def span_scores(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the scores [tokens, ANSWER_TOKENS] of all answers, of their start and end logits [tokens, 2].

    They are laid out as in `PassageLogits`.
    """
    count = len(logits)
    ends = np.concatenate([logits[:, 1], np.full(ANSWER_TOKENS, -np.inf, np.float32)])
    places = np.arange(count)[:, None] + np.arange(ANSWER_TOKENS)[None]
    scores: NDArray[np.float32] = logits[:, :1] + ends[places]
    return scores
