"""Each way in which SQLite would quietly break an episode, sprung on purpose."""

import hashlib
import json
import multiprocessing
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.rules import Rule
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.storage.sqlite_store import PRAGMAS
from autoforge_envs.errors import SnapshotError, StateError, ToolCrash

from .conftest import forge, models_of

CANCEL = {"order_id": "OR-1", "reason": "no_longer_needed"}
CHECK = {"customer_id": "CU-1", "password": "marmalade"}


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def rows(connection: Any, table: str = "orders") -> list[tuple[Any, ...]]:
    return list(connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall())


def without_guard(connection: Any) -> Any:
    """Let go of the guard, as no tool could through the state."""
    connection.set_authorizer(None)
    return connection


@pytest.fixture
def tampered(bookshop: Domain, file_server: LocalServer) -> Iterator[Callable[..., LocalSession]]:
    """Opens sessions of the bookshop one of whose tools, or rules, does what it should not."""
    opened = []

    def open_one(
        name: str, function: Callable[..., object] | None = None, rule: Callable[..., bool] = bool
    ) -> LocalSession:
        tools = tuple(
            replace(tool, function=function) if function and tool.name == name else tool
            for tool in bookshop.tools
        )
        rules: tuple[Rule, ...] = ()
        if rule is not bool:
            rules = (Rule("hostile", rule, "A rule.", (name,), "agent", True, ()),)
        domain = replace(bookshop, tools=tools, rules=rules)
        opened.append(LocalSession(domain, file_server.store, file_server._statements))
        return opened[-1]

    yield open_one
    for session in opened:
        session.close()


def insert_or_rollback(connection: Any) -> None:
    """End the transaction from inside: the row is there already."""
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            "INSERT OR ROLLBACK INTO books (id, title, price, stock) VALUES ('BO-1', 'x', 1, 1)"
        )


def interrupt(connection: Any) -> None:
    """End the transaction from outside, as a time limit would."""
    connection.set_progress_handler(lambda: 1, 1)
    try:
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            connection.execute("UPDATE orders SET total = total + 1")
    finally:
        connection.set_progress_handler(None, 0)


ENDINGS = [insert_or_rollback, interrupt]


# 1. A savepoint's row survives the rollback around it.


def test_rows_of_finished_calls_are_gone_after_a_reset(session: LocalSession) -> None:
    session.call("agent", "check_password", CHECK)
    assert session.call("agent", "cancel_order", CANCEL).wrote
    session.reset()
    assert session.difference() == []
    assert rows(session.connection, "refunds") == [
        ("RE-1", "OR-3", 2997, "2026-01-12T09:00:00"),
    ]


# 2. Statements that end the transaction; the next write would land in the base image.


@pytest.mark.parametrize("end", ENDINGS)
def test_the_write_after_a_lost_transaction_never_reaches_the_base(
    end: Callable[[Any], None], tampered: Callable[..., LocalSession], image: Path
) -> None:
    before = fingerprint(image)

    def lose_and_write(state: Any, order_id: str, reason: str) -> None:
        end(state._connection)
        assert not state._connection.in_transaction, "the trap was not sprung"
        state.add(models_of_state(state)["Refund"], order_id="OR-1", amount=1, made_at=state.now)

    session = tampered("cancel_order", lose_and_write)
    with pytest.raises(ToolCrash, match="ended the private transaction; reset"):
        session.call("agent", "cancel_order", CANCEL)
    assert fingerprint(image) == before
    session.reset()
    assert session.difference() == []
    assert fingerprint(image) == before


@pytest.mark.parametrize("end", ENDINGS)
def test_a_tool_that_hides_the_lost_transaction_is_found_out(
    end: Callable[[Any], None], tampered: Callable[..., LocalSession], image: Path
) -> None:
    before = fingerprint(image)

    def lose_and_hide(state: Any, order_id: str, reason: str) -> None:
        end(state._connection)
        for _ in range(2):
            with pytest.raises(StateError, match="the private transaction was lost"):
                state.update(state.get(models_of_state(state)["Order"], "OR-1"), total=1)

    session = tampered("cancel_order", lose_and_hide)
    with pytest.raises(ToolCrash, match="reset the environment"):
        session.call("agent", "cancel_order", CANCEL)
    with pytest.raises(ToolCrash, match="reset the environment"):
        session.call("agent", "check_password", CHECK)
    session.reset()
    assert session.call("agent", "check_password", CHECK).error is False
    assert fingerprint(image) == before


