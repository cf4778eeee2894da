"""Tables and views of Tidewater Wireless."""

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

TariffKind = Literal["home", "garden", "office"]
ConnectionStatus = Literal["active", "suspended", "ended"]
Switch = Literal["on", "off"]
NetworkMode = Literal["automatic", "fast", "far_reaching"]
AccessPoint = Literal["standard", "changed"]
SimSeat = Literal["in_place", "loose"]
SimKind = Literal["plastic", "embedded"]
SimStatus = Literal["active", "blocked"]
SimTrouble = Literal["lost", "damaged", "wrong_size"]
AddOnKind = Literal["data", "roaming", "calls"]
AddOnStatus = Literal["active", "ended"]
InvoiceStatus = Literal["open", "overdue", "paid"]
ChargeKind = Literal["monthly_price", "add_on", "roaming", "calls"]
ChargeStatus = Literal["charged", "credited"]
FaultKind = Literal["no_service", "slow_data", "calls_drop", "no_messages"]
FaultStatus = Literal["open", "solved", "withdrawn"]
ComplaintTopic = Literal["quality", "delay", "staff", "price", "injury"]
ComplaintStatus = Literal["open", "escalated", "withdrawn", "closed"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Subscriber(Model):
    """Somebody whom Tidewater Wireless serves."""

    __tablename__ = "subscribers"
    id: Mapped[Identifier] = identifier("SU")
    number: Mapped[Label] = column(unique=True, description="On the subscriber's card.")
    name: Mapped[PersonName]
    email: Mapped[Email]
    phone: Mapped[PhoneNumber]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    passphrase: Mapped[Secret] = column(description="Agreed upon at the first visit.")
    joined_on: Mapped[Date]
    credit: Mapped[Money] = column(description="What a subscriber has in credit.")


class Tariff(Model):
    """Conditions under which a connection is used."""

    __tablename__ = "tariffs"
    id: Mapped[Identifier] = identifier("TA")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[TariffKind] = column(indexed=True)
    monthly_price: Mapped[Money]
    gigabytes: Mapped[Quantity]
    on_sale: Mapped[Flag]


class Connection(Model):
    """A connection of a subscriber: a telephone number and what belongs to it."""

    __tablename__ = "connections"
    id: Mapped[Identifier] = identifier("CO")
    subscriber_id: Mapped[Reference[Subscriber]]
    tariff_id: Mapped[Reference[Tariff]]
    line_number: Mapped[Label] = column(unique=True)
    status: Mapped[ConnectionStatus]
    roaming: Mapped[Switch] = column(description="Whether the network lets it roam.")
    gigabytes_used: Mapped[Quantity] = column(description="In this period.")
    renews_on: Mapped[Date] = column(description="First day of the next period.")
    bound_until: Mapped[Date] = column(description="Last day of the minimum term.")
    next_charge: Mapped[Money] = column(description="What the next bill has besides the plan.")
    next_tariff_id: Mapped[Reference[Tariff] | None]


class Sim(Model):
    """The chip by which a device is on a connection."""

    __tablename__ = "sims"
    id: Mapped[Identifier] = identifier("SIM")
    connection_id: Mapped[Reference[Connection]]
    kind: Mapped[SimKind]
    status: Mapped[SimStatus]
    last_digits: Mapped[Label]
    issued_on: Mapped[Date]


class Hotspot(Model):
    """What a subscriber holds in the hand, as it last reported to the network."""

    __tablename__ = "hotspots"
    id: Mapped[Identifier] = identifier("HO")
    subscriber_id: Mapped[Reference[Subscriber]]
    connection_id: Mapped[Reference[Connection]]
    model: Mapped[Label]
    airplane_mode: Mapped[Switch]
    mobile_internet: Mapped[Switch]
    roaming_switch: Mapped[Switch]
    network_mode: Mapped[NetworkMode]
    access_point: Mapped[AccessPoint]
    sim_seat: Mapped[SimSeat]
    restarted_on: Mapped[Date]


class AddOn(Model):
    """Something that is booked on top of a tariff."""

    __tablename__ = "add_ons"
    id: Mapped[Identifier] = identifier("ADD")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[AddOnKind] = column(indexed=True)
    price: Mapped[Money]
    lasts_days: Mapped[Quantity]
    gigabytes: Mapped[Quantity]


class BookedAddOn(Model):
    """An add-on of a connection."""

    __tablename__ = "booked_add_ons"
    id: Mapped[Identifier] = identifier("BAO")
    connection_id: Mapped[Reference[Connection]]
    add_on_id: Mapped[Reference[AddOn]]
    status: Mapped[AddOnStatus]
    booked_on: Mapped[Date]
    ends_on: Mapped[Date]


class Invoice(Model):
    """What a subscriber pays for a connection and a period."""

    __tablename__ = "invoices"
    id: Mapped[Identifier] = identifier("IN")
    subscriber_id: Mapped[Reference[Subscriber]]
    connection_id: Mapped[Reference[Connection]]
    status: Mapped[InvoiceStatus]
    amount: Mapped[Money]
    issued_on: Mapped[Date]
    due_on: Mapped[Date]


class BillLine(Model):
    """One thing on an invoice."""

    __tablename__ = "invoice_items"
    id: Mapped[Identifier] = identifier("PST")
    invoice_id: Mapped[Reference[Invoice]]
    kind: Mapped[ChargeKind]
    amount: Mapped[Money]
    status: Mapped[ChargeStatus]


class Fault(Model):
    """Something that does not work, as it was reported."""

    __tablename__ = "faults"
    id: Mapped[Identifier] = identifier("FLT")
    connection_id: Mapped[Reference[Connection]]
    kind: Mapped[FaultKind]
    status: Mapped[FaultStatus]
    reported_on: Mapped[Date]


class Complaint(Model):
    """What a subscriber had to say against an invoice."""

    __tablename__ = "complaints"
    id: Mapped[Identifier] = identifier("CMP")
    invoice_id: Mapped[Reference[Invoice]]
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


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class SubscriberMatch:
    """A subscriber who was found; all that may be seen before the identity is checked."""

    id: Reference[Subscriber]
    name: PersonName


@dataclass(frozen=True, slots=True)
class ConnectionDetails:
    """A connection as the network sees it."""

    connection_id: Reference[Connection]
    tariff_id: Reference[Tariff]
    line_number: Label
    tariff: Label
    kind: TariffKind
    monthly_price: Money
    status: ConnectionStatus
    roaming: Switch
    gigabytes: Quantity
    gigabytes_used: Quantity
    renews_on: Date
    bound_until: Date
    next_charge: Money
    next_tariff: Label | None


@dataclass(frozen=True, slots=True)
class HotspotDetails:
    """A hotspot with the number it is used for."""

    hotspot_id: Reference[Hotspot]
    connection_id: Reference[Connection]
    model: Label
    line_number: Label
    airplane_mode: Switch
    mobile_internet: Switch
    roaming_switch: Switch
    network_mode: NetworkMode
    access_point: AccessPoint
    sim_seat: SimSeat
    restarted_on: Date


@dataclass(frozen=True, slots=True)
class Screen:
    """What is to be read on a hotspot."""

    bars: Quantity
    data_works: Flag
    airplane_mode: Switch
    mobile_internet: Switch


@dataclass(frozen=True, slots=True)
class BookedAddOnDetails:
    """A booked add-on with its name and number."""

    booked_add_on_id: Reference[BookedAddOn]
    connection_id: Reference[Connection]
    add_on_id: Reference[AddOn]
    name: Label
    kind: AddOnKind
    line_number: Label
    price: Money
    status: AddOnStatus
    booked_on: Date
    ends_on: Date


@dataclass(frozen=True, slots=True)
class InvoiceDetails:
    """An invoice with the number it is for."""

    invoice_id: Reference[Invoice]
    connection_id: Reference[Connection]
    line_number: Label
    status: InvoiceStatus
    amount: Money
    issued_on: Date
    due_on: Date


@dataclass(frozen=True, slots=True)
class SimDetails:
    """A SIM with its number."""

    sim_id: Reference[Sim]
    connection_id: Reference[Connection]
    line_number: Label
    kind: SimKind
    status: SimStatus
    last_digits: Label
    issued_on: Date


@dataclass(frozen=True, slots=True)
class FaultDetails:
    """A fault with the number it was reported for."""

    fault_id: Reference[Fault]
    connection_id: Reference[Connection]
    line_number: Label
    kind: FaultKind
    status: FaultStatus
    reported_on: Date


@dataclass(frozen=True, slots=True)
class Redemption:
    """What a gift card brought."""

    amount: Money
    credit: Money
