"""A tool's name tells what is done, and to what."""

import pytest

from autoforge_envs.synthesis.documents.neutral_form import ToolDocument
from autoforge_envs.synthesis.schema_design.tool_names import (
    Called,
    find_things,
    keys_among,
    noun_behind,
    read_name,
)
from autoforge_envs.synthesis.schema_design.tool_shapes import taken_by
from tests.synthesis.schema_design.documents import tool

KEY = {"type": "string"}


def called(subject: ToolDocument, *others: ToolDocument) -> Called:
    """Read a tool's name among those of others."""
    return read_name(
        subject.name, [*keys_among(taken_by(subject))], find_things([subject, *others])
    )


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("get_order_details", "order"),
        ("cancel_rental", "rental"),
        ("find_user_id_by_email", "user"),
        ("list_all_product_types", "product type"),
        ("create_order", "order"),
        ("search", ""),
        ("get_status", ""),
        ("list_my_bookings", "booking"),
    ],
)
def test_the_noun_stands_behind_the_verb(name: str, noun: str) -> None:
    assert called(tool(name, "read")).noun == noun


@pytest.mark.parametrize(
    ("words", "noun"),
    [("order details", "order"), ("all my bookings", "booking"), ("status", ""), ("", "")],
)
def test_details_are_no_nouns(words: str, noun: str) -> None:
    assert noun_behind(words.split()) == noun


@pytest.mark.parametrize("name", ["orders_cancel", "order_cancel"])
def test_the_verb_may_come_last(name: str) -> None:
    assert called(tool(name, order_id=KEY)) == Called("cancel", "order")


def test_a_verb_and_its_object_may_stand_behind_the_noun() -> None:
    moving = tool("orders_reschedule_pickup", order_id=KEY, pickup_date=KEY)
    assert called(moving) == Called("reschedule", "order")


def test_an_unknown_first_word_is_a_verb_where_the_rest_is_known() -> None:
    assert called(tool("borrow_toy", toy_id=KEY)) == Called("borrow", "toy")
    assert called(tool("freeze_toy"), tool("list_toys", "read")) == Called("freeze", "toy")
    joining, leaving = tool("join_waitlist"), tool("leave_waitlist")
    assert called(joining, leaving) == Called("join", "waitlist")


def test_an_unknown_last_word_is_a_verb_behind_what_has_a_key() -> None:
    assert called(tool("memberships_freeze", membership_id=KEY)) == Called("freeze", "membership")
    assert called(tool("machine_status", machine_id=KEY)) == Called("", "machine")


def test_a_verb_stays_one_though_it_names_a_thing_elsewhere() -> None:
    ordering, cancelling = tool("order_food"), tool("cancel_order", order_id=KEY)
    assert called(ordering, cancelling) == Called("order", "food")


def test_a_verb_may_have_two_words() -> None:
    assert called(tool("check_out_guest", guest_id=KEY)) == Called("check out", "guest")


def test_what_is_a_partys_is_called_what_it_is() -> None:
    listing, cancelling = tool("get_member_bookings", "read"), tool("cancel_it", booking_id=KEY)
    assert called(listing, cancelling) == Called("get", "booking")
