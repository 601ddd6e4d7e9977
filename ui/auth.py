"""Check every request before Gradio sees it: the name it was sent to, the site it came from, and the login.

Gradio's own login covers its page and its API but not its MCP server.  This covers all: people log in on the page,
scripts and MCP clients send the same name and password as HTTP Basic authorisation.
"""

from __future__ import annotations

import base64
import hmac
import ipaddress
import secrets
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

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


LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


class AuthMiddleware:
    """ASGI middleware inside the Gradio app.

    `users` are names and passwords; without any, nobody has to log in.  `hosts` are the names under which the page is
    served; a request that was sent to another name is refused.  Without any, every name is served.
    """

    def __init__(self, app: ASGIApp, users: Mapping[str, str], hosts: Collection[str] = ()) -> None:
        self.app = app
        self.users = users
        self.hosts = frozenset(hosts)
        self.tokens = {user: secrets.token_urlsafe(16) for user in users}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if scope["type"] == "http":
            refusal = self.refusal(scope)
            await (refusal or self.app)(scope, receive, send_with_headers)
        elif scope["type"] == "lifespan" or (self.is_served(scope) and self.user(scope)):
            await self.app(scope, receive, send)

    def refusal(self, scope: Scope) -> PlainTextResponse | None:
        """Return the response to a request that is not let through, or None if it is."""
        path = scope["path"]
        if not self.is_served(scope):
            return PlainTextResponse(
                "This page is not served under that name. Whoever runs it can allow the name with "
                "WHOSAID_ALLOWED_HOSTS.",
                421,
            )
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and is_cross_site(Headers(scope=scope)):
            return PlainTextResponse("Another site may not act here.", 403)
        if self.user(scope) or path.rstrip("/") in OPEN_PATHS or path == "/" or path.startswith(OPEN_FOLDERS):
            return None
        return PlainTextResponse("Log in on the page, or send your name and password as HTTP Basic authorisation.", 401)

    def is_served(self, scope: Scope) -> bool:
        """Return True if the request was sent to one of `hosts`.

        A page elsewhere can let its own name point to 127.0.0.1 (DNS rebinding); only the Host header shows it.
        """
        return not self.hosts or host_name(Headers(scope=scope).get("host", "")) in self.hosts

    def user(self, scope: Scope) -> str | None:
        """Return the user who asks, "anybody" where no users are set, None if nobody has logged in.

        Basic authorisation is made into the cookie that Gradio knows.  This depends on Gradio's `App.tokens` and
        `App.cookie_id`, which a test holds.
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


def served_hosts(host: str, allowed: Collection[str]) -> set[str]:
    """Return the names under which a page that listens on `host` is served; none if any name will do.

    On a loopback address these are the names of this machine and the `allowed` ones.  On other addresses the names
    that a network has for this machine are not known, so there only `allowed` ones, if any, narrow it.
    """
    host = host.strip("[]").lower()
    if not is_loopback(host) and not allowed:
        return set()
    return {*LOOPBACK_NAMES, host, *(name.strip("[]").lower() for name in allowed)}


def is_loopback(host: str) -> bool:
    """Return True if only this machine can reach the address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_name(host: str) -> str:
    """Return the name in a Host header, in lower case, without its port and an IPv6 address's brackets."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def is_cross_site(headers: Headers) -> bool:
    """Return True if a page of another site sent the request.

    Browsers say so in Sec-Fetch-Site, but not on plain http in a local network; there Origin is compared with Host.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site or origin is None:
        return site == "cross-site"
    return origin.partition("://")[2].lower() != headers.get("host", "").lower()


def basic_user(authorization: str, users: Mapping[str, str]) -> str | None:
    """Return the user whose name and password an Authorization header holds, or None."""
    kind, _, coded = authorization.partition(" ")
    try:
        name, _, password = base64.b64decode(coded).decode("utf-8").partition(":")
    except ValueError:  # neither Base64 nor UTF-8, or not even ASCII
        return None
    expected = users.get(name, secrets.token_urlsafe(16))  # a name that there is not takes as long as one that there is
    right = hmac.compare_digest(password.encode(), expected.encode())
    return name if kind.lower() == "basic" and right and name in users else None
