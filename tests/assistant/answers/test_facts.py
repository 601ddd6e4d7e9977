"""Sentences that answer ordinary questions: which of them are shown, and what in them is the answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers.extractive import answer_questions
from assistant.answers.facts import Fact, FactFinder, ReaderFacts, best_facts, holds_one, names_in, whole_answer
from assistant.models import NO_FILTERS, Answer, History, Turn
from assistant.questions import read_questions
from assistant.questions.models import Question, QuestionKind
from index import LEAST_PROBABILITY, AnswerRanker, Article, ArticleIndex, Evidence, IndexSnapshot
from index.reading.ranker import RankedSentence
from tests.assistant.answers.asking import AS_OF, lines, question

FERRY = Article(
    "ferry",
    "Ferry line loses its captain\n\nAnna Berg will be replaced by Eero Salo in May. Berg leaves because she is ill. The ferry sails.",
    title="Ferry line loses its captain",
    given_id=True,
)
TUNNEL = Article(
    "tunnel", "The tunnel of the mayor is dug by now. “Nobody knows by whom,” Anna Berg said.", given_id=True
)
HELM = Article(
    "helm", "Mika Lind handed the helm to Eero Salo. Eero Salo took it in May. Eero Salo owes Mika Lind.", given_id=True
)
BOAT = Article("boat", "The boat was sold for 450 pounds. The yard has cut costs since 2014.", given_id=True)
PIER = Article(
    "pier",
    "“Bit by bit they will win it all,” Eero Salo said, prompting Anna Berg to say: “We’ll take it back.” Rain fell on Kramo.",
    given_id=True,
)
TALKS = Article(
    "talks",
    "Jon Raisio, 57, told a voter that it rained. Vera Ahti served on the board, and Raisio retired as a mail carrier. The talks began "
    "last month. They took nearly three hours. Vera Ahti told the board what frightens her most.\n“The silt does,” she said. “It "
    "never sleeps.”",
    given_id=True,
)
HELD = Article("held", "Nora Falk was seen last beside the mill on May 7, 1992.", given_id=True)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(path=tmp_path_factory.mktemp("facts") / "index", create=True) as opened:
        opened.update([FERRY, TUNNEL, PIER, TALKS])
        yield opened


def fact(article: Article, sentence: str, score: float, answer: str = "") -> Fact:
    start = article.text.rindex(sentence)
    found = article.text.index(answer, start) if answer else 0
    return Fact(article, (start, start + len(sentence)), score, (found, found + len(answer)) if answer else None)


REPLACED = fact(FERRY, "Anna Berg will be replaced by Eero Salo in May.", 0.6, "Eero Salo")
ILL = fact(FERRY, "Berg leaves because she is ill.", 0.5)
SAILS = fact(FERRY, "The ferry sails.", 0.3)
TITLE = fact(FERRY, "Ferry line loses its captain", 0.9)
DUG = fact(TUNNEL, "The tunnel of the mayor is dug by now.", 0.45)


def finding(*facts: Fact) -> FactFinder:
    """Return a finder that finds these facts, whatever is asked."""

    def find(
        question: Question, evidence: Sequence[Evidence], snapshot: IndexSnapshot, *, least: float = LEAST_PROBABILITY
    ) -> list[Fact]:
        return list(facts)

    return find


def chosen(
    index: ArticleIndex,
    what: str,
    *facts: Fact,
    kind: QuestionKind = QuestionKind.FACT,
    least: float = LEAST_PROBABILITY,
    text: str = "Who will replace Anna Berg?",
) -> list[Fact]:
    def best(snapshot: IndexSnapshot) -> list[Fact]:
        return best_facts(question(snapshot, text, kind, what=what), facts, snapshot, least)

    return index.read(best)


def test_a_second_sentence_is_nearly_as_sure_and_one_of_another_article_surer(index: ArticleIndex) -> None:
    assert chosen(index, "other", REPLACED, ILL, DUG, SAILS) == [REPLACED, ILL, SAILS]
    assert chosen(index, "other", REPLACED, replace(DUG, score=0.55)) == [REPLACED, replace(DUG, score=0.55)]
    assert chosen(index, "other", REPLACED, replace(SAILS, score=0.1)) == [REPLACED]


def test_less_sure_ones_are_found_only_where_less_is_enough(index: ArticleIndex) -> None:
    unsure = replace(REPLACED, score=0.1)
    assert chosen(index, "other", unsure) == []
    assert chosen(index, "other", unsure, least=0.08) == [unsure]


def test_whether_something_is_so_may_be_told_elsewhere(index: ArticleIndex) -> None:
    assert chosen(index, "", REPLACED, DUG, kind=QuestionKind.WHETHER) == [REPLACED, DUG]


def test_a_headline_counts_less_and_gives_no_reason(index: ArticleIndex) -> None:
    assert chosen(index, "other", TITLE, REPLACED) == [REPLACED, TITLE]
    assert chosen(index, "reason", TITLE, ILL) == [ILL]
    assert chosen(index, "reason", TITLE) == []
    assert chosen(index, "reason", TITLE, replace(ILL, score=0.1)) == []


def test_who_is_named_in_both_sentences_is_meant(index: ArticleIndex) -> None:
    handed = fact(HELM, "Mika Lind handed the helm to Eero Salo.", 0.6, "Mika Lind")
    took = fact(HELM, "Eero Salo took it in May.", 0.5, "Eero Salo")
    owes = fact(HELM, "Eero Salo owes Mika Lind.", 0.5, "Eero Salo")
    salo = fact(HELM, "Mika Lind handed the helm to Eero Salo.", 0.6, "Eero Salo")
    assert chosen(index, "person", handed, took) == [salo, took]
    assert chosen(index, "person", handed, owes) == [handed, owes]
    assert chosen(index, "other", handed, took) == [handed, took]
    assert chosen(index, "person", handed, replace(took, answer=None)) == [handed, replace(took, answer=None)]


def test_beside_a_number_only_a_number_answers(index: ArticleIndex) -> None:
    sold = fact(BOAT, "The boat was sold for 450 pounds.", 0.6, "450 pounds")
    saved = fact(BOAT, "The yard has cut costs since 2014.", 0.4, "cut costs")

    assert chosen(index, "number", sold, saved) == [sold]
    assert chosen(index, "number", saved) == [saved]  # a number may be told in other words


def test_how_long_is_answered_by_a_length_of_time(index: ArticleIndex) -> None:
    began = fact(TALKS, "The talks began last month.", 0.6, "month")
    took = fact(TALKS, "They took nearly three hours.", 0.5, "nearly three hours")
    assert chosen(index, "other", began, took, text="How long did the talks take?") == [took]
    assert chosen(index, "other", began, took, text="When did the talks begin?") == [began, took]


def test_a_sentence_that_leads_to_a_quotation_is_shown_with_it(index: ArticleIndex) -> None:
    leading = fact(TALKS, "Vera Ahti told the board what frightens her most.", 0.6)

    def shown(*facts: Fact) -> list[str]:
        def answered(snapshot: IndexSnapshot) -> Answer:
            asked = question(snapshot, "What frightens Ahti?", QuestionKind.FACT, what="other")
            return answer_questions([asked], snapshot, find=finding(*facts))

        return lines(index.read(answered))

    assert ["The silt does" in line for line in shown(leading)] == [False, True]
    apart = fact(TALKS, "They took nearly three hours.", 0.6)
    assert not any("The silt does" in line for line in shown(apart))


def test_who_is_introduced_by_nobody_is_told_by_a_sentence_on_the_job(index: ArticleIndex) -> None:
    retired = fact(TALKS, "Vera Ahti served on the board, and Raisio retired as a mail carrier.", 0.6, "mail carrier")

    def answered(snapshot: IndexSnapshot) -> Answer:
        asked = question(snapshot, "Who is Jon Raisio?", QuestionKind.WHO_IS, topic="Jon Raisio")
        return answer_questions([asked], snapshot, find=finding(retired))

    answer = index.read(answered)
    assert [line.partition(" [")[0] for line in lines(answer)] == [TALKS.text[slice(*retired.span)]]
    assert "**" not in answer.text


def test_why_somebody_said_something_is_not_told_by_another(index: ArticleIndex) -> None:
    """And an answer to a follow-up is looked for in the article just cited, where less sure ones are enough."""
    said = fact(PIER, "“Bit by bit they will win it all,” Eero Salo said", 0.2)
    replied = fact(PIER, "Rain fell on Kramo.", 0.2)
    sure = fact(TALKS, "They took nearly three hours.", 0.9)

    def answers(told: Sequence[Fact], *texts: str) -> list[str]:
        def find(
            asked: Question, evidence: Sequence[Evidence], snapshot: IndexSnapshot, *, least: float = LEAST_PROBABILITY
        ) -> list[Fact]:
            ids = {e.article.id for e in evidence}
            return [each for each in told if each.article.id in ids and each.score >= least]

        turns: tuple[Turn, ...] = ()
        for text in texts:

            def answered(snapshot: IndexSnapshot, text: str = text, before: History = turns) -> Answer:
                questions = read_questions(text, before, NO_FILTERS, snapshot, AS_OF)
                return answer_questions(questions, snapshot, before, find=find)

            turns = (*turns, Turn(text, index.read(answered)))
        assert turns[-1].answer is not None
        return lines(turns[-1].answer) if turns[-1].answer.found else []

    assert answers([said], "What did Anna Berg say about Salo?", "why?") == []
    for follow_up in ("what fell?", "what fell on Kramo?"):
        shown = answers([sure, replied], "What did Anna Berg say?", follow_up)
        assert [line.partition(" [")[0] for line in shown] == ["Rain fell on Kramo."]


def test_a_refusal_offers_first_what_is_likeliest_to_answer(index: ArticleIndex) -> None:
    """And not the sentence with most of the question's words; with nothing in bold, as it is no answer."""

    def find(
        question: Question, evidence: Sequence[Evidence], snapshot: IndexSnapshot, *, least: float = LEAST_PROBABILITY
    ) -> list[Fact]:
        return [replace(DUG, answer=(4, 10), score=0.1)] if least <= 0.1 else []

    asked = "Which ferry will sail?"
    refused = index.read(
        lambda snapshot: answer_questions([question(snapshot, asked, QuestionKind.FACT)], snapshot, find=find)
    )
    assert not refused.found
    assert lines(refused)[0].startswith("The tunnel of the mayor is dug by now.")
    assert "Ferry" in lines(refused)[1]


