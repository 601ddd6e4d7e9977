"""Where the index is and what it is made with, as a person sets it: `WHOSAID_*` in the environment or in `.env`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class IndexSettings(BaseSettings):
    """The settings of the index, each read from `WHOSAID_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="WHOSAID_", env_file=".env", extra="ignore")

    index: Path = Field(default=Path(".whosaid"), description="folder of the index")
    chroma_url: str = Field(
        default="", description="http(s)://[user:password@]host:port of a Chroma server, in place of the folder"
    )
    chroma_token: str = Field(default="", description="access token of the Chroma server", repr=False)
    encoder: str = Field(
        default="", description="sentence-transformers name or path; empty for the packaged all-MiniLM-L6-v2"
    )
    lock_wait: float = Field(default=30.0, ge=0, description="seconds to wait for another writer before giving up")
