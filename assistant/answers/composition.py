"""Lines with what they stand for -> an answer: numbers, headings, Markdown.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from textwrap import shorten

from assistant.answers.lines import (
    Line,
    escaped,
    markdown,
    quoted_span,
    written_day,
)
from assistant.models import Answer, Citation, Role
from index import Article, Evidence, Span, Statement

SHORTEST = 15  # characters of a citation's words; shorter ones are cited as their sentence
TITLE_LENGTH = 80  # characters of a text's beginning that stand for its title
NO_OTHER = "Nothing but the lines above was found on this."
MORE = "#more"  # where the link to the lines that are not shown points


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an answer: what is shown, the words in it, and what it stands for.

    `span` are the words that are cited.  `same` are the items of other places that say the same.  `start` is set before
    the sentence: a name, or a day.
    """

    line: Line
    span: Span
    role: Role = Role.ANSWER
    statement: Statement | None = None
    speaker: str = ""  # the heading's name for them
    relevance: float = 1.0
    same: tuple[Item, ...] = ()
    start: str = ""

    @property
    def article(self) -> Article:
        return self.line.article


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a heading, which may be empty; `note` is a sentence before them."""

    heading: str
    items: tuple[Item, ...]
    note: str = ""
    outlet: bool = True  # whether each line tells its outlet and day
    aside: bool = False  # whether it stands behind the answer: what others say


@dataclass(frozen=True, slots=True)
class Part:
    """The answer to one question: sentences of our own, blocks of lines, and what is left over."""

    found: bool
    opening: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    closing: tuple[str, ...] = ()
    more: tuple[Item, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)

    @property
    def items(self) -> list[Item]:
        """The lines of all blocks, in order."""
        return [item for block in self.blocks for item in block.items]


def compose(question: str, parts: Sequence[tuple[str, Part]]) -> Answer:
    """Return the answer of one part or more; each has the heading of its question where there are several."""
    citations: list[Citation] = []
    paragraphs: list[str] = []
    shown: set[tuple[str, tuple[Span, ...], str]] = set()  # the lines of the parts before
    for asked, part in parts:
        if len(parts) > 1:
            paragraphs.append(f"### {escaped(asked)}")
        lines = {(item.article.id, item.line.spans, item.start) for item in part.items}
        if part.found and lines and lines <= shown:
            paragraphs.append(NO_OTHER)
            continue
        shown |= lines
        paragraphs += [sentence for sentence in part.opening if sentence]
        own = [block for block in part.blocks if not block.aside]
        for number, block in enumerate(part.blocks):
            if number == len(own) and part.more:
                paragraphs.append(more_link(part))
            paragraphs += [text for text in (block.heading and f"**{escaped(block.heading)}**", block.note) if text]
            paragraphs.append("\n".join(listed(item, block, citations) for item in block.items))
        if part.more and len(own) == len(part.blocks):
            paragraphs.append(more_link(part))
        paragraphs += [sentence for sentence in part.closing if sentence]
    more: list[Citation] = []
    for _, part in parts:
        for item in part.more:
            more += [cite(place, len(citations) + len(more) + 1) for place in (item, *item.same)[:1]]
    return Answer(
        question=question,
        text="\n\n".join(paragraph for paragraph in paragraphs if paragraph),
        citations=tuple(citations),
        found=any(part.found for _, part in parts),
        evidence=tuple(evidence for _, part in parts for evidence in part.evidence),
        total=len(more),
        more=tuple(more),
    )


def more_link(part: Part) -> str:
    """Return how many lines are not shown, as a link that the page can open."""
    return f"[{len(part.more):,} more]({MORE})"


def listed(item: Item, block: Block, citations: list[Citation]) -> str:
    """Return an item as a line of a list; its citations are added to those of the answer."""
    numbers = ""
    for place in (item, *item.same):
        citations.append(cite(place, len(citations) + 1))
        numbers += f"[{len(citations)}]"
    article = item.article
    where = ", ".join(escaped(part) for part in (article.source, written_day(article.published)) if part)
    told = f" (as {escaped(relay)} tells it)" if (relay := relayed_by(item)) else ""
    start = f"**{escaped(item.start)}**: " if item.start else ""
    outlet = f" — {where}" if where and block.outlet else ""
    return f"- {start}{markdown(item.line)}{told}{outlet} {numbers}"


def heading(article: Article) -> str:
    """Return what names an article over its lines: title, outlet and day, as far as they are known; where it has no
    title, its first words.
    """
    title = article.title or shorten(article.text.strip().partition("\n")[0], TITLE_LENGTH, placeholder=" …")
    return ", ".join(part for part in (title, article.source, written_day(article.published)) if part)


def relayed_by(item: Item) -> str:
    """Return who reports the words, where the sentence does not name them."""
    relay = item.statement.relayed_by if item.statement else ""
    return "" if not relay or relay.split()[-1] in item.line.text else relay


def cite(item: Item, number: int) -> Citation:
    """Return an item's citation; its quote is the article's text at its place."""
    article, line = item.article, item.line
    start, end = item.span
    if end - start < SHORTEST:
        start, end = next((span for span in line.spans if span[0] <= start < span[1]), line.spans[0])
    plain = Citation(
        number=number,
        article_id=article.id,
        title=article.title,
        source=article.source,
        published=article.published,
        url=article.url,
        start=start,
        end=end,
        quote=article.text[start:end],
        role=item.role,
        shown=line.spans,
        shown_text=line.text,
        lead=line.lead,
    )
    statement = item.statement
    if statement is None:
        return plain
    return replace(
        plain,
        speaker=item.speaker or statement.speaker or None,
        mention_type=statement.mention_type,
        speaker_span=statement.speaker_span,
        cue=" ".join(article.text[slice(*statement.cue_span)].split()) if statement.cue_span else "",
        speech_act=statement.speech_act.value,
        relayed_by=statement.relayed_by,
    )


def item_of(line: Line, evidence: Evidence, role: Role = Role.ANSWER) -> Item:
    """Return the item of a statement's evidence."""
    statement = evidence.statement
    assert statement is not None
    return Item(line, quoted_span(evidence.article, statement), role, statement, statement.speaker, evidence.relevance)


def by_heading(items: Iterable[Item]) -> list[Block]:
    """Return a block for each run of one speaker's lines."""
    groups = [(speaker, tuple(group)) for speaker, group in groupby(items, key=lambda item: item.speaker)]
    return [Block(speaker, group) for speaker, group in groups]


def beside(others: Sequence[Item]) -> list[Block]:
    """Return the block of what others say on the topic, if they do."""
    return [Block("Others on this", named_first(others), aside=True)] if others else []


def named_first(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return the items with the name of who says it set before each; a sentence that is shown as the words of several
    is one item with all their names.
    """
    names: dict[tuple[str, tuple[Span, ...]], list[str]] = {}
    firsts: dict[tuple[str, tuple[Span, ...]], Item] = {}
    for item in items:
        place = item.article.id, item.line.spans
        firsts.setdefault(place, item)
        names.setdefault(place, []).append(item.speaker)
    return tuple(replace(item, start=" and ".join(dict.fromkeys(names[place]))) for place, item in firsts.items())


NUMBERS = "No One Two Three Four Five Six Seven Eight Nine Ten".split()


def counted(items: Sequence[Item]) -> str:
    """Return in how many articles these items stand, in words."""
    ids = {place.article.id for item in items for place in (item, *item.same)}
    number = NUMBERS[len(ids)] if len(ids) < len(NUMBERS) else f"{len(ids):,}"
    return f"{number} article{'' if len(ids) == 1 else 's'}"
