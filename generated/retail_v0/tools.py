"""What the people who answer for Kilowatt Corner can do."""

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
    Article,
    ArticleCategory,
    Booking,
    Buyer,
    BuyerMatch,
    CancelReason,
    Complaint,
    ComplaintTopic,
    DocumentCopy,
    DocumentKind,
    DocumentWay,
    Exchange,
    LineDetails,
    PaidWith,
    Parcel,
    PromoCode,
    Purchase,
    PurchaseLine,
    PurchaseOverview,
    PurchasePayment,
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

# --- finding and checking the buyer --------------------------------------------------------------


@tool(intent="find the buyer with the e-mail address {email}")
def find_buyer_by_email(state: State, email: Email) -> BuyerMatch:
    """Find a buyer by e-mail address.

    Args:
        email: The e-mail address, as the buyer says it.
    """
    for buyer in state.find(Buyer, email=email):
        return BuyerMatch(id=buyer.id, name=buyer.name)
    raise ToolError(f"no buyer has the e-mail address {email}")


@tool(intent="verify the identity of buyer {buyer_id}", writes=True)
def verify_identity(
    state: State, buyer_id: Reference[Buyer], date_of_birth: Date, postal_code: PostalCode
) -> BuyerMatch:
    """Check that you talk to the buyer, and record that you did.

    Args:
        buyer_id: Who they say they are.
        date_of_birth: The date of birth, as they say it.
        postal_code: The postal code of their address.
    """
    buyer = state.get(Buyer, buyer_id)
    matches = buyer.date_of_birth == date_of_birth and buyer.postal_code == postal_code
    require(matches, "date of birth and postal code do not both match")
    record_identity(state, buyer.id)
    return BuyerMatch(id=buyer.id, name=buyer.name)


@tool(intent="look at the details of buyer {buyer_id}")
def get_buyer(state: State, buyer_id: Reference[Buyer]) -> Buyer:
    """Show what is in the books about a buyer.

    Args:
        buyer_id: The buyer.
    """
    return state.get(Buyer, buyer_id)


# --- looking things up ---------------------------------------------------------------------------


@tool(intent="list the purchases of buyer {buyer_id}")
def list_purchases(state: State, buyer_id: Reference[Buyer]) -> list[Purchase]:
    """List all purchases of a buyer, without their lines.

    Args:
        buyer_id: The buyer.
    """
    state.get(Buyer, buyer_id)
    return state.find(Purchase, buyer_id=buyer_id)


@tool(intent="list everything that buyer {buyer_id} bought")
def list_bought_articles(state: State, buyer_id: Reference[Buyer]) -> list[LineDetails]:
    """List every article that a buyer ordered, line by line over all purchases.

    Args:
        buyer_id: The buyer.
    """
    state.get(Buyer, buyer_id)
    purchases = state.find(Purchase, buyer_id=buyer_id)
    return [line for purchase in purchases for line in lines_of(state, purchase)]


@tool(intent="look at purchase {purchase_id}")
def get_purchase(state: State, purchase_id: Reference[Purchase]) -> PurchaseOverview:
    """Show a purchase with its lines and payments.

    Args:
        purchase_id: The purchase.
    """
    purchase = state.get(Purchase, purchase_id)
    return PurchaseOverview(
        purchase=purchase,
        lines=lines_of(state, purchase),
        payments=state.find(PurchasePayment, purchase_id=purchase_id),
    )


@tool(intent="track the parcels of purchase {purchase_id}")
def track_purchase(state: State, purchase_id: Reference[Purchase]) -> list[Parcel]:
    """List the parcels that left for a purchase; none while it is not shipped.

    Args:
        purchase_id: The purchase.
    """
    state.get(Purchase, purchase_id)
    return state.find(Parcel, purchase_id=purchase_id)


@tool(intent="list the returns of buyer {buyer_id}")
def list_returns(state: State, buyer_id: Reference[Buyer]) -> list[ReturnDetails]:
    """List what a buyer sent back or announced to send back.

    Args:
        buyer_id: The buyer.
    """
    state.get(Buyer, buyer_id)
    return [return_details(state, request) for request in requests_by(state, buyer_id)]


