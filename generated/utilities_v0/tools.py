"""What the people who answer for Clearwell Water can do."""

from autoforge_envs.domain import (
    City,
    Date,
    Email,
    Money,
    PostalCode,
    Quantity,
    Reference,
    Secret,
    State,
    StreetAddress,
    ToolError,
    days_between,
    record_identity,
    require,
    shift,
    tool,
)

from .models import (
    Address,
    AddressUse,
    Bill,
    BillDetails,
    Customer,
    CustomerMatch,
    DocumentCopy,
    DocumentKind,
    DocumentWay,
    Estimate,
    Grant,
    Instalment,
    InstalmentDetails,
    InstalmentPlan,
    Meter,
    MeterDetails,
    Move,
    MoveDetails,
    Reading,
    ReadingDetails,
    Supply,
    SupplyPoint,
    Tariff,
    Visit,
    VisitDetails,
    VisitReason,
)

DUE_AFTER_DAYS = 30
DISCOUNT_PERCENT = 15
INSTALMENT_FEE = 225
VISIT_FEES = {
    "check_meter": 1000,
    "exchange_meter": 5500,
    "no_supply": 0,
    "bad_pressure": 0,
}
WAY_FEES = {"email": 0, "letter": 100, "registered_letter": 400}

# --- finding and checking the customer -----------------------------------------------------------


@tool(intent="find the customer with the e-mail address {email}")
def find_customer_by_email(state: State, email: Email) -> CustomerMatch:
    """Find a customer by e-mail address.

    Args:
        email: The e-mail address, as the customer says it.
    """
    for customer in state.find(Customer, email=email):
        return CustomerMatch(id=customer.id, name=customer.name)
    raise ToolError(f"no customer has the e-mail address {email}")


@tool(intent="verify the identity of customer {customer_id}", writes=True)
def verify_identity(state: State, customer_id: Reference[Customer], pin: Secret) -> CustomerMatch:
    """Check that you talk to the customer, and record that you did.

    Args:
        customer_id: Who they say they are.
        pin: The pin, as they say it.
    """
    customer = state.get(Customer, customer_id)
    matches = customer.pin == pin
    require(matches, "this is not the pin")
    record_identity(state, customer.id)
    return CustomerMatch(id=customer.id, name=customer.name)


@tool(intent="look at the details of customer {customer_id}")
def get_customer(state: State, customer_id: Reference[Customer]) -> Customer:
    """Show what is in the books about a customer.

    Args:
        customer_id: The customer.
    """
    return state.get(Customer, customer_id)


# --- looking things up ---------------------------------------------------------------------------


@tool(intent="list the supply points of customer {customer_id}")
def list_supply_points(state: State, customer_id: Reference[Customer]) -> list[SupplyPoint]:
    """List where a customer is supplied, or was.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return state.find(SupplyPoint, customer_id=customer_id)


@tool(intent="list the meters of customer {customer_id}")
def list_meters(state: State, customer_id: Reference[Customer]) -> list[MeterDetails]:
    """List the meters at all supply points of a customer, with their last readings.

    Args:
        customer_id: The customer.
    """
    return [meter_details(state, meter) for meter in meters_of(state, customer_id)]


@tool(intent="list the readings of meter {meter_id}")
def list_readings(state: State, meter_id: Reference[Meter]) -> list[ReadingDetails]:
    """List what a meter showed.

    Args:
        meter_id: The meter.
    """
    state.get(Meter, meter_id)
    return [reading_details(state, reading) for reading in readings_of(state, meter_id)]


@tool(intent="list the bills of customer {customer_id}")
def list_bills(state: State, customer_id: Reference[Customer]) -> list[BillDetails]:
    """List the bills of a customer, paid or not.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [bill_details(state, each) for each in state.find(Bill, customer_id=customer_id)]


