"""The page's server: how it starts, who may use it, and what its API and MCP offer."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from typing import Any

import httpx
import pytest

from assistant.errors import SettingsError
from tests.conftest import ROOT, App, Start
from ui.__main__ import free_port

ANN = ("ann", "correct horse")
QUESTION = "What did Putin say about Kramatorsk?"
MCP_HEADERS = {"Accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def guarded(start_app: Start) -> App:
    """The chat with a login and an MCP server."""
    return start_app("--mcp", users=f"{ANN[0]}:{ANN[1]},bob:pass:word")


@pytest.fixture
def anybody(guarded: App) -> httpx.Client:
    return httpx.Client(base_url=guarded.address, timeout=60)


@pytest.fixture
def ann(guarded: App) -> httpx.Client:
    return httpx.Client(base_url=guarded.address, timeout=60, auth=ANN)


def events_of(client: httpx.Client, **asked: Any) -> str:
    """What the API tells of one question, as a script asks it."""
    started = client.post("/gradio_api/call/v2/answer", json={"question": QUESTION, **asked})
    started.raise_for_status()
    return client.get(f"/gradio_api/call/v2/answer/{started.json()['event_id']}").text


def ask(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    """An answer over HTTP."""
    events = events_of(client, **asked)
    assert "event: complete" in events, events
    given: dict[str, Any] = json.loads(events.partition("data: ")[2])[0]
    return given


def mcp(client: httpx.Client, method: str, **params: Any) -> dict[str, Any]:
    """The result of one MCP request."""
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    reply = client.post("/gradio_api/mcp/", json=body, headers=MCP_HEADERS)
    reply.raise_for_status()
    result: dict[str, Any] = json.loads(reply.text.partition("data: ")[2])["result"]
    return result


# ---- starting


def test_first_start_tells_what_it_does(guarded: App) -> None:
    """The samples are brought in with progress, then the address is told; no warning and no traceback beside."""
    lines = guarded.output.splitlines()
    assert "bringing in the sample articles" in lines[0]
    assert lines[1].strip().startswith("1 of ")
    assert f"The chat is at {guarded.address} and the MCP server at {guarded.address}gradio_api/mcp/" in lines
    assert not [line for line in lines if "Traceback" in line or "Warning" in line]
    assert guarded.address.startswith("http://127.0.0.1:")


def test_port_taken() -> None:
    """The next free port is taken, but not where a port was asked for by name."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port, fixed=False) > port
        with pytest.raises(SettingsError, match=f"port {port} is taken"):
            free_port("127.0.0.1", port, fixed=True)


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [("USERS", "nobody", "WHOSAID_USERS"), ("PORT", "many", "WHOSAID_PORT"), ("HOST", "203.0.113.7", "203.0.113.7")],
)
def test_wrong_settings_are_told_in_a_sentence(setting: str, value: str, told: str, tmp_path: Any) -> None:
    environment = {f"WHOSAID_{setting}": value, "PATH": "", "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-m", "ui"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr.startswith("WhoSaid cannot start: ")
    assert told in run.stderr
    assert "Traceback" not in run.stderr


# ---- the login


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/config"),
        ("GET", "/gradio_api/info"),
        ("POST", "/gradio_api/call/answer"),
        ("POST", "/gradio_api/call/v2/answer"),
        ("POST", "/gradio_api/run/answer"),
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/mcp/"),
        ("POST", "/gradio_api/mcp/"),
        ("GET", "/gradio_api/mcp/schema"),
        ("GET", "/gradio_api/mcp/sse"),
        ("GET", "/gradio_api/heartbeat/x"),
        ("GET", "/monitoring/summary"),
        ("GET", "/no/such/page"),
        ("GET", "/assets/../config"),
    ],
)
@pytest.mark.parametrize("credentials", [None, ("ann", "wrong"), ("nobody", ""), ("ann", "")], ids=str)
def test_without_login_nothing_is_served(
    anybody: httpx.Client, method: str, path: str, credentials: tuple[str, str] | None
) -> None:
    reply = anybody.request(method, path, json={"data": [QUESTION]}, headers=MCP_HEADERS, auth=credentials)
    assert reply.status_code == 401


