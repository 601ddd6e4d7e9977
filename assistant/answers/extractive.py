"""Findings -> an answer made of verbatim quotations; needs no language model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from assistant.answers.selection import CONTRADICTS, Finding, Selection
from assistant.models import Answer, Citation, Role
from assistant.questions.parser import Question, QuestionKind
from index import Evidence, IndexSnapshot, MentionType, SpeechAct, Statement, parse_day, split_sentences

SHORTEST, LONGEST = 15, 900  # characters of a quotation
WHOLE = 40  # characters from which a further part of a statement is quoted beside its longest
SENTENCES = 2  # of a passage
# Cues that do not read as a verb behind a name: "according to", "in the view of", "as asserted by", "insisting", a
# colon.
UNREADABLE = re.compile(r"^(?:to|[’']s)\b|according|view|opinion|attributed|\b(?:by|of)$|ing$|[^\w\s’']", re.IGNORECASE)
# "remarked with a", a smile
DANGLING = re.compile(r"(?: (?:with|in|at|on|to|of|for))?(?: (?:an?|the|his|her|their))?$")
OWN_WORDS = re.compile(r"(?:[“\"«„‘']|'').*(?:[”\"»“’']|'')[.,]?", re.DOTALL)


def quote(question: Question, selection: Selection, index: IndexSnapshot) -> Answer:
    """The answer in quotation mode, a refusal where nothing was selected."""
    if not selection.found:
        return refusal(question, selection, index)
    citations = cite(selection.findings, question)
    notes = lead(question, citations), likened(question, selection, index), undated(selection)
    parts = [note for note in notes if note]
    mine = [c for c in citations if c.role is not Role.OTHER]
    parts += [block(speaker, list(group)) for speaker, group in groupby(mine, key=lambda c: c.speaker)]
    others = [c for c in citations if c.role is Role.OTHER]
    if others:
        parts.append("**Others on this**\n\n" + "\n".join(line(c, named=True) for c in others))
    if selection.total:
        parts.append(f"{count(selection.total, 'more finding')} in the evidence.")
    return Answer(question.text, "\n\n".join(parts), tuple(citations), True, selection.evidence, selection.total)


def refusal(question: Question, selection: Selection, index: IndexSnapshot) -> Answer:
    """What was looked for and not found, what was searched, and what came nearest, offered as such."""
    parts = [missing(question, selection, index), undated(selection), searched(question, index)]
    citations = cite([Finding(Role.OTHER, item) for item in selection.nearest], question)
    said = [c for c in citations if c.speaker]
    passages = [c for c in citations if not c.speaker]
    topic = escaped(question.topic)
    if said:
        parts.append(f"**Others on {topic or 'other things'}**\n\n" + "\n".join(line(c, named=True) for c in said))
    if passages:
        parts.append("**The nearest passages, which do not answer it**\n\n" + "\n".join(line(c) for c in passages))
    return Answer(
        question.text, "\n\n".join(part for part in parts if part), tuple(citations), False, selection.evidence
    )


def missing(question: Question, selection: Selection, index: IndexSnapshot) -> str:
    """The sentence that says what no article has."""
    if question.blank:
        return "There is no question in this.  Ask, for example, what somebody said about something."
    if question.query.outlets and not index.articles(question.query.outlets):
        return f"No article here is from {escaped(', '.join(question.query.outlets))}."
    if not question.asked:
        return "No article here answers this."
    who, about = " and ".join(question.asked), f" about {question.topic}" if question.topic else ""
    if not selection.mentions:
        named = "is not named" if len(question.asked) == 1 else "are not named"
        return f"No article here reports a statement by {escaped(who + about)}: {escaped(who)} {named} in any of them."
    articles = count(selection.mentions, "article")
    named = escaped(who[:1].upper() + who[1:])
    return f"{named} is mentioned in {articles}, but none reports a statement by {escaped(who)}{escaped(about)}."


def searched(question: Question, index: IndexSnapshot) -> str:
    """How many articles were searched, and from when."""
    articles = index.articles(question.query.outlets, question.query.period)
    days = sorted(day for article in articles if (day := parse_day(article.published)))
    span = f", published {written(days[0])} to {written(days[-1])}" if days else ""
    return f"Searched: {count(len(articles), 'article')}{span}."


def likened(question: Question, selection: Selection, index: IndexSnapshot) -> str:
    """What of the topic none of the findings has, and the words of like meaning that they have in its place."""
    texts = [around(finding.evidence) for finding in selection.findings if finding.role is not Role.OTHER]
    terms, notes = index.topic_terms(question.topic), []
    if terms and not any(term.coverage(text) for term in terms for text in texts):
        return f"None of these has the words “{escaped(question.topic)}”; they come nearest to them in meaning."
    for term in terms:
        others = dict.fromkeys(word for text in texts for word in term.matched_synonyms(text))
        if others and not any(term.occurs(text) for text in texts):
            notes.append(f"None of these has the word “{escaped(term.word)}”; they have “{'”, “'.join(others)}”.")
    return " ".join(notes)


def around(evidence: Evidence) -> str:
    """The words of some evidence, with those around them that tell what a statement is about."""
    said = evidence.statement
    context = evidence.article.text[slice(*said.context)] if said and said.context else ""
    return f"{evidence.article.title}\n{context}\n{evidence.text}"


def undated(selection: Selection) -> str:
    """How many articles without a date were left out of a period."""
    return f"{count(selection.undated, 'article')} without a date left out." if selection.undated else ""


def lead(question: Question, citations: Sequence[Citation]) -> str:
    """The first sentence, where the kind of question asks for one."""
    first = citations[0]
    if question.kind is QuestionKind.WHO and first.speaker:
        speakers = list(dict.fromkeys(c.speaker for c in citations if c.role is not Role.OTHER and c.speaker))
        named = ", ".join(f"**{escaped(speaker)}**" for speaker in speakers)
        if not question.denial:
            return f"Said by {named}:"
        did = "Denied" if first.speech_act == SpeechAct.DENIED else "No article reports a denial; not confirmed"
        return f"{did} by {named}:"
    if question.kind is QuestionKind.WHETHER:
        return "What the articles report, without a yes or no of our own:"
    if question.kind is QuestionKind.WHEN:
        days = sorted({c.published for c in citations if c.published and c.role is not Role.OTHER})
        return f"Reported {' and '.join(written_day(day) for day in days)}:" if days else "The articles give no date:"
    return ""


def cite(findings: Iterable[Finding], question: Question) -> list[Citation]:
    """Numbered citations of the findings, one for each run of words."""
    citations: list[Citation] = []
    for finding in findings:
        for start, end in quoted_spans(finding.evidence, question):
            citations.append(citation(len(citations) + 1, finding, start, end))
    return citations


def quoted_spans(evidence: Evidence, question: Question) -> list[tuple[int, int]]:
    """The runs of words that are quoted: a statement's content, or the sentences of a passage that fit best."""
    if evidence.statement is None:
        return best_sentences(evidence, question)
    longest = max(evidence.statement.spans, key=lambda span: span[1] - span[0])
    spans = [s for s in evidence.statement.spans if s == longest or s[1] - s[0] >= WHOLE]
    if longest[1] - longest[0] < SHORTEST:
        return [sentence_around(evidence)]
    return [shortened(evidence.article.text, span) for span in spans]


