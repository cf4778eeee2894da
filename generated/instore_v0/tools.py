"""What the people who answer for Tablemates can do."""

from autoforge_envs.domain import (
    City,
    Date,
    Email,
    Label,
    Money,
    PhoneNumber,
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
    Address,
    AddressUse,
    BookedExtra,
    Booking,
    BookingView,
    Extra,
    ExtraKind,
    ExtraLine,
    GiftCard,
    Guest,
    GuestMatch,
    Meal,
    MealVoucher,
    MealVoucherView,
    Redemption,
    Refund,
    Shop,
    ShopKind,
    StampCard,
    StampCardView,
    Table,
    TimeSlot,
)

EXTENSION_DAYS = 90
STAMPS_FOR_A_GIFT = 6
REFUND_FEE = 500
DEPOSIT_FOR_EACH = 300
BUNDLE_FROM = 3
BUNDLE_PERCENT = 10

# --- finding and checking the guest --------------------------------------------------------------


@tool(intent="find the guest with the telephone number {phone}")
def find_guest_by_phone(state: State, phone: PhoneNumber) -> GuestMatch:
    """Find a guest by telephone number.

    Args:
        phone: The telephone number, as the guest says it.
    """
    for guest in state.find(Guest, phone=phone):
        return GuestMatch(id=guest.id, name=guest.name)
    raise ToolError(f"no guest has the telephone number {phone}")


@tool(intent="verify the identity of guest {guest_id}", writes=True)
def verify_identity(
    state: State, guest_id: Reference[Guest], postal_code: PostalCode, security_word: Secret
) -> GuestMatch:
    """Check that you talk to the guest, and record that you did.

    Args:
        guest_id: Who they say they are.
        postal_code: The postal code of their address.
        security_word: The security word, as they say it.
    """
    guest = state.get(Guest, guest_id)
    matches = (
        guest.postal_code == postal_code
        and guest.security_word.casefold() == security_word.casefold()
    )
    require(matches, "postal code and security word do not both match")
    record_identity(state, guest.id)
    return GuestMatch(id=guest.id, name=guest.name)


@tool(intent="look at the details of guest {guest_id}")
def get_guest(state: State, guest_id: Reference[Guest]) -> Guest:
    """Show what is in the books about a guest.

    Args:
        guest_id: The guest.
    """
    return state.get(Guest, guest_id)


# --- shops and what they offer -------------------------------------------------------------------


@tool(intent="list the shops of kind {kind} in {city}")
def search_shops(state: State, city: City, kind: ShopKind | None = None) -> list[Shop]:
    """List the shops of a city, all or those of one kind.

    Args:
        city: The city.
        kind: Only shops of this kind.
    """
    return [shop for shop in state.find(Shop, city=city) if kind in (None, shop.kind)]


@tool(intent="list what shop {shop_id} offers")
def list_meals(state: State, shop_id: Reference[Shop]) -> list[Meal]:
    """List what a shop sells in advance, also what is sold out.

    Args:
        shop_id: The shop.
    """
    state.get(Shop, shop_id)
    return state.find(Meal, shop_id=shop_id)


@tool(intent="list the free tables of shop {shop_id} on {day}, {time_slot}")
def list_free_tables(
    state: State, shop_id: Reference[Shop], day: Date, time_slot: TimeSlot
) -> list[Table]:
    """List the tables of a shop that nobody has booked yet.

    Args:
        shop_id: The shop.
        day: The day.
        time_slot: The part of the day.
    """
    state.get(Shop, shop_id)
    seats = state.find(Table, shop_id=shop_id)
    return [seat for seat in seats if is_free(state, seat.id, day, time_slot)]


# --- meal vouchers -------------------------------------------------------------------------------


@tool(intent="list what guest {guest_id} bought")
def list_meal_vouchers(state: State, guest_id: Reference[Guest]) -> list[MealVoucherView]:
    """List everything that a guest ever bought.

    Args:
        guest_id: The guest.
    """
    state.get(Guest, guest_id)
    return [meal_voucher_view(state, each) for each in state.find(MealVoucher, guest_id=guest_id)]


