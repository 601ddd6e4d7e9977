"""The command line of the index: `python -m index PATH...` adds articles; `--help` describes the rest."""

from __future__ import annotations

import argparse
import csv
import gc
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from itertools import chain
from typing import Any

from tqdm import tqdm

from index.article_index import ArticleIndex
from index.errors import IndexingError
from index.loading.discovery import Notice
from index.loading.loader import load_articles
from index.models import Article, Skipped, Statement, UpdateReport
from index.settings import IndexSettings, describe_settings, read_settings
from index.speaker_commands import add_speaker_options, place_of, run_speakers
from index.terminal import print_table, printable

DONE, SKIPPED, FAILED, STOPPED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.  Return 0, or 1 if something was skipped, 2 if it failed, 130 if it was interrupted."""
    options = _parser().parse_args(_with_command(list(sys.argv[1:] if arguments is None else arguments)))
    try:
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except IndexingError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("interrupted: the articles processed so far are in the index", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # whoever read the output has seen enough
        sys.stderr.close()
        return DONE


def update(options: argparse.Namespace) -> int:
    """Add articles, replace those that changed, and with --prune remove those that are gone."""
    items = load_articles(options.paths, sys.stdin.buffer)
    problems: list[Skipped | Notice] = []  # before the first article: without one, no index is made
    for item in items:
        if isinstance(item, Article):
            return _update(options, chain(problems, [item], items))
        problems.append(item)
    if options.prune:
        return _update(options, problems)
    return _report(
        UpdateReport(
            skipped=tuple(problem for problem in problems if isinstance(problem, Skipped)),
            notices=tuple(str(problem) for problem in problems if isinstance(problem, Notice)),
        )
    )


def _update(options: argparse.Namespace, items: Iterable[Article | Skipped | Notice]) -> int:
    """Update the index with items that are read while they are indexed, so that few of them are in memory at a time."""
    with _open(options, create=True) as index, _progress_bar("indexing") as bar:
        report = index.update(items, prune=options.paths if options.prune else (), progress=_progress(bar))
    return _report(report)


def remove(options: argparse.Namespace) -> int:
    """Remove articles by id."""
    with _open(options, check=False) as index:
        print(f"removed: {len(index.remove(options.ids).removed)}")
    return DONE


def rebuild(options: argparse.Namespace) -> int:
    """Build the index anew from the articles in it."""
    with _open(options, check=False) as index, _progress_bar("rebuilding") as bar:
        report = index.rebuild(progress=_progress(bar))
    print(f"rebuilt: {len(report.changed)}")
    return DONE


def list_articles(options: argparse.Namespace) -> int:
    """Print one line for each article: id, date, outlet, title."""
    with _open(options, check=False) as index:
        for article in index.articles():
            fields = (article.id, article.published or "-", article.source or "-", article.title or "-")
            print("\t".join(map(printable, fields)))
    return DONE


def status(options: argparse.Namespace) -> int:
    """Print what the index holds and how it was built."""
    with _open(options, check=False) as index:
        fields = asdict(index.status())
        try:
            index.check()
        except IndexingError as error:
            print(f"note: {error}", file=sys.stderr)
    if options.json:
        print(json.dumps(fields, indent=2, ensure_ascii=False))
    else:
        print("\n".join(f"{name}: {value}" for name, value in fields.items()))
    return DONE


def list_statements(options: argparse.Namespace) -> int:
    """Print who said what."""
    with _open(options) as index:
        statements = index.statements(options.speaker, options.about, options.since, options.until, options.source)
    rows = [_row(article, statement) for article, statement in statements]
    if options.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    elif options.csv:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        print_table(rows, ("speaker", "speech_act", "published", "source", "words"))
    return DONE


def speakers(options: argparse.Namespace) -> int:
    """Print who is quoted, or take in what a person says of them."""
    with _open(options) as index:
        run_speakers(index, options)
    return DONE


def _progress_bar(label: str) -> tqdm[Any]:
    """Return a bar that counts articles on a terminal, and shows nothing elsewhere."""
    return tqdm(desc=label, unit=" articles", disable=None, leave=False)  # None: unless it is a terminal


def _progress(bar: tqdm[Any]) -> Callable[[int, int | None, str], None]:
    """Return the function that moves a bar on, as `ArticleIndex.update` calls it."""

    def show(done: int, total: int | None, _origin: str) -> None:
        bar.total = total
        bar.update(done - bar.n)

    return show


def _open(options: argparse.Namespace, create: bool = False, check: bool = True) -> ArticleIndex:
    # A folder that is named goes before a server in the environment.
    url = "" if options.index and not options.chroma_url else options.chroma_url
    settings = read_settings(IndexSettings, index=options.index or None, chroma_url=url, encoder=options.encoder)
    return ArticleIndex.open(settings, create=create, check=check)


def _report(report: UpdateReport) -> int:
    """Print what an update did: the counts to standard output, notices and what was skipped to standard error."""
    for notice in report.notices:
        print(f"note: {printable(notice)}", file=sys.stderr)
    for skipped in report.skipped:
        print(f"skipped: {printable(str(skipped))}", file=sys.stderr)
    for name in ("added", "changed", "unchanged", "removed", "skipped"):
        print(f"{name}: {len(getattr(report, name))}")
    return SKIPPED if report.skipped else DONE


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
    "place",
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
        "place": place_of(statement),
    }


def _with_command(arguments: list[str]) -> list[str]:
    """Return the arguments with the command first; if none is named, they are the paths of `update`."""
    rest = _shared_options(allow_abbrev=False).parse_known_args(arguments)[1]
    if not rest or rest[0] in ("-h", "--help"):
        return arguments or ["--help"]
    if rest[0] not in COMMANDS:
        return ["update", *arguments]
    arguments.remove(rest[0])
    return [rest[0], *arguments]


def _shared_options(allow_abbrev: bool = True) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False, allow_abbrev=allow_abbrev)
    shared.add_argument("--index", metavar="FOLDER", help="folder of the index [.whosaid]")
    shared.add_argument("--chroma-url", metavar="URL", help="address of a Chroma server, in place of the folder")
    shared.add_argument("--encoder", metavar="NAME", help="text encoder: a sentence-transformers name or path")
    return shared


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index",
        description="Index news articles: find who said what in them, and make them searchable.",
        usage="python -m index PATH... [--prune]\n       python -m index COMMAND ... [--help]",
        epilog=f"""settings, from the environment or from .env; an argument goes before them:
{describe_settings(IndexSettings)}

