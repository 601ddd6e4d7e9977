"""The chain over a real index: one path for answer, stream, invoke and batch, with a language model and without."""

from __future__ import annotations

import asyncio
import gc
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import Runnable, RunnableLambda

import assistant
from assistant import Answer, AnswerDelta, Assistant, Filters, Request, Settings, StatusEvent, Turn
from assistant.pipeline import EXAMPLE_FORMS
from index import Article, ArticleIndex
from tests.newsroom import ARTICLES
from tests.recorded import Recorded

pytest_plugins = ["tests.small_model"]
HARBOUR = "What did Karl Ostrov say about the harbour?"
WORDS = "It is the most expensive pier in the country"
UNKNOWN = "What did Nora Falk say about the harbour?"
AS_OF = date(2024, 9, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("chain") / "index"


@pytest.fixture(scope="module")
def index(folder: Path) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(path=folder, create=True) as opened:
        opened.update(ARTICLES)
        yield opened


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]  # pydantic-settings takes it


@pytest.fixture
def quoting(index: ArticleIndex) -> Assistant:
    """Without a language model."""
    return Assistant(index, settings())


def writing(index: ArticleIndex, *words: str, error: Exception | None = None) -> tuple[Assistant, Recorded]:
    """With a language model that says these words, and that model."""
    model = Recorded(words=list(words), error=error, asked=[])
    return Assistant(index, settings(), model), model


def cited_sentence(quoting: Assistant) -> str:
    """A sentence that its place bears out."""
    cited = next(citation for citation in quoting.answer(HARBOUR).citations if WORDS in citation.quote)
    return f"{cited.speaker} said: “{WORDS}” [{cited.number}]. "


class Traced(BaseCallbackHandler):
    """Counts the runs of chat models."""

    models = 0

    def on_chat_model_start(self, *_: Any, **__: Any) -> None:
        self.models += 1


def verbatim(answer: Answer) -> bool:
    """Whether every citation is the article's text at its place."""
    texts = {article.id: article.text for article in ARTICLES}
    return all(c.quote == texts[c.article_id][c.start : c.end] for c in answer.citations)


def test_a_stream_ends_with_the_answer(quoting: Assistant) -> None:
    *before, last = quoting.stream(HARBOUR, as_of=AS_OF)
    assert before
    assert all(isinstance(event, StatusEvent) for event in before)
    assert isinstance(last, Answer)
    assert last == quoting.answer(HARBOUR, as_of=AS_OF)
    assert last.found
    assert WORDS in last.text
    assert verbatim(last)


def shown(answer: Answer) -> tuple[Answer, list[tuple[str, int, int]]]:
    """An answer with the places of its evidence and without their scores."""
    places = sorted((found.article.id, found.start, found.end) for found in answer.evidence)
    return replace(answer, evidence=()), places


def test_invoke_batch_and_stream_of_the_chain(quoting: Assistant) -> None:
    chain = quoting.chain
    assert isinstance(chain, Runnable)
    expected = quoting.answer(HARBOUR)
    assert chain.invoke(HARBOUR) == expected
    assert chain.invoke({"question": HARBOUR}) == expected
    told, unknown = chain.batch([HARBOUR, Request(UNKNOWN)])  # in threads, where vectors vary in their last digits
    assert [shown(told), shown(unknown)] == [shown(expected), shown(quoting.answer(UNKNOWN))]
    assert list(chain.stream(HARBOUR))[-1] == expected
    assert (chain | RunnableLambda(lambda given: given.found)).invoke(HARBOUR) is True


def test_a_request_with_a_field_that_is_none(quoting: Assistant) -> None:
    with pytest.raises(TypeError, match="outlet"):
        quoting.chain.invoke({"question": HARBOUR, "outlet": "x"})


