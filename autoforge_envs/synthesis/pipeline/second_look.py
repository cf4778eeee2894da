"""A second look, from outside, at a domain that was forged behind locks.

Whoever computes a certificate in one process with code that nobody has reviewed may be lied to. So
the files have to be those of the draft, and the certificates of a few tasks are made again here,
with the tools in an ordinary locked worker.
"""

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from autoforge_envs.domain.contents import read_contents
from autoforge_envs.domain.tasks import Task
from autoforge_envs.errors import AutoForgeError
from autoforge_envs.isolation.remote import Worker
from autoforge_envs.synthesis.certificates import certify_staged, staged
from autoforge_envs.synthesis.certification.staging import Stage
from autoforge_envs.synthesis.design.draft import Draft
from autoforge_envs.synthesis.pipeline.collecting import CERTIFICATE_SEED

NUM_TASKS = 2
"""Tasks whose certificates are made again."""


def objection(draft: Draft, files: Mapping[str, bytes], names: Sequence[str]) -> str:
    """Say what is wrong with a domain's files; "" if nothing is.

    Args:
        draft: What it was forged from.
        files: What came out.
        names: Files that a domain has.
    """
    with closing(SecondLook(draft)) as look:
        return look.objection(files, names)


class SecondLook:
    """A second look at a domain, which may begin before the domain is whole; close it when done."""

    def __init__(self, draft: Draft) -> None:
        """Start nothing yet."""
        self._draft = draft
        self._open = ExitStack()
        self._stage: Stage | None = None
        self._agrees: list[tuple[Task, bool]] = []
        self._trouble = ""

    def look(self, task: Task) -> None:
        """Make a task's certificate again; what comes of it is told by `objection`."""
        try:
            certificate = certify_staged(self._opened(), task, CERTIFICATE_SEED).as_json()
            self._agrees.append((task, dict(task.certificate) == certificate))
        except AutoForgeError as error:
            self._trouble = str(error)

    def _opened(self) -> Stage:
        """Return the draft on a stage, its tools in a locked worker."""
        if self._stage is None:
            folder = Path(self._open.enter_context(_temporary())).resolve() / self._draft.name
            self._draft.write(folder)
            worker = self._open.enter_context(closing(Worker.start(folder, sealed=False)))
            policy = str(worker.describe()["policy_document"])
            worker.contents = replace(worker.contents, policy_document=policy)
            self._stage = self._open.enter_context(staged(worker))
        return self._stage

    def objection(self, files: Mapping[str, bytes], names: Sequence[str]) -> str:
        """Say what is wrong with the domain; "" if nothing is.

        Args:
            files: What came out.
            names: Files that a domain has.
        """
        return self._objection_to_sources(files, names) or self._objection_to_tasks(files)

    def _objection_to_sources(self, files: Mapping[str, bytes], names: Sequence[str]) -> str:
        draft = self._draft
        sources = {"models.py": draft.models, "tools.py": draft.tools, "rules.py": draft.rules}
        if sorted(files) != sorted(names):
            return f"files {', '.join(sorted(files))} came out, not {', '.join(sorted(names))}"
        changed = [name for name, text in sources.items() if files[name] != text.encode()]
        return f"{changed[0]} came out other than it went in" if changed else ""

    def _objection_to_tasks(self, files: Mapping[str, bytes]) -> str:
        with _temporary() as name:
            folder = Path(name).resolve()
            for file_name, content in files.items():
                (folder / file_name).write_bytes(content)
            try:
                contents = read_contents(folder)
                server = self._opened().server.contents
            except AutoForgeError as error:
                return str(error)
        if contents.content_hash != server.content_hash:
            return "rows or clock came out other than they went in"
        if contents.policy_document != server.policy_document:
            return "policy.md came out other than the rules say"
        self._look_at_more(contents.tasks)
        differing = [task.id for task, agrees in self._agrees if not agrees]
        if differing:
            return f"made again outside, the certificate of {differing[0]} differs"
        return self._trouble

    def _look_at_more(self, tasks: Sequence[Task]) -> None:
        """Look at tasks that came out, spread over the file, until enough are seen."""
        seen = [task for task, _ in self._agrees if task in tasks]
        for task in tasks[:: max(1, len(tasks) // NUM_TASKS)]:
            if len(seen) >= NUM_TASKS or self._trouble:
                return
            if task not in seen:
                self.look(task)
                seen.append(task)

    def close(self) -> None:
        """End the worker."""
        self._open.close()


def _temporary() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="autoforge-second-look-")
