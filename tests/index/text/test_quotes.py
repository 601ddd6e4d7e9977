"""Where quotations begin and end."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from index.text.quotes import find_draft_quotes, find_quotes, is_quoted, strip_quotes

LINEAR_SECONDS = 6  # of the processor, on a busy machine; a quadratic scan of as much takes minutes to hours

ARTICLE = {
    "curly": ("x “a” y “b.” z", ["“a”", "“b.”"]),
    "straight": ('x "b c" d "e"', ['"b c"', '"e"']),
    "guillemets": ("«a b», he said", ["«a b»"]),
    "low marks": ("„a b“ sagt", ["„a b“"]),
    "doubled apostrophes": ("''a b,'' he said", ["''a b,''"]),
    "single, with an apostrophe inside": ("x ‘it’s mine,’ he said", ["‘it’s mine,’"]),
    "single, at the end of the text": ("x ‘mine’", ["‘mine’"]),
    "single within double": ("“a ‘b’ c”", ["“a ‘b’ c”"]),
    "apostrophes": ("It’s Berg’s pier, they’d say", []),
    "a straight mark behind a stop opens nothing": ('a." b "c"', ['"c"']),
    "not beyond the paragraph": ("“a b\nc”", []),
    "left open, and resumed": ("“a b.\n\n“c d.”", ["“a b.", "“c d.”"]),
    "left open, with a closed one behind it": ("“a b “c” d", ["“a b “c”"]),
    "left open, with another mark behind it": ("“a b «c» d", ["«c»"]),
    "closed in the next paragraph only": ("“a\n“b” c ” d\n“e”", ["“a", "“b”", "“e”"]),
    "single left open in one paragraph": ("‘a b\n‘c’ d", ["‘c’"]),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "quotes"), ARTICLE.values(), ids=ARTICLE)
def test_quotations_of_an_article(text: str, quotes: Sequence[str]) -> None:
    assert [text[start:end] for start, end in find_quotes(text)] == quotes


DRAFT = {
    "curly": ("a “b” c", ["b"], True),
    "straight": ('a "b" c "d"', ["b", "d"], True),
    "guillemets": ("a «b» c", ["b"], True),
    "low": ("a „b“ c", ["b"], True),
    "nested": ("“a ‘b’ c”", ["a ‘b’ c"], True),
    "doubly nested": ("“a “b” c”", ["a “b” c"], True),
    "single": ("he said ‘I won’t go’ and left", ["I won’t go"], True),
    "straight single": ("he said 'I won't go' and left", ["I won't go"], True),
    "two single": ("'a b' and 'c d'", ["a b", "c d"], True),
    "apostrophes": ("the soldiers’ homes, the ’90s, don’t", [], True),
    "never closed": ("a “b c", ["b c"], False),
    "closed only": ("a” b", [], False),
}


@pytest.mark.parametrize(("text", "inner", "balanced"), DRAFT.values(), ids=DRAFT)
def test_quotations_of_a_draft(text: str, inner: list[str], balanced: bool) -> None:
    quotes, is_balanced = find_draft_quotes(text)
    assert [text[slice(*quote.inner)] for quote in quotes] == inner
    assert is_balanced == balanced


@pytest.mark.parametrize(
    ("finder", "characters"), [(find_quotes, 2_000_000), (find_draft_quotes, 200_000)], ids=["article", "draft"]
)
@pytest.mark.parametrize("opening", ["“a ", "‘a ", "«a ", "„a ", "''a ", '"a ', "'a ", "“a ‘b ", "“a\n", "‘a\n"])
def test_marks_that_are_never_closed_take_no_longer(
    finder: Callable[[str], object], characters: int, opening: str
) -> None:
    text = opening * (characters // len(opening))
    started = time.process_time()
    finder(text)
    assert time.process_time() - started < LINEAR_SECONDS


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("“We stay.”", "We stay."),
        (' "We stay" ', "We stay"),
        ("''We stay''", "We stay"),
        ("‘We stay’", "We stay"),
        ("'We stay'", "We stay"),
        ("„Wir bleiben“", "Wir bleiben"),
        ("«On y va»", "On y va"),
        ("“We stay”.", "We stay"),
        ("“We stay” he said", None),
        ("We stay", None),
        ("“”", None),
        ("”", None),
        ("", None),
    ],
)
def test_marks_around_a_text(text: str, stripped: str | None) -> None:
    assert strip_quotes(text) == (text.strip() if stripped is None else stripped)
    assert is_quoted(text) == (stripped is not None)
