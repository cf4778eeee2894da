"""Rollouts as tensors: one row a segment, padded on the right.

Axes: B rows, T tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autoforge_rl.rollouts import Rollout


@dataclass(frozen=True, slots=True)
class Rows:
    """Segments of several rollouts.

    Attributes:
        ids_BT: Tokens.
        mask_BT: Whether the policy sampled the token.
        turns_BT: The policy's turn it was sampled in, -1 for the others' and for padding.
        sampler_log_probs_BT: The sampler's log-probability of it, 0 where it did not sample.
        rollouts_B: The number of each row's rollout.
    """

    ids_BT: Tensor
    mask_BT: Tensor
    turns_BT: Tensor
    sampler_log_probs_BT: Tensor
    rollouts_B: Tensor


def pad(rollouts: Sequence[Rollout], padding_id: int) -> Rows:
    """Return the segments in which the policy sampled something, one a row.

    Rollouts without any, such as those whose environment could not be opened, have no row.
    """
    segments = [
        (number, segment)
        for number, rollout in enumerate(rollouts)
        for segment in rollout.segments
        if any(segment.mask)
    ]
    length = max((len(segment.ids) for _, segment in segments), default=0)
    shape = (len(segments), length)
    ids_BT = torch.full(shape, padding_id)
    turns_BT = torch.full(shape, -1)
    log_probs_BT = torch.zeros(shape)
    for row, (_, segment) in enumerate(segments):
        end = len(segment.ids)
        ids_BT[row, :end] = torch.tensor(segment.ids)
        turns_BT[row, :end] = torch.tensor(segment.turns)
        log_probs_BT[row, :end] = torch.tensor(segment.log_probs)
    rollouts_B = torch.tensor([number for number, _ in segments], dtype=torch.long)
    return Rows(ids_BT, turns_BT >= 0, turns_BT, log_probs_BT, rollouts_B)
