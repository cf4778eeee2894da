"""Which rollouts count in the statistics, and which are trained on.

A rollout is spoiled when the user simulator, a tool or the infrastructure ruined it. Axis: B
rollouts. Left out here: whom to blame, which the environment says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from autoforge_rl.errors import ChoiceError
from autoforge_rl.pools import measure, number_pools


@dataclass(frozen=True, slots=True)
class SelectionChoices:
    """What happens to rollouts that are spoiled or teach nothing.

    Attributes:
        spoiled: "exclude" takes them out of loss, statistics and denominators; "mask_loss" out of
            loss and denominators only; "keep" trains on them.
        which: "all" spoiled rollouts, or only the "failures" among them (reward 0 or less). Section
            3.4 of AutoForge (arXiv 2512.22857) says the one, its introduction the other; the
            second biases a task's mean upwards.
        dynamic_sampling: Whether tasks whose valid rollouts all have one reward are dropped, as
            in DAPO (arXiv 2503.14476).
        pool_dropped: Whether tasks so dropped still count in the statistics.
        min_valid: Fewest valid rollouts of a task that is trained on.
        max_rollouts: Most rollouts of one task that are made to reach `min_valid`.
    """

    spoiled: Literal["exclude", "mask_loss", "keep"] = "exclude"
    which: Literal["all", "failures"] = "all"
    dynamic_sampling: bool = False
    pool_dropped: bool = False
    min_valid: int = 2
    max_rollouts: int = 16

    def __post_init__(self) -> None:
        if self.min_valid < 1:
            raise ChoiceError(f"min_valid must be at least 1, got {self.min_valid}")
        if self.max_rollouts < self.min_valid:
            raise ChoiceError(
                f"max_rollouts must be at least min_valid ({self.min_valid}), "
                f"got {self.max_rollouts}"
            )


@dataclass(frozen=True, slots=True)
class Selection:
    """The verdict on each rollout.

    Attributes:
        counted_B: Whether it is in baselines and scales.
        trained_B: Whether its tokens are in the loss and in the loss's denominators.
    """

    counted_B: Tensor
    trained_B: Tensor


def select(
    rewards_B: Tensor, spoiled_B: Tensor, tasks_B: Tensor, choices: SelectionChoices
) -> Selection:
    """Decide on each rollout.

    A rollout without a finite reward (its environment raised) is neither counted nor trained on,
    whatever the choices.

    Args:
        rewards_B: The return of each rollout, NaN where there is none.
        spoiled_B: Whether somebody other than the agent ruined it.
        tasks_B: The task each was an attempt at.
        choices: What to do.
    """
    usable_B = torch.isfinite(rewards_B)
    faulty_B = spoiled_B & (rewards_B <= 0) if choices.which == "failures" else spoiled_B
    counted_B = usable_B & ~faulty_B if choices.spoiled == "exclude" else usable_B
    trained_B = usable_B if choices.spoiled == "keep" else usable_B & ~faulty_B
    informative_B = are_informative(rewards_B, trained_B, tasks_B)
    pools_B, num_pools = number_pools(tasks_B)
    enough_P = measure(rewards_B, trained_B, pools_B, num_pools).count_P >= choices.min_valid
    trained_B = trained_B & enough_P[pools_B]
    if choices.dynamic_sampling:
        trained_B = trained_B & informative_B
        counted_B = counted_B & (informative_B | choices.pool_dropped)
    return Selection(counted_B, trained_B)


def are_informative(rewards_B: Tensor, valid_B: Tensor, tasks_B: Tensor) -> Tensor:
    """Tell for each rollout whether the valid rollouts of its task differ in reward."""
    pools_B, num_pools = number_pools(tasks_B)
    variance_P = measure(rewards_B, valid_B, pools_B, num_pools).variances()
    return variance_P[pools_B] > 1e-12


def missing_rollouts(
    tasks: Sequence[str], valid: Sequence[bool], choices: SelectionChoices
) -> dict[str, int]:
    """Return how many more rollouts each task needs to have `min_valid` valid ones.

    Tasks that need none are absent, and so are those that `max_rollouts` gives up.

    Args:
        tasks: The task of each rollout made so far.
        valid: Whether each was valid.
        choices: The two limits.
    """
    tried = dict.fromkeys(tasks, 0)
    good = dict(tried)
    for task, is_valid in zip(tasks, valid, strict=True):
        tried[task] += 1
        good[task] += is_valid
    wanted = {
        task: min(choices.min_valid - good[task], choices.max_rollouts - tried[task])
        for task in tried
    }
    return {task: number for task, number in wanted.items() if number > 0}
