"""What a follow-up, a question for a yes or a no, and a second question are answered by."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.models import NO_FILTERS, Role
from assistant.questions import QuestionKind, read_questions
from index import ArticleIndex
from tests.assistant.answers.asking import AS_OF, ask, converse, headed

DREDGERS = headed(
    "dredgers",
    "Two regions on the silt of Kemi",
    "The harbour of Kemi silts up. Savo will send dredgers to Kemi in the spring, the board of Savo said. Kainuu has no dredgers, Vera Trumbo "
    "said on Mar. 15. “Ask again in the summer,” Trumbo said of the silt. Eero Vasa said that the dredgers of Savo at Kemi were a dream.",
)
GULLS = headed(
    "gulls",
    "The gulls of Rauma",
    "Onni Kari complained that the gulls will leave the roof of Rauma dirty. Kari said that the gulls would leave the roof of Rauma in "
    "no good state. “Absolutely not,” he said of the gulls leaving the roof of Rauma this year.",
)
REEF = headed(
    "reef",
    "Sanna Vuori wants the reef of Pori blown up",
    "Engineer Sanna Vuori spoke to the harbour board of Pori. The reef of Pori cost the port two ships a year, Vuori said.\n\nThe "
    "board listened for an hour, and then there was coffee in the hall, as there has been on every second Monday since the war, "
    "with the cake that the pilots bake by turns and the cups that are left of the old steamer. Karl Aho said that it was good.\n\n“Rocks like these want dynamite,” "
    "said Vuori. “My own father ran aground there.” Vuori said that she likes the cake. Vuori praised the "
    "pilots of Pori for it, and attacked the board for its minutes.",
)

MILLS = replace(
    headed(
        "mills",
        "The mills of Lieto close",
        "Eleven mills have closed in Lieto. It costs 40,000 crowns a month to run a mill with one stone. Aino Mäki said that "
        "the mills of Lieto were proud. Mäki endorsed the bakers of Lieto. Mäki mentioned the miller Otso Lahti in a speech about Lieto. "
        "Lahti said that the mills of Lieto close because nobody buys rye.",
    ),
    author="Tove Ek",
    published="2024-05-12",
    url="https://courier.example/mills",
)
CAMPS = headed(
    "camps",
    "A summer of camps",
    "It costs 7 crowns to run one lap at the summer camp of Turku, and the runners like it.",
)

FAIR = headed(
    "fair",
    "A fair in Oulu",
    "A crowd of about 700 people came to the fair in Oulu on Friday. Ella Niska blamed the rain at the fair, and Paavo Risku spoke of it. Both "
    "called the fair of Oulu a success. Niska told Risku at the fair that the tents of Risku were wet. Kaisa Ojala, a spokeswoman for the "
    "Foreign Ministry, said that the fair would be held again.",
)
VOTES = headed(
    "votes",
    "A vote in Vaasa",
    "In Vaasa 436,219 people came to vote. Otto Ranta, a former foreign minister, said that the harbour of Vaasa was shallow. Ella Niska said in Vaasa that the boats of Risku were slow.",
)
GLUE = headed(
    "glue",
    "Kerava bans glue",
    "Kerava has told the shops of Norrmar to sell no glue. “We sold it for forty years, and nobody fell ill,” said Iida Tamm, a "
    "spokeswoman for Norrmar. Mayor Reko Sund said that glue is poison. Otso Rautio, the oldest clerk of Norrmar, was paid for the glue.",
)

WELL = headed(
    "well",
    "A dry well in Loimaa",
    "Gov. Ilmo McRae said that the well of Loimaa is dry. Vilkas campaign manager Pia Holm called that beyond belief. "
    "Petra Vilkas said that the well would be dug deeper.",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(path=tmp_path_factory.mktemp("replies") / "index", create=True) as opened:
        opened.update([REEF, DREDGERS, GULLS, MILLS, CAMPS, FAIR, VOTES, GLUE, WELL])
        yield opened


def test_in_an_article_about_the_topic_own_words_need_not_name_it(index: ArticleIndex) -> None:
    answer = converse(index, "What did Sanna Vuori say about the reef of Pori?")
    shown = " ".join(c.shown_text for c in answer.citations if c.role is Role.ANSWER)
    assert "The reef of Pori cost the port two ships a year" in shown
    assert "dynamite" in shown


@pytest.mark.parametrize(
    ("question", "shown"),
    [("who did sanna vuori praise", "pilots of Pori"), ("who did Vuori attack", "for its minutes")],
)
def test_whom_somebody_praised_is_told_by_that_word(index: ArticleIndex, question: str, shown: str) -> None:
    answer = converse(index, question)
    assert len(answer.citations) == 1
    assert shown in answer.citations[0].shown_text


def test_what_somebody_else_may_do_tells_no_yes_or_no(index: ArticleIndex) -> None:
    assert "Savo will send dredgers" in converse(index, "Will Savo send dredgers to Kemi?").text
    other = converse(index, "Will Kainuu send dredgers to Kemi?")
    assert not other.found or "Savo will send dredgers" not in other.text


def test_who_is_spelled_otherwise_is_said_to_be_named_only_where_somebody_is_meant(index: ArticleIndex) -> None:
    other = converse(index, "What did Trump say about the herring?")
    assert "Trump is not named in any article searched." in other.text
    spelled = converse(index, "What did Veera Trumbo say about the herring?")
    assert "Vera Trumbo is mentioned in 1 article" in spelled.text


def test_a_planet_is_no_month(index: ArticleIndex) -> None:
    answer = converse(index, "what did Trumbo say about mars missions")
    assert "published" not in answer.text.partition("Searched")[0]
    assert "Mar's" not in answer.text


def test_another_topic_is_not_answered_by_the_article_cited_before(index: ArticleIndex) -> None:
    answer = converse(index, "What did Sanna Vuori say about the reef of Pori?", "what about harbour dues")
    assert not answer.found


def test_who_says_so_is_who_says_what_was_just_shown(index: ArticleIndex) -> None:
    answer = converse(index, "Will Savo send dredgers to Kemi?", "who says so?")
    assert [c.speaker for c in answer.citations] == ["board"]
    assert "**board**: " in answer.text


def test_a_plain_no_tells_first_whether_somebody_thinks_so(index: ArticleIndex) -> None:
    answer = converse(index, "Does Onni Kari think the gulls will leave the roof of Rauma?")
    assert answer.citations[0].quote == "“Absolutely not,”"


def test_why_is_not_answered_by_what_was_just_shown(index: ArticleIndex) -> None:
    answer = converse(index, "What did Vera Trumbo say about the dredgers?", "why?")
    assert not answer.found
    assert "No sure reason for this was found here." in answer.text


def test_a_second_question_with_the_same_lines_refers_to_them(index: ArticleIndex) -> None:
    answer = converse(index, "When did Vera Trumbo say that Kainuu has no dredgers, and where?")
    assert answer.text.count("no dredgers") == 3  # in each heading, and in one line
    assert "Nothing but the lines above was found on this." in answer.text


def test_why_somebody_did_something_is_not_answered_by_what_else_they_say(index: ArticleIndex) -> None:
    assert "**Aino Mäki**" in converse(index, "What did Aino Mäki say about Otso Lahti?").text
    assert "**Aino Mäki**" not in converse(index, "Why did Aino Mäki endorse Otso Lahti?").text


def test_what_a_pronoun_stands_for_is_told_by_the_article_just_cited(index: ArticleIndex) -> None:
    answer = converse(index, "How many mills have closed in Lieto?", "what does it cost to run one?")
    assert [c.article_id for c in answer.citations] == ["mills"]
    assert "40,000" in answer.text


def test_who_wrote_what_was_just_cited(index: ArticleIndex) -> None:
    answer = converse(index, "What did Aino Mäki say about the mills of Lieto?", "who wrote this?")
    assert "Written by Tove Ek." in answer.text
    assert [c.url for c in answer.citations] == ["https://courier.example/mills"]
    unknown = converse(index, "Will Savo send dredgers to Kemi?", "which paper is this from?")
    assert "Salmo Courier" in unknown.text
    assert "The article does not say who wrote it." in unknown.text


def test_who_wrote_this_is_an_ordinary_question_where_nothing_was_cited(index: ArticleIndex) -> None:
    assert "The answer before cites" not in converse(index, "who wrote this?").text


def test_a_bare_pronoun_is_who_stands_beside_the_one_asked_about(index: ArticleIndex) -> None:
    answer = converse(index, "What did Aino Mäki say about Lieto?", "and him?")
    own = [c for c in answer.citations if c.role is Role.ANSWER]
    assert {c.speaker for c in own} == {"Otso Lahti"}
    assert "nobody buys rye" in answer.text


def test_there_is_in_the_article_just_cited(index: ArticleIndex) -> None:
    said = "What did Ella Niska say about Risku"
    fair = "What did Kaisa Ojala say about the fair?"
    assert {c.article_id for c in converse(index, fair, f"{said}?").citations} == {"votes", "fair"}
    assert {c.article_id for c in converse(index, fair, f"{said} there?").citations} == {"fair"}


def test_the_ministry_speaks_by_whom_the_article_just_cited_introduces(index: ArticleIndex) -> None:
    answer = converse(index, "What did Ella Niska say about the fair?", "what did the ministry say?")
    assert {c.speaker for c in answer.citations} == {"Kaisa Ojala"}


def test_what_they_said_is_what_the_article_just_cited_has(index: ArticleIndex) -> None:
    answer = converse(index, "How many people came to the fair in Oulu?", "what did they say?")
    assert {c.article_id for c in answer.citations} == {"fair"}
    assert "From the article cited before:" in answer.text


def test_nobody_is_named_for_both(index: ArticleIndex) -> None:
    answer = converse(index, "What did Paavo Risku say about the fair?")
    assert "Both [" not in answer.text


def test_when_that_was_is_the_day_of_the_line_just_cited(index: ArticleIndex) -> None:
    answer = converse(index, "What does it cost to run a mill in Lieto?", "when was that?")
    assert "**12 May 2024**: It costs 40,000 crowns" in answer.text


def test_what_a_body_says_is_said_by_its_spokeswoman_in_the_article_just_cited(index: ArticleIndex) -> None:
    answer = converse(index, "What did Reko Sund say about glue?", "what did Norrmar say?")
    assert {c.speaker for c in answer.citations} == {"Iida Tamm"}
    assert "From the article cited before:" in answer.text


def test_another_speaker_is_asked_on_the_same_and_that_it_is_on_other_things_is_told(index: ArticleIndex) -> None:
    fair = converse(index, "What did Kaisa Ojala say about the fair?", "What did Ella Niska say?")
    assert fair.text.startswith("On the fair, as before.")
    assert {c.article_id for c in fair.citations} == {"fair"}
    glue = converse(index, "What did Reko Sund say about glue?", "What did Ella Niska say?")
    assert glue.text.startswith("No statement by Ella Niska about glue was found here; this is on other things:")
    assert {c.speaker for c in glue.citations} == {"Ella Niska"}


def test_words_without_a_verb_are_answered_by_the_nearest_sentence(index: ArticleIndex) -> None:
    answer = converse(index, "Ella Niska fair Oulu crowd people")
    assert answer.citations[0].shown_text.startswith("A crowd of about 700 people came to the fair in Oulu")


def test_the_first_name_of_somebody_else_is_no_speaker(index: ArticleIndex) -> None:
    def asked(text: str) -> tuple[str, ...]:
        return index.read(lambda snapshot: read_questions(text, (), NO_FILTERS, snapshot, AS_OF))[0].asked

    assert asked("Otso Rautio glue") == ()
    assert asked("Otso glue") == ("Otso",)


def test_who_has_a_role_is_told_by_a_sentence_that_names_them_so(index: ArticleIndex) -> None:
    text, role = "Who is Vilkas' campaign manager?", "Vilkas' campaign manager"
    answer = ask(index, text, QuestionKind.WHO_IS, asked=("Pia Holm",), topic=role)
    assert answer.found
    assert "campaign manager" in answer.citations[0].shown_text
    assert "Pia Holm" in answer.citations[0].shown_text


def test_who_is_called_by_a_title_is_named_where_their_name_stands(index: ArticleIndex) -> None:
    answer = converse(index, "What did governor McRae say about the herring of Kemi?")
    assert not answer.found
    assert "overnor McRae is mentioned in 1 article" in answer.text


def test_a_refusal_of_words_without_a_verb_tells_of_no_statement(index: ArticleIndex) -> None:
    answer = converse(index, "deadline for tractors after Niska")
    assert not answer.found
    assert answer.text.startswith("No sure answer to this was found here")
