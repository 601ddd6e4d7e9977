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
WEIGHTS = {"margin": 0.21, "similarity": 1.74, "in_passage": 1.42, "in_sentence": 0.95, "bias": -3.26}
LEAST_PROBABILITY = 0.26  # under which the best sentence does not answer: the best mean of hits and refusals there
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

    `margin` is the log-odds of all answers in it against none; `in_passage` and `in_sentence` (0 to 1) are how much of
    the question stands there.
    """

    passage: int
    place: Span
    answer: Span
    text: str
    margin: float
    in_passage: float
    in_sentence: float

    def logit(self, similarity: float = 0.0) -> float:
        """Return the log-odds that it answers, with this cosine of its vector and the question's."""
        return (
            WEIGHTS["bias"]
            + WEIGHTS["margin"] * self.margin
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
        found: dict[str, SentenceFeatures] = {}
        for number, (passage, parts) in enumerate(zip(passages, self.reader.score(question, passages), strict=True)):
            in_passage = coverage(passage) if parts else 0.0
            for place in split_sentences(passage) if parts else []:
                margin, part = max(((part.total(place), part) for part in parts), key=lambda pair: pair[0])
                text, best = passage[slice(*place)], part.best(place)
                if best is None or (text in found and found[text].margin >= margin):
                    continue
                answer = best.start, best.end
                found[text] = SentenceFeatures(number, place, answer, text, margin, in_passage, coverage(text))
        return list(found.values())
