"""Writes the rows and the tasks of the hand-made retail domain.

    python examples/handmade_outdoor/populate.py generated/outdoor_v0
    autoforge seal generated/outdoor_v0

The first command gives the same bytes on every machine; the second executes the tasks' plans and
writes goals, policy document and hashes.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import consistency
import numpy as np
import tasks_held_out_merged
import tasks_test_goods
import tasks_test_orders
import tasks_train_goods
import tasks_train_merged
import tasks_train_orders
import tasks_validation
from crowd import Crowd
from ledger import TABLES, Ledger
from stock import stock_shop

SEED = 20260302
SPLITS = ("train", "validation", "test")
TASKS = (
    *tasks_train_orders.TASKS,
    *tasks_train_goods.TASKS,
    *tasks_train_merged.TASKS,
    *tasks_validation.TASKS,
    *tasks_test_orders.TASKS,
    *tasks_test_goods.TASKS,
    *tasks_held_out_merged.TASKS,
)


def main(folder: Path) -> None:
    """Write records.jsonl and tasks.jsonl into a domain folder.

    Raises:
        InconsistentBooksError: The rows contradict each other; nothing is written.
    """
    ledger = Ledger()
    generator = np.random.default_rng(SEED)
    stock_shop(ledger, generator)
    tasks = write_tasks(ledger)
    Crowd(ledger, generator).write()
    consistency.check(ledger.rows)
    write_lines(folder / "records.jsonl", records(ledger))
    write_lines(folder / "tasks.jsonl", tasks)
    print(", ".join(f"{len(ledger.rows[table])} {table}" for table in TABLES), len(tasks), "tasks")


def write_tasks(ledger: Ledger) -> list[dict[str, Any]]:
    """Write every task, and the customers and orders it is about into the ledger."""
    tasks_train_orders.neighbours(ledger)
    tasks = [write(ledger) for write in TASKS]
    return sorted(tasks, key=lambda task: (SPLITS.index(task["split"]), task["level"]))


def records(ledger: Ledger) -> Iterator[dict[str, Any]]:
    """Give every row, tables in the order of their references, rows by key."""
    for table in TABLES:
        for key in sorted(ledger.rows[table]):
            yield {"table": table, "values": ledger.rows[table][key]}


def write_lines(path: Path, values: Any) -> None:
    """Write values as JSON lines."""
    lines = [json.dumps(value, ensure_ascii=False) + "\n" for value in values]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
