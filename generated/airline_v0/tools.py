"""What the people who answer for Brindle Air can do."""

from autoforge_envs.domain import (
    City,
    Date,
    Money,
    PersonName,
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
    Age,
    Airport,
    Alternative,
    Annoyance,
    Bag,
    BagDetails,
    BagKind,
    Booking,
    BookingDetails,
    BookingSummary,
    Change,
    Connection,
    Customer,
    CustomerMatch,
    DelayClaim,
    Dish,
    Fare,
    FareFamily,
    FareOffer,
    Flight,
    Goodwill,
    Journey,
    MealDetails,
    MealOrder,
    Passenger,
    PassengerDetails,
    Posting,
    PostingKind,
    Power,
    Proxy,
    Relation,
    Seat,
    Segment,
)

CHILD_PERCENT = 50
BAG_PRICES = {
    "suitcase": 2200,
    "sports_bag": 2900,
    "pushchair": 2800,
}
DISH_PRICES = {
    "vegetarian": 1400,
    "fish": 1300,
    "gluten_free": 900,
}
CLAIM_BY_DISTANCE = ((900, 5000), (1300, 18000))
CLAIM_BEYOND = 25000
NAME_FEE = 2000

# --- finding and checking the customer -----------------------------------------------------------


@tool(intent="find the customers called {name}, born on {date_of_birth}")
def find_customers_by_name(
    state: State, name: PersonName, date_of_birth: Date
) -> list[CustomerMatch]:
    """Find customers by full name and date of birth; there may be several.

    Args:
        name: First and last name, as it is in the books.
        date_of_birth: The date of birth.
    """
    return [
        CustomerMatch(id=customer.id, name=customer.name)
        for customer in state.find(Customer, name=name)
        if customer.date_of_birth == date_of_birth
    ]


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


