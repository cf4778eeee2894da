"""Scripted agents on the bookshop, files of trajectories, and going on after a kill."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import Future, wait
from pathlib import Path
from threading import Barrier, Event
from types import FunctionType
from typing import Any

import gymnasium
import pytest

from autoforge_envs.benchmark import evaluation
from autoforge_envs.benchmark.agents import AGENTS, Brief, NoopAgent, Observation, ReferenceAgent
from autoforge_envs.benchmark.evaluation import (
    EvaluationOptions,
    episode_seed,
    evaluate,
    hash_setting,
)
from autoforge_envs.benchmark.trajectories import Trajectory, TrajectoryFile
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.errors import BudgetError, OptionError
from autoforge_envs.registration import ENTRY_POINT
from autoforge_envs.users.faults.faulty import FaultOptions, FaultyUser, FaultyUsers
from autoforge_envs.users.scripted import ScriptedUser

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


@pytest.mark.parametrize(
    "rule_enforcement",
    ["as_designed", *(pytest.param(each, marks=pytest.mark.slow) for each in ("tools", "agent"))],
)
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
        num_trials=1 if agent != "reference" and rule_enforcement == "as_designed" else 2,
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
        ({"seed": -3}, "seed must be at least 0, got -3"),
        ({"num_trials": "3"}, "num_trials must be a whole number, got '3'"),
        ({"task_ids": ("a", "b", "a")}, "task_ids holds 'a' twice; name it once"),
    ],
)
def test_wrong_options_are_named(
    options: EvaluationOptions, change: dict[str, object], message: str
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


class Player(ReferenceAgent):
    """Three begin together; one finds the budget spent, the others go on once that is known."""

    def __init__(self, begun: list[Observation], barrier: Barrier, noticed: Event) -> None:
        super().__init__()
        self._begun = begun
        self._barrier = barrier
        self._noticed = noticed

    def reset(self, brief: Brief, observation: Observation) -> None:
        super().reset(brief, observation)
        self._begun.append(observation)
        if not self._noticed.is_set():
            self._number = self._barrier.wait()

    def act(self, observation: Observation) -> str:
        if self._number == 0:
            raise BudgetError("the budget is spent")
        self._noticed.wait()
        return super().act(observation)


def test_what_is_played_to_its_end_after_the_budget_is_spent_is_kept(
    options: EvaluationOptions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Observation] = []
    barrier, noticed = Barrier(3), Event()

    def wait_and_tell(running: Iterable[Future[Trajectory]], return_when: str) -> object:
        found = wait(running, return_when=return_when)
        noticed.set()
        return found

    monkeypatch.setattr(evaluation, "wait", wait_and_tell)
    file = TrajectoryFile(tmp_path / "t.jsonl")
    many = dataclasses.replace(options, concurrency=3)
    with pytest.raises(BudgetError):
        evaluate("reference", lambda: Player(begun, barrier, noticed), many, file)
    file.close()
    assert len(begun) == 3
    assert len((tmp_path / "t.jsonl").read_text().splitlines()) == 2
    assert play("reference", options, tmp_path / "t.jsonl")


def test_episodes_that_end_together_are_kept_in_the_order_of_their_jobs(
    options: EvaluationOptions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "wait", lambda running, return_when: wait(running))
    many = dataclasses.replace(options, num_trials=5, concurrency=5)
    ordered = play("reference", many, tmp_path / "t.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "t.jsonl").read_text().splitlines()]
    assert [(line["task_id"], line["trial"]) for line in lines] == [
        (each.task_id, each.trial) for each in ordered
    ]


class Ponderer(NoopAgent):
    """Thinks until it may speak, then hangs up."""

    def __init__(self, begun: Barrier, may_speak: Event) -> None:
        self._begun = begun
        self._may_speak = may_speak

    def act(self, observation: Observation) -> str:
        if not self._may_speak.is_set():
            self._begun.wait()
            self._may_speak.wait()
        return super().act(observation)


def test_an_interrupt_closes_no_environment_that_still_plays(
    options: EvaluationOptions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_speak = Barrier(4), Event()
    running: list[Future[Trajectory]] = []

    def interrupt(futures: Iterable[Future[Trajectory]], return_when: str) -> object:
        begun.wait()
        running.extend(futures)
        raise KeyboardInterrupt

    closed = count_closed(monkeypatch, AutoForgeEnv)
    monkeypatch.setattr(evaluation, "wait", interrupt)
    file = TrajectoryFile(tmp_path / "t.jsonl")
    with pytest.raises(KeyboardInterrupt):
        evaluate(
            "noop", lambda: Ponderer(begun, may_speak),
            dataclasses.replace(options, concurrency=3), file,
        )  # fmt: skip
    file.close()
    assert closed == []
    may_speak.set()
    assert len(wait(running).done) == 3
    assert closed == ["closed"] * 3


def no_agent() -> NoopAgent:
    raise RuntimeError("no agent today")


@pytest.mark.parametrize(
    ("task_ids", "error"), [(("no_such_task",), OptionError), ((), RuntimeError)]
)
def test_an_evaluation_that_cannot_begin_closes_its_environment(
    task_ids: tuple[str, ...],
    error: type[Exception],
    options: EvaluationOptions,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = count_closed(monkeypatch, AutoForgeEnv)
    file = TrajectoryFile(tmp_path / "t.jsonl")
    with pytest.raises(error):
        evaluate("noop", no_agent, dataclasses.replace(options, task_ids=task_ids), file)
    file.close()
    assert made == ["closed"]


def count_closed(monkeypatch: pytest.MonkeyPatch, kind: type[gymnasium.Env[Any, Any]]) -> list[str]:
    """Note each time an environment of a kind is closed."""
    notes: list[str] = []
    close = kind.close

    def close_and_note(env: gymnasium.Env[Any, Any]) -> None:
        notes.append("closed")
        close(env)

    monkeypatch.setattr(kind, "close", close_and_note)
    return notes


class Elsewhere(gymnasium.Env[Any, Any]):
    """An environment of somebody else's."""

    action_space = gymnasium.spaces.Discrete(1)
    observation_space = gymnasium.spaces.Discrete(1)


