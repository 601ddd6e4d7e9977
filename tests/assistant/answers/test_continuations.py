"""What a speaker goes on to say, and answers where no statement names the topic: asked of an index of a few articles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant import Answer, Assistant, History, Turn
from assistant.models import Role
from assistant.settings import Settings
from index import Article, ArticleIndex

AS_OF = date(2026, 5, 1)
WIND = """Mayor Falk wants a wind farm off Salmo.

Mayor Nora Falk said on Monday that the wind farm would be built by 2027. “It costs forty million,” Falk said. “We will \
borrow half of it, and the other half comes from the state. Nobody will pay a higher tax for it. The council has seen \
every number that there is. Whoever doubts them may come to my office and count with me, at any hour of the day and \
for as long as it takes.”

“The gulls do not vote,” the mayor added.

Opposition leader Ulf Brandt was not convinced. “Half of forty is still a lot,” Brandt said.

The Salmo Ferry Company, whose pier was closed for the works, got a sincere apology from the council on Tuesday. Council \
speaker Mona Rask ridiculed the wind farm as a toy."""
BRIBES = """Harbour chief Brandt suspended.

Harbour chief Mats Brandvold was suspended on Friday over bribes.

The minister of ports, Eva Lind, was asked whether she had known of the bribes. The ministry had been told of them in \
March.

“I read it in the paper like everybody else,” Lind replied."""
COURT = """The strangest words of the mayor of Lappi.

Former mayor Olli Manner answered her on the fence. “We shall not pay for such a fence,” Manner said.

She called the county court “a club of old men.”

Mayor Tuula Rinne said that of the judge who had stopped the fence."""
STADIUM = """Stadium of Oulu loses its roof.

The roof of the stadium of Oulu came down in the storm of Tuesday night.

For hours the wind had torn at sheets of metal that were laid in the nineties, when the city had more money than time. \
Trees fell on both banks of the river, and in the old town the lights went out at nine. Neighbours brought soup and \
blankets for those who could not go home over the bridge.

“There is no room for blame tonight,” said Gov. Pia Koivu, who came from the north. She endorsed nobody in the vote.

Until the morning the road to the north stayed closed. Snow fell on the fields, and on the lake the ice was thick enough \
for lorries, as it has been every February since people here began to write it down in the book of the harbour.

Inspector Jan Vos said the doors of the stadium had been locked at ten. Lawyer Kim Ahl, an attorney for the club, said \
the club had paid for the stadium itself."""

LIGHTHOUSE = """Lighthouse keeper Sten Holm goes.

Lighthouse keeper Sten Holm has left the lighthouse of Vaasa after forty years. His daughter Aune Holm said: “He lit \
the lamp on the night when the herring fleet came home in the great storm. He never had a day off in all those \
winters. He wants to see the mountains now, and he has bought a bicycle. The lamp will be lit by a machine from the \
first of May.”

The harbour council thanked Holm on Monday. “He taught us all to read the sky,” said harbour chief Mika Rauta. “We had \
three keepers before him, and none of them stayed as long as a winter. I will miss the smoke of his pipe. I hope that \
he writes down what he has seen.”"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("continuations") / "index"
    with ArticleIndex.open(path=folder, create=True) as index:
        index.update(
            [
                Article("wind", WIND, title="Mayor Falk wants a wind farm off Salmo", published="2024-08-17"),
                Article("bribes", BRIBES, title="Harbour chief Brandt suspended", published="2024-03-09"),
                Article("court", COURT, title="The strangest words of the mayor of Lappi", published="2024-02-03"),
                Article("stadium", STADIUM, title="Stadium of Oulu loses its roof", published="2024-02-01"),
                Article("lighthouse", LIGHTHOUSE, title="Lighthouse keeper Sten Holm goes", published="2024-04-28"),
            ]
        )
        yield Assistant(index, Settings(model=""))


def ask(assistant: Assistant, *questions: str) -> Answer:
    history: History = ()
    for question in questions:
        answer = assistant.answer(question, history, as_of=AS_OF)
        history = (*history, Turn(question, answer))
    return answer


