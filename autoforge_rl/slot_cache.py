"""Keys and values of many conversations, a row each, that need not be equally long.

A decoder of transformers takes it as `past_key_values`: each layer hands its new keys and values to
`update` and attends to what it gets back. Axes: B rows of one pass, R all rows, H heads, Q tokens
of one pass, C capacity in tokens, D width of a head.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

BLOCK = 256
"""Room for tokens grows by whole blocks, and by at least a quarter."""


class SlotCache:
    """Rows that are written at their own positions and grow as they must."""

    def __init__(self) -> None:
        """Begin without rows; the first pass tells how many layers there are and where they are."""
        self._keys: list[Tensor] = []
        self._values: list[Tensor] = []
        self._rows_B: Tensor
        self._positions_BQ: Tensor
        self._are_first = False
        self._length = 0
        self._num_rows = 0

    def aim(self, rows: Sequence[int], num_rows: int, positions_BQ: Tensor) -> Tensor:
        """Prepare the next pass, and return its mask: true where a token may look.

        A token sees whatever stands in its row up to its own position; what stands there beyond
        its conversation's end is never seen before it is written.

        Args:
            rows: The rows of the pass, in its order.
            num_rows: How many rows there must be.
            positions_BQ: Where in its row each token belongs.
        """
        self._rows_B = torch.tensor(list(rows), device=positions_BQ.device)
        self._are_first = list(rows) == list(range(len(rows)))
        self._positions_BQ = positions_BQ
        self._length = int(positions_BQ.max()) + 1
        self._num_rows = num_rows
        seen_K = torch.arange(self._length, device=positions_BQ.device)
        return seen_K <= positions_BQ[:, None, :, None]

    def update(
        self, keys_BHQD: Tensor, values_BHQD: Tensor, layer: int, *_: object
    ) -> tuple[Tensor, Tensor]:
        """Write one layer's keys and values, and return all that its tokens may look at."""
        return (
            self._write(self._keys, keys_BHQD, layer),
            self._write(self._values, values_BHQD, layer),
        )

    def copy(self, source: int, target: int, num_tokens: int) -> None:
        """Copy the beginning of one row to another."""
        for stores in (self._keys, self._values):
            for layer, store_RHCD in enumerate(stores):
                stores[layer] = roomy_RHCD = _with_room(store_RHCD, target + 1, num_tokens)
                roomy_RHCD[target, :, :num_tokens] = roomy_RHCD[source, :, :num_tokens]

    def _write(self, stores: list[Tensor], fresh_BHQD: Tensor, layer: int) -> Tensor:
        if layer == len(stores):
            stores.append(
                fresh_BHQD.new_zeros((1, fresh_BHQD.shape[1], BLOCK, fresh_BHQD.shape[3]))
            )
        store_RHCD = _with_room(stores[layer], self._num_rows, self._length)
        stores[layer] = store_RHCD
        fresh_BQHD = fresh_BHQD.transpose(1, 2)
        store_RHCD.transpose(1, 2)[self._rows_B[:, None], self._positions_BQ] = fresh_BQHD
        if self._are_first:  # no copy
            return store_RHCD[: len(self._rows_B), :, : self._length]
        return store_RHCD[self._rows_B, :, : self._length]


def _with_room(store_RHCD: Tensor, num_rows: int, length: int) -> Tensor:
    """Return the store, or a larger one with the same contents."""
    rows, num_heads, capacity, width = store_RHCD.shape
    if rows >= num_rows and capacity >= length:
        return store_RHCD
    shape = (_rows(rows, num_rows), num_heads, _capacity(capacity, length), width)
    grown_RHCD = store_RHCD.new_zeros(shape)
    grown_RHCD[:rows, :, :capacity] = store_RHCD
    return grown_RHCD


def _rows(held: int, wanted: int) -> int:
    while held < wanted:
        held *= 2
    return held


def _capacity(held: int, wanted: int) -> int:
    return held if held >= wanted else -(-max(wanted, held * 5 // 4) // BLOCK) * BLOCK
