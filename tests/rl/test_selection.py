import pytest
import torch

from autoforge_rl.errors import ChoiceError
from autoforge_rl.selection import Selection, SelectionChoices, missing_rollouts, select

NAN = float("nan")
REWARDS = torch.tensor([1.0, 0, 1, 0, NAN, 1, 1])
SPOILED = torch.tensor([False, False, True, True, False, False, False])
TASKS = torch.tensor([0, 0, 0, 0, 0, 1, 1])


def chosen(choices: SelectionChoices) -> tuple[list[int], list[int]]:
    selection: Selection = select(REWARDS, SPOILED, TASKS, choices)
    return (
        selection.counted_B.nonzero().flatten().tolist(),
        selection.trained_B.nonzero().flatten().tolist(),
    )


@pytest.mark.parametrize(
    ("choices", "counted", "trained"),
    [
        (SelectionChoices(), [0, 1, 5, 6], [0, 1, 5, 6]),
        (SelectionChoices(which="failures"), [0, 1, 2, 5, 6], [0, 1, 2, 5, 6]),
        (SelectionChoices(spoiled="mask_loss"), [0, 1, 2, 3, 5, 6], [0, 1, 5, 6]),
        (SelectionChoices(spoiled="keep"), [0, 1, 2, 3, 5, 6], [0, 1, 2, 3, 5, 6]),
        (SelectionChoices(min_valid=3), [0, 1, 5, 6], []),
        (SelectionChoices(dynamic_sampling=True), [0, 1], [0, 1]),
        (SelectionChoices(dynamic_sampling=True, pool_dropped=True), [0, 1, 5, 6], [0, 1]),
    ],
    ids=["drop all", "drop failures", "mask loss", "keep", "too few", "dynamic", "dynamic, pooled"],
)
def test_each_rule_selects_its_rollouts(
    choices: SelectionChoices, counted: list[int], trained: list[int]
) -> None:
    assert chosen(choices) == (counted, trained)


def test_a_batch_of_spoiled_rollouts_trains_on_none() -> None:
    selection = select(REWARDS, torch.ones(7, dtype=torch.bool), TASKS, SelectionChoices())
    assert not selection.trained_B.any()
    assert not selection.counted_B.any()


def test_tasks_are_refilled_up_to_their_minimum_and_never_past_the_limit() -> None:
    tasks = ["full", "full", "short", "short", "hopeless", "hopeless", "hopeless"]
    valid = [True, True, True, False, False, False, False]
    choices = SelectionChoices(min_valid=2, max_rollouts=4)
    assert missing_rollouts(tasks, valid, choices) == {"short": 1, "hopeless": 1}
    assert missing_rollouts([*tasks, "hopeless"], [*valid, False], choices) == {"short": 1}


@pytest.mark.parametrize(("min_valid", "max_rollouts"), [(0, 4), (5, 4)])
def test_impossible_limits_are_refused(min_valid: int, max_rollouts: int) -> None:
    with pytest.raises(ChoiceError, match=r"got \d"):
        SelectionChoices(min_valid=min_valid, max_rollouts=max_rollouts)


def test_what_only_spoiled_rollouts_differ_in_is_not_informative() -> None:
    rewards, spoiled = torch.tensor([1.0, 1, 0]), torch.tensor([False, False, True])
    tasks = torch.zeros(3, dtype=torch.long)
    masked = SelectionChoices(spoiled="mask_loss", dynamic_sampling=True)
    assert not select(rewards, spoiled, tasks, masked).trained_B.any()
    kept = SelectionChoices(spoiled="keep", dynamic_sampling=True)
    assert select(rewards, spoiled, tasks, kept).trained_B.all()
