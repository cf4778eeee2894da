"""The embedded store: one SQLite file (or one image in memory), a transaction a live environment.

The file is built once, named by content hash and shared by every process through the page cache.
Locking is off because nobody ever writes to it: dirty pages stay in each connection's own cache
(`cache_spill=OFF`) and reset is `ROLLBACK; BEGIN`. What could still write into the base (a
statement after the transaction was lost) is refused by three guards: the state checks the
transaction before each write, the authorizer denies COMMIT, ATTACH and PRAGMA, and each rewind
looks whether the image was changed. A store stays in the process that opened it, for SQLite's
connections must not cross a fork: a child process opens its own.
"""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Sequence
from itertools import count, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Self

from sqlalchemy import create_engine
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.pool import StaticPool

from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.storage.statements import Statements
from autoforge_envs.domain.storage.store import TOUCHED_TABLE, Connection, Image
from autoforge_envs.errors import StateError

IMAGE_FORMAT = 4
"""Raised whenever the layout of the image changes, so that old files are not taken for new ones."""

PRAGMAS = {
    "journal_mode": "MEMORY",
    "cache_spill": "OFF",
    "temp_store": "MEMORY",
    "foreign_keys": "ON",
    "recursive_triggers": "ON",
    "mmap_size": 2_147_418_112,
    "cache_size": -512,
}

MAX_REMEMBERED_ROWS = 16_384
"""Rows of the image that are kept in memory once they were asked for; a query counts as one."""

_IMAGES = count(1)
"""Numbers of the images in this process's memory: each has a name that no other ever had."""

CHANGE_COUNTER_OFFSET = 24
"""Bytes 24 to 27 of a SQLite file count its committed changes."""

_DENIED_FUNCTIONS = frozenset({
    "date", "time", "datetime", "julianday", "strftime", "unixepoch", "timediff",
    "current_date", "current_time", "current_timestamp", "random", "randomblob", "load_extension",
})  # fmt: skip
_ALLOWED_ACTIONS = frozenset({
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE,
    sqlite3.SQLITE_DELETE, sqlite3.SQLITE_SAVEPOINT, sqlite3.SQLITE_RECURSIVE,
})  # fmt: skip
_WRITING_ACTIONS = frozenset({sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})


