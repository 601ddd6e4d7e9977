"""The text of a page or a file -> its headline and its article: a site's leftovers are taken out.  Pure.

The rules are general and work on paragraphs, for nothing else of the page is known: headings behind which a site lists
other articles or shows its comment form, single lines of navigation, sharing, consent, credit and copyright, teasers,
and lines that say again what another one said.  What is doubtful stays in.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

from index.loading.metadata import day
from index.text.sentences import split_paragraphs

TITLE_CHARACTERS = 250  # a longer first paragraph is text, not a headline
SHORT_WORDS = 3  # of labels and menus
PROSE_WORDS = 12  # a paragraph with as many that ends as a sentence does is told, not listed
RESUMED_WORDS = 20  # the same behind a list of other articles, whose teasers are told too
BEGUN_WORDS = 50  # of prose, behind which headings of lists and comments count
HEAD_LINES = 6  # in which an author or a day is looked for
LEFTOVER_CHARACTERS = 500  # a longer paragraph is the article's


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article's headline (empty where none is found) and its text, paragraphs parted by a blank line.

    Where the headline was found in the text, it is its first paragraph.  `author` and `published` are what a line near
    the headline says, and says alone: "By Jo Doe", "Published: 1 August 2025".
    """

    title: str
    text: str
    author: str = ""
    published: str = ""


def _heading(*patterns: str) -> re.Pattern[str]:
    """Matches a paragraph that is one of the patterns: no sentence, and nobody's words."""
    return re.compile(rf"[^\w\"“”‘’'«„]*(?:{'|'.join(patterns)})[^\w.!?]*", re.IGNORECASE)


def _line(*patterns: str) -> re.Pattern[str]:
    """Matches a paragraph that is one of the patterns, but nobody's words."""
    return re.compile(rf"[^\w©\"“”‘’'«„]*(?:{'|'.join(patterns)})[\W_]*", re.IGNORECASE)


