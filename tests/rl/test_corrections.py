import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autoforge_rl.corrections import CorrectionChoices, correction_weights
from autoforge_rl.errors import ChoiceError

TRAINER = torch.log(torch.tensor([[0.5, 0.2, 0.9], [0.1, 0.1, 0.5]]))
SAMPLER = torch.log(torch.tensor([[0.1, 0.8, 0.9], [0.2, 0.1, 0.5]]))
MASK = torch.tensor([[True, True, False], [True, True, True]])
ADVANTAGES = torch.tensor([[1.0], [-1.0]]).expand(2, 3)


def weights(choices: CorrectionChoices) -> list[list[float]]:
    return correction_weights(TRAINER, SAMPLER, MASK, ADVANTAGES, choices).tolist()


def test_weights_are_truncated_or_dropped() -> None:
    truncated = weights(CorrectionChoices("token", "truncate", high=2.0))
    assert truncated[0] == pytest.approx([2.0, 0.25, 1.0])
    assert truncated[1] == pytest.approx([0.5, 1.0, 1.0])
    dropped = weights(CorrectionChoices("token", "drop", low=0.4, high=2.0))
    assert dropped[0] == pytest.approx([0.0, 0.0, 1.0])
    assert dropped[1] == pytest.approx([0.5, 1.0, 1.0])


def test_a_rollouts_weight_is_the_geometric_mean_over_its_own_tokens() -> None:
    found = weights(CorrectionChoices("rollout"))
    assert found[0] == pytest.approx([math.sqrt(5 * 0.25)] * 3)
    assert found[1] == pytest.approx([0.5 ** (1 / 3)] * 3)


def test_bad_rollouts_far_from_the_policy_are_dropped_and_good_ones_kept() -> None:
    distance = math.log(2) / 3  # mean log(sampler / trainer) of the second rollout
    near = weights(CorrectionChoices(max_divergence=distance * 1.01))
    far = weights(CorrectionChoices(max_divergence=distance * 0.99))
    assert near == [[1, 1, 1], [1, 1, 1]]
    assert far == [[1, 1, 1], [0, 0, 0]]


def test_equal_policies_need_no_correction() -> None:
    found = correction_weights(TRAINER, TRAINER, MASK, ADVANTAGES, CorrectionChoices("token"))
    assert found.tolist() == [[1, 1, 1], [1, 1, 1]]


def test_no_gradient_flows_through_the_weights() -> None:
    trainer = TRAINER.clone().requires_grad_()
    found = correction_weights(trainer, SAMPLER, MASK, ADVANTAGES, CorrectionChoices("token"))
    assert not found.requires_grad


def test_bounds_out_of_order_are_refused() -> None:
    with pytest.raises(ChoiceError, match=r"got 3\.0 and 2\.0"):
        CorrectionChoices(low=3.0)
    with pytest.raises(ChoiceError, match="max_divergence"):
        CorrectionChoices(max_divergence=0.0)


LOGITS = st.lists(st.floats(-2, 2), min_size=5, max_size=5)


@given(LOGITS, LOGITS, LOGITS)
def test_weighted_means_over_the_samplers_tokens_are_the_trainers_means(
    trainer: list[float], sampler: list[float], values: list[float]
) -> None:
    trainer_1V = torch.tensor([trainer], dtype=torch.float64).log_softmax(1)
    sampler_1V = torch.tensor([sampler], dtype=torch.float64).log_softmax(1)
    values_1V = torch.tensor([values], dtype=torch.float64)
    weights_1V = correction_weights(
        trainer_1V,
        sampler_1V,
        torch.ones(1, 5, dtype=torch.bool),
        values_1V,
        CorrectionChoices("token", high=1e9),
    )
    corrected = (sampler_1V.exp() * weights_1V * values_1V).sum()
    assert float(corrected) == pytest.approx(float((trainer_1V.exp() * values_1V).sum()))
