"""Sealing: goals, policy document, card and hashes, the same bytes every time, whatever happens."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.sealing import seal, seal_with
from autoforge_envs.errors import DomainError, TaskError

ROOT = Path(__file__).parents[2]


def contents(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


def edit_tasks(folder: Path, change: Callable[[list[dict[str, Any]]], object]) -> None:
    path = folder / "tasks.jsonl"
    tasks = [json.loads(line) for line in path.read_text().splitlines()]
    change(tasks)
    path.write_text("".join(json.dumps(task) + "\n" for task in tasks))


def unseal(folder: Path) -> None:
    """Bring the folder to what its author wrote: no goals, no documents, no hashes."""

    def forget(tasks: list[dict[str, Any]]) -> None:
        for task in tasks:
            task["goal"] = {"changes": [], "told": []}

    edit_tasks(folder, forget)
    for name in ("policy.md", "CARD.md"):
        (folder / name).unlink()
    path = folder / "domain.json"
    fields = json.loads(path.read_text())
    for name in ("hashes", "statistics", "split"):
        del fields[name]
    path.write_text(json.dumps(fields))


def test_the_bookshop_is_sealed_as_it_lies_there(folder: Path) -> None:
    before = contents(folder)
    seal(folder)
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("tools.py", "no python (\n"),
        ("rules.py", "import nothing_here\n"),
        ("records.jsonl", "{}\n"),
    ],
)
def test_a_folder_that_was_changed_since_it_was_loaded_is_not_sealed(
    folder: Path, name: str, more: str
) -> None:
    domain = load_domain(folder)
    (folder / name).write_text((folder / name).read_text() + more)
    before = contents(folder)
    with pytest.raises(DomainError, match="was changed while it was being sealed; seal it again"):
        seal_with(domain, domain.contents.tasks)
    assert contents(folder) == before


def test_an_unsealed_folder_gets_all_that_is_derived(folder: Path) -> None:
    before = contents(folder)
    unseal(folder)
    with pytest.raises(DomainError):
        load_domain(folder)
    sealed = seal(folder)
    assert contents(folder) == before
    assert load_domain(folder).contents.tasks == sealed.contents.tasks
    goal = sealed.contents.tasks[0].goal
    assert {change.table for change in goal.changes} == {
        "books", "identity_checks", "orders", "refunds",
    }  # fmt: skip


def test_tasks_whose_goals_are_known_are_sealed_into_the_same_bytes(folder: Path) -> None:
    before, tasks = contents(folder), load_domain(folder).contents.tasks
    unseal(folder)
    seal_with(load_domain(folder, sealed=False), tasks)
    assert contents(folder) == before


def test_a_task_that_names_no_tool_of_the_domain_is_not_sealed(folder: Path) -> None:
    task = load_domain(folder).contents.tasks[0]
    step = replace(task.plan[0], name="fly")
    unseal(folder)
    with pytest.raises(DomainError, match="fly"):
        seal_with(load_domain(folder, sealed=False), [replace(task, plan=(step,))])


def seal_in_child(folder: Path, hash_seed: str, before: str = "") -> int:
    code = (
        f"import sys\nfrom pathlib import Path\n{before}\n"
        "from autoforge_envs.domain.sealing import seal\nseal(Path(sys.argv[1]))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        cwd=ROOT,
        timeout=60,
        check=False,
    ).returncode


@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_another_process_seals_to_the_same_bytes(hash_seed: str, folder: Path) -> None:
    before = contents(folder)
    unseal(folder)
    assert seal_in_child(folder, hash_seed) == 0
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda tasks: tasks[0]["plan"][1]["arguments"].update(password={"value": "wrong"}),
         r"task 'cancel_lighthouse', step 'check': check_password failed: that is not the cust"),
        (lambda tasks: tasks[5]["plan"][5].pop("confirm"),
         r"task 'cancel_one_count_rest': the plan breaks changes_are_confirmed"),
        (lambda tasks: tasks[0]["plan"][4].update(where={}),
         r"task 'cancel_lighthouse', step 'order': 3 elements match, not one"),
    ],
    ids=["a call fails", "a rule is broken", "an ambiguous reference"],
)  # fmt: skip
def test_a_plan_that_fails_writes_nothing(
    change: Callable[[list[dict[str, Any]]], object], complaint: str, folder: Path
) -> None:
    unseal(folder)
    edit_tasks(folder, change)
    before = contents(folder)
    with pytest.raises(TaskError, match=complaint):
        seal(folder)
    assert contents(folder) == before


def test_a_wrong_row_writes_nothing(folder: Path) -> None:
    unseal(folder)
    with (folder / "records.jsonl").open("a") as file:
        file.write('{"table": "readers", "values": {"id": "RD-9", "mode": "off"}}\n')
    before = contents(folder)
    with pytest.raises(
        DomainError, match=r"records\.jsonl, line 28: readers\.customer_id is empty"
    ):
        seal(folder)
    assert contents(folder) == before


KILL = """
import os
from pathlib import Path
replace, left = Path.replace, [{replacements}]

def replace_or_die(self, target):
    if not left[0]:
        os._exit(9)
    left[0] -= 1
    return replace(self, target)

Path.replace = replace_or_die
"""


@pytest.mark.parametrize("replacements", [0, 1, 2, 3])
def test_a_kill_while_sealing_leaves_a_folder_that_can_be_sealed(
    replacements: int, folder: Path
) -> None:
    expected = contents(folder)
    unseal(folder)
    before = contents(folder)
    assert seal_in_child(folder, "0", KILL.format(replacements=replacements)) == 9
    half = contents(folder)
    assert sum(half.get(name) != digest for name, digest in before.items()) <= replacements
    if replacements < 3:  # the card is no part of what is hashed
        with pytest.raises(DomainError):
            load_domain(folder)
    seal(folder)
    assert contents(folder) == expected


def test_statistics_are_counted(folder: Path) -> None:
    statistics = seal(folder).contents.manifest.statistics
    assert statistics == {
        "tables": 5, "rows": 27, "tools": 9, "user_tools": 4, "rules": 5,
        "tasks": {"train": 3, "validation": 1, "test": 2}, "mean_plan_calls": 5.17,
    }  # fmt: skip


def test_a_domain_without_tasks_can_be_sealed(folder: Path) -> None:
    (folder / "tasks.jsonl").write_text("")
    assert seal(folder).contents.manifest.statistics["mean_plan_calls"] == 0
