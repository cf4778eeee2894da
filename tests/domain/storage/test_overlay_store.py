"""A store of dictionaries over an image does what the database does, errors included."""

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.storage.overlay_connection import OverlayConnection, own
from autoforge_envs.domain.storage.overlay_store import OverlayStore
from autoforge_envs.domain.storage.statements import Statements
from autoforge_envs.errors import StateError

Operation = tuple[str, int, int]

TABLES = ("rooms", "boxes", "items", "visits")
NAMES = ("north", "south", "east", "west")
VERBS = (
    "add room", "add box", "add item", "add visit", "rename room", "move box", "change box",
    "move item", "remove rooms", "remove boxes", "remove items", "remove visits", "find boxes",
    "mark", "go back",
)  # fmt: skip


@pytest.fixture(scope="module")
def overlaid(warehouse: Domain, warehouse_server: LocalServer) -> Iterator[LocalSession]:
    """A session on an overlay."""
    image = warehouse_server.store
    store = OverlayStore(image, warehouse.record_types)
    session = LocalSession(warehouse, store, Statements(image.dialect))
    yield session
    session.close()


@pytest.fixture(scope="module")
def stored(warehouse_server: LocalServer) -> Iterator[LocalSession]:
    """A session on the database itself."""
    session = warehouse_server.open_session()
    yield session
    session.close()


class Hand:
    """Does things to a session, and says what came of them."""

    def __init__(self, session: LocalSession, domain: Domain) -> None:
        self.session = session
        self.models: dict[str, Any] = {kind.name: kind.model for kind in domain.record_types}
        self._num_marks = 0
        session.reset()
        session.state.allow_writes(True)

    def do(self, operation: Operation) -> object:
        try:
            return self._act(*operation)
        except (sqlite3.IntegrityError, ZeroDivisionError, StateError) as error:
            return f"{type(error).__name__}: {error}"

    def tables(self) -> list[list[Any]]:
        return [self.session.state.find(self.models[name]) for name in TABLES]

    def _act(self, verb: str, which: int, other: int) -> object:
        acts: dict[str, Callable[[int, int], object]] = {
            "add room": self._add_room, "add box": self._add_box, "add item": self._add_item,
            "add visit": self._add_visit, "rename room": self._rename, "move box": self._move_box,
            "change box": self._change_box, "move item": self._move_item, "find boxes": self._find,
            "mark": self._mark, "go back": self._go_back,
        }  # fmt: skip
        acts |= {f"remove {name}": partial(self._remove, name) for name in TABLES}
        return acts[verb](which, other)

    def _add_room(self, which: int, other: int) -> object:
        return self.session.state.add(self.models["rooms"], name=NAMES[which % len(NAMES)])

    def _add_box(self, which: int, other: int) -> object:
        room = self._pick("rooms", which).id if other % 4 else "RO-none"
        values = {"room_id": room, "colour": "red", "sealed": bool(other % 2)}
        return self.session.state.add(self.models["boxes"], **values)

    def _add_item(self, which: int, other: int) -> object:
        spare = self._pick("boxes", other).id if other % 2 else None
        values = {"box_id": self._pick("boxes", which).id, "spare_id": spare, "price": 100}
        return self.session.state.add(self.models["items"], **values)

    def _add_visit(self, which: int, other: int) -> object:
        return self.session.state.add(self.models["visits"], item_id=self._pick("items", which).id)

    def _rename(self, which: int, other: int) -> object:
        room = self._pick("rooms", other)
        return self.session.state.update(room, name=NAMES[which % len(NAMES)])

    def _move_box(self, which: int, other: int) -> object:
        room = self._pick("rooms", other).id if other % 4 else "RO-none"
        return self.session.state.update(self._pick("boxes", which), room_id=room)

    def _change_box(self, which: int, other: int) -> object:
        changes = {"weight": None if other % 3 else other, "sealed": not other % 2}
        return self.session.state.update(self._pick("boxes", which), **changes)

    def _move_item(self, which: int, other: int) -> object:
        spare = self._pick("boxes", other).id
        return self.session.state.update(self._pick("items", which), spare_id=spare)

    def _find(self, which: int, other: int) -> object:
        values = {"weight": None if which % 2 else 1, "sealed": bool(other % 2)}
        return self.session.state.find(self.models["boxes"], **values)

    def _remove(self, table: str, which: int, other: int) -> object:
        self.session.state.remove(self._pick(table, which))
        return None

    def _mark(self, which: int, other: int) -> object:
        self._num_marks += 1
        self.session.connection.execute(f"SAVEPOINT mark_{self._num_marks}")
        return None

    def _go_back(self, which: int, other: int) -> object:
        if self._num_marks:
            name = f"mark_{self._num_marks}"
            self.session.connection.execute(f"ROLLBACK TO SAVEPOINT {name}")
            self.session.connection.execute(f"RELEASE SAVEPOINT {name}")
            self._num_marks -= 1
        return None

    def _pick(self, table: str, index: int) -> Any:
        rows = self.session.state.find(self.models[table])
        return rows[index % len(rows)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 7), st.integers(0, 7)), max_size=14)
)
def test_it_does_what_the_database_does(
    warehouse: Domain,
    overlaid: LocalSession,
    stored: LocalSession,
    operations: list[Operation],
) -> None:
    one, other = Hand(overlaid, warehouse), Hand(stored, warehouse)
    for operation in operations:
        assert one.do(operation) == other.do(operation), operation
        assert one.tables() == other.tables()
    assert overlaid.difference() == stored.difference()
    assert overlaid.save() == stored.save()


