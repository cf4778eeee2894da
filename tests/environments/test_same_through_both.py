"""The same actions give the same episode through Gymnasium and through PettingZoo."""

import json
from collections.abc import Sequence
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autoforge_envs.environments.pettingzoo_env import AGENT, ConversationEnv
from autoforge_envs.episode.messages import Action, Message, ToolCall, Words
from autoforge_envs.users.scripted import ScriptedUser
from tests.environments.scripts import (
    BOOKSHOP,
    BOTH_DOMAINS,
    Moment,
    follow,
    inner,
    make,
    make_pair,
    scripts,
    stage,
    start,
)


def as_text(action: Action) -> str:
    if isinstance(action, ToolCall):
        return json.dumps({"name": action.name, "arguments": dict(action.arguments)})
    assert isinstance(action, Words)
    return action.text


class PlayedUser:
    """The scripted user in the seat of `user_0`, seeing only what that player is given."""

    def __init__(self, env: ConversationEnv) -> None:
        self._user = ScriptedUser()
        self._env = env

    def act(self, observation: dict[str, Any], info: dict[str, Any]) -> str:
        if observation["role"] == "instructions":
            generator = numpy.random.Generator(numpy.random.PCG64(info["seed"]))
            tools = [tool for tool in self._env.tools if tool.caller == "user"]
            self._user.reset(self._env.reveal().user, tools, generator)
            return as_text(self._user.act(None))
        return as_text(self._user.act(Message.from_json(info["messages"][-1])))


def play_as_players(
    env: Any, actions: Sequence[str], *, seed: int, task_id: str | None
) -> list[Moment]:
    """Play the actions as `agent_0` and keep what that player is given at each of its turns."""
    raw = env.unwrapped
    env.reset(seed=seed, options=None if task_id is None else {"task_id": task_id})
    user = PlayedUser(raw)
    moments: list[Moment] = []
    left = iter(actions)
    for player in env.agent_iter():
        observation, reward, terminated, truncated, info = env.last()
        if player == AGENT:
            raw.episode._changes = None
            digest = raw.episode.state_digest()
            moments.append(Moment(observation, reward, terminated, truncated, info, digest))
        if terminated or truncated:
            action = None
        elif player == AGENT:
            action = next(left, None)
            if action is None:
                break
        else:
            action = user.act(observation, info)
        env.step(action)
    return moments


def visible(moment: Moment) -> tuple[object, ...]:
    info = {k: v for k, v in moment.info.items() if k in ("messages", "ending", "verdict", "error")}
    return (moment.observation, moment.terminated, moment.truncated, moment.digest, info)


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
@pytest.mark.parametrize("reward", ["binary", "progress"])
@settings(max_examples=40)
@given(data=st.data())
def test_the_same_actions_give_the_same_episode(
    domain: str, reward: str, data: st.DataObject
) -> None:
    task_id, actions = data.draw(scripts(domain))
    seed = data.draw(st.integers(0, 2**32))
    options: dict[str, Any] = {"reward": reward, "max_turns": 12, "audited": True}
    single = make(domain, **options)
    pair = make_pair(domain, **options)
    there = [start(single, task_id, seed), *follow(single, actions)]
    here = play_as_players(pair, actions, seed=seed, task_id=task_id)
    assert [visible(moment) for moment in here] == [visible(moment) for moment in there]
    assert [m.reward for m in here] == pytest.approx([m.reward for m in there], abs=1e-12)
    assert pair.unwrapped.episode.transcript == inner(single).episode.transcript
    assert pair.unwrapped.episode.verdict() == inner(single).episode.verdict()
    single.close()
    pair.close()


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_a_solution_earns_one_through_both(domain: str) -> None:
    single = make(domain)
    pair = make_pair(domain)
    for task in stage(domain).tasks:
        actions = stage(domain).solution(task)
        start(single, task.id, seed=5)
        there = follow(single, actions)
        here = play_as_players(pair, actions, seed=5, task_id=task.id)
        assert there[-1].info["verdict"]["reward"] == 1.0, (task.id, there[-1].info["verdict"])
        assert (there[-1].reward, there[-1].terminated) == (1.0, True)
        assert (here[-1].reward, here[-1].terminated) == (1.0, True)


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_the_same_seeds_draw_the_same_tasks(domain: str) -> None:
    single = make(domain)
    pair = make_pair(domain)
    drawn = []
    for seed in [3, None, None, None, 8, None]:
        single.reset(seed=seed)
        pair.reset(seed=seed)
        assert inner(single).reveal() == pair.unwrapped.reveal()
        drawn.append(pair.unwrapped.reveal().id)
    assert len(set(drawn)) > 1


@pytest.mark.parametrize("escape", ["\\u0000", "\\ud800"])
def test_text_that_no_database_holds_is_refused_through_both(escape: str) -> None:
    single, pair = make(BOOKSHOP), make_pair(BOOKSHOP)
    task = stage(BOOKSHOP).tasks[0]
    action = f'{{"name": "transfer_to_human", "arguments": {{"reason": "tired{escape}"}}}}'
    before, there = start(single, task.id, seed=5), follow(single, [action])
    here = play_as_players(pair, [action], seed=5, task_id=task.id)
    assert [moment.info["messages"][-1] for moment in (there[-1], here[-1])] == [
        {
            "role": "tool",
            "party": "agent",
            "content": 'a tool call is {"name": "...", "arguments": {...}}; it must hold no lone '
            "surrogates and no NUL characters; send valid text",
            "error": True,
        }
    ] * 2
    assert before.digest == there[-1].digest == here[-1].digest
    assert not there[-1].terminated
