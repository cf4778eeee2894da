"""What the people who answer for Fernhill Hotels can do."""

from autoforge_envs.domain import (
    City,
    Date,
    Email,
    Label,
    Money,
    PostalCode,
    Quantity,
    Reference,
    Secret,
    State,
    StreetAddress,
    ToolError,
    days_between,
    record_identity,
    require,
    shift,
    tool,
)

from .models import (
    Activity,
    ActivityBooking,
    Address,
    AddressUse,
    Animal,
    Board,
    BookedActivity,
    BookedExtra,
    Cancellation,
    CancellationTerm,
    CancelReason,
    Direction,
    DocumentCopy,
    DocumentKind,
    DocumentWay,
    Extra,
    ExtraKind,
    ExtraLine,
    GiftCard,
    Guest,
    GuestMatch,
    Hotel,
    Offer,
    Redemption,
    Room,
    Season,
    Settlement,
    Stay,
    StayDetails,
    StayFile,
    StayPayment,
    Transfer,
    Vehicle,
    Voucher,
    VoucherUse,
    Wish,
    WishKind,
)

BOARD_PRICES = {"none": 0, "breakfast": 1100, "half_board": 3350}
TRANSFER_PRICES = {"car": 2200, "van": 4900}
ANIMAL_FEES = {"cat": 1300, "dog": 1600, "bird": 1300}
WISH_FEES = {
    "baby_cot": 1600,
    "late_checkout": 2200,
    "fruit_basket": 1900,
    "parking_place": 1200,
}
WAY_FEES = {"email": 0, "letter": 400, "registered_letter": 750}
FREE_COPIES = 2
BUNDLE_FROM = 3
BUNDLE_PERCENT = 10

# --- finding and checking the guest --------------------------------------------------------------


@tool(intent="find the guest with the e-mail address {email}")
def find_guest_by_email(state: State, email: Email) -> GuestMatch:
    """Find a guest by e-mail address.

    Args:
        email: The e-mail address, as the guest says it.
    """
    for guest in state.find(Guest, email=email):
        return GuestMatch(id=guest.id, name=guest.name)
    raise ToolError(f"no guest has the e-mail address {email}")


@tool(intent="verify the identity of guest {guest_id}", writes=True)
def verify_identity(
    state: State, guest_id: Reference[Guest], pin: Secret, date_of_birth: Date
) -> GuestMatch:
    """Check that you talk to the guest, and record that you did.

    Args:
        guest_id: Who they say they are.
        pin: The pin, as they say it.
        date_of_birth: The date of birth, as they say it.
    """
    guest = state.get(Guest, guest_id)
    matches = guest.pin == pin and guest.date_of_birth == date_of_birth
    require(matches, "pin and date of birth do not both match")
    record_identity(state, guest.id)
    return GuestMatch(id=guest.id, name=guest.name)


@tool(intent="look at the details of guest {guest_id}")
def get_guest(state: State, guest_id: Reference[Guest]) -> Guest:
    """Show what is in the books about a guest.

    Args:
        guest_id: The guest.
    """
    return state.get(Guest, guest_id)


# --- looking things up ---------------------------------------------------------------------------


@tool(intent="list the stays of guest {guest_id}")
def list_stays(state: State, guest_id: Reference[Guest]) -> list[StayDetails]:
    """List all stays of a guest, also those that are over or cancelled.

    Args:
        guest_id: The guest.
    """
    state.get(Guest, guest_id)
    return [details_of(state, stay) for stay in state.find(Stay, guest_id=guest_id)]


@tool(intent="look at stay {stay_id}")
def get_stay(state: State, stay_id: Reference[Stay]) -> StayFile:
    """Show a stay with its room, payments and transfers.

    Args:
        stay_id: The stay.
    """
    stay = state.get(Stay, stay_id)
    return StayFile(
        stay=stay,
        room=state.get(Room, stay.room_id),
        payments=state.find(StayPayment, stay_id=stay_id),
        transfers=state.find(Transfer, stay_id=stay_id),
        wishes=state.find(Wish, stay_id=stay_id),
    )


