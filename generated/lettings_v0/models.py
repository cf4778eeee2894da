"""Tables and views of Hofgarten Lettings."""

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
    SemanticModel,
    StreetAddress,
    column,
    identifier,
)

Trade = Literal["plumbing", "heating", "electrical", "carpentry"]
Urgency = Literal["low", "normal", "high", "danger"]
RepairStatus = Literal["reported", "planned", "done", "withdrawn"]
HalfDay = Literal["morning", "afternoon"]
LeaseStatus = Literal["running", "under_notice", "ended"]
ChargeStatus = Literal["due", "deferred", "paid"]
KeyKind = Literal["front_door", "flat_door", "cellar", "letter_box"]
KeyStatus = Literal["handed_out", "ordered", "lost"]
Tier = Literal["regular", "preferred", "premier"]
ExtraKind = Literal["comfort", "safety", "speed"]
Annoyance = Literal["late", "faulty", "rude_staff", "wrong_information"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Tenant(Model):
    """Somebody whom Hofgarten Lettings serves."""

    __tablename__ = "tenants"
    id: Mapped[Identifier] = identifier("TE")
    name: Mapped[PersonName]
    email: Mapped[Email] = column(unique=True)
    phone: Mapped[PhoneNumber]
    date_of_birth: Mapped[Date]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    joined_on: Mapped[Date]
    tier: Mapped[Tier]


class Building(Model):
    """A house with several flats."""

    __tablename__ = "buildings"
    id: Mapped[Identifier] = identifier("BLD")
    street: Mapped[StreetAddress]
    city: Mapped[City] = column(indexed=True)
    has_lift: Mapped[Flag]


class Flat(Model):
    """A flat that can be let."""

    __tablename__ = "flats"
    id: Mapped[Identifier] = identifier("FL")
    building_id: Mapped[Reference[Building]]
    name: Mapped[Label]
    rooms: Mapped[Quantity]
    square_metres: Mapped[Quantity]
    rent: Mapped[Money] = column(description="For a month.")
    free_from: Mapped[Date | None] = column(description="Empty while nobody has given notice.")


class Lease(Model):
    """The agreement by which a tenant has a flat."""

    __tablename__ = "leases"
    id: Mapped[Identifier] = identifier("LE")
    tenant_id: Mapped[Reference[Tenant]]
    flat_id: Mapped[Reference[Flat]]
    status: Mapped[LeaseStatus]
    rent: Mapped[Money] = column(description="For a month, without parking.")
    deposit: Mapped[Money]
    starts_on: Mapped[Date]
    ends_on: Mapped[Date | None]


class Charge(Model):
    """A month's rent, or something else that a tenant owes."""

    __tablename__ = "charges"
    id: Mapped[Identifier] = identifier("CHG")
    lease_id: Mapped[Reference[Lease]]
    purpose: Mapped[Label]
    amount: Mapped[Money]
    due_on: Mapped[Date]
    status: Mapped[ChargeStatus]


class Technician(Model):
    """Somebody who mends things."""

    __tablename__ = "technicians"
    id: Mapped[Identifier] = identifier("TEC")
    name: Mapped[PersonName]
    trade: Mapped[Trade] = column(indexed=True)
    city: Mapped[City]
    visits_a_day: Mapped[Quantity]


class Repair(Model):
    """Something that has to be mended in a flat."""

    __tablename__ = "repairs"
    id: Mapped[Identifier] = identifier("REP")
    lease_id: Mapped[Reference[Lease]]
    trade: Mapped[Trade]
    urgency: Mapped[Urgency]
    status: Mapped[RepairStatus]
    reported_on: Mapped[Date]
    technician_id: Mapped[Reference[Technician] | None]
    visit_on: Mapped[Date | None] = column(indexed=True)
    half_day: Mapped[HalfDay | None]


class ParkingSpace(Model):
    """A place for a car, let together with a flat or not at all."""

    __tablename__ = "parking_spaces"
    id: Mapped[Identifier] = identifier("PRK")
    building_id: Mapped[Reference[Building]]
    number: Mapped[Label]
    covered: Mapped[Flag]
    price: Mapped[Money] = column(description="For a month.")
    lease_id: Mapped[Reference[Lease] | None]


class DoorKey(Model):
    """A key that belongs to a lease."""

    __tablename__ = "door_keys"
    id: Mapped[Identifier] = identifier("KEY")
    lease_id: Mapped[Reference[Lease]]
    kind: Mapped[KeyKind]
    number: Mapped[Label]
    status: Mapped[KeyStatus]


class Extra(Model):
    """Something that can be had on top of a lease."""

    __tablename__ = "extras"
    id: Mapped[Identifier] = identifier("EXT")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[ExtraKind] = column(indexed=True)
    price: Mapped[Money]
    on_offer: Mapped[Flag]


class BookedExtra(Model):
    """An extra that goes with a lease."""

    __tablename__ = "booked_extras"
    id: Mapped[Identifier] = identifier("BEX")
    lease_id: Mapped[Reference[Lease]]
    extra_id: Mapped[Reference[Extra]]
    price: Mapped[Money]
    booked_on: Mapped[Date]


class Goodwill(Model):
    """A credit given for something that went wrong with a lease."""

    __tablename__ = "goodwill_credits"
    id: Mapped[Identifier] = identifier("GWC")
    lease_id: Mapped[Reference[Lease]]
    reason: Mapped[Annoyance]
    amount: Mapped[Money]
    given_on: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class TenantMatch:
    """A tenant who was found; all that may be seen before the identity is checked."""

    id: Reference[Tenant]
    name: PersonName


@dataclass(frozen=True, slots=True)
class LeaseView:
    """A lease with the flat and the house."""

    lease_id: Reference[Lease]
    flat_id: Reference[Flat]
    building_id: Reference[Building]
    flat: Label
    street: StreetAddress
    city: City
    rooms: Quantity
    status: LeaseStatus
    rent: Money
    deposit: Money
    starts_on: Date
    ends_on: Date | None


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """A new key and what it costs."""

    key: DoorKey
    fee: Money


@dataclass(frozen=True, slots=True)
class ParkingChange:
    """What changed about a parking space, and what the month costs now."""

    parking_space_id: Reference[ParkingSpace]
    monthly_total: Money


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """An extra that goes with a lease, with its name."""

    booked_extra_id: Reference[BookedExtra]
    name: Label
    kind: ExtraKind
    price: Money
    booked_on: Date
