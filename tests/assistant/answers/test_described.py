"""Who is meant by a role, a kinship or a group, and who speaks for somebody."""

from collections.abc import Iterator

import pytest

from assistant.answers.described import Description, described_speakers, speaks_for
from assistant.models import Role
from assistant.questions.roles import holder_of
from index import Article, ArticleIndex
from tests.assistant.answers.asking import converse, headed

TRIAL = Article(
    "trial",
    "The trial over the lost ferry Solveig began in Turku. “The captain slept,” said Detective Inspector Anna Berg, who led the "
    "inquiry. Defence counsel Eero Salo said that the captain had been awake. Salo said that the ferry was old. “My husband never "
    "slept on the bridge,” said Lena Ostrov, the captain’s wife.\n\nVera Quist, head of the Northern Regulation Board, said that "
    "the ferry Solveig had no licence. Jonas Falk, a spokesman for Salmo Shipping, said that the ferry had been checked twice.",
    title="Trial over lost ferry begins", source="Salmo Courier", published="2024-05-13", given_id=True,
)  # fmt: skip
MILL = Article(
    "mill",
    "The mill burned in Oulu. Detective Karl Holm said that it was arson. Nobody was hurt. Olli Rant, head of the fire brigade, "
    "said that the roof fell first.",
    title="Mill burns", source="Salmo Courier", published="2024-06-02", given_id=True,
)  # fmt: skip

PRISON = Article(
    "prison",
    "Three fishermen were sent to prison in Rauma for four years. “The charges against these men were absurd from the start,” said "
    "Onni Laine, a researcher for Baltic Watch. “The sentences are the latest blow to the free fishermen,” Laine said later.\n\nThe Laines "
    "have fished for ever.",
    title="Fishermen sent to prison", source="Salmo Courier", published="2024-06-09", given_id=True,
)  # fmt: skip


SUMMIT = Article(
    "summit",
    "Judge Ilta Koski and Mayor Arvo Pohja said that the old bridge of Inari stays. “It is a good bridge,” Koski said. “We like it,” "
    "Pohja said of the bridge.",
    title="The bridge of Inari stays", source="Salmo Courier", published="2024-06-12", given_id=True,
)  # fmt: skip