@tool(intent="list the instalments of customer {customer_id}")
def list_instalments(state: State, customer_id: Reference[Customer]) -> list[InstalmentDetails]:
    """List what a customer pays in parts, or paid.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        instalment_details(state, instalment)
        for bill in state.find(Bill, customer_id=customer_id)
        for instalment in state.find(Instalment, bill_id=bill.id)
    ]


@tool(intent="list the visits to customer {customer_id}")
def list_visits(state: State, customer_id: Reference[Customer]) -> list[VisitDetails]:
    """List when somebody comes to the meters of a customer, or came.

    Args:
        customer_id: The customer.
    """
    return [
        visit_details(state, visit)
        for meter in meters_of(state, customer_id)
        for visit in state.find(Visit, meter_id=meter.id)
    ]


@tool(intent="search for tariffs for {supply}")
def search_tariffs(state: State, supply: Supply) -> list[Tariff]:
    """List the tariffs for a supply.

    Args:
        supply: What is supplied.
    """
    return state.find(Tariff, supply=supply)


@tool(intent="work out what meter {meter_id} would be billed today")
def estimate_bill(state: State, meter_id: Reference[Meter]) -> Estimate:
    """Work out what would be billed today, by the last reading.

    Args:
        meter_id: The meter.
    """
    meter = state.get(Meter, meter_id)
    return Estimate(
        meter_id=meter_id,
        used=used_since_billed(state, meter),
        months=months_since_billed(state, meter),
        amount=cost_of(state, meter),
    )


@tool(intent="list the moves of customer {customer_id}")
def list_moves(state: State, customer_id: Reference[Customer]) -> list[MoveDetails]:
    """List the moves that a customer announced.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        move_details(state, move)
        for supply_point in state.find(SupplyPoint, customer_id=customer_id)
        for move in state.find(Move, supply_point_id=supply_point.id)
    ]


