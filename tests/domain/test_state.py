"""The five verbs of the state, and what they refuse."""

from collections.abc import Callable
from typing import Any

import pytest

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.state import State, require
from autoforge_envs.errors import StateError, ToolError

from .conftest import models_of


@pytest.fixture
def state(session: LocalSession) -> State:
    session.state.allow_writes(True)
    return session.state


@pytest.fixture
def reader(session: LocalSession) -> State:
    return session.state


def test_get_returns_the_row_as_plain_values(reader: State, shop: Any) -> None:
    order = reader.get(shop["Order"], "OR-6")
    assert order._asdict() == {
        "id": "OR-6", "customer_id": "CU-3", "book_id": "BO-1", "quantity": 2, "total": 2500,
        "status": "pending", "placed_at": "2026-02-28T09:45:00", "gift_note": "For Grandma 🎂",
        "cancel_reason": None,
    }  # fmt: skip
    assert reader.get(shop["Customer"], "CU-1").is_member is True
    assert reader.get(shop["Customer"], "CU-2").is_member is False


def test_get_of_a_missing_row_is_the_callers_mistake(reader: State, shop: Any) -> None:
    with pytest.raises(ToolError, match="there is no order with id 'OR-99'; look it up first"):
        reader.get(shop["Order"], "OR-99")
    assert reader.find_one(shop["Order"], "OR-99") is None


def test_find_returns_all_rows_that_match_by_key(reader: State, shop: Any) -> None:
    found = reader.find(shop["Order"], customer_id="CU-1", status="pending")
    assert [order.id for order in found] == ["OR-1"]
    assert len(reader.find(shop["Order"])) == 11
    assert reader.find(shop["Order"], customer_id="CU-99") == []


def test_find_by_none_finds_empty_columns(reader: State, shop: Any) -> None:
    without = reader.find(shop["Order"], customer_id="CU-3", gift_note=None)
    assert [order.id for order in without] == ["OR-7"]


def test_find_by_a_flag_finds_it(reader: State, shop: Any) -> None:
    assert [c.id for c in reader.find(shop["Customer"], is_member=True)] == ["CU-1", "CU-5", "CU-6"]


def test_add_returns_the_row_that_get_returns(state: State, shop: Any) -> None:
    added = state.add(shop["Customer"], name="Gil", email="g@x.org", password="p", is_member=False)
    assert added == state.get(shop["Customer"], added.id)
    assert added.is_member is False


def test_columns_left_out_are_empty(state: State, shop: Any) -> None:
    order = state.get(shop["Order"], "OR-6")._asdict()
    del order["id"], order["gift_note"]
    assert state.add(shop["Order"], **order).gift_note is None


def test_update_changes_the_named_columns_only(state: State, shop: Any) -> None:
    before = state.get(shop["Order"], "OR-1")
    after = state.update(before, status="shipped", total=1)
    assert after == before._replace(status="shipped", total=1)
    assert state.get(shop["Order"], "OR-1") == after


def test_update_of_an_older_record_returns_the_row_as_it_is_now(state: State, shop: Any) -> None:
    old = state.get(shop["Order"], "OR-1")
    state.update(old, status="shipped")
    latest = state.update(old, total=1)
    assert (latest.status, latest.total) == ("shipped", 1)
    assert latest == state.get(shop["Order"], "OR-1")


def test_a_column_can_be_emptied(state: State, shop: Any) -> None:
    state.update(state.get(shop["Order"], "OR-6"), gift_note=None)
    assert state.get(shop["Order"], "OR-6").gift_note is None


def test_update_of_nothing_changes_nothing(state: State, shop: Any) -> None:
    order = state.get(shop["Order"], "OR-1")
    assert state.update(order) == order


def test_remove_removes_the_row(state: State, shop: Any) -> None:
    state.remove(state.get(shop["Refund"], "RE-1"))
    assert state.find(shop["Refund"]) == []


def test_a_row_that_is_gone_can_be_neither_updated_nor_removed(state: State, shop: Any) -> None:
    refund = state.get(shop["Refund"], "RE-1")
    state.remove(refund)
    for attempt in (lambda: state.update(refund, amount=1), lambda: state.remove(refund)):
        with pytest.raises(StateError, match="the row 'RE-1' of refunds is gone"):
            attempt()


def test_records_cannot_be_changed(reader: State, shop: Any) -> None:
    order = reader.get(shop["Order"], "OR-1")
    for attempt in ("status", "id", "colour"):
        with pytest.raises(AttributeError):
            setattr(order, attempt, "x")
    with pytest.raises(TypeError):
        order[0] = "x"