@tool(intent="buy {meal_id} for guest {guest_id}", writes=True)
def buy_meal(state: State, guest_id: Reference[Guest], meal_id: Reference[Meal]) -> MealVoucher:
    """Buy something in advance; it is valid for its valid_days, from today.

    Args:
        guest_id: Who buys.
        meal_id: What is bought; some of it must be left.
    """
    state.get(Guest, guest_id)
    meal = state.get(Meal, meal_id)
    require(meal.left > 0, f"{meal_id} is sold out")
    state.update(meal, left=meal.left - 1)
    return state.add(
        MealVoucher,
        guest_id=guest_id,
        meal_id=meal_id,
        status="valid",
        price=meal.price,
        bought_on=state.now[:10],
        valid_until=shift(state.now[:10], days=meal.valid_days),
        extended=False,
    )


@tool(intent="refund {meal_voucher_id}", writes=True)
def refund_meal_voucher(state: State, meal_voucher_id: Reference[MealVoucher]) -> Refund:
    """Take back what was bought, less a fee of 5.00; never less than nothing.

    Args:
        meal_voucher_id: What was bought; it must be valid.
    """
    meal_voucher = valid_meal_voucher(state, meal_voucher_id)
    meal = state.get(Meal, meal_voucher.meal_id)
    state.update(meal, left=meal.left + 1)
    state.update(meal_voucher, status="refunded")
    amount = max(0, meal_voucher.price - REFUND_FEE)
    return Refund(meal_voucher_id=meal_voucher_id, amount=amount)


@tool(intent="extend {meal_voucher_id}", writes=True)
def extend_meal_voucher(state: State, meal_voucher_id: Reference[MealVoucher]) -> MealVoucher:
    """Make something valid for 90 days longer, once.

    Args:
        meal_voucher_id: What was bought; it must be valid.
    """
    meal_voucher = valid_meal_voucher(state, meal_voucher_id)
    require(not meal_voucher.extended, f"{meal_voucher_id} was extended already")
    until = shift(meal_voucher.valid_until, days=EXTENSION_DAYS)
    return state.update(meal_voucher, valid_until=until, extended=True)


@tool(intent="give {meal_voucher_id} to the guest with the e-mail address {email}", writes=True)
def give_meal_voucher_away(
    state: State, meal_voucher_id: Reference[MealVoucher], email: Email
) -> MealVoucher:
    """Hand something over to another guest, who gets a new one in their name.

    Args:
        meal_voucher_id: What was bought; it must be valid.
        email: The e-mail address of the other guest.
    """
    meal_voucher = valid_meal_voucher(state, meal_voucher_id)
    others = state.find(Guest, email=email)
    require(bool(others), f"no guest has the e-mail address {email}")
    require(others[0].id != meal_voucher.guest_id, f"{meal_voucher_id} is theirs already")
    state.update(meal_voucher, status="given_away")
    return state.add(
        MealVoucher,
        guest_id=others[0].id,
        meal_id=meal_voucher.meal_id,
        status="valid",
        price=meal_voucher.price,
        bought_on=state.now[:10],
        valid_until=meal_voucher.valid_until,
        extended=True,
    )


# --- bookings ------------------------------------------------------------------------------------


@tool(intent="list the bookings of guest {guest_id}")
def list_bookings(state: State, guest_id: Reference[Guest]) -> list[BookingView]:
    """List a guest's bookings, also those that are over.

    Args:
        guest_id: The guest.
    """
    state.get(Guest, guest_id)
    return [booking_view(state, each) for each in state.find(Booking, guest_id=guest_id)]


@tool(intent="book {table_id} on {day}, {time_slot}, for {guests}", writes=True)
def book_table(
    state: State,
    guest_id: Reference[Guest],
    table_id: Reference[Table],
    day: Date,
    time_slot: TimeSlot,
    guests: Quantity,
) -> Booking:
    """Keep a table for somebody; the deposit is 3.00 for each guest.

    Args:
        guest_id: For whom.
        table_id: The table, which must be free and have places for all guests.
        day: On which day, today or later.
        time_slot: In which part of the day.
        guests: How many come.
    """
    state.get(Guest, guest_id)
    require_free(state, table_id, day, time_slot)
    require_places(state, table_id, guests)
    return state.add(
        Booking,
        guest_id=guest_id,
        table_id=table_id,
        day=day,
        time_slot=time_slot,
        guests=guests,
        status="booked",
        deposit=DEPOSIT_FOR_EACH * guests,
    )


