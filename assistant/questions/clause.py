"""The words of one question, with the names in it, and the parts that every kind of question is made of."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.questions.lexicon import (
    ABOUT,
    ADVERBS,
    ANAPHORS,
    ANYBODY,
    ANYTHING,
    AUXILIARIES,
    DETERMINERS,
    GROUPS,
    HEARERS,
    NAMING,
    NOUN_OR_VERB,
    NOUNS_OF_SAYING,
    PERSONAL,
    QUESTION_WORDS,
    SAYING,
    TALKING,
    TOPIC_PREPOSITIONS,
    WHERE_OR_WHEN,
)
from assistant.questions.names import Mention, find_mentions, names_of, tokenize
from assistant.questions.roles import holder_of
from index import (
    FUNCTION_WORDS,
    HONORIFICS,
    KIN_NOUNS,
    NAME_PARTICLES,
    ORGANIZATION_NOUNS,
    ROLE_NOUNS,
    IndexSnapshot,
    normalize_token,
)

ARTICLES = frozenset("the a an".split())
LONGEST_SUBJECT = 12  # words
LONGEST_NAME = 4  # words of a name that the index does not hold
CLOSED = (
    QUESTION_WORDS | AUXILIARIES | ABOUT | DETERMINERS | ADVERBS | SAYING | frozenset("and or by with from".split())
)
LINKS = frozenset("and or of for from in at with".split())  # between the names and nouns of one subject
ENDS = QUESTION_WORDS | frozenset("that if whether because than".split())
ANYTHING_ABOUT = re.compile(
    rf"^(?:(?:{'|'.join(sorted(ANYTHING | {'what', 'else', 'more'}))}) )+"
    rf"(?:{'|'.join(sorted(TOPIC_PREPOSITIONS))}) ",
    re.IGNORECASE,
)
DANGLING = re.compile(rf"(?:^| )(?:{'|'.join(sorted(ABOUT | {'that', 'with', 'by', 'in'}))})$", re.IGNORECASE)
THEN = re.compile(
    r"(?:^| )(?:(?:on |at |in )?(?:that|the same) (?:night|day|evening|morning|afternoon|week|month|year|time)"
    r"|(?:back |since )?then|afterwards?|later(?: on)?|in (?:response|return|reply|turn)|back|lately|recently|so far)$",
    re.IGNORECASE,
)
LEFT_BEHIND = re.compile(r" (?:of|about|for|to|with) (in|at|on|during|after|before) ")  # "accuse Berg of in the debate"
ON_THIS = re.compile(r"(?<=\w) (?:over|about|on|for) (?:this|that|it)$", re.IGNORECASE)
OF_ANYTHING = re.compile(r" (?:of|about|for) (?:anything|something)$", re.IGNORECASE)
ROLE_OF = re.compile(rf"(?:[\w’'-]+ ){{0,2}}?(?:{'|'.join(sorted(ROLE_NOUNS))}) (?:of|from) ", re.IGNORECASE)
CONJUNCTION = re.compile(r",? and |,? or |, |,? & ", re.IGNORECASE)


class Clause:
    """A question's text with its words folded, and the mentions of those whom the index quotes."""

    def __init__(self, text: str, snapshot: IndexSnapshot) -> None:
        self.text = text
        self.snapshot = snapshot
        self.tokens = tokenize(text)
        self.words = [token.word for token in self.tokens]
        self.mentions = find_mentions(text, snapshot)

    def __len__(self) -> int:
        return len(self.words)

    def word(self, place: int) -> str:
        """Return the word at a place, empty behind the last."""
        return self.words[place] if place < len(self.words) else ""

    def between(self, first: int, last: int | None = None) -> str:
        """Return the text of the words from one up to another (exclusive), with the quotation marks around them."""
        last = len(self.tokens) if last is None else last
        if first >= last or first >= len(self.tokens):
            return ""
        start = self.tokens[first].start
        end = len(self.text) if last == len(self.tokens) else self.tokens[last - 1].end
        return self.text[start:end].strip(' ,;?!.“”"')

    def mention_at(self, place: int) -> Mention | None:
        """Return the mention that a word is part of."""
        return next((mention for mention in self.mentions if mention.first <= place < mention.last), None)

    def is_name(self, place: int) -> bool:
        """Return whether the articles write a word as a name, or none holds it."""
        bare = normalize_token(self.words[place])
        return bare not in CLOSED and names_of(self.snapshot).usage(bare, self.snapshot).name

    def find_saying(self, first: int, verbs: Collection[str] = SAYING) -> int | None:
        """Return the place of the verb of saying behind a subject that begins at `first`; None where there is none."""
        for place in range(first, min(len(self), first + LONGEST_SUBJECT + 1)):
            word = self.words[place]
            if word in ENDS:
                return None
            if word == "back" and self.word(place + 1) in TOPIC_PREPOSITIONS | WHERE_OR_WHEN | {"to", ""}:
                continue  # "did she get her boat back"
            if place > first and self.words[place - 1] in ARTICLES:
                continue  # "the think tank", "the alleged victim"
            is_noun = place > first and (self.words[place - 1] in DETERMINERS or self.word(place + 1) in SAYING)
            if (
                word in verbs
                and not self.mention_at(place)
                and not (is_noun and word in NOUNS_OF_SAYING | NOUN_OR_VERB)
            ):
                return place if self.is_subject(first, place) else None
        return None

    def is_subject(self, first: int, last: int) -> bool:
        """Return whether words can be a subject: names, roles and what links them, and nothing that is a verb."""
        last = self.without_adverbs(first, last)
        while first < last - 1 and self.words[first] in ADVERBS:
            first += 1
        if first == last or last - first > LONGEST_SUBJECT:
            return False
        if any(word in ENDS or word in TOPIC_PREPOSITIONS for word in self.words[first:last]):
            return False
        mention = self.mention_at(first)
        if mention is None or mention.last >= last:
            return True
        following = self.words[mention.last]
        linked = following in LINKS or self.words[mention.last - 1].endswith(("'s", "s'"))
        role = following in ROLE_NOUNS | ORGANIZATION_NOUNS | HONORIFICS | GROUPS
        comma = self.text[self.tokens[mention.last - 1].end] == ","
        return linked or role or comma or bool(self.mention_at(mention.last)) or self.is_name(mention.last)

    def without_adverbs(self, first: int, last: int) -> int:
        """Return the end of a subject without the adverbs and auxiliaries behind it."""
        while last > first and self.words[last - 1] in ADVERBS | AUXILIARIES:
            last -= 1
        return last

    def subject(self, first: int, last: int) -> str:
        """Return the words of a subject; empty where anybody is meant."""
        last = self.without_adverbs(first, last)
        while first < last - 1 and self.words[first] in ADVERBS:
            first += 1
        text = re.sub(r"[’']s?$", "", self.between(first, last))
        return "" if text.casefold().removeprefix("any of ") in ANYBODY else text

    def topic_behind(self, verb: int) -> str:
        """Return what is said, or what it is about, of the words behind a verb of saying."""
        place = verb + 1
        while self.word(place) in HEARERS | ADVERBS and self.word(place + 1) in ABOUT | {"that", "", "in", "when"}:
            place += 1
        # "told the paper about it", but not "called her a danger on it"
        if self.words[verb] in (TALKING - NAMING) | {"told", "tell", "tells"}:
            behind = range(place, min(len(self), place + LONGEST_NAME + 1))
            place = next((at for at in behind if self.words[at] in TOPIC_PREPOSITIONS), place)
        return self.topic(place)

    def topic(self, place: int) -> str:
        """Return the words from a place on as a topic: without a preposition in front and without "anything"."""
        text = self.between(place)
        if text.casefold() in ANAPHORS:
            return text
        text = re.sub(
            r"^(?:in response to|when asked about|in regard to|with regard to|as to|to do about) ",
            "",
            text,
            flags=re.IGNORECASE,
        )
        if (
            self.word(place) in ABOUT | {"that", "with"}
            and " " in text
            and text.partition(" ")[0].casefold() == self.word(place)
        ):
            text = text.partition(" ")[2]
            if text.casefold() in ANAPHORS:
                return text
        text = ANYTHING_ABOUT.sub("", text)
        text = re.sub(r"^that (?=\w+ \w+)", "", text, flags=re.IGNORECASE)
        return clean_topic(text)


