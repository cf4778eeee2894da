"""Agents without a language model: the perfect one, and three that must earn nothing.

An agent sees what `reset` and `step` return and answers with one action. Those that say so also
get the task's plan; they exist to test environments, not to be compared with.
"""

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy

from autoforge_envs.chance import draw
from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.json_text import json_writer
from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.plans import bind, fact_value, is_due, told_value
from autoforge_envs.domain.reasoning import Results, think
from autoforge_envs.domain.tasks import Fact, Step, Task
from autoforge_envs.domain.wording import read_back, say_intent, say_value
from autoforge_envs.errors import TaskError

Observation = Mapping[str, Any]

_write_json = json_writer(ensure_ascii=False)

ANYTHING_ELSE = "Is there anything else I can do for you?"
MAX_ATTEMPTS = 3
"""Questions in a row about one thing before the reference agent gives up."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What an agent is given at the start.

    Attributes:
        policy_document: What it must obey.
        tools: OpenAI function tools.
        intents: What each tool does in plain words, the user's own tools included.
        seed: The only source of its randomness.
        task: The task with its plan; None for agents that do not declare `reads_plan`.
        writes: The plan's writes with their arguments, likewise.
        writers: Names of the tools that can write.
    """

    policy_document: str
    tools: Sequence[Mapping[str, Any]]
    intents: Mapping[str, str]
    seed: int
    task: Task | None = None
    writes: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    writers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Spent:
    """What an agent used up."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


class Agent(Protocol):
    """Anything that acts."""

    reads_plan: bool

    def reset(self, brief: Brief, observation: Observation) -> None:
        """Start an episode."""
        ...

    def act(self, observation: Observation) -> str:
        """Answer an observation with an action."""
        ...

    def spent(self) -> Spent:
        """Return what was used since reset."""
        ...


AgentFactory = Callable[[], Agent]


def call_text(name: str, arguments: Mapping[str, Any]) -> str:
    """Write a tool call as an action."""
    return _write_json({"name": name, "arguments": dict(arguments)})


class NoopAgent:
    """Says nothing, ever."""

    reads_plan = False

    def reset(self, brief: Brief, observation: Observation) -> None:
        """Nothing to prepare."""

    def act(self, observation: Observation) -> str:
        """Say nothing."""
        return ""

    def spent(self) -> Spent:
        """Nothing."""
        return Spent()


class WritesOnlyAgent:
    """Replays the plan's writes with the right arguments, asks nobody and says nothing."""

    reads_plan = True

    def reset(self, brief: Brief, observation: Observation) -> None:
        """Lay the writes out."""
        self._left = [call_text(name, arguments) for name, arguments in brief.writes]

    def act(self, observation: Observation) -> str:
        """Make the next write; after the last one, say nothing."""
        return self._left.pop(0) if self._left else ""

    def spent(self) -> Spent:
        """Nothing."""
        return Spent()


class RandomAgent:
    """Calls random tools with values it has seen, and speaks at random."""

    reads_plan = False

    _WORDS = (
        "What is your e-mail address?",
        "Could you tell me more about yourself, please?",
        "Shall I go ahead? Please confirm.",
        ANYTHING_ELSE,
        "Okay.",
    )

    def reset(self, brief: Brief, observation: Observation) -> None:
        """Remember the tools and start collecting values."""
        self._tools = [tool["function"] for tool in brief.tools]
        self._generator = numpy.random.default_rng(brief.seed)
        self._seen: list[str] = ["1", "2"]

    def act(self, observation: Observation) -> str:
        """Draw an action."""
        self._seen.extend(_values_in(observation["content"]))
        if self._generator.random() < 0.2:
            return draw(self._WORDS, self._generator)
        tool = draw(self._tools, self._generator)
        properties = tool["parameters"]["properties"]
        arguments = {name: self._value(schema) for name, schema in properties.items()}
        return call_text(tool["name"], arguments)

    def _value(self, schema: Mapping[str, Any]) -> Any:
        if schema["type"] == "array":
            return [self._value(schema["items"])]
        if "enum" in schema:
            return draw(schema["enum"], self._generator)
        if schema["type"] == "integer":
            return int(self._generator.integers(1, 6))
        if schema["type"] == "boolean":
            return bool(self._generator.integers(2))
        return draw(self._seen, self._generator)

    def spent(self) -> Spent:
        """Nothing."""
        return Spent()


def _values_in(content: str) -> list[str]:
    try:
        data = json.loads(content)
    except ValueError:
        words = (word.strip(".,!?") for word in content.split())
        return [word for word in words if any(c.isdigit() or c == "@" for c in word)]
    found: list[str] = []
    left = [data]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left.extend(value.values())
        elif isinstance(value, list):
            left.extend(value)
        elif isinstance(value, str):
            found.append(value)
    return found


Play = Generator[str, Observation, None]


