"""The engine for designers that mostly wait: many seeds at once in threads of one process.

They share one language model, its limit and its budget. What takes a core's time happens in locked
processes of their own.
"""

from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import partial

from autoforge_envs.background import in_background
from autoforge_envs.synthesis.pipeline.engines import Job, Products, check_workers, do
from autoforge_envs.synthesis.pipeline.forging import STOPS, Product

DEFAULT_THREADS = 32


class ThreadEngine:
    """Forges many seeds at once in this process."""

    def __init__(self, num_workers: int | None = None) -> None:
        """Start nothing yet.

        Args:
            num_workers: Seeds at once.

        Raises:
            OptionError: It is no positive number.
        """
        self._num_workers = check_workers(num_workers) or DEFAULT_THREADS

    def run(self, jobs: Sequence[Job]) -> Products:
        """Yield what each job came to, as they are done.

        What is on its way when the model cannot be asked any more is brought to its end first; an
        interrupt waits for nothing.

        Raises:
            EmissionError: The disk is full.
            EndpointError: The model cannot be asked, or the budget is spent.
            IsolationError: This machine cannot lock a process.
        """
        waiting = list(reversed(jobs))
        working: set[Future[Product]] = set()
        stopped: BaseException | None = None
        while working or (waiting and stopped is None):
            while waiting and stopped is None and len(working) < self._num_workers:
                working.add(in_background(partial(do, waiting.pop())))
            done, working = wait(working, return_when=FIRST_COMPLETED)
            for future in done:
                error = future.exception()
                if isinstance(error, STOPS):
                    stopped = stopped or error
                else:
                    yield future.result()
        if stopped is not None:
            raise stopped
