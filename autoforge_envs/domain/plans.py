"""Plans, executed: the run of a whole plan on a session, and where it ends."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.domain.conversation import CONFIRM, IdentityCheck
from autoforge_envs.domain.reasoning import Facts, Results, evaluate, think
from autoforge_envs.domain.session import Session
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.tasks import Fact, Goal, Step, Task, Told
from autoforge_envs.domain.tools import Caller
from autoforge_envs.domain.values import parse_value, render_value
from autoforge_envs.domain.wording import read_back
from autoforge_envs.errors import TaskError, ToolError


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """A tool call of a plan with its arguments computed."""

    step: Step
    caller: Caller
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Execution:
    """What running a plan gave: results by step, the values told, and the calls made."""

    results: Results
    told: tuple[Told, ...]
    calls: tuple[PlannedCall, ...]


def execute_plan(
    session: Session,
    task: Task,
    *,
    skip: Callable[[Step], bool] = lambda step: False,
    on_call: Callable[[PlannedCall], None] = lambda call: None,
) -> Execution:
    """Run a task's plan on a freshly reset session, without any dialogue.

    Args:
        session: Where to run it.
        task: The task.
        skip: Leaves out a step, for experiments on the oracle.
        on_call: Called after each tool call.

    Raises:
        TaskError: A step fails or its operands do not fit.
    """
    try:
        return _execute(session, task, skip, on_call)
    except TaskError as error:
        raise TaskError(f"task {task.id!r}, {error}") from error


def _execute(
    session: Session,
    task: Task,
    skip: Callable[[Step], bool],
    on_call: Callable[[PlannedCall], None],
) -> Execution:
    facts = {fact.name: fact_value(fact) for fact in task.user.facts}.__getitem__
    results: Results = {}
    told: list[Told] = []
    calls: list[PlannedCall] = []
    for step in task.plan:
        if skip(step) or not is_due(step, results, facts):
            continue
        if step.kind == "think":
            results[step.id] = think(step, results, facts)
        elif step.kind == "tell":
            told.append(told_value(step, results, facts))
        else:
            caller: Caller = "user" if step.kind == "ask_user" else "agent"
            call = PlannedCall(step, caller, step.name, bind(step, results, facts))
            results[step.id] = _call(session, call)
            calls.append(call)
            on_call(call)
    return Execution(results, tuple(told), tuple(calls))


def fact_value(fact: Fact) -> Any:
    """Return a fact in the form in which an agent would write it: money as "49.90"."""
    return render_value(SEMANTIC_TYPES[fact.type], fact.value)


def _call(session: Session, call: PlannedCall) -> Any:
    if call.step.confirm:
        session.call("user", CONFIRM, {"details": read_back(call.name, call.arguments)})
    result = session.call(call.caller, call.name, call.arguments)
    if result.error:
        raise TaskError(f"step {call.step.id!r}: {call.name} failed: {result.content}")
    return json.loads(result.content)


def is_due(step: Step, results: Results, facts: Facts) -> bool:
    """Tell whether a step's condition holds."""
    return step.when is None or bool(evaluate(step.when, results, facts))


def bind(step: Step, results: Results, facts: Facts) -> dict[str, Any]:
    """Compute a step's arguments."""
    return {name: evaluate(e, results, facts) for name, e in step.arguments.items()}


def told_value(step: Step, results: Results, facts: Facts) -> Told:
    """Compute what a "tell" step says, in the form it is stored.

    Raises:
        TaskError: The value is not of the type that the step names.
    """
    raw = evaluate(step.arguments["value"], results, facts)
    try:
        value = parse_value(SEMANTIC_TYPES[step.type], raw, step.name)
    except ToolError as error:
        raise TaskError(f"step {step.id!r}: {error}") from None
    return Told(step.name, step.type, value)


def goal_of(
    session: Session, task: Task, on_call: Callable[[PlannedCall], None] = lambda call: None
) -> Goal:
    """Execute the plan and take where it ends as the goal.

    Args:
        session: Where to execute it; it is reset first.
        task: The task; its own goal does not matter.
        on_call: Called after each tool call.

    Raises:
        TaskError: The plan fails or breaks a rule.
    """
    session.reset()
    execution = execute_plan(session, task, on_call=on_call)
    broken = session.violations()
    if broken:
        raise TaskError(f"task {task.id!r}: the plan breaks {', '.join(broken)}")
    return Goal(tuple(session.difference()), execution.told)


def baked_writes(session: Session, task: Task) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Return the plan's writing calls of the agent with their arguments, without the procedure.

    Identity checks and confirmations are left out: an agent that replays the rest has asked nobody
    and must earn nothing. Runs the plan on the session, which is left as the plan ends.

    Raises:
        TaskError: The plan fails.
    """
    session.reset()
    writes: list[tuple[str, Mapping[str, Any]]] = []
    before: list[Change] = []

    def note(call: PlannedCall) -> None:
        after = session.difference()
        tables = {change.table for change in after if change not in before}
        if call.caller == "agent" and tables - {IdentityCheck.__tablename__}:
            writes.append((call.name, call.arguments))
        before[:] = after

    execute_plan(session, task, on_call=note)
    return tuple(writes)
