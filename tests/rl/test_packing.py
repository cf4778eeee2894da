from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autoforge_rl.errors import ChoiceError
from autoforge_rl.packing import PackingChoices, first_fit, score_rows, split

LENGTHS = st.lists(st.integers(1, 60), max_size=30)


@given(LENGTHS, st.integers(1, 80))
def test_every_sequence_gets_one_place_in_a_row_with_room(
    lengths: list[int], capacity: int
) -> None:
    rows = first_fit(lengths, capacity)
    assert sorted(number for row in rows for number in row) == list(range(len(lengths)))
    for row in rows:
        assert len(row) == 1 or sum(lengths[number] for number in row) <= capacity


def test_a_row_is_filled_before_another_is_begun() -> None:
    assert first_fit([6, 5, 4, 3, 2], 10) == [[0, 2], [1, 3, 4]]


@given(LENGTHS, st.integers(1, 200), st.booleans())
def test_micro_batches_hold_every_row_once_and_keep_to_their_size(
    lengths: list[int], tokens: int, packed: bool
) -> None:
    choices = PackingChoices(micro_batch_tokens=tokens, packed=packed, row_tokens=64)
    batches = split(lengths, choices)
    assert sorted(number for each in batches for number in each.numbers) == list(
        range(len(lengths))
    )
    for each in batches:
        assert len(each.numbers) == 1 or each.num_passed <= tokens
        assert each.num_real == sum(lengths[number] for number in each.numbers)
        assert each.num_real <= each.num_passed


def test_packing_passes_fewer_tokens_than_padding() -> None:
    lengths = [60, 10, 10, 10, 10, 10, 10]
    padded, packed = (
        sum(each.num_passed for each in split(lengths, PackingChoices(packed=is_packed)))
        for is_packed in (False, True)
    )
    assert (padded, packed) == (420, 120)


def test_packed_rows_score_and_learn_as_padded_ones_do(model: Any) -> None:
    generator = torch.Generator().manual_seed(0)
    lengths = [13, 4, 9, 7]
    ids_BT = torch.randint(0, 300, (4, 16), generator=generator)
    mask_BT = torch.arange(16)[None] < torch.tensor(lengths)[:, None]
    found = []
    for packed in (False, True):
        model.zero_grad()
        choices = PackingChoices(packed=packed, row_tokens=20)
        scores = score_rows(model, ids_BT, lengths, choices)
        torch.where(mask_BT, scores.log_probs_BT, 0.0).sum().backward()
        gradients = [each.grad.clone() for each in model.parameters() if each.grad is not None]
        found.append((torch.where(mask_BT, scores.log_probs_BT, 0.0), gradients))
    model.zero_grad()
    (padded, padded_gradients), (packed_scores, packed_gradients) = found
    assert torch.allclose(padded, packed_scores, atol=1e-5)
    for one, other in zip(padded_gradients, packed_gradients, strict=True):
        assert torch.allclose(one, other, atol=1e-4)


def test_only_wanted_tokens_are_scored_packed_or_not(model: Any) -> None:
    generator = torch.Generator().manual_seed(0)
    lengths = [13, 4, 9, 7]
    ids_BT = torch.randint(0, 300, (4, 16), generator=generator)
    wanted_BT = (torch.arange(16)[None] < torch.tensor(lengths)[:, None]) & (ids_BT % 3 == 0)
    padded, packed = (
        score_rows(
            model, ids_BT, lengths, PackingChoices(packed=is_packed, row_tokens=20),
            wanted_BT=wanted_BT,
        ).log_probs_BT
        for is_packed in (False, True)
    )  # fmt: skip
    assert torch.allclose(padded, packed, atol=1e-5)
    wanted_BT[:, 0] = False  # a first token has nothing before it
    assert torch.equal(packed != 0, wanted_BT)


def test_sizes_must_be_positive() -> None:
    with pytest.raises(ChoiceError, match="row_tokens must be positive, got 0"):
        PackingChoices(row_tokens=0)
