"""The reader's neural network: the six layers of all-MiniLM-L6-v2 with heads for spans, null and answerability.

A question and a passage are read as one sequence, and every token of the passage gets a logit for being the first and
the last of the answer (Devlin et al., 2019).  What stands for "no answer here" is a pair of logits of the sequence's
first mark, as in SQuAD 2.0 (Rajpurkar et al., 2018).  The word vectors stay those of the packaged encoder, so only the
rest is kept in a file of our own.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from index.embedding.bert import BertEncoder, TrainedNetwork

SURFACES = 4  # how many values `index.reading.reader.encode_pair` tells tokens apart by
OUTSIDE = -1e4  # the logit of a token that cannot be part of an answer


class ReaderNetwork(TrainedNetwork):
    """Made from the packaged encoder in `folder`; `load` brings in what was learned."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        # No dropout within the layers: drawing its random numbers takes long on a CPU.
        self.encoder = BertEncoder(folder)
        hidden = self.encoder.hidden_size
        self.surface = nn.Embedding(SURFACES, hidden)
        nn.init.zeros_(self.surface.weight)
        self.dropout = nn.Dropout(0.1)
        self.span = nn.Linear(hidden, 2)
        self.null = nn.Linear(hidden, 2)
        self.answerable = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.Linear(hidden, 1))

    def forward(self, ids: Tensor, types: Tensor, surfaces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Score the tokens of question-passage pairs.

        The input is vocabulary numbers, segments (1 for the passage and the mark behind it), surfaces and the padding
        mask, each [batch, tokens].  Returns the start and end logits [batch, tokens, 2], of which place 0 holds those
        of the null answer and all but the passage's words are `OUTSIDE`; the null score [batch], which is the sum of
        the two at place 0; and the logit that the passage answers the question [batch].
        """
        words = self.encoder.embed_words(ids) + self.surface(surfaces)
        states = self.dropout(self.encoder(words, mask, types))
        null = self.null(states[:, 0])
        # The mark behind the passage is of its segment; what follows it is padding.
        inside = (types * mask).bool() & (types * mask).roll(-1, dims=1).bool()
        logits = self.span(states).masked_fill(~inside[..., None], OUTSIDE)
        logits = torch.cat([null[:, None], logits[:, 1:]], dim=1)
        return logits, null.sum(-1), self.answerable(states[:, 0]).squeeze(-1)
