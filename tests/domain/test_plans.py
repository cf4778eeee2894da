"""Plans: what is told, and the run of a whole plan."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.plans import baked_writes, execute_plan, goal_of, told_value
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.tasks import Fact, Step, Task, Told
from autoforge_envs.errors import TaskError


def test_a_value_is_told_in_the_form_it_is_stored() -> None:
    def tell(raw: Any, kind: str) -> Told:
        step = Step("say", "tell", "refund", {"value": {"value": raw}}, type=kind)
        return told_value(step, {}, dict[str, Any]().__getitem__)

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
        plan[restart] = replace(plan[restart], when={"value": due})
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
