"""The bookshop's policy."""

from autoforge_envs.domain import (
    Call,
    Quantity,
    Reference,
    State,
    is_confirmed,
    is_identified,
    rule,
)

from .models import Customer, Order
from .tools import cancel_order, inspect_reader, list_orders, place_order

LARGEST_ORDER = 3


@rule(before=[list_orders, place_order, inspect_reader], enforced_by="tools", declinable=False)
def identity_comes_first(state: State, customer_id: Reference[Customer]) -> bool:
    """Check the customer's password before you show or change anything of theirs."""
    return is_identified(state, customer_id)


@rule(before=cancel_order, enforced_by="agent", declinable=False)
def orders_belong_to_the_customer(state: State, order_id: Reference[Order]) -> bool:
    """Change an order only for the customer it belongs to."""
    return is_identified(state, state.get(Order, order_id).customer_id)


@rule(before=[cancel_order, place_order], enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Before any change, repeat its details and identifiers to the customer and get their yes."""
    return is_confirmed(state, call)


@rule(before=cancel_order, enforced_by="agent")
def only_pending_orders_are_cancelled(state: State, order_id: Reference[Order]) -> bool:
    """An order can be cancelled only while it is pending."""
    return state.get(Order, order_id).status == "pending"


@rule(before=place_order, enforced_by="tools")
def nobody_orders_more_than_three(state: State, quantity: Quantity) -> bool:
    """One order holds at most three copies."""
    return quantity <= LARGEST_ORDER
