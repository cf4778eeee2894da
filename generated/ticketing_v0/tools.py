"""What the people who answer for Northstage can do."""

from autoforge_envs.domain import (
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
    days_between,
    record_identity,
    require,
    tool,
)

from .models import (
    Annoyance,
    Block,
    Concert,
    ConcertDetails,
    Customer,
    CustomerMatch,
    Delivery,
    DocumentCopy,
    DocumentKind,
    DocumentWay,
    Genre,
    Goodwill,
    Hall,
    Hindrance,
    Listing,
    ListingDetails,
    Pass,
    PassDetails,
    Payout,
    PayoutKind,
    Purchase,
    PurchaseDetails,
    Ticket,
    TicketDetails,
    Upgrade,
)

FEE_PERCENT = 10
DELIVERY_PRICES = {"app": 0, "print_at_home": 100, "letter": 450}
SELLER_PERCENT = 8
UPGRADE_FEE = 600
PREMIUM_PERCENT = 8
PAID_PERCENT = 90
PARKING_PRICE = 1300
WAY_FEES = {"email": 0, "letter": 300, "registered_letter": 550}
FREE_COPIES = 1

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
    state: State, customer_id: Reference[Customer], security_word: Secret
) -> CustomerMatch:
    """Check that you talk to the customer, and record that you did.

    Args:
        customer_id: Who they say they are.
        security_word: The security word, as they say it.
    """
    customer = state.get(Customer, customer_id)
    matches = customer.security_word.casefold() == security_word.casefold()
    require(matches, "this is not the security word")
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


@tool(intent="list the tickets of customer {customer_id}")
def list_tickets(state: State, customer_id: Reference[Customer]) -> list[TicketDetails]:
    """List the tickets that belong to a customer, also those that were used or given away.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [details_of(state, ticket) for ticket in state.find(Ticket, customer_id=customer_id)]


@tool(intent="look at ticket {ticket_id}")
def get_ticket(state: State, ticket_id: Reference[Ticket]) -> Ticket:
    """Show a ticket as it is in the books, also whether it is on hold.

    Args:
        ticket_id: The ticket.
    """
    return state.get(Ticket, ticket_id)


@tool(intent="list the purchases of customer {customer_id}")
def list_purchases(state: State, customer_id: Reference[Customer]) -> list[PurchaseDetails]:
    """List what a customer bought at one time each, with delivery and total.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        purchase_details(state, purchase)
        for purchase in state.find(Purchase, customer_id=customer_id)
    ]


@tool(intent="list what customer {customer_id} offers to others")
def list_own_listings(state: State, customer_id: Reference[Customer]) -> list[ListingDetails]:
    """List the tickets that a customer has on offer or took off again.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        listing_details(state, listing)
        for ticket in state.find(Ticket, customer_id=customer_id)
        for listing in state.find(Listing, ticket_id=ticket.id)
        if listing.status != "sold"
    ]


@tool(intent="list the tickets that customer {customer_id} gave to others")
def list_passes(state: State, customer_id: Reference[Customer]) -> list[PassDetails]:
    """List the tickets that a customer gave to somebody, and whether they were accepted.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [
        pass_details(state, given)
        for ticket in state.find(Ticket, customer_id=customer_id)
        for given in state.find(Pass, ticket_id=ticket.id)
    ]


