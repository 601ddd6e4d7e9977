"""Evidence -> which statements answer, in which order, and which of others stand beside them.

Every answer about what somebody said, in quotation mode and by a model, is made of these items and of nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.answers.composition import Item, item_of
from assistant.answers.continuations import continued
from assistant.answers.grouping import contradicts, is_headline, is_own, merge_same, repeats_title
from assistant.answers.lines import SOURCE_WORDS, shows, statement_line
from assistant.answers.namesakes import namesake_filter
from assistant.answers.similarity import embed
from assistant.models import Role
from assistant.questions.lexicon import DEEDS, PERFORMED, STANCE_VERBS
from assistant.questions.models import Question, QuestionKind
from index import (
    CONTEXT_THRESHOLD,
    NAME_SEQUENCE,
    RELEVANCE_THRESHOLD,
    Article,
    Encoder,
    Evidence,
    IndexSnapshot,
    Period,
    QuoteType,
    Span,
    SpeechAct,
    Statement,
    find_quotes,
    strip_titles,
)

# Found on the training questions, as those in index/retrieval/search.py.
SURE, SURE_ENOUGH = 0.75, 0.5  # confidence that a statement needs, else it gives way to surer ones
TOPIC_SIMILARITY = 0.4  # from which words that do not name the topic are about it; no unanswered question had .37
NEAR_SIMILARITY = 0.25  # the same where the topic is named beside them; no unanswered question had more than .2
CERTAIN = 0.65  # relevance from which the lower one is enough
LIKE_CLAIM = 0.6  # cosine from which somebody's words are on a claim, whatever words they are in
CLAIMED = 0.2  # relevance of the best, under which nobody makes the claim that "who said" asks for
CLOSE, CLOSE_MEANING = 0.6, 0.82  # of the best's relevance and similarity: less is not what "who said" asks for
NEARBY_CLAIM = 0.45  # of what is criticised or praised, the share that stands around the words
MANY_WORDS, HALF = 4, 0.5  # of a topic, and the share of them in a line that keeps one which is less relevant
STRONG = 0.4  # of the best's relevance: less goes behind, also in own words
SURELY = 0.5  # relevance from which a statement is taken to be on a topic that nobody in particular is asked about
OTHERS, BESIDE = 0.5, 0.8  # relevance, and share of the best line's, from which others' words stand beside an answer
MOST_SPEAKER = 5  # lines of one speaker
MOST = 8  # lines of an answer
MOST_OTHERS = 2
LINE_WORDS = 195  # words in the lines of an answer, beyond which no further line is shown
LEAST = 2  # lines that are shown however long they are
VARIED = 24  # of a speaker's lines on everything, that are ordered by how unlike they are
CONSIDERED = 40  # statements that are made into lines

DISAGREEING = re.compile(r"\b(?:disagree|object|contradict)\w*", re.IGNORECASE)
CAUSE = re.compile(
    r"\b(?:because|since|citing|cited|due to|owing to|reasons?|so that|in order to|as a result|therefore|thanks to)\b",
    re.IGNORECASE,
)
OF_OTHERS = re.compile(r"\b(?:who|those|they|people|some|many|others)(?: \w+)? $")
NEGATED = re.compile(
    r"\b(?:not|never|den(?:y|ies|ied)|unconfirmed|declin\w+|refus\w+|reject\w*|without|refrain\w*)\b|n[’']t\b",
    re.IGNORECASE,
)
# Words of approval and of criticism: "who praised" is not answered by who attacked.
ATTITUDES = {
    "for": re.compile(
        r"\b(?:prais(?:e[sd]?|ing)|welcom(?:e[sd]?|ing)|applaud\w*|support(?:s|ed|ing)?|thank\w*|back(?:s|ed|ing)|endors\w+"
        r"|hail(?:s|ed|ing)?|defend(?:s|ed|ing)?|commend\w*|crucial step|step forward|congratulat\w+|celebrat\w+"
        r"|brilliant|in favou?r of|(?<!not )(?<!n[’']t )(?:accept|agree)(?:s|d|ed|ing)?)\b",
        re.IGNORECASE,
    ),
    "against": re.compile(
        r"\b(?:critici[sz]\w+|attack(?:s|ed|ing)?|slam\w*|blast(?:s|ed|ing)?|condemn\w*|denounc\w+|oppos(?:e[sd]?|ing)|against"
        r"|reject(?:s|ed|ing)?|pann(?:ed|ing)|mock(?:s|ed|ing)?|abus(?:e|ive)|undermin\w+|unlawful\w*|disagree\w*|repeal"
        r"|misleading|untrue|inaccurate|unfair|flawed|absurd|disput(?:e[sd]?|ing)|refut\w+|rebut\w*"
        r"|dismiss\w*|weak|fail(?:s|ed|ing|ure)|intimidat\w+|worth|wrong|outrageous|warn(?:s|ed)?|disregard\w*)\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What an answer about statements is made of: lines in the order in which they are shown, the rest, and others'."""

    items: tuple[Item, ...]
    more: tuple[Item, ...] = ()
    others: tuple[Item, ...] = ()


