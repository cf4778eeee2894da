"""What the statements of a domain do to dictionaries over its image, with the database's errors."""

import re
import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import UniqueConstraint

from autoforge_envs.domain.storage.overlay_connection import (
    Found,
    Operation,
    OverlayConnection,
    Record,
)
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.storage.statements import Statements
from autoforge_envs.domain.storage.store import TOUCHED_TABLE, PristineRows
from autoforge_envs.errors import StateError

_SELECT = re.compile(r"SELECT .*?\sFROM (\S+)(?:\s+WHERE (.*?))?\s+ORDER BY \S+", re.DOTALL)
_INSERT = re.compile(
    r"INSERT INTO (\S+) \((.*)\) VALUES \([?, ]+\)( ON CONFLICT \(.*\) DO NOTHING)?"
)
_UPDATE = re.compile(r"UPDATE (\S+) SET (.*) WHERE \S+ = \?")
_DELETE = re.compile(r"DELETE FROM (\S+) WHERE \S+ = \?")
_CONDITION = re.compile(r"(?:\S+\.)?(\S+?) ?(= ?\?|IS NULL)")
_SAVEPOINT = re.compile(r"(SAVEPOINT|ROLLBACK TO SAVEPOINT|RELEASE SAVEPOINT) (\w+)")

_NO_ROW, _ONE_ROW, _DONE = Found([], 0), Found([], 1), Found([])


class OverlayStatements:
    """What statements do to an overlay on the tables of one image."""

    def __init__(self, image: PristineRows, types: Sequence[RecordType]) -> None:
        """Look at tables.

        Args:
            image: Holds the rows.
            types: All tables, by number.
        """
        self._image = image
        self._statements = Statements(image.dialect)
        self._by_name = {kind.name: kind for kind in types}
        self._by_model = {kind.model.__name__: kind for kind in types}
        self._referrers: dict[int, list[tuple[RecordType, str]]] = {}
        self._targets = {kind.number: self._references(kind) for kind in types}
        for kind in types:
            for name, target in self._targets[kind.number]:
                self._referrers.setdefault(target.number, []).append((kind, name))
        self._unique = {kind.number: _unique_columns(kind) for kind in types}

    def _references(self, kind: RecordType) -> list[tuple[str, RecordType]]:
        return [
            (name, self._by_model[semantic.references])
            for name, semantic in kind.semantics.items()
            if semantic.references
        ]

    def read(self, sql: str) -> Operation:
        """Say what a statement does.

        Raises:
            StateError: It is none that is understood.
        """
        if savepoint := _SAVEPOINT.fullmatch(sql):
            return _savepoint(savepoint[1], savepoint[2])
        if TOUCHED_TABLE in sql:
            return _touched
        if select := _SELECT.fullmatch(sql):
            return self._select(self._kind(select[1]), sql, select[2] or "")
        if insert := _INSERT.fullmatch(sql):
            return self._insert(self._kind(insert[1]), _names(insert[2]), bool(insert[3]))
        if update := _UPDATE.fullmatch(sql):
            return self._update(self._kind(update[1]), _names(update[2]))
        if delete := _DELETE.fullmatch(sql):
            return self._delete(self._kind(delete[1]))
        raise StateError(f"a statement that is read by no overlay: {sql:.200}; use a database")

    def _kind(self, name: str) -> RecordType:
        return self._by_name[name.strip('"')]

    def _select(self, kind: RecordType, sql: str, conditions: str) -> Operation:
        equal, empty = _conditions(conditions)
        key = kind.columns.index(kind.key)
        places = [kind.columns.index(name) for name in equal]
        nothing = [kind.columns.index(name) for name in empty]
        by_key = places == [key] and not nothing
        number, pristine = kind.number, self._image.pristine

        def select(connection: OverlayConnection, parameters: Sequence[Any]) -> Found:
            written = connection.overlay.get(number)
            if not written:
                return Found(pristine(kind, sql, tuple(parameters)))
            if by_key:
                if parameters[0] not in written:
                    return Found(pristine(kind, sql, tuple(parameters)))
                row = written[parameters[0]]
                return Found([] if row is None else [row])
            rows = [
                row for row in pristine(kind, sql, tuple(parameters)) if row[key] not in written
            ]
            fresh = [
                row
                for row in written.values()
                if row is not None
                and all(row[i] == value for i, value in zip(places, parameters, strict=True))
                and all(row[i] is None for i in nothing)
            ]
            return Found(sorted(rows + fresh, key=lambda row: row[key]) if fresh else rows)

        return select

    def _insert(self, kind: RecordType, names: list[str], yields: bool) -> Operation:
        order = [names.index(name) for name in kind.columns]
        key = kind.columns.index(kind.key)

        def insert(connection: OverlayConnection, parameters: Sequence[Any]) -> Found:
            row = kind.make([parameters[i] for i in order])
            if self._row(connection, kind, row[key]) is not None:
                if yields:
                    return _NO_ROW
                raise sqlite3.IntegrityError(f"UNIQUE constraint failed: {kind.name}.{kind.key}")
            self._put(connection, kind, row[key], row, kind.columns)
            return _ONE_ROW

        return insert

    def _update(self, kind: RecordType, names: list[str]) -> Operation:
        places = [kind.columns.index(name) for name in names]

        def update(connection: OverlayConnection, parameters: Sequence[Any]) -> Found:
            row = self._row(connection, kind, parameters[-1])
            if row is None:
                return _NO_ROW
            values = list(row)
            for place, value in zip(places, parameters, strict=False):
                values[place] = value
            self._put(connection, kind, parameters[-1], kind.make(values), names)
            return _ONE_ROW

        return update

    def _delete(self, kind: RecordType) -> Operation:
        def delete(connection: OverlayConnection, parameters: Sequence[Any]) -> Found:
            if self._row(connection, kind, parameters[0]) is None:
                return _NO_ROW
            before = connection.put(kind, parameters[0], None)
            if connection.checks_references and self._is_referred_to(connection, kind, parameters):
                connection.take_back(before)
                raise sqlite3.IntegrityError("FOREIGN KEY constraint failed")
            return _ONE_ROW

        return delete

    def _row(self, connection: OverlayConnection, kind: RecordType, key: str) -> Record | None:
        written = connection.overlay.get(kind.number)
        if written is not None and key in written:
            return written[key]
        found = self._image.pristine(kind, self._statements.get(kind).sql, (key,))
        return found[0] if found else None

    def _put(
        self,
        connection: OverlayConnection,
        kind: RecordType,
        key: str,
        row: Record,
        names: Sequence[str],
    ) -> None:
        """Write a row of which some columns are new, and see that constraints hold."""
        before = connection.put(kind, key, row)
        problem = self._problem(connection, kind, row, names)
        if problem:
            connection.take_back(before)
            raise sqlite3.IntegrityError(problem)

    def _problem(
        self, connection: OverlayConnection, kind: RecordType, row: Record, names: Sequence[str]
    ) -> str:
        for columns in self._unique[kind.number]:
            values = [getattr(row, name) for name in columns]
            if None in values or not any(name in names for name in columns):
                continue
            if len(self._rows(connection, kind, columns, values)) > 1:
                return f"UNIQUE constraint failed: {', '.join(f'{kind.name}.{c}' for c in columns)}"
        if connection.checks_references:
            for name, target in self._targets[kind.number]:
                value = getattr(row, name)
                if name in names and value is not None and not self._row(connection, target, value):
                    return "FOREIGN KEY constraint failed"
        return ""

    def _is_referred_to(
        self, connection: OverlayConnection, kind: RecordType, key: Sequence[Any]
    ) -> bool:
        return any(
            self._rows(connection, referrer, (name,), key)
            for referrer, name in self._referrers.get(kind.number, ())
        )

    def _rows(
        self,
        connection: OverlayConnection,
        kind: RecordType,
        names: tuple[str, ...],
        values: Sequence[Any],
    ) -> list[Record]:
        statement = self._statements.find(kind, names, tuple(type(value) for value in values))
        return connection.execute(statement.sql, tuple(values)).rows


