"""Collecting a domain's tasks: compose, grade, compare, certify, until the quota is met."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from autoforge_envs.errors import EmissionError
from autoforge_envs.synthesis.certificates import certify_staged, rehearse_staged
from autoforge_envs.synthesis.certification.cases import Stumble
from autoforge_envs.synthesis.certification.staging import Stage
from autoforge_envs.synthesis.composition.candidates import Rejection
from autoforge_envs.synthesis.grading import grade, measure_rehearsed
from autoforge_envs.synthesis.pipeline.attempts import Attempt, Entry, Outcome, read_outcome
from autoforge_envs.synthesis.pipeline.line_file import LineFile
from autoforge_envs.synthesis.pipeline.quota import Cell, Quota
from autoforge_envs.synthesis.pipeline.recipe import TaskComposer
from autoforge_envs.synthesis.pipeline.stages import StopWatch
from autoforge_envs.synthesis.pipeline.tally import Tally

CERTIFICATE_SEED = 0
"""Of the experiments on the tasks of every domain."""

_LINES_A_SYNC = 20
"""Outcomes noted between two times that the disk is made to hold them."""


class Notes:
    """The outcomes of one domain's attempts in a file, so that a killed run goes on with them."""

    def __init__(self, path: Path | None, key: str) -> None:
        """Open the notes; those of another domain or recipe are thrown away.

        Args:
            path: The file; None to keep no notes.
            key: Says what the notes are about.
        """
        self.found: list[Outcome] = []
        self._file = None if path is None else self._open(path, key)

    def _open(self, path: Path, key: str) -> LineFile:
        header = {"notes_on": key}
        try:
            file = LineFile(path)
        except EmissionError:
            if not path.is_file():
                raise
            path.unlink()  # damaged: the attempts are made again
            file = LineFile(path)
        if file.lines[:1] == [header]:
            self.found = [read_outcome(line, str(path)) for line in file.lines[1:]]
        else:
            file.clear()
            file.append(header)
        return file

    def add(self, outcome: Outcome) -> None:
        """Note an outcome."""
        if self._file is not None:
            self._file.append(outcome.as_json())
            if len(self._file.lines) % _LINES_A_SYNC == 0:
                self._file.sync()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


Collect = Callable[[Stage, TaskComposer, Quota, Notes, Callable[[Outcome], None]], Tally]
"""Makes a domain's tasks, as `collect` does."""


def collect(
    stage: Stage,
    composer: TaskComposer,
    quota: Quota,
    notes: Notes,
    on_outcome: Callable[[Outcome], None] = lambda outcome: None,
) -> Tally:
    """Attempt tasks until the quota is met or the patience is spent.

    Args:
        stage: Where tasks are certified.
        composer: Composes them.
        quota: What is wanted.
        notes: Outcomes known from an earlier run; the new ones are added.
        on_outcome: Called after each attempt, with those known from an earlier run as well.
    """
    tally = Tally(quota)
    known = iter(notes.found)
    while (attempt := tally.next_attempt()) is not None:
        outcome = next(known, None)
        if outcome is None or outcome.attempt != attempt:
            outcome = _make(attempt, stage, composer, tally)
            notes.add(outcome)
        tally.note(outcome)
        on_outcome(outcome)
    return tally


def _make(attempt: Attempt, stage: Stage, composer: TaskComposer, tally: Tally) -> Outcome:
    """Make one attempt."""
    watch = StopWatch()
    (split, level), number = attempt
    with watch.stage("compose"):
        found = composer.compose(split, level, number)
    if isinstance(found, Rejection):
        return Outcome(attempt, "compose", str(found.reason), watch.take())
    with watch.stage("grade"):
        rehearsed = rehearse_staged(stage, found.task)
        if isinstance(rehearsed, Stumble):
            return Outcome(attempt, "grade", "the plan fails", watch.take())
        graded = grade(measure_rehearsed(found.task, rehearsed)).level
        entry = Entry(replace(found.task, level=graded), found.signature, found.customer)
    if not tally.lacks(Cell(split, graded)):
        return Outcome(attempt, "grade", f"level {graded} has enough", watch.take())
    with watch.stage("compare"):
        objection = tally.objection(entry)
    if objection:
        return Outcome(attempt, "compare", objection, watch.take())
    with watch.stage("certify"):
        certificate = certify_staged(
            stage, entry.task, CERTIFICATE_SEED, rehearsed, until_failure=True
        )
    if not certificate.passed:
        return Outcome(attempt, "certify", ", ".join(certificate.failures), watch.take())
    certified = replace(entry.task, certificate=certificate.as_json())
    return Outcome(attempt, "certify", "", watch.take(), replace(entry, task=certified))