@tool(intent="list the grants of customer {customer_id}")
def list_grants(state: State, customer_id: Reference[Customer]) -> list[Grant]:
    """List what a customer was granted, used or not.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return state.find(Grant, customer_id=customer_id)


# --- readings and bills --------------------------------------------------------------------------


@tool(intent="note that meter {meter_id} shows {used} cubic metres more", writes=True)
def submit_reading(state: State, meter_id: Reference[Meter], used: Quantity) -> ReadingDetails:
    """Note what a meter shows today, by how much it went on since the last reading.

    Args:
        meter_id: The meter, which must be in use.
        used: How many cubic metres more than at the last reading.
    """
    meter = in_use(state, meter_id)
    last = last_reading(state, meter_id)
    require(last.read_on < today(state), f"meter {meter_id} was read today already")
    added = state.add(
        Reading,
        meter_id=meter_id,
        value=(last.value + used) % meter.size,
        read_on=today(state),
        read_by="customer",
    )
    return reading_details(state, added)


@tool(intent="correct reading {reading_id} to {used} cubic metres used", writes=True)
def correct_reading(state: State, reading_id: Reference[Reading], used: Quantity) -> ReadingDetails:
    """Correct the last reading of a meter.

    Args:
        reading_id: The reading, which must be the last one and not be billed.
        used: How many cubic metres more than at the reading before it.
    """
    reading = state.get(Reading, reading_id)
    meter = in_use(state, reading.meter_id)
    earlier = readings_of(state, meter.id)
    is_last = earlier[-1].id == reading_id and len(earlier) > 1
    require(is_last, f"{reading_id} is not the last reading of meter {meter.id}")
    require(reading.read_on > meter.billed_on, f"{reading_id} has been billed")
    require(used != used_at(state, reading), f"{reading_id} says this already")
    changed = state.update(
        reading, value=(earlier[-2].value + used) % meter.size, read_by="customer"
    )
    return reading_details(state, changed)


@tool(intent="bill meter {meter_id}", writes=True)
def issue_bill(state: State, meter_id: Reference[Meter]) -> BillDetails:
    """Bill what was used from the last billing to the last reading.

    It is the cubic metres used times the unit_price of the tariff, and the monthly_charge for every
    full 30 days since the last billing.
    Remote meters have 15 percent off the sum, rounded down to the cent.
    The advances for these months are taken off; less than nothing is never billed.
    It is due after 30 days.

    Args:
        meter_id: The meter, which must be in use.
    """
    meter = in_use(state, meter_id)
    last = last_reading(state, meter_id)
    require(last.read_on > meter.billed_on, f"{meter_id} was not read since it was billed")
    added = state.add(
        Bill,
        customer_id=state.get(SupplyPoint, meter.supply_point_id).customer_id,
        meter_id=meter_id,
        status="open",
        used=used_since_billed(state, meter),
        amount=cost_of(state, meter),
        issued_on=today(state),
        due_on=shift(today(state), days=DUE_AFTER_DAYS),
    )
    state.update(meter, billed_value=last.value, billed_on=today(state))
    return bill_details(state, added)


@tool(intent="take the payment of bill {bill_id}", writes=True)
def pay_bill(state: State, bill_id: Reference[Bill]) -> BillDetails:
    """Book that a bill is paid in full.

    Args:
        bill_id: The bill, which must be open or overdue.
    """
    bill = unpaid(state, bill_id)
    return bill_details(state, state.update(bill, status="paid"))


@tool(intent="let bill {bill_id} be paid in {parts} parts", writes=True)
def agree_instalments(state: State, bill_id: Reference[Bill], parts: Quantity) -> InstalmentPlan:
    """Let a bill be paid in monthly parts, the first after 30 days.

    Every part costs 2.25 more.
    All parts are equal; what does not divide is in the last one.

    Args:
        bill_id: The bill, which must be open or overdue.
        parts: Into how many parts it is split, from 2 to 24.
    """
    bill = unpaid(state, bill_id)
    require(2 <= parts <= 24, "a plan has from 2 to 24 parts")
    total = bill.amount + parts * INSTALMENT_FEE
    each = total // parts
    last = total - each * (parts - 1)
    for part in range(1, parts + 1):
        state.add(
            Instalment,
            bill_id=bill_id,
            amount=last if part == parts else each,
            due_on=shift(today(state), days=30 * part),
            status="open",
        )
    state.update(bill, status="in_instalments", amount=total)
    last_due_on = shift(today(state), days=30 * parts)
    return InstalmentPlan(
        bill_id=bill_id, each=each, last=last, total=total, last_due_on=last_due_on
    )


@tool(intent="take the payment of instalment {instalment_id}", writes=True)
def pay_instalment(state: State, instalment_id: Reference[Instalment]) -> InstalmentDetails:
    """Book that an instalment is paid; with the last one the bill is paid.

    Args:
        instalment_id: The instalment, which must be open.
    """
    instalment = state.get(Instalment, instalment_id)
    require(instalment.status == "open", f"{instalment_id} is paid already")
    changed = state.update(instalment, status="paid")
    if not state.find(Instalment, bill_id=instalment.bill_id, status="open"):
        state.update(state.get(Bill, instalment.bill_id), status="paid")
    return instalment_details(state, changed)


@tool(intent="put off instalment {instalment_id} by {weeks} weeks", writes=True)
def put_off_instalment(
    state: State, instalment_id: Reference[Instalment], weeks: Quantity
) -> InstalmentDetails:
    """Let an instalment be paid some weeks later than it is due.

    Args:
        instalment_id: The instalment, which must be open.
        weeks: How many weeks, from 1 to 52.
    """
    instalment = state.get(Instalment, instalment_id)
    require(instalment.status == "open", f"{instalment_id} is paid already")
    require(1 <= weeks <= 52, "an instalment is put off by 1 to 52 weeks")
    due_on = shift(instalment.due_on, days=7 * weeks)
    return instalment_details(state, state.update(instalment, due_on=due_on))


@tool(intent="use grant {grant_id} for bill {bill_id}", writes=True)
def use_grant(state: State, bill_id: Reference[Bill], grant_id: Reference[Grant]) -> BillDetails:
    """Take a grant off a bill; what is left of the grant is lost.

    Args:
        bill_id: The bill, which must be open or overdue.
        grant_id: The grant, which must not be used.
    """
    bill = unpaid(state, bill_id)
    grant = state.get(Grant, grant_id)
    is_own = grant.customer_id == bill.customer_id
    require(is_own, f"{grant_id} was granted to somebody else")
    require(grant.status == "granted", f"grant {grant_id} is used")
    state.update(grant, status="used")
    left = max(0, bill.amount - grant.amount)
    changed = state.update(bill, amount=left, status="paid" if left == 0 else bill.status)
    return bill_details(state, changed)


# --- meters --------------------------------------------------------------------------------------


@tool(intent="charge meter {meter_id} by tariff {tariff_id}", writes=True)
def switch_tariff(
    state: State, meter_id: Reference[Meter], tariff_id: Reference[Tariff]
) -> MeterDetails:
    """Charge a supply by another tariff from today.

    Args:
        meter_id: The meter, which must be in use.
        tariff_id: The new tariff, for the same supply.
    """
    meter = in_use(state, meter_id)
    tariff = state.get(Tariff, tariff_id)
    require(tariff.supply == meter.supply, f"{tariff_id} is for {tariff.supply}")
    require(meter.tariff_id != tariff_id, f"{meter_id} is charged by {tariff_id} already")
    changed = state.update(meter, tariff_id=tariff_id, tariff_since=today(state))
    return meter_details(state, changed)


@tool(intent="change the advance for meter {meter_id} to {advance}", writes=True)
def change_advance(state: State, meter_id: Reference[Meter], advance: Money) -> MeterDetails:
    """Change what is paid for a supply each month beforehand.

    Args:
        meter_id: The meter, which must be in use.
        advance: The new amount.
    """
    meter = in_use(state, meter_id)
    require(advance != meter.advance, f"the advance for {meter_id} is {advance} already")
    return meter_details(state, state.update(meter, advance=advance))


@tool(intent="send somebody to meter {meter_id} on {day}", writes=True)
def plan_visit(
    state: State, meter_id: Reference[Meter], reason: VisitReason, day: Date
) -> VisitDetails:
    """Send a technician to a meter.

    Checking it costs 10.00, exchanging it 55.00, looking after the pressure 0.00;
    when there is no supply it is free.

    Args:
        meter_id: The meter.
        reason: Why somebody is to come.
        day: When.
    """
    meter = state.get(Meter, meter_id)
    require(meter.status != "removed", f"meter {meter_id} is removed")
    require(day > today(state), f"{day} is too early, plan for tomorrow or later")
    added = state.add(
        Visit,
        meter_id=meter_id,
        reason=reason,
        day=day,
        status="planned",
        fee=VISIT_FEES[reason],
    )
    return visit_details(state, added)


@tool(intent="move visit {visit_id} to {day}", writes=True)
def move_visit(state: State, visit_id: Reference[Visit], day: Date) -> VisitDetails:
    """Have a technician come on another day.

    Args:
        visit_id: The visit, which must be planned.
        day: The new day.
    """
    visit = planned(state, visit_id)
    require(day > today(state), f"{day} is too early, plan for tomorrow or later")
    require(day != visit.day, f"{visit_id} is on {day} already")
    return visit_details(state, state.update(visit, day=day))


@tool(intent="call off visit {visit_id}", writes=True)
def cancel_visit(state: State, visit_id: Reference[Visit]) -> VisitDetails:
    """Tell a technician not to come; what it would have cost is dropped.

    Args:
        visit_id: The visit, which must be planned.
    """
    visit = planned(state, visit_id)
    return visit_details(state, state.update(visit, status="cancelled", fee=0))


# --- moves ---------------------------------------------------------------------------------------


@tool(
    intent="plan the move from {supply_point_id} to {street}, {postal_code} {city} on {moves_on}",
    writes=True,
)
def plan_move(
    state: State,
    supply_point_id: Reference[SupplyPoint],
    street: StreetAddress,
    postal_code: PostalCode,
    city: City,
    moves_on: Date,
) -> MoveDetails:
    """Note that a supply is to end at one place and begin at another.

    Args:
        supply_point_id: Where the customer lives now; it must be supplied.
        street: Street and house number of the new place.
        postal_code: Its postal code.
        city: Its city.
        moves_on: The first day there.
    """
    supply_point = state.get(SupplyPoint, supply_point_id)
    require(supply_point.status == "supplied", f"{supply_point_id} is not supplied any more")
    require(moves_on > today(state), f"{moves_on} is too early, plan for tomorrow or later")
    there = state.find(Move, supply_point_id=supply_point_id, status="planned")
    require(not there, f"a move from {supply_point_id} is planned already")
    added = state.add(
        Move,
        supply_point_id=supply_point_id,
        street=street,
        postal_code=postal_code,
        city=city,
        moves_on=moves_on,
        status="planned",
    )
    return move_details(state, added)


@tool(intent="have move {move_id} on {moves_on} instead", writes=True)
def change_move(state: State, move_id: Reference[Move], moves_on: Date) -> MoveDetails:
    """Note that somebody moves on another day.

    Args:
        move_id: The move, which must be planned.
        moves_on: The first day at the new place.
    """
    move = planned_move(state, move_id)
    require(moves_on > today(state), f"{moves_on} is too early, plan for tomorrow or later")
    require(moves_on != move.moves_on, f"{move_id} is on {moves_on} already")
    return move_details(state, state.update(move, moves_on=moves_on))


@tool(intent="call off move {move_id}", writes=True)
def cancel_move(state: State, move_id: Reference[Move]) -> MoveDetails:
    """Note that somebody stays where they are.

    Args:
        move_id: The move, which must be planned.
    """
    return move_details(state, state.update(planned_move(state, move_id), status="cancelled"))


# --- addresses -----------------------------------------------------------------------------------


@tool(intent="list the addresses of customer {customer_id}")
def list_addresses(state: State, customer_id: Reference[Customer]) -> list[Address]:
    """List the addresses in a customer's address book.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return state.find(Address, customer_id=customer_id)


