"""The text of a page or a file -> its headline and its article: a site's leftovers are taken out.  Pure.

The rules are general and work on paragraphs, for nothing else of the page is known: headings behind which a site lists
other articles or shows its comment form, single lines of navigation, sharing, consent, credit and copyright, teasers, and
lines that say again what another one said.  What is doubtful stays in.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from index.dates import day
from index.sentences import paragraphs

TITLE_CHARACTERS = 250  # a longer first paragraph is text, not a headline
PROSE_WORDS = 20  # a paragraph with as many that ends as a sentence does is told, not listed
SHORT_WORDS = 3  # lines of menus and labels


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article's headline (empty where none is found) and its text, paragraphs parted by a blank line.

    Where the headline was found in the text, it is its first paragraph.  `author` and `published` are what a line between
    headline and text says, and says alone: "By Jo Doe", "Published: 1 August 2025".
    """

    title: str
    text: str
    author: str = ""
    published: str = ""


def _lines(*patterns: str) -> re.Pattern[str]:
    """Matches a whole paragraph that is one of the patterns, whatever the case and the marks around it."""
    return re.compile(rf"[\W_]*(?:{'|'.join(patterns)})[\W_]*", re.IGNORECASE)


# Behind these nothing of the article follows: what readers wrote, and the form for it.
ENDS = _lines(
    r"(?:leave|post|write|add)\s+(?:a|your)\s+(?:reply|comment)s?(?:\s+cancel reply)?",
    r"(?:\d+|no|view|show|reader|join the)?\s*(?:comments?|responses|replies|conversation|discussion)(?:\s*\(\d+\))?",
    r"cancel reply",
    r"(?:post|story) navigation",
    r"about the authors?",
)
# Behind these other articles are listed; the article itself may go on after them.
LISTS = _lines(
    r"(?:you|we)(?:\s+(?:may|might|will|'ll|’ll|think you))?(?:\s+also)?\s+(?:also\s+)?(?:like|enjoy|love|be interested in)",
    r"(?:read|see|watch|look)\s+(?:also|next|more|on|too)|also\s+(?:read|see|on)(?:\s+\w+){0,3}|(?:up|what to read) next",
    r"(?:related|recommended|latest|popular|trending|top|similar|further|recent|other|featured|editors?['’]?s?\s+picks?)"
    r"(?:\s+(?:for you|now|today|news|articles?|stories|story|posts?|topics?|reading|content|coverage|videos?|headlines)){0,2}",
    r"(?:most|more)\s+(?:read|popular|viewed|shared|commented|from|on|in|news|stories|about)(?:\s+[\w’'-]+){0,4}",
    r"don['’]t miss(?: this)?|in case you missed it|from (?:around|across) the web|sponsored (?:content|links|stories)",
    r"tags|categories|share this(?:\s+\w+){0,2}",
)
# Lines that a site puts anywhere.
LEFTOVERS = _lines(
    r"(?:skip|jump|go)\s+(?:to|directly to)\s+(?:the\s+)?(?:main\s+)?(?:content|navigation|text|article|footer|search)",
    r"(?:open|close|toggle|show|main|primary)?\s*(?:menu|navigation|search|sidebar|nav)(?:\s+(?:bar|menu|for))?",
    r"(?:home|log\s?in|log\s?out|sign (?:in|up|out)|register|my account|contact(?: us)?|about us|careers|sitemap|help|faq)",
    r"(?:privacy|cookies?|terms)(?:\s+(?:policy|notice|settings|of (?:use|service)|and conditions|& conditions|preferences)){1,2}",
    r"(?:share|tweet|pin|print|e-?mail|save|copy link|follow)(?:\s+(?:this|on|via|with|by|to|us|now|in|article|story|post|"
    r"page|link|friends?|facebook|twitter|x|e-?mail|whatsapp|telegram|linkedin|reddit|pinterest|google news)){0,5}",
    r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|instagram|youtube|tiktok|viber|rss|messenger)",
    r"\d+\s*(?:shares?|views?|likes?)",
    r"\d+[\s-]*min(?:ute)?s?\.?\s+read|reading time\W.*|estimated reading.*|listen to (?:this )?(?:article|story)(?:\W.*)?",
    r"advertise(?:ment)?s?(?: with us)?|sponsored(?: by .*)?|promoted|story continues below.*|article continues (?:below|after).*",
    r"(?:sign up|subscribe|register)\s+(?:now\s+)?(?:for|to|here|today|now)\b.{0,150}|subscribe|newsletters?",
    r"(?:follow|like|join|find) us\b.{0,80}|join our\b.{0,80}(?:channel|group|community|newsletter).{0,20}",
    r"(?:we|this (?:web)?site|our (?:web)?site|our partners)\b.{0,60}\bcookies?\b.*",
    r"(?:accept|reject|manage|allow|decline)(?: all| my)?(?: cookies?| preferences| settings| choices)?",
    r"by (?:continuing|clicking|using|subscribing|signing up)\b.{0,200}\b(?:agree|accept|consent)\b.*",
    r"your e-?mail address will not be published\b.*|required fields are marked.*|save my name\b.*|notify me of\b.*",
    r"(?:your )?(?:name|e-?mail|website|comment)\s*\*?|(?:post|submit)(?: comment| reply)?|this site uses akismet.*",
    r"(?:©|\(c\)|copyright\b)(?=.{0,20}\d{4}).*|all rights reserved.*|.{0,100}\ball rights reserved",
    r"(?:read|see|show|load|view|learn)\s+(?:more|all|less)|continue reading(?:\W.*)?|read (?:the )?full (?:story|article).*",
    r"(?:click|tap) here\b.{0,100}|loading|back to (?:top|home)|(?:next|previous|older|newer)(?: (?:post|article|story|page)s?)?",
    r"(?:page\s+)?\d+(?:\s*(?:of|/)\s*\d+)?",
)
# Lines that are such by how they begin: "Read also: ...", "Photo: ...", "Tags: ...".
LABELLED = re.compile(
    r"\W*(?:(?:read|see|watch|listen)\s*(?:also|more|next|too|here|on)?|also\s+(?:read|see)|related(?:\s+\w+)?|don['’]t miss"
    r"|you (?:may|might) also like|recommended|more|(?:main |featured |cover |lead |header )?(?:image|photo|picture|photograph)s?"
    r"(?:\s+(?:source|credits?|by|courtesy|of))*|(?:source of (?:the )?)?(?:image|photo) source|credits?|tags?|tagged"
    r"|categor(?:y|ies)|filed under|posted in|topics?|keywords|share(?: this)?)\s*[:|]\s*\S.{0,200}",
    re.IGNORECASE,
)
# Links that lead elsewhere: "Fires in the north >>>".
POINTER = re.compile(r".{0,200}(?:>{2,}|»|→|⟶|➤|►|\[(?:…|\.{3})\]|\((?:read|see) more\))\s*", re.IGNORECASE)
AGENCIES = r"(?:AP|AFP|EPA|PAP|DPA|ANSA|TASS|Reuters|REUTERS|Getty|Shutterstock|Alamy|iStock|Unsplash|Wikimedia|Bloomberg|Xinhua)"
# A caption's credit at the end of a paragraph: "EPA / JO DOE", "(AP Photo/Jo Doe)", "Jo Doe/Getty Images", "agency.example".
CREDIT = re.compile(
    rf"(?:[A-Z]{{2,}}(?:\s*/\s*[A-Z][\w.' -]+)+|\([^()]*\b{AGENCIES}\b[^()]*\)|[\w.' -]{{0,60}}/\s?{AGENCIES}\b[\w .]{{0,30}}"
    rf"|\b{AGENCIES}(?:\s(?:Images|Photo|via)\b[\w ./]{{0,40}})|\s(?:[a-z0-9-]+\.)+(?:com|org|net|[a-z]{{2}}))\s*$"
)
CREDIT_WORDS = 40
BYLINE = re.compile(
    r"(?i:written |reported |posted |published )?(?i:by):?\s+(?P<author>[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){1,4})"
)
DATED = re.compile(r"^(?i:published|posted|date|first published)(?i:\s+on|\s+at)?\s*[:|]?\s*")
SENTENCE_END = re.compile(r"(?<!\.)[.!?:;][\"'”’»)\]]*$")
ELLIPSIS_END = re.compile(r"(?:…|\.{3,})[\"'”’»)\]]*$")
SEPARATED = re.compile(r"\s+[|–—•·»-]\s+")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
QUOTES = str.maketrans("“”„«»‘’‚`´–—‑", "\"\"\"\"\"'''''---")


