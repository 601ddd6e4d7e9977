"""Who fits best as the antecedent of a pronoun, and where nobody is taken."""

import pytest

from index.attribution.antecedents import WEIGHTS, PersonMention, features, read_context, score
from index.attribution.coreference import PronounResolver
from index.attribution.entities import EntityTable
from index.attribution.mention_linking import no_speakers
from index.attribution.spans import paragraph_start

OPENING = "Mr. Eero Salo and Mr. Karl Holm met.\n\n"
# (id, text behind the opening, with the pronoun in brackets, who fits best)
FITTING = [
    ("the subject of the sentence before", "Mr. Salo wrote to Mr. Holm. [He] would come.", "Salo"),
    ("not what is owned", "Mr. Holm read the letter of Mr. Salo. [He] laughed.", "Holm"),
    ("in the same sentence", "Mr. Holm was ill. Mr. Salo waited because [he] had time.", "Salo"),
    ("the paragraph's", "Mr. Holm was ill.\n\nMr. Salo waited. Then [he] left.", "Salo"),
]


def scores(marked: str) -> dict[str, float]:
    """Return how well each person of a text fits, by surname."""
    place = marked.index("[")
    pronoun = marked[place + 1 : marked.index("]")].casefold()
    text = marked.replace("[", "").replace("]", "")
    named = EntityTable(text).mentioned(0, place)
    people = {id(entity): entity.canonical_name.split()[-1] for _, _, entity in named}
    mentions = [PersonMention(start, end, id(entity)) for start, end, entity in named]
    context = read_context(text, pronoun, place, (0, paragraph_start(text, place)), mentions, [])
    return {name: score(features(context, person)) for person, name in people.items()}


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FITTING], ids=[case[0] for case in FITTING])
def test_who_fits_best(text: str, expected: str) -> None:
    result = scores(OPENING + text)
    assert max(result, key=lambda name: result[name]) == expected, result


def test_each_feature_has_a_weight() -> None:
    text = "Mr. Salo said he"
    context = read_context(text, "he", 14, (0, 0), [PersonMention(0, 8, 1)], [(0, 1)])
    assert features(context, 1).keys() == WEIGHTS.keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Salo left. Mr. Holm wrote home. Mr. Holm was tired. [He] came back.", "Karl Holm"),
        # The last one named, but all before is of somebody else: a name would be a guess.
        ("Mr. Salo left. Mr. Salo was tired. Mr. Salo saw the house of Mr. Holm. [He] came back.", ""),
    ],
    ids=["plain", "in doubt"],
)
def test_an_antecedent_in_doubt_is_nobody(text: str, expected: str) -> None:
    marked = OPENING + text
    resolver = PronounResolver(EntityTable(marked.replace("[", "").replace("]", "")))
    assert resolver.resolve("he", marked.index("["), no_speakers) == expected
