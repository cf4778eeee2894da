"""Tables and views of Kilowatt Corner."""

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

ArticleCategory = Literal[
    "headset", "speaker", "tablet", "keyboard", "monitor", "camera", "charger"
]
PurchaseStatus = Literal["processing", "packed", "shipped", "delivered", "cancelled"]
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


class Buyer(Model):
    """Somebody whom Kilowatt Corner serves."""

    __tablename__ = "buyers"
    id: Mapped[Identifier] = identifier("BU")
    name: Mapped[PersonName]
    email: Mapped[Email] = column(unique=True)
    phone: Mapped[PhoneNumber]
    date_of_birth: Mapped[Date]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    joined_on: Mapped[Date]
    credit: Mapped[Money] = column(description="What a buyer can spend here.")


class Warehouse(Model):
    """Where parcels leave from."""

    __tablename__ = "warehouses"
    id: Mapped[Identifier] = identifier("WRH")
    name: Mapped[Label] = column(unique=True)
    city: Mapped[City]
    packing_days: Mapped[Quantity] = column(description="How long packing takes there.")


class Article(Model):
    """What is sold, in one edition; those of one name belong together."""

    __tablename__ = "articles"
    id: Mapped[Identifier] = identifier("AR")
    name: Mapped[Label] = column(indexed=True)
    category: Mapped[ArticleCategory] = column(indexed=True)
    edition: Mapped[Label]
    warehouse_id: Mapped[Reference[Warehouse]]
    price: Mapped[Money]
    stock: Mapped[Quantity]
    final_sale: Mapped[Flag] = column(description="Cheaper, and never taken back.")


class PromoCode(Model):
    """A code that takes something off the goods of a purchase."""

    __tablename__ = "promo_codes"
    id: Mapped[Identifier] = identifier("PRC")
    code: Mapped[Label] = column(unique=True)
    amount: Mapped[Money]
    minimum: Mapped[Money] = column(description="What the goods must cost at least.")
    starts_on: Mapped[Date]
    ends_on: Mapped[Date]


class Purchase(Model):
    """What was ordered at one time; the total is subtotal - discount + shipping."""

    __tablename__ = "purchases"
    id: Mapped[Identifier] = identifier("PU")
    buyer_id: Mapped[Reference[Buyer]]
    status: Mapped[PurchaseStatus]
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


class PurchaseLine(Model):
    """An article of a purchase, once or several times."""

    __tablename__ = "purchase_lines"
    id: Mapped[Identifier] = identifier("LIN")
    purchase_id: Mapped[Reference[Purchase]]
    article_id: Mapped[Reference[Article]]
    quantity: Mapped[Quantity]
    unit_price: Mapped[Money] = column(description="What a piece cost on the day.")


class PurchasePayment(Model):
    """Money that moved for a purchase."""

    __tablename__ = "purchase_payments"
    id: Mapped[Identifier] = identifier("OPY")
    purchase_id: Mapped[Reference[Purchase]]
    kind: Mapped[Booking]
    method: Mapped[PaidWith]
    amount: Mapped[Money]
    booked_at: Mapped[Timestamp]


class Parcel(Model):
    """What is on its way for a purchase, or was."""

    __tablename__ = "parcels"
    id: Mapped[Identifier] = identifier("PCL")
    purchase_id: Mapped[Reference[Purchase]]
    carrier: Mapped[Label]
    shipped_on: Mapped[Date]
    delivered_on: Mapped[Date | None]
    lost: Mapped[Flag]


class ReturnRequest(Model):
    """Goods that go back for money."""

    __tablename__ = "return_requests"
    id: Mapped[Identifier] = identifier("RTR")
    line_id: Mapped[Reference[PurchaseLine]]
    quantity: Mapped[Quantity]
    reason: Mapped[ReturnReason]
    amount: Mapped[Money] = column(description="What is given back for it.")
    status: Mapped[ReturnStatus]
    requested_on: Mapped[Date]


class Exchange(Model):
    """Goods that go back for others of the same name."""

    __tablename__ = "exchanges"
    id: Mapped[Identifier] = identifier("EXC")
    line_id: Mapped[Reference[PurchaseLine]]
    new_article_id: Mapped[Reference[Article]]
    given_back: Mapped[Money]
    requested_on: Mapped[Date]


class StockAlert(Model):
    """Somebody wants to hear when an article is there again."""

    __tablename__ = "stock_alerts"
    id: Mapped[Identifier] = identifier("ALT")
    buyer_id: Mapped[Reference[Buyer]]
    article_id: Mapped[Reference[Article]]
    at_most: Mapped[Money] = column(description="The price up to which it is still wanted.")
    asked_on: Mapped[Date]


class Complaint(Model):
    """What a buyer had to say against a purchase."""

    __tablename__ = "complaints"
    id: Mapped[Identifier] = identifier("CMP")
    purchase_id: Mapped[Reference[Purchase]]
    topic: Mapped[ComplaintTopic]
    status: Mapped[ComplaintStatus]
    filed_on: Mapped[Date]
    answer_by: Mapped[Date]


class DocumentCopy(Model):
    """A copy of a document about a purchase that was sent out."""

    __tablename__ = "document_copies"
    id: Mapped[Identifier] = identifier("DOC")
    purchase_id: Mapped[Reference[Purchase]]
    kind: Mapped[DocumentKind]
    way: Mapped[DocumentWay]
    fee: Mapped[Money]
    sent_on: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class BuyerMatch:
    """A buyer who was found; all that may be seen before the identity is checked."""

    id: Reference[Buyer]
    name: PersonName


@dataclass(frozen=True, slots=True)
class LineDetails:
    """A line of a purchase, with what became of it."""

    line_id: Reference[PurchaseLine]
    purchase_id: Reference[Purchase]
    article_id: Reference[Article]
    name: Label
    category: ArticleCategory
    edition: Label
    quantity: Quantity
    sent_back: Quantity
    unit_price: Money
    final_sale: Flag
    purchase_status: PurchaseStatus
    delivered_on: Date | None


@dataclass(frozen=True, slots=True)
class PurchaseOverview:
    """A purchase with everything that belongs to it."""

    purchase: Purchase
    lines: list[LineDetails]
    payments: list[PurchasePayment]


@dataclass(frozen=True, slots=True)
class ReturnDetails:
    """A return as it is shown: with what goes back."""

    return_request_id: Reference[ReturnRequest]
    line_id: Reference[PurchaseLine]
    name: Label
    edition: Label
    quantity: Quantity
    reason: ReturnReason
    amount: Money
    status: ReturnStatus
    requested_on: Date


@dataclass(frozen=True, slots=True)
class StockAlertDetails:
    """A stock alert as it is shown: with what is waited for."""

    stock_alert_id: Reference[StockAlert]
    article_id: Reference[Article]
    name: Label
    category: ArticleCategory
    edition: Label
    price: Money
    at_most: Money
    asked_on: Date