def select(
    question: Question,
    evidence: Sequence[Evidence],
    snapshot: IndexSnapshot,
    shown: Callable[[Item], bool] = lambda item: False,
    most: int = MOST,
    room: int = LINE_WORDS,
) -> Selection:
    """Decide what is shown.  Only words of those asked about stand for the answer, and only if they are about the
    topic.  Items for which `shown` holds are left out.
    """
    asked = bool(question.asked)
    is_of_namesake = namesake_filter(question.topic, snapshot)
    statements = [
        e
        for e in evidence
        if e.statement is not None and said_by(e) not in question.excluding and not is_of_namesake(e.article.text)
    ]
    mine = [e for e in statements if not asked or said_by(e) in question.speakers]
    answering = surest(about_topic(question, mine))
    asks_whom = question.what == "person" and not question.topic  # "who did she praise"
    deeds = deeds_asked(question, DEEDS + STANCE_VERBS if asks_whom else DEEDS)
    if asked and deeds and (question.topic or asks_whom):
        on_it = [e for e in mine if asks_whom or deeds & PERFORMED or is_near(e)]
        done = surest([e for e in on_it if tells_of(deeds, e.statement, e.article)])
        answering = done if asks_whom else [*done, *(e for e in answering if e not in done)]
    if question.kind is QuestionKind.WHO_SAID:
        answering = claiming(question, mine, answering, snapshot)
    if question.denial:
        answering = denying(answering)
    items = named(question, answering[:CONSIDERED], snapshot)
    distinct = merge_same(relevant([item for item in items if not shown(item)], question, snapshot), snapshot.encoder)
    lines = without_headlines(ordered(distinct, question))
    if asked and not question.topic:
        lines = varied(lines, snapshot.encoder)
    kept, more = limited(lines, question, most, room)
    others: list[Item] = []
    if question.kind is not QuestionKind.WHO_SAID:
        longer = continued(kept, snapshot, topic_coverage(question, snapshot), room)
        kept = [item for item in longer if not shown(item)]
        more = [item for item in more if not repeated(item, kept)]
    if asked and question.topic:
        others = of_others(question, [e for e in statements if e not in mine], kept, more, snapshot)
    kept = without_repeated_leads(kept)
    left = room - sum(item.line.words + SOURCE_WORDS for item in kept)
    others = [item for item in others[:MOST_OTHERS] if item.line.words + SOURCE_WORDS <= left / MOST_OTHERS]
    return Selection(tuple(kept), tuple(more), tuple(others))


def is_near(evidence: Evidence) -> bool:
    """Return True if a statement, or what stands around it, has something of the topic."""
    return evidence.relevance >= RELEVANCE_THRESHOLD or evidence.context_coverage >= NEARBY_CLAIM


