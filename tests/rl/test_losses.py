import math
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from autoforge_rl.algorithm import PRESETS
from autoforge_rl.denominators import count, token_weights
from autoforge_rl.errors import BatchError, ChoiceError
from autoforge_rl.losses import Loss, LossChoices, TokenBatch, policy_loss, ratios

NAN = float("nan")


def one_token(ratio: float, advantage: float, choices: LossChoices) -> tuple[float, float]:
    """The loss of one token and its gradient by the log-probability; old probability 1/2."""
    old = math.log(0.5)
    log_prob = torch.tensor([[old + math.log(ratio)]], dtype=torch.float64, requires_grad=True)
    batch = TokenBatch(
        log_prob,
        torch.tensor([[old]], dtype=torch.float64),
        torch.tensor([[advantage]], dtype=torch.float64),
        torch.tensor([[True]]),
        torch.tensor([[1.0]], dtype=torch.float64),
    )
    loss = policy_loss(batch, choices).total
    return float(loss.detach()), float(torch.autograd.grad(loss, log_prob)[0])


CLIP = LossChoices(clip_low=0.2, clip_high=0.28)


@pytest.mark.parametrize(
    ("choices", "ratio", "advantage", "loss", "gradient"),
    [
        (CLIP, 1.1, 2.0, -2.2, -2.2),
        (CLIP, 1.5, 2.0, -2.56, 0),
        (CLIP, 0.5, 2.0, -1.0, -1.0),
        (CLIP, 0.5, -2.0, 1.6, 0),
        (CLIP, 1.5, -2.0, 3.0, 3.0),
        (replace(CLIP, dual_clip=1.4), 1.5, -2.0, 2.8, 0),
        (LossChoices("plain"), 1.5, 2.0, -3.0, -3.0),
        (LossChoices("stopped", clip_high=0.2), 1.5, 2.0, -1.2 * 2 * math.log(0.75), -2.4),
        (LossChoices("gate"), 1.0, 2.0, -4.0, -2.0),
        (LossChoices("shift", max_shift=0.2), 1.3, 2.0, -2.6, -2.6),
        (LossChoices("shift", max_shift=0.2), 1.5, 2.0, 0, 0),
        (LossChoices("shift", max_shift=0.2), 1.5, -2.0, 3.0, 3.0),
    ],
)
def test_surrogates_give_what_their_formula_gives_by_hand(
    choices: LossChoices, ratio: float, advantage: float, loss: float, gradient: float
) -> None:
    assert one_token(ratio, advantage, choices) == pytest.approx((loss, gradient))


def test_the_gate_fades_faster_where_the_advantage_is_negative() -> None:
    choices = LossChoices("gate", gate_positive=1.0, gate_negative=2.0)
    assert one_token(1.0, -2.0, choices)[1] == pytest.approx(2.0)
    steep = 1 / (1 + math.exp(-2 * 0.8))
    expected = 4 * steep * (1 - steep) * 1.8 * 2
    assert one_token(1.8, -2.0, choices)[1] == pytest.approx(expected)


def test_ratios_are_of_tokens_rollouts_or_whole_trajectories() -> None:
    log_ratio = torch.log(torch.tensor([[2.0, 8.0, 99.0]]))
    mask = torch.tensor([[True, True, False]])
    for name, expected in (("token", [2, 8, 1]), ("rollout", [4] * 3), ("trajectory", [16] * 3)):
        found = ratios(log_ratio, mask, replace(LossChoices(), ratio=name))  # type: ignore[arg-type]
        assert found[0].tolist() == pytest.approx(expected)


@given(
    st.sampled_from(["clip", "stopped", "gate", "shift", "plain"]),
    st.sampled_from(["token", "rollout", "trajectory"]),
    st.floats(-3, 3),
)
def test_on_policy_every_surrogate_is_the_plain_policy_gradient(
    surrogate: str, ratio: str, advantage: float
) -> None:
    choices = replace(LossChoices(), surrogate=surrogate, ratio=ratio)  # type: ignore[arg-type]
    assert one_token(1.0, advantage, choices)[1] == pytest.approx(-advantage, abs=1e-9)


# Four rollouts over five tokens, of which the policy sampled some; the third is spoiled.
TRAINED = torch.tensor([True, True, False, True])
MASK = torch.tensor(
    [
        [True, True, False, True, False],
        [False, True, True, True, True],
        [True, True, True, True, True],
        [True, False, False, False, False],
    ]
)


def gradient(logits: Tensor, choices: LossChoices, rows: Tensor) -> tuple[Loss, Tensor]:
    """The loss and the gradient over these rows alone, all denominators their own."""
    generator = torch.Generator().manual_seed(1)
    old = -torch.rand(4, 5, generator=generator) - 0.3
    advantages = torch.tensor([1.0, -0.5, NAN, -2.0])[:, None].expand(4, 5)
    reference = old + 0.1 * torch.randn(4, 5, generator=generator)
    mask, trained = MASK[rows], TRAINED[rows]
    totals = count(mask, trained)
    variable = logits.clone().requires_grad_()
    batch = TokenBatch(
        variable[rows],
        old[rows],
        advantages[rows],
        mask,
        token_weights(mask, trained, totals, choices.average, max_length=7),
        reference_log_probs_BT=reference[rows],
    )
    loss = policy_loss(batch, choices)
    return loss, torch.autograd.grad(loss.total, variable)[0]


