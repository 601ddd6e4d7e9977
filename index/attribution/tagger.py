"""Texts -> attributions, by the trained network: which words are a cue, its source and its content.

The network of network.py was trained by tests/benchmarks/train_tagger.py.  A text is read in windows that overlap; what
the network says of its tokens is put together by decoding.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.attribution.decoding import ArcScores, average_words, decode_attributions, decode_spans, softmax
from index.attribution.tokens import Tokens, read_tokens
from index.embedding.minilm import packaged_tokenizer
from index.embedding.weights import TrainedModel
from index.models import Attribution, Span

if TYPE_CHECKING:
    from torch import Tensor

    from index.attribution.network import TaggerNetwork

WEIGHTS = Path(__file__).parent.parent / "weights" / "tagger.safetensors"
WEIGHTS_SHA256 = "7b37f6a21382c4c6f8375796e9ae35a9eb92e61ddb80cc002af50a19922c335e"
WINDOW = 254  # tokens; with the two marks around them the encoder's 256
STRIDE = 230  # tokens from one window's beginning to the next one's
BATCH = 6  # windows that are read together
CLS, SEP = 101, 102  # vocabulary numbers of the marks around a window


def sliding_windows(length: int, phase: int = 0, size: int = WINDOW, stride: int = STRIDE) -> list[Span]:
    """Return (first, end) token ranges that cover `length` tokens, the last one whole where the text is long enough."""
    windows: list[Span] = []
    first = -phase
    while first < length:
        end = min(length, first + size)
        if end == length:
            windows.append((max(0, end - size), end))
            break
        windows.append((max(0, first), end))
        first += stride
    return windows


@dataclass(frozen=True, slots=True)
class TaggerOutput:
    """What the network says of a text.

    `tags` are probabilities [tokens, source/cue/content, outside/begin/inside]; `states` per window [1 + tokens + 1,
    hidden] what arcs are scored from; `windows` their token ranges; `window_of` [tokens] the one from which each token
    is read.
    """

    tags: NDArray[np.float32]
    states: Sequence[Tensor]
    windows: list[Span]
    window_of: NDArray[np.int64]


def cue_states(output: TaggerOutput, cues: Sequence[Span]) -> Tensor:
    """Return the mean states [cues, hidden] of the tokens of cues, each in the window of its first token."""
    import torch  # heavy: loaded with the network only

    means = []
    for first, end in cues:
        window = output.window_of[first]
        start = output.windows[window][0] - 1  # the mark before the window
        means.append(output.states[window][first - start : end - start].mean(dim=0))
    return torch.stack(means)


class AttributionTagger(TrainedModel["TaggerNetwork"]):
    """Finds attributions with the network whose weights are in a file.  The network is loaded when first needed.

    Raises EncoderError if the file is missing.
    """

    def __init__(self, weights: Path = WEIGHTS, sha256: str = WEIGHTS_SHA256) -> None:
        super().__init__(weights, sha256)

    def tag(self, texts: Sequence[str]) -> list[list[Attribution]]:
        """Return the attributions of each text in the order of their cues.  Raises EncoderError as `sha256` does."""
        encodings = packaged_tokenizer().encode_batch(list(texts), add_special_tokens=False)
        tokens = [read_tokens(text, encoding) for text, encoding in zip(texts, encodings, strict=True)]
        outputs = iter(self._read([each for each in tokens if each.ids]))
        return [self._decode(each, next(outputs)) if each.ids else [] for each in tokens]

    def _decode(self, tokens: Tokens, output: TaggerOutput) -> list[Attribution]:
        spans = decode_spans(output.tags, tokens)
        arcs = [self._arc_scores(output, window, spans[1]) for window in range(len(output.windows))]
        says = self._says(output, spans[1])
        return decode_attributions(tokens, output.tags, spans, says, arcs, output.window_of)

    def _says(self, output: TaggerOutput, cues: Sequence[Span]) -> list[float]:
        """Return the log-odds that each cue tells that something is said."""
        import torch  # heavy: loaded with the network only

        if not cues:
            return []
        with torch.inference_mode():
            scores: list[float] = self._network.says_scores(cue_states(output, cues)).tolist()
        return scores

    def _read(self, texts: Sequence[Tokens]) -> list[TaggerOutput]:
        """Return the network's output for each text, each token read from the window in which it is nearest the middle.

        The output of a text does not depend on the texts beside it, although in bfloat16 numbers vary with the shape of
        what is computed together: whole windows always go in batches of one shape, others by themselves.
        """
        import torch  # heavy: loaded with the network only

        windows = [sliding_windows(len(tokens.ids)) for tokens in texts]
        inputs = [(tokens, window) for tokens, its in zip(texts, windows, strict=True) for window in its]
        whole = [number for number, (_, (first, end)) in enumerate(inputs) if end - first == WINDOW]
        batches = [whole[first : first + BATCH] for first in range(0, len(whole), BATCH)]
        batches += [[number] for number in sorted(set(range(len(inputs))).difference(whole))]
        states: dict[int, Tensor] = {}
        with torch.inference_mode():
            for batch in batches:
                rows = self._network(*_padded([inputs[number] for number in batch]))
                states.update(zip(batch, rows, strict=False))
        numbers = iter(range(len(inputs)))
        return [
            self._output(tokens, its, [states[next(numbers)] for _ in its])
            for tokens, its in zip(texts, windows, strict=True)
        ]

    def _output(self, tokens: Tokens, windows: list[Span], states: list[Tensor]) -> TaggerOutput:
        """Return one text's output, of the states [1 + tokens + 1, hidden] of its windows."""
        import torch  # heavy: loaded with the network only

        middles = np.array([(first + end) / 2 for first, end in windows])
        window_of = np.abs(np.arange(len(tokens.ids))[:, None] - middles[None, :]).argmin(axis=1)
        with torch.inference_mode():
            scores = [
                self._network.scores(state[np.flatnonzero(window_of == window) - first + 1]).float().numpy()
                for window, (state, (first, _)) in enumerate(zip(states, windows, strict=True))
            ]
        tags = average_words(softmax(np.concatenate(scores)), tokens.word)
        return TaggerOutput(tags, states, windows, window_of)

    def _arc_scores(self, output: TaggerOutput, window: int, cues: Sequence[Span]) -> ArcScores:
        """Return the scores of the arcs between a window's tokens and the cues that begin in it."""
        import torch  # heavy: loaded with the network only

        first, end = output.windows[window]
        cue_ids = [number for number, cue in enumerate(cues) if first <= cue[0] < end]
        states = output.states[window][None]
        with torch.inference_mode():
            places = torch.tensor([cues[number][0] - first + 1 for number in cue_ids], dtype=torch.long)
            scores = self._network.arc_scores(states[:, places], states, places)[0].float().numpy()
        return ArcScores(first, end, cue_ids, scores)

    @staticmethod
    def _network_type() -> type[TaggerNetwork]:
        from index.attribution.network import TaggerNetwork  # heavy: loaded with the network only

        return TaggerNetwork


