"""Names, roles and pronouns of one article."""

import pytest

from index.attribution.coreference import SpeakersBetween
from index.attribution.entities import EntityTable
from index.attribution.mention_linking import MentionLinker
from index.models import MentionType, Span

# (id, text with the source in [[ ]], expected name, how it is named)
CASES = [
    ("full name", "[[Anna Berg]] spoke.", "Anna Berg", MentionType.NAMED),
    ("surname", "Anna Berg came. Later [[Berg]] spoke.", "Anna Berg", MentionType.NAMED),
    ("surname before the full name", "[[Berg]] wins\n\nThe mayor, Anna Berg, won.", "Anna Berg", MentionType.NAMED),
    ("title and surname", "Anna Berg came. [[Mayor Berg]] spoke.", "Anna Berg", MentionType.NAMED),
    ("councillor", "Councillor Anna Berg came. [[Councillor Berg]] spoke.", "Anna Berg", MentionType.NAMED),
    ("demonym and title", "[[Norwegian President Anna Berg]] spoke.", "Anna Berg", MentionType.NAMED),
    ("possessive", "Anna Berg came. [[Berg’s]] claim was false.", "Anna Berg", MentionType.NAMED),
    ("middle initial", "Anna Berg came. Then [[Anna K. Berg]] spoke. Anna Berg left.", "Anna Berg", MentionType.NAMED),
    ("short first name", "Joseph K. Berg came. Joe Berg sat. Joe Berg sang. [[Berg]] spoke.", "Joe Berg", MentionType.NAMED),
    ("apposition behind", "[[Anna Berg, the mayor of Oslo,]] spoke.", "Anna Berg", MentionType.NAMED),
    ("behind an office", "[[the mayor of New Salmo Anna Berg]] spoke.", "Anna Berg", MentionType.NAMED),
    ("behind a title", "President Anna Berg came. [[a friend of President Anna Berg]] spoke.", "friend of President Anna Berg", MentionType.NOMINAL),
    ("apposition before", "[[the mayor, Anna Berg,]] spoke.", "Anna Berg", MentionType.NAMED),
    ("role with a country", "Norwegian President Anna Berg met Finnish President Eero Salo. [[The Finnish president]] spoke.",
     "Eero Salo", MentionType.NOMINAL),
    ("leader for president", "Norwegian President Anna Berg met Finnish President Eero Salo. [[The Norwegian leader]] spoke.",
     "Anna Berg", MentionType.NOMINAL),
    ("role behind the name", "Eero Salo, secretary of the Northern Defence Council, came. [[The NDC secretary]] spoke.",
     "Eero Salo", MentionType.NOMINAL),
    ("two presidents", "President Anna Berg met President Eero Salo. [[The president]] spoke.", "president", MentionType.NOMINAL),
    ("one president", "President Anna Berg met Eero Salo. [[The president]] spoke.", "Anna Berg", MentionType.NOMINAL),
    ("spokesman of somebody", "President Anna Berg came. [[Berg's spokesman]] spoke.", "Berg's spokesman", MentionType.NOMINAL),
    ("named spokesman", "President Anna Berg came. [[Berg’s spokesman Olli Rant]] spoke.", "Olli Rant", MentionType.NAMED),
    ("administration", "President Anna Berg came. [[the Berg administration]] spoke.", "Berg administration", MentionType.NAMED),
    ("organisation by its noun", "[[the Institute for Northern Studies]] wrote.", "Institute for Northern Studies", MentionType.NAMED),
    ("a surname that is a plain word", "George Will wrote a column. [[Will]] spoke.", "George Will", MentionType.NAMED),
    ("a plain word", "George Holm wrote a column. [[Will]] spoke.", "Will", MentionType.NOMINAL),
    ("somebody described", "Anna Berg voted against the bill in Oulu. [[The Finnish senator]] said it was too late.", "Anna Berg", MentionType.NOMINAL),
    ("somebody described who was introduced", "Anna Berg met a senator. She said no. [[The senator]] spoke.", "senator", MentionType.NOMINAL),
    ("somebody described by whom they serve", "Anna Berg wept. [[The senior Berg adviser]] spoke.", "senior Berg adviser", MentionType.NOMINAL),
    ("the company", "Salmo Shipping, the ferry company, closed a line. [[The company]] spoke.", "Salmo Shipping", MentionType.NOMINAL),
    ("the group", "Anna Berg leads the harbour group PIER. She wept. [[The group]] spoke.", "PIER", MentionType.NOMINAL),
    ("the agency", "The Port Department lost to Congress. [[The agency]] spoke.", "Port Department", MentionType.NOMINAL),
    ("the newspaper", "The Salmo Times met the Electoral College. [[The newspaper]] spoke.", "Salmo Times", MentionType.NOMINAL),
    ("a company is no court", "The Supreme Court met. [[The company]] spoke.", "company", MentionType.NOMINAL),
    ("a company is nobody", "Anna Berg came. [[The company]] spoke.", "company", MentionType.NOMINAL),
    ("a body in a quotation", "“We fear the Port Department,” said Anna Berg. [[The agency]] spoke.", "agency", MentionType.NOMINAL),
    ("acronym", "The Institute for Northern Studies (INS) wrote. [[INS]] added.", "Institute for Northern Studies", MentionType.NAMED),
    ("a word that begins a sentence is no first name", "Jonas Falk came. I see him. See Falk’s page. [[Falk]] spoke.", "Jonas Falk",
     MentionType.NAMED),
    ("a first name that is a word too", "Grace Falk came. Jonas Falk sang with grace, said Grace Falk. [[Grace Falk]] spoke.", "Grace Falk",
     MentionType.NAMED),
    ("pronoun behind words that name somebody", "Mayor Anna Berg came.\n\n“Clerks would wait for Eero Salo,” [[she]] said.", "Anna Berg",
     MentionType.PRONOMINAL),
    ("pronoun of who is told of", "Mayor Anna Berg left. Dr. Anna Holm came. As a girl Holm was shocked by Berg, [[she]] said.", "Anna Holm",
     MentionType.PRONOMINAL),
    ("pronoun of the sentence", "Anna Berg came and [[she]] spoke.", "Anna Berg", MentionType.PRONOMINAL),
    ("pronoun of who has an age", "Quiven Orro, 55, makes chairs. [[She]] spoke.", "Quiven Orro", MentionType.PRONOMINAL),
    ("pronoun of what may be a bay", "Quiven Orro came and [[she]] spoke.", "", MentionType.PRONOMINAL),
    ("pronoun behind a firm and a preposition", "Outside Orro people wait. Orro pays well. [[He]] spoke.", "", MentionType.PRONOMINAL),
    ("pronoun of another report", "Mr. Eero Salo left.\n\n___.\n\nIt rained, [[he]] spoke.", "", MentionType.PRONOMINAL),
    ("a body's man", "[[the Harbour Forum’s Quiven Orro]] spoke.", "Quiven Orro", MentionType.NAMED),
    ("a man of an institute", "Quiven Orro came. Mr. Orro sat. [[Quiven Orro of the Salmo Institute of Technology]] spoke.", "Quiven Orro",
     MentionType.NAMED),
    ("a long name with and", "[[the Organization for Harbour Trade and Development]] spoke.",
     "Organization for Harbour Trade and Development", MentionType.NAMED),
    ("a body behind lower case", "The European Union came. [[Orro's far-right Northern Democratic Union]] spoke.", "Northern Democratic Union",
     MentionType.NAMED),
    ("a long name with for and and", "[[The Organisation for Harbour Trade and Development (OHTD)]] spoke.",
     "Organisation for Harbour Trade and Development", MentionType.NAMED),
    ("the lawyers of somebody", "Anna Berg came. The ruling hurt Berg, [[whose lawyers]] spoke.", "Anna Berg’s lawyers", MentionType.NOMINAL),
    ("a study that is cut before its author", "[[A study by]] Anna Berg spoke.", "Anna Berg", MentionType.NAMED),
    ("a president behind an acronym", "[[Northern Rowing Committee (NRC) President Sir Eero Salo]] spoke.", "Eero Salo", MentionType.NAMED),
    ("officials of whom the last has an office", "[[Harbour officials, including Admiral Eero Salo and Director of Northern Pilots Anna Berg]] spoke.",
     "Harbour officials", MentionType.NOMINAL),
    ("two roles of one", "[[Filmmaker and former mayor Anna Berg]] spoke.", "Anna Berg", MentionType.NAMED),
    ("a role of two words and a role", "[[former Secretary of State and presidential front-runner Anna Berg]] spoke. Ms. Berg left.",
     "Anna Berg", MentionType.NAMED),
    ("somebody new", "Eero Salo, a spokesman for Berg, came. [[A spokesman for the port]] spoke.", "spokesman for the port",
     MentionType.NOMINAL),
    ("a spokeswoman of whom no gender is known", "Quiven Orro, a spokeswoman for the port, came. [[The spokeswoman]] spoke.", "Quiven Orro",
     MentionType.NOMINAL),
    ("a husband", "Governor Anna Berg, wife of a judge, came. Her husband is Mr. Orro. [[the husband]] spoke.", "husband",
     MentionType.NOMINAL),
    ("a place before a role", "At a rally in San Orro, the candidate spoke. San Orro cheered. [[The candidate]] spoke.", "candidate",
     MentionType.NOMINAL),
    ("a share of people", "[[more than half of the voters surveyed in a poll that was released on Monday]] spoke.",
     "more than half of the voters surveyed", MentionType.NOMINAL),
    ("a court", "The Supreme Court met. Later the Supreme Court rose. [[the court]] spoke.", "Supreme Court", MentionType.NOMINAL),
    ("a newspaper", "The Salmo Post wrote. [[the Post]] spoke.", "Salmo Post", MentionType.NAMED),
    ("a pastor who supports somebody", "Eero Salo came. [[One pastor supporting Mr. Salo, Karl Holm of Salmo Church]] spoke. Mr. Holm left.",
     "Karl Holm", MentionType.NAMED),
    ("an acting mayor", "[[the acting Mayor Anna Berg]] spoke.", "Anna Berg", MentionType.NAMED),
    ("a family", "The house of Berg falls.\n\nKarl Berg left. Mr. Berg wept. His kin were Olaf Berg, Eero Berg and Eero Berg. "
     "[[Mr. Berg]] spoke.", "Karl Berg", MentionType.NAMED),
    ("a place and a verb", "Anna Berg came. In a talk with Orro Quiven, the candidate said that it rained. [[The candidate]] spoke.",
     "candidate", MentionType.NOMINAL),
    ("a name and a day", "Anna Berg came. [[Berg earlier Thursday]] spoke.", "Anna Berg", MentionType.NAMED),
    ("a headline in capitals", "[[Berg To Voters]] Stay Calm\n\nAnna Berg came.", "Anna Berg", MentionType.NAMED),
    ("who speaks when asked", "Anna Berg came. Asked about Mrs. Lena Ostrov, Berg said it was no different, [[she]] said, from before.",
     "Anna Berg", MentionType.PRONOMINAL),
    ("a group that a clause tells more of", "It alarmed some legal experts, [[who]] worry.", "legal experts", MentionType.PRONOMINAL),
    ("a group's words", "[[the campaign's]] statement came.", "campaign", MentionType.NOMINAL),
    ("a share of many words", "[[Fifty of the harbour’s most senior former northern pilots]] spoke.",
     "fifty of the harbour’s most senior former northern pilots", MentionType.NOMINAL),
    ("an office that is cut", "[[The former secretary of]] state spoke.", "former secretary of state", MentionType.NOMINAL),
    ("a leader called otherwise", "Senate minority leader Eero Salo met Karl Holm. [[The Senate Democratic leader]] spoke.", "Eero Salo",
     MentionType.NOMINAL),
    ("pronoun of who is first named beside a town", "Mayor Anna Berg came from Upper Sorvik.\n\nA pupil then from Sorvik, Ms. Lena Ostrov was shy, "
     "[[she]] said.", "Lena Ostrov", MentionType.PRONOMINAL),
    ("pronoun passes over many", "Mr. Eero Salo came. Northern Democrats met, and Democrats voted. [[He]] spoke.", "Eero Salo",
     MentionType.PRONOMINAL),
    ("a share of some", "[[Two-thirds of the delegates]] spoke.", "two-thirds of the delegates", MentionType.NOMINAL),
    ("who serves somebody", "Anna Berg came. A longtime adviser to Berg, [[who]] declined to be named, left.", "longtime adviser to Anna Berg",
     MentionType.PRONOMINAL),
    ("some rivals", "Mayor Anna Berg came. She was criticised by [[some of her rivals]].", "Anna Berg’s rivals", MentionType.NOMINAL),
    ("a body that is only quoted", "The clerks wrote a letter. “We asked the Salmo Council,” [[it]] said.", "", MentionType.PRONOMINAL),
    ("who directs a body", "Mrs. Anna Berg, director of Northern Principles, [[who]] sang, left.", "Anna Berg", MentionType.PRONOMINAL),
    ("role in another report", "Senator Eero Salo left.\n\n* * *\n\n[[the Finnish senator]] spoke.", "Finnish senator", MentionType.NOMINAL),
    ("role behind a place and a day", "At a meeting in New Salmo Monday, [[the minister]] spoke.", "minister", MentionType.NOMINAL),
    ("body that is against somebody", "Mr. Berg came. [[an anti-Berg PAC]] spoke.", "anti-Berg PAC", MentionType.NAMED),
    ("pronoun of the sentence before", "Mayor Anna Berg came. [[She]] spoke.", "Anna Berg", MentionType.PRONOMINAL),
    ("pronoun passes over who it cannot be", "Mr. Eero Salo came. Mrs. Anna Berg came. [[He]] spoke.", "Eero Salo", MentionType.PRONOMINAL),
    ("pronoun of the pronoun that its sentence begins with", "Eero Salo, the minister, left. Mayor Karl Holm came. He likes Salo, [[he]] said.",
     "Karl Holm", MentionType.PRONOMINAL),
    ("pronoun passes over a name that tells something apart", "Gov. Eero Salo left. Mayor Karl Holm came. In the Salo administration [[he]] spoke.",
     "Karl Holm", MentionType.PRONOMINAL),
    ("pronoun is not whom its sentence names further on", "Mayor Karl Holm came. Gov. Eero Salo left. [[He]] has praised Salo for it.",
     "Karl Holm", MentionType.PRONOMINAL),
    ("pronoun is whom its main clause names further on", "Mayor Karl Holm met Gov. Eero Salo. After [[he]] spoke for an hour, Salo left.",
     "Eero Salo", MentionType.PRONOMINAL),
    ("pronoun of a role, behind a quotation of its own", "Mayor Eero Salo came. A lawyer sat down. “We wait.” [[He]] spoke.",
     "lawyer", MentionType.PRONOMINAL),
    ("pronoun of a role that ends with a quotation", "Mayor Eero Salo came. A lawyer said “no.” [[He]] spoke.",
     "lawyer", MentionType.PRONOMINAL),
    ("pronoun of a role that a sentence introduces", "Mayor Anna Berg came. A fisherman from Salmo watched. [[He]] spoke.",
     "fisherman from Salmo", MentionType.PRONOMINAL),
    ("pronoun of somebody's spokesman", "Mayor Anna Berg came. A spokesman for Berg was late. [[He]] spoke.",
     "spokesman for Berg", MentionType.PRONOMINAL),
    ("pronoun behind the words of a role", "Mayor Anna Berg came. A lawyer for the harbour office sat down. “We wait,” [[he]] said.",
     "lawyer for the harbour office", MentionType.PRONOMINAL),
    ("pronoun of a role behind a clause", "Mayor Eero Salo left. Asked about it, an opposition politician frowned. [[She]] spoke.",
     "opposition politician", MentionType.PRONOMINAL),
    ("pronoun of another gender than the role's", "Mr. Eero Salo left. A spokeswoman sat down. [[He]] spoke.", "Eero Salo",
     MentionType.PRONOMINAL),
    ("pronoun of whom the role's sentence names", "Mayor Anna Berg left. A judge freed Mayor Eero Salo. [[He]] spoke.", "Eero Salo",
     MentionType.PRONOMINAL),
    ("pronoun of somebody's husband", "Mayor Anna Berg left. Berg’s husband stayed. [[He]] spoke.", "Berg’s husband", MentionType.PRONOMINAL),
    ("pronoun behind what is said of a role", "Mayor Anna Berg came. A lawyer decides alone, [[she]] said.", "Anna Berg", MentionType.PRONOMINAL),
    ("pronoun behind a colon", "Mayor Anna Berg came. Minister Salo was angry: it was too late, [[he]] said.", "Salo", MentionType.PRONOMINAL),
    ("pronoun behind “He’s”", "Mr. Eero Salo came. “It is so. He’s a liar,” [[he]] said.", "Eero Salo", MentionType.PRONOMINAL),
    ("aides to somebody", "Mayor Anna Berg left. [[An aide to Anna Berg]] spoke.", "aide to Anna Berg", MentionType.NOMINAL),
    ("lawyers representing somebody", "Anna Berg left. [[Lawyers representing Berg]] spoke.", "lawyers representing Berg", MentionType.NOMINAL),
    ("a deal between two", "Anna Berg left. [[A deal between Berg and Salo]] spoke.", "deal between Berg and Salo", MentionType.NOMINAL),
    ("a named aide to somebody", "Anna Berg left with Mr. Eero Salo. [[one aide to Berg, Eero Salo,]] spoke.", "Eero Salo", MentionType.NAMED),
    ("an ambassador to somewhere", "[[Former ambassador to Finland Mark Berg]] spoke.", "Finland Mark Berg", MentionType.NAMED),
    ("a named spokesman for a council", "Mr. Eero Salo came. [[A spokesman for the council, Eero Salo,]] spoke.", "Eero Salo",
     MentionType.NAMED),
    ("a place behind a comma", "[[Police in Salmo, New Orro,]] spoke.", "Police in Salmo", MentionType.NAMED),
    ("supporters that begin a sentence", "Anna Berg left. [[Supporters of Berg]] spoke.", "supporters of Berg", MentionType.NOMINAL),
    ("somebody whose name ends in s", "Quiven Orros left. [[Orros of Salmo]] spoke.", "Quiven Orros", MentionType.NAMED),
    ("spokesmen of two", "[[Spokesmen at the Harbour Board and Salmo Council]] spoke.", "spokesmen at the Harbour Board and Salmo Council",
     MentionType.NOMINAL),
    ("officials of a department", "[[Harbour Department officials]] spoke.", "Harbour Department officials", MentionType.NOMINAL),
    ("officials of two departments", "[[officials in the NSB and at the Justice Department]] spoke. The Justice Department agreed.",
     "officials in the NSB", MentionType.NOMINAL),
    ("a department of a state", "[[the State Department]] spoke.", "State Department", MentionType.NAMED),
    ("a party with a title's name", "[[the Ohio Democratic Party]] spoke.", "Ohio Democratic Party", MentionType.NAMED),
    ("a people", "[[Finns of Salmo]] and other Finns spoke.", "Finns", MentionType.NAMED),
    ("a spokesman for a nominee", "[[A spokesman for nominee Anna Berg]] spoke.", "spokesman for nominee Anna Berg", MentionType.NOMINAL),
    ("a spokesman for a mayor", "Mayor Anna Berg left. [[A spokesman for Mayor Anna Berg]] spoke.", "spokesman for Mayor Anna Berg",
     MentionType.NOMINAL),
    ("a speaker of the house", "Speaker Anna Berg left. [[The speaker of the House Rep. Anna Berg]] spoke.", "Anna Berg", MentionType.NAMED),
    ("a role of somebody's", "Mayor Anna Berg left. [[Her spokesman]] spoke.", "Anna Berg’s spokesman", MentionType.NOMINAL),
    ("a role of nobody's", "It rained. [[Her spokesman]] spoke.", "Her spokesman", MentionType.NOMINAL),
    ("a place that acts", "The ship lay off Salmo. Salmo did not smile. [[It]] spoke.", "Salmo", MentionType.PRONOMINAL),
    ("a word that is no name", "Rain fell. [[It]] spoke.", "", MentionType.PRONOMINAL),
    ("a person is not it", "The ship was Mayor Anna Berg’s. Berg did not smile. [[It]] spoke.", "", MentionType.PRONOMINAL),
    ("pronoun without anybody", "It rained. [[He]] spoke.", "", MentionType.PRONOMINAL),
    ("several by their role", "The fleet left. The Institute’s analysts looked: [[they]] called it weak.", "Institute’s analysts",
     MentionType.PRONOMINAL),
    ("several rather than a body", "Analysts looked at what the council did. [[They]] called it weak.", "Analysts", MentionType.PRONOMINAL),
    ("a body of somebody's", "President Anna Berg’s administration disputes it. [[It]] said so.", "Anna Berg’s administration",
     MentionType.PRONOMINAL),
    ("a body that is several", "Anna Berg went home. The council met and [[they]] voted.", "council", MentionType.PRONOMINAL),
    ("a thing", "The fleet left. [[It]] was late.", "", MentionType.PRONOMINAL),
    ("two of one surname, one far more often", "Anna Berg came. Anna Berg ate. Anna Berg left. Paul Berg stayed. [[Berg]] spoke.",
     "Anna Berg", MentionType.NAMED),
    ("particle", "Anna von der Berg came. [[Von der Berg]] spoke.", "Anna von der Berg", MentionType.NAMED),
    ("particle in capitals", "Anna De Berg came. [[De Berg]] spoke.", "Anna De Berg", MentionType.NAMED),
    ("a name that ends in a title", "[[Martin Lothar King Jr.]] spoke.", "Martin Lothar King", MentionType.NAMED),
    ("a role in capitals", "Anna Berg came. [[Billionaire Anna Berg]] spoke.", "Anna Berg", MentionType.NAMED),
    ("a name behind a long title", "Anna Berg came. [[Speaker of the Council Rep. Anna Berg (S)]] spoke.", "Anna Berg", MentionType.NAMED),
    ("a name before a role", "Mayor Anna Berg left. [[Berg aides]] said so.", "Berg aides", MentionType.NOMINAL),
    ("somebody's many posts", "Mayor Anna Berg left. [[Berg's angry posts about Karl Holm]] say so.", "Anna Berg", MentionType.NAMED),
    ("a name behind a party", "Chairwoman Anna Berg left. [[One delegate, Harbour Party chairwoman Anna Berg,]] said so.", "Anna Berg", MentionType.NAMED),
    ("a surname that begins another name", "The Berg Line carries Salmo. [[Berg]] built it.", "Berg", MentionType.NAMED),
    ("a first name that ends another name", "Team Anna won. Mayor Anna Berg came. [[Anna]] was glad.", "Anna Berg", MentionType.NAMED),
    ("a name behind an institution", "Mayor Anna Berg came. [[Town House hopeful Berg]] said so.", "Anna Berg", MentionType.NAMED),
    ("a headline in capitals, the only one of the name", "Berg Just Let Something Slip That Could Cost Salmo\n\n[[Berg]] said so.", "Berg", MentionType.NAMED),
    ("a headline in capitals", "[[Berg Just Let Something Slip That Could]] Cost Salmo\n\nMayor Anna Berg came.", "Anna Berg", MentionType.NAMED),
    ("the only one of a title shortly before", "Sen. Anna Berg met Eero Salo. [[The Oslo senator]] spoke.", "Anna Berg", MentionType.NOMINAL),
    ("one of two of a title shortly before", "Sen. Anna Berg met Sen. Eero Salo. [[The Oslo senator]] spoke.", "Oslo senator", MentionType.NOMINAL),
    ("two roles", "Sen. Anna Berg left. [[The Oslo senator and presidential candidate]] spoke.", "Anna Berg", MentionType.NOMINAL),
    ("cut off within a title", "Anna Berg came. Then [[Mrs]]. Berg spoke.", "Anna Berg", MentionType.NAMED),
    ("herself", "Anna Berg came. [[Berg herself]] spoke.", "Anna Berg", MentionType.NAMED),
    ("a word too many", "Anna Berg came. [[Berg in]] Oslo spoke.", "Anna Berg", MentionType.NAMED),
    ("two of one surname", "Anna Berg came. Paul Berg stayed. [[Berg]] spoke.", "Berg", MentionType.NAMED),
    ("two of one surname, one of them named before", "Anna Berg came. [[Berg]] spoke.\n\nHer brother Paul Berg stayed.", "Anna Berg", MentionType.NAMED),
    ("two of one surname, honorific", "Mr. Paul Berg came. Mrs. Anna Berg stayed. [[Mrs. Berg]] spoke.", "Anna Berg", MentionType.NAMED),
    ("a title of the other gender", "Anna Berg said she won. She left. Anna Berg sang, and she danced. [[Mr. Berg]] spoke.", "Mr. Berg", MentionType.NAMED),
    ("husband and wife", "Paul Berg said he won. Anna Berg said she lost. Mr. Berg left. [[Mrs. Berg]] spoke.", "Anna Berg", MentionType.NAMED),
    ("wife and husband", "Paul Berg said he won. Anna Berg said she lost. Mrs. Berg left. [[Mr. Berg]] spoke.", "Paul Berg", MentionType.NAMED),
    ("one named in full, two called", "Paul Berg left. Mrs. Berg stayed. [[Mr. Berg]] spoke.", "Mr. Berg", MentionType.NAMED),
    ("the one who is called by far more often", "Paul Berg said he won. Mr. Berg left. Mr. Berg came. Mrs. Berg stayed. [[Mr. Berg]] spoke.",
     "Paul Berg", MentionType.NAMED),
    ("nobody named in full, two called", "Mr. Berg left. Mrs. Berg stayed. [[Mrs. Berg]] spoke.", "Mrs. Berg", MentionType.NAMED),
    ("a title that is told by pronouns", "Anna Berg said she won. Anna Berg said she lost. President Berg said he came. President Berg said he saw."
     " President Berg said he left. [[President Berg]] spoke.", "President Berg", MentionType.NAMED),
]  # fmt: skip


