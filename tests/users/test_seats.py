"""PettingZoo's `user_0` played by somebody who has only the observations: a person, a policy."""

import json
import re
from collections.abc import Iterator
from typing import Any, Protocol

import pytest

from autoforge_envs.environments.pettingzoo_env import USER
from autoforge_envs.environments.players import UserPlayer
from autoforge_envs.users.scripted import ScriptedUser
from tests.environments.scripts import BOOKSHOP, make_pair, stage

ASKING = (
    "Could you tell me your e-mail address, please?",
    "Could you tell me your password, please?",
)
CONFIRM = json.dumps({"name": "confirm", "arguments": {}})
HANG_UP = json.dumps({"name": "hang_up", "arguments": {"farewell": "That's all, thank you."}})


class Player(Protocol):
    def act(self, observation: dict[str, Any]) -> str: ...


class Person:
    """Reads the instructions on the screen and types what a person would."""

    def act(self, observation: dict[str, Any]) -> str:
        role, content = observation["role"], observation["content"]
        if role == "instructions":
            wishes, self.facts = read_instructions(content)
            return " ".join(wishes)
        if role == "tool":
            return "Yes, do that."
        if "Shall I go ahead?" in content:
            return CONFIRM
        if "anything else" in content:
            return HANG_UP
        asked = [value for label, value in self.facts.items() if label in content]
        return asked[0] if asked else "What do you mean?"


class NearestNeighbour:
    """A policy learned from games: what was done where the most like words were heard.

    Values of the instructions are slots in what it remembers, so that it can play other tasks.
    """

    def __init__(self) -> None:
        self._examples: list[tuple[str, frozenset[str], str]] = []
        self._slots: dict[str, str] = {}

    def learn(self, observation: dict[str, Any], action: str) -> None:
        self._read(observation)
        for slot, value in self._slots.items():
            action = action.replace(value, slot)
        self._examples.append((observation["role"], words(observation["content"]), action))

    def act(self, observation: dict[str, Any]) -> str:
        self._read(observation)
        heard = words(observation["content"])
        alike = [each for each in self._examples if each[0] == observation["role"]]
        _, _, action = max(alike, key=lambda each: len(each[1] & heard) / len(each[1] | heard))
        for slot, value in self._slots.items():
            action = action.replace(slot, value)
        return action

    def _read(self, observation: dict[str, Any]) -> None:
        if observation["role"] == "instructions":
            wishes, facts = read_instructions(observation["content"])
            self._slots = {f"<wish {at}>": wish for at, wish in enumerate(wishes)}
            self._slots |= {f"<{label}>": value for label, value in facts.items()}


def read_instructions(text: str) -> tuple[list[str], dict[str, str]]:
    """Wishes, and facts by label."""
    wanted, known = text.split("You know, and say only when asked:")
    pairs = re.findall(r"^- (.+?): (.+)$", known, re.MULTILINE)
    return re.findall(r"^- (.+)$", wanted, re.MULTILINE), dict(pairs)


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text.lower())) | {""}


def play(task_id: str, seed: int, player: Player) -> Any:
    """Let a player and an agent that asks who it is play; give the environment at its end."""
    pair = make_pair()
    pair.reset(seed=seed, options={"task_id": task_id})
    for name, observation in moments(pair, task_id):
        pair.step(player.act(observation) if name == USER else observation["content"])
    return pair.unwrapped


def moments(pair: Any, task_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Whose turn it is and what the user perceives; for the agent, what it does."""
    agent = iter([*ASKING, *stage(BOOKSHOP).solution(stage(BOOKSHOP).task(task_id))])
    for name in pair.agent_iter():
        observation, _, terminated, truncated, _ = pair.last()
        if terminated or truncated:
            pair.step(None)
        else:
            yield name, observation if name == USER else {"content": next(agent)}


def learned() -> NearestNeighbour:
    """A policy that has watched scripted users play other tasks."""
    policy = NearestNeighbour()
    for seed, task_id in enumerate(("decline_shipped", "five_or_two", "cancel_one_count_rest")):
        pair = make_pair()
        pair.reset(seed=seed, options={"task_id": task_id})
        teacher = UserPlayer(ScriptedUser(), pair.unwrapped)
        for name, observation in moments(pair, task_id):
            if name != USER:
                pair.step(observation["content"])
                continue
            action = teacher.act(observation, pair.infos[USER])
            policy.learn(observation, action)
            pair.step(action)
        pair.close()
    return policy


@pytest.mark.parametrize("player", [Person(), learned()], ids=["person", "learned policy"])
def test_the_observations_are_enough_to_play_the_user(player: Player) -> None:
    env = play("cancel_lighthouse", seed=5, player=player)
    verdict = env.episode.verdict()
    assert (verdict.reward, verdict.user_errors) == (1.0, ())
    said = " ".join(each.content for each in env.episode.transcript if each.party == "user")
    assert "ana.ruiz@example.com" in said
    assert "marmalade" in said
    env.close()


def test_the_instructions_hold_nothing_of_plan_or_goal() -> None:
    for task in stage(BOOKSHOP).tasks:
        pair = make_pair()
        pair.reset(seed=1, options={"task_id": task.id})
        observation = pair.last()[0]
        wishes, facts = read_instructions(observation["content"])
        assert wishes[0] == task.user.requests[0].text
        assert len(facts) == len(task.user.facts)
        assert not any(change.key in observation["content"] for change in task.goal.changes
                       if change.key not in facts.values())  # fmt: skip
        pair.close()


def test_a_player_that_says_nothing_to_the_point_is_to_blame() -> None:
    class Absent:
        def act(self, observation: dict[str, Any]) -> str:
            return HANG_UP if observation["role"] == "agent" else "Hello?"

    env = play("cancel_lighthouse", seed=5, player=Absent())
    assert env.episode.verdict().blame == "user"
    env.close()
