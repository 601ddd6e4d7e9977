"""Query -> ranked Evidence.

Passages are found by their vectors and by their words, and the two rankings fused by reciprocal rank (Cormack, Clarke
and Büttcher, 2009).  Statements of the speakers asked about go before them, by how surely they are about the topic: a
logistic regression over how much of the topic stands in their words, in the sentences around them, how near their
vector is, and how sure it is that they are somebody's words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import Stemmer
from numpy.typing import NDArray

from index.models import Article, Evidence, Query, QuoteType, Statement
from index.retrieval.speaker_linking import SpeakerIndex
from index.retrieval.synonyms import SynonymFinder
from index.text.lexicons import ROLE_NOUNS, STOP_WORDS
from index.text.names import ABBREVIATION, NAME_SEQUENCE
from index.text.transliteration import SpellingIndex

if TYPE_CHECKING:
    from index.article_index import ArticleIndex

RANK_CONSTANT = 60  # of reciprocal rank fusion, as in its paper
RELEVANCE_THRESHOLD, CONTEXT_THRESHOLD = (
    0.07,
    0.95,
)  # from which relevance, or share of the topic nearby, a statement is taken to be about it
LIKELY = 2  # how many further statements of those asked about go before the passages
BOTH = 1.0  # how much more a passage counts for all of the topic, or of the name, standing in it
NEARBY = 250  # characters before and behind a statement in which its topic may stand
SHORT = 3  # letters; shorter words have no adverb
COUNTRY = 4  # letters from which a name is looked for in its adjective too
PART = 0.4  # what a word counts that is part of a name of which the rest is missing
KINDRED = 0.7  # what a word counts for which one of like meaning stands in a text
SAME_NAME = 0.85  # how like it must be if it is written as a name: Latinos for Hispanics, not Latvia for Lithuania
FIRST_NAME = 0.05  # weight of a term that is a first name, and the least weight of any
OUTSTANDING = 3.5  # standard deviations over the usual similarity, from which a statement is about a topic by it alone
NEEDED = 5  # passages that tell whether a word is a name
ENOUGH, SAMPLE = 50, 100  # statements that tell what is usual, and articles from which they are taken
CANDIDATES = 80
PARTS = (40, 40, 20)  # how many statements of those asked about, passages, and statements of others
WORDS = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W_]+(?:[’'][^\W_]+)?"
# Within a sentence, behind a title, or before another one.
CAPITALISED = re.compile(rf"(?:(?<=[\w,;–—-] )|(?:{ABBREVIATION})\. )({CAPITAL})|(?<!\w)({CAPITAL})(?= [A-ZÀ-Þ])")
POINTING = frozenset("it its they them their this that these those he him his she her there".split())
# Found by tests/benchmarks/fit_relevance.py on the training questions.
WEIGHTS = {
    "content": 6.5, "context": 1.8, "pointing": 0.6, "title": 0.5, "similarity": 2.0, "confidence": 2.4, "bias": -8.7,
}  # fmt: skip
STEMMER = Stemmer.Stemmer("english")


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A word that is looked for: its spellings in the index, itself among them, and how telling it is (0 to 1).

    Those of its spellings that are `variants` of a name count only where they are written as one: Comey is not come.
    `name` are the words of the name that it is part of, such as European Union; empty for other words and for people.
    `kindred` are words of like meaning that the index holds, and how like (cosine).
    """

    word: str
    spellings: frozenset[str]
    weight: float
    name: frozenset[str] = frozenset()
    variants: frozenset[str] = frozenset()
    synonyms: Mapping[str, float] = field(default_factory=dict)

    def occurs(self, text: str) -> bool:
        """Whether it stands in a text."""
        hits = self.spellings & words_of(text)
        return bool(hits - self.variants) or bool(self.variants and self.variants & names_of(text))

    def likened(self, text: str) -> list[str]:
        """The words of like meaning that stand in a text."""
        hits = self.synonyms.keys() & words_of(text)
        names = names_of(text) if hits else frozenset()
        return sorted(word for word in hits if word not in names or self.synonyms[word] >= SAME_NAME)

    def share(self, text: str) -> float:
        """How much of it stands in a text: all where it occurs, less where a word of like meaning does."""
        return 1.0 if self.occurs(text) else KINDRED if self.likened(text) else 0.0


@dataclass(frozen=True, slots=True)
class Name:
    """The words of a name, and its acronyms that the index holds."""

    words: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()