def test_a_savepoint_is_never_set_outside_the_transaction(
    tampered: Callable[..., LocalSession], image: Path
) -> None:
    # Outside one it would begin a transaction of its own, and its release would commit.
    before = fingerprint(image)

    def lose(state: Any) -> bool:
        insert_or_rollback(state._connection)
        return True

    session = tampered("check_password", rule=lose)
    with pytest.raises(ToolCrash, match="ended the private transaction"):
        session.call("agent", "check_password", CHECK)
    assert fingerprint(image) == before
    session.reset()
    assert rows(session.connection, "identity_checks") == []


def test_an_interrupted_reading_tool_harms_nothing(
    tampered: Callable[..., LocalSession], image: Path
) -> None:
    def interrupted(state: Any, customer_id: str) -> None:
        state._connection.set_progress_handler(lambda: 1, 1)
        try:
            state.find(models_of_state(state)["IdentityCheck"])  # not as in the image
        finally:
            state._connection.set_progress_handler(None, 0)

    session = tampered("list_orders", interrupted)
    session.call("agent", "check_password", CHECK)
    with pytest.raises(ToolCrash, match="interrupted"):
        session.call("agent", "list_orders", {"customer_id": "CU-1"})
    assert [change.table for change in session.difference()] == ["identity_checks"]


def test_a_base_that_somebody_wrote_to_is_noticed_and_built_anew(
    bookshop: Domain, file_server: LocalServer, file_session: LocalSession, image: Path
) -> None:
    with sqlite3.connect(f"{image.as_uri()}?nolock=1", uri=True) as rogue:
        rogue.execute("UPDATE books SET price = 1")
    rogue.close()
    with pytest.raises(StateError, match=r"the base image .* was written to .* delete the file"):
        file_session.reset()
    rebuilt = LocalServer(bookshop)
    session = rebuilt.open_session()
    assert session.call("agent", "find_book", {"title": "Winter Bread"}).content == (
        '{"id": "BO-5", "title": "Winter Bread", "price": "18.05", "stock": 0}'
    )
    session.close()
    rebuilt.close()


def test_a_base_in_memory_that_somebody_wrote_to_is_noticed(bookshop: Domain) -> None:
    server = LocalServer(bookshop, in_memory=True)
    session = server.open_session()
    session.reset()
    with sqlite3.connect(server.store._uri, uri=True) as rogue:  # type: ignore[attr-defined]
        rogue.execute("UPDATE books SET price = 1")
    rogue.close()
    with pytest.raises(StateError, match="was written to by somebody"):
        session.reset()
    session.close()
    server.close()


def test_rows_that_overflow_the_cache_stay_out_of_the_file(
    file_session: LocalSession, shop: Any, image: Path
) -> None:
    before = fingerprint(image)
    file_session.state.allow_writes(True)
    for number in range(300):  # over a megabyte, the cache is asked to hold half of one
        file_session.state.add(shop["Book"], title=f"{number}" + "x" * 4_000, price=1, stock=1)
    assert len(file_session.difference()) == 300
    assert fingerprint(image) == before


# 3. Python's ways to commit.


@pytest.mark.parametrize(
    "commit",
    [
        lambda connection: connection.execute("COMMIT"),
        lambda connection: connection.execute("END"),
        lambda connection: connection.commit(),
        lambda connection: connection.executescript("SELECT 1"),
    ],
    ids=["COMMIT", "END", "commit()", "executescript()"],
)
def test_no_way_to_commit_is_left(
    commit: Callable[[Any], object], file_session: LocalSession, image: Path
) -> None:
    before = fingerprint(image)
    assert file_session.call("agent", "check_password", CHECK).wrote
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        commit(file_session.connection)
    assert file_session.connection.in_transaction  # type: ignore[attr-defined]
    assert [change.table for change in file_session.difference()] == ["identity_checks"]
    assert fingerprint(image) == before


