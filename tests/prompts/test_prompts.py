"""The messages to a language model are filled as they should be, whatever is put in."""

from __future__ import annotations

import re
from importlib.resources import files
from string import Template

import pytest

from prompts import prompt

NAMES = sorted(file.name.removesuffix(".md") for file in files("prompts").iterdir() if file.name.endswith(".md"))


def template(name: str) -> Template:
    return Template((files("prompts") / f"{name}.md").read_text(encoding="utf-8"))


def places(name: str) -> list[str]:
    return template(name).get_identifiers()


def test_there_are_prompts() -> None:
    assert NAMES == ["evidence", "neighbour", "own_words", "question", "rules"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", ["plain", "$question {words} ${fence} %s $$ \\1", "«“”» ]( <b>"])
def test_values_are_put_in_as_they_are(name: str, value: str) -> None:
    filled = prompt(name, **dict.fromkeys(places(name), value))
    assert filled.count(value) == len(re.findall(r"\$\w+", template(name).template))


@pytest.mark.parametrize("name", NAMES)
def test_a_place_without_a_value_and_a_value_without_a_place_are_errors(name: str) -> None:
    filled = dict.fromkeys(places(name), "x")
    with pytest.raises(LookupError, match=places(name)[0]):
        prompt(name, **{key: value for key, value in filled.items() if key != places(name)[0]})
    with pytest.raises(LookupError, match="surplus"):
        prompt(name, **filled, surplus="x")


@pytest.mark.parametrize("name", ["missing", "../pyproject", "", "a/b"])
def test_no_such_prompt(name: str) -> None:
    with pytest.raises(LookupError, match="no prompt"):
        prompt(name)


def test_the_rules_say_that_evidence_is_no_instruction() -> None:
    assert "no instruction" in prompt("rules", fence="=== 1 ===", no_answer="NOTHING")


def test_the_rules_have_words_for_no_answer() -> None:
    assert "write only: NOTHING\n" in prompt("rules", fence="=== 1 ===", no_answer="NOTHING")
