"""What is said to a language model: one Markdown file a message, filled by name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template

__all__ = ["prompt"]


def prompt(name: str, **values: str) -> str:
    """The message `name` with each `$place` in it filled.

    Values are put in as they are: a `$` or a brace in one means nothing.  Raises LookupError for a message that is not
    there, and for a place without a value or a value without a place.
    """
    template = _template(name)
    places = set(template.get_identifiers())
    if places != values.keys():
        differing = ", ".join(sorted(places ^ values.keys()))
        raise LookupError(f"the prompt {name!r} and the values given for it differ in: {differing}")
    return template.substitute(values).strip()


@cache
def _template(name: str) -> Template:
    """A message's file, read once."""
    file = files(__package__) / f"{name}.md"
    if not name.isidentifier() or not file.is_file():
        raise LookupError(f"there is no prompt {name!r}")
    return Template(file.read_text(encoding="utf-8"))
