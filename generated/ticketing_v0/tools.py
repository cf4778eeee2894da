"""What the people who answer for Lantern Theatres can do."""

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
    ToolError,
    days_between,
    record_identity,
    require,
    tool,
)

from .models import (
    Alert,
    AlertDetails,
    Callback,
    CallbackLoad,
    CallbackTopic,
    Delivery,
    Genre,
    Listing,
    ListingDetails,
    Pass,
    PassDetails,
    PaymentMethod,
    Payout,
    PayoutKind,
    Performance,
    PerformanceDetails,
    Purchase,
    PurchaseDetails,
    SeatTicket,
    SeatTicketDetails,
    Subscriber,
    SubscriberMatch,
    Theatre,
    TierOfSeats,
    TimeOfDay,
    Upgrade,
)

FEE_PERCENT = 5
DELIVERY_PRICES = {"app": 0, "print_at_home": 100, "letter": 500}
SELLER_PERCENT = 10
UPGRADE_FEE = 450

# --- finding and checking the subscriber ---------------------------------------------------------


@tool(intent="find the subscriber with the e-mail address {email}")
def find_subscriber_by_email(state: State, email: Email) -> SubscriberMatch:
    """Find a subscriber by e-mail address.

    Args:
        email: The e-mail address, as the subscriber says it.
    """
    for subscriber in state.find(Subscriber, email=email):
        return SubscriberMatch(id=subscriber.id, name=subscriber.name)
    raise ToolError(f"no subscriber has the e-mail address {email}")


@tool(intent="verify the identity of subscriber {subscriber_id}", writes=True)
def verify_identity(
    state: State, subscriber_id: Reference[Subscriber], postal_code: PostalCode, pin: Secret
) -> SubscriberMatch:
    """Check that you talk to the subscriber, and record that you did.

    Args:
        subscriber_id: Who they say they are.
        postal_code: The postal code of their address.
        pin: The pin, as they say it.
    """
    subscriber = state.get(Subscriber, subscriber_id)
    matches = subscriber.postal_code == postal_code and subscriber.pin == pin
    require(matches, "postal code and pin do not both match")
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


@tool(intent="list the seat tickets of subscriber {subscriber_id}")
def list_seat_tickets(
    state: State, subscriber_id: Reference[Subscriber]
) -> list[SeatTicketDetails]:
    """List the seat tickets that belong to a subscriber, also those that were used or given away.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return [
        details_of(state, seat_ticket)
        for seat_ticket in state.find(SeatTicket, subscriber_id=subscriber_id)
    ]


@tool(intent="look at seat ticket {seat_ticket_id}")
def get_seat_ticket(state: State, seat_ticket_id: Reference[SeatTicket]) -> SeatTicket:
    """Show a seat ticket as it is in the books, also whether it is on hold.

    Args:
        seat_ticket_id: The seat ticket.
    """
    return state.get(SeatTicket, seat_ticket_id)


@tool(intent="list the purchases of subscriber {subscriber_id}")
def list_purchases(state: State, subscriber_id: Reference[Subscriber]) -> list[PurchaseDetails]:
    """List what a subscriber bought at one time each, with delivery and total.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return [
        purchase_details(state, purchase)
        for purchase in state.find(Purchase, subscriber_id=subscriber_id)
    ]


@tool(intent="list what subscriber {subscriber_id} offers to others")
def list_own_listings(state: State, subscriber_id: Reference[Subscriber]) -> list[ListingDetails]:
    """List the seat tickets that a subscriber has on offer or took off again.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return [
        listing_details(state, listing)
        for seat_ticket in state.find(SeatTicket, subscriber_id=subscriber_id)
        for listing in state.find(Listing, seat_ticket_id=seat_ticket.id)
        if listing.status != "sold"
    ]


@tool(intent="list the seat tickets that subscriber {subscriber_id} gave to others")
def list_passes(state: State, subscriber_id: Reference[Subscriber]) -> list[PassDetails]:
    """List the seat tickets that a subscriber gave to somebody, and whether they were accepted.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return [
        pass_details(state, given)
        for seat_ticket in state.find(SeatTicket, subscriber_id=subscriber_id)
        for given in state.find(Pass, seat_ticket_id=seat_ticket.id)
    ]


