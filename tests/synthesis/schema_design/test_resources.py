"""What a tool is about is told by its path, or by the noun in its name."""

from typing import Any

import pytest

from autoforge_envs.synthesis.documents.neutral_form import ToolDocument
from autoforge_envs.synthesis.schema_design.resources import (
    find_resources,
    noun_in_name,
    record_of,
    takes_own_key,
)

THING: dict[str, Any] = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
}


def operation(path: str, method: str = "get", returns: Any = THING) -> ToolDocument:
    return ToolDocument("it", "", {}, returns, "read", "a test", path=path, method=method)


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
def test_the_noun_in_a_name(name: str, noun: str) -> None:
    assert noun_in_name(name) == noun


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
    "wrapped",
    [
        {"type": "array", "items": THING},
        {"type": "object", "properties": {"items": {"type": "array", "items": THING},
                                          "total": {"type": "integer"}}},
        {"type": "object", "properties": {"data": THING}},
    ],
)  # fmt: skip
def test_lists_and_envelopes_are_taken_off(wrapped: dict[str, Any]) -> None:
    assert record_of(wrapped) == THING


def test_an_answer_without_properties_shows_nothing() -> None:
    assert record_of({"type": "string"}) == {}
    assert record_of(None) == {}


@pytest.mark.parametrize(
    ("path", "is_own"),
    [
        ("/orders/{orderId}", True),
        ("/orders/{orderId}/cancel", True),
        ("/users/{userId}/orders", False),
        ("/users/{userId}/orders/{orderId}", True),
        ("/orders", False),
    ],
)
def test_a_key_in_a_path_belongs_to_the_collection_before_it(path: str, is_own: bool) -> None:
    assert takes_own_key(operation(path), "order") is is_own
