"""Tag probabilities and arc scores -> attributions.  Pure.

The tags (outside, begin, inside) say what the spans of sources, cues and contents are; the arcs say which belong
together: every content goes to the cue, and every cue takes the source, to which its tokens have the highest score.
Spans are token ranges (first, end) until the last step.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.attribution.tokens import Tokens
from index.models import Attribution, Span

# Found on the half of the training articles that the model measured with had not seen.
TAG_FLOOR = 0.5  # probability from which a token belongs to a span
OTHER_SENTENCE, OTHER_LINE = 3.0, 6.0  # taken off the score of an arc between different sentences, or lines
NO_SOURCE = 1.0  # taken off the score of the arc to no source
SOURCE, CUE, CONTENT = 0, 1, 2  # columns of the tags
OF_CONTENT = 0.266  # what the log-odds of a content count beside those of its cue; found by fit_statements.py
SURE = 0.001  # probabilities are kept this far from 0 and 1


@dataclass(frozen=True, slots=True)
class ArcScores:
    """The scores of the arcs between the tokens `first` to `end` of a window and the cues that begin in it.

    `cue_ids` are the numbers of these cues.  `scores` [cues, 1 + tokens, 2] say how well a token fits as the first of a
    cue's source, and how well a content's token fits a cue; row 0 of the tokens is the mark in front of the window,
    which stands for no source.
    """

    first: int
    end: int
    cue_ids: list[int]
    scores: NDArray[np.float32]

    def source_score(self, cue_id: int, source: Span) -> float:
        """Return the score of the arc from a cue to a source."""
        return float(self.scores[self.cue_ids.index(cue_id), source[0] - self.first + 1, 0])

    def content_scores(self, content: Span) -> NDArray[np.float32]:
        """Return the mean score of a content's tokens for each cue [cues]."""
        inside = slice(content[0] - self.first + 1, min(content[1], self.end) - self.first + 1)
        means: NDArray[np.float32] = self.scores[:, inside, 1].mean(axis=1)
        return means

    def no_source_score(self, cue_id: int) -> float:
        """Return the score of the arc from a cue to no source."""
        return float(self.scores[self.cue_ids.index(cue_id), 0, 0])


def decode_spans(tags: NDArray[np.float32], tokens: Tokens) -> tuple[list[Span], list[Span], list[Span]]:
    """Return the sources, cues and contents that tag probabilities [tokens, source/cue/content, tags] show.

    None goes over the beginning of a line, and no source over that of a sentence: “..., said Berg. Anna Salo said ...”
    """
    line_starts = np.diff(tokens.line, prepend=0) > 0
    sentence_starts = line_starts | (np.diff(tokens.sentence, prepend=0) > 0)
    sources = tagged_spans(tags[:, SOURCE], sentence_starts)
    cues, contents = (tagged_spans(tags[:, kind], line_starts) for kind in (CUE, CONTENT))
    return sources, cues, contents


def decode_attributions(
    tokens: Tokens,
    tags: NDArray[np.float32],
    spans: tuple[list[Span], list[Span], list[Span]],
    says: Sequence[float],
    arcs: Sequence[ArcScores],
    window_of: NDArray[np.int64],
) -> list[Attribution]:
    """Return the attributions of a text in the order of their cues.

    `spans` are those of `decode_spans`, `says` the log-odds that each cue tells that something is said, `arcs` the
    scores per window, `window_of` [tokens] the window from which each token is read.
    """
    sources, cues, contents = spans
    cue_sources = [choose_source(n, cue, sources, tokens, arcs[window_of[cue[0]]]) for n, cue in enumerate(cues)]
    # "According to our information": these are the words of somebody who has a cue of their own.
    inner = {n for n, span in enumerate(cue_sources) if span and tokens.first_person[slice(*span)].any()}
    cue_contents: dict[int, list[Span]] = {}
    for content in contents:
        cue_id = choose_cue(content, cues, inner, tokens, arcs[window_of[content[0]]])
        if cue_id is not None:
            cue_contents.setdefault(cue_id, []).append(content)
    return [
        to_attribution(tokens, tags, cues[n], says[n], cue_sources[n], cue_contents[n]) for n in sorted(cue_contents)
    ]


