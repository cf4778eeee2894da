"""Talking to a scripted user."""

from collections.abc import Sequence

import numpy

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.episode.messages import Action, Message, Words
from autoforge_envs.users.scripted import ScriptedUser

NULL = Message("tool", "null", "user")


def start(script: UserScript, tools: Sequence[ToolInfo] = (), seed: int = 0) -> ScriptedUser:
    user = ScriptedUser()
    user.reset(script, tools, numpy.random.default_rng(seed))
    return user


def hear(user: ScriptedUser, words: str) -> Action:
    return user.act(Message("agent", words, "agent"))


def say(user: ScriptedUser, words: str) -> str:
    action = hear(user, words)
    assert isinstance(action, Words)
    return action.text
