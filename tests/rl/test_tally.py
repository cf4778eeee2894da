import pytest
import torch
from torch import Tensor

from autoforge_rl.log_probs import Scores
from autoforge_rl.losses import LossChoices, TokenBatch, policy_loss
from autoforge_rl.tally import Tally

GENERATOR = torch.Generator().manual_seed(5)


def tokens(log_probs_BT: Tensor, old_BT: Tensor, weight: float) -> TokenBatch:
    return TokenBatch(
        log_probs_BT, old_BT, torch.ones_like(old_BT), torch.ones_like(old_BT, dtype=torch.bool),
        torch.full_like(old_BT, weight),
    )  # fmt: skip


@pytest.mark.parametrize("weight", [1 / 24, 0.7])
def test_the_clipped_share_does_not_depend_on_micro_batches(weight: float) -> None:
    ratio_BT = torch.tensor([[1.0, 1.5, 1.0, 1.0], [2.0, 0.1, 1.5, 1.5]]).repeat(3, 1)
    batch = tokens(ratio_BT.log(), torch.zeros(6, 4), weight)
    shares = []
    for rows in ([range(6)], [range(1), range(1, 4), range(4, 6)]):
        tally = Tally(6, torch.device("cpu"))
        for numbers in rows:
            part = tokens(batch.log_probs_BT[numbers], batch.old_log_probs_BT[numbers], weight)
            tally.note_loss(policy_loss(part, LossChoices()))
        for _ in range(2):
            tally.note_step(1.0, 1e-3)
        shares.append(tally.of_all()["clipped_share"])
    assert shares == pytest.approx([15 / 24] * 2)


def test_losses_are_means_over_steps_however_each_is_split() -> None:
    now_BT, old_BT = torch.full((4, 2), -1.0), torch.full((4, 2), -1.5)
    choices = LossChoices(surrogate="plain", divergence_from="old")
    whole = policy_loss(tokens(now_BT, old_BT, 1 / 8), choices)
    tally = Tally(4, torch.device("cpu"))
    for _ in range(3):
        for rows in (slice(0, 1), slice(1, 4)):
            tally.note_loss(policy_loss(tokens(now_BT[rows], old_BT[rows], 1 / 8), choices))
        tally.note_step(1.0, 1e-3)
    found = tally.of_all()
    assert found["loss"] == pytest.approx(float(whole.total))
    assert found["surrogate"] == pytest.approx(float(whole.surrogate))
    assert found["divergence"] == pytest.approx(float(whole.divergence))
    assert found["divergence"] > 0.1


def test_without_a_pass_nothing_is_clipped() -> None:
    assert Tally(1, torch.device("cpu")).of_all()["clipped_share"] == 0.0


def test_the_divergence_from_the_old_policy_is_estimated_without_bias() -> None:
    old_V, now_V = torch.randn(2, 6, generator=GENERATOR).mul(1.5).log_softmax(dim=1)
    tally = Tally(6, torch.device("cpu"))
    seen = tokens(now_V[:, None], old_V[:, None], 1.0)
    scores = Scores(now_V[:, None], torch.zeros(6, 1))
    tally.note_tokens(torch.arange(6), seen, scores, old_V[:, None])
    estimates = [tally.of_tokens(torch.eye(6)[token] > 0) for token in range(6)]
    mean = sum(
        float(old_V[token].exp()) * each["divergence_from_old"]
        for token, each in enumerate(estimates)
    )
    assert mean == pytest.approx(float((old_V.exp() * (old_V - now_V)).sum()), abs=1e-5)
