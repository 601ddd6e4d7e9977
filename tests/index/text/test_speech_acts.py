"""What a cue does with its content; a negation counts for what it governs."""

import pytest

from index.models import SpeechAct
from index.text.speech_acts import find_speech_act

# (id, cue with the words before it, what stands behind it, speech act)
ACTS = [
    ("said", "said", " that the pier is safe", SpeechAct.SAID),
    ("denied", "denied", " that the pier is rotten", SpeechAct.DENIED),
    ("flatly denied", "flatly denied", " the report", SpeechAct.DENIED),
    ("has repeatedly denied", "has repeatedly denied", " it", SpeechAct.DENIED),
    ("a denial", "issued a denial", "", SpeechAct.DENIED),
    ("disputed", "disputed", " the figure", SpeechAct.DENIED),
    ("rejected the notion", "rejected", " the notion that the tunnel is late", SpeechAct.DENIED),
    ("dismissed a claim", "dismissed", " the claim as nonsense", SpeechAct.DENIED),
    ("does not believe", "does not believe", " the tunnel will open", SpeechAct.DENIED),
    ("did not think", "didn’t really think", " the tunnel was needed", SpeechAct.DENIED),
    ("does not agree", "does not agree", " that the pier is ugly", SpeechAct.DENIED),
    ("did not say", "did not say", " when it would open", SpeechAct.NOT_SAID),
    ("would not say", "wouldn’t say", " when it would open", SpeechAct.NOT_SAID),
    ("has never said", "has never said", " that", SpeechAct.NOT_SAID),
    ("did not immediately respond", "did not immediately respond", " to a request", SpeechAct.NOT_SAID),
    ("would neither confirm", "would neither confirm nor deny", " the report", SpeechAct.NOT_SAID),
    ("did not deny", "did not deny", " that the pier is rotten", SpeechAct.NOT_SAID),
    ("does not dispute", "does not dispute", " the figure", SpeechAct.NOT_SAID),
    ("declined to say", "declined to say", " when", SpeechAct.NOT_SAID),
    ("declined, of comment", "declined", " to comment", SpeechAct.NOT_SAID),
    ("declined a request", "declined", " a request for comment", SpeechAct.NOT_SAID),
    ("refused to answer", "refused to answer", " the question", SpeechAct.NOT_SAID),
    ("refused, of answering", "refused", " to answer the question", SpeechAct.NOT_SAID),
    ("refused to deny", "refused to deny", " the report", SpeechAct.NOT_SAID),
    ("failed to mention", "failed to mention", " the tunnel", SpeechAct.NOT_SAID),
    ("refrained from attacking", "refrained from criticising", " the minister", SpeechAct.NOT_SAID),
    ("refrained from an attack", "refrained from attacking", " his rivals", SpeechAct.NOT_SAID),
    ("avoided criticism", "avoided direct criticism of", " the minister", SpeechAct.NOT_SAID),
    ("avoided a mention", "avoided mention of", " the minister", SpeechAct.NOT_SAID),
    ("avoided all mention", "carefully avoided all direct mention of", " the minister", SpeechAct.NOT_SAID),
    ("declined to, of saying", "declined to", " elaborate on the tunnel", SpeechAct.NOT_SAID),
    ("avoided saying", "avoided saying", " who would pay", SpeechAct.NOT_SAID),
    ("stopped short", "stopped short of accusing", " the minister", SpeechAct.NOT_SAID),
    ("left without saying", "left without saying", " who would pay", SpeechAct.NOT_SAID),
    ("no mention", "made no mention of", " the tunnel", SpeechAct.NOT_SAID),
    ("unable to say", "was unable to say", " when it would open", SpeechAct.NOT_SAID),
    ("not ready to say", "was not ready to say", " when it would open", SpeechAct.NOT_SAID),
    ("asked", "asked", " whether the pier is safe", SpeechAct.ASKED),
    ("ordered", "ordered", " the pier closed", SpeechAct.ORDERED),
    ("promised", "promised", " a tunnel", SpeechAct.PROMISED),
    ("rebutted", "rebutted", "", SpeechAct.DENIED),
    ("a refusal", "refusal", "", SpeechAct.NOT_SAID),
    ("sworn", "had sworn", "", SpeechAct.PROMISED),
    ("urged", "urging", "", SpeechAct.ORDERED),
    ("urgent is no order", "urgently said", "", SpeechAct.SAID),
    ("called on", "called on", "", SpeechAct.ORDERED),
    ("called", "called", "", SpeechAct.SAID),
    ("wondered", "wondered", "", SpeechAct.ASKED),
]
TRAPS = [
    ("without evidence", "claimed without any evidence", " that the pier is rotten", SpeechAct.SAID),
    ("without further comment", "said without further comment", "", SpeechAct.SAID),
    ("could not resist", "could not resist saying", " that he had warned them", SpeechAct.SAID),
    ("did not hesitate", "did not hesitate to call", " it a toy", SpeechAct.SAID),
    ("did not fail", "did not fail to mention", " the tunnel", SpeechAct.SAID),
    ("cannot help", "couldn’t help but remark", " that it was late", SpeechAct.SAID),
    ("not only", "not only said", " so", SpeechAct.SAID),
    ("did not mince words", "did not mince words, calling", " it a toy", SpeechAct.SAID),
    ("did not shy away", "did not shy away from saying", " so", SpeechAct.SAID),
    ("declined to be identified", "who declined to be identified, said", " the pier is safe", SpeechAct.SAID),
    ("refused to be named", "who refused to be named said", " the pier is safe", SpeechAct.SAID),
    ("asked not to be named", "who asked not to be named, told", " the Courier", SpeechAct.SAID),
    ("not optimistic", "wasn’t optimistic", " that the tunnel would open", SpeechAct.SAID),
    ("does not want", "does not want", " the tunnel to open", SpeechAct.SAID),
    ("not sure", "is not sure", " that the tunnel will open", SpeechAct.SAID),
    ("did not like", "did not like", " the pier", SpeechAct.SAID),
    ("was not surprised", "was not surprised", " that it was late", SpeechAct.SAID),
    ("refused a deed", "refused", " to sell the ferry", SpeechAct.SAID),
    ("declined to, of a deed", "declined to", " sell the ferry", SpeechAct.SAID),
    ("declined a deed", "declined to sell", " the ferry", SpeechAct.SAID),
    ("dismissed a person as", "dismissed", " Eero Salo as a clown", SpeechAct.SAID),
    ("dismissed them as", "dismissed", " them as clowns", SpeechAct.SAID),
    ("denied somebody", "denied", " him bail", SpeechAct.SAID),
    ("a dispute", "a dispute broke out over", " the tunnel", SpeechAct.SAID),
    ("no question", "there is no question", " that the pier is safe", SpeechAct.SAID),
    ("in order to", "explained, in order to calm them,", " that it was safe", SpeechAct.SAID),
    ("without doubt", "knows without doubt", " that the pier is safe", SpeechAct.SAID),
    ("without waiting", "said without waiting for the vote", "", SpeechAct.SAID),
    ("never tired", "never tires of saying", " that the pier is his", SpeechAct.SAID),
    ("did not forget", "did not forget to thank and praise", " the builders", SpeechAct.SAID),
    ("opposite of disbelief", "said it could not be better", "", SpeechAct.SAID),
]


@pytest.mark.parametrize(
    ("cue", "behind", "act"), [case[1:] for case in ACTS + TRAPS], ids=[case[0] for case in ACTS + TRAPS]
)
def test_speech_act(cue: str, behind: str, act: SpeechAct) -> None:
    assert find_speech_act(cue, behind) is act