@tool(intent="list the activities that guest {guest_id} booked")
def list_booked_activities(state: State, guest_id: Reference[Guest]) -> list[BookedActivity]:
    """List the activities that belong to any stay of a guest.

    Args:
        guest_id: The guest.
    """
    state.get(Guest, guest_id)
    return [
        booked_activity(state, booking)
        for stay in state.find(Stay, guest_id=guest_id)
        for booking in state.find(ActivityBooking, stay_id=stay.id)
    ]


@tool(intent="list the transfers of guest {guest_id}")
def list_transfers(state: State, guest_id: Reference[Guest]) -> list[Transfer]:
    """List the rides that were booked for any stay of a guest.

    Args:
        guest_id: The guest.
    """
    state.get(Guest, guest_id)
    return [
        transfer
        for stay in state.find(Stay, guest_id=guest_id)
        for transfer in state.find(Transfer, stay_id=stay.id)
    ]


@tool(intent="list the hotels in {city}")
def list_hotels(state: State, city: City) -> list[Hotel]:
    """List the hotels in one city, with their season.

    Args:
        city: The city.
    """
    return state.find(Hotel, city=city)


@tool(intent="list the rooms of hotel {hotel_id}")
def list_rooms(state: State, hotel_id: Reference[Hotel]) -> list[Room]:
    """List the kinds of rooms that a hotel has.

    Args:
        hotel_id: The hotel.
    """
    state.get(Hotel, hotel_id)
    return state.find(Room, hotel_id=hotel_id)


@tool(intent="see what room {room_id} costs for {nights} nights from {arrives_on}")
def check_offer(
    state: State, room_id: Reference[Room], arrives_on: Date, nights: Quantity
) -> Offer:
    """Show what a room costs without board, and how many are free all those nights.

    Args:
        room_id: The room.
        arrives_on: The first night.
        nights: How many nights.
    """
    room = state.get(Room, room_id)
    require(nights > 0, "at least one night, please")
    leaves_on = shift(arrives_on, days=nights)
    return Offer(
        room_id=room_id,
        arrives_on=arrives_on,
        leaves_on=leaves_on,
        price=nights_price(state, room, arrives_on, nights),
        num_free=max(num_free(state, room, arrives_on, leaves_on), 0),
    )


@tool(intent="list the activities of hotel {hotel_id}")
def list_activities(state: State, hotel_id: Reference[Hotel]) -> list[Activity]:
    """List what a hotel offers from today on.

    Args:
        hotel_id: The hotel.
    """
    offered = state.find(Activity, hotel_id=hotel_id)
    return [each for each in offered if each.takes_place_on >= state.now[:10]]


@tool(intent="show what cancelling costs")
def list_cancellation_terms(state: State) -> list[CancellationTerm]:
    """Show what is kept of the price, by the days that are left until arrival."""
    return state.find(CancellationTerm)


@tool(intent="show the seasons")
def list_seasons(state: State) -> list[Season]:
    """Show when nights cost more than usual."""
    return state.find(Season)


# --- stays ---------------------------------------------------------------------------------------


@tool(intent="book room {room_id} for {nights} nights from {arrives_on}", writes=True)
def book_stay(
    state: State,
    guest_id: Reference[Guest],
    room_id: Reference[Room],
    arrives_on: Date,
    nights: Quantity,
    guests: Quantity,
) -> Stay:
    """Book a room without board.

    The whole price is paid at once.

    Args:
        guest_id: Who books.
        room_id: The room.
        arrives_on: The first night.
        nights: How many nights.
        guests: How many people sleep there.
    """
    state.get(Guest, guest_id)
    room = state.get(Room, room_id)
    require(nights > 0 and guests > 0, "nights and guests must be at least one")
    leaves_on = shift(arrives_on, days=nights)
    require_free(state, room, arrives_on, leaves_on)
    total = nights_price(state, room, arrives_on, nights)
    stay = state.add(
        Stay,
        guest_id=guest_id,
        room_id=room_id,
        status="booked",
        arrives_on=arrives_on,
        leaves_on=leaves_on,
        guests=guests,
        board="none",
        group_contract=False,
        total=total,
        paid=0,
        moves=0,
        booked_on=today(state),
    )
    return take_payment(state, stay, total)


