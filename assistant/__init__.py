"""A question in; an answer with citations out.  `answer("What did ... say about ...?")` is the door."""

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
from assistant.models import (
    NO_FILTERS,
    Answer,
    AnswerDelta,
    Citation,
    Event,
    Filters,
    History,
    LeftOut,
    Role,
    StatusEvent,
    Turn,
)
from assistant.pipeline import Assistant, Request, answer
from assistant.questions.dates import DAY, days
from assistant.settings import Settings, describe_settings, read_settings

__all__ = [
    "DAY",
    "NO_FILTERS",
    "Answer",
    "AnswerDelta",
    "Assistant",
    "AssistantError",
    "Citation",
    "Event",
    "Filters",
    "History",
    "LeftOut",
    "ModelBusyError",
    "ModelDeniedError",
    "ModelError",
    "ModelInterruptedError",
    "ModelSettingsError",
    "ModelTimeoutError",
    "ModelUnreachableError",
    "Request",
    "Role",
    "Settings",
    "SettingsError",
    "StatusEvent",
    "Turn",
    "answer",
    "days",
    "describe_settings",
    "read_settings",
]