@tool(intent="search the shop for a {category} called {name}")
def search_articles(
    state: State, category: ArticleCategory | None = None, name: Label | None = None
) -> list[Article]:
    """List the articles of one category or one name, with price and stock.

    Args:
        category: Only those of this category.
        name: Only those of exactly this name, such as "Volt headset".
    """
    if name is not None:
        found = state.find(Article, name=name)
        return [article for article in found if category in (None, article.category)]
    require(category is not None, "give a category, a name, or both")
    return state.find(Article, category=category)


@tool(intent="look at promo code {code}")
def get_promo_code(state: State, code: Label) -> PromoCode:
    """Show what a promo code takes off, from which amount on, and when it can be used.

    Args:
        code: The code, as it is printed.
    """
    return promo_code_called(state, code)


@tool(intent="list the stock alerts of buyer {buyer_id}")
def list_stock_alerts(state: State, buyer_id: Reference[Buyer]) -> list[StockAlertDetails]:
    """List what a buyer waits for, with today's prices.

    Args:
        buyer_id: The buyer.
    """
    state.get(Buyer, buyer_id)
    return [alert_details(state, alert) for alert in state.find(StockAlert, buyer_id=buyer_id)]


# --- purchases under way -------------------------------------------------------------------------


@tool(intent="order {quantity} of article {article_id} for buyer {buyer_id}", writes=True)
def place_purchase(
    state: State,
    buyer_id: Reference[Buyer],
    article_id: Reference[Article],
    quantity: Quantity,
    paid_with: PaidWith,
) -> Purchase:
    """Order one article to the address in the books.

    Shipping costs 5.00, nothing from 60.00 on.

    Args:
        buyer_id: Who orders.
        article_id: What is ordered.
        quantity: How many pieces.
        paid_with: How it is paid.
    """
    buyer = state.get(Buyer, buyer_id)
    article = state.get(Article, article_id)
    require(quantity > 0, "the quantity must be at least 1")
    take_from_stock(state, article, quantity)
    purchase = state.add(
        Purchase,
        buyer_id=buyer_id,
        status="processing",
        placed_at=state.now,
        promised_on=shift(state.now[:10], days=DELIVERY_DAYS),
        paid_with=paid_with,
        street=buyer.street,
        city=buyer.city,
        postal_code=buyer.postal_code,
        redirections=0,
        subtotal=0,
        discount=0,
        shipping=0,
        total=0,
    )
    state.add(
        PurchaseLine,
        purchase_id=purchase.id,
        article_id=article_id,
        quantity=quantity,
        unit_price=article.price,
    )
    return settle(state, purchase)


@tool(intent="cancel purchase {purchase_id}", writes=True)
def cancel_purchase(
    state: State, purchase_id: Reference[Purchase], reason: CancelReason
) -> Purchase:
    """Cancel a purchase that has not arrived, and give back all that was paid.

    Args:
        purchase_id: The purchase.
        reason: Why it is not wanted any more.
    """
    purchase = state.get(Purchase, purchase_id)
    waits = purchase.status in ("processing", "packed", "shipped")
    require(waits, f"{purchase_id} is {purchase.status}")
    for line in state.find(PurchaseLine, purchase_id=purchase_id):
        put_back_on_stock(state, line, line.quantity)
    book(state, purchase, "refund", purchase.total, purchase.paid_with)
    return state.update(purchase, status="cancelled", cancel_reason=reason)


@tool(intent="send purchase {purchase_id} to {street}, {postal_code} {city}", writes=True)
def change_delivery_address(
    state: State,
    purchase_id: Reference[Purchase],
    street: StreetAddress,
    postal_code: PostalCode,
    city: City,
) -> Purchase:
    """Send one purchase elsewhere; the address in the books stays as it is.

    Args:
        purchase_id: The purchase.
        street: Street and house number.
        postal_code: The postal code.
        city: The city.
    """
    purchase = state.get(Purchase, purchase_id)
    return state.update(
        purchase,
        street=street,
        postal_code=postal_code,
        city=city,
        redirections=purchase.redirections + 1,
    )


@tool(intent="use promo code {code} for purchase {purchase_id}", writes=True)
def apply_promo_code(state: State, purchase_id: Reference[Purchase], code: Label) -> Purchase:
    """Take what a promo code is worth off a purchase, and give back what was paid too much.

    Args:
        purchase_id: The purchase.
        code: The code, as it is printed.
    """
    purchase = state.get(Purchase, purchase_id)
    promo = promo_code_called(state, code)
    require(purchase.promo_code_id != promo.id, f"{code} is used for {purchase_id} already")
    return settle(state, state.update(purchase, promo_code_id=promo.id))