def test_an_environment_of_another_package_is_refused_and_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        gymnasium.registry,
        "Elsewhere-v0",
        gymnasium.envs.registration.EnvSpec("Elsewhere-v0", entry_point=f"{__name__}:Elsewhere"),
    )
    closed = count_closed(monkeypatch, Elsewhere)
    with pytest.raises(OptionError, match="Elsewhere-v0 is no environment of this package"):
        play("noop", EvaluationOptions("Elsewhere-v0"), tmp_path / "t.jsonl")
    assert closed == ["closed"]


def make_user() -> ScriptedUser:
    return ScriptedUser()


def make_other_user() -> ScriptedUser:
    return ScriptedUser()


def hash_of(user: object) -> str:
    return hash_setting([], EvaluationOptions("e", make_options={"user": user}))


def test_a_function_among_the_options_is_known_by_its_name() -> None:
    again = FunctionType(make_user.__code__, globals())
    again.__qualname__ = make_user.__qualname__
    assert hash_of(again) == hash_of(make_user)
    assert len({hash_of(each) for each in (make_user, make_other_user, ScriptedUser, "x")}) == 4


class Wordless:
    """Makes users and has no representation of its own."""

    def __call__(self) -> ScriptedUser:
        return ScriptedUser()


NAMELESS = [
    lambda: FaultyUser(ScriptedUser(), FaultOptions(0.5)),
    FaultyUsers(make_user, FaultOptions(0.5)),
    Wordless(),
    Wordless().__call__,
]


@pytest.mark.parametrize("user", NAMELESS)
def test_an_option_that_reads_otherwise_in_every_run_is_refused(user: object) -> None:
    with pytest.raises(OptionError, match="reads otherwise in every run"):
        hash_of(user)


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
