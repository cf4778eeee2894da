"""Agents that err in one way each: a scale to read difficulty off without a language model.

Each plays the task's plan like the reference agent, through the dialogue and seeing only
observations, with one habit of careless people planted in it. What depends on something that went
wrong goes wrong as well; the agent carries on with the rest.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy

from autoforge_envs.benchmark.agents import (
    AgentFactory,
    Brief,
    Observation,
    Play,
    ReferenceAgent,
    call_text,
)
from autoforge_envs.chance import draw
from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.plans import is_due
from autoforge_envs.domain.reasoning import evaluate
from autoforge_envs.domain.tasks import Step
from autoforge_envs.domain.wording import read_back
from autoforge_envs.errors import TaskError

FORGETS_ONE_IN = 4
"""The forgetful agent drops a request with probability one over this."""

CONFUSES_ONE_IN = 2
"""The confused agent takes one of two equal rows for the other with probability one over this."""

_PICKS_ONE = ("only", "first", "max", "min")
_KEY = re.compile(r"[A-Z]+-\w+")


class CarelessAgent(ReferenceAgent):
    """Plays the plan on when a step fails; what needs that step's result fails too."""

    def reset(self, brief: Brief, observation: Observation) -> None:
        """Take the plan to hand."""
        super().reset(brief, observation)
        self._brief = brief
        self._generator = numpy.random.default_rng(brief.seed)

    def _perform(self) -> Play:
        for step in self._task.plan:
            try:
                yield from self._learn(step)
                if is_due(step, self._results, self._fact):
                    yield from self._do(step)
            except TaskError:
                continue
        yield from self._close()

    def _looks_up(self, step: Step) -> bool:
        return step.kind == "call" and step.name not in self._brief.writers

    def _only_learns(self, step: Step) -> bool:
        return step.kind == "think" or self._looks_up(step)

    def _checks_identity(self, step: Step) -> bool:
        written = [name for name, _ in self._brief.writes]
        return step.kind == "call" and step.name in self._brief.writers and step.name not in written

    def _parameters_of(self, tool: str) -> Mapping[str, Any]:
        """Return the JSON schemas of a tool's parameters; none for a tool not among the agent's."""
        schemas = {each["function"]["name"]: each["function"] for each in self._brief.tools}
        found = schemas.get(tool, {"parameters": {"properties": {}}})
        properties: Mapping[str, Any] = found["parameters"]["properties"]
        return properties

    def _draw(self, values: Sequence[Any]) -> Any:
        return draw(values, self._generator)


class ForgetfulAgent(CarelessAgent):
    """Forgets one request in four: does nothing about it, and says nothing."""

    def reset(self, brief: Brief, observation: Observation) -> None:
        """Decide which requests to forget."""
        super().reset(brief, observation)
        drawn = self._generator.integers(FORGETS_ONE_IN, size=len(self._task.user.requests))
        self._forgotten = [number for number, draw in enumerate(drawn) if draw == 0]

    def _do(self, step: Step) -> Play:
        harmless = self._only_learns(step) or self._checks_identity(step)
        if harmless or step.request not in self._forgotten:
            yield from super()._do(step)


class ConfusedAgent(CarelessAgent):
    """Takes one row for another, the likelier the more they resemble each other.

    Two rows that differ in nothing but their keys are confused half the time, rows with nothing in
    common never.
    """

    def _do(self, step: Step) -> Play:
        yield from super()._do(step)
        if step.kind == "think" and step.name in _PICKS_ONE:
            self._results[step.id] = self._confuse(step, self._results[step.id])

    def _confuse(self, step: Step, right: Any) -> Any:
        rows = evaluate(step.arguments["over"], self._results, self._fact)
        others = [row for row in rows if isinstance(row, Mapping) and row != right]
        if not others:
            return right
        nearest = max(others, key=lambda row: likeness(row, right))
        slips = self._generator.random() * CONFUSES_ONE_IN < likeness(nearest, right)
        return nearest if slips else right


def likeness(first: Mapping[str, Any], second: Mapping[str, Any]) -> float:
    """Return the share of fields in which two rows agree, keys that differ left out."""
    pairs = [(first[name], second.get(name)) for name in first]
    compared = [pair for pair in pairs if not _are_different_keys(*pair)]
    return sum(a == b for a, b in compared) / len(compared) if compared else 1.0