def shown(answer: Answer) -> str:
    return "\n".join(citation.shown_text for citation in answer.citations)


def test_a_line_is_followed_by_what_its_speaker_says_next(assistant: Assistant) -> None:
    answer = ask(assistant, "What did Nora Falk say about the wind farm?")
    assert answer.citations[0].shown_text.startswith("Mayor Nora Falk said on Monday that the wind farm")
    assert "“It costs forty million,” Falk said." in shown(answer)
    assert {citation.speaker for citation in answer.citations if citation.role is Role.ANSWER} == {"Nora Falk"}


def test_what_somebody_else_says_next_is_no_continuation(assistant: Assistant) -> None:
    answer = ask(assistant, "What did Nora Falk say about the gulls?")
    assert answer.found
    assert "Half of forty" not in shown(answer)


def test_what_is_told_in_a_paragraph_apart_is_no_continuation(assistant: Assistant) -> None:
    answer = ask(assistant, "Did Olli Manner say Lappi would pay for the fence?")
    assert "“We shall not pay for such a fence,” Manner said." in shown(answer)
    assert "old men" not in shown(answer)


def test_a_single_line_is_shown_longer(assistant: Assistant) -> None:
    answer = ask(assistant, "What did Nora Falk say about the borrowed half?")
    assert "We will borrow half of it" in shown(answer)
    assert "every number that there is" in shown(answer)


def test_a_quotation_is_shown_longer_whoever_is_found_by_a_description_or_a_follow_up(assistant: Assistant) -> None:
    answer = ask(assistant, "What did Sten Holm's daughter say when he left?")
    assert "lit by a machine" in shown(answer)
    follow_up = ask(assistant, "Why did Sten Holm leave the lighthouse of Vaasa?", "And what did Mika Rauta say?")
    assert "From the article cited before:" in follow_up.text
    assert "writes down what he has seen" in shown(follow_up)


def test_the_reply_to_a_question_on_the_topic_answers(assistant: Assistant) -> None:
    answer = ask(assistant, "What did Eva Lind say about the bribes?")
    assert answer.found
    assert "“I read it in the paper like everybody else,” Lind replied." in shown(answer)


def test_of_an_article_about_the_topic_all_is_about_it(assistant: Assistant) -> None:
    answer = ask(assistant, "What did Pia Koivu say about the stadium?")
    assert answer.found
    assert answer.text.startswith("None of these has the words “the stadium”; they are from an article about it:")
    assert "no room for blame" in shown(answer)


def test_a_day_without_a_year_is_that_of_the_articles(assistant: Assistant) -> None:
    answer = ask(assistant, "What did Nora Falk say in August?")
    assert answer.found
    assert "No article" not in answer.text
    told = ask(assistant, "What did Pia Koivu say in July?")
    assert told.text.startswith("No article published in July answers this; these are from any time:")
    assert not ask(assistant, "What did Nora Falk say last week?").found


def test_a_role_with_a_short_title_is_who_has_it(assistant: Assistant) -> None:
    answer = ask(assistant, "What did the governor say about the stadium?")
    assert {citation.speaker for citation in answer.citations if citation.role is Role.ANSWER} == {"Pia Koivu"}


def test_the_police_are_an_inspector_too(assistant: Assistant) -> None:
    answer = ask(assistant, "What did the police say about the stadium?")
    assert {citation.speaker for citation in answer.citations if citation.role is Role.ANSWER} == {"Jan Vos"}


def test_nobody_endorsed_where_no_line_says_so(assistant: Assistant) -> None:
    answer = ask(assistant, "Did Nora Falk endorse Ulf Brandt?")
    assert not answer.found
    assert not ask(assistant, "When did Nora Falk apologise for the wind farm?").found


def test_who_is_said_to_have_done_it_comes_first(assistant: Assistant) -> None:
    answer = ask(assistant, "Who ridiculed the wind farm?")
    assert answer.citations[0].speaker == "Mona Rask"


def test_who_praised_is_answered_by_nobody_where_nobody_did(assistant: Assistant) -> None:
    assert not ask(assistant, "Who praised the wind farm?").found
