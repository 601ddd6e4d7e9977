"""The articles of one update, taken in one by one and written in batches."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from index.indexing.editing import with_edits
from index.indexing.pipeline import PendingArticle
from index.indexing.prune import PrunePath
from index.loading.discovery import Notice
from index.loading.loader import UNKEEPABLE
from index.models import Article, Skipped, UpdateReport
from index.storage.fulltext import FullTextIndex
from index.storage.manifest import ArticleEntry, ArticleRecords
from index.storage.store import IndexStore

GROUP = 16  # articles that are encoded and committed together
GROUP_CHARACTERS = 1_000_000  # fewer articles where their texts are longer than this together
SAMPLE_PREFIX = "sample-"  # of the ids of the articles in index/samples; a field "sample" alone may be anybody's


class IndexWriter:
    """Decide for each article whether it is added, changed or unchanged, and write what is new to store and full text.

    `build_records` makes the records of a batch of articles.
    """

    def __init__(
        self,
        store: IndexStore,
        fulltext: FullTextIndex,
        build_records: Callable[[Sequence[PendingArticle]], list[ArticleRecords]],
    ) -> None:
        self._store = store
        self._fulltext = fulltext
        self._build_records = build_records
        self._pending: dict[str, PendingArticle] = {}
        self._moved: dict[str, ArticleEntry] = {}
        self._by_file = {
            entry.article.origin: entry.article.id
            for entry in store.entries.values()
            if not entry.article.given_id and _is_one_article(entry.article.origin)
        }
        self._seen: set[str] = set()
        self._feeds: set[str] = set()  # files of several articles that some came from now
        self._added: list[str] = []
        self._changed: list[str] = []
        self._unchanged: list[str] = []
        self._removed: list[str] = []
        self._skipped: list[Skipped] = []
        self._notices: list[str] = []

    def add(self, item: Article | Skipped | Notice) -> None:
        """Queue an article for upsert, or note what was skipped; the batch is written when it is full or on `flush`."""
        if isinstance(item, Article):
            self._add_article(item)
        elif isinstance(item, Skipped):
            self._skipped.append(item)
        else:
            self._notices.append(f"{item.origin}: {item.text}")

    def flush(self) -> None:
        """Write what was queued so far."""
        if self._pending:
            records = self._build_records(list(self._pending.values()))
            before = self._store.content_version
            self._store.commit(records)
            self._fulltext.add(records, before, self._store.content_version)
            self._fulltext.sync(self._store)
            self._pending = {}
        if self._moved:
            self._store.move(list(self._moved.values()))
            self._moved = {}

    def prune(self, paths: Sequence[str | Path]) -> None:
        """Remove the articles that came from under these paths or globs and were not taken in now.

        What a skipped file held stays: that it cannot be read now does not mean that it is gone.  A path under which no
        article lies is told in a notice.
        """
        self.flush()
        unread = {skipped.origin for skipped in self._skipped}
        files = {name: _file(entry.article.origin) for name, entry in self._store.entries.items()}
        gone: dict[str, None] = {}
        for path in [PrunePath(path) for path in paths if str(path) != "-"]:
            under = [name for name, file in files.items() if os.path.isabs(file) and path.holds(file)]
            gone |= dict.fromkeys(name for name in under if name not in self._seen and files[name] not in unread)
            if not under:
                self._notices.append(f"{path.given}: no article came from there, so none was removed")
        if gone:
            self._store.remove(list(gone))
            self._fulltext.sync(self._store)
            self._removed += gone

    def remove_samples(self) -> None:
        """Remove the sample articles if the index holds any other article."""
        entries = self._store.entries
        samples = [name for name in entries if entries[name].article.sample and name.startswith(SAMPLE_PREFIX)]
        if samples and len(samples) < len(entries):
            self._store.remove(samples)
            self._fulltext.sync(self._store)
            self._removed += samples
            these = "ten sample articles were" if len(samples) == 10 else "sample articles were"
            self._notices.append(f"The {these} removed, as your own articles are in.")

    def report(self) -> UpdateReport:
        """Return what was done."""
        return UpdateReport(
            added=tuple(self._added),
            changed=tuple(self._changed),
            unchanged=tuple(self._unchanged),
            removed=tuple(self._removed),
            skipped=tuple(self._skipped),
            notices=(*self._notices, *self._left_in_feeds()),
        )

    def _add_article(self, article: Article) -> None:
        if not article.text.strip() or UNKEEPABLE.search(article.text):
            reason = "holds characters that cannot be kept" if article.text.strip() else "has no text"
            self._skipped.append(Skipped(article.origin, None, reason))
            return
        if not _is_one_article(article.origin):
            self._feeds.add(_file(article.origin))
        if article.id in self._pending or article.id in {each.replaces for each in self._pending.values()}:
            self.flush()
        known = self._store.entries.get(article.id)
        replaced = "" if article.given_id or known else self._replaced(article)
        before = known or self._store.entries.get(replaced)
        article = with_edits(article, before.article) if before else article
        if known is None:
            (self._changed if replaced else self._added).append(article.id)
        elif known.content_hash != article.content_hash:
            self._changed.append(article.id)
        else:
            self._keep(known, article)
            return
        self._seen.add(article.id)
        self._by_file[article.origin] = article.id
        self._pending[article.id] = PendingArticle(article, replaced)
        characters = sum(len(each.article.text) for each in self._pending.values())
        if len(self._pending) >= GROUP or characters > GROUP_CHARACTERS:
            self.flush()

    def _replaced(self, article: Article) -> str:
        """Return the id of the article whose file now holds another text, unless that text was met elsewhere now.

        Only a file that holds one article is replaced by it: of several, any may be the one that changed.
        """
        before = self._by_file.get(article.origin, "") if _is_one_article(article.origin) else ""
        return "" if before in self._seen else before

    def _keep(self, known: ArticleEntry, article: Article) -> None:
        """Nothing but perhaps its place changed; the place where it was met first in this update counts."""
        self._unchanged.append(article.id)
        if article.id not in self._seen and known.article.origin != article.origin:
            self._moved[article.id] = replace(known, article=replace(known.article, origin=article.origin))
        self._seen.add(article.id)

    def _left_in_feeds(self) -> list[str]:
        """Say of which files of several articles the index holds articles that are no longer in them."""
        read = self._feeds - {skipped.origin for skipped in self._skipped}
        origins = {name: entry.article.origin for name, entry in self._store.entries.items() if name not in self._seen}
        left = Counter(_file(origin) for origin in origins.values() if not _is_one_article(origin))
        return [
            f"{file}: {left[file]} of the articles that came from this file are no longer in it; "
            "they stay in the index unless --prune is given"
            for file in sorted(read & left.keys())
        ]


def _is_one_article(origin: str) -> bool:
    """Return whether an article is all that its file holds."""
    return origin not in ("", "-") and _file(origin) == origin


def _file(origin: str) -> str:
    """Return the file of an origin, without the number of the record in it."""
    path, mark, number = origin.rpartition("#")
    return path if mark and number.isdigit() and not os.path.exists(origin) else origin
