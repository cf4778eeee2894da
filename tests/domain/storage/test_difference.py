"""The canonical difference, held against a brute-force comparison of whole tables."""

import itertools
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.storage.difference import Change, digest

from ..conftest import models_of

Operation = tuple[str, int, int, Any]
Table = Mapping[str, Any]

COMPARED = {
    "rooms": ("name",),
    "boxes": ("room_id", "colour", "weight", "sealed"),
    "items": ("box_id", "spare_id", "price", "model"),
}
TABLES = ("rooms", "boxes", "items", "visits")
REFERENCES = {"room_id": "rooms", "box_id": "boxes", "spare_id": "boxes"}
VALUES: dict[str, tuple[str, list[Any]]] = {
    "name": ("rooms", ["north", "south", "east", "west"]),
    "colour": ("boxes", ["red", "blue"]),
    "weight": ("boxes", [None, 1, 2]),
    "sealed": ("boxes", [True, False]),
    "note": ("boxes", [None, "fragile"]),
    "shelf": ("boxes", [None, "top"]),
    "price": ("items", [100, 200]),
    "model": ("items", [None, "T"]),
}


class Stock:
    """Two live environments of the warehouse and a pristine one, for brute force."""

    def __init__(self, domain: Domain, server: LocalServer) -> None:
        self.models: dict[str, Any] = {kind.name: kind.model for kind in domain.record_types}
        self.first, self.second, self.base = (server.open_session() for _ in range(3))

    def tables(self, session: LocalSession) -> dict[str, Table]:
        return {
            name: {row.id: row for row in session.state.find(self.models[name])} for name in TABLES
        }

    def play(self, session: LocalSession, operations: Sequence[Operation]) -> None:
        session.reset()
        for operation in operations:
            self.apply(session, operation)

    def apply(self, session: LocalSession, operation: Operation) -> None:
        """Do something to some row; what the database refuses leaves everything as it was."""
        verb, which, other, flag = operation
        state, models = session.state, self.models
        state.allow_writes(True)

        def pick(table: str, index: int) -> Any:
            rows = state.find(models[table])
            return rows[index % len(rows)]

        def value(column: str, index: int) -> Any:
            values = VALUES[column][1]
            return values[index % len(values)]

        def remove(table: str) -> None:
            state.remove(pick(table, which))

        def change(column: str) -> None:
            state.update(pick(VALUES[column][0], which), **{column: value(column, other)})

        acts: dict[str, Callable[[], object]] = {
            "add a room": lambda: state.add(models["rooms"], name=value("name", which)),
            "add a box": lambda: state.add(
                models["boxes"], room_id=pick("rooms", which).id, colour="red", sealed=True,
                shelf=value("shelf", other),
            ),
            "add an item": lambda: state.add(
                models["items"], box_id=pick("boxes", which).id, price=100,
                spare_id=pick("boxes", other).id if flag else None,
            ),
            "visit": lambda: state.add(models["visits"], item_id=pick("items", which).id),
            "move an item": lambda: state.update(
                pick("items", which), box_id=pick("boxes", other).id
            ),
            "move a box": lambda: state.update(
                pick("boxes", which), room_id=pick("rooms", other).id
            ),
        }  # fmt: skip
        acts |= {f"remove of {table}": partial(remove, table) for table in TABLES}
        acts |= {f"set {column}": partial(change, column) for column in VALUES}
        try:
            acts[verb]()
        except (sqlite3.IntegrityError, ZeroDivisionError):
            event("refused by the database, or no such row")

    def is_same_world(self, one: dict[str, Table], two: dict[str, Table]) -> bool:
        """Try every way to pair up new rows: brute force, with no idea of the difference."""
        base = self.tables(self.base)
        fresh = {
            name: ([key for key in one[name] if key not in base[name]],
                   [key for key in two[name] if key not in base[name]])
            for name in COMPARED
        }  # fmt: skip
        if any(len(left) != len(right) for left, right in fresh.values()):
            return False
        for orders in itertools.product(
            *(itertools.permutations(right) for _, right in fresh.values())
        ):
            pairing = {
                name: dict(zip(fresh[name][0], order, strict=True))
                for name, order in zip(fresh, orders, strict=True)
            }
            if all(
                _renamed(one[name], name, pairing) == _renamed(two[name], name, {})
                for name in COMPARED
            ):
                return True
        return False

    def close(self) -> None:
        for session in (self.first, self.second, self.base):
            session.close()


