"""Everything that can go wrong in the assistant.

AssistantError                    an error of this package; the message says what, where and what to do
├── SettingsError                 a setting is not what it can be
└── ModelError                    the language model gave no whole answer
    ├── ModelSettingsError        the model's name is wrong, or what it needs is not installed
    ├── ModelUnreachableError     nobody answers at its address
    ├── ModelDeniedError          the key is missing, wrong, or does not cover this model
    ├── ModelBusyError            too many requests, or the provider is overloaded
    ├── ModelTimeoutError         it took too long
    └── ModelInterruptedError     its answer broke off

An error of the index (`index.IndexingError`) passes through as it is.
"""


class AssistantError(Exception):
    """Something about the assistant that a person can act on."""


class SettingsError(AssistantError):
    """A setting is not what it can be."""


class ModelError(AssistantError):
    """The language model gave no whole answer."""


class ModelSettingsError(ModelError):
    """The model's name is wrong, or what it needs is not installed."""


class ModelUnreachableError(ModelError):
    """Nobody answers at the model's address."""


class ModelDeniedError(ModelError):
    """The key is missing, wrong, or does not cover this model."""


class ModelBusyError(ModelError):
    """Too many requests, or the provider is overloaded."""


class ModelTimeoutError(ModelError):
    """The model took too long."""


class ModelInterruptedError(ModelError):
    """The model's answer broke off."""
