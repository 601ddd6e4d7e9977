"""Train the network of index/attribution/network.py on articles in which people marked who said what.

usage: train_tagger.py PREFIX OUT.safetensors [--part K/N]

PREFIX is the path up to _articles.jsonl and _attributions.jsonl (PolNeAR: Newell, Margolin and Ruths, LREC 2018).
--part K/N leaves out every article whose place modulo N is K, so that the part left out can be tagged by a network that
never saw it: thresholds are found on such predictions.  Writes OUT, and prints its SHA-256.

The head that tells whether something is said is left as it began; fit_statements.py finds it afterwards.

OUT is the mean of several trainings (model soups: Wortsman et al., 2022), which is less sure of itself than each of
them where it is wrong, and finds what one of them missed.  The layers begin as the encoder's, the heads at random.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from records import rows
from tokenizers import Tokenizer
from torch import Tensor, nn

from index.attribution.network import KINDS, TaggerNetwork
from index.attribution.tagger import WINDOW, sliding_windows
from index.attribution.tokens import token_features
from index.embedding.minilm import packaged_model, packaged_tokenizer

# Epochs of each training, and the share of tokens that are hidden in it, so that less is learned by heart.
TRAININGS = ((10, 0.1), (16, 0.15))
MASK = 103  # what stands for a hidden token in the encoder's vocabulary
WORDS = 999  # from here on its numbers are words


class Marked:
    """An article's tokens with people's marks: tags per token, and per statement its cue's first token and arguments."""

    def __init__(self, tokenizer: Tokenizer, text: str, statements: list[dict[str, Any]]) -> None:
        encoding = tokenizer.encode(text, add_special_tokens=False)
        self.ids, self.offsets = encoding.ids, encoding.offsets
        self.surfaces = token_features(text, self.offsets)
        starts = np.array([s for s, _ in self.offsets] or [0])
        ends = np.array([e for _, e in self.offsets] or [0])
        self.tags = np.zeros((len(self.ids), 3), dtype=np.int64)
        self.sources: list[tuple[int, int]] = []  # (cue's first token, source's first token or -1)
        self.contents: list[tuple[int, int]] = []  # (content token, its cue's first token)
        for statement in statements:
            places = {kind: self.inside(statement[kind], starts, ends) for kind in KINDS}
            for column, kind in enumerate(KINDS):
                for inside in places[kind]:
                    self.tags[inside, column] = 2
                    self.tags[inside[0], column] = 1
            if places["cue"]:
                cue = int(places["cue"][0][0])
                self.sources.append((cue, int(places["source"][0][0]) if places["source"] else -1))
                self.contents += [(int(token), cue) for inside in places["content"] for token in inside]

    @staticmethod
    def inside(spans: list[list[int]], starts: np.ndarray, ends: np.ndarray) -> list[np.ndarray]:
        found = [np.flatnonzero((ends > start) & (starts < end)) for start, end in spans]
        return [tokens for tokens in found if len(tokens)]


def batches(articles: list[Marked], size: int, rng: random.Random) -> list[list[tuple[Marked, int, int]]]:
    runs = [
        (a, f, e) for a in articles for f, e in sliding_windows(len(a.ids), rng.randrange(0, 120), WINDOW, WINDOW - 40)
    ]
    runs = [r for r in runs if r[2] - r[1] > 4]
    rng.shuffle(runs)
    return [runs[i : i + size] for i in range(0, len(runs), size)]


