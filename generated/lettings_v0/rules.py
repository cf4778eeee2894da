"""The policy of Hofgarten Lettings, executable: each docstring is a sentence of the document."""

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
    BookedExtra,
    Charge,
    DoorKey,
    Extra,
    KeyKind,
    Lease,
    ParkingSpace,
    Repair,
    Technician,
    Tenant,
    Urgency,
)
from .tools import (
    book_extra,
    cancel_extra,
    defer_charge,
    get_tenant,
    give_notice,
    give_up_parking_space,
    grant_goodwill,
    list_booked_extras,
    list_charges,
    list_goodwill,
    list_keys,
    list_leases,
    list_repairs,
    order_key,
    pay_charge,
    plan_visit,
    rent_parking_space,
    report_lost_key,
    report_repair,
    visits_of,
    withdraw_notice,
    withdraw_repair,
)

CHANGES = (
    pay_charge,
    defer_charge,
    give_notice,
    withdraw_notice,
    report_repair,
    plan_visit,
    withdraw_repair,
    rent_parking_space,
    give_up_parking_space,
    order_key,
    report_lost_key,
    book_extra,
    cancel_extra,
    grant_goodwill,
)
PERSONAL_VIEWS = (
    get_tenant,
    list_leases,
    list_charges,
    list_repairs,
    list_keys,
    list_booked_extras,
    list_goodwill,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "tenant_id": lambda state, key: key,
    "lease_id": lambda state, key: state.get(Lease, key).tenant_id,
    "charge_id": lambda state, key: state.get(Lease, state.get(Charge, key).lease_id).tenant_id,
    "repair_id": lambda state, key: state.get(Lease, state.get(Repair, key).lease_id).tenant_id,
    "door_key_id": lambda state, key: state.get(Lease, state.get(DoorKey, key).lease_id).tenant_id,
    "booked_extra_id": lambda state, key: (
        state.get(Lease, state.get(BookedExtra, key).lease_id).tenant_id
    ),
}
NOTICE_DAYS = 30
LARGEST_DEFERRAL = {
    "regular": 75000,
    "preferred": 150000,
    "premier": 225000,
}
MAX_DEFERRED = 2
MAX_KEYS = 3
WITHDRAWAL_DAYS = 7
MAX_SPACES = 1
MAX_EXTRAS = 3
CHANGE_OF_MIND_DAYS = 7
LARGEST_GOODWILL = 2000

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="agent", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Check who you talk to with verify_identity before you show or change anything of theirs."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Say what you are about to change, with every detail and identifier, and wait for a yes."""
    return is_confirmed(state, call)


# --- leases and rent -----------------------------------------------------------------------------


@rule(before=give_notice, enforced_by="tools")
def notice_is_given_in_time(state: State, last_day: Date) -> bool:
    """The last day is at least 30 days after the day on which notice is given."""
    return days_between(state.now, last_day) >= NOTICE_DAYS


@rule(before=withdraw_notice, enforced_by="agent")
def notice_stands_near_the_end(state: State, lease_id: Reference[Lease]) -> bool:
    """A notice is withdrawn at least 7 days before the last day, not later."""
    last_day = state.get(Lease, lease_id).ends_on
    return last_day is None or days_between(state.now, last_day) >= WITHDRAWAL_DAYS


@rule(before=defer_charge, enforced_by="agent")
def large_charges_are_not_deferred(state: State, charge_id: Reference[Charge]) -> bool:
    """How large a charge may be that is deferred depends on the tier.

    It is at most 750.00 for regular, 1500.00 for preferred, 2250.00 for premier.
    """
    charge = state.get(Charge, charge_id)
    tenant_id = state.get(Lease, charge.lease_id).tenant_id
    return charge.amount <= LARGEST_DEFERRAL[state.get(Tenant, tenant_id).tier]