@tool(intent="cancel stay {stay_id}", writes=True)
def cancel_stay(state: State, stay_id: Reference[Stay], reason: CancelReason) -> Cancellation:
    """Cancel a stay with its activities and transfers.

    The cancellation terms say what is kept of the total, rounded down to the cent.
    What was paid beyond that is given back.

    Args:
        stay_id: The stay, which must be booked.
        reason: Why it is cancelled.
    """
    stay = booked(state, stay_id)
    for booking in state.find(ActivityBooking, stay_id=stay_id, status="booked"):
        give_places_back(state, booking)
    for transfer in state.find(Transfer, stay_id=stay_id, status="booked"):
        state.update(transfer, status="cancelled")
    kept = min(kept_of(state, stay), stay.total)
    refund = max(stay.paid - kept, 0)
    stay = state.update(stay, status="cancelled", total=kept, cancel_reason=reason)
    give_back(state, stay, refund)
    return Cancellation(stay_id=stay_id, kept=kept, refund=refund)


@tool(intent="move stay {stay_id} to {arrives_on}", writes=True)
def move_stay(state: State, stay_id: Reference[Stay], arrives_on: Date) -> Settlement:
    """Let a stay begin on another day, for as many nights, at the prices of those nights.

    Args:
        stay_id: The stay, which must be booked.
        arrives_on: The new first night.
    """
    stay = booked(state, stay_id)
    require(arrives_on != stay.arrives_on, f"{stay_id} begins on {arrives_on} already")
    return rearrange(
        state,
        stay,
        state.get(Room, stay.room_id),
        arrives_on,
        shift(arrives_on, days=nights_of(stay)),
        moves=stay.moves + 1,
    )


@tool(intent="add {nights} nights to stay {stay_id}", writes=True)
def extend_stay(state: State, stay_id: Reference[Stay], nights: Quantity) -> Settlement:
    """Let a stay last longer.

    Args:
        stay_id: The stay, which must be booked or arrived.
        nights: How many nights are added at the end.
    """
    stay = still_on(state, stay_id)
    require(nights > 0, "add at least one night")
    return rearrange(
        state,
        stay,
        state.get(Room, stay.room_id),
        stay.arrives_on,
        shift(stay.leaves_on, days=nights),
    )


@tool(intent="move stay {stay_id} into room {room_id}", writes=True)
def change_room(state: State, stay_id: Reference[Stay], room_id: Reference[Room]) -> Settlement:
    """Give a guest another kind of room in the same hotel.

    Args:
        stay_id: The stay, which must be booked.
        room_id: The new room.
    """
    stay = booked(state, stay_id)
    old, new = state.get(Room, stay.room_id), state.get(Room, room_id)
    require(new.id != old.id, f"{stay_id} is in {new.id} already")
    require(new.hotel_id == old.hotel_id, f"{new.id} is in another hotel")
    return rearrange(state, stay, new, stay.arrives_on, stay.leaves_on)


@tool(intent="set the meals on stay {stay_id} to {board}", writes=True)
def change_board(state: State, stay_id: Reference[Stay], board: Board) -> Settlement:
    """Change which meals go with a stay: each guest pays for them, every night.

    Breakfast costs 11.00, half board 33.50.

    Args:
        stay_id: The stay, which must be booked.
        board: The meals.
    """
    stay = booked(state, stay_id)
    require(stay.board != board, f"{stay_id} has board {board} already")
    before = board_price(stay)
    stay = state.update(stay, board=board)
    return settle(state, stay, board_price(stay) - before)


