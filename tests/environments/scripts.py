"""Actions for tests: those that solve a task, and what else an agent might try."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gymnasium
import pettingzoo
import pytest
from hypothesis import strategies as st

import autoforge_envs
from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.plans import PlannedCall, execute_plan
from autoforge_envs.domain.serving import DomainServer
from autoforge_envs.domain.tasks import Task
from autoforge_envs.domain.wording import read_back, say_intent, say_value
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.environments.servers import SERVERS, folder_source
from autoforge_envs.registration import bundled_folder

BOOKSHOP_FOLDER = Path(__file__).parents[1] / "domains" / "bookshop_v0"
BOOKSHOP = autoforge_envs.register_domains(BOOKSHOP_FOLDER)[0]
RETAIL_FOLDER = bundled_folder() / "outdoor_v0"
RETAIL = "autoforge/outdoor-v0"

BOTH_DOMAINS = [
    BOOKSHOP,
    pytest.param(
        RETAIL,
        marks=pytest.mark.skipif(
            not (RETAIL_FOLDER / "policy.md").is_file(), reason="outdoor_v0 is not sealed yet"
        ),
    ),
]
FOLDERS = {BOOKSHOP: BOOKSHOP_FOLDER, RETAIL: RETAIL_FOLDER}

CLOSING = "Is there anything else I can do for you?"
QUESTIONS = (
    "Could you tell me your e-mail address, please?",
    "May I have your password, please?",
    "I need to verify your identity. What are your name, postal code and phone number?",
    "Shall I go ahead? Please confirm.",
    "Your e-mail address is nobody@example.com. Is that right?",
    "I'm afraid I cannot do that, our rules do not allow it.",
    "Could you please restart the e-reader and read what its screen shows?",
    "You get $12.50, 12.50 EUR or 1,250 cents back on 2 March 2026.",
    "ありがとう 🙂",
    "",
)
MISTAKES = (
    "{",
    '{"name": "find_customer"}',
    '{"name": "no_such_tool", "arguments": {}}',
    '{"name": "hang_up", "arguments": {}}',
    '{"name": 5}',
    '{"arguments": {}}',
    '{"name": "transfer_to_human", "arguments": {"reason": 7, "more": null}}',
    '{"name": "decline_request", "arguments": {"action": "x", "subject": "", "rule": "y"}}',
)


def call(name: str, /, **arguments: Any) -> str:
    """A tool call as an action."""
    return json.dumps({"name": name, "arguments": arguments}, ensure_ascii=False)


@dataclass(frozen=True)
class Stage:
    """A domain with a session on which plans are executed."""

    server: DomainServer

    @property
    def tasks(self) -> tuple[Task, ...]:
        return self.server.contents.tasks

    def task(self, task_id: str) -> Task:
        return next(task for task in self.tasks if task.id == task_id)

    def solution(self, task: Task) -> list[str]:
        """What an agent that knows everything does: the plan, with its questions and answers."""
        session = self.server.open_session()
        execution = execute_plan(session, task)
        session.close()
        told = [
            f"The {fact.label} is {say_value(fact.type, fact.value)}." for fact in execution.told
        ]
        actions = []
        for planned in execution.calls:
            if planned.name == HAND_OVER and told:  # nothing can be said after it
                actions.append(" ".join(told))
            actions += self._perform(planned)
        return [*actions, " ".join([*told, CLOSING]), *[CLOSING] * 8]

    def _perform(self, planned: PlannedCall) -> Iterator[str]:
        if planned.caller == "user":
            intents = {tool.name: tool.intent for tool in self.server.tools}
            yield f"Could you please {say_intent(intents[planned.name], planned.arguments)}?"
            return
        if planned.step.confirm:
            yield f"I would now {read_back(planned.name, planned.arguments)}. Shall I go ahead?"
        yield call(planned.name, **planned.arguments)
        if planned.name == DECLINE:
            yield "I'm afraid I cannot do that."

    def repertoire(self, task: Task) -> list[str]:
        """What an agent may come to do in a task: right, wrong and malformed."""
        handover = call(HAND_OVER, reason="I do not know how to go on")
        solution = dict.fromkeys(self.solution(task))
        return [*solution, *QUESTIONS, *MISTAKES, handover]


_STAGES: dict[str, Stage] = {}


def stage(domain: str) -> Stage:
    """The stage of a domain, built once."""
    if domain not in _STAGES:
        # leased for good, so that the domain stays loaded between environments
        source = folder_source(FOLDERS[domain], isolation="none", bundled=False)
        _STAGES[domain] = Stage(SERVERS.lease(source).server)
    return _STAGES[domain]


def scripts(domain: str) -> st.SearchStrategy[tuple[str, list[str]]]:
    """Task ids with actions: anything at all, or a solution with something left out or put in."""
    task_ids = [task.id for task in stage(domain).tasks]
    return st.sampled_from(task_ids).flatmap(lambda task_id: _for_task(domain, task_id))


def _for_task(domain: str, task_id: str) -> st.SearchStrategy[tuple[str, list[str]]]:
    task = stage(domain).task(task_id)
    anything = st.sampled_from(stage(domain).repertoire(task)) | st.text(max_size=20)
    wild = st.lists(anything, max_size=30)
    solution = stage(domain).solution(task)
    edits = st.lists(st.tuples(st.integers(0, len(solution)), anything | st.none()), max_size=3)
    return st.tuples(st.just(task_id), wild | edits.map(lambda each: _edited(solution, each)))


def _edited(actions: Sequence[str], edits: Sequence[tuple[int, str | None]]) -> list[str]:
    edited = list(actions)
    for position, action in edits:
        if action is None:
            del edited[position : position + 1]
        else:
            edited.insert(position, action)
    return edited


def make(domain: str = BOOKSHOP, **options: Any) -> gymnasium.Env[dict[str, Any], str]:
    """Open an environment whose domain runs in this process."""
    return gymnasium.make(domain, **{"isolation": "none", "split": "all", **options})


def make_pair(domain: str = BOOKSHOP, **options: Any) -> Any:
    """Open the two players' environment of a domain that runs in this process."""
    return pettingzoo.make("aec", domain, **{"isolation": "none", "split": "all", **options})


