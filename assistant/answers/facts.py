"""An ordinary question -> the sentences that answer it best.

`ReaderFacts` asks the network that reads passages.  `nearest_sentences` stands in where its weights are not installed:
of the best passages, the sentences nearest to the question in meaning, if they hold what it names and the kind of thing
it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answers.composition import Item
from assistant.answers.grouping import is_heading
from assistant.answers.lines import (
    DAYS,
    WORDS,
    Line,
    is_behind_label,
    sentence_line,
    sentences_at,
    shows,
    speaker_inserts,
    statement_line,
)
from assistant.answers.similarity import embed
from assistant.questions.models import Question, QuestionKind
from assistant.questions.names import find_mentions
from index import (
    FUNCTION_WORDS,
    LEAST_PROBABILITY,
    NAME_SEQUENCE,
    AnswerRanker,
    Article,
    Encoder,
    EncoderError,
    Evidence,
    IndexSnapshot,
    PassageReader,
    QueryTerm,
    RankedSentence,
    Span,
    Statement,
    find_quotes,
    split_sentences,
    strip_titles,
    term_coverage,
)

PASSAGES = 8  # whose sentences are compared with the question
SENTENCES = 2  # that are shown
SECOND = 0.35  # of the best sentence's probability, from which a second one is shown; found on held-out training titles
ELSEWHERE = 0.8  # the same for one of another article; of 22 under it one answered, and none where the best did not
NEAR_ENOUGH = 0.42  # cosine from which a sentence may answer
HOLDS = 0.5  # of the question's words, by weight, that the passage must hold
WORDED, TYPED = 0.25, 0.08  # what the question's words, and the kind of thing asked for, add to the cosine
BESIDE = 0.15  # a second sentence may be so much less near
SHORTEST = 4  # words of a sentence
SHORTEST_REASON = 15  # characters; less, which is mostly a name, is not set in bold as the reason
MONTHS = (
    r"Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July"
    r"|Aug(?:ust|\.)|Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.)"
)
DATE = re.compile(
    rf"(?:{MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}\s+(?:{MONTHS})(?:\s+\d{{4}})?|(?:{MONTHS})\s+\d{{4}}"
    rf"|\b(?:1[89]|20)\d\d\b|\b(?:{'|'.join(DAYS)})\b|\b(?:yesterday|today|tonight)\b|\blast (?:week|month|year)\b"
)
WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)
OF_PLACE = re.compile(
    r"\b(?:in|at|near|from|to|on|outside|inside|across|around|behind|under|into|through|between|along|off|over|by|within"
    r"|throughout|of|for|via|among|towards?|above|below|north|south|east|west|abroad|home)\b",
    re.IGNORECASE,
)
# Words before an answer to "where" of which one is a preposition, in 585 of 625 answers that people marked; and what
# one without counts.
WORDS_BEFORE, PLACELESS = 4, 0.35
DAY_OF_MONTH = re.compile(rf"(?:{MONTHS})\s+\d{{1,2}}\b|\b\d{{1,2}}\s+(?:{MONTHS})")
NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds thousand thousands "
    "million billion half third quarter twice none few several majority"
)
KINDS = {
    "number": re.compile(rf"\d|\b(?:{'|'.join(NUMBER_WORDS.split())})\b", re.IGNORECASE),
    "date": DATE,
    "place": re.compile(r"\b(?:in|at|near|from|to|on|of|outside|inside)\s+(?:the\s+)?[A-Z]"),
    "person": re.compile(r"(?<=[\w,;–—-] )[A-Z][\w’'-]+"),
    "reason": re.compile(
        r"\b(?:because|after|since|due to|over|as|so that|in order to|thanks to|citing|therefore|so|amid|for|reasons?"
        r"|why|caused?|led to)\b",
        re.IGNORECASE,
    ),
}
AGE = re.compile(
    r"(?<=, )\d{1,3}(?=[,.;])|\b\d{1,3}[- ]years?[- ]old|\bage[ds]? (?:of )?\d{1,3}"
    r"|\bturn(?:s|ed|ing)? \d{1,3}|\d\d(?:st|nd|rd|th) birthday"
)
NO_DATE = re.compile(r"\W*\d{1,2}\W*")  # "She was 92" tells how old somebody was, not when
OF_THING = re.compile(r"\bhow old (?:is|are|was|were) (?:the|this|that) ", re.IGNORECASE)
HOW_LONG = re.compile(r"\bhow long\b", re.IGNORECASE)
UNITS = (
    "second|minute|hour|day|night|week|weekend|month|year|decade|centur(?:y|ie)"
    "|metre|meter|kilomet(?:re|er)|km|mile|yard|foot|feet|inche?|page|word"
)
LENGTH = re.compile(
    rf"\b(?:\d[\d,.]*|{'|'.join(NUMBER_WORDS.split())}|an?|half|many|for|of|over|about|several|couple|all|through)[ -]"
    rf"(?:(?:\w+[ -]){{0,2}}?)(?:{UNITS})s?\b|\b(?:until|till|since) (?-i:[A-Z\d])"
    r"|\b(?:forever|indefinitely|ever since|for life)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\W*(?:1\d|20)\d\d\W*")
DAY_ASKED = re.compile(r"\b(?:day|date|century|hour|time)\b", re.IGNORECASE)
HOW_OLD = re.compile(r"\bhow old\b|\bwhat age\b", re.IGNORECASE)
ASKING = re.compile(
    r"\b(?:how|many|much|old|what|which|percentage|percent|number|kind|sort|get|got|according|to)\b", re.IGNORECASE
)
ASKS = re.compile(r"\?[”\"’']*\s*$")
HALF = re.compile(r" and (?:a|one) (?:half|quarter|third)\b")
CLOSING = re.compile(r"[^()\n]{0,12}\)")
HEADLINE, HEADING = 0.15, 0.5  # what a headline counts less than a sentence of the text: taken off, and as a share
NEEDED = ("number", "date")  # kinds without which a sentence is no answer


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence that may answer a question: its place, how surely, and the answer in it where that is known."""

    article: Article
    span: Span
    score: float
    answer: Span | None = None


