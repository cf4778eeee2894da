"""From gradients to new weights: Adam with decoupled decay, a schedule, a limit on the norm."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch.nn import Parameter
from torch.optim import AdamW, Optimizer

from autoforge_rl.choices import require_finite
from autoforge_rl.errors import ChoiceError
from autoforge_rl.sharding import whole


@dataclass(frozen=True, slots=True)
class OptimizerChoices:
    """How gradients become steps.

    Attributes:
        learning_rate: Its peak.
        warmup: Updates over which it rises from 0.
        schedule: What it does after: stay, fall linearly to 0 or along a cosine to 0.
        beta1: Decay of the mean of gradients.
        beta2: Decay of the mean of their squares.
        weight_decay: Decoupled decay of matrices; vectors are left alone.
        max_norm: Longest gradient; longer ones are scaled down to it.
    """

    learning_rate: float = 1e-5
    warmup: int = 0
    schedule: Literal["constant", "linear", "cosine"] = "constant"
    beta1: float = 0.9
    beta2: float = 0.95
    weight_decay: float = 0.0
    max_norm: float = 1.0

    def __post_init__(self) -> None:
        require_finite(self)
        if self.learning_rate <= 0 or self.max_norm <= 0:
            raise ChoiceError(
                "learning_rate and max_norm must be positive, "
                f"got {self.learning_rate} and {self.max_norm}"
            )
        if self.warmup < 0 or self.weight_decay < 0:
            raise ChoiceError(
                "warmup and weight_decay must be 0 or more, "
                f"got {self.warmup} and {self.weight_decay}"
            )
        if not (0 <= self.beta1 < 1 and 0 <= self.beta2 < 1):
            raise ChoiceError(
                f"beta1 and beta2 must be from 0 to below 1, got {self.beta1} and {self.beta2}"
            )


def make_optimizer(parameters: Iterable[Parameter], choices: OptimizerChoices) -> Optimizer:
    """Return the optimizer of all parameters that are trained."""
    trained = [each for each in parameters if each.requires_grad]
    groups: list[dict[str, Any]] = [
        {"params": [each for each in trained if each.ndim > 1]},
        {"params": [each for each in trained if each.ndim <= 1], "weight_decay": 0.0},
    ]
    return AdamW(
        groups,
        lr=choices.learning_rate,
        betas=(choices.beta1, choices.beta2),
        weight_decay=choices.weight_decay,
    )


def learning_rate(choices: OptimizerChoices, update: int, num_updates: int) -> float:
    """Return the rate of one update, counted from 0."""
    if update < choices.warmup:
        return choices.learning_rate * (update + 1) / choices.warmup
    progress = (update - choices.warmup) / max(num_updates - choices.warmup, 1)
    if choices.schedule == "linear":
        return choices.learning_rate * (1 - progress)
    if choices.schedule == "cosine":
        return choices.learning_rate * (1 + math.cos(math.pi * progress)) / 2
    return choices.learning_rate


def step(optimizer: Optimizer, choices: OptimizerChoices, rate: float) -> float:
    """Make one step with the gradients there are, and drop them.

    Returns:
        Their norm. Where it is not finite, no step is made.
    """
    parameters = [each for group in optimizer.param_groups for each in group["params"]]
    gradients = [each.grad for each in parameters if each.grad is not None]
    length = whole(torch.nn.utils.get_total_norm(gradients))
    torch.nn.utils.clip_grads_with_norm_(parameters, choices.max_norm, length)
    norm = float(length)
    if math.isfinite(norm):
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return norm
