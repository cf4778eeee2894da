"""The bundled suite: every domain of it is what the suite promises, as data and as played."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autoforge_envs.benchmark.agents import Agent, NoopAgent, ReferenceAgent, WritesOnlyAgent
from autoforge_envs.benchmark.evaluation import Job, play_episode
from autoforge_envs.benchmark.graded_agents import GRADED_AGENTS
from autoforge_envs.domain.contents import read_contents, read_manifest
from autoforge_envs.domain.tasks import Task
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.registration import bundled_folder
from autoforge_envs.synthesis.comparison.contamination import compare
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.design.suite import read_suite
from autoforge_envs.synthesis.pipeline.forging import forge
from autoforge_envs.synthesis.pipeline.recipe import Recipe

SUITE = read_suite(bundled_folder() / "suite.toml")
FOLDERS = [bundled_folder() / f"{entry.name}_v0" for entry in SUITE.entries]
SPLITS = ("train", "validation", "test")


def tasks_of(folder: Path) -> tuple[Task, ...]:
    return read_contents(folder).tasks


def play(env: AutoForgeEnv, agent: Agent, task: Task) -> float:
    """The reward of one episode."""
    trajectory = play_episode(env, agent, Job(task, 0, 0), "", "", "")
    return float(trajectory.verdict["reward"])


def customer_of(task: Task) -> str:
    """Whose identity the goal wants checked."""
    subjects = {
        str(change.values["subject"])
        for change in task.goal.changes
        if change.table == "identity_checks"
    }
    assert len(subjects) == 1, task.id
    return subjects.pop()


@pytest.fixture(params=FOLDERS, ids=lambda folder: str(folder.name))
def folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_a_domain_is_large_enough(folder: Path) -> None:
    statistics = read_manifest(folder).statistics
    assert statistics["tables"] >= 8
    assert statistics["tools"] >= 14
    assert statistics["rules"] >= 10
    assert sum(statistics["tasks"].values()) >= 120


def test_every_split_of_a_domain_has_every_level(folder: Path) -> None:
    found = Counter((task.split, task.level) for task in tasks_of(folder))
    assert {(split, level) for split in SPLITS for level in range(1, 6)} <= found.keys()


def test_splits_share_no_customer(folder: Path) -> None:
    owners: dict[str, set[str]] = {}
    for task in tasks_of(folder):
        owners.setdefault(customer_of(task), set()).add(task.split)
    assert all(len(splits) == 1 for splits in owners.values())


def test_no_words_stand_for_two_values_of_one_column(folder: Path) -> None:
    values: dict[tuple[str, str], set[str | bool]] = {}
    for task in tasks_of(folder):
        for request in task.user.requests:
            for each in request.meanings:
                values.setdefault((each.name, each.words.casefold()), set()).add(each.value)
    assert values
    assert not {words for words, found in values.items() if len(found) > 1}


def test_every_task_carries_a_certificate_that_it_passed(folder: Path) -> None:
    for task in tasks_of(folder):
        assert task.certificate["passed"] is True
        assert len(task.certificate["tried"]) == 12


def test_a_domain_is_no_copy_of_a_known_benchmark(folder: Path) -> None:
    assert not [line for found in compare(folder) for line in found.objections]


def test_whole_domains_are_split_too() -> None:
    splits = {folder.name: read_manifest(folder).split for folder in FOLDERS}
    assert sum(split == "held_out" for split in splits.values()) >= 4
    assert splits["retail_v0"] == "train"


def test_the_suite_reaches_its_targets() -> None:
    everything = [task for folder in FOLDERS for task in tasks_of(folder)]
    assert len(everything) >= 2_000
    calls = {
        task.id: sum(step.kind in ("call", "ask_user") for step in task.plan) for task in everything
    }
    thinks = [sum(step.kind == "think" for step in task.plan) for task in everything]
    assert sum(calls.values()) / len(everything) >= 9
    hardest = [task for task in everything if task.level == 5]
    assert sum(calls[task.id] for task in hardest) / len(hardest) >= 15
    assert sum(count >= 2 for count in thinks) / len(everything) >= 0.4
    assert sum(map(has_forbidden_or_conditional, everything)) / len(everything) >= 0.2


def has_forbidden_or_conditional(task: Task) -> bool:
    tables = {change.table for change in task.goal.changes}
    return bool(tables & {"declines", "handovers"}) or any(
        step.when is not None for step in task.plan
    )


def sample(folder: Path) -> list[Task]:
    """One task of each level."""
    by_level: dict[int, Task] = {}
    for task in tasks_of(folder):
        by_level.setdefault(task.level, task)
    return [by_level[level] for level in sorted(by_level)]


@pytest.fixture
def env(folder: Path) -> Iterator[AutoForgeEnv]:
    opened = AutoForgeEnv(folder, split="all", isolation="none")
    yield opened
    opened.close()


def test_the_reference_agent_solves_a_task_of_each_level(folder: Path, env: AutoForgeEnv) -> None:
    assert [play(env, ReferenceAgent(), task) for task in sample(folder)] == [1.0] * 5


@pytest.mark.parametrize("agent", [NoopAgent, WritesOnlyAgent])
def test_those_who_ask_nobody_solve_none(folder: Path, env: AutoForgeEnv, agent: type[Any]) -> None:
    assert [play(env, agent(), task) for task in sample(folder)] == [0.0] * 5


@pytest.mark.slow
def test_the_reference_agent_solves_every_task(folder: Path, env: AutoForgeEnv) -> None:
    failed = [task.id for task in env.tasks if play(env, ReferenceAgent(), task) != 1.0]
    assert failed == []


@pytest.mark.slow
def test_whoever_ignores_the_policy_fails_where_something_is_forbidden(
    folder: Path, env: AutoForgeEnv
) -> None:
    forbidden = [
        task
        for task in env.tasks
        if any(change.table in ("declines", "handovers") for change in task.goal.changes)
    ]
    passed = sum(play(env, GRADED_AGENTS["lawless"](), task) for task in forbidden)
    assert passed <= 0.1 * len(forbidden)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(FOLDERS)), ids=[each.name for each in FOLDERS])
def test_a_domain_comes_out_of_its_seed_again_byte_for_byte(number: int) -> None:
    product = forge(Recipe(SUITE, Composer), number)
    assert product.failure == ""
    for name, data in product.files.items():
        assert (FOLDERS[number] / name).read_bytes() == data, name


def test_manifests_say_how_a_domain_was_made(folder: Path) -> None:
    manifest = json.loads((folder / "domain.json").read_text())
    assert manifest["designer"]["name"] == "templates"
    assert manifest["designer"]["seed"] is not None
