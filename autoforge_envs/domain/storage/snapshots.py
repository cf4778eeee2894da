"""Snapshots: the net difference as bytes, restored on any connection, in any process.

A snapshot holds the touched rows as they are, generated keys and uncompared columns included, the
domain they belong to, and a checksum.
"""

import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.storage.difference import RowPair
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.storage.statements import Statements
from autoforge_envs.domain.storage.store import Connection, Store
from autoforge_envs.domain.values import check_stored
from autoforge_envs.errors import SnapshotError, StateError

_CHECKSUM_LENGTH = 64


@dataclass(frozen=True, slots=True)
class SavedRow:
    """One row of a snapshot; `values` is None where the row does not exist."""

    table: RecordType
    key: str
    values: Mapping[str, Any] | None

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands: a table comes after those that its columns refer to."""
        return self.table.number, self.key


def write_snapshot(pairs: Iterable[RowPair], content_hash: str) -> bytes:
    """Write touched rows as bytes.

    Args:
        pairs: The rows that differ from the image.
        content_hash: The domain they belong to.
    """
    rows = sorted([pair.table.number, pair.key, pair.after] for pair in pairs)
    body = json.dumps({"domain": content_hash, "rows": rows}).encode()
    return hashlib.sha256(body).hexdigest().encode() + body


def read_snapshot(
    snapshot: bytes, types: Sequence[RecordType], content_hash: str
) -> list[SavedRow]:
    """Read a snapshot.

    Raises:
        SnapshotError: The bytes are damaged, or belong to another domain.
    """
    checksum, body = snapshot[:_CHECKSUM_LENGTH], snapshot[_CHECKSUM_LENGTH:]
    if hashlib.sha256(body).hexdigest().encode() != checksum:
        raise SnapshotError(
            f"these {len(snapshot)} bytes are no snapshot, or a damaged one; pass what save() gave"
        )
    try:
        data = json.loads(body)
        if data["domain"] != content_hash:
            raise SnapshotError(
                f"the snapshot belongs to a domain with hash {data['domain']:.12}, "
                f"this one has {content_hash:.12}; restore it where it was saved"
            )
        rows = [_read_row(types, *row) for row in data["rows"]]
        if any(one.place >= two.place for one, two in itertools.pairwise(rows)):
            raise ValueError("rows are repeated or out of order")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise SnapshotError(f"the snapshot holds no rows of this domain: {error}") from None
    return rows


def _read_row(types: Sequence[RecordType], number: int, key: str, values: Any) -> SavedRow:
    if not 0 <= number < len(types) or not isinstance(key, str):
        raise ValueError(f"no row {key!r:.40} of table {number!r:.40}")
    kind = types[number]
    if values is not None:
        fits = values.keys() == set(kind.columns) and values[kind.key] == key
        if not fits or not all(
            value is None or check_stored(kind.semantics[name], value)
            for name, value in values.items()
        ):
            raise ValueError(f"row {key!r:.40} does not fit table {kind.name}")
    return SavedRow(kind, key, values)


def put_rows(
    rows: Sequence[SavedRow],
    store: Store,
    connection: Connection,
    types: Sequence[RecordType],
    statements: Statements,
) -> None:
    """Bring a connection from wherever it is to the image with these rows on it.

    Raises:
        StateError: A row would refer to one that is not there.
    """
    store.rewind(connection)
    try:
        _put_in_place(rows, connection, statements)
    except Exception:  # noqa: BLE001 - say, an exchanged unique value; drivers' errors differ
        store.rewind(connection)
        _put_anew(rows, store, connection, types, statements)


def _put_in_place(rows: Sequence[SavedRow], connection: Connection, statements: Statements) -> None:
    """Write rows after those they refer to, and remove them before: constraints always hold."""
    for row in rows:
        if row.values is not None:
            update = statements.update(
                row.table, tuple(c for c in row.table.columns if c != row.table.key)
            )
            values = {**row.values, "key_": row.key}
            if connection.execute(update.sql, update.parameters(values)).rowcount == 0:
                insert = statements.insert(row.table)
                connection.execute(insert.sql, insert.parameters(row.values))
    for row in reversed(rows):
        if row.values is None:
            connection.execute(statements.delete(row.table).sql, (row.key,))


def _put_anew(
    rows: Sequence[SavedRow],
    store: Store,
    connection: Connection,
    types: Sequence[RecordType],
    statements: Statements,
) -> None:
    """Take all rows out, then put them back; slower, for SQLite prepares all statements anew."""
    store.foreign_keys_deferred(connection, True)
    for row in rows:
        connection.execute(statements.delete(row.table).sql, (row.key,))
    for row in rows:
        if row.values is not None:
            insert = statements.insert(row.table)
            connection.execute(insert.sql, insert.parameters(row.values))
    store.foreign_keys_deferred(connection, False)
    for sql, value in _expected_rows(rows, types, statements):
        if connection.execute(sql, (value,)).fetchone() is None:
            raise StateError(f"a row refers to {value!r:.40}, which is not there")
    for sql, value in _unexpected_rows(rows, types, statements):
        if connection.execute(sql, (value,)).fetchone() is not None:
            raise StateError(f"a row refers to {value!r:.40}, which was removed")


def _expected_rows(
    rows: Sequence[SavedRow], types: Sequence[RecordType], statements: Statements
) -> Iterable[tuple[str, str]]:
    """Yield a query for every row that the saved rows refer to."""
    by_model = {kind.model.__name__: kind for kind in types}
    for row in rows:
        for name, semantic in row.table.semantics.items():
            if semantic.references and row.values is not None and row.values[name] is not None:
                yield statements.get(by_model[semantic.references]).sql, row.values[name]


def _unexpected_rows(
    rows: Sequence[SavedRow], types: Sequence[RecordType], statements: Statements
) -> Iterable[tuple[str, str]]:
    """Yield a query for every column that might still refer to a removed row."""
    for row in rows:
        if row.values is None:
            for kind in types:
                for name, semantic in kind.semantics.items():
                    if semantic.references == row.table.model.__name__:
                        yield statements.find(kind, (name,), (str,)).sql, row.key
