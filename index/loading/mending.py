"""Mend what a source broke: letters that were decoded wrongly, and tags that its site left in the text.  Pure.

Only what is surely broken is changed, and every other character keeps its place: what is taken out of a text becomes
spaces, so that offsets that somebody else keeps into it stay right.
"""

from __future__ import annotations

import re
import unicodedata

BLANK = "\x00"  # stands for what is taken out; no text that can be kept has it
TIMES = 4  # text may have been decoded wrongly more than once
WORD = re.compile(r"\S+(?:(?<=[ÂÃ])(?:\x20[\u0300-\u036f]|[\xa0\x85])\S*)*")  # the second byte may look like a space
# What NFKC makes of the second byte of a letter, behind the first one: "Ã¯" becomes "Ã ̄".
TORN = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in (0xA8, 0xAF, 0xB4, 0xB8)}
TORN_ACCENT = re.compile(f"(?<=[ÂÃ])(?:{'|'.join(TORN)})")
# Tags that no reader was meant to see: places for what is embedded, which no article writes about in this form ...
EMBEDDED = re.compile(
    r"""</?(?:tweet|twitter|instagram|facebook|youtube|vimeo|embed|oembed)
        (?:\s+[\w-]+=(?:"[^"<>]*"|'[^'<>]*'))*      # attributes
        \s*/?>""",
    re.IGNORECASE | re.VERBOSE,
)
# ... and formatting, which is only sure where it closely surrounds words.
FORMATTED = re.compile(
    r"""(?P<open><(?P<name>a|b|i|em|strong|u|p|span)(?:\s+[\w-]+=(?:"[^"<>]*"|'[^'<>]*'))*>)
        (?=[^\s<])(?P<words>[^<>]*)(?<=[^\s>])
        (?P<close></(?P=name)>)""",
    re.IGNORECASE | re.VERBOSE,
)
ABOUT_TAGS = re.compile(r"\b(?:HTML|XML|mark-?up|tags?)\b", re.IGNORECASE)  # here a tag may be what is meant


def mend(text: str) -> str:
    """Return a text of the same length, with wrongly decoded letters mended and a source's tags blanked."""
    if not text.isascii():
        text = WORD.sub(_mended_word, text)
    if "<" not in text or BLANK in text:
        return text
    text = EMBEDDED.sub(lambda tag: BLANK * len(tag[0]), text)
    before = text if ABOUT_TAGS.search(text) else ""
    while before != text:  # from the inner tags to the outer ones
        before = text
        text = FORMATTED.sub(lambda tag: BLANK * len(tag["open"]) + tag["words"] + BLANK * len(tag["close"]), text)
    return text.replace(BLANK, " ")


def _mended_word(match: re.Match[str]) -> str:
    """Return a word with its letters as they were meant, spaces in place of what is too much behind it."""
    word = match[0]
    if word.isascii():
        return word
    import ftfy  # heavy: every command would wait for it
    from ftfy.badness import is_bad

    meant = TORN_ACCENT.sub(lambda accent: TORN[accent[0]], word)
    for _ in range(TIMES):
        before, meant = meant, ftfy.fix_encoding(meant)
        if meant == before:
            break
    return word if len(meant) >= len(word) or is_bad(meant) else meant.ljust(len(word))