@tool(intent="add the address {street}, {postal_code} {city}, as my {use} address", writes=True)
def add_address(
    state: State,
    customer_id: Reference[Customer],
    use: AddressUse,
    street: StreetAddress,
    postal_code: PostalCode,
    city: City,
) -> Address:
    """Put another address into a customer's address book; it does not become the main one.

    Args:
        customer_id: The customer.
        use: What it is used for.
        street: Street and house number.
        postal_code: Postal code.
        city: City.
    """
    state.get(Customer, customer_id)
    return state.add(
        Address,
        customer_id=customer_id,
        use=use,
        street=street,
        postal_code=postal_code,
        city=city,
        main=False,
    )


@tool(intent="make {address_id} the main address", writes=True)
def set_main_address(state: State, address_id: Reference[Address]) -> Address:
    """Send letters to another address of the address book.

    Args:
        address_id: The address, which must not be the main one yet.
    """
    address = state.get(Address, address_id)
    require(not address.main, f"{address_id} is the main address already")
    for other in state.find(Address, customer_id=address.customer_id):
        if other.main:
            state.update(other, main=False)
    return state.update(address, main=True)


@tool(intent="delete the address {address_id}", writes=True)
def delete_address(state: State, address_id: Reference[Address]) -> Address:
    """Take an address out of the address book.

    Args:
        address_id: The address.
    """
    address = state.get(Address, address_id)
    state.remove(address)
    return address