def clean_topic(text: str) -> str:
    """Return a topic without quotation marks, a dangling preposition, or a word for anything."""
    text = DANGLING.sub("", THEN.sub("", text.strip(" ,;?!.“”\"‘’'"))).strip(" ,;")
    text = OF_ANYTHING.sub("", LEFT_BEHIND.sub(r" \1 ", ON_THIS.sub("", text)))
    return "" if text.casefold() in ANYTHING else text


def split_subjects(text: str, snapshot: IndexSnapshot) -> tuple[list[str], str]:
    """Return the names in the words of a subject, as they are to be written, and the group of speakers it describes."""
    text = text.strip(" *_`\"“”‘’'")
    bare = re.sub(r"^(?:the|all|any|some|other|most|many) ", "", text, flags=re.IGNORECASE).casefold()
    if not text or text.casefold() in ANYBODY:
        return [], ""
    if bare.split()[-1:] and bare.split()[-1] in GROUPS:
        return ([text] if snapshot.link_speaker(text) else []), bare
    linked = snapshot.link_speaker(text)
    is_known_by_role = all(name.split()[-1].islower() for name in linked)
    if linked and (is_known_by_role or ROLE_OF.match(bare)) and (holder := holder_of(text, snapshot)):
        return [holder], ""  # and not "Vermont Democrats" for "the senator from Vermont"
    if linked:
        return [well_cased(text, snapshot)], ""
    parts = [part.strip() for part in CONJUNCTION.split(text) if part.strip()]
    if len(parts) > 1:
        return [name for part in parts for name in split_subjects(part, snapshot)[0]], ""
    if text.casefold() in PERSONAL:
        return [text.casefold()], ""
    return [holder_of(text, snapshot) or well_cased(text, snapshot)], ""


def well_cased(name: str, snapshot: IndexSnapshot) -> str:
    """Return a name with capital letters where the articles write its words so or hold none of them; not "von"."""
    words, typed = [], name.casefold().split()
    is_described = typed[:1] and (typed[0] in DETERMINERS or typed[0].endswith(("'s", "’s")))
    for word in name.split():
        bare = normalize_token(word)
        is_role = is_described and bare in ROLE_NOUNS | KIN_NOUNS | ORGANIZATION_NOUNS  # "the detective"
        usage = names_of(snapshot).usage(bare, snapshot)
        is_alone = bool(usage.neighbours) and usage.neighbours.isdisjoint(typed)  # "the new hashtag", not New York
        known = is_role or is_alone or bare in CLOSED | NAME_PARTICLES or not usage.name
        words.append(word if known or word != word.lower() else word[:1].upper() + word[1:])
    return " ".join(words)


def is_clause(topic: str) -> bool:
    """Return True if a topic has a verb: "wins the cup", "Berg is ill"; as far as its small words tell."""
    words = topic.split()
    begins_with_verb = words[0].islower() and words[0] not in FUNCTION_WORDS | DETERMINERS if words else False
    has_object = len(words) > 1 and words[1].casefold() in DETERMINERS
    return (begins_with_verb and has_object) or not AUXILIARIES.isdisjoint(words)
