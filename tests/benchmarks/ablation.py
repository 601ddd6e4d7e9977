"""Print what each rule of attribution is worth: what changes on articles where people marked who said what without it.

usage: ablation.py PREFIX [--articles N] [--rules NAME ...] [--show]

Reads the first N of PREFIX_articles.jsonl and PREFIX_attributions.jsonl (the training part, never dev).  The tagger
reads each article once; then the steps behind it run again with one rule at a time switched off.  For each rule: how
many statements are lost and how many come instead, and of the contents that are found and whose speaker people
named, how many have the right one.  A rule that changes nothing here is not worth its lines.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from records import rows
from statement_spans import alike, half

from index.attribution import extractor, mention_linking, patterns, reported_speech
from index.attribution.coreference import Antecedent, PronounResolver
from index.attribution.entities import EntityTable
from index.attribution.extractor import ArticleExtraction, StatementExtractor
from index.attribution.mention_linking import MentionLinker
from index.attribution.reported_speech import NestedSpeech
from index.attribution.spans import TextLayout
from index.attribution.tagger import AttributionTagger
from index.models import Article, Attribution, Span, Statement


@dataclass(frozen=True)
class Rule:
    """A method or a table, and what stands in its place where the rule is off."""

    owner: object
    name: str
    instead: Any

    @contextmanager
    def off(self) -> Iterator[None]:
        """Switch the rule off within a block."""
        kept = getattr(self.owner, self.name)
        setattr(self.owner, self.name, self.instead)
        try:
            yield
        finally:
            setattr(self.owner, self.name, kept)


def returns(value: Any) -> Callable[..., Any]:
    """Return a method that always returns a value."""
    return lambda *arguments, **named: value


def same(self: object, argument: Any, *others: Any) -> Any:
    """Return what comes in."""
    return argument


def without(name: str) -> Rule:
    """Return the rule that a pattern of the table is."""
    return Rule(extractor, "PATTERNS", tuple(each for each in patterns.PATTERNS if each.name != name))


RULES = {
    "spans: keep_attached": Rule(ArticleExtraction, "keep_attached", same),
    "spans: snap_to_quotes": Rule(TextLayout, "snap_to_quotes", lambda self, spans: tuple(spans)),
    "spans: strip_trailing_cue": Rule(ArticleExtraction, "strip_trailing_cue", same),
    "extractor: judge": Rule(extractor, "judge", returns(1.0)),
    "extractor: speaker_name": Rule(extractor, "speaker_name", same),
    "extractor: implicit_source": Rule(ArticleExtraction, "implicit_source", returns([])),
    "extractor: continuation_quotes": Rule(ArticleExtraction, "continuation_quotes", returns([])),
    "extractor: cut_to_sentence": Rule(ArticleExtraction, "cut_to_sentence", same),
    **{f"patterns: {pattern.name}": without(pattern.name) for pattern in patterns.PATTERNS},
    "reported_speech: nested_attributions": Rule(NestedSpeech, "nested_attributions", returns([])),
    "reported_speech: inner quotation": Rule(reported_speech, "INNER_QUOTE", reported_speech.re.compile(r"(?!)")),
    "entities: plain words in front": Rule(EntityTable, "_without_plain_words", same),
    "entities: same first name": Rule(EntityTable, "_namesake", returns(None)),
    "entities: spelling": Rule(EntityTable, "_spelled", returns([])),
    "entities: has_surname": Rule(EntityTable, "_has_surname", returns(True)),
    "entities: roles": Rule(EntityTable, "_read_roles", returns(None)),
    "entities: titles tell namesakes apart": Rule(EntityTable, "_split_by_title", returns({})),
    "entities: genders of full names": Rule(EntityTable, "_read_genders_of_full_names", returns(None)),
    "entities: genders of surnames": Rule(EntityTable, "_read_genders", returns(None)),
    "linking: link_several": Rule(MentionLinker, "link_several", returns([])),
    "linking: are_two_people": Rule(MentionLinker, "are_two_people", returns(False)),
    "linking: complete_name": Rule(MentionLinker, "complete_name", same),
    "linking: name_behind_title": Rule(MentionLinker, "name_behind_title", returns(None)),
    "linking: leading_name": Rule(mention_linking, "leading_name", returns(())),
    "linking: link_organization": Rule(MentionLinker, "link_organization", same),
    "linking: role_holder": Rule(MentionLinker, "role_holder", returns(None)),
    "linking: other_leader": Rule(MentionLinker, "other_leader", returns(None)),
    "linking: repeated_role": Rule(MentionLinker, "repeated_role", returns("")),
    "linking: last_titled": Rule(MentionLinker, "last_titled", returns("")),
    "linking: owned_role": Rule(MentionLinker, "owned_role", same),
    "linking: phrase_before": Rule(MentionLinker, "phrase_before", returns("")),
    "pronouns: resolve": Rule(PronounResolver, "resolve", returns(Antecedent())),
    "pronouns: nearest": Rule(PronounResolver, "nearest", returns("")),
    "pronouns: named_behind": Rule(PronounResolver, "named_behind", returns(set())),
    "pronouns: introduced_role": Rule(PronounResolver, "introduced_role", returns("")),
    "pronouns: named_in_words": Rule(PronounResolver, "named_in_words", returns(set())),
    "pronouns: named_alone": Rule(
        PronounResolver, "named_alone", lambda self, start, end: self.entities.mentioned(start, end)
    ),
    "pronouns: is_unknown_surname": Rule(PronounResolver, "is_unknown_surname", returns(False)),
    "pronouns: body": Rule(PronounResolver, "body", returns("")),
    "pronouns: previous_subject": Rule(PronounResolver, "previous_subject", returns("")),
}
Statements = dict[str, list[Statement]]


class Remembered:
    """What the tagger found, by text."""

    def __init__(self, texts: Sequence[str], together: int = 16) -> None:
        tagger = AttributionTagger()
        self.attributions: dict[str, list[Attribution]] = {}
        for first in range(0, len(texts), together):
            some = texts[first : first + together]
            self.attributions |= dict(zip(some, tagger.tag(some), strict=True))

    def tag(self, texts: Sequence[str]) -> list[list[Attribution]]:
        return [self.attributions[text] for text in texts]


def extracted(tagger: Remembered, articles: list[Article]) -> Statements:
    """Return the statements by article."""
    return {article.id: StatementExtractor(tagger, "ablation").extract([article])[0] for article in articles}


def keys(statements: Statements) -> dict[tuple[Any, ...], Statement]:
    """Return the statements by what must be the same in both runs."""
    return {
        (s.article_id, s.speaker, s.spans, s.speech_act, s.quote_type, s.mention_type, s.relayed_by): s
        for each in statements.values()
        for s in each
    }


def right_names(statements: Statements, marks: dict[str, list[dict[str, Any]]]) -> tuple[int, int]:
    """Return how many of the contents that are found, and whose speaker people named, have the right one; and of how
    many.
    """
    right = total = 0
    for article, marked in marks.items():
        for mark in marked:
            content: list[Span] = [(start, end) for start, end in mark["content"]]
            over = [s for s in statements.get(article, ()) if half(content, list(s.spans)) and not s.relayed_by]
            total += bool(over)
            right += any(alike(mark["speaker"], s.speaker) for s in over)
    return right, total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix")
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--rules", nargs="+", choices=RULES, default=list(RULES), metavar="NAME")
    parser.add_argument("--show", action="store_true", help="print the statements that change")
    given = parser.parse_args()
    articles = [Article(row["id"], row["text"]) for row in rows(f"{given.prefix}_articles.jsonl")[: given.articles]]
    ids = {article.id for article in articles}
    marks: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(Path(f"{given.prefix}_attributions.jsonl")):
        if row["article"] in ids and row["speaker"] and row["source"]:
            marks[row["article"]].append(row)
    tagger = Remembered([article.text for article in articles])
    texts = {article.id: article.text for article in articles}
    every = extracted(tagger, articles)
    right, total = right_names(every, marks)
    print(f"{len(articles)} articles, {len(keys(every))} statements, right names {right} of {total}")
    print(f"{'without':40} {'lost':>6} {'other':>6}  right names")
    for name in given.rules:
        with RULES[name].off():
            less = extracted(tagger, articles)
        before, after = keys(every), keys(less)
        lost, other = before.keys() - after.keys(), after.keys() - before.keys()
        right, total = right_names(less, marks)
        print(f"{name:40} {len(lost):6} {len(other):6}  {right} of {total}", flush=True)
        if given.show:
            for sign, changed in (("-", [before[key] for key in lost]), ("+", [after[key] for key in other])):
                for s in sorted(changed, key=lambda s: (s.article_id, s.start)):
                    print(f"    {sign} {s.article_id} {s.speaker!r}: {texts[s.article_id][s.start : s.end][:100]!r}")


if __name__ == "__main__":
    main()
