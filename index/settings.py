"""The index's settings: `WHOSAID_*` in the environment or in `.env`; and how any settings are read and described."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import InvalidSettingError


class IndexSettings(BaseSettings):
    """The settings of the index, each read from `WHOSAID_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="WHOSAID_", env_file=".env", extra="ignore")

    index: Path = Field(default=Path(".whosaid"), description="folder of the index")
    chroma_url: str = Field(
        default="",
        repr=False,  # it may hold a password
        description="http(s)://[user:password@]host:port of a Chroma server, in place of the folder",
    )
    chroma_token: str = Field(default="", description="access token of the Chroma server", repr=False)
    encoder: str = Field(
        default="",
        description="text encoder, a sentence-transformers name or path; empty for the built-in all-MiniLM-L6-v2",
    )
    lock_wait: float = Field(
        default=30.0, ge=0, description="seconds to wait while another program writes to the index"
    )


Settings = TypeVar("Settings", bound=BaseSettings)


def read_settings(kind: type[Settings], **arguments: Any) -> Settings:
    """Return the settings in force: arguments that are not None, then the environment, then `.env`, then defaults.

    Raises InvalidSettingError naming each setting that is invalid; its value is not repeated, as it may be a secret.
    """
    try:
        return kind(**{name: value for name, value in arguments.items() if value is not None})
    except ValidationError as error:
        prefix = kind.model_config.get("env_prefix", "")
        invalid = [
            f"{prefix}{str(part['loc'][0]).upper()}: {part['msg']}" for part in error.errors(include_input=False)
        ]
        raise InvalidSettingError("; ".join(invalid)) from None


def describe_settings(kind: type[BaseSettings]) -> str:
    """Return one line a setting for `--help`: its variable, what it means and its default."""
    prefix = kind.model_config.get("env_prefix", "")
    width = max(map(len, kind.model_fields))
    lines = []
    for name, field in kind.model_fields.items():
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        shown = "" if default in ("", ()) else f" [{default}]"
        lines.append(f"  {prefix}{name.upper():<{width + 2}} {field.description}{shown}")
    return "\n".join(lines)
