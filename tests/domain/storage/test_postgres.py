"""The PostgreSQL store behaves like the embedded one, and leaves a server as it found it."""

import contextlib
import hashlib
import multiprocessing
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import DomainImage, load_domain
from autoforge_envs.domain.plans import execute_plan
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession, ToolResult
from autoforge_envs.domain.storage import postgres_store
from autoforge_envs.domain.storage.difference import Change, digest
from autoforge_envs.domain.storage.postgres_store import PostgresStore, template_name
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.tools import Caller
from autoforge_envs.errors import (
    AutoForgeError,
    DomainError,
    OptionError,
    SnapshotError,
    StateError,
    ToolCrash,
)

ROOT = Path(__file__).parents[3]
BOOKSHOP = ROOT / "tests" / "domains" / "bookshop_v0"
RETAIL = ROOT / "generated" / "outdoor_v0"

EXTRA_TOOLS = '''
from autoforge_envs.domain import FreeText, Number


@tool(intent="commit", writes=True)
def commit(state: State, order_id: Reference[Order]) -> None:
    """End the private transaction.

    Args:
        order_id: An order to change before.
    """
    state.update(state.get(Order, order_id), status="cancelled")
    state._connection.execute("COMMIT")


@tool(intent="multiply the price of {book_id}", writes=True)
def multiply_price(state: State, book_id: Reference[Book], factor: Number) -> Book:
    """Multiply a price.

    Args:
        book_id: The book.
        factor: By how much.
    """
    book = state.get(Book, book_id)
    state.update(book, stock=book.stock + 1)
    return state.update(book, price=book.price * factor)


@tool(intent="change the address of {customer_id}", writes=True)
def change_email(state: State, customer_id: Reference[Customer], email: Email) -> Customer:
    """Change an e-mail address.

    Args:
        customer_id: The customer.
        email: The new address.
    """
    return state.update(state.get(Customer, customer_id), email=email)


@tool(intent="write {note} on {order_id}", writes=True)
def write_note(state: State, order_id: Reference[Order], note: FreeText) -> Order:
    """Write a note.

    Args:
        order_id: The order.
        note: The text.
    """
    return state.update(state.get(Order, order_id), gift_note=note)


@tool(intent="remove book {book_id}", writes=True)
def remove_book(state: State, book_id: Reference[Book]) -> None:
    """Remove a book.

    Args:
        book_id: The book.
    """
    state.remove(state.get(Book, book_id))
'''

# Run in another process: build or find the image named by a hash, lease, and wait for a line.
LEASING = """
import sys
from dataclasses import replace
from pathlib import Path
from autoforge_envs.domain.loading import DomainImage, load_domain
from autoforge_envs.domain.storage.postgres_store import PostgresStore, template_name
folder, content_hash, url = sys.argv[1:]
domain = load_domain(Path(folder))
contents = replace(domain.contents, content_hash=content_hash)

class Image(DomainImage):
    def rows(self):
        print("building", flush=True)
        sys.stdin.readline()
        return super().rows()

store = PostgresStore(Image(replace(domain, contents=contents)), url)
orders = store.lease().execute("SELECT FROM orders").fetchall()
print(len(orders), store._server.owner, flush=True)
sys.stdin.readline()
store.close()
"""