def _are_different_keys(first: Any, second: Any) -> bool:
    return first != second and all(
        isinstance(value, str) and _KEY.fullmatch(value) for value in (first, second)
    )


class LawlessAgent(CarelessAgent):
    """Never declines and never hands over: tries to do what the policy forbids instead.

    What the plan offers in place of the refused request is not asked for, so it is not done.
    """

    def reset(self, brief: Brief, observation: Observation) -> None:
        """Start without having given in."""
        super().reset(brief, observation)
        self._gave_in_to: list[int] = []
        self._named: dict[str, Any] = {}

    def _do(self, step: Step) -> Play:
        if step.kind == "call" and step.name in (DECLINE, HAND_OVER):
            self._gave_in_to.append(step.request)
            yield from self._give_in(step)
        elif step.request not in self._gave_in_to or self._only_learns(step):
            yield from super()._do(step)

    def _bind(self, step: Step) -> dict[str, Any]:
        arguments = super()._bind(step)
        if self._checks_identity(step):
            self._named |= arguments
        return arguments

    def _give_in(self, step: Step) -> Play:
        """Make the call that the customer asked for, its details filled in as well as can be."""
        bound = super()._bind(step)
        action = bound.get("action") or self._task.user.requests[step.request].intent
        schemas = self._parameters_of(action)
        for fact in self._task.user.facts:
            if fact.name in schemas and not self._knows(fact):
                yield from self._speak(f"Could you tell me your {fact.label}, please?")
        arguments = self._fill_in(schemas, bound.get("subject"))
        yield from self._speak(f"I would now {read_back(action, arguments)}. Shall I go ahead?")
        if schemas:
            yield call_text(action, arguments)

    def _fill_in(self, schemas: Mapping[str, Any], subject: Any) -> dict[str, Any]:
        """Take what the customer said or the identity check named, the subject, what was seen."""
        said = {f.name: self._fact(f.name) for f in self._task.user.facts if self._knows(f)}
        known = {name: value for name, value in (said | self._named).items() if name in schemas}
        left = [name for name in schemas if name not in known]
        if left and subject:
            known[left.pop(0)] = subject
        rows = sorted(rows_in(self._results), key=lambda row: subject not in row.values())
        for name in left:
            seen = [row[name] for row in rows if row.get(name)]
            known[name] = seen[0] if seen else guess(schemas[name], self._draw)
        return {name: known[name] for name in schemas}


def rows_in(value: Any) -> list[Mapping[str, Any]]:
    """Return every JSON object in a value, the outer ones first."""
    if isinstance(value, Mapping):
        return [value, *(row for inner in value.values() for row in rows_in(inner))]
    if isinstance(value, list):
        return [row for inner in value for row in rows_in(inner)]
    return []


def guess(schema: Mapping[str, Any], draw: Callable[[Sequence[Any]], Any]) -> Any:
    """Make up a value that fits a parameter's JSON schema."""
    if schema["type"] == "array":
        return [guess(schema["items"], draw)]
    if "enum" in schema:
        return draw(schema["enum"])
    return {"integer": 1, "boolean": True}.get(schema["type"], "1")


class HastyAgent(CarelessAgent):
    """Looks nothing up once it knows who it talks to: acts on what the user says, else guesses."""

    def reset(self, brief: Brief, observation: Observation) -> None:
        """Start with a customer nobody knows yet."""
        super().reset(brief, observation)
        self._is_known = False

    def _do(self, step: Step) -> Play:
        if not (self._is_known and self._looks_up(step)):
            yield from super()._do(step)
        self._is_known = self._is_known or self._checks_identity(step)

    def _bind(self, step: Step) -> dict[str, Any]:
        parameters = self._parameters_of(step.name)
        return {
            name: self._value_or_guess(expression, parameters.get(name))
            for name, expression in step.arguments.items()
        }

    def _value_or_guess(self, expression: Any, schema: Mapping[str, Any] | None) -> Any:
        try:
            return evaluate(expression, self._results, self._fact)
        except TaskError:
            if schema is None:
                raise
            return guess(schema, self._draw)


GRADED_AGENTS: dict[str, AgentFactory] = {
    "forgetful": ForgetfulAgent,
    "confused": ConfusedAgent,
    "lawless": LawlessAgent,
    "hasty": HastyAgent,
}
"""Agents that err, by the name that `autoforge bench --agent` takes."""
