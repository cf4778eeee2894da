"""What the people who answer for Tidewater Wireless can do."""

from autoforge_envs.domain import (
    Label,
    Money,
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
    AddOn,
    AddOnKind,
    BillLine,
    BookedAddOn,
    BookedAddOnDetails,
    Complaint,
    ComplaintTopic,
    Connection,
    ConnectionDetails,
    Fault,
    FaultDetails,
    FaultKind,
    GiftCard,
    Hotspot,
    HotspotDetails,
    Invoice,
    InvoiceDetails,
    Redemption,
    Screen,
    Sim,
    SimDetails,
    SimKind,
    SimTrouble,
    Subscriber,
    SubscriberMatch,
    Switch,
    Tariff,
    TariffKind,
)

SIM_FEES = {"lost": 2200, "damaged": 900, "wrong_size": 0}
RESUME_FEE = 1000
EXTENSION_DAYS = 14
ENDING_PERCENT = 50
ANSWER_DAYS = 14
REDEMPTION_FEE_PERCENT = 2

# --- finding and checking the subscriber ---------------------------------------------------------


@tool(intent="find the subscriber with the subscriber number {number}")
def find_subscriber_by_number(state: State, number: Label) -> SubscriberMatch:
    """Find a subscriber by subscriber number.

    Args:
        number: The subscriber number, as the subscriber says it.
    """
    for subscriber in state.find(Subscriber, number=number):
        return SubscriberMatch(id=subscriber.id, name=subscriber.name)
    raise ToolError(f"no subscriber has the subscriber number {number}")


@tool(intent="verify the identity of subscriber {subscriber_id}", writes=True)
def verify_identity(
    state: State, subscriber_id: Reference[Subscriber], postal_code: PostalCode, passphrase: Secret
) -> SubscriberMatch:
    """Check that you talk to the subscriber, and record that you did.

    Args:
        subscriber_id: Who they say they are.
        postal_code: The postal code of their address.
        passphrase: The passphrase, as they say it.
    """
    subscriber = state.get(Subscriber, subscriber_id)
    matches = (
        subscriber.postal_code == postal_code
        and subscriber.passphrase.casefold() == passphrase.casefold()
    )
    require(matches, "postal code and passphrase do not both match")
    record_identity(state, subscriber.id)
    return SubscriberMatch(id=subscriber.id, name=subscriber.name)


@tool(intent="look at the details of subscriber {subscriber_id}")
def get_subscriber(state: State, subscriber_id: Reference[Subscriber]) -> Subscriber:
    """Show what is in the books about a subscriber.

    Args:
        subscriber_id: The subscriber.
    """
    return state.get(Subscriber, subscriber_id)


# --- looking things up ---------------------------------------------------------------------------


@tool(intent="list the connections of subscriber {subscriber_id}")
def list_connections(state: State, subscriber_id: Reference[Subscriber]) -> list[ConnectionDetails]:
    """List the connections of a subscriber as the network sees them.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return [
        connection_details(state, each)
        for each in state.find(Connection, subscriber_id=subscriber_id)
    ]


@tool(intent="list the hotspots of subscriber {subscriber_id}")
def list_hotspots(state: State, subscriber_id: Reference[Subscriber]) -> list[HotspotDetails]:
    """List the hotspots of a subscriber, with the settings they last reported.

    You cannot change these settings; only the subscriber can.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return [
        hotspot_details(state, each) for each in state.find(Hotspot, subscriber_id=subscriber_id)
    ]


@tool(intent="list the SIMs of subscriber {subscriber_id}")
def list_sims(state: State, subscriber_id: Reference[Subscriber]) -> list[SimDetails]:
    """List the SIMs of all connections of a subscriber.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return [
        sim_details(state, sim)
        for connection in state.find(Connection, subscriber_id=subscriber_id)
        for sim in state.find(Sim, connection_id=connection.id)
    ]


@tool(intent="list the booked add-ons of subscriber {subscriber_id}")
def list_booked_add_ons(
    state: State, subscriber_id: Reference[Subscriber]
) -> list[BookedAddOnDetails]:
    """List the add-ons of all connections of a subscriber, also those that have ended.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return [
        booked_details(state, booked)
        for connection in state.find(Connection, subscriber_id=subscriber_id)
        for booked in state.find(BookedAddOn, connection_id=connection.id)
    ]


