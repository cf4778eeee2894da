"""Rollouts as tensors: one row a segment, padded on the right.

Axes: B rows, T tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import torch
from torch import Tensor

from autoforge_rl.rollouts import Rollout
from autoforge_rl.token_stream import Segment


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

    def __len__(self) -> int:
        return len(self.ids_BT)

    def to(self, device: torch.device) -> "Rows":
        """Return the same rows on a device."""
        return Rows(*(getattr(self, field.name).to(device) for field in fields(self)))


def pad(rollouts: Sequence[Rollout], padding_id: int) -> Rows:
    """Return the segments in which the policy sampled something, one a row.

    Rollouts without any, such as those whose environment could not be opened, have no row.
    """
    return pad_segments(
        [
            (number, segment)
            for number, rollout in enumerate(rollouts)
            for segment in rollout.segments
            if any(segment.mask)
        ],
        padding_id,
    )


def pad_segments(segments: Sequence[tuple[int, Segment]], padding_id: int) -> Rows:
    """Return segments, each with the number of its rollout, one a row."""
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
