from collections.abc import Sequence
from typing import Any

import gymnasium
import numpy
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autoforge_rl.anchors import (
    AnchorChoices,
    add_step_advantages,
    anchored_advantages,
    compare_steps,
    discounted_returns,
)
from autoforge_rl.errors import BatchError, ChoiceError
from autoforge_rl.rollouts import Assignment, RolloutChoices, play
from autoforge_rl.sampling import Turn
from tests.environments.scripts import BOOKSHOP, RETAIL, stage

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


def test_turns_of_all_rollouts_are_compared_by_anchor_and_found_by_token() -> None:
    steps = compare_steps(
        [[0, 1], [0], [9]],
        [["start", "paid"], ["start"], ["start", "paid"]],  # the last crashed in its second turn
        ["t", "t", "t"],
        [True, True, False],
        AnchorChoices(discount=0.5, normalised=False),
    )
    assert steps.advantages_S.tolist() == [0.25, 0, -0.25, 0, 0]
    turns = torch.tensor([[-1, 0, 1], [0, 0, -1], [0, 1, -1]])
    found = steps.of_tokens(turns, torch.tensor([0, 1, 2]))
    assert found.tolist() == [[-1, 0, 1], [2, 2, -1], [3, 4, -1]]


def test_a_turn_without_a_reward_has_no_return_and_its_rollout_must_not_count() -> None:
    rewards, anchors = [[0.0, 1.0], [0.0]], [["start", "paid"]] * 2
    steps = compare_steps(rewards, anchors, ["t"] * 2, [True, False], AnchorChoices())
    assert steps.advantages_S.tolist() == [0, 0, 0, 0]
    with pytest.raises(BatchError, match="return is not finite; mark its rollout as spoiled"):
        compare_steps(rewards, anchors, ["t"] * 2, [True, True], AnchorChoices())


def test_tokens_of_turns_without_an_anchor_are_of_no_step() -> None:
    steps = compare_steps([[], [1.0]], [[], ["s"]], ["t"] * 2, [False, True], AnchorChoices())
    found = steps.of_tokens(torch.tensor([[0, 1], [0, 1]]), torch.tensor([0, 1]))
    assert found.tolist() == [[-1, -1], [0, -1]]


def test_rewards_without_anchors_are_refused() -> None:
    with pytest.raises(BatchError, match="rollout 0 has 2 turns and 0 anchors; set anchor_key"):
        compare_steps([[0, 1]], [[]], ["t"], [True], AnchorChoices())


class Lines:
    """Says to each conversation what stands for its seed; a call goes between tags."""

    def __init__(self, tokenizer: Any, lines: Sequence[Sequence[str]]) -> None:
        self._tokenizer = tokenizer
        self._lines = [iter(each) for each in lines]
        self._speakers: dict[int, int] = {}

    def __call__(
        self,
        prompts: Sequence[Sequence[int]],
        end_id: int,
        generators: Sequence[numpy.random.Generator],
    ) -> list[Turn]:
        for generator in generators:
            self._speakers.setdefault(id(generator), len(self._speakers))
        return [self._turn(self._speakers[id(each)], end_id) for each in generators]

    def _turn(self, number: int, end_id: int) -> Turn:
        line = next(self._lines[number])
        text = f"<tool_call>{line}</tool_call>" if line.startswith("{") else line
        ids = (*self._tokenizer.encode(text, add_special_tokens=False), end_id)
        return Turn(ids, (-1.0,) * len(ids))


@pytest.mark.parametrize("environment_id", [RETAIL, BOOKSHOP])
def test_an_environments_state_digest_anchors_the_steps_taken_in_one_state(
    tokenizer: Any, environment_id: str
) -> None:
    def make(name: str) -> gymnasium.Env[Any, Any]:
        return gymnasium.make(name, split="all", isolation="none", state_digest=True)

    task = stage(environment_id).tasks[0]
    right = stage(environment_id).solution(task)
    hopeless = ["Hm."] * 99
    assignment = Assignment(environment_id, task.id, 5)
    rollouts = play(
        Lines(tokenizer, [right, hopeless, right]), tokenizer, [assignment] * 3, make,
        RolloutChoices(max_tokens=500_000, anchor_key="state_digest"),
    )  # fmt: skip
    assert [rollout.reward for rollout in rollouts] == [1.0, 0.0, 1.0]
    won, lost, again = (rollout.anchors for rollout in rollouts)
    assert won == again
    assert won[0] == lost[0]
    assert len(set(won)) > len(set(lost)) >= 1
    steps = compare_steps(
        [rollout.turn_rewards for rollout in rollouts],
        [rollout.anchors for rollout in rollouts],
        [rollout.task_id for rollout in rollouts],
        [not rollout.spoiled for rollout in rollouts],
        AnchorChoices(weight=1.0, discount=1.0),
    )
    first = steps.advantages_S[steps.starts_R]
    assert first[0] == first[2] > 0 > first[1]
