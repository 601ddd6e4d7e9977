"""The patterns of what a site puts around an article, as data.

Each pattern is matched against a whole paragraph.  The rules are general: they know nothing of any one site.
"""

from __future__ import annotations

import re


def _heading(*patterns: str) -> re.Pattern[str]:
    """Compile a pattern of whole paragraphs that are neither a sentence nor quoted."""
    return re.compile(rf"[^\w\"“”‘’'«„]*(?:{'|'.join(patterns)})[^\w.!?]*", re.IGNORECASE)


def _line(*patterns: str) -> re.Pattern[str]:
    """Compile a pattern of whole paragraphs that are not quoted."""
    return re.compile(rf"[^\w©\"“”‘’'«„]*(?:{'|'.join(patterns)})[\W_]*", re.IGNORECASE)


# Nothing of the article follows these headings: what readers wrote, and the form for it.
COMMENT_HEADINGS = _heading(
    r"(?:leave|post|write|add)\s+(?:a|your)\s+(?:reply|comment)s?(?:\s+cancel reply)?|cancel reply",
    r"(?:(?:\d+|no|view|show|reader|all)\s+)?(?:comments|responses|replies)(?:\s*\(\d+\))?|\d+ comment",
    r"join the (?:conversation|discussion)|(?:post|story|article) navigation|about the authors?",
)
# Other articles are listed below these headings; the article itself may go on after them.
RELATED_HEADINGS = _heading(
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
# Lines that a site puts anywhere: navigation, sharing, consent, subscription, copyright.
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
SENTENCE_END = re.compile(r"(?<!\.)[.!?:;][\"'”’»)\]]*$")
ELLIPSIS_END = re.compile(r"(?:…|\.{3,})[\"'”’»)\]]*$")
SITE_NAME = re.compile(r"\s+[|–—•·»-]\s+")
