"""What the people who answer for Second Spark can do."""

from autoforge_envs.domain import (
    City,
    Date,
    Label,
    Money,
    PersonName,
    PostalCode,
    Reference,
    Secret,
    State,
    ToolError,
    days_between,
    record_identity,
    require,
    shift,
    tool,
)

from .models import (
    Complaint,
    ComplaintTopic,
    Customer,
    CustomerMatch,
    Device,
    DeviceDetails,
    DeviceKind,
    DeviceType,
    Fault,
    GiftCard,
    Grade,
    Invoice,
    InvoiceDetails,
    InvoiceKind,
    Loaner,
    LoanerUse,
    LoanerUseDetails,
    Part,
    PaymentMethod,
    PickupSlot,
    Quote,
    QuoteDetails,
    Redemption,
    Repair,
    RepairDetails,
    Service,
    ServiceOffer,
    Workshop,
)

HALF_HOUR_RATE = 3600
UNCOVERED_FAULTS = ("broken_screen", "fell_into_water")
QUOTE_DAYS = 7
PROLONGED_BY_DAYS = 10
GUARANTEE_WORK_DAYS = 3
DIAGNOSIS_FEE = 1500
EXPRESS_PERCENT = 20
ANSWER_DAYS = 14
ESCALATED_ANSWER_DAYS = 7

# --- finding and checking the customer -----------------------------------------------------------


@tool(intent="find the customers called {name} in {postal_code}")
def find_customers_by_name(
    state: State, name: PersonName, postal_code: PostalCode
) -> list[CustomerMatch]:
    """Find customers by full name and postal code; there may be several.

    Args:
        name: First and last name.
        postal_code: The postal code of the address.
    """
    wanted = name.casefold()
    return [
        CustomerMatch(id=customer.id, name=customer.name)
        for customer in state.find(Customer, postal_code=postal_code)
        if customer.name.casefold() == wanted
    ]


@tool(intent="verify the identity of customer {customer_id}", writes=True)
def verify_identity(
    state: State, customer_id: Reference[Customer], passphrase: Secret
) -> CustomerMatch:
    """Check that you talk to the customer, and record that you did.

    Args:
        customer_id: Who they say they are.
        passphrase: The passphrase, as they say it.
    """
    customer = state.get(Customer, customer_id)
    matches = customer.passphrase.casefold() == passphrase.casefold()
    require(matches, "this is not the passphrase")
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


@tool(intent="list the devices of customer {customer_id}")
def list_devices(state: State, customer_id: Reference[Customer]) -> list[DeviceDetails]:
    """List the devices of a customer, with the last day of the maker's warranty.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [details_of_device(state, each) for each in state.find(Device, customer_id=customer_id)]


@tool(intent="list the repairs of customer {customer_id}")
def list_repairs(state: State, customer_id: Reference[Customer]) -> list[RepairDetails]:
    """List what a customer has brought in, now and before.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [details_of(state, each) for each in state.find(Repair, customer_id=customer_id)]


@tool(intent="list the quotes for customer {customer_id}")
def list_quotes(state: State, customer_id: Reference[Customer]) -> list[QuoteDetails]:
    """List all quotes that a customer got, accepted or not.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        quote_details(state, quote)
        for repair in state.find(Repair, customer_id=customer_id)
        for quote in state.find(Quote, repair_id=repair.id)
    ]


@tool(intent="list the invoices for customer {customer_id}")
def list_invoices(state: State, customer_id: Reference[Customer]) -> list[InvoiceDetails]:
    """List what a customer has to pay, and what is paid.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        invoice_details(state, repair, found)
        for repair in state.find(Repair, customer_id=customer_id)
        for found in state.find(Invoice, repair_id=repair.id)
    ]


@tool(intent="list the workshops in {city}")
def list_workshops(state: State, city: City) -> list[Workshop]:
    """List the workshops of a city.

    Args:
        city: The city.
    """
    return state.find(Workshop, city=city)


@tool(intent="list what is repaired of kind {kind}")
def search_device_types(state: State, kind: DeviceKind) -> list[DeviceType]:
    """List the device types of one kind that are repaired here.

    Args:
        kind: The kind.
    """
    return state.find(DeviceType, kind=kind)


