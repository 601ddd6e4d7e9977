"""The articles, passages and statements in Chroma: what counts, and how it changes.

The metadata of the collection `whosaid` are the manifest: which build is in use, what it was made with, its generation
(a new token after every change) and whether a change is half done.

A passage or statement counts only if its revision is the one in its article's entry.  So a change is: write the new
records, then the article's entry, which is the moment from which it counts, then delete the old records.  Wherever it
is cut off, the article is whole, old or new; what does not count is deleted by the next writer.

In a folder Chroma writes its files of vectors (HNSW) in place: killed meanwhile, it finds them damaged and gives back
nothing at all.  So no build in use ever writes them: all changes stay in Chroma's log, which is SQLite's and safe.
When that has grown long, everything is copied into a new build with complete files, which is then put to use.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

from index.models import Correction
from index.storage.build import PREFIX, Build
from index.storage.corrections import read_corrections, write_corrections
from index.storage.lease import LeaseTable, server_lock
from index.storage.locks import Check, folder_lock
from index.storage.manifest import KINDS, ArticleEntry, ArticleRecords, Manifest, manifest_metadata
from index.storage.reader import MANIFEST, StoreReader

# Logged changes after which the index is copied, when a writer is done and meanwhile: each costs 0.15 ms whenever the
# index is opened, and copying a record 1 ms.
MANY, VERY_MANY = 2000, 8000


class IndexStore(StoreReader):
    """The index in Chroma: everything that changes it happens inside `writing`."""

    _replaced: Sequence[ArticleEntry] = ()  # whose records are to be deleted when nobody reads them any more

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer; what an earlier one left half done is first finished or undone."""
        with self._lock() as check:
            try:
                self.refresh()
                self.client.guard = check
                self.client.ensure_collection(MANIFEST)
                self._recover()
                yield
                if self._snapshot is not None:
                    # until now they could still be read as they were before
                    self._build().delete_records(self._replaced)
                    self._publish(replace(self._snapshot.manifest, dirty=False))
                    self._compact(max(MANY, sum(self.counts().values()) // 4))
            finally:
                self.client.guard = None
                self._replaced = ()

    def create_build(self) -> Build:
        """Create a new, empty build.  Nobody sees it before `activate_build`."""
        return Build.create(self.client)

    def activate_build(self, build: Build, index_config: Mapping[str, str]) -> None:
        """Use another build, made with these parts, from now on, and delete the one used so far."""
        self._activate(build, Manifest(build.name, uuid.uuid4().hex, index_config))

    def commit(self, articles: Sequence[ArticleRecords]) -> None:
        """Add or replace articles in the build in use; readers see them all at once."""
        snapshot, build = self._required(), self._build()
        self._publish(replace(snapshot.manifest, dirty=True))
        build.write(articles)
        replaced = [each.entry.replaces for each in articles if each.entry.replaces in snapshot.entries]
        names = dict.fromkeys([*replaced, *(each.article.id for each in articles)])
        old = [snapshot.entries[name] for name in names if name in snapshot.entries]
        logged = sum(len(each.records[kind]) for each in articles for kind in KINDS)
        self._publish_change(logged, put=[each.entry for each in articles], removed=replaced)
        self._replaced = [*self._replaced, *old]
        build.delete_articles(replaced)
        self._clear_replaced([each.entry for each in articles if each.entry.replaces])
        self._compact(max(VERY_MANY, sum(self.counts().values())))

    def remove(self, article_ids: Sequence[str]) -> None:
        """Remove articles with their passages and statements."""
        snapshot = self._required()
        self._publish(replace(snapshot.manifest, dirty=True))
        self._build().delete_articles(article_ids)
        old = [snapshot.entries[name] for name in article_ids]
        self._publish_change(sum(getattr(entry, kind) for entry in old for kind in KINDS), removed=article_ids)
        self._replaced = [*self._replaced, *old]

    def move(self, entries: Sequence[ArticleEntry]) -> None:
        """Record articles' new entries where nothing but their origin changed."""
        self._build().write_entries(entries)
        self._publish_change(0, put=entries)

    def correct(self, put: Sequence[Correction], removed: Sequence[str] = ()) -> None:
        """Remove the corrections with these ids, and add others or put them in place of those with their ids."""
        snapshot = self._required()
        write_corrections(self.client, put, removed)
        self._snapshot = replace(snapshot, corrections=read_corrections(self.client))
        self._publish_change(0)

    def _lock(self) -> AbstractContextManager[Check]:
        if self.client.in_folder:
            return folder_lock(self.cache, self.place, self._wait)
        return server_lock(LeaseTable(self.client), self.place, self._wait)

    def _clear_replaced(self, entries: Sequence[ArticleEntry]) -> None:
        """Record that articles took the place of others, which are now gone."""
        cleared = [replace(entry, replaces="") for entry in entries]
        if cleared:
            self._build().write_entries(cleared)
            snapshot = self._required()
            self._snapshot = snapshot.updated(snapshot.manifest, put=cleared)

    def _recover(self) -> None:
        """Finish or undo what an earlier writer left half done."""
        self._drop_other_builds()
        if self._snapshot is None or not self._snapshot.manifest.dirty:
            return
        self._reconnect()
        # What is there may be newer than the generation that was published.
        snapshot = self._snapshot = self._load(self._snapshot.manifest)
        self._build().delete_uncounted(snapshot)
        self._clear_replaced([entry for entry in snapshot.entries.values() if entry.replaces])
        self._publish_change(0)
        self._publish(replace(self._required().manifest, dirty=False))

    def _compact(self, limit: int) -> None:
        """Rewrite the index into a new build once more than `limit` changes are in Chroma's log, to open it quickly."""
        snapshot = self._required()
        if not self.client.in_folder or snapshot.manifest.logged <= limit:
            return
        build = self.create_build()
        self._build().copy_to(build, list(snapshot.entries.values()))
        compacted = replace(snapshot.manifest, build=build.name, generation=uuid.uuid4().hex, dirty=False, logged=0)
        self._activate(build, compacted)

    def _activate(self, build: Build, manifest: Manifest) -> None:
        if self.client.in_folder:
            build.keep_in_log()
            self._reconnect()  # until then it goes by what it was before
        self._publish(manifest)
        self._drop_other_builds()

    def _drop_other_builds(self) -> None:
        used = f"{PREFIX}-{self._snapshot.manifest.build}-" if self._snapshot else None
        for name in self.client.collections():
            if name.startswith(f"{PREFIX}-") and not (used and name.startswith(used)):
                self.client.delete_collection(name)

    def _publish_change(self, logged: int, *, put: Sequence[ArticleEntry] = (), removed: Sequence[str] = ()) -> None:
        """Publish a new generation with a changed catalogue; readers look at the index anew."""
        manifest = self._required().manifest
        manifest = replace(manifest, generation=uuid.uuid4().hex, logged=manifest.logged + logged)
        self._publish(manifest, put, removed)

    def _publish(self, manifest: Manifest, put: Sequence[ArticleEntry] = (), removed: Sequence[str] = ()) -> None:
        """Write the manifest, where it changed; from then on the catalogue is without `removed` and with `put`."""
        if self._snapshot is not None and manifest == self._snapshot.manifest:
            return
        with self._refreshing:
            self.client.set_metadata(MANIFEST, manifest_metadata(manifest))
            if self._snapshot is None or self._snapshot.manifest.build != manifest.build:
                self._snapshot = self._load(manifest)
            else:
                self._snapshot = self._snapshot.updated(manifest, put=put, removed=removed)