@pytest.mark.parametrize("name", PRESETS)
def test_gradients_with_spoiled_rollouts_are_those_without(name: str) -> None:
    logits = -torch.rand(4, 5, generator=torch.Generator().manual_seed(2)) - 0.3
    choices = replace(PRESETS[name].loss, divergence_weight=0.1)
    kept_loss, kept = gradient(logits, choices, torch.tensor([0, 1, 3]))
    logits[2] = NAN
    whole_loss, whole = gradient(logits, choices, torch.arange(4))
    assert kept.abs().sum() > 0.01
    torch.testing.assert_close(whole, kept, atol=1e-6, rtol=0)
    for part in ("total", "surrogate", "divergence", "clipped", "weight"):
        torch.testing.assert_close(getattr(whole_loss, part), getattr(kept_loss, part))


@pytest.mark.parametrize("name", PRESETS)
def test_micro_batches_add_up_to_the_batch(name: str) -> None:
    choices = PRESETS[name].loss
    weights = token_weights(MASK, TRAINED, count(MASK, TRAINED), choices.average, max_length=7)
    generator = torch.Generator().manual_seed(3)
    old, new = (-torch.rand(4, 5, generator=generator) - 0.3 for _ in range(2))
    advantages = torch.tensor([1.0, -0.5, 3.0, -2.0])[:, None].expand(4, 5)

    def total(rows: slice) -> Tensor:
        batch = TokenBatch(
            new[rows], old[rows], advantages[rows], MASK[rows], weights[rows],
            reference_log_probs_BT=old[rows],
        )  # fmt: skip
        return policy_loss(batch, choices).total

    torch.testing.assert_close(total(slice(0, 1)) + total(slice(1, 4)), total(slice(0, 4)))


def test_a_batch_of_spoiled_rollouts_has_no_gradient_and_no_nan() -> None:
    loss, found = gradient(torch.full((4, 5), NAN), LossChoices(), torch.tensor([2]))
    assert loss.total.detach() == 0
    assert not found.any()


def test_corrections_multiply_the_surrogate() -> None:
    batch = TokenBatch(
        torch.zeros(1, 2), torch.zeros(1, 2), torch.ones(1, 2), torch.ones(1, 2, dtype=torch.bool),
        torch.full((1, 2), 0.5), corrections_BT=torch.tensor([[0.5, 2.0]]),
    )  # fmt: skip
    assert float(policy_loss(batch, LossChoices()).total) == -1.25


def test_the_weight_outside_the_clip_range_is_reported() -> None:
    batch = TokenBatch(
        torch.log(torch.tensor([[1.5, 1.1, 0.5, 1.0]])), torch.zeros(1, 4), torch.ones(1, 4),
        torch.ones(1, 4, dtype=torch.bool), torch.full((1, 4), 0.25),
    )  # fmt: skip
    loss = policy_loss(batch, LossChoices())
    assert (float(loss.clipped), float(loss.weight)) == (0.5, 1.0)


def test_a_loss_that_is_no_number_is_told() -> None:
    batch = TokenBatch(
        torch.tensor([[60.0]]), torch.zeros(1, 1), torch.tensor([[-3e38]]),
        torch.ones(1, 1, dtype=torch.bool), torch.ones(1, 1),
    )  # fmt: skip
    with pytest.raises(BatchError, match=r"the loss is inf, .* no update is made from it"):
        policy_loss(batch, LossChoices())


@pytest.mark.parametrize("field", ["log_probs_BT", "old_log_probs_BT", "advantages_BT"])
def test_a_number_that_is_none_is_named_and_never_trained_on(field: str) -> None:
    batch = TokenBatch(
        torch.zeros(2, 2), torch.zeros(2, 2), torch.ones(2, 2),
        torch.ones(2, 2, dtype=torch.bool), torch.ones(2, 2),
    )  # fmt: skip
    broken = torch.tensor([[0.0, 0.0], [0.0, NAN]])
    with pytest.raises(BatchError, match=f"{field[:-3]} of rollout 1, token 1 is nan"):
        policy_loss(replace(batch, **{field: broken}), LossChoices())


def test_a_penalty_without_a_reference_is_refused() -> None:
    batch = TokenBatch(
        torch.zeros(1, 1), torch.zeros(1, 1), torch.ones(1, 1),
        torch.ones(1, 1, dtype=torch.bool), torch.ones(1, 1),
    )  # fmt: skip
    with pytest.raises(BatchError, match="no reference_log_probs"):
        policy_loss(batch, LossChoices(divergence_weight=0.1))
    policy_loss(batch, LossChoices(divergence_weight=0.1, divergence_from="old"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"clip_low": 1.5},
        {"clip_high": -0.1},
        {"dual_clip": 1.1},
        {"gate_positive": 0.0},
        {"divergence_weight": -1.0},
        *({name: value} for value in (NAN, math.inf) for name in (
            "clip_low", "clip_high", "dual_clip", "gate_positive", "gate_negative", "max_shift",
            "divergence_weight",
        )),
    ],
)  # fmt: skip
def test_choices_that_mean_nothing_are_refused(wrong: dict[str, float]) -> None:
    ((name, value),) = wrong.items()
    with pytest.raises(ChoiceError, match=f"{name}.* got .*{value}"):
        replace(LossChoices(), **wrong)  # type: ignore[arg-type]


def test_a_dual_clip_is_refused_where_nothing_is_clipped() -> None:
    with pytest.raises(ChoiceError, match="dual_clip needs surrogate 'clip', got 'plain'"):
        LossChoices(dual_clip=3.0, surrogate="plain")
