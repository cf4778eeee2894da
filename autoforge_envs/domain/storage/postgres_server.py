"""A PostgreSQL server: how it is reached, and the databases there that die with their owner."""

import contextlib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType
from typing import Any, Protocol

from sqlalchemy.dialects.postgresql import psycopg as dialects
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import ArgumentError

from autoforge_envs.domain.storage.store import Connection, Cursor
from autoforge_envs.errors import OptionError

OLDEST_SERVER = 130_000
"""PostgreSQL 13, the first that drops a database while somebody is connected to it."""

LEASE_PREFIX = "autoforge_lease_"
"""Begins the names of databases that die with their owner; its backend id and start follow."""

SETTINGS = {
    "search_path": "public",
    "client_encoding": "UTF8",
    "idle_in_transaction_session_timeout": "0",  # an episode may pause for as long as it likes
    "jit": "off",
}

_OWNER = f"'{LEASE_PREFIX}' || pid || '_' || extract(epoch FROM backend_start)::bigint || '_'"


class BulkCursor(Cursor, Protocol):
    """The part of `psycopg.Cursor` used here."""

    def executemany(self, sql: Any, rows: Iterable[Sequence[Any]], /) -> None:
        """Run one statement for many rows."""
        ...


class Client(Connection, Protocol):
    """The part of `psycopg.Connection` used here; psycopg itself is imported when needed."""

    @property
    def pgconn(self) -> Any:
        """The connection of libpq below it."""
        ...

    @property
    def adapters(self) -> Any:
        """How values are sent."""
        ...

    def cursor(self) -> BulkCursor:
        """Open a cursor."""
        ...


class PostgresServer:
    """A server, and the databases made there that live no longer than the connection to it."""

    def __init__(self, database_url: str) -> None:
        self.url = _masked(database_url)
        self._options = self._parse(database_url)
        self.driver = _import_driver()
        self._numbers = itertools.count()
        self._keeper = self.connect()
        self.version: int = self._keeper.pgconn.server_version
        if self.version < OLDEST_SERVER:
            self.close()
            raise OptionError(f"database_url {self.url}: needs PostgreSQL 13 or newer")
        query = f"SELECT current_user, {_OWNER} FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        self.role: str
        self.owner: str
        self.role, self.owner = self._keeper.execute(query).fetchone()

    def _parse(self, database_url: str) -> dict[str, Any]:
        """Turn the URL into the driver's options."""
        try:
            url = make_url(database_url)
            options = dict(postgres_dialect().create_connect_args(url)[1])
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

    def connect(self, database: str | None = None) -> Client:
        """Connect to a database, or to the one that the URL names."""
        options = {**self._options, "dbname": database} if database else self._options
        try:
            connection: Client = self.driver.connect(**options, autocommit=True)
        except self.driver.Error as error:
            raise OptionError(
                f"database_url {self.url}: no connection ({first_line(error)}); "
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
                f"database_url {self.url}: no database can be created ({first_line(error)}); "
                "mend that on the server, or leave database_url out to use SQLite"
            ) from None
        return name

    def rename(self, name: str, lasting: str) -> None:
        """Let a database outlive its owner under another name, unless there is one of that name."""
        errors = self.driver.errors
        with contextlib.suppress(errors.DuplicateDatabase, errors.UniqueViolation):
            self.execute(f'ALTER DATABASE "{name}" RENAME TO "{lasting}"')

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
        self._keeper.execute(sql)

    def close(self) -> None:
        """Close the connection."""
        self._keeper.close()


def postgres_dialect() -> Dialect:
    """Give a dialect of positional parameters; it compiles without the driver."""
    return dialects.dialect(paramstyle="format")  # type: ignore[no-untyped-call]


def _import_driver() -> ModuleType:
    try:
        import psycopg
    except ImportError as error:
        raise OptionError(
            f"database_url needs the package psycopg ({error}); "
            "run pip install 'autoforge-envs[postgres]', or leave database_url out to use SQLite"
        ) from None
    return psycopg


def _masked(database_url: str) -> str:
    """Hide the password, wherever it stands and even if the rest is no URL."""
    masked = re.sub(r"(://[^:/@]*:).*@", r"\1***@", database_url)
    return re.sub(r"(password=)[^&\s]*", r"\1***", masked)


def first_line(error: Exception) -> str:
    """Give what an error of the driver says, without the server's hints."""
    return str(error).strip().partition("\n")[0]
