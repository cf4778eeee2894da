"""What the people who answer for Hearth & Trail can do."""

from autoforge_envs.domain import (
    City,
    Date,
    Email,
    Label,
    Money,
    PostalCode,
    Quantity,
    Reference,
    State,
    StreetAddress,
    ToolError,
    record_identity,
    require,
    shift,
    tool,
)

from .models import (
    Booking,
    CancelReason,
    Complaint,
    ComplaintTopic,
    Customer,
    CustomerMatch,
    DocumentCopy,
    DocumentKind,
    DocumentWay,
    Exchange,
    LineDetails,
    Order,
    OrderLine,
    OrderOverview,
    OrderPayment,
    PaidWith,
    Parcel,
    Product,
    ProductCategory,
    PromoCode,
    Remedy,
    ReturnDetails,
    ReturnReason,
    ReturnRequest,
    StockAlert,
    StockAlertDetails,
)

SHIPPING_FEE = 500
FREE_SHIPPING_FROM = 6000
UNFORCED_REASONS = ("changed_mind", "does_not_fit")
RESTOCKING_PERCENT = 15
DELIVERY_DAYS = 6
ANSWER_DAYS = 14
WAY_FEES = {"email": 0, "letter": 350, "registered_letter": 650}
FREE_COPIES = 2

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
def verify_identity(
    state: State, customer_id: Reference[Customer], date_of_birth: Date, postal_code: PostalCode
) -> CustomerMatch:
    """Check that you talk to the customer, and record that you did.

    Args:
        customer_id: Who they say they are.
        date_of_birth: The date of birth, as they say it.
        postal_code: The postal code of their address.
    """
    customer = state.get(Customer, customer_id)
    matches = customer.date_of_birth == date_of_birth and customer.postal_code == postal_code
    require(matches, "date of birth and postal code do not both match")
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
def list_orders(state: State, customer_id: Reference[Customer]) -> list[Order]:
    """List all orders of a customer, without their lines.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return state.find(Order, customer_id=customer_id)


@tool(intent="list everything that customer {customer_id} bought")
def list_bought_products(state: State, customer_id: Reference[Customer]) -> list[LineDetails]:
    """List every product that a customer ordered, line by line over all orders.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    orders = state.find(Order, customer_id=customer_id)
    return [line for order in orders for line in lines_of(state, order)]


@tool(intent="look at order {order_id}")
def get_order(state: State, order_id: Reference[Order]) -> OrderOverview:
    """Show an order with its lines and payments.

    Args:
        order_id: The order.
    """
    order = state.get(Order, order_id)
    return OrderOverview(
        order=order,
        lines=lines_of(state, order),
        payments=state.find(OrderPayment, order_id=order_id),
    )


@tool(intent="track the parcels of order {order_id}")
def track_order(state: State, order_id: Reference[Order]) -> list[Parcel]:
    """List the parcels that left for an order; none while it is not shipped.

    Args:
        order_id: The order.
    """
    state.get(Order, order_id)
    return state.find(Parcel, order_id=order_id)


@tool(intent="list the returns of customer {customer_id}")
def list_returns(state: State, customer_id: Reference[Customer]) -> list[ReturnDetails]:
    """List what a customer sent back or announced to send back.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [return_details(state, request) for request in requests_by(state, customer_id)]


@tool(intent="search the shop for a {category} called {name}")
def search_products(
    state: State, category: ProductCategory | None = None, name: Label | None = None
) -> list[Product]:
    """List the products of one category or one name, with price and stock.

    Args:
        category: Only those of this category.
        name: Only those of exactly this name, such as "Sarek tent".
    """
    if name is not None:
        found = state.find(Product, name=name)
        return [product for product in found if category in (None, product.category)]
    require(category is not None, "give a category, a name, or both")
    return state.find(Product, category=category)


@tool(intent="look at promo code {code}")
def get_promo_code(state: State, code: Label) -> PromoCode:
    """Show what a promo code takes off, from which amount on, and when it can be used.

    Args:
        code: The code, as it is printed.
    """
    return promo_code_called(state, code)


@tool(intent="list the stock alerts of customer {customer_id}")
def list_stock_alerts(state: State, customer_id: Reference[Customer]) -> list[StockAlertDetails]:
    """List what a customer waits for, with today's prices.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        alert_details(state, alert) for alert in state.find(StockAlert, customer_id=customer_id)
    ]


