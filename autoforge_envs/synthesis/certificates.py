"""Certifying tasks: every check on every task, on one stage a domain."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.serving import DomainServer, LocalServer
from autoforge_envs.domain.tasks import Step, Task
from autoforge_envs.errors import TaskError, ToolCrash
from autoforge_envs.synthesis.certification.cases import Case, Stumble
from autoforge_envs.synthesis.certification.certificate import (
    VERSION,
    Certificate,
    Findings,
    digest_of,
)
from autoforge_envs.synthesis.certification.checks import EXPERIMENTS, STATIC_CHECKS
from autoforge_envs.synthesis.certification.rehearsal import Rehearsal, rehearse
from autoforge_envs.synthesis.certification.staging import Stage
from autoforge_envs.synthesis.garbage import garbage_kept


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


def certify_staged(
    stage: Stage,
    task: Task,
    seed: int,
    rehearsed: Rehearsal | Stumble | None = None,
    *,
    until_failure: bool = False,
) -> Certificate:
    """Make every check on one task; those that need a plan that works are left out without one.

    Args:
        stage: Where to make them.
        task: The task.
        seed: Of the experiments.
        rehearsed: What `rehearse_staged` gave for this task; None to rehearse it here.
        until_failure: Make no more checks once one has failed: for who throws the task away then.
    """
    with garbage_kept():
        stage.forget()
        case = Case(stage, task, rehearsed or rehearse_staged(stage, task), seed)
        certificate = _certify(case, until_failure)
        stage.forget()
    return certificate


def rehearse_staged(stage: Stage, task: Task) -> Rehearsal | Stumble:
    """Execute a task's plan on the database, or say where and why that failed."""
    last: list[Step] = []
    try:
        return rehearse(stage.session, task, stage.tools, on_step=last.append)
    except (TaskError, ToolCrash) as error:
        return Stumble(last[-1] if last else None, str(error))


def _certify(case: Case, until_failure: bool) -> Certificate:
    checks = dict(STATIC_CHECKS)
    if isinstance(case.outcome, Rehearsal):
        checks |= EXPERIMENTS
    findings: dict[str, Findings] = {}
    for name, check in checks.items():
        findings[name] = check(case)
        if until_failure and findings[name].failures:
            break
    return Certificate(
        version=VERSION,
        digest=digest_of(case.stage.server.contents.content_hash, case.task),
        seed=case.seed,
        findings=findings,
    )


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
