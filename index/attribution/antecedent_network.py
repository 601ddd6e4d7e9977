"""The network of antecedents.py: the tagger's first layers, three of its own, and the scores of pairs of mentions.

A pronoun is scored with every mention of every person beside it, as in the mention ranking of Lee et al. (2017); a
person's score is that of their mentions together, and "none of them" has one of its own.
"""

from __future__ import annotations

from copy import deepcopy
from typing import cast

import torch
from torch import Tensor, nn

from index.attribution.network import TaggerNetwork
from index.embedding.bert import TrainedNetwork

SHARED = 3  # of the tagger's layers, which are not trained any further
WIDTH = 256  # of the layer between a pair's vector and its score
DISTANCES = 11  # powers of two of tokens; more than a window has


class AntecedentNetwork(TrainedNetwork):
    """Made on a tagger's network, which it shares; its own layers begin as the tagger's upper ones."""

    NOT_LEARNED = frozenset[str]()

    def __init__(self, tagger: TaggerNetwork) -> None:
        super().__init__()
        self._shared = (tagger,)  # in a tuple, so that its weights are not this network's
        layers = cast("nn.ModuleList", tagger.encoder.encoder["layer"])
        self.layers = nn.ModuleList(deepcopy(layer) for layer in layers[SHARED:])
        hidden = tagger.encoder.hidden_size
        self.of_pronoun = nn.Linear(hidden, hidden)
        self.of_mention = nn.Linear(2 * hidden, hidden)
        self.pair = nn.Sequential(nn.Linear(3 * hidden, WIDTH), nn.GELU(), nn.Dropout(0.3), nn.Linear(WIDTH, 1))
        self.distance = nn.Embedding(2 * DISTANCES + 1, 1)
        nn.init.zeros_(self.distance.weight)
        self.nobody = nn.Linear(hidden, 1)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """Return the last hidden states [batch, tokens, hidden] of vocabulary numbers, token features and a padding
        mask, each [batch, tokens].
        """
        (tagger,) = self._shared
        with torch.no_grad():
            words = tagger.encoder.embed_words(ids) + tagger.surface(features)
            states, bias = tagger.encoder.states_behind(SHARED, words, mask)
        for layer in self.layers:
            states = layer(states, bias)
        return states

    def scores(self, states: Tensor, pronoun: int, mentions: Tensor, people: Tensor) -> Tensor:
        """Return logits [1 + people], of nobody and of each person, for the pronoun that begins at a token.

        `states` [tokens, hidden] are those of one text, `mentions` [mentions, 2] the first and last tokens of the
        mentions, `people` [mentions] the numbers of whom they mention, from 0 on without a gap.
        """
        of_pronoun = self.of_pronoun(states[pronoun])
        of_mentions = self.of_mention(states[mentions].flatten(1))
        pairs = torch.cat([of_mentions, of_pronoun.expand_as(of_mentions), of_mentions * of_pronoun], -1)
        before = pronoun - mentions[:, 0]
        powers = (before.sign() * (before.abs() + 1).log2()).round().long().clamp(-DISTANCES, DISTANCES)
        scores = (self.pair(pairs) + self.distance(powers + DISTANCES))[:, 0]
        of_people = [scores[people == number].logsumexp(0) for number in range(int(people.max()) + 1)]
        return torch.stack([self.nobody(states[pronoun])[0], *of_people])
