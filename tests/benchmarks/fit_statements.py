"""Find the head of index/attribution/network.py that scores whether a cue tells that something is said.

usage: fit_statements.py PREFIX OUT.safetensors [--held-out]

PREFIX is the path up to _articles.jsonl and _attributions.jsonl (the training part).  What the tagger takes for an attribution is an
example: a statement's if people's marks cover half of its content, and statement_kinds.jsonl beside this script does not call it none.  There
each statement that the tagger found is called, with its `article` and `cue`, of a `kind`: "said", "topic" where only what was spoken of is told,
"view" for what somebody thinks or wants, and "none" for what is done, meant or labelled; a language model made it, which read each of them with
the sentences around it.  A logistic regression on the mean state of the cue's tokens and the log-odds of the content is fitted.  The tagger has
seen these articles in its training; how often it is right at which confidence is nearly the same on others.

Writes OUT, the tagger's weights with the head, prints its SHA-256, and what `OF_CONTENT` of index/attribution/decoding.py has to be.  With
`--held-out` it writes nothing and prints, of articles that a fit has not seen, what precision and recall by people's marks go with which
share of statements that are called none.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from records import rows
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler
from statement_spans import half

from index.attribution.decoding import CONTENT, decode_spans, log_odds
from index.attribution.extractor import ArticleExtraction
from index.attribution.network import TaggerNetwork
from index.attribution.tagger import WEIGHTS, AttributionTagger, TaggerOutput, cue_states
from index.attribution.tokens import Tokens
from index.embedding.minilm import packaged_model
from index.models import Article, Attribution, Span

KINDS = Path(__file__).with_name("statement_kinds.jsonl")
STRENGTH = 0.001  # of the fit; the inverse of the regularization
LEAST = (0.65, 0.7, 0.725, 0.75, 0.775, 0.8, 0.85)


@dataclass(frozen=True, slots=True)
class Example:
    """An attribution: the mean state of its cue with its content's log-odds behind it [hidden + 1], its kind ("" if it
    has none), how many marks it covers, and whether one covers it.
    """

    article: str
    values: NDArray[np.float32]
    kind: str
    marks: int
    is_marked: bool

    @property
    def is_statement(self) -> bool:
        return self.is_marked and self.kind != "none"


class StateTagger(AttributionTagger):
    """The installed tagger, which also keeps what the fit needs of each attribution of the last text, by its cue."""

    def __init__(self) -> None:
        super().__init__(WEIGHTS, sha256="")
        self.values: dict[Span, NDArray[np.float32]] = {}

    def _decode(self, tokens: Tokens, output: TaggerOutput) -> list[Attribution]:
        attributions = super()._decode(tokens, output)
        cues = decode_spans(output.tags, tokens)[1]
        places = [(tokens.offsets[first][0], tokens.offsets[end - 1][1]) for first, end in cues]
        states = dict(zip(places, cue_states(output, cues).float().numpy(), strict=True)) if cues else {}
        for attribution in attributions:
            inside = [any(a < e and s < b for a, b in attribution.content) for s, e in tokens.offsets]
            of_content = log_odds(float((1 - output.tags[inside, CONTENT, 0]).mean()))
            self.values[attribution.cue] = np.append(states[attribution.cue], np.float32(of_content))
        return attributions


def examples(
    tagger: StateTagger, record: dict[str, Any], contents: Sequence[list[Span]], kinds: dict[Span, str]
) -> list[Example]:
    tagger.values.clear()
    (attributions,) = tagger.tag([record["text"]])
    extraction = ArticleExtraction(Article(record["id"], record["text"]), attributions)
    some = []
    for attribution in attributions:
        spans = [*extraction.content_of(attribution)]
        if spans and attribution.source:
            covered = sum(half(content, spans) for content in contents)
            is_marked = any(half(spans, content) for content in contents)
            kind, values = kinds.get(attribution.cue, ""), tagger.values[attribution.cue]
            some.append(Example(record["id"], values, kind, covered, is_marked))
    return some


def fit(some: Sequence[Example]) -> tuple[NDArray[np.float64], float]:
    """The weights of the values, and the bias."""
    scaler = StandardScaler()
    values = scaler.fit_transform(np.stack([example.values for example in some]))
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(values, [example.is_statement for example in some])
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def print_held_out(some: Sequence[Example], marks: int) -> None:
    values, groups = np.stack([example.values for example in some]), [example.article for example in some]
    scores = np.zeros(len(some))
    for train, test in GroupKFold(5).split(some, groups=groups):
        weights, bias = fit([some[number] for number in train])
        scores[test] = values[test] @ weights + bias
    for least in LEAST:
        kept = [example for example, score in zip(some, scores, strict=True) if score >= log_odds(least)]
        read = [example.kind for example in kept if example.kind]
        precision, recall = np.mean([e.is_marked for e in kept]), sum(e.marks for e in kept) / marks
        print(
            f"from {least} on: precision {precision:.3f}, recall {recall:.3f}, none {read.count('none') / len(read):.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix")
    parser.add_argument("out", type=Path)
    parser.add_argument("--held-out", action="store_true")
    given = parser.parse_args()
    contents: dict[str, list[list[Span]]] = defaultdict(list)
    kinds: dict[str, dict[Span, str]] = defaultdict(dict)
    for row in rows(f"{given.prefix}_attributions.jsonl"):
        contents[row["article"]].append([(start, end) for start, end in row["content"]])
    for row in rows(KINDS):
        kinds[row["article"]][row["cue"][0], row["cue"][1]] = row["kind"]
    tagger = StateTagger()
    articles = rows(f"{given.prefix}_articles.jsonl")
    some = [e for a in articles for e in examples(tagger, a, contents[a["id"]], kinds[a["id"]])]
    print(len(some), "attributions,", sum(bool(example.kind) for example in some), "read")
    if given.held_out:
        print_held_out(some, sum(map(len, contents.values())))
        return
    weights, bias = fit(some)
    network = TaggerNetwork(packaged_model())
    network.load(WEIGHTS)
    with torch.no_grad():
        network.says.weight.copy_(torch.from_numpy(weights[None, :-1]))
        network.says.bias.fill_(bias)
    network.save(given.out)
    print(given.out, hashlib.sha256(given.out.read_bytes()).hexdigest())
    print(f"OF_CONTENT = {weights[-1]:.3f}")


if __name__ == "__main__":
    main()
