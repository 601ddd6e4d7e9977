"""A question's words -> who is asked about, what, when and where; what a follow-up leaves out is taken from the turns
before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz

from assistant.models import Filters, History
from assistant.questions.dates import read_period
from index import IndexSnapshot, Period, Query, Vocabulary, parse_day

REMEMBERED = 6  # turns
ALIKE = 85  # rapidfuzz ratio from which a name is taken for an outlet's


class QuestionKind(StrEnum):
    """What is asked for: somebody's words, who said something, whether somebody did, when, how they took it, or who
    somebody is; else anything.
    """

    SAID = "said"
    WHO = "who"
    WHETHER = "whether"
    WHEN = "when"
    HOW = "how"
    WHO_IS = "who is"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was read.

    `standalone` is the question with what it left out.  `asked` are the speakers as named in it; `query.speakers` are
    the same; `speakers` the index's names for them (empty where the index knows no statement of theirs).
    """

    text: str
    standalone: str
    kind: QuestionKind
    query: Query
    speakers: tuple[str, ...]
    as_of: date

    @property
    def asked(self) -> tuple[str, ...]:
        return self.query.speakers

    @property
    def topic(self) -> str:
        return self.query.topic

    @property
    def denial(self) -> bool:
        """Whether it is asked who denied something, or whether somebody denied anything."""
        if self.kind is QuestionKind.WHO:
            return DENIED.search(self.text) is not None
        return self.kind is QuestionKind.WHETHER and not self.topic and DENY_ANY.search(self.text) is not None

    @property
    def blank(self) -> bool:
        """Whether there is no letter and no digit in it, so that nothing is asked."""
        return not any(map(str.isalnum, self.text))