@tool(intent="list the invoices of subscriber {subscriber_id}")
def list_invoices(state: State, subscriber_id: Reference[Subscriber]) -> list[InvoiceDetails]:
    """List the invoices of a subscriber, paid or not.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return [
        invoice_details(state, each) for each in state.find(Invoice, subscriber_id=subscriber_id)
    ]


@tool(intent="look at what invoice {invoice_id} consists of")
def list_invoice_items(state: State, invoice_id: Reference[Invoice]) -> list[BillLine]:
    """List what is on an invoice.

    Args:
        invoice_id: The invoice.
    """
    state.get(Invoice, invoice_id)
    return state.find(BillLine, invoice_id=invoice_id)


@tool(intent="list the faults reported by subscriber {subscriber_id}")
def list_faults(state: State, subscriber_id: Reference[Subscriber]) -> list[FaultDetails]:
    """List the faults of all connections of a subscriber, also those that are over.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return [
        fault_details(state, fault)
        for connection in state.find(Connection, subscriber_id=subscriber_id)
        for fault in state.find(Fault, connection_id=connection.id)
    ]


@tool(intent="search for tariffs of kind {kind}")
def search_tariffs(state: State, kind: TariffKind) -> list[Tariff]:
    """List the tariffs of a kind, also those that are no longer on sale.

    Args:
        kind: The kind.
    """
    return state.find(Tariff, kind=kind)


@tool(intent="search for add-ons of kind {kind}")
def search_add_ons(state: State, kind: AddOnKind) -> list[AddOn]:
    """List the add-ons of a kind.

    Args:
        kind: The kind.
    """
    return state.find(AddOn, kind=kind)


# --- connections ---------------------------------------------------------------------------------


@tool(intent="change connection {connection_id} to tariff {tariff_id}", writes=True)
def change_tariff(
    state: State, connection_id: Reference[Connection], tariff_id: Reference[Tariff]
) -> ConnectionDetails:
    """Use a connection under another tariff from the day it renews.

    Args:
        connection_id: The connection, which must be active.
        tariff_id: The new tariff, of any kind.
    """
    connection = active(state, connection_id)
    tariff = state.get(Tariff, tariff_id)
    require(connection.tariff_id != tariff_id, f"{connection_id} is under {tariff_id} already")
    require(
        connection.next_tariff_id != tariff_id, f"{connection_id} changes to {tariff_id} already"
    )
    changed = state.update(connection, next_tariff_id=tariff.id)
    return connection_details(state, changed)


@tool(intent="suspend connection {connection_id}", writes=True)
def suspend_connection(state: State, connection_id: Reference[Connection]) -> ConnectionDetails:
    """Stop a connection for a while; nobody can call or be called.

    Args:
        connection_id: The connection, which must be active.
    """
    return connection_details(state, state.update(active(state, connection_id), status="suspended"))


@tool(intent="resume connection {connection_id}", writes=True)
def resume_connection(state: State, connection_id: Reference[Connection]) -> ConnectionDetails:
    """Let a suspended connection work again; 10.00 go on the next invoice.

    Args:
        connection_id: The connection, which must be suspended.
    """
    connection = state.get(Connection, connection_id)
    require(
        connection.status == "suspended", f"{connection_id} is {connection.status}, not suspended"
    )
    changed = state.update(
        connection, status="active", next_charge=connection.next_charge + RESUME_FEE
    )
    return connection_details(state, changed)


@tool(intent="switch roaming of connection {connection_id} {roaming}", writes=True)
def switch_roaming(
    state: State, connection_id: Reference[Connection], roaming: Switch
) -> ConnectionDetails:
    """Allow or stop roaming in the network.

    The hotspot has a switch of its own, which only the subscriber can turn.

    Args:
        connection_id: The connection, which must be active.
        roaming: Whether it is allowed from now on.
    """
    connection = active(state, connection_id)
    require(connection.roaming != roaming, f"roaming of {connection_id} is {roaming} already")
    return connection_details(state, state.update(connection, roaming=roaming))


