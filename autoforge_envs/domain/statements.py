"""The few statements a state needs, compiled once for each dialect by SQLAlchemy Core.

A compiled statement is plain SQL text plus the order of its parameters, run on the driver's own
cursor; that keeps a tool call near the cost of hand-written SQL.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable, bindparam, delete, insert, select, update
from sqlalchemy.engine import Dialect

from autoforge_envs.domain.records import RecordType


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL text and the names of its positional parameters, in order."""

    sql: str
    names: tuple[str, ...]

    def parameters(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """Order named values for the driver."""
        return tuple([values[name] for name in self.names])


class Statements:
    """Statements of one domain on one dialect, compiled on first use and kept."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._compiled: dict[tuple[object, ...], Statement] = {}
        self._by_key: dict[int, Statement] = {}  # asked for most of all

    def get(self, kind: RecordType) -> Statement:
        """Select a row by key."""
        if kind.number not in self._by_key:
            self._by_key[kind.number] = self.find(kind, (kind.key,), ())
        return self._by_key[kind.number]

    def find(self, kind: RecordType, equal: tuple[str, ...], null: tuple[str, ...]) -> Statement:
        """Select rows whose columns equal parameters of the same names, ordered by key."""
        cache_key = ("find", kind.number, equal, null)
        if cache_key not in self._compiled:
            columns = kind.table.c
            query = (
                select(*(columns[name] for name in kind.columns))
                .where(*(columns[name] == bindparam(name) for name in equal))
                .where(*(columns[name].is_(None) for name in null))
                .order_by(columns[kind.key])
            )
            self._compiled[cache_key] = self._compile(query)
        return self._compiled[cache_key]

    def insert(self, kind: RecordType) -> Statement:
        """Insert a whole row."""
        cache_key = ("insert", kind.number)
        if cache_key not in self._compiled:
            values: dict[str, Any] = {name: bindparam(name) for name in kind.columns}
            self._compiled[cache_key] = self._compile(insert(kind.table).values(values))
        return self._compiled[cache_key]

    def update(self, kind: RecordType, changed: Sequence[str]) -> Statement:
        """Set some columns of the row whose key is the parameter `key_`."""
        cache_key = ("update", kind.number, tuple(changed))
        if cache_key not in self._compiled:
            values: dict[str, Any] = {name: bindparam(name) for name in changed}
            matches = kind.table.c[kind.key] == bindparam("key_")
            self._compiled[cache_key] = self._compile(
                update(kind.table).where(matches).values(values)
            )
        return self._compiled[cache_key]

    def delete(self, kind: RecordType) -> Statement:
        """Delete the row whose key is the parameter `key_`."""
        cache_key = ("delete", kind.number)
        if cache_key not in self._compiled:
            matches = kind.table.c[kind.key] == bindparam("key_")
            self._compiled[cache_key] = self._compile(delete(kind.table).where(matches))
        return self._compiled[cache_key]

    def _compile(self, statement: Executable) -> Statement:
        compiled = statement.compile(dialect=self._dialect)  # type: ignore[attr-defined]
        return Statement(str(compiled), tuple(compiled.positiontup or ()))
