"""The store on a PostgreSQL server: a private clone of the base image for each live environment.

The image is a template database, named by content hash, that nobody can connect to. A lease clones
it (two transactions on the same rows of one database would wait for each other) and runs one
transaction that is never committed: a deferred trigger on the journal lets every COMMIT of changes
fail. Reset is `ROLLBACK; BEGIN`. Far slower than the embedded store, it is there for those who
want to look into live state with the tools of a database server.
"""

import contextlib
import hashlib
import itertools
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import create_mock_engine
from sqlalchemy.engine import Dialect

from autoforge_envs.domain.storage.postgres_server import (
    Client,
    PostgresServer,
    first_line,
    postgres_dialect,
)
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.storage.statements import Statements
from autoforge_envs.domain.storage.store import TOUCHED_TABLE, Connection, Image
from autoforge_envs.errors import DomainError, StateError

IMAGE_FORMAT = 1
"""Raised whenever the layout of the image changes, so that old templates are not taken for new."""

VACUUM_INTERVAL = 250
"""Resets of a clone between two vacuums; rows rolled back take up space until then."""

_FIRST_WITH_PROVIDERS = 150_000

_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ"
_REWIND = f"ROLLBACK; {_BEGIN}; SELECT t FROM {TOUCHED_TABLE} LIMIT 1".encode()
_SUCCEEDED = frozenset({1, 2})  # of libpq's ExecStatusType: done, and rows follow
_TRANSACTION_OPEN = frozenset({2, 3})  # of libpq's PGTransactionStatusType: sound, and failed


@dataclass(slots=True)
class _Lease:
    """A leased connection's database, and how often it was rewound."""

    database: str
    num_rewinds: int = 0


class PostgresStore:
    """A base image on a PostgreSQL server, and the clones leased from it."""

    def __init__(self, image: Image, database_url: str) -> None:
        """Build the image unless the server has one of the same content, and clone a reader.

        Args:
            image: Tables and rows.
            database_url: `postgresql://user:password@host/database`. The user must be allowed to
                create databases; the database named here is only connected to.

        Raises:
            OptionError: The URL is wrong, the server or psycopg is missing, or the user may not.
            DomainError: The rows do not fit the tables.
        """
        self.dialect: Dialect = postgres_dialect()
        self._process = os.getpid()
        self._leases: dict[Client, _Lease] = {}
        self._server = PostgresServer(database_url)
        try:
            self._server.sweep()
            self._template = template_name(image, self._server.role)
            _ensure(self._server, image, self._template)
            self._reader = self._clone()
            self._foreign_keys = _foreign_keys(self._reader)
            tables = ", ".join(f'"{kind.name}"' for kind in image.record_types)
            self._vacuum = f"VACUUM {TOUCHED_TABLE}, {tables}".encode()
        except BaseException:
            self.close()
            raise

    def lease(self) -> Client:
        """Clone the image and open a transaction on the clone.

        Raises:
            OptionError: The server refuses another database or connection.
            StateError: This process did not open the store.
        """
        self._check_process()
        connection = self._clone()
        connection.execute(_BEGIN)
        return connection

    def give_back(self, connection: Connection) -> None:
        """Close a leased connection and drop its clone; in a forked process do nothing."""
        if os.getpid() != self._process:
            return  # closing would end the parent's session on the server
        lease = self._leases.pop(_client(connection), None)
        connection.close()
        if lease is not None:
            self._server.drop(lease.database)

    def rewind(self, connection: Connection) -> None:
        """Undo everything since the image and begin anew.

        Raises:
            StateError: Something was committed after all, the connection is lost, or another
                process opened the store.
        """
        self._check_process()
        lease = self._leases[_client(connection)]
        lease.num_rewinds += 1
        if lease.num_rewinds % VACUUM_INTERVAL == 0:
            self._execute(connection, b"ROLLBACK")
            self._execute(connection, self._vacuum)
        if self._execute(connection, _REWIND).ntuples:
            raise StateError(
                f"somebody committed to {lease.database}, this environment's clone of the base "
                "image; close the environment and make it anew"
            )

    def in_transaction(self, connection: Connection) -> bool:
        """Tell whether the private transaction is open; after a failed statement it still is."""
        return _client(connection).pgconn.transaction_status in _TRANSACTION_OPEN

    def pristine(self, kind: RecordType, sql: str, parameters: tuple[Any, ...]) -> list[Any]:
        """Run a query for a table's whole rows on the base image."""
        self._check_process()
        return kind.make_all(self._reader.execute(sql, parameters).fetchall())

    def writes_mark(self, connection: Connection) -> object:
        """Give something new: a client cannot tell what others wrote on its connection."""
        return object()

    def foreign_keys_deferred(self, connection: Connection, deferred: bool) -> None:
        """Switch foreign keys between checked at once and checked later.

        Raises:
            StateError: Switching back found a reference to nothing.
        """
        if not self._foreign_keys:
            return
        # By name, since ALL means the trigger that refuses every COMMIT as well.
        names = ", ".join(f'"{name}"' for name in self._foreign_keys)
        try:
            connection.execute(f"SET CONSTRAINTS {names} {'DEFERRED' if deferred else 'IMMEDIATE'}")
        except self._server.driver.errors.ForeignKeyViolation as error:
            raise StateError(
                f"a row of {error.diag.table_name} is wrong: {error.diag.message_detail}"
            ) from None

    def close(self) -> None:
        """Drop the reader's clone and every lease that was not given back."""
        for connection in list(self._leases):
            self.give_back(connection)
        if os.getpid() == self._process:
            self._server.close()

    def _clone(self) -> Client:
        name = self._server.create(self._template)
        try:
            connection = self._server.connect(name)
        except BaseException:
            self._server.drop(name)
            raise
        self._leases[connection] = _Lease(name)
        return connection

    def _check_process(self) -> None:
        if os.getpid() != self._process:
            raise StateError(
                f"this store was opened by process {self._process}, not by {os.getpid()}; "
                "make the environment in the process that uses it"
            )

    def _execute(self, connection: Connection, commands: bytes) -> Any:
        """Run commands on libpq itself: psycopg drops its prepared statements at a ROLLBACK."""
        try:
            result = _client(connection).pgconn.exec_(commands)
            reason = result.error_message.decode(errors="replace").strip()
        except self._server.driver.Error as error:
            reason = first_line(error)
        else:
            if result.status in _SUCCEEDED:
                return result
        raise StateError(
            f"the connection to {self._server.url} was lost ({reason}); "
            "close the environment and make it anew"
        )


