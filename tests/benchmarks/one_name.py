"""Measure whether one person has one name in an index, and draw speakers to be read.

usage: one_name.py INDEX ATTRIBUTIONS [--draw N] [--seed N]

ATTRIBUTIONS are people's marks (PolNeAR's as in train_attributions.jsonl) of articles that the index holds.  Each
mark with a speaker is matched with the statement that covers half of its content; a person's share is that of the
matched statements under the entry that has most of them.  Prints the share of all people with at least LEAST matched
statements, the same of the statements under a name with the person's surname (the others are attributed wrongly),
each person with several entries, the entries that hold two people, and a draw of the listed speakers.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from records import rows

from index import ArticleIndex, Statement

LEAST = 2  # matched statements of a person who counts
COVERED = 0.5  # of a marked content, that a statement must cover


def matched(mark: dict[str, Any], statements: list[Statement]) -> Statement | None:
    """Return the statement that covers most of a marked content, at least half of it; of those of several speakers who
    said it together, the one under the mark's.
    """
    content = [tuple(span) for span in mark["content"]]
    length = sum(end - start for start, end in content)
    shared = {
        statement: sum(max(0, min(b, d) - max(a, c)) for a, b in content for c, d in statement.spans)
        for statement in statements
        if not statement.relayed_by
    }
    best = max(shared, key=lambda each: (shared[each], is_bearer(mark["speaker"], each.speaker)), default=None)
    return best if best is not None and shared[best] >= COVERED * length else None


def measure(index: ArticleIndex, marks: list[dict[str, Any]]) -> dict[str, Counter[str]]:
    """Return for each marked person the names under which their statements stand, with how many."""
    entries: dict[str, Counter[str]] = defaultdict(Counter)
    statements: dict[str, list[Statement]] = {}
    for mark in marks:
        article = mark["article"]
        if article not in statements:
            statements[article] = index.statements_in(article)
        if (statement := matched(mark, statements[article])) and statement.speaker:
            entries[mark["speaker"]][statement.speaker] += 1
    return dict(entries)


def is_bearer(person: str, name: str) -> bool:
    """Return True if a name may be a person's: what stands under somebody else was attributed wrongly, not named."""
    return person.split()[-1].casefold() in {word.strip("’'.,").casefold() for word in name.split()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index")
    parser.add_argument("attributions", type=Path)
    parser.add_argument("--draw", type=int, default=0, help="print this many listed speakers, drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    marks = [mark for mark in rows(given.attributions) if mark["speaker"] and not mark["ambiguous"]]
    with ArticleIndex.open(path=given.index, check=False) as index:
        entries = measure(index, marks)
        drawn = random.Random(given.seed).sample(index.speaker_entries(), given.draw)
    entries = {person: names for person, names in entries.items() if names.total() >= LEAST}
    named = {
        person: Counter({name: count for name, count in names.items() if is_bearer(person, name)})
        for person, names in entries.items()
    }
    for what, table in (("all", entries), ("under a name with the surname", named)):
        under_one = sum(max(names.values(), default=0) for names in table.values())
        total = sum(names.total() for names in table.values())
        print(f"{len(table)} people, {total} statements, {what}: {under_one / max(1, total):.4f} under one entry")
    holders: dict[str, list[str]] = defaultdict(list)
    for person, names in sorted(entries.items()):
        holders[names.most_common(1)[0][0]].append(person)
        if len(names) > 1:
            print(f"  {person}: {dict(names.most_common())}")
    print("entries that hold two people:", [people for people in holders.values() if len(people) > 1])
    for speaker in drawn:
        print(f"{speaker.statements}\t{speaker.kind}\t{speaker.name}\t{', '.join(speaker.names)}")


if __name__ == "__main__":
    main()
