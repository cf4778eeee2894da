"""Engines: who forges the seeds, one after the other here, or many at once elsewhere.

All run the same pure function, so all give the same bytes.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Protocol

from autoforge_envs.errors import OptionError
from autoforge_envs.synthesis.pipeline.forging import STOPS, Product, forge, lost
from autoforge_envs.synthesis.pipeline.recipe import Recipe

MAX_LOSSES = 3
"""Processes that may be killed at one job before it is given up."""


@dataclass(frozen=True, slots=True)
class Job:
    """One seed to forge.

    Attributes:
        scratch: Where the domain is made and attempts are noted; a machine that lacks the folder
            takes a temporary one and keeps no notes.
    """

    recipe: Recipe
    seed: int
    scratch: Path | None = None


Products = Generator[Product, None, None]


class Engine(Protocol):
    """Forges seeds."""

    def run(self, jobs: Sequence[Job]) -> Products:
        """Yield what each job came to, as they are done.

        Closing it starts no further job. Jobs on their way are killed where they have processes of
        their own, and waited for where they run in threads; nothing of theirs is yielded.

        Raises:
            EmissionError: The disk is full.
            EndpointError: A language model that the designer asks gives no answer.
        """
        ...


def do(job: Job) -> Product:
    """Forge one seed, wherever this runs."""
    scratch = job.scratch
    return forge(job.recipe, job.seed, scratch if scratch and scratch.is_dir() else None)


class SerialEngine:
    """Forges in this process, one seed after the other."""

    def run(self, jobs: Sequence[Job]) -> Products:
        """Yield what each job came to, in order."""
        yield from map(do, jobs)


@dataclass(frozen=True, slots=True)
class _Worker:
    job: Job
    process: ForkServerProcess
    answer: Connection
    num_losses: int


class ProcessEngine:
    """Forges in processes of this machine, a fresh one for each seed."""

    def __init__(self, num_workers: int | None = None) -> None:
        """Start nothing yet.

        Args:
            num_workers: Processes at once; None for one a core.

        Raises:
            OptionError: It is no positive number.
        """
        self._num_workers = check_workers(num_workers) or os.cpu_count() or 1
        self._context: ForkServerContext = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["__main__", __name__])
        _start_server()

    def run(self, jobs: Sequence[Job]) -> Products:
        """Yield what each job came to, as they are done; a job whose process is killed goes on."""
        waiting = deque((job, 0) for job in jobs)
        working: dict[Connection, _Worker] = {}
        try:
            while waiting or working:
                while waiting and len(working) < self._num_workers:
                    worker = self._start(*waiting.popleft())
                    working[worker.answer] = worker
                for answer in wait(list(working)):
                    worker = working.pop(answer)  # type: ignore[call-overload]
                    product = _receive(worker)
                    if product is not None:
                        yield product
                    elif worker.num_losses + 1 < MAX_LOSSES:
                        waiting.append((worker.job, worker.num_losses + 1))
                    else:
                        yield lost(worker.job.seed, _say_exit(worker.process.exitcode))
        finally:
            for worker in working.values():
                worker.process.kill()
                worker.process.join()

    def _start(self, job: Job, num_losses: int) -> _Worker:
        answer, question = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_work, args=(job, question), daemon=True)
        process.start()
        question.close()
        return _Worker(job, process, answer, num_losses)


def _start_server() -> None:
    """Start the process that others are forked from; none of them hears an interrupt.

    This process hears it, and ends them.
    """
    if threading.current_thread() is not threading.main_thread():  # no place to set signals from
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, heard)


def _work(job: Job, answer: Connection) -> None:
    """Do a job in a process of its own; it ends with its parent, however that ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        answer.send(do(job))
    except STOPS as error:
        answer.send(error)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _receive(worker: _Worker) -> Product | None:
    """Take what a process came to; None if it was killed first."""
    try:
        answer = worker.answer.recv()
    except (EOFError, ConnectionError):
        answer = None
    worker.process.join()
    worker.answer.close()
    if isinstance(answer, STOPS):
        raise answer
    return answer  # type: ignore[no-any-return]


def _say_exit(code: int | None) -> str:
    signal = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    return f"{MAX_LOSSES} processes ended by {signal}; is there enough memory for each?"


def check_workers(num_workers: int | None) -> int | None:
    """Return the number of workers as it is given.

    Raises:
        OptionError: It is no positive number.
    """
    if num_workers is not None and num_workers < 1:
        raise OptionError(f"workers must be at least 1, got {num_workers}")
    return num_workers