@cache
def installed_tagger() -> AttributionTagger:
    """Return the tagger with the published weights.  Raises EncoderError if the file is missing."""
    return AttributionTagger()


@lru_cache(maxsize=4096)
def tag_sentence(sentence: str) -> tuple[Attribution, ...]:
    """Return the attributions of one sentence by the installed tagger, in the order of their cues.

    The last 4,096 sentences are remembered, as a draft is checked anew with each sentence that is written.  Raises
    EncoderError as `AttributionTagger.tag` does.
    """
    import torch  # heavy: loaded with the network only

    # One sentence is too little to share out: with two threads on busy cores it takes seven times as long.
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return tuple(installed_tagger().tag([sentence])[0])
    finally:
        torch.set_num_threads(threads)


def tag_sentences(sentences: Iterable[str]) -> None:
    """Tag some sentences side by side, each on a thread of its own, so that `tag_sentence` remembers them.

    Raises EncoderError as `AttributionTagger.tag` does.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(tag_sentence, dict.fromkeys(sentences)))


def _padded(inputs: Sequence[tuple[Tokens, Span]]) -> tuple[Tensor, Tensor, Tensor]:
    """Return the network's input [windows, tokens] for windows of one length, BATCH of them if they are whole."""
    import torch  # heavy: loaded with the network only

    length = inputs[0][1][1] - inputs[0][1][0]
    shape = BATCH if length == WINDOW else len(inputs), length + 2
    ids, features = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for row, (tokens, (first, end)) in enumerate(inputs):
        ids[row] = [CLS, *tokens.ids[first:end], SEP]
        features[row, 1:-1] = tokens.features[first:end]
    return torch.from_numpy(ids), torch.from_numpy(features), torch.ones(shape, dtype=torch.long)