def spoken(*sources: tuple[Span, str]) -> SpeakersBetween:
    """Return a look-up of these speakers by where their sources begin."""
    return lambda start, end: [(span, speaker) for span, speaker in sources if start <= span[0] < end]


@pytest.mark.parametrize(
    ("marked", "name", "mention_type"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_resolve(marked: str, name: str, mention_type: MentionType) -> None:
    start, end = marked.index("[["), marked.index("]]") - 2
    linker = MentionLinker(EntityTable(marked.replace("[[", "").replace("]]", "")))
    assert [link[:2] for link in linker.link((start, end))] == [(name, mention_type)]


@pytest.mark.parametrize(("speaker", "expected"), [("Holm", "Holm"), ("CNN", ""), ("Council", "")])
def test_a_pronoun_goes_to_a_surname_of_whom_nothing_is_known(speaker: str, expected: str) -> None:
    text = f"{speaker} said no. It rained all day, he said."
    assert (
        MentionLinker(EntityTable(text))
        .link((text.rindex("he"), text.rindex("he") + 2), spoken(((0, len(speaker)), speaker)))[0]
        .speaker
        == expected
    )


@pytest.mark.parametrize(
    ("before", "source", "speaker", "expected"),
    [
        ("", "Holm", "Holm", "Holm"),
        ("", "Democrats", "Democrats", "Eero Salo"),
        ("", "The Chinese", "Chinese", "Eero Salo"),
        ("Letters came from Metsa, the official news agency.\n\n", "Metsa", "Metsa", "Eero Salo"),
    ],
    ids=["a surname", "a group", "a people", "an agency"],
)
def test_a_pronoun_goes_to_who_spoke_last_although_somebody_is_named_in_full(
    before: str, source: str, speaker: str, expected: str
) -> None:
    opening = f"{before}Mr. Eero Salo won the race in Turku.\n\n"
    text = f"{opening}{source} openly admitted that his choice was political, looking to May. “With an eye to May,” he said."
    place, told = text.rindex("he said"), spoken(((len(opening), len(opening) + len(source)), speaker))
    assert [link.speaker for link in MentionLinker(EntityTable(text)).link((place, place + 2), told)] == [expected]


def test_two_speakers_in_one_source() -> None:
    linker = MentionLinker(EntityTable("Anna Berg and Eero Salo agreed."))
    assert [link[:2] for link in linker.link((0, 23))] == [
        ("Anna Berg", MentionType.NAMED),
        ("Eero Salo", MentionType.NAMED),
    ]


def test_two_speakers_at_the_head_of_a_headline() -> None:
    text = "Berg, Salo call for calm\n\nMayor Anna Berg and Eero Salo, the minister, met. In Turku, Salo spoke."
    linker = MentionLinker(EntityTable(text))
    assert [link.speaker for link in linker.link((0, len("Berg, Salo")))] == ["Anna Berg", "Eero Salo"]
    assert [link.speaker for link in linker.link((text.rindex("Salo"), text.rindex("Salo") + 4))] == ["Eero Salo"]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("Berg, Holm and Mrs. Ostrov", ["Anna Berg", "Karl Holm", "Lena Ostrov"]),
        (
            "former Oulu Gov. Karl Holm and Sen. Anna Berg as well as Rep. Lena Ostrov",
            ["Karl Holm", "Anna Berg", "Lena Ostrov"],
        ),
        ("Orro’s leading rivals, Sens. Anna Berg of Salmo and Karl Holm of Oulu,", ["Anna Berg", "Karl Holm"]),
        ("Anna Berg, a poet, and Karl Holm", ["Anna Berg", "Karl Holm"]),
        ("Anna Berg and Karl Holm, two of the guests from Turku, South Ostro,", ["Anna Berg", "Karl Holm"]),
        ("Neither Berg nor Holm", ["Anna Berg", "Karl Holm"]),
        ("Berg and the Salmo Council", ["Anna Berg", "Salmo Council"]),
        ("Berg and her aides", ["Anna Berg"]),
        ("Anna Berg, a spokeswoman for Holm and Ostrov", ["Anna Berg"]),
        ("Anna Berg, who won Oulu and her home town of Salmo", ["Anna Berg"]),
        ("Mr. Holm, of Orro Capital Markets,", ["Karl Holm"]),
        ("some candidates, including Berg and Holm", ["some candidates"]),
        ("Berg, , Holm", ["Anna Berg"]),
    ],
)
def test_several_speakers_in_one_source(source: str, names: list[str]) -> None:
    text = f"Mrs. Anna Berg, Mr. Karl Holm and Ms. Lena Ostrov met. Later {source} said so."
    start = text.index(source)
    found = MentionLinker(EntityTable(text)).link((start, start + len(source)))
    assert [link.speaker for link in found] == names


