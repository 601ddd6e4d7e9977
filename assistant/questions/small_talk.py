"""What is no question about the articles' content: greetings, thanks, what can be asked, what the index holds.  Pure.

Each kind has a closed set of words; a text is of the kind if it has no other word and one of those that tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from assistant.questions.models import QuestionKind

LONGER = 4  # letters of a word in which a slip is read


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A kind of question, what is asked of the collection ("cited" for the articles just cited), and about which
    articles.
    """

    kind: QuestionKind
    what: str = ""
    topic: str = ""


GREETINGS = frozenset("hi hello hey hiya howdy greetings morning afternoon evening".split())
GREETING_WORDS = GREETINGS | frozenset("good there all everyone everybody again you day whosaid how are doing".split())
THANKS = frozenset(
    """thanks thank thx ty cheers ok okay great good nice cool perfect super excellent wonderful alright fine bye
    goodbye helpful interesting""".split()
)
THANKS_WORDS = THANKS | frozenset(
    """you many and a lot i see very much so for the your this that that's it well got right all answer help was is
    information info now again really""".split()
)
HELP = re.compile(
    "|".join(
        (
            r"start|instructions|commands|examples?|(?:please )?help(?: me| please)*",
            r"what (?:can|could|do|should) (?:you|i|we) (?:do|ask|say|type|find|find out|answer|tell me|search for)"
            r"(?: (?:here|about|for me|with (?:this|you|it)|you))*",
            r"how (?:does|do|can|should) (?:this|it|you|i)(?: (?:page|tool|program|thing))?"
            r" (?:work|use|ask|start|begin)(?: (?:this|it|you|here|a question|questions))*",
            r"(?:who|what) are you",
            r"what is this(?: (?:page|tool|program|app|thing|for))*",
            r"what (?:kinds?|sorts?|types?) of questions?(?: (?:can|do|should|may|you|i|we|ask|answer|understand))*",
            r"are you (?:an? )?(?:bot|robot|ai|human|chatbot|person|machine)",
        )
    )
)
ARTICLES = frozenset("article articles story stories document documents text texts file files".split())
OUTLETS = frozenset(
    """outlet outlets source sources newspaper newspapers paper papers publication publications magazine magazines
    media publisher publishers""".split()
)
STATEMENTS = frozenset("statement statements quote quotes quotation quotations".split())
SPEAKERS = frozenset("speaker speakers people person persons politician politicians".split())
QUOTED = frozenset("quoted cited".split())
TIME = frozenset(
    """when period date dates day days year years month months timespan recent old newest latest oldest
    earliest""".split()
)
HOLDING = frozenset("index collection archive database".split())
COLLECTION_WORDS = ARTICLES | OUTLETS | STATEMENTS | SPEAKERS | QUOTED | TIME | HOLDING
COLLECTION_WORDS |= frozenset(
    """how many much number of which what who whom whose list show me name give all the a your these this those you do
    does have has are is were there in here can i we it from by since until total know read hold use cover covered
    covers included indexed available at moment different most top often frequently mostly come span time loaded got
    big large up to far back new current first last today now ask about and names""".split()
)
ARTICLE = r"(?:articles?|stor(?:y|ies))"
THIS_ARTICLE = rf"(?:this|that|(?:the|this|that) (?:{ARTICLE}|piece|report))"
CITED = re.compile(
    "|".join(
        (
            rf"who (?:wrote|published) {THIS_ARTICLE}",
            rf"who(?:'?s| is| was)? the (?:author|writer|reporter|journalist)(?: of {THIS_ARTICLE})?",
            rf"(?:where|when) (?:was|were|did) {THIS_ARTICLE} (?:published|written|printed|posted|come out|appear)",
            rf"(?:what|which) (?:paper|newspaper|outlet|source|site|{ARTICLE}) (?:is|was|did|does|has) {THIS_ARTICLE}"
            r"(?: (?:from|in|come from))?",
            rf"(?:what|which) (?:paper|newspaper|outlet|site) (?:published|printed|wrote|reported) {THIS_ARTICLE}",
            r"what(?:'?s| is| are| was) (?:the|your) (?:sources?|headline|title|link|url|date of publication)"
            rf"(?: (?:of|for|to) {THIS_ARTICLE})?",
            rf"(?:(?:give|show) me )?(?:the |a )?(?:link|url|sources?)(?: (?:to|for|of) {THIS_ARTICLE})?(?: please)?",
        )
    )
)  # of the article that was just cited
ARTICLES_ABOUT = (
    re.compile(
        rf"(?:how many|which|what|list|show me|show)(?: all)?(?: of)?(?: the| these| your)? {ARTICLE} (?:that |which )?"
        r"(?:are |is )?(?:there )?(?:do (?:you|we) have |have you got )?(?:talk |speak |deal |written )?"
        r"(?:mentions?|mentioning|names?|naming|discuss|discussing|covers?|covering|about|on|with) (?P<topic>.+)"
    ),
    re.compile(
        rf"in (?:how many|which|what) {ARTICLE} (?:is|are|was|were) (?P<topic>.+) (?:mentioned|named|discussed)"
    ),
)


def read_small_talk(text: str) -> SmallTalk | None:
    """Return what a text asks for beside the articles' content; None for a question that they may answer."""
    typed = re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.replace("’", "'"))
    words = [word.casefold() for word in typed]
    bare = " ".join(words)
    if not words or HELP.fullmatch(bare):
        return SmallTalk(QuestionKind.HELP)
    if GREETING_WORDS.issuperset(words) and (words[0] in GREETINGS or (GREETINGS | {"day"}).intersection(words[1:2])):
        return SmallTalk(QuestionKind.GREETING)
    if THANKS.intersection(words) and all(word in THANKS_WORDS or _is_slip(word) for word in words):
        return SmallTalk(QuestionKind.THANKS)
    if CITED.fullmatch(bare.removeprefix("and ")):
        return SmallTalk(QuestionKind.COLLECTION, "cited")
    if COLLECTION_WORDS.issuperset(words) and (what := _asked_of_collection(words)):
        return SmallTalk(QuestionKind.COLLECTION, what)
    about = next(filter(None, (pattern.fullmatch(bare) for pattern in ARTICLES_ABOUT)), None)
    if about is None:
        return None
    first = bare.count(" ", 0, about.start("topic"))
    topic = " ".join(typed[first : first + len(about["topic"].split())])
    return SmallTalk(QuestionKind.COLLECTION, "articles", topic)


def _is_slip(word: str) -> bool:
    """Whether a longer word is one of thanks with one slip of the keyboard: "helpfull"."""
    return len(word) > LONGER and any(OSA.distance(word, other, score_cutoff=1) <= 1 for other in THANKS_WORDS)


def _asked_of_collection(words: list[str]) -> str:
    """What is asked of the collection, by its telling words; empty where none is there."""
    those = set(words)
    counted = "many" in those or "number" in those
    if those & QUOTED or ({"most", "top"} & those and those & (SPEAKERS | STATEMENTS)):
        return "speakers" if counted else "most quoted"
    if those & OUTLETS:
        return "outlets"
    if those & TIME and those & (ARTICLES | HOLDING | {"cover", "covered"}):
        return "period"
    if those & STATEMENTS and counted:
        return "statements"
    if those & {"was", "were"}:  # "how many people were there" is asked of what an article tells
        return ""
    if those & SPEAKERS and (counted or words[0] in ("list", "who", "show", "which")) and len(words) > 1:
        return "speakers" if counted else "most quoted"
    return "articles" if those & (ARTICLES | HOLDING) and len(words) > 1 else ""
