"""Grading: what is counted in a plan, and that difficulty means something."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from autoforge_envs.benchmark.graded_agents import GRADED_AGENTS
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import Session
from autoforge_envs.domain.tasks import Task
from autoforge_envs.synthesis.certification.rehearsal import Tools, rehearse
from autoforge_envs.synthesis.grading import (
    LEVELS,
    WEIGHTS,
    Parts,
    grade,
    measure,
    measure_rehearsed,
)
from benchmarks.grading import grade_tasks, pass_rates, rank_correlation

REPOSITORY = Path(__file__).parents[2]
BOOKSHOP = REPOSITORY / "tests" / "domains" / "bookshop_v0"


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    server = LocalServer(load_domain(BOOKSHOP), in_memory=True)
    session = server.open_session()
    yield session
    session.close()
    server.close()


@pytest.fixture(scope="module")
def tasks() -> dict[str, Task]:
    return {task.id: task for task in load_domain(BOOKSHOP).contents.tasks}


DECLINE = Parts(calls=5, lookups=3, reasoning=1, indirections=1, refusals=1, requests=1)
FALLBACK = Parts(calls=5, writes=1, lookups=2, branches=1, refusals=1, told=1, requests=1)
TWO = Parts(
    calls=7, writes=2, lookups=4, reasoning=3, indirections=2, branches=1, told=2, requests=2
)


@pytest.mark.parametrize(
    ("task_id", "expected"),
    [
        ("restart_reader", Parts(calls=4, writes=1, lookups=2, told=1, requests=1)),
        ("decline_shipped", DECLINE),
        ("five_or_two", FALLBACK),
        ("cancel_dearest_then_order", TWO),
    ],
)
def test_what_a_plan_is_made_of(
    task_id: str, expected: Parts, session: Session, tasks: dict[str, Task]
) -> None:
    assert measure(session, tasks[task_id]) == expected


def test_a_rehearsed_plan_is_measured_as_one_that_is_executed_for_it(
    session: Session, tasks: dict[str, Task]
) -> None:
    tools: Tools = {(t.caller, t.name): t for t in load_domain(BOOKSHOP).tool_infos()}
    for task in tasks.values():
        rehearsal = rehearse(session, task, tools)
        assert measure_rehearsed(task, rehearsal) == measure(session, task)


def test_identity_checks_and_refusals_are_no_writes(
    session: Session, tasks: dict[str, Task]
) -> None:
    found = measure(session, tasks["decline_shipped"])
    assert found.writes == 0
    assert found.calls == found.lookups + 2  # the check of the password, and the refusal


@pytest.mark.parametrize("name", WEIGHTS)
def test_more_of_anything_is_never_easier(name: str) -> None:
    scores = [grade(Parts(**{name: count})) for count in range(20)]
    assert all(a.score < b.score for a, b in itertools.pairwise(scores))
    assert all(a.level <= b.level for a, b in itertools.pairwise(scores))


def test_everything_counted_has_a_weight_but_the_sum_of_calls() -> None:
    assert {field.name for field in fields(Parts)} - WEIGHTS.keys() == {"calls"}


def test_levels_run_from_one_to_five() -> None:
    assert grade(Parts()).level == 1
    assert [grade(Parts(writes=math.ceil(least))).level for least in LEVELS] == [1, 2, 3, 4, 5]
    assert grade(Parts(writes=1000)).level == 5


def test_the_score_ranks_hand_made_tasks_as_their_author_did() -> None:
    domain = load_domain(REPOSITORY / "generated" / "outdoor_v0")
    server = LocalServer(domain, in_memory=True)
    session = server.open_session()
    scores = [grade(measure(session, task)).score for task in domain.contents.tasks]
    session.close()
    server.close()
    levels = [task.level for task in domain.contents.tasks]
    assert rank_correlation(scores, levels) > 0.8


def test_careless_agents_pass_the_less_the_higher_the_level() -> None:
    """Over levels with at least five tasks of retail, and all four ways to be careless."""
    grades = grade_tasks("autoforge/outdoor-v0")
    rates = [pass_rates("autoforge/outdoor-v0", agent, num_trials=2) for agent in GRADED_AGENTS]
    by_level = []
    for level in range(1, 6):
        tasks = [task for task, found in grades.items() if found.level == level]
        if len(tasks) >= 5:
            by_level.append(np.mean([rate[task] for rate in rates for task in tasks]))
    assert len(by_level) >= 3
    assert by_level == sorted(by_level, reverse=True)
    assert by_level[0] - by_level[-1] > 0.2
