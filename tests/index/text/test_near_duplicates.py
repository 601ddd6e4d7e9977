"""Which articles are copies of one text."""

from index.text.near_duplicates import group_duplicates, minhash_sketch

WORDS = [f"word{number}" for number in range(400)]
TEXT = " ".join(WORDS)


def edited(every: int) -> str:
    return " ".join("other" if number % every == every - 1 else word for number, word in enumerate(WORDS))


CASES = {
    "the same": TEXT,
    "other white space and case": TEXT.upper().replace(" ", "\n"),
    "a headline more": "Council votes on the harbour after long debate\n\n" + TEXT,
    "cut by a quarter": " ".join(WORDS[:300]),
    "every fortieth word changed": edited(40),
}
OTHERS = {
    "every fifth word changed": edited(5),
    "its first tenth alone": " ".join(WORDS[:40]),
    "it and as much again": TEXT + " " + " ".join(f"more{number}" for number in range(400)),
    "other words": " ".join(f"more{number}" for number in range(400)),
    "nothing": "",
}


def test_copies_and_others() -> None:
    groups = group_duplicates(
        {name: minhash_sketch(text) for name, text in (CASES | OTHERS | {"original": TEXT}).items()}
    )
    assert {name: groups[name] == groups["original"] for name in CASES} == dict.fromkeys(CASES, True)
    assert {name: groups[name] == groups["original"] for name in OTHERS} == dict.fromkeys(OTHERS, False)


def test_groups_do_not_depend_on_the_order() -> None:
    sketches = {name: minhash_sketch(text) for name, text in (CASES | OTHERS).items()}
    backwards = dict(reversed(sketches.items()))
    assert group_duplicates(sketches) == group_duplicates(backwards)
    assert group_duplicates(sketches)["the same"] == min(CASES)


def test_short_texts_are_copies_only_if_they_are_the_same() -> None:
    texts = {"a": "No comment.", "b": "No comment.", "c": "No, a comment!", "d": ""}
    groups = group_duplicates({name: minhash_sketch(text) for name, text in texts.items()})
    assert groups == {"a": "a", "b": "a", "c": "c", "d": "d"}
