"""Tiny real parts for the pipeline: a designer that emits the bookshop, a composer of its tasks.

They live in a module of their own, so that other processes find them by name.
"""

import json
import time
from dataclasses import dataclass, replace
from pathlib import Path

from autoforge_envs.domain.contents import read_manifest, read_rows
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.task_reading import read_task
from autoforge_envs.domain.tasks import Split, Task
from autoforge_envs.synthesis.composition.candidates import Candidate, Reason, Rejection
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.design.draft import Draft
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.recipe import Recipe

BOOKSHOP = Path(__file__).parents[2] / "domains" / "bookshop_v0"

FOUR = Quota(num_tasks=4, split_weights=(2, 1, 1), level_weights=(0, 1, 0, 0, 0))
"""The bookshop's tasks of level 2: two to train on, one of each other split."""


@dataclass(frozen=True)
class BookshopDesigner:
    """Gives every seed the bookshop, with the seed in its name and in one row.

    Attributes:
        spoiled: Text of tools.py -> what stands there instead.
    """

    spoiled: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return "bookshops"

    def design(self, seed: int) -> Draft:
        manifest = read_manifest(BOOKSHOP)
        tools = (BOOKSHOP / "tools.py").read_text()
        for old, new in self.spoiled:
            assert tools.count(old) == 1
            tools = tools.replace(old, new)
        rows = tuple((table, values) for table, values, _ in read_rows(BOOKSHOP))
        table, values = rows[-1]
        return Draft(
            name=f"bookshop_{seed}",
            version=0,
            title=f"Bookshop number {seed}",
            description=manifest.description,
            clock=manifest.clock,
            designer={"name": self.name, "seed": seed, "model": None},
            tools=tools,
            records=(*rows, (table, {**values, "id": f"{values['id']}{seed}"})),
            models=(BOOKSHOP / "models.py").read_text(),
            rules=(BOOKSHOP / "rules.py").read_text(),
        )


@dataclass(frozen=True)
class BookshopComposer:
    """Offers the bookshop's tasks, some of them spoiled, between attempts that come to nothing."""

    pause: float = 0.0
    """Seconds an attempt takes."""

    def compose(self, split: Split, level: int, number: int) -> Candidate | Rejection:
        time.sleep(self.pause)
        if number % 2 == 0:
            return Rejection(Reason.NO_SUB_GOAL)
        tasks = [task for task in bookshop_tasks() if task.split == split]
        task = replace(tasks[number // 4 % len(tasks)], level=level)
        if number % 4 == 1:
            task = without_facts(task)
        kind = (tuple(request.intent for request in task.user.requests), "allowed", task.id)
        return Candidate(
            task=task,
            signature=(("+".join(kind[0]), kind[1], kind[2]),),
            customer=task.user.name,
            num_calls=len(task.plan),
            num_writes=1,
            num_reasoning_nodes=0,
            has_forbidden=False,
            has_conditional=False,
        )

    def close(self) -> None:
        """Nothing was opened."""


def bookshop_tasks() -> list[Task]:
    lines = (BOOKSHOP / "tasks.jsonl").read_text().splitlines()
    return [read_task({**json.loads(line), "certificate": {}}, "bookshop") for line in lines]


def without_facts(task: Task) -> Task:
    """Have the plan take its first argument from nowhere, which no certificate allows."""
    first, *rest = task.plan
    fact, *others = task.user.facts
    baked = {name: {"value": fact.value} for name in first.arguments}
    user = replace(task.user, facts=tuple(others))
    return replace(task, user=user, plan=(replace(first, arguments=baked), *rest))


def offer_tasks(server: LocalServer, seed: int, phrasebook: Phrasebook) -> BookshopComposer:
    return BookshopComposer()


def offer_tasks_slowly(server: LocalServer, seed: int, phrasebook: Phrasebook) -> BookshopComposer:
    return BookshopComposer(pause=0.01)


RECIPE = Recipe(BookshopDesigner(), offer_tasks, FOUR)
SLOW_RECIPE = Recipe(BookshopDesigner(), offer_tasks_slowly, FOUR)
