"""Agents that err in one way each: they fail where their habit hurts, and nowhere else."""

from collections.abc import Mapping
from pathlib import Path

import gymnasium
import pytest

from autoforge_envs.benchmark.evaluation import EvaluationOptions, evaluate
from autoforge_envs.benchmark.graded_agents import GRADED_AGENTS, likeness
from autoforge_envs.benchmark.trajectories import Trajectory, TrajectoryFile
from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.tasks import Task
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv

RETAIL = "autoforge/outdoor-v0"
TRIALS = 4

Played = Mapping[str, list[Trajectory]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Every graded agent on every task of retail."""
    folder = tmp_path_factory.mktemp("graded")
    return {name: play(name, folder / f"{name}.jsonl") for name in GRADED_AGENTS}


def play(name: str, path: Path) -> list[Trajectory]:
    file = TrajectoryFile(path)
    options = EvaluationOptions(RETAIL, num_trials=TRIALS, make_options={"isolation": "none"})
    try:
        return evaluate(name, GRADED_AGENTS[name], options, file)
    finally:
        file.close()


@pytest.fixture(scope="module")
def tasks() -> Mapping[str, Task]:
    env = gymnasium.make(RETAIL, isolation="none").unwrapped
    assert isinstance(env, AutoForgeEnv)
    found = {task.id: task for task in env.tasks}
    env.close()
    return found


def has_forbidden_part(task: Task) -> bool:
    return any(step.name in (DECLINE, HAND_OVER) for step in task.plan)


def picks_a_row(task: Task) -> bool:
    return any(step.name in ("only", "first", "max", "min") for step in task.plan)


def pass_rate(trajectories: list[Trajectory]) -> float:
    return sum(bool(each.verdict["reward"] == 1.0) for each in trajectories) / len(trajectories)


def test_giving_in_to_forbidden_requests_earns_nothing(
    played: Played, tasks: Mapping[str, Task]
) -> None:
    forbidden = [each for each in played["lawless"] if has_forbidden_part(tasks[each.task_id])]
    assert len(forbidden) >= 10 * TRIALS
    assert pass_rate(forbidden) == 0.0


def test_giving_in_breaks_rules_for_real(played: Played, tasks: Mapping[str, Task]) -> None:
    forbidden = [each for each in played["lawless"] if has_forbidden_part(tasks[each.task_id])]
    broke = [each for each in forbidden if each.verdict["violations"]]
    refused = [each for each in forbidden if each.num_tool_errors]
    assert len(broke) >= len(forbidden) / 2
    assert len(broke) + len(refused) >= 0.85 * len(forbidden)


def test_the_lawless_agent_solves_everything_that_is_allowed(
    played: Played, tasks: Mapping[str, Task]
) -> None:
    allowed = [each for each in played["lawless"] if not has_forbidden_part(tasks[each.task_id])]
    assert pass_rate(allowed) == 1.0


def test_the_forgetful_agent_fails_more_often_the_more_is_asked(
    played: Played, tasks: Mapping[str, Task]
) -> None:
    by_number = {
        number: pass_rate(
            [e for e in played["forgetful"] if len(tasks[e.task_id].user.requests) == number]
        )
        for number in (1, 2, 3)
    }
    assert 1.0 > by_number[1] > by_number[2] > by_number[3] > 0.0


def test_the_confused_agent_errs_only_where_it_picks_one_of_several_rows(
    played: Played, tasks: Mapping[str, Task]
) -> None:
    picking = {name for name, task in tasks.items() if picks_a_row(task)}
    assert pass_rate([e for e in played["confused"] if e.task_id not in picking]) == 1.0
    assert 0.0 < pass_rate([e for e in played["confused"] if e.task_id in picking]) < 0.9


def test_the_hasty_agent_solves_only_what_needs_no_look_up(
    played: Played, tasks: Mapping[str, Task]
) -> None:
    picking = [each for each in played["hasty"] if picks_a_row(tasks[each.task_id])]
    assert pass_rate(picking) == 0.0
    assert pass_rate(played["hasty"]) > 0.0


def test_no_careless_agent_is_perfect_or_useless(played: Played) -> None:
    assert {name: 0.0 < pass_rate(found) < 1.0 for name, found in played.items()} == dict.fromkeys(
        GRADED_AGENTS, True
    )


@pytest.mark.parametrize("name", GRADED_AGENTS)
def test_the_same_seed_gives_the_same_mistakes(name: str, played: Played, tmp_path: Path) -> None:
    assert play(name, tmp_path / "again.jsonl") == played[name]


def test_likeness_leaves_out_keys_that_differ() -> None:
    row = {"id": "OR-1", "status": "pending", "total": "9.99"}
    assert likeness(row, {"id": "OR-2", "status": "pending", "total": "9.99"}) == 1.0
    assert likeness(row, {"id": "OR-2", "status": "shipped", "total": "9.99"}) == 0.5
    assert likeness(row, {"id": "OR-2", "status": "shipped", "total": "1.99"}) == 0.0
