"""Whole sentences of an article as one line of an answer.  Pure.

A line holds nothing but sentences of the article.  The words asked for are set in bold, and only three things are
added, each in square brackets: who a pronoun or a role means, where sentences were left out, and the date of a day that
the article's own date makes plain.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index import (
    NAME_PARTICLES,
    ORGANIZATION_NOUNS,
    Article,
    MentionType,
    QuoteType,
    Span,
    Statement,
    find_quotes,
    parse_day,
    split_sentences,
)

GAP = "[…]"
LABEL_END = ":"
WORDS = 45  # in a line, from which sentences of a long quotation are left out
SOURCE_WORDS = 6  # that a line has beside its sentences: outlet, day and number
NEAR = 400  # characters from the words, beyond which a cue or a speaker is not shown with them
RIGHT_BEFORE = 2  # characters between a quotation and its cue
QUOTED_TOGETHER = 80  # characters between two parts of a quotation that are still one citation
LONGEST = 900  # characters of a citation's words
SCRAP = 4  # words; a shorter sentence is not chosen to stand for a quotation
LEAD_WORDS = 50
LEAD_DISTANCE = 3  # sentences before a quotation in which its topic may be named
SPECIAL = re.compile(r"([\\`*_\[\]<>#|~!$])")
LINE_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))")
SPACE = re.compile(r"\s+")
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
DAY = re.compile(
    rf"""(?<![\w’'-])(?<!next\ )(?<!last\ )(?<!every\ )(?<!each\ )(?<!this\ )(?<!coming\ )(?<!any\ )(?<!by\ )
         (?P<day>{"|".join(DAYS)}|[Yy]esterday)
         (?:\ (?:morning|afternoon|evening|night))?
         (?![\w’'-])(?!\ [A-Z\d])(?!,\ (?:[A-Z][a-z]+\.?\ )?\d)  # a name; a day with its date
    """,
    re.VERBOSE,
)
OLDEST_DAY = timedelta(6)  # before an article's day, from which a weekday may be the next day's
NEAR_DAY = 25  # characters before a day in which its verb may stand
PAST = re.compile(r"\b(?:said|told|wrote|made|\w{2,}ed)\b")
FUTURE = re.compile(
    r"\b(?:will|would|shall|plans?|planned|scheduled|expected|set|due|ahead|upcoming|is to|are to|until)\b"
)


@dataclass(frozen=True, slots=True)
class Line:
    """What is shown of an article: `spans` of whole sentences in order, the words set in `bold`, and `inserts`, what is
    added in brackets behind which place.  `lead` is a sentence before them that tells what they are about.
    """

    article: Article
    spans: tuple[Span, ...]
    bold: tuple[Span, ...] = ()
    inserts: tuple[tuple[int, str], ...] = ()
    lead: Span | None = None
    cut: tuple[bool, bool] = (False, False)  # whether sentences of a quotation are left out before and behind

    @property
    def text(self) -> str:
        """The text of the sentences shown, GAP between those that do not follow each other."""
        return f" {GAP} ".join(self.article.text[start:end] for start, end in self.spans)

    @property
    def words(self) -> int:
        lead = self.article.text[slice(*self.lead)] if self.lead else ""
        return len(self.text.split()) + len(lead.split())


def sentences_at(text: str, spans: Iterable[Span]) -> list[int]:
    """Return the numbers of the sentences of a text that any of the spans touches, in order."""
    sentences = split_sentences(text)
    starts = [start for start, _ in sentences]
    touched: set[int] = set()
    for start, end in spans:
        number = max(0, bisect_right(starts, start) - 1)
        while number < len(sentences) and sentences[number][0] < end:
            if sentences[number][1] > start:
                touched.add(number)
            number += 1
    return sorted(touched)


def joined(text: str, numbers: Sequence[int]) -> tuple[Span, ...]:
    """Return the spans of sentences by number; those that follow each other are one span."""
    sentences = split_sentences(text)
    spans: list[Span] = []
    for place, number in enumerate(numbers):
        start, end = sentences[number]
        if place and numbers[place - 1] == number - 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)


def sentence_line(article: Article, span: Span, bold: Iterable[Span] = ()) -> Line:
    """Return the line of the sentences that a span touches."""
    spans = joined(article.text, sentences_at(article.text, [span])) or (span,)
    line = Line(article, spans, trimmed(article.text, within(bold, spans)))
    return replace(line, inserts=dates(line))


def statement_line(
    article: Article, statement: Statement, coverage: Callable[[str], float], words: int = WORDS
) -> Line:
    """Return the line of a statement: the sentences of its words and of who says that they said them.

    `coverage` (0 to 1) says how much of the topic a text holds.  Of a quotation longer than `words` the sentences with
    most of the topic are kept, and those that name the speaker.
    """
    text = article.text
    frame = [
        span
        for span in (statement.cue_span, statement.speaker_span)
        if span and statement.start - NEAR <= span[0] and span[1] <= statement.end + NEAR
    ]
    if is_behind_label(text, statement):
        frame = []
    framing = sentences_at(text, frame)
    spoken = whole_quotations(text, statement, frame)
    content = sentences_at(text, (*statement.spans, *spoken))
    kept = shortened(text, content, framing, coverage, words)
    spans = joined(text, kept)
    if not spans:
        spans = ((statement.start, statement.end),)
    cut = (bool(content) and content[0] < kept[0], bool(content) and content[-1] > kept[-1]) if kept else (False, False)
    line = Line(article, spans, trimmed(text, within((*statement.spans, *spoken), spans)), cut=cut)
    if statement.quote_type is QuoteType.DIRECT:
        line = replace(line, lead=leading(line, kept, coverage))
    return replace(line, inserts=tuple(sorted((*speaker_inserts(line, statement), *dates(line)))))


def is_behind_label(text: str, statement: Statement) -> bool:
    """Return True for a later part of what somebody says in a transcript, whose label stands before the first."""
    cue = statement.cue_span
    if cue is None or text[slice(*cue)] != LABEL_END:
        return False
    return sentences_at(text, [cue]) != sentences_at(text, [(statement.start, statement.start + 1)])


def whole_quotations(text: str, statement: Statement, frame: Sequence[Span]) -> list[Span]:
    """Return the quotations that a statement in the speaker's own words has a part of, or that stand right before its
    frame, the cue and the speaker.

    “We begin now. It will be hard,” she said: all of it is hers where any of it is.  Of what somebody else tells within
    a quotation nothing more is theirs.
    """
    if statement.quote_type is not QuoteType.DIRECT or statement.relayed_by:
        return []
    return [
        (start, end)
        for start, end in find_quotes(text)
        if end - start <= LONGEST
        and (
            any(0 <= begin - end <= RIGHT_BEFORE and is_one_sentence(text, end - 1, begin) for begin, _ in frame)
            or any(a < end and start < b for a, b in statement.spans)
        )
    ]


def is_one_sentence(text: str, start: int, end: int) -> bool:
    """Return True if two characters stand in one sentence: ““Yes,” she said”, and not ““Yes.” Berg denied it”."""
    return sentences_at(text, [(start, start + 1)]) == sentences_at(text, [(end, end + 1)])


def shortened(
    text: str, content: Sequence[int], framing: Sequence[int], coverage: Callable[[str], float], words: int
) -> list[int]:
    """Return the numbers of the sentences that are shown: all, or as many as `words` allow."""
    sentences = split_sentences(text)
    needed = sorted({*content, *framing})
    length = {number: len(text[slice(*sentences[number])].split()) for number in needed}
    if sum(length.values()) <= words or len(content) < 2:
        return needed
    share = {number: round(coverage(text[slice(*sentences[number])]), 2) for number in content}
    kept = {*framing, max(content, key=lambda number: (share[number], length[number] >= SCRAP, -number))}
    while beside := [number for number in content if number not in kept and {number - 1, number + 1} & kept]:
        best = max(beside, key=lambda number: (share[number], -number))
        if sum(length[number] for number in kept) + length[best] > words:
            break
        kept.add(best)
    return sorted(kept)


def leading(line: Line, kept: Sequence[int], coverage: Callable[[str], float]) -> Span | None:
    """Return the sentence before a line that names the topic, where none of the line does; None where none is near."""
    text = line.article.text
    if not kept or coverage(line.text) > 0:
        return None
    sentences = split_sentences(text)
    for number in range(kept[0] - 1, max(-1, kept[0] - 1 - LEAD_DISTANCE), -1):
        words = text[slice(*sentences[number])]
        if coverage(words) > 0:
            return sentences[number] if len(words.split()) <= LEAD_WORDS else None
    return None


def within(spans: Iterable[Span], shown: Sequence[Span]) -> list[Span]:
    """Return the parts of spans that lie in what is shown, without overlap."""
    parts: list[Span] = []
    for start, end in sorted((max(a, c), min(b, d)) for a, b in spans for c, d in shown if max(a, c) < min(b, d)):
        if parts and start <= parts[-1][1]:
            parts[-1] = (parts[-1][0], max(end, parts[-1][1]))
        else:
            parts.append((start, end))
    return parts


def trimmed(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans as Markdown can set them in bold: no space at their ends, no mark between them and a letter."""
    found = []
    for start, end in spans:
        while start < end and (text[start].isspace() or marks_word(text[start], text[start - 1 : start])):
            start += 1
        while start < end and (text[end - 1].isspace() or marks_word(text[end - 1], text[end : end + 1])):
            end -= 1
        if start < end:
            found.append((start, end))
    return tuple(found)


def marks_word(character: str, beside: str) -> bool:
    """Whether a character that is no letter stands right beside one."""
    return not character.isalnum() and beside.isalnum()


OF_SEVERAL = re.compile(r"\b(?:both|they|all|each|either|neither|some|many|others|we)\b", re.IGNORECASE)


def speaker_inserts(line: Line, statement: Statement) -> list[tuple[int, str]]:
    """Return who a pronoun or a role means, and behind which place to say it; nothing where the sentence names them."""
    span = statement.speaker_span
    if span is None or not statement.speaker or statement.mention_type is MentionType.NAMED:
        return []
    if not any(start <= span[0] and span[1] <= end for start, end in line.spans):
        return []
    last = surname(statement.speaker)
    name = last if statement.mention_type is MentionType.PRONOMINAL else statement.speaker
    if last.casefold() in without_quotations(line).casefold():
        return []
    if OF_SEVERAL.search(line.article.text[slice(*span)]):  # "both" is nobody's name
        return []
    possessive = re.match(r"[’'](?:s|ll|d|re|ve)?\b", line.article.text[span[1] : span[1] + 4])
    return [(span[1] + (possessive.end() if possessive else 0), name)]


def shows(line: Line, article_id: str, spans: Iterable[Span]) -> bool:
    """Whether a line shows some of these spans of an article."""
    return line.article.id == article_id and any(a < d and c < b for a, b in line.spans for c, d in spans)


def letters(text: str) -> str:
    """Return the letters and digits of a text, lower-cased: what a headline and its repetition have in common."""
    return "".join(character for character in text.casefold() if character.isalnum())


def surname(name: str) -> str:
    """Return a person's last name, with a particle before it: Le Pen, de Berg; the whole name of a body or a group."""
    words = name.split()
    is_described = any(word[0].islower() and word not in NAME_PARTICLES for word in words)
    if is_described or ORGANIZATION_NOUNS & {word.casefold() for word in words}:
        return name
    return " ".join(words[-2:]) if len(words) > 2 and words[-2].casefold() in NAME_PARTICLES | {"le"} else words[-1]


def without_quotations(line: Line) -> str:
    """Return a line's text with its quotations blanked."""
    return blanked(line.text)


def blanked(text: str) -> str:
    """Return a text with its quotations blanked, each character in its place."""
    for start, end in find_quotes(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def dates(line: Line) -> tuple[tuple[int, str], ...]:
    """Return the date of the first weekday or "yesterday" that a line tells outside quotations, with its place.

    A weekday is the latest one up to the article's day, as newspapers write it; nothing where the sentence looks ahead,
    the article has no day, or the weekday is that of the day after it, on which it may have been written.
    """
    published = parse_day(line.article.published)
    if published is None:
        return ()
    text = line.article.text
    for start, end in line.spans:
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        paragraph = text[first:] if last < 0 else text[first:last]  # in which a quotation begins and ends
        sentence = blanked(paragraph)[start - first : end - first]
        for match in DAY.finditer(sentence):
            named = re.search(r"[A-Z][\w’'-]*\s+$", sentence[: match.start()]) is not None  # Super Tuesday
            day = day_of(match["day"], published)
            if not named and not looks_ahead(sentence, match.start()) and published - day < OLDEST_DAY:
                return ((start + match.end(), written(day)),)
    return ()


def looks_ahead(sentence: str, day: int) -> bool:
    """Return whether a sentence's day, at a place in it, may be one to come: "he said Friday he will go" is past."""
    future = FUTURE.search(sentence)
    if future is None or future.start() < day:
        return future is not None
    return not PAST.search(sentence, max(0, day - NEAR_DAY), future.start())


def day_of(word: str, published: date) -> date:
    """Return the day that a weekday's name or "yesterday" means in an article of a day."""
    if word.casefold() == "yesterday":
        return published - timedelta(1)
    return published - timedelta((published.weekday() - DAYS.index(word)) % 7)


def markdown(line: Line) -> str:
    """Return a line as Markdown: the words in bold, what is added in brackets, a lead in italics before it."""
    text = line.article.text
    parts = []
    if line.lead:
        lead = SPACE.sub(" ", escaped(text[slice(*line.lead)]))
        between = text[line.lead[1] : line.spans[0][0]].strip()
        parts.append(f"*{lead}*" + (f" {GAP}" if between else ""))
    if line.cut[0]:
        parts.append(GAP)
    shown = [spanned(line, span) for span in line.spans]
    parts.append(f" {GAP} ".join(shown))
    if line.cut[1]:
        parts.append(GAP)
    return LINE_START.sub(lambda match: f"{match[1]}\\", " ".join(parts))


def spanned(line: Line, span: Span) -> str:
    """Return one span of a line as Markdown."""
    text, (start, end) = line.article.text, span
    marks = [(a, 1, "**") for a, _ in line.bold if start <= a < end]
    marks += [(b, -1, "**") for _, b in line.bold if start < b <= end]
    marks += [(place, 0, f" [{escaped(words)}]") for place, words in line.inserts if start < place <= end]
    written, place = "", start
    for at, _, mark in sorted(marks):
        written += escaped(text[place:at]) + mark
        place = at
    written += escaped(text[place:end])
    return SPACE.sub(" ", written).replace("](", "]\\(")


def escaped(text: str | None) -> str:
    """Return text as Markdown that shows just these characters."""
    return SPECIAL.sub(r"\\\1", text or "")


def quoted_span(article: Article, statement: Statement) -> Span:
    """Return where a statement's words stand: from the first to the last part of one quotation, as far as they are a
    sentence frame's, and of a very long one the sentences that fit.
    """
    runs: list[Span] = []
    for start, end in statement.spans:
        if runs and start - runs[-1][1] <= QUOTED_TOGETHER:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    start, end = max(runs, key=lambda run: run[1] - run[0])
    if end - start <= LONGEST:
        return start, end
    ends = [start + last for _, last in split_sentences(article.text[start:end]) if last <= LONGEST]
    if ends:
        return start, ends[-1]
    space = article.text.rfind(" ", start + 1, start + LONGEST)
    return start, space if space > 0 else start + LONGEST


def written(day: date) -> str:
    """Return a day as 1 August 2025."""
    return f"{day.day} {day:%B %Y}"


def written_day(published: str) -> str:
    """Return the same of an ISO date; empty where there is none."""
    day = parse_day(published)
    return written(day) if day else ""


def count(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
