"""Rows into micro-batches, and several short sequences into one row.

Axes: B rows of rollouts, T tokens, R packed rows, L tokens of a packed row. Nothing is lost by
cutting a row after the last token that the policy sampled: what follows is never looked back from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional

from autoforge_rl.batches import Rows
from autoforge_rl.errors import ChoiceError
from autoforge_rl.log_probs import Scores, score_tokens
from autoforge_rl.models import CausalModel
from autoforge_rl.sharding import ShardedModel


@dataclass(frozen=True, slots=True)
class PackingChoices:
    """How rows are laid out for the model.

    Attributes:
        micro_batch_tokens: Most tokens in one pass, padding included; a longer row passes alone.
        packed: Whether several sequences share a row, told apart by their positions.
        row_tokens: Length of a packed row; a longer sequence has a row of its own.
        chunk_tokens: Tokens whose logits are held at once.
    """

    micro_batch_tokens: int = 16_384
    packed: bool = False
    row_tokens: int = 2048
    chunk_tokens: int = 1024

    def __post_init__(self) -> None:
        for name in ("micro_batch_tokens", "row_tokens", "chunk_tokens"):
            if getattr(self, name) < 1:
                raise ChoiceError(f"{name} must be positive, got {getattr(self, name)}")


@dataclass(frozen=True, slots=True)
class MicroBatch:
    """Rows that pass through the model together.

    Attributes:
        numbers: Which rows.
        length: Tokens of the longest, after which all are cut.
        num_passed: Tokens that pass through the model, padding included.
        num_real: Those of them that are no padding.
    """

    numbers: tuple[int, ...]
    length: int
    num_passed: int
    num_real: int


def lengths_of(rows: Rows) -> list[int]:
    """Return for each row the tokens up to the last one the policy sampled."""
    positions_T = torch.arange(1, rows.mask_BT.shape[1] + 1, device=rows.mask_BT.device)
    return [int(each) for each in (rows.mask_BT * positions_T).amax(dim=1)] if len(rows) else []


def split(lengths: Sequence[int], choices: PackingChoices) -> list[MicroBatch]:
    """Split rows into micro-batches, the longest first, so that memory runs out early if it does.

    Args:
        lengths: Tokens of each row.
        choices: Limits.
    """
    order = sorted(range(len(lengths)), key=lambda number: (-lengths[number], number))
    batches: list[list[int]] = []
    for number in order:
        if (
            batches
            and _size(batches[-1] + [number], lengths, choices) <= choices.micro_batch_tokens
        ):
            batches[-1].append(number)
        else:
            batches.append([number])
    return [
        MicroBatch(
            tuple(batch),
            max(lengths[number] for number in batch),
            _size(batch, lengths, choices),
            sum(lengths[number] for number in batch),
        )
        for batch in batches
    ]


def first_fit(lengths: Sequence[int], capacity: int) -> list[list[int]]:
    """Put sequences into rows, each into the first row with room for it, in their order.

    Source: Johnson (1973), Near-optimal bin packing algorithms; with lengths in decreasing order
    it needs at most 11/9 of the fewest rows, and a few.
    """
    rows: list[list[int]] = []
    room: list[int] = []
    for number, length in enumerate(lengths):
        place = next((row for row, left in enumerate(room) if length <= left), None)
        if place is None:
            rows.append([number])
            room.append(max(capacity, length) - length)
        else:
            rows[place].append(number)
            room[place] -= length
    return rows


def score_rows(
    model: CausalModel | ShardedModel,
    ids_BT: Tensor,
    lengths: Sequence[int],
    choices: PackingChoices,
    temperature: float = 1.0,
    wanted_BT: Tensor | None = None,
) -> Scores:
    """Score rows in one pass, packed or not; both give the same numbers.

    Args:
        model: A causal language model, whole or sharded.
        ids_BT: The tokens of one micro-batch.
        lengths: Tokens of each row that count; the scores of the others mean nothing.
        choices: Whether rows are packed.
        temperature: What the sampler divided logits by.
        wanted_BT: Tokens to be scored, the others get 0; None scores all.
    """
    chunk = choices.chunk_tokens
    if not choices.packed:
        return _score(model, ids_BT, None, temperature, chunk, wanted_BT)
    bins = first_fit(lengths, choices.row_tokens)
    rows_BT, columns_BT = (each.to(ids_BT.device) for each in _places(bins, lengths, ids_BT))
    real_BT = rows_BT >= 0
    width = max(sum(lengths[number] for number in each) for each in bins)
    ids_RL = ids_BT.new_zeros(len(bins), width)
    positions_RL = _padding_positions(bins, lengths, width).to(ids_BT.device)
    own_BT = torch.arange(ids_BT.shape[1], device=ids_BT.device).expand_as(ids_BT)
    ids_RL[rows_BT[real_BT], columns_BT[real_BT]] = ids_BT[real_BT]
    positions_RL[rows_BT[real_BT], columns_BT[real_BT]] = own_BT[real_BT]
    wanted_RL = torch.zeros_like(ids_RL, dtype=torch.bool)
    wanted_RL[rows_BT[real_BT], columns_BT[real_BT]] = (
        True if wanted_BT is None else wanted_BT[real_BT]
    )
    scores = _score(model, ids_RL, positions_RL, temperature, chunk, wanted_RL)
    log_probs_BT, entropies_BT = (
        torch.where(real_BT, each[rows_BT.clamp(min=0), columns_BT], 0.0)
        for each in (scores.log_probs_BT, scores.entropies_BT)
    )
    return Scores(log_probs_BT, entropies_BT)


def _score(
    model: CausalModel | ShardedModel,
    ids_BT: Tensor,
    positions_BT: Tensor | None,
    temperature: float,
    chunk_size: int,
    wanted_BT: Tensor | None,
) -> Scores:
    score = model.score if isinstance(model, ShardedModel) else partial(score_tokens, model)
    return score(ids_BT, positions_BT, temperature, chunk_size, wanted_BT)


def _size(batch: Sequence[int], lengths: Sequence[int], choices: PackingChoices) -> int:
    """Count the tokens a micro-batch passes through the model."""
    mine = [lengths[number] for number in batch]
    if not choices.packed:
        return len(mine) * max(mine)
    bins = first_fit(mine, choices.row_tokens)
    return len(bins) * max(sum(mine[number] for number in each) for each in bins)


def _places(
    bins: Sequence[Sequence[int]], lengths: Sequence[int], ids_BT: Tensor
) -> tuple[Tensor, Tensor]:
    """Return the packed row and column of each token; the row is -1 for those cut off."""
    rows_BT = torch.full(ids_BT.shape, -1)
    columns_BT = torch.zeros(ids_BT.shape, dtype=torch.long)
    for row, numbers in enumerate(bins):
        start = 0
        for number in numbers:
            end = start + lengths[number]
            rows_BT[number, : lengths[number]] = row
            columns_BT[number, : lengths[number]] = torch.arange(start, end)
            start = end
    return rows_BT, columns_BT


def _padding_positions(bins: Sequence[Sequence[int]], lengths: Sequence[int], width: int) -> Tensor:
    """Return positions under which each row's padding is one more sequence of its own."""
    used_R = torch.tensor([sum(lengths[number] for number in each) for each in bins])
    return functional.relu(torch.arange(width)[None] - used_R[:, None])
