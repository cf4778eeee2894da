"""Tool calls as an episode makes them: results, mistakes, crashes, and many sessions at once."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autoforge_envs.domain import Money, Secret
from autoforge_envs.domain.columns import read_annotation
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import DomainImage
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession, ToolResult
from autoforge_envs.domain.storage.sqlite_store import SqliteStore
from autoforge_envs.domain.storage.statements import Statements
from autoforge_envs.domain.storage.store import Connection
from autoforge_envs.domain.tools import Caller
from autoforge_envs.errors import ToolCrash

CHECK = {"customer_id": "CU-1", "password": "marmalade"}
CANCEL = {"order_id": "OR-1", "reason": "no_longer_needed"}
Rigged = Callable[..., LocalSession]


@pytest.fixture
def rigged(bookshop: Domain, bookshop_server: LocalServer) -> Iterator[Rigged]:
    """Opens sessions of the bookshop, without rules, one of whose tools does something else."""
    opened = []

    def open_one(name: str, function: Callable[..., object], returns: Any = None) -> LocalSession:
        tools = tuple(
            replace(tool, function=function, result=read_annotation(returns))
            if tool.name == name
            else tool
            for tool in bookshop.tools
        )
        domain = replace(bookshop, tools=tools, rules=())
        server = bookshop_server
        opened.append(LocalSession(domain, server.store, server._statements))
        return opened[-1]

    yield open_one
    for session in opened:
        session.close()


def classes(state: Any) -> dict[str, Any]:
    return {model.__name__: model for model in state._types}


def test_a_result_is_json_with_money_as_text_and_without_secrets(session: LocalSession) -> None:
    result = session.call("agent", "find_customer", {"email": "CHLOE.Moreau@example.com"})
    assert result == ToolResult(
        '{"id": "CU-3", "name": "Chloé Moreau", "email": "chloe.moreau@example.com", '
        '"is_member": false}'
    )
    book = session.call("agent", "find_book", {"title": "Ten Small Rooms"})
    assert json.loads(book.content)["price"] == "9.99"


def test_a_writing_call_says_that_it_wrote(session: LocalSession) -> None:
    result = session.call("agent", "check_password", CHECK)
    assert (result.error, result.wrote) == (False, True)
    assert not session.call("agent", "list_orders", {"customer_id": "CU-1"}).wrote


def test_the_callers_mistake_is_a_result(session: LocalSession) -> None:
    result = session.call("agent", "find_book", {"title": "Nothing"})
    assert result == ToolResult("there is no book called 'Nothing'", error=True)


@pytest.mark.parametrize(
    ("caller", "name"),
    [("agent", "fly"), ("agent", "restart_reader"), ("user", "cancel_order"), ("agent", "confirm")],
)
def test_tools_that_are_not_the_callers_are_unknown(
    caller: Caller, name: str, session: LocalSession
) -> None:
    result = session.call(caller, name, {})
    assert result.error
    expected = "find_customer" if caller == "agent" else "restart_reader, read_screen, confirm"
    assert result.content.startswith(f"there is no tool {name!r}; there are {expected}")


def test_a_very_long_name_is_not_repeated_in_full(session: LocalSession) -> None:
    assert len(session.call("agent", "x" * 1_000_000, {}).content) < 500
    extra = session.call("agent", "find_book", {"title": "x", "y" * 1_000_000: 1})
    assert extra.error
    assert len(extra.content) < 500


def test_a_mistake_after_partial_writes_undoes_them(rigged: Rigged) -> None:
    def half(state: Any, order_id: str, reason: str) -> None:
        order = state.get(classes(state)["Order"], order_id)
        state.update(order, status="cancelled")
        state.add(classes(state)["Refund"], order_id=order_id, amount=1, made_at=state.now)
        state.get(classes(state)["Book"], "BO-99")

    session = rigged("cancel_order", half)
    session.call("agent", "check_password", CHECK)
    before = session.difference()
    result = session.call("agent", "cancel_order", CANCEL)
    assert result == ToolResult("there is no book with id 'BO-99'; look it up first", error=True)
    assert session.difference() == before
    assert len(before) == 1


def test_a_crash_after_partial_writes_undoes_them_and_the_session_goes_on(rigged: Rigged) -> None:
    def crash(state: Any, order_id: str, reason: str) -> None:
        state.update(state.get(classes(state)["Order"], order_id), status="cancelled")
        raise ZeroDivisionError("oh no")

    session = rigged("cancel_order", crash)
    with pytest.raises(ToolCrash, match="tool cancel_order failed: ZeroDivisionError: oh no"):
        session.call("agent", "cancel_order", CANCEL)
    assert session.difference() == []
    assert session.call("agent", "check_password", CHECK).wrote


def test_an_interrupted_call_undoes_its_writes(rigged: Rigged) -> None:
    def interrupted(state: Any, order_id: str, reason: str) -> None:
        state.update(state.get(classes(state)["Order"], order_id), status="cancelled")
        raise KeyboardInterrupt

    session = rigged("cancel_order", interrupted)
    with pytest.raises(KeyboardInterrupt):
        session.call("agent", "cancel_order", CANCEL)
    assert session.difference() == []


def test_a_reading_tool_that_writes_crashes_without_writing(rigged: Rigged) -> None:
    def write(state: Any, title: str) -> None:
        state.update(state.get(classes(state)["Book"], "BO-1"), stock=0)

    session = rigged("find_book", write)
    with pytest.raises(ToolCrash, match=r"a reading tool tried to write .*writes=True"):
        session.call("agent", "find_book", {"title": "x"})
    assert session.difference() == []


def test_permission_to_write_ends_with_the_call(session: LocalSession, shop: Any) -> None:
    session.call("agent", "check_password", CHECK)
    with pytest.raises(Exception, match="a reading tool tried to write"):
        session.state.update(session.state.get(shop["Book"], "BO-1"), stock=0)


@dataclass(frozen=True)
class View:
    """A view with everything in it."""

    total: Money
    paid: Money | None
    password: Secret
    amounts: list[Money]
    lines: list["View"]


@pytest.mark.parametrize(
    ("returned", "annotation", "content"),
    [
        (None, None, "null"),
        (4990, Money, '"49.90"'),
        (-5, Money, '"-0.05"'),
        ([4990, 0], list[Money], '["49.90", "0.00"]'),
        (3, int, "3"),
        (True, bool, "true"),
        (["é", "\u2028"], list[str], '["é", "\u2028"]'),
        (View(100, None, "hush", [5], [View(1, 2, "hush", [], [])]), View,
         '{"total": "1.00", "paid": null, "amounts": ["0.05"], '
         '"lines": [{"total": "0.01", "paid": "0.02", "amounts": [], "lines": []}]}'),
    ],
)  # fmt: skip
def test_scalars_lists_and_views_are_rendered(
    returned: object, annotation: Any, content: str, rigged: Rigged
) -> None:
    session = rigged("find_book", lambda state, title: returned, annotation)
    assert session.call("agent", "find_book", {"title": "x"}).content == content


@pytest.mark.parametrize("returned", [1.5, {"a": 1}, {1, 2}, object(), b"x", (1, 2), [1.5], View])
def test_what_is_neither_record_nor_value_is_the_tools_fault(
    returned: object, rigged: Rigged
) -> None:
    session = rigged("find_book", lambda state, title: returned)
    with pytest.raises(ToolCrash, match=r"a tool returned .*; return a record, a view, a list"):
        session.call("agent", "find_book", {"title": "x"})


# Many sessions on one store.

EMAILS = ["ana.ruiz@example.com", "bo@example.com", "efua@example.com", "nobody@example.com"]
PASSWORDS = {"CU-1": "marmalade", "CU-2": "quiet harbour", "CU-6": "baobab"}
Call = tuple[Caller, str, dict[str, object]]


def random_call(generator: np.random.Generator) -> Call:
    customer = str(generator.choice([*PASSWORDS, "CU-99"]))
    password = str(generator.choice([PASSWORDS.get(customer, "?"), "wrong"]))
    calls: list[Call] = [
        ("agent", "find_customer", {"email": str(generator.choice(EMAILS))}),
        ("agent", "check_password", {"customer_id": customer, "password": password}),
        ("agent", "list_orders", {"customer_id": customer}),
        ("agent", "cancel_order", {"order_id": f"OR-{generator.integers(1, 13)}",
                                   "reason": str(generator.choice(["no_longer_needed", "bored"]))}),
        ("agent", "place_order", {"customer_id": customer, "book_id": f"BO-{generator.integers(8)}",
                                  "quantity": int(generator.integers(-1, 5))}),
        ("user", "restart_reader", {"reader_id": f"RD-{generator.integers(1, 5)}"}),
        ("user", "confirm", {"details": "order OR-1, no longer needed"}),
        ("agent", "find_book", {"titel": "Winter Bread"}),
    ]  # fmt: skip
    return calls[int(generator.integers(len(calls)))]


def replay(session: LocalSession, calls: list[Call]) -> list[ToolResult]:
    session.reset()
    return [session.call(*call) for call in calls]


@settings(max_examples=8)
@given(st.integers(0, 2**32))
def test_interleaved_sessions_are_what_they_would_be_alone(
    bookshop_server: LocalServer, seed: int
) -> None:
    generator = np.random.default_rng(seed)
    sessions = [bookshop_server.open_session() for _ in range(12)]
    calls: list[list[Call]] = [[] for _ in sessions]
    results: list[list[ToolResult]] = [[] for _ in sessions]
    for _ in range(150):
        at = int(generator.integers(len(sessions)))
        act = generator.random()
        if act < 0.05:
            sessions[at].reset()
            calls[at], results[at] = [], []
        elif act < 0.1:  # moves in with another connection
            fresh = bookshop_server.open_session()
            fresh.restore(sessions[at].save())
            sessions[at].close()
            sessions[at] = fresh
        else:
            calls[at].append(random_call(generator))
            results[at].append(sessions[at].call(*calls[at][-1]))
    alone = bookshop_server.open_session()
    for session, made, got in zip(sessions, calls, results, strict=True):
        assert replay(alone, made) == got
        assert alone.difference() == session.difference()
        assert alone.violations() == session.violations()
        session.close()
    alone.close()


def test_a_hundred_sessions_leave_the_base_image_alone(
    file_server: LocalServer, image: Path
) -> None:
    before = image.read_bytes()
    generator = np.random.default_rng(5)
    sessions = [file_server.open_session() for _ in range(100)]
    for session in sessions:
        session.call("agent", "check_password", CHECK)
        for _ in range(6):
            session.call(*random_call(generator))
    assert any(len(session.difference()) > 3 for session in sessions)
    for session in sessions:
        session.close()
    assert image.read_bytes() == before


def test_a_closed_session_leaves_the_others_open(bookshop_server: LocalServer) -> None:
    first, second = bookshop_server.open_session(), bookshop_server.open_session()
    second.call("agent", "check_password", CHECK)
    first.close()
    assert len(second.difference()) == 1
    second.close()


def test_the_same_call_gives_the_same_answer_every_time(session: LocalSession) -> None:
    generator = np.random.default_rng(9)
    calls = [random_call(generator) for _ in range(60)]
    assert replay(session, calls) == replay(session, calls)


def test_a_call_reads_a_row_again_only_after_writing_to_its_table(rigged: Rigged) -> None:
    def look_twice(state: Any, order_id: str, reason: str) -> str:
        models = classes(state)
        orders = [state.get(models["Order"], order_id) for _ in range(2)]
        books = [state.get(models["Book"], order.book_id) for order in orders]
        state.update(orders[0], status="shipped")
        state.get(models["Book"], books[0].id)
        return str(state.get(models["Order"], order_id).status)

    session = rigged("cancel_order", look_twice)
    statements: list[str] = []
    connection: Any = session.connection
    touch(session, "orders", "books")
    connection.set_trace_callback(statements.append)
    assert session.call("agent", "cancel_order", CANCEL).content == '"shipped"'
    read = [each for table in ("orders", "books") for each in statements if f"FROM {table}" in each]
    assert len(read) == 3


def touch(session: LocalSession, *tables: str) -> None:
    """Write rows as they are, so that nobody takes the tables for untouched."""
    for table in tables:
        session.connection.execute(f"UPDATE {table} SET id = id")


def test_tables_that_nobody_wrote_to_are_read_once_for_all_sessions(bookshop: Domain) -> None:
    server = LocalServer(bookshop, in_memory=True)
    store: Any = server.store
    sessions = [server.open_session() for _ in range(3)]
    statements: list[str] = []
    for connection in (store._anchor, *(session.connection for session in sessions)):
        connection.set_trace_callback(statements.append)
    found = [
        session.call("agent", "find_book", {"title": "Ten Small Rooms"}) for session in sessions
    ]
    assert found[0] == found[1] == found[2]
    assert not found[0].error
    assert len([each for each in statements if "FROM books" in each]) == 1
    for session in sessions:
        session.close()
    server.close()


class ForgetfulStore(SqliteStore):
    """A store that cannot tell whether somebody wrote, so that nothing is asked of its image."""

    def writes_mark(self, connection: Connection) -> object:
        return object()


@pytest.mark.parametrize("seed", range(12))
def test_what_is_found_is_the_same_whether_or_not_the_image_is_asked(
    seed: int, bookshop: Domain
) -> None:
    generator = np.random.default_rng(seed)
    stores = [kind(DomainImage(bookshop), in_memory=True) for kind in (SqliteStore, ForgetfulStore)]
    pair = [LocalSession(bookshop, store, Statements(store.dialect)) for store in stores]
    snapshots = [session.save() for session in pair]
    for session in pair:
        session.connection.execute("SAVEPOINT mark")
    for _ in range(60):
        act = generator.choice(["call"] * 12 + ["other", "undo", "reset", "save", "restore"])
        calls = [random_call(generator) for _ in range(2)]
        for at, session in enumerate(pair):
            if act == "other":
                session.connection.execute("UPDATE books SET stock = stock + 1 WHERE id = 'BO-1'")
            elif act == "undo":
                session.connection.execute("ROLLBACK TO SAVEPOINT mark")
            elif act == "save":
                snapshots[at] = session.save()
            elif act in ("reset", "restore"):
                session.reset() if act == "reset" else session.restore(snapshots[at])
                session.connection.execute("SAVEPOINT mark")
        answers = [[session.call(*call) for call in calls] for session in pair]
        assert answers[0] == answers[1]
        assert pair[0].save() == pair[1].save()
        assert pair[0].violations() == pair[1].violations()
    for session, store in zip(pair, stores, strict=True):
        session.close()
        store.close()


def test_what_others_write_between_two_calls_is_seen(session: LocalSession) -> None:
    title = {"title": "Ten Small Rooms"}
    before = json.loads(session.call("agent", "find_book", title).content)
    session.connection.execute("UPDATE books SET stock = stock + 5 WHERE id = ?", (before["id"],))
    after = json.loads(session.call("agent", "find_book", title).content)
    assert after["stock"] == before["stock"] + 5


def test_a_list_that_a_tool_spoils_is_found_whole_again(rigged: Rigged) -> None:
    def spoil(state: Any, order_id: str, reason: str) -> list[int]:
        book = classes(state)["Book"]
        found = state.find(book)
        number = len(found)
        found.clear()
        return [number, len(state.find(book))]

    first, second = json.loads(
        rigged("cancel_order", spoil).call("agent", "cancel_order", CANCEL)[0]
    )
    assert first == second > 0


def test_what_is_known_is_shared_until_somebody_writes(session: LocalSession) -> None:
    touch(session, "customers")
    session.known = {kind.number: {} for kind in session.domain.record_types}
    shared = session.known
    assert not session.call("agent", "check_password", CHECK).error
    customers, checks = (
        next(kind.number for kind in session.domain.record_types if kind.name == name)
        for name in ("customers", "identity_checks")
    )
    assert session.known[customers] is shared[customers]
    assert session.known[customers]
    assert session.known[checks] is not shared[checks]
    after = session.known
    assert session.call("agent", "check_password", {**CHECK, "password": "wrong"}).error
    assert session.known is after
