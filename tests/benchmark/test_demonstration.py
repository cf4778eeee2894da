"""Plans played by numbers."""

import numpy
import pytest

from autoforge_envs.benchmark.demonstration import demonstrate
from autoforge_envs.environments.symbolic.symbolic_env import SymbolicEnv
from tests.environments.scripts import BOOKSHOP, make


@pytest.fixture
def env() -> SymbolicEnv:
    return SymbolicEnv(make(BOOKSHOP, split="all"))


def test_some_tasks_of_the_bookshop_can_be_played_by_numbers(env: SymbolicEnv) -> None:
    played = {task.id: demonstrate(env, task, 0) for task in env.unwrapped.tasks}  # type: ignore[attr-defined]
    assert sum(each.reward == 1.0 for each in played.values()) >= 2


def test_most_of_retails_easier_tasks_can_be_played_by_numbers() -> None:
    env = SymbolicEnv(make("autoforge/retail-v0", split="all", max_turns=30))
    easy = [task for task in env.unwrapped.tasks if task.level <= 2]  # type: ignore[attr-defined]
    played = [demonstrate(env, task, 0).reward == 1.0 for task in easy]
    env.close()
    assert sum(played) >= 0.6 * len(played)


def test_a_demonstration_played_again_earns_the_same(env: SymbolicEnv) -> None:
    tasks = {task.id: task for task in env.unwrapped.tasks}  # type: ignore[attr-defined]
    shown = demonstrate(env, tasks["cancel_lighthouse"], 3)
    assert shown.reward == 1.0
    observation, _ = env.reset(seed=3, options={"task_id": "cancel_lighthouse"})
    reward = 0.0
    for seen, mask, action in zip(shown.observations, shown.masks, shown.actions, strict=True):
        assert all(numpy.array_equal(observation[name], seen[name]) for name in seen)
        assert mask[action]
        observation, reward, *_ = env.step(action)
    assert reward == 1.0
    env.close()


def test_a_plan_that_the_slots_do_not_offer_earns_nothing(env: SymbolicEnv) -> None:
    played = [demonstrate(env, task, 0) for task in env.unwrapped.tasks]  # type: ignore[attr-defined]
    assert 0.0 in {each.reward for each in played}
    assert all(len(each.actions) == len(each.observations) for each in played)
