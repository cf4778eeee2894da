"""Tables and views of Clearwell Water."""

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
    Number,
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

Supply = Literal["drinking_water", "garden_water"]
HomeStatus = Literal["supplied", "moved_out"]
MeterKind = Literal["dial", "digital", "remote"]
MeterStatus = Literal["in_use", "unsafe", "removed"]
ReadBy = Literal["customer", "company", "estimate"]
BillStatus = Literal["open", "overdue", "in_instalments", "paid"]
InstalmentStatus = Literal["open", "paid"]
VisitReason = Literal["check_meter", "exchange_meter", "no_supply", "bad_pressure"]
VisitStatus = Literal["planned", "done", "cancelled"]
MoveStatus = Literal["planned", "done", "cancelled"]
GrantKind = Literal["hardship", "efficiency", "welcome"]
GrantStatus = Literal["granted", "used"]
Standing = Literal["good", "under_review"]
AddressUse = Literal["home", "work", "holiday", "parents"]
DocumentKind = Literal["invoice", "confirmation", "statement"]
DocumentWay = Literal["email", "letter", "registered_letter"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Customer(Model):
    """Somebody whom Clearwell Water serves."""

    __tablename__ = "customers"
    id: Mapped[Identifier] = identifier("CU")
    name: Mapped[PersonName]
    email: Mapped[Email] = column(unique=True)
    phone: Mapped[PhoneNumber]
    pin: Mapped[Secret] = column(description="Set in the app.")
    joined_on: Mapped[Date]
    standing: Mapped[Standing]


class Tariff(Model):
    """What is charged for a supply."""

    __tablename__ = "tariffs"
    id: Mapped[Identifier] = identifier("TA")
    name: Mapped[Label] = column(unique=True)
    supply: Mapped[Supply] = column(indexed=True)
    unit_price: Mapped[Money] = column(description="For a cubic metre.")
    monthly_charge: Mapped[Money]
    bound_days: Mapped[Quantity] = column(description="How long nobody may leave it.")
    for_remote_meters: Mapped[Flag] = column(description="Whether it needs a remote meter.")
    open_to_new: Mapped[Flag]


class SupplyPoint(Model):
    """A place that is supplied."""

    __tablename__ = "supply_points"
    id: Mapped[Identifier] = identifier("SU")
    customer_id: Mapped[Reference[Customer]]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    status: Mapped[HomeStatus]
    supplied_since: Mapped[Date]


class Meter(Model):
    """What counts the cubic metres of a supply."""

    __tablename__ = "meters"
    id: Mapped[Identifier] = identifier("MTR")
    supply_point_id: Mapped[Reference[SupplyPoint]]
    tariff_id: Mapped[Reference[Tariff]]
    supply: Mapped[Supply]
    kind: Mapped[MeterKind]
    status: Mapped[MeterStatus]
    serial: Mapped[Label] = column(unique=True)
    size: Mapped[Number] = column(description="It goes back to 0 when it would show this.")
    billed_value: Mapped[Number] = column(description="What it showed when last billed.")
    billed_on: Mapped[Date]
    tariff_since: Mapped[Date]
    advance: Mapped[Money] = column(description="What is paid each month beforehand.")


class Reading(Model):
    """What a meter showed on a day."""

    __tablename__ = "readings"
    id: Mapped[Identifier] = identifier("RDG")
    meter_id: Mapped[Reference[Meter]]
    value: Mapped[Number]
    read_on: Mapped[Date]
    read_by: Mapped[ReadBy]


class Bill(Model):
    """What was used from one day to another, and what it costs."""

    __tablename__ = "bills"
    id: Mapped[Identifier] = identifier("BI")
    customer_id: Mapped[Reference[Customer]]
    meter_id: Mapped[Reference[Meter]]
    status: Mapped[BillStatus]
    used: Mapped[Quantity] = column(description="In cubic metres.")
    amount: Mapped[Money]
    issued_on: Mapped[Date]
    due_on: Mapped[Date]


class Instalment(Model):
    """A part of a bill that is paid on its own."""

    __tablename__ = "instalments"
    id: Mapped[Identifier] = identifier("ITM")
    bill_id: Mapped[Reference[Bill]]
    amount: Mapped[Money]
    due_on: Mapped[Date]
    status: Mapped[InstalmentStatus]


class Visit(Model):
    """A day on which somebody comes to a meter."""

    __tablename__ = "visits"
    id: Mapped[Identifier] = identifier("VIS")
    meter_id: Mapped[Reference[Meter]]
    reason: Mapped[VisitReason]
    day: Mapped[Date]
    status: Mapped[VisitStatus]
    fee: Mapped[Money]


class Move(Model):
    """When a supply ends at one place and begins at another."""

    __tablename__ = "moves"
    id: Mapped[Identifier] = identifier("MOV")
    supply_point_id: Mapped[Reference[SupplyPoint]]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    moves_on: Mapped[Date]
    status: Mapped[MoveStatus]


class Grant(Model):
    """Money off a bill, which may be used once."""

    __tablename__ = "grants"
    id: Mapped[Identifier] = identifier("GRN")
    customer_id: Mapped[Reference[Customer]]
    kind: Mapped[GrantKind]
    amount: Mapped[Money]
    valid_until: Mapped[Date]
    status: Mapped[GrantStatus]


class Address(Model):
    """An address in a customer's address book."""

    __tablename__ = "addresses"
    id: Mapped[Identifier] = identifier("ADR")
    customer_id: Mapped[Reference[Customer]]
    use: Mapped[AddressUse]
    street: Mapped[StreetAddress]
    postal_code: Mapped[PostalCode]
    city: Mapped[City]
    main: Mapped[Flag] = column(description="Letters go to the main address.")


class DocumentCopy(Model):
    """A copy of a document about a bill that was sent out."""

    __tablename__ = "document_copies"
    id: Mapped[Identifier] = identifier("DOC")
    bill_id: Mapped[Reference[Bill]]
    kind: Mapped[DocumentKind]
    way: Mapped[DocumentWay]
    fee: Mapped[Money]
    sent_on: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class CustomerMatch:
    """A customer who was found; all that may be seen before the identity is checked."""

    id: Reference[Customer]
    name: PersonName


@dataclass(frozen=True, slots=True)
class MeterDetails:
    """A meter with where it is and what is charged for it."""

    meter_id: Reference[Meter]
    supply_point_id: Reference[SupplyPoint]
    tariff_id: Reference[Tariff]
    serial: Label
    street: StreetAddress
    city: City
    supply: Supply
    kind: MeterKind
    status: MeterStatus
    tariff: Label
    tariff_since: Date
    advance: Money
    last_value: Number
    last_read_on: Date
    billed_on: Date


@dataclass(frozen=True, slots=True)
class ReadingDetails:
    """A reading, with what was used since the one before it."""

    reading_id: Reference[Reading]
    meter_id: Reference[Meter]
    serial: Label
    value: Number
    used: Quantity
    read_on: Date
    read_by: ReadBy


@dataclass(frozen=True, slots=True)
class BillDetails:
    """A bill with what it is for."""

    bill_id: Reference[Bill]
    meter_id: Reference[Meter]
    supply: Supply
    city: City
    status: BillStatus
    used: Quantity
    amount: Money
    issued_on: Date
    due_on: Date


@dataclass(frozen=True, slots=True)
class InstalmentDetails:
    """An instalment with what it is for."""

    instalment_id: Reference[Instalment]
    bill_id: Reference[Bill]
    supply: Supply
    amount: Money
    due_on: Date
    status: InstalmentStatus


@dataclass(frozen=True, slots=True)
class InstalmentPlan:
    """How a bill is paid in parts."""

    bill_id: Reference[Bill]
    each: Money
    last: Money
    total: Money
    last_due_on: Date


@dataclass(frozen=True, slots=True)
class VisitDetails:
    """A visit with where somebody comes."""

    visit_id: Reference[Visit]
    meter_id: Reference[Meter]
    supply: Supply
    city: City
    reason: VisitReason
    day: Date
    status: VisitStatus
    fee: Money


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a meter would be billed if it were billed today."""

    meter_id: Reference[Meter]
    used: Quantity
    months: Quantity
    amount: Money


@dataclass(frozen=True, slots=True)
class MoveDetails:
    """A move from one place to another."""

    move_id: Reference[Move]
    supply_point_id: Reference[SupplyPoint]
    old_city: City
    street: StreetAddress
    city: City
    postal_code: PostalCode
    moves_on: Date
    status: MoveStatus
