"""Measure the statements that are found against those marked by hand in real articles and in the samples.

usage: hand_marked.py ARTICLES_FOLDER

ARTICLES_FOLDER holds the real articles, whose text is no part of this project; the samples are found in the package.
Reads hand_marked.jsonl, which has for each mark the file, the hash of its cleaned text and the offsets of the content
(of its longer part, where the cue stands within it).  Prints, for all and apart for each way in which the sentence
names the speaker: how many were found (a found statement covers half of the mark; relayed ones count for relayed marks
only), how many of those have the right speaker and the right sense, and which are wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from operator import itemgetter
from pathlib import Path
from typing import Any

import index
from index.attribution.extractor import StatementExtractor
from index.models import Article, MentionType, Statement, digest
from index.text.names import normalize_token

MARKS = Path(__file__).with_suffix(".jsonl")
SAMPLES = Path(index.__file__).parent / "samples"
Mark = dict[str, Any]


def article_of(mark: Mark, folder: Path) -> Article:
    """The article that was marked.  Ends the program where it is missing or its text is another one."""
    path = SAMPLES / mark["file"]
    path = path if path.is_file() else folder / mark["file"]
    article = next((item for item in index.load_articles([path]) if isinstance(item, Article)), None)
    if article is None:
        sys.exit(f"hand_marked: {path} is missing or has no article")
    if digest(article.text) != mark["text_hash"]:
        sys.exit(f"hand_marked: the text of {path} is not the one that was marked: its offsets mean nothing now")
    return article


def covers(statement: Statement, mark: Mark) -> bool:
    if bool(statement.relayed_by) != bool(mark["relayed_by"]):
        return False
    first, last = int(mark["start"]), int(mark["end"])
    shared = sum(max(0, min(end, last) - max(start, first)) for start, end in statement.spans)
    return 2 * shared >= last - first


def alike(gold: str, found: str) -> bool:
    """Whether two names have the same words, or one is the other's surname."""
    one, other = ([normalize_token(word) for word in name.removeprefix("the ").split()] for name in (gold, found))
    return one == other or (1 in (len(one), len(other)) and one[-1:] == other[-1:])


def judged(mark: Mark, here: list[Statement]) -> tuple[bool, bool, Statement | None]:
    """Whether speaker and sense are right in the best of the statements that cover a mark, and that statement."""
    rated = [
        (alike(mark["speaker"], s.speaker), s.speech_act == mark["speech_act"], s) for s in here if covers(s, mark)
    ]
    return max(rated, key=itemgetter(0, 1), default=(False, False, None))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="ARTICLES_FOLDER", type=Path)
    folder = parser.parse_args().folder
    marks: list[Mark] = [json.loads(line) for line in MARKS.read_text(encoding="utf-8").splitlines()]
    articles = {mark["file"]: article_of(mark, folder) for mark in marks}
    extractor = StatementExtractor()
    statements = dict(zip(articles, extractor.extract(list(articles.values())), strict=True))
    counts: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    for mark in marks:
        speaker, speech_act, best = judged(mark, statements[mark["file"]])
        for group in ("all", mark["mention_type"]):
            counts.update({(group, "marked"): 1, (group, "matched"): int(best is not None)})
            counts.update({(group, "speaker"): int(speaker), (group, "speech_act"): int(speech_act)})
        if not (speaker and speech_act):
            got = f"{best.speaker!r} {best.speech_act}" if best else "nothing"
            place = f"{mark['file']} {mark['start']}-{mark['end']}"
            wrong.append(
                f"{place}: expected {mark['speaker']!r} {mark['speech_act']} ({mark['mention_type']}), found {got}"
            )
    print(f"method {extractor.version}")
    for group in ("all", *MentionType):
        marked, matched, speakers, acts = (
            counts[group, what] for what in ("marked", "matched", "speaker", "speech_act")
        )
        print(f"{group}: found {matched} of {marked}; of those, speaker right {speakers}, speech act right {acts}")
    print("wrong:", *wrong, sep="\n  ")


if __name__ == "__main__":
    main()
