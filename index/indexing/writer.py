"""The articles of one update, taken in one by one and written in groups."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.loading.discovery import Notice
from index.models import Article, Skipped, UpdateReport
from index.storage.manifest import ArticleEntry, ArticleRecords
from index.storage.store import Store

GROUP = 16  # articles that are encoded and committed together
SAMPLE_PREFIX = "sample-"  # of the ids of the articles in index/samples; a field "sample" alone may be anybody's
UNKEEPABLE = re.compile(r"[\x00\ud800-\udfff]")  # neither UTF-8 nor SQLite's text search can hold them


@dataclass(frozen=True, slots=True)
class PendingArticle:
    """An article that is to be written; `replaces` is the id of the article whose place it takes."""

    article: Article
    replaces: str = ""


class IndexWriter:
    """Decides for each article whether it is added, changed or unchanged, and writes what is new to the store.

    `prepare` splits and encodes a group of articles.
    """

    def __init__(self, store: Store, prepare: Callable[[Sequence[PendingArticle]], list[ArticleRecords]]) -> None:
        self._store = store
        self._prepare = prepare
        self._pending: dict[str, PendingArticle] = {}
        self._moved: dict[str, ArticleEntry] = {}
        self._by_origin = {e.article.origin: e.article.id for e in store.entries.values() if not e.article.given_id}
        self._seen: set[str] = set()
        self._added: list[str] = []
        self._changed: list[str] = []
        self._unchanged: list[str] = []
        self._removed: list[str] = []
        self._skipped: list[Skipped] = []
        self._notices: list[str] = []

    def take(self, item: Article | Skipped | Notice) -> None:
        """Take one thing in; articles are written when a group of them is together, or at `flush`."""
        if isinstance(item, Article):
            self._take_article(item)
        elif isinstance(item, Skipped):
            self._skipped.append(item)
        else:
            self._notices.append(f"{item.origin}: {item.text}")

    def flush(self) -> None:
        """Write what was taken in so far."""
        if self._pending:
            self._store.commit(self._prepare(list(self._pending.values())))
            self._pending = {}
        if self._moved:
            self._store.move(list(self._moved.values()))
            self._moved = {}

    def prune(self, paths: Sequence[str | Path]) -> None:
        """Remove the articles that came from under these paths and were not taken in now.

        What a skipped file held stays: that it cannot be read now does not mean that it is gone.
        """
        self.flush()
        unread = {skipped.origin for skipped in self._skipped}
        gone = [
            name
            for name, entry in self._store.entries.items()
            if name not in self._seen
            and _file(entry.article.origin) not in unread
            and any(_lies_under(_file(entry.article.origin), path) for path in paths)
        ]
        if gone:
            self._store.remove(gone)
            self._removed += gone

    def remove_samples(self) -> None:
        """Remove the sample articles if the index holds any other article."""
        entries = self._store.entries
        samples = [name for name in entries if entries[name].article.sample and name.startswith(SAMPLE_PREFIX)]
        if samples and len(samples) < len(entries):
            self._store.remove(samples)
            self._removed += samples
            these = "ten sample articles were" if len(samples) == 10 else "sample articles were"
            self._notices.append(f"The {these} removed, as your own articles are in.")

    def report(self) -> UpdateReport:
        """What was done."""
        return UpdateReport(
            added=tuple(self._added),
            changed=tuple(self._changed),
            unchanged=tuple(self._unchanged),
            removed=tuple(self._removed),
            skipped=tuple(self._skipped),
            notices=tuple(self._notices),
        )

    def _take_article(self, article: Article) -> None:
        if not article.text.strip() or UNKEEPABLE.search(article.text):
            reason = "holds characters that cannot be kept" if article.text.strip() else "has no text"
            self._skipped.append(Skipped(article.origin, None, reason))
            return
        if article.id in self._pending or article.id in {draft.replaces for draft in self._pending.values()}:
            self.flush()
        known = self._store.entries.get(article.id)
        replaced = "" if article.given_id or known else self._replaced(article)
        if known is None:
            (self._changed if replaced else self._added).append(article.id)
        elif known.content_hash != article.content_hash:
            self._changed.append(article.id)
        else:
            self._keep(known, article)
            return
        self._seen.add(article.id)
        self._by_origin[article.origin] = article.id
        self._pending[article.id] = PendingArticle(article, replaced)
        if len(self._pending) >= GROUP:
            self.flush()

    def _replaced(self, article: Article) -> str:
        """The id of the article that came from the same place with another text, unless that was met elsewhere now."""
        before = self._by_origin.get(article.origin, "")
        return "" if before in self._seen or article.origin in ("", "-") else before

    def _keep(self, known: ArticleEntry, article: Article) -> None:
        """Nothing but perhaps its place changed; the place where it was met first in this update counts."""
        self._unchanged.append(article.id)
        if article.id not in self._seen and known.article.origin != article.origin:
            self._moved[article.id] = replace(known, article=replace(known.article, origin=article.origin))
        self._seen.add(article.id)


def _file(origin: str) -> str:
    """The file of an origin, without the number of the record in it."""
    path, mark, number = origin.rpartition("#")
    return path if mark and number.isdigit() and not os.path.exists(origin) else origin


def _lies_under(origin: str, path: str | Path) -> bool:
    if origin in ("", "-"):
        return False
    file, top = Path(origin).absolute(), Path(path).absolute()
    return file == top or top in file.parents
