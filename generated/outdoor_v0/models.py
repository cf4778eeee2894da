"""Tables and views of Hearth & Trail, a shop for homeware and outdoor goods."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import DeclarativeBase, Mapped

from autoforge_envs.domain import (
    City,
    Country,
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

Tier = Literal["basic", "silver", "gold"]
Standing = Literal["good", "under_review"]
Category = Literal[
    "backpack",
    "blanket",
    "chair",
    "cookware",
    "cushion",
    "hammock",
    "jacket",
    "knife",
    "lamp",
    "lantern",
    "mug",
    "rug",
    "sleeping_bag",
    "stove",
    "tent",
    "vase",
]
OrderStatus = Literal["processing", "packed", "shipped", "delivered", "cancelled"]
Delivery = Literal["home", "pickup"]
CancelReason = Literal["no_longer_needed", "ordered_by_mistake", "found_cheaper", "too_slow"]
PaymentKind = Literal["charge", "refund", "compensation"]
PaymentMethod = Literal["card", "paypal", "invoice", "store_credit"]
Warehouse = Literal["Leipzig", "Lyon", "Gdansk"]
ReturnKind = Literal["refund", "exchange"]
ReturnReason = Literal["changed_mind", "does_not_fit", "damaged", "wrong_item"]
ReturnStatus = Literal["requested", "received"]
Fault = Literal["broken_part", "torn_material", "leaking", "does_not_work", "hazard"]
Remedy = Literal["repair", "replacement"]
ClaimStatus = Literal["open", "settled"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the shop's tables."""


class Customer(Model):
    """Somebody with an account here."""

    __tablename__ = "customers"
    id: Mapped[Identifier] = identifier("CU")
    name: Mapped[PersonName]
    email: Mapped[Email] = column(unique=True)
    phone: Mapped[PhoneNumber]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode] = column(indexed=True)
    country: Mapped[Country]
    tier: Mapped[Tier]
    standing: Mapped[Standing]
    store_credit: Mapped[Money]
    service_code: Mapped[Secret] = column(description="Printed on every invoice.")
    joined_on: Mapped[Date]


class Product(Model):
    """An article in one colour and one size; articles of one name belong together."""

    __tablename__ = "products"
    id: Mapped[Identifier] = identifier("PR")
    name: Mapped[Label] = column(indexed=True)
    category: Mapped[Category] = column(indexed=True)
    colour: Mapped[Label]
    size: Mapped[Label]
    price: Mapped[Money]
    stock: Mapped[Quantity]
    bulky: Mapped[Flag]
    clearance: Mapped[Flag]
    warranty_days: Mapped[Quantity] = column(description="Counted from the day of delivery.")


class PickupPoint(Model):
    """A place that keeps parcels until they are fetched."""

    __tablename__ = "pickup_points"
    id: Mapped[Identifier] = identifier("PP")
    name: Mapped[Label]
    street: Mapped[StreetAddress]
    city: Mapped[City] = column(indexed=True)
    postal_code: Mapped[PostalCode]
    country: Mapped[Country]
    open_on_sundays: Mapped[Flag]
    has_lockers: Mapped[Flag]


class Voucher(Model):
    """A code that takes a part off an order's goods."""

    __tablename__ = "vouchers"
    id: Mapped[Identifier] = identifier("VO")
    code: Mapped[Label] = column(unique=True)
    percent: Mapped[Percentage]
    minimum: Mapped[Money] = column(description="What the order's goods must cost at least.")
    starts_on: Mapped[Date]
    ends_on: Mapped[Date]


class GiftCard(Model):
    """A prepaid card; whoever knows its code may redeem it."""

    __tablename__ = "gift_cards"
    id: Mapped[Identifier] = identifier("GC")
    code: Mapped[Label] = column(unique=True)
    balance: Mapped[Money]
    sold_on: Mapped[Date]