class Vocabulary:
    """The words and the speakers of an index, as they are at one time; with `kindred`, the words' likeness too."""

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        speakers: Mapping[str, int],
        passages: int,
        synonyms: SynonymFinder | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.synonyms = synonyms
        self.sample: NDArray[np.float32] | None = None  # of the statements' vectors, once it was asked for
        self.speakers = SpeakerIndex(speakers)
        self.spellings = SpellingIndex(vocabulary)
        self.passages = max(2, passages)
        self.by_start: dict[str, list[str]] = {}
        for word in vocabulary:
            self.by_start.setdefault(word[: COUNTRY - 1], []).append(word)
        self.stems: dict[str, list[str]] = {}
        for word in vocabulary:
            self.stems.setdefault(stem(word), []).append(word)

    def topic(self, text: str) -> list[QueryTerm]:
        """The terms of what is asked about, with words of like meaning for those that are no part of a name."""
        terms = self.terms(text)
        if self.synonyms is None:
            return terms
        alike = self.synonyms.of(t.word for t in terms if not t.name and t.weight > FIRST_NAME)
        return [replace(t, synonyms=likened(alike.get(t.word, {}))) for t in terms]

    def terms(self, text: str) -> list[QueryTerm]:
        """The telling words of a text; names, which are capitalised, in other spellings too."""
        found: dict[str, QueryTerm] = {}
        first, names = self.first_names(text), self.names(text)
        for word in WORDS.findall(text):
            lower = plain(word)
            if lower in STOP_WORDS or lower in found or (len(lower) < 2 and not lower.isdigit()):
                continue
            spellings = {lower, *self.stems.get(stem(lower), ()), *self.adverbs(lower)}
            variants: set[str] = set()
            if word[0].isupper():
                variants = {*self.spellings.variants(lower)[:5], *self.belonging(lower)} - spellings
            spellings |= variants | names.get(lower, Name()).acronyms
            plainly = max(self.vocabulary.get(spelling, 0) for spelling in spellings - variants)
            count = plainly or max((self.vocabulary.get(variant, 0) for variant in variants), default=0)
            weight = math.log(1 + self.passages / (1 + count)) / math.log(1 + self.passages)
            # Articles call people by their surnames.
            weight = FIRST_NAME if lower in first else max(weight, FIRST_NAME)
            found[lower] = QueryTerm(
                lower, frozenset(spellings), weight, names.get(lower, Name()).words, frozenset(variants)
            )
        return list(found.values())

    def adverbs(self, word: str) -> set[str]:
        """The adverb of an adjective and the other way round, which the stemmer parts: slow and slowly."""
        return {
            other for other in (f"{word}ly", word.removesuffix("ly")) if len(other) > SHORT and other in self.vocabulary
        }

    def belonging(self, name: str) -> list[str]:
        """The words for who and what belongs to a place: Belarusians of Belarus, German of Germany, Iraqi of Iraq."""
        if len(name) < COUNTRY:
            return []
        bare = "?" if name.endswith("y") else ""
        root = re.escape(name[:-1])
        fits = re.compile(rf"{root}(?:\w?(?:ian|an|n|ese|ish)){bare}s?|{re.escape(name)}is?").fullmatch
        return [word for word in self.by_start.get(name[: COUNTRY - 1], ()) if fits(word)]

    def names(self, text: str) -> dict[str, Name]:
        """For each word of a name of several words in a text, unless it is a speaker's, that name."""
        found: dict[str, Name] = {}
        for run in NAME_SEQUENCE.finditer(text):
            words = [plain(word) for word in run.group().split() if plain(word) not in STOP_WORDS]
            if len(words) > 1 and not self.speakers.link(run.group()):
                letters = "".join(word[0] for word in words)
                known = letters in self.vocabulary and letters not in STOP_WORDS
                found |= dict.fromkeys(words, Name(frozenset(words), frozenset({letters} if known else ())))
        return found

    def first_names(self, text: str) -> set[str]:
        """The first names in a text, of people whom the index quotes."""
        runs = [run.group().split() for run in NAME_SEQUENCE.finditer(text)]
        return {plain(word) for run in runs if len(run) > 1 and self.speakers.link(" ".join(run)) for word in run[:-1]}


_lexicons: WeakKeyDictionary[ArticleIndex, tuple[str, Vocabulary]] = WeakKeyDictionary()


def lexicon(index: ArticleIndex) -> Vocabulary:
    """The index's lexicon; made anew when the index has changed."""
    known = _lexicons.get(index)
    if known is None or known[0] != index.generation:
        counts = index.store.counts()
        vocabulary, speakers = index.fulltext.vocabulary(), index.fulltext.speakers()
        synonyms = SynonymFinder(vocabulary, index.encoder)
        known = (index.generation, Vocabulary(vocabulary, speakers, counts["passages"], synonyms))
        _lexicons[index] = known
    return known[1]


