"""Certifying tasks: every check on every task, on one stage a domain."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.serving import DomainServer, LocalServer
from autoforge_envs.domain.tasks import Step, Task
from autoforge_envs.errors import TaskError, ToolCrash
from autoforge_envs.synthesis.certification.cases import Case, Stumble
from autoforge_envs.synthesis.certification.certificate import VERSION, Certificate, digest_of
from autoforge_envs.synthesis.certification.checks import EXPERIMENTS, STATIC_CHECKS
from autoforge_envs.synthesis.certification.rehearsal import Rehearsal, rehearse
from autoforge_envs.synthesis.certification.staging import Stage


def certify(server: DomainServer, task: Task, seed: int = 0) -> Certificate:
    """Certify one task; for several of a domain, `certify_all` is much faster.

    Args:
        server: Serves the domain; it stays open.
        task: A task of it, in its folder or not.
        seed: Of the experiments.
    """
    with staged(server) as stage:
        return certify_staged(stage, task, seed)


def certify_all(
    server: DomainServer, tasks: Iterable[Task], seed: int = 0
) -> Iterator[Certificate]:
    """Certify tasks of one domain, one after the other, as they are asked for.

    Args:
        server: Serves the domain; it stays open.
        tasks: Tasks of it, in its folder or not.
        seed: Of the experiments.
    """
    with staged(server) as stage:
        for task in tasks:
            yield certify_staged(stage, task, seed)


@contextmanager
def staged(server: DomainServer) -> Iterator[Stage]:
    """Keep a domain's stage open for as long as its tasks are certified."""
    stage = Stage(server)
    try:
        yield stage
    finally:
        stage.close()


def certify_staged(stage: Stage, task: Task, seed: int) -> Certificate:
    """Make every check on one task; those that need a plan that works are left out without one."""
    stage.forget()
    with _garbage_kept():
        case = Case(stage, task, _rehearse(stage, task), seed)
        checks = dict(STATIC_CHECKS)
        if isinstance(case.outcome, Rehearsal):
            checks |= EXPERIMENTS
        return Certificate(
            version=VERSION,
            digest=digest_of(stage.server.contents.content_hash, task),
            seed=seed,
            findings={name: check(case) for name, check in checks.items()},
        )


@contextmanager
def _garbage_kept() -> Iterator[None]:
    """Look for no circles meanwhile: what a task's experiments remember is much, and has none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _rehearse(stage: Stage, task: Task) -> Rehearsal | Stumble:
    last: list[Step] = []
    try:
        return rehearse(stage.session, task, stage.tools, on_step=last.append)
    except (TaskError, ToolCrash) as error:
        return Stumble(last[-1] if last else None, str(error))


def with_certificates(
    domain: Domain,
    seed: int = 0,
    on_task: Callable[[Task, Certificate], None] = lambda task, certificate: None,
) -> list[Task]:
    """Return a domain's tasks, each with its certificate, whether it passed or not.

    Args:
        domain: A domain whose goals are there: sealed, or loaded with sealed goals.
        seed: Of the experiments.
        on_task: Called after each task.
    """
    server = LocalServer(domain, in_memory=True)
    try:
        tasks = []
        certificates = certify_all(server, domain.contents.tasks, seed)
        for task, certificate in zip(domain.contents.tasks, certificates, strict=True):
            on_task(task, certificate)
            tasks.append(replace(task, certificate=certificate.as_json()))
        return tasks
    finally:
        server.close()
