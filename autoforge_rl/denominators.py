"""What each token weighs in the loss, so that the loss is one plain sum.

Axes: B rows, T tokens, R rollouts; a row is a rollout, or one of its segments where its stream
forked. The weights are fixed for the whole batch before it is split into
micro-batches, packed into rows or spread over processes; however it is split, the gradients add
up to the same. Rollouts that are not trained on are in no numerator and in no denominator.
"""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from autoforge_rl.errors import ChoiceError

Average = Literal["tokens", "rollouts", "rollout_sums"]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a batch is averaged over, all micro-batches and processes together.

    Attributes:
        num_rollouts: Rollouts trained on that have a sampled token.
        num_tokens: Their sampled tokens.
    """

    num_rollouts: int
    num_tokens: int


def count(mask_BT: Tensor, trained_B: Tensor, rollouts_B: Tensor | None = None) -> Totals:
    """Count what is trained on.

    Args:
        mask_BT: Whether the policy sampled the token.
        trained_B: Whether the row's rollout is trained on.
        rollouts_B: The number of each row's rollout; None where each row is one.
    """
    lengths_R = _lengths(mask_BT & trained_B[:, None], _numbers(mask_BT, rollouts_B))
    return Totals(int((lengths_R > 0).sum()), int(lengths_R.sum()))


def token_weights(
    mask_BT: Tensor,
    trained_B: Tensor,
    totals: Totals,
    average: Average,
    max_length: int | None = None,
    rollouts_B: Tensor | None = None,
) -> Tensor:
    """Return the weight of each token's loss; all 0 where nothing is trained on.

    - "tokens": 1 / all tokens, as in DAPO (arXiv 2503.14476).
    - "rollouts": 1 / (rollouts x the rollout's tokens), as in GRPO (arXiv 2402.03300).
    - "rollout_sums": 1 / (rollouts x `max_length`), as in Dr. GRPO (arXiv 2503.20783): a sum over
      tokens, so that long rollouts are not discounted.

    Args:
        mask_BT: Whether the policy sampled the token.
        trained_B: Whether the row's rollout is trained on.
        totals: Of the whole batch, over all micro-batches and processes.
        average: What the loss is a mean over.
        max_length: Constant divisor of "rollout_sums".
        rollouts_B: The number of each row's rollout; None where each row is one. All rows of a
            rollout belong into one call.

    Raises:
        ChoiceError: "rollout_sums" without a positive `max_length`.
    """
    chosen_BT = (mask_BT & trained_B[:, None]).float()
    if totals.num_tokens == 0:
        return torch.zeros_like(chosen_BT)
    if average == "tokens":
        return chosen_BT / totals.num_tokens
    if average == "rollouts":
        rollouts_B = _numbers(mask_BT, rollouts_B)
        lengths_B = _lengths(chosen_BT, rollouts_B)[rollouts_B].clamp(min=1)
        return chosen_BT / (lengths_B[:, None] * totals.num_rollouts)
    if max_length is None or max_length < 1:
        raise ChoiceError(f"'rollout_sums' needs a positive max_length, got {max_length}")
    return chosen_BT / (totals.num_rollouts * max_length)


def _numbers(mask_BT: Tensor, rollouts_B: Tensor | None) -> Tensor:
    if rollouts_B is not None:
        return rollouts_B
    return torch.arange(len(mask_BT), device=mask_BT.device)


def _lengths(chosen_BT: Tensor, rollouts_B: Tensor) -> Tensor:
    """Count each rollout's tokens over all its rows."""
    lengths_B = chosen_BT.sum(dim=1).long()
    num_rollouts = int(rollouts_B.max()) + 1 if len(rollouts_B) else 0
    return lengths_B.new_zeros(num_rollouts).index_add(0, rollouts_B, lengths_B)