@tool(intent="list the bookings of customer {customer_id}")
def list_bookings(state: State, customer_id: Reference[Customer]) -> list[BookingSummary]:
    """List all bookings of a customer, old and new.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    return [summary_of(state, booking) for booking in state.find(Booking, customer_id=customer_id)]


@tool(intent="list the flights that customer {customer_id} booked")
def list_journeys(state: State, customer_id: Reference[Customer]) -> list[Journey]:
    """List flight by flight what a customer booked and has not travelled yet.

    Flights that were travelled in the last 30 days are listed too.

    Args:
        customer_id: The customer.
    """
    state.get(Customer, customer_id)
    earliest = shift(state.now, days=-30)
    return [
        journey
        for booking in state.find(Booking, customer_id=customer_id)
        for journey in journeys_of(state, booking)
        if journey.departs_at >= earliest and journey.status != "cancelled"
    ]


@tool(intent="look at booking {booking_id}")
def get_booking(state: State, booking_id: Reference[Booking]) -> BookingDetails:
    """Show a booking with its flights, passengers and payments.

    Args:
        booking_id: The booking.
    """
    booking = state.get(Booking, booking_id)
    return BookingDetails(
        booking=booking,
        journeys=journeys_of(state, booking),
        passengers=[
            passenger_details(state, passenger)
            for passenger in state.find(Passenger, booking_id=booking_id)
        ],
        postings=state.find(Posting, booking_id=booking_id),
    )


@tool(intent="list the bags on booking {booking_id}")
def list_bags(state: State, booking_id: Reference[Booking]) -> list[BagDetails]:
    """List the bags of everybody who travels on a booking.

    Args:
        booking_id: The booking.
    """
    state.get(Booking, booking_id)
    return [
        BagDetails(
            bag_id=bag.id,
            name=passenger.name,
            kind=bag.kind,
            price=bag.price,
            added_on=bag.added_on,
        )
        for passenger in state.find(Passenger, booking_id=booking_id)
        for bag in state.find(Bag, passenger_id=passenger.id)
    ]


@tool(intent="search for flights from {origin} to {destination}")
def search_flights(state: State, origin: City, destination: City) -> list[Connection]:
    """List the flights from one city to another that have not left yet.

    Args:
        origin: The city it starts from.
        destination: The city it goes to.
    """
    start, end = airport_in(state, origin), airport_in(state, destination)
    return [
        connection_of(state, flight)
        for flight in state.find(Flight, origin_id=start.id, destination_id=end.id)
        if flight.departs_at > state.now and flight.status != "cancelled"
    ]


@tool(intent="list the fares of flight {flight_id}")
def list_fares(state: State, flight_id: Reference[Flight]) -> list[FareOffer]:
    """List what a flight costs today, family by family.

    Args:
        flight_id: The flight.
    """
    state.get(Flight, flight_id)
    return [fare_offer(state, fare) for fare in state.find(Fare, flight_id=flight_id)]


@tool(intent="list the fares to which segment {segment_id} could be changed")
def list_alternatives(state: State, segment_id: Reference[Segment]) -> list[Alternative]:
    """List the fares of later and earlier flights between the same cities.

    Args:
        segment_id: The flight of a booking that might be changed.
    """
    segment = state.get(Segment, segment_id)
    booked = state.get(Flight, segment.flight_id)
    ways = {"origin_id": booked.origin_id, "destination_id": booked.destination_id}
    return [
        alternative_of(state, flight, fare)
        for flight in state.find(Flight, **ways)
        if flight.departs_at > state.now and flight.id != booked.id
        if flight.status != "cancelled"
        for fare in state.find(Fare, flight_id=flight.id)
        if fare.places_left > 0
    ]


@tool(intent="list the free seats on flight {flight_id}")
def list_seats(state: State, flight_id: Reference[Flight]) -> list[Seat]:
    """List the seats that nobody has on a flight.

    Args:
        flight_id: The flight.
    """
    state.get(Flight, flight_id)
    return state.find(Seat, flight_id=flight_id, status="free")


@tool(intent="show what the fare families allow")
def list_fare_families(state: State) -> list[FareFamily]:
    """Show what each family of fares allows, and what changes cost."""
    return state.find(FareFamily)


@tool(intent="list the meals ordered for booking {booking_id}")
def list_meals(state: State, booking_id: Reference[Booking]) -> list[MealDetails]:
    """List the meals that were ordered for a booking.

    Args:
        booking_id: The booking.
    """
    state.get(Booking, booking_id)
    return [
        meal_details(state, meal)
        for segment in state.find(Segment, booking_id=booking_id)
        for meal in state.find(MealOrder, segment_id=segment.id)
    ]


@tool(intent="list the claims for late flights of booking {booking_id}")
def list_delay_claims(state: State, booking_id: Reference[Booking]) -> list[DelayClaim]:
    """List what was paid already because flights of a booking were late.

    Args:
        booking_id: The booking.
    """
    state.get(Booking, booking_id)
    return [
        claim
        for segment in state.find(Segment, booking_id=booking_id)
        for claim in state.find(DelayClaim, segment_id=segment.id)
    ]


# --- bookings ------------------------------------------------------------------------------------


@tool(intent="book fare {fare_id} for customer {customer_id}", writes=True)
def book_flight(
    state: State, customer_id: Reference[Customer], fare_id: Reference[Fare]
) -> Booking:
    """Book one flight for the customer alone.

    Args:
        customer_id: Who books and travels.
        fare_id: The fare, of which there must be one left.
    """
    customer = state.get(Customer, customer_id)
    fare = state.get(Fare, fare_id)
    flight = state.get(Flight, fare.flight_id)
    require_open(state, flight)
    take_places(state, fare, 1)
    booking = state.add(
        Booking,
        customer_id=customer_id,
        status="confirmed",
        booked_on=today(state),
        travels_on=flight.departs_at[:10],
        total=0,
    )
    state.add(
        Segment,
        booking_id=booking.id,
        flight_id=flight.id,
        family_id=fare.family_id,
        price=fare.price,
        checked_in=False,
    )
    add_person(state, booking, customer.name, "adult")
    return post(state, booking, "charge", fare.price)


@tool(intent="cancel booking {booking_id}", writes=True)
def cancel_booking(state: State, booking_id: Reference[Booking]) -> Posting:
    """Cancel a booking for everybody on it, and give back what its fares allow.

    Each fare is refunded by the percentage of its family; bags and seats are not.

    Args:
        booking_id: The booking, which must be confirmed.
    """
    booking = confirmed(state, booking_id)
    people = state.find(Passenger, booking_id=booking_id)
    amount = sum(refund_for(state, booking, passenger) for passenger in people)
    for segment in state.find(Segment, booking_id=booking_id):
        give_places_back(state, segment, len(people))
    for passenger in people:
        free_seats(state, passenger)
    state.update(booking, status="cancelled")
    return give_back(state, booking, amount)


@tool(intent="change segment {segment_id} to fare {fare_id}", writes=True)
def change_flight(state: State, segment_id: Reference[Segment], fare_id: Reference[Fare]) -> Change:
    """Move everybody on a booking to another flight between the same cities.

    They pay what the new fare costs more, and the change fee of the old one.
    The change fee is charged once, however many they are.
    If their flight was cancelled, there is no fee.
    What the new fare costs less is given back, less the fee.
    The seats that they had chosen become free.

    Args:
        segment_id: The flight of the booking that is changed.
        fare_id: A fare of the flight they take instead.
    """
    segment = state.get(Segment, segment_id)
    booking = confirmed(state, segment.booking_id)
    fare = state.get(Fare, fare_id)
    require_same_way(state, segment, fare)
    people = state.find(Passenger, booking_id=booking.id)
    take_places(state, fare, len(people))
    give_places_back(state, segment, len(people))
    difference = sum(share_of(who, fare.price) - share_of(who, segment.price) for who in people)
    fee = change_fee(state, segment)
    for passenger in people:
        free_seats(state, passenger, segment.flight_id)
    state.update(segment, flight_id=fare.flight_id, family_id=fare.family_id, price=fare.price)
    first = min(journey.departs_at for journey in journeys_of(state, booking))
    booking = state.update(booking, travels_on=first[:10])
    return settle_change(state, booking, segment_id, difference, fee)


@tool(intent="check in for segment {segment_id}", writes=True)
def check_in(state: State, segment_id: Reference[Segment]) -> Journey:
    """Check in everybody on a booking for one of its flights.

    Args:
        segment_id: The flight of the booking.
    """
    segment = state.get(Segment, segment_id)
    booking = confirmed(state, segment.booking_id)
    require(not segment.checked_in, f"{segment_id} is checked in already")
    return journey_of(state, booking, state.update(segment, checked_in=True))


# --- passengers, seats and bags ------------------------------------------------------------------


@tool(intent="add passenger {name} to booking {booking_id}", writes=True)
def add_passenger(
    state: State, booking_id: Reference[Booking], name: PersonName, age: Age
) -> Booking:
    """Let one more person travel on all flights of a booking, at the fares of the others.

    Children pay 50 percent of the fare.

    Args:
        booking_id: The booking, which must be confirmed.
        name: First and last name of the person.
        age: Whether it is an adult or a child.
    """
    booking = confirmed(state, booking_id)
    passenger = add_person(state, booking, name, age)
    price = 0
    for segment in state.find(Segment, booking_id=booking_id):
        take_places(state, fare_of(state, segment), 1)
        price += share_of(passenger, segment.price)
    return post(state, booking, "charge", price)


@tool(intent="take passenger {passenger_id} off the booking", writes=True)
def remove_passenger(state: State, passenger_id: Reference[Passenger]) -> Posting:
    """Let somebody stay at home, and give back what the fares allow.

    Args:
        passenger_id: The passenger, who must not be the last one on the booking.
    """
    passenger = state.get(Passenger, passenger_id)
    booking = confirmed(state, passenger.booking_id)
    others = len(state.find(Passenger, booking_id=booking.id)) - 1
    require(others > 0, f"nobody else is on {booking.id}; cancel it instead")
    amount = refund_for(state, booking, passenger)
    for segment in state.find(Segment, booking_id=booking.id):
        give_places_back(state, segment, 1)
    free_seats(state, passenger)
    for bag in state.find(Bag, passenger_id=passenger_id):
        state.remove(bag)
    for meal in state.find(MealOrder, passenger_id=passenger_id):
        state.remove(meal)
    state.remove(passenger)
    return give_back(state, booking, amount)


@tool(intent="change the name of passenger {passenger_id} to {name}", writes=True)
def rename_passenger(state: State, passenger_id: Reference[Passenger], name: PersonName) -> Booking:
    """Let somebody else travel in the place of a passenger, for 20.00.

    Args:
        passenger_id: The passenger who does not travel.
        name: First and last name of the person who does.
    """
    passenger = state.get(Passenger, passenger_id)
    booking = confirmed(state, passenger.booking_id)
    require(passenger.name != name, f"{passenger_id} is called {name} already")
    state.update(passenger, name=name, renamed=True)
    return post(state, booking, "charge", NAME_FEE)


@tool(intent="give seat {seat_id} to passenger {passenger_id}", writes=True)
def choose_seat(state: State, passenger_id: Reference[Passenger], seat_id: Reference[Seat]) -> Seat:
    """Give somebody a seat on one of their flights, and charge its surcharge.

    A seat that they had there before becomes free.
    Its surcharge is lost.

    Args:
        passenger_id: Who gets it.
        seat_id: A seat that is free.
    """
    passenger = state.get(Passenger, passenger_id)
    booking = confirmed(state, passenger.booking_id)
    seat = state.get(Seat, seat_id)
    require(seat.status == "free", f"{seat_id} is taken")
    segments = state.find(Segment, booking_id=booking.id, flight_id=seat.flight_id)
    require(bool(segments), f"{passenger_id} is not on {seat.flight_id}")
    free_seats(state, passenger, seat.flight_id)
    post(state, booking, "charge", seat.surcharge)
    return state.update(seat, status="taken", passenger_id=passenger_id)


@tool(intent="add a {kind} for passenger {passenger_id}", writes=True)
def add_bag(state: State, passenger_id: Reference[Passenger], kind: BagKind) -> Bag:
    """Let somebody take along a bag on all flights of the booking.

    It costs 22.00 for a suitcase, 29.00 for a sports bag and 28.00 for a pushchair for each flight.
    As many as the family of fares includes cost nothing; with two families, the lower number
    counts.

    Args:
        passenger_id: Whose it is.
        kind: What it is.
    """
    passenger = state.get(Passenger, passenger_id)
    booking = confirmed(state, passenger.booking_id)
    earlier = state.find(Bag, passenger_id=passenger_id)
    price = 0 if len(earlier) < bags_included(state, booking) else bag_price(state, booking, kind)
    post(state, booking, "charge", price)
    return state.add(Bag, passenger_id=passenger_id, kind=kind, price=price, added_on=today(state))


@tool(intent="take bag {bag_id} off the booking", writes=True)
def remove_bag(state: State, bag_id: Reference[Bag]) -> Posting:
    """Leave a bag at home, and give back what it cost.

    Args:
        bag_id: The bag.
    """
    bag = state.get(Bag, bag_id)
    booking = confirmed(state, state.get(Passenger, bag.passenger_id).booking_id)
    state.remove(bag)
    return give_back(state, booking, bag.price)


@tool(intent="order {dish} for passenger {passenger_id}", writes=True)
def order_meal(
    state: State,
    segment_id: Reference[Segment],
    passenger_id: Reference[Passenger],
    dish: Dish,
) -> MealOrder:
    """Order a meal for somebody on one of their flights; another one is replaced for free.

    Args:
        segment_id: The flight on which it is served.
        passenger_id: Who eats it.
        dish: What is served.
    """
    passenger = state.get(Passenger, passenger_id)
    booking = confirmed(state, passenger.booking_id)
    segment = state.get(Segment, segment_id)
    require(segment.booking_id == booking.id, f"{segment_id} belongs to another booking")
    for earlier in state.find(MealOrder, segment_id=segment_id, passenger_id=passenger_id):
        require(earlier.dish != dish, f"{dish} is ordered already")
        return state.update(earlier, dish=dish)
    post(state, booking, "charge", DISH_PRICES[dish])
    return state.add(
        MealOrder,
        segment_id=segment_id,
        passenger_id=passenger_id,
        dish=dish,
        price=DISH_PRICES[dish],
    )


# --- money ---------------------------------------------------------------------------------------


@tool(intent="pay for the delay of segment {segment_id}", writes=True)
def claim_delay(state: State, segment_id: Reference[Segment]) -> DelayClaim:
    """Pay everybody on a booking for a flight that came late, once.

    Each gets 50.00 up to 900 km, 180.00 up to 1300 km, 250.00 beyond.

    Args:
        segment_id: The flight of the booking.
    """
    segment = state.get(Segment, segment_id)
    booking = state.get(Booking, segment.booking_id)
    require(booking.status != "cancelled", f"{booking.id} is cancelled")
    require(has_left(state, segment), "it has not left yet")
    require(not state.find(DelayClaim, segment_id=segment_id), "that was paid for already")
    people = state.find(Passenger, booking_id=booking.id)
    amount = claim_for(state.get(Flight, segment.flight_id).distance_km) * len(people)
    return state.add(DelayClaim, segment_id=segment_id, amount=amount, claimed_on=today(state))


# --- making up for trouble -----------------------------------------------------------------------


@tool(intent="list the goodwill credits for booking {booking_id}")
def list_goodwill(state: State, booking_id: Reference[Booking]) -> list[Goodwill]:
    """List what was given for trouble with a booking.

    Args:
        booking_id: The booking.
    """
    state.get(Booking, booking_id)
    return state.find(Goodwill, booking_id=booking_id)


@tool(intent="give a goodwill credit of {amount} for booking {booking_id}", writes=True)
def grant_goodwill(
    state: State, booking_id: Reference[Booking], reason: Annoyance, amount: Money
) -> Goodwill:
    """Give a credit for trouble with a booking, once for each.

    Args:
        booking_id: The booking that went wrong.
        reason: What went wrong.
        amount: How much is given.
    """
    state.get(Booking, booking_id)
    require(amount > 0, "the amount must be more than zero")
    given = state.find(Goodwill, booking_id=booking_id)
    require(not given, f"a credit was given for {booking_id} already")
    return state.add(
        Goodwill, booking_id=booking_id, reason=reason, amount=amount, given_on=state.now[:10]
    )


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


# --- what the tools share ------------------------------------------------------------------------


def today(state: State) -> Date:
    """The day of the clock."""
    return state.now[:10]


def airport_in(state: State, city: str) -> Airport:
    """The airport of a city."""
    for airport in state.find(Airport, city=city):
        return airport
    raise ToolError(f"nothing goes from or to {city}")


def summary_of(state: State, booking: Booking) -> BookingSummary:
    """A booking in one line."""
    journeys = sorted(journeys_of(state, booking), key=lambda journey: journey.departs_at)
    return BookingSummary(
        booking_id=booking.id,
        origin=journeys[0].origin,
        destination=journeys[0].destination,
        travels_on=booking.travels_on,
        num_flights=len(journeys),
        num_passengers=len(state.find(Passenger, booking_id=booking.id)),
        status=booking.status,
        total=booking.total,
        booked_on=booking.booked_on,
    )


def journeys_of(state: State, booking: Booking) -> list[Journey]:
    """The flights of a booking."""
    segments = state.find(Segment, booking_id=booking.id)
    return [journey_of(state, booking, segment) for segment in segments]


def journey_of(state: State, booking: Booking, segment: Segment) -> Journey:
    """One flight of a booking."""
    flight = state.get(Flight, segment.flight_id)
    family = state.get(FareFamily, segment.family_id)
    return Journey(
        segment_id=segment.id,
        booking_id=booking.id,
        flight_id=flight.id,
        line=flight.line,
        origin=state.get(Airport, flight.origin_id).city,
        destination=state.get(Airport, flight.destination_id).city,
        departs_at=flight.departs_at,
        flight_status=flight.status,
        delay_minutes=flight.delay_minutes,
        family=family.name,
        changeable=family.changeable,
        price=segment.price,
        status=booking.status,
        checked_in=segment.checked_in,
    )


def passenger_details(state: State, passenger: Passenger) -> PassengerDetails:
    """A passenger as they are shown."""
    seats = state.find(Seat, passenger_id=passenger.id)
    return PassengerDetails(
        passenger_id=passenger.id,
        name=passenger.name,
        age=passenger.age,
        assistance=passenger.assistance,
        num_bags=len(state.find(Bag, passenger_id=passenger.id)),
        seats=", ".join(seat.label for seat in seats) or None,
    )


def connection_of(state: State, flight: Flight) -> Connection:
    """A flight as the search shows it."""
    return Connection(
        flight_id=flight.id,
        line=flight.line,
        origin=state.get(Airport, flight.origin_id).city,
        destination=state.get(Airport, flight.destination_id).city,
        departs_at=flight.departs_at,
        arrives_at=flight.arrives_at,
        cheapest=min(fare.price for fare in state.find(Fare, flight_id=flight.id)),
        status=flight.status,
    )


def alternative_of(state: State, flight: Flight, fare: Fare) -> Alternative:
    """A fare with its flight."""
    return Alternative(
        fare_id=fare.id,
        line=flight.line,
        departs_at=flight.departs_at,
        family=state.get(FareFamily, fare.family_id).name,
        price=fare.price,
        places_left=fare.places_left,
    )


def fare_offer(state: State, fare: Fare) -> FareOffer:
    """A fare with what its family allows."""
    family = state.get(FareFamily, fare.family_id)
    return FareOffer(
        fare_id=fare.id,
        family=family.name,
        price=fare.price,
        places_left=fare.places_left,
        change_fee=family.change_fee,
        bags_included=family.bags_included,
    )


def meal_details(state: State, meal: MealOrder) -> MealDetails:
    """A meal as it is shown."""
    segment = state.get(Segment, meal.segment_id)
    return MealDetails(
        meal_order_id=meal.id,
        segment_id=segment.id,
        name=state.get(Passenger, meal.passenger_id).name,
        line=state.get(Flight, segment.flight_id).line,
        dish=meal.dish,
        price=meal.price,
    )


def confirmed(state: State, booking_id: str) -> Booking:
    """A booking that is neither over nor cancelled."""
    booking = state.get(Booking, booking_id)
    require(booking.status == "confirmed", f"{booking_id} is {booking.status}, not confirmed")
    return booking


def require_open(state: State, flight: Flight) -> None:
    """Refuse a flight that has left or does not go."""
    require(flight.departs_at > state.now, f"{flight.id} has left")
    require(flight.status != "cancelled", f"{flight.id} is cancelled")


def require_same_way(state: State, segment: Segment, fare: Fare) -> None:
    """Refuse a fare of a flight that goes elsewhere, has left, or is the one they have."""
    old, new = state.get(Flight, segment.flight_id), state.get(Flight, fare.flight_id)
    require(new.id != old.id, f"{segment.id} is on {new.id} already")
    same = (new.origin_id, new.destination_id) == (old.origin_id, old.destination_id)
    require(same, f"{new.id} goes another way than {old.id}")
    require_open(state, new)


def share_of(passenger: Passenger, price: Money) -> Money:
    """What somebody pays where an adult pays the price."""
    return price * CHILD_PERCENT // 100 if passenger.age == "child" else price


def take_places(state: State, fare: Fare, count: int) -> None:
    """Take places of a fare."""
    left = fare.places_left
    require(count <= left, f"{left} places are left at fare {fare.id}, {count} are needed")
    state.update(fare, places_left=left - count)


def give_places_back(state: State, segment: Segment, count: int) -> None:
    """Offer places that were booked again."""
    fare = fare_of(state, segment)
    state.update(fare, places_left=fare.places_left + count)


def fare_of(state: State, segment: Segment) -> Fare:
    """The fare from which a segment was booked."""
    return state.find(Fare, flight_id=segment.flight_id, family_id=segment.family_id)[0]


def add_person(state: State, booking: Booking, name: str, age: Age) -> Passenger:
    """Put somebody on a booking."""
    return state.add(
        Passenger,
        booking_id=booking.id,
        name=name,
        age=age,
        assistance="none",
        renamed=False,
    )


def free_seats(state: State, passenger: Passenger, flight_id: str | None = None) -> Money:
    """Take away somebody's seats, on one flight or all, and tell what they cost."""
    seats = state.find(Seat, passenger_id=passenger.id)
    given_up = [seat for seat in seats if flight_id in (None, seat.flight_id)]
    for seat in given_up:
        state.update(seat, status="free", passenger_id=None)
    return sum(seat.surcharge for seat in given_up)


