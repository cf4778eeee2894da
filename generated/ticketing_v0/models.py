"""Tables and views of Northstage."""

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

Genre = Literal["jazz", "folk", "metal", "orchestra"]
ConcertStatus = Literal["planned", "postponed", "cancelled", "over"]
BlockName = Literal["standing", "balcony", "stalls", "box"]
Delivery = Literal["app", "print_at_home", "letter"]
TicketStatus = Literal["valid", "listed", "passed_on", "refunded", "used"]
ListingStatus = Literal["open", "sold", "withdrawn"]
PassStatus = Literal["offered", "accepted", "recalled"]
PayoutKind = Literal["refund", "resale", "illness", "accident", "jury_duty", "train_strike"]
Hindrance = Literal["illness", "accident", "jury_duty", "train_strike"]
DocumentKind = Literal["invoice", "confirmation", "statement"]
DocumentWay = Literal["email", "letter", "registered_letter"]
Annoyance = Literal["late", "faulty", "rude_staff", "wrong_information"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Customer(Model):
    """Somebody whom Northstage serves."""

    __tablename__ = "customers"
    id: Mapped[Identifier] = identifier("CU")
    name: Mapped[PersonName]
    email: Mapped[Email]
    phone: Mapped[PhoneNumber]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode] = column(indexed=True)
    security_word: Mapped[Secret] = column(description="Chosen when the account was opened.")
    joined_on: Mapped[Date]


class Hall(Model):
    """A place where concerts take place."""

    __tablename__ = "halls"
    id: Mapped[Identifier] = identifier("HA")
    name: Mapped[Label] = column(unique=True)
    city: Mapped[City] = column(indexed=True)
    parking_spaces_left: Mapped[Quantity]


class Concert(Model):
    """One concert on one day."""

    __tablename__ = "concerts"
    id: Mapped[Identifier] = identifier("CO")
    hall_id: Mapped[Reference[Hall]]
    name: Mapped[Label] = column(unique=True)
    genre: Mapped[Genre] = column(indexed=True)
    takes_place_on: Mapped[Date]
    status: Mapped[ConcertStatus]
    announced_on: Mapped[Date | None] = column(
        description="When it became known that it is postponed or cancelled."
    )
    sale_opens_on: Mapped[Date]
    resale_allowed: Mapped[Flag]


class Block(Model):
    """A part of the hall at one concert, with one price."""

    __tablename__ = "blocks"
    id: Mapped[Identifier] = identifier("BL")
    concert_id: Mapped[Reference[Concert]]
    name: Mapped[BlockName]
    price: Mapped[Money]
    seats_left: Mapped[Quantity]


class Purchase(Model):
    """Tickets for one concert that were bought together."""

    __tablename__ = "purchases"
    id: Mapped[Identifier] = identifier("PCH")
    customer_id: Mapped[Reference[Customer]]
    concert_id: Mapped[Reference[Concert]]
    delivery: Mapped[Delivery]
    fees: Mapped[Money]
    total: Mapped[Money]
    bought_on: Mapped[Date]
    parking_spaces: Mapped[Quantity]


class Ticket(Model):
    """The right to one seat; it belongs to whoever bought it last."""

    __tablename__ = "tickets"
    id: Mapped[Identifier] = identifier("TI")
    customer_id: Mapped[Reference[Customer]]
    block_id: Mapped[Reference[Block]]
    purchase_id: Mapped[Reference[Purchase] | None] = column(description="Empty after a resale.")
    seat: Mapped[Label]
    price: Mapped[Money] = column(description="What it cost when it was first sold.")
    status: Mapped[TicketStatus]
    on_hold: Mapped[Flag] = column(description="Whether somebody disputes whose it is.")
    takes_place_on: Mapped[Date]
    premium: Mapped[Money] = column(description="What its insurance cost; 0 if it has none.")


class Listing(Model):
    """A ticket offered to other customers."""

    __tablename__ = "listings"
    id: Mapped[Identifier] = identifier("LST")
    ticket_id: Mapped[Reference[Ticket]]
    concert_id: Mapped[Reference[Concert]]
    resale_price: Mapped[Money]
    status: Mapped[ListingStatus]
    listed_on: Mapped[Date]


class Pass(Model):
    """A ticket given to somebody by e-mail."""

    __tablename__ = "passes"
    id: Mapped[Identifier] = identifier("PSS")
    ticket_id: Mapped[Reference[Ticket]]
    name: Mapped[PersonName]
    email: Mapped[Email]
    status: Mapped[PassStatus]
    passed_on: Mapped[Date]


class Payout(Model):
    """Money that a customer got for a ticket."""

    __tablename__ = "payouts"
    id: Mapped[Identifier] = identifier("POT")
    customer_id: Mapped[Reference[Customer]]
    ticket_id: Mapped[Reference[Ticket]]
    kind: Mapped[PayoutKind]
    amount: Mapped[Money]
    paid_on: Mapped[Date]


class DocumentCopy(Model):
    """A copy of a document about a ticket that was sent out."""

    __tablename__ = "document_copies"
    id: Mapped[Identifier] = identifier("DOC")
    ticket_id: Mapped[Reference[Ticket]]
    kind: Mapped[DocumentKind]
    way: Mapped[DocumentWay]
    fee: Mapped[Money]
    sent_on: Mapped[Date]


class Goodwill(Model):
    """A credit given for something that went wrong with a ticket."""

    __tablename__ = "goodwill_credits"
    id: Mapped[Identifier] = identifier("GWC")
    ticket_id: Mapped[Reference[Ticket]]
    reason: Mapped[Annoyance]
    amount: Mapped[Money]
    given_on: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class CustomerMatch:
    """A customer who was found; all that may be seen before the identity is checked."""

    id: Reference[Customer]
    name: PersonName


@dataclass(frozen=True, slots=True)
class TicketDetails:
    """A ticket as it is shown, with what it is for."""

    ticket_id: Reference[Ticket]
    concert_id: Reference[Concert]
    concert: Label
    genre: Genre
    hall: Label
    city: City
    takes_place_on: Date
    concert_status: ConcertStatus
    section: BlockName
    seat: Label
    price: Money
    status: TicketStatus
    premium: Money


@dataclass(frozen=True, slots=True)
class PurchaseDetails:
    """What was bought together."""

    purchase_id: Reference[Purchase]
    concert: Label
    city: City
    takes_place_on: Date
    num_tickets: Quantity
    delivery: Delivery
    total: Money
    bought_on: Date
    parking_spaces: Quantity


@dataclass(frozen=True, slots=True)
class ConcertDetails:
    """A concert with where it takes place."""

    concert_id: Reference[Concert]
    name: Label
    genre: Genre
    hall: Label
    city: City
    takes_place_on: Date
    status: ConcertStatus
    announced_on: Date | None
    sale_opens_on: Date
    resale_allowed: Flag
    cheapest: Money


@dataclass(frozen=True, slots=True)
class ListingDetails:
    """A ticket that is or was on offer."""

    listing_id: Reference[Listing]
    concert: Label
    takes_place_on: Date
    section: BlockName
    seat: Label
    price: Money
    resale_price: Money
    status: ListingStatus
    listed_on: Date


@dataclass(frozen=True, slots=True)
class PassDetails:
    """A ticket that was given to somebody."""

    pass_id: Reference[Pass]
    concert: Label
    takes_place_on: Date
    name: PersonName
    email: Email
    status: PassStatus
    passed_on: Date


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A better seat and what it cost."""

    ticket_id: Reference[Ticket]
    section: BlockName
    seat: Label
    difference: Money
    fee: Money
    paid: Money
