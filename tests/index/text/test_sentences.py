"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import split_paragraphs, split_sentences

# Each case is a text with a bar at each end of a sentence that is expected within it; bars do not occur in the text.
CASES = {
    "plain": "He left.| She stayed! |Did they? |Yes.",
    "titles": "Mr. Hall met Sen. Ruiz and Gen. Dr. Okoye.| They talked.",
    "initials": "George W. Bush and J. K. Owens spoke.| Nobody heard.",
    "country-goes-on": "The U.S. Senate met.| The U.K. did not.",
    "country-ends": "He returned to the U.S.| The trip was short.",
    "months": "On Jan. 5 and Feb. 7 they met.| In Aug. Ruiz left.",
    "company": "Acme Inc. Chairman Bo Hill sold Acme Corp.| He kept Bell Ltd. shares.",
    "words-that-look-like-abbreviations": "He sat.| Ruiz rose.| It was the sun.| Hall fell ill.| Bo went.",
    "number-sign": "See No. 3 on p. 4.| He said no.| Fifty left.",
    "decimals": "It rose 3.5 percent to $1.2 billion.| Then 4.0.",
    "year-ends": "It began in 2014.| Ruiz was there.",
    "list-number": "1. Read it.| 2. Sign it.",
    "ellipsis-goes-on": "We are ... not sure… of it.| Well.",
    "ellipsis-ends": "He waited…| Nothing came...| He left.",
    "closing-quotation": "“We go. |We stay.” |He sat down.",
    "american-comma": "“We go,” he said.| “We stay,” she said.",
    "question-in-quotation": "“Why go?” he asked.| “Stay!” she said.",
    "question-named-speaker": "“Why go?” Bo Hill asked.| “Stay!” Ruiz said.",
    "question-then-sentence": "“Why go?” |Bo Hill had no answer to that.",
    "nested": "“‘I want it!’ he says. |But why?” she asked.",
    "straight-quotes": 'He said, "We go." |"Stay," she said.',
    "doubled-apostrophes": "He said, ''We go.'' |She did not.",
    "guillemets": "« On y va. » |He left.| »We go.« |She left.",
    "brackets": "He left (she stayed).| (Nobody knew.) |It rained [sic].| Then [it] stopped.",
    "note": "It was so.[3] |It is not.[4][5] |Well.",
    "russian-dash": "– We go, he said.| – But they stay.| We will see.",
    "dash-then-lower": "“Enough.” — so he put it.| He left.",
    "stray-mark": "He spoke of topics. “.| She left.",
    "exclamations": "What?!| No!!!| Yes.",
    "web-address": "See www.example.org for more.| Or Gazeta.Ru news.",
    "lower-name": "It is 5 p.m. in Minsk.| It ended at 6 p.m.| He left.",
    "starts-with-digit": "It ended.| 50 people left.",
    "blank-line": "A headline without a stop\n\n|The text begins.| It ends\n \n|Here.",
    "heading-line": "The talks ended there without any result, as both of them said to reporters later.|\n"
    "Stalled talks\n|They will meet again, said the two, and named neither a day nor a place for that.",
    "wrapped": "The two met on Friday at a monastery in the north of\nthe country, and spoke to reporters on a bench\n"
    "in front of it. |Nobody asked when Ruiz would come back to\nMinsk, and none was told that.",
    "wrapped-with-paragraphs": "The two met on Friday at a monastery in the north\nof the country, and spoke to "
    "reporters there.|\nNobody asked when Ruiz would come back to Minsk,\nand none was told.",
    "space-at-the-ends": "\n He left\n |\t\n\n She stayed\n ",
    "headlines-in-a-row": "Fire in the northern forests is out\n|Two more banks raise their rates again\n|Rain to come",
    "colon-line": "He gave three reasons:\n|one is money,\n|Another time.",
    "chinese": "他走了。|她没有走！|为什么？",
    "crlf": "He left.|\r\n\r\nShe stayed.",
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_ends(marked: str) -> None:
    expected = [part.strip() for part in marked.split("|")]
    text = marked.replace("|", "")
    assert [text[start:end] for start, end in split_sentences(text)] == expected


texts = st.text(alphabet=st.sampled_from("aB.!?…\"“”’'() \n\t1é。-"), max_size=80) | st.text(max_size=80)


@given(texts)
def test_sentences_cover_what_is_not_space(text: str) -> None:
    spans = split_sentences(text)
    place = 0
    for start, end in spans:
        assert place <= start < end
        assert text[place:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        assert "\n\n" not in text[start:end]
        place = end
    assert text[place:].strip() == ""


@given(texts)
def test_sentences_lie_in_paragraphs(text: str) -> None:
    whole = split_paragraphs(text)
    assert all(any(first <= start and end <= last for first, last in whole) for start, end in split_sentences(text))


@pytest.mark.parametrize("text", ["", " \n\t ", "...", "a", "!"])
def test_small_texts(text: str) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == ([text] if text.strip() else [])


def test_long_text_takes_linear_time() -> None:
    assert len(split_sentences("He left. " * 50_000)) == 50_000
    assert len(split_sentences("a" * 1_000_000)) == 1
    assert len(split_sentences("(" * 300_000)) == 1
