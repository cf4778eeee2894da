"""The policy of Hearth & Trail, executable: each docstring is a sentence of the policy document."""

from autoforge_envs.domain import (
    Call,
    Label,
    Money,
    Quantity,
    Reference,
    State,
    days_between,
    is_confirmed,
    is_identified,
    rule,
)

from .models import (
    Customer,
    Fault,
    Order,
    OrderItem,
    PaymentMethod,
    PickupPoint,
    Product,
    Return,
    Shipment,
)
from .tools import (
    apply_voucher,
    cancel_order,
    change_delivery_address,
    choose_pickup_point,
    delivered_on,
    exchange_item,
    get_customer,
    get_order,
    grant_compensation,
    list_orders,
    list_purchases,
    list_returns,
    open_warranty_claim,
    paid_by,
    place_order,
    redeem_gift_card,
    return_item,
    today,
    voucher_with,
)

CHANGES = (
    apply_voucher,
    cancel_order,
    change_delivery_address,
    choose_pickup_point,
    exchange_item,
    grant_compensation,
    open_warranty_claim,
    place_order,
    redeem_gift_card,
    return_item,
)
PERSONAL_VIEWS = (get_customer, get_order, list_orders, list_purchases, list_returns)
ORDER_CHANGES = (apply_voucher, cancel_order, change_delivery_address, choose_pickup_point)
GOING_BACK = (return_item, exchange_item)

RETURN_WINDOW_DAYS = {"basic": 30, "silver": 45, "gold": 60}
LARGEST_COMPENSATION = {"basic": 1000, "silver": 2000, "gold": 4000}
RETURNS_COUNT_FOR_DAYS = 90
MAX_RETURNS = 3
LATE_FROM_DAYS = 3
LARGEST_INVOICE = 30000


# --- procedure -------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="tools", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Check who you talk to with verify_identity before you see or change a customer's data.

    An e-mail address or a name finds an account but proves nothing.
    """
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Before any change, repeat its details and identifiers to the customer and get their yes."""
    return is_confirmed(state, call)


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def accounts_under_review_go_to_a_person(state: State, call: Call) -> bool:
    """Change nothing for an account whose standing is under_review: hand it over to a person."""
    return state.get(Customer, owner_of(state, call)).standing != "under_review"


@rule(before=open_warranty_claim, enforced_by="agent", declinable=False)
def hazards_go_to_a_person(_state: State, fault: Fault) -> bool:
    """An article that has hurt somebody, smoked or caught fire is a hazard.

    Open no claim about it yourself, hand the customer over to a person.
    """
    return fault != "hazard"


# --- orders that are under way ---------------------------------------------------------------


@rule(before=ORDER_CHANGES, enforced_by="tools")
def only_processing_orders_are_changed(state: State, order_id: Reference[Order]) -> bool:
    """An order can be cancelled, redirected or given a voucher only while it is processing."""
    return state.get(Order, order_id).status == "processing"


@rule(before=(change_delivery_address, choose_pickup_point), enforced_by="agent")
def orders_stay_in_their_country(state: State, call: Call) -> bool:
    """An order cannot be sent to another country than the one it was placed for."""
    named = call.arguments
    if "country" in named:
        target = named["country"]
    else:
        target = state.get(PickupPoint, str(named["pickup_point_id"])).country
    return state.get(Order, str(named["order_id"])).country == target


@rule(before=choose_pickup_point, enforced_by="agent")
def bulky_goods_are_brought_home(state: State, order_id: Reference[Order]) -> bool:
    """An order with a bulky article cannot be sent to a pickup point."""
    items = state.find(OrderItem, order_id=order_id)
    return not any(state.get(Product, item.product_id).bulky for item in items)


@rule(before=apply_voucher, enforced_by="agent")
def vouchers_keep_to_their_days(state: State, code: Label) -> bool:
    """A voucher can be used from its first to its last day, both included."""
    voucher = voucher_with(state, code)
    return voucher.starts_on <= today(state) <= voucher.ends_on


# --- goods that have arrived -----------------------------------------------------------------


@rule(before=GOING_BACK, enforced_by="agent")
def goods_go_back_in_time(state: State, item_id: Reference[OrderItem]) -> bool:
    """Goods can be returned or exchanged until 30 days after delivery by basic customers.

    Silver members have 45 days and gold members 60; the last day counts.
    """
    order = state.get(Order, state.get(OrderItem, item_id).order_id)
    tier = state.get(Customer, order.customer_id).tier
    return days_since_delivery(state, order) <= RETURN_WINDOW_DAYS[tier]


