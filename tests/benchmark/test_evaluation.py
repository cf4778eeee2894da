"""Scripted agents on the bookshop, files of trajectories, and going on after a kill."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import gymnasium
import pytest

from autoforge_envs.benchmark.agents import AGENTS, Brief, NoopAgent, Observation
from autoforge_envs.benchmark.evaluation import EvaluationOptions, episode_seed, evaluate
from autoforge_envs.benchmark.trajectories import Trajectory, TrajectoryFile
from autoforge_envs.errors import OptionError
from autoforge_envs.registration import ENTRY_POINT

from .conftest import DOMAINS

REPOSITORY = DOMAINS.parent.parent


def play(name: str, options: EvaluationOptions, path: Path) -> list[Trajectory]:
    file = TrajectoryFile(path)
    try:
        return evaluate(name, AGENTS[name], options, file)
    finally:
        file.close()


def bundled_environments() -> list[str]:
    return [n for n, spec in gymnasium.registry.items() if spec.entry_point == ENTRY_POINT]


@pytest.mark.parametrize("rule_enforcement", ["as_designed", "tools", "agent"])
@pytest.mark.parametrize(
    ("agent", "expected"),
    [("reference", 1.0), ("noop", 0.0), ("random", 0.0), ("writes-only", 0.0)],
)
@pytest.mark.parametrize("environment", sorted({*bundled_environments(), "autoforge/bookshop-v0"}))
def test_the_reference_agent_solves_every_task_and_the_empty_ones_none(
    environment: str,
    agent: str,
    expected: float,
    rule_enforcement: str,
    bookshop_id: str,
    tmp_path: Path,
) -> None:
    options = EvaluationOptions(
        environment=environment,
        num_trials=2,
        make_options={"isolation": "none", "rule_enforcement": rule_enforcement},
    )
    wrong = [
        (each.task_id, each.trial, each.verdict)
        for each in play(agent, options, tmp_path / "t.jsonl")
        if each.verdict["reward"] != expected
    ]
    assert wrong == []


def test_every_trial_has_words_of_its_own_and_the_same_run_the_same_bytes(
    options: EvaluationOptions, tmp_path: Path
) -> None:
    options = dataclasses.replace(options, num_trials=4)
    play("reference", options, tmp_path / "one.jsonl")
    play("reference", options, tmp_path / "two.jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    lines = [json.loads(line) for line in (tmp_path / "one.jsonl").read_text().splitlines()]
    assert len({json.dumps(line["messages"]) for line in lines}) > 0.8 * len(lines)


def test_a_finished_file_is_not_played_again(options: EvaluationOptions, tmp_path: Path) -> None:
    first = play("reference", options, tmp_path / "t.jsonl")

    class Refusing(NoopAgent):
        def reset(self, brief: Brief, observation: Observation) -> None:
            raise AssertionError("an episode was played again")

    file = TrajectoryFile(tmp_path / "t.jsonl")
    assert evaluate("reference", Refusing, options, file) == first
    file.close()


def test_a_line_cut_off_by_a_kill_is_dropped_and_played_again(
    options: EvaluationOptions, tmp_path: Path
) -> None:
    path = tmp_path / "t.jsonl"
    play("reference", options, path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 37])
    play("reference", options, path)
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": 1}, "another seed"),
        ({"make_options": {"isolation": "none", "max_turns": 9}}, "other tasks or options"),
    ],
)
def test_results_of_another_setting_are_not_mixed_in(
    options: EvaluationOptions, tmp_path: Path, change: dict[str, object], message: str
) -> None:
    play("reference", options, tmp_path / "t.jsonl")
    with pytest.raises(OptionError, match=message):
        play("reference", dataclasses.replace(options, **change), tmp_path / "t.jsonl")  # type: ignore[arg-type]


def test_a_file_that_is_something_else_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"hello": 1}\n')
    with pytest.raises(OptionError, match="line 1 is no trajectory"):
        TrajectoryFile(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"num_trials": 0}, "num_trials must be at least 1, got 0"),
        ({"concurrency": -1}, "concurrency must be at least 1, got -1"),
        ({"seed": -3}, "seed must be zero or more, got -3"),
    ],
)
def test_wrong_options_are_named(
    options: EvaluationOptions, change: dict[str, int], message: str
) -> None:
    with pytest.raises(OptionError, match=message):
        dataclasses.replace(options, **change)  # type: ignore[arg-type]


def test_an_unknown_task_is_named(options: EvaluationOptions, tmp_path: Path) -> None:
    options = dataclasses.replace(options, task_ids=("no_such_task",))
    with pytest.raises(OptionError, match="no task 'no_such_task'"):
        play("noop", options, tmp_path / "t.jsonl")


def test_many_at_once_give_the_same_trajectories(
    options: EvaluationOptions, tmp_path: Path
) -> None:
    one = play("reference", dataclasses.replace(options, num_trials=3), tmp_path / "one.jsonl")
    many = dataclasses.replace(options, num_trials=3, concurrency=4)
    assert play("reference", many, tmp_path / "many.jsonl") == one


def test_episode_seeds_are_fixed_for_ever() -> None:
    assert episode_seed(0, "cancel", 0) == 1_674_832_759
    assert episode_seed(0, "cancel", 0) != episode_seed(0, "cancel", 1)


def test_a_run_killed_half_way_goes_on_to_the_same_result(tmp_path: Path) -> None:
    command = [
        sys.executable, "-m", "autoforge_envs", "bench", str(DOMAINS / "bookshop_v0"),
        "--isolation", "none", "--agent", "reference", "--trials", "40", "--out",
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    path = killed / "autoforge_bookshop-v0" / "reference.jsonl"
    run = subprocess.Popen([*command, str(killed)], env=environment, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not (path.exists() and path.read_bytes().count(b"\n") > 20):
        assert time.monotonic() < deadline and run.poll() is None
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert path.read_bytes().count(b"\n") < 240
    for folder in (killed, whole):
        subprocess.run([*command, str(folder)], env=environment, check=True, capture_output=True)
    other = whole / "autoforge_bookshop-v0" / "reference.jsonl"
    assert path.read_bytes() == other.read_bytes()