class SqliteStore:
    """A base image in one SQLite file, or in this process's memory."""

    def __init__(self, image: Image, *, in_memory: bool = False, twin: Self | None = None) -> None:
        """Build the image unless a file of the same content is there already.

        Args:
            image: Tables and rows.
            in_memory: Keep the image in this process and touch no file.
            twin: An open store in memory of the same tables and rows, which is copied instead.
        """
        self.dialect: Dialect = sqlite.dialect()
        self._file: int | None = None
        self._found: dict[tuple[str, tuple[Any, ...]], list[Any]] = {}
        self._num_found = 0
        self._owner = os.getpid()
        if in_memory:
            self._uri = f"file:/{image.content_hash}-{next(_IMAGES)}?vfs=memdb&nolock=1"
            self._anchor = _open(self._uri)
            if twin is None:
                _build(self._anchor, image)
            else:
                twin.copy_to(self._anchor)
        else:
            path = _image_path(image)
            self._uri = f"{path.as_uri()}?nolock=1"
            self._anchor = _open(self._uri)
            self._file = os.open(path, os.O_RDONLY)
        for name, value in PRAGMAS.items():
            self._anchor.execute(f"PRAGMA {name}={value}").fetchall()
        self._anchor.execute("PRAGMA query_only=ON")
        self._pristine_version = self._version()
        self._empty = frozenset(
            kind.number
            for kind in image.record_types
            if not self._anchor.execute(f'SELECT 1 FROM "{kind.name}" LIMIT 1').fetchall()
        )

    def copy_to(self, connection: sqlite3.Connection) -> None:
        """Make the database of a connection an image like this one."""
        self._anchor.backup(connection)

    def lease(self) -> sqlite3.Connection:
        """Open a connection inside a private transaction on the pristine rows.

        Raises:
            StateError: This process did not open the store.
        """
        self._check_owner()
        connection = _open(self._uri)
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}").fetchall()
        connection.execute("BEGIN")
        connection.set_authorizer(_authorize)
        return connection

    def give_back(self, connection: Connection) -> None:
        """Close a leased connection; its changes vanish."""
        connection.close()

    def rewind(self, connection: Connection) -> None:
        """Undo everything since the image and begin anew.

        Raises:
            StateError: The base image itself was changed, or another process opened the store.
        """
        self._check_owner()
        if self.in_transaction(connection):
            connection.execute("ROLLBACK")
        connection.execute("BEGIN")
        if self._version() != self._pristine_version:
            raise StateError(
                f"the base image {self._uri} was written to by somebody; "
                "close every environment of this domain and delete the file, it is rebuilt on use"
            )

    def in_transaction(self, connection: Connection) -> bool:
        """Tell whether the private transaction is still open."""
        return connection.in_transaction  # type: ignore[attr-defined,no-any-return]

    def pristine(self, kind: RecordType, sql: str, parameters: tuple[Any, ...]) -> list[Any]:
        """Run a query for a table's whole rows on the base image; the list is not the caller's.

        The image never changes, so what was read once is remembered.
        """
        query = (sql, parameters)
        found = self._found.get(query)
        if found is None:
            self._check_owner()
            if kind.number in self._empty:  # as the conversation's tables are: nothing to look up
                return []
            found = kind.make_all(self._anchor.execute(sql, parameters).fetchall())
            self._remember(query, found)
        return found

    def _remember(self, query: tuple[str, tuple[Any, ...]], found: list[Any]) -> None:
        size = 1 + len(found)
        if self._num_found + size > MAX_REMEMBERED_ROWS:
            self._found.clear()
            self._num_found = 0
        if size <= MAX_REMEMBERED_ROWS:
            self._found[query] = found
            self._num_found += size

    def writes_mark(self, connection: Connection) -> object:
        """Count the rows written on a connection, by whatever means; undoing does not uncount."""
        return connection.total_changes  # type: ignore[attr-defined]

    def foreign_keys_deferred(self, connection: Connection, deferred: bool) -> None:
        """Switch foreign keys between checked at once and not checked.

        Switching back forgets what was broken meanwhile, and SQLite's own check reads every row of
        the database: whoever switches looks after the rows it wrote.
        """
        connection.execute(f"PRAGMA defer_foreign_keys={'ON' if deferred else 'OFF'}")

    def close(self) -> None:
        """Close the reader and the file."""
        self._anchor.close()
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _version(self) -> object:
        """Read what changes with every commit to the image."""
        if self._file is not None:
            return os.pread(self._file, 4, CHANGE_COUNTER_OFFSET)
        return self._anchor.execute("PRAGMA data_version").fetchone()

    def _check_owner(self) -> None:
        if os.getpid() != self._owner:
            raise StateError(
                f"this store was opened by process {self._owner}, not by {os.getpid()}; "
                "make the environment in the process that uses it"
            )


def cache_folder() -> Path:
    """Give the folder of base images: `AUTOFORGE_CACHE`, else one below the user's cache folder."""
    configured = os.environ.get("AUTOFORGE_CACHE")
    if configured:
        return Path(configured)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "autoforge"


def _image_path(image: Image) -> Path:
    """Find the image's file, building it where it is missing or damaged."""
    name = f"{image.name}-{image.content_hash[:24]}-f{IMAGE_FORMAT}.sqlite"
    for folder in (cache_folder(), Path(tempfile.gettempdir()) / f"autoforge-{os.getuid()}"):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if folder.stat().st_uid != os.getuid():  # somebody else could plant an image there
                continue
            path = folder / name
            if not _is_whole(path):
                _build_file(path, image)
            return path
        except (OSError, sqlite3.OperationalError):  # not ours, read-only, full
            continue
    raise StateError(
        f"no folder can hold the base image of {image.name}; set AUTOFORGE_CACHE to a writable one"
    )


