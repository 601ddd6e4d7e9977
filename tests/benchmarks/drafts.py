"""Measure what of written drafts leaves: of right sentences, of wrong ones, and of right ones altered by machine.

usage: drafts.py DRAFTS.jsonl ARTICLES_FOLDER [--left-out]

A line of DRAFTS is {id, question, sentences}; a sentence is {label: right or wrong, kind, text, cites: {number: {title,
quote}}, before?}.  The question is asked, and each cited place gets the number that it has in the evidence which a
language model is given; a place that is not in it is added to it.  Prints how many are in it; the share of right
sentences that leave, by kind; the wrong ones that leave; the answers of which nothing leaves; the mutants that leave, by
how they were altered; and the time of a check.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant import Assistant, Request
from assistant.answers.model_evidence import gather_evidence
from assistant.models import Citation, Role
from assistant.verification.verifier import verify_draft
from index import (
    Article,
    ArticleIndex,
    IndexSnapshot,
    SpeakerIndex,
    Statement,
    find_draft_quotes,
    load_articles,
    name_words,
    normalize_token,
    tag_sentence,
)
from index.attribution.tagger import tag_sentence as tagged
from tests.recorded import Recorded

OTHER_PLACES = 3  # mutants a sentence that cite another speaker's place
OTHER_SPEAKERS = 2  # mutants a sentence that name another speaker
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NEGATION = re.compile(r"\b(?:did|do|does|has|have|had|is|are|was|were|will|would|could|can) not\b")
AUXILIARY = re.compile(r"\b(?:has|have|had|is|are|was|were|will|would|could|can|might)\b(?! not)")
SAID = re.compile(
    r"\b(?:said|claimed|argued|warned|declared|asserted|asserting|confirmed|affirmed|emphasized)(?= that\b| )"
)
Sentence = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The citations of one question by number, and what the index has of their articles."""

    citations: dict[int, Citation]
    articles: Mapping[str, Article]
    statements: Mapping[str, Sequence[Statement]]
    speakers: SpeakerIndex


class Bank:
    """An index of the articles, in which the drafts' questions are asked and the places that they cite are looked up."""

    def __init__(self, index: ArticleIndex, folder: Path) -> None:
        self.index = index
        self.assistant = Assistant(index, model=Recorded(words=[], asked=[]))
        index.update(load_articles([folder]))
        self.articles, self.statements, self.speakers = index.read(self._read)
        self.places: Counter[bool] = Counter()  # whether a cited place is in the evidence

    def _read(self, snapshot: IndexSnapshot) -> tuple[dict[str, Article], dict[str, list[Statement]], SpeakerIndex]:
        articles = snapshot.articles_with_text(article.id for article in snapshot.listing)
        return articles, {name: snapshot.statements_in(name) for name in articles}, snapshot.vocabulary.speakers

    def evidence(self, row: dict[str, Any]) -> tuple[Evidence, list[Sentence]]:
        """Return the evidence for a draft's question, and the draft's sentences with the numbers of that evidence."""
        read = self.index.read(lambda snapshot: self.assistant.read(Request(row["question"]), snapshot))
        given = gather_evidence(read.answer, read.articles, read.statements)
        citations = {citation.number: citation for citation in given.citations}
        words = set(re.findall(r"\w+", row["question"].casefold()))
        moved: dict[str, int] = {}
        for cited in (cited for sentence in row["sentences"] for cited in sentence["cites"].values()):
            if cited["quote"] not in moved:
                article, start, end = self.find(cited["title"], cited["quote"])
                number = self.number_of(citations, article, start, end)
                self.places[number is not None] += 1
                if number is None:
                    number = max(citations, default=0) + 1
                    citation = self.cite(number, article, start, end)
                    own = citation.speaker and name_words(citation.speaker)[-1] in words
                    citations[number] = replace(citation, role=Role.ANSWER if own else Role.OTHER)
                moved[cited["quote"]] = number
        return Evidence(citations, self.articles, self.statements, self.speakers), [
            renumbered(sentence, {old: moved[cited["quote"]] for old, cited in sentence["cites"].items()})
            for sentence in row["sentences"]
        ]

    def find(self, title: str, quote: str) -> tuple[Article, int, int]:
        """Return where an article of a title, or else any, has some words.  Raises LookupError where none has."""
        for article in sorted(self.articles.values(), key=lambda article: article.title != title):
            start = article.text.find(quote)
            if start >= 0:
                return article, start, start + len(quote)
        raise LookupError(quote)

    @staticmethod
    def number_of(citations: Mapping[int, Citation], article: Article, start: int, end: int) -> int | None:
        """Return the number of the citation that shares most with a place, at least half of it; None where none does."""
        shared = {
            citation.number: min(citation.end, end) - max(citation.start, start)
            for citation in citations.values()
            if citation.article_id == article.id
        }
        best = max(shared, key=shared.__getitem__, default=None)
        return best if best is not None and 2 * shared[best] >= end - start else None

    def cite(self, number: int, article: Article, start: int, end: int) -> Citation:
        """Return a citation with the statement that shares most characters with the place."""
        shared = {s: min(s.end, end) - max(s.start, start) for s in self.statements[article.id]}
        best: Statement | None = max(shared, key=lambda s: (shared[s], not s.relayed_by), default=None)
        citation = Citation(
            number, article.id, article.title, article.source, article.published, "", start, end,
            article.text[start:end],
        )  # fmt: skip
        if best is None or shared[best] <= 0:
            return citation
        return replace(
            citation,
            speaker=best.speaker or None,
            mention_type=best.mention_type,
            speaker_span=best.speaker_span,
            cue=article.text[slice(*best.cue_span)] if best.cue_span else "",
            speech_act=best.speech_act.value,
            relayed_by=best.relayed_by,
        )

    def others(self, citation: Citation) -> Iterator[Citation]:
        """Yield citations of other speakers' statements, the nearest in the same article first."""
        near = sorted(self.statements[citation.article_id], key=lambda s: abs(s.start - citation.start))
        for statement in near:
            if statement.speaker and statement.speaker != citation.speaker and not statement.relayed_by:
                yield self.cite(citation.number, self.articles[citation.article_id], statement.start, statement.end)


