"""The policy of Tablemates, executable: each docstring is a sentence of the document."""

from collections.abc import Callable

from autoforge_envs.domain import (
    Call,
    Date,
    Label,
    Money,
    Reference,
    State,
    ToolError,
    days_between,
    is_confirmed,
    is_identified,
    rule,
)

from .models import (
    Address,
    BookedExtra,
    Booking,
    Extra,
    Guest,
    Meal,
    MealVoucher,
    Shop,
    StampCard,
    Table,
)
from .tools import (
    add_address,
    book_extra,
    book_table,
    buy_meal,
    cancel_booking,
    cancel_extra,
    change_guests,
    delete_address,
    extend_meal_voucher,
    get_guest,
    gift_card_with,
    give_meal_voucher_away,
    list_addresses,
    list_booked_extras,
    list_bookings,
    list_meal_vouchers,
    list_stamp_cards,
    move_booking,
    pay_out_credit,
    redeem_gift_card,
    redeem_stamps,
    refund_meal_voucher,
    set_main_address,
    weekday,
)

CHANGES = (
    buy_meal,
    refund_meal_voucher,
    extend_meal_voucher,
    give_meal_voucher_away,
    book_table,
    move_booking,
    change_guests,
    cancel_booking,
    redeem_stamps,
    add_address,
    set_main_address,
    delete_address,
    book_extra,
    cancel_extra,
    redeem_gift_card,
    pay_out_credit,
)
PERSONAL_VIEWS = (
    get_guest,
    list_meal_vouchers,
    list_bookings,
    list_stamp_cards,
    list_addresses,
    list_booked_extras,
)
OWNERS: dict[str, Callable[[State, str], str]] = {
    "guest_id": lambda state, key: key,
    "meal_voucher_id": lambda state, key: state.get(MealVoucher, key).guest_id,
    "booking_id": lambda state, key: state.get(Booking, key).guest_id,
    "stamp_card_id": lambda state, key: state.get(StampCard, key).guest_id,
    "address_id": lambda state, key: state.get(Address, key).guest_id,
    "booked_extra_id": lambda state, key: (
        state.get(MealVoucher, state.get(BookedExtra, key).meal_voucher_id).guest_id
    ),
}
REFUND_DAYS = 21
FARTHEST_DAYS = 30
NOTICE_DAYS = 1
MAX_AHEAD = {
    "regular": 3,
    "preferred": 4,
    "premier": 5,
}
MAX_OF_A_KIND = 1
LARGEST_GIFT = 4250
MAX_ADDRESSES = 3
MAX_EXTRAS = 4
CHANGE_OF_MIND_DAYS = 3
LARGEST_CREDIT = 25000
LEAST_PAYOUT = 500

# --- procedure -----------------------------------------------------------------------------------


@rule(before=(*PERSONAL_VIEWS, *CHANGES), enforced_by="agent", declinable=False)
def identity_is_checked_first(state: State, call: Call) -> bool:
    """Check who you talk to with verify_identity before you show or change anything of theirs."""
    return is_identified(state, owner_of(state, call))


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def changes_are_confirmed(state: State, call: Call) -> bool:
    """Before any change, repeat its details, identifiers too, and get a yes."""
    return is_confirmed(state, call)


# --- meal vouchers -------------------------------------------------------------------------------


@rule(before=refund_meal_voucher, enforced_by="agent")
def refunds_are_for_the_first_days(state: State, meal_voucher_id: Reference[MealVoucher]) -> bool:
    """A refund is given until 21 days after something was bought, not later."""
    bought = state.get(MealVoucher, meal_voucher_id).bought_on
    return days_between(bought, state.now) <= REFUND_DAYS


@rule(before=extend_meal_voucher, enforced_by="agent")
def only_what_still_runs_is_extended(state: State, meal_voucher_id: Reference[MealVoucher]) -> bool:
    """What is no longer valid by its date is not extended; on its last day it still is."""
    return state.get(MealVoucher, meal_voucher_id).valid_until >= state.now[:10]


@rule(before=buy_meal, enforced_by="agent")
def only_so_many_of_a_kind(
    state: State, guest_id: Reference[Guest], meal_id: Reference[Meal]
) -> bool:
    """A guest holds at most 1 valid one of the same meal."""
    held = state.find(MealVoucher, guest_id=guest_id, meal_id=meal_id, status="valid")
    return len(held) < MAX_OF_A_KIND


