"""What a customer service agent of Hearth & Trail can do."""

from autoforge_envs.domain import (
    City,
    Country,
    Date,
    Email,
    Label,
    Money,
    PersonName,
    PostalCode,
    Quantity,
    Reference,
    Secret,
    State,
    StreetAddress,
    ToolError,
    record_identity,
    require,
    tool,
)

from .models import (
    CancelReason,
    Category,
    Customer,
    CustomerMatch,
    Fault,
    GiftCard,
    Order,
    OrderDetails,
    OrderItem,
    Payment,
    PaymentMethod,
    PickupPoint,
    Product,
    Profile,
    Purchase,
    Redemption,
    Remedy,
    Return,
    ReturnReason,
    Shipment,
    Voucher,
    WarrantyClaim,
    Wish,
    WishedProduct,
)

SHIPPING_FEE = 590
RETURN_FEE = 490
FREE_SHIPPING_FROM = {"basic": 7500, "silver": 5000, "gold": 0}
UNFORCED_REASONS = ("changed_mind", "does_not_fit")


# --- finding and checking the customer -------------------------------------------------------


@tool(intent="find the customer with the e-mail address {email}")
def find_customer_by_email(state: State, email: Email) -> CustomerMatch:
    """Find a customer's account by its e-mail address.

    Args:
        email: The e-mail address of the account.
    """
    for customer in state.find(Customer, email=email):
        return CustomerMatch(id=customer.id, name=customer.name)
    raise ToolError(f"no account has the e-mail address {email}")


@tool(intent="find the customers called {name} in {postal_code}")
def find_customers_by_name(
    state: State, name: PersonName, postal_code: PostalCode
) -> list[CustomerMatch]:
    """Find customers' accounts by full name and postal code; there may be several.

    Args:
        name: First and last name, as on the account.
        postal_code: The postal code of the account's address.
    """
    neighbours = state.find(Customer, postal_code=postal_code)
    wanted = name.casefold()
    return [
        CustomerMatch(id=customer.id, name=customer.name)
        for customer in neighbours
        if customer.name.casefold() == wanted
    ]


@tool(intent="verify the identity of customer {customer_id}", writes=True)
def verify_identity(
    state: State, customer_id: Reference[Customer], postal_code: PostalCode, service_code: Secret
) -> CustomerMatch:
    """Check by two facts that you talk to the owner of an account, and record that you did.

    Args:
        customer_id: The account.
        postal_code: The postal code of the account's address, as the customer says it.
        service_code: The service code on the customer's invoices, as the customer says it.
    """
    customer = state.get(Customer, customer_id)
    matches = customer.postal_code == postal_code and customer.service_code == service_code
    require(matches, "postal code and service code do not both match this account")
    record_identity(state, customer.id)
    return CustomerMatch(id=customer.id, name=customer.name)


# --- looking things up -----------------------------------------------------------------------


@tool(intent="look at the account of customer {customer_id}")
def get_customer(state: State, customer_id: Reference[Customer]) -> Profile:
    """Show a customer's account: address, tier, standing, store credit and wish list.

    Args:
        customer_id: The account.
    """
    customer = state.get(Customer, customer_id)
    wishes = state.find(Wish, customer_id=customer_id)
    return Profile(customer=customer, wish_list=[wished_product(state, wish) for wish in wishes])


@tool(intent="list the orders of customer {customer_id}")
def list_orders(state: State, customer_id: Reference[Customer]) -> list[Order]:
    """List all orders of a customer, without their items.

    Args:
        customer_id: The account.
    """
    state.get(Customer, customer_id)
    return state.find(Order, customer_id=customer_id)


@tool(intent="list what customer {customer_id} bought")
def list_purchases(state: State, customer_id: Reference[Customer]) -> list[Purchase]:
    """List every article that a customer ever ordered, item by item over all orders.

    Args:
        customer_id: The account.
    """
    state.get(Customer, customer_id)
    orders = state.find(Order, customer_id=customer_id)
    return [purchase for order in orders for purchase in purchases_of(state, order)]