def clean(text: str, title: str = "") -> Cleaned:
    """Take a site's leftovers out of a text.  `title` is the headline where it is known from elsewhere."""
    lines = _without_repeats(_told(normalise(text)))
    found = " ".join(title.split())
    if not found:
        found = _headline(lines)
        before = lines[: lines.index(found)] if found else []
        lines = (
            [found] * bool(found)
            + [line for line in before if len(line.split()) > SHORT_WORDS]
            + lines[len(before) + bool(found) :]
        )
    start = next((place for place, line in enumerate(lines) if is_prose(line)), 0)
    head, body = lines[:start], lines[start:]
    bylines = {line: match["author"] for line in head if (match := BYLINE.fullmatch(line))}
    days = {line: found_day for line in head if (found_day := day(DATED.sub("", line)))}
    kept = [line for line in head if line not in bylines and line not in days]
    return Cleaned(found, "\n\n".join(kept + body), next(iter(bylines.values()), ""), next(iter(days.values()), ""))


def normalise(text: str) -> str:
    """The same text with plain line breaks and spaces and no invisible, control or surrogate characters, in NFC."""
    text = re.sub(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text).translate(INVISIBLE)
    text = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    text = re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFC", text))
    return re.sub(r" ?\n ?", "\n", text).strip()


def is_prose(paragraph: str) -> bool:
    """Whether a paragraph tells something in whole sentences, as an article does and a list of links does not."""
    return len(paragraph.split()) >= PROSE_WORDS and SENTENCE_END.search(paragraph) is not None


