"""A store for whoever goes back and forth between states: dictionaries laid over another's image.

Questions are put to the image, which remembers its answers, and these are corrected by what was
written since. A state is one immutable value, so that going to any state that was reached before
costs nothing. It understands the statements that `Statements` makes for SQLite and no others, and
keeps references, keys and unique columns as SQLite does, with its errors; types and required values
were checked by the state before.
"""

from collections.abc import Sequence
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
        self._image = image
        self._statements = OverlayStatements(image, types)
        self._operations: dict[str, Operation] = {}

    def operation(self, sql: str) -> Operation:
        """Return what a statement does.

        Raises:
            StateError: It is none that this store understands.
        """
        found = self._operations.get(sql)
        if found is None:
            found = self._operations[sql] = self._statements.read(sql)
        return found

    def lease(self) -> Connection:
        """Open a connection on the pristine rows."""
        return OverlayConnection(self.operation)

    def give_back(self, connection: Connection) -> None:
        """Close a leased connection; its changes vanish."""
        connection.close()

    def rewind(self, connection: Connection) -> None:
        """Undo everything since the image."""
        own(connection).overlay = {}

    def in_transaction(self, connection: Connection) -> bool:
        """Tell whether the private transaction is open: it always is."""
        return True

    def pristine(self, kind: RecordType, sql: str, parameters: tuple[Any, ...]) -> list[Any]:
        """Run a query for a table's whole rows on the base image."""
        return self._image.pristine(kind, sql, parameters)

    def writes_mark(self, connection: Connection) -> object:
        """Count what was written on a connection."""
        return own(connection).num_writes

    def foreign_keys_deferred(self, connection: Connection, deferred: bool) -> None:
        """Switch foreign keys between checked at once and not checked."""
        own(connection).checks_references = not deferred

    def close(self) -> None:
        """Do nothing: the image is somebody else's."""