def of_others(
    question: Question,
    statements: Sequence[Evidence],
    kept: Sequence[Item],
    more: Sequence[Item],
    snapshot: IndexSnapshot,
) -> list[Item]:
    """Return what others say on the topic in the articles that an answer cites, if it is nearly as surely about it."""
    if not kept:
        return []
    least = max(OTHERS, BESIDE * kept[0].relevance)
    cited = {item.article.id for item in kept}  # elsewhere the same words are mostly of something else
    known = {speaker.name for speaker in snapshot.speaker_entries()}  # and no things, "the dispute"
    there = [e for e in statements if e.article.id in cited and e.relevance >= least and said_by(e) in known]
    items = [i for i in named(question, there[: MOST_OTHERS * 3], snapshot) if not repeated(i, (*kept, *more))]
    coverage = topic_coverage(question, snapshot)
    items = [item for item in items if coverage(item.line.text) >= BESIDE and not is_headline(item)]
    return [replace(item, role=Role.OTHER, same=()) for item in merge_same(items, snapshot.encoder)]


def relevant(items: Sequence[Item], question: Question, snapshot: IndexSnapshot) -> list[Item]:
    """Return the items without those that are much less surely about the topic than the best and do not show it: of a
    topic of many words half of it, of any other a word.
    """
    coverage = topic_coverage(question, snapshot)
    is_long = bool(question.topic) and len(snapshot.topic_terms(question.topic)) >= MANY_WORDS
    enough = HALF if is_long and question.kind is not QuestionKind.WHO_SAID else 0.0
    least = STRONG * max((item.relevance for item in items), default=0.0)
    return [item for item in items if item.relevance >= least or item.line.lead or coverage(item.line.text) > enough]


def claiming(
    question: Question, statements: Sequence[Evidence], answering: Sequence[Evidence], snapshot: IndexSnapshot
) -> list[Evidence]:
    """Return the statements that make the claim which "who said" asks for, each speaker's best before a second one, and
    people and bodies before things ("a poll").

    They are as near the claim as the best by words or by meaning.  Where approval or criticism is asked for, those in
    words of it come first, and none in words of the opposite counts, nor what those say who are approved or criticised;
    where the question's own verb is one of approval ("who defended her"), nobody answers without one.
    """
    asked = attitude_asked(own_words(question))
    if asked is not None:  # who is criticised or praised is not who does it
        names = (strip_titles(name.split()) for name in NAME_SEQUENCE.findall(question.standalone))
        concerned = {speaker for name in names for speaker in snapshot.link_speaker(" ".join(name))}
        statements = [e for e in statements if said_by(e) not in concerned]
        answering = [e for e in answering if said_by(e) not in concerned]
    best = max((e.relevance for e in answering), default=0.0)
    nearest = max((e.similarity for e in answering), default=0.0)
    # Where somebody makes the claim in its words, others need more than words on the same people.
    like = max(NEAR_SIMILARITY, CLOSE_MEANING * nearest, LIKE_CLAIM if best >= CERTAIN else 0.0)
    close = [e for e in answering if e.relevance >= CLOSE * best]
    close += [e for e in surest(statements) if e not in close and e.similarity >= like and said_by(e)]
    if asked is None and question.topic and best < CLAIMED:
        return []
    deeds = deeds_asked(question)  # "who ridiculed it": whoever is said to have ridiculed comes first
    on_it = statements if question.query.articles else filter(is_near, statements)  # all of an article just cited
    done = [e for e in on_it if said_by(e) and tells_of(deeds, e.statement, e.article)]
    if asked is not None:
        close = of_attitude(question, statements, close, asked)
    elif deeds and question.query.articles:  # of a single article's words only those that are called so
        close = []
    close = [*done, *(e for e in close if e not in done)]
    known = {speaker.name for speaker in snapshot.speaker_entries()}
    seen: Counter[str] = Counter()
    turns: list[tuple[int, bool, Evidence]] = []
    for e in close:
        turns.append((seen[said_by(e)], said_by(e) not in known, e))
        seen[said_by(e)] += 1
    return [e for _, _, e in sorted(turns, key=lambda turn: turn[:2])]


