"""Everything that can be configured, once: `WHOSAID_*` in the environment or in `.env`, overridden by arguments."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

import index
from assistant.errors import SettingsError
from index import IndexSettings, InvalidSettingError

Login = tuple[str, str]


class Settings(IndexSettings):
    """The index's settings and those of the answers and the page."""

    model: str = Field(
        "", description="chat model as provider:name, for example openai:gpt-4o-mini; empty for quotations"
    )
    base_url: str = Field(
        "", description="address of the model's API; without a provider's name any OpenAI-compatible one"
    )
    api_key: SecretStr = Field(SecretStr(""), description="the provider's key; empty for the provider's own variable")
    temperature: float = Field(0.0, ge=0, le=2, description="how freely the model words its answer")
    max_tokens: int = Field(1000, ge=1, description="how long the model's draft may become, in tokens")
    timeout: float = Field(60.0, gt=0, description="seconds to wait for the model's next words")
    users: Annotated[tuple[Login, ...], NoDecode] = Field(
        (), repr=False, description="who may log in to the page, as name:password,name:password; empty for everybody"
    )
    host: str = Field("127.0.0.1", description="address that the page listens on")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="further names under which the page is reached, for example through a proxy, as name,name"
    )
    port: int = Field(7860, ge=0, le=65535, description="port that the page listens on")
    upload_max_files: int = Field(20, ge=0, description="how many files one upload may hold; 0 for no uploads")
    upload_max_mb: float = Field(10.0, gt=0, description="how large an uploaded file may be, in megabytes")

    private_addresses: bool = Field(
        False, description="whether articles may be added from addresses inside the network"
    )

    @field_validator("users", mode="before")
    @classmethod
    def parse_users(cls, value: object) -> object:
        """`ann:secret,bob:secret2` as pairs; a password may hold a colon but no comma."""
        if not isinstance(value, str):
            return value
        pairs = [tuple(part.strip() for part in login.split(":", 1)) for login in value.split(",") if login.strip()]
        if any(len(pair) != 2 or not all(pair) for pair in pairs):
            raise ValueError("expected name:password,name:password")
        return tuple(pairs)

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def parse_hosts(cls, value: object) -> object:
        """Split `a.example.org,b.example.org` into names."""
        return tuple(filter(None, map(str.strip, value.split(",")))) if isinstance(value, str) else value


def read_settings(**arguments: Any) -> Settings:
    """Return the settings in force: arguments that are not None, then the environment, then `.env`, then defaults.

    Raises SettingsError naming each setting that is invalid; its value is not repeated, as it may be a secret.
    """
    try:
        return index.read_settings(Settings, **arguments)
    except InvalidSettingError as error:
        raise SettingsError(str(error)) from None


def describe_settings() -> str:
    """Return one line a setting for `--help`: its variable, what it means and its default."""
    return index.describe_settings(Settings)
