"""What is read out of a question's words."""

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.models import Filters, Turn
from assistant.questions.parser import Question, QuestionKind, read_question
from index import ArticleIndex
from tests.newsroom import ARTICLES

AS_OF = date(2024, 9, 1)
SAID, WHO, WHETHER, WHEN, HOW, WHO_IS, OPPOSITE_GENDER = (
    QuestionKind.SAID,
    QuestionKind.WHO,
    QuestionKind.WHETHER,
    QuestionKind.WHEN,
    QuestionKind.HOW,
    QuestionKind.WHO_IS,
    QuestionKind.OTHER,
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(path=tmp_path_factory.mktemp("question") / "index", create=True) as opened:
        opened.update(ARTICLES)
        yield opened


def read(index: ArticleIndex, text: str, *before: str) -> Question:
    history = tuple(Turn(question) for question in before)
    return index.read(lambda snapshot: read_question(text, history, Filters(), snapshot, AS_OF))


CASES = [
    ("What did Anna Berg say about the harbour?", SAID, ["Anna Berg"], "the harbour"),
    ("what did anna berg say about the harbour", SAID, ["anna berg"], "the harbour"),
    ("What has Berg said on the ferry?", SAID, ["Berg"], "the ferry"),
    ("What does Berg think of the tunnel?", SAID, ["Berg"], "the tunnel"),
    ("What did Berg tell reporters about the ferry?", SAID, ["Berg"], "the ferry"),
    ("What did Berg say?", SAID, ["Berg"], ""),
    ("What did Berg say about yesterday?", SAID, ["Berg"], ""),
    ("What did Berg promise?", SAID, ["Berg"], ""),
    ("What is Berg’s position on the harbour?", SAID, ["Berg"], "the harbour"),
    ("What was Salo's response to the harbour?", SAID, ["Salo"], "the harbour"),
    ("What is the view of Eero Salo on the tunnel?", SAID, ["Eero Salo"], "the tunnel"),
    ("What do Anna Berg and Eero Salo say about the harbour?", SAID, ["Anna Berg", "Eero Salo"], "the harbour"),
    ("What did the Berg administration say about the coast?", SAID, ["the Berg administration"], "the coast"),
    ("Did Berg confirm the agenda?", WHETHER, ["Berg"], "the agenda"),
    ("Did Berg deny that the harbour was expensive?", WHETHER, ["Berg"], "the harbour was expensive"),
    ("Has Salo said anything about the tunnel?", WHETHER, ["Salo"], "the tunnel"),
    ("Is it true that Berg confirmed the agenda?", WHETHER, ["Berg"], "the agenda"),
    ("Who said that it is the most expensive pier?", WHO, [], "it is the most expensive pier"),
    ("Who said “it is ours”?", WHO, [], "it is ours"),
    ("Who called the decision a betrayal?", WHO, [], "called the decision a betrayal"),
    ("Who denied the cost?", WHO, [], "the cost"),
    ("Who is Anna Berg?", WHO_IS, [], "Anna Berg"),
    ("who are Berg and Salo", WHO_IS, [], "Berg and Salo"),
    ("Who is against the harbour?", WHO, [], "is against the harbour"),
    ("Did Berg deny anything?", WHETHER, ["Berg"], ""),
    ("How did Berg respond to the criticism?", HOW, ["Berg"], "the criticism"),
    ("When did Salo say there was no money?", WHEN, ["Salo"], "there was no money"),
    ("Why is there no tunnel, according to Salo?", SAID, ["Salo"], "there no tunnel"),
    ("According to Salo, why is there no tunnel?", SAID, ["Salo"], "there no tunnel"),
    ("Did Berg say anything about the harbour?", WHETHER, ["Berg"], "the harbour"),
    ("Did Berg say anything?", WHETHER, ["Berg"], ""),
    ("Tell me what Berg said about the harbour", SAID, ["Berg"], "the harbour"),
    ("Quotes by Berg about the harbour", SAID, ["Berg"], "the harbour"),
    ("Berg on the harbour", SAID, ["Berg"], "the harbour"),
    ("What did people say about the harbour?", SAID, [], "the harbour"),
    ("What did Joe Biden say about the harbour?", SAID, ["Joe Biden"], "the harbour"),
    ("How long is the pier?", OPPOSITE_GENDER, [], "How long is the pier"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "asked", "topic"), CASES, ids=[case[0] for case in CASES])
def test_read(index: ArticleIndex, text: str, kind: QuestionKind, asked: list[str], topic: str) -> None:
    question = read(index, text)
    assert (question.kind, list(question.asked), question.topic) == (kind, asked, topic)


def test_speakers_are_the_names_that_the_index_holds(index: ArticleIndex) -> None:
    assert "Anna Berg" in read(index, "What did Mayor Berg say about the ferry?").speakers
    assert read(index, "What did Joe Biden say about the ferry?").speakers == ()
    assert read(index, "What did Lukashenko say about the tunnel?").speakers == ("Viktor Lukashenka",)


def test_period_and_outlet_are_read_and_taken_out(index: ArticleIndex) -> None:
    question = read(index, "What did Salo say about the tunnel in August, according to Northern Wire?")
    assert question.query.outlets == ("Northern Wire",)
    assert (question.query.period.since, question.query.period.until) == (date(2024, 8, 1), date(2024, 8, 31))
    assert question.topic == "the tunnel"


def test_filters_narrow_what_the_question_leaves_open(index: ArticleIndex) -> None:
    filters = Filters(("Salmo Courier",), "2024-05-01", "2024-05-31")
    asked = "What did Berg say since 10 May about the ferry?"
    question = index.read(lambda snapshot: read_question(asked, (), filters, snapshot, AS_OF))
    assert question.query.outlets == ("Salmo Courier",)
    assert (question.query.period.since, question.query.period.until) == (date(2024, 5, 10), date(2024, 5, 31))


FOLLOW_UPS = [
    ("another speaker", ["What did Berg say about the tunnel?"], "And Salo?", ["Salo"], "the tunnel", SAID),
    ("another topic", ["What did Berg say about the tunnel?"], "What about the ferry?", ["Berg"], "the ferry", SAID),
    ("a pronoun for the speaker", ["What did Berg say about the tunnel?"], "What did she say about the harbour?", ["Berg"], "the harbour", SAID),
    ("a pronoun for the topic", ["What did Berg say about the tunnel?"], "What did Salo say about it?", ["Salo"], "the tunnel", SAID),
    ("when", ["What did Salo say about the tunnel?"], "When was that?", ["Salo"], "the tunnel", WHEN),
    ("two turns back", ["What did Berg say about the tunnel?", "And Salo?"], "What about the harbour?", ["Salo"], "the harbour", SAID),
    ("a whole question stands alone", ["What did Berg say about the tunnel?"], "Who said it is ours?", [], "it is ours", WHO),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "text", "asked", "topic", "kind"), [c[1:] for c in FOLLOW_UPS], ids=[c[0] for c in FOLLOW_UPS]
)
def test_follow_up(
    index: ArticleIndex, before: list[str], text: str, asked: list[str], topic: str, kind: QuestionKind
) -> None:
    question = read(index, text, *before)
    assert (list(question.asked), question.topic, question.kind) == (asked, topic, kind)
    assert question.text == text
