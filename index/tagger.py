"""A token tagger that finds who said what: which words are a cue, and for each cue its source and its content.

The model is the six layers of all-MiniLM-L6-v2 with two heads.  One tags every token as beginning, inside or outside
of a
source, a cue and a content (Ramshaw and Marcus, 1995).  The other scores every pair of tokens and says which tokens are
the source, and which the content, of the statement whose cue begins at a given token (the biaffine attention of Dozat
and
Manning, 2017, with the cue in the place of the predicate).  It was trained by tests/benchmarks/train_tagger.py.

The encoder's vocabulary has no capitals and no line breaks, so each token also carries its surface: see `surface`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.errors import EncoderError
from index.sentences import sentences
from index.values import Span

WINDOW = 254  # tokens; with the two marks around them the encoder's 256
STRIDE = 214  # tokens from one window's beginning to the next one's
SURFACES = 16  # how many values `surface` has
NEAR = 64  # tokens; farther apart than this, distances are not told apart

OPENING = "“«„"
CLOSING = "”»"

# Found on the half of the training articles that the model measured with had not seen.
TAG_FLOOR = 0.5
OTHER_SENTENCE, OTHER_LINE = 3.0, 6.0
NO_SOURCE = 1.0


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
    """For each character whether it stands inside double quotation marks; straight marks take turns within a
    paragraph.
    """
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
    """One number a token: 1 for a capital, 2 for the first of a line, 4 inside quotation marks, 8 for a break inside
    a word.
    """
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

    `source` is empty where nobody is named near it.  `confidence` is the mean probability of the cue and of its
    content.
    """

    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens: vocabulary numbers, surfaces, offsets; the first token of each one's word; and its sentence
    and line.
    """

    ids: list[int]
    surfaces: list[int]
    offsets: list[Span]
    word: NDArray[np.int64]
    sentence: NDArray[np.int64]
    line: NDArray[np.int64]

    def quoted(self, span: Span) -> bool:
        """Whether most of a run of tokens stands within quotation marks."""
        return 2 * sum(number >> 2 & 1 for number in self.surfaces[span[0] : span[1]]) >= span[1] - span[0]


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
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])

    def marks(self, text: str) -> list[Marked]:
        """The cues of a text in order, each with its source and content.

        The tags say what the spans are; the links say which belong together: every content goes to the cue, and every
        cue takes
        the source, to which its tokens are tied most.
        """
        tokens = self.tokens(text)
        if not tokens.ids:
            return []
        return self.run(tokens).marks(tokens)

    def tokens(self, text: str) -> Tokens:
        """A text's tokens, without the marks that stand around them."""
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        offsets: list[Span] = encoding.offsets
        word = np.arange(len(offsets))
        for place in range(1, len(offsets)):
            start = offsets[place][0]
            if start == offsets[place - 1][1] and text[start - 1].isalnum() and text[start].isalnum():
                word[place] = word[place - 1]
        surfaces = surface(text, offsets)
        places = np.array([start for start, _ in offsets])
        sentence = np.searchsorted([start for start, _ in sentences(text)], places, side="right")
        return Tokens(
            encoding.ids, surfaces, offsets, word, sentence, np.cumsum([number >> 1 & 1 for number in surfaces])
        )

    def run(self, tokens: Tokens) -> Read:
        """What the model says of every token, each read from the window in which it stands nearest the middle."""
        ranges = windows(len(tokens.ids))
        longest = max(end - first for first, end in ranges) + 2
        ids, surfaces = (np.zeros((len(ranges), longest), np.int64) for _ in range(2))
        for row, (first, end) in enumerate(ranges):
            ids[row, : end - first + 2] = [101, *tokens.ids[first:end], 102]
            surfaces[row, 1 : end - first + 1] = tokens.surfaces[first:end]
        given = {"input_ids": ids, "surfaces": surfaces, "mask": (ids > 0).astype(np.int64)}
        scores, links = self.session.run(None, given)
        middles = np.array([(first + end) / 2 for first, end in ranges])
        best = np.abs(np.arange(len(tokens.ids))[:, None] - middles[None, :]).argmin(axis=1)
        firsts = np.array([first for first, _ in ranges])
        tags = softmax(scores[best, np.arange(len(best)) - firsts[best] + 1].reshape(-1, 3, 3))
        return Read(whole(tags, tokens.word), links, ranges, best)


