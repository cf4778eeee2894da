from collections.abc import Sequence
from dataclasses import replace

import pytest

from autoforge_rl.errors import ChoiceError
from autoforge_rl.groups import Group, is_valid, play_groups
from autoforge_rl.rollouts import Assignment, Rollout
from autoforge_rl.selection import SelectionChoices

GROUPS = [Group("shop", "buy", 1), Group("shop", "sell", 1)]


class Referee:
    """Plays at once: each task's rollouts are spoiled as its list says, whole after that."""

    def __init__(self, **spoiled: list[bool]) -> None:
        self._spoiled = spoiled
        self.rounds: list[list[str | None]] = []

    def __call__(self, assignments: Sequence[Assignment]) -> list[Rollout]:
        self.rounds.append([assignment.task_id for assignment in assignments])
        return [self._play(assignment) for assignment in assignments]

    def _play(self, assignment: Assignment) -> Rollout:
        task = assignment.task_id or ""
        left = self._spoiled.get(task, [])
        spoiled = left.pop(0) if left else False
        return Rollout(assignment, task, (), 1.0, spoiled, "", "terminated", 1)


def test_spoiled_rollouts_are_played_again_until_enough_are_valid() -> None:
    referee = Referee(buy=[True, False, True, True])
    buy, sell = play_groups(referee, GROUPS, 3, SelectionChoices(min_valid=3, max_rollouts=9))
    assert [rollout.spoiled for rollout in buy] == [True, False, True, True, False, False]
    assert len(sell) == 3
    assert referee.rounds == [["buy"] * 3 + ["sell"] * 3, ["buy"] * 2, ["buy"]]


def test_a_group_without_end_is_given_up() -> None:
    referee = Referee(buy=[True] * 99)
    buy, _ = play_groups(referee, GROUPS, 2, SelectionChoices(max_rollouts=5))
    assert [rollout.spoiled for rollout in buy] == [True] * 5


def test_no_rollout_is_played_twice_with_one_seed() -> None:
    played = play_groups(Referee(buy=[True] * 3), GROUPS, 4, SelectionChoices(min_valid=4))
    seeds = [rollout.assignment.seed for group in played for rollout in group]
    assert len(set(seeds)) == len(seeds) == 4 + 3 + 4


def test_a_groups_rollouts_do_not_depend_on_other_groups() -> None:
    alone = play_groups(Referee(), GROUPS[1:], 2, SelectionChoices())
    together = play_groups(Referee(), GROUPS, 2, SelectionChoices())
    assert alone[0] == together[1]


def test_valid_means_what_the_selection_counts() -> None:
    exclude = SelectionChoices()
    rollout = Rollout(GROUPS[0].assignment(0), "buy", (), 1.0, True, "user", "terminated", 1)
    assert not is_valid(rollout, exclude)
    assert is_valid(rollout, replace(exclude, which="failures"))
    assert not is_valid(replace(rollout, reward=0.0), replace(exclude, which="failures"))
    assert is_valid(rollout, replace(exclude, spoiled="keep"))
    assert not is_valid(replace(rollout, reward=None), replace(exclude, spoiled="keep"))


def test_a_group_cannot_want_more_valid_rollouts_than_it_has() -> None:
    with pytest.raises(ChoiceError, match=r"at least min_valid \(4\), got 2"):
        play_groups(Referee(), GROUPS, 2, SelectionChoices(min_valid=4))
