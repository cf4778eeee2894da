"""Procedure as state: checks, confirmations, refusals and hand-overs are rows."""

from dataclasses import replace
from typing import Any

import pytest

from autoforge_envs.domain import Call, Quantity, State, is_confirmed, is_identified, tool
from autoforge_envs.domain.conversation import (
    CONVERSATION_MODELS,
    MAX_MESSAGE_LENGTH,
    IdentityCheck,
    conversation_tools,
)
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.storage.difference import Change

CHECK = {"customer_id": "CU-3", "password": "violet"}
CANCEL = {"order_id": "OR-6", "reason": "no_longer_needed"}
BUY = {"customer_id": "CU-3", "book_id": "BO-3", "quantity": 2}


def changes(session: LocalSession) -> list[tuple[str, dict[str, Any]]]:
    return [(change.table, dict(change.values)) for change in session.difference()]


def test_an_identity_check_is_noted_once(session: LocalSession) -> None:
    assert not is_identified(session.state, "CU-3")
    for _ in range(2):
        session.call("agent", "check_password", CHECK)
    assert is_identified(session.state, "CU-3")
    assert not is_identified(session.state, "CU-1")
    assert changes(session) == [("identity_checks", {"subject": "CU-3"})]


def test_a_failed_check_is_not_noted(session: LocalSession) -> None:
    assert session.call("agent", "check_password", {**CHECK, "password": "?"}).error
    assert changes(session) == []


def is_cancelling_confirmed(session: LocalSession, *messages: str) -> bool:
    session.reset()
    session.call("agent", "check_password", CHECK)
    for message in messages:
        session.call("user", "confirm", {"details": message})
    return "changes_are_confirmed" not in session.call("agent", "cancel_order", CANCEL).violations


def test_a_change_is_confirmed_by_a_message_that_names_every_detail(session: LocalSession) -> None:
    assert is_cancelling_confirmed(session, "Shall I cancel OR-6, which is no longer needed?")
    assert is_cancelling_confirmed(session, "Hello!", "I cancel or-6 (no longer needed).")
    assert not is_cancelling_confirmed(session)
    assert not is_cancelling_confirmed(session, "Shall I cancel OR-6?")
    assert not is_cancelling_confirmed(session, "Shall I cancel OR-66, no longer needed?")
    assert not is_cancelling_confirmed(session, "Cancel OR-6?", "No longer needed?")


@tool(intent="give {points} points", writes=True)
def give(_state: State, points: Quantity) -> None:
    """Give points.

    Args:
        points: How many.
    """


@pytest.mark.parametrize(
    ("message", "confirmed"),
    [("I give 4 hundred points, right?", True), ("I give 400 points. Shall I?", True),
     ("I give four hundred points. Shall I?", True), ("I give 4 points. Shall I?", False),
     ("I give 40 points. Shall I?", False), ("I give 4 times 100 points. Shall I?", False)],
)  # fmt: skip
def test_a_number_is_confirmed_in_figures_or_words_but_not_worked_out(
    session: LocalSession, message: str, confirmed: bool
) -> None:
    session.call("user", "confirm", {"details": message})
    assert is_confirmed(session.state, Call(give, {"points": 400})) is confirmed


@tool(intent="pack {hundreds} boxes", writes=True)
def pack(_state: State, hundreds: Quantity) -> None:
    """Pack boxes of a hundred sheets.

    Args:
        hundreds: How many boxes.
    """


def test_a_number_counts_as_it_is_whatever_its_parameter_is_called(session: LocalSession) -> None:
    session.call("user", "confirm", {"details": "I pack 400 sheets. Shall I?"})
    assert not is_confirmed(session.state, Call(pack, {"hundreds": 4}))
    session.call("user", "confirm", {"details": "I pack 4 boxes. Shall I?"})
    assert is_confirmed(session.state, Call(pack, {"hundreds": 4}))


