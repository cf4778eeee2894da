"""What the people who answer for Hofgarten Lettings can do."""

from autoforge_envs.domain import (
    City,
    Date,
    Money,
    PersonName,
    PostalCode,
    Quantity,
    Reference,
    Secret,
    State,
    record_identity,
    require,
    shift,
    tool,
)

from .models import (
    Building,
    Charge,
    DoorKey,
    Flat,
    HalfDay,
    KeyKind,
    KeyOrder,
    Lease,
    LeaseView,
    ParkingChange,
    ParkingSpace,
    PaymentMethod,
    Power,
    Proxy,
    Relation,
    Repair,
    Technician,
    Tenant,
    TenantMatch,
    Trade,
    Urgency,
)

KEY_FEE = 1750
DEFERRAL_FEE = 1500
DEFERRAL_DAYS = 10

# --- finding and checking the tenant -------------------------------------------------------------


@tool(intent="find the tenants called {name}, born on {date_of_birth}")
def find_tenants_by_name(state: State, name: PersonName, date_of_birth: Date) -> list[TenantMatch]:
    """Find tenants by full name and date of birth; there may be several.

    Args:
        name: First and last name, as it is in the books.
        date_of_birth: The date of birth.
    """
    return [
        TenantMatch(id=tenant.id, name=tenant.name)
        for tenant in state.find(Tenant, name=name)
        if tenant.date_of_birth == date_of_birth
    ]


@tool(intent="verify the identity of tenant {tenant_id}", writes=True)
def verify_identity(
    state: State, tenant_id: Reference[Tenant], postal_code: PostalCode, pin: Secret
) -> TenantMatch:
    """Check that you talk to the tenant, and record that you did.

    Args:
        tenant_id: Who they say they are.
        postal_code: The postal code of their address.
        pin: The pin, as they say it.
    """
    tenant = state.get(Tenant, tenant_id)
    matches = tenant.postal_code == postal_code and tenant.pin == pin
    require(matches, "postal code and pin do not both match")
    record_identity(state, tenant.id)
    return TenantMatch(id=tenant.id, name=tenant.name)


@tool(intent="look at the details of tenant {tenant_id}")
def get_tenant(state: State, tenant_id: Reference[Tenant]) -> Tenant:
    """Show what is in the books about a tenant.

    Args:
        tenant_id: The tenant.
    """
    return state.get(Tenant, tenant_id)


# --- leases and rent -----------------------------------------------------------------------------


@tool(intent="list the leases of tenant {tenant_id}")
def list_leases(state: State, tenant_id: Reference[Tenant]) -> list[LeaseView]:
    """List the leases that a tenant has or had.

    Args:
        tenant_id: The tenant.
    """
    state.get(Tenant, tenant_id)
    return [lease_view(state, each) for each in state.find(Lease, tenant_id=tenant_id)]


@tool(intent="list what is or was to be paid for {lease_id}")
def list_charges(state: State, lease_id: Reference[Lease]) -> list[Charge]:
    """List the charges of a lease, paid or not.

    Args:
        lease_id: The lease.
    """
    state.get(Lease, lease_id)
    return state.find(Charge, lease_id=lease_id)


@tool(intent="take the payment of {charge_id}", writes=True)
def pay_charge(state: State, charge_id: Reference[Charge]) -> Charge:
    """Book that a charge is paid in full.

    Args:
        charge_id: The charge, which must not be paid yet.
    """
    charge = state.get(Charge, charge_id)
    require(charge.status != "paid", f"{charge_id} is paid already")
    return state.update(charge, status="paid")


@tool(intent="defer {charge_id}", writes=True)
def defer_charge(state: State, charge_id: Reference[Charge]) -> Charge:
    """Let a charge be paid 10 days later, for 15.00 more.

    Args:
        charge_id: The charge, which must be due.
    """
    charge = state.get(Charge, charge_id)
    require(charge.status == "due", f"{charge_id} is {charge.status}, not due")
    later = shift(charge.due_on, days=DEFERRAL_DAYS)
    amount = charge.amount + DEFERRAL_FEE
    return state.update(charge, status="deferred", due_on=later, amount=amount)