def test_the_clock_stands_still_and_cannot_be_set(reader: State) -> None:
    assert reader.now == "2026-03-02T09:00:00"
    with pytest.raises(AttributeError):
        reader.now = "2027-01-01T00:00:00"  # type: ignore[misc]


def test_a_column_may_be_called_model(stock: LocalSession, warehouse: Domain) -> None:
    item = models_of(warehouse)["Item"]
    stock.state.allow_writes(True)
    changed = stock.state.update(stock.state.get(item, "IT-1"), model="T")
    assert (changed.model, stock.state.get(item, "IT-1").model) == ("T", "T")


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"colour": "red"}, r"table books has no column 'colour'; it has id, title, price, stock"),
        ({"title": 5}, r"books.title holds Label, got 5"),
        ({"title": "\ud800"}, r"books.title holds Label, got '\\ud800'"),
        ({"title": "a\x00b"}, r"books.title holds Label"),
        ({"price": 49.9}, r"books.price holds Money, got 49.9"),
        ({"price": "49.90"}, r"books.price holds Money, got '49.90'"),
        ({"price": True}, r"books.price holds Money, got True"),
        ({"price": 2**60}, r"books.price holds Money, got 1152921504606846976"),
        ({"stock": -1}, r"books.stock holds Quantity, got -1"),
        ({"stock": float("nan")}, r"books.stock holds Quantity, got nan"),
        ({"stock": [1]}, r"books.stock holds Quantity, got a list of 1"),
        ({"stock": None}, r"books.stock is empty and must not be; give it a value"),
        ({"id": "BO-9"}, r"the key of books is derived from content, leave it out"),
    ],
)
def test_values_that_a_column_does_not_hold_are_refused(
    values: dict[str, Any], complaint: str, state: State, shop: Any
) -> None:
    row = {"title": "A Title", "price": 100, "stock": 1} | values
    book = state.get(shop["Book"], "BO-1")
    with pytest.raises(StateError, match=complaint):
        state.add(shop["Book"], **row)
    with pytest.raises(StateError, match=complaint):
        state.update(book, **values)
    assert state.get(shop["Book"], "BO-1") == book
    assert len(state.find(shop["Book"])) == 6


@pytest.mark.parametrize(
    ("column", "value"),
    [("placed_at", "yesterday"), ("placed_at", "2026-03-02 09:00:00"), ("placed_at", "2026-03-02"),
     ("placed_at", "2026-03-02T09:00:00Z"), ("status", "lost"), ("status", "")],
)  # fmt: skip
def test_times_and_choices_have_one_form_each(
    column: str, value: str, state: State, shop: Any
) -> None:
    with pytest.raises(StateError, match=rf"orders.{column} holds (Timestamp|Choice), got"):
        state.update(state.get(shop["Order"], "OR-1"), **{column: value})


@pytest.mark.parametrize("values", [{"colour": "red"}, {"price": "1250"}, {"price": 12.5}])
def test_find_refuses_what_a_column_cannot_hold(
    values: dict[str, Any], reader: State, shop: Any
) -> None:
    # SQLite would quietly find the price of '1250', PostgreSQL would not
    with pytest.raises(StateError, match=r"books"):
        reader.find(shop["Book"], **values)


def test_a_missing_value_is_named(state: State, shop: Any) -> None:
    with pytest.raises(StateError, match=r"books\.stock is empty and must not be"):
        state.add(shop["Book"], title="A Title", price=100)


def test_what_is_no_table_or_no_record_is_refused(state: State) -> None:
    with pytest.raises(StateError, match="str is no table of this domain"):
        state.find(str)
    with pytest.raises(
        StateError, match="'OR-1' is no record of this domain; pass what get, find or add"
    ):
        state.remove("OR-1")
    with pytest.raises(StateError, match="'OR-1' is no record"):
        state.update("OR-1", total=1)


@pytest.mark.parametrize("verb", ["add", "update", "remove"])
def test_a_reading_tool_cannot_write(verb: str, reader: State, shop: Any) -> None:
    book = reader.get(shop["Book"], "BO-1")
    attempts: dict[str, Callable[[], object]] = {
        "add": lambda: reader.add(shop["Book"], title="A Title", price=100, stock=1),
        "update": lambda: reader.update(book, stock=0),
        "remove": lambda: reader.remove(book),
    }
    with pytest.raises(StateError, match=r"a reading tool tried to write .*writes=True"):
        attempts[verb]()
    assert len(reader.find(shop["Book"])) == 6


def test_require_raises_the_callers_mistake() -> None:
    require(True, "unused")
    with pytest.raises(ToolError, match="only pending orders"):
        require(False, "only pending orders")
