"""What the people who answer for Copperpan can do."""

from autoforge_envs.domain import (
    Date,
    Label,
    Money,
    PersonName,
    Quantity,
    Reference,
    Secret,
    State,
    ToolError,
    record_identity,
    require,
    shift,
    tool,
)

from .models import (
    Bill,
    CallingOff,
    Cancellation,
    Coverage,
    CreditNote,
    Cuisine,
    Customer,
    CustomerMatch,
    DeliveryPass,
    Dish,
    Doorstep,
    DropPoint,
    DropPointDetails,
    LineDetails,
    NoteCause,
    Order,
    OrderDetails,
    OrderFile,
    OrderLine,
    PassPlan,
    Power,
    Problem,
    ProblemReport,
    Proxy,
    Relation,
    ReportDetails,
    Restaurant,
    Rider,
    ServedZone,
    Voucher,
    VoucherUse,
    Zone,
)

PREPARING_PERCENT = 50
PROBLEM_PERCENTS = {"missing": 100, "wrong": 80, "spilled": 100, "cold": 40}
LATE_PERCENT = 10
NOTE_DAYS = 180
PASS_PRICES = {"monthly": 950, "yearly": 9500}
PASS_DAYS = {"monthly": 30, "yearly": 365}
FREE_FROM = 2250

# --- finding and checking the customer -----------------------------------------------------------


@tool(intent="find the customer with the customer number {number}")
def find_customer_by_number(state: State, number: Label) -> CustomerMatch:
    """Find a customer by customer number.

    Args:
        number: The customer number, as the customer says it.
    """
    for customer in state.find(Customer, number=number):
        return CustomerMatch(id=customer.id, name=customer.name)
    raise ToolError(f"no customer has the customer number {number}")


@tool(intent="verify the identity of customer {customer_id}", writes=True)
def verify_identity(
    state: State, customer_id: Reference[Customer], service_code: Secret
) -> CustomerMatch:
    """Check that you talk to the customer, and record that you did.

    Args:
        customer_id: Who they say they are.
        service_code: The service code, as they say it.
    """
    customer = state.get(Customer, customer_id)
    matches = customer.service_code == service_code
    require(matches, "this is not the service code")
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


@tool(intent="list the orders of customer {customer_id}")
def list_orders(state: State, customer_id: Reference[Customer]) -> list[OrderDetails]:
    """List all orders of a customer, old ones too.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [details_of(state, order) for order in state.find(Order, customer_id=customer_id)]


@tool(intent="look at order {order_id}")
def get_order(state: State, order_id: Reference[Order]) -> OrderFile:
    """Show an order with what was ordered, who brings it, and where to.

    Args:
        order_id: The order.
    """
    order = state.get(Order, order_id)
    brought_by = order.rider_id and state.get(Rider, order.rider_id).name
    return OrderFile(
        order=order,
        rider=brought_by,
        street=state.get(DropPoint, order.drop_point_id).street,
        lines=[line_details(state, line) for line in state.find(OrderLine, order_id=order_id)],
    )


@tool(intent="list the problems that customer {customer_id} reported")
def list_problem_reports(state: State, customer_id: Reference[Customer]) -> list[ReportDetails]:
    """List what was wrong with orders of a customer, and what they got back.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [report_details(state, report) for report in reports_by(state, customer_id)]


@tool(intent="list the credit notes of customer {customer_id}")
def list_credit_notes(state: State, customer_id: Reference[Customer]) -> list[CreditNote]:
    """List the credit notes of a customer, used and expired ones too.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return state.find(CreditNote, customer_id=customer_id)


@tool(intent="list where customer {customer_id} has things brought")
def list_drop_points(state: State, customer_id: Reference[Customer]) -> list[DropPointDetails]:
    """List the addresses of a customer with their zones.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        drop_point_details(state, point) for point in state.find(DropPoint, customer_id=customer_id)
    ]


@tool(intent="search for restaurants with {cuisine} food")
def search_restaurants(
    state: State, cuisine: Cuisine | None = None, name: Label | None = None
) -> list[Restaurant]:
    """List the restaurants of a kind, or the one with a name.

    Args:
        cuisine: Only of this kind.
        name: Only the one of exactly this name.
    """
    if name is not None:
        found = state.find(Restaurant, name=name)
        return [restaurant for restaurant in found if cuisine in (None, restaurant.cuisine)]
    require(cuisine is not None, "give a kind, a name, or both")
    return state.find(Restaurant, cuisine=cuisine)


