import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from autoforge_rl.slot_cache import BLOCK, SlotCache


def write(
    cache: SlotCache, rows: list[int], starts: list[int], length: int, value: float
) -> Tensor:
    positions = torch.tensor(starts)[:, None] + torch.arange(length)
    cache.aim(rows, max(rows) + 1, positions)
    fresh = torch.full((len(rows), 2, length, 3), value)
    keys, values = cache.update(fresh, -fresh, 0)
    assert torch.equal(keys, -values)
    return keys[:, 0, :, 0]


def test_each_row_is_written_at_its_own_position() -> None:
    cache = SlotCache()
    write(cache, [0, 1], [0, 0], 3, 1.0)
    found = write(cache, [0, 1], [3, 1], 1, 2.0)
    assert found.tolist() == [[1, 1, 1, 2], [1, 2, 1, 0]]


def test_rows_are_returned_in_the_order_they_are_asked_for() -> None:
    cache = SlotCache()
    for row, value in ((0, 1.0), (1, 2.0), (2, 3.0)):
        write(cache, [row], [0], 2, value)
    assert write(cache, [2, 0], [2, 2], 1, 9.0).tolist() == [[3, 3, 9], [1, 1, 9]]


def test_a_token_sees_its_row_up_to_its_own_position() -> None:
    mask = SlotCache().aim([0, 1], 2, torch.tensor([[1, 2], [0, 1]]))
    assert mask.shape == (2, 1, 2, 3)
    assert mask[:, 0].int().tolist() == [
        [[1, 1, 0], [1, 1, 1]],
        [[1, 0, 0], [1, 1, 0]],
    ]


def test_a_beginning_can_be_copied_to_a_row_that_was_not_there() -> None:
    cache = SlotCache()
    write(cache, [0], [0], 4, 5.0)
    cache.copy(0, 6, 3)
    assert write(cache, [6], [3], 1, 7.0).tolist() == [[5, 5, 5, 7]]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 300)), min_size=1, max_size=12))
def test_rows_keep_what_they_hold_however_they_grow(writes: list[tuple[int, int]]) -> None:
    cache = SlotCache()
    expected: dict[int, list[float]] = {}
    for number, (row, length) in enumerate(writes, 1):
        held = expected.setdefault(row, [])
        found = write(cache, [row], [len(held)], length, float(number))
        held += [float(number)] * length
        assert found[0].tolist() == held


def test_little_more_room_is_held_than_is_needed() -> None:
    cache = SlotCache()
    for start in range(0, 6000, 60):
        write(cache, [0], [start], 60, 1.0)
    (store,) = cache._keys
    assert 6000 <= store.shape[2] <= 6000 * 1.25 + BLOCK
