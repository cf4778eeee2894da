"""What composing comes to: a task with its goal and what grading needs to know, or why none."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from autoforge_envs.domain.tasks import Task

SubGoal = tuple[str, str, str]
"""Intent, outcome ("allowed", "declined", "handed_over", "conditional", "told"), description."""


class Reason(StrEnum):
    """Why an attempt gave no task."""

    NO_WAY_IN = "the customer cannot be found or checked"
    NO_SUB_GOAL = "too few requests fit this customer"
    OTHER_SPLIT = "the combination of sub-goals belongs to another split"
    UNDONE = "one request undoes another"
    UNGUARDED = "nothing in the plan demands that the identity be checked"
    TOO_SHORT = "the plan is too short for its level"
    PLAN_FAILS = "the plan fails as designed"
    HEARD_ANYWAY = "an answer is heard without being told"


@dataclass(frozen=True, slots=True)
class Rejection:
    """An attempt that gave no task.

    Attributes:
        detail: More about it, for whoever mends the domain.
    """

    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task that still has to be certified.

    Attributes:
        signature: The sorted set of its sub-goals; no two splits share one.
        customer: Key of the customer; no two splits share one.
        num_calls: Tool calls of plan and user that are made.
        num_writes: Those that change the domain's own tables.
        num_reasoning_nodes: Steps that think.
        has_forbidden: Whether something is declined or handed over.
        has_conditional: Whether something depends on a condition or has a fallback.
        goals: Its sub-goals in the order of the requests.
        phrases: Words of the requests that stand for rows, properties and values.
    """

    task: Task
    signature: tuple[SubGoal, ...]
    customer: str
    num_calls: int
    num_writes: int
    num_reasoning_nodes: int
    has_forbidden: bool
    has_conditional: bool
    goals: tuple[SubGoal, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def statistics(self) -> Mapping[str, int]:
        """The counts by name, for tables."""
        return {
            "calls": self.num_calls,
            "writes": self.num_writes,
            "reasoning_nodes": self.num_reasoning_nodes,
            "forbidden": int(self.has_forbidden),
            "conditional": int(self.has_conditional),
        }
