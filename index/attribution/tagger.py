"""A token tagger that finds who said what: which words are a cue, and for each cue its source and its content.

The network of network.py was trained by tests/benchmarks/train_tagger.py.  Its vocabulary has no capitals and no
line breaks, so each token also carries its surface: see `surface`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.embedding.minilm import has_bfloat16, packaged_model, packaged_tokenizer
from index.errors import EncoderError
from index.models import Span
from index.text.sentences import split_sentences

if TYPE_CHECKING:
    from tokenizers import Encoding
    from torch import Tensor

    from index.attribution.network import TaggerNetwork

WINDOW = 254  # tokens; with the two marks around them the encoder's 256
TOGETHER = 6  # windows that are read together
STRIDE = 230  # tokens from one window's beginning to the next one's
SPEAKING = frozenset("i me my we us our".split())
OPENING = "“«„"
CLOSING = "”»"
QUOTATION_MARK = re.compile(rf'[{OPENING}{CLOSING}"]|\n\n')

# Found on the half of the training articles that the model measured with had not seen.
TAG_FLOOR = 0.5
OTHER_SENTENCE, OTHER_LINE = 3.0, 6.0
NO_SOURCE = 1.0


def sliding_windows(length: int, phase: int = 0, size: int = WINDOW, stride: int = STRIDE) -> list[tuple[int, int]]:
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
    opened: int | None = None
    for match in QUOTATION_MARK.finditer(text):
        mark, place = match.group(), match.start()
        if opened is None and mark in OPENING + '"':
            opened = place
        elif opened is not None and mark not in OPENING:
            inside[opened:place] = True
            opened = None
    inside[len(text) if opened is None else opened : len(text)] = True
    return inside


def token_features(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
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
class Attribution:
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
    """A text's tokens: vocabulary numbers, surfaces, offsets; the first token of each one's word; its sentence and
    line; and whether it is a word for the one who speaks.
    """

    ids: list[int]
    surfaces: list[int]
    offsets: list[Span]
    word: NDArray[np.int64]
    sentence: NDArray[np.int64]
    line: NDArray[np.int64]
    speaking: NDArray[np.bool_]

    def quoted(self, span: Span) -> bool:
        """Whether most of a run of tokens stands within quotation marks."""
        return 2 * sum(number >> 2 & 1 for number in self.surfaces[span[0] : span[1]]) >= span[1] - span[0]


def tokens_of(text: str, encoding: Encoding) -> Tokens:
    """A text's tokens as the tagger looks at them."""
    offsets: list[Span] = encoding.offsets
    word = np.arange(len(offsets))
    for place in range(1, len(offsets)):
        start = offsets[place][0]
        if start == offsets[place - 1][1] and text[start - 1].isalnum() and text[start].isalnum():
            word[place] = word[place - 1]
    surfaces = token_features(text, offsets)
    places = np.array([start for start, _ in offsets])
    sentence = np.searchsorted([start for start, _ in split_sentences(text)], places, side="right")
    line = np.cumsum([number >> 1 & 1 for number in surfaces])
    speaking = np.array([text[start:end].casefold() in SPEAKING for start, end in offsets], dtype=bool)
    return Tokens(encoding.ids, surfaces, offsets, word, sentence, line, speaking)


