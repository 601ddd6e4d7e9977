"""The words of names: titles, roles, pronouns and the like, and how names are written and compared.  Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from nicknames import NickNamer

ROLE_NOUNS = frozenset(
    """adviser advisor aide ambassador analyst anchor archbishop attorney author billionaire bishop boss businessman
    businesswoman candidate captain chair chairman chairwoman chancellor chief coach columnist commander commentator
    commissioner congressman congresswoman correspondent counsel counterpart critic defendant democrat deputy diplomat
    director doctor economist editor envoy executive expert farmer founder general governor head historian host
    investigator journalist judge justice king lawmaker lawyer leader lieutenant manager mayor minister mogul mother
    father negotiator nominee officer official operative owner pollster pope premier president presenter prince
    prosecutor professor publisher queen representative republican reporter researcher scientist secretary senator
    sheriff speaker spokesman spokesperson spokeswoman strategist student surgeon treasurer veteran widow winner
    writer activist actor actress advocate athlete comedian consultant delegate donor employee engineer mediator
    musician nurse organizer physician priest protester regulator resident scholar soldier superdelegate supporter
    survivor teacher theologian volunteer voter witness worker pilot politician fisherman neighbour
    neighbor villager pensioner shopkeeper passenger tourist colleague husband wife brother sister son
    daughter grandmother grandfather uncle aunt niece nephew cousin girlfriend boyfriend""".split()
)
LEADERS = frozenset("leader president premier chancellor minister counterpart".split())
TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady rev reverend pope king queen prince princess president vice
    senator sen rep representative congressman congresswoman gov governor mayor judge justice chief secretary minister
    prime chancellor premier ambassador general gen colonel col major maj captain capt lieutenant lt sgt sergeant
    admiral adm commander director chairman chairwoman chair speaker leader deputy attorney former then ex candidate
    nominee defense foreign interior finance state spokesman spokeswoman lawmaker first lady democratic republican
    sheriff officer pastor bishop archbishop cardinal father sister brother coach elder majority minority whip
    presumptive pres councillor councilor councilman councilwoman alderman assemblyman assemblywoman superintendent
    inspector detective corporal rabbi imam ayatollah""".split()
)
SHORT_TITLES = {
    "sen": "senator", "gov": "governor", "rep": "representative", "gen": "general", "col": "colonel",
    "lt": "lieutenant", "capt": "captain", "prof": "professor", "dr": "doctor", "pres": "president",
}  # fmt: skip
SURNAMES = frozenset(
    "king bishop major elder prince pope judge justice chief sister coach".split()
)  # titles that are names too
PLAINLY_TITLES, TITLES_AND_ROLES = TITLES - SURNAMES, TITLES | ROLE_NOUNS
FEMALE = frozenset(
    """mrs ms miss dame lady queen princess sister mother wife daughter grandmother aunt niece widow girlfriend
    congresswoman chairwoman spokeswoman businesswoman councilwoman assemblywoman""".split()
)
MALE = frozenset(
    """mr sir lord king prince father brother husband son grandfather uncle nephew boyfriend congressman chairman
    spokesman businessman pope councilman assemblyman""".split()
)
STARTERS = frozenset(
    """the a an and but or so yet if when while after before since although though because as at by for from in into
    of on to with without according asked during despite instead however meanwhile still now then there this that
    these those it he she they we you i his her their our its my your what who how why where which not no yes both
    also even just only more most some many one two three new last next today yesterday monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september october november
    december nor once until unless like earlier later read additionally moreover furthermore perhaps maybe photo image
    watch here let among amid speaking another other former then-candidate will can could should would is are was were
    do does did has have may might must""".split()
)
ORGANIZATION_NOUNS = frozenset(
    """administration agency army association authority bank board bureau cabinet campaign center centre church
    coalition college commission committee company congress corporation council county court department embassy
    foundation fund government group hospital house institute institution journal magazine ministry movement network
    news newspaper office organization parliament party pentagon police post press school senate service society
    square staff street team times tower union university white kremlin gazette herald tribune street avenue republic
    kingdom""".split()
)
MASCULINE_PRONOUNS, FEMININE_PRONOUNS, THEY, SELF = (
    frozenset(words.split())
    for words in ("he him his himself", "she her hers herself", "they them their", "i we me us who")
)
OPPOSITE_GENDER = {"he": "she", "she": "he"}
IT = frozenset({"it", "its"})
RELATIVE = frozenset({"who", "which", "whom"})
PRONOUNS = (
    MASCULINE_PRONOUNS
    | FEMININE_PRONOUNS
    | THEY
    | SELF
    | IT
    | {"one", "some", "others", "many", "those", "which", "that"}
)

