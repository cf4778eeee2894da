"""The policy of Copperpan, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Date,
    Label,
    Money,
    Quantity,
    Reference,
    State,
    ToolError,
    days_between,
    is_confirmed,
    is_identified,
    rule,
    shift,
)

from .models import (
    CreditNote,
    Customer,
    DeliveryPass,
    Dish,
    DropPoint,
    Order,
    OrderLine,
    Proxy,
    Restaurant,
)
from .tools import (
    add_dish,
    add_proxy,
    add_tip,
    cancel_order,
    change_quantity,
    coverage_for,
    end_pass,
    extend_proxy,
    get_customer,
    get_order,
    list_credit_notes,
    list_delivery_passes,
    list_drop_points,
    list_orders,
    list_problem_reports,
    list_proxies,
    make_up_for_delay,
    place_order,
    redirect_order,
    report_problem,
    reports_by,
    revoke_proxy,
    set_doorstep,
    start_pass,
    use_credit_note,
    use_voucher,
    voucher_with,
)

CHANGES = (
    place_order,
    add_dish,
    change_quantity,
    redirect_order,
    cancel_order,
    use_credit_note,
    add_tip,
    set_doorstep,
    report_problem,
    make_up_for_delay,
    start_pass,
    end_pass,
    add_proxy,
    extend_proxy,
    revoke_proxy,
    use_voucher,
)
PERSONAL_VIEWS = (
    get_customer,
    list_orders,
    get_order,
    list_problem_reports,
    list_credit_notes,
    list_drop_points,
    list_delivery_passes,
    list_proxies,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "customer_id": lambda state, key: key,
    "order_id": lambda state, key: state.get(Order, key).customer_id,
    "drop_point_id": lambda state, key: state.get(DropPoint, key).customer_id,
    "delivery_pass_id": lambda state, key: state.get(DeliveryPass, key).customer_id,
    "proxy_id": lambda state, key: state.get(Proxy, key).customer_id,
    "order_line_id": lambda state, key: (
        state.get(Order, state.get(OrderLine, key).order_id).customer_id
    ),
}
CONTENT_CHANGES = (add_dish, change_quantity)
ROAD_CHANGES = (cancel_order, redirect_order, make_up_for_delay, add_tip)
MAX_PIECES = 10
TIP_PERCENT = 20
TIP_WITHIN_DAYS = 7
REPORT_WITHIN_HOURS = 24
REPORTS_COUNT_FOR_DAYS = 30
MAX_REPORTS = 1
MIN_MINUTES_LATE = 10
LATE_WITHIN_DAYS = 3
PASS_STAYS_DAYS = 14
MAX_PROXIES = 3
LONGEST_PROXY_DAYS = 180

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="tools", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Check who you talk to with verify_identity before you show or change anything of theirs."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Say what you are about to change, with every detail and identifier, and wait for a yes."""
    return is_confirmed(state, call)


# --- orders under way ----------------------------------------------------------------------------


@rule(before=place_order, enforced_by="tools")
def closed_restaurants_take_no_orders(state: State, dish_id: Reference[Dish]) -> bool:
    """A restaurant that is closed right now takes no orders."""
    return state.get(Restaurant, state.get(Dish, dish_id).restaurant_id).is_open


@rule(before=place_order, enforced_by="agent")
def restaurants_keep_to_their_zones(
    state: State, drop_point_id: Reference[DropPoint], dish_id: Reference[Dish]
) -> bool:
    """A restaurant delivers only to addresses in its zones."""
    restaurant_id = state.get(Dish, dish_id).restaurant_id
    return coverage_for(state, restaurant_id, drop_point_id) is not None


@rule(before=redirect_order, enforced_by="agent")
def orders_stay_in_the_zones(
    state: State, order_id: Reference[Order], drop_point_id: Reference[DropPoint]
) -> bool:
    """An order is brought elsewhere only within the zones of its restaurant."""
    restaurant_id = state.get(Order, order_id).restaurant_id
    return coverage_for(state, restaurant_id, drop_point_id) is not None


