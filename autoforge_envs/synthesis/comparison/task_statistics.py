"""What tasks consist of, ours beside those of the known benchmarks."""

from collections.abc import Sequence
from dataclasses import dataclass

from autoforge_envs.domain.session import Session
from autoforge_envs.domain.tasks import Task
from autoforge_envs.synthesis.grading import LEVELS, Grade, grade, measure


@dataclass(frozen=True, slots=True)
class TaskStatistics:
    """A set of tasks in numbers; None where a number is not known.

    Attributes:
        idle: Tasks whose plan changes no table of the domain.
        two_thoughts: Share of tasks whose plan has two reasoning steps or more.
        special: Share of tasks of which something is refused or depends on a condition.
    """

    name: str
    num_tasks: int
    mean_calls: float
    max_calls: int | None
    mean_writes: float | None = None
    idle: int | None = None
    mean_reasoning: float | None = None
    two_thoughts: float | None = None
    special: float | None = None


KNOWN = (
    TaskStatistics("tau-bench retail", 115, 5.1, 14, 1.6, 9),
    TaskStatistics("tau-bench airline", 50, 3.2, 20, 1.1, 20),
    TaskStatistics("tau2-bench retail", 114, 4.8, 13, 1.5, 10),
    TaskStatistics("tau2-bench airline", 50, 2.8, 19, 1.0, 24),
    TaskStatistics("tau2-bench telecom", 114, 4.5, 12, 4.4, 20),
    TaskStatistics("tau2-bench banking", 97, 9.9, 37),
    TaskStatistics("vitabench delivery", 100, 13.6, None),
    TaskStatistics("vitabench in-store", 100, 11.6, None),
)
"""Counted in the gold actions of tau-bench 59a200c and tau2-bench a2c0247, November 2026.

VitaBench (96f3b85) has no gold actions: its numbers are those of a script that makes the expected
orders.
"""


def grade_all(session: Session, tasks: Sequence[Task]) -> dict[str, Grade]:
    """Grade tasks by executing their plans on a session.

    Raises:
        TaskError: A plan fails.
    """
    return {task.id: grade(measure(session, task)) for task in tasks}


def summarize(name: str, grades: Sequence[Grade]) -> TaskStatistics:
    """Put graded tasks into numbers; all zero for no tasks."""
    parts = [each.parts for each in grades]
    count = len(parts) or 1
    return TaskStatistics(
        name=name,
        num_tasks=len(parts),
        mean_calls=sum(each.calls for each in parts) / count,
        max_calls=max((each.calls for each in parts), default=0),
        mean_writes=sum(each.writes for each in parts) / count,
        idle=sum(not each.writes for each in parts),
        mean_reasoning=sum(each.reasoning for each in parts) / count,
        two_thoughts=sum(each.reasoning > 1 for each in parts) / count,
        special=sum(bool(each.refusals or each.branches) for each in parts) / count,
    )


def summarize_levels(name: str, grades: Sequence[Grade]) -> list[TaskStatistics]:
    """Put graded tasks into numbers, all together and level by level."""
    levels = range(1, len(LEVELS) + 1)
    by_level = {level: [each for each in grades if each.level == level] for level in levels}
    return [
        summarize(name, grades),
        *(summarize(f"  level {level}", found) for level, found in by_level.items() if found),
    ]
