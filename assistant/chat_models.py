"""Settings -> a chat model, and every provider's errors -> ours.

The providers' error classes are known by name, not by import: their packages are optional, and the names (openai's,
anthropic's, httpx's, langchain's) are part of their interface.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig

from assistant.errors import (
    ModelBusyError,
    ModelDeniedError,
    ModelError,
    ModelInterruptedError,
    ModelSettingsError,
    ModelTimeoutError,
    ModelUnreachableError,
)
from assistant.settings import Settings

PROVIDER_EXTRAS = ("anthropic", "ollama")  # this project's optional dependencies

# Words of an error class's name, most telling first -> what it means, and what a person can do.
MEANINGS: tuple[tuple[tuple[str, ...], type[ModelError], str], ...] = (
    (("Authentication",), ModelDeniedError, "the key was refused; check WHOSAID_API_KEY"),
    (("PermissionDenied",), ModelDeniedError, "the key does not cover this model"),
    (("RateLimit", "Overloaded"), ModelBusyError, "too many requests or no quota left; try again later"),
    (("NotFound",), ModelSettingsError, "there is no such model or address; check WHOSAID_MODEL and WHOSAID_BASE_URL"),
    (("Timeout",), ModelTimeoutError, "it took too long; raise WHOSAID_TIMEOUT or try again"),
    (("ContextOverflow", "BadRequest", "InvalidRequest"), ModelSettingsError, "the request was refused"),
    (("RemoteProtocolError", "ReadError", "IncompleteRead"), ModelInterruptedError, "the answer broke off"),
    (
        ("Connect", "Connection", "NetworkError"),
        ModelUnreachableError,
        "nobody answers; check the network and WHOSAID_BASE_URL",
    ),
)
STATUSES = {
    401: "Authentication",
    403: "PermissionDenied",
    404: "NotFound",
    408: "Timeout",
    429: "RateLimit",
    529: "Overloaded",
}
FINISHED = ("finish_reason", "stop_reason", "done_reason")  # openai, anthropic, ollama


def chat_model(settings: Settings) -> BaseChatModel | None:
    """The configured chat model; None where none is configured.  Nothing is contacted yet.

    Raises ModelSettingsError or ModelDeniedError for what cannot become a model.
    """
    if not settings.model:
        return None
    provider, name = _provider(settings)
    arguments: dict[str, Any] = {"temperature": settings.temperature}
    if settings.base_url:
        arguments["base_url"] = settings.base_url
    if provider == "ollama":
        arguments |= {"num_predict": settings.max_tokens, "client_kwargs": {"timeout": settings.timeout}}
    else:
        arguments |= {"max_tokens": settings.max_tokens, "timeout": settings.timeout, "max_retries": 1}
        if key := settings.api_key.get_secret_value():
            arguments["api_key"] = key
        elif settings.base_url and provider == "openai":
            arguments["api_key"] = "none"  # servers on one's own machine ask for no key, but the client insists on one
    try:
        model: BaseChatModel = init_chat_model(name, model_provider=provider or None, **arguments)
    except ImportError as error:
        extra = f"'.[{provider}]'" if provider in PROVIDER_EXTRAS else f"langchain-{provider}"
        raise ModelSettingsError(
            f"the model {settings.model!r} needs a package that is not installed; run: pip install {extra}"
        ) from error
    except Exception as error:
        if "credentials" in str(error) or "api_key" in str(error):
            raise ModelDeniedError(f"the model {settings.model!r} needs a key; set WHOSAID_API_KEY") from error
        raise ModelSettingsError(
            f"{settings.model!r} is not a model that can be used; write provider:name, for example openai:gpt-4o-mini"
        ) from error
    return model


def stream_words(
    model: BaseChatModel, messages: Sequence[BaseMessage], config: RunnableConfig | None = None
) -> Iterator[str]:
    """What the model writes, piece by piece.  Raises ModelError, also where the answer broke off without an error."""
    begun, finished, known = False, False, False
    try:
        for chunk in model.stream(list(messages), config):
            known |= "model_provider" in chunk.response_metadata
            finished |= any(chunk.response_metadata.get(key) for key in FINISHED)
            if text := chunk.text:
                begun = True
                yield text
    except Exception as error:
        ours = translated(error)
        if begun and isinstance(ours, ModelUnreachableError):
            ours = ModelInterruptedError("The language model gave no whole answer: it broke off.")
        raise ours from error
    if known and not finished:
        raise ModelInterruptedError("The language model gave no whole answer: the connection closed before its end.")


def translated(error: Exception) -> ModelError:
    """Our error for a provider's: by the names of its classes and its HTTP status, its causes looked at too."""
    seen: BaseException | None = error
    while seen is not None:
        names = [kind.__name__ for kind in type(seen).__mro__]
        names.append(STATUSES.get(getattr(seen, "status_code", 0), ""))
        for words, ours, meaning in MEANINGS:
            if any(word in name for word in words for name in names):
                return ours(f"The language model gave no answer: {meaning}.")
        seen = seen.__cause__ or seen.__context__
    return ModelError(
        f"The language model gave no answer: {type(error).__name__}: {' '.join(str(error).split())[:200]}"
    )


def _provider(settings: Settings) -> tuple[str, str]:
    """Provider and name of the model; an address without a provider that is known is an OpenAI-compatible one."""
    provider, colon, name = settings.model.partition(":")
    if colon and provider.isidentifier() and not (settings.base_url and provider not in ("openai", *PROVIDER_EXTRAS)):
        return provider, name
    return ("openai", settings.model) if settings.base_url else ("", settings.model)
