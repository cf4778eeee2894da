"""Endless domains behind one id, each made when it is asked for."""

import gc
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gymnasium
import pettingzoo
import pytest

from autoforge_envs.benchmark.agents import ReferenceAgent
from autoforge_envs.benchmark.evaluation import Job, play_episode
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.errors import DesignError, OptionError
from autoforge_envs.synthesis.pipeline.out_folder import digest_of_folder

REPOSITORY = Path(__file__).parents[3]
FORGE = "autoforge/forge-v0"
SEED = 3
NUM_TASKS = 5

DIGEST = f"""
import gymnasium, autoforge_envs
from autoforge_envs.synthesis.pipeline.out_folder import digest_of_folder
env = gymnasium.make("{FORGE}", domain_seed={SEED}, num_tasks={NUM_TASKS}, split="all")
print(digest_of_folder(env.unwrapped._table._server.contents.folder))
env.close()
"""


def make(**options: Any) -> AutoForgeEnv:
    options = {"num_tasks": NUM_TASKS, "split": "all", **options}
    made = gymnasium.make(FORGE, disable_env_checker=True, **options)
    assert isinstance(made.unwrapped, AutoForgeEnv)
    return made.unwrapped


@pytest.fixture(scope="module")
def env() -> Iterator[AutoForgeEnv]:
    """The domain of one seed."""
    made = make(domain_seed=SEED)
    yield made
    made.close()


def folder_of(env: AutoForgeEnv) -> Path:
    return env._table._server.contents.folder


def test_a_seed_gives_a_business_with_certified_tasks(env: AutoForgeEnv) -> None:
    assert len(env.tasks) == NUM_TASKS
    assert all(task.certificate["passed"] for task in env.tasks)
    observation, info = env.reset(seed=1)
    assert observation["role"] == "user"
    assert observation["content"]
    assert info["policy_document"].startswith("#")


def test_its_tasks_can_be_solved(env: AutoForgeEnv) -> None:
    for task in env.tasks:
        played = play_episode(env, ReferenceAgent(), Job(task, 0, 5), FORGE, "reference", "")
        assert played.verdict["reward"] == 1.0


def test_the_seed_of_reset_picks_the_task(env: AutoForgeEnv) -> None:
    drawn = [env.reset(seed=seed)[1]["task_id"] for seed in range(12)]
    assert drawn == [env.reset(seed=seed)[1]["task_id"] for seed in range(12)]
    assert len(dict.fromkeys(drawn)) > 1


@pytest.mark.slow
def test_another_process_gets_the_same_bytes(env: AutoForgeEnv) -> None:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONHASHSEED": "1"}
    printed = subprocess.check_output([sys.executable, "-c", DIGEST], env=environment, text=True)
    assert printed.strip() == digest_of_folder(folder_of(env))


def test_environments_of_one_seed_share_a_domain(env: AutoForgeEnv) -> None:
    for other in (make(domain_seed=SEED), pickle.loads(pickle.dumps(env))):
        assert folder_of(other) == folder_of(env)
        other.close()
    assert folder_of(env).is_dir()


def test_the_domain_goes_with_its_last_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = make(domain_seed=SEED, num_tasks=3)
    assert folder_of(made).is_relative_to(tmp_path)
    made.close()
    assert list(tmp_path.iterdir()) == []


def test_it_is_there_for_two_players(env: AutoForgeEnv) -> None:
    players = pettingzoo.make("aec", FORGE, domain_seed=SEED, num_tasks=NUM_TASKS, split="all")
    players.reset(seed=1)
    assert len(players.possible_agents) == 2
    players.close()


def test_it_is_there_by_numbers(env: AutoForgeEnv) -> None:
    numbers = gymnasium.make(
        "autoforge/forge-symbolic-v0", domain_seed=SEED, num_tasks=NUM_TASKS, split="all"
    )
    assert numbers.observation_space.contains(numbers.reset(seed=1)[0])
    numbers.close()


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"domain_seed": -1}, OptionError, "domain_seed must be zero or more, got -1"),
        ({"domain_seed": "five"}, OptionError, "domain_seed must be a whole number, got 'five'"),
        ({"num_tasks": 1}, OptionError, "the number of tasks must be from 3"),
        ({"archetype": "bakery"}, DesignError, "^there is no archetype 'bakery'; there are "),
        ({"isolation": "worker"}, OptionError, "isolation='worker' is for domain folders"),
    ],
)
def test_wrong_options_are_told(
    options: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        make(**options)


def test_registering_it_imports_nothing_of_synthesis() -> None:
    program = "import sys, autoforge_envs; print('autoforge_envs.synthesis' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    printed = subprocess.check_output([sys.executable, "-c", program], env=environment, text=True)
    assert printed.strip() == "False"


def test_domains_leave_no_modules_behind() -> None:
    make(domain_seed=0, num_tasks=3).close()
    gc.collect()
    before = {name for name in sys.modules if name.startswith("_autoforge_domains")}
    for seed in range(3):
        forged = [make(domain_seed=seed, num_tasks=3) for _ in range(2)]
        forged[0].close()
        forged[1].reset(seed=0)
        forged[1].step("Hello, how can I help you?")
        forged[1].close()
        del forged
    gc.collect()
    assert {name for name in sys.modules if name.startswith("_autoforge_domains")} == before