def tensors(batch: list[tuple[Marked, int, int]], device: str) -> tuple[Tensor, ...]:
    longest = max(e - f for _, f, e in batch) + 2
    ids, surfaces = np.zeros((len(batch), longest), np.int64), np.zeros((len(batch), longest), np.int64)
    tags = np.full((len(batch), longest, 3), -100, np.int64)
    sources, contents = [], []
    for row, (article, first, end) in enumerate(batch):
        count = end - first
        ids[row, 0], ids[row, 1 : count + 1], ids[row, count + 1] = 101, article.ids[first:end], 102
        surfaces[row, 1 : count + 1] = article.surfaces[first:end]
        tags[row, 1 : count + 1] = article.tags[first:end]
        for cue, source in article.sources:
            if first <= cue < end and (source < 0 or first <= source < end):
                # A cue without a source points at the mark in front of the window.
                sources.append((row, cue - first + 1, source - first + 1 if source >= 0 else 0))
        contents += [
            (row, t - first + 1, c - first + 1) for t, c in article.contents if first <= t < end and first <= c < end
        ]
    pointers = (np.array(pairs, np.int64).reshape(-1, 3) for pairs in (sources, contents))
    return tuple(torch.from_numpy(a).to(device) for a in (ids, surfaces, (ids > 0).astype(np.int64), tags, *pointers))


def loss_of(network: TaggerNetwork, batch: tuple[Tensor, ...], share: float) -> Tensor:
    """Of the tags, of each cue's pointer to its source, and of each content token's pointer to its cue, with this share
    of the tokens hidden.
    """
    ids, surfaces, mask, tags, sources, contents = batch
    hidden = (torch.rand(ids.shape, device=ids.device) < share) & (ids >= WORDS)
    states = network(ids.masked_fill(hidden, MASK), surfaces, mask)
    links = network.arc_scores(states, states, torch.arange(ids.shape[1], device=ids.device))
    loss = nn.functional.cross_entropy(network.scores(states).float().flatten(0, -2), tags.view(-1), ignore_index=-100)
    padded = (mask == 0).float() * -1e4
    for pairs, scores in ((sources, links[..., 0]), (contents, links[..., 1].transpose(1, 2))):
        if len(pairs):
            row, token, target = pairs.unbind(1)
            loss = loss + 0.3 * nn.functional.cross_entropy(scores[row, token].float() + padded[row], target)
    return loss


def train(
    network: TaggerNetwork, articles: list[Marked], epochs: int, share: float, device: str, batch_size: int = 16
) -> None:
    rng = random.Random(0)
    torch.manual_seed(0)
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    body = [p for n, p in network.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    rates = [2e-4, 1e-3]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rates[0]}, {"params": heads, "lr": rates[1]}], weight_decay=0.01
    )
    total = epochs * len(batches(articles, batch_size, random.Random(0)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rates, total_steps=total + 20, pct_start=0.1, anneal_strategy="linear"
    )
    network.train()
    step, began = 0, time.monotonic()
    for epoch in range(epochs):
        seen = []
        for batch in batches(articles, batch_size, rng):
            with torch.autocast(device, dtype=torch.bfloat16):
                loss = loss_of(network, tensors(batch, device), share)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            if step < total + 19:
                schedule.step()
            step += 1
            seen.append(loss.item())
            if step % 20 == 0:
                print(
                    f"step {step}/{total} loss {np.mean(seen[-20:]):.4f} {time.monotonic() - began:.0f} s", flush=True
                )
        print(f"epoch {epoch + 1}: loss {np.mean(seen):.4f} {time.monotonic() - began:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix")
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", help="K/N: leave out every article whose place modulo N is K")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    given = parser.parse_args()
    tokenizer = packaged_tokenizer()
    marks: dict[str, list[dict[str, Any]]] = {}
    for row in rows(Path(f"{given.prefix}_attributions.jsonl")):
        marks.setdefault(row["article"], []).append(row)
    articles = rows(Path(f"{given.prefix}_articles.jsonl"))
    if given.part:
        part, parts = map(int, given.part.split("/"))
        articles = [a for place, a in enumerate(articles) if place % parts != part]
    marked = [Marked(tokenizer, a["text"], marks.get(a["id"], [])) for a in articles]
    trained = []
    for epochs, share in TRAININGS:
        network = TaggerNetwork(packaged_model()).to(given.device)
        train(network, marked, epochs, share, given.device)
        trained.append(network.cpu().state_dict())
    network.load_state_dict({name: sum(each[name] for each in trained) / len(trained) for name in trained[0]})
    network.save(given.out)
    print(given.out, hashlib.sha256(given.out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
