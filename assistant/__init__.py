"""A question in; an answer with citations out.  `answer("What did ... say about ...?")` is the door."""

from assistant.chain import Assistant, Request, answer
from assistant.errors import (
    AssistantError,
    ModelBusyError,
    ModelDeniedError,
    ModelError,
    ModelInterruptedError,
    ModelSettingsError,
    ModelTimeoutError,
    ModelUnreachableError,
    SettingsError,
)
from assistant.settings import Settings, describe_settings, read_settings
from assistant.values import NO_FILTERS, Answer, Citation, Event, Filters, History, Piece, Progress, Role, Turn

__all__ = [
    "NO_FILTERS",
    "Answer",
    "Assistant",
    "AssistantError",
    "Citation",
    "Event",
    "Filters",
    "History",
    "ModelBusyError",
    "ModelDeniedError",
    "ModelError",
    "ModelInterruptedError",
    "ModelSettingsError",
    "ModelTimeoutError",
    "ModelUnreachableError",
    "Piece",
    "Progress",
    "Request",
    "Role",
    "Settings",
    "SettingsError",
    "Turn",
    "answer",
    "describe_settings",
    "read_settings",
]