@tool(intent="list what restaurant {restaurant_id} sells")
def list_dishes(state: State, restaurant_id: Reference[Restaurant]) -> list[Dish]:
    """List the dishes of a restaurant, with price and what they contain.

    Args:
        restaurant_id: The restaurant.
    """
    state.get(Restaurant, restaurant_id)
    return state.find(Dish, restaurant_id=restaurant_id)


@tool(intent="list the zones to which restaurant {restaurant_id} delivers")
def list_zones(state: State, restaurant_id: Reference[Restaurant]) -> list[ServedZone]:
    """List where a restaurant delivers.

    Args:
        restaurant_id: The restaurant.
    """
    state.get(Restaurant, restaurant_id)
    return [
        served_zone(state, coverage)
        for coverage in state.find(Coverage, restaurant_id=restaurant_id)
    ]


@tool(intent="list the delivery passes of customer {customer_id}")
def list_delivery_passes(state: State, customer_id: Reference[Customer]) -> list[DeliveryPass]:
    """List the delivery passes that a customer has and had.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return state.find(DeliveryPass, customer_id=customer_id)


# --- orders under way ----------------------------------------------------------------------------


@tool(intent="order {quantity} of dish {dish_id}", writes=True)
def place_order(
    state: State,
    customer_id: Reference[Customer],
    drop_point_id: Reference[DropPoint],
    dish_id: Reference[Dish],
    quantity: Quantity,
) -> Bill:
    """Order one dish; more can be added to the order afterwards.

    The delivery fee depends on the zone of the address.

    Args:
        customer_id: Who orders.
        drop_point_id: One of their addresses.
        dish_id: The dish.
        quantity: How many.
    """
    state.get(Customer, customer_id)
    point = state.get(DropPoint, drop_point_id)
    require(point.customer_id == customer_id, f"{drop_point_id} is somebody else's address")
    dish = on_sale(state, dish_id)
    require(quantity > 0, "order at least one")
    order = state.add(
        Order,
        customer_id=customer_id,
        restaurant_id=dish.restaurant_id,
        drop_point_id=drop_point_id,
        status="placed",
        placed_at=state.now,
        minutes_late=0,
        accident=False,
        subtotal=0,
        fee=0,
        tip=0,
        credit=0,
        total=0,
    )
    add_line(state, order, dish, quantity)
    return reprice(state, order)


@tool(intent="add {quantity} of dish {dish_id} to order {order_id}", writes=True)
def add_dish(
    state: State, order_id: Reference[Order], dish_id: Reference[Dish], quantity: Quantity
) -> Bill:
    """Add something of the same restaurant to an order.

    Args:
        order_id: The order.
        dish_id: The dish.
        quantity: How many.
    """
    order = open_order(state, order_id)
    dish = on_sale(state, dish_id)
    require(dish.restaurant_id == order.restaurant_id, f"{dish_id} is from another restaurant")
    require(quantity > 0, "add at least one")
    add_line(state, order, dish, quantity)
    return reprice(state, order)


@tool(intent="make it {quantity} pieces of {order_line_id}", writes=True)
def change_quantity(state: State, order_line_id: Reference[OrderLine], quantity: Quantity) -> Bill:
    """Change how many of a dish are ordered; with 0 it is taken off.

    Args:
        order_line_id: The line of the order.
        quantity: The new number; one line at least must stay.
    """
    line = state.get(OrderLine, order_line_id)
    order = open_order(state, line.order_id)
    require(quantity != line.quantity, f"{quantity} are ordered already")
    if quantity:
        state.update(line, quantity=quantity)
    else:
        others = len(state.find(OrderLine, order_id=order.id)) - 1
        require(others > 0, f"nothing else is on {order.id}; call it off instead")
        state.remove(line)
    return reprice(state, order)


@tool(intent="bring order {order_id} to {drop_point_id}", writes=True)
def redirect_order(
    state: State, order_id: Reference[Order], drop_point_id: Reference[DropPoint]
) -> Bill:
    """Bring an order to another address of the same customer.

    Args:
        order_id: The order.
        drop_point_id: The other address.
    """
    order = open_order(state, order_id)
    point = state.get(DropPoint, drop_point_id)
    require(point.customer_id == order.customer_id, f"{drop_point_id} is somebody else's address")
    require(order.drop_point_id != drop_point_id, f"{order_id} goes there already")
    return reprice(state, state.update(order, drop_point_id=drop_point_id))


@tool(intent="call off order {order_id}", writes=True)
def cancel_order(state: State, order_id: Reference[Order], reason: CallingOff) -> Cancellation:
    """Call an order off and give back what was paid.

    Once it is being prepared, 50 percent of the subtotal are kept, rounded down.
    What was paid with credit notes is not given back.

    Args:
        order_id: The order.
        reason: Why it is called off.
    """
    order = open_order(state, order_id)
    kept = 0
    if order.status == "preparing":
        kept = min(order.subtotal * PREPARING_PERCENT // 100, order.total)
    refund = order.total - kept
    state.update(order, status="cancelled", total=kept, called_off=reason)
    return Cancellation(order_id=order_id, kept=kept, refund=refund)


@tool(intent="use credit note {credit_note_id} for order {order_id}", writes=True)
def use_credit_note(
    state: State, order_id: Reference[Order], credit_note_id: Reference[CreditNote]
) -> Bill:
    """Pay a part of an order with a credit note; what the note is worth beyond that is lost.

    Args:
        order_id: The order.
        credit_note_id: The note, which must be open.
    """
    order = open_order(state, order_id)
    note = state.get(CreditNote, credit_note_id)
    require(note.customer_id == order.customer_id, f"{credit_note_id} is somebody else's")
    require(note.status == "open", f"{credit_note_id} is used")
    state.update(note, status="used")
    amount = min(note.amount, order.total)
    return reprice(state, state.update(order, credit=order.credit + amount))


@tool(intent="give the rider of order {order_id} a tip of {amount}", writes=True)
def add_tip(state: State, order_id: Reference[Order], amount: Money) -> Bill:
    """Add to the tip of whoever brings or brought an order.

    Args:
        order_id: The order, which has a rider.
        amount: How much is added.
    """
    order = state.get(Order, order_id)
    require(order.rider_id is not None, f"nobody brings {order_id} yet")
    require(order.status != "cancelled", f"{order_id} is called off")
    require(amount > 0, "the tip must be more than zero")
    return reprice(state, state.update(order, tip=order.tip + amount))


@tool(intent="note how to deliver to drop point {drop_point_id}", writes=True)
def set_doorstep(
    state: State, drop_point_id: Reference[DropPoint], doorstep: Doorstep
) -> DropPointDetails:
    """Change what a rider does at an address when nobody comes to the door.

    Args:
        drop_point_id: The address.
        doorstep: What is done there.
    """
    point = state.get(DropPoint, drop_point_id)
    require(point.doorstep != doorstep, f"{doorstep} is noted for {drop_point_id} already")
    return drop_point_details(state, state.update(point, doorstep=doorstep))


# --- making up for trouble -----------------------------------------------------------------------


@tool(intent="report a problem with {quantity} of {order_line_id}", writes=True)
def report_problem(
    state: State, order_line_id: Reference[OrderLine], problem: Problem, quantity: Quantity
) -> ProblemReport:
    """Give money back for something that was not right.

    For what was missing or spilled it is the whole price, for what was wrong 80 percent
    and for what was cold 40 percent, rounded down.
    It goes back the way the order was paid.

    Args:
        order_line_id: The line of the order, with which no problem was reported yet.
        problem: What was not right.
        quantity: How many pieces of it.
    """
    line = state.get(OrderLine, order_line_id)
    order = delivered(state, line.order_id)
    earlier = state.find(ProblemReport, order_line_id=order_line_id)
    require(not earlier, f"a problem was reported with {order_line_id} already")
    require(0 < quantity <= line.quantity, f"{line.quantity} were ordered, not {quantity}")
    amount = line.unit_price * quantity * PROBLEM_PERCENTS[problem] // 100
    state.update(order, total=max(order.total - amount, 0))
    return state.add(
        ProblemReport,
        order_line_id=order_line_id,
        problem=problem,
        quantity=quantity,
        amount=amount,
        reported_on=today(state),
    )


@tool(intent="make up for the delay of order {order_id}", writes=True)
def make_up_for_delay(state: State, order_id: Reference[Order]) -> CreditNote:
    """Give a credit note for an order that was late, once.

    It is 10 percent of the subtotal, rounded down.
    The note lasts 180 days.

    Args:
        order_id: The order, which must be delivered.
    """
    order = delivered(state, order_id)
    earlier = state.find(CreditNote, order_id=order_id, cause="late")
    require(not earlier, f"a note was given for the delay of {order_id} already")
    amount = order.subtotal * LATE_PERCENT // 100
    return add_note(state, order, "late", amount)


# --- regular customers ---------------------------------------------------------------------------


@tool(intent="sell a {plan} delivery pass to customer {customer_id}", writes=True)
def start_pass(state: State, customer_id: Reference[Customer], plan: PassPlan) -> DeliveryPass:
    """Sell a pass with which orders from 22.50 on are delivered for nothing.

    It costs 9.50 a month or 95.00 a year.

    Args:
        customer_id: Who gets it; they must have none that runs.
        plan: For a month or a year at a time.
    """
    state.get(Customer, customer_id)
    require(not has_pass(state, customer_id), f"{customer_id} has a pass already")
    return state.add(
        DeliveryPass,
        customer_id=customer_id,
        plan=plan,
        price=PASS_PRICES[plan],
        status="running",
        started_on=today(state),
        renews_on=shift(today(state), days=PASS_DAYS[plan]),
    )


@tool(intent="end delivery pass {delivery_pass_id}", writes=True)
def end_pass(state: State, delivery_pass_id: Reference[DeliveryPass]) -> DeliveryPass:
    """End a pass at once; nothing is paid back.

    Args:
        delivery_pass_id: The pass, which must run.
    """
    held = state.get(DeliveryPass, delivery_pass_id)
    require(held.status == "running", f"{delivery_pass_id} has ended")
    return state.update(held, status="ended", renews_on=today(state))


# --- people who may act for others ---------------------------------------------------------------


@tool(intent="list who may act for customer {customer_id}")
def list_proxies(state: State, customer_id: Reference[Customer]) -> list[Proxy]:
    """List the people who may act for a customer, also those whose time is over.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return state.find(Proxy, customer_id=customer_id)


