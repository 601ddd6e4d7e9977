"""A question for a yes or a no -> what is reported on it; whether that is a yes or a no is for the reader to judge."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answers.composition import Item, Part, beside, by_heading
from assistant.answers.continuations import continued
from assistant.answers.deeds import in_asked_sense, lacks_deed, names_saying
from assistant.answers.fact_answers import FactAnswers, without_bold
from assistant.answers.lines import escaped, shows
from assistant.answers.remarks import reported
from assistant.answers.selection import (
    HALF,
    LIKE_CLAIM,
    SURELY,
    Selection,
    deeds_asked,
    merged,
    named,
    said_by,
    select,
    sentence_text,
    statement_text,
    tells_of,
    topic_coverage,
)
from assistant.questions.clause import Clause
from assistant.questions.models import Question, QuestionKind
from index import NAME_SEQUENCE, Evidence, IndexSnapshot

LINES = 4
OWN_WORDS = 0.4  # relevance from which somebody's own words tell whether they said something
OF_CLAIM = 0.6  # share of a claim's words in somebody's own, from which these tell whether they made it
CALLS = re.compile(r"\bcall(?:s|ed|ing)? (?!for |on |off )", re.IGNORECASE)  # "did she call him a liar"
YES_OR_NO = re.compile(r"\W*(?:yes|yeah|no|nope|never|absolutely|definitely|of course|certainly)\b", re.IGNORECASE)
PRONOUN = re.compile(r"\b(?:he|she|it|they|we|i)\b", re.IGNORECASE)

SaidSurely = Callable[[Question, Sequence[Evidence]], Part | None]


def says_yes_or_no(evidence: Evidence, question: Question) -> bool:
    """Return True for words of those asked about that begin with a yes or a no: “Absolutely not,” she said of it."""
    return said_by(evidence) in question.speakers and YES_OR_NO.match(statement_text(evidence)) is not None


class WhetherAnswers:
    """Answers questions for a yes or a no from one snapshot, in lines of `room` words.

    `said` answers whose words are surely on a topic.
    """

    def __init__(self, snapshot: IndexSnapshot, facts: FactAnswers, room: int, said: SaidSurely) -> None:
        self.snapshot = snapshot
        self.facts = facts
        self.room = room
        self.said = said

    def part(self, question: Question, evidence: Sequence[Evidence]) -> Part | None:
        """Return what is reported on whether something is so: a sentence that says how many report it, then lines."""
        if not question.asked and not question.topic:
            return None
        selection = select(question, evidence, self.snapshot, most=LINES, room=self.room)
        calls = CALLS.search(question.standalone) is not None
        asks_for_deed = names_saying(question.standalone) or bool(deeds_asked(question)) or calls
        of_words = bool(question.asked) and asks_for_deed  # and not "was she confirmed"
        if of_words:
            items = self.words_on(question, selection, evidence) or self.sentences_on(question, evidence)
        else:
            facts = [without_bold(fact) for fact in self.facts.items(question, evidence)]
            likely = [item for item in selection.items if item.relevance >= SURELY]
            facts, likely = ([item for item in some if self.tells_of_deed(item, question)] for some in (facts, likely))
            facts = facts or likely
            own = [] if any(item.speaker for item in facts) else self.words_of_subject(question)
            items = merged(facts, own)[:LINES]
        items = in_asked_sense(items, question)
        if lacks_deed(items, question):
            return None
        if not items:
            part = self.claimed(question)
            note = f"No statement was found in which {escaped(' and '.join(question.asked))} says so; others say:"
            return replace(part, opening=(note, *part.opening), more=()) if part and of_words else part
        blocks = by_heading(items)
        opening = reported(items, question, topic_coverage(question, self.snapshot))
        return Part(True, (opening,), (*blocks, *beside(selection.others)), more=selection.more)

    def words_on(self, question: Question, selection: Selection, evidence: Sequence[Evidence]) -> list[Item]:
        """Return the words of those asked about that tell whether they said something, and how they go on."""
        deeds, coverage = deeds_asked(question), topic_coverage(question, self.snapshot)
        alike = [e.statement for e in evidence if e.similarity >= LIKE_CLAIM]
        items = [
            item
            for item in selection.items
            if item.relevance >= OWN_WORDS
            or (question.topic and coverage(item.line.text) >= OF_CLAIM)
            or item.statement in alike
            or tells_of(deeds, item.statement, item.article)
        ]
        said_plainly = [] if deeds else [e for e in evidence if says_yes_or_no(e, question)]
        plain = [
            item
            for item in named(question, said_plainly, self.snapshot)
            if not question.topic or coverage(item.line.text) >= HALF
        ]
        return continued(merged(plain, items), self.snapshot, coverage, self.room)

    def tells_of_deed(self, fact: Item, question: Question) -> bool:
        """Return True if a sentence names who is asked about, or has a pronoun that may be they, and has a word of what
        is asked for beside the names: "is Berg backing Salo".
        """
        clause = Clause(question.topic, self.snapshot)
        mention = clause.mention_at(0)
        subject = mention.name if mention else clause.words[0] if clause.words and clause.is_name(0) else ""
        names = self.snapshot.topic_terms(subject)[-1:] if subject and not question.asked else []
        if not PRONOUN.search(fact.line.text) and any(not name.coverage(fact.line.text) for name in names):
            return False
        rest = NAME_SEQUENCE.sub(" ", question.topic).strip()
        terms = self.snapshot.topic_terms(rest) if rest else []
        return bool(question.asked) or not terms or any(term.coverage(fact.line.text) for term in terms)

    def words_of_subject(self, question: Question) -> list[Item]:
        """Return the words of somebody on what they themselves do: "is Berg voting for it" is told by hers on it."""
        clause = Clause(question.topic, self.snapshot)
        subject = clause.mention_at(0)
        if subject is None or subject.place or question.asked:
            return []
        rest, speakers = clause.between(subject.last), tuple(self.snapshot.link_speaker(subject.name))
        if not rest or not speakers:
            return []
        query = replace(question.query, speakers=(subject.name,), topic=rest)
        own = replace(question, asked=(subject.name,), speakers=speakers, topic=rest, query=query)
        evidence = self.snapshot.search(query)
        return self.words_on(own, select(own, evidence, self.snapshot, most=LINES, room=self.room), evidence)

    def sentences_on(self, question: Question, evidence: Sequence[Evidence]) -> list[Item]:
        """Return the sentences that tell whether those asked about said something, and hold nobody else's words."""
        facts = [fact for fact in self.facts.items(question, evidence) if fact.relevance >= OWN_WORDS]
        own = [without_bold(fact) for fact in facts if not self.tells_of_others(fact, question)]
        return merged([self.as_statement(fact, question, evidence) for fact in own], [])

    def tells_of_others(self, fact: Item, question: Question) -> bool:
        """Return True if a sentence holds the words of somebody who was not asked about, and the answer is not in the
        words of those who were.
        """
        own = ("", *question.speakers)
        answer = self.snapshot.statement_at(fact.article.id, fact.span)
        if answer and answer.speaker in question.speakers:
            return False
        held = (self.snapshot.statement_at(fact.article.id, span) for span in fact.line.spans)
        return fact.speaker not in own or any(statement.speaker not in own for statement in held if statement)

    def as_statement(self, fact: Item, question: Question, evidence: Sequence[Evidence]) -> Item:
        """Return the line of the words of those asked about that a sentence holds, whole; the sentence where it holds
        none.
        """
        own = [e for e in evidence if e.statement and said_by(e) in question.speakers]
        held = [e for e in own if shows(fact.line, e.article.id, [(e.start, e.end)])]
        return next(iter(named(question, held, self.snapshot)), fact)

    def claimed(self, question: Question) -> Part | None:
        """Return who says that something is so, where those whom it is about say nothing of it."""
        topic = " ".join((*question.asked, question.topic))
        query = replace(question.query, speakers=(), topic=topic)
        anybody = replace(question, kind=QuestionKind.WHO_SAID, asked=(), speakers=(), topic=topic, query=query)
        last_names = {name.split()[-1] for name in (*question.asked, *question.speakers)}
        found = [
            each
            for each in self.facts.without_namesakes(question, self.snapshot.search(query))
            if said_by(each) not in question.speakers and any(name in sentence_text(each) for name in last_names)
        ]
        return self.said(anybody, found)
