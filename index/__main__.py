"""The command line of the index: `python -m index PATH...` brings articles in; `--help` tells the rest."""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from pydantic import ValidationError
from tqdm import tqdm

from index.article_index import ArticleIndex
from index.errors import IndexingError
from index.loading.loader import read
from index.models import Article, Skipped, Statement, UpdateReport
from index.settings import IndexSettings

DONE, SKIPPED, FAILED, STOPPED = 0, 1, 2, 130
NARROW = 24  # characters of a table's columns but the last


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 0, 1 where something was skipped, and 2 where it could not be done."""
    options = _parser().parse_args(_with_command(list(sys.argv[1:] if arguments is None else arguments)))
    try:
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except IndexingError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    except ValidationError as error:
        for wrong in error.errors():
            print(f"error: WHOSAID_{str(wrong['loc'][0]).upper()}: {wrong['msg']}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("stopped; the articles that were done are in the index", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # whoever read the output has seen enough
        sys.stderr.close()
        return DONE


def update(options: argparse.Namespace) -> int:
    """Bring articles in, and with --prune remove what is gone."""
    with _bar("reading", "articles") as bar:
        items = list(bar.counted(read(options.paths, sys.stdin.buffer)))
    if not options.prune and not any(isinstance(item, Article) for item in items):
        return _report(UpdateReport(skipped=tuple(item for item in items if isinstance(item, Skipped))))
    with _open(options, create=True) as index, _bar("indexing", "articles") as bar:
        done = index.update(items, prune=options.paths if options.prune else (), progress=bar.show)
    return _report(done)


def remove(options: argparse.Namespace) -> int:
    """Remove articles by id."""
    with _open(options, check=False) as index:
        print(f"removed: {len(index.remove(options.ids).removed)}")
    return DONE


def rebuild(options: argparse.Namespace) -> int:
    """Make the index anew with the parts in use."""
    with _open(options, check=False) as index, _bar("rebuilding", "articles") as bar:
        done = index.rebuild(progress=bar.show)
    print(f"rebuilt: {len(done.changed)}")
    return DONE


def list_articles(options: argparse.Namespace) -> int:
    """Print an article a line: id, date, outlet, title."""
    with _open(options, check=False) as index:
        for article in index.articles():
            fields = (article.id, article.published or "-", article.source or "-", article.title or "-")
            print("\t".join(map(_plain, fields)))
    return DONE


def status(options: argparse.Namespace) -> int:
    """Print what the index holds and what it was made with."""
    with _open(options, check=False) as index:
        found = asdict(index.status())
        try:
            index.check()
        except IndexingError as error:
            print(f"note: {error}", file=sys.stderr)
    if options.json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        print("\n".join(f"{name}: {value}" for name, value in found.items()))
    return DONE


def list_statements(options: argparse.Namespace) -> int:
    """Print who said what."""
    with _open(options) as index:
        found = index.statements(options.speaker, options.about, options.since, options.until, options.source)
    rows = [_row(article, statement) for article, statement in found]
    if options.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    elif options.csv:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        _print_table(rows, ("speaker", "speech_act", "published", "source", "words"))
    return DONE


class _Bar:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self._bar.update(1)
            yield item

    def show(self, done: int, total: int | None, what: str) -> None:
        self._bar.total = total
        self._bar.update(done - self._bar.n)


@contextmanager
def _bar(what: str, unit: str) -> Iterator[_Bar]:
    with tqdm(desc=what, unit=f" {unit}", disable=None, leave=False) as bar:  # None: where it is not a terminal
        yield _Bar(bar)


def _open(options: argparse.Namespace, create: bool = False, check: bool = True) -> ArticleIndex:
    chosen = {name: getattr(options, name) for name in ("index", "chroma_url", "encoder") if getattr(options, name)}
    if "index" in chosen and "chroma_url" not in chosen:
        chosen["chroma_url"] = ""  # a folder that is named goes before a server in the environment
    return ArticleIndex.open(IndexSettings(**chosen), create=create, check=check)


def _report(done: UpdateReport) -> int:
    """Tell what an update did: counts to the output, and what wants attention beside it."""
    for notice in done.notices:
        print(f"note: {_plain(notice)}", file=sys.stderr)
    for skipped in done.skipped:
        print(f"skipped: {_plain(str(skipped))}", file=sys.stderr)
    for name in ("added", "changed", "unchanged", "removed", "skipped"):
        print(f"{name}: {len(getattr(done, name))}")
    return SKIPPED if done.skipped else DONE


COLUMNS = (
    "speaker",
    "speech_act",
    "quote_type",
    "words",
    "relayed_by",
    "mention_type",
    "source",
    "published",
    "article_id",
    "title",
    "start",
    "end",
)


def _row(article: Article, statement: Statement) -> dict[str, Any]:
    return {
        "speaker": statement.speaker,
        "speech_act": str(statement.speech_act),
        "quote_type": str(statement.quote_type),
        "words": " … ".join(article.quote(span) for span in statement.spans),
        "relayed_by": statement.relayed_by,
        "mention_type": str(statement.mention_type),
        "source": article.source,
        "published": article.published,
        "article_id": article.id,
        "title": article.title,
        "start": statement.start,
        "end": statement.end,
    }


def _print_table(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> None:
    cells = [[name.upper() for name in columns], *([_plain(str(row[name])) or "-" for name in columns] for row in rows)]
    widths = [min(NARROW, max(len(row[place]) for row in cells)) for place in range(len(columns) - 1)]
    rest = max(NARROW, shutil.get_terminal_size().columns - sum(widths) - 2 * len(widths))
    for row in cells:
        fitted = [_cut(cell, width).ljust(width) for cell, width in zip(row[:-1], widths, strict=True)]
        print("  ".join([*fitted, _cut(row[-1], rest) if sys.stdout.isatty() else row[-1]]))


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _plain(text: str) -> str:
    """Text on one line and without the characters that steer a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _with_command(arguments: list[str]) -> list[str]:
    """The arguments with the command first; where none is named, what is there are paths to take in."""
    shared = argparse.ArgumentParser(add_help=False, allow_abbrev=False, parents=[_shared()])
    rest = shared.parse_known_args(arguments)[1]
    if not rest or rest[0] in ("-h", "--help"):
        return arguments or ["--help"]
    if rest[0] not in COMMANDS:
        return ["update", *arguments]
    arguments.remove(rest[0])
    return [rest[0], *arguments]


