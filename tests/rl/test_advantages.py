import math
import statistics
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autoforge_rl.advantages import AdvantageChoices, Returns, estimate_advantages
from autoforge_rl.algorithm import preset
from autoforge_rl.errors import BatchError, ChoiceError

NAN = float("nan")


def returns(
    rewards: list[float],
    tasks: list[int],
    environments: list[int] | None = None,
    valid: list[bool] | None = None,
) -> Returns:
    return Returns(
        torch.tensor(rewards, dtype=torch.float64),
        torch.tensor([True] * len(rewards) if valid is None else valid),
        torch.tensor(tasks),
        torch.tensor([0] * len(rewards) if environments is None else environments),
    )


def advantages(batch: Returns, choices: AdvantageChoices) -> list[float]:
    return estimate_advantages(batch, choices, 2).advantages_B.tolist()


# Two tasks of one environment: rewards 1 1 1 0 and 0 0 0 1; raw mean 1/2, raw deviation 1/2,
# deviation within each task sqrt(3)/4.
UNEQUAL = returns([1, 1, 1, 0, 0, 0, 0, 1], [0, 0, 0, 0, 1, 1, 1, 1])
WITHIN = math.sqrt(3) / 4


@pytest.mark.parametrize(
    ("name", "first", "fourth"),
    [
        ("erpo", 0.25 / 0.5, -0.75 / 0.5),
        ("erpo_centred", 0.25 / WITHIN, -0.75 / WITHIN),
        ("grpo", 0.25 / WITHIN, -0.75 / WITHIN),
        ("dr_grpo", 0.25, -0.75),
        ("rloo", 1 - 2 / 3, 0 - 1),
        ("reinforce_pp", (1 - 0.5) / 0.5, (0 - 0.5) / 0.5),
        ("reinforce_pp_baseline", 0.25 / WITHIN, -0.75 / WITHIN),
        ("lite_ppo", 0.25 / 0.5, -0.75 / 0.5),
    ],
)
def test_presets_give_what_their_formula_gives_by_hand(
    name: str, first: float, fourth: float
) -> None:
    found = advantages(UNEQUAL, preset(name).advantages)
    assert (found[0], found[3]) == pytest.approx((first, fourth))


def test_the_mean_is_the_tasks_and_the_deviation_the_environments() -> None:
    batch = returns([1, 0, 1, 1, 5, 9], [0, 0, 1, 1, 2, 2], [0, 0, 0, 0, 1, 1])
    scale = math.sqrt(3 / 16)  # of 1 0 1 1; that of 5 9 is 2
    expected = [0.5 / scale, -0.5 / scale, 0, 0, -1, 1]
    assert advantages(batch, AdvantageChoices()) == pytest.approx(expected)


def test_spoiled_rollouts_leave_mean_and_deviation() -> None:
    batch = returns([1, 0, 0, 1, 0], [0] * 5, valid=[True] * 4 + [False])
    choices = AdvantageChoices(scale="task", sample_deviation=True)
    assert advantages(batch, choices) == pytest.approx([0.866, -0.866, -0.866, 0.866, 0], abs=1e-3)


REWARD = st.sampled_from([0.0, 1.0, 0.25, -2.0])
ROLLOUT = st.tuples(REWARD, st.integers(0, 3), st.booleans())
CHOICES = st.builds(
    AdvantageChoices,
    baseline=st.sampled_from(["task", "environment", "batch"]),
    leave_one_out=st.booleans(),
    scale=st.sampled_from(["none", "task", "environment", "batch"]),
    scale_of=st.sampled_from(["rewards", "centred"]),
    sample_deviation=st.booleans(),
    shrinkage=st.sampled_from([0.0, 3.0]),
)