@lru_cache(maxsize=300_000)
def stem(word: str) -> str:
    """The stem of Porter's English stemmer (Snowball); terrorists and terrorism, racist and racism have one."""
    return re.sub(r"(?<=...)is[mt]$", "", STEMMER.stemWord(word))


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """A word lower-cased, without a possessive ending."""
    return re.sub(r"[’']s?$", "", word.lower())


def likened(alike: Mapping[str, float]) -> dict[str, float]:
    """Words of like meaning, Latino as much as Latinos, without those for a role: nobody is a president for being like
    one.
    """
    best: dict[str, float] = {}
    for word, likeness in alike.items():
        best[stem(word)] = max(likeness, best.get(stem(word), 0.0))
    stems = {word: best[stem(word)] for word in alike}
    return {word: likeness for word, likeness in stems.items() if word not in ROLE_NOUNS or likeness >= SAME_NAME}


def semantic_outliers(index: ArticleIndex, topic: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The statements that are far nearer to a topic than the index's statements usually are, though none of its words
    stand there: "loans for a degree" for student debt.

    Only a topic of plain words that the index knows can be said in others: a name must be named.
    """
    said = [item for item in evidence if item.statement is not None]
    terms = lexicon(index).terms(topic) if said else []
    if not terms or not all(plainly_written(index, term) for term in terms):
        return []
    sample = sampled(index)
    if len(sample) < ENOUGH:
        return []
    usual = np.einsum("sh,h->s", sample, np.array(index.encoder.embed_query(topic), np.float32))
    least = float(usual.mean() + OUTSTANDING * usual.std())
    return [item for item in said if item.similarity >= least]


def sampled(index: ArticleIndex) -> NDArray[np.float32]:
    """The vectors of the statements of some articles, spread over the index [statements, hidden]."""
    words = lexicon(index)
    if words.sample is None:
        entries = list(index.store.entries.values())
        some = entries[:: max(1, len(entries) // SAMPLE)]
        vectors = [record.embedding for record in index.store.records("statements", some, vectors=True)]
        words.sample = np.array(vectors, np.float32)
    return words.sample


def plainly_written(index: ArticleIndex, term: QueryTerm) -> bool:
    """Whether one of the passages that hold a word best does not hold it as a name."""
    found = index.fulltext.search("passages", [sorted(term.spellings)], NEEDED)
    passages = index.fulltext.passages(name for name, _ in found).values()
    return any(term.spellings & words_of(passage.text) - names_of(passage.text) for passage in passages)


def search(index: ArticleIndex, query: Query, limit: int = 100) -> list[Evidence]:
    """The best evidence for a query, best first: statements of the speakers asked about, passages, statements of
    others.

    Where no speaker is asked about, all statements count as theirs.  Raises the errors of the index's parts.
    """
    words = lexicon(index)
    speakers = [name for asked in query.speakers for name in words.speakers.link(asked)]
    topic = query.topic or query.text
    looking = CandidateSearch(index, query, words.topic(topic), index.encoder.embed_query(topic))
    asked = looking.statements(speakers) if speakers or not query.speakers else []
    others = (
        [e for e in looking.statements([]) if e.statement and e.statement.speaker not in speakers]
        if speakers or query.speakers
        else []
    )
    passages = looking.passages(words.terms(query.text), words.terms(" ".join(query.speakers)))
    share = [max(1, round(limit * part / sum(PARTS))) for part in PARTS]
    asked, others = asked[: share[0]], others[: share[2]]
    about: list[Evidence] = []
    rest: list[Evidence] = []
    for item in asked:
        (about if item.relevance >= RELEVANCE_THRESHOLD or item.nearby >= CONTEXT_THRESHOLD else rest).append(item)
    return [*about, *rest[:LIKELY], *passages[: share[1]], *rest[LIKELY:], *others][:limit]


class CandidateSearch:
    """One search while it goes on."""

    def __init__(self, index: ArticleIndex, query: Query, terms: Sequence[QueryTerm], vector: Sequence[float]) -> None:
        self.index = index
        self.query = query
        self.terms = terms
        self.vector = vector
        self.narrowed: dict[str, Any] = {"outlets": query.outlets, "period": query.period}

    def statements(self, speakers: Sequence[str]) -> list[Evidence]:
        """Statements by these speakers (all if empty), surest about the topic first."""
        evidence = []
        for article, statement, similarity in self.candidates(speakers):
            values = features(article, statement, self.terms, similarity)
            relevance = relevance_of(values)
            if values["pointing"] >= CONTEXT_THRESHOLD:  # "It's ours", right after the topic was named
                relevance = max(relevance, RELEVANCE_THRESHOLD)
            around = article.text[max(0, statement.start - NEARBY) : statement.end + NEARBY]
            nearby = term_coverage(self.terms, around)
            span = statement.start, statement.end
            evidence.append(Evidence(article, *span, relevance, relevance, statement, nearby, similarity))
        return sorted(evidence, key=lambda e: (-e.relevance, e.article.id, e.start))

    def candidates(self, speakers: Sequence[str]) -> Iterator[tuple[Article, Statement, float]]:
        """Statements by these speakers that are near the topic by vector or by words, and their similarity (cosine)."""
        near = dict(self.index.store.nearest("statements", self.vector, CANDIDATES, speakers=speakers, **self.narrowed))
        spelled = [sorted(term.spellings | term.synonyms.keys()) for term in self.terms]
        worded = self.index.fulltext.search("statements", spelled, CANDIDATES, speakers=speakers, **self.narrowed)
        floor = min(near.values(), default=0.0)
        found = self.index.fulltext.statements({**near, **dict(worded)})
        articles = self.index.articles_with_text({statement.article_id for statement in found.values()})
        for name, statement in found.items():
            if statement.article_id in articles:
                yield articles[statement.article_id], statement, near.get(name, floor)

    def passages(self, terms: Sequence[QueryTerm], speakers: Sequence[QueryTerm]) -> list[Evidence]:
        """Passages by the words of the whole question and by its vector, fused by reciprocal rank; those first that
        hold both the topic and the speakers' names."""
        vector = self.index.encoder.embed_query(self.query.text) if self.query.topic else self.vector
        near = self.index.store.nearest("passages", vector, CANDIDATES, **self.narrowed)
        worded = self.index.fulltext.search(
            "passages", [sorted(t.spellings) for t in terms], CANDIDATES, **self.narrowed
        )
        fused: dict[str, float] = {}
        for ranking in (near, worded):
            for rank, (name, _) in enumerate(ranking, 1):
                fused[name] = fused.get(name, 0.0) + 1 / (RANK_CONSTANT + rank)
        similarity = dict(near)
        found = self.index.fulltext.passages(fused)
        articles = self.index.articles_with_text({p.article_id for p in found.values()})
        evidence = []
        for name, passage in found.items():
            both = term_coverage(self.terms, passage.text) + (term_coverage(speakers, passage.text) if speakers else 0)
            fused[name] *= 1 + BOTH * both
        for name in sorted(found, key=lambda name: (-fused[name], name)):
            passage = found[name]
            if passage.article_id in articles:
                share = term_coverage(terms, passage.text)
                relevance = share * min(1.0, max(0.0, similarity.get(name, 0.0)) * 2)
                evidence.append(
                    Evidence(articles[passage.article_id], passage.start, passage.end, fused[name], relevance)
                )
        return evidence


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    """The words of a text, as they are compared."""
    return frozenset(plain(word) for word in WORDS.findall(text))


@lru_cache(maxsize=8192)
def names_of(text: str) -> frozenset[str]:
    """The words of a text that are capitalised, and not because a sentence begins with them."""
    return frozenset(plain("".join(words)) for words in CAPITALISED.findall(text))


def term_coverage(terms: Sequence[QueryTerm], text: str) -> float:
    """The share of the terms, by weight, that stand in a text; part of a name counts less than the whole of it."""
    total = sum(term.weight for term in terms)
    shares = {term.word: share for term in terms if (share := term.share(text))}
    found = (t.weight * shares[t.word] * (1 if t.name <= shares.keys() else PART) for t in terms if t.word in shares)
    return sum(found) / total if total else 0.0


def features(article: Article, statement: Statement, terms: Sequence[QueryTerm], similarity: float) -> dict[str, float]:
    """What tells whether a statement is about a topic, each from 0 to 1."""
    content = " ".join(article.text[start:end] for start, end in statement.spans)
    context = article.text[slice(*statement.context)] if statement.context else ""
    in_content = term_coverage(terms, content)
    around = max(0.0, term_coverage(terms, context) - in_content)
    points = bool(POINTING & words_of(content))
    return {
        "content": in_content,
        "context": around,
        "pointing": around * points * (statement.quote_type is not QuoteType.INDIRECT),
        "title": max(0.0, term_coverage(terms, article.title) - in_content),
        "similarity": max(0.0, similarity),
        "confidence": statement.confidence,
    }


def relevance_of(values: Mapping[str, float]) -> float:
    """The probability (0 to 1) that a statement with these features is about the topic."""
    score = WEIGHTS["bias"] + sum(WEIGHTS[name] * value for name, value in values.items())
    return float(1 / (1 + np.exp(-score)))