@tool(intent="look at order {order_id}")
def get_order(state: State, order_id: Reference[Order]) -> OrderDetails:
    """Show an order with its items, payments and shipments.

    Args:
        order_id: The order.
    """
    order = state.get(Order, order_id)
    return OrderDetails(
        order=order,
        items=purchases_of(state, order),
        payments=state.find(Payment, order_id=order_id),
        shipments=state.find(Shipment, order_id=order_id),
    )


@tool(intent="list the returns of customer {customer_id}")
def list_returns(state: State, customer_id: Reference[Customer]) -> list[Return]:
    """List a customer's returns and exchanges, old and new.

    Args:
        customer_id: The account.
    """
    state.get(Customer, customer_id)
    return state.find(Return, customer_id=customer_id)


@tool(intent="search the shop for a {category} called {name}")
def search_products(
    state: State, category: Category | None = None, name: Label | None = None
) -> list[Product]:
    """List the articles on offer of one category or one name, with price and stock.

    Args:
        category: Only articles of this category.
        name: Only articles of this name, for example "Sarek tent".
    """
    if name is not None:
        found = state.find(Product, name=name)
        return [product for product in found if category in (None, product.category)]
    require(category is not None, "give a category, a name, or both")
    return state.find(Product, category=category)


@tool(intent="list the pickup points in {city}")
def list_pickup_points(state: State, city: City) -> list[PickupPoint]:
    """List the pickup points of a city.

    Args:
        city: The city, as it is written there.
    """
    return state.find(PickupPoint, city=city)


@tool(intent="look at voucher {code}")
def get_voucher(state: State, code: Label) -> Voucher:
    """Show what a voucher is worth, from which order value on, and when it can be used.

    Args:
        code: The code of the voucher.
    """
    return voucher_with(state, code)


@tool(intent="look at gift card {code}")
def get_gift_card(state: State, code: Label) -> GiftCard:
    """Show what is left on a gift card.

    Args:
        code: The code of the gift card.
    """
    return gift_card_with(state, code)


# --- orders that are under way ---------------------------------------------------------------


@tool(intent="cancel order {order_id}", writes=True)
def cancel_order(state: State, order_id: Reference[Order], reason: CancelReason) -> Order:
    """Cancel an order and give back what was paid for it, the way it was paid.

    Args:
        order_id: The order to cancel.
        reason: Why the customer cancels.
    """
    order = state.get(Order, order_id)
    for item in state.find(OrderItem, order_id=order_id):
        put_back_on_stock(state, item)
    refund(state, order, order.total, paid_by(state, order))
    return state.update(order, status="cancelled", cancel_reason=reason)


@tool(intent="send order {order_id} to {street}, {postal_code} {city}", writes=True)
def change_delivery_address(
    state: State,
    order_id: Reference[Order],
    street: StreetAddress,
    postal_code: PostalCode,
    city: City,
    country: Country,
) -> Order:
    """Send an order to another address; the account's own address stays as it is.

    Args:
        order_id: The order to send elsewhere.
        street: Street and house number.
        postal_code: Postal code.
        city: City.
        country: Country, by its English name.
    """
    order = state.get(Order, order_id)
    return state.update(
        order,
        delivery="home",
        pickup_point_id=None,
        street=street,
        postal_code=postal_code,
        city=city,
        country=country,
    )


@tool(intent="send order {order_id} to pickup point {pickup_point_id}", writes=True)
def choose_pickup_point(
    state: State, order_id: Reference[Order], pickup_point_id: Reference[PickupPoint]
) -> Order:
    """Send an order to a pickup point, where the customer fetches it.

    Args:
        order_id: The order to send elsewhere.
        pickup_point_id: The pickup point.
    """
    order = state.get(Order, order_id)
    point = state.get(PickupPoint, pickup_point_id)
    return state.update(
        order,
        delivery="pickup",
        pickup_point_id=point.id,
        street=point.street,
        postal_code=point.postal_code,
        city=point.city,
        country=point.country,
    )