# Behind these nothing of the article follows: what readers wrote, and the form for it.
ENDS = _heading(
    r"(?:leave|post|write|add)\s+(?:a|your)\s+(?:reply|comment)s?(?:\s+cancel reply)?|cancel reply",
    r"(?:(?:\d+|no|view|show|reader|all)\s+)?(?:comments|responses|replies)(?:\s*\(\d+\))?|\d+ comment",
    r"join the (?:conversation|discussion)|(?:post|story|article) navigation|about the authors?",
)
# Behind these other articles are listed; the article itself may go on after them.
LISTS = _heading(
    r"(?:you|we)(?:\s+(?:may|might|will|'ll|’ll|think you.{0,5}))?(?:\s+also)?\s+(?:like|enjoy|love|be interested in)",
    r"(?:read|see|watch|look)\s+(?:also|next|more|on|too)|(?:what to read|up) next",
    r"also\s+(?:read|see|on)(?:\s+\w+){0,3}",
    r"(?:related|recommended|latest|popular|trending|top|similar|further|recent|other|featured|editors?['’]?s?\s+picks?)"
    r"(?:\s+(?:for you|now|today|news|articles?|stor(?:y|ies)|posts?|topics?|reading|content|coverage|videos?"
    r"|headlines)){0,2}",
    r"most\s+(?:read|popular|viewed|shared|commented|recent)(?:\s+\w+)?|more\s+(?:news|stories|articles)(?:\s+\w+){0,3}",
    r"more\s+(?:from|on|in|about)(?:\s+[\w’'-]+){1,3}",
    r"don['’]t miss(?: this)?|in case you missed it|from (?:around|across) the web|sponsored (?:content|links|stories)",
    r"tags|categories|share this(?:\s+\w+){0,2}",
)
SITES = "facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|instagram|youtube|tiktok|viber|rss|messenger"
# Lines that a site puts anywhere.
LEFTOVERS = _line(
    r"(?:skip|jump|go)\s+(?:directly\s+)?to\s+(?:the\s+)?(?:main\s+)?(?:content|navigation|text|article|footer|search)",
    r"(?:(?:open|close|toggle|show|main|primary)\s+)?(?:menu|navigation|search|sidebar)(?:\s+(?:bar|menu))?",
    r"home|log\s?in|log\s?out|sign (?:in|out)|register|my account|contact(?: us)?|about us|careers|sitemap|help|faq",
    r"(?:privacy|cookies?|terms)"
    r"(?:\s+(?:policy|notice|settings|preferences|of (?:use|service)|(?:and|&) conditions)){1,2}",
    r"(?:share|tweet|pin|print|e-?mail|save|copy link|follow)(?:\s+(?:this|on|via|with|by|to|us|now|in|article"
    rf"|story|post|page|link|friends?|e-?mail|google news|{SITES})){{0,5}}|{SITES}",
    r"(?:page\s+)?\d+(?:\s*(?:of|/)\s*\d+)?|\d+\s*(?:shares?|views?|likes?)|\d+[\s-]*min(?:ute)?s?\.?\s+read",
    r"(?:estimated\s+)?reading time\b.{0,20}|listen to (?:this )?(?:article|story)(?:\W.*)?|loading",
    r"advertise(?:ments?)?(?: with us)?|sponsored(?: by .{0,40})?|promoted",
    r"(?:story|article) continues (?:below|after).{0,40}|continue reading(?:\W.*)?",
    r"subscribe(?: now| today| here)?|sign up(?: now| today| here)?|newsletters?",
    r"(?:sign up|subscribe|join (?:us|our)|follow us|like us|find us)\b.{0,100}"
    rf"\b(?:newsletters?|briefing|updates|alerts|inbox|channel|podcast|notifications?|community|news|{SITES})\b.{{0,60}}",
    r"(?:we|we and our partners) (?:use|store|place)\b.{0,60}\bcookies\b.*",
    r"(?:this|our) (?:web)?site\b.{0,60}\bcookies\b.*",
    r"(?:accept|reject|manage|allow|decline)(?: all| my)?(?: cookies?| preferences| settings| choices)?",
    r"by (?:continuing|clicking|using|subscribing|signing up)\b.{0,150}\byou\b.{0,40}\b(?:agree|accept|consent)\b.*",
    r"your e-?mail address will not be published\b.*|required fields are marked.*|save my name\b.*|notify me of\b.*",
    r"(?:your )?(?:name|e-?mail|website|comment)\s*\*?|(?:post|submit)(?: comment| reply)?|this site uses akismet.*",
    r"(?:©|\(c\)|copyright\s*(?:©|\(c\)|\d{4})).{0,200}|.{0,100}\ball rights reserved.{0,100}",
    r"(?:read|see|show|load|view|learn)\s+(?:more|all|less)|read (?:the )?full (?:story|article).*",
    r"(?:click|tap) here\b.{0,100}|back to (?:top|home)",
    r"(?:next|previous|older|newer)(?: (?:post|article|story|page)s?)?",
)
# Lines that are such by how they begin: "Read also: ...", "Photo: ...", "Tags: ...".
LABELLED = _line(
    r"(?:(?:(?:read|see|watch|listen)(?:\s+(?:also|more|next|too|here|on))?|also\s+(?:read|see)|related(?:\s+\w+)?|more"
    r"|don['’]t miss|you (?:may|might) also like|recommended|(?:(?:main|featured|cover|lead|header)\s+)?"
    r"(?:image|photo|picture|photograph)s?(?:\s+(?:source|credits?|by|courtesy|of))*|credits?|tags?|tagged"
    r"|categor(?:y|ies)|filed under|posted in|topics?|keywords|share(?: this)?)\s*[:|]\s*\S.{0,200})"
)
# Links that lead elsewhere: "Fires in the north >>>".
POINTER = re.compile(r"(?!.*«).{0,200}(?:>{2,}|»|→|⟶|➤|►|\[(?:…|\.{3})\]|\((?:read|see) more\))\s*", re.IGNORECASE)
AGENCIES = "(?:AFP|AP|EPA|PAP|DPA|ANSA|TASS|Reuters|REUTERS|Getty|Shutterstock|Alamy|iStock|Unsplash|Wikimedia|Xinhua)"
# The credit that ends a caption: "EPA / JO DOE", "Jo Doe/Reuters", "Getty Images", "(Pool Photo)", "agency.example".
CREDIT = re.compile(
    r"(?:[A-Z]{2,}(?:\s*/\s*[A-Z][\w.' -]*[\w'])+"
    rf"|[\w.'-]+\s*/\s*{AGENCIES}(?:\s+(?:Images|Photo|via [\w ]+|Pool))?|\b{AGENCIES}\s+(?:Images|Photos?)"
    r"|\([^()]*\b(?:Photo|Images|Handout|via)\b[^()]*\)|\s(?:[a-z0-9-]+\.)+(?:com|org|net|[a-z]{2}))\s*$"
)
CREDIT_WORDS = 40
BYLINE = re.compile(
    r"(?i:written |reported |posted |published )?(?i:by):?\s+(?P<author>[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){1,4})"
)
DATED = re.compile(r"(?:published|posted|date|first published)(?:\s+on|\s+at)?\s*[:|]?\s*", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<!\.)[.!?:;][\"'”’»)\]]*$")
ELLIPSIS_END = re.compile(r"(?:…|\.{3,})[\"'”’»)\]]*$")
SITE_NAME = re.compile(r"\s+[|–—•·»-]\s+")
LINE_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control characters, surrogates, soft hyphens, spaces of no width, and marks of direction and byte order.
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
QUOTES = str.maketrans("“”„«»‘’‚`´–—‑", "\"\"\"\"\"'''''---")


