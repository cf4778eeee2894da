"""Advantages: a rollout's return minus a baseline, divided by a scale.

One function, a few choices; every published estimator here is a combination of them (presets.py).
Axes: B rollouts, P pools, E environments. Left out: critics, since a return at the end of an
episode says the same about all its tokens.
"""

import math
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from autoforge_rl.errors import BatchError, ChoiceError
from autoforge_rl.pools import Moments, measure, number_pools

Pool = Literal["none", "task", "environment", "batch"]


@dataclass(frozen=True, slots=True)
class AdvantageChoices:
    """Baseline and scale; the defaults are those of ERPO.

    Attributes:
        baseline: Over which rollouts the subtracted mean is taken; "none" subtracts nothing.
        leave_one_out: Whether a rollout is left out of its own mean.
        scale: Over which rollouts the deviation is taken; "none" divides by nothing.
        scale_of: The deviation of the "rewards", or of rewards "centred" by the baseline.
        sample_deviation: Whether variances divide by n - 1 instead of n.
        shrinkage: Weight, in rollouts, of the mean variance within pools in each pool's own one.
            At 0 each pool stands alone; the larger it is, the more alike are all scales.
        decay: Weight of all earlier batches in an environment's deviation, each time again.
        cap: Largest absolute advantage; None for no limit.
        epsilon: Smallest deviation that is divided by; below it all advantages are 0.
    """

    baseline: Pool = "task"
    leave_one_out: bool = False
    scale: Pool = "environment"
    scale_of: Literal["rewards", "centred"] = "rewards"
    sample_deviation: bool = False
    shrinkage: float = 0.0
    decay: float = 0.0
    cap: float | None = None
    epsilon: float = 1e-6

    def __post_init__(self) -> None:
        if not 0 <= self.shrinkage < math.inf:
            raise ChoiceError(
                f"shrinkage must be a number of at least 0 rollouts, got {self.shrinkage}"
            )
        if not 0 <= self.decay < 1:
            raise ChoiceError(f"decay must be from 0 to below 1, got {self.decay}")
        if self.decay and self.scale != "environment":
            raise ChoiceError(f"decay needs scale 'environment', got scale {self.scale!r}")
        if self.cap is not None and not 0 < self.cap < math.inf:
            raise ChoiceError(
                f"cap must be a positive number, or absent for no limit, got {self.cap}"
            )
        if not 0 < self.epsilon < math.inf:
            raise ChoiceError(f"epsilon must be a positive number, got {self.epsilon}")
        if self.leave_one_out and self.baseline == "none":
            raise ChoiceError("leave_one_out needs a baseline other than 'none'")


@dataclass(frozen=True, slots=True)
class Returns:
    """What a batch of rollouts earned.

    Attributes:
        rewards_B: Return of each rollout; anything, NaN too, where not valid.
        valid_B: Whether it counts in the statistics.
        tasks_B: Number of its task; a task belongs to one environment.
        environments_B: Number of its environment, from 0.
    """

    rewards_B: Tensor
    valid_B: Tensor
    tasks_B: Tensor
    environments_B: Tensor

    def __post_init__(self) -> None:
        lengths = [
            len(each) for each in (self.rewards_B, self.valid_B, self.tasks_B, self.environments_B)
        ]
        if len(set(lengths)) != 1:
            raise BatchError(
                f"rewards, valid, tasks and environments must be equally long, got {lengths}"
            )
        pairs = torch.stack([self.tasks_B, self.environments_B], dim=1)
        if len(torch.unique(pairs, dim=0)) != len(torch.unique(self.tasks_B)):
            raise BatchError(
                "a task is in two environments; number the tasks of all environments together"
            )
        wrong = ~torch.isfinite(self.rewards_B) & self.valid_B
        if wrong.any():
            row = int(wrong.nonzero()[0])
            raise BatchError(
                f"rollout {row} counts as valid but its reward is {float(self.rewards_B[row])}; "
                "mark it as spoiled"
            )


