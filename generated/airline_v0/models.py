"""Tables and views of Brindle Air."""

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
    Quantity,
    Reference,
    Secret,
    SemanticModel,
    Timestamp,
    column,
    identifier,
)

FamilyName = Literal["light", "classic", "flex"]
FlightStatus = Literal["scheduled", "delayed", "cancelled", "departed"]
BookingStatus = Literal["confirmed", "travelled", "cancelled"]
Age = Literal["adult", "child"]
SeatKind = Literal["aisle", "window", "exit_row"]
SeatStatus = Literal["free", "taken"]
BagKind = Literal["suitcase", "sports_bag", "pushchair"]
PostingKind = Literal["charge", "refund"]
Assistance = Literal["none", "wheelchair", "escort"]
Dish = Literal["vegetarian", "fish", "gluten_free"]
Tier = Literal["standard", "plus"]
Standing = Literal["good", "frozen"]
Annoyance = Literal["late", "faulty", "rude_staff", "wrong_information"]
Relation = Literal["partner", "parent", "child", "colleague", "lawyer"]
Power = Literal["ask", "full"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Customer(Model):
    """Somebody whom Brindle Air serves."""

    __tablename__ = "customers"
    id: Mapped[Identifier] = identifier("CU")
    name: Mapped[PersonName] = column(indexed=True)
    email: Mapped[Email]
    phone: Mapped[PhoneNumber]
    date_of_birth: Mapped[Date]
    service_code: Mapped[Secret] = column(description="Printed on every letter.")
    joined_on: Mapped[Date]
    tier: Mapped[Tier]
    standing: Mapped[Standing]


class Airport(Model):
    """A place that is travelled from and to."""

    __tablename__ = "airports"
    id: Mapped[Identifier] = identifier("AI")
    name: Mapped[Label] = column(unique=True)
    city: Mapped[City] = column(unique=True)


class FareFamily(Model):
    """What a fare allows, whatever it costs on the day."""

    __tablename__ = "fare_families"
    id: Mapped[Identifier] = identifier("FFM")
    name: Mapped[FamilyName] = column(unique=True)
    change_fee: Mapped[Money] = column(description="For each passenger and change.")
    changeable: Mapped[Flag]
    refund_percent: Mapped[Percentage] = column(description="Of the fare, when it is cancelled.")
    bags_included: Mapped[Quantity]


class Flight(Model):
    """One flight on one day."""

    __tablename__ = "flights"
    id: Mapped[Identifier] = identifier("FL")
    line: Mapped[Label] = column(indexed=True)
    origin_id: Mapped[Reference[Airport]]
    destination_id: Mapped[Reference[Airport]]
    departs_at: Mapped[Timestamp]
    arrives_at: Mapped[Timestamp]
    distance_km: Mapped[Quantity]
    status: Mapped[FlightStatus]
    delay_minutes: Mapped[Quantity]


class Fare(Model):
    """What one place on a flight costs today in one family, and how many are left."""

    __tablename__ = "fares"
    id: Mapped[Identifier] = identifier("FRE")
    flight_id: Mapped[Reference[Flight]]
    family_id: Mapped[Reference[FareFamily]]
    price: Mapped[Money]
    places_left: Mapped[Quantity]


class Booking(Model):
    """What a customer booked at one time, for one or several passengers."""

    __tablename__ = "bookings"
    id: Mapped[Identifier] = identifier("BO")
    customer_id: Mapped[Reference[Customer]]
    status: Mapped[BookingStatus]
    booked_on: Mapped[Date]
    travels_on: Mapped[Date] = column(description="The day of the first flight.")
    total: Mapped[Money] = column(description="Everything that was paid for it so far.")


class Segment(Model):
    """One flight of a booking."""

    __tablename__ = "segments"
    id: Mapped[Identifier] = identifier("SGM")
    booking_id: Mapped[Reference[Booking]]
    flight_id: Mapped[Reference[Flight]]
    family_id: Mapped[Reference[FareFamily]]
    price: Mapped[Money] = column(description="The fare of one adult when it was booked.")
    checked_in: Mapped[Flag]


class Passenger(Model):
    """Somebody who travels on a booking."""

    __tablename__ = "passengers"
    id: Mapped[Identifier] = identifier("PA")
    booking_id: Mapped[Reference[Booking]]
    name: Mapped[PersonName]
    age: Mapped[Age]
    assistance: Mapped[Assistance]
    renamed: Mapped[Flag] = column(description="Whether the name was changed before.")


class Seat(Model):
    """A seat on one flight."""

    __tablename__ = "seats"
    id: Mapped[Identifier] = identifier("SE")
    flight_id: Mapped[Reference[Flight]]
    label: Mapped[Label]
    kind: Mapped[SeatKind]
    surcharge: Mapped[Money]
    status: Mapped[SeatStatus]
    passenger_id: Mapped[Reference[Passenger] | None]


class Bag(Model):
    """A bag that a passenger takes along on all flights of the booking."""

    __tablename__ = "bags"
    id: Mapped[Identifier] = identifier("BA")
    passenger_id: Mapped[Reference[Passenger]]
    kind: Mapped[BagKind]
    price: Mapped[Money]
    added_on: Mapped[Date]


class Posting(Model):
    """Money that moved for a booking."""

    __tablename__ = "postings"
    id: Mapped[Identifier] = identifier("PST")
    booking_id: Mapped[Reference[Booking]]
    kind: Mapped[PostingKind]
    amount: Mapped[Money]
    posted_on: Mapped[Date]


class MealOrder(Model):
    """What a passenger eats on one flight."""

    __tablename__ = "meal_orders"
    id: Mapped[Identifier] = identifier("MLO")
    segment_id: Mapped[Reference[Segment]]
    passenger_id: Mapped[Reference[Passenger]]
    dish: Mapped[Dish]
    price: Mapped[Money]


class DelayClaim(Model):
    """What was paid because a flight was late."""

    __tablename__ = "delay_claims"
    id: Mapped[Identifier] = identifier("DLC")
    segment_id: Mapped[Reference[Segment]]
    amount: Mapped[Money]
    claimed_on: Mapped[Date]


class Goodwill(Model):
    """A credit given for something that went wrong with a booking."""

    __tablename__ = "goodwill_credits"
    id: Mapped[Identifier] = identifier("GWC")
    booking_id: Mapped[Reference[Booking]]
    reason: Mapped[Annoyance]
    amount: Mapped[Money]
    given_on: Mapped[Date]


class Proxy(Model):
    """Somebody who may act for a customer."""

    __tablename__ = "proxies"
    id: Mapped[Identifier] = identifier("PXY")
    customer_id: Mapped[Reference[Customer]]
    name: Mapped[PersonName]
    relation: Mapped[Relation]
    power: Mapped[Power]
    until: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class CustomerMatch:
    """A customer who was found; all that may be seen before the identity is checked."""

    id: Reference[Customer]
    name: PersonName


@dataclass(frozen=True, slots=True)
class BookingSummary:
    """A booking in one line."""

    booking_id: Reference[Booking]
    origin: City
    destination: City
    travels_on: Date
    num_flights: Quantity
    num_passengers: Quantity
    status: BookingStatus
    total: Money
    booked_on: Date


@dataclass(frozen=True, slots=True)
class Journey:
    """One flight of a booking, with what was booked on it."""

    segment_id: Reference[Segment]
    booking_id: Reference[Booking]
    flight_id: Reference[Flight]
    line: Label
    origin: City
    destination: City
    departs_at: Timestamp
    flight_status: FlightStatus
    delay_minutes: Quantity
    family: FamilyName
    changeable: Flag
    price: Money
    status: BookingStatus
    checked_in: Flag


@dataclass(frozen=True, slots=True)
class PassengerDetails:
    """A passenger with a seat and bags, if there are any."""

    passenger_id: Reference[Passenger]
    name: PersonName
    age: Age
    assistance: Assistance
    num_bags: Quantity
    seats: Label | None


@dataclass(frozen=True, slots=True)
class BagDetails:
    """A bag and whose it is."""

    bag_id: Reference[Bag]
    name: PersonName
    kind: BagKind
    price: Money
    added_on: Date


@dataclass(frozen=True, slots=True)
class BookingDetails:
    """A booking with everything that belongs to it."""

    booking: Booking
    journeys: list[Journey]
    passengers: list[PassengerDetails]
    postings: list[Posting]


@dataclass(frozen=True, slots=True)
class Connection:
    """A flight that can still be booked."""

    flight_id: Reference[Flight]
    line: Label
    origin: City
    destination: City
    departs_at: Timestamp
    arrives_at: Timestamp
    cheapest: Money
    status: FlightStatus


@dataclass(frozen=True, slots=True)
class FareOffer:
    """A fare of a flight with what it allows."""

    fare_id: Reference[Fare]
    family: FamilyName
    price: Money
    places_left: Quantity
    change_fee: Money
    bags_included: Quantity


@dataclass(frozen=True, slots=True)
class Alternative:
    """A fare to which a segment could be changed."""

    fare_id: Reference[Fare]
    line: Label
    departs_at: Timestamp
    family: FamilyName
    price: Money
    places_left: Quantity


@dataclass(frozen=True, slots=True)
class Change:
    """What a change cost."""

    segment_id: Reference[Segment]
    difference: Money
    fee: Money
    paid: Money
    total: Money


@dataclass(frozen=True, slots=True)
class MealDetails:
    """A meal that was ordered."""

    meal_order_id: Reference[MealOrder]
    segment_id: Reference[Segment]
    name: PersonName
    line: Label
    dish: Dish
    price: Money