class FactFinder(Protocol):
    """Finds the sentences of the best passages that answer, best first; empty where none is likely enough.

    `least` is the probability that is enough.
    """

    def __call__(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        snapshot: IndexSnapshot,
        *,
        least: float = LEAST_PROBABILITY,
    ) -> list[Fact]: ...


def nearest_sentences(
    question: Question, evidence: Sequence[Evidence], snapshot: IndexSnapshot, *, least: float = LEAST_PROBABILITY
) -> list[Fact]:
    """Return the sentences of the best passages, best first, that may answer; empty where none is near enough.

    A `FactFinder` that knows no probabilities: `least` changes nothing.
    """
    passages = [e for e in evidence if e.statement is None][:PASSAGES]
    asked = question.query.text or question.standalone
    coverage = word_coverage(ASKING.sub(" ", asked), snapshot)
    kind = AGE if HOW_OLD.search(asked) else KINDS.get(question.what)
    names = names_in(question, snapshot)
    places: dict[tuple[str, Span], tuple[Article, float]] = {}
    for passage in passages:
        around = f"{passage.article.title} {passage.text}"
        text, held = passage.article.text, coverage(around)
        if not all(name.occurs(around) for name in names):
            continue
        for number in sentences_at(text, [(passage.start, passage.end)]):
            span = split_sentences(text)[number]
            if len(text[slice(*span)].split()) >= SHORTEST:
                key = passage.article.id, span
                places[key] = passage.article, max(held, places.get(key, (None, 0.0))[1])
    texts = [" ".join(article.text[slice(*span)].split()) for (_, span), (article, _) in places.items()]
    vectors = embed(snapshot.encoder, [asked, *texts])
    facts = []
    for number, ((_, span), (article, held)) in enumerate(places.items(), 1):
        near, text = float(vectors[0] @ vectors[number]), texts[number - 1]
        fits = kind is not None and kind.search(text) is not None
        needed = kind is AGE or question.what in NEEDED
        near += (2 if kind is AGE else 1) * TYPED * fits
        near += TYPED * (kind is DATE and DAY_OF_MONTH.search(text) is not None)
        if near < NEAR_ENOUGH or held < HOLDS or (needed and not fits):
            continue
        fact = Fact(article, span, near + WORDED * coverage(text))
        facts.append(replace(fact, score=fact.score - HEADLINE * is_title(fact)))
    best = max((fact.score for fact in facts), default=0.0)
    return sorted((fact for fact in facts if fact.score >= best - BESIDE), key=lambda fact: -fact.score)


