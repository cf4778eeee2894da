"""A plan rehearsed: what it did, move by move, so that it can be played again, and otherwise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.conversation import CONFIRM, CONVERSATION_MODELS, IdentityCheck
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.plans import (
    Execution,
    PlannedCall,
    execute_plan,
    fact_value,
    is_due,
)
from autoforge_envs.domain.reasoning import Facts
from autoforge_envs.domain.session import Session, ToolResult
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.tasks import Step, Task, Told
from autoforge_envs.domain.tools import Caller
from autoforge_envs.domain.wording import read_back
from autoforge_envs.errors import ToolCrash
from autoforge_envs.synthesis.certification.expressions import sources_of

_CONVERSATION = frozenset(model.__tablename__ for model in CONVERSATION_MODELS)

Proposal = Callable[[str, Mapping[str, Any]], str]
"""Words in which a call is proposed to the user, who says yes to them."""


@dataclass(frozen=True, slots=True)
class Move:
    """A tool call of a plan.

    Attributes:
        result: What the tool answered.
        writes: Whether the tool may write.
        tables: Tables in which it changed something that the verdict sees.
        sources: Steps whose results it builds on.
        proposal: How it is proposed to the user first; None if it is not.
    """

    step: Step
    caller: Caller
    name: str
    arguments: Mapping[str, Any]
    result: Any
    writes: bool
    tables: frozenset[str]
    sources: frozenset[str]
    proposal: Proposal | None

    @property
    def identifies(self) -> bool:
        """Whether it checked who the user is."""
        return IdentityCheck.__tablename__ in self.tables

    @property
    def changes_the_business(self) -> bool:
        """Whether it changed one of the domain's own tables."""
        return bool(self.tables - _CONVERSATION)


@dataclass(frozen=True, slots=True)
class Tell:
    """Something the plan tells the user, and the steps whose results that builds on."""

    step_id: str
    told: Told
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A plan executed to its end: its moves, what it told, results by step, and changes."""

    moves: tuple[Move, ...]
    tells: tuple[Tell, ...]
    results: Mapping[str, Any]
    changes: tuple[Change, ...]
    violations: tuple[str, ...]

    @property
    def told(self) -> tuple[Told, ...]:
        """What it told, in order."""
        return tuple(tell.told for tell in self.tells)

    @property
    def speaking(self) -> tuple[str, ...]:
        """The steps that told it."""
        return tuple(tell.step_id for tell in self.tells)

    @property
    def writes(self) -> tuple[Move, ...]:
        """The moves that may write; without the others the state ends up the same."""
        return tuple(move for move in self.moves if move.writes)


Tools = Mapping[tuple[str, str], ToolInfo]
"""Tools by caller and name."""

_Sources = Mapping[str, frozenset[str]]
"""Steps that each step builds on."""


def rehearse(
    session: Session,
    task: Task,
    tools: Tools,
    on_step: Callable[[Step], None] = lambda step: None,
) -> Rehearsal:
    """Execute a task's plan on a session, which is reset first.

    Args:
        session: Where to execute it.
        task: The task.
        tools: The domain's tools.
        on_step: Called before each step.

    Raises:
        TaskError: A step fails.
        ToolCrash: A tool fails by its own fault.
    """
    touched: list[frozenset[str]] = []
    before: Sequence[Change] = ()

    def look(step: Step) -> bool:
        on_step(step)
        return False

    def note(call: PlannedCall) -> None:
        nonlocal before
        if not tools[call.caller, call.name].writes:
            touched.append(frozenset())
            return
        after = session.difference()
        touched.append(frozenset(change.table for change in after if change not in before))
        before = after

    execution = _executed(session, task, look, note)
    sources = sources_of(task.plan)
    return Rehearsal(
        moves=_moves_of(execution, tools, touched, sources),
        tells=_tells_of(task, execution, sources),
        results=execution.results,
        changes=tuple(before),
        violations=tuple(session.violations()),
    )


@dataclass(frozen=True, slots=True)
class Repetition:
    """Where a plan ends that was executed once more, what it told, and in which steps."""

    told: tuple[Told, ...]
    speaking: tuple[str, ...]
    changes: tuple[Change, ...]


def repeat(session: Session, task: Task) -> Repetition:
    """Execute a task's plan on a session, which is reset first, and look at its end alone.

    Raises:
        TaskError: A step fails.
        ToolCrash: A tool fails by its own fault.
    """
    execution = _executed(session, task)
    speaking = tuple(step.id for step in _speaking(task, execution))
    return Repetition(execution.told, speaking, tuple(session.difference()))


def _executed(
    session: Session,
    task: Task,
    skip: Callable[[Step], bool] = lambda step: False,
    on_call: Callable[[PlannedCall], None] = lambda call: None,
) -> Execution:
    session.reset()
    try:
        return execute_plan(session, task, skip=skip, on_call=on_call)
    except (ValueError, RecursionError) as error:  # a hostile tool's result is no JSON, or endless
        raise ToolCrash(f"a tool's result cannot be read: {error}") from error


def _moves_of(
    execution: Execution, tools: Tools, touched: Sequence[frozenset[str]], sources: _Sources
) -> tuple[Move, ...]:
    """Return the calls of a plan with the tables that each touched."""
    return tuple(
        Move(
            step=call.step,
            caller=call.caller,
            name=call.name,
            arguments=call.arguments,
            result=execution.results[call.step.id],
            writes=tools[call.caller, call.name].writes,
            tables=tables,
            sources=sources[call.step.id],
            proposal=read_back if call.step.confirm else None,
        )
        for call, tables in zip(execution.calls, touched, strict=True)
    )


def _tells_of(task: Task, execution: Execution, sources: _Sources) -> tuple[Tell, ...]:
    """Return what a plan told, by step."""
    return tuple(
        Tell(step.id, told, sources[step.id])
        for step, told in zip(_speaking(task, execution), execution.told, strict=True)
    )


def _speaking(task: Task, execution: Execution) -> list[Step]:
    """Return the steps that told something."""
    facts, results = facts_of(task), execution.results
    return [step for step in task.plan if step.kind == "tell" and is_due(step, results, facts)]


def make(session: Session, move: Move) -> ToolResult:
    """Make a move without any conversation; the user says yes to it first if it is proposed.

    Raises:
        ToolCrash: The tool fails by its own fault.
    """
    propose(session, move)
    return session.call(move.caller, move.name, move.arguments)


def propose(session: Session, move: Move) -> None:
    """Let the user say yes to what a move proposes, if it proposes anything."""
    if move.proposal is not None:
        session.call("user", CONFIRM, {"details": move.proposal(move.name, move.arguments)})


def facts_of(task: Task) -> Facts:
    """Return what the user knows, by name, in the form in which an agent would write it."""
    return {fact.name: fact_value(fact) for fact in task.user.facts}.__getitem__
