"""Which requests are let through: the name they were sent to, the site they came from, and the login."""

from __future__ import annotations

import base64

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from ui.auth import AuthMiddleware, basic_user, served_hosts

HERE = {"Host": "127.0.0.1:7860"}


def status_of(middleware: AuthMiddleware, method: str, headers: dict[str, str]) -> int:
    """The status of the response to one request."""
    return (
        TestClient(middleware, base_url="http://127.0.0.1:7860").request(method, "/config", headers=headers).status_code
    )


def guard(host: str = "127.0.0.1", *allowed: str) -> AuthMiddleware:
    return AuthMiddleware(PlainTextResponse("in"), users={}, hosts=served_hosts(host, allowed))


@pytest.mark.parametrize(
    ("listens", "allowed", "host", "status"),
    [
        ("127.0.0.1", (), "127.0.0.1:7860", 200),
        ("127.0.0.1", (), "LOCALHOST:7860", 200),
        ("127.0.0.1", (), "localhost", 200),
        ("localhost", (), "127.0.0.1:7860", 200),
        ("127.0.0.5", (), "127.0.0.5:7860", 200),
        ("::1", (), "[::1]:7860", 200),
        ("[::1]", (), "[::1]", 200),
        ("127.0.0.1", (), "evil.example", 421),
        ("127.0.0.1", (), "evil.example:7860", 421),
        ("127.0.0.1", (), "127.0.0.1.evil.example", 421),
        ("::1", (), "evil.example:7860", 421),
        ("::1", (), "[::2]:7860", 421),
        ("127.0.0.1", (), "[", 421),
        ("127.0.0.1", (), "", 421),
        ("127.0.0.1", ("news.example",), "News.example", 200),
        ("127.0.0.1", ("news.example",), "evil.example", 421),
        ("0.0.0.0", (), "desk.local:7860", 200),
        ("0.0.0.0", ("desk.local",), "desk.local:7860", 200),
        ("0.0.0.0", ("desk.local",), "evil.example", 421),
        ("192.0.2.7", ("desk.local",), "192.0.2.7:7860", 200),
    ],
)
def test_only_the_page_s_own_names_are_served(listens: str, allowed: tuple[str, ...], host: str, status: int) -> None:
    assert status_of(guard(listens, *allowed), "GET", {"Host": host}) == status


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        pytest.param("POST", {}, 200, id="a script"),
        pytest.param("POST", {"Sec-Fetch-Site": "same-origin"}, 200, id="same site"),
        pytest.param("POST", {"Sec-Fetch-Site": "cross-site"}, 403, id="another site"),
        pytest.param("POST", {"Origin": "http://127.0.0.1:7860"}, 200, id="same origin"),
        pytest.param("POST", {"Origin": "http://evil.example"}, 403, id="another origin"),
        pytest.param("POST", {"Origin": "http://127.0.0.1:3000"}, 403, id="another port"),
        pytest.param("POST", {"Origin": "null"}, 403, id="hidden origin"),
        pytest.param("POST", {"Origin": "http://["}, 403, id="malformed origin"),
        pytest.param("DELETE", {"Origin": "http://evil.example"}, 403, id="another method"),
        pytest.param("GET", {"Origin": "http://evil.example"}, 200, id="reading changes nothing"),
        pytest.param(
            "POST",
            {"Origin": "http://127.0.0.1:7860", "Sec-Fetch-Site": "cross-site"},
            403,
            id="the browser knows better",
        ),
    ],
)
def test_another_site_changes_nothing(method: str, headers: dict[str, str], status: int) -> None:
    assert status_of(guard(), method, HERE | headers) == status


@pytest.mark.parametrize(
    ("header", "user"),
    [
        ("Basic " + base64.b64encode(b"ann:correct horse").decode(), "ann"),
        ("basic " + base64.b64encode(b"ann:correct horse").decode(), "ann"),
        ("Bearer " + base64.b64encode(b"ann:correct horse").decode(), None),
        ("Basic " + base64.b64encode(b"ann:correct horse ").decode(), None),
        ("Basic " + base64.b64encode(b"eve:").decode(), None),
        ("Basic " + base64.b64encode(b"\xff\xfe").decode(), None),
        ("Basic !!!", None),
        ("Basic é", None),
        ("Basic", None),
        ("", None),
    ],
)
def test_basic_authorisation(header: str, user: str | None) -> None:
    assert basic_user(header, {"ann": "correct horse"}) == user
