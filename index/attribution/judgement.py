"""The probability that what the tagger takes for an attribution is one: a logistic regression over features.  Pure.

The tagger judges each token; here the whole is judged: how sure it was of each part, and what stands where.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from index.attribution.spans import TextLayout, overlap
from index.models import Attribution, Span
from index.text.lexicons import FUNCTION_WORDS, PRONOUNS
from index.text.names import normalize_token
from index.text.reporting_verbs import CUE

# Found by tests/benchmarks/fit_judgement.py on half of the training articles.
WEIGHTS = {
    "bias": -1.051,
    "sure of cue": 0.137,
    "sure of content": 1.578,
    "least sure content": -0.186,
    "cue reports": 0.204,
    "cue words": 0.129,
    "two words": 0.221,
    "parts": -0.380,
    "quoted": 0.131,
    "begins with a quotation": 0.068,
    "ends with a sentence": 0.126,
    "finite verb": -0.127,
    "before cue": -0.227,
    "content distance": -0.162,
    "other sentence": -0.108,
    "source behind": 0.108,
    "source distance": -0.062,
}
SURE = 0.001  # probabilities are kept this far from 0 and 1
FARTHEST = 400  # characters; greater distances are not told apart
WORD = re.compile(r"[\w’'-]+")
REPORTING = re.compile(CUE, re.IGNORECASE)
FINITE_VERB = re.compile(
    r"\b(?:am|are|is|was|were|has|have|had|do|does|did|will|would|can|could|may|might|must|should)\b"
    r"|n[’']t\b|[’'](?:s|re|ve|ll|d)\b"
)


def judge(layout: TextLayout, attribution: Attribution, spans: Sequence[Span]) -> float:
    """Return the probability that an attribution with these content spans is one: 0 for a scrap of function words, for
    what a pattern finds its confidence.
    """
    if not attribution.probabilities:
        return attribution.confidence
    words = [normalize_token(word) for span in spans for word in layout.text[slice(*span)].split()]
    if all(word in FUNCTION_WORDS | PRONOUNS or len(word) < 2 for word in words):
        return 0.0
    total = sum(WEIGHTS[name] * value for name, value in features(layout, attribution, spans).items())
    return 1 / (1 + math.exp(-total))


def features(layout: TextLayout, attribution: Attribution, spans: Sequence[Span]) -> dict[str, float]:
    """Return the features of an attribution that a tagger found, with these content spans, by name."""
    text, cue = layout.text, attribution.cue
    words = [len(WORD.findall(text[slice(*span)])) for span in spans]
    start, end = spans[0][0], spans[-1][1]
    total = sum(last - first for first, last in spans)
    quoted = sum(overlap(span, quote) for span in spans for quote in layout.quotes_in(span))
    names = ("sure of cue", "sure of content", "least sure content")
    return {
        "bias": 1.0,
        **{name: log_odds(value) for name, value in zip(names, attribution.probabilities, strict=True)},
        "cue reports": float(REPORTING.search(text, *cue) is not None),
        "cue words": len(WORD.findall(text[slice(*cue)])) / 5,
        "two words": float(sum(words) == 2),
        "parts": float(len(spans) - 1),
        "quoted": quoted / total,
        "begins with a quotation": float(text[start] in "“\"‘'«"),
        "ends with a sentence": float(text[end - 1] in '.?!”"' or text[end : end + 1] in (*'.?!,”"',)),
        "finite verb": float(any(FINITE_VERB.search(text, *span) for span in spans)),
        "before cue": float(end <= cue[0]),
        "content distance": distance((start, end), cue),
        "other sentence": float(layout.sentence_at(start) != layout.sentence_at(cue[0])),
        "source behind": float(bool(attribution.source) and attribution.source[0][0] >= cue[1]),
        "source distance": distance(attribution.source[0], cue) if attribution.source else 0.0,
    }


def log_odds(probability: float) -> float:
    """Return the logarithm of the odds."""
    bounded = min(max(probability, SURE), 1 - SURE)
    return math.log(bounded / (1 - bounded))


def distance(span: Span, cue: Span) -> float:
    """Return the logarithm of one more than the characters between a span and a cue, but for one."""
    gap = max(span[0] - cue[1], cue[0] - span[1], 1)
    return math.log(min(gap, FARTHEST))