@pytest.mark.parametrize(
    ("told", "is_sure"),
    [
        (fact(FERRY, "Berg leaves because she is ill.", 0.5, "because she is ill"), True),
        (fact(TUNNEL, "“Nobody knows by whom,” Anna Berg said.", 0.5, "Nobody knows by whom"), True),
        (fact(FERRY, "Anna Berg will be replaced by Eero Salo in May.", 0.5, "replaced by Eero Salo"), False),
    ],
    ids=["because", "own words", "neither"],
)
def test_what_is_told_without_a_word_for_a_reason_is_not_given_as_one(
    index: ArticleIndex, told: Fact, is_sure: bool
) -> None:
    def answered(snapshot: IndexSnapshot) -> Answer:
        asked = question(snapshot, "Why does Berg leave?", QuestionKind.FACT, what="reason")
        return answer_questions([asked], snapshot, find=finding(told))

    text = index.read(answered).text
    assert ("whether it is the reason is for you to judge" in text) is not is_sure
    assert ("**" in text) is is_sure


def test_words_of_who_is_asked_about_tell_it_beside_another_s_in_one_sentence(index: ArticleIndex) -> None:
    told = fact(
        PIER,
        "“Bit by bit they will win it all,” Eero Salo said, prompting Anna Berg to say: “We’ll take it back.”",
        0.6,
    )
    start = PIER.text.index("We’ll")
    answer_at = start, start + len("We’ll take it back")

    def answered(snapshot: IndexSnapshot) -> Answer:
        asked = question(
            snapshot,
            "Did Anna Berg say Kramo would be taken?",
            QuestionKind.WHETHER,
            asked=("Anna Berg",),
            topic="Kramo would be taken",
        )
        return answer_questions([asked], snapshot, find=finding(replace(told, answer=answer_at)))

    answer = index.read(answered)
    assert answer.found
    assert {c.quote for c in answer.citations} == {"“We’ll take it back.”"}


