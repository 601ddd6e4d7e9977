"""Whether a question is in another language than English, by its script and its small words.  Pure."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
ENGLISH = frozenset(
    """the a an of to in on and or is are was were be did does do has have had what who whom whose which when where
    why how about that this it he she they you i we not for with by from at as say says said tell me can could
    would""".split()
)
SMALL_WORDS = {
    "German": """
        der die das den dem des ein eine einen und oder ist sind war hat haben was wer wen wem wann wo warum wieso
        wie welche welcher über von zu mit für gegen nicht auch sagt sagte gesagt bei nach im am vom zum zur ich sie
        er es
    """,
    "French": """
        le la les un une des du de et ou est sont était a ont qu que quoi qui quand où pourquoi comment quel quelle
        sur avec pour contre pas dit disait déclaré dans au aux il elle ce cette qu'a qu'est-ce
    """,
    "Spanish": """
        el la los las un una de del y o es son fue ha han qué que quién quien cuándo cuando dónde donde cómo como
        sobre con para contra no dijo dice dicho en por al su se
    """,
    "Italian": """
        il lo la i gli le un una di del della e o è sono era ha hanno che cosa chi quando dove perché come quale su
        con per contro non detto dice disse nel sul al
    """,
    "Dutch": """
        de het een en of is zijn was heeft hebben wat wie wanneer waar waarom hoe welke over van met voor tegen niet
        zei zegt gezegd in op aan naar
    """,
    "Portuguese": """
        o a os as um uma de do da dos e ou é são foi tem que quem quando onde porque como qual sobre com para contra
        não disse dito em no na por
    """,
    "Polish": """
        i w na z o do od po co kto kiedy gdzie dlaczego jak jaki jest są był nie się powiedział mówi czy że
    """,
    "Swedish": """
        och i på av för med om vad vem när var varför hur är har inte sa säger sagt en ett det den
    """,
    "Turkish": """
        ve ne kim neden nasıl hakkında bu bir dedi için ile mi mı
    """,
}
LANGUAGES = {name: frozenset(words.split()) for name, words in SMALL_WORDS.items()}
FEWEST = 3  # words; fewer may be names
LATIN = "LATIN"


def is_foreign(text: str) -> bool:
    """Return whether a question is written in another script or in the small words of another language.

    A name alone or two keywords are not foreign, nor is an English question with a foreign name.
    """
    words = WORD.findall(text)
    if len(words) < FEWEST:
        return False
    other = sum(not unicodedata.name(word[0], LATIN).startswith(LATIN) for word in words)
    if other:
        return other * 2 > len(words)
    lower = [word.casefold().replace("’", "'") for word in words]
    english = sum(word in ENGLISH for word in lower)
    foreign = max(sum(word in small for word in lower) for small in LANGUAGES.values())
    return foreign >= 2 and foreign > english and foreign * 3 >= len(words)
