"""Train the network of index/reading/network.py on questions with paragraphs.

usage: train_reader.py reader_train.jsonl[.xz] OUT.safetensors [--news ARTICLES.jsonl] [--start WEIGHTS.safetensors]
                       [--replay R] [--minutes M] [--processes N]

The first argument holds a question a line with `source`, `title`, `question`, `context`, `answers`, `answer_start` and
`is_impossible` (SQuAD 1.1 and 2.0: Rajpurkar et al., 2016, 2018; SQuADShifts: Miller et al., 2020).  Passages are what
the index makes of a paragraph, some of them with more sentences around.  A question comes with a passage that answers it
and, more often than not, with one that does not although BM25 finds it for the question, or that stands beside the one
that does.  It is asked as people type it: some without a question mark, and some of when, where,
why or how something happened as whether it did ("Did she resign in May?" of "Why did she resign in May?"), which the
same sentence tells.  The loss of a question is the sum of three: each passage's own span, or the null answer, among its tokens;
the span among the tokens of all its passages, so that scores can be compared over passages (shared normalisation: Clark
and Gardner, 2018); and whether each passage answers.

With `--news` it also learns from news_questions.jsonl beside this script: questions as people of a newsroom might type
them, which a language model wrote for this about the articles of ARTICLES (the training part of PolNeAR), with `article`,
`question`, `kind` and where the article answers, as character spans, none for what it does not tell.  These come with
passages that do not answer of the same article, those with the question's words first, or of others; another article
within a month of it may well tell why, how or what, and so is left out for these kinds.
`--start` goes on from weights, `--replay` is the share of the other questions that is read while all of these are.

The learning rate falls to 0 as the minutes run out.  Every tenth title or article is held out (`held_out`), for
thresholds.  Each of the N processes takes one core; every few steps the weights become the mean of all (local SGD:
Stich, 2019).  OUT is written every ten minutes and at the end.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import random
import re
import time
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed
import torch.multiprocessing
from sklearn.feature_extraction.text import CountVectorizer
from tokenizers import Encoding
from torch import Tensor, nn

from index.embedding.minilm import has_bfloat16, packaged_model, packaged_tokenizer
from index.indexing.passages import split_passages
from index.models import Article, Span
from index.reading.network import ReaderNetwork
from index.reading.pairs import Pair, encode_pair, pad_pairs
from index.text.lexicons import STOP_WORDS
from index.text.sentences import split_sentences

LOOSE = {"squadshifts-amazon": 0.25, "squadshifts-reddit": 0.25}  # reviews and comments: less of them is read
IMPOSSIBLE = 0.5  # share of the impossible questions that is read: their wording is not how people ask
WITH_NEGATIVE = 0.6  # share of the questions that come with a passage that does not answer
LONGER, LONGEST = 0.2, 110  # share of the passages that get more sentences, and their most words
UNMARKED, WHETHER = 0.5, 0.3  # shares of the questions that are asked without a mark, and for a yes or a no
CIRCUMSTANCE = re.compile(
    r"^(?:when|where|why|how|in what year|in which year) (?=(?:did|do|does|was|were|is|are|has|have|had|will|would|can|could) )",
    re.IGNORECASE,
)
GROUPS = 16  # questions a step, in each process
RATES, FURTHER_RATES = (1.5e-4, 1e-3), (7e-5, 2.8e-4)  # of the layers and of the heads; from weights on
WARMUP = 0.05
NEWS, NEWS_QUESTIONS = "news", Path(__file__).with_name("news_questions.jsonl")
TOLD_AGAIN = {"why", "how", "what", "none"}  # kinds that another article of the same days may answer in other words
MONTH = 30  # days
SHORT = 4  # words of an answer that a passage which does not answer cannot hold
NEWS_NEGATIVES, OTHER_ARTICLE = 2, 0.35  # passages that come with a news question; the share of other articles'
TOGETHER = 25  # steps between two averages of the processes' weights
K1, B, FOUND = 1.2, 0.75, 20
SAVE_EVERY = 600  # seconds


@dataclass(slots=True)
class Paragraph:
    """A paragraph with its tokens, sentences and passages (character spans)."""

    text: str
    title: str
    source: str
    encoding: Encoding
    sentences: list[Span]
    passages: list[Span]

    def tokens(self, span: Span) -> Span:
        """The (first, end) tokens of a character span."""
        inside = [n for n, (start, end) in enumerate(self.encoding.offsets) if end > span[0] and start < span[1]]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def longer(self, span: Span, rng: random.Random) -> Span:
        """A passage with more of the sentences around it."""
        aim, (start, end) = rng.randint(60, LONGEST), span
        before = [s for s in self.sentences if s[1] <= start]
        behind = [s for s in self.sentences if s[0] >= end][::-1]
        while (before or behind) and len(self.text[start:end].split()) < aim:
            if before and (not behind or rng.random() < 0.5):
                start = before.pop()[0]
            else:
                end = behind.pop()[1]
        return start, end


@dataclass(slots=True)
class Question:
    """A question, its paragraph, where that answers it (character spans), and (paragraph, passage) that do not.

    `beside` are those of its own paragraph, of a news question nearest first; `kind` is a news question's.
    """

    text: str
    paragraph: int
    golds: list[Span]
    answers: list[str]
    kind: str = ""
    beside: list[Span] = field(default_factory=list)
    negatives: list[tuple[int, Span]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """A pair and the (first, last) tokens of its answers, none for a pair without; `group` numbers its question."""

    pair: Pair
    golds: list[Span]
    group: int


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file of JSON, packed or not."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def held_out(title: str) -> bool:
    """Whether a title is not trained on: every tenth, by its name."""
    return zlib.crc32(title.encode()) % 10 == 3


def read_paragraph(text: str, title: str, source: str) -> Paragraph:
    """A paragraph with what the index makes of it."""
    windows = [(p.start, p.end) for p in split_passages(Article("", text), lambda words: len(words) // 4)]
    encoding = packaged_tokenizer().encode(text, add_special_tokens=False)
    return Paragraph(text, title, source, encoding, split_sentences(text), windows)


def read_data(path: Path) -> tuple[list[Paragraph], list[Question]]:
    """All that is trained on, but for the news; each question with passages that do not answer."""
    paragraphs: list[Paragraph] = []
    places: dict[str, int] = {}
    questions: list[Question] = []
    for row in records(path):
        if held_out(row["title"]):
            continue
        text = row["context"]
        if text not in places:
            places[text] = len(paragraphs)
            paragraphs.append(read_paragraph(text, row["title"], row["source"]))
        golds = {(start, start + len(a)) for start, a in zip(row["answer_start"], row["answers"], strict=True)}
        questions.append(Question(row["question"], places[text], sorted(golds), row["answers"]))
    wide = {number for number, paragraph in enumerate(paragraphs) if paragraph.source not in LOOSE}
    asked = [q for q in questions if q.golds and q.paragraph in wide]
    for question, ranked in rank_passages(paragraphs, wide, asked, FOUND):
        texts = [paragraphs[n].text[slice(*span)].lower() for n, span in ranked]
        without = [not any(a.lower() in text for a in question.answers) for text in texts]
        question.negatives = [place for place, is_without in zip(ranked, without, strict=True) if is_without][:8]
    for question in questions:
        text, passages = paragraphs[question.paragraph].text, paragraphs[question.paragraph].passages
        question.beside = [p for p in passages if not any(a in text[slice(*p)] for a in question.answers)]
    return paragraphs, questions


def read_news(path: Path) -> tuple[list[Paragraph], list[Question]]:
    """The articles as paragraphs, and the questions on them that are trained on."""
    articles = list(records(path))
    paragraphs = [read_paragraph(article["text"], article["id"], NEWS) for article in articles]
    days = [date.fromisoformat(article["published"]).toordinal() for article in articles]
    places = {article["id"]: number for number, article in enumerate(articles)}
    questions = []
    for row in records(NEWS_QUESTIONS):
        if not held_out(row["article"]):
            text, golds = articles[places[row["article"]]]["text"], [(start, end) for start, end in row["answers"]]
            answers = [text[slice(*gold)] for gold in golds]
            questions.append(Question(row["question"], places[row["article"]], golds, answers, row["kind"]))
    for question, ranked in rank_passages(paragraphs, range(len(paragraphs)), questions, None):
        mine, golds = question.paragraph, question.golds
        own = [span for n, span in ranked if n == mine]
        question.beside = [p for p in own if not any(p[0] < end and start < p[1] for start, end in golds)][:8]
        short = [a.lower() for a in question.answers if len(a.split()) <= SHORT]
        question.negatives = [
            (n, span)
            for n, span in ranked[: 3 * FOUND]
            if n != mine
            and not (question.kind in TOLD_AGAIN and abs(days[n] - days[mine]) < MONTH)
            and not any(a in paragraphs[n].text[slice(*span)].lower() for a in short)
        ][:6]
    return paragraphs, questions


def moved(question: Question, by: int) -> Question:
    """A question whose paragraphs stand behind so many others."""
    negatives = [(number + by, span) for number, span in question.negatives]
    return replace(question, paragraph=question.paragraph + by, negatives=negatives)


def rank_passages(
    paragraphs: Sequence[Paragraph], places: Collection[int], questions: Sequence[Question], most: int | None
) -> Iterator[tuple[Question, list[tuple[int, Span]]]]:
    """Yield each question with the `most` passages of the paragraphs at these places that BM25 finds, best first."""
    held = [(n, span) for n, p in enumerate(paragraphs) if n in places for span in p.passages]
    texts = [paragraphs[n].text[slice(*span)] for n, span in held]
    vectorizer = CountVectorizer(token_pattern=r"[^\W_]+", stop_words=sorted(STOP_WORDS), dtype=np.float32)
    counts = vectorizer.fit_transform(texts).tocsr()
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    rarity = np.log(1 + (len(texts) + 0.5) / (np.asarray((counts > 0).sum(axis=0)).ravel() + 0.5))
    spread = np.repeat(K1 * (1 - B + B * lengths / lengths.mean()), np.diff(counts.indptr))
    counts.data = (counts.data * (K1 + 1) / (counts.data + spread) * rarity[counts.indices]).astype(np.float32)
    weighted = counts.T.tocsc()
    for first in range(0, len(questions), 500):
        some = questions[first : first + 500]
        scores = ((vectorizer.transform([q.text for q in some]) > 0).astype(np.float32) @ weighted).toarray()
        for question, row in zip(some, scores, strict=True):
            yield question, [held[place] for place in np.argsort(-row, kind="stable")[:most]]


class Sampler:
    """Draws batches of rows, of questions in random order and of like length."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], questions: Sequence[Question], seed: int, replay: float = 1.0
    ) -> None:
        self.paragraphs, self.questions, self.rng, self.replay = paragraphs, questions, random.Random(seed), replay
        self.tokenizer = packaged_tokenizer()

    def batches(self) -> Iterator[list[Row]]:
        """Batches without end."""
        while True:
            chosen = [q for q in self.questions if self.rng.random() < self.share(q)]
            self.rng.shuffle(chosen)
            for first in range(0, len(chosen), 20 * GROUPS):
                groups = [rows for q in chosen[first : first + 20 * GROUPS] if (rows := self.group(q))]
                groups.sort(key=lambda rows: max(len(pair.ids) for pair, _ in rows))
                cut = [groups[n : n + GROUPS] for n in range(0, len(groups), GROUPS)]
                self.rng.shuffle(cut)
                for some in cut:
                    yield [Row(pair, golds, n) for n, rows in enumerate(some) for pair, golds in rows]

    def share(self, question: Question) -> float:
        """How often a question is read in an epoch."""
        source = self.paragraphs[question.paragraph].source
        if source == NEWS:
            return 1.0
        return self.replay * LOOSE.get(source, 1.0 if question.golds else IMPOSSIBLE)

    def group(self, question: Question) -> list[tuple[Pair, list[Span]]]:
        """A question with the passage that answers it, if any does, and perhaps with some that do not."""
        paragraph = self.paragraphs[question.paragraph]
        asked = self.tokenizer.encode(self.typed(question.text), add_special_tokens=False)
        rows = []
        if question.golds:
            holding = [p for p in paragraph.passages if any(p[0] <= s and e <= p[1] for s, e in question.golds)]
            if not holding:
                return []
            rows.append(self.row(asked, question, question.paragraph, self.rng.choice(holding)))
            if not rows[0][1]:
                return rows
        return [*rows, *(self.row(asked, question, *place) for place in self.without_answer(question))]

    def without_answer(self, question: Question) -> list[tuple[int, Span]]:
        """Passages that do not answer a question, by their paragraph."""
        paragraph, rng = self.paragraphs[question.paragraph], self.rng
        if paragraph.source == NEWS:
            beside, found = [*question.beside], []
            while len(found) < NEWS_NEGATIVES and (beside or question.negatives):
                if question.negatives and (not beside or rng.random() < OTHER_ARTICLE):
                    found.append(question.negatives[early(len(question.negatives), rng)])
                else:
                    found.append((question.paragraph, beside.pop(early(len(beside), rng))))
            return found
        if not question.golds:
            return [(question.paragraph, rng.choice(paragraph.passages))]
        if rng.random() > WITH_NEGATIVE:
            return []
        if question.negatives and (not question.beside or rng.random() < 0.7):
            return [rng.choice(question.negatives)]
        return [(question.paragraph, rng.choice(question.beside))] if question.beside else []

    def typed(self, question: str) -> str:
        """A question as somebody may type it."""
        text = " ".join(question.split())
        if self.rng.random() < WHETHER:
            text = CIRCUMSTANCE.sub("", text)
        return text.rstrip(" ?") if self.rng.random() < UNMARKED else text

    def row(self, asked: Encoding, question: Question, place: int, passage: Span) -> tuple[Pair, list[Span]]:
        """A question with a passage, and the (first, last) tokens of the answers in it."""
        paragraph = self.paragraphs[place]
        if self.rng.random() < LONGER:
            passage = paragraph.longer(passage, self.rng)
        first, end = paragraph.tokens(passage)
        pair = encode_pair(asked, paragraph.text, paragraph.encoding, first, min(end, first + 256))
        golds = [paragraph.tokens(gold) for gold in question.golds] if place == question.paragraph else []
        shift = pair.first - first
        return pair, [(s + shift, e - 1 + shift) for s, e in golds if first <= s < e <= min(end, first + 256)]


