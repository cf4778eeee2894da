"""A second look, from outside, at a domain that was forged behind locks.

Whoever computes a certificate in one process with code that nobody has reviewed may be lied to. So
the files have to be those of the draft, and the certificates of a few tasks are made again here,
with the tools in an ordinary locked worker.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from autoforge_envs.domain.tasks import Task
from autoforge_envs.errors import AutoForgeError
from autoforge_envs.isolation.remote import Worker
from autoforge_envs.synthesis.certificates import certify_staged, staged
from autoforge_envs.synthesis.design.draft import Draft
from autoforge_envs.synthesis.pipeline.collecting import CERTIFICATE_SEED

NUM_TASKS = 2
"""Tasks whose certificates are made again, spread over the file."""


def objection(draft: Draft, files: Mapping[str, bytes], names: Sequence[str]) -> str:
    """Say what is wrong with a domain's files; "" if nothing is.

    Args:
        draft: What it was forged from.
        files: What came out.
        names: Files that a domain has.
    """
    sources = {"models.py": draft.models, "tools.py": draft.tools, "rules.py": draft.rules}
    if sorted(files) != sorted(names):
        return f"files {', '.join(sorted(files))} came out, not {', '.join(sorted(names))}"
    changed = [name for name, text in sources.items() if files[name] != text.encode()]
    if changed:
        return f"{changed[0]} came out other than it went in"
    with tempfile.TemporaryDirectory(prefix="autoforge-second-look-") as name:
        folder = Path(name).resolve()
        for file_name, content in files.items():
            (folder / file_name).write_bytes(content)
        try:
            return _disagreement(folder)
        except AutoForgeError as error:
            return str(error)


def _disagreement(folder: Path) -> str:
    worker = Worker.start(folder)
    try:
        tasks = worker.contents.tasks
        chosen = tasks[:: max(1, len(tasks) // NUM_TASKS)][:NUM_TASKS]
        with staged(worker) as stage:
            differing = [
                task.id
                for task in chosen
                if not _agrees(task, certify_staged(stage, task, CERTIFICATE_SEED).as_json())
            ]
    finally:
        worker.close()
    return f"made again outside, the certificate of {differing[0]} differs" if differing else ""


def _agrees(task: Task, certificate: Mapping[str, object]) -> bool:
    return dict(task.certificate) == certificate
