"""Calls that are made one after the other at once, or on threads while others go on."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Workers(Generic[Result]):
    """Makes numbered calls; all calls of one number are made on one thread, in their order."""

    def __init__(self, num_threads: int) -> None:
        """Start threads.

        Args:
            num_threads: How many; at 0 each call is made at once, by whoever starts it.
        """
        self._threads = [ThreadPoolExecutor(max_workers=1) for _ in range(num_threads)]
        self._places: dict[int, int] = {}
        self._running: dict[Future[Result], int] = {}
        self._done: list[tuple[int, Result]] = []

    def start(self, number: int, call: Callable[[], Result]) -> None:
        """Make a call."""
        if not self._threads:
            self._done.append((number, call()))
            return
        if number not in self._places:
            taken = Counter(self._places.values())
            self._places[number] = min(range(len(self._threads)), key=taken.__getitem__)
        self._running[self._threads[self._places[number]].submit(call)] = number

    def forget(self, number: int) -> None:
        """Give up a number's place; of the threads the next number gets the least taken."""
        self._places.pop(number, None)

    def finished(self, *, wait_for_one: bool = False) -> list[tuple[int, Result]]:
        """Return what has finished since the last time; what a call raised is raised here.

        Args:
            wait_for_one: Whether to wait until at least one has, if any is under way.
        """
        if wait_for_one and self._running:
            wait(self._running, return_when=FIRST_COMPLETED)
        for future in [each for each in self._running if each.done()]:
            self._done.append((self._running.pop(future), future.result()))
        done, self._done = self._done, []
        return done

    def close(self) -> None:
        """Wait for all calls, and end the threads."""
        for thread in self._threads:
            thread.shutdown()
