"""Lines -> the same lines with what their speaker goes on to say: the words that an answer stops short of.

A reporter gives one remark in several quotations: “We are against it,” she said. “It costs too much.”  A topic is named
in one of them, and the others say what she thinks of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answers.composition import Item, item_of
from assistant.answers.lines import SOURCE_WORDS, WORDS, shows, statement_line
from index import Evidence, IndexSnapshot, QuoteType, Statement

FEW = 3  # lines; more of them say enough
GAP = 300  # characters between a line and the quotation that goes on with it
LONGER = 2  # times as many words in a line, where there is room
SURE = 0.5  # confidence that a continuation needs


def continued(
    items: Sequence[Item], snapshot: IndexSnapshot, coverage: Callable[[str], float], room: int
) -> list[Item]:
    """Return the lines of an answer: if they are few, longer where sentences of a quotation are left out, and each
    followed by the quotation with which its speaker goes on, all in `room` words.
    """
    kept = [*items]
    if len(kept) > FEW:
        return kept
    left = room - sum(item.line.words + SOURCE_WORDS for item in kept)
    for number, item in enumerate(kept):
        if item.statement and any(item.line.cut):
            line = statement_line(item.article, item.statement, coverage, LONGER * WORDS)
            if line.words - item.line.words <= left:
                left -= line.words - item.line.words
                kept[number] = replace(item, line=replace(line, lead=item.line.lead))
    shown: list[Item] = []
    for item in kept:
        shown.append(item)
        behind = following(item, [*kept, *shown], snapshot, coverage)
        if behind is not None and behind.line.words + SOURCE_WORDS <= left:
            left -= behind.line.words + SOURCE_WORDS
            shown.append(behind)
    return shown


def following(
    item: Item, shown: Sequence[Item], snapshot: IndexSnapshot, coverage: Callable[[str], float]
) -> Item | None:
    """Return the quotation with which the speaker of a line goes on; None where somebody else speaks first."""
    end = item.line.spans[-1][1]
    for statement in snapshot.statements_in(item.article.id):
        if statement.start < end - 1 or not statement.spans:
            continue
        if statement.start > end + GAP or statement.speaker != item.speaker or statement.relayed_by:
            return None
        if not goes_on(statement, is_apart="\n" in item.article.text[end : statement.start]):
            continue
        line = statement_line(item.article, statement, coverage, WORDS)
        if any(shows(other.line, item.article.id, line.spans) for other in shown):
            return None
        found = Evidence(item.article, statement.start, statement.end, item.relevance, item.relevance, statement)
        return item_of(replace(line, lead=None), found, item.role)
    return None


def goes_on(statement: Statement, *, is_apart: bool) -> bool:
    """Return True for words that are surely the speaker's: in quotation marks, and all of them in a paragraph apart."""
    quoted = (QuoteType.DIRECT,) if is_apart else (QuoteType.DIRECT, QuoteType.MIXED)
    return statement.quote_type in quoted and statement.confidence >= SURE
