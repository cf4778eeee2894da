"""What a tool is about is told by its path, or by the noun in its name."""

from dataclasses import replace

import pytest

from autoforge_envs.synthesis.schema_design.resources import find_resources
from tests.synthesis.schema_design.documents import operation, tool

KEY = {"type": "string"}
DAY = {"type": "string", "format": "date"}


@pytest.mark.parametrize(
    ("path", "noun"),
    [
        ("/special-events", "special event"),
        ("/v1/orders/{orderId}", "order"),
        ("/orders/{orderId}/cancel", "order"),
        ("/users/{userId}/orders", "order"),
        ("/pet/findByStatus", "pet"),
        ("/store/order/{orderId}", "order"),
    ],
)
def test_the_noun_in_a_path(path: str, noun: str) -> None:
    resources, homeless = find_resources([operation(path)])
    assert list(resources) == [noun]
    assert homeless == []


def test_what_shows_nothing_is_about_nothing() -> None:
    resources, homeless = find_resources([operation("/health", returns=None)])
    assert resources == {}
    assert len(homeless) == 1


@pytest.mark.parametrize(
    ("path", "noun"),
    [
        ("/fines/{fineNo}/appeal", "fine"),
        ("/boarding-stays/{id}/check-out", "boarding stay"),
        ("/orders/{id}/items", "item"),
    ],
)
def test_what_is_done_to_a_thing_is_no_thing(path: str, noun: str) -> None:
    segment = noun.replace(" ", "-")
    resources, _ = find_resources([operation(f"/{segment}s"), operation(path, "post")])
    assert list(resources) == [noun]


def test_what_a_path_ends_in_is_a_thing_where_that_is_returned() -> None:
    named = {"type": "object", "properties": {"amount": {"type": "integer"}}, "x-schema": "payment"}
    resources, _ = find_resources([operation("/orders/{id}/payment", "post", named)])
    assert list(resources) == ["payment"]


def test_what_an_action_takes_is_nothing_that_the_thing_has() -> None:
    reason = {"type": "string", "enum": ["sold", "moved"]}
    resources, _ = find_resources([tool("revoke_permit", permit_id=KEY, reason=reason)])
    assert resources["permit"].properties == {}


def test_what_a_path_is_below_belongs_to_what_is_made() -> None:
    making = operation("/desks/{deskNo}/bookings", "post")
    resources, _ = find_resources([operation("/desks"), making])
    assert resources["booking"].asked == {"desk_id"}


@pytest.mark.parametrize("verb", ["reserve", "rent"])
def test_what_is_returned_with_a_key_of_its_own_is_made(verb: str) -> None:
    rental = {"type": "object", "properties": {"rental_id": KEY, "machine_id": KEY, "from": DAY}}
    making = tool(f"{verb}_machine", customer_id=KEY, machine_id=KEY)
    making = replace(making, returns=rental)
    resources, _ = find_resources([making])
    assert resources["rental"].roles == {f"{verb}_machine": "create"}


def test_what_a_verb_leaves_is_made_where_the_document_knows_it() -> None:
    booking, cancelling = tool("book_session", session_id=KEY), tool("cancel_it", booking_id=KEY)
    resources, _ = find_resources([booking, cancelling])
    assert resources["booking"].roles["book_session"] == "create"
    alone, _ = find_resources([booking])
    assert alone["session"].roles == {"book_session": "act"}


def test_what_is_lent_is_returned_by_its_loan() -> None:
    resources, _ = find_resources([tool("return_toy", loan_id=KEY), tool("list_toys", "read")])
    assert resources["loan"].roles == {"return_toy": "act"}


def test_nothing_is_done_to_what_only_holds_what_a_name_speaks_of() -> None:
    resources, _ = find_resources([tool("cancel_delivery", order_id=KEY)])
    assert resources["delivery"].roles == {"cancel_delivery": "unclear"}
