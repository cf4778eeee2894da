"""Groups: several rollouts of one task, with enough valid ones among them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autoforge_rl.errors import ChoiceError
from autoforge_rl.rollouts import Assignment, Rollout
from autoforge_rl.selection import SelectionChoices, missing_rollouts

Player = Callable[[Sequence[Assignment]], list[Rollout]]
"""Plays assignments: `rollouts.play` with everything else filled in."""


@dataclass(frozen=True, slots=True)
class Group:
    """One task to be played several times.

    Attributes:
        environment_id: What the environment is made from.
        task_id: The task.
        seed: Decides all its rollouts.
    """

    environment_id: str
    task_id: str
    seed: int

    def assignment(self, attempt: int) -> Assignment:
        """Return the rollout of this number, from 0; it does not depend on other groups."""
        text = f"{self.seed} {self.environment_id} {self.task_id} {attempt}"
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> 1
        return Assignment(self.environment_id, self.task_id, seed)


def is_valid(rollout: Rollout, choices: SelectionChoices) -> bool:
    """Tell whether a rollout counts for its group, by the same rule as `selection.select`."""
    if rollout.reward is None:
        return False
    if choices.spoiled == "keep" or not rollout.spoiled:
        return True
    return choices.which == "failures" and rollout.reward > 0


def play_groups(
    player: Player, groups: Sequence[Group], size: int, choices: SelectionChoices
) -> list[list[Rollout]]:
    """Play each group, and play more of it while it has too few valid rollouts.

    What is played again depends on which rollouts were spoiled, never on what they earned. A
    group that `max_rollouts` gives up has fewer valid ones.

    Args:
        player: Plays assignments.
        groups: The tasks.
        size: Rollouts of each to begin with.
        choices: Its `min_valid` and `max_rollouts` are the limits.

    Returns:
        The rollouts of each group, spoiled ones included.

    Raises:
        ChoiceError: The size is not positive, or the valid rollouts wanted are more than that.
    """
    if size < 1 or choices.min_valid > size:
        raise ChoiceError(
            f"a group's size must be at least 1 and at least min_valid ({choices.min_valid}), "
            f"got {size}"
        )
    played: list[list[Rollout]] = [[] for _ in groups]
    wanted = dict.fromkeys(range(len(groups)), size)
    while wanted:
        assignments = [
            (number, groups[number].assignment(len(played[number]) + more))
            for number, count in wanted.items()
            for more in range(count)
        ]
        rollouts = player([assignment for _, assignment in assignments])
        for (number, _), rollout in zip(assignments, rollouts, strict=True):
            played[number].append(rollout)
        wanted = _missing(played, choices)
    return played


def _missing(played: Sequence[Sequence[Rollout]], choices: SelectionChoices) -> dict[int, int]:
    numbers = [str(number) for number, group in enumerate(played) for _ in group]
    valid = [is_valid(rollout, choices) for group in played for rollout in group]
    missing = missing_rollouts(numbers, valid, choices)
    return {int(number): count for number, count in missing.items()}
