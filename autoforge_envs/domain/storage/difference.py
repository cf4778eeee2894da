"""What an episode changed: the touched rows against the pristine image, in canonical form.

The canonical form decides rewards. It holds only compared columns; rows that were changed and
changed back vanish; a new row's generated key, and every reference to it, is replaced by the row's
content, so that equal worlds have equal differences however they were reached.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from autoforge_envs.domain.json_text import json_writer
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.storage.statements import Statements
from autoforge_envs.domain.storage.store import TOUCHED_TABLE, Connection, Store

_write_json = json_writer(sort_keys=True)
_TOUCHED_KEYS = f"SELECT DISTINCT t, k FROM {TOUCHED_TABLE} ORDER BY t, k"
Kind = Literal["insert", "update", "delete"]
Row = Mapping[str, Any]


class RowPair(NamedTuple):
    """One touched row: as it was in the image and as it is now; None where it does not exist."""

    table: RecordType
    key: str
    before: Row | None
    after: Row | None


class Change(NamedTuple):
    """One canonical change.

    Attributes:
        table: Name of the table.
        kind: What happened to the row.
        key: The row's key; for a new row the fingerprint of its content.
        values: New row: its compared columns. Changed row: the compared columns that changed, as
            they are now. Deleted row: nothing.
    """

    table: str
    kind: Kind
    key: str
    values: Row

    def as_json(self) -> dict[str, Any]:
        """Return the form that is stored with a task."""
        return {
            "table": self.table, "kind": self.kind, "key": self.key, "values": dict(self.values),
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Change":
        """Read the stored form back."""
        return cls(data["table"], data["kind"], data["key"], dict(data["values"]))


def changed_rows(
    store: Store,
    connection: Connection,
    types: Sequence[RecordType],
    statements: Statements,
    *,
    only_compared: bool = False,
) -> list[RowPair]:
    """Read every touched row that differs from the image, ordered by table and key.

    `only_compared` leaves out the tables that the verdict does not look at.
    """
    pairs = []
    for number, key in connection.execute(_TOUCHED_KEYS).fetchall():
        kind = types[number]
        if only_compared and not kind.compared:
            continue
        sql, parameters = statements.get(kind).sql, (key,)
        before = store.pristine(kind, sql, parameters)  # one row, or none
        after = kind.make_all(connection.execute(sql, parameters).fetchall())
        if before != after:
            pairs.append(RowPair(kind, key, kind.as_dict(before), kind.as_dict(after)))
    return pairs


def canonical(pairs: Sequence[RowPair]) -> list[Change]:
    """Bring touched rows into canonical form, sorted."""
    fingerprints = _Fingerprints(pairs)
    changes = [change for pair in pairs if (change := _change(pair, fingerprints)) is not None]
    return sorted(changes, key=lambda change: (change.table, change.kind, change.key))


def _change(pair: RowPair, fingerprints: "_Fingerprints") -> Change | None:
    name = pair.table.name
    if not pair.table.compared:
        return None
    if pair.after is None:
        return Change(name, "delete", pair.key, {})
    if pair.before is None:
        values = fingerprints.content(pair.table, pair.after)
        return Change(name, "insert", fingerprints.of(*_id(pair)), values)
    changed = fingerprints.changes(pair.table, pair.before, pair.after)
    return Change(name, "update", pair.key, changed) if changed else None


_RowId = tuple[str, str]
"""A row by the class name of its model and its key."""


class _Fingerprints:
    """Replaces generated keys of new rows by hashes of their content, through references.

    Rows of equal content get different fingerprints only where other rows refer to them
    differently: two equal orders, one of them refunded.
    """

    def __init__(self, pairs: Sequence[RowPair]) -> None:
        self._pairs = pairs
        self._new = {
            _id(pair): (pair.table, pair.after)
            for pair in pairs
            if pair.before is None and pair.after is not None
        }
        self._marks: dict[_RowId, str] = {}
        self._known: dict[_RowId, str] = {}
        self._contents: dict[_RowId, dict[str, Any]] = {}
        while marks := self._told_apart():  # each round splits a group of equal rows
            self._marks |= marks
            self._known, self._contents = {}, {}

    def of(self, model: str, key: str) -> str:
        """Return the fingerprint of a new row, or the key itself if the row is old."""
        row_id = (model, key)
        if row_id not in self._new:
            return key
        if row_id not in self._known:  # references never form a circle: a model names earlier ones
            table, row = self._new[row_id]
            parts = [table.name, self.content(table, row), self._marks.get(row_id, "")]
            content = _write_json(parts)
            self._known[row_id] = "new-" + hashlib.sha256(content.encode()).hexdigest()[:12]
        return self._known[row_id]

    def content(self, table: RecordType, row: Row) -> dict[str, Any]:
        """Return the compared columns of a row, references to new rows replaced."""
        row_id = table.model.__name__, row[table.key]
        if row_id not in self._contents:
            self._contents[row_id] = {
                column: self.of(model, row[column]) if model and row[column] else row[column]
                for column, model in table.judged
            }
        return self._contents[row_id]

    def changes(self, table: RecordType, before: Row, after: Row) -> dict[str, Any]:
        """Return the compared columns that changed, as they are now, references replaced."""
        return {
            column: self.of(model, after[column]) if model and after[column] else after[column]
            for column, model in table.judged
            if before[column] != after[column]
        }

    def _told_apart(self) -> dict[_RowId, str]:
        """Return a mark for each new row that is equal to another but referred to differently."""
        names = {row_id: self.of(*row_id) for row_id in self._new}
        if len(set(names.values())) == len(names):
            return {}
        referrers = self._referrers()
        found: dict[str, set[str]] = {name: set() for name in names.values()}
        for row_id, name in names.items():
            found[name].add(referrers.get(row_id, ""))
        return {
            row_id: name + referrers.get(row_id, "")
            for row_id, name in names.items()
            if len(found[name]) > 1
        }

    def _referrers(self) -> dict[_RowId, str]:
        """Say for each new row which compared rows refer to it, and through which column."""
        found: dict[_RowId, list[str]] = {}
        for pair in self._pairs:
            if pair.after is None or not pair.table.compared:
                continue
            for column, model in pair.table.judged:
                target = (model, pair.after[column])
                if target in self._new:
                    who = f"{pair.table.name}.{column} of {self.of(*_id(pair))}"
                    found.setdefault(target, []).append(who)
        return {row_id: ", ".join(sorted(who)) for row_id, who in found.items()}


def _id(pair: RowPair) -> _RowId:
    return pair.table.model.__name__, pair.key


def digest(changes: Sequence[Change]) -> str:
    """Hash canonical changes: equal for equal states of one domain, however they were reached."""
    text = _write_json([change.as_json() for change in changes])
    return hashlib.sha256(text.encode()).hexdigest()
