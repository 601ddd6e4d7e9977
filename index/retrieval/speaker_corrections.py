"""What a person says of a speaker -> a correction to be kept, and the ids of those that it takes the place of."""

from __future__ import annotations

from datetime import UTC, datetime

from index.errors import BadArticleError, CorrectionError
from index.models import Correction, CorrectionKind, Span
from index.retrieval.corpus import CorpusSnapshot

LONGEST_NAME = 200  # characters


def statement_correction(
    snapshot: CorpusSnapshot, article_id: str, span: Span, speaker: str | None
) -> tuple[Correction, list[str]]:
    """Return the correction that puts the statement at a place under a speaker, None for nobody.

    Raises BadArticleError where no statement is there, and CorrectionError for a name that is none.
    """
    statement = snapshot.statement_at(article_id, span)
    if statement is None:
        raise BadArticleError(f"no statement stands at {span[0]} to {span[1]} in the article {article_id!r}")
    (article,) = snapshot.articles_with_text([article_id]).values()
    start, end = statement.start, statement.end
    correction = Correction(
        CorrectionKind.SPEAKER,
        () if speaker is None else (_name(speaker),),
        _now(),
        article_id,
        article.origin,
        article.url,
        start,
        article.text[start:end],
    )
    applied = snapshot.directory.correction_at(article_id, (start, end))
    return correction, [applied.id] if applied and applied.id != correction.id else []


def name_correction(
    snapshot: CorpusSnapshot, kind: CorrectionKind, name: str, other: str
) -> tuple[Correction, list[str]]:
    """Return the correction that says whether two names are one speaker's.

    Raises CorrectionError where they are one name, or one of them is not a speaker's of the index.
    """
    names = _name(name), _name(other)
    if names[0] == names[1]:
        raise CorrectionError(f"{name!r} twice: name two")
    for each in names:
        if not snapshot.directory.knows(each):
            near = snapshot.link_speaker(each)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise CorrectionError(f"no speaker is called {each!r}: `python -m index speakers` lists them{hint}")
    return Correction(kind, names, _now()), []


def _name(name: str) -> str:
    """Return a name on one line.  Raises CorrectionError where it is empty, very long or cannot be printed."""
    words = " ".join(name.split())
    if not words or len(words) > LONGEST_NAME or not words.isprintable():
        raise CorrectionError(f"{name[:LONGEST_NAME]!r} is not a name")
    return words


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
