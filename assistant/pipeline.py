"""The chain: a question is read, searched, quoted and, with a language model, written; one path for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Self, cast

from langchain_core.callbacks import AsyncCallbackManagerForChainRun
from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from langchain_core.runnables.config import patch_config, run_in_executor

from assistant.answers.collection import most_quoted
from assistant.answers.extractive import CHAT, answer_questions
from assistant.answers.facts import fact_finder
from assistant.answers.generative import Writer
from assistant.answers.model_evidence import PIECES, gather_evidence
from assistant.chat_models import chat_model
from assistant.models import NO_FILTERS, Answer, Event, Filters, History, StatusEvent
from assistant.questions.parser import as_answered, read_questions
from assistant.settings import Settings, read_settings
from index import NAME_SEQUENCE, Article, ArticleIndex, IndexSnapshot, SpeakerIndex, Statement, name_key, strip_titles

EXAMPLE_FORMS = (
    "What did {speaker} say about {topic}?",
    "Who is {speaker}?",
    "When did {speaker} speak about {topic}?",
    "What do the articles say about {topic}?",
)
EXAMPLE_SPEAKERS = 12  # how many of the speakers with most statements are tried for an example


@dataclass(frozen=True, slots=True)
class Request:
    """A question, the turns before it, what it is narrowed to, and the day from which "last week" counts."""

    question: str
    history: History = ()
    filters: Filters = NO_FILTERS
    as_of: date | None = None


class Assistant:
    """Answers questions from an open index; with a language model where one is configured or given.

    `chain` is a LangChain Runnable: it takes a question, a `Request`, or a mapping of a request's fields; `invoke` and
    `batch` give Answers, `stream` gives Events of which the last is the Answer; so do `ainvoke`, `abatch`, `astream`.
    """

    def __init__(
        self, index: ArticleIndex, settings: Settings | None = None, model: BaseChatModel | None = None
    ) -> None:
        settings = settings or read_settings()
        self.index = index
        model = model or chat_model(settings)
        self.writer = Writer(model, settings.model or type(model).__name__) if model else None
        events = RunnableLambda(self._events, cast("Any", self._events_in_thread))  # typed for one value, not for many
        steps = RunnableLambda(_request) | events.with_config(run_name="whosaid")
        self.chain = cast("Runnable[str | Request | Mapping[str, Any], Answer]", steps)
        self.find_facts = fact_finder(index.encoder)
        self._examples: tuple[str, list[str]] = ("", [])

    @classmethod
    def open(cls, settings: Settings | None = None) -> Self:
        """An assistant over the configured index.  Raises IndexingError and ModelError."""
        settings = settings or read_settings()
        return cls(ArticleIndex.open(settings), settings)

    def answer(
        self, question: str, history: History = (), filters: Filters = NO_FILTERS, as_of: date | None = None
    ) -> Answer:
        """The answer to a question: the last event of its stream."""
        return self.chain.invoke(Request(question, history, filters, as_of))

    def stream(
        self, question: str, history: History = (), filters: Filters = NO_FILTERS, as_of: date | None = None
    ) -> Iterator[Event]:
        """What happens while a question is answered, and the answer at the end."""
        return cast("Iterator[Event]", self.chain.stream(Request(question, history, filters, as_of)))

    def examples(self) -> list[str]:
        """Return questions that the articles answer: of those quoted most often, about whom or what they name most."""
        self.index.refresh()
        if self._examples[0] != self.index.generation:
            self._examples = (self.index.generation, self.index.read(self._find_examples))
        return self._examples[1]

    def _events(self, request: Request, config: RunnableConfig) -> Iterator[Event]:
        """The one path of every answer.  A generator: LangChain streams its events, and takes its last for `invoke`."""
        count = self.index.read(lambda snapshot: len(snapshot.listing))
        yield StatusEvent(f"Searching {count:,} article{'' if count == 1 else 's'}")
        read = self.index.read(lambda snapshot: self.read(request, snapshot))
        if self.writer is None or not read.answer.found or not read.articles:
            yield read.answer
            return
        yield StatusEvent(f"{self.writer.name} is writing")
        evidence = gather_evidence(read.answer, read.articles, read.statements)
        yield from self.writer.write(read.standalone, read.answer, evidence, read.speakers, config)

    async def _events_in_thread(
        self, request: Request, config: RunnableConfig, run_manager: AsyncCallbackManagerForChainRun
    ) -> AsyncIterator[Event]:
        """The same events for asynchronous callers, each made in another thread."""
        events = self._events(request, patch_config(config, callbacks=run_manager.get_sync().get_child()))
        while (event := await run_in_executor(config, next, events, None)) is not None:
            yield event

    def read(self, request: Request, snapshot: IndexSnapshot) -> Reading:
        """Answer a request in quotation mode, from one snapshot."""
        as_of = request.as_of or date.today()
        questions = read_questions(request.question, request.history, request.filters, snapshot, as_of)
        answer = answer_questions(questions, snapshot, request.history, request.filters, self.find_facts)
        standalone = " ".join(as_answered(question, answer).standalone for question in questions)
        if self.writer is None or all(question.kind in CHAT for question in questions):  # a list is no prose
            return Reading(standalone, answer)
        articles = snapshot.articles_with_text({c.article_id for c in (*answer.citations, *answer.more[:PIECES])})
        statements = {name: snapshot.statements_in(name) for name in articles}
        return Reading(standalone, answer, articles, statements, snapshot.vocabulary.speakers)

    def _find_examples(self, snapshot: IndexSnapshot) -> list[str]:
        """Return a question about each of those who are quoted most, of different kinds, as far as it is answered."""
        examples: list[str] = []
        for speaker, _ in most_quoted(snapshot, EXAMPLE_SPEAKERS):
            topic = _topic(speaker, snapshot)
            if not topic or len(name_key(speaker.split())) < 2:
                continue
            forms = EXAMPLE_FORMS[len(examples)], EXAMPLE_FORMS[0]
            questions = [form.format(speaker=speaker, topic=topic) for form in forms]
            examples += [each for each in questions if self.read(Request(each), snapshot).answer.found][:1]
            if len(examples) == len(EXAMPLE_FORMS):
                break
        return examples


@dataclass(frozen=True, slots=True)
class Reading:
    """What one snapshot gives for a request: the question written out, its answer, and, for a language model, the
    articles that the answer cites and their statements, by the article's id, and the index's speakers.
    """

    standalone: str
    answer: Answer
    articles: Mapping[str, Article] = field(default_factory=dict)
    statements: Mapping[str, list[Statement]] = field(default_factory=dict)
    speakers: SpeakerIndex = field(default_factory=lambda: SpeakerIndex({}))


def _topic(speaker: str, snapshot: IndexSnapshot) -> str:
    """Return the name that a speaker's words hold most often, if it is not their own; else empty."""
    names: Counter[str] = Counter()
    for article, statement in snapshot.statements(speaker=speaker):
        words = " ".join(article.text[start:end] for start, end in statement.spans)
        names.update({" ".join(strip_titles(run.group().split(" "))) for run in NAME_SEQUENCE.finditer(words)})
    own = set(name_key(speaker.split()))
    return next((n for n, _ in names.most_common() if len(n) > 3 and not own & set(name_key(n.split()))), "")


def _request(asked: str | Request | Mapping[str, Any]) -> Request:
    """A question, or a mapping of a request's fields, as a request."""
    if isinstance(asked, Request):
        return asked
    return Request(asked) if isinstance(asked, str) else Request(**asked)


def answer(
    question: str,
    *,
    index: ArticleIndex | None = None,
    history: History = (),
    filters: Filters = NO_FILTERS,
    as_of: date | None = None,
) -> Answer:
    """The answer to a question from an open index, or else from the configured one, which is opened once.

    Raises IndexingError where that cannot be read, SettingsError and ModelError where the settings cannot be followed.
    """
    assistant = Assistant(index) if index else _configured()
    return assistant.answer(question, history, filters, as_of)


@cache
def _configured() -> Assistant:
    """The assistant that the settings describe, opened once a process."""
    return Assistant.open()
