"""The store on a PostgreSQL server: a private clone of the base image for each live environment.

The image is a template database, named by content hash, that nobody can connect to. A lease clones
it (two transactions on the same rows of one database would wait for each other) and runs one
transaction that is never committed: a deferred trigger on the journal lets every COMMIT of changes
fail. Reset is `ROLLBACK; BEGIN`. Far slower than the embedded store, it is there for those who
want to look into live state with the tools of a database server.
"""

import contextlib
import hashlib
import importlib
import itertools
import os
import re
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import create_mock_engine
from sqlalchemy.dialects.postgresql import psycopg as dialects
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import ArgumentError

from autoforge_envs.domain.records import RecordType
from autoforge_envs.domain.statements import Statements
from autoforge_envs.domain.store import TOUCHED_TABLE, Connection, Image
from autoforge_envs.errors import DomainError, OptionError, StateError

if TYPE_CHECKING:
    import psycopg

    Client = psycopg.Connection[tuple[Any, ...]]

IMAGE_FORMAT = 1
"""Raised whenever the layout of the image changes, so that old templates are not taken for new."""

OLDEST_SERVER = 130_000
"""PostgreSQL 13, the first that drops a database while somebody is connected to it."""

_FIRST_WITH_PROVIDERS = 150_000

LEASE_PREFIX = "autoforge_lease_"
"""Begins the names of databases that die with their owner; its backend id and start follow."""

SETTINGS = {
    "search_path": "public",
    "client_encoding": "UTF8",
    "idle_in_transaction_session_timeout": "0",  # an episode may pause for as long as it likes
    "jit": "off",
}

_OWNER = f"'{LEASE_PREFIX}' || pid || '_' || extract(epoch FROM backend_start)::bigint || '_'"
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ"
_REWIND = f"ROLLBACK; {_BEGIN}; SELECT t FROM {TOUCHED_TABLE} LIMIT 1".encode()
_TUPLES_OK = 2  # of libpq's ExecStatusType
_TRANSACTION_OPEN = frozenset({2, 3})  # of libpq's PGTransactionStatusType: sound, and failed


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
        self.dialect: Dialect = _dialect()
        self._process = os.getpid()
        self._leases: dict[Client, str] = {}
        self._server = _Server(database_url)
        try:
            self._server.sweep()
            self._template = _template(self._server, image)
            self._reader = self._clone()
            self._foreign_keys = _foreign_keys(self._reader)
        except BaseException:
            self.close()
            raise

    def lease(self) -> "Client":
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
        name = self._leases.pop(_client(connection), None)
        connection.close()
        if name is not None:
            self._server.drop(name)

    def rewind(self, connection: Connection) -> None:
        """Undo everything since the image and begin anew.

        Raises:
            StateError: Something was committed after all, the connection is lost, or another
                process opened the store.
        """
        self._check_process()
        try:  # on libpq itself: psycopg forgets its prepared statements when it sees a ROLLBACK
            result = _client(connection).pgconn.exec_(_REWIND)
        except self._server.driver.Error as error:
            raise self._lost(_first_line(error)) from None
        if result.status != _TUPLES_OK:
            raise self._lost(result.error_message.decode(errors="replace").strip())
        if result.ntuples:
            raise StateError(
                f"somebody committed to {self._leases.get(_client(connection))}, this "
                "environment's clone of the base image; close the environment and make it anew"
            )

    def in_transaction(self, connection: Connection) -> bool:
        """Tell whether the private transaction is open; after a failed statement it still is."""
        return _client(connection).pgconn.transaction_status in _TRANSACTION_OPEN

    def pristine(self, sql: str, parameters: Sequence[Any]) -> Any:
        """Run a query on the base image and return its first row, or None."""
        self._check_process()
        return self._reader.execute(cast("Any", sql), parameters).fetchone()

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

    def _clone(self) -> "Client":
        name = self._server.create(self._template)
        try:
            connection = self._server.connect(name)
        except BaseException:
            self._server.drop(name)
            raise
        self._leases[connection] = name
        return connection

    def _check_process(self) -> None:
        if os.getpid() != self._process:
            raise StateError(
                f"this store was opened by process {self._process}, not by {os.getpid()}; "
                "make the environment in the process that uses it"
            )

    def _lost(self, reason: str) -> StateError:
        return StateError(
            f"the connection to {self._server.url} was lost ({reason}); "
            "close the environment and make it anew"
        )