# --- orders under way ----------------------------------------------------------------------------


@tool(intent="order {quantity} of product {product_id} for customer {customer_id}", writes=True)
def place_order(
    state: State,
    customer_id: Reference[Customer],
    product_id: Reference[Product],
    quantity: Quantity,
    paid_with: PaidWith,
) -> Order:
    """Order one product to the address in the books.

    Shipping costs 5.00, nothing from 60.00 on.

    Args:
        customer_id: Who orders.
        product_id: What is ordered.
        quantity: How many pieces.
        paid_with: How it is paid.
    """
    customer = state.get(Customer, customer_id)
    product = state.get(Product, product_id)
    require(quantity > 0, "the quantity must be at least 1")
    take_from_stock(state, product, quantity)
    order = state.add(
        Order,
        customer_id=customer_id,
        status="processing",
        placed_at=state.now,
        promised_on=shift(state.now[:10], days=DELIVERY_DAYS),
        paid_with=paid_with,
        street=customer.street,
        city=customer.city,
        postal_code=customer.postal_code,
        redirections=0,
        subtotal=0,
        discount=0,
        shipping=0,
        total=0,
    )
    state.add(
        OrderLine,
        order_id=order.id,
        product_id=product_id,
        quantity=quantity,
        unit_price=product.price,
    )
    return settle(state, order)


@tool(intent="cancel order {order_id}", writes=True)
def cancel_order(state: State, order_id: Reference[Order], reason: CancelReason) -> Order:
    """Cancel an order that has not arrived, and give back all that was paid.

    Args:
        order_id: The order.
        reason: Why it is not wanted any more.
    """
    order = state.get(Order, order_id)
    waits = order.status in ("processing", "packed", "shipped")
    require(waits, f"{order_id} is {order.status}")
    for line in state.find(OrderLine, order_id=order_id):
        put_back_on_stock(state, line, line.quantity)
    book(state, order, "refund", order.total, order.paid_with)
    return state.update(order, status="cancelled", cancel_reason=reason)


@tool(intent="send order {order_id} to {street}, {postal_code} {city}", writes=True)
def change_delivery_address(
    state: State,
    order_id: Reference[Order],
    street: StreetAddress,
    postal_code: PostalCode,
    city: City,
) -> Order:
    """Send one order elsewhere; the address in the books stays as it is.

    Args:
        order_id: The order.
        street: Street and house number.
        postal_code: The postal code.
        city: The city.
    """
    order = state.get(Order, order_id)
    return state.update(
        order,
        street=street,
        postal_code=postal_code,
        city=city,
        redirections=order.redirections + 1,
    )


@tool(intent="use promo code {code} for order {order_id}", writes=True)
def apply_promo_code(state: State, order_id: Reference[Order], code: Label) -> Order:
    """Take what a promo code is worth off an order, and give back what was paid too much.

    Args:
        order_id: The order.
        code: The code, as it is printed.
    """
    order = state.get(Order, order_id)
    promo = promo_code_called(state, code)
    require(order.promo_code_id != promo.id, f"{code} is used for {order_id} already")
    return settle(state, state.update(order, promo_code_id=promo.id))


@tool(intent="take line {line_id} out of its order", writes=True)
def remove_line(state: State, line_id: Reference[OrderLine]) -> Order:
    """Take one line out of an order that has others, and give back what it cost.

    Args:
        line_id: The line of an order.
    """
    line = state.get(OrderLine, line_id)
    order = state.get(Order, line.order_id)
    require(order.status != "delivered", f"{order.id} has arrived; goods can be sent back")
    lines = state.find(OrderLine, order_id=order.id)
    require(len(lines) > 1, f"{order.id} has only this line; it can be cancelled")
    put_back_on_stock(state, line, line.quantity)
    state.remove(line)
    return settle(state, order)


# --- goods that have arrived ---------------------------------------------------------------------


