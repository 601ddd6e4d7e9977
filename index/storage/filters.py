"""What narrows a search, as one value for both stores."""

from __future__ import annotations

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from index.models import Period
from index.storage.manifest import Kind


@dataclass(frozen=True, slots=True)
class Filters:
    """Speakers (exact names as stored), outlets, a period of publication and ids of articles; an empty one does not
    narrow.

    Speakers narrow statements only, and further those of them with the ids `statements`, where given.  An undated
    article lies in no bounded period.
    """

    speakers: Sequence[str] = ()
    outlets: Sequence[str] = ()
    period: Period = field(default_factory=Period)
    articles: Sequence[str] = ()
    statements: AbstractSet[str] | None = None

    def to_chroma(self) -> dict[str, Any] | None:
        """Return the condition on records' metadata in Chroma's language; None where nothing narrows.

        The ids are no part of it: Chroma is slow with many.
        """
        parts: list[dict[str, Any]] = []
        if self.speakers:
            parts.append({"speaker": {"$in": list(self.speakers)}})
        if self.outlets:
            parts.append({"source": {"$in": list(self.outlets)}})
        if self.articles:
            parts.append({"article_id": {"$in": list(self.articles)}})
        if days := self._days():
            parts += [{"day": {"$gte": days[0]}}, {"day": {"$lte": days[1]}}]
        return {"$and": parts} if len(parts) > 1 else (parts[0] if parts else None)

    def to_sql(self, kind: Kind) -> tuple[str, list[Any]]:
        """Return the condition on records `r` of articles `a` in SQL, and the values of its placeholders."""
        parts, values = ["1"], list[Any]()
        if self.speakers and kind == "statements":
            parts.append("r.speaker IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(self.speakers)))
        if self.statements is not None and kind == "statements":
            parts.append("r.id IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(sorted(self.statements)))
        if self.outlets:
            parts.append("a.source IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(self.outlets)))
        if self.articles:
            parts.append("a.article_id IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(self.articles)))
        if days := self._days():
            parts.append("a.day BETWEEN ? AND ?")
            values += days
        return " AND ".join(parts), values

    def _days(self) -> tuple[int, int] | None:
        """Return the first and last day as YYYYMMDD; None where the period is open on both sides."""
        since, until = self.period.since, self.period.until
        if since is None and until is None:
            return None
        return (int(f"{since:%Y%m%d}") if since else 1, int(f"{until:%Y%m%d}") if until else 99991231)
