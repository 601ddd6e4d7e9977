"""Corrections of single statements -> the statements that they are about now, in articles that may have changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from index.models import Article, Correction, CorrectionKind, Span
from index.storage.fulltext import SpeakerMention

SHARED = 0.5  # of the shorter of the words that were corrected and of a statement: then it is that statement
Texts = Callable[[Iterable[str]], Mapping[str, str]]


def corrected_statements(
    corrections: Sequence[Correction],
    articles: Mapping[str, Article],
    mentions: Mapping[str, Sequence[SpeakerMention]],
    texts: Texts,
) -> dict[str, Correction]:
    """Return the corrections of statements by the record's id, the last one where there are several of one statement.

    `mentions` are the statements by article, `articles` those of the index, of which `texts` returns the texts by id.
    A correction whose article or words are not there any more applies to nothing.
    """
    chosen = [each for each in corrections if each.kind is CorrectionKind.SPEAKER]
    if not chosen:
        return {}
    by_place: dict[tuple[str, str], list[str]] = defaultdict(list)
    for article in articles.values():
        by_place["file", article.origin].append(article.id)
        by_place["address", article.url].append(article.id)
    corrected: dict[str, Correction] = {}
    for correction in chosen:
        places = [("file", correction.origin)] * (correction.origin not in ("", "-"))
        places += [("address", correction.url)] * bool(correction.url)
        ids = [correction.article_id, *(name for place in places for name in sorted(by_place.get(place, ())))]
        for article_id, text in texts(name for name in dict.fromkeys(ids) if name in articles).items():
            span = nearest_place(correction.words, text, correction.start)
            if span and (record := statement_there(span, mentions.get(article_id, ()))):
                corrected[record] = correction
                break
    return corrected


def nearest_place(words: str, text: str, start: int) -> Span | None:
    """Return where some words stand in a text, nearest to an offset; None where they do not."""
    before, behind = text.rfind(words, 0, start + len(words)), text.find(words, start)
    places = [place for place in (before, behind) if place >= 0]
    if not words or not places:
        return None
    place = min(places, key=lambda place: abs(place - start))
    return place, place + len(words)


def statement_there(span: Span, mentions: Iterable[SpeakerMention]) -> str:
    """Return the id of the statement that shares most characters with a span, at least half of the shorter; or ''."""
    shared = {each: min(each.end, span[1]) - max(each.start, span[0]) for each in mentions}
    best = max(shared, key=lambda each: (shared[each], -each.start), default=None)
    if best is None or shared[best] < SHARED * min(best.end - best.start, span[1] - span[0]):
        return ""
    return best.record_id
