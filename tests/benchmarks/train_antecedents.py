"""Train the network of index/attribution/antecedent_network.py, which tells whom a pronoun stands for.

usage: train_antecedents.py FOLDER OUT.safetensors [--epochs N]

FOLDER holds coreference/gap_train.jsonl (Webster et al., 2018), coreference/ontogum.jsonl (Zhu et al., 2021) and
train_articles.jsonl, in which nobody marked what a pronoun stands for.  Of the articles are taken

- pronouns with one person of their gender named shortly before, and somebody of the other gender too: who is meant is
  sure without reading a word.  In every epoch the names are others, and half of the pronouns change their gender, so
  that the network learns it from the rest;
- names of people who were named shortly before, and somebody else too, with a pronoun in their place, as in WikiCREM
  (Kocijan et al., 2019).

Writes OUT, the moving average of the weights, and prints its SHA-256.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import names
import numpy as np
import torch
from records import rows
from torch import Tensor, nn

from index.attribution.antecedent_network import AntecedentNetwork
from index.attribution.antecedents import Pronoun, read_pronoun
from index.attribution.entities import EntityTable
from index.attribution.entity import Entity
from index.attribution.tagger import tagger_network
from index.models import Span

MASK, WORDS = 103, 999  # what stands for a hidden token; from there on vocabulary numbers are words
HIDDEN = 0.15  # share of the tokens that are hidden, so that less is learned by heart
BATCH = 16
AVERAGED = 0.998  # what is kept of the moving average in every step
RATES = 1e-4, 5e-4  # of the layers, and of the heads
WINDOW = 190  # tokens before a pronoun that are read in training
NEAR = 500  # characters before a pronoun in which people are looked for
LAST = 300  # characters before it within which its person is named
BEHIND = 220  # characters that are kept behind it
BEHIND_NAMED = 150  # characters behind it in which other people of OntoGUM are named
AN_ARTICLE = 30, 8  # pronouns and names of one article at most
GENDERS = {"he": "he", "his": "he", "him": "he", "she": "she", "her": "she", "hers": "she"}
THIRD_PERSON = re.compile(r"\b(?:[Hh]e|[Hh]is|[Hh]im|[Ss]he|[Hh]er)\b")
SWAPPED = {"he": "she", "his": "her", "him": "her", "she": "he", "her": "his"}
OTHER_PRONOUNS = frozenset(
    "who himself herself i my me you your it its they their them this that which we our us".split()
)


@dataclass(frozen=True, slots=True)
class Example:
    """A pronoun in a text, and the people beside it by their mentions.

    `right` are the numbers of those whom it stands for; for none of the first `known` people where it is empty.  Names
    are `replaceable` where the people's mentions are all there is of them.
    """

    text: str
    pronoun: Span
    people: tuple[tuple[Span, ...], ...]
    right: frozenset[int]
    known: int
    replaceable: bool = False


def gap_example(record: dict[str, Any]) -> Example:
    """The two candidates with all their mentions, and behind them whoever else is named."""
    text, pronoun = record["text"], tuple(record["pronoun"])
    candidates = [(start, end) for start, end, _ in record["candidates"]]
    entities = EntityTable(text)
    people: list[list[Span]] = [[span] for span in candidates]
    numbers: dict[int, int] = {}
    for number, span in enumerate(candidates):
        for start, end, entity in entities.mentions:
            if start < span[1] and span[0] < end and not entity.is_organization:
                numbers[id(entity)] = -1 if id(entity) in numbers else number
    others: dict[int, list[Span]] = defaultdict(list)
    for start, end, entity in entities.mentions:
        if entity.is_organization or any(start < b and a < end for a, b in [*candidates, pronoun]):
            continue
        number = numbers.get(id(entity), -1)
        (people[number] if number >= 0 else others[id(entity)]).append((start, end))
    right = frozenset(number for number, (_, _, is_right) in enumerate(record["candidates"]) if is_right)
    return Example(text, pronoun, tuple(map(tuple, [*people, *others.values()])), right, len(candidates))


def ontogum_examples(record: dict[str, Any]) -> list[Example]:
    """The pronouns of a document with the names before them, each cluster with a name as a person."""
    text = record["text"]
    clusters = [[(start, end) for start, end in cluster] for cluster in record["clusters"]]
    words = lambda span: text[slice(*span)].casefold()  # noqa: E731
    examples = []
    for cluster in clusters:
        named = [span for span in cluster if is_name(text, span)]
        for start, end in cluster if named else ():
            if words((start, end)) not in GENDERS:
                continue
            first = max(0, start - NEAR)
            before = [span for span in named if first <= span[0] and span[1] <= start]
            others = [
                [span for span in other if first <= span[0] and span[1] <= start + BEHIND_NAMED and is_name(text, span)]
                for other in clusters
                if other is not cluster
            ]
            people = [before, *(other for other in others if other)]
            if before and len(people) > 1:
                examples.append(cut(text, (start, end), people))
    return examples


def is_name(text: str, span: Span) -> bool:
    """Whether a mention is a short one in which a word begins with a capital, and no pronoun."""
    words = text[slice(*span)]
    is_pronoun = words.casefold() in OTHER_PRONOUNS | GENDERS.keys()
    return not is_pronoun and len(words) < 60 and any(word[0].isupper() for word in words.split())


def article_examples(text: str, rng: random.Random) -> list[Example]:
    """The pronouns of an article whose gender only one of the people shortly before has.  Of the same pronouns before
    them half are mentions of this person: the index knows of some whom they stand for.
    """
    mentions = [each for each in EntityTable(text).mentions if each[2].is_person and not each[2].is_organization]
    examples = []
    for match in THIRD_PERSON.finditer(text):
        gender = GENDERS[match.group().casefold()]
        near = [each for each in mentions if match.start() - NEAR <= each[0] and each[1] <= match.start()]
        people: dict[int, Entity] = {id(entity): entity for _, _, entity in near}
        agreeing = [entity for entity in people.values() if entity.agrees_in_gender(gender)]
        if len(agreeing) != 1 or len(people) == 1 or not agreeing[0].has_gender(gender):
            continue
        first = [agreeing[0], *(entity for entity in people.values() if entity is not agreeing[0])]
        spans = [[(start, end) for start, end, entity in near if entity is person] for person in first]
        if match.start() - spans[0][-1][1] <= LAST:
            before = THIRD_PERSON.finditer(text, spans[0][0][1], match.start())
            same = [each.span() for each in before if GENDERS[each.group().casefold()] == gender]
            spans[0] += [span for span in same if rng.random() < 0.5]
            examples.append(cut(text, match.span(), spans, replaceable=True))
    return examples[: AN_ARTICLE[0]]


# Where a name may be replaced by a pronoun: as a subject, or behind some prepositions.
REPLACEABLE = re.compile(
    r"""(?:[.?!”"]\s|,\ |\n
        |\b(?:and|but|that|as|when|because|while|after|before|if|than|by|to|with|for|of|said|from)\ )$""",
    re.VERBOSE,
)
OBJECT = re.compile(r"\b(?:by|to|with|for|of|from|than) $")
BEGINS = re.compile(r"""(?:[.?!][”"]?\s|\n)$""")


def replaced_examples(text: str, rng: random.Random) -> list[Example]:
    """Some surnames of an article, with pronouns in their place."""
    entities = EntityTable(text)
    mentions = [each for each in entities.mentions if each[2].is_person and not each[2].is_organization]
    examples = []
    for number, (start, end, person) in enumerate(mentions):
        before = text[max(0, start - 12) : start]
        if " " in text[start:end] or not REPLACEABLE.search(before):
            continue
        people: dict[int, list[Span]] = defaultdict(list)
        for s, e, entity in mentions[:number]:
            if start - NEAR <= s and e <= start:
                people[id(entity)].append((s, e))
        own = people.pop(id(person), [])
        if own and people and start - own[-1][1] <= LAST:
            gender = "she" if person.female > person.male or (not person.male and rng.random() < 0.3) else "he"
            owner = text[start:end].endswith(("'s", "’s"))
            form = 1 if owner else 2 if OBJECT.search(before) else 0
            pronoun = {"he": ("he", "his", "him"), "she": ("she", "her", "her")}[gender][form]
            pronoun = pronoun.title() if BEGINS.search(before) else pronoun
            changed = text[:start] + pronoun + text[end:]
            examples.append(cut(changed, (start, start + len(pronoun)), [own, *people.values()]))
    rng.shuffle(examples)
    return examples[: AN_ARTICLE[1]]


def cut(text: str, pronoun: Span, people: Sequence[Sequence[Span]], replaceable: bool = False) -> Example:
    """An example of the text around a pronoun that stands for the first of some people."""
    first, end = max(0, pronoun[0] - NEAR), pronoun[1] + BEHIND
    moved = [[(s - first, e - first) for s, e in mentions if first <= s and e <= end] for mentions in people]
    place = pronoun[0] - first, pronoun[1] - first
    return Example(text[first:end], place, tuple(map(tuple, moved)), frozenset({0}), len(people), replaceable)


class Renaming:
    """Other names for people, from the frequent ones in the census of 1990 (package `names`)."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.last = census("dist.all.last")[:20_000]
        self.first = census("dist.male.first") + census("dist.female.first")

    def renamed(self, example: Example) -> Example:
        """The example with another name for each person, and half of the time with he and she exchanged."""
        text, swap = example.text, self.rng.random() < 0.5
        whose: dict[Span, int] = {example.pronoun: -1}
        words: dict[Span, str] = {
            match.span(): swapped(match.group()) if swap else match.group() for match in THIRD_PERSON.finditer(text)
        }
        for number, mentions in enumerate(example.people):
            last, first = self.rng.choice(self.last), self.rng.choice(self.first)
            for span in mentions:
                whose[span] = number
                if span not in words:
                    name = text[slice(*span)]
                    owner = name[-2:] if name[-2:] in ("'s", "’s") else ""
                    words[span] = (f"{first} " if " " in name else "") + last + owner
        changed, done = "", 0
        people: list[list[Span]] = [[] for _ in example.people]
        pronoun = example.pronoun
        for (start, end), new in sorted(words.items()):
            if start < done:
                continue
            changed += text[done:start]
            span = len(changed), len(changed) + len(new)
            changed, done = changed + new, end
            number = whose.get((start, end))
            if number == -1:
                pronoun = span
            elif number is not None:
                people[number].append(span)
        return replace(example, text=changed + text[done:], pronoun=pronoun, people=tuple(map(tuple, people)))


def census(file: str) -> list[str]:
    """The names of a file of the package, the most frequent ones first."""
    return [line.split()[0].title() for line in Path(names.full_path(file)).read_text(encoding="ascii").splitlines()]


def swapped(pronoun: str) -> str:
    """The pronoun of the other gender."""
    other = SWAPPED.get(pronoun.casefold(), pronoun)
    return other.title() if pronoun[0].isupper() else other


Batch = list[tuple[Pronoun, frozenset[int], int]]  # with the right people, and how many are known


def numbered(example: Example) -> tuple[Pronoun, frozenset[int], int] | None:
    """What the network reads of an example, its people without those who are too far away; None without the right one."""
    read = read_pronoun(example.text, example.pronoun, example.people, WINDOW)
    right = frozenset(read.near.index(number) for number in example.right if number in read.near)
    if not read.near or (example.right and not right):
        return None
    return read, right, sum(number < example.known for number in read.near)


def loss_of(network: AntecedentNetwork, batch: Batch) -> Tensor:
    """The mean negative log-likelihood of the right person, or of none of those who are known."""
    length = max(len(read.ids) for read, _, _ in batch)
    ids, features = (torch.zeros(len(batch), length, dtype=torch.long) for _ in range(2))
    for row, (read, _, _) in enumerate(batch):
        ids[row, : len(read.ids)] = torch.tensor(read.ids)
        features[row, : len(read.ids)] = torch.tensor(read.features)
    hidden = (torch.rand(ids.shape) < HIDDEN) & (ids >= WORDS)
    states = network(ids.masked_fill(hidden, MASK), features, (ids > 0).long())
    losses = []
    for row, (read, right, known) in enumerate(batch):
        scores = network.scores(states[row], read.place, torch.tensor(read.mentions), torch.tensor(read.people))
        taken = [1 + number for number in right] or [0, *range(1 + known, len(scores))]
        losses.append(-scores.log_softmax(0)[taken].logsumexp(0))
    return torch.stack(losses).mean()


def batches(examples: list[Example], rng: random.Random) -> list[Batch]:
    """The examples of an epoch, those of like length together."""
    read = [each for example in examples if (each := numbered(example))]
    rng.shuffle(read)
    some = [sorted(read[k : k + 8 * BATCH], key=lambda each: len(each[0].ids)) for k in range(0, len(read), 8 * BATCH)]
    ordered = [each for part in some for each in part]
    result = [ordered[k : k + BATCH] for k in range(0, len(ordered), BATCH)]
    rng.shuffle(result)
    return result


def train(network: AntecedentNetwork, examples: list[Example], epochs: int) -> dict[str, Tensor]:
    """Train a network; returns the moving average of its weights."""
    rng = random.Random(0)
    torch.manual_seed(0)
    renaming = Renaming(rng)
    layers = [*network.layers.parameters()]
    of_layers = set(map(id, layers))
    heads = [parameter for parameter in network.parameters() if id(parameter) not in of_layers]
    optimizer = torch.optim.AdamW(
        [{"params": layers, "lr": RATES[0]}, {"params": heads, "lr": RATES[1]}], weight_decay=0.01
    )
    total = epochs * (len(examples) // BATCH + 1) + 5
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [*RATES], total_steps=total, pct_start=0.1, anneal_strategy="linear"
    )
    average = {name: value.detach().clone() for name, value in network.named_parameters()}
    network.train()
    step, began = 0, time.monotonic()
    for epoch in range(epochs):
        seen = []
        for batch in batches([renaming.renamed(e) if e.replaceable else e for e in examples], rng):
            loss = loss_of(network, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            share = min(AVERAGED, (1 + step) / (10 + step))
            for name, value in network.named_parameters():
                average[name].mul_(share).add_(value.detach(), alpha=1 - share)
            seen.append(loss.item())
            if step % 20 == 0:
                print(
                    f"step {step}/{total} loss {np.mean(seen[-20:]):.3f} {time.monotonic() - began:.0f} s", flush=True
                )
        print(f"epoch {epoch + 1}: loss {np.mean(seen):.3f} {time.monotonic() - began:.0f} s", flush=True)
    return average


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    given = parser.parse_args()
    rng = random.Random(3)
    articles = [row["text"] for row in rows(given.folder / "train_articles.jsonl")]
    examples = [gap_example(row) for row in rows(given.folder / "coreference" / "gap_train.jsonl")]
    examples += [e for row in rows(given.folder / "coreference" / "ontogum.jsonl") for e in ontogum_examples(row)]
    examples += [example for text in articles for example in article_examples(text, rng)]
    examples += [example for text in articles for example in replaced_examples(text, rng)]
    print(len(examples), "pronouns", flush=True)
    network = AntecedentNetwork(tagger_network().float())
    network.load_state_dict(train(network, examples, given.epochs))
    network.save(given.out)
    print(given.out, hashlib.sha256(given.out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
