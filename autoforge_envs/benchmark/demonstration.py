"""Demonstrations by numbers: a task's plan played through the slots of `SymbolicEnv`.

What a learner by numbers can imitate. Not every plan can be played so: slots offer a few calls of
each tool and report whole records, so a value that has to be computed cannot be told.
"""

import json
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray

from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.plans import bind, fact_value, is_due, told_value
from autoforge_envs.domain.reasoning import Results, think
from autoforge_envs.domain.tasks import Fact, Step, Task
from autoforge_envs.environments.symbolic.acts import CLOSE, Act
from autoforge_envs.environments.symbolic.symbolic_env import Numbers, SymbolicEnv
from autoforge_envs.errors import TaskError

MAX_ATTEMPTS = 3
"""Acts in a row to hear one request or one fact."""

MAX_GOODBYES = 6

CLEAR = 0.7
"""How well a call's details must be said so that nothing is asked."""

Choice = Callable[[Act], bool]
Play = Generator[Choice, tuple[str, str], None]
"""Yields what the next act must be; gets who answered, and what."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """One episode.

    Attributes:
        observations: What was seen before each action.
        masks: Which slots were legal: (steps, slots).
        actions: The slots that were chosen.
        reward: What the episode earned, binary.
    """

    observations: tuple[Numbers, ...]
    masks: NDArray[numpy.bool_]
    actions: tuple[int, ...]
    reward: float


def demonstrate(env: SymbolicEnv, task: Task, seed: int) -> Demonstration:
    """Play a task's plan by numbers as far as it can be played.

    Args:
        env: The environment, which must pay the binary reward.
        task: One of its tasks, with its plan.
        seed: Of the user.

    Returns:
        The episode; its reward is 0.0 if the slots did not offer what the plan needs.
    """
    observation, info = env.reset(seed=seed, options={"task_id": task.id})
    observations: list[Numbers] = []
    masks: list[NDArray[numpy.bool_]] = []
    actions: list[int] = []
    reward, over = 0.0, False
    play = _Player(task, env, info["messages"][-1]["content"]).perform()
    wanted = next(play, None)
    while wanted is not None and not over:
        slot = _find(env, wanted)
        if slot is None:
            break
        observations.append(observation)
        masks.append(env.action_masks())
        actions.append(slot)
        observation, reward, terminated, truncated, info = env.step(slot)
        over = terminated or truncated
        answer = info["messages"][-1]
        wanted = _next(play, (answer["role"], answer["content"]))
    return Demonstration(
        tuple(observations), numpy.array(masks), tuple(actions), reward if over else 0.0
    )


def _find(env: SymbolicEnv, wanted: Choice) -> int | None:
    return next((at for at, act in enumerate(env.acts) if act and wanted(act)), None)


def _next(play: Play, answer: tuple[str, str]) -> Choice | None:
    try:
        return play.send(answer)
    except (StopIteration, TaskError):
        return None


class _Player:
    """Performs a plan: says what the next act must be, and takes in what comes of it."""

    def __init__(self, task: Task, env: SymbolicEnv, opening: str) -> None:
        self._task = task
        self._env = env
        self._heard = [opening]
        self._results: Results = {}

    def perform(self) -> Play:
        """Perform the plan, then take leave."""
        for step in self._task.plan:
            yield from self._hear_request(step)
            if not self._is_clear(step):
                for name, fact in _facts_used(step, self._task):
                    yield from self._ask(name, fact)
            if is_due(step, self._results, self._fact):
                yield from self._do(step)
        for _ in range(MAX_GOODBYES):
            yield from self._act(lambda act: act is CLOSE)

    def _act(self, wanted: Choice) -> Generator[Choice, tuple[str, str], tuple[str, str]]:
        role, content = yield wanted
        if role == "user":
            self._heard.append(content)
        return role, content

    def _hear_request(self, step: Step) -> Play:
        text = self._task.user.requests[step.request].text
        for _ in range(MAX_ATTEMPTS):
            if any(text in words for words in self._heard):
                return
            yield from self._act(lambda act: act is CLOSE)

    def _ask(self, name: str, fact: Fact) -> Play:
        for count in (1, None):  # a question for this alone, else one for several things
            if self._knows(fact):
                return
            yield from self._act(lambda act, count=count: _asks_for(act, name, count))  # type: ignore[misc]

    def _is_clear(self, step: Step) -> bool:
        """Tell whether the slots offer the call, made of what the user has said."""
        if step.kind != "call" or not is_due(step, self._results, self._fact):
            return False
        arguments = _plain(bind(step, self._results, self._fact))
        slot = _find(self._env, lambda act: _is_call(act, step, arguments))
        call = None if slot is None else getattr(self._env.acts[slot], "call", None)
        return call is not None and min(call.traits.said, call.traits.choice) >= CLEAR

    def _knows(self, fact: Fact) -> bool:
        return any(mentions(words, fact.type, fact.value) for words in self._heard)

    def _fact(self, name: str) -> Any:
        return fact_value(self._task.user.fact(name))

    def _do(self, step: Step) -> Play:
        if step.kind == "think":
            self._results[step.id] = think(step, self._results, self._fact)
        elif step.kind == "tell":
            told = told_value(step, self._results, self._fact)
            yield from self._act(
                lambda act: (
                    act.kind in ("report", "conclude") and mentions(act.text, told.type, told.value)
                )
            )
        elif step.kind == "ask_user":
            yield from self._act(
                lambda act: (
                    act.kind == "errand" and act.tool is not None and act.tool.name == step.name
                )
            )
        else:
            yield from self._call(step)

    def _call(self, step: Step) -> Play:
        arguments = _plain(bind(step, self._results, self._fact))

        def is_wanted(act: Act) -> bool:
            return _is_call(act, step, arguments)

        for name, _ in _facts_used(step, self._task):  # what was said may not have been understood
            if _find(self._env, is_wanted) is None:
                yield from self._act(lambda act, name=name: _asks_for(act, name, None))  # type: ignore[misc]
        if step.confirm:
            yield from self._act(lambda act: act.kind == "propose" and is_wanted(act))
        _, content = yield from self._act(
            lambda act: act.kind not in ("propose", "announce") and is_wanted(act)
        )
        try:
            self._results[step.id] = json.loads(content)
        except ValueError:
            raise TaskError(f"{step.name} refused: {content}") from None
        if step.name == DECLINE:
            yield from self._act(lambda act: act.kind == "announce")


def _asks_for(act: Act, name: str, count: int | None) -> bool:
    names = [parameter.name for parameter in act.parameters]
    return act.kind == "ask" and name in names and count in (None, len(names))


def _is_call(act: Act, step: Step, wanted: Mapping[str, Any]) -> bool:
    return (
        act.call is not None
        and act.call.tool.name == step.name
        and (step.name == HAND_OVER or _plain(act.call.arguments) == wanted)
    )


def _plain(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Make arguments comparable: everything as text, what is left out as nothing."""
    return {name: str(value) for name, value in arguments.items() if value is not None}


def _facts_used(step: Step, task: Task) -> list[tuple[str, Fact]]:
    """Return the facts that a step's arguments are made of, each with a parameter it is for."""
    return [
        (name, task.user.fact(expression["fact"]))
        for name, expression in step.arguments.items()
        if isinstance(expression, Mapping) and isinstance(expression.get("fact"), str)
    ]