@tool(intent="give notice for {lease_id} to leave on {last_day}", writes=True)
def give_notice(state: State, lease_id: Reference[Lease], last_day: Date) -> Lease:
    """End a lease; the flat is offered again from the day after.

    Args:
        lease_id: The lease, which must be running.
        last_day: The last day.
    """
    lease = state.get(Lease, lease_id)
    require(lease.status == "running", f"{lease_id} is {lease.status}, not running")
    state.update(state.get(Flat, lease.flat_id), free_from=shift(last_day, days=1))
    return state.update(lease, status="under_notice", ends_on=last_day)


@tool(intent="withdraw the notice for {lease_id}", writes=True)
def withdraw_notice(state: State, lease_id: Reference[Lease]) -> Lease:
    """Go on with a lease for which notice was given.

    Args:
        lease_id: The lease, which must be under notice.
    """
    lease = state.get(Lease, lease_id)
    require(lease.status == "under_notice", f"{lease_id} is {lease.status}, not under notice")
    state.update(state.get(Flat, lease.flat_id), free_from=None)
    return state.update(lease, status="running", ends_on=None)


@tool(intent="list the flats in {city} with {rooms} rooms that become free")
def search_flats(state: State, city: City, rooms: Quantity | None = None) -> list[Flat]:
    """List the flats of a city that are or become free.

    Args:
        city: The city.
        rooms: Only those with so many rooms.
    """
    return [
        flat
        for building in state.find(Building, city=city)
        for flat in state.find(Flat, building_id=building.id)
        if flat.free_from is not None and rooms in (None, flat.rooms)
    ]


# --- repairs -------------------------------------------------------------------------------------


@tool(intent="list the repairs for {lease_id}")
def list_repairs(state: State, lease_id: Reference[Lease]) -> list[Repair]:
    """List what was reported for a lease, done or not.

    Args:
        lease_id: The lease.
    """
    state.get(Lease, lease_id)
    return state.find(Repair, lease_id=lease_id)


@tool(intent="list the technicians for {trade}")
def list_technicians(state: State, trade: Trade) -> list[Technician]:
    """List who mends things of one trade.

    Args:
        trade: The trade.
    """
    return state.find(Technician, trade=trade)


@tool(intent="list the visits of {technician_id} on {day}")
def list_visits(state: State, technician_id: Reference[Technician], day: Date) -> list[Repair]:
    """List what a technician has planned for a day.

    Args:
        technician_id: The technician.
        day: The day.
    """
    state.get(Technician, technician_id)
    return visits_of(state, technician_id, day)


@tool(intent="report a {trade} repair of {urgency} urgency for {lease_id}", writes=True)
def report_repair(
    state: State, lease_id: Reference[Lease], trade: Trade, urgency: Urgency
) -> Repair:
    """Take down that something has to be mended.

    Args:
        lease_id: The lease of the flat.
        trade: Whose work it is; nothing of this trade may be open already.
        urgency: How urgent it is.
    """
    state.get(Lease, lease_id)
    pending = state.find(Repair, lease_id=lease_id, trade=trade, status="reported")
    require(not pending, f"a {trade} repair for {lease_id} is reported already")
    return state.add(
        Repair,
        lease_id=lease_id,
        trade=trade,
        urgency=urgency,
        status="reported",
        reported_on=state.now[:10],
    )


@tool(intent="send {technician_id} for {repair_id} on {visit_on}, {half_day}", writes=True)
def plan_visit(
    state: State,
    repair_id: Reference[Repair],
    technician_id: Reference[Technician],
    visit_on: Date,
    half_day: HalfDay,
) -> Repair:
    """Agree when somebody comes, for the first time or anew.

    Args:
        repair_id: What is to be mended; it must be reported or planned.
        technician_id: Who comes; it must be somebody of the trade.
        visit_on: On which day, later than today.
        half_day: In which half of the day.
    """
    repair = state.get(Repair, repair_id)
    pending = repair.status in ("reported", "planned")
    require(pending, f"{repair_id} is {repair.status}")
    technician = state.get(Technician, technician_id)
    is_fit = technician.trade == repair.trade
    require(is_fit, f"{technician_id} does {technician.trade}, not {repair.trade}")
    require(visit_on > state.now[:10], f"{visit_on} is too early, it must be after today")
    return state.update(
        repair,
        status="planned",
        technician_id=technician_id,
        visit_on=visit_on,
        half_day=half_day,
    )


