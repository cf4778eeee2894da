"""Words tell tools apart unless they mean the same about another thing."""

import pytest

from autoforge_envs.synthesis.model_design.telling_words import Asked, astray, nouns_of

PROXY = {"proxy_id": "Reference[Proxy]"}
ORDER = {"order_id": "Reference[Order]"}
NOUNS = nouns_of(["Proxy", "Order", "OrderDetails"], ["purchase"])
TOOLS = [
    Asked("revoke_proxy", "revoke proxy {proxy_id}", PROXY),
    Asked("withdraw_order", "withdraw order {order_id}", ORDER),
    Asked("order_item", "order {item_id}", {"item_id": "Reference[Item]"}),
    Asked("change_address", "send {order_id} to {street}", {**ORDER, "street": "StreetAddress"}),
    Asked("return_order", "return order {order_id}", ORDER),
]


def reasons(tool: str, way: str) -> list[str]:
    return [reason for _, reason, _ in astray({tool: [way]}, TOOLS, NOUNS)]


@pytest.mark.parametrize(
    ("tool", "way"),
    [
        ("revoke_proxy", "Please withdraw the permission of {proxy_id}."),
        ("withdraw_order", "I can't return {order_id}, so drop my order."),
        ("withdraw_order", "Drop {order_id}, the purchase that was returned."),
        ("change_address", "Could you send {order_id} to {street}?"),
        ("return_order", "Take back my order, {order_id}."),
    ],
)
def test_other_words_for_the_same_pass(tool: str, way: str) -> None:
    assert reasons(tool, way) == []


@pytest.mark.parametrize(
    ("tool", "way", "told"),
    [
        ("revoke_proxy", "Please return {proxy_id}.", "'return', by which return_order is"),
        ("revoke_proxy", "I want to order {proxy_id}.", "'order', by which order_item is"),
        ("withdraw_order", "Returning {order_id} is what I want.", "'returning', by which"),
        ("return_order", "A new address for {order_id}.", "'address', by which change_address is"),
    ],
)
def test_words_of_another_tool_are_told(tool: str, way: str, told: str) -> None:
    assert any(told in reason for reason in reasons(tool, way))