class AttributionTagger:
    """Tags texts with the network whose weights are at `weights`.  It is loaded when it is first needed.

    Raises EncoderError where the file is missing.
    """

    def __init__(self, weights: Path) -> None:
        if not weights.is_file():
            raise EncoderError(f"{weights} is missing: install WhoSaid again")
        self.weights = weights

    def marks(self, texts: Sequence[str]) -> list[list[Attribution]]:
        """The cues of each text in order, each with its source and content.

        The tags say what the spans are; the links say which belong together: every content goes to the cue, and every
        cue takes the source, to which its tokens are tied most.
        """
        encodings = packaged_tokenizer().encode_batch(list(texts), add_special_tokens=False)
        tokens = [tokens_of(text, encoding) for text, encoding in zip(texts, encodings, strict=True)]
        reads = iter(self.read([its for its in tokens if its.ids]))
        return [next(reads).marks(its) if its.ids else [] for its in tokens]

    def read(self, texts: Sequence[Tokens]) -> list[TaggerOutput]:
        """What the network says of the texts' tokens, each read from the window in which it stands nearest the middle.

        What is found in a text does not depend on the texts beside it, although in bfloat16 numbers vary with the shape
        of what is computed together: whole windows always go in batches of one shape, others by themselves.
        """
        import torch

        ranges = [sliding_windows(len(tokens.ids)) for tokens in texts]
        runs = [(tokens, span) for tokens, its in zip(texts, ranges, strict=True) for span in its]
        full = [number for number, (_, (first, end)) in enumerate(runs) if end - first == WINDOW]
        batches = [full[first : first + TOGETHER] for first in range(0, len(full), TOGETHER)]
        batches += [[number] for number in sorted(set(range(len(runs))).difference(full))]
        states: dict[int, Tensor] = {}
        with torch.inference_mode():
            for batch in batches:
                found = self._network(*self._padded([runs[number] for number in batch]))
                states.update(zip(batch, found, strict=False))
        each = iter(range(len(runs)))
        return [
            self._read(tokens, its, [states[next(each)] for _ in its])
            for tokens, its in zip(texts, ranges, strict=True)
        ]

    def _padded(self, runs: Sequence[tuple[Tokens, Span]]) -> tuple[Tensor, Tensor, Tensor]:
        """The network's input for windows of one length: as many rows as go together if they are whole, else one."""
        import torch

        length = runs[0][1][1] - runs[0][1][0]
        shape = TOGETHER if length == WINDOW else len(runs), length + 2
        ids, surfaces = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, (tokens, (first, end)) in enumerate(runs):
            ids[row] = [101, *tokens.ids[first:end], 102]
            surfaces[row, 1:-1] = tokens.surfaces[first:end]
        return torch.from_numpy(ids), torch.from_numpy(surfaces), torch.ones(shape, dtype=torch.long)

    def _read(self, tokens: Tokens, ranges: list[Span], states: list[Tensor]) -> TaggerOutput:
        """One text's tags, of the states [tokens, hidden] of its windows with the two marks around each."""
        import torch

        middles = np.array([(first + end) / 2 for first, end in ranges])
        best = np.abs(np.arange(len(tokens.ids))[:, None] - middles[None, :]).argmin(axis=1)
        with torch.inference_mode():
            scores = [
                self._network.scores(state[np.flatnonzero(best == window) - first + 1]).float().numpy()
                for window, (state, (first, _)) in enumerate(zip(states, ranges, strict=True))
            ]
        return TaggerOutput(whole(softmax(np.concatenate(scores)), tokens.word), self._network, states, ranges, best)

    @cached_property
    def _network(self) -> TaggerNetwork:
        import torch

        from index.attribution.network import TaggerNetwork

        network = TaggerNetwork(packaged_model())
        network.load(self.weights)
        return network.eval().to(torch.bfloat16 if has_bfloat16() else torch.float32)


