"""An ordinary question -> the lines of the sentences that answer it, of the articles just cited first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answers.composition import Block, Item, Part, named_first
from assistant.answers.continuations import LONGER, following
from assistant.answers.deeds import has_word
from assistant.answers.facts import Fact, FactFinder, select_facts, statement_at
from assistant.answers.grouping import is_own
from assistant.answers.lines import WORDS
from assistant.answers.selection import (
    ATTITUDES,
    CAUSE,
    attitude_asked,
    deeds_asked,
    has_form,
    own_words,
    topic_coverage,
)
from assistant.questions.models import Question, QuestionKind
from index import LEAST_PROBABILITY, Evidence, IndexSnapshot

NO_SURE_REASON = "This is reported; whether it is the reason is for you to judge:"
HELD = 0.4  # share of what somebody is asked for to have said, that a sentence must hold
SURE_OF_DEED = 0.5  # probability from which a sentence that has the verb tells who did something, and no statement
RIGHT_BEHIND = 3  # characters between a sentence and the quotation that it leads to
LIKELY_THERE = 0.16  # probability from which a sentence of an article answers that is surely asked about
LIKELY_MEANT = 0.1  # probability from which a sentence is shown for words without a verb: of 19 it showed 15 answers
KEYWORD_LINES = 3
NEARER = 0.5  # of the best sentence's score, from which one of an article that was just cited goes before it


class FactAnswers:
    """Answers ordinary questions from one snapshot.  `shown` tells what an earlier answer has shown."""

    def __init__(self, snapshot: IndexSnapshot, shown: Callable[[Item], bool], find: FactFinder) -> None:
        self.snapshot = snapshot
        self.shown = shown
        self.find = find

    def part(self, question: Question, evidence: Sequence[Evidence]) -> Part | None:
        """Return the sentences that answer an ordinary question."""
        items = self.items(question, evidence)
        attitude = attitude_asked(own_words(question)) if question.kind is QuestionKind.WHO_SAID else None
        if attitude == "for":  # who did not praise did something else
            items = [item for item in items if ATTITUDES["for"].search(item.line.text)]
        elif attitude:
            items = [item for item in items if not ATTITUDES["for"].search(item.line.text)]
        if question.kind is QuestionKind.WHO_SAID:
            coverage = topic_coverage(question, self.snapshot)
            deeds = deeds_asked(question)  # "who ridiculed it": the verb tells, where "it" is named elsewhere
            items = [item for item in items if coverage(item.line.text) >= HELD or (deeds and has_word(item, deeds))]
            if said := [item for item in items if item.speaker]:  # who says it is the answer, and no name in the words
                items = list(named_first(map(without_bold, said)))
        items = self.with_quotation(items)
        opening: tuple[str, ...] = ()
        if question.what == "reason" and not any(map(gives_reason, items)):
            opening, items = (NO_SURE_REASON,), list(map(without_bold, items))
        return Part(True, opening, (Block("", tuple(items)),)) if items else None

    def of_deed(self, question: Question, evidence: Sequence[Evidence], said: Sequence[Item]) -> Part | None:
        """Return the sentences that surely tell who did what is asked for, "recommended her", where nothing that was
        said has the word.
        """
        deeds = deeds_asked(question)
        if not deeds or any(has_word(item, deeds) for item in said):
            return None
        facts = self.find(replace(question, what="person"), evidence, self.snapshot, least=SURE_OF_DEED)
        items = select_facts(facts, self.snapshot)
        telling = [item for item in items if has_form(item.line.text, deeds)]
        return Part(True, blocks=(Block("", tuple(telling)),)) if telling and telling[0] is items[0] else None

    def with_quotation(self, items: Sequence[Item]) -> list[Item]:
        """Return the lines of an answer, the first with the quotation right behind it, where a sentence only leads to
        what somebody says: "Berg told what frightens her most."
        """
        kept = [*items]
        if not kept or kept[0].speaker:
            return kept
        first = kept[0]
        begin, end = first.line.spans[0][0], first.line.spans[-1][1]
        told = [
            s for s in self.snapshot.statements_in(first.article.id) if s.spans and begin <= s.start and s.end <= end
        ]
        if not told:
            return kept
        by_them = replace(first, speaker=told[-1].speaker)
        behind = following(by_them, kept, self.snapshot, lambda text: 0.0)
        if behind is None or not behind.statement or behind.statement.start > end + RIGHT_BEHIND:
            return kept
        return [first, behind, *kept[1:]]

    def items(self, question: Question, evidence: Sequence[Evidence], most: int = 2) -> list[Item]:
        evidence = self.without_namesakes(question, evidence)
        near = self.of_subject(question, self.near_facts(question))
        facts = self.of_subject(question, self.find(question, evidence, self.snapshot))
        if question.near and question.what == "reason":  # the reason for what was just shown is another sentence
            items = select_facts([*near, *facts], self.snapshot, len(near) + len(facts))
            return [item for item in items if self.may_tell_for(question, item) and not self.shown(item)][:most]
        better = near and (not facts or near[0].score >= NEARER * facts[0].score)
        words = LONGER * WORDS if question.what == "reason" else WORDS  # a reason may be a matter of several sentences
        return select_facts(near if better else facts, self.snapshot, most, words)

    def likeliest(self, question: Question, evidence: Sequence[Evidence]) -> list[Item]:
        """Return the sentences that are likeliest meant by words without a verb; what answers is in bold where it is
        sure.
        """
        facts = self.find(question, evidence, self.snapshot, least=LIKELY_MEANT)
        items = select_facts(facts, self.snapshot, KEYWORD_LINES)
        return [item if item.relevance >= LEAST_PROBABILITY else without_bold(item) for item in items]

    def may_tell_for(self, question: Question, item: Item) -> bool:
        """Return False for a sentence in which only others than those asked about say something."""
        begin, end = item.line.spans[0][0], item.line.spans[-1][1]
        telling = {
            statement.speaker
            for statement in self.snapshot.statements_in(item.article.id)
            if statement.speaker and statement.spans and begin <= statement.start < end
        }
        return not question.speakers or not telling or not telling.isdisjoint(question.speakers)

    def of_subject(self, question: Question, facts: Sequence[Fact]) -> Sequence[Fact]:
        """Return the facts that name whom a follow-up puts in another's place, "and Salo?", or that are their words."""
        if not (question.carried and question.subject):
            return facts
        speakers, last = self.snapshot.link_speaker(question.subject), question.subject.split()[-1]

        def tells(fact: Fact) -> bool:
            said = statement_at(self.snapshot.statements_in(fact.article.id), fact.span)
            is_theirs = said is not None and said.speaker in speakers
            return is_theirs or not speakers or last in fact.article.text[slice(*fact.span)]

        return list(filter(tells, facts))

    def near_facts(self, question: Question) -> list[Fact]:
        """Return the sentences that answer in the articles that the answer before cites, best first."""
        there = question.narrowed_near()
        if there is None:
            return []
        least = LIKELY_THERE if there.query == question.query else LEAST_PROBABILITY
        return self.find(there, self.snapshot.search(there.query), self.snapshot, least=least)

    def without_namesakes(self, question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
        """Return the evidence of articles that name in full whom the question names, where their last name alone means
        somebody else: an article on Obama is none on Michelle Obama.
        """
        link = self.snapshot.link_speaker
        names = [name for name in question.asked if " " in name and set(link(name.split()[-1])) - set(link(name))]
        named_in = [set(self.snapshot.mentions(name)) for name in names]
        return [each for each in evidence if all(each.article.id in ids for ids in named_in)]


def gives_reason(item: Item) -> bool:
    """Return True for somebody's own words, or a sentence with a word such as "because": of those that were found for
    why something is so 22 of 38 gave the reason, and of the others 26 of 77.
    """
    return is_own(item) or CAUSE.search(item.line.text) is not None


def without_bold(item: Item) -> Item:
    """Return the line of a sentence with nothing set in bold: no word in it is the answer to a yes-or-no question."""
    return replace(item, line=replace(item.line, bold=()))
