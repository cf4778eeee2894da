"""The reference agent in other words: what it says changes, what it reaches does not."""

from pathlib import Path

import gymnasium
import pytest

from autoforge_envs.benchmark.evaluation import make_brief
from autoforge_envs.benchmark.styles import STYLES, StyledAgent
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.registration import bundled_folder, domain_folders, environment_id

RETAIL = "autoforge/outdoor-v0"


def play(env: AutoForgeEnv, style: str, task_id: str, seed: int) -> list[str]:
    """Play a task and return the agent's words."""
    agent = StyledAgent(STYLES[style])
    observation, info = env.reset(seed=seed, options={"task_id": task_id})
    agent.reset(make_brief(env, agent, info, seed), observation)
    while env.episode.ending is None:
        observation, *_ = env.step(agent.act(observation))
    return [m.content for m in env.episode.transcript if m.is_words and m.party == "agent"]


def open_env(name: str) -> AutoForgeEnv:
    env = gymnasium.make(name, split="all", isolation="none", disable_env_checker=True).unwrapped
    assert isinstance(env, AutoForgeEnv)
    return env


@pytest.mark.parametrize("style", STYLES)
def test_every_task_is_solved_in_every_style(style: str, bookshop_id: str) -> None:
    for name in (bookshop_id, RETAIL):
        env = open_env(name)
        failed = []
        for seed, task in enumerate(env.tasks):
            play(env, style, task.id, seed)
            if env.episode.verdict().reward < 1.0:
                failed.append(task.id)
        env.close()
        assert failed == []


@pytest.mark.slow
@pytest.mark.parametrize("folder", domain_folders(bundled_folder()), ids=lambda folder: folder.name)
def test_every_bundled_task_is_solved_in_every_style(folder: Path) -> None:
    env = open_env(environment_id(folder))
    failed = []
    for style in STYLES:
        for seed, task in enumerate(env.tasks):
            play(env, style, task.id, seed)
            if env.episode.verdict().reward < 1.0:
                failed.append((style, task.id))
    env.close()
    assert failed == []


def test_styles_differ_in_their_words(bookshop_id: str) -> None:
    env = open_env(bookshop_id)
    spoken = {" ".join(play(env, style, "cancel_lighthouse", 0)) for style in STYLES}
    env.close()
    assert len(spoken) == len(STYLES)


def test_everything_at_once_asks_once(bookshop_id: str) -> None:
    env = open_env(bookshop_id)
    words = play(env, "everything at once", "cancel_lighthouse", 0)
    env.close()
    assert sum("I need the following" in each for each in words) == 1
