"""Advantages of single steps, among steps that were taken in the same situation.

Axes: S steps of all rollouts, B rollouts, R rollouts with steps, T tokens. The anchor tells which
steps are comparable: the environment's state digest (the same database), or whatever other text its
`info` holds. A digest does not tell what the policy has read so far: steps in one state are
compared though one of them may know more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor

from autoforge_rl.choices import require_finite
from autoforge_rl.errors import BatchError, ChoiceError
from autoforge_rl.pools import measure

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class AnchorChoices:
    """How much steps count, and how.

    Attributes:
        weight: Weight of the steps' advantages beside the rollout's; 0 leaves them out.
        discount: Weight of each later reward against the one before.
        normalised: Whether a group's advantages are divided by its deviation.
        epsilon: Smallest deviation that is divided by; below it the advantages are 0.
    """

    weight: float = 0.0
    discount: float = 0.95
    normalised: bool = True
    epsilon: float = 1e-6

    def __post_init__(self) -> None:
        require_finite(self)
        if self.weight < 0:
            raise ChoiceError(f"weight must be 0 or more, got {self.weight}")
        if not 0 < self.discount <= 1:
            raise ChoiceError(f"discount must be above 0 and at most 1, got {self.discount}")
        if self.epsilon <= 0:
            raise ChoiceError(f"epsilon must be positive, got {self.epsilon}")


def discounted_returns(rewards: Sequence[float], discount: float) -> list[float]:
    """Return for each step of one rollout the discounted sum of rewards from it on."""
    returns: list[float] = []
    following = 0.0
    for reward in reversed(rewards):
        following = reward + discount * following
        returns.append(following)
    return returns[::-1]


def anchored_advantages(
    returns_S: Tensor,
    valid_S: Tensor,
    tasks: Sequence[str],
    anchors: Sequence[str],
    choices: AnchorChoices,
) -> Tensor:
    """Return A_s = (R_s - mean) / F over the valid steps of one task at one anchor.

    F is the group's deviation, or 1. A step that shares its anchor with none gets 0. Source:
    GiGPO, Feng et al. (2025), arXiv 2505.10978, whose anchor is the observation;
    a state digest is exact where two observations may read alike.

    Args:
        returns_S: Discounted return from each step on; anything, NaN too, where not valid.
        valid_S: Whether the step's rollout counts.
        tasks: The task of each step.
        anchors: The situation of each step.
        choices: Whether F is the deviation.

    Raises:
        BatchError: The four differ in length, or a valid return is not finite.
    """
    if not len(returns_S) == len(valid_S) == len(tasks) == len(anchors):
        lengths = [len(returns_S), len(valid_S), len(tasks), len(anchors)]
        raise BatchError(f"returns, valid, tasks and anchors must be equally long, got {lengths}")
    if not torch.isfinite(returns_S[valid_S]).all():
        raise BatchError("a valid step's return is not finite; mark its rollout as spoiled")
    numbers: dict[tuple[str, str], int] = {}
    groups = [numbers.setdefault(key, len(numbers)) for key in zip(tasks, anchors, strict=True)]
    groups_S = torch.tensor(groups, dtype=torch.long, device=returns_S.device)
    moments = measure(returns_S, valid_S, groups_S, len(numbers))
    centred_S = torch.where(valid_S, returns_S.double() - moments.mean_P[groups_S], 0.0)
    if choices.normalised:
        deviation_S = moments.variances().sqrt()[groups_S]
        distinct_S = deviation_S > choices.epsilon
        centred_S = torch.where(distinct_S, centred_S / deviation_S.clamp(min=choices.epsilon), 0.0)
    return centred_S.to(returns_S.dtype)


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of all rollouts of a batch, one rollout after the other.

    Attributes:
        advantages_S: One for each step; 0 where its rollout does not count.
        starts_R: The number of each rollout's first step.
        counts_R: How many steps each rollout has.
    """

    advantages_S: Tensor
    starts_R: Tensor
    counts_R: Tensor

    def of_tokens(self, turns_BT: Tensor, rollouts_B: Tensor) -> Tensor:
        """Return the step of each token, -1 for tokens of turns that are no step.

        Args:
            turns_BT: The turn of each token within its rollout, -1 for tokens of none.
            rollouts_B: The number of each row's rollout.
        """
        starts_B1 = self.starts_R.to(turns_BT.device)[rollouts_B][:, None]
        counts_B1 = self.counts_R.to(turns_BT.device)[rollouts_B][:, None]
        are_steps_BT = (turns_BT >= 0) & (turns_BT < counts_B1)
        return torch.where(are_steps_BT, starts_B1 + turns_BT, -1)


def compare_steps(
    turn_rewards: Sequence[Sequence[float]],
    anchors: Sequence[Sequence[str]],
    tasks: Sequence[str],
    valid: Sequence[bool],
    choices: AnchorChoices,
) -> Steps:
    """Compare the turns of all rollouts of a batch.

    A turn may lack its reward, where the environment crashed. That is not 0: what such a rollout
    returned is unknown from its first turn on, and it must not count.

    Args:
        turn_rewards: The reward of each turn of each rollout, as far as there are any.
        anchors: The situation before each turn.
        tasks: The task of each rollout; tasks of two environments must not share a name.
        valid: Whether each rollout counts.
        choices: Discount and scale.

    Raises:
        BatchError: A rollout has fewer anchors than rewards, or counts and has fewer rewards.
    """
    returns: list[float] = []
    starts: list[int] = []
    for number, (earned, before) in enumerate(zip(turn_rewards, anchors, strict=True)):
        if len(earned) > len(before):
            raise BatchError(
                f"rollout {number} has {len(earned)} turns and {len(before)} anchors; set "
                "anchor_key to the key of info that holds them"
            )
        starts.append(len(returns))
        unknown = [math.nan] * (len(before) - len(earned))
        returns += discounted_returns([*earned, *unknown], choices.discount)
    counts = [len(before) for before in anchors]
    advantages_S = anchored_advantages(
        torch.tensor(returns, dtype=torch.float64),
        torch.tensor(_repeated(valid, counts), dtype=torch.bool),
        _repeated(tasks, counts),
        [anchor for before in anchors for anchor in before],
        choices,
    )
    starts_R, counts_R = (torch.tensor(each, dtype=torch.long) for each in (starts, counts))
    return Steps(advantages_S, starts_R, counts_R)


def add_step_advantages(
    advantages_B: Tensor, advantages_S: Tensor, steps_BT: Tensor, weight: float
) -> Tensor:
    """Return A_BT: the rollout's advantage plus the weighted one of the step a token belongs to.

    Args:
        advantages_B: One for each rollout.
        advantages_S: One for each step.
        steps_BT: The step of each token, -1 for tokens of none.
        weight: Weight of the steps' advantages.
    """
    advantages_BT = advantages_B[:, None].expand(steps_BT.shape)
    if not len(advantages_S):
        return advantages_BT
    of_token_BT = advantages_S[steps_BT.clamp(min=0)]
    return advantages_BT + weight * torch.where(steps_BT >= 0, of_token_BT, 0.0)


def _repeated(values: Sequence[Value], counts: Sequence[int]) -> list[Value]:
    pairs = zip(values, counts, strict=True)
    return [value for value, count in pairs for _ in range(count)]
