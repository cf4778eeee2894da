"""Attempts at tasks, one after the other: what each came to, noted so that a killed run goes on.

An attempt is a pure function of the domain, its seed, the cell and a number, and which comes next
depends on those before it alone. So the notes of a killed run are the beginning of the notes of one
that was left alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from autoforge_envs.domain.task_reading import read_task
from autoforge_envs.domain.tasks import Task
from autoforge_envs.synthesis.composition.candidates import SubGoal
from autoforge_envs.synthesis.pipeline.quota import Cell


class Attempt(NamedTuple):
    """Which task is attempted: the number counts the attempts of its cell, from 0."""

    cell: Cell
    number: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A task that has come through, with what others are compared with.

    Attributes:
        signature: Its sub-goals; no two splits share one.
        customer: Key of whom it is about; no two splits share one.
    """

    task: Task
    signature: tuple[SubGoal, ...]
    customer: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt came to.

    Attributes:
        stage: Where it ended: "compose", "grade", "compare" or "certify".
        reason: Why it was rejected there; "" if it came through.
        seconds: Spent by stage.
        entry: The task that came through.
    """

    attempt: Attempt
    stage: str
    reason: str
    seconds: Mapping[str, float]
    entry: Entry | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the line that notes it."""
        (split, level), number = self.attempt
        line: dict[str, Any] = {
            "split": split,
            "level": level,
            "number": number,
            "stage": self.stage,
            "reason": self.reason,
            "seconds": dict(self.seconds),
        }
        if self.entry is not None:
            line["signature"] = [list(each) for each in self.entry.signature]
            line["customer"] = self.entry.customer
            line["task"] = self.entry.task.as_json()
        return line


def read_outcome(line: Mapping[str, Any], where: str) -> Outcome:
    """Read a noted outcome.

    Args:
        line: What `Outcome.as_json` gave.
        where: Names the line in errors.

    Raises:
        DomainError: The task is none.
        KeyError: Something is missing.
    """
    entry = None
    if "task" in line:
        task = read_task(line["task"], where)
        entry = Entry(task, tuple((a, b, c) for a, b, c in line["signature"]), line["customer"])
    return Outcome(
        attempt=Attempt(Cell(line["split"], line["level"]), line["number"]),
        stage=line["stage"],
        reason=line["reason"],
        seconds=line["seconds"],
        entry=entry,
    )