@tool(intent="list the work offered for a {kind}")
def list_services(state: State, kind: DeviceKind) -> list[ServiceOffer]:
    """List the work that is offered for one kind, before warranty, with the parts in stock.

    Args:
        kind: The kind.
    """
    return [offer_of(state, service) for service in state.find(Service, kind=kind)]


@tool(intent="list the pick-up times of workshop {workshop_id}")
def list_pickup_slots(state: State, workshop_id: Reference[Workshop]) -> list[PickupSlot]:
    """List when things are handed out at a workshop, also the times that are full.

    Args:
        workshop_id: The workshop.
    """
    state.get(Workshop, workshop_id)
    return state.find(PickupSlot, workshop_id=workshop_id)


@tool(intent="list the loaners of workshop {workshop_id}")
def list_loaners(state: State, workshop_id: Reference[Workshop]) -> list[Loaner]:
    """List what a workshop lends while it repairs.

    Args:
        workshop_id: The workshop.
    """
    state.get(Workshop, workshop_id)
    return state.find(Loaner, workshop_id=workshop_id)


@tool(intent="list the loaners that customer {customer_id} has or had")
def list_loaner_uses(state: State, customer_id: Reference[Customer]) -> list[LoanerUseDetails]:
    """List the loaners in a customer's hands, and those that came back.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [loaner_use_details(state, use) for use in loaner_uses_of(state, customer_id)]


# --- bringing in ---------------------------------------------------------------------------------


@tool(
    intent="register device type {device_type_id} in {colour} for customer {customer_id}",
    writes=True,
)
def register_device(
    state: State,
    customer_id: Reference[Customer],
    device_type_id: Reference[DeviceType],
    colour: Label,
    bought_on: Date,
) -> DeviceDetails:
    """Put another device of a customer into the books.

    Args:
        customer_id: Whose it is.
        device_type_id: What it is.
        colour: Its colour.
        bought_on: The day it was bought, not in the future.
    """
    state.get(Customer, customer_id)
    state.get(DeviceType, device_type_id)
    require(bought_on <= state.now[:10], f"{bought_on} is in the future")
    added = state.add(
        Device,
        customer_id=customer_id,
        device_type_id=device_type_id,
        colour=colour,
        bought_on=bought_on,
    )
    return details_of_device(state, added)


@tool(intent="bring device {device_id} in for {fault}", writes=True)
def open_repair(
    state: State, device_id: Reference[Device], workshop_id: Reference[Workshop], fault: Fault
) -> Repair:
    """Take a device in; a quote is made later.

    Args:
        device_id: The device.
        workshop_id: Where it is brought.
        fault: What is wrong with it.
    """
    state.get(Workshop, workshop_id)
    return state.add(
        Repair,
        customer_id=state.get(Device, device_id).customer_id,
        device_id=device_id,
        workshop_id=workshop_id,
        fault=fault,
        status="received",
        received_on=state.now[:10],
        price=0,
        express=False,
    )


@tool(intent="withdraw repair {repair_id}", writes=True)
def withdraw_repair(state: State, repair_id: Reference[Repair]) -> Repair:
    """Give a device back as it is; quotes that are open are declined, for nothing.

    Args:
        repair_id: The repair, on which no work was done yet.
    """
    repair = state.get(Repair, repair_id)
    waits = repair.status in ("received", "quoted")
    require(waits, f"{repair_id} is {repair.status}")
    for quote in state.find(Quote, repair_id=repair_id, status="open"):
        state.update(quote, status="declined")
    return state.update(repair, status="withdrawn", promised_on=None)


@tool(intent="move repair {repair_id} to workshop {workshop_id}", writes=True)
def move_repair(
    state: State, repair_id: Reference[Repair], workshop_id: Reference[Workshop]
) -> Repair:
    """Have a device repaired and handed out somewhere else.

    Args:
        repair_id: The repair.
        workshop_id: The other workshop.
    """
    repair = state.get(Repair, repair_id)
    state.get(Workshop, workshop_id)
    require(repair.workshop_id != workshop_id, f"{repair_id} is at {workshop_id} already")
    return state.update(repair, workshop_id=workshop_id)


# --- quotes --------------------------------------------------------------------------------------


@tool(intent="quote service {service_id} for repair {repair_id}", writes=True)
def make_quote(
    state: State, repair_id: Reference[Repair], service_id: Reference[Service]
) -> QuoteDetails:
    """Work out what some work would cost, as an offer that holds for 7 days.

    Every half hour begun costs 36.00. The maker's warranty bears half of everything if the device
    was brought in on its last day or before, but nothing after broken_screen or fell_into_water.

    Args:
        repair_id: The repair, received or quoted.
        service_id: The work; it must be for this kind.
    """
    repair = state.get(Repair, repair_id)
    service = state.get(Service, service_id)
    waits = repair.status in ("received", "quoted")
    require(waits, f"{repair_id} is {repair.status}, it needs no quote")
    kind = state.get(DeviceType, state.get(Device, repair.device_id).device_type_id).kind
    require(service.kind == kind, f"{service_id} is for a {service.kind}, not a {kind}")
    known = state.find(Quote, repair_id=repair_id, service_id=service_id)
    require(not known, f"{service_id} is quoted for {repair_id} already")
    labour, parts = labour_of(service), part_price(state, service)
    covered = covered_by_warranty(state, repair, labour + parts)
    quote = state.add(
        Quote,
        repair_id=repair_id,
        service_id=service_id,
        labour=labour,
        parts=parts,
        covered=covered,
        total=labour + parts - covered,
        status="open",
        valid_until=shift(state.now[:10], days=QUOTE_DAYS),
        prolonged=False,
    )
    state.update(repair, status="quoted")
    return quote_details(state, quote)


@tool(intent="accept quote {quote_id}", writes=True)
def accept_quote(state: State, quote_id: Reference[Quote]) -> Repair:
    """Have the work of a quote done; other open quotes for it are declined.

    Args:
        quote_id: The quote, which must be open.
    """
    quote = open_quote(state, quote_id)
    service = state.get(Service, quote.service_id)
    if service.part_id is not None:
        part = state.get(Part, service.part_id)
        require(part.stock > 0, f"{part.name} is out of stock")
        state.update(part, stock=part.stock - 1)
    for other in state.find(Quote, repair_id=quote.repair_id, status="open"):
        state.update(other, status="accepted" if other.id == quote_id else "declined")
    repair = state.get(Repair, quote.repair_id)
    if quote.total > 0:
        invoice(state, repair, "work", quote.total)
    promised_on = shift(state.now[:10], days=service.days)
    return state.update(
        repair, status="in_work", promised_on=promised_on, price=repair.price + quote.total
    )


@tool(intent="decline quote {quote_id}", writes=True)
def decline_quote(state: State, quote_id: Reference[Quote]) -> Quote:
    """Do without the work of a quote.

    The diagnosis costs 15.00.

    Args:
        quote_id: The quote, which must be open.
    """
    quote = open_quote(state, quote_id)
    invoice(state, state.get(Repair, quote.repair_id), "diagnosis", DIAGNOSIS_FEE)
    return state.update(quote, status="declined")


@tool(intent="let quote {quote_id} hold longer", writes=True)
def prolong_quote(state: State, quote_id: Reference[Quote]) -> QuoteDetails:
    """Let a quote hold 10 days longer than it does.

    Args:
        quote_id: The quote, which must be open.
    """
    quote = open_quote(state, quote_id)
    valid_until = shift(quote.valid_until, days=PROLONGED_BY_DAYS)
    return quote_details(state, state.update(quote, valid_until=valid_until, prolonged=True))


@tool(intent="hurry repair {repair_id} up", writes=True)
def make_express(state: State, repair_id: Reference[Repair]) -> Repair:
    """Do a repair first, for 20 percent of its price more.

    It is then ready in half of the days that are left, rounded up.

    Args:
        repair_id: The repair, which must be in work.
    """
    repair = state.get(Repair, repair_id)
    require(repair.status == "in_work", f"{repair_id} is {repair.status}, not in work")
    require(not repair.express, f"{repair_id} is done first already")
    surcharge = repair.price * EXPRESS_PERCENT // 100
    invoice(state, repair, "express", surcharge)
    promised_on = repair.promised_on or state.now[:10]
    days_left = max(0, days_between(state.now, promised_on))
    return state.update(
        repair,
        express=True,
        price=repair.price + surcharge,
        promised_on=shift(state.now[:10], days=-(-days_left // 2)),
    )


# --- paying and handing out ----------------------------------------------------------------------


@tool(intent="take the payment of invoice {invoice_id}", writes=True)
def pay_invoice(state: State, invoice_id: Reference[Invoice]) -> Invoice:
    """Book that an invoice is paid in full.

    Args:
        invoice_id: The invoice, which must be open.
    """
    found = state.get(Invoice, invoice_id)
    require(found.status == "open", f"invoice {invoice_id} is paid already")
    return state.update(found, status="paid")


@tool(intent="fetch repair {repair_id} at pick-up time {pickup_slot_id}", writes=True)
def book_pickup(
    state: State, repair_id: Reference[Repair], pickup_slot_id: Reference[PickupSlot]
) -> Repair:
    """Agree on a time at which a device is handed out; an earlier agreement is dropped.

    Args:
        repair_id: The repair.
        pickup_slot_id: The time, at the workshop where it is.
    """
    repair = state.get(Repair, repair_id)
    slot = state.get(PickupSlot, pickup_slot_id)
    require(slot.places > 0, f"{pickup_slot_id} is full")
    require(slot.day >= state.now[:10], f"{slot.day} is over")
    require(slot.workshop_id == repair.workshop_id, f"{repair_id} is at {repair.workshop_id}")
    require(repair.pickup_slot_id != slot.id, f"{repair_id} is fetched then already")
    leave_slot(state, repair)
    state.update(slot, places=slot.places - 1)
    return state.update(repair, pickup_slot_id=slot.id)


@tool(intent="drop the pick-up time of repair {repair_id}", writes=True)
def cancel_pickup(state: State, repair_id: Reference[Repair]) -> Repair:
    """Drop the agreement on when a device is fetched.

    Args:
        repair_id: The repair.
    """
    repair = state.get(Repair, repair_id)
    require(repair.pickup_slot_id is not None, f"no time was agreed for {repair_id}")
    leave_slot(state, repair)
    return state.update(repair, pickup_slot_id=None)


@tool(intent="lend loaner {loaner_id} during repair {repair_id}", writes=True)
def lend_loaner(
    state: State, repair_id: Reference[Repair], loaner_id: Reference[Loaner]
) -> LoanerUse:
    """Lend something for as long as a device is here.

    Args:
        repair_id: The repair.
        loaner_id: What is lent.
    """
    state.get(Repair, repair_id)
    loaner = state.get(Loaner, loaner_id)
    require(not loaner.lent, f"{loaner_id} is lent to somebody")
    state.update(loaner, lent=True)
    return state.add(LoanerUse, repair_id=repair_id, loaner_id=loaner_id, since=state.now[:10])


@tool(intent="take the loaner of {loaner_use_id} back", writes=True)
def return_loaner(state: State, loaner_use_id: Reference[LoanerUse]) -> Invoice:
    """Take a loaner back, and invoice the days; the day it was lent is free.

    Args:
        loaner_use_id: The loaner that was lent.
    """
    use = state.get(LoanerUse, loaner_use_id)
    require(use.returned_on is None, f"{loaner_use_id} is over already")
    loaner = state.get(Loaner, use.loaner_id)
    state.update(loaner, lent=False)
    state.update(use, returned_on=state.now[:10])
    fee = loaner.daily_fee * days_between(use.since, state.now)
    return invoice(state, state.get(Repair, use.repair_id), "loaner", fee)


# --- when it breaks again ------------------------------------------------------------------------


@tool(intent="claim the guarantee for repair {repair_id}", writes=True)
def claim_guarantee(state: State, repair_id: Reference[Repair]) -> Repair:
    """Take a device in once more for the same fault, for nothing.

    Args:
        repair_id: The repair that did not help.
    """
    old = state.get(Repair, repair_id)
    require(old.status == "collected", f"{repair_id} is {old.status}, not collected")
    return state.add(
        Repair,
        customer_id=old.customer_id,
        device_id=old.device_id,
        workshop_id=old.workshop_id,
        fault=old.fault,
        status="in_work",
        received_on=state.now[:10],
        promised_on=shift(state.now[:10], days=GUARANTEE_WORK_DAYS),
        price=0,
        express=False,
    )


# --- complaints ----------------------------------------------------------------------------------


@tool(intent="list the complaints about repair {repair_id}")
def list_complaints(state: State, repair_id: Reference[Repair]) -> list[Complaint]:
    """List the complaints about a repair, also those that are settled.

    Args:
        repair_id: The repair.
    """
    state.get(Repair, repair_id)
    return state.find(Complaint, repair_id=repair_id)


@tool(intent="file a complaint about repair {repair_id}", writes=True)
def file_complaint(state: State, repair_id: Reference[Repair], topic: ComplaintTopic) -> Complaint:
    """Take a complaint down; it is answered within 14 days.

    Args:
        repair_id: The repair it is about, about which no other complaint is open.
        topic: What it is about.
    """
    state.get(Repair, repair_id)
    pending = state.find(Complaint, repair_id=repair_id, status="open")
    require(not pending, f"a complaint about {repair_id} is open already")
    return state.add(
        Complaint,
        repair_id=repair_id,
        topic=topic,
        status="open",
        filed_on=state.now[:10],
        answer_by=shift(state.now[:10], days=ANSWER_DAYS),
    )


@tool(intent="escalate complaint {complaint_id}", writes=True)
def escalate_complaint(state: State, complaint_id: Reference[Complaint]) -> Complaint:
    """Put a complaint before the management, who answer it within 7 days.

    Args:
        complaint_id: The complaint, which must be open.
    """
    complaint = state.get(Complaint, complaint_id)
    require(complaint.status == "open", f"complaint {complaint_id} is {complaint.status}")
    answer_by = shift(state.now[:10], days=ESCALATED_ANSWER_DAYS)
    return state.update(complaint, status="escalated", answer_by=answer_by)


@tool(intent="withdraw complaint {complaint_id}", writes=True)
def withdraw_complaint(state: State, complaint_id: Reference[Complaint]) -> Complaint:
    """Drop a complaint.

    Args:
        complaint_id: The complaint, which must be open or escalated.
    """
    complaint = state.get(Complaint, complaint_id)
    pending = complaint.status in ("open", "escalated")
    require(pending, f"complaint {complaint_id} is {complaint.status}")
    return state.update(complaint, status="withdrawn")


# --- gift cards ----------------------------------------------------------------------------------


@tool(intent="look at gift card {code}")
def get_gift_card(state: State, code: Label) -> GiftCard:
    """Show what is left on a gift card, and until when it is valid.

    Args:
        code: The code on the card.
    """
    return gift_card_with(state, code)


@tool(intent="redeem gift card {code} for customer {customer_id}", writes=True)
def redeem_gift_card(state: State, customer_id: Reference[Customer], code: Label) -> Redemption:
    """Move everything that is left on a gift card to somebody's credit.

    Args:
        customer_id: Whose credit it becomes.
        code: The code on the card.
    """
    customer = state.get(Customer, customer_id)
    card = gift_card_with(state, code)
    require(card.balance > 0, f"nothing is left on gift card {code}")
    amount = card.balance
    state.update(card, balance=0)
    state.update(customer, credit=customer.credit + amount)
    return Redemption(amount=amount, credit=customer.credit + amount)


@tool(intent="pay {amount} of the credit of customer {customer_id} out", writes=True)
def pay_out_credit(state: State, customer_id: Reference[Customer], amount: Money) -> Customer:
    """Pay some of a customer's credit out to them.

    Args:
        customer_id: Whose credit it is.
        amount: How much, at most the credit.
    """
    customer = state.get(Customer, customer_id)
    require(0 < amount <= customer.credit, f"{customer_id} does not have so much in credit")
    return state.update(customer, credit=customer.credit - amount)


# --- ways to pay ---------------------------------------------------------------------------------


@tool(intent="list how customer {customer_id} can pay")
def list_payment_methods(state: State, customer_id: Reference[Customer]) -> list[PaymentMethod]:
    """List the ways to pay that are on file.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return state.find(PaymentMethod, customer_id=customer_id)


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
    for other in state.find(PaymentMethod, customer_id=method.customer_id):
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


