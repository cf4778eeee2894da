"""The policy of Fernhill Hotels, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Date,
    Label,
    Money,
    Quantity,
    Reference,
    State,
    ToolError,
    days_between,
    is_confirmed,
    is_identified,
    rule,
    shift,
)

from .models import (
    Activity,
    ActivityBooking,
    Address,
    AddressUse,
    BookedExtra,
    DocumentCopy,
    DocumentKind,
    Extra,
    Guest,
    Hotel,
    Room,
    Stay,
    Transfer,
    Vehicle,
)
from .tools import (
    add_address,
    book_extra,
    book_stay,
    book_transfer,
    bring_animal,
    cancel_extra,
    cancel_stay,
    cancel_transfer,
    change_board,
    change_guests,
    change_room,
    delete_address,
    extend_stay,
    get_guest,
    get_stay,
    gift_card_with,
    join_activity,
    leave_activity,
    list_addresses,
    list_booked_activities,
    list_booked_extras,
    list_document_copies,
    list_stays,
    list_transfers,
    move_stay,
    nights_of,
    note_wish,
    pay_out_credit,
    redeem_gift_card,
    send_document_copy,
    set_main_address,
    use_voucher,
    voucher_with,
)

CHANGES = (
    book_stay,
    cancel_stay,
    move_stay,
    extend_stay,
    change_room,
    change_board,
    change_guests,
    bring_animal,
    book_transfer,
    cancel_transfer,
    join_activity,
    leave_activity,
    note_wish,
    add_address,
    set_main_address,
    delete_address,
    send_document_copy,
    book_extra,
    cancel_extra,
    redeem_gift_card,
    pay_out_credit,
    use_voucher,
)
PERSONAL_VIEWS = (
    get_guest,
    list_stays,
    get_stay,
    list_booked_activities,
    list_transfers,
    list_addresses,
    list_document_copies,
    list_booked_extras,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "guest_id": lambda state, key: key,
    "stay_id": lambda state, key: state.get(Stay, key).guest_id,
    "address_id": lambda state, key: state.get(Address, key).guest_id,
    "transfer_id": lambda state, key: state.get(Stay, state.get(Transfer, key).stay_id).guest_id,
    "activity_booking_id": lambda state, key: (
        state.get(Stay, state.get(ActivityBooking, key).stay_id).guest_id
    ),
    "booked_extra_id": lambda state, key: (
        state.get(Stay, state.get(BookedExtra, key).stay_id).guest_id
    ),
}
MIN_NIGHTS = 3
MAX_NIGHTS = 10
LATEST_MOVE_DAYS = 7
MAX_MOVES = 1
LATEST_TRANSFER_DAYS = 3
CAR_SEATS = 3
LATEST_ACTIVITY_DAYS = 4
GROUP_CHANGES = (
    cancel_stay,
    move_stay,
    extend_stay,
    change_room,
    change_board,
    change_guests,
)
MAX_ADDRESSES = 4
MAX_COPIES = 1
MAX_EXTRAS = 4
CHANGE_OF_MIND_DAYS = 3
LARGEST_CREDIT = 10000
LEAST_PAYOUT = 2000

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="agent", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Nobody's data is shown or changed before verify_identity has accepted what they say."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """No change without consent: read details and identifiers back and have them confirmed."""
    return is_confirmed(state, call)


# --- stays ---------------------------------------------------------------------------------------


@rule(before=book_stay, enforced_by="tools")
def hotels_close_in_the_off_season(
    state: State, room_id: Reference[Room], arrives_on: Date, nights: Quantity
) -> bool:
    """A hotel is booked only for nights of its season, first and last night included."""
    hotel = state.get(Hotel, state.get(Room, room_id).hotel_id)
    return is_in_season(hotel, arrives_on, shift(arrives_on, days=nights))


@rule(before=move_stay, enforced_by="tools")
def stays_stay_in_the_season(state: State, stay_id: Reference[Stay], arrives_on: Date) -> bool:
    """A stay is moved only to nights of the hotel's season."""
    stay = state.get(Stay, stay_id)
    hotel = state.get(Hotel, state.get(Room, stay.room_id).hotel_id)
    return is_in_season(hotel, arrives_on, shift(arrives_on, days=nights_of(stay)))


@rule(before=book_stay, enforced_by="agent")
def stays_have_a_length(_state: State, nights: Quantity) -> bool:
    """A stay is booked for at least 3 and at most 10 nights."""
    return MIN_NIGHTS <= nights <= MAX_NIGHTS


@rule(before=extend_stay, enforced_by="agent")
def stays_do_not_grow_too_long(state: State, stay_id: Reference[Stay], nights: Quantity) -> bool:
    """A stay lasts at most 10 nights with those that are added."""
    return nights_of(state.get(Stay, stay_id)) + nights <= MAX_NIGHTS