@tool(intent="use voucher {code} for order {order_id}", writes=True)
def apply_voucher(state: State, order_id: Reference[Order], code: Label) -> Order:
    """Take a voucher's part off an order's goods; what was paid too much goes back as it came.

    Args:
        order_id: The order, which must not have a voucher yet.
        code: The code of the voucher.
    """
    order = state.get(Order, order_id)
    voucher = voucher_with(state, code)
    require(order.voucher_id is None, f"order {order_id} has a voucher already")
    enough = order.subtotal >= voucher.minimum
    require(enough, f"the goods of order {order_id} cost less than voucher {code} demands")
    discount = order.subtotal * voucher.percent // 100
    refund(state, order, discount, paid_by(state, order))
    return state.update(
        order, voucher_id=voucher.id, discount=discount, total=order.total - discount
    )


# --- goods that have arrived -----------------------------------------------------------------


@tool(intent="return {quantity} of item {item_id}", writes=True)
def return_item(
    state: State,
    item_id: Reference[OrderItem],
    quantity: Quantity,
    reason: ReturnReason,
    refund_to: PaymentMethod,
) -> Return:
    """Take delivered goods back for money, which is booked at once.

    The customer gets what was paid for the goods after discount. Basic customers who changed
    their mind, or whom the goods do not fit, pay 4.90 of it for the way back.

    Args:
        item_id: The item of an order that goes back.
        quantity: How many pieces of it.
        reason: Why it goes back.
        refund_to: Where the money goes.
    """
    item = state.get(OrderItem, item_id)
    order = delivered_order(state, item)
    require_not_returned(state, order, item, quantity)
    owner = state.get(Customer, order.customer_id)
    amount = item.unit_price * quantity * (order.subtotal - order.discount) // order.subtotal
    if owner.tier == "basic" and reason in UNFORCED_REASONS:
        amount = max(0, amount - RETURN_FEE)
    refund(state, order, amount, refund_to)
    return state.add(
        Return,
        customer_id=owner.id,
        item_id=item.id,
        kind="refund",
        quantity=quantity,
        reason=reason,
        refund_to=refund_to,
        amount=amount,
        status="requested",
        requested_on=today(state),
    )


@tool(intent="exchange item {item_id} for {new_product_id}", writes=True)
def exchange_item(
    state: State,
    item_id: Reference[OrderItem],
    new_product_id: Reference[Product],
    reason: ReturnReason,
) -> Return:
    """Exchange all pieces of a delivered item for another colour or size of the same article.

    The new article must be in stock and must not cost more than the old one did; if it costs
    less, the difference goes to the store credit.

    Args:
        item_id: The item of an order that goes back.
        new_product_id: The article that is sent instead.
        reason: Why it is exchanged.
    """
    item = state.get(OrderItem, item_id)
    order = delivered_order(state, item)
    require_not_returned(state, order, item, item.quantity)
    new = state.get(Product, new_product_id)
    require(new.id != item.product_id, f"{new.id} is what the customer has already")
    old_name = state.get(Product, item.product_id).name
    require(new.name == old_name, f"{new.id} is a {new.name}, not a {old_name}")
    require(new.price <= item.unit_price, f"{new.id} costs more than item {item_id} did")
    take_from_stock(state, new, item.quantity)
    difference = (item.unit_price - new.price) * item.quantity
    add_store_credit(state, order.customer_id, difference)
    return state.add(
        Return,
        customer_id=order.customer_id,
        item_id=item.id,
        kind="exchange",
        quantity=item.quantity,
        reason=reason,
        new_product_id=new.id,
        amount=difference,
        status="requested",
        requested_on=today(state),
    )


