"""The network of antecedents.py: the six layers of all-MiniLM-L6-v2, and the scores of pairs of mentions.

A pronoun is scored with every mention of every person beside it, as in the mention ranking of Lee et al. (2017); a
person's score is that of their mentions together, and "none of them" has one of its own.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from index.attribution.network import FEATURES
from index.embedding.bert import BertEncoder, TrainedNetwork

WIDTH = 256  # of the layer between a pair's vector and its score
DISTANCES = 11  # powers of two of tokens; more than a window has
NEVER = -1e4  # the logit of what is no mention of somebody


class MentionScorer(nn.Module):
    """Tells of the states of a text's tokens whom a pronoun among them stands for."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.of_pronoun = nn.Linear(hidden, hidden)
        self.of_mention = nn.Linear(2 * hidden, hidden)
        self.pair = nn.Sequential(nn.Linear(3 * hidden, WIDTH), nn.GELU(), nn.Dropout(0.3), nn.Linear(WIDTH, 1))
        self.distance = nn.Embedding(2 * DISTANCES + 1, 1)
        nn.init.zeros_(self.distance.weight)
        self.nobody = nn.Linear(hidden, 1)

    def forward(self, states: Tensor, places: Tensor, mentions: Tensor, people: Tensor) -> Tensor:
        """Return logits [texts, 1 + people], of nobody and of each person, for one pronoun of each text.

        `states` are [texts, tokens, hidden], `places` [texts] the tokens at which the pronouns begin, `mentions`
        [texts, mentions, 2] the first and last tokens of the mentions, `people` [texts, mentions] the numbers of whom
        they mention; -1 where there is none.
        """
        texts = torch.arange(len(states), device=states.device)
        pronouns = states[texts, places]
        of_mentions = self.of_mention(states[texts[:, None, None], mentions].flatten(2))
        of_pronouns = self.of_pronoun(pronouns)[:, None].expand_as(of_mentions)
        pairs = torch.cat([of_mentions, of_pronouns, of_mentions * of_pronouns], -1)
        before = places[:, None] - mentions[..., 0]
        powers = (before.sign() * (before.abs() + 1).log2()).round().long().clamp(-DISTANCES, DISTANCES)
        scores = (self.pair(pairs) + self.distance(powers + DISTANCES))[..., 0].float()
        numbers = torch.arange(int(people.max()) + 1, device=states.device)
        is_theirs = people[:, None, :] == numbers[:, None]  # [texts, people, mentions]
        of_people = scores[:, None].masked_fill(~is_theirs, NEVER).logsumexp(-1)
        return torch.cat([self.nobody(pronouns).float(), of_people], 1)


class AntecedentNetwork(TrainedNetwork):
    """Made from the packaged encoder in `folder`; `load` brings in what was learned.

    The modules' names are those of the weights in the file.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = BertEncoder(folder, dropout=0.1)
        self.surface = nn.Embedding(FEATURES, self.encoder.hidden_size)
        self.scores = MentionScorer(self.encoder.hidden_size)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """Return the last hidden states [texts, tokens, hidden] of vocabulary numbers, token features and a padding
        mask, each [texts, tokens].
        """
        states: Tensor = self.encoder(self.encoder.embed_words(ids) + self.surface(features), mask)
        return states