def change_fee(state: State, segment: Segment) -> Money:
    """What a change of a segment costs; nothing if its flight was cancelled."""
    if state.get(Flight, segment.flight_id).status == "cancelled":
        return 0
    return state.get(FareFamily, segment.family_id).change_fee


def settle_change(
    state: State, booking: Booking, segment_id: str, difference: int, fee: Money
) -> Change:
    """Take or give the money that a change costs or saves."""
    paid = max(difference + fee, 0)
    if difference + fee < 0:
        give_back(state, booking, -difference - fee)
        booking = state.get(Booking, booking.id)
    else:
        booking = post(state, booking, "charge", paid)
    return Change(
        segment_id=segment_id, difference=difference, fee=fee, paid=paid, total=booking.total
    )


def post(state: State, booking: Booking, kind: PostingKind, amount: Money) -> Booking:
    """Book money that moved for a booking."""
    if amount > 0:
        state.add(Posting, booking_id=booking.id, kind=kind, amount=amount, posted_on=today(state))
    change = amount if kind == "charge" else -amount
    return state.update(booking, total=booking.total + change)


def give_back(state: State, booking: Booking, amount: Money) -> Posting:
    """Give money of a booking back the way it was paid."""
    booking = state.get(Booking, booking.id)
    state.update(booking, total=booking.total - amount)
    return state.add(
        Posting, booking_id=booking.id, kind="refund", amount=amount, posted_on=today(state)
    )


