"""Word lists of English news: titles and roles, organizations, pronouns, function words.  Data, in lower case."""

from __future__ import annotations

# ---- people

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
    survivor teacher theologian volunteer voter witness worker pilot politician fisherman neighbour frontrunner
    rector principal curator architect chef driver photographer banker broker trader investor
    front-runner hopeful challenger opponent rival filmmaker novelist ceo
    inspector superintendent detective sergeant constable cardinal pastor rabbi imam
    neighbor villager pensioner shopkeeper passenger tourist colleague husband wife brother sister son
    daughter grandmother grandfather uncle aunt niece nephew cousin girlfriend boyfriend""".split()
)
KIN_NOUNS = frozenset(
    """father mother husband wife brother sister son daughter widow uncle aunt niece nephew cousin grandmother
    grandfather girlfriend boyfriend""".split()
)
LEADER_NOUNS = frozenset("leader president premier chancellor minister counterpart".split())
HONORIFICS = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady rev reverend pope king queen prince princess president vice
    senator sen rep representative congressman congresswoman gov governor mayor judge justice chief secretary minister
    prime chancellor premier ambassador general gen colonel col major maj captain capt lieutenant lt sgt sergeant
    admiral adm commander director chairman chairwoman chair speaker leader deputy attorney former then ex candidate
    nominee defense foreign interior finance state spokesman spokeswoman lawmaker first lady democratic republican
    sheriff officer pastor bishop archbishop cardinal father sister brother coach elder majority minority whip
    presumptive pres councillor councilor councilman councilwoman alderman assemblyman assemblywoman superintendent
    inspector detective corporal rabbi imam ayatollah sens reps govs senators representatives governors professors
    chancellors presidents ministers mayors judges justices generals messrs""".split()
)
# Abbreviated titles, of which each may stand before a name with a full stop.
ABBREVIATED_TITLES = frozenset(
    "mr mrs ms dr prof sen rep gov gen lt col sgt capt rev pres sens reps govs messrs".split()
)
FULL_TITLES = {
    "sen": "senator", "gov": "governor", "rep": "representative", "gen": "general", "col": "colonel",
    "lt": "lieutenant", "capt": "captain", "prof": "professor", "dr": "doctor", "pres": "president", 
    "sens": "senator", "senators": "senator",
    "reps": "representative", "representatives": "representative", "govs": "governor", "governors": "governor",
    "professors": "professor", "messrs": "mr", "chancellors": "chancellor", "presidents": "president",
    "ministers": "minister", "mayors": "mayor", "judges": "judge", "justices": "justice", "generals": "general",
}  # fmt: skip
TITLES_AND_SURNAMES = frozenset("king bishop major elder prince pope judge justice chief sister coach".split())
UNAMBIGUOUS_TITLES = HONORIFICS - TITLES_AND_SURNAMES
TITLES_AND_ROLES = HONORIFICS | ROLE_NOUNS
PARTISANS = frozenset("democrats republicans".split())  # in front of several names: "Republicans Berg and Salo"
FEMALE_NOUNS = frozenset(
    """mrs ms miss dame lady queen princess sister mother wife daughter grandmother aunt niece widow girlfriend
    congresswoman chairwoman spokeswoman businesswoman councilwoman assemblywoman""".split()
)
MALE_NOUNS = frozenset(
    """mr sir lord king prince father brother husband son grandfather uncle nephew boyfriend congressman chairman
    spokesman businessman pope councilman assemblyman""".split()
)
NAME_PARTICLES = frozenset("de del della der den di du da la le van von bin ibn el ul".split())
NAME_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})

# ---- organizations

ORGANIZATION_NOUNS = frozenset(
    """administration agency army association authority bank board bureau cabinet campaign center centre church division
    league federation alliance academy museum
    coalition college commission committee company congress corporation council county court department embassy
    foundation fund government group hospital house institute institution journal magazine ministry movement network
    news newspaper office organisation organization parliament party pentagon police post press school senate service
    society trust charity club airline airlines airways observatory tribunal secretariat
    square staff street team times tower union university white kremlin gazette herald tribune street avenue republic
    kingdom""".split()
)

# ---- pronouns

MASCULINE_PRONOUNS = frozenset("he him his himself".split())
FEMININE_PRONOUNS = frozenset("she her hers herself".split())
PLURAL_PRONOUNS = frozenset("they them their".split())
NEUTER_PRONOUNS = frozenset("it its".split())
FIRST_PERSON_PRONOUNS = frozenset("i we me us who".split())
RELATIVE_PRONOUNS = frozenset("who which whom".split())
PRONOUNS = (
    MASCULINE_PRONOUNS
    | FEMININE_PRONOUNS
    | PLURAL_PRONOUNS
    | NEUTER_PRONOUNS
    | FIRST_PERSON_PRONOUNS
    | frozenset("one some others many those which that".split())
)
OPPOSITE_GENDER = {"he": "she", "she": "he"}

# ---- function words

MONTHS = frozenset("january february march april may june july august september october november december".split())
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
# Words that begin with a capital at the beginning of a sentence, or in a date, and are no part of the name behind them.
FUNCTION_WORDS = (
    MONTHS
    | WEEKDAYS
    | frozenset(
        """the a an and but or so yet if when while after before since although though because as at by for from in into
    of on to with without according asked during despite instead however meanwhile still now then there this that
    these those it he she they we you i his her their our its my your what who how why where which not no yes both
    neither either also even just only more most some many one two three new last next today yesterday nor once until
    unless like earlier later read additionally moreover furthermore perhaps maybe photo image watch here let among amid
    speaking another other former then-candidate will can could should would is are was were do does did has have
    might must above across against along alongside around behind below beneath beside besides beyond inside near
    onto outside throughout toward towards underneath unlike upon via within""".split()
    )
)
# Words that begin a sentence and hardly ever continue a name.  Shorter than FUNCTION_WORDS, of which "the U.S. May",
# "the U.S. Will" or "Acme Co. Photo" may continue one: with all of them, sentences are cut apart.
SENTENCE_OPENERS = frozenset(
    """the a an he she it they we you i this that these those but and or so if in on at for from with as by to of when
    while after before since there here what who why how his her its their our my not no yes also however meanwhile
    later now then still yet according although because both each some many most several one once under until during
    despite instead another all any even today yesterday""".split()
)
# Words that say nothing of a topic: a search leaves them out.  Without the months and the weekdays of FUNCTION_WORDS.
STOP_WORDS = frozenset(
    """a about above after again against all also am an and any are as at be because been before being between both
    but by can could did do does doing down during each few for from further had has have having he her here hers
    him his how i if in into is it its just me more most my no nor not now of off on once only or other our out
    over own said same say saying says she should so some such than that the their them then there these they this
    those through to told too under until up very was we were what when where which while who whom why will with
    would you your s t re ve ll""".split()
)
