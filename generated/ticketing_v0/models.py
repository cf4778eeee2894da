"""Tables and views of Lantern Theatres."""

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

Genre = Literal["comedy", "drama", "ballet", "musical"]
PerformanceStatus = Literal["planned", "postponed", "cancelled", "over"]
TierOfSeatsName = Literal["gallery", "circle", "parquet", "front_row"]
Delivery = Literal["app", "print_at_home", "letter"]
SeatTicketStatus = Literal["valid", "listed", "passed_on", "refunded", "used"]
ListingStatus = Literal["open", "sold", "withdrawn"]
PassStatus = Literal["offered", "accepted", "recalled"]
PayoutKind = Literal["refund", "resale"]
CallbackTopic = Literal["contract", "invoice", "complaint", "advice"]
TimeOfDay = Literal["morning", "midday", "afternoon"]
CallbackStatus = Literal["planned", "made", "cancelled"]
PaymentKind = Literal["card", "bank_account", "wallet"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Subscriber(Model):
    """Somebody whom Lantern Theatres serves."""

    __tablename__ = "subscribers"
    id: Mapped[Identifier] = identifier("SU")
    name: Mapped[PersonName]
    email: Mapped[Email] = column(unique=True)
    phone: Mapped[PhoneNumber]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    pin: Mapped[Secret] = column(description="Set in the app.")
    joined_on: Mapped[Date]


class Theatre(Model):
    """A place where performances take place."""

    __tablename__ = "theatres"
    id: Mapped[Identifier] = identifier("TH")
    name: Mapped[Label] = column(unique=True)
    city: Mapped[City] = column(indexed=True)
    parking_spaces_left: Mapped[Quantity]


class Performance(Model):
    """One performance on one day."""

    __tablename__ = "performances"
    id: Mapped[Identifier] = identifier("PE")
    theatre_id: Mapped[Reference[Theatre]]
    name: Mapped[Label] = column(unique=True)
    genre: Mapped[Genre] = column(indexed=True)
    takes_place_on: Mapped[Date]
    status: Mapped[PerformanceStatus]
    announced_on: Mapped[Date | None] = column(
        description="When it became known that it is postponed or cancelled."
    )
    sale_opens_on: Mapped[Date]
    resale_allowed: Mapped[Flag]


class TierOfSeats(Model):
    """A part of the theatre at one performance, with one price."""

    __tablename__ = "tiers_of_seats"
    id: Mapped[Identifier] = identifier("TI")
    performance_id: Mapped[Reference[Performance]]
    name: Mapped[TierOfSeatsName]
    price: Mapped[Money]
    seats_left: Mapped[Quantity]


class Purchase(Model):
    """Seat tickets for one performance that were bought together."""

    __tablename__ = "purchases"
    id: Mapped[Identifier] = identifier("PCH")
    subscriber_id: Mapped[Reference[Subscriber]]
    performance_id: Mapped[Reference[Performance]]
    delivery: Mapped[Delivery]
    fees: Mapped[Money]
    total: Mapped[Money]
    bought_on: Mapped[Date]


class SeatTicket(Model):
    """The right to one seat; it belongs to whoever bought it last."""

    __tablename__ = "seat_tickets"
    id: Mapped[Identifier] = identifier("SE")
    subscriber_id: Mapped[Reference[Subscriber]]
    tier_of_seats_id: Mapped[Reference[TierOfSeats]]
    purchase_id: Mapped[Reference[Purchase] | None] = column(description="Empty after a resale.")
    seat: Mapped[Label]
    price: Mapped[Money] = column(description="What it cost when it was first sold.")
    status: Mapped[SeatTicketStatus]
    on_hold: Mapped[Flag] = column(description="Whether somebody disputes whose it is.")
    takes_place_on: Mapped[Date]


class Listing(Model):
    """A seat ticket offered to other subscribers."""

    __tablename__ = "listings"
    id: Mapped[Identifier] = identifier("LST")
    seat_ticket_id: Mapped[Reference[SeatTicket]]
    performance_id: Mapped[Reference[Performance]]
    resale_price: Mapped[Money]
    status: Mapped[ListingStatus]
    listed_on: Mapped[Date]


class Pass(Model):
    """A seat ticket given to somebody by e-mail."""

    __tablename__ = "passes"
    id: Mapped[Identifier] = identifier("PSS")
    seat_ticket_id: Mapped[Reference[SeatTicket]]
    name: Mapped[PersonName]
    email: Mapped[Email]
    status: Mapped[PassStatus]
    passed_on: Mapped[Date]


class Payout(Model):
    """Money that a subscriber got for a seat ticket."""

    __tablename__ = "payouts"
    id: Mapped[Identifier] = identifier("POT")
    subscriber_id: Mapped[Reference[Subscriber]]
    seat_ticket_id: Mapped[Reference[SeatTicket]]
    kind: Mapped[PayoutKind]
    amount: Mapped[Money]
    paid_on: Mapped[Date]


class Alert(Model):
    """A subscriber's wish to hear of seat tickets offered up to some price."""

    __tablename__ = "alerts"
    id: Mapped[Identifier] = identifier("ALR")
    subscriber_id: Mapped[Reference[Subscriber]]
    performance_id: Mapped[Reference[Performance]]
    highest_price: Mapped[Money]
    set_on: Mapped[Date]


class Callback(Model):
    """A call that somebody of the staff makes on an agreed day."""

    __tablename__ = "callbacks"
    id: Mapped[Identifier] = identifier("CBK")
    subscriber_id: Mapped[Reference[Subscriber]]
    topic: Mapped[CallbackTopic]
    day: Mapped[Date] = column(indexed=True)
    time_of_day: Mapped[TimeOfDay]
    status: Mapped[CallbackStatus]


class PaymentMethod(Model):
    """A way to pay that a subscriber has on file."""

    __tablename__ = "payment_methods"
    id: Mapped[Identifier] = identifier("PMT")
    subscriber_id: Mapped[Reference[Subscriber]]
    kind: Mapped[PaymentKind]
    ending: Mapped[Label] = column(description="The last four digits.")
    preferred: Mapped[Flag]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class SubscriberMatch:
    """A subscriber who was found; all that may be seen before the identity is checked."""

    id: Reference[Subscriber]
    name: PersonName


@dataclass(frozen=True, slots=True)
class SeatTicketDetails:
    """A seat ticket as it is shown, with what it is for."""

    seat_ticket_id: Reference[SeatTicket]
    performance_id: Reference[Performance]
    performance: Label
    genre: Genre
    theatre: Label
    city: City
    takes_place_on: Date
    performance_status: PerformanceStatus
    section: TierOfSeatsName
    seat: Label
    price: Money
    status: SeatTicketStatus


@dataclass(frozen=True, slots=True)
class PurchaseDetails:
    """What was bought together."""

    purchase_id: Reference[Purchase]
    performance: Label
    city: City
    takes_place_on: Date
    num_seat_tickets: Quantity
    delivery: Delivery
    total: Money
    bought_on: Date


@dataclass(frozen=True, slots=True)
class PerformanceDetails:
    """A performance with where it takes place."""

    performance_id: Reference[Performance]
    name: Label
    genre: Genre
    theatre: Label
    city: City
    takes_place_on: Date
    status: PerformanceStatus
    announced_on: Date | None
    sale_opens_on: Date
    resale_allowed: Flag
    cheapest: Money


@dataclass(frozen=True, slots=True)
class ListingDetails:
    """A seat ticket that is or was on offer."""

    listing_id: Reference[Listing]
    performance: Label
    takes_place_on: Date
    section: TierOfSeatsName
    seat: Label
    price: Money
    resale_price: Money
    status: ListingStatus
    listed_on: Date


@dataclass(frozen=True, slots=True)
class PassDetails:
    """A seat ticket that was given to somebody."""

    pass_id: Reference[Pass]
    performance: Label
    takes_place_on: Date
    name: PersonName
    email: Email
    status: PassStatus
    passed_on: Date


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A better seat and what it cost."""

    seat_ticket_id: Reference[SeatTicket]
    section: TierOfSeatsName
    seat: Label
    difference: Money
    fee: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class AlertDetails:
    """What a subscriber waits for."""

    alert_id: Reference[Alert]
    performance: Label
    city: City
    takes_place_on: Date
    highest_price: Money
    set_on: Date


@dataclass(frozen=True, slots=True)
class CallbackLoad:
    """How many calls are planned for a part of a day."""

    day: Date
    time_of_day: TimeOfDay
    num_planned: Quantity
