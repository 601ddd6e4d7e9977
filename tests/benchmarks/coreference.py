"""Measure whom pronouns are taken to stand for: GAP (Webster et al., 2018).

usage: coreference.py GAP.jsonl [--weights FILE] [--floor P]

Each record has a text, a pronoun and two candidates, of whom one or none is meant.  A candidate is taken if the network
of index/attribution/antecedents.py finds them the more probable one of the two, and at least P probable (.2: they are
two of a few), and if nothing in the text is known against their gender.  Prints precision, recall and F1 over the
candidates, for all pronouns and for each gender, and the time for a pronoun, its text's entities included.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from antecedent_examples import GENDERS, Example, gap_example
from records import rows

from index.attribution.antecedents import WEIGHTS, AntecedentRanker
from index.attribution.entities import EntityTable

FLOOR = 0.2


def taken(ranker: AntecedentRanker, example: Example, floor: float) -> set[int]:
    """Which of the two candidates is taken for the antecedent: at most one."""
    gender = GENDERS[example.text[slice(*example.pronoun)].casefold()]
    probabilities = ranker.probabilities(example.text, example.pronoun, example.people)[: example.known]
    entities = EntityTable(example.text)
    for number, mentions in enumerate(example.people[: example.known]):
        start, end = mentions[0]
        named = [entity for s, e, entity in entities.mentions if s < end and start < e]
        if named and not named[0].agrees_in_gender(gender):
            probabilities[number] = 0.0
    best = max(range(example.known), key=probabilities.__getitem__)
    return {best} if probabilities[best] >= floor else set()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gap", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--floor", type=float, default=FLOOR)
    given = parser.parse_args()
    ranker = AntecedentRanker(given.weights, sha256="")
    examples = [gap_example(record) for record in rows(given.gap)]
    counts: Counter[tuple[str, str]] = Counter()
    began = time.perf_counter()
    for example in examples:
        chosen = taken(ranker, example, given.floor)
        for group in ("all", GENDERS[example.text[slice(*example.pronoun)].casefold()]):
            counts[group, "right"] += len(chosen & example.right)
            counts[group, "taken"] += len(chosen)
            counts[group, "gold"] += len(example.right)
    milliseconds = 1000 * (time.perf_counter() - began) / len(examples)
    for group in ("all", "he", "she"):
        right, found, gold = (counts[group, name] for name in ("right", "taken", "gold"))
        precision, recall = right / found, right / gold
        print(f"{group}: precision {precision:.3f} recall {recall:.3f} F1 {2 * right / (found + gold):.3f}")
    print(f"{milliseconds:.0f} ms a pronoun, of {len(examples)}")


if __name__ == "__main__":
    main()