def renumbered(sentence: Sentence, numbers: dict[str, int]) -> Sentence:
    """Return a sentence whose markers, and those of the one before it, have other numbers."""

    def marker(old: re.Match[str]) -> str:
        return f"[{numbers[old[1]]}]" if old[1] in numbers else old.group()

    texts = {key: re.sub(r"\[(\d+)\]", marker, sentence[key]) for key in ("text", "before") if key in sentence}
    return sentence | texts | {"cites": {str(numbers[old]): cited for old, cited in sentence["cites"].items()}}


def left_out(draft: str, evidence: Evidence) -> tuple[str, dict[str, str]]:
    """Return what leaves of a draft, and the reason for each sentence that does not."""
    texts = {name: article.text for name, article in evidence.articles.items()}
    checked = verify_draft(draft, list(evidence.citations.values()), texts, evidence.speakers, evidence.statements)
    return checked.text, {each.sentence: each.reason.value for each in checked.dropped}


def survives(before: str, text: str, evidence: Evidence) -> bool:
    """Return whether a sentence leaves behind another one."""
    return text not in left_out(f"{before} {text}".strip(), evidence)[1]


def outside_quotes(text: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Return the first match of a pattern outside a sentence's quotations."""
    quoted = [quotation.outer for quotation in find_draft_quotes(text)[0]]
    return next((m for m in pattern.finditer(text) if not any(a <= m.start() < b for a, b in quoted)), None)


def substituted(text: str, match: re.Match[str], words: str) -> str:
    return text[: match.start()] + words + text[match.end() :]


def mutants(sentence: Sentence, evidence: Evidence, bank: Bank) -> Iterator[tuple[str, str, Evidence]]:
    """Yield kind, text and evidence of what a right sentence becomes when it is altered."""
    text: str = sentence["text"]
    cited = [evidence.citations[int(number)] for number in sentence["cites"]]
    for citation in cited[:1]:
        places = [other for other in bank.others(citation) if other.quote not in {c.quote for c in cited}]
        own = {c.speaker for c in cited}
        for other in [place for place in places if place.speaker not in own][:OTHER_PLACES]:
            replaced = {c.number: replace(other, number=c.number) for c in cited}
            yield "other place", text, replace(evidence, citations=evidence.citations | replaced)
    blank = re.sub(r"\[\d+\]", lambda marker: " " * len(marker.group()), text)
    sources = [source for attribution in tag_sentence(blank) for source in attribution.source]
    said_by = {normalize_token(word) for start, end in sources[:1] for word in text[start:end].split()}
    own_words = said_by | {word for c in cited for word in (*name_words(c.speaker or ""), *name_words(c.relayed_by))}
    if sources and not text[slice(*sources[0])].startswith("Both"):
        start, end = min(sources)
        strangers = [
            name for name in bank.speakers.counts if own_words.isdisjoint(name_words(name)) and name[0].isupper()
        ]
        for name in strangers[:OTHER_SPEAKERS]:
            yield "other speaker", f"{text[:start]}{name}{text[end:]}", evidence
    if number := outside_quotes(blank, re.compile(r"\d[\d,]*")):
        yield "number", substituted(text, number, str(int(number.group().replace(",", "")) + 17)), evidence
    if day := outside_quotes(blank, re.compile("|".join(WEEKDAYS))):
        yield "weekday", substituted(text, day, WEEKDAYS[WEEKDAYS.index(day.group()) - 3]), evidence
    if negated := outside_quotes(blank, NEGATION):
        yield "negation out", substituted(text, negated, negated.group().removesuffix(" not")), evidence
    elif auxiliary := outside_quotes(blank, AUXILIARY):
        yield "negation in", substituted(text, auxiliary, f"{auxiliary.group()} not"), evidence
    if said := outside_quotes(blank, SAID):
        yield "denied", substituted(text, said, "denying" if said.group().endswith("ing") else "denied"), evidence


def timed(drafts: Sequence[tuple[str, Evidence]]) -> tuple[float, float]:
    """Return the mean milliseconds, by the clock and of the processor, of a check of eight sentences, nothing cached."""
    sentences = [re.sub(r"\s+", " ", draft) for draft, _ in drafts]
    clock, processor = [], []
    for draft, evidence in drafts[:5]:
        eight = re.findall(r"[^.]+\[\d+\]\.", " ".join([draft, *sentences]))[:8]
        tagged.cache_clear()
        began, began_processor = time.perf_counter(), time.process_time()
        left_out(" ".join(eight), evidence)
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - began_processor)
    return 1000 * sum(clock) / len(clock), 1000 * sum(processor) / len(processor)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("drafts", metavar="DRAFTS.jsonl", type=Path)
    parser.add_argument("folder", metavar="ARTICLES_FOLDER", type=Path)
    parser.add_argument("--left-out", action="store_true", help="print what is judged otherwise than its label")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as folder, ArticleIndex.open(path=Path(folder) / "index", create=True) as index:
        measure(Bank(index, options.folder), options)