def test_who_is_put_in_anothers_place_is_named_in_the_answer(index: ArticleIndex) -> None:
    def answered(subject: str) -> list[str]:
        def answer(snapshot: IndexSnapshot) -> Answer:
            text = f"How long will {subject} sail?"
            asked = question(snapshot, text, QuestionKind.FACT, subject=subject, carried=f"on “{text}”", what="other")
            return answer_questions([asked], snapshot, find=finding(ILL, REPLACED))

        return [line.partition(" — ")[0] for line in lines(index.read(answer))]

    assert answered("Eero Salo") == ["Anna Berg will be replaced by **Eero Salo** in May. [1]"]
    assert len(answered("Anna Berg")) == 2


def test_a_day_is_no_place_and_one_without_a_preposition_is_less_likely(index: ArticleIndex) -> None:
    class Ranker(AnswerRanker):
        def __init__(self, answer: str) -> None:
            """Find the same answer whatever is asked."""
            self.answer = answer

        def rank(
            self, question: str, passages: Sequence[str], coverage: Callable[[str], float]
        ) -> list[RankedSentence]:
            start = passages[0].index(self.answer)
            return [RankedSentence(0, 0, len(passages[0]), (start, start + len(self.answer)), 0.7)]

    def found(answer: str) -> list[Fact]:
        def find(snapshot: IndexSnapshot) -> list[Fact]:
            asked = question(snapshot, "Where was Nora Falk seen last?", QuestionKind.FACT, what="place")
            evidence = [Evidence(HELD, 0, len(HELD.text), 0.9, 0.9)]
            return ReaderFacts(Ranker(answer))(asked, evidence, snapshot)

        return index.read(find)

    assert [fact.score for fact in found("beside the mill on May 7")] == [0.7]
    assert found("May 7, 1992") == []
    assert found("Nora") == []