class _Server:
    """A server, and the databases made there that live no longer than the connection to it."""

    def __init__(self, database_url: str) -> None:
        self.url = _masked(database_url)
        self._options = self._parse(database_url)
        self.driver = _import_driver()
        self._numbers = itertools.count()
        self._keeper = self.connect()
        self.version = self._keeper.info.server_version
        if self.version < OLDEST_SERVER:
            self.close()
            raise OptionError(f"database_url {self.url}: needs PostgreSQL 13 or newer")
        query = f"SELECT current_user, {_OWNER} FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        self.role, self.owner = cast("tuple[str, str]", self._keeper.execute(query).fetchone())

    def _parse(self, database_url: str) -> dict[str, Any]:
        """Turn the URL into the driver's options."""
        try:
            url = make_url(database_url)
            options = dict(_dialect().create_connect_args(url)[1])
        except (ArgumentError, ValueError):
            raise OptionError(
                f"database_url {self.url} cannot be read; "
                "write postgresql://user:password@host:port/database"
            ) from None
        if url.drivername not in ("postgresql", "postgresql+psycopg"):
            raise OptionError(
                f"database_url {self.url} names {url.drivername}, must begin with postgresql://; "
                "leave it out to use SQLite"
            )
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options["options"] = f"{options.get('options', '')} {settings}"
        return options

    def connect(self, database: str | None = None) -> "Client":
        """Connect to a database, or to the one that the URL names."""
        options = {**self._options, "dbname": database} if database else self._options
        try:
            connection: Client = self.driver.connect(**options, autocommit=True)
        except self.driver.Error as error:
            raise OptionError(
                f"database_url {self.url}: no connection ({_first_line(error)}); "
                "see that the server runs and that host, port, user and password are right"
            ) from None
        # One type for all integers: one prepared statement a query, whatever their size.
        connection.adapters.register_dumper(int, self.driver.types.numeric.Int8BinaryDumper)
        return connection

    def create(self, template: str, options: str = "") -> str:
        """Create a database that dies with its owner and return its name."""
        name = f"{self.owner}{next(self._numbers)}"
        try:
            self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {options}')
        except self.driver.errors.InsufficientPrivilege:
            raise OptionError(
                f"database_url {self.url}: user {self.role} may not create databases; "
                f'name another, or have an administrator run ALTER ROLE "{self.role}" CREATEDB'
            ) from None
        except self.driver.Error as error:
            raise OptionError(
                f"database_url {self.url}: no database can be created ({_first_line(error)}); "
                "mend that on the server, or leave database_url out to use SQLite"
            ) from None
        return name

    def drop(self, name: str) -> None:
        """Drop a database; should the server refuse, a later owner sweeps it up."""
        with contextlib.suppress(self.driver.Error):
            self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def sweep(self) -> None:
        """Drop what killed processes left behind: the owner is gone and nobody is connected."""
        query = rf"""
            SELECT datname FROM pg_database AS found
            WHERE datname ~ '^{LEASE_PREFIX}\d+_\d+_\d+$'
              AND pg_get_userbyid(datdba) = current_user
              AND NOT EXISTS (
                SELECT FROM pg_stat_activity
                WHERE datid = found.oid OR starts_with(found.datname, {_OWNER}))"""
        for (name,) in self._keeper.execute(query).fetchall():
            with contextlib.suppress(self.driver.Error):
                self.execute(f'DROP DATABASE IF EXISTS "{name}"')

    def has(self, name: str) -> bool:
        """Tell whether there is a database of this name."""
        query = "SELECT FROM pg_database WHERE datname = %s"
        return self._keeper.execute(query, (name,)).fetchone() is not None

    @contextlib.contextmanager
    def alone(self, task: str) -> Iterator[None]:
        """Let others who name this task wait; the lock dies with the process that holds it."""
        self._keeper.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", (task,))
        try:
            yield
        finally:
            self._keeper.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (task,))

    def execute(self, sql: str) -> None:
        """Run a statement outside every transaction."""
        self._keeper.execute(cast("Any", sql))

    def close(self) -> None:
        """Close the connection."""
        self._keeper.close()


