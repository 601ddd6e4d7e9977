"""Which texts go through a network together."""

from __future__ import annotations

from collections.abc import Sequence

BATCH_TOKENS = 2500  # encoded together, padding included: more do not fit the processor's cache


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Group texts of like length, given in tokens, into batches of at most BATCH_TOKENS; return their numbers."""
    groups: list[list[int]] = []
    for number in sorted(range(len(lengths)), key=lambda number: -lengths[number]):
        if not groups or lengths[groups[-1][0]] * (len(groups[-1]) + 1) > BATCH_TOKENS:
            groups.append([])
        groups[-1].append(number)
    return groups
