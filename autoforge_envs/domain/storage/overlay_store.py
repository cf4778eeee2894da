"""A store for whoever goes back and forth between states: dictionaries laid over another's image.

Questions are put to the image, which remembers its answers, and these are corrected by what was
written since. A state is one immutable value, so that going to any state that was reached before
costs nothing. It understands the statements that `Statements` makes for SQLite and no others, and
keeps references, keys and unique columns as SQLite does, with its errors; types and required values
were checked by the state before.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.engine import Dialect

from autoforge_envs.domain.storage.overlay_connection import Operation, OverlayConnection, own
from autoforge_envs.domain.storage.overlay_statements import OverlayStatements
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.storage.store import Connection, PristineRows


class OverlayStore:
    """A `Store` on an image that another one keeps and closes."""

    def __init__(self, image: PristineRows, types: Sequence[RecordType]) -> None:
        """Prepare operations on some tables.

        Args:
            image: Holds the rows; its statements are SQLite's.
            types: All tables, by number.
        """
        self.dialect: Dialect = image.dialect
        self.pristine: Callable[[RecordType, str, tuple[Any, ...]], list[Any]] = image.pristine
        self._operations = _Operations(OverlayStatements(image, types))

    def lease(self) -> Connection:
        """Open a connection on the pristine rows."""
        return OverlayConnection(self._operations)

    def give_back(self, connection: Connection) -> None:
        """Close a leased connection; its changes vanish."""
        connection.close()

    def rewind(self, connection: Connection) -> None:
        """Undo everything since the image."""
        own(connection).overlay = {}

    def in_transaction(self, connection: Connection) -> bool:
        """Tell whether the private transaction is open: it always is."""
        return True

    def writes_mark(self, connection: Connection) -> object:
        """Count what was written on a connection."""
        return own(connection).num_writes

    def foreign_keys_deferred(self, connection: Connection, deferred: bool) -> None:
        """Switch foreign keys between checked at once and not checked."""
        own(connection).checks_references = not deferred

    def close(self) -> None:
        """Do nothing: the image is somebody else's."""


class _Operations(dict[str, Operation]):
    """What each statement does, read when it is first met."""

    def __init__(self, statements: OverlayStatements) -> None:
        super().__init__()
        self._statements = statements

    def __missing__(self, sql: str) -> Operation:
        operation = self[sql] = self._statements.read(sql)
        return operation