class Order(Model):
    """What a customer ordered at one time; the total is subtotal - discount + shipping."""

    __tablename__ = "orders"
    id: Mapped[Identifier] = identifier("OR")
    customer_id: Mapped[Reference[Customer]]
    status: Mapped[OrderStatus]
    placed_at: Mapped[Timestamp]
    delivery: Mapped[Delivery]
    pickup_point_id: Mapped[Reference[PickupPoint] | None]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    country: Mapped[Country]
    voucher_id: Mapped[Reference[Voucher] | None]
    subtotal: Mapped[Money]
    discount: Mapped[Money]
    shipping: Mapped[Money]
    total: Mapped[Money]
    cancel_reason: Mapped[CancelReason | None]


class OrderItem(Model):
    """One article of an order."""

    __tablename__ = "order_items"
    id: Mapped[Identifier] = identifier("OI")
    order_id: Mapped[Reference[Order]]
    product_id: Mapped[Reference[Product]]
    quantity: Mapped[Quantity]
    unit_price: Mapped[Money]


class Payment(Model):
    """Money that moved for an order: charged, refunded or given as compensation."""

    __tablename__ = "payments"
    id: Mapped[Identifier] = identifier("PA")
    order_id: Mapped[Reference[Order]]
    kind: Mapped[PaymentKind]
    method: Mapped[PaymentMethod]
    amount: Mapped[Money]
    booked_at: Mapped[Timestamp]


class Shipment(Model):
    """The parcel of an order, from the day it is packed."""

    __tablename__ = "shipments"
    id: Mapped[Identifier] = identifier("SH")
    order_id: Mapped[Reference[Order]]
    warehouse: Mapped[Warehouse]
    carrier: Mapped[Label]
    promised_on: Mapped[Date]
    shipped_on: Mapped[Date | None]
    delivered_on: Mapped[Date | None]


class Return(Model):
    """Goods that go back, for money or for another colour or size."""

    __tablename__ = "returns"
    id: Mapped[Identifier] = identifier("RE")
    customer_id: Mapped[Reference[Customer]]
    item_id: Mapped[Reference[OrderItem]]
    kind: Mapped[ReturnKind]
    quantity: Mapped[Quantity]
    reason: Mapped[ReturnReason]
    refund_to: Mapped[PaymentMethod | None]
    new_product_id: Mapped[Reference[Product] | None]
    amount: Mapped[Money] = column(description="What the customer gets back.")
    status: Mapped[ReturnStatus]
    requested_on: Mapped[Date]


class WarrantyClaim(Model):
    """A fault that the shop makes good."""

    __tablename__ = "warranty_claims"
    id: Mapped[Identifier] = identifier("WC")
    item_id: Mapped[Reference[OrderItem]]
    fault: Mapped[Fault]
    remedy: Mapped[Remedy]
    status: Mapped[ClaimStatus]
    opened_on: Mapped[Date]


class Wish(Model):
    """An article on a customer's wish list."""

    __tablename__ = "wishes"
    id: Mapped[Identifier] = identifier("WI")
    customer_id: Mapped[Reference[Customer]]
    product_id: Mapped[Reference[Product]]
    added_on: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class CustomerMatch:
    """An account that was found; all that may be seen of it before the identity is checked."""

    id: Reference[Customer]
    name: PersonName


@dataclass(frozen=True, slots=True)
class WishedProduct:
    """An article on a wish list, as it is offered today."""

    product_id: Reference[Product]
    name: Label
    category: Category
    colour: Label
    size: Label
    price: Money
    stock: Quantity
    added_on: Date


@dataclass(frozen=True, slots=True)
class Profile:
    """A customer's account with its wish list."""

    customer: Customer
    wish_list: list[WishedProduct]


@dataclass(frozen=True, slots=True)
class Purchase:
    """One article that a customer bought, with what became of it."""

    item_id: Reference[OrderItem]
    order_id: Reference[Order]
    product_id: Reference[Product]
    name: Label
    category: Category
    colour: Label
    size: Label
    quantity: Quantity
    returned: Quantity
    unit_price: Money
    order_status: OrderStatus
    delivered_on: Date | None
    bulky: Flag
    clearance: Flag
    warranty_days: Quantity


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """An order with everything that belongs to it."""

    order: Order
    items: list[Purchase]
    payments: list[Payment]
    shipments: list[Shipment]


@dataclass(frozen=True, slots=True)
class Redemption:
    """What a gift card brought."""

    amount: Money
    store_credit: Money
