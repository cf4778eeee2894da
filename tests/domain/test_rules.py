"""Rules: who sees to them, what they judge, how they are declared."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from autoforge_envs.domain import Call, Label, Reference, State, rule, tool
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.rules import Rule, RuleEnforcement
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession, ToolResult
from autoforge_envs.errors import DomainError, ToolCrash

CHECK = {"customer_id": "CU-2", "password": "quiet harbour"}
SHIPPED = {"order_id": "OR-4", "reason": "ordered_by_mistake"}
PENDING = {"order_id": "OR-5", "reason": "ordered_by_mistake"}
AGENT_RULES = (
    "orders_belong_to_the_customer",
    "changes_are_confirmed",
    "only_pending_orders_are_cancelled",
)


@pytest.fixture
def enforcing(
    bookshop_server: LocalServer, request: pytest.FixtureRequest
) -> Callable[[RuleEnforcement], LocalSession]:
    def open_one(enforcement: RuleEnforcement) -> LocalSession:
        session = bookshop_server.open_session(enforcement)
        request.addfinalizer(session.close)
        return session

    return open_one


Enforcing = Callable[[RuleEnforcement], LocalSession]


def refusal(result: ToolResult) -> str:
    assert result.error
    assert result.violations == ()
    assert not result.wrote
    return result.content


def test_as_designed_tools_refuse_some_and_note_others(enforcing: Enforcing) -> None:
    session = enforcing("as_designed")
    assert refusal(session.call("agent", "list_orders", {"customer_id": "CU-2"})) == (
        "refused by rule identity_comes_first: "
        "Check the customer's password before you show or change anything of theirs."
    )
    result = session.call("agent", "cancel_order", SHIPPED)
    assert result.wrote
    assert result.violations == AGENT_RULES
    assert session.violations() == sorted(AGENT_RULES)


def test_tools_can_enforce_every_rule(enforcing: Enforcing) -> None:
    session = enforcing("tools")
    said = refusal(session.call("agent", "cancel_order", SHIPPED))
    assert said.startswith("refused by rule orders_belong_to_the_customer: Change an order only")
    session.call("agent", "check_password", CHECK)
    said = refusal(session.call("agent", "cancel_order", PENDING))
    assert said.startswith("refused by rule changes_are_confirmed")
    session.call("user", "confirm", {"details": "Cancel OR-4, ordered by mistake?"})
    said = refusal(session.call("agent", "cancel_order", SHIPPED))
    assert said.startswith("refused by rule only_pending_orders_are_cancelled")
    session.call("user", "confirm", {"details": "Cancel OR-5, ordered by mistake?"})
    assert session.call("agent", "cancel_order", PENDING).wrote
    assert session.violations() == []


def test_the_agent_can_be_left_to_enforce_every_rule(enforcing: Enforcing) -> None:
    session = enforcing("agent")
    result = session.call("agent", "list_orders", {"customer_id": "CU-2"})
    assert result.violations == ("identity_comes_first",)
    assert '"OR-4"' in result.content
    bought = {"customer_id": "CU-2", "book_id": "BO-3", "quantity": 4}
    assert session.call("agent", "place_order", bought).violations == (
        "identity_comes_first", "changes_are_confirmed", "nobody_orders_more_than_three",
    )  # fmt: skip
    assert session.violations() == [
        "changes_are_confirmed", "identity_comes_first", "identity_comes_first",
        "nobody_orders_more_than_three",
    ]  # fmt: skip


@pytest.mark.parametrize("enforcement", ["as_designed", "tools", "agent"])
def test_whoever_keeps_the_rules_breaks_none(
    enforcement: RuleEnforcement, enforcing: Enforcing
) -> None:
    session = enforcing(enforcement)
    session.call("agent", "check_password", CHECK)
    session.call("user", "confirm", {"details": "Cancel OR-5 as ordered by mistake?"})
    result = session.call("agent", "cancel_order", PENDING)
    assert (result.error, result.violations) == (False, ())
    assert session.violations() == []


def test_a_failed_call_breaks_no_rule(enforcing: Enforcing) -> None:
    session = enforcing("agent")
    session.call("agent", "cancel_order", {"order_id": "OR-3", "reason": "ordered_by_mistake"})
    session.call("agent", "cancel_order", {"order_id": "OR-99", "reason": "ordered_by_mistake"})
    session.call("agent", "cancel_order", {"order_id": "OR-4"})
    assert session.violations() == []
    assert session.difference() == []


def test_violations_survive_a_snapshot_and_end_with_a_reset(enforcing: Enforcing) -> None:
    session, other = enforcing("agent"), enforcing("tools")
    session.call("agent", "list_orders", {"customer_id": "CU-2"})
    other.restore(session.save())
    assert other.violations() == ["identity_comes_first"]
    assert session.difference() == []  # the verdict counts violations apart from the state
    session.reset()
    assert session.violations() == []


def a_rule(function: Callable[..., Any], **options: Any) -> Rule:
    values = {
        "name": "a_rule", "sentence": "Do.", "before": ("find_book",), "enforced_by": "tools",
        "declinable": True, "parameters": (),
    }  # fmt: skip
    return Rule(function=function, **{**values, **options})


def with_rule(bookshop: Domain, server: LocalServer, added: Rule) -> LocalSession:
    return LocalSession(replace(bookshop, rules=(added,)), server.store, server._statements)


def test_a_rule_sees_arguments_as_values_and_the_call_as_a_whole(
    bookshop: Domain, bookshop_server: LocalServer
) -> None:
    seen: list[Any] = []

    def look(state: State, title: str, call: Call) -> bool:
        seen.append((title, call.tool.name, dict(call.arguments)))
        return True

    added = a_rule(look, parameters=("title", "call"))
    session = with_rule(bookshop, bookshop_server, added)
    session.call("agent", "find_book", {"title": "  Winter Bread "})
    assert seen == [("Winter Bread", "find_book", {"title": "Winter Bread"})]
    session.close()


def test_a_rule_cannot_write(bookshop: Domain, bookshop_server: LocalServer) -> None:
    def write(state: Any) -> bool:
        book = next(model for model in state._types if model.__name__ == "Book")
        state.update(state.get(book, "BO-1"), stock=0)
        return True

    session = with_rule(bookshop, bookshop_server, a_rule(write, before=("check_password",)))
    with pytest.raises(ToolCrash, match="a reading tool tried to write"):
        session.call("agent", "check_password", CHECK)
    assert session.difference() == []
    session.close()


def test_a_rule_that_fails_is_the_domains_fault(
    bookshop: Domain, bookshop_server: LocalServer
) -> None:
    def fail(state: State) -> bool:
        raise sqlite3.ProgrammingError("oh no")

    session = with_rule(bookshop, bookshop_server, a_rule(fail))
    with pytest.raises(ToolCrash, match="tool find_book failed: ProgrammingError: oh no"):
        session.call("agent", "find_book", {"title": "Winter Bread"})
    session.close()


@tool(intent="greet {name}")
def greet(state: State, name: Label) -> None:
    """Greet somebody.

    Args:
        name: Whom.
    """


@tool(intent="wave")
def wave(state: State) -> None:
    """Wave."""


def test_a_docstring_becomes_the_sentence() -> None:
    @rule(before=[greet, wave], enforced_by="agent", declinable=False)
    def be_kind(state: State, call: Call) -> bool:
        """Be kind,
        always.
        """
        return True

    assert (be_kind.sentence, be_kind.before) == ("Be kind, always.", ("greet", "wave"))
    assert (be_kind.enforced_by, be_kind.declinable) == ("agent", False)


def test_a_rule_may_ask_only_for_what_every_guarded_tool_takes() -> None:
    with pytest.raises(DomainError) as refused:

        @rule(before=[greet, wave], enforced_by="tools")
        def be_named(state: State, name: Label, order_id: Reference[Any]) -> bool:
            """Be named."""
            return True

    assert "rule be_named asks for order_id, which tool greet does not take; use `call`" in str(
        refused.value
    )


def test_a_rule_needs_a_sentence() -> None:
    with pytest.raises(DomainError, match="be_quiet has no docstring"):

        @rule(before=greet, enforced_by="tools")
        def be_quiet(state: State) -> bool:
            return True