@pytest.mark.parametrize(
    ("message", "confirmed"),
    [
        ("Two copies of BO-3, right?", True),
        ("I order 2 x BO-3.", True),
        ("Three copies of BO-3, right?", False),
        ("Two copies of BO-2, right?", False),
    ],
)
def test_the_key_of_an_identified_customer_need_not_be_said(
    message: str, confirmed: bool, session: LocalSession
) -> None:
    session.call("agent", "check_password", CHECK)
    session.call("user", "confirm", {"details": message})
    result = session.call("agent", "place_order", BUY)
    assert (result.violations == ()) is confirmed


def test_confirmations_and_violations_are_no_part_of_the_difference(session: LocalSession) -> None:
    session.call("user", "confirm", {"details": "Yes to everything."})
    session.call("agent", "cancel_order", CANCEL)
    assert session.violations() != []
    assert {table for table, _ in changes(session)} == {"books", "orders", "refunds"}


def test_a_declined_request_is_noted_with_its_ground(session: LocalSession) -> None:
    declined = {
        "action": "cancel_order", "subject": "OR-4", "rule": "only_pending_orders_are_cancelled",
    }  # fmt: skip
    assert session.call("agent", "decline_request", declined).wrote
    assert changes(session) == [("declines", declined)]
    twice = session.call("agent", "decline_request", declined)
    assert twice.error
    assert twice.content == "cancel_order for OR-4 has been declined already"
    assert session.call("agent", "decline_request", {**declined, "subject": ""}).wrote


@pytest.mark.parametrize(
    ("field", "value"),
    [("action", "find_book"), ("action", "fly"), ("rule", "changes_are_confirmed"),
     ("rule", "because"), ("subject", None)],
)  # fmt: skip
def test_only_writing_tools_are_declined_and_only_on_grounds(
    field: str, value: object, session: LocalSession
) -> None:
    declined = {
        "action": "cancel_order", "subject": "OR-4", "rule": "only_pending_orders_are_cancelled",
    }  # fmt: skip
    assert session.call("agent", "decline_request", {**declined, field: value}).error
    assert session.difference() == []


def test_a_hand_over_counts_and_its_reason_does_not(session: LocalSession) -> None:
    seen = []
    for reason in ("The customer asks for a person.", "I cannot help."):
        session.reset()
        assert session.call("agent", "transfer_to_human", {"reason": reason}).wrote
        seen.append(session.difference())
    assert seen[0] == seen[1]
    assert seen[0] == [Change("handovers", "insert", seen[0][0].key, {})]


def test_hanging_up_writes_nothing(session: LocalSession) -> None:
    assert not session.call("user", "hang_up", {}).wrote
    assert session.difference() == []


def test_a_message_of_any_length_can_be_confirmed(session: LocalSession) -> None:
    longest = "x" * MAX_MESSAGE_LENGTH
    assert session.call("user", "confirm", {"details": longest}).wrote
    assert session.call("user", "confirm", {"details": longest + "x"}).error


def test_the_tools_name_this_domains_actions_and_grounds(bookshop: Domain) -> None:
    decline = next(tool for tool in bookshop.tools if tool.name == "decline_request")
    action, subject, ground = decline.parameters
    assert action.semantic.choices == ("check_password", "cancel_order", "place_order")
    assert ground.semantic.choices == (
        "only_pending_orders_are_cancelled", "nobody_orders_more_than_three",
    )  # fmt: skip
    assert subject.semantic.name == "Reference"


def test_where_nothing_can_be_declined_there_is_no_tool_for_it(bookshop: Domain) -> None:
    own = [tool for tool in bookshop.tools if tool.name in ("find_book", "cancel_order")]
    grounds = [rule for rule in bookshop.rules if rule.declinable]
    assert len(conversation_tools(own, grounds)) == 4
    procedural = [replace(rule, declinable=False) for rule in grounds]
    for tools, rules in ((own, procedural), (own[:1], grounds), ([], [])):
        names = [tool.name for tool in conversation_tools(tools, rules)]
        assert names == ["confirm", "hang_up", "transfer_to_human"]


def test_every_domain_has_the_tables_of_the_conversation(
    bookshop: Domain, warehouse: Domain
) -> None:
    for domain in (bookshop, warehouse):
        assert [kind.model for kind in domain.record_types][:5] == list(CONVERSATION_MODELS)
        assert domain.types[IdentityCheck].name == "identity_checks"
