"""What the people who answer for Crate & Kettle can do."""

from autoforge_envs.domain import (
    Date,
    Money,
    PersonName,
    PostalCode,
    Quantity,
    Reference,
    Secret,
    State,
    days_between,
    record_identity,
    require,
    shift,
    tool,
)

from .models import (
    AddOn,
    AddOnLine,
    BookedAddOn,
    BoxPlan,
    BoxPlanKind,
    Complaint,
    ComplaintTopic,
    Customer,
    CustomerMatch,
    Ending,
    Interval,
    Invoice,
    InvoiceDetails,
    LeaveReason,
    PlanChange,
    Profile,
    ProfileKind,
    Shipment,
    ShipmentDetails,
    Subscription,
    SubscriptionDetails,
    SubscriptionFile,
)

INTERVAL_DAYS = {"monthly": 30, "quarterly": 90, "half_yearly": 180}
INTERVAL_DISCOUNTS = {"monthly": 0, "quarterly": 8, "half_yearly": 16}
EARLY_LEAVE_FEE = 1200
DAYS_TO_PAY = 10
SKIPPED_DAYS = 7
ANSWER_DAYS = 10

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


@tool(intent="list the subscriptions of customer {customer_id}")
def list_subscriptions(state: State, customer_id: Reference[Customer]) -> list[SubscriptionDetails]:
    """List what a customer has subscribed to, also what is over.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [details_of(state, each) for each in state.find(Subscription, customer_id=customer_id)]


@tool(intent="look at the file of subscription {subscription_id}")
def get_subscription_file(
    state: State, subscription_id: Reference[Subscription]
) -> SubscriptionFile:
    """Show a subscription with what goes with it, and what was changed.

    Args:
        subscription_id: The subscription.
    """
    return SubscriptionFile(
        subscription=state.get(Subscription, subscription_id),
        add_ons=add_on_lines(state, subscription_id),
        profiles=state.find(Profile, subscription_id=subscription_id),
        changes=state.find(PlanChange, subscription_id=subscription_id),
    )


@tool(intent="list the invoices for customer {customer_id}")
def list_invoices(state: State, customer_id: Reference[Customer]) -> list[InvoiceDetails]:
    """List what was invoiced for all subscriptions of a customer.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        invoice_details(state, subscription, invoice)
        for subscription in state.find(Subscription, customer_id=customer_id)
        for invoice in state.find(Invoice, subscription_id=subscription.id)
    ]


@tool(intent="list the box plans of kind {kind}")
def search_box_plans(state: State, kind: BoxPlanKind) -> list[BoxPlan]:
    """List the box plans of one kind, also those that are not on sale any more.

    Args:
        kind: The kind.
    """
    return state.find(BoxPlan, kind=kind)


@tool(intent="list the add-ons of kind {kind}")
def list_add_ons(state: State, kind: BoxPlanKind) -> list[AddOn]:
    """List what can be had on top, with the lowest level that it goes with.

    Args:
        kind: The kind of the box plans.
    """
    return state.find(AddOn, kind=kind)


@tool(intent="list the add-ons that customer {customer_id} has")
def list_booked_add_ons(state: State, customer_id: Reference[Customer]) -> list[AddOnLine]:
    """List the add-ons of all subscriptions of a customer.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    subscriptions = state.find(Subscription, customer_id=customer_id)
    return [line for subscription in subscriptions for line in add_on_lines(state, subscription.id)]


@tool(intent="list the boxes for customer {customer_id}")
def list_shipments(state: State, customer_id: Reference[Customer]) -> list[ShipmentDetails]:
    """List the boxes that were sent to a customer or will be.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        shipment_details(shipment)
        for subscription in state.find(Subscription, customer_id=customer_id)
        for shipment in state.find(Shipment, subscription_id=subscription.id)
    ]


# --- subscribing and changing --------------------------------------------------------------------


