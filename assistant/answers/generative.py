"""Evidence and a chat model -> a written answer, checked sentence by sentence while it is written."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langchain_core.runnables import RunnableConfig

from assistant.answers.lines import escaped, written_day
from assistant.answers.model_evidence import ModelEvidence
from assistant.answers.refusal import NEAREST
from assistant.chat_models import stream_words
from assistant.errors import ModelError
from assistant.models import Answer, AnswerDelta, Citation, LeftOut
from assistant.verification.draft_parser import MARKER, finished
from assistant.verification.verifier import Checked, verify_draft
from index import SpeakerIndex
from prompts import prompt

QUOTED_INSTEAD = "These are quotations instead."
NO_ANSWER = "NO ANSWER"  # what a model writes where the evidence has no answer
MARKERS = re.compile(rf"\s*{MARKER.pattern}")
NUMBER = re.compile(r"(?<!\\)\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Writer:
    """A chat model with its name, as it stands in `Answer.mode`."""

    model: BaseChatModel
    name: str

    def write(
        self,
        question: str,
        quoted: Answer,
        evidence: ModelEvidence,
        speakers: SpeakerIndex,
        config: RunnableConfig | None = None,
    ) -> Iterator[AnswerDelta | Answer]:
        """Yield pieces of the checked text, each a sentence or more, then the answer.

        `quoted` is the answer in quotation mode, which takes the written one's place, with a notice, where the model
        fails or nothing of its draft holds.
        """

        def check(text: str) -> Checked:
            return verify_draft(text, evidence.citations, evidence.texts, speakers, evidence.statements)

        draft, seen, shown = "", "", ""
        try:
            for words in stream_words(self.model, messages(question, evidence), config):
                draft += words
                if (done := finished(draft)) != seen:
                    seen, checked = done, check(done)
                    text = "" if checked.headless else checked.text  # then the quotations are shown instead
                    if text.startswith(shown) and text != shown:
                        yield AnswerDelta(text[len(shown) :])
                        shown = text
        except ModelError as error:
            yield replace(quoted, notices=(*quoted.notices, f"{error} {QUOTED_INSTEAD}"))
            return
        answer = self.answer(quoted, check(draft), denied=is_no_answer(draft))
        if answer.mode == self.name and answer.text.startswith(shown) and answer.text != shown:
            yield AnswerDelta(answer.text[len(shown) :])
        yield answer

    def answer(self, quoted: Answer, checked: Checked, *, denied: bool = False) -> Answer:
        """Return the answer of what is left of a draft; `denied` says that the model finds none in the evidence.

        The quotations take its place where nothing is left, where the first sentence is not or where less than half
        is; they stand below it where just half is.
        """
        count = len(checked.dropped)
        if not checked.citations and denied:
            return self.refused(quoted)
        left_out = tuple(LeftOut(MARKERS.sub("", each.sentence).strip(), each.reason) for each in checked.dropped)
        quoted = replace(quoted, left_out=left_out)
        if checked.headless or count > checked.kept or not checked.citations:
            lost = "nothing" if not checked.citations else "the first sentence" if checked.headless else "most"
            bear_out = "bear out" if lost == "nothing" else "do not bear out"
            notice = f"The articles {bear_out} {lost} of what {self.name} wrote. {QUOTED_INSTEAD}"
            return replace(quoted, notices=(*quoted.notices, notice))
        written = self.written(quoted, checked)
        if count == 0:
            return written
        sentences = "1 sentence" if count == 1 else f"{count} sentences"
        notice = f"{sentences} of what {self.name} wrote left out: the cited places do not bear it out."
        if count < checked.kept:
            return replace(written, notices=(*quoted.notices, notice))
        return replace(
            with_quotations(written, quoted), notices=(*quoted.notices, f"{notice} The quotations stand below.")
        )

    def written(self, quoted: Answer, checked: Checked) -> Answer:
        """Return the answer of a draft's text; the quotations that it does not cite are its further findings."""
        cited = {(c.article_id, c.start, c.end) for c in checked.citations}
        unused = [c for c in quoted.citations if (c.article_id, c.start, c.end) not in cited]
        more = [c for c in quoted.more if (c.article_id, c.start, c.end) not in cited]
        first = len(checked.citations) + 1
        return replace(
            quoted,
            text=checked.text,
            citations=checked.citations,
            total=quoted.total + len(unused),
            more=tuple(replace(c, number=number) for number, c in enumerate([*unused, *more], first)),
            mode=self.name,
        )

    def refused(self, quoted: Answer) -> Answer:
        """Return the refusal where a model finds no answer in the evidence; it offers what came nearest."""
        nearest = quoted.citations[:NEAREST]
        lines = "\n".join(map(nearest_line, nearest))
        opening = f"No article here answers this, as {escaped(self.name)} reads them."
        text = f"{opening}\n\n**The nearest passages**\n\n{lines}"
        return replace(quoted, text=text, citations=nearest, found=False, total=0, more=(), mode=self.name)


def messages(question: str, evidence: ModelEvidence) -> list[BaseMessage]:
    """Return the rules, and the evidence with the question; it is fenced by a code that no article can know."""
    fence = f"=== {secrets.token_hex(4)} ==="
    asked = " ".join(question.split())
    return [
        SystemMessage(prompt("rules", fence=fence, no_answer=NO_ANSWER)),
        HumanMessage(prompt("question", fence=fence, evidence=evidence.describe(), question=asked)),
    ]


def is_no_answer(draft: str) -> bool:
    """Return whether a draft begins with the words for no answer, in any marks."""
    return re.sub(r"[\W_]+", " ", draft).strip().casefold().startswith(NO_ANSWER.casefold())


def nearest_line(citation: Citation) -> str:
    """Return a citation as a line of a list: who, the sentences, where and when, and its number."""
    who = f"**{escaped(citation.speaker)}**: " if citation.speaker else ""
    words = escaped(" ".join((citation.shown_text or citation.quote).split()))
    where = ", ".join(escaped(part) for part in (citation.source, written_day(citation.published)) if part)
    return f"- {who}{words}{f' — {where}' if where else ''} [{citation.number}]"


def with_quotations(written: Answer, quoted: Answer) -> Answer:
    """Return a written answer with the quotations below it, numbered on from its last citation."""
    first = len(written.citations)
    below = NUMBER.sub(lambda marker: f"[{first + int(marker[1])}]", quoted.text)
    citations = (*written.citations, *(replace(c, number=first + c.number) for c in quoted.citations))
    more = tuple(replace(c, number=first + c.number) for c in quoted.more)
    return replace(written, text=f"{written.text}\n\n{below}", citations=citations, total=quoted.total, more=more)
