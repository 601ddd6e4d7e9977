"""A line is whole sentences of the article; what is added stands in brackets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answers.lines import GAP, Line, dates, markdown, quoted_span, sentence_line, statement_line, surname
from index import Article, MentionType, QuoteType, Span, Statement
from index.text.sentences import split_sentences
from tests.assistant.answers.asking import plain


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return start, start + len(words)


def said(
    text: str,
    *content: str,
    speaker: str = "Nora Falk",
    who: str = "",
    cue: str = "",
    mention: MentionType = MentionType.NAMED,
    quote_type: QuoteType = QuoteType.DIRECT,
) -> Statement:
    """A statement of these words in a text."""
    return Statement(
        "a",
        speaker,
        place(text, who) if who else None,
        place(text, cue) if cue else None,
        tuple(place(text, words) for words in content),
        quote_type=quote_type,
        mention_type=mention,
    )


def line_of(text: str, statement: Statement, topic: str = "", published: str = "") -> Line:
    words = topic.split()
    coverage = (lambda t: sum(w in t for w in words) / len(words)) if words else (lambda t: 1.0)
    return statement_line(Article("a", text, published=published), statement, coverage)


def test_the_words_are_set_off_in_the_whole_sentence() -> None:
    text = "It rained. Nora Falk said that the ferry would stop in May. Then she left."
    line = line_of(text, said(text, "that the ferry would stop in May", who="Nora Falk", cue="said"))
    assert markdown(line) == "Nora Falk said **that the ferry would stop in May**."


def test_who_falls_in_has_none_of_the_words_before() -> None:
    text = "“What is wrong with it? It is late,” said Eero Salo, at which point Nora Falk remarked: “It was later.”"
    falk = said(text, "“It was later.”", who="Nora Falk", cue="remarked")
    assert markdown(line_of(text, falk)).endswith(
        "said Eero Salo, at which point Nora Falk remarked: **“It was later.”**"
    )
    salo = said(text, "It is late", speaker="Eero Salo", who="Eero Salo", cue="said")
    assert markdown(line_of(text, salo)).startswith("**“What is wrong with it? It is late,”** said Eero Salo, ")


def test_of_what_is_told_within_a_quotation_nothing_more_is_in_bold() -> None:
    text = "“You know what happened. Salo told us, ‘I hope it sinks,’ of the ferry,” Nora Falk said."
    salo = said(text, "‘I hope it sinks,’", speaker="Eero Salo", who="Salo", cue="told")
    relayed = replace(salo, relayed_by="Nora Falk")
    assert markdown(line_of(text, relayed)).count("**") == 2
    assert "**‘I hope it sinks,’**" in markdown(line_of(text, relayed))


def test_the_whole_quotation_before_a_cue_is_the_speaker_s() -> None:
    text = "“It is late. We wait,” said Nora Falk. “Nobody may enter it.”"
    line = line_of(text, said(text, "“Nobody may enter it.”", who="Nora Falk", cue="said"))
    assert markdown(line) == "**“It is late. We wait,”** said Nora Falk. **“Nobody may enter it.”**"


def test_a_quotation_of_the_sentence_before_is_somebody_else_s() -> None:
    text = "Lord Quist said: “We have won.” Nora Falk criticised “the haste of it all” on Monday."
    falk = said(text, "“the haste of it all”", who="Nora Falk", cue="criticised")
    assert markdown(line_of(text, falk)) == "Nora Falk criticised **“the haste of it all”** on Monday."


def test_one_frame_is_one_line() -> None:
    text = "“The pier is closed,” said Nora Falk. “Nobody may enter it.” A gull cried."
    line = line_of(text, said(text, "“The pier is closed,”", "“Nobody may enter it.”", who="Nora Falk", cue="said"))
    assert markdown(line) == "**“The pier is closed,”** said Nora Falk. **“Nobody may enter it.”**"
    assert quoted_span(line.article, said(text, "“The pier is closed,”", "“Nobody may enter it.”")) == (
        0,
        text.index(" A gull"),
    )


BRACKETS = {
    "a pronoun": ("Falk came late. She said that it was over.", "She", MentionType.PRONOMINAL, "She [Falk] said"),
    "a role": ("The harbour master said that it was over.", "The harbour master", MentionType.NOMINAL, "master [Nora Falk] said"),
    "a name in the sentence": ("Falk left when she said that it was over.", "she", MentionType.PRONOMINAL, "when she said"),
    "a name": ("Falk said that it was over.", "Falk", MentionType.NAMED, "Falk said"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "who", "mention", "expected"), BRACKETS.values(), ids=BRACKETS)
def test_who_a_pronoun_means_is_said_in_brackets(text: str, who: str, mention: MentionType, expected: str) -> None:
    statement = said(text, "that it was over", who=who, cue="said", mention=mention, quote_type=QuoteType.INDIRECT)
    assert expected in markdown(line_of(text, statement))


NAMES = {
    "Nora Falk": "Falk",
    "Marie Le Gall": "Le Gall",
    "Jan van der Berg": "der Berg",
    "Salmo City Council": "Salmo City Council",
    "fishermen in Salmo": "fishermen in Salmo",
}


@pytest.mark.parametrize(("name", "last"), NAMES.items(), ids=NAMES)
def test_a_person_is_called_by_surname_and_a_body_by_its_name(name: str, last: str) -> None:
    assert surname(name) == last


DAYS = {
    "a weekday": ("The mayor resigned on Friday.", "2024-05-13", "on Friday [10 May 2024]."),
    "the article's own weekday": (
        "The mayor said Monday that she would resign.",
        "2024-05-13",
        "said Monday [13 May 2024] that",
    ),
    "before its verb": (
        "Friday, the mayor announced that she will resign.",
        "2024-05-13",
        "Friday [10 May 2024], the mayor",
    ),
    "ahead, behind a verb of the past": ("The mayor said the vote will be on Friday.", "2024-05-13", None),
    "ahead, in front": ("On Friday the council will vote, she said.", "2024-05-13", None),
    "the same day": ("The mayor resigned Monday.", "2024-05-13", "Monday [13 May 2024]."),
    "the next day's": ("The mayor resigned Tuesday.", "2024-05-13", None),
    "yesterday": ("The mayor resigned yesterday.", "2024-05-13", "yesterday [12 May 2024]."),
    "a part of the day": ("She spoke on Sunday evening in Salmo.", "2024-05-13", "Sunday evening [12 May 2024] in"),
    "no date of the article": ("The mayor resigned on Friday.", "", None),
    "a date that is written": ("The mayor resigned on Friday, May 10.", "2024-05-13", None),
    "a name": ("She won on Super Tuesday and wrote for the Sunday Times.", "2024-05-13", None),
    "ahead": ("The council will vote on Friday.", "2024-05-13", None),
    "a deadline": ("A judge ordered papers to be released by Thursday.", "2024-05-13", None),
    "next": ("She arrives next Friday.", "2024-05-13", None),
    "ahead in her words": ("“I will go,” she told reporters Friday.", "2024-05-13", "Friday [10 May 2024]."),
    "somebody's words": ("“I resigned on Friday,” she said.", "2024-05-13", None),
}


@pytest.mark.parametrize(("text", "published", "expected"), DAYS.values(), ids=DAYS)
def test_the_day_that_an_article_s_date_makes_plain(text: str, published: str, expected: str | None) -> None:
    line = sentence_line(Article("a", text, published=published), (0, len(text)))
    if expected is None:
        assert dates(line) == ()
    else:
        assert expected in markdown(line)


def test_a_day_in_the_middle_of_a_quotation_is_somebody_s_words() -> None:
    text = '"It rained," she said. "He resigned on Friday, and left. That was all."\nShe left on Friday.'
    article = Article("a", text, published="2024-05-13")
    quoted = text.index('"He resigned'), text.index(" That was all")
    assert dates(sentence_line(article, quoted)) == ()
    assert "on Friday [10 May 2024]" in markdown(sentence_line(article, (text.index("She left"), len(text))))


def test_a_topic_that_only_the_sentence_before_names_leads() -> None:
    text = "Reporters asked about the lighthouse. “We will light it again,” Falk said."
    statement = said(text, "“We will light it again,”", who="Falk", cue="said")
    line = line_of(text, statement, "lighthouse")
    assert line.lead == (0, 37)
    assert markdown(line) == "*Reporters asked about the lighthouse.* **“We will light it again,”** Falk said."
    assert line_of(text, statement, "light").lead is None


def test_of_a_long_quotation_the_part_on_the_topic_is_kept_with_its_speaker() -> None:
    filler = " ".join(["The weather was fine and everybody was pleased with it on the day."] * 4)
    text = f"“We begin now. {filler} The dredger comes in June. {filler} And that is it,” Falk said."
    statement = said(text, text[: text.index(" Falk")], who="Falk", cue="said")
    shown = markdown(line_of(text, statement, "dredger"))
    assert "dredger comes in June" in shown
    assert shown.endswith("And that is it,”** Falk said.")
    assert GAP in shown
    assert "We begin now" not in shown


HARD = {
    "Markdown of the article": "She *said* [sic] that 1_000 \\ `boats` cost $5 <b>each</b>.",
    "a list's number": "1. She said so.",
    "a dash": "- She said so.",
    "a bracket right behind": "She(the mayor) said so.",
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_what_means_something_in_markdown_is_escaped(text: str) -> None:
    line = sentence_line(Article("a", text), (0, len(text)), [(4, 9)])
    assert plain(markdown(line)) == "".join(text.split())


PIECES = st.sampled_from(
    ["Anna Berg", "she", "said", "that", "the pier", "on Friday", "yesterday", "“", "”", '"', "’", ".", ". ", "! ", ",", "\n\n", "\n",
     "[1]", "[", "]", "(", ")", "](x)", "*", "**", "_", "`", "\\", "#", "- ", "1. ", "é", "🙂", "$", "Mr. ", "..."]
)  # fmt: skip


@given(st.lists(PIECES, min_size=2, max_size=60).map(" ".join), st.data())
@settings(max_examples=150, deadline=None)
def test_without_brackets_and_bold_a_line_is_the_article_s_text(text: str, data: st.DataObject) -> None:
    offsets = st.integers(0, len(text) - 1)
    starts = sorted(data.draw(st.lists(offsets, min_size=1, max_size=3, unique=True)))
    spans = tuple((start, min(len(text), start + data.draw(st.integers(1, 30)))) for start in starts)
    mention = data.draw(st.sampled_from(list(MentionType)))
    who = data.draw(offsets)
    statement = Statement(
        "a", "Anna Berg", (who, who + 1), None, spans, quote_type=QuoteType.DIRECT, mention_type=mention
    )
    line = line_of(text, statement, data.draw(st.sampled_from(["", "pier", "Friday"])), "2024-05-13")
    lead = text[slice(*line.lead)] if line.lead else ""
    assert plain(markdown(line)) == "".join((lead + "".join(text[a:b] for a, b in line.spans)).split())
    bounds = split_sentences(text)
    if bounds and any(text[a:b].strip() for a, b in spans):
        starts_at, ends_at = {start for start, _ in bounds}, {end for _, end in bounds}
        assert all(a in starts_at and b in ends_at for a, b in line.spans) or line.spans == (
            (statement.start, statement.end),
        )


def test_a_long_quotation_without_a_space_is_cut_at_the_longest_length() -> None:
    text = "“" + "z" * 1700 + "”, Falk said."
    statement = said(text, "“" + "z" * 1700 + "”", who="Falk", cue="said")
    assert quoted_span(Article("a", text), statement) == (0, 900)