def refund_for(state: State, booking: Booking, passenger: Passenger) -> Money:
    """What somebody gets back who does not travel; everything for what was cancelled by us."""
    return sum(
        refund_of(state, segment, share_of(passenger, segment.price))
        for segment in state.find(Segment, booking_id=booking.id)
    )


def refund_of(state: State, segment: Segment, price: Money) -> Money:
    """What is given back of the price of one flight."""
    flight = state.get(Flight, segment.flight_id)
    if flight.status == "cancelled":
        return price
    return price * state.get(FareFamily, segment.family_id).refund_percent // 100


def bags_included(state: State, booking: Booking) -> int:
    """How many bags cost nothing: as many as the lower family of fares includes."""
    return min(
        state.get(FareFamily, segment.family_id).bags_included
        for segment in state.find(Segment, booking_id=booking.id)
    )


def bag_price(state: State, booking: Booking, kind: BagKind) -> Money:
    """What a bag costs that no fare includes."""
    return BAG_PRICES[kind] * len(state.find(Segment, booking_id=booking.id))


def has_left(state: State, segment: Segment) -> bool:
    """Whether the flight of a segment is over."""
    return state.get(Flight, segment.flight_id).status == "departed"


def claim_for(distance_km: int) -> Money:
    """What one person gets for a late flight of some length."""
    amounts = (amount for limit, amount in CLAIM_BY_DISTANCE if distance_km <= limit)
    return next(amounts, CLAIM_BEYOND)


def hours_left(state: State, segment: Segment, hours: int) -> bool:
    """Whether a flight leaves in so many hours or later."""
    return state.get(Flight, segment.flight_id).departs_at >= shift(state.now, hours=hours)