@rule(before=give_meal_voucher_away, enforced_by="agent")
def extended_things_stay(state: State, meal_voucher_id: Reference[MealVoucher]) -> bool:
    """What was extended, or was a gift itself, cannot be given away; extended says so."""
    return not state.get(MealVoucher, meal_voucher_id).extended


# --- bookings ------------------------------------------------------------------------------------


@rule(before=book_table, enforced_by="agent")
def only_so_many_bookings_ahead(state: State, guest_id: Reference[Guest]) -> bool:
    """How many bookings a guest may have ahead depends on the tier.

    It is 3 for regular, 4 for preferred, 5 for premier.
    """
    limit = MAX_AHEAD[state.get(Guest, guest_id).tier]
    return len(state.find(Booking, guest_id=guest_id, status="booked")) < limit


@rule(before=(book_table, move_booking), enforced_by="tools")
def bookings_are_made_for_the_near_future(state: State, day: Date) -> bool:
    """A booking is made for a day at most 30 days ahead."""
    return days_between(state.now, day) <= FARTHEST_DAYS


@rule(before=book_table, enforced_by="agent")
def nobody_books_for_a_closed_day(state: State, table_id: Reference[Table], day: Date) -> bool:
    """Nothing is booked for the day of the week on which a shop is closed."""
    shop = state.get(Shop, state.get(Table, table_id).shop_id)
    return weekday(day) != shop.closed_on


@rule(before=(move_booking, change_guests, cancel_booking), enforced_by="agent")
def bookings_need_notice(state: State, booking_id: Reference[Booking]) -> bool:
    """A booking is changed or cancelled at least 1 day before its day."""
    return days_between(state.now, state.get(Booking, booking_id).day) >= NOTICE_DAYS


# --- stamps --------------------------------------------------------------------------------------


@rule(before=redeem_stamps, enforced_by="tools")
def gifts_are_small(state: State, meal_id: Reference[Meal]) -> bool:
    """Stamps are taken only for what costs at most 42.50."""
    return state.get(Meal, meal_id).price <= LARGEST_GIFT


# --- accounts that need a person -----------------------------------------------------------------


@rule(before=CHANGES, enforced_by="agent", declinable=False)
def accounts_under_review_go_to_a_person(state: State, call: Call) -> bool:
    """Change nothing for a guest whose standing is under_review: hand over to a person."""
    return state.get(Guest, owner_of(state, call)).standing == "good"


# --- addresses -----------------------------------------------------------------------------------


@rule(before=delete_address, enforced_by="tools")
def the_main_address_stays(state: State, address_id: Reference[Address]) -> bool:
    """The main address cannot be deleted; another one has to become the main one first."""
    return not state.get(Address, address_id).main


@rule(before=add_address, enforced_by="agent")
def address_books_are_small(state: State, guest_id: Reference[Guest]) -> bool:
    """An address book holds at most 3 addresses."""
    return len(state.find(Address, guest_id=guest_id)) < MAX_ADDRESSES


# --- extras --------------------------------------------------------------------------------------


@rule(before=book_extra, enforced_by="tools")
def only_so_many_extras(state: State, meal_voucher_id: Reference[MealVoucher]) -> bool:
    """At most 4 extras go with the same meal voucher."""
    return len(state.find(BookedExtra, meal_voucher_id=meal_voucher_id)) < MAX_EXTRAS


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
    """Whoever has 250.00 or more in credit redeems no gift card."""
    return state.get(Guest, guest_id).credit < LARGEST_CREDIT


@rule(before=pay_out_credit, enforced_by="agent")
def small_credits_are_not_paid_out(_state: State, amount: Money) -> bool:
    """At least 5.00 is paid out at a time."""
    return amount >= LEAST_PAYOUT


# --- what the rules share ------------------------------------------------------------------------


def owner_of(state: State, call: Call) -> str:
    """Whose data a call is about: the guest it names, or the owner of what it names."""
    for name, owner in OWNERS.items():
        if name in call.arguments:
            return owner(state, str(call.arguments[name]))
    raise ToolError(f"{call.tool} names no guest")
