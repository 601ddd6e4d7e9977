"""Who said what: tables of cases, with the trained tagger, and the steps behind it with attributions set by hand."""

import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from index import Article, MentionType, QuoteType, SpeechAct, Statement
from index.attribution import extractor as extractor_module
from index.attribution.extractor import StatementExtractor
from index.attribution.tagger import WEIGHTS, WEIGHTS_SHA256
from index.errors import EncoderError
from index.models import Attribution
from index.text.quotes import find_quotes
from tests.index.attribution.fixed_tagger import extract_fixed

OPENING = "Mayor Anna Berg of Salmo met Transport Minister Eero Salo on Monday.\n\n"

# (id, text, speaker, a part of the words that must be theirs)
CASES = [
    ("quotation before its cue", "“The harbour will open in May,” Anna Berg said.", "Anna Berg", "The harbour will open in May"),
    ("quotation after its cue", "Anna Berg said: “The harbour will open in May.”", "Anna Berg", "The harbour will open in May"),
    ("quotation around its cue", "“The harbour,” Anna Berg said, “will open in May.”", "Anna Berg", "will open in May"),
    ("inverted cue", "“The harbour will open in May,” said Anna Berg.", "Anna Berg", "The harbour will open in May"),
    ("several sentences", "“The harbour will open in May. We have waited for two years. It is ours,” Anna Berg said.", "Anna Berg", "It is ours"),
    ("straight marks", '"The harbour will open in May," Anna Berg said.', "Anna Berg", "The harbour will open in May"),
    ("single marks", "‘The harbour will open in May,’ Anna Berg said.", "Anna Berg", "The harbour will open in May"),
    ("guillemets", "«The harbour will open in May», Anna Berg said.", "Anna Berg", "The harbour will open in May"),
    ("doubled apostrophes", "''The harbour will open in May,'' Anna Berg said.", "Anna Berg", "The harbour will open in May"),
    ("headline", "Berg: ‘The harbour will open in May’\n\nMayor Anna Berg spoke on Monday.", "Anna Berg", "The harbour will open in May"),
    ("indirect with that", "Anna Berg said that the harbour would open in May.", "Anna Berg", "the harbour would open in May"),
    ("indirect without that", "Anna Berg said the harbour would open in May.", "Anna Berg", "the harbour would open in May"),
    ("according to", "The harbour will open in May, according to Anna Berg.", "Anna Berg", "The harbour will open in May"),
    ("according to, in front", "According to Anna Berg, the harbour will open in May.", "Anna Berg", "the harbour will open in May"),
    ("a noun as cue", "Anna Berg’s claim that the harbour cost nothing was met with laughter.", "Anna Berg", "the harbour cost nothing"),
    (
        "no source goes over the end of a sentence",
        "Mayor Ilkka Rinne of Rauma praised the new bridge. “It is ours,” said Rinne, mayor of Rauma. Eeva Lund, the former mayor of "
        "Rauma, said that the bridge was a shame.",
        "Eeva Lund",
        "that the bridge was a shame",
    ),
    (
        "a place before a name in a headline",
        "Scuffle outside Oulu Berg rally\n\nAs Anna Berg prepared to speak in Oulu on Tuesday, a lamp fell.\n\nInside the hall, Berg "
        "said the harbour would open in May.",
        "Anna Berg",
        "the harbour would open in May",
    ),
    ("a surname", OPENING + "Berg said the harbour would open in May.", "Anna Berg", "the harbour would open in May"),
    ("a pronoun", OPENING + "Berg praised the builders. She said the harbour would open in May.", "Anna Berg", "the harbour would open in May"),
    (
        "a pronoun behind a clause with a title",
        OPENING + "Officials in Salmo said that they would wait. In Ostrov, where Mr. Salo began his career, he said the tunnel would come.",
        "Eero Salo",
        "the tunnel would come",
    ),
    (
        "a pronoun of one named in a headline",
        "Liberal Pier-builder Berg ‘not sure’ of Lund\n\nActor Anna Berg may not vote for Nora Lund over Eero Salo.\n\n“That is a "
        "worry,” Berg told a station when asked about Lund’s friends.\n\n“I think they would stay at home,” she said.",
        "Anna Berg",
        "I think they would stay at home",
    ),
    (
        "a pronoun of one who was asked about another",
        OPENING + "Nora Lund builds piers. Berg said she had not decided.\n\nAsked about a vote in which Nora Lund may face Salo, she "
        "replied: “I am going to see what happens.”",
        "Anna Berg",
        "I am going to see what happens",
    ),
    (
        "the subject of a clause behind another",
        OPENING + "Berg condemned the banks and Mr. Salo has left, and vowed to end all delays.",
        "Eero Salo",
        "to end all delays",
    ),
    (
        "a pronoun behind a place",
        OPENING + "Ostrov is home. They watch the Ostrov Seals in Ostrov-Land.\n\n"
        "In West Ostrov, where Mr. Salo began his career, he drew laughter by joking that he would bring a boat.",
        "Eero Salo",
        "he would bring a boat",
    ),
    (
        "a pronoun of one behind a group",
        OPENING + "Salo praised the builders. Harbour Liberals said that they would vote. There, he joked that he would bring a boat.",
        "Eero Salo",
        "he would bring a boat",
    ),
    ("a pronoun behind words of another", OPENING + "Berg frowned. Salo changes his mind every day, she said.", "Anna Berg", "Salo changes his mind every day"),
    (
        "a pronoun of nobody in the words",
        "Nora Lund of Salmo met Kim Sand on Monday. Lund was angry. Sand decides from one day to the next, she said.",
        "Nora Lund",
        "Sand decides from one day to the next",
    ),
    (
        "several behind a body",
        OPENING + "Harbour officials frowned when the Salmo Council said the tunnel was dead, and they said it was a lie.",
        "Harbour officials",
        "it was a lie",
    ),
    ("a role", OPENING + "The minister said there was no money for a tunnel.", "Eero Salo", "there was no money for a tunnel"),
    ("a thing", "A new survey found that three of four would rather walk.", "new survey", "three of four would rather walk"),
    ("somebody without a name", OPENING + "“You never answer our letters,” one man in Salmo shouted at her.", "one man in Salmo", "You never answer"),
    ("a soft hyphen", "“The harbour will open in May,” Nora Lu\u00adnd said.", "Nora Lund", "The harbour will open"),
    ("a newspaper that a headline begins with",
     "Newspaper Says Berg Needs To Quit The Harbour Board\n\nThe newspaper said the harbour was a ruin.", "newspaper", "a ruin"),
    ("a group", "The Berg administration said the harbour would open in May.", "Berg administration", "the harbour would open in May"),
    ("a spokesman", OPENING + "“We have no money,” said Olli Rant, a spokesman for Salo.", "Olli Rant", "We have no money"),
    ("the quotation goes on", OPENING + "“The harbour will open in May,” Berg said. “We have waited long enough for it.”", "Anna Berg", "We have waited long enough"),
    ("continued by he added", OPENING + "“There is no money,” Salo said. “And there will be none,” he added.", "Eero Salo", "And there will be none"),
]  # fmt: skip