@tool(intent="move booking {booking_id} to {day}, {time_slot}", writes=True)
def move_booking(
    state: State, booking_id: Reference[Booking], day: Date, time_slot: TimeSlot
) -> Booking:
    """Keep the same table for another time.

    Args:
        booking_id: The booking, which must lie ahead.
        day: The new day, today or later.
        time_slot: The new part of the day.
    """
    booking = booking_ahead(state, booking_id)
    require_free(state, booking.table_id, day, time_slot)
    return state.update(booking, day=day, time_slot=time_slot)


@tool(intent="change booking {booking_id} to {guests} guests", writes=True)
def change_guests(state: State, booking_id: Reference[Booking], guests: Quantity) -> Booking:
    """Change how many guests come, and the deposit with it.

    Args:
        booking_id: The booking, which must lie ahead.
        guests: How many come; the table must have places for all.
    """
    booking = booking_ahead(state, booking_id)
    require(guests != booking.guests, f"{booking_id} is for {guests} already")
    require_places(state, booking.table_id, guests)
    return state.update(booking, guests=guests, deposit=DEPOSIT_FOR_EACH * guests)


@tool(intent="cancel booking {booking_id}", writes=True)
def cancel_booking(state: State, booking_id: Reference[Booking]) -> Booking:
    """Call a booking off, and give the deposit back.

    Args:
        booking_id: The booking, which must lie ahead.
    """
    booking = booking_ahead(state, booking_id)
    return state.update(booking, status="cancelled", deposit=0)


# --- stamps --------------------------------------------------------------------------------------


@tool(intent="list the stamp cards of guest {guest_id}")
def list_stamp_cards(state: State, guest_id: Reference[Guest]) -> list[StampCardView]:
    """List how many stamps a guest has at which shop.

    Args:
        guest_id: The guest.
    """
    state.get(Guest, guest_id)
    return [
        StampCardView(
            stamp_card_id=card.id,
            shop_id=card.shop_id,
            shop=state.get(Shop, card.shop_id).name,
            stamps=card.stamps,
        )
        for card in state.find(StampCard, guest_id=guest_id)
    ]


@tool(intent="take {meal_id} for the stamps on {stamp_card_id}", writes=True)
def redeem_stamps(
    state: State, stamp_card_id: Reference[StampCard], meal_id: Reference[Meal]
) -> MealVoucher:
    """Give a meal for 6 stamps; stamps beyond that stay on the card.

    Args:
        stamp_card_id: The stamp card.
        meal_id: What is taken, from the shop of the card; some of it must be left.
    """
    card = state.get(StampCard, stamp_card_id)
    meal = state.get(Meal, meal_id)
    require(meal.shop_id == card.shop_id, f"{meal_id} is of another shop than the card")
    require(meal.left > 0, f"{meal_id} is sold out")
    enough = card.stamps >= STAMPS_FOR_A_GIFT
    require(enough, f"{stamp_card_id} has {card.stamps} stamps, not {STAMPS_FOR_A_GIFT}")
    state.update(card, stamps=card.stamps - STAMPS_FOR_A_GIFT)
    state.update(meal, left=meal.left - 1)
    return state.add(
        MealVoucher,
        guest_id=card.guest_id,
        meal_id=meal_id,
        status="valid",
        price=0,
        bought_on=state.now[:10],
        valid_until=shift(state.now[:10], days=meal.valid_days),
        extended=False,
    )


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


# --- extras --------------------------------------------------------------------------------------


@tool(intent="list the extras of kind {kind}")
def list_extras(state: State, kind: ExtraKind) -> list[Extra]:
    """List the extras of one kind.

    Args:
        kind: The kind.
    """
    return state.find(Extra, kind=kind)


@tool(intent="list the extras of meal voucher {meal_voucher_id}")
def list_booked_extras(state: State, meal_voucher_id: Reference[MealVoucher]) -> list[ExtraLine]:
    """List the extras that go with a meal voucher.

    Args:
        meal_voucher_id: The meal voucher.
    """
    state.get(MealVoucher, meal_voucher_id)
    return [
        extra_line(state, booked)
        for booked in state.find(BookedExtra, meal_voucher_id=meal_voucher_id)
    ]