@tool(intent="let {name} act for customer {customer_id} until {until}", writes=True)
def add_proxy(
    state: State,
    customer_id: Reference[Customer],
    name: PersonName,
    relation: Relation,
    power: Power,
    until: Date,
) -> Proxy:
    """Allow somebody to act for a customer.

    Args:
        customer_id: For whom.
        name: Who may act.
        relation: What they are to the customer.
        power: What they may do.
        until: The last day on which they may.
    """
    state.get(Customer, customer_id)
    require(until >= state.now[:10], f"{until} is over")
    return state.add(
        Proxy,
        customer_id=customer_id,
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


@tool(intent="take the permission away from {proxy_id}", writes=True)
def revoke_proxy(state: State, proxy_id: Reference[Proxy]) -> Proxy:
    """Take the permission to act for a customer back.

    Args:
        proxy_id: Who may not act any more.
    """
    proxy = state.get(Proxy, proxy_id)
    state.remove(proxy)
    return proxy


# --- vouchers ------------------------------------------------------------------------------------


@tool(intent="look at voucher {code}")
def get_voucher(state: State, code: Label) -> Voucher:
    """Show what a voucher is worth, and when and for what it can be used.

    Args:
        code: The code on the voucher.
    """
    return voucher_with(state, code)


@tool(intent="use voucher {code} for order {order_id}", writes=True)
def use_voucher(state: State, order_id: Reference[Order], code: Label) -> VoucherUse:
    """Take a voucher's part off the total, rounded down to the cent.

    Args:
        order_id: The order, for which no voucher was used yet.
        code: The code on the voucher.
    """
    order = state.get(Order, order_id)
    voucher = voucher_with(state, code)
    used = state.find(VoucherUse, order_id=order_id)
    require(not used, f"a voucher was used for {order_id} already")
    discount = order.total * voucher.percent // 100
    state.update(order, total=order.total - discount)
    return state.add(
        VoucherUse,
        voucher_id=voucher.id,
        order_id=order_id,
        discount=discount,
        used_on=state.now[:10],
    )


# --- what the tools share ------------------------------------------------------------------------


def today(state: State) -> Date:
    """The day of the clock."""
    return state.now[:10]


def details_of(state: State, order: Order) -> OrderDetails:
    """An order as it is shown."""
    restaurant = state.get(Restaurant, order.restaurant_id)
    lines = state.find(OrderLine, order_id=order.id)
    return OrderDetails(
        order_id=order.id,
        restaurant_id=restaurant.id,
        restaurant=restaurant.name,
        cuisine=restaurant.cuisine,
        status=order.status,
        placed_at=order.placed_at,
        minutes_late=order.minutes_late,
        num_dishes=sum(line.quantity for line in lines),
        use=state.get(DropPoint, order.drop_point_id).use,
        fee=order.fee,
        tip=order.tip,
        total=order.total,
    )


def line_details(state: State, line: OrderLine) -> LineDetails:
    """One dish of an order as it is shown."""
    dish = state.get(Dish, line.dish_id)
    return LineDetails(
        order_line_id=line.id,
        dish=dish.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        contains=dish.contains,
    )


def drop_point_details(state: State, point: DropPoint) -> DropPointDetails:
    """An address as it is shown."""
    zone = state.get(Zone, point.zone_id)
    return DropPointDetails(
        drop_point_id=point.id,
        use=point.use,
        street=point.street,
        zone=zone.name,
        city=zone.city,
        doorstep=point.doorstep,
    )


def served_zone(state: State, coverage: Coverage) -> ServedZone:
    """A zone as it is shown."""
    zone = state.get(Zone, coverage.zone_id)
    return ServedZone(
        zone=zone.name,
        city=zone.city,
        fee=coverage.fee,
        minutes=coverage.minutes,
    )


def reports_by(state: State, customer_id: str) -> list[ProblemReport]:
    """What a customer reported so far."""
    return [
        report
        for order in state.find(Order, customer_id=customer_id)
        for line in state.find(OrderLine, order_id=order.id)
        for report in state.find(ProblemReport, order_line_id=line.id)
    ]


def report_details(state: State, report: ProblemReport) -> ReportDetails:
    """A problem as it is shown."""
    line = state.get(OrderLine, report.order_line_id)
    return ReportDetails(
        problem_report_id=report.id,
        dish=state.get(Dish, line.dish_id).name,
        problem=report.problem,
        quantity=report.quantity,
        amount=report.amount,
        reported_on=report.reported_on,
    )


def has_pass(state: State, customer_id: str) -> bool:
    """Whether a customer has a delivery pass that runs."""
    return bool(state.find(DeliveryPass, customer_id=customer_id, status="running"))


def open_order(state: State, order_id: str) -> Order:
    """An order that was neither brought nor called off."""
    order = state.get(Order, order_id)
    is_over = order.status in ("delivered", "cancelled")
    require(not is_over, f"{order_id} is {order.status}")
    return order


def delivered(state: State, order_id: str) -> Order:
    """An order that was brought."""
    order = state.get(Order, order_id)
    require(order.status == "delivered", f"{order_id} is {order.status}, not delivered")
    return order


def on_sale(state: State, dish_id: str) -> Dish:
    """A dish that can be ordered today."""
    dish = state.get(Dish, dish_id)
    require(dish.available, f"{dish_id} is not available today")
    return dish


def add_line(state: State, order: Order, dish: Dish, quantity: int) -> None:
    """Put a dish on an order, on the line where it stands already if there is one."""
    for line in state.find(OrderLine, order_id=order.id, dish_id=dish.id):
        state.update(line, quantity=line.quantity + quantity)
        return
    state.add(
        OrderLine,
        order_id=order.id,
        dish_id=dish.id,
        quantity=quantity,
        unit_price=dish.price,
    )


def coverage_for(state: State, restaurant_id: str, drop_point_id: str) -> Coverage | None:
    """How a restaurant delivers to an address; None if it does not."""
    zone_id = state.get(DropPoint, drop_point_id).zone_id
    found = state.find(Coverage, restaurant_id=restaurant_id, zone_id=zone_id)
    return found[0] if found else None


def reprice(state: State, order: Order) -> Bill:
    """Work out again what an order costs."""
    subtotal = sum(
        line.unit_price * line.quantity for line in state.find(OrderLine, order_id=order.id)
    )
    fee = order.fee
    if order.status in ("placed", "preparing"):
        fee = fee_for(state, order, subtotal)
    total = max(subtotal + fee + order.tip - order.credit, 0)
    order = state.update(order, subtotal=subtotal, fee=fee, total=total)
    return Bill(
        order_id=order.id,
        subtotal=subtotal,
        fee=fee,
        tip=order.tip,
        credit=order.credit,
        total=total,
    )


def fee_for(state: State, order: Order, subtotal: Money) -> Money:
    """What it costs to bring an order."""
    if has_pass(state, order.customer_id) and subtotal >= FREE_FROM:
        return 0
    coverage = coverage_for(state, order.restaurant_id, order.drop_point_id)
    if coverage is None:
        raise ToolError(f"{order.restaurant_id} does not deliver to {order.drop_point_id}")
    return coverage.fee


def add_note(state: State, order: Order, cause: NoteCause, amount: Money) -> CreditNote:
    """Give a customer a credit note for an order."""
    return state.add(
        CreditNote,
        customer_id=order.customer_id,
        order_id=order.id,
        cause=cause,
        amount=amount,
        status="open",
        expires_on=shift(today(state), days=NOTE_DAYS),
    )


def voucher_with(state: State, code: str) -> Voucher:
    """The voucher with a code."""
    for voucher in state.find(Voucher, code=code):
        return voucher
    raise ToolError(f"there is no voucher {code}")