@tool(intent="end connection {connection_id} for good", writes=True)
def end_connection(state: State, connection_id: Reference[Connection]) -> ConnectionDetails:
    """End a connection; within its minimum term that costs something, on the last invoice.

    It is 50 percent of the monthly price for every begun 30 days that are left of the term.

    Args:
        connection_id: The connection, which must be active.
    """
    connection = active(state, connection_id)
    days = days_between(state.now, connection.bound_until)
    months = max(0, -(-days // 30))
    monthly_price = state.get(Tariff, connection.tariff_id).monthly_price
    fee = months * monthly_price * ENDING_PERCENT // 100
    changed = state.update(connection, status="ended", next_charge=connection.next_charge + fee)
    return connection_details(state, changed)


# --- add-ons -------------------------------------------------------------------------------------


@tool(intent="book add-on {add_on_id} for connection {connection_id}", writes=True)
def book_add_on(
    state: State, connection_id: Reference[Connection], add_on_id: Reference[AddOn]
) -> BookedAddOnDetails:
    """Book an add-on from today; its price goes on the next invoice.

    Args:
        connection_id: The connection, which must be active.
        add_on_id: The add-on.
    """
    connection = active(state, connection_id)
    add_on = state.get(AddOn, add_on_id)
    state.update(connection, next_charge=connection.next_charge + add_on.price)
    added = state.add(
        BookedAddOn,
        connection_id=connection_id,
        add_on_id=add_on_id,
        status="active",
        booked_on=state.now[:10],
        ends_on=shift(state.now[:10], days=add_on.lasts_days),
    )
    return booked_details(state, added)


@tool(intent="end booked add-on {booked_add_on_id}", writes=True)
def end_add_on(state: State, booked_add_on_id: Reference[BookedAddOn]) -> BookedAddOnDetails:
    """End an add-on today; nothing is paid back.

    Args:
        booked_add_on_id: The booked add-on, which must be active.
    """
    booked = state.get(BookedAddOn, booked_add_on_id)
    require(booked.status == "active", f"{booked_add_on_id} has ended already")
    return booked_details(state, state.update(booked, status="ended", ends_on=state.now[:10]))


# --- SIMs and hotspots ---------------------------------------------------------------------------


@tool(intent="block SIM {sim_id}", writes=True)
def block_sim(state: State, sim_id: Reference[Sim]) -> SimDetails:
    """Let nobody use a SIM any more.

    Args:
        sim_id: The SIM, which must be active.
    """
    sim = state.get(Sim, sim_id)
    require(sim.status == "active", f"SIM {sim_id} is blocked already")
    return sim_details(state, state.update(sim, status="blocked"))


@tool(intent="replace SIM {sim_id} by a new one of kind {kind}", writes=True)
def replace_sim(
    state: State, sim_id: Reference[Sim], kind: SimKind, trouble: SimTrouble
) -> SimDetails:
    """Block a SIM and issue a new one for its connection.

    On the next invoice go 22.00 for a lost one, 9.00 for a damaged one,
    and nothing for one of the wrong size.

    Args:
        sim_id: The old SIM, which must be active.
        kind: What the new one is.
        trouble: What is wrong with the old one.
    """
    sim = state.get(Sim, sim_id)
    require(sim.status == "active", f"SIM {sim_id} is blocked already")
    connection = active(state, sim.connection_id)
    state.update(sim, status="blocked")
    state.update(connection, next_charge=connection.next_charge + SIM_FEES[trouble])
    added = state.add(
        Sim,
        connection_id=connection.id,
        kind=kind,
        status="active",
        last_digits=f"{(int(sim.last_digits) * 3 + 1009) % 10_000:04d}",
        issued_on=state.now[:10],
    )
    return sim_details(state, added)


@tool(intent="use hotspot {hotspot_id} for connection {connection_id}", writes=True)
def reassign_hotspot(
    state: State, connection_id: Reference[Connection], hotspot_id: Reference[Hotspot]
) -> HotspotDetails:
    """Note that a hotspot is used for another connection of the same subscriber.

    Args:
        connection_id: The other connection, which must be active.
        hotspot_id: The hotspot.
    """
    hotspot = state.get(Hotspot, hotspot_id)
    connection = active(state, connection_id)
    is_own = connection.subscriber_id == hotspot.subscriber_id
    require(is_own, f"{connection_id} belongs to somebody else")
    require(
        hotspot.connection_id != connection_id, f"{hotspot_id} is used for {connection_id} already"
    )
    return hotspot_details(state, state.update(hotspot, connection_id=connection_id))


# --- invoices and faults -------------------------------------------------------------------------


@tool(intent="take the payment of invoice {invoice_id}", writes=True)
def pay_invoice(state: State, invoice_id: Reference[Invoice]) -> InvoiceDetails:
    """Book that an invoice is paid in full.

    Args:
        invoice_id: The invoice, which must not be paid.
    """
    invoice = unpaid(state, invoice_id)
    return invoice_details(state, state.update(invoice, status="paid"))


@tool(intent="put off invoice {invoice_id} by 14 days", writes=True)
def put_off_invoice(state: State, invoice_id: Reference[Invoice]) -> InvoiceDetails:
    """Let an invoice be paid 14 days later than it is due.

    Args:
        invoice_id: The invoice, which must not be paid.
    """
    invoice = unpaid(state, invoice_id)
    due_on = shift(invoice.due_on, days=EXTENSION_DAYS)
    changed = state.update(invoice, due_on=due_on)
    return invoice_details(state, changed)


@tool(intent="credit {bill_line_id}", writes=True)
def credit_item(state: State, bill_line_id: Reference[BillLine]) -> InvoiceDetails:
    """Take something off an invoice, because it should not have been charged.

    Args:
        bill_line_id: The thing on the invoice, which must not be paid.
    """
    charged = state.get(BillLine, bill_line_id)
    invoice = unpaid(state, charged.invoice_id)
    require(charged.status == "charged", f"{bill_line_id} has been credited already")
    state.update(charged, status="credited")
    return invoice_details(state, state.update(invoice, amount=invoice.amount - charged.amount))


@tool(intent="report a fault of connection {connection_id}, {kind}", writes=True)
def report_fault(
    state: State, connection_id: Reference[Connection], kind: FaultKind
) -> FaultDetails:
    """Have technicians look for a fault in the network.

    Args:
        connection_id: The connection, which must be active.
        kind: What does not work.
    """
    active(state, connection_id)
    added = state.add(
        Fault, connection_id=connection_id, kind=kind, status="open", reported_on=state.now[:10]
    )
    return fault_details(state, added)


@tool(intent="withdraw fault {fault_id}", writes=True)
def withdraw_fault(state: State, fault_id: Reference[Fault]) -> FaultDetails:
    """Take a report back, since everything works.

    Args:
        fault_id: The fault, which must be open.
    """
    fault = state.get(Fault, fault_id)
    require(fault.status == "open", f"fault {fault_id} is {fault.status}")
    return fault_details(state, state.update(fault, status="withdrawn"))


# --- what only the subscriber can do, with the hotspot in hand -----------------------------------


@tool(intent="read the screen of hotspot {hotspot_id}", caller="user")
def read_screen(state: State, hotspot_id: Reference[Hotspot]) -> Screen:
    """Look at the bars and try to open a page.

    Args:
        hotspot_id: The hotspot in your hand.
    """
    hotspot = state.get(Hotspot, hotspot_id)
    connection = state.get(Connection, hotspot.connection_id)
    sims = state.find(Sim, connection_id=connection.id, status="active")
    is_on = hotspot.airplane_mode == "off" and hotspot.sim_seat == "in_place"
    bars = 5 if is_on and connection.status == "active" and sims else 0
    settings_fit = hotspot.mobile_internet == "on" and hotspot.access_point == "standard"
    return Screen(
        bars=bars,
        data_works=bars > 0 and settings_fit,
        airplane_mode=hotspot.airplane_mode,
        mobile_internet=hotspot.mobile_internet,
    )


@tool(intent="toggle airplane mode of hotspot {hotspot_id}", writes=True, caller="user")
def toggle_airplane_mode(state: State, hotspot_id: Reference[Hotspot]) -> HotspotDetails:
    """Turn airplane mode on if it is off, and off if it is on.

    Args:
        hotspot_id: The hotspot in your hand.
    """
    hotspot = state.get(Hotspot, hotspot_id)
    changed = state.update(hotspot, airplane_mode=other(hotspot.airplane_mode))
    return hotspot_details(state, changed)


@tool(intent="toggle mobile internet of hotspot {hotspot_id}", writes=True, caller="user")
def toggle_mobile_internet(state: State, hotspot_id: Reference[Hotspot]) -> HotspotDetails:
    """Turn mobile internet on if it is off, and off if it is on.

    Args:
        hotspot_id: The hotspot in your hand.
    """
    hotspot = state.get(Hotspot, hotspot_id)
    changed = state.update(hotspot, mobile_internet=other(hotspot.mobile_internet))
    return hotspot_details(state, changed)


@tool(intent="toggle the roaming switch of hotspot {hotspot_id}", writes=True, caller="user")
def toggle_roaming_switch(state: State, hotspot_id: Reference[Hotspot]) -> HotspotDetails:
    """Turn the hotspot's own roaming switch.

    Args:
        hotspot_id: The hotspot in your hand.
    """
    hotspot = state.get(Hotspot, hotspot_id)
    changed = state.update(hotspot, roaming_switch=other(hotspot.roaming_switch))
    return hotspot_details(state, changed)


@tool(intent="restart hotspot {hotspot_id}", writes=True, caller="user")
def restart_hotspot(state: State, hotspot_id: Reference[Hotspot]) -> HotspotDetails:
    """Switch it off and on again; airplane mode is off afterwards.

    Args:
        hotspot_id: The hotspot in your hand.
    """
    hotspot = state.get(Hotspot, hotspot_id)
    changed = state.update(hotspot, airplane_mode="off", restarted_on=state.now[:10])
    return hotspot_details(state, changed)


@tool(
    intent="take the SIM of hotspot {hotspot_id} out and put it back",
    writes=True,
    caller="user",
)
def reseat_sim(state: State, hotspot_id: Reference[Hotspot]) -> HotspotDetails:
    """Take the SIM out, wipe it, and put it back.

    Args:
        hotspot_id: The hotspot in your hand.
    """
    hotspot = state.get(Hotspot, hotspot_id)
    require(hotspot.sim_seat == "loose", "the SIM sits as it should")
    return hotspot_details(state, state.update(hotspot, sim_seat="in_place"))


@tool(intent="use the standard access point on hotspot {hotspot_id}", writes=True, caller="user")
def use_standard_access_point(state: State, hotspot_id: Reference[Hotspot]) -> HotspotDetails:
    """Go back to the access point that the network suggests.

    Args:
        hotspot_id: The hotspot in your hand.
    """
    hotspot = state.get(Hotspot, hotspot_id)
    require(hotspot.access_point == "changed", "the access point is the standard one")
    return hotspot_details(state, state.update(hotspot, access_point="standard"))


# --- complaints ----------------------------------------------------------------------------------


@tool(intent="list the complaints about invoice {invoice_id}")
def list_complaints(state: State, invoice_id: Reference[Invoice]) -> list[Complaint]:
    """List the complaints about an invoice, also those that are settled.

    Args:
        invoice_id: The invoice.
    """
    state.get(Invoice, invoice_id)
    return state.find(Complaint, invoice_id=invoice_id)


@tool(intent="file a complaint about invoice {invoice_id}", writes=True)
def file_complaint(
    state: State, invoice_id: Reference[Invoice], topic: ComplaintTopic
) -> Complaint:
    """Take a complaint down; it is answered within 14 days.

    Args:
        invoice_id: The invoice it is about, about which no other complaint is open.
        topic: What it is about.
    """
    state.get(Invoice, invoice_id)
    pending = state.find(Complaint, invoice_id=invoice_id, status="open")
    require(not pending, f"a complaint about {invoice_id} is open already")
    return state.add(
        Complaint,
        invoice_id=invoice_id,
        topic=topic,
        status="open",
        filed_on=state.now[:10],
        answer_by=shift(state.now[:10], days=ANSWER_DAYS),
    )


@tool(intent="escalate complaint {complaint_id}", writes=True)
def escalate_complaint(state: State, complaint_id: Reference[Complaint]) -> Complaint:
    """Put a complaint before the management; the day of the answer stays.

    Args:
        complaint_id: The complaint, which must be open.
    """
    complaint = state.get(Complaint, complaint_id)
    require(complaint.status == "open", f"complaint {complaint_id} is {complaint.status}")
    return state.update(complaint, status="escalated")


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


@tool(intent="redeem gift card {code} for subscriber {subscriber_id}", writes=True)
def redeem_gift_card(state: State, subscriber_id: Reference[Subscriber], code: Label) -> Redemption:
    """Move what is left on a gift card to somebody's credit, less a fee of 2 percent.

    The fee is rounded down to the cent.

    Args:
        subscriber_id: Whose credit it becomes.
        code: The code on the card.
    """
    subscriber = state.get(Subscriber, subscriber_id)
    card = gift_card_with(state, code)
    require(card.balance > 0, f"nothing is left on gift card {code}")
    amount = card.balance - card.balance * REDEMPTION_FEE_PERCENT // 100
    state.update(card, balance=0)
    state.update(subscriber, credit=subscriber.credit + amount)
    return Redemption(amount=amount, credit=subscriber.credit + amount)


@tool(intent="pay {amount} of the credit of subscriber {subscriber_id} out", writes=True)
def pay_out_credit(state: State, subscriber_id: Reference[Subscriber], amount: Money) -> Subscriber:
    """Pay some of a subscriber's credit out to them.

    Args:
        subscriber_id: Whose credit it is.
        amount: How much, at most the credit.
    """
    subscriber = state.get(Subscriber, subscriber_id)
    require(0 < amount <= subscriber.credit, f"{subscriber_id} does not have so much in credit")
    return state.update(subscriber, credit=subscriber.credit - amount)


# --- what the tools share ------------------------------------------------------------------------


def other(switch: Switch) -> Switch:
    """The other position of a switch."""
    return "off" if switch == "on" else "on"


def active(state: State, connection_id: str) -> Connection:
    """A connection that must be active."""
    connection = state.get(Connection, connection_id)
    require(connection.status == "active", f"{connection_id} is {connection.status}, not active")
    return connection


def unpaid(state: State, invoice_id: str) -> Invoice:
    """An invoice that must not be paid."""
    invoice = state.get(Invoice, invoice_id)
    require(invoice.status != "paid", f"{invoice_id} is paid")
    return invoice


def connection_details(state: State, connection: Connection) -> ConnectionDetails:
    """A connection as it is shown."""
    tariff = state.get(Tariff, connection.tariff_id)
    later = state.find_one(Tariff, connection.next_tariff_id) if connection.next_tariff_id else None
    return ConnectionDetails(
        connection_id=connection.id,
        tariff_id=tariff.id,
        line_number=connection.line_number,
        tariff=tariff.name,
        kind=tariff.kind,
        monthly_price=tariff.monthly_price,
        status=connection.status,
        roaming=connection.roaming,
        gigabytes=tariff.gigabytes,
        gigabytes_used=connection.gigabytes_used,
        renews_on=connection.renews_on,
        bound_until=connection.bound_until,
        next_charge=connection.next_charge,
        next_tariff=later.name if later else None,
    )


def hotspot_details(state: State, hotspot: Hotspot) -> HotspotDetails:
    """A hotspot as it is shown."""
    return HotspotDetails(
        hotspot_id=hotspot.id,
        connection_id=hotspot.connection_id,
        model=hotspot.model,
        line_number=state.get(Connection, hotspot.connection_id).line_number,
        airplane_mode=hotspot.airplane_mode,
        mobile_internet=hotspot.mobile_internet,
        roaming_switch=hotspot.roaming_switch,
        network_mode=hotspot.network_mode,
        access_point=hotspot.access_point,
        sim_seat=hotspot.sim_seat,
        restarted_on=hotspot.restarted_on,
    )


def sim_details(state: State, sim: Sim) -> SimDetails:
    """A SIM as it is shown."""
    return SimDetails(
        sim_id=sim.id,
        connection_id=sim.connection_id,
        line_number=state.get(Connection, sim.connection_id).line_number,
        kind=sim.kind,
        status=sim.status,
        last_digits=sim.last_digits,
        issued_on=sim.issued_on,
    )


def booked_details(state: State, booked: BookedAddOn) -> BookedAddOnDetails:
    """A booked add-on as it is shown."""
    add_on = state.get(AddOn, booked.add_on_id)
    return BookedAddOnDetails(
        booked_add_on_id=booked.id,
        connection_id=booked.connection_id,
        add_on_id=add_on.id,
        name=add_on.name,
        kind=add_on.kind,
        line_number=state.get(Connection, booked.connection_id).line_number,
        price=add_on.price,
        status=booked.status,
        booked_on=booked.booked_on,
        ends_on=booked.ends_on,
    )


def invoice_details(state: State, invoice: Invoice) -> InvoiceDetails:
    """An invoice as it is shown."""
    return InvoiceDetails(
        invoice_id=invoice.id,
        connection_id=invoice.connection_id,
        line_number=state.get(Connection, invoice.connection_id).line_number,
        status=invoice.status,
        amount=invoice.amount,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
    )


def fault_details(state: State, fault: Fault) -> FaultDetails:
    """A fault as it is shown."""
    return FaultDetails(
        fault_id=fault.id,
        connection_id=fault.connection_id,
        line_number=state.get(Connection, fault.connection_id).line_number,
        kind=fault.kind,
        status=fault.status,
        reported_on=fault.reported_on,
    )


def gift_card_with(state: State, code: str) -> GiftCard:
    """The gift card with a code."""
    for card in state.find(GiftCard, code=code):
        return card
    raise ToolError(f"there is no gift card {code}")
