"""pass^k, its intervals and the report."""

import dataclasses
import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.benchmark.metrics import pass_hat_k, summarize, wilson_interval
from autoforge_envs.benchmark.trajectories import Trajectory

ENDED = {"reward": 0.0, "violations": [], "spoiled": False}


def trajectory(task_id: str, trial: int, reward: float, *, spoiled: bool = False) -> Trajectory:
    return Trajectory(
        environment="e", setting_hash="", agent="a", task_id=task_id, level=1, trial=trial, seed=0,
        num_turns=4, num_steps=9, num_tool_errors=1, prompt_tokens=100, completion_tokens=10,
        ending="user_hung_up", error="", verdict={**ENDED, "reward": reward, "spoiled": spoiled},
        messages=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("successes", "trials", "k", "expected"),
    [
        (4, 4, 4, 1.0),
        (0, 4, 1, 0.0),
        (2, 4, 1, 0.5),
        (2, 4, 2, 1 / 6),
        (3, 4, 2, 0.5),
        (1, 4, 2, 0.0),
    ],
)
def test_pass_hat_k_by_hand(successes: int, trials: int, k: int, expected: float) -> None:
    assert pass_hat_k(successes, trials, k) == pytest.approx(expected)


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.data())
def test_pass_hat_k_is_the_share_of_k_subsets_that_all_succeed(
    trials: list[bool], data: st.DataObject
) -> None:
    k = data.draw(st.integers(1, len(trials)))
    subsets = list(itertools.combinations(trials, k))
    share = sum(map(all, subsets)) / len(subsets)
    assert pass_hat_k(sum(trials), len(trials), k) == pytest.approx(share)


@pytest.mark.parametrize("k", [0, 5])
def test_k_beyond_the_trials_is_refused(k: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 4"):
        pass_hat_k(1, 4, k)


def test_wilson_interval_against_a_published_value() -> None:
    # 10 of 20: 0.299 to 0.701 (Newcombe, 1998, Statistics in Medicine, method 3 by formula)
    low, high = wilson_interval(0.5, 20)
    assert [low, high] == pytest.approx([0.2993, 0.7007], abs=1e-4)


@given(st.integers(1, 500), st.data())
def test_the_interval_holds_the_mean_and_narrows_with_more_tasks(
    count: int, data: st.DataObject
) -> None:
    mean = data.draw(st.integers(0, count)) / count
    low, high = wilson_interval(mean, count)
    wide_low, wide_high = wilson_interval(mean, max(1, count // 2))
    assert 0 <= low <= mean + 1e-12 and mean - 1e-12 <= high <= 1
    assert wide_high - wide_low >= high - low - 1e-12


def test_a_report_averages_over_tasks_and_leaves_spoiled_episodes_out() -> None:
    trajectories = [
        trajectory("one", 0, 1.0),
        trajectory("one", 1, 1.0),
        trajectory("two", 0, 1.0),
        trajectory("two", 1, 0.0),
        dataclasses.replace(trajectory("two", 2, 0.0, spoiled=True), num_turns=1000),
    ]
    report = summarize("e", "a", trajectories)
    assert [each.value for each in report.pass_hat] == [0.75, 0.5]
    assert report.mean_turns == 4
    assert report.spoiled == 1
    assert report.num_tasks == 2
    assert report.by_level == {1: 0.75}


def test_a_report_of_nothing_valid_says_so_instead_of_dividing_by_zero() -> None:
    report = summarize("e", "a", [trajectory("one", 0, 0.0, spoiled=True)])
    assert report.pass_hat == ()
    assert report.spoiled == 1
    assert math.isfinite(report.mean_turns)
