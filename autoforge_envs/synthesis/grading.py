"""Grading: how hard a task is, read off its plan.

A task is as hard as the mistakes it invites. Its plan is executed and everything in it that a
careless agent gets wrong is counted and weighed; the sum decides the level. The weights are set by
hand and checked against agents that err in one way each: docs/grading.md has the table.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autoforge_envs.domain.conversation import CONVERSATION_MODELS, DECLINE, HAND_OVER
from autoforge_envs.domain.plans import PlannedCall, execute_plan, fact_value
from autoforge_envs.domain.reasoning import Results, evaluate
from autoforge_envs.domain.session import Session
from autoforge_envs.domain.tasks import Step, Task
from autoforge_envs.synthesis.certification.rehearsal import Rehearsal

_PROCEDURE = frozenset(model.__tablename__ for model in CONVERSATION_MODELS)

_Effect = tuple[Step, frozenset[str]]
"""A call that was made, and the tables in which it changed something."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a plan is made of, as executed: steps whose condition does not hold are left out.

    Attributes:
        calls: Tool calls, the user's own included.
        writes: Those that change the domain's own tables.
        lookups: Those that change nothing at all.
        reasoning: Steps that compute on results.
        indirections: Arguments of calls that come out of such a step.
        branches: Points at which the plan could have gone another way: conditions, choices between
            values, alternatives asked for after a refusal.
        refusals: Requests declined, and conversations handed over.
        told: Values that the user has to hear.
        requests: What the user wants, in number.
    """

    calls: int = 0
    writes: int = 0
    lookups: int = 0
    reasoning: int = 0
    indirections: int = 0
    branches: int = 0
    refusals: int = 0
    told: int = 0
    requests: int = 0


WEIGHTS: Mapping[str, float] = {
    "writes": 1.0,
    "lookups": 0.25,
    "reasoning": 0.25,
    "indirections": 0.5,
    "branches": 1.0,
    "refusals": 2.5,
    "told": 0.5,
    "requests": 1.0,
}
"""What one of each adds to the score."""

LEVELS = (0.0, 7.0, 12.0, 17.5, 23.0)
"""The least score of each level, from 1 to 5."""


@dataclass(frozen=True, slots=True)
class Grade:
    """How hard a task is: a level from 1 to 5, by the score."""

    level: int
    score: float
    parts: Parts


def grade(parts: Parts) -> Grade:
    """Weigh what a plan is made of."""
    score = sum(getattr(parts, name) * weight for name, weight in WEIGHTS.items())
    return Grade(sum(score >= least for least in LEVELS), score, parts)


def measure(session: Session, task: Task) -> Parts:
    """Execute a task's plan on a session, which is reset first, and count what it is made of.

    Raises:
        TaskError: The plan fails.
    """
    session.reset()
    effects: list[_Effect] = []
    before = session.difference()

    def note(call: PlannedCall) -> None:
        nonlocal before
        after = session.difference()
        tables = frozenset(change.table for change in after if change not in before)
        effects.append((call.step, tables))
        before = after

    execution = execute_plan(session, task, on_call=note)
    return _parts(task, effects, execution.results, len(execution.told))


def measure_rehearsed(task: Task, rehearsal: Rehearsal) -> Parts:
    """Count what a task's plan is made of that was rehearsed already."""
    effects = [(move.step, move.tables) for move in rehearsal.moves]
    return _parts(task, effects, dict(rehearsal.results), len(rehearsal.tells))


def _parts(task: Task, effects: Sequence[_Effect], results: Results, num_told: int) -> Parts:
    return Parts(
        calls=len(effects),
        writes=sum(bool(tables - _PROCEDURE) for _, tables in effects),
        lookups=sum(not tables for _, tables in effects),
        reasoning=sum(step.id in results for step in _thinking(task)),
        indirections=sum(_indirections(step, task) for step, _ in effects),
        branches=_branches(task, results),
        refusals=sum(step.name in (DECLINE, HAND_OVER) for step, _ in effects),
        told=num_told,
        requests=len(task.user.requests),
    )


def _thinking(task: Task) -> Iterator[Step]:
    return (step for step in task.plan if step.kind == "think")


def _indirections(step: Step, task: Task) -> int:
    """Count a call's arguments that a reasoning step computed or picked out."""
    thoughts = {each.id for each in _thinking(task)}
    return sum(expression.get("result") in thoughts for expression in step.arguments.values())


def _branches(task: Task, results: Results) -> int:
    choices = sum(step.name == "choose" for step in _thinking(task) if step.id in results)
    fallbacks = sum(request.fallback is not None for request in task.user.requests)
    return _conditions(task, results) + choices + fallbacks


def _conditions(task: Task, results: Results) -> int:
    """Count conditions; one and its opposite, an if and its else, are one."""
    facts = {fact.name: fact_value(fact) for fact in task.user.facts}.__getitem__
    values: dict[str, bool] = {}
    for step in task.plan:
        if step.when is not None:
            text = json.dumps(step.when, sort_keys=True)
            values[text] = bool(evaluate(step.when, results, facts))
    holding = sum(values.values())
    return max(holding, len(values) - holding)