@rule(before=place_order, enforced_by="tools")
def restaurants_have_a_minimum(state: State, dish_id: Reference[Dish], quantity: Quantity) -> bool:
    """An order is not begun below the minimum of the restaurant, the fee not counted."""
    dish = state.get(Dish, dish_id)
    return dish.price * quantity >= state.get(Restaurant, dish.restaurant_id).minimum


@rule(before=(place_order, add_dish), enforced_by="agent")
def allergies_are_respected(state: State, call: Call) -> bool:
    """Nothing is ordered that contains what the customer's account avoids."""
    named = call.arguments
    if "customer_id" in named:
        customer_id = str(named["customer_id"])
    else:
        customer_id = deal_of_call(state, call).customer_id
    avoided = state.get(Customer, customer_id).avoids
    return avoided == "none" or state.get(Dish, str(named["dish_id"])).contains != avoided


@rule(before=place_order, enforced_by="agent")
def bags_are_small(_state: State, quantity: Quantity) -> bool:
    """An order has at most 10 pieces, because a bag holds no more."""
    return quantity <= MAX_PIECES


@rule(before=CONTENT_CHANGES, enforced_by="agent")
def bags_stay_small(state: State, call: Call, quantity: Quantity) -> bool:
    """An order does not grow beyond 10 pieces."""
    line_id = str(call.arguments.get("order_line_id", ""))
    return pieces_of(state, deal_of_call(state, call).id, line_id) + quantity <= MAX_PIECES


@rule(before=CONTENT_CHANGES, enforced_by="agent")
def nothing_changes_in_the_pan(state: State, call: Call) -> bool:
    """What is ordered changes only while the order is placed, not once it is prepared."""
    return deal_of_call(state, call).status == "placed"


@rule(before=redirect_order, enforced_by="tools")
def riders_do_not_turn_round(state: State, order_id: Reference[Order]) -> bool:
    """An order that is under way is not brought to another address."""
    return state.get(Order, order_id).status != "under_way"


@rule(before=cancel_order, enforced_by="agent")
def what_is_under_way_arrives(state: State, order_id: Reference[Order]) -> bool:
    """An order that is under way is not called off any more, however late it is."""
    return state.get(Order, order_id).status != "under_way"


@rule(before=use_credit_note, enforced_by="agent")
def expired_notes_are_worthless(state: State, credit_note_id: Reference[CreditNote]) -> bool:
    """A credit note is used until the day on which it expires, that day included."""
    return state.get(CreditNote, credit_note_id).expires_on >= state.now[:10]


@rule(before=use_credit_note, enforced_by="tools")
def one_note_for_one_order(state: State, order_id: Reference[Order]) -> bool:
    """Only one credit note is used for an order."""
    return state.get(Order, order_id).credit == 0


@rule(before=add_tip, enforced_by="agent")
def tips_are_reasonable(state: State, order_id: Reference[Order], amount: Money) -> bool:
    """All tips for an order together are at most 20 percent of its subtotal."""
    order = state.get(Order, order_id)
    return (order.tip + amount) * 100 <= order.subtotal * TIP_PERCENT


@rule(before=add_tip, enforced_by="tools")
def tips_come_soon(state: State, order_id: Reference[Order]) -> bool:
    """A tip is given until 7 days after delivery, that day included, or before it."""
    delivered_at = state.get(Order, order_id).delivered_at
    return delivered_at is None or days_between(delivered_at, state.now) <= TIP_WITHIN_DAYS


@rule(before=ROAD_CHANGES, enforced_by="agent", declinable=False)
def accidents_go_to_a_person(state: State, order_id: Reference[Order]) -> bool:
    """Where somebody was hurt on the way of an order, hand over to a person.

    Neither cancel nor redirect it, make up for no delay of it and add no tip.
    """
    return not state.get(Order, order_id).accident


# --- making up for trouble -----------------------------------------------------------------------