@tool(intent="change the number of guests of stay {stay_id} to {guests}", writes=True)
def change_guests(state: State, stay_id: Reference[Stay], guests: Quantity) -> Settlement:
    """Let more or fewer people sleep there; only the price of the board changes.

    Args:
        stay_id: The stay, which must be booked.
        guests: How many people come.
    """
    stay = booked(state, stay_id)
    require(0 < guests != stay.guests, f"{stay_id} is for {stay.guests} guests")
    before = board_price(stay)
    stay = state.update(stay, guests=guests)
    return settle(state, stay, board_price(stay) - before)


@tool(intent="note that a {animal} comes along on stay {stay_id}", writes=True)
def bring_animal(state: State, stay_id: Reference[Stay], animal: Animal) -> Settlement:
    """Let a guest bring an animal.

    It costs 13.00 a night, a dog 16.00.

    Args:
        stay_id: The stay, which must be booked.
        animal: What animal it is.
    """
    stay = booked(state, stay_id)
    require(stay.animal is None, f"an animal comes along on {stay_id} already")
    stay = state.update(stay, animal=animal)
    return settle(state, stay, ANIMAL_FEES[animal] * nights_of(stay))


# --- what goes with stays ------------------------------------------------------------------------


@tool(intent="book a {vehicle} for the {direction} of stay {stay_id}", writes=True)
def book_transfer(
    state: State, stay_id: Reference[Stay], direction: Direction, vehicle: Vehicle
) -> Transfer:
    """Book a ride between station and hotel, at 22.00 or 49.00 with a van.

    Args:
        stay_id: The stay, which must be booked.
        direction: On the day of arrival or of departure.
        vehicle: A car or a van.
    """
    stay = booked(state, stay_id)
    earlier = state.find(Transfer, stay_id=stay_id, direction=direction, status="booked")
    require(not earlier, f"a ride is booked for the {direction} of {stay_id} already")
    price = TRANSFER_PRICES[vehicle]
    settle(state, stay, price)
    return state.add(
        Transfer,
        stay_id=stay_id,
        direction=direction,
        vehicle=vehicle,
        price=price,
        status="booked",
    )


@tool(intent="cancel transfer {transfer_id}", writes=True)
def cancel_transfer(state: State, transfer_id: Reference[Transfer]) -> Settlement:
    """Cancel a ride, which then costs nothing.

    Args:
        transfer_id: The ride.
    """
    transfer = state.get(Transfer, transfer_id)
    stay = booked(state, transfer.stay_id)
    require(transfer.status == "booked", f"{transfer_id} is cancelled already")
    state.update(transfer, status="cancelled")
    return settle(state, stay, -transfer.price)


@tool(intent="book activity {activity_id} for {people} people", writes=True)
def join_activity(
    state: State, stay_id: Reference[Stay], activity_id: Reference[Activity], people: Quantity
) -> ActivityBooking:
    """Book places in an activity of the hotel where a guest stays.

    Args:
        stay_id: The stay with which it is paid, booked or arrived.
        activity_id: The activity, which must have so many places left.
        people: How many take part.
    """
    stay = still_on(state, stay_id)
    activity = state.get(Activity, activity_id)
    here = state.get(Room, stay.room_id).hotel_id
    require(activity.hotel_id == here, f"{activity_id} is offered by another hotel")
    left = activity.places_left
    require(0 < people <= left, f"{left} places are left in {activity_id}")
    joined = state.find(ActivityBooking, stay_id=stay_id, activity_id=activity_id, status="booked")
    require(not joined, f"{activity_id} is booked already")
    price = activity.price * people
    state.update(activity, places_left=left - people)
    settle(state, stay, price)
    return state.add(
        ActivityBooking,
        stay_id=stay_id,
        activity_id=activity_id,
        people=people,
        price=price,
        status="booked",
    )


@tool(intent="call off activity booking {activity_booking_id}", writes=True)
def leave_activity(state: State, activity_booking_id: Reference[ActivityBooking]) -> Settlement:
    """Give the places in an activity back, which then cost nothing.

    Args:
        activity_booking_id: What was booked.
    """
    booking = state.get(ActivityBooking, activity_booking_id)
    stay = still_on(state, booking.stay_id)
    require(booking.status == "booked", f"{activity_booking_id} is called off already")
    give_places_back(state, booking)
    return settle(state, stay, -booking.price)


