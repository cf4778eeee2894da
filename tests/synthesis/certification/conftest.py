"""The bookshop as its author should have left it, and a stage on it."""

from collections.abc import Callable, Iterator

import pytest

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import Task
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.rehearsal import rehearse
from autoforge_envs.synthesis.certification.staging import Stage
from benchmarks.defects.planting import spoiled


@pytest.fixture(scope="session")
def shop() -> Iterator[Domain]:
    """The bookshop, with nothing wrong in it."""
    with spoiled() as domain:
        yield domain


@pytest.fixture(scope="session")
def server(shop: Domain) -> Iterator[LocalServer]:
    """Serves it."""
    server = LocalServer(shop, in_memory=True)
    yield server
    server.close()


@pytest.fixture(scope="session")
def stage(server: LocalServer) -> Iterator[Stage]:
    """A stage on it."""
    stage = Stage(server)
    yield stage
    stage.close()


@pytest.fixture(scope="session")
def find_task(shop: Domain) -> Callable[[str], Task]:
    """Finds a task by id."""
    tasks = {task.id: task for task in shop.contents.tasks}
    return tasks.__getitem__


@pytest.fixture(scope="session")
def make_case(stage: Stage, find_task: Callable[[str], Task]) -> Callable[[str], Case]:
    """Rehearses a task."""

    def make(task_id: str) -> Case:
        task = find_task(task_id)
        return Case(stage, task, rehearse(stage.session, task, stage.tools), 0)

    return make
