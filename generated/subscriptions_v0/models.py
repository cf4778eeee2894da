"""Tables and views of Crate & Kettle."""

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

BoxPlanKind = Literal["vegetable", "tea", "cheese", "breakfast"]
Interval = Literal["monthly", "quarterly", "half_yearly"]
SubscriptionStatus = Literal["trial", "active", "paused", "ending", "ended"]
InvoiceStatus = Literal["open", "paid", "credited"]
LeaveReason = Literal["too_expensive", "too_much", "not_as_expected", "moving_away"]
ShipmentStatus = Literal["planned", "skipped", "sent"]
ProfileKind = Literal["adult", "child"]
Tier = Literal["standard", "plus"]
ComplaintTopic = Literal["quality", "delay", "staff", "price", "injury"]
ComplaintStatus = Literal["open", "escalated", "withdrawn", "closed"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Customer(Model):
    """Somebody whom Crate & Kettle serves."""

    __tablename__ = "customers"
    id: Mapped[Identifier] = identifier("CU")
    name: Mapped[PersonName]
    email: Mapped[Email]
    phone: Mapped[PhoneNumber]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode] = column(indexed=True)
    passphrase: Mapped[Secret] = column(description="Agreed upon at the first visit.")
    joined_on: Mapped[Date]
    balance: Mapped[Money] = column(description="What the next invoices are paid from first.")
    tier: Mapped[Tier]


class BoxPlan(Model):
    """What can be subscribed to."""

    __tablename__ = "box_plans"
    id: Mapped[Identifier] = identifier("BO")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[BoxPlanKind] = column(indexed=True)
    level: Mapped[Quantity] = column(description="The higher, the more it offers.")
    price: Mapped[Money] = column(description="For 30 days.")
    notice_days: Mapped[Quantity] = column(description="How long before the end it is cancelled.")
    trial_days: Mapped[Quantity]
    on_sale: Mapped[Flag]
    max_profiles: Mapped[Quantity]


class AddOn(Model):
    """Something that is had on top, for a price of its own."""

    __tablename__ = "add_ons"
    id: Mapped[Identifier] = identifier("ADO")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[BoxPlanKind] = column(indexed=True)
    price: Mapped[Money]
    least_level: Mapped[Quantity] = column(description="The lowest level that it goes with.")


class Subscription(Model):
    """A box plan that somebody has subscribed to."""

    __tablename__ = "subscriptions"
    id: Mapped[Identifier] = identifier("SU")
    customer_id: Mapped[Reference[Customer]]
    box_plan_id: Mapped[Reference[BoxPlan]]
    status: Mapped[SubscriptionStatus]
    interval: Mapped[Interval]
    price: Mapped[Money] = column(description="For one interval, add-ons not counted.")
    started_on: Mapped[Date]
    period_starts_on: Mapped[Date]
    renews_on: Mapped[Date] = column(description="The day after the period that is paid.")
    committed_until: Mapped[Date]
    paused_until: Mapped[Date | None]
    pauses: Mapped[Quantity] = column(description="How often it was paused.")
    leave_reason: Mapped[LeaveReason | None]


class BookedAddOn(Model):
    """An add-on of a subscription."""

    __tablename__ = "booked_add_ons"
    id: Mapped[Identifier] = identifier("BAO")
    subscription_id: Mapped[Reference[Subscription]]
    add_on_id: Mapped[Reference[AddOn]]
    since: Mapped[Date]


class Invoice(Model):
    """What is to be paid for a period of a subscription."""

    __tablename__ = "invoices"
    id: Mapped[Identifier] = identifier("INV")
    subscription_id: Mapped[Reference[Subscription]]
    amount: Mapped[Money]
    status: Mapped[InvoiceStatus]
    issued_on: Mapped[Date]
    due_on: Mapped[Date]


class PlanChange(Model):
    """A change from a box plan to another."""

    __tablename__ = "plan_changes"
    id: Mapped[Identifier] = identifier("PCH")
    subscription_id: Mapped[Reference[Subscription]]
    old_box_plan_id: Mapped[Reference[BoxPlan]]
    new_box_plan_id: Mapped[Reference[BoxPlan]]
    paid_more: Mapped[Money]
    given_back: Mapped[Money]
    effective_on: Mapped[Date]


class Shipment(Model):
    """A box that comes with a subscription."""

    __tablename__ = "shipments"
    id: Mapped[Identifier] = identifier("SHP")
    subscription_id: Mapped[Reference[Subscription]]
    theme: Mapped[Label]
    leaves_on: Mapped[Date]
    status: Mapped[ShipmentStatus]
    worth: Mapped[Money]


class Profile(Model):
    """Somebody who uses a subscription."""

    __tablename__ = "profiles"
    id: Mapped[Identifier] = identifier("PRO")
    subscription_id: Mapped[Reference[Subscription]]
    name: Mapped[PersonName]
    kind: Mapped[ProfileKind]
    created_on: Mapped[Date]


class Complaint(Model):
    """What a customer had to say against a subscription."""

    __tablename__ = "complaints"
    id: Mapped[Identifier] = identifier("CMP")
    subscription_id: Mapped[Reference[Subscription]]
    topic: Mapped[ComplaintTopic]
    status: Mapped[ComplaintStatus]
    filed_on: Mapped[Date]
    answer_by: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class CustomerMatch:
    """A customer who was found; all that may be seen before the identity is checked."""

    id: Reference[Customer]
    name: PersonName


@dataclass(frozen=True, slots=True)
class SubscriptionDetails:
    """A subscription as it is shown: with what is subscribed to."""

    subscription_id: Reference[Subscription]
    box_plan_id: Reference[BoxPlan]
    name: Label
    kind: BoxPlanKind
    level: Quantity
    notice_days: Quantity
    max_profiles: Quantity
    status: SubscriptionStatus
    interval: Interval
    price: Money
    started_on: Date
    period_starts_on: Date
    renews_on: Date
    committed_until: Date
    paused_until: Date | None
    pauses: Quantity


@dataclass(frozen=True, slots=True)
class InvoiceDetails:
    """An invoice as it is shown: with what was subscribed to."""

    invoice_id: Reference[Invoice]
    subscription_id: Reference[Subscription]
    name: Label
    amount: Money
    status: InvoiceStatus
    issued_on: Date
    due_on: Date


@dataclass(frozen=True, slots=True)
class AddOnLine:
    """An add-on of a subscription, with its name."""

    booked_add_on_id: Reference[BookedAddOn]
    subscription_id: Reference[Subscription]
    name: Label
    price: Money
    since: Date


@dataclass(frozen=True, slots=True)
class SubscriptionFile:
    """A subscription with what goes with it."""

    subscription: Subscription
    add_ons: list[AddOnLine]
    profiles: list[Profile]
    changes: list[PlanChange]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a subscription ends."""

    subscription_id: Reference[Subscription]
    ends_on: Date
    fee: Money


@dataclass(frozen=True, slots=True)
class ShipmentDetails:
    """A box as it is shown."""

    shipment_id: Reference[Shipment]
    subscription_id: Reference[Subscription]
    theme: Label
    leaves_on: Date
    status: ShipmentStatus
    worth: Money
