"""What is the same thing said twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answers.composition import Item
from assistant.answers.grouping import is_heading, is_headline, merge_same
from assistant.answers.lines import Line
from index import Article, MentionType, QuoteType, SpeechAct, Statement
from index.embedding.encoder import Encoder


def item(words: str, article: str = "a", speaker: str = "Nora Falk", act: SpeechAct = SpeechAct.SAID) -> Item:
    """A line that consists of what somebody says."""
    text = f"{words}."
    line = Line(Article(article, text), ((0, len(text)),), ((0, len(words)),))
    quote_type = QuoteType.DIRECT if words.startswith("“") else QuoteType.INDIRECT
    statement = Statement(
        article, speaker, None, None, ((0, len(words)),), act, quote_type=quote_type, mention_type=MentionType.IMPLICIT
    )
    return Item(line, (0, len(words)), statement=statement, speaker=speaker)


ONE = {
    "letter by letter": ("that the ferry stops in May", "that the ferry stops in May"),
    "in other words": ("an advance of the army towards the harbour town", "that the army has advanced towards the harbour town"),
    "words and their report": ("“We will close the old bridge in spring”", "that the old bridge would be closed in the spring"),
    "a short and a full report": ("the factory would reopen", "that the steel factory would reopen after the repairs"),
    "active and passive": ("that the council rejected the budget", "the budget was rejected by the council"),
    "a noun for a verb": ("the resignation of the finance minister", "that the finance minister resigned"),
}  # fmt: skip
TWO = {
    "another topic": ("that the ferry stops in May", "that taxes would rise"),
    "another number": ("that 12 people had died in the fire", "that 14 people had died in the fire"),
    "yes and no": ("that the bridge is safe", "that the bridge is not safe"),
    "another reason": ("that the bridge was closed because of ice", "that the bridge would be painted blue next year"),
    "another place": ("that the school in Salmo would close", "that the hospital in Salmo would get new beds"),
    "praise and blame": ("the mayor is an honest woman", "the mayor has lied about the harbour"),
    "the same topic": ("“The harbour is ours”", "“The harbour cost far too much money”"),
    "another subject": ("that the school of Salmo gets new money", "that the ferry of Salmo gets new money"),
    "two plans": ("that the tunnel would be built by 2030", "that the tunnel would be paid for by a toll"),
}


@pytest.mark.parametrize(("one", "other"), ONE.values(), ids=ONE)
def test_the_same_thing_said_twice_is_one_line(encoder: Encoder, one: str, other: str) -> None:
    merged = merge_same([item(one, "a"), item(other, "b")], encoder)
    assert len(merged) == 1
    assert len(merged[0].same) == 1


@pytest.mark.parametrize(("one", "other"), TWO.values(), ids=TWO)
def test_two_things_are_two_lines(encoder: Encoder, one: str, other: str) -> None:
    assert len(merge_same([item(one, "a"), item(other, "b")], encoder)) == 2


def test_what_two_people_say_and_what_is_denied_stay_apart(encoder: Encoder) -> None:
    words = "that the ferry stops in May"
    assert len(merge_same([item(words, "a"), item(words, "b", speaker="Eero Salo")], encoder)) == 2
    assert len(merge_same([item(words, "a"), item(words, "b", act=SpeechAct.DENIED)], encoder)) == 2


def test_the_wording_is_own_words_else_the_fullest(encoder: Encoder) -> None:
    short, full = item("the factory would reopen"), item("that the steel factory would reopen after the repairs", "b")
    assert merge_same([short, full], encoder)[0].line.text == full.line.text
    own = item("“We will close the old bridge in spring”", "b")
    report = item("that the old bridge would be closed in the spring")
    assert merge_same([report, own], encoder)[0].line.text == own.line.text


def test_what_was_not_confirmed_is_told_in_plain_words(encoder: Encoder) -> None:
    passive = "The report that the army has advanced towards the harbour town remains unconfirmed by Falk."
    active = "Falk did not confirm that the army has advanced towards the town."
    items = []
    for name, text, end in (("a", passive, 70), ("b", active, 64)):
        whole = item("x", name, act=SpeechAct.NOT_SAID)
        start = text.index("that the army")
        line = Line(Article(name, text), ((0, len(text)),), ((start, end),))
        items.append(replace(whole, line=line, span=(start, end)))
    merged = merge_same(items, encoder)
    assert [each.line.text for each in merged] == [active]


def test_words_in_one_sentence_are_one_line(encoder: Encoder) -> None:
    text = "Falk called the pier “a joke” and the mayor “a clown”."
    first, second = (
        replace(item("x"), line=Line(Article("a", text), ((0, len(text)),), (span,)), span=span)
        for span in ((12, 29), (34, 53))
    )
    merged = merge_same([first, second], encoder)
    assert [each.line.bold for each in merged] == [((12, 29), (34, 53))]
    assert merged[0].same == ()


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Mayor Vows To Close The Old Harbour Bridge", True),
        ("Russia’s neighbour is not afraid, as explained by...", True),
        ("The Mayor of Salmo Said No to Ferries!", True),
        ("The mayor said that the bridge would close.", False),
        ("“We are late,” she said.", False),
    ],
)
def test_a_headline_is_no_sentence_of_the_text(text: str, headline: bool) -> None:
    line = Line(Article("a", text), ((0, len(text)),))
    assert is_headline(Item(line, (0, 5))) is headline


def test_a_sentence_that_is_its_articles_title_heads_it() -> None:
    article = Article("a", "Berg said no.\nShe said it twice.", title="Berg said no")
    assert is_heading("Berg said no.", article)
    assert not is_headline(Item(Line(article, ((0, 13),)), (0, 13)))
    assert not is_heading("She said it twice.", article)