class ReaderFacts:
    """Finds the sentences of the best passages that answer, by the passage reader; a `FactFinder`."""

    def __init__(self, ranker: AnswerRanker) -> None:
        self.ranker = ranker

    def __call__(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        snapshot: IndexSnapshot,
        *,
        least: float = LEAST_PROBABILITY,
    ) -> list[Fact]:
        """Return the sentences that answer, best first; empty where the best is less likely than `least`."""
        names = names_in(question, snapshot)
        passages = [e for e in evidence if e.statement is None and holds_one(names, e.article)][:PASSAGES]
        asked = question.query.text or question.standalone
        terms = snapshot.topic_terms(asked)
        ranked = self.ranker.rank(asked, [e.text for e in passages], lambda text: term_coverage(terms, text))
        if not ranked or ranked[0].probability < least:
            # An age stands behind a name, "Salo, 69, said", in which the reader sees no answer.
            return nearest_sentences(question, evidence, snapshot) if HOW_OLD.search(asked) else []
        if HOW_OLD.search(asked) and not OF_THING.search(asked):  # a year is no age of somebody
            ranked = [s for s in ranked if not YEAR.fullmatch(passages[s.passage].text[slice(*s.answer)])]
        if question.what == "date" and not DAY_ASKED.search(asked):
            ranked = [s for s in ranked if not NO_DATE.fullmatch(passages[s.passage].text[slice(*s.answer)])]
        if question.what == "place":  # a day is no place
            ranked = [s for s in ranked if not DATE.fullmatch(passages[s.passage].text[slice(*s.answer)].strip(" .,"))]
        if WHERE.search(asked):  # "what city" may be answered without a preposition
            ranked = [s if tells_where(passages[s.passage].text, s.answer) else placeless(s) for s in ranked]
        facts = []
        for sentence in ranked:
            passage = passages[sentence.passage]
            start, end, *answer = (passage.start + at for at in (sentence.start, sentence.end, *sentence.answer))
            fact = Fact(passage.article, (start, end), sentence.probability)
            if not (question.what == "reason" and answer[1] - answer[0] < SHORTEST_REASON):
                fact = replace(fact, answer=whole_answer(passage.article.text, (answer[0], answer[1])))
            facts.append(fact)
        return best_facts(question, facts, snapshot, least)


def tells_where(text: str, answer: Span) -> bool:
    """Return True if a preposition stands in an answer or right before it."""
    before = text[: answer[0]].split()[-WORDS_BEFORE:]
    return OF_PLACE.search(" ".join([*before, text[slice(*answer)]])) is not None


def placeless(sentence: RankedSentence) -> RankedSentence:
    """Return a sentence whose answer to "where" has no preposition: it is less likely right."""
    return replace(sentence, probability=PLACELESS * sentence.probability)


def best_facts(
    question: Question, facts: Sequence[Fact], snapshot: IndexSnapshot, least: float = LEAST_PROBABILITY
) -> list[Fact]:
    """Return the facts that are nearly as sure as the best, best first.

    A headline counts less, and gives no reason; so does one that answers "who" with whom the question names.
    """
    mentions = find_mentions(question.standalone, snapshot) if question.what == "person" else ()
    asked = {mention.name.rpartition(" ")[2] for mention in mentions}

    def is_asked(fact: Fact) -> bool:
        words = fact.article.text[slice(*fact.answer)].split() if fact.answer else []
        return not asked.isdisjoint(word.strip(".,’'()") for word in words)

    def worth(fact: Fact) -> float:
        return fact.score * (HEADING if is_title(fact) or is_asked(fact) else 1)

    facts = sorted(facts, key=lambda fact: -worth(fact))
    if question.what == "reason":
        facts = [fact for fact in facts if not is_title(fact)]
    facts = [fact for fact in facts if not ASKS.search(fact.article.text[slice(*fact.span)])]  # a question answers none
    if not facts or facts[0].score < least:
        return []
    best = facts[0]

    def is_as_good(fact: Fact) -> bool:
        is_beside = fact.article.id == best.article.id or question.kind is QuestionKind.WHETHER
        return worth(fact) >= (SECOND if is_beside else ELSEWHERE) * worth(best)

    kept = list(filter(is_as_good, facts))
    if HOW_LONG.search(question.standalone):  # "last month" tells no length of time
        return [fact for fact in kept if LENGTH.search(fact.article.text, *fact.span)]
    if question.what == "number" and has_number(best):  # "cut costs" is no second answer to how much
        kept = list(filter(has_number, kept))
    if question.what == "person" and len(kept) > 1 and not is_asked(kept[1]):
        kept[0] = agreeing(kept[0], kept[1])
    return kept


def has_number(fact: Fact) -> bool:
    """Return True if a fact's answer has a number; where that is not known, its sentence."""
    return KINDS["number"].search(fact.article.text, *(fact.answer or fact.span)) is not None


def agreeing(best: Fact, second: Fact) -> Fact:
    """Return the best fact with the answer of the second, a full name, where its sentence has that too, but the
    second's has not the best's: who is named in both is meant (redundancy: Clarke, Cormack and Lynam, 2001).
    """
    if not best.answer or not second.answer:
        return best
    own, other = best.article.text[slice(*best.answer)], second.article.text[slice(*second.answer)]
    start = best.article.text.find(other, *best.span)
    is_within = best.answer[0] < start + len(other) and start < best.answer[1]
    is_whole = " " in other.strip()  # a full name, not one of somebody's own words
    if start < 0 or is_within or not is_whole or own in second.article.text[slice(*second.span)]:
        return best
    return replace(best, answer=(start, start + len(other)))


