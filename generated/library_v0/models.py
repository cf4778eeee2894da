"""Tables and views of Linden Street Library."""

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

Condition = Literal["new", "good", "worn"]
CopyStatus = Literal["in", "out", "missing"]
LoanStatus = Literal["open", "returned", "lost"]
ReservationStatus = Literal["waiting", "ready", "cancelled"]
FineKind = Literal["late", "lost"]
FineStatus = Literal["unpaid", "paid"]
TitleKind = Literal["novel", "crime", "cookbook", "travel_guide", "biography", "picture_book"]
ComplaintTopic = Literal["quality", "delay", "staff", "price", "injury"]
ComplaintStatus = Literal["open", "escalated", "withdrawn", "closed"]
DocumentKind = Literal["invoice", "confirmation", "statement"]
DocumentWay = Literal["email", "letter", "registered_letter"]
Relation = Literal["partner", "parent", "child", "colleague", "lawyer"]
Power = Literal["collect", "full"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Member(Model):
    """Somebody whom Linden Street Library serves."""

    __tablename__ = "members"
    id: Mapped[Identifier] = identifier("ME")
    number: Mapped[Label] = column(unique=True, description="On the member's card.")
    name: Mapped[PersonName]
    email: Mapped[Email]
    phone: Mapped[PhoneNumber]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    pin: Mapped[Secret] = column(description="Set in the app.")
    joined_on: Mapped[Date]


class Branch(Model):
    """A place where titles are handed out and taken back."""

    __tablename__ = "branches"
    id: Mapped[Identifier] = identifier("BRA")
    name: Mapped[Label] = column(unique=True)
    street: Mapped[StreetAddress]
    city: Mapped[City] = column(indexed=True)
    open_on_sundays: Mapped[Flag]


class Title(Model):
    """Something that is lent, of which there may be several copies."""

    __tablename__ = "titles"
    id: Mapped[Identifier] = identifier("TI")
    name: Mapped[Label] = column(unique=True)
    author: Mapped[Label] = column(indexed=True)
    kind: Mapped[TitleKind] = column(indexed=True)
    lending_days: Mapped[Quantity] = column(description="How long it is lent at a time.")
    price: Mapped[Money] = column(description="What a new copy costs.")


class Copy(Model):
    """One piece of a title."""

    __tablename__ = "copies"
    id: Mapped[Identifier] = identifier("CPY")
    title_id: Mapped[Reference[Title]]
    branch_id: Mapped[Reference[Branch]]
    condition: Mapped[Condition]
    status: Mapped[CopyStatus]


class Loan(Model):
    """A copy in the hands of a member, or that was."""

    __tablename__ = "loans"
    id: Mapped[Identifier] = identifier("LO")
    member_id: Mapped[Reference[Member]]
    copy_id: Mapped[Reference[Copy]]
    status: Mapped[LoanStatus]
    lent_on: Mapped[Date]
    due_on: Mapped[Date]
    returned_on: Mapped[Date | None]
    renewals: Mapped[Quantity] = column(description="How often it was renewed.")


class Reservation(Model):
    """A member's place in the queue for a title."""

    __tablename__ = "reservations"
    id: Mapped[Identifier] = identifier("RSV")
    member_id: Mapped[Reference[Member]]
    title_id: Mapped[Reference[Title]]
    branch_id: Mapped[Reference[Branch]]
    status: Mapped[ReservationStatus]
    placed_on: Mapped[Date]


class Fine(Model):
    """What a member owes for a loan."""

    __tablename__ = "fines"
    id: Mapped[Identifier] = identifier("FIN")
    loan_id: Mapped[Reference[Loan]]
    kind: Mapped[FineKind]
    amount: Mapped[Money]
    status: Mapped[FineStatus]
    charged_on: Mapped[Date]


class Complaint(Model):
    """What a member had to say against a loan."""

    __tablename__ = "complaints"
    id: Mapped[Identifier] = identifier("CMP")
    loan_id: Mapped[Reference[Loan]]
    topic: Mapped[ComplaintTopic]
    status: Mapped[ComplaintStatus]
    filed_on: Mapped[Date]
    answer_by: Mapped[Date]


class DocumentCopy(Model):
    """A copy of a document about a loan that was sent out."""

    __tablename__ = "document_copies"
    id: Mapped[Identifier] = identifier("DOC")
    loan_id: Mapped[Reference[Loan]]
    kind: Mapped[DocumentKind]
    way: Mapped[DocumentWay]
    fee: Mapped[Money]
    sent_on: Mapped[Date]


class Proxy(Model):
    """Somebody who may act for a member."""

    __tablename__ = "proxies"
    id: Mapped[Identifier] = identifier("PXY")
    member_id: Mapped[Reference[Member]]
    name: Mapped[PersonName]
    relation: Mapped[Relation]
    power: Mapped[Power]
    until: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class MemberMatch:
    """A member who was found; all that may be seen before the identity is checked."""

    id: Reference[Member]
    name: PersonName


@dataclass(frozen=True, slots=True)
class LoanDetails:
    """A loan as it is shown: with what was lent."""

    loan_id: Reference[Loan]
    title_id: Reference[Title]
    name: Label
    author: Label
    kind: TitleKind
    branch: Label
    status: LoanStatus
    lent_on: Date
    due_on: Date
    renewals: Quantity


@dataclass(frozen=True, slots=True)
class ReservationDetails:
    """A reservation as it is shown."""

    reservation_id: Reference[Reservation]
    title_id: Reference[Title]
    name: Label
    kind: TitleKind
    branch: Label
    status: ReservationStatus
    placed_on: Date


@dataclass(frozen=True, slots=True)
class Availability:
    """Where copies of a title are."""

    title: Title
    copies: list[Copy]
    num_waiting: Quantity
