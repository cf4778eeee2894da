"""Tables and views of Second Spark."""

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

DeviceKind = Literal["phone", "laptop", "tablet", "camera", "console"]
Fault = Literal[
    "broken_screen", "weak_battery", "does_not_start", "fell_into_water", "swollen_battery"
]
RepairStatus = Literal["received", "quoted", "in_work", "ready", "collected", "withdrawn"]
QuoteStatus = Literal["open", "accepted", "declined"]
InvoiceKind = Literal["work", "diagnosis", "express", "loaner"]
InvoiceStatus = Literal["open", "paid"]
Grade = Literal["original", "compatible"]
TimeOfDay = Literal["morning", "afternoon", "evening"]
Tier = Literal["standard", "plus"]
ComplaintTopic = Literal["quality", "delay", "staff", "price", "injury"]
ComplaintStatus = Literal["open", "escalated", "withdrawn", "closed"]
PaymentKind = Literal["card", "bank_account", "wallet"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Customer(Model):
    """Somebody whom Second Spark serves."""

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
    tier: Mapped[Tier]
    credit: Mapped[Money] = column(description="What a customer has in credit.")


class Workshop(Model):
    """A place where devices are taken in, repaired and handed out."""

    __tablename__ = "workshops"
    id: Mapped[Identifier] = identifier("WKS")
    name: Mapped[Label] = column(unique=True)
    street: Mapped[StreetAddress]
    city: Mapped[City] = column(indexed=True)
    open_on_saturdays: Mapped[Flag]


class DeviceType(Model):
    """A make of devices that is repaired here."""

    __tablename__ = "device_types"
    id: Mapped[Identifier] = identifier("DE")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[DeviceKind] = column(indexed=True)
    new_price: Mapped[Money]
    warranty_days: Mapped[Quantity] = column(description="Counted from the day it was bought.")


class Device(Model):
    """A device of a customer."""

    __tablename__ = "devices"
    id: Mapped[Identifier] = identifier("DV")
    customer_id: Mapped[Reference[Customer]]
    device_type_id: Mapped[Reference[DeviceType]]
    colour: Mapped[Label]
    bought_on: Mapped[Date]


class Part(Model):
    """Something that is built in."""

    __tablename__ = "parts"
    id: Mapped[Identifier] = identifier("PRT")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[DeviceKind] = column(indexed=True)
    grade: Mapped[Grade]
    price: Mapped[Money]
    stock: Mapped[Quantity]


class Service(Model):
    """Work that is offered for one kind of device."""

    __tablename__ = "services"
    id: Mapped[Identifier] = identifier("SRV")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[DeviceKind] = column(indexed=True)
    part_id: Mapped[Reference[Part] | None]
    minutes: Mapped[Quantity] = column(description="How long it takes.")
    days: Mapped[Quantity] = column(description="How many days it is until it is ready.")


class PickupSlot(Model):
    """A time at which things are handed out."""

    __tablename__ = "pickup_slots"
    id: Mapped[Identifier] = identifier("SLT")
    workshop_id: Mapped[Reference[Workshop]]
    day: Mapped[Date]
    time_of_day: Mapped[TimeOfDay]
    places: Mapped[Quantity] = column(description="How many more can come.")


class Repair(Model):
    """A device that was brought in."""

    __tablename__ = "repairs"
    id: Mapped[Identifier] = identifier("RE")
    customer_id: Mapped[Reference[Customer]]
    device_id: Mapped[Reference[Device]]
    workshop_id: Mapped[Reference[Workshop]]
    fault: Mapped[Fault]
    status: Mapped[RepairStatus]
    received_on: Mapped[Date]
    promised_on: Mapped[Date | None]
    ready_on: Mapped[Date | None]
    price: Mapped[Money] = column(description="Nothing until a quote is accepted.")
    express: Mapped[Flag]
    pickup_slot_id: Mapped[Reference[PickupSlot] | None]


class Quote(Model):
    """What some work on a device would cost."""

    __tablename__ = "quotes"
    id: Mapped[Identifier] = identifier("QTE")
    repair_id: Mapped[Reference[Repair]]
    service_id: Mapped[Reference[Service]]
    labour: Mapped[Money]
    parts: Mapped[Money]
    covered: Mapped[Money] = column(description="What the warranty bears of it.")
    total: Mapped[Money]
    status: Mapped[QuoteStatus]
    valid_until: Mapped[Date]
    prolonged: Mapped[Flag]


class Invoice(Model):
    """What is to be paid for a repair."""

    __tablename__ = "invoices"
    id: Mapped[Identifier] = identifier("IVC")
    repair_id: Mapped[Reference[Repair]]
    kind: Mapped[InvoiceKind]
    amount: Mapped[Money]
    status: Mapped[InvoiceStatus]
    issued_on: Mapped[Date]


class Loaner(Model):
    """A device that is lent while another one is repaired."""

    __tablename__ = "loaners"
    id: Mapped[Identifier] = identifier("LNR")
    workshop_id: Mapped[Reference[Workshop]]
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[DeviceKind]
    daily_fee: Mapped[Money]
    lent: Mapped[Flag]


class LoanerUse(Model):
    """A loaner in somebody's hands, or that was."""

    __tablename__ = "loaner_uses"
    id: Mapped[Identifier] = identifier("LNU")
    repair_id: Mapped[Reference[Repair]]
    loaner_id: Mapped[Reference[Loaner]]
    since: Mapped[Date]
    returned_on: Mapped[Date | None]


class Complaint(Model):
    """What a customer had to say against a repair."""

    __tablename__ = "complaints"
    id: Mapped[Identifier] = identifier("CMP")
    repair_id: Mapped[Reference[Repair]]
    topic: Mapped[ComplaintTopic]
    status: Mapped[ComplaintStatus]
    filed_on: Mapped[Date]
    answer_by: Mapped[Date]


class GiftCard(Model):
    """A prepaid card; whoever knows its code may redeem it."""

    __tablename__ = "gift_cards"
    id: Mapped[Identifier] = identifier("GFT")
    code: Mapped[Label] = column(unique=True)
    balance: Mapped[Money] = column(description="What is left on it.")
    valid_until: Mapped[Date]


class PaymentMethod(Model):
    """A way to pay that a customer has on file."""

    __tablename__ = "payment_methods"
    id: Mapped[Identifier] = identifier("PMT")
    customer_id: Mapped[Reference[Customer]]
    kind: Mapped[PaymentKind]
    ending: Mapped[Label] = column(description="The last four digits.")
    valid_until: Mapped[Date]
    preferred: Mapped[Flag]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class CustomerMatch:
    """A customer who was found; all that may be seen before the identity is checked."""

    id: Reference[Customer]
    name: PersonName


@dataclass(frozen=True, slots=True)
class DeviceDetails:
    """A device as it is shown."""

    device_id: Reference[Device]
    device_type_id: Reference[DeviceType]
    name: Label
    kind: DeviceKind
    colour: Label
    new_price: Money
    bought_on: Date
    warranty_until: Date


@dataclass(frozen=True, slots=True)
class RepairDetails:
    """A repair as it is shown: with what is repaired, and where."""

    repair_id: Reference[Repair]
    device_id: Reference[Device]
    name: Label
    kind: DeviceKind
    workshop_id: Reference[Workshop]
    city: City
    fault: Fault
    status: RepairStatus
    received_on: Date
    promised_on: Date | None
    ready_on: Date | None
    price: Money
    express: Flag


@dataclass(frozen=True, slots=True)
class QuoteDetails:
    """A quote as it is shown: with the work it is about."""

    quote_id: Reference[Quote]
    repair_id: Reference[Repair]
    service: Label
    grade: Grade | None
    labour: Money
    parts: Money
    covered: Money
    total: Money
    status: QuoteStatus
    valid_until: Date
    prolonged: Flag


@dataclass(frozen=True, slots=True)
class InvoiceDetails:
    """An invoice as it is shown: with what was repaired."""

    invoice_id: Reference[Invoice]
    repair_id: Reference[Repair]
    name: Label
    kind: InvoiceKind
    amount: Money
    status: InvoiceStatus
    issued_on: Date


@dataclass(frozen=True, slots=True)
class ServiceOffer:
    """Some work as it is offered: with the part that it takes."""

    service_id: Reference[Service]
    name: Label
    kind: DeviceKind
    grade: Grade | None
    labour: Money
    parts: Money
    stock: Quantity | None
    days: Quantity


@dataclass(frozen=True, slots=True)
class LoanerUseDetails:
    """A loaner that was lent, with its name."""

    loaner_use_id: Reference[LoanerUse]
    repair_id: Reference[Repair]
    name: Label
    daily_fee: Money
    since: Date
    returned_on: Date | None


@dataclass(frozen=True, slots=True)
class Redemption:
    """What a gift card brought."""

    amount: Money
    credit: Money
