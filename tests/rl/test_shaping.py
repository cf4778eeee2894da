import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autoforge_rl.errors import ChoiceError
from autoforge_rl.shaping import overlong_penalties


def test_the_penalty_falls_linearly_to_minus_one_at_the_limit() -> None:
    lengths = torch.tensor([0, 60, 70, 90, 100, 150])
    assert overlong_penalties(lengths, 100, 40).tolist() == [0, 0, -0.25, -0.75, -1, -1]


@pytest.mark.parametrize("margin", [0, 101])
def test_a_margin_outside_the_limit_is_refused(margin: int) -> None:
    with pytest.raises(ChoiceError, match=f"got {margin}"):
        overlong_penalties(torch.tensor([1]), 100, margin)


@given(st.integers(1, 500), st.integers(1, 500), st.integers(0, 1000))
def test_longer_is_never_better(one: int, other: int, length: int) -> None:
    margin, limit = sorted((one, other))
    shorter, longer = overlong_penalties(torch.tensor([length, length + 1]), limit, margin).tolist()
    assert -1 <= longer <= shorter <= 0