WORD = r"[A-ZÀ-ÖØ-Þ][\w’'-]*\w|[A-ZÀ-ÖØ-Þ]\.?"
NAME = rf"(?:{WORD})(?: (?:{WORD}))*"
ROLE, GROUP = (
    "|".join(sorted(words)) for words in (ROLE_NOUNS, ORGANIZATION_NOUNS)
)  # patterns of one of them, in lower case
PARTICLES = frozenset("de del della der den di du da la le van von bin ibn el ul".split())
PARTICLE = rf"(?:{'|'.join(sorted(PARTICLES))}|al|st\.)"
# A run of capitalised words on one line, with the particles of names and the full stops of initials and titles within
# it.
ABBREVIATED = "|".join(
    rf"(?<=\b{short})" for short in "Mr Mrs Ms Dr Sen Rep Gov Gen Lt Col Sgt Capt Prof Pres Rev St Jr Sr [A-Z]".split()
)
NAME_SEQUENCE = re.compile(
    rf"(?<![\w’'])(?:{WORD})(?:(?:(?:{ABBREVIATED})\.|(?<![’']s)(?<!s[’']))[ ](?:{PARTICLE}[ ])*(?:{WORD}))*"
)
POSSESSIVE = re.compile(r"[’']s?$")
SUFFIX = frozenset({"jr", "sr", "ii", "iii", "iv"})
ORGANISATION = re.compile(rf"(?:{WORD})(?:[ ](?:of|for|the|on|and|in)(?: the)?[ ](?:{WORD})|[ ](?:{WORD}))*")


@lru_cache(maxsize=65536)
def normalize_token(word: str) -> str:
    """A word as names are compared: without possessive and full stops, lower-cased."""
    return POSSESSIVE.sub("", word.strip('“”"‘,;:!?()')).strip("’'").replace(".", "").casefold()


def strip_titles(words: Sequence[str]) -> tuple[str, ...]:
    """A run's words without titles, demonyms before titles, and sentence starters in front of the name."""
    kept = list(words)
    while len(kept) > 1 and normalize_token(kept[-1]) in SUFFIX:
        kept.pop()
    if not kept or normalize_token(kept[-1]) in PLAINLY_TITLES:
        return ()
    last_title = max((i for i, word in enumerate(kept[:-1]) if normalize_token(word) in TITLES_AND_ROLES), default=-1)
    kept = kept[last_title + 1 :]
    while kept and normalize_token(kept[0]) in STARTERS:
        kept.pop(0)
    return tuple(POSSESSIVE.sub("", word) if i == len(kept) - 1 else word for i, word in enumerate(kept))


@lru_cache(maxsize=1)
def _short_forms() -> NickNamer:
    return NickNamer()


@lru_cache(maxsize=65536)
def same_first_name(one: str, other: str) -> bool:
    """Whether two folded first names can be one person's: the same, or one short for the other (Joe, Joseph)."""
    return one == other or other in _short_forms().nicknames_of(one) or one in _short_forms().nicknames_of(other)


def gender_of(titles: Collection[str]) -> str:
    """The pronoun of whom these titles call; empty where they tell nothing of it."""
    return "she" if FEMALE.intersection(titles) else "he" if MALE.intersection(titles) else ""


def pronoun_of(word: str) -> str:
    """ "he" or "she" for any form of it."""
    return "he" if normalize_token(word) in MASCULINE_PRONOUNS else "she"


def agrees_with(words: Collection[str], pronoun: str) -> bool:
    """Whether a role's folded words tell of no gender, or of that of "he" or "she" in any form."""
    return gender_of(words) in ("", pronoun_of(pronoun))


def name_key(words: Iterable[str]) -> tuple[str, ...]:
    """A name's words folded; initials and particles, of which De Berg has as many as Anna de Berg, left out."""
    folded = [normalize_token(word) for word in words]
    full = [word for word in folded if len(word) > 1 and word not in PARTICLES]
    return tuple(full or folded)
