"""What stands before every request: a login, where users are set, and the rules that the browser holds the page to.

Gradio's own login covers its page and its API but not its MCP server.  This covers all: people log in on the page,
scripts and MCP clients send the same name and password as HTTP Basic authorisation.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN_PATHS = {"/", "/login", "/logout", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt"}
OPEN_PATHS |= {
    "/gradio_api/startup-events",
    "/gradio_api/theme.css",
}  # the first is asked by the server itself, at start
OPEN_FOLDERS = ("/assets/", "/static/", "/svelte/")
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}


class AuthMiddleware:
    """ASGI middleware inside the Gradio app.  `users` are names and passwords; without any, nobody has to log in."""

    def __init__(self, app: ASGIApp, users: Mapping[str, str]) -> None:
        self.app = app
        self.users = users
        self.tokens = {user: secrets.token_urlsafe(16) for user in users}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if scope["type"] == "http":
            refusal = self.refusal(scope)
            await (refusal or self.app)(scope, receive, send_with_headers)
        elif scope["type"] == "lifespan" or self.user(scope):
            await self.app(scope, receive, send)

    def refusal(self, scope: Scope) -> PlainTextResponse | None:
        """What a request gets that is not let through; None where it is."""
        path = scope["path"]
        if (
            scope["method"] not in ("GET", "HEAD", "OPTIONS")
            and Headers(scope=scope).get("sec-fetch-site") == "cross-site"
        ):
            return PlainTextResponse("Another site may not act here.", 403)
        if self.user(scope) or path.rstrip("/") in OPEN_PATHS or path == "/" or path.startswith(OPEN_FOLDERS):
            return None
        return PlainTextResponse("Log in on the page, or send your name and password as HTTP Basic authorisation.", 401)

    def user(self, scope: Scope) -> str | None:
        """Who asks; "anybody" where no users are set.  Basic authorisation is made into the cookie that Gradio knows.

        Leans on Gradio's `App.tokens` and `App.cookie_id`, which a test holds.
        """
        if not self.users:
            return "anybody"
        gradio = scope["app"]
        name = basic_user(Headers(scope=scope).get("authorization", ""), self.users)
        if name:
            gradio.tokens[self.tokens[name]] = name
            MutableHeaders(scope=scope)["cookie"] = f"access-token-{gradio.cookie_id}={self.tokens[name]}"
            return name
        cookies = HTTPConnection(scope).cookies
        tokens = (cookies.get(f"access-token{kind}-{gradio.cookie_id}", "") for kind in ("", "-unsecure"))
        return next((gradio.tokens[token] for token in tokens if token in gradio.tokens), None)


def basic_user(authorization: str, users: Mapping[str, str]) -> str | None:
    """The user that an Authorization header rightly names."""
    kind, _, coded = authorization.partition(" ")
    try:
        name, _, password = base64.b64decode(coded).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    expected = users.get(name, secrets.token_urlsafe(16))  # a name that there is not takes as long as one that there is
    right = hmac.compare_digest(password.encode(), expected.encode())
    return name if kind.lower() == "basic" and right and name in users else None
