"""Episodes of the bookshop, played without any API and without a user simulator."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import Task
from autoforge_envs.episode.episode import Episode, EpisodeOptions

FOLDER = Path(__file__).parents[1] / "domains" / "bookshop_v0"

Start = Callable[..., Episode]


@pytest.fixture(scope="session")
def bookshop() -> Iterator[LocalServer]:
    server = LocalServer(load_domain(FOLDER), in_memory=True)
    yield server
    server.close()


@pytest.fixture(scope="session")
def tasks(bookshop: LocalServer) -> dict[str, Task]:
    return {task.id: task for task in bookshop.contents.tasks}


@pytest.fixture
def start(bookshop: LocalServer, tasks: dict[str, Task]) -> Iterator[Start]:
    """Starts an episode of a task; the user has said hello already."""
    sessions = []

    def start_one(task_id: str = "cancel_lighthouse", **options: object) -> Episode:
        sessions.append(bookshop.open_session())
        episode = Episode(sessions[-1], EpisodeOptions(**options))  # type: ignore[arg-type]
        episode.reset(tasks[task_id])
        return episode

    yield start_one
    for session in sessions:
        session.close()
