"""Forging one domain: design, populate, check, graph, compose and certify, seal.

A pure function of the recipe and the seed; whatever the clock says goes into the reports alone.
"""

import errno
import logging
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.sealing import seal_with
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import SPLITS, Task
from autoforge_envs.errors import (
    AutoForgeError,
    EmissionError,
    EndpointError,
    IsolationError,
)
from autoforge_envs.synthesis.certificates import staged
from autoforge_envs.synthesis.design.draft import Design, DesignRefusal, Draft, begin
from autoforge_envs.synthesis.garbage import garbage_kept
from autoforge_envs.synthesis.pipeline.attempts import Outcome
from autoforge_envs.synthesis.pipeline.checking import find_flaws
from autoforge_envs.synthesis.pipeline.collecting import Collect, Notes, collect
from autoforge_envs.synthesis.pipeline.finding import findings_of
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.pipeline.second_look import SecondLook
from autoforge_envs.synthesis.pipeline.stages import StageReport, StopWatch, reports_on_tasks
from autoforge_envs.synthesis.pipeline.workshop import Commission, Made, Workshop
from autoforge_envs.synthesis.rewriting.proposing import forge_rewritten

OnOutcome = Callable[[Outcome], None]

STOPS = (EmissionError, EndpointError, IsolationError)
"""Errors that end a run: they say nothing about a draft, and the next seed would meet them too."""

_DISK_TAKES_NO_MORE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)

EMITTED_FILES = (
    "CARD.md", "domain.json", "models.py", "policy.md", "records.jsonl", "rules.py", "tasks.jsonl",
    "tools.py",
)  # fmt: skip
"""What a sealed domain folder holds."""


@dataclass(frozen=True, slots=True)
class Product:
    """What forging a seed came to.

    Attributes:
        folder_name: Of the domain folder; "" if not even a draft came about.
        files: The folder's files by name; none if the domain was rejected.
        stages: What each stage came to.
        failure: Why there is no domain; "" if there is one.
        crashed: Whether that was a fault of ours rather than a verdict on the draft.
    """

    seed: int
    folder_name: str
    files: Mapping[str, bytes]
    stages: Sequence[StageReport]
    failure: str = ""
    crashed: bool = False


class _Spoilt(Exception):  # noqa: N818 - no error: a verdict on a draft
    """A stage that the domain did not come through, and why: in few words, and in full."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


def forge(
    recipe: Recipe,
    seed: int,
    scratch: Path | None = None,
    on_outcome: OnOutcome = lambda outcome: None,
) -> Product:
    """Make the domain of a seed.

    Args:
        recipe: How.
        seed: Which.
        scratch: Where the domain is made; attempts at tasks are noted there, so that they are not
            made twice. None for a temporary folder and no notes.
        on_outcome: Called after each attempt at a task.

    Raises:
        EmissionError: The disk is full.
    """
    notes_path = scratch and scratch / notes_name(recipe, seed)
    try:
        with tempfile.TemporaryDirectory(prefix="autoforge-forge-", dir=scratch) as temporary:
            return forge_in(Path(temporary).resolve(), recipe, seed, notes_path, on_outcome)
    except OSError as error:
        raise _no_room(error, scratch or Path(tempfile.gettempdir())) from error


def forge_in(
    parent: Path,
    recipe: Recipe,
    seed: int,
    notes_path: Path | None = None,
    on_outcome: OnOutcome = lambda outcome: None,
    gather: Collect = collect,
) -> Product:
    """Make the domain of a seed in a folder that is there, on a disk or in memory.

    A draft that nobody answers for is forged behind locks, and keeps no notes.

    Args:
        parent: The folder.
        recipe: How.
        seed: Which.
        notes_path: Where attempts at tasks are noted; None for nowhere.
        on_outcome: Called after each attempt at a task.
        gather: Makes the tasks.

    Raises:
        EmissionError: The disk is full.
        EndpointError: A language model that the designer asks gives no answer, or costs too much.
        IsolationError: This machine cannot lock a process.
    """
    work = _Work(recipe, seed, notes_path, on_outcome, gather)
    try:
        return work.product(parent)
    except STOPS:
        raise
    except _Spoilt as verdict:
        return work.without_domain(verdict.kind, str(verdict))
    except DesignRefusal as verdict:
        return work.refused(verdict)
    except AutoForgeError as verdict:
        return work.without_domain(type(verdict).__name__, str(verdict))
    except Exception as error:  # one bad seed must not end a run of a thousand
        if isinstance(error, OSError) and error.errno in _DISK_TAKES_NO_MORE:
            raise _no_room(error, parent) from error
        name = type(error).__name__
        return work.without_domain(name, f"{name}: {error} ({_place_of(error)})", crashed=True)


def _no_room(error: OSError, folder: Path) -> EmissionError:
    return EmissionError(
        f"{error.filename or folder} cannot be written: {error.strerror}; make room, then give "
        "the same command again: it goes on where it stopped"
    )


def notes_name(recipe: Recipe, seed: int) -> str:
    """Return the name of the file in which attempts at a seed's tasks are noted."""
    return f"{recipe.digest}-{seed}.jsonl"


def lost(seed: int, reason: str) -> Product:
    """Return the product of a seed whose process came to no end."""
    return Product(seed, "", {}, (), reason, crashed=True)


