"""Clean the text of a page or a file: its headline, its byline, and its text without boilerplate.  Pure."""

from __future__ import annotations

from dataclasses import dataclass

from index.loading.boilerplate import is_label, normalize_characters, remove_boilerplate
from index.loading.metadata import article_head, find_byline, find_headline


@dataclass(frozen=True, slots=True)
class CleanedText:
    """An article's headline (empty if none is found) and its text, paragraphs separated by a blank line.

    If the headline was found in the text, it is its first paragraph.  `author` and `published` are what a line near the
    headline says, and says alone: "By Jo Doe", "Published: 1 August 2025".
    """

    title: str
    text: str
    author: str = ""
    published: str = ""


def clean_text(text: str, title: str = "") -> CleanedText:
    """Remove a site's boilerplate from a text.  `title` is the headline if it is known from elsewhere."""
    paragraphs = remove_boilerplate(text)
    headline = " ".join(normalize_characters(title).split())
    if not headline and (headline := find_headline(paragraphs)):
        place = paragraphs.index(headline)
        above = [paragraph for paragraph in paragraphs[:place] if not is_label(paragraph)]
        paragraphs = [headline, *above, *paragraphs[place + 1 :]]
    author = published = ""
    for paragraph in article_head(paragraphs):
        byline = find_byline(paragraph)
        author, published = author or byline[0], published or byline[1]
        if any(byline):
            paragraphs.remove(paragraph)
    return CleanedText(headline, "\n\n".join(paragraphs), author, published)
