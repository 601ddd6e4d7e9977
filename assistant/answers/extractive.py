"""Questions -> one answer made of the articles' own sentences; needs no language model."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.answers.collection import converse
from assistant.answers.composition import Block, Item, Part, beside, by_heading, compose, named_first
from assistant.answers.continuations import continued
from assistant.answers.deeds import lacks_deed, names_saying
from assistant.answers.described import Description, described_speakers
from assistant.answers.fact_answers import FactAnswers, without_bold
from assistant.answers.facts import FactFinder, nearest_sentences, select_facts, word_coverage
from assistant.answers.fallbacks import (
    is_said_for,
    replied,
    said_by_described,
    said_by_members,
    said_for,
    said_in_articles_about,
    with_own_words,
)
from assistant.answers.grouping import is_headline
from assistant.answers.introductions import INTRODUCES, introduce
from assistant.answers.lines import SCRAP, escaped, letters, sentence_line, sentences_at, shows, written_day
from assistant.answers.overview import overview
from assistant.answers.refusal import known_name, refuse, undated
from assistant.answers.remarks import day_told, denials, likened, understood
from assistant.answers.selection import (
    LINE_WORDS,
    SURELY,
    Selection,
    about_topic,
    attitude_asked,
    deeds_asked,
    merged,
    named,
    own_words,
    role_of,
    said_by,
    select,
    topic_coverage,
)
from assistant.answers.whether import WhetherAnswers
from assistant.models import NO_FILTERS, Answer, Filters, History, Role
from assistant.questions.dates import counts_from_today
from assistant.questions.follow_ups import quoted_clause
from assistant.questions.models import KEYWORDS, Question, QuestionKind
from assistant.questions.referents import names_in, points_back, says_there
from index import (
    RELEVANCE_THRESHOLD,
    Evidence,
    IndexSnapshot,
    Period,
    Span,
    parse_day,
    split_sentences,
)

CHAT = (
    QuestionKind.GREETING,
    QuestionKind.THANKS,
    QuestionKind.HELP,
    QuestionKind.COLLECTION,
    QuestionKind.UNSUPPORTED_LANGUAGE,
    QuestionKind.EMPTY,
)
ASKED_AGAIN = ("reason", "place")  # of what an answer told, which its lines need not tell
SENTENCE_WORDS = 4  # of a quotation in a question, that is looked for as it is written
FOR_WORDS = (QuestionKind.SAID, QuestionKind.WHO_SAID, QuestionKind.WHEN)
STATEMENTS = (QuestionKind.SAID, QuestionKind.WHO_SAID, QuestionKind.REACTION)
DAY_BEFORE = re.compile(r"^(?:in|on|during|since|after|before|until|till|up to)\s+", re.IGNORECASE)
HAPPENED = re.compile(r"what(?:'s| is| was| has| had)? (?:been )?happen", re.IGNORECASE)
EACH_OTHER = re.compile(r"each other|one another", re.IGNORECASE)
QUOTED = re.compile(r"[“\"](?P<double>[^“”\"]+)[”\"]|(?<!\w)[‘'](?P<single>(?:[^‘’']|[’'](?=\w))+)[’'](?!\w)")
WHO = re.compile(r"who\b", re.IGNORECASE)
SAYS_SO = re.compile(
    r"(?:and )?(?:who (?:says|said|told|claims|claimed|is saying)|according to whom)(?: (?:so|that|this|it))?\W*",
    re.IGNORECASE,
)
COMPARED = 3  # lines of each of those who are compared
NO_MORE = Part(False, ("The articles have no more on this than was shown.",))
MAY_ANSWER = 0.08  # probability from which a sentence that is no sure answer is offered before others
OWN = 2  # of those asked about, statements that a refusal offers
CLOSE_BY, IN_FRONT = 3000, 3  # characters, within which an answer to somebody stands; what one in front counts more
MOSTLY, NEARLY_ALL = 0.6, 0.9  # of the words of a follow-up without and with names, that an article just cited has
BARE_WORDS = 2  # of a follow-up, with which it is about the articles just cited and no others


def answer_questions(
    questions: Sequence[Question],
    snapshot: IndexSnapshot,
    history: History = (),
    filters: Filters = NO_FILTERS,
    find: FactFinder = nearest_sentences,
) -> Answer:
    """Return the answer to what was typed, which may be several questions, from one snapshot of the index."""
    answerer = Extractive(snapshot, shown_before(history), filters, find, LINE_WORDS // len(questions))
    alone = len(questions) == 1
    answered = [answerer.as_meant(q if alone else replace(q, carried="", otherwise=None)) for q in questions]
    parts = [(question.standalone, part) for question, part in answered]
    return replace(compose(questions[0].text, parts), carried=answered[0][0].carried)


def shown_before(history: History) -> Callable[[Item], bool]:
    """Return the function that tells whether an earlier answer has shown an item."""
    places = [
        (c.article_id, span) for turn in history if turn.answer for c in turn.answer.citations for span in c.shown
    ]
    places += [(c.article_id, (c.start, c.end)) for turn in history if turn.answer for c in turn.answer.citations]

    def shown(item: Item) -> bool:
        return any(shows(item.line, name, [span]) for name, span in places)

    return shown


class Extractive:
    """Answers questions from one snapshot with lines of its articles."""

    def __init__(
        self, snapshot: IndexSnapshot, shown: Callable[[Item], bool], filters: Filters, find: FactFinder, room: int
    ) -> None:
        self.snapshot = snapshot
        self.shown = shown
        self.filters = filters
        self.room = room  # words of an answer's lines
        self.facts = FactAnswers(snapshot, shown, find)
        self.whethers = WhetherAnswers(
            snapshot, self.facts, room, lambda question, found: self.said(question, found, sure=True)
        )

    def as_meant(self, question: Question) -> tuple[Question, Part]:
        """Return the answer to one question, and the question as it was taken: as it can be meant otherwise where only
        that has an answer on its topic.
        """
        part, other = self.part(question), question.otherwise
        if part.found or other is None or self.answer(other, self.snapshot.search(other.query)) is None:
            return question, part
        taken = self.part(other)
        if question.topic and question.asked == other.asked and not other.topic:  # "what did Salo say?", on the same
            who, topic = escaped(" and ".join(question.asked)), escaped(quoted_clause(question.topic))
            note = f"No statement by {who} about {topic} was found here; this is on other things:"
            taken = replace(taken, opening=(note, *taken.opening))
        return other, taken

    def part(self, question: Question) -> Part:
        """Return the answer to one question."""
        if question.kind in CHAT:
            return converse(question, self.snapshot)
        described = self.among_cited(question)
        is_there = described is not question and question.kind is QuestionKind.SAID  # whom the cited article calls so
        question = described
        near = question.narrowed_near()
        if near and self.asks_of_cited(question):
            question = near
        elif near and self.stands_in_cited(question, NEARLY_ALL):
            evidence = self.snapshot.search(near.query)
            if told := self.answer(near, evidence):
                return replace(told, opening=(understood(question), *told.opening), evidence=tuple(evidence))
        evidence = self.verbatim(question) or self.snapshot.search(question.query)
        part = (self.near_said(question) if is_there else None) or self.answer(question, evidence)
        if part is None and is_fragment_of_whether(question):
            question = replace(question, kind=QuestionKind.SAID)
            part = self.answer(question, evidence)
        left_out = undated(question, self.snapshot).strip()
        if part is None and self.may_be_of_event(question):
            part, left_out = self.at_any_time(question), ""
            question = self.without_period(question)
        if part is None and question.kind is QuestionKind.REACTION:
            part = said_for(question, self.snapshot, self.room)
        if part is None and question.kind is QuestionKind.SAID:
            part = (
                self.near_said(question)
                or replied(question, evidence, self.snapshot)
                or said_in_articles_about(question, evidence, self.snapshot)
                or said_for(question, self.snapshot, self.room)
            )
        if part is None:
            part = refuse(question, self.snapshot, evidence, self.nearest(question, evidence), self.filters)
        else:
            part = replace(part, closing=(*part.closing, left_out), evidence=tuple(evidence))
        return replace(part, opening=(understood(question), *part.opening))

    def verbatim(self, question: Question) -> list[Evidence]:
        """Return the statements that hold a quotation which the question gives, letter for letter; none for any other
        question.
        """
        match = QUOTED.search(question.standalone)
        given = (match["double"] or match["single"]) if match else ""
        if question.kind not in FOR_WORDS or len(given.split()) < SENTENCE_WORDS:
            return []
        found = self.snapshot.search(replace(question.query, topic=given))
        return [replace(e, relevance=1.0) for e in found if e.statement and letters(given) in letters(e.text)]

    def among_cited(self, question: Question) -> Question:
        """Return the question about whom the articles just cited introduce as it calls them: "and the detective?"."""
        ids = dict.fromkeys(name for name, _ in question.near)
        description = Description.read(question.subject, bodies=True) if ids and question.subject else None
        found = described_speakers(description, ids, self.snapshot) if description else {}
        names = tuple(dict.fromkeys(name for speakers in found.values() for name in sorted(speakers)))
        if not names:
            return question
        meant = " and ".join(names)
        told = question.corrections if meant == question.subject else (*question.corrections, (question.subject, meant))
        query = replace(question.query, speakers=names)
        return replace(question, asked=names, speakers=names, group="", query=query, corrections=told)

    def may_be_of_event(self, question: Question) -> bool:
        """Return True if the period that a question names may be when something happened, and not when it was
        published: of words only if no article came out then.
        """
        if question.kind not in STATEMENTS:
            return bool(question.period_text)
        query = question.query
        published = self.snapshot.articles(query.outlets, query.period, query.articles)
        return bool(question.period_text) and not published and not counts_from_today(question.period_text)

    def at_any_time(self, question: Question) -> Part | None:
        """Return the answer without the period that the question names: it may be when something happened."""
        topics = [question.query.topic]
        if question.asked and not question.topic:  # "what did Berg say on 3 May": near words of that day
            topics.insert(0, DAY_BEFORE.sub("", question.period_text))
        for topic in topics:
            whole = self.without_period(question, topic)
            part = self.answer(whole, self.snapshot.search(whole.query))
            if part is not None:
                note = f"No article published {escaped(question.period_text)} answers this; these are from any time:"
                return replace(part, opening=(note, *part.opening))
        return None

    def without_period(self, question: Question, topic: str = "") -> Question:
        """Return a question without the period that it names, but within the filters' days; `topic` takes the place of
        its own.
        """
        period = Period(parse_day(self.filters.since), parse_day(self.filters.until))
        text = question.query.text.replace(question.period_text, "").strip()
        query = replace(question.query, text=text, topic=topic or question.query.topic, period=period)
        return replace(question, topic=topic or question.topic, query=query)

    def answer(self, question: Question, evidence: Sequence[Evidence]) -> Part | None:
        """Return the answer to one question; None where no article has it."""
        kind = question.kind
        if question.what == KEYWORDS:
            return self.of_keywords(question, evidence)
        if len(question.asked) > 1 and (kind is QuestionKind.COMPARE or EACH_OTHER.fullmatch(question.topic)):
            return self.compared(question, evidence)
        if kind is QuestionKind.OVERVIEW or (kind is QuestionKind.COMPARE and not question.asked):
            return self.overview(question, evidence)
        if kind is QuestionKind.WHO_IS:
            return self.introduction(question, evidence)
        if kind is QuestionKind.WHETHER:
            return self.whethers.part(question, evidence)
        if kind is QuestionKind.WHEN:
            return self.when(question, evidence)
        if kind is QuestionKind.MORE:
            return self.further(question, evidence)
        if question.near and question.what in ASKED_AGAIN and (facts := self.facts.part(question, evidence)):
            return facts
        if kind in STATEMENTS or question.asked:
            if question.what == "number" and (facts := self.facts.part(question, evidence)):
                return facts  # "how many soldiers did she promise?"
            said = self.said(question, evidence)
            if said and kind is QuestionKind.WHO_SAID and (facts := self.facts.of_deed(question, evidence, said.items)):
                return facts  # "who recommended her for the job?"
            if said and question.what == "reason" and lacks_deed(said.items, question):
                said = None  # "why did she endorse him?" is not answered by what else she says of him
            if said and question.near and question.what in ASKED_AGAIN and not any(map(self.unseen, said.blocks)):
                return None  # "why?" is not answered by what was just shown
            return said if said or self.asks_for_words(question) else self.facts.part(question, evidence)
        facts = self.facts.part(question, evidence)
        if facts or question.what not in ("", "other"):
            return facts
        return self.said(replace(question, kind=QuestionKind.SAID), evidence, sure=True)

    def asks_for_words(self, question: Question) -> bool:
        """Return whether only somebody's words can answer: a name and a verb of saying, "what did Berg say"."""
        if question.kind is not QuestionKind.SAID or question.what not in ("", "other"):
            return False
        named = bool(question.speakers) or any(known_name(name, self.snapshot) for name in question.asked)
        return not question.asked or (named and names_saying(question.standalone)) or bool(question.carried)

    # ---- by kind

    def of_keywords(self, question: Question, evidence: Sequence[Evidence]) -> Part | None:
        """Return what is nearest to words without a verb, "Berg dam cost": whose words surely hold them, else the
        likeliest sentences, else what is said of them.
        """
        if question.asked and (said := self.said(question, evidence, sure=True)):
            return said
        if not question.asked:
            return self.overview(question, evidence, self.facts.items(question, evidence, most=1))
        facts = self.facts.likeliest(question, evidence)
        return Part(True, blocks=(Block("", tuple(facts)),)) if facts else self.said(question, evidence)

    def said(self, question: Question, evidence: Sequence[Evidence], *, sure: bool = False) -> Part | None:
        """Return whose words answer; `sure` asks for words that are surely about the question."""
        goes_on = question.kind is QuestionKind.SAID and (not question.topic or says_there(question.text))
        goes_on = goes_on or question.kind is QuestionKind.REACTION
        if goes_on and (part := self.near_said(question)):
            return part
        if SAYS_SO.fullmatch(question.text) and (part := self.who_told(question)):
            return part
        if question.asks_members:
            there = question.narrowed_near() if not question.topic else None
            return said_by_members(there or question, self.snapshot, self.room)
        if question.kind is QuestionKind.WHO_SAID and (there := question.narrowed_near()):
            for topic in filter(None, (question.subject, question.topic)):  # "who disagreed with her?", or on that
                about = replace(there, near=(), topic=topic, query=replace(there.query, topic=topic))
                if part := self.said(about, self.snapshot.search(about.query)):
                    return replace(part, opening=("From the article cited before:", *part.opening))
            if deeds_asked(question) and attitude_asked(own_words(question)) is None:
                return None  # "who ridiculed it?": nobody's words there are called so
        selection = select(question, evidence, self.snapshot, room=self.room)
        is_unsure = not selection.items or selection.items[0].relevance < SURELY
        if is_unsure or all(map(is_headline, selection.items)):
            described = self.said_by_described(question, selection)
            if described:
                return described
        if not selection.items or (sure and is_unsure):
            return None
        if question.kind is QuestionKind.SAID and question.topic:
            longer = with_own_words(question, selection.items, evidence, self.snapshot)
            selection = replace(selection, items=tuple(longer))
        who = question.kind is QuestionKind.WHO_SAID
        opening = [denials(question, selection)] if who else []
        opening.append(likened(question, selection, self.snapshot))
        blocks = [Block("", named_first(selection.items))] if who else by_heading(selection.items)
        closing = (self.silent(question, selection),)
        return Part(True, tuple(opening), (*blocks, *beside(selection.others)), closing, more=selection.more)

    def silent(self, question: Question, selection: Selection) -> str:
        """Return the sentence that tells which of several people who are asked about has no line; empty if all have."""
        if len(question.asked) < 2:
            return ""
        shown = {item.speaker for item in (*selection.items, *selection.more)}
        missing = [name for name in question.asked if shown.isdisjoint(self.snapshot.link_speaker(name))]
        if not missing:
            return ""
        return f"No statement by {escaped(' and '.join(missing))} that is surely on this was found here."

    def said_by_described(self, question: Question, selection: Selection) -> Part | None:
        """Return what is said by whom the question describes: members of a group, or somebody whom it does not name, in
        the articles that the answer before cites first.
        """
        if question.kind not in (QuestionKind.SAID, QuestionKind.REACTION):
            return None
        if question.group:
            return said_by_members(question, self.snapshot, self.room)
        if selection.items or not question.asked:
            return None
        if question.speakers and Description.read(question.asked[0]) is None:
            return None
        there = question.narrowed_near()
        found = said_by_described(there, self.snapshot, self.room) if there else None
        return found or said_by_described(question, self.snapshot, self.room)

    def who_told(self, question: Question) -> Part | None:
        """Return the statements that the answer before cites, each with who makes it: "who says so?"."""
        texts = self.snapshot.articles_with_text([name for name, _ in question.near])
        told = [
            Evidence(texts[name], statement.start, statement.end, 1.0, 1.0, statement)
            for name, span in question.near
            if name in texts and (statement := self.snapshot.statement_at(name, span)) and statement.speaker
        ]
        items = merged(named(question, told, self.snapshot), [])[:COMPARED]
        return Part(True, blocks=(Block("", named_first(items)),)) if items else None

    def near_said(self, question: Question) -> Part | None:
        """Return what those asked about say near the places that the answer before cites; on the topic first."""
        near = question.narrowed_near()
        anybody = not question.asked and not question.group and not question.topic
        if near is None or not (question.asked or anybody):
            return None
        found = [e for e in self.snapshot.search(near.query) if e.statement]
        own = [e for e in found if anybody or said_by(e) in question.speakers or is_said_for(question, e)]
        own = [e for e in own if role_of(e) is Role.ANSWER]
        if question.topic and not question.keeps_topic:
            own = about_topic(question, own)
        places = [(e.relevance < RELEVANCE_THRESHOLD, distance(e, question.near), e) for e in own]
        close = [e for _, far, e in sorted(places, key=lambda place: place[:2]) if far <= CLOSE_BY]
        items = merged(named(question, close, self.snapshot), [])[:COMPARED]
        items = continued(items, self.snapshot, topic_coverage(question, self.snapshot), self.room)
        return Part(True, ("From the article cited before:",), tuple(by_heading(items))) if items else None

    def further(self, question: Question, evidence: Sequence[Evidence]) -> Part | None:
        """Return what answers the same question and was not shown by the answers before."""
        if question.asked or question.topic == "":
            selection = select(question, evidence, self.snapshot, shown=self.shown)
            if selection.items:
                blocks = by_heading(selection.items)
                return Part(True, (), (*blocks, *beside(selection.others)), more=selection.more)
            return NO_MORE
        items = [item for item in self.facts.items(question, evidence, most=8) if not self.shown(item)]
        if items:
            return Part(True, (), (Block("", tuple(items[:4])),))
        seen = overview(question, evidence, self.snapshot)
        blocks = [replace(block, items=unseen) for block in seen if (unseen := self.unseen(block))]
        return Part(True, (), tuple(blocks)) if blocks else NO_MORE

    def unseen(self, block: Block) -> tuple[Item, ...]:
        """Return the items of a block that no earlier answer has shown."""
        return tuple(item for item in block.items if not self.shown(item))

    def compared(self, question: Question, evidence: Sequence[Evidence]) -> Part | None:
        """Return what each of those asked about said, under their own headings, the same number of lines of each."""
        of_others = EACH_OTHER.fullmatch(question.topic) is not None
        chosen: list[tuple[str, tuple[Item, ...]]] = []
        for name in question.asked:
            speakers = tuple(self.snapshot.link_speaker(name))
            topic = " and ".join(other for other in question.asked if other != name) if of_others else question.topic
            alone = replace(
                question,
                kind=QuestionKind.SAID,
                asked=(name,),
                speakers=speakers,
                topic=topic,
                query=replace(question.query, speakers=(name,), topic=topic),
            )
            own = self.snapshot.search(alone.query)
            selection = select(alone, own, self.snapshot, most=COMPARED, room=self.room // len(question.asked))
            chosen.append((selection.items[0].speaker if selection.items else name, selection.items))
        if not any(items for _, items in chosen):
            return None
        least = max(1, min(len(items) for _, items in chosen if items))
        blocks = []
        for name, items in chosen:
            topic = f" about {escaped(question.topic)}" if question.topic else ""
            note = "" if items else f"No statement by {escaped(name)}{topic} was found here."
            blocks.append(Block(name, items[:least], note))
        return Part(True, blocks=tuple(blocks))

    def overview(self, question: Question, evidence: Sequence[Evidence], facts: Sequence[Item] = ()) -> Part | None:
        """Return the most telling sentences of the articles on the topic, behind the lines that answer it."""
        if HAPPENED.match(question.standalone):
            facts = self.facts.items(question, evidence, most=1)
        first = [Block("", tuple(facts))] if facts else []
        seen = overview(question, evidence, self.snapshot)
        blocks = [
            replace(block, items=rest) for block in seen if (rest := tuple(merged(facts, block.items)[len(facts) :]))
        ]
        if first or blocks:
            return Part(True, blocks=(*first, *blocks))
        return self.facts.part(question, evidence)

    def introduction(self, question: Question, evidence: Sequence[Evidence]) -> Part | None:
        """Return who or what somebody or something is."""
        name = question.topic or " ".join(question.asked)
        items = introduce(name, self.snapshot)
        asks_who = WHO.match(question.standalone) is not None
        has_role = bool(question.asked) and name not in question.asked  # "Berg's campaign manager"
        if not items and (has_role or not asks_who):
            facts = self.facts.part(question, evidence)
            if facts or not has_role:
                return facts
            items = introduce(" ".join(question.asked), self.snapshot)
        if items and asks_who and items[0].relevance < INTRODUCES:
            text = f"What is {name}'s job?"
            told = replace(question, standalone=text, query=replace(question.query, text=text, topic=""))
            jobs = self.facts.items(told, self.snapshot.search(told.query))
            items = [*map(without_bold, jobs)] or items  # of two people in a sentence the other may have the job
        return Part(True, blocks=(Block("", tuple(items)),)) if items else None

    def when(self, question: Question, evidence: Sequence[Evidence]) -> Part | None:
        """Return when something was said, or happened: the day first."""
        if question.asked and names_saying(question.standalone):
            dated = [e for e in evidence if e.article.published]
            selection = select(question, dated, self.snapshot, room=self.room)
            if not selection.items:
                selection = select(question, evidence, self.snapshot, room=self.room)
            if selection.items:
                items = selection.items
                if lacks_deed(items, question):
                    return None
                days = dict.fromkeys(written_day(item.article.published) for item in items if item.article.published)
                opening = f"Reported {' and '.join(days)}:" if days else "The articles give no date:"
                return Part(True, (opening,), tuple(by_heading(items)), more=selection.more)
        facts = self.facts.items(replace(question, what="date"), evidence)
        if not facts and question.near and question.keeps_topic:  # "when was that?"
            texts = self.snapshot.articles_with_text({name for name, _ in question.near})
            cited = [Item(sentence_line(texts[name], span), span) for name, span in question.near if name in texts]
            facts = merged([item for item in cited if item.article.published], [])[:1]
        if not facts:
            return None
        return Part(True, blocks=(Block("", tuple(replace(item, start=day_told(item)) for item in facts)),))

    def asks_of_cited(self, question: Question) -> bool:
        """Return True for a follow-up that names nothing and asks of what was just cited: one of hardly a word, "what
        was the motive?", one about "it", or one whose words stand in those articles.
        """
        if question.kind not in (QuestionKind.FACT, QuestionKind.WHETHER) or not question.near:
            return False
        if names_in(question.standalone):
            return False
        is_short = len(self.snapshot.terms(question.standalone)) <= BARE_WORDS
        return is_short or points_back(question.standalone) or self.stands_in_cited(question, MOSTLY)

    def stands_in_cited(self, question: Question, share: float) -> bool:
        """Return True for an ordinary question of whose words an article just cited has a share, by weight."""
        if question.kind not in (QuestionKind.FACT, QuestionKind.WHETHER):
            return False
        coverage = word_coverage(question.standalone, self.snapshot)
        texts = self.snapshot.articles_with_text({name for name, _ in question.near}).values()
        return any(coverage(article.text) >= share for article in texts)

    def nearest(self, question: Question, evidence: Sequence[Evidence]) -> list[Item]:
        """Return what a refusal offers: the sentences of the passages that are likeliest to answer, the nearest words
        of those asked about, others' words on the topic, then the sentences with most of the topic.
        """
        coverage = topic_coverage(question, self.snapshot)
        if question.kind is QuestionKind.WHO_SAID and (there := question.narrowed_near()):
            evidence = self.snapshot.search(there.query)  # who disagrees may be one of those
        near = [
            e
            for e in evidence
            if e.statement and e.relevance >= SURELY and said_by(e) not in (*question.speakers, *question.excluding)
        ]
        own = sorted(
            (e for e in evidence if e.statement and said_by(e) in question.speakers), key=nearness, reverse=True
        )
        ids = {article for name in question.asked for article in self.snapshot.mentions(name)}
        near = [e for e in near if not ids or e.article.id in ids]  # of articles that name whom it asks about
        passages = [e for e in evidence if e.statement is None and (not ids or e.article.id in ids)]
        said = named(question, [*own[:OWN], *near[:2]], self.snapshot)
        items = [replace(item, start=item.speaker) for item in said]
        if not self.asks_for_words(question):
            likeliest = self.facts.find(question, passages, self.snapshot, least=MAY_ANSWER)
            items = [*map(without_bold, select_facts(likeliest, self.snapshot)), *items]
        for passage in passages[:3]:
            text = passage.article.text
            best = max(sentences_of(passage), key=lambda span: coverage(text[slice(*span)]), default=None)
            if best is not None and coverage(text[slice(*best)]) > 0:
                items.append(Item(sentence_line(passage.article, best), best))
        return [replace(item, role=Role.OTHER, same=()) for item in merged(items, [])]


def is_fragment_of_whether(question: Question) -> bool:
    """Return True for "and Salo?" behind a question for a yes or no, which may ask for his words."""
    is_carried = question.kind is QuestionKind.WHETHER and bool(question.carried and question.asked)
    return is_carried and not names_saying(question.text)


def nearness(evidence: Evidence) -> tuple[float, float]:
    """Return how near a statement comes to the topic: by its words, then by its meaning."""
    return evidence.relevance, evidence.similarity


def distance(evidence: Evidence, places: Iterable[tuple[str, Span]]) -> float:
    """Return how many characters lie between a place and the nearest of some; a place in front counts as farther."""
    between = [
        max(evidence.start - end, IN_FRONT * (start - evidence.end), 0)
        for name, (start, end) in places
        if name == evidence.article.id
    ]
    return min(between, default=math.inf)


def sentences_of(evidence: Evidence) -> list[Span]:
    """Return the sentences of a passage, without scraps such as a time of day on a line of its own."""
    text = evidence.article.text
    spans = [split_sentences(text)[number] for number in sentences_at(text, [(evidence.start, evidence.end)])]
    return [span for span in spans if len(text[slice(*span)].split()) >= SCRAP]