# --- what the tools share ------------------------------------------------------------------------


def details_of_device(state: State, device: Device) -> DeviceDetails:
    """A device as it is shown."""
    device_type = state.get(DeviceType, device.device_type_id)
    return DeviceDetails(
        device_id=device.id,
        device_type_id=device_type.id,
        name=device_type.name,
        kind=device_type.kind,
        colour=device.colour,
        new_price=device_type.new_price,
        bought_on=device.bought_on,
        warranty_until=shift(device.bought_on, days=device_type.warranty_days),
    )


def details_of(state: State, repair: Repair) -> RepairDetails:
    """A repair as it is shown."""
    device_type = state.get(DeviceType, state.get(Device, repair.device_id).device_type_id)
    return RepairDetails(
        repair_id=repair.id,
        device_id=repair.device_id,
        name=device_type.name,
        kind=device_type.kind,
        workshop_id=repair.workshop_id,
        city=state.get(Workshop, repair.workshop_id).city,
        fault=repair.fault,
        status=repair.status,
        received_on=repair.received_on,
        promised_on=repair.promised_on,
        ready_on=repair.ready_on,
        price=repair.price,
        express=repair.express,
    )


def quote_details(state: State, quote: Quote) -> QuoteDetails:
    """A quote as it is shown."""
    service = state.get(Service, quote.service_id)
    return QuoteDetails(
        quote_id=quote.id,
        repair_id=quote.repair_id,
        service=service.name,
        grade=grade_of(state, service),
        labour=quote.labour,
        parts=quote.parts,
        covered=quote.covered,
        total=quote.total,
        status=quote.status,
        valid_until=quote.valid_until,
        prolonged=quote.prolonged,
    )


