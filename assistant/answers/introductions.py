"""Who somebody is, or what an acronym stands for: the sentences that introduce them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answers.composition import Item
from assistant.answers.grouping import is_heading
from assistant.answers.lines import sentence_line, trimmed
from assistant.questions.lexicon import SAYING
from index import ROLE_NOUNS, UNAMBIGUOUS_TITLES, Article, IndexSnapshot, Span, find_quotes, split_sentences

ARTICLES = 40  # that mention the name and are read
LINES = 3
INTRODUCES = 2.0  # score from which a sentence says who somebody is
ROLES = (
    ROLE_NOUNS
    | UNAMBIGUOUS_TITLES
    | frozenset(
        """head member bureau agency group company city town organization organisation party network movement partner
    founder tycoon activist chief manager son daughter wife husband brother sister""".split()
    )
)
SMALL = "of and for the on in to & de".split()
MIDDLE = r"\s+(?:[A-Z][.]?\s+)?"  # between two words of a name, with an initial or without
CAPITALISED = r"[A-Z][\w’'&-]*\s"
LONGEST_SENTENCE = 45  # words


@dataclass(frozen=True, slots=True)
class Introduction:
    """A sentence that names somebody, the words in it that introduce them, and how well it does."""

    article: Article
    span: Span
    words: Span
    score: float


def introduce(name: str, snapshot: IndexSnapshot) -> list[Item]:
    """Return the lines that say best who or what a name is, one an article; empty where no article has the name."""
    ids = snapshot.mentions(name.title() if name.islower() else name) or snapshot.mentions(name)
    articles = snapshot.articles_with_text(ids[:ARTICLES])
    found = [each for article in articles.values() for each in introductions(name, article)]
    found.sort(key=lambda each: (-each.score, each.article.published, each.article.id, each.span))
    items: list[Item] = []
    seen: set[str] = set()
    for each in found:
        text = " ".join(each.article.text[slice(*each.words)].split()).casefold()
        if each.article.id in {item.article.id for item in items} or text in seen:
            continue
        if items and each.score < max(INTRODUCES, found[0].score - 1.5):
            break
        seen.add(text)
        line = sentence_line(each.article, each.span, trimmed(each.article.text, [each.words]))
        items.append(Item(line, each.words, relevance=each.score))
        if len(items) == LINES:
            break
    return items


def introductions(name: str, article: Article) -> list[Introduction]:
    """Return the sentences of an article that hold a name, with how well each says who or what that is."""
    words = name.split()
    pattern = MIDDLE.join(map(re.escape, words))
    full = re.compile(rf"(?<![\w’'-]){pattern}(?!\w)", re.IGNORECASE)
    letters = "".join(words)
    acronym = letters.upper() if len(words) == 1 and 2 <= len(letters) <= 6 else ""
    found = []
    first = True
    for span in split_sentences(article.text):
        sentence = article.text[slice(*span)]
        match = next((m for m in full.finditer(sentence) if m.group()[0].isupper()), None)
        spelled = written_out(acronym, sentence) if acronym else None
        if match is None and spelled is None:
            continue
        quality, where = quality_of(sentence, match) if match else (0.0, (0, 0))
        if spelled:
            quality, where = quality + (5.0 if match else 3.0), spelled
        quality += 0.5 * first - 0.5 * (len(sentence.split()) > LONGEST_SENTENCE)
        is_headline = sentence.rstrip("”\"’')]")[-1:] not in ".!?" or is_heading(sentence, article)
        quality -= 1.0 * is_headline
        first = False
        found.append(Introduction(article, span, (span[0] + where[0], span[0] + where[1]), quality))
    return found


def quality_of(sentence: str, match: re.Match[str]) -> tuple[float, Span]:
    """Return how well a sentence introduces the name in it, and the words that do."""
    start, end = match.span()
    best, where = 0.0, match.span()
    after = sentence[end:]
    apposition = re.match(
        r",\s+(?:\d+,\s+)?(?P<words>(?:who|whose|the|an?|one of|[a-z][\w-]*|[A-Z][\w’'-]*)\b[^,;.“”\"()]*)", after
    )
    if apposition:
        role = roles_in(apposition["words"].split()[:10])
        article_first = re.match(r"(?:the|an?|one of|who|whose)\b", apposition["words"]) is not None
        score = 2.5 * article_first + 2.0 * role
        if score and apposition["words"].split()[0] not in SAYING:  # ", 57, told a voter" is no apposition
            best, where = score, (start, end + apposition.end())
    copula = re.match(
        r"\s+(?:is|was|serves as|served as|became|works as|has been)\s+(?P<words>(?:the|an?|one of)\b[^,;.“”\"]*)",
        after,
    )
    if copula:
        score = 2.5 + 1.5 * roles_in(copula["words"].split()[:10])
        best, where = max((best, where), (score, (start, end + copula.end())))
    before = re.search(r"(?:[\w’'&-]+,? ){1,7}$", sentence[:start])
    if before:
        words = before.group().split()
        place = next((n for n in range(len(words) - 1, -1, -1) if roles_in(words[n : n + 1])), None)
        if place is not None and not all(word[0].isupper() or word.rstrip(",") in SMALL for word in words[place + 1 :]):
            place = None  # what stands between belongs to something else
        if place is not None and not re.search(
            r"\b(?:said|told|and|with|by|that|but|when)\b", " ".join(words[place + 1 :])
        ):
            while place > 0 and (words[place - 1][0].isupper() or words[place - 1] in ("former", "and")):
                place -= 1
            begin = start - sum(len(word) + 1 for word in words[place:])
            best, where = max((best, where), (2.2 + 0.3 * (len(words) - place > 1), (begin, end)))
    quoted = any(a <= start < b for a, b in find_quotes(sentence))
    return best - quoted, where


def roles_in(words: Iterable[str]) -> bool:
    """Whether one of some words is a role's or a title's."""
    return any(re.sub(r"[’']s?$|[,.]", "", word).casefold() in ROLES for word in words)


def written_out(acronym: str, sentence: str) -> Span | None:
    """Return where a sentence has the words that an acronym stands for; None where it has not.

    They are the capitalised words right before it in brackets, or words whose initials spell it (Schwartz and Hearst,
    2003).
    """
    bracketed = re.search(rf"((?:{CAPITALISED}|(?:of|for|and|the|on)\s)+)\({re.escape(acronym)}\)", sentence)
    if bracketed:
        return bracketed.start(), bracketed.end()
    words = list(re.finditer(r"[\w’'&-]+", sentence))
    for number, word in enumerate(words):
        if word.group()[0] != acronym[0] or word.group().upper() == acronym:
            continue
        if (last := spells(acronym, [each.group() for each in words[number:]])) is not None:
            return word.start(), words[number + last].end()
    return None


def spells(acronym: str, words: Sequence[str]) -> int | None:
    """Return the number of the last word with which the initials of a name spell an acronym; None where they do not."""
    if not words:
        return None
    word, small = words[0], words[0].casefold() in SMALL
    initials = ["".join(part[0] for part in word.split("-") if part).upper(), word[0].upper()]
    for letters in dict.fromkeys(initials):
        if (word[0].isupper() or small) and acronym.startswith(letters):
            if acronym == letters:
                return 0 if not small else None
            if (last := spells(acronym[len(letters) :], words[1:])) is not None:
                return last + 1
    if small and (last := spells(acronym, words[1:])) is not None:
        return last + 1
    return None