@tool(intent="note the wish {kind} for stay {stay_id}", writes=True)
def note_wish(state: State, stay_id: Reference[Stay], kind: WishKind) -> Wish:
    """Note what a guest would like to find on arrival, and charge for it.

    It costs 16.00 for baby cot, 22.00 for late checkout, 19.00 for fruit basket, 12.00 for parking
    place.

    Args:
        stay_id: The stay, which must be booked.
        kind: What they would like.
    """
    stay = booked(state, stay_id)
    earlier = state.find(Wish, stay_id=stay_id, kind=kind)
    require(not earlier, f"{kind} is noted for {stay_id} already")
    settle(state, stay, WISH_FEES[kind])
    return state.add(Wish, stay_id=stay_id, kind=kind, fee=WISH_FEES[kind])


# --- addresses -----------------------------------------------------------------------------------


@tool(intent="list the addresses of guest {guest_id}")
def list_addresses(state: State, guest_id: Reference[Guest]) -> list[Address]:
    """List the addresses in a guest's address book.

    Args:
        guest_id: The guest.
    """
    state.get(Guest, guest_id)
    return state.find(Address, guest_id=guest_id)


@tool(intent="add the address {street}, {postal_code} {city}, as my {use} address", writes=True)
def add_address(
    state: State,
    guest_id: Reference[Guest],
    use: AddressUse,
    street: StreetAddress,
    postal_code: PostalCode,
    city: City,
) -> Address:
    """Put another address into a guest's address book; it does not become the main one.

    Args:
        guest_id: The guest.
        use: What it is used for.
        street: Street and house number.
        postal_code: Postal code.
        city: City.
    """
    state.get(Guest, guest_id)
    return state.add(
        Address,
        guest_id=guest_id,
        use=use,
        street=street,
        postal_code=postal_code,
        city=city,
        main=False,
    )


@tool(intent="make {address_id} the main address", writes=True)
def set_main_address(state: State, address_id: Reference[Address]) -> Address:
    """Send letters to another address of the address book.

    Args:
        address_id: The address, which must not be the main one yet.
    """
    address = state.get(Address, address_id)
    require(not address.main, f"{address_id} is the main address already")
    for other in state.find(Address, guest_id=address.guest_id):
        if other.main:
            state.update(other, main=False)
    return state.update(address, main=True)


@tool(intent="delete the address {address_id}", writes=True)
def delete_address(state: State, address_id: Reference[Address]) -> Address:
    """Take an address out of the address book.

    Args:
        address_id: The address.
    """
    address = state.get(Address, address_id)
    state.remove(address)
    return address


# --- copies of documents -------------------------------------------------------------------------


@tool(intent="list the copies sent for stay {stay_id}")
def list_document_copies(state: State, stay_id: Reference[Stay]) -> list[DocumentCopy]:
    """List the copies of documents that were sent out for a stay.

    Args:
        stay_id: The stay.
    """
    state.get(Stay, stay_id)
    return state.find(DocumentCopy, stay_id=stay_id)


@tool(intent="send a copy of the {kind} for stay {stay_id} by {way}", writes=True)
def send_document_copy(
    state: State, stay_id: Reference[Stay], kind: DocumentKind, way: DocumentWay
) -> DocumentCopy:
    """Send a copy of a document about a stay.

    The first 2 copies for the same stay cost nothing but a registered letter's
    extra fee of 3.50. Later ones cost 4.00 by letter, e-mail is free.

    Args:
        stay_id: The stay.
        kind: Which document.
        way: How it is sent.
    """
    state.get(Stay, stay_id)
    fee = WAY_FEES[way]
    if fee and len(state.find(DocumentCopy, stay_id=stay_id)) < FREE_COPIES:
        fee -= WAY_FEES["letter"]
    return state.add(
        DocumentCopy, stay_id=stay_id, kind=kind, way=way, fee=fee, sent_on=state.now[:10]
    )