@rule(before=defer_charge, enforced_by="tools")
def only_so_many_deferrals(state: State, charge_id: Reference[Charge]) -> bool:
    """At most 2 charges of the same lease can be deferred at a time."""
    lease_id = state.get(Charge, charge_id).lease_id
    return len(state.find(Charge, lease_id=lease_id, status="deferred")) < MAX_DEFERRED


# --- repairs -------------------------------------------------------------------------------------


@rule(before=report_repair, enforced_by="agent", declinable=False)
def danger_goes_to_a_person(_state: State, urgency: Urgency) -> bool:
    """Whoever reports danger to people is handed over to a person at once; report nothing."""
    return urgency != "danger"


@rule(before=plan_visit, enforced_by="agent")
def technicians_have_full_days(
    state: State, technician_id: Reference[Technician], visit_on: Date
) -> bool:
    """A technician makes at most as many visits a day as visits_a_day says."""
    visits = visits_of(state, technician_id, visit_on)
    return len(visits) < state.get(Technician, technician_id).visits_a_day


@rule(before=report_repair, enforced_by="agent")
def those_who_leave_report_what_is_urgent(
    state: State, lease_id: Reference[Lease], urgency: Urgency
) -> bool:
    """Under notice, or after the end, only repairs of high urgency are taken down."""
    return urgency in ("high", "danger") or state.get(Lease, lease_id).status == "running"


# --- parking -------------------------------------------------------------------------------------


@rule(before=rent_parking_space, enforced_by="agent")
def only_so_many_parking_spaces(state: State, lease_id: Reference[Lease]) -> bool:
    """At most 1 parking space can go with the same lease."""
    return len(state.find(ParkingSpace, lease_id=lease_id)) < MAX_SPACES


@rule(before=rent_parking_space, enforced_by="agent")
def those_who_leave_rent_no_parking_space(state: State, lease_id: Reference[Lease]) -> bool:
    """A parking space is let only with a lease that is running."""
    return state.get(Lease, lease_id).status == "running"


# --- keys ----------------------------------------------------------------------------------------


@rule(before=order_key, enforced_by="agent")
def only_so_many_keys(state: State, lease_id: Reference[Lease], kind: KeyKind) -> bool:
    """There are at most 3 keys of a kind for the same lease.

    Those that are lost do not count.
    """
    keys = state.find(DoorKey, lease_id=lease_id, kind=kind)
    return sum(key.status != "lost" for key in keys) < MAX_KEYS


# --- extras --------------------------------------------------------------------------------------


@rule(before=book_extra, enforced_by="tools")
def only_so_many_extras(state: State, lease_id: Reference[Lease]) -> bool:
    """At most 3 extras go with the same lease."""
    return len(state.find(BookedExtra, lease_id=lease_id)) < MAX_EXTRAS


@rule(before=book_extra, enforced_by="agent")
def only_what_is_on_offer(state: State, extra_id: Reference[Extra]) -> bool:
    """Only extras that are on offer are booked; others are listed for those who have them."""
    return state.get(Extra, extra_id).on_offer


@rule(before=cancel_extra, enforced_by="agent")
def extras_are_cancelled_soon(state: State, booked_extra_id: Reference[BookedExtra]) -> bool:
    """An extra can be cancelled until 7 days after it was booked."""
    booked = state.get(BookedExtra, booked_extra_id)
    return days_between(booked.booked_on, state.now) <= CHANGE_OF_MIND_DAYS


# --- making up for trouble -----------------------------------------------------------------------


@rule(before=grant_goodwill, enforced_by="agent")
def goodwill_is_capped(state: State, lease_id: Reference[Lease], amount: Money) -> bool:
    """A goodwill credit is at most 20.00."""
    return amount <= LARGEST_GOODWILL


@rule(before=grant_goodwill, enforced_by="agent")
def goodwill_is_for_what_is_over(state: State, lease_id: Reference[Lease]) -> bool:
    """Goodwill is given only for a lease that is ended."""
    return state.get(Lease, lease_id).status == "ended"


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the tenant it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no tenant")
