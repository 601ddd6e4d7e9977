"""An article's outlet and date as a person sets them: records made of the old ones, and nothing embedded again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from index.models import Article
from index.storage.manifest import KINDS, ArticleEntry, ArticleRecords, Kind, Record, day_number, make_entry, record_id
from index.storage.store import IndexStore

EDITABLE = ("source", "published")  # what no vector and no statement is made of


def edited_records(
    store: IndexStore, entry: ArticleEntry, index_config: Mapping[str, str], source: str, published: str
) -> ArticleRecords:
    """Return the records of an article in the store with another outlet and another date; the vectors are the same."""
    text = store.texts([entry])[entry.article.id]
    values = {"source": source, "published": published}
    edited = [
        name
        for name in EDITABLE
        if name in entry.article.edited.split() or values[name] != getattr(entry.article, name)
    ]
    article = replace(entry.article, text=text, source=source, published=published, edited=" ".join(edited))
    new = make_entry(article, index_config, entry.passages, entry.statements, replaces="")
    filtered_by = {"source": source, "day": day_number(published)}
    records: dict[Kind, list[Record]] = {
        kind: [
            Record(record_id(new.revision, kind, number), {**record.metadata, **filtered_by}, record.embedding)
            for number, record in _numbered(store, kind, entry)
        ]
        for kind in KINDS
    }
    return ArticleRecords(new, article, records)


def with_edits(article: Article, before: Article) -> Article:
    """Return an article read anew, with the outlet and date that a person has set where its file states none."""
    kept = {name: getattr(before, name) for name in before.edited.split() if not getattr(article, name)}
    return replace(article, **kept, edited=" ".join(kept))


def _numbered(store: IndexStore, kind: Kind, entry: ArticleEntry) -> list[tuple[int, Record]]:
    return [(int(record.id.rpartition(":")[2][1:]), record) for record in store.records(kind, [entry], vectors=True)]
