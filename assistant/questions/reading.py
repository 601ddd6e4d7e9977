"""What one question says by itself, before names are linked and what it leaves out is taken over."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.questions.models import QuestionKind


@dataclass(frozen=True, slots=True)
class Reading:
    """What one question says by itself.

    `subject` are the words for those asked about (a pronoun where it is one), `topic` what it is about, and `outlets`
    those whose articles count.
    """

    kind: QuestionKind
    subject: str = ""
    topic: str = ""
    what: str = ""
    denial: bool = False
    by_date: bool = False
    outlets: tuple[str, ...] = ()