# --- extras --------------------------------------------------------------------------------------


@tool(intent="list the extras of kind {kind}")
def list_extras(state: State, kind: ExtraKind) -> list[Extra]:
    """List the extras of one kind.

    Args:
        kind: The kind.
    """
    return state.find(Extra, kind=kind)


@tool(intent="list the extras of stay {stay_id}")
def list_booked_extras(state: State, stay_id: Reference[Stay]) -> list[ExtraLine]:
    """List the extras that go with a stay.

    Args:
        stay_id: The stay.
    """
    state.get(Stay, stay_id)
    return [extra_line(state, booked) for booked in state.find(BookedExtra, stay_id=stay_id)]


@tool(intent="add the extra {extra_id} to stay {stay_id}", writes=True)
def book_extra(state: State, stay_id: Reference[Stay], extra_id: Reference[Extra]) -> BookedExtra:
    """Book an extra; from the third one of a stay on, each costs 10 percent less.

    The price is rounded down to the cent.

    Args:
        stay_id: What it goes with; it must be booked or arrived.
        extra_id: The extra, which must not be booked for it yet.
    """
    stay = state.get(Stay, stay_id)
    is_open = stay.status in ("booked", "arrived")
    require(is_open, f"{stay_id} is {stay.status}, extras cannot be booked any more")
    price = state.get(Extra, extra_id).price
    booked = state.find(BookedExtra, stay_id=stay_id)
    has_it = any(each.extra_id == extra_id for each in booked)
    require(not has_it, f"{extra_id} is booked for {stay_id} already")
    if len(booked) >= BUNDLE_FROM - 1:
        price = price * (100 - BUNDLE_PERCENT) // 100
    return state.add(
        BookedExtra, stay_id=stay_id, extra_id=extra_id, price=price, booked_on=state.now[:10]
    )


@tool(intent="cancel the extra {booked_extra_id}", writes=True)
def cancel_extra(state: State, booked_extra_id: Reference[BookedExtra]) -> BookedExtra:
    """Take an extra off again.

    Args:
        booked_extra_id: The extra that was booked.
    """
    booked = state.get(BookedExtra, booked_extra_id)
    state.remove(booked)
    return booked


# --- gift cards ----------------------------------------------------------------------------------


@tool(intent="look at gift card {code}")
def get_gift_card(state: State, code: Label) -> GiftCard:
    """Show what is left on a gift card, and until when it is valid.

    Args:
        code: The code on the card.
    """
    return gift_card_with(state, code)


@tool(intent="redeem gift card {code} for guest {guest_id}", writes=True)
def redeem_gift_card(state: State, guest_id: Reference[Guest], code: Label) -> Redemption:
    """Move everything that is left on a gift card to somebody's credit.

    Args:
        guest_id: Whose credit it becomes.
        code: The code on the card.
    """
    guest = state.get(Guest, guest_id)
    card = gift_card_with(state, code)
    require(card.balance > 0, f"nothing is left on gift card {code}")
    amount = card.balance
    state.update(card, balance=0)
    state.update(guest, credit=guest.credit + amount)
    return Redemption(amount=amount, credit=guest.credit + amount)


@tool(intent="pay {amount} of the credit of guest {guest_id} out", writes=True)
def pay_out_credit(state: State, guest_id: Reference[Guest], amount: Money) -> Guest:
    """Pay some of a guest's credit out to them.

    Args:
        guest_id: Whose credit it is.
        amount: How much, at most the credit.
    """
    guest = state.get(Guest, guest_id)
    require(0 < amount <= guest.credit, f"{guest_id} does not have so much in credit")
    return state.update(guest, credit=guest.credit - amount)


# --- vouchers ------------------------------------------------------------------------------------


@tool(intent="look at voucher {code}")
def get_voucher(state: State, code: Label) -> Voucher:
    """Show what a voucher is worth, and when and for what it can be used.

    Args:
        code: The code on the voucher.
    """
    return voucher_with(state, code)