def early(count: int, rng: random.Random) -> int:
    """One of so many places, rather one of the first."""
    return int(rng.random() ** 1.5 * count)


def loss_of(network: ReaderNetwork, rows: Sequence[Row]) -> Tensor:
    """The three losses of a batch, added up."""
    ids, types, surfaces, mask = map(torch.from_numpy, pad_pairs([row.pair for row in rows]))
    with torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16()):
        logits, _, answerable = network(ids, types, surfaces, mask)
    logits, answerable = logits.float(), answerable.float()
    golds = torch.zeros(logits.shape, dtype=torch.bool)
    for n, row in enumerate(rows):
        for start, end in row.golds or [(0, 0)]:
            golds[n, start, 0] = golds[n, end, 1] = True
    right = logits.masked_fill(~golds, -1e9).logsumexp(1)  # [rows, start/end]
    own = (logits.logsumexp(1) - right).mean()
    groups = torch.tensor([row.group for row in rows])
    whole = logits[:, 1:].logsumexp(1)
    together = whole[None].masked_fill((groups[:, None] != groups[None])[..., None], -1e9).logsumexp(1)
    answers = torch.tensor([bool(row.golds) for row in rows])
    shared = (together - right)[answers].mean() if answers.any() else torch.zeros(())
    told = nn.functional.binary_cross_entropy_with_logits(answerable, answers.float())
    return own + 0.5 * shared + 0.5 * told


