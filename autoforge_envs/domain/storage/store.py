"""Where a domain's rows live: what every database back end offers to the state and the journal.

A store owns one immutable base image. Each live environment leases a connection with a private
transaction on it that is never committed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import MetaData
from sqlalchemy.engine import Dialect

from autoforge_envs.domain.storage.records import RecordType

TOUCHED_TABLE = "_touched"
"""The journal: table number and key of every row written since the image."""


class Cursor(Protocol):
    """The part of a driver's cursor used here."""

    @property
    def rowcount(self) -> int:
        """How many rows the statement wrote."""
        ...

    def fetchall(self) -> list[Any]:
        """Return all rows that are left."""
        ...

    def fetchone(self) -> Any:
        """Return the next row, or None."""
        ...


class Connection(Protocol):
    """The part of a driver's connection used here; `sqlite3` and `psycopg` both have it."""

    def execute(self, sql: Any, parameters: Any = ..., /) -> Cursor:
        """Run one statement."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class PristineRows(Protocol):
    """The rows of a base image, which never change."""

    @property
    def dialect(self) -> Dialect:
        """The SQLAlchemy dialect that statements are compiled for; positional parameters."""
        ...

    def pristine(self, kind: RecordType, sql: str, parameters: tuple[Any, ...]) -> list[Any]:
        """Run a query for a table's whole rows on the base image; the list is not the caller's."""
        ...


class Store(PristineRows, Protocol):
    """One base image and the connections leased on it."""

    def lease(self) -> Connection:
        """Open a connection inside a private transaction on the pristine rows."""
        ...

    def give_back(self, connection: Connection) -> None:
        """Close a leased connection; its changes vanish."""
        ...

    def rewind(self, connection: Connection) -> None:
        """Undo everything since the image and begin anew.

        Raises:
            StateError: The base image itself was changed.
        """
        ...

    def in_transaction(self, connection: Connection) -> bool:
        """Tell whether the private transaction is open; if not, a write would hit the base."""
        ...

    def writes_mark(self, connection: Connection) -> object:
        """Give what stays equal only while nobody writes a row on a connection.

        A store that cannot tell gives another each time.
        """
        ...

    def foreign_keys_deferred(self, connection: Connection, deferred: bool) -> None:
        """Switch foreign keys between checked at once and not checked.

        A store may check them when it is switched back; whoever switches must not rely on that.

        Raises:
            StateError: Switching back found a reference to nothing.
        """
        ...

    def close(self) -> None:
        """Close everything that the store itself holds open."""
        ...


class Image(Protocol):
    """What a base image is built from."""

    @property
    def name(self) -> str:
        """The domain's name."""
        ...

    @property
    def content_hash(self) -> str:
        """Hash over tables and rows; two images of one hash are the same."""
        ...

    @property
    def metadatas(self) -> Sequence[MetaData]:
        """Tables to create."""
        ...

    @property
    def record_types(self) -> Sequence[RecordType]:
        """All tables, by number."""
        ...

    def rows(self) -> Iterable[tuple[RecordType, Mapping[str, Any]]]:
        """The initial rows, parents before children."""
        ...