# --- copies of documents -------------------------------------------------------------------------


@tool(intent="list the copies sent for bill {bill_id}")
def list_document_copies(state: State, bill_id: Reference[Bill]) -> list[DocumentCopy]:
    """List the copies of documents that were sent out for a bill.

    Args:
        bill_id: The bill.
    """
    state.get(Bill, bill_id)
    return state.find(DocumentCopy, bill_id=bill_id)


@tool(intent="send a copy of the {kind} for bill {bill_id} by {way}", writes=True)
def send_document_copy(
    state: State, bill_id: Reference[Bill], kind: DocumentKind, way: DocumentWay
) -> DocumentCopy:
    """Send a copy of a document about a bill.

    By e-mail it costs nothing, by letter 1.00, as a registered letter
    4.00.

    Args:
        bill_id: The bill.
        kind: Which document.
        way: How it is sent.
    """
    state.get(Bill, bill_id)
    fee = WAY_FEES[way]
    return state.add(
        DocumentCopy, bill_id=bill_id, kind=kind, way=way, fee=fee, sent_on=state.now[:10]
    )


# --- what the tools share ------------------------------------------------------------------------


def today(state: State) -> Date:
    """The day of the clock."""
    return state.now[:10]


def meters_of(state: State, customer_id: str) -> list[Meter]:
    """The meters at all supply points of a customer."""
    state.get(Customer, customer_id)
    return [
        meter
        for supply_point in state.find(SupplyPoint, customer_id=customer_id)
        for meter in state.find(Meter, supply_point_id=supply_point.id)
    ]


def readings_of(state: State, meter_id: str) -> list[Reading]:
    """The readings of a meter, the last one last."""
    found = state.find(Reading, meter_id=meter_id)
    return sorted(found, key=lambda reading: reading.read_on)


def last_reading(state: State, meter_id: str) -> Reading:
    """The last reading of a meter; every meter has one from the day it was built in."""
    readings = readings_of(state, meter_id)
    require(bool(readings), f"meter {meter_id} was never read")
    return readings[-1]


def used_at(state: State, reading: Reading) -> int:
    """What was used from one reading to another; a full meter begins at 0 again."""
    earlier = [
        each for each in readings_of(state, reading.meter_id) if each.read_on < reading.read_on
    ]
    before = earlier[-1].value if earlier else reading.value
    return (reading.value - before) % state.get(Meter, reading.meter_id).size


def used_since_billed(state: State, meter: Meter) -> int:
    """What was used from the last billing to the last reading."""
    return (last_reading(state, meter.id).value - meter.billed_value) % meter.size


