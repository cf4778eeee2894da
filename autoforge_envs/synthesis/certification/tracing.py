"""A session that notes what each call reads, so that one can say what a call does not depend on.

Whatever a tool or a rule reads comes through one store: from the image, or from the connection.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy.engine import Dialect

from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession, ToolResult
from autoforge_envs.domain.storage.difference import Change, Row
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.storage.statements import Statements
from autoforge_envs.domain.storage.store import Connection, Cursor, Store
from autoforge_envs.domain.tools import Caller
from autoforge_envs.synthesis.overlays import Overlays

_SELECT = re.compile(
    r"SELECT .*?\sFROM \"?(\w+)\"?(?:\s+WHERE (.*?))?(?:\s+ORDER BY .*)?", re.DOTALL
)
_CONDITION = re.compile(r"\"?\w+\"?\.\"?(\w+)\"? (= \?|IS NULL)")


@dataclass(frozen=True, slots=True)
class Query:
    """A question for rows of one table.

    Attributes:
        table: Its name; "" if the text could not be read, which then may be about any row.
        equal: Columns and the values they must have, None for nothing; empty if every row of the
            table may be an answer.
    """

    table: str
    equal: tuple[tuple[str, Any], ...]

    def concerns(self, table: str, row: Row) -> bool:
        """Tell whether a row of a table may be among the answers."""
        return self.table in ("", table) and all(row[name] == value for name, value in self.equal)


@lru_cache(maxsize=4096)
def _columns(sql: str) -> tuple[str, tuple[tuple[str, bool], ...]]:
    """Read table and columns off a question's text; the flag tells which have a parameter."""
    found = _SELECT.fullmatch(sql)
    if found is None:
        return "", ()
    conditions = [_CONDITION.fullmatch(each) for each in (found[2] or "").split(" AND ") if each]
    known = [(each[1], each[2] == "= ?") for each in conditions if each is not None]
    return found[1], tuple(known) if len(known) == len(conditions) else ()


def query_of(sql: str, values: Sequence[Any]) -> Query:
    """Read a question that the state asked; what cannot be read counts as more than it is."""
    table, columns = _columns(sql)
    left = iter(values)
    return Query(table, tuple((name, next(left) if has else None) for name, has in columns))


@dataclass(frozen=True, slots=True)
class Trace:
    """A call that was made, and the questions that it and the rules before it asked."""

    caller: Caller
    name: str
    queries: tuple[Query, ...]


class TracedSession:
    """A `Session` in this process that notes what its calls read.

    It runs on an overlay where that is possible: cheaper, and another store than the database's.

    Attributes:
        traces: The calls since reset.
    """

    def __init__(self, server: LocalServer) -> None:
        """Open a session of its own on a server's image."""
        self.traces: list[Trace] = []
        self._asked: list[Query] = []
        inner = Overlays(server).store if Overlays.fit(server) else server.store
        store = _TracedStore(inner, self._note)
        self._session = LocalSession(server.domain, store, Statements(server.store.dialect))
        self.difference: Callable[[], list[Change]] = self._session.difference
        self.violations: Callable[[], list[str]] = self._session.violations
        self.save: Callable[[], bytes] = self._session.save
        self.close: Callable[[], None] = self._session.close

    def reset(self) -> None:
        """Undo everything."""
        self._session.reset()
        self.traces = []

    def restore(self, snapshot: bytes) -> None:
        """Bring the state to a saved one.

        Raises:
            SnapshotError: The bytes are damaged or belong to another domain.
        """
        self._session.restore(snapshot)
        self.traces = []

    def call(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        """Call a tool.

        Raises:
            ToolCrash: The tool or a rule failed by its own fault.
        """
        self._asked = []
        result = self._session.call(caller, name, arguments)
        self.traces.append(Trace(caller, name, tuple(self._asked)))
        return result

    def _note(self, sql: str, values: Sequence[Any]) -> None:
        if sql.startswith("SELECT"):
            self._asked.append(query_of(sql, values))


_Note = Callable[[str, Sequence[Any]], None]


class _TracedConnection:
    """A connection that notes what is executed on it."""

    def __init__(self, connection: Connection, note: _Note) -> None:
        self.inner = connection
        self._note = note

    def execute(self, sql: Any, parameters: Any = (), /) -> Cursor:
        """Run one statement."""
        self._note(sql, parameters)
        return self.inner.execute(sql, parameters)

    def close(self) -> None:
        """Close the connection."""
        self.inner.close()


class _TracedStore:
    """Somebody else's store, whose connections and image note what they are asked."""

    def __init__(self, store: Store, note: _Note) -> None:
        self._store = store
        self._note = note

    @property
    def dialect(self) -> Dialect:
        """The SQLAlchemy dialect that statements are compiled for."""
        return self._store.dialect

    def lease(self) -> Connection:
        """Open a connection inside a private transaction on the pristine rows."""
        return _TracedConnection(self._store.lease(), self._note)

    def give_back(self, connection: Connection) -> None:
        """Close a leased connection; its changes vanish."""
        self._store.give_back(_inner(connection))

    def rewind(self, connection: Connection) -> None:
        """Undo everything since the image and begin anew."""
        self._store.rewind(_inner(connection))

    def in_transaction(self, connection: Connection) -> bool:
        """Tell whether the private transaction is open."""
        return self._store.in_transaction(_inner(connection))

    def pristine(self, kind: RecordType, sql: str, parameters: tuple[Any, ...]) -> list[Any]:
        """Run a query for a table's whole rows on the base image."""
        self._note(sql, parameters)
        return self._store.pristine(kind, sql, parameters)

    def writes_mark(self, connection: Connection) -> object:
        """Give what stays equal only while nobody writes a row on a connection."""
        return self._store.writes_mark(_inner(connection))

    def foreign_keys_deferred(self, connection: Connection, deferred: bool) -> None:
        """Switch foreign keys between checked at once and not checked."""
        self._store.foreign_keys_deferred(_inner(connection), deferred)

    def close(self) -> None:
        """Do nothing: the store is somebody else's."""


def _inner(connection: Connection) -> Connection:
    return connection.inner if isinstance(connection, _TracedConnection) else connection
