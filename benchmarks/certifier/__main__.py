"""Prints how often the certifier errs; run with `python -m benchmarks.certifier --seeds 0:4`."""

import argparse
import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from rich.console import Console
from rich.table import Table

from autoforge_envs.errors import AutoForgeError
from benchmarks.certifier import code_defects, task_defects, variants
from benchmarks.certifier.subjects import Subject, as_json, certify_json, edited, synthesized

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Trial:
    """One experiment: what was changed, in what, and which checks failed."""

    place: str
    name: str
    where: str
    failed: tuple[str, ...]


def main() -> None:
    """Plant, certify, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="0:4", metavar="A:B", help="domains [%(default)s]")
    parser.add_argument("--tasks", type=int, default=20, help="tasks a domain [%(default)s]")
    parser.add_argument("--trials", type=int, default=3, help="of each kind a domain [%(default)s]")
    parser.add_argument("--seconds", type=float, default=100, help="then stop [%(default)s]")
    arguments = parser.parse_args()
    logging.getLogger("autoforge_envs.episode").setLevel(logging.CRITICAL)
    first, _, end = arguments.seeds.partition(":")
    deadline = time.monotonic() + arguments.seconds
    trials: list[Trial] = []
    for seed in range(int(first), int(end)):
        if time.monotonic() < deadline:
            trials += experiment(seed, arguments.tasks, arguments.trials, deadline)
    report(trials)


def experiment(seed: int, num_tasks: int, num_trials: int, deadline: float) -> list[Trial]:
    """Make every experiment on one domain."""
    generator = np.random.default_rng([seed, 1])
    trials: list[Trial] = []
    try:
        with synthesized(seed, num_tasks) as subject:
            for _ in range(num_trials):
                trials += _on_tasks(subject, generator)
                trials += _on_code(subject, generator)
                if time.monotonic() > deadline:
                    break
    except AutoForgeError as error:
        Console(stderr=True).print(f"seed {seed} gives no domain: {error}", soft_wrap=True)
    return trials


def _on_tasks(subject: Subject, generator: np.random.Generator) -> Iterator[Trial]:
    for name, (spoil, sealed) in task_defects.ALL.items():
        for task in _shuffled(subject.tasks, generator):
            data = spoil(subject, task, generator)
            if data is not None:
                failed = subject.verdict(data, sealed=sealed)
                yield Trial("task", name, f"{subject.folder.name} {task.id}", tuple(failed))
                break
    for name, change in variants.ALL.items():
        task = _shuffled(subject.tasks, generator)[0]
        failed = subject.verdict(change(subject, task, generator), sealed=True)
        yield Trial("variant", name, f"{subject.folder.name} {task.id}", tuple(failed))


def _on_code(subject: Subject, generator: np.random.Generator) -> Iterator[Trial]:
    for name, spoil in code_defects.ALL.items():
        spoiled = spoil(subject, generator)
        if spoiled is None:
            continue
        failed: dict[str, None] = {}
        try:
            with edited(subject, spoiled.files) as stage:
                for task in _shuffled(spoiled.tasks, generator)[:_MAX_TOUCHED]:
                    failed |= dict.fromkeys(
                        certify_json(stage, as_json(task), sealed=spoiled.sealed)
                    )
        except AutoForgeError:
            failed["loading"] = None
        yield Trial("code", name, subject.folder.name, tuple(failed))


_MAX_TOUCHED = 4
"""Tasks that a defect of the code could show in, of which so many are certified."""


def _shuffled(items: Sequence[Item], generator: np.random.Generator) -> list[Item]:
    return [items[int(at)] for at in generator.permutation(len(items))]


def report(trials: Sequence[Trial]) -> None:
    """Print the tables."""
    console = Console(width=120)
    for place, title, wrong in (
        ("task", "Defects of a task", "accepted"),
        ("code", "Defects of a tool, a rule or a row", "accepted"),
        ("variant", "Changes that must not matter", "rejected"),
    ):
        console.print(_table([t for t in trials if t.place == place], title, wrong))
    for trial in trials:
        if bool(trial.failed) == (trial.place == "variant"):
            checks = f": {', '.join(trial.failed)}" if trial.failed else ""
            console.print(f"wrong: {trial.name} in {trial.where}{checks}", soft_wrap=True)


def _table(trials: Sequence[Trial], title: str, wrong: str) -> Table:
    table = Table(title=title, title_justify="left")
    for name in ("what", "planted", wrong, "failed checks"):
        table.add_column(name, justify="right" if name in ("planted", wrong) else "left")
    names = dict.fromkeys(trial.name for trial in trials)
    for name in names:
        _add_row(table, name, [trial for trial in trials if trial.name == name], wrong)
    _add_row(table, "all", trials, wrong)
    return table


def _add_row(table: Table, name: str, trials: Sequence[Trial], wrong: str) -> None:
    num_wrong = sum(bool(trial.failed) == (wrong == "rejected") for trial in trials)
    checks = Counter(check for trial in trials for check in trial.failed)
    found = ", ".join(f"{check} {count}" for check, count in checks.most_common(5))
    table.add_row(name, str(len(trials)), str(num_wrong), found)


if __name__ == "__main__":
    main()
