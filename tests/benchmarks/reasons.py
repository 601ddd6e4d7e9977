"""Sentences -> questions that ask why, whose reason the sentence gives, or does not.

What stands behind "because" in a sentence answers why what stands before it is so: a question with an answer that nobody
had to write.  Of a sentence in a passage without a word for a reason the same question has no answer, although the
sentence has all of its words.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.models import Span
from index.text.lexicons import FUNCTION_WORDS, PRONOUNS
from index.text.names import NAME_SEQUENCE

REASON = re.compile(
    r"\b(?:because(?: of)?|so that|in order to|due to|owing to|thanks to|as a result of|citing|on the grounds? that)\b"
)
# Words with which a reason may be told: a passage with one of them is not taken for one without a reason.
MAY_TELL = re.compile(
    r"\b(?:because|so|order|due|owing|thanks|result|citing|cited|grounds|since|as|for|after|over|amid|given|reasons?|why"
    r"|cause[sd]?|led|made|makes?|wants?|wanted|hop(?:e[sd]?|ing)|fear(?:s|ed|ing)?|aim(?:s|ed|ing)?|to)\b",
    re.IGNORECASE,
)
OPENING = re.compile(r"^[“\"‘'\s]*(?:(?:and|but|so|or|yet|still|however|also|then|that is),? )?", re.IGNORECASE)
FIRST_PERSON = re.compile(r"\b(?:I|we|you|my|our|your|us|me)\b|[?]", re.IGNORECASE)
SHORTEST, LONGEST = 4, 22  # words of what is asked about
DROPPED = 0.15  # share of the words that are left out, but for names
DID, LOWER, NAMED = 0.5, 0.5, 0.8  # shares of the questions with "did", in small letters, with a name for a pronoun


@dataclass(frozen=True, slots=True)
class WhyQuestion:
    """A question, the sentence of a text that it is made of, and where its reason stands there; None without one."""

    text: str
    sentence: Span
    reason: Span | None


def why_questions(text: str, sentences: list[Span], passages: list[Span], rng: random.Random) -> Iterator[WhyQuestion]:
    """Make questions of the sentences of a text: of all that give a reason, and of about as many others."""
    reasons = 0
    for span in sentences:
        sentence = text[slice(*span)]
        match = REASON.search(sentence)
        if match and sentence[match.end() :].split()[2:]:
            asked = question_of(sentence[: match.start()], text[: span[0]], rng)
            if asked:
                end = span[0] + len(sentence.rstrip(" .”\"’'\n"))
                yield WhyQuestion(asked, span, (span[0] + match.start(), end))
                reasons += 1
    plain = [p for p in passages if not MAY_TELL.search(text[slice(*p)])]
    plain += [s for s in sentences if not MAY_TELL.search(text[slice(*s)])]
    rng.shuffle(plain)
    for part in plain[: reasons + 1]:
        inside = [s for s in sentences if part[0] <= s[0] and s[1] <= part[1]]
        span = rng.choice(inside) if inside else part
        asked = question_of(text[slice(*span)], text[: span[0]], rng)
        if asked:
            yield WhyQuestion(asked, part, None)


def question_of(clause: str, before: str, rng: random.Random) -> str:
    """Return the question why what a clause says is so; empty for a clause of which none can be asked.

    A pronoun that begins it is replaced by the name that stands last before it.
    """
    clause = OPENING.sub("", clause.strip(' ,;:-–—.”"\n'))
    words = clause.split()
    if not SHORTEST <= len(words) <= LONGEST or FIRST_PERSON.search(clause) or "“" in clause or '"' in clause:
        return ""
    if words[0].casefold() in PRONOUNS and rng.random() < NAMED:
        names = NAME_SEQUENCE.findall(before[-300:])
        if not names:
            return ""
        words[0] = names[-1] if isinstance(names[-1], str) else names[-1][0]
    kept = [w for w in words if w[:1].isupper() or w.casefold() in FUNCTION_WORDS or rng.random() > DROPPED]
    asked = f"why {'did ' if rng.random() < DID else ''}{' '.join(kept)}"
    return asked.lower() if rng.random() < LOWER else f"W{asked[1:]}?"