def _is_whole(path: Path) -> bool:
    """Tell whether the file is exactly the image that was built: its mark is written beside it."""
    try:
        return path.with_suffix(".counter").read_bytes() == _mark(path)
    except OSError:
        return False


def _mark(path: Path) -> bytes:
    """Give what changes with every commit: change counter and size."""
    with path.open("rb") as file:
        file.seek(CHANGE_COUNTER_OFFSET)
        return file.read(4) + str(path.stat().st_size).encode()


def _build_file(path: Path, image: Image) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".building")
    os.close(handle)
    temporary, counter = Path(name), Path(f"{name}.counter")
    try:
        with contextlib.closing(_open(f"{temporary.as_uri()}?nolock=1")) as connection:
            _build(connection, image)
        counter.write_bytes(_mark(temporary))
        temporary.replace(path)
        counter.replace(path.with_suffix(".counter"))
    finally:
        for leftover in (temporary, counter):
            leftover.unlink(missing_ok=True)


def _open(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256
    )


def _build(connection: sqlite3.Connection, image: Image) -> None:
    """Create tables and journal, insert the rows, commit and compact."""
    connection.execute("PRAGMA page_size=1024")
    connection.execute("PRAGMA journal_mode=MEMORY")
    connection.execute("PRAGMA recursive_triggers=ON")
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with engine.connect() as creator:
        for metadata in image.metadatas:
            for table in metadata.tables.values():
                table.dialect_options["sqlite"]["strict"] = True
                table.dialect_options["sqlite"]["with_rowid"] = False  # a row is one descent
            metadata.create_all(creator)
        creator.commit()
    connection.execute("BEGIN")
    statements = Statements(sqlite.dialect())
    for kind, rows in groupby(image.rows(), key=itemgetter(0)):
        statement = statements.insert(kind)
        connection.executemany(statement.sql, (statement.parameters(row) for _, row in rows))
    _create_journal(connection, image.record_types)
    connection.execute("COMMIT")
    connection.execute("VACUUM")


def _create_journal(connection: sqlite3.Connection, kinds: Sequence[RecordType]) -> None:
    """Record every touched key by triggers, so that raw SQL and the ORM are seen as well.

    Keys may be recorded repeatedly: looking for them first would cost each connection more memory,
    which holds every trigger, and each write more time.
    """
    connection.execute(f"CREATE TABLE {TOUCHED_TABLE} (t INTEGER, k TEXT) STRICT")
    for kind in kinds:
        for name, event, row in (
            ("insert", "INSERT", "NEW"),
            ("update", "UPDATE", "OLD"),
            ("rename", f'UPDATE OF "{kind.key}"', "NEW"),
            ("delete", "DELETE", "OLD"),
        ):
            connection.execute(
                f'CREATE TRIGGER "_touch_{kind.name}_{name}" '
                f'AFTER {event} ON "{kind.name}" BEGIN '
                f'INSERT INTO {TOUCHED_TABLE} VALUES ({kind.number}, {row}."{kind.key}"); END'
            )


def _authorize(
    action: int, first: str | None, second: str | None, database: str | None, source: str | None
) -> int:
    """Judge a statement when it is prepared: rows may be read and written, little else."""
    if first == TOUCHED_TABLE and action in _WRITING_ACTIONS and source is None:
        return sqlite3.SQLITE_DENY  # the journal is written by its triggers only
    allowed = (
        action in _ALLOWED_ACTIONS
        or (action == sqlite3.SQLITE_FUNCTION and second not in _DENIED_FUNCTIONS)
        or (action == sqlite3.SQLITE_TRANSACTION and first in ("BEGIN", "ROLLBACK"))
        or (action == sqlite3.SQLITE_PRAGMA and first == "defer_foreign_keys")
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
