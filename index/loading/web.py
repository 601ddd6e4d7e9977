"""Fetch the page at a web address, and nothing inside the network that this machine stands in.

Every name, that of each redirect too, is resolved here, all of its addresses are checked, and the connection goes to an
address that was checked: a name whose answer changes in between (DNS rebinding) leads nowhere else.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import quote, urljoin, urlsplit

import httpcore

from index.errors import NotReadableError

REDIRECTS = 5
SECONDS = 30.0  # for all of it
SECONDS_SILENT = 10.0
KINDS = {"application/pdf": ".pdf", "text/plain": ".txt", "text/markdown": ".md"}
HEADERS: dict[bytes | str, bytes | str] = {
    "User-Agent": "WhoSaid (+article reader)",
    "Accept": "text/html,*/*;q=0.5",
    "Accept-Encoding": "identity",
}
# IPv6 addresses that lead to an IPv4 address, which may be a private one: NAT64, 6to4, Teredo.
TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
NO_NETWORK = "there is no network here, so no web address can be read. Save the page and add the file"
PRIVATE = (
    "is inside this machine’s own network, which is not read. Whoever runs WhoSaid can allow it with "
    "WHOSAID_PRIVATE_ADDRESSES"
)


def fetch(url: str, max_bytes: int, private: bool = False) -> tuple[bytes, str, str]:
    """Return the content at a web address, where it was found after redirects, and the ending of such a file.

    With `private`, addresses inside the network may be read too.  Raises NotReadableError with the reason.
    """
    deadline = time.monotonic() + SECONDS
    with httpcore.ConnectionPool(network_backend=_CheckedBackend(private)) as pool:
        for _ in range(REDIRECTS + 1):
            address = _ascii_address(url)
            try:
                with pool.stream("GET", address, headers=HEADERS, extensions=_timeouts()) as response:
                    headers = {name.lower().decode("ascii", "replace"): value for name, value in response.headers}
                    if response.status in (301, 302, 303, 307, 308) and headers.get("location"):
                        url = urljoin(address, headers["location"].decode("latin-1"))
                        continue
                    if response.status != 200:
                        raise NotReadableError(f"was not given out by its server (status {response.status})")
                    data = _read(response.iter_stream(), max_bytes, deadline)
                    kind = headers.get("content-type", b"").decode("latin-1").partition(";")[0].strip().lower()
                    return data, address, KINDS.get(kind, ".html")
            except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
                raise NotReadableError(_reason(error)) from error
    raise NotReadableError("leads on to other addresses again and again")


def is_public(address: str) -> bool:
    """Return True for an address of the public internet: not of this machine, its network, or one that leads there."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return is_public(str(parsed.ipv4_mapped))
        if any(parsed in network for network in TRANSLATED):
            return False
    return parsed.is_global and not parsed.is_multicast


class _CheckedBackend(httpcore.SyncBackend):
    """Connects to addresses that were checked, and to no others."""

    def __init__(self, private: bool) -> None:
        self._private = private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not self._private and not all(map(is_public, addresses)):
            raise NotReadableError(PRIVATE)
        for address in addresses[:-1]:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
        return super().connect_tcp(addresses[-1], port, timeout, local_address, socket_options)


def _ascii_address(url: str) -> str:
    """Return a web address as it is sent: the name by IDNA, the rest percent-encoded, without a name and password."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError as error:
        raise NotReadableError("is not a web address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise NotReadableError("is not a web address, which begins with http:// or https://")
    place = f"[{host}]" if ":" in host else host
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
    return f"{parts.scheme}://{place}{f':{port}' if port else ''}{path}{query}"


def _timeouts() -> dict[str, dict[str, float]]:
    return {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), SECONDS_SILENT)}


def _read(chunks: Iterable[bytes], max_bytes: int, deadline: float) -> bytes:
    data = b""
    for chunk in chunks:
        data += chunk
        if len(data) > max_bytes:
            raise NotReadableError(f"is over {max_bytes // 1_000_000} MB")
        if time.monotonic() > deadline:
            raise NotReadableError(f"takes longer than {SECONDS:.0f} seconds")
    return data


def _reason(error: Exception) -> str:
    """Return in plain words why an address could not be read."""
    causes = [error, error.__cause__, error.__context__]
    codes = {getattr(cause, "errno", None) for cause in causes}
    if codes & {socket.EAI_AGAIN, errno.ENETUNREACH, errno.EHOSTUNREACH}:
        return NO_NETWORK
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "cannot be found: no server has this name"
    if isinstance(error, httpcore.TimeoutException):
        return "does not answer"
    return f"cannot be read: {error or type(error).__name__}"