SAY = (
    r"(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old)|th(?:ink|inks|ought)|claim(?:s|ed)?|comment(?:s|ed)?|remark(?:s|ed)?|mention(?:s|ed)?"
    r"|state[sd]?|wr(?:ite|ites|ote|itten)|argue[sd]?|believe[sd]?|announce[sd]?|explain(?:s|ed)?|suggest(?:s|ed)?|promise[sd]?"
    r"|propose[sd]?|warn(?:s|ed)?|predict(?:s|ed)?|sp(?:eak|eaks|oke|oken)|talk(?:s|ed)?|report(?:s|ed)?|declare[sd]?|testif(?:y|ies|ied)"
    r"|tweet(?:s|ed)?|respond(?:s|ed)?|repl(?:y|ies|ied)|react(?:s|ed)?|admit(?:s|ted)?|den(?:y|ies|ied)|confirm(?:s|ed)?"
    r"|reject(?:s|ed)?|accuse[sd]?|criticise[sd]?|criticize[sd]?"
    r"|agree[sd]?|condemn(?:s|ed)?|acknowledge[sd]?|dismiss(?:es|ed)?|order(?:s|ed)?|demand(?:s|ed)?|ask(?:s|ed)?|add(?:s|ed)?)"
)
ABOUT = r"(?:about|on|of|regarding|concerning|over|as to|with regard to|when asked about|in response to|against|for|to)"
DENY = r"(?:den(?:y|ies|ied)|reject(?:s|ed)?|disput(?:e|es|ed)|dismiss(?:es|ed)?|refut(?:e|es|ed)|contradict(?:s|ed)?)"
ADVERB = (
    r"(?:(?:ever|actually|also|really|reportedly|publicly|just|once|himself|herself|have|has|had|been|exactly|then"
    r"|not|n't) )*"
)
DO = r"(?:did|does|do|has|have|had|would|will|can|could)"
NOUN = (
    r"(?:position|view|views|stance|opinion|opinions|take|reaction|response|comment|comments|remarks?|words?|explanation|argument"
    r"|statements?|claims?|thoughts?|attitude|answer|promises?|plans?|warning|prediction|criticism|quotes?)"
)
VERB = r"(?P<verb>[a-z]+)"
WHO, WHAT = "(?P<who>.+?)", "(?P<topic>.+)"
# In order; the first that fits is taken.  `who` is who is asked about and `topic` what; both may be missing.
ASKING = r"(?:why|how|what|when|where|who|which|is|are|was|were|did|does|do|has|have)"
HEARERS = r"(?: (?:us|reporters|journalists|them|him|her))?"
PATTERNS: tuple[tuple[QuestionKind, str], ...] = (
    (QuestionKind.SAID, rf"according to {WHO}, (?:{ASKING} )*{WHAT}"),
    (QuestionKind.SAID, rf"(?:{ASKING} )+{WHAT},? according to {WHO}"),
    (QuestionKind.WHEN, rf"when {DO} {WHO} {ADVERB}{SAY}(?: (?:that|{ABOUT}))? {WHAT}"),
    (QuestionKind.WHEN, rf"when {DO} {WHO} {VERB} {WHAT}"),
    (QuestionKind.SAID, rf"(?:why|where) {DO} {WHO} {ADVERB}{SAY}(?: (?:that|{ABOUT}))? {WHAT}"),
    (QuestionKind.WHO, rf"who (?:else )?(?:has |have |had |was it that )?{ADVERB}{SAY}(?: (?:that|{ABOUT}))? {WHAT}"),
    (QuestionKind.WHO, rf"who (?:else )?(?:has |have |had )?(?:{DENY}|confirm(?:s|ed)?)(?: that)? {WHAT}"),
    (QuestionKind.WHO_IS, r"(?i:who (?:is|are|was|were)) (?P<topic>[^a-z\s]\S*(?: (?:and |of |the )*[^a-z\s]\S*)*)"),
    (QuestionKind.WHO, rf"who (?:else )?(?:has |have |had )?{WHAT}"),
    (QuestionKind.WHO, rf"whose words (?:are|were) {WHAT}"),
    (QuestionKind.HOW, rf"how {DO} {WHO} {ADVERB}(?:respond|react|reply|answer|responded|reacted) to {WHAT}"),
    (QuestionKind.HOW, rf"how {DO} {WHO} {ADVERB}{VERB} {WHAT}"),
    (QuestionKind.SAID, rf"what (?:else )?{DO} {WHO} {ADVERB}{SAY}{HEARERS} {ABOUT} {WHAT}"),
    (QuestionKind.SAID, rf"what (?:else )?{DO} {WHO} {ADVERB}{SAY}(?: that)?(?: {WHAT})?"),
    (QuestionKind.SAID, rf"what (?:is|was|are|were) {WHO}(?:’s|'s|’|') {NOUN}(?: {ABOUT} {WHAT})?"),
    (QuestionKind.SAID, rf"what (?:is|was|are|were) the {NOUN} of {WHO} {ABOUT} {WHAT}"),
    (QuestionKind.SAID, rf"(?:.* )?what {WHO} {ADVERB}{SAY} {ABOUT} {WHAT}"),
    (QuestionKind.SAID, rf"what {DO} {WHO} {VERB} {ABOUT} {WHAT}"),
    (QuestionKind.WHETHER, rf"(?:did|does|do|has|have|had) {WHO} {ADVERB}{SAY}(?: (?:that|{ABOUT}))? {WHAT}"),
    (QuestionKind.WHETHER, rf"(?:did|does|do|has|have|had) {WHO} {ADVERB}{VERB} {WHAT}"),
    (QuestionKind.WHETHER, rf"is it (?:true|right|correct)(?: that)? {WHO} {ADVERB}{SAY}(?: (?:that|{ABOUT}))? {WHAT}"),
    (QuestionKind.SAID, rf"(?:.* )?{NOUN} (?:by|from|of) {WHO} {ABOUT} {WHAT}"),
    (QuestionKind.SAID, rf"{WHO}(?:’s|'s|’|') {NOUN} {ABOUT} {WHAT}"),
    (QuestionKind.SAID, rf"{WHO} {SAY} {ABOUT} {WHAT}"),
    (QuestionKind.SAID, rf"(?P<who>[^a-z\s][^\s]*(?: [^a-z\s][^\s]*)*) (?:on|about) {WHAT}"),
)  # fmt: skip
COMPILED = [(kind, re.compile(pattern, re.IGNORECASE if "[^a-z" not in pattern else 0)) for kind, pattern in PATTERNS]
DENIED = re.compile(rf"\bwho (?:else )?(?:has |have |had )?{DENY}\b", re.IGNORECASE)
DENY_ANY = re.compile(rf"\b{DENY}\b", re.IGNORECASE)
OWN_QUESTION = re.compile(rf"(?:what|when|why|how|where)? ?{DO} .+ {SAY}\b", re.IGNORECASE)
MORE = re.compile(
    r"(?:and|but|also|what about|how about|and what about|and how about|then)[\s,]+(?P<rest>.+)", re.IGNORECASE
)
REFERRING = re.compile(r"(?:he|she|they|him|her|them|it|that|this|those|these|there|then)", re.IGNORECASE)
ANYBODY = frozenset(
    """anyone anybody somebody someone people they everyone everybody others critics experts analysts officials sources
    the articles we you i reporters journalists observers""".split()
) | {"the articles", "other people", "the press", "the media"}
ANYTHING = frozenset("anything something everything nothing".split())
ANYTHING_ABOUT = re.compile(rf"^(?:{'|'.join(sorted(ANYTHING))}) {ABOUT} ", re.IGNORECASE)
DANGLING = re.compile(rf" {ABOUT}$")  # "What did Berg say about yesterday?", of which the day was read
SAID_BY_OUTLET = re.compile(
    r",? (?:according to|in|by|from|reported by|as reported by) (?P<outlet>(?:the )?[A-Z][\w.’'& -]+)$"
)


