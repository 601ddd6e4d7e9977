"""The closed classes of words of which questions are made: question words, auxiliaries, verbs of saying, fillers."""

from __future__ import annotations

from collections.abc import Iterable

QUESTION_WORDS = frozenset("what who whom whose which when where why how".split())
AUXILIARIES = frozenset(
    """did does do has have had is are was were will would can could should didn't doesn't don't hasn't haven't isn't
    aren't wasn't weren't won't wouldn't can't couldn't didnt doesnt dont hasnt havent isnt arent wasnt werent wont
    wouldnt cant couldnt""".split()
)
BE = frozenset("is are was were isn't aren't wasn't weren't isnt arent wasnt werent be been being".split())
ABOUT = frozenset("about on of regarding concerning over against for to toward towards".split())
TOPIC_PREPOSITIONS = frozenset("about on regarding concerning over".split())
ADVERBS = frozenset(
    """ever actually also really reportedly publicly just once himself herself themselves have has had been exactly
    then not n't still even already recently first again always never previously repeatedly precisely specifically
    openly ever ultimately finally else""".split()
)
HEARERS = frozenset("us reporters journalists them him her me everyone people".split())
DETERMINERS = frozenset("the a an this that these those his her their its our your my some any".split())
PRONOUNS = frozenset("he she they him her them his their it its that this those these".split())
PERSONAL = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "they": "", "them": "", "their": ""}
ANAPHORS = frozenset("it that this those these them so there then after afterwards before later next".split()) | {
    f"{determiner} {noun}" for determiner in ("the", "this", "that") for noun in "matter topic subject issue".split()
} | {"the same", "the same thing", "all this", "all that"}  # fmt: skip
ANYBODY = frozenset(
    """anyone anybody somebody someone people everyone everybody others sources we you i one reporters journalists
    observers""".split()
) | {"other people", "the others", "the press", "the media", "any one"}
ANYTHING = frozenset("anything something everything nothing things stuff much all".split())
NOUNS_OF_SAYING = frozenset(
    """position positions view views stance opinion opinions take reaction reactions response responses comment
    comments remark remarks words explanation argument arguments statement statements claim claims thought thoughts
    attitude justification rationale reasoning excuse excuses reason reasons answer answers promise promises plan
    plans warning warnings prediction predictions criticism quote quotes quotation quotations condition conditions
    demand demands objection objections concern concerns complaint complaints""".split()
)
GROUPS = frozenset(
    """republicans democrats conservatives liberals progressives critics supporters opponents experts analysts
    economists scientists officials lawmakers senators congressmen residents voters protesters activists lawyers
    doctors teachers students workers farmers ministers politicians diplomats women men americans fans donors
    historians investors parents police union unions academics researchers campaigners allies rivals candidates
    detectives locals columnists commentators pundits neighbours neighbors witnesses survivors groups organizations
    organisations""".split()
)
# Words for somebody that are no role by themselves, or a name as well: "the guy from the port", "the dean".
SOMEBODY = frozenset("guy man woman lady person people".split())
OFFICES = frozenset("head dean detective inspector sergeant".split())
# Who speaks for a group: "the police" are an inspector, a detective and a sheriff too.
MEMBERS = {
    "police": "police inspector detective officer sheriff sergeant constable superintendent investigator",
    "detectives": "detective inspector sergeant",
    "locals": "resident local neighbour neighbor villager homeowner",
    "witnesses": "witness eyewitness bystander onlooker passenger survivor resident neighbour neighbor",
    "experts": "expert professor scientist researcher analyst economist historian scholar specialist",
    "scientists": "scientist professor researcher biologist physicist chemist astronomer ecologist",
    "workers": "worker employee staffer",
    "officials": "official spokesman spokeswoman minister secretary commissioner",
    "lawyers": "lawyer attorney barrister solicitor counsel prosecutor",
    "doctors": "doctor physician surgeon nurse",
    "residents": "resident neighbour neighbor villager homeowner",
    "politicians": "politician senator congressman minister mayor governor lawmaker",
    "voters": "voter supporter",
    "activists": "activist advocate campaigner",
    "groups": "group organization organisation association advocates coalition council league union federation",
}
FACT_ADJECTIVES = frozenset(
    """many much old long far big tall often high large fast soon wide deep heavy expensive rich few close likely
    young small low late early strong""".split()
)
NUMBER_NOUNS = frozenset("percentage percent share number amount proportion rate age price cost sum".split())
DATE_NOUNS = frozenset("day date year month time week hour decade century".split())
PLACE_NOUNS = frozenset("city country town place state county street region village building venue".split())
PERSON_NOUNS = frozenset("person man woman politician candidate senator president people company minister".split())
# "What is the result?" asks for no definition of "result".
NO_NAME = frozenset(
    """result results reason reasons outcome cost price plan date name age number percentage point difference problem
    issue latest news weather time best worst most biggest largest main first last next status situation matter deal
    purpose aim goal meaning truth answer""".split()
)