@tool(intent="list what was paid out to subscriber {subscriber_id}")
def list_payouts(state: State, subscriber_id: Reference[Subscriber]) -> list[Payout]:
    """List the money that a subscriber got for seat tickets.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return state.find(Payout, subscriber_id=subscriber_id)


@tool(intent="search for performances of genre {genre}")
def search_performances(
    state: State, genre: Genre | None = None, name: Label | None = None
) -> list[PerformanceDetails]:
    """List the performances of a genre that are not over, or the one with a name.

    Args:
        genre: Only of this genre.
        name: Only the one of exactly this name.
    """
    if name is not None:
        found = state.find(Performance, name=name)
        return [
            event_details(state, performance)
            for performance in found
            if genre in (None, performance.genre)
        ]
    require(genre is not None, "give a genre, a name, or both")
    return [
        event_details(state, performance)
        for performance in state.find(Performance, genre=genre)
        if performance.status != "over"
    ]


@tool(intent="list the tiers of seats at performance {performance_id}")
def list_tiers_of_seats(state: State, performance_id: Reference[Performance]) -> list[TierOfSeats]:
    """List the tiers of seats at a performance with price and seats left.

    Args:
        performance_id: The performance.
    """
    state.get(Performance, performance_id)
    return state.find(TierOfSeats, performance_id=performance_id)


@tool(intent="list what is offered for performance {performance_id} by others")
def list_offers(state: State, performance_id: Reference[Performance]) -> list[ListingDetails]:
    """List the seat tickets for a performance that their owners offer.

    Args:
        performance_id: The performance.
    """
    state.get(Performance, performance_id)
    listings = state.find(Listing, performance_id=performance_id, status="open")
    return [listing_details(state, listing) for listing in listings]


@tool(intent="list the alerts of subscriber {subscriber_id}")
def list_alerts(state: State, subscriber_id: Reference[Subscriber]) -> list[AlertDetails]:
    """List what a subscriber waits for.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return [alert_details(state, alert) for alert in state.find(Alert, subscriber_id=subscriber_id)]


# --- buying --------------------------------------------------------------------------------------


