"""A copy of the bookshop to be spoiled: edits that fail loudly when the bookshop has changed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BOOKSHOP = Path(__file__).parents[2] / "tests" / "domains" / "bookshop_v0"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shop:
    """A copy of the bookshop's folder, to be spoiled."""

    folder: Path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that is there exactly once.

        Raises:
            ValueError: It is not; the bookshop has changed, and the defect must follow.
        """
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise ValueError(f"{name} has {old!r} {text.count(old)} times, not once")
        path.write_text(text.replace(old, new), encoding="utf-8")

    def tasks(self) -> list[Json]:
        """Return the tasks as JSON."""
        lines = (self.folder / "tasks.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def write_tasks(self, *tasks: Json) -> None:
        """Replace the tasks."""
        lines = (json.dumps(task, ensure_ascii=False) + "\n" for task in tasks)
        (self.folder / "tasks.jsonl").write_text("".join(lines), encoding="utf-8")

    def drop_certificates(self) -> None:
        """Leave the tasks as they are before anybody has certified them."""
        self.write_tasks(*({**task, "certificate": {}} for task in self.tasks()))

    @contextmanager
    def task(self, task_id: str) -> Iterator[Json]:
        """Give one task to be edited."""
        tasks = self.tasks()
        yield next(task for task in tasks if task["id"] == task_id)
        self.write_tasks(*tasks)

    def add_row(self, table: str, **values: Any) -> None:
        """Add a row at the end."""
        with (self.folder / "records.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"table": table, "values": values}) + "\n")


def step(task: Json, step_id: str) -> Json:
    """Find a step of a plan."""
    found: Json = next(each for each in task["plan"] if each["id"] == step_id)
    return found
