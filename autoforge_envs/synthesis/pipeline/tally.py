"""Keeping count of a domain's tasks: which to attempt next, and when enough is enough."""

from autoforge_envs.domain.tasks import Split
from autoforge_envs.synthesis.comparison.duplicates import TaskIndex
from autoforge_envs.synthesis.pipeline.attempts import Attempt, Entry, Outcome
from autoforge_envs.synthesis.pipeline.quota import HEAD_START, HOPELESS, LEVELS, Cell, Quota


class Tally:
    """What was attempted and what came through; the same outcomes give the same next attempt.

    The cell that is furthest behind comes next, so that the splits grow together and each gets its
    share of the combinations of sub-goals. A cell whose patience is spent leaves what it lacks to
    the nearest level of its split that still has some.
    """

    def __init__(self, quota: Quota) -> None:
        """Start with nothing."""
        self._quota = quota
        self._wanted = quota.by_cell()
        self._accepted = dict.fromkeys(self._wanted, 0)
        self._tried = dict.fromkeys(self._wanted, 0)
        self._owners: dict[str, Split] = {}
        self._index = TaskIndex()
        self.outcomes: list[Outcome] = []
        self.entries: list[Entry] = []

    def next_attempt(self) -> Attempt | None:
        """Return the attempt to make; None when the quota is met or all patience is spent."""
        behind = [cell for cell in self._wanted if self.lacks(cell) and self._has_patience(cell)]
        if not behind or (not self.entries and len(self.outcomes) >= HOPELESS):
            return None
        cell = min(behind, key=self._progress)
        return Attempt(cell, self._tried[cell])

    def note(self, outcome: Outcome) -> None:
        """Count an outcome."""
        cell, entry = outcome.attempt.cell, outcome.entry
        self.outcomes.append(outcome)
        self._tried[cell] += 1
        if entry is not None:
            self._accepted[Cell(cell.split, entry.task.level)] += 1
            self.entries.append(entry)
            self._index.add(self._index.sketch(entry.task))
            for mark in _marks(entry):
                self._owners[mark] = cell.split
        if self.lacks(cell) and not self._has_patience(cell):
            self._pass_on(cell)

    def lacks(self, cell: Cell) -> bool:
        """Tell whether more tasks of a cell are wanted."""
        return self._accepted[cell] < self._wanted[cell]

    def objection(self, entry: Entry) -> str:
        """Say why a task cannot come in beside the others; "" if it can."""
        split = entry.task.split
        for mark in _marks(entry):
            if self._owners.get(mark, split) != split:
                return f"its {mark.split()[0]} is in another split"
        repeated = self._index.find(self._index.sketch(entry.task))
        return "it nearly repeats another task" if repeated else ""

    def missing(self) -> str:
        """Say what the quota still lacks; "" if it is met."""
        lacking = [
            f"{split} {self._count(split)} of {wanted}"
            for split, wanted in self._quota.by_split().items()
            if self._count(split) < wanted
        ]
        empty = [
            str(level) for level in LEVELS
            if any(self._quota.by_cell()[cell] for cell in self._wanted if cell.level == level)
            and not any(self._accepted[cell] for cell in self._wanted if cell.level == level)
        ]  # fmt: skip
        if empty:
            lacking.append(f"no task of level {', '.join(empty)}")
        return ", ".join(lacking)

    def _count(self, split: Split) -> int:
        return sum(count for cell, count in self._accepted.items() if cell.split == split)

    def _has_patience(self, cell: Cell) -> bool:
        return self._tried[cell] < HEAD_START + self._wanted[cell] * self._quota.patience

    def _progress(self, cell: Cell) -> tuple[float, float]:
        wanted = self._wanted[cell]
        return self._accepted[cell] / wanted, self._tried[cell] / wanted

    def _pass_on(self, cell: Cell) -> None:
        """Leave what a cell lacks to the nearest one of its split, harder rather than easier."""
        others = [
            other for other in self._wanted
            if other.split == cell.split and other != cell
            and self._has_patience(other)
        ]  # fmt: skip
        if not others:
            return
        nearest = min(others, key=lambda other: (abs(other.level - cell.level), -other.level))
        self._wanted[nearest] += self._wanted[cell] - self._accepted[cell]
        self._wanted[cell] = self._accepted[cell]


def _marks(entry: Entry) -> list[str]:
    """Return what no two splits may share."""
    marks = [f"combination {entry.signature}"]
    return [*marks, f"customer {entry.customer}"] if entry.customer else marks
