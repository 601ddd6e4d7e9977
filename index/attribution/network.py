"""The tagger's neural network: the six layers of all-MiniLM-L6-v2 with three heads.

One head tags every token as beginning, inside or outside of a source, a cue and a content (Ramshaw and Marcus, 1995).
One scores arcs between tokens and cues: the biaffine attention of Dozat and Manning (2017), with the cue as the
predicate.  One scores whether a cue tells that something is said, or only that something is done.  The word vectors
stay those of the packaged encoder, so only the rest is kept in a file of our own.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from index.embedding.bert import BertEncoder, TrainedNetwork

KINDS = ("source", "cue", "content")
TAGS = ("outside", "begin", "inside")
FEATURES = 16  # how many values `tokens.token_features` has
NEAR = 64  # tokens; farther apart than this, distances are not told apart
WIDTH = 96  # of a token's vector in the second head
ARCS = 2  # from a cue to the first token of its source, and from a content's token to its cue


class TaggerNetwork(TrainedNetwork):
    """Made from the packaged encoder in `folder`; `load` brings in what was learned.

    The modules' names are those of the weights in the file.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        # No dropout on attention: drawing its random numbers would take a third of the training time on a CPU.
        self.encoder = BertEncoder(folder, dropout=0.1)
        hidden = self.encoder.hidden_size
        self.surface = nn.Embedding(FEATURES, hidden)
        nn.init.zeros_(self.surface.weight)
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(hidden, len(KINDS) * len(TAGS))
        self.says = nn.Linear(hidden, 1)
        self.of_cue = nn.Sequential(nn.Linear(hidden, WIDTH * ARCS), nn.GELU())
        self.of_token = nn.Sequential(nn.Linear(hidden, WIDTH * ARCS), nn.GELU())
        self.cue_bias = nn.Linear(WIDTH * ARCS, ARCS)
        self.token_bias = nn.Linear(WIDTH * ARCS, ARCS)
        self.distance = nn.Embedding(2 * NEAR + 1, ARCS)
        nn.init.zeros_(self.distance.weight)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """Return the last hidden states [batch, tokens, hidden] of vocabulary numbers, token features and a padding
        mask, each [batch, tokens].
        """
        words = self.encoder.embed_words(ids) + self.surface(features)
        dropped: Tensor = self.dropout(self.encoder(words, mask))
        return dropped

    def scores(self, states: Tensor) -> Tensor:
        """Return logits [..., kinds, tags] of tokens with these states [..., hidden]."""
        logits: Tensor = self.tags(states).view(*states.shape[:-1], len(KINDS), len(TAGS))
        return logits

    def says_scores(self, cues: Tensor) -> Tensor:
        """Return the log-odds [cues] that cues tell that something is said, of the mean states [cues, hidden] of their
        tokens.
        """
        log_odds: Tensor = self.says(cues).squeeze(-1)
        return log_odds

    def arc_scores(self, cues: Tensor, tokens: Tensor, places: Tensor) -> Tensor:
        """Return logits [batch, cues, tokens, ARCS] of the arcs between tokens and cues.

        `cues` [batch, cues, hidden] are the states of the cues' first tokens, which stand at `places` [cues] of the
        window whose states are `tokens` [batch, tokens, hidden].
        """
        batch, length = tokens.shape[:2]
        cue, token = self.of_cue(cues), self.of_token(tokens)
        left = cue.view(batch, -1, ARCS, WIDTH).transpose(1, 2)
        right = token.view(batch, length, ARCS, WIDTH).transpose(1, 2)
        scores = (left @ right.transpose(2, 3) / WIDTH**0.5).permute(0, 2, 3, 1)
        distances = (torch.arange(length, device=tokens.device)[None, :] - places[:, None]).clamp(-NEAR, NEAR) + NEAR
        scores = scores + self.cue_bias(cue)[:, :, None, :] + self.token_bias(token)[:, None, :, :]
        biased: Tensor = scores + self.distance(distances)[None]
        return biased
