"""Whole runs killed at any instant: the same command goes on to the same bytes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from autoforge_envs.synthesis.pipeline.engines import SerialEngine
from autoforge_envs.synthesis.pipeline.out_folder import HIDDEN
from autoforge_envs.synthesis.pipeline.synthesis import Order, synthesize
from autoforge_envs.synthesis.pipeline.watching import NotesWatcher
from tests.synthesis.pipeline.stand_ins import SLOW_RECIPE
from tests.synthesis.pipeline.test_synthesis import Hearing, tree

REPOSITORY = Path(__file__).parents[3]
SEEDS = (0, 1)

PROGRAM = """
import sys
from pathlib import Path
from autoforge_envs.synthesis.pipeline.engines import ProcessEngine
from autoforge_envs.synthesis.pipeline.synthesis import Order, synthesize
from tests.synthesis.pipeline.stand_ins import SLOW_RECIPE
from tests.synthesis.pipeline.test_synthesis import Hearing

if __name__ == "__main__":
    synthesize(Order(SLOW_RECIPE, (0, 1), Path(sys.argv[1])), ProcessEngine(2), Hearing())
"""


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run gives that nobody kills."""
    out = tmp_path_factory.mktemp("undisturbed")
    synthesize(Order(SLOW_RECIPE, SEEDS, out), SerialEngine(), Hearing())
    return tree(out)


def children_of(pid: int) -> list[int]:
    """The processes that descend from one, by the system's books."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found, fresh = [], [pid]
    while fresh:
        fresh = [child for child, parent in parents.items() if parent in fresh]
        found += fresh
    return found


def start(out: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(out)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )


def run_for(out: Path, seconds: float) -> bool:
    """Run the command, kill it and nothing else after a while; tell whether it was done before."""
    with start(out) as process:
        try:
            return process.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            workers = children_of(process.pid)
            process.send_signal(signal.SIGKILL)
            process.wait()
            wait_for_end(workers)
            return False


def wait_for_end(pids: list[int]) -> None:
    """Wait until processes are gone that nobody has killed."""
    deadline = time.monotonic() + 10
    while alive := [pid for pid in pids if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < deadline, f"processes {alive} outlive the run that made them"
        time.sleep(0.05)


def kill_until_done(out: Path, delays: Iterator[float]) -> int:
    """Run and kill until the command is done; return how often it was killed."""
    num_kills = 0
    while not run_for(out, next(delays)):
        num_kills += 1
        for folder in out.glob("*_v*"):  # what is in its place is whole
            assert len(list(folder.iterdir())) == 8
    return num_kills


def growing(seed: int, least: float, most: float) -> Iterator[float]:
    """Random delays that slowly grow, so that the run is done some day."""
    generator = np.random.default_rng(seed)
    scale = 1.0
    while True:
        yield float(generator.uniform(least, most)) * scale
        scale *= 1.03


def kill_in_the_middle(out: Path, num_attempts: int) -> None:
    """Run the command and kill it when so many attempts are noted."""
    watcher = NotesWatcher(out / HIDDEN / "scratch")
    with start(out) as process:
        while watcher.look().num_attempts < num_attempts:
            assert process.poll() is None, "it was done before it could be killed"
            time.sleep(0.005)
        workers = children_of(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        wait_for_end(workers)


def test_a_killed_run_goes_on_to_the_same_bytes(tmp_path: Path, expected: dict[str, bytes]) -> None:
    kill_in_the_middle(tmp_path, 9)
    assert run_for(tmp_path, 120)
    assert tree(tmp_path) == expected


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_run_killed_again_and_again_ends_with_the_same_bytes(
    tmp_path: Path, expected: dict[str, bytes], seed: int
) -> None:
    kill_until_done(tmp_path, growing(seed, 0.8, 2.2))
    assert tree(tmp_path) == expected