@rule(before=book_stay, enforced_by="agent")
def rooms_are_not_overcrowded(state: State, room_id: Reference[Room], guests: Quantity) -> bool:
    """Nowhere sleep more guests than the room is made for."""
    return guests <= state.get(Room, room_id).sleeps


@rule(before=change_guests, enforced_by="agent")
def guests_find_room(state: State, stay_id: Reference[Stay], guests: Quantity) -> bool:
    """The number of guests is raised only as far as the room sleeps."""
    return guests <= state.get(Room, state.get(Stay, stay_id).room_id).sleeps


@rule(before=change_room, enforced_by="agent")
def new_rooms_are_large_enough(
    state: State, stay_id: Reference[Stay], room_id: Reference[Room]
) -> bool:
    """Nobody is moved into a room that sleeps fewer people than come."""
    return state.get(Stay, stay_id).guests <= state.get(Room, room_id).sleeps


@rule(before=(move_stay, change_room), enforced_by="agent")
def changes_come_in_time(state: State, stay_id: Reference[Stay]) -> bool:
    """Dates and room are changed until 7 days before arrival, that day included."""
    return days_to_arrival(state, stay_id) >= LATEST_MOVE_DAYS


@rule(before=move_stay, enforced_by="tools")
def stays_move_only_so_often(state: State, stay_id: Reference[Stay]) -> bool:
    """A stay is moved to other dates once at most."""
    return state.get(Stay, stay_id).moves < MAX_MOVES


@rule(before=bring_animal, enforced_by="agent")
def animals_are_not_welcome_everywhere(state: State, stay_id: Reference[Stay]) -> bool:
    """An animal comes along only where the room allows pets."""
    return state.get(Room, state.get(Stay, stay_id).room_id).pets_allowed


@rule(before=change_room, enforced_by="tools")
def animals_move_with_their_people(
    state: State, stay_id: Reference[Stay], room_id: Reference[Room]
) -> bool:
    """A stay with an animal is moved only into a room that allows pets."""
    has_none = state.get(Stay, stay_id).animal is None
    return has_none or state.get(Room, room_id).pets_allowed


@rule(before=GROUP_CHANGES, enforced_by="agent", declinable=False)
def group_contracts_go_to_the_events_desk(state: State, stay_id: Reference[Stay]) -> bool:
    """A stay under a group contract is cancelled or changed by a person.

    Its days, room, board and guests: hand over to the events desk.
    """
    return not state.get(Stay, stay_id).group_contract


# --- what goes with stays ------------------------------------------------------------------------


@rule(before=book_transfer, enforced_by="agent")
def transfers_are_planned(state: State, stay_id: Reference[Stay]) -> bool:
    """Rides are booked until 3 days before arrival, that day included."""
    return days_to_arrival(state, stay_id) >= LATEST_TRANSFER_DAYS


@rule(before=cancel_transfer, enforced_by="agent")
def transfers_are_called_off_in_time(state: State, transfer_id: Reference[Transfer]) -> bool:
    """Rides are cancelled until 3 days before arrival, that day included."""
    transfer = state.get(Transfer, transfer_id)
    return days_to_arrival(state, transfer.stay_id) >= LATEST_TRANSFER_DAYS


@rule(before=book_transfer, enforced_by="agent")
def cars_are_small(state: State, stay_id: Reference[Stay], vehicle: Vehicle) -> bool:
    """A car takes at most 3 guests; more take a van."""
    return vehicle == "van" or state.get(Stay, stay_id).guests <= CAR_SEATS


@rule(before=join_activity, enforced_by="agent")
def activities_are_for_the_days_there(
    state: State, stay_id: Reference[Stay], activity_id: Reference[Activity]
) -> bool:
    """An activity is booked only if it takes place between arrival and departure, both included."""
    stay = state.get(Stay, stay_id)
    day = state.get(Activity, activity_id).takes_place_on
    return stay.arrives_on <= day <= stay.leaves_on


@rule(before=join_activity, enforced_by="agent")
def activities_are_for_guests(state: State, stay_id: Reference[Stay], people: Quantity) -> bool:
    """No more people take part in an activity than guests belong to the stay."""
    return people <= state.get(Stay, stay_id).guests


@rule(before=leave_activity, enforced_by="agent")
def activities_are_called_off_in_time(
    state: State, activity_booking_id: Reference[ActivityBooking]
) -> bool:
    """Activities are called off until 4 days before, that day included."""
    booking = state.get(ActivityBooking, activity_booking_id)
    day = state.get(Activity, booking.activity_id).takes_place_on
    return days_between(state.now, day) >= LATEST_ACTIVITY_DAYS


