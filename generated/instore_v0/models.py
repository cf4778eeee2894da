"""Tables and views of Tablemates."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import DeclarativeBase, Mapped

from autoforge_envs.domain import (
    City,
    Date,
    Email,
    Flag,
    Identifier,
    Label,
    Money,
    PersonName,
    PhoneNumber,
    PostalCode,
    Quantity,
    Reference,
    Secret,
    SemanticModel,
    StreetAddress,
    column,
    identifier,
)

ShopKind = Literal["bistro", "noodle_bar", "steakhouse", "tea_room", "trattoria"]
MealKind = Literal["set_menu", "tasting_menu", "brunch", "sharing_platter"]
MealVoucherStatus = Literal["valid", "used", "refunded", "given_away"]
TimeSlot = Literal["noon", "early_evening", "late_evening"]
BookingStatus = Literal["booked", "visited", "cancelled", "missed"]
Tier = Literal["regular", "preferred", "premier"]
Standing = Literal["good", "under_review"]
AddressUse = Literal["home", "work", "holiday", "parents"]
ExtraKind = Literal["comfort", "safety", "speed"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Guest(Model):
    """Somebody whom Tablemates serves."""

    __tablename__ = "guests"
    id: Mapped[Identifier] = identifier("GU")
    name: Mapped[PersonName]
    email: Mapped[Email]
    phone: Mapped[PhoneNumber] = column(unique=True)
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    security_word: Mapped[Secret] = column(description="Chosen when the account was opened.")
    joined_on: Mapped[Date]
    tier: Mapped[Tier]
    standing: Mapped[Standing]
    credit: Mapped[Money] = column(description="What a guest has in credit.")


class Shop(Model):
    """A place that takes part."""

    __tablename__ = "shops"
    id: Mapped[Identifier] = identifier("SHO")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[ShopKind]
    street: Mapped[StreetAddress]
    city: Mapped[City] = column(indexed=True)
    closed_on: Mapped[Label] = column(description="The day of the week on which it is closed.")


class Meal(Model):
    """Something that a shop sells in advance."""

    __tablename__ = "meals"
    id: Mapped[Identifier] = identifier("ME")
    shop_id: Mapped[Reference[Shop]]
    name: Mapped[Label]
    kind: Mapped[MealKind]
    price: Mapped[Money]
    valid_days: Mapped[Quantity] = column(description="Counted from the day it is bought.")
    left: Mapped[Quantity] = column(description="How many can still be sold.")


class MealVoucher(Model):
    """A meal that a guest bought."""

    __tablename__ = "meal_vouchers"
    id: Mapped[Identifier] = identifier("MA")
    guest_id: Mapped[Reference[Guest]]
    meal_id: Mapped[Reference[Meal]]
    status: Mapped[MealVoucherStatus]
    price: Mapped[Money]
    bought_on: Mapped[Date]
    valid_until: Mapped[Date]
    extended: Mapped[Flag]


class Table(Model):
    """A table that can be booked, once for each part of a day."""

    __tablename__ = "tables"
    id: Mapped[Identifier] = identifier("TA")
    shop_id: Mapped[Reference[Shop]]
    name: Mapped[Label]
    places: Mapped[Quantity]
    by_the_window: Mapped[Flag]


class Booking(Model):
    """A table that is kept for a guest."""

    __tablename__ = "bookings"
    id: Mapped[Identifier] = identifier("BKG")
    guest_id: Mapped[Reference[Guest]]
    table_id: Mapped[Reference[Table]]
    day: Mapped[Date] = column(indexed=True)
    time_slot: Mapped[TimeSlot]
    guests: Mapped[Quantity]
    status: Mapped[BookingStatus]
    deposit: Mapped[Money]


class StampCard(Model):
    """The stamps that a guest has collected at a shop."""

    __tablename__ = "stamp_cards"
    id: Mapped[Identifier] = identifier("STC")
    guest_id: Mapped[Reference[Guest]]
    shop_id: Mapped[Reference[Shop]]
    stamps: Mapped[Quantity]


class Address(Model):
    """An address in a guest's address book."""

    __tablename__ = "addresses"
    id: Mapped[Identifier] = identifier("ADR")
    guest_id: Mapped[Reference[Guest]]
    use: Mapped[AddressUse]
    street: Mapped[StreetAddress]
    postal_code: Mapped[PostalCode]
    city: Mapped[City]
    main: Mapped[Flag] = column(description="Letters go to the main address.")


class Extra(Model):
    """Something that can be had on top of a meal voucher."""

    __tablename__ = "extras"
    id: Mapped[Identifier] = identifier("EXT")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[ExtraKind] = column(indexed=True)
    price: Mapped[Money]
    on_offer: Mapped[Flag]


class BookedExtra(Model):
    """An extra that goes with a meal voucher."""

    __tablename__ = "booked_extras"
    id: Mapped[Identifier] = identifier("BEX")
    meal_voucher_id: Mapped[Reference[MealVoucher]]
    extra_id: Mapped[Reference[Extra]]
    price: Mapped[Money]
    booked_on: Mapped[Date]


class GiftCard(Model):
    """A prepaid card; whoever knows its code may redeem it."""

    __tablename__ = "gift_cards"
    id: Mapped[Identifier] = identifier("GFT")
    code: Mapped[Label] = column(unique=True)
    balance: Mapped[Money] = column(description="What is left on it.")
    valid_until: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class GuestMatch:
    """A guest who was found; all that may be seen before the identity is checked."""

    id: Reference[Guest]
    name: PersonName


@dataclass(frozen=True, slots=True)
class MealVoucherView:
    """A meal voucher with what was bought, and where it can be used."""

    meal_voucher_id: Reference[MealVoucher]
    meal: Label
    kind: MealKind
    shop_id: Reference[Shop]
    shop: Label
    status: MealVoucherStatus
    price: Money
    bought_on: Date
    valid_until: Date
    extended: Flag


@dataclass(frozen=True, slots=True)
class BookingView:
    """A booking with the shop and the table."""

    booking_id: Reference[Booking]
    shop_id: Reference[Shop]
    shop: Label
    table: Label
    day: Date
    time_slot: TimeSlot
    guests: Quantity
    status: BookingStatus
    deposit: Money


@dataclass(frozen=True, slots=True)
class StampCardView:
    """A stamp card with its shop."""

    stamp_card_id: Reference[StampCard]
    shop_id: Reference[Shop]
    shop: Label
    stamps: Quantity


@dataclass(frozen=True, slots=True)
class Refund:
    """What came back for a meal voucher."""

    meal_voucher_id: Reference[MealVoucher]
    amount: Money


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """An extra that goes with a meal voucher, with its name."""

    booked_extra_id: Reference[BookedExtra]
    name: Label
    kind: ExtraKind
    price: Money
    booked_on: Date


@dataclass(frozen=True, slots=True)
class Redemption:
    """What a gift card brought."""

    amount: Money
    credit: Money