def batch_of(rollouts: list[tuple[float, int, bool]]) -> Returns:
    """Tasks 0 and 1 belong to environment 0, tasks 2 and 3 to environment 1."""
    rewards, tasks, valid = (list(column) for column in zip(*rollouts, strict=True))
    return returns(rewards, tasks, [task // 2 for task in tasks], valid)


@given(st.lists(ROLLOUT, min_size=1, max_size=16), CHOICES)
def test_whatever_a_spoiled_rollout_earned_changes_nothing(
    rollouts: list[tuple[float, int, bool]], choices: AdvantageChoices
) -> None:
    kept = [rollout for rollout in rollouts if rollout[2]]
    spoiled = batch_of([(r if valid else NAN, task, valid) for r, task, valid in rollouts])
    found = advantages(spoiled, choices)
    assert [a for a, (_, _, valid) in zip(found, rollouts, strict=True) if not valid] == [0] * (
        len(rollouts) - len(kept)
    )
    expected = advantages(batch_of(kept), choices) if kept else []
    assert [a for a, (_, _, valid) in zip(found, rollouts, strict=True) if valid] == pytest.approx(
        expected
    )


@given(st.lists(ROLLOUT, min_size=1, max_size=16))
def test_erpo_is_its_definition(rollouts: list[tuple[float, int, bool]]) -> None:
    def expected(reward: float, task: int, valid: bool) -> float:
        of_task = [r for r, t, v in rollouts if v and t == task]
        of_environment = [r for r, t, v in rollouts if v and t // 2 == task // 2]
        scale = statistics.pstdev(of_environment) if of_environment else 0.0
        return (reward - statistics.fmean(of_task)) / scale if valid and scale else 0.0

    wanted = [expected(*rollout) for rollout in rollouts]
    assert advantages(batch_of(rollouts), AdvantageChoices()) == pytest.approx(wanted, abs=1e-9)


@given(st.lists(ROLLOUT, min_size=1, max_size=16), st.floats(0.5, 4), st.floats(-3, 3))
def test_scaled_advantages_ignore_unit_and_origin_of_rewards(
    rollouts: list[tuple[float, int, bool]], unit: float, origin: float
) -> None:
    moved = [(unit * reward + origin, task, valid) for reward, task, valid in rollouts]
    before = advantages(batch_of(rollouts), AdvantageChoices())
    assert advantages(batch_of(moved), AdvantageChoices()) == pytest.approx(before, abs=1e-6)


@given(st.lists(ROLLOUT, min_size=1, max_size=16))
def test_advantages_of_a_task_sum_to_zero(rollouts: list[tuple[float, int, bool]]) -> None:
    found = advantages(batch_of(rollouts), AdvantageChoices())
    for task in range(4):
        members = [a for a, (_, t, _) in zip(found, rollouts, strict=True) if t == task]
        assert sum(members) == pytest.approx(0, abs=1e-9)


@given(st.lists(ROLLOUT, min_size=1, max_size=16))
def test_leaving_one_out_stretches_by_n_over_n_minus_one(
    rollouts: list[tuple[float, int, bool]],
) -> None:
    plain = advantages(batch_of(rollouts), AdvantageChoices(scale="none"))
    found = advantages(batch_of(rollouts), AdvantageChoices(scale="none", leave_one_out=True))
    for one, other, (_, task, _) in zip(plain, found, rollouts, strict=True):
        n = sum(valid for _, t, valid in rollouts if t == task)
        assert other == pytest.approx(one * n / (n - 1) if n > 1 else 0, abs=1e-9)


def test_a_lone_valid_rollout_has_no_advantage() -> None:
    batch = returns([1, 0, 1, 0], [0, 1, 1, 1], valid=[True, True, True, False])
    for name in ("erpo", "grpo", "rloo", "dr_grpo", "lite_ppo"):
        assert advantages(batch, preset(name).advantages)[0] == 0


def test_the_centred_deviation_gives_every_environment_the_same_spread() -> None:
    found = torch.tensor(advantages(UNEQUAL, AdvantageChoices(scale_of="centred")))
    assert float(found.square().mean()) == pytest.approx(1)
    raw = torch.tensor(advantages(UNEQUAL, AdvantageChoices()))
    assert float(raw.square().mean()) == pytest.approx(0.75)


def test_shrinkage_goes_from_each_pools_own_scale_to_one_for_all() -> None:
    batch = returns([1, 0, 0, 0, 4, 0, 0, 0], [0] * 4 + [1] * 4)
    own = advantages(batch, AdvantageChoices(scale="task"))
    assert own[0] == pytest.approx(own[4])
    half = advantages(batch, AdvantageChoices(scale="task", shrinkage=4))
    within = (3 / 16 + 16 * 3 / 16) / 2
    assert half[0] == pytest.approx(0.75 / math.sqrt((3 / 16 + within) / 2))
    shared = advantages(batch, AdvantageChoices(scale="task", shrinkage=1e9))
    assert shared[4] == pytest.approx(4 * shared[0])
    assert shared == pytest.approx(
        advantages(batch, AdvantageChoices(scale="batch", scale_of="centred")), rel=1e-4
    )


def test_a_moving_deviation_remembers_earlier_batches() -> None:
    choices = AdvantageChoices(scale_of="centred", decay=0.5)
    first = estimate_advantages(returns([4, 0], [0, 0]), choices, 2)
    second = estimate_advantages(returns([1, 0], [0, 0]), choices, 2, first.history)
    variance = (0.5 * 2 * 4 + 2 * 0.25) / (0.5 * 2 + 2)
    assert second.advantages_B.tolist() == pytest.approx(
        [0.5 / math.sqrt(variance), -0.5 / math.sqrt(variance)]
    )


def test_without_decay_history_is_forgotten() -> None:
    first = estimate_advantages(returns([4, 0], [0, 0]), AdvantageChoices(), 2)
    second = estimate_advantages(returns([1, 0], [0, 0]), AdvantageChoices(), 2, first.history)
    assert second.advantages_B.tolist() == pytest.approx([1, -1])


def test_a_cap_bounds_lone_successes() -> None:
    batch = returns([1.0] + [0.0] * 99, [0] * 100)
    assert max(advantages(batch, AdvantageChoices())) > 9
    assert max(advantages(batch, AdvantageChoices(cap=3))) == 3


def test_equal_rewards_teach_nothing() -> None:
    assert advantages(returns([0.1] * 3, [0] * 3), AdvantageChoices()) == [0, 0, 0]


def test_a_valid_rollout_without_a_number_is_refused() -> None:
    with pytest.raises(BatchError, match=r"rollout 1 .* nan; mark it as spoiled"):
        returns([1, NAN], [0, 0])


def test_a_task_of_two_environments_is_refused() -> None:
    with pytest.raises(BatchError, match="number the tasks"):
        returns([1, 0], [0, 0], [0, 1])


def test_returns_of_unequal_length_are_refused() -> None:
    with pytest.raises(BatchError, match="equally long"):
        returns([1, 0], [0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"shrinkage": -1.0},
        *({name: value} for value in (NAN, math.inf) for name in ("shrinkage", "cap", "epsilon")),
        {"decay": NAN},
        {"decay": 1.0},
        {"decay": 0.5, "scale": "task"},
        {"cap": 0.0},
        {"epsilon": 0.0},
        {"baseline": "none", "leave_one_out": True},
    ],
)
def test_choices_that_mean_nothing_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ChoiceError):
        replace(AdvantageChoices(), **wrong)  # type: ignore[arg-type]
