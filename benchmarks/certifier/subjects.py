"""What is experimented on: synthesized domains whose tasks are certified."""

import ast
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.plans import Execution, execute_plan, goal_of
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.task_reading import read_task
from autoforge_envs.domain.tasks import Task
from autoforge_envs.errors import AutoForgeError, TaskError
from autoforge_envs.synthesis.certificates import certify_staged
from autoforge_envs.synthesis.certification.staging import Stage
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner
from autoforge_envs.synthesis.pipeline.forging import forge
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.recipe import Recipe

Json = dict[str, Any]

SEALING = "sealing"
"""Named beside the checks: a plan that fails while its goal is computed never gets to them."""


@dataclass(frozen=True)
class Subject:
    """A synthesized domain in a folder, open for experiments."""

    folder: Path
    domain: Domain
    stage: Stage

    @property
    def tasks(self) -> Sequence[Task]:
        """Its tasks, all of them certified."""
        return self.domain.contents.tasks

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """Its code by file."""
        names = ("models.py", "tools.py", "rules.py")
        return {name: (self.folder / name).read_text(encoding="utf-8") for name in names}

    @cached_property
    def trees(self) -> Mapping[str, ast.Module]:
        """Its code, parsed."""
        return {name: ast.parse(source) for name, source in self.sources.items()}

    def execute(self, task: Task) -> Execution:
        """Run a task's plan."""
        self.stage.other_session.reset()
        return execute_plan(self.stage.other_session, task)

    def verdict(self, data: Json, *, sealed: bool) -> Sequence[str]:
        """Certify a task and return the checks that failed.

        Args:
            data: The task as JSON.
            sealed: Compute its goal from its plan, as its author would.
        """
        return certify_json(self.stage, data, sealed=sealed)


def certify_json(stage: Stage, data: Json, *, sealed: bool) -> Sequence[str]:
    """Certify a task on a stage and return the checks that failed."""
    try:
        task = read_task({**data, "certificate": {}}, "a planted task")
        if sealed:
            task = replace(task, goal=goal_of(stage.session, task))
    except AutoForgeError:
        return [SEALING]
    return list(certify_staged(stage, task, 0).failures)


@contextmanager
def synthesized(seed: int, num_tasks: int) -> Iterator[Subject]:
    """Synthesize a domain and open it.

    Raises:
        TaskError: The seed gives none.
    """
    product = forge(Recipe(TemplateDesigner(), Composer, Quota(num_tasks)), seed)
    if product.failure:
        raise TaskError(product.failure)
    with tempfile.TemporaryDirectory(prefix="autoforge-certifier-") as temporary:
        folder = Path(temporary) / product.folder_name
        folder.mkdir()
        for name, content in product.files.items():
            (folder / name).write_bytes(content)
        domain = load_domain(folder)
        with staged_domain(domain) as stage:
            yield Subject(folder, domain, stage)


@contextmanager
def staged_domain(domain: Domain) -> Iterator[Stage]:
    """Open a stage on a domain."""
    server = LocalServer(domain, in_memory=True)
    stage = Stage(server)
    try:
        yield stage
    finally:
        stage.close()
        server.close()


@contextmanager
def edited(subject: Subject, files: Mapping[str, str]) -> Iterator[Stage]:
    """Open a stage on a copy of a domain with other files.

    Raises:
        AutoForgeError: It cannot be loaded any more.
    """
    with tempfile.TemporaryDirectory(prefix="autoforge-certifier-") as temporary:
        copy = Path(temporary) / subject.folder.name
        copy.mkdir()
        for path in subject.folder.iterdir():
            if path.is_file():
                content = files.get(path.name)
                text = path.read_text(encoding="utf-8") if content is None else content
                (copy / path.name).write_text(text, encoding="utf-8")
        with staged_domain(load_domain(copy, sealed=False)) as stage:
            yield stage


def as_json(task: Task) -> Json:
    """Return a task as JSON of its own, to be spoiled."""
    copy: Json = json.loads(json.dumps(task.as_json()))
    return copy