def clean(text: str, title: str = "") -> Cleaned:
    """Take a site's leftovers out of a text.  `title` is the headline where it is known from elsewhere."""
    lines = _without_repeats(_without_tail(_told(normalise(text))))
    found = " ".join(normalise(title).split())
    if not found and (found := _headline(lines)):
        place = lines.index(found)
        lines = [found, *(line for line in lines[:place] if not _is_label(line)), *lines[place + 1 :]]
    author = published = ""
    for line in _head(lines):
        said = _byline(line)
        author, published = author or said[0], published or said[1]
        if any(said):
            lines.remove(line)
    return Cleaned(found, "\n\n".join(lines), author, published)


def normalise(text: str) -> str:
    """The same text with plain line breaks and spaces and no invisible, control or surrogate characters, in NFC."""
    text = UNSEEN.sub("", LINE_BREAK.sub("\n", text))
    text = re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFC", text))
    return re.sub(r" ?\n ?", "\n", text).strip()


def is_prose(paragraph: str, words: int = PROSE_WORDS) -> bool:
    """Whether a paragraph tells something in whole sentences, as an article does and a list of links does not."""
    return SENTENCE_END.search(paragraph) is not None and len(paragraph.split()) >= words


def _told(text: str) -> list[str]:
    """The paragraphs that belong to the article."""
    lines = [" ".join(text[start:end].split()) for start, end in split_paragraphs(text)]
    kept: list[str] = []
    place = told = 0
    while place < len(lines):
        line = lines[place]
        place += 1
        begun, short = told >= BEGUN_WORDS, len(line) <= LEFTOVER_CHARACTERS
        if begun and short and ENDS.fullmatch(line):
            break
        if begun and short and LISTS.fullmatch(line):
            place = _resumption(lines, place)
        elif not (short and _is_leftover(line)):
            kept.append(line)
            told += len(line.split()) if is_prose(line) else 0
    return kept


def _resumption(lines: list[str], place: int) -> int:
    """Where the article goes on behind a list of others: at the next two paragraphs of prose in a row, if ever."""
    for following in range(place, len(lines) - 1):
        if is_prose(lines[following], RESUMED_WORDS) and is_prose(lines[following + 1], RESUMED_WORDS):
            return following
    return len(lines)


def _is_leftover(line: str) -> bool:
    """Whether a paragraph, by itself, is a site's and not the article's."""
    if any(pattern.fullmatch(line) for pattern in (ENDS, LISTS, LEFTOVERS, LABELLED, POINTER)):
        return True
    return len(line.split()) <= CREDIT_WORDS and CREDIT.search(line) is not None


def _is_label(line: str) -> bool:
    """Whether a paragraph is as short as the name of a section."""
    return len(line.split()) <= SHORT_WORDS and not SENTENCE_END.search(line)


def _without_tail(lines: list[str]) -> list[str]:
    """Without what follows the last sentence, where that is labels, or teasers that break off."""
    last = max((place for place, line in enumerate(lines) if SENTENCE_END.search(line)), default=-1)
    if not any(map(is_prose, lines)):
        return lines
    tail = lines[last + 1 :]
    told = [] if any(map(ELLIPSIS_END.search, tail)) else [line for line in tail if not _is_label(line)]
    return lines[: last + 1] + told


def _without_repeats(lines: list[str]) -> list[str]:
    """Each paragraph once: not again, not broken off with an ellipsis, and not with a site's name behind it."""
    folded = [line.casefold().translate(QUOTES) for line in lines]
    ordered = sorted(set(folded))
    kept: list[str] = []
    seen: set[str] = set()
    for line, plain in zip(lines, folded, strict=True):
        if len(plain.split()) > SHORT_WORDS:
            opening = ELLIPSIS_END.sub("", plain).rstrip()
            whole = ordered[bisect_left(ordered, opening) :][:3] if opening != plain else []
            headline = SITE_NAME.split(plain, maxsplit=1)[0]
            named = headline != plain and headline in folded and len(headline.split()) > SHORT_WORDS
            if plain in seen or named or any(other.startswith(opening) and other != plain for other in whole):
                continue
            seen.add(plain)
        kept.append(line)
    return kept


def _headline(lines: list[str]) -> str:
    """The first paragraph that can be a headline; empty where the text begins with a long paragraph."""
    labels: list[str] = []
    for line in lines:
        if len(line) > TITLE_CHARACTERS or (labels and is_prose(line)):
            break
        if not _is_label(line) and not any(_byline(line)):
            return line
        labels.append(line)
    return max(labels, key=lambda line: len(line.split()), default="")


def _head(lines: list[str]) -> list[str]:
    """The paragraphs around the headline, before the text begins."""
    begin = next((place for place, line in enumerate(lines) if place and is_prose(line, RESUMED_WORDS)), len(lines))
    return lines[: min(begin, HEAD_LINES)]


def _byline(line: str) -> tuple[str, str]:
    """The author and the day that a paragraph says and says alone, each empty where it does not."""
    byline = BYLINE.fullmatch(line)
    return byline["author"] if byline else "", day(DATED.sub("", line, count=1))
