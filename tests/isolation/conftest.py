"""Workers on tiny domains whose one dangerous tool the test writes."""

import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autoforge_envs.isolation.connection import Limits
from autoforge_envs.isolation.remote import Worker
from tests.isolation.hostile import write_domain

WorkerMaker = Callable[..., Worker]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The locks are Linux's; elsewhere there is nothing to test."""
    elsewhere = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")
    for item in items:
        if "isolation" in item.path.parts:
            item.add_marker(elsewhere)


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[WorkerMaker]:
    """Starts a worker on a domain whose tool `attack` has the given body; ends it afterwards."""
    started: list[Worker] = []

    def start(
        body: str = "return 'harmless'", *, at_import: str = "", limits: Limits | None = None
    ) -> Worker:
        folder = write_domain(tmp_path / f"domain_{len(started)}", body, at_import)
        started.append(Worker.start(folder, sealed=False, limits=limits))
        return started[-1]

    yield start
    for worker in started:
        worker.close()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder worth protecting, with a socket that listens in it."""
    with tempfile.TemporaryDirectory() as name, socket.socket(socket.AF_UNIX) as listening:
        (Path(name) / "treasure").write_text("gold")
        listening.bind(f"{name}/listening")
        listening.listen()
        yield Path(name)