def read_question(text: str, history: History, filters: Filters, index: IndexSnapshot, as_of: date) -> Question:
    """A question with its speakers, topic, period and outlets, against what the index holds."""
    words = index.vocabulary
    asked = " ".join(text.split())
    period, rest = read_period(asked.rstrip(" ?!."), as_of)
    outlets, rest = read_outlet(rest, index.sources(), words)
    before = None
    if history:
        earlier = history[-REMEMBERED:]
        before = read_question(earlier[-1].question, earlier[:-1], Filters(), index, as_of)
    rest = rest if period == Period() else DANGLING.sub("", rest)
    question = read_words(rest, asked, words, as_of)
    if before is not None:
        question = completed(question, rest, before, words)
    narrowed = Period(
        max(filter(None, (period.since, parse_day(filters.since))), default=None),
        min(filter(None, (period.until, parse_day(filters.until))), default=None),
    )
    if before is not None and question.standalone != asked and period == Period():
        narrowed = narrowed if narrowed != Period() else before.query.period
    chosen = outlets or filters.outlets
    query = replace(question.query, period=narrowed, outlets=tuple(chosen))
    return replace(question, query=query)


def read_words(rest: str, asked: str, words: Vocabulary, as_of: date) -> Question:
    """What a question's words say by themselves."""
    for kind, pattern in COMPILED:
        match = pattern.fullmatch(rest)
        if not match:
            continue
        parts = match.groupdict()
        names = split_names(parts.get("who") or "", words)
        if parts.get("who") and not names and parts["who"].casefold() not in ANYBODY | {"he", "she"}:
            continue
        return made(asked, kind, names, (parts.get("topic") or "").strip(" ,\"“”‘’'"), words, as_of)
    names = [name for name in capitalised(rest) if words.speakers.link(name)][:1]
    topic = rest
    for name in names:
        topic = topic.replace(name, " ")
    return made(asked, QuestionKind.OTHER, names, " ".join(topic.split()) if names else rest, words, as_of)


def made(asked: str, kind: QuestionKind, names: Sequence[str], topic: str, words: Vocabulary, as_of: date) -> Question:
    """A question of its parts."""
    topic = "" if topic.casefold() in ANYTHING else ANYTHING_ABOUT.sub("", topic)
    speakers = dict.fromkeys(speaker for name in names for speaker in words.speakers.link(name))
    return Question(asked, asked, kind, Query(asked, tuple(names), topic), tuple(speakers), as_of)