@tool(intent="use voucher {code} for stay {stay_id}", writes=True)
def use_voucher(state: State, stay_id: Reference[Stay], code: Label) -> VoucherUse:
    """Take a voucher's part off the total, rounded down to the cent.

    Args:
        stay_id: The stay, for which no voucher was used yet.
        code: The code on the voucher.
    """
    stay = state.get(Stay, stay_id)
    voucher = voucher_with(state, code)
    used = state.find(VoucherUse, stay_id=stay_id)
    require(not used, f"a voucher was used for {stay_id} already")
    discount = stay.total * voucher.percent // 100
    state.update(stay, total=stay.total - discount)
    return state.add(
        VoucherUse,
        voucher_id=voucher.id,
        stay_id=stay_id,
        discount=discount,
        used_on=state.now[:10],
    )


# --- what the tools share ------------------------------------------------------------------------


def today(state: State) -> Date:
    """The day of the clock."""
    return state.now[:10]


def details_of(state: State, stay: Stay) -> StayDetails:
    """A stay as it is shown."""
    room = state.get(Room, stay.room_id)
    hotel = state.get(Hotel, room.hotel_id)
    return StayDetails(
        stay_id=stay.id,
        hotel_id=hotel.id,
        hotel=hotel.name,
        city=hotel.city,
        kind=room.kind,
        status=stay.status,
        arrives_on=stay.arrives_on,
        leaves_on=stay.leaves_on,
        nights=nights_of(stay),
        guests=stay.guests,
        board=stay.board,
        total=stay.total,
        to_pay=max(stay.total - stay.paid, 0),
    )


def booked_activity(state: State, booking: ActivityBooking) -> BookedActivity:
    """A booked activity as it is shown."""
    activity = state.get(Activity, booking.activity_id)
    return BookedActivity(
        activity_booking_id=booking.id,
        stay_id=booking.stay_id,
        name=activity.name,
        kind=activity.kind,
        takes_place_on=activity.takes_place_on,
        people=booking.people,
        price=booking.price,
        status=booking.status,
    )


def booked(state: State, stay_id: str) -> Stay:
    """A stay that has not begun."""
    stay = state.get(Stay, stay_id)
    require(stay.status == "booked", f"{stay_id} is {stay.status}, not booked")
    return stay


def still_on(state: State, stay_id: str) -> Stay:
    """A stay that is neither over nor cancelled."""
    stay = state.get(Stay, stay_id)
    is_on = stay.status in ("booked", "arrived")
    require(is_on, f"{stay_id} is {stay.status}")
    return stay


def nights_of(stay: Stay) -> int:
    """How many nights a stay lasts."""
    return days_between(stay.arrives_on, stay.leaves_on)