def choose_cue(content: Span, cues: Sequence[Span], inner: set[int], tokens: Tokens, arcs: ArcScores) -> int | None:
    """Return the number of the cue that a content belongs to, rather none of the `inner` ones; None if none is near."""
    if not arcs.cue_ids:
        return None
    penalties = np.array(
        [distance_penalty(tokens, content, cues[n]) + OTHER_SENTENCE * (n in inner) for n in arcs.cue_ids]
    )
    scores = arcs.content_scores(content) - penalties
    best = int(np.argmax(scores))
    # In another sentence than its cue, only a quotation goes on, and what has no cue of its own there.
    if penalties[best] == 0 or tokens.is_quoted(content):
        return arcs.cue_ids[best]
    if not penalties.all():
        return arcs.cue_ids[int(np.argmax(np.where(penalties == 0, scores, -np.inf)))]
    return None if penalties[best] == OTHER_LINE else arcs.cue_ids[best]


def choose_source(cue_id: int, cue: Span, sources: Sequence[Span], tokens: Tokens, arcs: ArcScores) -> Span | None:
    """Return the source of a cue; None if none scores higher than no source."""
    candidates = [source for source in sources if arcs.first <= source[0] < arcs.end]
    scores = [arcs.source_score(cue_id, source) - distance_penalty(tokens, source, cue) for source in candidates]
    if not scores or max(scores) <= arcs.no_source_score(cue_id) - NO_SOURCE:
        return None
    return candidates[int(np.argmax(scores))]


def distance_penalty(tokens: Tokens, span: Span, cue: Span) -> float:
    """Return what is taken off an arc's score where its ends stand in different sentences, or different lines."""
    if tokens.line[span[0]] != tokens.line[cue[0]]:
        return OTHER_LINE
    sentences = {tokens.sentence[span[0]], tokens.sentence[span[1] - 1]}
    return 0.0 if tokens.sentence[cue[0]] in sentences else OTHER_SENTENCE


def average_words(values: NDArray[np.float32], word: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return values [tokens, ...] with each token's replaced by the mean of its word's, so that no span cuts a word."""
    sums = np.zeros_like(values)
    np.add.at(sums, word, values)
    counts = np.bincount(word, minlength=len(word)).reshape(-1, *[1] * (values.ndim - 1))
    return (sums[word] / counts[word]).astype(np.float32)


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the softmax of scores over the last axis."""
    powers: NDArray[np.float32] = np.exp(scores - scores.max(axis=-1, keepdims=True))
    probabilities: NDArray[np.float32] = powers / powers.sum(axis=-1, keepdims=True)
    return probabilities


def runs(inside: NDArray[np.bool_], begins: NDArray[np.bool_]) -> Iterator[Span]:
    """Yield (first, end) of each run of True in `inside`.

    A new run starts wherever `begins` is True behind a token where it is not.
    """
    first = None
    for number in range(len(inside) + 1):
        is_inside = number < len(inside) and bool(inside[number])
        is_new = is_inside and number > 0 and bool(begins[number]) and not bool(begins[number - 1])
        if first is not None and (not is_inside or is_new):
            yield first, number
            first = None
        if is_inside and first is None:
            first = number


def tagged_spans(tags: NDArray[np.float32], starts: NDArray[np.bool_]) -> list[Span]:
    """Return the token ranges of one kind's spans, of its probabilities [tokens, outside/begin/inside].

    A token left out within a span is kept; a new one begins wherever `starts` [tokens] is True.
    """
    probabilities = tags[:, 1] + tags[:, 2]
    inside = probabilities > TAG_FLOOR
    inside[1:-1] |= inside[:-2] & inside[2:]
    return list(runs(inside, (tags[:, 1] > tags[:, 2]) | starts))


def to_attribution(
    tokens: Tokens,
    tags: NDArray[np.float32],
    cue: Span,
    says: float,
    source: Span | None,
    contents: Sequence[Span],
) -> Attribution:
    """Return token ranges as an attribution: character spans, with the probability that it is a statement.

    `says` are the log-odds that the cue tells that something is said.
    """

    def characters(span: Span) -> Span:
        return tokens.offsets[span[0]][0], tokens.offsets[span[1] - 1][1]

    of_content = float(np.concatenate([1 - tags[first:end, CONTENT, 0] for first, end in contents]).mean())
    return Attribution(
        characters(cue),
        (characters(source),) if source else (),
        tuple(characters(span) for span in contents),
        confidence=1 / (1 + math.exp(-says - OF_CONTENT * log_odds(of_content))),
    )


def log_odds(probability: float) -> float:
    """Return the logarithm of the odds."""
    bounded = min(max(probability, SURE), 1 - SURE)
    return math.log(bounded / (1 - bounded))