@tool(intent="subscribe customer {customer_id} to {box_plan_id}, {interval}", writes=True)
def start_subscription(
    state: State,
    customer_id: Reference[Customer],
    box_plan_id: Reference[BoxPlan],
    interval: Interval,
) -> Subscription:
    """Subscribe somebody from today on; the days of trial, if there are any, are free.

    The longer the interval, the more percent are taken off: 8 for quarterly, 16 for half_yearly.

    Args:
        customer_id: Who subscribes.
        box_plan_id: What is subscribed to.
        interval: How often it is paid.
    """
    state.get(Customer, customer_id)
    box_plan = state.get(BoxPlan, box_plan_id)
    today = state.now[:10]
    known = state.find(Subscription, customer_id=customer_id, box_plan_id=box_plan_id)
    require(not any(each.status != "ended" for each in known), f"{box_plan_id} runs already")
    is_new = not known and box_plan.trial_days > 0
    days = box_plan.trial_days if is_new else INTERVAL_DAYS[interval]
    subscription = state.add(
        Subscription,
        customer_id=customer_id,
        box_plan_id=box_plan_id,
        status="trial" if is_new else "active",
        interval=interval,
        price=price_of(box_plan, interval),
        started_on=today,
        period_starts_on=today,
        renews_on=shift(today, days=days),
        committed_until=shift(today, days=INTERVAL_DAYS[interval]),
        pauses=0,
    )
    if not is_new:
        bill(state, subscription, subscription.price)
    return subscription


@tool(intent="change subscription {subscription_id} to box plan {new_box_plan_id}", writes=True)
def change_plan(
    state: State, subscription_id: Reference[Subscription], new_box_plan_id: Reference[BoxPlan]
) -> PlanChange:
    """Change to another box plan of the same kind from today on, in the same interval.

    In the first half of the period the whole difference counts, then half of it; what is too much
    goes to the balance.

    Args:
        subscription_id: The subscription.
        new_box_plan_id: What it becomes.
    """
    subscription = running_subscription(state, subscription_id)
    old, new = state.get(BoxPlan, subscription.box_plan_id), state.get(BoxPlan, new_box_plan_id)
    require(new.id != old.id, f"{subscription_id} is {new.id} already")
    require(new.kind == old.kind, f"{new.id} is of kind {new.kind}, not {old.kind}")
    price = price_of(new, subscription.interval)
    difference = share_left(state, subscription, price) - share_left(
        state, subscription, subscription.price
    )
    if difference > 0:
        bill(state, subscription, difference)
    elif difference < 0:
        add_balance(state, subscription.customer_id, -difference)
    state.update(subscription, box_plan_id=new.id, price=price)
    return state.add(
        PlanChange,
        subscription_id=subscription_id,
        old_box_plan_id=old.id,
        new_box_plan_id=new.id,
        paid_more=max(0, difference),
        given_back=max(0, -difference),
        effective_on=state.now[:10],
    )


@tool(intent="add {add_on_id} to subscription {subscription_id}", writes=True)
def book_add_on(
    state: State, subscription_id: Reference[Subscription], add_on_id: Reference[AddOn]
) -> Invoice:
    """Add something on top; what is left of the period is paid at once, reckoned as for a change.

    Its price is for one period, however long that is.

    Args:
        subscription_id: The subscription.
        add_on_id: What is added.
    """
    subscription = running_subscription(state, subscription_id)
    add_on = state.get(AddOn, add_on_id)
    booked = state.find(BookedAddOn, subscription_id=subscription_id, add_on_id=add_on_id)
    require(not booked, f"{subscription_id} has {add_on_id} already")
    kind = state.get(BoxPlan, subscription.box_plan_id).kind
    require(add_on.kind == kind, f"{add_on_id} goes with {add_on.kind}, not {kind}")
    state.add(
        BookedAddOn, subscription_id=subscription_id, add_on_id=add_on_id, since=state.now[:10]
    )
    return bill(state, subscription, share_left(state, subscription, add_on.price))


