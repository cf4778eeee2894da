"""The policy of Brindle Air, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Date,
    Money,
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
    Bag,
    Booking,
    Customer,
    Fare,
    FareFamily,
    Flight,
    Passenger,
    Power,
    Proxy,
    Relation,
    Seat,
    Segment,
)
from .tools import (
    add_bag,
    add_passenger,
    add_proxy,
    book_flight,
    cancel_booking,
    change_flight,
    check_in,
    choose_seat,
    claim_delay,
    extend_proxy,
    get_booking,
    get_customer,
    grant_goodwill,
    hours_left,
    list_alternatives,
    list_bags,
    list_bookings,
    list_delay_claims,
    list_goodwill,
    list_journeys,
    list_meals,
    list_proxies,
    order_meal,
    remove_bag,
    remove_passenger,
    rename_passenger,
    revoke_proxy,
)

CHANGES = (
    book_flight,
    cancel_booking,
    change_flight,
    check_in,
    add_passenger,
    remove_passenger,
    rename_passenger,
    choose_seat,
    add_bag,
    remove_bag,
    order_meal,
    claim_delay,
    grant_goodwill,
    add_proxy,
    extend_proxy,
    revoke_proxy,
)
PERSONAL_VIEWS = (
    get_customer,
    list_bookings,
    list_journeys,
    get_booking,
    list_bags,
    list_alternatives,
    list_meals,
    list_delay_claims,
    list_goodwill,
    list_proxies,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "customer_id": lambda state, key: key,
    "booking_id": lambda state, key: state.get(Booking, key).customer_id,
    "proxy_id": lambda state, key: state.get(Proxy, key).customer_id,
    "segment_id": lambda state, key: (
        state.get(Booking, state.get(Segment, key).booking_id).customer_id
    ),
    "passenger_id": lambda state, key: (
        state.get(Booking, state.get(Passenger, key).booking_id).customer_id
    ),
    "bag_id": lambda state, key: (
        state.get(
            Booking, state.get(Passenger, state.get(Bag, key).passenger_id).booking_id
        ).customer_id
    ),
}
ASSISTED_CHANGES = (change_flight, add_passenger, remove_passenger)
LATEST_CHANGE_HOURS = 36
LATEST_CANCEL_HOURS = 48
LATEST_BOOKING_HOURS = 24
LATEST_BAG_HOURS = 48
MAX_BAGS = {
    "standard": 2,
    "plus": 3,
}
MAX_PEOPLE = 4
CHECK_IN_OPENS_HOURS = 48
MIN_DELAY_MINUTES = 180
CLAIM_WITHIN_DAYS = 60
LATEST_NAME_DAYS = 7
LATEST_MEAL_HOURS = 24
LARGEST_GOODWILL = {
    "standard": 2500,
    "plus": 5000,
}
MAX_PROXIES = 3
LONGEST_PROXY_DAYS = 180

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="agent", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Check who you talk to with verify_identity before you show or change anything of theirs."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Say what you are about to change, with every detail and identifier, and wait for a yes."""
    return is_confirmed(state, call)


# --- bookings ------------------------------------------------------------------------------------


@rule(before=book_flight, enforced_by="agent")
def booking_closes_before_departure(state: State, fare_id: Reference[Fare]) -> bool:
    """A flight can be booked until 24 hours before it leaves, to the minute."""
    flight = state.get(Flight, state.get(Fare, fare_id).flight_id)
    return flight.departs_at >= shift(state.now, hours=LATEST_BOOKING_HOURS)


@rule(before=book_flight, enforced_by="agent")
def nobody_travels_twice_a_day(
    state: State, customer_id: Reference[Customer], fare_id: Reference[Fare]
) -> bool:
    """Nobody books on a day on which another booking of theirs, confirmed, begins."""
    day = state.get(Flight, state.get(Fare, fare_id).flight_id).departs_at[:10]
    same_day = state.find(Booking, customer_id=customer_id, status="confirmed", travels_on=day)
    return not same_day


