"""Tables and views of Fernhill Hotels."""

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
    Percentage,
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

RoomKind = Literal["single", "double", "family_room", "suite"]
Board = Literal["none", "breakfast", "half_board"]
StayStatus = Literal["booked", "arrived", "finished", "cancelled"]
PaymentKind = Literal["payment", "refund"]
CancelReason = Literal["illness", "other_plans", "bad_weather", "found_cheaper"]
ActivityKind = Literal["walk", "tasting", "boat_trip"]
Direction = Literal["arrival", "departure"]
Vehicle = Literal["car", "van"]
BookingStatus = Literal["booked", "cancelled"]
Animal = Literal["cat", "dog", "bird"]
WishKind = Literal["baby_cot", "late_checkout", "fruit_basket", "parking_place"]
AddressUse = Literal["private", "office", "billing"]
DocumentKind = Literal["invoice", "confirmation", "statement"]
DocumentWay = Literal["email", "letter", "registered_letter"]
ExtraKind = Literal["comfort", "safety", "speed"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Guest(Model):
    """Somebody whom Fernhill Hotels serves."""

    __tablename__ = "guests"
    id: Mapped[Identifier] = identifier("GU")
    name: Mapped[PersonName]
    email: Mapped[Email] = column(unique=True)
    phone: Mapped[PhoneNumber]
    date_of_birth: Mapped[Date]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    pin: Mapped[Secret] = column(description="Set in the app.")
    joined_on: Mapped[Date]
    credit: Mapped[Money] = column(description="What a guest has in credit.")


class Hotel(Model):
    """A place where guests stay."""

    __tablename__ = "hotels"
    id: Mapped[Identifier] = identifier("HO")
    name: Mapped[Label] = column(unique=True)
    city: Mapped[City] = column(indexed=True)
    stars: Mapped[Quantity]
    opens_on: Mapped[Date] = column(description="First night of the season.")
    closes_on: Mapped[Date] = column(description="Last night of the season.")


class Room(Model):
    """Rooms of one kind in one hotel; there may be several."""

    __tablename__ = "rooms"
    id: Mapped[Identifier] = identifier("RO")
    hotel_id: Mapped[Reference[Hotel]]
    kind: Mapped[RoomKind]
    sleeps: Mapped[Quantity]
    rate: Mapped[Money] = column(description="For one night, whoever sleeps there.")
    units: Mapped[Quantity] = column(description="How many of them there are.")
    pets_allowed: Mapped[Flag]


class Season(Model):
    """A part of the year in which nights cost more."""

    __tablename__ = "seasons"
    id: Mapped[Identifier] = identifier("SSN")
    name: Mapped[Label] = column(unique=True)
    starts_on: Mapped[Date]
    ends_on: Mapped[Date]
    surcharge_percent: Mapped[Percentage]


class CancellationTerm(Model):
    """What is kept of the price when a stay is cancelled so late."""

    __tablename__ = "cancellation_terms"
    id: Mapped[Identifier] = identifier("CTM")
    from_days: Mapped[Quantity] = column(description="Days from today to the day of arrival.")
    kept_percent: Mapped[Percentage]


class Stay(Model):
    """A guest's nights in a room."""

    __tablename__ = "stays"
    id: Mapped[Identifier] = identifier("ST")
    guest_id: Mapped[Reference[Guest]]
    room_id: Mapped[Reference[Room]]
    status: Mapped[StayStatus]
    arrives_on: Mapped[Date]
    leaves_on: Mapped[Date]
    guests: Mapped[Quantity]
    board: Mapped[Board]
    animal: Mapped[Animal | None] = column(description="What animal comes along, if any.")
    group_contract: Mapped[Flag] = column(description="Whether the events desk sold it.")
    total: Mapped[Money]
    paid: Mapped[Money]
    moves: Mapped[Quantity] = column(description="How often its dates were changed.")
    cancel_reason: Mapped[CancelReason | None]
    booked_on: Mapped[Date]


class StayPayment(Model):
    """Money that was paid for a stay, or given back."""

    __tablename__ = "stay_payments"
    id: Mapped[Identifier] = identifier("STP")
    stay_id: Mapped[Reference[Stay]]
    kind: Mapped[PaymentKind]
    amount: Mapped[Money]
    booked_on: Mapped[Date]


class Transfer(Model):
    """A ride from or to the station, for everybody on a stay."""

    __tablename__ = "transfers"
    id: Mapped[Identifier] = identifier("TRF")
    stay_id: Mapped[Reference[Stay]]
    direction: Mapped[Direction]
    vehicle: Mapped[Vehicle]
    price: Mapped[Money]
    status: Mapped[BookingStatus]


class Activity(Model):
    """Something that a hotel offers on one day."""

    __tablename__ = "activities"
    id: Mapped[Identifier] = identifier("ACV")
    hotel_id: Mapped[Reference[Hotel]]
    name: Mapped[Label]
    kind: Mapped[ActivityKind]
    takes_place_on: Mapped[Date]
    price: Mapped[Money] = column(description="For each person.")
    places_left: Mapped[Quantity]


class ActivityBooking(Model):
    """Places in an activity that belong to a stay."""

    __tablename__ = "activity_bookings"
    id: Mapped[Identifier] = identifier("ABK")
    stay_id: Mapped[Reference[Stay]]
    activity_id: Mapped[Reference[Activity]]
    people: Mapped[Quantity]
    price: Mapped[Money]
    status: Mapped[BookingStatus]


class Wish(Model):
    """Something that a guest would like to find."""

    __tablename__ = "wishes"
    id: Mapped[Identifier] = identifier("WSH")
    stay_id: Mapped[Reference[Stay]]
    kind: Mapped[WishKind]
    fee: Mapped[Money]


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


class DocumentCopy(Model):
    """A copy of a document about a stay that was sent out."""

    __tablename__ = "document_copies"
    id: Mapped[Identifier] = identifier("DOC")
    stay_id: Mapped[Reference[Stay]]
    kind: Mapped[DocumentKind]
    way: Mapped[DocumentWay]
    fee: Mapped[Money]
    sent_on: Mapped[Date]


class Extra(Model):
    """Something that can be had on top of a stay."""

    __tablename__ = "extras"
    id: Mapped[Identifier] = identifier("EXT")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[ExtraKind] = column(indexed=True)
    price: Mapped[Money]
    on_offer: Mapped[Flag]


class BookedExtra(Model):
    """An extra that goes with a stay."""

    __tablename__ = "booked_extras"
    id: Mapped[Identifier] = identifier("BEX")
    stay_id: Mapped[Reference[Stay]]
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


class Voucher(Model):
    """A code that takes something off a price."""

    __tablename__ = "vouchers"
    id: Mapped[Identifier] = identifier("VOU")
    code: Mapped[Label] = column(unique=True)
    percent: Mapped[Percentage]
    minimum: Mapped[Money] = column(description="The least price it can be used for.")
    starts_on: Mapped[Date]
    ends_on: Mapped[Date]


class VoucherUse(Model):
    """A voucher that was used for a stay."""

    __tablename__ = "voucher_uses"
    id: Mapped[Identifier] = identifier("VUS")
    voucher_id: Mapped[Reference[Voucher]]
    stay_id: Mapped[Reference[Stay]]
    discount: Mapped[Money]
    used_on: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class GuestMatch:
    """A guest who was found; all that may be seen before the identity is checked."""

    id: Reference[Guest]
    name: PersonName


@dataclass(frozen=True, slots=True)
class StayDetails:
    """A stay with where it is."""

    stay_id: Reference[Stay]
    hotel_id: Reference[Hotel]
    hotel: Label
    city: City
    kind: RoomKind
    status: StayStatus
    arrives_on: Date
    leaves_on: Date
    nights: Quantity
    guests: Quantity
    board: Board
    total: Money
    to_pay: Money


@dataclass(frozen=True, slots=True)
class StayFile:
    """A stay with everything that belongs to it."""

    stay: Stay
    room: Room
    payments: list[StayPayment]
    transfers: list[Transfer]
    wishes: list[Wish]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a room costs for some nights, and whether it is free."""

    room_id: Reference[Room]
    arrives_on: Date
    leaves_on: Date
    price: Money
    num_free: Quantity


@dataclass(frozen=True, slots=True)
class BookedActivity:
    """An activity that was booked."""

    activity_booking_id: Reference[ActivityBooking]
    stay_id: Reference[Stay]
    name: Label
    kind: ActivityKind
    takes_place_on: Date
    people: Quantity
    price: Money
    status: BookingStatus


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a change did to the price of a stay."""

    stay_id: Reference[Stay]
    difference: Money
    total: Money
    to_pay: Money


@dataclass(frozen=True, slots=True)
class Cancellation:
    """What was kept and what was given back."""

    stay_id: Reference[Stay]
    kept: Money
    refund: Money


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """An extra that goes with a stay, with its name."""

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
