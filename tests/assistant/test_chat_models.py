"""Settings become a chat model, and what goes wrong at a provider becomes our errors."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from langchain_core.messages import HumanMessage
from langchain_openai import ChatOpenAI

from assistant.chat_models import chat_model, stream_words, translated
from assistant.errors import (
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

pytest_plugins = ["tests.small_model"]
ASKED = [HumanMessage("Say hello.")]
STALL = 5  # seconds, longer than the clients wait


class Faulty(BaseHTTPRequestHandler):
    """An OpenAI-compatible server that does what the first part of its path says."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Not into the test's output."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        fault = self.path.split("/")[1]
        if fault.isdigit():
            self.answer(int(fault), "application/json", json.dumps({"error": {"message": "no"}}).encode())
        elif fault == "page":
            self.answer(200, "text/html", b"<html>a login page</html>")
        else:
            self.stream(fault)

    def answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream(self, fault: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for word in ("Hello", " there"):
            self.event(self.choice({"content": word}, None))
        if fault == "stalls":
            time.sleep(STALL)
        elif fault == "cut":
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault == "overloaded":
            self.event({"error": {"message": "overloaded", "code": 529}})
        if fault == "whole":
            self.event(self.choice({}, "stop"))
        if fault in ("whole", "ends"):
            self.wfile.write(b"0\r\n\r\n")

    def event(self, value: dict[str, Any]) -> None:
        line = f"data: {json.dumps(value)}\n\n".encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
        self.wfile.flush()

    @staticmethod
    def choice(delta: dict[str, str], reason: str | None) -> dict[str, Any]:
        choices = [{"index": 0, "delta": delta, "finish_reason": reason}]
        return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices}


class Quiet(ThreadingHTTPServer):
    """Says nothing about clients that hung up."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """That is what they are meant to do."""


@pytest.fixture(scope="module")
def faulty() -> Iterator[str]:
    """The address of the faulty server."""
    server = Quiet(("127.0.0.1", 0), Faulty)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]  # pydantic-settings takes it


def words(base_url: str) -> str:
    """What a model at an address says within two seconds."""
    model = chat_model(settings(model="openai:m", base_url=base_url, timeout=2))
    assert isinstance(model, ChatOpenAI)
    return "".join(stream_words(model, ASKED))


FAULTS = {
    "401": (ModelDeniedError, "WHOSAID_API_KEY"),
    "403": (ModelDeniedError, "does not cover"),
    "404": (ModelSettingsError, "WHOSAID_MODEL"),
    "400": (ModelSettingsError, "refused"),
    "429": (ModelBusyError, "try again later"),
    "500": (ModelError, ""),
    "page": (ModelError, ""),
    "stalls": (ModelTimeoutError, "WHOSAID_TIMEOUT"),
    "cut": (ModelInterruptedError, "broke off"),
    "ends": (ModelInterruptedError, "before its end"),
    "overloaded": (ModelError, "overloaded"),
}


@pytest.mark.parametrize(("fault", "expected"), FAULTS.items(), ids=FAULTS)
def test_what_goes_wrong_at_a_provider(faulty: str, fault: str, expected: tuple[type[ModelError], str]) -> None:
    with pytest.raises(expected[0], match=expected[1]) as raised:
        words(f"{faulty}/{fault}")
    assert len(str(raised.value)) < 300


def test_a_whole_stream(faulty: str) -> None:
    assert words(f"{faulty}/whole") == "Hello there"


def test_nobody_at_the_address() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ModelUnreachableError, match="WHOSAID_BASE_URL"):
        words(f"http://127.0.0.1:{port}/v1")


def test_errors_of_packages_that_are_not_installed_are_known_by_name() -> None:
    ours = {
        name: type(translated(type(name, (Exception,), {})("no")))
        for name in ("AuthenticationError", "RateLimitError", "ConnectTimeout", "ConnectError", "SomethingElse")
    }
    assert ours == {
        "AuthenticationError": ModelDeniedError,
        "RateLimitError": ModelBusyError,
        "ConnectTimeout": ModelTimeoutError,
        "ConnectError": ModelUnreachableError,
        "SomethingElse": ModelError,
    }


WRONG = {
    "a provider that is none": ({"model": "nobody:m"}, ModelSettingsError, "provider:name"),
    "a name without its provider": ({"model": "m"}, ModelSettingsError, "provider:name"),
    "a package that is not installed": ({"model": "groq:m"}, ModelSettingsError, "langchain-groq"),
    "no key": ({"model": "openai:m"}, ModelDeniedError, "WHOSAID_API_KEY"),
}


@pytest.mark.parametrize(("values", "error", "message"), WRONG.values(), ids=WRONG)
def test_settings_that_are_no_model(
    values: dict[str, str], error: type[ModelError], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(error, match=message):
        chat_model(settings(**values))


def test_without_a_name_there_is_no_model() -> None:
    assert chat_model(settings()) is None


def test_an_address_makes_any_name_openai_compatible() -> None:
    for name in ("llama3:8b", "openai:llama3:8b"):
        model = chat_model(settings(model=name, base_url="http://127.0.0.1:1/v1"))
        assert isinstance(model, ChatOpenAI)
        assert model.model_name == "llama3:8b"


def test_users_are_pairs_and_secrets_stay_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOSAID_USERS", "ann:secret, bob:with:colon")
    monkeypatch.setenv("WHOSAID_API_KEY", "sk-secret")
    read = read_settings()
    assert read.users == (("ann", "secret"), ("bob", "with:colon"))
    assert "secret" not in repr(read)


@pytest.mark.parametrize("users", ["ann", "ann:", ":secret", "ann:secret,bob"])
def test_users_that_are_no_pairs(users: str) -> None:
    with pytest.raises(SettingsError, match="WHOSAID_USERS") as raised:
        read_settings(users=users)
    assert "secret" not in str(raised.value)


def test_arguments_go_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOSAID_PORT", "8000")
    assert (read_settings(port=None).port, read_settings(port=9000).port) == (8000, 9000)


def test_every_setting_is_described() -> None:
    described = describe_settings()
    for name, field in Settings.model_fields.items():
        assert f"WHOSAID_{name.upper()} " in described
        assert field.description
    assert "None" not in described


def test_a_real_small_model_streams(small_model: str) -> None:
    model = chat_model(settings(model="smollm2", base_url=small_model, max_tokens=30))
    assert model is not None
    pieces = list(stream_words(model, ASKED))
    assert len(pieces) > 3
    assert "".join(pieces).strip()
