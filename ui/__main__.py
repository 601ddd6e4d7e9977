"""`python -m ui`: bring in the sample articles on the first start, then open the chat."""

from __future__ import annotations

import argparse
import errno
import gc
import os
import socket
import sys
import webbrowser
from importlib import resources
from pathlib import Path

from starlette.middleware import Middleware

from assistant import Assistant, AssistantError, Settings, SettingsError, describe_settings, read_settings
from index import ArticleIndex, IndexingError, load_articles
from ui.auth import AuthMiddleware, served_hosts
from ui.handlers import Handlers
from ui.layout import build, theme_options

PORTS_TRIED = 20
OPENING = 3.0  # seconds for which a page that is opened at once has the processor to itself (without: 0.7 s later)


def main(arguments: list[str] | None = None) -> int:
    """Start the chat and stay until it is stopped.  The exit status is 1 where it cannot start."""
    parser = argparse.ArgumentParser(
        "python -m ui",
        description="A chat over your articles, in the browser.",
        epilog="settings, in the environment or in .env:\n" + describe_settings(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", help="address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, help="port to listen on (7860, or the next that is free)")
    parser.add_argument("--mcp", action="store_true", help="offer the answers as an MCP tool too")
    options = parser.parse_args(arguments)
    try:
        settings = read_settings(host=options.host, port=options.port)
        port = free_port(settings.host, settings.port, fixed=options.port is not None)
        with ArticleIndex.open(settings, create=True) as index:
            bring_samples(index, settings)
            serve(index, settings, port, options.mcp)
    except (AssistantError, IndexingError) as error:
        print(f"WhoSaid cannot start: {error}", file=sys.stderr)
        return 1
    return 0


def bring_samples(index: ArticleIndex, settings: Settings) -> None:
    """Index the sample articles on the first start, and print how far it is.

    An index that was ever written to has a generation, also if somebody has emptied it: there they do not come back.
    """
    if settings.chroma_url or index.generation:
        return
    print(f"There is no index in {settings.index} yet: bringing in the sample articles.", flush=True)

    def progress(done: int, total: int | None, what: str) -> None:
        print(f"  {done} of {total}  {Path(what).name}", flush=True)

    samples = list(load_articles([Path(str(resources.files("index"))) / "samples"]))
    update = index.update(samples, progress=progress)
    print(f"{len(update.added)} sample articles are in.  Your own: python -m index PATH...", flush=True)


def free_port(host: str, port: int, fixed: bool) -> int:
    """The port, or where it is taken the next free one.  SettingsError where there is none, or no other will do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host.strip("[]"), candidate))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise SettingsError(f"cannot listen on {host}, port {candidate}: {error.strerror}") from None
                if fixed:
                    raise SettingsError(
                        f"port {port} is taken: stop what uses it, or choose another with --port"
                    ) from None
                continue
            if candidate != port:
                print(f"Port {port} is taken: using {candidate}.", flush=True)
            return int(probe.getsockname()[1])
    raise SettingsError(f"the ports {port} to {port + PORTS_TRIED - 1} are all taken: choose another with --port")


def serve(index: ArticleIndex, settings: Settings, port: int, mcp: bool) -> None:
    """Serve the page until somebody presses Ctrl-C."""
    do = Handlers(Assistant(index, settings), index, settings)
    page = build(do, settings)
    _, address, _ = page.launch(
        server_name=settings.host,
        server_port=port,
        auth=list(settings.users) or None,
        auth_message="WhoSaid: who said what, in the articles’ own words.",
        mcp_server=mcp,
        max_file_size=round(settings.upload_max_mb * 1_000_000),
        app_kwargs={
            "middleware": [
                Middleware(
                    AuthMiddleware,
                    users=dict(settings.users),
                    hosts=served_hosts(settings.host, settings.allowed_hosts),
                )
            ]
        },
        share=False,
        quiet=True,
        show_error=True,
        enable_monitoring=False,
        prevent_thread_lock=True,
        **theme_options(),
    )
    print(f"The chat is at {address}" + (f" and the MCP server at {address}gradio_api/mcp/" if mcp else ""), flush=True)
    print("Stop it with Ctrl-C.", flush=True)
    gc.freeze()  # the page and the libraries are no garbage: looking through them again would stop every answer
    do.readiness.start_in(OPENING)
    if sys.stdout.isatty() and (
        sys.platform in ("darwin", "win32") or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    ):
        webbrowser.open(address)
    page.block_thread()


if __name__ == "__main__":
    sys.exit(main())