@pytest.fixture(scope="module")
def administrator(postgres_url: str) -> Iterator[Any]:
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(postgres_url.replace("+psycopg", "", 1), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def role(administrator: Any) -> str:
    return str(administrator.execute("SELECT current_user").fetchone()[0])


@pytest.fixture(scope="module")
def bookshop() -> Domain:
    return load_domain(BOOKSHOP)


@pytest.fixture(scope="module")
def tinkered(tmp_path_factory: pytest.TempPathFactory) -> Domain:
    """The bookshop with tools that nobody should write."""
    folder = tmp_path_factory.mktemp("domains") / "bookshop_v0"
    shutil.copytree(BOOKSHOP, folder)
    with (folder / "tools.py").open("a") as file:
        file.write(EXTRA_TOOLS)
    return load_domain(folder, sealed=False)


def drop_template(administrator: Any, image: DomainImage, role: str) -> None:
    administrator.execute(f'DROP DATABASE IF EXISTS "{template_name(image, role)}"')


@pytest.fixture
def server(bookshop: Domain, postgres_url: str) -> Iterator[LocalServer]:
    with contextlib.closing(LocalServer(bookshop, database_url=postgres_url)) as opened:
        yield opened


@pytest.fixture
def embedded(bookshop: Domain) -> Iterator[LocalServer]:
    with contextlib.closing(LocalServer(bookshop, in_memory=True)) as opened:
        yield opened


@pytest.fixture(scope="module")
def both(
    tinkered: Domain, postgres_url: str, administrator: Any, role: str
) -> Iterator[tuple[LocalSession, LocalSession]]:
    """Sessions of the tinkered bookshop on SQLite and on PostgreSQL; no rule is enforced."""
    with (
        contextlib.closing(LocalServer(tinkered, in_memory=True)) as embedded,
        contextlib.closing(LocalServer(tinkered, database_url=postgres_url)) as server,
        contextlib.closing(embedded.open_session("agent")) as ours,
        contextlib.closing(server.open_session("agent")) as theirs,
    ):
        yield ours, theirs
    drop_template(administrator, DomainImage(tinkered), role)


@pytest.fixture
def on_both(both: tuple[LocalSession, LocalSession]) -> tuple[LocalSession, LocalSession]:
    for session in both:
        session.reset()
    return both


@pytest.fixture
def fresh(bookshop: Domain, administrator: Any, role: str) -> Iterator[DomainImage]:
    """An image that no server has seen yet."""
    contents = replace(bookshop.contents, content_hash=uuid.uuid4().hex)
    image = DomainImage(replace(bookshop, contents=contents))
    yield image
    drop_template(administrator, image, role)


class Recorded:
    """A session that notes everything observable after each call."""

    def __init__(self, session: LocalSession) -> None:
        self.session = session
        self.log: list[object] = []

    def call(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        result = self.session.call(caller, name, arguments)
        changes = self.session.difference()
        self.log.append((caller, name, dict(arguments), result, changes, digest(changes)))
        self.log.append((self.session.violations(), self.session.save()))
        return result

    def __getattr__(self, name: str) -> Any:
        return getattr(self.session, name)


def outcome(session: LocalSession, name: str, **arguments: object) -> tuple[object, list[Change]]:
    """What a call of an agent comes to: its result, or the name of the error it crashed with."""
    try:
        result: object = session.call("agent", name, arguments)
    except ToolCrash as crash:
        cause = type(crash.__cause__).__name__
        # both drivers raise IntegrityErrors, psycopg in finer grades
        result = "IntegrityError" if cause.endswith("Violation") else cause
    return result, session.difference()


def databases(administrator: Any, pattern: str) -> list[str]:
    query = "SELECT datname FROM pg_database WHERE datname ~ %s"
    return [name for (name,) in administrator.execute(query, (pattern,)).fetchall()]


def eventually(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@contextlib.contextmanager
def leasing(content_hash: str, url: str) -> Iterator["subprocess.Popen[str]"]:
    """Run `LEASING` in a process that is gone at the end."""
    with subprocess.Popen(
        [sys.executable, "-c", LEASING, str(BOOKSHOP), content_hash, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


# The same as SQLite


@pytest.mark.postgres
@pytest.mark.parametrize("folder", [BOOKSHOP, RETAIL], ids=lambda folder: folder.name)
def test_every_plan_gives_the_same_bytes_as_on_sqlite(folder: Path, postgres_url: str) -> None:
    try:
        domain = load_domain(folder)
    except DomainError as error:
        pytest.skip(f"{folder.name} cannot be loaded: {error}")
    with (
        contextlib.closing(LocalServer(domain, in_memory=True)) as embedded,
        contextlib.closing(LocalServer(domain, database_url=postgres_url)) as server,
        contextlib.closing(embedded.open_session()) as ours,
        contextlib.closing(server.open_session()) as theirs,
    ):
        for task in domain.contents.tasks:
            logs = []
            for session in (ours, theirs):
                session.reset()
                recorded = Recorded(session)
                execute_plan(recorded, task)
                logs.append(recorded.log)
            assert logs[0], task.id
            assert logs[0] == logs[1], task.id
            assert task.goal is not None
            assert theirs.difference() == list(task.goal.changes), task.id


@pytest.mark.postgres
def test_snapshots_are_restored_across_back_ends(
    bookshop: Domain, embedded: LocalServer, server: LocalServer
) -> None:
    ours, theirs = embedded.open_session(), server.open_session()
    for task in bookshop.contents.tasks:
        for source, target in ((ours, theirs), (theirs, ours), (theirs, theirs)):
            source.reset()
            execute_plan(source, task)
            snapshot, changes = source.save(), source.difference()
            target.reset()
            target.restore(snapshot)
            assert (target.save(), target.difference()) == (snapshot, changes)
    ours.close()


@pytest.mark.postgres
def test_rows_that_swapped_a_unique_value_are_restored(
    on_both: tuple[LocalSession, LocalSession],
) -> None:
    for session in on_both:
        query = "SELECT id, email FROM customers ORDER BY id"
        (first, one), (second, other), *_ = session.connection.execute(query).fetchall()
        for key, email in ((first, "for.now@example.com"), (second, one), (first, other)):
            arguments = {"customer_id": key, "email": email}
            assert not session.call("agent", "change_email", arguments).error
    snapshots = [session.save() for session in on_both]
    assert snapshots[0] == snapshots[1]
    for session in on_both:
        session.reset()
        session.restore(snapshots[0])
        assert session.save() == snapshots[0]


@pytest.mark.postgres
def test_a_snapshot_that_refers_to_nothing_is_refused_alike(
    bookshop: Domain, embedded: LocalServer, server: LocalServer
) -> None:
    ours, theirs = embedded.open_session(), server.open_session()
    execute_plan(ours, bookshop.contents.tasks[0])
    assert b'"order_id": "OR-1"' in ours.save()
    body = ours.save()[64:].replace(b'"order_id": "OR-1"', b'"order_id": "OR-0"')
    damaged = hashlib.sha256(body).hexdigest().encode() + body
    for session in (ours, theirs):
        with pytest.raises(SnapshotError, match=r"does not fit bookshop: a row .*OR-0"):
            session.restore(damaged)
        assert session.difference() == []
    ours.close()


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("multiply_price", {"book_id": "BO-1", "factor": 2}),
        ("multiply_price", {"book_id": "BO-1", "factor": 2**63}),
        ("multiply_price", {"book_id": "BO-1", "factor": -(2**53)}),
        ("write_note", {"order_id": "OR-1", "note": "é😀" * 2000}),
        ("write_note", {"order_id": "OR-1", "note": "é" * 4001}),
        ("write_note", {"order_id": "OR-1", "note": "a\x00b"}),
        ("write_note", {"order_id": "OR-1", "note": "a\ud800b"}),
        ("write_note", {"order_id": "OR-1", "note": "100 % of %s, ? and :id"}),
        ("write_note", {"order_id": "OR-1' OR '1'='1", "note": "it's"}),
        ("change_email", {"customer_id": "CU-1", "email": "bo@example.com"}),
        ("change_email", {"customer_id": "CU-404", "email": "nobody@example.com"}),
        ("place_order", {"customer_id": "CU-404", "book_id": "BO-1", "quantity": 1}),
        ("remove_book", {"book_id": "BO-1"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_odd_calls_come_to_the_same(
    on_both: tuple[LocalSession, LocalSession], name: str, arguments: Mapping[str, object]
) -> None:
    ours, theirs = [outcome(session, name, **arguments) for session in on_both]
    assert ours == theirs
    after = [outcome(session, "find_book", title="The Lighthouse") for session in on_both]
    assert after[0] == after[1]
    assert isinstance(after[1][0], ToolResult)


@pytest.mark.postgres
def test_a_failed_call_changes_nothing(on_both: tuple[LocalSession, LocalSession]) -> None:
    wrong = {"customer_id": "CU-404", "book_id": "BO-1", "quantity": 1}  # found out after a write
    for session in on_both:
        assert session.call("agent", "place_order", wrong).error
        assert session.difference() == []
        assert session.violations() == []
        assert not session.call("agent", "place_order", {**wrong, "customer_id": "CU-1"}).error
        assert len(session.violations()) > 0
        session.reset()
        assert session.difference() == []


# What PostgreSQL is asked to guarantee


@pytest.mark.postgres
def test_two_environments_write_the_same_rows_without_waiting(
    bookshop: Domain, server: LocalServer
) -> None:
    sessions = [server.open_session(), server.open_session()]
    for session in sessions:
        session.reset()
        session.connection.execute("SET LOCAL lock_timeout = '1s'")
        execute_plan(session, bookshop.contents.tasks[0])
    first, second = sessions
    assert first.difference() == second.difference() != []
    first.reset()
    assert first.difference() == []
    assert second.difference() != []


@pytest.mark.postgres
def test_a_commit_inside_a_tool_is_refused_and_changes_nothing_for_good(
    on_both: tuple[LocalSession, LocalSession],
) -> None:
    _, session = on_both
    with pytest.raises(ToolCrash, match="ended the private transaction; reset"):
        session.call("agent", "commit", {"order_id": "OR-1"})
    with pytest.raises(ToolCrash):
        session.call("agent", "find_book", {"title": "The Lighthouse"})
    session.reset()
    assert session.difference() == []
    assert not session.call("agent", "find_book", {"title": "The Lighthouse"}).error


@pytest.mark.postgres
def test_what_was_committed_all_the_same_is_noticed_at_reset(server: LocalServer) -> None:
    session, other = server.open_session(), server.open_session()
    session.connection.execute("ALTER TABLE _touched DISABLE TRIGGER USER")
    session.connection.execute("UPDATE books SET stock = 0")
    session.connection.execute("COMMIT")
    with pytest.raises(StateError, match="somebody committed to autoforge_lease_"):
        session.reset()
    other.reset()
    assert other.difference() == []


@pytest.mark.postgres
@pytest.mark.parametrize("sql", ["DELETE FROM _touched", "INSERT INTO _touched VALUES (1, 'x')"])
def test_the_journal_is_written_by_its_triggers_only(server: LocalServer, sql: str) -> None:
    connection = server.open_session().connection
    connection.execute("UPDATE books SET stock = 0")
    with pytest.raises(Exception, match="the journal is written by its triggers only"):
        connection.execute(sql)


@pytest.mark.postgres
def test_a_forked_process_is_refused_and_closes_nothing(server: LocalServer) -> None:
    session = server.open_session()
    fork = multiprocessing.get_context("fork")
    child = fork.Process(target=use_and_close, args=(session, server))
    child.start()
    child.join(30)
    assert child.exitcode == 0
    assert not session.call("agent", "find_book", {"title": "The Lighthouse"}).error
    session.reset()
    assert not server.open_session().difference()


def use_and_close(session: LocalSession, server: LocalServer) -> None:
    """Runs in the forked process."""
    for use in (session.reset, server.open_session):
        with pytest.raises(StateError, match="make the environment in the process that uses it"):
            use()
    session.close()
    server.close()


@pytest.mark.postgres
def test_a_lost_connection_is_told_as_such(server: LocalServer, administrator: Any) -> None:
    session = server.open_session()
    pid = session.connection.execute("SELECT pg_backend_pid()").fetchone()[0]
    administrator.execute("SELECT pg_terminate_backend(%s)", (pid,))
    with pytest.raises(ToolCrash):
        for _ in range(100):
            session.call("agent", "find_book", {"title": "The Lighthouse"})
            time.sleep(0.05)
    with pytest.raises(StateError, match="was lost"):
        session.reset()
    session.close()
    assert not server.open_session().difference()


@pytest.mark.postgres
@pytest.mark.usefixtures("server")
def test_an_image_that_is_there_is_not_built_again(bookshop: Domain, postgres_url: str) -> None:
    class Unreadable(DomainImage):
        def rows(self) -> Iterator[tuple[RecordType, Mapping[str, Any]]]:
            raise AssertionError("the rows were read")

    PostgresStore(Unreadable(bookshop), postgres_url).close()


@pytest.mark.postgres
def test_text_sorts_by_bytes_as_in_sqlite(server: LocalServer) -> None:
    connection = server.open_session().connection
    texts = ["CU-2", "CU-10", "CU 3", "cu-1", "Zoé", "zoe", "Émile", "😀", "～"]
    rows = connection.execute("SELECT unnest(%s::text[]) AS x ORDER BY x", (texts,)).fetchall()
    assert [text for (text,) in rows] == sorted(texts, key=str.encode)


@pytest.mark.postgres
def test_a_clone_does_not_grow_with_its_resets(
    bookshop: Domain, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_store, "VACUUM_INTERVAL", 10)
    session = server.open_session()
    for _ in range(100):
        execute_plan(session, bookshop.contents.tasks[0])
        session.reset()
    pages = session.connection.execute("SELECT pg_relation_size('_touched') / 8192").fetchone()
    assert pages[0] <= 1
    assert session.difference() == []


@pytest.mark.postgres
def test_leases_are_dropped_when_given_back_and_when_the_store_closes(
    bookshop: Domain, postgres_url: str, administrator: Any
) -> None:
    server = LocalServer(bookshop, database_url=postgres_url)
    assert isinstance(server.store, PostgresStore)
    mine = f"^{server.store._server.owner}"
    sessions = [server.open_session(), server.open_session()]
    assert len(databases(administrator, mine)) == 3  # and the pristine reader's
    sessions[0].close()
    sessions[0].close()
    assert len(databases(administrator, mine)) == 2
    server.close()
    server.close()
    assert databases(administrator, mine) == []


@pytest.mark.postgres
def test_processes_that_come_at_once_build_one_image(
    fresh: DomainImage, postgres_url: str, administrator: Any, role: str
) -> None:
    num_orders = sum(kind.name == "orders" for kind, _ in fresh.rows())
    waiting = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with leasing(fresh.content_hash, postgres_url) as first:
        assert read_line(first) == "building"
        with leasing(fresh.content_hash, postgres_url) as second:
            assert eventually(lambda: administrator.execute(waiting).fetchone() is not None)
            for process in (first, second):
                said, _ = process.communicate("go on\nleave\n", timeout=60)
                assert said.startswith(f"{num_orders} autoforge_lease_")
    assert databases(administrator, template_name(fresh, role))


@pytest.mark.postgres
def test_an_image_whose_builder_was_killed_is_built_anew(
    fresh: DomainImage, postgres_url: str, administrator: Any, role: str
) -> None:
    with leasing(fresh.content_hash, postgres_url) as process:
        assert read_line(process) == "building"
    assert not databases(administrator, template_name(fresh, role))
    store = PostgresStore(fresh, postgres_url)
    with contextlib.closing(store):
        assert store.lease().execute("SELECT FROM orders").fetchall()
    assert databases(administrator, template_name(fresh, role))


@pytest.mark.postgres
def test_only_what_dead_processes_leased_is_swept_up(
    server: LocalServer, bookshop: Domain, postgres_url: str, administrator: Any
) -> None:
    assert isinstance(server.store, PostgresStore)
    session = server.open_session()
    with leasing(bookshop.content_hash, postgres_url) as process:
        theirs = "^" + read_line(process).split()[1]
        server.store._server.sweep()
        assert len(databases(administrator, theirs)) == 2

    def swept() -> bool:
        PostgresStore(DomainImage(bookshop), postgres_url).close()
        return not databases(administrator, theirs)

    assert eventually(swept)
    assert not session.call("agent", "find_book", {"title": "The Lighthouse"}).error


@pytest.mark.postgres
def test_rows_that_do_not_fit_leave_no_image(
    fresh: DomainImage, postgres_url: str, administrator: Any, role: str
) -> None:
    class Doubled(DomainImage):
        def rows(self) -> Iterator[tuple[RecordType, Mapping[str, Any]]]:
            yield from super().rows()
            yield from super().rows()

    with pytest.raises(DomainError, match="rows of bookshop do not fit its tables: duplicate key"):
        PostgresStore(Doubled(fresh.domain), postgres_url)
    assert not databases(administrator, template_name(fresh, role))


# Options that cannot be used


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sqlite:///books.db", "names sqlite, must begin with postgresql://"),
        ("postgresql+psycopg2://ana:hunter2@localhost/books", r"names postgresql\+psycopg2"),
        ("postgresql://ana:hunter2@localhost:port/books", "cannot be read; write postgresql://"),
        ("books with password=hunter2", "cannot be read; write postgresql://"),
        ("", "cannot be read"),
    ],
)
def test_a_url_of_something_else_is_refused(bookshop: Domain, url: str, told: str) -> None:
    with pytest.raises(OptionError, match=told) as caught:
        PostgresStore(DomainImage(bookshop), url)
    assert "hunter2" not in str(caught.value)


def test_without_psycopg_the_message_says_what_to_install(
    bookshop: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(OptionError, match=r"pip install 'autoforge-envs\[postgres\]'"):
        PostgresStore(DomainImage(bookshop), "postgresql://localhost/books")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ana:hunter2@127.0.0.1:1/books",
        "postgresql+psycopg:///books?host=/nowhere&user=ana&password=hunter2",
    ],
)
def test_without_a_server_the_message_hides_the_password(bookshop: Domain, url: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(OptionError, match=r"no connection .*see that the server runs") as caught:
        PostgresStore(DomainImage(bookshop), url)
    assert "ana" in str(caught.value)
    assert "***" in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.postgres
def test_a_user_who_may_not_create_databases_is_told_so(
    bookshop: Domain, postgres_url: str, administrator: Any
) -> None:
    from sqlalchemy import make_url

    query = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    if not administrator.execute(query).fetchone()[0]:
        pytest.skip("the server's user may not create users")
    role = f"autoforge_test_{uuid.uuid4().hex[:12]}"
    administrator.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'hunter2'")
    url = make_url(postgres_url).set(username=role, password="hunter2")
    try:
        with pytest.raises(AutoForgeError, match=f'ALTER ROLE "{role}" CREATEDB') as caught:
            PostgresStore(DomainImage(bookshop), url.render_as_string(hide_password=False))
    finally:
        administrator.execute(f"DROP ROLE {role}")
    assert isinstance(caught.value, OptionError)
    assert "hunter2" not in str(caught.value)
