"""Expressions, and every reasoning operation on them."""

from collections.abc import Mapping
from typing import Any

import pytest

from autoforge_envs.domain.reasoning import OPERATIONS, evaluate, think
from autoforge_envs.domain.tasks import Step
from autoforge_envs.errors import TaskError

ORDERS = [
    {"id": "OR-1", "status": "pending", "total": "12.50", "placed_at": "2026-02-27T10:15:00",
     "items": [{"name": "Lamp", "price": "2.50"}, {"name": "Blue vase", "price": "10.00"}]},
    {"id": "OR-2", "status": "pending", "total": "9.00", "placed_at": "2026-02-20T16:40:00",
     "items": [{"name": "Lamp", "price": "9.00"}]},
    {"id": "OR-3", "status": "shipped", "total": "9.00", "placed_at": "2026-01-11T08:05:00",
     "items": []},
]  # fmt: skip
RESULTS: dict[str, Any] = {"orders": ORDERS, "one": ORDERS[0], "none": [], "number": 3}
FACTS: Mapping[str, Any] = {"budget": "9.00", "title": "Lamp"}
OVER = {"result": "orders"}


def value(constant: Any) -> dict[str, Any]:
    return {"value": constant}


def of(*constants: Any) -> dict[str, Any]:
    return {"of": [value(constant) for constant in constants]}


def compute(operation: str, **operands: Any) -> Any:
    return think(Step("step", "think", operation, operands), RESULTS, FACTS.__getitem__)


def ids(elements: list[dict[str, Any]]) -> list[str]:
    return [element["id"] for element in elements]


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ({"value": None}, None),
        ({"value": {"a": 1}}, {"a": 1}),
        ({"fact": "budget"}, "9.00"),
        ({"result": "number"}, 3),
        ({"result": "one", "path": ["items", 1, "name"]}, "Blue vase"),
    ],
)
def test_expressions_are_constants_facts_and_results(expression: Any, result: Any) -> None:
    assert evaluate(expression, RESULTS, FACTS.__getitem__) == result


@pytest.mark.parametrize(
    ("expression", "complaint"),
    [
        (5, r"5 is no expression; write \{'value': ...\} for a constant"),
        ({}, "is no expression; it has no value, fact or result"),
        ({"fact": "age"}, "the user knows no fact 'age'"),
        ({"result": "later"}, "step 'later' has no result; was it skipped"),
        ({"result": "one", "path": ["colour"]}, "no 'colour' in"),
        ({"result": "orders", "path": [7]}, "no 7 in"),
        ({"result": "number", "path": ["id"]}, "no 'id' in 3"),
    ],
)
def test_an_expression_about_nothing_is_refused(expression: Any, complaint: str) -> None:
    with pytest.raises(TaskError, match=complaint):
        evaluate(expression, RESULTS, FACTS.__getitem__)


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({}, ["OR-1", "OR-2", "OR-3"]),
        ({"where": {"status": value("pending")}}, ["OR-1", "OR-2"]),
        ({"where": {"total": value(9)}}, ["OR-2", "OR-3"]),
        ({"where": {"total": {"fact": "budget"}, "status": value("pending")}}, ["OR-2"]),
        ({"where": {"items.name": {"fact": "title"}}}, ["OR-1", "OR-2"]),
        ({"where_not": {"items.name": value("Lamp")}}, ["OR-3"]),
        ({"where_not": {"status": value("pending")}}, ["OR-3"]),
        ({"where_contains": {"items.name": value("blue")}}, ["OR-1"]),
        ({"where_at_least": {"total": value("9.01")}}, ["OR-1"]),
        ({"where_at_most": {"total": value("9.0")}}, ["OR-2", "OR-3"]),
        ({"where_at_least": {"placed_at": value("2026-02-01")}}, ["OR-1", "OR-2"]),
        ({"where_at_least": {"items.price": value("100")}}, []),
    ],
)
def test_filter_keeps_what_meets_every_condition(
    conditions: dict[str, Any], found: list[str]
) -> None:
    assert ids(compute("filter", over=OVER, **conditions)) == found


