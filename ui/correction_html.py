"""Render how a wrong speaker is put right, and what was put right, as safe HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index import Article, Correction, CorrectionKind, Statement, strip_quotes
from ui.answer_html import escape

SHOWN = 160  # characters of the words that were corrected


def question(place: str, words: str, near: Iterable[str], everybody: Iterable[str]) -> str:
    """Return the question who said these words: the others in the paragraph to choose, everybody to type, nobody.

    `place` is the page's address of the words.
    """
    at = f'data-place="{escape(place)}"'
    buttons = "".join(
        f'<button type="button" class="small" data-correct="{escape(name)}" {at}>{escape(name)}</button>'
        for name in near
    )
    options = "".join(f'<option value="{escape(name)}"></option>' for name in everybody)
    return (
        f'<section class="correction" aria-label="Wrong speaker"><h3 tabindex="-1">Who said {quoted(words)}?</h3>'
        f'<p>{buttons}<button type="button" class="small" data-correct="" {at}>Nobody</button></p>'
        f'<p><input list="everybody" maxlength="200" aria-label="Somebody else" placeholder="Somebody else">'
        f'<datalist id="everybody">{options}</datalist>'
        f'<button type="button" class="small" data-correct-typed {at}>Set</button>'
        '<button type="button" class="small" data-takeback="">Cancel</button></p></section>'
    )


def done(correction: Correction) -> str:
    """Return what was put right, with the button that takes it back."""
    return f'<p class="notice" role="status">{told(correction)} {take_back(correction, "Undo")}</p>'


def corrections(listed: Sequence[Correction]) -> str:
    """Return all corrections, the latest first, each with the button that takes it back; "" where there is none."""
    lines = "".join(f"<li><span>{told(each)}</span>{take_back(each, 'Take back')}</li>" for each in reversed(listed))
    count = f"{len(listed)} {'correction' if len(listed) == 1 else 'corrections'}"
    return (
        f'<details class="corrected"><summary>{count}</summary><ul class="list">{lines}</ul></details>' if lines else ""
    )


def told(correction: Correction) -> str:
    """Return a correction in words, escaped."""
    names = [f"<b>{escape(name)}</b>" for name in correction.names]
    if correction.kind is CorrectionKind.SPEAKER:
        return f"{quoted(correction.words)} is now under {names[0] if names else 'nobody’s name'}."
    return " and ".join(names) + (" are one." if correction.kind is CorrectionKind.SAME else " are two.")


def take_back(correction: Correction, label: str) -> str:
    """Return the button that takes a correction back."""
    return f'<button type="button" class="small" data-takeback="{escape(correction.id)}">{label}</button>'


def quoted(words: str) -> str:
    """Return the beginning of some words in quotation marks, escaped."""
    line = strip_quotes(" ".join(words.split()))
    return f"“{escape(line if len(line) <= SHOWN else line[:SHOWN].rsplit(' ', 1)[0] + ' …')}”"


def others_near(article: Article, statement: Statement, statements: Iterable[Statement]) -> list[str]:
    """Return who else speaks in the paragraph of a statement."""
    begin = article.text.rfind("\n", 0, statement.start) + 1
    end = article.text.find("\n", statement.end)
    end = end if end >= 0 else len(article.text)
    speakers = (each.speaker for each in statements if each.start < end and each.end > begin)
    return [name for name in dict.fromkeys(speakers) if name and name != statement.speaker]