def test_an_answer_is_plain_data(quoting: Assistant) -> None:
    plain = json.loads(json.dumps(quoting.answer(HARBOUR).to_dict()))
    assert plain["found"] is True
    assert {"number", "article_id", "start", "end", "quote", "speaker", "role"} <= plain["citations"][0].keys()
    assert {"shown", "shown_text", "lead"} <= plain["citations"][0].keys()
    assert plain["more"] == []
    assert {"article_id", "start", "end"} <= plain["evidence"][0].keys()


def test_a_refusal_asks_no_model(index: ArticleIndex) -> None:
    asking, model = writing(index, "Nora Falk said it is fine [1].")
    answer = asking.answer(UNKNOWN)
    assert (answer.found, answer.mode, model.asked) == (False, "quotations", [])


def test_small_talk_asks_no_model(index: ArticleIndex) -> None:
    asking, model = writing(index, "Hello.")
    answer = asking.answer("hello")
    assert (answer.found, answer.mode, model.asked) == (True, "quotations", [])


def test_a_list_of_articles_asks_no_model(index: ArticleIndex) -> None:
    assistant, model = writing(index, "A harbour is mentioned.")
    answer = assistant.answer("Which articles mention the harbour?")
    assert answer.citations
    assert (answer.mode, model.asked) == ("quotations", [])


def test_filters_narrow_the_search(quoting: Assistant) -> None:
    assert not quoting.answer(HARBOUR, filters=Filters(outlets=("Northern Wire",))).found
    assert not quoting.answer(HARBOUR, filters=Filters(since="2024-06-01")).found
    assert quoting.answer(HARBOUR, filters=Filters(until="2024-06-01")).found


def test_a_follow_up_is_written_out_for_the_model(index: ArticleIndex) -> None:
    asking, model = writing(index, "")
    asking.answer("And Karl Ostrov?", (Turn("What did Anna Berg say about the harbour?"),))
    assert re.search(r"Question: .*Karl Ostrov.*harbour", str(model.asked[0][1].content))


def test_a_written_answer_is_streamed_in_pieces(index: ArticleIndex, quoting: Assistant) -> None:
    cited = next(c for c in quoting.answer(HARBOUR).citations if WORDS in c.quote)
    said = f"{cited.speaker} said: “{WORDS}” "
    again = f"{said}[{cited.number}]. "
    asking, model = writing(
        index, said[:9], said[9:], "[", str(cited.number), "]. ", again, f"Nora Falk agreed [{cited.number}]."
    )
    events = list(asking.stream(HARBOUR))
    answer = events[-1]
    assert isinstance(answer, Answer)
    assert answer.text == f"{said}[1]. {said}[1]."
    assert "".join(event.text for event in events if isinstance(event, AnswerDelta)) == answer.text
    assert (answer.mode, len(answer.notices), len(model.asked)) == ("Recorded", 1, 1)
    assert verbatim(answer)


def test_batch_and_the_asynchronous_calls_of_the_chain_work_with_a_model(
    index: ArticleIndex, quoting: Assistant
) -> None:
    asking, model = writing(index, *[cited_sentence(quoting)] * 2)
    answers = asking.chain.batch([HARBOUR, Request(UNKNOWN)])
    assert [(answer.found, answer.mode) for answer in answers] == [(True, "Recorded"), (False, "quotations")]
    traced = Traced()

    async def asynchronous() -> list[Any]:
        events = [event async for event in asking.chain.astream(HARBOUR, {"callbacks": [traced]})]
        return [events, await asking.chain.ainvoke(HARBOUR), await asking.chain.abatch([HARBOUR, Request(UNKNOWN)])]

    events, invoked, batch = asyncio.run(asynchronous())
    assert [type(event) for event in events] == [StatusEvent, StatusEvent, AnswerDelta, AnswerDelta, Answer]
    assert shown(events[-1]) == shown(invoked) == shown(answers[0])
    assert [*map(shown, batch)] == [*map(shown, answers)]
    assert len(model.asked) == 4, "one a question that is answered"
    assert traced.models == 1, "the caller's callbacks see the model's run"