def test_a_tool_that_uses_the_connection_as_a_context_commits_nothing(
    tampered: Callable[..., LocalSession], image: Path
) -> None:
    before = fingerprint(image)

    def commit(state: Any, order_id: str, reason: str) -> None:
        state.update(state.get(models_of_state(state)["Order"], order_id), status="cancelled")
        with state._connection:  # Python rolls back where it may not commit
            pass

    session = tampered("cancel_order", commit)
    with pytest.raises(ToolCrash, match="ended the private transaction"):
        session.call("agent", "cancel_order", CANCEL)
    session.reset()
    assert session.difference() == []
    assert fingerprint(image) == before


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH ':memory:' AS other",
        "DETACH main",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA query_only = OFF",
        "PRAGMA journal_mode",
        "CREATE TABLE t (x)",
        "CREATE TEMP TABLE t (x)",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TEMP TRIGGER t AFTER INSERT ON orders BEGIN SELECT 1; END",
        "DROP TABLE refunds",
        "DROP TRIGGER _touch_orders_update",
        "ALTER TABLE orders RENAME TO o",
        "REINDEX",
        "ANALYZE",
        "SELECT load_extension('x')",
        "DELETE FROM _touched",
        "INSERT INTO _touched VALUES (1, 'x')",
        "UPDATE sqlite_master SET sql = ''",
    ],
)
def test_statements_beyond_reading_and_writing_rows_are_denied(
    statement: str, session: LocalSession
) -> None:
    with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|prohibited|may not be"):
        session.connection.execute(statement)


@pytest.mark.parametrize("statement", ["VACUUM", "VACUUM INTO 'copy.sqlite'"])
def test_nobody_rewrites_the_image_after_leaving_the_transaction(
    statement: str, file_session: LocalSession, image: Path
) -> None:
    before = fingerprint(image)
    file_session.connection.execute("ROLLBACK")
    with pytest.raises(sqlite3.DatabaseError, match="authoriz"):
        file_session.connection.execute(statement)
    assert fingerprint(image) == before


# 4. Foreign keys are off by default, and inert inside a transaction.


def test_a_reference_to_nothing_is_refused(session: LocalSession, shop: Any) -> None:
    session.state.allow_writes(True)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        session.state.add(shop["Reader"], customer_id="CU-999", mode="off")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        session.state.remove(session.state.get(shop["Customer"], "CU-1"))


# 5. Identifiers repeat after a rollback, or after the last row was deleted.


def test_keys_derive_from_content_and_not_from_what_came_before(
    session: LocalSession, shop: Any
) -> None:
    state = session.state
    state.allow_writes(True)
    first = state.add(shop["Reader"], customer_id="CU-1", mode="off")
    session.reset()
    state.add(shop["Reader"], customer_id="CU-2", mode="off")
    again = state.add(shop["Reader"], customer_id="CU-1", mode="off")
    assert again == first
    assert first.id.startswith("RD-") and len(first.id) == len("RD-") + 9


def test_rows_of_equal_content_get_keys_of_their_own(session: LocalSession, shop: Any) -> None:
    state = session.state
    state.allow_writes(True)
    twins = [state.add(shop["Reader"], customer_id="CU-1", mode="off") for _ in range(3)]
    assert len({twin.id for twin in twins}) == 3
    state.remove(twins[0])
    other = state.add(shop["Reader"], customer_id="CU-1", mode="ready")
    assert other.id not in {twin.id for twin in twins}


# 6. Clocks and dice that no function of ours overrides.


@pytest.mark.parametrize(
    "expression",
    [
        "datetime('now')", "DATETIME('now')", "date('now')", "time('now')", "julianday('now')",
        "strftime('%s', 'now')", "unixepoch('now')", "CURRENT_TIMESTAMP", "CURRENT_DATE",
        "CURRENT_TIME", "random()", "randomblob(4)",
    ],
)  # fmt: skip
def test_sql_has_neither_a_clock_nor_dice(expression: str, session: LocalSession) -> None:
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        session.connection.execute(f"SELECT {expression}")


