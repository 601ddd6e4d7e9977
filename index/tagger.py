"""A token tagger that finds who said what: which words are a cue, and for each cue its source and its content.

The model is the six layers of all-MiniLM-L6-v2 with two heads.  One tags every token as beginning, inside or outside of a
source, a cue and a content (Ramshaw and Marcus, 1995).  The other scores every pair of tokens and says which tokens are
the source, and which the content, of the statement whose cue begins at a given token (the biaffine attention of Dozat and
Manning, 2017, with the cue in the place of the predicate).  It was trained by tests/benchmarks/train_tagger.py.

The encoder's vocabulary has no capitals and no line breaks, so each token also carries its surface: see `surface`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.errors import EncoderError
from index.values import Span

WINDOW = 254  # tokens; with the two marks around them the encoder's 256
STRIDE = 170  # tokens from one window's beginning to the next one's
SURFACES = 16  # how many values `surface` has
NEAR = 64  # tokens; farther apart than this, distances are not told apart

OPENING = "“«„"
CLOSING = "”»"

CUE_FLOOR = 0.5
LINK_FLOOR = 0.5


@dataclass(frozen=True, slots=True)
class Window:
    """A run of tokens that the model reads at once; `first` is the place of its first token in the article."""

    first: int
    ids: list[int]
    surfaces: list[int]


def windows(length: int, phase: int = 0, size: int = WINDOW, stride: int = STRIDE) -> list[tuple[int, int]]:
    """(first, end) token ranges that cover `length` tokens, the last one whole where the text is long enough."""
    ranges: list[tuple[int, int]] = []
    first = -phase
    while first < length:
        end = min(length, first + size)
        if end == length:
            ranges.append((max(0, end - size), end))
            break
        ranges.append((max(0, first), end))
        first += stride
    return ranges


def quoted(text: str) -> NDArray[np.bool_]:
    """For each character whether it stands inside double quotation marks; straight marks take turns within a paragraph."""
    inside = np.zeros(len(text) + 1, dtype=bool)
    is_open = False
    for place, character in enumerate(text):
        if character == "\n" and text[place : place + 2] == "\n\n":
            is_open = False
        elif character in OPENING:
            is_open = True
        elif character in CLOSING:
            is_open = False
        elif character == '"':
            is_open = not is_open
        inside[place] = is_open
    return inside


def surface(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """One number a token: 1 for a capital, 2 for the first of a line, 4 inside quotation marks, 8 for a break inside a word."""
    inside = quoted(text)
    numbers: list[int] = []
    before = 0
    for start, end in offsets:
        gap = text[before:start]
        numbers.append(
            (1 if text[start : start + 1].isupper() else 0)
            | (2 if "\n" in gap or start == 0 else 0)
            | (4 if inside[start] else 0)
            | (8 if start == before and start > 0 else 0)
        )
        before = end
    return numbers



@dataclass(frozen=True, slots=True)
class Marked:
    """A cue with the source and the content that the model gives it; offsets into the text.

    `source` is empty where nobody is named near it.  `confidence` is the mean probability of the cue and of its content.
    """

    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens: numbers in the vocabulary, surfaces, character offsets, and the first token of each one's word."""

    ids: list[int]
    surfaces: list[int]
    offsets: list[Span]
    word: NDArray[np.int64]


