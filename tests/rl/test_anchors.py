import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autoforge_rl.anchors import (
    AnchorChoices,
    add_step_advantages,
    anchored_advantages,
    discounted_returns,
)
from autoforge_rl.errors import BatchError, ChoiceError

ALL = torch.ones(4, dtype=torch.bool)


def test_returns_are_discounted_from_each_step_on() -> None:
    assert discounted_returns([0, 1, 2], 0.5) == [1.0, 2.0, 2.0]


def test_steps_are_compared_with_those_of_one_task_in_one_state() -> None:
    found = anchored_advantages(
        torch.tensor([1.0, 0, 5, 9]), ALL, ["t", "t", "t", "u"], ["s", "s", "r", "s"],
        AnchorChoices(),
    )  # fmt: skip
    assert found.tolist() == [1, -1, 0, 0]


def test_without_normalising_the_distance_from_the_mean_stays() -> None:
    choices = AnchorChoices(normalised=False)
    found = anchored_advantages(torch.tensor([3.0, 0, 0, 1]), ALL, ["t"] * 4, ["s"] * 4, choices)
    assert found.tolist() == [2, -1, -1, 0]


@given(st.lists(st.tuples(st.floats(-9, 9), st.booleans(), st.sampled_from("ab")), min_size=1))
def test_steps_of_spoiled_rollouts_change_nothing(steps: list[tuple[float, bool, str]]) -> None:
    values, valid, anchors = (list(column) for column in zip(*steps, strict=True))
    spoiled = [value if good else float("nan") for value, good in zip(values, valid, strict=True)]
    found = anchored_advantages(
        torch.tensor(spoiled, dtype=torch.float64),
        torch.tensor(valid),
        ["t"] * len(steps),
        anchors,
        AnchorChoices(),
    )
    kept = [step for step in steps if step[1]]
    expected = anchored_advantages(
        torch.tensor([value for value, _, _ in kept], dtype=torch.float64),
        torch.ones(len(kept), dtype=torch.bool),
        ["t"] * len(kept),
        [anchor for _, _, anchor in kept],
        AnchorChoices(),
    )
    assert found[torch.tensor(valid)].tolist() == pytest.approx(expected.tolist())
    assert not found[~torch.tensor(valid)].any()


def test_tokens_get_their_rollouts_advantage_and_their_steps() -> None:
    found = add_step_advantages(
        torch.tensor([1.0, -1.0]),
        torch.tensor([10.0, 20.0, 30.0]),
        torch.tensor([[0, 0, 1], [2, -1, -1]]),
        0.5,
    )
    assert found.tolist() == [[6, 6, 11], [14, -1, -1]]


def test_unequal_lengths_and_missing_numbers_are_refused() -> None:
    with pytest.raises(BatchError, match="equally long"):
        anchored_advantages(torch.zeros(4), ALL, ["t"], ["s"] * 4, AnchorChoices())
    with pytest.raises(BatchError, match="not finite"):
        anchored_advantages(
            torch.full((4,), float("nan")), ALL, ["t"] * 4, ["s"] * 4, AnchorChoices()
        )
    with pytest.raises(ChoiceError, match="discount"):
        AnchorChoices(discount=0.0)
