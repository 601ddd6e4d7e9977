"""Reporting verbs."""

import re

import pytest

from index.models import SpeechAct
from index.text.reporting_verbs import CUE, REPORTING_VERBS


@pytest.mark.parametrize(
    "form", ["says", "told", "wrote", "denies", "replying", "criticised", "admitted", "asked", "sworn"]
)
def test_a_cue_is_any_form_of_a_verb(form: str) -> None:
    assert re.fullmatch(CUE, form)
    assert not re.fullmatch(CUE, form + "x")


def test_each_verb_has_one_act() -> None:
    assert REPORTING_VERBS["refuse"] is SpeechAct.NOT_SAID
    assert set(REPORTING_VERBS.values()) == set(SpeechAct) - {SpeechAct.RELAYED}
