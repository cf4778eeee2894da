"""Policy-gradient losses: what each sampled token contributes, and their weighted sum.

Axes: B rollouts, T tokens. Left out: averaging, which the weights of denominators.py do, and a
value loss, since there is no critic.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from autoforge_rl.denominators import Average
from autoforge_rl.divergences import Estimator, clamped, divergence
from autoforge_rl.errors import BatchError, ChoiceError


@dataclass(frozen=True, slots=True)
class LossChoices:
    """Surrogate, trust region, average and divergence penalty.

    Attributes:
        surrogate: "clip" is PPO's; the others are described at their functions.
        ratio: The ratio new / old of a "token", of a "rollout" as the geometric mean over its
            tokens (GSPO), or of the "trajectory" as their product (ERPO as printed).
        clip_low: How far below 1 the ratio counts.
        clip_high: How far above 1 the ratio counts.
        dual_clip: Largest ratio that counts where the advantage is negative; None for no limit.
        gate_positive: Temperature of "gate" where the advantage is positive.
        gate_negative: Temperature of "gate" where it is negative.
        max_shift: Largest move of a token's probability for "shift".
        average: What the loss is a mean over.
        divergence_weight: Weight of the divergence from the reference.
        divergence_estimator: How it is estimated.
        divergence_from: The "reference" policy, or the "old" one that sampled (ERPO as printed).
    """

    surrogate: Literal["clip", "stopped", "gate", "shift", "plain"] = "clip"
    ratio: Literal["token", "rollout", "trajectory"] = "token"
    clip_low: float = 0.2
    clip_high: float = 0.2
    dual_clip: float | None = None
    gate_positive: float = 1.0
    gate_negative: float = 1.05
    max_shift: float = 0.2
    average: Average = "rollouts"
    divergence_weight: float = 0.0
    divergence_estimator: Estimator = "k3"
    divergence_from: Literal["reference", "old"] = "reference"

    def __post_init__(self) -> None:
        if not 0 <= self.clip_low <= 1 or not 0 <= self.clip_high < math.inf:
            raise ChoiceError(
                "clip_low must be from 0 to 1 and clip_high a number of at least 0, "
                f"got {self.clip_low} and {self.clip_high}"
            )
        if self.dual_clip is not None and not 1 + self.clip_high < self.dual_clip < math.inf:
            raise ChoiceError(f"dual_clip must be above 1 + clip_high, got {self.dual_clip}")
        if self.dual_clip is not None and self.surrogate != "clip":
            raise ChoiceError(f"dual_clip needs surrogate 'clip', got {self.surrogate!r}")
        for name in ("gate_positive", "gate_negative", "max_shift"):
            if not 0 < getattr(self, name) < math.inf:
                raise ChoiceError(f"{name} must be a positive number, got {getattr(self, name)}")
        if not 0 <= self.divergence_weight < math.inf:
            raise ChoiceError(
                f"divergence_weight must be a number of at least 0, got {self.divergence_weight}"
            )


@dataclass(frozen=True, slots=True)
class TokenBatch:
    """What a loss needs to know of each token.

    Attributes:
        log_probs_BT: By the policy that is trained; gradients flow through these alone.
        old_log_probs_BT: By the policy as it was when the rollouts were made.
        advantages_BT: The rollout's advantage, at each of its tokens.
        mask_BT: Whether the policy sampled the token; the rest may hold anything, NaN too.
        weights_BT: The token's weight in the loss, from `token_weights`.
        corrections_BT: From `correction_weights`; None for a sampler that needs none.
        reference_log_probs_BT: By the reference policy; None where there is none.
    """

    log_probs_BT: Tensor
    old_log_probs_BT: Tensor
    advantages_BT: Tensor
    mask_BT: Tensor
    weights_BT: Tensor
    corrections_BT: Tensor | None = None
    reference_log_probs_BT: Tensor | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """One batch's loss and what it is made of; those of micro-batches add up, part by part.

    Attributes:
        total: To be minimised.
        surrogate: The part from advantages.
        divergence: The estimated divergence, without its weight.
        clipped: Weight of the tokens whose ratio is outside the clip range.
        weight: Weight of all tokens.
    """

    total: Tensor
    surrogate: Tensor
    divergence: Tensor
    clipped: Tensor
    weight: Tensor


def policy_loss(batch: TokenBatch, choices: LossChoices) -> Loss:
    """Return the weighted sum over tokens of surrogate and divergence.

    Raises:
        BatchError: A trained token's number or the loss is not finite, or a reference is wanted
            and absent.
    """
    active_BT = batch.mask_BT & (batch.weights_BT > 0)
    log_probs_BT = _finite(batch.log_probs_BT, active_BT, "log_probs")
    old_BT = _finite(batch.old_log_probs_BT, active_BT, "old_log_probs")
    advantages_BT = _finite(batch.advantages_BT, active_BT, "advantages")
    ratio_BT = ratios(log_probs_BT - old_BT, active_BT, choices)
    terms_BT = _SURROGATES[choices.surrogate](
        ratio_BT, log_probs_BT, old_BT, advantages_BT, choices
    )
    if batch.corrections_BT is not None:
        terms_BT = terms_BT * _finite(batch.corrections_BT, active_BT, "corrections")
    weights_BT = torch.where(active_BT, batch.weights_BT, 0.0)
    surrogate = (terms_BT * weights_BT).sum()
    anchor_BT = (
        old_BT if choices.divergence_from == "old" else _reference(batch, active_BT, choices)
    )
    spread_BT = divergence(log_probs_BT, anchor_BT, choices.divergence_estimator)
    spread = (spread_BT * weights_BT).sum()
    outside_BT = (ratio_BT < 1 - choices.clip_low) | (ratio_BT > 1 + choices.clip_high)
    clipped, weight = (outside_BT * weights_BT).sum(), weights_BT.sum()
    total = surrogate + choices.divergence_weight * spread
    if not torch.isfinite(total):
        raise BatchError(
            f"the loss is {float(total)}, of a surrogate of {float(surrogate)} and a divergence of "
            f"{float(spread)}; no update is made from it"
        )
    return Loss(total, surrogate.detach(), spread.detach(), clipped.detach(), weight)


def ratios(log_ratio_BT: Tensor, mask_BT: Tensor, choices: LossChoices) -> Tensor:
    """Return new / old probability at each token, of the token or of its whole rollout.

    - "token": exp(d_t), as in PPO (arXiv 1707.06347).
    - "rollout": exp(mean_t d_t), GSPO (arXiv 2507.18071).
    - "trajectory": exp(sum_t d_t), AutoForge (arXiv 2512.22857), section 3.4 as printed.

    Args:
        log_ratio_BT: d, the difference of log-probabilities.
        mask_BT: Which tokens count in mean and sum.
        choices: Which ratio.
    """
    log_ratio_BT = torch.where(mask_BT, log_ratio_BT, 0.0)
    if choices.ratio == "token":
        return torch.exp(clamped(log_ratio_BT))
    sum_B1 = log_ratio_BT.sum(dim=1, keepdim=True)
    if choices.ratio == "rollout":
        sum_B1 = sum_B1 / mask_BT.sum(dim=1, keepdim=True).clamp(min=1)
    return torch.exp(clamped(sum_B1)).expand_as(log_ratio_BT)


def _finite(values_BT: Tensor, active_BT: Tensor, name: str) -> Tensor:
    """Return the values with 0 where they do not matter; refuse the others if not finite."""
    clean_BT = torch.where(active_BT, values_BT, 0.0)
    if not torch.isfinite(clean_BT).all():
        row, column = (~torch.isfinite(clean_BT)).nonzero()[0].tolist()
        value = float(clean_BT[row, column])
        raise BatchError(
            f"{name} of rollout {row}, token {column} is {value}; no update is made from it"
        )
    return clean_BT


def _reference(batch: TokenBatch, active_BT: Tensor, choices: LossChoices) -> Tensor:
    if batch.reference_log_probs_BT is not None:
        return _finite(batch.reference_log_probs_BT, active_BT, "reference_log_probs")
    if choices.divergence_weight:
        raise BatchError(
            f"divergence_weight is {choices.divergence_weight} but there are no "
            "reference_log_probs; hand them in or set divergence_from = 'old'"
        )
    return torch.where(active_BT, batch.log_probs_BT.detach(), 0.0)


def _clip(
    ratio: Tensor, log_probs: Tensor, old: Tensor, advantages: Tensor, choices: LossChoices
) -> Tensor:
    """Return -min(r A, clip(r, 1 - low, 1 + high) A).

    Source: PPO (arXiv 1707.06347); unequal bounds, DAPO (arXiv 2503.14476). With `dual_clip` c,
    where A < 0: -max(that, c A), Ye et al. (2019), arXiv 1912.09729.
    """
    near = ratio.clamp(1 - choices.clip_low, 1 + choices.clip_high)
    objective = torch.minimum(ratio * advantages, near * advantages)
    if choices.dual_clip is not None:
        floor = torch.maximum(objective, choices.dual_clip * advantages)
        objective = torch.where(advantages < 0, floor, objective)
    return -objective


def _stopped(
    ratio: Tensor, log_probs: Tensor, old: Tensor, advantages: Tensor, choices: LossChoices
) -> Tensor:
    """Return -sg[clip(r, 1 - low, 1 + high)] A log pi: every token keeps a gradient.

    Source: CISPO in MiniMax-M1 (2025), arXiv 2506.13585.
    """
    near = ratio.detach().clamp(1 - choices.clip_low, 1 + choices.clip_high)
    return -near * advantages * log_probs


def _gate(
    ratio: Tensor, log_probs: Tensor, old: Tensor, advantages: Tensor, choices: LossChoices
) -> Tensor:
    """Return -4 / t sigmoid(t (r - 1)) A, whose gradient fades away from r = 1.

    Source: SAPO (2025), arXiv 2511.20347.
    """
    cool, hot = (
        torch.full_like(ratio, each) for each in (choices.gate_positive, choices.gate_negative)
    )
    temperature = torch.where(advantages > 0, cool, hot)
    return -4 / temperature * torch.sigmoid(temperature * (ratio - 1)) * advantages


def _shift(
    ratio: Tensor, log_probs: Tensor, old: Tensor, advantages: Tensor, choices: LossChoices
) -> Tensor:
    """Return -r A, dropping tokens whose probability moved too far in A's direction.

    Source: DPPO (2026), arXiv 2602.04879, binary total variation. The paper measures from the
    sampler; so does this if the sampler's are handed in as old log-probabilities.
    """
    moved = (torch.exp(log_probs) - torch.exp(old)).detach() * torch.sign(advantages)
    return torch.where(moved > choices.max_shift, 0.0, -ratio * advantages)


def _plain(
    ratio: Tensor, log_probs: Tensor, old: Tensor, advantages: Tensor, choices: LossChoices
) -> Tensor:
    """Return -r A, the importance-sampled policy gradient without a trust region."""
    return -ratio * advantages


_Surrogate = Callable[[Tensor, Tensor, Tensor, Tensor, LossChoices], Tensor]
_SURROGATES: Mapping[str, _Surrogate] = {
    "clip": _clip,
    "stopped": _stopped,
    "gate": _gate,
    "shift": _shift,
    "plain": _plain,
}
