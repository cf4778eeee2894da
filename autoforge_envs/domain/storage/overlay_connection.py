"""A private transaction in dictionaries: what was written over an image, as one value."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.storage.store import Connection
from autoforge_envs.errors import StateError

Record = Any
Overlay = Mapping[int, Mapping[str, Record | None]]
"""Written rows by table number and key; None where a row was removed."""


class Found:
    """What a statement came to: a `Cursor`."""

    __slots__ = ("rowcount", "rows")

    def __init__(self, rows: list[Any], rowcount: int = -1) -> None:
        self.rows = rows
        self.rowcount = rowcount

    def fetchall(self) -> list[Any]:
        """Return all rows."""
        return self.rows

    def fetchone(self) -> Any:
        """Return the first row, or None."""
        return self.rows[0] if self.rows else None


class OverlayConnection:
    """A private transaction: an overlay of its own on the store's image.

    Attributes:
        checks_references: Whether a reference to nothing is an error.
    """

    def __init__(self, operations: "Mapping[str, Operation]") -> None:
        """Begin with nothing written.

        Args:
            operations: What each statement does.
        """
        self.checks_references = True
        self.num_writes = 0
        self._operations = operations
        self._overlay: Overlay = {}
        self._savepoints: list[tuple[str, Overlay]] = []

    @property
    def overlay(self) -> Overlay:
        """The state: what was written since the image. Setting it goes to another state."""
        return self._overlay

    @overlay.setter
    def overlay(self, overlay: Overlay) -> None:
        if overlay is not self._overlay:
            self._overlay = overlay
            self.num_writes += 1  # whoever took a table for untouched must look again
            self._savepoints.clear()

    def execute(self, sql: Any, parameters: Any = (), /) -> Found:
        """Run one statement."""
        return self._operations[sql](self, parameters)

    def close(self) -> None:
        """Forget what was written."""
        self.overlay = {}

    def put(self, kind: RecordType, key: str, row: Record | None) -> Overlay:
        """Write a row, or None in its place, and return the state before."""
        before = self._overlay
        self._overlay = {**before, kind.number: {**before.get(kind.number, {}), key: row}}
        self.num_writes += 1
        return before

    def take_back(self, before: Overlay) -> None:
        """Undo what `put` did; savepoints stay."""
        self._overlay = before

    def savepoint(self, command: str, name: str) -> None:
        """Set a savepoint, release it or go back to it."""
        if command == "SAVEPOINT":
            self._savepoints.append((name, self._overlay))
            return
        position = len(self._savepoints) - 1
        while self._savepoints[position][0] != name:
            position -= 1
        if command == "RELEASE SAVEPOINT":
            del self._savepoints[position:]
        else:
            self._overlay = self._savepoints[position][1]
            del self._savepoints[position + 1 :]


Operation = Callable[[OverlayConnection, Sequence[Any]], Found]
"""What a statement does on a connection with its parameters."""


def own(connection: Connection) -> OverlayConnection:
    """Take a connection that an `OverlayStore` leased.

    Raises:
        StateError: Another store leased it.
    """
    if not isinstance(connection, OverlayConnection):
        raise StateError(f"{connection!r:.80} was leased from another store; give it back there")
    return connection