@tool(intent="send back {quantity} of line {line_id}", writes=True)
def return_goods(
    state: State,
    line_id: Reference[OrderLine],
    quantity: Quantity,
    reason: ReturnReason,
) -> ReturnRequest:
    """Announce that delivered goods come back; the money is paid when they are here.

    What was paid for the goods after discount is given back. Unless the shop made a mistake, 15
    percent of it is kept.

    Args:
        line_id: The line of an order.
        quantity: How many pieces of it.
        reason: Why they go back.
    """
    line = state.get(OrderLine, line_id)
    order = delivered_order(state, line)
    require_kept(state, line, quantity)
    amount = line.unit_price * quantity * (order.subtotal - order.discount) // order.subtotal
    if reason in UNFORCED_REASONS:
        amount -= amount * RESTOCKING_PERCENT // 100
    return state.add(
        ReturnRequest,
        line_id=line_id,
        quantity=quantity,
        reason=reason,
        amount=amount,
        status="announced",
        requested_on=state.now[:10],
    )


@tool(intent="withdraw return {return_request_id}", writes=True)
def withdraw_return(state: State, return_request_id: Reference[ReturnRequest]) -> ReturnRequest:
    """Let somebody keep what they had announced to send back.

    Args:
        return_request_id: The return.
    """
    request = state.get(ReturnRequest, return_request_id)
    require(request.status != "withdrawn", f"{return_request_id} is withdrawn already")
    return state.update(request, status="withdrawn")


@tool(intent="exchange line {line_id} for product {new_product_id}", writes=True)
def exchange_goods(
    state: State, line_id: Reference[OrderLine], new_product_id: Reference[Product]
) -> Exchange:
    """Exchange all pieces of a delivered line for another colour of the same name.

    If the other one costs less, the difference goes back the way it was paid.

    Args:
        line_id: The line of an order.
        new_product_id: What is sent instead.
    """
    line = state.get(OrderLine, line_id)
    order = delivered_order(state, line)
    require_kept(state, line, line.quantity)
    old, new = state.get(Product, line.product_id), state.get(Product, new_product_id)
    require(new.id != old.id, f"{new.id} is what was delivered")
    require(new.name == old.name, f"{new.id} is a {new.name}, not a {old.name}")
    take_from_stock(state, new, line.quantity)
    given_back = (line.unit_price - new.price) * line.quantity
    require(given_back >= 0, f"{new.id} costs more than {line_id} did")
    book(state, order, "refund", given_back, order.paid_with)
    return state.add(
        Exchange,
        line_id=line_id,
        new_product_id=new_product_id,
        given_back=given_back,
        requested_on=state.now[:10],
    )


@tool(intent="report the parcel of order {order_id} lost", writes=True)
def report_lost_parcel(state: State, order_id: Reference[Order], remedy: Remedy) -> Order:
    """Give up a parcel that does not come, and make it good.

    What is sent again goes back to processing; money goes back the way it was paid.

    Args:
        order_id: The order, which must be shipped.
        remedy: What is wanted instead.
    """
    order = state.get(Order, order_id)
    require(order.status == "shipped", f"{order_id} is {order.status}, not shipped")
    for parcel in state.find(Parcel, order_id=order_id):
        state.update(parcel, lost=True)
    if remedy == "money_back":
        book(state, order, "refund", order.total, order.paid_with)
        return state.update(order, status="cancelled")
    for line in state.find(OrderLine, order_id=order_id):
        take_from_stock(state, state.get(Product, line.product_id), line.quantity)
    promised = shift(state.now[:10], days=DELIVERY_DAYS)
    return state.update(order, status="processing", promised_on=promised)


# --- stock alerts --------------------------------------------------------------------------------


@tool(intent="tell customer {customer_id} when {product_id} is there again", writes=True)
def set_stock_alert(
    state: State, customer_id: Reference[Customer], product_id: Reference[Product], at_most: Money
) -> StockAlert:
    """Note who wants to hear when a product is in stock again.

    Args:
        customer_id: Who wants to hear.
        product_id: What is waited for.
        at_most: The price up to which it is still wanted.
    """
    state.get(Customer, customer_id)
    product = state.get(Product, product_id)
    require(at_most > 0, "the price must be more than zero")
    there = state.find(StockAlert, customer_id=customer_id, product_id=product.id)
    require(not there, f"{customer_id} waits for {product_id} already")
    return state.add(
        StockAlert,
        customer_id=customer_id,
        product_id=product_id,
        at_most=at_most,
        asked_on=state.now[:10],
    )