@tool(intent="drop the add-on {booked_add_on_id}", writes=True)
def drop_add_on(state: State, booked_add_on_id: Reference[BookedAddOn]) -> AddOnLine:
    """Take an add-on off; what is paid of it stays paid.

    Args:
        booked_add_on_id: The add-on of a subscription.
    """
    booked = state.get(BookedAddOn, booked_add_on_id)
    line = add_on_line(state, booked)
    state.remove(booked)
    return line


@tool(intent="add the {kind} {name} to subscription {subscription_id}", writes=True)
def add_profile(
    state: State, subscription_id: Reference[Subscription], name: PersonName, kind: ProfileKind
) -> Profile:
    """Let somebody else use a subscription.

    Args:
        subscription_id: The subscription.
        name: First and last name.
        kind: Whether it is a child.
    """
    running_subscription(state, subscription_id)
    known = state.find(Profile, subscription_id=subscription_id, name=name)
    require(not known, f"{name} uses {subscription_id} already")
    return state.add(
        Profile, subscription_id=subscription_id, name=name, kind=kind, created_on=state.now[:10]
    )


@tool(intent="remove profile {profile_id}", writes=True)
def remove_profile(state: State, profile_id: Reference[Profile]) -> Profile:
    """Do not let somebody use a subscription any more.

    Args:
        profile_id: The profile.
    """
    profile = state.get(Profile, profile_id)
    state.remove(profile)
    return profile


# --- pausing and leaving -------------------------------------------------------------------------


@tool(intent="pause subscription {subscription_id} until {paused_until}", writes=True)
def pause_subscription(
    state: State, subscription_id: Reference[Subscription], paused_until: Date
) -> Subscription:
    """Pause a subscription from today on; the next renewal moves by as many days.

    Args:
        subscription_id: The subscription, which must be active.
        paused_until: The first day on which it runs again.
    """
    subscription = state.get(Subscription, subscription_id)
    require(
        subscription.status == "active", f"{subscription_id} is {subscription.status}, not active"
    )
    days = days_between(state.now, paused_until)
    require(days > 0, f"{paused_until} is not after today")
    return state.update(
        subscription,
        status="paused",
        paused_until=paused_until,
        renews_on=shift(subscription.renews_on, days=days),
        pauses=subscription.pauses + 1,
    )


@tool(intent="resume subscription {subscription_id}", writes=True)
def resume_subscription(state: State, subscription_id: Reference[Subscription]) -> Subscription:
    """End a pause today; the next renewal moves back by the days that were left of it.

    Args:
        subscription_id: The subscription, which must be paused.
    """
    subscription = state.get(Subscription, subscription_id)
    require(
        subscription.status == "paused", f"{subscription_id} is {subscription.status}, not paused"
    )
    days_left = days_between(state.now, subscription.paused_until or state.now)
    return state.update(
        subscription,
        status="active",
        paused_until=None,
        renews_on=shift(subscription.renews_on, days=-max(0, days_left)),
    )


@tool(intent="cancel subscription {subscription_id}", writes=True)
def cancel_subscription(
    state: State, subscription_id: Reference[Subscription], reason: LeaveReason
) -> Ending:
    """End a subscription when the period that is paid is over; a trial ends today.

    If it ends before the day it is committed_until, 12.00 are billed. A trial costs nothing.

    Args:
        subscription_id: The subscription.
        reason: Why it is ended.
    """
    subscription = state.get(Subscription, subscription_id)
    runs = subscription.status in ("trial", "active", "paused")
    require(runs, f"{subscription_id} is {subscription.status} already")
    is_trial = subscription.status == "trial"
    ends_on = state.now[:10] if is_trial else subscription.renews_on
    fee = 0 if is_trial else leave_fee(subscription)
    if fee > 0:
        bill(state, subscription, fee)
    state.update(
        subscription,
        status="ended" if is_trial else "ending",
        paused_until=None,
        renews_on=ends_on,
        leave_reason=reason,
    )
    return Ending(subscription_id=subscription_id, ends_on=ends_on, fee=fee)


