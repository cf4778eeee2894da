"""Tables and views of Meridian Car Hire."""

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

CarCategory = Literal["small_car", "compact", "estate", "van", "cabriolet"]
CarStatus = Literal["ready", "in_workshop", "recalled"]
RentalStatus = Literal["booked", "running", "returned", "cancelled"]
ChargeKind = Literal["cancellation", "late", "damage", "distance", "one_way", "co_user"]
ChargeStatus = Literal["open", "paid"]
DepositStatus = Literal["held", "released"]
DamagedPart = Literal["bumper", "door", "windscreen", "mirror", "rim"]
Severity = Literal["scratch", "dent", "broken"]
Tier = Literal["basic", "silver", "gold"]
Annoyance = Literal["late", "faulty", "rude_staff", "wrong_information"]
Relation = Literal["partner", "parent", "child", "colleague", "lawyer"]
Power = Literal["ask", "full"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Driver(Model):
    """Somebody whom Meridian Car Hire serves."""

    __tablename__ = "drivers"
    id: Mapped[Identifier] = identifier("DR")
    name: Mapped[PersonName] = column(indexed=True)
    email: Mapped[Email]
    phone: Mapped[PhoneNumber]
    date_of_birth: Mapped[Date]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    passphrase: Mapped[Secret] = column(description="Agreed upon at the first visit.")
    joined_on: Mapped[Date]
    tier: Mapped[Tier]


class Station(Model):
    """A place where cars are fetched and brought back."""

    __tablename__ = "stations"
    id: Mapped[Identifier] = identifier("STN")
    name: Mapped[Label] = column(unique=True)
    street: Mapped[StreetAddress]
    city: Mapped[City] = column(indexed=True)
    open_at_weekends: Mapped[Flag]


class CarModel(Model):
    """Cars of one make that cost the same."""

    __tablename__ = "car_models"
    id: Mapped[Identifier] = identifier("CA")
    name: Mapped[Label] = column(unique=True)
    category: Mapped[CarCategory] = column(indexed=True)
    daily_rate: Mapped[Money]
    deposit: Mapped[Money]
    new_price: Mapped[Money]
    daily_distance: Mapped[Quantity] = column(description="Kilometres a day in the price.")


class Car(Model):
    """One car, with its number plate or tag."""

    __tablename__ = "cars"
    id: Mapped[Identifier] = identifier("CR")
    car_model_id: Mapped[Reference[CarModel]]
    station_id: Mapped[Reference[Station]]
    tag: Mapped[Label] = column(unique=True)
    colour: Mapped[Label]
    status: Mapped[CarStatus]
    odometer: Mapped[Quantity] = column(description="Kilometres when it was last here.")


class Rental(Model):
    """A car in the hands of a driver from one day to another."""

    __tablename__ = "rentals"
    id: Mapped[Identifier] = identifier("RE")
    driver_id: Mapped[Reference[Driver]]
    car_id: Mapped[Reference[Car]]
    status: Mapped[RentalStatus]
    booked_on: Mapped[Date]
    starts_on: Mapped[Date]
    ends_on: Mapped[Date]
    returned_on: Mapped[Date | None]
    return_station_id: Mapped[Reference[Station]]
    price: Mapped[Money]
    deposit: Mapped[Money]
    deposit_status: Mapped[DepositStatus]
    extensions: Mapped[Quantity] = column(description="How often it was made longer.")
    kilometres: Mapped[Quantity | None] = column(description="Driven, once it is over.")


class Charge(Model):
    """What is to be paid for a rental beside its price."""

    __tablename__ = "charges"
    id: Mapped[Identifier] = identifier("CHG")
    rental_id: Mapped[Reference[Rental]]
    kind: Mapped[ChargeKind]
    amount: Mapped[Money]
    status: Mapped[ChargeStatus]
    charged_on: Mapped[Date]


class DamageReport(Model):
    """Something that broke during a rental."""

    __tablename__ = "damage_reports"
    id: Mapped[Identifier] = identifier("DMG")
    rental_id: Mapped[Reference[Rental]]
    part: Mapped[DamagedPart]
    severity: Mapped[Severity]
    cost: Mapped[Money] = column(description="What a driver bears of it.")
    reported_on: Mapped[Date]


class CoUser(Model):
    """Somebody else who may use what was rented."""

    __tablename__ = "co_users"
    id: Mapped[Identifier] = identifier("COU")
    rental_id: Mapped[Reference[Rental]]
    name: Mapped[PersonName]
    fee: Mapped[Money]
    added_on: Mapped[Date]


class Goodwill(Model):
    """A credit given for something that went wrong with a rental."""

    __tablename__ = "goodwill_credits"
    id: Mapped[Identifier] = identifier("GWC")
    rental_id: Mapped[Reference[Rental]]
    reason: Mapped[Annoyance]
    amount: Mapped[Money]
    given_on: Mapped[Date]


class Proxy(Model):
    """Somebody who may act for a driver."""

    __tablename__ = "proxies"
    id: Mapped[Identifier] = identifier("PXY")
    driver_id: Mapped[Reference[Driver]]
    name: Mapped[PersonName]
    relation: Mapped[Relation]
    power: Mapped[Power]
    until: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class DriverMatch:
    """A driver who was found; all that may be seen before the identity is checked."""

    id: Reference[Driver]
    name: PersonName


@dataclass(frozen=True, slots=True)
class RentalDetails:
    """A rental as it is shown: with what was rented, and where."""

    rental_id: Reference[Rental]
    car_id: Reference[Car]
    name: Label
    category: CarCategory
    tag: Label
    station: Label
    city: City
    status: RentalStatus
    starts_on: Date
    ends_on: Date
    returned_on: Date | None
    price: Money
    deposit: Money
    deposit_status: DepositStatus
    extensions: Quantity


@dataclass(frozen=True, slots=True)
class RentalFile:
    """All that is known about a rental."""

    rental: Rental
    car: Car
    charges: list[Charge]
    damages: list[DamageReport]
    co_users: list[CoUser]


@dataclass(frozen=True, slots=True)
class ChargeDetails:
    """A charge as it is shown: with what was rented."""

    charge_id: Reference[Charge]
    rental_id: Reference[Rental]
    name: Label
    kind: ChargeKind
    amount: Money
    status: ChargeStatus
    charged_on: Date


@dataclass(frozen=True, slots=True)
class CarOffer:
    """A car that can be rented, with its price."""

    car_id: Reference[Car]
    name: Label
    category: CarCategory
    colour: Label
    tag: Label
    status: CarStatus
    daily_rate: Money
    deposit: Money


@dataclass(frozen=True, slots=True)
class TakenDays:
    """Days on which a car is promised to somebody."""

    rental_id: Reference[Rental]
    starts_on: Date
    ends_on: Date


@dataclass(frozen=True, slots=True)
class RentalCancellation:
    """What a rental that was cancelled came to."""

    rental_id: Reference[Rental]
    fee: Money
    refund: Money


@dataclass(frozen=True, slots=True)
class DepositRelease:
    """What became of a deposit."""

    rental_id: Reference[Rental]
    kept: Money
    paid_back: Money


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What is still due for a car that came back."""

    rental_id: Reference[Rental]
    due: Money