def months_since_billed(state: State, meter: Meter) -> int:
    """How many full 30 days have passed since the last billing."""
    return max(0, days_between(meter.billed_on, state.now)) // 30


def cost_of(state: State, meter: Meter) -> int:
    """What a meter is billed today."""
    tariff = state.get(Tariff, meter.tariff_id)
    used = used_since_billed(state, meter)
    months = months_since_billed(state, meter)
    cost = used * tariff.unit_price + months * tariff.monthly_charge
    if meter.kind == "remote":
        cost = cost * (100 - DISCOUNT_PERCENT) // 100
    return max(0, cost - months * meter.advance)


def in_use(state: State, meter_id: str) -> Meter:
    """A meter that must not be removed."""
    meter = state.get(Meter, meter_id)
    require(meter.status != "removed", f"meter {meter_id} is removed")
    return meter


def unpaid(state: State, bill_id: str) -> Bill:
    """A bill that must be open or overdue."""
    bill = state.get(Bill, bill_id)
    is_unpaid = bill.status in ("open", "overdue")
    require(is_unpaid, f"{bill_id} is {bill.status}")
    return bill


def planned(state: State, visit_id: str) -> Visit:
    """A visit that must be planned."""
    visit = state.get(Visit, visit_id)
    require(visit.status == "planned", f"visit {visit_id} is {visit.status}")
    return visit


def planned_move(state: State, move_id: str) -> Move:
    """A move that must be planned."""
    move = state.get(Move, move_id)
    require(move.status == "planned", f"move {move_id} is {move.status}")
    return move


def move_details(state: State, move: Move) -> MoveDetails:
    """A move as it is shown."""
    return MoveDetails(
        move_id=move.id,
        supply_point_id=move.supply_point_id,
        old_city=state.get(SupplyPoint, move.supply_point_id).city,
        street=move.street,
        city=move.city,
        postal_code=move.postal_code,
        moves_on=move.moves_on,
        status=move.status,
    )


def meter_details(state: State, meter: Meter) -> MeterDetails:
    """A meter as it is shown."""
    supply_point = state.get(SupplyPoint, meter.supply_point_id)
    last = last_reading(state, meter.id)
    return MeterDetails(
        meter_id=meter.id,
        supply_point_id=supply_point.id,
        tariff_id=meter.tariff_id,
        serial=meter.serial,
        street=supply_point.street,
        city=supply_point.city,
        supply=meter.supply,
        kind=meter.kind,
        status=meter.status,
        tariff=state.get(Tariff, meter.tariff_id).name,
        tariff_since=meter.tariff_since,
        advance=meter.advance,
        last_value=last.value,
        last_read_on=last.read_on,
        billed_on=meter.billed_on,
    )


def reading_details(state: State, reading: Reading) -> ReadingDetails:
    """A reading as it is shown."""
    return ReadingDetails(
        reading_id=reading.id,
        meter_id=reading.meter_id,
        serial=state.get(Meter, reading.meter_id).serial,
        value=reading.value,
        used=used_at(state, reading),
        read_on=reading.read_on,
        read_by=reading.read_by,
    )


def bill_details(state: State, bill: Bill) -> BillDetails:
    """A bill as it is shown."""
    meter = state.get(Meter, bill.meter_id)
    return BillDetails(
        bill_id=bill.id,
        meter_id=meter.id,
        supply=meter.supply,
        city=state.get(SupplyPoint, meter.supply_point_id).city,
        status=bill.status,
        used=bill.used,
        amount=bill.amount,
        issued_on=bill.issued_on,
        due_on=bill.due_on,
    )


def instalment_details(state: State, instalment: Instalment) -> InstalmentDetails:
    """An instalment as it is shown."""
    meter_id = state.get(Bill, instalment.bill_id).meter_id
    return InstalmentDetails(
        instalment_id=instalment.id,
        bill_id=instalment.bill_id,
        supply=state.get(Meter, meter_id).supply,
        amount=instalment.amount,
        due_on=instalment.due_on,
        status=instalment.status,
    )


def visit_details(state: State, visit: Visit) -> VisitDetails:
    """A visit as it is shown."""
    meter = state.get(Meter, visit.meter_id)
    return VisitDetails(
        visit_id=visit.id,
        meter_id=meter.id,
        supply=meter.supply,
        city=state.get(SupplyPoint, meter.supply_point_id).city,
        reason=visit.reason,
        day=visit.day,
        status=visit.status,
        fee=visit.fee,
    )