def test_a_year_is_no_age(index: ArticleIndex) -> None:
    class Ranker(AnswerRanker):
        def __init__(self) -> None:
            """Read nothing."""

        def rank(
            self, question: str, passages: Sequence[str], coverage: Callable[[str], float]
        ) -> list[RankedSentence]:
            text = passages[0]
            start = text.index("1992")
            return [RankedSentence(0, 0, len(text), (start, start + 4), 0.9)]

    def found(text: str) -> list[Fact]:
        def find(snapshot: IndexSnapshot) -> list[Fact]:
            asked = question(snapshot, text, QuestionKind.FACT, what="number")
            evidence = [Evidence(HELD, 0, len(HELD.text), 0.9, 0.9)]
            return ReaderFacts(Ranker())(asked, evidence, snapshot)

        return index.read(find)

    assert found("How old was Nora Falk?") == []
    assert len(found("How old is the mill?")) == 1


def test_who_said_it_is_who_says_the_sentence_that_tells_it(index: ArticleIndex) -> None:
    """And not a name that the reader finds in the words; and a sentence with hardly a word of it tells nothing."""
    told = fact(TUNNEL, "“Nobody knows by whom,” Anna Berg said.", 0.4, "Nobody")

    def answered(topic: str) -> list[str]:
        asked = f"Who regretted that {topic}?"
        return lines(
            index.read(
                lambda snapshot: answer_questions(
                    [question(snapshot, asked, QuestionKind.WHO_SAID, topic=topic, excluding=("Anna Berg",))],
                    snapshot,
                    find=finding(told, SAILS),
                )
            )
        )

    assert [line.partition(": ")[0] for line in answered("nobody knows the digger")] == ["**Anna Berg**"]
    assert "**Anna Berg**" not in "".join(answered("butter became expensive"))


def test_an_article_without_any_name_of_the_question_answers_nothing(index: ArticleIndex) -> None:
    def answering(text: str) -> list[str]:
        def held(snapshot: IndexSnapshot) -> list[str]:
            names = names_in(question(snapshot, text, QuestionKind.FACT), snapshot)
            return [article.id for article in (FERRY, TUNNEL) if holds_one(names, article)]

        return index.read(held)

    assert answering("How old is Eero Salo?") == ["ferry"]
    assert answering("How old is Lena Ostrov?") == []
    assert answering("Who dug the tunnel?") == ["ferry", "tunnel"]


def test_who_is_not_answered_by_who_is_asked_about(index: ArticleIndex) -> None:
    asked = fact(FERRY, "Berg leaves because she is ill.", 0.8, "Berg")
    assert chosen(index, "person", asked, REPLACED) == [REPLACED, asked]
    assert chosen(index, "other", asked, REPLACED) == [asked, REPLACED]


@pytest.mark.parametrize(
    ("text", "answer", "whole"),
    [
        ("It took a year and a half.", "a year", "a year and a half"),
        ("It took a year and a crew.", "a year", "a year"),
        ("Anna Berg (D-Oulu) left.", "Anna Berg (D", "Anna Berg (D-Oulu)"),
        ("Anna Berg (D-Oulu) left (soon).", "Anna Berg (D-Oulu)", "Anna Berg (D-Oulu)"),
    ],
)
def test_an_answer_is_whole(text: str, answer: str, whole: str) -> None:
    start = text.index(answer)
    assert text[slice(*whole_answer(text, (start, start + len(answer))))] == whole


@pytest.mark.parametrize(
    ("deed", "score", "is_told"), [("recommended", 0.7, True), ("recommended", 0.4, False), ("hired", 0.7, False)]
)
def test_who_did_something_is_surely_told_by_a_sentence_with_that_word(
    tmp_path: Path, deed: str, score: float, is_told: bool
) -> None:
    """Of the statements on somebody the nearest need not be by who recommended her."""
    sentence = f"She was {deed} for the job by Jon Raisio, an old friend."
    article = Article(
        "ahti",
        f"Vera Ahti came to the board in May. {sentence} “Vera Ahti is a good choice,” Kaisa Ojala said.",
        given_id=True,
    )
    told = fact(article, sentence, score, "Jon Raisio")

    def find(
        question: Question, evidence: Sequence[Evidence], snapshot: IndexSnapshot, *, least: float = LEAST_PROBABILITY
    ) -> list[Fact]:
        return [told] if told.score >= least else []

    def answer(snapshot: IndexSnapshot) -> Answer:
        asked = question(snapshot, "Who recommended Vera Ahti?", QuestionKind.WHO_SAID, topic="Vera Ahti")
        return answer_questions([asked], snapshot, find=find)

    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([article])
        first = lines(index.read(answer))[0]
    assert ("by **Jon Raisio**" in first) == is_told