@tool(intent="withdraw the repair {repair_id}", writes=True)
def withdraw_repair(state: State, repair_id: Reference[Repair]) -> Repair:
    """Drop a repair that is not needed any more, and its visit with it.

    Args:
        repair_id: The repair, which must be reported or planned.
    """
    repair = state.get(Repair, repair_id)
    pending = repair.status in ("reported", "planned")
    require(pending, f"{repair_id} is {repair.status}")
    return state.update(
        repair, status="withdrawn", technician_id=None, visit_on=None, half_day=None
    )


# --- parking -------------------------------------------------------------------------------------


@tool(intent="list the parking spaces of {building_id}")
def list_parking_spaces(state: State, building_id: Reference[Building]) -> list[ParkingSpace]:
    """List the parking spaces of a house; those without a lease are free.

    Args:
        building_id: The house.
    """
    state.get(Building, building_id)
    return state.find(ParkingSpace, building_id=building_id)


@tool(intent="rent parking space {parking_space_id} with {lease_id}", writes=True)
def rent_parking_space(
    state: State, lease_id: Reference[Lease], parking_space_id: Reference[ParkingSpace]
) -> ParkingChange:
    """Let a free parking space together with a lease of the same house.

    Args:
        lease_id: The lease.
        parking_space_id: The parking space.
    """
    lease = state.get(Lease, lease_id)
    space = state.get(ParkingSpace, parking_space_id)
    require(space.lease_id is None, f"{parking_space_id} is let")
    house = state.get(Flat, lease.flat_id).building_id
    require(house == space.building_id, f"{parking_space_id} belongs to another house")
    state.update(space, lease_id=lease_id)
    return ParkingChange(parking_space_id=space.id, monthly_total=monthly_total(state, lease))


@tool(intent="give up the parking space {parking_space_id} of {lease_id}", writes=True)
def give_up_parking_space(
    state: State, lease_id: Reference[Lease], parking_space_id: Reference[ParkingSpace]
) -> ParkingChange:
    """Take a parking space out of a lease.

    Args:
        lease_id: The lease it goes with.
        parking_space_id: The parking space.
    """
    lease = state.get(Lease, lease_id)
    space = state.get(ParkingSpace, parking_space_id)
    require(space.lease_id == lease_id, f"{parking_space_id} does not go with {lease_id}")
    state.update(space, lease_id=None)
    return ParkingChange(parking_space_id=space.id, monthly_total=monthly_total(state, lease))


# --- keys ----------------------------------------------------------------------------------------


@tool(intent="list the keys of {lease_id}")
def list_keys(state: State, lease_id: Reference[Lease]) -> list[DoorKey]:
    """List the keys that belong to a lease, also those that are lost.

    Args:
        lease_id: The lease.
    """
    state.get(Lease, lease_id)
    return state.find(DoorKey, lease_id=lease_id)


@tool(intent="order another {kind} key for {lease_id}", writes=True)
def order_key(state: State, lease_id: Reference[Lease], kind: KeyKind) -> KeyOrder:
    """Order another key, for 17.50; one for the front door costs twice as much.

    Args:
        lease_id: The lease.
        kind: Which door it opens; none of the kind may be on order already.
    """
    state.get(Lease, lease_id)
    ordered = state.find(DoorKey, lease_id=lease_id, kind=kind, status="ordered")
    require(not ordered, f"a {kind} key for {lease_id} is on order already")
    own = state.find(DoorKey, lease_id=lease_id, kind=kind)
    fee = 2 * KEY_FEE if kind == "front_door" else KEY_FEE
    key = state.add(
        DoorKey, lease_id=lease_id, kind=kind, number=f"{kind} {len(own) + 1}", status="ordered"
    )
    book_fee(state, lease_id, f"{kind} key", fee)
    return KeyOrder(key=key, fee=fee)


@tool(intent="report key {door_key_id} lost", writes=True)
def report_lost_key(state: State, door_key_id: Reference[DoorKey]) -> DoorKey:
    """Note that a key is lost.

    Args:
        door_key_id: The key, which must have been handed out.
    """
    key = state.get(DoorKey, door_key_id)
    require(key.status == "handed_out", f"{door_key_id} is {key.status}, not handed out")
    return state.update(key, status="lost")


# --- ways to pay ---------------------------------------------------------------------------------


@tool(intent="list how tenant {tenant_id} can pay")
def list_payment_methods(state: State, tenant_id: Reference[Tenant]) -> list[PaymentMethod]:
    """List the ways to pay that are on file.

    Args:
        tenant_id: The tenant.
    """
    state.get(Tenant, tenant_id)
    return state.find(PaymentMethod, tenant_id=tenant_id)