def test_the_page_without_login_is_only_the_login(anybody: httpx.Client) -> None:
    page = anybody.get("/").text
    assert '"auth_required":true' in page.replace(" ", "")
    assert "Statements" not in page


@pytest.mark.parametrize("user", [ANN, ("bob", "pass:word")], ids=["ann", "bob"])
def test_login_on_the_page(anybody: httpx.Client, user: tuple[str, str]) -> None:
    assert anybody.post("/login", data={"username": user[0], "password": "wrong"}).status_code == 400
    assert anybody.get("/config").status_code == 401
    assert anybody.post("/login", data={"username": user[0], "password": user[1]}).status_code == 200
    assert anybody.get("/config").status_code == 200
    assert mcp(anybody, "tools/list")["tools"]
    anybody.get("/logout")
    assert anybody.get("/config").status_code == 401


def test_another_site_may_not_act(ann: httpx.Client) -> None:
    reply = ann.post("/gradio_api/call/answer", json={"data": [QUESTION]}, headers={"Sec-Fetch-Site": "cross-site"})
    assert reply.status_code == 403


def test_the_page_is_served_under_its_own_names_only(ann: httpx.Client) -> None:
    """A page elsewhere that lets its own name point to this machine gets nothing (DNS rebinding)."""
    assert ann.get("/gradio_api/info", headers={"Host": "evil.example"}).status_code == 421
    assert ann.get("/gradio_api/info", headers={"Host": "localhost:7860"}).status_code == 200


def test_the_browser_is_told_to_stay_here(ann: httpx.Client) -> None:
    headers = ann.get("/").headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert headers["referrer-policy"] == "no-referrer"


# ---- the API and MCP


def test_the_api_is_the_answer_and_nothing_else(ann: httpx.Client) -> None:
    info = ann.get("/gradio_api/info").json()
    assert list(info["named_endpoints"]) == ["/answer"]
    assert not info["unnamed_endpoints"]
    assert [tool["name"] for tool in mcp(ann, "tools/list")["tools"]] == ["answer"]


def test_an_answer_over_http(ann: httpx.Client) -> None:
    given = ask(ann)
    assert given["found"]
    assert "[1]" in given["text"]
    first = given["citations"][0]
    assert first["quote"] in given["text"].replace("\\", "")
    assert first["speaker"] == "Vladimir Putin"
    assert 0 < len(given["evidence"]) <= 10


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"outlets": ["No Such Outlet"]}, id="outlet"),
        pytest.param({"since": "1990-01-01", "until": "1990-12-31"}, id="period"),
    ],
)
def test_filters_over_http(ann: httpx.Client, more: dict[str, Any]) -> None:
    assert not ask(ann, **more)["found"]


def test_a_day_that_is_none_is_told(ann: httpx.Client) -> None:
    events = events_of(ann, since="soon")
    assert "event: error" in events
    assert "2016-03-01" in events


def test_a_question_over_the_limit_is_refused_in_a_sentence(ann: httpx.Client) -> None:
    events = events_of(ann, question="Who said that? " * 200)
    assert "event: error" in events
    assert "at most 2,000 characters" in events


def test_an_answer_over_mcp(ann: httpx.Client) -> None:
    tool = mcp(ann, "tools/list")["tools"][0]
    assert tool["inputSchema"]["properties"]["question"]["type"] == "string"
    assert "verbatim" in tool["description"]
    result = mcp(ann, "tools/call", name="answer", arguments={"question": QUESTION})
    assert not result["isError"]
    assert "Putin" in result["content"][0]["text"]


def test_the_app_reaches_no_other_host(guarded: App, ann: httpx.Client) -> None:
    ask(ann)
    assert guarded.reached == ""