def nights_price(state: State, room: Room, arrives_on: str, nights: int) -> Money:
    """What some nights cost: in a season each costs so many percent more, rounded down."""
    days = [shift(arrives_on, days=day) for day in range(nights)]
    return sum(room.rate * (100 + surcharge_on(state, day)) // 100 for day in days)


def surcharge_on(state: State, day: str) -> int:
    """By how many percent a night is dearer than usual."""
    seasons = state.find(Season)
    return max((s.surcharge_percent for s in seasons if s.starts_on <= day <= s.ends_on), default=0)


def board_price(stay: Stay) -> Money:
    """What the meals of a stay cost."""
    return BOARD_PRICES[stay.board] * stay.guests * nights_of(stay)


def num_free(state: State, room: Room, arrives_on: str, leaves_on: str, but: str = "") -> int:
    """How many rooms of a kind nobody has in some nights; one stay is left out."""
    taken = [
        stay
        for stay in state.find(Stay, room_id=room.id)
        if stay.status in ("booked", "arrived") and stay.id != but
        if stay.arrives_on < leaves_on and stay.leaves_on > arrives_on
    ]
    return room.units - len(taken)


def require_free(state: State, room: Room, arrives_on: str, leaves_on: str, but: str = "") -> None:
    """Refuse nights in which a room is not free."""
    require(arrives_on >= today(state), f"{arrives_on} is over")
    is_free = num_free(state, room, arrives_on, leaves_on, but) > 0
    require(is_free, f"{room.id} is taken between {arrives_on} and {leaves_on}")


def rearrange(
    state: State,
    stay: Stay,
    room: Room,
    arrives_on: str,
    leaves_on: str,
    moves: int | None = None,
) -> Settlement:
    """Give a stay another room or other nights, and settle the difference."""
    if stay.status == "booked":
        require_free(state, room, arrives_on, leaves_on, stay.id)
    else:
        require_free(state, room, stay.leaves_on, leaves_on, stay.id)
    before = price_of(state, stay)
    stay = state.update(
        stay,
        room_id=room.id,
        arrives_on=arrives_on,
        leaves_on=leaves_on,
        moves=stay.moves if moves is None else moves,
    )
    return settle(state, stay, price_of(state, stay) - before)


def price_of(state: State, stay: Stay) -> Money:
    """What the nights of a stay and what goes with every night cost."""
    nights = nights_of(stay)
    room = state.get(Room, stay.room_id)
    price = nights_price(state, room, stay.arrives_on, nights)
    if stay.animal is not None:
        price += ANIMAL_FEES[stay.animal] * nights
    return price + board_price(stay)


def settle(state: State, stay: Stay, difference: int) -> Settlement:
    """Take what a stay costs more, or give back what it costs less."""
    stay = state.update(stay, total=stay.total + difference)
    if difference < 0:
        return settlement(give_back(state, stay, min(-difference, stay.paid)), difference)
    return settlement(take_payment(state, stay, difference), difference)


def settlement(stay: Stay, difference: int) -> Settlement:
    """How a stay stands after a change."""
    return Settlement(
        stay_id=stay.id,
        difference=difference,
        total=stay.total,
        to_pay=max(stay.total - stay.paid, 0),
    )


def take_payment(state: State, stay: Stay, amount: Money) -> Stay:
    """Book what is paid for a stay."""
    if amount == 0:
        return stay
    state.add(
        StayPayment,
        stay_id=stay.id,
        kind="payment",
        amount=amount,
        booked_on=today(state),
    )
    return state.update(stay, paid=stay.paid + amount)


def give_back(state: State, stay: Stay, amount: Money) -> Stay:
    """Book what is given back of what was paid for a stay."""
    if amount == 0:
        return stay
    state.add(
        StayPayment,
        stay_id=stay.id,
        kind="refund",
        amount=amount,
        booked_on=today(state),
    )
    return state.update(stay, paid=stay.paid - amount)


def kept_of(state: State, stay: Stay) -> Money:
    """What is kept of the price when a stay is cancelled today."""
    notice = days_between(state.now, stay.arrives_on)
    terms = [term for term in state.find(CancellationTerm) if notice >= term.from_days]
    return stay.total * min((term.kept_percent for term in terms), default=100) // 100


def give_places_back(state: State, booking: ActivityBooking) -> None:
    """Call a booking off, and offer its places again."""
    state.update(booking, status="cancelled")
    activity = state.get(Activity, booking.activity_id)
    state.update(activity, places_left=activity.places_left + booking.people)


def extra_line(state: State, booked: BookedExtra) -> ExtraLine:
    """A booked extra as it is shown."""
    extra = state.get(Extra, booked.extra_id)
    return ExtraLine(
        booked_extra_id=booked.id,
        name=extra.name,
        kind=extra.kind,
        price=booked.price,
        booked_on=booked.booked_on,
    )


def gift_card_with(state: State, code: str) -> GiftCard:
    """The gift card with a code."""
    for card in state.find(GiftCard, code=code):
        return card
    raise ToolError(f"there is no gift card {code}")


def voucher_with(state: State, code: str) -> Voucher:
    """The voucher with a code."""
    for voucher in state.find(Voucher, code=code):
        return voucher
    raise ToolError(f"there is no voucher {code}")
