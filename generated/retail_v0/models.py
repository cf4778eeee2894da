"""Tables and views of Hearth & Trail."""

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
    Timestamp,
    column,
    identifier,
)

ProductCategory = Literal[
    "tent", "backpack", "lantern", "stove", "blanket", "lamp", "vase", "rug", "mug"
]
OrderStatus = Literal["processing", "packed", "shipped", "delivered", "cancelled"]
CancelReason = Literal["no_longer_needed", "ordered_by_mistake", "found_cheaper", "too_slow"]
ReturnReason = Literal["changed_mind", "does_not_fit", "damaged", "wrong_article"]
ReturnStatus = Literal["announced", "received", "withdrawn"]
PaidWith = Literal["card", "bank_transfer", "invoice", "store_credit"]
Booking = Literal["charge", "refund"]
Remedy = Literal["send_again", "money_back"]
ComplaintTopic = Literal["quality", "delay", "staff", "price", "injury"]
ComplaintStatus = Literal["open", "escalated", "withdrawn", "closed"]
DocumentKind = Literal["invoice", "confirmation", "statement"]
DocumentWay = Literal["email", "letter", "registered_letter"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Customer(Model):
    """Somebody whom Hearth & Trail serves."""

    __tablename__ = "customers"
    id: Mapped[Identifier] = identifier("CU")
    name: Mapped[PersonName]
    email: Mapped[Email] = column(unique=True)
    phone: Mapped[PhoneNumber]
    date_of_birth: Mapped[Date]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    joined_on: Mapped[Date]
    credit: Mapped[Money] = column(description="What a customer can spend here.")


class Warehouse(Model):
    """Where parcels leave from."""

    __tablename__ = "warehouses"
    id: Mapped[Identifier] = identifier("WRH")
    name: Mapped[Label] = column(unique=True)
    city: Mapped[City]
    packing_days: Mapped[Quantity] = column(description="How long packing takes there.")


class Product(Model):
    """What is sold, in one colour; those of one name belong together."""

    __tablename__ = "products"
    id: Mapped[Identifier] = identifier("PR")
    name: Mapped[Label] = column(indexed=True)
    category: Mapped[ProductCategory] = column(indexed=True)
    colour: Mapped[Label]
    warehouse_id: Mapped[Reference[Warehouse]]
    price: Mapped[Money]
    stock: Mapped[Quantity]
    final_sale: Mapped[Flag] = column(description="Cheaper, and never taken back.")


class PromoCode(Model):
    """A code that takes something off the goods of an order."""

    __tablename__ = "promo_codes"
    id: Mapped[Identifier] = identifier("PRC")
    code: Mapped[Label] = column(unique=True)
    amount: Mapped[Money]
    minimum: Mapped[Money] = column(description="What the goods must cost at least.")
    starts_on: Mapped[Date]
    ends_on: Mapped[Date]


class Order(Model):
    """What was ordered at one time; the total is subtotal - discount + shipping."""

    __tablename__ = "orders"
    id: Mapped[Identifier] = identifier("OR")
    customer_id: Mapped[Reference[Customer]]
    status: Mapped[OrderStatus]
    placed_at: Mapped[Timestamp]
    promised_on: Mapped[Date]
    paid_with: Mapped[PaidWith]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    redirections: Mapped[Quantity] = column(description="How often its address was changed.")
    promo_code_id: Mapped[Reference[PromoCode] | None]
    subtotal: Mapped[Money]
    discount: Mapped[Money]
    shipping: Mapped[Money]
    total: Mapped[Money]
    cancel_reason: Mapped[CancelReason | None]


class OrderLine(Model):
    """A product of an order, once or several times."""

    __tablename__ = "order_lines"
    id: Mapped[Identifier] = identifier("LIN")
    order_id: Mapped[Reference[Order]]
    product_id: Mapped[Reference[Product]]
    quantity: Mapped[Quantity]
    unit_price: Mapped[Money] = column(description="What a piece cost on the day.")


class OrderPayment(Model):
    """Money that moved for an order."""

    __tablename__ = "order_payments"
    id: Mapped[Identifier] = identifier("OPY")
    order_id: Mapped[Reference[Order]]
    kind: Mapped[Booking]
    method: Mapped[PaidWith]
    amount: Mapped[Money]
    booked_at: Mapped[Timestamp]


class Parcel(Model):
    """What is on its way for an order, or was."""

    __tablename__ = "parcels"
    id: Mapped[Identifier] = identifier("PCL")
    order_id: Mapped[Reference[Order]]
    carrier: Mapped[Label]
    shipped_on: Mapped[Date]
    delivered_on: Mapped[Date | None]
    lost: Mapped[Flag]


class ReturnRequest(Model):
    """Goods that go back for money."""

    __tablename__ = "return_requests"
    id: Mapped[Identifier] = identifier("RTR")
    line_id: Mapped[Reference[OrderLine]]
    quantity: Mapped[Quantity]
    reason: Mapped[ReturnReason]
    amount: Mapped[Money] = column(description="What is given back for it.")
    status: Mapped[ReturnStatus]
    requested_on: Mapped[Date]


class Exchange(Model):
    """Goods that go back for others of the same name."""

    __tablename__ = "exchanges"
    id: Mapped[Identifier] = identifier("EXC")
    line_id: Mapped[Reference[OrderLine]]
    new_product_id: Mapped[Reference[Product]]
    given_back: Mapped[Money]
    requested_on: Mapped[Date]


class StockAlert(Model):
    """Somebody wants to hear when a product is there again."""

    __tablename__ = "stock_alerts"
    id: Mapped[Identifier] = identifier("ALT")
    customer_id: Mapped[Reference[Customer]]
    product_id: Mapped[Reference[Product]]
    at_most: Mapped[Money] = column(description="The price up to which it is still wanted.")
    asked_on: Mapped[Date]


class Complaint(Model):
    """What a customer had to say against an order."""

    __tablename__ = "complaints"
    id: Mapped[Identifier] = identifier("CMP")
    order_id: Mapped[Reference[Order]]
    topic: Mapped[ComplaintTopic]
    status: Mapped[ComplaintStatus]
    filed_on: Mapped[Date]
    answer_by: Mapped[Date]


class DocumentCopy(Model):
    """A copy of a document about an order that was sent out."""

    __tablename__ = "document_copies"
    id: Mapped[Identifier] = identifier("DOC")
    order_id: Mapped[Reference[Order]]
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
class LineDetails:
    """A line of an order, with what became of it."""

    line_id: Reference[OrderLine]
    order_id: Reference[Order]
    product_id: Reference[Product]
    name: Label
    category: ProductCategory
    colour: Label
    quantity: Quantity
    sent_back: Quantity
    unit_price: Money
    final_sale: Flag
    order_status: OrderStatus
    delivered_on: Date | None


@dataclass(frozen=True, slots=True)
class OrderOverview:
    """An order with everything that belongs to it."""

    order: Order
    lines: list[LineDetails]
    payments: list[OrderPayment]


@dataclass(frozen=True, slots=True)
class ReturnDetails:
    """A return as it is shown: with what goes back."""

    return_request_id: Reference[ReturnRequest]
    line_id: Reference[OrderLine]
    name: Label
    colour: Label
    quantity: Quantity
    reason: ReturnReason
    amount: Money
    status: ReturnStatus
    requested_on: Date


@dataclass(frozen=True, slots=True)
class StockAlertDetails:
    """A stock alert as it is shown: with what is waited for."""

    stock_alert_id: Reference[StockAlert]
    product_id: Reference[Product]
    name: Label
    category: ProductCategory
    colour: Label
    price: Money
    at_most: Money
    asked_on: Date
