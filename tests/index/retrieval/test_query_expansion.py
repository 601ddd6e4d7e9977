"""Words of a question, as they are looked for."""

import pytest

from index.retrieval.query_expansion import Vocabulary
from index.retrieval.reranker import term_coverage


@pytest.mark.parametrize(
    ("place", "belongs", "others"),
    [
        ("Germany", {"german", "germans"}, {"germane", "germ"}),
        ("Belarus", {"belarusian", "belarusians"}, {"belarus's"}),
        ("Iraq", {"iraqi", "iraqis"}, {"irate"}),
        ("Iran", {"iranian", "iranians"}, {"irate"}),
        ("Roberts", set(), {"robert", "roberta"}),
    ],
)
def test_a_place_is_found_in_the_words_for_its_people(place: str, belongs: set[str], others: set[str]) -> None:
    words = Vocabulary(dict.fromkeys(belongs | others, 1), {}, 10)
    assert set(words.demonyms(place.lower())) == belongs


def test_part_of_a_name_counts_less_than_the_name() -> None:
    words = Vocabulary({"northern": 2, "union": 2, "nu": 1, "racist": 1, "racism": 1}, {"Anna Berg": 3}, 10)
    terms = words.terms("Northern Union")
    assert term_coverage(terms, "the Northern Union") == term_coverage(terms, "the NU") == 1.0
    assert term_coverage(terms, "a union of northern towns") == 1.0
    assert 0 < term_coverage(terms, "the workers’ union") < 0.25
    assert [term.phrase for term in words.terms("Anna Berg")] == [frozenset(), frozenset()]
    assert "racist" in words.terms("racism")[0].spellings


def test_initials_count_only_as_a_name() -> None:
    words = Vocabulary({"elena": 2, "markova": 1, "em": 4}, {}, 10)
    assert [term.occurs("They went after 'em.") for term in words.terms("Elena Markova")] == [False, False]
    assert [term.occurs("The EM, she said.") for term in words.terms("Elena Markova")] == [True, True]


def test_another_spelling_of_a_name_is_a_name_too() -> None:
    (term,) = Vocabulary({"comey": 2, "come": 9}, {}, 10).terms("Comey")
    assert term.spellings == {"comey", "come"}
    assert [term.occurs(text) for text in ("Mr. Comey left.", "Mr. Come left.", "Come Yar fell.", "They come up.", "Come on up!")] == [
        True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "others"),
    [("racism", {"racist", "racism"}), ("trees", {"tree"}), ("prism", set()), ("unknown", set())],
)
def test_words_of_one_stem(word: str, others: set[str]) -> None:
    counts = dict.fromkeys(("pr", "race", "racism", "racist", "tree"), 1)
    assert Vocabulary(counts, {}, 10).terms(word)[0].spellings == others | {word}