# --- addresses -----------------------------------------------------------------------------------


@rule(before=delete_address, enforced_by="tools")
def the_main_address_stays(state: State, address_id: Reference[Address]) -> bool:
    """The main address cannot be deleted; another one has to become the main one first."""
    return not state.get(Address, address_id).main


@rule(before=add_address, enforced_by="agent")
def address_books_are_small(state: State, guest_id: Reference[Guest]) -> bool:
    """An address book holds at most 4 addresses."""
    return len(state.find(Address, guest_id=guest_id)) < MAX_ADDRESSES


@rule(before=add_address, enforced_by="agent")
def one_address_for_each_use(state: State, guest_id: Reference[Guest], use: AddressUse) -> bool:
    """There is at most one address for each use."""
    return not state.find(Address, guest_id=guest_id, use=use)


# --- copies of documents -------------------------------------------------------------------------


@rule(before=send_document_copy, enforced_by="tools")
def only_so_many_copies(state: State, stay_id: Reference[Stay], kind: DocumentKind) -> bool:
    """At most 1 copy of the same kind is sent for a stay."""
    return len(state.find(DocumentCopy, stay_id=stay_id, kind=kind)) < MAX_COPIES


@rule(before=send_document_copy, enforced_by="agent")
def statements_come_at_the_end(state: State, stay_id: Reference[Stay], kind: DocumentKind) -> bool:
    """A statement exists only for a stay that is finished."""
    return kind != "statement" or state.get(Stay, stay_id).status == "finished"


# --- extras --------------------------------------------------------------------------------------


@rule(before=book_extra, enforced_by="agent")
def only_so_many_extras(state: State, stay_id: Reference[Stay]) -> bool:
    """At most 4 extras go with the same stay."""
    return len(state.find(BookedExtra, stay_id=stay_id)) < MAX_EXTRAS


@rule(before=book_extra, enforced_by="agent")
def only_what_is_on_offer(state: State, extra_id: Reference[Extra]) -> bool:
    """Only extras that are on offer are booked; others are listed for those who have them."""
    return state.get(Extra, extra_id).on_offer


@rule(before=cancel_extra, enforced_by="agent")
def extras_are_cancelled_soon(state: State, booked_extra_id: Reference[BookedExtra]) -> bool:
    """An extra can be cancelled until 3 days after it was booked."""
    booked = state.get(BookedExtra, booked_extra_id)
    return days_between(booked.booked_on, state.now) <= CHANGE_OF_MIND_DAYS


# --- gift cards ----------------------------------------------------------------------------------


@rule(before=redeem_gift_card, enforced_by="agent")
def gift_cards_run_out(state: State, code: Label) -> bool:
    """A gift card can be redeemed until the day it is valid, that day included."""
    return gift_card_with(state, code).valid_until >= state.now[:10]


@rule(before=redeem_gift_card, enforced_by="agent")
def large_credits_do_not_grow(state: State, guest_id: Reference[Guest]) -> bool:
    """Whoever has 100.00 or more in credit redeems no gift card."""
    return state.get(Guest, guest_id).credit < LARGEST_CREDIT


@rule(before=pay_out_credit, enforced_by="agent")
def small_credits_are_not_paid_out(_state: State, amount: Money) -> bool:
    """At least 20.00 is paid out at a time."""
    return amount >= LEAST_PAYOUT


# --- vouchers ------------------------------------------------------------------------------------


@rule(before=use_voucher, enforced_by="tools")
def vouchers_keep_to_their_days(state: State, code: Label) -> bool:
    """A voucher can be used from its first to its last day, both included."""
    voucher = voucher_with(state, code)
    return voucher.starts_on <= state.now[:10] <= voucher.ends_on


@rule(before=use_voucher, enforced_by="agent")
def vouchers_have_a_minimum(state: State, stay_id: Reference[Stay], code: Label) -> bool:
    """A voucher can be used only if the total is at least the voucher's minimum."""
    return state.get(Stay, stay_id).total >= voucher_with(state, code).minimum


@rule(before=use_voucher, enforced_by="agent")
def vouchers_come_before_the_end(state: State, stay_id: Reference[Stay]) -> bool:
    """A voucher can be used only for a stay that is booked or arrived."""
    return state.get(Stay, stay_id).status in ("booked", "arrived")


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the guest it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no guest")


def is_in_season(hotel: Hotel, arrives_on: str, leaves_on: str) -> bool:
    """Whether a hotel is open in all nights between two days."""
    return hotel.opens_on <= arrives_on and shift(leaves_on, days=-1) <= hotel.closes_on


def days_to_arrival(state: State, stay_id: str) -> int:
    """How many days are left until a stay begins."""
    return days_between(state.now, state.get(Stay, stay_id).arrives_on)
