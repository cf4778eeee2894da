"""The policy of Meridian Car Hire, executable: each docstring is a sentence of the document."""

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
)

from .models import (
    Car,
    Charge,
    CoUser,
    Driver,
    Power,
    Proxy,
    Relation,
    Rental,
    Station,
)
from .tools import (
    add_co_user,
    add_proxy,
    book_car,
    cancel_rental,
    change_return_station,
    extend_proxy,
    extend_rental,
    get_driver,
    get_rental_file,
    grant_goodwill,
    list_charges,
    list_goodwill,
    list_proxies,
    list_rentals,
    occupations,
    pay_charge,
    release_deposit,
    remove_co_user,
    report_damage,
    revoke_proxy,
    swap_car,
    take_back,
)

CHANGES = (
    book_car,
    cancel_rental,
    swap_car,
    add_co_user,
    remove_co_user,
    extend_rental,
    change_return_station,
    take_back,
    report_damage,
    pay_charge,
    release_deposit,
    grant_goodwill,
    add_proxy,
    extend_proxy,
    revoke_proxy,
)
PERSONAL_VIEWS = (
    get_driver,
    list_rentals,
    get_rental_file,
    list_charges,
    list_goodwill,
    list_proxies,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "driver_id": lambda state, key: key,
    "rental_id": lambda state, key: state.get(Rental, key).driver_id,
    "proxy_id": lambda state, key: state.get(Proxy, key).driver_id,
    "co_user_id": lambda state, key: state.get(Rental, state.get(CoUser, key).rental_id).driver_id,
    "charge_id": lambda state, key: state.get(Rental, state.get(Charge, key).rental_id).driver_id,
}
MAX_AHEAD = {
    "basic": 2,
    "silver": 3,
    "gold": 4,
}
BOOKED_EARLY_DAYS = 20
MAX_EXTENSIONS = 2
LONGEST_DAYS = 14
MAX_OPEN_CHARGES = 5000
MAX_CO_USERS = 1
DAMAGE_DAYS = 2
DEPOSIT_DAYS = 7
LARGEST_GOODWILL = 1750
MAX_PROXIES = 2
LONGEST_PROXY_DAYS = 180

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="tools", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Nobody's data is shown or changed before verify_identity has accepted what they say."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Say what you are about to change, with every detail and identifier, and wait for a yes."""
    return is_confirmed(state, call)


# --- rentals ahead -------------------------------------------------------------------------------


@rule(before=book_car, enforced_by="tools")
def nothing_is_promised_twice(
    state: State, car_id: Reference[Car], starts_on: Date, ends_on: Date
) -> bool:
    """A car is not booked for a day on which somebody has it; days of change count as taken."""
    return is_free(state, car_id, starts_on, ends_on)


@rule(before=swap_car, enforced_by="tools")
def swaps_need_a_free_car(
    state: State, rental_id: Reference[Rental], car_id: Reference[Car]
) -> bool:
    """Only a car that is free on all days of the rental is given instead."""
    rental = state.get(Rental, rental_id)
    return is_free(state, car_id, rental.starts_on, rental.ends_on)


@rule(before=book_car, enforced_by="agent")
def bookings_are_not_too_early(state: State, starts_on: Date) -> bool:
    """Nothing is booked that begins more than 20 days from today."""
    return days_between(state.now, starts_on) <= BOOKED_EARLY_DAYS


@rule(before=book_car, enforced_by="agent")
def only_so_many_ahead(state: State, driver_id: Reference[Driver]) -> bool:
    """How many rentals somebody may have booked depends on the tier.

    It is 2 for basic, 3 for silver, 4 for gold; those that are running do not count.
    """
    limit = MAX_AHEAD[state.get(Driver, driver_id).tier]
    return len(state.find(Rental, driver_id=driver_id, status="booked")) < limit


@rule(before=book_car, enforced_by="tools")
def debts_are_paid_first(state: State, driver_id: Reference[Driver]) -> bool:
    """Whoever has open charges of more than 50.00 in all books nothing."""
    return open_charges(state, driver_id) <= MAX_OPEN_CHARGES


@rule(before=cancel_rental, enforced_by="tools")
def what_has_begun_is_not_cancelled(state: State, rental_id: Reference[Rental]) -> bool:
    """A rental that is running is not cancelled."""
    return state.get(Rental, rental_id).status != "running"


@rule(before=add_co_user, enforced_by="tools")
def only_so_many_co_users(state: State, rental_id: Reference[Rental]) -> bool:
    """At most 1 other person may use the same rental."""
    return len(state.find(CoUser, rental_id=rental_id)) < MAX_CO_USERS


