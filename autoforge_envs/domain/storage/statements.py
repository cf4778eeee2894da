"""The few statements a state needs, compiled once for each dialect by SQLAlchemy Core.

A compiled statement is plain SQL text plus the order of its parameters, run on the driver's own
cursor; that keeps a tool call near the cost of hand-written SQL.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Executable, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

from autoforge_envs.domain.storage.records import RecordType

Parameters = Callable[[Mapping[str, Any]], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL text for the driver.

    Attributes:
        sql: With a mark for each parameter.
        parameters: Brings named values into the order of the marks.
    """

    sql: str
    parameters: Parameters


def _in_order(names: Sequence[str]) -> Parameters:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple([values[name] for name in names])


class Statements:
    """Statements of one domain on one dialect, compiled on first use and kept.

    Attributes:
        finding: What `find` has compiled, by number of the table, columns and classes.
        getting: The texts of what `get` has compiled, with the table, by its declared class.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self.finding: dict[tuple[int, tuple[str, ...], tuple[type, ...]], Statement] = {}
        self._compiled: dict[tuple[object, ...], Statement] = {}
        self._updating: dict[tuple[int, tuple[str, ...]], Statement] = {}
        self._by_key: dict[int, Statement] = {}
        self.getting: dict[type, tuple[RecordType, str]] = {}  # asked for most of all

    def get(self, kind: RecordType) -> Statement:
        """Select a row by key."""
        found = self._by_key.get(kind.number)
        if found is None:
            found = self._by_key[kind.number] = self.find(kind, (kind.key,), (str,))
            self.getting[kind.model] = kind, found.sql
        return found

    def find(
        self, kind: RecordType, names: tuple[str, ...], classes: tuple[type, ...]
    ) -> Statement:
        """Select rows whose columns equal parameters of the same names, ordered by key.

        Args:
            kind: The table.
            names: The columns, in the order of the statement's parameters.
            classes: The class of each value; for that of None the column must be empty, and there
                is no parameter.
        """
        asked = (kind.number, names, classes)
        if asked not in self.finding:
            columns = kind.table.c
            matches = (
                columns[name].is_(None) if each is type(None) else columns[name] == bindparam(name)
                for name, each in zip(names, classes, strict=True)
            )
            query = select(*(columns[name] for name in kind.columns)).where(*matches)
            self.finding[asked] = self._compile(query.order_by(columns[kind.key]))
        return self.finding[asked]

    def insert(self, kind: RecordType) -> Statement:
        """Insert a whole row."""
        cache_key = ("insert", kind.number)
        if cache_key not in self._compiled:
            values: dict[str, Any] = {name: bindparam(name) for name in kind.columns}
            self._compiled[cache_key] = self._compile(insert(kind.table).values(values))
        return self._compiled[cache_key]

    def insert_new(self, kind: RecordType) -> Statement:
        """Insert a whole row unless there is one with its key: then no row is written."""
        cache_key = ("insert_new", kind.number)
        if cache_key not in self._compiled:
            values: dict[str, Any] = {name: bindparam(name) for name in kind.columns}
            dialect = postgresql if self._dialect.name == "postgresql" else sqlite
            statement = dialect.insert(kind.table).values(values)
            self._compiled[cache_key] = self._compile(
                statement.on_conflict_do_nothing(index_elements=[kind.key])
            )
        return self._compiled[cache_key]

    def update(self, kind: RecordType, changed: tuple[str, ...]) -> Statement:
        """Set some columns of the row whose key is the parameter `key_`."""
        cache_key = (kind.number, changed)
        found = self._updating.get(cache_key)
        if found is None:
            values: dict[str, Any] = {name: bindparam(name) for name in changed}
            matches = kind.table.c[kind.key] == bindparam("key_")
            found = self._compile(update(kind.table).where(matches).values(values))
            self._updating[cache_key] = found
        return found

    def delete(self, kind: RecordType) -> Statement:
        """Delete the row whose key is the parameter `key_`."""
        cache_key = ("delete", kind.number)
        if cache_key not in self._compiled:
            matches = kind.table.c[kind.key] == bindparam("key_")
            self._compiled[cache_key] = self._compile(delete(kind.table).where(matches))
        return self._compiled[cache_key]

    def _compile(self, statement: Executable) -> Statement:
        compiled = statement.compile(dialect=self._dialect)  # type: ignore[attr-defined]
        return Statement(str(compiled), _in_order(compiled.positiontup or ()))