@tool(intent="buy {count} seat tickets of tier of seats {tier_of_seats_id}", writes=True)
def buy_seat_tickets(
    state: State,
    subscriber_id: Reference[Subscriber],
    tier_of_seats_id: Reference[TierOfSeats],
    count: Quantity,
    delivery: Delivery,
) -> Purchase:
    """Sell seat tickets of one tier of seats to a subscriber.

    On top come 5 percent of the price, rounded down, and the price of the delivery.
    Printing at home costs 1.00, a letter 5.00.

    Args:
        subscriber_id: Who buys.
        tier_of_seats_id: The tier of seats.
        count: How many.
        delivery: How they are delivered.
    """
    state.get(Subscriber, subscriber_id)
    section = state.get(TierOfSeats, tier_of_seats_id)
    performance = upcoming(state, section.performance_id)
    left = section.seats_left
    require(0 < count <= left, f"{left} seats are left in {tier_of_seats_id}, not {count}")
    state.update(section, seats_left=left - count)
    fees = booking_fee(section.price) * count + DELIVERY_PRICES[delivery]
    purchase = state.add(
        Purchase,
        subscriber_id=subscriber_id,
        performance_id=performance.id,
        delivery=delivery,
        fees=fees,
        total=section.price * count + fees,
        bought_on=today(state),
    )
    for number in range(count):
        state.add(
            SeatTicket,
            subscriber_id=subscriber_id,
            tier_of_seats_id=tier_of_seats_id,
            purchase_id=purchase.id,
            seat=f"{left - number}",
            price=section.price,
            status="valid",
            on_hold=False,
            takes_place_on=performance.takes_place_on,
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
    upcoming(state, purchase.performance_id)
    require(purchase.delivery != delivery, f"{purchase_id} is delivered like that already")
    difference = DELIVERY_PRICES[delivery] - DELIVERY_PRICES[purchase.delivery]
    return state.update(
        purchase,
        delivery=delivery,
        fees=purchase.fees + difference,
        total=purchase.total + difference,
    )


@tool(intent="move seat ticket {seat_ticket_id} to tier of seats {tier_of_seats_id}", writes=True)
def upgrade_seat_ticket(
    state: State, seat_ticket_id: Reference[SeatTicket], tier_of_seats_id: Reference[TierOfSeats]
) -> Upgrade:
    """Exchange a seat ticket for one in a dearer tier of seats of the same performance.

    It costs the difference of the prices and a fee of 4.50.

    Args:
        seat_ticket_id: The seat ticket, which must be valid.
        tier_of_seats_id: The dearer tier of seats.
    """
    seat_ticket = valid(state, seat_ticket_id)
    old, new = (
        state.get(TierOfSeats, seat_ticket.tier_of_seats_id),
        state.get(TierOfSeats, tier_of_seats_id),
    )
    require(new.performance_id == old.performance_id, f"{new.id} is for another performance")
    require(new.price > seat_ticket.price, f"{new.id} is not dearer than what they have")
    require(new.seats_left > 0, f"no seat is left in {new.id}")
    seat = f"{new.seats_left}"
    difference = new.price - seat_ticket.price
    state.update(new, seats_left=new.seats_left - 1)
    state.update(old, seats_left=old.seats_left + 1)
    state.update(seat_ticket, tier_of_seats_id=new.id, seat=seat, price=new.price)
    return Upgrade(
        seat_ticket_id=seat_ticket_id,
        section=new.name,
        seat=seat,
        difference=difference,
        fee=UPGRADE_FEE,
        paid=difference + UPGRADE_FEE,
    )


# --- giving seat tickets back and to others ------------------------------------------------------


@tool(intent="refund seat ticket {seat_ticket_id}", writes=True)
def refund_seat_ticket(state: State, seat_ticket_id: Reference[SeatTicket]) -> Payout:
    """Take a seat ticket back and pay its price for it; fees are not paid back.

    Args:
        seat_ticket_id: The seat ticket, which must be valid.
    """
    seat_ticket = valid(state, seat_ticket_id)
    section = state.get(TierOfSeats, seat_ticket.tier_of_seats_id)
    state.update(section, seats_left=section.seats_left + 1)
    state.update(seat_ticket, status="refunded")
    return pay_out(state, seat_ticket, "refund", seat_ticket.price)


@tool(intent="offer seat ticket {seat_ticket_id} to others for {resale_price}", writes=True)
def list_for_resale(
    state: State, seat_ticket_id: Reference[SeatTicket], resale_price: Money
) -> Listing:
    """Offer a seat ticket to other subscribers; of what they pay, 10 percent are kept.

    Args:
        seat_ticket_id: The seat ticket, which must be valid.
        resale_price: What the buyer is to pay.
    """
    seat_ticket = valid(state, seat_ticket_id)
    require(resale_price > 0, "the resale price must be more than zero")
    state.update(seat_ticket, status="listed")
    return state.add(
        Listing,
        seat_ticket_id=seat_ticket_id,
        performance_id=event_of(state, seat_ticket).id,
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
    """Take something off the market; the seat ticket is valid again.

    Args:
        listing_id: The listing, which must be open.
    """
    listing = open_listing(state, listing_id)
    state.update(state.get(SeatTicket, listing.seat_ticket_id), status="valid")
    return state.update(listing, status="withdrawn")


@tool(intent="buy what listing {listing_id} offers", writes=True)
def buy_listing(
    state: State, subscriber_id: Reference[Subscriber], listing_id: Reference[Listing]
) -> SeatTicket:
    """Sell a seat ticket that another subscriber offers, and pay them out.

    Args:
        subscriber_id: Who buys.
        listing_id: What is on offer.
    """
    state.get(Subscriber, subscriber_id)
    listing = open_listing(state, listing_id)
    seat_ticket = state.get(SeatTicket, listing.seat_ticket_id)
    require(seat_ticket.subscriber_id != subscriber_id, f"{listing_id} is their own")
    state.update(listing, status="sold")
    kept = listing.resale_price * SELLER_PERCENT // 100
    pay_out(state, seat_ticket, "resale", listing.resale_price - kept)
    return state.update(seat_ticket, subscriber_id=subscriber_id, purchase_id=None, status="valid")


@tool(intent="give seat ticket {seat_ticket_id} to {name}, {email}", writes=True)
def pass_on(
    state: State, seat_ticket_id: Reference[SeatTicket], name: PersonName, email: Email
) -> Pass:
    """Give a seat ticket to somebody, who has to accept it.

    Args:
        seat_ticket_id: The seat ticket, which must be valid.
        name: First and last name of whoever gets it.
        email: Where it is sent.
    """
    seat_ticket = valid(state, seat_ticket_id)
    state.update(seat_ticket, status="passed_on")
    return state.add(
        Pass,
        seat_ticket_id=seat_ticket_id,
        name=name,
        email=email,
        status="offered",
        passed_on=today(state),
    )


@tool(intent="take back what was given with pass {pass_id}", writes=True)
def recall_pass(state: State, pass_id: Reference[Pass]) -> Pass:
    """Take a seat ticket back that was given to somebody.

    Args:
        pass_id: What was given.
    """
    given = state.get(Pass, pass_id)
    require(given.status != "recalled", f"{pass_id} is recalled already")
    state.update(state.get(SeatTicket, given.seat_ticket_id), status="valid")
    return state.update(given, status="recalled")


# --- waiting for seat tickets --------------------------------------------------------------------


@tool(intent="tell subscriber {subscriber_id} of offers for {performance_id}", writes=True)
def set_alert(
    state: State,
    subscriber_id: Reference[Subscriber],
    performance_id: Reference[Performance],
    highest_price: Money,
) -> Alert:
    """Note that a subscriber wants to hear of seat tickets for a performance.

    Args:
        subscriber_id: Who waits.
        performance_id: The performance.
        highest_price: The highest price they would pay.
    """
    state.get(Subscriber, subscriber_id)
    upcoming(state, performance_id)
    earlier = state.find(Alert, subscriber_id=subscriber_id, performance_id=performance_id)
    require(not earlier, f"they wait for {performance_id} already")
    return state.add(
        Alert,
        subscriber_id=subscriber_id,
        performance_id=performance_id,
        highest_price=highest_price,
        set_on=today(state),
    )


@tool(intent="remove alert {alert_id}", writes=True)
def remove_alert(state: State, alert_id: Reference[Alert]) -> Alert:
    """Stop telling somebody of offers.

    Args:
        alert_id: The alert.
    """
    alert = state.get(Alert, alert_id)
    state.remove(alert)
    return alert


# --- calls back ----------------------------------------------------------------------------------


@tool(intent="list the calls back to subscriber {subscriber_id}")
def list_callbacks(state: State, subscriber_id: Reference[Subscriber]) -> list[Callback]:
    """List the calls that were or will be made to a subscriber.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return state.find(Callback, subscriber_id=subscriber_id)


@tool(intent="see how many calls are planned for {day}")
def check_callback_day(state: State, day: Date) -> list[CallbackLoad]:
    """Show how many calls are planned for each part of a day.

    Args:
        day: The day.
    """
    times: tuple[TimeOfDay, ...] = ("morning", "midday", "afternoon")
    return [
        CallbackLoad(day=day, time_of_day=time, num_planned=len(planned_for(state, day, time)))
        for time in times
    ]


@tool(intent="plan a call about {topic} on {day}, {time_of_day}", writes=True)
def plan_callback(
    state: State,
    subscriber_id: Reference[Subscriber],
    topic: CallbackTopic,
    day: Date,
    time_of_day: TimeOfDay,
) -> Callback:
    """Have somebody of the staff call a subscriber.

    Args:
        subscriber_id: Who is called.
        topic: What about.
        day: On which day, which must not be over.
        time_of_day: In which part of the day.
    """
    state.get(Subscriber, subscriber_id)
    require(day >= state.now[:10], f"{day} is over")
    return state.add(
        Callback,
        subscriber_id=subscriber_id,
        topic=topic,
        day=day,
        time_of_day=time_of_day,
        status="planned",
    )


@tool(intent="move the call {callback_id} to {day}, {time_of_day}", writes=True)
def move_callback(
    state: State, callback_id: Reference[Callback], day: Date, time_of_day: TimeOfDay
) -> Callback:
    """Have a planned call made at another time.

    Args:
        callback_id: The call.
        day: The new day, which must not be over.
        time_of_day: The new part of the day.
    """
    callback = state.get(Callback, callback_id)
    require(callback.status == "planned", f"call {callback_id} is {callback.status}")
    require(day >= state.now[:10], f"{day} is over")
    return state.update(callback, day=day, time_of_day=time_of_day)


@tool(intent="cancel the call {callback_id}", writes=True)
def cancel_callback(state: State, callback_id: Reference[Callback]) -> Callback:
    """Call off a planned call.

    Args:
        callback_id: The call.
    """
    callback = state.get(Callback, callback_id)
    require(callback.status == "planned", f"call {callback_id} is {callback.status}")
    return state.update(callback, status="cancelled")


# --- ways to pay ---------------------------------------------------------------------------------


@tool(intent="list how subscriber {subscriber_id} can pay")
def list_payment_methods(state: State, subscriber_id: Reference[Subscriber]) -> list[PaymentMethod]:
    """List the ways to pay that are on file.

    Args:
        subscriber_id: The subscriber.
    """
    state.get(Subscriber, subscriber_id)
    return state.find(PaymentMethod, subscriber_id=subscriber_id)


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
    for other in state.find(PaymentMethod, subscriber_id=method.subscriber_id):
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


def today(state: State) -> Date:
    """The day of the clock."""
    return state.now[:10]


def event_of(state: State, seat_ticket: SeatTicket) -> Performance:
    """What a seat ticket is for."""
    return state.get(
        Performance, state.get(TierOfSeats, seat_ticket.tier_of_seats_id).performance_id
    )


def details_of(state: State, seat_ticket: SeatTicket) -> SeatTicketDetails:
    """A seat ticket as it is shown."""
    performance = event_of(state, seat_ticket)
    theatre = state.get(Theatre, performance.theatre_id)
    return SeatTicketDetails(
        seat_ticket_id=seat_ticket.id,
        performance_id=performance.id,
        performance=performance.name,
        genre=performance.genre,
        theatre=theatre.name,
        city=theatre.city,
        takes_place_on=performance.takes_place_on,
        performance_status=performance.status,
        section=state.get(TierOfSeats, seat_ticket.tier_of_seats_id).name,
        seat=seat_ticket.seat,
        price=seat_ticket.price,
        status=seat_ticket.status,
    )


def purchase_details(state: State, purchase: Purchase) -> PurchaseDetails:
    """A purchase as it is shown."""
    performance = state.get(Performance, purchase.performance_id)
    return PurchaseDetails(
        purchase_id=purchase.id,
        performance=performance.name,
        city=state.get(Theatre, performance.theatre_id).city,
        takes_place_on=performance.takes_place_on,
        num_seat_tickets=len(state.find(SeatTicket, purchase_id=purchase.id)),
        delivery=purchase.delivery,
        total=purchase.total,
        bought_on=purchase.bought_on,
    )


def event_details(state: State, performance: Performance) -> PerformanceDetails:
    """A performance as it is shown."""
    theatre = state.get(Theatre, performance.theatre_id)
    return PerformanceDetails(
        performance_id=performance.id,
        name=performance.name,
        genre=performance.genre,
        theatre=theatre.name,
        city=theatre.city,
        takes_place_on=performance.takes_place_on,
        status=performance.status,
        announced_on=performance.announced_on,
        sale_opens_on=performance.sale_opens_on,
        resale_allowed=performance.resale_allowed,
        cheapest=min(s.price for s in state.find(TierOfSeats, performance_id=performance.id)),
    )


def listing_details(state: State, listing: Listing) -> ListingDetails:
    """Something on offer as it is shown."""
    seat_ticket = state.get(SeatTicket, listing.seat_ticket_id)
    return ListingDetails(
        listing_id=listing.id,
        performance=state.get(Performance, listing.performance_id).name,
        takes_place_on=seat_ticket.takes_place_on,
        section=state.get(TierOfSeats, seat_ticket.tier_of_seats_id).name,
        seat=seat_ticket.seat,
        price=seat_ticket.price,
        resale_price=listing.resale_price,
        status=listing.status,
        listed_on=listing.listed_on,
    )


def pass_details(state: State, given: Pass) -> PassDetails:
    """A seat ticket that was given to somebody, as it is shown."""
    seat_ticket = state.get(SeatTicket, given.seat_ticket_id)
    return PassDetails(
        pass_id=given.id,
        performance=event_of(state, seat_ticket).name,
        takes_place_on=seat_ticket.takes_place_on,
        name=given.name,
        email=given.email,
        status=given.status,
        passed_on=given.passed_on,
    )


def alert_details(state: State, alert: Alert) -> AlertDetails:
    """An alert as it is shown."""
    performance = state.get(Performance, alert.performance_id)
    return AlertDetails(
        alert_id=alert.id,
        performance=performance.name,
        city=state.get(Theatre, performance.theatre_id).city,
        takes_place_on=performance.takes_place_on,
        highest_price=alert.highest_price,
        set_on=alert.set_on,
    )


def upcoming(state: State, performance_id: str) -> Performance:
    """A performance that will take place."""
    performance = state.get(Performance, performance_id)
    is_on = performance.status in ("planned", "postponed")
    require(is_on, f"{performance_id} is {performance.status}")
    return performance


def valid(state: State, seat_ticket_id: str) -> SeatTicket:
    """A seat ticket with which its owner can still do something."""
    seat_ticket = state.get(SeatTicket, seat_ticket_id)
    require(seat_ticket.status == "valid", f"{seat_ticket_id} is {seat_ticket.status}, not valid")
    return seat_ticket


def open_listing(state: State, listing_id: str) -> Listing:
    """Something that is still on offer."""
    listing = state.get(Listing, listing_id)
    require(listing.status == "open", f"{listing_id} is {listing.status}")
    return listing


def booking_fee(price: Money) -> Money:
    """The fee for a seat ticket of some price."""
    return price * FEE_PERCENT // 100


def pay_out(state: State, seat_ticket: SeatTicket, kind: PayoutKind, amount: Money) -> Payout:
    """Give the owner of a seat ticket money for it."""
    return state.add(
        Payout,
        subscriber_id=seat_ticket.subscriber_id,
        seat_ticket_id=seat_ticket.id,
        kind=kind,
        amount=amount,
        paid_on=today(state),
    )


def days_until(state: State, performance: Performance) -> int:
    """How many days are left until a performance."""
    return days_between(state.now, performance.takes_place_on)


def planned_for(state: State, day: Date, time_of_day: TimeOfDay) -> list[Callback]:
    """The calls that are planned for a part of a day."""
    return state.find(Callback, day=day, time_of_day=time_of_day, status="planned")