@tool(intent="open a warranty claim for item {item_id}", writes=True)
def open_warranty_claim(
    state: State, item_id: Reference[OrderItem], fault: Fault, remedy: Remedy
) -> WarrantyClaim:
    """Have a faulty item repaired or replaced by a new piece.

    Args:
        item_id: The faulty item of an order.
        fault: What is wrong with it.
        remedy: What the customer wants; a replacement must be in stock.
    """
    item = state.get(OrderItem, item_id)
    order = delivered_order(state, item)
    require_not_returned(state, order, item, 1)
    open_claims = state.find(WarrantyClaim, item_id=item_id, status="open")
    require(not open_claims, f"item {item_id} has an open warranty claim already")
    if remedy == "replacement":
        take_from_stock(state, state.get(Product, item.product_id), 1)
    return state.add(
        WarrantyClaim,
        item_id=item.id,
        fault=fault,
        remedy=remedy,
        status="open",
        opened_on=today(state),
    )


# --- money and new orders --------------------------------------------------------------------


@tool(intent="redeem gift card {code}", writes=True)
def redeem_gift_card(state: State, customer_id: Reference[Customer], code: Label) -> Redemption:
    """Move everything that is left on a gift card to a customer's store credit.

    Args:
        customer_id: The account that gets the store credit.
        code: The code of the gift card.
    """
    customer = state.get(Customer, customer_id)
    card = gift_card_with(state, code)
    require(card.balance > 0, f"nothing is left on gift card {code}")
    amount = card.balance
    state.update(card, balance=0)
    add_store_credit(state, customer_id, amount)
    return Redemption(amount=amount, store_credit=customer.store_credit + amount)


@tool(intent="give {amount} of compensation for order {order_id}", writes=True)
def grant_compensation(state: State, order_id: Reference[Order], amount: Money) -> Payment:
    """Give store credit for the trouble with an order, once an order.

    Args:
        order_id: The order that went wrong.
        amount: How much store credit the customer gets.
    """
    order = state.get(Order, order_id)
    require(amount > 0, "the amount must be more than zero")
    given = state.find(Payment, order_id=order_id, kind="compensation")
    require(not given, f"compensation was given for order {order_id} already")
    add_store_credit(state, order.customer_id, amount)
    return book(state, order, "compensation", "store_credit", amount)


@tool(intent="order {quantity} of product {product_id}", writes=True)
def place_order(
    state: State,
    product_id: Reference[Product],
    customer_id: Reference[Customer],
    quantity: Quantity,
    payment_method: PaymentMethod,
) -> Order:
    """Order an article for a customer, to the account's address.

    Shipping costs 5.90. It is free for gold members, for silver members from 50.00 and for basic
    customers from 75.00 of goods. The article leaves the customer's wish list.

    Args:
        product_id: The article.
        customer_id: Who orders.
        quantity: How many pieces.
        payment_method: How the customer pays; store credit must cover the whole order.
    """
    customer = state.get(Customer, customer_id)
    product = state.get(Product, product_id)
    require(quantity > 0, "the quantity must be at least 1")
    take_from_stock(state, product, quantity)
    subtotal = product.price * quantity
    shipping = 0 if subtotal >= FREE_SHIPPING_FROM[customer.tier] else SHIPPING_FEE
    total = subtotal + shipping
    if payment_method == "store_credit":
        spend_store_credit(state, customer_id, total)
    for wish in state.find(Wish, customer_id=customer_id, product_id=product_id):
        state.remove(wish)
    order = state.add(
        Order,
        customer_id=customer_id,
        status="processing",
        placed_at=state.now,
        delivery="home",
        street=customer.street,
        city=customer.city,
        postal_code=customer.postal_code,
        country=customer.country,
        subtotal=subtotal,
        discount=0,
        shipping=shipping,
        total=total,
    )
    state.add(
        OrderItem,
        order_id=order.id,
        product_id=product_id,
        quantity=quantity,
        unit_price=product.price,
    )
    book(state, order, "charge", payment_method, total)
    return order


# --- what the tools share --------------------------------------------------------------------


def today(state: State) -> Date:
    """The day of the domain's clock."""
    return state.now[:10]


def wished_product(state: State, wish: Wish) -> WishedProduct:
    """A line of a wish list."""
    product = state.get(Product, wish.product_id)
    return WishedProduct(
        product_id=product.id,
        name=product.name,
        category=product.category,
        colour=product.colour,
        size=product.size,
        price=product.price,
        stock=product.stock,
        added_on=wish.added_on,
    )


