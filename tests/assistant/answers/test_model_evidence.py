"""What a language model is given to answer from, over articles whose statements the index finds."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from assistant.answers.composition import Item, cite
from assistant.answers.lines import quoted_span, statement_line
from assistant.answers.model_evidence import PIECES, ModelEvidence, gather_evidence, with_role
from assistant.models import Answer, Citation, Role
from index import Article, Statement
from index.attribution.extractor import StatementExtractor

TALKS = Article(
    "talks",
    "Port of Salmo\n\nReporters waited at the gate of the port all morning. Mayor Ada Holm said that the crane "
    "would be repaired by May. “It is old, and it is dear to us,” Holm added. Erik Lund, a crane driver, said that he had "
    "warned them. Nobody was hurt.\n\n" + "The port has two piers and a long breakwater of stone. " * 8 + "\n\nHolm said "
    "that the fog would lift.",
    "A crane stands still", "Salmo Courier", published="2024-05-13",
)  # fmt: skip


@pytest.fixture(scope="module")
def statements() -> list[Statement]:
    return next(iter(StatementExtractor().extract([TALKS])))


def cited(statements: Sequence[Statement], words: str, role: Role = Role.ANSWER) -> Citation:
    """The citation of the statement that has some words."""
    statement = next(s for s in statements if any(words in TALKS.text[start:end] for start, end in s.spans))
    line = statement_line(TALKS, statement, lambda text: 1.0)
    return cite(Item(line, quoted_span(TALKS, statement), role, statement, statement.speaker), 1)


def gathered(statements: Sequence[Statement], *citations: Citation, more: Sequence[Citation] = ()) -> ModelEvidence:
    answer = Answer("q", "t", citations, True, more=tuple(more))
    return gather_evidence(answer, {"talks": TALKS}, {"talks": statements})


def test_a_piece_is_whole_sentences_with_who_in_which_role_what_where_and_when(statements: Sequence[Statement]) -> None:
    first, *_ = gathered(statements, cited(statements, "crane would be repaired")).describe().splitlines()
    assert first.startswith(
        "[1] Mayor Ada Holm said: Mayor Ada Holm said that the crane would be repaired by May. "
        "(Salmo Courier, 13 May 2024, under the headline “A crane stands still”; before it, by the article: "
    )


def test_what_the_speaker_says_near_a_place_has_its_own_number_and_not_what_is_far(
    statements: Sequence[Statement],
) -> None:
    evidence = gathered(statements, cited(statements, "crane would be repaired"))
    assert [(c.number, c.speaker) for c in evidence.citations] == [(1, "Ada Holm"), (2, "Ada Holm")]
    assert "It is old" in evidence.citations[1].quote
    assert "fog" not in evidence.describe()


def test_sentences_beside_a_piece_are_given_once_with_who_says_them_and_no_headings(
    statements: Sequence[Statement],
) -> None:
    one, two = gathered(statements, cited(statements, "crane would be repaired")).describe().splitlines()
    assert one.endswith("; before it, by the article: Reporters waited at the gate of the port all morning.)")
    assert two == (
        "[2] Mayor Ada Holm added: “It is old, and it is dear to us,” Holm added. (Salmo Courier, 13 May 2024; "
        "after it, by Erik Lund: Erik Lund, a crane driver, said that he had warned them.)"
    )


def test_where_a_sentence_has_the_words_of_two_it_is_said_which_are_whose() -> None:
    text = "“The crane is old,” said Ada Holm, at which Erik Lund said: “The pier is older than the crane.”"
    article = Article("pier", text)
    found = next(iter(StatementExtractor().extract([article])))
    statement = next(s for s in found if s.speaker == "Erik Lund")
    line = statement_line(article, statement, lambda words: 1.0)
    citation = cite(Item(line, quoted_span(article, statement), Role.ANSWER, statement, statement.speaker), 1)
    described = ModelEvidence((citation,), {"pier": article}, {"pier": found}).describe()
    assert described.endswith("(no date; the words of Erik Lund in it: “The pier is older than the crane.”)")


def test_others_bring_no_neighbours_of_theirs_as_pieces(statements: Sequence[Statement]) -> None:
    evidence = gathered(statements, cited(statements, "crane would be repaired", Role.OTHER))
    assert len(evidence.citations) == 1


def test_no_place_is_given_twice_and_no_more_than_twelve(statements: Sequence[Statement]) -> None:
    one, other = cited(statements, "crane would be repaired"), cited(statements, "fog would lift")
    assert [c.quote for c in gathered(statements, one, more=[one, other]).citations] == [
        one.quote, gathered(statements, one).citations[1].quote, other.quote,
    ]  # fmt: skip
    many = [Citation(n, "talks", "", "", "", "", n, n + 1, TALKS.text[n : n + 1], f"S{n}") for n in range(1, 30)]
    assert [c.number for c in gathered((), *many).citations] == list(range(1, PIECES + 1))


def test_nothing_is_cut_inside_a_word(statements: Sequence[Statement]) -> None:
    words = set(re.findall(r"\w+", TALKS.text))
    text = gathered(statements, *(cited(statements, part) for part in ("crane would be", "he had", "fog"))).describe()
    given = re.findall(r": (.*?)(?: \(Salmo Courier|; |\)$)", text, re.MULTILINE)
    assert given
    assert {word for part in given for word in re.findall(r"\w+", part)} <= words


def test_an_article_that_is_not_there_is_not_given(statements: Sequence[Statement]) -> None:
    assert gather_evidence(Answer("q", "t", (cited(statements, "fog"),), True), {}, {}).citations == ()


ROLES = {
    "before the name": ("Mayor Ada Holm said so. Holm left.", "Mayor Ada Holm"),
    "behind the name": ("Ada Holm, the harbour’s director, said so.", "Ada Holm, the harbour’s director,"),
    "another's before hers": ("Prime Minister Erik Lund and Mayor Ada Holm met.", "Mayor Ada Holm"),
    "none": ("Ada Holm said so.", "Ada Holm"),
}


@pytest.mark.parametrize(("text", "named"), ROLES.values(), ids=ROLES)
def test_a_speaker_is_named_with_their_role(text: str, named: str) -> None:
    assert with_role("Ada Holm", Article("a", text)) == named