def _told(text: str) -> list[str]:
    """The paragraphs that belong to the article."""
    lines = [" ".join(text[start:end].split()) for start, end in paragraphs(text)]
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        begun = any(map(is_prose, kept))
        if begun and ENDS.fullmatch(line):
            break
        place += 1
        if begun and LISTS.fullmatch(line):
            place = _resumption(lines, place)
        elif not _is_leftover(line):
            kept.append(line)
    return _without_tail(kept)


def _resumption(lines: list[str], place: int) -> int:
    """Where the article goes on behind a list of others: at the next two paragraphs of prose in a row, if ever."""
    for following in range(place, len(lines) - 1):
        if is_prose(lines[following]) and is_prose(lines[following + 1]):
            return following
    return len(lines)


def _is_leftover(line: str) -> bool:
    """Whether a paragraph, by itself, is a site's and not the article's."""
    if any(pattern.fullmatch(line) for pattern in (ENDS, LISTS, LEFTOVERS, LABELLED, POINTER)):
        return True
    credit = CREDIT.search(line)
    return credit is not None and len(line.split()) <= CREDIT_WORDS and not SENTENCE_END.search(line[: credit.start()])


def _without_tail(lines: list[str]) -> list[str]:
    """Without what follows the last sentence, where that is labels, or teasers that break off."""
    last = max((place for place, line in enumerate(lines) if SENTENCE_END.search(line)), default=-1)
    tail = lines[last + 1 :]
    if last < 0 or not any(map(is_prose, lines)):
        return lines
    if any(map(ELLIPSIS_END.search, tail)):
        return lines[: last + 1]
    return lines[: last + 1] + [line for line in tail if len(line.split()) > SHORT_WORDS]


def _without_repeats(lines: list[str]) -> list[str]:
    """Each paragraph once: not again, not shortened with an ellipsis, and not with a site's name behind it."""
    folded = [_folded(line) for line in lines]
    kept: list[str] = []
    seen: set[str] = set()
    for line, plain in zip(lines, folded, strict=True):
        long = len(plain.split()) > SHORT_WORDS
        shortened = ELLIPSIS_END.sub("", plain)
        cut = shortened != plain and long and any(other.startswith(shortened) and other != plain for other in folded)
        headline = SEPARATED.split(plain)[0]
        named = headline != plain and headline in folded and len(headline.split()) > SHORT_WORDS
        if not (long and plain in seen) and not cut and not named:
            kept.append(line)
        seen.add(plain)
    return kept


def _headline(lines: list[str]) -> str:
    """The first paragraph that can be a headline; empty where the text begins with a long paragraph."""
    short: str = ""
    for line in lines:
        if len(line) > TITLE_CHARACTERS:
            break
        if BYLINE.fullmatch(line):
            continue
        if len(line.split()) > SHORT_WORDS:
            return line
        short = short or line
    return short


def _folded(line: str) -> str:
    return line.casefold().translate(QUOTES)
