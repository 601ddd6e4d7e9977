"""Patterns that tell plainly whose words a quotation, a post or a line is, whatever else was found of them.

colon        Berg said: “...”
possessive   Berg’s claim that “...”, the mayor’s “...” line
signature    “...” — Anna Berg, a quotation that fills its paragraphs
post         words — Name (@account) Month D, YYYY, as a social network gives a post to embed
transcript   lines that begin with a name, or Q and A, and a colon
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from index.attribution.entities import EntityTable
from index.attribution.spans import TextLayout
from index.models import Attribution, MentionType, Span
from index.text.names import NAME_SEQUENCE, PROPER_NOUN, strip_titles
from index.text.reporting_verbs import CUE

BEFORE = 90  # characters before a quotation in which its source and cue stand
COLON = re.compile(
    rf"""(?P<source>(?:(?:{PROPER_NOUN})[ ])+)(?<![’']s[ ])   # a name, and not whose comments they are
        (?:to[ ]|then[ ]|also[ ]|had[ ])*
        (?P<cue>{CUE})\s?:\s*$            # a verb and a colon, right before the quotation
    """,
    re.VERBOSE,
)
UTTERANCE = (
    r"(?:claim|assertion|statement|remark|comment|argument|accusation|allegation|contention|suggestion|charge|promise"
    r"|pledge|vow|warning|threat|prediction|demand|tweet|post|line|quip|complaint|declaration|announcement|reply|answer"
    r"|slogan)s?"
)
OWNER = rf"""(?P<source>
        (?:(?:{PROPER_NOUN})[ ]){{0,3}}?(?:{PROPER_NOUN})    # a name
        |\b[Tt]he[ ](?:[\w-]+[ ]){{0,2}}?[\w-]+  # or a role
    )(?:[’']s|(?<=s)[’'])[ ]
    (?:[a-z-]+[ ]){{0,2}}?
"""
CLAIM_BEFORE = re.compile(rf"{OWNER}(?P<cue>{UTTERANCE})(?:[ ]that|:)?[ ]$", re.VERBOSE)
OWNER_BEFORE = re.compile(rf"{OWNER}$", re.VERBOSE)
# "Berg's comments “show bias”": somebody else's words about them.
CLAIM_IS_SUBJECT = re.compile(rf"{UTTERANCE} $")
VERB_QUOTED = re.compile(
    r"\W+(?:is|are|was|were|has|have|had|will|would|does|did|shows?|makes?|[a-z]{2,}(?:ed|[^s\W]s))\b"
)
CLAIM_BEHIND = re.compile(rf"[ ](?:[a-z-]+[ ])?(?P<cue>{UTTERANCE})\b")
WORD_BEFORE = re.compile(r"(?P<word>[a-z]+) $")
BEFORE_OWNER = frozenset("and but as from in with of".split())  # behind these the owner speaks
DASH = r"(?P<cue>[—–―]|--|(?<=\n)-)[ ]?"
SIGNATURE = re.compile(
    rf"""(?P<gap>\.?\s*){DASH}
        (?P<source>(?>{NAME_SEQUENCE.pattern}))                     # atomic: no name is worth trying twice
        (?P<role>(?:[ ]\([^()\n]{{1,40}}\))?(?:,[ ][^\n]{{1,90}})?)  # "(the mayor)", ", mayor of Salmo"
        \.?[ \t]*(?=\n|\Z)
    """,
    re.VERBOSE,
)
POST = re.compile(
    rf"""(?<=\s){DASH}
        (?P<source>[A-ZÀ-Þ][^\n()@—–]{{1,60}})[ ]
        \(@\w{{1,30}}\)[^\n]{{0,40}}$           # the account and the date
    """,
    re.MULTILINE | re.VERBOSE,
)
LINE = re.compile(
    rf"""^[ \t]*(?P<label>(?>{NAME_SEQUENCE.pattern}))
        (?P<cue>:)[ \t]+
        (?P<words>[^\s][^\n]*?)[ \t]*$
    """,
    re.MULTILINE | re.VERBOSE,
)
END = re.compile(r"\s*\Z")
FEWEST_LINES = 3  # of a transcript; fewer are a headline, a caption or a list
LINE_WORDS = 6  # of a transcript's line on average; shorter ones are a table
ANSWER_WORDS = 25  # of an interview's answers on average
FIRST_PERSON = re.compile(r"\b(?:I|[Mm]y|[Ww]e|[Oo]ur)\b")
PART_WORDS = 60  # of an answer, behind which another part of it begins
ANSWER = "A"
QUESTION_AND_ANSWER = frozenset("QA")
QUESTION_LINE = re.compile(r"^[ \t]*Q:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """An attribution that a pattern found; `speaker` is empty where its source is to be linked."""

    attribution: Attribution
    speaker: str = ""
    is_question: bool = False


class Keep(Enum):
    """What is left to others of the words that a pattern gives to a speaker."""

    NOTHING = auto()
    CLAIMS = auto()  # statements that hold the owner's name with the words: what somebody denies is also theirs
    REPORTS = auto()  # statements of those whom the words name: what a speaker tells of others


@dataclass(frozen=True, slots=True)
class Pattern:
    """How matches are found, and which statements are made of them.

    Those are made whose speakers are mentioned in one of `mention_types`, by their full names if `full_names`;
    `verbatim` content is the speaker's own words even without quotation marks.
    """

    name: str
    find: Callable[[TextLayout, EntityTable], Iterator[PatternMatch]]
    mention_types: frozenset[MentionType] = frozenset({MentionType.NAMED})
    full_names: bool = False
    verbatim: bool = False
    keep: Keep = Keep.NOTHING


def colon_quotes(layout: TextLayout, entities: EntityTable) -> Iterator[PatternMatch]:
    """Yield the quotations right behind a name, a reporting verb and a colon."""
    for quote in layout.quotes:
        if not layout.text[max(0, quote[0] - BEFORE) : quote[0]].rstrip().endswith(":"):
            continue
        match = COLON.search(layout.text, max(0, quote[0] - BEFORE), quote[0])
        if match and match.end() == quote[0]:
            yield PatternMatch(Attribution(match.span("cue"), (match.span("source"),), (quote,)))


def possessive_claims(layout: TextLayout, entities: EntityTable) -> Iterator[PatternMatch]:
    """Yield the quotations that are called somebody's claim, remark or the like."""
    for quote in layout.quotes:
        behind = CLAIM_BEHIND.match(layout.text, quote[1])
        before = OWNER_BEFORE if behind else CLAIM_BEFORE
        match = before.search(layout.text, max(0, quote[0] - BEFORE), quote[0])
        if (
            match is None
            or match.end() != quote[0]
            or (CLAIM_IS_SUBJECT.search(match.group()) and VERB_QUOTED.match(layout.text, quote[0]))
        ):
            continue
        if not (":" in match.group() and is_object(layout.text, match.start())):
            yield PatternMatch(Attribution((behind or match).span("cue"), (match.span("source"),), (quote,)))


def is_object(text: str, place: int) -> bool:
    """Return True if what stands at a place is the object of a verb before it: "Salo welcomed | Berg’s remark"."""
    before = WORD_BEFORE.search(text, max(0, place - BEFORE), place)
    return before is not None and before["word"] not in BEFORE_OWNER


def signatures(layout: TextLayout, entities: EntityTable) -> Iterator[PatternMatch]:
    """Yield the quotations that are signed, with the dash as the cue.

    They fill their paragraphs: behind others a dash and a name may be the one who wrote the article.
    """
    text = layout.text
    for number, (start, end) in enumerate(layout.quotes):
        match = SIGNATURE.match(text, end)
        if match is None or not _begins_line(text, start) or _is_byline(text, match):
            continue
        spans = [(start, end)]
        while number > 0:  # those before, each left open at the end of its paragraph
            number -= 1
            previous = layout.quotes[number]
            is_closed = text[previous[1] - 1] in "”»\"'’"
            if is_closed or text[previous[1] : spans[-1][0]].strip() or not _begins_line(text, previous[0]):
                break
            spans.append(previous)
        yield PatternMatch(Attribution(match.span("cue"), (match.span("source"),), tuple(reversed(spans))))


def posts(layout: TextLayout, entities: EntityTable) -> Iterator[PatternMatch]:
    """Yield the lines before a signature with an account, without markup around them; a group's name stays as it is."""
    text = layout.text
    for match in POST.finditer(text):
        end = match.start()
        while end > 0 and text[end - 1].isspace():
            end -= 1
        line = text.rfind("\n", 0, end) + 1
        start = max(line, text.rfind("<", line, end) + 1, text.rfind(">", line, end) + 1)
        if text[start:end].strip():
            speaker = "" if NAME_SEQUENCE.fullmatch(match["source"]) else match["source"]
            yield PatternMatch(Attribution(match.span("cue"), (match.span("source"),), ((start, end),)), speaker)


def transcript_lines(layout: TextLayout, entities: EntityTable) -> Iterator[PatternMatch]:
    """Yield the lines of a transcript in parts of a few sentences, with the colon as the cue; those of "A" as the
    interviewee's.
    """
    lines = list(LINE.finditer(layout.text))
    if len(lines) > 1 and lines[0]["words"] == lines[1]["words"]:  # a title that comes again above the text
        del lines[0]
    hold_answers = are_answers(lines)
    if not hold_answers and not are_turns(lines):
        return
    is_interview = QUESTION_LINE.search(layout.text) is not None
    answers = interviewee(entities, lines[0].start("label")) if is_interview else ""
    initials = people_by_initials(entities)
    for line in lines:
        label = line["label"]
        is_answer = is_interview and label == ANSWER
        speaker = answers if is_answer else initials.get(label) or named_by_label(label, entities, hold_answers)
        for part in parts_of(layout, line.span("words")) if speaker else ():
            source = () if is_answer else (line.span("label"),)
            is_question = layout.text[slice(*part)].endswith("?")
            yield PatternMatch(Attribution(line.span("cue"), source, (part,)), speaker, is_question)


def named_by_label(label: str, entities: EntityTable, before_answer: bool) -> str:
    """Return who speaks under a label: whom the text names in full; of one word that names nobody, in front of answers,
    the label itself; else ''.
    """
    entity = entities.find(strip_titles(label.split()))
    if entity is not None:
        return entity.canonical_name if " " in entity.canonical_name else ""
    return label if before_answer and " " not in label and label not in QUESTION_AND_ANSWER else ""


def parts_of(layout: TextLayout, span: Span) -> Iterator[Span]:
    """Yield a long answer in parts of whole sentences, of at most PART_WORDS words where none is longer."""
    first, last = layout.sentence_at(span[0]), layout.sentence_at(span[1] - 1)
    start = end = span[0]
    for number in range(first, last + 1):
        behind = min(layout.sentences[number][1], span[1])
        if end > start and len(layout.text[start:behind].split()) > PART_WORDS:
            yield start, end
            start = layout.sentences[number][0]
        end = behind
    yield start, end


def are_turns(lines: Sequence[re.Match[str]]) -> bool:
    """Return True if lines that begin with labels are those of people who speak in turns: several, one of the labels
    comes again, and they hold sentences.
    """
    labels = Counter(line["label"] for line in lines)
    is_repeated = len(labels) > 1 and max(labels.values()) > 1
    return len(lines) >= FEWEST_LINES and is_repeated and words_a_line(lines) >= LINE_WORDS


def are_answers(lines: Sequence[re.Match[str]]) -> bool:
    """Return True if lines that begin with labels are answers of one or more: long ones under a label that comes again,
    or several, mostly in the first person.
    """
    if len(lines) > len({line["label"] for line in lines}) and words_a_line(lines) >= ANSWER_WORDS:
        return True
    in_first_person = [line for line in lines if FIRST_PERSON.search(line["words"])]
    return len(lines) >= FEWEST_LINES and 2 * len(in_first_person) >= len(lines)


def words_a_line(lines: Sequence[re.Match[str]]) -> float:
    """Return how many words, numbers left out, lines have behind their labels on average."""
    words = sum(1 for line in lines for word in re.findall(r"\w+", line["words"]) if word.isalpha())
    return words / len(lines)


def people_by_initials(entities: EntityTable) -> dict[str, str]:
    """Return the names of the people of a text by their initials, by which an interview calls them: of those alone whom
    nobody else shares them with.
    """
    people: dict[str, set[str]] = {}
    for entity in entities.entities:
        if entity.is_person and len(entity.name) > 1:
            letters = "".join(word[0].upper() for word in entity.name)
            people.setdefault(letters, set()).add(entity.canonical_name)
    return {letters: names.pop() for letters, names in people.items() if len(names) == 1}


def interviewee(entities: EntityTable, end: int) -> str:
    """Return who is named most before an interview begins; '' where nobody is, or two are."""
    named = [e for e in entities.between(0, end) if not e.is_organization and (e.is_person or len(e.name) > 1)]
    people = [entity for entity in named if entity.is_person] or named
    counts = Counter(entity.canonical_name for entity in people).most_common(2)
    return counts[0][0] if counts and (len(counts) == 1 or counts[0][1] > counts[1][1]) else ""


def _begins_line(text: str, place: int) -> bool:
    return not text[text.rfind("\n", 0, place) + 1 : place].strip()


def _is_byline(text: str, match: re.Match[str]) -> bool:
    """Return True for a bare name that stands apart at the end of the text, where who wrote it signs."""
    return "\n\n" in match["gap"] and not match["role"] and END.match(text, match.end()) is not None


NAMED_OR_NOMINAL = frozenset({MentionType.NAMED, MentionType.NOMINAL})
PATTERNS = (
    Pattern("colon", colon_quotes),
    Pattern("possessive", possessive_claims, NAMED_OR_NOMINAL, keep=Keep.CLAIMS),
    Pattern("signature", signatures, full_names=True, verbatim=True),
    Pattern("post", posts, NAMED_OR_NOMINAL, verbatim=True),
    Pattern("transcript", transcript_lines, verbatim=True, keep=Keep.REPORTS),
)