@tool(intent="list what was paid out to customer {customer_id}")
def list_payouts(state: State, customer_id: Reference[Customer]) -> list[Payout]:
    """List the money that a customer got for tickets.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return state.find(Payout, customer_id=customer_id)


@tool(intent="search for concerts of genre {genre}")
def search_concerts(
    state: State, genre: Genre | None = None, name: Label | None = None
) -> list[ConcertDetails]:
    """List the concerts of a genre that are not over, or the one with a name.

    Args:
        genre: Only of this genre.
        name: Only the one of exactly this name.
    """
    if name is not None:
        found = state.find(Concert, name=name)
        return [
            event_details(state, concert) for concert in found if genre in (None, concert.genre)
        ]
    require(genre is not None, "give a genre, a name, or both")
    return [
        event_details(state, concert)
        for concert in state.find(Concert, genre=genre)
        if concert.status != "over"
    ]


@tool(intent="list the blocks at concert {concert_id}")
def list_blocks(state: State, concert_id: Reference[Concert]) -> list[Block]:
    """List the blocks at a concert with price and seats left.

    Args:
        concert_id: The concert.
    """
    state.get(Concert, concert_id)
    return state.find(Block, concert_id=concert_id)


@tool(intent="list what is offered for concert {concert_id} by others")
def list_offers(state: State, concert_id: Reference[Concert]) -> list[ListingDetails]:
    """List the tickets for a concert that their owners offer.

    Args:
        concert_id: The concert.
    """
    state.get(Concert, concert_id)
    listings = state.find(Listing, concert_id=concert_id, status="open")
    return [listing_details(state, listing) for listing in listings]


# --- buying --------------------------------------------------------------------------------------


@tool(intent="buy {count} tickets of block {block_id}", writes=True)
def buy_tickets(
    state: State,
    customer_id: Reference[Customer],
    block_id: Reference[Block],
    count: Quantity,
    delivery: Delivery,
) -> Purchase:
    """Sell tickets of one block to a customer.

    On top come 10 percent of the price, rounded down, and the price of the delivery.
    Printing at home costs 1.00, a letter 4.50.

    Args:
        customer_id: Who buys.
        block_id: The block.
        count: How many.
        delivery: How they are delivered.
    """
    state.get(Customer, customer_id)
    section = state.get(Block, block_id)
    concert = upcoming(state, section.concert_id)
    left = section.seats_left
    require(0 < count <= left, f"{left} seats are left in {block_id}, not {count}")
    state.update(section, seats_left=left - count)
    fees = booking_fee(section.price) * count + DELIVERY_PRICES[delivery]
    purchase = state.add(
        Purchase,
        customer_id=customer_id,
        concert_id=concert.id,
        delivery=delivery,
        fees=fees,
        total=section.price * count + fees,
        bought_on=today(state),
        parking_spaces=0,
    )
    for number in range(count):
        state.add(
            Ticket,
            customer_id=customer_id,
            block_id=block_id,
            purchase_id=purchase.id,
            seat=f"{left - number}",
            price=section.price,
            status="valid",
            on_hold=False,
            takes_place_on=concert.takes_place_on,
            premium=0,
        )
    return purchase


@tool(intent="change the delivery of purchase {purchase_id} to {delivery}", writes=True)
def change_delivery(state: State, purchase_id: Reference[Purchase], delivery: Delivery) -> Purchase:
    """Deliver what was bought another way; a cheaper way gives the difference back.

    Args:
        purchase_id: The purchase.
        delivery: The new way.
    """
    purchase = state.get(Purchase, purchase_id)
    upcoming(state, purchase.concert_id)
    require(purchase.delivery != delivery, f"{purchase_id} is delivered like that already")
    difference = DELIVERY_PRICES[delivery] - DELIVERY_PRICES[purchase.delivery]
    return state.update(
        purchase,
        delivery=delivery,
        fees=purchase.fees + difference,
        total=purchase.total + difference,
    )


@tool(intent="move ticket {ticket_id} to block {block_id}", writes=True)
def upgrade_ticket(
    state: State, ticket_id: Reference[Ticket], block_id: Reference[Block]
) -> Upgrade:
    """Exchange a ticket for one in a dearer block of the same concert.

    It costs the difference of the prices and a fee of 6.00.

    Args:
        ticket_id: The ticket, which must be valid.
        block_id: The dearer block.
    """
    ticket = valid(state, ticket_id)
    old, new = state.get(Block, ticket.block_id), state.get(Block, block_id)
    require(new.concert_id == old.concert_id, f"{new.id} is for another concert")
    require(new.price > ticket.price, f"{new.id} is not dearer than what they have")
    require(new.seats_left > 0, f"no seat is left in {new.id}")
    seat = f"{new.seats_left}"
    difference = new.price - ticket.price
    state.update(new, seats_left=new.seats_left - 1)
    state.update(old, seats_left=old.seats_left + 1)
    state.update(ticket, block_id=new.id, seat=seat, price=new.price)
    return Upgrade(
        ticket_id=ticket_id,
        section=new.name,
        seat=seat,
        difference=difference,
        fee=UPGRADE_FEE,
        paid=difference + UPGRADE_FEE,
    )


@tool(intent="reserve {spaces} parking spaces with purchase {purchase_id}", writes=True)
def reserve_parking(state: State, purchase_id: Reference[Purchase], spaces: Quantity) -> Purchase:
    """Reserve parking spaces at the hall, at 13.00 each.

    Args:
        purchase_id: The purchase with which they are paid.
        spaces: How many.
    """
    purchase = state.get(Purchase, purchase_id)
    concert = upcoming(state, purchase.concert_id)
    hall = state.get(Hall, concert.hall_id)
    left = hall.parking_spaces_left
    require(0 < spaces <= left, f"{left} spaces are left at {hall.id}, not {spaces}")
    state.update(hall, parking_spaces_left=left - spaces)
    return state.update(
        purchase,
        parking_spaces=purchase.parking_spaces + spaces,
        total=purchase.total + PARKING_PRICE * spaces,
    )


# --- giving tickets back and to others -----------------------------------------------------------


@tool(intent="refund ticket {ticket_id}", writes=True)
def refund_ticket(state: State, ticket_id: Reference[Ticket]) -> Payout:
    """Take a ticket back and pay its price and the booking fee for it.

    Args:
        ticket_id: The ticket, which must be valid.
    """
    ticket = valid(state, ticket_id)
    section = state.get(Block, ticket.block_id)
    state.update(section, seats_left=section.seats_left + 1)
    state.update(ticket, status="refunded")
    return pay_out(state, ticket, "refund", ticket.price + booking_fee(ticket.price))


@tool(intent="offer ticket {ticket_id} to others for {resale_price}", writes=True)
def list_for_resale(state: State, ticket_id: Reference[Ticket], resale_price: Money) -> Listing:
    """Offer a ticket to other customers; of what they pay, 8 percent are kept.

    Args:
        ticket_id: The ticket, which must be valid.
        resale_price: What the buyer is to pay.
    """
    ticket = valid(state, ticket_id)
    concert = event_of(state, ticket)
    require(concert.status in ("planned", "postponed"), f"{concert.id} is {concert.status}")
    require(resale_price > 0, "the resale price must be more than zero")
    state.update(ticket, status="listed")
    return state.add(
        Listing,
        ticket_id=ticket_id,
        concert_id=concert.id,
        resale_price=resale_price,
        status="open",
        listed_on=today(state),
    )


@tool(intent="ask {resale_price} for listing {listing_id}", writes=True)
def change_resale_price(
    state: State, listing_id: Reference[Listing], resale_price: Money
) -> Listing:
    """Ask another price for what is on offer.

    Args:
        listing_id: The listing, which must be open.
        resale_price: What the buyer is to pay now.
    """
    listing = open_listing(state, listing_id)
    require(0 < resale_price != listing.resale_price, "the new price must be another one")
    return state.update(listing, resale_price=resale_price)


@tool(intent="withdraw listing {listing_id}", writes=True)
def withdraw_listing(state: State, listing_id: Reference[Listing]) -> Listing:
    """Take something off the market; the ticket is valid again.

    Args:
        listing_id: The listing, which must be open.
    """
    listing = open_listing(state, listing_id)
    state.update(state.get(Ticket, listing.ticket_id), status="valid")
    return state.update(listing, status="withdrawn")


@tool(intent="buy what listing {listing_id} offers", writes=True)
def buy_listing(
    state: State, customer_id: Reference[Customer], listing_id: Reference[Listing]
) -> Ticket:
    """Sell a ticket that another customer offers, and pay them out.

    Args:
        customer_id: Who buys.
        listing_id: What is on offer.
    """
    state.get(Customer, customer_id)
    listing = open_listing(state, listing_id)
    ticket = state.get(Ticket, listing.ticket_id)
    require(ticket.customer_id != customer_id, f"{listing_id} is their own")
    state.update(listing, status="sold")
    kept = listing.resale_price * SELLER_PERCENT // 100
    pay_out(state, ticket, "resale", listing.resale_price - kept)
    return state.update(ticket, customer_id=customer_id, purchase_id=None, status="valid")


@tool(intent="give ticket {ticket_id} to {name}, {email}", writes=True)
def pass_on(state: State, ticket_id: Reference[Ticket], name: PersonName, email: Email) -> Pass:
    """Give a ticket to somebody, who has to accept it.

    Args:
        ticket_id: The ticket, which must be valid.
        name: First and last name of whoever gets it.
        email: Where it is sent.
    """
    ticket = valid(state, ticket_id)
    state.update(ticket, status="passed_on")
    return state.add(
        Pass, ticket_id=ticket_id, name=name, email=email, status="offered", passed_on=today(state)
    )


@tool(intent="take back what was given with pass {pass_id}", writes=True)
def recall_pass(state: State, pass_id: Reference[Pass]) -> Pass:
    """Take a ticket back that was given to somebody.

    Args:
        pass_id: What was given.
    """
    given = state.get(Pass, pass_id)
    require(given.status != "recalled", f"{pass_id} is recalled already")
    state.update(state.get(Ticket, given.ticket_id), status="valid")
    return state.update(given, status="recalled")


@tool(intent="insure ticket {ticket_id}", writes=True)
def insure_ticket(state: State, ticket_id: Reference[Ticket]) -> TicketDetails:
    """Insure a ticket for 8 percent of its price, rounded down.

    Args:
        ticket_id: The ticket, which must be valid.
    """
    ticket = valid(state, ticket_id)
    require(not ticket.premium, f"{ticket_id} is insured already")
    premium = ticket.price * PREMIUM_PERCENT // 100
    return details_of(state, state.update(ticket, premium=premium))


@tool(intent="pay the insurance for ticket {ticket_id}", writes=True)
def pay_insurance(state: State, ticket_id: Reference[Ticket], hindrance: Hindrance) -> Payout:
    """Pay 90 percent of the price to somebody who is insured and cannot come.

    With jury duty it is the whole price.

    Args:
        ticket_id: The ticket, which must be valid.
        hindrance: What keeps them from coming.
    """
    ticket = valid(state, ticket_id)
    section = state.get(Block, ticket.block_id)
    state.update(section, seats_left=section.seats_left + 1)
    state.update(ticket, status="refunded")
    percent = 100 if hindrance == "jury_duty" else PAID_PERCENT
    return pay_out(state, ticket, hindrance, ticket.price * percent // 100)


# --- copies of documents -------------------------------------------------------------------------


@tool(intent="list the copies sent for ticket {ticket_id}")
def list_document_copies(state: State, ticket_id: Reference[Ticket]) -> list[DocumentCopy]:
    """List the copies of documents that were sent out for a ticket.

    Args:
        ticket_id: The ticket.
    """
    state.get(Ticket, ticket_id)
    return state.find(DocumentCopy, ticket_id=ticket_id)


@tool(intent="send a copy of the {kind} for ticket {ticket_id} by {way}", writes=True)
def send_document_copy(
    state: State, ticket_id: Reference[Ticket], kind: DocumentKind, way: DocumentWay
) -> DocumentCopy:
    """Send a copy of a document about a ticket.

    The first copy for the same ticket costs nothing but a registered letter's
    extra fee of 2.50. Later ones cost 3.00 by letter, e-mail is free.

    Args:
        ticket_id: The ticket.
        kind: Which document.
        way: How it is sent.
    """
    state.get(Ticket, ticket_id)
    fee = WAY_FEES[way]
    if fee and len(state.find(DocumentCopy, ticket_id=ticket_id)) < FREE_COPIES:
        fee -= WAY_FEES["letter"]
    return state.add(
        DocumentCopy, ticket_id=ticket_id, kind=kind, way=way, fee=fee, sent_on=state.now[:10]
    )


# --- making up for trouble -----------------------------------------------------------------------


@tool(intent="list the goodwill credits for ticket {ticket_id}")
def list_goodwill(state: State, ticket_id: Reference[Ticket]) -> list[Goodwill]:
    """List what was given for trouble with a ticket.

    Args:
        ticket_id: The ticket.
    """
    state.get(Ticket, ticket_id)
    return state.find(Goodwill, ticket_id=ticket_id)


@tool(intent="give a goodwill credit of {amount} for ticket {ticket_id}", writes=True)
def grant_goodwill(
    state: State, ticket_id: Reference[Ticket], reason: Annoyance, amount: Money
) -> Goodwill:
    """Give a credit for trouble with a ticket, once for each.

    Args:
        ticket_id: The ticket that went wrong.
        reason: What went wrong.
        amount: How much is given.
    """
    state.get(Ticket, ticket_id)
    require(amount > 0, "the amount must be more than zero")
    given = state.find(Goodwill, ticket_id=ticket_id)
    require(not given, f"a credit was given for {ticket_id} already")
    return state.add(
        Goodwill, ticket_id=ticket_id, reason=reason, amount=amount, given_on=state.now[:10]
    )


# --- what the tools share ------------------------------------------------------------------------


def today(state: State) -> Date:
    """The day of the clock."""
    return state.now[:10]


def event_of(state: State, ticket: Ticket) -> Concert:
    """What a ticket is for."""
    return state.get(Concert, state.get(Block, ticket.block_id).concert_id)


def details_of(state: State, ticket: Ticket) -> TicketDetails:
    """A ticket as it is shown."""
    concert = event_of(state, ticket)
    hall = state.get(Hall, concert.hall_id)
    return TicketDetails(
        ticket_id=ticket.id,
        concert_id=concert.id,
        concert=concert.name,
        genre=concert.genre,
        hall=hall.name,
        city=hall.city,
        takes_place_on=concert.takes_place_on,
        concert_status=concert.status,
        section=state.get(Block, ticket.block_id).name,
        seat=ticket.seat,
        price=ticket.price,
        status=ticket.status,
        premium=ticket.premium,
    )


def purchase_details(state: State, purchase: Purchase) -> PurchaseDetails:
    """A purchase as it is shown."""
    concert = state.get(Concert, purchase.concert_id)
    return PurchaseDetails(
        purchase_id=purchase.id,
        concert=concert.name,
        city=state.get(Hall, concert.hall_id).city,
        takes_place_on=concert.takes_place_on,
        num_tickets=len(state.find(Ticket, purchase_id=purchase.id)),
        delivery=purchase.delivery,
        total=purchase.total,
        bought_on=purchase.bought_on,
        parking_spaces=purchase.parking_spaces,
    )


def event_details(state: State, concert: Concert) -> ConcertDetails:
    """A concert as it is shown."""
    hall = state.get(Hall, concert.hall_id)
    return ConcertDetails(
        concert_id=concert.id,
        name=concert.name,
        genre=concert.genre,
        hall=hall.name,
        city=hall.city,
        takes_place_on=concert.takes_place_on,
        status=concert.status,
        announced_on=concert.announced_on,
        sale_opens_on=concert.sale_opens_on,
        resale_allowed=concert.resale_allowed,
        cheapest=min(s.price for s in state.find(Block, concert_id=concert.id)),
    )


def listing_details(state: State, listing: Listing) -> ListingDetails:
    """Something on offer as it is shown."""
    ticket = state.get(Ticket, listing.ticket_id)
    return ListingDetails(
        listing_id=listing.id,
        concert=state.get(Concert, listing.concert_id).name,
        takes_place_on=ticket.takes_place_on,
        section=state.get(Block, ticket.block_id).name,
        seat=ticket.seat,
        price=ticket.price,
        resale_price=listing.resale_price,
        status=listing.status,
        listed_on=listing.listed_on,
    )


def pass_details(state: State, given: Pass) -> PassDetails:
    """A ticket that was given to somebody, as it is shown."""
    ticket = state.get(Ticket, given.ticket_id)
    return PassDetails(
        pass_id=given.id,
        concert=event_of(state, ticket).name,
        takes_place_on=ticket.takes_place_on,
        name=given.name,
        email=given.email,
        status=given.status,
        passed_on=given.passed_on,
    )


def upcoming(state: State, concert_id: str) -> Concert:
    """A concert that will take place."""
    concert = state.get(Concert, concert_id)
    is_on = concert.status in ("planned", "postponed")
    require(is_on, f"{concert_id} is {concert.status}")
    return concert


def valid(state: State, ticket_id: str) -> Ticket:
    """A ticket with which its owner can still do something."""
    ticket = state.get(Ticket, ticket_id)
    require(ticket.status == "valid", f"{ticket_id} is {ticket.status}, not valid")
    return ticket


def open_listing(state: State, listing_id: str) -> Listing:
    """Something that is still on offer."""
    listing = state.get(Listing, listing_id)
    require(listing.status == "open", f"{listing_id} is {listing.status}")
    return listing


def booking_fee(price: Money) -> Money:
    """The fee for a ticket of some price."""
    return price * FEE_PERCENT // 100


def pay_out(state: State, ticket: Ticket, kind: PayoutKind, amount: Money) -> Payout:
    """Give the owner of a ticket money for it."""
    return state.add(
        Payout,
        customer_id=ticket.customer_id,
        ticket_id=ticket.id,
        kind=kind,
        amount=amount,
        paid_on=today(state),
    )


def days_until(state: State, concert: Concert) -> int:
    """How many days are left until a concert."""
    return days_between(state.now, concert.takes_place_on)
