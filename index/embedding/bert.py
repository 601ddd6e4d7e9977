"""The six layers of all-MiniLM-L6-v2 in plain PyTorch: BERT's encoder (Devlin et al., 2019).

`transformers` has the same network, and gives the same states, but takes several times as long to import as a question
takes to answer.  What answers a question, the query's vector, the tagger and the reader, is built on this one.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import cast

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional


@cache
def word_vectors(folder: Path) -> Tensor:
    """Return the published word vectors [vocabulary, hidden], whose memory all networks share and none trains."""
    return load_file(folder / "model.safetensors")["embeddings.word_embeddings.weight"]


class SelfAttention(nn.Module):
    """Multi-head attention of every token to those that the mask lets through, added to the input and normalised."""

    def __init__(self, hidden: int, heads: int, dropout: float, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.self = nn.ModuleDict({name: nn.Linear(hidden, hidden) for name in ("query", "key", "value")})
        self.output = nn.ModuleDict({"dense": nn.Linear(hidden, hidden), "LayerNorm": nn.LayerNorm(hidden, epsilon)})
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """Return the states [batch, tokens, hidden]; `bias` [batch, 1, 1, tokens] is added to the logits."""
        batch, length, hidden = states.shape
        query, key, value = (
            self.self[name](states).view(batch, length, self.heads, -1).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        if torch.is_grad_enabled():  # the fused kernel's backward pass is slow in bfloat16 on a CPU
            logits = query @ key.transpose(2, 3) / query.shape[-1] ** 0.5 + bias
            context = logits.softmax(-1) @ value
        else:
            context = functional.scaled_dot_product_attention(query, key, value, bias)
        context = context.transpose(1, 2).reshape(batch, length, hidden)
        normalised: Tensor = self.output["LayerNorm"](states + self.dropout(self.output["dense"](context)))
        return normalised


class Layer(nn.Module):
    """Attention and a feed-forward network.  The modules' names are those of the published weights."""

    def __init__(self, hidden: int, heads: int, inner: int, dropout: float, epsilon: float) -> None:
        super().__init__()
        self.attention = SelfAttention(hidden, heads, dropout, epsilon)
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(hidden, inner)})
        self.output = nn.ModuleDict({"dense": nn.Linear(inner, hidden), "LayerNorm": nn.LayerNorm(hidden, epsilon)})
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        states = self.attention(states, bias)
        inner = functional.gelu(self.intermediate["dense"](states))
        normalised: Tensor = self.output["LayerNorm"](states + self.dropout(self.output["dense"](inner)))
        return normalised


class BertEncoder(nn.Module):
    """BERT's encoder with the configuration and the weights in `folder`.

    `dropout` is that of the layers' outputs while training.
    """

    def __init__(self, folder: Path, dropout: float = 0.0) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.hidden_size: int = config["hidden_size"]
        hidden, epsilon = self.hidden_size, config["layer_norm_eps"]
        self.embeddings = nn.ModuleDict(
            {
                "word_embeddings": nn.Embedding.from_pretrained(word_vectors(folder)),  # type: ignore[no-untyped-call]
                "position_embeddings": nn.Embedding(config["max_position_embeddings"], hidden),
                "token_type_embeddings": nn.Embedding(config["type_vocab_size"], hidden),
                "LayerNorm": nn.LayerNorm(hidden, epsilon),
            }
        )
        size = hidden, config["num_attention_heads"], config["intermediate_size"]
        layers = nn.ModuleList(Layer(*size, dropout, epsilon) for _ in range(config["num_hidden_layers"]))
        self.encoder = nn.ModuleDict({"layer": layers})
        self.dropout = nn.Dropout(dropout)
        learned = load_file(folder / "model.safetensors")
        del learned["embeddings.word_embeddings.weight"]
        self.load_state_dict(learned, strict=False)  # it has a pooler too

    def embed_words(self, ids: Tensor) -> Tensor:
        """Return the word vectors [batch, tokens, hidden] of vocabulary numbers [batch, tokens]."""
        vectors: Tensor = self.embeddings["word_embeddings"](ids)
        return vectors

    def forward(self, words: Tensor, mask: Tensor, types: Tensor | None = None) -> Tensor:
        """Return the last hidden states [batch, tokens, hidden] of word vectors of the same shape.

        `mask` is 1 for tokens and 0 for padding, `types` the tokens' segments; both are [batch, tokens].
        """
        places = torch.arange(words.shape[1], device=words.device)
        types = torch.zeros_like(mask) if types is None else types
        states: Tensor = (
            words
            + self.embeddings["position_embeddings"](places)
            + self.embeddings["token_type_embeddings"](types.long())
        )
        states = self.dropout(self.embeddings["LayerNorm"](states))
        bias = (1 - mask[:, None, None, :].to(states.dtype)) * torch.finfo(states.dtype).min
        for layer in cast("nn.ModuleList", self.encoder["layer"]):
            states = layer(states, bias)
        return states


class TrainedNetwork(nn.Module):
    """A network of ours on the encoder's layers.  What was learned is kept in a file, without the word vectors, which
    stay the published ones.
    """

    NOT_LEARNED = frozenset({"encoder.embeddings.word_embeddings.weight"})

    def load(self, path: Path) -> None:
        """Load what `save` wrote.  Raises RuntimeError if the file is of another network."""
        missing, unknown = self.load_state_dict(load_file(path), strict=False)
        if unknown or set(missing) != self.NOT_LEARNED:
            raise RuntimeError(f"{path} holds another network's weights")

    def save(self, path: Path) -> None:
        """Write what was learned, in bfloat16."""
        learned = {name: value for name, value in self.state_dict().items() if name not in self.NOT_LEARNED}
        save_file({name: value.bfloat16().contiguous() for name, value in learned.items()}, path)