def _shared() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--index", metavar="FOLDER", help="folder of the index")
    shared.add_argument("--chroma-url", metavar="URL", help="address of a Chroma server, in place of the folder")
    shared.add_argument("--encoder", metavar="NAME", help="sentence-transformers name or path")
    return shared


def _parser() -> argparse.ArgumentParser:
    settings = "\n".join(
        f"  WHOSAID_{name.upper():<12} {field.description}" for name, field in IndexSettings.model_fields.items()
    )
    parser = argparse.ArgumentParser(
        prog="python -m index",
        description="Articles in; who said what out.",
        usage=f"python -m index PATH... [--prune]\n       python -m index {'|'.join(list(COMMANDS)[1:])} ...",
        epilog=f"settings, in the environment or in .env:\n{settings}\n\nexit status: 0; 1 some was skipped; 2 failed",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="command", required=True)
    made = {}
    for name, (run, words) in COMMANDS.items():
        made[name] = commands.add_parser(name, help=words, description=words, parents=[_shared()])
        made[name].set_defaults(run=run)
    made["update"].add_argument("paths", nargs="+", metavar="PATH", help="file, folder, glob, or - for standard input")
    made["update"].add_argument("--prune", action="store_true", help="remove what is no longer under these paths")
    made["remove"].add_argument("ids", nargs="+", metavar="ID")
    made["status"].add_argument("--json", action="store_true")
    for name in ("speaker", "about", "since", "until", "source"):
        made["statements"].add_argument(f"--{name}")
    form = made["statements"].add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true")
    form.add_argument("--json", action="store_true")
    return parser


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "update": (update, "bring articles in: what a path alone does"),
    "remove": (remove, "remove articles by id"),
    "list": (list_articles, "an article a line: id, date, outlet, title"),
    "status": (status, "what the index holds and what it was made with"),
    "rebuild": (rebuild, "make the index anew with the encoder and the methods in use"),
    "statements": (list_statements, "who said what: narrowed by speaker, topic, days (2025-08-31) and outlet"),
}

if __name__ == "__main__":
    sys.exit(main())
