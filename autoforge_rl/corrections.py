"""Importance weights for a sampler that is not quite the policy the trainer computes.

A sampler with other kernels, another precision or older weights draws from another distribution;
w = trainer / sampler corrects for it. Axes: B rollouts, T tokens.
"""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from autoforge_rl.choices import require_finite
from autoforge_rl.divergences import clamped
from autoforge_rl.errors import ChoiceError


@dataclass(frozen=True, slots=True)
class CorrectionChoices:
    """Which weights, and what happens to extreme ones.

    Attributes:
        level: One weight for each "token", or for each "rollout" the exponential of its mean
            log-ratio; "none" for no correction.
        outside: "truncate" cuts weights at `high`; "drop" sets those below `low` or above `high`
            to 0.
        low: Smallest weight that is kept; of no meaning for "truncate".
        high: Largest weight.
        max_divergence: Rollouts with a negative advantage are dropped whose mean log(sampler /
            trainer) is above it; None keeps them.
    """

    level: Literal["none", "token", "rollout"] = "none"
    outside: Literal["truncate", "drop"] = "truncate"
    low: float = 0.5
    high: float = 2.0
    max_divergence: float | None = None

    def __post_init__(self) -> None:
        require_finite(self)
        if not 0 <= self.low < self.high:
            raise ChoiceError(f"low must be from 0 to below high, got {self.low} and {self.high}")
        if self.max_divergence is not None and self.max_divergence <= 0:
            raise ChoiceError(f"max_divergence must be positive, got {self.max_divergence}")


def correction_weights(
    log_probs_BT: Tensor,
    sampler_log_probs_BT: Tensor,
    mask_BT: Tensor,
    advantages_BT: Tensor,
    choices: CorrectionChoices,
) -> Tensor:
    """Return what each token's loss is multiplied by; no gradient flows through it.

    Weighted tokens stay in the loss's denominators, also where the weight is 0: they were sampled
    by a valid rollout, and their weight is part of the estimate.

    Sources: truncation, Yao et al. (2025), Your efficient RL framework secretly brings you
    off-policy RL training; dropping, IcePop in Every step evolves (2025), arXiv 2510.18855;
    `max_divergence`, DeepSeek-V3.2 (2025), arXiv 2512.02556.

    Args:
        log_probs_BT: By the trainer, before the update.
        sampler_log_probs_BT: By whoever sampled the tokens.
        mask_BT: Whether the policy sampled the token.
        advantages_BT: Their signs tell what `max_divergence` applies to.
        choices: Which weights.
    """
    weights_BT = torch.ones_like(log_probs_BT)
    difference_BT = log_probs_BT.detach() - sampler_log_probs_BT
    log_ratio_BT = torch.where(mask_BT, difference_BT, 0.0)
    mean_B1 = log_ratio_BT.sum(1, keepdim=True) / mask_BT.sum(1, keepdim=True).clamp(min=1)
    if choices.level != "none":
        level_BT = log_ratio_BT if choices.level == "token" else mean_B1.expand_as(log_ratio_BT)
        weights_BT = _limited(torch.exp(clamped(level_BT)), choices)
    if choices.max_divergence is not None:
        far_BT = (-mean_B1 > choices.max_divergence) & (advantages_BT < 0)
        weights_BT = torch.where(far_BT, 0.0, weights_BT)
    return weights_BT


def _limited(weights_BT: Tensor, choices: CorrectionChoices) -> Tensor:
    if choices.outside == "truncate":
        return weights_BT.clamp(max=choices.high)
    kept_BT = (weights_BT >= choices.low) & (weights_BT <= choices.high)
    return torch.where(kept_BT, weights_BT, 0.0)
