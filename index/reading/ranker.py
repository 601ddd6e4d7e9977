"""Retrieved passages -> their sentences, by how likely each answers the question.

A logistic regression over what the reader makes of a sentence, how near it is to the question by its vector, and how
much of the question stands in it and in its passage.  The reader alone is easily sure of a span of the right kind in a
sentence about something else; the vectors and the words tell what a sentence is about.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.models import Span
from index.reading.reader import PassageReader
from index.text.sentences import split_sentences

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

# Found by tests/benchmarks/fit_reader.py on questions of titles that the reader was not trained on.
WEIGHTS = {
    "margin": 0.01, "answerable": 0.69, "share": 0.35, "similarity": 2.76, "in_passage": 2.65, "in_sentence": 3.14,
    "bias": -5.21,
}  # fmt: skip
LEAST_PROBABILITY = 0.23  # under which the best sentence does not answer: the best mean of hits and refusals there
COMPARED = 8  # sentences whose vectors are compared with the question's: the best by everything else


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence of a passage that may answer: `passages[passage][start:end]`.

    `answer` is the best span in it, in characters of the passage, `probability` (0 to 1) how likely it answers.
    """

    passage: int
    start: int
    end: int
    answer: Span
    probability: float


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """What tells whether a sentence answers, but for its vector.

    `margin` is the log-odds of all answers in it against none, `answerable` the logit that its passage answers, `share`
    the log of its part among all answers of all passages; `in_passage` and `in_sentence` (0 to 1) how much of the
    question stands there.
    """

    passage: int
    place: Span
    answer: Span
    text: str
    margin: float
    answerable: float
    share: float
    in_passage: float
    in_sentence: float

    def logit(self, similarity: float = 0.0) -> float:
        """Return the log-odds that it answers, with this cosine of its vector and the question's."""
        return (
            WEIGHTS["bias"]
            + WEIGHTS["margin"] * self.margin
            + WEIGHTS["answerable"] * self.answerable
            + WEIGHTS["share"] * self.share
            + WEIGHTS["similarity"] * similarity
            + WEIGHTS["in_passage"] * self.in_passage
            + WEIGHTS["in_sentence"] * self.in_sentence
        )


class AnswerRanker:
    """Ranks the sentences of passages with a reader and an encoder, whose vectors have length 1."""

    def __init__(self, reader: PassageReader, encoder: Embeddings) -> None:
        self.reader = reader
        self.encoder = encoder

    def rank(self, question: str, passages: Sequence[str], coverage: Callable[[str], float]) -> list[RankedSentence]:
        """Rank the sentences of passages, likeliest first; a sentence that stands in several of them is ranked once.

        `coverage` tells how much (0 to 1) of the question's words, by weight, stand in a text.  At most `COMPARED`
        sentences are given back.  Raises EncoderError where the reader's or the encoder's weights cannot be used.
        """
        features = self.features(question, passages, coverage)
        best = sorted(features, key=lambda sentence: -sentence.logit())[:COMPARED]
        if not best:
            return []
        asked, *vectors = np.array(self.encoder.embed_documents([question, *(sentence.text for sentence in best)]))
        ranked = [
            RankedSentence(s.passage, *s.place, s.answer, 1 / (1 + math.exp(-s.logit(float(vector @ asked)))))
            for s, vector in zip(best, vectors, strict=True)
        ]
        return sorted(ranked, key=lambda sentence: -sentence.probability)

    def features(
        self, question: str, passages: Sequence[str], coverage: Callable[[str], float]
    ) -> list[SentenceFeatures]:
        """Return what tells whether each sentence answers; of those with one text, the one with the highest margin."""
        logits = self.reader.score(question, passages)
        totals = [
            part.total((0, len(text))) + part.null_score
            for text, its in zip(passages, logits, strict=True)
            for part in its
        ]
        whole = float(np.logaddexp.reduce(totals)) if totals else 0.0
        found: dict[str, SentenceFeatures] = {}
        for number, (passage, parts) in enumerate(zip(passages, logits, strict=True)):
            in_passage = coverage(passage) if parts else 0.0
            for place in split_sentences(passage):
                part = max(parts, key=lambda part: part.total(place), default=None)
                best = part.best(place) if part else None
                if part is None or best is None:
                    continue
                text, margin = passage[slice(*place)], part.total(place)
                if text in found and found[text].margin >= margin:
                    continue
                share = margin + part.null_score - whole
                found[text] = SentenceFeatures(
                    number,
                    place,
                    (best.start, best.end),
                    text,
                    margin,
                    part.answerable,
                    share,
                    in_passage,
                    coverage(text),
                )
        return list(found.values())