def _client(connection: Connection) -> "Client":
    return cast("Client", connection)


def _dialect() -> Dialect:
    """Give a dialect of positional parameters; it compiles without the driver."""
    return dialects.dialect(paramstyle="format")  # type: ignore[no-untyped-call]


def _import_driver() -> ModuleType:
    try:
        return importlib.import_module("psycopg")
    except ImportError as error:
        raise OptionError(
            f"database_url needs the package psycopg ({error}); "
            "run pip install 'autoforge-envs[postgres]', or leave database_url out to use SQLite"
        ) from None


def _masked(database_url: str) -> str:
    """Hide the password, wherever it stands and even if the rest is no URL."""
    masked = re.sub(r"(://[^:/@]*:).*@", r"\1***@", database_url)
    return re.sub(r"(password=)[^&\s]*", r"\1***", masked)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def _foreign_keys(connection: "Client") -> list[str]:
    """Give the names of all foreign keys."""
    query = "SELECT conname FROM pg_constraint WHERE contype = 'f' ORDER BY conname"
    return [name for (name,) in connection.execute(query).fetchall()]


def _template(server: _Server, image: Image) -> str:
    """Find the image's template database, building it where it is missing.

    Each user has their own, for what one user creates another may not read.
    """
    digest = hashlib.sha256(f"{image.content_hash} {server.role}".encode()).hexdigest()
    label = re.sub(r"[^a-z0-9_]", "_", image.name.lower())[:24]
    name = f"autoforge_{label}_{digest[:16]}_f{IMAGE_FORMAT}"
    if not server.has(name):
        with server.alone(name):
            if not server.has(name):
                _build(server, image, name)
    return name


def _build(server: _Server, image: Image, name: str) -> None:
    """Build a template under a name that is swept up, then rename it: it is whole or not there."""
    bytewise = "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"  # text sorts as in SQLite
    if server.version >= _FIRST_WITH_PROVIDERS:
        bytewise += " LOCALE_PROVIDER libc"
    building = server.create("template0", bytewise)
    try:
        with contextlib.closing(server.connect(building)) as connection:
            _fill(connection, image)
        server.execute(f'ALTER DATABASE "{building}" ALLOW_CONNECTIONS false')
        server.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    except server.driver.IntegrityError as error:
        raise DomainError(
            f"the rows of {image.name} do not fit its tables: {_first_line(error)}"
        ) from error
    finally:
        server.drop(building)


def _fill(connection: "Client", image: Image) -> None:
    """Create tables, rows and journal, and leave the table statistics to all clones."""
    dialect = _dialect()
    engine = create_mock_engine(
        "postgresql+psycopg://",
        lambda element, *_: connection.execute(str(element.compile(dialect=dialect))),
    )
    for metadata in image.metadatas:
        metadata.create_all(engine, checkfirst=False)
    statements = Statements(dialect)
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for kind, rows in itertools.groupby(image.rows(), key=lambda row: row[0]):
            insert = statements.insert(kind)
            cursor.executemany(
                cast("Any", insert.sql), (insert.parameters(values) for _, values in rows)
            )
    _create_journal(connection, image.record_types)
    connection.execute("VACUUM (FREEZE, ANALYZE)")


def _create_journal(connection: "Client", kinds: Sequence[RecordType]) -> None:
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