@tool(intent="drop stock alert {stock_alert_id}", writes=True)
def drop_stock_alert(state: State, stock_alert_id: Reference[StockAlert]) -> StockAlertDetails:
    """Stop waiting for something.

    Args:
        stock_alert_id: The stock alert.
    """
    alert = state.get(StockAlert, stock_alert_id)
    details = alert_details(state, alert)
    state.remove(alert)
    return details


# --- complaints ----------------------------------------------------------------------------------


@tool(intent="list the complaints about order {order_id}")
def list_complaints(state: State, order_id: Reference[Order]) -> list[Complaint]:
    """List the complaints about an order, also those that are settled.

    Args:
        order_id: The order.
    """
    state.get(Order, order_id)
    return state.find(Complaint, order_id=order_id)


@tool(intent="file a complaint about {topic} of order {order_id}", writes=True)
def file_complaint(state: State, order_id: Reference[Order], topic: ComplaintTopic) -> Complaint:
    """Take a complaint down; it is answered within 14 days.

    Args:
        order_id: The order it is about, about which no other complaint is open.
        topic: What it is about.
    """
    state.get(Order, order_id)
    pending = state.find(Complaint, order_id=order_id, status="open")
    require(not pending, f"a complaint about {order_id} is open already")
    return state.add(
        Complaint,
        order_id=order_id,
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


# --- copies of documents -------------------------------------------------------------------------


@tool(intent="list the copies sent for order {order_id}")
def list_document_copies(state: State, order_id: Reference[Order]) -> list[DocumentCopy]:
    """List the copies of documents that were sent out for an order.

    Args:
        order_id: The order.
    """
    state.get(Order, order_id)
    return state.find(DocumentCopy, order_id=order_id)


@tool(intent="send a copy of the {kind} for order {order_id} by {way}", writes=True)
def send_document_copy(
    state: State, order_id: Reference[Order], kind: DocumentKind, way: DocumentWay
) -> DocumentCopy:
    """Send a copy of a document about an order.

    The first 2 copies for the same order cost nothing but a registered letter's
    extra fee of 3.00. Later ones cost 3.50 by letter, e-mail is free.

    Args:
        order_id: The order.
        kind: Which document.
        way: How it is sent.
    """
    state.get(Order, order_id)
    fee = WAY_FEES[way]
    if fee and len(state.find(DocumentCopy, order_id=order_id)) < FREE_COPIES:
        fee -= WAY_FEES["letter"]
    return state.add(
        DocumentCopy, order_id=order_id, kind=kind, way=way, fee=fee, sent_on=state.now[:10]
    )


# --- what the tools share ------------------------------------------------------------------------


def lines_of(state: State, order: Order) -> list[LineDetails]:
    """The lines of an order as they are shown."""
    arrived = delivered_on(state, order)
    lines = state.find(OrderLine, order_id=order.id)
    return [line_details(state, order, line, arrived) for line in lines]


def line_details(state: State, order: Order, line: OrderLine, arrived: Date | None) -> LineDetails:
    """A line of an order as it is shown."""
    product = state.get(Product, line.product_id)
    return LineDetails(
        line_id=line.id,
        order_id=order.id,
        product_id=product.id,
        name=product.name,
        category=product.category,
        colour=product.colour,
        quantity=line.quantity,
        sent_back=pieces_sent_back(state, line),
        unit_price=line.unit_price,
        final_sale=product.final_sale,
        order_status=order.status,
        delivered_on=arrived,
    )


def delivered_on(state: State, order: Order) -> Date | None:
    """The day an order arrived, None while it has not."""
    days = [parcel.delivered_on for parcel in state.find(Parcel, order_id=order.id)]
    return max((day for day in days if day is not None), default=None)


def delivered_order(state: State, line: OrderLine) -> Order:
    """The order of a line, which must have arrived."""
    order = state.get(Order, line.order_id)
    require(order.status == "delivered", f"{order.id} is {order.status}, not delivered")
    return order


def pieces_sent_back(state: State, line: OrderLine) -> int:
    """How many pieces of a line go back or went back already."""
    requests = state.find(ReturnRequest, line_id=line.id)
    returned = sum(each.quantity for each in requests if each.status != "withdrawn")
    return returned + line.quantity * len(state.find(Exchange, line_id=line.id))


def require_kept(state: State, line: OrderLine, quantity: int) -> None:
    """Refuse to act on more pieces of a line than are still there."""
    kept = line.quantity - pieces_sent_back(state, line)
    require(1 <= quantity <= kept, f"{kept} pieces of {line.id} are left, not {quantity}")


def requests_by(state: State, customer_id: str) -> list[ReturnRequest]:
    """All returns of a customer."""
    return [
        request
        for order in state.find(Order, customer_id=customer_id)
        for line in state.find(OrderLine, order_id=order.id)
        for request in state.find(ReturnRequest, line_id=line.id)
    ]


def return_details(state: State, request: ReturnRequest) -> ReturnDetails:
    """A return as it is shown."""
    line = state.get(OrderLine, request.line_id)
    product = state.get(Product, line.product_id)
    return ReturnDetails(
        return_request_id=request.id,
        line_id=line.id,
        name=product.name,
        colour=product.colour,
        quantity=request.quantity,
        reason=request.reason,
        amount=request.amount,
        status=request.status,
        requested_on=request.requested_on,
    )


def alert_details(state: State, alert: StockAlert) -> StockAlertDetails:
    """A stock alert as it is shown."""
    product = state.get(Product, alert.product_id)
    return StockAlertDetails(
        stock_alert_id=alert.id,
        product_id=product.id,
        name=product.name,
        category=product.category,
        colour=product.colour,
        price=product.price,
        at_most=alert.at_most,
        asked_on=alert.asked_on,
    )


def promo_code_called(state: State, code: str) -> PromoCode:
    """The promo code that is written so."""
    for promo in state.find(PromoCode, code=code):
        return promo
    raise ToolError(f"there is no promo code {code}")


def take_from_stock(state: State, product: Product, quantity: int) -> None:
    """Set pieces aside for somebody."""
    left = product.stock
    require(quantity <= left, f"{left} pieces of {product.id} are in stock, not {quantity}")
    state.update(product, stock=left - quantity)


def put_back_on_stock(state: State, line: OrderLine, quantity: int) -> None:
    """Offer pieces again that were set aside."""
    product = state.get(Product, line.product_id)
    state.update(product, stock=product.stock + quantity)


def settle(state: State, order: Order) -> Order:
    """Work out anew what an order costs, and book what is more or less than before."""
    lines = state.find(OrderLine, order_id=order.id)
    subtotal = sum(line.quantity * line.unit_price for line in lines)
    discount = discount_on(state, order.promo_code_id, subtotal)
    shipping = 0 if subtotal >= FREE_SHIPPING_FROM else SHIPPING_FEE
    total = subtotal - discount + shipping
    if total > order.total:
        book(state, order, "charge", total - order.total, order.paid_with)
    else:
        book(state, order, "refund", order.total - total, order.paid_with)
    return state.update(order, subtotal=subtotal, discount=discount, shipping=shipping, total=total)


def discount_on(state: State, promo_code_id: str | None, subtotal: int) -> Money:
    """What a promo code takes off, nothing if the goods cost less than it demands."""
    if promo_code_id is None:
        return 0
    promo = state.get(PromoCode, promo_code_id)
    if subtotal < promo.minimum:
        return 0
    return min(promo.amount, subtotal)


def book(state: State, order: Order, kind: Booking, amount: int, method: PaidWith) -> None:
    """Record money that moved for an order, if any did."""
    if amount == 0:
        return
    if method == "store_credit":
        gained = amount if kind == "refund" else -amount
        add_credit(state, order.customer_id, gained)
    state.add(
        OrderPayment,
        order_id=order.id,
        kind=kind,
        method=method,
        amount=amount,
        booked_at=state.now,
    )


def add_credit(state: State, customer_id: str, amount: int) -> None:
    """Change what somebody can spend here; it never falls below zero."""
    customer = state.get(Customer, customer_id)
    left = customer.credit + amount
    require(left >= 0, f"the credit of {customer_id} does not cover {-amount} cents")
    state.update(customer, credit=left)