def train(rank: int, processes: int, given: argparse.Namespace, data: tuple[list[Paragraph], list[Question]]) -> None:
    """One of the processes."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    torch.distributed.init_process_group(
        "gloo", init_method=f"file://{given.out.absolute()}.meeting", rank=rank, world_size=processes
    )
    network = ReaderNetwork(packaged_model())
    if given.start:
        network.load(given.start)
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    torch.manual_seed(rank)
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    body = [p for n, p in network.named_parameters() if n.startswith("encoder.") and p.requires_grad]
    optimizer = torch.optim.AdamW([{"params": body}, {"params": heads}], weight_decay=0.01, fused=True)
    network.train()
    began = saved = time.monotonic()
    seen: list[float] = []
    done, count = 0.0, 0
    for step, rows in enumerate(Sampler(*data, seed=rank, replay=given.replay).batches()):
        if step % TOGETHER == 0:
            spent = time.monotonic() - began
            done = average([*body, *heads], spent / 60 / given.minutes, processes)
            if rank == 0 and seen:
                print(
                    f"step {step} rows {count} loss {np.mean(seen[-TOGETHER:]):.4f} {spent:.0f} s {done:.3f}",
                    flush=True,
                )
            if rank == 0 and time.monotonic() - saved > SAVE_EVERY:
                network.save(given.out)
                saved = time.monotonic()
        if done >= 1:
            break
        loss = loss_of(network, rows)
        optimizer.zero_grad()
        loss.backward()
        for group, rate in zip(optimizer.param_groups, FURTHER_RATES if given.start else RATES, strict=True):
            group["lr"] = rate * min((done + 0.001) / WARMUP, (1 - done) / (1 - WARMUP))
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        seen.append(loss.item())
        count += len(rows) * processes
    if rank == 0:
        network.save(given.out)


def average(parameters: Sequence[nn.Parameter], value: float, processes: int) -> float:
    """Make the parameters, and a value, the means of those of all processes; returns the value's."""
    flat = torch.cat([*(p.data.view(-1) for p in parameters), torch.tensor([value])])
    torch.distributed.all_reduce(flat)
    flat /= processes
    place = 0
    for parameter in parameters:
        parameter.data.copy_(flat[place : place + parameter.numel()].view_as(parameter))
        place += parameter.numel()
    return float(flat[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--news", type=Path)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--replay", type=float, default=1.0)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    Path(f"{given.out}.meeting").unlink(missing_ok=True)
    paragraphs, questions = read_data(given.questions)
    if given.news:
        articles, asked = read_news(given.news)
        questions += [moved(question, len(paragraphs)) for question in asked]
        paragraphs += articles
    print(len(paragraphs), "paragraphs", len(questions), "questions", flush=True)
    torch.multiprocessing.start_processes(
        train, (given.processes, given, (paragraphs, questions)), nprocs=given.processes, start_method="fork"
    )
    print(given.out, hashlib.sha256(given.out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
