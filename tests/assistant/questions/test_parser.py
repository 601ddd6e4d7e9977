"""What is read out of a question's words."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.models import NO_FILTERS, Filters, History, Turn
from assistant.questions import Question, QuestionKind, read_questions
from assistant.questions.clause import is_clause
from assistant.questions.models import KEYWORDS
from index import Article, ArticleIndex, Period
from tests.assistant.questions.press import PRESS
from tests.newsroom import ARTICLES

AS_OF = date(2024, 9, 1)
SAID, WHO_SAID, WHETHER, WHEN, REACTION, WHO_IS, COMPARE, OVERVIEW, FACT, MORE = (
    QuestionKind.SAID, QuestionKind.WHO_SAID, QuestionKind.WHETHER, QuestionKind.WHEN, QuestionKind.REACTION,
    QuestionKind.WHO_IS, QuestionKind.COMPARE, QuestionKind.OVERVIEW, QuestionKind.FACT, QuestionKind.MORE,
)  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArticleIndex]:
    with ArticleIndex.open(path=tmp_path_factory.mktemp("question") / "index", create=True) as opened:
        opened.update([*ARTICLES, *PRESS])
        yield opened


def read_all(index: ArticleIndex, text: str, history: History = (), filters: Filters = NO_FILTERS) -> list[Question]:
    return index.read(lambda snapshot: read_questions(text, history, filters, snapshot, AS_OF))


def read(index: ArticleIndex, text: str, *before: str) -> Question:
    return read_all(index, text, tuple(Turn(question) for question in before))[-1]


def parts(question: Question) -> tuple[QuestionKind, list[str], str]:
    """What is compared, without the case of letters."""
    return question.kind, [name.casefold() for name in question.asked], question.topic.casefold()


CASES = [
    # somebody's words: the verb
    ("What did Anna Berg say about the harbour?", SAID, ["Anna Berg"], "the harbour"),
    ("what did the alleged thief say about the ferry", SAID, ["the alleged Thief"], "the ferry"),
    ("What has Berg said on the ferry?", SAID, ["Berg"], "the ferry"),
    ("What does Berg think of the tunnel?", SAID, ["Berg"], "the tunnel"),
    ("What did Berg tell reporters about the ferry?", SAID, ["Berg"], "the ferry"),
    ("What did Berg say?", SAID, ["Berg"], ""),
    ("What did Berg promise?", SAID, ["Berg"], ""),
    ("What did Thorvald have to say about the dam?", SAID, ["Thorvald"], "the dam"),
    ("Will the vote be confirmed?", WHETHER, [], "the vote confirmed"),
    ("What did Thorvald say about the dam that night?", SAID, ["Thorvald"], "the dam"),
    ("What did the state council say about wolves?", SAID, ["the state council"], "wolves"),
    ("What exactly did Castellanos say about the wolves?", SAID, ["Castellanos"], "the wolves"),
    ("Where does Thorvald stand on the dam?", SAID, ["Thorvald"], "the dam"),
    ("What reason did Thorvald give for the delay?", SAID, ["Thorvald"], "the delay"),
    ("Is Thorvald of the opinion that the dam harms salmon?", WHETHER, ["Thorvald"], "the dam harms salmon"),
    ("Why did Thorvald endorse Koskela?", SAID, ["Thorvald"], "Koskela"),
    ("How does Koskela see the dam?", SAID, ["Koskela"], "the dam"),
    ("How does Koskela square the dam with the salmon?", SAID, ["Koskela"], "the dam with the salmon"),
    ("What did Koskela make of the dam?", SAID, ["Koskela"], "the dam"),
    ("What does Thorvald have against the dam?", SAID, ["Thorvald"], "the dam"),
    ("What's Thorvald's beef with the dam?", SAID, ["Thorvald"], "the dam"),
    ("What is the problem with the dam?", FACT, [], "the problem with the dam"),
    ("What is the dam made of?", FACT, [], "the dam made"),
    ("Did Koskela comment on the dam?", SAID, ["Koskela"], "the dam"),
    ("What are Thorvald's conditions for a vote?", SAID, ["Thorvald"], "a vote"),
    ("whats Thorvald position on the dam", SAID, ["Thorvald"], "the dam"),
    ("How does Koskela justify the dam?", SAID, ["Koskela"], "the dam"),
    ("What was Koskela's excuse for the delay?", SAID, ["Koskela"], "the delay"),
    ("Why is Thorvald so angry about the dam?", SAID, ["Thorvald"], "the dam"),
    ("What did Thorvald accuse Koskela of in the debate?", SAID, ["Thorvald"], "Koskela in the debate"),
    ("How does Castellanos feel about the cull?", SAID, ["Castellanos"], "the cull"),
    ("What did Thorvald call Koskela?", SAID, ["Thorvald"], "Koskela"),
    ("Tell me what Berg said about the harbour", SAID, ["Berg"], "the harbour"),
    ("What was said about the cull by Castellanos?", SAID, ["Castellanos"], "the cull"),
    # the noun
    ("What is Berg’s position on the harbour?", SAID, ["Berg"], "the harbour"),
    ("What was Salo's response to the harbour?", SAID, ["Salo"], "the harbour"),
    ("What is the view of Eero Salo on the tunnel?", SAID, ["Eero Salo"], "the tunnel"),
    ("koskelas view of the dam", SAID, ["Koskela"], "the dam"),
    ("winslows comments on wolves", SAID, ["Winslow"], "wolves"),
    ("Quotes by Berg about the harbour", SAID, ["Berg"], "the harbour"),
    ("Show me all statements by Winslow about wolves", SAID, ["Winslow"], "wolves"),
    ("quotes about the dam by Thorvald", SAID, ["Thorvald"], "the dam"),
    # the name in front, and keywords
    ("Berg on the harbour", SAID, ["Berg"], "the harbour"),
    ("Castellanos on Thorvald", SAID, ["Castellanos"], "Thorvald"),
    ("Winslow said about wolves", SAID, ["Winslow"], "wolves"),
    ("Koskela Thorvald", SAID, ["Koskela"], "Thorvald"),
    ("madeleine thorvald dam", SAID, ["Madeleine Thorvald"], "dam"),
    ("anything by Winslow on wolves", SAID, ["Winslow"], "wolves"),
    ("everything that Thorvald said about the dam", SAID, ["Thorvald"], "the dam"),
    ("Summarise what Castellanos said about the cull", SAID, ["Castellanos"], "the cull"),
    # who is asked about, who is part of the topic
    ("What did Thorvald say about Koskela?", SAID, ["Thorvald"], "Koskela"),
    ("What does Ruben Castellanos think of Winslow?", SAID, ["Ruben Castellanos"], "Winslow"),
    ("What do Anna Berg and Eero Salo say about the harbour?", SAID, ["Anna Berg", "Eero Salo"], "the harbour"),
    ("What did the Berg administration say about the coast?", SAID, ["the Berg administration"], "the coast"),
    ("What did people say about the harbour?", SAID, [], "the harbour"),
    ("What did Joe Biden say about the harbour?", SAID, ["Joe Biden"], "the harbour"),
    ("What did Wanda Quist say about the dam?", SAID, ["Wanda Quist"], "the dam"),
    # spelling
    ("whta did Thorvald say abuot the dam", SAID, ["Thorvald"], "the dam"),
    ("what did Thorvald say abt the dam", SAID, ["Thorvald"], "the dam"),
    ("wich wolves did Winslow mention", FACT, [], "wolves Winslow mention"),
    ("what did madelene thorvald say", SAID, ["Madeleine Thorvald"], ""),
    ("what did castelanos say about wolves", SAID, ["Castellanos"], "wolves"),
    ("what did petra winslov say about wolves", SAID, ["Petra Winslow"], "wolves"),
    # a title instead of a name
    ("What did the city manager of Brandvik say about the mill?", SAID, ["Oda McLaren"], "the mill"),
    ("What did the Varenian premier say about the dam?", SAID, ["Ilmar Koskela"], "the dam"),
    ("What did the pope say about water?", SAID, ["Benedetto"], "water"),
    # politeness
    ("Hello, could you please tell me what Mr Koskela said about the dam, thank you very much?", SAID, ["Mr Koskela"], "the dam"),
    ("I would like to know what Thorvald said about the vote, please", SAID, ["Thorvald"], "the vote"),
    # whether
    ("Did Berg confirm the agenda?", WHETHER, ["Berg"], "the agenda"),
    ("Did Berg deny that the harbour was expensive?", WHETHER, ["Berg"], "the harbour was expensive"),
    ("Has Salo said anything about the tunnel?", SAID, ["Salo"], "the tunnel"),
    ("Is it true that Berg confirmed the agenda?", WHETHER, ["Berg"], "the agenda"),
    ("Is it true that the dam drowns villages?", WHETHER, [], "the dam drowns villages"),
    ("Does Castellanos support the cull?", WHETHER, ["Castellanos"], "the cull"),
    ("Will Winslow resign?", WHETHER, [], "Winslow resign"),
    ("Did Berg deny anything?", WHETHER, ["Berg"], ""),
    ("Did Berg say anything about the harbour?", SAID, ["Berg"], "the harbour"),
    ("Did Berg say anything?", SAID, ["Berg"], ""),
    ("Did anyone deny that Koskela promised a vote?", WHETHER, [], "Koskela promised a vote"),
    # who said, and who did
    ("Who said that it is the most expensive pier?", WHO_SAID, [], "it is the most expensive pier"),
    ("Who said “it is ours”?", WHO_SAID, [], "it is ours"),
    ("Who called the decision a betrayal?", WHO_SAID, [], "the decision a betrayal"),
    ("why'd Berg oppose the tunnel, according to herself", SAID, ["Berg"], "the tunnel"),
    ("how come the pier is closing?", FACT, [], "the pier closing"),
    ("Did Berg get her boat back?", WHETHER, [], "Berg get her boat"),
    ("Who called it a danger on the budget?", WHO_SAID, [], "it a danger on the budget"),
    ("Who denied the cost?", WHO_SAID, [], "the cost"),
    ("Who is against the harbour?", WHO_SAID, [], "the harbour"),
    ("Who wants more money for the mill?", WHO_SAID, [], "more money for the mill"),
    ("Who won the vote?", FACT, [], "won the vote"),
    ("Who bought the old mill?", FACT, [], "bought the old mill"),
    # who somebody is, what something is
    ("Who is Anna Berg?", WHO_IS, ["Anna Berg"], "Anna Berg"),
    ("who is Marie von der Berg", WHO_IS, ["Marie von der Berg"], "Marie von der Berg"),
    ("who are Berg and Salo", WHO_IS, ["Berg", "Salo"], "Berg and Salo"),
    ("whos jonas abernathy", WHO_IS, ["Jonas Abernathy"], "Jonas Abernathy"),
    ("What is the GRA?", WHO_IS, ["the GRA"], "the GRA"),
    ("what does GRA stand for", WHO_IS, ["GRA"], "GRA"),
    # how somebody responded, when somebody said something
    ("How did Berg respond to the criticism?", REACTION, ["Berg"], "the criticism"),
    ("When did Salo say there was no money?", WHEN, ["Salo"], "there was no money"),
    # according to
    ("Why is there no tunnel, according to Salo?", SAID, ["Salo"], "there no tunnel"),
    ("According to Salo, why is there no tunnel?", SAID, ["Salo"], "there no tunnel"),
    ("Is the tunnel late, per Berg and Salo?", SAID, ["Berg", "Salo"], "the tunnel late"),
    ("How many sheep did the wolves kill according to Winslow?", SAID, ["Winslow"], "sheep the wolves kill"),
    # comparisons and overviews
    ("Compare Koskela and Thorvald on the dam", COMPARE, ["Koskela", "Thorvald"], "the dam"),
    ("How do Winslow and Castellanos differ on the cull?", COMPARE, ["Winslow", "Castellanos"], "the cull"),
    ("What do the articles say about the dam?", OVERVIEW, [], "the dam"),
    ("Summarise the article about the wolves", OVERVIEW, [], "the wolves"),
    ("What happened in Sorvik?", OVERVIEW, [], "Sorvik"),
    ("latest news on the mill", OVERVIEW, [], "the mill"),
    ("What is new?", OVERVIEW, [], ""),
    # facts, which have no speaker
    ("How long is the pier?", FACT, [], "the pier"),
    ("How many sheep did the wolves kill?", FACT, [], "sheep the wolves kill"),
    ("When did the town buy the mill?", FACT, [], "the town buy the mill"),
    ("What did the farmers not want Winslow to do?", FACT, [], "the farmers not want Winslow to do"),
    ("Why does Salo oppose the tunnel?", SAID, ["Salo"], "the tunnel"),
    ("why did thorvald disagree with koskela", SAID, ["Thorvald"], "Koskela"),
    ("Why does the town oppose the tunnel?", FACT, [], "the town oppose the tunnel"),
    ("what is Winslow’s view of wolves", SAID, ["Winslow"], "wolves"),
    ("what is Mills' position on the tunnel", SAID, ["Mills"], "the tunnel"),
    ("Why did Koskela drop the vote?", FACT, [], "Koskela drop the vote"),
    ("What are Berg and Salo counting on?", FACT, [], "Berg and Salo counting"),
    ("Where do people move, according to the website?", FACT, [], "Where do people move, according to the website"),
    ("Where did Koskela host Thorvald when he said the dam was safe?", FACT, [], "Koskela host Thorvald when he said the dam was safe"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "asked", "topic"), CASES, ids=[case[0] for case in CASES])
def test_read(index: ArticleIndex, text: str, kind: QuestionKind, asked: list[str], topic: str) -> None:
    question = read(index, text)
    assert (question.kind, list(question.asked), question.topic) == (kind, asked, topic)


@pytest.mark.parametrize("text", [case[0] for case in CASES])
def test_capitals_and_the_question_mark_change_nothing(index: ArticleIndex, text: str) -> None:
    plain = read(index, text.lower().rstrip("?"))
    assert parts(plain) == parts(read(index, text))
    assert plain.speakers == read(index, text).speakers


def test_speakers_are_the_names_that_the_index_holds(index: ArticleIndex) -> None:
    assert "Anna Berg" in read(index, "What did Mayor Berg say about the ferry?").speakers
    assert read(index, "What did Joe Biden say about the ferry?").speakers == ()
    assert read(index, "What did Lukashenko say about the tunnel?").speakers == ("Viktor Lukashenka",)


EXPECTED = [
    ("How many sheep were killed?", "number"),
    ("what percentage of voters came", "number"),
    ("When was the mill bought?", "date"),
    ("In the end, where is the mill?", ""),
    ("where is the mill", "place"),
    ("who bought the mill", "person"),
    ("Why is the dam late?", "reason"),
    ("Why is Thorvald so angry about the dam?", "reason"),
    ("What did the farmers want?", "other"),
]


@pytest.mark.parametrize(
    ("text", "what"), [case for case in EXPECTED if case[1]], ids=[case[0] for case in EXPECTED if case[1]]
)
def test_what_kind_of_answer_a_fact_wants(index: ArticleIndex, text: str, what: str) -> None:
    assert read(index, text).what == what


ARTICLES_ON = [
    ("Which articles mention Ingrid Thorvald?", "Ingrid Thorvald"),
    ("list the articles about the dam", "the dam"),
    ("which of the stories talk about salmon farms", "salmon farms"),
    ("what articles do you have on the ferry", "the ferry"),
    ("In how many articles is Koskela mentioned?", "Koskela"),
]


@pytest.mark.parametrize(("text", "topic"), ARTICLES_ON)
def test_which_articles_are_on_something(index: ArticleIndex, text: str, topic: str) -> None:
    question = read(index, text)
    assert (question.kind, question.what, question.topic) == (QuestionKind.COLLECTION, "articles", topic)


@pytest.mark.parametrize(
    "text", ["What article of the treaty bans dams?", "What story did Koskela tell about the dam?"]
)
def test_an_article_may_be_what_is_asked_about(index: ArticleIndex, text: str) -> None:
    assert read(index, text).kind is not QuestionKind.COLLECTION


OTHER_KINDS = [
    ("hi", QuestionKind.GREETING, ""),
    ("Good morning!", QuestionKind.GREETING, ""),
    ("thanks a lot", QuestionKind.THANKS, ""),
    ("thanks, that's really helpfull", QuestionKind.THANKS, ""),
    ("ok, great", QuestionKind.THANKS, ""),
    ("help", QuestionKind.HELP, ""),
    ("What can I ask?", QuestionKind.HELP, ""),
    ("how does this work", QuestionKind.HELP, ""),
    ("How many articles are there?", QuestionKind.COLLECTION, "articles"),
    ("which newspapers do you have", QuestionKind.COLLECTION, "outlets"),
    ("Who is quoted most often?", QuestionKind.COLLECTION, "most quoted"),
    ("what period do the articles cover", QuestionKind.COLLECTION, "period"),
    ("Was hat Koskela über den Damm gesagt?", QuestionKind.UNSUPPORTED_LANGUAGE, ""),
    ("Qu'est-ce que Thorvald a dit sur le barrage ?", QuestionKind.UNSUPPORTED_LANGUAGE, ""),
    ("Что сказал Коскела о плотине?", QuestionKind.UNSUPPORTED_LANGUAGE, ""),
    (" ?! ", QuestionKind.EMPTY, ""),
]


@pytest.mark.parametrize(("text", "kind", "what"), OTHER_KINDS, ids=[case[0] for case in OTHER_KINDS])
def test_what_no_article_answers(index: ArticleIndex, text: str, kind: QuestionKind, what: str) -> None:
    question = read(index, text)
    assert (question.kind, question.what) == (kind, what)


@pytest.mark.parametrize("text", ["Thorvald", "De la Cruz", "Le Monde Paris", "van der Berg dam", "die Brandvik"])
def test_a_name_or_two_keywords_are_not_foreign(index: ArticleIndex, text: str) -> None:
    assert read(index, text).kind is not QuestionKind.UNSUPPORTED_LANGUAGE


@pytest.mark.parametrize(
    "text",
    [
        "thanks to whom was the dam built",
        "how many people were there",
        "hi-tech in Sorvik",
        "help for the farmers",
        "how many articles of the law were changed",
    ],
)
def test_words_of_small_talk_within_a_question(index: ArticleIndex, text: str) -> None:
    assert read(index, text).kind in (FACT, OVERVIEW, QuestionKind.SAID, WHETHER)


CORRECTIONS = [
    ("whta did Winslow say", (("whta", "what"),)),
    ("what did thorvalt say abuot the dam", (("abuot", "about"), ("thorvalt", "Thorvald"))),
    ("who killed the wolvess", (("wolvess", "wolves"),)),
    ("what did Berg say about the ferry", ()),
    ("where was the ferry shown", ()),
]


@pytest.mark.parametrize(("text", "corrections"), CORRECTIONS, ids=[case[0] for case in CORRECTIONS])
def test_what_was_read_as_another_word(
    index: ArticleIndex, text: str, corrections: tuple[tuple[str, str], ...]
) -> None:
    assert read(index, text).corrections == corrections


def test_a_full_name_of_nobody_here_is_not_corrected(index: ArticleIndex) -> None:
    question = read(index, "What did Gustav Winslov say about the dam?")
    assert (question.asked, question.speakers) == (("Gustav Winslov",), ())


TWO = [
    ("What did Koskela say about the dam and what did Thorvald say about the vote?", [(SAID, ["koskela"], "the dam"), (SAID, ["thorvald"], "the vote")]),
    ("whos jonas abernathy and what does he think of winslow", [(WHO_IS, ["jonas abernathy"], "jonas abernathy"), (SAID, ["jonas abernathy"], "winslow")]),
    ("who attacked Koskela and what did they call him", [(WHO_SAID, [], "koskela"), (SAID, [], "koskela")]),
    ("when and where did Koskela promise a vote?", [(WHEN, ["koskela"], "a vote"), (SAID, ["koskela"], "a vote")]),
    ("What did Koskela say about the dam, and does Thorvald agree?", [(SAID, ["koskela"], "the dam"), (WHETHER, ["thorvald"], "the dam")]),
    ("What did Koskela say about the dam? And Thorvald?", [(SAID, ["koskela"], "the dam"), (SAID, ["thorvald"], "the dam")]),
    ("What did Winslow say about how and when the cull began?", [(SAID, ["winslow"], "how and when the cull began")]),
    ("What did Thorvald say about “the dam and what did Koskela know”?", [(SAID, ["thorvald"], "the dam and what did koskela know")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "questions"), TWO, ids=[case[0] for case in TWO])
def test_each_question_of_a_text(
    index: ArticleIndex, text: str, questions: list[tuple[QuestionKind, list[str], str]]
) -> None:
    assert [parts(question) for question in read_all(index, text)] == questions


LATE = [
    ("The dam at Koskela was built by what company?", FACT),
    ("The wolves of Sorvik live on sheep and what?", FACT),
    ("the first ferry to Sorvik left when", FACT),
    ("In the harbour of Sorvik, what ships are repaired?", FACT),
    ("From where did the wolves come to Sorvik?", FACT),
    ("What was blamed for the flood?", FACT),
    ("What was said about the flood?", OVERVIEW),
    ("wolves in Sorvik", OVERVIEW),
]


@pytest.mark.parametrize(("text", "kind"), LATE, ids=[case[0] for case in LATE])
def test_a_question_word_may_stand_late(index: ArticleIndex, text: str, kind: QuestionKind) -> None:
    questions = read_all(index, text)
    assert [question.kind for question in questions] == [kind]


FOLLOW_UPS = [
    ("another speaker", ["What did Berg say about the tunnel?"], "And Salo?", SAID, ["Salo"], "the tunnel"),
    ("another speaker in lower case", ["what did koskela say about the dam"], "ok and thorvald", SAID, ["Thorvald"], "the dam"),
    ("another speaker, unknown", ["what did koskela say about the dam"], "and Quist?", SAID, ["Quist"], "the dam"),
    ("another topic", ["What did Berg say about the tunnel?"], "What about the ferry?", SAID, ["Berg"], "the ferry"),
    ("another topic that is a place", ["What did Winslow say about wolves?"], "what about Sorvik?", SAID, ["Winslow"], "Sorvik"),
    ("a person as topic", ["What did Thorvald say about the dam?"], "and about Koskela?", SAID, ["Thorvald"], "Koskela"),
    ("a pronoun for the speaker", ["What did Berg say about the tunnel?"], "What did she say about the harbour?", SAID, ["Berg"], "the harbour"),
    ("a pronoun for the topic", ["What did Berg say about the tunnel?"], "What did Salo say about it?", SAID, ["Salo"], "the tunnel"),
    ("it that says something", ["What did the Green Rivers Alliance say about the dam?"], "did it criticise Winslow?", WHETHER, ["the Green Rivers Alliance"], "Winslow"),
    ("him is not who says it", ["What did Thorvald say about Koskela?"], "and what did koskela say about him", SAID, ["Koskela"], "Thorvald"),
    ("how he took it", ["What did Koskela say about the dam?"], "how did Thorvald take it?", REACTION, ["Thorvald"], "the dam"),
    ("her own", ["What did Winslow say about the dam?"], "did Berg get her boat back?", WHETHER, [], "Berg get her boat"),
    ("him is no group", ["What did the residents say about Koskela?"], "is Thorvald voting for him?", WHETHER, [], "Thorvald voting for Koskela"),
    ("he is a man", ["What did Thorvald say about Koskela?"], "how did he answer her", REACTION, ["Koskela"], "Thorvald"),
    ("he is no body", ["What did the Green Rivers Alliance say about Koskela?"], "what did he say about Winslow?", SAID, ["Koskela"], "Winslow"),
    ("another's", ["What did Koskela say about the dam?"], "and Thorvald's?", SAID, ["Thorvald"], "the dam"),
    ("whether another does it", ["Will Winslow resign?"], "and Koskela?", WHETHER, [], "Koskela resign"),
    ("who ridiculed it", ["What did Koskela say about the dam?"], "who ridiculed it?", WHO_SAID, [], "the dam"),
    ("a group", ["What did Koskela say about the dam?"], "and the residents?", SAID, ["Residents"], "the dam"),
    ("a full name that nobody knows", ["What did Koskela say about the dam?"], "and Vera Quist?", SAID, ["Vera Quist"], "the dam"),
    ("afterwards", ["What did Koskela say about the dam?"], "and what did Thorvald say afterwards?", SAID, ["Thorvald"], "the dam"),
    ("on what grounds", ["Will Winslow resign?"], "on what grounds?", FACT, [], "Winslow resign"),
    ("when", ["What did Salo say about the tunnel?"], "When was that?", WHEN, ["Salo"], "the tunnel"),
    ("when did she say that", ["what did winslow say about the wolves"], "when did she say that", WHEN, ["Winslow"], "the wolves"),
    ("why", ["Will Winslow resign?"], "why?", FACT, [], "Winslow resign"),
    ("who disagreed", ["What did Koskela say about the dam?"], "who disagreed?", WHO_SAID, [], "the dam"),
    ("confirmed by anyone", ["What did Koskela say about the dam?"], "was it confirmed by anyone", WHETHER, [], "the dam"),
    ("more", ["What did Koskela say about the dam?"], "tell me more", MORE, ["Koskela"], "the dam"),
    ("two turns back", ["What did Berg say about the tunnel?", "And Salo?"], "What about the harbour?", SAID, ["Salo"], "the harbour"),
    ("behind thanks", ["What did Berg say about the tunnel?", "thanks"], "And Salo?", SAID, ["Salo"], "the tunnel"),
    ("he of who is", ["Who is Jonas Abernathy?"], "what did he say about Winslow?", SAID, ["Jonas Abernathy"], "Winslow"),
    ("he of a fact", ["who is Ruben Castellanos"], "when was he born?", FACT, [], "Ruben Castellanos born"),
    ("his of a fact", ["when was Ruben Castellanos born?"], "what is his farm called?", FACT, [], "Ruben Castellanos's farm called"),
    ("it of a fact", ["When was the port of Sorvik founded?"], "how many people live in it?", FACT, [], "people live in Sorvik"),
    ("there of a fact", ["where is Sorvik?"], "how many ships sank there", FACT, [], "ships sank in Sorvik"),
    ("it that stands for nothing", ["Where is Sorvik?"], "How long does it take to cross the strait?", FACT, [], "it take to cross the strait"),
    ("it that is no place of it", ["How many mills closed in Sorvik?"], "what does it cost to run one", FACT, [], "it cost to run one"),
    ("it that is an object", ["When did Koskela open the port of Sorvik?"], "who runs it now", FACT, [], "runs Sorvik now"),
    ("they who were counted", ["How many sheep were killed in Sorvik?"], "where do they graze", FACT, [], "the sheep graze"),
    ("it that was asked for", ["what is the old mill for"], "who sold it", FACT, [], "sold the old mill"),
    ("a person for a body", ["why do Green Rivers Alliance members pay more?"], "and Winslow?", SAID, ["Winslow"], "Green Rivers Alliance members pay more"),
    ("others who are counted", ["what percent of farmers back Winslow?"], "and women?", FACT, [], "percent of women back Winslow"),
    ("how many of the same", ["how many sheep does Winslow have?"], "how many does Thorvald have?", FACT, [], "sheep Thorvald have"),
    ("a place of a fact", ["what was the price of fish in Sorvik?"], "and in Kramo?", FACT, [], "the price of fish in Kramo"),
    ("he beside another", ["Why did Koskela dismiss Abernathy?"], "how long has he known Koskela", FACT, [], "Abernathy known Koskela"),
    ("them who are two", ["How long has Abernathy known Koskela?"], "who introduced them", FACT, [], "introduced Abernathy and Koskela"),
    ("after that", ["What did Koskela say about the dam?"], "what did Thorvald say after", SAID, ["Thorvald"], "the dam"),
    ("his campaign", ["What did Koskela say about the dam?"], "what did his campaign say after", SAID, ["Koskela's campaign"], "the dam"),
    ("her husband", ["What did Berg say about Winslow?"], "and her husband?", SAID, ["Berg's husband"], "Winslow"),
    ("another person of a fact", ["how old is Ruben Castellanos?"], "and Petra Winslow?", FACT, [], "Petra Winslow"),
    ("when of a fact", ["who killed 90 sheep?"], "when?", WHEN, [], "killed 90 sheep"),
    ("by how much", ["Did the dam cost more than the mill?"], "by how much?", FACT, [], "the dam cost more than the mill"),
    ("how many people", ["what happened to the old mill?"], "how many people were there", FACT, [], "the old mill"),
    ("a response", ["What did Koskela say about the dam?"], "did Thorvald respond?", REACTION, ["Thorvald"], "the dam"),
    ("words on a fact", ["How many sheep were killed?"], "what did Winslow say about it?", REACTION, ["Winslow"], "sheep killed"),
    ("a person for no place", ["Who leads the poll in Sorvik?"], "and Koskela?", SAID, ["Koskela"], "leads the poll in Sorvik"),
    ("a place more", ["how much does a nurse earn"], "and in Brandvik?", FACT, [], "a nurse earn in Brandvik"),
    ("it, a thing", ["when did Thorvald give her first speech"], "how long was it", FACT, [], "the first speech"),
    # complete questions, to which no old topic sticks
    ("complete", ["What did Berg say about the tunnel?"], "Who said it is ours?", WHO_SAID, [], "it is ours"),
    ("another speaker, on the same", ["What did Koskela say about the dam?"], "What did Winslow say?", SAID, ["Winslow"], "the dam"),
    ("complete, in lower case", ["how many sheep were killed"], "what did thorvald say", SAID, ["Thorvald"], ""),
    ("complete, of the articles", ["What did Koskela say about the dam?"], "What do the articles say about wolves?", OVERVIEW, [], "wolves"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "text", "kind", "asked", "topic"), [c[1:] for c in FOLLOW_UPS], ids=[c[0] for c in FOLLOW_UPS]
)
def test_follow_up(
    index: ArticleIndex, before: list[str], text: str, kind: QuestionKind, asked: list[str], topic: str
) -> None:
    question = read(index, text, *before)
    assert (question.kind, list(question.asked), question.topic) == (kind, asked, topic)
    assert question.text == text


@pytest.mark.parametrize(
    ("text", "kind", "asked", "topic"),
    [
        ("Koskela dam cost crowns", SAID, ["Koskela"], "dam cost crowns"),
        ("Brandvik town mill price", OVERVIEW, [], "Brandvik town mill price"),
        ("wolves peace talks", OVERVIEW, [], "wolves peace talks"),
        ("Koskela aide dam money reporter tweets", SAID, ["Koskela"], "aide dam money reporter tweets"),
    ],
)
def test_words_without_a_verb_ask_for_what_is_nearest(
    index: ArticleIndex, text: str, kind: QuestionKind, asked: list[str], topic: str
) -> None:
    question = read(index, text)
    assert (question.kind, list(question.asked), question.topic) == (kind, asked, topic)
    assert question.what == KEYWORDS
    assert read(index, "and Thorvald?", text).what == ""


def test_who_talks_about_something_says_it(index: ArticleIndex) -> None:
    question = read(index, "Koskela talks about the dam")
    assert (question.kind, question.asked, question.topic, question.what) == (SAID, ("Koskela",), "the dam", "")


def test_a_person_takes_no_place_of_a_group(index: ArticleIndex) -> None:
    question = read(index, "and Koskela?", "why do super PACs pay more for their ads")
    assert "super Koskela" not in question.standalone


def test_what_is_done_to_somebody_is_not_what_they_say(index: ArticleIndex) -> None:
    question = read(index, "when will Abelson be confirmed")
    assert (question.kind, question.asked) == (FACT, ())


def test_who_they_are_who_do_something_is_no_question_of_a_name(index: ArticleIndex) -> None:
    question = read(index, "who were the farmers backing Winslow")
    assert (question.kind, question.what) == (FACT, "person")


def test_what_was_taken_over_is_told(index: ArticleIndex) -> None:
    assert read(index, "And Salo?", "What did Berg say about the tunnel?").carried == "on the tunnel"
    assert read(index, "What about the ferry?", "What did Berg say about the tunnel?").carried == "by Berg"
    salo = read(index, "What did Salo say?", "What did Berg say about the tunnel?")
    assert salo.carried == "on the tunnel"
    assert salo.otherwise is not None
    assert (salo.otherwise.topic, salo.otherwise.carried) == ("", "")
    dated, in_outlet = "What did Thorvald say in April 2023?", "What did Thorvald say in the Varenia Daily Herald?"
    assert read(index, "And Koskela?", dated).carried == "in April 2023"
    assert read(index, "And in May 2023?", dated).carried == "by Thorvald"
    assert read(index, "And Koskela?", in_outlet).carried == "in The Varenia Daily Herald"
    assert read(index, "And in the Lakeside Post?", in_outlet).carried == "by Thorvald"
    assert (
        read(index, "where was it", "the first ferry to Sorvik how long").standalone
        == "where the first ferry to Sorvik"
    )
    assert (
        read(index, "And Salo?", "What did Berg say about the tunnel?").standalone
        == "What did Salo say about the tunnel?"
    )


def test_a_name_may_also_be_what_was_spoken_of(index: ArticleIndex) -> None:
    other = read(index, "what about Salo?", "What did Berg say about Koskela?").otherwise
    assert other is not None
    assert (other.asked, other.topic, other.carried, other.text) == (("Berg",), "Salo", "by Berg", "what about Salo?")
    for text, before in (
        ("and Salo?", "What did Berg say about the tunnel?"),
        ("and Berg?", "What did Berg say about Salo?"),
    ):
        assert read(index, text, before).otherwise is None


def test_who_hits_back_responds(index: ArticleIndex) -> None:
    question = read(index, "how did Berg hit back at Salo?")
    assert (question.kind, question.asked, question.topic) == (QuestionKind.REACTION, ("Berg",), "Salo")


@pytest.mark.parametrize(
    ("topic", "expected"), [("wins the cup", True), ("Berg is ill", True), ("the cup", False), ("", False)]
)
def test_a_topic_with_a_verb_is_a_clause(topic: str, expected: bool) -> None:
    assert is_clause(topic) is expected


def test_what_a_pronoun_was_read_as_is_told(index: ArticleIndex) -> None:
    question = read(index, "how old is he?", "where does Ruben Castellanos live?")
    assert question.corrections == (("he", "Ruben Castellanos"),)
    assert question.standalone == "how old is Ruben Castellanos"
    assert read(index, "when?", "where does Ruben Castellanos live?", "how old is he?").corrections == ()


def test_who_is_the_topic_is_not_told_to_be_the_speaker(index: ArticleIndex) -> None:
    assert (
        read(index, "what did Koskela say about her?", "What did Thorvald say about the dam?").carried == "on Thorvald"
    )


def test_a_follow_up_keeps_its_own_verb(index: ArticleIndex) -> None:
    before = "What did Koskela say about the dam?"
    assert read(index, "who ridiculed it?", before).standalone == "Who ridiculed about the dam?"
    assert read(index, "who said so?", before).standalone == "Who spoke about the dam?"


def test_who_disagreed_leaves_out_who_was_shown(index: ArticleIndex) -> None:
    question = read(index, "who disagreed?", "What did Koskela say about the dam?")
    assert question.excluding == read(index, "What did Koskela say about the dam?").speakers != ()


def test_more_is_of_the_question_before(index: ArticleIndex) -> None:
    question = read(index, "more please", "Who criticised the dam?")
    assert (question.kind, question.repeated, question.topic) == (MORE, WHO_SAID, "the dam")


def test_a_group_of_speakers(index: ArticleIndex) -> None:
    assert read(index, "quotes about the dam by residents").group == "residents"
    assert read(index, "What do farmers say about the cull?").group == "farmers"
    assert read(index, "What does Winslow say about farmers?").group == ""


def test_denials(index: ArticleIndex) -> None:
    assert read(index, "Who denied the promise?").denial
    assert read(index, "did anyone deny that Koskela promised a vote").denial
    assert not read(index, "Who confirmed the promise?").denial


def test_period_and_outlet_are_read_and_taken_out(index: ArticleIndex) -> None:
    question = read(index, "What did Salo say about the tunnel in August, according to Northern Wire?")
    assert question.query.outlets == ("Northern Wire",)
    assert (question.query.period.since, question.query.period.until) == (date(2024, 8, 1), date(2024, 8, 31))
    assert (question.topic, question.period_text) == ("the tunnel", "in August")


OUTLETS = [
    ("What did the Lakeside Post report about the dam?", "lakeside-post", "the dam"),
    ("what did lakesidepost report about wolves", "lakeside-post", "wolves"),
    ("What does the Varenia Daily Herald say about the vote?", "The Varenia Daily Herald", "the vote"),
    ("what did VDH write about the vote", "The Varenia Daily Herald", "the vote"),
]


@pytest.mark.parametrize(("text", "outlet", "topic"), OUTLETS, ids=[case[0] for case in OUTLETS])
def test_an_outlet_as_the_source(index: ArticleIndex, text: str, outlet: str, topic: str) -> None:
    question = read(index, text)
    assert (question.kind, question.query.outlets, question.topic) == (OVERVIEW, (outlet,), topic)


PERIODS = [
    ("How many sheep were killed in May 2023?", None),
    ("When did the town buy the mill in 2023?", None),
    ("How many sheep were killed in articles from May 2023?", date(2023, 5, 1)),
    ("who won last week", date(2024, 8, 19)),
    ("What did Winslow say in May 2023?", date(2023, 5, 1)),
    ("What did Winslow say since Monday?", date(2024, 8, 26)),
]


@pytest.mark.parametrize(("text", "since"), PERIODS, ids=[case[0] for case in PERIODS])
def test_a_day_of_a_fact_is_a_matter_of_the_text(index: ArticleIndex, text: str, since: date | None) -> None:
    assert read(index, text).query.period.since == since


def test_a_day_in_the_name_of_an_outlet_is_no_day(tmp_path: Path) -> None:
    today = Article("today", "The lake is low, Anna Berg said.", source="Oulu Today", published="2024-05-12")
    with ArticleIndex.open(path=tmp_path / "index", create=True) as index:
        index.update([today])
        assert read(index, "which reader of Oulu Today fears the dam").query.period == Period()
        assert read(index, "what did Berg say today").query.period.since == AS_OF


def test_latest_is_by_date(index: ArticleIndex) -> None:
    assert read(index, "latest on the dam").by_date
    assert not read(index, "What do the articles say about the dam?").by_date


def test_filters_narrow_what_the_question_leaves_open(index: ArticleIndex) -> None:
    filters = Filters(("Salmo Courier",), "2024-05-01", "2024-05-31")
    question = read_all(index, "What did Berg say since 10 May about the ferry?", (), filters)[0]
    assert question.query.outlets == ("Salmo Courier",)
    assert (question.query.period.since, question.query.period.until) == (date(2024, 5, 10), date(2024, 5, 31))