def test_a_snapshot_of_either_is_restored_on_the_other(
    warehouse: Domain, overlaid: LocalSession, stored: LocalSession
) -> None:
    operations = [("add room", 3, 0), ("add box", 0, 1), ("remove items", 1, 0)]
    one, other = Hand(overlaid, warehouse), Hand(stored, warehouse)
    for operation in operations:
        one.do(operation)
    stored.restore(overlaid.save())
    assert one.tables() == other.tables()
    overlaid.reset()
    overlaid.restore(stored.save())
    assert one.tables() == other.tables()


def test_any_state_that_was_reached_is_gone_to(warehouse: Domain, overlaid: LocalSession) -> None:
    hand, connection = Hand(overlaid, warehouse), own(overlaid.connection)
    pristine, before = connection.overlay, hand.tables()
    hand.do(("add room", 3, 0))
    added, after = connection.overlay, hand.tables()
    connection.overlay = pristine
    assert hand.tables() == before
    connection.overlay = added
    assert hand.tables() == after != before


def test_nothing_is_written_to_the_image(
    warehouse: Domain, overlaid: LocalSession, stored: LocalSession
) -> None:
    Hand(overlaid, warehouse).do(("add room", 3, 0))
    assert Hand(stored, warehouse).tables() == Hand(overlaid, warehouse).tables()


def test_a_second_row_of_one_key_is_an_error_where_nothing_else_is_said(
    warehouse: Domain,
    warehouse_server: LocalServer,
    overlaid: LocalSession,
    stored: LocalSession,
) -> None:
    rooms = next(kind for kind in warehouse.record_types if kind.name == "rooms")
    statement = Statements(warehouse_server.store.dialect).insert(rooms)
    for session in (overlaid, stored):
        session.reset()
        with pytest.raises(sqlite3.IntegrityError, match=r"UNIQUE constraint failed: rooms\.id"):
            session.connection.execute(statement.sql, ("RO-1", "attic"))


def test_references_may_dangle_while_they_are_deferred(
    warehouse: Domain, overlaid: LocalSession
) -> None:
    hand, connection = Hand(overlaid, warehouse), own(overlaid.connection)
    connection.checks_references = False
    assert hand.do(("remove rooms", 0, 0)) is None
    connection.checks_references = True
    assert hand.do(("remove rooms", 0, 0)) == "IntegrityError: FOREIGN KEY constraint failed"


@pytest.mark.parametrize(
    "sql",
    ["SELECT 1", "DROP TABLE rooms", "SELECT id FROM rooms WHERE rooms.id > ? ORDER BY rooms.id"],
)
def test_what_it_does_not_understand_is_refused(overlaid: LocalSession, sql: str) -> None:
    with pytest.raises(StateError, match="read by no overlay"):
        overlaid.connection.execute(sql)


def test_a_connection_of_another_store_is_refused(stored: LocalSession) -> None:
    with pytest.raises(StateError, match="leased from another store"):
        own(stored.connection)


def test_a_closed_connection_has_forgotten(warehouse_server: LocalServer) -> None:
    store = OverlayStore(warehouse_server.store, warehouse_server.domain.record_types)
    connection = own(store.lease())
    connection.put(warehouse_server.domain.record_types[0], "X", None)
    store.give_back(connection)
    assert isinstance(connection, OverlayConnection)
    assert connection.overlay == {}