@dataclass(frozen=True, slots=True)
class TaggerOutput:
    """What the network says of a text.

    `tags` are probabilities [tokens, source/cue/content, outside/begin/inside], `states` per window [tokens, hidden]
    what the ties are made of, `ranges` the windows, and `best` [tokens] the one from which each token is read.
    """

    tags: NDArray[np.float32]
    network: TaggerNetwork
    states: Sequence[Tensor]
    ranges: list[tuple[int, int]]
    best: NDArray[np.int64]

    def marks(self, tokens: Tokens) -> list[Attribution]:
        """The spans that the tags show, put together as the links say."""
        lines = np.diff(tokens.line, prepend=0) > 0
        sources, cues, contents = (spans_of(self.tags[:, kind], lines) for kind in range(self.tags.shape[1]))
        read = [self.links(window, cues) for window in range(len(self.ranges))]
        source = [source_of(n, cue, sources, tokens, read[self.best[cue[0]]]) for n, cue in enumerate(cues)]
        # "According to our information": these are somebody's words, who has a cue of their own.
        inner = {number for number, span in enumerate(source) if span and tokens.speaking[slice(*span)].any()}
        owned: dict[int, list[Span]] = {}
        for content in contents:
            cue = cue_of(content, cues, inner, tokens, read[self.best[content[0]]])
            if cue is not None:
                owned.setdefault(cue, []).append(content)
        return [marked(tokens, self.tags, cues[n], source[n], owned[n]) for n in sorted(owned)]

    def links(self, window: int, cues: Sequence[Span]) -> ArcScores:
        """How much the tokens of a window are tied to the cues that begin in it."""
        import torch

        first, end = self.ranges[window]
        near = [number for number, cue in enumerate(cues) if first <= cue[0] < end]
        states = self.states[window][None]
        with torch.inference_mode():
            places = torch.tensor([cues[number][0] - first + 1 for number in near], dtype=torch.long)
            scores = self.network.links(states[:, places], states, places)[0].float().numpy()
        return ArcScores(first, end, near, scores)


@dataclass(frozen=True, slots=True)
class ArcScores:
    """The ties of a window's tokens, `first` to `end`, to the cues whose numbers are `near`.

    `scores` [near, tokens, 2] say how much a token is the first of a cue's source, and how much a content's token
    belongs to a cue; column 0 is the mark in front of the window, which stands for no source.
    """

    first: int
    end: int
    near: list[int]
    scores: NDArray[np.float32]

    def to_source(self, number: int, source: Span) -> float:
        """How much a source is tied to a cue."""
        return float(self.scores[self.near.index(number), source[0] - self.first + 1, 0])

    def to_content(self, content: Span) -> NDArray[np.float32]:
        """How much each cue is tied to a content [near]."""
        inside = slice(content[0] - self.first + 1, min(content[1], self.end) - self.first + 1)
        means: NDArray[np.float32] = self.scores[:, inside, 1].mean(axis=1)
        return means

    def to_none(self, number: int) -> float:
        """How much a cue is tied to nobody near it."""
        return float(self.scores[self.near.index(number), 0, 0])


def cue_of(content: Span, cues: Sequence[Span], inner: set[int], tokens: Tokens, links: ArcScores) -> int | None:
    """The number of the cue that a content belongs to, rather none of the `inner` ones; None where none is near."""
    if not links.near:
        return None
    away = np.array([apart(tokens, content, cues[n]) + OTHER_SENTENCE * (n in inner) for n in links.near])
    ties = links.to_content(content) - away
    best = int(np.argmax(ties))
    # In another sentence than its cue, only a quotation goes on, and what has no cue of its own there.
    if away[best] == 0 or tokens.quoted(content):
        return links.near[best]
    if not away.all():
        return links.near[int(np.argmax(np.where(away == 0, ties, -np.inf)))]
    return None if away[best] == OTHER_LINE else links.near[best]


def source_of(number: int, cue: Span, sources: Sequence[Span], tokens: Tokens, links: ArcScores) -> Span | None:
    """The source of a cue; None where none is tied to it more than the mark for no source."""
    near = [source for source in sources if links.first <= source[0] < links.end]
    ties = [links.to_source(number, source) - apart(tokens, source, cue) for source in near]
    return near[int(np.argmax(ties))] if ties and max(ties) > links.to_none(number) - NO_SOURCE else None


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
) -> Attribution:
    """Token ranges as character spans, with the mean probability of the cue and of the content."""

    def place(span: Span) -> Span:
        return tokens.offsets[span[0]][0], tokens.offsets[span[1] - 1][1]

    def sure(kind: int, spans: Sequence[Span]) -> float:
        return float(np.concatenate([1 - tags[first:end, kind, 0] for first, end in spans]).mean())

    return Attribution(
        place(cue),
        (place(source),) if source else (),
        tuple(place(span) for span in content),
        sure(1, [cue]) * sure(2, content),
    )
