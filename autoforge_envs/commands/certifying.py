"""What `seal` and `verify` share: certifying many tasks under a progress bar, telling failures."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.tasks import Task
from autoforge_envs.synthesis.certificates import with_certificates
from autoforge_envs.synthesis.certification.certificate import Certificate

SEED = 0
"""Of the experiments on the tasks of every sealed domain."""


class Follower:
    """A progress bar that counts tasks and those that fail."""

    def __init__(self, progress: Progress, description: str, total: int) -> None:
        """Show the bar."""
        self._progress = progress
        self._bar = progress.add_task(description, total=total, failed=0)
        self._failed = 0

    def __call__(self, task: Task, certificate: Certificate) -> None:
        """Count one."""
        self._failed += not certificate.passed
        self._progress.update(self._bar, advance=1, failed=self._failed)


@contextmanager
def progress_bar(console: Console) -> Iterator[Progress]:
    """Show progress; a tool that crashes in an experiment is evidence, not news for the log."""
    log = logging.getLogger("autoforge_envs.episode")
    level = log.level
    log.setLevel(logging.CRITICAL)
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("failed {task.fields[failed]}"), TimeRemainingColumn(),
    )  # fmt: skip
    try:
        with Progress(*columns, console=console) as progress:
            yield progress
    finally:
        log.setLevel(level)


def certify_domain(domain: Domain, console: Console) -> tuple[list[Task], dict[str, Certificate]]:
    """Certify every task of a domain whose code runs in this process."""
    certificates: dict[str, Certificate] = {}
    with progress_bar(console) as progress:
        follow = Follower(progress, f"certifying {domain.name}", len(domain.contents.tasks))

        def keep(task: Task, certificate: Certificate) -> None:
            certificates[task.id] = certificate
            follow(task, certificate)

        return with_certificates(domain, SEED, keep), certificates


def failure_lines(task_id: str, certificate: Certificate) -> Sequence[str]:
    """Write one readable line for each thing that is wrong with a task."""
    return [
        f"task {task_id}, {check}: {evidence}"
        for check, failures in certificate.failures.items()
        for evidence in failures
    ]
