"""What a site puts around an article goes, what the article says stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loading.boilerplate import normalize_characters
from index.loading.cleaning import CleanedText, clean_text

TITLE = "Harbour workers end their strike"
FIRST = (
    "The harbour workers of Northport ended their strike on Tuesday after eleven days, when the owners agreed to raise "
    "wages by four percent and to hire sixty people before the summer."
)
SECOND = (
    "“We got less than we asked for and more than they offered,” said Ada Quill, who leads the union. The owners "
    "called the agreement expensive but fair, and said that the first ships would be unloaded the same night."
)
THIRD = (
    "The mayor thanked both sides in a short statement on Wednesday. She did not say whether the city would pay for "
    "the new cranes that the owners have asked for since last year."
)
TEASER = "Scientists in the far south have counted the penguins again. There are more of them than anybody…"

# Lines that are no part of an article wherever they stand.
LEFTOVERS = [
    "Skip to content",
    "Skip to main content",
    "Jump to navigation",
    "Menu",
    "Open menu",
    "Sign in",
    "SUBSCRIBE NOW",
    "Advertisement",
    "- Advertisement -",
    "Story continues below advertisement",
    "Sponsored by Northern Bank",
    "Share on Facebook",
    "Share this article",
    "Tweet",
    "WhatsApp",
    "Share: Facebook | Twitter",
    "Print",
    "4 min read",
    "12 shares",
    "Listen to this article",
    "Follow us on Telegram",
    "Join our WhatsApp channel for the latest from the coast",
    "Sign up for our morning newsletter and never miss a story",
    "We use cookies to make this site work and to see how it is used.",
    "This website uses cookies. Read our policy to learn which.",
    "Accept all cookies",
    "By continuing to use this site you agree to our terms of use.",
    "Privacy Policy",
    "Terms and Conditions",
    "Cookie settings",
    "Your email address will not be published. Required fields are marked *",
    "Save my name, email, and website in this browser for the next time I comment.",
    "Notify me of follow-up comments by email.",
    "Post Comment",
    "Email *",
    "© 2024 The Northport Courier",
    "Copyright 2024 Courier Group. All rights reserved.",
    "All rights reserved",
    "Read more",
    "Continue reading →",
    "Back to top",
    "Previous post",
    "Page 2 of 3",
    "7",
    "Tags: harbour, strike, wages",
    "Filed under: Business",
    "Categories: Coast | Work",
    "read also: fishing boats return to Eastbay",
    "READ MORE: Ferry tickets get dearer in May",
    "Related: the long quarrel about the cranes",
    "Also read: Who owns the harbour?",
    "Watch: the first ship comes in",
    "More: https://example.org/harbour",
    "You may also like: ten harbours to see before winter",
    "The long quarrel about the cranes >>>",
    "The owners and their ships »",
    "What the strike cost →",
    "The strike began with a letter that nobody answered [...]",
    "The strike began with a letter (read more)",
    "Photo: Jo Marsh",
    "Image credit: Jo Marsh / Courier",
    "Main image source: Jo Marsh",
    "Featured image: the harbour at night",
    "Ada Quill speaks to workers on MondayABC / DEF / JO MARSH",
    "Ada Quill speaks to workers on Monday. (Jo Marsh/Pool Photo via Courier)",
    "Ships wait outside the harbour Jo Marsh/Reuters",
    "Ships wait outside the harbour. Getty Images",
    "Ada Quill and the owners courier.org",
    "Click here for all stories from the coast",
]
# Paragraphs that resemble those and are the article's.
KEPT = [
    "“Skip to the end,” she said.",
    "“Read more,” the teacher told them.",
    "Share prices fell by two percent.",
    "Follow-up talks are planned for June.",
    "Cookies were handed out at the gate.",
    "We baked cookies for the pickets.",
    "Copyright law of 1976 does not cover it.",
    "More than one ship turned back.",
    "Comments by the mayor were rare.",
    "No comment.",
    "By using force, he said, they would never accept it.",
    "Join us, she told them.",
    "Photos of the meeting show him smiling.",
    "Related talks failed in 2019.",
    "“Listen: nobody wants this strike,” Quill said.",
    "« On y va. »",
    "He works for the AFL/CIO.",
    "He went to Eastbay on Monday. (Reuters)",
    "The report is at example.org.",
    "Latest figures show a fall.",
    "What the owners want",
    "‘We got less than we asked for’",
    "Q: Who pays?",
    "By Monday everything was over.",
    "May 3 was the last day.",
]
# Headings behind which a site lists other articles, or shows what readers wrote.
LISTS = [
    "You May Also Like",
    "You might also enjoy",
    "Related Articles",
    "Related stories:",
    "RECOMMENDED FOR YOU",
    "Latest",
    "Latest news",
    "Trending now",
    "Most read",
    "Most Popular",
    "More from Business",
    "More news",
    "Read also:",
    "See also",
    "Read next",
    "Also on the Courier:",
    "Editors' Picks",
    "Don't miss",
    "Up next",
    "Sponsored Content",
]
ENDS = [
    "Leave a Reply",
    "Leave a comment",
    "Leave a Reply Cancel reply",
    "Post a Comment",
    "Comments (14)",
    "3 Comments",
    "14 responses",
    "Join the conversation",
    "Post navigation",
    "About the author",
]


def page(*paragraphs: str, between: str = "\n\n") -> str:
    return between.join(paragraphs)


def body(text: str) -> list[str]:
    """The paragraphs behind the headline."""
    cleaned = clean_text(text)
    assert cleaned.title == TITLE
    first, *others = cleaned.text.split("\n\n")
    assert first == TITLE
    return others


@pytest.mark.parametrize("line", LEFTOVERS)
def test_leftovers_go_wherever_they_stand(line: str) -> None:
    assert body(page(line, TITLE, line, FIRST, line, SECOND, line)) == [FIRST, SECOND]


@pytest.mark.parametrize("line", KEPT)
def test_what_only_resembles_them_stays(line: str) -> None:
    assert body(page(TITLE, FIRST, SECOND, line, THIRD)) == [FIRST, SECOND, line, THIRD]


@pytest.mark.parametrize("heading", LISTS)
def test_lists_of_other_articles_go(heading: str) -> None:
    text = page(TITLE, FIRST, SECOND, heading, "Penguins counted again", TEASER, "One more bank raises its rates")
    assert body(text) == [FIRST, SECOND]


@pytest.mark.parametrize("heading", LISTS)
def test_the_article_goes_on_behind_a_list(heading: str) -> None:
    text = page(TITLE, FIRST, SECOND, heading, "Penguins counted again", TEASER, THIRD, FIRST.replace("four", "five"))
    assert body(text) == [FIRST, SECOND, THIRD, FIRST.replace("four", "five")]


@pytest.mark.parametrize("heading", LISTS + ENDS)
def test_the_same_headings_above_the_article_are_only_lines(heading: str) -> None:
    assert body(page(heading, TITLE, heading, FIRST, SECOND)) == [FIRST, SECOND]


@pytest.mark.parametrize("heading", ENDS)
def test_what_readers_wrote_goes(heading: str) -> None:
    reader = (
        "Well said. I have worked in that harbour for thirty years, and nobody has ever asked us what we think of it."
    )
    assert body(page(TITLE, FIRST, SECOND, heading, reader, "Jim", reader.replace("thirty", "twenty"))) == [
        FIRST,
        SECOND,
    ]


@pytest.mark.parametrize(
    ("paragraphs", "title", "kept"),
    [
        ([TITLE, FIRST], TITLE, [TITLE, FIRST]),
        ([TITLE, TITLE, FIRST, TITLE], TITLE, [TITLE, FIRST]),
        (["Skip to content", TITLE, f"{TITLE} | The Courier", TITLE.upper(), FIRST], TITLE, [TITLE, FIRST]),
        ([f"{TITLE} - The Courier", TITLE, FIRST], TITLE, [TITLE, FIRST]),
        (["Home", "World", "Business", TITLE, FIRST], TITLE, [TITLE, FIRST]),
        (["By Jo Marsh", TITLE, FIRST], TITLE, [TITLE, FIRST]),
        (["Ada: ‘We can wait’", "Ada: 'We can wait'", FIRST], "Ada: ‘We can wait’", ["Ada: ‘We can wait’", FIRST]),
        ([TITLE, "Owners agree to all…", "Owners agree to all.", FIRST], TITLE, [TITLE, "Owners agree to all.", FIRST]),
        ([TITLE, FIRST[:60] + "...", FIRST], TITLE, [TITLE, FIRST]),
        ([FIRST + " " + SECOND, THIRD], "", [FIRST + " " + SECOND, THIRD]),
        (["Strike over", FIRST], "Strike over", ["Strike over", FIRST]),
        ([], "", []),
    ],
    ids=["headline", "three-times", "site-behind", "site-before", "menu", "byline-first", "quotation-marks", "teaser",
         "lead-broken-off", "no-headline", "short-headline", "nothing"],
)  # fmt: skip
def test_headline(paragraphs: list[str], title: str, kept: list[str]) -> None:
    cleaned = clean_text(page(*paragraphs))
    assert (cleaned.title, cleaned.text) == (title, page(*kept))


@pytest.mark.parametrize(
    ("lines", "author", "published"),
    [
        (["By Jo Marsh", "1 August 2025"], "Jo Marsh", "2025-08-01"),
        (["BY: Jo van Marsh", "Published: Aug. 1, 2025 at 3:15 pm"], "", "2025-08-01"),
        (["Written by Jo P. Marsh", "Posted on 2025-08-01"], "Jo P. Marsh", "2025-08-01"),
        (["Updated: 3 August 2025"], "", ""),
        (["01/08/2025"], "", ""),
        (["By Monday everything was over."], "", ""),
        ([], "", ""),
    ],
    ids=["both", "labelled", "written", "updated-is-not-published", "read-two-ways", "no-byline", "none"],
)
def test_author_and_day_only_where_a_line_says_them(lines: list[str], author: str, published: str) -> None:
    cleaned = clean_text(
        page(TITLE, *lines, FIRST, "By Bo Hill", "2 May 2020", SECOND, SECOND.replace("less", "little"))
    )
    if lines:
        assert (cleaned.author, cleaned.published) == (author, published)
    assert cleaned.text.startswith(TITLE)
    assert FIRST in cleaned.text


def test_known_headline_is_kept_and_not_looked_for() -> None:
    assert clean_text(page("Quill speaks", FIRST), title="  The \n headline ") == CleanedText(
        "The headline", page("Quill speaks", FIRST)
    )


def test_teasers_at_the_end_without_a_heading_go() -> None:
    assert body(page(TITLE, FIRST, SECOND, "Penguins counted again", TEASER, "Ten harbours", "Banks and…")) == [
        FIRST,
        SECOND,
    ]


def test_a_list_of_results_at_the_end_stays() -> None:
    results = ["Northport 3 Eastbay 1 after extra time", "Westhaven 0 Southport 0"]
    assert body(page(TITLE, FIRST, SECOND, *results)) == [FIRST, SECOND, *results]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\r\n \r\n", "\n\n\n\n", "\u2029"])
def test_paragraphs_however_they_are_parted(between: str) -> None:
    assert body(page(TITLE, FIRST, "What the owners want", SECOND, between=between)) == [
        FIRST,
        "What the owners want",
        SECOND,
    ]


def test_wrapped_lines_become_paragraphs() -> None:
    wrapped = (
        "The harbour workers of Northport ended their strike on\n"
        "Tuesday, when the owners agreed to raise wages by four\n"
        "percent."
    )
    assert body(page(TITLE, wrapped, THIRD)) == [wrapped.replace("\n", " "), THIRD]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a\u00a0b\tc  d", "a b c d"),
        ("a\x00b\x07c", "abc"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("e\u0301", "é"),
        ("half \ud800 pair", "half pair"),
        (" a \r\n b\r", "a\nb"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
    ids=["spaces", "control", "invisible", "composed", "surrogate", "line-breaks", "soft-hyphen"],
)
def test_normalise(text: str, plain: str) -> None:
    assert normalize_characters(text) == plain


@given(
    st.lists(
        st.sampled_from([TITLE, FIRST, SECOND, TEASER, *LEFTOVERS, *KEPT, *LISTS, *ENDS]) | st.text(max_size=60),
        max_size=12,
    )
)
def test_nothing_is_made_up(paragraphs: list[str]) -> None:
    text = page(*paragraphs)
    cleaned = clean_text(text)
    told = " ".join(normalize_characters(text).split())
    for paragraph in cleaned.text.split("\n\n"):
        assert paragraph in told
        assert paragraph == paragraph.strip()
    assert not any(unicodedata.category(char) in ("Cs", "Cc") for char in cleaned.text if char != "\n")
    assert cleaned.title in told


@given(st.text())
def test_cleaning_is_done_once(text: str) -> None:
    assert clean_text(clean_text(text).text).text == clean_text(text).text


@pytest.mark.parametrize("piece", ["a", "(", "/A", "a…\n\n", "Share ", "A / ", "[...]", "Read also:\n\n", "«", ". \n"])
def test_long_texts_take_linear_time(piece: str) -> None:
    clean_text(piece * (400_000 // len(piece)))