def measure(bank: Bank, options: argparse.Namespace) -> None:
    """Check all drafts and print what leaves."""
    kept: dict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    emptied, shown, drafts = 0, [], []
    for row in map(json.loads, options.drafts.read_text(encoding="utf-8").splitlines()):
        evidence, sentences = bank.evidence(row)
        right = [sentence for sentence in sentences if sentence["label"] == "right"]
        draft = " ".join(sentence["text"] for sentence in right)
        drafts.append((draft, evidence))
        text, reasons = left_out(draft, evidence)
        emptied += not text
        for number, sentence in enumerate(right):
            reason = reasons.get(sentence["text"], "")
            kept["right", sentence["kind"]][not reason] += 1
            if reason:
                shown.append(f"LOST {row['id']} {sentence['kind']}: {sentence['text']} ({reason})")
            before = right[number - 1]["text"] if number else ""
            for kind, mutant, altered in mutants(sentence, evidence, bank):
                survived = survives(before, mutant, altered)
                kept["mutant", kind][survived] += 1
                if survived:
                    places = (
                        [altered.citations[int(n)].quote for n in sentence["cites"]]
                        if mutant == sentence["text"]
                        else ""
                    )
                    shown.append(f"MUTANT {row['id']} {kind}: {mutant} {places}")
        for sentence in sentences:
            if sentence["label"] == "wrong":
                survived = survives(sentence.get("before", ""), sentence["text"], evidence)
                kept["wrong", sentence["kind"]][survived] += 1
                if survived:
                    shown.append(f"WRONG {row['id']} {sentence['kind']}: {sentence['text']}")
    if options.left_out:
        print(*shown, sep="\n")
    print(f"cited places in the evidence: {bank.places[True]} of {bank.places.total()}")
    for label in ("right", "wrong", "mutant"):
        counts = {kind: count for (of, kind), count in kept.items() if of == label}
        parts = [f"{kind} {count[True]}/{count.total()}" for kind, count in sorted(counts.items())]
        total = sum(count[True] for count in counts.values()), sum(count.total() for count in counts.values())
        print(f"{label} kept {total[0]} of {total[1]} ({total[0] / max(1, total[1]):.3f}): {', '.join(parts)}")
    print(f"answers emptied {emptied} of {len(drafts)}")
    print("check of eight sentences: {:.0f} ms by the clock, {:.0f} ms of the processor".format(*timed(drafts)))


if __name__ == "__main__":
    main()