def inner(env: gymnasium.Env[dict[str, Any], str]) -> AutoForgeEnv:
    """The environment inside its wrappers."""
    assert isinstance(env.unwrapped, AutoForgeEnv)
    return env.unwrapped


@dataclass(frozen=True)
class Moment:
    """What one `reset` or `step` gave, and the state after it."""

    observation: dict[str, Any]
    reward: float
    terminated: bool
    truncated: bool
    info: dict[str, Any]
    digest: str

    @property
    def over(self) -> bool:
        return self.terminated or self.truncated


def start(
    env: gymnasium.Env[dict[str, Any], str], task_id: str | None = None, seed: int = 0
) -> Moment:
    """Reset an environment."""
    options = None if task_id is None else {"task_id": task_id}
    observation, info = env.reset(seed=seed, options=options)
    return Moment(observation, 0.0, False, False, info, _digest(env))


def follow(env: gymnasium.Env[dict[str, Any], str], actions: Sequence[str]) -> list[Moment]:
    """Play actions until they or the episode end."""
    moments: list[Moment] = []
    for action in actions:
        observation, reward, terminated, truncated, info = env.step(action)
        moments.append(
            Moment(observation, float(reward), terminated, truncated, info, _digest(env))
        )
        if moments[-1].over:
            break
    return moments


def _digest(env: gymnasium.Env[dict[str, Any], str]) -> str:
    """Hash the state as it is, whatever the episode believes to have changed."""
    episode = inner(env).episode
    episode._changes = None
    return episode.state_digest()
