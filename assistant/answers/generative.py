"""Evidence and a chat model -> a written answer, checked sentence by sentence while it is written."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langchain_core.runnables import RunnableConfig

from assistant.chat_models import stream_words
from assistant.errors import ModelError
from assistant.models import Answer, AnswerDelta, Citation
from assistant.verification.draft_parser import finished
from assistant.verification.verifier import Checked, verify_draft
from index import SpeakerIndex, Statement
from prompts import prompt

AROUND = 200  # characters of the article shown to the model on either side of the evidence
QUOTED_INSTEAD = "These are quotations instead."


@dataclass(frozen=True, slots=True)
class Writer:
    """A chat model with its name, as it stands in `Answer.mode`."""

    model: BaseChatModel
    name: str

    def write(
        self,
        question: str,
        quoted: Answer,
        texts: Mapping[str, str],
        speakers: SpeakerIndex,
        config: RunnableConfig | None = None,
        statements: Mapping[str, Sequence[Statement]] | None = None,
    ) -> Iterator[AnswerDelta | Answer]:
        """Pieces of the checked text, then the answer.

        The evidence is the citations of `quoted`, the answer in quotation mode, which takes the written one's place,
        with a notice, where the model fails or nothing of its draft holds.  `texts` and `statements` are
        those of the cited articles, by id.
        """
        draft, seen, shown = "", "", ""
        try:
            for words in stream_words(self.model, messages(question, quoted.citations, texts), config):
                draft += words
                if (done := finished(draft)) != seen:
                    seen, checked = done, verify_draft(done, quoted.citations, texts, speakers, statements)
                    text = "" if checked.headless else checked.text  # then the quotations are shown instead
                    if text.startswith(shown) and text != shown:
                        yield AnswerDelta(text[len(shown) :])
                        shown = text
        except ModelError as error:
            yield replace(quoted, notices=(*quoted.notices, f"{error} {QUOTED_INSTEAD}"))
            return
        checked = verify_draft(draft, quoted.citations, texts, speakers, statements)
        answer = self.answer(quoted, checked)
        if answer.mode == self.name and answer.text.startswith(shown) and answer.text != shown:
            yield AnswerDelta(answer.text[len(shown) :])
        yield answer

    def answer(self, quoted: Answer, checked: Checked) -> Answer:
        """Return the answer of what is left of a draft.

        It is the quotations where nothing is left, where the first sentence is not, or where less than half is.
        """
        count = len(checked.dropped)
        if not checked.citations:
            notice = f"The articles bear out nothing of what {self.name} wrote. {QUOTED_INSTEAD}"
            return replace(quoted, notices=(*quoted.notices, notice))
        if checked.headless or count > checked.kept:
            lost = "the first sentence" if checked.headless else "most"
            notice = f"The articles do not bear out {lost} of what {self.name} wrote. {QUOTED_INSTEAD}"
            return replace(quoted, notices=(*quoted.notices, notice))
        notices = quoted.notices
        if count:
            sentences = "1 sentence" if count == 1 else f"{count} sentences"
            notices = (
                *notices,
                f"{sentences} of what {self.name} wrote left out: the cited places do not bear it out.",
            )
        unused = len(quoted.citations) - len(checked.citations)
        return replace(
            quoted,
            text=checked.text,
            citations=checked.citations,
            total=quoted.total + unused,
            mode=self.name,
            notices=notices,
        )


def messages(question: str, citations: Sequence[Citation], texts: Mapping[str, str]) -> list[BaseMessage]:
    """The rules, and the evidence with the question; the evidence is fenced by a code that no article can know."""
    fence = f"=== {secrets.token_hex(4)} ==="
    evidence = "\n".join(_evidence(citation, texts.get(citation.article_id, "")) for citation in citations)
    return [
        SystemMessage(prompt("rules", fence=fence)),
        HumanMessage(prompt("question", fence=fence, evidence=evidence, question=_line(question))),
    ]


def _evidence(citation: Citation, text: str) -> str:
    """One piece of evidence: who did what, the words, where and when, and what stands around, for what it is about."""
    relayed = f", as {citation.relayed_by} tells it" if citation.relayed_by else ""
    return prompt(
        "evidence",
        number=str(citation.number),
        speaker=_line(citation.speaker or "The article"),
        cue=_line(f"{citation.cue or citation.speech_act or 'reports'}{relayed}"),
        words=_line(citation.quote),
        outlet=_line(", ".join(part for part in (citation.source, citation.published) if part) or "no date"),
        around=_line(text[max(0, citation.start - AROUND) : citation.end + AROUND]),
    )


def _line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())
