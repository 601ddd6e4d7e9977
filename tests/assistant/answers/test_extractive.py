"""Answers made of quotations."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answers.extractive import quote
from assistant.answers.selection import CERTAIN, SURE, SURE_ENOUGH, select, surest
from assistant.models import NO_FILTERS, Answer, Role
from assistant.questions.parser import read_question
from index import Article, ArticleIndex, Evidence, IndexSnapshot, MentionType, QuoteType, SpeechAct, Statement
from tests.newsroom import ARTICLES

AS_OF = date(2024, 9, 1)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(path=tmp_path_factory.mktemp("quoting") / "index", create=True) as opened:
        opened.update(ARTICLES)
        yield opened


def ask(index: ArticleIndex, text: str) -> Answer:
    def answer(snapshot: IndexSnapshot) -> Answer:
        question = read_question(text, (), NO_FILTERS, snapshot, AS_OF)
        return quote(question, select(question, snapshot.search(question.query), snapshot), snapshot)

    return index.read(answer)


def said(answer: Answer, role: Role = Role.ANSWER) -> set[tuple[str | None, str]]:
    return {(c.speaker, c.quote) for c in answer.citations if c.role is role}


def verbatim(answer: Answer, index: ArticleIndex) -> None:
    """Every quotation is in the cited article at the cited place, and every marker has its citation."""
    for citation in answer.citations:
        assert index.article(citation.article_id).text[citation.start : citation.end] == citation.quote
    assert {int(n) for n in re.findall(r"(?<!\\)\[(\d+)\]", answer.text)} == {c.number for c in answer.citations}


def test_only_the_words_of_who_was_asked_about_stand_for_the_answer(index: ArticleIndex) -> None:
    answer = ask(index, "What did Anna Berg say about the harbour?")
    assert answer.found
    assert {speaker for speaker, _ in said(answer)} == {"Anna Berg"}
    assert any("We built it in two years" in words for _, words in said(answer)) or answer.citations
    assert any(speaker == "Karl Ostrov" for speaker, _ in said(answer, Role.OTHER)), answer.text
    verbatim(answer, index)


def test_outlet_and_date_stand_by_each_line(index: ArticleIndex) -> None:
    answer = ask(index, "What did Salo say about the tunnel?")
    assert "Northern Wire, 2 August 2024 [1]" in answer.text
    verbatim(answer, index)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did Joe Biden say about the harbour?", "Joe Biden is not named in any of them"),
        ("What did Lena Ostrov say about taxes?", "none reports a statement by Lena Ostrov about taxes"),
        ("Who discovered penicillin?", "No article here answers this"),
    ],
)
def test_refusal_says_what_was_searched(index: ArticleIndex, question: str, words: str) -> None:
    answer = ask(index, question)
    assert not answer.found
    assert words in answer.text
    assert "Searched: 3 articles, published 13 May 2024 to 2 August 2024." in answer.text
    assert {c.role for c in answer.citations} <= {Role.OTHER}
    verbatim(answer, index)


@pytest.mark.parametrize("text", ["???", " ", "“”"])
def test_what_is_no_question_gets_no_answer(index: ArticleIndex, text: str) -> None:
    answer = ask(index, text)
    assert not answer.found
    assert answer.text.startswith("There is no question in this.")
    assert answer.citations == ()


def test_a_period_leaves_undated_articles_out_and_says_so(index: ArticleIndex) -> None:
    answer = ask(index, "What did Salo say about the tunnel in August 2024?")
    assert answer.found
    assert "1 article without a date left out." in answer.text
    assert all(c.article_id == "tunnel" for c in answer.citations)


def test_when_is_told_by_articles_that_have_a_date(tmp_path) -> None:
    said = "Mayor Anna Berg said that the ferry to Salmo would run from {}."
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([Article("undated", said.format("May"), given_id=True)])
        assert "The articles give no date:" in ask(index, "When did Anna Berg say the ferry would run?").text
        index.update([Article("dated", said.format("the first of June"), published="2024-05-13", given_id=True)])
        answer = ask(index, "When did Anna Berg say the ferry would run?")
    assert answer.text.startswith("Reported 13 May 2024:")
    assert {c.article_id for c in answer.citations} == {"dated"}


def test_who_said_names_the_speaker_first(index: ArticleIndex) -> None:
    answer = ask(index, "Who said it is the most expensive pier in the country?")
    assert answer.text.startswith("Said by **Karl Ostrov**")


def test_words_of_like_meaning_are_found_and_said(index: ArticleIndex) -> None:
    answer = ask(index, "What did Berg say was constructed?")
    assert answer.found
    assert answer.text.startswith("None of these has the word “constructed”; they have “built”.")
    assert "None of these" not in ask(index, "What did Berg say was built?").text


def test_a_denial_that_nobody_reports_is_not_made_one(index: ArticleIndex) -> None:
    answer = ask(index, "Who denied that the tunnel was on the agenda?")
    assert answer.text.startswith("No article reports a denial; not confirmed by **Anna Berg**:")


def test_a_yes_or_no_is_not_guessed(index: ArticleIndex) -> None:
    answer = ask(index, "Did Anna Berg confirm that the tunnel was on the agenda?")
    assert answer.found
    assert "without a yes or no" in answer.text
    assert "did not confirm" in answer.text


def test_whether_anything_was_denied_is_answered_by_denials_alone(index: ArticleIndex) -> None:
    answer = ask(index, "Did Anna Berg deny anything?")
    assert {c.speech_act for c in answer.citations} == {SpeechAct.DENIED}
    assert {c.speaker for c in answer.citations} == {"Anna Berg"}


def test_who_somebody_is_is_told_by_passages_that_name_them(index: ArticleIndex) -> None:
    answer = ask(index, "Who is Eero Salo?")
    assert "Transport Minister Eero Salo" in answer.citations[0].quote
    assert {c.speaker for c in answer.citations} == {None}
    assert not ask(index, "Who is Emmanuel Macron?").found


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
        answer = ask(index, "What did Anna Berg say about the ferry?")
    assert len([c for c in answer.citations if c.role is Role.ANSWER]) == 1


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
        for question in ("What did Anna Berg say about the tunnel?", "Who said the tunnel?", "What is known?"):
            verbatim(ask(index, question), index)