def test_who_leaves_an_asynchronous_stream_leaves_the_model(index: ArticleIndex, quoting: Assistant) -> None:
    asking, model = writing(index, *[cited_sentence(quoting)] * 9)

    async def first_words() -> None:
        async for event in asking.chain.astream(HARBOUR):
            if isinstance(event, AnswerDelta):
                return

    asyncio.run(first_words())
    gc.collect()
    assert 0 < model.said < 9


FAILURES = [
    "AuthenticationError", "PermissionDeniedError", "RateLimitError", "OverloadedError", "NotFoundError",
    "APITimeoutError", "BadRequestError", "RemoteProtocolError", "APIConnectionError", "SomethingElse",
]  # fmt: skip


@pytest.mark.parametrize("said", [0, 2], ids=["at once", "after two sentences"])
def test_every_failure_of_a_provider_ends_in_quotations(index: ArticleIndex, quoting: Assistant, said: int) -> None:
    quoted = quoting.answer(HARBOUR)
    for name in FAILURES:
        asking, _ = writing(index, *[cited_sentence(quoting)] * said, error=type(name, (Exception,), {})("no"))
        answer = asking.answer(HARBOUR)
        assert (answer.text, answer.citations, answer.mode) == (quoted.text, quoted.citations, "quotations"), name
        assert answer.notices[0].endswith("These are quotations instead."), name


def test_where_the_model_fails_the_answer_is_in_quotations(index: ArticleIndex, quoting: Assistant) -> None:
    asking, _ = writing(index, "Karl", error=TimeoutError("x"))
    answer, quoted = asking.answer(HARBOUR), quoting.answer(HARBOUR)
    assert (answer.text, answer.citations, answer.mode) == (quoted.text, quoted.citations, "quotations")
    assert "took too long" in answer.notices[0]


def test_examples_are_questions_that_are_answered(quoting: Assistant) -> None:
    examples = quoting.examples()
    assert 0 < len(examples) <= len(EXAMPLE_FORMS)
    assert len({example.split()[0] for example in examples}) > 1
    assert len({example.split()[0] for example in examples}) > 1
    assert all(quoting.answer(example).found for example in examples)
    assert quoting.examples() is examples


def test_what_another_process_adds_is_found(folder: Path, quoting: Assistant) -> None:
    question = "What did Nora Falk say about the lighthouse?"
    assert not quoting.answer(question).found
    text = "The lighthouse reopened. “The lighthouse has never been brighter,” said Nora Falk, who looks after it."
    with ArticleIndex.open(path=folder) as other:
        other.update([Article("lighthouse", text)])
        assert quoting.answer(question).found
        other.remove(["lighthouse"])
    assert not quoting.answer(question).found


def test_the_configured_index_is_opened_once(
    folder: Path, index: ArticleIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WHOSAID_INDEX", str(folder))
    assistant.pipeline._configured.cache_clear()
    first, second = assistant.answer(HARBOUR), assistant.answer(HARBOUR)
    assert first == second == assistant.answer(HARBOUR, index=index)
    assert assistant.pipeline._configured.cache_info().misses == 1
    assistant.pipeline._configured.cache_clear()


@pytest.mark.parametrize(
    "question", [HARBOUR, "What did Eero Salo say about the tunnel?", "Did Berg confirm the tunnel?"]
)
def test_a_real_small_model_gives_a_checked_answer(index: ArticleIndex, small_model: str, question: str) -> None:
    asking = Assistant(index, settings(model="smollm2", base_url=small_model, max_tokens=120, timeout=120))
    *before, answer = asking.stream(question)
    assert isinstance(answer, Answer)
    assert StatusEvent("smollm2 is writing") in before
    assert answer.found
    assert verbatim(answer)
    if answer.mode == "quotations":  # it failed, and says so
        assert "quotations instead" in answer.notices[0]
        return
    assert answer.mode == "smollm2"
    quoted = {c.number: c.quote for c in answer.citations}
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)} == quoted.keys()
    for words in re.findall(r"“([^”]*)”", answer.text):
        assert any(words.rstrip(",.") in quote for quote in quoted.values())
