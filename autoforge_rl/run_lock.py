"""One run at a time works in a folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from autoforge_rl.errors import LockError
from autoforge_rl.processes import Processes

NAME = "run.lock"
"""File in a run's folder; it stays there, the lock on it goes with the process that holds it.

Processes that it has forked do not hold it: each closes the file when it begins.
"""


@contextmanager
def locked(folder: Path, processes: Processes) -> Iterator[None]:
    """Keep a run's folder from other runs; the first of several processes does so for all.

    Raises:
        LockError: Another run works there.
    """
    if processes.rank > 0:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / NAME).open("a+", encoding="utf-8") as file:
        os.register_at_fork(after_in_child=file.close)
        _take(file, folder)
        yield


def _take(file: IO[str], folder: Path) -> None:
    """Take the lock, which the system gives back however this process ends."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        raise LockError(
            f"another run, process {file.read().strip()}, works in {folder}; wait for it, stop "
            "it, or name another folder in run.out"
        ) from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
