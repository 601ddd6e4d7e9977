"""A chat model that says what it is told to, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult


class Recorded(BaseChatModel):
    """Streams `words`, then raises `error` if there is one; keeps the messages of each call in `asked`.

    `said` counts the words that were taken from it.
    """

    words: list[str] = []  # noqa: RUF012  a field of a pydantic model
    error: Exception | None = None
    asked: list[list[BaseMessage]] = []  # noqa: RUF012
    said: int = 0

    @property
    def _llm_type(self) -> str:
        return "recorded"

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.asked.append(messages)
        for word in self.words:
            self.said += 1
            yield ChatGenerationChunk(message=AIMessageChunk(content=word))
        if self.error:
            raise self.error

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = "".join(str(chunk.message.content) for chunk in self._stream(messages))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])
