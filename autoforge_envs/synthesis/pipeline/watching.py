"""Watching domains in the making, from outside: the notes of their attempts, as they grow."""

from pathlib import Path
from typing import NamedTuple

_TASK = b'"task": {'
"""Stands in the line of every attempt that gave a task, and cannot stand in a value of one."""


class Progress(NamedTuple):
    """How far domains have come: attempts made, and tasks that came through."""

    num_attempts: int
    num_tasks: int


class NotesWatcher:
    """Counts the attempts in domains that are not done yet.

    Works with every engine whose processes share the folder, and costs them nothing.
    """

    def __init__(self, scratch: Path) -> None:
        """Start at the beginning of all notes.

        Args:
            scratch: The folder in which the notes are kept.
        """
        self._scratch = scratch
        self._read: dict[Path, tuple[int, Progress]] = {}

    def look(self) -> Progress:
        """Read what is new and count; the notes of finished domains are gone."""
        self._read = {path: self._follow(path) for path in sorted(self._scratch.glob("*.jsonl"))}
        found = [progress for _, progress in self._read.values()]
        return Progress(
            sum(each.num_attempts for each in found), sum(each.num_tasks for each in found)
        )

    def _follow(self, path: Path) -> tuple[int, Progress]:
        offset, known = self._read.get(path, (0, Progress(-1, 0)))  # the first line is a header
        try:
            with path.open("rb") as file:
                file.seek(offset)
                fresh = file.read()
        except OSError:  # done in the meantime
            return offset, known
        whole = fresh[: fresh.rfind(b"\n") + 1]
        progress = Progress(
            known.num_attempts + whole.count(b"\n"), known.num_tasks + whole.count(_TASK)
        )
        return offset + len(whole), progress
