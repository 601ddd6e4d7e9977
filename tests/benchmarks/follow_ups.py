"""Ask ordinary questions of one article in a row, the later ones with a pronoun for the name, and as they were in full.

usage: follow_ups.py PREFIX INDEX [--read]

PREFIX is the path up to _articles.jsonl and _questions.jsonl.  Two or three questions of an article that share a name make a conversation;
in the later ones the name gives way to the pronoun that its article uses most around it.  An answer is a hit if a gold answer stands in
the first sentence shown.  Prints the hits of the later questions asked in full, asked with a pronoun, and the share of the first kept.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from general import open_index
from records import rows

from assistant import Answer, Assistant, History, Turn
from assistant.settings import Settings
from index.text.sentences import split_sentences

NAME = re.compile(r"\b[A-Z][\w’'.-]*(?: (?:of |the )*[A-Z][\w’'.-]*)*")
PRONOUNS = {"he": "his", "she": "her", "it": "its"}
LONGEST = 3  # questions of a conversation


def names(question: str) -> list[str]:
    """The names in a question, without its first word."""
    matches = (match.group() for match in NAME.finditer(question, question.find(" ")))
    return [re.sub(r"['’]s$", "", name).rstrip(".,?") for name in matches]


def pronoun(name: str, text: str) -> str:
    """The pronoun that occurs most in the sentences with the name and in those after them."""
    sentences = [text[slice(*span)] for span in split_sentences(text)]
    near = [pair for pair in pairwise(sentences) if name in pair[0]]
    counts = Counter(
        word for pair in near for word in re.findall(r"[a-z]+", " ".join(pair).lower()) if word in PRONOUNS
    )
    return max(PRONOUNS, key=lambda word: (counts[word], word == "it"))


def shortened(question: str, name: str, word: str) -> str:
    """The question with a pronoun for the name."""
    pattern = rf"\b(?:the )?{re.escape(name)}(?P<owner>['’]s?)?(?!\w)"
    return re.sub(
        pattern, lambda match: PRONOUNS[word] if match["owner"] else word, question, count=1, flags=re.IGNORECASE
    )


def conversations(prefix: str) -> Iterator[tuple[list[dict[str, Any]], list[str]]]:
    """The questions of each conversation, and as they are typed."""
    texts = {row["id"]: row["text"] for row in rows(f"{prefix}_articles.jsonl")}
    articles = defaultdict(list)
    for row in rows(f"{prefix}_questions.jsonl"):
        if row.get("answers"):
            articles[row["article_id"]].append(row)
    for number, questions in articles.items():
        shared = Counter(name for row in questions for name in dict.fromkeys(names(row["question"])))
        name, count = max(shared.items(), key=lambda item: (item[1], len(item[0])), default=("", 0))
        if count < 2:
            continue
        chain = [row for row in questions if name in names(row["question"])][:LONGEST]
        word = pronoun(name, texts[number])
        typed = [chain[0]["question"], *(shortened(row["question"], name, word) for row in chain[1:])]
        yield chain, typed


def hits(row: dict[str, Any], answer: Answer) -> bool:
    """Whether a gold answer stands in the first sentence shown."""
    shown = answer.citations[0].shown_text if answer.found and answer.citations else ""
    return any(plain(gold) in plain(shown) for gold in row["answers"])


def plain(text: str) -> str:
    return " " + " ".join(re.sub(r"\b(?:a|an|the)\b", " ", re.sub(r"[^\w\s]", "", text.lower())).split()) + " "


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix")
    parser.add_argument("index", type=Path)
    parser.add_argument("--read", action="store_true", help="print the questions and answers")
    given = parser.parse_args()
    results = []
    with open_index(given.prefix, given.index) as index:
        assistant = Assistant(index, Settings(model=""))
        for chain, typed in conversations(given.prefix):
            history: History = ()
            for row, question in zip(chain, typed, strict=True):
                answer = assistant.answer(question, history)
                if history:
                    results.append((hits(row, assistant.answer(row["question"])), hits(row, answer)))
                    if given.read:
                        print(results[-1], row["question"], "|", question, "|", answer.text[:300].replace("\n", " "))
                history = (*history, Turn(question, answer))
    full, short = (sum(column) for column in zip(*results, strict=True))
    kept = sum(a and b for a, b in results) / full
    print(
        f"{len(results)} later questions: hit in full {full}, with a pronoun {short}, kept {kept:.2f}, ratio {short / full:.2f}"
    )


if __name__ == "__main__":
    main()
