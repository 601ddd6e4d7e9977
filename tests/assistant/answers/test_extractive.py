"""Answers made of the articles' own sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answers.extractive import answer_questions
from assistant.answers.refusal import refuse
from assistant.answers.selection import CERTAIN, MOST_SPEAKER, SURE, SURE_ENOUGH, claiming, said_by, surest, varied
from assistant.models import NO_FILTERS, Answer, Filters, Role, Turn
from assistant.questions.models import QuestionKind as Kind
from index import (
    Article,
    ArticleIndex,
    Evidence,
    IndexSnapshot,
    MentionType,
    Period,
    QuoteType,
    SpeechAct,
    Statement,
    parse_day,
)
from index.embedding.encoder import Encoder
from index.text.sentences import split_sentences
from tests.assistant.answers.asking import ask, converse, lines, plain, question
from tests.assistant.answers.test_grouping import item
from tests.newsroom import ARTICLES

BERG, SALO, OSTROV = ("Anna Berg",), ("Eero Salo",), ("Karl Ostrov",)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(path=tmp_path_factory.mktemp("quoting") / "index", create=True) as opened:
        opened.update(ARTICLES)
        yield opened


def asked_of(folder: Path, text: str, *questions: str) -> list[Answer]:
    """Return the answer to each question over one article of this text."""
    with ArticleIndex.open(path=folder / "index", create=True) as index:
        index.update([Article("article", text, given_id=True)])
        return [converse(index, question) for question in questions]


def said(answer: Answer, role: Role = Role.ANSWER) -> set[tuple[str | None, str]]:
    return {(c.speaker, c.quote) for c in answer.citations if c.role is role}


def verbatim(answer: Answer, index: ArticleIndex) -> None:
    """Every quotation is at its place, every line whole sentences of its article, and every marker has its citation."""
    for citation in (*answer.citations, *answer.more):
        text = index.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote
        bounds = split_sentences(text)
        starts, ends = {start for start, _ in bounds}, {end for _, end in bounds}
        assert all(start in starts and end in ends for start, end in citation.shown)
        assert citation.shown_text == " […] ".join(text[start:end] for start, end in citation.shown)
    assert [int(n) for n in re.findall(r"(?<!\\)\[(\d+)\]", answer.text)] == [c.number for c in answer.citations]
    numbered = {citation.number: citation for citation in answer.citations}
    for line in lines(answer):
        if markers := re.search(r" ((?:\[\d+\])+)$", line):
            citation = numbered[int(markers[1][1:].partition("]")[0])]
            text = index.article(citation.article_id).text
            shown = "".join("".join(text[start:end].split()) for start, end in citation.shown)
            assert shown in plain(line)


def test_only_the_words_of_who_was_asked_about_stand_for_the_answer(index: ArticleIndex) -> None:
    answer = ask(index, "What did Anna Berg say about the harbour?", asked=BERG, topic="the harbour")
    assert answer.found
    assert {speaker for speaker, _ in said(answer)} == {"Anna Berg"}
    assert "**“We built it in two years, and it is ours,”** Berg said." in answer.text
    verbatim(answer, index)


def test_own_words_come_first_and_what_was_denied_last(index: ArticleIndex) -> None:
    answer = ask(index, "What did Anna Berg say about the harbour?", asked=BERG, topic="the harbour")
    shown = [c.shown_text for c in answer.citations if c.role is Role.ANSWER]
    assert shown[0].startswith("“We built it")
    assert shown[-1].startswith("Berg denied that the harbour had cost too much.")


def test_others_stand_beside_only_if_they_are_on_it(index: ArticleIndex) -> None:
    answer = ask(index, "What did Anna Berg say about the harbour?", asked=BERG, topic="the harbour")
    assert all("harbour" in c.shown_text for c in answer.citations if c.role is Role.OTHER)
    assert not any("tunnel" in c.shown_text for c in answer.citations)


def test_outlet_and_date_stand_by_each_line(index: ArticleIndex) -> None:
    answer = ask(index, "What did Salo say about the tunnel?", asked=SALO, topic="the tunnel")
    assert "Northern Wire, 2 August 2024 [1]" in answer.text
    verbatim(answer, index)


def test_at_most_five_lines_a_speaker_and_the_rest_is_kept(tmp_path) -> None:
    subjects = "ferry bridge school hospital library station theatre stadium".split()
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        for number, name in enumerate(subjects):
            text = f"Mayor Nora Falk spoke on Monday. “The {name} of Salmo gets new money,” Falk said. The council met."
            index.update([Article(name, text, published=f"2024-03-{number + 10}", given_id=True)])
        answer = ask(index, "What did Nora Falk say?", asked=("Nora Falk",))
        assert len(lines(answer)) == MOST_SPEAKER
        assert answer.total == len(answer.more) == len(subjects) - MOST_SPEAKER
        assert f"[{answer.total} more](#more)" in answer.text
        assert {c.number for c in answer.more} == set(range(6, 9))
        verbatim(answer, index)
        history = (Turn("What did Nora Falk say?", answer),)
        more = ask(index, "tell me more", kind=Kind.MORE, asked=("Nora Falk",), history=history)
        assert {c.shown_text for c in more.citations} == {c.shown_text for c in answer.more}
        dated = ask(index, "What did Nora Falk say?", asked=("Nora Falk",), by_date=True)
        days = [c.published for c in dated.citations]
        assert days == sorted(days)


REFUSED = {
    "a stranger": (("Joe Biden",), "the harbour", "Joe Biden is not named in any article searched"),
    "another topic": (("Lena Ostrov",), "taxes", "Lena Ostrov is mentioned in 2 articles, but no statement by"),
    "no name": ((), "penicillin", "No sure answer to this was found here"),
}  # fmt: skip


@pytest.mark.parametrize(("asked", "topic", "words"), REFUSED.values(), ids=REFUSED)
def test_refusal_says_what_was_searched(index: ArticleIndex, asked: tuple[str, ...], topic: str, words: str) -> None:
    answer = ask(index, f"What did somebody say about {topic}?", asked=asked, topic=topic)
    assert not answer.found
    assert words in answer.text
    assert topic in answer.text
    assert "do not answer" not in answer.text
    assert "Searched: 3 articles, published 13 May 2024 to 2 August 2024." in answer.text
    assert {c.role for c in answer.citations} <= {Role.OTHER}
    verbatim(answer, index)


@pytest.mark.parametrize(("around", "words"), [(0.3, "there is surely about taxes."), (0.0, "but no statement by")])
def test_own_words_near_the_topic_are_not_denied(index: ArticleIndex, around: float, words: str) -> None:
    def refused(snapshot: IndexSnapshot) -> str:
        asked = question(snapshot, "What did Lena Ostrov say about taxes?", Kind.SAID, ("Lena Ostrov",), "taxes")
        evidence = [replace(each, context_coverage=around) for each in snapshot.search(asked.query)]
        return refuse(asked, snapshot, evidence, [], NO_FILTERS).opening[0]

    assert words in index.read(refused)


def test_who_has_another_s_last_name_is_not_called_mentioned(index: ArticleIndex) -> None:
    answer = ask(index, "What did Philippa Berg say about cod?", asked=("Philippa Berg",), topic="cod")
    assert "Philippa Berg is not named in any article searched" in answer.text


def test_who_is_named_in_full_is_not_mentioned_where_a_namesake_is(index: ArticleIndex) -> None:
    answer = ask(index, "What did Karl Ostrov say about the tunnel?", asked=("Karl Ostrov",), topic="the tunnel")
    assert answer.text.startswith("Karl Ostrov is mentioned in 1 article,")


def test_what_is_no_name_is_not_called_mentioned(index: ArticleIndex) -> None:
    answer = ask(index, "What did exactly the harbour say about cod?", asked=("exactly the harbour",), topic="cod")
    assert "mentioned in" not in answer.text


EMPTY = {
    "a filter's outlet": ({"outlets": ("Fjord Times",)}, Filters(outlets=("Fjord Times",)), "No article here is from Fjord Times, to which"),
    "the question's outlet": ({"outlets": ("Fjord Times",)}, Filters(), "The outlets are: Northern Wire, Salmo Courier."),
    "a filter's days": ({"period": Period(parse_day("2020-01-01"), parse_day("2020-02-01"))}, Filters(since="2020-01-01"), "The filter asks for these days."),
    "the question's days": ({"period": Period(parse_day("2020-01-01"))}, Filters(), None),
    "days without articles": ({"period": Period(None, parse_day("2020-02-01"))}, Filters(), "No article was published until 1 February 2020"),
}  # fmt: skip


@pytest.mark.parametrize(("narrowing", "filters", "words"), EMPTY.values(), ids=EMPTY)
def test_where_nothing_is_left_to_search_that_is_said(
    index: ArticleIndex, narrowing: dict[str, object], filters: Filters, words: str | None
) -> None:
    answer = ask(index, "What did Berg say about it?", asked=BERG, topic="harbour", filters=filters, **narrowing)
    if words is None:
        assert answer.found
        return
    assert not answer.found
    assert words in answer.text
    assert "but no statement" not in answer.text


def test_a_filter_that_is_on_is_said_in_a_refusal(index: ArticleIndex) -> None:
    narrowed = Filters(outlets=("Northern Wire",))
    answer = ask(
        index, "What did Karl Ostrov say?", asked=OSTROV, topic="harbour", outlets=("Northern Wire",), filters=narrowed
    )
    assert not answer.found
    assert "Filter: only Northern Wire." in answer.text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.EMPTY, "There is no question in this."),
        (Kind.UNSUPPORTED_LANGUAGE, "Only questions in English"),
    ],
)
def test_what_is_no_question_gets_no_answer(index: ArticleIndex, kind: Kind, words: str) -> None:
    answer = ask(index, "???", kind=kind)
    assert not answer.found
    assert answer.text.startswith(words)
    assert answer.citations == ()


CHAT = {
    "greeting": (Kind.GREETING, "", "Hello. There are 3 articles here, published 13 May 2024 to 2 August 2024"),
    "thanks": (Kind.THANKS, "", "welcome"),
    "help": (Kind.HELP, "", "Every answer is made of the articles’ own sentences"),
    "articles": (Kind.COLLECTION, "articles", "There are 3 articles here"),
    "outlets": (Kind.COLLECTION, "outlets", "The articles are from Salmo Courier (2), Northern Wire (1)."),
    "most quoted": (Kind.COLLECTION, "most quoted", "Anna Berg ("),
    "period": (Kind.COLLECTION, "period", "13 May 2024 to 2 August 2024"),
}


@pytest.mark.parametrize(("kind", "what", "words"), CHAT.values(), ids=CHAT)
def test_about_the_program_and_the_collection_nothing_is_searched(
    index: ArticleIndex, kind: Kind, what: str, words: str
) -> None:
    answer = ask(index, "hello", kind=kind, what=what)
    assert answer.found
    assert words in answer.text
    assert (answer.citations, answer.evidence) == ((), ())


def test_the_articles_on_a_topic_are_listed_those_with_it_in_their_title_first(index: ArticleIndex) -> None:
    asked = {"kind": Kind.COLLECTION, "what": "articles", "topic": "the harbour"}
    answer = ask(index, "which articles mention the harbour", **asked)
    verbatim(answer, index)
    assert answer.text.startswith(
        "2 articles mention “the harbour”.\n\n**Mayor opens harbour, Salmo Courier, 13 May 2024**"
    )
    assert [c.article_id for c in answer.citations] == ["harbour", "tunnel"]
    assert [c.quote.split(",")[0] for c in answer.citations][1] == "Asked about the harbour"
    courier = ask(index, "which articles mention the harbour", **asked, outlets=("Northern Wire",))
    assert courier.text.startswith("1 article mentions “the harbour”.")
    nowhere = ask(index, "which articles mention zebras", **{**asked, "topic": "zebras"})
    assert not nowhere.found
    assert nowhere.text == "No article here mentions “zebras”. Searched: 3 articles."


def test_of_very_many_articles_on_a_topic_the_first_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.answers.collection.MOST", 2)
    monkeypatch.setattr("assistant.answers.collection.LISTED", 4)
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update(
            [Article(f"a{n}", f"{n} ferries ran.", published=f"2024-05-0{n}", given_id=True) for n in range(1, 7)]
        )
        answer = ask(index, "which articles mention ferries", Kind.COLLECTION, topic="ferries", what="articles")
    assert answer.text.startswith("6 articles mention “ferries”. These are the first 4.")
    assert [c.article_id for c in (*answer.citations, *answer.more)] == ["a6", "a5", "a4", "a3"]
    assert len(answer.citations) == 2


def test_a_period_leaves_undated_articles_out_and_says_so(index: ArticleIndex) -> None:
    period = Period(parse_day("2024-08-01"), parse_day("2024-08-31"))
    answer = ask(index, "What did Salo say about the tunnel?", asked=SALO, topic="the tunnel", period=period)
    assert answer.found
    assert "1 article without a date left out." in answer.text
    assert all(c.article_id == "tunnel" for c in answer.citations)


def test_when_is_told_by_articles_that_have_a_date(tmp_path) -> None:
    text = "Mayor Anna Berg said that the ferry to Salmo would run from {}."
    asked = {"kind": Kind.WHEN, "asked": BERG, "topic": "the ferry would run"}
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([Article("undated", text.format("May"), given_id=True)])
        assert "The articles give no date:" in ask(index, "When did Anna Berg say the ferry would run?", **asked).text
        index.update([Article("dated", text.format("the first of June"), published="2024-05-13", given_id=True)])
        answer = ask(index, "When did Anna Berg say the ferry would run?", **asked)
    assert answer.text.startswith("Reported 13 May 2024:")
    assert {c.article_id for c in answer.citations} == {"dated"}


def test_when_something_happened_begins_with_the_day(index: ArticleIndex) -> None:
    answer = ask(index, "When did Mayor Anna Berg open the new harbour?", kind=Kind.WHEN, topic="open the new harbour")
    assert lines(answer)[0].startswith(
        "**13 May 2024**: Mayor Anna Berg opened the new harbour on Monday [13 May 2024]."
    )


def test_who_said_names_the_speaker_first(index: ArticleIndex) -> None:
    answer = ask(
        index,
        "Who said it is the most expensive pier in the country?",
        kind=Kind.WHO_SAID,
        topic="it is the most expensive pier in the country",
    )
    assert lines(answer)[0].startswith(
        "**Karl Ostrov**: **“It is the most expensive pier in the country,”** Ostrov told"
    )
    verbatim(answer, index)


def test_nobody_said_what_no_statement_claims(index: ArticleIndex) -> None:
    claim = "penguins make good accountants"
    answer = ask(index, f"Who said that {claim}?", kind=Kind.WHO_SAID, topic=claim)
    assert not answer.found
    assert answer.text.startswith("No sure answer to this was found here")


def test_a_day_in_a_question_may_be_when_something_happened(index: ArticleIndex) -> None:
    asked = "What happened to the pier of Salmo in 1931?"
    period = Period(parse_day("1931-01-01"), parse_day("1931-12-31"))
    answer = ask(index, asked, kind=Kind.OVERVIEW, topic="the pier", period=period, period_text="in 1931")
    assert answer.found
    assert answer.text.startswith("No article published in 1931 answers this;")
    said = ask(index, asked, kind=Kind.SAID, asked=BERG, topic="the harbour", period=period, period_text="in 1931")
    assert said.found
    assert said.text.startswith("No article published in 1931 answers this;")
    relative = ask(
        index, asked, kind=Kind.SAID, asked=BERG, topic="the harbour", period=period, period_text="last week"
    )
    assert not relative.found


def test_of_everything_that_somebody_said_the_lines_are_unlike(encoder: Encoder) -> None:
    items = [
        item(words)
        for words in (
            "“The ferry must stop in May”",
            "“In May the ferry will have to stop”",
            "“Stop the ferry by May, I say”",
            "“Our schools need new roofs”",
        )
    ]
    varied_lines = [other.line.text for other in varied(items, encoder)]
    assert varied_lines[:2] == [items[0].line.text, items[3].line.text]
    assert sorted(varied_lines) == sorted(other.line.text for other in items)


ATTITUDES = {
    "praised": ("Who praised the new library?", "Ida Lund", "Per Vik"),
    "criticised": ("Who criticised the new library?", "Per Vik", "Ida Lund"),
    "criticised somebody": ("Who criticised Mayor Olga Lie?", "Karl Moe", "**Olga Lie**"),
}


@pytest.mark.parametrize(("text", "named", "silent"), ATTITUDES.values(), ids=ATTITUDES)
def test_who_praised_is_not_answered_by_who_attacked(tmp_path, text: str, named: str, silent: str) -> None:
    article = (
        "The new library of Odda opened. Ida Lund, a teacher, praised the new library as a gift to the town. "
        "Per Vik, a councillor, criticised the new library as a waste of money. It has three floors."
        "\n\nKarl Moe criticised the mayor. Mayor Olga Lie criticised the press and defended her plan."
    )
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([Article("library", article, given_id=True)])
        answer = ask(index, text, kind=Kind.WHO_SAID, topic=text.split(" ", 2)[2].rstrip("?"))
    assert named in answer.text
    assert silent not in answer.text


def test_words_of_like_meaning_are_found_and_said(index: ArticleIndex) -> None:
    answer = ask(index, "What did Berg say was constructed?", asked=("Berg",), topic="was constructed")
    assert answer.found
    assert answer.text.startswith("None of these says “constructed”; they say “built”.")
    typed = ask(index, "What did Berg say was CONSTRUCTED?", asked=("Berg",), topic="was CONSTRUCTED")
    assert typed.text.startswith("None of these says “CONSTRUCTED”; they say “built”.")
    assert "do not say" not in ask(index, "What did Berg say was built?", asked=("Berg",), topic="was built").text


def test_a_denial_that_nobody_reports_is_not_made_one(index: ArticleIndex) -> None:
    topic = "the tunnel was on the agenda"
    answer = ask(index, f"Who denied that {topic}?", kind=Kind.WHO_SAID, topic=topic, denial=True)
    assert answer.text.startswith("No article reports a denial; this is what was not confirmed:")
    assert lines(answer)[0].startswith("**Anna Berg**: Anna Berg did not confirm")


@pytest.mark.parametrize(("relevance", "others"), [(0.8, []), (0.4, ["Jonas Falk"])])
def test_beside_a_claim_in_its_words_those_near_in_meaning_make_it_not(
    index: ArticleIndex, relevance: float, others: list[str]
) -> None:
    article = Article("debate", "“Aalto is the metaphor of a selfish Lapland.” “Aalto was in Lapland.”")
    made, near = (
        Statement("debate", speaker, None, None, (span,))
        for speaker, span in (("Rant", (0, 45)), ("Jonas Falk", (46, 69)))
    )
    evidence = [
        Evidence(article, made.start, made.end, relevance, relevance, made, similarity=0.55),
        Evidence(article, near.start, near.end, 0.05, 0.05, near, similarity=0.5),
    ]
    topic = "Aalto is a metaphor of a selfish Lapland"

    def chosen(snapshot: IndexSnapshot) -> list[str]:
        asked = question(snapshot, f"Who said {topic}?", Kind.WHO_SAID, topic=topic)
        return [said_by(each) for each in claiming(asked, evidence, evidence[:1], snapshot)]

    assert index.read(chosen) == ["Rant", *others]


def test_who_rejected_something_is_told_by_a_line_that_says_so(index: ArticleIndex) -> None:
    text = "The ferry.\n\n“The ferry offer was rejected by all members of the board,” Eero Salo said on Monday."
    index.update([Article("ferry", text, given_id=True)])
    answer = ask(index, "Who rejected the ferry offer?", kind=Kind.WHO_SAID, topic="the ferry offer", denial=True)
    assert "rejected by all members of the board" in answer.text
    assert "denial" not in answer.text


def test_a_yes_or_no_is_not_guessed(index: ArticleIndex) -> None:
    topic = "the tunnel was on the agenda"
    answer = ask(index, f"Did Anna Berg confirm that {topic}?", kind=Kind.WHETHER, asked=BERG, topic=topic)
    assert answer.found
    assert answer.text.startswith("One article: Anna Berg did not confirm it.")
    assert "Anna Berg did not confirm" in lines(answer)[0]


def test_whether_somebody_does_something_is_told_by_their_own_words(tmp_path: Path) -> None:
    """And not by a sentence that has nothing but the names."""
    text = (
        "Nora Falk met Eero Salo at the pier in Turku, where Salo met Falk. Mayor Anna Berg was there too.\n\n"
        "While she says she will not be voting for Mr. Salo, Falk likes his plan for the pier."
    )
    answer, none = asked_of(tmp_path, text, "Is Nora Falk voting for Eero Salo?", "Is Anna Berg marrying Eero Salo?")
    assert plain(lines(answer)[0]).startswith("WhileshesaysshewillnotbevotingforMr.Salo")
    assert not none.found


def test_of_two_who_are_asked_about_the_silent_one_is_named(tmp_path: Path) -> None:
    text = "Mayor Anna Berg said that the tunnel is late. Eero Salo, the builder, said that his daughter likes cod."
    both, one = asked_of(
        tmp_path,
        text,
        "What did Anna Berg and Eero Salo say about the tunnel?",
        "What did Anna Berg say about the tunnel?",
    )
    assert {c.speaker for c in both.citations} == {"Anna Berg"}
    assert "No statement by Eero Salo that is surely on this was found here." in both.text
    assert "No statement by" not in one.text


def test_who_did_not_comment_did_not_comment(tmp_path: Path) -> None:
    """And the rest of what they say does not tell whether they did."""
    text = (
        "Nora Falk, who speaks for the port, did not respond to a request for comment. Falk said that the pier is old."
    )
    (answer,) = asked_of(tmp_path, text, "Did Nora Falk comment?")
    assert answer.text.startswith("One article: Nora Falk did not comment.")
    assert "pier" not in answer.text


def test_what_others_say_does_not_tell_whether_somebody_said_it(tmp_path: Path) -> None:
    berg = "Mayor Anna Berg said that the pier is old. Eero Salo, the builder, said that Anna Berg would support the tunnel."
    asked = {"kind": Kind.WHETHER, "topic": "she would support the tunnel", "asked": BERG}
    question = "Did Anna Berg say that she would support the tunnel?"
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([Article("berg", berg, given_id=True)])
        answer = ask(index, question, **asked)
        assert answer.text.startswith("No statement was found in which Anna Berg says so; others say:")
        assert {c.speaker for c in answer.citations} == {"Eero Salo"}
        index.update([Article("own", f"{berg} Berg said that she would support the tunnel.", given_id=True)])
        answer = ask(index, question, **asked)
    assert answer.found
    assert answer.text.startswith("One article on this; whether that is a yes or a no is for you to judge:")
    assert "**Anna Berg**" in answer.text


def test_a_sentence_with_another_s_words_does_not_tell_whether_somebody_said_it(tmp_path: Path) -> None:
    text = "Mayor Anna Berg has won nowhere. Neither has Nora Falk won, and Eero Salo suggested they should drop out of the race."
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([Article("race", text, given_id=True)])
        asked = {"kind": Kind.WHETHER, "asked": BERG, "topic": "she would drop out of the race"}
        answer = ask(index, "Did Anna Berg say she would drop out of the race?", **asked)
    assert "Salo" not in answer.text or answer.text.startswith(
        "No statement was found in which Anna Berg says so; others say:"
    )


def test_a_sentence_that_tells_whether_somebody_said_it_shows_their_words_whole(tmp_path: Path) -> None:
    """Not from the middle of a quotation of two sentences on."""
    berg = "“We will take it. It is ours,” Mayor Anna Berg said in Salmo, when her guest turned the talk to the pier."
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([Article("berg", berg, given_id=True)])
        asked = {"kind": Kind.WHETHER, "asked": BERG, "topic": "the pier would be taken"}
        answer = ask(index, "Did Anna Berg say that the pier would be taken?", **asked)
    assert "“We will take it. It is ours,”" in answer.text.replace("**", "")
    assert {c.speaker for c in answer.citations} == {"Anna Berg"}


def test_whether_somebody_called_somebody_something_is_told_by_their_words(tmp_path: Path) -> None:
    """And not by a headline: "call" is a noun too, but here it asks for words."""
    text = (
        "Berg Calls Salo A Dreamer.\n\n“He is a dreamer, that Eero Salo,” Mayor Anna Berg said of the builder in Salmo."
    )
    (answer,) = asked_of(tmp_path, text, "Did Anna Berg call Eero Salo a dreamer?")
    assert lines(answer)[0].startswith("**“He is a dreamer, that Eero Salo,”** Mayor Anna Berg said")


def test_a_sentence_in_front_of_a_line_is_not_shown_twice(tmp_path: Path) -> None:
    text = "Mayor Anna Berg said the tunnel will be late. “It is our shame, and it will cost us a year,” Berg said. The ferry is old."
    (answer,) = asked_of(tmp_path, text, "What did Anna Berg say about the tunnel?")
    assert len(lines(answer)) > 1
    assert answer.text.replace("**", "").count("said the tunnel will be late") == 1


def test_a_sentence_of_a_quotation_stands_in_its_quotation(tmp_path: Path) -> None:
    text = (
        "“I would never leave Salmo. If the ferry stops I would move to Turku for good,” Nora Falk explained on Monday."
    )
    (answer,) = asked_of(tmp_path, text, "Would Nora Falk move to Turku?")
    assert [line.count("“") for line in lines(answer)] == [1]


def test_one_or_the_other_asks_for_no_yes(tmp_path: Path) -> None:
    berg = "Mayor Anna Berg said that the pier is low. Berg said that she had tried."
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([Article("berg", berg, given_id=True)])
        asked = {"kind": Kind.WHETHER, "asked": BERG, "topic": "the pier is high or low"}
        answer = ask(index, "Did Anna Berg say that the pier is high or low?", **asked)
    assert answer.text.startswith("One article on this:")


def test_what_somebody_did_with_their_words_is_told_by_the_verb(tmp_path: Path) -> None:
    """An apology, and not the nearest other words on the tunnel."""
    berg = (
        "Mayor Anna Berg said that the tunnel was late. Berg said that the tunnel and its bridge were dear to her. "
        "Berg apologized for the delay of the tunnel: “It was a mistake.” She said that the bridge was safe."
    )
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([Article("berg", berg, given_id=True)])
        answer = ask(index, "Has Berg apologised for the tunnel?", kind=Kind.WHETHER, asked=BERG, topic="the tunnel")
    assert "apologized" in lines(answer)[0]


def test_who_is_excluded_is_not_shown(index: ArticleIndex) -> None:
    """Who announced something is not who criticised it."""
    asked = {"kind": Kind.WHO_SAID, "topic": "the harbour"}
    everybody = {c.speaker for c in ask(index, "Who spoke about the harbour?", **asked).citations}
    others = {c.speaker for c in ask(index, "Who spoke about the harbour?", excluding=BERG, **asked).citations}
    assert "Anna Berg" in everybody
    assert "Anna Berg" not in others


@pytest.mark.parametrize(
    ("name", "topic", "told"),
    [
        ("clerks", "football", "clerks are not named in any article searched"),
        ("Republicans", "football", "Republicans are not named in any article searched"),
        ("Anna Berg", "in Oslo", "no statement by Anna Berg in Oslo was found there."),
        ("Anna Berg", "football", "no statement by Anna Berg about football was found there."),
    ],
)
def test_a_refusal_is_a_sentence(index: ArticleIndex, name: str, topic: str, told: str) -> None:
    assert told in ask(index, f"What did {name} say about {topic}?", asked=(name,), topic=topic).text


def test_a_refusal_offers_the_nearest_words_of_who_was_asked_about(index: ArticleIndex) -> None:
    """Not those of others alone: the question may only be worded otherwise."""
    answer = ask(index, "What did Anna Berg say about football?", asked=BERG, topic="football")
    assert not answer.found
    assert "The nearest passages" in answer.text
    assert lines(answer)[0].startswith("**Anna Berg**: ")
    verbatim(answer, index)
    answer = ask(index, "Did Anna Berg like football?", kind=Kind.WHETHER, asked=BERG, topic="like football")
    assert not answer.found
    assert "but nothing there surely answers this with yes or no" in answer.text


def test_what_two_people_say_about_each_other(tmp_path: Path) -> None:
    said = "Mayor Anna Berg called Eero Salo “a builder of walls.” Mr. Eero Salo said that Anna Berg was a friend."
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([Article("both", f"{said} Berg said that the pier was old.", given_id=True)])
        both = ("Anna Berg", "Eero Salo")
        answer = ask(index, "What do Anna Berg and Eero Salo say about each other?", asked=both, topic="each other")
    assert answer.found
    assert "builder of walls" in answer.text
    assert "was a friend" in answer.text
    assert "pier" not in answer.text


def test_what_a_namesake_did_is_no_answer(tmp_path: Path) -> None:
    berg = (
        "Mayor Anna Berg closed the pier. “It is old,” Berg said. Berg said that she had tried. “We wait,” Berg added."
    )
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([Article("anna", berg, given_id=True), Article("olga", "Olga Berg sang in Salmo.", given_id=True)])
        asked = {"kind": Kind.WHETHER, "topic": "closed the pier"}
        assert {c.article_id for c in ask(index, "Has Anna Berg closed the pier?", asked=BERG, **asked).citations} == {
            "anna"
        }
        olga = ask(index, "Has Olga Berg closed the pier?", asked=("Olga Berg",), **asked)
    assert not olga.found


def test_who_somebody_is(index: ArticleIndex) -> None:
    answer = ask(index, "Who is Lena Ostrov?", kind=Kind.WHO_IS, topic="Lena Ostrov")
    assert lines(answer)[0].startswith("**Lena Ostrov, who runs the ferry company**, welcomed the opening.")
    assert {c.speaker for c in answer.citations} == {None}
    unknown = ask(index, "Who is Emmanuel Macron?", kind=Kind.WHO_IS, topic="Emmanuel Macron")
    assert not unknown.found
    assert unknown.text.startswith("No article here mentions Emmanuel Macron.")
    verbatim(answer, index)


def test_who_are_compared_stand_under_their_own_headings_with_as_many_lines(index: ArticleIndex) -> None:
    answer = ask(
        index, "compare Berg and Ostrov", kind=Kind.COMPARE, asked=("Anna Berg", "Karl Ostrov"), topic="the harbour"
    )
    headings = [text for text in answer.text.split("\n\n") if text.startswith("**") and text.endswith("**")]
    assert headings == ["**Anna Berg**", "**Karl Ostrov**"]
    assert len({sum(c.speaker == name for c in answer.citations) for name in ("Anna Berg", "Karl Ostrov")}) == 1
    alone = ask(index, "compare", kind=Kind.COMPARE, asked=("Anna Berg", "Joe Biden"), topic="the harbour")
    assert "No statement by Joe Biden about the harbour was found here." in alone.text


def test_an_overview_takes_whole_sentences_of_each_article_once(index: ArticleIndex) -> None:
    answer = ask(index, "What do the articles say about the tunnel?", kind=Kind.OVERVIEW, topic="the tunnel")
    assert answer.found
    assert "**No tunnel before 2030, Northern Wire, 2 August 2024**" in answer.text
    assert answer.text.count("**No tunnel before 2030") == 1
    assert 1 < len(lines(answer)) <= 6
    verbatim(answer, index)


def test_an_ordinary_question_gets_the_sentence_that_answers(index: ArticleIndex) -> None:
    answer = ask(index, "How much does the pier cost and who runs the ferry company?", kind=Kind.FACT, what="person")
    assert "Lena Ostrov, who runs the ferry company" in answer.text
    assert len(lines(answer)) <= 2
    verbatim(answer, index)


def test_two_questions_are_answered_under_their_own_headings_and_numbered_through(index: ArticleIndex) -> None:
    def both(snapshot):
        first = question(snapshot, "What did Salo say about the tunnel?", Kind.SAID, SALO, "the tunnel")
        second = question(snapshot, "What did Karl Ostrov say about the harbour?", Kind.SAID, OSTROV, "the harbour")
        return answer_questions([first, second], snapshot)

    answer = index.read(both)
    assert answer.text.index("### What did Salo") < answer.text.index("### What did Karl Ostrov")
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    verbatim(answer, index)


@pytest.mark.parametrize("asked", ["did Berg respond?", "how did Berg answer?"])
def test_a_response_is_looked_for_in_the_article_just_cited(index: ArticleIndex, asked: str) -> None:
    answer = converse(index, "What did Karl Ostrov say about the cost?", asked)
    assert "From the article cited before:" in answer.text
    assert {c.article_id for c in answer.citations} == {"harbour"}
    assert {c.speaker for c in answer.citations} == {"Anna Berg"}
    assert "Berg denied" in answer.text


def test_what_somebody_says_of_something_else_in_that_article_is_offered(index: ArticleIndex) -> None:
    answer = converse(index, "What did Eero Salo say about the money?", "and Lukashenka?")
    assert "recalled that **Salo had promised the tunnel in 2021**" in answer.text.replace("**that ", "that **")
    assert not converse(index, "What did Karl Ostrov say about the cost?", "and Lukashenka?").found


def test_a_name_whose_bearer_says_nothing_is_taken_as_what_was_spoken_of(tmp_path: Path) -> None:
    text = "Mayor Anna Berg said that the pier is old. Later Berg said that the Salmo Courier had done an awful job."
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([Article("berg", text, given_id=True)])
        answer = converse(index, "What did Anna Berg say about the pier?", "what about the Salmo Courier?")
        assert answer.carried == "by Anna Berg"
        assert "an awful job" in answer.text
        then = converse(index, "What did Anna Berg say about the pier?", "what about Nora Falk?")
        assert not then.found
        assert then.carried == "on the pier"


def test_others_on_this_are_of_the_articles_of_the_answer(index: ArticleIndex) -> None:
    answer = converse(index, "What did Lena Ostrov say about the tunnel?")
    assert {c.article_id for c in answer.citations if c.role is Role.OTHER} <= {"undated"}
    assert answer.found


def test_what_was_read_otherwise_and_taken_over_is_said(index: ArticleIndex) -> None:
    answer = ask(
        index,
        "and Ostrov?",
        asked=OSTROV,
        topic="the harbour",
        carried="on the harbour",
        corrections=(("ostorv", "Ostrov"),),
    )
    assert answer.text.startswith("Read “ostorv” as Ostrov. On the harbour, as before.")


@pytest.mark.parametrize(
    ("quote_type", "relevance", "confidence"),
    [
        (QuoteType.INDIRECT, 0.2, SURE),
        (QuoteType.INDIRECT, CERTAIN, SURE_ENOUGH),
        (QuoteType.DIRECT, 0.2, SURE_ENOUGH),
        (QuoteType.MIXED, 0.2, SURE_ENOUGH),
    ],
)
def test_words_that_are_less_surely_somebodys_give_way(
    quote_type: QuoteType, relevance: float, confidence: float
) -> None:
    article = Article("a", "Anna Berg said so.")
    said = Statement(
        "a", "Anna Berg", (0, 9), (10, 14), ((15, 17),), SpeechAct.SAID, quote_type, MentionType.NAMED, confidence=1.0
    )
    firm = Evidence(article, 15, 17, 0.1, 0.1, said)
    enough, less = (
        replace(firm, relevance=relevance, statement=replace(said, confidence=confidence - by)) for by in (0.0, 0.01)
    )
    assert surest([firm, enough, less]) == [firm, enough]
    assert surest([less]) == [less]


def test_copies_are_quoted_once(tmp_path) -> None:
    text = "“The ferry will run from May, every day of the week,” said Anna Berg on the quay. Then she left for Oslo."
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([Article(name, text, source=f"Wire {name}", given_id=True) for name in ("a", "b", "c")])
        answer = ask(index, "What did Anna Berg say about the ferry?", asked=BERG, topic="the ferry")
    assert len(lines(answer)) == 1
    assert lines(answer)[0].endswith("[1][2][3]")


WORDS = st.sampled_from(
    ["Anna Berg", "Eero Salo", "said", "denied", "that", "the tunnel", "“", "”", '"', "‘", "’", ".", ",", "\n\n", "he", "told me",
     "[1]", "](javascript:alert(1))", "<script>", "*", "_", "**", "`", "according to", "\\", "é", "🙂", "''", ":", "not"]
)  # fmt: skip


@given(st.lists(st.lists(WORDS, min_size=3, max_size=60).map(" ".join), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_answer_over_any_articles_holds_a_quotation_that_is_not_at_its_place(
    tmp_path_factory, texts: list[str]
) -> None:
    with ArticleIndex.open(path=tmp_path_factory.mktemp("odd") / "index", create=True) as index:
        index.update([Article(f"odd-{n}", text, given_id=True) for n, text in enumerate(texts) if text.strip()])
        for kind, asked, topic in (
            (Kind.SAID, BERG, "the tunnel"),
            (Kind.WHO_SAID, (), "the tunnel"),
            (Kind.FACT, (), ""),
        ):
            verbatim(ask(index, "What is known of the tunnel?", kind=kind, asked=asked, topic=topic), index)