@pytest.fixture(scope="module")
def extractor() -> StatementExtractor:
    return StatementExtractor()


def found(extractor: StatementExtractor, text: str) -> list[Statement]:
    (statements,) = extractor.extract([Article("a", text)])
    for statement in statements:
        for start, end in [
            *statement.spans,
            *filter(None, (statement.speaker_span, statement.cue_span, statement.context)),
        ]:
            assert 0 <= start < end <= len(text)
    return statements


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("“The pier is closed,” Anna Berg said, according to the Courier.", "Anna Berg", "“The pier is closed,”"),
        ("“The pier is closed,” said Anna Berg, according to the Courier.", "Anna Berg", "“The pier is closed,”"),
        ("The pier is closed, Anna Berg said, according to the Courier.", "Anna Berg", "The pier is closed"),
        (OPENING + "“The pier is old,” Salo said, according to the Courier.", "Eero Salo", "“The pier is old,”"),
    ],
)
def test_who_says_the_words_that_somebody_else_tells_of(
    extractor: StatementExtractor, text: str, speaker: str, words: str
) -> None:
    (statement,) = found(extractor, text)
    assert (statement.speaker, statement.relayed_by, statement.speech_act) == (speaker, "Courier", SpeechAct.RELAYED)
    assert [text[slice(*span)] for span in statement.spans] == [words]
    assert text[slice(*statement.cue_span)] == "said" if statement.cue_span else False


def words(text: str, statement: Statement) -> str:
    return " … ".join(text[start:end] for start, end in statement.spans)