def of_attitude(
    question: Question, statements: Sequence[Evidence], close: Sequence[Evidence], asked: str
) -> list[Evidence]:
    """Return the statements that answer who approves or criticises, `asked` a key of ATTITUDES: those in words of it
    near what it is about, then the others that come close, none in words of the opposite.
    """
    nearest = max((e.similarity for e in close), default=0.0)
    near = [e for e in statements if e.context_coverage >= NEARBY_CLAIM and e.similarity >= CLOSE * nearest]
    worded = [e for e in near if said_by(e) and takes_attitude(e, ATTITUDES[asked])]
    if not worded and all(e.relevance < RELEVANCE_THRESHOLD for e in close):
        return []
    needs_words = approval_asked(question) is not None or DISAGREEING.search(own_words(question)) is not None
    enough = needs_words or len({said_by(e) for e in worded}) > 1
    chosen = worded if enough else [*worded, *(e for e in close if e not in worded)]
    against = [words for kind, words in ATTITUDES.items() if kind != asked]
    return [e for e in chosen if not any(words.search(sentence_text(e)) for words in against)]


def takes_attitude(evidence: Evidence, attitude: re.Pattern[str]) -> bool:
    """Return True if a statement's sentence has words of approval or of criticism: not in its quotation alone, if it
    tells there what others do ("those who support it have won").
    """
    text = sentence_text(evidence)
    found = [match.start() for match in attitude.finditer(text)]
    quoted = find_quotes(text)
    told = [place for place in found if not any(start <= place < end for start, end in quoted)]
    return bool(told) or any(not OF_OTHERS.search(text, 0, place) for place in found)


def attitude_asked(text: str) -> str | None:
    """Return whether words ask for approval or for criticism: a key of ATTITUDES, or None."""
    return next((kind for kind, words in ATTITUDES.items() if words.search(text)), None)


def approval_asked(question: Question) -> re.Pattern[str] | None:
    """Return the words of approval if a question's own verb asks for it ("who defended her"), not its topic's.  Critics
    use too many words for a list of them to be all.
    """
    return ATTITUDES["for"] if attitude_asked(own_words(question)) == "for" else None


def own_words(question: Question) -> str:
    """Return a question's words without its topic's: its own verb, "who criticised"."""
    return question.standalone.replace(question.topic, "")


def sentence_text(evidence: Evidence) -> str:
    """Return the text of the sentences in which a statement stands."""
    return statement_line(evidence.article, evidence.statement, lambda text: 1.0).text if evidence.statement else ""


def denying(answering: Sequence[Evidence]) -> list[Evidence]:
    """Return the statements that deny something; where none is called a denial those that surely say that it is not so
    ("he said he had never suggested it"), else those that do not confirm it.
    """

    def of(act: SpeechAct) -> list[Evidence]:
        return [e for e in answering if e.statement and e.statement.speech_act is act]

    near = [e for e in of(SpeechAct.SAID) if e.relevance >= CERTAIN or e.similarity >= LIKE_CLAIM]
    said = [e for e in near if NEGATED.search(statement_text(e))]
    return of(SpeechAct.DENIED) or said or of(SpeechAct.NOT_SAID)


def statement_text(evidence: Evidence) -> str:
    """Return the words of a statement alone."""
    spans = evidence.statement.spans if evidence.statement else ()
    return " ".join(evidence.article.text[slice(*span)] for span in spans)


def about_topic(question: Question, mine: Sequence[Evidence]) -> list[Evidence]:
    """Return the statements that are about the topic: by their words, else by those around them, else by meaning, which
    a name such as Anna Berg has none of.
    """
    answering = [e for e in mine if e.relevance >= RELEVANCE_THRESHOLD or not question.topic]
    near = [e for e in mine if e.context_coverage >= CONTEXT_THRESHOLD and e.similarity >= NEAR_SIMILARITY]
    is_name = " " in question.topic and NAME_SEQUENCE.fullmatch(question.topic) is not None
    return answering or near or [e for e in mine if e.similarity >= TOPIC_SIMILARITY and not is_name]


def deeds_asked(question: Question, verbs: Sequence[frozenset[str]] = DEEDS) -> frozenset[str]:
    """Return the forms of a question's verbs that tell what somebody did with their words: "apologized" and the others,
    where it is asked whether she apologised.  `verbs` are those that count, each as its forms.
    """
    asked, topic = (set(re.findall(r"\w+", text.casefold())) for text in (question.standalone, question.topic))
    return frozenset[str]().union(*(forms for forms in verbs if forms & (asked - topic)))  # "the order" is no verb