# --- boxes ---------------------------------------------------------------------------------------


@tool(intent="skip box {shipment_id}", writes=True)
def skip_shipment(state: State, shipment_id: Reference[Shipment]) -> ShipmentDetails:
    """Do not send a box; the subscription renews 7 days later for it.

    Args:
        shipment_id: The box, which must be planned.
    """
    shipment = state.get(Shipment, shipment_id)
    require(shipment.status == "planned", f"{shipment_id} is {shipment.status}")
    subscription = state.get(Subscription, shipment.subscription_id)
    state.update(subscription, renews_on=shift(subscription.renews_on, days=SKIPPED_DAYS))
    return shipment_details(state.update(shipment, status="skipped"))


@tool(intent="send box {shipment_id} on {leaves_on} instead", writes=True)
def move_shipment(
    state: State, shipment_id: Reference[Shipment], leaves_on: Date
) -> ShipmentDetails:
    """Send a box on another day.

    Args:
        shipment_id: The box, which must be planned.
        leaves_on: The new day, after today.
    """
    shipment = state.get(Shipment, shipment_id)
    require(shipment.status == "planned", f"{shipment_id} is {shipment.status}")
    require(leaves_on > state.now[:10], f"{leaves_on} is not after today")
    require(leaves_on != shipment.leaves_on, f"{shipment_id} leaves then already")
    return shipment_details(state.update(shipment, leaves_on=leaves_on))


# --- money ---------------------------------------------------------------------------------------


@tool(intent="take the payment of invoice {invoice_id}", writes=True)
def pay_invoice(state: State, invoice_id: Reference[Invoice]) -> Invoice:
    """Book that an invoice is paid in full.

    Args:
        invoice_id: The invoice, which must be open.
    """
    invoice = state.get(Invoice, invoice_id)
    require(invoice.status == "open", f"invoice {invoice_id} is {invoice.status} already")
    return state.update(invoice, status="paid")


@tool(intent="give {weeks} more weeks to pay invoice {invoice_id}", writes=True)
def defer_invoice(state: State, invoice_id: Reference[Invoice], weeks: Quantity) -> Invoice:
    """Let an invoice be paid later.

    Args:
        invoice_id: The invoice, which must be open.
        weeks: How many weeks later it is due.
    """
    invoice = state.get(Invoice, invoice_id)
    require(invoice.status == "open", f"invoice {invoice_id} is {invoice.status} already")
    require(weeks > 0, "the number of weeks must be at least 1")
    return state.update(invoice, due_on=shift(invoice.due_on, days=7 * weeks))


# --- complaints ----------------------------------------------------------------------------------


@tool(intent="list the complaints about subscription {subscription_id}")
def list_complaints(state: State, subscription_id: Reference[Subscription]) -> list[Complaint]:
    """List the complaints about a subscription, also those that are settled.

    Args:
        subscription_id: The subscription.
    """
    state.get(Subscription, subscription_id)
    return state.find(Complaint, subscription_id=subscription_id)