def shortened(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A long run of words, ended at the last sentence that fits."""
    start, end = span
    if end - start <= LONGEST:
        return span
    ends = [start + last for _, last in split_sentences(text[start:end]) if SHORTEST <= last <= LONGEST]
    return (start, ends[-1]) if ends else (start, text.rfind(" ", start, start + LONGEST))


def sentence_around(evidence: Evidence) -> tuple[int, int]:
    """The sentence in which a very short statement stands."""
    text = evidence.article.text
    for start, end in split_sentences(text):
        if start <= evidence.start < end:
            return shortened(text, (start, max(end, evidence.end)))
    return evidence.start, evidence.end


def best_sentences(evidence: Evidence, question: Question) -> list[tuple[int, int]]:
    """The sentences of a passage that share most words with the question, as one run."""
    wanted = set(re.findall(r"\w{4,}", question.query.text.casefold()))
    spans = [(evidence.start + start, evidence.start + end) for start, end in split_sentences(evidence.text)]
    scores = [len(wanted & set(re.findall(r"\w{4,}", evidence.article.text[s:e].casefold()))) for s, e in spans]
    if not spans:
        return [(evidence.start, evidence.end)]
    best = scores.index(max(scores))
    last = min(len(spans), best + SENTENCES) - 1
    return [shortened(evidence.article.text, (spans[best][0], spans[last][1]))]


def citation(number: int, finding: Finding, start: int, end: int) -> Citation:
    """One citation; its quote is the article's text at its place."""
    article, said = finding.evidence.article, finding.evidence.statement
    plain = Citation(
        number,
        article.id,
        article.title,
        article.source,
        article.published,
        article.url,
        start,
        end,
        article.text[start:end],
        role=finding.role,
    )
    if said is None:
        return plain
    return replace(
        plain,
        speaker=said.speaker or None,
        mention_type=said.mention_type,
        speaker_span=said.speaker_span,
        cue=cue(finding.evidence, said),
        speech_act=said.speech_act.value,
        relayed_by=said.relayed_by,
    )


def cue(evidence: Evidence, said: Statement) -> str:
    """The article's own words for what the speaker did, with what negates them; the sense where they do not read as a
    verb.
    """
    if said.cue_span is None:
        return said.speech_act.value
    text = evidence.article.text
    start, end = said.cue_span
    if said.speaker_span and said.speaker_span[1] <= start <= said.speaker_span[1] + 40:
        start = said.speaker_span[1]
    words = DANGLING.sub("", " ".join(text[start:end].strip(' ,:;“"—–―-').split()))
    passive = said.speaker_span is not None and text[end : said.speaker_span[0]].strip() == "by"
    reads = 0 < len(words) <= 40 and not passive and not UNREADABLE.search(words)
    return words if reads else said.speech_act.value


def block(speaker: str | None, citations: Sequence[Citation]) -> str:
    """One speaker's lines under their name; passages without a speaker stand alone."""
    lines = "\n".join(line(c) for c in citations)
    return f"**{escaped(speaker)}**\n\n{lines}" if speaker else lines


def line(citation: Citation, named: bool = False) -> str:
    """One line: who, what they did, the words, where and when, [n].  Own words keep the article's quotation marks;
    others are italic.
    """
    own = OWN_WORDS.fullmatch(citation.quote) is not None
    words = (
        escaped(" ".join(citation.quote.split()))
        if own or not citation.speaker
        else f"*{escaped(' '.join(citation.quote.split()))}*"
    )
    who = f"{escaped(citation.speaker)} " if named and citation.speaker else ""
    did = ""
    if citation.speaker:
        relayed = f", as {escaped(citation.relayed_by)} tells it" if citation.relayed_by else ""
        did = f"{escaped(citation.cue)}{relayed}{mention_type(citation)}: "
    where = ", ".join(escaped(part) for part in (citation.source, written_day(citation.published)) if part)
    flag = (
        "⇄ "
        if citation.role is Role.OTHER and citation.speech_act in {speech_act.value for speech_act in CONTRADICTS}
        else ""
    )
    return f"- {flag}{who}{did}{words}" + (f" — {where}" if where else "") + f" [{citation.number}]"


def mention_type(citation: Citation) -> str:
    """How the speaker is known, where the sentence does not name them."""
    words = {
        MentionType.NOMINAL: "named by role",
        MentionType.PRONOMINAL: "named by a pronoun",
        MentionType.IMPLICIT: "known from the context",
    }
    return f" ({words[citation.mention_type]})" if citation.mention_type in words else ""


def escaped(text: str | None) -> str:
    """Article text as Markdown that shows just these characters."""
    return re.sub(r"([\\`*_\[\]<>#|~!$])", r"\\\1", text or "")


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def written(day: date) -> str:
    """A day as 1 August 2025."""
    return f"{day.day} {day:%B %Y}"


def written_day(published: str) -> str:
    """The same of an ISO date; empty where there is none."""
    day = parse_day(published)
    return written(day) if day else ""