@rule(before=add_co_user, enforced_by="agent")
def what_is_over_has_no_co_users(state: State, rental_id: Reference[Rental]) -> bool:
    """Co-users are added only to a rental that is booked or running."""
    return state.get(Rental, rental_id).status in ("booked", "running")


# --- rentals that have begun ---------------------------------------------------------------------


@rule(before=extend_rental, enforced_by="agent")
def extensions_are_limited(state: State, rental_id: Reference[Rental]) -> bool:
    """A rental is made longer at most twice."""
    return state.get(Rental, rental_id).extensions < MAX_EXTENSIONS


@rule(before=extend_rental, enforced_by="agent")
def whoever_is_next_comes_first(state: State, rental_id: Reference[Rental], ends_on: Date) -> bool:
    """A rental is not made longer into days on which somebody else has the car."""
    rental = state.get(Rental, rental_id)
    return is_free(state, rental.car_id, rental.starts_on, ends_on, but=rental.id)


@rule(before=extend_rental, enforced_by="agent")
def nothing_is_rented_for_ever(state: State, rental_id: Reference[Rental], ends_on: Date) -> bool:
    """A rental lasts 14 days at most, first and last day counted."""
    rental = state.get(Rental, rental_id)
    return days_between(rental.starts_on, ends_on) + 1 <= LONGEST_DAYS


@rule(before=extend_rental, enforced_by="agent", declinable=False)
def recalled_cars_go_to_a_person(state: State, rental_id: Reference[Rental]) -> bool:
    """The maker has called some cars back: their status is recalled.

    Do not change how long such a rental lasts, hand over to a person.
    """
    car = state.get(Car, state.get(Rental, rental_id).car_id)
    return car.status != "recalled"


@rule(before=change_return_station, enforced_by="agent")
def last_days_need_an_open_station(state: State, return_station_id: Reference[Station]) -> bool:
    """Nothing is brought back to another station that is closed at weekends."""
    return state.get(Station, return_station_id).open_at_weekends


# --- damage and money ----------------------------------------------------------------------------


@rule(before=report_damage, enforced_by="agent")
def damages_are_reported_soon(state: State, rental_id: Reference[Rental]) -> bool:
    """A damage is reported until 2 days after the car came back.

    The last day counts.
    """
    returned_on = state.get(Rental, rental_id).returned_on
    return returned_on is None or days_between(returned_on, state.now) <= DAMAGE_DAYS


@rule(before=release_deposit, enforced_by="tools")
def deposits_wait_some_days(state: State, rental_id: Reference[Rental]) -> bool:
    """A deposit is released 7 days after the car came back, not before.

    On that day it is.
    """
    returned_on = state.get(Rental, rental_id).returned_on
    return returned_on is None or days_between(returned_on, state.now) >= DEPOSIT_DAYS


# --- making up for trouble -----------------------------------------------------------------------


@rule(before=grant_goodwill, enforced_by="agent")
def goodwill_is_capped(state: State, rental_id: Reference[Rental], amount: Money) -> bool:
    """A goodwill credit is at most 17.50."""
    return amount <= LARGEST_GOODWILL


@rule(before=grant_goodwill, enforced_by="tools")
def goodwill_is_for_what_is_over(state: State, rental_id: Reference[Rental]) -> bool:
    """Goodwill is given only for a rental that is returned."""
    return state.get(Rental, rental_id).status == "returned"


# --- people who may act for others ---------------------------------------------------------------


@rule(before=add_proxy, enforced_by="tools")
def only_so_many_proxies(state: State, driver_id: Reference[Driver]) -> bool:
    """At most 2 people may act for the same driver at a time.

    Whose last day is over does not count.
    """
    proxies = state.find(Proxy, driver_id=driver_id)
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
    """Whose data a call is about: the driver it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no driver")


def is_free(state: State, car_id: str, starts_on: Date, ends_on: Date, but: str = "") -> bool:
    """Whether nobody has a car on any of some days, one rental not counted."""
    return not any(
        rental.starts_on <= ends_on and starts_on <= rental.ends_on
        for rental in occupations(state, car_id)
        if rental.id != but
    )


def open_charges(state: State, driver_id: str) -> Money:
    """What a driver owes altogether."""
    return sum(
        each.amount
        for rental in state.find(Rental, driver_id=driver_id)
        for each in state.find(Charge, rental_id=rental.id, status="open")
    )