def invoice_details(state: State, repair: Repair, found: Invoice) -> InvoiceDetails:
    """An invoice as it is shown."""
    device = state.get(Device, repair.device_id)
    return InvoiceDetails(
        invoice_id=found.id,
        repair_id=repair.id,
        name=state.get(DeviceType, device.device_type_id).name,
        kind=found.kind,
        amount=found.amount,
        status=found.status,
        issued_on=found.issued_on,
    )


def offer_of(state: State, service: Service) -> ServiceOffer:
    """Some work as it is offered."""
    part = None if service.part_id is None else state.get(Part, service.part_id)
    return ServiceOffer(
        service_id=service.id,
        name=service.name,
        kind=service.kind,
        grade=grade_of(state, service),
        labour=labour_of(service),
        parts=part_price(state, service),
        stock=None if part is None else part.stock,
        days=service.days,
    )


def grade_of(state: State, service: Service) -> Grade | None:
    """Whose part some work takes, None if it takes none."""
    return None if service.part_id is None else state.get(Part, service.part_id).grade


def labour_of(service: Service) -> Money:
    """What the work itself costs."""
    half_hours = -(-service.minutes // 30)
    return half_hours * HALF_HOUR_RATE


def part_price(state: State, service: Service) -> Money:
    """What the part costs that some work takes, if it takes one."""
    return 0 if service.part_id is None else state.get(Part, service.part_id).price


def covered_by_warranty(state: State, repair: Repair, cost: int) -> Money:
    """What the maker's warranty bears of some cost."""
    device = state.get(Device, repair.device_id)
    term = state.get(DeviceType, device.device_type_id).warranty_days
    is_over = days_between(device.bought_on, repair.received_on) > term
    if is_over or repair.fault in UNCOVERED_FAULTS:
        return 0
    return cost // 2


def open_quote(state: State, quote_id: str) -> Quote:
    """A quote that nobody has answered yet."""
    quote = state.get(Quote, quote_id)
    require(quote.status == "open", f"quote {quote_id} is {quote.status} already")
    return quote


def invoice(state: State, repair: Repair, kind: InvoiceKind, amount: int) -> Invoice:
    """Write an invoice for a repair."""
    return state.add(
        Invoice,
        repair_id=repair.id,
        kind=kind,
        amount=amount,
        status="open",
        issued_on=state.now[:10],
    )


def leave_slot(state: State, repair: Repair) -> None:
    """Give the place of an earlier agreement free."""
    if repair.pickup_slot_id is not None:
        old = state.get(PickupSlot, repair.pickup_slot_id)
        state.update(old, places=old.places + 1)


def loaner_uses_of(state: State, customer_id: str) -> list[LoanerUse]:
    """All loaners that a customer has or had."""
    return [
        use
        for repair in state.find(Repair, customer_id=customer_id)
        for use in state.find(LoanerUse, repair_id=repair.id)
    ]


def loaner_use_details(state: State, use: LoanerUse) -> LoanerUseDetails:
    """A loaner that was lent, as it is shown."""
    loaner = state.get(Loaner, use.loaner_id)
    return LoanerUseDetails(
        loaner_use_id=use.id,
        repair_id=use.repair_id,
        name=loaner.name,
        daily_fee=loaner.daily_fee,
        since=use.since,
        returned_on=use.returned_on,
    )


def gift_card_with(state: State, code: str) -> GiftCard:
    """The gift card with a code."""
    for card in state.find(GiftCard, code=code):
        return card
    raise ToolError(f"there is no gift card {code}")