def whole_answer(text: str, answer: Span) -> Span:
    """Return an answer with what belongs to its last word: "a year | and a half", "Berg (D-Oulu | )"."""
    start, end = answer
    behind = HALF.match(text, end) or (CLOSING.match(text, end) if "(" in text[start:end].rpartition(")")[2] else None)
    return start, behind.end() if behind else end


def fact_finder(encoder: Encoder) -> FactFinder:
    """Return the finder by the passage reader; the nearest sentences where its weights are not installed."""
    try:
        return ReaderFacts(AnswerRanker(PassageReader(), encoder))
    except EncoderError:
        return nearest_sentences


def is_title(fact: Fact) -> bool:
    """Whether a sentence is a headline, or repeats its article's."""
    return is_heading(fact.article.text[slice(*fact.span)], fact.article)


def names_in(question: Question, snapshot: IndexSnapshot) -> list[QueryTerm]:
    """Return the terms of the last words of the names in a question, which an answer's passage must hold: not of its
    first word, nor of an acronym, which an article may spell out.
    """
    names = [*question.asked]
    for run in NAME_SEQUENCE.finditer(question.standalone):
        words = strip_titles(run.group().split())
        is_name = " " in run.group() or run.start() > 0
        if is_name and words and not words[-1].isupper() and words[-1].casefold() not in FUNCTION_WORDS:
            names.append(" ".join(words))
    return [terms[-1] for name in dict.fromkeys(names) if (terms := snapshot.terms(name))]


def holds_one(names: Sequence[QueryTerm], article: Article) -> bool:
    """Return True if an article holds one of some names, or there is none."""
    text = f"{article.title} {article.text}"
    return not names or any(name.occurs(text) for name in names)


def word_coverage(text: str, snapshot: IndexSnapshot) -> Callable[[str], float]:
    """Return the function that tells how much of a text's telling words (0 to 1, by weight) another text holds."""
    terms = snapshot.terms(text)
    total = sum(term.weight for term in terms)
    if not total:
        return lambda other: 0.0
    return lambda other: sum(term.weight * term.occurs(other) for term in terms) / total


def select_facts(
    facts: Sequence[Fact], snapshot: IndexSnapshot, most: int = SENTENCES, words: int = WORDS
) -> list[Item]:
    """Return the lines of the best facts: the first, and others that are nearly as good and say something else.

    Of a quotation as many sentences are shown as `words` allow.
    """
    items: list[Item] = []
    seen: set[str] = set()
    for fact in facts:
        text = " ".join(fact.article.text[slice(*fact.span)].split())
        if text in seen:
            continue
        item = fact_item(fact, snapshot, words)
        if any(shows(other.line, item.article.id, item.line.spans) for other in items):
            continue
        seen.add(text)
        items.append(item)
        if len(items) == most:
            break
    return items


def fact_item(fact: Fact, snapshot: IndexSnapshot, words: int = WORDS) -> Item:
    """Return a fact's line.  A sentence of somebody's words is shown with the one that says whose they are, and a part
    of a quotation with what stands around it there.
    """
    article, span = fact.article, fact.span
    line = sentence_line(article, span, [fact.answer] if fact.answer else [])
    statement = statement_at(snapshot.statements_in(article.id), span)
    if statement is None:
        return Item(line, fact.answer or span, relevance=fact.score)
    cue = statement.cue_span
    if is_behind_label(article.text, statement):
        return Item(line, fact.answer or span, statement=statement, speaker=statement.speaker, start=statement.speaker)
    text = article.text
    is_apart = cue is not None and not span[0] <= cue[0] < span[1]
    if is_apart or is_cut_from_quotation(text, span):
        whole = statement_line(article, statement, lambda sentence: float(sentence == text[slice(*span)]), words)
        if any(a <= span[0] and span[1] <= b for a, b in whole.spans):
            line = Line(article, whole.spans, line.bold, whole.inserts, cut=whole.cut)
    line = replace(line, inserts=tuple(sorted({*line.inserts, *speaker_inserts(line, statement)})))
    return Item(line, fact.answer or span, statement=statement, speaker=statement.speaker, relevance=fact.score)


def is_cut_from_quotation(text: str, span: Span) -> bool:
    """Return True if a sentence begins or ends within a quotation."""
    return any(start < span[0] < end or start < span[1] < end for start, end in find_quotes(text))


def statement_at(statements: Sequence[Statement], span: Span) -> Statement | None:
    """Return the statement whose words are at least half of a sentence; None where no statement's are."""
    start, end = span
    for statement in statements:
        shared = sum(max(0, min(end, b) - max(start, a)) for a, b in statement.spans)
        if 2 * shared >= end - start and statement.speaker:
            return statement
    return None
