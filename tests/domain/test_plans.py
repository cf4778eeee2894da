"""Plans: expressions, every reasoning operation, and the run of a whole plan."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from autoforge_envs.domain.difference import Change
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.plans import (
    OPERATIONS,
    baked_writes,
    evaluate,
    execute_plan,
    goal_of,
    think,
    told_value,
)
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.tasks import Fact, Step, Task, Told
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


def test_a_value_is_told_in_the_form_it_is_stored() -> None:
    def tell(raw: Any, kind: str) -> Told:
        step = Step("say", "tell", "refund", {"value": value(raw)}, type=kind)
        return told_value(step, RESULTS, FACTS.__getitem__)

    assert tell("49.90", "Money") == Told("refund", "Money", 4990)
    assert tell(49.9, "Money") == Told("refund", "Money", 4990)
    assert tell("Winter Bread", "Label") == Told("refund", "Label", "Winter Bread")
    with pytest.raises(TaskError, match=r"step 'say': refund must be an amount"):
        tell("much", "Money")


@pytest.fixture
def tasks(bookshop: Domain) -> Mapping[str, Task]:
    return {task.id: task for task in bookshop.contents.tasks}


def test_every_plan_of_the_bookshop_reaches_its_goal(
    session: LocalSession, tasks: Mapping[str, Task]
) -> None:
    for task in tasks.values():
        assert goal_of(session, task) == task.goal
        assert session.violations() == []


def test_results_are_taken_and_calls_are_noted(
    session: LocalSession, tasks: Mapping[str, Task]
) -> None:
    execution = execute_plan(session, tasks["cancel_lighthouse"])
    assert execution.told == (Told("refund", "Money", 1250),)
    assert execution.results["order"]["id"] == "OR-1"
    assert [call.name for call in execution.calls] == [
        "find_customer", "check_password", "list_orders", "find_book", "cancel_order",
    ]  # fmt: skip
    assert execution.calls[-1].arguments == {"order_id": "OR-1", "reason": "no_longer_needed"}


def test_a_step_can_be_left_out(session: LocalSession, tasks: Mapping[str, Task]) -> None:
    task = tasks["cancel_lighthouse"]
    execute_plan(session, task, skip=lambda step: step.id == "amount")
    assert tuple(session.difference()) == task.goal.changes
    session.reset()
    with pytest.raises(TaskError, match=r"task 'cancel_lighthouse', step 'orders': list_orders f"):
        execute_plan(session, task, skip=lambda step: step.id == "check")


def test_steps_wait_for_their_condition(session: LocalSession, tasks: Mapping[str, Task]) -> None:
    task = tasks["restart_reader"]
    restart = next(at for at, step in enumerate(task.plan) if step.kind == "ask_user")
    for due in (False, True):
        plan = list(task.plan)
        plan[restart] = replace(plan[restart], when=value(due))
        session.reset()
        execute_plan(session, replace(task, plan=tuple(plan[: restart + 1])))
        assert any(change.table == "readers" for change in session.difference()) is due


def test_a_fact_about_money_reaches_a_tool_as_an_agent_would_write_it(
    session: LocalSession, tasks: Mapping[str, Task]
) -> None:
    task = tasks["cancel_lighthouse"]
    user = replace(task.user, facts=(Fact("most", "Money", "highest price", 1250),))
    think_of_it = Step("equal", "think", "equal", {"of": [{"fact": "most"}, {"value": "12.50"}]})
    execution = execute_plan(session, replace(task, user=user, plan=(think_of_it,)))
    assert execution.results == {"equal": True}


def test_a_plan_that_breaks_a_rule_gives_no_goal(
    session: LocalSession, tasks: Mapping[str, Task]
) -> None:
    task = tasks["cancel_lighthouse"]
    unconfirmed = tuple(replace(step, confirm=False) for step in task.plan)
    with pytest.raises(TaskError, match="the plan breaks changes_are_confirmed"):
        goal_of(session, replace(task, plan=unconfirmed))


def test_the_writes_of_a_plan_are_baked_without_its_procedure(
    session: LocalSession, tasks: Mapping[str, Task]
) -> None:
    assert baked_writes(session, tasks["cancel_dearest_then_order"]) == (
        ("cancel_order", {"order_id": "OR-6", "reason": "no_longer_needed"}),
        ("place_order", {"customer_id": "CU-3", "book_id": "BO-3", "quantity": 1}),
    )
    cancelled = {"status": "cancelled", "cancel_reason": "no_longer_needed"}
    assert Change("orders", "update", "OR-6", cancelled) in session.difference()