@rule(before=report_problem, enforced_by="agent")
def problems_are_reported_soon(state: State, order_line_id: Reference[OrderLine]) -> bool:
    """A problem is reported until 24 hours after delivery, to the minute."""
    line = state.get(OrderLine, order_line_id)
    delivered_at = state.get(Order, line.order_id).delivered_at
    return delivered_at is None or shift(delivered_at, hours=REPORT_WITHIN_HOURS) >= state.now


@rule(before=report_problem, enforced_by="tools")
def only_so_many_reports(state: State, order_line_id: Reference[OrderLine]) -> bool:
    """At most 1 problem is made good for a customer in 30 days.

    A report from exactly 30 days ago still counts.
    """
    customer_id = state.get(Order, state.get(OrderLine, order_line_id).order_id).customer_id
    ages = [days_between(r.reported_on, state.now) for r in reports_by(state, customer_id)]
    return sum(age <= REPORTS_COUNT_FOR_DAYS for age in ages) < MAX_REPORTS


@rule(before=make_up_for_delay, enforced_by="agent")
def small_delays_happen(state: State, order_id: Reference[Order]) -> bool:
    """A delay is made up for from 10 minutes on."""
    return state.get(Order, order_id).minutes_late >= MIN_MINUTES_LATE


@rule(before=make_up_for_delay, enforced_by="tools")
def old_delays_are_forgotten(state: State, order_id: Reference[Order]) -> bool:
    """A delay is made up for until 3 days after the order was placed."""
    return days_between(state.get(Order, order_id).placed_at, state.now) <= LATE_WITHIN_DAYS


# --- regular customers ---------------------------------------------------------------------------


@rule(before=end_pass, enforced_by="agent")
def passes_run_for_a_while(state: State, delivery_pass_id: Reference[DeliveryPass]) -> bool:
    """A delivery pass is ended when it has run for at least 14 days."""
    started_on = state.get(DeliveryPass, delivery_pass_id).started_on
    return days_between(started_on, state.now) >= PASS_STAYS_DAYS


# --- people who may act for others ---------------------------------------------------------------


@rule(before=add_proxy, enforced_by="agent")
def only_so_many_proxies(state: State, customer_id: Reference[Customer]) -> bool:
    """At most 3 people may act for the same customer at a time.

    Whose last day is over does not count.
    """
    proxies = state.find(Proxy, customer_id=customer_id)
    return sum(proxy.until >= state.now[:10] for proxy in proxies) < MAX_PROXIES


@rule(before=(add_proxy, extend_proxy), enforced_by="agent")
def proxies_end(state: State, until: Date) -> bool:
    """Nobody may act for somebody else for more than 180 days from today."""
    return days_between(state.now, until) <= LONGEST_PROXY_DAYS


# --- vouchers ------------------------------------------------------------------------------------


@rule(before=use_voucher, enforced_by="tools")
def vouchers_keep_to_their_days(state: State, code: Label) -> bool:
    """A voucher can be used from its first to its last day, both included."""
    voucher = voucher_with(state, code)
    return voucher.starts_on <= state.now[:10] <= voucher.ends_on


@rule(before=use_voucher, enforced_by="agent")
def vouchers_have_a_minimum(state: State, order_id: Reference[Order], code: Label) -> bool:
    """A voucher can be used only if the total is at least the voucher's minimum."""
    return state.get(Order, order_id).total >= voucher_with(state, code).minimum


@rule(before=use_voucher, enforced_by="agent")
def vouchers_come_before_the_end(state: State, order_id: Reference[Order]) -> bool:
    """A voucher can be used only for an order that is placed or preparing."""
    return state.get(Order, order_id).status in ("placed", "preparing")


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the customer it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no customer")


def pieces_of(state: State, order_id: str, but: str = "") -> int:
    """How many pieces an order has, those of one line left out."""
    lines = state.find(OrderLine, order_id=order_id)
    return sum(line.quantity for line in lines if line.id != but)


def deal_of_call(state: State, call: Call) -> Order:
    """The order that a call is about."""
    named = call.arguments
    if "order_id" in named:
        return state.get(Order, str(named["order_id"]))
    return state.get(Order, state.get(OrderLine, str(named["order_line_id"])).order_id)
