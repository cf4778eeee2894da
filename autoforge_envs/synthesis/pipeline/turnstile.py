"""A turnstile: so many at once, and of those who wait the one that came to the work first."""

import heapq
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turnstile:
    """Lets so many threads in at once, those of the lowest rank first."""

    def __init__(self, num_at_once: int) -> None:
        """Let nobody in yet.

        Args:
            num_at_once: How many may be in.
        """
        self._free = num_at_once
        self._waiting: list[tuple[int, int]] = []
        self._num_come = 0
        self._changed = threading.Condition()

    @property
    def num_waiting(self) -> int:
        """How many wait."""
        with self._changed:
            return len(self._waiting)

    @contextmanager
    def passing(self, rank: int = 0) -> Iterator[None]:
        """Wait for one's turn, and be in until the block ends.

        Args:
            rank: Who waits with a lower one goes first; among equals, who came first.
        """
        with self._changed:
            self._num_come += 1
            mine = (rank, self._num_come)
            heapq.heappush(self._waiting, mine)
            self._changed.wait_for(lambda: self._free > 0 and self._waiting[0] == mine)
            heapq.heappop(self._waiting)
            self._free -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()
