"""A run: many seeds through an engine into one folder, with a ledger to go on from."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from autoforge_envs.synthesis.pipeline.engines import Engine, Job
from autoforge_envs.synthesis.pipeline.forging import Product, notes_name
from autoforge_envs.synthesis.pipeline.ledger import Ledger, LedgerEntry
from autoforge_envs.synthesis.pipeline.out_folder import OutFolder, digest_of
from autoforge_envs.synthesis.pipeline.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is to make.

    Attributes:
        seeds: Each gives one domain.
        out: The folder that the domains are put into.
    """

    recipe: Recipe
    seeds: Sequence[int]
    out: Path


class Listener(Protocol):
    """Hears how a run gets on."""

    def begin(self, jobs: Sequence[Job], done: Sequence[LedgerEntry]) -> None:
        """Hear what there is to do, and what an earlier run has done already."""
        ...

    def finish(self, entry: LedgerEntry) -> None:
        """Hear what became of a seed."""
        ...

    def object(self, problem: str) -> None:
        """Hear of a domain that cannot be emitted for something that the caller can mend."""
        ...


@dataclass(frozen=True, slots=True)
class Result:
    """What a run came to: an entry for each seed that is done, and what the caller must mend."""

    entries: Sequence[LedgerEntry]
    problems: Sequence[str]


def synthesize(order: Order, engine: Engine, listener: Listener) -> Result:
    """Make the domains of an order; those that an earlier run has made are left as they are.

    Raises:
        EmissionError: The folder is not ours, another run works in it, or the disk is full; what
            was emitted is whole, and the same order goes on.
    """
    folder = OutFolder(order.out)
    try:
        ledger = Ledger(folder.ledger_path)
        try:
            return _Run(order, folder, ledger, listener).go(engine)
        finally:
            ledger.close()
    finally:
        folder.close()


class _Run:
    """One run in a folder that is locked for it."""

    def __init__(self, order: Order, folder: OutFolder, ledger: Ledger, listener: Listener) -> None:
        self._recipe = order.recipe.digest
        self._order = order
        self._folder = folder
        self._ledger = ledger
        self._listener = listener
        self._problems: list[str] = []

    def go(self, engine: Engine) -> Result:
        """Do what is left to do."""
        done = [entry for seed in self._order.seeds if (entry := self._found(seed)) is not None]
        known = {entry.seed for entry in done}
        jobs = [self._job(seed) for seed in self._order.seeds if seed not in known]
        self._listener.begin(jobs, done)
        for entry in done:
            self._check(entry)
        entries = {entry.seed: entry for entry in done}
        with closing(engine.run(jobs)) as products:
            for product in products:
                entry = self._keep(product)
                if entry is not None:
                    entries[entry.seed] = entry
        return Result(
            [entries[seed] for seed in self._order.seeds if seed in entries], self._problems
        )

    def _found(self, seed: int) -> LedgerEntry | None:
        """Return what became of a seed earlier, unless it has to be done again."""
        entry = self._ledger.find(self._recipe, seed)
        if entry is None or entry.status == "crashed":
            return None
        if entry.status == "emitted" and not (self._folder.path / entry.folder).exists():
            return None
        return entry

    def _job(self, seed: int) -> Job:
        return Job(self._order.recipe, seed, self._folder.scratch)

    def _check(self, entry: LedgerEntry) -> None:
        if entry.status == "emitted":
            objection = self._folder.objection(entry.folder, entry.digest)
            if objection:
                self._object(objection)

    def _keep(self, product: Product) -> LedgerEntry | None:
        """Emit a domain and enter it into the ledger, in this order: a kill repeats, never skips.

        What stands in its way already is told and entered nowhere.
        """
        if product.files:
            obstacle = self._folder.obstacle(product.folder_name, product.files)
            if obstacle:
                self._object(obstacle)
                return None
            self._folder.emit(product.folder_name, product.files)
        entry = self._entry(product)
        self._ledger.add(entry)
        notes = self._folder.scratch / notes_name(self._order.recipe, product.seed)
        notes.unlink(missing_ok=True)
        self._listener.finish(entry)
        return entry

    def _object(self, problem: str) -> None:
        self._problems.append(problem)
        self._listener.object(problem)

    def _entry(self, product: Product) -> LedgerEntry:
        return LedgerEntry(
            seed=product.seed,
            recipe=self._recipe,
            status="emitted" if product.files else "crashed" if product.crashed else "rejected",
            folder=product.folder_name,
            digest=digest_of(product.files) if product.files else "",
            failure=product.failure,
            num_tasks=product.files.get("tasks.jsonl", b"").count(b"\n"),
            stages=product.stages,
        )