@pytest.mark.parametrize(("text", "speaker", "part"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_speaker_and_words(extractor: StatementExtractor, text: str, speaker: str, part: str) -> None:
    said = [(s.speaker, words(text, s)) for s in found(extractor, text)]
    assert [who for who, what in said if part in what] == [speaker], said


@pytest.mark.parametrize(
    "text",
    [
        "The harbour opened on Monday. It has three piers and a lighthouse.",
        "Anna Berg arrived in Salmo on Monday. The ferry was late.",
        "The council met for two hours and went home.",
        "Anna Berg was asked whether she would run.",
    ],
)
def test_a_narrator_says_nothing(extractor: StatementExtractor, text: str) -> None:
    assert found(extractor, text) == []


LATER = "\n\nThe council meets again on Friday."
WORDS = "The harbour will open in May, and nobody will stop it"
# (id, what stands behind the opening, speaker or nothing, all the words that are theirs)
SIGNED = [
    ("on the line below", f"“{WORDS}.”\n— Anna Berg" + LATER, "Anna Berg", f"“{WORDS}.”"),
    ("a paragraph below, with a role", f"“{WORDS}.”\n\n— Anna Berg, mayor of Salmo" + LATER, "Anna Berg", f"“{WORDS}.”"),
    ("a paragraph below, at the end, with a role", f"“{WORDS}.”\n\n— Anna Berg, mayor of Salmo", "Anna Berg", f"“{WORDS}.”"),
    ("on the same line", f"“{WORDS}.” – Eero Salo, transport minister." + LATER, "Eero Salo", f"“{WORDS}.”"),
    ("two hyphens", f'"{WORDS}." -- Anna Berg' + LATER, "Anna Berg", f'"{WORDS}."'),
    ("a hyphen", f'"{WORDS}."\n- Anna Berg' + LATER, "Anna Berg", f'"{WORDS}."'),
    ("a surname", f"“{WORDS}.”\n— Berg" + LATER, "Anna Berg", f"“{WORDS}.”"),
    ("a title", f"“{WORDS}.”\n— Transport Minister Eero Salo" + LATER, "Eero Salo", f"“{WORDS}.”"),
    ("with a title, the stop outside", f"“{WORDS}”.\n\n-Mayor Berg, writing at night." + LATER, "Anna Berg", f"“{WORDS}”"),
    ("two paragraphs", f"“It is ours.\n\n“{WORDS}.”\n— Anna Berg" + LATER, "Anna Berg", f"“It is ours.\n\n“{WORDS}.”"),
    ("behind what another said", f"Berg said she would not wait.\n\n“{WORDS}.”\n— Eero Salo" + LATER, "Eero Salo", f"“{WORDS}.”"),
    ("a post", f"{WORDS}! — Anna Berg (@annaberg) May 3, 2024" + LATER, "Anna Berg", f"{WORDS}!"),
    ("a post's name below", f"{WORDS}!\n\n— Eero Salo (@salo) 3 May 2024" + LATER, "Eero Salo", f"{WORDS}!"),
    ("a group's post", f"{WORDS}!\n— Dockers of Salmo (@salmodockers) May 8, 2024" + LATER, "Dockers of Salmo", f"{WORDS}!"),
    ("a post with markup around", f"<tweet id='7'>{WORDS}! — Anna Berg (@annaberg) May 3, 2024</tweet>." + LATER, "Anna Berg", f"{WORDS}!"),
    ("a place", f"“{WORDS},” the sign reads.\n\n— Salmo" + LATER, None, ""),
    ("an agency", "The two cut a ribbon.\n\n— Reuters", None, ""),
    ("who wrote the article", f"“{WORDS}.”\n\n— Nora Lind", None, ""),
    ("who wrote the article, behind a sentence", "The piers were “a gift to the coast.”\n\n— Nora Lind" + LATER, None, ""),
    ("a list", "What they agreed:\n- Anna Berg will see the tunnel\n- Eero Salo will pay for it", None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "what"), [case[1:] for case in SIGNED], ids=[case[0] for case in SIGNED])
def test_what_is_signed_is_the_signers(
    extractor: StatementExtractor, text: str, speaker: str | None, what: str
) -> None:
    signed = [(s.speaker, words(OPENING + text, s), s.quote_type) for s in found(extractor, OPENING + text) if s.cue_span
              and (OPENING + text)[slice(*s.cue_span)] in ("—", "–", "-", "--")]  # fmt: skip
    assert signed == ([(speaker, what, QuoteType.DIRECT)] if speaker else [])


def test_what_is_signed_is_nobody_elses(extractor: StatementExtractor) -> None:
    text = OPENING + f"Berg said she would not wait.\n\n“{WORDS}.”\n— Eero Salo" + LATER
    said = {s.speaker: words(text, s) for s in found(extractor, text)}
    assert said == {"Anna Berg": "she would not wait.", "Eero Salo": f"“{WORDS}.”"}


# (id, what stands behind the opening, what each is said to have said; marked by hand, so that only the rules are tried)
OWNED = [
    ("a claim", "Salo answered Berg’s claim that “there is no tunnel” at once.", ("Salo", "answered", "“there is no tunnel”"),
     {"Anna Berg": "“there is no tunnel”"}),
    ("a claim that goes on", "Salo heard Berg’s claim that “a tunnel” had cost nine million.", ("Salo", "heard", "that “a tunnel” had cost nine million"),
     {"Anna Berg": "that “a tunnel” had cost nine million"}),
    ("a line", "Salo mocked the mayor’s “hole for money” line.", ("Salo", "mocked", "the mayor’s “hole for money” line"),
     {"Anna Berg": "“hole for money”", "Eero Salo": "the mayor’s “hole for money” line"}),
    ("a denial keeps its object", "Salo rejected Berg’s promise “to finish it” in May.", ("Salo", "rejected", "Berg’s promise “to finish it” in May"),
     {"Anna Berg": "“to finish it”", "Eero Salo": "Berg’s promise “to finish it” in May"}),
    ("a remark that is answered", "Salo responded to Berg’s comments: “It is a hole for money.”", ("Salo", "responded to", "“It is a hole for money.”"),
     {"Eero Salo": "“It is a hole for money.”"}),
    ("a name that is no claim", "Salo praised Berg’s “Harbour First” campaign.", ("Salo", "praised", "Berg’s “Harbour First” campaign"),
     {"Eero Salo": "Berg’s “Harbour First” campaign"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mark", "expected"), [case[1:] for case in OWNED], ids=[case[0] for case in OWNED])
def test_a_claim_is_its_owners(text: str, mark: tuple[str, str, str], expected: dict[str, str]) -> None:
    assert {s.speaker: words(OPENING + text, s) for s in by_hand(OPENING + text, mark)} == expected


DEBATE = "Mayor Anna Berg and Minister Eero Salo debated on Monday.\n\n"
MET = "Anna Berg has been the mayor of Salmo since 2019.\n\n"
# (id, text, (speaker, words) of the lines of a transcript)
TRANSCRIPTS = [
    ("surnames", "Anna Berg, the mayor, met the Courier.\n\nCourier: When will the harbour of Salmo open?\n\nBerg: In May, and nobody will stop it. It is ours."
     "\n\nCourier: And the tunnel of Minister Salo?\n\nBerg: Never.",
     [("Anna Berg", "In May, and nobody will stop it. It is ours."), ("Anna Berg", "Never.")]),
    ("capitals", DEBATE + "BERG: Salo told me that there was no money.\n\nSALO: I have never in my life said that.\n\nBERG: You did.",
     [("Anna Berg", "Salo told me that there was no money."), ("Eero Salo", "I have never in my life said that."), ("Anna Berg", "You did.")]),
    ("question and answer", MET + "Q: When will the harbour of Salmo open?\nA: In May, and nobody will stop it.\n\nQ: And the tunnel of Minister Salo?\nA: A hole for money.",
     [("Anna Berg", "In May, and nobody will stop it."), ("Anna Berg", "A hole for money.")]),
    ("initials", "Anna Berg met the Courier. Berg was ill in May.\n\nNQ: When will the harbour of Salmo open?\n\nAB: In May, and nobody will stop it. It is ours.\n\nNQ: And the tunnel of Minister Salo?\n\nAB: Never.",
     [("Anna Berg", "In May, and nobody will stop it. It is ours."), ("Anna Berg", "Never.")]),
    ("one who answers", "Vera Quist: I rowed first. Then I swam, and nobody asked me why I did it.\n\nVera Quist: Yes, we still row.\n\nVera Quist: The boat is old.",
     [("Vera Quist", "I rowed first. Then I swam, and nobody asked me why I did it."), ("Vera Quist", "Yes, we still row."), ("Vera Quist", "The boat is old.")]),
    ("experts by their surnames", "Quist: The tide is higher than it was in the years before the harbour was built, and the pilots know it. But the ferry of Salmo is really no matter for them."
     "\n\nOrro: The ferry pays for it, and the rowers may read that in the paper of the board of the harbour.\n\nQuist: They have rowed for as long as anybody in Turku can remember, and they will go on with it for as long as there is water there.",
     [("Quist", "The tide is higher than it was in the years before the harbour was built, and the pilots know it. But the ferry of Salmo is really no matter for them."), ("Orro", "The ferry pays for it, and the rowers may read that in the paper of the board of the harbour."),
      ("Quist", "They have rowed for as long as anybody in Turku can remember, and they will go on with it for as long as there is water there.")]),
    ("a headline that comes again", "Berg: We shall open the harbour of Salmo in May, and I will be the one who opens it for all of us\n\nBerg: We shall open the harbour of Salmo in May, and I will be the one who opens it for all of us", []),
    ("two who may answer", "Anna Berg met Eero Salo.\n\nQ: When will the harbour of Salmo open?\nA: In May, and nobody will stop it.\n\nQ: And the tunnel?\nA: Never.", []),
    ("a table", "Anna Berg ran against Eero Salo.\n\nBerg: 2,316.\n\nSalo: 1,547 votes.\n\nThen the north.\n\nBerg: 12 votes.\n\nSalo: Nil.", []),
    ("captions", "Photo: Anna Berg\n\nThe harbour is open.\n\nPhoto: Eero Salo\n\nCredit: The Courier", []),
    ("headings", DEBATE + "What happened: Berg opened the harbour.\n\nWhat comes next: Salo decides.\n\nWhy: Nobody knows.", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in TRANSCRIPTS], ids=[case[0] for case in TRANSCRIPTS]
)
def test_the_lines_of_a_transcript(text: str, expected: list[tuple[str, str]]) -> None:
    said = [(s.speaker, words(text, s)) for s in by_hand(text) if s.speech_act is not SpeechAct.RELAYED]
    assert said == expected


LONG = (
    "Nobody in Turku believed that the pilots of the harbour would ever row against the tide for the whole of a winter. "
    "They did, and I was one of them, though I was very young and afraid of the water in those days. "
    "We had no light and no bell but the one of the church, and the ice came early in that year of all years."
)


def test_a_long_answer_is_told_in_parts_and_a_question_asked() -> None:
    text = f"Vera Quist met Anna Berg.\n\nBerg: Why did you row?\n\nQuist: {LONG}\n\nBerg: And then?\n\nQuist: We won."
    said = [(s.speaker, s.speech_act, words(text, s)) for s in by_hand(text)]
    first, second, last = re.findall(r"[A-Z][^.]*\.", LONG)
    assert said == [
        ("Anna Berg", SpeechAct.ASKED, "Why did you row?"),
        ("Vera Quist", SpeechAct.SAID, f"{first} {second}"),
        ("Vera Quist", SpeechAct.SAID, last),
        ("Anna Berg", SpeechAct.ASKED, "And then?"),
        ("Vera Quist", SpeechAct.SAID, "We won."),
    ]


def test_a_transcript_keeps_what_a_line_tells_of_others() -> None:
    text = TRANSCRIPTS[1][1]
    (relayed,) = [s for s in by_hand(text) if s.speech_act is SpeechAct.RELAYED]
    assert (relayed.speaker, relayed.relayed_by, words(text, relayed)) == (
        "Eero Salo",
        "Anna Berg",
        "there was no money.",
    )


def test_what_a_line_tells_of_others_ends_with_its_sentence() -> None:
    text = (
        DEBATE
        + "BERG: The minister called the harbour a toy. I was not amused.\n\nSALO: I never called it that, Mayor.\n\nBERG: You did so."
    )
    marks = ("The minister", "called", "the harbour a toy. I was"), ("I", "was not", "amused")
    assert [(s.speaker, words(text, s)) for s in by_hand(text, *marks)] == [
        ("Anna Berg", "The minister called the harbour a toy. I was not amused."),
        ("Eero Salo", "the harbour a toy."),
        ("Eero Salo", "I never called it that, Mayor."),
        ("Anna Berg", "You did so."),
    ]


def test_two_speakers_in_one_sentence(extractor: StatementExtractor) -> None:
    text = OPENING + "Berg said the harbour would open in May, but Salo said there was no money for it."
    said = {
        (s.speaker, part)
        for s in found(extractor, text)
        for part in ("would open in May", "no money for it")
        if part in words(text, s)
    }
    assert said == {("Anna Berg", "would open in May"), ("Eero Salo", "no money for it")}


def at(text: str, part: str) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)


def test_a_quotation_behind_the_words_of_another_is_not_the_speakers() -> None:
    text = (
        OPENING
        + "“The harbour will open in May,” Berg said.\n\nIn a statement on the same evening Salo defended the work of "
        "his ministry.\n\n“There was no money for a tunnel,” Salo said."
    )
    berg, _ = at(text, "Berg said")
    contents = (at(text, "“The harbour will open in May,”"), at(text, "“There was no money for a tunnel,”"))
    statements = extract_fixed(text, Attribution(at(text, "said"), ((berg, berg + 4),), contents))
    assert [(s.speaker, words(text, s)) for s in statements] == [("Anna Berg", "“The harbour will open in May,”")]


def by_hand(text: str, *marks: tuple[str, str, str]) -> list[Statement]:
    """Statements of marks given as (source, cue, content), an empty source for none."""
    attributions = [
        Attribution(at(text, cue), (at(text, source),) if source else (), (at(text, what),))
        for source, cue, what in marks
    ]
    return extract_fixed(text, *attributions)


SENSES = [
    ("said", "claimed", SpeechAct.SAID),
    ("denied", "denied", SpeechAct.DENIED),
    ("did not confirm", "did not confirm", SpeechAct.NOT_SAID),
    ("declined to say", "declined to say", SpeechAct.NOT_SAID),
    ("would not say", "wouldn’t say", SpeechAct.NOT_SAID),
    ("asked", "asked", SpeechAct.ASKED),
    ("ordered", "ordered", SpeechAct.ORDERED),
    ("called for", "called for", SpeechAct.ORDERED),
    ("promised", "vowed", SpeechAct.PROMISED),
]


@pytest.mark.parametrize(("cue", "speech_act"), [case[1:] for case in SENSES], ids=[case[0] for case in SENSES])
def test_sense(cue: str, speech_act: SpeechAct) -> None:
    text = f"Anna Berg {cue} that the harbour opens in May."
    assert [s.speech_act for s in by_hand(text, ("Anna Berg", cue, "the harbour opens in May"))] == [speech_act]


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("ST SALMO — ", ""),
        ("SALMO (NW) - ", ""),
        ("SALMO, Aug. 3 – ", ""),
        ("", "WE-FIRST is over. "),
        ("", "IT is - or was - over. "),
    ],
)
def test_a_dateline_is_nobodys_words(dateline: str, rest: str) -> None:
    text = f"{dateline}{rest}The harbour is ours, Anna Berg said."
    (statement,) = by_hand(text, ("Anna Berg", "said", f"{dateline[3:]}{rest}The harbour is ours"))
    assert text[statement.start : statement.end] == f"{rest}The harbour is ours"


def test_a_negation_between_source_and_cue_counts() -> None:
    text = "Anna Berg did not explicitly confirm that the harbour opens in May."
    assert by_hand(text, ("Anna Berg", "confirm", "the harbour opens in May"))[0].speech_act is SpeechAct.NOT_SAID


def test_spans_are_brought_to_whole_words_and_quotations() -> None:
    text = "“We built it in two years, and it is ours,” Anna Berg said."
    (statement,) = by_hand(text, ("Anna Berg", "said", "ilt it in two yea"))
    assert words(text, statement) == "“We built it in two years, and it is ours,”"
    assert statement.quote_type is QuoteType.DIRECT


def test_words_that_a_hyphen_joins_are_one() -> None:
    text = "Anna Berg said the re-elected mayor would run -- and well- known towns would pay."
    (statement,) = by_hand(text, ("Anna Berg", "said", "elected mayor would run -- and well"))
    assert words(text, statement) == "re-elected mayor would run -- and well"


def test_what_a_quotation_is_about_is_no_part_of_it() -> None:
    text = "“He is a ruin,” Anna Berg said of the mayor. “We have waited.”"
    contents = at(text, "“He is a ruin,”"), at(text, "the mayor")
    (statement,) = extract_fixed(text, Attribution(at(text, "said"), (at(text, "Anna Berg"),), contents))
    assert words(text, statement) == "“He is a ruin,”"
    alone = "Anna Berg said of the mayor that he would go."
    assert words(alone, by_hand(alone, ("Anna Berg", "said", "the mayor"))[0]) == "the mayor"


def test_indirect_and_mixed_speech_are_told_apart() -> None:
    text = "Anna Berg said the harbour was “ours for good” and left."
    (mixed,) = by_hand(text, ("Anna Berg", "said", "the harbour was “ours for good”"))
    assert mixed.quote_type is QuoteType.MIXED
    plain = "Anna Berg said the harbour was open."
    assert by_hand(plain, ("Anna Berg", "said", "the harbour was open"))[0].quote_type is QuoteType.INDIRECT


def test_relayed_words_are_kept_for_both() -> None:
    text = (
        "President Eero Salo met Mayor Anna Berg. Berg asked Salo why the tunnel is late. "
        "“‘It’s because I care about the coast,’ he told me,” recalled Berg."
    )
    quotation = text[text.index("“") : text.index("”") + 1]
    said = {s.speaker: s for s in by_hand(text, ("Berg", "recalled", quotation))}
    assert words(text, said["Anna Berg"]) == quotation
    assert words(text, said["Eero Salo"]) == "It’s because I care about the coast,"
    assert (said["Eero Salo"].relayed_by, said["Eero Salo"].speech_act) == ("Anna Berg", SpeechAct.RELAYED)


def test_two_speakers_of_one_statement_are_two_statements() -> None:
    text = "Anna Berg and Eero Salo agreed that the pier is ugly."
    said = by_hand(text, ("Anna Berg and Eero Salo", "agreed", "the pier is ugly"))
    assert sorted(s.speaker for s in said) == ["Anna Berg", "Eero Salo"]


def test_a_quotation_left_open_at_the_end_of_a_paragraph_goes_on() -> None:
    text = "“We have waited for two years,” Anna Berg said. “It was a long time.\n\n“Now the harbour is ours at last.”"
    said = by_hand(text, ("Anna Berg", "said", "“We have waited for two years,”"))
    assert [words(text, s) for s in said][-1] == "“Now the harbour is ours at last.”"
    assert {s.speaker for s in said} == {"Anna Berg"}
    assert said[-1].mention_type is MentionType.IMPLICIT


def test_what_a_speaker_did_meanwhile_is_not_said() -> None:
    text = "The ferry has “failed”, Mayor Anna Berg declared as she received her guest."
    spans = (0, text.index(",")), (text.index("as she"), len(text) - 1)
    cue = text.index("declared")
    mark = Attribution((cue, cue + 8), ((text.index("Mayor"), cue - 1),), spans, 0.9)
    (said,) = extract_fixed(text, mark)
    assert [text[slice(*span)] for span in said.spans] == ["The ferry has “failed”"]


def test_a_cue_without_anybody_is_no_statement() -> None:
    assert by_hand("It was said that the harbour opens in May.", ("", "said", "the harbour opens in May")) == []


def test_a_cue_without_anybody_is_not_of_who_spoke_in_another_sentence() -> None:
    text = "The pier is old, Anna Berg said. A shout from the hall was heard, calling the council “a pair of monsters”."
    said = by_hand(text, ("Anna Berg", "said", "The pier is old"), ("", "calling", "the council “a pair of monsters”"))
    assert [words(text, statement) for statement in said] == ["The pier is old"]


def test_a_rank_before_a_name_is_a_role() -> None:
    text = "The pier is safe, Detective Inspector Anna Berg said. The Detective Inspector called the case odd."
    marks = (
        ("Detective Inspector Anna Berg", "said", "The pier is safe"),
        ("The Detective Inspector", "called", "the case"),
    )
    said = by_hand(text, *marks)
    assert [statement.speaker for statement in said] == ["Anna Berg", "Anna Berg"]


QUOTED = [
    ("curly", "a “b c” d", ["“b c”"]),
    ("two", "“a,” he said, “b”", ["“a,”", "“b”"]),
    ("straight", 'x "b c" d "e"', ['"b c"', '"e"']),
    ("apostrophes are not marks", "It’s Berg’s pier, they’d say", []),
    ("single with an apostrophe inside", "x ‘it’s mine,’ he said", ["‘it’s mine,’"]),
    ("double within single", "“a ‘b’ c”", ["“a ‘b’ c”"]),
    ("doubled apostrophes", "''a b,'' he said", ["''a b,''"]),
    ("German", "„a b“ sagt", ["„a b“"]),
    ("not beyond the line", "“a b\nc”", []),
    ("left open, and taken up", "“a b.\n\n“c d.”", ["“a b.", "“c d.”"]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in QUOTED], ids=[case[0] for case in QUOTED])
def test_quotations(text: str, expected: Sequence[str]) -> None:
    assert [text[start:end] for start, end in find_quotes(text)] == expected


HOSTILE = [
    ("capitals", "A spokesman for " + "A" * 300 + ". He said it."),
    ("capitals as a source", "“It is ours,” " + "A" * 300 + " said."),
    ("a name without end", "“It is ours.” — " + "Aa " * 1000),
    ("initials", "“It is ours.” — " + "A. " * 1000),
    ("dashes", "Aa — A. A. " * 500 + " (@a) x"),
    ("hyphens", "a-" * 3000 + "he. Mr. Mr. Mr. Mr. Mr." * 100),
    ("nested words", "Berg said " + "he said ''a, '' " * 500),
    ("possessives", "A’s " * 1000 + "“b” line"),
]


@pytest.mark.parametrize("text", [case[1] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_no_text_takes_long(text: str) -> None:
    """A pattern that could match a text in ever more ways would go on for years."""
    whole, start = (0, len(text)), (0, min(300, len(text)))
    with at_most(seconds=10):
        extract_fixed(text)
        extract_fixed(text, *(Attribution((0, 1), (source,), (whole,)) for source in (whole, start)))


LENGTH = 300_000  # characters
# (id, a piece of text that is repeated, the offsets in it of a cue, a source and a content)
REPEATED = [
    ("quotations", "“We wait,” Berg said. ", (16, 20), (11, 15), (0, 10)),
    ("quotations behind a colon", "Berg said: “We wait here.”\n", (5, 9), (0, 4), (11, 26)),
    ("claims", "Berg’s claim that “we wait” is new. ", (7, 12), (0, 4), (18, 27)),
    ("signed quotations", "“We wait here.”\n— Anna Berg\n\n", None, None, None),
    ("posts", "We wait here! — Anna Berg (@berg) May 3\n", None, None, None),
    ("a transcript", "Anna Berg: We wait here for the ferry to Turku.\nEero Salo: He waits and waits and waits.\n", None, None, None),
    ("pronouns", "“We wait,” he said. ", (14, 18), (11, 13), (0, 10)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("piece", "cue", "source", "content"), [case[1:] for case in REPEATED], ids=[case[0] for case in REPEATED]
)
def test_many_quotations_take_no_longer_a_character_than_few(
    piece: str, cue: tuple[int, int] | None, source: tuple[int, int], content: tuple[int, int]
) -> None:
    text = "Anna Berg is the mayor.\n\n" + piece * (LENGTH // len(piece))
    starts = range(text.index(piece), len(text), len(piece)) if cue else ()
    attributions = [
        Attribution(*((start + span[0], start + span[1]) for span in (cue,)), ((start + source[0], start + source[1]),),
                    ((start + content[0], start + content[1]),))
        for start in starts if cue
    ]  # fmt: skip
    with at_most(seconds=20):
        statements = extract_fixed(text, *attributions)
    assert len(statements) > 5_000


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises TimeoutError where what is done within takes longer, a pattern's search too; time on the processor counts."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"not done within {seconds} seconds")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def test_the_weights_are_the_published_ones() -> None:
    import hashlib

    assert hashlib.sha256(WEIGHTS.read_bytes()).hexdigest() == WEIGHTS_SHA256
    assert WEIGHTS_SHA256[:12] in StatementExtractor().version


def test_without_weights_nothing_is_extracted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractor_module, "WEIGHTS", tmp_path / "nowhere.safetensors")
    with pytest.raises(EncoderError, match=r"nowhere\.safetensors is missing: install WhoSaid again"):
        StatementExtractor()


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("Anna Berg told reporters that she had not seen the report on the tunnel.", True),
        ("Anna Berg warned that the tunnel would flood in a storm.", True),
        ("Eero Salo called the tunnel a monument to vanity.", True),
        ("According to the harbour board, four ferries were cancelled on Sunday.", True),
        ("Nora Falk, who speaks for the port, did not respond to a request for comment.", True),
        ("Anna Berg worked to portray herself as the heir of Eero Salo.", False),
        ("The council moved to repeal the rule that ships must wait.", False),
        ("Eero Salo helped persuade the council to repeal the rule.", False),
    ],
)
def test_what_is_only_done_is_no_statement(text: str, is_said: bool) -> None:
    (statements,) = StatementExtractor().extract([Article("a", text)])
    assert bool(statements) is is_said


def test_what_is_surely_said_has_more_confidence_than_what_is_hardly() -> None:
    texts = (
        "Anna Berg told reporters that she had not seen the report.",
        "Anna Berg failed to denounce the groups that like her plan.",
    )
    (sure,), (hardly,) = StatementExtractor().extract([Article("a", text) for text in texts])
    assert sure.confidence > 0.9 > 0.8 > hardly.confidence