def _renamed(table: Table, name: str, pairing: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Give a table's compared columns by key, with new rows called by the names of their pairs."""

    def rename(where: str, key: Any) -> Any:
        return pairing.get(where, {}).get(key, key)

    return {
        rename(name, key): [
            rename(REFERENCES[column], getattr(row, column))
            if column in REFERENCES
            else getattr(row, column)
            for column in COMPARED[name]
        ]
        for key, row in table.items()
    }


@pytest.fixture(scope="module")
def worlds(warehouse: Domain, warehouse_server: LocalServer) -> Iterator[Stock]:
    opened = Stock(warehouse, warehouse_server)
    yield opened
    opened.close()


SMALL = st.integers(0, 4)
ADDING = ["add a room", "add a box", "add an item", "visit"]
CHANGING = ["move an item", "move a box", *(f"set {name}" for name in VALUES)]
REMOVING = [f"remove of {table}" for table in TABLES]


def operations(verbs: Sequence[str], most: int) -> st.SearchStrategy[list[Operation]]:
    return st.lists(st.tuples(st.sampled_from(verbs), SMALL, SMALL, st.booleans()), max_size=most)


EVERYTHING = operations([*ADDING, *CHANGING, *REMOVING], 12)
FEW_KINDS = operations(["add a box", "add an item", "move an item", "set shelf", "visit"], 5)
TWINS: list[Operation] = [("add a box", 0, 0, True), ("add a box", 0, 1, True)]
FILLING = operations(["add an item", "move an item"], 4)


@settings(max_examples=150)
@given(EVERYTHING)
def test_old_rows_differ_exactly_where_whole_tables_do(
    worlds: Stock, steps: list[Operation]
) -> None:
    worlds.play(worlds.first, steps)
    before, after = worlds.tables(worlds.base), worlds.tables(worlds.first)
    changes = worlds.first.difference()
    expected: set[tuple[str, str, str, tuple[str, ...]]] = set()
    for name, columns in COMPARED.items():
        for key, row in before[name].items():
            now = after[name].get(key)
            if now is None:
                expected.add(("delete", name, key, ()))
            elif changed := [c for c in columns if getattr(row, c) != getattr(now, c)]:
                expected.add(("update", name, key, tuple(sorted(changed))))
    found = {
        (change.kind, change.table, change.key, tuple(sorted(change.values)))
        for change in changes
        if change.kind != "insert"
    }
    assert found == expected
    for change in changes:
        for column, value in change.values.items() if change.kind == "update" else ():
            now = getattr(after[change.table][change.key], column)
            is_new = column in REFERENCES and now not in before[REFERENCES[column]]
            assert str(value).startswith("new-") if is_new else value == now
    assert sum(change.kind == "insert" for change in changes) == sum(
        len(after[name].keys() - before[name].keys()) for name in COMPARED
    )


@settings(max_examples=400)
@given(FEW_KINDS, FEW_KINDS, st.randoms(use_true_random=False))
def test_differences_are_equal_exactly_for_equal_worlds(
    worlds: Stock, steps: list[Operation], others: list[Operation], dice: Any
) -> None:
    if dice.random() < 0.5:
        others = dice.sample(steps, len(steps))
    compare_worlds(worlds, steps, others)


@settings(max_examples=300)
@given(FILLING, FILLING)
def test_equal_new_rows_are_told_apart_by_what_refers_to_them(
    worlds: Stock, steps: list[Operation], others: list[Operation]
) -> None:
    compare_worlds(worlds, [*TWINS, *steps], [*TWINS, *others])


def compare_worlds(worlds: Stock, steps: list[Operation], others: list[Operation]) -> None:
    worlds.play(worlds.first, steps)
    worlds.play(worlds.second, others)
    first, second = worlds.first.difference(), worlds.second.difference()
    same = worlds.is_same_world(worlds.tables(worlds.first), worlds.tables(worlds.second))
    event("equal worlds" if same else "different worlds")
    assert (first == second) == same
    assert (digest(first) == digest(second)) == same


@settings(max_examples=100)
@given(operations([*ADDING, *CHANGING], 10))
def test_what_is_changed_back_leaves_no_difference(worlds: Stock, steps: list[Operation]) -> None:
    worlds.play(worlds.first, steps)
    base, state = worlds.tables(worlds.base), worlds.first.state
    for key in base["rooms"]:  # names are unique: out of each other's way first
        state.update(state.get(worlds.models["rooms"], key), name=f"parked {key}")
    for name in ("visits", "items", "boxes", "rooms"):
        for key, row in worlds.tables(worlds.first)[name].items():
            if key in base[name]:
                values = base[name][key]._asdict()
                del values["id"]
                state.update(row, **values)
    for name in ("visits", "items", "boxes", "rooms"):
        for key, row in worlds.tables(worlds.first)[name].items():
            if key not in base[name]:
                state.remove(row)
    assert worlds.first.difference() == []
    assert worlds.tables(worlds.first) == base


@settings(max_examples=100)
@given(EVERYTHING)
def test_a_restored_session_has_the_same_rows_and_difference(
    worlds: Stock, steps: list[Operation]
) -> None:
    worlds.play(worlds.first, steps)
    worlds.second.restore(worlds.first.save())
    assert worlds.tables(worlds.second) == worlds.tables(worlds.first)
    assert worlds.second.difference() == worlds.first.difference()
    assert worlds.second.save() == worlds.first.save()


@pytest.fixture
def models(warehouse: Domain) -> Mapping[str, Any]:
    return models_of(warehouse)


def box(session: LocalSession, models: Mapping[str, Any], room: str, **values: Any) -> Any:
    session.state.allow_writes(True)
    row = {"room_id": room, "colour": "red", "sealed": True} | values
    return session.state.add(models["Box"], **row)


def test_new_rows_and_references_to_them_are_called_by_their_content(
    stock: LocalSession, models: Mapping[str, Any]
) -> None:
    new = box(stock, models, "RO-1", shelf="top")
    stock.state.update(stock.state.get(models["Item"], "IT-1"), box_id=new.id)
    insert, update = stock.difference()
    assert insert == Change(
        "boxes", "insert", insert.key,
        {"room_id": "RO-1", "colour": "red", "weight": None, "sealed": True},
    )  # fmt: skip
    assert update == Change("items", "update", "IT-1", {"box_id": insert.key})
    assert insert.key.startswith("new-")
    assert new.id not in repr(stock.difference())


def test_free_text_and_columns_that_are_not_compared_do_not_show(
    stock: LocalSession, models: Mapping[str, Any]
) -> None:
    stock.state.allow_writes(True)
    stock.state.update(stock.state.get(models["Box"], "BX-1"), note="fragile", shelf="top")
    stock.state.add(models["Visit"], item_id="IT-1")
    assert stock.difference() == []
    stock.state.update(stock.state.get(models["Box"], "BX-1"), note="heavy", weight=7)
    assert stock.difference() == [Change("boxes", "update", "BX-1", {"weight": 7})]


def test_it_does_not_matter_which_of_two_equal_rows_came_first(
    stock: LocalSession, models: Mapping[str, Any]
) -> None:
    seen = []
    for chosen in (0, 1):
        stock.reset()
        twins = [box(stock, models, "RO-1", shelf=shelf) for shelf in ("top", "bottom")]
        stock.state.add(models["Item"], box_id=twins[chosen].id, price=100)
        seen.append(stock.difference())
    assert seen[0] == seen[1]


def test_two_items_in_one_new_box_are_not_one_in_each_of_two(
    stock: LocalSession, models: Mapping[str, Any]
) -> None:
    seen = []
    for chosen in ((0, 0), (0, 1)):
        stock.reset()
        twins = [box(stock, models, "RO-1") for _ in range(2)]
        for at in chosen:
            stock.state.add(models["Item"], box_id=twins[at].id, price=100)
        seen.append(stock.difference())
    assert seen[0] != seen[1]
    assert digest(seen[0]) != digest(seen[1])


def test_a_difference_is_the_same_after_a_way_through_json(
    stock: LocalSession, models: Mapping[str, Any]
) -> None:
    box(stock, models, "RO-1")
    stock.state.remove(stock.state.get(models["Item"], "IT-2"))
    changes = stock.difference()
    assert [change.kind for change in changes] == ["insert", "delete"]
    assert [Change.from_json(change.as_json()) for change in changes] == changes


def test_telling_rows_apart_reaches_through_several_tables(
    session: LocalSession, shop: Mapping[str, Any]
) -> None:
    # Two equal books with two equal orders each; two orders refunded: of one book, or of both.
    seen = []
    for refunded in ((0, 1), (0, 2)):
        session.reset()
        state = session.state
        state.allow_writes(True)
        orders = [
            state.add(
                shop["Order"], customer_id="CU-1", book_id=book.id, quantity=1, total=5,
                status="pending", placed_at=state.now,
            )
            for book in [state.add(shop["Book"], title="Twin", price=5, stock=1) for _ in range(2)]
            for _ in range(2)
        ]  # fmt: skip
        for at in refunded:
            state.add(shop["Refund"], order_id=orders[at].id, amount=5, made_at=state.now)
        seen.append(session.difference())
    assert seen[0] != seen[1]
