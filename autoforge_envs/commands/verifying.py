"""`autoforge verify`: check every certificate again from nothing.

Reads the folder's hashes, loads its code (in a locked worker, unless the domain came with this
package), certifies every task anew with the seed that its certificate names, and compares. Exits
with 2 if anything is not as it says, with 1 if a domain has nothing to verify.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from autoforge_envs.commands.certifying import SEED, Follower, failure_lines, progress_bar
from autoforge_envs.commands.environments import find_folders
from autoforge_envs.domain.contents import read_contents
from autoforge_envs.domain.serving import DomainServer
from autoforge_envs.domain.tasks import Task
from autoforge_envs.environments.servers import SERVERS, Isolation, folder_source
from autoforge_envs.errors import AutoForgeError, OptionError
from autoforge_envs.registration import is_bundled
from autoforge_envs.synthesis.certificates import certify_staged, staged
from autoforge_envs.synthesis.certification.certificate import Certificate, stale_because
from autoforge_envs.synthesis.certification.checks import CHECKS

_BROKEN = (AutoForgeError, OSError, RecursionError)
"""What a broken folder raises; it does not hide the next."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "verify", help="check the certificates of domains again from nothing", description=__doc__
    )
    add = parser.add_argument
    add("environments", nargs="+", metavar="environment", help="ids, or folders with domains")
    add("--task", action="append", default=[], metavar="ID", help="only this task; repeatable")
    add("--isolation", default="auto", choices=get_args(Isolation), help="[%(default)s]")
    parser.set_defaults(run=run)


@dataclass(slots=True)
class _Report:
    """What verifying one folder found; it grows as tasks are done."""

    folder: Path
    certificates: dict[str, Certificate] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Verify every domain and print what was found."""
    reports = [_Report(folder) for name in arguments.environments for folder in find_folders(name)]
    if arguments.task:
        for report in reports:
            _check_wanted(report.folder, arguments.task)
    with progress_bar(console) as progress:
        for report in reports:
            _verify(report, arguments.isolation, arguments.task, progress)
    for report in reports:
        _print(report, console)
    if any(report.failures for report in reports):
        return 2
    return 0 if all(report.certificates for report in reports) else 1


def _check_wanted(folder: Path, wanted: Sequence[str]) -> None:
    """Refuse tasks that a folder lacks; what else is wrong with it, verifying it tells."""
    try:
        known = {task.id for task in read_contents(folder).tasks}
    except _BROKEN:
        return
    unknown = sorted(set(wanted) - known)
    if unknown:
        raise OptionError(
            f"{folder} has no task {', '.join(map(repr, unknown))}; "
            f"`autoforge show {folder} --tasks` lists them"
        )


def _verify(
    report: _Report, isolation: Isolation, wanted: Sequence[str], progress: Progress
) -> None:
    try:
        lease = SERVERS.lease(
            folder_source(report.folder, isolation=isolation, bundled=is_bundled(report.folder))
        )
        try:
            _verify_tasks(report, lease.server, wanted, progress)
        finally:
            lease.end()
    except OptionError:
        raise
    except _BROKEN as error:
        report.failures.append(str(error))


def _verify_tasks(
    report: _Report, server: DomainServer, wanted: Sequence[str], progress: Progress
) -> None:
    tasks = [task for task in server.contents.tasks if not wanted or task.id in wanted]
    follow = Follower(progress, f"verifying {report.folder.name}", len(tasks))
    with staged(server) as stage:
        for task in tasks:
            seed = task.certificate.get("seed", SEED)
            certificate = certify_staged(stage, task, seed if isinstance(seed, int) else SEED)
            report.certificates[task.id] = certificate
            report.failures += failure_lines(task.id, certificate)
            report.failures += _disagreements(task, server.contents.content_hash, certificate)
            follow(task, certificate)


def _disagreements(task: Task, content_hash: str, certificate: Certificate) -> Iterator[str]:
    """Say how the stored certificate differs from the one made just now."""
    stale = stale_because(task.certificate, content_hash, task)
    if stale:
        yield f"task {task.id} {stale}"
    elif dict(task.certificate) != certificate.as_json():
        yield (
            f"task {task.id}: its certificate says {_short(task.certificate.get('tried'))}, "
            f"made anew it says {_short(certificate.as_json()['tried'])}"
        )


def _short(tried: object) -> str:
    if not isinstance(tried, dict):
        return repr(tried)
    return ", ".join(f"{name} {count}" for name, count in tried.items())


def _print(report: _Report, console: Console) -> None:
    if report.certificates:
        console.print(_table(report))
    for line in report.failures:
        console.print(f"[red]{escape(f'{report.folder.name}: {line}')}[/]", soft_wrap=True)
    num_passed = sum(each.passed for each in report.certificates.values())
    if report.failures:
        return
    name = escape(report.folder.name)
    if report.certificates:
        console.print(f"{name}: all {num_passed} certificates hold")
    else:
        console.print(f"[red]{name}: there is nothing to verify, for it has no tasks[/]")


def _table(report: _Report) -> Table:
    """Lay out tasks by checks: how many experiments each made, or how many went wrong."""
    table = Table(
        title=escape(str(report.folder)),
        title_justify="left",
        box=None,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    table.add_column("task", no_wrap=True)
    for name in CHECKS:
        table.add_column(name, justify="right", no_wrap=True)
    for task_id, certificate in report.certificates.items():
        table.add_row(task_id, *(_cell(certificate, name) for name in CHECKS))
    return table


def _cell(certificate: Certificate, check: str) -> str:
    findings = certificate.findings.get(check)
    if findings is None:
        return "-"
    if findings.failures:
        return f"[bold red]✗ {len(findings.failures)}[/]"
    return f"[green]{findings.num_tried}[/]" if findings.num_tried else "[dim]0[/]"