@tool(intent="add the extra {extra_id} to meal voucher {meal_voucher_id}", writes=True)
def book_extra(
    state: State, meal_voucher_id: Reference[MealVoucher], extra_id: Reference[Extra]
) -> BookedExtra:
    """Book an extra; from the third one of a meal voucher on, each costs 10 percent less.

    The price is rounded down to the cent.

    Args:
        meal_voucher_id: What it goes with; it must be valid.
        extra_id: The extra, which must not be booked for it yet.
    """
    meal_voucher = state.get(MealVoucher, meal_voucher_id)
    is_open = meal_voucher.status == "valid"
    require(
        is_open, f"{meal_voucher_id} is {meal_voucher.status}, extras cannot be booked any more"
    )
    price = state.get(Extra, extra_id).price
    booked = state.find(BookedExtra, meal_voucher_id=meal_voucher_id)
    has_it = any(each.extra_id == extra_id for each in booked)
    require(not has_it, f"{extra_id} is booked for {meal_voucher_id} already")
    if len(booked) >= BUNDLE_FROM - 1:
        price = price * (100 - BUNDLE_PERCENT) // 100
    return state.add(
        BookedExtra,
        meal_voucher_id=meal_voucher_id,
        extra_id=extra_id,
        price=price,
        booked_on=state.now[:10],
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


# --- what the tools share ------------------------------------------------------------------------


def meal_voucher_view(state: State, meal_voucher: MealVoucher) -> MealVoucherView:
    """A meal voucher with what was bought, and where it can be used."""
    meal = state.get(Meal, meal_voucher.meal_id)
    shop = state.get(Shop, meal.shop_id)
    return MealVoucherView(
        meal_voucher_id=meal_voucher.id,
        meal=meal.name,
        kind=meal.kind,
        shop_id=shop.id,
        shop=shop.name,
        status=meal_voucher.status,
        price=meal_voucher.price,
        bought_on=meal_voucher.bought_on,
        valid_until=meal_voucher.valid_until,
        extended=meal_voucher.extended,
    )


def booking_view(state: State, booking: Booking) -> BookingView:
    """A booking with the shop and the table."""
    table = state.get(Table, booking.table_id)
    return BookingView(
        booking_id=booking.id,
        shop_id=table.shop_id,
        shop=state.get(Shop, table.shop_id).name,
        table=table.name,
        day=booking.day,
        time_slot=booking.time_slot,
        guests=booking.guests,
        status=booking.status,
        deposit=booking.deposit,
    )


def valid_meal_voucher(state: State, meal_voucher_id: str) -> MealVoucher:
    """What was bought, if it is valid."""
    meal_voucher = state.get(MealVoucher, meal_voucher_id)
    require(
        meal_voucher.status == "valid", f"{meal_voucher_id} is {meal_voucher.status}, not valid"
    )
    return meal_voucher


def booking_ahead(state: State, booking_id: str) -> Booking:
    """A booking that lies ahead."""
    booking = state.get(Booking, booking_id)
    require(booking.status == "booked", f"{booking_id} is {booking.status}, not booked")
    return booking


def is_free(state: State, table_id: str, day: Date, time_slot: TimeSlot) -> bool:
    """Whether nobody has booked a table for a part of a day."""
    return not state.find(Booking, table_id=table_id, day=day, time_slot=time_slot, status="booked")


def require_free(state: State, table_id: str, day: Date, time_slot: TimeSlot) -> None:
    """Refuse what is over or taken."""
    require(day >= state.now[:10], f"{day} is over")
    free = is_free(state, table_id, day, time_slot)
    require(free, f"{table_id} is taken on {day}, {time_slot}")


def require_places(state: State, table_id: str, guests: int) -> None:
    """Refuse more guests than there are places."""
    places = state.get(Table, table_id).places
    require(0 < guests <= places, f"{table_id} has {places} places, not {guests}")


def weekday(day: Date) -> Label:
    """The day of the week, in English."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return days[days_between("2024-01-01", day) % 7]


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
