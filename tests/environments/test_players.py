"""Any user simulator in the seat of `user_0`."""

from typing import Any

import pytest

from autoforge_envs.environments.pettingzoo_env import USER
from autoforge_envs.environments.players import UNREADABLE, UserPlayer, action_text
from autoforge_envs.episode.messages import Malformed, ToolCall, Words, parse_action
from autoforge_envs.users.faults.faulty import FaultOptions, FaultyUser
from autoforge_envs.users.scripted import ScriptedUser
from autoforge_envs.users.user import User
from tests.environments.scripts import BOOKSHOP, make, make_pair, stage, start


def play(user: User, task_id: str, seed: int) -> Any:
    """Let a user and the task's solution play each other; give the environment at its end."""
    pair = make_pair()
    pair.reset(seed=seed, options={"task_id": task_id})
    player = UserPlayer(user, pair.unwrapped)
    left = iter(stage(BOOKSHOP).solution(stage(BOOKSHOP).task(task_id)))
    for name in pair.agent_iter():
        observation, _, terminated, truncated, info = pair.last()
        if terminated or truncated:
            pair.step(None)
        else:
            pair.step(player.act(observation, info) if name == USER else next(left))
    return pair.unwrapped


@pytest.mark.parametrize("task_id", [task.id for task in stage(BOOKSHOP).tasks])
def test_a_scripted_player_brings_every_task_to_its_end(task_id: str) -> None:
    env = play(ScriptedUser(), task_id, seed=2)
    assert env.episode.verdict().reward == 1.0
    env.close()


def test_a_player_says_what_the_simulator_says_in_gymnasium() -> None:
    env = play(ScriptedUser(), "restart_reader", seed=4)
    single = make()
    assert (
        env.episode.transcript[0].content
        == start(single, "restart_reader", seed=4).observation["content"]
    )
    single.close()
    env.close()


def test_a_faulty_player_spoils_the_game_for_both() -> None:
    user = FaultyUser(ScriptedUser(), FaultOptions(1.0, {"premature_hang_up": 1.0}))
    for seed in range(10):
        env = play(user, "cancel_lighthouse", seed)
        if user.injected:
            assert env.episode.verdict().blame == "user"
            return
    raise AssertionError("no fault was made")


@pytest.mark.parametrize(
    "action",
    [Words("Hello."), ToolCall("confirm", {}), ToolCall("x", {"a": ["ü", 1]}), Words("")],
)
def test_actions_are_read_back_as_they_were(action: Words | ToolCall) -> None:
    assert parse_action(action_text(action)) == action


def test_words_are_never_read_as_a_call() -> None:
    assert isinstance(parse_action(action_text(Words('{"name": "hang_up"}'))), Words)


def test_what_cannot_be_read_stays_a_mistake() -> None:
    assert action_text(Malformed("no JSON")) == UNREADABLE
    assert isinstance(parse_action(UNREADABLE), Malformed)