exit status:
  {DONE} done, {SKIPPED} done but something was skipped, {FAILED} failed, {STOPPED} interrupted""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(prog=parser.prog, title="commands", metavar="COMMAND", required=True)
    parsers = {}
    for name, (run, description) in COMMANDS.items():
        parsers[name] = commands.add_parser(
            name,
            help=description,
            description=f"{description[0].upper()}{description[1:]}.",
            parents=[_shared_options()],
        )
        parsers[name].set_defaults(run=run)
    add = parsers["update"].add_argument
    add("paths", nargs="+", metavar="PATH", help="file, folder, pattern such as '*.txt', or - for standard input")
    add("--prune", action="store_true", help="also remove articles whose files are no longer under these paths")
    parsers["remove"].add_argument("ids", nargs="+", metavar="ID", help="id of an article, as `list` prints it")
    parsers["status"].add_argument("--json", action="store_true", help="print JSON")
    add = parsers["statements"].add_argument
    add("--speaker", metavar="NAME", help="only what this person or organization said")
    add("--about", metavar="TOPIC", help="only statements about this topic")
    add("--since", metavar="DATE", help="only from articles of this day or later, for example 2025-08-31")
    add("--until", metavar="DATE", help="only from articles of this day or earlier")
    add("--source", metavar="OUTLET", help="only from articles of this outlet")
    form = parsers["statements"].add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print CSV")
    form.add_argument("--json", action="store_true", help="print JSON")
    add_speaker_options(parsers["speakers"])
    return parser


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "update": (update, "add articles and replace those that changed; PATH... alone does the same"),
    "remove": (remove, "remove articles by id"),
    "list": (list_articles, "print one line for each article: id, date, outlet, title"),
    "status": (status, "print what the index holds and how it was built"),
    "rebuild": (rebuild, "build the index anew from its articles, after a new version or another text encoder"),
    "statements": (list_statements, "print who said what"),
    "speakers": (speakers, "print who is quoted, or correct it"),
}

if __name__ == "__main__":
    exit_status = main()
    gc.freeze()  # else Python looks through everything for garbage before it ends, for up to a second
    sys.exit(exit_status)