@tool(intent="make {payment_method_id} the preferred way to pay", writes=True)
def prefer_payment_method(
    state: State, payment_method_id: Reference[PaymentMethod]
) -> PaymentMethod:
    """Use one way to pay from now on, and the others no longer.

    Args:
        payment_method_id: The way to pay, which must not be the preferred one yet.
    """
    method = state.get(PaymentMethod, payment_method_id)
    require(not method.preferred, f"{payment_method_id} is the preferred one already")
    for other in state.find(PaymentMethod, tenant_id=method.tenant_id):
        if other.preferred:
            state.update(other, preferred=False)
    return state.update(method, preferred=True)


@tool(intent="delete the way to pay {payment_method_id}", writes=True)
def delete_payment_method(
    state: State, payment_method_id: Reference[PaymentMethod]
) -> PaymentMethod:
    """Take a way to pay off the file.

    Args:
        payment_method_id: The way to pay.
    """
    method = state.get(PaymentMethod, payment_method_id)
    state.remove(method)
    return method


# --- people who may act for others ---------------------------------------------------------------


@tool(intent="list who may act for tenant {tenant_id}")
def list_proxies(state: State, tenant_id: Reference[Tenant]) -> list[Proxy]:
    """List the people who may act for a tenant, also those whose time is over.

    Args:
        tenant_id: The tenant.
    """
    state.get(Tenant, tenant_id)
    return state.find(Proxy, tenant_id=tenant_id)


@tool(intent="let {name} act for tenant {tenant_id} until {until}", writes=True)
def add_proxy(
    state: State,
    tenant_id: Reference[Tenant],
    name: PersonName,
    relation: Relation,
    power: Power,
    until: Date,
) -> Proxy:
    """Allow somebody to act for a tenant.

    Args:
        tenant_id: For whom.
        name: Who may act.
        relation: What they are to the tenant.
        power: What they may do.
        until: The last day on which they may.
    """
    state.get(Tenant, tenant_id)
    require(until >= state.now[:10], f"{until} is over")
    return state.add(
        Proxy,
        tenant_id=tenant_id,
        name=name,
        relation=relation,
        power=power,
        until=until,
    )


@tool(intent="let {proxy_id} act until {until}", writes=True)
def extend_proxy(state: State, proxy_id: Reference[Proxy], until: Date) -> Proxy:
    """Let somebody act for longer.

    Args:
        proxy_id: Who may act.
        until: The new last day, later than the old one.
    """
    proxy = state.get(Proxy, proxy_id)
    require(until > proxy.until, f"{proxy_id} may act until {proxy.until} already")
    return state.update(proxy, until=until)


@tool(intent="end what {proxy_id} may do", writes=True)
def revoke_proxy(state: State, proxy_id: Reference[Proxy]) -> Proxy:
    """Take the permission to act for a tenant back.

    Args:
        proxy_id: Who may not act any more.
    """
    proxy = state.get(Proxy, proxy_id)
    state.remove(proxy)
    return proxy


# --- what the tools share ------------------------------------------------------------------------


def lease_view(state: State, lease: Lease) -> LeaseView:
    """A lease with the flat and the house."""
    flat = state.get(Flat, lease.flat_id)
    building = state.get(Building, flat.building_id)
    return LeaseView(
        lease_id=lease.id,
        flat_id=flat.id,
        building_id=building.id,
        flat=flat.name,
        street=building.street,
        city=building.city,
        rooms=flat.rooms,
        status=lease.status,
        rent=lease.rent,
        deposit=lease.deposit,
        starts_on=lease.starts_on,
        ends_on=lease.ends_on,
    )


def visits_of(state: State, technician_id: str, day: Date) -> list[Repair]:
    """What a technician has planned for a day."""
    visits = state.find(Repair, technician_id=technician_id, visit_on=day)
    return [visit for visit in visits if visit.status == "planned"]


def book_fee(state: State, lease_id: str, purpose: str, amount: int) -> None:
    """Charge something besides the rent, due in two weeks."""
    state.add(
        Charge,
        lease_id=lease_id,
        purpose=purpose,
        amount=amount,
        due_on=shift(state.now[:10], days=14),
        status="due",
    )


def monthly_total(state: State, lease: Lease) -> Money:
    """The rent of a month with all parking spaces."""
    spaces = state.find(ParkingSpace, lease_id=lease.id)
    return lease.rent + sum(space.price for space in spaces)
