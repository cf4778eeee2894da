"""The policy of Lantern Theatres, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Date,
    Money,
    Quantity,
    Reference,
    State,
    ToolError,
    days_between,
    is_confirmed,
    is_identified,
    rule,
)

from .models import (
    Alert,
    Callback,
    Listing,
    Pass,
    PaymentMethod,
    Performance,
    Purchase,
    SeatTicket,
    Subscriber,
    TierOfSeats,
    TimeOfDay,
)
from .tools import (
    buy_listing,
    buy_seat_tickets,
    cancel_callback,
    change_delivery,
    change_resale_price,
    days_until,
    delete_payment_method,
    event_of,
    get_seat_ticket,
    get_subscriber,
    list_alerts,
    list_callbacks,
    list_for_resale,
    list_own_listings,
    list_passes,
    list_payment_methods,
    list_payouts,
    list_purchases,
    list_seat_tickets,
    move_callback,
    pass_on,
    plan_callback,
    planned_for,
    prefer_payment_method,
    recall_pass,
    refund_seat_ticket,
    remove_alert,
    set_alert,
    upgrade_seat_ticket,
    withdraw_listing,
)

CHANGES = (
    buy_seat_tickets,
    change_delivery,
    upgrade_seat_ticket,
    refund_seat_ticket,
    list_for_resale,
    change_resale_price,
    withdraw_listing,
    buy_listing,
    pass_on,
    recall_pass,
    set_alert,
    remove_alert,
    plan_callback,
    move_callback,
    cancel_callback,
    prefer_payment_method,
    delete_payment_method,
)
PERSONAL_VIEWS = (
    get_subscriber,
    list_seat_tickets,
    get_seat_ticket,
    list_purchases,
    list_own_listings,
    list_passes,
    list_payouts,
    list_alerts,
    list_callbacks,
    list_payment_methods,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "subscriber_id": lambda state, key: key,
    "seat_ticket_id": lambda state, key: state.get(SeatTicket, key).subscriber_id,
    "purchase_id": lambda state, key: state.get(Purchase, key).subscriber_id,
    "alert_id": lambda state, key: state.get(Alert, key).subscriber_id,
    "callback_id": lambda state, key: state.get(Callback, key).subscriber_id,
    "payment_method_id": lambda state, key: state.get(PaymentMethod, key).subscriber_id,
    "listing_id": lambda state, key: (
        state.get(SeatTicket, state.get(Listing, key).seat_ticket_id).subscriber_id
    ),
    "pass_id": lambda state, key: (
        state.get(SeatTicket, state.get(Pass, key).seat_ticket_id).subscriber_id
    ),
}
MAX_HELD = 4
REFUND_WITHIN_DAYS = 30
CAP_PERCENT = 100
RESALE_UNTIL_DAYS = 1
PASS_UNTIL_DAYS = 2
UPGRADE_UNTIL_DAYS = 2
LETTER_DAYS = 10
MAX_ALERTS = 3
OWNERS_CHANGES = (upgrade_seat_ticket, refund_seat_ticket, list_for_resale, pass_on)
CALLS_AT_A_TIME = 2
LATEST_CALL_DAYS = 7

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="agent", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Nobody's data is shown or changed before verify_identity has accepted what they say."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """No change without consent: read all details back first and have them confirmed."""
    return is_confirmed(state, call)


# --- buying --------------------------------------------------------------------------------------


@rule(before=buy_seat_tickets, enforced_by="tools")
def only_so_many_at_one_performance(
    state: State,
    subscriber_id: Reference[Subscriber],
    tier_of_seats_id: Reference[TierOfSeats],
    count: Quantity,
) -> bool:
    """Nobody holds more than 4 seat tickets for one performance. Those on offer count."""
    performance_id = state.get(TierOfSeats, tier_of_seats_id).performance_id
    return held_by(state, subscriber_id, performance_id) + count <= limit_of(state, subscriber_id)


@rule(before=buy_listing, enforced_by="agent")
def the_limit_holds_for_resale(
    state: State, subscriber_id: Reference[Subscriber], listing_id: Reference[Listing]
) -> bool:
    """What others offer is sold only within the number of seat tickets one may hold."""
    performance_id = state.get(Listing, listing_id).performance_id
    return held_by(state, subscriber_id, performance_id) < limit_of(state, subscriber_id)


@rule(before=buy_seat_tickets, enforced_by="tools")
def sales_have_a_first_day(
    state: State, subscriber_id: Reference[Subscriber], tier_of_seats_id: Reference[TierOfSeats]
) -> bool:
    """Seat tickets are sold from the day on which the sale opens, that day included."""
    state.get(Subscriber, subscriber_id)
    opens_on = state.get(
        Performance, state.get(TierOfSeats, tier_of_seats_id).performance_id
    ).sale_opens_on
    return opens_on <= state.now[:10]


@rule(before=(buy_seat_tickets, change_delivery), enforced_by="agent")
def letters_take_their_time(state: State, call: Call) -> bool:
    """Seat tickets are sent by letter until 10 days before, that day included."""
    named = call.arguments
    if named["delivery"] != "letter":
        return True
    if "purchase_id" in named:
        performance_id = state.get(Purchase, str(named["purchase_id"])).performance_id
    else:
        performance_id = state.get(TierOfSeats, str(named["tier_of_seats_id"])).performance_id
    return days_until(state, state.get(Performance, performance_id)) >= LETTER_DAYS


@rule(before=upgrade_seat_ticket, enforced_by="agent")
def upgrades_come_in_time(state: State, seat_ticket_id: Reference[SeatTicket]) -> bool:
    """Upgrades are made until 2 days before the performance, that day included."""
    performance = event_of(state, state.get(SeatTicket, seat_ticket_id))
    return days_until(state, performance) >= UPGRADE_UNTIL_DAYS


# --- giving seat tickets back and to others ------------------------------------------------------


@rule(before=refund_seat_ticket, enforced_by="agent")
def refunds_need_a_reason_of_ours(state: State, seat_ticket_id: Reference[SeatTicket]) -> bool:
    """A seat ticket is refunded only if its performance is cancelled or postponed."""
    performance = event_of(state, state.get(SeatTicket, seat_ticket_id))
    return performance.status in ("cancelled", "postponed")


@rule(before=refund_seat_ticket, enforced_by="agent")
def refunds_are_asked_for_in_time(state: State, seat_ticket_id: Reference[SeatTicket]) -> bool:
    """Refunds are asked for within 30 days of the announcement; the last day counts."""
    announced_on = event_of(state, state.get(SeatTicket, seat_ticket_id)).announced_on
    return announced_on is None or days_between(announced_on, state.now) <= REFUND_WITHIN_DAYS


@rule(before=list_for_resale, enforced_by="tools")
def some_performances_allow_no_resale(state: State, seat_ticket_id: Reference[SeatTicket]) -> bool:
    """A seat ticket is offered to others only where the performance allows resale."""
    return event_of(state, state.get(SeatTicket, seat_ticket_id)).resale_allowed


@rule(before=list_for_resale, enforced_by="agent")
def resale_ends_before_the_performance(state: State, seat_ticket_id: Reference[SeatTicket]) -> bool:
    """Seat tickets are offered to others until 1 days before, that day included."""
    performance = event_of(state, state.get(SeatTicket, seat_ticket_id))
    return days_until(state, performance) >= RESALE_UNTIL_DAYS


@rule(before=list_for_resale, enforced_by="agent")
def resale_prices_are_fair(
    state: State, seat_ticket_id: Reference[SeatTicket], resale_price: Money
) -> bool:
    """Nobody asks more than 100 percent of the first price of a seat ticket."""
    return is_fair(state, state.get(SeatTicket, seat_ticket_id), resale_price)


@rule(before=change_resale_price, enforced_by="agent")
def resale_prices_stay_fair(
    state: State, listing_id: Reference[Listing], resale_price: Money
) -> bool:
    """A new resale price is at most 100 percent of the first price too."""
    seat_ticket = state.get(SeatTicket, state.get(Listing, listing_id).seat_ticket_id)
    return is_fair(state, seat_ticket, resale_price)


@rule(before=pass_on, enforced_by="tools")
def passes_come_in_time(state: State, seat_ticket_id: Reference[SeatTicket]) -> bool:
    """Seat tickets are given to others until 2 days before, that day included."""
    performance = event_of(state, state.get(SeatTicket, seat_ticket_id))
    return days_until(state, performance) >= PASS_UNTIL_DAYS


@rule(before=pass_on, enforced_by="agent")
def seat_tickets_are_passed_on_once(state: State, seat_ticket_id: Reference[SeatTicket]) -> bool:
    """A seat ticket that was given to somebody before, and taken back, is not given away again."""
    return not state.find(Pass, seat_ticket_id=seat_ticket_id)


@rule(before=recall_pass, enforced_by="tools")
def accepted_is_accepted(state: State, pass_id: Reference[Pass]) -> bool:
    """What somebody has accepted is not taken back."""
    return state.get(Pass, pass_id).status != "accepted"


@rule(before=OWNERS_CHANGES, enforced_by="agent", declinable=False)
def disputed_seat_tickets_go_to_a_person(
    state: State, seat_ticket_id: Reference[SeatTicket]
) -> bool:
    """Do nothing with a seat ticket that is on hold.

    Somebody disputes it: hand over to a person.
    """
    return not state.get(SeatTicket, seat_ticket_id).on_hold


# --- waiting for seat tickets --------------------------------------------------------------------


@rule(before=set_alert, enforced_by="agent")
def alerts_are_for_what_is_sold_out(state: State, performance_id: Reference[Performance]) -> bool:
    """Alerts are set only for performances of which nothing is left in any tier of seats."""
    return not any(s.seats_left for s in state.find(TierOfSeats, performance_id=performance_id))


@rule(before=set_alert, enforced_by="tools")
def only_so_many_alerts(state: State, subscriber_id: Reference[Subscriber]) -> bool:
    """A subscriber has at most 3 alerts at a time."""
    return len(state.find(Alert, subscriber_id=subscriber_id)) < MAX_ALERTS


# --- calls back ----------------------------------------------------------------------------------


@rule(before=(plan_callback, move_callback), enforced_by="agent")
def only_so_many_calls_at_a_time(state: State, day: Date, time_of_day: TimeOfDay) -> bool:
    """At most 2 calls are planned for the same part of a day."""
    return len(planned_for(state, day, time_of_day)) < CALLS_AT_A_TIME


@rule(before=(plan_callback, move_callback), enforced_by="agent")
def calls_are_planned_soon(state: State, day: Date) -> bool:
    """A call is planned at most 7 days ahead."""
    return days_between(state.now, day) <= LATEST_CALL_DAYS


@rule(before=(move_callback, cancel_callback), enforced_by="agent")
def calls_of_today_stay(state: State, callback_id: Reference[Callback]) -> bool:
    """On the day of a call it is neither moved nor cancelled any more."""
    return state.get(Callback, callback_id).day > state.now[:10]


# --- ways to pay ---------------------------------------------------------------------------------


@rule(before=delete_payment_method, enforced_by="tools")
def the_preferred_way_to_pay_stays(
    state: State, payment_method_id: Reference[PaymentMethod]
) -> bool:
    """The preferred way to pay cannot be deleted; another one has to be preferred first."""
    return not state.get(PaymentMethod, payment_method_id).preferred


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the subscriber it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no subscriber")


def held_by(state: State, subscriber_id: str, performance_id: str) -> int:
    """How many seat tickets for a performance belong to a subscriber and can be used."""
    held = state.find(SeatTicket, subscriber_id=subscriber_id)
    usable = [seat_ticket for seat_ticket in held if seat_ticket.status in ("valid", "listed")]
    return sum(event_of(state, seat_ticket).id == performance_id for seat_ticket in usable)


def limit_of(state: State, subscriber_id: str) -> int:
    """How many seat tickets for one performance a subscriber may hold."""
    state.get(Subscriber, subscriber_id)
    return MAX_HELD


def is_fair(state: State, seat_ticket: SeatTicket, resale_price: int) -> bool:
    """Whether a price is one that may be asked for a seat ticket."""
    return resale_price * 100 <= seat_ticket.price * CAP_PERCENT