@tool(intent="file a complaint about subscription {subscription_id}", writes=True)
def file_complaint(
    state: State, subscription_id: Reference[Subscription], topic: ComplaintTopic
) -> Complaint:
    """Take a complaint down; it is answered within 10 days.

    Args:
        subscription_id: The subscription it is about, about which no other complaint is open.
        topic: What it is about.
    """
    state.get(Subscription, subscription_id)
    pending = state.find(Complaint, subscription_id=subscription_id, status="open")
    require(not pending, f"a complaint about {subscription_id} is open already")
    return state.add(
        Complaint,
        subscription_id=subscription_id,
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


# --- what the tools share ------------------------------------------------------------------------


def details_of(state: State, subscription: Subscription) -> SubscriptionDetails:
    """A subscription as it is shown."""
    box_plan = state.get(BoxPlan, subscription.box_plan_id)
    return SubscriptionDetails(
        subscription_id=subscription.id,
        box_plan_id=box_plan.id,
        name=box_plan.name,
        kind=box_plan.kind,
        level=box_plan.level,
        notice_days=box_plan.notice_days,
        max_profiles=box_plan.max_profiles,
        status=subscription.status,
        interval=subscription.interval,
        price=subscription.price,
        started_on=subscription.started_on,
        period_starts_on=subscription.period_starts_on,
        renews_on=subscription.renews_on,
        committed_until=subscription.committed_until,
        paused_until=subscription.paused_until,
        pauses=subscription.pauses,
    )


def invoice_details(state: State, subscription: Subscription, invoice: Invoice) -> InvoiceDetails:
    """An invoice as it is shown."""
    return InvoiceDetails(
        invoice_id=invoice.id,
        subscription_id=subscription.id,
        name=state.get(BoxPlan, subscription.box_plan_id).name,
        amount=invoice.amount,
        status=invoice.status,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
    )


def add_on_lines(state: State, subscription_id: str) -> list[AddOnLine]:
    """The add-ons of a subscription as they are shown."""
    return [
        add_on_line(state, each)
        for each in state.find(BookedAddOn, subscription_id=subscription_id)
    ]


def add_on_line(state: State, booked: BookedAddOn) -> AddOnLine:
    """An add-on as it is shown."""
    add_on = state.get(AddOn, booked.add_on_id)
    return AddOnLine(
        booked_add_on_id=booked.id,
        subscription_id=booked.subscription_id,
        name=add_on.name,
        price=add_on.price,
        since=booked.since,
    )


def shipment_details(shipment: Shipment) -> ShipmentDetails:
    """A box as it is shown."""
    return ShipmentDetails(
        shipment_id=shipment.id,
        subscription_id=shipment.subscription_id,
        theme=shipment.theme,
        leaves_on=shipment.leaves_on,
        status=shipment.status,
        worth=shipment.worth,
    )


def running_subscription(state: State, subscription_id: str) -> Subscription:
    """A subscription, which must be on trial, active or paused."""
    subscription = state.get(Subscription, subscription_id)
    runs = subscription.status in ("trial", "active", "paused")
    require(runs, f"{subscription_id} is {subscription.status}")
    return subscription


def price_of(box_plan: BoxPlan, interval: Interval) -> Money:
    """What a box plan costs for one interval."""
    periods = INTERVAL_DAYS[interval] // 30
    return box_plan.price * periods * (100 - INTERVAL_DISCOUNTS[interval]) // 100


def share_left(state: State, subscription: Subscription, amount: int) -> Money:
    """All of an amount in the first half of the period, then half of it; nothing on trial."""
    if subscription.status == "trial":
        return 0
    days_gone = days_between(subscription.period_starts_on, state.now)
    is_first_half = days_gone * 2 < INTERVAL_DAYS[subscription.interval]
    return amount if is_first_half else amount // 2


def leave_fee(subscription: Subscription) -> Money:
    """What it costs to leave before the commitment is over."""
    return EARLY_LEAVE_FEE if subscription.renews_on < subscription.committed_until else 0


def bill(state: State, subscription: Subscription, amount: int) -> Invoice:
    """Write an invoice for a subscription, paid from the balance as far as that goes."""
    balance = state.get(Customer, subscription.customer_id).balance
    used = min(balance, amount)
    if used > 0:
        add_balance(state, subscription.customer_id, -used)
    amount -= used
    return state.add(
        Invoice,
        subscription_id=subscription.id,
        amount=amount,
        status="open" if amount > 0 else "paid",
        issued_on=state.now[:10],
        due_on=shift(state.now[:10], days=DAYS_TO_PAY),
    )


def add_balance(state: State, customer_id: str, amount: int) -> None:
    """Change what the next invoices are paid from."""
    customer = state.get(Customer, customer_id)
    state.update(customer, balance=customer.balance + amount)
