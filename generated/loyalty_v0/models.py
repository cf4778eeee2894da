"""Tables and views of Daisy Points."""

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
    Number,
    Percentage,
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

RewardCategory = Literal["kitchen", "garden", "toys", "travel", "sport"]
PartnerKind = Literal["supermarket", "petrol_station", "cafe", "pharmacy"]
RewardOrderStatus = Literal["ordered", "sent", "delivered", "cancelled"]
MoveKind = Literal[
    "earned", "reward", "given_back", "expired", "card", "transferred", "donated", "bought"
]
CardStatus = Literal["active", "blocked", "replaced"]
CardDesign = Literal["classic", "nature", "city"]
ClaimStatus = Literal["credited", "refused"]
TransferStatus = Literal["pending", "done", "reversed", "under_review"]
PaidWith = Literal["points", "points_and_cash"]
CallbackTopic = Literal["contract", "invoice", "complaint", "advice"]
TimeOfDay = Literal["morning", "midday", "afternoon"]
CallbackStatus = Literal["planned", "made", "cancelled"]
ComplaintTopic = Literal["quality", "delay", "staff", "price", "injury"]
ComplaintStatus = Literal["open", "escalated", "withdrawn", "closed"]
DocumentKind = Literal["invoice", "confirmation", "statement"]
DocumentWay = Literal["email", "letter", "registered_letter"]
Annoyance = Literal["late", "faulty", "rude_staff", "wrong_information"]


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Member(Model):
    """Somebody whom Daisy Points serves."""

    __tablename__ = "members"
    id: Mapped[Identifier] = identifier("ME")
    name: Mapped[PersonName] = column(indexed=True)
    email: Mapped[Email]
    phone: Mapped[PhoneNumber]
    date_of_birth: Mapped[Date]
    street: Mapped[StreetAddress]
    city: Mapped[City]
    postal_code: Mapped[PostalCode]
    service_code: Mapped[Secret] = column(description="Printed on every letter.")
    joined_on: Mapped[Date]
    yearly_points: Mapped[Quantity] = column(description="Earned in the last twelve months.")


class Partner(Model):
    """A business with which points are earned or turned into something else."""

    __tablename__ = "partners"
    id: Mapped[Identifier] = identifier("PTN")
    name: Mapped[Label] = column(unique=True)
    kind: Mapped[PartnerKind] = column(indexed=True)
    points_per_10: Mapped[Quantity] = column(description="Points for every full 10.00 spent.")
    transfer_rate: Mapped[Percentage] = column(description="What 100 points become there.")
    takes_transfers: Mapped[Flag]


class Reward(Model):
    """Something that points are exchanged for."""

    __tablename__ = "rewards"
    id: Mapped[Identifier] = identifier("RE")
    name: Mapped[Label] = column(unique=True)
    category: Mapped[RewardCategory] = column(indexed=True)
    points: Mapped[Quantity]
    cash: Mapped[Money] = column(description="What half of the points can be replaced by.")
    stock: Mapped[Quantity]
    least_yearly_points: Mapped[Quantity] = column(description="Who has earned less gets none.")
    offered_until: Mapped[Date]


class RewardOrder(Model):
    """A reward that somebody exchanged points for."""

    __tablename__ = "reward_orders"
    id: Mapped[Identifier] = identifier("RW")
    member_id: Mapped[Reference[Member]]
    reward_id: Mapped[Reference[Reward]]
    quantity: Mapped[Quantity]
    points: Mapped[Quantity]
    cash: Mapped[Money]
    status: Mapped[RewardOrderStatus]
    ordered_on: Mapped[Date]


class PointBatch(Model):
    """Points that were earned together and expire together."""

    __tablename__ = "point_batches"
    id: Mapped[Identifier] = identifier("BAT")
    member_id: Mapped[Reference[Member]]
    earned_on: Mapped[Date]
    expires_on: Mapped[Date] = column(description="The last day on which they can be spent.")
    points: Mapped[Quantity]
    left: Mapped[Quantity] = column(description="What of them is not spent.")
    prolonged: Mapped[Flag]


class PointMove(Model):
    """A line of somebody's statement."""

    __tablename__ = "point_moves"
    id: Mapped[Identifier] = identifier("MOV")
    member_id: Mapped[Reference[Member]]
    kind: Mapped[MoveKind]
    points: Mapped[Number] = column(description="Less than zero if they were spent.")
    moved_on: Mapped[Date]


class Receipt(Model):
    """A purchase that a partner reported without a card; its number is printed on it."""

    __tablename__ = "receipts"
    id: Mapped[Identifier] = identifier("RCP")
    receipt_number: Mapped[Label] = column(unique=True)
    partner_id: Mapped[Reference[Partner]]
    amount: Mapped[Money]
    bought_on: Mapped[Date]


class Claim(Model):
    """Points that somebody asked for afterwards, with a receipt."""

    __tablename__ = "claims"
    id: Mapped[Identifier] = identifier("CLM")
    member_id: Mapped[Reference[Member]]
    receipt_id: Mapped[Reference[Receipt]]
    points: Mapped[Quantity]
    status: Mapped[ClaimStatus]
    claimed_on: Mapped[Date]