@rule(before=GOING_BACK, enforced_by="tools")
def clearance_is_final(state: State, item_id: Reference[OrderItem]) -> bool:
    """Clearance articles are neither returned nor exchanged, for whatever reason."""
    return not state.get(Product, state.get(OrderItem, item_id).product_id).clearance


@rule(before=GOING_BACK, enforced_by="agent")
def three_returns_in_ninety_days(state: State, item_id: Reference[OrderItem]) -> bool:
    """A customer who asked for three returns or exchanges in the last 90 days gets no other.

    One that was asked for exactly 90 days ago still counts.
    """
    customer_id = state.get(Order, state.get(OrderItem, item_id).order_id).customer_id
    earlier = state.find(Return, customer_id=customer_id)
    ages = [days_between(back.requested_on, state.now) for back in earlier]
    return sum(age <= RETURNS_COUNT_FOR_DAYS for age in ages) < MAX_RETURNS


@rule(before=return_item, enforced_by="agent")
def money_goes_back_as_it_came(
    state: State, item_id: Reference[OrderItem], refund_to: PaymentMethod
) -> bool:
    """Money for returned goods goes back the way the order was paid, or to the store credit.

    What was paid with store credit can only become store credit again.
    """
    order = state.get(Order, state.get(OrderItem, item_id).order_id)
    return refund_to in ("store_credit", paid_by(state, order))


@rule(before=open_warranty_claim, enforced_by="agent")
def warranty_keeps_to_its_term(state: State, item_id: Reference[OrderItem]) -> bool:
    """The warranty lasts as many days after delivery as the article's warranty_days say.

    The last day counts.
    """
    item = state.get(OrderItem, item_id)
    term = state.get(Product, item.product_id).warranty_days
    return days_since_delivery(state, state.get(Order, item.order_id)) <= term


# --- money -----------------------------------------------------------------------------------


@rule(before=grant_compensation, enforced_by="agent")
def compensation_is_for_late_parcels(state: State, order_id: Reference[Order]) -> bool:
    """Compensation is given only for parcels that came at least 3 days after the promised day.

    A parcel that has not come yet is as late as it would be if it came today.
    """
    return any(
        days_late(state, parcel) >= LATE_FROM_DAYS
        for parcel in state.find(Shipment, order_id=order_id)
    )


@rule(before=grant_compensation, enforced_by="agent")
def compensation_is_capped(state: State, order_id: Reference[Order], amount: Money) -> bool:
    """Compensation is at most 10.00 for basic customers, 20.00 for silver and 40.00 for gold.

    A customer who asks for no amount, or for as much as possible, gets that.
    """
    tier = state.get(Customer, state.get(Order, order_id).customer_id).tier
    return amount <= LARGEST_COMPENSATION[tier]


@rule(before=place_order, enforced_by="tools")
def invoice_is_for_members(
    state: State,
    product_id: Reference[Product],
    customer_id: Reference[Customer],
    quantity: Quantity,
    payment_method: PaymentMethod,
) -> bool:
    """Only silver and gold members can pay on invoice, and only up to 300.00 of goods."""
    if payment_method != "invoice":
        return True
    goods = state.get(Product, product_id).price * quantity
    return state.get(Customer, customer_id).tier != "basic" and goods <= LARGEST_INVOICE


# --- what the rules share --------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the customer it names, or the owner of the order or item."""
    named = call.arguments
    if "customer_id" in named:
        return str(named["customer_id"])
    if "order_id" in named:
        return state.get(Order, str(named["order_id"])).customer_id
    item = state.get(OrderItem, str(named["item_id"]))
    return state.get(Order, item.order_id).customer_id


def days_since_delivery(state: State, order: Order) -> int:
    """How long ago an order came; 0 while it has not come, then the tool refuses."""
    delivered = delivered_on(state, order)
    return 0 if delivered is None else days_between(delivered, state.now)


def days_late(state: State, parcel: Shipment) -> int:
    """How many days after the promised day a parcel came, or would come if it came today."""
    return days_between(parcel.promised_on, parcel.delivered_on or today(state))
