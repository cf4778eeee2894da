"""Any user simulator in the seat of PettingZoo's `user_0`.

A person or a learned policy needs none of this: the first observation holds the instructions, an
action is text. A simulator wants its script and its tools as data; it gets those of the episode's
user, and never the plan or the goal.
"""

import json
from collections.abc import Mapping
from typing import Any

import numpy

from autoforge_envs.environments.pettingzoo_env import ConversationEnv
from autoforge_envs.episode.messages import Action, Malformed, Message, ToolCall
from autoforge_envs.users.user import User

UNREADABLE = "{"
"""The action of a player that gave nothing that could be read; it is answered as a mistake."""


class UserPlayer:
    """Plays `user_0` as a simulator would: observation and info in, action out."""

    def __init__(self, user: User, env: ConversationEnv) -> None:
        """Seat a user.

        Args:
            user: Any user simulator.
            env: The environment itself, `env.unwrapped`.
        """
        self._user = user
        self._env = env

    def act(self, observation: Mapping[str, Any], info: Mapping[str, Any]) -> str:
        """Act once; the first observation of an episode starts the user afresh.

        Raises:
            Exception: Whatever the user raises; who drives the game decides what that means.
        """
        if observation["role"] == "instructions":
            generator = numpy.random.Generator(numpy.random.PCG64(info["seed"]))
            tools = [tool for tool in self._env.tools if tool.caller == "user"]
            self._user.reset(self._env.reveal().user, tools, generator)
            return action_text(self._user.act(None))
        return action_text(self._user.act(Message.from_json(info["messages"][-1])))


def action_text(action: Action) -> str:
    """Write an action as a player does: a tool call as JSON, words as they are."""
    if isinstance(action, ToolCall):
        call = {"name": action.name, "arguments": dict(action.arguments)}
        return json.dumps(call, ensure_ascii=False)
    if isinstance(action, Malformed):
        return UNREADABLE
    # words that begin like a tool call would be read as one
    return f"({action.text})" if action.text.lstrip().startswith("{") else action.text