def _savepoint(command: str, name: str) -> Operation:
    def operation(connection: OverlayConnection, parameters: Sequence[Any]) -> Found:
        connection.savepoint(command, name)
        return _DONE

    return operation


def _touched(connection: OverlayConnection, parameters: Sequence[Any]) -> Found:
    """Select table number and key of every row that was written."""
    return Found(
        [(n, key) for n, rows in sorted(connection.overlay.items()) for key in sorted(rows)]
    )


def _names(listed: str) -> list[str]:
    """Read column names off a list, with or without what is done to them."""
    return [each.split("=")[0].strip().strip('"') for each in listed.split(",")]


def _conditions(text: str) -> tuple[list[str], list[str]]:
    """Read which columns must equal a parameter and which must be empty."""
    equal: list[str] = []
    empty: list[str] = []
    for each in text.split(" AND ") if text else ():
        found = _CONDITION.fullmatch(each.strip())
        if found is None:
            raise StateError(f"a condition that is read by no overlay: {each:.80}; use a database")
        (empty if found[2] == "IS NULL" else equal).append(found[1].strip('"'))
    return equal, empty


def _unique_columns(kind: RecordType) -> list[tuple[str, ...]]:
    """Return the sets of columns, the key apart, of which no two rows share all values."""
    found = [each.columns for each in kind.table.constraints if isinstance(each, UniqueConstraint)]
    found += [each.columns for each in kind.table.indexes if each.unique]
    return [tuple(column.name for column in columns) for columns in found]