def purchases_of(state: State, order: Order) -> list[Purchase]:
    """The items of an order as the agent sees them."""
    delivered = delivered_on(state, order)
    items = state.find(OrderItem, order_id=order.id)
    return [purchase(state, order, item, delivered) for item in items]


def purchase(state: State, order: Order, item: OrderItem, delivered: Date | None) -> Purchase:
    """One item of an order as the agent sees it."""
    product = state.get(Product, item.product_id)
    return Purchase(
        item_id=item.id,
        order_id=order.id,
        product_id=product.id,
        name=product.name,
        category=product.category,
        colour=product.colour,
        size=product.size,
        quantity=item.quantity,
        returned=pieces_returned(state, order, item),
        unit_price=item.unit_price,
        order_status=order.status,
        delivered_on=delivered,
        bulky=product.bulky,
        clearance=product.clearance,
        warranty_days=product.warranty_days,
    )


def delivered_on(state: State, order: Order) -> Date | None:
    """The day an order arrived, None while it has not."""
    days = [parcel.delivered_on for parcel in state.find(Shipment, order_id=order.id)]
    return days[0] if days else None


def delivered_order(state: State, item: OrderItem) -> Order:
    """The order of an item that must have arrived."""
    order = state.get(Order, item.order_id)
    require(order.status == "delivered", f"order {order.id} is {order.status}, not delivered")
    return order


def pieces_returned(state: State, order: Order, item: OrderItem) -> int:
    """How many pieces of an order's item went back already."""
    returns = state.find(Return, customer_id=order.customer_id)
    return sum(back.quantity for back in returns if back.item_id == item.id)


def require_not_returned(state: State, order: Order, item: OrderItem, quantity: int) -> None:
    """Refuse to act on more pieces of an item than the customer still has."""
    left = item.quantity - pieces_returned(state, order, item)
    require(1 <= quantity <= left, f"the customer has {left} of item {item.id}, not {quantity}")


def voucher_with(state: State, code: str) -> Voucher:
    """The voucher with a code."""
    for voucher in state.find(Voucher, code=code):
        return voucher
    raise ToolError(f"there is no voucher {code}")


def gift_card_with(state: State, code: str) -> GiftCard:
    """The gift card with a code."""
    for card in state.find(GiftCard, code=code):
        return card
    raise ToolError(f"there is no gift card {code}")


def take_from_stock(state: State, product: Product, quantity: int) -> None:
    """Reserve pieces of an article."""
    left = product.stock
    require(quantity <= left, f"{left} pieces of {product.id} are in stock, not {quantity}")
    state.update(product, stock=left - quantity)


def put_back_on_stock(state: State, item: OrderItem) -> None:
    """Offer the pieces of a cancelled item again."""
    product = state.get(Product, item.product_id)
    state.update(product, stock=product.stock + item.quantity)


def add_store_credit(state: State, customer_id: str, amount: int) -> None:
    """Add to what a customer can spend here."""
    customer = state.get(Customer, customer_id)
    state.update(customer, store_credit=customer.store_credit + amount)


def spend_store_credit(state: State, customer_id: str, amount: int) -> None:
    """Take from what a customer can spend here."""
    left = state.get(Customer, customer_id).store_credit
    require(amount <= left, f"the store credit of {customer_id} does not cover the order")
    add_store_credit(state, customer_id, -amount)


def paid_by(state: State, order: Order) -> PaymentMethod:
    """How an order was paid."""
    return state.find(Payment, order_id=order.id, kind="charge")[0].method


def refund(state: State, order: Order, amount: int, method: PaymentMethod) -> None:
    """Give money of an order back."""
    book(state, order, "refund", method, amount)
    if method == "store_credit":
        add_store_credit(state, order.customer_id, amount)


def book(state: State, order: Order, kind: str, method: PaymentMethod, amount: int) -> Payment:
    """Record money that moved for an order."""
    return state.add(
        Payment,
        order_id=order.id,
        kind=kind,
        method=method,
        amount=amount,
        booked_at=state.now,
    )
