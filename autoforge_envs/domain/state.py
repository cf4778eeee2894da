"""The state that tools act on: five verbs over one private transaction.

`get`, `find`, `add`, `update`, `remove`, and `now`. Every statement is compiled once; results are
frozen records; new keys derive from content, so that the order of independent steps never shows.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from autoforge_envs.domain.json_text import json_writer
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.storage.statements import Statement, Statements
from autoforge_envs.domain.storage.store import Connection, Cursor, Store
from autoforge_envs.domain.values import check_stored, show_value
from autoforge_envs.errors import StateError, ToolError

ModelT = TypeVar("ModelT")
Known = dict[int, dict[tuple[str, tuple[object, ...]], list[Any]]]
"""Records by table number and query; a table's are true until somebody writes to the table."""

_write_json = json_writer()
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")

KEY_DIGITS = 9
"""Length of a generated key behind its prefix; collisions are looked up and stepped over."""

_NUM_KEYS = 10**KEY_DIGITS
_KEY = f"%s-%0{KEY_DIGITS}d"


def require(condition: bool, message: str) -> None:
    """Refuse a tool call unless a condition holds.

    Raises:
        ToolError: It does not; the caller of the tool reads the message.
    """
    if not condition:
        raise ToolError(message)


class State:
    """One live environment's rows, as tools see them."""

    def __init__(
        self,
        store: Store,
        connection: Connection,
        types: Mapping[type, RecordType],
        statements: Statements,
        now: str,
    ) -> None:
        """Wrap a leased connection; the session that leased it gives it back.

        Args:
            store: Where the connection comes from.
            connection: A connection inside a private transaction.
            types: The domain's tables by declared class.
            statements: The domain's compiled statements for this store's dialect.
            now: The domain's clock, an ISO timestamp.
        """
        self._now = now
        self._store = store
        self._connection = connection
        self._types = types
        self._statements = statements
        self._writable = False
        self._updated: set[tuple[str, str]] = set()  # rows that this call's records may predate
        self._known: Known | None = None  # while a call runs
        self._written: set[int] | None = None  # tables that may differ from the image; None: all
        self._writes_mark: object = None
        self.begin_anew()

    @property
    def now(self) -> str:
        """The time it is, an ISO timestamp: the same all episode long."""
        return self._now

    def begin_anew(self, written: Collection[int] = ()) -> None:
        """Take the rows for those of the image, but in the tables that were written."""
        self._written = set(written)
        self._writes_mark = self._store.writes_mark(self._connection)

    def begin_call(self, known: Known) -> None:
        """Remember what is read until the call ends; what is known already is not read again."""
        self._known = known
        if self._store.writes_mark(self._connection) != self._writes_mark:
            self._written = None  # somebody else wrote, no matter where

    def end_call(self) -> None:
        """Forget what was read: between calls, others may write."""
        self._known = None
        self._writes_mark = self._store.writes_mark(self._connection)

    def allow_writes(self, allowed: bool) -> None:
        """Let the running tool write or only read; for sessions, never for tools."""
        self._writable = allowed
        self._updated.clear()

    def get(self, model: type[ModelT], key: str) -> ModelT:
        """Return the row with this key.

        Raises:
            ToolError: There is none.
        """
        kind, sql = self._statements.getting.get(model) or self._getting(model)
        found: list[ModelT] = self._records(kind, sql, (key,))
        if not found:
            noun = _CAPITAL.sub(" ", model.__name__).lower()
            raise ToolError(f"there is no {noun} with {kind.key} {key!r}; look it up first")
        return found[0]

    def find_one(self, model: type[ModelT], key: str) -> ModelT | None:
        """Return the row with this key, or None."""
        kind, sql = self._statements.getting.get(model) or self._getting(model)
        found: list[ModelT] = self._records(kind, sql, (key,))
        return found[0] if found else None

    def find(self, model: type[ModelT], **equal: object) -> list[ModelT]:
        """Return the rows whose columns equal the given values (None: empty), ordered by key.

        Raises:
            StateError: A column is unknown, or a value is not what it holds.
        """
        kind = self._types.get(model) or self._kind(model)
        names, classes = tuple(equal), tuple(map(type, equal.values()))
        statement = self._statements.finding.get((kind.number, names, classes))
        if statement is None:  # of a value, only the class decides whether it fits
            self._check_values(kind, equal)
            statement = self._statements.find(kind, names, classes)
        values = statement.parameters(equal) if None in equal.values() else tuple(equal.values())
        return [*self._records(kind, statement.sql, values)]

    def add(self, model: type[ModelT], **values: object) -> ModelT:
        """Insert a row; columns left out are empty, the key is derived from the content.

        Raises:
            StateError: A column is unknown, missing or of the wrong type, or the tool only reads.
        """
        kind = self._types.get(model) or self._kind(model)
        self._check_written(kind, values)
        row: dict[str, object] = dict.fromkeys(kind.columns)
        row.update(values)
        if None in row.values():
            self._check_filled(kind, row)
        statement = self._statements.insert_new(kind)
        content = _write_json([kind.name, [row[name] for name in kind.content]])
        for ordinal in range(1_000_000):  # the first key that is free is the row's own
            row[kind.key] = _new_key(kind.prefix, ordinal, content)
            if self._write(kind, statement, row).rowcount:
                added: ModelT = kind.new(row.values())
                return added
        raise StateError(f"no free key is left in {kind.name}")

    def update(self, record: ModelT, **changes: object) -> ModelT:
        """Change columns of a row and return the row as it is now.

        Raises:
            StateError: A column is unknown or of the wrong type, the row is gone, or the tool only
                reads.
        """
        kind = self._kind_of(record)
        key = getattr(record, kind.key)
        self._check_written(kind, changes)
        if None in changes.values():
            self._check_filled(kind, changes)
        if not changes:
            return record
        statement = self._statements.update(kind, tuple(changes))
        if self._write(kind, statement, {**changes, "key_": key}).rowcount == 0:
            raise _gone(kind, key)
        row = (kind.name, key)
        if row in self._updated:
            now: list[ModelT] = self._records(kind, self._statements.get(kind).sql, (key,))
            return now[0]
        self._updated.add(row)
        changed: ModelT = kind.changed(record, changes)
        return changed

    def remove(self, record: object) -> None:
        """Delete a row.

        Raises:
            StateError: The row is gone already, or the tool only reads.
        """
        kind = self._kind_of(record)
        key = getattr(record, kind.key)
        if self._write(kind, self._statements.delete(kind), {"key_": key}).rowcount == 0:
            raise _gone(kind, key)

    def _kind(self, model: type) -> RecordType:
        try:
            return self._types[model]
        except KeyError:
            raise StateError(f"{model.__name__} is no table of this domain") from None

    def _getting(self, model: type) -> tuple[RecordType, str]:
        """Return a table and the question for a row of it by key."""
        kind = self._kind(model)
        return kind, self._statements.get(kind).sql

    def _records(self, kind: RecordType, sql: str, parameters: tuple[object, ...]) -> list[Any]:
        """Run a query, unless this call ran the same one since it last wrote to the table.

        Where nobody wrote to the table, the image is asked, which remembers for all sessions.
        """
        if self._known is None:
            return kind.make_all(self._connection.execute(sql, parameters).fetchall())
        if self._written is not None and kind.number not in self._written:
            return self._store.pristine(kind, sql, parameters)
        known = self._known.setdefault(kind.number, {})
        query = (sql, parameters)
        found = known.get(query)
        if found is None:
            found = kind.make_all(self._connection.execute(sql, parameters).fetchall())
            known[query] = found
        return found

    def _kind_of(self, record: object) -> RecordType:
        kind = self._types.get(getattr(record, "__model__", type(None)))
        if kind is None:
            raise StateError(
                f"{record!r:.80} is no record of this domain; pass what get, find or add returned"
            )
        return kind

    def _write(
        self, kind: RecordType, statement: Statement, values: Mapping[str, object]
    ) -> Cursor:
        if not self._writable:
            raise StateError(
                f"a reading tool tried to write ({statement.sql.split(chr(10))[0][:60]}); "
                "declare it with @tool(..., writes=True)"
            )
        if not self._store.in_transaction(self._connection):
            raise StateError("the private transaction was lost; nothing may be written any more")
        if self._written is not None:
            self._written.add(kind.number)
        if self._known is not None:
            self._known[kind.number] = {}  # what was known stays so for whoever shares it
        return self._connection.execute(statement.sql, statement.parameters(values))

    def _check_values(self, kind: RecordType, values: Mapping[str, object]) -> None:
        for name, value in values.items():
            semantic = kind.semantics.get(name)
            if semantic is None:
                raise StateError(
                    f"table {kind.name} has no column {name!r}; it has {', '.join(kind.columns)}"
                )
            if value is not None and not check_stored(semantic, value):
                raise StateError(
                    f"{kind.name}.{name} holds {semantic.name}, got {show_value(value)}"
                )

    def _check_written(self, kind: RecordType, values: Mapping[str, object]) -> None:
        self._check_values(kind, values)
        if kind.key in values:
            raise StateError(f"the key of {kind.name} is derived from content, leave it out")

    def _check_filled(self, kind: RecordType, values: Mapping[str, object]) -> None:
        for name in kind.required:
            if values.get(name, ...) is None:
                raise StateError(f"{kind.name}.{name} is empty and must not be; give it a value")


def _new_key(prefix: str, ordinal: int, content: str) -> str:
    digest = hashlib.sha256(f"{ordinal}{content}".encode()).digest()
    return _KEY % (prefix, int.from_bytes(digest[:8], "big") % _NUM_KEYS)


def _gone(kind: RecordType, key: str) -> StateError:
    return StateError(f"the row {key!r} of {kind.name} is gone; nothing was written")
