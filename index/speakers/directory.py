"""The speakers of one version of the index, and who of them says each statement."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.models import Article, Correction, Span, Speaker, Statement
from index.speakers.corrections import corrected_statements
from index.speakers.entries import Entries, make_entries
from index.speakers.lookup import TextLookup
from index.storage.fulltext import SpeakerMention


@dataclass(frozen=True, slots=True)
class SpeakerDirectory:
    """Who the speakers of the index are.

    `speakers` are those that are listed, most statements first; `counts` the numbers of statements of all, also of
    those who are only described ("a voter"); `aliases` other names of theirs, for linking.  By the name of a speaker,
    `records` are the ids of their statements and `stored` the names under which these are stored, with how many;
    `totals` how many are stored under a name in all.  `names` are the speakers' names by record, `in_article` by
    article and stored name.  `entries` tell whose a name is; `corrected` the corrections that apply, by the statement's
    place.
    """

    speakers: tuple[Speaker, ...]
    counts: Mapping[str, int]
    aliases: Mapping[str, str]
    names: Mapping[str, str]
    in_article: Mapping[tuple[str, str], str]
    records: Mapping[str, Sequence[str]]
    stored: Mapping[str, Mapping[str, int]]
    totals: Mapping[str, int]
    entries: Entries
    corrected: Mapping[tuple[str, int, int], Correction]

    def attribute(self, record_id: str, statement: Statement) -> Statement:
        """Return a statement under the name of its speaker's entry."""
        name = self.names.get(record_id, statement.speaker)
        teller = self.in_article.get((statement.article_id, statement.relayed_by), statement.relayed_by)
        if (name, teller) == (statement.speaker, statement.relayed_by):
            return statement
        return replace(statement, speaker=name, relayed_by=teller)

    def knows(self, name: str) -> bool:
        """Return True if a name is that of an entry, or one of the names in an entry."""
        return self.entries.knows(name)

    def correction_at(self, article_id: str, span: Span) -> Correction | None:
        """Return the correction that applies to the statement at exactly this place of an article."""
        return self.corrected.get((article_id, *span))

    def stored_names(self, names: Iterable[str]) -> tuple[list[str], frozenset[str] | None]:
        """Return the names under which speakers' statements are stored, and the ids of their statements where not all
        that are stored under these names are theirs, else None.
        """
        within: Counter[str] = Counter()
        for name in (names := list(dict.fromkeys(names))):
            within.update(self.stored.get(name, {name: 0}))
        if all(self.totals.get(stored, 0) == count for stored, count in within.items()):
            return list(within), None
        return list(within), frozenset(record for name in names for record in self.records.get(name, ()))


def build_directory(
    mentions: Mapping[str, Sequence[SpeakerMention]],
    articles: Mapping[str, Article],
    corrections: Sequence[Correction],
    lookup: TextLookup,
) -> SpeakerDirectory:
    """Return the directory of some articles' statements, which are given by the article's id."""
    corrected = corrected_statements(corrections, articles, mentions, lookup.texts)
    given = {name for correction in corrected.values() for name in correction.names}
    everything = [mention for article_id in sorted(mentions) for mention in mentions[article_id]]
    entries = make_entries(everything, articles, corrections, given, lookup)
    names: dict[str, str] = {}
    in_article: dict[tuple[str, str], str] = {}
    records: dict[str, list[str]] = defaultdict(list)
    stored: dict[str, Counter[str]] = defaultdict(Counter)
    totals: Counter[str] = Counter()
    places: dict[tuple[str, int, int], Correction] = {}
    for mention in everything:
        place = mention.article_id, mention.speaker
        name = in_article[place] = in_article.get(place) or entries.entry_in(*place)
        if correction := corrected.get(mention.record_id):
            name = entries.entry_of("".join(correction.names))
            places[mention.article_id, mention.start, mention.end] = correction
        names[mention.record_id] = name
        records[name].append(mention.record_id)
        stored[name][mention.speaker] += 1
        totals[mention.speaker] += 1
    counts = {name: len(records[name]) for name in sorted(records, key=lambda n: (-len(records[n]), n)) if name}
    speakers = tuple(
        Speaker(name, kind, entries.names_of(name), count)
        for name, count in counts.items()
        if (kind := entries.kinds.get(name))
    )
    aliases = {alias: name for alias, name in entries.aliases().items() if name in counts}
    return SpeakerDirectory(speakers, counts, aliases, names, in_article, records, stored, totals, entries, places)