class Card(Model):
    """A card that is shown when buying."""

    __tablename__ = "cards"
    id: Mapped[Identifier] = identifier("CRD")
    member_id: Mapped[Reference[Member]]
    ending: Mapped[Label] = column(description="The last four digits.")
    design: Mapped[CardDesign]
    status: Mapped[CardStatus]
    issued_on: Mapped[Date]


class Transfer(Model):
    """Points that became something else with a partner."""

    __tablename__ = "transfers"
    id: Mapped[Identifier] = identifier("TRF")
    member_id: Mapped[Reference[Member]]
    partner_id: Mapped[Reference[Partner]]
    points: Mapped[Quantity]
    received: Mapped[Quantity] = column(description="What they became there.")
    status: Mapped[TransferStatus]
    made_on: Mapped[Date]


class PointSale(Model):
    """Points that were sold for money."""

    __tablename__ = "point_sales"
    id: Mapped[Identifier] = identifier("PSA")
    member_id: Mapped[Reference[Member]]
    points: Mapped[Quantity]
    price: Mapped[Money]
    sold_on: Mapped[Date]


class Charity(Model):
    """A good cause that points are given to."""

    __tablename__ = "charities"
    id: Mapped[Identifier] = identifier("CHT")
    name: Mapped[Label] = column(unique=True)
    city: Mapped[City]
    cents_per_100: Mapped[Money] = column(description="What 100 points are worth to it.")
    active: Mapped[Flag]


class Donation(Model):
    """Points that became money for a good cause."""

    __tablename__ = "donations"
    id: Mapped[Identifier] = identifier("DON")
    member_id: Mapped[Reference[Member]]
    charity_id: Mapped[Reference[Charity]]
    points: Mapped[Quantity]
    amount: Mapped[Money]
    given_on: Mapped[Date]


class Callback(Model):
    """A call that somebody of the staff makes on an agreed day."""

    __tablename__ = "callbacks"
    id: Mapped[Identifier] = identifier("CBK")
    member_id: Mapped[Reference[Member]]
    topic: Mapped[CallbackTopic]
    day: Mapped[Date] = column(indexed=True)
    time_of_day: Mapped[TimeOfDay]
    status: Mapped[CallbackStatus]


class Complaint(Model):
    """What a member had to say against a reward order."""

    __tablename__ = "complaints"
    id: Mapped[Identifier] = identifier("CMP")
    reward_order_id: Mapped[Reference[RewardOrder]]
    topic: Mapped[ComplaintTopic]
    status: Mapped[ComplaintStatus]
    filed_on: Mapped[Date]
    answer_by: Mapped[Date]


class DocumentCopy(Model):
    """A copy of a document about a reward order that was sent out."""

    __tablename__ = "document_copies"
    id: Mapped[Identifier] = identifier("DOC")
    reward_order_id: Mapped[Reference[RewardOrder]]
    kind: Mapped[DocumentKind]
    way: Mapped[DocumentWay]
    fee: Mapped[Money]
    sent_on: Mapped[Date]


class Goodwill(Model):
    """A credit given for something that went wrong with a reward order."""

    __tablename__ = "goodwill_credits"
    id: Mapped[Identifier] = identifier("GWC")
    reward_order_id: Mapped[Reference[RewardOrder]]
    reason: Mapped[Annoyance]
    amount: Mapped[Money]
    given_on: Mapped[Date]


# --- what tools show instead of whole rows


@dataclass(frozen=True, slots=True)
class MemberMatch:
    """A member who was found; all that may be seen before the identity is checked."""

    id: Reference[Member]
    name: PersonName


@dataclass(frozen=True, slots=True)
class PointBalance:
    """What somebody can spend, and when the first of it expires."""

    points: Quantity
    yearly_points: Quantity
    next_expiry_on: Date | None
    expiring_points: Quantity


@dataclass(frozen=True, slots=True)
class RewardOrderDetails:
    """A reward order as it is shown: with what it is for."""

    reward_order_id: Reference[RewardOrder]
    reward_id: Reference[Reward]
    name: Label
    category: RewardCategory
    quantity: Quantity
    points: Quantity
    cash: Money
    status: RewardOrderStatus
    ordered_on: Date


@dataclass(frozen=True, slots=True)
class ClaimDetails:
    """A claim as it is shown: with the partner's name."""

    claim_id: Reference[Claim]
    partner: Label
    kind: PartnerKind
    amount: Money
    bought_on: Date
    points: Quantity
    status: ClaimStatus
    claimed_on: Date


@dataclass(frozen=True, slots=True)
class TransferDetails:
    """A transfer as it is shown: with the partner's name."""

    transfer_id: Reference[Transfer]
    partner: Label
    kind: PartnerKind
    points: Quantity
    received: Quantity
    status: TransferStatus
    made_on: Date


@dataclass(frozen=True, slots=True)
class CallbackLoad:
    """How many calls are planned for a part of a day."""

    day: Date
    time_of_day: TimeOfDay
    num_planned: Quantity