# 7. Sums of floats differ between machines.


def test_no_column_holds_floating_point_numbers(session: LocalSession) -> None:
    query = "SELECT sql FROM sqlite_master WHERE type = 'table'"
    schemas = [schema for (schema,) in session.connection.execute(query).fetchall()]
    assert len(schemas) > 10
    for schema in schemas:
        assert "STRICT" in schema.upper()
        assert not re.search(r"\b(REAL|FLOAT|DOUBLE|NUMERIC|ANY)\b", schema.upper())
    with pytest.raises(sqlite3.IntegrityError, match="cannot store REAL value in INTEGER"):
        session.connection.execute("UPDATE books SET price = 12.5")


# 8. REPLACE deletes rows without firing their triggers.


def test_rows_that_replace_pushes_out_are_journaled(stock: LocalSession) -> None:
    stock.connection.execute("INSERT OR REPLACE INTO rooms (id, name) VALUES ('RO-9', 'east')")
    assert [(change.kind, change.table) for change in stock.difference()] == [
        ("delete", "rooms"), ("insert", "rooms"),
    ]  # fmt: skip
    assert stock.difference()[0].key == "RO-3"


# 9. An upsert overrides the conflict clauses inside the triggers it fires.


def test_the_journal_survives_upserts_of_rows_it_holds_already(session: LocalSession) -> None:
    for stock in (3, 4, 5):
        session.connection.execute(
            "INSERT INTO books (id, title, price, stock) VALUES ('BO-1', 'The Lighthouse', 1250, ?)"
            " ON CONFLICT (id) DO UPDATE SET stock = excluded.stock",
            (stock,),
        )
        session.connection.execute(
            "INSERT OR REPLACE INTO readers (id, customer_id, mode) VALUES ('RD-1', 'CU-2', 'off')"
        )
    assert [(change.key, change.values) for change in session.difference()] == [
        ("BO-1", {"stock": 5}),
        ("RD-1", {"mode": "off"}),
    ]


# 10. Rows that exchanged a unique value, and references left open.


def test_rows_that_exchanged_a_unique_value_are_restored(
    warehouse: Domain, warehouse_server: LocalServer, stock: LocalSession
) -> None:
    room = models_of(warehouse)["Room"]
    stock.state.allow_writes(True)
    north, south, east = stock.state.find(room)
    north = stock.state.update(north, name="away")
    stock.state.update(south, name="north")
    stock.state.update(north, name="south")
    other = warehouse_server.open_session()
    other.restore(stock.save())
    assert [row.name for row in other.state.find(room)] == ["south", "north", east.name]
    assert other.difference() == stock.difference()
    assert len(other.difference()) == 2
    other.state.allow_writes(True)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):  # checked at once again
        other.state.remove(other.state.find(room)[0])
    other.close()


@pytest.mark.parametrize("broken", ["an insert", "a removal"])
def test_a_restored_row_that_refers_to_nothing_is_refused(
    broken: str, warehouse: Domain, stock: LocalSession
) -> None:
    tables = {kind.name: kind for kind in warehouse.record_types}
    saved = [
        [tables["boxes"].number, "BX-9", {"id": "BX-9", "room_id": "RO-9", "colour": "red",
          "weight": None, "sealed": True, "note": None, "shelf": None}]
        if broken == "an insert"
        else [tables["rooms"].number, "RO-1", None]
    ]  # fmt: skip
    with pytest.raises(SnapshotError, match=r"a row refers to 'RO-[19]'"):
        stock.restore(forge(saved, warehouse))
    assert stock.difference() == []
    stock.state.allow_writes(True)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):  # checked at once again
        stock.state.remove(stock.state.get(models_of(warehouse)["Room"], "RO-1"))


# 11. Statistics make some builds of SQLite prepare a statement anew for every value.