FUNERAL = headed(
    "funeral",
    "Arto Kallas is buried",
    "“He was the best of skippers,” said Helmi Kallas, Kallas’ wife. President Ilta Varis paid tribute "
    "to Kallas: “He knew every rock of the coast.”",
)
HOSPITAL = headed(
    "hospital",
    "A skier in hospital",
    "The actor Jonas Rein paid a visit to Tapio Noro, the skier, in hospital. “My son is brave,” Noro’s mother said.",
)
FERRY = Article(
    "ferry",
    "Described as “blood-curdling” by the minister, EU Parliamentary President Hylje labelled the sinking “cowardly and mean”.",
    given_id=True,
)
SALMON = headed(
    "salmon",
    "Rikkonen on why anglers should spare young salmon",
    "Tuomas Rikkonen came to Oulu on Monday to talk to four hundred people "
    "in the hall of the old school, where coffee was served and a choir sang of the sea.\n\nOutside the snow fell on the boats and on the cars of those who had come "
    "from the islands, and the ice of the bay was thick enough for lorries, as it has been every winter since people here began to "
    "write it down in the book of the harbour.\n\nThe hall was warm, and the talk went "
    "on until nine. “What lives four summers feeds a village,” he said. Rikkonen said that the weather was bad.",
)
MARKET = headed(
    "market",
    "Kemi closes its fish market",
    "The fish market of Kemi closes in June. “The fish market was dear,” said Anni Vik of Kemi.\n\n"
    "A hundred and twenty years ago the first boats came in here from the islands, with herring and with news of the war. Of the "
    "boats two are left, and of the families that sailed in them hardly one.\n\n“My mother would have wept,” said Ola Rein of "
    "Kemi.\n\n“None of that is my business,” said Unto Maki of Rauma.",
)
TOLL = headed(
    "toll",
    "A toll on the bridge of Rauma",
    "“The toll is a wall,” said Noora Aho, head of Finnish Drivers, a motoring organisation. "
    "“The toll pays for the bridge,” said Mayor Ilkka Rinne.",
)
BRIDGE = headed(
    "bridge",
    "Rauma argues over its bridge",
    "Mayor Ilkka Rinne of Rauma praised the new bridge. “It is ours,” said Rinne, mayor of Rauma. Eeva Lund, the former mayor of "
    "Rauma, said that the bridge was a shame. Aino Suo, a longtime adviser, said that Rinne likes ships. A "
    "Rinne spokesman said that the mayor sleeps well. Rinne spokesman Otto Hall called the ferry story nonsense.",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(path=tmp_path_factory.mktemp("described") / "index", create=True) as opened:
        opened.update([TRIAL, MILL, SALMON, MARKET, TOLL, FUNERAL, FERRY, PRISON, SUMMIT, BRIDGE, HOSPITAL])
        yield opened


DESCRIBED = [
    ("the detective", {"Anna Berg"}),
    ("detectives", {"Anna Berg"}),
    ("the head of the regulator", {"Vera Quist"}),
    ("the captain's wife", {"Lena Ostrov"}),
    ("the guy from Salmo Shipping", {"Jonas Falk"}),
    ("the defence lawyer", {"Eero Salo"}),
    ("the cook's wife", set()),
    ("the pilot", set()),
    ("Anna Berg", None),
]


@pytest.mark.parametrize(("text", "speakers"), DESCRIBED, ids=[case[0] for case in DESCRIBED])
def test_who_is_introduced_as_described(index: ArticleIndex, text: str, speakers: set[str] | None) -> None:
    description = Description.read(text)
    if speakers is None:
        assert description is None
    else:
        assert description is not None
        found = index.read(lambda snapshot: described_speakers(description, ["trial"], snapshot))
        assert found.get("trial", set()) == speakers


@pytest.mark.parametrize(
    ("name", "speaker", "introduced", "expected"),
    [
        ("Salmo Shipping", "Jonas Falk", "Jonas Falk, a spokesman for Salmo Shipping", True),
        ("Anna Berg", "Berg campaign", "the Berg campaign", True),
        ("Anna Berg", "Eero Salo", "Berg’s lawyer Eero Salo", True),
        ("Anna Berg", "Eero Salo", "Eero Salo, a spokesman for House Speaker Anna Berg", True),
        ("Salmo Watch", "Eero Salo", "Eero Salo, researcher for Salmo Watch", True),
        ("the Greens", "Lena Ostrov", "Lena Ostrov, Green Party MP", True),
        ("Anna Berg", "Eero Salo", "Eero Salo, who met Berg", False),
        ("Anna Berg", "Eero Salo", "Bergen lawyer Eero Salo", False),
    ],
)
def test_who_speaks_for_somebody(name: str, speaker: str, introduced: str, expected: bool) -> None:
    assert speaks_for(name, speaker, introduced) is expected


@pytest.mark.parametrize(
    ("called", "introduced", "expected"),
    [
        ("the general", "retired Army Lt. Gen. Anna Berg", True),
        ("the senator", "Sen. Anna Berg", True),
        ("the general", "The attorney general of Salmo, Anna Berg", False),
        ("the attorney", "The attorney general of Salmo, Anna Berg", True),
    ],
)
def test_a_role_is_met_by_its_short_title_and_not_within_another(called: str, introduced: str, expected: bool) -> None:
    description = Description.read(called)
    assert description is not None
    assert (description.fits(introduced) is not None) is expected


def test_a_role_in_a_follow_up_is_whom_the_cited_article_introduces_so(index: ArticleIndex) -> None:
    answer = converse(index, "What did Eero Salo say about the captain?", "and the detective?")
    assert {c.speaker for c in answer.citations if c.role is Role.ANSWER} == {"Anna Berg"}
    assert "Read “the detective” as Anna Berg." in answer.text
    other = converse(index, "What did Olli Rant say about the roof?", "what did the detective say?")
    assert {c.speaker for c in other.citations} == {"Karl Holm"}


def test_a_follow_up_of_hardly_a_word_is_about_what_was_just_cited(index: ArticleIndex) -> None:
    other = converse(index, "What did Olli Rant say about the roof?", "what was the licence?")
    assert {c.article_id for c in other.citations} <= {"mill"}
    whether = converse(index, "What did Olli Rant say about the roof?", "was it the captain?")
    assert {c.article_id for c in whether.citations} <= {"mill"}


def test_a_described_speaker_answers_without_a_name(index: ArticleIndex) -> None:
    answer = converse(index, "What did the captain's wife say about the bridge?")
    assert {c.speaker for c in answer.citations if c.role is Role.ANSWER} == {"Lena Ostrov"}


def test_somebodys_wife_is_asked_for_without_an_apostrophe_and_for_what_she_says_of_him(index: ArticleIndex) -> None:
    answer = converse(index, "what did arto kallas wife say when he died")
    assert {c.speaker for c in answer.citations if c.role is Role.ANSWER} == {"Helmi Kallas"}
    assert answer.text.startswith("These need not be of the time that is asked about:")
    of_him = converse(index, "What did Arto Kallas' wife say about him?")
    assert {c.speaker for c in of_him.citations if c.role is Role.ANSWER} == {"Helmi Kallas"}


@pytest.mark.parametrize("follow_up", ["and his wife?", "what did his wife say"])
def test_his_wife_is_that_of_whom_the_cited_article_has_one(index: ArticleIndex, follow_up: str) -> None:
    answer = converse(index, "What did President Varis say about Arto Kallas?", follow_up)
    assert {c.speaker for c in answer.citations if c.role is Role.ANSWER} == {"Helmi Kallas"}


def test_his_mother_is_that_of_whom_an_ordinary_question_names(index: ArticleIndex) -> None:
    answer = converse(index, "who paid a visit to tapio noro", "what did his mother say")
    assert {c.speaker for c in answer.citations if c.role is Role.ANSWER} == {"Noro’s mother"}


def test_the_president_of_a_follow_up_is_the_one_of_the_cited_article(index: ArticleIndex) -> None:
    answer = converse(index, "What did Helmi Kallas say about Arto Kallas?", "and the president?")
    assert {c.speaker for c in answer.citations if c.role is Role.ANSWER} == {"Ilta Varis"}
    assert {c.article_id for c in answer.citations} == {"funeral"}


def test_who_speaks_for_a_body_is_told_to_be_another(index: ArticleIndex) -> None:
    answer = converse(index, "What did Salmo Shipping say about the ferry?")
    assert {c.speaker for c in answer.citations} == {"Jonas Falk"}
    assert answer.text.startswith("No statement by Salmo Shipping on this was found; these speak for Salmo Shipping")


def test_who_speaks_for_a_body_near_the_topic_need_not_name_it(index: ArticleIndex) -> None:
    answer = converse(index, "What did Baltic Watch say about the jailed fishers of Rauma?")
    assert answer.text.startswith("No statement by Baltic Watch on this was found; these speak for Baltic Watch")
    assert {c.speaker for c in answer.citations if c.role is Role.ANSWER} == {"Onni Laine"}


def test_a_surname_without_its_apostrophe_is_its_bearers_also_where_a_family_is_called_so(index: ArticleIndex) -> None:
    answer = converse(index, "whats onni laines beef with the sentences")
    assert answer.text.startswith("**Onni Laine**")


def test_nobody_is_somebodys_daughter_whom_the_text_does_not_call_so(index: ArticleIndex) -> None:
    answer = converse(index, "What did Jonas Falk's daughter say about the ferry?")
    assert not answer.found


def test_of_a_group_also_those_answer_who_do_not_name_what_the_article_is_about(index: ArticleIndex) -> None:
    answer = converse(index, "What do people in Kemi say about the fish market?")
    assert [c.speaker for c in answer.citations if c.role is Role.ANSWER] == ["Anni Vik", "Ola Rein"]


def test_how_a_group_reacts_is_told_by_who_speaks_for_such_groups(index: ArticleIndex) -> None:
    answer = converse(index, "How did Finnish groups react to the toll?")
    assert {c.speaker for c in answer.citations if c.role is Role.ANSWER} == {"Noora Aho"}
    refused = converse(index, "How did unions react to the toll?")
    assert not refused.found
    assert refused.text.startswith(
        "No statement about the toll by anybody who is surely one of the unions was found here."
    )


def test_of_two_who_are_named_together_each_has_their_own_role(index: ArticleIndex) -> None:
    answer = converse(index, "What did Arvo Pohja say about the bridge of Inari?", "and the judge?")
    assert {c.speaker for c in answer.citations if c.role is Role.ANSWER} == {"Ilta Koski"}
    assert answer.text.startswith("Read “the judge” as Ilta Koski.")


@pytest.mark.parametrize(
    ("role", "holder"),
    [
        ("the former mayor of Rauma", "Eeva Lund"),
        ("the mayor of Rauma", "Ilkka Rinne"),
        ("the longtime adviser", "Aino Suo"),
        ("the longtime Rinne adviser", ""),
    ],
)
def test_who_was_in_office_is_called_former_and_whose_adviser_it_is_stands_there(
    index: ArticleIndex, role: str, holder: str
) -> None:
    assert index.read(lambda snapshot: holder_of(role, snapshot)) == holder


def test_how_a_spokesman_reacted_is_told_by_who_is_introduced_so(index: ArticleIndex) -> None:
    answer = converse(index, "How did Rinne's spokesman react to the ferry story?")
    assert {c.speaker for c in answer.citations if c.role is Role.ANSWER} == {"Otto Hall"}


def test_whom_a_role_is_read_to_mean_is_told(index: ArticleIndex) -> None:
    answer = converse(index, "What did the head of the fire brigade say about the roof?")
    assert answer.text.startswith("Read “the head of the fire brigade” as Olli Rant.")
    assert "Read" not in converse(index, "What did Olli Rant say about the roof?").text


def test_somebodys_office_speaks_by_their_spokesman(index: ArticleIndex) -> None:
    answer = converse(index, "What did Salmo Shipping's office say about the ferry?")
    assert {c.speaker for c in answer.citations} == {"Jonas Falk"}
    assert answer.text.startswith("No statement by Salmo Shipping's Office on this was found; these speak")


def test_a_headline_that_tells_of_words_is_followed_by_them(index: ArticleIndex) -> None:
    answer = converse(index, "Why should anglers spare young salmon, according to Tuomas Rikkonen?")
    shown = [c.shown_text for c in answer.citations]
    assert shown[0].startswith("Rikkonen on why anglers should spare young salmon")
    assert "“What lives four summers feeds a village,” he said." in shown
    assert not any("weather" in text for text in shown)


def test_whom_a_role_calls_is_not_said_to_be_named_nowhere(index: ArticleIndex) -> None:
    answer = converse(index, "What did the governor of Ohio say about the ferry?")
    assert answer.text.startswith("No statement by the governor of Ohio about the ferry was found here.")
    named = converse(index, "What did Ruben Castellanos say about the ferry?")
    assert named.text.startswith(
        "No statement by Ruben Castellanos about the ferry was found here: Ruben Castellanos is not named"
    )


def test_a_quotation_in_a_question_is_found_letter_for_letter(index: ArticleIndex) -> None:
    answer = converse(index, "Who said “My husband never slept on the bridge”?")
    assert [c.speaker for c in answer.citations] == ["Lena Ostrov"]


def test_a_refusal_offers_passages_of_articles_that_name_who_is_asked_about(index: ArticleIndex) -> None:
    answer = converse(index, "What did Karl Holm say about the ferry?")
    assert not answer.found
    assert {c.article_id for c in answer.citations} <= {"mill"}


def test_a_yes_or_no_about_somebody_else_may_be_their_words(index: ArticleIndex) -> None:
    answer = converse(index, "Did Eero Salo deny that the captain slept?", "what about Vera Quist?")
    assert {c.speaker for c in answer.citations} <= {"Vera Quist"}