def test_they_are_who_spoke_before_and_not_whom_they_spoke_of() -> None:
    text = "Senior clerks say that senators wait. They say that it rains."
    linker = MentionLinker(EntityTable(text))
    start = text.index("They")
    assert linker.link((start, start + 4), spoken(((0, 13), "Senior clerks")))[0].speaker == "Senior clerks"


@pytest.mark.parametrize(
    ("before", "names"),
    [
        ("Anna Berg met Mayor Eero Salo.", ["Anna Berg", "Eero Salo"]),
        ("Anna Berg met Mayor Eero Salo. It rained.", ["Anna Berg", "Eero Salo"]),
        ("Anna Berg met Mayor Eero Salo and Senator Nora Falk.", ["both"]),
        ("Mayor Eero Salo wept.", ["both"]),
    ],
)
def test_both_are_the_two_people_of_the_sentence_before(before: str, names: list[str]) -> None:
    text = f"{before} Both promised a tunnel."
    linker = MentionLinker(EntityTable(text))
    start = text.index("Both")
    assert [link.speaker.replace("Both", "both") for link in linker.link((start, start + 4))] == names


def test_both_in_brackets_are_what_stands_before_them() -> None:
    text = "Oulu went to Mayor Anna Berg, Turku to Mayor Eero Salo and two towns (both wanted a tunnel) to nobody."
    start = text.index("both")
    assert [link.speaker for link in MentionLinker(EntityTable(text)).link((start, start + 4))] == ["both"]


def test_one_of_them_is_of_the_group_that_spoke_before() -> None:
    text = "Harbour lawyers in Oulu denied it. It was a crime, one of them said."
    linker = MentionLinker(EntityTable(text))
    start = text.index("one of them")
    links = linker.link((start, start + len("one of them")), spoken(((0, 23), "Harbour lawyers in Oulu")))
    assert [(link.speaker, link.mention_type) for link in links] == [
        ("Harbour lawyers in Oulu", MentionType.PRONOMINAL)
    ]


def test_a_pronoun_goes_to_the_last_speaker_of_its_paragraph() -> None:
    text = "Mayor Anna Berg said no. Mayor Eero Salo listened. He had come late, he said."
    assert MentionLinker(EntityTable(text)).link((69, 71), spoken(((0, 5), "Eero Salo")))[0].speaker == "Eero Salo"
