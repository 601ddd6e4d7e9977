"""The scores of pairs of mentions."""

import torch

from index.attribution.antecedent_network import MentionScorer


def test_a_text_is_scored_as_by_itself_in_a_batch() -> None:
    torch.manual_seed(0)
    scorer = MentionScorer(8).eval()
    states = torch.randn(2, 12, 8)
    places = torch.tensor([5, 9])
    mentions = torch.tensor([[[1, 2], [3, 3], [7, 8]], [[0, 1], [0, 0], [0, 0]]])
    people = torch.tensor([[0, 1, 0], [0, -1, -1]])
    together = scorer(states, places, mentions, people)
    first = scorer(states[:1], places[:1], mentions[:1], people[:1])
    second = scorer(states[1:], places[1:], mentions[1:, :1], people[1:, :1])
    assert together.shape == (2, 3)
    assert torch.allclose(together[:1], first, atol=1e-5)
    assert torch.allclose(together[1:, :2], second, atol=1e-5)
    assert together[1].softmax(0)[2] < 1e-6  # the second text has no second person


def test_mentions_of_one_person_count_together() -> None:
    torch.manual_seed(0)
    scorer = MentionScorer(8).eval()
    states, places = torch.randn(1, 12, 8), torch.tensor([5])
    mentions = torch.tensor([[[1, 2], [3, 3]]])
    apart = scorer(states, places, mentions, torch.tensor([[0, 1]]))[0]
    one = scorer(states, places, mentions, torch.tensor([[0, 0]]))[0]
    assert torch.allclose(one[1], apart[1:].logsumexp(0), atol=1e-5)