class ReferenceAgent:
    """Plays the task's plan through the dialogue, seeing only observations.

    It uses a fact only after the user has said it, a value only after a tool has returned it, and
    acts on a request only after hearing it; where the dialogue does not give them, it fails.
    """

    reads_plan = True

    def reset(self, brief: Brief, observation: Observation) -> None:
        """Take the plan to hand."""
        if brief.task is None:
            raise TaskError("the reference agent needs the task with its plan")
        self._task = brief.task
        self._intents = brief.intents
        self._heard: list[str] = []
        self._known: set[str] = set()
        self._untold: list[str] = []
        self._results: Results = {}
        self._has_declined = False
        self._play = self._perform()
        self._started = False

    def act(self, observation: Observation) -> str:
        """Do what comes next in the plan; when it cannot go on, say so and wait for the end."""
        try:
            if self._started:
                return self._play.send(observation)
            self._started = True
            self._hear(observation)
            return next(self._play)
        except StopIteration:
            return "I am sorry, I cannot help you any further. Goodbye."

    def spent(self) -> Spent:
        """Nothing."""
        return Spent()

    def _perform(self) -> Play:
        try:
            for step in self._task.plan:
                yield from self._learn(step)
                if is_due(step, self._results, self._fact):
                    yield from self._do(step)
        except TaskError:
            return
        yield from self._close()

    def _close(self) -> Play:
        for _ in range(len(self._task.user.requests) + MAX_ATTEMPTS):
            yield from self._ask_for_more("That is done. ")

    def _do(self, step: Step) -> Play:
        if step.kind == "think":
            self._results[step.id] = think(step, self._results, self._fact)
        elif step.kind == "tell":
            told = told_value(step, self._results, self._fact)
            self._untold.append(f"The {told.label} is {say_value(told.type, told.value)}.")
        elif step.kind == "ask_user":
            yield from self._ask_user(step)
        else:
            yield from self._call(step)

    def _call(self, step: Step) -> Play:
        arguments = self._bind(step)
        if step.confirm:
            proposal = read_back(step.name, arguments)
            yield from self._speak(f"I would now {proposal}. Shall I go ahead?")
        elif step.name == HAND_OVER and self._untold:
            yield from self._speak("I will now hand you over to a colleague.")
        observation = yield call_text(step.name, arguments)
        try:
            self._results[step.id] = json.loads(observation["content"])
        except ValueError:
            raise TaskError(f"{step.name} refused: {observation['content']}") from None
        self._has_declined = step.name == DECLINE
        if self._has_declined:
            rule = str(arguments["rule"]).replace("_", " ")
            yield from self._speak(f"I'm afraid I cannot do that; our policy says: {rule}.")

    def _ask_for_more(self, done: str) -> Play:
        """Ask for the next request, and say that the last is done unless it was declined."""
        yield from self._speak(f"{'' if self._has_declined else done}{ANYTHING_ELSE}")

    def _bind(self, step: Step) -> dict[str, Any]:
        return bind(step, self._results, self._fact)

    def _ask_user(self, step: Step) -> Play:
        arguments = self._bind(step)
        wish = say_intent(self._intents[step.name], arguments)
        yield from self._speak(f"Could you please {wish}?")
        self._results[step.id] = _Said(self._heard)

    def _learn(self, step: Step) -> Play:
        """Hear the request a step belongs to and the facts it uses."""
        requests = self._task.user.requests
        for _ in range(MAX_ATTEMPTS):
            if self._has_heard(requests[step.request].text):
                break
            yield from self._ask_for_more("That is done so far. ")
        for fact in _facts_used(step, self._task):
            for _ in range(MAX_ATTEMPTS):
                if self._knows(fact):
                    break
                yield from self._speak(f"Could you tell me your {fact.label}, please?")

    def _speak(self, words: str) -> Play:
        text = " ".join([*self._untold, words])
        self._untold.clear()
        self._hear((yield text))

    def _hear(self, observation: Observation) -> None:
        if observation["role"] == "user":
            self._heard.append(observation["content"])

    def _has_heard(self, text: str) -> bool:
        return any(text in words for words in self._heard)

    def _knows(self, fact: Fact) -> bool:
        """Tell whether the user has said a fact; what was said stays said."""
        if fact.name not in self._known:
            if not any(mentions(words, fact.type, fact.value) for words in self._heard):
                return False
            self._known.add(fact.name)
        return True

    def _fact(self, name: str) -> Any:
        fact = self._task.user.fact(name)
        if not self._knows(fact):
            raise TaskError(f"the user never said the {fact.label}")
        return fact_value(fact)


class _Said(dict[str, Any]):
    """What the user reported of a tool of theirs: values are looked up in their words."""

    def __init__(self, heard: Sequence[str]) -> None:
        super().__init__()
        self._words = heard[-1] if heard else ""

    def __missing__(self, name: str) -> str:
        marker = name.replace("_", " ") + " "
        _, found, rest = self._words.partition(marker)
        if not found:
            raise KeyError(name)
        return rest.split(",")[0].rstrip(".")


def _facts_used(step: Step, task: Task) -> list[Fact]:
    names: list[str] = []
    left: list[Any] = [step.arguments, step.when]
    while left:
        value = left.pop(0)
        if isinstance(value, Mapping):
            if isinstance(value.get("fact"), str):
                names.append(value["fact"])
            left.extend(value.values())
        elif isinstance(value, list):
            left.extend(value)
    return [task.user.fact(name) for name in dict.fromkeys(names)]


AGENTS: dict[str, AgentFactory] = {
    "reference": ReferenceAgent,
    "noop": NoopAgent,
    "random": RandomAgent,
    "writes-only": WritesOnlyAgent,
}
"""Scripted agents by the name that `autoforge bench --agent` takes."""
