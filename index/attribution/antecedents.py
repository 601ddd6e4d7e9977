"""A pronoun and the people named beside it -> how well each of them fits.

The network of antecedent_network.py was trained by tests/benchmarks/train_antecedents.py.  It reads a pronoun in some
of the text around it, and knows no genders: whom to ask about is for others to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.attribution.tagger import CLS, SEP
from index.attribution.tokens import token_features
from index.embedding.minilm import packaged_tokenizer
from index.embedding.weights import TrainedModel
from index.models import Span

if TYPE_CHECKING:
    from index.attribution.antecedent_network import AntecedentNetwork

WEIGHTS = Path(__file__).parent.parent / "weights" / "antecedents.safetensors"
WEIGHTS_SHA256 = "d470653181e22a5d45f0de18b395434f1d33ef64677c63e3b0641d61d9bad5ce"
BEFORE, BEHIND = 120, 40  # tokens that are read in front of a pronoun, and from it on
CHARACTERS = 8  # of text that are taken for each of them; a token has between four and five


class Pronoun(NamedTuple):
    """A pronoun among people in the numbers that the network reads.

    `ids` and `features` are those of the tokens of a window, with a mark before and behind, `place` is the pronoun's
    token.  `near` are the people who are mentioned in the window, by number; `mentions` the first and last token of
    each mention, and `people` whom it mentions, by their place in `near`.
    """

    ids: list[int]
    features: list[int]
    place: int
    near: list[int]
    mentions: list[tuple[int, int]]
    people: list[int]


def read_pronoun(text: str, pronoun: Span, people: Sequence[Sequence[Span]]) -> Pronoun:
    """Return a pronoun among the mentions of some people in a text.

    A mention more than BEFORE tokens in front of it, or BEHIND behind it, is left out.
    """
    start = max(0, pronoun[0] - BEFORE * CHARACTERS)
    part = text[start : pronoun[1] + BEHIND * CHARACTERS]
    encoding = packaged_tokenizer().encode(part, add_special_tokens=False)
    offsets = np.array(encoding.offsets) + start
    features = token_features(part, encoding.offsets)

    def inside(span: Span) -> tuple[int, int]:
        first = int(np.searchsorted(offsets[:, 1], span[0], side="right"))
        return first, int(np.searchsorted(offsets[:, 0], span[1], side="left")) - 1

    place = inside(pronoun)[0]
    first, end = max(0, place - BEFORE), place + BEHIND
    found = [(inside(mention), number) for number, mentions in enumerate(people) for mention in mentions]
    seen = [(span, number) for span, number in found if first <= span[0] <= span[1] < end]
    near = sorted({number for _, number in seen})
    return Pronoun(
        [CLS, *encoding.ids[first:end], SEP],
        [0, *features[first:end], 0],
        place - first + 1,
        near,
        [(span[0] - first + 1, span[1] - first + 1) for span, _ in seen],
        [near.index(number) for _, number in seen],
    )


class AntecedentRanker(TrainedModel["AntecedentNetwork"]):
    """Tells whom a pronoun stands for, with the network whose weights are in a file.

    Raises EncoderError if the file is missing.
    """

    def __init__(self, weights: Path = WEIGHTS, sha256: str = WEIGHTS_SHA256) -> None:
        super().__init__(weights, sha256)

    def probabilities(self, text: str, pronoun: Span, people: Sequence[Sequence[Span]]) -> list[float]:
        """Return for each person, given by their mentions in a text, how probable it is that a pronoun stands for them.

        What is left of 1 is that it stands for none of them.  A person without a mention near the pronoun has 0.
        Raises EncoderError as `sha256` does.
        """
        import torch  # heavy: loaded with the network only

        read = read_pronoun(text, pronoun, people)
        result = [0.0] * len(people)
        if not read.near:
            return result
        with torch.inference_mode():
            ids, features = torch.tensor([read.ids]), torch.tensor([read.features])
            states = self._network(ids, features, torch.ones_like(ids))
            place, mentions, of_people = map(torch.tensor, ([read.place], [read.mentions], [read.people]))
            scores = self._network.scores(states, place, mentions, of_people)[0].softmax(0)
        for number, probability in zip(read.near, scores[1:].tolist(), strict=True):
            result[number] = probability
        return result

    @staticmethod
    def _network_type() -> type[AntecedentNetwork]:
        from index.attribution.antecedent_network import AntecedentNetwork  # heavy: loaded with the network only

        return AntecedentNetwork


@cache
def installed_ranker() -> AntecedentRanker:
    """Return the ranker with the published weights.  Raises EncoderError if the file is missing."""
    return AntecedentRanker()
