"""`python -m assistant "question"`: the answer with its sources; without a question, a prompt for many."""

from __future__ import annotations

import argparse
import gc
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.errors import AssistantError
from assistant.models import Answer, Citation, Filters, History, StatusEvent, Turn
from assistant.pipeline import Assistant
from assistant.settings import describe_settings, read_settings
from index import IndexingError

ANSWERED, FAILED, NOTHING_FOUND, INTERRUPTED = 0, 2, 3, 130
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # any mark of ASCII, as in Markdown
LINK = re.compile(r"(?<!\\)\[([\d,]+ more)\]\(#more\)")

EPILOG = f"""exit status:
  {ANSWERED} answered, {NOTHING_FOUND} no article answers it, {FAILED} an error, {INTERRUPTED} interrupted

settings, from the environment or from .env; an argument goes before them:
{describe_settings()}"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one question, or those that are typed.  Returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings(
            index=options.index, chroma_url=options.chroma_url, model=options.model, base_url=options.base_url
        )
        assistant = Assistant.open(settings)
        since, until = (str(day) if day else "" for day in (options.since, options.until))
        filters = Filters(tuple(options.outlet), since, until)
        with assistant.index:
            form = Form(json=options.json, all=options.all)
            if options.question is None:
                gc.enable()
                return converse(assistant, filters, options.as_of, form)
            return ask(assistant, options.question, (), filters, options.as_of, form)[0]
    except (AssistantError, IndexingError) as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read this has read enough
        sys.stderr.close()
        return ANSWERED


@dataclass(frozen=True, slots=True)
class Form:
    """How answers are printed: as JSON, and with all lines or the first ones."""

    json: bool = False
    all: bool = False


def ask(
    assistant: Assistant, question: str, history: History, filters: Filters, as_of: date | None, form: Form
) -> tuple[int, Answer]:
    """Answer one question and print it.  Returns the exit status and the answer."""
    answer: Answer | None = None
    for event in assistant.stream(question, history, filters, as_of):
        if isinstance(event, Answer):
            answer = event
        elif isinstance(event, StatusEvent) and sys.stderr.isatty():
            print(f"\r\x1b[K{event.text}...", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    assert answer is not None, "a stream ends with its answer"
    print(json.dumps(answer.to_dict(), ensure_ascii=False) if form.json else shown(answer, form.all), flush=True)
    return (ANSWERED if answer.found else NOTHING_FOUND), answer


def converse(assistant: Assistant, filters: Filters, as_of: date | None, form: Form) -> int:
    """Answer the questions that are typed, each with those before it as its history, until the input ends."""
    history: History = ()
    terminal = sys.stdin.isatty()
    if terminal:
        print("Ask about the articles; an empty line or Ctrl-D ends it.", *assistant.examples(), sep="\n  ")
    status = ANSWERED
    while True:
        try:
            question = input("\n> " if terminal else "").strip()
        except EOFError:
            return status
        if not question:
            if terminal:
                return status
            continue
        try:
            status, answer = ask(assistant, question, history, filters, as_of, form)
            history = (*history, Turn(question, answer))
        except KeyboardInterrupt:  # stops this answer, not the conversation
            print("\ninterrupted", file=sys.stderr)
            history = (*history, Turn(question))


def shown(answer: Answer, everything: bool = False) -> str:
    """Return an answer as text for a terminal: the words, the notices, and the numbered sources.

    With `everything`, the lines that the answer leaves out follow it; without, it says how to see them.
    """
    more = r"\1:" if everything else r"\1: --all shows them"
    lines = [ESCAPED.sub(r"\1", LINK.sub(more, answer.text)), *(f"\nNote: {notice}" for notice in answer.notices)]
    sources = answer.citations
    if everything and answer.more:
        lines += ["", *map(further, answer.more)]
        sources += answer.more
    if sources:
        lines += ["\nSources:" if answer.found else "\nNearest:", *map(source, sources)]
    return CONTROLS.sub("", "\n".join(lines))


def further(citation: Citation) -> str:
    """Return a citation that the answer's text leaves out as a line: who, the sentences, and its number."""
    speaker = f"{citation.speaker}: " if citation.speaker else ""
    return f"- {speaker}{' '.join(citation.shown_text.split())} [{citation.number}]"


def source(citation: Citation) -> str:
    """One line of the list of sources: number, title, outlet, date, place and address."""
    named = ", ".join(
        part for part in (citation.title or citation.article_id, citation.source, citation.published) if part
    )
    line = f"[{citation.number}] {named} ({citation.article_id}, characters {citation.start} to {citation.end})"
    return f"{line}\n    {citation.url}" if citation.url else line


def _day(text: str) -> date:
    """A day as 2025-08-01."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2025-08-01") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Answer questions from the indexed articles, with every quotation verbatim and cited.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("question", nargs="?", help="without it, questions are read from the prompt or standard input")
    parser.add_argument("--json", action="store_true", help="print the answer as one line of JSON")
    parser.add_argument("--all", action="store_true", help="show all lines, not only the first ones")
    parser.add_argument("--index", metavar="FOLDER", help="folder of the index")
    parser.add_argument("--chroma-url", metavar="URL", help="Chroma server in place of the folder")
    parser.add_argument("--since", type=_day, metavar="DAY", help="only articles from this day on, as 2025-08-01")
    parser.add_argument("--until", type=_day, metavar="DAY", help="only articles up to this day")
    parser.add_argument(
        "--outlet", action="append", default=[], metavar="NAME", help="only this outlet; may be repeated"
    )
    parser.add_argument(
        "--as-of", type=_day, metavar="DAY", help='day from which "last week" is counted; today if left out'
    )
    parser.add_argument("--model", metavar="PROVIDER:NAME", help="chat model that words the answer")
    parser.add_argument("--base-url", metavar="URL", help="address of the model's API")
    return parser


if __name__ == "__main__":
    gc.disable()  # a process that ends with its answer need not look for garbage: that is a tenth of its time
    exit_status = main()
    gc.freeze()  # nor through everything before it ends
    sys.exit(exit_status)
