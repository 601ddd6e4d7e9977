"""The forms of questions without a subject and a verb of saying: overviews, comparisons, "according to"; politeness.

Each pattern is for the whole of a question, without its question mark; `topic`, `who`, `names` and `new` are its parts.
"""

from __future__ import annotations

import re

from assistant.questions.lexicon import QUESTION_WORDS

ARTICLE = r"(?:articles?|stor(?:y|ies)|pieces?|reports?|papers?|texts?|coverage|press|media)"
ON = r"(?:about|on|of|regarding|concerning|over|in|from|with|around)"
TOPIC = r"(?P<topic>.+)"


def compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    """Compile patterns in which the case of letters does not count."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


OVERVIEWS = compiled(
    # what do the articles say about T
    rf"what (?:do|does|did|have|has) (?:the |these |your |our |all )*{ARTICLE} "
    rf"(?:say|said|write|written|report|reported|tell us|tell|mention|have)(?: {ON})? {TOPIC}",
    # what is the article on T about
    rf"(?:what is|what's) (?:the |this |in the )*{ARTICLE} (?:about |on )?(?P<topic>.+?)(?: about)?",
    # summarise the article about T; a short summary of what the articles say on T
    r"(?:summari[sz]e|sum up|outline|(?:a |the )?(?:short |brief |quick )?(?:summary|overview|outline) (?:of|on|about))"
    rf"(?: (?:what|everything|the|this|that|all|an))*(?: {ARTICLE})?(?: (?:that (?:is|are)|says?))?(?: {ON})? {TOPIC}",
    # latest on T; what are the latest news about T
    r"(?:what is|what's|what are|whats)? ?(?:the )?(?P<new>latest|newest|recent|last)"
    rf"(?: (?:news|developments?|updates?|stor(?:y|ies)|articles?|reports?|information))*(?: {ON})? {TOPIC}",
    # news on T
    rf"(?:(?:any|the|all) )*(?P<new>news|updates?|developments?) {ON} {TOPIC}",
    # what is going on with T
    rf"(?:what is|what's|whats) (?P<new>new|happening|going on|up) {ON} {TOPIC}",
    # what happened in T
    r"what (?:happened|happens|has happened|is happening|was happening|went on|had happened)"
    rf"(?: (?:to|with|at|between|about|in|on|during))? {TOPIC}",
    # what do you know about T
    rf"(?:what|how much) (?:do|does|did) (?:you|we|they|anyone) (?:know|have|find|learn) {ON} {TOPIC}",
    # give me all articles about T; background on T
    r"(?:(?:tell me|give me|find|search for|search|look for|explain)\b)?"
    r"(?: ?\b(?:more|all|everything|anything|something|some))*"
    rf" ?\b(?:information|info|facts|background|details|{ARTICLE}) {ON} {TOPIC}",
    # tell me (more) about T; everything about T
    rf"(?:tell me|tell us)(?: (?:more|all|everything|anything|something))*(?: about| on) {TOPIC}",
    rf"(?:everything|anything|more|all) (?:about|on) {TOPIC}",
)
COMPARISONS = compiled(
    # compare A and B on T; compare what A and B said about T
    r"(?:compare|contrast)(?: (?:what|how|the (?:views|positions|statements|opinions|words) of))? (?P<names>.+)",
    # how do A and B differ on T
    r"(?:how|where|on what) (?:do|does|did) (?P<names>.+?) (?:differ|disagree|compare|agree|diverge|contrast)\b"
    r"(?P<topic>.*)",
    # the difference between A and B on T
    r"(?:what (?:is|are|was|were) )?(?:the )?differences? (?:between|of|in) "
    r"(?:the (?:views|positions|opinions) of )?(?P<names>.+)",
    # A vs B on T
    r"(?P<names>.+ (?:vs\.?|versus) .+)",
)
ACCORDING_TO = compiled(
    r"according to (?P<who>.+?), (?P<rest>.+)",
    rf"according to (?P<who>.+?) (?P<rest>(?:{'|'.join(sorted(QUESTION_WORDS))}) .+)",
    r"(?P<rest>.+?)(?:,? according to|, per) (?P<who>.+)",
)
FEELINGS = (
    "sceptical|skeptical|critical|worried|concerned|angry|afraid|opposed|disgusted|disappointed|upset|unhappy|happy"
    "|proud|confident|optimistic|pessimistic|doubtful|wary|suspicious"
)
# What somebody thinks or gives as a reason is in what they say.
STANCES = compiled(
    rf"where (?:do|does|did) (?P<who>.+?) (?:stand|come down|fall) (?:on|about) {TOPIC}",
    r"what (?:reasons?|excuses?|explanations?|justifications?|grounds) (?:do|does|did|has|have|had) (?P<who>.+?)"
    rf" (?:give|given|offer|offered|have|make|made|cite|cited)(?: (?:for|about|on|against) {TOPIC})?",
    rf"why (?:is|are|was|were) (?P<who>.+?) (?:so |very )?(?:{FEELINGS})"
    rf" (?:of|about|with|at|by|that|to|over|for|on) {TOPIC}",
    r"how (?:do|does|did) (?P<who>.+?)"
    rf" (?:see|view|rate|assess|regard|judge|compare|characteri[sz]e|portray|picture|square|reconcile) {TOPIC}",
    rf"what (?:do|does|did|has|have|had) (?P<who>.+?) (?:make|made) of {TOPIC}",
    rf"what (?:do|does|did) (?P<who>.+?) have against {TOPIC}",
    r"what(?: is|'s|’s) (?P<who>.+?)[’']s? (?:beef|complaint|gripe|issue|objection|problem|quarrel)"
    rf" (?:with|about|against|to) {TOPIC}",
    rf"(?:did|does|do|has|have|had) (?P<who>.+?) (?:ever |also |already |yet )*"
    rf"(?:comment|commented|speak|spoken|weigh in|weighed in) (?:on|about) {TOPIC}",
)
(IS_IT_TRUE,) = compiled(
    r"(?:is|was) (?:it|that|this) (?:really |actually )?(?:true|right|correct|a fact|the case)(?: that)?"
    r"(?: (?P<rest>.+))?"
)
(STANDS_FOR,) = compiled(r"what (?:do|does|did) (?P<topic>.+?) (?:stand for|mean)")

ASKED = r"(?=(?:what|who|when|where|why|how|which|if|whether)\b)"
STATEMENTS = r"(?=(?:(?:all|the|any|every|some) (?!latest|news|about)|quotes?\b|statements?\b|quotations?\b))"
POLITE_STARTS = compiled(
    r"(?:please|pls|hi|hello|hey|ok|okay|well|so|now|sorry|excuse me|dear \w+)(?: there)?[,.!]? +",
    r"(?:can|could|would|will|may) (?:you|i|we) (?:please |kindly |maybe |perhaps )?"
    r"(?=(?:tell|show|give|list|find|say|explain|know|ask|see|have|get|summari[sz]e|compare|look|let|search|remind)\b)",
    r"(?:i (?:would|'d|d)(?: really)? (?:like|love|want)|i (?:really )?(?:want|need|wish)|i'd like) (?:you )?to (?=\w)",
    r"(?:i am|i'm|im|we are) (?:looking for|interested in|curious|wondering|trying to find out|searching for) "
    r"(?:about |if |whether |to know )?",
    r"i (?:was )?wonder(?:ing)?(?: (?:if|whether) you (?:can|could) tell me)?,? +",
    rf"(?:do|would) you (?:happen to )?(?:know|remember|have (?:any )?idea) {ASKED}",
    rf"(?:know|find out|ask|learn|see|hear|understand) (?:you )?{ASKED}",
    rf"(?:tell|show|give|remind|find|get|list|let) (?:me|us) (?:know )?(?:again )?(?:please )?(?:{ASKED}|{STATEMENTS})",
    rf"(?:exactly|precisely) {ASKED}",
    rf"(?:show|list|find|get|search(?: for)?|look for|give) {STATEMENTS}",
    r"(?:quick|one|a|another|my) (?:quick |last )?question(?: for you)?[:,]? +",
)
(POLITE_END,) = compiled(
    r"(?:[\s,.!?;-]*\b(?:please|pls|thanks|thank you|thx|many thanks|cheers|very much|so much|a lot|in advance"
    r"|if you (?:can|could|know)|do you know)\b)+[\s,.!?]*$"
)


def without_politeness(text: str) -> str:
    """Return a question without its polite beginnings and end."""
    text = POLITE_END.sub("", text) or text
    while match := next((match for pattern in POLITE_STARTS if (match := pattern.match(text)) and match.end()), None):
        if match.end() == len(text):
            break
        text = text[match.end() :]
    return text