@rule(before=change_flight, enforced_by="agent")
def changes_come_in_time(state: State, segment_id: Reference[Segment]) -> bool:
    """A flight can be changed until 36 hours before it leaves, to the minute.

    That holds as well for one that was cancelled.
    """
    return hours_left(state, state.get(Segment, segment_id), LATEST_CHANGE_HOURS)


@rule(before=change_flight, enforced_by="agent")
def some_fares_are_not_changed(state: State, segment_id: Reference[Segment]) -> bool:
    """A fare of a family that is not changeable is not changed to another flight.

    If the flight itself was cancelled, it is changed all the same.
    """
    segment = state.get(Segment, segment_id)
    family = state.get(FareFamily, segment.family_id)
    return family.changeable or state.get(Flight, segment.flight_id).status == "cancelled"


@rule(before=(cancel_booking, remove_passenger), enforced_by="agent")
def cancellations_come_in_time(state: State, call: Call) -> bool:
    """A booking is cancelled, or somebody taken off it, until 48 hours before it begins.

    Its first flight counts, to the minute.
    """
    return first_ride_is_in(state, deal_of_call(state, call), LATEST_CANCEL_HOURS)


@rule(before=(change_flight, choose_seat, cancel_booking, remove_passenger), enforced_by="tools")
def whoever_is_checked_in_travels(state: State, call: Call) -> bool:
    """Once one flight of a booking is checked in, flights, people and seats stay."""
    return not state.find(Segment, booking_id=deal_of_call(state, call), checked_in=True)


@rule(before=check_in, enforced_by="agent")
def check_in_opens_late(state: State, segment_id: Reference[Segment]) -> bool:
    """Check-in opens 48 hours before departure, to the minute, and closes with it."""
    departs_at = state.get(Flight, state.get(Segment, segment_id).flight_id).departs_at
    return state.now <= departs_at <= shift(state.now, hours=CHECK_IN_OPENS_HOURS)


@rule(before=ASSISTED_CHANGES, enforced_by="agent", declinable=False)
def assisted_travel_goes_to_a_person(state: State, call: Call) -> bool:
    """Where one of the passengers needs assistance, a person makes the change.

    Change neither flights nor people of such a booking: hand over.
    """
    people = state.find(Passenger, booking_id=deal_of_call(state, call))
    return all(passenger.assistance == "none" for passenger in people)


# --- passengers, seats and bags ------------------------------------------------------------------


@rule(before=add_passenger, enforced_by="agent")
def parties_are_small(state: State, booking_id: Reference[Booking]) -> bool:
    """At most 4 passengers share one booking; larger groups book apart."""
    return len(state.find(Passenger, booking_id=booking_id)) < MAX_PEOPLE


@rule(before=remove_passenger, enforced_by="agent")
def children_never_travel_alone(state: State, passenger_id: Reference[Passenger]) -> bool:
    """The last adult is not taken off a booking on which children travel."""
    leaving = state.get(Passenger, passenger_id)
    people = state.find(Passenger, booking_id=leaving.booking_id)
    staying = [passenger.age for passenger in people if passenger.id != leaving.id]
    return "child" not in staying or "adult" in staying


@rule(before=choose_seat, enforced_by="agent")
def some_seats_are_for_adults(
    state: State, passenger_id: Reference[Passenger], seat_id: Reference[Seat]
) -> bool:
    """A seat of the kind exit_row is given to adults only, for safety."""
    is_adult = state.get(Passenger, passenger_id).age == "adult"
    return is_adult or state.get(Seat, seat_id).kind != "exit_row"


@rule(before=add_bag, enforced_by="agent")
def only_so_many_bags(state: State, passenger_id: Reference[Passenger]) -> bool:
    """How many bags each passenger takes along depends on the customer's tier.

    It is 2 for standard, 3 for plus.
    """
    deal = state.get(Booking, state.get(Passenger, passenger_id).booking_id)
    limit = MAX_BAGS[state.get(Customer, deal.customer_id).tier]
    return len(state.find(Bag, passenger_id=passenger_id)) < limit


