"""The policy of Hofgarten Lettings, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Date,
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
    Charge,
    DoorKey,
    KeyKind,
    Lease,
    ParkingSpace,
    PaymentMethod,
    Power,
    Proxy,
    Relation,
    Repair,
    Technician,
    Tenant,
    Urgency,
)
from .tools import (
    add_proxy,
    defer_charge,
    delete_payment_method,
    extend_proxy,
    get_tenant,
    give_notice,
    give_up_parking_space,
    list_charges,
    list_keys,
    list_leases,
    list_payment_methods,
    list_proxies,
    list_repairs,
    order_key,
    pay_charge,
    plan_visit,
    prefer_payment_method,
    rent_parking_space,
    report_lost_key,
    report_repair,
    revoke_proxy,
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
    prefer_payment_method,
    delete_payment_method,
    add_proxy,
    extend_proxy,
    revoke_proxy,
)
PERSONAL_VIEWS = (
    get_tenant,
    list_leases,
    list_charges,
    list_repairs,
    list_keys,
    list_payment_methods,
    list_proxies,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "tenant_id": lambda state, key: key,
    "lease_id": lambda state, key: state.get(Lease, key).tenant_id,
    "payment_method_id": lambda state, key: state.get(PaymentMethod, key).tenant_id,
    "proxy_id": lambda state, key: state.get(Proxy, key).tenant_id,
    "charge_id": lambda state, key: state.get(Lease, state.get(Charge, key).lease_id).tenant_id,
    "repair_id": lambda state, key: state.get(Lease, state.get(Repair, key).lease_id).tenant_id,
    "door_key_id": lambda state, key: state.get(Lease, state.get(DoorKey, key).lease_id).tenant_id,
}
NOTICE_DAYS = 60
LARGEST_DEFERRAL = {
    "regular": 85000,
    "preferred": 170000,
    "premier": 255000,
}
MAX_DEFERRED = 1
MAX_KEYS = 3
WITHDRAWAL_DAYS = 14
MAX_SPACES = 1
LEAST_VALID_DAYS = 30
MAX_PROXIES = 2
LONGEST_PROXY_DAYS = 90

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="agent", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Nobody's data is shown or changed before verify_identity has accepted what they say."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Before any change, repeat its details and get a yes."""
    return is_confirmed(state, call)


# --- leases and rent -----------------------------------------------------------------------------


@rule(before=give_notice, enforced_by="tools")
def notice_is_given_in_time(state: State, last_day: Date) -> bool:
    """The last day is at least 60 days after the day on which notice is given."""
    return days_between(state.now, last_day) >= NOTICE_DAYS


@rule(before=withdraw_notice, enforced_by="agent")
def notice_stands_near_the_end(state: State, lease_id: Reference[Lease]) -> bool:
    """A notice is withdrawn at least 14 days before the last day, not later."""
    last_day = state.get(Lease, lease_id).ends_on
    return last_day is None or days_between(state.now, last_day) >= WITHDRAWAL_DAYS


@rule(before=defer_charge, enforced_by="agent")
def large_charges_are_not_deferred(state: State, charge_id: Reference[Charge]) -> bool:
    """How large a charge may be that is deferred depends on the tier.

    It is at most 850.00 for regular, 1700.00 for preferred, 2550.00 for premier.
    """
    charge = state.get(Charge, charge_id)
    tenant_id = state.get(Lease, charge.lease_id).tenant_id
    return charge.amount <= LARGEST_DEFERRAL[state.get(Tenant, tenant_id).tier]


@rule(before=defer_charge, enforced_by="agent")
def only_so_many_deferrals(state: State, charge_id: Reference[Charge]) -> bool:
    """At most 1 charge of the same lease can be deferred at a time."""
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


@rule(before=plan_visit, enforced_by="tools")
def nobody_comes_on_a_weekend(_state: State, visit_on: Date) -> bool:
    """Visits are planned from Monday to Friday."""
    return days_between("2024-01-01", visit_on) % 7 < 5


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


# --- ways to pay ---------------------------------------------------------------------------------


@rule(before=delete_payment_method, enforced_by="agent")
def the_preferred_way_to_pay_stays(
    state: State, payment_method_id: Reference[PaymentMethod]
) -> bool:
    """The preferred way to pay cannot be deleted; another one has to be preferred first."""
    return not state.get(PaymentMethod, payment_method_id).preferred


@rule(before=prefer_payment_method, enforced_by="agent")
def what_ends_soon_is_not_preferred(
    state: State, payment_method_id: Reference[PaymentMethod]
) -> bool:
    """A way to pay is preferred only if it is valid for 30 more days at least."""
    method = state.get(PaymentMethod, payment_method_id)
    return method.valid_until >= shift(state.now[:10], days=LEAST_VALID_DAYS)


@rule(before=prefer_payment_method, enforced_by="agent")
def wallets_are_not_preferred(state: State, payment_method_id: Reference[PaymentMethod]) -> bool:
    """A wallet can be on file but cannot be the preferred way to pay."""
    return state.get(PaymentMethod, payment_method_id).kind != "wallet"


# --- people who may act for others ---------------------------------------------------------------


@rule(before=add_proxy, enforced_by="tools")
def only_so_many_proxies(state: State, tenant_id: Reference[Tenant]) -> bool:
    """At most 2 people may act for the same tenant at a time.

    Whose last day is over does not count.
    """
    proxies = state.find(Proxy, tenant_id=tenant_id)
    return sum(proxy.until >= state.now[:10] for proxy in proxies) < MAX_PROXIES


@rule(before=(add_proxy, extend_proxy), enforced_by="agent")
def proxies_end(state: State, until: Date) -> bool:
    """Nobody may act for somebody else for more than 90 days from today."""
    return days_between(state.now, until) <= LONGEST_PROXY_DAYS


@rule(before=add_proxy, enforced_by="agent")
def full_power_stays_in_the_family(_state: State, relation: Relation, power: Power) -> bool:
    """Only a partner, a parent or a child may have full power."""
    return power != "full" or relation in ("partner", "parent", "child")


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the tenant it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no tenant")