def _client(connection: Connection) -> Client:
    return cast(Client, connection)


def _foreign_keys(connection: Client) -> list[str]:
    """Give the names of all foreign keys."""
    query = "SELECT conname FROM pg_constraint WHERE contype = 'f' ORDER BY conname"
    return [name for (name,) in connection.execute(query).fetchall()]


def template_name(image: Image, role: str) -> str:
    """Name an image's template: each user has their own, what one creates another may not read."""
    digest = hashlib.sha256(f"{image.content_hash} {role}".encode()).hexdigest()
    label = re.sub(r"[^a-z0-9_]", "_", image.name.lower())[:24]
    return f"autoforge_{label}_{digest[:16]}_f{IMAGE_FORMAT}"


def _ensure(server: PostgresServer, image: Image, name: str) -> None:
    """Build the template unless it is there; of several processes one builds, the others wait."""
    if not server.has(name):
        with server.alone(name):
            if not server.has(name):
                _build(server, image, name)


def _build(server: PostgresServer, image: Image, name: str) -> None:
    """Build a template under a name that is swept up, then rename it: it is whole or not there."""
    bytewise = "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"  # text sorts as in SQLite
    if server.version >= _FIRST_WITH_PROVIDERS:
        bytewise += " LOCALE_PROVIDER libc"
    building = server.create("template0", bytewise)
    try:
        with contextlib.closing(server.connect(building)) as connection:
            _fill(connection, image)
            _create_journal(connection, image.record_types)
            connection.execute("VACUUM (FREEZE, ANALYZE)")
        server.execute(f'ALTER DATABASE "{building}" ALLOW_CONNECTIONS false')
        server.rename(building, name)
    except server.driver.IntegrityError as error:
        raise DomainError(
            f"the rows of {image.name} do not fit its tables: {first_line(error)}"
        ) from error
    finally:
        server.drop(building)


def _fill(connection: Client, image: Image) -> None:
    """Create tables and rows."""
    dialect = postgres_dialect()
    engine = create_mock_engine(
        "postgresql+psycopg://",
        lambda element, *_: connection.execute(str(element.compile(dialect=dialect))),
    )
    for metadata in image.metadatas:
        metadata.create_all(engine, checkfirst=False)
    statements = Statements(dialect)
    cursor = connection.cursor()
    connection.execute("BEGIN")
    connection.execute("SET CONSTRAINTS ALL DEFERRED")
    for kind, rows in itertools.groupby(image.rows(), key=lambda row: row[0]):
        insert = statements.insert(kind)
        cursor.executemany(insert.sql, (insert.parameters(values) for _, values in rows))
    connection.execute("COMMIT")


def _create_journal(connection: Client, kinds: Sequence[RecordType]) -> None:
    """Record every touched key by triggers, and let what is recorded refuse a COMMIT."""
    connection.execute(f"CREATE TABLE {TOUCHED_TABLE} (t integer, k text, PRIMARY KEY (t, k))")
    connection.execute(
        "CREATE FUNCTION _refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$"
    )
    connection.execute(
        f"CREATE CONSTRAINT TRIGGER _no_commit AFTER INSERT ON {TOUCHED_TABLE} "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
        "EXECUTE FUNCTION _refuse('the state of an episode is never committed')"
    )
    connection.execute(
        "CREATE TRIGGER _no_forgery BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE "
        f"ON {TOUCHED_TABLE} WHEN (pg_trigger_depth() = 0) "
        "EXECUTE FUNCTION _refuse('the journal is written by its triggers only')"
    )
    for kind in kinds:
        function = f'"_touch_{kind.number}"'
        connection.execute(
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP <> 'INSERT' THEN {_note_key(kind, 'OLD')} END IF; "
            f"IF TG_OP <> 'DELETE' THEN {_note_key(kind, 'NEW')} END IF; "
            "RETURN NULL; END $$"
        )
        connection.execute(
            f"CREATE TRIGGER {function} AFTER INSERT OR UPDATE OR DELETE "
            f'ON "{kind.name}" FOR EACH ROW EXECUTE FUNCTION {function}()'
        )


def _note_key(kind: RecordType, row: str) -> str:
    values = f'{kind.number}, {row}."{kind.key}"'
    return f"INSERT INTO {TOUCHED_TABLE} VALUES ({values}) ON CONFLICT DO NOTHING;"