def split_names(who: str, words: Vocabulary) -> list[str]:
    """The names of those asked about: each known name, or each capitalised or "the ..." phrase."""
    who = who.strip(" *_`\"“”‘’'")
    if not who or who.casefold() in ANYBODY:
        return []
    if words.speakers.link(who):
        return [who]
    named = [part.strip() for part in re.split(r",? and |,? or |, ", who) if part.strip()]
    return [name for name in named if words.speakers.link(name) or names_somebody(name)]


def names_somebody(name: str) -> bool:
    """Whether a phrase that the index does not know can name a speaker: capitalised, "the ...", or a word or two."""
    if re.search(r"[A-ZÀ-Þ]", name) or name.casefold().startswith("the "):
        return True
    return len(name.split()) < 3 and name.casefold() not in ANYBODY | {"he", "she"}


def capitalised(text: str) -> list[str]:
    """The runs of capitalised words in a text, without its first word unless it is part of a longer run."""
    return re.findall(r"[A-ZÀ-Þ][\w’'.-]*(?: [A-ZÀ-Þ][\w’'.-]*)*", text)


def completed(question: Question, rest: str, before: Question, words: Vocabulary) -> Question:
    """A follow-up with what it leaves out taken from the question before; other questions as they are."""
    more = MORE.fullmatch(rest)
    if more:
        return continued(more["rest"], question, before, words)
    asked, topic, kind = list(question.asked), question.topic, question.kind
    refers = REFERRING.fullmatch(topic.strip()) is not None
    if kind is QuestionKind.OTHER and not asked and REFERRING.search(rest) and len(rest.split()) <= 5:
        kind = QuestionKind.WHEN if rest.casefold().startswith("when") else before.kind
        return joined(question, before.asked, before.topic, kind, words)
    pronoun = re.search(r"\b(?:he|she|they)\b", rest, re.IGNORECASE) is not None
    if not asked and pronoun and kind is not QuestionKind.WHO:
        return joined(question, before.asked, topic if topic and not refers else before.topic, kind, words)
    if refers or (asked and not topic):
        return joined(question, asked or before.asked, before.topic, kind, words)
    return question


def continued(rest: str, question: Question, before: Question, words: Vocabulary) -> Question:
    """ "And Lukashenko?" asks the same of another speaker, "What about Chasiv Yar?" the same speaker of another
    topic.
    """
    inner = read_words(rest, question.text, words, question.as_of)
    if inner.kind is not QuestionKind.OTHER:
        return completed(inner, rest, before, words)
    if words.speakers.link(rest) or not before.asked:
        return joined(question, [rest], before.topic, before.kind, words)
    return joined(question, before.asked, rest, before.kind, words)


def joined(question: Question, names: Sequence[str], topic: str, kind: QuestionKind, words: Vocabulary) -> Question:
    """A follow-up written out: its own text stays, what is searched is whole."""
    full = made(question.text, kind, names, topic, words, question.as_of)
    who = " and ".join(names) or "anybody"
    standalone = f"What did {who} say about {topic}?" if topic else f"What did {who} say?"
    return replace(full, standalone=standalone, query=replace(full.query, text=standalone))


def read_outlet(text: str, sources: Sequence[str], words: Vocabulary) -> tuple[tuple[str, ...], str]:
    """The outlets that a question ends in naming ("according to Meduza"), and the question without them; not if a
    speaker is meant.
    """
    match = SAID_BY_OUTLET.search(text)
    if not match:
        return (), text
    name = match["outlet"].removeprefix("the ")
    rest = text[: match.start()]
    found = tuple(s for s in sources if fuzz.ratio(s.casefold().removeprefix("the "), name.casefold()) >= ALIKE)
    if OWN_QUESTION.match(rest) and match.group().lstrip(", ").startswith("according"):
        # "What did X say, according to Y": Y is an outlet, also where no article is from it.
        return found or (name,), rest
    return (found, rest) if found and not words.speakers.link(name) else ((), text)
