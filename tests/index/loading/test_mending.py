"""Mending what a source broke: only what is surely broken, and every other character keeps its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loading.loader import load_articles
from index.loading.mending import mend
from index.models import Article

BROKEN = {
    "accent": ("JesÃºs left.", "Jesús  left."),
    "before a comma": ("PapÃ¡, go", "Papá,  go"),
    "torn accent": ("naÃ ̄ve man", "naïve   man"),
    "hard space": ("voilÃ\xa0 so", "voilà  so"),
    "twice": ("PeÃ\x83Â±a said", "Peña    said"),
    "quotation marks": ("â€œNo,â€\x9d she", "“No,”     she"),
    "apostrophe": ("donâ€™t", "don’t  "),
    "pounds": ("Â£5", "£5 "),
    "embedded message": (
        'Now:\n\n<tweet id="77" author="@x">It is over</tweet>.',
        f"Now:\n\n{' ' * 27}It is over        .",
    ),
    "embedded place": ("It is <tweet/> over", "It is          over"),
    "link": ('The <a href="http://x.org/a b">old pier</a>.', f"The {' ' * 27}old pier    ."),
    "nested": ("<p>So <em>it</em> is</p>", "   So     it      is    "),
}
FINE = {
    "letters": "Zoë and Ångström in São Paulo, SÃO PAULO, FRANÇAIS À LA CARTE",
    "marks": "“Café” – ‘naïve’ … €5, £3, 20 °C, § 7 © 2024",
    "languages": "Путин сказал; Łódź; Ærø; Ðorðe",
    "apart": "Use <b> and </b> around it",
    "of tags": "Its HTML has <b>closed</b> in it",
    "comparison": "if a <b and c> d",
    "script": "It said <script>alert(1)</script> and <img src=x onerror=alert(2)>",
    "entity": "He typed &amp; and went",
    "null": "a\x00 <tweet/>",
}


@pytest.mark.parametrize(("broken", "mended"), BROKEN.values(), ids=BROKEN)
def test_what_is_surely_broken_is_mended_in_its_place(broken: str, mended: str) -> None:
    assert mend(broken) == mended
    assert len(mended) == len(broken)


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_what_is_fine_stays_as_it_is(text: str) -> None:
    assert mend(text) == text


@given(st.text(st.sampled_from('aÃ¡Â £â€™ï¿½ ̄<b>/tweet="\n')))
def test_the_length_is_kept_and_nothing_is_left_to_mend(text: str) -> None:
    assert len(mend(text)) == len(text)
    assert mend(mend(text)) == mend(text)


def test_articles_are_mended_when_they_are_loaded(tmp_path: Path) -> None:
    record = {
        "text": "The mayor of CÃ³rdoba spoke.",
        "title": "CÃ³rdoba’s mayor",
        "author": "JosÃ© Gil",
        "source": "Café",
    }
    (tmp_path / "a.json").write_text(json.dumps(record))
    (article,) = load_articles([tmp_path / "a.json"])
    assert isinstance(article, Article)
    assert (article.text, article.title) == ("The mayor of Córdoba  spoke.", "Córdoba’s mayor")
    assert (article.author, article.source) == ("José Gil", "Café")