class Tagger:
    """Tags texts with the ONNX model at `weights`, read through the vocabulary at `tokenizer` (a tokenizer.json).

    Raises EncoderError where either file is missing.
    """

    def __init__(self, weights: Path, tokenizer: Path, threads: int = 0) -> None:
        for path in (weights, tokenizer):
            if not path.is_file():
                raise EncoderError(f"{path} is missing: install WhoSaid again")
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])

    def marks(self, text: str) -> list[Marked]:
        """The cues of a text in order, each with its source and content."""
        tokens = self.tokens(text)
        if not tokens.ids:
            return []
        tags, links = self.run(tokens)
        found = []
        for first, end in runs(tags[:, 1, 1] + tags[:, 1, 2] > CUE_FLOOR, tags[:, 1, 1] > tags[:, 1, 2]):
            source, content = links(first)
            found.append(self.mark(tokens, tags, (first, end), source, content))
        return [mark for mark in found if mark.content]

    def mark(self, tokens: Tokens, tags: NDArray[np.float32], cue: Span, source: NDArray[np.float32],
             content: NDArray[np.float32]) -> Marked:  # fmt: skip
        """One cue's token range and its arguments' probabilities [tokens], as character spans."""
        first, end = cue
        inside = np.flatnonzero(content > LINK_FLOOR)
        of_cue = float((tags[first:end, 1, 1] + tags[first:end, 1, 2]).mean())
        of_content = float(content[inside].mean()) if len(inside) else 0.0
        return Marked(
            (tokens.offsets[first][0], tokens.offsets[end - 1][1]),
            spans(tokens, source > LINK_FLOOR),
            spans(tokens, content > LINK_FLOOR),
            of_cue * of_content,
        )

    def tokens(self, text: str) -> Tokens:
        """A text's tokens, without the marks that stand around them."""
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        offsets: list[Span] = encoding.offsets
        word = np.arange(len(offsets))
        for place in range(1, len(offsets)):
            start = offsets[place][0]
            if start == offsets[place - 1][1] and text[start - 1].isalnum() and text[start].isalnum():
                word[place] = word[place - 1]
        return Tokens(encoding.ids, surface(text, offsets), offsets, word)

    def run(self, tokens: Tokens) -> tuple[NDArray[np.float32], Links]:
        """Probabilities [tokens, kind, outside/begin/inside], and a function that gives a cue's arguments [tokens] each.

        Every token's tags, and every cue's links, are read from the window in which it stands nearest the middle.
        """
        ranges = windows(len(tokens.ids))
        longest = max(end - first for first, end in ranges) + 2
        ids, surfaces = (np.zeros((len(ranges), longest), np.int64) for _ in range(2))
        for row, (first, end) in enumerate(ranges):
            ids[row, : end - first + 2] = [101, *tokens.ids[first:end], 102]
            surfaces[row, 1 : end - first + 1] = tokens.surfaces[first:end]
        scores, links = self.session.run(None, {"input_ids": ids, "surfaces": surfaces, "mask": (ids > 0).astype(np.int64)})
        middles = np.array([(first + end) / 2 for first, end in ranges])
        best = np.abs(np.arange(len(tokens.ids))[:, None] - middles[None, :]).argmin(axis=1)
        firsts = np.array([first for first, _ in ranges])
        tags = softmax(scores[best, np.arange(len(best)) - firsts[best] + 1].reshape(-1, 3, 3))

        def of_cue(cue: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
            first, end = ranges[best[cue]]
            here = np.zeros((len(tokens.ids), 2), np.float32)
            here[first:end] = 1 / (1 + np.exp(-links[best[cue], cue - first + 1, 1 : end - first + 1]))
            return whole(here[:, 0], tokens.word), whole(here[:, 1], tokens.word)

        return np.stack([whole(tags[:, kind, label], tokens.word) for kind in range(3) for label in range(3)], 1).reshape(
            -1, 3, 3
        ), of_cue


Links = Callable[[int], tuple[NDArray[np.float32], NDArray[np.float32]]]


def whole(values: NDArray[np.float32], word: NDArray[np.int64]) -> NDArray[np.float32]:
    """Each token's value replaced by the mean of its word's, so that no span is cut inside a word."""
    sums, counts = np.zeros(len(word) + 1, np.float32), np.zeros(len(word) + 1, np.float32)
    np.add.at(sums, word, values)
    np.add.at(counts, word, 1)
    return sums[word] / counts[word]


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def runs(inside: NDArray[np.bool_], begins: NDArray[np.bool_] | None = None) -> Iterator[Span]:
    """(first, end) of each run of True, a new one wherever `begins` is True after a token that does not begin one."""
    first = None
    for place in range(len(inside) + 1):
        here = place < len(inside) and bool(inside[place])
        fresh = here and begins is not None and bool(begins[place]) and not bool(begins[place - 1])
        if first is not None and (not here or fresh):
            yield first, place
            first = None
        if here and first is None:
            first = place


def spans(tokens: Tokens, inside: NDArray[np.bool_]) -> tuple[Span, ...]:
    """The character spans of the runs of tokens; a run goes on over one token that is left out within it."""
    bridged = inside.copy()
    bridged[1:-1] |= inside[:-2] & inside[2:]
    return tuple((tokens.offsets[first][0], tokens.offsets[end - 1][1]) for first, end in runs(bridged))