@dataclass(frozen=True, slots=True)
class Read:
    """What the model says of a text.

    `tags` are probabilities [tokens, source/cue/content, outside/begin/inside]; `links` [windows, cue token, token,
    2] say how
    much a token is the first of a cue's source, and how much a content's token belongs to a cue; row and column 0 are
    the mark
    in front of the window, which stands for no source.
    """

    tags: NDArray[np.float32]
    links: NDArray[np.float32]
    ranges: list[tuple[int, int]]
    best: NDArray[np.int64]

    def marks(self, tokens: Tokens) -> list[Marked]:
        """The spans that the tags show, put together as the links say."""
        lines = np.diff(tokens.line, prepend=0) > 0
        sources, cues, contents = (spans_of(self.tags[:, kind], lines) for kind in range(3))
        owned: dict[int, list[Span]] = {}
        for content in contents:
            cue = self.cue_of(content, cues, tokens)
            if cue is not None:
                owned.setdefault(cue, []).append(content)
        return [
            marked(tokens, self.tags, cues[number], self.source_of(cues[number], sources, tokens), owned[number])
            for number in sorted(owned)
        ]

    def cue_of(self, content: Span, cues: Sequence[Span], tokens: Tokens) -> int | None:
        """The number of the cue that a content belongs to; None where its window holds no cue."""
        window = self.best[content[0]]
        first, end = self.ranges[window]
        inside = slice(content[0] - first + 1, min(content[1], end) - first + 1)
        near = [number for number, cue in enumerate(cues) if first <= cue[0] < end]
        ties = [
            float(self.links[window, cues[number][0] - first + 1, inside, 1].mean())
            - apart(tokens, content, cues[number])
            for number in near
        ]
        if not ties:
            return None
        best = near[int(np.argmax(ties))]
        # In another sentence than its cue, only a quotation goes on, and what has no cue of its own there.
        if apart(tokens, content, cues[best]) == 0 or tokens.quoted(content):
            return best
        own = [place for place, number in enumerate(near) if apart(tokens, content, cues[number]) == 0]
        if own:
            return near[max(own, key=lambda place: ties[place])]
        return None if apart(tokens, content, cues[best]) == OTHER_LINE else best

    def source_of(self, cue: Span, sources: Sequence[Span], tokens: Tokens) -> Span | None:
        """The source of a cue; None where none is tied to it more than the mark for no source."""
        window = self.best[cue[0]]
        first, end = self.ranges[window]
        row = self.links[window, cue[0] - first + 1, :, 0]
        near = [source for source in sources if first <= source[0] < end]
        ties = [float(row[source[0] - first + 1]) - apart(tokens, source, cue) for source in near]
        return near[int(np.argmax(ties))] if ties and max(ties) > row[0] - NO_SOURCE else None


def apart(tokens: Tokens, one: Span, other: Span) -> float:
    """What a tie is worth less where its ends stand in different sentences, or different lines."""
    first, second = one[0], other[0]
    if tokens.line[first] != tokens.line[second]:
        return OTHER_LINE
    near = {tokens.sentence[first], tokens.sentence[one[1] - 1]}
    return 0.0 if tokens.sentence[second] in near else OTHER_SENTENCE


def whole(values: NDArray[np.float32], word: NDArray[np.int64]) -> NDArray[np.float32]:
    """Each token's values [tokens, ...] replaced by the mean of its word's, so that no span is cut inside a word."""
    sums = np.zeros_like(values)
    np.add.at(sums, word, values)
    counts = np.bincount(word, minlength=len(word)).reshape(-1, *[1] * (values.ndim - 1))
    return (sums[word] / counts[word]).astype(np.float32)


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Over the last axis."""
    powers: NDArray[np.float32] = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: NDArray[np.float32] = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def runs(inside: NDArray[np.bool_], begins: NDArray[np.bool_] | None = None) -> Iterator[Span]:
    """(first, end) of each run of True, a new one wherever `begins` is True after a token that does not begin one."""
    first = None
    for place in range(len(inside) + 1):
        here = place < len(inside) and bool(inside[place])
        fresh = here and place > 0 and begins is not None and bool(begins[place]) and not bool(begins[place - 1])
        if first is not None and (not here or fresh):
            yield first, place
            first = None
        if here and first is None:
            first = place


def spans_of(tags: NDArray[np.float32], lines: NDArray[np.bool_]) -> list[Span]:
    """The token ranges of one kind's spans, of its probabilities [tokens, outside/begin/inside].

    A token left out within a span is kept; none goes over the beginning of a line, which `lines` marks [tokens].
    """
    inside = tags[:, 1] + tags[:, 2]
    bridged = inside > TAG_FLOOR
    bridged[1:-1] |= bridged[:-2] & bridged[2:]
    return list(runs(bridged, (tags[:, 1] > tags[:, 2]) | lines))


def marked(
    tokens: Tokens, tags: NDArray[np.float32], cue: Span, source: Span | None, content: Sequence[Span]
) -> Marked:
    """Token ranges as character spans, with the mean probability of the cue and of the content."""

    def place(span: Span) -> Span:
        return tokens.offsets[span[0]][0], tokens.offsets[span[1] - 1][1]

    def sure(kind: int, spans: Sequence[Span]) -> float:
        return float(np.concatenate([1 - tags[first:end, kind, 0] for first, end in spans]).mean())

    return Marked(
        place(cue),
        (place(source),) if source else (),
        tuple(place(span) for span in content),
        sure(1, [cue]) * sure(2, content),
    )
