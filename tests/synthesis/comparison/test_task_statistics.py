"""Tasks in numbers: what is averaged over what."""

import pytest

from autoforge_envs.synthesis.comparison.task_statistics import (
    KNOWN,
    summarize,
    summarize_levels,
)
from autoforge_envs.synthesis.grading import Parts, grade

EASY = grade(Parts(calls=3, lookups=3, told=1, requests=1))
HARD = grade(Parts(calls=12, writes=5, lookups=7, reasoning=6, indirections=99, refusals=1))


def test_means_and_shares_are_over_all_tasks() -> None:
    found = summarize("shop", [EASY, EASY, EASY, HARD])
    assert (found.num_tasks, found.max_calls, found.idle) == (4, 12, 3)
    assert found.mean_calls == pytest.approx(21 / 4)
    assert found.mean_writes == pytest.approx(5 / 4)
    assert found.mean_reasoning == pytest.approx(6 / 4)
    assert (found.two_thoughts, found.special) == (0.25, 0.25)


def test_levels_without_tasks_have_no_line() -> None:
    assert [each.name for each in summarize_levels("shop", [EASY, HARD])] == [
        "shop",
        "  level 1",
        "  level 5",
    ]


def test_no_tasks_are_no_error() -> None:
    (found,) = summarize_levels("shop", [])
    assert (found.num_tasks, found.mean_calls, found.max_calls) == (0, 0.0, 0)


def test_the_known_benchmarks_are_beside() -> None:
    assert {each.name.split()[0] for each in KNOWN} == {"tau-bench", "tau2-bench", "vitabench"}
    assert all((each.max_calls or 100) >= each.mean_calls > 0 for each in KNOWN)
