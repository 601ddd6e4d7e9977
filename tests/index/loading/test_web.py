"""Web addresses: what is fetched, and that nothing inside this machine's network is."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from index import Article, Skipped, load_address
from index.errors import NotReadableError
from index.loading.web import fetch, is_public
from tests.index.loading.test_loader import ARTICLE_HTML, HEAD, TEXT, TITLE, html_of, pdf_of

PAGES: dict[str, tuple[int, str, bytes]] = {
    "/page": (200, "text/html; charset=utf-8", html_of(ARTICLE_HTML, HEAD)),
    "/plain": (200, "text/plain", TEXT.encode()),
    "/pdf": (200, "application/pdf", pdf_of([TITLE, "", "The harbour workers of Northport ended their strike."])),
    "/moved": (302, "/page", b""),
    "/round": (302, "/round", b""),
    "/odd": (302, "file:///etc/passwd", b""),
    "/gone": (404, "text/html", b""),
    "/large": (200, "text/html", b"x" * 2_000_001),
}


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, kind, content = PAGES.get(self.path, (404, "", b""))
        self.send_response(status)
        self.send_header("Location" if status == 302 else "Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a small site on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("path", "title"), [("/page", TITLE), ("/moved", TITLE), ("/plain", TITLE), ("/pdf", TITLE)])
def test_a_page_becomes_an_article(site: str, path: str, title: str) -> None:
    (article,) = load_address(site + path, 1_000_000, private=True)
    assert isinstance(article, Article)
    assert article.title == title
    stated = "https://example.org/strike" if path in ("/page", "/moved") else site + path
    assert article.url == stated, "a page's own address goes before the one it was found at"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/round", "leads on to other addresses"),
        ("/odd", "is not a web address"),
        ("/gone", "status 404"),
        ("/large", "is over 1 MB"),
    ],
)
def test_what_is_wrong_with_an_address(site: str, path: str, reason: str) -> None:
    (skipped,) = load_address(site + path, 1_000_000, private=True)
    assert isinstance(skipped, Skipped)
    assert reason in skipped.reason


@pytest.mark.parametrize(
    "url", ["", "example.org", "ftp://example.org/a", "javascript:alert(1)", "http://", "http://[1/"]
)
def test_what_is_no_web_address(url: str) -> None:
    with pytest.raises(NotReadableError, match="is not a web address"):
        fetch(url, 1000)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("127.8.9.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("ff02::1", False),
        ("nonsense", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/page",
        "http://localhost:{port}/page",
        "http://2130706433:{port}/",
        "http://[::1]:{port}/",
    ],
)
def test_this_machine_is_not_read(site: str, url: str) -> None:
    with pytest.raises(NotReadableError, match="own network"):
        fetch(url.format(port=site.rpartition(":")[2]), 1_000_000)


def answers(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> list[str]:
    """Let names have these addresses; returns the addresses to which a connection is made."""
    reached: list[str] = []

    def getaddrinfo(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in names.get(host, [host])]

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket, "create_connection", connect)
    return reached


def test_a_name_counts_by_all_of_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """One private address among them is enough to refuse; what is connected to is an address that was checked."""
    reached = answers(monkeypatch, {"two.example": ["93.184.215.14", "10.0.0.1"], "one.example": ["93.184.215.14"]})
    with pytest.raises(NotReadableError, match="own network"):
        fetch("http://two.example/", 1000)
    assert reached == []
    with pytest.raises(NotReadableError):
        fetch("http://one.example/", 1000)
    assert reached == ["93.184.215.14"]


def test_a_redirect_into_this_network_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of the first page counts as public here; the one it leads to is checked anew."""
    monkeypatch.setitem(PAGES, "/inside", (302, "http://10.0.0.1/secret", b""))
    monkeypatch.setattr("index.loading.web.is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(NotReadableError, match="own network"):
        fetch(f"{site}/inside", 1000)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "try again"), "there is no network here"),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "no server has this name"),
    ],
)
def test_without_network_it_is_said(monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    (skipped,) = load_address("https://news.example/a", 1000)
    assert isinstance(skipped, Skipped)
    assert reason in skipped.reason