# Lemmas; an utterance or a thought in it may be asked for by "what did X ...?".
SAYING_LEMMAS = """say tell think claim comment remark mention state write argue believe announce explain suggest
    promise propose warn predict speak talk report declare testify tweet respond reply react admit deny confirm reject
    accuse criticise criticize agree disagree condemn acknowledge dismiss order demand ask add describe call praise
    attack blame defend insist stress note vow pledge urge recommend advise estimate assert allege recall complain
    joke object deplore denounce slam blast mock ridicule hail welcome applaud concede contend emphasise emphasize
    express feel forecast threaten thank apologise apologize answer quote dispute refute contradict retort voice
    question justify reveal disclose boast lament caution clarify comment lie swear opine rule compare liken"""
# "Who wants X?" asks whose view it is; "What did X want?" asks for a fact.
ATTITUDE_LEMMAS = """want support oppose favour favor back like dislike hate doubt fear hope regret resent worry
    disapprove approve prefer trust mistrust expect"""
# Verbs that tell what somebody did with their words: words of no other kind answer "did she apologise?" as well.
DEED_LEMMAS = """promise propose warn predict admit deny confirm reject accuse agree disagree condemn acknowledge
    dismiss order demand praise blame defend vow pledge urge recommend threaten thank ridicule mock welcome applaud
    concede refute retract endorse"""
ONE_DEED = "criticise criticize", "apologise apologize regret"
WHERE_OR_WHEN = frozenset("in on at during after before from".split())  # begin a topic that is a place or a time
DENIAL_LEMMAS = "deny reject dispute dismiss refute contradict"
# These take "that ...", so that a question for a number or a place can stand before them.
THAT_LEMMAS = "say claim think estimate predict promise announce believe argue warn declare state report suggest"
# "Why does X oppose it?" asks for what X says of it.
STANCE_LEMMAS = f"""{ATTITUDE_LEMMAS} agree disagree object condemn criticise criticize attack praise reject dismiss
    defend call deny dispute accuse blame endorse"""
REACTION_LEMMAS = "respond react reply answer"
FEELING_LEMMAS = "feel think describe explain view see characterise characterize justify defend criticise criticize"
TALK_LEMMAS = "speak talk report comment write agree disagree call complain lie joke feel"
# Nouns as often as verbs: "the AP report", "the Islamic State".
NOUNS_TOO = """state report call order attack claim comment remark demand promise estimate answer question note joke lie
    blame praise mention pledge vow quote boast rule caution forecast urge blast voice express stress welcome view
    talk"""
IRREGULAR = {
    "say": "said says", "tell": "told", "think": "thought", "write": "wrote written", "speak": "spoke spoken",
    "feel": "felt", "swear": "swore sworn", "forecast": "forecast", "see": "saw seen", "lie": "lied lying",
}  # fmt: skip
DOUBLED = frozenset("admit slam regret".split())


def inflected(lemmas: str | Iterable[str]) -> frozenset[str]:
    """Return all forms of English verbs, the lemmas among them."""
    forms: set[str] = set()
    for lemma in lemmas.split() if isinstance(lemmas, str) else lemmas:
        stem = lemma.removesuffix("e")
        ending_y = lemma.endswith("y") and lemma[-2] not in "aeou"
        sibilant = lemma.endswith(("s", "sh", "ch", "x"))
        forms |= {lemma, f"{lemma[:-1]}ies" if ending_y else f"{lemma}es" if sibilant else f"{lemma}s"}
        root = lemma + lemma[-1] if lemma in DOUBLED else stem
        forms |= {f"{lemma[:-1]}ied" if ending_y else f"{root}ed", f"{root}ing"}
        forms |= set(IRREGULAR.get(lemma, "").split())
    return frozenset(forms)


DEEDS = [inflected(lemmas) for lemmas in (*DEED_LEMMAS.split(), *ONE_DEED)]
STANCE_VERBS = [inflected(lemma) for lemma in STANCE_LEMMAS.split()]
SAYING, ATTITUDE, DENIAL = inflected(SAYING_LEMMAS), inflected(ATTITUDE_LEMMAS), inflected(DENIAL_LEMMAS)
THAT_SAYING, REACTING, STANCES = map(inflected, (THAT_LEMMAS, REACTION_LEMMAS, STANCE_LEMMAS))
NOUN_OR_VERB = frozenset(form for lemma in NOUNS_TOO.split() for form in (lemma, f"{lemma}s"))
SURELY_SAYING = SAYING - NOUN_OR_VERB | inflected("claim comment mention talk")  # nouns too, but seldom in a question
# Deeds that are done in these words alone: nobody apologised where no sentence says so.
PERFORMED = inflected("apologise apologize regret retract endorse thank congratulate")
FEELING, TALKING, NAMING = inflected(FEELING_LEMMAS), inflected(TALK_LEMMAS), inflected("call")
KNOWN = (
    QUESTION_WORDS | AUXILIARIES | BE | ABOUT | ADVERBS | HEARERS | DETERMINERS | PRONOUNS | ANYBODY | ANYTHING | GROUPS
    | NOUNS_OF_SAYING | FACT_ADJECTIVES | NUMBER_NOUNS | DATE_NOUNS | PLACE_NOUNS | PERSON_NOUNS | NO_NAME | SAYING
    | ATTITUDE
)  # fmt: skip
