"""What is asked: the values that reading a question gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from index import Query, Span

KEYWORDS = "keywords"  # what words without a verb ask for: whatever is nearest to them


class QuestionKind(StrEnum):
    """What a question asks for."""

    SAID = "said"  # somebody's words
    WHO_SAID = "who said"  # who said, criticised, denied ... something
    WHETHER = "whether"  # whether somebody said, did or is something
    WHEN = "when"  # when somebody said something
    REACTION = "reaction"  # how somebody responded
    WHO_IS = "who is"  # who or what somebody or something is
    COMPARE = "compare"  # what two or more people say on one topic
    OVERVIEW = "overview"  # what the articles say
    FACT = "fact"  # every other question
    MORE = "more"  # what was not shown yet
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"  # what can be asked
    COLLECTION = "collection"  # what the index holds
    UNSUPPORTED_LANGUAGE = "unsupported language"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it was understood.

    `text` is the question as typed and `standalone` the question written out with what it left out.  `asked` are the
    people or bodies asked about, and `speakers` the index's names for them (empty where the index has no statement of
    theirs).  `topic` is what it is about; empty means everything.  `query` is the same for `IndexSnapshot.search`.

    `carried` is what was taken over from earlier turns ("on Kramatorsk"); `corrections` are pairs of a word as typed
    and as read.  `denial` says that it is asked who denied something or whether somebody did; `group` is a described
    group of speakers ("republicans"); `by_date` says that the newest or the time is asked for; `what` is what is asked
    of the collection ("articles", "outlets", "speakers", "statements", "most quoted", "period", "cited" for the
    articles just cited) or the expected kind of answer ("number", "date", "place", "person", "reason", "other",
    KEYWORDS); `period_text` is the period as it was written.
    `excluding` are speakers whose words were shown already ("who disagreed?"); `repeated` is the kind of the question
    of which more is wanted.  `near` are the places, article ids with spans, that the answer before cites, where the
    question leaves something out: what it asks for is looked for in these articles first.  `subject` are the words for
    those asked about ("the head of the harbour"), which the articles just cited may call somebody.  `otherwise` is how
    else a follow-up can be meant, which counts where nothing answers it: "what about the Courier?" may ask what the
    Courier says, or what was said about it.
    """

    text: str
    standalone: str
    kind: QuestionKind
    asked: tuple[str, ...]
    speakers: tuple[str, ...]
    topic: str
    query: Query
    as_of: date
    carried: str = ""
    corrections: tuple[tuple[str, str], ...] = ()
    denial: bool = False
    group: str = ""
    by_date: bool = False
    what: str = ""
    period_text: str = ""
    excluding: tuple[str, ...] = ()
    repeated: QuestionKind | None = None
    near: tuple[tuple[str, Span], ...] = ()
    subject: str = ""
    otherwise: Question | None = None

    @property
    def asks_members(self) -> bool:
        """Whether it asks for the words of the members of a group that is no speaker by itself."""
        return bool(self.group) and not self.asked and self.kind in (QuestionKind.SAID, QuestionKind.REACTION)

    @property
    def keeps_topic(self) -> bool:
        """Whether the topic was taken over from earlier turns: it is told as "by Berg on the tunnel"."""
        return self.carried.startswith("on ") or " on " in self.carried

    def narrowed_near(self) -> Question | None:
        """Return the question narrowed to the articles that the answer before cites; None where it cites none."""
        chosen = self.query.articles
        near = tuple(dict.fromkeys(name for name, _ in self.near if not chosen or name in chosen))
        return replace(self, query=replace(self.query, articles=near)) if near else None
