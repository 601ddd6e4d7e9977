"""`python -m index speakers`: who is quoted, and what a person says to correct it."""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import asdict
from urllib.parse import parse_qs, urlsplit

from index.article_index import ArticleIndex
from index.errors import CorrectionError
from index.models import Correction, CorrectionKind, Statement
from index.terminal import print_table, printable
from index.text.quotes import strip_quotes

PLACE = re.compile(r"(?P<article>.+):(?P<start>\d{1,9})-(?P<end>\d{1,9})", re.ASCII | re.DOTALL)
NOBODY = "nobody"


def add_speaker_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    what = parser.add_mutually_exclusive_group()
    add = what.add_argument
    add("--same", nargs=2, metavar=("NAME", "OTHER"), help="say that two names are one speaker's")
    add("--apart", nargs=2, metavar=("NAME", "OTHER"), help="say that two names are not one speaker's")
    add("--wrong", metavar="PLACE", help="say that a statement is not its speaker's: its place, as `statements --json` "
        "prints it, or its address on the page; with --speaker")  # fmt: skip
    add("--corrections", action="store_true", help="print what was corrected; with --json, all that is kept of it")
    add("--take-back", nargs="+", metavar="ID", help="forget corrections, by the ids that --corrections prints")
    parser.add_argument("--speaker", metavar="NAME", help=f"who says the statement, or {NOBODY!r}")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run_speakers(index: ArticleIndex, options: argparse.Namespace) -> None:
    """Do what the options say.  Raises IndexingError where it cannot be done."""
    if (options.wrong is None) != (options.speaker is None):
        raise CorrectionError("--wrong and --speaker go together: --wrong PLACE --speaker NAME")
    if options.same:
        _report(index.join_speakers(*options.same))
    elif options.apart:
        _report(index.separate_speakers(*options.apart))
    elif options.wrong is not None:
        speaker = None if options.speaker == NOBODY else options.speaker
        _report(index.correct_speaker(*read_place(options.wrong), speaker))
    elif options.take_back:
        index.take_back(options.take_back)
        print(f"taken back: {len(set(options.take_back))}")
    elif options.corrections:
        _print_corrections(index, options.json)
    else:
        _print_speakers(index, options.json)


def place_of(statement: Statement) -> str:
    """Return a statement's place in the words that `--wrong` takes."""
    return f"{statement.article_id}:{statement.start}-{statement.end}"


def read_place(place: str) -> tuple[str, int, int]:
    """Return the article's id, start and end of a place, or of an address of the page.

    Raises CorrectionError for anything else.
    """
    if match := PLACE.fullmatch(place):
        return match["article"], int(match["start"]), int(match["end"])
    query = {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()}
    try:
        return query["article"], int(query["start"]), int(query["end"])
    except (KeyError, ValueError):
        raise CorrectionError(f"{place!r} is not the place of a statement: write it as ARTICLE:START-END") from None


def describe(correction: Correction) -> str:
    """Return what a correction says, in words."""
    names = " and ".join(f"“{name}”" for name in correction.names)
    if correction.kind is CorrectionKind.SPEAKER:
        return f"“{strip_quotes(correction.words)}” is said by {names or NOBODY}"
    return f"{names} are one speaker" if correction.kind is CorrectionKind.SAME else f"{names} are two speakers"


def _report(correction: Correction) -> None:
    print(f"kept: {printable(describe(correction))}\nto take it back: --take-back {correction.id}")


def _print_corrections(index: ArticleIndex, as_json: bool) -> None:
    corrections = index.corrections()
    if as_json:
        rows = [{"id": each.id, **asdict(each)} for each in corrections]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        rows = [{"id": each.id, "made": each.made[:16], "correction": describe(each)} for each in corrections]
        print_table(rows, ("id", "made", "correction"))


def _print_speakers(index: ArticleIndex, as_json: bool) -> None:
    rows = [asdict(each) for each in index.speaker_entries()]
    if as_json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        rows = [{**row, "also": ", ".join(name for name in row["names"] if name != row["name"])} for row in rows]
        print_table(rows, ("name", "statements", "kind", "also"))
