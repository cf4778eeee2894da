"""Tables and views of Copperpan."""

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
    Timestamp,
    column,
    identifier,
)

Cuisine = Literal["thai", "lebanese", "pizza", "vegan"]
Allergen = Literal["none", "nuts", "milk", "gluten", "shellfish"]
Doorstep = Literal["hand_over", "leave_outside", "ring_neighbour"]
Use = Literal["home", "work", "family"]
RiderVehicle = Literal["bicycle", "scooter", "car"]
OrderStatus = Literal["placed", "preparing", "under_way", "delivered", "cancelled"]
CallingOff = Literal["too_slow", "by_mistake", "plans_changed"]
Problem = Literal["missing", "wrong", "spilled", "cold"]
NoteCause = Literal["late", "problem", "welcome"]
NoteStatus = Literal["open", "used"]
PassPlan = Literal["monthly", "yearly"]
PassStatus = Literal["running", "ended"]
Relation = Literal["partner", "parent", "child", "colleague", "lawyer"]
Power = Literal["ask", "full"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Customer(Model):
    """Somebody whom Copperpan serves."""

    __tablename__ = "customers"
    id: Mapped[Identifier] = identifier("CU")
    number: Mapped[Label] = column(unique=True, description="On the customer's card.")
    name: Mapped[PersonName]
    email: Mapped[Email]
    phone: Mapped[PhoneNumber]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    service_code: Mapped[Secret] = column(description="Printed on every letter.")
    joined_on: Mapped[Date]
    avoids: Mapped[Allergen]


class Zone(Model):
    """A part of a town."""

    __tablename__ = "zones"
    id: Mapped[Identifier] = identifier("ZNE")
    name: Mapped[Label] = column(unique=True)
    city: Mapped[City]


class Restaurant(Model):
    """A place that prepares what is delivered."""

    __tablename__ = "restaurants"
    id: Mapped[Identifier] = identifier("RE")
    name: Mapped[Label] = column(unique=True)
    cuisine: Mapped[Cuisine] = column(indexed=True)
    is_open: Mapped[Flag]
    minimum: Mapped[Money] = column(description="What is to be ordered at least.")


class Coverage(Model):
    """A zone to which a restaurant delivers."""

    __tablename__ = "coverages"
    id: Mapped[Identifier] = identifier("CVG")
    restaurant_id: Mapped[Reference[Restaurant]]
    zone_id: Mapped[Reference[Zone]]
    fee: Mapped[Money]
    minutes: Mapped[Quantity] = column(description="How long it usually takes.")


class Dish(Model):
    """Something that a restaurant sells."""

    __tablename__ = "dishes"
    id: Mapped[Identifier] = identifier("DI")
    restaurant_id: Mapped[Reference[Restaurant]]
    name: Mapped[Label]
    price: Mapped[Money]
    contains: Mapped[Allergen]
    available: Mapped[Flag]


class Rider(Model):
    """Somebody who brings orders."""

    __tablename__ = "riders"
    id: Mapped[Identifier] = identifier("RI")
    name: Mapped[PersonName]
    vehicle: Mapped[RiderVehicle]
    zone_id: Mapped[Reference[Zone]]


class DropPoint(Model):
    """An address to which a customer has things brought."""

    __tablename__ = "drop_points"
    id: Mapped[Identifier] = identifier("DRP")
    customer_id: Mapped[Reference[Customer]]
    use: Mapped[Use]
    street: Mapped[StreetAddress]
    zone_id: Mapped[Reference[Zone]]
    doorstep: Mapped[Doorstep]


class Order(Model):
    """What a customer ordered; the total is subtotal + fee + tip - credit."""

    __tablename__ = "orders"
    id: Mapped[Identifier] = identifier("OR")
    customer_id: Mapped[Reference[Customer]]
    restaurant_id: Mapped[Reference[Restaurant]]
    drop_point_id: Mapped[Reference[DropPoint]]
    rider_id: Mapped[Reference[Rider] | None]
    status: Mapped[OrderStatus]
    placed_at: Mapped[Timestamp]
    delivered_at: Mapped[Timestamp | None]
    minutes_late: Mapped[Quantity] = column(description="As far as is known by now.")
    accident: Mapped[Flag] = column(description="Whether somebody was hurt on the way.")
    subtotal: Mapped[Money]
    fee: Mapped[Money]
    tip: Mapped[Money]
    credit: Mapped[Money] = column(description="What was paid with credit notes.")
    total: Mapped[Money]
    called_off: Mapped[CallingOff | None]


class OrderLine(Model):
    """One dish of an order."""

    __tablename__ = "order_lines"
    id: Mapped[Identifier] = identifier("DLN")
    order_id: Mapped[Reference[Order]]
    dish_id: Mapped[Reference[Dish]]
    quantity: Mapped[Quantity]
    unit_price: Mapped[Money]


class ProblemReport(Model):
    """Something that was wrong with what came, and what was given back for it."""

    __tablename__ = "problem_reports"
    id: Mapped[Identifier] = identifier("PRB")
    order_line_id: Mapped[Reference[OrderLine]]
    problem: Mapped[Problem]
    quantity: Mapped[Quantity]
    amount: Mapped[Money]
    reported_on: Mapped[Date]


class CreditNote(Model):
    """Money that a customer can spend on another order."""

    __tablename__ = "credit_notes"
    id: Mapped[Identifier] = identifier("CRN")
    customer_id: Mapped[Reference[Customer]]
    order_id: Mapped[Reference[Order] | None] = column(description="For which it was given.")
    cause: Mapped[NoteCause]
    amount: Mapped[Money]
    status: Mapped[NoteStatus]
    expires_on: Mapped[Date]


class DeliveryPass(Model):
    """With it, larger orders are delivered for nothing."""

    __tablename__ = "delivery_passes"
    id: Mapped[Identifier] = identifier("DPS")
    customer_id: Mapped[Reference[Customer]]
    plan: Mapped[PassPlan]
    price: Mapped[Money]
    status: Mapped[PassStatus]
    started_on: Mapped[Date]
    renews_on: Mapped[Date]


class Proxy(Model):
    """Somebody who may act for a customer."""

    __tablename__ = "proxies"
    id: Mapped[Identifier] = identifier("PXY")
    customer_id: Mapped[Reference[Customer]]
    name: Mapped[PersonName]
    relation: Mapped[Relation]
    power: Mapped[Power]
    until: Mapped[Date]


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
    """A voucher that was used for an order."""

    __tablename__ = "voucher_uses"
    id: Mapped[Identifier] = identifier("VUS")
    voucher_id: Mapped[Reference[Voucher]]
    order_id: Mapped[Reference[Order]]
    discount: Mapped[Money]
    used_on: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class CustomerMatch:
    """A customer who was found; all that may be seen before the identity is checked."""

    id: Reference[Customer]
    name: PersonName


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """An order as it is shown in a list."""

    order_id: Reference[Order]
    restaurant_id: Reference[Restaurant]
    restaurant: Label
    cuisine: Cuisine
    status: OrderStatus
    placed_at: Timestamp
    minutes_late: Quantity
    num_dishes: Quantity
    use: Use
    fee: Money
    tip: Money
    total: Money


@dataclass(frozen=True, slots=True)
class LineDetails:
    """One dish of an order."""

    order_line_id: Reference[OrderLine]
    dish: Label
    quantity: Quantity
    unit_price: Money
    contains: Allergen


@dataclass(frozen=True, slots=True)
class OrderFile:
    """An order with everything that belongs to it."""

    order: Order
    rider: PersonName | None
    street: StreetAddress
    lines: list[LineDetails]


@dataclass(frozen=True, slots=True)
class DropPointDetails:
    """An address with its zone."""

    drop_point_id: Reference[DropPoint]
    use: Use
    street: StreetAddress
    zone: Label
    city: City
    doorstep: Doorstep


@dataclass(frozen=True, slots=True)
class ServedZone:
    """A zone to which a restaurant delivers."""

    zone: Label
    city: City
    fee: Money
    minutes: Quantity


@dataclass(frozen=True, slots=True)
class ReportDetails:
    """Something that was wrong, and with what."""

    problem_report_id: Reference[ProblemReport]
    dish: Label
    problem: Problem
    quantity: Quantity
    amount: Money
    reported_on: Date


@dataclass(frozen=True, slots=True)
class Bill:
    """What an order costs now."""

    order_id: Reference[Order]
    subtotal: Money
    fee: Money
    tip: Money
    credit: Money
    total: Money


@dataclass(frozen=True, slots=True)
class Cancellation:
    """What calling an order off cost, and what is given back."""

    order_id: Reference[Order]
    kept: Money
    refund: Money