def tells_of(deeds: frozenset[str], statement: Statement | None, article: Article) -> bool:
    """Return True if the words that say that a statement was made have one of some verbs."""
    if not deeds or statement is None or statement.cue_span is None:
        return False
    return has_form(article.text[slice(*statement.cue_span)], deeds)


def has_form(text: str, forms: frozenset[str]) -> bool:
    """Return True if one of some verbs' forms is a word of a text."""
    return not forms.isdisjoint(re.findall(r"\w+", text.casefold()))


def said_by(evidence: Evidence) -> str:
    """Return who says it; empty for a passage."""
    return evidence.statement.speaker if evidence.statement else ""


def surest(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return those that are surely somebody's words, best first; the others only where there is none such."""
    sure = [e for e in evidence if e.statement is None or e.statement.confidence >= needed(e)]
    return sure or list(evidence)


def needed(evidence: Evidence) -> float:
    """Return the confidence that a statement needs: less in quotation marks, and less if surely about the topic."""
    quoted = evidence.statement is not None and evidence.statement.quote_type is not QuoteType.INDIRECT
    return SURE_ENOUGH if quoted or evidence.relevance >= CERTAIN else SURE


def role_of(evidence: Evidence) -> Role:
    """Return the role of a statement: words that somebody else reports of the speaker are relayed, not theirs."""
    return Role.RELAYED if evidence.statement and evidence.statement.relayed_by else Role.ANSWER


def named(question: Question, evidence: Sequence[Evidence], snapshot: IndexSnapshot) -> list[Item]:
    """Return the items of statements, each under the name of its speaker."""
    coverage = topic_coverage(question, snapshot)
    return [
        item_of(statement_line(e.article, e.statement, coverage), e, role_of(e))
        for e in evidence
        if e.statement is not None and e.statement.spans
    ]


def topic_coverage(question: Question, snapshot: IndexSnapshot) -> Callable[[str], float]:
    """Return the function that tells how much of the topic (0 to 1, by weight) a text holds; 1 where there is none."""
    terms = snapshot.topic_terms(question.topic) if question.topic else []
    total = sum(term.weight for term in terms)
    if not total:
        return lambda text: 1.0
    return lambda text: sum(term.weight * term.coverage(text) for term in terms) / total


def ordered(items: Iterable[Item], question: Question) -> list[Item]:
    """Return the items as they are shown: own words, what is reported, what was denied, what others relay.

    What is much less surely about the topic than the best goes behind, and so does a headline's wording.  By date where
    the question asks for it.
    """
    rows = list(items)
    direct = [item.relevance for item in rows if not contradicts(item) and item.role is Role.ANSWER]
    strong = STRONG * max(direct, default=0.0) if question.topic else 0.0
    near = {article for article, _ in question.near}
    deeds = deeds_asked(question) if question.asked else frozenset[str]()

    def place(item: Item) -> tuple[int, float]:
        if item.role is Role.RELAYED:
            return 4, -item.relevance
        if contradicts(item) and question.kind is QuestionKind.WHETHER:
            return -1, -item.relevance
        if contradicts(item):
            return 3, -item.relevance
        if tells_of(deeds, item.statement, item.article):
            return 0, -1 - item.relevance
        if item.relevance < strong or repeats_title(item):
            return 2, -item.relevance
        return (0 if is_own(item) else 1), -item.relevance

    if question.kind is not QuestionKind.WHO_SAID:  # whose order is by claim
        rows.sort(key=place)
        if question.what == "reason":
            rows.sort(key=lambda item: CAUSE.search(item.line.text) is None)
        # A follow-up is about what the answer before was about.
        rows.sort(key=lambda item: not (item.article.id in near and item.relevance >= RELEVANCE_THRESHOLD))
    return rows


def without_headlines(items: Sequence[Item]) -> list[Item]:
    """Return the items without the headlines of articles in whose text the same speaker has a line."""
    told = {(item.article.id, item.speaker) for item in items if not is_headline(item)}
    return [item for item in items if not is_headline(item) or (item.article.id, item.speaker) not in told]


def varied(items: Sequence[Item], encoder: Encoder) -> list[Item]:
    """Return the items so that each is both good and unlike those before it, by maximal marginal relevance (Carbonell
    and Goldstein, 1998): the place in the order given counts as much as the likeness to the nearest item before.
    """
    rest = list(range(min(len(items), VARIED)))
    vectors = embed(encoder, [items[number].line.text for number in rest])
    chosen: list[int] = []
    while rest:
        nearest = (vectors[rest] @ vectors[chosen].T).max(axis=1) if chosen else np.zeros(len(rest))
        best = int(np.argmax(-np.array(rest) / len(vectors) - nearest))
        chosen.append(rest.pop(best))
    return [*(items[number] for number in chosen), *items[VARIED:]]


def limited(items: Sequence[Item], question: Question, most: int, room: int) -> tuple[list[Item], list[Item]]:
    """Return the items that are shown, by speaker, and the rest.

    Of each speaker at most MOST_SPEAKER, in `room` words in all, each article's best before a second one of it; one
    line that denies or does not confirm always has its place.
    """
    chosen: list[Item] = []
    words = 0
    for item in spread(items):
        mine = [other for other in chosen if other.speaker == item.speaker]
        full = len(chosen) >= most or len(mine) >= (2 if question.kind is QuestionKind.WHO_SAID else MOST_SPEAKER)
        if full or (
            len(chosen) >= (LEAST + (question.kind is QuestionKind.WHO_SAID)) and words + item.line.words > room
        ):
            continue
        chosen.append(item)
        words += item.line.words + SOURCE_WORDS
    denials = [item for item in items if contradicts(item) and item not in chosen]
    if denials and chosen and not any(map(contradicts, chosen)) and not question.denial:
        if len(chosen) >= min(most, MOST_SPEAKER) or words + denials[0].line.words > room:
            chosen.pop()
        chosen.append(denials[0])
    shown = [item for item in items if item in chosen]
    if question.by_date or question.kind is QuestionKind.WHEN or question.query.period != Period():
        shown.sort(key=lambda item: item.article.published or "9999")
    return by_speaker(shown), [item for item in items if item not in chosen]


def spread(items: Sequence[Item]) -> list[Item]:
    """Return the items so that each article's best comes before a second one of the same article and speaker."""
    seen: dict[tuple[str, str], int] = {}
    rounds: list[tuple[int, int, Item]] = []
    for number, item in enumerate(items):
        key = item.article.id, item.speaker
        rounds.append((min(1, seen.get(key, 0)), number, item))
        seen[key] = seen.get(key, 0) + 1
    return [item for _, _, item in sorted(rounds, key=lambda row: row[:2])]


def by_speaker(items: Iterable[Item]) -> list[Item]:
    """Return each speaker's items together, the speakers in the order of their first."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.speaker, []).append(item)
    return [item for group in groups.values() for item in group]


def without_repeated_leads(items: Sequence[Item]) -> list[Item]:
    """Return the items, the sentence in front of a line left out that is a line, or in front of one, already."""
    leads: set[tuple[str, Span]] = set()
    kept: list[Item] = []
    for item in items:
        line = item.line
        if line.lead is not None:
            is_line = any(shows(other.line, line.article.id, [line.lead]) for other in items)
            if is_line or (line.article.id, line.lead) in leads:
                item = replace(item, line=replace(line, lead=None))
            leads.add((line.article.id, line.lead))
        kept.append(item)
    return kept


def repeated(item: Item, others: Iterable[Item]) -> bool:
    """Whether an item shows a sentence that one of the others shows."""
    places = [place for other in others for place in (other, *other.same)]
    return any(shows(item.line, other.article.id, other.line.spans) for other in places)


def merged(items: Sequence[Item], others: Sequence[Item]) -> list[Item]:
    """Return the items and those others that show no sentence which one before them shows."""
    kept: list[Item] = []
    for item in (*items, *others):
        if not any(shows(item.line, other.article.id, other.line.spans) for other in kept):
            kept.append(item)
    return kept