@tool(intent="take line {line_id} out of its purchase", writes=True)
def remove_line(state: State, line_id: Reference[PurchaseLine]) -> Purchase:
    """Take one line out of a purchase that has others, and give back what it cost.

    Args:
        line_id: The line of a purchase.
    """
    line = state.get(PurchaseLine, line_id)
    purchase = state.get(Purchase, line.purchase_id)
    require(purchase.status != "delivered", f"{purchase.id} has arrived; goods can be sent back")
    lines = state.find(PurchaseLine, purchase_id=purchase.id)
    require(len(lines) > 1, f"{purchase.id} has only this line; it can be cancelled")
    put_back_on_stock(state, line, line.quantity)
    state.remove(line)
    return settle(state, purchase)


# --- goods that have arrived ---------------------------------------------------------------------


@tool(intent="send back {quantity} of line {line_id}", writes=True)
def return_goods(
    state: State,
    line_id: Reference[PurchaseLine],
    quantity: Quantity,
    reason: ReturnReason,
) -> ReturnRequest:
    """Announce that delivered goods come back; the money is paid when they are here.

    What was paid for the goods after discount is given back. Unless the shop made a mistake, 15
    percent of it is kept.

    Args:
        line_id: The line of a purchase.
        quantity: How many pieces of it.
        reason: Why they go back.
    """
    line = state.get(PurchaseLine, line_id)
    purchase = delivered_purchase(state, line)
    require_kept(state, line, quantity)
    amount = (
        line.unit_price * quantity * (purchase.subtotal - purchase.discount) // purchase.subtotal
    )
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


@tool(intent="exchange line {line_id} for article {new_article_id}", writes=True)
def exchange_goods(
    state: State, line_id: Reference[PurchaseLine], new_article_id: Reference[Article]
) -> Exchange:
    """Exchange all pieces of a delivered line for another edition of the same name.

    If the other one costs less, the difference goes back the way it was paid.

    Args:
        line_id: The line of a purchase.
        new_article_id: What is sent instead.
    """
    line = state.get(PurchaseLine, line_id)
    purchase = delivered_purchase(state, line)
    require_kept(state, line, line.quantity)
    old, new = state.get(Article, line.article_id), state.get(Article, new_article_id)
    require(new.id != old.id, f"{new.id} is what was delivered")
    require(new.name == old.name, f"{new.id} is a {new.name}, not a {old.name}")
    take_from_stock(state, new, line.quantity)
    given_back = (line.unit_price - new.price) * line.quantity
    require(given_back >= 0, f"{new.id} costs more than {line_id} did")
    book(state, purchase, "refund", given_back, purchase.paid_with)
    return state.add(
        Exchange,
        line_id=line_id,
        new_article_id=new_article_id,
        given_back=given_back,
        requested_on=state.now[:10],
    )


@tool(intent="report the parcel of purchase {purchase_id} lost", writes=True)
def report_lost_parcel(state: State, purchase_id: Reference[Purchase], remedy: Remedy) -> Purchase:
    """Give up a parcel that does not come, and make it good.

    What is sent again goes back to processing; money goes back the way it was paid.

    Args:
        purchase_id: The purchase, which must be shipped.
        remedy: What is wanted instead.
    """
    purchase = state.get(Purchase, purchase_id)
    require(purchase.status == "shipped", f"{purchase_id} is {purchase.status}, not shipped")
    for parcel in state.find(Parcel, purchase_id=purchase_id):
        state.update(parcel, lost=True)
    if remedy == "money_back":
        book(state, purchase, "refund", purchase.total, purchase.paid_with)
        return state.update(purchase, status="cancelled")
    for line in state.find(PurchaseLine, purchase_id=purchase_id):
        take_from_stock(state, state.get(Article, line.article_id), line.quantity)
    promised = shift(state.now[:10], days=DELIVERY_DAYS)
    return state.update(purchase, status="processing", promised_on=promised)


# --- stock alerts --------------------------------------------------------------------------------


