"""Paths and schemas tell keys, actions and records."""

from typing import Any

import pytest

from autoforge_envs.synthesis.schema_design.tool_shapes import (
    action_in_path,
    keys_in_path,
    record_of,
    takes_own_key,
)
from tests.synthesis.schema_design.documents import THING, operation


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


def test_keys_are_told_with_what_they_are_keys_of() -> None:
    found = keys_in_path(operation("/users/{userNo}/special-orders/{id}"))
    assert found == [("user", "user_no"), ("special order", "id")]


@pytest.mark.parametrize(
    ("path", "action"),
    [("/orders/{id}/check-out", "check_out"), ("/orders/{id}", ""), ("/orders/search", "")],
)
def test_an_action_stands_behind_a_key(path: str, action: str) -> None:
    assert action_in_path(operation(path)) == action