class _Work:
    """One domain in the making, and how far it has come."""

    def __init__(
        self,
        recipe: Recipe,
        seed: int,
        notes_path: Path | None,
        on_outcome: OnOutcome,
        gather: Collect,
    ) -> None:
        self._gather = gather
        self._recipe = recipe
        self._seed = seed
        self._notes_path = notes_path
        self._on_outcome = on_outcome
        self._watch = StopWatch()
        self._at = ""
        self._folder_name = ""
        self._outcomes: list[Outcome] = []
        self._designing: Sequence[StageReport] = ()

    def product(self, parent: Path) -> Product:
        """Go through every stage.

        Raises:
            _Spoilt: A stage found the domain wanting.
        """
        with begin(self._recipe.designer, self._seed) as design:
            with self._stage("design"):
                draft = design.draft()
            self._designing = draft.reports
            if not draft.reviewed or self._recipe.rewriter is not None:
                return self._behind_locks(draft, design)
        files = self._files(draft, parent)
        return Product(self._seed, self._folder_name, files, self._reports(self._watch.reports()))

    def _behind_locks(self, draft: Draft, design: Design) -> Product:
        """Have a locked process go through the other stages, with a better draft if need be."""
        with ExitStack() as looks:
            look = looks.enter_context(closing(SecondLook(draft)))
            made = self._forged(draft, look)
            while made.failure and not made.crashed:
                with self._stage("design"):
                    revised = design.revise(findings_of(draft, made))
                if revised is None:
                    break
                draft = revised
                self._designing = draft.reports
                look = looks.enter_context(closing(SecondLook(draft)))
                made = self._forged(draft, look)
            return self._looked_at(draft, made, look)

    def _forged(self, draft: Draft, look: SecondLook) -> Made:
        recipe = self._recipe
        with Workshop(Commission(draft, recipe.make_composer, recipe.quota, self._seed)) as shop:
            if recipe.rewriter is None:
                return shop.forge()
            return forge_rewritten(shop, recipe.rewriter, shop.commission, look.look)

    def _looked_at(self, draft: Draft, made: Made, look: SecondLook) -> Product:
        """Look a second time, from outside, at what came out of a locked process."""
        self._folder_name = f"{draft.name}_v{draft.version}"
        failure = made.failure
        if not failure:
            with self._stage("second look"):
                failure = look.objection(made.files, EMITTED_FILES)
        before = self._reports(self._watch.reports())
        after = [before.pop()] if before[-1].name == "second look" else []
        stages = [*before, *made.stages, *after]
        files = {} if failure else made.files
        return Product(self._seed, self._folder_name, files, stages, failure, made.crashed)

    def _files(self, draft: Draft, parent: Path) -> dict[str, bytes]:
        """Return the sealed folder's files.

        Raises:
            _Spoilt: A stage found the domain wanting.
        """
        folder = self._lay_down(draft, parent)
        with self._stage("load"):
            server = LocalServer(load_domain(folder, sealed=False), in_memory=True)
        with closing(server), garbage_kept():
            with self._stage("check"):
                flaws = find_flaws(server, np.random.default_rng([self._seed, 0]))
                if flaws:
                    raise _Spoilt(f"a tool {flaws[0].kind}", "; ".join(map(str, flaws)))
            tasks = self._collect(server, draft)
            with self._stage("seal"):
                seal_with(server.domain, tasks)
        return {name: (folder / name).read_bytes() for name in EMITTED_FILES}

    def refused(self, refusal: DesignRefusal) -> Product:
        """Wrap up what a designer gave up."""
        self._designing = refusal.reports
        return self.without_domain("no draft", str(refusal))

    def without_domain(self, kind: str, reason: str, *, crashed: bool = False) -> Product:
        """Wrap up why there is none."""
        reports = self._reports(self._watch.reports(failed_at=self._at, reason=kind))
        reason = f"{self._at}: {reason}"
        return Product(self._seed, self._folder_name, {}, reports, reason, crashed)

    def _reports(self, reports: list[StageReport]) -> list[StageReport]:
        """Put stages in the places of those that they are parts of: of the design, of the tasks."""
        names = [report.name for report in reports]
        if self._outcomes and "collect" in names:
            at = names.index("collect")
            reports[at : at + 1] = reports_on_tasks(self._outcomes)
        return [*self._designing, *reports]

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        self._at = name
        with self._watch.stage(name):
            yield

    def _lay_down(self, draft: Draft, parent: Path) -> Path:
        self._folder_name = f"{draft.name}_v{draft.version}"
        folder = parent / self._folder_name
        with self._stage("populate"):
            draft.write(folder)
        return folder

    def _collect(self, server: LocalServer, draft: Draft) -> list[Task]:
        with self._stage("graph"):
            composer = self._recipe.make_composer(server, self._seed, draft.phrasebook)
        key = f"{self._recipe.digest} {server.contents.content_hash}"
        notes = Notes(self._notes_path, key)
        try:
            with self._stage("collect"), closing(composer), _unlogged(), staged(server) as stage:
                tally = self._gather(stage, composer, self._recipe.quota, notes, self._note)
                if tally.missing():
                    raise _Spoilt("patience is spent", f"patience is spent, {tally.missing()}")
        finally:
            notes.close()
        return sorted((entry.task for entry in tally.entries), key=_place)

    def _note(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        self._on_outcome(outcome)


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keep crashes of tools out of the log: in an experiment they are evidence, not news."""
    log = logging.getLogger("autoforge_envs.episode")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


def _place_of(error: Exception) -> str:
    """Say where something failed."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}, line {frame.lineno}"


def _place(task: Task) -> tuple[int, int, str]:
    """Sort tasks by split, level and id."""
    return SPLITS.index(task.split), task.level, task.id