@tool(intent="tell buyer {buyer_id} when {article_id} is there again", writes=True)
def set_stock_alert(
    state: State, buyer_id: Reference[Buyer], article_id: Reference[Article], at_most: Money
) -> StockAlert:
    """Note who wants to hear when an article is in stock again.

    Args:
        buyer_id: Who wants to hear.
        article_id: What is waited for.
        at_most: The price up to which it is still wanted.
    """
    state.get(Buyer, buyer_id)
    article = state.get(Article, article_id)
    require(at_most > 0, "the price must be more than zero")
    require(article.stock == 0, f"{article_id} is in stock")
    there = state.find(StockAlert, buyer_id=buyer_id, article_id=article.id)
    require(not there, f"{buyer_id} waits for {article_id} already")
    return state.add(
        StockAlert,
        buyer_id=buyer_id,
        article_id=article_id,
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


@tool(intent="list the complaints about purchase {purchase_id}")
def list_complaints(state: State, purchase_id: Reference[Purchase]) -> list[Complaint]:
    """List the complaints about a purchase, also those that are settled.

    Args:
        purchase_id: The purchase.
    """
    state.get(Purchase, purchase_id)
    return state.find(Complaint, purchase_id=purchase_id)


@tool(intent="file a complaint about purchase {purchase_id}", writes=True)
def file_complaint(
    state: State, purchase_id: Reference[Purchase], topic: ComplaintTopic
) -> Complaint:
    """Take a complaint down; it is answered within 14 days.

    Args:
        purchase_id: The purchase it is about, about which no other complaint is open.
        topic: What it is about.
    """
    state.get(Purchase, purchase_id)
    pending = state.find(Complaint, purchase_id=purchase_id, status="open")
    require(not pending, f"a complaint about {purchase_id} is open already")
    return state.add(
        Complaint,
        purchase_id=purchase_id,
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


@tool(intent="list the copies sent for purchase {purchase_id}")
def list_document_copies(state: State, purchase_id: Reference[Purchase]) -> list[DocumentCopy]:
    """List the copies of documents that were sent out for a purchase.

    Args:
        purchase_id: The purchase.
    """
    state.get(Purchase, purchase_id)
    return state.find(DocumentCopy, purchase_id=purchase_id)


@tool(intent="send a copy of the {kind} for purchase {purchase_id} by {way}", writes=True)
def send_document_copy(
    state: State, purchase_id: Reference[Purchase], kind: DocumentKind, way: DocumentWay
) -> DocumentCopy:
    """Send a copy of a document about a purchase.

    The first 2 copies for the same purchase cost nothing but a registered letter's
    extra fee of 3.00. Later ones cost 3.50 by letter, e-mail is free.

    Args:
        purchase_id: The purchase.
        kind: Which document.
        way: How it is sent.
    """
    state.get(Purchase, purchase_id)
    fee = WAY_FEES[way]
    if fee and len(state.find(DocumentCopy, purchase_id=purchase_id)) < FREE_COPIES:
        fee -= WAY_FEES["letter"]
    return state.add(
        DocumentCopy, purchase_id=purchase_id, kind=kind, way=way, fee=fee, sent_on=state.now[:10]
    )


# --- what the tools share ------------------------------------------------------------------------


def lines_of(state: State, purchase: Purchase) -> list[LineDetails]:
    """The lines of a purchase as they are shown."""
    arrived = delivered_on(state, purchase)
    lines = state.find(PurchaseLine, purchase_id=purchase.id)
    return [line_details(state, purchase, line, arrived) for line in lines]


def line_details(
    state: State, purchase: Purchase, line: PurchaseLine, arrived: Date | None
) -> LineDetails:
    """A line of a purchase as it is shown."""
    article = state.get(Article, line.article_id)
    return LineDetails(
        line_id=line.id,
        purchase_id=purchase.id,
        article_id=article.id,
        name=article.name,
        category=article.category,
        edition=article.edition,
        quantity=line.quantity,
        sent_back=pieces_sent_back(state, line),
        unit_price=line.unit_price,
        final_sale=article.final_sale,
        purchase_status=purchase.status,
        delivered_on=arrived,
    )


def delivered_on(state: State, purchase: Purchase) -> Date | None:
    """The day a purchase arrived, None while it has not."""
    days = [parcel.delivered_on for parcel in state.find(Parcel, purchase_id=purchase.id)]
    return max((day for day in days if day is not None), default=None)


def delivered_purchase(state: State, line: PurchaseLine) -> Purchase:
    """The purchase of a line, which must have arrived."""
    purchase = state.get(Purchase, line.purchase_id)
    require(purchase.status == "delivered", f"{purchase.id} is {purchase.status}, not delivered")
    return purchase


def pieces_sent_back(state: State, line: PurchaseLine) -> int:
    """How many pieces of a line go back or went back already."""
    requests = state.find(ReturnRequest, line_id=line.id)
    returned = sum(each.quantity for each in requests if each.status != "withdrawn")
    return returned + line.quantity * len(state.find(Exchange, line_id=line.id))


def require_kept(state: State, line: PurchaseLine, quantity: int) -> None:
    """Refuse to act on more pieces of a line than are still there."""
    kept = line.quantity - pieces_sent_back(state, line)
    require(1 <= quantity <= kept, f"{kept} pieces of {line.id} are left, not {quantity}")


def requests_by(state: State, buyer_id: str) -> list[ReturnRequest]:
    """All returns of a buyer."""
    return [
        request
        for purchase in state.find(Purchase, buyer_id=buyer_id)
        for line in state.find(PurchaseLine, purchase_id=purchase.id)
        for request in state.find(ReturnRequest, line_id=line.id)
    ]


def return_details(state: State, request: ReturnRequest) -> ReturnDetails:
    """A return as it is shown."""
    line = state.get(PurchaseLine, request.line_id)
    article = state.get(Article, line.article_id)
    return ReturnDetails(
        return_request_id=request.id,
        line_id=line.id,
        name=article.name,
        edition=article.edition,
        quantity=request.quantity,
        reason=request.reason,
        amount=request.amount,
        status=request.status,
        requested_on=request.requested_on,
    )


def alert_details(state: State, alert: StockAlert) -> StockAlertDetails:
    """A stock alert as it is shown."""
    article = state.get(Article, alert.article_id)
    return StockAlertDetails(
        stock_alert_id=alert.id,
        article_id=article.id,
        name=article.name,
        category=article.category,
        edition=article.edition,
        price=article.price,
        at_most=alert.at_most,
        asked_on=alert.asked_on,
    )


def promo_code_called(state: State, code: str) -> PromoCode:
    """The promo code that is written so."""
    for promo in state.find(PromoCode, code=code):
        return promo
    raise ToolError(f"there is no promo code {code}")


def take_from_stock(state: State, article: Article, quantity: int) -> None:
    """Set pieces aside for somebody."""
    left = article.stock
    require(quantity <= left, f"{left} pieces of {article.id} are in stock, not {quantity}")
    state.update(article, stock=left - quantity)


def put_back_on_stock(state: State, line: PurchaseLine, quantity: int) -> None:
    """Offer pieces again that were set aside."""
    article = state.get(Article, line.article_id)
    state.update(article, stock=article.stock + quantity)


def settle(state: State, purchase: Purchase) -> Purchase:
    """Work out anew what a purchase costs, and book what is more or less than before."""
    lines = state.find(PurchaseLine, purchase_id=purchase.id)
    subtotal = sum(line.quantity * line.unit_price for line in lines)
    discount = discount_on(state, purchase.promo_code_id, subtotal)
    shipping = 0 if subtotal >= FREE_SHIPPING_FROM else SHIPPING_FEE
    total = subtotal - discount + shipping
    if total > purchase.total:
        book(state, purchase, "charge", total - purchase.total, purchase.paid_with)
    else:
        book(state, purchase, "refund", purchase.total - total, purchase.paid_with)
    return state.update(
        purchase, subtotal=subtotal, discount=discount, shipping=shipping, total=total
    )


def discount_on(state: State, promo_code_id: str | None, subtotal: int) -> Money:
    """What a promo code takes off, nothing if the goods cost less than it demands."""
    if promo_code_id is None:
        return 0
    promo = state.get(PromoCode, promo_code_id)
    if subtotal < promo.minimum:
        return 0
    return min(promo.amount, subtotal)


def book(state: State, purchase: Purchase, kind: Booking, amount: int, method: PaidWith) -> None:
    """Record money that moved for a purchase, if any did."""
    if amount == 0:
        return
    if method == "store_credit":
        gained = amount if kind == "refund" else -amount
        add_credit(state, purchase.buyer_id, gained)
    state.add(
        PurchasePayment,
        purchase_id=purchase.id,
        kind=kind,
        method=method,
        amount=amount,
        booked_at=state.now,
    )


def add_credit(state: State, buyer_id: str, amount: int) -> None:
    """Change what somebody can spend here; it never falls below zero."""
    buyer = state.get(Buyer, buyer_id)
    left = buyer.credit + amount
    require(left >= 0, f"the credit of {buyer_id} does not cover {-amount} cents")
    state.update(buyer, credit=left)
