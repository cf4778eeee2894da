"""Tables of a small bookshop that lends e-readers."""

from typing import Literal

from sqlalchemy.orm import DeclarativeBase, Mapped

from autoforge_envs.domain import (
    Email,
    Flag,
    FreeText,
    Identifier,
    Label,
    Money,
    PersonName,
    Quantity,
    Reference,
    Secret,
    SemanticModel,
    Timestamp,
    column,
    identifier,
)

OrderStatus = Literal["pending", "shipped", "cancelled"]
CancelReason = Literal["no_longer_needed", "ordered_by_mistake"]
ReaderMode = Literal["off", "frozen", "ready"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the bookshop's tables."""


class Customer(Model):
    """Somebody who has bought here."""

    __tablename__ = "customers"

    id: Mapped[Identifier] = identifier("CU")
    name: Mapped[PersonName] = column(indexed=True)
    email: Mapped[Email] = column(unique=True)
    password: Mapped[Secret]
    is_member: Mapped[Flag]


class Book(Model):
    """A title on the shelf."""

    __tablename__ = "books"

    id: Mapped[Identifier] = identifier("BO")
    title: Mapped[Label] = column(indexed=True)
    price: Mapped[Money]
    stock: Mapped[Quantity]


class Order(Model):
    """One book bought by one customer."""

    __tablename__ = "orders"

    id: Mapped[Identifier] = identifier("OR")
    customer_id: Mapped[Reference[Customer]]
    book_id: Mapped[Reference[Book]]
    quantity: Mapped[Quantity]
    total: Mapped[Money]
    status: Mapped[OrderStatus]
    placed_at: Mapped[Timestamp]
    gift_note: Mapped[FreeText | None]
    cancel_reason: Mapped[CancelReason | None]


class Refund(Model):
    """Money given back for an order."""

    __tablename__ = "refunds"

    id: Mapped[Identifier] = identifier("RE")
    order_id: Mapped[Reference[Order]]
    amount: Mapped[Money]
    made_at: Mapped[Timestamp]


class Reader(Model):
    """An e-reader lent to a customer, which only they can touch."""

    __tablename__ = "readers"

    id: Mapped[Identifier] = identifier("RD")
    customer_id: Mapped[Reference[Customer]]
    mode: Mapped[ReaderMode]
