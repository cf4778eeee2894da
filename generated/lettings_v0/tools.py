"""What the people who answer for Hofgarten Lettings can do."""

from autoforge_envs.domain import (
    City,
    Date,
    Email,
    Money,
    PostalCode,
    Quantity,
    Reference,
    State,
    ToolError,
    record_identity,
    require,
    shift,
    tool,
)

from .models import (
    Annoyance,
    BookedExtra,
    Building,
    Charge,
    DoorKey,
    Extra,
    ExtraKind,
    ExtraLine,
    Flat,
    Goodwill,
    HalfDay,
    KeyKind,
    KeyOrder,
    Lease,
    LeaseView,
    ParkingChange,
    ParkingSpace,
    Repair,
    Technician,
    Tenant,
    TenantMatch,
    Trade,
    Urgency,
)

KEY_FEE = 2500
DEFERRAL_DAYS = 10
BUNDLE_FROM = 3
BUNDLE_PERCENT = 20

# --- finding and checking the tenant -------------------------------------------------------------


@tool(intent="find the tenant with the e-mail address {email}")
def find_tenant_by_email(state: State, email: Email) -> TenantMatch:
    """Find a tenant by e-mail address.

    Args:
        email: The e-mail address, as the tenant says it.
    """
    for tenant in state.find(Tenant, email=email):
        return TenantMatch(id=tenant.id, name=tenant.name)
    raise ToolError(f"no tenant has the e-mail address {email}")


@tool(intent="verify the identity of tenant {tenant_id}", writes=True)
def verify_identity(
    state: State, tenant_id: Reference[Tenant], date_of_birth: Date, postal_code: PostalCode
) -> TenantMatch:
    """Check that you talk to the tenant, and record that you did.

    Args:
        tenant_id: Who they say they are.
        date_of_birth: The date of birth, as they say it.
        postal_code: The postal code of their address.
    """
    tenant = state.get(Tenant, tenant_id)
    matches = tenant.date_of_birth == date_of_birth and tenant.postal_code == postal_code
    require(matches, "date of birth and postal code do not both match")
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
    """Let a charge be paid 10 days later, at no cost.

    Args:
        charge_id: The charge, which must be due.
    """
    charge = state.get(Charge, charge_id)
    require(charge.status == "due", f"{charge_id} is {charge.status}, not due")
    later = shift(charge.due_on, days=DEFERRAL_DAYS)
    return state.update(charge, status="deferred", due_on=later)


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
    """Order another key, for 25.00; one for the front door costs twice as much.

    Args:
        lease_id: The lease, which must not be ended.
        kind: Which door it opens; none of the kind may be on order already.
    """
    lease = state.get(Lease, lease_id)
    require(lease.status != "ended", f"{lease_id} is ended")
    ordered = state.find(DoorKey, lease_id=lease_id, kind=kind, status="ordered")
    require(not ordered, f"a {kind} key for {lease_id} is on order already")
    own = state.find(DoorKey, lease_id=lease_id, kind=kind)
    fee = 2 * KEY_FEE if kind == "front_door" else KEY_FEE
    words = kind.replace("_", " ")
    key = state.add(
        DoorKey, lease_id=lease_id, kind=kind, number=f"{words} {len(own) + 1}", status="ordered"
    )
    book_fee(state, lease_id, f"{words} key", fee)
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


# --- extras --------------------------------------------------------------------------------------


@tool(intent="list the extras of kind {kind}")
def list_extras(state: State, kind: ExtraKind) -> list[Extra]:
    """List the extras of one kind.

    Args:
        kind: The kind.
    """
    return state.find(Extra, kind=kind)


@tool(intent="list the extras of lease {lease_id}")
def list_booked_extras(state: State, lease_id: Reference[Lease]) -> list[ExtraLine]:
    """List the extras that go with a lease.

    Args:
        lease_id: The lease.
    """
    state.get(Lease, lease_id)
    return [extra_line(state, booked) for booked in state.find(BookedExtra, lease_id=lease_id)]


@tool(intent="add the extra {extra_id} to lease {lease_id}", writes=True)
def book_extra(state: State, lease_id: Reference[Lease], extra_id: Reference[Extra]) -> BookedExtra:
    """Book an extra; from the third one of a lease on, each costs 20 percent less.

    The price is rounded down to the cent.

    Args:
        lease_id: What it goes with; it must be running.
        extra_id: The extra, which must not be booked for it yet.
    """
    lease = state.get(Lease, lease_id)
    is_open = lease.status == "running"
    require(is_open, f"{lease_id} is {lease.status}, extras cannot be booked any more")
    price = state.get(Extra, extra_id).price
    booked = state.find(BookedExtra, lease_id=lease_id)
    has_it = any(each.extra_id == extra_id for each in booked)
    require(not has_it, f"{extra_id} is booked for {lease_id} already")
    if len(booked) >= BUNDLE_FROM - 1:
        price = price * (100 - BUNDLE_PERCENT) // 100
    return state.add(
        BookedExtra, lease_id=lease_id, extra_id=extra_id, price=price, booked_on=state.now[:10]
    )


@tool(intent="cancel the extra {booked_extra_id}", writes=True)
def cancel_extra(state: State, booked_extra_id: Reference[BookedExtra]) -> BookedExtra:
    """Take an extra off again.

    Args:
        booked_extra_id: The extra that was booked.
    """
    booked = state.get(BookedExtra, booked_extra_id)
    state.remove(booked)
    return booked


# --- making up for trouble -----------------------------------------------------------------------


@tool(intent="list the goodwill credits for lease {lease_id}")
def list_goodwill(state: State, lease_id: Reference[Lease]) -> list[Goodwill]:
    """List what was given for trouble with a lease.

    Args:
        lease_id: The lease.
    """
    state.get(Lease, lease_id)
    return state.find(Goodwill, lease_id=lease_id)


@tool(intent="give a goodwill credit of {amount} for lease {lease_id}", writes=True)
def grant_goodwill(
    state: State, lease_id: Reference[Lease], reason: Annoyance, amount: Money
) -> Goodwill:
    """Give a credit for trouble with a lease, once for each.

    Args:
        lease_id: The lease that went wrong.
        reason: What went wrong.
        amount: How much is given.
    """
    state.get(Lease, lease_id)
    require(amount > 0, "the amount must be more than zero")
    given = state.find(Goodwill, lease_id=lease_id)
    require(not given, f"a credit was given for {lease_id} already")
    return state.add(
        Goodwill, lease_id=lease_id, reason=reason, amount=amount, given_on=state.now[:10]
    )


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


def extra_line(state: State, booked: BookedExtra) -> ExtraLine:
    """A booked extra as it is shown."""
    extra = state.get(Extra, booked.extra_id)
    return ExtraLine(
        booked_extra_id=booked.id,
        name=extra.name,
        kind=extra.kind,
        price=booked.price,
        booked_on=booked.booked_on,
    )
