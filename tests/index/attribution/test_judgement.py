"""Which attributions of the tagger are ones."""

import pytest

from index.attribution.judgement import judge
from index.attribution.spans import TextLayout
from index.models import Attribution

SURE, UNSURE = (0.98, 0.97, 0.8), (0.6, 0.55, 0.3)
# (id, text with the content in brackets, the cue, how sure the tagger was, whether it is one)
JUDGED = [
    ("a quotation", "[“The harbour is ours,”] Anna Berg said.", "said", SURE, True),
    ("a clause", "Anna Berg said [that the harbour is ours].", "said", SURE, True),
    ("a scrap", "Anna Berg said [it].", "said", SURE, False),
    ("a word", "Anna Berg opened [the harbour] on Monday.", "opened", UNSURE, False),
    ("what a pattern finds", "Anna Berg said [it].", "said", (), True),
]


@pytest.mark.parametrize(
    ("marked", "cue", "sure", "expected"), [case[1:] for case in JUDGED], ids=[case[0] for case in JUDGED]
)
def test_an_attribution_is_judged(marked: str, cue: str, sure: tuple[float, ...], expected: bool) -> None:
    text = marked.replace("[", "").replace("]", "")
    span = marked.index("["), marked.index("]") - 1
    place, source = text.index(cue), text.index("Anna Berg")
    attribution = Attribution((place, place + len(cue)), ((source, source + 9),), (span,), probabilities=sure)
    assert (judge(TextLayout(text), attribution, (span,)) > 0.5) is expected
