"""`autoforge seal`: finish a hand-made domain: goals, certificates, policy document, card, hashes.

Runs the folder's code in this process and makes every check on every task. A folder with a task
that fails one is not sealed, and nothing in it is changed, unless it is to be a draft.
"""

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from autoforge_envs.commands.certifying import certify_domain, failure_lines
from autoforge_envs.commands.paths import named_path
from autoforge_envs.commands.replacing import replace_files, try_writing
from autoforge_envs.domain.contents import CODE_FILES, DATA_FILES
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.sealing import seal
from autoforge_envs.domain.tasks import Task
from autoforge_envs.errors import DomainError, TaskError

_WRITTEN = ("tasks.jsonl", "policy.md", "CARD.md", "domain.json")
"""What sealing writes, in the order in which it replaces the old: the hashes last."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "seal", help="finish a hand-made domain folder and certify its tasks", description=__doc__
    )
    parser.add_argument("folder", type=named_path, help="the domain folder")
    parser.add_argument(
        "--draft", action="store_true", help="seal it even if tasks fail their certificate"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Seal the folder, in a copy first, so that a refusal leaves it as it was.

    Raises:
        DomainError: The folder is wrong, or cannot be written.
        TaskError: A task failed.
    """
    folder = Path(os.path.realpath(arguments.folder))
    load_domain(folder, sealed=False)  # what is wrong with the files is told of the folder itself
    with _writing(folder):
        try_writing(folder)  # certifying takes long, and would be for nothing
    with _copied(folder) as copy:
        domain, certified = _seal_certified(copy, console, draft=arguments.draft)
        with _writing(folder):
            replace_files({folder / name: (copy / name).read_bytes() for name in _WRITTEN})
    statistics = domain.contents.manifest.statistics
    console.print(
        f"sealed {domain.contents.manifest.environment_id}: {statistics['tables']} tables, "
        f"{statistics['rows']} rows, {statistics['tools']} tools, {statistics['rules']} rules, "
        f"{len(domain.contents.tasks)} tasks, {certified} of them certified"
    )
    return 0


def _seal_certified(folder: Path, console: Console, *, draft: bool) -> tuple[Domain, int]:
    """Seal, certify, and seal again with the certificates; return the number that passed.

    Raises:
        TaskError: A task failed, and the folder is to be more than a draft.
    """
    tasks, certificates = certify_domain(seal(folder), console)
    failed = {name: each for name, each in certificates.items() if not each.passed}
    for name, certificate in failed.items():
        for line in failure_lines(name, certificate):
            console.print(escape(line), soft_wrap=True)
    if failed and not draft:
        raise TaskError(
            f"{len(failed)} of {len(tasks)} tasks fail their certificate, so nothing was sealed; "
            "mend them, or seal a draft with --draft"
        )
    _write_tasks(folder / "tasks.jsonl", tasks)
    return seal(folder), len(tasks) - len(failed)


def _write_tasks(path: Path, tasks: Sequence[Task]) -> None:
    lines = (json.dumps(task.as_json(), ensure_ascii=False) + "\n" for task in tasks)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


@contextmanager
def _copied(folder: Path) -> Iterator[Path]:
    """Give a copy of a domain folder; errors tell of the folder itself."""
    with tempfile.TemporaryDirectory(prefix="autoforge-seal-") as temporary:
        copy = Path(temporary).resolve() / folder.name
        copy.mkdir()
        for name in ("domain.json", *CODE_FILES, *DATA_FILES):
            if (folder / name).exists():
                shutil.copyfile(folder / name, copy / name)
        try:
            yield copy
        except DomainError as error:
            raise DomainError(str(error).replace(str(copy), str(folder))) from error


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Say in one line why a folder cannot be written."""
    try:
        yield
    except OSError as error:
        raise DomainError(
            f"{folder} cannot be written: {error.strerror}; mend that and seal it again"
        ) from None