@pytest.mark.parametrize(
    ("operation", "operands", "result"),
    [
        ("only", {"over": OVER, "where": {"status": value("shipped")}}, ORDERS[2]),
        ("first", {"over": OVER}, ORDERS[0]),
        ("any", {"over": OVER, "where": {"status": value("lost")}}, False),
        ("any", {"over": OVER, "where": {"status": value("shipped")}}, True),
        ("count", {"over": OVER, "where": {"status": value("pending")}}, 2),
        ("count", {"over": {"result": "none"}}, 0),
        ("max", {"over": OVER, "by": "total"}, ORDERS[0]),
        ("min", {"over": OVER, "by": "placed_at"}, ORDERS[2]),
        ("sum", {"over": OVER, "by": "total"}, "30.50"),
        ("sum", {"over": OVER, "by": "items.price"}, "21.50"),
        ("sum", of(1, 2, "3"), 6),
        ("sum", of("1.10", "2.20"), "3.30"),
        ("sum", {"over": {"result": "none"}, "by": "total"}, 0),
        ("difference", of("12.50", "9.00"), "3.50"),
        ("difference", of(5, 7), -2),
        ("difference", of("9.00", "9.00"), "0.00"),
        ("product", of("12.50", 3), "37.50"),
        ("equal", of("9.0", "9.00"), True),
        ("equal", of("red", "blue"), False),
        ("at_least", of(3, 3), True),
        ("at_least", of("9.50", "10.00"), False),
        ("at_most", of("2026-01-01", "2026-02-01"), True),
        ("not", of(False), True),
        ("all_of", of(True, False), False),
        ("any_of", of(False, True), True),
        ("days_between", of("2026-02-20T16:40:00", "2026-03-02T09:00:00"), 10),
        ("shift", {"from": value("2026-02-20"), "days": value(14)}, "2026-03-06"),
        ("pluck", {"over": OVER, "by": "id"}, ["OR-1", "OR-2", "OR-3"]),
        ("choose", {"if": value(True), "then": value(1), "else": {"result": "absent"}}, 1),
        ("choose", {"if": value(False), "then": {"result": "absent"}, "else": value(2)}, 2),
    ],
)  # fmt: skip
def test_reasoning_operations_compute(operation: str, operands: Any, result: Any) -> None:
    assert compute(operation, **operands) == result


def test_every_operation_is_tried_above() -> None:
    parameters = test_reasoning_operations_compute.pytestmark[0].args[1]
    assert {operation for operation, _, _ in parameters} | {"filter"} == set(OPERATIONS)


@pytest.mark.parametrize(
    ("operation", "operands", "complaint"),
    [
        ("only", {"over": OVER, "where": {"status": value("pending")}}, "2 elements match, not"),
        ("only", {"over": OVER, "where": {"status": value("lost")}}, "0 elements match, not"),
        ("max", {"over": {"result": "none"}, "by": "total"}, "nothing matches"),
        ("min", {"over": OVER, "by": "total"}, "2 elements tie"),
        ("max", {"over": OVER, "by": "items.name"}, "'items.name' is not one value"),
        ("max", {"over": OVER, "by": "weight"}, "the operands do not fit, KeyError"),
        ("max", {"over": OVER}, r"step 'step' \(max\): the operands do not fit, KeyError"),
        ("first", {"over": {"result": "none"}}, "the operands do not fit, IndexError"),
        ("filter", {"over": {"result": "number"}}, "'over' is no list"),
        ("filter", {}, r"step 'step' \(filter\) needs 'over'"),
        ("filter", {"over": OVER, "where_not": {"statsu": value("x")}}, "KeyError"),
        ("filter", {"over": OVER, "wear": {"status": value("x")}},
         "unknown operands wear; there are by, days, else, from, if, of, over, then, where"),
        ("filter", {"over": OVER, "where_at_least": {"total": value("much")}}, "TypeError"),
        ("sum", {"over": OVER, "by": "status"}, "TypeError"),
        ("difference", of(1), "ValueError"),
        ("difference", of(1, 2, 3), "ValueError"),
        ("difference", of("a", "b"), "TypeError"),
        ("product", of("0.15", "0.15"), "is no whole number of cents"),
        ("at_least", of("red", 3), "TypeError"),
        ("equal", {}, "KeyError"),
        ("days_between", of("soon", "later"), "ValueError"),
        ("shift", {"from": value("2026-02-20"), "days": value("two")}, "ValueError"),
        ("choose", {"if": value(True), "else": value(2)}, r"\(choose\) needs 'then'"),
        ("guess", {}, "unknown operation 'guess'; there are only, filter, first, any, max"),
    ],
)  # fmt: skip
def test_operands_that_do_not_fit_are_refused(
    operation: str, operands: Any, complaint: str
) -> None:
    with pytest.raises(TaskError, match=complaint):
        compute(operation, **operands)
