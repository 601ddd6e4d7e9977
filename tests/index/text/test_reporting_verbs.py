"""Reporting verbs and the speech acts that they report."""

import re

import pytest

from index.models import SpeechAct
from index.text.reporting_verbs import CUE, REPORTING_VERBS, find_speech_act

ACTS = [
    ("said", "claimed", SpeechAct.SAID),
    ("denied", "denied", SpeechAct.DENIED),
    ("a denial", "issued a denial", SpeechAct.DENIED),
    ("rebutted", "rebutted", SpeechAct.DENIED),
    ("not denied", "did not deny", SpeechAct.DENIED),
    ("declined", "declined to say", SpeechAct.NOT_SAID),
    ("a refusal", "refusal", SpeechAct.NOT_SAID),
    ("would not", "wouldn’t say", SpeechAct.NOT_SAID),
    ("sworn", "had sworn", SpeechAct.PROMISED),
    ("urged", "urging", SpeechAct.ORDERED),
    ("urgent is no order", "urgently said", SpeechAct.SAID),
    ("called on", "called on", SpeechAct.ORDERED),
    ("called", "called", SpeechAct.SAID),
    ("wondered", "wondered", SpeechAct.ASKED),
]


@pytest.mark.parametrize(("words", "act"), [case[1:] for case in ACTS], ids=[case[0] for case in ACTS])
def test_speech_act(words: str, act: SpeechAct) -> None:
    assert find_speech_act(words) is act


@pytest.mark.parametrize(
    "form", ["says", "told", "wrote", "denies", "replying", "criticised", "admitted", "asked", "sworn"]
)
def test_a_cue_is_any_form_of_a_verb(form: str) -> None:
    assert re.fullmatch(CUE, form)
    assert not re.fullmatch(CUE, form + "x")


def test_each_verb_has_one_act() -> None:
    assert REPORTING_VERBS["refuse"] is SpeechAct.NOT_SAID
    assert set(REPORTING_VERBS.values()) == set(SpeechAct) - {SpeechAct.RELAYED}