@rule(before=(add_bag, remove_bag), enforced_by="agent")
def bags_are_known_in_time(state: State, call: Call) -> bool:
    """Bags are added and removed until 48 hours before the first flight."""
    return first_ride_is_in(state, deal_of_call(state, call), LATEST_BAG_HOURS)


@rule(before=rename_passenger, enforced_by="agent")
def names_change_once(state: State, passenger_id: Reference[Passenger]) -> bool:
    """The name of a passenger is changed once only."""
    return not state.get(Passenger, passenger_id).renamed


@rule(before=rename_passenger, enforced_by="agent")
def names_change_early(state: State, passenger_id: Reference[Passenger]) -> bool:
    """Names are changed until 7 days before the first day of travel, that day included."""
    booking = state.get(Booking, state.get(Passenger, passenger_id).booking_id)
    return days_between(state.now, booking.travels_on) >= LATEST_NAME_DAYS


@rule(before=order_meal, enforced_by="agent")
def meals_are_ordered_ahead(state: State, segment_id: Reference[Segment]) -> bool:
    """Meals are ordered until 24 hours before departure, to the minute."""
    return hours_left(state, state.get(Segment, segment_id), LATEST_MEAL_HOURS)


# --- money ---------------------------------------------------------------------------------------


@rule(before=claim_delay, enforced_by="agent")
def only_long_delays_are_paid(state: State, segment_id: Reference[Segment]) -> bool:
    """A delay is paid for from 180 minutes on."""
    flight = state.get(Flight, state.get(Segment, segment_id).flight_id)
    return flight.delay_minutes >= MIN_DELAY_MINUTES


@rule(before=claim_delay, enforced_by="agent")
def delays_are_claimed_in_time(state: State, segment_id: Reference[Segment]) -> bool:
    """A delay is paid for until 60 days after departure; the last day counts."""
    flight = state.get(Flight, state.get(Segment, segment_id).flight_id)
    return days_between(flight.departs_at, state.now) <= CLAIM_WITHIN_DAYS


# --- accounts that need a person -----------------------------------------------------------------


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def frozen_accounts_go_to_a_person(state: State, call: Call) -> bool:
    """Change nothing for a customer whose standing is frozen: hand over to a person."""
    return state.get(Customer, owner_of(state, call)).standing == "good"


# --- making up for trouble -----------------------------------------------------------------------


@rule(before=grant_goodwill, enforced_by="agent")
def goodwill_is_capped(state: State, booking_id: Reference[Booking], amount: Money) -> bool:
    """How large a goodwill credit may be depends on the tier.

    It is at most 25.00 for standard, 50.00 for plus.
    """
    booking = state.get(Booking, booking_id)
    return amount <= LARGEST_GOODWILL[state.get(Customer, booking.customer_id).tier]


@rule(before=grant_goodwill, enforced_by="agent")
def goodwill_is_for_what_is_over(state: State, booking_id: Reference[Booking]) -> bool:
    """Goodwill is given only for a booking that is travelled."""
    return state.get(Booking, booking_id).status == "travelled"


# --- people who may act for others ---------------------------------------------------------------


@rule(before=add_proxy, enforced_by="tools")
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


@rule(before=add_proxy, enforced_by="agent")
def full_power_stays_in_the_family(_state: State, relation: Relation, power: Power) -> bool:
    """Only a partner, a parent or a child may have full power."""
    return power != "full" or relation in ("partner", "parent", "child")


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the customer it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no customer")


def first_ride_is_in(state: State, booking_id: str, hours: int) -> bool:
    """Whether the first flight of a booking leaves in so many hours or later."""
    segments = state.find(Segment, booking_id=booking_id)
    return all(hours_left(state, segment, hours) for segment in segments)


def deal_of_call(state: State, call: Call) -> str:
    """The booking that a call is about."""
    named = call.arguments
    if "booking_id" in named:
        return str(named["booking_id"])
    if "segment_id" in named:
        return state.get(Segment, str(named["segment_id"])).booking_id
    if "passenger_id" in named:
        return state.get(Passenger, str(named["passenger_id"])).booking_id
    bag = state.get(Bag, str(named["bag_id"]))
    return state.get(Passenger, bag.passenger_id).booking_id
