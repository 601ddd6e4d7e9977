"""The chain: a question is read, searched, quoted and, with a language model, written; one path for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Self, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda

from assistant.answers.extractive import quote
from assistant.answers.generative import Writer
from assistant.answers.selection import select
from assistant.chat_models import chat_model
from assistant.models import NO_FILTERS, Answer, Event, Filters, History, StatusEvent
from assistant.questions.parser import read_question
from assistant.settings import Settings, read_settings
from index import NAME_SEQUENCE, ArticleIndex, IndexSnapshot, SpeakerIndex, name_words, strip_titles

EXAMPLES = 4
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
    `batch` give Answers, `stream` gives Events of which the last is the Answer.
    """

    def __init__(
        self, index: ArticleIndex, settings: Settings | None = None, model: BaseChatModel | None = None
    ) -> None:
        settings = settings or read_settings()
        self.index = index
        model = model or chat_model(settings)
        self.writer = Writer(model, settings.model or type(model).__name__) if model else None
        steps = RunnableLambda(_request) | RunnableLambda(self._events).with_config(run_name="whosaid")
        self.chain = cast("Runnable[str | Request | Mapping[str, Any], Answer]", steps)
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
        """Questions that the articles answer: of those quoted most often, about whom or what they name most."""
        return self.index.read(self._examples_of)

    def _events(self, request: Request, config: RunnableConfig) -> Iterator[Event]:
        """The one path of every answer.  A generator: LangChain streams its events, and takes its last for `invoke`."""
        count = self.index.read(lambda snapshot: len(snapshot.listing))
        yield StatusEvent(f"Searching {count:,} article{'' if count == 1 else 's'}")
        standalone, quoted, speakers = self.index.read(lambda snapshot: self._quoted(request, snapshot))
        if self.writer is None or not quoted.found:
            yield quoted
            return
        yield StatusEvent(f"{self.writer.name} is writing")
        cited = self.index.articles_with_text({citation.article_id for citation in quoted.citations})
        texts = {name: article.text for name, article in cited.items()}
        statements = self.index.read(lambda snapshot: {name: snapshot.statements_in(name) for name in texts})
        yield from self.writer.write(standalone, quoted, texts, speakers, config, statements)

    def _quoted(self, request: Request, index: IndexSnapshot) -> tuple[str, Answer, SpeakerIndex]:
        """The question written out, its answer in quotation mode, and the speakers of the index."""
        as_of = request.as_of or date.today()
        question = read_question(request.question, request.history, request.filters, index, as_of)
        selection = select(question, index.search(question.query), index)
        return question.standalone, quote(question, selection, index), index.vocabulary.speakers

    def _examples_of(self, index: IndexSnapshot) -> list[str]:
        """The examples of one version of the index, found once."""
        if self._examples[0] != index.version:
            self._examples = (index.version, self._find_examples(index))
        return self._examples[1]

    def _find_examples(self, index: IndexSnapshot) -> list[str]:
        """One question for each of the speakers who are quoted most, as far as it is answered."""
        examples: list[str] = []
        for speaker in index.speakers(limit=EXAMPLE_SPEAKERS):
            topic = self._topic(speaker, index)
            question = f"What did {speaker} say about {topic}?"
            named = len(name_words(speaker)) > 1 and all(word[0].isupper() for word in speaker.split())
            if topic and named and self._quoted(Request(question), index)[1].found:
                examples.append(question)
            if len(examples) == EXAMPLES:
                break
        return examples

    def _topic(self, speaker: str, index: IndexSnapshot) -> str:
        """The name that a speaker's words hold most often, if it is not their own; else empty."""
        names: Counter[str] = Counter()
        for article, statement in index.statements(speaker=speaker):
            said = " ".join(article.text[start:end] for start, end in statement.spans)
            names.update({" ".join(strip_titles(run.group().split(" "))) for run in NAME_SEQUENCE.finditer(said)})
        own = set(name_words(speaker))
        return next((name for name, _ in names.most_common() if len(name) > 3 and not own & set(name_words(name))), "")


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