@dataclass(frozen=True, slots=True)
class Estimate:
    """Advantages, and what the next batch needs to know of this one.

    Attributes:
        advantages_B: One for each rollout; 0 where not valid.
        history: Moments by environment of what was scaled by; to be handed to the next call.
    """

    advantages_B: Tensor
    history: Moments


def estimate_advantages(
    returns: Returns,
    choices: AdvantageChoices,
    num_environments: int,
    history: Moments | None = None,
) -> Estimate:
    """Return (R - baseline) / scale for each valid rollout.

    With the defaults this is the environment-level advantage of AutoForge (arXiv 2512.22857,
    section 3.4): A_ij = (R_ij - mean_j R_ij) / std of R over all valid rollouts of the
    environment. The mean is the task's; only the deviation is pooled, over raw rewards.

    Args:
        returns: What the rollouts earned.
        choices: Which baseline and which scale.
        num_environments: How many environments the run has, present in this batch or not.
        history: The `history` of the batch before; used only where `decay` is above 0.
    """
    rewards_B, valid_B = returns.rewards_B.double(), returns.valid_B
    centred_B = torch.where(valid_B, rewards_B - _baselines(returns, choices), 0.0)
    scaled_B = rewards_B if choices.scale_of == "rewards" else centred_B
    fresh = measure(scaled_B, valid_B, returns.environments_B, num_environments)
    known = fresh if history is None else history.decayed(choices.decay).merged(fresh)
    scale_B = _scales(scaled_B, returns, choices, known)
    divisible_B = valid_B & (scale_B > choices.epsilon)
    advantages_B = torch.where(divisible_B, centred_B / scale_B.clamp(min=choices.epsilon), 0.0)
    if choices.cap is not None:
        advantages_B = advantages_B.clamp(-choices.cap, choices.cap)
    return Estimate(advantages_B.to(returns.rewards_B.dtype), known)


def _pools(pool: Pool, returns: Returns) -> tuple[Tensor, int]:
    """Number the rollouts by pool."""
    keys = {"task": returns.tasks_B, "environment": returns.environments_B}
    return number_pools(keys.get(pool, torch.zeros_like(returns.tasks_B)))


def _baselines(returns: Returns, choices: AdvantageChoices) -> Tensor:
    """Return what is subtracted from each reward.

    Leaving a rollout out of its mean is R - (n mean - R) / (n - 1) = n / (n - 1) (R - mean); a
    lone rollout has nothing to be compared with, and gets its own reward subtracted.
    """
    rewards_B = returns.rewards_B.double()
    if choices.baseline == "none":
        return torch.zeros_like(rewards_B)
    pools_B, num_pools = _pools(choices.baseline, returns)
    moments = measure(rewards_B, returns.valid_B, pools_B, num_pools)
    mean_B, count_B = moments.mean_P[pools_B], moments.count_P[pools_B]
    if not choices.leave_one_out:
        return mean_B
    others_B = (count_B * mean_B - rewards_B) / (count_B - 1).clamp(min=1)
    return torch.where(count_B > 1, others_B, mean_B)


def _scales(
    scaled_B: Tensor, returns: Returns, choices: AdvantageChoices, environments: Moments
) -> Tensor:
    """Return what each centred reward is divided by.

    A pool's variance v over n rollouts shrinks to (n v + k w) / (n + k), where w is the mean
    variance within pools and k the shrinkage, as a variance's posterior mean does under its
    conjugate prior.
    """
    if choices.scale == "none":
        return torch.ones_like(scaled_B)
    if choices.scale == "environment":
        pools_B, moments = returns.environments_B, environments
    else:
        pools_B, num_pools = _pools(choices.scale, returns)
        moments = measure(scaled_B, returns.valid_B, pools_B, num_pools)
    variance_P = moments.variances(int(choices.sample_deviation))
    within = moments.squares_P.sum() / moments.count_P.sum().clamp(min=1e-300)
    weight_P = moments.count_P + choices.shrinkage
    shrunk_P = (moments.count_P * variance_P + choices.shrinkage * within) / weight_P.clamp(
        min=1e-300
    )
    return shrunk_P.sqrt()[pools_B]