def test_the_image_has_no_statistics_and_no_views(session: LocalSession) -> None:
    found = session.connection.execute("SELECT type, name FROM sqlite_master").fetchall()
    assert ("table", "orders") in found
    assert not [name for _, name in found if name.startswith("sqlite_stat")]
    assert not [name for kind, name in found if kind == "view"]  # 13: they report 0 rows written


# 12. A table without a key would be left out of the journal: see test_columns.


def test_every_table_of_rows_is_journaled(bookshop: Domain, session: LocalSession) -> None:
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    triggers = {name for (name,) in session.connection.execute(query).fetchall()}
    assert triggers == {
        f"_touch_{kind.name}_{event}"
        for kind in bookshop.record_types
        for event in ("insert", "update", "rename", "delete")
    }


# 14. Text enters integer columns; rows come in any order.


def test_text_is_refused_where_an_integer_belongs(session: LocalSession) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in INTEGER"):
        session.connection.execute("UPDATE books SET price = 'cheap'")


def test_results_are_ordered_whatever_the_database_prefers(
    session: LocalSession, shop: Any
) -> None:
    connection = without_guard(session.connection)
    usual = session.state.find(shop["Order"], customer_id="CU-1")
    session.state.allow_writes(True)
    for key in ("OR-3", "OR-1", "OR-2"):
        session.state.update(session.state.get(shop["Order"], key), total=1)
    difference, snapshot = session.difference(), session.save()
    unordered = "SELECT id FROM orders"
    before = connection.execute(unordered).fetchall()
    connection.execute("PRAGMA reverse_unordered_selects = ON")
    assert connection.execute(unordered).fetchall() == before[::-1], "the pragma does nothing"
    again = session.state.find(shop["Order"], customer_id="CU-1")
    assert (
        [order.id for order in again] == [order.id for order in usual] == ["OR-1", "OR-2", "OR-3"]
    )
    assert session.difference() == difference
    assert session.save() == snapshot


# 15. A shared base with locks makes writers wait for each other.


def test_two_stores_write_the_same_rows_of_one_file_at_once(
    bookshop: Domain, file_session: LocalSession, image: Path
) -> None:
    other_server = LocalServer(bookshop)
    other = other_server.open_session()
    for session in (file_session, other):
        assert session.call("agent", "check_password", CHECK).wrote
        assert session.call("agent", "cancel_order", CANCEL).wrote
    assert other.difference() == file_session.difference()
    assert [path.name for path in image.parent.glob("*-journal")] == []
    other.close()
    other_server.close()


# 16. Connections must not cross a fork.


def use_in_child(server: LocalServer, session: LocalSession, answers: Any) -> None:
    attempts: list[Callable[[], object]] = [
        server.open_session, session.reset, session.difference, session.save,
    ]  # fmt: skip
    for attempt in attempts:
        try:
            attempt()
            answers.put("nothing happened")
        except StateError as error:
            answers.put(str(error))
    own = LocalServer(server.domain)
    opened = own.open_session()
    answers.put(opened.call("agent", "check_password", CHECK).content)
    opened.close()
    own.close()


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_process_is_told_to_open_its_own_store(
    file_server: LocalServer, file_session: LocalSession
) -> None:
    file_session.call("agent", "check_password", CHECK)
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    child = context.Process(target=use_in_child, args=(file_server, file_session, answers))
    child.start()
    said = [answers.get(timeout=30) for _ in range(5)]
    child.join(30)
    assert child.exitcode == 0
    for refusal in said[:4]:
        assert f"opened by process {os.getpid()}, not by {child.pid}" in refusal
        assert "make the environment in the process that uses it" in refusal
    assert json.loads(said[4])["name"] == "Ana Ruiz"
    assert [change.table for change in file_session.difference()] == ["identity_checks"]


def test_connections_have_the_settings_that_all_this_rests_on(file_session: LocalSession) -> None:
    connection = without_guard(file_session.connection)
    found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    assert found["foreign_keys"] == found["recursive_triggers"] == 1
    assert found["cache_spill"] == 0
    assert found["journal_mode"] == "memory"
    assert found["temp_store"] == 2


def models_of_state(state: Any) -> dict[str, Any]:
    types: dict[type, RecordType] = state._types
    return {model.__name__: model for model in types}
