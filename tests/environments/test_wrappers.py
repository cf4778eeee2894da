"""Gymnasium's wrappers that make sense on text work; those that do not say so."""

import json
from typing import Any

import gymnasium
import pytest
from gymnasium import wrappers
from gymnasium.error import CustomSpaceError

from tests.environments.conftest import Make
from tests.environments.scripts import BOOKSHOP, CLOSING, call, make, stage

TASK = {"task_id": "cancel_lighthouse"}
HANDOVER = call("transfer_to_human", reason="I give up")


def solve(env: gymnasium.Env[Any, Any]) -> list[tuple[Any, ...]]:
    """Play the solution of one task to its end."""
    env.reset(seed=2, options=TASK)
    steps = []
    for action in stage(BOOKSHOP).solution(stage(BOOKSHOP).task(TASK["task_id"])):
        steps.append(env.step(action))
        if steps[-1][2] or steps[-1][3]:
            break
    return steps


def test_statistics_are_recorded(open_env: Make) -> None:
    steps = solve(wrappers.RecordEpisodeStatistics(open_env()))
    episode = steps[-1][4]["episode"]
    assert (episode["r"], episode["l"]) == (1.0, len(steps))


def test_a_time_limit_truncates(open_env: Make) -> None:
    steps = solve(wrappers.TimeLimit(open_env(), 3))
    assert len(steps) == 3
    assert steps[-1][2:4] == (False, True)
    assert "ending" not in steps[-1][4]  # the conversation itself has not ended


def test_a_time_limit_can_be_asked_of_make() -> None:
    env = gymnasium.make(BOOKSHOP, max_episode_steps=2, isolation="none", split="all")
    assert len(solve(env)) == 2
    env.close()


def test_rewards_are_transformed(open_env: Make) -> None:
    doubled = wrappers.TransformReward(open_env(), lambda reward: float(reward) * 2)
    assert solve(doubled)[-1][1] == 2.0
    clipped = wrappers.ClipReward(open_env(), 0.0, 0.5)
    assert solve(clipped)[-1][1] == 0.5


def test_rewards_are_normalized(open_env: Make) -> None:
    rewards = [step[1] for step in solve(wrappers.NormalizeReward(open_env(), gamma=1.0))]
    assert rewards[-1] > 0.0
    assert not any(rewards[:-1])


def test_observations_are_transformed(open_env: Make) -> None:
    env = open_env()
    shout = wrappers.TransformObservation(
        env,
        lambda observation: {**observation, "content": observation["content"].upper()},
        env.observation_space,
    )
    observation, _ = shout.reset(seed=2, options=TASK)
    assert "THE LIGHTHOUSE" in observation["content"]
    assert shout.observation_space.contains(observation)


def test_actions_are_transformed(open_env: Make) -> None:
    env = open_env()
    calls_only = wrappers.TransformAction(
        env, lambda action: json.dumps({"name": "find_book", "arguments": {"title": action}}), None
    )
    calls_only.reset(seed=2)
    observation, *_ = calls_only.step("Winter Bread")
    assert json.loads(observation["content"])["price"] == "18.05"


def test_observations_are_filtered(open_env: Make) -> None:
    env = wrappers.FilterObservation(open_env(), ["role", "content"])
    observation, _ = env.reset(seed=2)
    assert observation.keys() == {"role", "content"}
    assert env.observation_space.contains(observation)


def test_observations_are_stacked(open_env: Make) -> None:
    env = wrappers.FrameStackObservation(open_env(), 2)
    first, _ = env.reset(seed=2, options=TASK)
    assert env.observation_space.contains(first)
    stacked, *_ = env.step(CLOSING)
    assert stacked["content"][0] == first["content"][1]
    assert env.observation_space.contains(stacked)


def test_observations_are_delayed(open_env: Make) -> None:
    env = wrappers.DelayObservation(open_env(), 1)
    plain, _ = make().reset(seed=2, options=TASK)
    env.reset(seed=2, options=TASK)
    late, *_ = env.step(CLOSING)
    assert late == plain


def test_the_order_of_calls_is_enforced(open_env: Make) -> None:
    env = wrappers.OrderEnforcing(open_env().unwrapped)
    with pytest.raises(gymnasium.error.ResetNeeded):
        env.step("Hello")
    assert solve(env)[-1][1] == 1.0


def test_the_passive_checker_is_content(open_env: Make) -> None:
    assert solve(wrappers.PassiveEnvChecker(open_env(render_mode="ansi").unwrapped))[-1][1] == 1.0


def test_episodes_follow_each_other(open_env: Make) -> None:
    env = wrappers.Autoreset(open_env())
    env.reset(seed=2, options=TASK)
    env.step(HANDOVER)
    observation, _, terminated, *_ = env.step("ignored")
    assert (observation["role"], observation["turn"], terminated) == ("user", 0, False)


def test_renderings_are_collected() -> None:
    env = gymnasium.make(BOOKSHOP, isolation="none", render_mode="ansi_list")
    env.reset(seed=2)
    env.step(CLOSING)
    frames = env.render()
    assert isinstance(frames, list)
    assert len(frames) == 2
    assert str(frames[1]).startswith(str(frames[0]))
    env.close()


def test_text_is_not_flattened(open_env: Make) -> None:
    with pytest.raises(CustomSpaceError, match="use the symbolic environment"):
        wrappers.FlattenObservation(open_env())
